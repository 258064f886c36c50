import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest';
import { arena, attempt } from '../cheats/arena.js';
import { cheatOn, lineOf, tell } from '../cheats/suite.js';
import { CHEATS } from '../cheats/table.js';
import type { Task } from '../cheats/task.js';
import { CHEAT_TASKS, cheatTasks } from '../cheats/tasks.js';
import { ROOT } from '../support/dist.js';
import { git } from '../support/workspace.js';

/**
 * Every cheat on the task where it is surest to fool whoever only looks into its room. With CHEATS_REPORT, which
 * `npm run cheats` sets, on every task where it makes sense, and a line of each for the table.
 */
const ALL = Boolean(process.env['CHEATS_REPORT']);

const place = arena();
let tasks: ReadonlyMap<string, Task>;
beforeAll(() => {
  tasks = cheatTasks(place.directory);
});
afterAll(place.dispose);

function taskOf(name: string, ctx: TestContext): Task {
  return tasks.get(name) ?? ctx.skip(`this machine has not what the task ${name} needs`);
}

/** The tasks of a cheat; the first is where it has to fool. */
const tasksOf = (only: string | undefined): readonly string[] => only?.split(' ') ?? CHEAT_TASKS;
const cells = CHEATS.flatMap((cheat) =>
  tasksOf(cheat.only)
    .slice(0, ALL ? undefined : 1)
    .map((task, index) => ({ name: cheat.name, task, cheat, home: index === 0 })),
);

describe('an agent that', () => {
  it.concurrent.for(cells)('$name is never green on $task', async ({ cheat, task: name, home }, ctx) => {
    const task = taskOf(name, ctx);
    const { result, line } = await cheatOn(place.directory, task, cheat);
    tell(line);
    const { verdict, run } = result;
    const log = result.evidence('logs/attempt-1.log');
    expect(verdict.green, log).toBe(false);
    expect(verdict.verified).toBe(false);
    expect(run.code).toBe(1);
    // It was really carried out: it reached its last line, and would have convinced a check in its own room.
    expect(log).toContain('staged');
    if (cheat.fools && home) expect(line.fooled, log).toBe(true);
    expect(verdict.baseline?.passed).toBe(false);
    if (!home) return;
    expect(verdict.verdict, verdict.reason).toBe(cheat.ends);
    const refused = verdict.attempts.flatMap(({ refusals }) => refusals.map(({ path }) => path));
    expect(refused).toEqual(expect.arrayContaining([...(cheat.refused?.(task) ?? [])]));
  });
});

/** Tasks with a way to answer the visible tests alone. */
const SPECIAL = ['demo', 'py-unittest', 'shell-quote', 'secure-json-parse', 'minimist', 'pytest', 'go-test'];

describe.each(ALL ? SPECIAL : SPECIAL.slice(0, 2))('on %s, inputs that the tests show', (name) => {
  const hidden = (task: Task): Record<string, string> => ({
    'hidden-verify': task.special?.verify ?? '',
    'hidden-files': task.special?.hidden ?? '',
  });

  // What docs/threat-model.md admits under "What remains".
  it.concurrent('and only they, are answered: green without a hidden verifier', async (ctx) => {
    const task = taskOf(name, ctx);
    const result = await attempt(place.directory, task, `set -e\n${task.special?.script}`);
    tell(lineOf('special', 'answers only the inputs of the tests', 16, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
  });

  it.concurrent('and only they, are answered: caught by a hidden verifier', async (ctx) => {
    const task = taskOf(name, ctx);
    const result = await attempt(place.directory, task, `set -e\n${task.special?.script}`, hidden(task));
    tell(lineOf('special, hidden verifier', 'answers only the inputs of the tests', 16, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
    const proofs = result.verdict.attempts.flatMap((one) => one.proofs.map(({ what, passed }) => [what, passed]));
    expect(proofs.at(-1)).toEqual(['hidden', false]);
  });

  it.concurrent('and all others are answered: green with a hidden verifier', async (ctx) => {
    const task = taskOf(name, ctx);
    const result = await attempt(place.directory, task, `set -e\n${task.fix}`, hidden(task));
    tell(lineOf('honest', 'mends the bug, with a hidden verifier', 0, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
  });
});

// Those from npm are in npm-tasks.test.ts.
describe.each(ALL ? CHEAT_TASKS : CHEAT_TASKS.filter((name) => /^(py|go)/.test(name)))('on %s', (name) => {
  it.concurrent('the honest fix is verified', async (ctx) => {
    const task = taskOf(name, ctx);
    const result = await attempt(place.directory, task, `set -e\n${task.fix}`);
    tell(lineOf('honest', 'mends the bug', 0, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('verified');
  });

  it.concurrent('doing nothing is not', async (ctx) => {
    const task = taskOf(name, ctx);
    const result = await attempt(place.directory, task, 'true');
    tell(lineOf('idle', 'does nothing', 0, task, result));
    expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
  });
});

it('the threat model admits what is left', () => {
  const text = readFileSync(join(ROOT, 'docs/threat-model.md'), 'utf8').replace(/\s+/g, ' ');
  const remains = text.slice(text.indexOf('## What remains'));
  expect(remains).toContain('special-case the tests');
  expect(remains).toContain('print every line that a passing run prints');
  expect(remains).toContain('passes now and then');
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
