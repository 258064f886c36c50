import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { OutputPace } from '../../../src/room/output-pace.js';

describe('the pace of output', () => {
  it('is that of whoever takes it, and of nobody once the command is to end', async () => {
    const stream = new PassThrough();
    const waits: (() => void)[] = [];
    const outputTaken = (): Promise<void> => new Promise((resolve) => waits.push(resolve));
    const pace = new OutputPace({ outputTaken });
    const seen: string[] = [];
    stream.on('data', (chunk: Buffer) => {
      seen.push(chunk.toString());
      pace.handed('stdout', stream);
    });
    const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
    for (const text of ['a', 'b', 'c']) {
      stream.write(text);
      await turn();
    }
    expect(seen).toEqual(['a']);
    waits.shift()?.();
    await turn();
    expect(seen.join('')).toMatch(/^ab/);
    expect(stream.isPaused()).toBe(true);
    pace.release();
    stream.end('d');
    await turn();
    expect(seen.join('')).toBe('abcd');
  });

  it('is as fast as it can be for who says nothing of it', () => {
    const stream = new PassThrough();
    stream.resume();
    new OutputPace({}).handed('stdout', stream);
    expect(stream.isPaused()).toBe(false);
  });
});
