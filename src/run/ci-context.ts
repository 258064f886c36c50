import { join } from 'node:path';
import type { RepositoryAddress } from '../inputs/ci/address.js';
import { readCi } from '../inputs/ci/detect.js';
import type { CiContext, CiPullRequest, CiSystem } from '../inputs/ci/types.js';
import { pullRequestContext } from '../inputs/context.js';
import { webAddress } from '../inputs/scalars.js';
import type { Plan } from '../schemas/plan.js';
import { CleanroomError, type InputProblem } from '../support/errors.js';
import { runInCheckout } from '../workspace/git.js';
import { branchHead, type Remote } from './commits.js';
import type { Gate } from './gate.js';
import type { RunRequest } from './resolve.js';
import type { HostEnvironment } from './store.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What git may read of the user whose job it is: the keys and helpers that the checkout was made with. */
const GIT_VARIABLES = /^(HOME|XDG_CONFIG_HOME|SSH_AUTH_SOCK|GIT_SSH(_COMMAND|_VARIANT)?|GIT_ASKPASS|SSH_ASKPASS)$/;

/** A run's request and remote as a job of another CI system than GitHub's says them. */
export interface CiRun extends Pick<RunRequest, 'context' | 'workCommit' | 'trusted'> {
  /** Who may start builds is the system's own business; `forks` is the repository's. */
  readonly gate: Gate;
  readonly remote: Remote | undefined;
  /** Of the event, when it is about no pull request. */
  readonly branch: string | null;
  readonly problems: readonly InputProblem[];
}

/** GitHub's addresses for a repository, by its own host: a token goes to no other. */
export function githubOf(
  repository: RepositoryAddress | null,
  env: Environment,
): { readonly serverUrl: string; readonly apiUrl: string } | undefined {
  if (repository === null) return undefined;
  const [server, api] = ['GITHUB_SERVER_URL', 'GITHUB_API_URL'].map((name) => {
    const parsed = webAddress().fromTexts([env[name]?.trim() ?? '']);
    return parsed.ok ? parsed.value : undefined;
  });
  if (server !== undefined && api !== undefined && new URL(server).hostname.toLowerCase() === repository.host)
    return { serverUrl: server, apiUrl: api };
  return repository.host === 'github.com' || repository.host === 'ssh.github.com'
    ? { serverUrl: 'https://github.com', apiUrl: 'https://api.github.com' }
    : undefined;
}

/**
 * Completes what a job's variables say: the base of a pull request is the commit that its branch has now, by the
 * repository itself. What cannot be found out is an error, never the head.
 * @throws CleanroomError `commit.fetch`, `github.*`
 */
export async function readCiRun(from: {
  readonly system: CiSystem;
  readonly env: Environment;
  readonly host: Pick<HostEnvironment, 'repository' | 'path' | 'network'>;
  readonly token: string | undefined;
  /** The setting: who names a trusted commit need not have the base looked up. */
  readonly trustedRef: string | undefined;
}): Promise<CiRun> {
  const { env, token } = from;
  const ci = readCi(from.system, env);
  const github = githubOf(ci.repository, env);
  const context: Plan['context'] = {
    event: ci.event,
    repository: ci.repository?.path ?? null,
    serverUrl: github?.serverUrl ?? null,
    apiUrl: github?.apiUrl ?? null,
    runUrl: ci.runUrl,
    actor: ci.actor,
    pullRequest: null,
  };
  const remote = remoteOf(ci, env, github === undefined ? undefined : token);
  const result = {
    gate: forksGate(ci.pullRequest),
    context,
    remote,
    branch: null,
    workCommit: ci.workCommit,
    trusted: undefined,
    problems: ci.problems,
  };
  if (ci.problems.length > 0) return result;
  if (ci.pullRequest === undefined) {
    // A build by hand or by schedule may name its branch alone: its commit is the one that the job checked out.
    const workCommit = ci.workCommit ?? (ci.ref && (await inCheckout(from.host, 'HEAD')));
    const trusted = workCommit && { ref: ci.ref ?? workCommit, commit: workCommit };
    return { ...result, branch: ci.ref ?? null, workCommit: workCommit || undefined, trusted: trusted || undefined };
  }
  const workCommit = ci.workCommit ?? (await inCheckout(from.host, 'HEAD'));
  const pull = await withBase(ci.pullRequest, context, token);
  const { baseRef = from.trustedRef } = pull;
  if (workCommit === undefined || baseRef === undefined) return { ...result, problems: [unknown(pull, workCommit)] };
  const baseSha = await baseOf({ ...pull, baseRef }, remote, from);
  const { number, headRef, headRepository, fork } = pull;
  return {
    ...result,
    workCommit,
    trusted: { ref: baseRef, commit: baseSha },
    context: {
      ...context,
      pullRequest: { number, headSha: workCommit, headRef, headRepository, baseRef, baseSha, fork },
    },
  };
}

function forksGate(pull: CiPullRequest | undefined): Gate {
  return {
    request: () => undefined,
    admit({ settings }) {
      const refused = pull?.fork === true && settings.forks === 'deny';
      const problem = {
        where: 'the head of the pull request',
        given: pull?.headRepository,
        expected: 'a branch of the repository itself, because forks is deny',
      };
      return Promise.resolve({ startedBy: [], problems: refused ? [problem] : [] });
    },
  };
}

/** Where the system does not tell what a pull request goes to, GitHub does. What was built stays what the system says. */
async function withBase(
  pull: CiPullRequest,
  context: Plan['context'],
  token: string | undefined,
): Promise<CiPullRequest> {
  if (pull.baseRef !== undefined || context.apiUrl === null || token === undefined) return pull;
  const { connect } = await import('./github-run.js');
  const info = await connect(context, token)?.pulls.get(pull.number);
  const found = info && pullRequestContext(info).pullRequest;
  if (!found || found.number !== pull.number) return pull;
  const { headRef, headRepository, baseRef, baseSha, fork } = found;
  return { number: pull.number, headRef, headRepository, baseRef, baseSha, fork: fork || pull.fork };
}

async function baseOf(
  pull: CiPullRequest & { readonly baseRef: string },
  remote: Remote | undefined,
  { host, trustedRef }: Parameters<typeof readCiRun>[0],
): Promise<string> {
  if (pull.baseSha !== undefined) return pull.baseSha;
  const named = trustedRef === undefined ? undefined : await inCheckout(host, trustedRef);
  if (named !== undefined) return named;
  if (remote !== undefined) return branchHead(host, remote, pull.baseRef);
  throw new CleanroomError('commit.unknown', `nothing says where the branch ${pull.baseRef} can be read`, {
    kind: 'usage',
    hint: 'fetch it and name it with --trusted-ref',
  });
}

function unknown(pull: CiPullRequest, workCommit: string | undefined): InputProblem {
  if (workCommit === undefined)
    return { where: '--repo', given: undefined, expected: 'a checkout of the commit that is built' };
  return {
    where: 'environment variable CLEANROOM_BASE_BRANCH',
    given: undefined,
    expected: `the branch that pull request ${pull.number} goes to`,
    hint: 'set it, or GITHUB_TOKEN to one that may read pull requests, or name a commit with --trusted-ref',
  };
}

async function inCheckout(
  host: Pick<HostEnvironment, 'repository' | 'path'>,
  name: string,
): Promise<string | undefined> {
  const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
  const asked = await runInCheckout(host.repository, host.path, words);
  const found = asked.stdout.toString('utf8').trim();
  return asked.code === 0 && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(found) ? found : undefined;
}

function remoteOf(ci: CiContext, env: Environment, token: string | undefined): Remote | undefined {
  if (ci.repository === null) return undefined;
  const own = Object.entries(env).flatMap(([name, value]) =>
    value !== undefined && GIT_VARIABLES.test(name) ? [[name, value]] : [],
  );
  const home = env['HOME'] ?? '';
  const config = env['GIT_CONFIG_GLOBAL'] || (home === '' ? '/dev/null' : join(home, '.gitconfig'));
  return {
    url: ci.repository.url,
    token: token ?? ci.login?.password,
    ...(token === undefined && ci.login !== undefined ? { user: ci.login.user } : {}),
    env: {
      ...Object.fromEntries(own),
      GIT_CONFIG_GLOBAL: config,
      GIT_CONFIG_NOSYSTEM: '0',
      GIT_ALLOW_PROTOCOL: 'https:http:ssh:git',
    },
  };
}
