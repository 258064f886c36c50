import { confirmBase, flakyWords } from './confirm.js';
import type { RunState } from './state.js';

/** How shells say that there is no such program, and that it is none. */
const NOT_FOUND = 127;
const NOT_EXECUTABLE = 126;

/**
 * Runs the verifier on the base, and records what it came to: what an agent does is measured by that.
 * @returns true where it passes already, so that there is nothing to prove
 */
export async function isGreenBase(state: RunState): Promise<boolean> {
  const { plan, progress } = state.parts;
  if (!plan.verifier) return false;
  progress.phase(`baseline: ${plan.verifier.display}`);
  const { result, records, confirmations } = await confirmBase(
    state,
    { name: 'baseline', what: 'base', change: undefined, report: undefined, attempt: 0 },
    plan.proof.confirmRuns,
  );
  const { record, failure, tests } = result;
  state.baseline = record;
  state.executed = tests;
  if (plan.proof.confirmRuns > 1) state.baselineRuns = { records, confirmations };
  if (failure && confirmations.passed > 0) progress.warn(`the base is not always red: ${flakyWords(confirmations)}`);
  state.baseFailure = failure;
  if (failure) {
    progress.note(`fails as it should: ${state.parts.feedback.failureLine(failure)}`);
    if (failure.exitCode === NOT_FOUND || failure.exitCode === NOT_EXECUTABLE)
      progress.warn('a program of the verifier was not found on the base: where a tool is missing, no change can pass');
    return false;
  }
  if (plan.baseline === 'any') {
    progress.warn('the verifier passes on the base already: a green proof says less');
    return false;
  }
  return true;
}
