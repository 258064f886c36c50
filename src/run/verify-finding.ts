/** What one check of recorded evidence came to. */
export interface VerifyFinding {
  /** Name of the check: stable, lower case with hyphens. */
  readonly check: string;
  /** `not-checked`: it has to be, and could not; `skipped`: nobody asked for it, or there is nothing to check. */
  readonly state: 'ok' | 'failed' | 'not-checked' | 'skipped';
  /** One sentence. Parts of it are hostile. */
  readonly detail: string;
  /** What is wrong, a sentence each. */
  readonly problems?: readonly string[];
  readonly hint?: string;
}

/** A check with all that it found wrong. */
export function judged(check: string, ok: string, problems: readonly string[]): VerifyFinding {
  if (problems.length === 0) return { check, state: 'ok', detail: ok };
  return {
    check,
    state: 'failed',
    detail: `${problems.length} thing${problems.length === 1 ? ' is' : 's are'} wrong`,
    problems,
  };
}
