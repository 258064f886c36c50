import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Build, buildCommand, type Identity } from '../../../src/room/local/builder.js';
import { BUILDER_PROGRAM } from '../../../src/room/local/builder-program.js';
import { KEEPER_PROGRAM } from '../../../src/room/local/keeper-program.js';

const BUILD: Build = {
  directory: '/s/rooms/a',
  machine: 'x64',
  overlay: 'lowerdir=l0',
  binds: [{ kind: 'idmap', source: '/h/a=b', target: 'b0' }],
  program: ['bwrap', '--args', '3'],
};

const ROOM: NonNullable<Build['room']> = {
  channel: 3,
  seccomp: '/s/seccomp',
  port: 7777,
  hold: true,
  input: undefined,
  limits: { openFiles: 64 },
  scratchBytes: 1 << 20,
  groups: { make: [], set: [], check: [], member: undefined, enter: ['/g/tasks'], join: [], counters: [] },
  pidFiles: ['/t/set_event_pid'],
  watch: [{ path: '/s/top', counts: 'growth' }],
  diskBytes: 1000,
  diskFiles: 10,
};

const SUDO: Identity = { kind: 'root-setup', uid: 1001, gid: 127, sudo: true };
const SELF: Identity = { kind: 'self', uid: 1001, gid: 1001 };

/** The key-value pairs of a command line. */
function given(command: readonly string[]): [string, string][] {
  const first = command.indexOf('dir');
  const pairs = command.slice(first, command.indexOf('--', first));
  return pairs.flatMap((key, index): [string, string][] => (index % 2 === 0 ? [[key, pairs[index + 1] ?? '']] : []));
}

describe('the program that builds rooms', () => {
  it('compiles without a warning under strict', () => {
    const whole = BUILDER_PROGRAM.replace('eval $keeper;', KEEPER_PROGRAM);
    expect(whole).not.toBe(BUILDER_PROGRAM);
    const out = execFileSync('perl', ['-Mstrict', '-Mwarnings=FATAL,all', '-c', '-'], {
      input: whole,
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    expect(out).toBe('');
  });

  it('loads no module', () => {
    expect(BUILDER_PROGRAM + KEEPER_PROGRAM).not.toMatch(/^\s*(use|require)\b/m);
  });

  it.each([
    ['x64', ['/usr/include/x86_64-linux-gnu/asm/unistd_64.h', '/usr/include/asm/unistd_64.h']],
    ['arm64', ['/usr/include/asm-generic/unistd.h']],
  ] as const)('knows the system calls of %s', (machine, headers) => {
    const header = headers.find((path) => existsSync(path));
    if (header === undefined) return;
    const text = readFileSync(header, 'utf8');
    const number = (name: string): number | undefined => {
      const match = new RegExp(`^#define __NR3?(?:264)?_(?:3264_)?${name}\\s+(\\d+)`, 'm').exec(text);
      return match ? Number(match[1]) : undefined;
    };
    const names = 'mount unshare prctl setresuid setresgid setgroups dup3 close prlimit64 sendmsg statfs clone'.split(
      ' ',
    );
    const command = buildCommand(SELF, { ...BUILD, machine });
    expect(command[command.indexOf('dir') - 1]).toBe(names.map((name) => number(name)).join(','));
  });
});

describe('the limits of control groups, which have to be in force before anything runs', () => {
  const start = (...given: string[]): { status: number | null; stderr: string } => {
    const [program, ...args] = buildCommand(SELF, { ...BUILD, directory: '/', binds: [] });
    const at = args.indexOf('identity');
    const { status, stderr } = spawnSync(program, [...args.slice(0, at), ...given, ...args.slice(at)], {
      encoding: 'utf8',
    });
    return { status, stderr };
  };
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'group-'));
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each([
    ['max\n', '1000'],
    ['-1\n', '1000'],
    ['', '1000'],
    ['1001\n', '1000'],
    ['max 100000\n', '20000'],
  ])('a group that holds %j instead of %s', (text, most) => {
    const file = join(directory, 'memory.max');
    writeFileSync(file, text);
    expect(start('check', `${file}=${most}`)).toEqual({
      status: 125,
      stderr: `room: ${file} does not hold the limit ${most}\n`,
    });
  });

  it('a group whose number is the limit, or rounded down', () => {
    const file = join(directory, 'memory.max');
    for (const text of ['1000\n', '999\n', '1000 100000\n']) {
      writeFileSync(file, text);
      expect(start('check', `${file}=1000`).stderr).not.toContain('does not hold');
    }
  });

  it('a group that is missing', () => {
    expect(start('check', `${directory}/none=1`)).toMatchObject({ status: 125 });
  });
});

describe('the command line of the builder', () => {
  it('holds everything as arguments, and the program last', () => {
    const command = buildCommand(SELF, { ...BUILD, room: ROOM });
    expect(command.slice(-4)).toEqual(['--', 'bwrap', '--args', '3']);
    expect(given(command)).toEqual([
      ['dir', '/s/rooms/a'],
      ['identity', 'self'],
      ['uid', '1001'],
      ['gid', '1001'],
      ['caller', String(process.pid)],
      ['idmap', 'b0=/h/a=b'],
      ['overlay', 'lowerdir=l0'],
      ['room', '/s/seccomp'],
      ['channel', '3'],
      ['port', '7777'],
      ['hold', '1'],
      ['scratch', '1048576=4096'],
      ['limit', '7=64'],
      ['enter', '/g/tasks'],
      ['join', '/t/set_event_pid'],
      ['grown', '/s/top'],
      ['watch-bytes', '1000'],
      ['watch-files', '10'],
    ]);
  });

  it('goes through sudo without a shell, and does not take sudo for its caller', () => {
    const command = buildCommand(SUDO, BUILD);
    expect(command.slice(0, 5)).toEqual(['sudo', '-n', '--', 'perl', '-e']);
    expect(given(command)).toContainEqual(['caller', '0']);
    expect(given(command)).toContainEqual(['identity', 'root-setup']);
  });
});
