import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { sumTask } from '../support/sum-task.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = sumTask(place.directory);
});
afterAll(place.dispose);

const run = (script: string, settings: Record<string, string>): Promise<Result> =>
  attempt(place.directory, task, `set -e\n${script}`, settings);

/** Fails in one of two runs. That twenty of them are the same happens twice in a million times. */
const FLAKY = 'node -e "process.exit(Math.random() < 0.5 ? 1 : 0)"';

describe('confirm-runs', () => {
  it.concurrent('proves a change as often as it is to be proved, on a base that fails as often', async () => {
    const result = await run(task.fix, { 'confirm-runs': '3' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.verdict.attempts[0]?.proofs.map(({ what, run, passed }) => [what, run, passed])).toEqual([
      ['patch', 1, true],
      ['patch', 2, true],
      ['patch', 3, true],
    ]);
    expect(new Set(result.verdict.attempts[0]?.proofs.map(({ room }) => room)).size).toBe(3);
    expect(result.verdict.attempts[0]?.confirmations).toEqual({ wanted: 3, runs: 3, passed: 3, flaky: [] });
    expect(result.verdict.attempts[0]?.summary).toContain('3 of 3 times');
    expect(result.verdict.baselineRuns?.map(({ run, passed }) => [run, passed])).toEqual([
      [1, false],
      [2, false],
      [3, false],
    ]);
    expect(result.verdict.baselineConfirmations).toMatchObject({ wanted: 3, runs: 3, passed: 0 });
  });

  it.concurrent('stops at the first failure of a change that fails at once', async () => {
    const result = await run('touch x', { 'confirm-runs': '20', baseline: 'any' });
    expect(result.verdict.attempts[0]?.proofs).toHaveLength(1);
    expect(result.verdict.attempts[0]?.confirmations).toMatchObject({ wanted: 20, runs: 1, passed: 0 });
  });

  it.concurrent('catches a verifier that passes now and then', async () => {
    const result = await run('touch done', {
      'confirm-runs': '20',
      'max-attempts': '1',
      baseline: 'any',
      verify: `[ -e done ] || exit 1; ${FLAKY}`,
    });
    expect(result.verdict, result.verdict.reason).toMatchObject({ verdict: 'attempts-exhausted', green: false });
    const last = result.verdict.attempts[0];
    const passed = last?.confirmations?.passed ?? 0;
    expect(last?.confirmations?.runs).toBe(passed + 1);
    expect(last?.proofs.map((proof) => proof.passed)).toEqual([...Array(passed).fill(true), false]);
    if (passed > 0) expect(last?.summary).toContain(`It passed in ${passed} of ${passed + 1} runs`);
  });

  it.concurrent('says of a base that it is not always red, and goes on', async () => {
    const result = await run(task.fix, { 'confirm-runs': '20', verify: `node test/sum.test.js && exit 0; ${FLAKY}` });
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.verdict.baseline?.passed).toBe(false);
    expect(result.verdict.baselineConfirmations?.passed).toBeGreaterThan(0);
    expect(result.verdict.notices.join('\n')).toMatch(/base.*passed in \d+ of \d+ runs/);
  });

  it.concurrent('starts nobody on a base that passes each time', async () => {
    const result = await run('touch x', { 'confirm-runs': '3', verify: 'true' });
    expect(result.verdict).toMatchObject({ verdict: 'nothing-to-prove', attempts: [] });
    expect(result.verdict.baselineRuns).toHaveLength(3);
  });
});
