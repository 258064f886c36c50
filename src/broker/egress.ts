import type { IncomingMessage, ServerResponse } from 'node:http';
import { request as httpRequest } from 'node:http';
import type { Socket } from 'node:net';
import { InputError, type InputProblem } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import { type Authority, parseAuthority } from './authority.js';
import { type DialResult, dial, type Lookup } from './dial.js';
import { forward } from './forward.js';
import { countHeader, upstreamHeaders } from './headers.js';
import type { BrokerLimits } from './limits.js';
import type { Refusal } from './refusal.js';
import { runTunnel } from './tunnel.js';
import type { BrokerGrant } from './types.js';

export interface EgressOptions {
  readonly grant: Pick<BrokerGrant, 'stage' | 'allow'>;
  /** `host:port` entries that may resolve to private addresses. */
  readonly allowPrivate: ReadonlySet<string>;
  /** Ports on which nothing but TLS with the right server name passes. */
  readonly tlsPorts: ReadonlySet<number>;
  readonly lookup: Lookup;
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
    const dialled = await this.#dial(checked, socket);
    if (!dialled.ok) return dialled;
    return await runTunnel({
      room: socket,
      head,
      upstream: dialled.socket,
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
    const dialled = await this.#dial(checked, reply);
    if (!dialled.ok) return dialled;
    const { socket } = dialled;
    const hostHeader = checked.port === 80 ? checked.host : checked.text;
    forward({
      room,
      reply,
      upstream: httpRequest({
        createConnection: () => socket,
        method: room.method,
        path: rest.startsWith('/') ? rest : `/${rest}`,
        headers: upstreamHeaders(room, hostHeader),
        maxHeaderSize: limits.headerBytes,
      }),
      entry,
      limits,
      name: checked.text,
      rule: `allow ${checked.text}`,
      form: 'text',
    });
    return undefined;
  }

  /** The normal form of `host:port` as far as it can be read; else the text as it came. For the log. */
  static describe(text: string, defaultPort?: number): string {
    const parsed = parseAuthority(text, defaultPort);
    return parsed.ok ? parsed.authority.text : text;
  }

  #check(text: string, defaultPort?: number): Authority | Refusal {
    const parsed = parseAuthority(text, defaultPort);
    if (!parsed.ok) return denied(parsed.reason);
    const { authority } = parsed;
    if (this.#allow.has(authority.text)) return authority;
    const { stage } = this.#o.grant;
    return denied(
      `${authority.text} is not in the allow-list of the ${stage} stage; to permit it, add this line: allow-${stage}: ${authority.text}`,
    );
  }

  async #dial(authority: Authority, life: Socket | ServerResponse): Promise<DialResult> {
    const gone = new AbortController();
    const abort = (): void => gone.abort();
    life.once('close', abort);
    if (life.destroyed) abort();
    const result = await dial(authority, {
      lookup: this.#o.lookup,
      allowPrivate: this.#o.allowPrivate.has(authority.text),
      limits: this.#o.limits,
      signal: gone.signal,
    });
    life.off('close', abort);
    if (!gone.signal.aborted) return result;
    if (result.ok) result.socket.destroy();
    return { ok: false, verdict: 'failed', status: 502, reason: 'the room closed the connection' };
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

function denied(reason: string): Refusal {
  return { verdict: 'denied', status: 403, reason };
}
