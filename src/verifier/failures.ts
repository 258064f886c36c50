import { isBoundary, isIdle, isTelling, STRENGTHS, type Start, type Strength, startOf } from './failure-patterns.js';
import { isFrame } from './output-lines.js';

/** Lines that one failure has at most, and without a telling one among them. */
const MAX_BLOCK = 4000;
const MAX_SILENCE: Readonly<Record<Strength, number>> = { report: 2000, error: 40, listing: 10, word: 0 };
const LINES_BEFORE = 12;
const MAX_MESSAGE = 300;
/** Telling lines of one failure that count. */
const MAX_CORE = 60;
/** Failures that are told apart. */
const MAX_FAILURES = 2000;

/** One failure in a log: where it stands, and what of it must not be lost. Indices of lines. */
export interface Failure {
  readonly strength: Strength;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  /** The test, as the runner names it, or the place in a file. */
  readonly name: string | undefined;
  /** What went wrong, in one line. */
  readonly message: string | undefined;
  /** Its first line, headings, and the lines that say what went wrong, in order. */
  readonly core: readonly number[];
}

const rank = (strength: Strength): number => STRENGTHS.indexOf(strength);

/**
 * The failures that a log tells of, in its order. One that is told twice with the same name and the same words is listed once.
 * @param lines as `readableLines` gives them
 */
export function findFailures(lines: readonly string[]): Failure[] {
  const found: Failure[] = [];
  const seen = new Set<string>();
  const titles = new Titles();
  let open: Open | undefined;
  const close = (end: number): void => {
    if (!open) return;
    const failure = describe(lines, open, end);
    open = undefined;
    const { name, message } = failure;
    const shape = failure.strength === 'report' ? `${name}\n${message}` : shapeOf(lines[failure.start] ?? '');
    const key = `${failure.strength}\n${shape}`;
    if (seen.has(key) || found.length >= MAX_FAILURES) return;
    seen.add(key);
    found.push(failure);
  };
  let lastTelling = 0;
  let heading: number | undefined;
  for (const [at, line] of lines.entries()) {
    titles.see(line, at);
    if (/^\S/.test(line) && !/^\[… /.test(line)) heading = at;
    const start = inContext(lines, at, startOf(line));
    if (open) {
      const inside =
        at - open.at < MAX_BLOCK && at - lastTelling < MAX_SILENCE[open.start.strength] && !isBoundary(line);
      const weaker = start === undefined || rank(start.strength) < Math.min(rank(open.start.strength), rank('report'));
      // An exception inside of a report is what the report is about.
      if (inside && (weaker || (open.start.strength === 'error' && start.strength === 'error' && at - open.at < 3))) {
        if (isTelling(line)) lastTelling = at;
        continue;
      }
      close(at);
    }
    if (start && start.strength !== 'word') {
      open = { start, at, titles: titles.of(line), heading: start.headed ? heading : undefined };
      lastTelling = at;
    } else if (start) {
      open = { start, at, titles: [], heading: undefined };
      close(Math.min(lines.length, at + 1));
    }
  }
  close(lines.length);
  // That a test failed because one inside of it did says nothing new.
  const outer = outerNames(found.flatMap(({ name }) => (name === undefined ? [] : [name])));
  return found
    .map(withoutOther)
    .filter(
      ({ name, message }) =>
        name === undefined || !outer.has(name) || !(message === undefined || FOLLOWS.test(message)),
    );
}

/** cargo shows what a test printed, and then why it failed: what it printed is not the reason. */
function withoutOther(failure: Failure, index: number, all: readonly Failure[]): Failure {
  const again = all
    .slice(index + 1, index + 8)
    .some(
      ({ name, strength, message }) => name === failure.name && strength === failure.strength && message !== undefined,
    );
  return again && failure.name !== undefined ? { ...failure, message: undefined } : failure;
}

/** Failures that only follow from others. */
const FOLLOWS = /^(?:\d+ subtests? failed|test failed|test did not finish before its parent.*)$/;

/** The failure that is shown first and best: the first of the strongest ones, one that says why before one that does not. */
export function firstFailure(failures: readonly Failure[]): Failure | undefined {
  const telling = ({ message }: Failure): boolean => message !== undefined && !FOLLOWS.test(message);
  const strong = failures.filter(({ strength }) => strength === 'report');
  return (
    strong.find(telling) ??
    failures.find((failure) => failure.strength === 'error' && telling(failure)) ??
    [...STRENGTHS].reverse().flatMap((wanted) => failures.find(({ strength }) => strength === wanted) ?? [])[0]
  );
}

/** What failed, as runners name it: each once, and of titles that lie in one another only the innermost. */
export function namesOf(failures: readonly Failure[]): string[] {
  const names = failures.flatMap(({ strength, name }) => (strength === 'report' && name !== undefined ? [name] : []));
  const outer = outerNames(names);
  return [...new Set(names)].filter((name) => !outer.has(name));
}

function outerNames(names: readonly string[]): ReadonlySet<string> {
  return new Set(
    names.flatMap((name) => {
      const titles = name.split(' > ').slice(0, 16);
      return titles.slice(1).map((_, index) => titles.slice(0, index + 1).join(' > '));
    }),
  );
}

/** Equal for lines that differ in numbers alone. */
export function shapeOf(line: string): string {
  return line.replace(/0x[\da-f]+|\d+/gi, '#').trim();
}

/** Two runners list a test that failed in the same words with which they tell of it later. */
function inContext(lines: readonly string[], at: number, start: Start | undefined): Start | undefined {
  if (start?.strength !== 'error') return start;
  const line = lines[at] ?? '';
  const next = lines[at + 1] ?? '';
  const mocha = /^\s+\d+\) /.test(line);
  if (!mocha && !/^\s*✖ /.test(line)) return start;
  const told = mocha
    ? /^\s{2}\d+\) /.test(line) && (/:$/.test(line) || /^\s{7}\S/.test(next))
    : /^test at /.test(lines[at - 1] ?? '');
  return { ...start, strength: told ? 'report' : 'listing' };
}

/** A failure that has begun. */
interface Open {
  readonly start: Start;
  readonly at: number;
  readonly titles: readonly Title[];
  readonly heading: number | undefined;
}

function describe(lines: readonly string[], { start, at, titles, heading }: Open, end: number): Failure {
  const before: number[] = [];
  if (start.explainedBefore) {
    for (let i = at - 1; i >= Math.max(0, at - LINES_BEFORE); i--) {
      const line = lines[i] ?? '';
      if (isBoundary(line)) break;
      if (line.trim() !== '') before.unshift(i);
    }
  }
  const core = [
    ...(heading === undefined ? [] : [heading]),
    ...titles.slice(-1).map((title) => title.at),
    ...before,
    at,
  ];
  let last = at;
  let frames = 0;
  const quoted = new QuotedSource(lines[at] ?? '');
  for (let i = at + 1; i < end; i++) {
    const line = lines[i] ?? '';
    if (quoted.holds(line) || isIdle(line)) continue;
    last = i;
    if (core.length >= MAX_CORE) continue;
    // The first frame is the place where it failed; the first lines are the runner's own words.
    if (isFrame(line) ? frames++ === 0 : isTelling(line) || i - at <= 3) core.push(i);
  }
  const first = before[0] ?? at;
  const name = nameOf(lines, start, at, heading, titles);
  return {
    strength: start.strength,
    start: first,
    end: start.strength === 'word' ? at + 1 : last + 1,
    name,
    message: wholeMessage(
      start.message,
      messageOf(lines, [...(start.message === undefined ? before : []), ...core.filter((i) => i > at)], name ?? ''),
    ),
    core,
  };
}

function nameOf(
  lines: readonly string[],
  start: Start,
  at: number,
  heading: number | undefined,
  above: readonly Title[],
): string | undefined {
  const { name } = start;
  if (heading !== undefined) return `${(lines[heading] ?? '').trim()}:${name ?? ''}`;
  const titles = above
    .map(({ title }) => title)
    .filter((title, index, all) => title !== all[index - 1])
    .join(' > ');
  if (titles !== '') return name === undefined || titles.endsWith(name) ? titles : `${titles} > ${name}`;
  // mocha: the titles of a test in lines of their own, the last one with a colon.
  if (name !== undefined && /^\s+\d+\) /.test(lines[at] ?? '')) {
    const parts = [name];
    for (let i = at + 1; i < at + 8 && !parts.at(-1)?.endsWith(':'); i++) {
      const line = lines[i] ?? '';
      if (!/^\s{6,}\S/.test(line)) break;
      parts.push(line.trim());
    }
    if (parts.at(-1)?.endsWith(':')) return parts.join(' > ').slice(0, -1);
  }
  // ava: the title stands above, mostly with the place between.
  if (name === undefined && start.explainedBefore) {
    const from = Math.max(2, at - 24);
    for (let i = at - 1; i >= from; i--)
      if (/^ {2}\S{1,300}:\d+$/.test(lines[i] ?? '')) return (lines[i - 2] ?? '').trim() || undefined;
    for (let i = at - 1; i >= from; i--)
      if (/\S/.test(lines[i] ?? '')) return /^ {2}[^\s✘✔─]/.test(lines[i] ?? '') ? (lines[i] ?? '').trim() : undefined;
  }
  return name;
}

const PLACE = /^\s*(?:at \S|❯ \S+:\d+|\S{1,300}:\d+:\d+$|.{0,300}\(\S+:\d+:\d+\)$|File ")/;
const QUOTED = /^\s*(?:>|\d+)?\s*\d*\s?[|┃]/;

/** What a first line says goes on below it where it ends in a colon. */
function wholeMessage(said: string | undefined, below: string): string | undefined {
  const whole =
    said && /[:,]$/.test(said) && !/^Traceback/.test(said)
      ? `${said} ${below}`
      : said && !/^Traceback/.test(said)
        ? said
        : below;
  return whole.trim().slice(0, MAX_MESSAGE) || undefined;
}

function messageOf(lines: readonly string[], indices: readonly number[], name: string): string {
  const parts: string[] = [];
  let telling = false;
  const usable = indices
    .map((index) => (lines[index] ?? '').trim())
    .filter((line) => line !== '' && !PLACE.test(line) && !QUOTED.test(line) && !isIdle(line));
  for (const line of decisive(usable)) {
    const said = line
      .replace(/^(?:error|message|diff): (?:[|>]-?$)?/, '')
      .replace(/:\s?[|>]-?$/, ':')
      .replace(/^['"](.*)['"]$/, '$1');
    if (said === '' || name.includes(said.replace(/:$/, '')) || SCAFFOLD.test(said)) continue;
    if (!telling && !isTelling(line) && parts.length > 0) continue;
    telling ||= isTelling(line);
    parts.push(said);
    if (parts.length === 4 || parts.join(' ').length > MAX_MESSAGE || (telling && !goesOn(said, parts.length))) break;
  }
  // What was expected says more than how the test asked.
  if (parts.length > 1 && /^expect\(/.test(parts[0] ?? '')) parts.shift();
  return parts.join(' ').slice(0, MAX_MESSAGE);
}

const SCAFFOLD =
  /^(?:\+ expected - actual|- Expected(?:\s+- \d+)?|\+ Received(?:\s+\+ \d+)?|[-+]{3} \w+|[$>] .*|Traceback .*|diff:|operator: .*|compare: .*)$/;

/** Of a chain of exceptions the last; of Python's words, which stand below its source, those that say what went wrong. */
function decisive(lines: readonly string[]): readonly string[] {
  const chained = lines.findLastIndex((line) => /^(?:The above exception was|During handling of the above)/.test(line));
  const last = lines.slice(chained + 1);
  const marked = last.filter((line) => /^E\s{2,}/.test(line)).map((line) => line.replace(/^E\s+/, ''));
  if (marked.length > 0) return marked;
  const raised = /^(?:Traceback |File ")/.test(last[0] ?? '')
    ? last.findLastIndex((line) => /^[\w.]+(?:Error|Exception|Exit)\b/.test(line))
    : -1;
  return last.slice(Math.max(0, raised));
}

/** Whether the next line belongs to the sentence. */
function goesOn(said: string, lines: number): boolean {
  return (
    /[:,{(]$/.test(said) ||
    /^(?:expect\(.*|assertion .* failed|\w*Error|(?:Expected|Received|expected|left): .*|[-+] ?\S.*)$/.test(said) ||
    (lines === 1 && !/\s/.test(said))
  );
}

/** The keys of a TAP result's details under which a runner quotes source and places. */
class QuotedSource {
  readonly #tap: boolean;
  #indent: number | undefined;

  constructor(start: string) {
    this.#tap = /^\s*not ok\b/.test(start);
  }

  holds(line: string): boolean {
    if (!this.#tap || line.trim() === '') return false;
    const indent = line.length - line.trimStart().length;
    if (this.#indent !== undefined && indent > this.#indent) return true;
    this.#indent = /^\s*(?:source|at|stack|args|findings|requests):(?: [|>]-?)?$/.test(line) ? indent : undefined;
    return this.#indent !== undefined;
  }
}

interface Title {
  readonly indent: number;
  readonly title: string;
  readonly at: number;
}

/** The titles that TAP prints in comments above its results: `# Subtest: adds`, `# adds`. */
class Titles {
  readonly #open: Title[] = [];

  see(line: string, at: number): void {
    const found = /^(\s{0,80})# (Subtest: )?(\S.*)$/.exec(line);
    const counts = /^(?:tests|suites|pass|fail|failed|cancelled|skipped|todo|duration_ms|time=|ok|\d)/;
    if (!found || counts.test(found[3] ?? '')) return;
    const indent = (found[1] ?? '').length;
    while ((this.#open.at(-1)?.indent ?? -1) >= indent) this.#open.pop();
    if (this.#open.length < 16) this.#open.push({ indent, title: (found[3] ?? '').slice(0, MAX_MESSAGE), at });
  }

  /** Of a TAP result; none for anything else. */
  of(line: string): readonly Title[] {
    const found = /^(\s{0,80})not ok\b/.exec(line);
    if (!found) return [];
    const indent = (found[1] ?? '').length;
    return this.#open.filter((one) => one.indent <= indent);
  }
}
