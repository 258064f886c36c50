import { describe, expect, it } from 'vitest';
import { LineReader, MAX_LINE_BYTES, objectOf } from '../../../src/agent/json-lines.js';

function linesOf(chunks: readonly Buffer[], maxBytes?: number): { lines: string[]; dropped: number } {
  const reader = new LineReader(maxBytes);
  const lines = chunks.flatMap((chunk) => [...reader.push(chunk)]);
  lines.push(...reader.end());
  return { lines, dropped: reader.dropped };
}

describe('LineReader', () => {
  const text = 'plain\n\nümlaut 漢字 😀\r\n{"a":"€"}\nunfinished ß';
  const whole = ['plain', '', 'ümlaut 漢字 😀', '{"a":"€"}', 'unfinished ß'];

  it('gives the same lines wherever the stream is split', () => {
    const bytes = Buffer.from(text);
    for (let at = 0; at <= bytes.length; at += 1)
      expect(linesOf([bytes.subarray(0, at), bytes.subarray(at)]).lines, `split at ${at}`).toEqual(whole);
    expect(linesOf([...bytes].map((byte) => Buffer.from([byte]))).lines).toEqual(whole);
  });

  it('drops a line over the limit, counts it and goes on with the next one', () => {
    const result = linesOf(
      ['ab', 'cde', 'f\n', 'ok\n', 'abcdef\n', 'abcde\n', 'x'.repeat(6)].map((part) => Buffer.from(part)),
      5,
    );
    expect(result).toEqual({ lines: ['ok', 'abcde'], dropped: 3 });
  });

  it('keeps a line of exactly one mebibyte and drops a longer one', () => {
    const fits = 'x'.repeat(MAX_LINE_BYTES);
    const result = linesOf([Buffer.from(`${fits}\n${fits}y\nend\n`)]);
    expect(result.lines.map((line) => line.length)).toEqual([MAX_LINE_BYTES, 3]);
    expect(result.dropped).toBe(1);
  });

  it('is not changed by a caller that reuses its buffer', () => {
    const reader = new LineReader();
    const buffer = Buffer.from('first');
    reader.push(buffer);
    buffer.fill('x');
    expect(reader.push(Buffer.from('\n'))).toEqual(['first']);
  });
});

describe('objectOf', () => {
  it.each(['', 'text', '[1]', '1', 'null', '{"a":', ' {"a":1}'])('finds no object in %j', (line) => {
    expect(objectOf(line)).toBeUndefined();
  });
  it('finds the object', () => expect(objectOf('{"a":1}')).toEqual({ a: 1 }));
});
