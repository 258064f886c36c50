import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../schemas/manifest.js';
import { CleanroomError } from '../support/errors.js';

/** Of a whole folder; a run's own limits are far below. */
export const MAX_FOLDER_BYTES = 2 * 1024 * 1024 * 1024;
export const MAX_FOLDER_ENTRIES = 50_000;
const MAX_FOLDER_DEPTH = 8;

type Entry = Manifest['files'][number];

/**
 * Compares every file of a folder that came from another job with its manifest: nothing but plain files and folders,
 * nothing too large, and each listed file with the size and digest that it is listed with.
 * @returns what a reader should know, one sentence each: listed files that are not there, and files that nobody listed
 * @throws CleanroomError `evidence.unsafe-file`, `evidence.too-large`, `evidence.digest`, `evidence.invalid`
 */
export async function checkFolder(directory: string, manifest: readonly Entry[]): Promise<readonly string[]> {
  const listed = new Map(manifest.map((entry) => [entry.path, entry]));
  if (listed.size !== manifest.length || manifest.some(({ path }) => !isPlainPath(path))) {
    throw new CleanroomError('evidence.invalid', 'manifest.json of the evidence lists names that no run writes', {
      hint: 'do not publish this folder',
    });
  }
  const present = new Map(await filesOf(directory));
  let unlisted = 0;
  for (const [path, bytes] of present) {
    const entry = listed.get(path);
    if (entry === undefined) unlisted += path === 'manifest.json' ? 0 : 1;
    else if (entry.bytes !== bytes || entry.sha256 !== (await digestOf(directory, path, bytes))) throw changed(path);
  }
  const missing = manifest.filter(({ path }) => !present.has(path)).length;
  return [
    ...(missing > 0 ? [`The run wrote ${missing} more files than this copy of its evidence has.`] : []),
    ...(unlisted > 0 ? [`Nobody looked at ${unlisted} files in the folder that the run did not write.`] : []),
  ];
}

/** Paths and sizes of everything below a folder. Nothing is followed. */
async function filesOf(directory: string): Promise<(readonly [string, number])[]> {
  const found: (readonly [string, number])[] = [];
  let entries = 0;
  let total = 0;
  const visit = async (prefix: string, depth: number): Promise<void> => {
    if (depth > MAX_FOLDER_DEPTH) throw tooLarge(`folders more than ${MAX_FOLDER_DEPTH} levels deep`);
    for await (const { name } of await opendir(join(directory, prefix))) {
      entries += 1;
      if (entries > MAX_FOLDER_ENTRIES) throw tooLarge(`more than ${MAX_FOLDER_ENTRIES} files`);
      const path = prefix === '' ? name : `${prefix}/${name}`;
      const entry = await lstat(join(directory, path));
      if (entry.isDirectory()) await visit(path, depth + 1);
      // A second name of a file may be anywhere on this machine, and what it holds may be changed there.
      else if (!entry.isFile() || entry.nlink > 1) throw unsafe();
      else {
        total += entry.size;
        if (total > MAX_FOLDER_BYTES) throw tooLarge(`more than ${MAX_FOLDER_BYTES} bytes`);
        found.push([path, entry.size]);
      }
    }
  };
  await visit('', 1);
  return found;
}

/** @returns undefined when there is more or less of the file than it was listed with */
async function digestOf(directory: string, path: string, bytes: number): Promise<string | undefined> {
  const file = await open(
    join(directory, path),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => {
    throw unsafe();
  });
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(256 * 1024);
  try {
    let read = 0;
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
      read += bytesRead;
      if (read > bytes) return undefined;
      if (bytesRead === 0) return read === bytes ? hash.digest('hex') : undefined;
      hash.update(buffer.subarray(0, bytesRead));
    }
  } finally {
    await file.close();
  }
}

/** Relative, with no part that leads elsewhere, and nothing that an error or a log would have to hide. */
function isPlainPath(path: string): boolean {
  return path !== 'manifest.json' && path.length <= 1000 && path.split('/').every((part) => PART.test(part));
}

const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;

function unsafe(): CleanroomError {
  return new CleanroomError('evidence.unsafe-file', 'the evidence holds something else than plain files of its own', {
    hint: 'links, pipes and devices are no evidence; do not publish this folder',
  });
}

function changed(path: string): CleanroomError {
  return new CleanroomError('evidence.digest', `${path} is not the file that manifest.json gives the digest of`, {
    hint: 'the evidence was changed after the run; do not publish this folder',
  });
}

function tooLarge(what: string): CleanroomError {
  return new CleanroomError('evidence.too-large', `the evidence holds ${what}`, {
    hint: 'no run writes as much; do not publish this folder',
  });
}
