import { chmod, chown, lstat, mkdir, readdir, rename, rmdir } from 'node:fs/promises';
import { CleanroomError } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import type { Store } from './git.js';
import { displayPath, hostPath, joinPath } from './paths.js';
import type { BytePath } from './types.js';

const MAX_ENTRIES = 1_000_000;

/**
 * Makes a dead prepare room's top fit to be a layer: what it did to tracked files goes, so that base and commit stay one.
 * Directories that the base does not have (`node_modules`) are not walked.
 * @throws CleanroomError `prepare.too-many-entries`
 */
export async function freezeTop(
  top: string,
  store: Store,
  commit: string,
): Promise<{ entries: number; dropped: readonly string[] }> {
  const tracked = await trackedPaths(store, commit);
  const dropped: string[] = [];
  let entries = 0;
  let level: BytePath[] = [''];
  while (level.length > 0) {
    const next: BytePath[] = [];
    for (const directory of level) {
      for (const name of await readdir(hostPath(top, directory), { encoding: 'buffer' })) {
        const path = joinPath(directory, name.toString('latin1'));
        const known = path === '.git' ? 'file' : tracked.get(path);
        if (known === undefined) {
          entries += 1;
          continue;
        }
        const location = hostPath(top, path);
        if (known === 'directory' && (await lstat(location)).isDirectory()) {
          await renewDirectory(location, `${top}.renewed`);
          next.push(path);
          continue;
        }
        await removeTree(location);
        if (path !== '.git') dropped.push(displayPath(path));
      }
      // To stop here would leave changes of tracked files in the layer.
      if (entries > MAX_ENTRIES)
        throw new CleanroomError('prepare.too-many-entries', `prepare left more than ${MAX_ENTRIES} files and folders`);
    }
    level = next;
  }
  return { entries, dropped };
}

/** What the commit has where. A submodule is a directory. */
async function trackedPaths(store: Store, commit: string): Promise<ReadonlyMap<BytePath, 'file' | 'directory'>> {
  const listed = await store.run(['ls-tree', '-r', '-t', '-z', '--full-tree', commit], { maxBytes: 1 << 28 });
  const tracked = new Map<BytePath, 'file' | 'directory'>();
  for (const record of listed.stdout.toString('latin1').split('\0')) {
    const path = record.slice(record.indexOf('\t') + 1);
    if (record !== '') tracked.set(path, /^\d+ blob /.test(record) ? 'file' : 'directory');
  }
  return tracked;
}

/**
 * Puts a new directory with the same entries in the place of one that prepare may have removed and made again:
 * the kernel marks such a directory as hiding everything below it, tracked files too.
 * @param aside a path on the same file system, outside the layer.
 */
async function renewDirectory(location: Buffer, aside: string): Promise<void> {
  const { uid, gid } = await lstat(location);
  await chmod(location, 0o755);
  await rename(location, aside);
  await mkdir(location);
  await chmod(location, 0o755);
  await chown(location, uid, gid);
  const slash = Buffer.from('/');
  for (const name of await readdir(aside, { encoding: 'buffer' })) {
    await rename(Buffer.concat([Buffer.from(aside), slash, name]), Buffer.concat([location, slash, name]));
  }
  await rmdir(aside);
}
