import { chmod, readdir, rm } from 'node:fs/promises';
import { errnoOf } from './errors.js';

/** Removes a tree although its (dead) author may have taken away our right to list parts of it. Missing is fine. */
export async function removeTree(path: string | Buffer): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (errnoOf(error) !== 'EACCES' && errnoOf(error) !== 'ENOTEMPTY' && errnoOf(error) !== 'EPERM') throw error;
    await unlock(Buffer.from(path));
    await rm(path, { recursive: true, force: true });
  }
}

async function unlock(directory: Buffer): Promise<void> {
  await chmod(directory, 0o700).catch(() => {});
  for (const entry of await readdir(directory, { withFileTypes: true, encoding: 'buffer' }).catch(() => [])) {
    if (entry.isDirectory()) await unlock(Buffer.concat([directory, Buffer.from('/'), entry.name]));
  }
}
