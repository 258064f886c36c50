import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { readEarlier } from './resume-folder.js';
import { ownFolder } from './resume-owner.js';
import { openSeal } from './resume-seal.js';

/**
 * What was typed when the run of an evidence folder began. It decides everything, also whom a key is sent to, so it is only
 * believed where this user wrote it on this machine.
 * @returns undefined where nothing was kept
 * @throws CleanroomError `resume.request`, and as `readEarlier`
 */
export async function storedRequest(
  directory: string,
  keyFile: string,
  uid: number,
): Promise<{ readonly argv: readonly string[]; readonly directory: string } | undefined> {
  const seal = await openSeal(keyFile, uid);
  const release = existsSync(join(directory, 'journal.jsonl')) ? await ownFolder(directory) : async () => {};
  const earlier = await readEarlier(directory, seal).finally(release);
  const found = earlier?.kept.get('request');
  if (found?.record.kind !== 'request') return undefined;
  if (!found.sealed || found.record.plan !== earlier?.planSha256) {
    throw new CleanroomError(
      'resume.request',
      `the run in ${directory} was not begun by you on this machine, so what was typed then is not taken over`,
      { kind: 'usage', hint: 'give the flags of that run again, beside --resume' },
    );
  }
  const { argv, directory: from } = found.record;
  return { argv, directory: from };
}
