import { CleanroomError } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { type CheckoutFacts, runInCheckout, type Store } from '../workspace/git.js';

export interface CommitSource {
  readonly checkout: CheckoutFacts;
  readonly store: Store;
  readonly path: string;
  /** Proxy and certificate variables of the host, for fetching. */
  readonly network: Readonly<Record<string, string>>;
  /** Where commits that the checkout lacks are fetched from; undefined: nowhere. */
  readonly remote: Remote | undefined;
}

/** A repository to fetch from. */
export interface Remote {
  /** Without user name and password, but for the user name of ssh. */
  readonly url: string;
  /** Password for https. */
  readonly token: string | undefined;
  /** User name that goes with the token. Default: GitHub's, for any token. */
  readonly user?: string;
  /** What git reads of the person who fetches, such as keys of ssh; without it, nothing. */
  readonly env?: Readonly<Record<string, string>>;
}

const HASH = /^([0-9a-f]{40}|[0-9a-f]{64})$/;

/**
 * The commit that a person or an event names. A hash that the checkout does not have is fetched into the run's own
 * store: the user's repository is never written.
 * @throws CleanroomError `commit.unknown`, `commit.fetch`
 */
export async function resolveCommit(source: CommitSource, name: string, what: string): Promise<string> {
  // Its head is a commit that the checkout has.
  if (name === source.checkout.head) return name;
  if (HASH.test(name)) {
    const here = await source.store.commit(name);
    if (here) return here;
    return fetchCommit(source, name, what);
  }
  const asked = await runInCheckout(source.checkout.root, source.path, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ]);
  const found = asked.stdout.toString('utf8').trim();
  if (asked.code !== 0 && source.checkout.head === undefined)
    throw new CleanroomError('commit.unknown', 'this repository has no commit', {
      kind: 'usage',
      hint: 'commit the files first: only what is committed counts',
    });
  if (asked.code !== 0 || !HASH.test(found)) {
    throw new CleanroomError('commit.unknown', `${what} ${JSON.stringify(name)} is no commit of this repository`, {
      kind: 'usage',
      hint: 'name a branch, tag or hash that the checkout has, or fetch it first',
    });
  }
  return found;
}

async function fetchCommit(source: CommitSource, hash: string, what: string): Promise<string> {
  const { remote, store } = source;
  if (!remote) {
    throw new CleanroomError('commit.unknown', `${what} ${hash} is not in this repository`, {
      kind: 'usage',
      hint: 'fetch it first; in a workflow give actions/checkout a ref or fetch-depth',
    });
  }
  // Objects that are borrowed from a shallow checkout are no history: told of its refs, the server would leave out their
  // parents, which are not there.
  const alone = ['-c', 'core.alternateRefsCommand=true', '-c', 'fetch.negotiationAlgorithm=noop'];
  // A pack is kept as it is: unpacking it would set the time of objects that the checkout has already.
  const packed = ['-c', 'fetch.unpackLimit=1'];
  const options = ['--quiet', '--depth=1', '--no-tags', '--no-write-fetch-head'];
  const args = [...alone, ...packed, 'fetch', ...options, '--', remote.url, hash];
  const result = await store.run(args, {
    env: { ...source.network, ...remote.env, ...authorization(remote) },
    allow: [0, 1, 128],
  });
  const found = result.code === 0 ? await store.commit(hash) : undefined;
  if (!found) {
    throw new CleanroomError(
      'commit.fetch',
      `${what} ${hash} could not be fetched from ${remote.url}: ${result.stderr.trim().slice(-300)}`,
      {
        hint: 'check github-token and its contents: read permission, or give actions/checkout the ref',
      },
    );
  }
  return found;
}

/** The token travels in git's environment: not in an argument, not in a file. */
function authorization(remote: Remote): Record<string, string> {
  if (remote.token === undefined || !remote.url.startsWith('https:')) return {};
  const value = Buffer.from(`${remote.user ?? 'x-access-token'}:${remote.token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${remote.url}.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${value}`,
  };
}

/**
 * The commit that a branch of a repository has now.
 * @throws CleanroomError `commit.fetch`
 */
export async function branchHead(
  from: Pick<CommitSource, 'path' | 'network'>,
  remote: Remote,
  branch: string,
): Promise<string> {
  const name = `refs/heads/${branch}`;
  const result = await runHost({
    argv: ['git', 'ls-remote', '--exit-code', '--', remote.url, name],
    // Where no repository is, none says how to reach another.
    cwd: '/',
    env: {
      ...{ PATH: from.path, HOME: '/nonexistent', LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0', GIT_CONFIG_NOSYSTEM: '1' },
      ...from.network,
      ...remote.env,
      ...authorization(remote),
    },
    maxBytes: 1024 * 1024,
    timeoutMs: 60_000,
  });
  const lines = result.stdout.toString('utf8').split('\n');
  const found = lines.find((line) => line.endsWith(`\t${name}`))?.split('\t')[0] ?? '';
  if (result.code === 0 && HASH.test(found)) return found;
  const why = result.stderr.trim().slice(-300) || 'there is no such branch';
  throw new CleanroomError('commit.fetch', `the branch ${branch} of ${remote.url} could not be read: ${why}`, {
    hint: 'give the job a token or a key that may read it, or fetch the branch and name it with --trusted-ref',
  });
}

/** Which of some paths a commit has, whatever they are there. */
export async function committedPaths(store: Store, commit: string, paths: readonly string[]): Promise<Set<string>> {
  const argv = ['--literal-pathspecs', 'ls-tree', '-z', '--name-only', '--full-tree', commit, '--', ...paths];
  const listed = await store.run(argv);
  return new Set(listed.stdout.toString('utf8').split('\0'));
}

/** A file of a commit, bounded; undefined when it is not there or no regular file. */
export async function readCommitted(
  store: Store,
  commit: string,
  path: string,
  maxBytes: number,
): Promise<Buffer | undefined> {
  const listed = await store.run(['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', path]);
  const match = /^100(?:644|755) blob ([0-9a-f]+)\t/.exec(listed.stdout.toString('latin1'));
  if (!match?.[1]) return undefined;
  const blob = await store.run(['cat-file', 'blob', match[1]], { maxBytes });
  return blob.stdout;
}
