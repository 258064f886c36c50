/** True for a name that git (on any file system) takes for its own directory. */
export function isGitName(name: string): boolean {
  return /^(\.git|git~[0-9]+)[ .]*(:.*)?$/i.test(name);
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
