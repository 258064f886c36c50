import { readBlobs } from './blobs.js';
import type { Store } from './git.js';
import { globPath, parentOf } from './paths.js';
import type { BytePath, LinkedPath } from './types.js';

/** Links that one way leads over at most. */
const MAX_HOPS = 16;
const MAX_LINKS = 1000;

/**
 * Where protected links lead: who changes what is there changes what the protected name stands for. A link inside a
 * protected directory is about that directory alone: tests link to the source that they test.
 * @param links paths and blobs of every link of the tree
 */
export async function protectedLinks(
  store: Store,
  links: ReadonlyMap<BytePath, string>,
  isProtected: (path: string) => boolean,
): Promise<readonly LinkedPath[]> {
  const wanted = [...links.keys()]
    .filter((path) => isProtected(globPath(path)) && !isProtected(globPath(parentOf(path))))
    .slice(0, MAX_LINKS);
  if (wanted.length === 0) return [];
  const blobs = await readBlobs(store, [...links.values()].slice(0, MAX_LINKS * 10));
  const targetOf = (path: BytePath): string | undefined => blobs.get(links.get(path) ?? '')?.toString('latin1');
  return wanted.flatMap((path) => {
    const { hops, end } = follow(path, targetOf);
    // Who changes a link on the way changes where the protected one leads as well.
    const targets = new Set([...hops, ...(end === undefined ? [] : [end])]);
    const outside = [...targets].filter((target) => target !== '' && !`${path}/`.startsWith(`${target}/`));
    return outside.map((target) => ({ link: globPath(path), target }));
  });
}

/**
 * The way of a link as the kernel goes it, where `..` leaves the directory that a link before it leads to.
 * @returns the links on it, and the path that it ends at; undefined: it leaves the tree, or never ends
 */
function follow(
  path: BytePath,
  targetOf: (path: BytePath) => string | undefined,
): { readonly hops: readonly BytePath[]; readonly end: BytePath | undefined } {
  const hops: BytePath[] = [];
  const done: string[] = [];
  let left = path.split('/');
  for (let part = left.shift(); part !== undefined; part = left.shift()) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (done.pop() === undefined) return { hops, end: undefined };
      continue;
    }
    done.push(part);
    const at = done.join('/');
    const target = targetOf(at);
    if (target === undefined) continue;
    hops.push(at);
    if (hops.length > MAX_HOPS || target.startsWith('/')) return { hops, end: undefined };
    done.pop();
    left = [...target.split('/'), ...left];
  }
  return { hops, end: done.join('/') };
}
