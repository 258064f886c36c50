import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir, rm, truncate } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { EVIDENCE_FILES } from './names.js';

/** What a killed process left in a folder. */
export interface FolderState {
  /** Complete lines and their bytes, by the name of a file of lines. */
  readonly lines: ReadonlyMap<string, { readonly lines: number; readonly bytes: number }>;
  /** Bytes that are no complete line, and of files that were half written. */
  readonly droppedBytes: number;
}

/** More entries than a run makes, and deeper than it goes. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;
const TEMPORARY = /^\.\d{1,9}\.tmp$/;
const CHUNK = 1 << 20;
/** Names at the top that are never those of folders. */
const OF_FILES = /\.(?:jsonl?|patch|md)$/;

/**
 * Looks at a folder that is to be written on, which may come from an artifact: only directories and regular files with
 * one name, all of them ours, so that no write goes anywhere else.
 * @returns sizes of its half-written files
 * @throws CleanroomError `evidence.unsafe-file`
 */
export async function inspectFolder(directory: string): Promise<{ readonly temporaries: readonly string[] }> {
  const uid = process.getuid?.();
  const temporaries: string[] = [];
  let seen = 0;
  const refuse = (path: string, why: string): CleanroomError =>
    new CleanroomError('evidence.unsafe-file', `${JSON.stringify(path)} of the evidence ${why}`, {
      kind: 'usage',
      hint: 'go on with the folder as the run left it, or begin a new run',
    });
  const walk = async (prefix: string, depth: number): Promise<void> => {
    const entries: Dirent[] = await readdir(join(directory, prefix), { withFileTypes: true });
    for (const { name } of entries) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      seen += 1;
      if (seen > MAX_ENTRIES) throw refuse(prefix || '.', `holds more than ${MAX_ENTRIES} files`);
      // A name that is no UTF-8 is none that this finds again.
      const entry = await lstat(join(directory, path)).catch(() => undefined);
      if (!entry) throw refuse(path, 'cannot be read');
      if (uid !== undefined && entry.uid !== uid) throw refuse(path, 'belongs to another user');
      if (entry.isDirectory()) {
        if (prefix === '' && OF_FILES.test(name)) throw refuse(path, 'is no regular file');
        if (depth >= MAX_DEPTH) throw refuse(path, `is more than ${MAX_DEPTH} folders deep`);
        await walk(path, depth + 1);
      } else if (!entry.isFile()) throw refuse(path, 'is no regular file');
      else if (entry.nlink !== 1) throw refuse(path, 'has more than one name');
      else if (TEMPORARY.test(name)) temporaries.push(path);
    }
  };
  const root = await lstat(directory);
  if (!root.isDirectory()) throw refuse('.', 'is no directory');
  if (uid !== undefined && root.uid !== uid) throw refuse('.', 'belongs to another user');
  await walk('', 0);
  return { temporaries };
}

/**
 * Takes out what a killed process had half written: temporaries, and the ends of files of lines that are no complete line.
 */
export async function repairFolder(directory: string, temporaries: readonly string[]): Promise<FolderState> {
  let droppedBytes = 0;
  for (const path of temporaries) {
    droppedBytes += (await lstat(join(directory, path))).size;
    await rm(join(directory, path), { force: true });
  }
  const lines = new Map<string, { lines: number; bytes: number }>();
  for (const name of Object.values(EVIDENCE_FILES)) {
    if (!name.endsWith('.jsonl')) continue;
    const path = join(directory, name);
    const entry = await lstat(path).catch(() => undefined);
    if (!entry) continue;
    const found = await countLines(path);
    if (entry.size > found.bytes) await truncate(path, found.bytes);
    droppedBytes += entry.size - found.bytes;
    lines.set(name, found);
  }
  return { lines, droppedBytes };
}

/** Complete lines of a file, and the bytes up to the end of the last one. */
async function countLines(path: string): Promise<{ lines: number; bytes: number }> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    const buffer = Buffer.allocUnsafe(CHUNK);
    let lines = 0;
    let bytes = 0;
    for (let offset = 0; ; ) {
      const { bytesRead } = await file.read(buffer, 0, CHUNK, offset);
      if (bytesRead === 0) return { lines, bytes };
      const data = buffer.subarray(0, bytesRead);
      for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) {
        lines += 1;
        bytes = offset + at + 1;
      }
      offset += bytesRead;
    }
  } finally {
    await file.close();
  }
}
