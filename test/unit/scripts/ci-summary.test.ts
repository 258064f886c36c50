import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';

const script = fileURLToPath(new URL('../../../scripts/ci-summary.mjs', import.meta.url));
const work = mkdtempSync(join(tmpdir(), 'ci-summary-'));
afterAll(() => rmSync(work, { recursive: true }));

interface Row {
  readonly what: string;
  readonly report: unknown;
  readonly exitCode?: number;
  readonly failedChecks?: number;
  readonly line: string;
}

function file(status: string, ...tests: string[]): unknown {
  return { name: 'a.test.ts', message: '', status, assertionResults: tests.map((test) => ({ status: test })) };
}

const rows: Row[] = [
  { what: 'all pass', report: [file('passed', 'passed', 'passed')], line: '2 passed, 0 failed, 0 skipped' },
  {
    what: 'skipped and todo tests',
    report: [file('passed', 'passed', 'pending', 'skipped', 'todo')],
    line: '1 passed, 0 failed, 3 skipped',
  },
  {
    what: 'a failed test',
    report: [file('failed', 'passed', 'failed')],
    exitCode: 1,
    line: '1 passed, 1 failed, 0 skipped',
  },
  {
    what: 'a file that cannot be loaded',
    report: [file('passed', 'passed'), file('failed')],
    exitCode: 1,
    line: '1 passed, 1 failed, 0 skipped',
  },
  {
    what: 'a runner that fails without a failed test',
    report: [file('passed', 'passed')],
    exitCode: 1,
    line: '1 passed, 1 failed, 0 skipped',
  },
  { what: 'failed checks', report: [file('passed', 'passed')], failedChecks: 2, line: '1 passed, 2 failed, 0 skipped' },
  { what: 'no test', report: [], line: '0 passed, 1 failed, 0 skipped' },
  { what: 'no report', report: undefined, exitCode: 1, line: '0 passed, 1 failed, 0 skipped' },
];

it('says last what failed, where, and with what message', () => {
  const path = join(work, 'failed.json');
  const test = {
    status: 'failed',
    fullName: 'a room ends',
    failureMessages: ['expected 3 to be 1\n  | error: no rooms'],
  };
  const report = [{ name: 'a.test.ts', message: '', status: 'failed', assertionResults: [test, { status: 'passed' }] }];
  writeFileSync(path, JSON.stringify({ testResults: report }));
  const { stdout } = spawnSync(process.execPath, [script, path, '1', '0'], { encoding: 'utf8' });
  expect(stdout).toBe(
    '== FAILED: a.test.ts: a room ends\nexpected 3 to be 1\n  | error: no rooms\n\n1 passed, 1 failed, 0 skipped\n',
  );
});

it('shows a bounded part of what a thousand failed tests say', () => {
  const path = join(work, 'thousand.json');
  const test = { status: 'failed', fullName: 'x', failureMessages: ['y'.repeat(20_000)] };
  const file = { name: 'a.test.ts', message: '', status: 'failed', assertionResults: Array(1000).fill(test) };
  writeFileSync(path, JSON.stringify({ testResults: [file] }));
  const options = { encoding: 'utf8', maxBuffer: 2 ** 26 } as const;
  const { stdout, status } = spawnSync(process.execPath, [script, path, '1', '0'], options);
  expect(stdout.length).toBeLessThan(600_000);
  expect(stdout.split('\n').at(-2)).toBe('0 passed, 1000 failed, 0 skipped');
  expect(status).toBe(1);
});

it.each(rows)('counts $what', ({ report, exitCode = 0, failedChecks = 0, line }) => {
  const path = join(work, 'report.json');
  rmSync(path, { force: true });
  if (report !== undefined) writeFileSync(path, JSON.stringify({ testResults: report }));
  const run = spawnSync(process.execPath, [script, path, String(exitCode), String(failedChecks)], { encoding: 'utf8' });
  expect(run.stdout.trimEnd().split('\n').at(-1)).toBe(line);
  expect(run.status).toBe(line.includes(' 0 failed') ? 0 : 1);
});
