import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { evidenceProblems } from '../support/evidence.js';
import { essence, journalOf, type ResumeLab, resumeLab, verdictOf } from '../support/resume-lab.js';

/* A task in two parts, the second over the first, each of which takes an agent two attempts. */

const TASKS = [
  { name: 'first', prompt: 'Do the first part.', verify: 'test "$(cat answer)" = 42' },
  { name: 'second', prompt: 'Do the second part.', verify: 'test "$(cat second)" = 42', depends: ['first'] },
];

let lab: ResumeLab;
let flags: readonly string[];
beforeAll(async () => {
  lab = await resumeLab();
  flags = [...lab.flags, '--tasks', JSON.stringify(TASKS)];
});
afterAll(() => lab?.dispose());

/** Agents that have ended, as the model knows them. */
const ended = (evidence: string): string[] =>
  journalOf(evidence).flatMap((line) => {
    const [, task, attempt] =
      (line.event === 'command.finished' && /^(first|second)-attempt-(\d+)$/.exec(line.room)) || [];
    return task === undefined ? [] : [`${task}, attempt ${attempt}`];
  });
const tasksOf = (evidence: string) =>
  verdictOf(evidence).workers.map(({ name, verdict, chosen, attempts }) => ({
    ...{ name, verdict, chosen },
    attempts: attempts.map(({ outcome, summary, patch }) => ({ outcome, summary, patch })),
  }));

it('goes on with tasks after a kill, none of whose finished attempts is paid twice', async () => {
  const whole = join(lab.directory, 'whole');
  const run = await lab.run(['run', ...flags, '--evidence', whole]);
  expect(run.code, run.stderr + run.stdout).toBe(0);
  expect(ended(whole)).toEqual(['first, attempt 1', 'first, attempt 2', 'second, attempt 1', 'second, attempt 2']);
  const after = journalOf(whole).flatMap(({ event }, index, all) => {
    const { room } = all[index] as { room?: string };
    // Behind the one is a failure, behind the other what the parts have in common.
    const agent = event === 'command.finished' && /^(first-attempt-2|second-attempt-1)$/.test(room ?? '');
    // Of the parts, between them, and of the whole: the last proof that the journal tells of is the joint one's.
    const proof =
      event === 'proof.finished' && /^(second-baseline|first-proof-2|proof-1|second-joint)$/.test(room ?? '');
    const begun = event === 'attempt.started' && index > all.length / 2;
    return agent || proof || begun || index === all.length - 1 ? [index + 1] : [];
  });
  expect(after.length).toBeGreaterThanOrEqual(8);
  for (const line of after) {
    const at = `killed after line ${line}`;
    const evidence = join(lab.directory, `tasks-${line}`);
    const before = new Map(lab.asked);
    const killed = await lab.run(['run', ...flags, '--evidence', evidence], { killAt: String(line) });
    expect(killed.signal, at + killed.stderr + killed.stdout).toBe('SIGKILL');
    const done = ended(evidence);
    const between = new Map(lab.asked);
    const resumed = await lab.run(['run', '--resume', evidence]);
    expect(resumed.code, at + resumed.stderr + resumed.stdout).toBe(0);
    expect(essence(verdictOf(evidence)), at).toEqual(essence(verdictOf(whole)));
    expect(tasksOf(evidence), at).toEqual(tasksOf(whole));
    expect(lab.leftovers([killed.pid, resumed.pid]), at).toEqual([]);
    expect(await evidenceProblems(evidence), at).toEqual([]);
    expect(existsSync(join(evidence, 'resume')), at).toBe(false);
    for (const agent of done) expect(lab.asked.get(agent), `${at}: ${agent}`).toBe(between.get(agent));
    for (const [agent, count] of lab.asked)
      expect(count - (before.get(agent) ?? 0), `${at}: ${agent}`).toBeLessThanOrEqual(done.includes(agent) ? 1 : 2);
    expect(ended(evidence).sort(), at).toEqual(ended(whole).sort());
  }
}, 900_000);
