import { createHash } from 'node:crypto';
import { constants, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../schemas/manifest.js';
import { EVIDENCE_FILES } from './names.js';

type ManifestFile = Manifest['files'][number];

const OF_RESUME = `${EVIDENCE_FILES.resume}/`;

/**
 * Size and SHA-256 of every regular file below the folder except the manifest itself, sorted by path (code units).
 * @param options `resumable`: with what the run needs to go on; else that is about to be removed
 */
export async function buildManifest(directory: string, { resumable = false } = {}): Promise<Manifest> {
  const files: ManifestFile[] = [];
  const listed = listFiles(directory, '').filter((path) => resumable || !path.startsWith(OF_RESUME));
  for (const path of listed.sort()) files.push(await digestFile(directory, path));
  return { schema: 'cleanroom/manifest/v1', files };
}

/** Differences between a folder and its manifest, one line each; empty: they agree. */
export async function checkManifest(directory: string, manifest: Manifest): Promise<readonly string[]> {
  const resumable = manifest.files.some(({ path }) => path.startsWith(OF_RESUME));
  const present = new Map((await buildManifest(directory, { resumable })).files.map((file) => [file.path, file]));
  const problems: string[] = [];
  for (const expected of manifest.files) {
    const found = present.get(expected.path);
    present.delete(expected.path);
    if (found === undefined) problems.push(`${expected.path}: missing`);
    else if (found.sha256 !== expected.sha256) problems.push(`${expected.path}: its content has changed`);
  }
  for (const path of present.keys()) problems.push(`${path}: not in the manifest`);
  return problems;
}

/** Files whose names the recorder can have given: not its temporaries, and no links. */
function listFiles(directory: string, prefix: string): string[] {
  return readdirSync(join(directory, prefix), { withFileTypes: true }).flatMap((entry) => {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (entry.name.startsWith('.') || path === EVIDENCE_FILES.manifest) return [];
    if (entry.isDirectory()) return listFiles(directory, path);
    return entry.isFile() ? [path] : [];
  });
}

async function digestFile(directory: string, path: string): Promise<ManifestFile> {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(join(directory, path), constants.O_RDONLY | constants.O_NOFOLLOW);
  // The stream closes the file, also when reading fails.
  for await (const chunk of file.createReadStream()) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { path, bytes, sha256: hash.digest('hex') };
}
