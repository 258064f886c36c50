import type { JournalRecord } from '../schemas/journal.js';
import { plural } from './format.js';
import type { PublishableEvidence } from './read-evidence.js';

/** Bars of the drawing; of a longer run the first ones are drawn. */
export const MAX_TIMELINE_BARS = 60;

/** Of the verdict, in order. */
type Workers = readonly Pick<PublishableEvidence['verdict']['workers'][number], 'name' | 'kind'>[];

interface Bar {
  readonly section: string;
  readonly label: string;
  /** Milliseconds from the run's start, without the pauses of a run that was resumed. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/**
 * A Mermaid gantt chart of a run's phases, or an empty string when the journal has none. Labels are made of fixed words
 * and numbers; no text of the journal enters the drawing. Candidates and tasks have the numbers of their rows in the table.
 */
export function timeline(journal: readonly JournalRecord[], workers: Workers = []): string {
  const { bars, resumed } = phases(journal, workers);
  if (bars.length === 0) return '';
  const shown = bars.slice(0, MAX_TIMELINE_BARS);
  const long = shown.some((bar) => bar.startMs + bar.durationMs >= 3_600_000);
  const lines = [
    '**Timeline**',
    '',
    '```mermaid',
    // Names of sections are longer where there are several workers.
    ...(workers.length > 0 ? ['%%{init: {"gantt": {"leftPadding": 150}}}%%'] : []),
    'gantt',
    '    dateFormat x',
    `    axisFormat ${long ? '%H:%M' : '%M:%S'}`,
    '    todayMarker off',
    `    tickInterval ${tickOf(Math.max(...shown.map((bar) => bar.startMs + bar.durationMs)))}`,
  ];
  let section = '';
  for (const bar of shown) {
    if (bar.section !== section) lines.push(`    section ${bar.section}`);
    section = bar.section;
    lines.push(`    ${bar.label} :${bar.failed ? 'crit, ' : ''}${bar.startMs}, ${Math.max(1, bar.durationMs)}ms`);
  }
  lines.push('```');
  if (bars.length > shown.length) lines.push('', `…and ${bars.length - shown.length} more phases in the journal.`);
  if (resumed > 0) lines.push('', `The run was resumed ${plural(resumed, 'time')}; the pauses are left out.`);
  return lines.join('\n');
}

/** The distance of two ticks that leaves at most ten of them, so that none has the words of the next. */
function tickOf(length: number): string {
  const seconds = [1, 2, 5, 10, 20, 30].find((step) => length / 1000 / step <= 10);
  if (seconds !== undefined) return `${seconds}second`;
  const minutes = [1, 2, 5, 10, 20, 30].find((step) => length / 60_000 / step <= 10);
  return minutes === undefined ? `${Math.ceil(length / 36_000_000)}hour` : `${minutes}minute`;
}

/** A room, from its opening to its end. */
interface Room {
  readonly name: string;
  readonly stage: 'prepare' | 'agent' | 'proof';
  from: number;
  to: number | undefined;
  worker: string | null;
  /** 0: before the first. */
  attempt: number;
  passed: boolean | undefined;
}

function phases(
  journal: readonly JournalRecord[],
  table: Workers,
): { readonly bars: readonly Bar[]; readonly resumed: number } {
  const rooms: Room[] = [];
  const bases: Bar[] = [];
  // By worker; its rooms carry its name, of which the drawing shows the number alone.
  const attempts = new Map<string | null, number>();
  const open = new Set<Room>();
  const latest = new Map<string, Room>();
  const workerOf = (room: string): string | null =>
    [...attempts.keys()]
      .filter((name) => name !== null && room.startsWith(`${name}-`))
      .reduce((long, name) => ((name?.length ?? 0) > (long?.length ?? 0) ? name : long), null);
  let origin: number | undefined;
  let now = 0;
  let resumed = 0;
  for (const record of journal) {
    const at = Date.parse(record.time);
    if (!Number.isFinite(at)) continue;
    origin ??= at;
    if (record.event === 'run.resumed') {
      resumed += 1;
      for (const room of open) room.to = now;
      open.clear();
      origin = at - now;
    }
    // A clock that is set back takes nothing from what went before.
    origin = Math.min(origin, at - now);
    now = at - origin;
    if (record.event === 'base.ready') {
      const durationMs = Math.min(record.durationMs, now);
      bases.push({ section: 'Base', label: 'base', startMs: now - durationMs, durationMs, failed: false });
    } else if (record.event === 'attempt.started') {
      // A journal of an earlier version knows of no workers.
      const worker = record.worker ?? null;
      attempts.set(worker, record.attempt);
      // A room may stand before its attempt begins.
      for (const room of open)
        if (room.stage === 'agent' && workerOf(room.name) === worker)
          Object.assign(room, { attempt: record.attempt, from: now, worker });
    } else if (record.event === 'room.opened') {
      const worker = workerOf(record.room);
      const attempt = attempts.get(worker) ?? 0;
      const { room: name, stage } = record;
      const room: Room = { name, stage, from: now, to: undefined, worker, attempt, passed: undefined };
      rooms.push(room);
      open.add(room);
      latest.set(name, room);
    } else if (record.event === 'room.closed') {
      const room = latest.get(record.room);
      if (room && open.delete(room)) room.to = now;
    } else if (record.event === 'proof.finished') {
      // It is told when its room is gone.
      const room = latest.get(record.room);
      if (room) Object.assign(room, { passed: record.passed, attempt: record.attempt, worker: record.worker ?? null });
    }
  }
  const seen = [...attempts.keys()].filter((name) => name !== null);
  const listed = table.map(({ name }) => name);
  // A run that was killed may have workers that no table has.
  const workers = [...listed, ...seen.filter((name) => !listed.includes(name))];
  const word = table.length === 0 ? 'Worker' : table.some(({ kind }) => kind === 'task') ? 'Task' : 'Candidate';
  const bars = rooms
    // It stood ready, and the run ended before its agent was to start.
    .filter(({ attempt, stage }) => attempt > 0 || stage !== 'agent')
    .map(({ name, stage, from, to, worker, attempt, passed }) => ({
      section: sectionOf(stage, attempt, worker, workers, word),
      label: labelOf(name, stage, attempt),
      startMs: from,
      durationMs: (to ?? now) - from,
      // The baseline is meant to fail.
      failed: passed === false && attempt > 0,
    }));
  const all = [...bases, ...bars].sort((a, b) => a.startMs - b.startMs);
  if (workers.length === 0) return { bars: all, resumed };
  // Workers overlap, and a section is drawn in one piece.
  const sections = [...new Set(all.map(({ section }) => section))];
  return { bars: sections.flatMap((section) => all.filter((bar) => bar.section === section)), resumed };
}

function sectionOf(
  stage: Room['stage'],
  attempt: number,
  worker: string | null,
  workers: readonly (string | null)[],
  word: string,
): string {
  if (attempt === 0 || stage === 'prepare') return 'Base';
  const number = workers.indexOf(worker) + 1;
  if (number > 0) return `${word} ${number} attempt ${Math.min(attempt, 999_999)}`;
  return workers.length > 0 ? 'Merged change' : `Attempt ${Math.min(attempt, 999_999)}`;
}

/** Names of rooms are fixed words and numbers behind the worker's. */
function labelOf(name: string, stage: Room['stage'], attempt: number): string {
  if (stage !== 'proof') return stage;
  const kind = /(?:^|-)hidden-(?:base|\d+)$/.test(name) ? 'hidden ' : /-joint$/.test(name) ? 'joint ' : '';
  return `${kind}${attempt === 0 ? 'baseline' : 'proof'}`;
}
