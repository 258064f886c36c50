import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { CleanroomError } from '../support/errors.js';

export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes a lock of the kernel's on a file, after a second at most; undefined when somebody has it. It is held by a process that ends with its input,
 * hence with us, however we end.
 * @throws CleanroomError `rooms.lock`
 */
export async function takeLock(file: string, path: string, wait = true): Promise<Lock | undefined> {
  // Somebody may only be looking whether it is free.
  const child = spawn('flock', [...(wait ? ['-w', '1'] : ['-n']), file, 'cat'], {
    env: { PATH: path, LC_ALL: 'C' },
    stdio: ['pipe', 'pipe', 'ignore'],
    // A person's Ctrl-C is for us to see.
    detached: true,
  });
  const ended = new Promise<number | Error>((resolve) => {
    child.once('error', resolve);
    child.once('close', (code) => resolve(code ?? -1));
  });
  child.stdin.on('error', () => {});
  child.stdin.write('held\n');
  // What it is told it says back, once it has the lock.
  const outcome = await Promise.race([once(child.stdout, 'data').then(() => 'held' as const), ended]);
  if (outcome === 'held') {
    return {
      release: async () => {
        child.stdin.end();
        await ended;
      },
    };
  }
  if (outcome === 1) return undefined;
  const why = typeof outcome === 'number' ? `exit code ${outcome}` : outcome.message;
  throw new CleanroomError('rooms.lock', `${file} could not be locked with flock (${why})`, {
    hint: 'sudo apt-get install -y util-linux',
  });
}
