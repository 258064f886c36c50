import { describe, expect, it } from 'vitest';
import { checkBlocked, type Seen } from '../../../src/loop/blocked.js';
import type { ProofRecord } from '../../../src/loop/types.js';
import type { Blocked } from '../../../src/report/blocked.js';

const proof = (more: Partial<ProofRecord> = {}): ProofRecord => ({
  room: 'proof-1',
  what: 'patch',
  run: 1,
  passed: false,
  command: 'verify',
  end: 'exited',
  exitCode: 1,
  signal: null,
  limits: [],
  durationMs: 1,
  log: 'logs/proof-1.log',
  commands: [],
  tests: null,
  floor: [],
  ...more,
});
const refused = { host: 'files.example:443', reason: 'not allowed', allow: ['allow-agent: files.example:443'] };
const check = (blocked: Partial<Blocked>, seen: Partial<Seen> = {}) =>
  checkBlocked(
    { kind: 'other', reason: 'It cannot be done.', evidence: '', ...blocked },
    { denied: [], baseline: proof(), proofs: [], passes: false, ...seen },
  );

describe('a claim of missing access', () => {
  it('is confirmed by a refusal of the host that it names, in reason or evidence', () => {
    const denied = [{ ...refused, host: 'other.example:443' }, refused];
    expect(check({ kind: 'access', reason: 'FILES.example is closed.' }, { denied })).toMatchObject({
      check: 'confirmed',
      note: 'files.example:443 was refused; allow it with allow-agent: files.example:443.',
    });
    expect(check({ evidence: 'curl: (56) https://files.example/x' }, { denied }).check).toBe('confirmed');
    expect(check({ kind: 'access', reason: 'No network.' }, { denied })).toMatchObject({
      check: 'unconfirmed',
      note: 'It names none of the hosts that were refused: other.example:443, files.example:443.',
    });
    expect(check({ kind: 'contradiction', reason: 'files.example' }, { denied }).check).toBe('unconfirmed');
  });
});

describe('a claim of broken surroundings', () => {
  it.each([
    [{ end: 'timeout', exitCode: null }, 'The verifier was ended by verify-timeout, on the base already.'],
    [{ end: 'memory-limit', exitCode: null }, 'The verifier needed more than memory, on the base already.'],
    [{ end: 'signalled', exitCode: null, signal: 'SIGKILL' }, 'The verifier was killed, on the base already.'],
    [
      { exitCode: 127 },
      'The verifier ended with exit code 127: a program is missing there, or may not run, on the base already.',
    ],
  ] as const)('is confirmed by a base with %j', (end, note) => {
    expect(check({ kind: 'infrastructure' }, { baseline: proof(end) })).toMatchObject({ check: 'confirmed', note });
  });

  it('is not by a fault that the change may have made, or that is the task', () => {
    expect(check({ kind: 'infrastructure' }).check).toBe('unconfirmed');
    const crashed = proof({ end: 'signalled', exitCode: null, signal: 'SIGSEGV' });
    expect(check({ kind: 'infrastructure' }, { baseline: crashed }).check).toBe('unconfirmed');
    const slow = proof({ end: 'timeout', exitCode: null });
    expect(check({ kind: 'infrastructure' }, { proofs: [slow] })).toMatchObject({
      check: 'unconfirmed',
      note: 'The verifier was ended by verify-timeout, but with the agent’s change alone.',
    });
  });
});

it('is contradicted by a verifier that passes with the change, unless the run has seen the same as the agent', () => {
  expect(check({ kind: 'contradiction' }, { passes: true }).check).toBe('contradicted');
  expect(check({ kind: 'infrastructure' }, { passes: true }).check).toBe('contradicted');
  const seen = { passes: true, denied: [refused] };
  expect(check({ kind: 'access', reason: 'files.example' }, seen).check).toBe('confirmed');
});
