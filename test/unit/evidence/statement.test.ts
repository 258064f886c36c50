import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type StatementFiles, statementFiles, verifierDigest } from '../../../src/evidence/statement.js';
import { statementSchema } from '../../../src/schemas/statement.js';
import { canonicalJson, sha256 } from '../../../src/support/canonical-json.js';
import { PREDICATE_TYPE } from '../../../src/support/result-files.js';
import { aPlan, aVerdict } from '../publish/support/evidence.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'statement-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const PATCH = 'diff --git a/a b/a\n';
const usage = { requests: 2, inputTokens: 30, cachedInputTokens: 10, outputTokens: 5, costUsd: 0.25, estimated: false };

function write(files: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(files))
    writeFileSync(join(directory, name), typeof value === 'string' ? value : `${JSON.stringify(value, null, 2)}\n`);
}

function make(): StatementFiles {
  return statementFiles((name) => {
    try {
      return readFileSync(join(directory, name));
    } catch {
      return undefined;
    }
  });
}

const line = (event: string, seq: number, more: object): string =>
  `${JSON.stringify({ schema: 'cleanroom/journal/v1', seq, time: `2026-01-01T00:00:0${seq}.000Z`, event, ...more })}\n`;

describe('a statement', () => {
  beforeEach(() => {
    write({
      'plan.json': aPlan(),
      'verdict.json': aVerdict({ planSha256: '9'.repeat(64) }),
      'usage.json': { schema: 'cleanroom/usage/v1', total: usage, attempts: [] },
      'change.patch': PATCH,
      'journal.jsonl': `${line('base.ready', 1, { tree: 'a'.repeat(40) })}${line('run.finished', 2, {})}{"event":"run.finished","time"`,
    });
  });

  it('is an in-toto Statement v1 by its schema, over the files that are there, in canonical JSON', () => {
    const { statement, predicate } = make();
    const value = JSON.parse(statement);
    const validate = new Ajv2020({ strict: false }).compile(statementSchema);
    expect(validate(value), JSON.stringify(validate.errors)).toBe(true);
    expect(Object.keys(value).sort()).toEqual(['_type', 'predicate', 'predicateType', 'subject']);
    expect(value).toMatchObject({ _type: 'https://in-toto.io/Statement/v1', predicateType: PREDICATE_TYPE });
    expect(value.subject.map(({ name }: { name: string }) => name)).toEqual([
      'change.patch',
      'plan.json',
      'verdict.json',
    ]);
    expect(value.subject[0].digest).toEqual({ sha256: sha256(PATCH) });
    expect(statement).toBe(`${canonicalJson(value)}\n`);
    expect(predicate).toBe(`${canonicalJson(value.predicate)}\n`);
    expect(make()).toEqual(make());
  });

  it('says what journal, plan, verdict and usage say, and nothing else', () => {
    const plan = aPlan();
    const verdict = aVerdict({ planSha256: '9'.repeat(64) });
    const predicate = JSON.parse(make().predicate);
    expect(predicate).toMatchObject({
      tool: { version: plan.tool },
      finishedAt: '2026-01-01T00:00:02.000Z',
      asked: { actor: plan.context.actor, repository: plan.context.repository, runUrl: plan.context.runUrl },
      base: { workCommit: plan.source.workCommit, trustedCommit: plan.source.trustedCommit, tree: 'a'.repeat(40) },
      plan: { sha256: verdict.planSha256, policySha256: plan.policy.sha256, reportSchemaSha256: plan.report.sha256 },
      verifier: { command: plan.verifier?.display, sha256: plan.verifier && verifierDigest(plan.verifier) },
      usage,
      attempts: verdict.attempts.length,
      result: { verdict: verdict.verdict, green: verdict.green, verified: verdict.verified },
    });
    const last = verdict.attempts.at(-1);
    expect(predicate.proof.proofs.map(({ room, passed }: { room: string; passed: boolean }) => [room, passed])).toEqual(
      last?.proofs.map(({ room, passed }) => [room, passed]),
    );
  });

  it('has its subjects in the form of sha256sum, which checks them', () => {
    write({ 'subjects.sha256': make().subjects });
    const checked = execFileSync('sha256sum', ['-c', '--strict', 'subjects.sha256'], { cwd: directory }).toString();
    expect(checked).toBe('change.patch: OK\nplan.json: OK\nverdict.json: OK\n');
    write({ 'change.patch': `${PATCH}\n` });
    expect(() =>
      execFileSync('sha256sum', ['-c', '--strict', '--quiet', 'subjects.sha256'], { cwd: directory, stdio: 'pipe' }),
    ).toThrow();
    // As actions/attest takes them apart: a digest, a space, a flag, a name.
    for (const record of make().subjects.split('\n').filter(Boolean))
      expect(record).toMatch(/^[0-9a-f]{64} {2}[a-z.]+$/);
  });

  it('holds of a run that never had a base as well, and there is none without a plan', () => {
    write({ 'journal.jsonl': '' });
    expect(JSON.parse(make().predicate)).toMatchObject({ finishedAt: null, base: { tree: null } });
    rmSync(join(directory, 'plan.json'));
    expect(make).toThrow('a statement needs plan.json');
  });

  it.each([
    ['the verdict', 'verdict.json', aVerdict({ verdict: 'attempts-exhausted', green: false, verified: false })],
    ['the plan', 'plan.json', aPlan({ baseline: 'any' })],
    ['the patch', 'change.patch', `${PATCH}+x\n`],
  ])('is another one when %s is', (_, name, value) => {
    const before = make().statement;
    write({ [name]: value });
    expect(make().statement).not.toBe(before);
  });
});
