import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type BoundedLog, createBoundedLog } from '../../../src/support/bounded-log.js';
import { createRedactor } from '../../../src/support/redact.js';

const SECRET = 'correct-horse-battery';
let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'bounded-log-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const open = (maxBytes: number, name = 'agent.log'): BoundedLog =>
  createBoundedLog({ directory, name, maxBytes, redactor: createRedactor([SECRET]) });
const content = (): string => readFileSync(join(directory, 'agent.log'), 'utf8');

describe('a bounded log', () => {
  it('keeps everything up to the bound, to the byte', async () => {
    const log = open(1000);
    const text = `${'x'.repeat(99)}\n`.repeat(10);
    for (const part of text.match(/[\s\S]{1,7}/g) ?? []) log.write(Buffer.from(part));
    expect(await log.finish()).toEqual({ bytes: 1000, elidedBytes: 0 });
    expect(content()).toBe(text);
    expect(readdirSync(directory)).toEqual(['agent.log']);
    expect(statSync(join(directory, 'agent.log')).mode & 0o777).toBe(0o600);
  });

  it.each([1001, 1499, 1500, 1501, 2000, 2001, 9_999, 123_457])('keeps head and tail of %i bytes', async (size) => {
    const text = Array.from({ length: size }, (_, i) => (i % 10 === 9 ? '\n' : String(i % 7))).join('');
    const log = open(1000);
    for (let at = 0; at < size; at += 333) log.write(Buffer.from(text.slice(at, at + 333)));
    const result = await log.finish();
    expect(result).toEqual({ bytes: size, elidedBytes: size - 1000 });
    expect(content()).toBe(`${text.slice(0, 500)}\n[... ${size - 1000} bytes elided ...]\n${text.slice(-500)}`);
    expect(readdirSync(directory)).toEqual(['agent.log']);
    expect(log.headText(20)).toBe(text.slice(0, 20));
    expect(log.tailText(20)).toBe(text.slice(-20));
    expect(log.excerpt(100)).toEqual({ head: text.slice(0, 50), tail: text.slice(-50), elidedBytes: size - 100 });
    expect(log.excerpt(200_000).elidedBytes).toBe(Math.max(0, size - 65_536));
  });

  it('redacts before anything is written, over chunk and flush boundaries', async () => {
    const log = open(1_000_000);
    for (const byte of `${`a line with ${SECRET} inside\n`.repeat(4000)}`) log.write(Buffer.from(byte));
    expect(content()).not.toContain(SECRET.slice(0, 12));
    await log.finish();
    expect(content()).toBe('a line with [redacted] inside\n'.repeat(4000));
    expect(log.headText(100) + log.tailText(100)).not.toContain('horse');
  });

  it('writes small output to disk without being finished', async () => {
    const log = open(1000);
    log.write(Buffer.from('first line\n'));
    await expect.poll(content).toBe('first line\n');
    await log.finish();
  });

  it('keeps nothing of the buffer that it was given', async () => {
    const log = open(100);
    const chunk = Buffer.from('reused\n');
    log.write(chunk);
    chunk.fill(0);
    await log.finish();
    expect(content()).toBe('reused\n');
  });

  it('finishes once, and an empty log is an empty file', async () => {
    const log = open(100);
    const first = log.finish();
    log.write(Buffer.from('too late'));
    expect(await log.finish()).toEqual({ bytes: 0, elidedBytes: 0 });
    expect(await first).toEqual({ bytes: 0, elidedBytes: 0 });
    expect(content()).toBe('');
  });

  it('reports a failed write when it is finished, and not before', async () => {
    const log = open(10);
    rmSync(directory, { recursive: true });
    log.write(Buffer.alloc(100, 'x'));
    await expect(log.finish()).rejects.toMatchObject({ code: 'evidence.write' });
  });

  it('never follows a link that is there already', () => {
    open(10);
    expect(() => open(10)).toThrow(/EEXIST/);
  });

  it('holds 256 MB of output in less than 1 MiB of excerpts and buffers', async () => {
    const log = open(8 * 1024 * 1024);
    const line = `    at Object.<anonymous> (/workspace/test/some/file.test.js:12:34) the quick brown fox ${SECRET.slice(3)}\n`;
    const chunk = Buffer.from(line.repeat(Math.floor(65_536 / line.length)));
    const rounds = Math.ceil(256e6 / chunk.length);
    let peak = 0;
    const before = process.memoryUsage().arrayBuffers;
    for (let i = 0; i < rounds; i++) {
      log.write(chunk);
      if (i % 1024 === 0) {
        globalThis.gc?.();
        peak = Math.max(peak, process.memoryUsage().arrayBuffers - before);
      }
    }
    const { bytes, elidedBytes } = await log.finish();
    expect(bytes).toBe(rounds * chunk.length);
    expect(elidedBytes).toBe(bytes - 8 * 1024 * 1024);
    expect(statSync(join(directory, 'agent.log')).size).toBeLessThan(8 * 1024 * 1024 + 100);
    // Without a collection on request, garbage of the young generation is counted too.
    expect(peak).toBeLessThan(64 * 1024 * 1024);
  });
});
