import { dirname } from 'node:path';
import { ETC_NAMES, etcFilesOf } from '../etc.js';
import { ROOM_PATHS } from '../types.js';
import type { Identity } from './builder.js';

/** The payload's identity inside its user namespace. Never 0: a payload with uid 0 passed fewer attacks. */
const ROOM_UID = 1000;

/** What this bubblewrap can do; options that it lacks are left to the seccomp program or named as weaknesses. */
export interface BwrapFeatures {
  readonly version: string;
  /** From 0.8.0. */
  readonly disableUserns: boolean;
}

export interface SystemMount {
  readonly kind: 'bind' | 'symlink';
  /** Host path, or the link's target. */
  readonly source: string;
  readonly target: string;
}

export interface BwrapOptions {
  readonly identity: Identity;
  readonly features: BwrapFeatures;
  readonly roomDirectory: string;
  /** Holds the files of the room's /etc. */
  readonly etcDirectory: string;
  /** The host's programs and libraries, read-only. */
  readonly system: readonly SystemMount[];
  readonly readOnly: readonly { readonly source: string; readonly target: string }[];
  /** The workspace as the chain of mounts shows it. */
  readonly workspace: string;
  /** Directories of the workspace that alone can be written; undefined: all of it. */
  readonly writable: readonly string[] | undefined;
  /** Host directory bound as HOME; undefined: one that is gone with the room. */
  readonly homeDirectory: string | undefined;
  readonly outDirectory: string | undefined;
  readonly environment: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly hold: boolean;
}

/**
 * Capabilities that stay until setpriv has become the payload's user, when root built the room: three for setpriv, and
 * one for bubblewrap to change into a directory that only that user may enter.
 */
const SETUP_CAPABILITIES = ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_DAC_READ_SEARCH'];

/** The options for `bwrap --args FD`. Descriptors: 4 status, 5 block, 6 seccomp. */
export function bwrapArguments(options: BwrapOptions): string[] {
  const { features, identity, roomDirectory } = options;
  const asRoot = identity.kind === 'root-setup';
  const above = parents(options);
  const args = [
    ...(asRoot ? [] : ['--unshare-user', '--uid', String(ROOM_UID), '--gid', String(ROOM_UID)]),
    ...(!asRoot && features.disableUserns ? ['--disable-userns'] : []),
    // The network is the builder's: it has made one, and listens in it where the room has a line to the broker.
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try'],
    ...['--hostname', 'room', '--die-with-parent', '--new-session', '--cap-drop', 'ALL', '--clearenv'],
    ...(asRoot ? SETUP_CAPABILITIES.flatMap((capability) => ['--cap-add', capability]) : []),
    ...Object.entries(options.environment).flatMap(([name, value]) =>
      asRoot && STEERS_PROGRAMS.test(name) ? [] : ['--setenv', name, value],
    ),
    ...directories(above.filter((path) => !path.startsWith('/tmp/'))),
    ...options.system.flatMap((mount) =>
      mount.kind === 'bind' ? ['--ro-bind', mount.source, mount.target] : ['--symlink', mount.source, mount.target],
    ),
    ...ETC_NAMES.flatMap((name) => ['--ro-bind', `${options.etcDirectory}/${name}`, `/etc/${name}`]),
    ...['--proc', '/proc'],
    // Without a user namespace of its own /proc/sys is the host's, and uid 0 of the set-up could write it.
    ...(asRoot ? ['--ro-bind', '/proc/sys', '/proc/sys'] : []),
    ...['--dev', '/dev'],
    ...['--bind', `${roomDirectory}/t/shm`, '/dev/shm', '--bind', `${roomDirectory}/t/tmp`, '/tmp'],
    ...['--symlink', '../tmp', '/var/tmp'],
    ...['--bind', options.homeDirectory ?? `${roomDirectory}/t/home`, ROOM_PATHS.home],
    ...[options.writable === undefined ? '--bind' : '--ro-bind', options.workspace, ROOM_PATHS.workspace],
    ...(options.writable ?? []).flatMap((root) => [
      '--bind',
      `${options.workspace}/${root}`,
      `${ROOM_PATHS.workspace}/${root}`,
    ]),
    ...(options.outDirectory === undefined ? [] : ['--bind', options.outDirectory, ROOM_PATHS.out]),
    ...directories(above.filter((path) => path.startsWith('/tmp/'))),
    ...options.readOnly.flatMap(({ source, target }) => ['--ro-bind', source, target]),
    ...['--chdir', options.cwd === '' ? ROOM_PATHS.workspace : `${ROOM_PATHS.workspace}/${options.cwd}`],
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...['--json-status-fd', '4', '--seccomp', '6'],
    ...(options.hold ? ['--block-fd', '5'] : []),
  ];
  return args;
}

/** Directories above the mounts. bubblewrap would make them for itself alone, and the payload may be another user. */
function parents(options: BwrapOptions): string[] {
  const targets = [
    ...[...options.system, ...options.readOnly].map(({ target }) => target),
    ...[ROOM_PATHS.home, ROOM_PATHS.out, '/etc/passwd', '/var/tmp'],
  ];
  const found = new Set<string>();
  for (const target of targets) {
    // The host's own, which is read-only.
    if (target.startsWith('/usr/')) continue;
    for (let path = dirname(target); path !== '/' && path !== '.'; path = dirname(path)) found.add(path);
  }
  return [...found].sort();
}

const directories = (paths: readonly string[]): string[] => paths.flatMap((path) => ['--perms', '0755', '--dir', path]);

/** Variables that make a program load code of their choice. setpriv still is root when it starts, so it never sees them. */
const STEERS_PROGRAMS = /^(LD_.*|GLIBC_TUNABLES|GCONV_PATH|LOCPATH|NLSPATH|TEXTDOMAINDIR)$/;

/**
 * What stands between bubblewrap and the payload when root built the room. Absolute paths: PATH may begin in the
 * workspace.
 */
export function payloadPrefix(identity: Identity, environment: Readonly<Record<string, string>>): string[] {
  if (identity.kind !== 'root-setup') return [];
  const { uid, gid } = identity;
  const late = Object.entries(environment).filter(([name]) => STEERS_PROGRAMS.test(name));
  return [
    ...['/usr/bin/setpriv', '--reuid', String(uid), '--regid', String(gid), '--clear-groups'],
    ...['--inh-caps', '-all', '--ambient-caps', '-all', '--bounding-set', '-all', '--no-new-privs', '--'],
    ...(late.length === 0 ? [] : ['/usr/bin/env', ...late.map(([name, value]) => `${name}=${value}`)]),
  ];
}

/** Files of the room's /etc, by name. */
export function etcFiles(identity: Identity): ReturnType<typeof etcFilesOf> {
  return identity.kind === 'root-setup' ? etcFilesOf(identity.uid, identity.gid) : etcFilesOf(ROOM_UID, ROOM_UID);
}
