import type { AgentFailureKind } from './types.js';

/** What Claude Code tells of a failed turn, or of a failed call of its model. */
export interface ClaudeFailure {
  /** HTTP status; null: there was no answer, or the failure has nothing to do with one. */
  readonly status: number | null;
  /** Its word for a failed call: `authentication_failed`, `rate_limit`, … */
  readonly word: string;
  /** Its word for the end of a turn: `api_error`, `prompt_too_long`, … */
  readonly reason?: string;
  readonly said?: string;
}

const WORDS: ReadonlyMap<string, AgentFailureKind> = new Map([
  ['authentication_failed', 'auth'],
  ['oauth_org_not_allowed', 'auth'],
  ['billing_error', 'quota'],
  ['rate_limit', 'rate-limit'],
  ['overloaded', 'provider'],
  ['server_error', 'provider'],
]);

const REASONS: ReadonlyMap<string, AgentFailureKind> = new Map([
  ['prompt_too_long', 'context'],
  ['max_turns', 'loop'],
]);

/** Told by Claude Code 2.1's own words; what the provider said is judged by the broker. */
export function claudeFailure({ status, word, reason = '', said = '' }: ClaudeFailure): AgentFailureKind | null {
  if (/^No conversation found with session ID\b/.test(said)) return 'session-lost';
  const known = REASONS.get(reason) ?? WORDS.get(word);
  if (known !== undefined) return known;
  if (status === 401 || status === 403) return 'auth';
  if (status === 402) return 'quota';
  if (status === 429) return 'rate-limit';
  if (status !== null && status >= 500) return 'provider';
  // A call that got no answer at all.
  return status === null && (word === 'unknown' || /\b(ECONN|ETIMEDOUT|ENOTFOUND)/.test(said)) ? 'provider' : null;
}
