import { expect, it } from 'vitest';
import { clockSetBack, journalProblems } from '../../../src/evidence/journal-order.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';

const line = (seq: number, event: string, time: string, fields: object = {}): JournalRecord =>
  ({ schema: 'cleanroom/journal/v1', seq, time: `2026-01-01T${time}Z`, event, ...fields }) as unknown as JournalRecord;

const end = { verdict: 'cancelled', reason: 'x' };
const journal = (planned: string, finished: string): readonly JournalRecord[] => [
  line(1, 'run.started', '12:00:00.000'),
  line(2, 'run.planned', planned),
  line(3, 'run.finished', finished, end),
];

it.each([
  ['goes on', '12:00:01.000', '12:00:02.000', []],
  ['is set right by a little', '11:59:59.500', '12:00:02.000', []],
  ['is set back by ten seconds', '11:59:50.000', '12:00:02.000', [{ seq: 2, ms: 10_000 }]],
  [
    'is set back twice',
    '11:00:00.000',
    '10:00:00.000',
    [
      { seq: 2, ms: 3_600_000 },
      { seq: 3, ms: 3_600_000 },
    ],
  ],
  ['is set forward and back', '23:00:00.000', '12:00:02.000', [{ seq: 3, ms: 39_598_000 }]],
])('a journal whose clock %s is in order, and it is told', (_, planned, finished, steps) => {
  const records = journal(planned, finished);
  expect(journalProblems(records, { verifier: false, tasks: false })).toEqual([]);
  expect(clockSetBack(records)).toEqual(steps);
});

it('another life may have the clock of another machine', () => {
  const [started, planned] = journal('12:00:01.000', '12:00:02.000');
  const resumed = line(3, 'run.resumed', '09:00:00.000', { life: 2, kept: 2 });
  expect(clockSetBack([started, planned, resumed].filter((one) => one !== undefined))).toEqual([]);
});

it('a line without a time is wrong', () => {
  expect(journalProblems([line(1, 'run.started', 'x')], { verifier: false, tasks: false })).toContain(
    'line 1: its time is none',
  );
});
