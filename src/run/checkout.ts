import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { outsideEnvironment } from '../policy/ecosystems/outside.js';

/**
 * An environment in which nothing leads into the checkout that a directory belongs to. A directory that belongs to
 * none, such as a person's home, is no pull request's: there only relative search paths are dropped.
 */
export function outsideCheckout(
  env: Readonly<Record<string, string>>,
  directory: string,
): Readonly<Record<string, string>> {
  return outsideEnvironment(env, enclosingCheckout(directory)).env;
}

/** The nearest directory from here upwards that has a `.git`, also a worktree's or a submodule's file. */
function enclosingCheckout(directory: string): string | undefined {
  if (existsSync(join(directory, '.git'))) return directory;
  const parent = dirname(directory);
  return parent === directory ? undefined : enclosingCheckout(parent);
}
