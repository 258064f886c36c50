import { looksLikeFailure } from './output-lines.js';

/**
 * How sure it is that a failure begins at a line. `report`: a test runner, a compiler or a linter tells of one.
 * `error`: an exception or an error message, of whatever prints it. `listing`: a list names what failed. `word`: a word
 * of failures.
 */
export const STRENGTHS = ['word', 'listing', 'error', 'report'] as const;
export type Strength = (typeof STRENGTHS)[number];

export interface Start {
  readonly strength: Strength;
  /** The test that failed, or the place. */
  readonly name: string | undefined;
  /** What went wrong, where the line says so itself. */
  readonly message: string | undefined;
  /** The line belongs to a heading above it that is not indented: a file. */
  readonly headed: boolean;
  /** What explains it may stand before it. */
  readonly explainedBefore: boolean;
}

interface Pattern {
  readonly strength: Strength;
  /** Groups `name` and `message` are read. Every repetition is bounded, or excludes what follows it. */
  readonly start: RegExp;
  readonly not?: RegExp;
  readonly headed?: boolean;
  readonly explainedBefore?: boolean;
}

/** In the order in which they are asked. */
const PATTERNS: readonly Pattern[] = [
  // vitest; also helm unittest: ` FAIL  test/a.test.ts > adds`
  { strength: 'report', start: /^ ?FAIL\s{2}(?<name>\S.*)$/ },
  { strength: 'report', start: /^⎯{2,}\s(?<name>(?:Unhandled|Uncaught) (?:Rejection|Exception|Error)?)\s?⎯{2,}$/ },
  { strength: 'listing', start: /^\s{1,12}[×✗✘] (?<name>\S.*)$/, not: /✘ \[fail\]/ },
  // ava
  { strength: 'listing', start: /^\s{0,4}✘ \[fail\]: (?<name>\S.*)$/ },
  {
    strength: 'report',
    start:
      /^\s{2}(?<message>Difference \(.*|Error thrown in test.*|Rejected promise returned.*|Test finished without.*|Value .{0,60}:|Timed out while running tests.*)$/,
    explainedBefore: true,
  },
  { strength: 'report', start: /^\s{2}(?<name>Un(?:caught exception|handled rejection) in \S.*)$/ },
  // jest
  { strength: 'report', start: /^\s{2}● (?<name>\S.*)$/, not: /● (?:Console|Cannot log after)/ },
  { strength: 'listing', start: /^FAIL (?<name>\S+)/ },
  // mocha: in its list and, with the message, at its end
  { strength: 'error', start: /^\s{2,40}\d{1,5}\) (?<name>\S.*)$/ },
  // TAP; node:test prints it too
  {
    strength: 'report',
    start: /^\s{0,80}not ok\b(?:\s\d{1,9})?(?:\s-?\s?(?<name>\S.*?))?(?: # time=.*)?$/,
    not: /# (?:TODO|SKIP)\b/i,
  },
  { strength: 'listing', start: /^Bail out!(?<message>.*)$/ },
  // node:test, for people
  {
    strength: 'error',
    start: /^\s{0,40}✖ (?<name>\S.*?)(?: \(<duration>\))?$/,
    not: /✖ (?:failing tests:|\d+ problems?)/,
  },
  // pytest, unittest
  { strength: 'report', start: /^_{3,} (?<name>\S.*?) _{3,}$/ },
  { strength: 'report', start: /^(?:FAIL|ERROR): (?<name>[\w.]+ \([\w.<>]+\).*)$/ },
  { strength: 'error', start: /^(?:FAILED|ERROR) (?<name>\S+\.py(?:::\S.*?)?)(?: - (?<message>.*))?$/ },
  { strength: 'error', start: /^(?<name>\/?\S{1,300}\.py:\d+): (?<message>(?:assert |\w*(?:Error|Exception)\b).*)$/ },
  { strength: 'listing', start: /^(?<name>\S+(?: \(\S+\))?)(?= )(?: FAILED\s+\[|.* \.\.\. (?:FAIL|ERROR)$)/ },
  // go
  { strength: 'report', start: /^\s{0,40}--- FAIL: (?<name>\S+)/, explainedBefore: true },
  { strength: 'report', start: /^(?<message>panic: .*|fatal error: .*)$/ },
  { strength: 'report', start: /^(?:vet: )?(?<name>\.?\/?[\w./-]{1,300}\.go:\d+:\d+): (?<message>.*)$/ },
  { strength: 'listing', start: /^FAIL\t(?<name>\S+)/ },
  // cargo
  { strength: 'report', start: /^---- (?<name>\S+) stdout ----$/ },
  { strength: 'report', start: /^thread '(?<name>[^']{1,300})'(?: \(\d+\))? panicked at (?<message>.*)$/ },
  {
    strength: 'report',
    start: /^(?<message>error(?:\[E\d+\])?: .*)$/,
    not: /^error: (?:test failed|could not compile|aborting due|process didn't exit|\d+ target)/,
  },
  { strength: 'listing', start: /^test (?<name>\S+)(?: - should panic)? \.\.\. FAILED$/ },
  // maven
  {
    strength: 'report',
    start: /^\[ERROR\] (?<name>[\w.$]+\.[\w$]+(?:\(.*\))?)(?:\s--)? .*<<< (?:FAILURE|ERROR)!/,
    not: /Tests run:/,
  },
  { strength: 'report', start: /^\[ERROR\] (?<name>\S+\.(?:java|kt|scala|groovy):\S+) (?<message>.*)$/ },
  { strength: 'error', start: /^\[ERROR\]\s{3}(?<name>[\w.$]+:\d+)\S* (?<message>.*)$/ },
  // tsc, both ways, and whatever writes as C compilers do
  { strength: 'report', start: /^(?<name>[^\s(].{0,300}\(\d+,\d+\)): (?<message>error TS\d+: .*)$/ },
  { strength: 'report', start: /^(?<name>\S.{0,300}:\d+:\d+) - (?<message>error TS\d+: .*)$/ },
  { strength: 'report', start: /^(?<message>error TS\d+: .*)$/ },
  { strength: 'report', start: /^(?<name>[^\s:]{1,300}:\d+(?::\d+)?): (?<message>(?:fatal )?error: .*)$/ },
  // eslint
  { strength: 'report', start: /^\s{2,8}(?<name>\d+:\d+)\s+error\s+(?<message>\S.*)$/, headed: true },
  // helm
  {
    strength: 'report',
    start: /^\[ERROR\] (?<name>[\w./-]{1,300}): (?<message>.*)$/,
    not: /^\[ERROR\] (?:Failed to execute|To see|Re-run|For more|Help)/,
  },
  { strength: 'report', start: /^\s{1,8}- (?:asserts\[\d+\].* fail|(?<name>\S.*) \(FAIL\))/ },
  // whatever throws
  { strength: 'error', start: /^(?<message>Traceback \(most recent call last\):)$/ },
  {
    strength: 'error',
    start:
      /^\s{0,12}(?:\[?(?:Uncaught|Unhandled\w*|Caused by:|Exception in thread ".{1,80}")\]?:? )?(?<message>(?:[\w.$]{0,120}(?:Error|Exception)|Error|ERROR|error|fatal|FATAL)(?: \[\w+\])?: .*)$/,
    not: /^error: (?:test failed|could not compile)/,
  },
  { strength: 'error', start: /^(?<message>(?:Segmentation fault|Killed|Aborted|Out of memory).*)$/i },
  { strength: 'error', start: /^make(?:\[\d+\])?: \*{3} (?<message>.*)$/ },
];

/** Everything that one of the patterns, or a word of failures, needs somewhere in its line. */
const NEEDED =
  /error|exception|fail|not ok|panic|fatal|assert|traceback|expected|cannot|undefined|segmentation|killed|aborted|memory|unhandled|uncaught|caused by|bail out|stdout ----|\*{3} |___ |\.py:|\.go:|<<<|difference|rejected|without|value |timed out|[✖✗✘×●⎯]|\d\) |(?:^|\s)E\s/i;

/** False for a line, as it was printed, at which no failure begins. Quick: most lines are such. */
export function mayStart(line: string): boolean {
  return NEEDED.test(line);
}

/** Whether a failure may begin at a readable line. What is said of no failure (`0 failed`) is none. */
export function startOf(line: string): Start | undefined {
  if (!mayStart(line)) return undefined;
  for (const { strength, start, not, headed, explainedBefore } of PATTERNS) {
    const found = start.exec(line);
    if (!found || not?.test(line)) continue;
    return {
      strength,
      name: found.groups?.['name']?.trim(),
      message: found.groups?.['message']?.trim(),
      headed: headed ?? false,
      explainedBefore: explainedBefore ?? false,
    };
  }
  return looksLikeFailure(line)
    ? { strength: 'word', name: undefined, message: undefined, headed: false, explainedBefore: false }
    : undefined;
}

const TELLING =
  /^\s{0,40}(?:E\s{2,}\S|[-+]{1,2}\s{0,20}\S|[→❯>]\s|message:|error:|diff:)|\b(?:expected|received|actual|but was|assert\w{0,20}|left:|right:|panicked|want|got|undefined|caused by|cannot|mismatched|not found|no such|timed? ?out|timeout|incompatible|unexpected|refused|missing|wrong|invalid|stale|snapshot|direct cause of|another exception)\b|\w(?:Error|Exception)\b|\berror\b|[!=]==?\s|^\s*\S{1,200}\.\w{1,5}:\d+:/i;
const IDLE =
  /^\s{0,80}(?:---|\.{3}|duration_ms\b.*|type: '?\w+'?|location: .*|lineNumber: .*|columnNumber: .*|fileName: .*|typeName: .*|name: \S+|code: \S+|operator: \S+|compare: \S+|stdio: \w+|cwd: .*|externalID: .*|command: .*|exitCode: \d+|signal: \w+|diff: \|-?|subtests: .*|stack: \|-?|at:|source: [|>]|failureType: .*|isToplevel: .*|note: run with .*|[-+]{3} (?:expected|actual)|@@ .*|[⎯─═=_-]{3,}.*|…? ?\d* ?\|\s*)$/;

/** Whether a line inside of a failure says what went wrong. */
export function isTelling(line: string): boolean {
  return TELLING.test(line) && !IDLE.test(line);
}

/** A line inside of a failure that says nothing by itself. */
export function isIdle(line: string): boolean {
  return line.trim() === '' || IDLE.test(line);
}

/** Where a runner begins another chapter: a failure does not go on beyond it. */
export function isBoundary(line: string): boolean {
  return (
    /^(?:=+ .{1,200} =+|={20,}|⎯{2,}.*|─{3,}|failures:|Test Suites?: .*|Tests:? .*|\s*\d+ (?:passing|failing).*|=== (?:RUN|CONT|PAUSE) .*|1\.\.\d+.*|# (?:tests|pass|fail|Subtest:) .*|test result: .*|\[INFO\] .*|Ran \d+ tests? in .*|✖ \d+ problems?.*)$/.test(
      line,
    ) || /^\s{0,80}(?:ok \d+|# Subtest: |--- PASS: |✔ |✓ )/.test(line)
  );
}
