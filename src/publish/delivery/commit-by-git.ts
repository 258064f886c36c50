import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { type HostResult, runHost } from '../../support/process.js';
import type { CommitInfo } from '../git-data.js';
import type { GitHub } from '../github.js';
import { plainLine } from '../neutralise.js';
import type { Committer } from './committer.js';
import type { NextTree } from './next-tree.js';
import { refusal } from './refusal.js';
import { settle } from './write-commit.js';

/** Git of this host, with the configuration of its user. */
export interface GitHost {
  /** The repository's address, without a token. */
  readonly url: string;
  readonly token: string | undefined;
  /** What git sees: the user's own home, agents for keys, proxies; no token. */
  readonly env: Readonly<Record<string, string>>;
  /** Where a folder of its own is made. */
  readonly tempDir: string;
}

const TIMEOUT_MS = 120_000;
const PUSHES = 3;
/** Nothing asks, nothing is started but what signs. */
const QUIET = [
  'core.hooksPath=/dev/null',
  'credential.helper=',
  'core.askPass=',
  'gc.auto=0',
  'maintenance.auto=false',
  'core.fsmonitor=false',
];

/**
 * Makes commits with git of this host, in an empty repository of its own: git applies the patch itself, and the tree must
 * be the one that was computed. A push names what the branch must be at, so that a branch that moved is never overwritten.
 */
export class GitCommitter implements Committer {
  readonly #host: GitHost;
  readonly #github: GitHub;
  readonly #directory: string;

  private constructor(host: GitHost, github: GitHub, directory: string) {
    this.#host = host;
    this.#github = github;
    this.#directory = directory;
  }

  static async open(host: GitHost, github: GitHub): Promise<GitCommitter> {
    const directory = await mkdtemp(join(host.tempDir, 'cleanroom-delivery-'));
    const committer = new GitCommitter(host, github, directory);
    try {
      await committer.#git(['init', '--quiet', '--bare', '--template=', '.']);
    } catch (error) {
      await committer.close();
      throw error;
    }
    return committer;
  }

  async write(
    { base, next, patch }: { readonly base: CommitInfo; readonly next: NextTree; readonly patch: Buffer },
    message: string,
    parents: readonly string[],
  ): Promise<CommitInfo> {
    for (const parent of new Set([base.id, ...parents]))
      await this.#git(['fetch', '--quiet', '--depth=1', '--no-tags', '--', this.#host.url, parent], { remote: true });
    await this.#git(['read-tree', base.id]);
    await this.#git(['apply', '--cached', '--binary', '--whitespace=nowarn', '-'], { stdin: patch });
    const tree = (await this.#git(['write-tree'])).stdout.toString('utf8').trim();
    if (tree !== next.id) {
      throw refusal(
        'the tree that git made is not the commit that was worked on with the patch',
        'nothing was pushed; apply change.patch of the evidence by hand',
      );
    }
    const args = ['commit-tree', '-S', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree];
    const made = await this.#git(args, { stdin: message, hint: SIGN_HINT });
    const id = made.stdout.toString('utf8').trim();
    return { id, tree, parents, message, url: '' };
  }

  async advance(branch: string, commit: CommitInfo, from: string | undefined): Promise<CommitInfo> {
    const ref = `refs/heads/${branch}`;
    // A lease on the parent forces nothing: the commit follows from it, and any other state of the branch refuses it.
    const lease = `--force-with-lease=${ref}:${from ?? ''}`;
    const push = ['push', '--quiet', '--no-verify', lease, '--', this.#host.url, `${commit.id}:${ref}`];
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.#git(push, { remote: true, hint: PUSH_HINT });
        break;
      } catch (error) {
        const there = await settle(this.#github.git, branch, commit, from);
        if (there) break;
        if (attempt >= PUSHES) throw error;
      }
    }
    return this.#github.git.commit(commit.id);
  }

  async close(): Promise<void> {
    await rm(this.#directory, { recursive: true, force: true });
  }

  async #git(
    args: readonly string[],
    call: { readonly stdin?: string | Buffer; readonly remote?: boolean; readonly hint?: string } = {},
  ): Promise<HostResult> {
    const result = await runHost({
      argv: ['git', ...QUIET.flatMap((setting) => ['-c', setting]), ...args],
      cwd: this.#directory,
      env: {
        ...this.#host.env,
        GIT_DIR: this.#directory,
        GIT_TERMINAL_PROMPT: '0',
        // GitHub has no other one, whatever the user's configuration says of new repositories.
        GIT_DEFAULT_HASH: 'sha1',
        LC_ALL: 'C',
        ...(call.remote ? authorization(this.#host) : {}),
      },
      timeoutMs: TIMEOUT_MS,
      ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
    });
    if (result.code === 0) return result;
    throw new CleanroomError(
      'delivery.git',
      `git ${args[0] ?? ''} failed (exit code ${result.code}): ${plainLine(result.stderr.trim().slice(-400), 400)}`,
      { hint: call.hint ?? 'see the message of git; the change is change.patch in the evidence' },
    );
  }
}

const SIGN_HINT =
  'deliver-sign: git needs user.name, user.email and a signing key (user.signingKey, gpg.format) in the git configuration of this host, and nobody to ask for a passphrase';
const PUSH_HINT = 'the token needs the permission `contents: write`';

/** The token travels in git's environment: not in an argument, not in a file; and over https alone. */
function authorization({ url, token }: GitHost): Record<string, string> {
  if (token === undefined || !url.startsWith('https:')) return {};
  const value = Buffer.from(`x-access-token:${token}`).toString('base64');
  return {
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `http.${url}.extraheader`,
    GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${value}`,
  };
}
