import { type ChildProcess, spawn } from 'node:child_process';
import { chown, open, rm, writeFile } from 'node:fs/promises';
import { constants as osConstants } from 'node:os';
import { join } from 'node:path';
import { CleanroomError, InputError } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { removeTree } from '../../support/remove-tree.js';
import { ROOM_PATHS, type Room, type RoomCommand, type RoomEnd, type RoomExit, type RoomSpec } from '../types.js';
import { bwrapArguments, payloadPrefix, type SystemMount } from './bwrap-arguments.js';
import { createCgroup, type RoomCgroup } from './cgroup.js';
import type { LocalHost } from './host.js';
import { type Bind, launchCommand } from './launch.js';
import { openListener, type RoomListener } from './listener.js';
import { childOf, isNamespaceInit, killFirst, readStatus, waitForPid, waitUntilEmpty } from './payload.js';

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
    try {
      await this.writeFiles(command);
      return await this.execute(command, signal, cgroup);
    } finally {
      await cgroup?.remove();
    }
  }

  async close(): Promise<void> {
    await removeTree(this.setup.directory);
  }

  private environment(command: RoomCommand): Readonly<Record<string, string>> {
    return {
      LANG: 'C.UTF-8',
      ...command.env,
      HOME: ROOM_PATHS.home,
      PATH: command.env['PATH'] ?? this.setup.path,
      TMPDIR: '/tmp',
      USER: 'agent',
    };
  }

  /** Writes what the chain and bubblewrap read. */
  private async writeFiles(command: RoomCommand): Promise<void> {
    const { host, directory } = this.setup;
    const { spec } = this;
    checkNames(command);
    const args = bwrapArguments({
      identity: host.identity,
      features: host.features,
      roomDirectory: directory,
      system: this.setup.system,
      readOnly: this.setup.readOnly,
      workspace: spec.workspace.kind === 'overlay' ? join(directory, 'm') : spec.workspace.path,
      homeDirectory: spec.homeDirectory,
      outDirectory: spec.outDirectory,
      environment: this.environment(command),
      cwd: command.cwd,
      holdForListener: command.listener !== undefined,
    });
    if (args.some((argument) => argument.includes('\0'))) {
      throw new CleanroomError('room.argument', 'a path or environment value of a room holds a NUL byte', {
        kind: 'usage',
      });
    }
    const rootBuilt = host.identity.kind === 'root-setup';
    await Promise.all([
      writeFile(join(directory, 'args'), args.map((argument) => `${argument}\0`).join(''), { mode: 0o600 }),
      writeFile(join(directory, 'status'), ''),
      ...(rootBuilt ? [writeFile(join(directory, 'stdin'), command.stdin ?? '', { mode: 0o600 })] : []),
      this.makeBlock(command.listener !== undefined),
    ]);
    if (host.identity.kind === 'dropped') {
      const { uid, gid } = host.identity;
      const names = ['args', 'status', ...(command.listener ? ['block'] : [])];
      await Promise.all(names.map((name) => chown(join(directory, name), uid, gid)));
    }
  }

  /** The FIFO that holds the payload back. One that the command before left would hold this one for ever. */
  private async makeBlock(wanted: boolean): Promise<void> {
    const block = join(this.setup.directory, 'block');
    await rm(block, { force: true });
    if (!wanted) return;
    const made = await runHost({ argv: ['mkfifo', '-m', '600', '--', block], env: { PATH: this.setup.host.path } });
    if (made.code !== 0) throw new CleanroomError('room.fifo', `mkfifo failed: ${made.stderr.trim()}`);
  }

  private async execute(command: RoomCommand, signal: AbortSignal, cgroup: RoomCgroup | undefined): Promise<RoomExit> {
    const { host, directory } = this.setup;
    const { limits } = this.spec;
    const [program, ...args] = launchCommand(host.identity, {
      roomDirectory: directory,
      overlay: this.setup.overlay,
      fileBytes: limits.fileBytes,
      openFiles: limits.openFiles,
      processes: cgroup ? 0 : limits.processes,
      dataBytes: cgroup ? 0 : limits.memoryBytes,
      scratchBytes: limits.tmpBytes,
      binds: this.setup.binds,
      cgroups: cgroup?.procs ?? [],
      supervised: true,
      idmap: host.idmap,
      program: [
        // The room can read the environment of bubblewrap, its first process: PATH and directories of the host.
        'env',
        '-i',
        host.bwrap,
        '--args',
        '3',
        '--',
        ...payloadPrefix(host.identity, this.environment(command)),
        ...command.argv,
      ],
    });
    const started = performance.now();
    const child = spawn(program, args, {
      cwd: '/',
      env: { PATH: host.path, LC_ALL: 'C' },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const rootBuilt = host.identity.kind === 'root-setup';
    let end: RoomEnd | undefined;
    const kill = (why: RoomEnd): void => {
      end ??= why;
      // A root-built room may belong to another user; its own watcher kills it when its input ends.
      if (rootBuilt) child.stdin?.destroy();
      else void killRoom(child);
    };
    const output = collectOutput(child, command, () => kill('output-limit'));
    const exited = waitForExit(child);
    const timer = setTimeout(() => kill('timeout'), command.timeoutMs);
    const cancel = (): void => kill('cancelled');
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    child.stdin?.on('error', () => {});
    if (!rootBuilt) child.stdin?.end(command.stdin ?? '');
    let listener: RoomListener | undefined;
    try {
      if (command.listener) listener = await this.connect(command.listener, child, () => end !== undefined);
      await exited;
      const status = await readStatus(join(directory, 'status'));
      // Elsewhere unshare(1) waits for the namespace that holds it all.
      if (rootBuilt && status.pid !== undefined) await waitUntilEmpty(status.pid, END_TIMEOUT_MS);
      await output.closed;
      const durationMs = performance.now() - started;
      const counts = { durationMs, outputBytes: output.bytes() };
      if (end) return { end, code: null, signal: null, ...counts };
      const code = status.exitCode;
      if (code !== 0 && (await cgroup?.hitMemoryLimit()))
        return { end: 'memory-limit', code: null, signal: null, ...counts };
      if (code === undefined) {
        const said = output.lastError();
        // The payload never ran: the room stood, and there was nothing to start in it.
        if (/^bwrap: execvp /m.test(said)) return { end: 'exited', code: notStarted(said), signal: null, ...counts };
        throw this.startError(said, child);
      }
      const name = code > 128 ? signalName(code - 128) : undefined;
      if (name) return { end: 'signalled', code: null, signal: name, ...counts };
      return { end: 'exited', code, signal: null, ...counts };
    } catch (error) {
      kill('cancelled');
      await exited;
      await output.closed;
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
    const seen = await waitForPid(join(directory, 'status'), over, START_TIMEOUT_MS);
    if (seen === undefined || ending()) return undefined;
    // bubblewrap counts from within the namespace that unshare(1) made: to us its child is our child's grandchild.
    const chain = host.identity.kind === 'root-setup' ? undefined : await childOf(child.pid ?? 0);
    const pid = host.identity.kind === 'root-setup' ? seen : chain && (await childOf(chain));
    if (pid === undefined) return undefined;
    const listener = await openListener({
      identity: host.identity,
      pid,
      chainPid: child.pid ?? 0,
      port: line.port,
      nodePath,
      path: host.path,
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

/**
 * Kills the first process of the namespace that holds everything; unshare(1) ends when the kernel has ended the rest.
 * Before there is one, unshare(1) itself, or what has yet to become it.
 */
async function killRoom(child: ChildProcess): Promise<void> {
  const first = await childOf(child.pid ?? 0);
  if (child.exitCode !== null || child.signalCode !== null) return;
  if (first !== undefined && (await isNamespaceInit(first))) killFirst(first);
  else child.kill('SIGKILL');
}

/** @throws InputError when an environment name or the program cannot be handed to any process. */
function checkNames(command: RoomCommand): void {
  const problems = Object.keys(command.env)
    .filter((name) => name === '' || name.includes('='))
    .map((name) => ({ where: 'environment of a room', given: name, expected: 'a name without `=`' }));
  if (command.argv[0] === '') {
    problems.push({ where: 'command of a room', given: '', expected: 'a program' });
  }
  if (problems.length > 0) throw new InputError(problems);
}

/** As a shell counts: 127 for a program that is missing, 126 for one that cannot be executed. */
function notStarted(said: string): number {
  return /No such file or directory/.test(said) ? 127 : 126;
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
