import { constants } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { bootIdentity, hasEnded, ownIdentity, type ProcessIdentity } from '../support/process-identity.js';

/** Hidden: no part of the evidence. */
const OWNER = '.owner';
const MAX_BYTES = 1024;

type Owner = ProcessIdentity & { readonly boot: string };

/**
 * Makes this process the only one that writes an evidence folder, until it ends or gives it up.
 * @returns gives it up
 * @throws CleanroomError `resume.running` when another one does
 */
export async function ownFolder(directory: string): Promise<() => Promise<void>> {
  const path = join(directory, OWNER);
  const boot = await bootIdentity();
  const own: Owner = { ...(await ownIdentity()), boot };
  for (let attempt = 0; ; attempt++) {
    try {
      await writeFile(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
      return () => rm(path, { force: true });
    } catch (error) {
      if (errnoOf(error) !== 'EEXIST' || attempt >= 3) throw error;
    }
    const other = await readOwner(path);
    // Of another boot or machine, and what cannot be read, is nobody's any more.
    if (other?.boot === boot && (await hasEnded(other)) === false) {
      throw new CleanroomError('resume.running', `process ${other.pid} is still at the run in ${directory}`, {
        kind: 'usage',
        hint: 'wait until it ends, or end it',
      });
    }
    await rm(path, { force: true });
  }
}

async function readOwner(path: string): Promise<Owner | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  );
  if (!file) return undefined;
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > MAX_BYTES) return undefined;
    const value: unknown = JSON.parse(await file.readFile('utf8'));
    return isOwner(value) ? value : undefined;
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

function isOwner(value: unknown): value is Owner {
  if (value === null || typeof value !== 'object') return false;
  const { pid, started, namespace, boot } = value as Record<string, unknown>;
  return (
    Number.isSafeInteger(pid) &&
    Number(pid) > 0 &&
    typeof started === 'string' &&
    typeof namespace === 'string' &&
    typeof boot === 'string'
  );
}
