import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, copyFile, mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { token } from '../suite/site.js';
import type { Attack, Ground, Guard, Place } from '../suite/types.js';

const FILTER = 'seccomp filter';
const isRoot = (): boolean => process.getuid?.() === 0;
const needsRoot = (): string | undefined => (isRoot() ? undefined : 'only root can lay out what it wants');
/** A room that root built carelessly: the payload stays root, with every capability. */
const ROOT: readonly Guard[] = ['ordinary-user', 'no-capabilities', 'seccomp'];
const ROOT_WITH_DEVICES: readonly Guard[] = [...ROOT, 'own-devices'];

/** Succeeds where the program prints a text that it was given only after it got what it wanted. */
const says =
  (program: string) =>
  async (place: Place): Promise<boolean> => {
    const mark = token('done');
    return (await place.run(`$A ${program} ${mark}`)).stdout.includes(mark);
  };

/** In a real room the whole chain starts under the wrapper, on this machine only. */
const localOnly = ({ backend }: Ground): string | undefined =>
  backend === 'local' ? undefined : "a container is started by its daemon, not by the job's own processes";

export const KERNEL: readonly Attack[] = [
  {
    id: 'tiocsti',
    area: 'terminal',
    tries: 'type a command into the terminal that the room was started from',
    guard: 'no terminal and a session of its own; seccomp filter',
    off: ['new-session', 'seccomp'],
    unable: localOnly,
    async attempt(place, { site }) {
      const mark = token('typed').slice(0, 30);
      const { stdout } = await place.run(`$A tiocsti ${mark}; $A tiocsti ${mark} < /dev/stdin`, {
        launchedBy: [site.tool, 'on-tty'],
      });
      return stdout.replace(/\nTYPED |TYPED /g, '').includes(mark);
    },
  },
  {
    id: 'tiocsti-own-terminal',
    area: 'terminal',
    tries: 'type into any terminal at all',
    guard: FILTER,
    off: ['seccomp'],
    attempt: says('own-tty'),
  },
  {
    id: 'tioclinux',
    area: 'terminal',
    tries: 'ask and steer the virtual console by TIOCLINUX',
    guard: 'no terminal and a session of its own; seccomp filter',
    off: ['new-session', 'seccomp'],
    unable: (ground) =>
      localOnly(ground) ?? needsRoot() ?? (existsSync('/dev/tty60') ? undefined : 'this host has no virtual consoles'),
    async attempt(place, { site }) {
      // The terminal has to be standard input, which a real room has not; /dev/tty leads to it all the same.
      const { stdout } = await place.run('$A console-state </dev/tty || $A console-state', {
        launchedBy: [site.tool, 'on-console', '60'],
      });
      return /console \d/.test(stdout);
    },
  },
  {
    id: 'set-uid-root',
    area: 'set-uid and sudo',
    tries: "become root by a set-uid program of the host, and read root's file",
    guard: 'no new privileges',
    off: 'host',
    unable: needsRoot,
    async attempt(place, { site }) {
      const directory = await site.fresh();
      const secret = token('root');
      await writeFile(join(directory, 'secret'), secret, { mode: 0o600 });
      await chown(join(directory, 'secret'), 0, 0);
      await copyFile(site.tool, join(directory, 'cat'));
      await chown(join(directory, 'cat'), 0, 0);
      await chmod(join(directory, 'cat'), 0o4755);
      const { stdout } = await place.run(
        `/opt/rooted/cat cat /opt/rooted/secret; ${directory}/cat cat ${directory}/secret`,
        {
          readOnly: [{ source: directory, target: '/opt/rooted' }],
        },
      );
      return stdout.includes(secret);
    },
  },
  {
    id: 'sudo',
    area: 'set-uid and sudo',
    tries: 'become root by a sudo that asks for no password',
    guard: 'no new privileges',
    off: 'host',
    unable: () => {
      if (isRoot()) return 'the room of a root host runs as a user without any rule of sudo';
      try {
        execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
        return undefined;
      } catch {
        return 'this user may not use sudo';
      }
    },
    async attempt(place) {
      return /uid=0/.test((await place.run('sudo -n id; su -c id </dev/null')).stdout);
    },
  },
  {
    id: 'set-uid-left',
    area: 'set-uid and sudo',
    tries: 'leave a set-uid program for other users of the host in its out directory',
    aboutRooms: true,
    guard: 'rooms lie in a directory that only their own user may enter',
    unable: needsRoot,
    careless: (ground) => leftSetUid(ground, false),
    ours: (ground) => leftSetUid(ground, true),
  },
  {
    id: 'user-namespace',
    area: 'nested namespaces',
    tries: 'become root of a new user namespace by unshare and mount there',
    guard: 'seccomp filter, no further user namespaces',
    off: ['seccomp', 'disable-userns'],
    attempt: says('unshare-user'),
  },
  {
    id: 'user-namespace-clone',
    area: 'nested namespaces',
    tries: 'the same by clone',
    guard: 'seccomp filter, no further user namespaces',
    off: ['seccomp', 'disable-userns'],
    attempt: says('clone-user'),
  },
  {
    id: 'user-namespace-clone3',
    area: 'nested namespaces',
    tries: 'the same by clone3, whose flags no filter can read',
    guard: 'seccomp filter, no further user namespaces',
    off: ['seccomp', 'disable-userns'],
    attempt: says('clone3-user'),
  },
  {
    id: 'session-keyring',
    area: 'keyring',
    tries: "read a key in the session keyring of the room's host process",
    guard: FILTER,
    off: ['seccomp'],
    unable: localOnly,
    async attempt(place, { site }) {
      const secret = token('key');
      const { stdout } = await place.run('$A read-key cleanroom-test', {
        launchedBy: [site.tool, 'with-key', 'cleanroom-test', secret],
      });
      return stdout.includes(secret);
    },
  },
  {
    id: 'calls-of-32-bit',
    area: 'kernel surface',
    tries: 'go around the filter by the numbers of the 32-bit ABI',
    guard: 'filter kills other ABIs',
    off: ['foreign-calls'],
    unable: ({ site }) =>
      execFileSync(site.tool, ['i386-key', 'probe'], {
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'ignore'],
      }).includes('probe')
        ? undefined
        : 'this kernel has no 32-bit calls',
    attempt: says('i386-key'),
  },
  {
    id: 'io-uring',
    area: 'kernel surface',
    tries: 'open a ring whose operations no filter sees',
    guard: FILTER,
    off: ['seccomp'],
    attempt: says('iouring'),
  },
  {
    id: 'bpf',
    area: 'kernel surface',
    tries: 'load things into the kernel by bpf',
    guard: 'seccomp filter, no capabilities',
    off: ROOT,
    unable: needsRoot,
    attempt: says('bpf'),
  },
  {
    id: 'remount',
    area: 'kernel surface',
    tries: 'make a read-only mount of the host writable, and write there',
    guard: 'no capabilities, an ordinary user, seccomp filter',
    off: [...ROOT, 'disable-userns'],
    async attempt(place, { site }) {
      const directory = await site.fresh();
      await writeFile(join(directory, 'file'), '');
      await chmod(directory, 0o777);
      await chmod(join(directory, 'file'), 0o666);
      const mark = token('remounted');
      await place.run(`$A remount /opt/host /opt/host/file ${mark}`, {
        readOnly: [{ source: directory, target: '/opt/host' }],
      });
      return (await readFile(join(directory, 'file'), 'utf8')).includes(mark);
    },
  },
  {
    id: 'vsock',
    area: 'vsock',
    tries: "see the machine's vsock ports, which no network namespace hides",
    guard: FILTER,
    off: ['seccomp'],
    async unable({ site }) {
      const held = await holdVsock(site.tool).catch(() => undefined);
      held?.child.kill();
      return held ? undefined : 'this kernel has no vsock';
    },
    async attempt(place, { site }) {
      const { child, port } = await holdVsock(site.tool);
      try {
        return (await place.run(`$A see-vsock ${port}`)).stdout.includes(`taken ${port}`);
      } finally {
        child.kill();
      }
    },
  },
  {
    id: 'core-pattern',
    area: 'core_pattern',
    tries: 'have the kernel start a program of its own when something crashes',
    guard: 'an ordinary user, /proc/sys read-only',
    off: ['ordinary-user', 'proc-sys'],
    unable: needsRoot,
    async attempt(place) {
      const path = '/proc/sys/kernel/core_pattern';
      const before = await readFile(path, 'utf8');
      const mark = token('core').slice(0, 40);
      try {
        await place.run(`echo '|/proc/%P/root/${mark}' > ${path}`);
        return (await readFile(path, 'utf8')).includes(mark);
      } finally {
        await writeFile(path, before);
      }
    },
  },
  {
    id: 'raw-disk',
    area: 'disks and devices',
    tries: "read the host's disk past all files",
    guard: 'own /dev without disks, an ordinary user',
    off: ['own-devices', 'ordinary-user'],
    unable: () => needsRoot() ?? loopUnable(),
    attempt: (place, { site }) => onLoopDevice(site, (device, secret) => reads(place, `head -c 200 ${device}`, secret)),
  },
  {
    id: 'mknod-disk',
    area: 'disks and devices',
    tries: 'make the node of a disk itself, and read it',
    guard: 'no capabilities, an ordinary user, devices nowhere but in /dev',
    off: ROOT_WITH_DEVICES,
    unable: () => needsRoot() ?? loopUnable(),
    attempt: (place, { site }) =>
      onLoopDevice(site, async (device, secret) => {
        const { rdev } = await stat(device);
        const node = makeNode(`b ${rdev >> 8} ${rdev & 0xff}`, 'head -c 200 $node');
        return reads(place, node, secret);
      }),
  },
  {
    id: 'kernel-log',
    area: 'disks and devices',
    tries: "read the kernel's log by a device node of its own",
    guard: 'no capabilities, an ordinary user, devices nowhere but in /dev',
    off: ROOT_WITH_DEVICES,
    unable: needsRoot,
    async attempt(place) {
      const mark = token('kernel-log');
      await writeFile('/dev/kmsg', `<7>${mark}\n`);
      // Lines that others write meanwhile may push out the one that is being read, which ends a reader.
      const once = 'timeout 2 dd if=$node iflag=nonblock bs=8k 2>/dev/null';
      const read = `for turn in 1 2 3 4 5; do ${once}; done | grep -a CANARY-kernel-log`;
      return reads(place, makeNode('c 1 11', read), mark);
    },
  },
  {
    id: 'release-agent',
    area: 'cgroups',
    tries: "have the kernel run a program on the host by a control group's release_agent",
    guard: 'no capabilities, an ordinary user, seccomp filter',
    off: [...ROOT, 'cgroup-namespace'],
    unable: () =>
      needsRoot() ?? (existsSync('/sys/fs/cgroup/memory') ? undefined : 'this kernel has no cgroup v1 hierarchies'),
    async attempt(place, { site }) {
      const directory = await site.fresh();
      const mark = token('agent');
      await writeFile(join(directory, 'agent'), `#!/bin/sh\necho ${mark} > ${directory}/loot\n`);
      await chmod(join(directory, 'agent'), 0o755);
      const name = `attack-${process.pid}`;
      const { stdout } = await place.run(`
        mkdir /tmp/c && mount -t cgroup -o none,name=${name} ${name} /tmp/c || exit
        mkdir /tmp/c/x; echo 1 > /tmp/c/x/notify_on_release
        echo ${directory}/agent > /tmp/c/release_agent && echo armed
        sh -c 'echo $$ > /tmp/c/x/cgroup.procs'; sleep 0.3
        rmdir /tmp/c/x; umount /tmp/c`);
      if (!stdout.includes('armed')) return false;
      // The kernel starts it by itself, when it comes to it.
      const loot = (): Promise<string> => readFile(join(directory, 'loot'), 'utf8').catch(() => '');
      for (let turn = 0; turn < 1500 && !(await loot()).includes(mark); turn += 1)
        await new Promise((resolve) => setTimeout(resolve, 20));
      return (await loot()).includes(mark);
    },
  },
  {
    id: 'leave-cgroup',
    area: 'cgroups',
    tries: 'move out of the control group that counts it',
    guard: 'no files of control groups are shown',
    off: ['no-cgroup-files', 'ordinary-user'],
    unable: () =>
      needsRoot() ?? (existsSync('/sys/fs/cgroup/pids') ? undefined : 'this kernel has no cgroup v1 hierarchies'),
    async attempt(place) {
      const group = `/sys/fs/cgroup/pids/attack-${process.pid}`;
      await mkdir(group);
      await chmod(join(group, 'cgroup.procs'), 0o666);
      try {
        const { stdout } = await place.run(
          `echo $$ > ${group}/cgroup.procs; grep pids: /proc/self/cgroup; sleep 0.05; mkdir -p /sys/fs/cgroup/pids/x 2>/dev/null && rmdir /sys/fs/cgroup/pids/x && echo made`,
        );
        return stdout.includes(`attack-${process.pid}`) || stdout.includes('made');
      } finally {
        await rm(group, { recursive: true }).catch(() => execFileSync('rmdir', [group]));
      }
    },
  },
];

/** Where devices work, which is not where a room may write. */
const makeNode = (numbers: string, use: string): string =>
  `node=/dev/attack-${process.pid}; mknod $node ${numbers} || { node=./node; mknod $node ${numbers}; }; ${use}; rm -f $node`;

async function reads(place: Place, script: string, secret: string): Promise<boolean> {
  return (await place.run(script)).stdout.includes(secret);
}

function loopUnable(): string | undefined {
  try {
    execFileSync('losetup', ['-f'], { stdio: 'ignore' });
    return undefined;
  } catch {
    return 'this host has no loop devices';
  }
}

/** A disk of our own that holds a secret. */
async function onLoopDevice(
  site: Ground['site'],
  use: (device: string, secret: string) => Promise<boolean>,
): Promise<boolean> {
  const image = join(await site.fresh(), 'disk');
  const secret = token('disk');
  const content = Buffer.alloc(1 << 20);
  content.write(secret);
  await writeFile(image, content);
  const device = execFileSync('losetup', ['--find', '--show', image], { encoding: 'utf8' }).trim();
  try {
    return await use(device, secret);
  } finally {
    execFileSync('losetup', ['--detach', device]);
  }
}

/** Holds a port that other suites do not. */
async function holdVsock(tool: string): Promise<{ child: ChildProcess; port: number }> {
  const port = randomInt(1 << 16, 1 << 30);
  const child = spawn(tool, ['serve-vsock', String(port)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [what] = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  if (!String(what).includes('ready')) throw new Error('no vsock');
  return { child, port };
}

/** Another user of the host starts what the room left, and reads a file of the room's user. */
async function leftSetUid(ground: Ground, real: boolean): Promise<boolean> {
  const { site, uid, gid, lab } = ground;
  const outDirectory = real ? await lab.directory() : await site.fresh();
  const secret = token('users-file');
  const file = join(await site.fresh(), 'secret');
  await writeFile(file, secret);
  await chown(file, uid, gid);
  await chmod(file, 0o600);
  const place = real ? ground.room : ground.without([]);
  await place.run('cp $A /run/cleanroom/out/cat && chmod 4755 /run/cleanroom/out/cat', { outDirectory });
  const stolen = await ground.asStranger(`${join(outDirectory, 'cat')} cat ${file}`);
  return stolen.stdout.includes(secret);
}
