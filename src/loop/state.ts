import type { BrokerDenial } from '../broker/types.js';
import type { JournalData, JournalEvent } from '../evidence/recorder.js';
import type { TestRun } from '../verifier/types.js';
import { BROKER_PORT, stageEnvironment } from './stage-environment.js';
import type { AttemptRecord, LoopParts, LoopResult, ProofRecord, Verdict, WorkerRecord } from './types.js';

type DenialRecord = LoopResult['denied'][number];

/** What all workers of a run share. */
class Shared {
  readonly denied = new Map<string, DenialRecord>();
  workMs = 0;
  /** Agent configuration that the agent was not shown. */
  hidden: readonly string[] = [];
  readonly workers: WorkerRecord[] = [];
}

/** Events of which it matters whose attempt they are about. */
type AttemptEvent = Extract<
  JournalEvent,
  'attempt.started' | 'attempt.finished' | 'patch.collected' | 'patch.refused' | 'report.checked' | 'proof.finished'
>;

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
  readonly agentUsage: LoopResult['usage'][number][] = [];
  baseline: ProofRecord | null = null;
  /** What the verifier executed on the base, by the name of its command. */
  executed: ReadonlyMap<string, TestRun> = new Map();
  passingCommand: string | null = null;
  /** Of the last attempt alone: what an earlier one changed or said is in its own folder. */
  patch: Buffer | undefined;
  report: { readonly value: unknown } | undefined;

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
    made.executed = this.executed;
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
    this.parts.evidence.journal(event, { ...data, worker: this.worker } as unknown as JournalData<E>);
  }

  get workMs(): number {
    return this.#shared.workMs;
  }

  /** Adds the time that a command in a room took. */
  worked(milliseconds: number): void {
    this.#shared.workMs += milliseconds;
  }

  /** Agent configuration of the repository that agents are not shown. */
  hide(hidden: readonly string[]): void {
    this.#shared.hidden = hidden;
  }

  /** Records a worker that has ended. */
  ended(worker: WorkerRecord): void {
    this.#shared.workers.push(worker);
  }

  get denied(): ReadonlyMap<string, DenialRecord> {
    return this.#shared.denied;
  }

  /** Milliseconds that a command may take; 0 or less: the run's time is over. */
  remaining(limitMs: number): number {
    return Math.min(limitMs, this.parts.deadline - this.parts.clock.monotonic());
  }

  /** Variables of a stage that may reach these hosts. */
  network(allow: readonly string[]): Readonly<Record<string, string>> {
    const { credentialled, plan } = this.parts;
    return stageEnvironment({ port: BROKER_PORT, allow, credentialled, own: plan.room.env });
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
    const report = this.report && evidence.writeJson('report.json', this.report.value).path;
    return {
      verdict,
      reason,
      hint,
      passingCommand: this.passingCommand,
      baseline: this.baseline,
      attempts: this.attempts,
      workers: this.#shared.workers,
      patch: patch ?? null,
      report: report ?? null,
      denied: [...this.#shared.denied.values()],
      hidden: this.#shared.hidden,
      workMs: this.#shared.workMs,
      usage: this.agentUsage,
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
