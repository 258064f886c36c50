import type { FailedRun } from '../verifier/types.js';
import type { Patch } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import { proveChange } from './proof-steps.js';
import type { ReportResult } from './report.js';
import type { RunState } from './state.js';
import type { Trouble } from './trouble.js';
import type { TurnResult } from './turn.js';
import type { AttemptRecord, ProofRecord } from './types.js';

/** What an attempt came to. */
export interface Judgement {
  readonly outcome: AttemptRecord['outcome'];
  readonly summary: string;
  readonly proofs: ProofRecord[];
  readonly failure: FailedRun | undefined;
}

export interface Evidence {
  readonly attempt: number;
  readonly patch: Patch;
  readonly check: PatchCheck;
  readonly report: ReportResult;
  readonly blocked: { readonly reason: string; readonly evidence: string } | undefined;
  readonly stop: TurnResult['stop'];
  readonly violation: TurnResult['violation'];
  /** What went wrong with the agent itself. */
  readonly trouble: Trouble | undefined;
}

/** What was started against which rule, in one line. */
export function violationWords({ argv, justification }: NonNullable<TurnResult['violation']>): string {
  return `The agent started ${JSON.stringify(argv)}, which a rule forbids: ${justification}`;
}

/** Decides what an attempt came to. Only a pristine room can say `proved`. */
export async function judge(state: RunState, seen: Evidence): Promise<Judgement> {
  const { plan, feedback } = state.parts;
  const { attempt, patch, check, report } = seen;
  const none = { proofs: [], failure: undefined };
  if (seen.violation) return { outcome: 'refused', summary: violationWords(seen.violation), ...none };
  // Where a new conversation may do better, what this one changed may do as it is.
  if (seen.stop && seen.trouble?.fresh !== true) return { outcome: 'cut', summary: seen.stop.message, ...none };
  if (seen.blocked) return { outcome: 'blocked', summary: `The agent is blocked: ${seen.blocked.reason}`, ...none };
  const touched = patch.files.length > 0 || check.refusals.length > 0;
  if (seen.trouble !== undefined && !touched) return { outcome: 'agent-error', summary: seen.trouble.message, ...none };
  const [refusal] = check.refusals;
  if (refusal) {
    const more = check.refusals.length > 1 ? ` (and ${check.refusals.length - 1} more)` : '';
    return { outcome: 'refused', summary: `${refusal.path} ${refusal.reason}${more}`, ...none };
  }
  if (!plan.verifier) {
    if (report.state !== 'valid')
      return { outcome: 'report-invalid', summary: `The report is ${report.state}.`, ...none };
    return { outcome: 'reported', summary: 'The report is valid.', ...none };
  }
  const bytes = report.state === 'valid' ? report.bytes : undefined;
  // Where a report is asked for it is work as well, and the verifier may judge it.
  const worked = touched || (bytes !== undefined && plan.report.required);
  if (!worked && state.baseline && !state.baseline.passed)
    return { outcome: 'failed', summary: 'Nothing was changed.', ...none };

  const { proofs, failure } = await proveChange(state, { attempt, patch, check, report: bytes });
  if (failure) return { outcome: 'failed', summary: feedback.failureLine(failure), proofs, failure };
  if (report.state === 'invalid' || (report.state === 'missing' && plan.report.required)) {
    return {
      outcome: 'report-invalid',
      summary: `The verifier passes, but the report is ${report.state}.`,
      proofs,
      failure: undefined,
    };
  }
  state.passingCommand = plan.verifier.display;
  return { outcome: 'proved', summary: 'The verifier passed in a pristine room.', proofs, failure: undefined };
}
