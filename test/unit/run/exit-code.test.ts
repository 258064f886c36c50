import { describe, expect, it } from 'vitest';
import { EXIT, exitCodeOf, exitCodeOfError } from '../../../src/run/exit-code.js';
import { verdictSchema } from '../../../src/schemas/verdict.js';
import { CleanroomError, InputError } from '../../../src/support/errors.js';

const verdicts = (verdictSchema as { properties: { verdict: { enum: readonly Parameters<typeof exitCodeOf>[0][] } } })
  .properties.verdict.enum;

describe('exit codes', () => {
  it('are 0 for green and neutral ends alone', () => {
    expect(verdicts.filter((verdict) => exitCodeOf(verdict) === EXIT.green)).toEqual([
      'verified',
      'verified-with-verifier-change',
      'nothing-to-prove',
      'reported',
    ]);
  });

  it('tell a broken machine and a cancelled run from a red one', () => {
    expect(exitCodeOf('infra-error')).toBe(3);
    expect(exitCodeOf('cancelled')).toBe(130);
    const red = verdicts.filter((verdict) => exitCodeOf(verdict) === EXIT.notGreen);
    expect(red).toHaveLength(verdicts.length - 6);
  });

  it('tell bad input from a failed part', () => {
    expect(exitCodeOfError(new InputError([]))).toBe(2);
    expect(exitCodeOfError(new CleanroomError('a.b', 'x', { kind: 'usage' }))).toBe(2);
    expect(exitCodeOfError(new CleanroomError('a.b', 'x'))).toBe(3);
    expect(exitCodeOfError(new TypeError('x'))).toBe(3);
  });
});
