import { checkPatch } from '../loop/check-patch.js';
import type { LoopParts } from '../loop/types.js';
import { TEST_PATTERNS } from '../plan/protected.js';
import type { Plan } from '../schemas/plan.js';
import { createFailureWatch } from '../verifier/failure-watch.js';
import { distil, failureLine } from '../verifier/feedback.js';
import { markFailure } from '../verifier/fingerprint.js';
import { globPath } from '../workspace/paths.js';
import type { Workspace } from '../workspace/types.js';
import { protectedPaths } from './workspace.js';

/** How changes and failures are judged by a plan, in a run and whenever one of its changes is proved again. */
export function judging(
  plan: Plan,
  workspace: Workspace,
): Pick<LoopParts, 'feedback' | 'checkPatch' | 'showPath' | 'decides'> {
  return {
    feedback: {
      distil: (failed, previous) => distil(failed, previous, { maxBytes: plan.limits.feedbackBytes }),
      failureLine,
      watch: createFailureWatch,
      mark: markFailure,
    },
    checkPatch: (patch) =>
      checkPatch(patch, {
        protect: plan.protect,
        refused: plan.proof.refused,
        edits: plan.proof.verifierEdits,
        verifier: plan.verifier?.files ?? [],
        linked: workspace.base.linked,
        tests: TEST_PATTERNS,
        writable: plan.room.writable,
        text: globPath,
      }),
    showPath: globPath,
    decides: protectedPaths(plan),
  };
}
