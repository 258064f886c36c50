import type { ResultSource, SourceCount, TestFileCount } from '../types.js';

const MAX_FAILED_NAMES = 100;
const MAX_NAME = 300;
export const MAX_FILES = 5000;

interface FileCounts {
  passed: number;
  failed: number;
  skipped: number;
}

export type Outcome = 'passed' | 'failed' | 'skipped';

/** Adds up what one format, or one runner's summary, says. Its memory is bounded whatever is put into it. */
export class Tally {
  passed = 0;
  failed = 0;
  skipped = 0;
  durationMs: number | null = null;
  /** Whether the end of the results was seen; null: the format has none. */
  complete: boolean | null = null;
  readonly failedNames: string[] = [];
  readonly #files = new Map<string, FileCounts>();

  constructor(
    readonly source: ResultSource,
    readonly unit: SourceCount['unit'],
    readonly runner: string | null = null,
  ) {}

  get executed(): number {
    return this.passed + this.failed;
  }

  add(outcome: Outcome, count = 1, file?: string): void {
    if (!Number.isSafeInteger(count) || count < 0 || count > 1e9) return;
    this[outcome] += count;
    if (file === undefined || file === '') return;
    const name = file.slice(0, MAX_NAME);
    let counts = this.#files.get(name);
    if (counts === undefined) {
      if (this.#files.size >= MAX_FILES) return;
      counts = { passed: 0, failed: 0, skipped: 0 };
      this.#files.set(name, counts);
    }
    counts[outcome] += count;
  }

  name(failed: string): void {
    const name = failed.trim().slice(0, MAX_NAME);
    if (name !== '' && this.failedNames.length < MAX_FAILED_NAMES && !this.failedNames.includes(name))
      this.failedNames.push(name);
  }

  took(milliseconds: number): void {
    if (Number.isFinite(milliseconds) && milliseconds >= 0)
      this.durationMs = (this.durationMs ?? 0) + Math.round(milliseconds);
  }

  get files(): TestFileCount[] {
    return [...this.#files].map(([file, counts]) => ({ file, ...counts, assertions: null }));
  }

  get count(): SourceCount {
    const { source, runner, passed, failed, skipped, unit, complete } = this;
    return { source, runner, passed, failed, skipped, unit, complete };
  }
}
