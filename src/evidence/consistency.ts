import type { JournalRecord } from '../schemas/journal.js';
import type { Plan } from '../schemas/plan.js';
import type { UsageFile } from '../schemas/usage.js';
import type { Attempt, Proof, Usage, VerdictFile } from '../schemas/verdict.js';

export interface RecordOf {
  readonly plan: Plan;
  readonly verdict: VerdictFile;
  readonly usage: UsageFile;
  readonly journal: readonly JournalRecord[];
}

type Of<E extends JournalRecord['event']> = Extract<JournalRecord, { readonly event: E }>;

/** An attempt, and whose it is. */
interface Told {
  readonly worker: string | null;
  readonly attempt: Attempt;
}

const MAX_PROBLEMS = 20;

/** How a run can end whose attempts are not all in the verdict, because a part of it failed or it was ended from outside. */
const CUT: ReadonlySet<VerdictFile['verdict']> = new Set(['infra-error', 'cancelled', 'time-exhausted']);

/** Where verdict and journal tell of a run differently, a sentence each, at most 20. Pure. */
export function journalDisagrees({ plan, verdict, journal }: RecordOf): readonly string[] {
  const problems: string[] = [];
  const of = <E extends JournalRecord['event']>(event: E): Of<E>[] =>
    journal.filter((record): record is Of<E> => record.event === event);
  const differs = (what: string, one: unknown, other: unknown): void => {
    if (one !== other) problems.push(`${what} is ${short(one)} in the verdict and ${short(other)} in the journal`);
  };
  const end = of('run.finished').at(-1);
  differs('the verdict', verdict.verdict, end?.verdict);
  differs('the reason', verdict.reason.slice(0, 2000), end?.reason.slice(0, 2000));
  differs('the digest of the plan', verdict.planSha256, of('run.planned').at(-1)?.planSha256);
  const begun = of('run.started')[0];
  if (begun && begun.tool !== plan.tool)
    problems.push(`the journal was begun by version ${short(begun.tool)}, the plan by ${short(plan.tool)}`);

  const attempts = attemptsOf(plan, verdict);
  const proofs = [...baselinesOf(verdict), ...attempts.flatMap(({ attempt }) => attempt.proofs)];
  const finished = of('proof.finished');
  const commands = of('command.finished');
  for (const proof of proofs) problems.push(...proofDisagrees(proof, finished, commands));
  for (const told of attempts) problems.push(...attemptDisagrees(told, journal, plan));

  if (!CUT.has(verdict.verdict)) {
    const resumed = of('run.resumed').length > 0;
    const known = new Set(attempts.map(({ worker, attempt }) => `${worker ?? ''} ${attempt.attempt}`));
    for (const { worker, attempt } of of('attempt.finished'))
      if (!known.has(`${worker ?? ''} ${attempt}`))
        problems.push(`attempt ${attempt} of ${worker ?? 'the run'} is in the journal alone`);
    // Of each task the run on its own base is in the journal alone; of earlier lives what passed was proved again.
    const rooms = new Set(proofs.map(({ room }) => room));
    for (const { room, attempt, worker } of finished)
      if (!resumed && !rooms.has(room) && !(attempt === 0 && worker !== null))
        problems.push(`a proof in ${short(room)} is in the journal alone`);
  }
  return problems.slice(0, MAX_PROBLEMS);
}

/** All attempts of a run. Those of the candidate whose change it is stand in the verdict twice. */
function attemptsOf(plan: Plan, verdict: VerdictFile): readonly Told[] {
  const workers = verdict.workers.flatMap(({ name, attempts }) =>
    attempts.map((attempt) => ({ worker: name, attempt })),
  );
  if (plan.candidates !== null) return workers;
  return [...verdict.attempts.map((attempt) => ({ worker: null, attempt })), ...workers];
}

function baselinesOf({ baseline, baselineRuns }: VerdictFile): readonly Proof[] {
  return baselineRuns ?? (baseline ? [baseline] : []);
}

function proofDisagrees(
  proof: Proof,
  finished: readonly Of<'proof.finished'>[],
  commands: readonly Of<'command.finished'>[],
): string[] {
  const { room, run, passed } = proof;
  if (!finished.some((line) => line.room === room && line.run === run && line.passed === passed))
    return [`that the proof in ${short(room)} ${passed ? 'passed' : 'failed'} is in the verdict alone`];
  return proof.commands.flatMap((command) => {
    const name = proof.commands.length === 1 ? [room, `${room}.${command.name}`] : [`${room}.${command.name}`];
    const found = commands.some(
      (line) =>
        name.includes(line.room) &&
        line.log === command.log &&
        line.end === command.end &&
        line.exitCode === command.exitCode,
    );
    // Green beside an exit code that is not 0 would be no run's word.
    const green = !command.passed || (command.end === 'exited' && command.exitCode === 0);
    return [
      ...(found ? [] : [`how ${short(command.name)} ended in ${short(room)} is in the verdict alone`]),
      ...(green ? [] : [`${short(command.name)} in ${short(room)} passed with exit code ${command.exitCode}`]),
    ];
  });
}

function attemptDisagrees({ worker, attempt }: Told, journal: readonly JournalRecord[], plan: Plan): string[] {
  const problems: string[] = [];
  const who = `attempt ${attempt.attempt} of ${worker ?? 'the run'}`;
  const joint = plan.tasks !== null && worker === null;
  const find = <E extends 'patch.collected' | 'report.checked' | 'attempt.finished' | 'attempt.started'>(event: E) =>
    journal.findLast(
      (record): record is Of<E> =>
        record.event === event && record.worker === worker && record.attempt === attempt.attempt,
    );
  const same = (what: string, one: unknown, other: unknown): void => {
    if (one !== other)
      problems.push(`${what} of ${who} is ${short(one)} in the verdict and ${short(other)} in the journal`);
  };
  const patch = find('patch.collected');
  same('the digest of the patch', attempt.patch.sha256, patch?.sha256);
  same('the size of the patch', attempt.patch.bytes, patch?.bytes);
  same('the number of files', attempt.patch.files, patch?.files);
  same('the outcome', attempt.outcome, find('attempt.finished')?.outcome);
  const rooms = [`attempt-${attempt.attempt}`, `attempt-${attempt.attempt}-fresh`].map((room) =>
    worker === null ? room : `${worker}-${room}`,
  );
  const ends = journal.filter(
    (record): record is Of<'command.finished'> => record.event === 'command.finished' && rooms.includes(record.room),
  );
  if (!joint && !ends.some(({ end, exitCode }) => end === attempt.agent.end && exitCode === attempt.agent.exitCode))
    problems.push(`how the agent ended in ${who} is in the verdict alone`);
  if (!joint) same('the state of the report', attempt.report.state, find('report.checked')?.state);
  return problems;
}

/** Where a verdict contradicts itself or its plan, a sentence each, at most 20. Pure. */
export function verdictContradicts({ plan, verdict }: RecordOf): readonly string[] {
  const problems: string[] = [];
  const say = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const { verdict: name, attempts, baseline } = verdict;
  const last = attempts.at(-1);
  const verified = name === 'verified' || name === 'verified-with-verifier-change';
  say(verdict.verified === verified, `verified is ${verdict.verified} beside the verdict ${name}`);
  say(verdict.green === (verified || name === 'reported'), `green is ${verdict.green} beside the verdict ${name}`);
  for (const proof of [...baselinesOf(verdict), ...attempts.flatMap(({ proofs }) => proofs)])
    say(
      !proof.passed || (proof.commands.length > 0 && proof.commands.every(({ passed }) => passed)),
      `the proof in ${short(proof.room)} passed, but not all of its commands did`,
    );
  if (plan.verifier) {
    const names = plan.verifier.commands.map((command) => command.name);
    for (const { what, passed, room, commands } of attempts.flatMap(({ proofs }) => proofs))
      if (passed && (what === 'patch' || what === 'patch-without-new-tests') && plan.tasks === null)
        say(
          names.every((command) => commands.some((one) => one.name === command)),
          `the proof in ${short(room)} passed without all commands of the plan`,
        );
  }
  if (verified) {
    say(plan.verifier !== null, 'it is verified, but the plan has no verifier');
    say(last?.outcome === 'proved', `it is verified, but the last attempt ended ${last?.outcome ?? 'nowhere'}`);
    say(last === undefined || last.refusals.length === 0, 'it is verified, but the patch was refused');
    const whole =
      last?.proofs.filter(({ what }) => what === 'patch' || what === 'patch-without-new-tests' || what === 'hidden') ??
      [];
    say(
      whole.some(({ what }) => what === 'patch'),
      'it is verified, but nothing was proved',
    );
    say(
      whole.every(({ passed }) => passed),
      'it is verified, but a proof failed',
    );
    const runs = whole.filter(({ what }) => what === 'patch').length;
    say(runs >= plan.proof.confirmRuns, `it is verified after ${runs} of ${plan.proof.confirmRuns} runs`);
    say(plan.proof.hidden === null || last?.hidden === 'passed', 'it is verified without the hidden verifier');
    say(plan.baseline === 'any' || baseline?.passed === false, 'it is verified, but the base was not red');
    say(!plan.report.required || last?.report.state === 'valid', 'it is verified without the report that is required');
    const edited = last?.verifierEdits?.mode === 'allow';
    say(
      edited === (name === 'verified-with-verifier-change'),
      `the verdict is ${name}, and the verifier ${edited ? 'changed' : 'did not change'}`,
    );
    say(verdict.passingCommand === plan.verifier?.display, 'what passed is not the verifier of the plan');
    say((last?.patch.bytes ?? 0) === 0 || verdict.patch === 'change.patch', 'it is verified, but has no change.patch');
  }
  if (name === 'nothing-to-prove') {
    say(baseline?.passed === true, 'there was nothing to prove, but the base was not green');
    say(attempts.length === 0, 'there was nothing to prove, but an agent worked');
  }
  if (name === 'reported') {
    say(plan.verifier === null, 'it is reported, but the plan has a verifier');
    say(last?.outcome === 'reported' && last.report.state === 'valid', 'it is reported without a valid report');
  }
  if (name === 'blocked') say(verdict.blocked !== undefined, 'it is blocked by nothing');
  if (name === 'attempts-exhausted')
    say(last?.outcome !== 'proved' || plan.tasks !== null, 'the attempts are exhausted, but the last one was proved');
  return problems.slice(0, MAX_PROBLEMS);
}

/** Where the counts of model use do not add up, a sentence each, at most 20. Pure. */
export function usageContradicts({ plan, verdict, usage }: RecordOf): readonly string[] {
  const problems: string[] = [];
  for (const key of ['requests', 'inputTokens', 'cachedInputTokens', 'outputTokens'] as const) {
    const sum = usage.attempts.reduce((total, { broker }) => total + broker[key], 0);
    if (sum !== usage.total[key]) problems.push(`${key} of all attempts are ${sum}, and in total ${usage.total[key]}`);
  }
  for (const { worker, attempt } of attemptsOf(plan, verdict)) {
    const entry = usage.attempts.find((one) => one.worker === worker && one.attempt === attempt.attempt);
    const used = entry?.broker ?? NOTHING;
    if (!sameUsage(used, attempt.usage))
      problems.push(
        `the usage of attempt ${attempt.attempt} of ${worker ?? 'the run'} is not the same in usage.json and in the verdict`,
      );
  }
  return problems.slice(0, MAX_PROBLEMS);
}

const NOTHING: Usage = {
  requests: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  estimated: false,
};

function sameUsage(one: Usage, other: Usage): boolean {
  return (['requests', 'inputTokens', 'cachedInputTokens', 'outputTokens'] as const).every(
    (key) => one[key] === other[key],
  );
}

function short(value: unknown): string {
  return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}
