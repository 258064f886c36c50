import { Tally } from './tally.js';

const POINT = /^(\s{0,64})(not )?ok\b(?: +(\d{1,9}))?(?: *-)? ?(.*)$/;
const PLAN = /^1\.\.(\d{1,9})\b/;
const TEST_FILE = /\.[cm]?[jt]sx?$/;

/**
 * Test Anything Protocol: node:test, tap and tape. Every test point counts, at any depth.
 */
export class TapReader {
  readonly #tally = new Tally('tap', 'tests');
  #tests = false;
  #files = 0;
  #points = 0;
  #planned = false;
  #started = false;
  /** What the runner itself says last: `# tests`, and how many of them failed. */
  #summary: { failed: number } | undefined;

  line(line: string): void {
    const first = line.charCodeAt(0);
    // Nearly every line of a flood ends here: `o`, `n`, `1`, `#`, `T`, white space.
    if (first !== 111 && first !== 110 && first !== 49 && first !== 35 && first !== 84 && first !== 32) return;
    if (/^TAP version 1[34]\b/.test(line)) {
      this.#started = true;
      return;
    }
    // Only node:test ends with these; there a point is a test, and elsewhere mostly an assertion.
    if (/^# (?:suites|cancelled) \d/.test(line)) this.#tests = true;
    const duration = /^# duration_ms (\d{1,12}(?:\.\d{1,9})?)/.exec(line);
    if (duration) this.#tally.took(Number(duration[1]));
    const said = /^# (tests|fail) {1,4}(\d{1,9})$/.exec(line);
    if (said?.[1] === 'tests') this.#summary = { failed: 0 };
    else if (said && this.#summary) this.#summary.failed = Number(said[2]);
    if (PLAN.test(line)) {
      this.#planned = true;
      this.#summary = undefined;
      return;
    }
    const point = POINT.exec(line);
    // A bare word `ok` at the start of a line is prose, unless it is numbered or the stream is TAP by its first line.
    if (point && (point[3] !== undefined || (this.#started && point[1] === ''))) this.#point(point);
  }

  #point(point: RegExpExecArray): void {
    this.#summary = undefined;
    this.#points++;
    const failed = point[2] !== undefined;
    const description = point[4] ?? '';
    const directive = /(?:^|\s)#\s*(skip|todo)/i.exec(description)?.[1]?.toLowerCase();
    if (directive === undefined) {
      // node:test reports a file whose process failed as one more test, named by its path.
      if (failed && TEST_FILE.test(description.trim())) {
        this.#tally.name(description);
        this.#files++;
        return;
      }
      this.#tally.add(failed ? 'failed' : 'passed');
      if (failed) this.#tally.name(description);
    } else this.#tally.add('skipped');
  }

  end(): Tally | undefined {
    if (this.#points === 0 && !(this.#started && this.#planned)) return undefined;
    const made = new Tally('tap', this.#tests ? 'tests' : 'assertions');
    // Files that failed as such count only where nothing else says that the run failed.
    const failed = this.#tally.failed === 0 && this.#files > 0 ? this.#files : this.#tally.failed;
    // Where the runner ends with a summary without a failure, a point that failed is what a test printed.
    const printed = this.#summary?.failed === 0;
    made.add('passed', this.#tally.passed + (printed ? failed : 0));
    made.add('failed', printed ? 0 : failed);
    made.add('skipped', this.#tally.skipped);
    if (!printed) for (const name of this.#tally.failedNames) made.name(name);
    made.durationMs = this.#tally.durationMs;
    made.complete = this.#planned;
    return made;
  }
}
