import { Tally } from './tally.js';

/**
 * What runners print for people at their end. Anything can print it, so it is only ever used to find that less was
 * executed. Each entry adds to the tally of its runner and says whether it took the line.
 */
const SUMMARIES: readonly {
  readonly runner: string;
  /** Whether the line is one of this runner's, by something cheap. */
  readonly hint: string;
  read(line: string, tally: Tally): boolean;
}[] = [
  {
    runner: 'mocha',
    hint: 'passing',
    read: (line, tally) => one(/^\s{2}(\d{1,9}) passing \(\d{1,9}(?:ms|[smhd])\)$/, line, tally, 'passed'),
  },
  { runner: 'mocha', hint: 'failing', read: (line, tally) => one(/^\s{2}(\d{1,9}) failing$/, line, tally, 'failed') },
  { runner: 'mocha', hint: 'pending', read: (line, tally) => one(/^\s{2}(\d{1,9}) pending$/, line, tally, 'skipped') },
  {
    // `Tests:       1 failed, 2 passed, 3 total` of Jest; ` Tests  1 failed | 2 passed (3)` of Vitest.
    runner: 'jest',
    hint: 'Tests:',
    read: (line, tally) => /^Tests:\s{1,20}\d.*\b\d{1,9} total$/.test(line) && words(line, tally),
  },
  {
    runner: 'vitest',
    hint: 'Tests  ',
    read: (line, tally) => /^\s{1,8}Tests\s{2,4}\d.*\(\d{1,9}\)$/.test(line) && words(line, tally),
  },
  {
    runner: 'pytest',
    hint: ' in ',
    read: (line, tally) =>
      /^(?:=+ )?\d{1,9} (?:passed|failed|skipped|errors?|xfailed|xpassed|deselected|warnings?)\b.* in \d[\d.]{0,12}s\b/.test(
        line,
      ) && words(line, tally),
  },
  {
    runner: 'unittest',
    hint: 'Ran ',
    read: (line, tally) => one(/^Ran (\d{1,9}) tests? in \d[\d.]{0,12}s$/, line, tally, 'passed'),
  },
  {
    runner: 'unittest',
    hint: 'FAILED (',
    read(line, tally) {
      if (!/^FAILED \((?:failures|errors|skipped|expected failures|unexpected successes)=/.test(line)) return false;
      const failed = field(/\bfailures=(\d{1,9})/, line) + field(/\berrors=(\d{1,9})/, line);
      move(tally, 'failed', failed);
      move(tally, 'skipped', field(/\bskipped=(\d{1,9})/, line));
      return true;
    },
  },
  {
    runner: 'unittest',
    hint: 'OK (',
    read(line, tally) {
      const skipped = field(/^OK \((?:.*, )?skipped=(\d{1,9})/, line);
      move(tally, 'skipped', skipped);
      return skipped > 0;
    },
  },
  {
    runner: 'cargo',
    hint: 'test result:',
    read(line, tally) {
      const found =
        /^test result: (?:ok|FAILED)\. (\d{1,9}) passed; (\d{1,9}) failed; (\d{1,9}) ignored; \d{1,9} measured; \d{1,9} filtered out/.exec(
          line,
        );
      if (!found) return false;
      tally.add('passed', Number(found[1]));
      tally.add('failed', Number(found[2]));
      tally.add('skipped', Number(found[3]));
      return true;
    },
  },
  {
    // The line of all classes; the one of a single class goes on with its time.
    runner: 'maven',
    hint: 'Tests run:',
    read(line, tally) {
      const found =
        /^(?:\[\w{1,8}\] )?Tests run: (\d{1,9}), Failures: (\d{1,9}), Errors: (\d{1,9}), Skipped: (\d{1,9})$/.exec(
          line,
        );
      if (!found) return false;
      const failed = Number(found[2]) + Number(found[3]);
      tally.add('passed', Math.max(0, Number(found[1]) - failed - Number(found[4])));
      tally.add('failed', failed);
      tally.add('skipped', Number(found[4]));
      return true;
    },
  },
  {
    runner: 'gradle',
    hint: 'tests completed',
    read(line, tally) {
      const found = /^(\d{1,9}) tests completed(?:, (\d{1,9}) failed)?(?:, (\d{1,9}) skipped)?$/.exec(line);
      if (!found) return false;
      const failed = Number(found[2] ?? 0);
      tally.add('passed', Math.max(0, Number(found[1]) - failed - Number(found[3] ?? 0)));
      tally.add('failed', failed);
      tally.add('skipped', Number(found[3] ?? 0));
      return true;
    },
  },
  {
    runner: 'rspec',
    hint: ' example',
    read(line, tally) {
      const found = /^(\d{1,9}) examples?, (\d{1,9}) failures?(?:, (\d{1,9}) pending)?(?:, \d{1,9} errors?.*)?$/.exec(
        line,
      );
      if (!found) return false;
      const skipped = Number(found[3] ?? 0);
      tally.add('passed', Math.max(0, Number(found[1]) - Number(found[2]) - skipped));
      tally.add('failed', Number(found[2]));
      tally.add('skipped', skipped);
      return true;
    },
  },
  {
    runner: 'phpunit',
    hint: 'assertion',
    read: (line, tally) => one(/^OK \((\d{1,9}) tests?, \d{1,9} assertions?\)$/, line, tally, 'passed'),
  },
  {
    runner: 'phpunit',
    hint: 'Assertions:',
    read(line, tally) {
      const found = /^Tests: (\d{1,9}), Assertions: \d{1,9}\b(.*)$/.exec(line);
      if (!found) return false;
      const rest = found[2] ?? '';
      const failed = field(/\bErrors: (\d{1,9})/, rest) + field(/\bFailures: (\d{1,9})/, rest);
      const skipped = field(/\bSkipped: (\d{1,9})/, rest) + field(/\bIncomplete: (\d{1,9})/, rest);
      tally.add('passed', Math.max(0, Number(found[1]) - failed - skipped));
      tally.add('failed', failed);
      tally.add('skipped', skipped);
      return true;
    },
  },
];

function one(pattern: RegExp, line: string, tally: Tally, outcome: 'passed' | 'failed' | 'skipped'): boolean {
  const found = pattern.exec(line);
  if (!found) return false;
  tally.add(outcome, Number(found[1]));
  return true;
}

function field(pattern: RegExp, line: string): number {
  return Number(pattern.exec(line)?.[1] ?? 0);
}

/** Counts that were taken for passed ones by an earlier line. */
function move(tally: Tally, outcome: 'failed' | 'skipped', count: number): void {
  const moved = Math.min(count, tally.passed);
  tally.passed -= moved;
  tally.add(outcome, moved);
}

/** `1 failed, 2 passed`, with any separators. */
function words(line: string, tally: Tally): boolean {
  for (const [, count, word] of line.matchAll(/(\d{1,9}) (passed|failed|skipped|todo|errors?|xfailed|xpassed)\b/g)) {
    if (word === 'passed' || word === 'xpassed') tally.add('passed', Number(count));
    else if (word === 'failed' || word?.startsWith('error')) tally.add('failed', Number(count));
    else tally.add('skipped', Number(count));
  }
  return true;
}

/** A line that is not read is cheap: one search for each hint. */
const MAX_LINE = 400;
/** Mocha counts what failed, or waits, right below what passed; elsewhere such a line is what a test printed. */
const MAX_SINCE = 3;

export class TextReader {
  readonly #tallies = new Map<string, Tally>();
  /** Lines since mocha's `passing`. */
  #since = MAX_SINCE + 1;

  line(line: string): void {
    this.#since++;
    if (line.length > MAX_LINE || line.length < 4) return;
    for (const { runner, hint, read } of SUMMARIES) {
      if (!line.includes(hint)) continue;
      if (runner === 'mocha' && hint !== 'passing' && this.#since > MAX_SINCE) continue;
      const tally = this.#tallies.get(runner) ?? new Tally('text', 'summary', runner);
      if (!read(line, tally)) continue;
      this.#tallies.set(runner, tally);
      if (hint === 'passing') this.#since = 0;
      return;
    }
  }

  end(): Tally[] {
    return [...this.#tallies.values()];
  }
}
