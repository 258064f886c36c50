/** What git's index file says about the files of a checkout. Source: git's documentation of the index format, versions 2 to 4. */
export interface IndexScan {
  readonly entries: number;
  /** False where a reader must not take the checkout's files for the index's: sparse, assume-unchanged, split, unmerged. */
  readonly trustworthy: boolean;
  /** Whether there are submodules. */
  readonly submodules: boolean;
  /** True when every file belonged to this user and group when git last looked. */
  ownedBy(uid: number, gid: number): boolean;
}

const HEADER_BYTES = 12;
const FIXED_BYTES = 40; // stat data before the object name
const ASSUME_VALID = 0x8000;
const STAGE = 0x3000;
const EXTENDED = 0x4000;
const SKIP_WORKTREE = 0x4000;
const NAME_LENGTH = 0x0fff;

/** Reads entry headers only. Undefined when the bytes are not an index that we know. */
export function scanIndex(bytes: Buffer, hashBytes: number): IndexScan | undefined {
  if (bytes.length < HEADER_BYTES + hashBytes || bytes.toString('latin1', 0, 4) !== 'DIRC') return undefined;
  const version = bytes.readUInt32BE(4);
  const entries = bytes.readUInt32BE(8);
  if (version < 2 || version > 4) return undefined;
  // Each entry takes more than this: a count that cannot be true would keep us busy.
  if (entries * FIXED_BYTES > bytes.length) return undefined;
  let trustworthy = true;
  let submodules = false;
  const owners = new Set<string>();
  let offset = HEADER_BYTES;
  for (let index = 0; index < entries; index++) {
    const start = offset;
    if (start + FIXED_BYTES + hashBytes + 2 > bytes.length) return undefined;
    const mode = bytes.readUInt32BE(start + 24);
    if (mode >>> 12 === 0o4) trustworthy = false; // a sparse directory
    if (mode >>> 12 === 0o16) submodules = true;
    else owners.add(`${bytes.readUInt32BE(start + 28)}:${bytes.readUInt32BE(start + 32)}`);
    const flags = bytes.readUInt16BE(start + FIXED_BYTES + hashBytes);
    if ((flags & (ASSUME_VALID | STAGE)) !== 0) trustworthy = false;
    offset = start + FIXED_BYTES + hashBytes + 2;
    if ((flags & EXTENDED) !== 0) {
      if (offset + 2 > bytes.length) return undefined;
      if ((bytes.readUInt16BE(offset) & SKIP_WORKTREE) !== 0) trustworthy = false;
      offset += 2;
    }
    if (version === 4) {
      while (((bytes[offset] ?? 0) & 0x80) !== 0) offset += 1;
      offset = bytes.indexOf(0, offset + 1) + 1;
      if (offset === 0) return undefined;
    } else {
      const length = flags & NAME_LENGTH;
      const end = length < NAME_LENGTH ? offset + length : bytes.indexOf(0, offset);
      if (end < 0) return undefined;
      offset = start + ((end - start + 8) & ~7);
    }
  }
  // The extension `link` means that most entries are in another file.
  const extensions = bytes.subarray(offset, bytes.length - hashBytes);
  for (let at = 0; at + 8 <= extensions.length; at += 8 + extensions.readUInt32BE(at + 4)) {
    if (extensions.toString('latin1', at, at + 4) === 'link') trustworthy = false;
  }
  return {
    entries,
    trustworthy,
    submodules,
    ownedBy: (uid, gid) => owners.size === 0 || (owners.size === 1 && owners.has(`${uid}:${gid}`)),
  };
}
