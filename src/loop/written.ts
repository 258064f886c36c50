import type { Incident, TestRun } from '../verifier/types.js';
import type { Top } from '../workspace/types.js';
import type { RunState } from './state.js';

/**
 * Adds to what a dead room executed which protected files it wrote over. The code under test runs beside its tests: it
 * could put others in their place before a runner reads them. What the room of the base does as well is no finding.
 */
export async function withWritten(state: RunState, top: Top, tests: TestRun | undefined): Promise<TestRun | undefined> {
  const { workspace, decides, showPath } = state.parts;
  const { paths, whole } = await workspace.written(top, decides);
  const incidents = paths.map((path): Incident => {
    const file = showPath(path);
    return { file, message: `${file} is protected, and was written over while the verifier ran`, written: true };
  });
  if (!whole) {
    const message = 'the verifier left more files than can be looked through for protected ones';
    incidents.push({ file: '', message, written: true });
  }
  if (incidents.length === 0) return tests;
  return { ...(tests ?? NOTHING), incidents: [...(tests?.incidents ?? []), ...incidents] };
}

/** A run of which no result could be read. */
const NOTHING: TestRun = {
  sources: [],
  passed: 0,
  failed: 0,
  skipped: 0,
  assertions: null,
  durationMs: null,
  failedNames: [],
  files: [],
  incidents: [],
};
