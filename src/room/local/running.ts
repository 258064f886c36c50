import { type ChildProcess, spawn } from 'node:child_process';
import { Server } from 'node:net';
import { constants as osConstants } from 'node:os';
import { join } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { CommandInput } from '../input.js';
import { OutputPace } from '../output-pace.js';
import type { LimitName, RoomCommand, RoomEnd, RoomExit } from '../types.js';
import type { RoomGroups } from './cgroup.js';
import { writeToFifo } from './fifo.js';
import { readRoomStatus } from './status.js';

const ERROR_BYTES = 4096;
/** The builder kills its room within a moment of being told; one that does not has hung in a mount. */
const KILL_TIMEOUT_MS = 10_000;

export interface RunningOptions {
  /** The room's. */
  readonly id: string;
  readonly argv: readonly [string, ...string[]];
  /** The room's directory, where the builder leaves what it knows of the end. */
  readonly directory: string;
  /** PATH of the programs that build rooms. */
  readonly path: string;
  /** The channel takes the place of standard input, whose content comes from the file `stdin` of the directory. */
  readonly rootBuilt: boolean;
  /** It is held back until `release`, and no stream is read before. */
  readonly hold: boolean;
  readonly command: RoomCommand;
  readonly groups: RoomGroups;
}

/** One command from the start of its builder until every process of it is dead. */
export class RunningCommand {
  /** Settles when the room's listening socket was handed over. @throws CleanroomError `room.start` */
  readonly connected: Promise<void>;
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private readonly output: Output;
  private readonly input: CommandInput;
  private readonly pace: OutputPace;
  private gone = false;
  private end: RoomEnd | undefined;
  private server: Server | undefined;
  private over = false;
  private released = performance.now();

  constructor(private readonly o: RunningOptions) {
    const { command, rootBuilt, hold } = o;
    this.input = new CommandInput(command.stdin);
    const [program, ...args] = o.argv;
    this.child = spawn(program, args, {
      cwd: '/',
      env: { PATH: o.path, LC_ALL: 'C' },
      stdio: rootBuilt ? ['ipc', 'pipe', 'pipe'] : ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.output = new Output(command, () => this.kill('output-limit'));
    this.pace = new OutputPace(command);
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.child[name];
      stream?.on('data', (chunk: Buffer) => {
        this.output.take(name, chunk);
        this.pace.handed(name, stream);
      });
    }
    this.closed = new Promise((resolve, reject) => {
      this.child.once('close', () => resolve());
      this.child.on('error', (cause) =>
        reject(new CleanroomError('room.spawn', `cannot start a room: ${cause.message}`, { cause })),
      );
    });
    this.closed.catch(() => {});
    this.closed.finally(() => this.abandon()).catch(() => {});
    if (!hold || typeof command.stdin !== 'object') this.feed();
    this.connected = this.handOver();
    this.connected.catch(() => {});
  }

  /** Lets a held command go. */
  release(): void {
    this.released = performance.now();
    this.tell('go');
    if (typeof this.o.command.stdin === 'object') this.feed();
  }

  /** Waits for the end. Everything that the command started is dead when the promise settles. */
  async finish(signal: AbortSignal): Promise<RoomExit> {
    const { command } = this.o;
    const timer = setTimeout(() => this.kill('timeout'), command.timeoutMs);
    const cancel = (): void => this.kill('cancelled');
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    try {
      await this.closed;
      if (this.input.error) throw this.input.error;
      return await this.exit(performance.now() - this.released);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      await this.cleanUp();
    }
  }

  /** Ends a command that was never let go; one that was is left alone. */
  async discard(): Promise<void> {
    if (this.over) return;
    this.kill('cancelled');
    await this.closed.catch(() => {});
    await this.cleanUp();
  }

  private async cleanUp(): Promise<void> {
    this.over = true;
    this.server?.close();
    await this.o.groups.remove();
  }

  /** Begins to hand on the command's input. */
  private feed(): void {
    const broken = (): void => this.kill('cancelled');
    if (this.child.stdin) {
      this.input.start(this.child.stdin, broken);
      return;
    }
    // As text it is in the file already.
    if (typeof this.o.command.stdin !== 'object') return;
    writeToFifo(join(this.o.directory, 'stdin'), () => this.gone).then(
      (fifo) => {
        if (fifo) this.input.start(fifo, broken);
      },
      (error: unknown) => {
        this.input.fail(error);
        broken();
      },
    );
  }

  private abandon(): void {
    this.gone = true;
    this.input.stop();
  }

  private handOver(): Promise<void> {
    const { command } = this.o;
    return new Promise((resolve, reject) => {
      this.child.on('message', (_message, handle) => {
        if (!(handle instanceof Server)) return;
        this.server = handle;
        if (this.over || this.server === undefined || !command.listener) handle.close();
        else command.listener.accept(handle);
        resolve();
      });
      this.closed.then(() => reject(this.startError()), reject);
    });
  }

  /** The builder also kills the room at the end of its channel, that is when we die. */
  private kill(why: RoomEnd): void {
    if (this.end !== undefined) return;
    this.end = why;
    this.input.stop();
    this.pace.release();
    this.tell('end');
    setTimeout(() => this.child.kill('SIGKILL'), KILL_TIMEOUT_MS).unref();
  }

  /** That the builder is gone already is seen at the end. */
  private tell(what: 'go' | 'end'): void {
    if (this.child.connected) this.child.send(what, () => {});
  }

  private async exit(durationMs: number): Promise<RoomExit> {
    const status = await readRoomStatus(this.o.directory);
    const limits = new Set<LimitName>(status.reached);
    const outputBytes = this.output.bytes;
    const ended = (end: RoomEnd, code: number | null = null, signal: string | null = null): RoomExit => {
      return { end, code, signal, durationMs, outputBytes, limits: [...limits] };
    };
    if (this.end === 'timeout') limits.add('timeout');
    if (this.end === 'output-limit') limits.add('max-output');
    if (this.end) return ended(this.end);
    if (status.ended) return ended('disk-limit');
    const code = status.exitCode;
    if (code !== 0 && limits.has('memory')) return ended('memory-limit');
    if (code === undefined) {
      const said = this.output.lastError;
      // The payload never ran: the room stood, and there was nothing to start in it.
      if (/^bwrap: execvp /m.test(said)) return ended('exited', notStarted(said));
      throw this.startError();
    }
    const signal = code > 128 ? signalName(code - 128) : undefined;
    if (signal === 'SIGXFSZ') limits.add('file-size');
    return signal === undefined ? ended('exited', code) : ended('signalled', null, signal);
  }

  private startError(): CleanroomError {
    const said = this.output.lastError.trim();
    const how = this.child.signalCode ? `ended by ${this.child.signalCode}` : `exit code ${this.child.exitCode}`;
    const hint = /uid map|uid_map|RTM_NEWADDR|Operation not permitted|No permissions/i.test(said)
      ? 'this host restricts user namespaces: run `cleanroom-action doctor`'
      : 'run `cleanroom-action doctor`';
    return new CleanroomError('room.start', `room ${this.o.id} could not be built (${how}): ${said || 'no message'}`, {
      hint,
    });
  }
}

/** What a command prints, up to its limit. */
class Output {
  bytes = 0;
  private last = Buffer.alloc(0);
  private flooded = false;

  constructor(
    private readonly command: RoomCommand,
    private readonly flood: () => void,
  ) {}

  /** The end of standard error. */
  get lastError(): string {
    return this.last.toString('utf8');
  }

  take(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.flooded) return;
    const room = this.command.outputBytes - this.bytes;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.bytes += kept.length;
    if (stream === 'stderr') this.last = Buffer.concat([this.last, kept]).subarray(-ERROR_BYTES);
    if (kept.length > 0) this.command.onOutput(stream, kept);
    if (chunk.length <= room) return;
    this.flooded = true;
    this.flood();
  }
}

/** As a shell counts: 127 for a program that is missing, 126 for one that cannot be executed. */
function notStarted(said: string): number {
  return /No such file or directory/.test(said) ? 127 : 126;
}

function signalName(number: number): string | undefined {
  return Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0];
}
