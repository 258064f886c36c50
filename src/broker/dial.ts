import { lookup as dnsLookup } from 'node:dns/promises';
import { connect, type OnReadOpts, type Socket } from 'node:net';
import { errnoOf } from '../support/errors.js';
import { classifyAddress } from './addresses.js';
import type { Authority } from './authority.js';
import type { BrokerLimits } from './limits.js';

/** Resolves a name to all of its addresses. */
export type Lookup = (host: string) => Promise<readonly { readonly address: string; readonly family: number }[]>;

export const systemLookup: Lookup = (host) => dnsLookup(host, { all: true });

export type DialResult =
  | { readonly ok: true; readonly socket: Socket }
  | {
      readonly ok: false;
      readonly verdict: 'denied' | 'failed';
      readonly status: number;
      readonly reason: string;
      /** True where allow-private may name it. */
      readonly private?: boolean;
    };

const MAX_ADDRESSES = 4;

export interface DialOptions {
  readonly lookup: Lookup;
  /** True where the person listed this very `host:port` as private. */
  readonly allowPrivate: boolean;
  readonly limits: BrokerLimits;
  readonly signal: AbortSignal;
  /** Where the socket's bytes go instead of its stream. Such a socket is paused until somebody resumes it. */
  readonly onread?: OnReadOpts;
}

/**
 * Resolves once, checks every address of the answer, and connects to one of these very addresses: a name that
 * changes its mind between check and connection gains nothing. One refused address refuses the name.
 */
export async function dial(authority: Authority, options: DialOptions): Promise<DialResult> {
  let addresses: Awaited<ReturnType<Lookup>>;
  try {
    addresses = await within(options.lookup(authority.host), options.limits.resolveMs, options.signal);
  } catch (error) {
    return failed(502, `cannot resolve ${authority.host} (${errnoOf(error) ?? 'no answer in time'})`);
  }
  if (addresses.length === 0) return failed(502, `cannot resolve ${authority.host} (no address)`);
  for (const { address } of addresses) {
    const where = classifyAddress(address);
    if (where === 'never' || (where === 'private' && !options.allowPrivate))
      return {
        ok: false,
        verdict: 'denied',
        status: 403,
        reason: `${authority.host} resolves to an address that is not public`,
        private: where === 'private',
      };
  }
  let problem = 'no address answered';
  for (const { address } of addresses.slice(0, MAX_ADDRESSES)) {
    const attempt = await open(address, authority.port, options);
    if (typeof attempt !== 'string') return { ok: true, socket: attempt };
    problem = attempt;
    if (options.signal.aborted) break;
  }
  return failed(problem === 'timeout' ? 504 : 502, `cannot connect to ${authority.text} (${problem})`);
}

function open(host: string, port: number, options: DialOptions): Promise<Socket | string> {
  return new Promise((resolve) => {
    const { onread } = options;
    const socket = connect({
      ...{ host, port, allowHalfOpen: true, autoSelectFamily: false, noDelay: true },
      ...(onread === undefined ? {} : { onread }),
    });
    if (onread !== undefined) socket.pause();
    const settle = (result: Socket | string): void => {
      clearTimeout(timer);
      options.signal.removeEventListener('abort', onAbort);
      socket.off('error', onError);
      // Whoever takes the socket over learns of a break from its close.
      socket.on('error', () => {});
      if (typeof result === 'string') socket.destroy();
      resolve(result);
    };
    const onAbort = (): void => settle('aborted');
    const onError = (error: Error): void => settle(errnoOf(error) ?? 'error');
    const timer = setTimeout(() => settle('timeout'), options.limits.connectMs);
    socket.once('connect', () => settle(socket));
    socket.on('error', onError);
    options.signal.addEventListener('abort', onAbort);
    if (options.signal.aborted) onAbort();
  });
}

function within<T>(promise: Promise<T>, ms: number, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(new Error('stopped'));
    const timer = setTimeout(stop, ms);
    signal.addEventListener('abort', stop);
    if (signal.aborted) stop();
    promise.then(resolve, reject).finally(() => {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    });
  });
}

function failed(status: number, reason: string): DialResult {
  return { ok: false, verdict: 'failed', status, reason };
}
