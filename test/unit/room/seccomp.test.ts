import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Machine, seccompProgram } from '../../../src/room/local/seccomp.js';

interface Call {
  readonly arch: number;
  readonly number: number;
  readonly arguments?: readonly bigint[];
}

/** Runs a classic BPF program over a `struct seccomp_data`, as the kernel would. */
function verdict(program: Buffer, call: Call): number {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call.number >>> 0, 0);
  data.writeUInt32LE(call.arch, 4);
  (call.arguments ?? []).forEach((value, index) => {
    data.writeBigUInt64LE(BigInt.asUintN(64, value), 16 + index * 8);
  });
  let accumulator = 0;
  for (let at = 0; at < program.length / 8; at++) {
    const code = program.readUInt16LE(at * 8);
    const [yes, no] = [program.readUInt8(at * 8 + 2), program.readUInt8(at * 8 + 3)];
    const k = program.readUInt32LE(at * 8 + 4);
    const jump = (condition: boolean): void => {
      at += condition ? yes : no;
    };
    if (code === 0x20) accumulator = data.readUInt32LE(k);
    else if (code === 0x15) jump(accumulator === k);
    else if (code === 0x35) jump(accumulator >= k);
    else if (code === 0x45) jump((accumulator & k) !== 0);
    else if (code === 0x06) return k;
    else throw new Error(`instruction ${code.toString(16)} at ${at}`);
  }
  throw new Error('the program ran off its end');
}

const NAMES: Readonly<Record<number, string>> = {
  2147418112: 'allow',
  327681: 'EPERM',
  327718: 'ENOSYS',
  327777: 'EAFNOSUPPORT',
  2147483648: 'kill',
};

const ARCH: Readonly<Record<Machine, number>> = { x64: 0xc000003e, arm64: 0xc00000b7 };

/** Numbers of the calls that the tests speak of, per machine, as the kernel's own tables have them. */
const NUMBERS: Readonly<Record<string, readonly [x64: number, arm64: number]>> = {
  read: [0, 63],
  ioctl: [16, 29],
  socket: [41, 198],
  connect: [42, 203],
  socketpair: [53, 199],
  clone: [56, 220],
  execve: [59, 221],
  ptrace: [101, 117],
  syslog: [103, 116],
  pivot_root: [155, 41],
  acct: [163, 89],
  mount: [165, 40],
  umount2: [166, 39],
  swapon: [167, 224],
  swapoff: [168, 225],
  reboot: [169, 142],
  init_module: [175, 105],
  delete_module: [176, 106],
  quotactl: [179, 60],
  kexec_load: [246, 104],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  unshare: [272, 97],
  perf_event_open: [298, 241],
  open_by_handle_at: [304, 265],
  setns: [308, 268],
  finit_module: [313, 273],
  kexec_file_load: [320, 294],
  bpf: [321, 280],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  clone3: [435, 435],
  openat2: [437, 437],
  mount_setattr: [442, 442],
  open_tree_attr: [467, 467],
};

const ALWAYS_DENIED =
  'syslog pivot_root acct mount umount2 swapon swapoff reboot init_module delete_module quotactl kexec_load add_key request_key ' +
  'keyctl perf_event_open open_by_handle_at setns finit_module kexec_file_load bpf userfaultfd io_uring_setup io_uring_enter ' +
  'io_uring_register open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr open_tree_attr';

const CASES: readonly [call: string, args: readonly bigint[], expected: string][] = [
  ...ALWAYS_DENIED.split(' ').map((name): [string, bigint[], string] => [name, [], 'EPERM']),
  ...['read', 'connect', 'execve', 'ptrace', 'openat2'].map((name): [string, bigint[], string] => [name, [], 'allow']),
  ['clone3', [], 'ENOSYS'],
  ['clone', [0x11n], 'allow'],
  ['clone', [0x3d0f00n], 'allow'], // pthread_create
  ...['clone', 'unshare'].flatMap((name) =>
    [0x00020000n, 0x02000000n, 0x04000000n, 0x08000000n, 0x10000000n, 0x20000000n, 0x40000000n, 0x80n].map(
      (flag): [string, bigint[], string] => [name, [flag | 0x11n], 'EPERM'],
    ),
  ),
  ['clone', [0x1234_5678_1000_0011n], 'EPERM'],
  ['unshare', [0x400n], 'allow'], // CLONE_FILES
  ['ioctl', [0n, 0x5412n], 'EPERM'],
  ['ioctl', [0n, 0xffff_ffff_0000_5412n], 'EPERM'],
  ['ioctl', [0n, 0x541cn], 'EPERM'],
  ['ioctl', [0n, 0x5413n], 'allow'], // TIOCGWINSZ
  ['ioctl', [0x5412n, 0x5401n], 'allow'],
  ...[1n, 2n, 10n].map((family): [string, bigint[], string] => ['socket', [family, 1n, 0n], 'allow']),
  ['socket', [16n, 3n, 0n], 'allow'], // NETLINK_ROUTE
  ['socket', [16n, 3n, 15n], 'EAFNOSUPPORT'],
  ['socket', [16n, 3n, 9n], 'EAFNOSUPPORT'],
  ...[0n, 3n, 4n, 17n, 21n, 29n, 30n, 31n, 38n, 40n, 43n, 44n, 0xffffffffn].map(
    (family): [string, bigint[], string] => ['socket', [family, 1n, 0n], 'EAFNOSUPPORT'],
  ),
  ['socketpair', [1n, 1n, 0n], 'allow'],
  ['socketpair', [30n, 1n, 0n], 'EAFNOSUPPORT'],
];

describe.each(['x64', 'arm64'] as const)('the seccomp program for %s', (machine) => {
  const program = seccompProgram(machine);
  const number = (name: string): number => {
    const numbers = NUMBERS[name];
    if (!numbers) throw new Error(name);
    return numbers[machine === 'x64' ? 0 : 1];
  };

  it.each(
    CASES.map(([name, args, expected]) => [
      `${name}(${args.map((value) => `0x${value.toString(16)}`).join(', ')})`,
      expected,
    ]),
  )('%s: %s', (label, expected) => {
    const [name = '', words = ''] = label.slice(0, -1).split('(');
    const args = words === '' ? [] : words.split(', ').map(BigInt);
    const result = verdict(program, { arch: ARCH[machine], number: number(name), arguments: args });
    expect(NAMES[result]).toBe(expected);
  });

  it('lets every other call through, and none by another ABI', () => {
    const special = new Set(Object.keys(NUMBERS).map(number));
    for (let call = 0; call < 700; call++) {
      if (!special.has(call)) expect(NAMES[verdict(program, { arch: ARCH[machine], number: call })]).toBe('allow');
      for (const arch of [0x40000003, 0x40000028, machine === 'x64' ? ARCH.arm64 : ARCH.x64]) {
        expect(NAMES[verdict(program, { arch, number: call })]).toBe('kill');
      }
      expect(NAMES[verdict(program, { arch: ARCH[machine], number: 0x40000000 | call })]).toBe('kill');
    }
  });

  it('is what the kernel accepts: whole instructions, few enough, jumps inside', () => {
    expect(program.length % 8).toBe(0);
    const count = program.length / 8;
    expect(count).toBeLessThanOrEqual(4096);
    for (let at = 0; at < count; at++) {
      if ((program.readUInt16LE(at * 8) & 0x07) !== 0x05) continue;
      expect(at + 1 + Math.max(program.readUInt8(at * 8 + 2), program.readUInt8(at * 8 + 3))).toBeLessThan(count);
    }
  });
});

describe('the numbers of these tests', () => {
  it.each([
    ['x64', ['/usr/include/x86_64-linux-gnu/asm/unistd_64.h', '/usr/include/asm/unistd_64.h']],
    ['arm64', ['/usr/include/asm-generic/unistd.h']],
  ] as const)('are the kernel’s for %s', (machine, paths) => {
    const path = paths.find((candidate) => existsSync(candidate));
    // The headers of a compiler; the numbers never change.
    if (path === undefined) return;
    const text = readFileSync(path, 'utf8');
    const known = new Map(
      [...text.matchAll(/^#define __NR(?:3264)?_(\w+)\s+(\d+)/gm)].map((match) => [match[1], Number(match[2])]),
    );
    const compared = Object.entries(NUMBERS).filter(([name]) => known.has(name));
    expect(compared.length).toBeGreaterThan(35);
    for (const [name, numbers] of compared)
      expect([name, numbers[machine === 'x64' ? 0 : 1]]).toEqual([name, known.get(name)]);
  });
});
