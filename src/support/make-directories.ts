import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { errnoOf } from './errors.js';

/**
 * Makes a directory and what is missing above it, and says whether that was anything. Node's own way does not come back
 * where a file system says of a directory that is there that it is not, as /proc does of its own.
 * @param path absolute
 * @throws Error of the system, such as `ENOENT` below /proc, `ENOTDIR` or `EACCES`
 */
export function makeDirectories(path: string, mode = 0o777): boolean {
  try {
    return make(path, mode);
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT' || dirname(path) === path) throw error;
    makeDirectories(dirname(path), mode);
    return make(path, mode);
  }
}

function make(path: string, mode: number): boolean {
  try {
    mkdirSync(path, { mode });
    return true;
  } catch (error) {
    if (errnoOf(error) !== 'EEXIST') throw error;
    return false;
  }
}
