import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/load.js';
import { PUBLISH_INPUTS } from '../../src/inputs/publish-inputs.js';
import { SECRETS, SETTING_NAMES } from '../../src/inputs/settings.js';
import type { Plan } from '../../src/schemas/plan.js';
import { runDist } from '../support/dist.js';
import { breaches } from '../support/workflows.js';
import { git, repository } from '../support/workspace.js';

const CONFIG = '.github/cleanroom.yml';
const WORKFLOW = '.github/workflows/cleanroom.yml';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'init-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Setup {
  readonly stacks: readonly { readonly preset: string; readonly directory: string }[];
  readonly files: readonly { readonly path: string; readonly text: string; readonly state: string }[];
}

async function init(repo: string, ...more: string[]): Promise<Setup> {
  const { code, stdout, stderr } = await runDist(['init', '--repo', repo, '--json', ...more]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Setup;
}

/** Commits what was written, and compiles it to a plan. */
async function planned(repo: string): Promise<Plan> {
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'init');
  // Words stand for what this machine's tools are set up with, if it has them: hosts stand in for them.
  const more = ['--agent', 'command', '--agent-command', 'true', '--allow-prepare', 'registry.example:443'];
  const { code, stdout, stderr } = await runDist(['plan', '--repo', repo, '--prompt', 'x', '--json', ...more]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout) as Plan;
}

const NPM = {
  'package.json': JSON.stringify({ name: 'x', scripts: { test: 'node test.js', build: 'tsc' } }),
  'package-lock.json': '{}',
};

const EVERYTHING = {
  ...NPM,
  'packages/a/package.json': NPM['package.json'],
  'node_modules/dep/package.json': NPM['package.json'],
  'api/pyproject.toml': '[build-system]\nrequires = []\n',
  'api/requirements-dev.txt': '',
  'api/tests/test_a.py': '',
  'service/go.mod': 'module x\n',
  'service/a_test.go': 'package x\n',
  'service/testdata/go.mod': 'module y\n',
  'core/Cargo.toml': '[workspace]\nmembers = ["a"]\n',
  'core/a/Cargo.toml': '[package]\nname = "a"\n',
  'java/pom.xml': '<project/>',
  'android/build.gradle.kts': '',
  'android/gradlew': '',
  'charts/web/Chart.yaml': 'name: web\n',
  'charts/web/Chart.lock': '',
  'charts/web/tests/web_test.yaml': '',
  'charts/web/charts/sub/Chart.yaml': 'name: sub\n',
  'operator/PROJECT': 'layout:\n- go.kubebuilder.io/v4\n',
  'operator/go.mod': 'module z\n',
  'operator/Makefile': 'test: envtest\n\ttrue\nenvtest:\n\ttrue\n',
  'deploy/policy/a.rego': 'package main\n',
  'with space/package.json': NPM['package.json'],
};

describe('init', () => {
  it('proposes what decides for each stack of a commit, and what it proposes is a plan', async () => {
    const repo = await repository(EVERYTHING, directory);
    const { stacks, files } = await init(repo, '--write');
    expect(stacks.map(({ preset, directory: where }) => `${preset} ${where}`)).toEqual([
      'npm ',
      'pytest api',
      'kubebuilder operator',
      'go service',
      'cargo core',
      'maven java',
      'gradle android',
      'helm charts/web',
      'conftest deploy',
    ]);
    expect(files.map(({ path, state }) => [path, state])).toEqual([
      [CONFIG, 'written'],
      [WORKFLOW, 'written'],
    ]);
    const plan = await planned(repo);
    expect(plan.verifier?.commands.map(({ name, cwd }) => `${name} in ${cwd}`)).toEqual([
      'npm in ',
      'api-pytest in api',
      'operator-kubebuilder in operator',
      'service-go in service',
      'core-cargo in core',
      'java-maven in java',
      'android-gradle in android',
      'web-helm-lint in charts/web',
      'web-helm-template in charts/web',
      'web-helm-unittest in charts/web',
      'deploy-conftest in deploy',
    ]);
    expect(plan.room.env).toMatchObject({ GOCACHE: '/workspace/.cleanroom/go-build' });
    expect(plan.prepare).toMatchObject({
      display: expect.stringContaining('npm ci\n(cd api && python3 -m venv .venv &&'),
    });
  });

  it('says the simple form for one stack, and both files are what they have to be', async () => {
    const repo = await repository(NPM, directory);
    const { files } = await init(repo);
    expect(files.map(({ state }) => state)).toEqual(['proposed', 'proposed']);
    expect(git(repo, 'status', '--porcelain')).toBe('');
    const [config, workflow] = files;
    const { layer, problems } = parseConfig(config?.text ?? '', CONFIG);
    expect(problems).toEqual([]);
    expect(layer.values).toMatchObject({ 'verify-preset': 'npm', 'allow-prepare': ['npm'] });
    const inputs = { run: [...SETTING_NAMES, ...Object.keys(SECRETS)], publish: Object.keys(PUBLISH_INPUTS) };
    expect(breaches({ where: WORKFLOW, text: workflow?.text ?? '', inDocument: true }, inputs)).toEqual([]);
  });

  it('never touches a file that exists, and follows no link', async () => {
    const repo = await repository(NPM, directory);
    await mkdir(join(repo, '.github'));
    await writeFile(join(repo, CONFIG), 'verify: mine\n');
    const { files } = await init(repo, '--write');
    expect(files.map(({ path, state }) => [path, state])).toEqual([
      [CONFIG, 'exists'],
      [WORKFLOW, 'written'],
    ]);
    expect(await readFile(join(repo, CONFIG), 'utf8')).toBe('verify: mine\n');

    const linked = await repository(NPM, directory);
    const elsewhere = await mkdtemp(join(directory, 'elsewhere-'));
    await symlink(elsewhere, join(linked, '.github'));
    const { code, stderr } = await runDist(['init', '--repo', linked, '--write']);
    expect(code).toBe(2);
    expect(stderr).toContain('.github is no directory');
    await expect(readFile(join(elsewhere, 'cleanroom.yml'))).rejects.toThrow('ENOENT');
  });

  it('goes on beside a file that is too large to be read', async () => {
    const repo = await repository(
      { 'package.json': `{"x":"${'x'.repeat(300_000)}"}`, 'go.mod': '', 'a_test.go': '' },
      directory,
    );
    expect((await init(repo)).stacks.map(({ preset }) => preset)).toEqual(['go']);
  });

  it('says so where it finds nothing', async () => {
    const repo = await repository(
      { 'package.json': '{"scripts":{"test":"echo \\"Error: no test specified\\" && exit 1"}}' },
      directory,
    );
    expect(await init(repo, '--write')).toEqual({ stacks: [], files: [] });
    const { stdout } = await runDist(['init', '--repo', repo]);
    expect(stdout).toContain('No stack was found');
  });
});

describe('caches of the rooms', () => {
  it('are no part of a patch, whatever a repository ignores', async () => {
    const repo = await repository({ 'a.txt': '1\n' }, directory);
    const evidence = join(directory, 'caches');
    const agent = 'echo 2 > a.txt; mkdir -p .cleanroom/x sub/.venv; echo x > .cleanroom/x/y; echo x > sub/.venv/z';
    const { stdout } = await runDist([
      'run',
      ...['--prompt', 'x', '--repo', repo, '--evidence', evidence, '--json', '--max-attempts', '1'],
      ...['--agent', 'command', '--agent-command', JSON.stringify(['sh', '-c', agent])],
      ...['--verify', 'grep -qx 2 a.txt && test ! -e .cleanroom && test ! -e sub'],
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ verdict: 'verified', attempts: [{ patch: { files: 1 } }] });
  });
});
