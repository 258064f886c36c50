import { posix } from 'node:path';
import { readBlobs } from './blobs.js';
import type { Store } from './git.js';
import { joinPath, parentOf } from './paths.js';
import { type Commits, resolvePaths } from './resolve-paths.js';
import type { BytePath } from './types.js';

/** Links that are looked at; where there are more, none of them is shown. */
const MAX_LINKS = 200;

export interface FoundLinks {
  /** They are not shown. */
  readonly stray: readonly BytePath[];
  /** Folders that the others lead to, in which nobody may make anything more. */
  readonly led: readonly BytePath[];
  /** What the base has in them, and every folder on the way to it. */
  readonly told: readonly BytePath[];
}

/**
 * Which of the links in instruction folders lead to what the two commits do not have in common: `.agents/skills` may lead
 * to a folder of which the work commit decides, whose author would speak to the agent with the voice of the trusted
 * commit. So may what neither has, which a program of the work commit can make, a folder with links of its own, and one
 * that lies behind another link.
 * @param links path → blob
 */
export async function strayLinks(
  store: Store,
  commits: Commits,
  links: ReadonlyMap<BytePath, string>,
): Promise<FoundLinks> {
  const paths = [...links.keys()];
  if (!commits.differ || paths.length === 0) return { stray: [], led: [], told: [] };
  if (paths.length > MAX_LINKS) return { stray: paths, led: [], told: [] };
  const names = paths.map((path) => Buffer.from(path, 'latin1').toString('utf8'));
  const targets = await resolvePaths(store, commits, names, true, true);
  const contents = await readBlobs(store, [...links.values()]);
  const stray: BytePath[] = [];
  const led: BytePath[] = [];
  const told = new Set<BytePath>();
  for (const [at, path] of paths.entries()) {
    const target = targets.get(names[at] ?? '');
    const same = target?.base !== undefined && target.base === target.trusted;
    if (same && !target.folder) continue;
    const folder = posix.join(parentOf(path), contents.get(links.get(path) ?? '')?.toString('latin1') ?? '');
    const listed = same ? await contentsOf(store, commits.base, folder.replace(/\/$/, ''), target.base) : undefined;
    if (listed === undefined) {
      stray.push(path);
      continue;
    }
    led.push(listed.folder);
    for (const file of listed.files)
      for (let one = file; one !== '' && !told.has(one); one = parentOf(one)) told.add(one);
  }
  return { stray, led, told: [...told] };
}

/** What a folder of a commit has, by paths of the commit; undefined: it is not that tree, or has links. */
async function contentsOf(
  store: Store,
  commit: string,
  folder: BytePath,
  tree: string,
): Promise<{ readonly folder: BytePath; readonly files: readonly BytePath[] } | undefined> {
  if (folder === '' || folder === '.' || /^(?:\/|\.\.(?:\/|$))|[\n\0]/.test(folder)) return undefined;
  const asked = Buffer.from(`${commit}:${folder}\n`, 'latin1');
  const { stdout: found } = await store.run(['cat-file', '--batch-check'], { input: asked, maxBytes: 1 << 16 });
  if (!found.toString('latin1').startsWith(`${tree} tree `)) return undefined;
  const { stdout } = await store.run(['ls-tree', '-r', '-z', tree], { maxBytes: 1 << 28 });
  const records = stdout
    .toString('latin1')
    .split('\0')
    .filter((record) => record !== '');
  if (records.some((record) => record.startsWith('120000 '))) return undefined;
  return { folder, files: records.map((record) => joinPath(folder, record.slice(record.indexOf('\t') + 1))) };
}
