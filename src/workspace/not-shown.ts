import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { indexSubmodules } from './delta.js';
import type { CheckoutFacts, Store } from './git.js';
import { scanIndex } from './index-scan.js';
import { displayPath } from './paths.js';

const MAX_ATTRIBUTES = 64 * 1024;

/**
 * What a reader may expect in rooms and a commit alone does not have: submodules, and files that are kept elsewhere.
 * @param root where the commit's files lie
 */
export async function notShown(
  store: Store,
  index: { readonly path: string; readonly bytes: Buffer },
  objectFormat: CheckoutFacts['objectFormat'],
  root: string,
): Promise<readonly string[]> {
  const notices: string[] = [];
  if (scanIndex(index.bytes, objectFormat === 'sha256' ? 32 : 20)?.submodules) {
    const names = (await indexSubmodules(store, index.path)).map(displayPath);
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    notices.push(`rooms show submodules as empty directories: ${names.slice(0, 3).join(', ')}${more}`);
  }
  if (/^[^#\n]*\sfilter=lfs(\s|$)/m.test(await attributesIn(root)))
    notices.push('rooms show the pointers of files in Git LFS, not their content');
  return notices;
}

/** The root's `.gitattributes`, as far as it is an ordinary one. */
async function attributesIn(root: string): Promise<string> {
  const handle = await open(
    join(root, '.gitattributes'),
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  ).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(MAX_ATTRIBUTES), 0, MAX_ATTRIBUTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}
