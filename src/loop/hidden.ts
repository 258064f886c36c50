import type { FailedRun } from '../verifier/types.js';
import type { Patch } from '../workspace/types.js';
import { type ConfirmedProof, confirm, flakyWords } from './confirm.js';
import { type ProofRequest, prove } from './proof.js';
import type { RunState } from './state.js';
import type { Confirmations, HiddenBase, ProofRecord, VerifierCommand } from './types.js';

/** Where rooms of the hidden verifier, and no others, show its files. */
export const HIDDEN_DIRECTORY = '/run/cleanroom/hidden';

const MAX_NAMES = 20;
const MAX_NAME = 200;

/**
 * Runs the hidden verifier on a change that has passed everything else; undefined where there is none. What it prints is
 * for the evidence alone: neither the failure that is returned nor what a record says in words holds any of it.
 */
export async function proveHidden(
  state: RunState,
  change: { readonly attempt: number; readonly patch: Patch; readonly report: Buffer | undefined },
): Promise<ConfirmedProof | undefined> {
  const { plan, hiddenFiles, progress, showPath } = state.parts;
  const { hidden, confirmRuns } = plan.proof;
  if (hidden === null) return undefined;
  if (hiddenFiles === undefined) throw new Error('the plan has a hidden verifier, but nobody has its files');
  const source = await hiddenFiles();
  const common: Pick<ProofRequest, 'attempt' | 'report' | 'commands' | 'readOnly' | 'quiet'> = {
    attempt: change.attempt,
    report: change.report,
    commands: [commandOf(hidden)],
    readOnly: [{ source, target: HIDDEN_DIRECTORY }],
    quiet: true,
  };
  progress.phase(`proof ${change.attempt}: the hidden verifier`);
  // What it executes on the base is the least that it has to execute with the change.
  const base = await baseOf(state, () =>
    prove(state, { ...common, name: 'hidden-base', what: 'hidden-base', run: 1, change: undefined, report: undefined }),
  );
  const { files } = change.patch;
  const proof = await confirm(
    state,
    {
      ...common,
      name: `hidden-${change.attempt}`,
      what: 'hidden',
      change: { patch: change.patch, files },
      floor: { base: base.result.tests, changed: files.map(({ path }) => showPath(path)) },
    },
    confirmRuns,
  );
  const names = hidden.feedback === 'names';
  const flaky = names ? proof.confirmations.flaky.map((name) => name.slice(0, MAX_NAME)) : [];
  const confirmations = { ...proof.confirmations, flaky };
  return {
    records: [...(base.own ? [base.result.record] : []), ...proof.records].map((record) => bare(record, names)),
    failure: proof.failure && withheld(proof.failure, names, confirmations),
    confirmations,
  };
}

function commandOf(hidden: NonNullable<RunState['parts']['plan']['proof']['hidden']>): VerifierCommand {
  return {
    name: 'hidden',
    argv: [...hidden.argv],
    display: 'the hidden verifier',
    cwd: hidden.cwd,
    env: { CLEANROOM_HIDDEN_DIR: HIDDEN_DIRECTORY },
    timeoutMs: hidden.timeoutMs,
  };
}

/** Once for all workers of a run. The failure of whoever runs it is nobody else's. */
async function baseOf(
  state: RunState,
  run: () => Promise<HiddenBase>,
): Promise<{ readonly result: HiddenBase; readonly own: boolean }> {
  for (let running = state.hiddenBase; running !== undefined; running = state.hiddenBase) {
    try {
      return { result: await running, own: false };
    } catch {
      if (state.hiddenBase === running) state.hiddenBase = undefined;
    }
  }
  const own = run();
  state.hiddenBase = own;
  return { result: await own, own: true };
}

/** The failure as the agent may know it. How it ended is left out too: an exit code can count. */
function withheld(failure: FailedRun, names: boolean, confirmations: Confirmations): FailedRun {
  const failed = names ? (failure.tests?.failedNames ?? []) : [];
  const shown = failed.slice(0, MAX_NAMES).map((name) => JSON.stringify(name.slice(0, MAX_NAME)));
  const more = failed.length > shown.length ? ` and ${failed.length - shown.length} more` : '';
  return {
    display: 'the hidden verifier',
    exitCode: 1,
    signal: null,
    end: 'exited',
    head: '',
    tail: '',
    elidedBytes: 0,
    ...(failure.note === undefined ? {} : { note: flakyWords(confirmations) }),
    withheld: `The hidden verifier failed.${shown.length === 0 ? '' : ` In it failed: ${shown.join(', ')}${more}.`}`,
  };
}

/** Its record without words of its own. */
function bare(record: ProofRecord, names: boolean): ProofRecord {
  const floor = record.floor.length === 0 ? [] : ['the hidden verifier executed less than on the base'];
  if (record.tests === null || names) return { ...record, floor };
  return { ...record, floor, tests: { ...record.tests, failedNames: [] } };
}
