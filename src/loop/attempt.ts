import type { Blocked } from '../report/blocked.js';
import type { Plan } from '../schemas/plan.js';
import type { Patch } from '../workspace/types.js';
import { type Judgement, judge, type Uncorrected } from './judge.js';
import { type ReportResult, settleReport } from './report.js';
import type { RunState } from './state.js';
import { type Trouble, troubleOf } from './trouble.js';
import { type AgentPlace, type AgentTurn, type TurnResult, takeTurn } from './turn.js';
import { type AgentUsage, sum } from './turn-events.js';
import type { AttemptRecord } from './types.js';
import { sumUsage } from './usage.js';
import { settleEdits } from './verifier-edits.js';

export interface AttemptResult {
  readonly record: AttemptRecord;
  /** The conversation that the next attempt goes on with; undefined: it begins one. */
  readonly session: string | undefined;
  /** Why the broker ended its turn; of a correction see `uncorrected`. */
  readonly stop: TurnResult['stop'];
  readonly uncorrected: Uncorrected | undefined;
  readonly violation: TurnResult['violation'];
  readonly report: ReportResult;
  readonly blocked: Blocked | undefined;
  /** The change after it. */
  readonly patch: Patch;
  /** By which equal steps of the agent are known; null: it told of none. */
  readonly steps: string | null;
  /** The failed proof that the next attempt is told about. */
  readonly failure: Judgement['failure'];
  readonly refusals: AttemptRecord['refusals'];
  /** What went wrong with the agent itself. */
  readonly trouble: Trouble | undefined;
}

export interface AttemptRequest {
  readonly attempt: number;
  /** The conversation that goes on; undefined: a new one. */
  readonly session: string | undefined;
  /** It begins anew, from a snapshot. */
  readonly fresh?: boolean;
  /** It may change so many lines of what it finds, which is this patch; undefined: as many as it likes. */
  readonly guard?: { readonly from: Pick<Patch, 'commit'>; readonly lines: number } | undefined;
  /** The turn that begins it, where its room stands already. */
  readonly prepared?: AgentTurn;
  /** What the agent is told, in a conversation that goes on or in a new one. */
  prompt(fresh: boolean): string;
}

/** One attempt: the agent's turn, its report, its patch, and the proof. */
export async function runAttempt(state: RunState, place: AgentPlace, request: AttemptRequest): Promise<AttemptResult> {
  const { plan, evidence } = state.parts;
  const { attempt } = request;
  state.patch = undefined;
  state.report = undefined;
  const { turn, before } = await converse(state, place, request);
  const { report, correction } = await settleReport(state, place, {
    attempt,
    turn,
    leftMs: left(plan, [...before, turn]),
  });
  const turns = [...before, turn, ...(correction ? [correction] : [])];
  const { patch: whole } = correction ?? turn;
  const { patch, check, edits } = await settleEdits(state, attempt, whole, state.parts.checkPatch(whole));
  const sha = patch.diff.length > 0 ? state.parts.digest(patch.diff) : null;
  state.journal('patch.collected', {
    attempt,
    files: patch.files.length,
    bytes: patch.diff.length,
    sha256: sha,
    ignored: patch.ignored,
  });
  const refusals = [...check.refusals];
  if (patch.diff.length > 0) {
    const stored = evidence.writeFile(state.file(`attempts/${attempt}/change.patch`), patch.diff, { shapes: false });
    // A patch with something taken out of it no longer applies: it stays with its attempt and is never the run's.
    if (stored.redactions > 0) refusals.push({ path: 'the patch', reason: 'holds a secret of this run' });
    else state.patch = patch.diff;
  }
  const tooMuch = await overGuard(state, whole, request.guard);
  if (tooMuch !== undefined) refusals.push(tooMuch);
  if (refusals.length > 0) state.journal('patch.refused', { attempt, refusals });
  const blocked =
    report.blocked ?? (report.state === 'valid' ? state.parts.reports.blockedReason(report.value) : undefined);
  const trouble = troubleIn(state, turn);
  const uncorrected = correction && report.state !== 'valid' ? uncorrectedBy(state, correction) : undefined;
  const violation = turns.find((one) => one.violation !== undefined)?.violation;
  const judged = await judge(state, {
    attempt,
    patch,
    check: { ...check, refusals },
    edits,
    report,
    blocked,
    stop: turn.stop,
    violation,
    trouble,
    uncorrected,
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
    refusals: [...refusals, ...judged.refusals],
    report: { state: report.state, errors: [...report.errors], corrected: report.corrected },
    proofs: judged.proofs,
    usage: sumUsage(turns.map(({ usage }) => usage)),
    outcome: judged.outcome,
    summary: withLimits(state, judged, trouble),
    fresh: request.fresh ?? false,
    ...judged.told,
  };
  state.attempts.push(record);
  state.count(
    attempt,
    record.usage,
    turns.reduce<AgentUsage | null>((all, { agentUsage }) => (agentUsage ? sum(all, agentUsage) : all), null),
  );
  state.journal('attempt.finished', { attempt, outcome: record.outcome });
  return {
    record,
    session: (trouble ?? uncorrected)?.fresh === true || turns.at(-1)?.recalled ? undefined : turns.at(-1)?.session,
    stop: turn.stop,
    uncorrected,
    violation,
    report,
    blocked,
    patch: whole,
    steps: turn.steps,
    failure: judged.failure,
    refusals: record.refusals,
    trouble,
  };
}

/** Why a change is more than an attempt that begins anew may make. */
async function overGuard(
  state: RunState,
  patch: Patch,
  guard: AttemptRequest['guard'],
): Promise<AttemptRecord['refusals'][number] | undefined> {
  if (guard === undefined) return undefined;
  const lines = await state.parts.workspace.changedLines(guard.from, patch);
  if (lines <= guard.lines) return undefined;
  return {
    path: 'the patch',
    reason: `changes ${lines} lines of what the snapshot had, more than restart-diff-lines (${guard.lines})`,
  };
}

/** Proofs of the change of which the agent may know how they ended. */
const OF_THE_AGENT: ReadonlySet<AttemptRecord['proofs'][number]['what']> = new Set([
  'patch',
  'patch-without-new-tests',
] as const);

/** What an attempt came to, with the limits of time that cut it, by the names of their settings. */
function withLimits(state: RunState, { summary, proofs }: Judgement, trouble: Trouble | undefined): string {
  const { limits, verifier } = state.parts.plan;
  // Of the hidden verifier the agent, which may read this, learns that it failed and nothing else.
  const last = proofs.findLast(({ passed, what }) => !passed && OF_THE_AGENT.has(what));
  const ran = verifier?.commands.find(({ name }) => name === last?.command)?.timeoutMs;
  const cut = [
    ...(trouble?.kind === 'timeout'
      ? [
          state.timeIsOver
            ? 'the agent was ended by timeout'
            : `the agent was ended by attempt-timeout, ${limits.attemptMs / 1000} s`,
        ]
      : []),
    ...(last?.end === 'timeout'
      ? [`the verifier was ended by verify-timeout${ran === undefined ? '' : `, ${ran / 1000} s`}`]
      : []),
  ];
  return cut.length === 0 ? summary : `${summary} (${cut.join('; ')})`;
}

/** Why a conversation cannot go on, by what went wrong when it was to. */
const UNUSABLE: ReadonlyMap<Trouble['kind'], string> = new Map<Trouble['kind'], string>([
  ['session-lost', 'the agent does not find its conversation any more'],
  ['context', 'the conversation has become longer than the model can take'],
  // A turn that was killed may leave a history that no provider takes.
  ['request', 'the provider does not take the conversation as it is'],
]);

/** The agent's turn. A conversation that cannot go on is begun anew, once, with all that has to be known. */
async function converse(
  state: RunState,
  place: AgentPlace,
  { attempt, session, prompt, prepared }: AttemptRequest,
): Promise<{ readonly turn: TurnResult; readonly before: readonly TurnResult[] }> {
  const { progress, plan } = state.parts;
  const usual = {
    attempt,
    prompt: prompt(session === undefined),
    session,
    correction: false,
    suffix: '',
    timeoutMs: plan.limits.attemptMs,
  } as const;
  const first = await (prepared?.take() ?? takeTurn(state, place, usual));
  const kind = !first.resumed || first.violation ? undefined : troubleIn(state, first)?.kind;
  const timeoutMs = left(plan, [first]);
  if (kind === undefined || !UNUSABLE.has(kind) || timeoutMs <= 0) return { turn: first, before: [] };
  progress.note(`${UNUSABLE.get(kind)}: beginning a new one`);
  const turn = await takeTurn(state, place, {
    attempt,
    prompt: prompt(true),
    session: undefined,
    correction: false,
    suffix: '-fresh',
    timeoutMs,
  });
  return { turn, before: [first] };
}

/** Milliseconds that an attempt has left after these turns; 0 or less: none. */
function left({ limits }: Plan, turns: readonly TurnResult[]): number {
  return limits.attemptMs - turns.reduce((total, { exit }) => total + exit.durationMs, 0);
}

function troubleIn(state: RunState, turn: TurnResult): Trouble | undefined {
  const answers = state.parts.agent.reportChannel === 'answer';
  return troubleOf({ ...turn, answered: answers ? turn.answer !== undefined : undefined });
}

/** What kept a report from being corrected; undefined: only what the agent said. */
function uncorrectedBy(state: RunState, correction: TurnResult): Uncorrected | undefined {
  const trouble = troubleIn(state, correction);
  return trouble === undefined || trouble.kind === 'no-answer' ? undefined : { ...trouble, stop: correction.stop };
}

function countLines(patch: Patch): { added: number; deleted: number } {
  const sum = (pick: (file: Patch['files'][number]) => number | null): number =>
    patch.files.reduce((total, file) => total + (pick(file) ?? 0), 0);
  return { added: sum((file) => file.added), deleted: sum((file) => file.deleted) };
}
