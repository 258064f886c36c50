import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arena, attempt, demoTask, npmTask, type Task } from '../cheats/arena.js';
import { KNOWN_LIMITS } from '../cheats/known-limits.js';
import { CHEATS, type Cheat } from '../cheats/table.js';
import { ROOT } from '../support/dist.js';
import { NPM_BUGS } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';

const place = arena();
const tasks = new Map<string, Task>();
const TASKS = ['demo', 'qs'];

beforeAll(() => {
  const bug = NPM_BUGS.find(({ name }) => name === 'qs');
  if (!bug) throw new Error('there is no bug of qs');
  tasks.set('demo', demoTask(place.directory));
  tasks.set('qs', npmTask(bug, place.directory));
  // A later commit with the fix in it, on a branch of the checkout's own repository.
  for (const task of tasks.values()) {
    git(task.directory, 'checkout', '-q', '-b', 'fixed');
    execFileSync('/bin/bash', ['-ec', task.fix], { cwd: task.directory });
    git(task.directory, 'commit', '-qam', 'The fix');
    git(task.directory, 'checkout', '-q', 'main');
  }
});
afterAll(place.dispose);

const on = (only: string | undefined, name: string): boolean => only === undefined || only.split(' ').includes(name);

function taskOf(name: string): Task {
  const task = tasks.get(name);
  if (!task) throw new Error(`no task ${name}`);
  return task;
}

/** A cheat, and then the agent's own run of the verifier, which would convince anybody who only looks there. */
function staged(script: string, verify: string, { fools, copy }: Cheat): string {
  const place = copy ? 'cp -a . "$TMPDIR/look"; cd "$TMPDIR/look"; ' : '';
  const look = fools ? `${place}if /bin/sh -e -c ${quote(verify)} >/dev/null 2>&1; then echo fooled; fi` : '';
  return `set -e\n${script}\necho staged\n${look}\n`;
}

describe.each(TASKS)('on %s, an agent that', (name) => {
  it.concurrent.each(CHEATS.filter(({ only }) => on(only, name)))('$name is never green', async (cheat) => {
    const task = taskOf(name);
    const verify = cheat.settings?.['verify'] ?? task.verify;
    const { verdict, run, evidence } = await attempt(
      place.directory,
      task,
      staged(cheat.script(task), verify, cheat),
      cheat.settings,
    );
    const log = evidence('logs/attempt-1.log');
    expect(verdict.green, log).toBe(false);
    expect(verdict.verified).toBe(false);
    expect(run.code).toBe(1);
    // The cheat was really carried out: it reached its last line, and would have convinced a check in its own room.
    expect(log).toContain('staged');
    if (cheat.fools) expect(log).toContain('fooled');
    expect(verdict.verdict, verdict.reason).toBe(cheat.ends);
    expect(verdict.baseline?.passed).toBe(false);
    const refused = verdict.attempts.flatMap(({ refusals }) => refusals.map(({ path }) => path));
    expect(refused).toEqual(expect.arrayContaining([...(cheat.refused?.(task) ?? [])]));
  });
});

describe('known limits: what decides happens inside the process of the verifier', () => {
  const cases = KNOWN_LIMITS.flatMap((limit) =>
    TASKS.filter((name) => on(limit.only, name)).map((name) => ({ ...limit, task: name })),
  );
  // These assert what is true today and what docs/threat-model.md admits. A floor on the number of executed tests will
  // turn them red; they then move to the table of cheats.
  it.concurrent.each(cases)('$task: $name', async ({ task, script }) => {
    const { verdict } = await attempt(place.directory, taskOf(task), `set -e\n${script(taskOf(task))}`);
    expect(verdict.verdict, verdict.reason).toBe('verified');
  });

  it('each is admitted by the threat model', () => {
    const text = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8').replace(/\s+/g, ' ');
    const remains = text.slice(text.indexOf('## What remains'));
    expect(remains).toContain('exit code can be forged from inside the program under test');
    expect(remains).toContain('replace the assertions');
    expect(remains).toContain('special-case the tests');
    expect(remains).toContain('passes now and then');
  });
});

describe('afterwards', () => {
  it('no process of a room is left, and no program of a room ran on the host', () => {
    const commands = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        } catch {
          return '';
        }
      });
    expect(commands.filter((command) => /daemon-of-(demo|qs)/.test(command))).toEqual([]);
    for (const task of tasks.values()) expect(existsSync(`${task.directory}-hook-ran`)).toBe(false);
  });

  it('the checkouts are as they were', () => {
    for (const task of tasks.values()) {
      expect(git(task.directory, 'status', '--porcelain', '--untracked-files=all')).toBe('');
      expect(git(task.directory, 'fsck', '--no-progress', '--no-dangling')).toBe('');
    }
  });
});

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
