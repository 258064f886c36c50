import type { AttemptRecord, Verdict } from './types.js';

/** What is known of a candidate when all have ended. */
export interface Contender {
  readonly verdict: Verdict;
  /** Of its last attempt; undefined: it had none. */
  readonly patch: Pick<AttemptRecord['patch'], 'added' | 'deleted' | 'bytes'> | undefined;
}

/**
 * How endings of candidates rank, the best first. Below the verified ones come those that came nearest, then those that
 * somebody else cut short.
 */
export const ENDINGS_BY_RANK: readonly Verdict[] = [
  // A base that cannot be trusted is no candidate's fault, and no candidate's success.
  'infra-error',
  'verified',
  'verified-with-verifier-change',
  'report-invalid',
  'attempts-exhausted',
  'no-progress',
  'blocked',
  'policy-violation',
  'budget-exhausted',
  'time-exhausted',
  'agent-error',
  'cancelled',
];

/**
 * The candidate whose result is the run's: by its ending, among verified ones by the smallest change (lines, then bytes),
 * then by its number. Pure.
 */
export function bestOf<C extends Contender>(contenders: readonly [C, ...C[]]): C {
  const [first, ...rest] = contenders;
  return rest.reduce((best, one) => (compare(one, best) < 0 ? one : best), first);
}

/** Whether a candidate ended as a run should. */
export function isVerified(verdict: Verdict): boolean {
  return verdict === 'verified' || verdict === 'verified-with-verifier-change';
}

function compare(one: Contender, other: Contender): number {
  const byRank = rank(one.verdict) - rank(other.verdict);
  if (byRank !== 0 || !isVerified(one.verdict)) return byRank;
  return lines(one) - lines(other) || (one.patch?.bytes ?? 0) - (other.patch?.bytes ?? 0);
}

function rank(verdict: Verdict): number {
  const at = ENDINGS_BY_RANK.indexOf(verdict);
  return at < 0 ? ENDINGS_BY_RANK.length : at;
}

function lines({ patch }: Contender): number {
  return patch === undefined ? 0 : patch.added + patch.deleted;
}
