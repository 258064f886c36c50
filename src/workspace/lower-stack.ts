import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { errnoOf } from '../support/errors.js';
import { hostPath, joinPath } from './paths.js';
import type { BytePath } from './types.js';

/** A whiteout as the kernel stores it: a character device 0/0. */
export function isWhiteout(entry: Stats): boolean {
  return entry.isCharacterDevice() && entry.rdev === 0;
}

/** Read-only layers, topmost first, looked at without mounting them. */
export class LowerStack {
  constructor(readonly layers: readonly string[]) {}

  /** The topmost entry at a path and where it is; undefined when the layers show nothing there. */
  async lookup(path: BytePath): Promise<{ readonly stats: Stats; readonly location: Buffer } | undefined> {
    for (const layer of this.layers) {
      const location = hostPath(layer, path);
      try {
        const stats = await lstat(location);
        return isWhiteout(stats) ? undefined : { stats, location };
      } catch (error) {
        // Below a file or a whiteout of this layer nothing of a lower one shows.
        if (errnoOf(error) === 'ENOTDIR') return undefined;
        if (errnoOf(error) !== 'ENOENT') throw error;
      }
    }
    return undefined;
  }

  /** Where the layers have a regular file. */
  async file(path: BytePath): Promise<Buffer | undefined> {
    const found = await this.lookup(path);
    return found?.stats.isFile() ? found.location : undefined;
  }

  /** The names that the layers together show in a directory. */
  async names(path: BytePath): Promise<Set<BytePath>> {
    const shown = new Set<BytePath>();
    const hidden = new Set<BytePath>();
    for (const layer of this.layers) {
      let entries: Dirent<Buffer>[];
      try {
        entries = await readdir(hostPath(layer, path), { withFileTypes: true, encoding: 'buffer' });
      } catch (error) {
        if (errnoOf(error) === 'ENOTDIR') break;
        if (errnoOf(error) !== 'ENOENT') throw error;
        if (await hiddenBy(layer, path)) break;
        continue;
      }
      for (const entry of entries) {
        const name = entry.name.toString('latin1');
        if (shown.has(name) || hidden.has(name)) continue;
        if (entry.isCharacterDevice() && isWhiteout(await lstat(hostPath(layer, joinPath(path, name)))))
          hidden.add(name);
        else shown.add(name);
      }
    }
    return shown;
  }
}

/** True when a whiteout of this layer covers a path. */
async function hiddenBy(layer: string, path: BytePath): Promise<boolean> {
  return lstat(hostPath(layer, path)).then(isWhiteout, (error: unknown) => errnoOf(error) === 'ENOTDIR');
}
