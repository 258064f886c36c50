import { drawn, timeAxis } from './chart.js';
import { type Child, folded, h, s } from './dom.js';
import { type Phase, phasesOf, type Step } from './phases.js';
import { type Run, roomLabel } from './run.js';
import { dataTable } from './table.js';
import { duration, offset, plural } from './words.js';

const ROW = 22;
const BAR = 16;
const GAP = 10;
const WIDE = 640;
/** Lanes of a larger run are in the table alone. */
const MAX_ROWS = 160;

interface Lane {
  readonly name: string;
  readonly rows: readonly (readonly Phase[])[];
}

/** Rooms and what ran in them over time, a lane for each worker. */
export function timeline(run: Run): Child {
  const { phases, length } = phasesOf(run);
  if (phases.length === 0) return h('p', { class: 'muted' }, 'No room was opened.');
  const lanes = lanesOf(run, phases);
  const rows = lanes.reduce((sum, lane) => sum + lane.rows.length, 0);
  const table = folded(
    `All ${plural(phases.length, 'room')} as a table`,
    () =>
      dataTable({
        name: 'Rooms',
        rows: phases,
        columns: [
          { head: 'Room', cell: (phase) => roomLabel(run, phase.room) },
          { head: 'For', cell: (phase) => STAGES[phase.stage] },
          { head: 'From', cell: (phase) => offset(phase.from), number: true },
          { head: 'Took', cell: (phase) => duration(phase.to - phase.from), number: true },
          { head: 'Result', cell: (phase) => result(phase) },
          {
            head: 'Ran',
            cell: (phase) => phase.steps.map((step) => h('div', { class: 'mono' }, step.what)),
            wide: true,
          },
        ],
      }),
    { class: 'quiet' },
  );
  return [
    legend(phases),
    rows > MAX_ROWS
      ? h('p', { class: 'muted' }, `Too many rooms to draw: ${phases.length}.`)
      : drawn(h('div', { class: 'drawing' }), (width) => drawing(run, lanes, length, width)),
    table,
  ];
}

const STAGES = { prepare: 'preparing', agent: 'agent', proof: 'verifier' } as const;

function result(phase: Phase): string {
  if (phase.stage !== 'proof' || phase.passed === undefined) return '';
  return phase.passed ? 'passed' : 'failed';
}

function legend(phases: readonly Phase[]): Child {
  const kinds = new Set(phases.flatMap(({ steps, stage }) => [stage, ...steps.map(({ kind }) => kind)]));
  const entry = (name: string, words: string): Child => h('li', {}, h('span', { class: `swatch ${name}` }), words);
  return h(
    'ul',
    { class: 'legend' },
    entry('room', 'room open'),
    kinds.has('prepare') && entry('prepare', 'preparing'),
    kinds.has('agent') && entry('agent', 'agent at work'),
    kinds.has('build') && entry('build', 'build'),
    kinds.has('proof') && [entry('pass', 'verifier passes'), entry('fail', 'verifier fails')],
  );
}

/** The run's own rooms, then each worker's: agents' rooms in rows of their own, above those of proofs. */
function lanesOf(run: Run, phases: readonly Phase[]): readonly Lane[] {
  const names = ['', ...run.workers.filter((name, index, all) => all.indexOf(name) === index)];
  return names.flatMap((name) => {
    const own = phases.filter(({ worker }) => worker === name);
    if (own.length === 0 && name === '') return [];
    const before = own.filter(({ stage, room }) => stage === 'prepare' || room.endsWith('baseline'));
    const agents = own.filter((phase) => phase.stage === 'agent');
    const proofs = own.filter((phase) => phase.stage === 'proof' && !before.includes(phase));
    return [{ name, rows: [...packed(before), ...packed(agents), ...packed(proofs)] }];
  });
}

/** As few rows as hold rooms that do not overlap. */
function packed(phases: readonly Phase[]): Phase[][] {
  const rows: Phase[][] = [];
  for (const phase of phases) {
    const free = rows.find((row) => (row.at(-1)?.to ?? 0) <= phase.from);
    if (free) free.push(phase);
    else rows.push([phase]);
  }
  return rows;
}

function drawing(run: Run, lanes: readonly Lane[], length: number, width: number): Element {
  const named = lanes.some(({ name }) => name !== '');
  const wide = width >= WIDE;
  const left = named && wide ? 130 : 4;
  const right = width - 4;
  const parts: Element[] = [];
  let y = 6;
  for (const lane of lanes) {
    const label = lane.name === '' ? (named ? 'whole run' : '') : lane.name;
    if (label !== '') {
      parts.push(
        s(
          'text',
          { x: 4, y: y + (wide ? 13 : 11), class: 'lane' },
          label.length > 18 ? `${label.slice(0, 17)}…` : label,
        ),
      );
      if (!wide) y += 18;
    }
    for (const row of lane.rows) {
      const x = (at: number): number => left + (at / length) * (right - left);
      for (const [index, phase] of row.entries()) {
        const next = row[index + 1];
        parts.push(bar(run, phase, { y, x, end: next ? x(next.from) : right }));
      }
      y += ROW;
    }
    if (lane.rows.length === 0) y += ROW;
    y += GAP;
  }
  const bottom = y - GAP + 4;
  const axis = timeAxis(length, { left, right, top: 2, bottom });
  const count = lanes.flatMap(({ rows }) => rows.flat()).length;
  const words = `Timeline: ${plural(count, 'room')} in ${duration(length)}. The table below says the same.`;
  return s(
    'svg',
    { width, height: bottom + 20, viewBox: `0 0 ${width} ${bottom + 20}`, role: 'img', 'aria-label': words },
    axis,
    parts,
  );
}

interface Place {
  readonly y: number;
  readonly x: (at: number) => number;
  /** Where the next bar of the row begins. */
  readonly end: number;
}

function bar(run: Run, phase: Phase, { y, x, end }: Place): Element {
  const [from, to] = [x(phase.from), x(phase.to)];
  const width = Math.max(3, to - from);
  const label = roomLabel(run, phase.room).split(' · ').at(-1) ?? '';
  const about = `${roomLabel(run, phase.room)}: ${duration(phase.to - phase.from)} from ${offset(phase.from)}`;
  const words = [about, ...phase.steps.map((step) => `${duration(step.to - step.from)}: ${step.what}`)].join('\n');
  // In the bar, else beside it; a label that would be cut is left out: the tooltip and the table have it.
  const needed = label.length * 6.4 + 10;
  const inside = needed < width;
  const beside = !inside && from + width + needed < end;
  return s(
    'g',
    { class: 'bar' },
    s('title', {}, words),
    s('rect', { x: from, y, width, height: BAR, rx: 3, class: 'room' }),
    phase.steps.map((step) => {
      const at = x(step.from);
      return s('rect', { x: at, y, width: Math.max(2, x(step.to) - at), height: BAR, rx: 3, class: tone(step, phase) });
    }),
    inside && s('text', { x: from + 5, y: y + 12, class: 'label' }, label),
    beside && s('text', { x: from + width + 5, y: y + 12 }, label),
  );
}

function tone(step: Step, phase: Phase): string {
  if (step.kind !== 'proof') return step.kind;
  return (phase.passed ?? step.passed) ? 'pass' : 'fail';
}
