import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SnapshotFile, snapshotSchema } from '../../src/schemas/snapshot.js';
import { arena, attempt, demoTask, type Result } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { runDist } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = demoTask(place.directory);
});
afterAll(place.dispose);

/** Fails with what a file says until that is `done`. */
const VERIFY =
  'state="$(cat state.txt 2>/dev/null)"; [ "$state" = done ] || { echo "AssertionError: expected done, got $state at src/state.js:7"; exit 1; }';

const run = (script: string, settings: Record<string, string> = {}): Promise<Result> =>
  attempt(place.directory, task, `set -e\n${script}`, { verify: VERIFY, 'max-attempts': '5', ...settings });

const WRONG = 'echo "wrong $CLEANROOM_ATTEMPT" > state.txt; touch ~/of-the-old-conversation';
const when = (number: number, then: string): string =>
  `if [ "$CLEANROOM_ATTEMPT" = ${number} ]; then ${then}; else ${WRONG}; fi`;

interface Line {
  readonly type: string;
  readonly attempt: number;
  readonly prompt?: string;
}
const lines = <T>(text: string): T[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);
const prompts = (result: Result): string[] =>
  lines<Line>(result.evidence('transcript.jsonl')).flatMap(({ prompt }) => (prompt === undefined ? [] : [prompt]));
const snapshotOf = (result: Result): SnapshotFile => JSON.parse(result.evidence('snapshot.json')) as SnapshotFile;

describe('an agent that fails in the same way twice', () => {
  it.concurrent('begins anew from a snapshot, without the old HOME, and may solve it then', async () => {
    const result = await run(when(3, '[ ! -e ~/of-the-old-conversation ]; echo done > state.txt'));
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.verdict.attempts.map(({ outcome, fresh }) => [outcome, fresh])).toEqual([
      ['failed', false],
      ['failed', false],
      ['proved', true],
    ]);
    expect(await evidenceProblems(result.directory)).toEqual([]);
    const checked = lines<{ event: string; streak: number; progress: boolean; stuck: string | null }>(
      result.evidence('journal.jsonl'),
    ).filter(({ event }) => event === 'progress.checked');
    expect(checked).toMatchObject([
      { progress: true, streak: 1, stuck: null },
      { progress: false, streak: 2, stuck: expect.stringContaining('the same failure came again') },
    ]);
    const [first, second, third] = prompts(result);
    expect(first).toContain('- Attempts: 4 after this one.');
    expect(second).toContain('## Not there yet');
    expect(second).not.toContain('## Where an earlier conversation stood');
    expect(third).toMatch(/^## Task\n\nMend the bug that the tests show\./);
    expect(third).toContain('## Where an earlier conversation stood');
    expect(third).toContain('one minimal change: at most 80 lines');
    expect(third).toContain('"state.txt" added +1 -0');
    expect(third).toContain('AssertionError: expected done, got wrong 2');
    // What it had been stuck in is told, and no hand-over is made of it.
    expect(result.verdict.stuck).toMatchObject({ attempt: 2, kind: 'no-progress' });
    const shown = await runDist(['show', result.directory]);
    expect(shown.stdout).not.toContain('stuck  ');
  });

  it.concurrent('ends as no-progress when the fresh conversation comes no further, with the snapshot as hand-over', async () => {
    const result = await run(WRONG);
    expect(result.verdict.verdict, result.verdict.reason).toBe('no-progress');
    expect(result.run.code).toBe(1);
    expect(result.verdict.attempts.map(({ fresh }) => fresh)).toEqual([false, false, true]);
    expect(result.verdict.reason).toMatch(/No progress in 3 attempts in a row.* A fresh conversation came no further/);
    expect(result.verdict.hint).toContain('snapshot.md in the evidence');
    const snapshot = snapshotOf(result);
    const valid = new Ajv2020({ allowUnionTypes: true }).compile(snapshotSchema);
    valid(snapshot);
    expect(valid.errors ?? []).toEqual([]);
    expect(snapshot).toMatchObject({
      attempt: 3,
      kind: 'no-progress',
      streak: 3,
      agent: { name: 'command' },
      command: {
        display: VERIFY,
        argv: ['/bin/sh', '-e', '-c', VERIFY],
        exitCode: 1,
        end: 'exited',
        log: 'logs/proof-3.log',
      },
      output: { head: 'AssertionError: expected done, got wrong 3 at src/state.js:7\n', withheld: false },
      patch: { path: 'attempts/3/change.patch' },
      files: [{ path: 'state.txt', status: 'added', added: 1, deleted: 0 }],
      next: { from: 'failure', file: 'src/state.js', line: 7 },
    });
    expect(snapshot.tried.map(({ attempt: number, fresh }) => [number, fresh])).toEqual([
      [1, false],
      [2, false],
      [3, true],
    ]);
    expect(result.evidence('snapshot.md')).toContain('got wrong 3');
    const shown = await runDist(['show', result.directory]);
    expect(shown.stdout).toContain('stuck     after attempt 3');
    expect(shown.stdout).toContain('→ Mend the first failure alone, beginning at src/state.js:7; snapshot.md');
  });

  it.concurrent('is refused a fresh change that is more than restart-diff-lines', async () => {
    const large = 'echo done > state.txt; seq 20 > more.txt';
    const result = await run(when(3, large), { 'restart-diff-lines': '20' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('no-progress');
    expect(result.verdict.attempts[2]).toMatchObject({ outcome: 'refused', proofs: [], fresh: true });
    // One line becomes another, and twenty are new.
    expect(result.verdict.attempts[2]?.summary).toContain('changes 22 lines of what the snapshot had');
    const wide = await run(when(3, large), { 'restart-diff-lines': '22' });
    expect(wide.verdict.verdict).toBe('verified');
  });

  it.concurrent('hands over at once where nothing may begin anew, and where no attempt is left', async () => {
    const none = await run(WRONG, { 'restart-attempts': '0' });
    expect(none.verdict).toMatchObject({ verdict: 'no-progress', stuck: { attempt: 2 } });
    expect(none.verdict.attempts).toHaveLength(2);
    const last = await run(WRONG, { 'max-attempts': '2' });
    expect(last.verdict).toMatchObject({ verdict: 'attempts-exhausted', stuck: { attempt: 2 } });
    expect(last.verdict.hint).toContain('snapshot.md');
  });

  it.concurrent('goes on to the last attempt with stuck-after: 0, and nobody writes a snapshot', async () => {
    const result = await run(WRONG, { 'stuck-after': '0', 'max-attempts': '4' });
    expect(result.verdict.verdict).toBe('attempts-exhausted');
    expect(result.verdict.attempts.map(({ fresh }) => fresh)).toEqual([false, false, false, false]);
    expect(result.verdict.stuck).toBeUndefined();
    expect(result.evidence('snapshot.json')).toBe('');
  });
});

describe('an agent that gets on', () => {
  it.concurrent('is left alone: another failure every time, or fewer failed tests', async () => {
    const result = await run(
      'case $CLEANROOM_ATTEMPT in 1) echo a ;; 2) echo b ;; 3) echo c ;; *) echo done ;; esac > state.txt',
    );
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
    expect(result.verdict.attempts.map(({ fresh }) => fresh)).toEqual([false, false, false, false]);
    expect(result.verdict.stuck).toBeUndefined();
  });

  it.concurrent('is not when it makes the same change again, whatever the verifier prints', async () => {
    const verify =
      '[ "$(cat state.txt 2>/dev/null)" = done ] || { echo "error $(tr -dc a-z < /dev/urandom | head -c 12)"; exit 1; }';
    const result = await run('echo wrong > state.txt', { verify });
    expect(result.verdict).toMatchObject({ verdict: 'no-progress', stuck: { attempt: 3 } });
    expect(result.verdict.reason).toContain('the patch stayed the same');
  });
});

describe('what the agent would do next', () => {
  it.concurrent('is in the snapshot where its report says so', async () => {
    const report = '{"summary":"s","changes":[],"blocked":null,"next":"Write done to state.txt."}';
    const result = await run(`${WRONG}; printf '%s' '${report}' > "$CLEANROOM_REPORT_FILE"`, { 'max-attempts': '2' });
    expect(result.verdict.attempts.at(-1)?.report).toMatchObject({ state: 'valid' });
    expect(snapshotOf(result).next).toMatchObject({ from: 'agent', text: 'Write done to state.txt.' });
  });
});

describe('what ran out', () => {
  it.concurrent('is named by its setting: verify-timeout', async () => {
    const result = await run('echo wrong > state.txt', {
      verify: 'sleep 60',
      'verify-timeout': '1s',
      'max-attempts': '1',
    });
    expect(result.verdict.attempts[0]?.summary).toContain('the verifier was ended by verify-timeout, 1 s');
    expect(result.verdict.hint).toContain('raise verify-timeout');
  });

  it.concurrent('is named by its setting: attempt-timeout', async () => {
    const result = await run('echo wrong > state.txt; sleep 60', { 'attempt-timeout': '2s', 'max-attempts': '1' });
    expect(result.verdict.attempts[0]?.summary).toContain('the agent was ended by attempt-timeout, 2 s');
    expect(result.verdict.hint).toContain('raise attempt-timeout');
  });

  it.concurrent('is named by its setting: timeout', async () => {
    const result = await run('sleep 60', { timeout: '3s' });
    expect(result.verdict.verdict).toBe('time-exhausted');
    expect(result.verdict.reason).toContain('timeout');
  });
});
