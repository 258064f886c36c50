import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerdictFile } from '../../src/schemas/verdict.js';
import { runDist } from '../support/dist.js';
import { evidenceProblems, openEvidence } from '../support/evidence.js';
import { repository } from '../support/workspace.js';

const place = mkdtempSync(join(tmpdir(), 'floor-e2e-'));
chmodSync(place, 0o755);
let repo = '';
let runs = 0;

const TEST = `const test = require('node:test');
const assert = require('node:assert');
const { add } = require('../lib/sum.js');
test('zero', () => assert.strictEqual(add(2, 0), 2));
test('add', () => assert.strictEqual(add(2, 2), 4));
`;

beforeAll(async () => {
  repo = await repository(
    {
      'lib/sum.js': 'exports.add = (a, b) => a - b;\n',
      'test/sum.test.js': TEST,
      'verify.sh': 'node --test test/sum.test.js\n',
    },
    place,
  );
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

/** Lets an agent run this script, with the defaults of every setting but the number of attempts. */
async function attempt(script: string, ...flags: string[]) {
  const evidence = join(place, `evidence-${++runs}`);
  const settings = ['--repo', repo, '--evidence', evidence, '--prompt', 'Mend it.', '--agent', 'command'];
  const agent = ['--agent-command', JSON.stringify(['/bin/sh', '-ec', script]), '--max-attempts', '1'];
  const run = await runDist(['run', '--json', ...settings, ...agent, '--verify', 'sh verify.sh', ...flags]);
  expect(run.stdout, run.stderr).toMatch(/^\{/);
  const shown = await runDist(['show', evidence]);
  return { evidence, run, verdict: JSON.parse(run.stdout) as VerdictFile, shown: shown.stdout };
}

const write = (line: string): string => `sed -i "1i ${line}" lib/sum.js`;
const FIX = 'sed -i "s/a - b/a + b/" lib/sum.js';

describe('with default settings', () => {
  it('an honest fix is verified, and counted', async () => {
    const { evidence, verdict, shown } = await attempt(FIX);
    expect(verdict.verdict, verdict.reason).toBe('verified');
    expect(verdict.baseline?.tests).toMatchObject({ executed: 2, passed: 1, failed: 1, failedNames: ['add'] });
    expect(verdict.attempts[0]?.proofs.at(-1)).toMatchObject({ tests: { executed: 2, failed: 0 }, floor: [] });
    expect(shown).toContain('2 tests executed (base: 2');
    expect(openEvidence(evidence).files.filter((file) => file.startsWith('tests/'))).toHaveLength(2);
    expect(await evidenceProblems(evidence)).toEqual([]);
  });

  it.each([
    ['ends the process', write('process.exit(0);'), 'lib/sum.js ended'],
    ['forces the exit code', write("process.on('exit', () => process.reallyExit(0));"), ''],
    [
      'replaces an assertion',
      write("require('node:assert').strictEqual = () => {};"),
      'lib/sum.js replaced node:assert.strictEqual',
    ],
    [
      'prints what a passing run prints',
      write(
        "for (const line of ['TAP version 13', 'ok 1 - zero', 'ok 2 - add', '1..2']) console.log(line); process.exit(0);",
      ),
      'lib/sum.js ended',
    ],
  ])('a change that %s is not', async (_what, script, finding) => {
    const { evidence, run, verdict, shown } = await attempt(script);
    expect(verdict.green, verdict.reason).toBe(false);
    expect(run.code).toBe(1);
    const proof = verdict.attempts[0]?.proofs.at(-1);
    if (proof?.exitCode === 0) {
      expect(proof.floor.join('\n')).toContain(finding);
      expect(shown).toContain(proof.floor[0]);
    }
    expect(await evidenceProblems(evidence)).toEqual([]);
  });
});

it('execution-floor: report says it and lets it pass', async () => {
  const { verdict, run } = await attempt(write('process.exit(0);'), '--execution-floor', 'report');
  expect(verdict.verdict, verdict.reason).toBe('verified');
  expect(run.stderr).toContain('lib/sum.js ended');
});

it('verify-instrument: off leaves only what runners print', async () => {
  const { verdict, evidence } = await attempt(FIX, '--verify-instrument', 'off');
  expect(verdict.verdict, verdict.reason).toBe('verified');
  expect(verdict.baseline?.tests?.executed).toBe(2);
  expect(readFileSync(join(evidence, 'plan.json'), 'utf8')).toMatch(/"instrument":\s*"off"/);
});
