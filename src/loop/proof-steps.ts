import type { FailedRun } from '../verifier/types.js';
import type { Patch } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import { prove } from './proof.js';
import type { RunState } from './state.js';
import type { ProofRecord } from './types.js';

export interface ChangeToProve {
  readonly attempt: number;
  readonly patch: Patch;
  readonly check: PatchCheck;
  /** The validated report, for a verifier that judges reports. */
  readonly report: Buffer | undefined;
}

/** What the proofs of one change came to. */
export interface ChangeProof {
  readonly proofs: ProofRecord[];
  /** Undefined when every one of them passed. */
  readonly failure: FailedRun | undefined;
}

/** Every proof that a change has to pass, in order, until one fails. */
export async function proveChange(state: RunState, change: ChangeToProve): Promise<ChangeProof> {
  const { plan, progress } = state.parts;
  const { attempt, patch, check, report } = change;
  const proofs: ProofRecord[] = [];
  const steps = [
    // New tests are extra, never instead: without them the verifier of the base has to pass on its own.
    ...(check.newTests.length > 0
      ? [
          {
            name: `proof-${attempt}-without-new-tests`,
            what: 'patch-without-new-tests' as const,
            files: patch.files.filter((file) => !check.newTests.includes(file)),
          },
        ]
      : []),
    { name: `proof-${attempt}`, what: 'patch' as const, files: patch.files },
  ];
  for (const step of steps) {
    progress.phase(
      `proof ${attempt}${step.what === 'patch' ? '' : ' without new tests'}: ${plan.verifier?.display ?? ''}`,
    );
    const { record, failure } = await prove(state, {
      name: step.name,
      what: step.what,
      run: 1,
      change: { patch, files: step.files },
      report,
      attempt,
      floor: { base: state.executed, changed: step.files.map(({ path }) => state.parts.showPath(path)) },
    });
    proofs.push(record);
    if (failure) return { proofs, failure };
  }
  return { proofs, failure: undefined };
}
