import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { copyFile, mkdir, rm } from 'node:fs/promises';
import type { Readable, Writable } from 'node:stream';
import { CleanroomError } from '../support/errors.js';
import type { Store } from './git.js';
import { hostPath, joinPath } from './paths.js';
import type { BytePath } from './types.js';

/** For all questions about one patch together. */
const MAX_MS = 5 * 60_000;

/**
 * Says what the base's own ignore rules leave out, by asking git. Git sees a mirror that holds only directories that
 * were asked about and the base's `.gitignore` files: never a rule that the agent wrote.
 */
export class IgnoreRules {
  private readonly child: ChildProcessByStdio<Writable, Readable, null>;
  private pending = '';
  private waiting: ((fields: string[]) => void)[] = [];
  private dead: CleanroomError | undefined;
  private readonly deadline: NodeJS.Timeout;
  private onDeath: ((error: CleanroomError) => void)[] = [];

  private constructor(
    private readonly store: Store,
    private readonly mirror: string,
    private readonly baseFile: (path: BytePath) => Promise<Buffer | undefined>,
    path: string,
  ) {
    const args = [
      '-c',
      'core.bare=false',
      '-c',
      'core.excludesFile=/dev/null',
      'check-ignore',
      '--no-index',
      '--stdin',
      '-z',
      '-v',
      '-n',
    ];
    this.child = spawn('git', args, {
      cwd: mirror,
      env: {
        PATH: path,
        GIT_DIR: store.directory,
        GIT_WORK_TREE: mirror,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_CONFIG_GLOBAL: '/dev/null',
        LC_ALL: 'C',
        HOME: '/nonexistent',
      },
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    this.child.stdout.setEncoding('latin1');
    this.child.stdout.on('data', (text: string) => this.read(text));
    const fail = (): void => {
      this.dead = new CleanroomError('git.failed', 'git check-ignore ended early');
      for (const reject of this.onDeath.splice(0)) reject(this.dead);
    };
    // Rules are the pull request's: a pattern that takes for ever must not.
    this.deadline = setTimeout(() => this.child.kill('SIGKILL'), MAX_MS);
    this.child.on('error', fail);
    this.child.on('close', fail);
    this.child.stdin.on('error', () => {});
  }

  /** @param baseFile where the base has a file, as a host path. */
  static async open(
    store: Store,
    mirror: string,
    baseFile: (path: BytePath) => Promise<Buffer | undefined>,
    path: string,
  ): Promise<IgnoreRules> {
    await mkdir(mirror, { recursive: true });
    const rules = new IgnoreRules(store, mirror, baseFile, path);
    await rules.enter('');
    return rules;
  }

  /** Must be called for a directory before its entries are asked about. */
  async enter(directory: BytePath): Promise<void> {
    if (directory !== '') await mkdir(hostPath(this.mirror, directory), { recursive: true });
    const rules = joinPath(directory, '.gitignore');
    const source = await this.baseFile(rules);
    if (source) await copyFile(source, hostPath(this.mirror, rules));
  }

  /** The ignored ones among paths of entered directories. `directories` are made in the mirror, so that `name/` rules match. */
  async ignored(files: readonly BytePath[], directories: readonly BytePath[]): Promise<Set<BytePath>> {
    const found = new Set<BytePath>();
    await Promise.all(directories.map((directory) => mkdir(hostPath(this.mirror, directory), { recursive: true })));
    const asked = [...files, ...directories];
    if (asked.length === 0) return found;
    const answers = asked.map(() => this.answer());
    this.child.stdin.write(Buffer.from(asked.map((path) => `${path}\0`).join(''), 'latin1'));
    for (const [, , pattern, path] of await Promise.all(answers)) {
      if (pattern && !pattern.startsWith('!') && path !== undefined) found.add(path);
    }
    return found;
  }

  /** The ones among ignored paths that the base tracks nevertheless, or that hold tracked files. */
  async tracked(commit: string, paths: readonly BytePath[]): Promise<Set<BytePath>> {
    const found = new Set<BytePath>();
    for (let at = 0; at < paths.length; at += 500) {
      const chunk = paths.slice(at, at + 500);
      // Arguments of a process are UTF-8 to Node; a name that is not can still be asked about by its directory.
      const plain = chunk.filter((path) => /^[\x20-\x7e]*$/.test(path));
      for (const path of chunk) if (!plain.includes(path)) found.add(path);
      if (plain.length === 0) continue;
      const listed = await this.store.run([
        '--literal-pathspecs',
        'ls-tree',
        '-z',
        '--name-only',
        '--full-tree',
        commit,
        '--',
        ...plain,
      ]);
      for (const path of listed.stdout.toString('latin1').split('\0')) if (path !== '') found.add(path);
    }
    return found;
  }

  async close(): Promise<void> {
    clearTimeout(this.deadline);
    this.child.stdin.end();
    this.child.kill('SIGTERM');
    await rm(this.mirror, { recursive: true, force: true });
  }

  private answer(): Promise<string[]> {
    if (this.dead) return Promise.reject(this.dead);
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      this.onDeath.push(reject);
    });
  }

  private read(text: string): void {
    this.pending += text;
    const fields = this.pending.split('\0');
    const complete = Math.floor((fields.length - 1) / 4);
    for (let index = 0; index < complete; index++) {
      this.onDeath.shift();
      this.waiting.shift()?.(fields.slice(index * 4, index * 4 + 4));
    }
    this.pending = fields.slice(complete * 4).join('\0');
  }
}
