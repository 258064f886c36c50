import { describe, expect, it } from 'vitest';
import { compareRuns } from '../../../src/verifier/floor.js';
import { readTrace } from '../../../src/verifier/instrument/trace.js';
import type { SourceCount, TestRun } from '../../../src/verifier/types.js';

const count = (passed: number, failed: number, more: Partial<SourceCount> = {}): SourceCount => ({
  source: 'junit',
  runner: null,
  passed,
  failed,
  skipped: 0,
  unit: 'tests',
  complete: null,
  ...more,
});

const run = (counts: readonly SourceCount[], more: Partial<TestRun> = {}): TestRun => ({
  sources: counts.map(({ source }) => source),
  passed: 0,
  failed: 0,
  skipped: 0,
  assertions: null,
  durationMs: null,
  failedNames: [],
  files: [],
  incidents: [],
  counts,
  processes: [],
  ...more,
});

const file = (name: string, passed: number, failed = 0, skipped = 0) => ({
  file: name,
  passed,
  failed,
  skipped,
  assertions: null,
});

const said = (base: TestRun | undefined, now: TestRun | undefined, changed: readonly string[] = []): string[] =>
  compareRuns(base, now, changed).map(({ message }) => message);

describe('a green run', () => {
  it.each<[string, TestRun | undefined, TestRun | undefined]>([
    ['executes as much', run([count(2, 1)]), run([count(3, 0)])],
    ['executes more', run([count(0, 1)]), run([count(30, 0)])],
    ['has fewer assertions, but all that passed', run([count(2, 2, { unit: 'assertions' })]), run([count(2, 0)])],
    ['has a summary that counted a failure twice', run([count(3, 1, { unit: 'summary' })]), run([count(3, 0)])],
    ['was counted on neither side', undefined, undefined],
    [
      'printed what looks like results of another format, and the base none',
      run([count(5, 1, { source: 'text' })]),
      run([count(6, 0, { source: 'text' }), count(1, 1, { source: 'tap' })]),
    ],
    [
      'wrote a report with failures, and the base none',
      run([count(1, 1, { source: 'tap' })]),
      run([count(2, 0, { source: 'tap' }), count(0, 1)]),
    ],
    ['is counted for the first time', undefined, run([count(1, 0)])],
    [
      'lost a name under which nothing passed',
      run([count(1, 1)], { files: [file('', 0, 1), file('a', 1)] }),
      run([count(2, 0)], { files: [file('a', 1), file('b', 1)] }),
    ],
    [
      'prints no summary, where a better format counts',
      run([count(1, 1), count(1, 1, { source: 'text', runner: 'jest', unit: 'summary' })]),
      run([count(2, 0)]),
    ],
  ])('that %s is one', (_what, base, now) => {
    expect(said(base, now)).toEqual([]);
  });

  it.each<[string, TestRun | undefined, TestRun | undefined, string]>([
    [
      'executes less',
      run([count(1_200, 34)]),
      run([count(1_230, 0)]),
      'JUnit report: 1,234 tests executed on the base, 1,230 now',
    ],
    [
      'skips what its summary showed to fail',
      run([count(2, 1, { source: 'text', runner: 'mocha', unit: 'summary' })]),
      run([count(2, 0, { source: 'text', runner: 'mocha', unit: 'summary', skipped: 1 })]),
      "mocha's summary: 3 tests executed on the base, 2 now (1 more skipped)",
    ],
    [
      'skips',
      run([count(2, 1)]),
      run([count(2, 0, { skipped: 1 })]),
      'JUnit report: 3 tests executed on the base, 2 now (1 more skipped)',
    ],
    ['has no results', run([count(0, 1)]), undefined, 'JUnit report: 1 test executed on the base, no results now'],
    [
      'has other results instead',
      run([count(0, 1)]),
      run([count(9, 0, { source: 'tap' })]),
      'JUnit report: 1 test executed on the base, no results now',
    ],
    [
      'asserts less',
      run([count(12, 1, { source: 'tap', unit: 'assertions' })]),
      run([count(0, 0, { source: 'tap', unit: 'assertions' })]),
      'TAP: 12 assertions passed on the base, 0 now',
    ],
    [
      'asserts nothing, where all had failed',
      run([count(0, 4, { unit: 'assertions' })]),
      run([count(0, 0)]),
      'JUnit report: 1 assertion passed on the base, 0 now',
    ],
    [
      'has failures',
      undefined,
      run([count(1, 2)]),
      'JUnit report shows 2 tests that failed, but the command exited with 0',
    ],
    [
      'ends in the middle',
      run([count(1, 1, { complete: true })]),
      run([count(2, 0, { complete: false })]),
      'JUnit report: the results end in the middle; on the base they were whole',
    ],
    [
      'lost a file',
      run([count(2, 1)], { files: [file('test/a.js', 2), file('test/b.js', 0, 1)] }),
      run([count(5, 0)], { files: [file('test/b.js', 5)] }),
      'test/a.js: 2 tests passed on the base, 0 executed now',
    ],
    [
      'left no trace',
      run([], { processes: [{ main: 'test/a.js', started: 1, ended: 1 }] }),
      undefined,
      'test/a.js: ran on the base, left no trace now',
    ],
    [
      'ended without a word',
      run([], { processes: [{ main: 'test/a.js', started: 1, ended: 1 }] }),
      run([], { processes: [{ main: 'test/a.js', started: 1, ended: 0 }] }),
      'test/a.js: ended without a trace, which it did not on the base',
    ],
  ])('that %s is none', (_what, base, now, message) => {
    expect(said(base, now)).toContain(message);
  });

  it('is blamed for what the change did, and the base did not', () => {
    const incident = (name: string, written = false) => ({ file: name, message: `${name} did it`, written });
    const now = run([], { incidents: [incident('lib/a.js'), incident('test/b.js'), incident('dist/c.js', true)] });
    expect(said(undefined, now, ['lib/a.js'])).toEqual(['lib/a.js did it', 'dist/c.js did it']);
    expect(said(run([], { incidents: [incident('lib/a.js')] }), now, ['lib/a.js'])).toEqual(['dist/c.js did it']);
  });

  it('has a bounded number of findings', () => {
    const files = Array.from({ length: 500 }, (_, i) => file(`${i}`, 1));
    const found = said(run([], { files }), run([], { files: [file('other', 1)] }));
    expect(found).toHaveLength(21);
    expect(found.at(-1)).toBe('and 480 more of this kind');
  });
});

describe('a process', () => {
  const isTest = (path: string): boolean => path.startsWith('test/');
  const trace = (...records: object[]) => readTrace(records.map((one) => JSON.stringify(one)).join('\n'), isTest);
  const start = (pid: number, ppid: number, main: string, flags: string[] = []) => ({
    t: 'start',
    pid,
    ppid,
    main,
    flags,
  });
  const ask = (pid: number, by: string) => ({ t: 'ask', pid, how: 'process.exit', code: 0, by, own: by });
  const end = (pid: number, more: object = {}) => ({
    t: 'end',
    pid,
    code: 0,
    was: 0,
    libraries: [],
    assertedBy: [],
    ...more,
  });
  const files = (...records: object[]): string[] => trace(...records).incidents.map(({ file }) => file);

  it('of tests is one by its main script, its library or its runner', () => {
    expect(files(start(2, 1, 'test/a.js'), ask(2, 'lib/a.js'), end(2))).toEqual(['lib/a.js']);
    expect(files(start(2, 1, 'check.js'), ask(2, 'lib/a.js'), end(2, { libraries: ['tape'] }))).toEqual(['lib/a.js']);
    expect(files(start(2, 1, 'node_modules/.bin/mocha'), ask(2, 'lib/a.js'), end(2))).toEqual(['lib/a.js']);
    expect(files(start(2, 1, 'test/a.js', ['--test']), start(3, 2, 'test/a.js'), ask(3, 'lib/a.js'), end(3))).toEqual([
      'lib/a.js',
    ]);
  });

  it('under test ends as it likes', () => {
    expect(files(start(2, 1, 'bin/a.js'), ask(2, 'lib/a.js'), end(2))).toEqual([]);
    expect(
      files(start(2, 1, 'test/a.js'), start(3, 2, 'test/fixtures/app.js'), ask(3, 'lib/a.js'), end(3), end(2)),
    ).toEqual([]);
    expect(
      files(
        start(2, 1, 'bin/a.js'),
        ask(2, 'lib/a.js'),
        end(2, { libraries: ['node:assert'], assertedBy: ['lib/a.js'] }),
      ),
    ).toEqual([]);
  });

  it('that fails hides nothing, and no package of the run is blamed', () => {
    expect(files(start(2, 1, 'test/a.js'), ask(2, 'lib/a.js'), { ...end(2), code: 1 })).toEqual([]);
    expect(files(start(2, 1, 'test/a.js'), ask(2, 'node_modules/x/i.js'), ask(2, '/usr/lib/x.js'), end(2))).toEqual([]);
  });

  it('may be its own parent, or in a circle', () => {
    expect(files(start(2, 2, 'test/a.js'), ask(2, 'lib/a.js'), end(2))).toEqual(['lib/a.js']);
    expect(() => files(start(2, 3, 'a.js'), start(3, 2, 'b.js'))).not.toThrow();
  });

  it('of Python: an exit that a test caught is none', () => {
    const python = { t: 'start', pid: 5, ppid: 1, main: '-m pytest -q', python: '3' };
    const exit = { ...ask(5, 'cli.py'), how: 'sys.exit' };
    expect(files(python, exit, { t: 'pytest', pid: 5, failed: [] })).toEqual([]);
    expect(files(python, exit)).toEqual(['cli.py']);
  });
});
