import type { VerdictFile } from '../schemas/verdict.js';
import { CleanroomError } from '../support/errors.js';

/** Exit codes of the command line. They are documented in the README and stable. */
export const EXIT = { green: 0, notGreen: 1, usage: 2, infrastructure: 3, cancelled: 130 } as const;

/** `nothing-to-prove` is neutral: there was nothing to do, and the job passes. */
export function exitCodeOf(verdict: VerdictFile['verdict']): number {
  switch (verdict) {
    case 'verified':
    case 'verified-with-verifier-change':
    case 'reported':
    case 'nothing-to-prove':
      return EXIT.green;
    case 'infra-error':
      return EXIT.infrastructure;
    case 'cancelled':
      return EXIT.cancelled;
    default:
      return EXIT.notGreen;
  }
}

/** Code of the error of a comment that asks for nothing: there was nothing to do, and the job passes. */
export const NO_COMMAND = 'gate.no-command';

export function exitCodeOfError(error: unknown): number {
  if (error instanceof CleanroomError && error.code === NO_COMMAND) return EXIT.green;
  return error instanceof CleanroomError && error.kind === 'usage' ? EXIT.usage : EXIT.infrastructure;
}
