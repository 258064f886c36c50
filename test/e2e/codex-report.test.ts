import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CodexLab, codexLab, FINAL, FIX, LOOK, missingForCodex, REPORT, VERIFY } from '../support/codex-lab.js';
import { ACTION_NODE } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';
import type { Turn } from '../support/scripted-model.js';

/* What the real codex hands in, and what becomes of it. */

let missing: string | undefined;
let lab: CodexLab;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});
afterEach(() => lab?.dispose());

const say = (text: string): Turn => ({ do: 'message', text });
const BROKEN = say('All done! {"summary": "no end');

/** A draft that the provider cannot enforce: the host alone does. */
const COUNT_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  type: 'object',
  required: ['functions'],
  properties: { functions: { type: 'integer', minimum: 1 } },
  additionalProperties: { type: 'string' },
};

describe.each(ACTION_NODE)('under $name, a report', ({ path: node }) => {
  it('that is broken is corrected in one more turn of the same conversation', async () => {
    lab = await codexLab([FIX, BROKEN, FINAL]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--report', 'required'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts).toMatchObject([{ outcome: 'proved', report: { state: 'valid', corrected: true } }]);
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    const calls = lab.model.calls();
    expect(calls).toHaveLength(3);
    expect(calls[2]?.text).toMatch(/Repair the length of a range\.[\s\S]*no end[\s\S]*The report has to be corrected/);
    expect(run.evidence.files).toContain('logs/attempt-1-correction.log');
    expect(run.evidence.usage().total).toMatchObject({ requests: 3, ...lab.model.ledger(), estimated: false });
    expect(run.evidence.usage().attempts[0]?.agent).toEqual({ ...lab.model.ledger(), costUsd: null });
  });

  it('that stays broken is never green, though the verifier passes', async () => {
    lab = await codexLab([FIX, BROKEN]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--report', 'required'] });
    expect(run.code).toBe(1);
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({
      verdict: 'report-invalid',
      green: false,
      verified: false,
      report: null,
      attempts: [{ outcome: 'report-invalid', report: { state: 'invalid', corrected: true } }],
    });
    expect(verdict.attempts[0]?.proofs).toMatchObject([{ passed: true }]);
    expect(verdict.attempts[0]?.report.errors.join('\n')).toMatch(/JSON/);
    expect(run.evidence.files).not.toContain('report.json');
    expect(run.evidence.read('attempts/1/report.invalid.txt')).toContain('no end');
    // One correction, not more.
    expect(lab.model.calls()).toHaveLength(3);
  });

  it('is all that a run without a verifier asks for', async () => {
    lab = await codexLab([LOOK, FINAL]);
    const run = await lab.run({ node });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'reported',
      green: true,
      verified: false,
      baseline: null,
      patch: null,
      report: 'report.json',
      attempts: [{ outcome: 'reported', proofs: [] }],
    });
    expect(run.evidence.json('report.json')).toEqual(REPORT);
  });

  it('has to satisfy the schema of the trusted commit', async () => {
    lab = await codexLab([LOOK, say('{"functions":0}'), say('{"functions":2,"note":"length, within"}')], {
      files: { 'ci/report.json': JSON.stringify(COUNT_SCHEMA) },
    });
    // What lies in the working tree does not count.
    await writeFile(join(lab.repo, 'ci/report.json'), '{}');
    const run = await lab.run({ node, flags: ['--schema', 'ci/report.json', '--json'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(JSON.parse(run.stdout)).toMatchObject({
      verdict: 'reported',
      attempts: [{ report: { state: 'valid', corrected: true } }],
    });
    expect(run.evidence.json('report.json')).toEqual({ functions: 2, note: 'length, within' });
    const [first, , corrected] = lab.model.calls();
    expect(first?.text).toContain('"$schema": "http://json-schema.org/draft-07/schema#"');
    expect(corrected?.text).toMatch(/functions.{0,40}1/);
  });

  it('that does not satisfy it is report-invalid', async () => {
    lab = await codexLab([LOOK, say('{"functions":"two"}')], {
      files: { 'ci/report.json': JSON.stringify(COUNT_SCHEMA) },
    });
    const run = await lab.run({ node, flags: ['--schema', 'ci/report.json'] });
    expect(run.code).toBe(1);
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'report-invalid',
      hint: expect.stringMatching(/functions/),
    });
  });

  it('can say no, and ends the run', async () => {
    const blocked = { reason: 'Two tests contradict each other.', evidence: 'test/ranges.test.js:4' };
    lab = await codexLab([LOOK, say(JSON.stringify({ summary: 'Nothing was done.', changes: [], blocked }))]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY] });
    expect(run.code).toBe(1);
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({
      verdict: 'blocked',
      green: false,
      verified: false,
      hint: expect.stringContaining('change the task'),
      blocked,
    });
    expect(verdict.reason).toContain(blocked.reason);
    expect(verdict.attempts).toMatchObject([{ outcome: 'blocked', proofs: [] }]);
    expect(lab.model.calls()).toHaveLength(2);
  });
});
