import type { RoomExit, Stage } from '../room/types.js';

/** A room on the host's side, as the evidence names it. */
export interface ServingRoom {
  readonly room: string;
  readonly stage: Stage;
  /** 0: of the whole run. */
  readonly attempt: number;
}

/** The kernel's account of one room. */
export interface FollowedRoom {
  /** For `RoomCommand.pidFiles`. */
  readonly pidFiles: readonly string[];
  /**
   * After its last process is dead. Idempotent.
   * @param exit undefined: its command never ran
   * @throws CleanroomError `audit.incomplete` where the plan requires the whole of it
   */
  finish(exit: RoomExit | undefined): Promise<void>;
}

/**
 * Has the kernel tell what runs in a room on the host's side; undefined: it is not asked.
 * @throws CleanroomError `audit.unavailable` where the plan requires it
 */
export type FollowRoom = (room: ServingRoom) => Promise<FollowedRoom | undefined>;
