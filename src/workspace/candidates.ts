import { constants, type Stats } from 'node:fs';
import { chmod, type FileHandle, lstat, open, opendir, readlink } from 'node:fs/promises';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { isGitName } from '../support/git-paths.js';
import type { IgnoreRules } from './ignore.js';
import { isWhiteout, type LowerStack } from './lower-stack.js';
import { displayPath, hostPath, joinPath } from './paths.js';
import type { BytePath, Refusal } from './types.js';

/** What a top holds that may belong into a patch. */
export interface Candidates {
  readonly writes: readonly { readonly path: BytePath; readonly mode: string; readonly content: Buffer }[];
  readonly deletes: readonly BytePath[];
  readonly ignored: number;
  readonly refusals: readonly Refusal[];
  /** Directories that the base has too, and that were looked into: entries of the base may be gone from them. */
  readonly shared: readonly BytePath[];
}

export interface CollectOptions {
  /** Host directory with the top: an overlay's upper directory, or a copied tree. */
  readonly top: string;
  readonly base: LowerStack;
  readonly baseCommit: string;
  readonly ignore: IgnoreRules;
  /** Bytes of all written contents together; undefined: contents are not wanted and stay unread. */
  readonly maxBytes: number | undefined;
}

/** Files and folders of a top that are looked at; more is a flood, not a change. */
const MAX_ENTRIES = 500_000;

/** The kernel takes 4095 bytes, and the host's own directories come before. */
const MAX_PATH_BYTES = 2048;

/**
 * Walks a dead room's top, directory by directory, leaving ignored ones unread. Everything in it is hostile: links are
 * never followed, nothing but regular files and symbolic links is ever opened, and reads are bounded.
 * @throws CleanroomError `patch.too-many-entries`
 */
export async function collectCandidates(options: CollectOptions): Promise<Candidates> {
  const { top, base, ignore } = options;
  const writes: { path: BytePath; mode: string; content: Buffer }[] = [];
  const deletes: BytePath[] = [];
  const refusals: Refusal[] = [];
  const shared: BytePath[] = [];
  let ignored = 0;
  let seen = 0;
  let bytes = 0;
  let level: BytePath[] = [''];
  while (level.length > 0) {
    const files: { path: BytePath; stats: Stats }[] = [];
    const directories: BytePath[] = [];
    for (const directory of level) {
      const entries = await listDirectory(hostPath(top, directory), MAX_ENTRIES - seen);
      seen += entries.length;
      for (const name of entries) {
        const path = joinPath(directory, name);
        if (isGitName(name)) {
          if (path !== '.git') refusals.push({ path: displayPath(path), reason: 'looks like a git directory' });
          continue;
        }
        if (path.length > MAX_PATH_BYTES) {
          refusals.push({ path: `${displayPath(path.slice(0, 200))}…`, reason: 'is deeper than paths may be' });
          continue;
        }
        const stats = await lstat(hostPath(top, path));
        if (stats.isDirectory()) directories.push(path);
        else files.push({ path, stats });
      }
    }
    const left = await ignore.ignored(
      files.map(({ path }) => path),
      directories,
    );
    const kept = left.size > 0 ? await ignore.tracked(options.baseCommit, [...left]) : left;
    const out = (path: BytePath): boolean => left.has(path) && !kept.has(path);
    for (const { path, stats } of files) {
      if (out(path)) ignored += 1;
      else if (isWhiteout(stats)) deletes.push(path);
      else if (stats.isSymbolicLink())
        writes.push({ path, mode: '120000', content: await readlink(hostPath(top, path), { encoding: 'buffer' }) });
      else if (stats.isFile()) {
        const mode = (stats.mode & 0o100) === 0 ? '100644' : '100755';
        if (await sameAsBase(base, path, mode, hostPath(top, path), stats)) continue;
        if (options.maxBytes === undefined) {
          writes.push({ path, mode, content: Buffer.alloc(0) });
          continue;
        }
        bytes += stats.size;
        if (bytes > options.maxBytes) {
          refusals.push({
            path: displayPath(path),
            reason: `the change holds more than ${options.maxBytes} bytes of content`,
          });
          return { writes: [], deletes: [], ignored, refusals, shared: [] };
        }
        writes.push({ path, mode, content: await readRegular(hostPath(top, path), stats.size) });
      } else refusals.push({ path: displayPath(path), reason: 'is neither a regular file nor a symbolic link' });
    }
    level = directories.filter((path) => {
      if (out(path)) ignored += 1;
      return !out(path);
    });
    for (const path of level) {
      await ignore.enter(path);
      const below = await base.lookup(path);
      if (below?.stats.isDirectory()) shared.push(path);
      // Git has no empty directories: one in the place of a file says that the file is gone.
      else if (below) deletes.push(path);
    }
  }
  return { writes, deletes, ignored, refusals, shared };
}

/** The entries of directories as rooms saw them. */
export type Merged = ReadonlyMap<BytePath, ReadonlySet<BytePath>>;

/** What the base has in directories but rooms no longer saw: a directory that was removed and made again hides all of it. */
export async function replacedEntries(
  base: LowerStack,
  merged: Merged,
  known: readonly BytePath[],
): Promise<BytePath[]> {
  const gone: BytePath[] = [];
  const already = new Set(known);
  for (const [directory, names] of merged) {
    for (const name of await base.names(directory)) {
      const path = joinPath(directory, name);
      if (!names.has(name) && !already.has(path) && path !== '.git') gone.push(path);
    }
  }
  return gone;
}

/** At most so many names: a directory may hold millions. */
async function listDirectory(path: Buffer, most: number): Promise<BytePath[]> {
  const read = async (): Promise<BytePath[]> => {
    const names: BytePath[] = [];
    for await (const entry of await opendir(path, { encoding: 'buffer', bufferSize: 256 } as never)) {
      if (names.length >= most) {
        throw new CleanroomError('patch.too-many-entries', `the room left more than ${MAX_ENTRIES} files and folders`);
      }
      names.push(Buffer.from(entry.name).toString('latin1'));
    }
    return names;
  };
  try {
    return await read();
  } catch (error) {
    if (errnoOf(error) !== 'EACCES') throw error;
    // Its author is dead and it is ours now: a mode without rights hides nothing.
    await chmod(path, 0o700);
    return read();
  }
}

const READ_ONLY = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Opens a regular file of a dead room, whatever mode its author gave it; never a link, never waiting. */
async function openRegular(path: Buffer): Promise<FileHandle> {
  return open(path, READ_ONLY).catch(async (error: unknown) => {
    if (errnoOf(error) !== 'EACCES') throw error;
    await chmod(path, 0o600);
    return open(path, READ_ONLY);
  });
}

/** Opens a file of the base, which may be the user's own: its mode stays, and what we may not read differs. */
async function openBase(path: Buffer): Promise<FileHandle | undefined> {
  return open(path, READ_ONLY).catch((error: unknown) => {
    if (errnoOf(error) !== 'EACCES') throw error;
    return undefined;
  });
}

async function readAt(file: FileHandle, buffer: Buffer, position: number): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled, position + filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

async function readRegular(path: Buffer, size: number): Promise<Buffer> {
  const file = await openRegular(path);
  try {
    const buffer = Buffer.alloc(size);
    return buffer.subarray(0, await readAt(file, buffer, 0));
  } finally {
    await file.close();
  }
}

const COMPARE_BYTES = 1 << 18;

/** A file that was only touched, or copied up unchanged, is no change. Compared piece by piece: it may be large. */
async function sameAsBase(
  base: LowerStack,
  path: BytePath,
  mode: string,
  location: Buffer,
  stats: Stats,
): Promise<boolean> {
  const below = await base.lookup(path);
  if (!below?.stats.isFile() || below.stats.size !== stats.size) return false;
  if (((below.stats.mode & 0o100) === 0 ? '100644' : '100755') !== mode) return false;
  const theirs = await openBase(below.location);
  if (!theirs) return false;
  const ours = await openRegular(location).catch(async (error: unknown) => {
    await theirs.close();
    throw error;
  });
  try {
    const length = Math.min(COMPARE_BYTES, stats.size);
    const [a, b] = [Buffer.allocUnsafe(length), Buffer.allocUnsafe(length)];
    for (let position = 0; position < stats.size; position += COMPARE_BYTES) {
      const [readA, readB] = await Promise.all([readAt(ours, a, position), readAt(theirs, b, position)]);
      if (readA !== readB || !a.subarray(0, readA).equals(b.subarray(0, readB))) return false;
    }
    return true;
  } finally {
    await Promise.all([ours.close(), theirs.close()]);
  }
}
