import type { Store } from './git.js';
import type { LayerWriter } from './layer.js';
import type { LowerStack } from './lower-stack.js';
import { parentOf } from './paths.js';
import type { BytePath, Patch, PatchFile } from './types.js';

export interface LayOptions {
  readonly layer: LayerWriter;
  readonly store: Store;
  readonly patch: Patch;
  readonly files: readonly PatchFile[];
  /** Layers whose folders stay even when the patch empties them of tracked files. */
  readonly keep: LowerStack | undefined;
}

/** Writes files of a patch into a layer, from the very bytes that the diff was made of. */
export async function layPatch({ layer, store, patch, files, keep }: LayOptions): Promise<void> {
  const deleted: BytePath[] = [];
  for (const file of files) {
    const content = patch.contents.get(file.path);
    if (file.status === 'deleted') deleted.push(file.path);
    else if (content) await layer.file(file.path, file.newMode, content);
  }
  if (deleted.length === 0) return;
  const empty = await emptiedDirectories(store, patch.commit, deleted);
  for (const path of deleted) {
    const gone = topmostEmpty(path, empty);
    if (gone !== undefined && !(await keep?.lookup(gone))) await layer.hide(gone);
    else await layer.hide(path);
  }
}

/** Directories of deleted files that the patched tree no longer has, as a checkout would not have them. */
async function emptiedDirectories(
  store: Store,
  commit: string,
  deleted: readonly BytePath[],
): Promise<ReadonlySet<BytePath>> {
  const parents = new Set<BytePath>();
  for (const path of deleted) for (let at = parentOf(path); at !== ''; at = parentOf(at)) parents.add(at);
  if (parents.size === 0) return parents;
  const listed = await store.run(['ls-tree', '-r', '-d', '-z', '--name-only', '--full-tree', commit], {
    maxBytes: 1 << 28,
  });
  for (const present of listed.stdout.toString('latin1').split('\0')) parents.delete(present);
  return parents;
}

function topmostEmpty(path: BytePath, empty: ReadonlySet<BytePath>): BytePath | undefined {
  let found: BytePath | undefined;
  for (let at = parentOf(path); at !== '' && empty.has(at); at = parentOf(at)) found = at;
  return found;
}
