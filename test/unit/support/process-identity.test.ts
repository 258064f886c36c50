import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { bootIdentity, hasEnded, ownIdentity } from '../../../src/support/process-identity.js';

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

it('does not judge processes of another namespace', async () => {
  expect(await hasEnded({ ...(await ownIdentity()), namespace: '1', started: '1' })).toBeUndefined();
});
