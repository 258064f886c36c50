import { CleanroomError } from '../support/errors.js';

/** Byte offsets of the kernel's own structures, by `struct.member`. */
export interface KernelLayout {
  offset(struct: string, member: string): number;
  /** Bytes of a structure. */
  size(struct: string): number;
}

const MAGIC = 0xeb9f;
const KIND = { struct: 4, union: 5 } as const;
/** Bytes that follow the twelve of a type: a fixed number, and a number for each of its `vlen` entries. By kind. */
const TAIL: readonly (readonly [number, number])[] = [
  [0, 0],
  [4, 0],
  [0, 0],
  [12, 0],
  [0, 12],
  [0, 12],
  [0, 8],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 0],
  [0, 8],
  [4, 0],
  [0, 12],
  [0, 0],
  [4, 0],
  [0, 0],
  [0, 12],
];

/**
 * Reads the kernel's description of its own types (/sys/kernel/btf/vmlinux), as far as the given names.
 * @param structs structures that will be asked for
 * @throws CleanroomError `audit.btf` when it is no such description
 */
export function readKernelLayout(btf: Buffer, structs: readonly string[]): KernelLayout {
  const fail = (why: string): CleanroomError =>
    new CleanroomError('audit.btf', `the kernel's type information cannot be read: ${why}`);
  if (btf.length < 24 || btf.readUInt16LE(0) !== MAGIC) throw fail('it does not begin as it should');
  const header = btf.readUInt32LE(4);
  const types = btf.subarray(header + btf.readUInt32LE(8), header + btf.readUInt32LE(8) + btf.readUInt32LE(12));
  const strings = btf.subarray(header + btf.readUInt32LE(16), header + btf.readUInt32LE(16) + btf.readUInt32LE(20));
  const wanted = new Map<number, string>();
  for (const name of structs) {
    const at = strings.indexOf(`\0${name}\0`, 0, 'latin1');
    if (at >= 0) wanted.set(at + 1, name);
  }
  // A hundred thousand types stand between a run and its first room: words are read from an array of their own.
  const words = new Uint32Array(types.length >>> 2);
  Buffer.from(words.buffer).set(types.subarray(0, words.length * 4));
  /** Where each type begins, by its number. */
  const places = new Uint32Array((types.length / 12 + 2) | 0);
  let count = 1;
  const structAt = new Map<string, number>();
  for (let at = 0; at + 12 <= types.length; ) {
    const info = words[(at >>> 2) + 1] ?? 0;
    const kind = (info >>> 24) & 0x1f;
    const tail = TAIL[kind];
    if (tail === undefined) throw fail(`it holds a type of the unknown kind ${kind}`);
    if (kind === KIND.struct) {
      const name = wanted.get(words[at >>> 2] ?? 0);
      if (name !== undefined && !structAt.has(name)) structAt.set(name, at);
    }
    places[count] = at;
    count += 1;
    at += 12 + tail[0] + tail[1] * (info & 0xffff);
  }

  const place = (struct: string): number => {
    const at = structAt.get(struct);
    if (at === undefined) throw fail(`it has no struct ${struct}`);
    return at;
  };
  /** Byte offset of a member, also one inside of an anonymous struct or union. */
  const find = (at: number, member: string, depth: number): number | undefined => {
    const info = types.readUInt32LE(at + 4);
    for (let i = 0; i < (info & 0xffff); i++) {
      const entry = at + 12 + 12 * i;
      const name = types.readUInt32LE(entry);
      const raw = types.readUInt32LE(entry + 8);
      // With the flag the upper byte is the width of a bit field.
      const bits = info >>> 31 === 1 ? raw & 0xffffff : raw;
      if (name === 0 && depth < 8) {
        const number = types.readUInt32LE(entry + 4);
        const inner = number < count ? places[number] : undefined;
        const kind = inner === undefined ? 0 : (types.readUInt32LE(inner + 4) >>> 24) & 0x1f;
        if (inner === undefined || (kind !== KIND.struct && kind !== KIND.union)) continue;
        const found = find(inner, member, depth + 1);
        if (found !== undefined) return bits / 8 + found;
      } else if (strings.toString('latin1', name, strings.indexOf(0, name)) === member) return bits / 8;
    }
    return undefined;
  };
  return {
    offset(struct, member) {
      const found = find(place(struct), member, 0);
      if (found === undefined) throw fail(`its struct ${struct} has no ${member}`);
      return found;
    },
    size: (struct) => types.readUInt32LE(place(struct) + 8),
  };
}
