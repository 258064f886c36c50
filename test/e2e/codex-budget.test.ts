import { beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import { type CodexLab, codexLab, FINAL, FIX, LOOK, missingForCodex, VERIFY } from '../support/codex-lab.js';
import { evidenceProblems } from '../support/evidence.js';

/* The real codex, and caps on what its model may cost. Each scripted call takes 1000 tokens in, 400 cached, 50 out. */

let missing: string | undefined;
beforeAll(async () => {
  missing = await missingForCodex();
});
beforeEach((context) => {
  if (missing !== undefined) context.skip(missing);
});

async function open(context: TestContext, ...args: Parameters<typeof codexLab>): Promise<CodexLab> {
  const lab = await codexLab(...args);
  context.onTestFinished(() => lab.dispose());
  return lab;
}

const COMMON = ['--verify', VERIFY, '--max-attempts', '3'];

describe.concurrent('a run', () => {
  it.for<[string, string[], number, string]>([
    ['requests', ['--max-requests', '3'], 3, 'max-requests is 3 and 3 model requests were made'],
    ['tokens', ['--max-tokens', '2500'], 3, 'max-tokens is 2500 and 3150 tokens were used'],
    [
      'money',
      // 600 tokens at 10, 400 at 1 and 50 at 100 dollars a million: 0.0114 dollars a call.
      ['--max-cost-usd', '0.03', '--prices', '*=10/1/100'],
      3,
      'max-cost-usd is 0.03 and model calls for 0.0342 US dollars were made',
    ],
  ])('ends within one call of its cap on %s', async ([, flags, calls, words], context) => {
    const lab = await open(context, [LOOK]);
    const run = await lab.run({ flags: [...COMMON, ...flags] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1, leftovers: [] });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(lab.model.requests).toHaveLength(calls);
    const verdict = run.evidence.verdict();
    expect(verdict).toMatchObject({
      verdict: 'budget-exhausted',
      green: false,
      verified: false,
      reason: expect.stringMatching(new RegExp(`The budget is used up: ${words}$`)),
      hint: expect.stringContaining('raise the limit'),
      attempts: [{ outcome: 'cut', usage: { requests: calls } }],
    });
    expect(run.stdout).toMatch(/^budget-exhausted: The budget is used up: /m);
    expect(run.evidence.journal()).toContainEqual(
      expect.objectContaining({ event: 'broker.stop', reason: 'budget', status: null }),
    );
    expect(run.evidence.usage().total).toMatchObject({ requests: calls, ...lab.model.ledger() });
  });

  it('whose cap is enough costs what its prices say', async (context) => {
    const lab = await open(context, [LOOK, FIX, FINAL]);
    const run = await lab.run({
      flags: [
        ...COMMON,
        '--max-requests',
        '3',
        '--max-tokens',
        '3150',
        '--max-cost-usd',
        '0.0342',
        '--prices',
        '*=10/1/100',
      ],
    });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 0 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(run.evidence.verdict().verdict).toBe('verified');
    expect(run.evidence.usage().total).toEqual({
      ...{ requests: 3, ...lab.model.ledger() },
      ...{ costUsd: 0.0342, estimated: false },
    });
    expect(run.stdout).toContain('0.0342 USD');
  });

  it('that has nothing left for the correction of its report ends there', async (context) => {
    const lab = await open(context, [FIX, { do: 'message', text: 'That is all.' }]);
    const run = await lab.run({ flags: [...COMMON, '--report', 'required', '--max-requests', '2'] });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1 });
    expect(lab.model.requests).toHaveLength(2);
    const { verdict, attempts } = run.evidence.verdict();
    expect(verdict).toBe('budget-exhausted');
    expect(attempts).toMatchObject([{ outcome: 'report-invalid', proofs: [{ passed: true }] }]);
  });

  it('with a cap on money asks nothing of a model that has no price', async (context) => {
    const lab = await open(context, [FINAL]);
    const run = await lab.run({
      flags: ['--verify', VERIFY, '--max-attempts', '1', '--max-cost-usd', '1', '--prices', 'another-model=1/1/1'],
    });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1 });
    expect(await evidenceProblems(run.evidenceDirectory)).toEqual([]);
    expect(lab.model.requests).toHaveLength(0);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'agent-error',
      reason: expect.stringContaining('prices has no entry for the model'),
      denied: [
        { host: 'POST /v1/responses', allow: [expect.stringMatching(/^prices: [\w.-]+=INPUT\/CACHED\/OUTPUT$/)] },
      ],
    });
    // Refused once: codex does not ask again.
    expect(run.evidence.read('access.jsonl').match(/"kind":"model"/g)).toHaveLength(1);
  });

  it('whose provider asks for a longer wait than there is time does not sleep', async (context) => {
    const lab = await open(context, [{ do: 'fail', status: 429, headers: { 'retry-after': '3600' } }]);
    const run = await lab.run({ flags: COMMON });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1 });
    expect(lab.model.requests).toHaveLength(1);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'agent-error',
      reason: expect.stringMatching(/^openai answered 429.* asks to wait 60 min, but only 1[45] min/),
      hint: expect.stringContaining('raise timeout'),
    });
  });

  it('whose account has no credit says so', async (context) => {
    const body =
      '{"error":{"message":"You exceeded your quota","type":"insufficient_quota","code":"insufficient_quota"}}';
    const lab = await open(context, [{ do: 'fail', status: 429, body }]);
    const run = await lab.run({ flags: COMMON });
    expect(run, run.stdout + run.stderr).toMatchObject({ code: 1 });
    expect(lab.model.requests).toHaveLength(1);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'agent-error',
      reason: expect.stringContaining('no credit left'),
      hint: expect.stringContaining('add credit'),
    });
  });
});
