import { posix } from 'node:path';

const ESCAPE = /[\\*?[\]{}()!+@|]/g;

/**
 * The files of the repository that a verifier's command names: words that look like relative paths, below the
 * directory it runs in. Whether they exist is for the trusted commit to say; a glob for a file that is nowhere
 * matches nothing.
 */
export function namedFiles(argv: readonly string[], cwd: string): string[] {
  // A script for a shell is one argument: its words count, whatever quotes and operators stand between them.
  const words = argv.flatMap((argument) => argument.split(/[\s;&|<>()"'`$=,]+/));
  const found = new Set<string>();
  for (const word of words) {
    const looksLikePath = word.includes('/') || /\.[A-Za-z0-9]{1,5}$/.test(word);
    if (!looksLikePath || word.startsWith('/') || word.startsWith('-') || word.includes('://') || word.includes('\0'))
      continue;
    const path = posix.normalize(posix.join(cwd, word)).replace(/\/$/, '');
    if (path === '.' || path.startsWith('..')) continue;
    found.add(path.replace(ESCAPE, '\\$&'));
  }
  return [...found].sort();
}

/** Applies `!path` entries to the files that were found in the command, and adds the others. */
export function verifierFileGlobs(named: readonly string[], configured: readonly string[]): string[] {
  const removed = new Set(configured.filter((glob) => glob.startsWith('!')).map((glob) => glob.slice(1)));
  const added = configured.filter((glob) => !glob.startsWith('!'));
  return [...new Set([...named.filter((glob) => !removed.has(glob)), ...added])];
}
