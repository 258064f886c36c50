import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { lstat, open, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../schemas/manifest.js';
import { sha256 } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import { EVIDENCE_FILES } from './names.js';
import { readRegular } from './read-regular.js';

/** More than a run makes, so that a folder of somebody else cannot keep its reader busy for ever. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;
const MAX_BYTES = 4 * 1024 ** 3;
const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_PROBLEMS = 50;

/** A folder that anybody may have written, as it was when it was looked at. */
export interface EvidenceFolderReading {
  /** Digests of its regular files, by path; without the manifest. */
  readonly files: ReadonlyMap<string, string>;
  /** Bytes of its manifest; undefined: it has none that can be read. */
  readonly manifest: Buffer | undefined;
  /** What no run writes: links, pipes, hidden names, too much of anything. A sentence each. */
  readonly problems: readonly string[];
  /**
   * A file of it; undefined: it is not there, or larger than that.
   * @throws CleanroomError `evidence.changed` when it is not what it was any more
   */
  read(path: string, maxBytes: number): Buffer | undefined;
}

/**
 * Looks through an evidence folder as through an enemy's: no link is followed, and what is read is bounded.
 * @throws CleanroomError `evidence.missing` when it is no directory
 */
export async function readFolder(directory: string): Promise<EvidenceFolderReading> {
  const root = await lstat(directory).catch(() => undefined);
  if (!root?.isDirectory())
    throw new CleanroomError('evidence.missing', `${directory} is no directory`, {
      kind: 'usage',
      hint: 'name the evidence folder of a run, as `run` printed it or an artifact holds it',
    });
  const files = new Map<string, string>();
  const problems: string[] = [];
  let entries = 0;
  let bytes = 0;
  const say = (path: string, why: string): void => {
    if (problems.length < MAX_PROBLEMS) problems.push(`${show(path)} ${why}`);
  };
  const walk = async (prefix: string, depth: number): Promise<void> => {
    const found: Dirent[] = await readdir(join(directory, prefix), { withFileTypes: true });
    for (const { name } of found.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const path = prefix === '' ? name : `${prefix}/${name}`;
      entries += 1;
      if (entries > MAX_ENTRIES) return say(prefix || '.', `holds more than ${MAX_ENTRIES} files`);
      const entry = await lstat(join(directory, path)).catch(() => undefined);
      if (name.startsWith('.')) say(path, 'is hidden, and no run writes such a name');
      else if (!entry) say(path, 'cannot be read');
      else if (entry.isDirectory()) {
        if (depth >= MAX_DEPTH) say(path, `is more than ${MAX_DEPTH} folders deep`);
        else await walk(path, depth + 1);
      } else if (!entry.isFile()) say(path, 'is no regular file');
      else if (path !== EVIDENCE_FILES.manifest) {
        bytes += entry.size;
        if (bytes > MAX_BYTES) return say('.', `holds more than ${MAX_BYTES} bytes`);
        files.set(path, await digest(join(directory, path), entry.size));
      }
    }
  };
  await walk('', 0);
  return {
    files,
    manifest: readRegular(join(directory, EVIDENCE_FILES.manifest), MAX_MANIFEST),
    problems,
    read(path, maxBytes) {
      const known = files.get(path);
      if (known === undefined) return undefined;
      const found = readRegular(join(directory, path), maxBytes);
      if (found !== undefined && sha256(found) !== known)
        throw new CleanroomError('evidence.changed', `${show(path)} changed while the evidence was read`);
      return found;
    },
  };
}

/** Differences between a folder and its manifest, a sentence each; empty: they agree. */
export function manifestDiffers({ files }: EvidenceFolderReading, manifest: Manifest): readonly string[] {
  const problems: string[] = [];
  const listed = new Map(manifest.files.map((file) => [file.path, file]));
  if (listed.size !== manifest.files.length) problems.push('manifest.json names a file twice');
  for (const [path, { sha256: expected }] of listed) {
    const found = files.get(path);
    if (found === undefined) problems.push(`${show(path)} is missing`);
    else if (found !== expected) problems.push(`${show(path)} has changed`);
  }
  for (const path of files.keys()) if (!listed.has(path)) problems.push(`${show(path)} is not in the manifest`);
  return problems.slice(0, MAX_PROBLEMS);
}

/** Of no more than its size at first: it may be written meanwhile. */
async function digest(path: string, size: number): Promise<string> {
  const hash = createHash('sha256');
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  if (size === 0) {
    await file.close();
    return hash.digest('hex');
  }
  // The stream closes the file, also when reading fails.
  for await (const chunk of file.createReadStream({ end: size - 1 })) hash.update(chunk);
  return hash.digest('hex');
}

function show(path: string): string {
  return JSON.stringify(path.slice(0, 200));
}
