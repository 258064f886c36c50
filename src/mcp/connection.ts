import { messageOf } from '../support/errors.js';
import { McpClient } from './client.js';
import type { McpTransport } from './transport.js';
import { McpFailure } from './types.js';

/** How often a server is begun anew after it was lost. */
const MAX_RESTARTS = 9;

/** The one conversation that a run has with a server, begun anew when it was lost. */
export class McpConnection {
  readonly #open: () => Promise<McpTransport>;
  readonly #stop = new AbortController();
  readonly #signal: AbortSignal;
  readonly #onLost: (why: string) => void;
  #client: Promise<McpClient> | undefined;
  /** Beginnings that are not over, of which all but the last are failing. */
  readonly #beginnings = new Set<Promise<unknown>>();
  #current: McpTransport | undefined;
  /** Those that are not gone, of which all but the last are ending. */
  readonly #transports = new Set<McpTransport>();
  /** Why it could not begin, each reason once. */
  readonly #told = new Set<string>();
  #begun = 0;
  #closed = false;

  /**
   * @param open makes a fresh way to the server
   * @param onLost told why a conversation could not begin
   */
  constructor(open: () => Promise<McpTransport>, signal: AbortSignal, onLost: (why: string) => void) {
    this.#open = open;
    this.#signal = AbortSignal.any([signal, this.#stop.signal]);
    this.#onLost = onLost;
  }

  /** @throws McpFailure when it cannot be had */
  client(): Promise<McpClient> {
    if (this.#begun > MAX_RESTARTS && this.#client === undefined)
      return Promise.reject(new McpFailure(`it was begun ${this.#begun} times, and is not begun again`));
    if (this.#client !== undefined) return this.#client;
    const client = this.#begin().catch((error: unknown) => {
      // While this one ended, another may have begun.
      if (this.#client === client) this.#client = undefined;
      const failure = error instanceof McpFailure ? error : new McpFailure(messageOf(error), NOT_STARTED);
      if (!this.#closed && !this.#told.has(failure.message)) this.#onLost(failure.message);
      this.#told.add(failure.message);
      throw failure;
    });
    this.#client = client;
    this.#beginnings.add(client);
    const over = (): void => void this.#beginnings.delete(client);
    client.then(over, over);
    return client;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stop.abort();
    await Promise.allSettled(this.#beginnings);
    await Promise.all([...this.#transports].map((transport) => transport.close()));
  }

  async #begin(): Promise<McpClient> {
    if (this.#closed) throw new McpFailure('the run is over');
    this.#begun += 1;
    const transport = await this.#open();
    this.#transports.add(transport);
    void transport.closed.then(() => this.#lost(transport));
    try {
      this.#current = transport;
      return await McpClient.connect(transport, this.#signal);
    } catch (error) {
      await transport.close();
      throw error;
    }
  }

  async #lost(transport: McpTransport): Promise<void> {
    if (this.#current === transport) this.#client = undefined;
    await transport.close();
    this.#transports.delete(transport);
  }
}

const NOT_STARTED = 'the host could not start it; the person who reads the evidence is told why';
