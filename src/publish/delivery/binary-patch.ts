import { inflateSync } from 'node:zlib';
import { misfit } from './refusal.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const DIGITS: ReadonlyMap<string, number> = new Map([...ALPHABET].map((character, index) => [character, index]));

/**
 * Data of `GIT binary patch`: lines of base 85, each with its length before it, over a zlib stream.
 * @param size bytes that it must hold
 * @throws CleanroomError `delivery.refused`
 */
export function decodeBinary(lines: readonly string[], size: number): Buffer {
  const packed = Buffer.concat(lines.map(decodeLine));
  let data: Buffer;
  try {
    data = inflateSync(packed, { maxOutputLength: Math.max(1, size) });
  } catch {
    throw misfit('binary data of the patch cannot be unpacked to the size that it gives');
  }
  if (data.length !== size) throw misfit('binary data of the patch is not of the size that it gives');
  return data;
}

function decodeLine(line: string): Buffer {
  const first = line.charCodeAt(0);
  const length = /^[A-Z]/.test(line) ? first - 64 : /^[a-z]/.test(line) ? first - 70 : 0;
  const groups = Math.ceil(length / 4);
  if (length === 0 || line.length !== 1 + groups * 5) throw misfit('a line of binary data has a wrong length');
  const out = Buffer.alloc(groups * 4);
  for (let group = 0; group < groups; group += 1) {
    let value = 0;
    for (const character of line.slice(1 + group * 5, 6 + group * 5)) {
      const digit = DIGITS.get(character);
      if (digit === undefined) throw misfit('a line of binary data holds a character that none can');
      value = value * 85 + digit;
    }
    if (value > 0xffff_ffff) throw misfit('a line of binary data holds a number that is too large');
    out.writeUInt32BE(value, group * 4);
  }
  return out.subarray(0, length);
}

/**
 * Makes a content of another one by git's delta: copies of the old one and bytes of its own.
 * @param maxBytes the result is not larger
 * @throws CleanroomError `delivery.refused`
 */
export function applyDelta(old: Buffer, delta: Buffer, maxBytes: number): Buffer {
  let at = 0;
  const byte = (): number => {
    const value = delta[at];
    if (value === undefined) throw misfit('a binary delta of the patch ends too early');
    at += 1;
    return value;
  };
  const size = (): number => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const part = byte();
      value += (part & 0x7f) * 2 ** shift;
      if (part < 0x80) return value;
      if (shift > 40) throw misfit('a binary delta of the patch gives a size that is too large');
    }
  };
  if (size() !== old.length) throw misfit('a binary delta of the patch is over another content');
  const length = size();
  if (length > maxBytes) throw misfit(`a file of the patch is larger than ${maxBytes} bytes`);
  const out = Buffer.alloc(length);
  let filled = 0;
  while (at < delta.length) {
    const command = byte();
    let part: Buffer;
    if (command >= 0x80) {
      const read = (mask: number, shift: number): number => ((command & mask) === 0 ? 0 : byte() * 2 ** shift);
      const offset = read(1, 0) + read(2, 8) + read(4, 16) + read(8, 24);
      const count = read(16, 0) + read(32, 8) + read(64, 16) || 0x10000;
      if (offset + count > old.length) throw misfit('a binary delta of the patch copies what is not there');
      part = old.subarray(offset, offset + count);
    } else {
      if (command === 0 || at + command > delta.length) throw misfit('a binary delta of the patch is malformed');
      part = delta.subarray(at, at + command);
      at += command;
    }
    if (filled + part.length > length) throw misfit('a binary delta of the patch gives more than it says');
    filled += part.copy(out, filled);
  }
  if (filled !== length) throw misfit('a binary delta of the patch gives less than it says');
  return out;
}
