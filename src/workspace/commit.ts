import { createHash, randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import type { Store } from './git.js';
import { quotePath } from './paths.js';
import type { BytePath } from './types.js';

/** A file of a new tree: its mode, and its content or the name of a blob that the store has. */
export interface TreeWrite {
  readonly path: BytePath;
  readonly mode: string;
  readonly content: Buffer | { readonly id: string };
}

/**
 * Makes a commit that is another one's tree with some paths changed. Only the trees on the way to those paths are
 * read and written, so it costs what changed, whatever the repository weighs.
 * @param from a commit of the store.
 */
export async function commitChanges(
  store: Store,
  from: string,
  changes: { readonly deletes: readonly BytePath[]; readonly writes: readonly TreeWrite[] },
): Promise<string> {
  const parts: Buffer[] = [];
  const say = (text: string): void => void parts.push(Buffer.from(text, 'latin1'));
  // Several changes may be made into commits at the same time, and a branch is written by one of them.
  const branch = `refs/heads/change-${randomBytes(8).toString('hex')}`;
  say(`commit ${branch}\nmark :1\ncommitter cleanroom <cleanroom@localhost> 0 +0000\ndata 6\nchange\nfrom ${from}\n`);
  for (const path of changes.deletes) say(`D ${quotePath(path)}\n`);
  for (const { path, mode, content } of changes.writes) {
    if (Buffer.isBuffer(content)) {
      say(`M ${mode} inline ${quotePath(path)}\ndata ${content.length}\n`);
      parts.push(content);
      say('\n');
    } else say(`M ${mode} ${content.id} ${quotePath(path)}\n`);
  }
  say('\nget-mark :1\ndone\n');
  // Its pack is kept as it is: unpacking a small one would start another process.
  return store.line(['-c', 'fastimport.unpackLimit=1', 'fast-import', '--quiet', '--force', '--done'], {
    input: Buffer.concat(parts),
  });
}

/**
 * A commit without parents (unless one is given), author or date of its own: the same tree always gives the same commit. Written as a loose
 * object, which takes no process. Source of the format: git's documentation of its objects.
 */
export async function rootCommit(store: Store, tree: string, message: string, parent?: string): Promise<string> {
  const who = 'cleanroom <cleanroom@localhost> 0 +0000';
  const from = parent === undefined ? '' : `parent ${parent}\n`;
  const text = `tree ${tree}\n${from}author ${who}\ncommitter ${who}\n\n${message}`;
  const object = Buffer.from(`commit ${Buffer.byteLength(text)}\0${text}`);
  const id = createHash(tree.length === 64 ? 'sha256' : 'sha1')
    .update(object)
    .digest('hex');
  const directory = join(store.directory, 'objects', id.slice(0, 2));
  await mkdir(directory, { recursive: true });
  await writeFile(join(directory, id.slice(2)), deflateSync(object));
  return id;
}
