import type { BrokerDenial, BrokerUsage } from '../broker/types.js';
import type { JournalData, JournalEvent } from '../evidence/recorder.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { BROKER_PORT } from '../support/broker-port.js';
import type { FailedRun, TestRun } from '../verifier/types.js';
import { stageEnvironment } from './stage-environment.js';
import type { AgentUsage } from './turn-events.js';
import type {
  AttemptRecord,
  Confirmations,
  HiddenBase,
  LoopParts,
  LoopResult,
  ProofRecord,
  Verdict,
  WorkerRecord,
} from './types.js';
import { NO_USAGE, sumUsage } from './usage.js';

type DenialRecord = LoopResult['denied'][number];

/** What all workers of a run share. */
class Shared {
  readonly denied = new Map<string, DenialRecord>();
  readonly work: { readonly start: number; readonly end: number }[] = [];
  /** Agent configuration that the agent was not shown. */
  hidden: readonly string[] = [];
  readonly workers: WorkerRecord[] = [];
  hiddenBase: Promise<HiddenBase> | undefined;
  /** By worker and attempt. */
  readonly usage = new Map<string, UsageEntry>();
}

type UsageRecord = LoopResult['usage'][number];
/** `over`: the attempt has come to its end, and its record has the same figures. */
type UsageEntry = UsageRecord & { readonly over: boolean };

/** Events of which it matters whose attempt they are about. */
type AttemptEvent = Extract<
  JournalEvent,
  | 'attempt.started'
  | 'attempt.finished'
  | 'patch.collected'
  | 'patch.refused'
  | 'report.checked'
  | 'proof.finished'
  | 'progress.checked'
>;

/** What is worked out again in every life of a run, and need not be told again. */
const TOLD_ONCE: ReadonlySet<JournalEvent> = new Set([
  'patch.collected',
  'patch.refused',
  'report.checked',
  'attempt.finished',
  'progress.checked',
]);

/** How a worker's attempts ended. */
export interface WorkerEnd {
  readonly verdict: Verdict;
  readonly reason: string;
  readonly hint: string | null;
}

/**
 * The mutable record of one worker's run in progress: an agent with rooms of its own and its attempts. A run with one agent
 * has one; candidates and tasks have one each. It lives and ends with `runLoop`.
 */
export class RunState {
  readonly attempts: AttemptRecord[] = [];
  baseline: ProofRecord | null = null;
  /** Every run of it, where it was to fail more than once. */
  baselineRuns: { readonly records: readonly ProofRecord[]; readonly confirmations: Confirmations } | undefined;
  /** What the verifier executed on the base, by the name of its command. */
  executed: ReadonlyMap<string, TestRun> = new Map();
  passingCommand: string | null = null;
  /** Of the last attempt alone: what an earlier one changed or said is in its own folder. */
  patch: Buffer | undefined;
  /** Of the last attempt, and of what decides alone. */
  verifierPatch: Buffer | undefined;
  report: { readonly value: unknown } | undefined;
  /** What failed on the base; undefined: it was not looked at, or passes. */
  baseFailure: FailedRun | undefined;
  /** What it was stuck in when it last was. */
  stuck: VerdictFile['stuck'];
  /** What its agent said that it is blocked by. */
  blocked: VerdictFile['blocked'];

  readonly #shared: Shared;

  /** @param worker its name in evidence: lower-case letters, digits and hyphens; null: it is alone */
  constructor(
    readonly parts: LoopParts,
    readonly worker: string | null = null,
    shared?: RunState,
  ) {
    this.#shared = shared === undefined ? new Shared() : shared.#shared;
  }

  /** A worker of the same run, with parts of its own where they differ. */
  fork(worker: string, parts: Partial<LoopParts>): RunState {
    const made = new RunState({ ...this.parts, ...parts }, worker, this);
    made.baseline = this.baseline;
    made.baselineRuns = this.baselineRuns;
    made.executed = this.executed;
    made.baseFailure = this.baseFailure;
    return made;
  }

  /** The name of a room or a log of this worker. */
  name(name: string): string {
    return this.worker === null ? name : `${this.worker}-${name}`;
  }

  /** The name of a file of this worker in the evidence. */
  file(name: string): string {
    return this.worker === null ? name : `workers/${this.worker}/${name}`;
  }

  /** Records something of one of this worker's attempts. */
  journal<E extends AttemptEvent>(event: E, data: Omit<JournalData<E>, 'worker'>): void {
    const line = { ...data, worker: this.worker };
    if (TOLD_ONCE.has(event) && this.parts.memory?.told(event, line)) return;
    this.parts.evidence.journal(event, line as unknown as JournalData<E>);
  }

  /** The hidden verifier on the base, which is run once for all workers. */
  get hiddenBase(): Promise<HiddenBase> | undefined {
    return this.#shared.hiddenBase;
  }

  set hiddenBase(running: Promise<HiddenBase> | undefined) {
    this.#shared.hiddenBase = running;
  }

  /** Milliseconds in which at least one command ran in a room. */
  get workMs(): number {
    let until = Number.NEGATIVE_INFINITY;
    let sum = 0;
    for (const { start, end } of [...this.#shared.work].sort((one, other) => one.start - other.start)) {
      sum += Math.max(0, end - Math.max(start, until));
      until = Math.max(until, end);
    }
    return sum;
  }

  /** Adds the time that a command in a room took, up to now. Others may have run meanwhile. */
  worked(milliseconds: number): void {
    const end = this.parts.clock.monotonic();
    this.#shared.work.push({ start: end - milliseconds, end });
  }

  /** Adds what a room of an attempt used of the model, whatever becomes of the attempt. */
  spend(attempt: number, broker: BrokerUsage): void {
    const before = this.#usageOf(attempt);
    this.#setUsage({ ...before, broker: sumUsage([before.broker, broker]) });
  }

  /** Sets what an attempt used that has come to its end. */
  count(attempt: number, broker: BrokerUsage, agent: AgentUsage | null): void {
    this.#setUsage({ ...this.#usageOf(attempt), broker, agent, over: true });
  }

  /** What this worker used so far. */
  get used(): BrokerUsage {
    const own = [...this.#shared.usage.values()].filter(({ worker }) => worker === this.worker);
    return sumUsage(own.map(({ broker }) => broker));
  }

  #usageOf(attempt: number): UsageEntry {
    const nothing = { worker: this.worker, attempt, broker: NO_USAGE, agent: null, over: false };
    return this.#shared.usage.get(`${this.worker ?? ''} ${attempt}`) ?? nothing;
  }

  #setUsage(entry: UsageEntry): void {
    this.#shared.usage.set(`${entry.worker ?? ''} ${entry.attempt}`, entry);
  }

  /** Agent configuration of the repository that agents are not shown. */
  hide(hidden: readonly string[]): void {
    this.#shared.hidden = hidden;
  }

  /** Puts what became of this worker into the verdict, and its change beside it. */
  ended(worker: Omit<WorkerRecord, 'attempts' | 'patch' | 'usage'>): void {
    const { evidence } = this.parts;
    const patch = this.patch && evidence.writeFile(this.file('change.patch'), this.patch, { shapes: false }).path;
    const { attempts } = this;
    this.#shared.workers.push({ ...worker, attempts, patch: patch ?? null, usage: { ...this.used } });
  }

  /** Records a worker that nobody began. */
  notBegun(worker: Pick<WorkerRecord, 'name' | 'kind' | 'agent' | 'reason'>): void {
    const usage = { ...NO_USAGE };
    this.#shared.workers.push({ ...worker, verdict: 'cancelled', chosen: false, attempts: [], patch: null, usage });
  }

  get denied(): ReadonlyMap<string, DenialRecord> {
    return this.#shared.denied;
  }

  /** Milliseconds that a command may take; 0 or less: the run's time is over. */
  remaining(limitMs: number): number {
    return Math.min(limitMs, this.parts.deadline - this.parts.clock.monotonic());
  }

  /**
   * Variables of a stage that may reach these hosts.
   * @param own what its commands see of the variables of all rooms
   */
  network(allow: readonly string[], own = this.parts.plan.room.env): Readonly<Record<string, string>> {
    return stageEnvironment({ port: BROKER_PORT, allow, credentialled: this.parts.credentialled, own });
  }

  get timeIsOver(): boolean {
    return this.remaining(1) <= 0;
  }

  /** Of a host that several stages were refused, the last reason and the lines for all of them. */
  deny(denials: readonly BrokerDenial[]): void {
    const { denied } = this.#shared;
    for (const { host, reason, allow } of denials) {
      const before = denied.get(host)?.allow ?? [];
      denied.set(host, { host, reason, allow: [...new Set([...before, ...allow])] });
    }
  }

  /** The run's result, with this worker's change as its own. */
  end({ verdict, reason, hint }: WorkerEnd): LoopResult {
    const { evidence } = this.parts;
    const patch = this.patch && evidence.writeFile('change.patch', this.patch, { shapes: false }).path;
    const verifierPatch =
      this.verifierPatch && evidence.writeFile('verifier.patch', this.verifierPatch, { shapes: false }).path;
    const report = this.report && evidence.writeJson('report.json', this.report.value).path;
    return {
      verdict,
      reason,
      hint,
      passingCommand: this.passingCommand,
      baseline: this.baseline,
      ...(this.baselineRuns
        ? { baselineRuns: this.baselineRuns.records, baselineConfirmations: this.baselineRuns.confirmations }
        : {}),
      attempts: this.attempts,
      workers: this.#shared.workers,
      patch: patch ?? null,
      ...(verifierPatch === undefined ? {} : { verifierPatch }),
      report: report ?? null,
      ...(this.stuck ? { stuck: this.stuck } : {}),
      ...(this.blocked ? { blocked: this.blocked } : {}),
      denied: [...this.#shared.denied.values()],
      hidden: this.#shared.hidden,
      workMs: this.workMs,
      usage: [...this.#shared.usage.values()]
        .filter(({ over, broker }) => over || broker.requests > 0)
        .map(({ over: _, ...entry }) => entry),
    };
  }
}

/** Ends the loop from within a step. Caught by `runLoop` and where workers run side by side. */
export class Ending extends Error implements WorkerEnd {
  constructor(
    readonly verdict: Verdict,
    readonly reason: string,
    readonly hint: string | null = null,
  ) {
    super(reason);
  }
}
