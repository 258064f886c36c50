import { realpathSync } from 'node:fs';
import { delimiter, isAbsolute, sep } from 'node:path';

/**
 * An environment in which nothing leads into the checkout: a pull request can put a program named `npm` there, or a
 * configuration that names its own registry.
 * @param root the checkout, an absolute path; undefined where there is none
 * @returns the variables that are left, and the names of those that were taken out
 */
export function outsideEnvironment(
  env: Readonly<Record<string, string>>,
  root: string | undefined,
): { readonly env: Readonly<Record<string, string>>; readonly dropped: readonly string[] } {
  const tops = root === undefined ? [] : [root, resolved(root)];
  const inside = (path: string): boolean =>
    [path, resolved(path)].some((one) => tops.some((top) => one === top || one.startsWith(top + sep)));
  const dropped: string[] = [];
  const left = Object.entries(env).flatMap(([name, value]) => {
    if (name === 'PATH') {
      // A relative directory is one below whatever the current one is.
      const directories = value.split(delimiter).filter((path) => isAbsolute(path) && !inside(path));
      return [[name, directories.join(delimiter)]];
    }
    if (isAbsolute(value) && inside(value)) {
      dropped.push(name);
      return [];
    }
    return [[name, value]];
  });
  return { env: Object.fromEntries(left), dropped };
}

function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}
