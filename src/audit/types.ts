import type { Stage } from '../room/types.js';

/** Whom an event belongs to. Decided by the host when the room was made, never by what the room says. */
export interface AuditedRoom {
  readonly room: string;
  readonly stage: Stage;
  /** 0: before the first. */
  readonly attempt: number;
}

interface AuditEventBase extends AuditedRoom {
  /** ISO 8601, from the kernel's clock at the moment of the event. */
  readonly time: string;
  /** Process, as the host numbers it. */
  readonly pid: number;
  /** Its parent, as the host numbers it. */
  readonly parentPid: number;
  /** The process as the room numbers it. */
  readonly roomPid: number;
  /** User as the host numbers it. */
  readonly uid: number;
}

/** A program was started. Taken by the kernel when the new program was in place, before its first instruction. */
export interface ExecEvent extends AuditEventBase {
  readonly kind: 'exec';
  /** The path that was given to the kernel; for a script the script. At most 255 bytes. */
  readonly exe: string;
  /** As the program sees it; for a script the interpreter's. Bytes that are no UTF-8 are replaced by U+FFFD. */
  readonly argv: readonly string[];
  /** Bytes of argv that were more than is kept; 0: argv is whole. */
  readonly argvCut: number;
}

/** A process ended, all of its threads. */
export interface ExitEvent extends AuditEventBase {
  readonly kind: 'exit';
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly signal: string | null;
}

/** A program asked for a connection, whether it came about or not. */
export interface ConnectEvent extends AuditEventBase {
  readonly kind: 'connect';
  readonly family: 'inet' | 'inet6' | 'unix' | 'unspec' | 'other';
  /** IP address, or path of a unix socket (abstract ones begin with `@`); empty where there is none. */
  readonly address: string;
  /** Null without one. */
  readonly port: number | null;
}

export type AuditEvent = ExecEvent | ExitEvent | ConnectEvent;

/** How much of a room was seen. */
export interface AuditSummary {
  readonly execs: number;
  readonly exits: number;
  readonly connects: number;
  /** Events that were not recorded: the kernel's buffer or a bound was full. 0: the record is whole. */
  readonly dropped: number;
}

/** The audit of one command in a room. */
export interface RoomAudit {
  /** For `RoomCommand.pidFiles`, in this order. The room cannot start a program before it is followed. */
  readonly pidFiles: readonly string[];
  /** After the room's last process is dead: waits for what the kernel still holds. Idempotent. */
  finish(): Promise<AuditSummary>;
}

export interface AuditObserver {
  /**
   * Called for each event as it is read, in the order of the kernel's clock as far as one processor saw it; some
   * milliseconds after it happened. Never after `finish` has settled. Must not throw.
   */
  onEvent(event: AuditEvent): void;
  /** Called once when events began to be lost: from then on the absence of one means nothing. */
  onLost?(): void;
}

/** What the audit is able to see on this host. */
export interface AuditAbility {
  readonly available: boolean;
  /** Why it is not available, or what is missing, for a person; empty: all of it. */
  readonly reason: string;
  readonly connects: boolean;
}

/** Follows the processes of rooms through the kernel. One per run. */
export interface Auditor {
  readonly ability: AuditAbility;
  /** Undefined where the audit is not available: the room runs without one, and `ability` says so. */
  follow(room: AuditedRoom, observer: AuditObserver): Promise<RoomAudit | undefined>;
  close(): Promise<void>;
}
