import type { WatchedDirectory } from '../watched.js';
import { BUILDER_PROGRAM } from './builder-program.js';
import { KEEPER_PROGRAM } from './keeper-program.js';
import type { Machine } from './seccomp.js';

/** How the payload gets an identity without power on the host. */
export type Identity =
  /** An ordinary user: everything happens in user namespaces of its own. */
  | { readonly kind: 'self'; readonly uid: number; readonly gid: number }
  /** Root: becomes an unprivileged user for good, then as above. */
  | { readonly kind: 'dropped'; readonly uid: number; readonly gid: number }
  /** Root (or sudo) where user namespaces are forbidden: bubblewrap runs as root, the payload is dropped inside. */
  | { readonly kind: 'root-setup'; readonly uid: number; readonly gid: number; readonly sudo: boolean };

/** The user that rooms run as where it is not our own; undefined: ourselves. */
export function otherUser(identity: Identity): { readonly uid: number; readonly gid: number } | undefined {
  return identity.kind === 'self' ? undefined : identity;
}

export interface Bind {
  /** `idmap`: root's files appear as the room's user. `plain`: only to make a path reachable. */
  readonly kind: 'idmap' | 'plain';
  readonly source: string;
  /** Relative to the room directory. */
  readonly target: string;
}

/** Resources of setrlimit(2); the same numbers on both machines. */
export const RLIMITS = { fileSize: 1, data: 2, core: 4, processes: 6, openFiles: 7 } as const;

/** A control group's files, as cgroup.ts works them out. */
export interface GroupFiles {
  /** Directories that the builder makes and removes; empty where our caller does. */
  readonly make: readonly string[];
  readonly set: readonly { readonly file: string; readonly value: string; readonly optional: boolean }[];
  /** Files that must hold a number, and at most this one, before anything runs. */
  readonly check: readonly { readonly file: string; readonly most: string }[];
  /** In how many groups of which name everything must be; undefined: in none. */
  readonly member: { readonly name: string; readonly count: number } | undefined;
  /**
   * Files that take a zero, written by the thread that moves: the kernel need not wait for every other CPU then, which
   * takes longer than all the rest of a room (cgroup_procs_write_start). Version 1 alone has them.
   */
  readonly enter: readonly string[];
  /** Files that take the number of the room's first process. */
  readonly join: readonly string[];
  /** Counters that tell that a limit was reached. */
  readonly counters: readonly { readonly limit: string; readonly key: string; readonly file: string }[];
}

export interface Build {
  /** Holds `args` (bubblewrap's options, NUL-separated) for a room, mount points `m` and `t`, and links `l0 l1 …`, `u`, `w` to the overlay's layers. */
  readonly directory: string;
  readonly machine: Machine;
  /** Overlay mount options with names relative to the directory; undefined: nothing is mounted. */
  readonly overlay: string | undefined;
  /** Only root can make them. */
  readonly binds: readonly Bind[];
  /** What runs over the mounts, keeping its standard streams. */
  readonly program: readonly [string, ...string[]];
  /** Undefined: a script of ours over the mounts, and no room: nothing of anybody else runs in it. */
  readonly room?: {
    /** The descriptor that is Node's channel: the builder kills the room at its end. */
    readonly channel: number;
    /** The seccomp program's file. */
    readonly seccomp: string;
    /** Loopback port whose listening socket comes over the channel. */
    readonly port: number | undefined;
    /** Waits for `go` on the channel before the payload starts. */
    readonly hold: boolean;
    /** File below the directory that is the payload's standard input; undefined: ours. */
    readonly input: string | undefined;
    /** Resource → value for every process of the room. */
    readonly limits: Readonly<Partial<Record<keyof typeof RLIMITS, number>>>;
    /** Size of /tmp, /dev/shm and a fresh HOME together. */
    readonly scratchBytes: number;
    readonly groups: GroupFiles;
    /** Further files that take the first process's number. */
    readonly pidFiles: readonly string[];
    readonly watch: readonly WatchedDirectory[];
    readonly diskBytes: number;
    readonly diskFiles: number;
  };
}

/**
 * mount, unshare, prctl, setresuid, setresgid, setgroups, dup3, close, prlimit64, sendmsg, statfs, clone. Source: the
 * kernel's syscall tables for x86_64 and the generic table that arm64 uses.
 */
const NUMBERS: Readonly<Record<Machine, readonly number[]>> = {
  x64: [165, 272, 157, 117, 119, 116, 292, 3, 302, 46, 137, 56],
  arm64: [40, 97, 167, 147, 149, 159, 24, 57, 261, 211, 43, 220],
};

/** An empty file costs the kernel about a kilobyte that `size=` of a tmpfs does not count. */
const BYTES_PER_SCRATCH_FILE = 4096;
const MIN_SCRATCH_FILES = 4096;

/** Debian's bash reads ~/.bashrc when its stdin is a socket, as Node's pipes are: `--norc`. */
export const BASH = ['bash', '--norc', '--noprofile', '-c'] as const;

/** The command line that builds the mounts as an identity, runs the program and ends when everything in it is dead. */
export function buildCommand(identity: Identity, build: Build): [string, ...string[]] {
  const sudo = identity.kind === 'root-setup' && identity.sudo;
  const { room } = build;
  const given: [string, string][] = [
    ['dir', build.directory],
    ['identity', identity.kind],
    ['uid', String(identity.uid)],
    ['gid', String(identity.gid)],
    // sudo may stand between the builder and us.
    ['caller', String(sudo ? 0 : process.pid)],
    ...build.binds.map(({ kind, source, target }): [string, string] => [kind, `${target}=${source}`]),
  ];
  const add = (key: string, value: string | number): void => void given.push([key, String(value)]);
  if (build.overlay !== undefined) add('overlay', build.overlay);
  if (room) {
    add('room', room.seccomp);
    add('channel', room.channel);
    if (room.port !== undefined) add('port', room.port);
    if (room.hold) add('hold', 1);
    if (room.input !== undefined) add('input', room.input);
    const files = Math.max(MIN_SCRATCH_FILES, Math.ceil(room.scratchBytes / BYTES_PER_SCRATCH_FILE));
    add('scratch', `${room.scratchBytes}=${files}`);
    for (const [name, value] of Object.entries(room.limits))
      add('limit', `${RLIMITS[name as keyof typeof RLIMITS]}=${value}`);
    for (const path of room.groups.make) add('group', path);
    for (const { file, value, optional } of room.groups.set) add(optional ? 'try' : 'set', `${file}=${value}`);
    for (const { file, most } of room.groups.check) add('check', `${file}=${most}`);
    if (room.groups.member) add('member', `${room.groups.member.name}=${room.groups.member.count}`);
    for (const path of room.groups.enter) add('enter', path);
    for (const path of [...room.groups.join, ...room.pidFiles]) add('join', path);
    for (const { limit, key, file } of room.groups.counters) add('count', `${limit}=${key}=${file}`);
    for (const { path, counts } of room.watch) add(counts === 'all' ? 'watch' : 'grown', path);
    add('watch-bytes', room.diskBytes);
    add('watch-files', room.diskFiles);
  }
  return [
    ...(sudo ? ['sudo', '-n', '--'] : []),
    ...([
      'perl',
      '-e',
      BUILDER_PROGRAM,
      KEEPER_PROGRAM,
      NUMBERS[build.machine].join(','),
      ...given.flat(),
      '--',
    ] as const),
    ...build.program,
  ] as [string, ...string[]];
}
