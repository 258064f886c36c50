import { constants } from 'node:fs';
import { lstat, open, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import type { CredentialMapping } from '../config/agents.js';
import { errnoOf, InputError, type InputProblem } from '../support/errors.js';
import { secretsOf } from './credential-secrets.js';

/** Bytes of everything that is copied for one agent. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 2000;
const MAX_DEPTH = 32;

export interface CopiedCredentials {
  /** Path below the room's HOME → content. */
  readonly files: Readonly<Record<string, Buffer>>;
  /** The mappings' own targets, whether anything was there or not. */
  readonly targets: readonly string[];
  /** Values in them that must not be written down. */
  readonly secrets: readonly string[];
  /** What was left out, for the person. Never holds content. */
  readonly notes: readonly string[];
}

/**
 * Reads what is mapped, as bytes: a link is followed to what it leads to, as dotfile managers make them, and never copied as
 * a link. Inside a directory a link may only lead to what is in that directory, wherever it really is. What is missing is
 * skipped with a note.
 * @param home the person's own HOME
 * @throws InputError for a source that is too large or cannot be read
 */
export async function readCredentials(
  mappings: readonly CredentialMapping[],
  home: string,
): Promise<CopiedCredentials> {
  const reading = new Reading();
  for (const { source, target } of mappings) {
    const path = source.startsWith('~/') ? join(home, source.slice(2)) : source;
    try {
      await reading.take(await realpath(path), source, target);
    } catch (error) {
      if (error instanceof InputError) throw error;
      if (['ENOENT', 'ENOTDIR'].includes(errnoOf(error) ?? ''))
        reading.notes.push(`${source} is not there, and was not copied`);
      else
        reading.problems.push({ where: 'credentials', given: source, expected: `a readable file (${errnoOf(error)})` });
    }
  }
  if (reading.problems.length > 0) throw new InputError(reading.problems);
  const { files } = reading;
  const secrets = secretsOf(files);
  const notes = [...reading.notes, ...secrets.notes];
  return { files, targets: mappings.map(({ target }) => target), secrets: secrets.values, notes };
}

class Reading {
  readonly files: Record<string, Buffer> = {};
  readonly notes: string[] = [];
  readonly problems: InputProblem[] = [];
  private bytes = 0;
  private count = 0;

  /** @param path without a link in it */
  async take(path: string, source: string, target: string): Promise<void> {
    const entry = await lstat(path);
    if (entry.isDirectory()) await this.directory(path, { root: path, source, above: [] }, target);
    else if (entry.isFile()) await this.file(path, source, target);
    else this.notes.push(`${source} is neither a file nor a directory, and was not copied`);
  }

  private async directory(
    path: string,
    within: { readonly root: string; readonly source: string; readonly above: readonly string[] },
    target: string,
  ): Promise<void> {
    const { root, source, above } = within;
    const here = { root, source, above: [...above, path] };
    for (const name of (await readdir(path)).sort()) {
      const shown = `${source}/${name}`;
      const inside = `${target}/${name}`;
      const entry = await lstat(join(path, name));
      const real = entry.isSymbolicLink() ? await realpath(join(path, name)).catch(() => undefined) : join(path, name);
      if (real === undefined) this.notes.push(`${shown} leads nowhere, and was not copied`);
      else if (!real.startsWith(`${root}/`)) this.notes.push(`${shown} leads out of ${source}, and was not copied`);
      else if (here.above.includes(real))
        this.notes.push(`${shown} leads back to a directory above it, and was not copied`);
      else if (above.length >= MAX_DEPTH) this.notes.push(`${shown} is too deep, and was not copied`);
      else {
        const found = await lstat(real);
        if (found.isDirectory()) await this.directory(real, { ...here, source: shown, root }, inside);
        else if (found.isFile()) await this.file(real, shown, inside);
        else this.notes.push(`${shown} is neither a file nor a directory, and was not copied`);
      }
    }
  }

  private async file(path: string, source: string, target: string): Promise<void> {
    // It may have become something else since it was looked at; a FIFO would be waited for.
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const entry = await handle.stat();
      if (!entry.isFile()) return;
      this.count += 1;
      const left = MAX_BYTES - this.bytes;
      if (this.count > MAX_FILES || entry.size > left) this.tooLarge(source);
      const buffer = Buffer.alloc(left + 1 < entry.size + 1 ? left + 1 : entry.size + 1);
      let length = 0;
      for (;;) {
        const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
        length += bytesRead;
        if (bytesRead === 0 || length === buffer.length) break;
      }
      if (length > entry.size) this.tooLarge(source);
      this.bytes += length;
      this.files[target] = buffer.subarray(0, length);
    } finally {
      await handle.close();
    }
  }

  private tooLarge(source: string): never {
    throw new InputError([
      {
        where: 'credentials',
        given: source,
        expected: `at most ${MAX_FILES} files and ${MAX_BYTES >> 20} MiB in all mappings, none of which grows meanwhile`,
      },
    ]);
  }
}
