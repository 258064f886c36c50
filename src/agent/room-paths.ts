import type { ROOM_PATHS as RoomPaths } from '../room/types.js';

/** The places of every room, for prompts and command lines. The type holds them to the room's own, letter by letter. */
export const ROOM_PATHS: typeof RoomPaths = {
  workspace: '/workspace',
  home: '/home/agent',
  out: '/run/cleanroom/out',
  input: '/run/cleanroom/in',
  tools: '/opt/cleanroom',
  bin: '/run/cleanroom/bin',
};
