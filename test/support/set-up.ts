import { afterEach, beforeEach } from 'vitest';
import { describeRuns } from './run-log.js';

/* Runs before every test file: a test that fails says what the runs of the command line in it have printed. */

const began = new WeakMap<object, number>();

beforeEach(({ task }) => {
  began.set(task, performance.now());
});

afterEach(({ task }) => {
  const error = task.result?.state === 'fail' ? task.result.errors?.[0] : undefined;
  if (error === undefined) return;
  const said = describeRuns(began.get(task) ?? 0);
  if (said === '') return;
  const note = `\n\nThe last runs of the command line in this test:\n${said}`;
  // The message is what is printed, the stack what is kept in the report.
  error.message += note;
  if (error.stack !== undefined) error.stack += note;
});
