import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { CleanroomError, errnoOf } from './errors.js';

export interface HostCommand {
  readonly argv: readonly [string, ...string[]];
  readonly cwd?: string;
  /** The whole environment; nothing is inherited. */
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string | Buffer;
  /** Bytes of stdout and stderr each; past it the command is killed and the call fails. Default 64 MiB. */
  readonly maxBytes?: number;
  /** Milliseconds; past it the command is killed and the call fails. Default 10 minutes. */
  readonly timeoutMs?: number;
  readonly uid?: number;
  readonly gid?: number;
  readonly signal?: AbortSignal;
}

export interface HostResult {
  /** 128 + n for a signal, as a shell counts. */
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;
const DEFAULT_TIMEOUT_MS = 10 * 60 * 1000;

/**
 * Runs a trusted program of the host to its end with bounded output and time. A non-zero exit is a value.
 * @throws CleanroomError `process.spawn`, `process.output`, `process.timeout`
 */
export function runHost(command: HostCommand): Promise<HostResult> {
  const [program, ...args] = command.argv;
  const maxBytes = command.maxBytes ?? DEFAULT_MAX_BYTES;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: command.cwd,
      env: command.env,
      uid: command.uid,
      gid: command.gid,
      signal: command.signal,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    let outBytes = 0;
    let errBytes = 0;
    let failure: CleanroomError | undefined;
    const fail = (error: CleanroomError): void => {
      failure ??= error;
      child.kill('SIGKILL');
      // A helper that it started may hold its output open, for ever perhaps.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(
      () =>
        fail(
          new CleanroomError(
            'process.timeout',
            `${program} did not end within ${command.timeoutMs ?? DEFAULT_TIMEOUT_MS} ms`,
          ),
        ),
      command.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    );
    child.stdout.on('data', (chunk: Buffer) => {
      outBytes += chunk.length;
      if (outBytes > maxBytes)
        fail(new CleanroomError('process.output', `${program} printed more than ${maxBytes} bytes`));
      else out.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      errBytes += chunk.length;
      if (errBytes <= maxBytes) err.push(chunk);
    });
    // A program that ends without reading all of its input is no failure of ours.
    child.stdin.on('error', () => {});
    child.stdin.end(command.stdin ?? '');
    child.on('error', (cause) => {
      clearTimeout(timer);
      // A directory that does not exist has the same code.
      const absent = errnoOf(cause) === 'ENOENT' && (command.cwd === undefined || existsSync(command.cwd));
      const why = absent ? 'it was not found in PATH' : cause.message;
      const hint = absent ? { hint: 'cleanroom-action doctor says what is missing, and what installs it' } : {};
      reject(failure ?? new CleanroomError('process.spawn', `cannot run ${program}: ${why}`, { cause, ...hint }));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (failure) reject(failure);
      else
        resolve({
          code: code ?? 128 + (signal === 'SIGKILL' ? 9 : 15),
          stdout: Buffer.concat(out),
          stderr: Buffer.concat(err).toString('utf8'),
        });
    });
  });
}
