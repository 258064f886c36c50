import type { FailedRun } from '../verifier/feedback.js';
import type { Patch } from '../workspace/types.js';
import type { PatchCheck } from './check-patch.js';
import { prove } from './proof.js';
import type { RunState } from './state.js';
import { type AgentPlace, type TurnResult, takeTurn } from './turn.js';
import type { AttemptRecord, ProofRecord } from './types.js';
import { sumUsage } from './usage.js';

/** The validated report of an attempt, or what is wrong with it. */
interface ReportResult {
  readonly state: 'valid' | 'invalid' | 'missing';
  readonly bytes: Buffer | undefined;
  readonly value: unknown;
  readonly errors: readonly string[];
  readonly corrected: boolean;
}

export interface AttemptResult {
  readonly record: AttemptRecord;
  readonly session: string | undefined;
  readonly stop: TurnResult['stop'];
  readonly violation: TurnResult['violation'];
  readonly report: ReportResult;
  readonly blocked: { readonly reason: string; readonly evidence: string } | undefined;
  /** The failed proof that the next attempt is told about. */
  readonly failure: FailedRun | undefined;
  readonly refusals: AttemptRecord['refusals'];
  /** What went wrong with the agent itself. */
  readonly trouble: string | undefined;
}

/** One attempt: the agent's turn, its report, its patch, and the proof. */
export async function runAttempt(
  state: RunState,
  place: AgentPlace,
  request: { readonly attempt: number; readonly prompt: string; readonly session: string | undefined },
): Promise<AttemptResult> {
  const { plan, workspace, evidence } = state.parts;
  const { attempt } = request;
  state.patch = undefined;
  state.report = undefined;
  const turn = await takeTurn(state, place, { ...request, correction: false });
  const { report, turns } = await settleReport(state, place, attempt, turn);
  const patch = await workspace.collect(place.top, { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles });
  const check = state.parts.checkPatch(patch);
  const sha = patch.diff.length > 0 ? state.parts.digest(patch.diff) : null;
  evidence.journal('patch.collected', {
    attempt,
    files: patch.files.length,
    bytes: patch.diff.length,
    sha256: sha,
    ignored: patch.ignored,
  });
  const refusals = [...check.refusals];
  if (patch.diff.length > 0) {
    const stored = evidence.writeFile(`attempts/${attempt}/change.patch`, patch.diff, { shapes: false });
    // A patch with something taken out of it no longer applies: it stays with its attempt and is never the run's.
    if (stored.redactions > 0) refusals.push({ path: 'the patch', reason: 'holds a secret of this run' });
    else state.patch = patch.diff;
  }
  if (refusals.length > 0) evidence.journal('patch.refused', { attempt, refusals });
  const blocked = report.state === 'valid' ? state.parts.reports.blockedReason(report.value) : undefined;
  const trouble = troubleOf(turn);
  const stop = turns.find((one) => one.stop !== undefined)?.stop;
  const violation = turns.find((one) => one.violation !== undefined)?.violation;
  const judged = await judge(state, {
    attempt,
    patch,
    check: { ...check, refusals },
    report,
    blocked,
    stop,
    violation,
    trouble,
  });
  const record: AttemptRecord = {
    attempt,
    agent: {
      end: turn.exit.end,
      exitCode: turn.exit.code,
      limits: [...turn.exit.limits],
      durationMs: Math.round(turns.reduce((total, one) => total + one.exit.durationMs, 0)),
      session: turn.session ?? null,
    },
    patch: { files: patch.files.length, ...countLines(patch), bytes: patch.diff.length, sha256: sha },
    refusals,
    report: { state: report.state, errors: [...report.errors], corrected: report.corrected },
    proofs: judged.proofs,
    usage: sumUsage(turns.map(({ usage }) => usage)),
    outcome: judged.outcome,
    summary: judged.summary,
  };
  state.attempts.push(record);
  const said = turns.map(({ agentUsage }) => agentUsage).filter((one) => one !== null);
  state.agentUsage.push({
    attempt,
    agent:
      said.length === 0
        ? null
        : said.reduce((a, b) => ({
            inputTokens: a.inputTokens + b.inputTokens,
            cachedInputTokens: a.cachedInputTokens + b.cachedInputTokens,
            outputTokens: a.outputTokens + b.outputTokens,
          })),
  });
  evidence.journal('attempt.finished', { attempt, outcome: record.outcome });
  return {
    record,
    session: turns.at(-1)?.session,
    stop,
    violation,
    report,
    blocked,
    failure: judged.failure,
    refusals,
    trouble,
  };
}

/** Reads and validates the report; one correction turn when it is wanted and wrong. */
async function settleReport(
  state: RunState,
  place: AgentPlace,
  attempt: number,
  turn: TurnResult,
): Promise<{ report: ReportResult; turns: TurnResult[] }> {
  const { plan, prompts, progress } = state.parts;
  const first = await readReport(state, place, attempt, false);
  const canAnswer = turn.exit.end === 'exited' && turn.exit.code === 0 && !turn.stop && !turn.violation;
  const worthIt = first.state === 'invalid' || (first.state === 'missing' && plan.report.required);
  if (!worthIt || !canAnswer) return { report: first, turns: [turn] };
  const errors = first.state === 'missing' ? ['there is no report'] : first.errors;
  progress.note(`the report is ${first.state}: asking for a correction`);
  const correction = await takeTurn(state, place, {
    attempt,
    prompt: prompts.correction(errors),
    session: turn.session,
    correction: true,
  });
  return { report: await readReport(state, place, attempt, true), turns: [turn, correction] };
}

async function readReport(
  state: RunState,
  place: AgentPlace,
  attempt: number,
  corrected: boolean,
): Promise<ReportResult> {
  const { reports, evidence } = state.parts;
  const file = reports.read(place.out);
  const result = await (async (): Promise<ReportResult> => {
    if (file.state === 'refused')
      return { state: 'invalid', bytes: undefined, value: undefined, errors: [file.reason], corrected };
    if (file.state === 'missing')
      return { state: 'missing', bytes: undefined, value: undefined, errors: [], corrected };
    const check = await reports.check(file.bytes);
    if (check.state === 'missing')
      return { state: 'missing', bytes: undefined, value: undefined, errors: [], corrected };
    if (check.state === 'invalid')
      return { state: 'invalid', bytes: file.bytes, value: undefined, errors: check.errors, corrected };
    return {
      state: 'valid',
      bytes: Buffer.from(JSON.stringify(check.value)),
      value: check.value,
      errors: [],
      corrected,
    };
  })();
  evidence.journal('report.checked', { attempt, state: result.state, errors: [...result.errors] });
  if (result.state === 'valid') {
    evidence.writeJson(`attempts/${attempt}/report.json`, result.value);
    state.report = { value: result.value };
  } else if (result.bytes) evidence.writeFile(`attempts/${attempt}/report.invalid.txt`, result.bytes);
  return result;
}

interface Judgement {
  readonly outcome: AttemptRecord['outcome'];
  readonly summary: string;
  readonly proofs: ProofRecord[];
  readonly failure: FailedRun | undefined;
}

interface Evidence {
  readonly attempt: number;
  readonly patch: Patch;
  readonly check: PatchCheck;
  readonly report: ReportResult;
  readonly blocked: AttemptResult['blocked'];
  readonly stop: TurnResult['stop'];
  readonly violation: TurnResult['violation'];
  readonly trouble: string | undefined;
}

/** What was started against which rule, in one line. */
export function violationWords({ argv, justification }: NonNullable<TurnResult['violation']>): string {
  return `The agent started ${JSON.stringify(argv)}, which a rule forbids: ${justification}`;
}

/** Decides what an attempt came to. Only a pristine room can say `proved`. */
async function judge(state: RunState, seen: Evidence): Promise<Judgement> {
  const { plan, progress, feedback } = state.parts;
  const { attempt, patch, check, report } = seen;
  const none = { proofs: [], failure: undefined };
  if (seen.violation) return { outcome: 'refused', summary: violationWords(seen.violation), ...none };
  if (seen.stop) return { outcome: 'cut', summary: seen.stop.message, ...none };
  if (seen.blocked) return { outcome: 'blocked', summary: `The agent is blocked: ${seen.blocked.reason}`, ...none };
  const touched = patch.files.length > 0 || check.refusals.length > 0;
  if (seen.trouble !== undefined && !touched) return { outcome: 'agent-error', summary: seen.trouble, ...none };
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

  const proofs: ProofRecord[] = [];
  const steps = [
    // New tests are extra, never instead: without them the verifier of the base has to pass on its own.
    ...(check.newTests.length > 0
      ? [
          {
            name: `proof-${attempt}-without-new-tests`,
            what: 'patch-without-new-tests' as const,
            files: patch.files.filter((file) => !check.newTests.includes(file)),
          },
        ]
      : []),
    { name: `proof-${attempt}`, what: 'patch' as const, files: patch.files },
  ];
  for (const step of steps) {
    progress.phase(`proof ${attempt}${step.what === 'patch' ? '' : ' without new tests'}: ${plan.verifier.display}`);
    const change = { patch, files: step.files };
    const { record, failure } = await prove(state, {
      name: step.name,
      what: step.what,
      change,
      report: bytes,
      attempt,
    });
    proofs.push(record);
    if (failure) return { outcome: 'failed', summary: feedback.failureLine(failure), proofs, failure };
  }
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

/** What kept the agent from ending its turn as it should, in a sentence. */
function troubleOf(turn: TurnResult): string | undefined {
  const { exit, error } = turn;
  if (exit.end === 'timeout') return 'The agent did not end within its time.';
  if (exit.end === 'memory-limit') return 'The agent used more memory than its room has.';
  if (exit.end === 'disk-limit') return `The agent filled its room: it reached ${exit.limits.join(' and ')}.`;
  if (exit.end === 'output-limit') return 'The agent printed more than its room may print.';
  if (exit.end === 'signalled') return `The agent was killed by ${exit.signal ?? 'a signal'}.`;
  if (exit.code !== 0) return `The agent ended with exit code ${exit.code ?? 'unknown'}${error ? `: ${error}` : '.'}`;
  return undefined;
}

function countLines(patch: Patch): { added: number; deleted: number } {
  const sum = (pick: (file: Patch['files'][number]) => number | null): number =>
    patch.files.reduce((total, file) => total + (pick(file) ?? 0), 0);
  return { added: sum((file) => file.added), deleted: sum((file) => file.deleted) };
}
