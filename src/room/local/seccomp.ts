/**
 * A classic BPF program for `bwrap --seccomp`: what a room's processes may not ask the kernel for, although
 * namespaces and dropped capabilities would let the call through. Source of the numbers: the kernel's syscall
 * tables for x86_64 and the generic table that arm64 uses.
 */

/** The two machines that agents ship binaries for. */
export type Machine = 'x64' | 'arm64';

interface Table {
  readonly audit: number;
  readonly denied: readonly number[];
  readonly clone: number;
  readonly unshare: number;
  readonly socket: number;
  readonly socketpair: number;
  readonly ioctl: number;
}

/** The same numbers on every machine: calls added since Linux 5.1. */
const COMMON_DENIED = [
  425,
  426,
  427, // io_uring_*: runs operations that a filter never sees
  428,
  429,
  430,
  431,
  432,
  433,
  442,
  467, // open_tree … fspick, mount_setattr, open_tree_attr
];
const CLONE3 = 435;

const TABLES: Readonly<Record<Machine, Table>> = {
  x64: {
    audit: 0xc000003e,
    // mount, umount2, pivot_root, setns, keyctl, add_key, request_key, bpf, perf_event_open, userfaultfd, kexec_load,
    // kexec_file_load, init_module, finit_module, delete_module, open_by_handle_at, quotactl, swapon, swapoff, reboot, syslog, acct
    denied: [
      165, 166, 155, 308, 250, 248, 249, 321, 298, 323, 246, 320, 175, 313, 176, 304, 179, 167, 168, 169, 103, 163,
    ],
    clone: 56,
    unshare: 272,
    socket: 41,
    socketpair: 53,
    ioctl: 16,
  },
  arm64: {
    audit: 0xc00000b7,
    denied: [40, 39, 41, 268, 219, 217, 218, 280, 241, 282, 104, 294, 105, 273, 106, 265, 60, 224, 225, 142, 116, 89],
    clone: 220,
    unshare: 97,
    socket: 198,
    socketpair: 199,
    ioctl: 29,
  },
};

const NEW_NAMESPACES = 0x7e020080; // CLONE_NEW{NS,CGROUP,UTS,IPC,USER,PID,NET,TIME}
const TIOCSTI = 0x5412;
const TIOCLINUX = 0x541c;
const AF_UNIX = 1;
const ALLOWED_FAMILIES = [AF_UNIX, 2, 10]; // and AF_INET, AF_INET6
const AF_NETLINK = 16;

const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
const errno = (number: number): number => 0x00050000 | number;
const EPERM = errno(1);
const ENOSYS = errno(38);
const EAFNOSUPPORT = errno(97);

const LOAD = 0x20; // BPF_LD | BPF_W | BPF_ABS
const EQUAL = 0x15; // BPF_JMP | BPF_JEQ | BPF_K
const AT_LEAST = 0x35; // BPF_JMP | BPF_JGE | BPF_K
const ANY_BIT = 0x45; // BPF_JMP | BPF_JSET | BPF_K
const RETURN = 0x06;

const OFFSET_NUMBER = 0;
const OFFSET_ARCH = 4;
/** The low 32 bits of an argument of struct seccomp_data (little endian). */
const argument = (index: number): number => 16 + index * 8;

type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, k: number];

/** The program for a machine, as the kernel's `struct sock_filter[]` in host byte order (little endian on both). */
export function seccompProgram(machine: Machine): Buffer {
  const table = TABLES[machine];
  const program: Instruction[] = [
    [LOAD, 0, 0, OFFSET_ARCH],
    [EQUAL, 1, 0, table.audit],
    // Another ABI (i386, x32) has other numbers: nothing of it is let through.
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD, 0, 0, OFFSET_NUMBER],
    [AT_LEAST, 0, 1, 0x40000000],
    [RETURN, 0, 0, KILL_PROCESS],
  ];
  const on = (number: number, block: readonly Instruction[]): void => {
    program.push([EQUAL, 0, block.length, number], ...block);
  };
  for (const number of [...table.denied, ...COMMON_DENIED]) on(number, [[RETURN, 0, 0, EPERM]]);
  // Its flags are behind a pointer that a filter cannot follow; ENOSYS makes libc fall back to clone.
  on(CLONE3, [[RETURN, 0, 0, ENOSYS]]);
  for (const number of [table.clone, table.unshare]) {
    on(number, [
      [LOAD, 0, 0, argument(0)],
      [ANY_BIT, 0, 1, NEW_NAMESPACES],
      [RETURN, 0, 0, EPERM],
      [RETURN, 0, 0, ALLOW],
    ]);
  }
  on(table.ioctl, [
    [LOAD, 0, 0, argument(1)],
    [EQUAL, 1, 0, TIOCSTI],
    [EQUAL, 0, 1, TIOCLINUX],
    [RETURN, 0, 0, EPERM],
    [RETURN, 0, 0, ALLOW],
  ]);
  const families: Instruction[] = ALLOWED_FAMILIES.flatMap((family): Instruction[] => [
    [EQUAL, 0, 1, family],
    [RETURN, 0, 0, ALLOW],
  ]);
  on(table.socket, [
    [LOAD, 0, 0, argument(0)],
    ...families,
    [EQUAL, 0, 3, AF_NETLINK],
    [LOAD, 0, 0, argument(2)],
    [EQUAL, 0, 1, 0], // NETLINK_ROUTE: getifaddrs
    [RETURN, 0, 0, ALLOW],
    [RETURN, 0, 0, EAFNOSUPPORT],
  ]);
  // Other families (TIPC) would have the kernel load a module.
  on(table.socketpair, [
    [LOAD, 0, 0, argument(0)],
    [EQUAL, 1, 0, AF_UNIX],
    [RETURN, 0, 0, EAFNOSUPPORT],
    [RETURN, 0, 0, ALLOW],
  ]);
  program.push([RETURN, 0, 0, ALLOW]);

  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, jumpTrue, jumpFalse, k], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(jumpTrue, index * 8 + 2);
    bytes.writeUInt8(jumpFalse, index * 8 + 3);
    bytes.writeUInt32LE(k >>> 0, index * 8 + 4);
  });
  return bytes;
}
