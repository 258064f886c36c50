import { readdir, readFile } from 'node:fs/promises';
import { CleanroomError } from '../../support/errors.js';

/** What bubblewrap wrote to its status file. */
export interface BwrapStatus {
  /** The pid namespace's first process as bubblewrap sees it; undefined until it exists. */
  readonly pid: number | undefined;
  /** The payload's exit code (128 + n for a signal); undefined until it ended, or when it never started. */
  readonly exitCode: number | undefined;
}

export async function readStatus(path: string): Promise<BwrapStatus> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const number = (pattern: RegExp): number | undefined => {
    const match = pattern.exec(text);
    return match ? Number(match[1]) : undefined;
  };
  return { pid: number(/"child-pid":\s*(\d+)/), exitCode: number(/"exit-code":\s*(\d+)/) };
}

/** Waits until bubblewrap has made the namespaces, or until `ended` says that it never will. */
export async function waitForPid(path: string, ended: () => boolean, timeoutMs: number): Promise<number | undefined> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const over = ended();
    const { pid } = await readStatus(path);
    if (pid !== undefined) return pid;
    if (over) return undefined;
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return undefined;
}

/** The pid of a process's only child, or undefined. */
export async function childOf(pid: number): Promise<number | undefined> {
  // Missing where the kernel was built without it.
  const listed = await readFile(`/proc/${pid}/task/${pid}/children`, 'latin1').catch(() => undefined);
  if (listed !== undefined) return listed === '' ? undefined : Number(listed.split(' ')[0]);
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const status = await readFile(`/proc/${name}/status`, 'latin1').catch(() => '');
    if (status.includes(`\nPPid:\t${pid}\n`)) return Number(name);
  }
  return undefined;
}

/** Kills a namespace's first process: the kernel then kills every other one in it. */
export function killFirst(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It is gone already.
  }
}

/**
 * Waits until a pid namespace is empty: the kernel ends its first process only after every other one.
 * @throws CleanroomError `room.survivors`
 */
export async function waitUntilEmpty(pid: number, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  while (await isNamespaceInit(pid)) {
    if (performance.now() > deadline) {
      throw new CleanroomError('room.survivors', `processes of a room still run ${timeoutMs} ms after it was ended`, {
        hint: 'the host may be out of memory or stuck in uninterruptible I/O',
      });
    }
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

/** True while that pid is a living first process of a namespace of its own, not a zombie and not a later process with the same number. */
export async function isNamespaceInit(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const state = /^State:\s*(\S)/m.exec(status)?.[1];
  const inner = /^NSpid:.*\t(\d+)$/m.exec(status)?.[1];
  return state !== undefined && state !== 'Z' && state !== 'X' && inner === '1';
}
