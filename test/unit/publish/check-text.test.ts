import { describe, expect, it } from 'vitest';
import { checkOutput } from '../../../src/publish/check-text.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import type { DeliveryState } from '../../../src/publish/types.js';
import { aVerdict, someEvidence } from './support/evidence.js';
import { fullBlocked, fullWorker } from './support/full.js';

const COMMIT = 'a'.repeat(40);
const KEPT: DeliveryState = { state: 'skipped', kind: 'artifact', reason: 'the change stays in the evidence' };

function output(overrides: Partial<PublishableEvidence>, { proved = false, delivery = KEPT } = {}) {
  return checkOutput(someEvidence(overrides), { commit: COMMIT, proved }, delivery, {});
}

describe('the title of a check run', () => {
  const changed = aVerdict({ verdict: 'verified-with-verifier-change' });

  it.each([
    ['verified', aVerdict(), true, 'Verified: the verifier passes on this commit, in a pristine room.'],
    ['verified', aVerdict(), false, 'Verified: the verifier passes with a change that is not in this commit.'],
    // All that a list of checks shows: it must not be read as the other.
    ['a changed verifier', changed, true, /^Verified with a changed verifier: it passes on this commit/],
    ['a changed verifier', changed, false, /^Verified with a changed verifier: it passes with a change that is not/],
  ])('tells %s, and what of: %#', (_, verdict, proved, title) => {
    expect(output({ verdict }, { proved }).title).toMatch(title);
  });
});

describe('the page of a check run', () => {
  it('says what a person goes on from, as the comment does', () => {
    const verdict = {
      ...aVerdict({ verdict: 'blocked', green: false, verified: false, workers: [fullWorker('w', 1)] }),
      blocked: fullBlocked('no database'),
    } as const;
    const { summary } = output({ verdict });
    expect(summary).toContain('- Its evidence: no database\n');
    expect(summary).toContain('**Tasks**\n\n|');
  });

  it('says what became of the change, with what to do and where to look', () => {
    const refused = { state: 'refused', kind: 'commit', reason: 'the head has moved', hint: 'run again' } as const;
    expect(output({}, { delivery: refused }).summary).toContain(
      '**Not delivered** as a commit: the head has moved. **What to do:** run again\n',
    );
    const review = 'https://github.example/o/r/pull/7#pullrequestreview-80';
    const delivered = { state: 'delivered', kind: 'suggestions', url: review, words: 'As 3 suggestions.' } as const;
    expect(output({}, { delivery: delivered }).summary).toContain(
      `**Delivered**: As 3 suggestions. [Look at it](${review})\n`,
    );
  });
});
