import picomatch from 'picomatch';
import { TEST_PATTERNS } from '../plan/protected.js';
import { ROOM_PATHS } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import type { Clock } from '../support/clock.js';
import type { Progress } from '../support/progress.js';
import { createVerifierResults, type ResultsOptions } from '../verifier/create-results.js';
import type { VerifierResults } from '../verifier/types.js';

/** How this run's verifier is counted, as its plan says. */
export function resultsOf(
  plan: Plan,
  directories: ResultsOptions['directories'],
  clock: Clock,
  progress: Progress,
): VerifierResults {
  return createVerifierResults({
    directories,
    paths: { workspace: ROOM_PATHS.workspace, out: ROOM_PATHS.out, instrument: '/run/cleanroom/count' },
    instrument: plan.proof.instrument,
    floor: plan.proof.floor,
    isTest: picomatch([...TEST_PATTERNS], { dot: true }),
    clock,
    onReported: (message) => progress.warn(message),
  });
}
