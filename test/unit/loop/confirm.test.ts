import { describe, expect, it } from 'vitest';
import { flakyTests, flakyWords } from '../../../src/loop/confirm.js';
import type { TestRun } from '../../../src/verifier/types.js';

function run(...failedNames: string[]): TestRun {
  return {
    sources: ['tap'],
    passed: 1,
    failed: failedNames.length,
    skipped: 0,
    assertions: null,
    durationMs: null,
    failedNames,
    files: [],
    incidents: [],
  };
}

describe('flaky tests', () => {
  it('are those that failed in one run and not in another', () => {
    expect(flakyTests([[run('a', 'b')], [run('b')], [run('b', 'c')]])).toEqual(['a', 'c']);
    expect(flakyTests([[run('a')], [run()]])).toEqual(['a']);
    expect(
      flakyTests([
        [run('a'), run('b')],
        [run('b'), run('a')],
      ]),
    ).toEqual([]);
    expect(flakyTests([[run('a')]])).toEqual([]);
    expect(flakyTests([])).toEqual([]);
  });

  it('are not guessed from a list that was cut', () => {
    const long = Array.from({ length: 100 }, (_, at) => `t${at}`);
    expect(flakyTests([[run('a')], [run(...long)]])).toEqual(long);
    expect(flakyTests([[run('a')], [run(...long)]])).not.toContain('a');
  });

  it('are named, quoted, and bounded', () => {
    const names = ['a\nb', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(flakyWords({ wanted: 3, runs: 3, passed: 2, flaky: names })).toBe(
      'It passed in 2 of 3 runs in fresh rooms, so it is flaky. Not the same in each: "a\\nb", "c", "d", "e", "f" and 2 more.',
    );
    expect(flakyWords({ wanted: 3, runs: 2, passed: 1, flaky: [] })).toBe(
      'It passed in 1 of 2 runs in fresh rooms, so it is flaky.',
    );
  });
});
