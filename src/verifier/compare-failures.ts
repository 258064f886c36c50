import { type Failure, namesOf, shapeOf } from './failures.js';
import type { FailedRun } from './types.js';

/** Names and lines of each kind that are listed. */
const MAX_LISTED = 8;

/** What a failed run says, as far as another one is compared with it. */
export interface Comparable {
  readonly run: Pick<FailedRun, 'display' | 'end' | 'exitCode' | 'tests'>;
  readonly lines: readonly string[];
  readonly failures: readonly Failure[];
}

export interface Comparison {
  /** One sentence of ours. */
  readonly summary: string;
  /** Lines of the programs: to be quoted. */
  readonly quoted: readonly string[];
}

/** What changed from one failure to the next: tests by their names where both have any, else lines. */
export function compareFailures(now: Comparable, previous: Comparable): Comparison {
  if (now.run.display !== previous.run.display)
    return { summary: 'Another command failed before this one; that one passes now or was not run.', quoted: [] };
  const sameEnd = now.run.end === previous.run.end && now.run.exitCode === previous.run.exitCode;
  const [names, old] = [failedTests(now), failedTests(previous)];
  const sameNames = names.size === old.size && [...names].every((name) => old.has(name));
  if (sameEnd && sameNames && equalShapes(now.lines, previous.lines))
    return { summary: 'This is the same failure as before: what you changed made no difference to it.', quoted: [] };
  return names.size > 0 && old.size > 0 ? compareNames(now, previous, names, old) : compareLines(now, previous);
}

function equalShapes(a: readonly string[], b: readonly string[]): boolean {
  const stable = (lines: readonly string[]): string => lines.map((line) => line.replace(UNSTABLE, '#')).join('\n');
  return stable(a) === stable(b);
}

/** Numbers that differ from run to run: addresses, process ids, ports of hosts, random names. Other numbers are values. */
const UNSTABLE =
  /0x[\da-f]{4,}|\b(?:pid|process|thread|goroutine|port|seed)[ =:]{1,2}\d+|(?<=')\s\(\d{3,7}\)|\(node:\d+\)|(?<=\blocalhost|\d\.\d{1,3}\.\d{1,3}|::1?\]?):\d{4,5}\b(?!:)|\b[\da-f]{8}-[\da-f-]{27}\b|\/tmp\/\S+/gi;

function failedTests({ run, failures }: Comparable): ReadonlySet<string> {
  const read = run.tests?.failedNames ?? [];
  return new Set(read.length > 0 ? read : namesOf(failures));
}

function compareNames(
  now: Comparable,
  previous: Comparable,
  names: ReadonlySet<string>,
  old: ReadonlySet<string>,
): Comparison {
  const fixed = [...old].filter((name) => !names.has(name));
  const fresh = [...names].filter((name) => !old.has(name));
  const still = [...names].filter((name) => old.has(name));
  // A list that is cut says nothing of what is not in it.
  const whole = (one: Comparable, listed: ReadonlySet<string>): boolean => (one.run.tests?.failed ?? 0) <= listed.size;
  // Whoever did not come so far, or does not say how much it ran, has shown nothing of what it does not name.
  const gone = ranAsMuch(now, previous)
    ? { count: `no longer ${fixed.length === 1 ? 'fails' : 'fail'}`, each: 'no longer failing: ' }
    : { count: 'not named any more (mended, or not run)', each: 'not named any more: ' };
  const counts = [
    ...(whole(now, names) && (fixed.length > 0 || ranAsMuch(now, previous)) ? [`${fixed.length} ${gone.count}`] : []),
    `${still.length} still ${still.length === 1 ? 'fails' : 'fail'}`,
    ...(whole(previous, old) ? [`${fresh.length} newly ${fresh.length === 1 ? 'fails' : 'fail'}`] : []),
  ];
  const quoted = [
    ...(whole(previous, old) ? listed('newly failing: ', fresh) : []),
    ...(whole(now, names) ? listed(gone.each, fixed) : []),
  ];
  if (fixed.length === 0 && fresh.length === 0) {
    const lines = compareLines(now, previous);
    return { summary: `The same tests fail as before. ${lines.summary}`, quoted: lines.quoted };
  }
  return { summary: `Compared with the failure before: ${counts.join(', ')}.`, quoted };
}

function ranAsMuch(now: Comparable, previous: Comparable): boolean {
  const [a, b] = [now.run.tests, previous.run.tests];
  return now.run.end === 'exited' && a !== undefined && b !== undefined && a.passed + a.failed >= b.passed + b.failed;
}

function listed(words: string, names: readonly string[]): string[] {
  const shown = names.slice(0, MAX_LISTED).map((name) => `${words}${name}`);
  return names.length > MAX_LISTED ? [...shown, `${words}and ${names.length - MAX_LISTED} more`] : shown;
}

/** Lines of the failures that are there only now, or were there only before; numbers count here. */
function compareLines(now: Comparable, previous: Comparable): Comparison {
  const [a, b] = [tellingLines(previous), tellingLines(now)];
  const [before, after] = [new Set(a), new Set(b)];
  const gone = [...before].filter((line) => !after.has(line));
  const come = [...after].filter((line) => !before.has(line));
  if (gone.length === 0 && come.length === 0)
    return { summary: 'What they say is the same; other output differs.', quoted: [] };
  const cut = (lines: readonly string[], sign: string): string[] => [
    ...lines.slice(0, MAX_LISTED).map((line) => `${sign} ${line}`),
    ...(lines.length > MAX_LISTED ? [`${sign} … ${lines.length - MAX_LISTED} more lines`] : []),
  ];
  return {
    summary: 'What they say changed against the failure before (- before, + now):',
    quoted: [...cut(gone, '-'), ...cut(come, '+')],
  };
}

function tellingLines({ lines, failures }: Comparable): string[] {
  const strong = failures.filter(({ strength }) => strength === 'report' || strength === 'error');
  const indices =
    strong.length > 0 ? strong.slice(0, 50).flatMap(({ core }) => core) : lines.map((_, i) => i).slice(-40);
  const seen = new Set<string>();
  const out: string[] = [];
  for (const index of indices) {
    const line = (lines[index] ?? '').trim();
    const shape = line.replace(UNSTABLE, '#');
    if (line === '' || seen.has(shape) || shapeOf(line) === '#') continue;
    seen.add(shape);
    out.push(line);
  }
  return out;
}
