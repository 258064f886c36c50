import type { FailedRun, TestRun } from '../verifier/types.js';
import type { Patch, Refusal } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import { confirm } from './confirm.js';
import { proveHidden } from './hidden.js';
import { type ProofRequest, prove } from './proof.js';
import type { RunState } from './state.js';
import type { AttemptRecord, Confirmations, ProofRecord } from './types.js';
import { type EditedVerifier, leftOutWords, settleEdits } from './verifier-edits.js';

export interface ChangeToProve {
  readonly attempt: number;
  /** What is to be handed on: with `verify-edits: report`, without these edits. */
  readonly patch: Patch;
  readonly check: PatchCheck;
  /** The change of what decides; absent: it is looked for. */
  readonly edits?: EditedVerifier | undefined;
  /** The validated report, for a verifier that judges reports. */
  readonly report: Buffer | undefined;
}

/** What the proofs of one change came to. */
export interface ChangeProof {
  readonly proofs: ProofRecord[];
  /** Undefined when every one of them passed. */
  readonly failure: FailedRun | undefined;
  /** Why the change is not accepted although nothing failed. */
  readonly refusals: readonly Refusal[];
  readonly confirmations: Confirmations | undefined;
  readonly hidden: AttemptRecord['hidden'];
  /** Whether the verifier as it was passes with the rest; null: not tried. */
  readonly unchangedPasses: boolean | null;
}

/** Every proof that a change has to pass, in order, until one fails. */
export async function proveChange(state: RunState, change: ChangeToProve): Promise<ChangeProof> {
  const found = change.edits ?? (await editsOf(state, change));
  const steps = new Steps(state, change);
  // What was left out is said to whoever reads why the rest failed.
  const done = (failure: FailedRun | undefined): ChangeProof =>
    steps.end(
      failure && found?.mode === 'report'
        ? { ...failure, note: [failure.note, leftOutWords(found.record)].filter(Boolean).join(' ') }
        : failure,
    );
  const edits = found?.mode === 'allow' ? found : undefined;
  if (edits) {
    const base = await steps.base(edits);
    if (base.passed) return steps.refuse(edits);
  }
  const { patch, check } = change;
  if (check.newTests.length > 0) {
    // New tests are extra, never instead: without them the verifier has to pass on its own.
    const old = patch.files.filter((file) => !check.newTests.includes(file));
    const failure = await steps.without(old);
    if (failure) return done(failure);
  }
  const failure = (await steps.whole()) ?? (await steps.hidden());
  if (failure) return done(failure);
  if (edits) await steps.unchanged(edits);
  return done(undefined);
}

async function editsOf(state: RunState, { attempt, patch, check }: ChangeToProve): Promise<EditedVerifier | undefined> {
  if (check.verifierEdits.length === 0) return undefined;
  const settled = await settleEdits(state, attempt, patch, check);
  if (settled.edits?.mode === 'report') throw new Error('a change was to be proved with edits that are to be left out');
  return settled.edits;
}

/** The proofs of one change, and what they came to. */
class Steps {
  readonly #proofs: ProofRecord[] = [];
  #confirmations: Confirmations | undefined;
  #hidden: AttemptRecord['hidden'];
  #unchangedPasses: boolean | null = null;
  /** What a green run has to execute at least. */
  #floor: ReadonlyMap<string, TestRun>;

  constructor(
    readonly state: RunState,
    readonly change: ChangeToProve,
  ) {
    this.#floor = state.executed;
    this.#hidden = state.parts.plan.proof.hidden === null ? undefined : 'not-run';
  }

  /** The changed verifier alone: it still has to fail. What it executes is what counts from now on. */
  async base({ alone }: EditedVerifier): Promise<ProofRecord> {
    const { attempt } = this.change;
    this.#phase('with nothing but the changed verifier');
    const { record, tests } = await prove(this.state, {
      ...this.#request(`proof-${attempt}-verifier`, 'base-with-verifier-change', alone, alone.files),
      report: undefined,
      run: 1,
    });
    this.#proofs.push(record);
    this.#floor = tests;
    return record;
  }

  async without(files: Patch['files']): Promise<FailedRun | undefined> {
    const { attempt, patch } = this.change;
    this.#phase('without new tests');
    const { record, failure } = await prove(this.state, {
      ...this.#request(`proof-${attempt}-without-new-tests`, 'patch-without-new-tests', patch, files),
      floor: this.#floorFor(files),
      run: 1,
    });
    this.#proofs.push(record);
    return failure;
  }

  async whole(): Promise<FailedRun | undefined> {
    const { attempt, patch } = this.change;
    const { confirmRuns } = this.state.parts.plan.proof;
    this.#phase('');
    const { records, failure, confirmations } = await confirm(
      this.state,
      { ...this.#request(`proof-${attempt}`, 'patch', patch, patch.files), floor: this.#floorFor(patch.files) },
      confirmRuns,
    );
    this.#proofs.push(...records);
    if (confirmRuns > 1) this.#confirmations = confirmations;
    return failure;
  }

  async hidden(): Promise<FailedRun | undefined> {
    const proof = await proveHidden(this.state, this.change);
    if (!proof) return undefined;
    this.#proofs.push(...proof.records);
    this.#hidden = proof.failure ? 'failed' : 'passed';
    return proof.failure;
  }

  /** For the reader: nothing depends on it. */
  async unchanged({ rest }: EditedVerifier): Promise<void> {
    const { attempt } = this.change;
    this.#unchangedPasses = false;
    if (rest.files.length === 0) return;
    this.#phase('with the verifier as it was');
    this.#floor = this.state.executed;
    const { record } = await prove(this.state, {
      ...this.#request(`proof-${attempt}-unchanged`, 'patch-without-verifier-change', rest, rest.files),
      floor: this.#floorFor(rest.files),
      run: 1,
    });
    this.#proofs.push(record);
    this.#unchangedPasses = record.passed;
  }

  refuse({ record }: EditedVerifier): ChangeProof {
    const reason =
      'changes the verifier so that it passes on the base, without the rest of the change: such a verifier proves nothing';
    const refusals = record.files.map(({ path }) => ({ path, reason }));
    this.state.journal('patch.refused', { attempt: this.change.attempt, refusals });
    return { ...this.end(undefined), refusals };
  }

  end(failure: FailedRun | undefined): ChangeProof {
    return {
      proofs: this.#proofs,
      failure,
      refusals: [],
      confirmations: this.#confirmations,
      hidden: this.#hidden,
      unchangedPasses: this.#unchangedPasses,
    };
  }

  #phase(how: string): void {
    const { plan, progress } = this.state.parts;
    progress.phase(`proof ${this.change.attempt}${how === '' ? '' : ` ${how}`}: ${plan.verifier?.display ?? ''}`);
  }

  #request(
    name: string,
    what: ProofRecord['what'],
    patch: Patch,
    files: Patch['files'],
  ): Omit<ProofRequest, 'run' | 'floor'> {
    const { attempt, report } = this.change;
    return { name, what, change: { patch, files }, report, attempt };
  }

  #floorFor(files: Patch['files']): NonNullable<ProofRequest['floor']> {
    return { base: this.#floor, changed: files.map(({ path }) => this.state.parts.showPath(path)) };
  }
}
