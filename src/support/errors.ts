/** Who has to act on an error, and with it the exit code of the command line. */
export type ErrorKind =
  /** The person's input is wrong: exit 2. */
  | 'usage'
  /** A part that the run needs is missing or failed: exit 3. */
  | 'infrastructure';

export interface ErrorOptions {
  /** One line that says what to do about it. */
  readonly hint?: string;
  readonly cause?: unknown;
  readonly kind?: ErrorKind;
}

/**
 * The only exception that this project throws on purpose. Expected endings of a run are values (verdicts);
 * this is for what keeps a run from having an ending of its own.
 */
export class CleanroomError extends Error {
  override readonly name = 'CleanroomError';
  /** Stable, dotted, lower case: tests and scripts may rely on it. */
  readonly code: string;
  readonly hint: string | undefined;
  readonly kind: ErrorKind;

  constructor(code: string, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hint = options.hint;
    this.kind = options.kind ?? 'infrastructure';
  }
}

/** One thing that is wrong with an input: all of them are collected and shown together. */
export interface InputProblem {
  /** Where it was said: `input verify`, `--verify`, `.github/cleanroom.yml: verify`. */
  readonly where: string;
  /** What was given, shortened; undefined when nothing was given. Never a secret. */
  readonly given: string | undefined;
  /** What would have been accepted. */
  readonly expected: string;
  /** What to do. */
  readonly hint?: string;
}

/** Every problem of one input at once. */
export class InputError extends CleanroomError {
  readonly problems: readonly InputProblem[];

  constructor(problems: readonly InputProblem[]) {
    super('input.invalid', problems.map(describeProblem).join('\n'), { kind: 'usage' });
    this.problems = problems;
  }
}

/** One line for one problem. */
export function describeProblem(problem: InputProblem): string {
  const given = problem.given === undefined ? 'is not set' : `is ${JSON.stringify(problem.given)}`;
  const hint = problem.hint === undefined ? '' : ` (${problem.hint})`;
  return `${problem.where} ${given}, expected ${problem.expected}${hint}`;
}

/** The message of anything that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The errno code (`ENOENT`, …) of a failed system call, if the value carries one. */
export function errnoOf(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  return undefined;
}
