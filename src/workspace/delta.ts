import { readFile, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CheckoutFacts, Store } from './git.js';
import { scanIndex } from './index-scan.js';
import { parseRawDiff, type RawChange, splitPaths } from './raw-diff.js';
import type { BytePath, Owner } from './types.js';

/** How the files of a checkout differ from the work commit, by content. */
export interface CheckoutDelta {
  /** Paths whose committed content has to be laid over the checkout's. */
  readonly restore: readonly RawChange[];
  /** Paths that rooms must not see: untracked files, and tracked ones that the work commit lacks. */
  readonly hide: readonly BytePath[];
  /** Submodules of the work commit: empty directories, whatever the checkout has there. */
  readonly submodules: readonly BytePath[];
  /** True when every file is as in the work commit: then the index is that commit's too. */
  readonly exact: boolean;
  /** Number of files in the checkout's index. */
  readonly files: number;
  /** Our refreshed copy of the checkout's index. */
  readonly index: string;
  /** The same question, asked again, gives the same value while the checkout stays as it is. */
  fingerprint: string;
}

/** More differences than this, and writing the files anew is the better base. */
const MAX_DELTA = 5000;

/** Git's mode of a submodule. */
export const SUBMODULE = '160000';

export interface DeltaOptions {
  readonly checkout: CheckoutFacts;
  readonly store: Store;
  readonly workCommit: string;
  /** Keep ignored files visible (`prepare: workspace`). */
  readonly keepIgnored: boolean;
  /** Who must own every file so that a room can copy it up; undefined: anybody. */
  readonly owner: Owner;
  readonly path: string;
}

/** Undefined, with the reason, where the checkout's files cannot be trusted or used as a layer. */
export async function findDelta(options: DeltaOptions): Promise<CheckoutDelta | { readonly unusable: string }> {
  const { checkout, store, owner } = options;
  const index = join(store.directory, 'checkout.index');
  const bytes = await readFile(checkout.index).catch(() => undefined);
  const scan = bytes && scanIndex(bytes, checkout.objectFormat === 'sha256' ? 32 : 20);
  if (!scan) return { unusable: 'the checkout has no index' };
  if (!scan.trustworthy)
    return { unusable: 'the checkout is sparse, in the middle of a merge, or hides changes from git' };
  if (!scan.ownedBy(owner.uid, owner.gid)) return { unusable: 'files of the checkout belong to several users' };
  await writeFile(index, bytes);
  // Git looks at the content of files as young as their index: our copy must not look younger than the original.
  const second = Math.floor((await stat(checkout.index)).mtimeMs / 1000);
  await utimes(index, second, second);
  const links = scan.submodules ? await indexSubmodules(store, index) : [];
  const answer = await compare(options, index, links);
  if (answer.restore.length + answer.hide.length > MAX_DELTA)
    return { unusable: 'the checkout differs in too many files' };
  return { ...answer, files: scan.entries, index };
}

/** True while the checkout is as it was. */
export async function isUnchanged(options: DeltaOptions, delta: CheckoutDelta): Promise<boolean> {
  return (await compare(options, delta.index, [])).fingerprint === delta.fingerprint;
}

async function compare(options: DeltaOptions, index: string, links: readonly BytePath[]) {
  const { store, checkout, workCommit } = options;
  const call = { index, workTree: checkout.root };
  const ignored = options.keepIgnored ? ['--exclude-standard'] : [];
  const listed = store.run(['ls-files', '-z', '--others', '--directory', ...ignored], call);
  // Its failure is thrown where it is awaited; meanwhile another one may come first.
  listed.catch(() => {});
  await store.run(['update-index', '-q', '--really-refresh', '--ignore-submodules'], { ...call, allow: [0, 1] });
  const diff = await store.run(
    // `dirty`: git does not start itself in a submodule, where another configuration rules.
    ['diff-index', '--raw', '-z', '--no-renames', '--no-abbrev', '--ignore-submodules=dirty', workCommit, '--'],
    call,
  );
  const others = (await listed).stdout;
  const { changes } = parseRawDiff(diff.stdout);
  const hide = new Set(splitPaths(others).map((path) => path.replace(/\/$/, '')));
  const submodules = new Set(links);
  for (const path of links) hide.add(path);
  for (const { path, status, oldMode, newMode } of changes) {
    if (status === 'A' || newMode === SUBMODULE || oldMode === SUBMODULE) hide.add(path);
    if (oldMode === SUBMODULE) submodules.add(path);
    else submodules.delete(path);
  }
  const restore = changes.filter((change) => change.status !== 'A' && change.oldMode !== SUBMODULE);
  return {
    restore,
    exact: changes.length === 0,
    hide: [...hide],
    submodules: [...submodules],
    fingerprint: `${diff.stdout.toString('latin1')}\n${others.toString('latin1')}`,
  };
}

/** The submodules of an index, by their paths. */
export async function indexSubmodules(store: Store, index: string): Promise<BytePath[]> {
  const listed = await store.run(['ls-files', '-z', '--stage'], { index, maxBytes: 1 << 28 });
  return splitPaths(listed.stdout)
    .filter((record) => record.startsWith(SUBMODULE))
    .map((record) => record.slice(record.indexOf('\t') + 1));
}
