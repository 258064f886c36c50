import { rm } from 'node:fs/promises';
import { CleanroomError } from '../support/errors.js';
import { readBlobs } from './blobs.js';
import type { Store } from './git.js';
import { describePatch } from './patch.js';
import { parseRawDiff } from './raw-diff.js';
import type { Patch, PatchLimits } from './types.js';

/**
 * The patch again that a diff over a commit was the text of, with everything that is known of a patch that was collected.
 * The diff may come from anywhere: git reads it, nothing is written but objects of the store.
 * @param index a file that does not exist yet
 * @returns undefined where it does not apply, or would be another diff than that
 */
export async function patchOfDiff(
  store: Store,
  base: string,
  diff: Buffer,
  { limits, index }: { readonly limits: PatchLimits; readonly index: string },
): Promise<Patch | undefined> {
  try {
    await store.run(['read-tree', base], { index });
    const apply = ['apply', '--cached', '--binary', '--whitespace=nowarn', '-'];
    const applied = await store.run(apply, { index, input: diff, allow: [0, 1, 128] });
    if (applied.code !== 0) return undefined;
    const tree = await store.line(['write-tree'], { index });
    const raw = await store.run(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, tree]);
    const { changes } = parseRawDiff(raw.stdout);
    if (changes.length > limits.files || changes.some(({ newMode }) => newMode === '160000')) return undefined;
    const written = changes.filter(({ status }) => status !== 'D');
    const contents = await readBlobs(
      store,
      written.map(({ newId }) => newId),
      // Names and sizes of the objects stand between their contents.
      limits.bytes + written.length * 100,
    );
    const writes = written.map(({ path, newMode, newId }) => ({
      path,
      mode: newMode,
      content: contents.get(newId) ?? Buffer.alloc(0),
    }));
    const deletes = changes.filter(({ status }) => status === 'D').map(({ path }) => path);
    const patch = await describePatch(store, base, { writes, deletes, ignored: 0, refusals: [], shared: [] }, limits);
    return patch.diff.equals(diff) ? patch : undefined;
  } catch (error) {
    const size = error instanceof CleanroomError && error.code === 'process.output';
    if (size) return undefined;
    throw error;
  } finally {
    await rm(index, { force: true });
  }
}
