import type { FloorFinding, SourceCount, TestRun } from './types.js';

const MAX_FINDINGS = 20;

const RUNNERS: Readonly<Record<SourceCount['source'], string>> = {
  junit: 'JUnit report',
  vitest: 'Vitest',
  jest: 'Jest',
  pytest: 'pytest',
  unittest: 'unittest',
  go: 'go test',
  tap: 'TAP',
  node: 'node --test',
  text: 'the test summary',
};

/**
 * Where a run that exited with 0 executed less than the base did, or contradicts itself. Pure.
 *
 * A base is red and may have stopped early, so what it executed is a lower bound of what a mended one executes. Where
 * tests are counted one by one, all that ran have to run; of assertions and printed summaries, of which a failure may
 * have made more, as many as passed.
 * @param changed paths that the patch changes
 */
export function compareRuns(
  base: TestRun | undefined,
  now: TestRun | undefined,
  changed: readonly string[],
): readonly FloorFinding[] {
  const found: string[] = [
    ...incidents(base, now, changed),
    ...contradictions(base, now),
    ...(base ? [...shrunk(base, now), ...missingFiles(base, now), ...vanished(base, now)] : []),
  ];
  const more = found.length - MAX_FINDINGS;
  return [...found.slice(0, MAX_FINDINGS), ...(more > 0 ? [`and ${more} more of this kind`] : [])].map((message) => ({
    message,
  }));
}

/** What no honest change does: only what the patch wrote, or what was built of it, and what the base did not do as well. */
function incidents(base: TestRun | undefined, now: TestRun | undefined, changed: readonly string[]): string[] {
  const paths = new Set(changed);
  const before = new Set(base?.incidents.map(({ message }) => message));
  return (now?.incidents ?? [])
    .filter(({ file, message, written }) => (written === true || paths.has(file)) && !before.has(message))
    .map(({ message }) => message);
}

function contradictions(base: TestRun | undefined, now: TestRun | undefined): string[] {
  // A format that the base was not counted by is what code under test prints or writes, and not what is said of its tests.
  const known = base?.counts;
  const own = ({ source }: SourceCount): boolean => {
    if (known === undefined) return true;
    // Files in JUnit's format may be anybody's.
    return known.length === 0 ? source !== 'junit' : known.some((before) => before.source === source);
  };
  return (now?.counts ?? []).flatMap((count) =>
    count.failed > 0 && own(count)
      ? [`${nameOf(count)} shows ${plural(count.failed, wordOf(count))} that failed, but the command exited with 0`]
      : [],
  );
}

function shrunk(base: TestRun, now: TestRun | undefined): string[] {
  return (base.counts ?? []).flatMap((before) => {
    const executed = before.passed + before.failed;
    if (executed === 0) return [];
    const after = now?.counts?.find(({ source, runner }) => source === before.source && runner === before.runner);
    const name = nameOf(before);
    if (after === undefined) {
      // A printed summary is not missed where something better says the same.
      if (before.source === 'text' && better(base, now)) return [];
      return [`${name}: ${plural(executed, wordOf(before))} executed on the base, no results now`];
    }
    const skipped = after.skipped - before.skipped;
    // What failed and is skipped now was no more than it seemed.
    const whole = before.unit === 'tests' || skipped > 0;
    const least = whole ? executed : Math.max(before.passed, 1);
    const present = after.passed + after.failed;
    if (present < least) {
      const instead = skipped > 0 ? ` (${exact(skipped)} more skipped)` : '';
      const meant = whole ? 'executed' : 'passed';
      return [`${name}: ${plural(least, wordOf(before))} ${meant} on the base, ${exact(present)} now${instead}`];
    }
    if (before.complete === true && after.complete === false)
      return [`${name}: the results end in the middle; on the base they were whole`];
    return [];
  });
}

/** A base may die before its runner counts; then the summary of a base that it printed is all there is. */
function better(base: TestRun, now: TestRun | undefined): boolean {
  return (base.counts ?? []).some(
    (before) =>
      before.source !== 'text' &&
      now?.counts?.some(({ source, passed }) => source === before.source && passed >= before.passed) === true,
  );
}

/** A file of which tests passed on the base still has as many, under its name. */
function missingFiles(base: TestRun, now: TestRun | undefined): string[] {
  const after = new Map(now?.files.map((file) => [file.file, file]));
  // Where no file is named any more, the totals above say what is to be said.
  if (after.size === 0) return [];
  return base.files.flatMap(({ file, passed, skipped }) => {
    const found = after.get(file);
    const executed = found === undefined ? 0 : found.passed + found.failed;
    if (executed >= passed) return [];
    const more = (found?.skipped ?? 0) - skipped;
    return [
      `${file}: ${plural(passed, 'test')} passed on the base, ${exact(executed)} executed now${more > 0 ? ` (${more} more skipped)` : ''}`,
    ];
  });
}

/** A test process that says how it ended on the base says so again: else something ended it from inside. */
function vanished(base: TestRun, now: TestRun | undefined): string[] {
  const after = new Map(now?.processes?.map((one) => [one.main, one]));
  const ran = (base.processes ?? []).filter(({ ended }) => ended > 0);
  if (after.size === 0 && ran.length > 0)
    return [
      `${ran[0]?.main}${ran.length > 1 ? ` and ${ran.length - 1} more` : ''}: ran on the base, left no trace now`,
    ];
  return ran.flatMap(({ main, started, ended }) => {
    const found = after.get(main);
    if (ended < started || found === undefined) return [];
    return found.ended === 0 ? [`${main}: ended without a trace, which it did not on the base`] : [];
  });
}

const nameOf = ({ source, runner }: SourceCount): string => (runner === null ? RUNNERS[source] : `${runner}'s summary`);
const wordOf = ({ unit }: SourceCount): string => (unit === 'assertions' ? 'assertion' : 'test');

function plural(count: number, word: string): string {
  return `${exact(count)} ${word}${count === 1 ? '' : 's'}`;
}

const exact = (count: number): string => count.toLocaleString('en-US');
