import { lstat } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { CleanroomError } from './errors.js';

/**
 * Refuses a place in a checkout that a link of the checkout leads elsewhere: a pull request can commit one where a job is
 * about to write. What lies outside of the checkout is its owner's business.
 * @throws CleanroomError `path.link`
 */
export async function refuseLinks(path: string, checkout: string): Promise<void> {
  const root = resolve(checkout);
  const inside = relative(root, resolve(path));
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
