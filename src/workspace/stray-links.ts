import type { Store } from './git.js';
import { type Commits, resolvePaths } from './resolve-paths.js';
import type { BytePath } from './types.js';

/** Links that are looked at; where there are more, none of them is shown. */
const MAX_LINKS = 200;

/**
 * Which of the links in instruction folders lead to what the two commits do not have in common: `.agents/skills` may lead
 * to a folder of which the work commit decides, whose author would speak to the agent with the voice of the trusted
 * commit. So may what neither has, which a program of the work commit can make, and a folder with links of its own.
 */
export async function strayLinks(
  store: Store,
  commits: Commits,
  links: readonly BytePath[],
): Promise<readonly BytePath[]> {
  if (!commits.differ || links.length === 0) return [];
  if (links.length > MAX_LINKS) return links;
  const names = links.map((path) => Buffer.from(path, 'latin1').toString('utf8'));
  const targets = await resolvePaths(store, commits, names, true, true);
  const stray: BytePath[] = [];
  for (const [at, path] of links.entries()) {
    const target = targets.get(names[at] ?? '');
    const same = target?.base !== undefined && target.base === target.trusted;
    if (!same || (target.folder && (await hasLinks(store, target.base)))) stray.push(path);
  }
  return stray;
}

async function hasLinks(store: Store, tree: string): Promise<boolean> {
  const { stdout } = await store.run(['ls-tree', '-r', '-z', tree], { maxBytes: 1 << 28 });
  return stdout
    .toString('latin1')
    .split('\0')
    .some((record) => record.startsWith('120000 '));
}
