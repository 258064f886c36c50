import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { DockerCli } from './cli.js';

/** On every container and volume of ours. Its value names the process that made it for good. */
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
  return `${LABEL}=${process.pid}.${await startOf(process.pid)}`;
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

/** Removes containers and volumes of processes that are gone. A pid that was given out again started at another time. */
export async function removeAbandoned(cli: DockerCli): Promise<void> {
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
      const match = /^(\S+) (\d+)\.(\d*)$/.exec(line);
      if (!match?.[1] || match[3] === undefined) continue;
      if ((await startOf(Number(match[2]))) !== match[3]) await cli.attempt([...remove, match[1]]);
    }
  }
}

/** When a process began, in clock ticks since boot. Empty: it is gone. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold anything; the fields after it cannot.
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
}
