import { execFileSync } from 'node:child_process';
import { linkSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readReportFile } from '../../../src/report/read.js';

let directory = '';
let report = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'report-'));
  report = join(directory, 'report.json');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('reads a regular file', () => {
  writeFileSync(report, '{"a": 1}');
  expect(readReportFile(directory)).toEqual({ state: 'read', bytes: Buffer.from('{"a": 1}') });
});

it('says when there is none', () => {
  expect(readReportFile(directory)).toEqual({ state: 'missing' });
});

it('reads up to the bound and no further', () => {
  writeFileSync(report, 'x'.repeat(100));
  expect(readReportFile(directory, 100).state).toBe('read');
  expect(readReportFile(directory, 99)).toEqual({
    state: 'refused',
    reason: 'report.json has 100 bytes, more than the 99 allowed',
  });
});

it.each<[string, () => void, string]>([
  ['a link', () => symlinkSync('/etc/passwd', report), 'is a symbolic link'],
  ['a dangling link', () => symlinkSync('/nothing/there', report), 'is a symbolic link'],
  ['a directory', () => mkdirSync(report), 'is no regular file'],
  ['a FIFO', () => execFileSync('mkfifo', [report]), 'is no regular file'],
  [
    'a sparse terabyte',
    () => {
      writeFileSync(report, '');
      truncateSync(report, 2 ** 40);
    },
    'more than the 262144 allowed',
  ],
  [
    'a hard link',
    () => {
      writeFileSync(join(directory, 'other'), 'secret');
      linkSync(join(directory, 'other'), report);
    },
    'hard link',
  ],
])('refuses %s', (_name, make, reason) => {
  make();
  expect(readReportFile(directory)).toEqual({ state: 'refused', reason: expect.stringContaining(reason) });
});

it('refuses a socket', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(report, resolve));
  expect(readReportFile(directory)).toEqual({ state: 'refused', reason: 'report.json is a socket or device' });
  await new Promise((resolve) => server.close(resolve));
});
