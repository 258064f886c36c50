import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { outsideEnvironment } from '../../../src/policy/ecosystems/outside.js';
import { startRecorder } from '../../../src/policy/ecosystems/recorder.js';
import { resolveWords } from '../../../src/policy/ecosystems/resolve.js';
import type { Ecosystem, Meaning } from '../../../src/policy/words.js';
import { runHost } from '../../../src/support/process.js';

const PATH = process.env['PATH'] ?? '/usr/bin:/bin';
const root = mkdtempSync('/tmp/cleanroom-words-');
afterAll(() => rmSync(root, { recursive: true, force: true }));

let made = 0;
function directory(files: Readonly<Record<string, string>> = {}): string {
  made += 1;
  const path = join(root, `d${made}`);
  mkdirSync(path);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(path, name, '..'), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return path;
}

/** What a word means to somebody with this home and this environment. */
async function meaning(
  word: Ecosystem,
  env: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
  timeoutMs?: number,
): Promise<Meaning> {
  const home = directory(files);
  // A version manager's shims need to know where its versions are; the home is not the person's.
  const managers = ['PYENV_ROOT', 'RUSTUP_HOME'].flatMap((name) => {
    const own = join(process.env['HOME'] ?? '/root', name === 'PYENV_ROOT' ? '.pyenv' : '.rustup');
    return existsSync(own) ? [[name, process.env[name] ?? own]] : [];
  });
  const meanings = await resolveWords([word], {
    run: runHost,
    env: { PATH, HOME: home, ...Object.fromEntries(managers), ...env },
    cwd: '/',
    temporary: root,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  });
  return meanings.get(word) ?? { ok: false, reason: 'nothing' };
}

function entries(found: Meaning): string[] {
  return found.ok ? found.entries.map(({ entry }) => entry) : [`no: ${found.reason}`];
}

function works(...argv: [string, ...string[]]): boolean {
  const [program, ...args] = argv;
  return spawnSync(program, args, { cwd: '/' }).status === 0;
}

/** Skips with the reason in its name. */
function where(present: boolean, tool: string): { name: string; run: typeof describe | typeof describe.skip } {
  return present
    ? { name: tool, run: describe }
    : { name: `${tool} (skipped: not installed here)`, run: describe.skip };
}

describe('npm', () => {
  it('is the registry and the scoped registries of the person, without secrets', async () => {
    const found = await meaning(
      'npm',
      {},
      {
        '.npmrc': [
          'registry=https://user:hush@npm.corp.example/path/',
          '@acme:registry=http://acme.example:4873/',
          '//npm.corp.example/:_authToken=hush',
        ].join('\n'),
      },
    );
    expect(entries(found).sort()).toEqual(['acme.example:4873', 'npm.corp.example:443']);
    expect(JSON.stringify(found)).toContain('npm config @acme:registry');
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  it('is the environment’s registry before the file’s', async () => {
    const found = await meaning(
      'npm',
      { npm_config_registry: 'https://env.example/' },
      { '.npmrc': 'registry=https://file.example/' },
    );
    expect(entries(found)).toEqual(['env.example:443']);
  });

  it('is what npm itself knows where nothing is configured', async () => {
    const found = await meaning('npm', { npm_config_globalconfig: '/dev/null' });
    expect(entries(found)).toHaveLength(1);
    expect(entries(found)[0]).toMatch(/^[a-z0-9.-]+:443$/);
  });

  it('is nothing where no room could ask: the reason says so', async () => {
    const found = await meaning('npm', { npm_config_registry: 'http://127.0.0.1:4873/' });
    expect(entries(found)).toEqual([
      'no: npm config registry: 127.0.0.1:4873 cannot be allowed, expected a host name, not an IP address',
    ]);
  });

  it('is nothing when npm is missing', async () => {
    expect(entries(await meaning('npm', { PATH: directory() }))).toEqual([
      'no: npm is not installed, or not on PATH outside the checkout',
    ]);
  });

  it.each([
    ['hangs', 'exec sleep 600', 'no: npm config list did not answer within 0.5 seconds'],
    ['prints too much', 'exec head -c 3000000 /dev/zero', 'no: npm config list printed more than 1048576 bytes'],
    [
      'fails',
      'echo "at https://u:hush@x.example" >&2; exit 3',
      'no: npm config list failed with exit code 3: at https://…@x.example',
    ],
    ['names no registry', 'echo hello', 'no: npm config list names no registry'],
  ])('is nothing when npm %s', async (_, script, reason) => {
    const bin = directory({ npm: `#!/bin/sh\n${script}\n` });
    chmodSync(join(bin, 'npm'), 0o755);
    // Only what must end by itself gets the short time.
    const timeout = script.includes('sleep') ? 500 : undefined;
    expect(entries(await meaning('npm', { PATH: `${bin}:/usr/bin:/bin` }, {}, timeout))).toEqual([reason]);
  });
});

const pip = where(works('python3', '-c', 'import pip'), 'pip');
pip.run(pip.name, () => {
  it('is the index and the further indexes of the person, without secrets', async () => {
    const found = await meaning(
      'pip',
      { PIP_EXTRA_INDEX_URL: 'https://u:hush@extra.example:8443/simple http://plain.example/simple' },
      { '.config/pip/pip.conf': '[global]\nindex-url = https://pip.corp.example/simple\n' },
    );
    expect(entries(found)).toEqual(['pip.corp.example:443', 'extra.example:8443', 'plain.example:80']);
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  it('is the index that pip itself knows and the host of its files', async () => {
    const found = await meaning('pip', { PIP_CONFIG_FILE: '/dev/null' });
    expect(entries(found)).toHaveLength(2);
    expect(new Set(entries(found)).size).toBe(2);
  });

  it('is nothing where pip may ask no index', async () => {
    const found = await meaning('pip', {
      PIP_CONFIG_FILE: '/dev/null',
      PIP_NO_INDEX: '1',
      PIP_FIND_LINKS: '/opt/wheels',
    });
    expect(entries(found)).toEqual(['no: pip find-links also names files of this machine, which a room may not have']);
  });
});

const go = where(works('go', 'version'), 'go');
go.run(go.name, () => {
  it('is the proxies and the checksum database', async () => {
    const found = await meaning('go', {
      GOPROXY: 'https://u:hush@go.corp.example/x|http://second.example:3000,direct',
      GOSUMDB: 'sum.corp.example+abc https://sums.corp.example:8443/x',
    });
    expect(entries(found)).toEqual(['go.corp.example:443', 'second.example:3000', 'sums.corp.example:8443']);
    expect(found.ok && found.notes).toEqual(['GOPROXY=direct: modules that no proxy has come from hosts of their own']);
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  it('is the checksum database by its name', async () => {
    const found = await meaning('go', { GOPROXY: 'https://go.corp.example', GOSUMDB: 'sum.corp.example+033de0ae+Ac4' });
    expect(entries(found)).toEqual(['go.corp.example:443', 'sum.corp.example:443']);
  });

  it.each([
    ['direct', 'no: GOPROXY=direct: modules that no proxy has come from hosts of their own'],
    ['off', 'no: GOPROXY=off: go downloads nothing more'],
    ['file:///srv/mod', 'no: go env GOPROXY: file: leads to no host that a room could ask'],
  ])('is nothing with GOPROXY=%s', async (proxy, reason) => {
    expect(entries(await meaning('go', { GOPROXY: proxy, GOSUMDB: 'off' }))).toEqual([reason]);
  });
});

const apt = where(works('apt-get', '--version'), 'apt');
apt.run(apt.name, () => {
  it('is the sites of the sources and of mirror lists, whether or not they were ever fetched', async () => {
    const place = directory({
      'list.txt': 'http://first.example/debian\tpriority:1\n# note\nhttps://second.example/debian\n',
      'empty/partial/.keep': '',
    });
    writeFileSync(
      join(place, 'sources.list'),
      [
        'deb https://apt.corp.example:8443/debian stable main',
        `deb mirror+file:${place}/list.txt stable main`,
        'deb mirror+https://lists.example/mirrors stable main',
        'deb file:/srv/local ./',
      ].join('\n'),
    );
    writeFileSync(
      join(place, 'apt.conf'),
      `Dir::Etc::sourcelist "${place}/sources.list"; Dir::Etc::sourceparts "/nonexistent"; Dir::State::lists "${place}/empty";`,
    );
    const found = await meaning('apt', { APT_CONFIG: join(place, 'apt.conf') });
    expect(entries(found).sort()).toEqual([
      'apt.corp.example:8443',
      'first.example:80',
      'lists.example:443',
      'second.example:443',
    ]);
    expect(found.ok && found.notes).toEqual([
      'apt sources: file: leads to no host that a room could ask',
      'a mirror list on another host names mirrors that are not known here',
    ]);
  });
});

/** A proxy such as a company has, that also plays the registries behind it. */
describe('cargo', () => {
  const version = /^cargo 1\.(\d+)\./.exec(String(spawnSync('cargo', ['--version'], { cwd: '/' }).stdout))?.[1];
  const present = version !== undefined && Number(version) >= 68;
  const test = present ? it : it.skip;
  const asked: string[] = [];
  let server: Server;
  let proxy = '';
  beforeAll(async () => {
    server = createServer((incoming, reply) => {
      const authorization = String(incoming.headers['proxy-authorization'] ?? '');
      asked.push(`${incoming.url} ${Buffer.from(authorization.replace('Basic ', ''), 'base64').toString()}`);
      const url = new URL(incoming.url ?? '');
      if (url.pathname === '/index/config.json' && url.hostname === 'crates.corp.example')
        reply.end('{"dl":"http://files.corp.example:8082/{crate}","api":null}');
      else reply.writeHead(404).end();
    });
    server.on('connect', (incoming, socket) => {
      asked.push(`CONNECT ${incoming.url}`);
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    proxy = `http://me:hush@127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());
  afterEach(() => asked.splice(0));

  test('is whom cargo asks, and where that index says the crates are', async () => {
    const found = await meaning(
      'cargo',
      { http_proxy: proxy },
      {
        '.cargo/config.toml': [
          '[source.crates-io]\nreplace-with = "corp"\n[source.corp]',
          'registry = "sparse+http://crates.corp.example:8081/index/"',
          '[registries.team]\nindex = "sparse+http://team.example/index/"',
        ].join('\n'),
      },
    );
    expect(entries(found).sort()).toEqual(['crates.corp.example:8081', 'files.corp.example:8082', 'team.example:80']);
    expect(found.ok && found.notes).toEqual([
      'cargo registries.team did not answer, so its host for crates is not known',
    ]);
    expect(asked).toContain('http://crates.corp.example:8081/index/config.json me:hush');
    expect(JSON.stringify(found)).not.toContain('hush');
  });

  test('is the index that cargo was built with, also where it cannot be reached', async () => {
    const found = await meaning('cargo', { HTTPS_PROXY: proxy });
    expect(entries(found)).toEqual([asked[0]?.replace('CONNECT ', '')]);
    expect(found.ok && found.notes).toEqual([
      'cargo default registry did not answer, so its host for crates is not known',
    ]);
  });

  test('is nothing where crates are vendored', async () => {
    const vendor = directory();
    const found = await meaning(
      'cargo',
      { HTTPS_PROXY: proxy },
      {
        '.cargo/config.toml': `[source.crates-io]\nreplace-with = "here"\n[source.here]\ndirectory = "${vendor}"\n`,
      },
    );
    expect(entries(found)).toEqual([
      'no: cargo default registry asks no host: it is a directory, or its configuration is broken',
    ]);
    expect(asked).toEqual([]);
  });

  it('is nothing when cargo is missing', async () => {
    expect(entries(await meaning('cargo', { PATH: directory() }))).toEqual([
      'no: cargo is not installed, or not on PATH outside the checkout',
    ]);
  });
});

describe('the recorder', () => {
  it('serves nobody without its password', async () => {
    const recorder = await startRecorder(() => undefined);
    const { port } = new URL(recorder.url);
    try {
      const status = await new Promise((resolve, reject) => {
        const asking = request({ port, host: '127.0.0.1', path: 'http://a.example/' });
        asking.on('response', (response) => resolve(response.resume().statusCode));
        asking.on('error', reject).end();
      });
      const tunnel = await new Promise((resolve, reject) => {
        const asking = request({ port, host: '127.0.0.1', method: 'CONNECT', path: 'a.example:443' });
        asking.on('connect', (response, socket) => resolve(socket.destroy() && response.statusCode));
        asking.on('error', reject).end();
      });
      expect([status, tunnel, recorder.asked()]).toEqual([407, 407, []]);
    } finally {
      await recorder.close();
    }
  });
});

describe('an environment for tools', () => {
  it('has nothing that leads into the checkout', () => {
    const checkout = directory({ 'bin/npm': '' });
    const link = join(directory(), 'link');
    spawnSync('ln', ['-s', checkout, link]);
    const { env, dropped } = outsideEnvironment(
      {
        PATH: [`${checkout}/bin`, 'node_modules/.bin', '', `${link}/bin`, '/usr/bin', checkout, `${checkout}-not`].join(
          ':',
        ),
        npm_config_userconfig: `${checkout}/.npmrc`,
        CARGO_HOME: `${link}/cargo`,
        HOME: '/root',
        npm_config_registry: 'https://a.example/',
      },
      checkout,
    );
    expect(env).toEqual({
      PATH: `/usr/bin:${checkout}-not`,
      HOME: '/root',
      npm_config_registry: 'https://a.example/',
      // A path that does not exist yet cannot be followed; see the next test for one that does.
      CARGO_HOME: `${link}/cargo`,
    });
    expect(dropped).toEqual(['npm_config_userconfig']);
  });

  it('has no link into the checkout', () => {
    const checkout = directory({ 'cargo/config.toml': '' });
    const link = join(directory(), 'link');
    spawnSync('ln', ['-s', checkout, link]);
    expect(outsideEnvironment({ CARGO_HOME: `${link}/cargo` }, checkout)).toEqual({ env: {}, dropped: ['CARGO_HOME'] });
  });
});
