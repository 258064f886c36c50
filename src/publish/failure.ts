import { CleanroomError, messageOf } from '../support/errors.js';
import type { ChannelFailure } from './types.js';

/** An error on the way to GitHub as a state. */
export function failureOf(error: unknown, code: string): ChannelFailure {
  const known = error instanceof CleanroomError;
  return {
    state: 'failed',
    code: known ? error.code : code,
    message: messageOf(error),
    hint: known ? error.hint : undefined,
  };
}

/** A failure as one sentence for a warning. */
export function failureWords(what: string, { message, hint }: ChannelFailure): string {
  return `${what}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}
