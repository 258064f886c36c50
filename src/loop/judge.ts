import type { Blocked } from '../report/blocked.js';
import type { FailedRun } from '../verifier/types.js';
import type { Patch, Refusal } from '../workspace/types.js';
import { proveBlocked } from './blocked.js';
import type { PatchCheck } from './check-patch.js';
import { proveChange } from './proof-steps.js';
import type { ReportResult } from './report.js';
import type { RunState } from './state.js';
import type { Trouble } from './trouble.js';
import type { TurnResult } from './turn.js';
import type { AttemptRecord, ProofRecord } from './types.js';
import { type EditedVerifier, leftOutWords } from './verifier-edits.js';

/** What an attempt came to. */
export interface Judgement {
  readonly outcome: AttemptRecord['outcome'];
  readonly summary: string;
  readonly proofs: ProofRecord[];
  readonly failure: FailedRun | undefined;
  /** Why the change is not accepted, found while it was proved. */
  readonly refusals: readonly Refusal[];
  /** What else its record says. */
  readonly told: Pick<AttemptRecord, 'confirmations' | 'hidden' | 'verifierEdits'>;
}

export interface Evidence {
  readonly attempt: number;
  readonly patch: Patch;
  readonly check: PatchCheck;
  /** The change of what decides, where there is one that is not refused. */
  readonly edits: EditedVerifier | undefined;
  readonly report: ReportResult;
  readonly blocked: Blocked | undefined;
  /** Why the broker ended its turn. */
  readonly stop: TurnResult['stop'];
  readonly violation: TurnResult['violation'];
  /** What went wrong with the agent itself. */
  readonly trouble: Trouble | undefined;
  readonly uncorrected?: Uncorrected | undefined;
}

/** What went wrong when the report was to be corrected. The change was complete by then, and is proved all the same. */
export interface Uncorrected extends Trouble {
  /** Why the broker ended the correction; undefined: it did not. */
  readonly stop: TurnResult['stop'];
}

/** What was started against which rule, in one line. */
export function violationWords({ argv, justification }: NonNullable<TurnResult['violation']>): string {
  return `The agent started ${JSON.stringify(argv)}, which a rule forbids: ${justification}`;
}

/** Decides what an attempt came to. Only a pristine room can say `proved`. */
export async function judge(state: RunState, seen: Evidence): Promise<Judgement> {
  const { plan } = state.parts;
  const { patch, check, report, edits } = seen;
  const told = edits ? { verifierEdits: edits.record } : {};
  const none = { proofs: [], failure: undefined, refusals: [], told };
  if (seen.violation) return { outcome: 'refused', summary: violationWords(seen.violation), ...none };
  // Where a new conversation may do better, what this one changed may do as it is.
  if (seen.stop && seen.trouble?.fresh !== true) return { outcome: 'cut', summary: seen.stop.message, ...none };
  if (seen.blocked) {
    const summary = `The agent is blocked: ${seen.blocked.reason}`;
    return { outcome: 'blocked', summary, ...none, proofs: await proveBlocked(state, seen) };
  }
  const touched = patch.files.length > 0 || check.refusals.length > 0;
  if (seen.trouble !== undefined && !touched) return { outcome: 'agent-error', summary: seen.trouble.message, ...none };
  if (check.refusals.length > 0) return { outcome: 'refused', summary: refusedWords(check.refusals), ...none };
  if (!plan.verifier) {
    if (report.state !== 'valid')
      return { outcome: 'report-invalid', summary: `The report is ${reportWords(seen)}`, ...none };
    return { outcome: 'reported', summary: 'The report is valid.', ...none };
  }
  const bytes = report.state === 'valid' ? report.bytes : undefined;
  // Where a report is asked for it is work as well, and the verifier may judge it.
  const worked = touched || (bytes !== undefined && plan.report.required);
  if (!worked && state.baseline && !state.baseline.passed)
    return {
      outcome: 'failed',
      summary: edits ? `Nothing else was changed. ${leftOutWords(edits.record)}` : 'Nothing was changed.',
      ...none,
    };
  return judgeProof(state, seen, bytes);
}

async function judgeProof(state: RunState, seen: Evidence, bytes: Buffer | undefined): Promise<Judgement> {
  const { plan, feedback } = state.parts;
  const { attempt, patch, check, report, edits } = seen;
  const proof = await proveChange(state, { attempt, patch, check, edits, report: bytes });
  const { proofs, failure, refusals, confirmations, hidden, unchangedPasses } = proof;
  const told: Judgement['told'] = {
    ...(confirmations ? { confirmations } : {}),
    ...(hidden ? { hidden } : {}),
    ...(edits ? { verifierEdits: { ...edits.record, unchangedPasses } } : {}),
  };
  const all = { proofs, failure, refusals, told };
  if (refusals.length > 0) return { outcome: 'refused', summary: refusedWords(refusals), ...all };
  if (failure) {
    const line = failure.withheld ?? feedback.failureLine(failure);
    return { outcome: 'failed', summary: failure.note === undefined ? line : `${line} ${failure.note}`, ...all };
  }
  if (report.state === 'invalid' || (report.state === 'missing' && plan.report.required))
    return {
      outcome: 'report-invalid',
      summary: `The verifier passes, but the report is ${reportWords(seen)}`,
      ...all,
    };
  state.passingCommand = plan.verifier?.display ?? null;
  return { outcome: 'proved', summary: provedWords(told), ...all };
}

function refusedWords([first, ...more]: readonly Refusal[]): string {
  return `${first?.path} ${first?.reason}${more.length > 0 ? ` (and ${more.length} more)` : ''}`;
}

function reportWords({ report, uncorrected }: Evidence): string {
  return uncorrected === undefined
    ? `${report.state}.`
    : `${report.state}. Its correction failed: ${uncorrected.message}`;
}

function provedWords({ confirmations, hidden, verifierEdits }: Judgement['told']): string {
  const times = confirmations ? `${confirmations.passed} of ${confirmations.runs} times ` : '';
  const words = [
    `The ${verifierEdits?.mode === 'allow' ? 'changed ' : ''}verifier passed ${times}in a pristine room${times === '' ? '' : ' each'}${hidden ? ', and so did the hidden one' : ''}.`,
    ...(verifierEdits?.mode === 'report' ? [leftOutWords(verifierEdits)] : []),
  ];
  return words.join(' ');
}
