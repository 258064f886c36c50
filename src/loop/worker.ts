import { type AttemptResult, runAttempt } from './attempt.js';
import { timeIsOver } from './command.js';
import { violationWords } from './judge.js';
import type { RunState, WorkerEnd } from './state.js';
import { endingOfStop } from './stop.js';
import { type AgentPlace, AgentTurn } from './turn.js';

/** A worker's place, and its first turn in a room that stands. */
export interface OpenWorker {
  readonly place: AgentPlace;
  readonly turn: AgentTurn;
}

/** Makes a worker's place and the room of its first turn. Whoever opens it discards the turn in the end. */
export async function openWorker(state: RunState): Promise<OpenWorker> {
  const { workspace, directories, plan, prompts } = state.parts;
  const place: AgentPlace = {
    top: await workspace.openAgentTop(state.name('agent'), plan.room.writable),
    home: await directories.writable(state.name('home')),
    out: await directories.writable(state.name('out')),
  };
  const prompt = prompts.first();
  const turn = new AgentTurn(state, place, {
    attempt: 1,
    prompt,
    session: undefined,
    correction: false,
    suffix: '',
    timeoutMs: plan.limits.attemptMs,
  });
  await turn.prepare();
  return { place, turn };
}

/**
 * A worker's attempts, each followed by a proof, until one is proved or nothing more may be tried.
 * @throws Ending when the run was cancelled or its time is over; CleanroomError when a part failed
 */
export async function runWorker(state: RunState, { place, turn }: OpenWorker): Promise<WorkerEnd> {
  const { plan, prompts, agent, progress } = state.parts;
  const most = plan.verifier ? plan.limits.maxAttempts : 1;
  let next: string | undefined;
  let session: string | undefined;
  let last: AttemptResult | undefined;
  for (let attempt = 1; attempt <= most; attempt++) {
    progress.phase(`attempt ${attempt} of ${most}: ${agent.name}${agent.version ? ` ${agent.version}` : ''}`);
    const told = next;
    last = await runAttempt(state, place, {
      attempt,
      session,
      ...(attempt === 1 ? { prepared: turn } : {}),
      // Without a conversation to go on with, the agent has to be told the task again.
      prompt: (fresh) => (told === undefined ? prompts.first() : fresh ? `${prompts.first()}\n${told}` : told),
    });
    progress.note(`attempt ${attempt}: ${last.record.summary}`);
    const ending = await endingOf(state, last, attempt < most);
    if (ending) return ending;
    session = last.session;
    next = nextPrompt(state, last, attempt + 1);
  }
  return exhausted(state, last);
}

const end = (verdict: WorkerEnd['verdict'], reason: string, hint: string | null = null): WorkerEnd => ({
  verdict,
  reason,
  hint,
});

async function endingOf(
  state: RunState,
  { record, stop, violation, blocked }: AttemptResult,
  more: boolean,
): Promise<WorkerEnd | undefined> {
  if (violation)
    return end(
      'policy-violation',
      violationWords(violation),
      `the rule is: ${violation.rule}; change it in rules, or the task`,
    );
  if (stop) {
    const { verdict, hint, fresh } = endingOfStop(stop);
    const goesOn = fresh && (more || record.outcome === 'proved');
    if (!goesOn) return end(verdict, stop.message, hint);
  }
  if (blocked)
    return end(
      'blocked',
      `The agent says that it cannot or should not do this: ${blocked.reason}`,
      blocked.evidence || null,
    );
  switch (record.outcome) {
    case 'reported':
      return end('reported', 'The agent’s report is valid. No verifier was asked for.');
    case 'report-invalid':
      return end('report-invalid', record.summary, record.report.errors[0] ?? 'the agent handed in no report');
    case 'proved': {
      const changed = await state.parts.workspace.checkUnchanged();
      if (changed)
        return end(
          'infra-error',
          `The proof does not count: ${changed}.`,
          'run again and leave the checkout alone meanwhile',
        );
      return end('verified', `\`${state.passingCommand}\` passed in a pristine room on attempt ${record.attempt}.`);
    }
    default:
      return undefined;
  }
}

function nextPrompt(state: RunState, last: AttemptResult, attempt: number): string {
  const { prompts, feedback } = state.parts;
  if (last.refusals.length > 0) return prompts.refusal(last.refusals);
  if (last.failure) return prompts.feedback(feedback.distil(last.failure), attempt);
  return prompts.retry(last.trouble?.message ?? 'Nothing was changed.', attempt);
}

function exhausted(state: RunState, last: AttemptResult | undefined): WorkerEnd {
  if (state.timeIsOver) throw timeIsOver(state);
  const count = state.attempts.length;
  const tried = `${count} attempt${count === 1 ? '' : 's'}`;
  const summary = last?.record.summary ?? '';
  if (last?.record.outcome === 'refused') {
    const unprotect = last.refusals.some(({ reason }) => reason.startsWith('is protected'));
    return end(
      'policy-violation',
      `After ${tried} the change still breaks a rule: ${summary}.`,
      unprotect
        ? 'if the change is wanted, take the path out with protect: "!path"'
        : 'see the refusals in verdict.json',
    );
  }
  if (last?.record.outcome === 'agent-error')
    return end(
      'agent-error',
      `The agent failed in the last of ${tried}: ${summary}`,
      last.trouble?.hint ?? 'see the logs of the attempts in the evidence',
    );
  return end(
    'attempts-exhausted',
    `After ${tried} the verifier still fails: ${summary}`,
    'raise max-attempts, sharpen the prompt, or finish the change by hand',
  );
}
