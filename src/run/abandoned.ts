import { constants } from 'node:fs';
import { lstat, open, readdir, rename, statfs, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOver, type Lease, leaseText, ownLease, parseLease, RUN_LEASE_SECONDS } from '../support/lease.js';
import { removeTree } from '../support/remove-tree.js';

const STORE = /^cleanroom-store-[A-Za-z0-9]{6}$/;
const SCRATCH = /^cleanroom-[A-Za-z0-9]{6}$/;
const RECORD = 'run.json';
const MAX_RECORD_BYTES = 64 * 1024;
/** A store without a record may be one that is just being made. */
const YOUNG_MS = 60_000;
/** In which one that only looks old, because the clock was set meanwhile, gets its record. */
const SETTLE_MS = 250;

/** Notes in a run's own store who it is and where its trees are, for the next run after a `kill -9`. */
export async function recordOwner(
  store: string,
  scratch: readonly string[],
  leaseSeconds = RUN_LEASE_SECONDS,
): Promise<void> {
  await writeRecord(store, { lease: await ownLease(leaseSeconds), scratch });
}

async function writeRecord(store: string, { lease, scratch }: Owner): Promise<void> {
  // A kill in the middle of it leaves the record before.
  const next = join(store, `${RECORD}.next`);
  await writeFile(next, JSON.stringify({ lease: leaseText(lease), scratch }), { mode: 0o600 });
  await rename(next, join(store, RECORD));
}

/** Adds a directory to what a store says of itself, as soon as there is one. */
export async function recordScratch(store: string, path: string): Promise<void> {
  const record = await readRecord(join(store, RECORD));
  const scratch = [...(record?.scratch ?? []).filter((other) => other !== path), path];
  await writeRecord(store, { lease: record?.lease ?? (await ownLease(RUN_LEASE_SECONDS)), scratch });
}

/** Whether a directory is one that runs make, by its name and its place. */
export function isScratch(path: string, temporary: readonly string[]): boolean {
  const name = basename(path);
  return (SCRATCH.test(name) || STORE.test(name)) && temporary.includes(dirname(path));
}

/**
 * Removes what killed runs of the same user left in a temporary directory. Only stores that belong to us say what else
 * is to be removed, and only names that a run makes, in that very directory or another temporary one, are believed.
 * @param settle waits until one that is just being made has its record
 * @returns what was removed
 */
export async function removeAbandoned(
  temporary: readonly string[],
  uid: number,
  settle = async (): Promise<void> => sleep(SETTLE_MS),
): Promise<string[]> {
  const removed: string[] = [];
  const remove = (path: string): Promise<void> =>
    lstat(path)
      .then(() => removeTree(path))
      .then(
        () => void removed.push(path),
        () => {},
      );
  for (const parent of temporary) {
    const here = await isOfThisMachine(parent);
    for (const name of await readdir(parent).catch(() => [])) {
      if (!STORE.test(name)) continue;
      const store = join(parent, name);
      const entry = await lstat(store).catch(() => undefined);
      if (!entry?.isDirectory() || entry.uid !== uid) continue;
      // A time to come is one from before the clock was set back.
      const young = Math.abs(Date.now() - entry.mtimeMs) < YOUNG_MS;
      let record = await readRecord(join(store, RECORD));
      if (!record) {
        if (young) continue;
        await settle();
        record = await readRecord(join(store, RECORD));
      }
      if (record && !(await isOver(record.lease, here ? { sinceMs: record.writtenMs } : undefined))) continue;
      for (const scratch of record?.scratch ?? [])
        if (SCRATCH.test(basename(scratch)) && temporary.includes(dirname(scratch))) await remove(scratch);
      await remove(store);
    }
  }
  return removed;
}

/**
 * File systems that one kernel alone has mounted: ext, xfs, btrfs, f2fs, zfs, tmpfs, and overlays, whose upper layer is one of
 * those. Anything else may be shared with machines that work. Source: include/uapi/linux/magic.h.
 */
const LOCAL = new Set([0xef53, 0x58465342, 0x9123683e, 0xf2f52010, 0x2fc12fc1, 0x01021994, 0x794c7630]);

async function isOfThisMachine(directory: string): Promise<boolean> {
  const found = await statfs(directory).catch(() => undefined);
  return found !== undefined && LOCAL.has(found.type);
}

interface Owner {
  readonly lease: Lease;
  readonly scratch: readonly string[];
}

async function readRecord(path: string): Promise<(Owner & { readonly writtenMs: number }) | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const entry = await file.stat();
      if (!entry.isFile() || entry.size > MAX_RECORD_BYTES) return undefined;
      const owner = ownerOf(JSON.parse(await file.readFile('utf8')));
      return owner && { ...owner, writtenMs: entry.mtimeMs };
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function ownerOf(value: unknown): Owner | undefined {
  if (value === null || typeof value !== 'object') return undefined;
  const { lease: text, scratch } = value as Record<string, unknown>;
  const lease = typeof text === 'string' ? parseLease(text) : undefined;
  if (lease === undefined || !Array.isArray(scratch)) return undefined;
  const paths: readonly unknown[] = scratch;
  return paths.every((path) => typeof path === 'string') ? { lease, scratch: paths as readonly string[] } : undefined;
}
