import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/inputs/command-line.js';
import { describeHost } from '../../src/run/host.js';
import { planRun } from '../../src/run/run.js';
import type { Plan } from '../../src/schemas/plan.js';
import { describeProblem, InputError } from '../../src/support/errors.js';
import { git } from '../support/workspace.js';

const root = mkdtempSync(join(tmpdir(), 'profiles-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function repository(files: Readonly<Record<string, string>>): string {
  made += 1;
  const path = join(root, `r${made}`);
  mkdirSync(path);
  git(path, 'init', '-q');
  commit(path, files);
  return path;
}

function commit(path: string, files: Readonly<Record<string, string>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  git(path, 'add', '-A');
  git(path, 'commit', '-qm', 'files');
}

/** The plan that a command line leads to in a repository. */
async function plan(path: string, ...args: string[]): Promise<{ plan: Plan; planSha256: string }> {
  const line = parseCommandLine(['plan', '--prompt', 'x', '--agent', 'command', '--agent-command', 'true', ...args]);
  if (!('layer' in line)) throw new Error('not a request');
  const commitOf = git(path, 'rev-parse', 'HEAD');
  return planRun({
    request: {
      layer: line.layer,
      problems: line.problems,
      context: {} as Plan['context'],
      workCommit: commitOf,
      trusted: undefined,
      defaultCommentKey: 'k',
      secretsFor: () => ({ secrets: {}, problems: [] }),
    },
    host: describeHost({ PATH: process.env['PATH'], HOME: root }, path, undefined),
  });
}

const problems = (promise: Promise<unknown>): Promise<string[]> =>
  promise.then(
    () => [],
    (error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      return error.problems.map(describeProblem);
    },
  );

const CONFIG = '.github/cleanroom.yml';
const FILE = `model: of-the-file
effort: low
memory: 1g
protect: [a/**]
verify: "true"
profiles:
  k8s:
    effort: high
    memory: 2g
    writable-roots: [deploy, deploy/sub, charts]
    protect: [b/**]
    rules: [forbid git push because the patch is taken]
    policy: deploy/policy.yaml
  docs: {effort: medium, processes: 300}
  bad: {effort: LOUD, nothing: 1}
`;
const POLICY =
  'version: 1\nsandbox:\n  network:\n    default: deny\n    execution:\n      allow: [docs.example.com:443]\n  resources:\n    memory: 3gb\n';

describe('a profile in a plan', () => {
  it('is stronger than the file and weaker than flags, and its policy file is the run’s', async () => {
    const path = repository({ [CONFIG]: FILE, 'deploy/policy.yaml': POLICY, 'cleanroom.yaml': 'version: 1\n' });
    const without = await plan(path);
    expect(without.plan.source.profile).toBeNull();
    expect(without.plan.agent).toMatchObject({ model: 'of-the-file', effort: 'low' });
    expect(without.plan.limits.memoryBytes).toBe(2 ** 30);
    expect(without.plan.room.writable).toBeNull();

    const k8s = await plan(path, '--profile', 'k8s');
    expect(k8s.plan.source).toMatchObject({ profile: 'k8s', config: CONFIG });
    expect(k8s.plan.agent).toMatchObject({ model: 'of-the-file', effort: 'high' });
    expect(k8s.plan.limits.memoryBytes).toBe(2 ** 31);
    expect(k8s.plan.room.writable).toEqual(['charts', 'deploy']);
    expect(k8s.plan.protect).toContain('b/**');
    expect(k8s.plan.protect).not.toContain('a/**');
    expect(k8s.plan.commands.rules).toHaveLength(1);
    expect(k8s.plan.policy.agent).toEqual(['docs.example.com:443']);
    expect(k8s.planSha256).not.toBe(without.planSha256);

    const flags = await plan(path, '--profile', 'k8s', '--effort', 'none', '--writable-roots', 'src');
    expect(flags.plan.agent.effort).toBe('none');
    expect(flags.plan.room.writable).toEqual(['src']);
    expect(flags.plan.limits.memoryBytes).toBe(2 ** 31);

    const docs = await plan(path, '--profile', 'docs');
    expect(docs.plan.agent.effort).toBe('medium');
    expect(docs.plan.limits).toMatchObject({ processes: 300, memoryBytes: 2 ** 30 });
    expect(docs.plan.room.writable).toBeNull();
  });

  it('may be named by the file, and a flag names another one', async () => {
    const path = repository({ [CONFIG]: `profile: docs\n${FILE}` });
    expect((await plan(path)).plan).toMatchObject({ source: { profile: 'docs' }, agent: { effort: 'medium' } });
    commit(path, { 'deploy/policy.yaml': POLICY });
    expect((await plan(path, '--profile', 'k8s')).plan).toMatchObject({
      source: { profile: 'k8s' },
      agent: { effort: 'high' },
    });
  });

  it('is weighed against the policy file like any other layer', async () => {
    const path = repository({
      [CONFIG]: 'profiles: {p: {policy: p.yaml}, q: {policy: none, processes: 99}}\n',
      'p.yaml': POLICY,
    });
    expect((await plan(path, '--profile', 'p', '--verify', 'true')).plan.limits.memoryBytes).toBe(3 * 10 ** 9);
    const none = await plan(path, '--profile', 'q', '--verify', 'true');
    expect(none.plan.policy.agent).toEqual([]);
    expect(none.plan.limits.processes).toBe(99);
  });

  it('that is not there is refused, with those that are', async () => {
    const path = repository({ [CONFIG]: FILE });
    expect(await problems(plan(path, '--profile', 'k9s'))).toEqual([
      expect.stringMatching(/--profile is "?k9s"?, expected one of k8s, docs.* bad/),
    ]);
    expect(await problems(plan(repository({ [CONFIG]: 'verify: "true"\n' }), '--profile', 'k8s'))).toEqual([
      expect.stringMatching(/--profile is .*k8s.*, expected a profile, but .*cleanroom\.yml has none/),
    ]);
    expect(await problems(plan(repository({ a: 'b' }), '--profile', 'k8s', '--verify', 'true'))).toEqual([
      expect.stringMatching(/expected a profile, but the trusted commit has no .github\/cleanroom\.yml/),
    ]);
    expect(await problems(plan(repository({ [CONFIG]: 'profile: x\nverify: "true"\n' })))).toEqual([
      expect.stringMatching(/^.github\/cleanroom\.yml:1:1: profile is "?x"?/),
    ]);
    // A file that nobody can read has no profiles to speak of.
    expect(await problems(plan(repository({ [CONFIG]: ': [' }), '--profile', 'k8s'))).not.toContainEqual(
      expect.stringContaining('--profile'),
    );
  });

  it('tells what is wrong inside it when it is used, all at once, and not otherwise', async () => {
    const path = repository({ [CONFIG]: FILE });
    expect(await problems(plan(path, '--profile', 'docs'))).toEqual([]);
    expect(await problems(plan(path, '--profile', 'bad', '--memory', 'much'))).toEqual([
      expect.stringContaining('--memory'),
      expect.stringMatching(/cleanroom\.yml:6:1: profiles\.bad\.effort is "LOUD"/),
      expect.stringMatching(/cleanroom\.yml:6:1: profiles\.bad: key is "nothing"/),
    ]);
  });

  it('comes from the trusted commit', async () => {
    const path = repository({ [CONFIG]: FILE });
    const trusted = git(path, 'rev-parse', 'HEAD');
    commit(path, { [CONFIG]: 'profiles: {docs: {verify: "exit 0", effort: x}, own: {}}\n' });
    const args = ['--ref', 'HEAD', '--trusted-ref', trusted];
    expect((await plan(path, '--profile', 'docs', ...args)).plan.agent.effort).toBe('medium');
    expect(await problems(plan(path, '--profile', 'own', ...args))).toHaveLength(1);
  });
});
