import { chmod, chown, mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, errnoOf } from '../../support/errors.js';
import { removeTree } from '../../support/remove-tree.js';
import { checkTarget } from '../checks.js';
import { etcFilesOf } from '../etc.js';
import { parseListing } from '../listing.js';
import { pathWithShims } from '../shims.js';
import type { LimitName, Room, RoomBackend, RoomDescription, RoomSpec } from '../types.js';
import { checkWritable } from '../writable.js';
import { mount, type Volumes } from './arguments.js';
import type { DockerHost } from './host.js';
import { ownerLabel, removeAbandoned, startWatchdog } from './owner.js';
import { DockerRoom } from './room.js';
import { seccompProfile } from './seccomp.js';

export interface DockerBackendOptions {
  readonly host: DockerHost;
  /** Host directories that every room may read, at the same path. */
  readonly tools: readonly string[];
  /** PATH of the host, of which rooms get the entries in `tools`. */
  readonly hostPath: string;
  /** How long at most rooms are held that nobody can ask for. Default: that of a run. */
  readonly leaseSeconds?: number | undefined;
}

type OverlayView = Extract<RoomSpec['workspace'], { kind: 'overlay' }>;

/** Containers of a docker daemon on this machine. */
export class DockerBackend implements RoomBackend {
  readonly name = 'docker';
  private common: Promise<{ readonly label: string; readonly etc: string; readonly seccomp: string }> | undefined;
  private volumes = 0;
  private endWatch: (() => void) | undefined;

  constructor(private readonly options: DockerBackendOptions) {}

  /** PATH inside: the image's own, then tools of the host. */
  get path(): string {
    const { host, hostPath, tools } = this.options;
    const within = (entry: string): boolean => tools.some((tool) => entry === tool || entry.startsWith(`${tool}/`));
    return [...new Set([...host.image.path.split(':'), ...hostPath.split(':').filter(within)])].join(':');
  }

  describe(): Promise<RoomDescription> {
    const { host } = this.options;
    const { runtime, daemon } = host;
    const counted = (works: boolean, by: string): string => (works ? by : 'nothing');
    const limits: Record<LimitName, string> = {
      memory: counted(daemon.limits.memory, daemon.cgroup),
      processes: runtime.gvisor ? 'rlimit in gVisor' : counted(daemon.limits.processes, daemon.cgroup),
      cpus: counted(daemon.limits.cpus, daemon.cgroup),
      'disk-size': 'host',
      'disk-files': 'host',
      'tmp-size': runtime.gvisor ? 'tmpfs in gVisor' : 'tmpfs',
      'file-size': 'rlimit',
      'open-files': 'rlimit',
      'max-output': 'host',
      timeout: 'host',
    };
    return Promise.resolve({
      backend: this.name,
      identity: daemon.rootless ? 'user-namespace' : 'dropped-root',
      version: `docker ${daemon.version}, runtime ${runtime.name}, image ${host.image.id.slice(0, 19)}`,
      image: { name: host.image.name, id: host.image.id, digests: host.image.digests },
      limits,
      unenforced: (Object.keys(limits) as LimitName[]).filter((name) => limits[name] === 'nothing'),
      audit: !runtime.gvisor && host.entering === 'root' && !daemon.rootless,
      weaknesses: weaknesses(host),
    });
  }

  async open(spec: RoomSpec): Promise<Room> {
    const { host, tools } = this.options;
    for (const { target } of spec.readOnly) checkTarget(target);
    for (const path of tools) checkTarget(path);
    const writable = await checkWritable(spec);
    this.common ??= this.prepare();
    const common = await this.common;
    const directory = join(host.scratch, 'rooms', spec.id);
    await mkdir(directory, { recursive: true });
    const volumes =
      spec.workspace.kind === 'overlay'
        ? await this.createVolumes(spec.workspace, spec.writable && writable, directory, common.label)
        : undefined;
    return new DockerRoom(spec, {
      host,
      tools,
      path: pathWithShims(spec.readOnly, this.path),
      directory,
      volumes,
      ...common,
    });
  }

  /**
   * The workspace as one overlay, or, where only parts of it can be written, as one without a top with an overlay for each
   * part, whose tops are parts of the workspace's own. Docker before 26 cannot mount parts of a volume.
   * @param writable the layers of each part; undefined: all of it can be written
   */
  private async createVolumes(
    view: OverlayView,
    writable: ReadonlyMap<string, readonly string[]> | undefined,
    directory: string,
    label: string,
  ): Promise<Volumes> {
    const layout = join(directory, 'tree');
    await mkdir(layout);
    if (writable === undefined) return { workspace: await this.createVolume(view, layout, label), parts: [] };
    const below = [view.upper, ...view.lowers];
    const workspace = await this.createVolume({ lowers: below }, layout, label);
    const parts: { root: string; volume: string; work: string }[] = [];
    for (const [index, [root, layers]] of [...writable].entries()) {
      const place = join(directory, `part-${index}`);
      const [work, empty] = [join(place, 'work'), join(place, 'empty')];
      await Promise.all([work, empty].map((path) => mkdir(path, { recursive: true })));
      await this.own(work);
      const upper = await this.topOf(view.upper, root);
      const lowers = layers.filter((layer) => layer !== view.upper).map((layer) => join(layer, root));
      // An overlay needs a layer to lie on.
      const part = { upper, work, lowers: lowers.length > 0 ? lowers : [empty] };
      parts.push({ root, work, volume: await this.createVolume(part, place, label) });
    }
    return { workspace, parts };
  }

  /** The directory in a top that a room's writes to this one go to. No part of its path is a link: that was looked at. */
  private async topOf(upper: string, root: string): Promise<string> {
    let at = upper;
    for (const name of root.split('/')) {
      at = join(at, name);
      const made = await mkdir(at).then(
        () => true,
        (error: unknown) => {
          if (errnoOf(error) === 'EEXIST') return false;
          throw error;
        },
      );
      if (!made) continue;
      await chmod(at, 0o755);
      await this.own(at);
    }
    return at;
  }

  private async own(path: string): Promise<void> {
    const { identity, foreign } = this.options.host;
    if (foreign) await chown(path, identity.uid, identity.gid);
  }

  /** Mounts a dead room's overlay once more and reads directories in it: the kernel's own answer, whatever the layers hold. */
  async list(view: OverlayView, directories: readonly string[]): Promise<Map<string, Set<string>>> {
    const { host } = this.options;
    this.common ??= this.prepare();
    const { label } = await this.common;
    const directory = join(host.scratch, 'rooms', `list-${this.volumes + 1}`);
    await mkdir(directory, { recursive: true });
    const volume = await this.createVolume(view, directory, label);
    try {
      const args = ['run', '--rm', '--interactive', '--pull', 'never', '--network', 'none', '--log-driver', 'none'];
      const asked = ['--label', label, '--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'];
      // The order of names in a directory, and what its author made unreadable, are root's to see.
      const shown = ['--cap-add', 'DAC_READ_SEARCH', '--user', '0:0', '--workdir', '/', '--entrypoint', '/bin/sh'];
      const result = await host.cli.attempt(
        [
          ...[...args, ...asked, ...shown],
          ...['--mount', mount('volume', volume, '/tree', 'volume-nocopy=true', 'readonly'), host.image.id],
          ...['-c', LIST_DIRECTORIES],
        ],
        directories.map((path) => `${escaped(path)}\n`).join(''),
      );
      if (result.code !== 0) {
        throw new CleanroomError(
          'workspace.list',
          `the room's tree could not be read: ${result.stderr.trim().slice(-500)}`,
        );
      }
      return parseListing(result.stdout);
    } finally {
      await host.cli.run(['volume', 'rm', '--force', volume]);
      await removeTree(directory);
    }
  }

  /** Ends the process that stands by in case that we are killed. */
  close(): void {
    this.endWatch?.();
    this.endWatch = undefined;
  }

  private async prepare(): Promise<{ readonly label: string; readonly etc: string; readonly seccomp: string }> {
    const { host } = this.options;
    const label = await ownerLabel(this.options.leaseSeconds);
    this.endWatch = startWatchdog(host.cli, label);
    await removeAbandoned(host.cli);
    const rooms = join(host.scratch, 'rooms');
    const etc = join(rooms, 'etc');
    await mkdir(etc, { recursive: true });
    const { uid, gid } = host.identity;
    for (const [name, content] of Object.entries(etcFilesOf(uid, gid))) {
      await writeFile(join(etc, name), content);
      // Whatever the umask.
      await chmod(join(etc, name), 0o644);
    }
    const seccomp = join(rooms, 'seccomp.json');
    await writeFile(seccomp, JSON.stringify(seccompProfile()));
    for (const path of [rooms, etc]) await chmod(path, 0o755);
    return { label, etc, seccomp };
  }

  /** An overlay that the daemon mounts as long as a container uses it. */
  private async createVolume(
    view: Pick<OverlayView, 'lowers'> & Partial<OverlayView>,
    directory: string,
    label: string,
  ): Promise<string> {
    const { host } = this.options;
    this.volumes += 1;
    // Links keep the options short, and whatever the layers' names hold out of them.
    const layers = view.lowers.map((path, index) => ({ path, link: join(directory, `l${index}`) }));
    for (const { path, link } of layers) await symlink(path, link);
    let layout = `lowerdir=${layers.map(({ link }) => link).join(':')}`;
    if (view.upper !== undefined && view.work !== undefined) {
      await symlink(view.upper, join(directory, 'u'));
      await symlink(view.work, join(directory, 'w'));
      layout += `,upperdir=${directory}/u,workdir=${directory}/w`;
    }
    return host.cli.run([
      ...['volume', 'create', '--driver', 'local', '--label', label],
      ...['--opt', 'type=overlay', '--opt', 'device=overlay'],
      ...['--opt', `o=${layout},userxattr,metacopy=off,index=off,xino=off,nosuid,nodev`],
    ]);
  }
}

function weaknesses({ runtime, daemon, entering }: DockerHost): string[] {
  return [
    ...(runtime.gvisor
      ? [
          ...(runtime.hostSockets
            ? [
                "gVisor's --network=host: the room's sockets are the host kernel's, in a network of the container's own",
                'gVisor: read(2) of a socket that should wait may fail with EAGAIN; recv(2) waits',
              ]
            : ['no line to the broker: gVisor has a network of its own (register it with --network=host)']),
          'gVisor: that a limit of processes or of /tmp was reached is not told',
        ]
      : []),
    ...(daemon.limits.memory && !daemon.limits.swap ? ['swap is not counted as memory'] : []),
    ...(entering === 'none' ? ['no line to the broker: only root can open it'] : []),
    'docker: /tmp, /dev/shm and a fresh HOME have fixed shares of their size',
  ];
}

/** A shell's `printf %b` makes bytes of it again. */
const escaped = (path: string): string =>
  Array.from(Buffer.from(path, 'latin1'), (byte) => `\\0${byte.toString(8).padStart(3, '0')}`).join('');

/** Prints `D<directory>` and `N<name>` records with NUL ends, byte for byte. Reads directories in octal escapes, one a line. */
const LIST_DIRECTORIES = `
while read -r wanted; do
  directory=$(printf '%b.' "$wanted"); directory=\${directory%.}
  path=/tree/$directory
  if [ -L "$path" ] || [ ! -d "$path" ]; then continue; fi
  printf 'D%s\\0' "$directory"
  for entry in "\${path%/}"/* "\${path%/}"/.*; do
    name=\${entry##*/}
    case $name in .|..) continue ;; esac
    if [ -e "$entry" ] || [ -L "$entry" ]; then printf 'N%s\\0' "$name"; fi
  done
done
`;
