import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../src/inputs/command-line.js';
import { describeHost } from '../../src/run/host.js';
import { describePolicy, explainEndpoint, type ValidatedPolicy, validatePolicy } from '../../src/run/policy-command.js';
import type { RunRequest } from '../../src/run/resolve.js';
import { planRun } from '../../src/run/run.js';
import { describeProblem, InputError } from '../../src/support/errors.js';

const root = mkdtempSync('/tmp/cleanroom-policy-');
afterAll(() => rmSync(root, { recursive: true, force: true }));

type Files = Readonly<Record<string, string>>;

function git(cwd: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=a', '-c', 'user.email=a@b.example', '-c', 'commit.gpgsign=false'];
  return execFileSync('git', [...identity, ...args], { cwd, encoding: 'utf8' }).trim();
}

let made = 0;
/** A repository with these files on `main`, and these on `head` above it. */
function repository(main: Files, head: Files = {}): string {
  made += 1;
  const path = join(root, `r${made}`);
  mkdirSync(path);
  git(path, 'init', '-q', '-b', 'main');
  const commit = (files: Files): void => {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(path, name)), { recursive: true });
      writeFileSync(join(path, name), content);
      if (content.startsWith('#!')) chmodSync(join(path, name), 0o755);
    }
    git(path, 'add', '-Af');
    git(path, 'commit', '-q', '--allow-empty', '-m', 'files');
  };
  commit(main);
  git(path, 'checkout', '-q', '-b', 'head');
  commit(head);
  return path;
}

type Environment = Readonly<Record<string, string>>;

function requestOf(path: string, args: readonly string[], env: Environment) {
  const line = parseCommandLine(['plan', ...args]);
  if (!('layer' in line)) throw new Error('not a request');
  const request: RunRequest = {
    layer: line.layer,
    problems: line.problems,
    context: {
      event: 'local',
      repository: null,
      serverUrl: null,
      apiUrl: null,
      runUrl: null,
      actor: null,
      pullRequest: null,
    },
    workCommit: undefined,
    trusted: undefined,
    defaultCommentKey: 'default',
    secretsFor: () => ({ secrets: {}, problems: [] }),
  };
  const all = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: root, ...env };
  return { request, host: describeHost(all, path, undefined) };
}

function validate(path: string, args: readonly string[] = [], env: Environment = {}): Promise<ValidatedPolicy> {
  return validatePolicy(requestOf(path, args, env));
}

async function problemsOf(promise: Promise<unknown>): Promise<string[]> {
  const error = await promise.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  expect(error).toBeInstanceOf(InputError);
  return error instanceof InputError ? error.problems.map(describeProblem) : [];
}

const NETWORK = `version: 1
sandbox:
  network:
    allow: [a.example.com:443]
`;

describe('the policy of a run', () => {
  it('joins the lists of the policy file and of settings, and says where each entry comes from', async () => {
    const path = repository({
      'cleanroom.yaml': NETWORK,
      '.github/cleanroom.yml': 'allow-agent: [b.example.com:443]\nverify: "true"\nallow-proof: [p.example.com:443]\n',
    });
    const { policy } = await validate(path, ['--prepare', 'true', '--allow-prepare', 'a.example.com:443']);
    expect(policy).toMatchObject({
      file: 'cleanroom.yaml',
      generation: 'D',
      prepare: ['a.example.com:443'],
      agent: ['a.example.com:443', 'b.example.com:443'],
      proof: ['p.example.com:443'],
      private: [],
    });
    expect(policy.origins.map(({ stage, entry, from }) => `${stage} ${entry} ${from}`)).toEqual([
      'prepare a.example.com:443 --allow-prepare',
      'prepare a.example.com:443 cleanroom.yaml:4:13: sandbox.network.allow[0]',
      'agent a.example.com:443 cleanroom.yaml:4:13: sandbox.network.allow[0]',
      'agent b.example.com:443 .github/cleanroom.yml:1:1: allow-agent',
      'proof p.example.com:443 .github/cleanroom.yml:3:1: allow-proof',
    ]);
  });

  it('has nothing for the proof from a policy file, not even from its execution stage', async () => {
    const file = 'version: 1\nsandbox:\n  network:\n    execution:\n      allow: [a.example.com:443]\n';
    const { policy } = await validate(repository({ 'cleanroom.yaml': file }), ['--verify', 'true']);
    expect([policy.prepare, policy.agent, policy.proof]).toEqual([[], ['a.example.com:443'], []]);
  });

  it('comes from the trusted commit alone', async () => {
    const path = repository(
      { 'cleanroom.yaml': NETWORK },
      { 'cleanroom.yaml': NETWORK.replace('a.example', 'evil.example') },
    );
    const { policy } = await validate(path, ['--trusted-ref', 'main', '--ref', 'head']);
    expect(policy.agent).toEqual(['a.example.com:443']);
    const own = await validate(path, ['--ref', 'head']);
    expect(own.policy.agent).toEqual(['evil.example.com:443']);
  });

  it('reads the file of .buildkite where the root has none', async () => {
    const path = repository({ '.buildkite/cleanroom.yaml': NETWORK });
    expect((await validate(path)).policy.file).toBe('.buildkite/cleanroom.yaml');
    const both = repository({ '.buildkite/cleanroom.yaml': NETWORK, 'cleanroom.yaml': 'version: 1\n' });
    expect((await validate(both)).policy).toMatchObject({
      file: 'cleanroom.yaml',
      generation: 'A',
      agent: [],
      notes: ['.buildkite/cleanroom.yaml is not read, because there is cleanroom.yaml'],
    });
  });

  it('reads another file, or none, by the setting', async () => {
    const path = repository({
      'cleanroom.yaml': NETWORK,
      'ci/policy.yaml': NETWORK.replace('a.example', 'ci.example'),
      '.github/cleanroom.yml': 'policy: ci/policy.yaml\n',
    });
    expect((await validate(path)).policy).toMatchObject({ file: 'ci/policy.yaml', agent: ['ci.example.com:443'] });
    expect((await validate(path, ['--policy', 'none'])).policy).toMatchObject({
      file: null,
      generation: null,
      agent: [],
    });
    expect((await validate(path, ['--policy', 'cleanroom.yaml'])).policy.agent).toEqual(['a.example.com:443']);
    expect(await problemsOf(validate(path, ['--policy', 'gone.yaml']))).toEqual([
      `--policy is "gone.yaml", expected none, or a regular file of at most 262144 bytes in the trusted commit ${git(path, 'rev-parse', 'HEAD').slice(0, 12)}`,
    ]);
  });

  it('is not taken for none where it cannot be read', async () => {
    const path = repository({ 'elsewhere.yaml': NETWORK });
    symlinkSync('elsewhere.yaml', join(path, 'cleanroom.yaml'));
    git(path, 'add', '-A');
    git(path, 'commit', '-qm', 'link');
    const [link] = await problemsOf(validate(path));
    expect(link).toMatch(/^cleanroom\.yaml is "something else than a regular file", expected a regular file of/);
    const [large] = await problemsOf(validate(repository({ 'cleanroom.yaml': `#${'x'.repeat(300_000)}` })));
    expect(large).toMatch(/^cleanroom\.yaml is "larger", expected a regular file of at most 262144 bytes/);
  });

  it('can be judged before it is committed', async () => {
    const path = repository({ 'cleanroom.yaml': 'version: 2\n' });
    const file = join(path, 'cleanroom.yaml');
    expect(await problemsOf(validate(path))).toHaveLength(1);
    writeFileSync(file, NETWORK);
    const { request, host } = requestOf(path, [], {});
    expect((await validatePolicy({ request, host, file })).policy).toMatchObject({
      file,
      agent: ['a.example.com:443'],
    });
    const [fifo, large] = [join(path, 'fifo'), join(path, 'large')];
    execFileSync('mkfifo', [fifo]);
    writeFileSync(large, ' '.repeat(262_145));
    for (const other of ['/dev/zero', fifo, large, path])
      expect(await problemsOf(validatePolicy({ request, host, file: other }))).toEqual([
        `argument of policy validate is "${other}", expected a file of at most 262144 bytes`,
      ]);
  });

  it('has the digest of what may be reached, however it was written', async () => {
    const a = await validate(repository({ 'cleanroom.yaml': NETWORK }));
    const b = await validate(repository({ 'cleanroom.yaml': NETWORK.replace('[a', '[A') }));
    const c = await validate(repository({}), ['--allow-agent', 'a.example.com:443']);
    expect(a.policy.sha256).toBe(b.policy.sha256);
    expect(a.policy.sha256).not.toBe(c.policy.sha256);
  });

  it('reports every problem of all files at once', async () => {
    const path = repository({
      'cleanroom.yaml': 'version: 1\nsandbox:\n  netwrok: {}\n  resources:\n    memory: 1kb\n',
      '.github/cleanroom.yml': 'allow-agent: [nope]\nmax-atempts: 3\n',
    });
    const found = (await problemsOf(validate(path, ['--memory', 'lots']))).map((line) => line.split(' is ')[0]);
    expect(found).toEqual([
      '--memory',
      '.github/cleanroom.yml:1:1: allow-agent',
      '.github/cleanroom.yml:2:1: key',
      'cleanroom.yaml:3:3: key of sandbox',
    ]);
  });

  it('judges sizes of the policy file like those of settings, and shows them as they were written', async () => {
    const path = repository({ 'cleanroom.yaml': 'version: 1\nsandbox:\n  resources:\n    memory: 1kb\n' });
    expect(await problemsOf(validate(path))).toEqual([
      'cleanroom.yaml:4:5: sandbox.resources.memory is "1kb", expected a size from 64m to 1t, in bytes or with k, m, g or t (powers of 1024)',
    ]);
  });
});

describe('the plan', () => {
  const policy =
    'version: 1\nsandbox:\n  resources: {memory: 2gb, vcpus: 2, disk: 20gib}\n  dependencies: {command: npm ci}\n';
  const usual = ['--prompt', 'x', '--agent', 'command', '--agent-command', 'true'];

  it('takes settings of the policy file where nothing stronger says otherwise', async () => {
    const path = repository({ 'cleanroom.yaml': policy });
    const { request, host } = requestOf(path, usual, {});
    const { plan } = await planRun({ request, host });
    expect(plan.limits).toMatchObject({ memoryBytes: 2e9, cpus: 2, diskBytes: 20 * 2 ** 30 });
    expect(plan.prepare).toMatchObject({ kind: 'command', display: 'npm ci', argv: ['/bin/sh', '-e', '-c', 'npm ci'] });
    expect(plan.policy).toMatchObject({ file: 'cleanroom.yaml', generation: 'C', notes: [] });
  });

  it('has rooms of the image that the policy file names, unless somebody says otherwise', async () => {
    const image = `images.example.com/base@sha256:${'0123456789abcdef'.repeat(4)}`;
    const path = repository({ 'cleanroom.yaml': `version: 1\nsandbox: {image: {ref: "${image}"}}\n` });
    const { request, host } = requestOf(path, [...usual, '--trusted-ref', 'HEAD'], {});
    const { plan } = await planRun({ request, host });
    expect(plan.room).toMatchObject({ backend: 'docker', image });
    expect(plan.policy.notes).toEqual([]);
    const { policy: local } = await validate(path, ['--room', 'local']);
    expect(local.notes).toEqual([
      'cleanroom.yaml:2:19: sandbox.image.ref has no effect unless rooms are made of it, because room is local',
    ]);
  });

  it('takes inputs, flags and the configuration file before it', async () => {
    const path = repository({ 'cleanroom.yaml': policy, '.github/cleanroom.yml': 'memory: 3g\n' });
    const { request, host } = requestOf(path, [...usual, '--prepare', 'make deps'], {});
    const { plan } = await planRun({ request, host });
    expect(plan.limits.memoryBytes).toBe(3 * 2 ** 30);
    expect(plan.prepare).toMatchObject({ display: 'make deps' });
    const { settings } = await validate(path, ['--prepare', 'make deps']);
    expect(settings.map(({ name, overriddenBy }) => [name, overriddenBy])).toEqual([
      ['memory', '.github/cleanroom.yml:1:1: memory'],
      ['cpus', null],
      ['disk-size', null],
      ['prepare', '--prepare'],
    ]);
  });
});

describe('words', () => {
  const npm = (registry: string): string =>
    `#!/bin/sh\necho called >> "$(dirname "$0")/called"\necho 'registry = "${registry}"'\n`;

  it('mean the hosts of the person’s own tools, and the plan records both', async () => {
    const bin = join(repository({ npm: npm('https://npm.corp.example/') }), '.');
    const path = repository({ 'cleanroom.yaml': NETWORK.replace('a.example.com:443', 'npm') });
    const env = { PATH: `${bin}:/usr/bin:/bin` };
    const { request, host } = requestOf(
      path,
      ['--prompt', 'x', '--agent', 'command', '--agent-command', 'true', '--allow-private', 'NPM'],
      env,
    );
    const { plan } = await planRun({ request, host });
    expect(plan.policy).toMatchObject({ prepare: ['npm.corp.example:443'], private: ['npm.corp.example:443'] });
    expect(plan.policy.origins).toContainEqual({
      stage: 'agent',
      entry: 'npm.corp.example:443',
      from: 'cleanroom.yaml:4:13: sandbox.network.allow[0]',
      word: 'npm',
      via: 'npm config registry',
    });
    expect(existsSync(join(bin, 'called'))).toBe(true);
  });

  it('start no tool where there is none', async () => {
    const bin = repository({ npm: npm('https://npm.corp.example/') });
    await validate(repository({ 'cleanroom.yaml': NETWORK }), [], { PATH: `${bin}:/usr/bin:/bin` });
    expect(existsSync(join(bin, 'called'))).toBe(false);
  });

  it('never ask a tool or a configuration of the checkout', async () => {
    const path = repository({
      'node_modules/.bin/npm': npm('https://evil.example/'),
      '.npmrc': 'registry=https://evil.example/\n',
    });
    const bin = repository({ npm: npm('https://npm.corp.example/') });
    const env = {
      PATH: `${path}/node_modules/.bin:node_modules/.bin:${bin}:/usr/bin:/bin`,
      npm_config_userconfig: `${path}/.npmrc`,
    };
    const { policy } = await validate(path, ['--allow-agent', 'npm'], env);
    expect(policy.agent).toEqual(['npm.corp.example:443']);
    expect(policy.notes).toEqual(['npm_config_userconfig leads into the checkout, so tools were asked without it']);
    expect(existsSync(join(path, 'node_modules/.bin/called'))).toBe(false);
  });

  it('never mean what a real npm would read in the checkout', async () => {
    const path = repository({ '.npmrc': 'registry=https://evil.example/\n', 'package.json': '{}' });
    const { policy } = await validate(path, ['--allow-agent', 'npm'], { npm_config_globalconfig: '/dev/null' });
    expect(policy.agent).toHaveLength(1);
    expect(policy.agent).not.toContain('evil.example:443');
  });

  it.skipIf(existsSync('/usr/bin/cargo'))('that nothing can explain are an error for each place', async () => {
    const path = repository({ 'cleanroom.yaml': NETWORK.replace('a.example.com:443', 'cargo') });
    const empty = repository({});
    const rest =
      'cargo is not installed, or not on PATH outside the checkout (name the hosts themselves, as HOST:PORT, in place of cargo)';
    const expected = `is "cargo", expected a word that this machine's tools can explain: ${rest}`;
    // git is needed by ourselves.
    const env = { PATH: `${empty}:/usr/bin:/bin` };
    expect(await problemsOf(validate(path, [], env))).toEqual([
      `cleanroom.yaml:4:13: sandbox.network.allow[0] ${expected}`,
      `cleanroom.yaml:4:13: sandbox.network.allow[0] ${expected}`,
    ]);
  });
});

describe('what a person reads', () => {
  it('is who may reach what, and why', async () => {
    const path = repository({ 'cleanroom.yaml': `${NETWORK}  resources:\n    memory: 2gb\n` });
    const args = ['--memory', '1g', '--allow-agent', 'b.example.com:80', '--allow-private', 'c.example.com:1'];
    const validated = await validate(path, args);
    const commit = git(path, 'rev-parse', 'HEAD');
    expect(describePolicy(validated).replaceAll(commit, 'COMMIT').replaceAll(commit.slice(0, 12), 'SHORT')).toBe(
      [
        'trusted commit  SHORT',
        'configuration   none',
        "policy file     cleanroom.yaml, generation D of Cleanroom's format, because of sandbox.network.allow[0]",
        '',
        'prepare may reach',
        '  a.example.com:443',
        '      cleanroom.yaml:4:13: sandbox.network.allow[0]',
        'agent may reach',
        '  a.example.com:443',
        '      cleanroom.yaml:4:13: sandbox.network.allow[0]',
        '  b.example.com:80',
        '      --allow-agent',
        'proof may reach nothing',
        '',
        'note: allow-private names c.example.com:1, which no stage may reach',
        '',
        'settings of the policy file',
        '  memory: 2gb, overridden by --memory',
        '      cleanroom.yaml:6:5: sandbox.resources.memory',
        '',
        `sha256 ${validated.policy.sha256}`,
      ].join('\n'),
    );
  });

  it('is whether a host can be reached, by which rule, and what would allow it', async () => {
    const { policy } = await validate(repository({}), ['--allow-agent', 'b.example.com:80']);
    expect(explainEndpoint(policy, ' B.example.com:80').text).toBe(
      [
        'b.example.com:80',
        'prepare  no; this line would allow it: allow-prepare: b.example.com:80',
        'agent    yes, by --allow-agent',
        'proof    no; this line would allow it: allow-proof: b.example.com:80',
        'It must resolve to public addresses; for private ones, add: allow-private: b.example.com:80',
      ].join('\n'),
    );
    expect(() => explainEndpoint(policy, '10.0.0.1:80')).toThrow('not an IP address');
  });
});
