import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readRegular } from '../evidence/read-regular.js';
import type { RequestRecord } from '../schemas/resume.js';
import { CleanroomError } from '../support/errors.js';
import { sealText } from './resume-record.js';
import { openSeal } from './resume-seal.js';

const MAX_BYTES = 4 << 20;

/**
 * What was typed when the run of an evidence folder began. It decides everything, also whom a key is sent to, so it is only
 * believed where this user wrote it on this machine. Whether the folder is one that a run can go on in is not looked at:
 * what was typed makes a plan, and that has to be the folder's.
 * @returns undefined where nothing was kept
 * @throws CleanroomError `resume.request`
 */
export async function storedRequest(
  directory: string,
  keyFile: string,
  uid: number,
): Promise<{ readonly argv: readonly string[]; readonly directory: string } | undefined> {
  const text = readRequest(directory);
  if (text === undefined) return undefined;
  const refuse = (why: string): CleanroomError =>
    new CleanroomError('resume.request', `the run in ${directory} ${why}`, {
      kind: 'usage',
      hint: 'give the flags of that run again, beside --resume',
    });
  const seal = await openSeal(keyFile, uid);
  const found = sealed(text, (words, given) => seal?.matches(words, given) === true);
  if (!found) throw refuse('was not begun by you on this machine, so what was typed then is not taken over');
  const { argv, directory: from } = found;
  const there = await stat(from).catch(() => undefined);
  if (!there?.isDirectory()) throw refuse(`was begun in ${from}, which is no directory any more`);
  return { argv, directory: from };
}

function readRequest(directory: string): string | undefined {
  try {
    return readRegular(join(directory, 'resume/request.json'), MAX_BYTES)?.toString('utf8');
  } catch {
    return undefined;
  }
}

/** Undefined: it is no record of this user's. One that is has the form that it was written in. */
function sealed(text: string, matches: (words: string, seal: string) => boolean): RequestRecord | undefined {
  try {
    const { seal, ...rest } = JSON.parse(text) as RequestRecord;
    if (rest.kind !== 'request' || typeof seal !== 'string') return undefined;
    return matches(sealText('request', rest), seal) ? { ...rest, seal } : undefined;
  } catch {
    return undefined;
  }
}
