import { createHash, timingSafeEqual } from 'node:crypto';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { CleanroomError } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import { forward } from './forward.js';
import { CREDENTIAL_PARAMETERS, countHeader, upstreamHeaders } from './headers.js';
import { KeyFilter, maskKey } from './key-filter.js';
import type { BrokerLimits } from './limits.js';
import { PROVIDERS, type ProviderWire } from './providers.js';
import { type ModelTarget, parseModelTarget } from './target.js';
import type { BrokerStop, ProviderConfig } from './types.js';
import { type UsageCounter, UsageReader } from './usage.js';

/** Idle connections to a provider that are kept for the next request. */
const FREE_SOCKETS = 8;
const FREE_SOCKET_MS = 30_000;

/** A provider as the broker dials it. */
export interface ModelUpstream {
  readonly config: ProviderConfig;
  readonly wire: ProviderWire;
  readonly secure: boolean;
  readonly hostname: string;
  readonly port: number;
  /** The value of `host`. */
  readonly hostHeader: string;
  /** `host:port` for the log. */
  readonly name: string;
  /** Path before the provider's own, without a trailing slash. */
  readonly prefix: string;
}

/**
 * Checks a provider's configuration once, at the start.
 * @throws CleanroomError `broker.provider` without ever naming the key
 */
export function modelUpstream(config: ProviderConfig): ModelUpstream {
  const bad = (what: string, hint: string): CleanroomError =>
    new CleanroomError('broker.provider', `provider ${config.name}: ${what}`, { hint, kind: 'usage' });
  if (!URL.canParse(config.baseUrl))
    throw bad('the base URL is no URL', 'give it as https://HOST or https://HOST/PREFIX');
  const url = new URL(config.baseUrl);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw bad('the base URL is neither https nor http', 'give it as https://HOST or https://HOST/PREFIX');
  if (url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '')
    throw bad('the base URL holds user information, a query or a fragment', 'give scheme, host, port and path only');
  if (!/^[\x21-\x7e]+$/.test(config.apiKey))
    throw bad(
      'the key is empty or holds characters that no header can carry',
      'check the api-key input for spaces and line ends',
    );
  const secure = url.protocol === 'https:';
  const port = url.port === '' ? (secure ? 443 : 80) : Number(url.port);
  return {
    config,
    wire: PROVIDERS[config.name],
    secure,
    hostname: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    hostHeader: url.host,
    name: `${url.hostname}:${port}`,
    prefix: url.pathname.replace(/\/+$/, ''),
  };
}

export interface ModelLineOptions {
  readonly upstream: ModelUpstream;
  /** The dummy key of this room; undefined: nobody holds it, everything is denied. */
  readonly nonce: string | undefined;
  readonly limits: BrokerLimits;
  readonly usage: UsageCounter;
  onStop(stop: BrokerStop): void;
}

export interface Denial {
  readonly status: number;
  readonly reason: string;
}

/** One room's line to its provider, with connections of its own. */
export class ModelLine {
  readonly #o: ModelLineOptions;
  readonly #agent: HttpAgent;
  #stopped = false;

  constructor(options: ModelLineOptions) {
    this.#o = options;
    const agentOptions = { keepAlive: true, maxFreeSockets: FREE_SOCKETS, timeout: FREE_SOCKET_MS };
    this.#agent = options.upstream.secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions);
  }

  /** Ends every connection to the provider. */
  close(): void {
    this.#agent.destroy();
  }

  /** Carries an allowed request; returns why one is not. */
  handle(room: IncomingMessage, reply: ServerResponse, entry: AccessEntry): Denial | undefined {
    const { upstream, limits } = this.#o;
    const { wire } = upstream;
    if (!this.#holdsNonce(room))
      return { status: 401, reason: `the room's key for ${upstream.config.name} is missing or wrong` };
    const parsed = parseModelTarget(room.url ?? '');
    if (!parsed.ok) return { status: 403, reason: parsed.reason };
    const { path } = parsed.target;
    if (!wire.routes.some((route) => route.method === room.method && route.path.test(path)))
      return {
        status: 403,
        reason: `${upstream.config.name} is open for model requests only, not for this method and path`,
      };
    if (Number(room.headers['content-length'] ?? 0) > limits.requestBodyBytes)
      return { status: 413, reason: `the request's body is larger than ${limits.requestBodyBytes} bytes` };
    this.#forward(room, reply, entry, parsed.target);
    return undefined;
  }

  #holdsNonce(room: IncomingMessage): boolean {
    const { nonce, upstream } = this.#o;
    const { keyHeader, keyPrefix } = upstream.wire;
    const value = room.headers[keyHeader];
    if (nonce === undefined || nonce === '' || typeof value !== 'string' || countHeader(room, keyHeader) !== 1)
      return false;
    if (value.slice(0, keyPrefix.length).toLowerCase() !== keyPrefix.toLowerCase()) return false;
    // Digests have equal lengths, so that the comparison tells nothing about the nonce's.
    return timingSafeEqual(digest(value.slice(keyPrefix.length)), digest(nonce));
  }

  #forward(room: IncomingMessage, reply: ServerResponse, entry: AccessEntry, target: ModelTarget): void {
    const { upstream, limits, usage } = this.#o;
    const { wire, config } = upstream;
    const headers = upstreamHeaders(room, upstream.hostHeader);
    for (const name of Object.keys(headers)) {
      const own = wire.ownHeaders;
      if (own !== undefined && name.startsWith(own.prefix) && !own.except.includes(name)) delete headers[name];
    }
    headers['accept-encoding'] = 'identity';
    headers[wire.keyHeader] = wire.keyPrefix + config.apiKey;
    const query = keptQuery(target, wire);
    const reader = new UsageReader(wire.usage, usage);
    const request = upstream.secure ? httpsRequest : httpRequest;
    forward({
      room,
      reply,
      upstream: request({
        agent: this.#agent,
        hostname: upstream.hostname,
        port: upstream.port,
        method: room.method,
        path: `${upstream.prefix}${target.path}${query === '' ? '' : `?${query}`}`,
        headers,
        maxHeaderSize: limits.headerBytes,
      }),
      entry,
      limits,
      name: config.name,
      rule: `provider ${config.name}`,
      form: 'model',
      filter: new KeyFilter(config.apiKey),
      mask: (text) => maskKey(text, config.apiKey),
      onConnected: () => usage.countRequest(),
      refuseAnswer: (message) => {
        const coding = message.headers['content-encoding'];
        // Neither the key nor the usage could be seen in it.
        return coding === undefined || coding.trim().toLowerCase() === 'identity'
          ? undefined
          : `${config.name} compressed its answer although it was asked not to`;
      },
      onBytes: (chunk) => reader.push(chunk),
      onSettled: () => this.#stopAfter(entry),
    });
  }

  #stopAfter(entry: AccessEntry): void {
    const { status } = entry;
    if (this.#stopped || (status !== 401 && status !== 403)) return;
    this.#stopped = true;
    const { config } = this.#o.upstream;
    const meaning = status === 401 ? 'the key was not accepted' : 'the key may not do this';
    this.#o.onStop({
      reason: 'auth',
      status,
      message: `${config.name} answered ${status}: ${meaning}; check the api-key input and what that key is allowed to use`,
    });
  }
}

function keptQuery(target: ModelTarget, wire: ProviderWire): string {
  return target.query
    .filter(({ name, text }) => {
      if (CREDENTIAL_PARAMETERS.has(name)) return false;
      if (wire.query === undefined) return true;
      const rule = Object.hasOwn(wire.query, name) ? wire.query[name] : undefined;
      return rule?.test(text.slice(text.indexOf('=') + 1)) ?? false;
    })
    .map(({ text }) => text)
    .join('&');
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
