import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
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
export async function runInCheckout(directory: string, path: string, args: readonly string[]): Promise<HostResult> {
  // A folder of the work tree may look like a bare repository, with a configuration that a pull request wrote.
  const own = ['safe.directory=*', 'safe.bareRepository=explicit', 'core.fsmonitor=false', 'core.hooksPath=/dev/null'];
  const quiet = own.flatMap((setting) => ['-c', setting]);
  return runHost({ argv: ['git', ...quiet, '-C', directory, ...args], env: { ...NEUTRAL, ...NO_FETCH, PATH: path } });
}

/** @throws CleanroomError `checkout.not-a-repository` */
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
  return { root, gitDirectory, objects, index, objectFormat, head: head || undefined };
}
