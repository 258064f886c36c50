import { chown, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, messageOf } from '../../support/errors.js';
import { removeTree } from '../../support/remove-tree.js';
import { checkCommand } from '../checks.js';
import { type ParkedCommand, ROOM_PATHS, type Room, type RoomCommand, type RoomExit, type RoomSpec } from '../types.js';
import { watchedDirectories } from '../watched.js';
import { type Bind, buildCommand } from './builder.js';
import { bwrapArguments, payloadPrefix, type SystemMount } from './bwrap-arguments.js';
import { createGroups } from './cgroup.js';
import { makeFifo } from './fifo.js';
import type { LocalHost } from './host.js';
import { RunningCommand } from './running.js';

export interface LocalRoomSetup {
  readonly host: LocalHost;
  readonly system: readonly SystemMount[];
  /** PATH inside. */
  readonly path: string;
  readonly directory: string;
  /** Files of the room's /etc. */
  readonly etcDirectory: string;
  /** The seccomp program's file. */
  readonly seccomp: string;
  readonly overlay: string | undefined;
  /** As the mounts of the builder show them. */
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
    checkCommand(command);
    if (signal.aborted) return CANCELLED;
    const running = await this.launch(command, false);
    return running.finish(signal);
  }

  async park(command: RoomCommand): Promise<ParkedCommand> {
    checkCommand(command);
    const running = await this.launch(command, true);
    let started = false;
    if (command.listener) {
      await running.connected.catch(async (error: unknown) => {
        await running.discard();
        throw error;
      });
    }
    return {
      start: (signal) => {
        started = true;
        if (!signal.aborted) running.release();
        return running.finish(signal);
      },
      discard: async () => {
        if (!started) await running.discard();
      },
    };
  }

  async close(): Promise<void> {
    await removeTree(this.setup.directory);
  }

  /** Starts the builder. The command runs as soon as everything stands, unless it is held. */
  private async launch(command: RoomCommand, hold: boolean): Promise<RunningCommand> {
    const { host, directory } = this.setup;
    const { spec } = this;
    const { limits } = spec;
    this.runs += 1;
    const making = createGroups(host.cgroups, `${this.spec.id}-${this.runs}`, limits);
    const [groups] = await Promise.all([making, this.writeFiles(command, hold)]).catch(async (error: unknown) => {
      await making.then(
        (made) => made.remove(),
        () => {},
      );
      throw error;
    });
    const counted = host.cgroups.support !== 'rlimit';
    const rootBuilt = host.identity.kind === 'root-setup';
    const argv = buildCommand(host.identity, {
      directory,
      machine: host.machine,
      overlay: this.setup.overlay,
      binds: this.setup.binds,
      program: [
        host.bwrap,
        '--args',
        '3',
        '--',
        ...payloadPrefix(host.identity, this.environment(command)),
        ...command.argv,
      ],
      room: {
        // sudo closes every descriptor but the first three.
        channel: rootBuilt ? 0 : 3,
        seccomp: this.setup.seccomp,
        port: command.listener?.port,
        hold,
        input: rootBuilt ? 'stdin' : undefined,
        limits: {
          core: 0,
          fileSize: limits.fileBytes,
          openFiles: limits.openFiles,
          ...(counted ? {} : { processes: limits.processes, data: limits.memoryBytes }),
        },
        scratchBytes: limits.tmpBytes,
        groups: groups.files,
        pidFiles: host.identity.kind === 'self' ? [] : (command.pidFiles ?? []),
        watch: watchedDirectories(spec),
        diskBytes: limits.diskBytes,
        diskFiles: limits.diskFiles,
      },
    });
    try {
      return new RunningCommand({ id: this.id, argv, directory, path: host.path, rootBuilt, hold, command, groups });
    } catch (error) {
      // Some errors of spawn are thrown at once, such as an argument that is too long.
      await groups.remove();
      throw new CleanroomError('room.spawn', `cannot start a room: ${messageOf(error)}`, {
        hint: 'a single argument can have 128 KiB on Linux: give longer texts as standard input or as a file',
        cause: error,
      });
    }
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

  /** Writes what the builder and bubblewrap read. */
  private async writeFiles(command: RoomCommand, hold: boolean): Promise<void> {
    const { host, directory } = this.setup;
    const { spec } = this;
    const args = bwrapArguments({
      identity: host.identity,
      features: host.features,
      roomDirectory: directory,
      etcDirectory: this.setup.etcDirectory,
      system: this.setup.system,
      readOnly: this.setup.readOnly,
      workspace: spec.workspace.kind === 'overlay' ? join(directory, 'm') : spec.workspace.path,
      writable: spec.writable,
      homeDirectory: spec.homeDirectory,
      outDirectory: spec.outDirectory,
      environment: this.environment(command),
      cwd: command.cwd,
      // What was there at first is looked at before the payload can add to it.
      hold: hold || watchedDirectories(spec).some(({ counts }) => counts === 'growth'),
    });
    if (args.some((argument) => argument.includes('\0'))) {
      throw new CleanroomError('room.argument', 'a path or environment value of a room holds a NUL byte', {
        kind: 'usage',
      });
    }
    const owner = host.identity.kind === 'dropped' ? host.identity : undefined;
    const write = async (name: string, content: string): Promise<void> => {
      const path = join(directory, name);
      await writeFile(path, content, { mode: 0o600 });
      if (owner) await chown(path, owner.uid, owner.gid);
    };
    await Promise.all([
      write('args', args.map((argument) => `${argument}\0`).join('')),
      ...(this.runs > 1 ? ['status', 'limits'].map((name) => rm(join(directory, name), { force: true })) : []),
      ...(host.identity.kind === 'root-setup' ? [this.writeInput(command, write)] : []),
    ]);
  }

  /** Where the channel takes the place of standard input: a file of the room's directory in its stead, or a FIFO. */
  private async writeInput(
    { stdin }: RoomCommand,
    write: (name: string, content: string) => Promise<void>,
  ): Promise<void> {
    const { host, directory } = this.setup;
    const path = join(directory, 'stdin');
    // The last command's may be a FIFO, whose opening would never end.
    if (this.runs > 1) await rm(path, { force: true });
    await (typeof stdin === 'object' ? makeFifo(path, host.path) : write('stdin', stdin ?? ''));
  }
}

const CANCELLED: RoomExit = {
  end: 'cancelled',
  code: null,
  signal: null,
  durationMs: 0,
  outputBytes: 0,
  limits: [],
};
