import { relative } from './json.js';
import { Tally } from './tally.js';
import { scanXml } from './xml.js';

/** Test cases whose names are remembered, so that one that is reported twice counts once. */
const MAX_KEYS = 200_000;

/** JUnit's XML, of one run: any number of files. */
export class JunitReader {
  readonly #tally = new Tally('junit', 'tests');
  readonly #keys = new Map<string, 'passed' | 'failed' | 'skipped'>();
  #documents = 0;

  constructor(private readonly workspace: string) {}

  /** @returns false when the document is no JUnit report; nothing of it counts then */
  document(text: string): boolean {
    const cases: { key: string; file: string; name: string; outcome: 'passed' | 'failed' | 'skipped'; ms: number }[] =
      [];
    const suites: string[] = [];
    let root: string | undefined;
    let current: (typeof cases)[number] | undefined;
    const whole = scanXml(text, {
      open: (name, attributes) => {
        root ??= name;
        if (root !== 'testsuites' && root !== 'testsuite') return false;
        if (name === 'testsuite') suites.push(attributes.get('file') ?? attributes.get('name') ?? '');
        if (name === 'testcase') {
          const file = relative(
            attributes.get('file') ?? attributes.get('classname') ?? suites.at(-1) ?? '',
            this.workspace,
          );
          const test = attributes.get('name') ?? '';
          const seconds = Number(attributes.get('time') ?? 0);
          current = {
            key: `${attributes.get('classname') ?? ''}\0${file}\0${test}`,
            file,
            name: test,
            outcome: 'passed',
            ms: Number.isFinite(seconds) ? seconds * 1000 : 0,
          };
          cases.push(current);
        }
        // What is still to be done may fail: node:test says both of it.
        if (current && name === 'skipped') current.outcome = 'skipped';
        else if (current?.outcome === 'passed' && (name === 'failure' || name === 'error')) current.outcome = 'failed';
        return true;
      },
      close: (name) => {
        if (name === 'testcase') current = undefined;
        if (name === 'testsuite') suites.pop();
      },
    });
    if (!whole) return false;
    this.#documents++;
    for (const one of cases) this.#add(one);
    return true;
  }

  #add({
    key,
    file,
    name,
    outcome,
    ms,
  }: {
    key: string;
    file: string;
    name: string;
    outcome: 'passed' | 'failed' | 'skipped';
    ms: number;
  }): void {
    const before = this.#keys.get(key);
    if (before !== undefined) {
      // A test that is reported twice, by a failed clean-up or in two files, counts once, as failed if it ever did.
      if (before === 'failed' || outcome !== 'failed') return;
      this.#tally[before] -= 1;
      this.#tally.add(before, 0, file);
    }
    if (before !== undefined || this.#keys.size < MAX_KEYS) this.#keys.set(key, outcome);
    this.#tally.add(outcome, 1, file);
    this.#tally.took(ms);
    if (outcome === 'failed') this.#tally.name(file === '' ? name : `${file}: ${name}`);
  }

  end(): Tally | undefined {
    return this.#documents === 0 ? undefined : this.#tally;
  }
}
