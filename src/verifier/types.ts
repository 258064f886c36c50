import type { RoomEnd, RoomSpec } from '../room/types.js';
import type { Top } from '../workspace/types.js';

/** Where counts of tests come from; the first ones tell more and are believed before the later ones. */
export const RESULT_SOURCES = ['junit', 'vitest', 'jest', 'pytest', 'unittest', 'go', 'tap', 'node', 'text'] as const;
export type ResultSource = (typeof RESULT_SOURCES)[number];

/** What was executed of one test file, or of whatever a runner reports by (a suite, a package). */
export interface TestFileCount {
  /** As the runner names it, relative to the workspace where that is known. */
  readonly file: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Null: not counted. */
  readonly assertions: number | null;
}

/** What one format, or one runner's summary, said. Runs are compared format by format. */
export interface SourceCount {
  readonly source: ResultSource;
  /** The runner whose summary it is; null: the format says it. */
  readonly runner: string | null;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** What is counted: tests, each once, or assertions and summaries, of which a failing run may have more. */
  readonly unit: 'tests' | 'assertions' | 'summary';
  /** Whether the end of the results was seen; null: the format has none. */
  readonly complete: boolean | null;
}

/** What one run of a command executed, as far as its results could be read. Everything in it was written by hostile code. */
export interface TestRun {
  readonly sources: readonly ResultSource[];
  readonly passed: number;
  readonly failed: number;
  /** Skipped, or left to be done. */
  readonly skipped: number;
  /** Null: not counted. */
  readonly assertions: number | null;
  /** As the runner says; null: it does not. */
  readonly durationMs: number | null;
  /** The first that failed; at most 100 of at most 300 characters. */
  readonly failedNames: readonly string[];
  /** At most 5,000. */
  readonly files: readonly TestFileCount[];
  /** What happened in a test process that no honest change does, in a sentence each: `src/a.js ended test/a.js with code 0`. */
  readonly incidents: readonly Incident[];
  /** The same by format. */
  readonly counts?: readonly SourceCount[];
  /** Test processes by their main script: how many started, and how many of them said how they ended. */
  readonly processes?: readonly { readonly main: string; readonly started: number; readonly ended: number }[];
}

/** Something that code under test did to the process that tests it. */
export interface Incident {
  /** File that did it, relative to the workspace. */
  readonly file: string;
  /** One sentence for a person. */
  readonly message: string;
  /** The run itself wrote that file: a build of sources that may have changed. */
  readonly written?: boolean;
}

/** Where a run of the verifier executed less than the base did, or contradicts itself. Any one makes a green run red. */
export interface FloorFinding {
  /** One sentence for a person and for the agent: what, in which file, before and after. */
  readonly message: string;
}

/** A run of the verifier that did not pass, as the host saw it. */
export interface FailedRun {
  /** The command as a person would type it. */
  readonly display: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly end: RoomEnd;
  /** The first redacted output, and what came last; they do not overlap. Everything in `head` when it is short. */
  readonly head: string;
  readonly tail: string;
  /** Bytes of output between the two. */
  readonly elidedBytes: number;
  /** What was seen of failures between the two, in order; see `FailureWatch`. */
  readonly parts?: readonly LogPart[];
  /** Undefined: no results could be read. */
  readonly tests?: TestRun | undefined;
  /** Why a run that exited with 0 does not count. */
  readonly floor?: readonly FloorFinding[];
  /** Said beside what it printed: that it passed before, or that a part of the change was left out. */
  readonly note?: string;
  /** Said in place of what it printed, where the agent may not see that: a hidden verifier. */
  readonly withheld?: string;
}

/** Whole lines of a log. */
export interface LogPart {
  /** Bytes of output before it. */
  readonly at: number;
  readonly text: string;
}

/** Watches redacted output while a command runs, for failures that the excerpt of its log has no room for. */
export interface FailureWatch {
  push(data: Uint8Array): void;
  /** What was seen in the gap of this excerpt. After the last `push`. */
  parts(excerpt: { readonly head: string; readonly elidedBytes: number }): readonly LogPart[];
}

/** What a room of the verifier is given so that what is executed in it can be counted. */
export interface Equipment {
  readonly env: Readonly<Record<string, string>>;
  readonly readOnly: RoomSpec['readOnly'];
}

/** Reads what one command of the verifier executed: from its output as it comes, and from files that it left. */
export interface ResultsReader {
  /** Before the command starts: what is in its workspace already is no result of it. */
  begin(top: Top): Promise<void>;
  push(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  /**
   * After the command's processes are dead.
   * @param out directory on the host that the room could write its results to
   * @returns undefined where no results could be read
   */
  finish(place: { readonly top: Top; readonly out: string }): Promise<TestRun | undefined>;
}

/** Counts what verifiers execute, and compares. */
export interface VerifierResults {
  /** What every room of a verifier gets, on the base and with a patch alike. Made once. */
  equip(): Promise<Equipment>;
  reader(command: { readonly name: string; readonly argv: readonly string[] }): ResultsReader;
  /**
   * @param base undefined: nothing could be read on the base
   * @param now undefined: nothing could be read of a run that exited with 0
   * @param changed paths that the patch changes, as readers see them
   */
  floor(base: TestRun | undefined, now: TestRun | undefined, changed: readonly string[]): readonly FloorFinding[];
}
