import type { RoomLimits } from '../../../src/room/types.js';
import type { RoomLab } from '../../support/room-conformance.js';
import type { Site } from './site.js';

/** What the suite must try: each area has at least one attack. */
export const AREAS = [
  'host environment',
  '/proc',
  'runner files',
  'tool cache',
  'git credentials',
  'docker socket',
  'terminal',
  'set-uid and sudo',
  'nested namespaces',
  'keyring',
  'vsock',
  'kernel surface',
  'core_pattern',
  'disks and devices',
  'cgroups',
  'survivors',
  'launcher',
  'hostile outputs',
  'hostile patch',
  'hostile git',
  'workflow commands',
  'delimiters',
  'names and markers',
  'network',
  'proxy',
  'exhaustion',
  'set-up programs',
  'evidence',
  'writable roots',
  'agent configuration',
] as const;
export type Area = (typeof AREAS)[number];

/** A guard of a room of this machine that the suite can leave out of bubblewrap's options, and nothing else with it. */
export type Guard =
  | 'pid-namespace'
  | 'die-with-parent'
  | 'network-namespace'
  | 'cgroup-namespace'
  | 'seccomp'
  | 'disable-userns'
  | 'no-capabilities'
  | 'ordinary-user'
  | 'empty-environment'
  | 'listed-paths'
  | 'proc-sys'
  | 'new-session'
  | 'own-devices'
  | 'no-cgroup-files'
  | 'late-variables'
  | 'foreign-calls'
  | 'limits';

export interface Run {
  readonly stdout: string;
  readonly stderr: string;
  /** How it ended, for a person. */
  readonly end: string;
  /** Bytes of output that the host took. */
  readonly bytes: number;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Of the process that starts the room, beside its own. */
  readonly hostEnv?: Readonly<Record<string, string>>;
  /** A command line that starts the room's host process instead of us, such as one that gives it a terminal. */
  readonly launchedBy?: readonly string[];
  /** Files of a fresh workspace. */
  readonly workspace?: Readonly<Record<string, string>>;
  /** A host directory that is the out directory. */
  readonly outDirectory?: string;
  readonly readOnly?: readonly { readonly source: string; readonly target: string }[];
  readonly limits?: Partial<RoomLimits>;
  readonly timeoutMs?: number;
  readonly outputBytes?: number;
}

/** Somewhere that hostile programs run: a real room, one without a guard, or the bare host. */
export interface Place {
  /** True for the real room. */
  readonly guarded: boolean;
  /** Runs a Bash script there. `$A` is the program of programs/attack.c. */
  run(script: string, options?: RunOptions): Promise<Run>;
}

/** Everything that an attack may use. */
export interface Ground {
  readonly backend: 'local' | 'docker' | 'gvisor';
  readonly identity: string;
  readonly lab: RoomLab;
  readonly site: Site;
  /** The user that the room's processes are on this host. */
  readonly uid: number;
  readonly gid: number;
  /** Root sets rooms up, here or by sudo, without user namespaces. */
  readonly rootBuilt: boolean;
  /** Control groups hold rooms. */
  readonly counted: boolean;
  readonly room: Place;
  /** The same room on this machine without some guards. */
  without(guards: readonly Guard[]): Place;
  /** No room: a process of that user. */
  readonly host: Place;
  /** A script as another ordinary user of the host; only root can. */
  asStranger(script: string): Promise<Run>;
}

interface Row {
  /** Short and stable. */
  readonly id: string;
  readonly area: Area;
  /** What it tries, as a clause. */
  readonly tries: string;
  /** What stops it. */
  readonly guard: string;
  /** Why it cannot be tried here. */
  unable?(ground: Ground): string | undefined | Promise<string | undefined>;
}

/** One program, tried in two places; true: it got what it wanted. */
export interface RoomAttack extends Row {
  /** `host`: without a room. */
  readonly off: readonly Guard[] | 'host';
  /** The same for containers, where they need another. */
  readonly offDocker?: readonly Guard[] | 'host';
  attempt(place: Place, ground: Ground): Promise<boolean>;
}

/** Material from a room, met by a careless reader and by ours; true: it got what it wanted. */
export interface ReaderAttack extends Row {
  /** Depends on the rooms, and not only on who reads what they leave. */
  readonly aboutRooms?: true;
  careless(ground: Ground): Promise<boolean>;
  ours(ground: Ground): Promise<boolean>;
}

export type Attack = RoomAttack | ReaderAttack;
