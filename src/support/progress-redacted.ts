import type { Progress } from './progress.js';
import type { Redactor } from './redact.js';

/** The same progress without secrets: not every CI system masks them in its log, and a terminal never does. */
export function redactedProgress(progress: Progress, redactor: Pick<Redactor, 'text'>): Progress {
  return {
    phase: (title) => progress.phase(redactor.text(title)),
    output: (line) => progress.output(redactor.text(line)),
    note: (text) => progress.note(redactor.text(text)),
    warn: (text) => progress.warn(redactor.text(text)),
    close: () => progress.close(),
  };
}
