import { createReadStream } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { stripEscapes } from '../../support/plain-text.js';
import type { Top } from '../../workspace/types.js';
import { readTrace, type Trace } from '../instrument/trace.js';
import type { Incident, ResultsReader, TestFileCount, TestRun } from '../types.js';
import { type Earlier, earlierResults, readPlainFile, resultFiles, wasWritten } from './files.js';
import { GoReader } from './go.js';
import { readJsonResults } from './json.js';
import { JunitReader } from './junit.js';
import { ResultLines } from './lines.js';
import { NodeSpecReader } from './node-spec.js';
import { MAX_FILES, type Tally } from './tally.js';
import { TapReader } from './tap.js';
import { TextReader } from './text.js';

const MAX_TRACE_BYTES = 64 * 1024 * 1024;
const MAX_GO_FILES = 2000;
const MAX_GO_BYTES = 64 * 1024 * 1024;
const MAX_FAILED_NAMES = 100;
const MAX_INCIDENTS = 200;

type Processes = NonNullable<TestRun['processes']>;

export interface ReaderOptions {
  /** Path of the workspace in rooms. */
  readonly workspace: string;
  /** Name of the file in the out directory that instrumented processes add to; undefined: they are not. */
  readonly trace: string | undefined;
  readonly isTest: (path: string) => boolean;
}

/** Reads everything that is known to be results from one command: what it prints, the files it leaves, and the trace. */
export class CommandReader implements ResultsReader {
  readonly #tap = new TapReader();
  readonly #node = new NodeSpecReader();
  readonly #go = new GoReader();
  readonly #text = new TextReader();
  readonly #documents: Tally[] = [];
  #earlier: Earlier = new Set();
  readonly #streams: Readonly<Record<'stdout' | 'stderr', ResultLines>>;

  constructor(private readonly options: ReaderOptions) {
    const document = (text: string): void => {
      const tally = readJsonResults(text, options.workspace);
      if (tally) this.#documents.push(tally);
    };
    this.#streams = {
      stdout: new ResultLines({ line: (line) => this.#line(line), document }),
      // Many runners print their summary there; protocols go to the other one.
      stderr: new ResultLines({ line: (line) => this.#text.line(plain(line)), document }),
    };
  }

  async begin(top: Top): Promise<void> {
    this.#earlier = await earlierResults(top);
  }

  push(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    this.#streams[stream].push(chunk);
  }

  #line(raw: string): void {
    const line = plain(raw);
    this.#tap.line(line);
    this.#node.line(line);
    this.#go.line(line);
    this.#text.line(line);
  }

  async finish(place: { readonly top: Top; readonly out: string }): Promise<TestRun | undefined> {
    this.#streams.stdout.end();
    this.#streams.stderr.end();
    const junit = new JunitReader(this.options.workspace);
    const documents: Tally[] = [];
    for await (const { kind, text } of resultFiles(place, this.#earlier)) {
      if (kind === 'xml') junit.document(text);
      else {
        const tally = readJsonResults(text, this.options.workspace);
        if (tally) documents.push(tally);
      }
    }
    const trace = await this.#trace(place.out);
    const goFiles = await this.#goFiles(place.out);
    const go = goFiles.tally ?? this.#go.text;
    const processes = [...(trace?.processes ?? []), ...goFiles.processes];
    const structured = [
      junit.end(),
      // The same results in a file and on standard output are the same results.
      ...(documents.length > 0 ? documents : this.#documents),
      ...(trace?.tallies ?? []),
      this.#go.json.executed + this.#go.json.skipped > 0 ? this.#go.json : undefined,
      go && go.executed + go.skipped > 0 ? go : undefined,
      this.#tap.end(),
      this.#node.end(),
    ].filter((tally) => tally !== undefined);
    const text = this.#text.end();
    const incidents = await this.#incidents(place.top, trace);
    if (structured.length + text.length + incidents.length + processes.length === 0) return undefined;
    return combine(structured, text, incidents, processes);
  }

  async #trace(out: string): Promise<Trace | undefined> {
    if (this.options.trace === undefined) return undefined;
    const bytes = await readPlainFile(`${out}/${this.options.trace}`, MAX_TRACE_BYTES);
    return bytes && readTrace(bytes.toString('utf8'), this.options.isTest);
  }

  /** What `go test` programs said one by one, where they were made to, and which of them came to their end. */
  async #goFiles(out: string): Promise<{ tally: Tally | undefined; processes: Processes }> {
    const processes = new Map<string, { main: string; started: number; ended: number }>();
    const names = this.options.trace === undefined ? [] : await readdir(out).catch((): string[] => []);
    const reader = new GoReader();
    for (const name of names.filter((one) => /^go-\d{1,10}\.txt$/.test(one)).slice(0, MAX_GO_FILES)) {
      const path = `${out}/${name}`;
      const stats = await lstat(path).catch(() => undefined);
      if (!stats?.isFile()) continue;
      const end = await lstat(`${path}.end`).catch(() => undefined);
      const ended = end?.isFile() === true && end.size > 0;
      // Where it neither came to its end nor failed, what it printed is anybody's text.
      const told = ended || (await lstat(`${path}.failed`).catch(() => undefined)) !== undefined;
      let directory: string | undefined;
      const lines = new ResultLines({
        line: (line) => {
          if (directory === undefined) directory = line;
          // Only what a test program itself says: its last line names no package.
          else if (told && !line.startsWith('{')) reader.line(line);
        },
        document: () => {},
      });
      // It was seen to be a plain file after its room had died.
      for await (const chunk of createReadStream(path, { end: MAX_GO_BYTES })) lines.push(chunk as Buffer);
      lines.end();
      const place = inWorkspace(directory ?? '', this.options.workspace);
      reader.package(place);
      const one = processes.get(place) ?? { main: `go test ${place}`.slice(0, 500), started: 0, ended: 0 };
      processes.set(place, { ...one, started: one.started + 1, ended: one.ended + (ended ? 1 : 0) });
    }
    return { tally: reader.text, processes: [...processes.values()] };
  }

  async #incidents(top: Top, trace: Trace | undefined): Promise<Incident[]> {
    const found = new Map<string, Incident>();
    for (const { file, message } of trace?.incidents ?? []) {
      if (found.size >= MAX_INCIDENTS) break;
      if (found.has(message)) continue;
      const written = await wasWritten(top, file);
      found.set(message, written ? { file, message, written } : { file, message });
    }
    return [...found.values()];
  }
}

function plain(line: string): string {
  return line.includes('\u001b') ? stripEscapes(line) : line;
}

function inWorkspace(path: string, workspace: string): string {
  return path === workspace ? '.' : path.startsWith(`${workspace}/`) ? path.slice(workspace.length + 1) : path;
}

/** Totals are of the formats that say most; what runners print for people counts where there is nothing better. */
function combine(
  structured: readonly Tally[],
  text: readonly Tally[],
  incidents: readonly Incident[],
  processes: Processes,
): TestRun {
  // A runner's report in JUnit's form says again what its own format says.
  const [junit] = structured.filter(({ source }) => source === 'junit');
  const others = structured.filter(({ source }) => source !== 'junit');
  const again = junit !== undefined && others.some(({ executed }) => executed >= junit.executed);
  const counted = structured.length === 0 ? text : again ? others : structured;
  const sum = (pick: (tally: Tally) => number): number => counted.reduce((total, tally) => total + pick(tally), 0);
  const assertions = counted.filter(({ unit }) => unit === 'assertions');
  const durations = counted.flatMap(({ durationMs }) => (durationMs === null ? [] : [durationMs]));
  const files: TestFileCount[] = counted.flatMap((tally) => tally.files).slice(0, MAX_FILES);
  return {
    sources: [...new Set(counted.map(({ source }) => source))],
    passed: sum(({ passed }) => passed),
    failed: sum(({ failed }) => failed),
    skipped: sum(({ skipped }) => skipped),
    assertions: assertions.length === 0 ? null : assertions.reduce((total, { executed }) => total + executed, 0),
    durationMs: durations.length === 0 ? null : durations.reduce((total, one) => total + one, 0),
    failedNames: counted.flatMap(({ failedNames }) => failedNames).slice(0, MAX_FAILED_NAMES),
    files,
    incidents,
    counts: merged([...structured, ...text]),
    processes,
  };
}

/** One count for each format and runner. */
function merged(tallies: readonly Tally[]): NonNullable<TestRun['counts']> {
  const found = new Map<string, NonNullable<TestRun['counts']>[number]>();
  for (const { count } of tallies) {
    const key = `${count.source}:${count.runner ?? ''}`;
    const before = found.get(key);
    found.set(
      key,
      before
        ? {
            ...count,
            passed: before.passed + count.passed,
            failed: before.failed + count.failed,
            skipped: before.skipped + count.skipped,
          }
        : count,
    );
  }
  return [...found.values()];
}
