import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostCredential } from '../../src/broker/types.js';
import { readCredentials } from '../../src/inputs/credentials.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { certificatesFor } from '../support/certificates.js';
import { type ClientOutcome, type ClientRun, runClient } from '../support/client-room.js';
import { GitServer } from '../support/git-server.js';
import { localLab } from '../support/local-room.js';
import { type PrivateRegistry, privateRegistry } from '../support/private-registry.js';
import type { RoomLab } from '../support/room-conformance.js';
import { git, repository } from '../support/workspace.js';

const TOKEN = 'tok-Zm9vYmFy-canary-4711';
const BASIC = Buffer.from(`robot:${TOKEN}`).toString('base64');
const ROT13 = "tr 'A-Za-z' 'N-ZA-Mn-za-m'";
/** Spelt so that the script that looks for a text does not hold it. */
const rot13 = (text: string): string =>
  text.replace(/[a-z]/gi, (c) => String.fromCharCode(c.charCodeAt(0) + (c.toLowerCase() < 'n' ? 13 : -13)));
const FORMS = [
  'canary-4711',
  BASIC.slice(4, 24),
  Buffer.from(TOKEN).toString('base64').slice(4, 24),
  Buffer.from(TOKEN).toString('hex'),
];
/** Counts the lines of everything in a room that hold the token in a form that it has outside. */
const SEARCH = `( env; cat /proc/*/environ /proc/*/cmdline; find / /dev/shm '(' -path /proc -o -path /sys -o -path /usr -o -path /opt -o -path /dev ')' -prune -o -type f -size -2000k -print0 | xargs -0 cat ) 2>/dev/null | grep -ac -f <(printf '%s\\n' ${FORMS.map(rot13).join(' ')} | ${ROT13})`;

const programs = ['openssl', 'git', 'npm', '/usr/bin/python3'];
const missing = programs.filter((program) => spawnSync(program, ['--version']).error !== undefined);
if (missing.length > 0) console.warn(`clients-private: skipped, missing: ${missing.join(', ')}`);
const goRoot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout?.trim() ?? '';

describe.skipIf(missing.length > 0)('private hosts, whose token no room sees', () => {
  let lab: RoomLab;
  let directory: string;
  let server: GitServer;
  let registry: PrivateRegistry;
  let authority: string;
  let gitHost: string;
  let npmHost: string;

  beforeAll(async () => {
    lab = await localLab();
    directory = await mkdtemp(join(tmpdir(), 'private-'));
    const tls = certificatesFor(directory, ['git.test', 'npm.test']);
    authority = tls.authority;
    const repo = await repository({ 'README.md': 'hush hush\n' }, directory);
    await mkdir(join(directory, 'git/team'), { recursive: true });
    execFileSync('git', ['clone', '-q', '--bare', repo, join(directory, 'git/team/repo.git')], { stdio: 'ignore' });
    // The server itself would let the token push.
    git(join(directory, 'git/team/repo.git'), 'config', 'http.receivepack', 'true');
    server = await GitServer.start({ root: join(directory, 'git'), tls, authorization: `Basic ${BASIC}` });
    gitHost = `git.test:${new URL(server.url).port}`;
    registry = await privateRegistry('npm.test', tls, `Bearer ${TOKEN}`);
    npmHost = `npm.test:${registry.port}`;
  });
  afterAll(async () => {
    await lab?.dispose();
    await server?.close();
    await registry?.close();
    await removeTree(directory);
  });

  function credentials(...lines: string[]): readonly HostCredential[] {
    const read = readCredentials(lines.join('\n'), 'test');
    if (read.problems.length > 0) throw new Error(JSON.stringify(read.problems));
    return read.credentials;
  }

  const inRoom = (
    script: string,
    held: readonly HostCredential[],
    more: Partial<ClientRun> = {},
  ): Promise<ClientOutcome> =>
    runClient(lab, {
      script: `${script}\ncode=$?\necho "found $(${SEARCH})"\nexit $code`,
      allow: [gitHost, npmHost],
      ...more,
      broker: {
        credentials: held,
        authorities: [authority],
        lookup: async () => [{ address: '127.0.0.1', family: 4 }],
        ...more.broker,
      },
    });

  const both = () => credentials(`https://robot:${TOKEN}@${gitHost}/team/`, `https://:${TOKEN}@${npmHost}/`);

  it('git clones by https, and the token is nowhere in the room', async () => {
    const outcome = await inRoom(
      `git clone -q https://${gitHost}/team/repo.git /tmp/r && cat /tmp/r/README.md`,
      both(),
    );
    expect(outcome.stdout, outcome.stderr).toBe('hush hush\nfound 0\n');
    expect(outcome.code).toBe(0);
    expect(server.requests.every(({ authorization }) => authorization === `Basic ${BASIC}`)).toBe(true);
    expect(outcome.access[0]).toMatchObject({
      kind: 'http',
      host: 'git.test',
      verdict: 'allowed',
      rule: `allow ${gitHost} with its credential`,
    });
    expect(JSON.stringify(outcome.access)).not.toContain('canary');
  });

  it('would be found, if it were there', async () => {
    const outcome = await inRoom(
      `echo ${rot13(TOKEN)} | ${ROT13} > /tmp/x; echo ${rot13(BASIC)} | ${ROT13} > /home/agent/y`,
      [],
    );
    expect(outcome.stdout).toBe('found 2\n');
  });

  it('does not get in without one', async () => {
    const outcome = await inRoom(`git -c http.sslVerify=false clone -q https://${gitHost}/team/repo.git /tmp/r`, []);
    expect(outcome.code).not.toBe(0);
    expect(outcome.stderr).toMatch(/could not read Username|Authentication failed|terminal prompts disabled/);
  });

  it('is not added outside of its path', async () => {
    const held = credentials(`https://robot:${TOKEN}@${gitHost}/other/`);
    const outcome = await inRoom(`git clone -q http://${gitHost}/team/repo.git /tmp/r`, held);
    expect(outcome.code).not.toBe(0);
    expect(outcome.access.at(-1)).toMatchObject({ status: 401, rule: `allow ${gitHost}` });
  });

  it('cannot push with it', async () => {
    const before = server.requests.length;
    const push =
      'git clone -q https://HOST/team/repo.git /tmp/r && cd /tmp/r && git -c user.name=x -c user.email=x@x commit -q --allow-empty -m evil && git push -q https://HOST/team/repo.git HEAD:refs/heads/evil'.replaceAll(
        'HOST',
        gitHost,
      );
    const outcome = await inRoom(push, both());
    expect(outcome.code).not.toBe(0);
    expect(outcome.denials).toMatchObject([
      { host: gitHost, reason: expect.stringContaining('pushing is not allowed') },
    ]);
    expect(server.requests.slice(before).filter(({ path }) => path.includes('receive-pack'))).toEqual([]);
    expect(git(join(directory, 'git/team/repo.git'), 'branch', '--list', 'evil')).toBe('');
  });

  it('npm installs from a private registry', async () => {
    const script = 'npm install secret-package && node -p "require(\'secret-package\')"';
    const outcome = await inRoom(script, both(), {
      env: { npm_config_registry: `https://${npmHost}/npm/` },
      files: { 'package.json': '{"name":"x","version":"1.0.0"}' },
    });
    expect(outcome.stdout, outcome.stderr).toContain('from npm\nfound 0\n');
    expect(outcome.code).toBe(0);
  });

  it('npm ci follows a lock file that names the registry', async () => {
    const resolved = `https://${npmHost}/npm/-/secret-package-1.0.0.tgz`;
    const lock = {
      name: 'x',
      version: '1.0.0',
      lockfileVersion: 3,
      packages: {
        '': { name: 'x', version: '1.0.0', dependencies: { 'secret-package': '1.0.0' } },
        'node_modules/secret-package': { version: '1.0.0', resolved },
      },
    };
    const outcome = await inRoom('npm ci && node -p "require(\'secret-package\')"', both(), {
      env: { npm_config_registry: `https://${npmHost}/npm/` },
      files: {
        'package.json': JSON.stringify({ name: 'x', version: '1.0.0', dependencies: { 'secret-package': '1.0.0' } }),
        'package-lock.json': JSON.stringify(lock),
      },
    });
    expect(outcome.stdout, outcome.stderr).toContain('from npm\nfound 0\n');
  });

  it('pip downloads from a private index', async () => {
    const outcome = await inRoom(
      '/usr/bin/python3 -m pip download -q --no-deps -d /tmp/p secret-package && ls /tmp/p',
      both(),
      {
        env: { PIP_INDEX_URL: `https://${npmHost}/pip/simple` },
      },
    );
    expect(outcome.stdout, outcome.stderr).toContain('secret_package-1.0.0-py3-none-any.whl\nfound 0\n');
    expect(outcome.code).toBe(0);
  });

  it.skipIf(goRoot === '')(
    'go downloads from a private proxy',
    async () => {
      const outcome = await inRoom('/opt/go/bin/go mod download -json secret.test/mod@v1.0.0', both(), {
        env: {
          GOPROXY: `https://${npmHost}/go`,
          GOSUMDB: 'off',
          GOMODCACHE: '/tmp/mod',
          GOCACHE: '/tmp/cache',
          GOTOOLCHAIN: 'local',
          GOFLAGS: '-mod=mod',
        },
        files: { 'go.mod': 'module x\n\ngo 1.20\n' },
        readOnly: [{ source: goRoot, target: '/opt/go' }],
      });
      expect(outcome.stdout, outcome.stderr).toMatch(/"Zip": "[^"]+v1\.0\.0\.zip"[\s\S]*found 0\n$/);
      expect(outcome.code).toBe(0);
    },
    600_000,
  );

  it('refuses a host whose certificate nobody vouches for, and sends nothing', async () => {
    const before = server.requests.length;
    const outcome = await inRoom(`git clone -q https://${gitHost}/team/repo.git /tmp/r`, both(), {
      broker: { authorities: [] },
    });
    expect(outcome.code).not.toBe(0);
    expect(outcome.access[0]).toMatchObject({ verdict: 'failed', rule: expect.stringContaining('no TLS with') });
    expect(server.requests.length).toBe(before);
  });

  it('git gives up at once where its host is refused, and says which', async () => {
    const outcome = await inRoom(`git clone -q https://${gitHost}/team/repo.git /tmp/r`, both(), { allow: [npmHost] });
    expect(outcome.code).toBe(128);
    expect(outcome.stderr).toContain('git.test');
    expect(outcome.access).toHaveLength(1);
    expect(outcome.denials).toMatchObject([{ host: gitHost, allow: [`allow-prepare: ${gitHost}`] }]);
  });

  it('names are not resolved inside', async () => {
    const outcome = await inRoom(
      '! getent hosts git.test; ! getent hosts localhost.example; cat /etc/resolv.conf; ! nslookup git.test',
      both(),
    );
    expect(outcome.code).toBe(0);
  });
});
