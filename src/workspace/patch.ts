import { CleanroomError } from '../support/errors.js';
import { linkProblem } from '../support/git-paths.js';
import type { Candidates } from './candidates.js';
import { commitChanges } from './commit.js';
import type { Store } from './git.js';
import { displayPath } from './paths.js';
import { parseRawDiff, type RawChange } from './raw-diff.js';
import type { BytePath, Patch, PatchFile, PatchLimits, Refusal } from './types.js';

const STATUS: Readonly<Record<string, PatchFile['status']>> = {
  A: 'added',
  M: 'modified',
  D: 'deleted',
  T: 'type-changed',
};
const DIFF = ['--no-ext-diff', '--no-textconv', '--no-color', '--src-prefix=a/', '--dst-prefix=b/'];

/** Turns what a top holds into a commit over the base and the diff between the two. */
export async function describePatch(
  store: Store,
  base: string,
  found: Candidates,
  limits: PatchLimits,
): Promise<Patch> {
  const refusals: Refusal[] = [...found.refusals];
  const none = {
    commit: base,
    files: [],
    diff: Buffer.alloc(0),
    contents: new Map<BytePath, Buffer>(),
    ignored: found.ignored,
  };
  if (found.writes.length + found.deletes.length === 0) return { ...none, refusals };
  let commit: string;
  try {
    commit = await commitChanges(store, base, found);
  } catch (error) {
    if (!(error instanceof CleanroomError) || error.code !== 'git.failed') throw error;
    return {
      ...none,
      refusals: [...refusals, { path: '.', reason: `git does not accept the change: ${error.message}` }],
    };
  }
  const [raw, diff] = await Promise.all([
    store.run(['diff-tree', '-r', '-z', '--raw', '--numstat', '--no-renames', '--no-abbrev', ...DIFF, base, commit]),
    boundedDiff(store, base, commit, limits.bytes),
  ]);
  const { changes, lines } = parseRawDiff(raw.stdout);
  if (diff === undefined) refusals.push({ path: '.', reason: `the patch is larger than ${limits.bytes} bytes` });
  if (changes.length > limits.files)
    refusals.push({ path: '.', reason: `the patch touches ${changes.length} files, the limit is ${limits.files}` });
  const files = changes.map((change) => ({
    ...fileOf(change),
    ...(lines.get(change.path) ?? { added: null, deleted: null }),
  }));
  for (const file of files) {
    if (file.oldMode === '160000' || file.newMode === '160000')
      refusals.push({ path: displayPath(file.path), reason: 'is a submodule' });
  }
  const contents = new Map(found.writes.map(({ path, content }) => [path, content]));
  for (const file of files) {
    if (file.newMode !== '120000') continue;
    const problem = linkProblem(file.path, contents.get(file.path)?.toString('latin1') ?? '');
    if (problem) refusals.push({ path: displayPath(file.path), reason: problem });
  }
  return { commit, files, diff: diff ?? Buffer.alloc(0), contents, ignored: found.ignored, refusals };
}

/** Lines that differ between two commits, added and deleted together; a binary file counts as one. */
export async function changedLines(store: Store, from: string, to: string): Promise<number> {
  if (from === to) return 0;
  const raw = await store.run([
    'diff-tree',
    '-r',
    '-z',
    '--raw',
    '--numstat',
    '--no-renames',
    '--no-abbrev',
    ...DIFF,
    from,
    to,
  ]);
  const { changes, lines } = parseRawDiff(raw.stdout);
  return changes.reduce((total, { path }) => {
    const { added, deleted } = lines.get(path) ?? { added: null, deleted: null };
    return total + (added === null || deleted === null ? 1 : added + deleted);
  }, 0);
}

/** These files of a patch as a patch of their own. */
export async function selectFromPatch(
  store: Store,
  base: string,
  {
    patch,
    files,
    limits,
  }: { readonly patch: Patch; readonly files: readonly PatchFile[]; readonly limits: PatchLimits },
): Promise<Patch> {
  const writes = files.flatMap(({ path, status, newMode }) => {
    const content = patch.contents.get(path);
    return status === 'deleted' || content === undefined ? [] : [{ path, mode: newMode, content }];
  });
  const deletes = files.filter(({ status }) => status === 'deleted').map(({ path }) => path);
  return describePatch(store, base, { writes, deletes, ignored: 0, refusals: [], shared: [] }, limits);
}

function fileOf(change: RawChange): Pick<PatchFile, 'path' | 'status' | 'oldMode' | 'newMode'> {
  const status = STATUS[change.status];
  if (!status)
    throw new CleanroomError('git.output', `git diff reported a status that we do not know: ${change.status}`);
  return { path: change.path, status, oldMode: change.oldMode, newMode: change.newMode };
}

async function boundedDiff(store: Store, base: string, commit: string, maxBytes: number): Promise<Buffer | undefined> {
  try {
    const args = ['diff-tree', '-r', '-p', '--binary', '--full-index', '-M', ...DIFF, base, commit];
    return (await store.run(args, { maxBytes })).stdout;
  } catch (error) {
    if (error instanceof CleanroomError && error.code === 'process.output') return undefined;
    throw error;
  }
}
