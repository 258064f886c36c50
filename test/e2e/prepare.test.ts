import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { npmEnv } from '../support/agents.js';
import { runDist } from '../support/dist.js';
import { PATIENT } from '../support/npm-packages.js';
import { git, repository } from '../support/workspace.js';

// The person's own registry, wherever it is: also one with a private address.
const registry = new URL(
  execFileSync('npm', ['config', 'get', 'registry'], {
    env: npmEnv(),
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim(),
);
const endpoint = `${registry.hostname}:${registry.port || (registry.protocol === 'https:' ? 443 : 80)}`;

let directory: string;
let repo: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'prepare-'));
  const manifest = { name: 'x', version: '1.0.0', dependencies: { 'is-number': '7.0.0' } };
  repo = await repository(
    { 'package.json': JSON.stringify(manifest), '.gitignore': 'node_modules/\n', 'src/a.js': 'module.exports = 1;\n' },
    directory,
  );
  execFileSync('npm', ['install', '--package-lock-only', '--ignore-scripts', ...PATIENT], {
    cwd: repo,
    env: npmEnv(),
    stdio: 'ignore',
  });
  execFileSync(
    'git',
    [
      '-c',
      'user.name=t',
      '-c',
      'user.email=t@localhost',
      '-c',
      'safe.directory=*',
      'commit',
      '-qam',
      'lock',
      '--allow-empty',
    ],
    { cwd: repo },
  );
  git(repo, 'add', '-A');
  git(repo, 'commit', '-qm', 'lock');
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function run(name: string, ...more: string[]) {
  const evidence = join(directory, name);
  const { code, stdout } = await runDist([
    'run',
    ...['--prompt', 'x', '--repo', repo, '--evidence', evidence, '--json'],
    ...[
      '--agent',
      'command',
      '--agent-command',
      '["sh","-c","echo broken > node_modules/is-number/index.js; echo module.exports = 2 > src/a.js"]',
    ],
    ...[
      '--prepare',
      // A registry that does not answer once is no verdict about a change.
      name === 'allowed' ? 'npm ci --fetch-retries=4' : 'npm ci',
      '--verify',
      `node -e 'if (!require("is-number")(require("./src/a.js")) || require("./src/a.js") !== 2) process.exit(1)'`,
    ],
    ...more,
  ]);
  const access = await readFile(join(evidence, 'access.jsonl'), 'utf8').catch(() => '');
  return { code, verdict: JSON.parse(stdout) as VerdictFile, access };
}

describe('prepare: npm ci', () => {
  it('installs through the broker, is frozen, and an agent that patches it gains nothing', async () => {
    const { code, verdict, access } = await run('allowed', '--allow-prepare', endpoint, '--allow-private', endpoint);
    expect(verdict).toMatchObject({ verdict: 'verified', denied: [] });
    expect(code).toBe(0);
    expect(access).toContain('"stage":"prepare"');
    expect(access).toContain(endpoint);
    expect(verdict.attempts[0]?.patch.files).toBe(1);
  });

  it('is refused a host that the policy does not name, and says the line that would allow it', async () => {
    const { code, verdict } = await run('denied');
    expect(verdict.verdict).toBe('infra-error');
    expect(code).toBe(3);
    expect(verdict.reason).toMatch(/^The prepare command `.+` failed with exit code \d+: /s);
    expect(verdict.denied.map(({ host }) => host)).toContain(endpoint);
    expect(verdict.hint).toContain('allow-prepare');
  });

  it('has a line to the broker for another host only', async () => {
    const { verdict } = await run('other', '--allow-prepare', 'other.invalid:443');
    expect(verdict.verdict).toBe('infra-error');
    expect(verdict.denied.map(({ host }) => host)).toContain(endpoint);
    expect(verdict.hint).toContain('allow-prepare');
  });
});
