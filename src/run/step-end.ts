import type { PublishResult } from '../publish/publish.js';
import type { Plan } from '../schemas/plan.js';
import { CleanroomError, describeProblem, InputError, messageOf } from '../support/errors.js';

/** How a step of a workflow says that something is wrong. */
export interface StepLog {
  error(message: string): void;
  setFailed(message: string): void;
}

/** Fails a step that could not write what it was told to write in any case, or not deliver. */
export function failUnwritten(
  log: StepLog,
  { comment, check, delivery }: PublishResult,
  asked: { readonly [Name in 'comment' | 'check']?: Plan['publish'][Name] | undefined },
): void {
  if (asked.comment === 'always' && comment.state !== 'written') log.setFailed('the comment could not be written');
  if (asked.check === 'always' && check.state !== 'written') log.setFailed('the check run could not be written');
  if (delivery.state === 'failed') log.setFailed('the change could not be delivered');
}

/** Ends a step by an error: every bad input on a line of its own. */
export function failStep(log: StepLog, error: unknown): void {
  if (error instanceof InputError) for (const problem of error.problems) log.error(describeProblem(problem));
  const hint = error instanceof CleanroomError && error.hint ? ` (${error.hint})` : '';
  log.setFailed(error instanceof InputError ? `${error.problems.length} bad inputs` : `${messageOf(error)}${hint}`);
}
