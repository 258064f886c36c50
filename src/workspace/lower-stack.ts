import type { Stats } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { errnoOf } from '../support/errors.js';
import { hostPath, joinPath, parentOf } from './paths.js';
import type { BytePath } from './types.js';

/** A whiteout as the kernel stores it: a character device 0/0. */
export function isWhiteout(entry: Stats): boolean {
  return entry.isCharacterDevice() && entry.rdev === 0;
}

/** `other`: a file, a link or a whiteout, below which nothing of this layer or a lower one shows. */
type Folder = 'folder' | 'missing' | 'other';

/** Read-only layers, topmost first, looked at without mounting them. */
export class LowerStack {
  private readonly folders = new Map<string, Promise<Folder>>();

  constructor(readonly layers: readonly string[]) {}

  /** The topmost entry at a path and where it is; undefined when the layers show nothing there. */
  async lookup(path: BytePath): Promise<{ readonly stats: Stats; readonly location: Buffer } | undefined> {
    for (const layer of this.layers) {
      const location = hostPath(layer, path);
      const parent = await this.folder(layer, parentOf(path));
      if (parent === 'other') return undefined;
      if (parent === 'missing') continue;
      try {
        const stats = await lstat(location);
        return isWhiteout(stats) ? undefined : { stats, location };
      } catch (error) {
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
      const folder = await this.folder(layer, path);
      if (folder === 'other') break;
      if (folder === 'missing') continue;
      const entries = await readdir(hostPath(layer, path), { withFileTypes: true, encoding: 'buffer' });
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

  /** What a layer has at a path, without following a link on the way: one that a tree holds may lead to the host's files. */
  private folder(layer: string, path: BytePath): Promise<Folder> {
    if (path === '') return Promise.resolve('folder');
    const key = `${layer}\0${path}`;
    let known = this.folders.get(key);
    if (!known) {
      known = this.look(layer, path);
      this.folders.set(key, known);
    }
    return known;
  }

  private async look(layer: string, path: BytePath): Promise<Folder> {
    const parent = await this.folder(layer, parentOf(path));
    if (parent !== 'folder') return parent;
    try {
      return (await lstat(hostPath(layer, path))).isDirectory() ? 'folder' : 'other';
    } catch (error) {
      if (errnoOf(error) !== 'ENOENT') throw error;
      return 'missing';
    }
  }
}
