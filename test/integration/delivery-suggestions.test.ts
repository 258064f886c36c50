import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/publish/delivery/apply-patch.js';
import { parsePatch } from '../../src/publish/delivery/parse-patch.js';
import { suggestionsFor } from '../../src/publish/delivery/suggestions.js';
import { type Files, type LabOptions, PULL } from '../support/delivery-lab.js';
import { DeliverySite } from '../support/delivery-site.js';
import { ROOT } from '../support/dist.js';
import type { StoredReviewComment } from '../support/github/reviews.js';
import type { FaultKind } from '../support/github-server.js';

const site = new DeliverySite();
const make = (options: Omit<LabOptions, 'kind'>): Promise<void> => site.make({ kind: 'suggestions', ...options });

/** What GitHub makes of a file when all suggestions for it are accepted: lines `start_line` to `line` are replaced. */
function accepted(content: string, comments: readonly StoredReviewComment[]): string {
  const lines = linesOf(Buffer.from(content));
  for (const { body, line, start_line: start = line } of [...comments].sort((a, b) => b.line - a.line)) {
    const [, fence = '', text = ''] = /^(`{3,})suggestion\n([\s\S]*?)^\1$/m.exec(body) ?? [];
    expect(body).toBe(`${fence}suggestion\n${text}${fence}`);
    lines.splice(start - 1, line - start + 1, ...linesOf(Buffer.from(text)));
  }
  return Buffer.from(lines.join(''), 'latin1').toString('utf8');
}

const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `line ${index + 1}`);
const file = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
/** A pull request that adds or changes these lines of a longer file. */
const changed = (lines: string[], edits: Readonly<Record<number, string | null>>): string[] =>
  lines.flatMap((line, index) => {
    const edit = edits[index + 1];
    return edit === undefined ? [line] : edit === null ? [] : edit.split('|');
  });

describe('deliver: suggestions', () => {
  it('become the change, byte for byte, when all of them are accepted', async () => {
    const base = numbered(60);
    const head = changed(base, { 3: 'three', 10: 'ten|eleven|twelve', 30: 'thirty', 31: 'x', 60: 'last' });
    const after = changed(head, {
      1: 'new first|line 1',
      3: 'THREE|```js|`````|and ünïcödé 名前 👍',
      10: null,
      11: 'a|',
      12: null,
      32: 'replaced',
      33: 'two|for one',
      62: 'last|and more',
    });
    const files = (lines: string[]): Files => ({ 'src/a b.txt': file(lines), 'other.txt': 'x\n' });
    await make({ base: files(base), head: files(head), after: files(after) });
    const state = await site.lab.deliver(site.github());
    expect(state).toMatchObject({
      state: 'delivered',
      kind: 'suggestions',
      words: expect.stringMatching(/^The change is \d suggestions of a review/),
    });
    const [review, ...more] = site.server.state.reviews;
    expect(more).toEqual([]);
    expect(review).toMatchObject({ state: 'COMMENTED', commit: site.lab.head });
    expect(accepted(file(head), review!.comments)).toBe(file(after));
    const parts = parsePatch(site.lab.patch).flatMap(({ body }) => (body.kind === 'hunks' ? body.hunks : []));
    expect(review!.comments.length).toBeGreaterThan(parts.length);

    expect(await site.lab.deliver(site.github())).toEqual(state);
    expect(site.server.state.reviews).toHaveLength(1);
  });

  it('tells what fits no changed line, inert, and refuses where nothing fits', async () => {
    const base = numbered(40);
    const head = changed(base, { 5: 'five' });
    const hostile = 'thirty @mallory <img src=x> ``` </details>';
    const after = changed(head, { 5: 'FIVE', 30: hostile });
    await make({
      base: { 'a.txt': file(base) },
      head: { 'a.txt': file(head), 'gone.txt': 'g\n' },
      after: { 'a.txt': file(after), 'new.bin': Buffer.from([0, 1]), 'new.txt': 'n\n' },
    });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'delivered',
      words: '1 of the 5 parts of the change are suggestions of a review; the others are in its text.',
    });
    const [{ body, comments } = { body: '', comments: [] }] = site.server.state.reviews;
    expect(comments.map(({ line, body }) => [line, body])).toEqual([[5, '```suggestion\nFIVE\n```']]);
    expect(body).toContain('**Without them it is not the change that the verifier passed with.**');
    const [, fence = '', folded = ''] = /^(`{4,})diff\n([\s\S]*?)^\1$/m.exec(body) ?? [];
    expect(fence).not.toBe('');
    for (const text of [hostile, 'new.bin\nnew file, binary', 'gone.txt\n@@']) expect(folded).toContain(text);
    expect(body.replace(folded, '')).not.toMatch(/@mallory|<img/);

    await make({
      base: { 'a.txt': file(base) },
      head: { 'a.txt': file(head) },
      after: { 'a.txt': file(changed(head, { 30: 'x' })) },
    });
    site.server.state.reviews.length = 0;
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: 'no part of the change fits lines that the pull request changes',
    });
    expect(site.server.state.reviews).toEqual([]);
  });

  it('never replace a line twice, and touch no workflow', async () => {
    const edit = (lines: string[], edits: Readonly<Record<number, string | null>>): Files => ({
      'a.txt': file(changed(lines, edits)),
      '.github/workflows/ci.yml': `on: ${edits[1] ?? 'push'}\n`,
    });
    const base = numbered(12);
    const head = edit(base, Object.fromEntries(base.map((line, index) => [index + 1, `${line}!`])));
    const lines = base.map((line) => `${line}!`);
    const after = { 1: 'before|line 1!|after', 2: 'line 2!|after 2', 3: null, 5: 'line 5!|after 5' };
    await make({ base: edit(base, {}), head, after: edit(lines, after) });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    const [{ body, comments } = { body: '', comments: [] }] = site.server.state.reviews;
    expect(comments.filter(({ path }) => path !== 'a.txt')).toEqual([]);
    expect(body).toContain('.github/workflows/ci.yml\n@@ line 1 @@');
    const replaced = comments.flatMap(({ line, start_line: start = line }) => [start, line]);
    expect(replaced).toEqual([...replaced].sort((one, other) => one - other));
    const taken = comments.flatMap(({ line, start_line: start = line }) =>
      Array.from({ length: line - start + 1 }, (_, index) => start + index),
    );
    expect(new Set(taken).size).toBe(taken.length);
    expect(accepted(file(lines), comments)).toBe(file(changed(lines, after)));
  });

  it('serves forks, and refuses a moved head', async () => {
    const files = (line: string): Files => ({ 'a.txt': `${line}\nsame\n` });
    await make({ base: files('a'), head: files('b'), after: files('c') });
    const pull = site.server.pulls.get(PULL)!;
    site.server.pulls.set(PULL, { ...pull, headSha: site.lab.main });
    expect(await site.lab.deliver(site.github())).toMatchObject({
      state: 'refused',
      reason: expect.stringContaining('has moved'),
    });
    site.server.pulls.set(PULL, { ...pull, headRepository: 'mallory/hello.world' });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
  });

  it.each([
    [2998, 'delivered', 'The change is 1 suggestion of a review; apply all of them together.'],
    // GitHub tells of the first 3,000 files alone.
    [3000, 'refused', 'lines of the first 3000 files that the pull request changes, and GitHub lists no more'],
  ])('fit a pull request of %d other files: %s', async (others, state, words) => {
    const files = (line: string): Files => ({ 'z.txt': `${line}\nsame\n` });
    await make({ base: files('a'), head: files('b'), after: files('c') });
    site.server.state.filesBefore = others;
    const made = await site.lab.deliver(site.github());
    expect(made).toMatchObject({ state });
    expect('words' in made ? made.words : 'reason' in made ? made.reason : '').toContain(words);
    expect(site.server.state.reviews).toHaveLength(state === 'delivered' ? 1 : 0);
  });

  it.each<FaultKind>(['lost', 'truncated', 'late', '500-after', 'limit'])(
    'are one review when %s hits',
    async (kind) => {
      const files = (line: string): Files => ({ 'a.txt': `${line}\nsame\n` });
      await make({ base: files('a'), head: files('b'), after: files('c') });
      for (const on of [
        'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
        '/events',
        'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      ]) {
        site.server.state.reviews.length = 0;
        site.server.fault({ kind, on, times: 2 });
        expect(await site.lab.deliver(site.github()), on).toMatchObject({ state: 'delivered' });
        expect(
          site.server.state.reviews.map(({ state }) => state),
          on,
        ).toEqual(['COMMENTED']);
      }
    },
  );
});

describe('a draft of a late request', () => {
  it('is removed', async () => {
    const files = (line: string): Files => ({ 'a.txt': `${line}\nsame\n` });
    await make({ base: files('a'), head: files('b'), after: files('c') });
    site.server.fault({ kind: 'drop', on: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews' });
    site.server.state.afterSubmit = (review) =>
      void site.server.state.reviews.push({ ...review, id: 999, state: 'PENDING' });
    expect(await site.lab.deliver(site.github())).toMatchObject({ state: 'delivered' });
    expect(site.server.state.reviews.map(({ state }) => state)).toEqual(['COMMENTED']);
  });
});

describe('suggestions', () => {
  const parts = (before: string, now: string, patch: string) => {
    const id = 'a'.repeat(40);
    const text = `diff --git a/f b/f\nindex ${id}..${'b'.repeat(40)} 100644\n--- a/f\n+++ b/f\n@@ -1 +1 @@\n-${before}\n+${now}\n`;
    return suggestionsFor(parsePatch(Buffer.from(text)), [{ path: 'f', id, patch }]);
  };

  it.each([
    ['a character that nobody sees', 'a\u200bb'],
    ['an override of the direction', 'a\u202eb'],
    ['a carriage return', 'a\r'],
    ['an escape', 'a\u001b[31m'],
  ])('hold no %s', (_, now) => {
    expect(parts('old', 'plain', '@@ -1 +1 @@\n-x\n+old').comments).toHaveLength(1);
    const { comments, left } = parts('old', now, '@@ -1 +1 @@\n-x\n+old');
    expect(comments).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it('do not change line ends', () => {
    const { comments, left } = parts('old\r', 'old', '@@ -1 +1 @@\n-x\n+old\r');
    expect(comments).toEqual([]);
    expect(left).toHaveLength(1);
  });

  it('do not go over a gap of the diff', () => {
    const id = 'a'.repeat(40);
    const head = `diff --git a/f b/f\nindex ${id}..${'b'.repeat(40)} 100644\n--- a/f\n+++ b/f\n`;
    const files = parsePatch(Buffer.from(`${head}@@ -1,2 +1 @@\n-one\n-two\n+x\n`));
    const shown = (patch: string) => suggestionsFor(files, [{ path: 'f', id, patch }]).comments.length;
    expect(shown('@@ -0,0 +1,2 @@\n+one\n+two')).toBe(1);
    expect(shown('@@ -0,0 +1 @@\n+one\n@@ -1,0 +2 @@\n+two')).toBe(0);
  });

  it('are only for what the diff shows there', () => {
    for (const patch of ['@@ -1 +1 @@\n-x\n+other', '@@ -2 +2 @@\n-x\n+old', '@@ -1 +0,0 @@\n-old', ''])
      expect(parts('old', 'new', patch).comments, patch).toEqual([]);
  });
});

describe('approval', () => {
  it('is not in the source: one module knows reviews, and it comments', () => {
    const files = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.ts'),
    );
    const text = new Map(files.map((name) => [name, readFileSync(join(ROOT, 'src', name), 'utf8')]));
    const those = (pattern: RegExp): string[] =>
      [...text].filter(([, source]) => pattern.test(source)).map(([name]) => name);
    expect(those(/\/reviews\b(?!\.js)/)).toEqual(['publish/reviews.ts']);
    expect(those(/APPROVE\b|REQUEST_CHANGES|['"`]\/?graphql\b|\.graphql\(|\.rest\.pulls/)).toEqual([]);
    const events = [...(text.get('publish/reviews.ts') ?? '').matchAll(/\bevent\b[^\n]*/g)].map(([line]) => line);
    expect(events.filter((line) => /event:/.test(line))).toEqual([expect.stringContaining("event: 'COMMENT'")]);
  });
});
