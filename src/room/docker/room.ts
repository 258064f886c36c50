import { rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { token } from '../../support/random.js';
import { removeTree } from '../../support/remove-tree.js';
import { checkCommand } from '../checks.js';
import { type ParkedCommand, ROOM_PATHS, type Room, type RoomCommand, type RoomExit, type RoomSpec } from '../types.js';
import { watchedDirectories } from '../watched.js';
import { createArguments, type Volumes } from './arguments.js';
import { DiskWatch } from './disk-watch.js';
import type { DockerHost } from './host.js';
import { keeperArguments } from './keeper.js';
import { RunningContainer } from './running.js';

export interface DockerRoomSetup {
  readonly host: DockerHost;
  readonly label: string;
  /** What the workspace is made of; undefined: the view's own directory. */
  readonly volumes: Volumes | undefined;
  readonly tools: readonly string[];
  /** PATH inside. */
  readonly path: string;
  /** The room's own files on the host. */
  readonly directory: string;
  readonly etc: string;
  readonly seccomp: string;
}

const CANCELLED: RoomExit = { end: 'cancelled', code: null, signal: null, durationMs: 0, outputBytes: 0, limits: [] };

/** A room whose commands are containers, one after another, over one workspace. */
export class DockerRoom implements Room {
  readonly id: string;

  constructor(
    private readonly spec: RoomSpec,
    private readonly setup: DockerRoomSetup,
  ) {
    this.id = spec.id;
  }

  async run(command: RoomCommand, signal: AbortSignal): Promise<RoomExit> {
    checkCommand(command);
    if (signal.aborted) return CANCELLED;
    const running = await this.create(command);
    const cancel = (): void => running.kill('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    if (signal.aborted) cancel();
    try {
      await this.prepare(running);
    } finally {
      signal.removeEventListener('abort', cancel);
    }
    return running.finish(signal);
  }

  async park(command: RoomCommand): Promise<ParkedCommand> {
    checkCommand(command);
    const running = await this.create(command);
    await this.prepare(running);
    let started = false;
    return {
      start: (signal) => {
        started = true;
        return running.finish(signal);
      },
      discard: async () => {
        if (!started) await running.discard();
      },
    };
  }

  async close(): Promise<void> {
    const { host, volumes, directory } = this.setup;
    const all = volumes === undefined ? [] : [volumes.workspace, ...volumes.parts.map(({ volume }) => volume)];
    if (all.length > 0) await host.cli.run(['volume', 'rm', '--force', ...all]);
    // Overlayfs leaves a directory of its mounter, root, in the work directory, which its owner could not list.
    const works = [
      ...(this.spec.workspace.kind === 'overlay' ? [this.spec.workspace.work] : []),
      ...(volumes?.parts ?? []).map(({ work }) => work),
    ];
    for (const work of works) await rmdir(join(work, 'work')).catch(() => {});
    await removeTree(directory);
  }

  private async prepare(running: RunningContainer): Promise<void> {
    try {
      await running.prepare();
    } catch (error) {
      await running.discard();
      throw error;
    }
  }

  private async create(command: RoomCommand): Promise<RunningContainer> {
    const { host, label, volumes, tools, etc, seccomp } = this.setup;
    const { spec } = this;
    if (command.listener && !host.runtime.hostSockets) {
      throw new CleanroomError(
        'room.listener',
        `docker-runtime: rooms of ${host.runtime.name} have a network of their own, which no line to the broker reaches`,
        {
          kind: 'usage',
          hint: 'register gVisor with `"runtimeArgs": ["--network=host"]` in the daemon\'s daemon.json; the room still has no network but its own loopback',
        },
      );
    }
    const word = `room-${token()}`;
    const directory = command.cwd === '' ? ROOM_PATHS.workspace : `${ROOM_PATHS.workspace}/${command.cwd}`;
    const env = {
      LANG: 'C.UTF-8',
      PATH: this.setup.path,
      ...command.env,
      HOME: ROOM_PATHS.home,
      TMPDIR: '/tmp',
      USER: 'agent',
      PWD: directory,
    };
    const keeper = keeperArguments(word, directory, env, command.argv);
    const args = createArguments({ host, spec, labels: [label], volumes, tools, etc, seccomp, keeper });
    const container = await host.cli.run(args);
    const { diskBytes, diskFiles } = spec.limits;
    return new RunningContainer({
      room: this.id,
      host,
      container,
      word,
      command,
      scratch:
        host.entering !== 'root' || host.runtime.gvisor
          ? []
          : ['/tmp', '/dev/shm', ...(spec.homeDirectory === undefined ? [ROOM_PATHS.home] : [])],
      disk: new DiskWatch(watchedDirectories(spec), { bytes: diskBytes, files: diskFiles }),
    });
  }
}
