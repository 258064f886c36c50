import { commit, refName } from '../payload.js';
import type { Environment } from '../secrets.js';
import type { CiContext, CiPullRequest } from './types.js';
import { CiVariables, forkOf } from './variables.js';

/** Before the branch of a third party's fork, where a pipeline has it so. */
const OWNER_PREFIX = /^[A-Za-z0-9_-]{1,100}:/;

/**
 * A job of Buildkite. `BUILDKITE_COMMIT` is `HEAD` where a build was started by hand or by schedule without one; for a
 * pull request it is the head's commit. `BUILDKITE_PULL_REQUEST` is a number or `false`, and `BUILDKITE_PULL_REQUEST_REPO`
 * the address of the head's repository. The creator of a build is a display name that its owner chooses, so it is no actor.
 * @see https://buildkite.com/docs/pipelines/configure/environment-variables
 */
export function readBuildkite(env: Environment): CiContext {
  const variables = new CiVariables(env);
  const repository = variables.repository('BUILDKITE_REPO') ?? null;
  const named = variables.raw('BUILDKITE_COMMIT');
  const workCommit = named === 'HEAD' || named === '' ? undefined : variables.required('BUILDKITE_COMMIT', commit);
  const pull = variables.raw('BUILDKITE_PULL_REQUEST');
  const branch = variables.raw('BUILDKITE_BRANCH').replace(OWNER_PREFIX, '');
  const isPull = pull !== '' && pull !== 'false';
  const tag = variables.optional('BUILDKITE_TAG', refName);
  const source = variables.raw('BUILDKITE_SOURCE');
  let pullRequest: CiPullRequest | undefined;
  if (isPull) {
    const number = variables.number('BUILDKITE_PULL_REQUEST');
    const head = variables.repository('BUILDKITE_PULL_REQUEST_REPO');
    const elsewhere = head !== undefined && repository !== null && head.host !== repository.host;
    const baseRef = variables.baseBranch('BUILDKITE_PULL_REQUEST_BASE_BRANCH');
    if (!refName.test(branch)) variables.report('environment variable BUILDKITE_BRANCH', branch, refName.expected);
    else if (number !== undefined) {
      const sides = forkOf(head?.path, repository?.path);
      pullRequest = {
        number,
        headRef: branch,
        ...sides,
        fork: sides.fork || elsewhere,
        baseRef,
        baseSha: undefined,
      };
    }
  } else if (OWNER_PREFIX.test(variables.raw('BUILDKITE_BRANCH')) || /^refs\/pull\//.test(branch)) {
    variables.report(
      'environment variable BUILDKITE_PULL_REQUEST',
      pull === '' ? undefined : pull,
      'the number of the pull request whose branch is built',
      'build pull requests through the integration of your repository, which says what they go to',
    );
  }
  const event = isPull ? 'pull_request' : tag !== undefined ? 'tag' : /^[a-z_]{1,32}$/.test(source) ? source : 'push';
  return {
    system: 'buildkite',
    event: `buildkite:${event}`,
    repository,
    runUrl: variables.page('BUILDKITE_BUILD_URL'),
    actor: null,
    workCommit,
    ref: isPull ? undefined : (tag ?? (refName.test(branch) ? branch : undefined)),
    pullRequest,
    problems: variables.problems,
  };
}
