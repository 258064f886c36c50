import { constants } from 'node:os';
import { ADDRESS_BYTES, ARGV_BYTES, AT, EXE_BYTES, KINDS } from './record.js';
import type { AuditEvent, ConnectEvent } from './types.js';

type Bare<E> = E extends AuditEvent ? Omit<E, 'room' | 'stage' | 'attempt' | 'time'> : never;

/** An event as the kernel's side wrote it. */
export interface DecodedRecord {
  readonly room: number;
  /** Nanoseconds of the monotonic clock. */
  readonly at: bigint;
  readonly event: Bare<AuditEvent>;
}

const DISCARDED = 0x40000000;
const SIGNALS = new Map(Object.entries(constants.signals).map(([name, number]) => [number, name]));

/**
 * The records in a piece of the kernel's ring: each has eight bytes before it, of which the first four are its length.
 * What does not have the form of a record is left out; contents cannot be taken for another record.
 */
export function* decodeRing(ring: Buffer): Generator<DecodedRecord> {
  for (let at = 0; at + 8 <= ring.length; ) {
    const head = ring.readUInt32LE(at);
    const length = head & 0x3fffffff;
    const record = ring.subarray(at + 8, at + 8 + length);
    at += (length + 15) & ~7;
    if ((head & DISCARDED) === 0 && record.length === length && length >= AT.exe) {
      const decoded = decode(record);
      if (decoded) yield decoded;
    }
  }
}

function decode(record: Buffer): DecodedRecord | undefined {
  const common = {
    pid: record.readUInt32LE(AT.pid),
    parentPid: record.readUInt32LE(AT.parent),
    roomPid: record.readUInt32LE(AT.roomPid),
    uid: record.readUInt32LE(AT.uid),
  };
  const of = { room: record.readUInt32LE(AT.room), at: record.readBigUInt64LE(AT.time) };
  const value = record.readUInt32LE(AT.value);
  switch (record.readUInt32LE(AT.kind)) {
    case KINDS.exec: {
      if (record.length < AT.argv) return undefined;
      const total = record.readUInt32LE(AT.total);
      const argv = record.subarray(AT.argv, AT.argv + Math.min(value, ARGV_BYTES.large));
      const exe = text(untilNul(record.subarray(AT.exe, AT.exe + EXE_BYTES)));
      return {
        ...of,
        event: { kind: 'exec', ...common, exe, argv: words(argv), argvCut: Math.max(0, total - argv.length) },
      };
    }
    case KINDS.exit: {
      const signal = value & 0x7f;
      return {
        ...of,
        event: {
          kind: 'exit',
          ...common,
          code: signal === 0 ? (value >>> 8) & 0xff : null,
          signal: signal === 0 ? null : (SIGNALS.get(signal) ?? `signal ${signal}`),
        },
      };
    }
    case KINDS.connect: {
      const address = record.subarray(AT.address, AT.address + Math.min(value, ADDRESS_BYTES));
      return { ...of, event: { kind: 'connect', ...common, ...socketAddress(address) } };
    }
    default:
      return undefined;
  }
}

/** Each argument ends with a NUL, so their number cannot be forged by what they hold. */
function words(argv: Buffer): string[] {
  const found: string[] = [];
  for (let at = 0; at < argv.length; ) {
    const end = argv.indexOf(0, at);
    found.push(text(argv.subarray(at, end < 0 ? argv.length : end)));
    at = end < 0 ? argv.length : end + 1;
  }
  return found;
}

function untilNul(bytes: Buffer): Buffer {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes : bytes.subarray(0, end);
}

const text = (bytes: Buffer): string => bytes.toString('utf8');

const UNIX = 1;
const INET = 2;
const INET6 = 10;

/** A struct sockaddr, of which any part may be missing. */
export function socketAddress(bytes: Buffer): Pick<ConnectEvent, 'family' | 'address' | 'port'> {
  const family = bytes.length < 2 ? 0 : bytes.readUInt16LE(0);
  if (family === UNIX) {
    const path = bytes.subarray(2);
    const abstract = path[0] === 0;
    return { family: 'unix', address: abstract ? `@${text(path.subarray(1))}` : text(untilNul(path)), port: null };
  }
  if (family === INET && bytes.length >= 8) {
    return { family: 'inet', address: [...bytes.subarray(4, 8)].join('.'), port: bytes.readUInt16BE(2) };
  }
  if (family === INET6 && bytes.length >= 24) {
    const groups = Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(8 + 2 * index).toString(16));
    // The URL parser writes it in the one canonical way.
    const address = new URL(`http://[${groups.join(':')}]/`).hostname.slice(1, -1);
    return { family: 'inet6', address, port: bytes.readUInt16BE(2) };
  }
  return { family: family === 0 ? 'unspec' : 'other', address: '', port: null };
}
