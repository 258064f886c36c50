import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectMessage, expectOrderly, openLab, runCell } from '../support/agent-cells.js';
import { FINAL, LOOK, WRONG_FIX } from '../support/agent-lab.js';
import { AGENTS, missingForAgent } from '../support/agents.js';

/* Real agents, and a cap on what their model may cost. Each scripted call takes 1000 tokens in, 400 cached, 50 out. */

const PRICES = ['--prices', '*=10/1/100'];
/** 600 tokens at 10, 400 at 1 and 50 at 100 dollars a million. */
const CALL_USD = 0.0114;

describe.each(AGENTS)('%s', (agent) => {
  let missing: string | undefined;
  beforeAll(async () => {
    missing = await missingForAgent(agent);
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  it('never costs more than its cap and one call, over all attempts together', async (context) => {
    const lab = await openLab(context, agent, [WRONG_FIX, FINAL, LOOK]);
    const run = await runCell(lab, ['--max-attempts', '3', '--max-cost-usd', '0.03', ...PRICES]);
    await expectOrderly(lab, run, 1);
    expectMessage(
      run,
      'budget-exhausted',
      /max-cost-usd is 0\.03 and model calls for 0\.0342 US dollars/,
      /raise the limit/,
    );
    expect(run.evidence.verdict().attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'cut']);
    const { total } = run.evidence.usage();
    expect(total).toMatchObject({ requests: 3, ...lab.model.ledger(), costUsd: 0.0342 });
    expect(total.costUsd).toBeGreaterThan(0.03);
    expect(total.costUsd).toBeLessThanOrEqual(0.03 + CALL_USD);
    // Nothing went out after the call that passed it.
    expect(lab.model.requests).toHaveLength(3);
  });

  it('makes no more requests than it may', async (context) => {
    const lab = await openLab(context, agent, [LOOK]);
    const run = await runCell(lab, ['--max-requests', '2', ...PRICES]);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'budget-exhausted', /max-requests is 2 and 2 model requests were made/, /raise the limit/);
    expect(lab.model.requests).toHaveLength(2);
    expect(run.evidence.usage().total).toMatchObject({ requests: 2, ...lab.model.ledger(), costUsd: 2 * CALL_USD });
  });
});
