import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  datagramsOf,
  expectCounts,
  expectMessage,
  expectOrderly,
  NO_DATAGRAMS,
  openLab,
  runCell,
  say,
  shell,
} from '../support/agent-cells.js';
import { FINAL, FIX, MEND_WRONG_FIX, REPORT, WRONG_FIX } from '../support/agent-lab.js';
import { AGENTS, missingForAgent } from '../support/agents.js';
import type { Turn } from '../support/scripted-model.js';

/*
 * The matrix of real agents and what their model does, first half: agents that work. Each cell is a run of the built
 * program, with the real CLI in a real room; only the model is scripted. The same is expected of all four.
 */

const JSON_REPORT = JSON.stringify(REPORT);
/** The work of one model call each, with figures that no two calls share. */
const USAGES = [1003, 2019, 4057, 8117].map((inputTokens, index) => ({
  inputTokens,
  cachedInputTokens: 100 * index + 7,
  outputTokens: 31 + index,
}));

describe.each(AGENTS)('%s', (agent) => {
  /** Claude Code has its model answer by a tool, and asks again itself until the tool is called rightly. */
  const asksItself = agent === 'claude';
  let missing: string | undefined;
  beforeAll(async () => {
    missing = await missingForAgent(agent);
  });
  beforeEach((context) => {
    if (missing !== undefined) context.skip(missing);
  });

  it('repairs a bug at the first attempt, with nothing asked but what the model’s turns need', async (context) => {
    let datagrams: Awaited<ReturnType<typeof datagramsOf>>;
    const lab = await openLab(context, agent, async (_request, call) => {
      if (call === 1) return FIX;
      datagrams = await datagramsOf(lab);
      return FINAL;
    });
    const run = await runCell(lab, ['--report', 'required']);
    await expectOrderly(lab, run, 0);
    // What a program sends without a connection is in no record of connections: no name server was asked.
    if (process.getuid?.() === 0) expect(datagrams).toEqual(NO_DATAGRAMS);
    expect(run.evidence.verdict()).toMatchObject({
      verdict: 'verified',
      agent: expect.stringMatching(new RegExp(`^${agent} \\d`)),
      attempts: [
        {
          outcome: 'proved',
          agent: { end: 'exited', exitCode: 0 },
          patch: { files: 1, added: 1, deleted: 1 },
          report: { state: 'valid', corrected: false },
        },
      ],
    });
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    expect(lab.model.calls()).toHaveLength(2);
    expect(lab.model.calls()[0]?.text).toContain('Repair the length of a range.');
    expectCounts(lab, run);
    await lab.testOutside(join(run.evidenceDirectory, 'change.patch'));
  });

  it('that is stuck begins anew in a HOME without the old conversation', async (context) => {
    const old = 'the-words-of-the-old-conversation';
    const script = [WRONG_FIX, FINAL, say(JSON.stringify({ ...REPORT, summary: old }))];
    // Written so that it does not find itself.
    const remember = shell('grep -rl "the-words-of-the-[o]ld" "$HOME" | wc -l | sed "s/^/files that remember: /"');
    const anew = [remember, MEND_WRONG_FIX, FINAL];
    const lab = await openLab(context, agent, (request, call) =>
      request.text.includes('Where an earlier conversation stood')
        ? (anew[call - 1 - script.length] ?? FINAL)
        : (script[call - 1] ?? FINAL),
    );
    const run = await runCell(lab, ['--report', 'required', '--max-attempts', '3', '--max-tokens', '900000']);
    await expectOrderly(lab, run, 0);
    const { attempts, stuck } = run.evidence.verdict();
    expect(attempts.map(({ outcome, fresh }) => [outcome, fresh])).toEqual([
      ['failed', false],
      ['failed', false],
      ['proved', true],
    ]);
    expect(stuck).toMatchObject({ kind: 'no-progress', attempt: 2 });
    expect(attempts[2]?.agent.session).not.toBe(attempts[1]?.agent.session);
    const started = run.evidence.journal().filter(({ event }) => event === 'attempt.started');
    expect(started.map(({ resumed }) => resumed)).toEqual([false, true, false]);
    const calls = lab.model.calls();
    const [first, second, ...fresh] = [calls[0], ...calls.slice(script.length - 1)];
    // The second attempt goes on with the conversation; the third has none to go on with.
    expect(JSON.stringify(second?.body)).toContain(REPORT.summary);
    for (const { body } of fresh.slice(0, anew.length - 1)) {
      expect(JSON.stringify(body)).not.toContain(old);
      expect(JSON.stringify(body)).not.toContain(REPORT.summary);
    }
    expect(fresh[0]?.text).toContain('Repair the length of a range.');
    expect(fresh[0]?.text).toContain('"src/ranges.js" modified +1 -1');
    expect(fresh[1]?.text).toContain('files that remember: 0');
    // What is left of the budget is told, and grows less.
    const left = [first, fresh[0]].map((call) => Number(/- Model: (\d+) of 900000 tokens/.exec(call?.text ?? '')?.[1]));
    expect(left[0]).toBe(900_000);
    expect(left[1]).toBeLessThan(900_000);
    expectCounts(lab, run);
  });

  it('goes on with the same conversation in the second attempt, and every token is counted once', async (context) => {
    const turns: Turn[] = [
      WRONG_FIX,
      say(JSON.stringify({ ...REPORT, summary: 'EARLIER-MESSAGE' })),
      MEND_WRONG_FIX,
      FINAL,
    ];
    const [first, ...others] = turns.map((turn, index) => ({ ...turn, usage: USAGES[index] }) as Turn);
    if (!first) return;
    const lab = await openLab(context, agent, [first, ...others]);
    const run = await runCell(lab, ['--report', 'required']);
    await expectOrderly(lab, run, 0);
    const { attempts } = run.evidence.verdict();
    expect(attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'proved']);
    expect(attempts[0]?.agent.session).toMatch(/^[\w-]{20,}$/);
    expect(attempts[1]?.agent.session).toBe(attempts[0]?.agent.session);
    // The first request of the second attempt: the task, what was said, then the failure.
    const calls = lab.model.calls();
    expect(calls).toHaveLength(4);
    const second = calls[2]?.text ?? '';
    const positions = ['Repair the length', 'This is attempt 2 of 3', 'not ok 1 - both ends belong to a range'].map(
      (text) => second.lastIndexOf(text),
    );
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(positions[0]).toBeGreaterThan(-1);
    expect(JSON.stringify(calls[2]?.body)).toContain('EARLIER-MESSAGE');
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    expectCounts(lab, run);
    expect(run.evidence.usage().attempts.map(({ broker }) => broker.inputTokens)).toEqual([3022, 12_174]);
  });

  it('that never gets it right ends after its attempts, and leaves what there was', async (context) => {
    const lab = await openLab(context, agent, (_request, call) =>
      call % 2 === 1 ? shell(`printf '\\n// try ${call}\\n' >> src/ranges.js`) : FINAL,
    );
    const run = await runCell(lab, ['--max-attempts', '2']);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'attempts-exhausted', /attempt/, /./);
    expect(run.evidence.verdict()).toMatchObject({
      patch: 'change.patch',
      attempts: [{ outcome: 'failed' }, { outcome: 'failed' }],
    });
    expect(lab.model.calls()).toHaveLength(4);
    expectCounts(lab, run);
  });

  it('that hands in broken JSON is asked once more, in the same conversation', async (context) => {
    const lab = await openLab(context, agent, [FIX, say('All done! {"summary": "no end'), FINAL]);
    const run = await runCell(lab, ['--report', 'required']);
    await expectOrderly(lab, run, 0);
    const { attempts } = run.evidence.verdict();
    expect(attempts).toMatchObject([{ outcome: 'proved', report: { state: 'valid', corrected: !asksItself } }]);
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    const words = asksItself
      ? /Repair the length[\s\S]*StructuredOutput/
      : /Repair the length[\s\S]*The report has to be corrected/;
    expect(lab.model.calls().at(-1)?.text).toMatch(words);
    expect(lab.model.calls()).toHaveLength(3);
    expect(run.evidence.files.includes('logs/attempt-1-correction.log')).toBe(!asksItself);
    expectCounts(lab, run);
  });

  it.for<[string, Turn]>([
    ['in a fence', say(`Here it is:\n\n\`\`\`json\n${JSON_REPORT}\n\`\`\`\n`)],
    ['behind prose', say(`I counted both ends.\n\n${JSON_REPORT}`)],
  ])('that hands in its report %s has handed it in', async ([, answer], context) => {
    const lab = await openLab(context, agent, [FIX, answer]);
    const run = await runCell(lab, ['--report', 'required', '--max-attempts', '1']);
    await expectOrderly(lab, run, 0);
    expect(run.evidence.verdict().attempts).toMatchObject([{ outcome: 'proved', report: { state: 'valid' } }]);
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    expect(lab.model.calls().length).toBeLessThanOrEqual(12);
  });

  it.for<[string, Turn]>([
    ['nothing', { do: 'nothing' }],
    ['plain words', say('That is all.')],
  ])('that ends with %s is asked for its report', async ([, answer], context) => {
    const lab = await openLab(context, agent, [FIX, answer, FINAL]);
    const run = await runCell(lab, ['--report', 'required', '--max-attempts', '1']);
    await expectOrderly(lab, run, 0);
    expect(run.evidence.verdict().attempts).toMatchObject([{ outcome: 'proved', report: { state: 'valid' } }]);
    expect(run.evidence.json('report.json')).toEqual(REPORT);
    expect(lab.model.calls()).toHaveLength(3);
    expectCounts(lab, run);
  });

  it('that only ever ends with nothing is not green where a report is required', async (context) => {
    const lab = await openLab(context, agent, [FIX, { do: 'nothing' }]);
    const run = await runCell(lab, ['--report', 'required', '--max-attempts', '1']);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'report-invalid', /report is missing/, /./);
    expect(lab.model.calls().length).toBeLessThanOrEqual(12);
  });

  it('whose report stays wrong by the schema is never green, though the verifier passes', async (context) => {
    const wrong = say('{"summary":7,"changes":[],"blocked":null}');
    const lab = await openLab(context, agent, [FIX, wrong]);
    const run = await runCell(lab, ['--report', 'required', '--max-attempts', '1']);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'report-invalid', /report/, /summary/);
    expect(run.evidence.verdict().attempts).toMatchObject([
      { outcome: 'report-invalid', report: { corrected: !asksItself }, proofs: [{ passed: true }] },
    ]);
    expect(lab.model.calls().length).toBeLessThanOrEqual(20);
  });

  it('that changes the test is refused', async (context) => {
    const lab = await openLab(context, agent, [shell("sed -i 's/5));$/4));/' test/ranges.test.js"), FINAL]);
    const run = await runCell(lab, ['--max-attempts', '1']);
    await expectOrderly(lab, run, 1);
    expectMessage(run, 'policy-violation', /test\/ranges\.test\.js/, /./);
    expect(run.evidence.verdict().attempts).toMatchObject([{ outcome: 'refused', proofs: [] }]);
  });
});
