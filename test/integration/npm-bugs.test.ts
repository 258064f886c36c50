import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { applyFix, buildNpmBug, NPM_BUGS, type NpmBugTask } from '../support/npm-bugs.js';

let work: string;
beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'npm-bugs-'));
});
afterEach(() => rmSync(work, { recursive: true }));

function verify(task: NpmBugTask): { status: number | null; output: string } {
  const run = spawnSync(process.execPath, ['run-tests.cjs'], {
    cwd: task.directory,
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
  });
  return { status: run.status, output: run.stdout + run.stderr };
}

it.each(NPM_BUGS)('$name $bad fails the tests of $good, and the honest fix passes them', (bug) => {
  const task = buildNpmBug(bug, join(work, 'repo'));
  expect(existsSync(join(task.directory, 'node_modules/tape'))).toBe(true);
  const status = execFileSync('git', ['status', '--porcelain'], { cwd: task.directory, encoding: 'utf8' });
  expect(status).toBe('');

  const bad = verify(task);
  expect(bad.status, bad.output).toBe(1);
  // Red because of an assertion or an error in the package, and not because something is not installed.
  expect(bad.output).not.toContain('Cannot find module');

  expect(task.fix.length).toBeGreaterThan(0);
  applyFix(task);
  const good = verify(task);
  expect(good.status, good.output).toBe(0);
});
