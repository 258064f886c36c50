import type { Dirent } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { errnoOf } from '../support/errors.js';
import type { LowerStack } from './lower-stack.js';
import { hostPath, joinPath } from './paths.js';
import type { BytePath, Written } from './types.js';

/** Paths that a caller gets to know of. */
const MOST_WRITTEN = 1000;
/** Entries of a dead room's top that are looked at. */
const MAX_ENTRIES = 500_000;
/** A directory stands for what is below it. */
const SOMETHING = 'x';

/**
 * Files of the lower layers that a dead room wrote, removed or replaced, whatever it put back afterwards: the kernel copies
 * a file up before the first write to it, and nothing in the room takes that back.
 * @param wanted tells which paths matter
 */
export async function writtenOver(
  upper: string,
  lowers: LowerStack,
  wanted: (path: BytePath) => boolean,
): Promise<Written> {
  const paths: BytePath[] = [];
  let seen = 0;
  const queue: BytePath[] = [''];
  for (let directory = queue.pop(); directory !== undefined; directory = queue.pop()) {
    for await (const entry of entriesOf(hostPath(upper, directory))) {
      seen += 1;
      if (seen > MAX_ENTRIES) return { paths: paths.sort(), whole: false };
      const path = joinPath(directory, entry.name.toString('latin1'));
      if (path === '.git') continue;
      if (entry.isDirectory()) queue.push(path);
      const before = (await lowers.lookup(path))?.stats;
      // A directory counts where it took the place of a file, anything else where it took the place of whatever was there.
      if (before === undefined || (entry.isDirectory() && before.isDirectory())) continue;
      if (!wanted(path) && !(before.isDirectory() && wanted(`${path}/${SOMETHING}`))) continue;
      if (paths.length < MOST_WRITTEN) paths.push(path);
    }
  }
  return { paths: paths.sort(), whole: true };
}

/** From when to when a tree was made, in milliseconds since 1970, as the kernel writes it into inodes. */
export interface Making {
  readonly fromMs: number;
  readonly toMs: number;
}

/** Whether an inode was changed after its tree was made. The clock may have been set back since, or in the making. */
export function changedAfter({ fromMs, toMs }: Making, ctimeMs: number): boolean {
  return fromMs <= toMs ? ctimeMs < fromMs || ctimeMs > toMs : ctimeMs < fromMs && ctimeMs > toMs;
}

/**
 * The same of a copied tree, by when the kernel last changed each file's inode, which nobody in a room can set.
 * @param tree as the room left it
 * @param lowers what it was made of
 * @param changed whether such a time is after the tree stood
 */
export async function changedSince(
  tree: string,
  lowers: LowerStack,
  changed: (ctimeMs: number) => boolean,
  { wanted, gone }: { wanted: (path: BytePath) => boolean; gone: ReadonlySet<BytePath> },
): Promise<Written> {
  const paths: BytePath[] = [];
  let seen = 0;
  const queue: BytePath[] = [''];
  for (let directory = queue.pop(); directory !== undefined; directory = queue.pop()) {
    for (const name of await lowers.names(directory)) {
      seen += 1;
      if (seen > MAX_ENTRIES) return { paths: paths.sort(), whole: false };
      const path = joinPath(directory, name);
      if (path === '.git' || gone.has(path)) continue;
      const before = await lowers.lookup(path);
      if (before?.stats.isDirectory()) queue.push(path);
      else if (wanted(path) && paths.length < MOST_WRITTEN) {
        const now = await lstat(hostPath(tree, path)).catch(() => undefined);
        if (now === undefined || changed(now.ctimeMs)) paths.push(path);
      }
    }
  }
  return { paths: paths.sort(), whole: true };
}

async function* entriesOf(directory: Buffer): AsyncGenerator<Dirent<Buffer>> {
  try {
    // Typings do not know that the encoding decides what names are.
    for await (const entry of await opendir(directory, { encoding: 'buffer', bufferSize: 256 } as never))
      yield entry as unknown as Dirent<Buffer>;
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
}
