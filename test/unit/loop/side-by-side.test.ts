import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { sideBySide } from '../../../src/loop/side-by-side.js';

/** Work that ends when it is told to. */
function gates() {
  const begun: number[] = [];
  const ends = new Map<number, { resolve(): void; reject(error: Error): void }>();
  const work = (item: number): Promise<void> => {
    begun.push(item);
    return new Promise((resolve, reject) => ends.set(item, { resolve, reject }));
  };
  return { begun, ends, work };
}

describe('work side by side', () => {
  it('is taken up in order, so many at a time', async () => {
    const { begun, ends, work } = gates();
    const all = sideBySide([1, 2, 3, 4], { parallel: 2, signal: new AbortController().signal, onError() {} }, work);
    await setImmediate();
    expect(begun).toEqual([1, 2]);
    ends.get(2)?.resolve();
    await setImmediate();
    expect(begun).toEqual([1, 2, 3]);
    for (const item of [1, 3]) ends.get(item)?.resolve();
    await setImmediate();
    ends.get(4)?.resolve();
    await all;
  });

  it('that fails stops the others, and its error waits until they have ended', async () => {
    const { begun, ends, work } = gates();
    const stop = new AbortController();
    let over = false;
    const all = sideBySide([1, 2, 3], { parallel: 2, signal: stop.signal, onError: () => stop.abort() }, work)
      .catch((error: unknown) => error)
      .finally(() => {
        over = true;
      });
    await setImmediate();
    ends.get(1)?.reject(new Error('broken'));
    await setImmediate();
    expect({ stopped: stop.signal.aborted, over }).toEqual({ stopped: true, over: false });
    ends.get(2)?.reject(new Error('because it was stopped'));
    expect(await all).toMatchObject({ message: 'broken' });
    expect(begun).toEqual([1, 2]);
  });
});
