import { ETC_NAMES } from '../etc.js';
import { ROOM_PATHS, type RoomLimits, type RoomSpec } from '../types.js';
import type { DockerHost } from './host.js';

/** A file below costs the kernel about a kilobyte that `size=` of a tmpfs does not count. */
const BYTES_PER_SCRATCH_FILE = 4096;
const MIN_SCRATCH_FILES = 1024;
/** gVisor's own threads and one thread of the host for each of the room's come on top of the room's processes. */
const GVISOR_THREADS = 4096;
/** What docker's command line sets of its own accord: proxies of the person's configuration, which may hold a password. */
const SET_BY_DOCKER = [
  'HOSTNAME',
  ...['HTTP_PROXY', 'HTTPS_PROXY', 'FTP_PROXY', 'NO_PROXY', 'ALL_PROXY'].flatMap((name) => [name, name.toLowerCase()]),
];

/** Volumes that are a workspace. */
export interface Volumes {
  readonly workspace: string;
  /** Parts that can be written, where not all of it can. `work`: overlayfs's scratch directory of that part. */
  readonly parts: readonly { readonly root: string; readonly volume: string; readonly work: string }[];
}

export interface CreateOptions {
  readonly host: DockerHost;
  readonly spec: RoomSpec;
  readonly labels: readonly string[];
  /** Names of the volumes that are the workspace; undefined: the view's own directory. */
  readonly volumes: Volumes | undefined;
  /** Directories beside the spec's that every room may read, at the same path. */
  readonly tools: readonly string[];
  /** Directory of the files for /etc. */
  readonly etc: string;
  /** File of the seccomp profile. */
  readonly seccomp: string;
  /** What follows the image. */
  readonly keeper: readonly string[];
}

/** The arguments of `docker create` for one command of a room. */
export function createArguments(options: CreateOptions): string[] {
  const { host, spec } = options;
  const { uid, gid } = host.identity;
  const readOnly = [...options.tools.map((path) => ({ source: path, target: path })), ...spec.readOnly];
  return [
    'create',
    '--interactive',
    ...options.labels.flatMap((label) => ['--label', label]),
    // Never from a registry: what runs here was looked at by its id.
    ...['--pull', 'never', '--runtime', host.runtime.name],
    ...['--network', 'none', '--hostname', 'room', '--ipc', 'private', '--cgroupns', 'private'],
    ...['--log-driver', 'none', '--no-healthcheck', '--restart', 'no'],
    ...['--read-only', '--cap-drop', 'ALL', '--security-opt', 'no-new-privileges'],
    ...['--security-opt', `seccomp=${options.seccomp}`],
    ...['--user', `${uid}:${gid}`, '--workdir', '/'],
    ...limitArguments(spec.limits, host.runtime.gvisor),
    ...scratchArguments(options),
    ...['--mount', mount('tmpfs', undefined, '/sys', 'tmpfs-size=4096', 'tmpfs-mode=0555', 'readonly')],
    ...ETC_NAMES.flatMap((name) => ['--mount', mount('bind', `${options.etc}/${name}`, `/etc/${name}`, 'readonly')]),
    ...workspaceArguments(options),
    ...(spec.homeDirectory === undefined ? [] : ['--mount', mount('bind', spec.homeDirectory, ROOM_PATHS.home)]),
    ...(spec.outDirectory === undefined ? [] : ['--mount', mount('bind', spec.outDirectory, ROOM_PATHS.out)]),
    ...readOnly.flatMap(({ source, target }) => ['--mount', mount('bind', source, target, 'readonly')]),
    ...environmentArguments(host.image.variables, host.cli.env),
    ...['--env', `PATH=${host.image.path}`, '--env', `HOME=${ROOM_PATHS.home}`],
    ...['--entrypoint', '/bin/sh', host.image.id],
    ...options.keeper,
  ];
}

/** The workspace, and over it, where only parts of it can be written, those. */
function workspaceArguments({ spec, volumes }: CreateOptions): string[] {
  const volume = (name: string, target: string, ...options: string[]): string[] => [
    '--mount',
    mount('volume', name, target, 'volume-nocopy=true', ...options),
  ];
  const bind = (source: string, target: string, ...options: string[]): string[] => [
    '--mount',
    mount('bind', source, target, ...options),
  ];
  const { workspace, writable } = spec;
  const options = writable === undefined ? [] : ['readonly'];
  const within = (root: string): string => `${ROOM_PATHS.workspace}/${root}`;
  if (volumes !== undefined)
    return [
      ...volume(volumes.workspace, ROOM_PATHS.workspace, ...options),
      ...volumes.parts.flatMap(({ root, volume: name }) => volume(name, within(root))),
    ];
  if (workspace.kind !== 'directory') return [];
  return [
    ...bind(workspace.path, ROOM_PATHS.workspace, ...options),
    ...(writable ?? []).flatMap((root) => bind(`${workspace.path}/${root}`, within(root))),
  ];
}

/**
 * Takes away what the image, or docker, would set: the first process has it, where the payload could read it. A name
 * without a value does that, unless docker's command line has the variable itself. The payload's own come later.
 */
export function environmentArguments(image: readonly string[], cli: Readonly<Record<string, string>>): string[] {
  return [...new Set([...SET_BY_DOCKER, ...image])].flatMap((name) => [
    '--env',
    Object.hasOwn(cli, name) ? `${name}=` : name,
  ]);
}

function limitArguments(limits: RoomLimits, gvisor: boolean): string[] {
  const both = (value: number): string => `${value}:${value}`;
  return [
    ...['--memory', String(limits.memoryBytes), '--memory-swap', String(limits.memoryBytes)],
    ...['--pids-limit', String(gvisor ? limits.processes * 2 + GVISOR_THREADS : limits.processes)],
    // Inside gVisor it counts the room's processes alone; outside it would count the user's on the whole host.
    ...(gvisor ? ['--ulimit', `nproc=${both(limits.processes)}`] : []),
    ...(limits.cpus === null ? [] : ['--cpus', String(limits.cpus)]),
    ...['--ulimit', `nofile=${both(limits.openFiles)}`, '--ulimit', `fsize=${both(limits.fileBytes)}`],
    ...['--ulimit', 'core=0:0'],
  ];
}

/**
 * /tmp, /dev/shm and a fresh HOME. Docker before 26 cannot mount parts of one tmpfs, so each has its share of the sum that
 * the limit names.
 */
function scratchArguments({ host, spec }: CreateOptions): string[] {
  const { uid, gid } = host.identity;
  const eighths = spec.homeDirectory === undefined ? { tmp: 5, shm: 1, home: 2 } : { tmp: 7, shm: 1, home: 0 };
  const options = (share: number): string => {
    const bytes = Math.floor((spec.limits.tmpBytes * share) / 8);
    const files = Math.max(MIN_SCRATCH_FILES, Math.floor(bytes / BYTES_PER_SCRATCH_FILE));
    return `rw,exec,nosuid,nodev,size=${bytes},nr_inodes=${files}`;
  };
  return [
    ...['--tmpfs', `/tmp:${options(eighths.tmp)},mode=1777`],
    ...['--tmpfs', `/dev/shm:${options(eighths.shm)},mode=1777`],
    ...(eighths.home === 0
      ? []
      : ['--tmpfs', `${ROOM_PATHS.home}:${options(eighths.home)},mode=0700,uid=${uid},gid=${gid}`]),
  ];
}

/** A value of `--mount`, which docker reads as one line of comma-separated values. */
export function mount(type: string, source: string | undefined, target: string, ...options: string[]): string {
  const fields = [
    `type=${type}`,
    ...(source === undefined ? [] : [`source=${source}`]),
    `target=${target}`,
    ...options,
  ];
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
