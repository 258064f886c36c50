/** Characters that a Mac does not see in a name; as text, and as UTF-8 with one character per byte. */
const UNSEEN =
  /[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]|\xe2\x80[\x8c-\x8f\xaa-\xae]|\xe2\x81[\xaa-\xaf]|\xef\xbb\xbf/g;

/**
 * True for a name that git (on any file system) takes for its own directory, or that Windows takes for a path with such
 * a part.
 */
export function isGitName(name: string): boolean {
  return name
    .replace(UNSEEN, '')
    .split('\\')
    .some((part) => /^(\.git|git~[0-9]+)[ .]*(:.*)?$/i.test(part));
}

/**
 * Why a symbolic link of a change is refused; undefined: it is not. It may only lead to a place inside the work tree,
 * whatever is there. `..` after a name is refused: the name may be another link, and then nobody can tell from the text
 * alone where it leads.
 * @param path of the link, relative, `/`-separated
 * @param target its text, one character per byte
 */
export function linkProblem(path: string, target: string): string | undefined {
  if (target.startsWith('/')) return 'is a symbolic link to an absolute path';
  const parts = path.split('/').slice(0, -1);
  let named = false;
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return 'is a symbolic link that leaves the work tree';
      if (named) return 'is a symbolic link that goes up after a name';
      parts.pop();
    } else {
      named = true;
      parts.push(part);
    }
  }
  return parts.some(isGitName) ? 'is a symbolic link into .git' : undefined;
}
