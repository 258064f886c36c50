import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { markFailure, withoutValues } from '../../../src/verifier/fingerprint.js';
import type { FailedRun, TestRun } from '../../../src/verifier/types.js';
import { failedRun, failingLogs, textOf } from '../../support/failing-logs.js';

const logs = failingLogs();
const run = (head: string, more: Partial<FailedRun> = {}): FailedRun => ({
  display: 'npm test',
  exitCode: 1,
  signal: null,
  end: 'exited',
  head,
  tail: '',
  elidedBytes: 0,
  ...more,
});
const tests = (...failedNames: string[]): TestRun => ({
  sources: ['tap'],
  passed: 3,
  failed: failedNames.length,
  skipped: 0,
  assertions: null,
  durationMs: null,
  failedNames,
  files: [],
  incidents: [],
});
const print = (head: string, more: Partial<FailedRun> = {}): string => markFailure(run(head, more)).fingerprint;

describe('logs of real runners', () => {
  const marks = new Map<string, string>();
  const again = new Map<string, string>();
  beforeAll(async () => {
    for (const log of logs) {
      const text = textOf(log);
      // As another run prints it: other times, ports, counts and sizes. None stays none.
      const digits = text
        .toString('latin1')
        .replace(/\b[A-Z]{1,4}\d{3,5}\b|[1-9]/g, (found) =>
          found.length > 1 ? found : String((Number(found) % 9) + 1),
        );
      const other = Buffer.from(digits, 'latin1');
      marks.set(log.file, markFailure(await failedRun(text, { exitCode: log.exitCode })).fingerprint);
      again.set(log.file, markFailure(await failedRun(other, { exitCode: log.exitCode })).fingerprint);
    }
  });

  it('have the same fingerprint whatever numbers stand in them', () => {
    const changed = logs.filter(({ file }) => marks.get(file) !== again.get(file)).map(({ file }) => file);
    expect(changed.length / logs.length, changed.join(', ')).toBeLessThanOrEqual(0.01);
  });

  it('have one of their own for each failure', () => {
    const seen = new Map<string, Map<string, string>>();
    for (const { file, runner, label } of logs) {
      const key = `${runner} ${marks.get(file)}`;
      // The same failure in a longer or louder log.
      const said = JSON.stringify(label.map((text) => withoutValues(text.replace(/^[\s+-]+/, ''))));
      const others = seen.get(key) ?? new Map<string, string>();
      seen.set(key, others.set(said, file));
    }
    const alike = [...seen.values()].flatMap((files) => (files.size > 1 ? [[...files.values()]] : []));
    expect(alike.flat().length / logs.length, JSON.stringify(alike)).toBeLessThanOrEqual(0.05);
  });
});

describe('node:test, run here', () => {
  const source = (value: number, error = 'assert.equal(sum(), 5)'): string =>
    `import assert from 'node:assert/strict';import { test } from 'node:test';const sum = () => ${value};test('sums', () => { ${error}; });`;
  const output = (text: string): Promise<string> => {
    const directory = mkdtempSync(join(tmpdir(), 'fingerprint-'));
    writeFileSync(join(directory, 'a.test.mjs'), text);
    const env = { PATH: process.env['PATH'] ?? '' };
    return new Promise<string>((done) => {
      execFile(process.execPath, ['--test', 'a.test.mjs'], { cwd: directory, env }, (_error, stdout, stderr) => {
        rmSync(directory, { recursive: true });
        done(stdout + stderr);
      });
    });
  };

  it('fails in the same way in another directory with another wrong value, and in another way by another error', async () => {
    const [first, second, other] = await Promise.all([
      output(source(3)),
      output(source(1234)),
      output(source(3, 'null.x')),
    ]);
    expect(first).toContain('AssertionError');
    expect(print(first)).toBe(print(second));
    expect(print(first)).not.toBe(print(other));
  });
});

describe('a fingerprint', () => {
  it('is of the failed tests, in any order, where they have names', () => {
    const a = print('first', { tests: tests('adds', 'subtracts') });
    expect(print('something else', { tests: tests('subtracts', 'adds') })).toBe(a);
    expect(print('first', { tests: tests('adds') })).not.toBe(a);
    expect(print('first', { tests: tests('adds', 'divides') })).not.toBe(a);
    // The same test with another error has come somewhere else.
    expect(print('TypeError: x is no function', { tests: tests('adds') })).not.toBe(
      print('AssertionError: 3 !== 4', { tests: tests('adds') }),
    );
    expect(print('AssertionError: 3 !== 4', { tests: tests('adds') })).toBe(
      print('AssertionError: 5 !== 4', { tests: tests('adds') }),
    );
  });

  it('tells checks of one test apart, and not the values that they see', () => {
    const log = (said: string): string =>
      `TAP version 13\nnot ok 1 - all of it\n  ---\n  failureType: 'testCodeFailure'\n  error: '${said}'\n  code: 'ERR_ASSERTION'\n  ...\n`;
    const mark = (said: string) => markFailure(run(log(said), { tests: tests('all of it') }));
    expect(mark('the header is missing').fingerprint).not.toBe(mark('the footer is missing').fingerprint);
    expect(mark('the header is missing').first).not.toBe(mark('the footer is missing').first);
    expect(mark('"red" is not "blue"').fingerprint).toBe(mark('"green" is not "blue"').fingerprint);
    expect(mark('3 rows in place of 5')).toMatchObject({
      fingerprint: mark('4 rows in place of 5').fingerprint,
      first: mark('4 rows in place of 5').first,
    });
  });

  it('stands beside a line that names the failure, not the first line with a word of one', () => {
    const noise = 'console.error\n  warning: 3 errors ignored by retry\n';
    const { line } = markFailure(
      run(`${noise}not ok 1 - adds up\n  ---\n  error: 'the sum is wrong'\n  ...\n`, { tests: tests('adds up') }),
    );
    expect(line).toBe('adds up: the sum is wrong');
  });

  it('tells how a run ended, and why a green one does not count', () => {
    expect(print('x', { exitCode: 2 })).not.toBe(print('x'));
    expect(print('x', { exitCode: null, end: 'timeout' })).not.toBe(print('x'));
    const floor = (message: string) => print('ok', { exitCode: 0, floor: [{ message }] });
    expect(floor('12 of 30 tests ran')).toBe(floor('11 of 30 tests ran'));
    expect(floor('12 of 30 tests ran')).not.toBe(floor('no assertions ran'));
  });

  it('tells failures of a hidden verifier apart by what is said in its place', () => {
    const hidden = (withheld: string) => print('', { withheld });
    expect(hidden('In it failed: "a".')).not.toBe(hidden('In it failed: "b".'));
    expect(hidden('In it failed: "a".')).toBe(hidden('In it failed: "a".'));
  });

  it('is linear in hostile output', () => {
    const started = performance.now();
    markFailure(
      run(`${'/a'.repeat(30_000)}\n${'error '.repeat(10_000)}\n${'a.b:'.repeat(15_000)}\n${'f'.repeat(60_000)}`),
    );
    // Quadratic work would take minutes.
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

describe('values', () => {
  it.each([
    ['2026-11-21T17:10:53.123Z connect ECONNREFUSED 127.0.0.1:39211', '<n>-<n>-<n>T<n>Z connect ECONNREFUSED <n>'],
    ['open /tmp/run-a8Xk2/out.json: no such file', 'open <temporary>: no such file'],
    ['at /workspace/src/deep/a.js:12:5', 'at a.js:<n>'],
    ['at src/deep/a.js:12', 'at src/deep/a.js:<n>'],
    ['object 0x7ffee4b2 of 3f2b8c1d9e', 'object <hex> of <hex>'],
    ['id 550e8400-e29b-41d4-a716-446655440000', 'id <id>'],
    ['and/or, defaced', 'and/or, defaced'],
  ])('are taken out of %j', (line, expected) => {
    expect(withoutValues(line)).toBe(expected);
    expect(withoutValues(line)).not.toMatch(/\d/);
  });
});

describe('where to look first', () => {
  it.each([
    ['not ok 1\n  at file:///workspace/src/a.js:7:3', { file: 'src/a.js', line: 7 }],
    ['E   assert 3 == 4\ntest_sum.py:12: AssertionError', { file: 'test_sum.py', line: 12 }],
    [
      'Error: x\n    at node:internal/process:1:1\n    at /workspace/node_modules/x/i.js:1:1\n    at /workspace/lib/y.js:9:1',
      { file: 'lib/y.js', line: 9 },
    ],
    ['Traceback\n  File "/workspace/app/main.py", line 44, in f', { file: 'app/main.py', line: 44 }],
    ['src/x.ts(5,3): error TS2304', { file: 'src/x.ts', line: 5 }],
    ['Error: connect https://example.com:443/a.js:1', null],
    ['error in ../../etc/passwd.txt:3', null],
    ['it failed', null],
  ])('%j', (head, place) => {
    expect(markFailure(run(head)).place).toEqual(place);
  });

  it('is not told of a hidden verifier, nor is anything else of it', () => {
    const mark = markFailure(
      run('not ok 1 secret case\n at src/a.js:7', { withheld: 'It failed.', tests: tests('secret case') }),
    );
    expect(mark).toMatchObject({ line: '', tests: [], place: null, failed: 1 });
  });
});
