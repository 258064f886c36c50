import { commit, refName } from '../payload.js';
import type { Environment } from '../secrets.js';
import { repositoryAddress, repositoryPath } from './address.js';
import type { CiContext, CiPullRequest } from './types.js';
import { CiVariables, forkOf } from './variables.js';

/** Variables of plugins that build pull and merge requests without telling what multibranch pipelines do. */
const BUILDERS = ['ghprbPullId', 'gitlabMergeRequestIid', 'bitbucketPullRequestId'];

/**
 * A build of Jenkins. For a change request of a multibranch project `CHANGE_ID` is its number, `CHANGE_TARGET` the branch
 * that it goes to, `CHANGE_BRANCH` the one that it comes from, and `CHANGE_FORK` the owner of the fork, or its `owner/name`
 * where that is called otherwise; unset when it comes from the same repository. `GIT_COMMIT` is there where the checkout's
 * result was put into the environment, as declarative pipelines do; a strategy that merges first has its merge commit.
 * @see https://www.jenkins.io/doc/book/pipeline/multibranch/
 * @see https://plugins.jenkins.io/git/#plugin-content-environment-variables
 */
export function readJenkins(env: Environment): CiContext {
  const variables = new CiVariables(env);
  const origin = variables.repository('GIT_URL');
  const workCommit = variables.optional('GIT_COMMIT', commit);
  const isChange = variables.raw('CHANGE_ID') !== '';
  const repository = origin ?? (isChange ? ofChange(variables.raw('CHANGE_URL')) : undefined) ?? null;
  const branch = variables.raw('BRANCH_NAME');
  let pullRequest: CiPullRequest | undefined;
  if (isChange) {
    const number = variables.number('CHANGE_ID');
    const baseRef = variables.baseBranch('CHANGE_TARGET');
    const headRef = variables.required('CHANGE_BRANCH', refName);
    const head = headOf(variables.raw('CHANGE_FORK'), repository?.path);
    if (number !== undefined && headRef !== undefined) {
      pullRequest = { number, headRef, ...forkOf(head, repository?.path), baseRef, baseSha: undefined };
    }
  } else if (/^(?:PR|MR)-\d/.test(branch) || BUILDERS.some((name) => variables.raw(name) !== '')) {
    variables.report(
      'environment variable CHANGE_ID',
      undefined,
      'the number of the change that is built',
      'build pull requests with a multibranch pipeline, which says what they go to',
    );
  }
  const gitBranch = variables.raw('GIT_BRANCH').replace(/^origin\//, '');
  const ref = [variables.raw('TAG_NAME'), branch, gitBranch].find((name) => refName.test(name));
  return {
    system: 'jenkins',
    event: isChange ? 'jenkins:pull_request' : 'jenkins:push',
    repository,
    runUrl: variables.page('BUILD_URL'),
    actor: isChange ? variables.account('CHANGE_AUTHOR') : null,
    workCommit,
    ref: isChange ? undefined : ref,
    pullRequest,
    problems: variables.problems,
  };
}

/** `https://github.com/OWNER/NAME/pull/7` and `https://gitlab.com/GROUP/NAME/-/merge_requests/7`. */
function ofChange(url: string): CiContext['repository'] | undefined {
  const found = /^(https?:\/\/[^?#]+?)\/(?:pull|-\/merge_requests)\/\d+\/?$/.exec(url);
  return found?.[1] === undefined ? undefined : repositoryAddress(found[1]);
}

/** The head's repository; undefined: not to be known, which counts as a fork. */
function headOf(fork: string, base: string | undefined): string | undefined {
  if (fork === '') return base;
  if (fork.includes('/')) return repositoryPath(fork) === fork ? fork : undefined;
  const path = `${fork}/${base?.split('/').at(-1) ?? ''}`;
  return repositoryPath(path) === path ? path : undefined;
}
