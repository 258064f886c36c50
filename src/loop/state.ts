import type { AttemptRecord, LoopParts, LoopResult, ProofRecord, Verdict } from './types.js';

/** The mutable record of a run in progress. One per run; it lives and ends with `runLoop`. */
export class RunState {
  readonly attempts: AttemptRecord[] = [];
  readonly denied = new Map<string, { host: string; reason: string }>();
  readonly agentUsage: LoopResult['usage'][number][] = [];
  baseline: ProofRecord | null = null;
  passingCommand: string | null = null;
  /** Of the last attempt alone: what an earlier one changed or said is in its own folder. */
  patch: Buffer | undefined;
  report: { readonly value: unknown } | undefined;
  workMs = 0;

  constructor(readonly parts: LoopParts) {}

  /** Milliseconds that a command may take; 0 or less: the run's time is over. */
  remaining(limitMs: number): number {
    return Math.min(limitMs, this.parts.deadline - this.parts.clock.monotonic());
  }

  get timeIsOver(): boolean {
    return this.remaining(1) <= 0;
  }

  deny(denials: readonly { readonly host: string; readonly reason: string }[]): void {
    for (const { host, reason } of denials) this.denied.set(host, { host, reason });
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
