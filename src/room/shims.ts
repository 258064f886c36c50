import { ROOM_PATHS, type RoomSpec } from './types.js';

/** PATH of a room: stand-ins for programs, where it is shown any, come before the programs. */
export function pathWithShims(readOnly: RoomSpec['readOnly'], path: string): string {
  return readOnly.some(({ target }) => target === ROOM_PATHS.bin) ? `${ROOM_PATHS.bin}:${path}` : path;
}
