import { describe, expect, it } from 'vitest';
import { importsOf, withoutImports } from '../../../src/workspace/imports.js';

const paths = (text: string, file = 'CLAUDE.md'): string[] => importsOf(text, file).map(({ path }) => path);

describe('imports of an instruction file', () => {
  it.each([
    ['@a.md', 'CLAUDE.md', ['a.md']],
    ['see @./a.md', 'sub/CLAUDE.md', ['sub/a.md']],
    ['see\n@../a.md\n', 'sub/CLAUDE.md', ['a.md']],
    ['@/workspace/x/a.md', 'sub/CLAUDE.md', ['x/a.md']],
    ['@with\\ space.md', 'CLAUDE.md', ['with space.md']],
    ['@a.md#part', 'CLAUDE.md', ['a.md']],
    ['@docs/', 'CLAUDE.md', ['docs']],
    ['(see @a.md).', 'CLAUDE.md', ['a.md).', 'a.md']],
    ['**@a.md**', 'CLAUDE.md', ['a.md**', 'a.md']],
    ['|@a.md|b|', 'CLAUDE.md', ['a.md|b|', 'a.md|b', 'a.md']],
    ['**@a.md**|@b.md,|', 'CLAUDE.md', ['a.md**|@b.md,|', 'a.md**|@b.md', 'a.md', 'b.md,', 'b.md']],
    ['@/workspace/../workspace/x/a.md', 'CLAUDE.md', ['x/a.md']],
    ['@../workspace/a.md', 'CLAUDE.md', ['a.md']],
    ['[@a.md](b)', 'CLAUDE.md', ['a.md](b)', 'a.md](b', 'a.md']],
    ['@../../etc/passwd @../x', 'CLAUDE.md', []],
    ['@/etc/passwd @~/notes.md @. @', 'CLAUDE.md', []],
    ['mail me@a.md', 'CLAUDE.md', []],
    ['nothing', 'CLAUDE.md', []],
  ] as const)('%j of %s', (text, file, expected) => {
    expect(paths(text, file)).toEqual(expected);
  });

  it('become plain names, each once', () => {
    const text = 'See **@a.md**, @b.md and @c.md.';
    const unwanted = importsOf(text, 'CLAUDE.md').filter(({ path }) => path === 'a.md' || path.startsWith('c'));
    expect(withoutImports(text, unwanted)).toBe('See **a.md**, @b.md and c.md.');
  });

  it('take no time on a hostile text', () => {
    for (const text of [
      '@'.repeat(200_000),
      '@a\\ '.repeat(100_000),
      `@${')'.repeat(200_000)}x`,
      '@a*'.repeat(100_000),
      `@${'*@a'.repeat(100_000)}`,
    ])
      importsOf(text, 'CLAUDE.md');
  });
});
