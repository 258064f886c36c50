import { describe, expect, it } from 'vitest';
import { codeSpan, fencedBlock, inlineText, inlineWords, plainLine, visible } from '../../../src/publish/neutralise.js';
import { HOSTILE } from './support/hostile.js';
import { LIVE, parseMarkdown, textNodes, walk } from './support/markdown.js';
import { liveParts } from './support/rendered.js';

const named = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text] as const);
const INERT = new Set(['root', 'paragraph', 'text', 'html', 'sentence', 'word', 'whitespace', 'break']);
const OUR_HTML = /^<\/?(?:span|code)>$/;

describe('inlineText', () => {
  it.each(named)('%s is nothing but text at the start of a block', async (_, text) => {
    const written = inlineText(text);
    const tree = await parseMarkdown(`${written}\n`);
    for (const node of walk(tree)) {
      expect(INERT, `${node.type} in ${written}`).toContain(node.type);
      if (node.type === 'html') expect(node.value).toMatch(OUR_HTML);
    }
    for (const value of textNodes(tree)) for (const pattern of LIVE) expect(value).not.toMatch(pattern);
    expect(written).not.toMatch(/[\n\r]/);
  });

  it.each(named)('%s stays in its table cell', async (_, text) => {
    const tree = await parseMarkdown(
      `| a | b |\n|---|---|\n| ${inlineText(text)} | ${codeSpan(text)} |\n| last | row |\n`,
    );
    const rows = [...walk(tree)].filter((node) => node.type === 'tableRow');
    expect(rows.map((row) => row.children?.length)).toEqual([2, 2, 2]);
    expect([...walk(tree)].filter((node) => /link|image|heading|code/i.test(node.type))).toEqual([]);
  });

  it('keeps ordinary prose readable', () => {
    expect(inlineText('The sum was wrong, so 2 - 1 gave 3; fixed in one line.')).toBe(
      'The sum was wrong, so 2 - 1 gave 3; fixed in one line.',
    );
  });

  it('says what it hides', () => {
    expect(visible('a\u202eb\u0000c\u001bd')).toBe('a‹U+202E›b␀c␛d');
    expect(plainLine('two\nlines\u2028three')).toBe('two lines three');
  });

  it('bounds what is seen and what is written', () => {
    expect([...plainLine('𝒳'.repeat(1000), 10)]).toHaveLength(11);
    expect(inlineText('@'.repeat(100_000)).length).toBeLessThan(1400);
    expect(codeSpan('$'.repeat(100_000)).length).toBeLessThan(2700);
  });

  it('does not rewrite what a person copies from code', async () => {
    const tree = await parseMarkdown(codeSpan('npx @scope/pkg "a|b" --x=$HOME https://r.example `id`'));
    const text = [...walk(tree)].filter((node) => node.type === 'text').map((node) => node.value);
    expect(text.join('')).toBe('npx @scope/pkg "a|b" --x=$HOME https://r.example `id`');
  });
});

describe('fencedBlock', () => {
  it.each(named)('%s cannot leave its fence', async (_, text) => {
    const { markdown } = fencedBlock(text, 'text', 8000);
    const tree = await parseMarkdown(`before\n\n${markdown}\n\nafter\n`);
    expect(tree.children?.map((node) => node.type)).toEqual(['paragraph', 'code', 'paragraph']);
    expect(markdown).not.toMatch(/^\s*::/m);
    expect(markdown).not.toMatch(/##\[/);
    expect(markdown.length).toBeLessThanOrEqual(8000);
  });

  it('cuts at the end of a line and counts what is left out', () => {
    const text = Array.from({ length: 1000 }, (_, index) => `line ${index}`).join('\n');
    const { markdown, omitted } = fencedBlock(text, 'diff', 500);
    const body = markdown.split('\n').slice(1, -1).join('\n');
    expect(text.startsWith(`${body}\n`)).toBe(true);
    expect(omitted).toBe(text.length - body.length - 1);
    expect(fencedBlock('a\nb', 'text', 500)).toEqual({ markdown: '```text\na\nb\n```', omitted: 0 });
    expect(fencedBlock('a', 'text', 10)).toEqual({ markdown: '', omitted: 1 });
  });

  it('keeps its bound when every character grows', () => {
    for (const max of [100, 1000, 65_536])
      expect(fencedBlock('\u202e'.repeat(100_000), 'text', max).markdown.length).toBeLessThanOrEqual(max);
  });
});

describe('inlineWords', () => {
  it('shows what stands between back-ticks as code, and a single one as itself', () => {
    expect(inlineWords('`npm test` passed, 2 of `x')).toBe('<code>npm test</code> passed, 2 of &#96;x');
    expect(inlineWords('a `` b')).toBe('a &#96;&#96; b');
  });

  it.each(HOSTILE.map((text) => [JSON.stringify(text.slice(0, 40)), text] as const))(
    'leaves nothing of %s alive',
    (_, text) => {
      for (const words of [text, `\`${text}\``, `a \`${text}\` b`]) expect(liveParts(inlineWords(words))).toEqual([]);
    },
  );
});
