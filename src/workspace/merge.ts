import { readBlobs } from './blobs.js';
import { rootCommit } from './commit.js';
import type { Store } from './git.js';
import { describePatch } from './patch.js';
import { parseRawDiff, splitPaths } from './raw-diff.js';
import type { BytePath, Merge, MergeSides, Patch, PatchLimits } from './types.js';

/**
 * Joins two changes three ways, by content, in the run's own repository: nobody's configuration, attributes or merge
 * drivers have a say in it. Files that cannot be joined, such as binary ones, or other modes, are conflicts.
 * @param base the commit that all three are changes of
 */
export async function mergePatches(
  store: Store,
  base: string,
  { from, ours, theirs }: MergeSides,
  limits: PatchLimits,
): Promise<Merge> {
  const treeOf = (patch: Patch | undefined): Promise<string> =>
    store.line(['rev-parse', '--verify', `${patch?.commit ?? base}^{tree}`]);
  const [before, one, other] = await Promise.all([from, ours, theirs].map(treeOf));
  if (before === undefined || one === undefined || other === undefined) throw new Error('a merge without its sides');
  const root = await rootCommit(store, before, 'from\n');
  const sides = await Promise.all([rootCommit(store, one, 'ours\n', root), rootCommit(store, other, 'theirs\n', root)]);
  const merged = await store.run([...MERGE, ...sides], { allow: [0, 1], maxBytes: 1 << 26 });
  const [tree = '', ...conflicts] = splitPaths(merged.stdout);
  if (merged.code !== 0) return { conflicts: [...new Set(conflicts)], patch: undefined };
  return { conflicts: [], patch: await patchOfTree(store, base, tree, limits) };
}

// A file that one side moved keeps the other's change. That a new file belongs into a folder that was moved is a guess.
const MERGE = [
  ...['-c', 'merge.renames=true', '-c', 'merge.directoryRenames=false', '-c', 'core.attributesFile=/dev/null'],
  ...['merge-tree', '--write-tree', '-z', '--name-only', '--no-messages'],
];

/** The patch whose result is a tree of the store. */
export async function patchOfTree(store: Store, base: string, tree: string, limits: PatchLimits): Promise<Patch> {
  const raw = await store.run(['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, tree]);
  const { changes } = parseRawDiff(raw.stdout);
  const written = changes.filter(({ status }) => status !== 'D');
  const contents = await readBlobs(
    store,
    written.map(({ newId }) => newId),
    // Every part of it was within the limits; names and sizes of the objects stand between their contents.
    16 * limits.bytes + written.length * 100,
  );
  return describePatch(
    store,
    base,
    {
      writes: written.map(({ path, newMode, newId }) => ({
        path,
        mode: newMode,
        content: contents.get(newId) ?? Buffer.alloc(0),
      })),
      deletes: changes.filter(({ status }) => status === 'D').map(({ path }): BytePath => path),
      ignored: 0,
      refusals: [],
      shared: [],
    },
    limits,
  );
}
