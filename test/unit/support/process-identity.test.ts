import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { bootIdentity, hasEnded, ownIdentity, startOf } from '../../../src/support/process-identity.js';

it('knows itself, and that it goes on', async () => {
  const own = await ownIdentity();
  expect(own.pid).toBe(process.pid);
  expect(own.started).toMatch(/^\d+$/);
  expect(await hasEnded(own)).toBe(false);
  expect(await bootIdentity()).toMatch(/^[0-9a-f-]{36}$/);
});

it('takes a number that was given out again for another process', async () => {
  expect(await hasEnded({ ...(await ownIdentity()), started: '1' })).toBe(true);
});

it('sees the end of another process', async () => {
  const child = spawn('sleep', ['60']);
  const { started: _, namespace } = await ownIdentity();
  const other = { pid: child.pid ?? 0, started: '', namespace };
  expect(await hasEnded(other)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await hasEnded(other)).toBe(true);
});

it('takes one for ended that nobody has waited for yet', async () => {
  // The shell becomes a program that waits for nobody.
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(line.toString());
    await expect.poll(() => readFileSync(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    const { namespace } = await ownIdentity();
    expect([await hasEnded({ pid, started: '', namespace }), await startOf(pid)]).toEqual([true, '']);
  } finally {
    parent.kill('SIGKILL');
  }
});

it('does not judge processes of another namespace', async () => {
  expect(await hasEnded({ ...(await ownIdentity()), namespace: '1', started: '1' })).toBeUndefined();
});
