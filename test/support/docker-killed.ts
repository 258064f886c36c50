import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runHost } from '../../src/support/process.js';
import { runDist } from './dist.js';
import type { DockerDaemon } from './docker-daemon.js';
import { repository } from './workspace.js';

/** Processes of this host with a text in their command line. */
async function processesWith(text: string): Promise<number[]> {
  const found: number[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const line = await readFile(`/proc/${name}/cmdline`, 'latin1').catch(() => '');
    if (line.includes(text)) found.push(Number(name));
  }
  return found;
}

/** A run with rooms of docker that is killed together with its watchdog, as a runner does it that kills all of a job. */
export function dockerKilled(open: () => DockerDaemon): void {
  it('are removed by the post step when run and watchdog were killed', async () => {
    const daemon = open();
    const temporary = await mkdtemp(join(tmpdir(), 'docker-killed-'));
    await chmod(temporary, 0o755);
    const repo = await repository({ 'answer.txt': 'broken\n', 'check.sh': 'grep -qx mended answer.txt\n' });
    const labelled = async (pid: number): Promise<string[]> => {
      const lists = [
        ['ps', '--all', '--format', '{{.ID}} {{.Label "cleanroom-action.owner"}}'],
        ['volume', 'ls', '--format', '{{.Name}} {{.Label "cleanroom-action.owner"}}'],
      ];
      const found: string[] = [];
      for (const list of lists) {
        const { stdout } = await runHost({ argv: [daemon.program, ...list], env: daemon.env });
        found.push(
          ...stdout
            .toString()
            .split('\n')
            .filter((line) => line.includes(` ${pid}.`)),
        );
      }
      return found;
    };
    const script = (text: string): string => JSON.stringify(['sh', '-c', text]);
    // Other tests run at the same time, and their agents say things too.
    const word = `killed-${randomBytes(6).toString('hex')}`;
    try {
      let pid = 0;
      let killing: Promise<void> | undefined;
      const run = await runDist(
        [
          ...['run', '--repo', repo, '--room', 'docker', '--image', daemon.image, '--prompt', 'Mend it.'],
          ...['--agent', 'command', '--agent-command', script(`echo ${word}; sleep 3600`)],
          ...['--verify', 'sh check.sh', '--evidence', join(temporary, 'evidence')],
        ],
        {
          env: { ...daemon.env, TMPDIR: temporary },
          onOutput(text, child) {
            if (killing !== undefined || !text.includes(`│ ${word}`)) return;
            pid = child.pid ?? 0;
            killing = processesWith(`cleanroom-action.owner=${pid}.`).then((pids) => {
              for (const watchdog of pids.filter((other) => other !== pid)) process.kill(watchdog, 'SIGKILL');
              child.kill('SIGKILL');
            });
          },
        },
      );
      await killing;
      expect(run.signal, run.stdout + run.stderr).toBe('SIGKILL');
      expect((await labelled(pid)).length).toBeGreaterThan(1);
      const post = await runDist([], {
        entry: 'post.js',
        env: { ...daemon.env, TMPDIR: temporary, RUNNER_TEMP: temporary, STATE_scratch: '[]' },
      });
      expect([post.code, post.stderr]).toEqual([0, '']);
      expect(post.stdout).toMatch(/^removed container [0-9a-f]{64}$/m);
      expect(post.stdout).toMatch(/^removed volume [0-9a-f]{64}$/m);
      expect(await labelled(pid)).toEqual([]);
      expect((await readdir(temporary)).filter((name) => name.startsWith('cleanroom-'))).toEqual([]);
      expect(await processesWith(word)).toEqual([]);
    } finally {
      await rm(temporary, { recursive: true, force: true });
      await rm(repo, { recursive: true, force: true });
    }
  });
}
