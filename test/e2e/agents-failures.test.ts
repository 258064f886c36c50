import { beforeAll, beforeEach, describe, expect, it, type TestContext } from 'vitest';
import {
  expectCounts,
  expectMessage,
  expectOrderly,
  failing,
  openLab,
  runCell,
  shell,
  turnstile,
} from '../support/agent-cells.js';
import { FINAL, FIX, LOOK } from '../support/agent-lab.js';
import { AGENTS, missingForAgent } from '../support/agents.js';
import { CONTEXT_ERRORS, QUOTA_ERRORS } from '../support/provider-errors.js';
import type { Turn } from '../support/scripted-model.js';

/*
 * The matrix of real agents and what their model does, second half: models, and agents, that fail. Each cell is a run of
 * the built program. Whatever an agent makes of a failure, the run ends in time, with a bounded number of model calls
 * and one message that says what to do.
 */

interface Failure {
  readonly what: string;
  /** The last one is repeated. */
  readonly turns: readonly [Turn, ...Turn[]];
  readonly flags?: readonly string[];
  readonly verdict: 'agent-error' | 'time-exhausted' | 'budget-exhausted';
  readonly reason: RegExp;
  readonly hint: RegExp;
  /** Most model calls of the run. */
  readonly calls: number;
}

/** Agents take seconds to start where many start at once; what is waited for comes on top. */
const SHORT = ['--attempt-timeout', '25s'];

/** Every process of the room but its first dies by it. */
const KILL = shell('kill -9 -1; sleep 5');

const FAILURES: readonly Failure[] = [
  {
    what: 'refuses the key',
    turns: [failing(401)],
    verdict: 'agent-error',
    reason: /^\w+ answered 401.*: the key was not accepted; check the api-key input/,
    hint: /api-key/,
    calls: 2,
  },
  {
    what: 'forbids the key to do this',
    turns: [failing(403)],
    verdict: 'agent-error',
    reason: /^\w+ answered 403.*: the key may not do this.*; check the api-key input/,
    hint: /api-key/,
    calls: 2,
  },
  {
    what: 'is not there',
    turns: [failing(404)],
    verdict: 'agent-error',
    reason: /^\w+ answered 404.*: it has no model .*; check model, model-base-url/,
    hint: /model-base-url/,
    calls: 2,
  },
  {
    what: 'takes no more requests and does not say for how long',
    turns: [failing(429)],
    flags: SHORT,
    verdict: 'agent-error',
    reason: /(answered 429|failed \d+ times in a row \(the last time it answered 429\)).*; run again later/,
    hint: /rate limit|attempt-timeout/,
    calls: 21,
  },
  {
    what: 'asks for an hour’s patience',
    turns: [failing(429, { 'retry-after': '3600' })],
    verdict: 'agent-error',
    // Of the fifteen minutes of an attempt; how many of them its start has taken is the machine's doing.
    reason: /^\w+ answered 429.* asks to wait 60 min, but only 1[0-5] min/,
    hint: /raise timeout/,
    calls: 2,
  },
  {
    what: 'is out of order',
    turns: [failing(500)],
    flags: SHORT,
    verdict: 'agent-error',
    reason: /answered 500.*; see whether the provider reports an outage/,
    hint: /outage|attempt-timeout/,
    calls: 21,
  },
  {
    what: 'breaks off every answer',
    turns: [{ do: 'cut' }],
    flags: SHORT,
    verdict: 'agent-error',
    reason: /broke off its answer.*; see whether the provider reports an outage/,
    hint: /outage|attempt-timeout/,
    calls: 21,
  },
  {
    what: 'falls silent in every answer',
    turns: [{ do: 'silent' }],
    flags: ['--model-idle-timeout', '2s', '--attempt-timeout', '60s'],
    verdict: 'agent-error',
    reason: /sent nothing for 2(\.0)? s/,
    hint: /model-idle-timeout/,
    calls: 3,
  },
  {
    what: 'says nothing at all',
    turns: [{ do: 'silent', mute: true }],
    flags: ['--model-idle-timeout', '2s', '--attempt-timeout', '60s'],
    verdict: 'agent-error',
    reason: /sent nothing for 2(\.0)? s/,
    hint: /model-idle-timeout/,
    calls: 3,
  },
  {
    what: 'never stops talking',
    turns: [{ do: 'endless' }],
    flags: ['--attempt-timeout', '40s'],
    verdict: 'agent-error',
    reason: /endless|without an end|did not end within its time|circles|Loop|loop/,
    hint: /./,
    calls: 3,
  },
  {
    what: 'declines',
    turns: [{ do: 'refuse', text: 'I cannot help with that.' }],
    flags: ['--attempt-timeout', '60s'],
    verdict: 'agent-error',
    reason: /declined to answer/,
    hint: /rephrase the task/,
    calls: 4,
  },
  {
    what: 'has its agent do the same for ever',
    turns: [LOOK],
    verdict: 'agent-error',
    reason: /same|circles|Loop detected/,
    hint: /prompt|model/,
    calls: 60,
  },
  {
    what: 'has its agent kill itself',
    turns: [KILL, FINAL],
    verdict: 'agent-error',
    reason: /killed|exit code/,
    hint: /log/,
    calls: 2,
  },
];

const slots = turnstile(3);

async function open(
  context: TestContext,
  ...args: Parameters<typeof openLab> extends [unknown, ...infer R] ? R : never
) {
  await slots(context);
  return openLab(context, ...args);
}

describe.concurrent.each(AGENTS)('with %s, a model that', (agent) => {
  let missing: string | undefined;
  beforeAll(async () => {
    missing = await missingForAgent(agent);
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  it.for(FAILURES)('$what ends the run with words that help', { timeout: 600_000 }, async (failure, context) => {
    const lab = await open(context, agent, failure.turns);
    const run = await runCell(lab, ['--max-attempts', '1', ...(failure.flags ?? [])]);
    await expectOrderly(lab, run, 1);
    expectMessage(run, failure.verdict, failure.reason, failure.hint);
    expect(run.evidence.verdict().attempts).toHaveLength(1);
    expect(lab.model.requests.length).toBeLessThanOrEqual(failure.calls);
    expect(lab.model.requests.length).toBeGreaterThan(0);
  });

  it('has no credit left ends the run at once', { timeout: 600_000 }, async (context) => {
    const lab = await open(context, agent, [QUOTA_ERRORS[agent]]);
    const run = await runCell(lab, ['--max-attempts', '3']);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'agent-error', /no credit left, or has reached its spending limit; add credit/, /add credit/);
    expect(run.evidence.verdict().attempts).toHaveLength(1);
    expect(lab.model.requests.length).toBeLessThanOrEqual(2);
  });

  it('finds the conversation too long says so', { timeout: 600_000 }, async (context) => {
    const lab = await open(context, agent, [LOOK, CONTEXT_ERRORS[agent]]);
    const run = await runCell(lab, ['--max-attempts', '1']);
    await expectOrderly(lab, run, 1);
    expectMessage(
      run,
      'agent-error',
      /longer than the model can take.*; make the task smaller/,
      /make the task smaller/,
    );
    expect(lab.model.requests.length).toBeLessThanOrEqual(8);
  });

  it('asks for two seconds’ patience gets them', { timeout: 600_000 }, async (context) => {
    const lab = await open(context, agent, [failing(429, { 'retry-after': '2' }), FIX, FINAL]);
    const run = await runCell(lab, ['--max-attempts', '1']);
    await expectOrderly(lab, run, 0);
    expect(run.evidence.verdict()).toMatchObject({ verdict: 'verified', attempts: [{ outcome: 'proved' }] });
    expect(lab.model.calls()).toHaveLength(3);
    expectCounts(lab, run);
  });

  it('breaks off one answer is asked again', { timeout: 600_000 }, async (context) => {
    const lab = await open(context, agent, [{ do: 'cut' }, FIX, FINAL]);
    const run = await runCell(lab, ['--max-attempts', '2']);
    await expectOrderly(lab, run, 0);
    expect(run.evidence.verdict().attempts.at(-1)).toMatchObject({ outcome: 'proved' });
    expect(lab.model.calls()).toHaveLength(3);
  });

  it('is down in the first attempt is asked again in the second', { timeout: 600_000 }, async (context) => {
    const work: Turn[] = [FIX, FINAL];
    const lab = await open(context, agent, (request): Turn => {
      // The second attempt announces itself: its prompt says which one it is.
      if (!request.text.includes('This is attempt 2 of 2')) return failing(500);
      return work.shift() ?? FINAL;
    });
    const run = await runCell(lab, ['--max-attempts', '2', ...SHORT]);
    await expectOrderly(lab, run, 0);
    expect(run.evidence.verdict().attempts.map(({ outcome }) => outcome)).toEqual(['agent-error', 'proved']);
  });

  it('has its agent killed in the middle of the work goes on from there', { timeout: 600_000 }, async (context) => {
    const work: Turn[] = [FIX, FINAL];
    const lab = await open(context, agent, (request, call): Turn => {
      if (call === 1) return shell('expr 6 \\* 7 | sed s/^/SEEN-BY-THE-FIRST-/');
      if (call === 2) return KILL;
      const body = JSON.stringify(request.body);
      const remembers = body.includes('SEEN-BY-THE-FIRST-42') && body.includes('This is attempt 2 of 2');
      return (remembers ? work.shift() : undefined) ?? FINAL;
    });
    const run = await runCell(lab, ['--max-attempts', '2']);
    await expectOrderly(lab, run, 0);
    const { attempts } = run.evidence.verdict();
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['agent-error', 'proved']);
    expect(attempts[0]?.agent.session).toMatch(/^[\w-]{20,}$/);
    expect(attempts[1]?.agent.session).toBe(attempts[0]?.agent.session);
    // What the killed attempt used is counted by the broker, and by the agent as far as it tells.
    expect(run.evidence.usage().total).toMatchObject({ requests: 4, ...lab.model.ledger(), estimated: false });
  });
});
