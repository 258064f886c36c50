import type { JournalRecord } from '../schemas/journal.js';

/** Bars of the drawing; of a longer run the first ones are drawn. */
export const MAX_TIMELINE_BARS = 60;

interface Bar {
  readonly section: string;
  readonly label: string;
  /** Milliseconds from the run's start. */
  readonly startMs: number;
  readonly durationMs: number;
  readonly failed: boolean;
}

/**
 * A Mermaid gantt chart of a run's phases, or an empty string when the journal has none. Labels are made of fixed words
 * and numbers; no text of the journal enters the drawing.
 */
export function timeline(journal: readonly JournalRecord[]): string {
  const bars = phases(journal);
  if (bars.length === 0) return '';
  const shown = bars.slice(0, MAX_TIMELINE_BARS);
  const long = shown.some((bar) => bar.startMs + bar.durationMs >= 3_600_000);
  const lines = [
    '```mermaid',
    'gantt',
    '    dateFormat x',
    `    axisFormat ${long ? '%H:%M' : '%M:%S'}`,
    '    todayMarker off',
  ];
  let section = '';
  for (const bar of shown) {
    if (bar.section !== section) lines.push(`    section ${bar.section}`);
    section = bar.section;
    lines.push(`    ${bar.label} :${bar.failed ? 'crit, ' : ''}${bar.startMs}, ${Math.max(1, bar.durationMs)}ms`);
  }
  lines.push('```');
  if (bars.length > shown.length) lines.push('', `…and ${bars.length - shown.length} more phases in the journal.`);
  return lines.join('\n');
}

const STAGES = { prepare: 'prepare', agent: 'agent', proof: 'proof' } as const;

function phases(journal: readonly JournalRecord[]): readonly Bar[] {
  const origin = millis(journal[0]);
  if (origin === undefined) return [];
  const open = new Map<string, { stage: keyof typeof STAGES; attempt: number; at: number; failed: boolean }>();
  const bars: Bar[] = [];
  // By worker; its rooms carry its name, of which the drawing shows the number alone.
  const attempts = new Map<string | null, number>();
  const workers: (string | null)[] = [];
  const workerOf = (room: string): string | null =>
    workers
      .filter((name) => name !== null)
      .sort((one, other) => other.length - one.length)
      .find((name) => room.startsWith(`${name}-`)) ?? null;
  const sectionOf = (room: string, attempt: number): string => {
    const number = workers.filter((name) => name !== null).indexOf(workerOf(room) ?? '');
    return number < 0 ? `Attempt ${attempt}` : `Worker ${number + 1} attempt ${attempt}`;
  };
  for (const record of journal) {
    const at = millis(record);
    if (at === undefined || at < origin) continue;
    const now = at - origin;
    if (record.event === 'base.ready') {
      const durationMs = Math.min(record.durationMs, now);
      bars.push({ section: 'Base', label: 'base', startMs: now - durationMs, durationMs, failed: false });
    } else if (record.event === 'attempt.started') {
      const { attempt } = record;
      // A journal of an earlier version knows of none.
      const worker = record.worker ?? null;
      attempts.set(worker, attempt);
      if (!workers.includes(worker)) workers.push(worker);
      // A room may stand before its attempt begins.
      for (const [room, bar] of open)
        if (bar.stage === 'agent' && workerOf(room) === worker) open.set(room, { ...bar, attempt, at: now });
    } else if (record.event === 'room.opened') {
      const attempt = attempts.get(workerOf(record.room)) ?? 0;
      open.set(record.room, { stage: record.stage, attempt, at: now, failed: false });
    } else if (record.event === 'proof.finished') {
      const room = open.get(record.room);
      if (room) open.set(record.room, { ...room, attempt: record.attempt, failed: !record.passed });
    } else if (record.event === 'room.closed') {
      const room = open.get(record.room);
      if (!room) continue;
      open.delete(record.room);
      const number = Math.min(room.attempt, 999_999);
      // It stood ready, and the run ended before its agent was to start.
      if (number === 0 && room.stage === 'agent') continue;
      bars.push({
        section: number === 0 || room.stage === 'prepare' ? 'Base' : sectionOf(record.room, number),
        label: number === 0 && room.stage === 'proof' ? 'baseline' : STAGES[room.stage],
        startMs: room.at,
        durationMs: now - room.at,
        // The baseline is meant to fail.
        failed: room.failed && number > 0,
      });
    }
  }
  bars.sort((a, b) => a.startMs - b.startMs);
  if (workers.every((worker) => worker === null)) return bars;
  // Workers overlap, and a section is drawn in one piece.
  const sections = [...new Set(bars.map(({ section }) => section))];
  return sections.flatMap((section) => bars.filter((bar) => bar.section === section));
}

function millis(record: JournalRecord | undefined): number | undefined {
  const at = record === undefined ? Number.NaN : Date.parse(record.time);
  return Number.isFinite(at) ? at : undefined;
}
