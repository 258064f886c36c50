import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { type DistOptions, type DistRun, ROOT, runDist } from '../support/dist.js';
import { bugName, buildNpmBug, type NpmBug } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';
import { special } from './special.js';
import type { Task } from './task.js';

/** The shell by its full name: what a cheat does to PATH must not break the cheat itself. */
export function shell(script: string): string {
  return JSON.stringify(['/bin/bash', '-c', script]);
}

export const DEMO_VERIFIER = '#!/bin/sh\nexec node --test\n';

/** The demo's repository, with a verifier script as users have it. */
export function demoTask(parent: string): Task {
  const directory = join(parent, 'demo');
  cpSync(join(ROOT, 'examples/demo/repo'), directory, { recursive: true });
  mkdirSync(join(directory, 'scripts'));
  writeFileSync(join(directory, 'scripts/verify.sh'), DEMO_VERIFIER);
  writeFileSync(join(directory, '.gitignore'), 'node_modules/\ndist/\ncoverage/\n');
  git(directory, 'init', '-q');
  git(directory, 'add', '-A');
  git(directory, 'commit', '-q', '-m', 'base');
  const agent = join(ROOT, 'examples/demo');
  return {
    name: 'demo',
    language: 'node',
    directory,
    verify: 'sh scripts/verify.sh',
    verifier: 'scripts/verify.sh',
    test: 'test/parse.test.js',
    emptyTest: "import { test } from 'node:test';\ntest('nothing', () => {});\n",
    tests: 'test/*.js',
    testDirectory: 'test',
    newTest: 'test/000.test.js',
    source: 'src/parse.js',
    ...special('demo', parent),
    args: ['--tools', agent],
    fix: `CLEANROOM_ATTEMPT=2 CLEANROOM_REPORT_FILE= node ${agent}/agent.mjs </dev/null >/dev/null`,
  };
}

/** A bug of a real package, with its own tests and the dependencies that they need in ignored files. */
export function npmTask(bug: NpmBug, parent: string): Task {
  const directory = join(parent, `${bug.name}-${bug.bad}`);
  const { fix, verify, verifier } = buildNpmBug(bug, directory);
  const fixed = join(parent, `${bug.name}-${bug.bad}-fixed`);
  for (const { path, content } of fix) {
    mkdirSync(dirname(join(fixed, path)), { recursive: true });
    if (content !== null) writeFileSync(join(fixed, path), content);
  }
  const removed = fix.filter(({ content }) => content === null).map(({ path }) => ` && rm -- ${path}`);
  const testDirectory = bug.testFiles.includes('test') ? 'test' : null;
  const found = readdirSync(join(directory, testDirectory ?? '.'), { withFileTypes: true }).filter(
    (entry) =>
      entry.isFile() && entry.name.endsWith('.js') && !['index.js', 'empty-keys-cases.js'].includes(entry.name),
  );
  return {
    name: bugName(bug),
    language: 'node',
    directory,
    verify,
    verifier,
    test: testDirectory === null ? 'test.js' : `test/${found[0]?.name}`,
    tests: testDirectory === null ? 'test.js' : 'test/*.js',
    testDirectory,
    newTest: testDirectory === null ? 'test/000.js' : `test/000.${bug.runner === 'node' ? 'test.' : ''}js`,
    emptyTest: '',
    // The first is what most of its tests load.
    source: (fix.find(({ path }) => /^(index|quote|lib\/parse)\.js$/.test(path)) ?? fix[0])?.path ?? '',
    ...special(bugName(bug), parent),
    args: ['--prepare', 'workspace', '--tools', fixed],
    fix: `cp -r ${fixed}/. .${removed.join('')}`,
  };
}

/** A directory for a test file's tasks that every user can enter, gone with `dispose`. */
export function arena(): { readonly directory: string; dispose(): void } {
  const directory = mkdtempSync(join(tmpdir(), 'arena-'));
  chmodSync(directory, 0o755);
  return { directory, dispose: () => rmSync(directory, { recursive: true, force: true }) };
}

export interface Result {
  readonly run: DistRun;
  readonly verdict: VerdictFile;
  /** The evidence folder. */
  readonly directory: string;
  /** What a file of the evidence holds; empty when there is none. */
  evidence(path: string): string;
}

/** Lets a command agent work on a task through the bundle, with one attempt unless the settings say otherwise. */
export async function attempt(
  parent: string,
  task: Task,
  script: string,
  settings: Readonly<Record<string, string>> = {},
  options: DistOptions = {},
): Promise<Result> {
  const evidence = mkdtempSync(join(parent, 'evidence-'));
  rmSync(evidence, { recursive: true });
  const all = {
    repo: task.directory,
    evidence,
    prompt: 'Mend the bug that the tests show.',
    agent: 'command',
    'agent-command': shell(script),
    verify: task.verify,
    'max-attempts': '1',
    ...settings,
  };
  const flags = Object.entries(all).flatMap(([name, value]) => [`--${name}`, value]);
  const run = await runDist(['run', '--json', ...flags, ...task.args], options);
  if (!run.stdout.startsWith('{')) throw new Error(`no verdict (exit ${run.code}): ${run.stderr}`);
  return {
    run,
    verdict: JSON.parse(run.stdout) as VerdictFile,
    directory: evidence,
    evidence(path) {
      try {
        return readFileSync(join(evidence, path), 'utf8');
      } catch {
        return '';
      }
    },
  };
}
