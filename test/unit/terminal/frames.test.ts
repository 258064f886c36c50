import { describe, expect, it } from 'vitest';
import { bounded, FrameStream, sizeFrame } from '../../../src/terminal/frames.js';

describe('frames for a terminal in a room', () => {
  it('hold what was typed and the sizes of the window, in their order', () => {
    const frames = new FrameStream();
    frames.write(Buffer.from('ab\x03'));
    frames.resize({ rows: 24, columns: 300 });
    frames.write(Buffer.alloc(0));
    frames.write(Buffer.from([0xff]));
    expect(frames.read()?.toString('hex')).toBe(
      ['6400000003616203', '7700000004', '0018', '012c', '6400000001ff'].join(''),
    );
  });

  it('are of a bounded size', () => {
    const frames = new FrameStream();
    const sizes: number[] = [];
    frames.on('data', (frame: Buffer) => sizes.push(frame.readUInt32BE(1)));
    frames.write(Buffer.alloc(150_000));
    frames.end();
    return new Promise<void>((resolve) => {
      frames.on('end', () => {
        expect(sizes).toEqual([65_536, 65_536, 18_928]);
        resolve();
      });
    });
  });

  it('are not added to when they have ended', () => {
    const frames = new FrameStream();
    frames.end();
    frames.resize({ rows: 1, columns: 1 });
    expect(frames.read()).toBe(null);
  });

  it.each([
    [0, 1],
    [-5, 1],
    [1.9, 1],
    [100_000, 65_535],
    [Number.NaN, 80],
  ])('take no size such as %d', (cells, taken) => {
    expect(bounded(cells)).toBe(taken);
    expect(sizeFrame({ rows: cells, columns: 1 }).readUInt16BE(5)).toBe(taken);
  });
});
