import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, rm, writeFile } from 'node:fs/promises';
import { constants as osConstants } from 'node:os';
import { join } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { removeTree } from '../../support/remove-tree.js';
import { ROOM_PATHS, type Room, type RoomCommand, type RoomEnd, type RoomExit, type RoomSpec } from '../types.js';
import { bwrapArguments, payloadPrefix, type SystemMount } from './bwrap-arguments.js';
import { createCgroup, type RoomCgroup } from './cgroup.js';
import type { LocalHost } from './host.js';
import { type Bind, launchCommand } from './launch.js';
import { openListener, type RoomListener } from './listener.js';
import { readStatus, waitForPid, waitUntilEmpty } from './payload.js';

const START_TIMEOUT_MS = 20_000;
const END_TIMEOUT_MS = 30_000;
const ERROR_BYTES = 4096;

export interface LocalRoomSetup {
  readonly host: LocalHost;
  readonly system: readonly SystemMount[];
  /** PATH inside. */
  readonly path: string;
  readonly nodePath: string;
  readonly directory: string;
  readonly overlay: string | undefined;
  /** As the mounts of the chain show them. */
  readonly readOnly: RoomSpec['readOnly'];
  readonly binds: readonly Bind[];
}

/** A room made of bubblewrap, overlayfs and, where possible, control groups. */
export class LocalRoom implements Room {
  readonly id: string;
  private runs = 0;

  constructor(
    private readonly spec: RoomSpec,
    private readonly setup: LocalRoomSetup,
  ) {
    this.id = spec.id;
  }

  async run(command: RoomCommand, signal: AbortSignal): Promise<RoomExit> {
    const { host } = this.setup;
    this.runs += 1;
    const cgroup = await createCgroup(
      host.cgroup,
      `cleanroom-${process.pid}-${this.spec.id}-${this.runs}`,
      this.spec.limits,
    );
    const control = await this.writeFiles(command);
    try {
      return await this.execute(command, signal, cgroup, control);
    } finally {
      await control?.close();
      await cgroup?.remove();
    }
  }

  async close(): Promise<void> {
    await removeTree(this.setup.directory);
  }

  /** Writes what bubblewrap reads; returns the FIFO whose end kills a root-built room. */
  private async writeFiles(command: RoomCommand): Promise<{ close(): Promise<void> } | undefined> {
    const { host, directory } = this.setup;
    const { spec } = this;
    const args = bwrapArguments({
      identity: host.identity,
      features: host.features,
      roomDirectory: directory,
      system: this.setup.system,
      readOnly: this.setup.readOnly,
      workspace: spec.workspace.kind === 'overlay' ? join(directory, 'm') : spec.workspace.path,
      homeDirectory: spec.homeDirectory,
      outDirectory: spec.outDirectory,
      limits: spec.limits,
      environment: {
        LANG: 'C.UTF-8',
        ...command.env,
        HOME: ROOM_PATHS.home,
        PATH: command.env['PATH'] ?? this.setup.path,
        TMPDIR: '/tmp',
        USER: 'agent',
      },
      cwd: command.cwd,
      holdForListener: command.listener !== undefined,
    });
    if (args.some((argument) => argument.includes('\0'))) {
      throw new CleanroomError('room.argument', 'a path or environment value of a room holds a NUL byte', {
        kind: 'usage',
      });
    }
    await Promise.all([
      writeFile(join(directory, 'args'), args.map((argument) => `${argument}\0`).join(''), { mode: 0o600 }),
      writeFile(join(directory, 'status'), ''),
      // A FIFO left by the command before would hold this one back.
      rm(join(directory, 'block'), { force: true }),
    ]);
    const fifos = [...(command.listener ? ['block'] : []), ...(host.identity.kind === 'root-setup' ? ['control'] : [])];
    if (fifos.length > 0) {
      const paths = fifos.map((name) => join(directory, name));
      await Promise.all(paths.map((path) => rm(path, { force: true })));
      await runHost({ argv: ['mkfifo', '-m', '600', '--', ...paths], env: { PATH: host.path } });
    }
    if (host.identity.kind !== 'self') {
      const { uid, gid } = host.identity;
      await Promise.all(
        ['args', 'status', ...(command.listener ? ['block'] : [])].map((name) =>
          chown(join(directory, name), uid, gid),
        ),
      );
    }
    return host.identity.kind === 'root-setup' ? open(join(directory, 'control'), 'r+') : undefined;
  }

  private async execute(
    command: RoomCommand,
    signal: AbortSignal,
    cgroup: RoomCgroup | undefined,
    control: { close(): Promise<void> } | undefined,
  ): Promise<RoomExit> {
    const { host, directory } = this.setup;
    const { limits } = this.spec;
    const [program, ...args] = launchCommand(host.identity, {
      roomDirectory: directory,
      overlay: this.setup.overlay,
      fileBytes: limits.fileBytes,
      openFiles: limits.openFiles,
      processes: cgroup ? 0 : limits.processes,
      dataBytes: cgroup ? 0 : limits.memoryBytes,
      binds: this.setup.binds,
      cgroups: cgroup?.procs ?? [],
      supervised: true,
      program: [host.bwrap, '--args', '3', '--', ...payloadPrefix(host.identity), ...command.argv],
    });
    const started = performance.now();
    const child = spawn(program, args, {
      cwd: '/',
      env: { PATH: host.path, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let end: RoomEnd | undefined;
    const kill = (why: RoomEnd): void => {
      end ??= why;
      // A root-built room may belong to another user; its own watcher kills it when the FIFO closes.
      if (control) void control.close().catch(() => {});
      else child.kill('SIGKILL');
    };
    const output = collectOutput(child, command, () => kill('output-limit'));
    const exited = waitForExit(child);
    const timer = setTimeout(() => kill('timeout'), command.timeoutMs);
    const cancel = (): void => kill('cancelled');
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    child.stdin?.on('error', () => {});
    child.stdin?.end(command.stdin ?? '');
    let listener: RoomListener | undefined;
    try {
      if (command.listener) listener = await this.connect(command.listener, child, () => end !== undefined);
      await exited;
      const status = await readStatus(join(directory, 'status'));
      if (status.pid !== undefined) await waitUntilEmpty(status.pid, END_TIMEOUT_MS);
      await output.closed;
      const durationMs = performance.now() - started;
      const counts = { durationMs, outputBytes: output.bytes() };
      if (end) return { end, code: null, signal: null, ...counts };
      const code = status.exitCode;
      if (code !== 0 && (await cgroup?.hitMemoryLimit()))
        return { end: 'memory-limit', code: null, signal: null, ...counts };
      if (code === undefined) throw this.startError(output.lastError(), child);
      const name = code > 128 ? signalName(code - 128) : undefined;
      if (name) return { end: 'signalled', code: null, signal: name, ...counts };
      return { end: 'exited', code, signal: null, ...counts };
    } catch (error) {
      kill('cancelled');
      await exited;
      throw error;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
      listener?.close();
    }
  }

  /** Opens the room's line to the broker while the payload is held back, then lets it go. */
  private async connect(
    line: NonNullable<RoomCommand['listener']>,
    child: ChildProcess,
    ending: () => boolean,
  ): Promise<RoomListener | undefined> {
    const { host, directory, nodePath } = this.setup;
    const over = (): boolean => ending() || child.exitCode !== null || child.signalCode !== null;
    const pid = await waitForPid(join(directory, 'status'), over, START_TIMEOUT_MS);
    if (pid === undefined || ending()) return undefined;
    const listener = await openListener({
      identity: host.identity,
      pid,
      port: line.port,
      nodePath,
      path: host.path,
      socketPath: join(directory, 'broker.sock'),
      accept: (server) => line.accept(server),
    });
    const block = await open(join(directory, 'block'), 'r+');
    await block.write('x');
    await block.close();
    return listener;
  }

  private startError(said: string, child: ChildProcess): CleanroomError {
    const how = child.signalCode ? `ended by ${child.signalCode}` : `exit code ${child.exitCode}`;
    const hint = /uid map|RTM_NEWADDR|Operation not permitted|No permissions/i.test(said)
      ? 'this host restricts user namespaces: run `cleanroom-action doctor`'
      : 'run `cleanroom-action doctor`';
    return new CleanroomError(
      'room.start',
      `room ${this.id} could not be built (${how}): ${said.trim() || 'no message'}`,
      { hint },
    );
  }
}

function collectOutput(child: ChildProcess, command: RoomCommand, flood: () => void) {
  let bytes = 0;
  let last = Buffer.alloc(0);
  let flooded = false;
  const take = (stream: 'stdout' | 'stderr') => (chunk: Buffer) => {
    if (flooded) return;
    const room = command.outputBytes - bytes;
    const kept = chunk.length > room ? chunk.subarray(0, room) : chunk;
    bytes += kept.length;
    if (stream === 'stderr') last = Buffer.concat([last, kept]).subarray(-ERROR_BYTES);
    if (kept.length > 0) command.onOutput(stream, kept);
    if (chunk.length > room) {
      flooded = true;
      flood();
    }
  };
  child.stdout?.on('data', take('stdout'));
  child.stderr?.on('data', take('stderr'));
  const closed = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  return { bytes: () => bytes, closed, lastError: () => last.toString('utf8') };
}

function waitForExit(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('exit', () => resolve());
    child.once('error', (cause) =>
      reject(new CleanroomError('room.spawn', `cannot start a room: ${cause.message}`, { cause })),
    );
  });
}

function signalName(number: number): string | undefined {
  return Object.entries(osConstants.signals).find(([, value]) => value === number)?.[0];
}
