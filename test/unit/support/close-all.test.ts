import { expect, it } from 'vitest';
import { closeAll } from '../../../src/support/close-all.js';

it('closes every part in order, and tells of the first failure when all are closed', async () => {
  const closed: string[] = [];
  const part = (name: string, fails: boolean) => async () => {
    closed.push(name);
    if (fails) throw new Error(name);
  };
  const parts = [part('a', false), part('b', true), () => undefined, part('c', true), part('d', false)];
  await expect(closeAll(parts)).rejects.toThrow('b');
  expect(closed).toEqual(['a', 'b', 'c', 'd']);
  await expect(closeAll([part('e', false)])).resolves.toBeUndefined();
});
