import { commit, refName } from '../payload.js';
import { type Environment, readSecret } from '../secrets.js';
import { repositoryAddress } from './address.js';
import type { CiContext, CiPullRequest } from './types.js';
import { CiVariables, forkOf } from './variables.js';

/**
 * A job of GitLab. In a merge request pipeline the result belongs to `CI_MERGE_REQUEST_PROJECT_PATH`, also when a fork's
 * own project runs it. `CI_COMMIT_SHA` is the head there; in a pipeline for merged results it is a merge commit, and
 * `CI_MERGE_REQUEST_SOURCE_BRANCH_SHA` and `CI_MERGE_REQUEST_TARGET_BRANCH_SHA`, which are empty otherwise, are head and
 * base. `CI_MERGE_REQUEST_DIFF_BASE_SHA` is where the two parted, which may be long ago: it is not used.
 * @see https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function readGitLab(env: Environment): CiContext {
  const variables = new CiVariables(env);
  const source = variables.raw('CI_PIPELINE_SOURCE');
  const ref = variables.raw('CI_COMMIT_REF_NAME');
  const isMerge = variables.raw('CI_MERGE_REQUEST_IID') !== '' || source === 'merge_request_event';
  const built = variables.required('CI_COMMIT_SHA', commit);
  const own = variables.path('CI_PROJECT_PATH');
  const login = jobToken(env);
  const common = {
    system: 'gitlab' as const,
    runUrl: variables.page('CI_JOB_URL') ?? variables.page('CI_PIPELINE_URL'),
    actor: variables.account('GITLAB_USER_LOGIN'),
    ...(login === undefined ? {} : { login }),
  };
  if (isMerge) {
    const number = variables.number('CI_MERGE_REQUEST_IID');
    const target = variables.path('CI_MERGE_REQUEST_PROJECT_PATH');
    const headRef = variables.required('CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', refName);
    const baseRef = variables.baseBranch('CI_MERGE_REQUEST_TARGET_BRANCH_NAME');
    const head = variables.optional('CI_MERGE_REQUEST_SOURCE_BRANCH_SHA', commit);
    const baseSha = variables.optional('CI_MERGE_REQUEST_TARGET_BRANCH_SHA', commit);
    const sides = forkOf(variables.path('CI_MERGE_REQUEST_SOURCE_PROJECT_PATH'), target);
    const pullRequest: CiPullRequest | undefined =
      number === undefined || headRef === undefined ? undefined : { number, headRef, ...sides, baseRef, baseSha };
    return {
      ...common,
      event: 'gitlab:merge_request',
      repository: variables.repository('CI_MERGE_REQUEST_PROJECT_URL') ?? null,
      workCommit: head ?? built,
      ref: undefined,
      pullRequest,
      problems: variables.problems,
    };
  }
  // A child pipeline's own source is its parent.
  const external = source === 'external_pull_request_event' || variables.raw('CI_EXTERNAL_PULL_REQUEST_IID') !== '';
  if (external || ref.startsWith('refs/')) {
    variables.report(
      'environment variable CI_PIPELINE_SOURCE',
      source,
      'merge_request_event for what a merge request brings, or a pipeline of a branch or a tag',
    );
  }
  return {
    ...common,
    event: `gitlab:${/^[a-z_]{1,32}$/.test(source) ? source : 'push'}`,
    repository: ofProject(variables, own),
    workCommit: built,
    ref: refName.test(ref) ? ref : undefined,
    pullRequest: undefined,
    problems: variables.problems,
  };
}

/** CI_REPOSITORY_URL holds the job's token; CI_PROJECT_URL does not, and is the same place. */
function ofProject(variables: CiVariables, path: string | undefined): CiContext['repository'] {
  const found = variables.repository('CI_PROJECT_URL');
  if (found !== undefined) return found;
  const server = variables.page('CI_SERVER_URL');
  return server === null || path === undefined ? null : (repositoryAddress(`${server}/${path}`) ?? null);
}

function jobToken(env: Environment): CiContext['login'] {
  const { value } = readSecret(env['CI_JOB_TOKEN'], 'environment variable CI_JOB_TOKEN');
  return value === undefined ? undefined : { user: 'gitlab-ci-token', password: value };
}
