import { spawn } from 'node:child_process';
import { chmod, mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { removeTree } from '../../src/support/remove-tree.js';
import { FrameStream } from '../../src/terminal/frames.js';
import { PERL_TERMINAL } from '../../src/terminal/programs.js';
import { ROOT } from './dist.js';
import { endRun, logRun } from './run-log.js';
import { repository } from './workspace.js';

export interface PersonRun {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface TerminalRun {
  readonly code: number | null;
  /** Everything that the terminal showed. */
  readonly screen: string;
}

/** Types when the screen shows something that it did not when the last was typed. */
export type Acting = readonly (readonly [sign: RegExp, act: (frames: FrameStream, screen: string) => void])[];

/** Somebody with a repository, a HOME, and a terminal. */
export class Person {
  private constructor(
    readonly directory: string,
    readonly repo: string,
  ) {}

  static async create(files: Readonly<Record<string, string>>): Promise<Person> {
    const directory = await mkdtemp(join(tmpdir(), 'person-'));
    // Rooms may belong to another user than root.
    await chmod(directory, 0o755);
    const repo = await repository(files, directory);
    for (const name of ['home', 'state', 'config', 'tmp']) await mkdir(join(directory, name));
    return new Person(directory, repo);
  }

  get environment(): Record<string, string> {
    return {
      PATH: `${dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
      HOME: join(this.directory, 'home'),
      XDG_STATE_HOME: join(this.directory, 'state'),
      XDG_CONFIG_HOME: join(this.directory, 'config'),
      TMPDIR: join(this.directory, 'tmp'),
      TERM: 'xterm',
    };
  }

  /** A file in HOME. */
  async file(path: string, content: string): Promise<void> {
    const target = join(this.directory, 'home', path);
    await mkdir(dirname(target), { recursive: true });
    await writeFile(target, content);
  }

  /** The person's own configuration. */
  async configure(text: string): Promise<void> {
    await mkdir(join(this.directory, 'config/cleanroom-action'), { recursive: true });
    await writeFile(join(this.directory, 'config/cleanroom-action/config.yml'), text);
  }

  /** Runs the command line with pipes. */
  run(args: readonly string[], input = '', env: Readonly<Record<string, string>> = {}): Promise<PersonRun> {
    const logged = logRun(args.join(' '));
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], {
        cwd: this.repo,
        env: { ...this.environment, ...env },
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        logged.stdout = stdout;
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
        logged.stderr = stderr;
      });
      child.stdin.on('error', () => {});
      child.stdin.end(input);
      child.once('error', reject);
      child.once('close', (code, signal) => {
        endRun(logged, signal ?? `exit code ${code}`);
        resolve({ code, signal, stdout, stderr });
      });
    });
  }

  /** Runs a shell script in a terminal of 40 rows and 111 columns; `$CLI` in it is the command line. */
  terminal(script: string, acting: Acting, env: Readonly<Record<string, string>> = {}): Promise<TerminalRun> {
    const logged = logRun(`in a terminal: ${script}`);
    return new Promise((resolve, reject) => {
      const cli = `${process.execPath} ${join(ROOT, 'dist/cli.js')}`;
      const child = spawn(
        '/usr/bin/perl',
        ['-e', PERL_TERMINAL, '--', '40', '111', '/bin/bash', '--norc', '-c', script],
        {
          cwd: this.repo,
          env: { ...this.environment, CLI: cli, ...env },
        },
      );
      const frames = new FrameStream();
      frames.pipe(child.stdin);
      child.stdin.on('error', () => {});
      let screen = '';
      let from = 0;
      const waiting = [...acting];
      const show = (chunk: Buffer): void => {
        screen += chunk.toString('latin1');
        logged.stdout = screen;
        while (waiting[0]?.[0].test(screen.slice(from))) {
          from = screen.length;
          waiting.shift()?.[1](frames, screen);
        }
      };
      child.stdout.on('data', show);
      child.stderr.on('data', show);
      child.once('error', reject);
      child.once('close', (code) => {
        endRun(logged, `exit code ${code}`);
        resolve({ code, screen });
      });
    });
  }

  dispose(): Promise<void> {
    return removeTree(this.directory);
  }
}
