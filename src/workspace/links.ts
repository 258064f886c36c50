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
    const target = follow(path, targetOf);
    const inside = target === undefined || target === '' || `${path}/`.startsWith(`${target}/`);
    return inside ? [] : [{ link: globPath(path), target }];
  });
}

/** The path that a link stands for at last; undefined: it leaves the tree, or never ends. */
function follow(path: BytePath, targetOf: (path: BytePath) => string | undefined): BytePath | undefined {
  let at: BytePath = path;
  for (let hop = 0; hop < MAX_HOPS; hop++) {
    const link = firstLink(at, targetOf);
    if (link === undefined) return at;
    const next = joined(parentOf(link.path), `${link.target}/${at.slice(link.path.length + 1)}`);
    if (next === undefined) return undefined;
    at = next;
  }
  return undefined;
}

/** The first link on the way to a path. */
function firstLink(
  path: BytePath,
  targetOf: (path: BytePath) => string | undefined,
): { readonly path: BytePath; readonly target: string } | undefined {
  const parts = path.split('/');
  for (let count = 1; count <= parts.length; count++) {
    const prefix = parts.slice(0, count).join('/');
    const target = targetOf(prefix);
    if (target !== undefined) return { path: prefix, target };
  }
  return undefined;
}

function joined(directory: BytePath, target: string): BytePath | undefined {
  if (target.startsWith('/')) return undefined;
  const parts = directory === '' ? [] : directory.split('/');
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
