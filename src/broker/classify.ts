import type { BrokerStop } from './types.js';

/** Paths of the short strings in an answer that tell what kind of failure it is. */
export const ERROR_PATHS: readonly string[] = [
  'error.code',
  'error.type',
  'error.status',
  'error.message',
  'error.details.[].reason',
  'error.details.[].retryDelay',
  'error.details.[].violations.[].quotaId',
].flatMap((path) => [path, `[].${path}`, `response.${path}`]);

/** How an exchange with a provider ended. */
export interface ProviderAnswer {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** What went wrong where there was none, or where it was cut. */
  readonly failure: string | undefined;
  /** Strings of `ERROR_PATHS` by the last part of their path. */
  readonly errors: ReadonlyMap<string, string>;
  /** Milliseconds that it asks to wait. */
  readonly retryAfterMs: number | undefined;
}

export type FailureKind = Exclude<BrokerStop['reason'], 'budget'>;

const QUOTA_CODE =
  /^(?:insufficient_quota|insufficient_balance|insufficient_credits|billing_hard_limit_reached|billing_not_active|billing_error|payment_required)$/i;
// Anthropic answers 400 with no other sign.
const QUOTA_MESSAGE = /credit balance is too low/i;

/** The kind of a failure; undefined for an answer that the agent can deal with. */
export function classify({ status, failure, errors }: ProviderAnswer): FailureKind | undefined {
  if (status === null) return failure === undefined ? undefined : 'provider';
  const said = (name: string): string => errors.get(name) ?? '';
  const failed = status >= 400;
  if (status === 402 || QUOTA_CODE.test(said('code')) || QUOTA_CODE.test(said('type'))) return 'quota';
  if (failed && QUOTA_MESSAGE.test(said('message'))) return 'quota';
  // Google's quota of a day does not come back within a run.
  if (status === 429 && /PerDay/.test(said('quotaId'))) return 'quota';
  // Google answers 400 for a key that is wrong or has expired.
  if (status === 401 || status === 403 || (failed && said('reason').startsWith('API_KEY_'))) return 'auth';
  if (status === 429) return 'rate-limit';
  return status >= 500 ? 'provider' : undefined;
}
