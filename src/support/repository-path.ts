/** Longest path that is shown, in UTF-16 units. */
export const MAX_REPOSITORY_PATH = 1000;

/**
 * Whether a text can be the path of a repository's file and nothing else: relative, with `/`, no empty, `.` or `..` part,
 * nothing invisible, no drive or scheme, not inside of `.git`. Says nothing of whether there is such a file.
 */
export function isRepositoryPath(path: string): boolean {
  if (path === '' || path.length > MAX_REPOSITORY_PATH || /[\p{C}\p{Zl}\p{Zp}\\]/u.test(path)) return false;
  if (/^(?:[a-z][\w+.-]*:)/i.test(path) || path.trim() !== path) return false;
  return path
    .split('/')
    .every((part, index) => part !== '' && part !== '.' && part !== '..' && !(index === 0 && /^\.git$/i.test(part)));
}
