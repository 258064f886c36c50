import { describe, expect, it } from 'vitest';
import { MAX_COMMENT_CHARS, renderComment } from '../../../src/publish/comment.js';
import { unbroken } from '../../../src/publish/format.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { MAX_SUMMARY_BYTES, renderSummary } from '../../../src/publish/summary.js';
import type { DeliveryState } from '../../../src/publish/types.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import { anAttempt, aPlan, aVerdict, movedTo, someEvidence } from './support/evidence.js';
import { fullAttempt, fullBlocked, fullVerdict, fullWorker } from './support/full.js';
import { HOSTILE } from './support/hostile.js';
import { parseMarkdown, walk } from './support/markdown.js';
import { liveParts, renderHtml } from './support/rendered.js';

const render = (overrides: Partial<PublishableEvidence> = {}): string =>
  renderComment(someEvidence(overrides), { key: 'ci' });

describe('size', () => {
  const hunk = (lines: number): string => `@@ -0,0 +1,${lines} @@\n${'+0123456789 @octocat ```\n'.repeat(lines)}`;
  const bigPatch = `diff --git a/x b/x\n--- /dev/null\n+++ b/x\n${hunk(45_000)}`;

  it('cuts a patch of a megabyte with a notice, and stays below the limit', async () => {
    expect(bigPatch.length).toBeGreaterThan(1_000_000);
    const comment = render({ patch: { text: bigPatch, bytes: bigPatch.length, sha256: 'c'.repeat(64) } });
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
    expect(comment.length).toBeGreaterThan(MAX_COMMENT_CHARS - 1000);
    expect(comment).toMatch(/Cut here: [\d,]+ more characters of [\d,]+ bytes\. The whole patch is change\.patch/);
    expect(comment).toContain('1 file, +45,000 −0');
    const tree = await parseMarkdown(comment);
    expect(tree.children?.filter((node) => node.type === 'code')).toHaveLength(1);
  });

  it('shows the ends of 10,000 attempts', () => {
    const attempts = Array.from({ length: 10_000 }, (_, index) =>
      anAttempt({ attempt: index + 1, outcome: 'failed', summary: `failure ${index + 1} ${'@x '.repeat(100)}` }),
    );
    const comment = render({ verdict: aVerdict({ attempts }) });
    expect(comment.length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
    expect(comment).toContain(`| 1 | ${unbroken('❌ verifier failed')} |`);
    expect(comment).toMatch(/\| … \| \d+ more(?: rows)? \|/);
  });

  // Of long ones few fit, of short ones all bounds are used up.
  it.each([200, 8])('keeps its limits when everything is large and hostile: %d', (length) => {
    const list = Array.from({ length: 2000 }, (_, index) => `${'$@#|'.repeat(length)}${index}`);
    const report = {
      summary: list.join('\n'),
      changes: list.map((path) => ({ path, why: path })),
      blocked: null,
      more: list,
    };
    const text = list.join('');
    const verdict = aVerdict({
      ...fullVerdict(text, list),
      workers: Array.from({ length: 16 }, () => fullWorker(text, 20)),
      attempts: Array.from({ length: 20 }, () => fullAttempt(text, list)),
      instructions: list.map((path) => ({ path, sha256: path, bytes: 1 })),
      hiddenConfig: list,
    });
    const evidence = someEvidence({
      verdict,
      verifierPatch: { text: bigPatch, bytes: bigPatch.length, sha256: 'd'.repeat(64) },
      report: { value: report, text: '{}' },
      patch: {
        text: list.map((path) => `diff --git a/${path} b/${path}\n`).join(''),
        bytes: 1,
        sha256: 'c'.repeat(64),
      },
      warnings: list.slice(0, 40),
    });
    const blocked = { ...evidence, verdict: { ...verdict, verdict: 'blocked', blocked: fullBlocked(text) } as const };
    const changed = { ...evidence, verdict: { ...verdict, verdict: 'verified-with-verifier-change' } as const };
    for (const one of [evidence, blocked, changed]) {
      expect(renderComment(one, { key: 'ci' }).length).toBeLessThanOrEqual(MAX_COMMENT_CHARS);
      expect(Buffer.byteLength(renderSummary(one))).toBeLessThanOrEqual(MAX_SUMMARY_BYTES);
    }
  });
});

/** What may become of a change, with hostile words. */
function deliveries(text: string): readonly (DeliveryState | undefined)[] {
  return [
    { state: 'delivered', kind: 'commit', url: text, words: text, branch: text, commit: text },
    { state: 'refused', kind: 'pull-request', reason: text, hint: text },
    { state: 'failed', kind: 'suggestions', code: text, message: text, hint: text },
    { state: 'skipped', kind: 'commit', reason: text },
    undefined,
  ];
}

describe('hostile evidence', () => {
  /** Every string of a value replaced, object keys of the report too. */
  const poison = (value: unknown, text: string): unknown => {
    if (typeof value === 'string') return text;
    if (Array.isArray(value)) return value.map((item) => poison(item, text));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item, text)]));
  };
  const cases = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text, index] as const);

  it.each(cases)('%s is inert in every field', async (_, text, index) => {
    const full = aVerdict({
      hint: 'h',
      denied: [{ host: 'h', reason: 'r', allow: ['a'] }],
      notices: ['n'],
      instructions: [{ path: 'p', sha256: 's', bytes: 1 }],
      hiddenConfig: ['h'],
      attempts: [
        anAttempt({
          refusals: [{ path: 'p', reason: 'r' }],
          report: { state: 'invalid', errors: ['e'], corrected: false },
        }),
      ],
      room: { backend: 'b', identity: 'i', version: 'v', limits: {}, audit: 'off', weaknesses: ['w'] },
    });
    const poisoned = poison(full, text) as typeof full;
    const verdict = {
      ...poisoned,
      verdict: 'attempts-exhausted' as const,
      attempts: poisoned.attempts.map((attempt) => ({
        ...attempt,
        outcome: 'failed' as const,
        report: { ...attempt.report, state: 'invalid' as const },
      })),
    };
    const report = {
      [text]: text,
      list: [text, [text]],
      rows: [{ [text]: text, b: { c: text } }],
      deep: { [text]: { a: { b: { c: { d: text } } } } },
    };
    const schema = {
      title: text,
      properties: { list: { title: text, description: text }, rows: { description: text } },
    };
    const base = { event: 'base.ready', overlaid: [text], masked: [text] };
    const evidence = someEvidence({
      verdict,
      plan: poison(aPlan(), text) as ReturnType<typeof aPlan>,
      report: { value: report, text: JSON.stringify(report) },
      reportSchema: schema,
      patch: { text: `diff --git a/${text} b/${text}\n+++ b/${text}\n${text}`, bytes: 1, sha256: 'c'.repeat(64) },
      journal: [base as unknown as JournalRecord],
    });
    const links = { artifactUrl: text, runUrl: text, checkUrl: text };
    const all = deliveries(text);
    for (const delivery of [all[index % all.length]]) {
      const options = { ...links, delivery, target: movedTo(text) };
      for (const markdown of [renderComment(evidence, { key: text, ...options }), renderSummary(evidence, options)]) {
        expect(liveParts(markdown)).toEqual([]);
        expect(markdown.match(/^###+ /gm)).toHaveLength(2);
        // By another parser.
        const nodes = [...walk(await parseMarkdown(markdown))];
        expect(nodes.filter((node) => /^(?:link|image|definition|footnote)/i.test(node.type))).toEqual([]);
        expect(nodes.filter((node) => node.type === 'heading').map((node) => node.depth)).toEqual([3, 4]);
      }
    }
  });
});

describe('hostile evidence of a run that did not get on', () => {
  const cases = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text] as const);

  it.each(cases)(
    '%s is inert in what it was stuck in or blocked by, in tests, workers and the verifier’s change',
    (_, text) => {
      const diff = `diff --git a/${text} b/${text}\n+++ b/${text}\n${text}`;
      for (const more of [{}, { verdict: 'blocked', blocked: fullBlocked(text) }] as const) {
        const evidence = someEvidence({
          verdict: aVerdict({ ...fullVerdict(text), ...more }),
          verifierPatch: { text: diff, bytes: diff.length, sha256: 'd'.repeat(64) },
        });
        for (const markdown of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)]) {
          expect(liveParts(markdown)).toEqual([]);
          const headings = renderHtml(markdown).match(/<h\d>/g);
          expect(headings).toEqual(['<h3>', '<h4>', '<h4>']);
          // Every line of the table of workers is one, with all of its cells.
          const rows = markdown.split('\n').filter((line) => line.includes('no progress |'));
          expect(rows.map((row) => row.match(/(?<!\\)\|/g)?.length)).toEqual([7, 7]);
        }
      }
    },
  );
});
