/**
 * What a container room's processes may not ask the kernel for, in the profile format of docker. The same denials as the
 * local room's program; container runtimes translate names to the machine's numbers. A rule may compare an argument once,
 * so sets of values are sets of rules. Values are compared as 64 bits, but the kernel reads socket families and ioctl
 * requests as 32: the masks and the open upper ends below leave no other spelling of a denied value.
 */

const DENIED = [
  ...['mount', 'umount', 'umount2', 'pivot_root', 'setns'],
  ...['open_tree', 'move_mount', 'fsopen', 'fsconfig', 'fsmount', 'fspick', 'mount_setattr', 'open_tree_attr'],
  ...['keyctl', 'add_key', 'request_key', 'bpf', 'perf_event_open', 'userfaultfd', 'open_by_handle_at'],
  ...['io_uring_setup', 'io_uring_enter', 'io_uring_register'],
  ...['kexec_load', 'kexec_file_load', 'init_module', 'finit_module', 'delete_module'],
  ...['quotactl', 'quotactl_fd', 'swapon', 'swapoff', 'reboot', 'syslog', 'acct'],
];

/** CLONE_NEW{TIME,NS,CGROUP,UTS,IPC,USER,PID,NET} */
const NEW_NAMESPACES = [0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000] as const;
const IOCTLS = { TIOCSTI: 0x5412, TIOCLINUX: 0x541c };
const FAMILIES = { unix: 1, inet: 2, inet6: 10, netlink: 16 };
/** Families from here on are denied by one rule. */
const LAST_FAMILY = 17;
const EPERM = 1;
const ENOSYS = 38;
const EAFNOSUPPORT = 97;

interface Argument {
  readonly index: number;
  readonly value: number;
  readonly valueTwo?: number;
  readonly op: 'SCMP_CMP_EQ' | 'SCMP_CMP_NE' | 'SCMP_CMP_GE' | 'SCMP_CMP_MASKED_EQ';
}

interface Rule {
  readonly names: readonly string[];
  readonly action: 'SCMP_ACT_ERRNO';
  readonly errnoRet: number;
  readonly args: readonly Argument[];
}

export interface SeccompProfile {
  readonly defaultAction: 'SCMP_ACT_ALLOW';
  readonly syscalls: readonly Rule[];
}

const deny = (names: readonly string[], errnoRet: number, ...args: Argument[]): Rule => ({
  names,
  action: 'SCMP_ACT_ERRNO',
  errnoRet,
  args,
});

/** The profile. Without a list of architectures a runtime lets through calls of the machine's own only. */
export function seccompProfile(): SeccompProfile {
  const allowed: readonly number[] = Object.values(FAMILIES);
  const families = Array.from({ length: LAST_FAMILY }, (_, family) => family).filter(
    (family) => !allowed.includes(family),
  );
  return {
    defaultAction: 'SCMP_ACT_ALLOW',
    syscalls: [
      deny(DENIED, EPERM),
      // Its flags are behind a pointer that a filter cannot follow; ENOSYS makes libc fall back to clone.
      deny(['clone3'], ENOSYS),
      ...NEW_NAMESPACES.map((flag) =>
        deny(['clone', 'unshare'], EPERM, { index: 0, value: flag, valueTwo: flag, op: 'SCMP_CMP_MASKED_EQ' }),
      ),
      ...Object.values(IOCTLS).map((request) =>
        deny(['ioctl'], EPERM, { index: 1, value: 0xffffffff, valueTwo: request, op: 'SCMP_CMP_MASKED_EQ' }),
      ),
      ...families.map((family) => deny(['socket'], EAFNOSUPPORT, { index: 0, value: family, op: 'SCMP_CMP_EQ' })),
      deny(['socket'], EAFNOSUPPORT, { index: 0, value: LAST_FAMILY, op: 'SCMP_CMP_GE' }),
      // Of netlink only protocol 0, NETLINK_ROUTE: getifaddrs.
      deny(
        ['socket'],
        EAFNOSUPPORT,
        { index: 0, value: FAMILIES.netlink, op: 'SCMP_CMP_EQ' },
        { index: 2, value: 0, op: 'SCMP_CMP_NE' },
      ),
      // Other families (TIPC) would have the kernel load a module.
      deny(['socketpair'], EAFNOSUPPORT, { index: 0, value: FAMILIES.unix, op: 'SCMP_CMP_NE' }),
    ],
  };
}
