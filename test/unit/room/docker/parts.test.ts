import { expect, it } from 'vitest';
import { mount } from '../../../../src/room/docker/arguments.js';
import { chooseRuntime, type DaemonFacts } from '../../../../src/room/docker/host.js';
import { keeperArguments } from '../../../../src/room/docker/keeper.js';
import { countersOf } from '../../../../src/room/docker/limit-watch.js';
import { seccompProfile } from '../../../../src/room/docker/seccomp.js';

const daemon = (args: readonly string[]): DaemonFacts => ({
  version: '20',
  cgroup: 'cgroup v1',
  limits: { memory: true, swap: true, processes: true, cpus: true },
  rootless: false,
  seccomp: true,
  runtimes: { runc: { path: 'runc', args: [] }, g: { path: '/usr/bin/runsc', args } },
});

it('knows a gVisor by its program, and whether the host can listen in its network', () => {
  expect(chooseRuntime(daemon([]), 'runc')).toEqual({ name: 'runc', gvisor: false, hostSockets: true });
  expect(chooseRuntime(daemon([]), 'g')).toEqual({ name: 'g', gvisor: true, hostSockets: false });
  expect(chooseRuntime(daemon(['--network=host']), 'g')).toEqual({ name: 'g', gvisor: true, hostSockets: true });
  expect(chooseRuntime(daemon(['--network=hosted']), 'g').hostSockets).toBe(false);
  expect(() => chooseRuntime(daemon([]), 'other')).toThrow(/no runtime named other/);
});

it('quotes paths as docker reads a line of comma-separated values', () => {
  expect(mount('bind', '/a b', '/c:1', 'readonly')).toBe('type=bind,source=/a b,target=/c:1,readonly');
  expect(mount('bind', '/a,"b', '/c\n')).toBe('type=bind,"source=/a,""b","target=/c\n"');
});

it('finds the counters of a container in both kinds of control groups', () => {
  const v1 = countersOf('8:pids:/docker/a\n4:memory:/docker/a\n1:cpu,cpuacct:/docker/a\n0::/docker/a\n');
  expect(v1.map(({ limit, file }) => `${limit} ${file}`)).toEqual([
    'processes /sys/fs/cgroup/pids/docker/a/pids.events',
    'cpus /sys/fs/cgroup/cpu/docker/a/cpu.stat',
    'memory /sys/fs/cgroup/memory/docker/a/memory.oom_control',
  ]);
  const v2 = countersOf('0::/system.slice/docker-a.scope\n');
  expect(v2.map(({ file }) => file)).toEqual(
    ['pids.events', 'cpu.stat', 'memory.events'].map((name) => `/sys/fs/cgroup/system.slice/docker-a.scope/${name}`),
  );
  expect(countersOf('')).toEqual([]);
});

it('leaves no spelling of a denied socket family', () => {
  const rules = seccompProfile().syscalls.filter(({ names }) => names.includes('socket'));
  const denied = (family: number): boolean =>
    rules.some(({ args }) =>
      args.every(({ index, op, value }) =>
        index === 2 ? false : op === 'SCMP_CMP_GE' ? family >= value : op === 'SCMP_CMP_EQ' && family === value,
      ),
    );
  const open = Array.from({ length: 64 }, (_, family) => family).filter((family) => !denied(family));
  // UNIX, INET, INET6, and NETLINK, of which only one protocol.
  expect(open).toEqual([1, 2, 10, 16]);
  expect(denied(2 ** 32 + 40)).toBe(true);
});

it('hands an environment to env, and a program that looks like an assignment through a shell', () => {
  const rest = (program: string): string[] => keeperArguments('w', '/d', { 'a.b': 'c d' }, [program, 'x']).slice(5);
  expect(rest('p')).toEqual(['env', '-i', '--', 'a.b=c d', 'p', 'x']);
  expect(rest('p=q').slice(4)).toEqual(['/bin/sh', '-c', 'exec "$0" "$@"', 'p=q', 'x']);
});
