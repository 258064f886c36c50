import { lstat, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CleanroomError } from './errors.js';

/**
 * Refuses a place in a checkout that a link of the checkout leads elsewhere: a pull request can commit one where a job is
 * about to write. What lies outside of the checkout is its owner's business.
 * @param checkout a directory of it
 * @throws CleanroomError `path.link`
 */
export async function refuseLinks(path: string, checkout: string): Promise<void> {
  const target = resolve(path);
  // A checkout may be named by a link of its owner's, and the path by where that leads.
  const roots = [resolve(checkout), await realpath(checkout).catch(() => resolve(checkout))];
  for (const root of new Set(await Promise.all(roots.map(topOf)))) await refuseBelow(root, path, target);
}

/** The checkout that a directory is part of: a pull request cannot bring what begins one. */
async function topOf(directory: string): Promise<string> {
  for (let at = directory; ; at = dirname(at)) {
    if ((await lstat(join(at, '.git')).catch(() => undefined)) !== undefined) return at;
    if (at === dirname(at)) return directory;
  }
}

async function refuseBelow(root: string, path: string, target: string): Promise<void> {
  const inside = relative(root, target);
  if (inside === '' || inside.startsWith(`..${sep}`) || inside === '..' || isAbsolute(inside)) return;
  let at = root;
  for (const name of inside.split(sep)) {
    at = join(at, name);
    const entry = await lstat(at).catch(() => undefined);
    if (entry === undefined) return;
    const last = at === join(root, inside);
    if (entry.isSymbolicLink() || (!last && !entry.isDirectory())) {
      throw new CleanroomError('path.link', `${path} leads through ${relative(root, at)}, which is no directory`, {
        kind: 'usage',
        hint: `the checkout may have brought it: name a place that it does not have, such as one outside of ${dirname(root)}`,
      });
    }
  }
}
