import { workerProgress } from '../support/progress-worker.js';
import { bestOf, isVerified } from './select.js';
import { sideBySide, workToEnd } from './side-by-side.js';
import { Ending, type RunState, type WorkerEnd } from './state.js';
import type { Candidates, LoopResult, WorkerParts } from './types.js';

/** One of the agents that do the same task. */
interface Candidate {
  readonly worker: WorkerParts;
  readonly state: RunState;
  end: WorkerEnd;
}

const NOT_BEGUN: WorkerEnd = { verdict: 'cancelled', reason: 'It was not begun.', hint: null };
const STOPPED: WorkerEnd = { verdict: 'cancelled', reason: 'It was stopped.', hint: null };

/**
 * Lets several agents do the same task side by side, each in rooms of its own, all within the run's budget and time, and
 * picks the change that is the run's. With `select: first` the first that a pristine room proves ends the others at once.
 * @throws Ending when the run was cancelled; CleanroomError when a part failed. All rooms are gone then as well.
 */
export async function runCandidates(state: RunState, candidates: Candidates): Promise<LoopResult> {
  const { signal: cancelled, progress } = state.parts;
  const { select, workers } = candidates;
  const stop = new AbortController();
  const signal = AbortSignal.any([cancelled, stop.signal]);
  const team = workers.map((worker): Candidate => {
    const named = workerProgress(progress, worker.name);
    return { worker, state: state.fork(worker.name, { ...worker.parts, progress: named, signal }), end: NOT_BEGUN };
  });
  progress.phase(`${team.length} candidates: ${names(workers)}`);
  let first: Candidate | undefined;
  const options = { parallel: candidates.parallel, signal, onError: () => stop.abort() };
  try {
    await sideBySide(team, options, async (candidate) => {
      candidate.end = { verdict: 'infra-error', reason: 'A part of the run failed.', hint: null };
      const end = await workToEnd(candidate.state);
      candidate.end = end.verdict === 'cancelled' ? STOPPED : end;
      if (isVerified(end.verdict)) first ??= candidate;
      const decided = (select === 'first' && isVerified(end.verdict)) || end.verdict === 'infra-error';
      if (decided && !signal.aborted) stop.abort();
      progress.note(`${candidate.worker.name}: ${end.verdict === 'cancelled' ? 'stopped' : end.verdict}`);
    });
  } catch (error) {
    for (const candidate of team) record(candidate, undefined);
    throw error;
  }
  const winner = select === 'first' ? first : undefined;
  const chosen = winner ?? choose(team);
  // Of candidates that nobody waited for none is the smallest.
  const cut = winner === undefined && team.some(({ end }) => end.verdict === 'cancelled');
  const over = cancelled.aborted && (cut || !isVerified(chosen.end.verdict));
  for (const candidate of team) record(candidate, over ? undefined : chosen);
  if (over) throw new Ending('cancelled', 'The run was cancelled.');
  return chosen.state.end(explain(team, chosen, candidates));
}

function choose(team: readonly Candidate[]): Candidate {
  const [first, ...rest] = team.map((candidate) => ({
    verdict: candidate.end.verdict,
    patch: candidate.state.attempts.at(-1)?.patch,
    candidate,
  }));
  if (first === undefined) throw new Error('a run with candidates has none');
  return bestOf([first, ...rest]).candidate;
}

/** Puts what became of a candidate into the verdict, and its change beside it. */
function record({ worker, state, end }: Candidate, chosen: Candidate | undefined): void {
  const why =
    end.verdict === 'cancelled' && chosen !== undefined && isVerified(chosen.end.verdict)
      ? ` ${chosen.worker.name} was verified before.`
      : '';
  state.ended({
    name: worker.name,
    kind: 'candidate',
    agent: worker.display,
    verdict: end.verdict,
    reason: `${end.reason}${why}`,
    chosen: state === chosen?.state,
  });
}

function explain(team: readonly Candidate[], chosen: Candidate, { select }: Candidates): WorkerEnd {
  const { verdict, reason, hint } = chosen.end;
  const { name } = chosen.worker;
  if (verdict === 'infra-error') return chosen.end;
  if (!isVerified(verdict)) {
    const others = team.flatMap(({ worker, end }) => (worker.name === name ? [] : [`${worker.name} ${end.verdict}`]));
    return {
      verdict,
      hint,
      reason: `None of ${team.length} candidates was verified (${others.join(', ')}). ${name}: ${reason}`,
    };
  }
  const verified = team.filter(({ end }) => isVerified(end.verdict)).length;
  const how =
    select === 'first'
      ? `the first of ${team.length} candidates to be verified`
      : `the smallest change of ${verified} verified of ${team.length} candidates`;
  return { verdict, hint, reason: `${name}, ${how}: ${reason}` };
}

/** Each agent once, with how many of it there are. */
function names(workers: readonly WorkerParts[]): string {
  const counts = new Map<string, number>();
  for (const { display } of workers) counts.set(display, (counts.get(display) ?? 0) + 1);
  return [...counts].map(([display, count]) => `${count} × ${display}`).join(', ');
}
