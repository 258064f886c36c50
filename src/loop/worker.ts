import { type AttemptResult, runAttempt } from './attempt.js';
import { checkBlocked } from './blocked.js';
import { timeIsOver } from './command.js';
import { Course, capital, handOver, type Next } from './course.js';
import { violationWords } from './judge.js';
import { remainingFor } from './remaining.js';
import type { RunState, WorkerEnd } from './state.js';
import { endingOfStop } from './stop.js';
import { type AgentPlace, AgentTurn } from './turn.js';
import { editedFiles } from './verifier-edits.js';

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
  const prompt = prompts.first(remainingFor(state, 1));
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
 * A worker's attempts, each followed by a proof, until one is proved or nothing more may be tried. One that does not get
 * on leaves a snapshot, from which a fresh conversation goes on.
 * @throws Ending when the run was cancelled or its time is over; CleanroomError when a part failed
 */
export async function runWorker(state: RunState, { place, turn }: OpenWorker): Promise<WorkerEnd> {
  const { plan, prompts, agent, progress } = state.parts;
  const most = plan.verifier ? plan.limits.maxAttempts : 1;
  const course = new Course(state);
  let next: Next = {
    place,
    request: { session: undefined, prompt: () => prompts.first(remainingFor(state, 1)) },
  };
  let last: AttemptResult | undefined;
  for (let attempt = 1; attempt <= most; attempt++) {
    progress.phase(`attempt ${attempt} of ${most}: ${agent.name}${agent.version ? ` ${agent.version}` : ''}`);
    last = await runAttempt(state, next.place, {
      ...next.request,
      attempt,
      ...(attempt === 1 ? { prepared: turn } : {}),
    });
    progress.note(`attempt ${attempt}: ${last.record.summary}`);
    const stuck = course.take(last);
    const ending = (await endingOf(state, last, attempt < most)) ?? course.endedBy(stuck, last, attempt < most);
    if (ending) return ending;
    if (attempt < most) next = stuck ? await course.anew(next.place, stuck, last) : course.onward(next.place, last);
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
  { record, stop, violation, blocked, uncorrected }: AttemptResult,
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
    if (!goesOn) return end(verdict, withoutAdvice(stop.message), hint);
  }
  if (blocked) return blockedEnd(state, blocked, record);
  // Its provider, or the budget, would not let a further attempt ask anything either.
  if (uncorrected?.stop && !uncorrected.fresh) {
    const { verdict, hint } = endingOfStop(uncorrected.stop);
    return end(
      verdict,
      withoutAdvice(record.outcome === 'report-invalid' ? record.summary : uncorrected.stop.message),
      hint,
    );
  }
  switch (record.outcome) {
    case 'reported':
      return end('reported', 'The agent’s report is valid. No verifier was asked for.');
    case 'report-invalid':
      return end(
        'report-invalid',
        record.summary,
        uncorrected?.hint ??
          record.report.errors[0] ??
          'see its log for why it handed in none, or set report: optional where a verifier decides',
      );
    case 'proved': {
      const changed = await state.parts.workspace.checkUnchanged();
      if (changed)
        return end(
          'infra-error',
          `The proof does not count: ${changed}.`,
          'run again and leave the checkout alone meanwhile',
        );
      return verifiedEnd(state, record);
    }
    default:
      return undefined;
  }
}

/** Of a budget a stop ends with what to do, as the agent was told; of a verdict the hint says that. */
function withoutAdvice(message: string): string {
  return message.replace(/; raise max-[^;]*$/, '');
}

function verifiedEnd(state: RunState, { attempt, verifierEdits }: AttemptResult['record']): WorkerEnd {
  const passed = `\`${state.passingCommand}\` passed in a pristine room on attempt ${attempt}`;
  if (verifierEdits?.mode !== 'allow') return end('verified', `${passed}.`);
  const unchanged =
    verifierEdits.unchangedPasses === true
      ? 'As it was, it passes with the rest of the change as well'
      : 'As it was, it does not pass with the rest of the change';
  return end(
    'verified-with-verifier-change',
    `${passed}, but the change touches what decides: ${editedFiles(verifierEdits)}. ${unchanged}.`,
    'read verifier.patch first: it is what this verdict is worth',
  );
}

function blockedEnd(
  state: RunState,
  blocked: NonNullable<AttemptResult['blocked']>,
  { proofs }: AttemptResult['record'],
): WorkerEnd {
  const found = checkBlocked(blocked, {
    denied: [...state.denied.values()],
    baseline: state.baseline,
    proofs: state.attempts.flatMap((one) => one.proofs),
    passes: passes(proofs),
  });
  state.blocked = found;
  const said = `The agent says that it cannot or should not do this: ${blocked.reason}`;
  return end(
    'blocked',
    found.check === 'unconfirmed' ? said : `${said.replace(/[.\s]+$/, '')}. ${capital(found.check)}: ${found.note}`,
    found.check === 'contradicted' ? CONTRADICTED : UNBLOCK[blocked.kind],
  );
}

/** Whether all that runs on the change as it is passed. */
function passes(proofs: AttemptResult['record']['proofs']): boolean {
  const deciding = proofs.filter(({ what }) => ['patch', 'patch-without-new-tests', 'hidden'].includes(what));
  return deciding.length > 0 && deciding.every(({ passed }) => passed);
}

const CONTRADICTED =
  'read the change and what the agent says against it; if the change is what you want, take it from the evidence';

/** What a person may do about each kind of reason. */
const UNBLOCK: Readonly<Record<NonNullable<AttemptResult['blocked']>['kind'], string>> = {
  contradiction: 'decide which side is right, change the task or what contradicts it, and run again',
  access: 'if the agent should have what it names, allow it in the policy or give it to the room, and run again',
  infrastructure: 'mend what it names, if it is so, and run again',
  other: 'read why; change the task or its surroundings, and run again',
};

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
    timedOut(last) ?? handOver(state) ?? 'raise max-attempts, sharpen the prompt, or finish the change by hand',
  );
}

/** What to do where it was the time of the verifier or of the attempt that ran out. */
function timedOut(last: AttemptResult | undefined): string | undefined {
  if (last?.failure && last.record.proofs.findLast(({ passed }) => !passed)?.end === 'timeout')
    return 'raise verify-timeout, unless it is the change that makes the verifier slow';
  return last?.trouble?.kind === 'timeout' ? last.trouble.hint : undefined;
}
