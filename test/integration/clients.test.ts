import { spawnSync } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { outsideEnvironment } from '../../src/policy/ecosystems/outside.js';
import { resolveWords } from '../../src/policy/ecosystems/resolve.js';
import type { Ecosystem, Meanings } from '../../src/policy/words.js';
import { runHost } from '../../src/support/process.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { npmEnv } from '../support/agents.js';
import { runClient } from '../support/client-room.js';
import { localLab } from '../support/local-room.js';
import type { RoomLab } from '../support/room-conformance.js';

/** Real clients, each with something small to fetch. The hosts are those of this machine's own configuration. */
interface Client {
  readonly word: Ecosystem;
  readonly program: string;
  readonly script: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

const goRoot = spawnSync('go', ['env', 'GOROOT'], { encoding: 'utf8' }).stdout?.trim() ?? '';
const CLIENTS: readonly Client[] = [
  {
    word: 'npm',
    program: 'npm',
    script: 'npm install --no-fund --no-audit is-number@7.0.0 && cat node_modules/is-number/package.json',
    files: { 'package.json': '{"name":"x","version":"1.0.0"}' },
  },
  {
    word: 'pip',
    program: '/usr/bin/python3 -m pip',
    script: '/usr/bin/python3 -m pip download --no-deps --no-binary :none: -d /tmp/p iniconfig==2.0.0 && ls /tmp/p',
  },
  {
    word: 'go',
    program: 'go',
    script:
      '/opt/go/bin/go mod download -x github.com/pkg/errors@v0.9.1 && ls $GOMODCACHE/cache/download/github.com/pkg/errors/@v',
    files: { 'go.mod': 'module x\n\ngo 1.20\n' },
    env: { GOMODCACHE: '/tmp/mod', GOCACHE: '/tmp/cache', GOFLAGS: '-mod=mod', GOTOOLCHAIN: 'local' },
  },
];
const EXPECTED: Readonly<Record<string, RegExp>> = {
  npm: /"is-number"/,
  pip: /iniconfig-2\.0\.0/,
  go: /v0\.9\.1\.zip/,
};

/** A registry that does not answer once is no verdict about a change; one that refuses is not asked again. */
const patient = (script: string): string =>
  script.replace('npm install', 'npm install --fetch-retries=4').replace('pip download', 'pip download --retries=5');

let lab: RoomLab;
let meanings: Meanings;
let scratch: string;

beforeAll(async () => {
  lab = await localLab();
  scratch = await mkdtemp(join(tmpdir(), 'clients-'));
  const own = Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]));
  const { env } = outsideEnvironment({ ...Object.fromEntries(own), ...npmEnv() }, process.cwd());
  meanings = await resolveWords(['npm', 'pip', 'go'], { run: runHost, env, cwd: scratch, temporary: scratch });
});
afterAll(async () => {
  await lab.dispose();
  await removeTree(scratch);
});

const installed = ({ program }: Client): boolean =>
  spawnSync('sh', ['-c', `${program} --version || ${program} version`]).status === 0;
for (const client of CLIENTS)
  if (!installed(client)) console.warn(`clients: ${client.word} skipped, ${client.program} is missing`);

describe.each(CLIENTS.map((client) => [client.word, client] as const))('%s in a room', (word, client) => {
  const hosts = (): readonly string[] => {
    const meaning = meanings.get(word);
    if (meaning?.ok !== true) throw new Error(`this machine has no ${word}: ${meaning?.reason}`);
    return meaning.entries.map(({ entry }) => entry);
  };
  const readOnly = word === 'go' ? [{ source: goRoot, target: '/opt/go' }] : [];
  const run = (allow: readonly string[], script = client.script) =>
    runClient(lab, {
      script,
      allow,
      readOnly,
      ...(client.files ? { files: client.files } : {}),
      env: client.env ?? {},
    });

  it.skipIf(!installed(client))('installs through the proxy from the hosts of its configuration', async () => {
    const outcome = await run(hosts(), patient(client.script));
    expect(outcome.stderr + outcome.stdout).toMatch(EXPECTED[word] ?? /never/);
    expect(outcome.code).toBe(0);
    expect(outcome.denials).toEqual([]);
    expect(outcome.access.length).toBeGreaterThan(0);
  });

  it.skipIf(!installed(client))('gives up where its host is refused, and says which', async () => {
    const outcome = await run(['other.invalid:443']);
    expect(outcome.end).toBe('exited');
    expect(outcome.code).not.toBe(0);
    const [denial] = outcome.denials;
    expect(hosts()).toContain(denial?.host);
    expect(denial?.allow).toEqual([`allow-prepare: ${denial?.host}`]);
    // The client itself names the host, and does not ask again and again.
    expect(outcome.stderr + outcome.stdout).toContain(denial?.host.replace(/:443$/, ''));
    expect(outcome.access.length).toBeLessThanOrEqual(3);
  });
});
