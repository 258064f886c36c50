import { Tally } from './tally.js';

const RESULT = /^\s{0,64}--- (PASS|FAIL|SKIP): (\S{1,400}) \((\d{1,9}(?:\.\d{1,9})?)s\)/;
const PACKAGE = /^(?:ok {2}|FAIL|---)\t(\S{1,400})\t(\d{1,9}(?:\.\d{1,9})?)s/;

/** `go test -json`, and what a test program prints with `-v`. */
export class GoReader {
  readonly json = new Tally('go', 'tests');
  readonly #text = new Tally('go', 'tests');
  /** Without `-v` only what failed is printed, and a count of that says nothing. */
  #told = false;
  #pending: { outcome: 'passed' | 'failed' | 'skipped'; name: string }[] = [];

  line(line: string): void {
    if (line.startsWith('{"')) {
      if (line.includes('"Action":"')) this.#event(line);
      return;
    }
    if (line.startsWith('=== RUN ')) this.#told = true;
    const result = RESULT.exec(line);
    if (result) {
      const outcome = result[1] === 'PASS' ? 'passed' : result[1] === 'FAIL' ? 'failed' : 'skipped';
      if (this.#pending.length < 10_000) this.#pending.push({ outcome, name: result[2] ?? '' });
      else this.#text.add(outcome);
      return;
    }
    const finished = PACKAGE.exec(line);
    if (!finished) return;
    this.package(finished[1]);
    this.#text.took(Number(finished[2]) * 1000);
  }

  /** The tests seen until now belong to this package. */
  package(name: string | undefined): void {
    for (const { outcome, name: test } of this.#pending) {
      this.#text.add(outcome, 1, name);
      if (outcome === 'failed') this.#text.name(name === undefined ? test : `${name} ${test}`);
    }
    this.#pending = [];
  }

  #event(line: string): void {
    let event: unknown;
    try {
      event = JSON.parse(line);
    } catch {
      return;
    }
    if (typeof event !== 'object' || event === null) return;
    const { Action: action, Package: name, Test: test, Elapsed: elapsed } = event as Record<string, unknown>;
    if (typeof name !== 'string' || (action !== 'pass' && action !== 'fail' && action !== 'skip')) return;
    if (typeof test !== 'string') {
      if (typeof elapsed === 'number') this.json.took(elapsed * 1000);
      return;
    }
    this.json.add(action === 'pass' ? 'passed' : action === 'fail' ? 'failed' : 'skipped', 1, name);
    if (action === 'fail') this.json.name(`${name} ${test}`);
  }

  /** What was printed one by one; undefined: nothing was. */
  get text(): Tally | undefined {
    if (!this.#told) return undefined;
    this.package(undefined);
    return this.#text;
  }
}
