import type { LimitName, RoomLimits } from '../room/types.js';

/** What a probe found. */
export interface ProbeResult {
  readonly name: ProbeName;
  readonly passed: boolean;
  /** What was seen, for a person. Never a secret. */
  readonly detail: string;
}

/** Every probe, in the order in which they are told. */
export const PROBE_NAMES = [
  'completed',
  'environment',
  'files',
  'mount-table',
  'processes',
  'user',
  'groups',
  'no-new-privileges',
  'capabilities',
  'seccomp',
  'interfaces',
  'routes',
  'listeners',
  'connections-out',
  'host-names',
  'sudo',
  'read-only-system',
  'daemon-sockets',
  'devices',
  'kernel-settings',
  'limits',
] as const;
export type ProbeName = (typeof PROBE_NAMES)[number];

/** What a room has to be like. */
export interface ProbeExpectations {
  /** Bytes that may be nowhere in the room: every form of every secret, see `secretForms`. */
  readonly secretForms: readonly Buffer[];
  /** Port of the one listening socket, on 127.0.0.1; undefined: there is none. */
  readonly port: number | undefined;
  /** Directories that the room may write. */
  readonly writable: readonly string[];
  readonly limits: Pick<RoomLimits, 'openFiles' | 'fileBytes' | 'tmpBytes' | 'memoryBytes' | 'processes'>;
  /** What enforces each limit, as the backend describes itself. */
  readonly enforcedBy: Readonly<Record<string, string>>;
  /** Limits that the plan does without. */
  readonly unenforced: readonly LimitName[];
  /** False where another kernel stands between the room and the host's, as gVisor's does. */
  readonly seccomp: boolean;
}
