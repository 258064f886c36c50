import type { AgentTop, Patch, Top } from '../workspace/types.js';
import { confirm } from './confirm.js';
import { judge } from './judge.js';
import type { RunState, WorkerEnd } from './state.js';
import type { AttemptRecord, LoopParts } from './types.js';
import { NO_USAGE } from './usage.js';

/** The workspace of a worker whose base holds a change already: it finds that made, and its own patch holds it too. */
export function workspaceOver(workspace: LoopParts['workspace'], over: Patch): LoopParts['workspace'] {
  const made = new WeakMap<Top, { readonly inner: AgentTop; filled: boolean }>();
  return {
    base: workspace.base,
    over,
    openTop: (name) => workspace.openPatched(name, over, over.files),
    async openAgentTop(name, writable, keep) {
      const inner = await workspace.openAgentTop(name, writable, keep);
      const own = { inner, filled: false };
      const top: AgentTop = {
        ...inner,
        async renew() {
          // A patch of this worker's, put into the top before its first room, holds the change as well.
          if (!own.filled) await workspace.restore(inner, over);
          own.filled = true;
          return inner.renew();
        },
      };
      made.set(top, own);
      return top;
    },
    restore(top, patch) {
      const own = made.get(top);
      if (own) own.filled = true;
      return workspace.restore(own?.inner ?? top, patch);
    },
    collect: (top, limits) => workspace.collect(made.get(top)?.inner ?? top, limits),
    openPatched: (name, patch, files) => workspace.openPatched(name, patch, files),
    written: (top, wanted) => workspace.written(made.get(top)?.inner ?? top, wanted),
    merge: (sides, limits) => workspace.merge(sides, limits),
    changedLines: (from, to) => workspace.changedLines(from, to),
    select: (patch, files, limits) => workspace.select(patch, files, limits),
    readPatch: (diff, limits) => workspace.readPatch(diff, limits),
    freeze: (top) => workspace.freeze(top),
    checkUnchanged: () => workspace.checkUnchanged(),
    close: () => workspace.close(),
  };
}

/** A worker whose change is part of the whole. */
export interface Merged {
  readonly name: string;
  readonly state: RunState;
}

/**
 * Proves the merged changes of all tasks as one attempt of nobody's: the rules for a patch, the run's verifier, and the
 * verifier of every task, each in pristine rooms. Only then is the run verified.
 * @throws Ending when the run was cancelled or its time is over; CleanroomError when a part failed
 */
export async function proveJoint(state: RunState, patch: Patch, merged: readonly Merged[]): Promise<WorkerEnd> {
  const attempt = 1;
  const { evidence, digest, workspace, progress, plan, showPath } = state.parts;
  const check = state.parts.checkPatch(patch);
  const sha256 = digest(patch.diff);
  state.journal('patch.collected', {
    attempt,
    files: patch.files.length,
    bytes: patch.diff.length,
    sha256,
    ignored: patch.ignored,
  });
  const refusals = [...check.refusals];
  const stored = evidence.writeFile(`attempts/${attempt}/change.patch`, patch.diff, { shapes: false });
  // Two halves of a secret may have become one.
  if (stored.redactions > 0) refusals.push({ path: 'the patch', reason: 'holds a secret of this run' });
  else state.patch = patch.diff;
  if (refusals.length > 0) state.journal('patch.refused', { attempt, refusals });
  const judged = await judge(state, {
    attempt,
    patch,
    check: { ...check, refusals },
    edits: undefined,
    report: { state: 'missing', bytes: undefined, value: undefined, errors: [], corrected: false },
    blocked: undefined,
    stop: undefined,
    violation: undefined,
    trouble: undefined,
  });
  const proofs = [...judged.proofs];
  let { outcome, summary } = judged;
  for (const { name, state: worker } of outcome === 'proved' ? merged : []) {
    progress.phase(`joint proof: the verifier of ${name}`);
    const proof = await confirm(
      worker,
      {
        ...{ name: 'joint', what: 'patch', change: { patch, files: patch.files }, report: undefined, attempt },
        // A change of another task must not end its tests early.
        floor: { base: worker.executed, changed: patch.files.map(({ path }) => showPath(path)) },
      },
      plan.proof.confirmRuns,
    );
    proofs.push(...proof.records);
    if (!proof.failure) continue;
    outcome = 'failed';
    const words = [state.parts.feedback.failureLine(proof.failure), proof.failure.note].filter(Boolean).join(' ');
    summary = `With the other changes, the verifier of ${name} fails: ${words}`;
    break;
  }
  state.attempts.push(recordOf(patch, sha256, { ...judged, outcome, summary, proofs }, refusals));
  state.journal('attempt.finished', { attempt, outcome });
  if (outcome === 'refused')
    return { verdict: 'policy-violation', reason: `The merged change breaks a rule: ${summary}.`, hint: null };
  if (outcome !== 'proved') {
    const hint = 'make the tasks depend on each other, or let one agent do all of it';
    return {
      verdict: 'attempts-exhausted',
      reason: `Every task is done, but not all of them together: ${summary}`,
      hint,
    };
  }
  const changed = await workspace.checkUnchanged();
  if (changed) return { verdict: 'infra-error', reason: `The proof does not count: ${changed}.`, hint: null };
  return {
    verdict: 'verified',
    reason: `The changes of ${merged.length} tasks were merged, and \`${state.passingCommand}\` passed in a pristine room, as did the verifier of each task.`,
    hint: null,
  };
}

function recordOf(
  patch: Patch,
  sha256: string,
  judged: Pick<AttemptRecord, 'outcome' | 'summary' | 'proofs'> & { readonly told: object },
  refusals: AttemptRecord['refusals'],
): AttemptRecord {
  const lines = (pick: (file: Patch['files'][number]) => number | null): number =>
    patch.files.reduce((sum, file) => sum + (pick(file) ?? 0), 0);
  return {
    attempt: 1,
    // Nobody's turn: what each agent did is with its worker.
    agent: { end: 'exited', exitCode: 0, limits: [], durationMs: 0, session: null },
    patch: {
      files: patch.files.length,
      added: lines(({ added }) => added),
      deleted: lines(({ deleted }) => deleted),
      bytes: patch.diff.length,
      sha256,
    },
    refusals,
    report: { state: 'missing', errors: [], corrected: false },
    proofs: judged.proofs,
    usage: NO_USAGE,
    outcome: judged.outcome,
    summary: judged.summary,
    fresh: false,
    ...judged.told,
  };
}
