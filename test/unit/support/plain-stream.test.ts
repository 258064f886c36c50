import { expect, it } from 'vitest';
import { PlainStream, plainOutput } from '../../../src/support/plain-stream.js';

/** What is shown of text that comes in pieces of that many bytes. */
function shown(text: string, size: number): string {
  let all = '';
  const stream = new PlainStream((piece) => {
    all += piece;
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += size) stream.push(bytes.subarray(at, at + size));
  stream.end();
  return all;
}

it.each([1, 2, 3, 7, 1000])('takes out what a terminal acts on, in pieces of %i bytes', (size) => {
  const hostile =
    'ok \x1b[31mred\x1b[0m\r\n\x1b]0;title\x07\x1b]52;c;YQ==\x1b\\clip\x9b2J\u0007ä漢🎉\u202e\t1%\r2%\n\x1bc\x1b[?1049hend';
  expect(shown(hostile, size)).toBe('ok red\r\nclipä漢🎉\t1%\r2%\nend');
});

it('shows a long line before it ends, and what has no end', () => {
  const pieces: string[] = [];
  const output = plainOutput((text) => void pieces.push(text));
  output.onOutput('stdout', Buffer.alloc(40_000, 'a'));
  expect(pieces.join('')).toHaveLength(40_000);
  output.onOutput('stderr', Buffer.from('e'));
  expect(pieces.join('')).toHaveLength(40_000);
  output.end();
  expect(pieces.at(-1)).toBe('e');
});
