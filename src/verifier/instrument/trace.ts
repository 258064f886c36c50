import { isObject, parseObject } from '../../support/json-object.js';
import { Tally } from '../results/tally.js';

/** Records that are read; a run that writes more has its first ones counted, on the base as well. */
const MAX_RECORDS = 200_000;
const MAX_PROCESSES = 20_000;
const MAX_PER_PROCESS = 60;

/** Something that a process did which decides about its tests, and the file that did it. */
interface Act {
  /** Nearest file that is no part of the runtime; null: none, as in a timer. */
  readonly by: string | null;
  /** Nearest file of the repository itself. */
  readonly own: string | null;
  /** Where nothing tells who did it: loaded files that speak of it. */
  readonly mentions: readonly string[];
  readonly what: string;
  readonly kind: 'exit' | 'replaced' | 'forced' | 'caught';
}

interface Process {
  readonly pid: number;
  readonly ppid: number;
  readonly main: string;
  readonly python: boolean;
  /** A runner that starts processes for files, and runs no test itself. */
  readonly launcher: boolean;
  readonly acts: Act[];
  asks: { how: string; code: number; by: string | null; own: string | null }[];
  /** Exit code at the end, and before handlers of the end ran; undefined: it did not say. */
  end: { readonly code: number; readonly was: number } | undefined;
  libraries: readonly string[];
  assertedBy: readonly string[];
  /** Its runner of Python tests came to its end. */
  finished: boolean;
}

/** What happened in one test process. */
export interface TraceIncident {
  readonly file: string;
  readonly message: string;
}

export interface Trace {
  readonly incidents: readonly TraceIncident[];
  readonly tallies: readonly Tally[];
  readonly processes: readonly { readonly main: string; readonly started: number; readonly ended: number }[];
}

/**
 * What the programs that are loaded into processes of a verifier's room wrote down. It was written by hostile processes:
 * every value is checked, and it can only ever make a run red.
 * @param isTest whether a path of the workspace is a test's by its name
 */
export function readTrace(text: string, isTest: (path: string) => boolean): Trace {
  const processes: Process[] = [];
  const latest = new Map<number, Process>();
  const pytest = new Tally('pytest', 'tests');
  const unittest = new Tally('unittest', 'tests');
  pytest.complete = false;
  unittest.complete = true;
  let units = 0;
  let left = MAX_RECORDS;
  for (let at = 0; at < text.length && left > 0; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    if (line === '') continue;
    left--;
    const record = parseObject(line);
    if (record === undefined) continue;
    const pid = whole(record['pid']);
    switch (record['t']) {
      case 'start': {
        if (processes.length >= MAX_PROCESSES) break;
        const made = startOf(record, pid);
        processes.push(made);
        latest.set(pid, made);
        break;
      }
      case 'ask': {
        const asks = latest.get(pid)?.asks;
        if (asks && asks.length < MAX_PER_PROCESS)
          asks.push({
            how: word(record['how']),
            code: whole(record['code']),
            by: path(record['by']),
            own: path(record['own']),
          });
        break;
      }
      case 'end': {
        const process = latest.get(pid);
        if (process && record['thread'] !== true) endOf(process, record);
        break;
      }
      case 'replaced':
        replacedBy(latest.get(pid), record);
        break;
      case 'pytest-file':
        for (const outcome of ['passed', 'failed', 'skipped'] as const)
          pytest.add(outcome, whole(record[outcome]), path(record['file']) ?? '');
        break;
      case 'pytest':
        pytest.complete = true;
        finish(latest.get(pid));
        for (const name of list(record['failed'])) pytest.name(name);
        break;
      case 'unittest':
        units++;
        finish(latest.get(pid));
        unittest.add('failed', whole(record['failed']));
        unittest.add('skipped', whole(record['skipped']));
        unittest.add('passed', Math.max(0, whole(record['run']) - whole(record['failed']) - whole(record['skipped'])));
        break;
    }
  }
  const tests = testProcesses(processes, isTest);
  return {
    incidents: tests.flatMap((process) => incidentsOf(process)),
    tallies: [...(pytest.complete || pytest.executed > 0 ? [pytest] : []), ...(units > 0 ? [unittest] : [])],
    processes: byMain(tests),
  };
}

function finish(process: Process | undefined): void {
  if (process) process.finished = true;
}

const whole = (value: unknown): number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
const word = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 100) : '');
const path = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : null;
const list = (value: unknown): string[] =>
  Array.isArray(value)
    ? value.filter((item) => typeof item === 'string').map((item: string) => item.slice(0, 500))
    : [];

function startOf(record: Readonly<Record<string, unknown>>, pid: number): Process {
  const main = path(record['main']) ?? '';
  return {
    pid,
    ppid: whole(record['ppid']),
    main,
    python: 'python' in record,
    launcher: list(record['flags']).some((flag) => flag.startsWith('--test')),
    acts: [],
    asks: [],
    end: undefined,
    libraries: [],
    assertedBy: [],
    finished: false,
  };
}

function replacedBy(
  process: Process | undefined,
  record: Readonly<Record<string, unknown>>,
  kind: 'replaced' | 'caught' = 'replaced',
): void {
  const value = record[kind];
  const replaced: readonly unknown[] = Array.isArray(value) ? value : [];
  for (const one of replaced.slice(0, MAX_PER_PROCESS)) {
    if (!isObject(one)) continue;
    const by = path(one['by']);
    process?.acts.push({
      kind,
      what: word(one['name']),
      by,
      own: by,
      mentions: list(one['mentions']).slice(0, 50),
    });
  }
}

function endOf(process: Process, record: Readonly<Record<string, unknown>>): void {
  process.end = { code: whole(record['code']), was: whole(record['was']) };
  process.libraries = list(record['libraries']);
  process.assertedBy = list(record['assertedBy']);
  const mentions = list(record['mentions']).slice(0, 50);
  process.acts.length = 0;
  replacedBy(process, record);
  replacedBy(process, record, 'caught');
  for (const ask of process.asks)
    process.acts.push({
      kind: 'exit',
      what: ask.how,
      by: ask.by,
      own: ask.own,
      mentions: ask.by === null ? mentions : [],
    });
  if (process.end.was !== 0 && process.end.code === 0) {
    const listeners = list(record['listeners']).slice(0, 50);
    for (const file of new Set([...listeners, ...mentions]))
      process.acts.push({ kind: 'forced', what: String(process.end.was), by: file, own: file, mentions: [] });
  }
}

/** Files by which runners of tests are started, as they lie in `node_modules`. */
const RUNNERS =
  /(?:^|\/)node_modules\/(?:\.bin\/|(?:mocha|jest|jest-cli|jest-worker|vitest|tinypool|tap|@tapjs\/[^/]+|libtap|ava|uvu|jasmine|qunit|tape|lab|@hapi\/lab|c8|nyc)\/)/;
const PYTHON_RUNNERS = /(?:^|[\s/])(?:-m\s+)?(?:py\.?test|unittest|nose2?|tox)\b/;

/**
 * Processes in which tests run. A program under test may end as it likes: what a test starts is none, unless it loads a
 * library of tests itself.
 */
function testProcesses(processes: readonly Process[], isTest: (path: string) => boolean): Process[] {
  const byPid = new Map(processes.map((process) => [process.pid, process]));
  const known = new Map<Process, boolean>();
  const judge = (process: Process, depth: number): boolean => {
    const before = known.get(process);
    if (before !== undefined) return before;
    // Numbers of processes come round; a circle of them is nobody's child.
    known.set(process, false);
    const parent = byPid.get(process.ppid);
    const below =
      parent !== undefined && parent !== process && depth < 50 && judge(parent, depth + 1) && !parent.launcher;
    const made = ofTests(process, below, isTest);
    known.set(process, made);
    return made;
  };
  return processes.filter((process) => judge(process, 0));
}

function ofTests(process: Process, belowTest: boolean, isTest: (path: string) => boolean): boolean {
  if (process.python) {
    const script = process.main.split(' ').find((argument) => argument.endsWith('.py'));
    return !belowTest && (PYTHON_RUNNERS.test(process.main) || (script !== undefined && isTest(script)));
  }
  if (RUNNERS.test(process.main)) return true;
  if (process.libraries.some((name) => !/^(?:node:)?assert(?:\/strict)?$/.test(name))) return true;
  if (belowTest) return false;
  return isTest(process.main) || process.assertedBy.some((file) => file === process.main || isTest(file));
}

function incidentsOf(process: Process): TraceIncident[] {
  const found: TraceIncident[] = [];
  // Where it ended with a failure, nothing was hidden; a runner that starts others may still swallow that.
  if (process.end !== undefined && process.end.code !== 0) return found;
  const main = process.main === '' ? 'a test process' : process.main;
  const told = process.asks
    .filter((ask) => counts(process, ask))
    .map((ask) => ({ kind: 'exit' as const, what: ask.how, by: ask.by, own: ask.own, mentions: [] }));
  const acts: readonly Act[] = process.end === undefined ? [...process.acts, ...told] : process.acts;
  for (const act of acts) {
    const files = act.by === null ? act.mentions : act.own === null ? [act.by] : [act.own];
    for (const file of files) {
      if (file.startsWith('/') || file.startsWith('<') || /(?:^|\/)(?:node_modules|site-packages)\//.test(file))
        continue;
      found.push({ file, message: sentence(act, file, main) });
    }
  }
  return found;
}

/** `sys.exit` is an exception that tests of command lines catch: it tells something only where the tests never ended. */
function counts(process: Process, ask: Process['asks'][number]): boolean {
  return !process.python || (ask.code === 0 && (ask.how !== 'sys.exit' || !process.finished));
}

function sentence({ kind, what }: Act, file: string, main: string): string {
  if (kind === 'exit') return `${file} ended ${main} by ${what} before its tests could say how they went`;
  if (kind === 'forced') return `${file} made the exit code of ${main} 0 when it was ${what}`;
  if (kind === 'caught') return `${file} let ${main} go on after an error that nothing had caught (${what})`;
  return `${file} replaced ${what} in ${main}`;
}

function byMain(tests: readonly Process[]): Trace['processes'] {
  const found = new Map<string, { main: string; started: number; ended: number }>();
  for (const { main, end, python } of tests) {
    if (python || main === '' || /(?:^|\/)node_modules\//.test(main)) continue;
    const one = found.get(main) ?? { main, started: 0, ended: 0 };
    one.started++;
    if (end !== undefined) one.ended++;
    found.set(main, one);
    if (found.size >= 5000) break;
  }
  return [...found.values()];
}
