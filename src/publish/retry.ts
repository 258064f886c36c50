import type { Clock } from '../support/clock.js';

export interface RetryPolicy {
  /** Requests of one kind for one call, the first included. */
  readonly maxAttempts: number;
  /** Milliseconds that one call may take, waiting included. A wait that would go past it is an error at once. */
  readonly totalMs: number;
  /** Milliseconds before the second attempt; doubles from there, with up to a quarter of it added at random. */
  readonly baseDelayMs: number;
  readonly maxDelayMs: number;
  /** Milliseconds for one request. */
  readonly requestTimeoutMs: number;
}

export const DEFAULT_RETRY_POLICY: RetryPolicy = {
  // So many fit into the time where each fails at once: an outage of two minutes is nothing rare.
  maxAttempts: 10,
  totalMs: 180_000,
  baseDelayMs: 1000,
  maxDelayMs: 30_000,
  requestTimeoutMs: 30_000,
};

/** GitHub asks to wait at least this long after a secondary limit that names no time. */
const SECONDARY_LIMIT_MS = 60_000;

/** What a failed request means for the next one. */
export type Failure =
  /** The request was not carried out; wait and say it again. */
  | { readonly kind: 'limited'; readonly waitMs: number | undefined }
  /** Nobody knows whether it was carried out: a lost response, a time-out, an error of the server. */
  | { readonly kind: 'unknown'; readonly waitMs: number | undefined }
  /** It will fail again. */
  | { readonly kind: 'refused' };

export interface HttpFailure {
  /** Undefined when no response came. */
  readonly status: number | undefined;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly message: string;
}

/** Sorts a failure. 403 is a limit or a refusal: headers and, at last, the words of GitHub tell. */
export function classify(failure: HttpFailure, clock: Clock): Failure {
  const { status, headers, message } = failure;
  // Times that GitHub names are by its own clock, of which every answer tells.
  const sent = Date.parse(headers['date'] ?? '');
  const now = Number.isFinite(sent) ? sent : clock.now();
  const after = retryAfterMs(headers['retry-after'], now);
  if (status === undefined || status === 408 || status >= 500) return { kind: 'unknown', waitMs: after };
  const words = /secondary rate limit|rate limit exceeded|abuse detection/i.test(message.slice(0, 2000));
  const spent = headers['x-ratelimit-remaining'] === '0';
  const limited = status === 429 || (status === 403 && (headers['retry-after'] !== undefined || spent || words));
  if (!limited) return { kind: 'refused' };
  if (after !== undefined) return { kind: 'limited', waitMs: after };
  const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
  if (spent && Number.isFinite(reset)) return { kind: 'limited', waitMs: Math.max(1000, reset * 1000 - now) };
  return { kind: 'limited', waitMs: words ? SECONDARY_LIMIT_MS : undefined };
}

/** Seconds, or an HTTP date. */
function retryAfterMs(value: string | undefined, now: number): number | undefined {
  if (value === undefined) return undefined;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isFinite(date) ? Math.max(0, date - now) : undefined;
}

/** Milliseconds before attempt `next` (2, 3, …) when the server named no time. */
export function backOff(policy: RetryPolicy, next: number, random: () => number): number {
  const delay = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (next - 2));
  return delay + Math.floor(delay * 0.25 * random());
}
