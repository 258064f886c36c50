import { pullRequestContext, readContext } from '../inputs/context.js';
import { ABOUT_THEIR_HEAD, readTriggeringRun, type TriggeringRun } from '../inputs/triggering-run.js';
import type { GitHub } from '../publish/github.js';
import type { PublishTarget } from '../publish/types.js';
import type { Plan } from '../schemas/plan.js';
import { InputError, type InputProblem } from '../support/errors.js';
import { connect } from './github-run.js';

type Environment = Readonly<Record<string, string | undefined>>;
type Context = Plan['context'];
type PullRequest = Context['pullRequest'];

/** What a publishing job is about, by its own event, its own inputs and what GitHub says. */
export interface FoundTarget {
  readonly target: PublishTarget;
  readonly repository: string | null;
  readonly apiUrl: string | null;
  readonly serverUrl: string | null;
  /** Of the run that worked. */
  readonly runUrl: string | null;
  readonly workflow: string | undefined;
  /** Commit that the event itself says was worked on; undefined: it says none. */
  readonly commit: string | undefined;
  /** Why nothing may be written to GitHub. */
  readonly hold?: string;
  /** The pull request itself wrote the job that made the evidence. */
  readonly forgeable: boolean;
}

export interface TargetRequest {
  readonly env: Environment;
  /** Of the event; hostile. */
  readonly payload: unknown;
  readonly token: string | undefined;
  /** A pull request that was named, and how errors call that: `input pull-request`. */
  readonly named: { readonly number: number | undefined; readonly where: string };
}

/**
 * Finds what a job in a workflow is about. The evidence is not looked at.
 * @throws InputError with every problem of event and inputs; CleanroomError `github.*`
 */
export async function targetOfEvent({ env, payload, token, named }: TargetRequest): Promise<FoundTarget> {
  const event = readContext(env, payload);
  const { context } = event;
  const triggered = context.event === 'workflow_run' ? readTriggeringRun(payload) : undefined;
  const problems = [...event.problems, ...(triggered?.problems ?? [])];
  if (context.event === 'local' || context.repository === null) {
    problems.push({ where: 'event', given: undefined, expected: 'a job of a workflow of GitHub' });
  }
  const own = context.pullRequest?.number ?? event.lookup?.pullRequest;
  if (named.number !== undefined && own !== undefined && named.number !== own) {
    problems.push({
      where: named.where,
      given: `${named.number}`,
      expected: `${own}, which the event is about, or nothing`,
    });
  }
  const github = connect(context, token);
  const asked = own === undefined ? named.number : event.lookup?.pullRequest;
  const asks = asked !== undefined || triggered?.run !== undefined;
  if (asks && !github && problems.length === 0)
    problems.push({
      where: 'github-token',
      given: undefined,
      expected: 'a token with pull-requests: read, to find the pull request',
    });
  if (problems.length > 0) throw new InputError(problems);

  const base = {
    repository: context.repository,
    apiUrl: context.apiUrl,
    serverUrl: context.serverUrl,
    workflow: event.workflow,
  };
  if (triggered?.run && github) {
    const { run } = triggered;
    const runUrl = runAddress(context, run.id);
    return { ...base, runUrl, forgeable: run.forgeable, ...(await ofTriggeringRun(run, github, named.number)) };
  }
  const pullRequest =
    asked !== undefined && github ? await describePullRequest(asked, github, named.where) : context.pullRequest;
  const commit = pullRequest === null ? event.workCommit : pullRequest.headSha;
  return {
    ...base,
    runUrl: context.runUrl,
    forgeable: false,
    target: {
      pullRequest,
      commit: commit ?? null,
      branch: pullRequest === null ? (/^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null) : null,
    },
    // What GitHub answered just now may be younger than what the run worked on.
    commit: asked === undefined ? commit : undefined,
  };
}

/** Of a pull request's run: the one whose head is the commit that it ran for. A number that is named has to agree. */
async function ofTriggeringRun(
  run: TriggeringRun,
  github: GitHub,
  named: number | undefined,
): Promise<Pick<FoundTarget, 'target' | 'commit' | 'hold'>> {
  const { headSha, headBranch, headRepository } = run;
  const none = (hold: string): Pick<FoundTarget, 'target' | 'commit' | 'hold'> => ({
    target: { pullRequest: null, commit: null, branch: null },
    commit: undefined,
    hold,
  });
  if (!ABOUT_THEIR_HEAD.includes(run.event)) {
    // Its head is a commit of the default branch, and says nothing of what was worked on.
    if (named === undefined)
      return none(
        `the event ${run.event} of the run names no pull request; say it with pull-request, or publish in the same workflow`,
      );
    const pullRequest = await describePullRequest(named, github, 'pull-request');
    return { target: { pullRequest, commit: pullRequest?.headSha ?? null, branch: null }, commit: undefined };
  }
  const open =
    headRepository === null || headBranch === null
      ? []
      : await github.pulls.openFrom(headRepository, headBranch, headSha);
  const fitting = open.filter(({ number }) => named === undefined || number === named);
  const [found, ...others] = fitting;
  if (found && others.length > 0) {
    const numbers = fitting.map(({ number }) => number).join(', ');
    return none(`several pull requests have this head (${numbers}); say which one with pull-request`);
  }
  if (found) {
    const { pullRequest, problems } = pullRequestContext(found);
    if (problems.length > 0) throw new InputError(problems);
    return { target: { pullRequest, commit: headSha, branch: null }, commit: headSha };
  }
  if (run.event !== 'pull_request' && named === undefined)
    return { target: { pullRequest: null, commit: headSha, branch: headBranch }, commit: headSha };
  return none(
    `no open pull request has the commit ${headSha.slice(0, 12)} of the run as its head: it was closed, or somebody has pushed to it since`,
  );
}

/** An open pull request as GitHub describes it now. @throws InputError, CleanroomError `github.*` */
export async function describePullRequest(number: number, github: GitHub, where: string): Promise<PullRequest> {
  const info = await github.pulls.get(number);
  const { pullRequest, problems } = pullRequestContext(info);
  const closed: InputProblem[] = info.open
    ? []
    : [{ where, given: `${number}`, expected: 'an open pull request', hint: 'it was closed or merged' }];
  if (problems.length > 0 || closed.length > 0) throw new InputError([...problems, ...closed]);
  return pullRequest;
}

function runAddress({ serverUrl, repository }: Context, id: number): string | null {
  return serverUrl === null || repository === null ? null : `${serverUrl}/${repository}/actions/runs/${id}`;
}
