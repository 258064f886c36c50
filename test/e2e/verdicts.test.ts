import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask } from '../cheats/arena.js';
import type { Task } from '../cheats/task.js';
import { git } from '../support/workspace.js';

const place = arena();
let task: Task;
beforeAll(() => {
  task = demoTask(place.directory);
});
afterAll(place.dispose);

const run = (script: string, settings: Record<string, string> = {}) =>
  attempt(place.directory, task, `set -e\n${script}`, settings);

describe('a verifier that passes on the base', () => {
  it.concurrent('ends the run before an agent starts: nothing-to-prove', async () => {
    const result = await run('echo started', { verify: 'true' });
    expect(result.verdict).toMatchObject({ verdict: 'nothing-to-prove', green: false, verified: false, attempts: [] });
    expect(result.run.code).toBe(0);
    expect(result.verdict.hint).toContain('baseline: any');
    // Its room may stand already; nothing was started in it.
    expect(result.evidence('journal.jsonl')).not.toContain('attempt.started');
    expect(result.evidence('journal.jsonl').match(/"command.finished"/g)).toHaveLength(1);
    expect(result.evidence('journal.jsonl').match(/"room.opened"/g)?.length).toBe(
      result.evidence('journal.jsonl').match(/"room.closed"/g)?.length,
    );
    expect(result.evidence('logs/attempt-1.log')).toBe('');
  });

  it.concurrent('is allowed by baseline: any, and the record keeps that it passed', async () => {
    const result = await run('echo "// a change" >> src/parse.js', { verify: 'true', baseline: 'any' });
    expect(result.verdict.verdict).toBe('verified');
    expect(result.verdict.baseline?.passed).toBe(true);
    expect(result.run.stderr).toContain('passes on the base already');
  });
});

describe('time', () => {
  it.concurrent('of the run is over: time-exhausted', async () => {
    const result = await run('echo begun; sleep 3600', { timeout: '4s', verify: 'false' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('time-exhausted');
    expect(result.run.code).toBe(1);
  });

  it.concurrent('of an attempt is over: the attempt ends, the run goes on', async () => {
    const result = await run('if [ "$CLEANROOM_ATTEMPT" = 1 ]; then sleep 3600; fi; touch done', {
      // The second attempt has to be done in it, on a machine that may be busy.
      'attempt-timeout': '10s',
      'max-attempts': '2',
      verify: 'test -e done',
    });
    expect(result.verdict.attempts.map(({ outcome, agent }) => [outcome, agent.end])).toEqual([
      ['agent-error', 'timeout'],
      ['proved', 'exited'],
    ]);
    expect(result.verdict.verdict).toBe('verified');
  });

  it.concurrent('of the last attempt is over, and nothing was done: agent-error', async () => {
    const result = await run('sleep 3600', { 'attempt-timeout': '1s', verify: 'false' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('agent-error');
    expect(result.run.code).toBe(1);
  });

  it.concurrent('of the verifier is over: red, on the base as in the proof', async () => {
    const result = await run('touch done', { verify: 'sleep 3600', 'verify-timeout': '1s' });
    expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
    expect(result.verdict.baseline).toMatchObject({ passed: false, end: 'timeout', exitCode: null });
    expect(result.verdict.attempts[0]?.proofs[0]).toMatchObject({ passed: false, end: 'timeout' });
  });
});

describe('a verifier that', () => {
  it.concurrent.each(['KILL', 'TERM', 'SEGV'])('kills itself with %s is red', async (signal) => {
    const verify = `if [ -e done ]; then kill -${signal} $$; fi; exit 1`;
    const result = await run('touch done', { verify });
    expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
    expect(result.verdict.attempts[0]?.proofs[0]).toMatchObject({
      passed: false,
      end: 'signalled',
      exitCode: null,
      signal: `SIG${signal}`,
    });
  });

  it.concurrent('is not there is red, and so is one without a right to run', async () => {
    for (const verify of ['["./no-such-program"]', '["./README.md"]', '["no-such-program"]']) {
      const result = await run('touch done', { verify });
      expect(result.verdict.green, verify).toBe(false);
      expect(['attempts-exhausted', 'infra-error']).toContain(result.verdict.verdict);
    }
  });

  it.concurrent('reads the report is given the validated one', async () => {
    const settings = {
      verify:
        'test "$(cat "$CLEANROOM_REPORT_FILE")" = \'{"lines":3}\'; if (: >> "$CLEANROOM_REPORT_FILE") 2>/dev/null; then exit 1; fi',
      schema: '{"type":"object","required":["lines"],"properties":{"lines":{"type":"integer"}}}',
    };
    const hand = (text: string): string => `printf '%s' '${text}' > "$CLEANROOM_REPORT_FILE"`;
    const right = await run(hand('{ "lines": 3 }'), settings);
    expect(right.verdict.verdict, right.verdict.reason).toBe('verified');
    expect(right.verdict.attempts[0]?.patch.files).toBe(0);
    const wrong = await run(hand('{"lines":4}'), settings);
    expect(wrong.verdict.verdict).toBe('attempts-exhausted');
    const invalid = await run(hand('{"lines":"3"}'), settings);
    expect(invalid.verdict.green).toBe(false);
  });
});

describe('an agent that', () => {
  it.concurrent('says why it cannot go on: blocked', async () => {
    const report =
      '{"summary":"no","changes":[],"blocked":{"reason":"The tests contradict the README.","evidence":"a, b"}}';
    const result = await run(`${task.fix}; printf '%s' '${report}' > "$CLEANROOM_REPORT_FILE"`);
    expect(result.verdict.verdict, JSON.stringify(result.verdict.attempts)).toBe('blocked');
    expect(result.verdict.reason).toContain('The tests contradict the README.');
    expect(result.run.code).toBe(1);
    // What it changed is proved, for the reader alone.
    expect(result.verdict.green).toBe(false);
    expect(result.verdict.attempts[0]?.proofs).toMatchObject([{ passed: true }]);
  });

  it.concurrent('fails without a change: agent-error; fails with the work done: verified', async () => {
    const failed = await run('exit 3');
    expect(failed.verdict.verdict).toBe('agent-error');
    const done = await run(`${task.fix}; exit 3`);
    expect(done.verdict.verdict, done.verdict.reason).toBe('verified');
    expect(done.verdict.attempts[0]?.agent.exitCode).toBe(3);
  });
});

describe('infra-error', () => {
  it.concurrent('when prepare fails; no agent starts', async () => {
    const result = await run(task.fix, { prepare: 'echo no such registry >&2; exit 7' });
    expect(result.verdict).toMatchObject({ verdict: 'infra-error', green: false, attempts: [] });
    expect(result.run.code).toBe(3);
    expect(result.verdict.reason).toContain('no such registry');
    expect(result.evidence('logs/prepare.log')).toContain('no such registry');
  });

  it('when the checkout is edited while the run uses it', async ({ skip }) => {
    const signals = join(place.directory, 'signals');
    mkdirSync(signals);
    const file = join(task.directory, 'src/format.js');
    const before = readFileSync(file, 'utf8');
    const script = `set -e\n${task.fix}\nuntil [ -e ${signals}/go ]; do sleep 0.05; done`;
    const result = await attempt(
      place.directory,
      { ...task, args: [...task.args, '--tools', signals] },
      script,
      { 'attempt-timeout': '60s' },
      {
        onOutput(text) {
          if (!text.includes('attempt 1 of 1')) return;
          appendFileSync(file, '// edited meanwhile\n');
          writeFileSync(join(signals, 'go'), '');
        },
      },
    );
    writeFileSync(file, before);
    if (result.evidence('journal.jsonl').includes('"source":"objects"')) skip('rooms cannot use the checkout here');
    expect(result.verdict.verdict, result.verdict.reason).toBe('infra-error');
    expect(result.run.code).toBe(3);
    expect(result.verdict.green).toBe(false);
  });
});

it('leaves the checkout as it was', () => {
  expect(git(task.directory, 'status', '--porcelain', '--untracked-files=all')).toBe('');
});
