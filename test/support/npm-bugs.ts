import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { copyPackages, installedBugs } from './npm-packages.js';

/**
 * How the tests of a package are run. `each`: a script of ours, a process per file; `tape`: its program, one process;
 * `file`: one test file as a program; `mocha`: as `npm test`; `node`: node's own runner.
 */
export type BugRunner = 'each' | 'tape' | 'file' | 'mocha' | 'node';

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
  /** Of these, the ones to take; all when missing. */
  readonly taken?: RegExp;
  readonly runner: BugRunner;
  /** What the runner is given. */
  readonly run: string;
  /** Packages that the tests load, beside those that the package needs. */
  readonly needs: readonly string[];
  /** The tests' tools load the package themselves, in a version of their own. */
  readonly loadsItself?: true;
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
  /** The command that runs the tests, as `--verify` takes it. */
  readonly verify: string;
  /** The file of the repository that the command starts or is written in. */
  readonly verifier: string;
  /** The files that turn the bad version's code into the good one's. */
  readonly fix: readonly FixedFile[];
}

const FAMILIES: readonly (Omit<NpmBug, 'good' | 'bad'> & {
  readonly pairs: readonly (readonly [bad: string, good: string, runner?: BugRunner])[];
})[] = [
  {
    name: 'minimist',
    testFiles: ['test'],
    runner: 'tape',
    run: "'test/*.js'",
    needs: ['tape'],
    loadsItself: true,
    pairs: [
      ['1.2.5', '1.2.6', 'each'],
      ['1.2.2', '1.2.3'],
      ['1.1.0', '1.1.1'],
      ['1.1.2', '1.1.3'],
      ['1.1.3', '1.2.0'],
      ['1.2.7', '1.2.8'],
    ],
  },
  {
    name: 'qs',
    testFiles: ['test'],
    runner: 'tape',
    run: "'test/*.js'",
    needs: [
      ...['tape', 'es-value-fixtures', 'for-each', 'has-override-mistake', 'has-property-descriptors'],
      ...['has-symbols', 'iconv-lite', 'mock-property', 'object-inspect', 'qs-iconv', 'safer-buffer', 'side-channel'],
    ],
    pairs: [
      ['6.10.2', '6.10.3', 'each'],
      ['6.12.1', '6.13.0'],
      ['6.9.6', '6.9.7'],
      ['6.10.4', '6.11.0'],
      ['6.11.2', '6.12.0'],
      ['6.13.1', '6.14.0'],
      ['6.14.0', '6.14.1'],
    ],
  },
  {
    name: 'object-inspect',
    testFiles: ['test'],
    runner: 'tape',
    run: "'test/*.js'",
    needs: [
      ...['tape', 'functions-have-names', 'has-symbols', 'has-tostringtag', 'make-arrow-function', 'mock-property'],
      ...['string.prototype.repeat', 'for-each'],
    ],
    pairs: [
      ['1.10.3', '1.11.0', 'each'],
      ['1.9.0', '1.10.0'],
      ['1.5.0', '1.6.0'],
      ['1.6.0', '1.7.0'],
      ['1.8.0', '1.9.0'],
    ],
  },
  {
    name: 'shell-quote',
    testFiles: ['test'],
    runner: 'tape',
    run: "'test/**/*.js'",
    needs: ['tape'],
    pairs: [
      ['1.6.2', '1.6.3'],
      ['1.7.1', '1.7.2'],
      ['1.7.2', '1.7.3'],
      ['1.8.1', '1.8.2'],
      ['1.8.2', '1.8.3'],
    ],
  },
  {
    name: 'fast-uri',
    testFiles: ['test'],
    taken: /\/(equal|parse|resolve|serialize|util|security[^/]*|uri-encoding[^/]*)\.test\.js$/,
    runner: 'tape',
    run: "'test/**/*.js'",
    needs: ['tape'],
    pairs: [['3.1.2', '4.0.0']],
  },
  {
    name: 'secure-json-parse',
    testFiles: ['test'],
    taken: /\.test\.js$/,
    runner: 'file',
    run: 'test/index.test.js',
    needs: ['tape'],
    pairs: [
      ['3.0.0', '4.0.0'],
      ['4.0.0', '4.1.0'],
    ],
  },
  {
    name: 'flat',
    testFiles: ['test'],
    runner: 'mocha',
    run: '--ui tdd --reporter dot test/test.js',
    needs: ['mocha'],
    loadsItself: true,
    pairs: [['4.1.0', '4.1.1']],
  },
  {
    name: 'object-path',
    testFiles: ['test.js'],
    runner: 'mocha',
    run: 'test.js',
    needs: ['mocha', 'chai'],
    pairs: [
      ['0.11.4', '0.11.5'],
      ['0.11.5', '0.11.6'],
      ['0.11.7', '0.11.8'],
    ],
  },
  {
    name: 'find-my-way',
    testFiles: ['test'],
    // A process for each: these, and those that show the bugs, are enough.
    taken: /\/(url-sanitizer|path-utils|repro-issue-414|errors|find|lookup)\.test\.js$/,
    runner: 'node',
    run: 'test/*.test.js',
    needs: ['rfdc', 'proxyquire'],
    pairs: [
      ['9.3.0', '9.4.0'],
      ['9.4.0', '9.5.0'],
      ['9.5.0', '9.6.0'],
    ],
  },
];

/** Prototype pollution, limits that are not kept, wrong escapes, options that are refused: what packages were mended for. */
export const NPM_BUGS: readonly NpmBug[] = FAMILIES.flatMap(({ pairs, ...family }) =>
  pairs.map(([bad, good, runner = family.runner]) => ({ ...family, bad, good, runner })),
);

/** `NAME VERSION` of a bug. */
export function bugName({ name, bad }: NpmBug): string {
  return `${name} ${bad}`;
}

/**
 * Makes a Git repository with one commit in `directory`, which must be empty or missing: the bad version's code, the
 * good version's tests, and `node_modules`, ignored, as the steps of a workflow would leave it.
 */
export function buildNpmBug(bug: NpmBug, directory: string): NpmBugTask {
  const packages = join(installedBugs(), 'node_modules');
  const version = (wanted: string): string => join(packages, `${bug.name}-${wanted}`);
  const isTest = (path: string): boolean => bug.testFiles.some((test) => path === test || path.startsWith(`${test}/`));
  const isTaken = (path: string): boolean => bug.taken?.test(path) ?? true;
  const [bad, good] = [filesOf(version(bug.bad)), filesOf(version(bug.good))];

  for (const [path, content] of bad) if (!isTest(path)) put(directory, path, content);
  for (const [path, content] of good) if (isTest(path) && isTaken(path)) put(directory, path, content);
  const { verify, verifier, files } = command(bug);
  put(directory, '.gitignore', Buffer.from('node_modules/\n'));
  put(directory, 'package.json', manifest(bad.get('package.json'), files['package.json'] ?? verify));
  for (const [path, text] of Object.entries(files)) {
    if (path !== 'package.json') put(directory, path, Buffer.from(text));
  }
  copyPackages(packages, join(directory, 'node_modules'), {
    of: version(bug.bad),
    names: bug.needs,
    // Where that can be, no other version of the package is at hand.
    without: bug.loadsItself ? '' : bug.name,
  });

  const git = (...args: string[]): string => runGit(directory, args);
  git('init', '-q', '-b', 'main');
  git('add', '-A');
  git('commit', '-q', '-m', `${bug.name} ${bug.bad} with the tests of ${bug.good}`);

  const paths = new Set([...bad.keys(), ...good.keys()].filter((path) => !isTest(path) && isCode(path)));
  const fix = [...paths]
    .sort()
    .map((path) => ({ path, content: good.get(path) ?? null }))
    .filter(({ path, content }) => content === null || !bad.get(path)?.equals(content));
  return { directory, commit: git('rev-parse', 'HEAD').trim(), verify, verifier, fix };
}

/** Writes the honest fix into a tree that holds the task. */
export function applyFix(task: NpmBugTask, directory: string = task.directory): void {
  for (const { path, content } of task.fix) {
    if (content === null) rmSync(join(directory, path));
    else put(directory, path, content);
  }
}

/** Runs every test file in a process of its own, as the packages expect, and ends with 1 when one of them failed. */
const RUN_EACH = `'use strict';
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

/** The verifier of a task, and the files that it is made of; `package.json` stands for its script `test`. */
function command({ runner, run }: NpmBug): {
  readonly verify: string;
  readonly verifier: string;
  readonly files: Readonly<Record<string, string>>;
} {
  const script = (line: string) => ({
    verify: 'sh scripts/verify.sh',
    verifier: 'scripts/verify.sh',
    files: { 'scripts/verify.sh': `#!/bin/sh\nexec ${line}\n` },
  });
  switch (runner) {
    case 'each':
      return { verify: 'node run-tests.cjs', verifier: 'run-tests.cjs', files: { 'run-tests.cjs': RUN_EACH } };
    case 'tape':
      return script(`node node_modules/tape/bin/tape ${run}`);
    case 'node':
      return script(`node --test ${run}`);
    case 'file':
      return { verify: `node ${run}`, verifier: run, files: {} };
    case 'mocha':
      return {
        verify: 'npm test',
        verifier: 'package.json',
        files: { 'package.json': `node node_modules/mocha/bin/mocha.js ${run}` },
      };
  }
}

function isCode(path: string): boolean {
  return /\.[cm]?js$/.test(path) && !/^(dist|example|benchmarks?)\/|^(eslint\.config|\.)/.test(path);
}

/** The package's own manifest, less the scripts and the tools of its maintainers, which no test needs. */
function manifest(original: Buffer | undefined, test: string): Buffer {
  const { dependencies, name, version, main, bin, type, exports }: Record<string, unknown> = JSON.parse(
    String(original),
  );
  return Buffer.from(
    `${JSON.stringify({ name, version, main, bin, type, exports, dependencies, scripts: { test } }, null, 2)}\n`,
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

function put(directory: string, path: string, content: Buffer): void {
  const target = join(directory, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, content);
}

/** Git without the configuration of whoever runs the tests. */
function runGit(directory: string, args: readonly string[]): string {
  const identity = { NAME: 'Test', EMAIL: 'test@example.invalid', DATE: '2026-01-01T00:00:00Z' };
  const env: Record<string, string> = {
    PATH: process.env['PATH'] ?? '',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_NOSYSTEM: '1',
  };
  for (const [key, value] of Object.entries(identity)) {
    env[`GIT_AUTHOR_${key}`] = value;
    env[`GIT_COMMITTER_${key}`] = value;
  }
  return execFileSync('git', args, { cwd: directory, env, encoding: 'utf8' });
}
