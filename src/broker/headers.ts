import type { IncomingMessage } from 'node:http';

/** Meant for one connection (RFC 9110 7.6.1), or for the proxy itself. */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-authentication-info',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'http2-settings',
  'expect',
]);

const CREDENTIALS = new Set([
  'authorization',
  'proxy-authorization',
  'x-api-key',
  'x-goog-api-key',
  'api-key',
  'x-amz-security-token',
  'x-auth-token',
  'cookie',
  'cookie2',
]);

/** Headers by which a request could become another one behind a gateway, after its path was checked. */
const OVERRIDES =
  /^(?:x-http-method(?:-override)?|x-method-override|x-original-url|x-rewrite-url|x-forwarded-.*|forwarded|x-real-ip|via)$/;

/** Query parameters, lower case, that carry credentials. */
export const CREDENTIAL_PARAMETERS: ReadonlySet<string> = new Set([
  'key',
  '$key',
  'api_key',
  'apikey',
  'api-key',
  'access_token',
  'oauth_token',
  'token',
]);

/** Response headers that would hand out credentials or point around the broker. */
const WITHHELD = new Set(['set-cookie', 'set-cookie2', 'alt-svc', 'proxy-authenticate', 'keep-alive']);

/** Response headers that ask for a credential, which the room has none of, or that hand out what was made with one. */
export const AUTHENTICATION: ReadonlySet<string> = new Set(['www-authenticate', 'authentication-info', 'refresh']);

export type HeaderMap = Record<string, string | string[]>;

/**
 * A room's request headers for the upstream: without hop-by-hop headers, credentials and overrides, with our own
 * `host` and body framing.
 */
export function upstreamHeaders(room: IncomingMessage, host: string): HeaderMap {
  const named = connectionNames(room);
  const headers: HeaderMap = Object.create(null) as HeaderMap;
  for (const [name, value] of pairs(room.rawHeaders)) {
    const read = asServersRead(name);
    const drop =
      HOP_BY_HOP.has(read) || CREDENTIALS.has(read) || OVERRIDES.test(read) || named.has(name) || isFraming(read);
    if (drop) continue;
    const before = headers[name];
    headers[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  headers['host'] = host;
  if (room.headers['transfer-encoding'] !== undefined) headers['transfer-encoding'] = 'chunked';
  else if (room.headers['content-length'] !== undefined) headers['content-length'] = room.headers['content-length'];
  return headers;
}

export interface RoomHeaderOptions {
  /** Masks text. */
  mask?(text: string): string;
  /** Further headers that are left out. */
  readonly withheld?: ReadonlySet<string>;
  /** Changes where a redirection points. */
  location?(text: string): string;
}

/** An upstream's response headers for the room, as a flat list that keeps order and repetitions. */
export function roomHeaders(upstream: IncomingMessage, options: RoomHeaderOptions): string[] {
  const mask = options.mask ?? ((text: string) => text);
  const location = options.location ?? ((text: string) => text);
  const named = connectionNames(upstream);
  const headers: string[] = [];
  for (const [name, value] of pairs(upstream.rawHeaders)) {
    if (HOP_BY_HOP.has(name) || WITHHELD.has(name) || options.withheld?.has(name)) continue;
    if (named.has(name) && name !== 'content-length') continue;
    headers.push(mask(name), mask(name === 'location' ? location(value) : value));
  }
  return headers;
}

/** How many headers of this lower-case name there are. */
export function countHeader(message: IncomingMessage, wanted: string): number {
  let count = 0;
  for (const [name] of pairs(message.rawHeaders)) if (name === wanted) count++;
  return count;
}

/** Behind a gateway of the CGI family `x_api_key` and `x-api-key` are one. */
export function asServersRead(name: string): string {
  return name.replaceAll('_', '-');
}

/** Host and framing are ours to write; a `Connection: content-length` must not remove them either. */
function isFraming(name: string): boolean {
  return name === 'host' || name === 'content-length';
}

function connectionNames(message: IncomingMessage): ReadonlySet<string> {
  const names = new Set<string>();
  for (const name of (message.headers.connection ?? '').split(',')) names.add(name.trim().toLowerCase());
  return names;
}

function* pairs(raw: readonly string[]): Generator<[string, string]> {
  for (let at = 0; at + 1 < raw.length; at += 2) yield [(raw[at] ?? '').toLowerCase(), raw[at + 1] ?? ''];
}
