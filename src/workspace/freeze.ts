import { lstat, readdir, rm } from 'node:fs/promises';
import type { Store } from './git.js';
import { displayPath, hostPath, joinPath } from './paths.js';
import type { BytePath } from './types.js';

const MAX_ENTRIES = 1_000_000;

/**
 * Makes a dead prepare room's top fit to be a layer: what it did to tracked files goes, so that base and commit stay one.
 * Directories that the base does not have (`node_modules`) are not walked.
 */
export async function freezeTop(
  top: string,
  store: Store,
  commit: string,
): Promise<{ entries: number; dropped: readonly string[] }> {
  const listed = await store.run(['ls-tree', '-r', '-t', '-z', '--name-only', '--full-tree', commit], {
    maxBytes: 1 << 28,
  });
  const tracked = new Set<BytePath>(listed.stdout.toString('latin1').split('\0'));
  const dropped: string[] = [];
  let entries = 0;
  let level: BytePath[] = [''];
  while (level.length > 0 && entries < MAX_ENTRIES) {
    const next: BytePath[] = [];
    for (const directory of level) {
      for (const name of await readdir(hostPath(top, directory), { encoding: 'buffer' })) {
        const path = joinPath(directory, name.toString('latin1'));
        const stats = await lstat(hostPath(top, path));
        const known = tracked.has(path) || path === '.git';
        if (known && stats.isDirectory() && path !== '.git') next.push(path);
        else if (known) {
          await rm(hostPath(top, path), { recursive: true, force: true });
          if (path !== '.git') dropped.push(displayPath(path));
        } else entries += 1;
      }
    }
    level = next;
  }
  return { entries, dropped };
}
