import { describe, expect, it } from 'vitest';
import type { Identity } from '../../../src/room/local/builder.js';
import { type BwrapOptions, bwrapArguments, etcFiles, payloadPrefix } from '../../../src/room/local/bwrap-arguments.js';
import { parseBwrapVersion } from '../../../src/room/local/host.js';

const SELF: Identity = { kind: 'self', uid: 1001, gid: 1001 };
const DROPPED: Identity = { kind: 'dropped', uid: 65432, gid: 65432 };
const ROOT: Identity = { kind: 'root-setup', uid: 1001, gid: 127, sudo: true };

const options = (identity: Identity, version = '0.8.0', more: Partial<BwrapOptions> = {}): BwrapOptions => ({
  identity,
  features: parseBwrapVersion(`bubblewrap ${version}`),
  roomDirectory: '/s/rooms/a',
  etcDirectory: '/s/furniture/etc',
  system: [
    { kind: 'bind', source: '/usr', target: '/usr' },
    { kind: 'symlink', source: 'usr/bin', target: '/bin' },
  ],
  readOnly: [{ source: '/h/node', target: '/opt/tools/node' }],
  workspace: '/s/rooms/a/m',
  writable: undefined,
  homeDirectory: undefined,
  outDirectory: undefined,
  environment: { A: '1' },
  cwd: '',
  hold: false,
  ...more,
});

/** Options of bubblewrap 0.4 to 0.6 (Debian 11, Ubuntu 22.04) with the number of words that follow each. */
const OLD_OPTIONS: Readonly<Record<string, number>> = {
  '--unshare-user': 0,
  '--unshare-pid': 0,
  '--unshare-ipc': 0,
  '--unshare-uts': 0,
  '--unshare-cgroup-try': 0,
  '--uid': 1,
  '--gid': 1,
  '--hostname': 1,
  '--die-with-parent': 0,
  '--new-session': 0,
  '--cap-drop': 1,
  '--cap-add': 1,
  '--clearenv': 0,
  '--setenv': 2,
  '--perms': 1,
  '--dir': 1,
  '--bind': 2,
  '--ro-bind': 2,
  '--symlink': 2,
  '--proc': 1,
  '--dev': 1,
  '--tmpfs': 1,
  '--chdir': 1,
  '--remount-ro': 1,
  '--json-status-fd': 1,
  '--seccomp': 1,
  '--block-fd': 1,
};

function parse(args: readonly string[], known = OLD_OPTIONS): [option: string, ...words: string[]][] {
  const found: [string, ...string[]][] = [];
  for (let at = 0; at < args.length; ) {
    const option = args[at] ?? '';
    const count = known[option];
    if (count === undefined) throw new Error(`unknown option ${option}`);
    found.push([option, ...args.slice(at + 1, at + 1 + count)]);
    at += 1 + count;
  }
  return found;
}

describe('versions', () => {
  it.each([
    ['bubblewrap 0.4.0', '0.4.0', false],
    ['bubblewrap 0.6.1', '0.6.1', false],
    ['bubblewrap 0.7.0', '0.7.0', false],
    ['bubblewrap 0.8.0', '0.8.0', true],
    ['bubblewrap 0.11.0', '0.11.0', true],
    ['bubblewrap 1.0', '1.0', true],
    ['something else', 'unknown', false],
  ])('%s', (said, version, disableUserns) => {
    expect(parseBwrapVersion(said)).toEqual({ version, disableUserns });
  });
});

describe('the arguments of bubblewrap', () => {
  it.each([SELF, DROPPED, ROOT])('are such that versions before 0.8 know them ($kind)', (identity) => {
    expect(parse(bwrapArguments(options(identity, '0.6.1', { hold: true })))).toContainEqual(['--block-fd', '5']);
    const disables = bwrapArguments(options(identity, '0.8.0')).includes('--disable-userns');
    expect(disables).toBe(identity.kind !== 'root-setup');
    expect(bwrapArguments(options(identity, '0.6.1')).includes('--disable-userns')).toBe(false);
  });

  it.each([SELF, DROPPED, ROOT])('unshare and drop everything ($kind)', (identity) => {
    const parsed = parse(bwrapArguments(options(identity, '0.6.1')));
    const names = parsed.map(([name]) => name);
    for (const name of [
      '--unshare-pid',
      '--unshare-ipc',
      '--unshare-uts',
      '--clearenv',
      '--new-session',
      '--die-with-parent',
    ]) {
      expect(names).toContain(name);
    }
    expect(parsed).toContainEqual(['--cap-drop', 'ALL']);
    expect(parsed).toContainEqual(['--seccomp', '6']);
    expect(parsed).toContainEqual(['--remount-ro', '/']);
    const added = parsed.filter(([name]) => name === '--cap-add').map((words) => words[1]);
    const asRoot = identity.kind === 'root-setup';
    expect(added).toEqual(asRoot ? ['CAP_SETUID', 'CAP_SETGID', 'CAP_SETPCAP', 'CAP_DAC_READ_SEARCH'] : []);
    expect(names.includes('--unshare-user')).toBe(!asRoot);
    expect(parsed.some((words) => words.join(' ') === '--ro-bind /proc/sys /proc/sys')).toBe(asRoot);
    expect(parsed.filter(([name, word]) => name === '--uid' && word === '0')).toEqual([]);
  });

  it('make every directory above a mount for all users, before the mount', () => {
    const parsed = parse(bwrapArguments(options(ROOT, '0.6.1', { outDirectory: '/h/out' })));
    const at = (...words: string[]) => parsed.findIndex((found) => found.join(' ') === words.join(' '));
    for (const [directory, mount] of [
      ['/opt/tools', ['--ro-bind', '/h/node', '/opt/tools/node']],
      ['/home', ['--bind', '/s/rooms/a/t/home', '/home/agent']],
      ['/run/cleanroom', ['--bind', '/h/out', '/run/cleanroom/out']],
      ['/etc', ['--ro-bind', '/s/furniture/etc/passwd', '/etc/passwd']],
    ] as const) {
      expect(at('--dir', directory)).toBeGreaterThan(0);
      expect(parsed[at('--dir', directory) - 1]).toEqual(['--perms', '0755']);
      expect(at(...mount)).toBeGreaterThan(at('--dir', directory));
    }
  });

  it('give values on as they are', () => {
    const environment = { A: '--bind', B: '', C: 'x\ny', '--uid': '0' };
    const parsed = parse(bwrapArguments(options(SELF, '0.8.0', { environment, cwd: 'a b' })), {
      ...OLD_OPTIONS,
      '--disable-userns': 0,
    });
    const set = parsed.filter(([name]) => name === '--setenv').map(([, name, value]) => [name, value]);
    expect(Object.fromEntries(set)).toEqual(environment);
    expect(parsed).toContainEqual(['--chdir', '/workspace/a b']);
  });
});

describe('what comes between bubblewrap and the payload', () => {
  it('is nothing unless root built the room', () => {
    for (const identity of [SELF, DROPPED]) expect(payloadPrefix(identity, { LD_PRELOAD: 'x' })).toEqual([]);
  });

  it('is an absolute setpriv that no variable steers', () => {
    const environment = { PATH: '/workspace/bin', LD_PRELOAD: '/workspace/evil.so', LD_X: 'a=b', LANG: 'C' };
    const prefix = payloadPrefix(ROOT, environment);
    expect(prefix.slice(0, 6)).toEqual(['/usr/bin/setpriv', '--reuid', '1001', '--regid', '127', '--clear-groups']);
    expect(prefix.slice(prefix.indexOf('--') + 1)).toEqual([
      '/usr/bin/env',
      'LD_PRELOAD=/workspace/evil.so',
      'LD_X=a=b',
    ]);
    const set = parse(bwrapArguments(options(ROOT, '0.6.1', { environment }))).filter(([name]) => name === '--setenv');
    expect(set.map(([, name]) => name)).toEqual(['PATH', 'LANG']);
  });
});

describe('accounts', () => {
  it.each([
    [SELF, 1000, 1000],
    [DROPPED, 1000, 1000],
    [ROOT, 1001, 127],
  ])('name the payload’s user (%j)', (identity, uid, gid) => {
    expect(etcFiles(identity)['passwd']).toContain(`agent:x:${uid}:${gid}:agent:/home/agent:/bin/sh\n`);
  });
});
