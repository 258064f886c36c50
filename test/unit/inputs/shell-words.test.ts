import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { joinWords, looseWords, splitWords } from '../../../src/inputs/shell-words.js';

/** The words that a real shell makes of a text. */
function shellWords(text: string): string[] {
  const script = `set -f -- ${text}\nfor word; do printf '%s\\0' "$word"; done`;
  return execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
}

describe('splitWords', () => {
  it.each([
    'npm test',
    '  a\t b  ',
    `'a b' "c d" e\\ f`,
    `a'b'"c"d`,
    `''`,
    `"" a ''`,
    `"a \\"b\\" \\\\ \\c \\' '"`,
    `'\\'`,
    `a\\\nb`,
    `"a\\\nb"`,
    `'$HOME' "a\\$b" '*' \\* \\; '|'`,
    `a=b --c='d e'`,
    `"$" "a$ b" "100$"`,
    `a#b ~a\\~`.replace('~a', 'a~'),
    `{a,b} ! % @ ^`,
    `'ü' "日本"`,
  ])('does with %j what a shell does', (text) => {
    expect(splitWords(text)).toEqual({ ok: true, words: shellWords(text) });
  });

  it.each([
    ['a | b', 'operator', '|'],
    ['a && b', 'operator', '&&'],
    ['a; b', 'operator', ';'],
    ['a > b', 'operator', '>'],
    ['a <b', 'operator', '<'],
    ['(a)', 'operator', '('],
    ['a\nb', 'operator', '\n'],
    ['echo $HOME', 'expansion', '$HOME'],
    ['echo "$HOME"', 'expansion', '$HOME"'],
    ['echo $(id)', 'expansion', '$('],
    ['echo `id`', 'expansion', '`id`'],
    ['echo "`id`"', 'expansion', '`id`"'],
    ['rm *.js', 'expansion', '*.js'],
    ['ls a?', 'expansion', '?'],
    ['ls [ab]', 'expansion', '[ab]'],
    ['cd ~', 'expansion', '~'],
    ['a # b', 'expansion', '# b'],
    [`a 'b`, 'unclosed', `'b`],
    [`a "b`, 'unclosed', `"b`],
    ['a \\', 'unclosed', '\\'],
  ])('refuses %j, which only a shell could carry out', (text, reason, given) => {
    expect(splitWords(text)).toEqual({ ok: false, reason, given });
  });
});

describe('looseWords', () => {
  it('finds the words of any text', () => {
    expect(looseWords('cd a && ./b.sh "$X" | tee c; (d)')).toEqual(['cd', 'a', './b.sh', '$X', 'tee', 'c', 'd']);
    expect(looseWords(`a 'b c`)).toEqual(['a', 'b c']);
  });
});

describe('joinWords', () => {
  it.each([[['npm', 'test']], [['a b', '', `it's`, '$HOME', '*', 'a\nb', '"']], [['--x=a/b.c', '~', '#', '\\']]])(
    'writes %j so that a shell reads it back',
    (words) => {
      expect(shellWords(joinWords(words))).toEqual(words);
    },
  );
});
