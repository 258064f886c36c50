import type { Progress } from './progress.js';

/**
 * What one of several workers says, with its name before every line. Their phases overlap, so that they are lines of the
 * phase that stands: groups of a log cannot.
 */
export function workerProgress(progress: Progress, name: string): Progress {
  const named = (text: string): string => `[${name}] ${text}`;
  return {
    phase: (title) => progress.note(named(title)),
    output: (line) => progress.output(named(line)),
    note: (text) => progress.note(named(text)),
    warn: (text) => progress.warn(named(text)),
    close() {},
  };
}
