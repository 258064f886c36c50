import { describe, expect, it } from 'vitest';
import { LineFile } from '../../../src/evidence/line-file.js';

/** Offers so many lines of a room; how many were taken. */
function write(file: LineFile, room: string, lines: number, bytes = 10): number {
  let taken = 0;
  for (let line = 0; line < lines; line++) {
    if (!file.admits(room)) continue;
    file.added(room, bytes);
    taken++;
  }
  return taken;
}

const MIB = 1024 * 1024;

describe('a file of lines', () => {
  it('keeps something for every later room when one has flooded it with lines', () => {
    const file = new LineFile('transcript.jsonl', 20_000, 32 * MIB);
    expect(write(file, 'attempt-1', 100_000)).toBe(20_000);
    const later = Array.from({ length: 40 }, (_, index) => write(file, `attempt-${index + 2}`, 100_000));
    expect(later.slice(0, 3)).toEqual([1250, 1093, 957]);
    expect(Math.min(...later)).toBeGreaterThanOrEqual(16);
    expect(later.reduce((sum, lines) => sum + lines, 0)).toBeLessThanOrEqual(10_000);
    expect(write(file, 'attempt-1', 1)).toBe(0);
    expect(file.dropped.get('attempt-1')).toBe(80_001);
  });

  it('and when one has flooded it with long lines', () => {
    const file = new LineFile('transcript.jsonl', 20_000, 32 * MIB);
    expect(write(file, 'attempt-1', 1000, MIB)).toBe(24);
    expect(write(file, 'attempt-2', 2000, 1000)).toBeGreaterThan(1000);
    expect(write(file, 'attempt-3', 500, 1000)).toBe(500);
    expect([...file.dropped.keys()]).toEqual(['attempt-1', 'attempt-2']);
  });

  it('lets a room that wrote a little before go on to its share, and counts that', () => {
    const file = new LineFile('exec.jsonl', 1000, MIB);
    expect(write(file, 'a', 30)).toBe(30);
    expect(write(file, 'b', 5000)).toBe(970);
    expect(write(file, 'a', 5000)).toBe(Math.floor(500 / 8) - 30);
    expect(write(file, 'c', 5000)).toBe(Math.floor((500 - 32) / 8));
  });

  it('takes no more than that, however many rooms come', () => {
    const file = new LineFile('access.jsonl', 1000, MIB);
    let lines = 0;
    for (let room = 0; room < 60; room++) lines += write(file, `room-${room}`, 600);
    expect(lines).toBe(1500);
  });

  it('gives all brokered commands together what one room gets, and later rooms theirs', () => {
    const file = new LineFile('exec.jsonl', 1000, MIB);
    write(file, 'attempt-1', 2000);
    let lines = 0;
    for (let command = 1; command <= 200; command++) lines += write(file, `command-${command}`, 3);
    expect(lines).toBe(Math.floor(500 / 8));
    expect(write(file, 'proof-1', 500)).toBe(Math.floor((500 - lines) / 8));
    expect([...file.dropped.keys()]).toEqual(['attempt-1', 'brokered commands', 'proof-1']);
  });

  it('goes on with what an earlier life of the run left', () => {
    const file = new LineFile('access.jsonl', 1000, MIB);
    file.goOn({ lines: 1100, bytes: 11_000 });
    expect(write(file, 'attempt-2', 1000)).toBe(50);
    const full = new LineFile('access.jsonl', 1000, MIB);
    full.goOn({ lines: 1500, bytes: 2 * MIB });
    expect(write(full, 'attempt-2', 1000)).toBe(0);
  });
});
