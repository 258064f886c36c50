import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, errnoOf } from '../support/errors.js';

/** Entries of a download that are looked at. */
const MAX_ENTRIES = 1000;

/**
 * The evidence in a folder that an artifact was unpacked to: the folder itself, or the only one in it that is evidence.
 * @throws CleanroomError `evidence.missing`, `evidence.unreadable`
 */
export async function findEvidence(directory: string): Promise<string> {
  if (await isEvidence(directory)) return directory;
  const found: string[] = [];
  try {
    let entries = 0;
    for await (const entry of await opendir(directory)) {
      entries += 1;
      if (entries > MAX_ENTRIES) break;
      const path = join(directory, entry.name);
      if (entry.isDirectory() && (await isEvidence(path))) found.push(path);
    }
  } catch (cause) {
    throw new CleanroomError('evidence.unreadable', `cannot read ${directory}: ${errnoOf(cause) ?? 'unknown error'}`, {
      hint: 'download the artifact of the run to this folder first',
      cause,
    });
  }
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0) return only;
  if (only === undefined)
    throw new CleanroomError('evidence.missing', `there is no evidence in ${directory}`, {
      hint: 'download the artifact of the run to this folder; a run that was killed leaves none',
    });
  throw new CleanroomError('evidence.missing', `${directory} holds the evidence of ${found.length} runs`, {
    hint: 'name the folder of one of them, and publish each in a step of its own',
  });
}

async function isEvidence(directory: string): Promise<boolean> {
  for (const name of ['manifest.json', 'verdict.json']) {
    const entry = await lstat(join(directory, name)).catch(() => undefined);
    if (entry?.isFile()) return true;
  }
  return false;
}
