import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../../src/evidence/manifest.js';
import { readJournal } from '../../../src/evidence/read.js';
import { createEvidence, type Evidence, type EvidenceOptions } from '../../../src/evidence/recorder.js';
import { inspectFolder, repairFolder } from '../../../src/evidence/repair.js';
import type { Manifest } from '../../../src/schemas/manifest.js';
import { createRedactor } from '../../../src/support/redact.js';

let parent: string;
let directory: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'repair-'));
  directory = join(parent, 'run');
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const open = (options: Partial<EvidenceOptions> = {}): Evidence =>
  createEvidence({ directory, clock: { now: () => 0, monotonic: () => 0 }, redactor: createRedactor([]), ...options });

/** What a later life does with a folder. */
async function goOn(life = 2): Promise<{ evidence: Evidence; droppedBytes: number }> {
  const { temporaries } = await inspectFolder(directory);
  const { lines, droppedBytes } = await repairFolder(directory, temporaries);
  return { evidence: open({ continued: { life, lines } }), droppedBytes };
}

const text = (name: string): string => readFileSync(join(directory, name), 'utf8');
const say = (evidence: Evidence, words: string): void => evidence.journal('notice', { text: words });

describe('a folder of a killed run', () => {
  it('goes on wherever its last line was cut', async () => {
    say(open(), 'one');
    const one = text('journal.jsonl').length;
    rmSync(directory, { recursive: true });
    const first = open();
    say(first, 'one');
    say(first, 'two');
    const all = text('journal.jsonl');
    for (let length = one; length <= all.length; length++) {
      writeFileSync(join(directory, 'journal.jsonl'), all.slice(0, length));
      const { evidence, droppedBytes } = await goOn();
      say(evidence, 'three');
      const whole = length === all.length;
      expect(droppedBytes).toBe(whole ? 0 : length - one);
      const { records, torn } = readJournal(join(directory, 'journal.jsonl'));
      expect(torn).toBe(false);
      expect(records.map((record) => (record as { text?: string }).text)).toEqual(
        whole ? ['one', 'two', 'three'] : ['one', 'three'],
      );
    }
  });

  it('loses half-written files and the cut ends of all files of lines, and nothing else', async () => {
    const first = open();
    first.writeJson('plan.json', { a: 1 });
    first.probe({ room: 'r', attempt: 1, name: 'user', passed: true, detail: 'x' });
    const probes = text('probes.jsonl');
    appendFileSync(join(directory, 'probes.jsonl'), '{"schema":"clean');
    mkdirSync(join(directory, 'attempts'));
    writeFileSync(join(directory, 'attempts', '.7.tmp'), 'half');
    const { evidence, droppedBytes } = await goOn();
    expect(droppedBytes).toBe('{"schema":"clean'.length + 'half'.length);
    expect(text('probes.jsonl')).toBe(probes);
    evidence.probe({ room: 'r', attempt: 2, name: 'user', passed: true, detail: 'x' });
    expect(text('probes.jsonl').split('\n')).toHaveLength(3);
    expect(JSON.parse(text('plan.json'))).toEqual({ a: 1 });
    await evidence.finish();
    const manifest = JSON.parse(text('manifest.json')) as Manifest;
    expect(manifest.files.map(({ path }) => path)).toEqual(['journal.jsonl', 'plan.json', 'probes.jsonl']);
  });

  it('keeps the logs of every life', async () => {
    const first = open();
    first.log('proof-1.log').write(Buffer.from('before\n'));
    await first.log('other.log').finish();
    const { evidence } = await goOn();
    const log = evidence.log('proof-1.log');
    log.write(Buffer.from('after\n'));
    await evidence.finish();
    expect(log.path).toBe('logs/proof-1.life-2.log');
    expect(text(log.path)).toBe('after\n');
    expect(text('logs/proof-1.log')).toBeDefined();
  });

  it('has what it takes to go on in its manifest only where it may', async () => {
    for (const resumable of [true, false]) {
      rmSync(directory, { recursive: true, force: true });
      const evidence = open();
      evidence.writeJson('resume/a.json', {});
      await evidence.finish({ resumable });
      const manifest = JSON.parse(text('manifest.json')) as Manifest;
      expect(manifest.files.some(({ path }) => path === 'resume/a.json')).toBe(resumable);
      expect(await checkManifest(directory, manifest)).toEqual([]);
    }
    // Killed between the manifest and the removal.
    mkdirSync(join(directory, 'resume'));
    writeFileSync(join(directory, 'resume/a.json'), '{}');
    expect(await checkManifest(directory, JSON.parse(text('manifest.json')) as Manifest)).toEqual([]);
  });
});

describe('a folder of somebody else', () => {
  const outside = (): string => join(parent, 'outside');
  it.each([
    ['a link', () => symlinkSync(outside(), join(directory, 'access.jsonl'))],
    ['a link to a folder', () => symlinkSync(parent, join(directory, 'logs'))],
    ['a second name of another file', () => linkSync(outside(), join(directory, 'access.jsonl'))],
    [
      'a journal that is a link',
      () => {
        rmSync(join(directory, 'journal.jsonl'));
        symlinkSync(outside(), join(directory, 'journal.jsonl'));
      },
    ],
    [
      'a folder for a file',
      () => {
        rmSync(join(directory, 'journal.jsonl'));
        mkdirSync(join(directory, 'journal.jsonl'));
      },
    ],
    ['a name that is no text', () => writeFileSync(Buffer.from(`${directory}/\xff`, 'latin1'), '')],
    ['a pipe', () => void execFileSync('mkfifo', [join(directory, 'access.jsonl')])],
    ['folders without end', () => void mkdirSync(join(directory, 'a/b/c/d/e/f/g/h/i/j'), { recursive: true })],
  ])('is refused with %s, and nothing outside is written', async (_name, plant) => {
    writeFileSync(outside(), 'mine');
    say(open(), 'one');
    plant();
    await expect(inspectFolder(directory)).rejects.toMatchObject({ code: 'evidence.unsafe-file' });
    expect(readFileSync(outside(), 'utf8')).toBe('mine');
  });

  it('is written on by nobody who was not told to', () => {
    say(open(), 'one');
    truncateSync(join(directory, 'journal.jsonl'), 0);
    expect(() => open()).toThrow(expect.objectContaining({ code: 'evidence.directory' }));
  });
});
