import { execFileSync } from 'node:child_process';
import { lookup } from 'node:dns/promises';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DEFAULT_VERSIONS } from '../../src/agent/registry.js';
import { messageOf } from '../../src/support/errors.js';
import { runHost } from '../../src/support/process.js';
import { npmEnv, testCacheHome } from '../support/agents.js';
import { type LoopbackRegistry, startRegistry } from '../support/loopback-registry.js';
import { PATIENT } from '../support/npm-packages.js';
import { Person } from '../support/person.js';

const MISE = '2026.9.15';
const NODE = 'v24.9.0';

/** The directory of a real mise from npm, in the cache that tests share; a reason where this machine cannot have it. */
async function findMise(): Promise<{ readonly directory: string } | { readonly missing: string }> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return { missing: 'mise is only fetched for Linux on x64' };
  const name = '@jdxcode/mise-linux-x64';
  const home = join(testCacheHome(), `mise-${MISE}`);
  const directory = join(home, 'node_modules', name, 'bin');
  const there = (): Promise<boolean> =>
    stat(join(directory, 'mise')).then(
      () => true,
      () => false,
    );
  if (await there()) return { directory };
  const argv = [
    'npm',
    'install',
    '--prefix',
    home,
    '--no-save',
    '--ignore-scripts',
    ...PATIENT,
    `${name}@${MISE}`,
  ] as const;
  const installed = await runHost({ argv, env: npmEnv() }).catch((error: unknown) => messageOf(error));
  if (await there()) return { directory };
  return {
    missing: `mise cannot be installed: ${typeof installed === 'string' ? installed : installed.stderr.slice(-300)}`,
  };
}

const host = hostname().toLowerCase();
const own = await lookup(host).then(
  ({ address }) => address.startsWith('127.') || address === '::1',
  () => false,
);
const npm = join(dirname(dirname(process.execPath)), 'lib/node_modules/npm/bin/npm-cli.js');
const hasNpm = await stat(npm).then(
  () => true,
  () => false,
);
const mise = await findMise();
const unable =
  'missing' in mise
    ? mise.missing
    : !own
      ? 'the name of this machine is no loopback address'
      : hasNpm
        ? undefined
        : 'no npm';

let person: Person;
let mirror: Server;
let registry: LoopbackRegistry;
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'mirror-'));
  person = await Person.create({ 'a.txt': 'a\n' });
  mirror = await nodeMirror(directory);
  registry = await startRegistry([
    {
      name: '@openai/codex',
      version: DEFAULT_VERSIONS.codex,
      manifest: { bin: { codex: 'bin/codex.js' } },
      files: {
        'bin/codex.js': '#!/usr/bin/env node\nconsole.log(process.env.MANAGED, ...process.argv.slice(2));\n',
      },
    },
  ]);
});
afterAll(async () => {
  await registry?.close();
  mirror?.close();
  await person?.dispose();
  await rm(directory, { recursive: true, force: true });
});

/** What serves a release of Node: programs that hand on to the one of this machine, and say so. */
async function nodeMirror(root: string): Promise<Server> {
  const name = `node-${NODE}-linux-x64`;
  const cli = 'lib/node_modules/npm/bin/npm-cli.js';
  const files = {
    'bin/node': `#!/bin/sh\n[ "$1" = -v ] && echo ${NODE} && exit\nMANAGED=managed exec ${process.execPath} "$@"\n`,
    'bin/npm': `#!/bin/sh\nexec "$(dirname "$0")/node" "$(dirname "$0")/../${cli}" "$@"\n`,
    [cli]: `require(${JSON.stringify(npm)});\n`,
  };
  for (const [file, content] of Object.entries(files)) {
    await mkdir(join(root, name, dirname(file)), { recursive: true });
    await writeFile(join(root, name, file), content, { mode: 0o755 });
  }
  const archive = `${name}.tar.gz`;
  execFileSync('tar', ['-czf', archive, name], { cwd: root });
  const sums = execFileSync('sha256sum', [archive], { cwd: root, encoding: 'utf8' });
  const release = { version: NODE, date: '2026-01-01', files: ['linux-x64'], npm: '11.0.0', lts: 'Krypton' };
  const served: Readonly<Record<string, string | Buffer>> = {
    '/index.json': JSON.stringify([release]),
    [`/${NODE}/SHASUMS256.txt`]: sums,
    [`/${NODE}/${archive}`]: await readFile(join(root, archive)),
  };
  const server = createServer((request, response) => {
    const body = served[request.url ?? ''];
    response.writeHead(body === undefined ? 404 : 200).end(request.method === 'HEAD' ? undefined : body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

it.skipIf(unable !== undefined)(
  `codex by npm of a Node that mise manages, where the host cannot install it${unable ? ` (skipped: ${unable})` : ''}`,
  { timeout: 600_000 },
  async () => {
    const tools = 'directory' in mise ? mise.directory : '';
    const nodes = `${host}:${(mirror.address() as AddressInfo).port}`;
    const packages = `${host}:${new URL(registry.url).port}`;
    const said = await person.run(
      [
        ...['agent', '--tools', tools, '--model-base-url', 'http://127.0.0.1:1'],
        ...['--env', `MISE_NODE_MIRROR_URL=http://${nodes}/`, '--env', `npm_config_registry=http://${packages}/`],
        ...[nodes, packages].flatMap((endpoint) => ['--allow-agent', endpoint, '--allow-private', endpoint]),
        ...['codex', 'exec', 'a b'],
      ],
      '',
      {
        PATH: `${tools}:${person.environment['PATH'] ?? ''}`,
        CLEANROOM_API_KEY: 'key-of-nobody',
        XDG_CACHE_HOME: join(person.directory, 'cache'),
        // A registry that cannot be reached.
        npm_config_registry: 'http://127.0.0.1:1/',
        npm_config_fetch_retries: '0',
      },
    );
    expect(said, said.stderr).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^managed (?:\S+ )*exec a b\n$/),
    });
    expect(said.stderr).toContain('mise of the room runs it');
    expect(said.stderr).not.toContain('refused');
  },
);
