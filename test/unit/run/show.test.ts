import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunOutcome } from '../../../src/run/run.js';
import { requireFolder, showEvidence, showOutcome } from '../../../src/run/show.js';
import { aVerdict, writeEvidence } from '../publish/support/evidence.js';

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

  it('says how to take the change over where it was verified, and nothing twice', async () => {
    const change = join(directory, 'change.patch');
    await writeFile(change, 'diff --git a/a b/a\n');
    const said = (verdict: Partial<ReturnType<typeof aVerdict>>) =>
      showOutcome({
        verdict: { ...aVerdict(verdict), verifierPatch: null },
        evidence: directory,
      } as unknown as RunOutcome);
    expect((await said({})).split('\n').slice(-4)).toEqual([
      'diff --git a/a b/a',
      '',
      `evidence  ${directory}`,
      `apply     git apply ${change}`,
    ]);
    const stuck = {
      kind: 'no-progress',
      message: 'No progress in 2 attempts in a row.',
      attempt: 2,
      snapshot: 'snapshot.json',
      failure: '3 !== 4',
      command: 'npm test',
      log: 'logs/proof-2.log',
      files: 1,
      next: 'Mend the first failure alone. It says: 3 !== 4',
    } as const;
    const red = { verdict: 'no-progress', green: false, verified: false, stuck } as const;
    const hint = 'Mend the first failure alone; snapshot.md in the evidence has where it stood';
    const text = await said({
      ...red,
      reason: 'No progress in 2 attempts in a row. It came no further: 3 !== 4',
      hint,
    });
    for (const words of ['No progress in 2', '3 !== 4', 'Mend the first', 'snapshot.md'])
      expect(text.split(words), words).toHaveLength(2);
    expect(text).toContain('stuck     after attempt 2\n  command npm test (logs/proof-2.log)\n');
    expect(text).not.toContain('git apply');
    expect(await said(red)).toContain('  next    Mend the first failure alone.\n  all     snapshot.md');
  });

  it('tells nobody to take over a change that is not the one of the run', async () => {
    await writeEvidence(directory);
    expect(await showEvidence(directory, false)).toMatch(/\napply {5}git apply /);
    await writeFile(join(directory, 'change.patch'), 'diff --git a/x b/x\n');
    const text = await showEvidence(directory, false);
    expect(text).toContain('\nwarning   The patch in the evidence is not the one that any attempt recorded.');
    expect(text).not.toContain('git apply');
  });

  it('is nothing where there is no folder, or one of something else', async () => {
    const refused = expect.objectContaining({ code: 'evidence.missing', kind: 'usage' });
    await writeFile(join(directory, 'file'), '');
    for (const path of ['none', 'file']) await expect(requireFolder(join(directory, path))).rejects.toEqual(refused);
    await expect(requireFolder(directory)).rejects.toEqual(refused);
    await writeFile(join(directory, 'journal.jsonl'), '');
    await expect(requireFolder(directory)).resolves.toBeUndefined();
  });
});
