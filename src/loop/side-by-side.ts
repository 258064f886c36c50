import { Ending, type RunState, type WorkerEnd } from './state.js';
import { openWorker, runWorker } from './worker.js';

/**
 * Takes up items in order, so many at a time, until the signal says to stop. Every one that was taken up has ended before
 * an error of one is thrown: no room outlives the call.
 * @param onError called with the first error at once, to stop the others
 */
export async function sideBySide<T>(
  items: readonly T[],
  options: { readonly parallel: number; readonly signal: AbortSignal; onError(): void },
  work: (item: T) => Promise<void>,
): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const lane = async (): Promise<void> => {
    for (let item = items[next]; item !== undefined && !options.signal.aborted; item = items[next]) {
      next += 1;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
        options.onError();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(options.parallel, items.length) }, lane));
  if (failure) throw failure.error;
}

/**
 * All of a worker's attempts, from its first room on. Its rooms are gone when the promise settles.
 * @throws CleanroomError when a part failed; never for how the worker ended
 */
export async function workToEnd(state: RunState): Promise<WorkerEnd> {
  try {
    const opened = await openWorker(state);
    try {
      return await runWorker(state, opened);
    } finally {
      await opened.turn.discard();
    }
  } catch (error) {
    if (error instanceof Ending) return error;
    throw error;
  }
}
