import { PassThrough } from 'node:stream';
import { type JsonNode, JsonWalk } from '../broker/json-walk.js';
import { type RpcId, readId, readObject } from './json-rpc.js';
import { replyTo, resultOf } from './messages.js';
import { abortFailure, type McpTransport, type RequestOptions } from './transport.js';
import { McpFailure } from './types.js';

/** A program that runs until its signal fires or it ends by itself. */
export interface RunningProgram {
  /** Why it ended, in words. Rejects when it could not be started. */
  readonly ended: Promise<string>;
}

export type StartProgram = (streams: {
  readonly stdin: PassThrough;
  onStdout(chunk: Buffer): void;
  readonly signal: AbortSignal;
}) => RunningProgram;

interface Pending {
  readonly maxBytes: number;
  resolve(result: unknown): void;
  reject(error: McpFailure): void;
}

const LF = 10;
/** Requests of the server, each of which is refused. */
const MAX_ASKED = 1000;
/** What the program has not read yet. */
const MAX_UNREAD = 16 << 20;

/** A server that speaks over standard input and output, one message a line. */
export class StdioTransport implements McpTransport {
  readonly closed: Promise<void>;
  /** The program is gone, and with it everything that was made for it. */
  readonly #gone: Promise<void>;
  #settleClosed: () => void = () => {};
  onNotification: McpTransport['onNotification'];
  readonly #stdin = new PassThrough();
  readonly #stop = new AbortController();
  readonly #pending = new Map<RpcId, Pending>();
  readonly #lineLimit: number;
  #ids = 0;
  #asked = 0;
  #line: Buffer[] = [];
  #lineBytes = 0;
  /** Reads the id of a line that is too long to be kept. */
  #walk: JsonWalk | undefined;
  #walkedId: RpcId | undefined;
  #over: McpFailure | undefined;

  /** @param lineLimit bytes of the longest message that is kept */
  constructor(start: StartProgram, lineLimit: number) {
    this.#lineLimit = lineLimit;
    this.#stdin.on('error', () => {});
    this.closed = new Promise((resolve) => {
      this.#settleClosed = resolve;
    });
    const { ended } = start({
      stdin: this.#stdin,
      onStdout: (chunk) => this.#read(chunk),
      signal: this.#stop.signal,
    });
    this.#gone = ended.then(
      (why) => this.#end(new McpFailure(`its program ended: ${why}`, 'its program ended')),
      (error: unknown) =>
        this.#end(error instanceof McpFailure ? error : new McpFailure(String(error), 'its program ended')),
    );
  }

  request(method: string, params: object, { signal, maxBytes }: RequestOptions): Promise<unknown> {
    if (this.#over !== undefined) return Promise.reject(this.#over);
    if (signal.aborted) return Promise.reject(abortFailure(signal));
    this.#ids += 1;
    const id = this.#ids;
    return new Promise<unknown>((resolve, reject) => {
      const onAbort = (): void => {
        this.#pending.delete(id);
        if (method === 'tools/call') this.notify('notifications/cancelled', { requestId: id });
        reject(abortFailure(signal));
      };
      const done = (): void => signal.removeEventListener('abort', onAbort);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#pending.set(id, {
        maxBytes,
        resolve: (result) => {
          done();
          resolve(result);
        },
        reject: (error) => {
          done();
          reject(error);
        },
      });
      this.#write({ jsonrpc: '2.0', id, method, params });
    });
  }

  notify(method: string, params?: object): void {
    this.#write({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
  }

  agreed(): void {}

  async close(): Promise<void> {
    this.#end(new McpFailure('the run is over'));
    this.#stop.abort();
    await this.#gone;
  }

  #write(message: object): void {
    if (this.#over !== undefined) return;
    this.#stdin.write(`${JSON.stringify(message)}\n`);
    if (this.#stdin.writableLength + this.#stdin.readableLength > MAX_UNREAD)
      this.#fail(new McpFailure('its program does not read what it is sent'));
  }

  #fail(why: McpFailure): void {
    this.#end(why);
    this.#stop.abort();
  }

  #end(why: McpFailure): void {
    this.#over ??= why;
    this.#settleClosed();
    this.#stdin.end();
    for (const [id, pending] of [...this.#pending]) {
      this.#pending.delete(id);
      pending.reject(this.#over);
    }
  }

  #read(chunk: Buffer): void {
    let at = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, at)) {
      this.#keep(chunk.subarray(at, end));
      at = end + 1;
      this.#endLine();
    }
    this.#keep(chunk.subarray(at));
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#lineBytes += bytes.length;
    if (this.#walk === undefined && this.#lineBytes <= this.#lineLimit) {
      this.#line.push(bytes);
      return;
    }
    // Too long to be kept: only whose answer it is matters now.
    if (this.#walk === undefined) {
      const id: JsonNode = {
        scalar: ({ value }) => {
          this.#walkedId = readId(value);
        },
      };
      this.#walk = new JsonWalk({ field: (name) => (name === 'id' ? id : undefined) });
      for (const kept of this.#line) this.#walk.push(kept);
      this.#line = [];
    }
    this.#walk.push(bytes);
  }

  #endLine(): void {
    const bytes = this.#lineBytes;
    const line = Buffer.concat(this.#line);
    const walkedId = this.#walk === undefined ? undefined : this.#walkedId;
    this.#line = [];
    this.#lineBytes = 0;
    this.#walk = undefined;
    this.#walkedId = undefined;
    if (bytes > this.#lineLimit) {
      this.#settle(walkedId, (pending) => pending.reject(tooLong(pending)));
      return;
    }
    if (line.toString('latin1').trim() === '') return;
    const message = readObject(line);
    // Programs print other things too; what is no message is nobody's answer.
    if (typeof message === 'string') return;
    const { method } = message;
    if (typeof method !== 'string') {
      this.#settle(readId(message['id']), (pending, id) => {
        if (bytes > pending.maxBytes) return pending.reject(tooLong(pending));
        try {
          pending.resolve(resultOf(message, id));
        } catch (error) {
          pending.reject(error instanceof McpFailure ? error : new McpFailure(String(error)));
        }
      });
    } else if (message['id'] === undefined) this.onNotification?.(method);
    else {
      // It may ask for nothing: no sampling, no questions to a person, no roots.
      this.#asked += 1;
      if (this.#asked > MAX_ASKED) this.#fail(new McpFailure('it asks too much of its client'));
      else this.#write({ jsonrpc: '2.0', id: readId(message['id']) ?? null, ...replyTo(method) });
    }
  }

  #settle(id: RpcId | undefined, action: (pending: Pending, id: RpcId) => void): void {
    const pending = id === undefined ? undefined : this.#pending.get(id);
    if (id === undefined || pending === undefined) return;
    this.#pending.delete(id);
    action(pending, id);
  }
}

function tooLong({ maxBytes }: Pending): McpFailure {
  return new McpFailure(`its answer had more than ${maxBytes} bytes`);
}
