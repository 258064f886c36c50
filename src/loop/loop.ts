import { type AttemptResult, runAttempt } from './attempt.js';
import { runStage, timeIsOver } from './command.js';
import { violationWords } from './judge.js';
import { prove } from './proof.js';
import { Ending, RunState } from './state.js';
import { endingOfStop } from './stop.js';
import { type AgentPlace, AgentTurn } from './turn.js';
import type { LoopParts, LoopResult } from './types.js';

/**
 * Runs prepare, the baseline and the attempts, each followed by a proof in a pristine room, until one is proved, nothing
 * more may be tried, or somebody ends the run. Expected endings are values.
 * @throws CleanroomError when a part that the run needs failed: the caller makes that `infra-error`, never green
 */
export async function runLoop(parts: LoopParts): Promise<LoopResult> {
  const state = new RunState(parts);
  try {
    await prepare(state);
    // The first room is made and looked at while the verifier runs on the base: nobody waits for that.
    const opening = openFirst(state);
    opening.catch(() => {});
    try {
      const early = await baseline(state);
      return early ?? (await attempts(state, await opening));
    } finally {
      await opening.then(
        ({ turn }) => turn.discard(),
        () => {},
      );
    }
  } catch (error) {
    if (error instanceof Ending) return state.end(error.verdict, error.reason, error.hint);
    throw new LoopFailure(state, error);
  }
}

/** A failure of a part, with what the run had found until then. */
export class LoopFailure extends Error {
  readonly result: LoopResult;

  constructor(state: RunState, cause: unknown) {
    super('a part of the run failed', { cause });
    this.result = state.end('infra-error', '');
  }
}

async function prepare(state: RunState): Promise<void> {
  const { plan, workspace, evidence, progress } = state.parts;
  if (plan.prepare?.kind !== 'command') return;
  progress.phase(`prepare: ${plan.prepare.display}`);
  const top = await workspace.openTop('prepare');
  const { exit, log } = await runStage(state, {
    room: 'prepare',
    stage: 'prepare',
    attempt: 0,
    top,
    argv: plan.prepare.argv,
    cwd: plan.prepare.cwd,
    // Even with nothing allowed: a refusal that names the host beats a name that cannot be resolved.
    env: state.network(plan.policy.prepare),
    timeoutMs: plan.prepare.timeoutMs,
    log: 'prepare.log',
    readOnly: [],
    grant: { allow: plan.policy.prepare },
  });
  if (exit.end !== 'exited' || exit.code !== 0) {
    const failure = {
      display: plan.prepare.display,
      exitCode: exit.code,
      signal: exit.signal,
      end: exit.end,
      ...log.excerpt(),
    };
    const denied = [...state.denied.values()][0];
    throw new Ending(
      'infra-error',
      `The prepare command failed: ${state.parts.feedback.failureLine(failure)}`,
      denied
        ? `it was refused ${denied.host}: ${denied.allow.length > 0 ? `if you trust it, allow it with ${denied.allow.join(', ')}` : denied.reason}`
        : 'see logs/prepare.log in the evidence',
    );
  }
  const frozen = await workspace.freeze(top);
  evidence.journal('prepare.frozen', { entries: frozen.entries, dropped: [...frozen.dropped] });
  if (frozen.dropped.length > 0)
    progress.warn(`prepare changed ${frozen.dropped.length} tracked files; these changes were dropped`);
}

/** The verifier must fail on the base; otherwise there is nothing to prove. */
async function baseline(state: RunState): Promise<LoopResult | undefined> {
  const { plan, progress } = state.parts;
  if (!plan.verifier) return undefined;
  progress.phase(`baseline: ${plan.verifier.display}`);
  const { record, failure } = await prove(state, {
    name: 'baseline',
    what: 'base',
    change: undefined,
    report: undefined,
    attempt: 0,
  });
  state.baseline = record;
  if (failure) {
    progress.note(`fails as it should: ${state.parts.feedback.failureLine(failure)}`);
    return undefined;
  }
  if (plan.baseline === 'any') {
    progress.warn('the verifier passes on the base already: a green proof says less');
    return undefined;
  }
  return state.end(
    'nothing-to-prove',
    'The verifier passes on the base already, so no agent was started.',
    'set baseline: any to let the agent work on a green base',
  );
}

/** The agent's place, and its first turn in a room that stands. */
async function openFirst(state: RunState): Promise<{ readonly place: AgentPlace; readonly turn: AgentTurn }> {
  const { workspace, directories, plan, prompts } = state.parts;
  const place: AgentPlace = {
    top: await workspace.openAgentTop('agent', plan.room.writable),
    home: await directories.writable('home'),
    out: await directories.writable('out'),
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

async function attempts(
  state: RunState,
  { place, turn }: { readonly place: AgentPlace; readonly turn: AgentTurn },
): Promise<LoopResult> {
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

async function endingOf(
  state: RunState,
  { record, stop, violation, blocked }: AttemptResult,
  more: boolean,
): Promise<LoopResult | undefined> {
  if (violation)
    return state.end(
      'policy-violation',
      violationWords(violation),
      `the rule is: ${violation.rule}; change it in rules, or the task`,
    );
  if (stop) {
    const { verdict, hint, fresh } = endingOfStop(stop);
    const goesOn = fresh && (more || record.outcome === 'proved');
    if (!goesOn) return state.end(verdict, stop.message, hint);
  }
  if (blocked)
    return state.end(
      'blocked',
      `The agent says that it cannot or should not do this: ${blocked.reason}`,
      blocked.evidence || null,
    );
  switch (record.outcome) {
    case 'reported':
      return state.end('reported', 'The agent’s report is valid. No verifier was asked for.');
    case 'report-invalid':
      return state.end('report-invalid', record.summary, record.report.errors[0] ?? 'the agent handed in no report');
    case 'proved': {
      const changed = await state.parts.workspace.checkUnchanged();
      if (changed)
        return state.end(
          'infra-error',
          `The proof does not count: ${changed}.`,
          'run again and leave the checkout alone meanwhile',
        );
      return state.end(
        'verified',
        `\`${state.passingCommand}\` passed in a pristine room on attempt ${record.attempt}.`,
      );
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

function exhausted(state: RunState, last: AttemptResult | undefined): LoopResult {
  if (state.timeIsOver) throw timeIsOver(state);
  const count = state.attempts.length;
  const tried = `${count} attempt${count === 1 ? '' : 's'}`;
  const summary = last?.record.summary ?? '';
  if (last?.record.outcome === 'refused') {
    const unprotect = last.refusals.some(({ reason }) => reason.startsWith('is protected'));
    return state.end(
      'policy-violation',
      `After ${tried} the change still breaks a rule: ${summary}.`,
      unprotect
        ? 'if the change is wanted, take the path out with protect: "!path"'
        : 'see the refusals in verdict.json',
    );
  }
  if (last?.record.outcome === 'agent-error')
    return state.end(
      'agent-error',
      `The agent failed in the last of ${tried}: ${summary}`,
      last.trouble?.hint ?? 'see the logs of the attempts in the evidence',
    );
  return state.end(
    'attempts-exhausted',
    `After ${tried} the verifier still fails: ${summary}`,
    'raise max-attempts, sharpen the prompt, or finish the change by hand',
  );
}
