import { beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import {
  API_KEY,
  type CodexLab,
  codexLab,
  FINAL,
  FIX,
  type LabRun,
  LOOK,
  missingForCodex,
  VERIFY,
} from '../support/codex-lab.js';
import { ACTION_NODE } from '../support/dist.js';
import { evidenceProblems } from '../support/evidence.js';
import type { Turn } from '../support/scripted-model.js';

/* The real codex, and a model that refuses, fails, stalls or floods. */

let missing: string | undefined;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

/** Tests of this file mostly wait, so they wait together, each with a lab of its own. */
async function open(context: TestContext, ...args: Parameters<typeof codexLab>): Promise<CodexLab> {
  const lab = await codexLab(...args);
  context.onTestFinished(() => lab.dispose());
  return lab;
}

async function expectAgentError(run: LabRun, attempts: number): Promise<void> {
  expect(run, run.stdout + run.stderr).toMatchObject({ code: 1, leftovers: [] });
  expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
  const verdict = run.evidence.verdict();
  expect(verdict).toMatchObject({ verdict: 'agent-error', green: false, verified: false, patch: null });
  expect(verdict.attempts).toHaveLength(attempts);
}

describe.concurrent.each(ACTION_NODE)('under $name, a model', ({ path: node }) => {
  it('that refuses the key ends the run at its first answer', async (context) => {
    const lab = await open(context, [LOOK], { key: 'sk-another-key' });
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '3'] });
    await expectAgentError(run, 1);
    expect(lab.model.requests).toHaveLength(1);
    const { reason, hint, attempts } = run.evidence.verdict();
    expect(reason).toMatch(/^openai answered 401 \(\w+\): the key was not accepted; check the api-key input/);
    expect(hint).toContain('api-key');
    expect(attempts[0]?.outcome).toBe('cut');
    expect(run.stdout).toMatch(/^agent-error: openai answered 401/m);
    expect(run.stdout + run.stderr).not.toContain(API_KEY);
    expect(run.evidence.journal()).toContainEqual(
      expect.objectContaining({ event: 'broker.stop', reason: 'auth', status: 401 }),
    );
    // A refused call is a call that reached the provider, and costs nothing.
    expect(run.evidence.usage().total).toMatchObject({ requests: 1, ...lab.model.ledger(), estimated: false });
  });

  it('that is down in the first attempt is asked again in the second', async (context) => {
    let up = false;
    const work = [FIX, FINAL];
    let answered = 0;
    const lab = await open(context, (request): Turn => {
      // The second attempt announces itself: its prompt says which one it is.
      up ||= request.text.includes('This is attempt 2 of 2');
      return up ? (work[answered++] ?? FINAL) : { do: 'fail', status: 500 };
    });
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '2'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    const { verdict, attempts } = run.evidence.verdict();
    expect(verdict).toBe('verified');
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['agent-error', 'proved']);
    expect(attempts[0]?.summary).toMatch(/^The agent ended with exit code 1: /);
    expect(run.evidence.usage().total).toMatchObject({
      requests: lab.model.requests.length,
      ...lab.model.ledger(),
      estimated: false,
    });
  });

  it('that stays down ends in agent-error', async (context) => {
    const lab = await open(context, [{ do: 'fail', status: 500 }]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '1'] });
    await expectAgentError(run, 1);
    expect(lab.model.requests.length).toBeGreaterThan(1);
    expect(run.evidence.read('access.jsonl')).toMatch(/"status":500/);
  });

  it('that cuts its stream once is asked again', async (context) => {
    const lab = await open(context, [{ do: 'cut' }, FIX, FINAL]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '1'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict().verdict).toBe('verified');
    // What the call that was cut has cost, nobody said.
    const { total } = run.evidence.usage();
    expect(total).toMatchObject({ requests: 3, estimated: true });
    expect(total.inputTokens).toBeGreaterThan(lab.model.ledger().inputTokens);
  });

  it('that cuts every stream ends in agent-error', async (context) => {
    const lab = await open(context, [{ do: 'cut' }]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '1'] });
    await expectAgentError(run, 1);
    expect(lab.model.requests.length).toBeGreaterThan(1);
  });

  it('whose stream is silent is cut off by the time of an attempt', async (context) => {
    const lab = await open(context, [{ do: 'silent' }]);
    const run = await lab.run({
      node,
      flags: ['--verify', VERIFY, '--max-attempts', '1', '--attempt-timeout', '4s'],
    });
    await expectAgentError(run, 1);
    expect(run.evidence.verdict()).toMatchObject({
      reason: expect.stringContaining('The agent did not end within its time.'),
      attempts: [{ agent: { end: 'timeout' }, outcome: 'agent-error' }],
    });
  });

  it('whose stream is endless is cut off as soon as it is longer than any can be', async (context) => {
    const lab = await open(context, [{ do: 'endless' }]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--max-attempts', '3'] });
    await expectAgentError(run, 1);
    expect(lab.model.requests).toHaveLength(1);
    expect(run.evidence.verdict().reason).toMatch(/^openai gave an endless answer: it wrote more than 4 MiB of text,/);
  });

  it('that is silent cannot outlast the time of the run', async (context) => {
    const lab = await open(context, [{ do: 'silent' }]);
    const run = await lab.run({ node, flags: ['--verify', VERIFY, '--timeout', '6s', '--attempt-timeout', '6s'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1, leftovers: [] });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict().verdict).toBe('time-exhausted');
  });

  it('that falls silent after the work was done has done it', async (context) => {
    const lab = await open(context, [FIX, { do: 'silent' }]);
    const run = await lab.run({
      node,
      flags: ['--verify', VERIFY, '--max-attempts', '1', '--attempt-timeout', '12s'],
    });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'verified',
      report: null,
      attempts: [{ agent: { end: 'timeout' }, outcome: 'proved', report: { state: 'missing' } }],
    });
  });
});
