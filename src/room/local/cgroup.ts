import { randomBytes } from 'node:crypto';
import { access, constants, mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { errnoOf } from '../../support/errors.js';
import { runHost } from '../../support/process.js';
import { hasEndedAnywhere, ownIdentity } from '../../support/process-identity.js';
import type { RoomLimits } from '../types.js';
import type { GroupFiles } from './builder.js';

const ROOT = '/sys/fs/cgroup';
const PREFIX = 'cleanroom-';
/** Far more than kills leave, and less than a command line takes. */
const MAX_AT_ONCE = 500;
/** No room takes that long from the making of its group to its first process. */
const ABANDONED_MS = 60_000;
/** Microseconds over which CPU time is counted. */
const CPU_PERIOD = 100_000;

/** How this host counts a room's memory and processes. */
export type CgroupSupport = 'cgroup v1' | 'cgroup v2' | 'rlimit';

/** What this host's control groups can do for us. */
export interface Cgroups {
  readonly support: CgroupSupport;
  /** Whether CPU time can be limited. */
  readonly cpus: boolean;
  /** Who makes a room's groups: this process, or the builder, which sudo made root. */
  readonly maker: 'host' | 'builder';
}

const NONE: Cgroups = { support: 'rlimit', cpus: false, maker: 'host' };

/**
 * Whether groups can be made here: only by root, and only where the file system is writable. Where they can, those that
 * killed runs left behind are removed.
 * @param sudo a `sudo` that asks for no password builds the rooms; `path`: where it is found
 */
export async function detectCgroups(isRoot: boolean, sudo: boolean, path: string): Promise<Cgroups> {
  const found = await supportedHere(isRoot, sudo, path);
  await removeAbandoned(found, path);
  return found;
}

/** Removes what {@link detectCgroups} would, where root or sudo can; for who makes no rooms. @returns what was removed */
export async function removeAbandonedGroups(isRoot: boolean, path: string): Promise<string[]> {
  const names = await Promise.all([ROOT, `${ROOT}/pids`].map((parent) => readdir(parent).catch(() => [])));
  // Sudo is not asked, and mails nobody that it was, where there is nothing to remove.
  if (!names.flat().some((name) => name.startsWith(PREFIX))) return [];
  return removeAbandoned(await supportedHere(isRoot, !isRoot, path), path);
}

async function supportedHere(isRoot: boolean, sudo: boolean, path: string): Promise<Cgroups> {
  if (!isRoot && !sudo) return NONE;
  const writable = async (files: readonly string[]): Promise<boolean> => {
    const present = await Promise.all(files.map((file) => can(file, isRoot ? constants.W_OK : constants.F_OK)));
    if (isRoot || present.includes(false)) return !present.includes(false);
    const tests = files.map((file) =>
      runHost({ argv: ['sudo', '-n', 'test', '-w', file], env: { PATH: path } }).then(
        ({ code }) => code === 0,
        () => false,
      ),
    );
    return !(await Promise.all(tests)).includes(false);
  };
  const maker = isRoot ? 'host' : 'builder';
  if (await writable([`${ROOT}/memory/cgroup.procs`, `${ROOT}/pids/cgroup.procs`])) {
    const cpus = await can(`${ROOT}/cpu/cgroup.procs`, isRoot ? constants.W_OK : constants.F_OK);
    return { support: 'cgroup v1', cpus, maker };
  }
  const control = await readFile(`${ROOT}/cgroup.subtree_control`, 'utf8').catch(() => '');
  if (/\bmemory\b/.test(control) && /\bpids\b/.test(control) && (await writable([`${ROOT}/cgroup.procs`])))
    return { support: 'cgroup v2', cpus: /\bcpu\b/.test(control), maker };
  return NONE;
}

function can(file: string, mode: number): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** The process that made a group, as its name says it. */
const MAKER = /^cleanroom-(\d{1,10})\.(\d{1,20})\.(\d{1,20})-/;

/**
 * Groups of processes that are gone, at once; others, whose makers cannot be seen from here, when they are old. The kernel
 * refuses to remove one that still holds a process.
 */
async function removeAbandoned({ support, maker }: Cgroups, path: string): Promise<string[]> {
  const removed: string[] = [];
  /** Of rooms that sudo built. */
  const roots: string[] = [];
  const parents = {
    'cgroup v1': [`${ROOT}/memory`, `${ROOT}/pids`, `${ROOT}/cpu`],
    'cgroup v2': [ROOT],
    rlimit: [],
  }[support];
  for (const parent of parents) {
    for (const name of await readdir(parent).catch(() => [])) {
      if (!name.startsWith(PREFIX)) continue;
      const [, pid, started = '', namespace = ''] = MAKER.exec(name) ?? [];
      const ended = pid === undefined ? undefined : await hasEndedAnywhere({ pid: Number(pid), started, namespace });
      if (ended === false) continue;
      if (maker === 'builder') {
        if (ended) roots.push(`${parent}/${name}`);
        continue;
      }
      if (ended) {
        await removeGroup(`${parent}/${name}`).then(
          () => void removed.push(`${parent}/${name}`),
          () => {},
        );
        continue;
      }
      const entry = await stat(`${parent}/${name}`).catch(() => undefined);
      if (entry && Date.now() - entry.mtimeMs > ABANDONED_MS) await rmdir(`${parent}/${name}`).catch(() => {});
    }
  }
  if (roots.length === 0) return removed;
  await runHost({ argv: ['sudo', '-n', 'rmdir', '--', ...roots.slice(0, MAX_AT_ONCE)], env: { PATH: path } }).catch(
    () => {},
  );
  for (const group of roots) if (!(await can(group, constants.F_OK))) removed.push(group);
  return removed;
}

/** A room's own control groups, one for each v1 controller or a single v2 one. */
export interface RoomGroups {
  readonly files: GroupFiles;
  remove(): Promise<void>;
}

const NOTHING: RoomGroups = {
  files: { make: [], set: [], check: [], member: undefined, enter: [], join: [], counters: [] },
  remove: async () => {},
};

/**
 * Makes the groups of a room with its limits set, or says what the builder has to make. `name`: for who looks at the host,
 * who sees the process that made it too.
 */
export async function createGroups(cgroups: Cgroups, name: string, limits: RoomLimits): Promise<RoomGroups> {
  if (cgroups.support === 'rlimit') return NOTHING;
  // One path component, and none that the builder's `file=value` would be cut at.
  const safe = name.replace(/[^\w.-]/g, '_').slice(0, 100);
  const { pid, started, namespace } = await ownIdentity();
  const maker = `${pid}.${started || '0'}.${namespace}`;
  const plan = groupsOf(cgroups, `${PREFIX}${maker}-${safe}-${randomBytes(4).toString('hex')}`, limits);
  if (cgroups.maker === 'builder') return { files: plan, remove: async () => {} };
  const remove = async (): Promise<void> => {
    await Promise.all(plan.make.map(removeGroup));
  };
  try {
    for (const directory of plan.make) await mkdir(directory);
    for (const { file, value, optional } of plan.set) {
      await writeFile(file, value).catch((error: unknown) => {
        if (!optional) throw error;
      });
    }
  } catch (error) {
    await remove();
    throw error;
  }
  return { files: { ...plan, make: [], set: [] }, remove };
}

/** Source: the kernel's cgroup-v1/{memory,pids}.rst, scheduler/sched-bwc.rst and cgroup-v2.rst. */
function groupsOf(cgroups: Cgroups, name: string, limits: RoomLimits): GroupFiles {
  const files = groupFiles(cgroups, name, limits);
  return {
    ...files,
    // The kernel rounds down to pages, and `cpu.max` holds the period after the quota.
    check: files.set.flatMap(({ file, value, optional }) =>
      optional ? [] : [{ file, most: value.split(' ')[0] ?? value }],
    ),
    member: { name, count: files.make.length },
  };
}

function groupFiles(cgroups: Cgroups, name: string, limits: RoomLimits): Omit<GroupFiles, 'check' | 'member'> {
  const { memoryBytes, processes, cpus } = limits;
  const limited = cpus !== null && cgroups.cpus;
  const quota = String(Math.round((cpus ?? 0) * CPU_PERIOD));
  const must = (file: string, value: string) => ({ file, value, optional: false });
  // Swap would make the limit soft; the file is missing where the kernel does not account for swap.
  const may = (file: string, value: string) => ({ file, value, optional: true });
  if (cgroups.support === 'cgroup v2') {
    const group = `${ROOT}/${name}`;
    return {
      make: [group],
      set: [
        must(`${group}/memory.max`, String(memoryBytes)),
        may(`${group}/memory.swap.max`, '0'),
        must(`${group}/pids.max`, String(processes)),
        ...(limited ? [must(`${group}/cpu.max`, `${quota} ${CPU_PERIOD}`)] : []),
      ],
      enter: [],
      join: [`${group}/cgroup.procs`],
      counters: [
        { limit: 'memory', key: 'oom_kill', file: `${group}/memory.events` },
        { limit: 'processes', key: 'max', file: `${group}/pids.events` },
        ...(limited ? [{ limit: 'cpus', key: 'nr_throttled', file: `${group}/cpu.stat` }] : []),
      ],
    };
  }
  const [memory, pids, cpu] = [`${ROOT}/memory/${name}`, `${ROOT}/pids/${name}`, `${ROOT}/cpu/${name}`];
  const make = [memory, pids, ...(limited ? [cpu] : [])];
  return {
    make,
    set: [
      must(`${memory}/memory.limit_in_bytes`, String(memoryBytes)),
      may(`${memory}/memory.memsw.limit_in_bytes`, String(memoryBytes)),
      must(`${pids}/pids.max`, String(processes)),
      ...(limited
        ? [must(`${cpu}/cpu.cfs_period_us`, String(CPU_PERIOD)), must(`${cpu}/cpu.cfs_quota_us`, quota)]
        : []),
    ],
    enter: make.map((directory) => `${directory}/tasks`),
    join: [],
    counters: [
      { limit: 'memory', key: 'oom_kill', file: `${memory}/memory.oom_control` },
      { limit: 'processes', key: 'max', file: `${pids}/pids.events` },
      ...(limited ? [{ limit: 'cpus', key: 'nr_throttled', file: `${cpu}/cpu.stat` }] : []),
    ],
  };
}

/** The kernel refuses while it still tears down the last process, which takes moments. */
async function removeGroup(directory: string): Promise<void> {
  for (let attempt = 0; attempt < 1000; attempt++) {
    try {
      await rmdir(directory);
      return;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return;
      if (errnoOf(error) !== 'EBUSY') throw error;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  }
}
