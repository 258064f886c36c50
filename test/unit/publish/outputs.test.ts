import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type Channels,
  formatOutputs,
  MAX_REPORT_OUTPUT_BYTES,
  outputsOf,
  writeOutputs,
  writeSummary,
} from '../../../src/publish/outputs.js';
import { aVerdict, REPORT, someEvidence } from './support/evidence.js';
import { HOSTILE } from './support/hostile.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'publish-outputs-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

/** Reads the file as the runner does. */
function parse(text: string): Record<string, string> {
  const lines = text.split('\n');
  const out: Record<string, string> = {};
  while (lines.length > 0) {
    const line = lines.shift()!;
    if (line === '') continue;
    const [, name, delimiter] = /^([^=<]+)<<(.+)$/.exec(line) ?? [];
    if (name === undefined || delimiter === undefined) throw new Error(`no output: ${line}`);
    const end = lines.indexOf(delimiter);
    out[name] = lines
      .splice(0, end + 1)
      .slice(0, -1)
      .join('\n');
  }
  return out;
}

const NOWHERE: Channels = {
  comment: { state: 'skipped', reason: 'r' },
  check: { state: 'skipped', reason: 'r' },
  delivery: { state: 'skipped', kind: 'artifact', reason: 'r' },
};
const written = (url: string): Channels['comment'] => ({ state: 'written', id: 1, url, action: 'created' });

describe('outputs', () => {
  it('says how the run ended', () => {
    expect(outputsOf(someEvidence(), { ...NOWHERE, comment: written('https://c') })).toEqual({
      verdict: 'verified',
      green: 'true',
      verified: 'true',
      attempts: '1',
      evidence: '/evidence',
      patch: '/evidence/change.patch',
      report: JSON.stringify(REPORT),
      'passing-command': 'npm test',
      'plan-sha256': '',
      summary: 'npm test passed in a pristine room on attempt 1',
      'comment-url': 'https://c',
      'check-url': '',
      delivery: 'skipped',
      'delivery-url': '',
      'report-page': '',
      sarif: '',
      'predicate-type': '',
      'predicate-path': '',
      'subject-checksums': '',
      'manifest-sha256': '',
    });
  });

  it('gives the path of a report that is too large', () => {
    const text = JSON.stringify({ text: 'ä'.repeat(MAX_REPORT_OUTPUT_BYTES / 2) });
    const { report } = outputsOf(someEvidence({ report: { value: JSON.parse(text), text } }), NOWHERE);
    expect(JSON.parse(report)).toEqual({ omitted: 'larger than 65536 bytes', path: '/evidence/report.json' });
  });

  it.each(HOSTILE.map((text, index) => [index, text] as const))(
    'no value sets another output (%i)',
    async (_, text) => {
      const file = join(directory, 'output');
      const evidence = someEvidence({
        verdict: aVerdict({ reason: text, passingCommand: text }),
        report: { value: text, text: JSON.stringify(text) },
      });
      const outputs = outputsOf(evidence, { ...NOWHERE, comment: written(text) });
      await writeOutputs(file, outputs);
      expect(parse(await readFile(file, 'utf8'))).toEqual({ ...outputs, ...sanitised(outputs) });
    },
  );

  it('takes another delimiter while the value holds it', () => {
    const delimiters = ['guessed', 'guessed', 'fresh', ...Array.from({ length: 20 }, () => randomUUID())];
    const outputs = outputsOf(
      someEvidence({ verdict: aVerdict({ passingCommand: 'x\nguessed\ngreen<<guessed\nfalse' }) }),
      NOWHERE,
    );
    const seen: string[] = [];
    const text = formatOutputs({ ...outputs, verdict: 'x\nguessed' as never }, () => {
      const next = delimiters.shift()!;
      seen.push(next);
      return next;
    });
    expect(seen.slice(0, 3)).toEqual(['guessed', 'guessed', 'fresh']);
    expect(parse(text)['verdict']).toBe('x\nguessed');
  });

  it('appends to what earlier steps wrote', async () => {
    const file = join(directory, 'summary');
    await writeFile(file, 'before\n');
    await writeSummary(file, '# mine');
    expect(await readFile(file, 'utf8')).toBe('before\n# mine\n');
    await expect(writeSummary(file, 'x'.repeat(1024 * 1024 + 1))).rejects.toMatchObject({ code: 'publish.summary' });
    await expect(writeOutputs(join(directory, 'no', 'file'), outputsOf(someEvidence(), NOWHERE))).rejects.toMatchObject(
      {
        code: 'publish.outputs',
      },
    );
  });
});

/** A lone surrogate has no UTF-8. */
function sanitised(outputs: object): object {
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, Buffer.from(String(value), 'utf8').toString('utf8')]),
  );
}
