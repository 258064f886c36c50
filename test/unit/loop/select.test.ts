import { describe, expect, it } from 'vitest';
import { bestOf, type Contender, ENDINGS_BY_RANK } from '../../../src/loop/select.js';
import { verdictSchema } from '../../../src/schemas/verdict.js';

const one = (verdict: Contender['verdict'], added = 0, deleted = 0, bytes = 0): Contender => ({
  verdict,
  patch: { added, deleted, bytes },
});

describe('the best of several candidates', () => {
  it('is verified rather than anything else, and without a change of the verifier', () => {
    const changed = one('verified-with-verifier-change', 1);
    const large = one('verified', 900, 90, 9000);
    expect(bestOf([one('attempts-exhausted'), changed, large])).toBe(large);
    expect(bestOf([one('attempts-exhausted'), changed])).toBe(changed);
  });

  it('has the fewest changed lines, then bytes, then the lowest number', () => {
    const first = one('verified', 2, 2, 50);
    expect(bestOf([first, one('verified', 3, 2, 10), one('verified', 4, 0, 50)])).toBe(first);
    const short = one('verified', 4, 0, 49);
    expect(bestOf([first, short])).toBe(short);
    const deleting = one('verified', 0, 3, 900);
    expect(bestOf([first, short, deleting])).toBe(deleting);
  });

  it('of those that failed is the one that came nearest, whatever the size of its change', () => {
    const near = one('attempts-exhausted', 500, 0, 5000);
    expect(bestOf([one('agent-error'), one('cancelled'), near, one('blocked', 1), one('attempts-exhausted', 1)])).toBe(
      near,
    );
    expect(bestOf([one('cancelled'), one('agent-error'), one('budget-exhausted')]).verdict).toBe('budget-exhausted');
  });

  it('is none where the base changed under them', () => {
    expect(bestOf([one('verified', 1), one('infra-error')]).verdict).toBe('infra-error');
  });

  it('ranks every ending that a worker can have', () => {
    const { verdict } = verdictSchema['properties'] as { readonly verdict: { readonly enum: readonly string[] } };
    const all = verdict.enum.filter((name) => !['nothing-to-prove', 'reported'].includes(name));
    expect([...ENDINGS_BY_RANK].sort()).toEqual([...all].sort());
  });
});
