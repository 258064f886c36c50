import type { Server } from 'node:net';
import type { Readable } from 'node:stream';

/** What a room is for. A policy speaks of stages, and evidence names them. */
export type Stage = 'prepare' | 'agent' | 'proof';

/**
 * The tree that a room shows as its workspace.
 * `overlay`: lower directories, topmost first, none of which is ever written, and one private top.
 * `directory`: a private copy, for hosts without overlayfs.
 */
export type WorkspaceView =
  | {
      readonly kind: 'overlay';
      /** Absolute paths, topmost first. */
      readonly lowers: readonly string[];
      readonly upper: string;
      /** Overlayfs's own scratch directory, on the file system of `upper`. */
      readonly work: string;
    }
  | { readonly kind: 'directory'; readonly path: string };

/** Every limit of a room, as settings, evidence and messages name it. */
export const LIMIT_NAMES = [
  'memory',
  'processes',
  'cpus',
  'disk-size',
  'disk-files',
  'tmp-size',
  'file-size',
  'open-files',
  'max-output',
  'timeout',
] as const;
export type LimitName = (typeof LIMIT_NAMES)[number];

export interface RoomLimits {
  /** Bytes of memory for all processes of the room together (with cgroups), else of data per process. */
  readonly memoryBytes: number;
  readonly processes: number;
  /** Bytes of the largest file that a process may write. */
  readonly fileBytes: number;
  readonly openFiles: number;
  /** Bytes of the private /tmp, /dev/shm and, without a directory of the host, HOME together. */
  readonly tmpBytes: number;
  /** CPUs' worth of time, such as 1.5; null: all that the host has. */
  readonly cpus: number | null;
  /** Bytes that the room may add to its workspace top, HOME and out directory together. */
  readonly diskBytes: number;
  /** Files and directories that it may add there. */
  readonly diskFiles: number;
}

export interface RoomSpec {
  /** Names the room in evidence: `attempt-1`, `proof-1-1`. */
  readonly id: string;
  readonly stage: Stage;
  readonly workspace: WorkspaceView;
  /** A host directory that is the room's HOME and outlives it (a conversation's state); undefined: empty and gone with the room. */
  readonly homeDirectory?: string;
  /**
   * Directories of the workspace, relative to it, that the room may write; the rest of it is read-only. Undefined: all of it
   * is writable. Every one exists in the workspace as it is shown, and no part of its path is a link.
   */
  readonly writable?: readonly string[];
  /** Further host paths that the room may read: `{source: /host/path, target: /room/path}`. */
  readonly readOnly: readonly { readonly source: string; readonly target: string }[];
  /** One host directory that the room may write beside its workspace and HOME (where an agent leaves its report), at `/run/cleanroom/out`. */
  readonly outDirectory?: string;
  readonly limits: RoomLimits;
}

export interface RoomCommand {
  /** Absolute program or a name that is looked up in the PATH of `env`; never passed through a shell. */
  readonly argv: readonly [string, ...string[]];
  /** Relative to the workspace; empty: its root. */
  readonly cwd: string;
  /** The whole environment, beside HOME, TMPDIR, USER and PWD, which the room sets, and PATH and LANG, of which these are its defaults. */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Standard input; undefined: at its end at once. A stream is read from the start of the command on, as fast as the command
   * reads, and is left paused when the command ends before it. One that fails ends the command, and `run` throws
   * `room.stdin`; one that is destroyed without an error has ended.
   */
  readonly stdin?: string | Readable;
  /** Milliseconds of wall time. */
  readonly timeoutMs: number;
  /** Bytes on stdout and stderr together; past it the room is killed. */
  readonly outputBytes: number;
  /** Called in the order of arrival, never after the promise has settled. */
  onOutput(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  /**
   * Asked after each `onOutput`: settles when more of that stream is wanted; undefined, or without it: now. Meanwhile the
   * command waits in its write. Output of a command that is being ended is not held back.
   */
  outputTaken?(stream: 'stdout' | 'stderr'): Promise<void> | undefined;
  /**
   * Asks for a listening socket on 127.0.0.1:`port` inside the room, whose connections arrive at `server` on the host.
   * It is the only way out of the room.
   */
  readonly listener?: { readonly port: number; accept(server: Server): void };
  /**
   * Files of the host into which the number of the room's first process is written before any of its programs starts:
   * how a kernel audit learns whom to follow. Only where the description says `audit`.
   */
  readonly pidFiles?: readonly string[];
}

/** A command whose room stands and holds it back. Nothing of the command has run. */
export interface ParkedCommand {
  /** Lets it go. Its time counts from here. May be called once. */
  start(signal: AbortSignal): Promise<RoomExit>;
  /** Ends it without ever starting it; a no-op after `start`. */
  discard(): Promise<void>;
}

/** Why a command in a room ended. Only `exited` carries an exit code that means anything. */
export type RoomEnd = 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';

export interface RoomExit {
  readonly end: RoomEnd;
  /** The exit code; null unless `end` is `exited`. */
  readonly code: number | null;
  /** The signal that ended the command, e.g. `SIGKILL`; null unless `end` is `signalled`. */
  readonly signal: string | null;
  readonly durationMs: number;
  /** Bytes that the command printed. */
  readonly outputBytes: number;
  /** Limits that were reached, whether the command ended by it or went on with an error of its own. */
  readonly limits: readonly LimitName[];
}

/** A sandbox for one purpose. Its commands run one after another over the same workspace top. */
export interface Room {
  readonly id: string;
  /**
   * Runs one command. When the promise settles, every process that the command started is dead.
   * @throws CleanroomError `room.*` when the room could not be built; never for what the command did.
   */
  run(command: RoomCommand, signal: AbortSignal): Promise<RoomExit>;
  /**
   * Builds everything for a command and holds it back just before its first instruction, its line to the broker open.
   * One command at a time may be parked or running.
   */
  park(command: RoomCommand): Promise<ParkedCommand>;
  /** Removes what the room left on the host except the workspace top, HOME and out directory, which belong to the caller. */
  close(): Promise<void>;
}

export interface RoomBackend {
  readonly name: string;
  /** How strongly this host holds a room, for the evidence: identity mode, cgroups, what is second best. */
  describe(): Promise<RoomDescription>;
  open(spec: RoomSpec): Promise<Room>;
}

export interface RoomDescription {
  readonly backend: string;
  /** How the payload's identity is made: `user-namespace` or `dropped-root`. */
  readonly identity: string;
  readonly version: string;
  /** What rooms are made of; undefined: this machine's own files. */
  readonly image?: RoomImage | undefined;
  /** What enforces each limit: e.g. `{memory: 'cgroup v2', processes: 'cgroup v2', fileSize: 'rlimit'}`. */
  readonly limits: Readonly<Record<string, string>>;
  /** Limits that nothing here enforces. A run that sets one refuses to start, unless its plan accepts that by name. */
  readonly unenforced: readonly LimitName[];
  /** Whether `pidFiles` of a command are honoured: only root can write them. */
  readonly audit: boolean;
  /** What is second best here, in words for a person. */
  readonly weaknesses: readonly string[];
}

/** An image of containers. */
export interface RoomImage {
  /** As it was named. */
  readonly name: string;
  /** `sha256:…`, by which a daemon knows it. */
  readonly id: string;
  /** `NAME@sha256:…`, by which registries know it, at most 10; empty: none does. */
  readonly digests: readonly string[];
}

/** Where things are inside every room. */
export const ROOM_PATHS = {
  workspace: '/workspace',
  home: '/home/agent',
  out: '/run/cleanroom/out',
  input: '/run/cleanroom/in',
  tools: '/opt/cleanroom',
  /** Programs that stand in for others. Where a room is given this directory, it comes first in its PATH. */
  bin: '/run/cleanroom/bin',
} as const;
