import { spawn } from 'node:child_process';
import type { Run } from './types.js';

export interface ProcessOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly stdin?: string;
  readonly timeoutMs?: number;
  /** Bytes that are kept; none are refused: this is the careless reader. */
  readonly keepBytes?: number;
}

/** Runs a command line on this host, without a guard but an end. */
export function runProcess(argv: readonly string[], options: ProcessOptions): Promise<Run> {
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: options.env,
      cwd: options.cwd ?? '/',
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
      ...(options.user && process.getuid?.() === 0 ? options.user : {}),
    });
    const kept = { stdout: '', stderr: '' };
    let bytes = 0;
    const keep = options.keepBytes ?? 1 << 20;
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (kept[name].length < keep) kept[name] += chunk.toString('utf8');
      });
    }
    const timer = setTimeout(() => {
      try {
        process.kill(-(child.pid ?? 0), 'SIGKILL');
      } catch {
        // It ended by itself.
      }
      child.stdout.destroy();
      child.stderr.destroy();
    }, options.timeoutMs ?? 20_000);
    child.stdin.on('error', () => {});
    child.stdin.end(options.stdin ?? '');
    child.once('error', reject);
    // Not `close`: what an attack leaves behind holds the pipes open.
    child.once('exit', (code, signal) => {
      const settle = (): void => {
        clearTimeout(timer);
        resolve({ ...kept, end: signal ?? `exit ${code}`, bytes });
      };
      const late = setTimeout(settle, 1000);
      child.once('close', () => {
        clearTimeout(late);
        settle();
      });
    });
  });
}
