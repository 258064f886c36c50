import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../../src/inputs/command-line.js';
import { publishSettings } from '../../../src/inputs/publish-inputs.js';
import { apiUrlOf } from '../../../src/publish/api-url.js';
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
  ...{ evidenceDir: '/tmp/e v', target: onPull(7) },
  github: { repository: 'octo-org/hello.world', apiUrl: apiUrlOf(null) },
  ...{
    settings: { ...SETTINGS, commentKey: "CI's", checkName: "cleanroom CI's" },
    manifestSha256: 'a'.repeat(64),
    foreign: false,
  },
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
    expect(publishAgain(of(fine, AWAY), delivering)).toContain(
      `${line} --deliver commit --deliver-max-files 100 --deliver-max-size 4194304\``,
    );
    // A change that was delivered, or was none, is nothing to deliver again.
    expect(publishAgain(of(AWAY), delivering)).not.toContain('--deliver');
    const target = { pullRequest: null, commit: 'c'.repeat(40), branch: 'main' };
    expect(publishAgain(of(AWAY), { ...again, target })).toContain(`--commit ${'c'.repeat(40)} `);
    expect(publishAgain(of(AWAY), { ...again, target: { ...target, commit: null } })).toBeUndefined();
  });

  it('is written by a line that says all that the settings say, to the same GitHub', () => {
    const settings = {
      ...SETTINGS,
      ...({ comment: 'never', check: 'always', checkName: '$(id) `id`' } as const),
      deliver: { kind: 'pull-request', branch: 'x/y', draft: false, sign: 'git', maxFiles: 7, maxBytes: 8192 },
    } as const;
    const github = { ...again.github, apiUrl: 'https://ghe.example/api/v3' };
    const said = publishAgain(of(fine, AWAY), { ...again, github, settings }) ?? '';
    expect(said).toContain('`GITHUB_API_URL=https://ghe.example/api/v3 cleanroom-action publish ');
    const line = said.slice(said.indexOf('`') + 1, -1).replace('cleanroom-action', 'put');
    // As a shell takes it apart, and the command line puts it together.
    const words = execFileSync('/bin/sh', ['-c', `put() { printf '%s\\0' "$@"; }\n${line}`], {
      encoding: 'utf8',
    });
    const parsed = parseCommandLine(words.split('\0').slice(0, -1));
    if (parsed.command !== 'publish') throw new Error(parsed.command);
    expect(parsed).toMatchObject({ problems: [], repository: 'octo-org/hello.world', inputs: { pullRequest: 7 } });
    expect(publishSettings(parsed.inputs.layer, 'other')).toEqual(settings);
  });

  it('is no delivery where no pull request is there to deliver to: by hand there is no branch', () => {
    const target = { pullRequest: null, commit: 'c'.repeat(40), branch: 'main' };
    expect(publishAgain(of(fine, AWAY), { ...again, target })).toBeUndefined();
    expect(publishAgain(of(fine, AWAY), { ...again, target, foreign: true })).toMatch(/run this job again\.$/);
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
    expect(publishAgain(of(failure(code)), { ...again, github: undefined })).toBeUndefined();
  });
});
