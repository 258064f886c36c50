import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixture = join(root, 'test/fixtures/npm-bugs');

/** A registry that does not answer once is no verdict about a change. */
export const PATIENT: readonly string[] = ['--fetch-retries=5', '--fetch-retry-mintimeout=2000'];

/** Installs the fixture's lock file once; test workers that do so at the same time agree on one result. */
export function installedBugs(): string {
  const lock = readFileSync(join(fixture, 'package-lock.json'));
  const target = join(root, 'node_modules/.cache', `npm-bugs-${createHash('sha256').update(lock).digest('hex')}`);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(`${target}-`);
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(fixture, file), join(fresh, file));
  const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', ...PATIENT];
  execFileSync('npm', ['ci', ...flags], { cwd: fresh, stdio: ['ignore', 'ignore', 'inherit'] });
  try {
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

/**
 * Copies packages, and all that they need, from one `node_modules` to another.
 * @param wanted.of a package directory whose own needs are copied too, nested versions of its own first
 */
export function copyPackages(
  from: string,
  to: string,
  wanted: { readonly of: string; readonly names: readonly string[]; readonly without: string },
): void {
  mkdirSync(to, { recursive: true });
  const nested = nestedOf(wanted.of);
  for (const name of nested) copy(join(wanted.of, 'node_modules', name), join(to, name));
  const left = [
    ...wanted.names,
    ...needsOf(wanted.of),
    ...nested.flatMap((name) => needsOf(join(wanted.of, 'node_modules', name))),
  ];
  const seen = new Set([wanted.without, ...nested]);
  for (let name = left.pop(); name !== undefined; name = left.pop()) {
    const source = join(from, name);
    if (seen.has(name) || !existsSync(source)) continue;
    seen.add(name);
    copy(source, join(to, name));
    left.push(...needsOf(source), ...nestedOf(source).flatMap((inner) => needsOf(join(source, 'node_modules', inner))));
  }
}

function needsOf(directory: string): string[] {
  const { dependencies = {} } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    dependencies?: Record<string, string>;
  };
  return Object.keys(dependencies);
}

/** Names of the packages in a package's own `node_modules`. */
function nestedOf(directory: string): string[] {
  const place = join(directory, 'node_modules');
  if (!existsSync(place)) return [];
  return readdirSync(place)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) => (name.startsWith('@') ? readdirSync(join(place, name)).map((one) => `${name}/${one}`) : [name]));
}

/** By hard links where that can be: some of these packages have thousands of files, and nobody writes to them. */
function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  const same = statSync(from).dev === statSync(dirname(to)).dev;
  execFileSync('cp', ['-R', ...(same ? ['-l'] : []), '--', from, to]);
}
