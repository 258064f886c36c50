import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  MAX_PATCH_BYTES,
  MAX_REPORT_BYTES,
  MAX_VERDICT_BYTES,
  readEvidence,
} from '../../../src/publish/read-evidence.js';
import { anAttempt, aVerdict, PATCH, REPORT, USAGE, writeEvidence } from './support/evidence.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'publish-evidence-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const at = (name: string): string => join(directory, name);
const refusal = async (): Promise<string> =>
  readEvidence(directory).then(
    () => 'accepted',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('readEvidence', () => {
  it('reads what a run leaves', async () => {
    await writeEvidence(directory, { manifest: true });
    const evidence = await readEvidence(directory);
    expect(evidence.verdict.verdict).toBe('verified');
    expect(evidence.plan?.publish.commentKey).toBe('ci');
    expect(evidence.usage).toEqual(USAGE);
    expect(evidence.patch?.text).toBe(PATCH);
    expect(evidence.report?.value).toEqual(REPORT);
    expect(evidence.warnings).toEqual([]);
  });

  it('is content with a verdict alone', async () => {
    const verdict = aVerdict({
      verdict: 'infra-error',
      green: false,
      verified: false,
      attempts: [],
      patch: null,
      report: null,
    });
    await mkdir(directory, { recursive: true });
    await writeFile(at('verdict.json'), JSON.stringify(verdict));
    const evidence = await readEvidence(directory);
    expect(evidence).toMatchObject({ plan: undefined, usage: undefined, patch: undefined, report: undefined });
    expect(evidence.reportSchema).toBe(true);
  });

  it('keeps the whole lines of logs that a kill cut short', async () => {
    const line = {
      schema: 'cleanroom/journal/v1',
      seq: 1,
      time: '2026-01-01T00:00:00.000Z',
      event: 'notice',
      text: 'x',
    };
    await writeEvidence(directory, {
      files: {
        'journal.jsonl': `${JSON.stringify(line)}\n{"event":"evil"}\n${JSON.stringify(line).slice(0, 30)}`,
      },
    });
    const evidence = await readEvidence(directory);
    expect(evidence.journal).toEqual([line]);
    expect(evidence.commands).toEqual([]);
  });

  it('reads the log of brokered commands', async () => {
    const command = {
      ...{ schema: 'cleanroom/command/v1', time: '2026-01-01T00:00:00.000Z', room: 'attempt-1', attempt: 1 },
      ...{ argv: ['kubectl', 'get'], ran: null, verdict: 'refused', rule: 'x', exitCode: 126, files: [] },
      ...{ stdinBytes: 0, stdoutBytes: 0, stderrBytes: 1, redactions: 0, durationMs: 1 },
    };
    await writeEvidence(directory, {
      files: { 'commands.jsonl': `${JSON.stringify(command)}\n{"verdict":"great"}\n` },
    });
    expect((await readEvidence(directory)).commands).toEqual([command]);
  });

  it('reads the log of MCP servers', async () => {
    const call = {
      ...{ schema: 'cleanroom/mcp/v1', time: '2026-01-01T00:00:00.000Z', room: 'attempt-1', attempt: 1 },
      ...{ server: 'tracker', tool: 'search', arguments: '{}', argumentsSha256: 'x', verdict: 'allowed', rule: 'x' },
      ...{ isError: false, bytes: 1, redactions: 0, durationMs: 1 },
    };
    await writeEvidence(directory, { files: { 'mcp.jsonl': `${JSON.stringify(call)}\n{"verdict":"great"}\n` } });
    expect((await readEvidence(directory)).mcp).toEqual([call]);
  });

  it.each([
    'verdict.json',
    'plan.json',
    'usage.json',
    'change.patch',
    'report.json',
    'journal.jsonl',
    'commands.jsonl',
    'mcp.jsonl',
    'manifest.json',
  ])('refuses %s when it is a link, a pipe or a folder', async (name) => {
    await writeEvidence(directory);
    await rm(at(name), { force: true });
    await writeFile(at('elsewhere'), '{}');
    await symlink(at('elsewhere'), at(name));
    expect(await refusal()).toBe('evidence.unsafe-file');
    await rm(at(name));
    execFileSync('mkfifo', [at(name)]);
    expect(await refusal()).toBe('evidence.unsafe-file');
    await rm(at(name));
    await mkdir(at(name));
    expect(await refusal()).toBe('evidence.unsafe-file');
  });

  it.each([
    ['verdict.json', MAX_VERDICT_BYTES],
    ['report.json', MAX_REPORT_BYTES],
    ['change.patch', MAX_PATCH_BYTES],
  ])('refuses %s above its limit', async (name, limit) => {
    await writeEvidence(directory);
    await truncate(at(name), limit + 1);
    expect(await refusal()).toBe('evidence.too-large');
  });

  it('reads a long journal from its start and says so', async () => {
    await writeEvidence(directory, { files: { 'journal.jsonl': '\n'.repeat(5 * 1024 * 1024) } });
    expect((await readEvidence(directory)).warnings).toEqual([
      'Only the beginning of journal.jsonl was read: it is longer than a publisher reads.',
    ]);
  });

  it.each([
    ['no verdict', 'verdict.json', undefined, 'evidence.missing'],
    ['no JSON', 'verdict.json', '{"verdict": ::error::', 'evidence.malformed'],
    ['an unknown verdict', 'verdict.json', JSON.stringify({ ...aVerdict(), verdict: 'great' }), 'evidence.invalid'],
    ['a member too many', 'verdict.json', JSON.stringify({ ...aVerdict(), extra: 1 }), 'evidence.invalid'],
    ['another patch path', 'verdict.json', JSON.stringify(aVerdict({ patch: '../../etc/passwd' })), 'evidence.invalid'],
    ['a plan of no form', 'plan.json', '{}', 'evidence.invalid'],
    ['usage of no form', 'usage.json', '[]', 'evidence.invalid'],
    ['a report that is no JSON', 'report.json', 'hello', 'evidence.malformed'],
  ])('refuses %s', async (_, name, content, code) => {
    await writeEvidence(directory);
    await rm(at(name));
    if (name === 'verdict.json') await rm(at('plan.json'));
    if (content !== undefined) await writeFile(at(name), content);
    expect(await refusal()).toBe(code);
  });

  it('refuses a plan that is not the one of the verdict', async () => {
    await writeEvidence(directory, { verdict: aVerdict({ planSha256: 'f'.repeat(64) }) });
    expect(await refusal()).toBe('evidence.digest');
  });

  it.each(['verdict.json', 'plan.json', 'usage.json', 'change.patch', 'report.json'])(
    'refuses %s when the manifest says otherwise',
    async (name) => {
      await writeEvidence(directory, { manifest: true });
      await writeFile(at(name), '{} ');
      expect(await refusal()).toBe('evidence.digest');
      await rm(at(name));
      expect(await refusal()).toBe('evidence.missing');
    },
  );

  it('warns of a patch that no attempt recorded', async () => {
    const attempts = [anAttempt({ patch: { files: 1, added: 1, deleted: 0, bytes: 1, sha256: 'e'.repeat(64) } })];
    await writeEvidence(directory);
    const { verdict } = await readEvidence(directory);
    await writeFile(at('verdict.json'), JSON.stringify({ ...verdict, attempts }));
    expect((await readEvidence(directory)).warnings).toEqual([
      'The patch in the evidence is not the one that any attempt recorded. Do not apply it unread.',
    ]);
  });

  it('quotes nothing hostile in its errors', async () => {
    await writeEvidence(directory, { files: { 'verdict.json': '\n::error::boom\u001b[31m' } });
    await expect(readEvidence(directory)).rejects.toMatchObject({
      message: 'verdict.json of the evidence is not JSON',
    });
  });
});
