import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, expect, it } from 'vitest';

const demo = fileURLToPath(new URL('../../examples/demo/', import.meta.url));
const validate = new Ajv2020().compile(JSON.parse(readFileSync(join(demo, 'report.schema.json'), 'utf8')));
let work: string;
let repository: string;

beforeEach(() => {
  work = mkdtempSync(join(tmpdir(), 'demo-files-'));
  repository = join(work, 'repo');
  cpSync(join(demo, 'repo'), repository, { recursive: true });
});
afterEach(() => rmSync(work, { recursive: true }));

/** The exit code of the demo repository's own tests. */
function verify(): number | null {
  // Without these, node --test would think itself a child of another test runner.
  const { NODE_TEST_CONTEXT: _, NODE_OPTIONS: __, ...env } = process.env;
  return spawnSync(process.execPath, ['--test'], { cwd: repository, env, stdio: 'ignore' }).status;
}

function attempt(number: number): unknown {
  const reportFile = join(work, 'report.json');
  const agent = spawnSync(process.execPath, [join(demo, 'agent.mjs')], {
    cwd: repository,
    env: { CLEANROOM_ATTEMPT: String(number), CLEANROOM_REPORT_FILE: reportFile },
    input: readFileSync(join(demo, 'task.md')),
  });
  expect(agent.status).toBe(0);
  return JSON.parse(readFileSync(reportFile, 'utf8'));
}

it("fails on the base and after attempt 1, and passes after attempt 2; the agent's reports are valid", () => {
  expect(verify()).toBe(1);
  expect(validate(attempt(1)), JSON.stringify(validate.errors)).toBe(true);
  expect(verify()).toBe(1);
  expect(validate(attempt(2)), JSON.stringify(validate.errors)).toBe(true);
  expect(verify()).toBe(0);
});

it('passes after attempt 2 alone, where nothing of attempt 1 is left', () => {
  attempt(2);
  expect(verify()).toBe(0);
});
