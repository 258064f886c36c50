import { chmod, lstat, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errnoOf } from '../support/errors.js';
import { isObject } from '../support/json-object.js';

/** What lies beside an installed tool; a directory without it, or with another one, is not an installation. */
export interface ToolRecord {
  readonly schema: 'cleanroom/tool/v1';
  readonly name: string;
  readonly package: string;
  readonly version: string;
  /** `linux-x64` */
  readonly platform: string;
  /** Path of the program below the installation. */
  readonly program: string;
  readonly programBytes: number;
  /** Packages of the installation with the digests that npm checked. */
  readonly packages: readonly { readonly name: string; readonly version: string; readonly integrity: string | null }[];
}

const RECORD = 'cleanroom-tool.json';
const MAX_RECORD_BYTES = 1024 * 1024;

/**
 * The record of a complete installation of exactly this tool; undefined when there is none, or a broken one.
 */
export async function readInstalled(
  directory: string,
  expected: Pick<ToolRecord, 'name' | 'package' | 'version' | 'platform' | 'program'>,
): Promise<ToolRecord | undefined> {
  try {
    const path = join(directory, RECORD);
    if ((await stat(path)).size > MAX_RECORD_BYTES) return undefined;
    const record: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (!isToolRecord(record)) return undefined;
    const same =
      record.name === expected.name &&
      record.package === expected.package &&
      record.version === expected.version &&
      record.platform === expected.platform &&
      record.program === expected.program;
    if (!same) return undefined;
    const program = await lstat(join(directory, expected.program));
    return program.isFile() && program.size === record.programBytes && (program.mode & 0o111) !== 0
      ? record
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError || errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}

/** A new empty sibling of `target`, on the same file system, for work that is not done yet. */
export async function stagingDirectory(target: string): Promise<string> {
  await mkdir(dirname(target), { recursive: true });
  return mkdtemp(join(dirname(target), `.${basename(target)}.`));
}

/**
 * Seals a finished staging directory and gives it its name in one step. Whoever comes second keeps the first one's;
 * a broken installation that stands in the way is moved aside.
 */
export async function publish(staging: string, target: string, record: ToolRecord): Promise<void> {
  await seal(staging);
  await writeFile(join(staging, RECORD), `${JSON.stringify(record, null, 2)}\n`, { mode: 0o444, flag: 'wx' });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await rename(staging, target);
      return;
    } catch (error) {
      const code = errnoOf(error);
      if (code !== 'ENOTEMPTY' && code !== 'EEXIST' && code !== 'ENOTDIR') throw error;
    }
    if ((await readInstalled(target, record)) !== undefined) {
      await rm(staging, { recursive: true, force: true });
      return;
    }
    await discard(target);
  }
  throw new Error(`${target} is replaced again and again by something else`);
}

/** Takes a broken installation out of the way: first by name, so that nobody finds it half removed. */
async function discard(target: string): Promise<void> {
  const aside = await stagingDirectory(target);
  try {
    await rename(target, join(aside, 'broken'));
  } catch (error) {
    if (errnoOf(error) !== 'ENOENT') throw error;
  }
  await rm(aside, { recursive: true, force: true });
}

/** Readable for every user, writable for none; directories stay writable for their owner, so that a cache can be cleared. */
async function seal(directory: string): Promise<void> {
  await chmod(directory, 0o755);
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) await seal(path);
    else if (entry.isFile()) await chmod(path, ((await lstat(path)).mode & 0o111) === 0 ? 0o444 : 0o555);
    // Links and special files have no place in a layer that rooms see.
    else await rm(path);
  }
}

function isToolRecord(value: unknown): value is ToolRecord {
  return (
    isObject(value) &&
    value['schema'] === 'cleanroom/tool/v1' &&
    ['name', 'package', 'version', 'platform', 'program'].every((key) => typeof value[key] === 'string') &&
    typeof value['programBytes'] === 'number' &&
    Array.isArray(value['packages'])
  );
}
