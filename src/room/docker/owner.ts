import { spawn } from 'node:child_process';
import { hostname } from 'node:os';
import { isOver, type Lease, leaseText, ownLease, parseLease, RUN_LEASE_SECONDS } from '../../support/lease.js';
import type { DockerCli } from './cli.js';

/** On every container and volume of ours. Its value is the lease of the process that made it. */
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
export async function ownerLabel(leaseSeconds = RUN_LEASE_SECONDS): Promise<string> {
  return `${LABEL}=${leaseText(await ownLease(leaseSeconds))}`;
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
 * Removes containers and volumes whose leases are over: of processes that are gone, and, of those that cannot be seen from
 * here, such as of a runner in a container that shares the daemon, when no run can take that long. What this machine's last
 * start has ended goes at once.
 * @returns what was removed: `container ID`, `volume NAME`
 */
export async function removeAbandoned(cli: DockerCli): Promise<string[]> {
  const removed: string[] = [];
  let ours: Promise<boolean> | undefined;
  const endedByStart = async (lease: Lease): Promise<boolean> => {
    // No session's: how long one is for is not in its lease, and its time is counted as if it were a run's.
    const sinceMs = (lease.expires - RUN_LEASE_SECONDS) * 1000;
    if (!(await isOver(lease, { sinceMs }))) return false;
    ours ??= isOfThisMachine(cli);
    return ours;
  };
  for (const [what, list, remove] of [
    [
      'container',
      ['ps', '--all', '--no-trunc', '--format', `{{.ID}} {{.Label "${LABEL}"}} {{.State}}`],
      ['rm', '--force', '--volumes'],
    ],
    ['volume', ['volume', 'ls', '--format', `{{.Name}} {{.Label "${LABEL}"}} unused`], ['volume', 'rm', '--force']],
  ] as const) {
    const listed = await cli.attempt([...list, '--filter', `label=${LABEL}`]);
    for (const line of listed.stdout.toString('utf8').split('\n')) {
      const [, item, text = '', state = ''] = /^([A-Za-z0-9][\w.-]*) (\S+)(?: (\w+))?$/.exec(line) ?? [];
      const lease = parseLease(text);
      if (item === undefined || lease === undefined) continue;
      if (!(await isOver(lease)) && !(ENDED.test(state) && (await endedByStart(lease)))) continue;
      const { code } = await cli.attempt([...remove, item]);
      if (code === 0) removed.push(`${what} ${item.slice(0, 64)}`);
    }
  }
  return removed;
}

/** A container that does not run, or a volume: docker removes none that a container has. */
const ENDED = /^(?:created|exited|dead|unused)$/;

/** Whether the daemon is one of this very machine, and not one that others reach as well as we do. */
async function isOfThisMachine(cli: DockerCli): Promise<boolean> {
  const { code, stdout } = await cli.attempt(['info', '--format', '{{.Name}}']);
  return code === 0 && stdout.toString('utf8').trim() === hostname();
}
