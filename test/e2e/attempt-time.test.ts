import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { openEvidence } from '../support/evidence.js';

/** Whole runs by the bundle with an agent that takes its time. */
const place = arena();
let task: Task;
beforeAll(() => {
  task = demoTask(place.directory);
});
afterAll(place.dispose);

describe('attempt-timeout', () => {
  it('is the time of an attempt with the correction of its report', async () => {
    // Each turn fits in, with seconds to spare for a busy machine; both do not.
    const report = '{"summary":"x","status":"complete"}';
    const script = `sleep 6; if [ -e ~/again ]; then echo '${report}' > /run/cleanroom/out/report.json; else touch ~/again; echo '{' > /run/cleanroom/out/report.json; fi`;
    const result = await attempt(place.directory, task, script, { 'attempt-timeout': '11s', report: 'required' });
    const ends = openEvidence(result.directory)
      .journal()
      .filter((line) => line.event === 'command.finished' && /^attempt/.test(String(line['room'])))
      .map((line) => [line['room'], line['end']]);
    expect(ends).toEqual([
      ['attempt-1', 'exited'],
      ['attempt-1-correction', 'timeout'],
    ]);
    expect(result.verdict.attempts[0]?.report).toMatchObject({ corrected: true, state: 'invalid' });
  });
});

describe('a room that stands before its time', () => {
  it('is gone, and no attempt, where the base needs no agent', async () => {
    const result = await attempt(place.directory, task, 'true', { verify: 'true' });
    expect(result.verdict).toMatchObject({ verdict: 'nothing-to-prove', attempts: [] });
    const journal = openEvidence(result.directory).journal();
    const rooms = (event: string) => journal.filter((line) => line.event === event).map((line) => line['room']);
    expect(rooms('room.opened').sort()).toEqual(['attempt-1', 'baseline']);
    expect(rooms('room.closed').sort()).toEqual(['attempt-1', 'baseline']);
    expect(journal.map((line) => line.event)).not.toContain('attempt.started');
  });
});
