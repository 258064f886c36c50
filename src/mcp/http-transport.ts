import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { isIP, type Socket } from 'node:net';
import { classifyAddress } from '../broker/addresses.js';
import { dial, type Lookup, systemLookup } from '../broker/dial.js';
import { DEFAULT_LIMITS } from '../broker/limits.js';
import { secure } from '../broker/secure-upstream.js';
import { errnoOf } from '../support/errors.js';
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
    const answer = await this.#send('POST', { jsonrpc: '2.0', id, method, params }, signal);
    try {
      if (method === 'initialize') {
        const session = answer.headers['mcp-session-id'];
        if (typeof session === 'string' && session.length <= MAX_SESSION && /^[\x21-\x7e]+$/.test(session))
          this.#session = session;
      }
      const type = (answer.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
      if (type === 'text/event-stream') return await this.#fromStream(answer, id, options.maxBytes);
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
    this.#post({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
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

  #post(message: object): void {
    const signal = AbortSignal.any([AbortSignal.timeout(10_000), this.#gone.signal]);
    this.#send('POST', message, signal).then(
      (answer) => answer.destroy(),
      () => {},
    );
  }

  /** Reads events until the answer is among them. */
  async #fromStream(answer: IncomingMessage, id: number, maxBytes: number): Promise<unknown> {
    const reader = new EventReader(maxBytes);
    let bytes = 0;
    let asked = 0;
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes + BESIDE_BYTES) throw new McpFailure('it sent too much beside its answer');
      for (const data of reader.push(chunk)) {
        const message = readObject(Buffer.from(data, 'utf8'));
        if (typeof message === 'string') throw new McpFailure(`it sent a message that is none: ${message}`);
        const { method } = message;
        if (typeof method !== 'string') {
          if (message['id'] === id) return resultOf(message, id);
        } else if (message['id'] === undefined) this.onNotification?.(method);
        else {
          // It may ask for nothing: no sampling, no questions to a person, no roots.
          asked += 1;
          if (asked > MAX_ASKED) throw new McpFailure('it asks too much of its client');
          this.#post({ jsonrpc: '2.0', id: readId(message['id']) ?? null, ...replyTo(method) });
        }
      }
    }
    throw new McpFailure('it ended its answer before it was whole');
  }

  async #send(method: 'POST' | 'DELETE', message: object | undefined, signal: AbortSignal): Promise<IncomingMessage> {
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
        accept: 'application/json, text/event-stream',
        'accept-encoding': 'identity',
        ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
        ...(session === undefined ? {} : { 'mcp-session-id': session }),
        ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
      },
    });
    upstream.end(body);
    const answer = await responseOf(upstream, signal);
    const problem = this.#complaint(answer, session);
    if (problem === undefined) return answer;
    answer.destroy();
    throw problem;
  }

  #complaint(answer: IncomingMessage, session: string | undefined): McpFailure | undefined {
    const status = answer.statusCode ?? 0;
    const coding = answer.headers['content-encoding'];
    if (coding !== undefined && coding.trim().toLowerCase() !== 'identity')
      return new McpFailure('it compressed its answer although it was asked not to');
    if (status >= 200 && status < 300) return undefined;
    if (status === 401 || status === 403)
      return new McpFailure(`it does not accept the credential of the run (status ${status})`);
    if (status >= 300 && status < 400) return new McpFailure(`it redirects (status ${status}), which is not followed`);
    // The session is over on its side; the next request begins another one.
    if (status === 404 && session !== undefined) {
      if (this.#session === session) this.#forgotten = true;
      this.#session = undefined;
      this.#lost();
      return new McpSessionLost('it has forgotten its session');
    }
    return new McpFailure(`it answered with status ${status}`);
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

async function wholeBody(answer: IncomingMessage, maxBytes: number): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new McpFailure(`its answer had more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  const message = readObject(Buffer.concat(chunks));
  if (typeof message === 'string') throw new McpFailure(`its answer is no message: ${message}`);
  return message;
}
