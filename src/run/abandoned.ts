import { constants } from 'node:fs';
import { lstat, open, readdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { startOf } from '../support/process-identity.js';
import { removeTree } from '../support/remove-tree.js';

const STORE = /^cleanroom-store-[A-Za-z0-9]{6}$/;
const SCRATCH = /^cleanroom-[A-Za-z0-9]{6}$/;
const RECORD = 'run.json';
const MAX_RECORD_BYTES = 64 * 1024;
/** A store without a record may be one that is just being made. */
const YOUNG_MS = 60_000;

/** Notes in a run's own store who it is and where its trees are, for the next run after a `kill -9`. */
export async function recordOwner(store: string, scratch: readonly string[]): Promise<void> {
  const record = { pid: process.pid, started: await startOf(process.pid), scratch };
  await writeFile(join(store, RECORD), JSON.stringify(record), { mode: 0o600 });
}

/**
 * Removes what killed runs of the same user left in a temporary directory. Only stores that belong to us say what else
 * is to be removed, and only names that a run makes, in that very directory or another temporary one, are believed.
 */
export async function removeAbandoned(temporary: readonly string[], uid: number): Promise<void> {
  for (const parent of temporary) {
    for (const name of await readdir(parent).catch(() => [])) {
      if (!STORE.test(name)) continue;
      const store = join(parent, name);
      const entry = await lstat(store).catch(() => undefined);
      if (!entry?.isDirectory() || entry.uid !== uid) continue;
      const record = await readRecord(join(store, RECORD));
      if (!record && Date.now() - entry.mtimeMs < YOUNG_MS) continue;
      if (record && (await startOf(record.pid)) === record.started) continue;
      for (const scratch of record?.scratch ?? []) {
        if (SCRATCH.test(basename(scratch)) && temporary.includes(dirname(scratch)))
          await removeTree(scratch).catch(() => {});
      }
      await removeTree(store).catch(() => {});
    }
  }
}

interface Owner {
  readonly pid: number;
  readonly started: string;
  readonly scratch: readonly string[];
}

async function readRecord(path: string): Promise<Owner | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    try {
      if ((await file.stat()).size > MAX_RECORD_BYTES) return undefined;
      const value: unknown = JSON.parse(await file.readFile('utf8'));
      return isOwner(value) ? value : undefined;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

function isOwner(value: unknown): value is Owner {
  if (value === null || typeof value !== 'object') return false;
  const { pid, started, scratch } = value as Record<string, unknown>;
  return (
    typeof pid === 'number' &&
    typeof started === 'string' &&
    Array.isArray(scratch) &&
    scratch.every((path) => typeof path === 'string')
  );
}
