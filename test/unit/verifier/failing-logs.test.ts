import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { distil, failureLine } from '../../../src/verifier/feedback.js';
import type { FailedRun } from '../../../src/verifier/types.js';
import {
  FAILING_LOGS,
  type FailingLog,
  failedRun,
  failingLogs,
  HALVES,
  halfOf,
  textOf,
} from '../../support/failing-logs.js';

const LONG = 100 * 1024;
const logs = failingLogs();
const runs = new Map<string, FailedRun>();
const unwatched = new Map<string, FailedRun>();

beforeAll(async () => {
  for (const log of logs) {
    const text = textOf(log);
    const more = { exitCode: log.exitCode };
    runs.set(log.file, await failedRun(text, more));
    if (log.bytes > LONG) unwatched.set(log.file, await failedRun(text, more, { watched: false }));
  }
});

const of = (from: ReadonlyMap<string, FailedRun>, log: FailingLog): FailedRun => {
  const run = from.get(log.file);
  if (!run) throw new Error(`no run of ${log.file}`);
  return run;
};
const missing = (log: FailingLog, text: string): string[] => log.label.filter((part) => !text.includes(part));
const lost = (some: readonly FailingLog[], maxBytes: number, from = runs): string[] =>
  some.filter((log) => missing(log, distil(of(from, log), undefined, { maxBytes })).length > 0).map(({ file }) => file);

describe('the corpus of failing logs', () => {
  it('is large, of many runners, small on the disk, and names nobody', () => {
    expect(logs.length).toBeGreaterThanOrEqual(120);
    expect(new Set(logs.map(({ runner }) => runner))).toEqual(
      new Set([
        ...['ava', 'cargo', 'eslint', 'go', 'helm', 'jest', 'maven', 'mocha', 'node-spec', 'node-tap', 'pytest'],
        ...['tap', 'tape', 'tsc', 'unittest', 'vitest'],
      ]),
    );
    const stored = readdirSync(FAILING_LOGS).filter((name) => name.endsWith('.gz'));
    expect(stored.sort()).toEqual(logs.map(({ file }) => file).sort());
    const bytes = stored.reduce((sum, name) => sum + statSync(join(FAILING_LOGS, name)).size, 0);
    expect(bytes).toBeLessThan(1.5 * 1024 * 1024);
    for (const log of logs) {
      const text = textOf(log).toString('utf8');
      expect(text, log.file).not.toMatch(/\/root\b|\/work\/|\bhttps?:\/\/(?!host\.example\b)/);
    }
  });

  it.each(HALVES)('the failing assertion is inside of the bound often enough: %s', (half) => {
    const some = logs.filter((log) => halfOf(log) === half);
    expect(some.length).toBeGreaterThan(40);
    for (const [bound, share] of [
      [8192, 0.98],
      [4096, 0.98],
      [2048, 0.95],
    ] as const) {
      const without = lost(some, bound);
      expect(without.length, `${bound}: ${without.join(' ')}`).toBeLessThanOrEqual(
        Math.floor(some.length * (1 - share)),
      );
    }
  });

  it('never exceeds the bound, and costs at most 15 % of a long log', () => {
    for (const log of logs) {
      for (const maxBytes of [1024, 2048, 4096, 8192, 65_536])
        expect(Buffer.byteLength(distil(of(runs, log), undefined, { maxBytes })), log.file).toBeLessThanOrEqual(
          maxBytes,
        );
    }
    const long = logs.filter(({ bytes }) => bytes >= LONG);
    expect(long.length).toBeGreaterThan(20);
    for (const log of long)
      expect(Buffer.byteLength(distil(of(runs, log))) / log.bytes, log.file).toBeLessThanOrEqual(0.15);
  });

  it('needs the watch: without it, failures in the middle of long logs are lost', () => {
    const long = logs.filter((log) => unwatched.has(log.file));
    expect(lost(long, 8192)).toEqual([]);
    expect(lost(long, 8192, unwatched).length).toBeGreaterThan(5);
  });

  it('is told apart by one line: which test, or why', () => {
    const telling = logs.filter((log) => missing(log, failureLine(of(runs, log))).length < log.label.length);
    expect(telling.length / logs.length).toBeGreaterThan(0.9);
    for (const log of logs) expect(failureLine(of(runs, log)).length, log.file).toBeLessThanOrEqual(160);
  });

  it('is the same failure when it is printed again, whatever the times', () => {
    for (const log of logs) {
      const run = of(runs, log);
      expect(distil(run, run), log.file).toContain('This is the same failure as before');
      const later = (text: string): string => text.replace(/\b\d+(?:\.\d+)?(?= ?ms\b)/g, '987');
      const again = { ...run, head: later(run.head), tail: later(run.tail) };
      if (log.kind === 'timeout' || run.elidedBytes > 0) continue;
      expect(distil(again, run), log.file).toMatch(/This is the same failure as before|The same tests fail as before/);
    }
  });
});
