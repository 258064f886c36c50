import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { createBoundedLog } from '../../src/support/bounded-log.js';
import { createRedactor } from '../../src/support/redact.js';
import { createFailureWatch } from '../../src/verifier/failure-watch.js';
import type { FailedRun } from '../../src/verifier/types.js';

export const FAILING_LOGS = join(import.meta.dirname, '../fixtures/failing-logs');

/** A log that a real runner printed; see test/fixtures/failing-logs/make. */
export interface FailingLog {
  readonly file: string;
  readonly runner: string;
  readonly kind: string;
  readonly exitCode: number;
  readonly bytes: number;
  /** Texts that say what failed: all of them have to be in the feedback. */
  readonly label: readonly string[];
  /** Made when the heuristics stood. */
  readonly fresh?: boolean;
}

export const failingLogs = (): readonly FailingLog[] =>
  JSON.parse(readFileSync(join(FAILING_LOGS, 'index.json'), 'utf8')) as FailingLog[];

export const textOf = (log: FailingLog): Buffer => gunzipSync(readFileSync(join(FAILING_LOGS, log.file)));

export const HALVES = ['made-on', 'held-out', 'fresh'] as const;

/**
 * Which part of the corpus a log is of: the heuristics were made on `made-on`, repaired once after a look at `held-out`,
 * and first judged by `fresh`. By name, so that new logs move none of the old.
 */
export function halfOf({ file, fresh }: Pick<FailingLog, 'file' | 'fresh'>): (typeof HALVES)[number] {
  if (fresh) return 'fresh';
  return (createHash('sha256').update(file).digest()[0] ?? 0) % 2 === 0 ? 'made-on' : 'held-out';
}

/** The run as the loop sees it: what the evidence's log and the watch keep of this output, in pieces as a pipe gives them. */
export async function failedRun(
  text: Uint8Array,
  more: Partial<FailedRun> = {},
  { pieces = 65_536, watched = true } = {},
): Promise<FailedRun> {
  const directory = mkdtempSync(join(tmpdir(), 'failing-log-'));
  try {
    const watch = createFailureWatch();
    const log = createBoundedLog({
      directory,
      name: 'a.log',
      maxBytes: 4 * 1024 * 1024,
      redactor: createRedactor([]),
      onText: (data) => watch.push(data),
    });
    for (let at = 0; at < text.length; at += pieces) log.write(text.subarray(at, at + pieces));
    await log.finish();
    const excerpt = log.excerpt();
    return {
      display: 'npm test',
      exitCode: 1,
      signal: null,
      end: 'exited',
      ...excerpt,
      ...(watched ? { parts: watch.parts(excerpt) } : {}),
      ...more,
    };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
