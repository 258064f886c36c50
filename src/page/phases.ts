import { type Run, workerOf } from './run.js';
import { count, type Fields, fields, list, moment, text } from './values.js';

export type Kind = 'prepare' | 'agent' | 'proof' | 'build';

/** Something that ran in a room. Milliseconds from the run's start. */
export interface Step {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
  /** Undefined: it was neither passed nor failed, like an agent's turn that ended by itself. */
  readonly passed: boolean | undefined;
  readonly what: string;
}

/** A room from its opening to its end. */
export interface Phase {
  readonly room: string;
  readonly worker: string;
  readonly stage: 'prepare' | 'agent' | 'proof';
  readonly from: number;
  readonly to: number;
  /** What its proof said; undefined for other rooms. */
  readonly passed: boolean | undefined;
  readonly steps: readonly Step[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Open = Writable<Phase> & { steps: Step[] };

/** The rooms of a run with what ran in them, as the journal tells. One that was never closed lasts to the end. */
export function phasesOf(run: Run): { readonly phases: readonly Phase[]; readonly length: number } {
  const builds = buildLogs(run.verdict);
  const open = new Map<string, Open>();
  const phases: Phase[] = [];
  let last = 0;
  let { start } = run;
  for (const record of run.journal) {
    const at = moment(record['time']);
    if (at === undefined) continue;
    // A clock that is set back takes nothing from what went before.
    start = Math.min(start, at - last);
    const now = at - start;
    last = now;
    const room = text(record['room']);
    const phase = open.get(room);
    const event = record['event'];
    if (event === 'room.opened') {
      const stage = record['stage'] === 'agent' || record['stage'] === 'prepare' ? record['stage'] : 'proof';
      const worker = workerOf(run, room);
      const begun: Open = { room, worker, stage, from: now, to: now, passed: undefined, steps: [] };
      open.set(room, begun);
      phases.push(begun);
    } else if (phase && event === 'command.finished') phase.steps.push(stepOf(record, now, phase, builds));
    else if (phase && event === 'room.closed') phase.to = now;
    else if (event === 'proof.finished') {
      // It may be told after its room is gone.
      const proved = phase ?? phases.findLast((other) => other.room === room);
      if (proved) (proved as Writable<Phase>).passed = record['passed'] === true;
    }
  }
  for (const phase of open.values()) if (phase.to === phase.from) phase.to = last;
  return { phases, length: Math.max(last, count(run.verdict['durationMs']), 1) };
}

function stepOf(record: Fields, now: number, phase: Phase, builds: ReadonlySet<string>): Step {
  const exitCode = record['exitCode'];
  const end = text(record['end']);
  const build = builds.has(text(record['log']));
  const ended = end === 'exited' ? `exit code ${text(exitCode)}` : end;
  const argv = list(record['argv']).map(text).join(' ');
  return {
    kind: build ? 'build' : phase.stage,
    from: Math.max(phase.from, now - count(record['durationMs'])),
    to: now,
    passed: phase.stage === 'agent' && exitCode === 0 ? undefined : exitCode === 0,
    what: `${argv.length > 160 ? `${argv.slice(0, 160)}…` : argv} (${ended})`,
  };
}

function buildLogs(verdict: Fields): ReadonlySet<string> {
  const logs = new Set<string>();
  const ofProof = (proof: unknown): void => {
    for (const command of list(fields(proof)['commands'])) {
      const log = text(fields(fields(command)['build'])['log']);
      if (log !== '') logs.add(log);
    }
  };
  const ofAttempts = (attempts: unknown): void => {
    for (const attempt of list(attempts)) list(fields(attempt)['proofs']).forEach(ofProof);
  };
  ofProof(verdict['baseline']);
  list(verdict['baselineRuns']).forEach(ofProof);
  ofAttempts(verdict['attempts']);
  for (const worker of list(verdict['workers'])) ofAttempts(fields(worker)['attempts']);
  return logs;
}
