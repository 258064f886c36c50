import { Tally } from './tally.js';

const SUMMARY = /^ℹ (tests|pass|fail|cancelled|skipped|todo|duration_ms) (\d{1,12}(?:\.\d{1,9})?)$/;
const FAILED = /^\s{0,64}✖ (.{1,400}?)(?: \(\d[\d.]{0,20}m?s\))?(?: # .*)?$/;
const TEST_FILE = /\.[cm]?[jt]sx?$/;

/** What `node --test` prints for people. Only its summary counts; several runs add up. */
export class NodeSpecReader {
  readonly #tally = new Tally('node', 'tests');
  readonly #failedFiles = new Set<string>();
  #summaries = 0;

  line(line: string): void {
    const first = line.charCodeAt(0);
    if (first !== 0x2139 && first !== 0x2716 && first !== 32) return;
    const summary = SUMMARY.exec(line);
    if (summary) {
      const value = Number(summary[2]);
      if (summary[1] === 'tests') this.#summaries++;
      if (summary[1] === 'pass') this.#tally.add('passed', value);
      if (summary[1] === 'fail' || summary[1] === 'cancelled') this.#tally.add('failed', value);
      if (summary[1] === 'skipped' || summary[1] === 'todo') this.#tally.add('skipped', value);
      if (summary[1] === 'duration_ms') this.#tally.took(value);
      return;
    }
    const failed = FAILED.exec(line)?.[1];
    if (failed === undefined || failed === 'failing tests:') return;
    this.#tally.name(failed);
    // A file whose process failed is reported as one more test, named by its path.
    if (TEST_FILE.test(failed) && this.#failedFiles.size < 1000) this.#failedFiles.add(failed);
  }

  end(): Tally | undefined {
    if (this.#summaries === 0) return undefined;
    const { failed } = this.#tally;
    const files = Math.min(this.#failedFiles.size, failed);
    if (files < failed) this.#tally.failed = failed - files;
    return this.#tally;
  }
}
