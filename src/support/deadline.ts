import { createContext, Script } from 'node:vm';
import { CleanroomError, messageOf } from './errors.js';

const script = new Script('run()');

/**
 * Runs synchronous code that hostile data may make endless, such as a regular expression that backtracks: V8 ends it at
 * the limit, in whatever loop or match it is. Chosen over a worker thread because it needs no second file in a bundle
 * and no copy of the data, and over a list of bad patterns because it also bounds everything else.
 * @throws CleanroomError `deadline` at the limit; otherwise what `run` throws
 */
export function withDeadline<T>(milliseconds: number, run: () => T): T {
  let result: { readonly value: T } | { readonly error: unknown } | undefined;
  const guarded = (): void => {
    try {
      result = { value: run() };
    } catch (error) {
      result = { error };
    }
  };
  try {
    // Nothing of the script's own can reach anything: it is the constant above.
    script.runInContext(createContext({ run: guarded }), { timeout: milliseconds });
  } catch (cause) {
    throw new CleanroomError('deadline', `not done within ${milliseconds} ms: ${messageOf(cause)}`, { cause });
  }
  if (result === undefined) throw new CleanroomError('deadline', `not done within ${milliseconds} ms`);
  if ('error' in result) throw result.error;
  return result.value;
}
