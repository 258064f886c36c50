import type { ProbeFacts } from './facts.js';

/** A sentence about what is wrong, or about what is right. */
export interface Judgement {
  readonly passed: boolean;
  readonly detail: string;
}

export const pass = (detail: string): Judgement => ({ passed: true, detail });
export const fail = (detail: string): Judgement => ({ passed: false, detail: detail.slice(0, 400) });

/** What the script tried to do and must not have been able to. */
export function tried(facts: ProbeFacts, what: string, meaning: string): Judgement {
  const outcome = new RegExp(`^${what} (yes|no|none)$`, 'm').exec(facts.section('tries') ?? '')?.[1];
  if (outcome === undefined) return fail(`whether ${meaning} was not tried`);
  if (outcome === 'yes') return fail(meaning);
  return pass(outcome === 'no' ? 'tried in vain' : 'nothing here to try it with');
}
