import type { BrokerStop } from './types.js';

/** Paths of the short strings in an answer that tell what kind of failure it is. */
export const ERROR_PATHS: readonly string[] = [
  ...[
    'error.code',
    'error.type',
    'error.status',
    'error.message',
    'error.details.[].reason',
    'error.details.[].retryDelay',
    'error.details.[].violations.[].quotaId',
  ].flatMap((path) => [path, `[].${path}`, `response.${path}`]),
  // Of servers that speak a provider's format, and of events of type `error`.
  'error',
  'code',
  'message',
  'detail',
];

/** How an exchange with a provider ended. */
export interface ProviderAnswer {
  /** Null: there was no answer. */
  readonly status: number | null;
  /** What went wrong where there was none, or where it was cut. */
  readonly failure: string | undefined;
  /** The whole answer came. */
  readonly complete: boolean;
  /** Strings of `ERROR_PATHS` by the last part of their path. */
  readonly errors: ReadonlyMap<string, string>;
  /** Milliseconds that it asks to wait. */
  readonly retryAfterMs: number | undefined;
  /** It was asked for a model's turn, not for a list or a count. */
  readonly billed: boolean;
  /** The request offers tools, as an agent's own conversation does; what it asks beside that, such as a title, does not. */
  readonly main: boolean;
  /** Where it was asked, as the provider's own reference has it: `/v1/responses`. */
  readonly path: string;
  /** The model that was asked for; undefined: not known. */
  readonly model: string | undefined;
  /** No key was given that could have been sent. */
  readonly keyless?: boolean;
  /** The connection to the provider stood. */
  readonly connected: boolean;
  /** Milliseconds without a byte, after which it was given up; undefined: it kept sending. */
  readonly silentMs: number | undefined;
  /** The provider's word for why it declines to answer; undefined: it does not. */
  readonly refusal: string | undefined;
}

export type FailureKind = Exclude<BrokerStop['reason'], 'budget' | 'endless'>;

const QUOTA_CODE =
  /^(?:insufficient_quota|insufficient_balance|insufficient_credits|billing_hard_limit_reached|billing_not_active|billing_error|payment_required)$/i;
// Anthropic answers 400 with no other sign.
const QUOTA_MESSAGE = /credit balance is too low/i;

const CONTEXT_CODE =
  /^(?:context_length_exceeded|context_window_exceeded|exceed_context_size_error|request_too_large)$/i;
// Anthropic and Gemini have no code for it; nor have most servers that speak a provider's format.
const CONTEXT_MESSAGE =
  /prompt is too long|input is too long|exceeds? (?:the |the model's |the available )?(?:context|maximum (?:number of tokens|context|input))|maximum context length|context (?:length|window|limit)|input token count|too many (?:input )?tokens/i;

const REFUSAL_CODE = /^(?:content_filter|content_policy_violation|cyber_policy)$/i;
const RATE_CODE = /^rate_limit/i;
const REQUEST_CODE = /^(?:invalid_|model_not_found|not_found_error)/i;

/** The kind of a failure; undefined for an answer as it should be. */
export function classify(answer: ProviderAnswer): FailureKind | undefined {
  const { status, failure, errors } = answer;
  if (status === null) return failure === undefined ? undefined : 'provider';
  const said = (name: string): string => errors.get(name) ?? '';
  const codes = [said('code'), said('type')];
  const isCode = (pattern: RegExp): boolean => codes.some((code) => pattern.test(code));
  const failed = status >= 400;
  const words = failed ? wordsOf(errors) : '';
  if (status === 402 || isCode(QUOTA_CODE) || QUOTA_MESSAGE.test(words)) return 'quota';
  // Google's quota of a day does not come back within a run.
  if (status === 429 && /PerDay/.test(said('quotaId'))) return 'quota';
  // Google answers 400 for a key that is wrong or has expired.
  if (status === 401 || status === 403 || (failed && said('reason').startsWith('API_KEY_'))) return 'auth';
  if (status === 429) return 'rate-limit';
  if (status >= 500) return 'provider';
  if (isCode(CONTEXT_CODE) || status === 413 || CONTEXT_MESSAGE.test(words)) return 'context';
  if (answer.refusal !== undefined || isCode(REFUSAL_CODE)) return 'refused';
  if (status === 404) return 'model-unknown';
  // A timeout, a conflict and what came too early are over when it is asked again.
  if (failed) return status === 408 || status === 409 || status === 425 ? 'provider' : 'request';
  // Within a stream that began well. Google has its word in `status`.
  if (isCode(RATE_CODE) || said('status') === 'RESOURCE_EXHAUSTED') return 'rate-limit';
  if (isCode(REQUEST_CODE) || said('status') === 'INVALID_ARGUMENT') return 'request';
  const says = ['code', 'type', 'status'].some((name) => said(name) !== '');
  return failure !== undefined || says ? 'provider' : undefined;
}

/** What the provider says of a failure in its own words; empty where it says nothing. */
export function wordsOf(errors: ProviderAnswer['errors']): string {
  return errors.get('message') ?? errors.get('error') ?? errors.get('detail') ?? '';
}
