import { constants, type Stats } from 'node:fs';
import { chmod, lstat, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../support/canonical-json.js';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { MIN_SECRET_LENGTH } from '../support/redact-secrets.js';
import { removeTree } from '../support/remove-tree.js';

/** What tells a copy of a file from others, without its content. */
export interface ContentMark {
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
}

/** Marks of files. One that is shorter than any secret is none, and there are many: empty ones, `{}`, `false`. */
export function marksOf(contents: readonly Buffer[]): readonly ContentMark[] {
  return contents
    .filter((content) => content.toString('latin1').trim().length >= MIN_SECRET_LENGTH)
    .map((content) => ({ bytes: content.length, sha256: sha256(content) }));
}

/**
 * Takes credentials out of a dead room's directories: their own places, and every file with the same content elsewhere.
 * Nothing is reached through a link that the room put there, and no mode that it set keeps anything from us.
 * @param home the room's HOME on the host
 * @param targets places below it
 * @param marks of what was copied
 * @param trees further directories of the host that the room could write
 * @throws CleanroomError `rooms.credentials` when something cannot be looked at, and may hold a copy
 */
export async function removeCredentials(
  home: string,
  targets: readonly string[],
  marks: readonly ContentMark[],
  trees: readonly string[],
): Promise<void> {
  try {
    for (const target of targets) await removeBelow(home, target);
    if (marks.length === 0) return;
    const sizes = new Set(marks.map(({ bytes }) => bytes));
    const digests = new Set(marks.map((mark) => mark.sha256));
    for (const tree of [home, ...trees]) await removeCopies(Buffer.from(tree), sizes, digests);
  } catch (cause) {
    throw new CleanroomError(
      'rooms.credentials',
      `copied credentials could not be taken out of ${home} (${errnoOf(cause) ?? 'unknown error'})`,
      { hint: 'remove the room with `cleanroom-action rooms rm`, and the directory by hand if that fails', cause },
    );
  }
}

/** Removes `home/path`, unless something on the way is no directory: then it is not there. */
async function removeBelow(home: string, path: string): Promise<void> {
  const names = path.split('/');
  let at = home;
  for (const [index, name] of names.entries()) {
    at = join(at, name);
    if (index === names.length - 1) break;
    const entry = await entryOf(at);
    if (!entry?.isDirectory()) return;
    await permit(at, entry, 0o700);
  }
  if (await entryOf(at)) await removeTree(at);
}

async function removeCopies(
  directory: Buffer,
  sizes: ReadonlySet<number>,
  digests: ReadonlySet<string>,
): Promise<void> {
  const own = await entryOf(directory);
  if (!own?.isDirectory()) return;
  await permit(directory, own, 0o500);
  for (const name of await readdir(directory, { encoding: 'buffer' })) {
    const path = Buffer.concat([directory, Buffer.from('/'), name]);
    const entry = await entryOf(path);
    if (entry?.isDirectory()) await removeCopies(path, sizes, digests);
    else if (entry?.isFile() && sizes.has(entry.size)) {
      await permit(path, entry, 0o400);
      if (!digests.has(await digestOf(path, entry.size))) continue;
      await permit(directory, own, 0o700);
      await rm(path, { force: true });
    }
  }
}

/** Undefined: there is nothing of that name. */
async function entryOf(path: string | Buffer): Promise<Stats | undefined> {
  try {
    return await lstat(path);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/** Gives us rights that a dead room took from us. @param entry of the path, which is no link */
async function permit(path: string | Buffer, entry: Stats, rights: number): Promise<void> {
  if ((entry.mode & rights) !== rights) await chmod(path, (entry.mode & 0o7777) | rights);
}

async function digestOf(path: Buffer, size: number): Promise<string> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
    return sha256(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}
