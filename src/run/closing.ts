import type { Evidence } from '../evidence/recorder.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { messageOf } from '../support/errors.js';
import type { Progress } from '../support/progress.js';
import type { CommitSource } from './commits.js';
import { writeFindings } from './findings.js';
import { writePage } from './page.js';
import { writeStatement } from './statement.js';

export interface ClosingOf {
  /** Everything is written but what is made here, and the manifest. */
  readonly evidence: Evidence;
  readonly plan: Plan;
  readonly planSha256: string;
  readonly verdict: VerdictFile;
  readonly progress: Progress;
  /** Where the run's commits can be read; undefined: nowhere. */
  readonly source?: CommitSource;
}

/** One file, or some, that are made of the rest of the evidence. */
type Step = readonly [what: string, make: (of: ClosingOf) => Promise<void>];

/** In this order: a later one may read what an earlier one wrote. */
const STEPS: readonly Step[] = [
  ['findings', writeFindings],
  ['statement', writeStatement],
  ['report page', writePage],
];

/** Writes the files of `OF_RESULT`. One that fails is said, and takes nothing from the run: its verdict is written. */
export async function closeEvidence(of: ClosingOf): Promise<void> {
  for (const [what, make] of STEPS) {
    try {
      await make(of);
    } catch (error) {
      of.progress.warn(`no ${what}: ${messageOf(error)}`);
    }
  }
}
