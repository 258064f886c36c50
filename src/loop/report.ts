import type { Blocked } from '../report/blocked.js';
import type { ReportFile } from '../report/read.js';
import { remainingFor } from './remaining.js';
import type { RunState } from './state.js';
import { troubleOf } from './trouble.js';
import { type AgentPlace, type TurnResult, takeTurn } from './turn.js';

/** The validated report of an attempt, or what is wrong with it. */
export interface ReportResult {
  readonly state: 'valid' | 'invalid' | 'missing';
  readonly bytes: Buffer | undefined;
  readonly value: unknown;
  readonly errors: readonly string[];
  readonly corrected: boolean;
  /** The agent says that it is blocked, in place of a report or beside it. */
  readonly blocked?: Blocked | undefined;
}

/**
 * Reads and validates the report that a turn left; one correction turn when it is wanted and wrong. A correction that
 * brings nothing leaves the report as it was.
 * @returns the turn of the correction too, where there was one
 */
export async function settleReport(
  state: RunState,
  place: AgentPlace,
  {
    attempt,
    turn,
    leftMs,
  }: {
    readonly attempt: number;
    readonly turn: TurnResult;
    /** What the attempt has left; 0 or less: nothing. */
    readonly leftMs: number;
  },
): Promise<{ readonly report: ReportResult; readonly correction: TurnResult | undefined }> {
  const { plan, prompts, progress } = state.parts;
  const first = await readReport(state, turn, { attempt });
  const worthIt =
    first.blocked === undefined && (first.state === 'invalid' || (first.state === 'missing' && plan.report.required));
  if (!worthIt || leftMs <= 0 || !canAnswer(turn)) return { report: first, correction: undefined };
  const errors = first.state === 'missing' ? ['there is no report'] : first.errors;
  progress.note(`the report is ${first.state}: asking for a correction`);
  const correction = await takeTurn(state, place, {
    attempt,
    // Without its conversation it has to be told the task again.
    prompt: turn.recalled
      ? `${prompts.first(remainingFor(state, attempt))}\n${prompts.correction(errors)}`
      : prompts.correction(errors),
    session: turn.recalled ? undefined : turn.session,
    correction: true,
    suffix: '-correction',
    // The change is there already: whatever becomes of the correction, it can still be proved.
    timeoutMs: plan.verifier ? state.remaining(2 * leftMs) / 2 : leftMs,
  });
  return { report: await readReport(state, correction, { attempt, first }), correction };
}

/** Whether there is somebody to ask: an agent that ended by itself, and whose only fault is what it said. */
function canAnswer(turn: TurnResult): boolean {
  if (turn.exit.end !== 'exited' || turn.exit.code !== 0 || turn.stop || turn.violation) return false;
  const trouble = troubleOf({ ...turn, answered: undefined });
  return trouble === undefined;
}

async function readReport(
  state: RunState,
  turn: TurnResult,
  { attempt, first }: { readonly attempt: number; readonly first?: ReportResult },
): Promise<ReportResult> {
  const { reports, evidence } = state.parts;
  const file = handedIn(turn);
  const corrected = first !== undefined;
  const read = await (async (): Promise<ReportResult> => {
    const nothing = { bytes: undefined, value: undefined, corrected };
    if (file.state === 'refused')
      return { ...nothing, state: 'invalid', errors: [file.reason], blocked: turn.declined };
    if (file.state === 'missing') return { ...nothing, state: 'missing', errors: [], blocked: turn.declined };
    const check = await reports.check(file.bytes);
    // Who is blocked need not make a report up.
    const blocked = check.state === 'invalid' ? (turn.declined ?? reports.blockedAnswer(file.bytes)) : turn.declined;
    if (blocked && check.state !== 'valid') return { ...nothing, state: 'missing', errors: [], blocked };
    if (check.state === 'missing') return { ...nothing, state: 'missing', errors: [] };
    if (check.state === 'invalid') return { ...nothing, state: 'invalid', bytes: file.bytes, errors: check.errors };
    const bytes = Buffer.from(JSON.stringify(check.value));
    return { state: 'valid', bytes, value: check.value, errors: [], corrected, blocked };
  })();
  const result = first && read.state === 'missing' && !read.blocked ? { ...first, corrected } : read;
  if (result.blocked) evidence.writeJson(state.file(`attempts/${attempt}/blocked.json`), result.blocked);
  state.journal('report.checked', { attempt, state: result.state, errors: [...result.errors] });
  if (result.state === 'valid') {
    evidence.writeJson(state.file(`attempts/${attempt}/report.json`), result.value);
    state.report = { value: result.value };
  } else if (result.bytes) evidence.writeFile(state.file(`attempts/${attempt}/report.invalid.txt`), result.bytes);
  return result;
}

/** The report's file; where there is none, or an empty one, the agent's last words. */
function handedIn({ answer, handedIn: file }: TurnResult): ReportFile {
  const nothing = file.state === 'missing' || (file.state === 'read' && file.bytes.length === 0);
  return nothing && answer !== undefined ? { state: 'read', bytes: Buffer.from(answer) } : file;
}
