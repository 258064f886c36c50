import { type ChildProcess, spawn } from 'node:child_process';
import { messageOf } from '../support/errors.js';
import type { AssembledProgram } from './assembler.js';
import { HELPER_PROGRAM } from './helper-program.js';
import type { AuditPrograms } from './programs.js';
import { COUNTERS, MAX_FOLLOWED, MAX_ROOMS, RING_BYTES } from './record.js';

export type AuditMachine = 'x64' | 'arm64';

/** bpf, mmap, mknodat, read, unshare, mount, perf_event_open, ioctl. Source: the kernel's syscall tables. */
const NUMBERS: Readonly<Record<AuditMachine, readonly number[]>> = {
  x64: [321, 9, 259, 0, 272, 165, 298, 16],
  arm64: [280, 222, 33, 63, 97, 40, 241, 29],
};

export interface HelperOptions {
  readonly machine: AuditMachine;
  /** PATH of the host. */
  readonly path: string;
  /** Becomes root by `sudo -n`. */
  readonly sudo: boolean;
}

export interface HelperListener {
  onRing(bytes: Buffer): void;
  /** Once, when it is gone, whyever. */
  onEnd(why: string): void;
}

/** Replies, by their kind. */
const FRAME = { ring: 1, ready: 2, synced: 3, following: 4, failed: 5 } as const;
const MAX_FRAME = RING_BYTES + 4096;
const ERROR_CHARS = 600;

/** The process on the host that holds the programs in the kernel and copies what they write. They end with it. */
export class AuditHelper {
  private readonly child: ChildProcess;
  private readonly replies = new Map<string, (bytes: Buffer | undefined) => void>();
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private errors = '';
  private ended = false;
  private tickets = 0;

  constructor(
    options: HelperOptions,
    programs: AuditPrograms,
    private readonly listener: HelperListener,
  ) {
    const program = (name: string, how: 'raw' | 'syscall', point: string, of: AssembledProgram): string[] => [
      name,
      how,
      point,
      of.maps.map(({ at, map }) => `${at}=${map}`).join(','),
      of.code.toString('hex'),
    ];
    const numbers = [...NUMBERS[options.machine], RING_BYTES, MAX_ROOMS, MAX_FOLLOWED, COUNTERS.bytes];
    const argv = [
      ...(options.sudo ? ['sudo', '-n', '--'] : []),
      ...['perl', '-e', HELPER_PROGRAM, '--', ...numbers.map(String)],
      ...program('fork', 'raw', 'sched_process_fork', programs.fork),
      ...program('exec', 'raw', 'sched_process_exec', programs.exec),
      ...program('exit', 'raw', 'sched_process_exit', programs.exit),
      ...program('connect', 'syscall', 'sys_enter_connect', programs.connect),
    ];
    const [first = 'perl', ...rest] = argv;
    this.child = spawn(first, rest, {
      cwd: '/',
      env: { PATH: options.path, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdout?.on('data', (chunk: Buffer) => this.take(chunk));
    this.child.stderr?.on('data', (chunk: Buffer) => {
      this.errors = (this.errors + chunk.toString('utf8')).slice(-ERROR_CHARS);
    });
    this.child.stdin?.on('error', () => {});
    this.child.on('error', (error) => this.end(messageOf(error)));
    this.child.on('close', () => this.end(this.errors.trim() || 'it ended'));
  }

  /** What runs and what does not, by `+name` and `-name: why`; undefined: it failed, and `onEnd` said why. */
  async ready(timeoutMs: number): Promise<readonly string[] | undefined> {
    return (await this.reply('ready', timeoutMs))?.toString('utf8').split('\n');
  }

  /** Makes two FIFOs; whoever writes its number to the first is followed when it gets through the second. */
  async follow(room: number, fifos: readonly [string, string], timeoutMs: number): Promise<boolean> {
    const reply = this.reply(`follow ${room}`, timeoutMs);
    // In hex: a path may hold a space or a line's end.
    this.say(`follow ${room} ${fifos.map((path) => Buffer.from(path).toString('hex')).join(' ')}`);
    return (await reply) !== undefined;
  }

  /** The room's counters, after everything that they counted has been given to `onRing`. */
  async sync(room: number, timeoutMs: number): Promise<Buffer | undefined> {
    this.tickets += 1;
    const reply = this.reply(`sync ${this.tickets}`, timeoutMs);
    this.say(`sync ${this.tickets} ${room}`);
    return reply;
  }

  close(): void {
    if (this.ended) return;
    this.end('it was closed');
    this.child.stdin?.end();
    // The kernel takes tens of milliseconds to let go of its programs; nothing has to wait for that.
    this.child.stdout?.destroy();
    this.child.stderr?.destroy();
    this.child.unref();
  }

  private say(line: string): void {
    if (!this.ended) this.child.stdin?.write(`${line}\n`);
  }

  private reply(key: string, timeoutMs: number): Promise<Buffer | undefined> {
    if (this.ended) return Promise.resolve(undefined);
    return new Promise((resolve) => {
      const timer = setTimeout(() => {
        this.end(`it did not answer within ${timeoutMs} ms`);
        this.child.stdin?.end();
      }, timeoutMs);
      this.replies.set(key, (bytes) => {
        clearTimeout(timer);
        this.replies.delete(key);
        resolve(bytes);
      });
    });
  }

  private take(chunk: Buffer): void {
    this.pending.push(chunk);
    this.pendingBytes += chunk.length;
    while (this.pendingBytes >= 8) {
      const first = this.pending[0];
      if (first === undefined || first.length < 8) {
        this.pending = [Buffer.concat(this.pending)];
        continue;
      }
      const length = first.readUInt32LE(4);
      if (length > MAX_FRAME) {
        this.end('it wrote what is no frame');
        this.child.stdin?.end();
        return;
      }
      if (this.pendingBytes < 8 + length) return;
      const all = this.pending.length === 1 ? first : Buffer.concat(this.pending);
      const rest = all.subarray(8 + length);
      this.pending = rest.length > 0 ? [rest] : [];
      this.pendingBytes = rest.length;
      this.frame(all.readUInt32LE(0), all.subarray(8, 8 + length));
    }
  }

  private frame(kind: number, bytes: Buffer): void {
    if (this.ended) return;
    switch (kind) {
      case FRAME.ring:
        this.listener.onRing(bytes);
        return;
      case FRAME.ready:
        this.replies.get('ready')?.(bytes);
        return;
      case FRAME.synced:
        this.replies.get(`sync ${bytes.readUInt32LE(0)}`)?.(Buffer.from(bytes.subarray(4)));
        return;
      case FRAME.following:
        this.replies.get(`follow ${bytes.readUInt32LE(0)}`)?.(bytes);
        return;
      default:
        this.errors = bytes.toString('utf8').slice(0, ERROR_CHARS);
    }
  }

  private end(why: string): void {
    if (this.ended) return;
    this.ended = true;
    for (const settle of [...this.replies.values()]) settle(undefined);
    this.listener.onEnd(why);
  }
}
