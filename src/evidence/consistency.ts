import type { JournalRecord } from '../schemas/journal.js';
import type { Plan } from '../schemas/plan.js';
import type { UsageFile } from '../schemas/usage.js';
import type { Attempt, Proof, Usage, VerdictFile } from '../schemas/verdict.js';
import { baselinesOf } from './contradictions.js';

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
export const CUT: ReadonlySet<VerdictFile['verdict']> = new Set(['infra-error', 'cancelled', 'time-exhausted']);

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
    return found ? [] : [`how ${short(command.name)} ended in ${short(room)} is in the verdict alone`];
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
