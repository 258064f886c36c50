import type { Agent } from '../agent/types.js';
import type { Auditor } from '../audit/types.js';
import type { Broker, RoomService } from '../broker/types.js';
import type { Evidence } from '../evidence/recorder.js';
import type { ProbeResult } from '../probe/types.js';
import type { ReportFile } from '../report/read.js';
import type { ReportCheck } from '../report/validate.js';
import type { Room, RoomBackend, RoomSpec, Stage } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import type { Clock } from '../support/clock.js';
import type { Progress } from '../support/progress.js';
import type { FailedRun, VerifierResults } from '../verifier/types.js';
import type { Patch, Refusal, Workspace } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import type { CredentialledPlace } from './stage-environment.js';
import type { AgentUsage } from './turn-events.js';

export type AttemptRecord = VerdictFile['attempts'][number];
export type ProofRecord = AttemptRecord['proofs'][number];
export type Verdict = VerdictFile['verdict'];
export type WorkerRecord = VerdictFile['workers'][number];
export type VerifierCommand = NonNullable<Plan['verifier']>['commands'][number];

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
  /** @param previous the failure before this one, of the same worker */
  distil(run: FailedRun, previous?: FailedRun): string;
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
  /** A fresh directory of files that a room may only read; with 0o555 they are programs. */
  readable(name: string, files: Readonly<Record<string, string | Buffer>>, mode?: 0o444 | 0o555): Promise<string>;
  /** Empties a directory that a dead room could fill. */
  empty(directory: string): Promise<void>;
  /** Writes below a directory that a dead room could fill, following none of its links. */
  put(directory: string, files: Readonly<Record<string, string | Buffer>>): Promise<void>;
  remove(directory: string): Promise<void>;
}

/** Looks around in a room before its agent starts. */
export interface Probes {
  look(
    room: Room,
    request: {
      readonly env: Readonly<Record<string, string>>;
      /** Port of its line to the broker; undefined: it has none. */
      readonly port: number | undefined;
      readonly signal: AbortSignal;
    },
  ): Promise<readonly ProbeResult[]>;
  /** @throws CleanroomError `probe.failed` unless all have passed */
  require(room: string, results: readonly ProbeResult[]): void;
}

/** A room that asks the host for something. */
export interface ServiceAsker {
  readonly room: string;
  readonly stage: Stage;
  readonly attempt: number;
}

/** Rules for the agent's commands and commands that the host runs for it, as its rooms have them. */
export interface AgentCommands {
  /** What lies over its rooms for them. */
  readonly readOnly: RoomSpec['readOnly'];
  /** Names of the commands that the host runs. */
  readonly brokered: readonly string[];
  /** What holds each rule, for the evidence. */
  readonly standings: readonly {
    readonly rule: string;
    readonly source: string;
    readonly level: 'enforced' | 'watched' | 'advice' | 'grant';
    readonly note: string;
  }[];
  /** What a room may ask of the host; absent where the host runs nothing for it. */
  service?(asker: ServiceAsker): RoomService;
  /** The rule that forbids a program that was started; undefined when none does. */
  violation(started: {
    readonly exe: string;
    readonly argv: readonly string[];
  }): { readonly rule: string; readonly justification: string } | undefined;
  /** After the last room: waits until what the host ran for them is over. */
  close(): Promise<void>;
}

/** Everything that a run consists of. The loop knows interfaces only. */
export interface LoopParts {
  readonly plan: Plan;
  readonly agent: Agent;
  readonly rooms: RoomBackend;
  readonly workspace: Workspace;
  readonly broker: Broker;
  /** Undefined: not asked for. */
  readonly audit: Auditor | undefined;
  readonly probes: Probes;
  readonly evidence: Evidence;
  readonly reports: Reports;
  readonly prompts: Prompts;
  readonly feedback: Feedback;
  readonly checkPatch: (patch: Patch) => PatchCheck;
  /** A path as globs and readers see it. */
  readonly showPath: (path: string) => string;
  /** Counts what the verifier executes; undefined: nobody does. */
  readonly results?: VerifierResults | undefined;
  readonly directories: RoomDirectories;
  readonly progress: Progress;
  readonly clock: Clock;
  /** What is said of the agent's commands; undefined: nothing. */
  readonly commands?: AgentCommands | undefined;
  /** What a room of the agent may ask of the host, by name; undefined: nothing. */
  readonly services?: (asker: ServiceAsker) => Readonly<Record<string, RoomService>>;
  /** Settles when these services are ready, or never will be. Asked before an agent starts. */
  readonly servicesReady?: () => Promise<void>;
  /** The hosts for which the broker holds a credential; nothing of the credentials. */
  readonly credentialled: readonly CredentialledPlace[];
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
  readonly workers: readonly WorkerRecord[];
  readonly patch: string | null;
  readonly report: string | null;
  readonly denied: VerdictFile['denied'];
  /** Agent configuration that the agent was not shown. */
  readonly hidden: readonly string[];
  /** Milliseconds that agent, prepare and verifier took. */
  readonly workMs: number;
  readonly usage: readonly {
    readonly attempt: number;
    /** As the agent itself counts; null: it said nothing. */
    readonly agent: AgentUsage | null;
  }[];
}
