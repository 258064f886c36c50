import { mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { type HostResult, runHost } from '../support/process.js';

export interface GitCall {
  readonly input?: string | Buffer;
  /** Index file to use. */
  readonly index?: string;
  readonly workTree?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly maxBytes?: number;
  /** Exit codes that are answers; others throw. Default: 0. */
  readonly allow?: readonly number[];
}

/** No configuration of the user, the system or a repository decides what our git does. */
const NEUTRAL: Readonly<Record<string, string>> = {
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_TERMINAL_PROMPT: '0',
  GIT_OPTIONAL_LOCKS: '0',
  GIT_ATTR_NOSYSTEM: '1',
  HOME: '/nonexistent',
  LC_ALL: 'C',
};

/**
 * What no patch holds, whatever a repository says of it: caches of tools that the rooms of a run share (see the guide to
 * verifiers), and what Python's tools install into.
 */
const EXCLUDED = '/.cleanroom/\n.venv/\n';

/**
 * The run's own bare repository. It borrows the objects of the user's checkout and keeps what the run adds, so that
 * git never runs with a configuration, an index or hooks that somebody else wrote.
 */
export class Store {
  private constructor(
    readonly directory: string,
    private readonly path: string,
  ) {}

  /** @param objects object directories to borrow from. */
  static async create(
    directory: string,
    path: string,
    objectFormat: string,
    objects: readonly string[],
  ): Promise<Store> {
    for (const name of ['objects/info', 'objects/pack', 'refs/heads', 'info'])
      await mkdir(join(directory, name), { recursive: true });
    const sha256 = objectFormat === 'sha256';
    const format = sha256
      ? '\trepositoryformatversion = 1\n[extensions]\n\tobjectformat = sha256\n[core]\n'
      : '\trepositoryformatversion = 0\n';
    // The store goes with the run: nothing in it has to survive a power cut.
    const config = `[core]\n${format}\tbare = true\n\tfsync = none\n[gc]\n\tauto = 0\n`;
    await Promise.all([
      writeFile(join(directory, 'HEAD'), 'ref: refs/heads/none\n'),
      writeFile(join(directory, 'config'), config),
      writeFile(join(directory, 'info/exclude'), EXCLUDED),
      writeFile(join(directory, 'objects/info/alternates'), objects.map((path) => `${path}\n`).join('')),
    ]);
    return new Store(directory, path);
  }

  /** @throws CleanroomError `git.failed` */
  async run(args: readonly string[], call: GitCall = {}): Promise<HostResult> {
    const env = {
      ...NEUTRAL,
      PATH: this.path,
      GIT_DIR: this.directory,
      ...(call.index === undefined ? {} : { GIT_INDEX_FILE: call.index }),
      ...(call.workTree === undefined ? {} : { GIT_WORK_TREE: call.workTree }),
      ...call.env,
    };
    const bare = call.workTree === undefined ? [] : ['-c', 'core.bare=false'];
    const result = await runHost({
      argv: ['git', ...bare, ...args],
      env,
      cwd: call.workTree ?? this.directory,
      ...(call.input === undefined ? {} : { stdin: call.input }),
      ...(call.maxBytes === undefined ? {} : { maxBytes: call.maxBytes }),
    });
    if (!(call.allow ?? [0]).includes(result.code)) {
      throw new CleanroomError(
        'git.failed',
        `git ${args[0] ?? ''} failed (exit code ${result.code}): ${result.stderr.trim().slice(-500)}`,
      );
    }
    return result;
  }

  /** One line of output, without its end. */
  async line(args: readonly string[], call: GitCall = {}): Promise<string> {
    return (await this.run(args, call)).stdout.toString('utf8').trim();
  }

  /** The commit that a hash or ref of the store names; undefined when it is not here. */
  async commit(revision: string): Promise<string | undefined> {
    const result = await this.run(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`], {
      allow: [0, 1, 128],
    });
    return result.code === 0 ? result.stdout.toString('utf8').trim() : undefined;
  }
}

export interface CheckoutFacts {
  readonly root: string;
  readonly gitDirectory: string;
  readonly objects: string;
  readonly index: string;
  readonly objectFormat: string;
  /** Undefined in a repository without a commit. */
  readonly head: string | undefined;
}

/** Of a partial clone git would fetch what is missing, by programs that the configuration of the clone names. */
const NO_FETCH = { GIT_NO_LAZY_FETCH: '1', GIT_ALLOW_PROTOCOL: 'none' };

/** Runs git in the user's own repository, reading only, with nothing in its configuration that could start a program. */
export async function runInCheckout(
  directory: string,
  path: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<HostResult> {
  // A folder of the work tree may look like a bare repository, with a configuration that a pull request wrote.
  const own = ['safe.directory=*', 'safe.bareRepository=explicit', 'core.fsmonitor=false', 'core.hooksPath=/dev/null'];
  const quiet = own.flatMap((setting) => ['-c', setting]);
  const all = { ...NEUTRAL, ...NO_FETCH, ...env, PATH: path };
  return runHost({ argv: ['git', ...quiet, '-C', directory, ...args], env: all });
}

/**
 * The variables with which git reads or writes files of the user's own repository and starts none of the filters that its
 * configuration names.
 * @throws CleanroomError `git.failed`
 */
export async function withoutFilters(directory: string, path: string): Promise<Readonly<Record<string, string>>> {
  const listed = await runInCheckout(directory, path, [
    'config',
    '--null',
    '--name-only',
    '--get-regexp',
    '^filter\\.',
  ]);
  // 1: there are none.
  if (listed.code !== 0 && listed.code !== 1)
    throw new CleanroomError('git.failed', `git config failed: ${listed.stderr.trim().slice(-500)}`);
  const keys = listed.stdout.toString('utf8').split('\0');
  const drivers = new Set(keys.flatMap((key) => /^(filter\..*)\.[^.]*$/s.exec(key)?.[1] ?? []));
  const off = [...drivers].flatMap((driver) => [
    ...['clean', 'smudge', 'process'].map((name) => [`${driver}.${name}`, ''] as const),
    [`${driver}.required`, 'false'] as const,
  ]);
  return Object.fromEntries([
    ['GIT_CONFIG_COUNT', String(off.length)],
    ...off.flatMap(([key, value], at) => [
      [`GIT_CONFIG_KEY_${at}`, key],
      [`GIT_CONFIG_VALUE_${at}`, value],
    ]),
  ]);
}

/** @throws CleanroomError `checkout.not-a-repository`, `checkout.elsewhere` */
export async function inspectCheckout(directory: string, path: string): Promise<CheckoutFacts> {
  const asked = await runInCheckout(directory, path, [
    'rev-parse',
    '--path-format=absolute',
    '--show-toplevel',
    '--absolute-git-dir',
    '--git-path',
    'objects',
    '--git-path',
    'index',
    '--show-object-format',
    '--quiet',
    '--verify',
    'HEAD',
  ]);
  const [root, gitDirectory, objects, index, objectFormat, head] = asked.stdout.toString('utf8').split('\n');
  if (!root || !gitDirectory || !objects || !index || !objectFormat) {
    throw new CleanroomError(
      'checkout.not-a-repository',
      `${directory} is not a git work tree: ${asked.stderr.trim()}`,
      {
        kind: 'usage',
        hint: 'run in a git checkout, or name one with --repo (in a workflow: run actions/checkout first)',
      },
    );
  }
  if (!(await leadsTo(join(root, '.git'), gitDirectory))) {
    throw new CleanroomError(
      'checkout.elsewhere',
      `${gitDirectory} says by core.worktree that its work tree is ${root}, which has no .git that leads there`,
      {
        kind: 'usage',
        hint: 'take core.worktree out of its config, or make a checkout of it with git worktree add; whoever made this repository may mean your files',
      },
    );
  }
  return { root, gitDirectory, objects, index, objectFormat, head: head || undefined };
}

/**
 * Whether a `.git` is that git directory, or a file that names it. The configuration of a repository that came as an archive
 * can say that its work tree is a directory above it, such as the person's home.
 */
async function leadsTo(dotGit: string, gitDirectory: string): Promise<boolean> {
  const same = async (path: string): Promise<boolean> =>
    (await realpath(path).catch(() => undefined)) === (await realpath(gitDirectory));
  const entry = await stat(dotGit).catch(() => undefined);
  if (entry?.isDirectory()) return same(dotGit);
  // git reads no larger one either.
  if (!entry?.isFile() || entry.size > 1024 * 1024) return false;
  const named = /^gitdir: ([^\n\r]+)/.exec(await readFile(dotGit, 'utf8').catch(() => ''))?.[1];
  return named !== undefined && same(resolve(dirname(dotGit), named));
}
