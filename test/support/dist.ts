import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { npmEnv } from './agents.js';
import { endRun, logRun } from './run-log.js';

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The Node programs that dist has to run under: the one that runs the tests, and the action's own runtime. */
export const NODES: readonly { readonly name: string; readonly path: string }[] = [
  { name: `Node ${process.versions.node.split('.')[0]}`, path: process.execPath },
  { name: 'Node 24', path: join(ROOT, 'node_modules/node/bin/node') },
].filter(({ path }, index, all) => existsSync(path) && all.findIndex((other) => other.path === path) === index);

/**
 * The action's own runtime, or what stands for it, as a list for `each`: no runner starts the action with another. Also
 * for tests of the command line that the matrix of agents holds on the Node of the tests.
 */
export const ACTION_NODE = NODES.slice(-1);

export interface DistRun {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface DistOptions {
  /** `cli.js` (default), `main.js` or `post.js`. */
  readonly entry?: string;
  readonly node?: string;
  readonly cwd?: string;
  /** Added to a minimal environment: PATH, and what npm needs to find its registry. HOME is a fresh directory. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the running process: to signal it. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Called with everything that has been printed so far, whenever something is. */
  readonly onOutput?: (text: string, child: ChildProcess) => void;
}

/** Runs a committed bundle as a user would. */
export async function runDist(args: readonly string[], options: DistOptions = {}): Promise<DistRun> {
  const home = await mkdtemp(join(tmpdir(), 'home-'));
  const { HOME: realHome, ...npm } = npmEnv();
  const env = {
    ...npm,
    // A person's npm configuration stays in force although HOME is empty.
    ...(realHome && existsSync(join(realHome, '.npmrc')) ? { npm_config_userconfig: join(realHome, '.npmrc') } : {}),
    PATH: process.env['PATH'] ?? '',
    HOME: home,
    ...options.env,
  };
  const logged = logRun([options.entry ?? 'cli.js', ...args].join(' '));
  try {
    return await new Promise<DistRun>((resolve, reject) => {
      const child = spawn(options.node ?? process.execPath, [join(ROOT, 'dist', options.entry ?? 'cli.js'), ...args], {
        cwd: options.cwd ?? ROOT,
        env,
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      let stdout = '';
      let stderr = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        logged.stdout = stdout;
        options.onOutput?.(stdout + stderr, child);
      });
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr += text;
        logged.stderr = stderr;
        options.onOutput?.(stdout + stderr, child);
      });
      child.once('error', reject);
      child.once('close', (code, signal) => {
        endRun(logged, signal ?? `exit code ${code}`);
        resolve({ code, signal, stdout, stderr });
      });
      options.onStart?.(child);
    });
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
