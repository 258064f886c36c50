import type { Stats } from 'node:fs';
import { lstat } from 'node:fs/promises';
import { CleanroomError, errnoOf } from '../support/errors.js';
import type { RoomSpec } from './types.js';

/**
 * Whoever builds a room mounts its writable directories by name, and would follow a link on the way: to a directory of the
 * host, with the right to write it. So each is looked at in the tree itself, part by part, before anything is mounted.
 * Nothing runs in the tree meanwhile, and once a room stands with them, their paths cannot be changed from inside.
 * @returns for each directory the layers of the tree that show it together, topmost first
 * @throws CleanroomError `room.writable`
 */
export async function checkWritable({
  workspace,
  writable,
}: Pick<RoomSpec, 'workspace' | 'writable'>): Promise<ReadonlyMap<string, readonly string[]>> {
  const layers = workspace.kind === 'overlay' ? [workspace.upper, ...workspace.lowers] : [workspace.path];
  const found = new Map<string, readonly string[]>();
  for (const root of writable ?? []) {
    const parts = root.split('/');
    if (root.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
      throw refusal(root, 'is no path below the workspace');
    let shown: readonly string[] = layers;
    for (let length = 1; length <= parts.length; length++) {
      const path = parts.slice(0, length).join('/');
      const problem = await descend(shown, path);
      if ('reason' in problem) throw refusal(root, problem.reason);
      shown = problem.layers;
    }
    found.set(root, shown);
  }
  return found;
}

/** The layers whose directories at a path are shown as one; each of the given ones has its parent as a directory. */
async function descend(
  layers: readonly string[],
  path: string,
): Promise<{ readonly layers: readonly string[] } | { readonly reason: string }> {
  const found: string[] = [];
  for (const layer of layers) {
    const entry = await entryAt(`${layer}/${path}`);
    if (entry === undefined) continue;
    if (entry.isDirectory()) found.push(layer);
    else if (found.length > 0 || isWhiteout(entry)) break;
    else return { reason: entry.isSymbolicLink() ? `leads through a link, ${path}` : `${path} is no directory` };
  }
  return found.length > 0 ? { layers: found } : { reason: `there is no ${path}` };
}

const isWhiteout = (entry: Stats): boolean => entry.isCharacterDevice() && entry.rdev === 0;

async function entryAt(path: string): Promise<Stats | undefined> {
  return lstat(path).catch((error: unknown) => {
    if (errnoOf(error) === 'ENOENT') return undefined;
    throw error;
  });
}

const refusal = (root: string, reason: string): CleanroomError =>
  new CleanroomError('room.writable', `a room cannot have ${JSON.stringify(root)} as a writable directory: ${reason}`, {
    hint: 'writable directories are directories of the workspace, without a link on their path',
  });
