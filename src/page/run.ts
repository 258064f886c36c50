import type { Data } from './data.js';
import { type Fields, fields, list, moment, text } from './values.js';

/** What every section of the page needs to know. */
export interface Run {
  readonly data: Data;
  readonly verdict: Fields;
  readonly plan: Fields;
  readonly usage: Fields;
  readonly journal: readonly Fields[];
  /** Milliseconds of the epoch. */
  readonly start: number;
  /** Names of workers; empty where one works alone. */
  readonly workers: readonly string[];
}

export async function readRun(data: Data): Promise<Run> {
  const [verdict, plan, usage, journal] = await Promise.all([
    data.json('verdict.json').then(fields),
    data.json('plan.json').then(fields),
    data.json('usage.json').then(fields),
    data.lines('journal.jsonl'),
  ]);
  const workers = list(verdict['workers']).map((worker) => text(fields(worker)['name']));
  const start = moment(journal[0]?.['time']) ?? moment(verdict['startedAt']) ?? 0;
  return { data, verdict, plan, usage, journal, start, workers };
}

/** The worker that a room belongs to: rooms bear the names of their workers. Empty: the run's own. */
export function workerOf(run: Pick<Run, 'workers'>, room: string): string {
  return run.workers.reduce(
    (best, name) => (name.length > best.length && room.startsWith(`${name}-`) ? name : best),
    '',
  );
}

/** `c1 · proof 2` for the room `c1-proof-2`. */
export function roomLabel(run: Pick<Run, 'workers'>, room: string): string {
  const worker = workerOf(run, room);
  const rest = (worker === '' ? room : room.slice(worker.length + 1)).replace(/-(?=\d)/g, ' ');
  return worker === '' ? rest : `${worker} · ${rest}`;
}

export interface ProofView {
  readonly fields: Fields;
  readonly worker: string;
  readonly attempt: number;
}

/** Every run of the verifier that the verdict tells of: baselines first, then by worker and attempt. */
export function proofsOf(run: Run): readonly ProofView[] {
  const { verdict } = run;
  const baselines = [verdict['baseline'], ...list(verdict['baselineRuns'])].filter((proof) => proof);
  const ofAttempts = (attempts: unknown, worker: string): ProofView[] =>
    list(attempts).flatMap((attempt) => {
      const { attempt: number, proofs } = fields(attempt);
      return list(proofs).map((proof) => ({ fields: fields(proof), worker, attempt: Number(number) || 0 }));
    });
  const all = [
    ...baselines.map((proof) => ({ fields: fields(proof), worker: '', attempt: 0 })),
    ...list(verdict['workers']).flatMap((worker) => {
      const { name, attempts } = fields(worker);
      return ofAttempts(attempts, text(name));
    }),
    ...ofAttempts(verdict['attempts'], ''),
  ];
  // The attempts of the worker that was taken are told again as the run's.
  const rooms = new Set<string>();
  return all.filter(({ fields: proof }) => {
    const key = `${text(proof['room'])} ${text(proof['log'])} ${text(proof['run'])}`;
    if (rooms.has(key)) return false;
    rooms.add(key);
    return true;
  });
}
