import { chmod, chown, mkdir, stat, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CleanroomError } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { removeTree } from '../../support/remove-tree.js';
import { checkTarget } from '../checks.js';
import { parseListing } from '../listing.js';
import { pathWithShims } from '../shims.js';
import type { Room, RoomBackend, RoomDescription, RoomSpec } from '../types.js';
import { checkWritable } from '../writable.js';
import { BASH, type Bind, buildCommand } from './builder.js';
import { etcFiles, type SystemMount } from './bwrap-arguments.js';
import { type LocalHost, overlayOptions } from './host.js';
import { LocalRoom } from './room.js';
import { seccompProgram } from './seccomp.js';
import { roomPath, systemMounts } from './system.js';

export interface LocalBackendOptions {
  readonly host: LocalHost;
  /** PATH of the host, of which rooms get what they can see. */
  readonly hostPath: string;
  /** Host directories beside the system's that every room may read, at the same path. */
  readonly tools: readonly string[];
}

/** Rooms on this machine, made by bubblewrap. */
export class LocalBackend implements RoomBackend {
  readonly name = 'local';
  private listings = 0;
  private system: Promise<readonly SystemMount[]> | undefined;
  private furniture: Promise<Furniture> | undefined;

  constructor(private readonly options: LocalBackendOptions) {}

  describe(): Promise<RoomDescription> {
    const { host } = this.options;
    const { support, cpus } = host.cgroups;
    const weaknesses = [
      ...(support === 'rlimit'
        ? ['no control groups: memory is limited for each process, and processes for the user, not for the room']
        : []),
      ...(host.overlay ? [] : ['no overlayfs here: trees are copied, which costs time and space']),
    ];
    return Promise.resolve({
      backend: this.name,
      identity: host.identity.kind === 'root-setup' ? 'dropped-root' : 'user-namespace',
      version: `bubblewrap ${host.features.version}`,
      limits: {
        memory: support,
        processes: support,
        cpus: cpus ? support : 'nothing',
        'disk-size': 'watched',
        'disk-files': 'watched',
        'tmp-size': 'tmpfs',
        'file-size': 'rlimit',
        'open-files': 'rlimit',
        'max-output': 'host',
        timeout: 'host',
      },
      unenforced: cpus ? [] : ['cpus'],
      audit: host.identity.kind !== 'self',
      weaknesses,
    });
  }

  async open(spec: RoomSpec): Promise<Room> {
    const { host, tools, hostPath } = this.options;
    await checkWritable(spec);
    this.system ??= systemMounts();
    this.furniture ??= makeFurniture(host);
    const directory = join(host.scratch, 'rooms', spec.id);
    const [system, furniture] = await Promise.all([this.system, this.furniture, makeDirectory(host, directory)]);
    const binds: Bind[] = [];
    const wanted = [...tools.map((path) => ({ source: path, target: path })), ...spec.readOnly];
    const readOnly: { source: string; target: string }[] = [];
    for (const { source, target } of wanted) {
      checkTarget(target);
      const bind = await this.bindFor(source, directory, binds.length, false);
      if (bind) binds.push(bind);
      readOnly.push({ source: bind ? join(directory, bind.target) : source, target });
    }
    const overlay =
      spec.workspace.kind === 'overlay' ? await this.linkLayers(spec.workspace, directory, binds) : undefined;
    return new LocalRoom(spec, {
      host,
      system,
      path: pathWithShims(spec.readOnly, roomPath(hostPath, tools)),
      directory,
      ...furniture,
      overlay,
      binds,
      readOnly,
    });
  }

  /** Mounts a dead room's overlay once more and reads directories in it: the kernel's own answer, whatever the layers hold. */
  async list(
    view: Extract<RoomSpec['workspace'], { kind: 'overlay' }>,
    directories: readonly string[],
  ): Promise<Map<string, Set<string>>> {
    const { host } = this.options;
    this.listings += 1;
    const directory = join(host.scratch, 'rooms', `list-${this.listings}`);
    await makeDirectory(host, directory);
    try {
      const binds: Bind[] = [];
      const overlay = await this.linkLayers(view, directory, binds);
      const stdin = Buffer.from(directories.map((path) => `${path}\0`).join(''), 'latin1');
      const result = await runHost({
        argv: buildCommand(host.identity, {
          directory,
          machine: host.machine,
          overlay,
          binds,
          program: [...BASH, LIST_DIRECTORIES],
        }),
        env: { PATH: host.path, LC_ALL: 'C' },
        stdin,
        maxBytes: 1 << 28,
      });
      if (result.code !== 0) {
        throw new CleanroomError(
          'workspace.list',
          `the room's tree could not be read: ${result.stderr.trim().slice(-500)}`,
        );
      }
      return parseListing(result.stdout);
    } finally {
      await removeTree(directory);
    }
  }

  /** Links `l0 l1 …`, `u`, `w` into the room's directory and returns the mount options that name them. */
  private async linkLayers(
    workspace: Extract<RoomSpec['workspace'], { kind: 'overlay' }>,
    directory: string,
    binds: Bind[],
  ): Promise<string> {
    const names: string[] = [];
    for (const [index, lower] of workspace.lowers.entries()) {
      const bind = await this.bindFor(lower, directory, binds.length, true);
      if (bind) binds.push(bind);
      names.push(`l${index}`);
      await symlink(bind ? bind.target : lower, join(directory, `l${index}`));
    }
    await Promise.all([symlink(workspace.upper, join(directory, 'u')), symlink(workspace.work, join(directory, 'w'))]);
    return overlayOptions(names.join(':'));
  }

  /** What root has to do so that the room's user can reach (and, for a layer, copy up) a path of the host. */
  private async bindFor(source: string, directory: string, index: number, layer: boolean): Promise<Bind | undefined> {
    const { identity } = this.options.host;
    if (identity.kind === 'self') return undefined;
    const entry = await stat(source);
    const foreign = layer && entry.uid === 0;
    if (!foreign && (await reachable(source, identity.uid))) return undefined;
    const target = `b${index}`;
    if (entry.isDirectory()) await mkdir(join(directory, target));
    else await writeFile(join(directory, target), '');
    return { kind: foreign ? 'idmap' : 'plain', source, target };
  }
}

/** Reads NUL-separated directories and prints `D<directory>` and `N<name>` records, byte for byte. */
const LIST_DIRECTORIES = `
shopt -s dotglob nullglob
while IFS= read -r -d '' directory; do
  path=m/$directory
  if [ -L "$path" ] || [ ! -d "$path" ]; then continue; fi
  printf 'D%s\\0' "$directory"
  for entry in "\${path%/}"/*; do printf 'N%s\\0' "\${entry##*/}"; done
done
`;

/** Makes a room's directory with its mount points, for the user who mounts there. */
async function makeDirectory(host: LocalHost, directory: string): Promise<void> {
  await makeParent(dirname(directory));
  await mkdir(directory);
  const { identity } = host;
  await Promise.all([
    ...['m', 't'].map((name) => mkdir(join(directory, name))),
    ...(identity.kind === 'self' ? [] : [chown(directory, identity.uid, identity.gid)]),
  ]);
}

/** Whatever the umask: the rooms' user must get through. */
async function makeParent(parent: string): Promise<void> {
  if (await mkdir(parent, { recursive: true })) await chmod(parent, 0o711);
}

/** What is the same for every room. */
interface Furniture {
  readonly etcDirectory: string;
  readonly seccomp: string;
}

async function makeFurniture(host: LocalHost): Promise<Furniture> {
  const directory = join(host.scratch, 'furniture');
  await makeParent(directory);
  const etcDirectory = join(directory, 'etc');
  const seccomp = join(directory, 'seccomp');
  await makeParent(etcDirectory);
  const files = Object.entries(etcFiles(host.identity)).map(
    ([name, text]) => [join(etcDirectory, name), text] as const,
  );
  await Promise.all(
    [...files, [seccomp, seccompProgram(host.machine)] as const].map(async ([path, content]) => {
      await writeFile(path, content);
      // Whatever the umask: a room's user must be able to read its own accounts.
      await chmod(path, 0o644);
    }),
  );
  return { etcDirectory, seccomp };
}

/** Whether a user may enter every directory above a path. Groups are not counted: a room has none. */
async function reachable(path: string, uid: number): Promise<boolean> {
  for (let parent = dirname(path); ; parent = dirname(parent)) {
    const entry = await stat(parent);
    const bit = entry.uid === uid ? 0o100 : 0o001;
    if ((entry.mode & bit) === 0) return false;
    if (parent === '/') return true;
  }
}
