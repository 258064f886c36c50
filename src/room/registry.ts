import { chown, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, messageOf } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import { DockerBackend } from './docker/backend.js';
import { type DockerFacts, type DockerHost, detectDocker } from './docker/host.js';
import { LocalBackend } from './local/backend.js';
import { type Identity, otherUser } from './local/builder.js';
import { findProgram, type LocalHost } from './local/host.js';
import { roomPath, SYSTEM_DIRECTORIES, visibleInRooms } from './local/system.js';
import type { RoomBackend, WorkspaceView } from './types.js';

/** Which backend a plan asks for. `auto`: the strongest that works here. */
export type BackendChoice = 'auto' | 'local' | 'docker';

/** The outcome of looking for local rooms, which is looked for before a plan is known. */
export type Found<T> = { readonly value: T } | { readonly error: unknown };

type OverlayView = Extract<WorkspaceView, { kind: 'overlay' }>;

/** The backend of a run, with what the parts around it have to know of its host. */
export interface Rooms {
  readonly backend: RoomBackend & {
    list(view: OverlayView, directories: readonly string[]): Promise<Map<string, Set<string>>>;
  };
  /** Why this one, for a person. */
  readonly reason: string;
  readonly identity: Identity;
  /** The user that rooms run as; undefined: ourselves. */
  readonly owner: { readonly uid: number; readonly gid: number } | undefined;
  /** Directory of this run's rooms and layers. */
  readonly scratch: string;
  readonly overlay: boolean;
  /** Whether the user's checkout can be a layer as it is. */
  readonly checkoutUsable: boolean;
  /** PATH inside. */
  readonly path: string;
  /** Directories of the host that every room shows. */
  readonly shown: readonly string[];
  /** Whether rooms show a path of the host. */
  shows(path: string): boolean;
  close(): void;
}

export interface RoomsOptions {
  readonly wanted: BackendChoice;
  readonly image: string | null;
  /** Name of docker's runtime. */
  readonly runtime: string;
  readonly local: Found<LocalHost>;
  readonly docker: Omit<DockerFacts, 'image' | 'runtime' | 'program'>;
  /** Host directories that every room may read, at the same path. */
  readonly tools: readonly string[];
  /** How long at most containers are held that nobody can ask for. Default: as long as a run may take. */
  readonly leaseSeconds?: number | undefined;
}

/**
 * Picks the backend: local rooms where they work, because they start in milliseconds and everything about them is ours;
 * else containers, when an image is named.
 * @throws CleanroomError of the backend that was asked for, and `room.no-image`
 */
export async function openRooms(options: RoomsOptions): Promise<Rooms> {
  const { wanted, local, image, tools, docker } = options;
  if (wanted !== 'docker' && 'value' in local) {
    return localRooms(local.value, docker.path, tools, wanted === 'auto' ? 'local rooms work here' : 'room: local');
  }
  if (wanted === 'local' || (wanted === 'auto' && image === null)) throw 'error' in local ? local.error : undefined;
  if (image === null) {
    throw new CleanroomError('room.no-image', 'room: docker needs an image, but image is not set', {
      kind: 'usage',
      hint: 'set image to one on this machine that holds what the agent and the verifier need',
    });
  }
  const program = await findProgram('docker', docker.path);
  if (program === undefined) {
    throw new CleanroomError('docker.missing', 'docker is not in PATH', { hint: 'install it, or use room: local' });
  }
  const host = await detectDocker({ ...docker, image, runtime: options.runtime, program });
  const reason =
    wanted === 'docker'
      ? 'room: docker'
      : `local rooms do not work here: ${'error' in local ? messageOf(local.error) : ''}`;
  const backend = new DockerBackend({ host, tools, hostPath: docker.path, leaseSeconds: options.leaseSeconds });
  try {
    return await dockerRooms(host, backend, options, reason);
  } catch (error) {
    backend.close();
    await removeTree(host.scratch);
    throw error;
  }
}

function localRooms(host: LocalHost, hostPath: string, tools: readonly string[], reason: string): Rooms {
  return {
    backend: new LocalBackend({ host, hostPath, tools }),
    reason,
    identity: host.identity,
    owner: otherUser(host.identity),
    scratch: host.scratch,
    overlay: host.overlay,
    checkoutUsable: host.checkoutUsable,
    path: roomPath(hostPath, tools),
    shown: [...SYSTEM_DIRECTORIES, ...tools],
    shows: (path) => visibleInRooms(path, tools),
    close() {},
  };
}

async function dockerRooms(
  host: DockerHost,
  backend: DockerBackend,
  { tools, docker }: RoomsOptions,
  reason: string,
): Promise<Rooms> {
  return {
    backend,
    reason,
    identity: { kind: host.foreign ? 'dropped' : 'self', ...host.identity },
    owner: host.foreign ? host.identity : undefined,
    scratch: host.scratch,
    overlay: await probeOverlay(host, backend),
    checkoutUsable: docker.checkoutOwner.uid === host.identity.uid,
    path: backend.path,
    shown: tools,
    shows: (path) => tools.some((tool) => path === tool || path.startsWith(`${tool}/`)),
    close: () => backend.close(),
  };
}

/**
 * Replaces a directory of a lower layer in a container, which file systems without the extended attributes that overlayfs
 * needs refuse. It shows at the same time whether the image is one that rooms can be made of.
 * @throws CleanroomError `room.start` when not even a room without an overlay can be built
 */
export async function probeOverlay(host: DockerHost, backend: DockerBackend): Promise<boolean> {
  const probe = join(host.scratch, 'probe');
  const view = {
    kind: 'overlay',
    lowers: [join(probe, 'l')],
    upper: join(probe, 'u'),
    work: join(probe, 'w'),
  } as const;
  for (const path of ['l/d', 'u', 'w', 'plain']) await mkdir(join(probe, path), { recursive: true });
  await writeFile(join(probe, 'l/d/f'), '');
  if (host.foreign)
    for (const path of ['l', 'l/d', 'l/d/f', 'u', 'w', 'plain'])
      await chown(join(probe, path), host.identity.uid, host.identity.gid);
  const attempt = async (workspace: WorkspaceView, script: string): Promise<boolean> => {
    const room = await backend.open({ id: 'probe', stage: 'agent', workspace, readOnly: [], limits: PROBE_LIMITS });
    try {
      const command = {
        argv: ['/bin/sh', '-c', script] as const,
        cwd: '',
        env: {},
        timeoutMs: 60_000,
        outputBytes: 4096,
      };
      const exit = await room.run({ ...command, onOutput() {} }, new AbortController().signal);
      return exit.code === 0;
    } finally {
      await room.close();
    }
  };
  try {
    const works = await attempt(view, 'rm -r d && mkdir d && for f in d/*; do [ ! -e "$f" ] || exit 1; done').catch(
      () => false,
    );
    if (!works) await attempt({ kind: 'directory', path: join(probe, 'plain') }, 'exit 0');
    return works;
  } finally {
    await removeTree(probe);
  }
}

const PROBE_LIMITS = {
  memoryBytes: 1 << 29,
  processes: 128,
  fileBytes: 1 << 26,
  openFiles: 256,
  tmpBytes: 1 << 24,
  cpus: null,
  diskBytes: 1 << 26,
  diskFiles: 1000,
};
