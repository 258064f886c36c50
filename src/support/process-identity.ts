import { readFile, readlink } from 'node:fs/promises';
import { errnoOf } from './errors.js';

/** A process for good: a pid that was given out again started at another time. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Clock ticks since boot; empty: unknown. */
  readonly started: string;
  /** Inode of its pid namespace. */
  readonly namespace: string;
}

export async function ownIdentity(): Promise<ProcessIdentity> {
  const [started, namespace] = await Promise.all([startOf(process.pid), pidNamespace()]);
  return { pid: process.pid, started, namespace };
}

/** Whether a process has ended; undefined where that cannot be seen from here: its pid is one of another namespace. */
export async function hasEnded({ pid, started, namespace }: ProcessIdentity): Promise<boolean | undefined> {
  if (namespace !== (await pidNamespace())) return undefined;
  const now = await statOf(pid);
  if (now?.dead) return true;
  if (now && started !== '') return now.started !== started;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    // Where /proc is mounted with hidepid, the processes of others are hidden, but still there.
    return errnoOf(error) === 'ESRCH';
  }
}

/** Names this boot of this machine; empty: unknown. */
export async function bootIdentity(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim();
}

/** In place of a namespace that cannot be read. */
export const UNREADABLE = '0';

async function pidNamespace(): Promise<string> {
  return /\d+/.exec(await readlink('/proc/self/ns/pid').catch(() => ''))?.[0] ?? UNREADABLE;
}

/** When a process began, in clock ticks since boot. Empty: it has ended, or cannot be seen. */
export async function startOf(pid: number): Promise<string> {
  const stat = await statOf(pid);
  return stat === undefined || stat.dead ? '' : stat.started;
}

/** `dead`: all that is left is an exit code, which nobody may ever ask for where the first process of a container is none. */
async function statOf(pid: number): Promise<{ readonly started: string; readonly dead: boolean } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  // The name in brackets may hold anything; the fields after it cannot.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const started = fields[19];
  return started === undefined ? undefined : { started, dead: fields[0] === 'Z' || fields[0] === 'X' };
}
