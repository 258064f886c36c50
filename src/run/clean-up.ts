import { lstat, readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DockerCli } from '../room/docker/cli.js';
import { removeAbandoned as removeContainers } from '../room/docker/owner.js';
import { removeAbandonedGroups } from '../room/local/cgroup.js';
import { findProgram } from '../room/local/host.js';
import { messageOf } from '../support/errors.js';
import { parseLease } from '../support/lease.js';
import { hasEnded } from '../support/process-identity.js';
import { removeTree } from '../support/remove-tree.js';
import { isScratch, removeAbandoned } from './abandoned.js';
import type { HostEnvironment } from './store.js';

/** For a docker daemon in all, whatever there is to remove: the next run tries again. */
const DOCKER_MS = 10_000;
/** For the kernel, to end what was killed. */
const ENDING_MS = 3000;

export interface CleanUp {
  /** What is gone now: paths, `container ID`, `process PID`. */
  readonly removed: readonly string[];
  readonly warnings: readonly string[];
}

/**
 * Removes what a run that was killed left on this host: its process, if it is still there, its directories, control groups,
 * containers and volumes, and those of other runs whose leases are over. Rooms and their mounts end with the process.
 * Nothing is thrown.
 * @param state what the run noted for us; other steps could have written it
 * @param program the file that such a process runs: nothing else is ended
 * @param dockerMs for all that docker is asked
 */
export async function cleanUp(
  host: Pick<HostEnvironment, 'temporary' | 'uid' | 'path' | 'dockerEnvironment'>,
  state: { readonly scratch: string; readonly owner: string },
  program: string,
  dockerMs = DOCKER_MS,
): Promise<CleanUp> {
  const removed: string[] = [];
  const warnings: string[] = [];
  const attempt = async (work: () => Promise<readonly string[]>): Promise<void> => {
    try {
      removed.push(...(await work()));
    } catch (error) {
      warnings.push(messageOf(error));
    }
  };
  const temporary = host.temporary.map((path) => resolve(path));
  await attempt(() => endProcess(state.owner, program));
  await attempt(() => removeNamed(state.scratch, temporary, warnings));
  await attempt(() => removeAbandoned(temporary, host.uid));
  await attempt(() => removeAbandonedGroups(host.uid === 0, host.path));
  await attempt(async () => {
    const docker = await findProgram('docker', host.path);
    if (docker === undefined) return [];
    return removeContainers(new DockerCli(docker, host.dockerEnvironment, dockerMs, performance.now() + dockerMs));
  });
  return { removed, warnings };
}

/** A runner that lost sight of the step may have left its process; our rooms end with it. */
async function endProcess(owner: string, program: string): Promise<string[]> {
  const lease = parseLease(owner);
  if (lease === undefined || (await hasEnded(lease)) !== false) return [];
  const words = (await readFile(`/proc/${lease.pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
  if (!words.includes(program)) return [];
  process.kill(lease.pid, 'SIGKILL');
  const end = performance.now() + ENDING_MS;
  while ((await hasEnded(lease)) === false && performance.now() < end) await sleep(20);
  return [`process ${lease.pid}`];
}

async function removeNamed(state: string, temporary: readonly string[], warnings: string[]): Promise<string[]> {
  if (state === '') return [];
  const parsed: unknown = JSON.parse(state);
  const directories = Array.isArray(parsed) ? parsed.filter((path): path is string => typeof path === 'string') : [];
  const removed: string[] = [];
  for (const directory of directories) {
    // Only directories of ours, where a run makes them.
    const ours = resolve(directory) === directory && isScratch(directory, temporary);
    if (!ours) warnings.push(`${JSON.stringify(directory)} is no directory of a run and stays`);
    else if (await exists(directory)) {
      // One that stays, such as one with a mount in it, keeps no other.
      await removeTree(directory).then(
        () => removed.push(directory),
        (error: unknown) => warnings.push(messageOf(error)),
      );
    }
  }
  return removed;
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
