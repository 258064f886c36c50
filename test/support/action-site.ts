import { createHash } from 'node:crypto';
import { chmod, lstat, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { GitHubOpenApi } from './github-openapi.js';
import { GitHubServer, type GitHubServerOptions } from './github-server.js';
import type { Job, StepRun } from './runner.js';
import { git, repository } from './workspace.js';

type Fields = Record<string, unknown>;
const WEBHOOKS = createRequire(import.meta.url)('@octokit/webhooks-examples') as {
  readonly name: string;
  readonly examples: readonly Fields[];
}[];

export const PULL = 17;
export const API_KEY = 'sk-test-0123456789abcdefghijklmnopqrstuvwxyz';
export const TOKEN = 'ghs_0123456789abcdefghijABCDEFGHIJ012345';

/** What makes the verifier pass. */
export const REPAIR = 'echo mended > answer.txt';
/** An agent or verifier that is a shell script, as a value of an input. */
export const script = (text: string): string => JSON.stringify(['sh', '-c', text]);

/** A step whose agent does the work. */
export const WITH: Readonly<Record<string, string>> = {
  prompt: 'Mend it.',
  agent: 'command',
  'agent-command': script(REPAIR),
  verify: 'sh check.sh',
};
const CHECK = 'if [ -f say.sh ]; then . ./say.sh; fi\ngrep -qx mended answer.txt\n';

/**
 * A repository whose pull request changes the verifier to one that always passes and asks for another agent, a GitHub
 * for it, and a directory for the runner.
 */
export class ActionSite {
  private constructor(
    readonly repo: string,
    /** The base of the pull request. */
    readonly base: string,
    readonly head: string,
    /** What `actions/checkout` checks out without a ref. */
    readonly merge: string,
    readonly temp: string,
    readonly server: GitHubServer,
  ) {}

  static async make(
    api: GitHubOpenApi,
    options: GitHubServerOptions = {},
    files: Readonly<Record<string, string>> = {},
  ): Promise<ActionSite> {
    const temp = await mkdtemp(join(tmpdir(), 'action-'));
    await chmod(temp, 0o755);
    const repo = await repository({ 'answer.txt': 'broken\n', 'check.sh': CHECK, ...files }, temp);
    const base = git(repo, 'rev-parse', 'HEAD');
    git(repo, 'checkout', '-q', '-b', 'topic');
    await writeFile(join(repo, 'check.sh'), 'exit 0\n');
    await writeFile(join(repo, 'topic.txt'), 'from the pull request\n');
    git(repo, 'add', '-A');
    git(repo, 'commit', '-q', '-m', 'topic');
    const head = git(repo, 'rev-parse', 'HEAD');
    git(repo, 'checkout', '-q', '--detach', 'main');
    git(repo, 'merge', '-q', '--no-ff', '-m', 'merge', 'topic');
    const merge = git(repo, 'rev-parse', 'HEAD');
    git(repo, 'checkout', '-q', 'topic');
    const server = await GitHubServer.start(api, { token: TOKEN, ...options });
    server.pulls.set(PULL, {
      number: PULL,
      headSha: head,
      headRef: 'topic',
      headRepository: server.repository,
      baseSha: base,
      baseRef: 'main',
    });
    return new ActionSite(repo, base, head, merge, temp, server);
  }

  job(node: string, event: string, payload: unknown, more: Partial<Job> = {}): Job {
    const branch = event.startsWith('pull_request') ? `refs/pull/${PULL}/merge` : 'refs/heads/main';
    const sha = event === 'pull_request' ? this.merge : this.base;
    return {
      node,
      workspace: this.repo,
      temp: this.temp,
      event,
      payload,
      token: TOKEN,
      ...more,
      github: {
        GITHUB_REPOSITORY: this.server.repository,
        // Nothing listens there: a job that asks for commits it has must not need it.
        GITHUB_SERVER_URL: 'http://127.0.0.1:9',
        GITHUB_API_URL: this.server.url,
        GITHUB_SHA: sha,
        GITHUB_REF: branch,
        ...more.github,
      },
    };
  }

  /** GitHub's example of an event, about this repository. */
  payload(name: string, action?: string): Fields {
    const webhook = WEBHOOKS.find((entry) => entry.name === name);
    const found = webhook?.examples.find((entry) => action === undefined || entry['action'] === action);
    if (!found) throw new Error(`no example of ${name} ${action ?? ''}`);
    const payload = structuredClone(found);
    const repo = { ...(payload['repository'] as Fields), full_name: this.server.repository };
    payload['repository'] = repo;
    if (typeof payload['pull_request'] === 'object') {
      const pull = payload['pull_request'] as Fields;
      const side = (of: unknown, sha: string, ref: string): Fields => ({ ...(of as Fields), sha, ref, repo });
      payload['number'] = PULL;
      payload['pull_request'] = {
        ...pull,
        number: PULL,
        head: side(pull['head'], this.head, 'topic'),
        base: side(pull['base'], this.base, 'main'),
        merge_commit_sha: this.merge,
      };
    }
    if (name === 'push') Object.assign(payload, { ref: 'refs/heads/main', after: this.base, deleted: false });
    return payload;
  }

  /** The same pull request from another person's repository. */
  forkPayload(): Fields {
    const payload = this.payload('pull_request', 'opened');
    const pull = payload['pull_request'] as { head: Fields };
    pull.head = {
      ...pull.head,
      label: 'mallory:topic',
      repo: { ...(pull.head['repo'] as Fields), full_name: 'mallory/hello.world', fork: true },
    };
    return payload;
  }

  async close(): Promise<void> {
    await this.server.close();
    await rm(this.temp, { recursive: true, force: true });
  }
}

/** A digest of everything below a directory: names, modes, owners, times of change, contents. */
export async function treeDigest(directory: string): Promise<string> {
  const hash = createHash('sha256');
  const walk = async (path: string): Promise<void> => {
    const entry = await lstat(path);
    hash.update(`${path}\0${entry.mode} ${entry.uid}:${entry.gid} ${entry.mtimeMs}\0`);
    if (entry.isDirectory()) for (const name of (await readdir(path)).sort()) await walk(join(path, name));
    else hash.update(entry.isSymbolicLink() ? await readlink(path) : await readFile(path));
  };
  await walk(directory);
  return hash.digest('hex');
}

/** Every file below a directory with its text, for a search. */
export async function filesBelow(directory: string): Promise<{ readonly path: string; readonly text: string }[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'latin1') })));
}

/** What must hold after every run, whatever came of it: requests that GitHub understands, and no secret anywhere. */
export async function expectClean(site: ActionSite, run: StepRun): Promise<void> {
  expect(site.server.violations).toEqual([]);
  expect(run.leaks).toBe('');
  const masked = [TOKEN, API_KEY].map((secret) => `::add-mask::${secret}\n`);
  const log = masked.reduce((text, mask) => text.replaceAll(mask, ''), run.stdout) + run.stderr;
  const seen = [log, run.summary, JSON.stringify(run.outputs), JSON.stringify(run.state)];
  for (const { body } of site.server.comments) seen.push(body);
  const { evidence } = run.outputs;
  if (evidence) for (const { text } of await filesBelow(evidence)) seen.push(text);
  for (const secret of [TOKEN, API_KEY, Buffer.from(`x-access-token:${TOKEN}`).toString('base64')])
    for (const text of seen) expect(text).not.toContain(secret);
}
