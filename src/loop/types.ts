import type { Remaining, SnapshotWords } from '../agent/prompt.js';
import type { Agent } from '../agent/types.js';
import type { Auditor } from '../audit/types.js';
import type { Broker, BrokerUsage, RoomService } from '../broker/types.js';
import type { Evidence } from '../evidence/recorder.js';
import type { ProbeResult } from '../probe/types.js';
import type { Blocked } from '../report/blocked.js';
import type { ReportFile } from '../report/read.js';
import type { ReportCheck } from '../report/validate.js';
import type { Room, RoomBackend, RoomSpec, Stage } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import type { Clock } from '../support/clock.js';
import type { Progress } from '../support/progress.js';
import type { FailureMark } from '../verifier/fingerprint.js';
import type { FailedRun, FailureWatch, TestRun, VerifierResults } from '../verifier/types.js';
import type { Patch, Refusal, Workspace } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import type { RunMemory } from './memory.js';
import type { CredentialledPlace } from './stage-environment.js';
import type { AgentUsage } from './turn-events.js';

export type AttemptRecord = VerdictFile['attempts'][number];
export type ProofRecord = AttemptRecord['proofs'][number];
export type Verdict = VerdictFile['verdict'];
export type WorkerRecord = VerdictFile['workers'][number];
export type Confirmations = NonNullable<AttemptRecord['confirmations']>;
export type VerifierCommand = NonNullable<Plan['verifier']>['commands'][number];

/** What the hidden verifier executed on the base. */
export interface HiddenBase {
  readonly record: ProofRecord;
  /** By the name of its command. */
  readonly tests: ReadonlyMap<string, TestRun>;
}

/** What the agent is told. Text only; the loop decides when. */
export interface Prompts {
  first(left: Remaining): string;
  feedback(feedback: string, left: Remaining): string;
  refusal(refusals: readonly Refusal[], left: Remaining): string;
  correction(errors: readonly string[]): string;
  /** The agent was cut off or failed before it changed anything. */
  retry(what: string, left: Remaining): string;
  /** Behind the first prompt: a fresh conversation takes over from one that was stuck. */
  snapshot(snapshot: SnapshotWords, left: Remaining): string;
}

/** How a failed verifier is put into words. */
export interface Feedback {
  /** @param previous the failure before this one, of the same worker */
  distil(run: FailedRun, previous?: FailedRun): string;
  failureLine(run: FailedRun): string;
  /** Watches the output of one command. */
  watch(): FailureWatch;
  /** What of a failure can be compared with another. */
  mark(run: FailedRun): FailureMark;
}

/** Reads and judges what an agent hands in. */
export interface Reports {
  read(directory: string): ReportFile;
  check(bytes: Uint8Array): Promise<ReportCheck>;
  blockedReason(report: unknown): Blocked | undefined;
  /** What an agent says that is blocked, in place of a report or beside it. */
  blockedAnswer(bytes: Uint8Array): Blocked | undefined;
  readBlocked(directory: string): Blocked | undefined;
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

/** An agent with rooms of its own, beside others. */
export interface WorkerParts {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Agent, version and model for a reader. */
  readonly display: string;
  /** What it has of its own. */
  readonly parts: Pick<LoopParts, 'agent' | 'prompts'>;
}

/** Several agents at the same task. */
export interface Candidates {
  /** Which verified change is the run's. */
  readonly select: 'first' | 'smallest-patch' | 'all';
  /** How many work at the same time. */
  readonly parallel: number;
  readonly workers: readonly WorkerParts[];
}

/** A part of the task for a worker of its own. */
export interface TaskParts {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Names of tasks before it, whose changes it finds made. */
  readonly depends: readonly string[];
  /** Agent and version for a reader. */
  readonly display: string;
  /**
   * What its worker has of its own: a plan with this task and its verifier.
   * @param conflicts for a second try: the files in which the first one's change could not be joined
   */
  parts(conflicts: readonly string[]): Pick<LoopParts, 'plan' | 'agent' | 'prompts'>;
}

/** A task in parts. */
export interface Tasks {
  /** How many are worked on at the same time. */
  readonly parallel: number;
  /** In the order in which their changes are merged. */
  readonly list: readonly TaskParts[];
  /** Undefined: the list is there. */
  readonly planner?: {
    readonly display: string;
    readonly parts: Pick<LoopParts, 'plan' | 'agent' | 'prompts' | 'reports'>;
    /** The tasks of its report, which is hostile; or what is wrong with it. */
    read(report: unknown): readonly TaskParts[] | string;
  };
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
  /** Whether a path is protected. */
  readonly decides: (path: string) => boolean;
  /** Counts what the verifier executes; undefined: nobody does. */
  readonly results?: VerifierResults | undefined;
  /** A directory of the host with the files of the hidden verifier, for its rooms alone; undefined: there is none. */
  readonly hiddenFiles?: (() => Promise<string>) | undefined;
  readonly directories: RoomDirectories;
  /** Undefined: one agent works alone. */
  readonly candidates?: Candidates | undefined;
  /** Undefined: the task is one. */
  readonly tasks?: Tasks | undefined;
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
  /** What the run goes on with if its process is killed; undefined: it does not. */
  readonly memory?: RunMemory | undefined;
}

/** What the loop adds to a verdict file. */
export interface LoopResult {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint: string | null;
  readonly passingCommand: string | null;
  readonly baseline: ProofRecord | null;
  /** Of a base that was to fail more than once. */
  readonly baselineRuns?: readonly ProofRecord[] | undefined;
  readonly baselineConfirmations?: VerdictFile['baselineConfirmations'];
  readonly attempts: readonly AttemptRecord[];
  readonly workers: readonly WorkerRecord[];
  readonly patch: string | null;
  /** The change of what decides, left out of the patch or a part of it. */
  readonly verifierPatch?: string | null;
  readonly report: string | null;
  /** What the worker was stuck in; absent: it never was. */
  readonly stuck?: VerdictFile['stuck'];
  /** What the agent said that it is blocked by; absent: nothing. */
  readonly blocked?: VerdictFile['blocked'];
  readonly denied: VerdictFile['denied'];
  /** Agent configuration that the agent was not shown. */
  readonly hidden: readonly string[];
  /** Milliseconds that agent, prepare and verifier took. */
  readonly workMs: number;
  readonly usage: readonly {
    /** Null: it is alone. */
    readonly worker: string | null;
    readonly attempt: number;
    /** As the broker counted, also where the attempt was ended in its middle. */
    readonly broker: BrokerUsage;
    /** As the agent itself counts; null: it said nothing. */
    readonly agent: AgentUsage | null;
  }[];
}
