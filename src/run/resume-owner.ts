import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { bootIdentity, hasEnded, ownIdentity } from '../support/process-identity.js';

/** Hidden: no part of the evidence. All that is to be known stands in the name, which is there at once or not at all. */
const CLAIM = /^\.owner\.(\d{1,10})\.(\d{0,20})\.(\d{1,20})\.([0-9a-f-]{0,36})$/;

/**
 * Makes this process the only one that writes an evidence folder, until it ends or gives it up. It claims the folder first
 * and looks for others then, so of several at the same time at most one has it.
 * @returns gives it up
 * @throws CleanroomError `resume.running` when another one does, `evidence.write` when this user may not
 */
export async function ownFolder(directory: string): Promise<() => Promise<void>> {
  const [{ pid, started, namespace }, boot] = await Promise.all([ownIdentity(), bootIdentity()]);
  const own = `.owner.${pid}.${started}.${namespace}.${boot}`;
  const path = join(directory, own);
  const running = (other: number): CleanroomError =>
    new CleanroomError('resume.running', `process ${other} is still at the run in ${directory}`, {
      kind: 'usage',
      hint: 'wait until it ends, or end it',
    });
  try {
    await (await open(path, 'wx', 0o600)).close();
  } catch (cause) {
    if (errnoOf(cause) === 'EEXIST') throw running(pid);
    throw new CleanroomError('evidence.write', `cannot write the evidence (${directory}): ${messageOf(cause)}`, {
      cause,
      kind: 'usage',
      hint: 'go on as the user who began the run, where there is space',
    });
  }
  try {
    for (const name of await readdir(directory)) {
      const [, number, begun = '', inside = '', when] = CLAIM.exec(name) ?? [];
      if (number === undefined || name === own) continue;
      const other = { pid: Number(number), started: begun, namespace: inside };
      // One of another boot or machine is nobody's any more.
      if (when === boot && (await hasEnded(other)) === false) throw running(other.pid);
      await rm(join(directory, name), { force: true, recursive: true });
    }
  } catch (error) {
    await rm(path, { force: true });
    throw error;
  }
  return () => rm(path, { force: true });
}
