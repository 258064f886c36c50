import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path/posix';
import { quotedWord } from '../support/shell-word.js';
import type { CommandRule, CommandRules } from './types.js';
import { refusalOf } from './words.js';

/** A program that is covered in a room. */
export interface Mask {
  readonly name: string;
  /** The file itself, all links followed. */
  readonly path: string;
  /** Every name by which it was found, links too. */
  readonly places: readonly string[];
  /** True where the file has further names, which nobody can list. */
  readonly linked: boolean;
  readonly rule: CommandRule;
}

export interface Masks {
  readonly masks: readonly Mask[];
  /** Names that cannot be covered, with the reason. */
  readonly unable: ReadonlyMap<string, string>;
}

/** Where packages keep programs that are in no PATH, such as another git. */
const TREES: readonly string[] = ['/usr/lib', '/usr/libexec', '/usr/local/lib', '/usr/local/libexec'];

/** Rooms themselves are started with these, and nothing works without a shell. */
const NEEDED = new Set(['sh', 'bash', 'dash', 'env', 'setpriv', 'busybox']);

/** True for a rule that forbids programs whatever their arguments. */
export function forbidsPrograms(rule: CommandRule): boolean {
  return rule.decision !== 'allow' && rule.pattern.length === 1 && rule.with.length === 0 && rule.without.length === 0;
}

/**
 * The files of the programs that rules forbid by name, wherever a room's usual directories have them.
 * @param directories those of a room's PATH and the usual ones, as the host has them
 * @param trees where packages keep programs that are in no PATH; looked into one level deep
 * @param shows whether rooms show a path of the host at the same place
 */
export async function findMasks(
  rules: CommandRules,
  directories: readonly string[],
  shows: (path: string) => boolean,
  trees: readonly string[] = TREES,
): Promise<Masks> {
  const forbidden = new Map<string, CommandRule>();
  for (const rule of rules.rules.filter(forbidsPrograms))
    for (const name of rule.pattern[0] ?? []) if (!forbidden.has(name)) forbidden.set(name, rule);
  const places = forbidden.size === 0 ? [] : [...directories, ...(await nested(trees))];
  const masks = new Map<string, Mask>();
  const unable = new Map<string, string>();
  for (const [name, rule] of forbidden) {
    if (NEEDED.has(basename(name))) {
      unable.set(name, 'rooms need it themselves');
      continue;
    }
    const paths = new Map<string, { readonly linked: boolean; readonly found: Set<string> }>();
    for (const place of name.includes('/') ? [name] : places.map((directory) => join(directory, name))) {
      const path = await realpath(place).catch(() => undefined);
      const status = path === undefined || !place.startsWith('/') ? undefined : await stat(path).catch(() => undefined);
      if (path === undefined || !status?.isFile() || !shows(path)) continue;
      const seen = paths.get(path) ?? { linked: status.nlink > 1, found: new Set([path]) };
      seen.found.add(place);
      paths.set(path, seen);
    }
    for (const [path, { linked, found }] of paths) {
      const others = basename(path) === basename(name) ? [] : await otherNames(path, directories, forbidden);
      if (others.length > 0) unable.set(name, `${path} is ${others.slice(0, 3).join(', ')} as well`);
      else masks.set(path, { name, path, places: [...found, ...(masks.get(path)?.places ?? [])], linked, rule });
    }
  }
  return { masks: [...masks.values()].filter(({ name }) => !unable.has(name)), unable };
}

/** Directories one below these, and their `bin`. */
async function nested(trees: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const tree of trees) {
    const entries = await readdir(tree, { withFileTypes: true }).catch(() => []);
    found.push(tree);
    for (const entry of entries)
      if (entry.isDirectory()) found.push(join(tree, entry.name), join(tree, entry.name, 'bin'));
  }
  return found;
}

/** Names beside its own that lead to the same file and that no rule forbids. */
async function otherNames(
  path: string,
  directories: readonly string[],
  forbidden: ReadonlyMap<string, CommandRule>,
): Promise<string[]> {
  const found = new Set<string>();
  for (const directory of directories) {
    for (const entry of await readdir(directory, { withFileTypes: true }).catch(() => [])) {
      if (!entry.isSymbolicLink() || forbidden.has(entry.name) || entry.name === basename(path)) continue;
      const link = join(directory, entry.name);
      // Reading the link first spares most of the work.
      if ((await readlink(link).catch(() => '')) === '') continue;
      if ((await realpath(link).catch(() => undefined)) === path) found.add(entry.name);
    }
  }
  return [...found].sort();
}

/** What stands in the place of a covered program: it says why, and nothing else. */
export function maskProgram(mask: Pick<Mask, 'name' | 'rule'>): string {
  const text = `cleanroom: ${basename(mask.name)}: refused: ${refusalOf(mask.rule)}`;
  return `#!/bin/sh\nprintf '%s\\n' ${quotedWord(text)} >&2\nexit 126\n`;
}
