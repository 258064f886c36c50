/** Where a room has the programs of this project that stand in for others; first in its PATH. */
export const ROOM_BIN = '/run/cleanroom/bin';
/** Below it a command's room has its credential files, in a directory that nobody can guess. */
export const ROOM_CREDENTIALS = '/run/cleanroom/credentials';
/** The same as `ROOM_PATHS.workspace`; a command's room may be of any backend. */
export const ROOM_WORKSPACE = '/workspace';
