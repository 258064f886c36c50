import type { Plan } from '../schemas/plan.js';
import type { Attempt, Proof, VerdictFile } from '../schemas/verdict.js';

export interface VerdictOf {
  readonly plan: Plan;
  readonly verdict: VerdictFile;
  /** Of change.patch as it is there; null: there is none; undefined: not compared here. */
  readonly patchSha256?: string | null;
}

const MAX_PROBLEMS = 20;
const VERIFIED: readonly VerdictFile['verdict'][] = ['verified', 'verified-with-verifier-change'];
/** Proofs of a change as it is handed on. Each of them has to pass; others are for the reader. */
const DECIDING: readonly Proof['what'][] = ['patch', 'patch-without-new-tests', 'hidden'];

/**
 * Where a verdict contradicts itself or its plan, a sentence each, at most 20; empty: a run can have ended so. A verdict
 * says the same thing several times, and whoever shows or uses one of them must not be told another: a comment shows
 * the verdict, an output `green`, a table the attempts. Pure: both `verify` and publishing ask it.
 */
export function verdictContradicts({ plan, verdict, patchSha256 }: VerdictOf): readonly string[] {
  const problems: string[] = [];
  const say = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const { verdict: name, attempts, baseline } = verdict;
  const last = attempts.at(-1);
  const verified = VERIFIED.includes(name);
  say(verdict.verified === verified, `verified is ${verdict.verified} beside the verdict ${name}`);
  say(verdict.green === (verified || name === 'reported'), `green is ${verdict.green} beside the verdict ${name}`);
  say(
    verdict.room === null || plan.room.backend === 'auto' || verdict.room.backend === plan.room.backend,
    `its rooms are ${verdict.room?.backend} ones, and the plan has ${plan.room.backend} ones`,
  );
  say(
    attempts.every(({ attempt }, index) => attempt > (attempts[index - 1]?.attempt ?? 0)),
    'its attempts are numbered in no order',
  );
  for (const attempt of attempts) problems.push(...attemptContradicts(attempt, plan));
  for (const proof of baselinesOf(verdict)) problems.push(...proofContradicts(proof));
  for (const { proofs } of verdict.workers.flatMap((worker) => worker.attempts))
    problems.push(...proofs.flatMap(proofContradicts));
  if (verified) problems.push(...verifiedContradicts(verdict, plan, patchSha256));
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
  // The attempts of the candidate whose change it is stand there twice.
  return [...new Set(problems)].slice(0, MAX_PROBLEMS);
}

/** How the verifier ended on the base, every time. */
export function baselinesOf({ baseline, baselineRuns }: VerdictFile): readonly Proof[] {
  return baselineRuns ?? (baseline ? [baseline] : []);
}

function verifiedContradicts(
  { verdict: name, attempts, baseline, passingCommand, patch }: VerdictFile,
  plan: Plan,
  patchSha256: string | null | undefined,
): string[] {
  const problems: string[] = [];
  const say = (holds: boolean, problem: string): void => {
    if (!holds) problems.push(problem);
  };
  const last = attempts.at(-1);
  say(plan.verifier !== null, 'it is verified, but the plan has no verifier');
  say(passingCommand !== null, 'it is verified, but names no command that passed');
  say(
    passingCommand === (plan.verifier?.display ?? null),
    'it is verified by another command than the verifier of the plan',
  );
  say(plan.baseline === 'any' || baseline?.passed === false, 'it is verified, but the base was not red');
  if (last === undefined) return [...problems, 'it is verified, but has no attempt'];
  say(last.outcome === 'proved', `it is verified, but the last attempt ended ${last.outcome}`);
  say(last.refusals.length === 0, 'it is verified, but the patch was refused');
  const deciding = last.proofs.filter(({ what }) => DECIDING.includes(what));
  say(
    deciding.every(({ passed }) => passed),
    'it is verified, but a proof failed',
  );
  const runs = deciding.filter(({ what }) => what === 'patch').length;
  say(runs > 0, 'it is verified, but nothing was proved');
  say(runs >= plan.proof.confirmRuns, `it is verified after ${runs} of ${plan.proof.confirmRuns} runs`);
  say(plan.proof.hidden === null || last.hidden === 'passed', 'it is verified without the hidden verifier');
  say(!plan.report.required || last.report.state === 'valid', 'it is verified without the report that is required');
  const edited = last.verifierEdits?.mode === 'allow';
  say(
    edited === (name === 'verified-with-verifier-change'),
    `the verdict is ${name}, and the verifier ${edited ? 'changed' : 'did not change'}`,
  );
  say(last.patch.bytes === 0 || patch === 'change.patch', 'it is verified, but has no change.patch');
  say(
    patchSha256 === undefined || last.patch.sha256 === patchSha256,
    'it is verified by a change that is not the one in change.patch',
  );
  return problems;
}

function attemptContradicts({ attempt, outcome, proofs }: Attempt, plan: Plan): string[] {
  const problems = proofs.flatMap(proofContradicts);
  if (outcome === 'proved') {
    const deciding = proofs.filter(({ what }) => DECIDING.includes(what));
    if (!deciding.some(({ what }) => what === 'patch') || deciding.some(({ passed }) => !passed))
      problems.push(`attempt ${attempt} was proved without a proof that passed`);
  }
  // Of tasks the merged change has the run's verifier, and each part one of its own.
  const names = plan.tasks === null ? (plan.verifier?.commands ?? []).map((command) => command.name) : [];
  for (const { what, passed, room, commands } of proofs)
    if (passed && (what === 'patch' || what === 'patch-without-new-tests'))
      if (!names.every((name) => commands.some((command) => command.name === name)))
        problems.push(`the proof in ${JSON.stringify(room)} passed without all commands of the plan`);
  return problems;
}

/** Of one proof: it passed where all that it ran exited with 0, and only there. */
function proofContradicts({ room, passed, commands }: Proof): string[] {
  const problems: string[] = [];
  if (passed && !(commands.length > 0 && commands.every((command) => command.passed)))
    problems.push(`the proof in ${JSON.stringify(room)} passed, but not all of its commands did`);
  for (const { name, passed: green, end, exitCode } of commands)
    if (green && !(end === 'exited' && exitCode === 0))
      problems.push(`${JSON.stringify(name)} in ${JSON.stringify(room)} passed with exit code ${exitCode}`);
  return problems;
}
