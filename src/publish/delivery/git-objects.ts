import { createHash } from 'node:crypto';

export interface TreeEntry {
  readonly name: string;
  /** As GitHub writes it: `100644`, `040000`, … */
  readonly mode: string;
  readonly id: string;
}

const DIRECTORY = '040000';

/** Git's name for a content. */
export function blobId(content: Buffer): string {
  return objectId('blob', content);
}

/** Git's name for a directory with these entries. */
export function treeId(entries: Iterable<TreeEntry>): string {
  // Git sorts a directory as if its name ended in a slash.
  const sorted = [...entries]
    .map((entry) => ({ entry, key: Buffer.from(entry.mode === DIRECTORY ? `${entry.name}/` : entry.name, 'utf8') }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  const content = sorted.flatMap(({ entry: { mode, name, id } }) => [
    Buffer.from(`${mode.replace(/^0+/, '')} ${name}\0`, 'utf8'),
    Buffer.from(id, 'hex'),
  ]);
  return objectId('tree', Buffer.concat(content));
}

function objectId(type: 'blob' | 'tree', content: Buffer): string {
  // SHA-1 is what git names objects by; what must not be forged is bound by SHA-256 elsewhere.
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
