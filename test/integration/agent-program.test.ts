import { chmod, mkdir, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/agent/program.js';
import type { AgentName, AgentRooms, AgentSetup } from '../../src/agent/registry.js';
import { runHost } from '../../src/support/process.js';
import { outside } from '../support/agent-cli.js';
import { type LoopbackRegistry, type PublishedPackage, startRegistry } from '../support/loopback-registry.js';

/** Packages as their publishers lay them out; each program says who it is. */
const says = (words: string) => `#!/bin/sh\necho ${words}\n`;
const platformPackage = (name: string, file: string): PublishedPackage => ({
  name,
  version: '1.2.3',
  // An install script would leave a mark; none may run.
  manifest: { scripts: { postinstall: 'touch SCRIPT-RAN' } },
  files: { [file]: says(name), 'README.md': '' },
});
const PACKAGES: readonly PublishedPackage[] = [
  ...['linux-x64', 'linux-arm64', 'linux-x64-musl'].map((kind) => ({
    ...platformPackage(`@anthropic-ai/claude-code-${kind}`, 'bin/claude'),
    manifest: { os: ['linux'], cpu: [kind.split('-')[1]], libc: [kind.endsWith('musl') ? 'musl' : 'glibc'] },
    files: { claude: says(`claude-${kind}`) },
  })),
  ...['linux-x64', 'linux-x64-baseline', 'linux-x64-musl', 'linux-x64-baseline-musl', 'linux-arm64'].map((kind) =>
    platformPackage(`opencode-${kind}`, 'bin/opencode'),
  ),
  {
    name: '@google/gemini-cli',
    version: '1.2.3',
    // Native code, which is left out: nobody publishes it here.
    manifest: { optionalDependencies: { 'native-part': '1.0.0' } },
    files: { 'bundle/gemini.js': 'console.log("gemini", process.version);\n', 'package.json5': '' },
  },
];

let registry: LoopbackRegistry;
let directory: string;
let setup: AgentSetup;
let notices: string[];
const asked = { version: '1.2.3', program: null };
const standard = { version: null, standard: '1.2.3', program: null };

beforeAll(async () => {
  registry = await startRegistry(PACKAGES);
});
afterAll(() => registry.close());
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cleanroom-program-'));
  notices = [];
  setup = {
    cacheDirectory: join(directory, 'tools'),
    npm: 'npm',
    env: {
      HOME: directory,
      PATH: process.env['PATH'] ?? '',
      NPM_CONFIG_REGISTRY: registry.url,
      NPM_CONFIG_FETCH_RETRIES: '0',
    },
    run: runHost,
    platform: { os: 'linux', arch: 'x64', libc: 'glibc', avx2: true },
    node: process.execPath,
    schema: undefined,
    onNotice: (notice) => notices.push(notice),
  };
});
afterEach(() => rm(directory, { recursive: true, force: true, maxRetries: 5 }));

const offline = () => ({ ...setup, env: { ...setup.env, NPM_CONFIG_REGISTRY: 'http://127.0.0.1:1' } });
const output = async (argv: readonly [string, ...string[]]) =>
  (await runHost({ argv, env: { PATH: process.env['PATH'] ?? '' } })).stdout.toString().trim();

describe('the program of an agent from npm', () => {
  it.each<[AgentName, string, Partial<AgentSetup['platform']>, string]>([
    ['claude', 'claude', {}, 'claude-linux-x64'],
    ['claude', 'claude', { libc: 'musl' }, 'claude-linux-x64-musl'],
    ['opencode', 'bin/opencode', {}, 'opencode-linux-x64'],
    ['opencode', 'bin/opencode', { avx2: false }, 'opencode-linux-x64-baseline'],
    ['opencode', 'bin/opencode', { libc: 'musl' }, 'opencode-linux-x64-musl'],
    ['opencode', 'bin/opencode', { libc: 'musl', avx2: false }, 'opencode-linux-x64-baseline-musl'],
    ['opencode', 'bin/opencode', { arch: 'arm64', avx2: false }, 'opencode-linux-arm64'],
  ])('is the one of the machine: %s at %s on %j', async (name, path, platform, words) => {
    const found = await findProgram(name, asked, { ...setup, platform: { ...setup.platform, ...platform } });
    expect(found).toMatchObject({ argv: [`/opt/cleanroom/${name}/${path}`], version: '1.2.3' });
    expect(await output(outside(found).argv)).toBe(words);
    const [layer] = found.layers;
    await expect(stat(join(layer?.source ?? '', 'SCRIPT-RAN'))).rejects.toThrow();
  });

  it('is run by Node where it is made for Node', async () => {
    const found = await findProgram('gemini', asked, setup);
    expect(found.argv).toEqual([process.execPath, '/opt/cleanroom/gemini/bundle/gemini.js']);
    expect(await output(outside(found).argv)).toBe(`gemini ${process.version}`);
  });

  it('is there without a network once it was installed, for several agents side by side', async () => {
    const names: AgentName[] = ['claude', 'opencode', 'gemini'];
    const first = await Promise.all(names.map((name) => findProgram(name, asked, setup)));
    const without = { ...setup, npm: '/nonexistent/npm', env: {} };
    expect(await Promise.all(names.map((name) => findProgram(name, asked, without)))).toEqual(first);
  });

  it('brings its Node along where rooms do not show it', async () => {
    const rooms: AgentRooms = { path: '/usr/bin', shows: () => false };
    const found = await findProgram('gemini', asked, { ...setup, rooms });
    expect(found.argv[0]).toBe('/opt/cleanroom/node');
    expect(found.layers).toMatchObject([{ target: '/opt/cleanroom/gemini' }, { target: '/opt/cleanroom/node' }]);
    expect(await output(outside(found).argv)).toBe(`gemini ${process.version}`);
  });

  it('is not fetched for an image in which no Node runs', async () => {
    const rooms: AgentRooms = { path: '', shows: () => false, ask: async () => undefined };
    const before = registry.requests.length;
    await expect(findProgram('gemini', asked, { ...setup, rooms })).rejects.toMatchObject({
      code: 'agent.node-missing',
      hint: expect.any(String),
    });
    expect(registry.requests.length).toBe(before);
  });

  it.each<AgentName>(['codex', 'claude', 'gemini', 'opencode'])('says that %s runs on Linux only', async (name) => {
    const platform = { os: 'darwin', arch: 'arm64' };
    await expect(findProgram(name, asked, { ...setup, platform })).rejects.toMatchObject({ code: 'agent.platform' });
  });
});

describe('the program of an agent that was named', () => {
  it('is taken as it is, and nothing is installed', async () => {
    const before = registry.requests.length;
    const found = await findProgram('claude', { version: null, program: '/tools/claude' }, setup);
    expect(found).toEqual({ argv: ['/tools/claude'], layers: [], version: '' });
    expect(registry.requests.length).toBe(before);
  });
});

describe('the program of an agent that rooms show', () => {
  let bin: string;
  beforeEach(async () => {
    bin = join(directory, 'bin');
    await mkdir(bin);
    await writeFile(join(bin, 'claude'), says('own'));
    await chmod(join(bin, 'claude'), 0o755);
  });
  const rooms = (): AgentRooms => ({ path: `relative:${bin}`, shows: (path) => path.startsWith(`${bin}/`) });

  it('is used where npm reaches no registry, and a person is told', async () => {
    const found = await findProgram('claude', standard, { ...offline(), rooms: rooms() });
    expect(found).toEqual({ argv: [join(bin, 'claude')], layers: [], version: '' });
    expect(notices).toEqual([expect.stringContaining(join(bin, 'claude'))]);
  });

  it('is passed over while there is a network', async () => {
    expect((await findProgram('claude', standard, { ...setup, rooms: rooms() })).version).toBe('1.2.3');
    expect(notices).toEqual([]);
  });

  it('never stands for a version that was asked for', async () => {
    await expect(findProgram('claude', asked, { ...offline(), rooms: rooms() })).rejects.toMatchObject({
      code: 'agent.offline',
    });
  });

  it('is none where its file cannot be run, or lies where rooms do not see it', async () => {
    const setups = { ...offline(), rooms: rooms() };
    await chmod(join(bin, 'claude'), 0o644);
    await expect(findProgram('claude', standard, setups)).rejects.toMatchObject({ code: 'agent.offline' });
    await rm(join(bin, 'claude'));
    const elsewhere = join(directory, 'elsewhere/claude');
    await mkdir(dirname(elsewhere));
    await writeFile(elsewhere, says('own'), { mode: 0o755 });
    await symlink(elsewhere, join(bin, 'claude'));
    await expect(findProgram('claude', standard, setups)).rejects.toMatchObject({ code: 'agent.offline' });
  });

  it('is no help against any other failure', async () => {
    const wanted = { ...standard, standard: '9.9.9' };
    await expect(findProgram('claude', wanted, { ...setup, rooms: rooms() })).rejects.toMatchObject({
      code: 'agent.version-unknown',
    });
  });
});

describe('what an image says of itself', () => {
  const image = (answers: Readonly<Record<string, string>>): AgentRooms => ({
    path: '/usr/bin',
    shows: () => false,
    ask: async (argv) => answers[argv.join(' ').replace(/^\/bin\/sh -c .* sh /s, 'sh ')],
  });

  it.each(['alias claude=evil', 'claude', '/usr/bin/claude\n/etc/passwd', '/a b', '', `/${'x'.repeat(5000)}`])(
    'is no path when it says %j',
    async (words) => {
      const found = await findProgram('claude', standard, { ...setup, rooms: image({ 'sh claude': words }) });
      expect(found.layers).toHaveLength(1);
    },
  );

  it('decides between C libraries', async () => {
    const { libc: _, ...platform } = setup.platform;
    const rooms = image({ 'sh /lib64/ld-linux-x86-64.so.2': 'yes\n' });
    const glibc = await findProgram('claude', asked, { ...setup, platform, rooms });
    const musl = await findProgram('claude', asked, { ...setup, platform, rooms: image({}) });
    expect(await output(outside(glibc).argv)).toBe('claude-linux-x64');
    expect(await output(outside(musl).argv)).toBe('claude-linux-x64-musl');
    const record = await readFile(
      join(setup.cacheDirectory, 'claude-1.2.3-linux-x64-musl/cleanroom-tool.json'),
      'utf8',
    );
    expect(JSON.parse(record)).toMatchObject({ package: '@anthropic-ai/claude-code-linux-x64-musl' });
  });
});
