import { describe, expect, it } from 'vitest';
import type { ChannelFailure, ChannelState } from '../../../src/publish/types.js';
import { publishAgain, undelivered, unwritten } from '../../../src/publish/unpublished.js';
import { onPull, SETTINGS } from './support/evidence.js';

const failure = (code: string): ChannelFailure => ({ state: 'failed', code, message: 'no', hint: 'later' });
const fine: ChannelState = { state: 'skipped', reason: 'the run was cancelled' };
const AWAY = failure('github.unavailable');
const of = (comment: ChannelState, delivery: ChannelState = fine) => ({
  ...{ comment, check: fine },
  delivery: {
    kind: 'commit' as const,
    ...(delivery.state === 'failed' ? delivery : { state: 'skipped' as const, reason: '' }),
  },
});
const again = {
  ...{ evidenceDir: '/tmp/e v', repository: 'octo-org/hello.world', target: onPull(7) },
  ...{ settings: { ...SETTINGS, commentKey: "CI's" }, manifestSha256: 'a'.repeat(64), foreign: false },
};
const deliver = { ...SETTINGS.deliver, kind: 'commit' as const };

describe('what was not written to GitHub', () => {
  it('is told with its reason and its way out', () => {
    expect(unwritten(of(AWAY), SETTINGS)).toEqual(['No comment: no (later)']);
    expect(unwritten(of(fine), SETTINGS)).toEqual([]);
    expect(unwritten(of(fine), { ...SETTINGS, check: 'always' })).toEqual(['No check run: the run was cancelled']);
    expect(undelivered(of(fine, AWAY))).toEqual(['Not delivered: no (later)']);
    const refused = { state: 'refused', kind: 'commit', reason: 'it moved', hint: 'run again' } as const;
    expect(undelivered({ ...of(fine), delivery: refused })).toEqual(['Not delivered: it moved (run again)']);
  });

  it('can be written by one line of a shell, under the same key and bound to the same evidence', () => {
    const line = `cleanroom-action publish '/tmp/e v' --github-repository octo-org/hello.world --pull-request 7 --manifest-sha256 ${'a'.repeat(64)} --comment-key 'CI'\\''s'`;
    expect(publishAgain(of(AWAY), again)).toContain(`\`${line}\``);
    const delivering = { ...again, settings: { ...again.settings, deliver } };
    expect(publishAgain(of(fine, AWAY), delivering)).toContain(`${line} --deliver commit\``);
    // A change that was delivered, or was none, is nothing to deliver again.
    expect(publishAgain(of(AWAY), delivering)).not.toContain('--deliver');
    const target = { pullRequest: null, commit: 'c'.repeat(40), branch: 'main' };
    expect(publishAgain(of(AWAY), { ...again, target })).toContain(`--commit ${'c'.repeat(40)} `);
    expect(publishAgain(of(AWAY), { ...again, target: { ...target, commit: null } })).toBeUndefined();
  });

  it('is left to its own job where another one made the evidence: by hand nobody would say whose word it is', () => {
    expect(publishAgain(of(AWAY), { ...again, foreign: true })).toMatch(/run this job again\.$/);
  });

  it.each([
    ['github.rate-limit', true],
    ['github.unavailable', true],
    ['github.forbidden', false],
    ['github.not-found', false],
  ])('after %s: %s, since time alone mends no other', (code, expected) => {
    expect(publishAgain(of(failure(code)), again) !== undefined).toBe(expected);
    expect(publishAgain(of(fine), again)).toBeUndefined();
    expect(publishAgain(of(failure(code)), { ...again, repository: undefined })).toBeUndefined();
  });
});
