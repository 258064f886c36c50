import { commit, refName } from '../payload.js';
import type { Environment } from '../secrets.js';
import { repositoryAddress, sameRepository } from './address.js';
import type { CiContext, CiPullRequest } from './types.js';
import { CiVariables, forkOf } from './variables.js';

/**
 * A job of CircleCI. No variable tells the branch that a pull request goes to: GitHub is asked, or CLEANROOM_BASE_BRANCH
 * says it. `CIRCLE_PULL_REQUEST` is the address of the pull request, or one of several; `CIRCLE_PR_NUMBER`,
 * `CIRCLE_PR_USERNAME` and `CIRCLE_PR_REPONAME` are there for forks alone, whose branch is called `pull/NUMBER`. Projects of
 * the GitHub App have none of them: their configuration hands pipeline values on as CLEANROOM_PULL_REQUEST.
 * @see https://circleci.com/docs/reference/variables/
 */
export function readCircleCi(env: Environment): CiContext {
  const variables = new CiVariables(env);
  const repository = variables.repository('CIRCLE_REPOSITORY_URL') ?? ofProject(variables) ?? null;
  const workCommit = variables.optional('CIRCLE_SHA1', commit);
  const branch = variables.raw('CIRCLE_BRANCH');
  const tag = variables.optional('CIRCLE_TAG', refName);
  const forkBranch = /^pull\/(\d+)(?:\/|$)/.exec(branch)?.[1];
  const number = pullNumber(variables, repository, forkBranch);
  const isPull = number !== undefined || forkBranch !== undefined;
  let pullRequest: CiPullRequest | undefined;
  if (number !== undefined) {
    const owner = variables.raw('CIRCLE_PR_USERNAME');
    const name = variables.raw('CIRCLE_PR_REPONAME');
    const fork = owner !== '' || name !== '' || forkBranch !== undefined;
    const head = repositoryAddress(`https://${repository?.host ?? 'fork'}/${owner}/${name}`)?.path;
    const baseRef = variables.baseBranch(undefined);
    if (!refName.test(branch)) variables.report('environment variable CIRCLE_BRANCH', branch, refName.expected);
    else {
      const sides = forkOf(fork ? head : repository?.path, repository?.path);
      pullRequest = { number, headRef: branch, ...sides, fork: fork || sides.fork, baseRef, baseSha: undefined };
    }
  }
  return {
    system: 'circleci',
    event: isPull ? 'circleci:pull_request' : tag === undefined ? 'circleci:push' : 'circleci:tag',
    repository,
    runUrl: variables.page('CIRCLE_BUILD_URL'),
    actor: variables.account('CIRCLE_USERNAME'),
    workCommit,
    ref: isPull ? undefined : (tag ?? (refName.test(branch) ? branch : undefined)),
    pullRequest,
    problems: variables.problems,
  };
}

function ofProject(variables: CiVariables): CiContext['repository'] | undefined {
  const owner = variables.raw('CIRCLE_PROJECT_USERNAME');
  return repositoryAddress(`https://github.com/${owner}/${variables.raw('CIRCLE_PROJECT_REPONAME')}`);
}

/** Every variable that names a pull request must name the same one. */
function pullNumber(
  variables: CiVariables,
  repository: CiContext['repository'],
  forkBranch: string | undefined,
): number | undefined {
  const found = new Map<string, string>();
  for (const name of ['CLEANROOM_PULL_REQUEST', 'CIRCLE_PR_NUMBER']) {
    if (variables.raw(name) === '') continue;
    const number = variables.number(name);
    if (number !== undefined) found.set(String(number), name);
  }
  const addresses = ['CIRCLE_PULL_REQUEST', 'CIRCLE_PULL_REQUESTS'].flatMap((name) =>
    variables
      .raw(name)
      .split(',')
      .filter((url) => url.trim() !== '')
      .map((url) => ({ name, url: url.trim() })),
  );
  // Who says the number wins over a list in which CircleCI chose at random.
  const chosen = variables.raw('CLEANROOM_PULL_REQUEST') !== '';
  for (const { name, url } of chosen ? [] : addresses) {
    const [, base = '', number = ''] = /^(https?:\/\/[^?#]+)\/(?:pull|pull-requests)\/([1-9]\d{0,14})$/.exec(url) ?? [];
    const address = repositoryAddress(base);
    const ours = address !== undefined && repository !== null && sameRepository(address.path, repository.path);
    if (ours) found.set(number, name);
    else variables.report(`environment variable ${name}`, url, 'addresses of pull requests of this repository');
  }
  if (forkBranch !== undefined) found.set(forkBranch, 'CIRCLE_BRANCH');
  if (found.size > 1) {
    variables.report(
      `environment variables ${[...new Set(found.values())].join(', ')}`,
      [...found.keys()].join(', '),
      'one pull request',
      'set CLEANROOM_PULL_REQUEST to the number of the one that is meant',
    );
    return undefined;
  }
  const [only] = found.keys();
  return only === undefined ? undefined : Number(only);
}
