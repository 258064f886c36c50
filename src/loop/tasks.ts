import { workerProgress } from '../support/progress-worker.js';
import type { Patch } from '../workspace/types.js';
import { isGreenBase } from './baseline.js';
import { type Merged, proveJoint, workspaceOver } from './merge.js';
import { isVerified } from './select.js';
import { sideBySide, workToEnd } from './side-by-side.js';
import { Ending, type RunState, type WorkerEnd } from './state.js';
import type { LoopResult, TaskParts, Tasks } from './types.js';

/** One try at a task. */
interface Worker {
  readonly task: TaskParts;
  readonly name: string;
  readonly state: RunState;
  readonly again: boolean;
  end: WorkerEnd;
  /** Its change is in the whole, or it found nothing to do. */
  chosen: boolean;
}

const PENDING: WorkerEnd = { verdict: 'cancelled', reason: 'It was not begun.', hint: null };

/**
 * Splits a task over workers with a verifier each, merges their changes in order and proves the whole. A task whose change
 * conflicts is tried once more over what was merged before it, and told so; one that depends on others begins when theirs
 * are merged. The run's own verifier always decides.
 * @throws Ending when the run was cancelled; CleanroomError when a part failed. All rooms are gone then as well.
 */
export async function runTasks(state: RunState, tasks: Tasks): Promise<LoopResult> {
  const list = tasks.planner ? await planTasks(state, tasks.planner) : tasks.list;
  const dispatcher = new Dispatcher(state, list, tasks.parallel);
  try {
    await dispatcher.work();
  } finally {
    dispatcher.record();
  }
  if (state.parts.signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
  return state.end(await dispatcher.finish());
}

class Dispatcher {
  readonly #workers: Worker[] = [];
  readonly #merged = new Set<string>();
  /** By the names of tasks that are to be tried again. */
  readonly #conflicts = new Map<string, readonly string[]>();
  #waiting: readonly TaskParts[];
  #patch: Patch | undefined;

  constructor(
    readonly state: RunState,
    readonly list: readonly TaskParts[],
    readonly parallel: number,
  ) {
    this.#waiting = list;
  }

  /** Works on all tasks that can be, wave by wave, and merges after each. */
  async work(): Promise<void> {
    const ready = this.#waiting.filter(({ depends }) => depends.every((name) => this.#merged.has(name)));
    if (ready.length === 0) return;
    this.#waiting = this.#waiting.filter((task) => !ready.includes(task));
    const from = this.#patch;
    const wave = await this.#runWave(ready, from);
    if (this.state.parts.signal.aborted) return;
    for (const worker of wave) await this.#merge(worker, from);
    await this.work();
  }

  async #runWave(ready: readonly TaskParts[], from: Patch | undefined): Promise<readonly Worker[]> {
    const { parts } = this.state;
    const stop = new AbortController();
    const signal = AbortSignal.any([parts.signal, stop.signal]);
    const workspace = from ? workspaceOver(parts.workspace, from) : parts.workspace;
    const wave = ready.map((task): Worker => {
      const conflicts = this.#conflicts.get(task.name);
      const name = conflicts ? `${task.name}-again` : task.name;
      const progress = workerProgress(parts.progress, name);
      const own = { ...task.parts(conflicts ?? []), workspace, progress, signal, hiddenFiles: undefined };
      const state = this.state.fork(name, own);
      return { task, name, state, again: conflicts !== undefined, end: PENDING, chosen: false };
    });
    this.#workers.push(...wave);
    parts.progress.phase(`tasks: ${wave.map(({ name }) => name).join(', ')}`);
    const options = { parallel: this.parallel, signal, onError: () => stop.abort() };
    await sideBySide(wave, options, async (worker) => {
      worker.end = { verdict: 'infra-error', reason: 'A part of the run failed.', hint: null };
      worker.end = await workOn(worker.state);
      if (worker.end.verdict === 'infra-error') stop.abort();
      parts.progress.note(`${worker.name}: ${worker.end.verdict}`);
    });
    const broken = wave.find(({ end }) => end.verdict === 'infra-error');
    // A base that cannot be trusted is nothing to work on.
    if (broken) throw new Ending('infra-error', `${broken.name}: ${broken.end.reason}`, broken.end.hint);
    return wave;
  }

  /** Takes a worker's change into the whole, or keeps its task for another try. */
  async #merge(worker: Worker, from: Patch | undefined): Promise<void> {
    const { workspace, plan, progress, showPath } = this.state.parts;
    const { task, end, state } = worker;
    if (end.verdict === 'nothing-to-prove') {
      worker.chosen = true;
      this.#merged.add(task.name);
    }
    if (end.verdict !== 'verified') return;
    if (state.patch === undefined) {
      // With `baseline: any` it may pass without a change.
      if (from === undefined) {
        worker.chosen = true;
        this.#merged.add(task.name);
      } else
        worker.end = { verdict: 'attempts-exhausted', reason: 'It undid all that was done before it.', hint: null };
      return;
    }
    const limits = { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles };
    const theirs = await workspace.readPatch(state.patch, limits);
    if (theirs === undefined) {
      worker.end = { verdict: 'policy-violation', reason: 'Its change cannot be read again.', hint: null };
      return;
    }
    const { conflicts, patch } = await workspace.merge({ from, ours: this.#patch, theirs }, limits);
    if (patch) {
      this.#patch = patch;
      worker.chosen = true;
      this.#merged.add(task.name);
      return;
    }
    const paths = conflicts.slice(0, MAX_PATHS).map(showPath);
    const words = `Its change and those before it cannot be joined in ${paths.join(', ')}${conflicts.length > paths.length ? ` and ${conflicts.length - paths.length} more` : ''}.`;
    worker.end = { verdict: 'attempts-exhausted', reason: words, hint: null };
    progress.note(`${worker.name}: conflict in ${paths.join(', ')}${worker.again ? '' : '; it is tried again'}`);
    if (worker.again) return;
    this.#conflicts.set(task.name, paths);
    this.#waiting = [...this.#waiting, task];
  }

  /** Puts what became of every worker into the verdict, and its change beside it. */
  record(): void {
    for (const { name, state, end, chosen, task } of this.#workers)
      state.ended({ name, kind: 'task', agent: task.display, verdict: end.verdict, reason: end.reason, chosen });
    for (const { name, display } of this.#waiting)
      this.state.notBegun({
        name,
        kind: 'task',
        agent: display,
        reason: 'It was not begun, because a task that it depends on is not done.',
      });
  }

  /** The run's ending: of the joint proof, or of what was not done. */
  async finish(): Promise<WorkerEnd> {
    const { state } = this;
    const missing = this.list.filter(({ name }) => !this.#merged.has(name));
    if (missing.length > 0) {
      // Kept as it is, and nobody's proof.
      state.patch = this.#patch?.diff;
      return this.#unfinished(missing);
    }
    if (this.#patch === undefined) {
      const reason = 'The verifier of every task passes already, and that of the run does not.';
      return { verdict: 'attempts-exhausted', reason, hint: 'give tasks whose verifiers fail' };
    }
    const merged = this.#workers.filter(({ chosen }) => chosen).map(({ name, state }): Merged => ({ name, state }));
    return proveJoint(state, this.#patch, merged);
  }

  #unfinished(missing: readonly TaskParts[]): WorkerEnd {
    const ends = missing.map(({ name }) => ({
      name,
      end: this.#workers.findLast(({ task }) => task.name === name)?.end ?? PENDING,
    }));
    const begun = ends.filter(({ end }) => end !== PENDING);
    const verdicts = new Set(begun.map(({ end }) => end.verdict));
    const [only] = verdicts;
    const [first] = begun;
    return {
      // What was not merged is nobody's success.
      verdict: verdicts.size === 1 && only !== undefined && !isVerified(only) ? only : 'attempts-exhausted',
      reason: `${this.#merged.size} of ${this.list.length} tasks are done and merged; not done: ${ends.map(({ name, end }) => `${name} (${end.verdict})`).join(', ')}. ${first?.name}: ${first?.end.reason}`,
      hint: first?.end.hint ?? null,
    };
  }
}

const MAX_PATHS = 20;

/** A worker's own base, where its verifier has to fail, and then its attempts. */
async function workOn(state: RunState): Promise<WorkerEnd> {
  try {
    if (await isGreenBase(state))
      return { verdict: 'nothing-to-prove', reason: 'Its verifier passes already.', hint: null };
  } catch (error) {
    if (error instanceof Ending) return error;
    throw error;
  }
  return workToEnd(state);
}

/** Has an agent make the list: its report is that. What it changes is dropped. */
async function planTasks(state: RunState, planner: NonNullable<Tasks['planner']>): Promise<readonly TaskParts[]> {
  const { progress, signal, evidence } = state.parts;
  const own = { ...planner.parts, progress: workerProgress(progress, 'planner'), hiddenFiles: undefined };
  const worker = state.fork('planner', own);
  progress.phase('tasks: an agent makes the list');
  const end = await workToEnd(worker);
  const read = end.verdict === 'reported' && worker.report ? planner.read(worker.report.value) : undefined;
  const list = Array.isArray(read) ? read : undefined;
  const verdict = list ? 'reported' : end.verdict === 'reported' ? 'report-invalid' : end.verdict;
  const reason = list ? `It made ${list.length} tasks.` : typeof read === 'string' ? read : end.reason;
  worker.patch = undefined;
  worker.ended({ name: 'planner', kind: 'task', agent: planner.display, verdict, reason, chosen: list !== undefined });
  if (signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
  if (!list) throw new Ending(verdict, `The tasks could not be planned: ${reason}`, end.hint);
  evidence.writeJson('tasks.json', worker.report?.value);
  return list;
}
