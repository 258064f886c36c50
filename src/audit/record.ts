/*
 * The records that the kernel's side writes and ours reads: fixed places, so that no content can pass for structure.
 * Little-endian.
 */

export const KINDS = { exec: 1, exit: 2, connect: 3 } as const;

/** Places in a record. */
export const AT = {
  kind: 0,
  room: 4,
  /** Nanoseconds of the monotonic clock, 8 bytes. */
  time: 8,
  pid: 16,
  parent: 20,
  roomPid: 24,
  uid: 28,
  /** exec: bytes of argv that are here · exit: the status as wait(2) shows it · connect: bytes of the address. */
  value: 32,
  /** exec: bytes of argv in all. */
  total: 36,
  exe: 40,
  argv: 40 + 256,
  address: 40,
} as const;

export const EXE_BYTES = 256;
/** Bytes of argv that are kept: a record has room for the one or the other. */
export const ARGV_BYTES = { small: 512, large: 16_384 } as const;
/** The longest address, that of a unix socket, is 110. */
export const ADDRESS_BYTES = 128;

/** Room 0 is our own trial. */
export const MAX_ROOMS = 4096;
/** Events of one room that the kernel's side lets through; connections are counted apart, so that a flood of them hides nothing. */
export const MAX_PROCESS_EVENTS = 200_000;
export const MAX_CONNECT_EVENTS = 20_000;

/** A room's counters in the kernel, 8 bytes each. */
export const COUNTERS = { processes: 0, connects: 8, dropped: 16, bytes: 24 } as const;

/** Numbers of the maps, in the order in which they are made. */
export const MAPS = { followed: 0, rooms: 1, ring: 2 } as const;
export const RING_BYTES = 4 * 1024 * 1024;
export const MAX_FOLLOWED = 32_768;
