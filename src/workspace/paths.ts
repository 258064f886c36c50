import type { BytePath } from './types.js';

/** A host path for a byte path below a directory. */
export function hostPath(directory: string, path: BytePath): Buffer {
  const root = Buffer.from(directory, 'utf8');
  return path === '' ? root : Buffer.concat([root, Buffer.from('/'), Buffer.from(path, 'latin1')]);
}

export function joinPath(directory: BytePath, name: BytePath): BytePath {
  return directory === '' ? name : `${directory}/${name}`;
}

export function parentOf(path: BytePath): BytePath {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** For a reader: UTF-8 where it is, `\xNN` where it is not, control characters escaped. */
export function displayPath(path: BytePath): string {
  const bytes = Buffer.from(path, 'latin1');
  const text = bytes.toString('utf8');
  const exact = Buffer.from(text, 'utf8').equals(bytes);
  const hex = (character: string): string => `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  return exact
    ? text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g, hex)
    : path.replace(/[^\x20-\x7e]/g, hex);
}

/**
 * The path as globs see it. A wildcard never matches a line terminator, so that a name with one in it would slip past
 * every pattern: it stands as the replacement character, as bytes that are no UTF-8 do.
 */
export function globPath(path: BytePath): string {
  return Buffer.from(path, 'latin1')
    .toString('utf8')
    .replace(/[\n\r\u2028\u2029]/g, '\ufffd');
}

/** Git's C-style quoting, for fast-import. */
export function quotePath(path: BytePath): string {
  const quoted = path.replace(/[^\x20-\x7e]|["\\]/g, (character) =>
    character === '"' || character === '\\'
      ? `\\${character}`
      : `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`,
  );
  return `"${quoted}"`;
}
