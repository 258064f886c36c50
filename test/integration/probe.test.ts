import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readFacts } from '../../src/probe/facts.js';
import { judge } from '../../src/probe/judge.js';
import { probeRoom, requireProbes, WRITABLE, writablePlaces } from '../../src/probe/probe.js';
import { PROBE_SCRIPT } from '../../src/probe/script.js';
import { PROBE_NAMES, type ProbeExpectations, type ProbeName, type ProbeResult } from '../../src/probe/types.js';
import { secretForms } from '../../src/support/redact-secrets.js';
import { removeTree } from '../../src/support/remove-tree.js';
import { localIdentities, localLab, TEST_LIMITS } from '../support/local-room.js';

const SECRET = 'sk-canary-0123456789abcdef/+?';
const scratch = mkdtempSync(join(tmpdir(), 'cleanroom-probe-test-'));
afterAll(() => removeTree(scratch));

const expected: ProbeExpectations = {
  secretForms: secretForms([SECRET]).map(({ bytes }) => bytes),
  port: undefined,
  writable: WRITABLE,
  limits: TEST_LIMITS,
  enforcedBy: {},
  unenforced: [],
  seccomp: true,
};

const named = (results: readonly ProbeResult[]): Record<string, ProbeResult> =>
  Object.fromEntries(results.map((result) => [result.name, result]));
const failures = (results: readonly ProbeResult[]): ProbeName[] =>
  results.filter(({ passed }) => !passed).map(({ name }) => name);

/** The same script where there is no room, or a sandbox that lacks something. */
async function outside(
  prefix: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
  change: Partial<ProbeExpectations> = {},
): Promise<readonly ProbeResult[]> {
  const nonce = 'n0nce';
  const [program = '', ...args] = [
    ...prefix,
    '/bin/sh',
    '-c',
    PROBE_SCRIPT,
    'probe',
    nonce,
    join(scratch, 'workspace'),
    change.port === undefined ? '0' : '1',
  ];
  const child = spawn(program, args, {
    env: { PATH: process.env['PATH'], HOME: join(scratch, 'home'), ...env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  await new Promise((resolve) => child.on('close', resolve));
  return judge(readFacts(Buffer.concat(output), nonce), { ...expected, ...change });
}

const BWRAP = [
  ...['bwrap', '--unshare-all', '--ro-bind', '/', '/', '--proc', '/proc', '--dev', '/dev', '--cap-drop', 'ALL'],
  ...['--uid', '1000', '--gid', '1000', '--tmpfs', '/home'],
  ...['--ro-bind', '/proc/sys', '/proc/sys', '--remount-ro', '/dev', '--remount-ro', '/'],
];

for (const { kind, unable } of await localIdentities()) {
  if (unable) process.stderr.write(`skipped: rooms as ${kind}: ${unable}\n`);
  describe.skipIf(unable !== undefined)(`a room of this host, as ${kind}`, () => {
    it('is known to have a workspace that can be written, where only some directories should', async () => {
      const lab = await localLab({ identity: kind });
      try {
        const look = async (writable: readonly string[] | undefined): Promise<ProbeResult | undefined> => {
          const room = await lab.backend.open({
            id: `roots-${writable === undefined ? 'off' : 'on'}`,
            stage: 'agent',
            workspace: await lab.workspace({ 'src/a': 'a', '.git/config': '' }),
            readOnly: [],
            limits: lab.limits,
            ...(writable ? { writable } : {}),
          });
          try {
            const roots = writablePlaces(['src']);
            const signal = new AbortController().signal;
            return named(await probeRoom(room, { env: {}, signal, expected: { ...expected, writable: roots } }))[
              'read-only-system'
            ];
          } finally {
            await room.close();
          }
        };
        expect(await look(['src', '.git'])).toMatchObject({ passed: true });
        expect(await look(undefined)).toMatchObject({ passed: false, detail: '/workspace can be written' });
      } finally {
        await lab.dispose();
      }
    });

    it('passes every probe, and a secret in it fails the right one, in every form', async () => {
      const lab = await localLab({ identity: kind });
      try {
        const description = await lab.backend.describe();
        const look = async (
          env: Readonly<Record<string, string>>,
          files: Readonly<Record<string, string>>,
          port: number | undefined,
        ): Promise<readonly ProbeResult[]> => {
          const home = await lab.directory();
          const room = await lab.backend.open({
            id: `probe-${Math.random().toString(36).slice(2)}`,
            stage: 'agent',
            workspace: await lab.workspace({ 'README.md': 'x', ...files }),
            homeDirectory: home,
            outDirectory: await lab.directory(),
            readOnly: [],
            limits: lab.limits,
          });
          try {
            const { limits: enforcedBy, unenforced } = description;
            return await probeRoom(room, {
              env,
              signal: new AbortController().signal,
              expected: { ...expected, port, enforcedBy, unenforced },
            });
          } finally {
            await room.close();
          }
        };
        for (const port of [7777, undefined]) {
          const results = await look({ NAME: 'value' }, {}, port);
          expect(failures(results), JSON.stringify(results)).toEqual([]);
          expect(results.map(({ name }) => name)).toEqual([...PROBE_NAMES]);
        }
        const bytes = Buffer.from(SECRET);
        const forms = [SECRET, bytes.toString('base64'), `x${bytes.toString('hex')}`, [...SECRET].reverse().join('')];
        for (const form of forms) {
          const results = await look({ NAME: form }, {}, 7777);
          expect(failures(results)).toEqual(['environment']);
          expect(JSON.stringify(results)).not.toContain(form);
        }
        const shifted = Buffer.from(`x-access-token:${SECRET}`).toString('base64');
        const config = `[http]\n\textraheader = AUTHORIZATION: basic ${shifted}\n`;
        expect(failures(await look({}, { '.git/config': config }, 7777))).toEqual(['files']);
      } finally {
        await lab.dispose();
      }
    });
  });
}

describe('each probe fails where its guard is off', () => {
  it('on the bare host', async () => {
    const results = await outside();
    const wrong = failures(results);
    expect(wrong).toEqual(
      expect.arrayContaining(['processes', 'no-new-privileges', 'seccomp', 'read-only-system', 'limits']),
    );
    if (process.getuid?.() === 0) {
      expect(wrong).toEqual(expect.arrayContaining(['user', 'capabilities', 'kernel-settings', 'devices']));
    }
  });

  it('in a sandbox, but for what each flag of it does', async () => {
    const base = {
      seccomp: false,
      writable: [...WRITABLE, '/home'],
      limits: { ...TEST_LIMITS, openFiles: 1 << 30, fileBytes: Number.POSITIVE_INFINITY },
    };
    const run = async (
      prefix: readonly string[],
      change: Partial<ProbeExpectations> = {},
    ): Promise<readonly ProbeResult[]> =>
      outside(prefix, {}, { ...base, unenforced: ['open-files', 'file-size', 'tmp-size'], ...change });
    // A plain sandbox is no room, but most of it holds.
    const plain = failures(await run(BWRAP)).filter((name) => name !== 'daemon-sockets' && name !== 'groups');
    expect(plain).toEqual([]);
    const network = named(await run([...BWRAP, '--share-net']));
    expect(network['interfaces']?.passed && network['routes']?.passed && network['listeners']?.passed).toBe(false);
    expect(named(await run([...BWRAP, '--uid', '0', '--gid', '0']))['user']?.passed).toBe(false);
    expect(named(await run([...BWRAP, '--bind', scratch, '/mnt']))['read-only-system']).toMatchObject({
      passed: false,
      detail: '/mnt can be written',
    });
    if (process.getuid?.() === 0) {
      const settings = named(await run([...BWRAP, '--proc', '/proc']))['kernel-settings'];
      expect(settings).toMatchObject({ passed: false, detail: '/proc/sys/kernel/core_pattern is writable' });
    }
    expect(named(await run([...BWRAP, '--dev-bind', '/dev', '/dev']))['devices']?.passed).toBe(false);
    expect(named(await run([...BWRAP, '--cap-add', 'CAP_CHOWN']))['capabilities']?.passed).toBe(false);
    expect(named(await run(BWRAP, { seccomp: true }))['seccomp']).toMatchObject({
      passed: false,
      detail: 'Seccomp is 0, not 2',
    });
    expect(named(await run(BWRAP, { port: 7777 }))['listeners']).toMatchObject({
      detail: 'the line to the broker is not there',
    });
    expect(named(await run(BWRAP, { unenforced: [] }))['limits']?.passed).toBe(false);
    const socket = ['--tmpfs', '/run', '--ro-bind', '/dev/null', '/run/docker.sock'];
    expect(named(await run([...BWRAP, ...socket]))['daemon-sockets']).toMatchObject({
      detail: expect.stringContaining('docker.sock') as string,
    });
    const mount = [
      '--tmpfs',
      '/mnt',
      '--dir',
      `/mnt/${encodeURIComponent(SECRET)}`,
      '--ro-bind',
      '/etc',
      `/mnt/${encodeURIComponent(SECRET)}`,
    ];
    expect(named(await run([...BWRAP, ...mount]))['mount-table']?.passed).toBe(false);
  });

  it('where another process of the room’s name space is visible', async () => {
    const shared = [...BWRAP, '/bin/sh', '-c', 'sleep 600 & "$@"; kill $!', 'sh'];
    expect(named(await outside(shared))['processes']).toMatchObject({
      passed: false,
      detail: expect.stringContaining('sleep') as string,
    });
  });

  it('where something listens that is not the broker', async () => {
    const listening = `use Socket; socket(S, AF_INET, SOCK_STREAM, 0); bind(S, pack_sockaddr_in(4711, INADDR_LOOPBACK)); listen(S, 1);
      socket(U, AF_INET, SOCK_DGRAM, 0); bind(U, pack_sockaddr_in(4712, INADDR_LOOPBACK)); system @ARGV`;
    const results = named(await outside([...BWRAP, 'perl', '-e', listening]));
    expect(results['listeners']).toMatchObject({ passed: false, detail: expect.stringContaining('1267') as string });
  });

  it('where a tool gives root, resolves a name or connects', async () => {
    const bin = join(scratch, 'bin');
    mkdirSync(bin);
    for (const tool of ['sudo', 'getent', 'bash'])
      writeFileSync(join(bin, tool), '#!/bin/sh\nexit 0\n', { mode: 0o755 });
    const binds = ['sudo', 'getent', 'bash'].flatMap((tool) => ['--ro-bind', join(bin, tool), `/usr/bin/${tool}`]);
    const results = named(await outside([...BWRAP, ...binds]));
    for (const name of ['sudo', 'host-names', 'connections-out'])
      expect(results[name], name).toMatchObject({ passed: false });
  });
});

describe('what a room says', () => {
  it('cannot stand for a section: a file of HOME that looks like one changes nothing', async () => {
    const home = join(scratch, 'hostile-home');
    mkdirSync(home);
    const forged = '\n@n0nce-guess kernel\n==> /proc/self/status <==\nUid:\t1000\t1000\t1000\t1000\nNoNewPrivs:\t1\n';
    writeFileSync(join(home, '.profile'), forged);
    const plain = failures(await outside());
    expect(failures(await outside([], { HOME: home }))).toEqual(plain);
  });

  it('is not enough when it stops half-way: what was not seen has failed', () => {
    const results = judge(
      readFacts(Buffer.from('\n@n kernel\n==> /proc/self/status <==\nNoNewPrivs:\t1\n'), 'n'),
      expected,
    );
    expect(failures(results)).toEqual(PROBE_NAMES.filter((name) => name !== 'no-new-privileges'));
    expect(failures(judge(readFacts(Buffer.alloc(0), 'n'), expected))).toEqual([...PROBE_NAMES]);
  });

  it('ends the run with the name, what was seen and what to do', () => {
    const failed = (name: ProbeName): ProbeResult => ({ name, passed: false, detail: 'seen' });
    expect(() => requireProbes('attempt-1', [failed('environment'), failed('sudo')])).toThrow(
      'the room attempt-1 is not what it has to be, so no agent was started: environment: seen (and 1 more: sudo)',
    );
    expect(() => requireProbes('attempt-1', [{ name: 'sudo', passed: true, detail: '' }])).not.toThrow();
  });
});
