import { drawn, timeAxis } from './chart.js';
import { type Child, h, s } from './dom.js';
import { phasesOf } from './phases.js';
import type { Run } from './run.js';
import { dataTable } from './table.js';
import { count, type Fields, fields, list, moment, number, text } from './values.js';
import { amount, dollars, duration } from './words.js';

interface Point {
  readonly at: number;
  readonly value: number;
}

interface Series {
  readonly name: string;
  readonly words: (value: number) => string;
  readonly points: readonly Point[];
  readonly limit: number | undefined;
}

const HEIGHT = 120;
const LEFT = 64;

/** Tokens, money and model calls as they grew, and the same by attempt. */
export async function cost(run: Run): Promise<Child> {
  const attempts = list(run.usage['attempts']).map(fields);
  const total = fields(run.usage['total']);
  if (count(total['requests']) === 0) return h('p', { class: 'muted' }, 'No model was called.');
  const { length } = phasesOf(run);
  const calls = (await run.data.lines('access.jsonl')).filter(({ kind }) => kind === 'model');
  const charts = seriesOf(run, attempts, calls)
    .filter(({ points }) => points.some(({ value }) => value > 0))
    .map((series) =>
      h(
        'figure',
        {},
        h(
          'figcaption',
          {},
          series.name,
          ' ',
          h('strong', {}, series.words(series.points.at(-1)?.value ?? 0)),
          series.limit !== undefined && h('span', { class: 'muted' }, ` of ${series.words(series.limit)} at most`),
        ),
        drawn(h('div', { class: 'drawing' }), (width) => chart(series, length, width)),
      ),
    );
  return [h('div', { class: 'charts' }, charts), table(run, attempts, total)];
}

function seriesOf(run: Run, attempts: readonly Fields[], calls: readonly Fields[]): readonly Series[] {
  const ends = new Map<string, number>();
  for (const record of run.journal) {
    const at = moment(record['time']);
    if (record['event'] !== 'attempt.finished' || at === undefined) continue;
    ends.set(`${text(record['worker'])} ${text(record['attempt'])}`, at - run.start);
  }
  const last = phasesOf(run).length;
  const timed = attempts
    .map((attempt) => ({
      at: ends.get(`${text(attempt['worker'])} ${text(attempt['attempt'])}`) ?? last,
      used: fields(attempt['broker']),
    }))
    .sort((a, b) => a.at - b.at);
  const grown = (value: (used: Fields) => number): Point[] => {
    let sum = 0;
    return timed.map(({ at, used }) => {
      sum += value(used);
      return { at, value: sum };
    });
  };
  const budget = fields(run.plan['budget']);
  return [
    {
      name: 'Money',
      words: dollars,
      points: grown((used) => count(used['costUsd'])),
      limit: number(budget['maxCostUsd']),
    },
    {
      name: 'Tokens',
      words: amount,
      points: grown((used) => count(used['inputTokens']) + count(used['outputTokens'])),
      limit: number(budget['maxTokens']),
    },
    {
      name: 'Model calls',
      words: amount,
      points: calls
        .flatMap((call) => moment(call['time']) ?? [])
        .sort((a, b) => a - b)
        .map((at, index) => ({ at: at - run.start, value: index + 1 })),
      limit: number(budget['maxRequests']),
    },
  ];
}

/** Points of a step line; of very many, enough of them for the width that there is. */
const MAX_POINTS = 1500;

function chart(series: Series, length: number, width: number): Element {
  const right = width - 6;
  const [top, bottom] = [8, HEIGHT];
  const most = series.points.at(-1)?.value ?? 0;
  // A limit that is far away would flatten what there is to see.
  const limit = series.limit !== undefined && series.limit <= most * 4 ? series.limit : undefined;
  const peak = Math.max(most, limit ?? 0) * 1.05 || 1;
  const x = (at: number): number => LEFT + (Math.min(Math.max(at, 0), length) / length) * (right - LEFT);
  const y = (value: number): number => bottom - (value / peak) * (bottom - top);
  const every = Math.ceil(series.points.length / MAX_POINTS);
  const points = series.points.filter((_, index) => index % every === 0 || index === series.points.length - 1);
  const path = points.map(({ at, value }) => `H${x(at).toFixed(1)}V${y(value).toFixed(1)}`).join('');
  const line = `M${LEFT} ${bottom}${path}H${right}`;
  const words = `${series.name} over ${duration(length)}: ${series.words(most)} in the end.`;
  return s(
    'svg',
    { width, height: HEIGHT + 20, viewBox: `0 0 ${width} ${HEIGHT + 20}`, role: 'img', 'aria-label': words },
    timeAxis(length, { left: LEFT, right, top, bottom }),
    [0, most].map((value) =>
      s('text', { x: LEFT - 6, y: Math.max(14, y(value) + 4), class: 'value' }, series.words(value)),
    ),
    s('path', { d: `${line}V${bottom}Z`, class: 'area' }),
    s('path', { d: line, class: 'curve' }),
    points.length <= 60 &&
      points.map(({ at, value }) =>
        s('circle', { cx: x(at), cy: y(value), r: 3, class: 'dot' }, s('title', {}, series.words(value))),
      ),
    limit !== undefined && s('line', { x1: LEFT, x2: right, y1: y(limit), y2: y(limit), class: 'limit' }),
  );
}

function table(run: Run, attempts: readonly Fields[], total: Fields): Child {
  const money = (used: Fields): string => (typeof used['costUsd'] === 'number' ? dollars(used['costUsd']) : '–');
  const rows = [
    ...attempts.map((attempt) => ({
      name: `${text(attempt['worker'])} attempt ${text(attempt['attempt'])}`.trim(),
      used: fields(attempt['broker']),
      agreement: agreement(attempt),
    })),
    { name: 'total', used: total, agreement: '' },
  ];
  const figure = (name: string) => (row: (typeof rows)[number]) => amount(count(row.used[name]));
  return dataTable({
    name: 'Use',
    rows,
    tone: (row) => (row.name === 'total' ? 'total' : ''),
    columns: [
      { head: run.workers.length > 0 ? 'Worker' : 'Attempt', cell: ({ name }) => name },
      { head: 'Calls', cell: figure('requests'), number: true },
      { head: 'Tokens in', cell: figure('inputTokens'), number: true },
      { head: 'of which cached', cell: figure('cachedInputTokens'), number: true },
      { head: 'Tokens out', cell: figure('outputTokens'), number: true },
      {
        head: 'Cost',
        cell: ({ used }) => `${money(used)}${used['estimated'] === true ? ' (estimated)' : ''}`,
        number: true,
      },
      { head: 'The agent’s own count', cell: (row) => row.agreement },
    ],
  });
}

function agreement(attempt: Fields): string {
  if (attempt['agreement'] === 'equal') return 'the same';
  if (attempt['agreement'] === 'differs')
    return `differs${text(attempt['reason']) === '' ? '' : `: ${text(attempt['reason'])}`}`;
  return 'none';
}
