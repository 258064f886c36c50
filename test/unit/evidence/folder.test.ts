import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { manifestDiffers, readFolder } from '../../../src/evidence/folder.js';
import { buildManifest } from '../../../src/evidence/manifest.js';
import type { Manifest } from '../../../src/schemas/manifest.js';

let directory: string;
const put = (path: string, text: string): void => writeFileSync(join(directory, path), text);

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'folder-'));
  mkdirSync(join(directory, 'logs'));
  put('plan.json', '{}');
  put('logs/a.log', 'a');
  put('logs/empty.log', '');
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a folder that anybody may have written', () => {
  it('is that of its manifest, or every difference is told', async () => {
    const manifest = await buildManifest(directory);
    expect(manifestDiffers(await readFolder(directory), manifest)).toEqual([]);
    put('plan.json', '{ }');
    put('logs/more.log', 'x');
    rmSync(join(directory, 'logs/a.log'));
    const twice: Manifest = { ...manifest, files: [...manifest.files, ...manifest.files.slice(0, 1)] };
    expect(manifestDiffers(await readFolder(directory), twice)).toEqual([
      'manifest.json names a file twice',
      '"logs/a.log" is missing',
      '"plan.json" has changed',
      '"logs/more.log" is not in the manifest',
    ]);
  });

  it('may hold nothing that a run does not write, and no link is followed', async () => {
    symlinkSync('/etc/passwd', join(directory, 'report.json'));
    symlinkSync('/etc', join(directory, 'attempts'));
    execFileSync('mkfifo', [join(directory, 'journal.jsonl')]);
    put('.hidden', 'x');
    mkdirSync(join(directory, 'a/b/c/d/e/f/g/h/i/j'), { recursive: true });
    const folder = await readFolder(directory);
    expect(folder.problems).toEqual([
      '".hidden" is hidden, and no run writes such a name',
      expect.stringMatching(/^"a\/b\/.* is more than 8 folders deep$/),
      '"attempts" is no regular file',
      '"journal.jsonl" is no regular file',
      '"report.json" is no regular file',
    ]);
    expect([...folder.files.keys()].sort()).toEqual(['logs/a.log', 'logs/empty.log', 'plan.json']);
    expect(folder.read('report.json', 1000)).toBeUndefined();
  });

  it('is read in bounds, and only as it was looked at', async () => {
    const folder = await readFolder(directory);
    expect(folder.read('logs/a.log', 1)?.toString()).toBe('a');
    expect(folder.read('plan.json', 1)).toBeUndefined();
    expect(folder.read('../plan.json', 10)).toBeUndefined();
    put('plan.json', '[]');
    expect(() => folder.read('plan.json', 10)).toThrow('changed while the evidence was read');
  });

  it('has to be one', async () => {
    await expect(readFolder(join(directory, 'plan.json'))).rejects.toThrow('is no directory');
    symlinkSync(directory, `${directory}-link`);
    try {
      await expect(readFolder(`${directory}-link`)).rejects.toThrow('is no directory');
    } finally {
      rmSync(`${directory}-link`);
    }
  });
});
