import type { Agent } from '../agent/types.js';
import type { Broker } from '../broker/types.js';
import type { Evidence } from '../evidence/recorder.js';
import type { ReportFile } from '../report/read.js';
import type { ReportCheck } from '../report/validate.js';
import type { RoomBackend } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import type { Clock } from '../support/clock.js';
import type { Progress } from '../support/progress.js';
import type { FailedRun } from '../verifier/feedback.js';
import type { Patch, Refusal, Workspace } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';

export type AttemptRecord = VerdictFile['attempts'][number];
export type ProofRecord = AttemptRecord['proofs'][number];
export type Verdict = VerdictFile['verdict'];

/** What the agent is told. Text only; the loop decides when. */
export interface Prompts {
  first(): string;
  feedback(feedback: string, attempt: number): string;
  refusal(refusals: readonly Refusal[]): string;
  correction(errors: readonly string[]): string;
  /** The agent was cut off or failed before it changed anything. */
  retry(what: string, attempt: number): string;
}

/** How a failed verifier is put into words. */
export interface Feedback {
  distil(run: FailedRun): string;
  failureLine(run: FailedRun): string;
}

/** Reads and judges what an agent hands in. */
export interface Reports {
  read(directory: string): ReportFile;
  check(bytes: Uint8Array): Promise<ReportCheck>;
  blockedReason(report: unknown): { readonly reason: string; readonly evidence: string } | undefined;
}

/** Directories on the host that rooms see; made for the rooms' user. */
export interface RoomDirectories {
  /** A fresh directory that a room may write. */
  writable(name: string): Promise<string>;
  /** A fresh directory of files that a room may only read. */
  readable(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string>;
  /** Empties a directory that a dead room could fill. */
  empty(directory: string): Promise<void>;
  /** Writes below a directory that a dead room could fill, following none of its links. */
  put(directory: string, files: Readonly<Record<string, string>>): Promise<void>;
  remove(directory: string): Promise<void>;
}

/** Everything that a run consists of. The loop knows interfaces only. */
export interface LoopParts {
  readonly plan: Plan;
  readonly agent: Agent;
  readonly rooms: RoomBackend;
  readonly workspace: Workspace;
  readonly broker: Broker;
  readonly evidence: Evidence;
  readonly reports: Reports;
  readonly prompts: Prompts;
  readonly feedback: Feedback;
  readonly checkPatch: (patch: Patch) => PatchCheck;
  readonly directories: RoomDirectories;
  readonly progress: Progress;
  readonly clock: Clock;
  /** A dummy key for one room: random, and worth nothing outside of it. */
  readonly nonce: () => string;
  /** Lower-case hex SHA-256. */
  readonly digest: (data: string | Uint8Array) => string;
  /** Aborted by the person. */
  readonly signal: AbortSignal;
  /** Monotonic milliseconds at which the whole run has to be over. */
  readonly deadline: number;
}

/** What the loop adds to a verdict file. */
export interface LoopResult {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint: string | null;
  readonly passingCommand: string | null;
  readonly baseline: ProofRecord | null;
  readonly attempts: readonly AttemptRecord[];
  readonly patch: string | null;
  readonly report: string | null;
  readonly denied: VerdictFile['denied'];
  /** Milliseconds that agent, prepare and verifier took. */
  readonly workMs: number;
  readonly usage: readonly {
    readonly attempt: number;
    readonly agent: {
      readonly inputTokens: number;
      readonly cachedInputTokens: number;
      readonly outputTokens: number;
    } | null;
  }[];
}
