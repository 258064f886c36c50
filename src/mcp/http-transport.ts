import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { classifyAddress } from '../broker/addresses.js';
import { dial, type Lookup, systemLookup } from '../broker/dial.js';
import { DEFAULT_LIMITS } from '../broker/limits.js';
import { secure } from '../broker/secure-upstream.js';
import { errnoOf } from '../support/errors.js';
import { mediaType, redirection, refusal, wholeBody, wordsOf } from './http-answer.js';
import { readId, readObject } from './json-rpc.js';
import { replyTo, resultOf } from './messages.js';
import { EventReader } from './sse.js';
import { abortFailure, type McpTransport, type RequestOptions } from './transport.js';
import { McpFailure, McpSessionLost } from './types.js';

export interface HttpTransportOptions {
  /** Checked: http or https, without user information, query or fragment. */
  readonly url: string;
  /** With their secrets in them. */
  readonly headers: Readonly<Record<string, string>>;
  /** `host:port` entries that may resolve to private addresses. */
  readonly allowPrivate: ReadonlySet<string>;
  /** For tests. */
  readonly lookup?: Lookup;
  /** Certificate authorities (PEM) in place of the host's. */
  readonly authorities?: readonly string[];
}

/** What comes beside an answer on one stream: progress, logs. */
const BESIDE_BYTES = 4 << 20;
/** Requests of the server on one stream, each of which is refused. */
const MAX_ASKED = 16;
const MAX_SESSION = 1024;
/** How often the rest of one answer is asked for. */
const MAX_RESUMED = 100;
/** Milliseconds before that, whatever the server wants. */
const RESUME_MS = { least: 100, usual: 1000, most: 10_000 } as const;

/**
 * A server that speaks streamable HTTP, reached from the host: one connection for each request, its certificate
 * verified, no redirect followed, nothing but public addresses unless they were named.
 */
export class HttpTransport implements McpTransport {
  readonly #o: HttpTransportOptions;
  readonly #url: URL;
  readonly #gone = new AbortController();
  readonly closed: Promise<void>;
  onNotification: McpTransport['onNotification'];
  /** Requests whose answer has not come. */
  readonly #asked = new Set<Promise<unknown>>();
  #session: string | undefined;
  /** The server has forgotten the session. */
  #forgotten = false;
  #version: string | undefined;
  /** The server was told that the conversation has begun: what is asked before that is refused by some. */
  #begun: Promise<void> = Promise.resolve();
  #ids = 0;
  #lost: () => void = () => {};

  constructor(options: HttpTransportOptions) {
    this.#o = options;
    this.#url = new URL(options.url);
    this.closed = new Promise((resolve) => {
      this.#lost = resolve;
    });
  }

  request(method: string, params: object, options: RequestOptions): Promise<unknown> {
    const asked = this.#request(method, params, options);
    this.#asked.add(asked);
    const over = (): void => void this.#asked.delete(asked);
    asked.then(over, over);
    return asked;
  }

  async #request(method: string, params: object, options: RequestOptions): Promise<unknown> {
    this.#ids += 1;
    const id = this.#ids;
    const signal = AbortSignal.any([options.signal, this.#gone.signal]);
    await beforeAborted(this.#begun, signal);
    const answer = await this.#send('POST', { jsonrpc: '2.0', id, method, params }, signal);
    try {
      if (method === 'initialize') {
        const session = answer.headers['mcp-session-id'];
        if (typeof session === 'string' && session.length <= MAX_SESSION && /^[\x21-\x7e]+$/.test(session))
          this.#session = session;
      }
      const type = mediaType(answer);
      if (type === 'text/event-stream') return await this.#fromStreams(answer, id, options.maxBytes, signal);
      if (type !== 'application/json') throw new McpFailure('its answer is neither JSON nor a stream of events');
      return resultOf(await wholeBody(answer, options.maxBytes), id);
    } catch (error) {
      if (signal.aborted) {
        if (method === 'tools/call') this.notify('notifications/cancelled', { requestId: id });
        throw abortFailure(signal);
      }
      throw error instanceof McpFailure ? error : new McpFailure('it ended its answer before it was whole');
    } finally {
      answer.destroy();
    }
  }

  notify(method: string, params?: object): void {
    const posted = this.#post({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
    if (method === 'notifications/initialized') this.#begun = posted;
  }

  agreed(version: string): void {
    this.#version = version;
  }

  async close(): Promise<void> {
    if (this.#forgotten) {
      // Whatever else was on its way hears of that too, and may be asked again. Who does not wait for it closes once more.
      this.#forgotten = false;
      await Promise.allSettled(this.#asked);
    }
    if (this.#session !== undefined && !this.#gone.signal.aborted) {
      const answer = await this.#send('DELETE', undefined, AbortSignal.timeout(2000)).catch(() => undefined);
      answer?.destroy();
      this.#session = undefined;
    }
    this.#gone.abort(new McpFailure('its session is over'));
    this.#lost();
  }

  /** Never rejects. */
  #post(message: object): Promise<void> {
    const signal = AbortSignal.any([AbortSignal.timeout(10_000), this.#gone.signal]);
    return this.#send('POST', message, signal).then(
      (answer) => void answer.destroy(),
      () => {},
    );
  }

  /**
   * Reads events until the answer is among them. A server may end a stream at any time and, where it gave its events ids,
   * have us ask for the rest.
   */
  async #fromStreams(first: IncomingMessage, id: number, maxBytes: number, signal: AbortSignal): Promise<unknown> {
    const stream: Stream = { reader: new EventReader(maxBytes), id, maxBytes, bytes: 0, asked: 0 };
    let answer = first;
    for (let resumed = 0; ; resumed++) {
      try {
        const found = await this.#fromStream(answer, stream);
        if (found !== undefined) return found.result;
      } catch (error) {
        // A connection that failed can be gone on with as well.
        if (error instanceof McpFailure || signal.aborted) throw error;
      } finally {
        answer.destroy();
      }
      const { lastId, retryMs = RESUME_MS.usual } = stream.reader;
      if (lastId === undefined || resumed >= MAX_RESUMED)
        throw new McpFailure('it ended its answer before it was whole');
      await beforeAborted(
        delay(Math.min(Math.max(retryMs, RESUME_MS.least), RESUME_MS.most), undefined, { signal }),
        signal,
      );
      stream.reader.begin();
      answer = await this.#send('GET', undefined, signal, { 'last-event-id': lastId }).catch((error: unknown) => {
        if (signal.aborted) throw error;
        // It has acted on the request, so that nothing may ask for the whole of it again.
        const why = error instanceof McpFailure ? error.message : 'it failed';
        throw new McpFailure(`it ended its answer before it was whole; asked for the rest, ${why}`);
      });
      if (mediaType(answer) !== 'text/event-stream') {
        answer.destroy();
        throw new McpFailure('it ended its answer before it was whole, and what it sent for the rest is no stream');
      }
    }
  }

  /** The result, in an object; undefined: the stream ended without it. */
  async #fromStream(answer: IncomingMessage, stream: Stream): Promise<{ readonly result: unknown } | undefined> {
    const { reader, id, maxBytes } = stream;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      stream.bytes += chunk.length;
      if (stream.bytes > maxBytes + BESIDE_BYTES) throw new McpFailure('it sent too much beside its answer');
      for (const data of reader.push(chunk)) {
        const message = readObject(Buffer.from(data, 'utf8'));
        if (typeof message === 'string') throw new McpFailure(`it sent a message that is none: ${message}`);
        const { method } = message;
        if (typeof method !== 'string') {
          if (message['id'] === id) return { result: resultOf(message, id) };
        } else if (message['id'] === undefined) this.onNotification?.(method);
        else {
          // It may ask for nothing: no sampling, no questions to a person, no roots.
          stream.asked += 1;
          if (stream.asked > MAX_ASKED) throw new McpFailure('it asks too much of its client');
          void this.#post({ jsonrpc: '2.0', id: readId(message['id']) ?? null, ...replyTo(method) });
        }
      }
    }
    return undefined;
  }

  async #send(
    method: 'POST' | 'GET' | 'DELETE',
    message: object | undefined,
    signal: AbortSignal,
    more: Readonly<Record<string, string>> = {},
  ): Promise<IncomingMessage> {
    const url = this.#url;
    const body = message === undefined ? undefined : Buffer.from(JSON.stringify(message), 'utf8');
    const socket = await this.#connect(signal);
    // What the server is asked in is what it may have forgotten, whatever came of it meanwhile.
    const session = this.#session;
    const upstream = httpRequest({
      createConnection: () => socket,
      method,
      path: url.pathname,
      maxHeaderSize: DEFAULT_LIMITS.headerBytes,
      headers: {
        ...this.#o.headers,
        host: url.host,
        'user-agent': 'cleanroom-action',
        accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
        ...more,
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
        ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
      },
    });
    upstream.end(body);
    const answer = await responseOf(upstream, signal);
    try {
      const problem = await this.#complaint(answer, session);
      if (problem === undefined) return answer;
      throw problem;
    } catch (error) {
      answer.destroy();
      throw signal.aborted ? abortFailure(signal) : error;
    }
  }

  async #complaint(answer: IncomingMessage, session: string | undefined): Promise<McpFailure | undefined> {
    const status = answer.statusCode ?? 0;
    const coding = answer.headers['content-encoding'];
    if (coding !== undefined && coding.trim().toLowerCase() !== 'identity')
      return new McpFailure('it compressed its answer although it was asked not to');
    if (status >= 200 && status < 300) return undefined;
    if (status === 401 || status === 403) return refusal(answer, status, Object.keys(this.#o.headers).length > 0);
    if (status >= 300 && status < 400) return redirection(answer, status, this.#url);
    const said = await wordsOf(answer);
    // The session is over on its side; the next request begins another one. Some say so with another status than they should.
    if (session !== undefined && (status === 404 || (status === 400 && /\bsession\b/i.test(said)))) {
      if (this.#session === session) this.#forgotten = true;
      this.#session = undefined;
      this.#lost();
      return new McpSessionLost('it has forgotten its session');
    }
    const hint =
      status === 405 ? '; it may speak the older transport, with two addresses, which is not spoken here' : '';
    const failure = `it answered with status ${status}${hint}`;
    return new McpFailure(failure, said === '' ? failure : `${failure}: ${said}`);
  }

  async #connect(signal: AbortSignal): Promise<Socket> {
    const { hostname, port, protocol } = this.#url;
    const clear = protocol === 'http:';
    const host = hostname.replace(/^\[|\]$/g, '');
    const number = port === '' ? (clear ? 80 : 443) : Number(port);
    const authority = { host, port: number, text: `${host}:${number}` };
    // Whoever writes an address has named it.
    const named = isIP(host) !== 0 || host === 'localhost' || this.#o.allowPrivate.has(authority.text);
    let isPublic = false;
    const lookup: Lookup = async (name) => {
      const found = await (this.#o.lookup ?? systemLookup)(name);
      isPublic = clear && found.some(({ address }) => classifyAddress(address) !== 'private');
      return isPublic ? [] : found;
    };
    const dialled = await dial(authority, { lookup, allowPrivate: named, limits: DEFAULT_LIMITS, signal });
    if (signal.aborted) {
      if (dialled.ok) dialled.socket.destroy();
      throw abortFailure(signal);
    }
    const unreachable = 'it cannot be reached; the person who reads the evidence is told why';
    if (isPublic) throw new McpFailure('plain http leads to a public address: give its url with https', unreachable);
    if (!dialled.ok) {
      const hint = dialled.private ? `; to permit it, have ${authority.text} in allow-private` : '';
      throw new McpFailure(`${dialled.reason}${hint}`, unreachable);
    }
    if (clear) return dialled.socket;
    const { socket } = dialled;
    const cut = (): void => void socket.destroy();
    signal.addEventListener('abort', cut, { once: true });
    const result = await secure(socket, authority, DEFAULT_LIMITS, this.#o.authorities);
    signal.removeEventListener('abort', cut);
    if (!('reason' in result)) return result;
    throw signal.aborted ? abortFailure(signal) : new McpFailure(result.reason, unreachable);
  }
}

/** The head of the answer. From then on the signal ends its body. */
function responseOf(upstream: ClientRequest, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      upstream.destroy();
      reject(abortFailure(signal));
    };
    upstream.once('close', () => {
      signal.removeEventListener('abort', onAbort);
      // A change of protocols, for one, ends it without an error.
      reject(new McpFailure('it closed the connection without an answer'));
    });
    upstream.on('error', (error) =>
      reject(new McpFailure(`the connection failed (${errnoOf(error) ?? 'protocol error'})`)),
    );
    upstream.once('response', (answer) => {
      // Whoever reads it sees its end; nobody may.
      answer.on('error', () => {});
      resolve(answer);
    });
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
}

interface Stream {
  readonly reader: EventReader;
  /** Of the request. */
  readonly id: number;
  readonly maxBytes: number;
  /** Of all streams of the answer. */
  bytes: number;
  /** What the server asked for meanwhile. */
  asked: number;
}

/** @throws McpFailure when the signal fires before it has settled */
function beforeAborted(wanted: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(abortFailure(signal));
    const over = (): void => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    };
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    wanted.then(over, over);
  });
}
