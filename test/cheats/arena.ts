import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { type DistOptions, type DistRun, ROOT, runDist } from '../support/dist.js';
import { buildNpmBug, type NpmBug } from '../support/npm-bugs.js';
import { git } from '../support/workspace.js';

/** A repository with a bug, a verifier that shows it, and what an agent would have to do. */
export interface Task {
  readonly name: string;
  readonly directory: string;
  /** As `--verify` takes it. */
  readonly verify: string;
  /** A file of the repository that the verifier is. */
  readonly verifier: string;
  /** One test file, and code that such a file may hold and that passes. */
  readonly test: string;
  readonly emptyTest: string;
  /** The file with the bug. */
  readonly source: string;
  /** Settings that every run over this task needs. */
  readonly args: readonly string[];
  /** A shell command that makes the honest fix, inside a room. */
  readonly fix: string;
}

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
    directory,
    verify: 'sh scripts/verify.sh',
    verifier: 'scripts/verify.sh',
    test: 'test/parse.test.js',
    emptyTest: "import { test } from 'node:test';\ntest('nothing', () => {});\n",
    source: 'src/parse.js',
    args: ['--tools', agent],
    fix: `CLEANROOM_ATTEMPT=2 CLEANROOM_REPORT_FILE= node ${agent}/agent.mjs </dev/null >/dev/null`,
  };
}

/** A bug of a real package, with its own tests and the dependencies that they need in ignored files. */
export function npmTask(bug: NpmBug, parent: string): Task {
  const directory = join(parent, `${bug.name}-${bug.bad}`);
  const { fix } = buildNpmBug(bug, directory);
  const fixed = join(parent, `${bug.name}-${bug.bad}-fixed`);
  for (const { path, content } of fix) {
    mkdirSync(dirname(join(fixed, path)), { recursive: true });
    if (content !== null) writeFileSync(join(fixed, path), content);
  }
  const removed = fix.filter(({ content }) => content === null).map(({ path }) => ` && rm -- ${path}`);
  const test = readdirSync(join(directory, 'test'), { withFileTypes: true }).find(
    (entry) => entry.isFile() && entry.name.endsWith('.js') && entry.name !== 'index.js',
  );
  return {
    name: `${bug.name} ${bug.bad}`,
    directory,
    verify: bug.verify,
    verifier: 'run-tests.cjs',
    test: `test/${test?.name}`,
    emptyTest: '',
    source: fix[0]?.path ?? '',
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

let runs = 0;

/** Lets a command agent work on a task through the bundle, with one attempt unless the settings say otherwise. */
export async function attempt(
  parent: string,
  task: Task,
  script: string,
  settings: Readonly<Record<string, string>> = {},
  options: DistOptions = {},
): Promise<Result> {
  runs += 1;
  const evidence = join(parent, `evidence-${runs}`);
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
