import { type ChildProcess, spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import { constants as osConstants } from 'node:os';
import { CleanroomError, errnoOf } from '../../support/errors.js';
import { CommandInput } from '../input.js';
import { OutputPace } from '../output-pace.js';
import type { LimitName, RoomCommand, RoomEnd, RoomExit } from '../types.js';
import type { DiskWatch } from './disk-watch.js';
import type { DockerHost } from './host.js';
import { CounterWatch } from './limit-watch.js';
import { openListener, type RoomLine } from './listener.js';

const ERROR_BYTES = 4096;
const START_TIMEOUT_MS = 60_000;
const END_TIMEOUT_MS = 30_000;

export interface RunningOptions {
  readonly room: string;
  readonly host: DockerHost;
  readonly container: string;
  /** What the keeper says when the room stands, and waits for. */
  readonly word: string;
  readonly command: RoomCommand;
  readonly disk: DiskWatch;
  /** Directories inside that have a file system of limited size, as far as we may look at them. */
  readonly scratch: readonly string[];
}

/** One container from its start until it is gone. */
export class RunningContainer {
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private readonly input: CommandInput;
  private readonly pace: OutputPace;
  private readonly standing: Promise<void>;
  private stand: () => void = () => {};
  private greeting = Buffer.alloc(0);
  private greeted = false;
  private errors = Buffer.alloc(0);
  private bytes = 0;
  private end: RoomEnd | undefined;
  private diskLimit: LimitName | undefined;
  private removing: Promise<void> | undefined;
  private line: RoomLine | undefined;
  private watch: CounterWatch | undefined;
  private released = performance.now();
  private over = false;

  constructor(private readonly o: RunningOptions) {
    const { cli } = o.host;
    this.input = new CommandInput(o.command.stdin);
    // A session of its own: docker's command line would hand a person's Ctrl-C on to the room.
    this.child = spawn(cli.program, ['start', '--attach', '--interactive', o.container], {
      env: cli.env,
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    this.child.stdin?.on('error', () => {});
    this.pace = new OutputPace(o.command);
    for (const name of ['stdout', 'stderr'] as const) {
      const stream = this.child[name];
      stream?.on('data', (chunk: Buffer) => {
        this.take(name, chunk);
        this.pace.handed(name, stream);
      });
    }
    this.closed = new Promise((resolve, reject) => {
      this.child.once('close', () => resolve());
      this.child.once('error', (cause) =>
        reject(new CleanroomError('room.spawn', `cannot run docker: ${cause.message}`, { cause })),
      );
    });
    this.closed.catch(() => {});
    this.standing = new Promise((resolve) => {
      this.stand = resolve;
    });
  }

  /**
   * Waits until the container holds the payload back, and opens its line to the broker. One that was ended meanwhile says
   * so by its exit.
   * @throws CleanroomError `room.start`, `room.listener`, `docker.remote`, `docker.command`
   */
  async prepare(): Promise<void> {
    try {
      await this.build();
    } catch (error) {
      if (this.end === undefined) throw error;
    }
  }

  private async build(): Promise<void> {
    const { command, container, host, word } = this.o;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, START_TIMEOUT_MS);
    });
    await Promise.race([this.standing, this.closed, late]);
    clearTimeout(timer);
    if (this.end !== undefined) return;
    if (!this.greeted) throw this.startError();
    const pid = Number(await host.cli.run(['inspect', '--format', '{{.State.Pid}}', container]));
    if (this.end !== undefined) return;
    // What runs a gVisor is no keeper, but is told which container it is.
    if (!(await isTold(pid, host.runtime.gvisor ? container : word))) {
      throw new CleanroomError('docker.remote', 'the container does not run on this machine', {
        hint: 'docker rooms need the daemon of this machine',
      });
    }
    this.watch = await CounterWatch.of(pid, this.o.scratch);
    for (const file of command.pidFiles ?? []) await tell(file, `${pid}\n`);
    if (command.listener) {
      const { entering, path, arch } = host;
      this.line = await openListener({ entering, pid, listener: command.listener, path, arch });
    }
    await this.o.disk.start((limit) => {
      this.diskLimit ??= limit;
      this.kill('disk-limit');
    });
  }

  /** Lets the payload go and waits until nothing of it is left. */
  async finish(signal: AbortSignal): Promise<RoomExit> {
    const { command, word } = this.o;
    this.released = performance.now();
    const timer = setTimeout(() => this.kill('timeout'), command.timeoutMs);
    const cancel = (): void => this.kill('cancelled');
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    try {
      if (this.end === undefined && this.child.stdin) {
        this.child.stdin.write(`${word}\n`);
        this.input.start(this.child.stdin, () => this.kill('cancelled'));
      }
      await this.closed;
      if (this.input.error) throw this.input.error;
      return await this.exit(performance.now() - this.released);
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      await this.cleanUp();
    }
  }

  /** Ends the container, whatever it is doing, and removes it. */
  kill(why: RoomEnd): void {
    if (this.end !== undefined) return;
    this.end = why;
    this.input.stop();
    this.pace.release();
    void this.remove();
  }

  async discard(): Promise<void> {
    if (this.over) return;
    this.kill('cancelled');
    await this.cleanUp();
  }

  private async cleanUp(): Promise<void> {
    this.over = true;
    this.input.stop();
    this.pace.release();
    this.line?.close();
    await this.watch?.close();
    await this.o.disk.close();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), END_TIMEOUT_MS);
    try {
      await this.remove();
    } catch (error) {
      // A daemon that does not answer would keep its command line for ever.
      this.child.kill('SIGKILL');
      throw error;
    } finally {
      await this.closed.catch(() => {});
      clearTimeout(timer);
    }
  }

  /** @throws CleanroomError `docker.command` when something may still run */
  private remove(): Promise<void> {
    this.removing ??= removeContainer(this.o.host, this.o.container);
    // A failure is for whoever waits for it.
    this.removing.catch(() => {});
    return this.removing;
  }

  private take(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.greeted) this.hand(stream, chunk);
    else if (stream === 'stderr') this.errors = Buffer.concat([this.errors, chunk]).subarray(-ERROR_BYTES);
    else this.greet(chunk);
  }

  /** The keeper's word comes before anything of the payload's. */
  private greet(chunk: Buffer): void {
    const word = Buffer.from(`${this.o.word}\n`);
    this.greeting = Buffer.concat([this.greeting, chunk]);
    if (this.greeting.length < word.length) return;
    if (this.greeting.subarray(0, word.length).equals(word)) {
      this.greeted = true;
      this.stand();
      this.hand('stdout', this.greeting.subarray(word.length));
    } else this.kill('cancelled');
  }

  private hand(stream: 'stdout' | 'stderr', chunk: Buffer): void {
    if (this.over || this.end === 'output-limit') return;
    const room = this.o.command.outputBytes - this.bytes;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    this.bytes += kept.length;
    if (kept.length > 0) this.o.command.onOutput(stream, kept);
    if (chunk.length > room) this.kill('output-limit');
  }

  private async exit(durationMs: number): Promise<RoomExit> {
    const limits = new Set<LimitName>();
    const ended = (end: RoomEnd, code: number | null = null, signal: string | null = null): RoomExit => {
      return { end, code, signal, durationMs, outputBytes: this.bytes, limits: [...limits] };
    };
    const state = this.end === undefined ? await this.state() : undefined;
    for (const limit of this.watch?.reached ?? []) {
      // There it counts gVisor's own threads.
      if (limit !== 'processes' || !this.o.host.runtime.gvisor) limits.add(limit);
    }
    if (this.end === 'timeout') limits.add('timeout');
    if (this.end === 'output-limit') limits.add('max-output');
    if (this.diskLimit) limits.add(this.diskLimit);
    if (state === undefined) return ended(this.end ?? 'cancelled');
    if (state.memory) limits.add('memory');
    const memory = limits.has('memory');
    const disk = await this.o.disk.look();
    if (disk) {
      limits.add(disk);
      return ended('disk-limit');
    }
    if (memory && state.code !== 0) return ended('memory-limit');
    const signal = state.code > 128 ? signalName(state.code - 128) : undefined;
    if (signal === 'SIGXFSZ') limits.add('file-size');
    return signal === undefined ? ended('exited', state.code) : ended('signalled', null, signal);
  }

  /** @throws CleanroomError `docker.lost` when docker let go of a container that still runs */
  private async state(): Promise<{ readonly code: number; readonly memory: boolean }> {
    const { host, container, room } = this.o;
    const format = '{{.State.Status}} {{.State.ExitCode}} {{.State.OOMKilled}}';
    const said = await host.cli.run(['inspect', '--format', format, container]);
    const match = /^exited (\d+) (true|false)$/.exec(said);
    if (!match) {
      throw new CleanroomError('docker.lost', `docker let go of room ${room} while it was ${said}`, {
        hint: 'look at the log of the docker daemon',
      });
    }
    return { code: Number(match[1]), memory: match[2] === 'true' };
  }

  private startError(): CleanroomError {
    const said = this.errors.toString('utf8').trim();
    const hint = /"?\/bin\/sh"?: (stat|no such file)|exec.*\/bin\/sh/.test(said)
      ? `a room's image needs /bin/sh and env: ${this.o.host.image.name} lacks them`
      : 'run `cleanroom-action doctor`';
    return new CleanroomError('room.start', `room ${this.o.room} could not be built: ${said || 'no message'}`, {
      hint,
    });
  }
}

/** @throws CleanroomError `docker.command` */
async function removeContainer(host: DockerHost, container: string): Promise<void> {
  const args = ['rm', '--force', '--volumes', container];
  const result = await host.cli.attempt(args);
  // Docker itself may be removing it already, or be about to start it.
  if (result.code === 0 || /No such container/i.test(result.stderr)) return;
  await host.cli.run(args);
}

/** Whether that process of this machine is the container's: it was given a word that nobody else has. */
async function isTold(pid: number, word: string): Promise<boolean> {
  if (!(pid > 1)) return false;
  return (await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')).split('\0').includes(word);
}

/**
 * Writes into a file that may be a FIFO. Opening one without its reader would block a thread of ours for good.
 * @throws CleanroomError `room.pid-file`
 */
async function tell(file: string, text: string): Promise<void> {
  const deadline = performance.now() + END_TIMEOUT_MS;
  for (;;) {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_NONBLOCK;
    const handle = await open(file, flags).catch((error: unknown) => {
      if (errnoOf(error) === 'ENXIO' && performance.now() < deadline) return undefined;
      throw new CleanroomError('room.pid-file', `${file} does not take a room's number`, { cause: error });
    });
    if (handle) {
      await handle.write(text).finally(() => handle.close());
      return;
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

function signalName(number: number): string | undefined {
  return Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0];
}
