import { expect, it } from 'vitest';
import { createLineSplitter } from '../../../src/support/line-splitter.js';

function split(
  chunks: readonly (string | Buffer)[],
  limits: { maxLineBytes?: number; maxLinesPerChunk?: number } = {},
) {
  const lines: string[] = [];
  let skipped = 0;
  const splitter = createLineSplitter({
    onLine: (line) => lines.push(line),
    onSkipped: (count) => {
      skipped += count;
    },
    ...limits,
  });
  for (const chunk of chunks) splitter.push(Buffer.from(chunk));
  splitter.end();
  return { lines, skipped };
}

it('cuts at LF, CR LF and bare CR, wherever the chunks are cut', () => {
  const text = 'a\nb\r\nc\rd\n\r\r\n\ne é😀';
  const expected = ['a', 'b', 'c', 'd', '', '', '', 'e é😀'];
  expect(split([text]).lines).toEqual(expected);
  const bytes = Buffer.from(text);
  expect(split(Array.from(bytes, (byte) => Buffer.from([byte]))).lines).toEqual(expected);
  for (let cut = 0; cut <= bytes.length; cut++) {
    expect(split([bytes.subarray(0, cut), bytes.subarray(cut)]).lines).toEqual(expected);
  }
});

it('cuts long lines, not through a character', () => {
  expect(split(['ééé', 'ééé\nx'], { maxLineBytes: 5 }).lines).toEqual(['éé', 'x']);
});

it('counts what a flood holds beyond the bound', () => {
  expect(split(['a\nb\r\nc\rd\ne', '\nf\n'], { maxLinesPerChunk: 2 })).toEqual({
    lines: ['a', 'b', 'e', 'f'],
    skipped: 2,
  });
});
