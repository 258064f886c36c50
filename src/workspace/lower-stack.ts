import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { errnoOf } from '../support/errors.js';
import { hostPath, joinPath, parentOf } from './paths.js';
import type { BytePath } from './types.js';

/** A whiteout as the kernel stores it: a character device 0/0. */
export function isWhiteout(entry: Stats): boolean {
  return entry.isCharacterDevice() && entry.rdev === 0;
}

/**
 * Read-only layers, topmost first, looked at without mounting them. No link is ever followed, not even one on the way
 * to a path: it would lead to files of the host. The layers must not change while a stack is in use.
 */
export class LowerStack {
  private readonly merged = new Map<BytePath, Promise<readonly string[]>>();

  constructor(readonly layers: readonly string[]) {}

  /** The topmost entry at a path and where it is; undefined when the layers show nothing there. */
  async lookup(path: BytePath): Promise<{ readonly stats: Stats; readonly location: Buffer } | undefined> {
    for (const layer of await this.merging(parentOf(path))) {
      const stats = await entryAt(layer, path);
      if (stats) return isWhiteout(stats) ? undefined : { stats, location: hostPath(layer, path) };
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
    for (const layer of await this.merging(path)) {
      const entries: Dirent<Buffer>[] = await readdir(hostPath(layer, path), {
        withFileTypes: true,
        encoding: 'buffer',
      });
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

  /** The layers whose directories at a path are shown as one, topmost first; none where the path is no directory. */
  private merging(directory: BytePath): Promise<readonly string[]> {
    if (directory === '') return Promise.resolve(this.layers);
    const known = this.merged.get(directory);
    if (known) return known;
    const found = this.findMerging(directory);
    this.merged.set(directory, found);
    return found;
  }

  private async findMerging(directory: BytePath): Promise<readonly string[]> {
    const layers: string[] = [];
    for (const layer of await this.merging(parentOf(directory))) {
      const stats = await entryAt(layer, directory);
      if (!stats) continue;
      // A whiteout, a file or a link shows nothing of the layers below it.
      if (!stats.isDirectory()) break;
      layers.push(layer);
    }
    return layers;
  }
}

/** What one layer has at a path whose parent it has as a directory. */
async function entryAt(layer: string, path: BytePath): Promise<Stats | undefined> {
  return lstat(hostPath(layer, path)).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}
