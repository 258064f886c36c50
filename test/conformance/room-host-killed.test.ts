import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { runDist } from '../support/dist.js';

/** Processes of this host in whose mount table a path occurs, or that run in it. */
async function holding(path: string): Promise<string[]> {
  const found: string[] = [];
  for (const pid of await readdir('/proc')) {
    if (!/^\d+$/.test(pid)) continue;
    const mounts = await readFile(`/proc/${pid}/mountinfo`, 'utf8').catch(() => '');
    const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
    if (mounts.includes(path) || line.includes(path)) found.push(`${pid}: ${line.replaceAll('\0', ' ').slice(0, 200)}`);
  }
  return found;
}

it('nothing of a room outlives a host process that is killed, at whatever moment', async () => {
  const site = await mkdtemp(join(tmpdir(), 'killed-'));
  try {
    let during = 0;
    // doctor builds a room with a line to the host, so the payload is held back for a while.
    for (let delay = 0; delay < 400; delay += 16) {
      const temporary = join(site, `at-${delay}`);
      await mkdir(temporary);
      const run = await runDist(['doctor'], {
        env: { TMPDIR: temporary },
        onStart: (child) => void setTimeout(() => child.kill('SIGKILL'), 60 + delay),
      });
      if (run.signal === 'SIGKILL') during += 1;
      const deadline = performance.now() + 60_000;
      let left = await holding(temporary);
      while (left.length > 0 && performance.now() < deadline) left = await holding(temporary);
      expect(left, `killed after ${60 + delay} ms`).toEqual([]);
    }
    expect(during).toBeGreaterThan(0);
  } finally {
    await rm(site, { recursive: true, force: true });
  }
});
