import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createEvidence } from '../../../src/evidence/recorder.js';
import { systemClock } from '../../../src/support/clock.js';
import { createRedactor } from '../../../src/support/redact.js';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'cleanroom-commands-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

it('commands.jsonl follows its schema and holds no secret', async () => {
  const directory = join(parent, 'run');
  const evidence = createEvidence({ directory, clock: systemClock, redactor: createRedactor(['correct-horse']) });
  evidence.command({
    time: '2026-11-21T04:00:00.123Z',
    room: 'attempt-1',
    attempt: 1,
    argv: ['kubectl', 'get', '--token=correct-horse'],
    ran: null,
    verdict: 'refused',
    rule: 'no rule allows it',
    exitCode: 126,
    files: [{ path: '/workspace/correct-horse', bytes: 1 }],
    stdinBytes: 0,
    stdoutBytes: 0,
    stderrBytes: 10,
    redactions: 0,
    durationMs: 1,
  });
  await evidence.finish();
  const text = readFileSync(join(directory, 'commands.jsonl'), 'utf8');
  const schema = JSON.parse(readFileSync('schemas/command.schema.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(text).not.toContain('horse');
  expect(readFileSync(join(directory, 'manifest.json'), 'utf8')).toContain('commands.jsonl');
});

it('mcp.jsonl follows its schema and holds no secret', async () => {
  const directory = join(parent, 'run');
  const evidence = createEvidence({ directory, clock: systemClock, redactor: createRedactor(['correct-horse']) });
  evidence.mcp({
    time: '2026-11-21T04:00:00.123Z',
    room: 'attempt-1',
    attempt: 1,
    server: 'tracker',
    tool: 'search',
    arguments: '{"query":"correct-horse"}',
    argumentsSha256: 'a'.repeat(64),
    verdict: 'failed',
    rule: 'it did not answer within 2 seconds',
    isError: null,
    bytes: 60,
    redactions: 0,
    durationMs: 2000,
  });
  await evidence.finish();
  const text = readFileSync(join(directory, 'mcp.jsonl'), 'utf8');
  const schema = JSON.parse(readFileSync('schemas/mcp.schema.json', 'utf8')) as object;
  const validate = new Ajv2020({ strict: false }).compile(schema);
  expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).toBe(true);
  expect(text).not.toContain('horse');
  expect(readFileSync(join(directory, 'manifest.json'), 'utf8')).toContain('mcp.jsonl');
});
