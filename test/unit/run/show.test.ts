import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOutcome } from '../../../src/run/run.js';
import { requireFolder, showOutcome } from '../../../src/run/show.js';
import { aVerdict } from '../publish/support/evidence.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'show-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('what is said of a run', () => {
  it('names the page where there is one', async () => {
    const verdict = { ...aVerdict(), patch: null, verifierPatch: null };
    const outcome = { verdict, evidence: directory } as unknown as RunOutcome;
    expect(await showOutcome(outcome)).not.toContain('page  ');
    await writeFile(join(directory, 'report.html'), '');
    expect((await showOutcome(outcome)).split('\n').slice(-2)).toEqual([
      `evidence  ${directory}`,
      `page      ${join(directory, 'report.html')}`,
    ]);
  });

  it('is nothing where there is no folder', async () => {
    const refused = expect.objectContaining({ code: 'evidence.missing', kind: 'usage' });
    await writeFile(join(directory, 'file'), '');
    for (const path of ['none', 'file']) await expect(requireFolder(join(directory, path))).rejects.toEqual(refused);
    await expect(requireFolder(directory)).resolves.toBeUndefined();
  });
});
