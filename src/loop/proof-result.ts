import type { VerdictFile } from '../schemas/verdict.js';
import type { FailedRun, TestRun } from '../verifier/types.js';

/** What a run of the verifier in pristine rooms came to. */
export interface ProofResult {
  readonly record: VerdictFile['attempts'][number]['proofs'][number];
  /** Undefined when it passed. */
  readonly failure: FailedRun | undefined;
  /** What each command executed, by its name, as far as that could be read. */
  readonly tests: ReadonlyMap<string, TestRun>;
}
