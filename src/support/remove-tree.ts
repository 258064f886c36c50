import { chmod, lstat, readdir, rm } from 'node:fs/promises';
import { errnoOf } from './errors.js';

/** Removes a tree although its (dead) author may have taken away our right to list parts of it. */
export async function removeTree(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    if (errnoOf(error) !== 'EACCES' && errnoOf(error) !== 'ENOTEMPTY') throw error;
    await unlock(path);
    await rm(path, { recursive: true, force: true });
  }
}

async function unlock(directory: string): Promise<void> {
  await chmod(directory, 0o700);
  for (const entry of await readdir(directory, { withFileTypes: true, encoding: 'buffer' })) {
    const child = Buffer.concat([Buffer.from(directory), Buffer.from('/'), entry.name]);
    if (entry.isDirectory() && (await lstat(child)).isDirectory()) await unlockBuffer(child);
  }
}

async function unlockBuffer(directory: Buffer): Promise<void> {
  await chmod(directory, 0o700).catch(() => {});
  for (const entry of await readdir(directory, { withFileTypes: true, encoding: 'buffer' })) {
    if (entry.isDirectory()) await unlockBuffer(Buffer.concat([directory, Buffer.from('/'), entry.name]));
  }
}
