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

export function exitCodeOfError(error: unknown): number {
  return error instanceof CleanroomError && error.kind === 'usage' ? EXIT.usage : EXIT.infrastructure;
}
