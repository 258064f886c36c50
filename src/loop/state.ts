import type { BrokerDenial } from '../broker/types.js';
import { BROKER_PORT, stageEnvironment } from './stage-environment.js';
import type { AttemptRecord, LoopParts, LoopResult, ProofRecord, Verdict } from './types.js';

/** The mutable record of a run in progress. One per run; it lives and ends with `runLoop`. */
export class RunState {
  readonly attempts: AttemptRecord[] = [];
  readonly denied = new Map<string, LoopResult['denied'][number]>();
  readonly agentUsage: LoopResult['usage'][number][] = [];
  baseline: ProofRecord | null = null;
  passingCommand: string | null = null;
  /** Of the last attempt alone: what an earlier one changed or said is in its own folder. */
  patch: Buffer | undefined;
  report: { readonly value: unknown } | undefined;
  workMs = 0;
  /** Agent configuration that the agent was not shown. */
  hidden: readonly string[] = [];

  constructor(readonly parts: LoopParts) {}

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
    for (const { host, reason, allow } of denials) {
      const before = this.denied.get(host)?.allow ?? [];
      this.denied.set(host, { host, reason, allow: [...new Set([...before, ...allow])] });
    }
  }

  end(verdict: Verdict, reason: string, hint: string | null = null): LoopResult {
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
      patch: patch ?? null,
      report: report ?? null,
      denied: [...this.denied.values()],
      hidden: this.hidden,
      workMs: this.workMs,
      usage: this.agentUsage,
    };
  }
}

/** Ends the loop from within a step. Caught by `runLoop` alone. */
export class Ending extends Error {
  constructor(
    readonly verdict: Verdict,
    readonly reason: string,
    readonly hint: string | null = null,
  ) {
    super(reason);
  }
}
