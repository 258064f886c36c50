import type { Plan } from '../schemas/plan.js';
import type { Patch } from '../workspace/types.js';
import { isGreenBase } from './baseline.js';
import { confirm } from './confirm.js';
import { type Judgement, judge } from './judge.js';
import { prepare } from './loop.js';
import type { ReportResult } from './report.js';
import { Ending, RunState } from './state.js';
import type { LoopParts, ProofRecord } from './types.js';
import { settleEdits } from './verifier-edits.js';

/** A change that a run left, to be proved once more. */
export interface RecordedChange {
  /** Which attempt it is of. */
  readonly attempt: number;
  /** Empty: nothing was changed. */
  readonly diff: Buffer;
  /** What it left as its report; undefined: nothing. */
  readonly report: { readonly value: unknown } | undefined;
  /** Of tasks that were merged into it: the plan of each, with its verifier. */
  readonly tasks: readonly { readonly name: string; readonly plan: Plan }[];
}

/** What pristine rooms say of it now. */
export interface ProvedAgain {
  /** Git tree of the base. */
  readonly tree: string;
  /** Null: the plan has no verifier. */
  readonly baseline: ProofRecord | null;
  /** Undefined: no change was given. */
  readonly change:
    | {
        readonly outcome: Judgement['outcome'];
        readonly summary: string;
        /** The change is one of what decides, and counts. */
        readonly verifierChanged: boolean;
        readonly proofs: readonly ProofRecord[];
      }
    | undefined;
}

/**
 * Makes the base as the run did, with its prepare command, and proves a change of it by all that the run would have
 * proved it by: protected paths, new tests, floor, confirmations, hidden verifier. No agent takes part.
 * @param change undefined: the base alone is looked at
 * @throws Ending when the time is over, it was cancelled, or the prepare command failed; CleanroomError when a part failed
 */
export async function proveAgain(parts: LoopParts, change: RecordedChange | undefined): Promise<ProvedAgain> {
  const state = new RunState(parts);
  await prepare(state);
  await isGreenBase(state);
  const { tree } = parts.workspace.base;
  const proved = change && (await proveRecorded(state, change));
  const changed = await parts.workspace.checkUnchanged();
  if (changed) throw new Ending('infra-error', `The proof does not count: ${changed}.`);
  return { tree, baseline: state.baseline, change: proved };
}

async function proveRecorded(state: RunState, change: RecordedChange): Promise<ProvedAgain['change']> {
  const { plan, workspace } = state.parts;
  const { attempt, diff } = change;
  const refused = (summary: string) => ({ outcome: 'refused' as const, summary, verifierChanged: false, proofs: [] });
  const limits = { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles };
  const nothing: Patch = {
    commit: workspace.base.commit,
    files: [],
    diff: Buffer.alloc(0),
    contents: new Map(),
    ignored: 0,
    refusals: [],
  };
  const whole = diff.length === 0 ? nothing : await workspace.readPatch(diff, limits);
  if (!whole) return refused('The patch does not apply to the base.');
  if (whole.diff.length > 0 && !whole.diff.equals(diff)) return refused('The patch is not written as a run writes it.');
  const { patch, check, edits } = await settleEdits(state, attempt, whole, state.parts.checkPatch(whole));
  // What a run left out of its change is not in it.
  if (edits?.mode === 'report') return refused('The patch changes what decides, which the run would have left out.');
  const judged = await judge(state, {
    attempt,
    patch,
    check,
    edits,
    report: reportOf(change),
    blocked: undefined,
    stop: undefined,
    violation: undefined,
    trouble: undefined,
  });
  let { outcome, summary } = judged;
  const proofs = [...judged.proofs];
  for (const task of outcome === 'proved' ? change.tasks : []) {
    const proof = await confirm(
      state.fork(task.name, { plan: task.plan }),
      { name: 'joint', what: 'patch', change: { patch, files: patch.files }, report: undefined, attempt },
      plan.proof.confirmRuns,
    );
    proofs.push(...proof.records);
    if (!proof.failure) continue;
    outcome = 'failed';
    summary = `The verifier of ${task.name} fails: ${state.parts.feedback.failureLine(proof.failure)}`;
    break;
  }
  return { outcome, summary, verifierChanged: edits?.mode === 'allow', proofs };
}

function reportOf({ report }: RecordedChange): ReportResult {
  const common = { errors: [], corrected: false };
  if (!report) return { ...common, state: 'missing', bytes: undefined, value: undefined };
  return { ...common, state: 'valid', bytes: Buffer.from(JSON.stringify(report.value)), value: report.value };
}
