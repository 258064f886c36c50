import { chmod, readdir, rm } from 'node:fs/promises';
import { errnoOf } from './errors.js';
import { runHost } from './process.js';

/** Removes a tree although its (dead) author may have taken away our right to list parts of it. Missing is fine. */
export async function removeTree(path: string | Buffer): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    const code = errnoOf(error);
    if (code === 'ENAMETOOLONG') return removeDeep(path);
    if (code !== 'EACCES' && code !== 'ENOTEMPTY' && code !== 'EPERM') throw error;
    await unlock(Buffer.from(path));
    await rm(path, { recursive: true, force: true }).catch((again: unknown) => {
      if (errnoOf(again) === 'ENAMETOOLONG') return removeDeep(path);
      throw again;
    });
  }
}

/** Paths deeper than the kernel takes in one piece: rm(1) goes down step by step, which Node cannot. */
async function removeDeep(path: string | Buffer): Promise<void> {
  const removal = [
    'xargs',
    '-0',
    'sh',
    '-c',
    'chmod -R u+rwX -- "$1" 2>/dev/null; exec rm -rf -- "$1"',
    'remove',
  ] as const;
  const stdin = Buffer.concat([Buffer.from(path), Buffer.from([0])]);
  const result = await runHost({ argv: removal, env: { PATH: '/usr/bin:/bin' }, stdin });
  if (result.code !== 0) throw new Error(`a tree could not be removed: ${result.stderr.trim().slice(-300)}`);
}

async function unlock(directory: Buffer): Promise<void> {
  await chmod(directory, 0o700).catch(() => {});
  for (const entry of await readdir(directory, { withFileTypes: true, encoding: 'buffer' }).catch(() => [])) {
    if (entry.isDirectory()) await unlock(Buffer.concat([directory, Buffer.from('/'), entry.name]));
  }
}
