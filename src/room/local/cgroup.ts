import { access, constants, mkdir, readdir, readFile, rmdir, stat, writeFile } from 'node:fs/promises';
import { errnoOf } from '../../support/errors.js';
import type { RoomLimits } from '../types.js';

const ROOT = '/sys/fs/cgroup';
const PREFIX = 'cleanroom-';
/** No room takes that long from the making of its group to its first process. */
const ABANDONED_MS = 60_000;

/** How this host counts a room's memory and processes. */
export type CgroupSupport = 'cgroup v1' | 'cgroup v2' | 'rlimit';

/** A room's own control groups, one for each v1 controller or a single v2 one. */
export interface RoomCgroup {
  /** `cgroup.procs` files that the room's first process joins. */
  readonly procs: readonly string[];
  /** True when the kernel killed a process of the room for memory. */
  hitMemoryLimit(): Promise<boolean>;
  remove(): Promise<void>;
}

/**
 * Whether groups can be made here: only root, and only where the file system is writable. Where they can, those that
 * killed runs left behind are removed.
 */
export async function detectCgroup(isRoot: boolean): Promise<CgroupSupport> {
  const support = await supportedHere(isRoot);
  await removeAbandoned(support);
  return support;
}

async function supportedHere(isRoot: boolean): Promise<CgroupSupport> {
  if (!isRoot) return 'rlimit';
  const writable = (path: string): Promise<boolean> =>
    access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
  if ((await writable(`${ROOT}/memory/cgroup.procs`)) && (await writable(`${ROOT}/pids/cgroup.procs`)))
    return 'cgroup v1';
  const control = await readFile(`${ROOT}/cgroup.subtree_control`, 'utf8').catch(() => '');
  if (/\bmemory\b/.test(control) && /\bpids\b/.test(control) && (await writable(`${ROOT}/cgroup.procs`)))
    return 'cgroup v2';
  return 'rlimit';
}

/** The kernel refuses to remove a group that still holds a process. */
async function removeAbandoned(support: CgroupSupport): Promise<void> {
  const parents = { 'cgroup v1': [`${ROOT}/memory`, `${ROOT}/pids`], 'cgroup v2': [ROOT], rlimit: [] }[support];
  for (const parent of parents) {
    for (const name of await readdir(parent).catch(() => [])) {
      if (!name.startsWith(PREFIX)) continue;
      const entry = await stat(`${parent}/${name}`).catch(() => undefined);
      if (entry && Date.now() - entry.mtimeMs > ABANDONED_MS) await rmdir(`${parent}/${name}`).catch(() => {});
    }
  }
}

/** Makes the groups of a room with its limits set. `name` begins with `cleanroom-` and must be unique on the host. */
export async function createCgroup(
  support: CgroupSupport,
  name: string,
  limits: RoomLimits,
): Promise<RoomCgroup | undefined> {
  if (support === 'rlimit') return undefined;
  const v1 = support === 'cgroup v1';
  const directories = v1 ? [`${ROOT}/memory/${name}`, `${ROOT}/pids/${name}`] : [`${ROOT}/${name}`];
  const memory = directories[0] ?? '';
  const pids = directories[directories.length - 1] ?? '';
  await Promise.all(directories.map((directory) => mkdir(directory)));
  await writeFile(`${memory}/${v1 ? 'memory.limit_in_bytes' : 'memory.max'}`, String(limits.memoryBytes));
  // Swap would make the limit soft; the file is missing where the kernel does not account for swap.
  const swap = v1 ? [`${memory}/memory.memsw.limit_in_bytes`, limits.memoryBytes] : [`${memory}/memory.swap.max`, 0];
  await writeFile(String(swap[0]), String(swap[1])).catch(() => {});
  await writeFile(`${pids}/pids.max`, String(limits.processes));
  return {
    procs: directories.map((directory) => `${directory}/cgroup.procs`),
    async hitMemoryLimit() {
      const events = await readFile(`${memory}/${v1 ? 'memory.oom_control' : 'memory.events'}`, 'utf8').catch(() => '');
      return /^oom_kill [1-9]/m.test(events);
    },
    async remove() {
      for (const directory of directories) await removeGroup(directory);
    },
  };
}

/** The kernel refuses while it still tears down the last process, which takes moments. */
async function removeGroup(directory: string): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt++) {
    try {
      await rmdir(directory);
      return;
    } catch (error) {
      if (errnoOf(error) === 'ENOENT') return;
      if (errnoOf(error) !== 'EBUSY') throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
