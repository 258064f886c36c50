import { access, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NpmInstall } from '../../src/agent/install.js';
import { installNpmAgent } from '../../src/agent/install.js';
import { CODEX_PACKAGE } from '../../src/agent/npm-packages.js';
import { runHost } from '../../src/support/process.js';
import { type LoopbackRegistry, startRegistry } from '../support/loopback-registry.js';

const PLATFORM = { os: 'linux', arch: 'x64' };
const TRIPLE = 'vendor/x86_64-unknown-linux-musl';
const launcher = (version: string, platform?: string) => ({
  name: '@openai/codex',
  version,
  manifest: {
    scripts: { install: 'touch SCRIPT-RAN' },
    ...(platform
      ? { optionalDependencies: { '@openai/codex-linux-x64': `npm:@openai/codex@${version}-${platform}` } }
      : {}),
  },
  files: { 'bin/codex.js': '' },
});

let registry: LoopbackRegistry;
let directory: string;
let install: NpmInstall;

beforeAll(async () => {
  registry = await startRegistry([
    launcher('1.0.0', 'linux-x64'),
    {
      name: '@openai/codex',
      version: '1.0.0-linux-x64',
      manifest: { os: [process.platform], cpu: [process.arch] },
      files: { [`${TRIPLE}/bin/codex`]: '#!/bin/sh\necho fake\n', [`${TRIPLE}/codex-package.json`]: '{}' },
    },
    launcher('2.0.0'),
  ]);
});
afterAll(() => registry.close());

beforeEach(async () => {
  registry.failWith(null);
  directory = await mkdtemp(join(tmpdir(), 'cleanroom-install-'));
  install = {
    package: CODEX_PACKAGE,
    version: '1.0.0',
    cacheDirectory: join(directory, 'tools'),
    npm: 'npm',
    env: {
      HOME: directory,
      PATH: process.env['PATH'] ?? '',
      NPM_CONFIG_REGISTRY: registry.url,
      NPM_CONFIG_FETCH_RETRIES: '0',
      // What a person may have set, and what would leave the program out.
      NPM_CONFIG_OMIT: 'optional',
    },
    run: runHost,
    platform: PLATFORM,
    retryDelaysMs: [],
  };
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const refused = (code: string) => expect.objectContaining({ code, hint: expect.any(String) });
const cached = () => readdir(install.cacheDirectory);

describe('installNpmAgent', () => {
  it('makes a layer of the platform program, sealed and recorded', async () => {
    const layer = await installNpmAgent(install);
    expect(layer).toMatchObject({ target: '/opt/cleanroom/codex', version: '1.0.0' });
    expect(await cached()).toEqual(['codex-1.0.0-linux-x64']);
    const run = await runHost({ argv: [join(layer.source, 'bin/codex')], env: {} });
    expect(run.stdout.toString()).toBe('fake\n');
    expect((await stat(join(layer.source, 'bin/codex'))).mode & 0o777).toBe(0o555);
    expect((await stat(join(layer.source, 'codex-package.json'))).mode & 0o777).toBe(0o444);
    expect((await stat(layer.source)).mode & 0o777).toBe(0o755);
    const root = join(install.cacheDirectory, 'codex-1.0.0-linux-x64');
    const record = JSON.parse(await readFile(join(root, 'cleanroom-tool.json'), 'utf8'));
    expect(record).toMatchObject({
      schema: 'cleanroom/tool/v1',
      package: '@openai/codex',
      version: '1.0.0',
      platform: 'linux-x64',
    });
    expect(record.packages).toEqual([
      { name: '@openai/codex', version: '1.0.0', integrity: expect.stringMatching(/^sha512-/) },
      { name: '@openai/codex-linux-x64', version: '1.0.0-linux-x64', integrity: expect.stringMatching(/^sha512-/) },
    ]);
    await expect(access(join(root, 'node_modules/@openai/codex/SCRIPT-RAN'))).rejects.toThrow();
  });

  it('uses what is there without npm and without a network', async () => {
    const first = await installNpmAgent(install);
    const asked = registry.requests.length;
    expect(await installNpmAgent({ ...install, npm: '/nonexistent/npm', env: {} })).toEqual(first);
    expect(registry.requests.length).toBe(asked);
  });

  it('lets several install at once and keeps one', async () => {
    const layers = await Promise.all([1, 2, 3].map(() => installNpmAgent(install)));
    expect(new Set(layers.map((layer) => layer.source)).size).toBe(1);
    expect(await cached()).toEqual(['codex-1.0.0-linux-x64']);
  });

  it('never uses a half-done or damaged installation', async () => {
    const target = join(install.cacheDirectory, 'codex-1.0.0-linux-x64');
    const program = join(target, 'node_modules/@openai/codex-linux-x64', TRIPLE, 'bin/codex');
    await mkdir(join(program, '..'), { recursive: true });
    await writeFile(program, 'half', { mode: 0o755 });
    await installNpmAgent(install);
    expect(await readFile(program, 'utf8')).toBe('#!/bin/sh\necho fake\n');
    await rm(program);
    await writeFile(program, '#!/bin/sh\n', { mode: 0o755 });
    await installNpmAgent(install);
    expect(await readFile(program, 'utf8')).toBe('#!/bin/sh\necho fake\n');
    expect(await cached()).toEqual(['codex-1.0.0-linux-x64']);
  });

  it('is not led by configuration that lies above the cache', async () => {
    await writeFile(join(directory, 'package.json'), '{"name":"project"}');
    await mkdir(join(directory, 'node_modules'));
    await mkdir(install.cacheDirectory);
    for (const place of [directory, install.cacheDirectory])
      await writeFile(join(place, '.npmrc'), 'registry=http://127.0.0.1:1/\n');
    await installNpmAgent({ ...install, env: { ...install.env, HOME: join(directory, 'home') } });
    expect(await readdir(join(directory, 'node_modules'))).toEqual([]);
  });

  it.each(['latest', '^1.0.0', '1.0', '1.0.0 || 2', 'file:../x', '../1.0.0', '1.0.0-a/b', ''])(
    'refuses the version %j before it calls npm',
    async (version) => {
      const before = registry.requests.length;
      await expect(installNpmAgent({ ...install, version })).rejects.toEqual(refused('agent.version-invalid'));
      expect(registry.requests.length).toBe(before);
    },
  );

  it('says when npm is missing', async () => {
    await expect(installNpmAgent({ ...install, npm: '/nonexistent/npm' })).rejects.toEqual(
      refused('agent.npm-missing'),
    );
    expect(await cached()).toEqual([]);
  });

  it('says when the version does not exist', async () => {
    await expect(installNpmAgent({ ...install, version: '9.9.9' })).rejects.toEqual(refused('agent.version-unknown'));
    expect(await cached()).toEqual([]);
  });

  it('says when there is no network', async () => {
    const env = { ...install.env, NPM_CONFIG_REGISTRY: 'http://127.0.0.1:1' };
    await expect(installNpmAgent({ ...install, env })).rejects.toEqual(refused('agent.offline'));
    expect(await cached()).toEqual([]);
  });

  it.each([
    [401, 'agent.registry-denied'],
    [403, 'agent.registry-denied'],
    [500, 'agent.install-failed'],
  ])('says when the registry answers %i', async (status, code) => {
    registry.failWith(status);
    await expect(installNpmAgent(install)).rejects.toEqual(refused(code));
  });

  it('asks a registry again that fails for the moment, and says how often it did', async () => {
    registry.failWith(503);
    let asked = 0;
    const run: typeof runHost = async (options) => {
      asked += 1;
      if (asked === 3) registry.failWith(null);
      return runHost(options);
    };
    const patient = { ...install, run, retryDelaysMs: [1, 1] };
    expect((await installNpmAgent(patient)).version).toBe('1.0.0');
    expect(asked).toBe(3);

    registry.failWith(503);
    asked = 4;
    await expect(installNpmAgent({ ...patient, version: '2.0.0' })).rejects.toMatchObject({
      code: 'agent.install-failed',
      message: expect.stringMatching(/E503.*, asked 3 times$/),
      hint: expect.stringContaining('run again later'),
    });
    expect(asked).toBe(7);

    // What will be the same the next time is not asked for again.
    registry.failWith(403);
    await expect(installNpmAgent({ ...patient, version: '3.0.0' })).rejects.toEqual(refused('agent.registry-denied'));
    expect(asked).toBe(8);
  });

  it('does not ask again after minutes, in which npm has done so by itself', async () => {
    registry.failWith(503);
    let asked = 0;
    let now = 0;
    const run: typeof runHost = async (options) => {
      asked += 1;
      now += 70_000;
      return runHost(options);
    };
    const patient = { ...install, run, clock: { monotonic: () => now }, retryDelaysMs: [1, 1, 1] };
    await expect(installNpmAgent(patient)).rejects.toMatchObject({
      message: expect.stringMatching(/E503.*, asked 2 times$/),
    });
    expect(asked).toBe(2);
  });

  it('is ended while it waits to ask again, and leaves nothing', async () => {
    registry.failWith(503);
    const ended = new AbortController();
    const run: typeof runHost = async (options) => {
      const result = await runHost(options);
      ended.abort();
      return result;
    };
    const patient = { ...install, run, signal: ended.signal, retryDelaysMs: [3_600_000] };
    await expect(installNpmAgent(patient)).rejects.toThrow('aborted');
    expect(await readdir(install.cacheDirectory)).toEqual([]);
  });

  it('says when the package holds no program for the platform', async () => {
    await expect(installNpmAgent({ ...install, version: '2.0.0' })).rejects.toEqual(
      refused('agent.package-incomplete'),
    );
    expect(await cached()).toEqual([]);
  });

  it.each([
    { os: 'darwin', arch: 'arm64' },
    { os: 'linux', arch: 'riscv64' },
  ])('says when there is no program for $os on $arch', async (platform) => {
    await expect(installNpmAgent({ ...install, platform })).rejects.toEqual(refused('agent.platform'));
  });
});
