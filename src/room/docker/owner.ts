import { spawn } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { errnoOf } from '../../support/errors.js';
import type { DockerCli } from './cli.js';

/** On every container and volume of ours. Its value names the process that made it for good: pid, start, namespace. */
const LABEL = 'cleanroom-action.owner';

/**
 * Removes what a label's owner left. $1 docker · $2 the label. Waits for its end of input, which comes when we are gone,
 * however that happened.
 */
const WATCHDOG = `
read -r _
for container in $("$1" ps --all --quiet --no-trunc --filter "label=$2"); do "$1" rm --force --volumes "$container"; done
for volume in $("$1" volume ls --quiet --filter "label=$2"); do "$1" volume rm --force "$volume"; done
`;

/** The label of everything that this process makes. */
export async function ownerLabel(): Promise<string> {
  return `${LABEL}=${process.pid}.${await startOf(process.pid)}.${await pidNamespace()}`;
}

/** A process of the host that outlives us for a moment and removes our rooms, when nothing of ours can any more. */
export function startWatchdog(cli: DockerCli, label: string): () => void {
  const child = spawn('/bin/sh', ['-c', WATCHDOG, 'rooms', cli.program, label], {
    env: cli.env,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  child.on('error', () => {});
  child.stdin.on('error', () => {});
  child.unref();
  // The pipe alone would keep the event loop alive.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return () => void child.stdin.end();
}

/**
 * Removes containers and volumes of processes that are gone. A pid that was given out again started at another time. Those
 * of another pid namespace, such as of a runner in a container that shares the daemon, are not ours to judge.
 */
export async function removeAbandoned(cli: DockerCli): Promise<void> {
  const namespace = await pidNamespace();
  for (const [list, remove] of [
    [
      ['ps', '--all', '--no-trunc', '--format', `{{.ID}} {{.Label "${LABEL}"}}`],
      ['rm', '--force', '--volumes'],
    ],
    [
      ['volume', 'ls', '--format', `{{.Name}} {{.Label "${LABEL}"}}`],
      ['volume', 'rm', '--force'],
    ],
  ] as const) {
    const listed = await cli.attempt([...list, '--filter', `label=${LABEL}`]);
    for (const line of listed.stdout.toString('utf8').split('\n')) {
      const [, item, pid, start, home] = /^(\S+) (\d+)\.(\d+)\.(\d+)$/.exec(line) ?? [];
      if (item === undefined || start === undefined || home !== namespace) continue;
      if (await isGone(Number(pid), start)) await cli.attempt([...remove, item]);
    }
  }
}

async function isGone(pid: number, start: string): Promise<boolean> {
  const now = await startOf(pid);
  if (now !== '') return now !== start;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Where /proc is mounted with hidepid, the processes of others are hidden, but still there.
    return errnoOf(error) === 'ESRCH';
  }
}

/** The inode of our pid namespace. */
async function pidNamespace(): Promise<string> {
  return /\d+/.exec(await readlink('/proc/self/ns/pid').catch(() => ''))?.[0] ?? '0';
}

/** When a process began, in clock ticks since boot. Empty: it is gone. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold anything; the fields after it cannot.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
