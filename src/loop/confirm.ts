import type { FailedRun, TestRun } from '../verifier/types.js';
import { type ProofRequest, type ProofResult, prove } from './proof.js';
import type { RunState } from './state.js';
import type { Confirmations, ProofRecord } from './types.js';

/** A proof that was run until it had passed as often as it was to, or had failed. */
export interface ConfirmedProof {
  readonly records: ProofRecord[];
  /** Undefined when all of them passed. */
  readonly failure: FailedRun | undefined;
  readonly confirmations: Confirmations;
}

const MAX_NAMES = 100;

/** How many confirmations run at once where the commands of the verifier may too. */
const AT_ONCE = 2;

/**
 * Proves the same change in fresh rooms until it has passed `wanted` times. The first failure ends it: what passes only
 * now and then is not green.
 */
export async function confirm(
  state: RunState,
  request: Omit<ProofRequest, 'run'>,
  wanted: number,
): Promise<ConfirmedProof> {
  const results: ProofResult[] = [];
  const width = state.parts.plan.verifier?.mode === 'parallel' ? AT_ONCE : 1;
  while (results.length < wanted && results.every(({ record }) => record.passed)) {
    // A change that fails at once costs one run.
    const count = results.length === 0 ? 1 : Math.min(width, wanted - results.length);
    const runs = Array.from({ length: count }, (_, at) => results.length + at + 1);
    results.push(...(await all(runs.map((run) => prove(state, { ...request, ...named(request.name, run) })))));
  }
  const confirmations = compare(results, wanted);
  const { failure } = results.find((result) => result.failure) ?? {};
  return {
    records: results.map(({ record }) => record),
    failure: failure && confirmations.passed > 0 ? { ...failure, note: flakyWords(confirmations) } : failure,
    confirmations,
  };
}

/** The verifier on the base, which has to fail. */
export interface ConfirmedBase {
  /** The first failure, else the first run. */
  readonly result: ProofResult;
  readonly records: readonly ProofRecord[];
  readonly confirmations: Confirmations;
}

/**
 * Runs the verifier on the base until it has failed `wanted` times, or it is clear what it is: it has passed and failed,
 * or it has passed as often as it was to fail.
 */
export async function confirmBase(
  state: RunState,
  request: Omit<ProofRequest, 'run'>,
  wanted: number,
): Promise<ConfirmedBase> {
  const first = await prove(state, { ...request, run: 1 });
  const results = [first];
  // Where a green base is allowed nothing depends on how often it is red.
  const most = first.record.passed && state.parts.plan.baseline === 'any' ? 1 : wanted;
  while (results.length < most && new Set(results.map(({ record }) => record.passed)).size === 1)
    results.push(await prove(state, { ...request, ...named(request.name, results.length + 1) }));
  return {
    result: results.find(({ failure }) => failure) ?? first,
    records: results.map(({ record }) => record),
    confirmations: compare(results, wanted),
  };
}

/** `it passed 2 of 3 runs`, and the tests that it depends on. */
export function flakyWords({ passed, runs, flaky }: Confirmations): string {
  const shown = flaky.slice(0, 5).map((name) => JSON.stringify(name));
  const more = flaky.length > shown.length ? ` and ${flaky.length - shown.length} more` : '';
  const which = shown.length === 0 ? '' : ` Not the same in each: ${shown.join(', ')}${more}.`;
  return `It passed in ${passed} of ${runs} runs in fresh rooms, so it is flaky.${which}`;
}

function named(name: string, run: number): { readonly name: string; readonly run: number } {
  return { name: run === 1 ? name : `${name}-run-${run}`, run };
}

/** Every one of them ends before an error of one is thrown: no room outlives its proof. */
async function all<T>(running: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(running);
  return Promise.all(running);
}

function compare(results: readonly ProofResult[], wanted: number): Confirmations {
  return {
    wanted,
    runs: results.length,
    passed: results.filter(({ record }) => record.passed).length,
    flaky: flakyTests(results.map(({ tests }) => [...tests.values()]).filter((runs) => runs.length > 0)),
  };
}

/** Tests that failed in one run and not in another, of runs whose results could be read. */
export function flakyTests(runs: readonly (readonly TestRun[])[]): string[] {
  const failed = runs.map((tests) => new Set(tests.flatMap(({ failedNames }) => failedNames)));
  // Of a longer list the rest is not known.
  const whole = failed.filter((names) => names.size < MAX_NAMES);
  const everything = new Set(failed.flatMap((names) => [...names]));
  return [...everything].filter((name) => whole.some((names) => !names.has(name))).slice(0, MAX_NAMES);
}
