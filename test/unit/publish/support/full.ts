import type { VerdictFile } from '../../../../src/schemas/verdict.js';
import { type Attempt, anAttempt } from './evidence.js';

/* Every place of a verdict that a room, a repository or a pull request has a say in, filled with one text. */

type Worker = VerdictFile['workers'][number];

/** @param list stands where there may be many of them */
export function fullAttempt(text: string, list: readonly string[]): Attempt {
  const [proof] = anAttempt().proofs;
  return anAttempt({
    summary: text,
    refusals: list.map((path) => ({ path, reason: path })),
    report: { state: 'invalid', errors: [...list], corrected: false },
    proofs: proof
      ? [
          {
            ...proof,
            passed: false,
            log: text,
            floor: [...list],
            tests: {
              sources: ['tap'],
              executed: 1234,
              passed: 1,
              failed: 1233,
              skipped: 7,
              assertions: null,
              failedNames: [...list],
              file: null,
            },
          },
        ]
      : [],
    confirmations: { wanted: 9, runs: 9, passed: 1, flaky: [...list] },
    hidden: 'failed',
    verifierEdits: {
      mode: 'allow',
      files: list.map((path) => ({ path, status: 'modified', glob: path, trusted: true })),
      patch: text,
      sha256: text,
      unchangedPasses: false,
    },
    outcome: 'failed',
  });
}

export function fullWorker(text: string, attempts: number): Worker {
  return {
    name: text,
    kind: 'task',
    agent: text,
    verdict: 'no-progress',
    reason: text,
    chosen: true,
    attempts: Array.from({ length: attempts }, () => anAttempt({ summary: text })),
    patch: text,
    usage: anAttempt().usage,
  };
}

export function fullStuck(text: string): NonNullable<VerdictFile['stuck']> {
  return {
    kind: 'no-progress',
    message: text,
    attempt: 3,
    snapshot: text,
    failure: text,
    command: text,
    log: text,
    files: 1,
    next: text,
  };
}

export function fullBlocked(text: string): NonNullable<VerdictFile['blocked']> {
  return { kind: 'access', reason: text, evidence: text, check: 'confirmed', note: text };
}

/** What may stand in a verdict beside the usual. */
export function fullVerdict(text: string, list: readonly string[] = [text]): Partial<VerdictFile> {
  return {
    verdict: 'no-progress',
    green: false,
    verified: false,
    reason: text,
    hint: text,
    agent: text,
    passingCommand: text,
    verifierPatch: 'verifier.patch',
    baselineConfirmations: { wanted: 9, runs: 9, passed: 1, flaky: [...list] },
    attempts: [fullAttempt(text, list)],
    workers: [fullWorker(text, 2), fullWorker(text, 0)],
    denied: list.map((host) => ({ host, reason: host, allow: [...list] })),
    notices: [...list],
    stuck: fullStuck(text),
  };
}
