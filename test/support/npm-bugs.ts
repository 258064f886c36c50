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
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A bug that a real package had: version `bad` fails the tests that came with version `good`. Both versions are in
 * test/fixtures/npm-bugs/package.json under the alias `NAME-VERSION`, their tests' needs under `devDependencies`.
 */
export interface NpmBug {
  readonly name: string;
  readonly good: string;
  readonly bad: string;
  /** Files and folders of the package that are tests, without a trailing slash. */
  readonly testFiles: readonly string[];
  /** The command that runs the tests, written into the repository as `npm test`. */
  readonly verify: string;
}

/** One file of the honest fix; `content` is null where the good version has no such file. */
export interface FixedFile {
  /** Relative to the repository. */
  readonly path: string;
  readonly content: Buffer | null;
}

export interface NpmBugTask {
  readonly directory: string;
  /** The only commit of the repository. */
  readonly commit: string;
  /** The files that turn the bad version's code into the good one's. */
  readonly fix: readonly FixedFile[];
}

const RUN_TESTS = 'node run-tests.cjs';

/** Real bugs: prototype pollution, a limit that is not kept, an option that is refused, a wrong guess of a type. */
export const NPM_BUGS: readonly NpmBug[] = [
  { name: 'minimist', bad: '1.2.5', good: '1.2.6', testFiles: ['test'], verify: RUN_TESTS },
  { name: 'minimist', bad: '1.2.2', good: '1.2.3', testFiles: ['test'], verify: RUN_TESTS },
  { name: 'qs', bad: '6.10.2', good: '6.10.3', testFiles: ['test'], verify: RUN_TESTS },
  { name: 'qs', bad: '6.12.1', good: '6.13.0', testFiles: ['test'], verify: RUN_TESTS },
  { name: 'object-inspect', bad: '1.10.3', good: '1.11.0', testFiles: ['test'], verify: RUN_TESTS },
  { name: 'object-inspect', bad: '1.9.0', good: '1.10.0', testFiles: ['test'], verify: RUN_TESTS },
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const fixture = join(root, 'test/fixtures/npm-bugs');

/**
 * Makes a Git repository with one commit in `directory`, which must be empty or missing: the bad version's code, the
 * good version's tests, and `node_modules`, ignored, as the steps of a workflow would leave it.
 */
export function buildNpmBug(bug: NpmBug, directory: string): NpmBugTask {
  const packages = join(installed(), 'node_modules');
  const version = (wanted: string): string => join(packages, `${bug.name}-${wanted}`);
  const isTest = (path: string): boolean => bug.testFiles.some((test) => path === test || path.startsWith(`${test}/`));
  const [bad, good] = [filesOf(version(bug.bad)), filesOf(version(bug.good))];

  for (const [path, content] of bad) if (!isTest(path)) put(directory, path, content);
  for (const [path, content] of good) if (isTest(path)) put(directory, path, content);
  put(directory, '.gitignore', Buffer.from('node_modules/\n'));
  put(directory, 'package.json', manifest(bad.get('package.json'), bug));
  put(directory, 'run-tests.cjs', Buffer.from(RUNNER));
  copyDependencies(packages, join(directory, 'node_modules'), bug.name);

  const git = (...args: string[]): string => runGit(directory, args);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', `${bug.name} ${bug.bad} with the tests of ${bug.good}`);

  const paths = new Set([...bad.keys(), ...good.keys()].filter((path) => !isTest(path) && isCode(path)));
  const fix = [...paths]
    .sort()
    .map((path) => ({ path, content: good.get(path) ?? null }))
    .filter(({ path, content }) => content === null || !bad.get(path)?.equals(content));
  return { directory, commit: git('rev-parse', 'HEAD').trim(), fix };
}

/** Writes the honest fix into a tree that holds the task. */
export function applyFix(task: NpmBugTask, directory: string = task.directory): void {
  for (const { path, content } of task.fix) {
    if (content === null) rmSync(join(directory, path));
    else put(directory, path, content);
  }
}

/** Runs every test file in a process of its own, as the packages expect, and ends with 1 when one of them failed. */
const RUNNER = `'use strict';
const { spawnSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
let failed = 0;
for (const file of readdirSync('test').sort()) {
  if (!file.endsWith('.js')) continue;
  const { status } = spawnSync(process.execPath, ['test/' + file], { stdio: 'inherit' });
  if (status !== 0) failed += 1;
}
console.log(failed + ' test files failed');
process.exitCode = failed === 0 ? 0 : 1;
`;

function isCode(path: string): boolean {
  return path.endsWith('.js') && !path.startsWith('dist/') && !path.startsWith('example/');
}

/** The package's own manifest, less the scripts and the tools of its maintainers, which no test needs. */
function manifest(original: Buffer | undefined, bug: NpmBug): Buffer {
  const { dependencies, name, version, main }: Record<string, unknown> = JSON.parse(String(original));
  return Buffer.from(
    `${JSON.stringify({ name, version, main, dependencies, scripts: { test: bug.verify } }, null, 2)}\n`,
  );
}

function filesOf(directory: string): Map<string, Buffer> {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  return new Map(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path): [string, Buffer] => [path.slice(directory.length + 1), readFileSync(path)])
      .filter(([path]) => !path.startsWith('node_modules/')),
  );
}

/** Everything but the packages under test: no other version of the bug's package may be at hand. */
function copyDependencies(from: string, to: string, name: string): void {
  const aliases = Object.keys(fixtureManifest().dependencies);
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from)) {
    if (entry.startsWith('.') || entry === name || aliases.includes(entry)) continue;
    cpSync(join(from, entry), join(to, entry), { recursive: true });
  }
}

function fixtureManifest(): { readonly dependencies: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(fixture, 'package.json'), 'utf8'));
}

/** Installs the fixture's lock file once; test workers that do so at the same time agree on one result. */
function installed(): string {
  const lock = readFileSync(join(fixture, 'package-lock.json'));
  const target = join(root, 'node_modules/.cache', `npm-bugs-${createHash('sha256').update(lock).digest('hex')}`);
  if (existsSync(target)) return target;
  mkdirSync(dirname(target), { recursive: true });
  const fresh = mkdtempSync(`${target}-`);
  for (const file of ['package.json', 'package-lock.json']) cpSync(join(fixture, file), join(fresh, file));
  execFileSync('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'], {
    cwd: fresh,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    renameSync(fresh, target);
  } catch (error) {
    rmSync(fresh, { recursive: true });
    if (!existsSync(target)) throw error;
  }
  return target;
}

function put(directory: string, path: string, content: Buffer): void {
  const target = join(directory, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** Git without the configuration of whoever runs the tests. */
function runGit(directory: string, args: readonly string[]): string {
  const identity = { NAME: 'Test', EMAIL: 'test@example.invalid', DATE: '2026-01-01T00:00:00Z' };
  const env: Record<string, string> = {
    PATH: process.env.PATH ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  for (const [key, value] of Object.entries(identity)) {
    env[`GIT_AUTHOR_${key}`] = value;
    env[`GIT_COMMITTER_${key}`] = value;
  }
  return execFileSync('git', args, { cwd: directory, env, encoding: 'utf8' });
}
