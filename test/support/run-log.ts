/*
 * What the programs under test said, for the test that fails. Most tests compare an exit code or a verdict; why it is
 * another one stands in what the run printed, and a machine of CI is gone when somebody asks.
 */

/** A run of the command line, as it is so far: a test that ran out of time shows the one that it waited for. */
export interface LoggedRun {
  readonly command: string;
  /** `performance.now()` at the start, ms. */
  readonly began: number;
  /** The same at the end; undefined: it still runs. */
  ended?: number;
  /** How it ended, for a person. */
  end?: string;
  stdout: string;
  stderr: string;
}

const KEPT_RUNS = 64;
const SHOWN_RUNS = 4;
const SHOWN_CHARS = 2500;

/** Of this process's test file, which is all that the process runs. */
const runs: LoggedRun[] = [];

/** Notes a run that begins; its fields are filled in by whoever runs it. */
export function logRun(command: string): LoggedRun {
  const run: LoggedRun = { command: command.slice(0, 1500), began: performance.now(), stdout: '', stderr: '' };
  runs.push(run);
  if (runs.length > KEPT_RUNS) runs.shift();
  return run;
}

/** Notes the end of a run. */
export function endRun(run: LoggedRun, end: string): void {
  run.ended = performance.now();
  run.end = end;
}

/** The last runs that were under way after a moment, every line marked. Tests side by side see each other's. */
export function describeRuns(since: number): string {
  const during = runs.filter(({ ended }) => ended === undefined || ended >= since);
  if (during.length === 0) return '';
  return during
    .slice(-SHOWN_RUNS)
    .map((run) => {
      const head = `${run.command}\n=> ${run.end ?? 'still running'}`;
      const streams = (['stdout', 'stderr'] as const).map((name) => `--- ${name}\n${tail(run[name])}`);
      return [head, ...streams].join('\n');
    })
    .join('\n\n')
    .split('\n')
    .map((line) => `  | ${line}`)
    .join('\n');
}

const tail = (text: string): string =>
  text.length <= SHOWN_CHARS ? text : `[${text.length - SHOWN_CHARS} characters before]\n${text.slice(-SHOWN_CHARS)}`;
