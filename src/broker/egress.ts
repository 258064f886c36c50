import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { OnReadOpts, Socket } from 'node:net';
import { InputError, type InputProblem } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import { allowLines } from './allow-lines.js';
import { type Authority, parseAuthority } from './authority.js';
import { type Credentials, credentialFilter, credentialFor, GIT_FETCH, maskAll, refusalOf } from './credentials.js';
import { dial, type Lookup } from './dial.js';
import { type Forwarding, forward } from './forward.js';
import { AUTHENTICATION, countHeader, upstreamHeaders } from './headers.js';
import type { BrokerLimits } from './limits.js';
import type { ReadBuffers } from './read-buffers.js';
import { denied, type Refusal } from './refusal.js';
import { secure } from './secure-upstream.js';
import { runTunnel } from './tunnel.js';
import { TunnelEnd } from './tunnel-end.js';
import type { BrokerGrant, HostCredential } from './types.js';

export interface EgressOptions {
  readonly grant: Pick<BrokerGrant, 'stage' | 'allow' | 'everything'>;
  /** `host:port` entries that may resolve to private addresses. */
  readonly allowPrivate: ReadonlySet<string>;
  /** Ports on which nothing but TLS with the right server name passes. */
  readonly tlsPorts: ReadonlySet<number>;
  readonly lookup: Lookup;
  readonly credentials: Credentials;
  readonly buffers: ReadBuffers;
  readonly authorities: readonly string[] | undefined;
  readonly limits: BrokerLimits;
}

/**
 * Reads a list of exact `host:port` entries.
 * @throws InputError with every entry that is not one
 */
export function parseAllowList(where: string, entries: readonly string[]): ReadonlySet<string> {
  const problems: InputProblem[] = [];
  const list = new Set<string>();
  for (const entry of entries) {
    const parsed = parseAuthority(entry);
    if (parsed.ok) list.add(parsed.authority.text);
    else
      problems.push({ where, given: entry.slice(0, 200), expected: 'HOST:PORT with a DNS name', hint: parsed.reason });
  }
  if (problems.length > 0) throw new InputError(problems);
  return list;
}

/** One room's way to the hosts that its policy names. */
export class Egress {
  readonly #o: EgressOptions;
  readonly #allow: ReadonlySet<string>;

  constructor(options: EgressOptions) {
    this.#o = options;
    this.#allow = parseAllowList('allow', options.grant.allow);
  }

  /** Carries a CONNECT; the promise settles when the tunnel is over or was refused before it stood. */
  async connect(room: IncomingMessage, socket: Socket, head: Buffer, entry: AccessEntry): Promise<Refusal | undefined> {
    const checked = this.#check(room.url ?? '');
    if ('reason' in checked) return checked;
    const host = room.headers.host;
    if (host !== undefined && !namesAuthority(host, checked))
      return denied('the Host header names another host than CONNECT');
    const end = new TunnelEnd(this.#o.buffers);
    const upstream = await this.#dial(checked, socket, end.onread);
    if ('reason' in upstream) return upstream;
    return await runTunnel({
      room: socket,
      head,
      upstream: end.connected(upstream),
      entry,
      limits: this.#o.limits,
      rule: `allow ${checked.text}`,
      serverName: this.#o.tlsPorts.has(checked.port) ? checked.host : undefined,
    });
  }

  /** Carries a plain HTTP request in absolute form; the promise settles when it is on its way or was refused. */
  async http(room: IncomingMessage, reply: ServerResponse, entry: AccessEntry): Promise<Refusal | undefined> {
    const { limits } = this.#o;
    const url = room.url ?? '';
    const match = /^http:\/\/([^/?#]*)(.*)$/i.exec(url);
    if (match === null) return denied('a proxy request must be CONNECT or name an http:// URL');
    const [, authority = '', rest = ''] = match;
    const checked = this.#check(authority, 80);
    if ('reason' in checked) return checked;
    if (/[^\x21-\x7e]|[#\\]/.test(rest)) return denied('the path holds characters that are not allowed');
    if (room.method === 'TRACE') return denied('TRACE is not allowed');
    if (Number(room.headers['content-length'] ?? 0) > limits.requestBodyBytes)
      return {
        verdict: 'denied',
        status: 413,
        reason: `the request's body is larger than ${limits.requestBodyBytes} bytes`,
      };
    const path = rest.startsWith('/') ? rest : `/${rest}`;
    const credentials = this.#o.credentials.of(checked);
    const unreadable = credentials && refusalOf(room.method ?? '', path, room.headers['content-type']);
    if (unreadable !== undefined) return unreadable;
    const dialled = await this.#dial(checked, reply);
    if ('reason' in dialled) return dialled;
    const socket = credentials === undefined ? dialled : await secure(dialled, checked, limits, this.#o.authorities);
    if ('reason' in socket) return socket;
    const headers = upstreamHeaders(room, checked.port === (credentials ? 443 : 80) ? checked.host : checked.text);
    const credential = credentials && credentialFor(credentials, path);
    if (credentials !== undefined) headers['accept-encoding'] = 'identity';
    // A second one must not count either.
    if (credentials !== undefined && room.method === 'POST') headers['content-type'] = GIT_FETCH;
    if (credential !== undefined) headers['authorization'] = credential.authorization;
    const { method } = room;
    forward({
      room,
      reply,
      upstream: httpRequest({
        createConnection: () => socket,
        ...{ method, path, headers },
        maxHeaderSize: limits.headerBytes,
      }),
      entry,
      limits,
      name: checked.text,
      rule: `allow ${checked.text}${credential === undefined ? '' : ' with its credential'}`,
      form: 'text',
      ...(credentials === undefined ? {} : guards(checked, credentials)),
    });
    return undefined;
  }

  /** Host and port as far as they can be read; else the text as it came. For the log. */
  static describe(text: string, defaultPort?: number): { readonly host: string; readonly port: number | null } {
    const parsed = parseAuthority(text, defaultPort);
    return parsed.ok ? { host: parsed.authority.host, port: parsed.authority.port } : { host: text, port: null };
  }

  #check(text: string, defaultPort?: number): Authority | Refusal {
    const parsed = parseAuthority(text, defaultPort);
    if (!parsed.ok) return denied(parsed.reason);
    const { authority } = parsed;
    const { stage, everything } = this.#o.grant;
    if (this.#allow.has(authority.text) || everything === true) return authority;
    const lines = allowLines(stage, authority.text);
    return denied(
      `${authority.text} is not in the allow-list of the ${stage} stage; to permit it, add this line: ${lines.join(', ')}`,
      lines,
    );
  }

  async #dial(authority: Authority, life: Socket | ServerResponse, onread?: OnReadOpts): Promise<Socket | Refusal> {
    const gone = new AbortController();
    const abort = (): void => gone.abort();
    life.once('close', abort);
    if (life.destroyed) abort();
    const result = await dial(authority, {
      lookup: this.#o.lookup,
      allowPrivate: this.#o.allowPrivate.has(authority.text),
      limits: this.#o.limits,
      signal: gone.signal,
      ...(onread === undefined ? {} : { onread }),
    });
    life.off('close', abort);
    if (gone.signal.aborted) {
      if (result.ok) result.socket.destroy();
      return { verdict: 'failed', status: 502, reason: 'the room closed the connection' };
    }
    if (result.ok) return result.socket;
    if (!result.private) return result;
    const lines = allowLines(this.#o.grant.stage, authority.text, 'private');
    return { ...result, reason: `${result.reason}; to permit it, have these lines: ${lines.join(', ')}`, allow: lines };
  }
}

/** A proxy must see one Host header at most, or it and the upstream may believe different ones. */
export function hasAmbiguousHost(room: IncomingMessage): boolean {
  return countHeader(room, 'host') > 1;
}

function namesAuthority(hostHeader: string, authority: Authority): boolean {
  const parsed = parseAuthority(hostHeader, authority.port);
  return parsed.ok && parsed.authority.text === authority.text;
}

/** What an answer of a host with credentials must not bring along. */
function guards(authority: Authority, list: readonly HostCredential[]): Partial<Forwarding> {
  return {
    filter: credentialFilter(list),
    mask: (text) => maskAll(text, list),
    withheld: AUTHENTICATION,
    refuseAnswer: (message) => {
      const coding = message.headers['content-encoding'];
      // The credential's echo could not be seen in it.
      return coding === undefined || coding.trim().toLowerCase() === 'identity'
        ? undefined
        : `${authority.text} compressed its answer although it was asked not to`;
    },
    location: (text) => roomLocation(text, authority),
  };
}

/** A redirection within the host stays on the way that adds the credential; any other is for the room to follow, without it. */
function roomLocation(location: string, authority: Authority): string {
  const url = URL.canParse(location) ? new URL(location) : undefined;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') return location;
  const same = url.hostname === authority.host && Number(url.port || 443) === authority.port;
  return same ? `http://${authority.text}${url.pathname}${url.search}${url.hash}` : location;
}
