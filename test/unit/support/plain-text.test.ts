import { describe, expect, it } from 'vitest';
import { escapeInvisible, shorten, stripEscapes, stripInvisible } from '../../../src/support/plain-text.js';

describe('stripEscapes', () => {
  it.each([
    ['\u001b[1;31mred\u001b[0m', 'red'],
    ['\u001b[38:2:255:0:0mx', 'x'],
    ['\u009b2Jx', 'x'],
    ['\u001b]0;title\u0007x', 'x'],
    ['\u001b]8;;http://example.invalid\u001b\\link\u001b]8;;\u001b\\', 'link'],
    ['\u001bPq#0\u001b\\x', 'x'],
    ['\u001b(Bx\u001b7y\u001bcz', 'xyz'],
    ['\u001b]never ends\nnext', '\nnext'],
    ['no escapes [1m here', 'no escapes [1m here'],
  ])('%j', (text, expected) => {
    expect(stripEscapes(text)).toBe(expected);
  });
});

it('stripInvisible leaves what a person can see', () => {
  expect(stripInvisible('a\tb\r\nc\u0000\u0008\u200b\u202e\u2066\ufeff\u00ad\u{e0041}\ud800 é日😀')).toBe(
    'a\tb\r\nc é日😀',
  );
});

it('escapeInvisible spells it out on one line', () => {
  expect(escapeInvisible('a\r\n\tb\u001b\u202e\u{e0041}\ud800é')).toBe(
    'a\\r\\n\\tb\\u{1b}\\u{202e}\\u{e0041}\\u{d800}é',
  );
});

it('shorten keeps whole characters', () => {
  expect(shorten('abc', 3)).toBe('abc');
  expect(shorten('abcd', 3)).toBe('ab…');
  expect(shorten('a😀b', 3)).toBe('a…');
});
