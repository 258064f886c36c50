import type { ClientRequest, IncomingMessage, ServerResponse } from 'node:http';
import { errnoOf, messageOf } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import { type RoomHeaderOptions, roomHeaders } from './headers.js';
import type { BrokerLimits } from './limits.js';
import type { Refusal } from './refusal.js';
import { answer, drain, type OwnAnswer } from './replies.js';

/** Changes an answer's bytes on their way; lengths stay. */
export interface ByteFilter {
  push(chunk: Buffer): Buffer;
  end(): Buffer;
}

export interface Forwarding extends RoomHeaderOptions {
  readonly room: IncomingMessage;
  readonly reply: ServerResponse;
  /** Not yet ended; its headers are set. */
  readonly upstream: ClientRequest;
  readonly entry: AccessEntry;
  readonly limits: BrokerLimits;
  /** The name of the upstream for messages: `host:port`. */
  readonly name: string;
  /** The rule that allowed the request, asked for when it is over. */
  readonly rule: string | (() => string);
  readonly form: OwnAnswer['form'];
  readonly filter?: ByteFilter;
  /**
   * Sees the request's body before it goes on, and null at its end. A refusal ends the exchange without an answer, before
   * those bytes have gone on: whoever gave the refusal answers.
   */
  inspect?(chunk: Buffer | null): Refusal | undefined;
  onRefused?(refusal: Refusal): void;
  /** The connection to the upstream stands. */
  onConnected?(): void;
  /** A sentence when this answer must not go on. */
  refuseAnswer?(message: IncomingMessage): string | undefined;
  /** The head of the answer has come and goes on. */
  onAnswer?(message: IncomingMessage): void;
  /** Sees the answer's bytes before the filter and before they go on; they do not where it cuts the exchange. */
  onBytes?(chunk: Buffer): void;
  /** The exchange is over and in the log. */
  onSettled?(end: ExchangeEnd): void;
}

export interface ExchangeEnd {
  /** The whole answer was read. */
  readonly complete: boolean;
  /** The upstream has the whole request. */
  readonly sent: boolean;
  /** The upstream's status; null: no answer. */
  readonly status: number | null;
  /** What went wrong on the upstream's side. */
  readonly failure: string | undefined;
  /** It went wrong because nothing came for the time of `idleMs`. */
  readonly silent: boolean;
  /** The connection to the upstream stood. */
  readonly connected: boolean;
}

/** An exchange under way. */
export interface Forwarded {
  /** Ends it: with this answer where none has begun, else with a cut. */
  cut(status: number, message: string): void;
}

/** Carries one request to its upstream and the answer back: streamed, with backpressure, within the limits. */
export function forward(options: Forwarding): Forwarded {
  const exchange = new Exchange(options);
  exchange.start();
  return exchange;
}

class Exchange implements Forwarded {
  readonly #o: Forwarding;
  readonly #idle: NodeJS.Timeout;
  readonly #timers: NodeJS.Timeout[];
  #answered: IncomingMessage | undefined;
  #answerRead = false;
  #sent = false;
  #failure: string | undefined;
  #silent = false;
  #connected = false;
  #settled = false;

  constructor(options: Forwarding) {
    this.#o = options;
    const { limits } = options;
    this.#idle = setTimeout(() => this.#fallSilent(), limits.idleMs);
    this.#timers = [
      this.#idle,
      setTimeout(() => this.#fail(504, `the request took more than ${limits.wallMs} ms`), limits.wallMs),
    ];
  }

  start(): void {
    this.#watchConnect();
    this.#sendBody();
    const { upstream, reply, name } = this.#o;
    upstream.on('response', (message) => this.#receive(message));
    // After the answer began, its own stream tells how it ended.
    upstream.on('error', (error) => {
      if (this.#answered === undefined) this.#fail(502, `${name} failed (${errnoOf(error) ?? 'protocol error'})`);
    });
    upstream.on('close', () => {
      if (this.#answered === undefined) this.#fail(502, `${name} closed the connection without an answer`);
    });
    reply.on('close', () => {
      const { rule } = this.#o;
      if (this.#answerRead && reply.writableFinished) this.#settle('allowed', typeof rule === 'string' ? rule : rule());
      else this.#settle('failed', 'the room closed the connection');
    });
    // A room may have left while its request was waiting for an address.
    if (reply.destroyed) this.#settle('failed', 'the room closed the connection');
  }

  cut(status: number, message: string): void {
    this.#end(status, message);
  }

  #watchConnect(): void {
    const { upstream, limits, name } = this.#o;
    const timer = setTimeout(() => this.#fail(504, `${name} did not accept a connection`), limits.connectMs);
    this.#timers.push(timer);
    const connected = (): void => {
      clearTimeout(timer);
      if (this.#settled) return;
      this.#connected = true;
      this.#o.onConnected?.();
    };
    upstream.once('socket', (socket) => {
      if (upstream.reusedSocket || !socket.connecting) connected();
      else socket.once('encrypted' in socket ? 'secureConnect' : 'connect', connected);
    });
  }

  #sendBody(): void {
    const { room, upstream, entry, limits } = this.#o;
    room.on('data', (chunk: Buffer) => {
      if (this.#settled) return;
      if (entry.bytesOut + chunk.length > limits.requestBodyBytes) {
        this.#end(413, `the request's body is larger than ${limits.requestBodyBytes} bytes`);
        return;
      }
      if (this.#isRefused(chunk)) return;
      entry.bytesOut += chunk.length;
      this.#idle.refresh();
      if (!upstream.write(chunk)) room.pause();
    });
    upstream.on('drain', () => room.resume());
    room.on('end', () => {
      if (this.#settled || this.#isRefused(null)) return;
      this.#sent = true;
      upstream.end();
    });
    // The reply's close says the same; without a listener it would be an exception.
    room.on('error', () => {});
  }

  #isRefused(chunk: Buffer | null): boolean {
    const refusal = this.#inspect(chunk);
    if (refusal === undefined) return false;
    this.#settled = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#o.upstream.destroy();
    this.#o.onRefused?.(refusal);
    this.#tellEnd();
    return true;
  }

  /** What reads a request must not end the run by a mistake of its own; and nothing passes unread. */
  #inspect(chunk: Buffer | null): Refusal | undefined {
    try {
      return this.#o.inspect?.(chunk);
    } catch (error) {
      return { verdict: 'failed', status: 502, reason: `internal error: ${messageOf(error)}` };
    }
  }

  #receive(message: IncomingMessage): void {
    const { reply, entry, filter, name } = this.#o;
    message.on('error', () => this.#fail(502, `${name} cut its answer`));
    if (this.#settled) {
      message.destroy();
      return;
    }
    this.#answered = message;
    this.#idle.refresh();
    const status = message.statusCode ?? 502;
    const coding = message.headers['transfer-encoding'];
    const refusal =
      coding !== undefined && coding.trim().toLowerCase() !== 'chunked'
        ? `${name} used a transfer coding that cannot be passed on`
        : this.#o.refuseAnswer?.(message);
    if (refusal !== undefined) {
      this.#fail(502, refusal);
      return;
    }
    try {
      reply.sendDate = false;
      reply.writeHead(status, roomHeaders(message, this.#o));
    } catch {
      this.#fail(502, `${name} sent a header that cannot be passed on`);
      return;
    }
    entry.status = status;
    this.#o.onAnswer?.(message);
    reply.flushHeaders();
    message.on('data', (chunk: Buffer) => {
      entry.bytesIn += chunk.length;
      this.#idle.refresh();
      try {
        this.#o.onBytes?.(chunk);
      } catch (error) {
        this.#fail(502, `internal error: ${messageOf(error)}`);
      }
      if (this.#settled) return;
      const bytes = filter === undefined ? chunk : filter.push(chunk);
      if (bytes.length > 0 && !reply.write(bytes)) message.pause();
    });
    reply.on('drain', () => {
      this.#idle.refresh();
      message.resume();
    });
    message.on('end', () => {
      if (this.#settled) return;
      this.#answerRead = true;
      reply.end(filter?.end());
    });
    message.on('close', () => {
      if (!this.#answerRead) this.#fail(502, `${name} cut its answer`);
    });
  }

  #fallSilent(): void {
    const { reply, upstream, limits, name } = this.#o;
    // Nothing has to come to a request that is not whole yet, where what there is of it has gone on.
    if (!this.#sent && this.#answered === undefined && this.#connected && !upstream.writableNeedDrain) {
      this.#end(408, `the room sent nothing of its request for ${limits.idleMs} ms`);
      return;
    }
    // Nothing can come while nobody takes what has come.
    if (reply.writableNeedDrain) {
      this.#end(504, `the room took nothing of the answer for ${limits.idleMs} ms`);
      return;
    }
    this.#silent = true;
    this.#fail(504, `${name} was silent for ${limits.idleMs} ms`);
  }

  /** The upstream failed. */
  #fail(status: number, message: string): void {
    if (this.#settled) return;
    this.#failure = message;
    this.#end(status, message);
  }

  /** Ends the exchange with our own answer, or with a cut where an answer has begun: it never looks complete. */
  #end(status: number, message: string): void {
    if (this.#settled) return;
    const { room, reply, entry, limits, form } = this.#o;
    const begun = reply.headersSent || reply.destroyed;
    if (!begun) entry.status = status;
    this.#settle('failed', message);
    if (begun) reply.destroy();
    else answer(room, reply, { status, verdict: 'failed', message, form }, limits);
  }

  #settle(verdict: 'allowed' | 'failed', rule: string): void {
    if (this.#settled) return;
    this.#settled = true;
    for (const timer of this.#timers) clearTimeout(timer);
    const { room, upstream, entry, limits } = this.#o;
    entry.finish(verdict, rule);
    // A finished exchange gives its connection back to the agent; any other takes it down.
    if (verdict === 'failed' || !upstream.writableFinished) upstream.destroy();
    drain(room, limits);
    this.#tellEnd();
  }

  #tellEnd(): void {
    const status = this.#answered?.statusCode ?? null;
    this.#o.onSettled?.({
      complete: this.#answerRead,
      sent: this.#sent,
      status,
      failure: this.#failure,
      silent: this.#silent,
      connected: this.#connected,
    });
  }
}
