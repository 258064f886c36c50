import { execFileSync } from 'node:child_process';
import { afterAll, describe, expect, it } from 'vitest';
import { arena, attempt, npmTask } from '../cheats/arena.js';
import { lineOf, tell } from '../cheats/suite.js';
import type { Task } from '../cheats/task.js';
import { bugName, NPM_BUGS } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';

/**
 * Real bugs of real packages: red on the base, green with what their authors changed, and one of each package as often
 * as it is tried. A command agent that knows the answer stands for one that finds it.
 */
const CONFIRMATIONS = 3;
/** A bug of each package, and every one for `npm run cheats`: two that are packed alike differ by the fix. */
const OFTEN = NPM_BUGS.filter(
  ({ name }, index) => process.env['CHEATS_REPORT'] || NPM_BUGS.findLastIndex((other) => other.name === name) === index,
);
/** The first of each way to run tests. */
const KINDS = NPM_BUGS.filter(({ runner }, index) => NPM_BUGS.findIndex((other) => other.runner === runner) === index);

const place = arena();
afterAll(() => {
  const rows = table.sort().join('\n');
  process.stdout.write(`\n${'task'.padEnd(26)}base      executed, with the fix\n${rows}\n`);
  place.dispose();
});
const table: string[] = [];

describe('a real bug', () => {
  it.concurrent.for(NPM_BUGS.map((bug) => ({ name: bugName(bug), bug })))('$name', async ({ name, bug }) => {
    const task = npmTask(bug, place.directory);
    const confirmations = OFTEN.includes(bug) ? CONFIRMATIONS : 1;
    const result = await attempt(place.directory, task, `set -e\n${task.fix}`, {
      'confirm-runs': String(confirmations),
    });
    tell(lineOf('honest', `mends the bug, ${confirmations} confirmations`, 0, task, result));
    const { verdict } = result;
    expect(verdict.verdict, `${verdict.reason}\n${result.run.stderr}`).toBe('verified');

    // Red because of the package, and not because something is not installed.
    expect(verdict.baseline).toMatchObject({ passed: false, end: 'exited' });
    expect(result.evidence(verdict.baseline?.log ?? '')).not.toMatch(/Cannot find (module|package)/);
    const proofs = verdict.attempts[0]?.proofs ?? [];
    expect(proofs.map(({ run, passed }) => [run, passed])).toEqual(
      Array.from({ length: confirmations }, (_, index) => [index + 1, true]),
    );
    expect(result.evidence('change.patch')).toContain(task.source);

    // Counted, and the same each time.
    const counts = proofs.map(({ tests }) => tests?.executed ?? 0);
    expect(counts[0]).toBeGreaterThan(0);
    expect(new Set(counts).size).toBe(1);
    const sources = proofs[0]?.tests?.sources.join(', ') ?? '';
    table.push(
      `${`${name.padEnd(26)}${verdict.baseline?.tests?.executed ?? '?'}`.padEnd(36)}${counts.join(' ')} (${sources})`,
    );
    expect(unchanged(task)).toBe('');
  });

  it('they are at least 25, run by at least four kinds of runners', () => {
    expect(NPM_BUGS.length).toBeGreaterThanOrEqual(25);
    expect(new Set(NPM_BUGS.map(({ runner }) => runner)).size).toBeGreaterThanOrEqual(4);
    expect(new Set(NPM_BUGS.map(bugName)).size).toBe(NPM_BUGS.length);
  });

  it.concurrent.for(KINDS.map((bug) => ({ name: bugName(bug), bug })))(
    '$name stays red when nothing is done',
    async ({ bug }) => {
      const task = npmTask(bug, `${place.directory}/idle`);
      const result = await attempt(place.directory, task, 'true');
      tell(lineOf('idle', 'does nothing', 0, task, result));
      expect(result.verdict.verdict, result.verdict.reason).toBe('attempts-exhausted');
      expect([result.verdict.green, result.run.code]).toEqual([false, 1]);
      expect(result.evidence('change.patch')).toBe('');
    },
  );
});

/** The checkout is as it was: of the agent's work there is a patch and nothing else. */
function unchanged(task: Task): string {
  expect(execFileSync('git', ['rev-list', '--count', 'HEAD'], { cwd: task.directory, encoding: 'utf8' }).trim()).toBe(
    '1',
  );
  return git(task.directory, 'status', '--porcelain', '--untracked-files=all');
}
