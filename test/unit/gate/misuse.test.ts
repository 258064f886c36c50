import { describe, expect, it } from 'vitest';
import { readCommand } from '../../../src/gate/comment.js';
import { secretsWithheld } from '../../../src/gate/events.js';
import { type CommitFacts, type ForkFacts, forkMisuse } from '../../../src/gate/misuse.js';

const [BASE, HEAD, MERGE, OTHER] = ['a', 'b', 'c', 'd'].map((digit) => digit.repeat(40)) as [
  string,
  string,
  string,
  string,
];
const at = (commit: string, more: Partial<CommitFacts> = {}): CommitFacts => ({
  commit,
  parents: [],
  onlyInFork: false,
  ...more,
});
const FACTS: ForkFacts = {
  event: 'pull_request_target',
  heads: new Set([HEAD]),
  own: new Set([BASE]),
  checkout: at(BASE),
  trusted: at(BASE),
  works: true,
  writes: false,
  prepareWorkspace: false,
};
const found = (more: Partial<ForkFacts>): string[] =>
  forkMisuse({ ...FACTS, ...more }, (name) => `input ${name}`).map(({ where }) => where);

describe('a fork and an event with secrets', () => {
  it('may meet where everything but the work is of the base', () => {
    expect(found({})).toEqual([]);
    expect(found({ checkout: undefined })).toEqual([]);
    expect(found({ checkout: at(OTHER), trusted: at(OTHER) })).toEqual([]);
  });

  it.each(['pull_request_target', 'issue_comment', 'workflow_run', 'issues', 'unheard_of'])('%s', (event) => {
    for (const commit of [at(HEAD), at(MERGE, { parents: [BASE, HEAD] }), at(OTHER, { onlyInFork: true })]) {
      expect(found({ event, checkout: commit })).toEqual(['the checkout in GITHUB_WORKSPACE']);
      expect(found({ event, trusted: commit })).toEqual(['input trusted-ref']);
    }
    expect(found({ event, writes: true })).toEqual(['input publish']);
    expect(found({ event, prepareWorkspace: true })).toEqual([]);
    expect(found({ event, prepareWorkspace: true, checkout: at(OTHER) })).toEqual(['input prepare']);
    expect(found({ event, prepareWorkspace: true, checkout: undefined })).toEqual(['input prepare']);
    const all = { checkout: at(HEAD), trusted: at(HEAD), writes: true, prepareWorkspace: true };
    expect(found({ event, ...all })).toHaveLength(4);
  });

  it('is no misuse once the base has it', () => {
    const merged = at(MERGE, { parents: [BASE, HEAD] });
    expect(found({ checkout: merged, trusted: merged, own: new Set([MERGE]) })).toEqual([]);
    expect(found({ checkout: at(HEAD), trusted: at(HEAD), own: new Set([HEAD]) })).toEqual([]);
  });

  it('only minds the checkout where the run works on something else', () => {
    const rest = { trusted: at(HEAD), writes: true, prepareWorkspace: true, works: false };
    expect(found(rest)).toEqual([]);
    expect(found({ ...rest, checkout: at(HEAD) })).toEqual(['the checkout in GITHUB_WORKSPACE']);
  });

  it.each(['pull_request', 'pull_request_review', 'pull_request_review_comment'])('%s has none', (event) => {
    expect(found({ event, checkout: at(HEAD), trusted: at(HEAD), writes: true, prepareWorkspace: true })).toEqual([]);
  });

  it('is explained, with what to do', () => {
    const problems = forkMisuse(
      { ...FACTS, checkout: at(HEAD), trusted: at(HEAD), writes: true },
      (name) => `input ${name}`,
    );
    for (const { hint, expected } of problems) {
      expect(hint).toMatch(/docs\/guides\/gate\.md|examples\/workflows/);
      expect(expected).toContain('pull_request_target');
    }
  });
});

describe('a key that is not there', () => {
  it('is explained', () => {
    const by = (actor: string | null, fork: boolean) => ({ actor, fork });
    expect(secretsWithheld('pull_request', by('mallory', true))).toContain('fork-pull-request.yml');
    expect(secretsWithheld('pull_request', by('Dependabot[bot]', false))).toContain('Dependabot');
    expect(secretsWithheld('push', by('dependabot[bot]', false))).toContain('Dependabot');
    expect(secretsWithheld('pull_request', by('maria', false))).toBeUndefined();
    expect(secretsWithheld('pull_request_target', by('mallory', true))).toBeUndefined();
    expect(secretsWithheld('push', by(null, false))).toBeUndefined();
  });
});

describe('a comment', () => {
  const COMMAND = '/cleanroom fix';
  const read = (body: string, action: string | undefined = 'created') => readCommand(COMMAND, { action, body });

  it.each([
    ['/cleanroom fix', undefined],
    ['/cleanroom fix\r\n', undefined],
    ['/cleanroom fix the parser', 'the parser'],
    ['/cleanroom fix\nthe parser\n\nand its tests', 'the parser\n\nand its tests'],
    ['/cleanroom fix a\u202eb\u0000c\u001b[31md\u2028e', 'abc[31mde'],
  ])('%j asks for a run', (body, words) => {
    expect(read(body)).toEqual({ kind: 'command', words });
  });

  it.each([
    '',
    'please /cleanroom fix',
    ' /cleanroom fix',
    '\n/cleanroom fix',
    '> /cleanroom fix',
    '/cleanroom fixture',
    '/cleanroom  fix',
    '/Cleanroom fix',
    '/cleanroom fix\u200b',
    '/cleanroom',
    '<!-- --> /cleanroom fix',
  ])('%j asks for nothing', (body) => {
    expect(read(body).kind).toBe('none');
  });

  it.each(['edited', 'deleted', undefined])('that was %s asks for nothing', (action) => {
    expect(readCommand(COMMAND, { action, body: COMMAND }).kind).toBe('none');
  });

  it('is quoted up to a bound', () => {
    const asked = read(`/cleanroom fix ${'ä'.repeat(60_000)}`);
    expect(asked.kind === 'command' && Buffer.byteLength(asked.words ?? '')).toBeLessThan(8300);
  });
});
