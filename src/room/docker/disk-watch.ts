import { constants } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { errnoOf } from '../../support/errors.js';
import type { LimitName } from '../types.js';
import type { WatchedDirectory } from '../watched.js';

export interface DiskUse {
  readonly bytes: number;
  readonly files: number;
}

const MIN_PAUSE_MS = 200;
/** Looking takes at most about a tenth of one CPU. */
const PAUSE_PER_WALK = 10;
const NOTHING: DiskUse = { bytes: 0, files: 0 };

/** Watches what a room adds to directories of the host, and says which limit it passes. */
export class DiskWatch {
  private before: readonly DiskUse[] = [];
  private timer: NodeJS.Timeout | undefined;
  private walking: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(
    private readonly directories: readonly WatchedDirectory[],
    private readonly most: DiskUse,
  ) {}

  /** Counts from now on; `onLimit` is called once when a limit is passed. */
  async start(onLimit: (limit: LimitName) => void): Promise<void> {
    this.before = await Promise.all(
      this.directories.map(({ path, counts }) => (counts === 'all' ? NOTHING : measure(path, UNBOUNDED))),
    );
    this.next(onLimit, MIN_PAUSE_MS);
  }

  /** The limit that is passed now, if any. */
  async look(): Promise<LimitName | undefined> {
    let bytes = 0;
    let files = 0;
    for (const [index, { path }] of this.directories.entries()) {
      const base = this.before[index] ?? NOTHING;
      const used = await measure(path, {
        bytes: this.most.bytes - bytes + base.bytes,
        files: this.most.files - files + base.files,
      });
      bytes += Math.max(0, used.bytes - base.bytes);
      files += Math.max(0, used.files - base.files);
      if (bytes > this.most.bytes) return 'disk-size';
      if (files > this.most.files) return 'disk-files';
    }
    return undefined;
  }

  async close(): Promise<void> {
    this.closed = true;
    clearTimeout(this.timer);
    await this.walking;
  }

  private next(onLimit: (limit: LimitName) => void, pauseMs: number): void {
    if (this.closed) return;
    this.timer = setTimeout(() => {
      const started = performance.now();
      this.walking = this.look().then((limit) => {
        if (limit === undefined)
          this.next(onLimit, Math.max(MIN_PAUSE_MS, (performance.now() - started) * PAUSE_PER_WALK));
        else if (!this.closed) onLimit(limit);
      });
    }, pauseMs);
    this.timer.unref();
  }
}

const UNBOUNDED: DiskUse = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };

/**
 * What a directory holds, in bytes on the disk; counting ends past `most`. The room may change it meanwhile: what
 * vanishes counts for nothing, and a link that takes a directory's place leads nowhere.
 */
async function measure(root: string, most: DiskUse): Promise<DiskUse> {
  let bytes = 0;
  let files = 0;
  let base: string | undefined;
  const linked = new Set<string>();
  const left = [Buffer.from(root)];
  for (let path = left.pop(); path !== undefined; path = left.pop()) {
    const directory = await open(path, constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW).catch(
      errnoOf,
    );
    // A path that is too long for anybody to look into is no place to keep things from being counted.
    if (directory === 'ENAMETOOLONG') return UNBOUNDED;
    if (directory === undefined || typeof directory === 'string') continue;
    try {
      const here = `/proc/self/fd/${directory.fd}`;
      const real = await readlink(here).catch(() => '');
      base ??= real;
      if (real !== base && !real.startsWith(`${base}/`)) continue;
      for (const name of await readdir(here, { encoding: 'buffer' }).catch(() => [])) {
        const entry = await lstat(Buffer.concat([Buffer.from(`${here}/`), name])).catch(() => undefined);
        if (!entry) continue;
        const key = `${entry.dev}:${entry.ino}`;
        if (entry.nlink > 1 && !entry.isDirectory()) {
          if (linked.has(key)) continue;
          linked.add(key);
        }
        bytes += entry.blocks * 512;
        files += 1;
        if (entry.isDirectory()) left.push(Buffer.concat([path, Buffer.from('/'), name]));
        if (bytes > most.bytes || files > most.files) return { bytes, files };
      }
    } finally {
      await directory.close();
    }
  }
  return { bytes, files };
}
