import { execFileSync } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { GitHub } from '../../src/publish/github.js';
import { gitHostOf } from '../../src/run/git-host.js';
import { certificatesFor } from '../support/certificates.js';
import { DeliveryLab, PULL } from '../support/delivery-lab.js';
import { GitServer } from '../support/git-server.js';
import { GitHubOpenApi } from '../support/github-openapi.js';
import { GitHubServer } from '../support/github-server.js';

const PATH = process.env['PATH'] ?? '';
const has = (program: string): boolean => {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};
const missing = ['ssh-keygen', 'openssl'].filter((program) => !has(program));
const test = missing.length === 0 ? it : it.skip;
if (missing.length > 0) console.log(`delivery-git: skipped, ${missing.join(' and ')} not installed`);

let api: GitHubOpenApi;
let server: GitHubServer;
let lab: DeliveryLab;
let remote: GitServer;
let env: Record<string, string>;

beforeAll(() => {
  api = new GitHubOpenApi();
});
beforeEach(async () => {
  server = await GitHubServer.start(api);
  lab = await DeliveryLab.make(server, { kind: 'commit', settings: { sign: 'git' } });
  lab.repository.line('config', 'http.receivepack', 'true');
  if (missing.length > 0) return;
  const at = (name: string): string => join(lab.directory, name);
  const { key, cert } = certificatesFor(lab.directory, ['localhost']);
  const authorization = `basic ${Buffer.from(`x-access-token:${server.token}`).toString('base64')}`;
  remote = await GitServer.start({ root: lab.directory, tls: { key, cert }, authorization });
  await mkdir(at('home'));
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ci', '-f', at('home/key')]);
  const config = `[user]\n\tname = Ci Bot\n\temail = ci@example.org\n\tsigningKey = ${at('home/key.pub')}\n[gpg]\n\tformat = ssh\n`;
  // What a user may have for repositories of their own; a hook that runs would be seen.
  await mkdir(at('template/hooks'), { recursive: true });
  await writeFile(at('template/config'), '[user]\n\tname = Template\n');
  for (const hook of ['reference-transaction', 'post-index-change', 'pre-push']) {
    await writeFile(at(`template/hooks/${hook}`), `#!/bin/sh\ntouch ${at('hooked')}\n`);
    await chmod(at(`template/hooks/${hook}`), 0o755);
  }
  const more = `[init]\n\ttemplateDir = ${at('template')}\n\tdefaultObjectFormat = sha256\n[core]\n\thooksPath = ${at('template/hooks')}\n`;
  await writeFile(at('home/.gitconfig'), config + more);
  // It writes down what it was called with.
  const real = execFileSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).trim();
  await mkdir(at('bin'));
  await writeFile(at('bin/git'), `#!/bin/sh\nprintf '%s\\n' "$*" >> ${at('git.log')}\nexec ${real} "$@"\n`);
  await chmod(at('bin/git'), 0o755);
  env = {
    PATH: `${at('bin')}${delimiter}${PATH}`,
    HOME: at('home'),
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_SSL_CAINFO: at('ca.pem'),
    RUNNER_TEMP: lab.directory,
    GITHUB_TOKEN: server.token,
  };
});
afterEach(async () => {
  await server.close();
  await remote?.close();
  await lab.close();
  expect(server.violations).toEqual([]);
});

const deliver = (settings = {}) => {
  const github = new GitHub({
    token: server.token,
    apiUrl: server.url,
    repository: server.repository,
    clock: { now: () => 0, monotonic: () => 0 },
    sleep: async () => {},
    random: () => 0,
  });
  const url = `${remote.url.replace('127.0.0.1', 'localhost')}/octo-org/hello.world.git`;
  return lab.deliver(github, { settings, gitHost: gitHostOf(env, { url, token: server.token }) });
};

test('makes and signs the commit as the git of this host says, with the token in no argument and no file', async () => {
  const state = await deliver();
  expect(state).toMatchObject({
    state: 'delivered',
    kind: 'commit',
    branch: 'topic',
    url: expect.stringContaining('/commit/'),
  });
  const [commit, ...more] = lab.delivered();
  expect(more).toEqual([]);
  expect(lab.treeOf('topic')).toBe(lab.after);
  const raw = lab.repository.line('cat-file', 'commit', commit!);
  expect(raw).toContain('author Ci Bot <ci@example.org>');
  expect(raw).toContain('gpgsig -----BEGIN SSH SIGNATURE-----');
  const signer = await readFile(join(lab.directory, 'home/key.pub'), 'utf8');
  await writeFile(join(lab.directory, 'signers'), `ci@example.org ${signer}`);
  lab.repository.line(
    '-c',
    'gpg.format=ssh',
    '-c',
    `gpg.ssh.allowedSignersFile=${join(lab.directory, 'signers')}`,
    'verify-commit',
    commit!,
  );
  expect(await readdir(lab.directory)).not.toContain('hooked');
  const calls = await readFile(join(lab.directory, 'git.log'), 'utf8');
  expect(calls).toContain('push');
  expect(calls).not.toContain(server.token);
  expect(calls).not.toContain(Buffer.from(`x-access-token:${server.token}`).toString('base64'));
  expect(server.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  expect(await deliver()).toEqual(state);
  expect(lab.delivered()).toHaveLength(1);
});

test('makes a branch and a pull request', async () => {
  const state = await deliver({ kind: 'pull-request' });
  expect(state).toMatchObject({ state: 'delivered', kind: 'pull-request' });
  const branch = [...server.pulls.values()].find(({ number }) => number !== PULL)?.headRef ?? '';
  expect(lab.treeOf(branch)).toBe(lab.after);
  expect(lab.repository.line('cat-file', 'commit', branch)).toContain('gpgsig');
});

test('does not overwrite a branch that moved in the last moment, not even one that went back', async () => {
  const hook = join(lab.repository.directory, 'hooks');
  await mkdir(hook, { recursive: true });
  for (const [name, to] of [
    ['back', lab.main],
    ['on', undefined],
  ] as const) {
    // The push has been asked for when the branch moves.
    const target = to ?? lab.repository.push('other');
    const wrapper = join(lab.directory, 'bin/git');
    const text = await readFile(wrapper, 'utf8');
    const move = `case "$*" in *" push "*) GIT_DIR=${lab.repository.directory} /usr/bin/env -u GIT_CONFIG_COUNT ${text.match(/exec (\S+)/)?.[1]} update-ref refs/heads/topic ${target};; esac\n`;
    await writeFile(wrapper, text.replace('exec ', `${move}exec `));
    expect(await deliver(), name).toMatchObject({ state: 'refused', reason: expect.stringContaining('has moved') });
    expect(lab.repository.tip('topic')).toBe(target);
    await writeFile(wrapper, text);
    lab.reset(server);
  }
});

test('says what is missing where nobody can sign', async () => {
  await writeFile(join(lab.directory, 'home/.gitconfig'), '[user]\n\tname = x\n\temail = x@example.org\n');
  expect(await deliver()).toMatchObject({
    state: 'failed',
    code: 'delivery.git',
    hint: expect.stringContaining('user.signingKey'),
  });
  expect(lab.delivered()).toEqual([]);
  expect(
    await lab.deliver(
      new GitHub({
        token: server.token,
        apiUrl: server.url,
        repository: server.repository,
        clock: { now: () => 0, monotonic: () => 0 },
        sleep: async () => {},
        random: () => 0,
      }),
    ),
  ).toMatchObject({
    state: 'refused',
    reason: 'there is no git here that could sign the commit',
  });
});

test('leaves no folder where git does not even begin', async () => {
  await writeFile(join(lab.directory, 'bin/git'), '#!/bin/sh\nexit 3\n');
  expect(await deliver()).toMatchObject({ state: 'failed', message: expect.stringContaining('git init failed') });
  expect((await readdir(lab.directory)).filter((name) => name.startsWith('cleanroom-delivery-'))).toEqual([]);
});
