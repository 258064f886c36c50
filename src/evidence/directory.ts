import { chmodSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { CleanroomError, errnoOf, messageOf } from '../support/errors.js';
import { makeDirectories } from '../support/make-directories.js';

/**
 * Makes the folder of a run's evidence, or takes an empty one of ours.
 * @throws CleanroomError `evidence.directory`
 */
export function makeDirectory(directory: string): void {
  const refuse = (why: string): CleanroomError =>
    new CleanroomError('evidence.directory', `evidence cannot be written to ${directory}: ${why}`, {
      kind: 'usage',
      hint: 'name a directory that does not exist yet or is empty',
    });
  try {
    makeDirectories(dirname(directory));
    mkdirSync(directory, { mode: 0o700 });
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw refuse(messageOf(error));
    const entry = lstatSync(directory);
    if (!entry.isDirectory()) throw refuse('it is no directory');
    // Its owner could read and replace everything, whatever the mode.
    if (process.getuid !== undefined && entry.uid !== process.getuid()) throw refuse('it belongs to another user');
    if (readdirSync(directory).length > 0) throw refuse('it is not empty');
    chmodSync(directory, 0o700);
  }
}

/** @throws CleanroomError `evidence.write` in place of whatever `action` throws */
export function guarded<T>(what: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    if (cause instanceof CleanroomError) throw cause;
    throw new CleanroomError('evidence.write', `cannot write the evidence (${what}): ${messageOf(cause)}`, {
      cause,
      hint: 'see that the disk has space where the evidence is written, and that nothing removes it during the run',
    });
  }
}
