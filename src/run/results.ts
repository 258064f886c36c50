import { existsSync } from 'node:fs';
import { join } from 'node:path';
import picomatch from 'picomatch';
import { TEST_PATTERNS } from '../plan/protected.js';
import { roomPath } from '../room/local/system.js';
import { ROOM_PATHS } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import type { Progress } from '../support/progress.js';
import { createVerifierResults, type ResultsOptions } from '../verifier/create-results.js';
import type { VerifierResults } from '../verifier/types.js';

/** How this run's verifier is counted, as its plan says. */
export function resultsOf(
  plan: Plan,
  directories: ResultsOptions['directories'],
  progress: Progress,
  /** Name of the backend, PATH of the host, and its checkout. */
  host: { readonly backend: string; readonly path: string; readonly checkout: string },
): VerifierResults {
  // What an image holds is not known; one for a Go module has its program.
  const go =
    host.backend === 'docker'
      ? ['go.mod', 'go.work'].map((name) => join(host.checkout, name))
      : [...roomPath(host.path, plan.room.tools).split(':'), '/usr/local/go/bin'].map((place) => join(place, 'go'));
  return createVerifierResults({
    directories,
    paths: {
      workspace: ROOM_PATHS.workspace,
      out: ROOM_PATHS.out,
      instrument: '/run/cleanroom/count',
      bin: ROOM_PATHS.bin,
    },
    go: go.some((path) => existsSync(path)),
    instrument: plan.proof.instrument,
    floor: plan.proof.floor,
    isTest: picomatch([...TEST_PATTERNS], { dot: true }),
    onReported: (message) => progress.warn(message),
  });
}
