import { describe, expect, it } from 'vitest';
import { renderSummary } from '../../../src/publish/summary.js';
import { MAX_TIMELINE_BARS, timeline } from '../../../src/publish/timeline.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import { someEvidence } from './support/evidence.js';

describe('timeline', () => {
  const at = (ms: number): string => new Date(Date.UTC(2026, 0, 2) + ms).toISOString();
  const line = (ms: number, event: object): JournalRecord =>
    ({ schema: 'cleanroom/journal/v1', seq: 1, time: at(ms), ...event }) as JournalRecord;

  it('goes on where the clock was set back', () => {
    const drawn = timeline([
      line(0, { event: 'run.started' }),
      line(500, { event: 'room.opened', room: 'proof-0', stage: 'proof' }),
      line(1500, { event: 'room.closed', room: 'proof-0' }),
      line(-3_600_000, { event: 'attempt.started', attempt: 1 }),
      line(-3_600_000, { event: 'room.opened', room: 'attempt-1', stage: 'agent' }),
      line(-3_597_000, { event: 'room.closed', room: 'attempt-1' }),
    ]);
    expect(drawn).toContain('    baseline :500, 1000ms');
    expect(drawn).toContain('    agent :1500, 3000ms');
  });

  it('draws base, rooms and proofs, and marks what failed', () => {
    const journal = [
      line(0, { event: 'run.started' }),
      line(500, { event: 'base.ready', durationMs: 400, overlaid: [], masked: [] }),
      line(500, { event: 'room.opened', room: 'never-used', stage: 'agent' }),
      line(500, { event: 'room.opened', room: 'proof-0', stage: 'proof' }),
      line(600, { event: 'room.closed', room: 'never-used' }),
      line(1000, { event: 'room.closed', room: 'proof-0' }),
      line(1000, { event: 'proof.finished', room: 'proof-0', attempt: 0, passed: false }),
      line(1000, { event: 'attempt.started', attempt: 1 }),
      line(1100, { event: 'room.opened', room: 'a: crit, evil', stage: 'agent' }),
      line(5000, { event: 'room.closed', room: 'a: crit, evil' }),
      line(5000, { event: 'room.opened', room: 'p', stage: 'proof' }),
      line(6000, { event: 'room.closed', room: 'p' }),
      line(6000, { event: 'proof.finished', room: 'p', attempt: 1, passed: false }),
      line(6000, { event: 'room.opened', room: 'hidden-1', stage: 'proof' }),
      line(6100, { event: 'room.closed', room: 'hidden-1' }),
      line(6100, { event: 'proof.finished', room: 'hidden-1', attempt: 1, passed: true }),
      line(6200, { event: 'room.opened', room: 'hidden-base', stage: 'proof' }),
      line(6300, { event: 'room.closed', room: 'hidden-base' }),
      line(6300, { event: 'proof.finished', room: 'hidden-base', attempt: 0, passed: false }),
      line(6400, { event: 'room.opened', room: 'q', stage: 'proof' }),
      line(6500, { event: 'run.finished' }),
    ];
    const summary = renderSummary(someEvidence({ journal }));
    expect(summary).toContain(
      [
        '```mermaid',
        'gantt',
        '    dateFormat x',
        '    axisFormat %M:%S',
        '    todayMarker off',
        '    tickInterval 1second',
        '    section Base',
        '    base :100, 400ms',
        '    baseline :500, 500ms',
        '    section Attempt 1',
        '    agent :1100, 3900ms',
        '    proof :crit, 5000, 1000ms',
        '    hidden proof :6000, 100ms',
        '    section Base',
        '    hidden baseline :6200, 100ms',
        '    section Attempt 1',
        '    proof :6400, 100ms',
        '```',
      ].join('\n'),
    );
  });

  it('leaves out the night between two lives of a run', () => {
    const drawing = timeline([
      line(0, { event: 'run.started' }),
      line(100, { event: 'attempt.started', attempt: 1, worker: null }),
      line(100, { event: 'room.opened', room: 'attempt-1', stage: 'agent' }),
      line(1000, { event: 'notice' }),
      line(40_000_000, { event: 'run.resumed' }),
      line(40_000_100, { event: 'attempt.started', attempt: 1, worker: null }),
      line(40_000_200, { event: 'room.opened', room: 'attempt-1', stage: 'agent' }),
      line(40_000_500, { event: 'room.closed', room: 'attempt-1' }),
      line(40_000_600, { event: 'room.opened', room: 'proof-1', stage: 'proof' }),
      line(40_000_700, { event: 'room.closed', room: 'proof-1' }),
      line(40_000_700, { event: 'proof.finished', room: 'proof-1', attempt: 1, passed: true, worker: null }),
    ]);
    expect(drawing.split('\n').slice(8)).toEqual([
      '    section Attempt 1',
      '    agent :100, 900ms',
      '    agent :1200, 300ms',
      '    proof :1600, 100ms',
      '```',
      '',
      'The run was resumed 1 time; the pauses are left out.',
    ]);
  });

  it('tells a proof of what workers made together from a baseline', () => {
    const proof = (from: number, room: string, attempt: number, worker: string | null) => [
      line(from, { event: 'room.opened', room, stage: 'proof' }),
      line(from + 10, { event: 'room.closed', room }),
      line(from + 10, { event: 'proof.finished', room, attempt, passed: attempt > 0, worker }),
    ];
    const drawing = timeline([
      line(0, { event: 'run.started' }),
      ...proof(0, 'baseline', 0, null),
      ...proof(100, 'a-baseline', 0, 'a'),
      line(200, { event: 'attempt.started', attempt: 1, worker: 'a' }),
      ...proof(300, 'a-proof-1', 1, 'a'),
      ...proof(400, 'proof-1', 1, null),
      ...proof(500, 'a-joint', 1, 'a'),
    ]);
    expect(drawing.split('\n').slice(8, -1)).toEqual([
      '    section Base',
      '    baseline :0, 10ms',
      '    baseline :100, 10ms',
      '    section Worker 1 attempt 1',
      '    proof :300, 10ms',
      '    joint proof :500, 10ms',
      '    section Merged change',
      '    proof :400, 10ms',
    ]);
  });

  it('draws a bounded number of bars', () => {
    const journal = Array.from({ length: 500 }, (_, index) => [
      line(index * 10, { event: 'room.opened', room: `r${index}`, stage: 'proof' }),
      line(index * 10 + 5, { event: 'room.closed', room: `r${index}` }),
    ]).flat();
    const summary = renderSummary(someEvidence({ journal }));
    expect(summary.match(/ms$/gm)).toHaveLength(MAX_TIMELINE_BARS);
    expect(summary).toContain(`…and ${500 - MAX_TIMELINE_BARS} more phases in the journal.`);
  });
});
