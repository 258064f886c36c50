import { readdir, readFile, readlink } from 'node:fs/promises';
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

/** Of the first pid namespace, from which all others can be seen: a constant of the kernel (include/linux/proc_ns.h). */
const FIRST_NAMESPACE = '4026531836';

/**
 * Whether a process has ended that may be one of another pid namespace, such as of a container; undefined where that cannot
 * be seen from here: all others are seen from the first one alone.
 */
export async function hasEndedAnywhere(identity: ProcessIdentity): Promise<boolean | undefined> {
  const here = await hasEnded(identity);
  if (here !== undefined || (await pidNamespace()) !== FIRST_NAMESPACE) return here;
  // Where /proc is mounted with hidepid, the processes of others are not shown.
  if ((await namespacePid('1')) === undefined) return undefined;
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name) || (await namespacePid(name)) !== identity.pid) continue;
    const now = await statOf(Number(name));
    if (now && !now.dead && (identity.started === '' || now.started === identity.started)) return false;
  }
  return true;
}

/** The pid that a process has in its own namespace, by the one that it has here; undefined: it is not shown, or has ended. */
async function namespacePid(name: string): Promise<number | undefined> {
  const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '');
  const found = /^NSpid:(?:\s+\d+)*?\s+(\d+)$/m.exec(status)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** When this machine was started, in milliseconds since 1970; undefined: unknown. */
export async function bootTime(): Promise<number | undefined> {
  const found = /^btime (\d+)$/m.exec(await readFile('/proc/stat', 'utf8').catch(() => ''))?.[1];
  return found === undefined ? undefined : Number(found) * 1000;
}

/** Of `started`: the same for every program, whatever the kernel itself counts by. */
const TICKS_PER_SECOND = 100;

/**
 * How long ago a process of this boot began, by the kernel's own count, which nobody sets; undefined where that is not
 * known, such as in a container that is shown another time of start.
 */
export async function secondsSinceStart({ started }: Pick<ProcessIdentity, 'started'>): Promise<number | undefined> {
  const uptime = /^\d+(?:\.\d+)?/.exec(await readFile('/proc/uptime', 'utf8').catch(() => ''))?.[0];
  if (started === '' || uptime === undefined) return undefined;
  const age = Number(uptime) - Number(started) / TICKS_PER_SECOND;
  // Both are rounded down.
  return age < -1 ? undefined : Math.max(0, age);
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

/** The fields of a `/proc/PID/stat` behind the name, the state first. The name in brackets may hold anything; they cannot. */
export function statFields(stat: string): readonly string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

/** `dead`: all that is left is an exit code, which nobody may ever ask for where the first process of a container is none. */
async function statOf(pid: number): Promise<{ readonly started: string; readonly dead: boolean } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const fields = statFields(stat);
  const started = fields[19];
  return started === undefined ? undefined : { started, dead: fields[0] === 'Z' || fields[0] === 'X' };
}
