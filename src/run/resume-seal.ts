import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Tells what this user wrote on this machine from what came from elsewhere. */
export interface Seal {
  sign(text: string): string;
  matches(text: string, seal: string): boolean;
}

const KEY_BYTES = 32;

/**
 * The seal of whoever runs this, by a key in a file of theirs that is made where it is missing. Undefined where it cannot
 * be: nothing is believed then, which costs time and nothing else.
 */
export async function openSeal(path: string, uid: number): Promise<Seal | undefined> {
  const key = (await readKey(path, uid)) ?? (await makeKey(path)) ?? (await readKey(path, uid));
  if (key === undefined) return undefined;
  const digest = (text: string): Buffer => createHmac('sha256', key).update(text).digest();
  return {
    sign: (text) => digest(text).toString('hex'),
    matches(text, seal) {
      const given = Buffer.from(seal, 'hex');
      return given.length === 32 && timingSafeEqual(given, digest(text));
    },
  };
}

async function readKey(path: string, uid: number): Promise<Buffer | undefined> {
  try {
    const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const status = await file.stat();
      // A key that others may read or write seals nothing.
      if (!status.isFile() || status.uid !== uid || (status.mode & 0o077) !== 0 || status.size !== KEY_BYTES)
        return undefined;
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}

async function makeKey(path: string): Promise<Buffer | undefined> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    const file = await open(path, 'wx', 0o600);
    try {
      const key = randomBytes(KEY_BYTES);
      await file.writeFile(key);
      return key;
    } finally {
      await file.close();
    }
  } catch {
    return undefined;
  }
}
