import { expect, it } from 'vitest';
import { liveParts, renderHtml } from './support/rendered.js';

// The judge of the other tests: a judge that lets everything pass would make them worthless.
it.each([
  '@octocat',
  'see #12',
  'octo-org/repo#12',
  'GH-12',
  'fixed by 0123456 and more',
  'at 0123456789abcdef0123456789abcdef01234567',
  ':tada:',
  'https://evil.example',
  'www.evil.example',
  'me@evil.example',
  '<https://evil.example>',
  '[x](https://evil.example)',
  '![x](y.png)',
  '<img src=x>',
  '<svg onload=x>',
  '<code onclick=x>y</code>',
  '<code>y',
  'x[^1]\n\n[^1]: y',
  '- [ ] task',
  '> quote',
  '> [!NOTE]\n> x',
  '# heading',
  '~~gone~~',
  '$x$',
  '```geojson\n{}\n```',
  '```suggestion\nx\n```',
  '<!-- other -->',
  '---',
  '::error::x',
  '##[group]x',
])('%s is alive', (markdown) => {
  expect(liveParts(`${markdown}\n`)).not.toEqual([]);
});

it.each([
  'plain words, 12.3 s',
  '<code>www.x.example</code>'.replace('.', '&#46;'),
  '**bold**\n\n- item\n\n| a | b |\n|---:|---|\n| c | d |',
  '```diff\n@octocat https://x.example\n```',
  '[run](https://github.example/o/r)',
])('%s is not', (markdown) => {
  expect(liveParts(`${markdown}\n`, ['https://github.example/o/r'])).toEqual([]);
  expect(renderHtml(markdown)).not.toBe('');
});
