import { expect, it } from 'vitest';
import { floorFindings, testWords } from '../../../src/publish/test-words.js';
import { anAttempt, aVerdict } from './support/evidence.js';

const tests = (executed: number, failed = 0) => ({
  sources: ['tap'],
  executed,
  passed: executed - failed,
  failed,
  skipped: 0,
  assertions: null,
  failedNames: [],
  file: null,
});

it('counts what the verifier of the run executed, not that of one of its tasks', () => {
  const [proof] = anAttempt().proofs;
  const [all, part] = [
    { room: 'proof-1', tests: tests(1234), floor: [] },
    { room: 'one-joint', tests: tests(3), floor: ['a finding'] },
  ].map((more) => ({ ...proof, ...more }));
  const base = { ...all, tests: tests(1230) };
  const verdict = aVerdict({
    baseline: base as never,
    attempts: [anAttempt({ proofs: [all, part] as never })],
  });
  expect(testWords(verdict)).toBe('1,234 tests executed (base: 1,230)');
  expect(floorFindings(verdict)).toEqual(['a finding']);
});

it('says how many failed, now and on the base', () => {
  const [proof] = anAttempt().proofs;
  const words = (now: number, before: number) =>
    testWords(
      aVerdict({
        baseline: { ...proof, tests: tests(18, before) } as never,
        attempts: [anAttempt({ proofs: [{ ...proof, tests: tests(18, now) }] as never })],
      }),
    );
  expect(words(0, 6)).toBe('18 tests executed (base: 18, 6 failed)');
  expect(words(5, 6)).toBe('18 tests executed, 5 failed (base: 18, 6 failed)');
});
