import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createCodexAgent } from '../../src/agent/codex.js';
import type { Agent, AgentOptions, AgentProgram, AgentTurn } from '../../src/agent/types.js';
import { reportSchema } from '../../src/schemas/report.js';
import { type AgentCli, agentCli, eventsOf, outside, sessionOf, type TurnOutcome } from '../support/agent-cli.js';
import { agentOptions } from '../support/agent-options.js';
import { installAgent } from '../support/agents.js';
import type { ScriptedModel, Turn } from '../support/scripted-model.js';
import { DEFAULT_TURN_USAGE, startScriptedModel } from '../support/scripted-model.js';

/** The real CLI, outside a room: its shell tool runs on this machine, so scripts here touch the workspace only. */
const REPORT = { summary: 'done', changes: [{ path: 'fixed.txt', why: 'asked' }], blocked: null };
const FINAL: Turn = { do: 'message', text: JSON.stringify(REPORT) };
const FIX: Turn = { do: 'command', command: 'printf fixed > fixed.txt; printf "%s" "$PATH" > path.txt' };

let codex: AgentProgram;
let cli: AgentCli;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  codex = outside(await installAgent('codex'));
});
beforeEach(async () => {
  cli = await agentCli(() => model?.url ?? '');
});
afterEach(async () => {
  await cli.dispose();
  await model?.close();
  model = undefined;
});

const agentOf = (options: Partial<AgentOptions> = {}): Agent =>
  createCodexAgent(
    agentOptions({
      program: codex,
      // Fails on a setting that this version does not know.
      extraArgs: ['--strict-config'],
      schema: reportSchema,
      paths: cli.paths,
      ...options,
    }),
  );

interface Outcome extends TurnOutcome {
  readonly report: string;
}

async function run(agent: Agent, turn: Partial<AgentTurn> & { readonly prompt: string }): Promise<Outcome> {
  const outcome = await cli.turn(agent, turn);
  return { ...outcome, report: await readFile(join(cli.paths.out, 'report.json'), 'utf8').catch(() => '') };
}

const work = (name: string) => cli.read(name);
const usageOf = (outcome: Outcome) => eventsOf(outcome, 'usage');
const errorsOf = (outcome: Outcome) => eventsOf(outcome, 'error');

describe('the real codex', () => {
  it('edits by its shell tool and leaves its last message as the report', async () => {
    model = await startScriptedModel([FIX, FINAL], { key: 'dummy-key' });
    const outcome = await run(agentOf(), { prompt: 'Please fix it: ümlaut 漢字.' });
    expect(outcome.code).toBe(0);
    expect(await work('fixed.txt')).toBe('fixed');
    // The room's PATH, not the one of /etc/profile; in front of it the tools that codex brings along.
    expect(await work('path.txt')).toBe(`${codex.layers[0]?.source}/codex-path:/usr/bin:/bin:/room/bin`);
    expect(JSON.parse(outcome.report)).toEqual(REPORT);
    expect(outcome.answer).toBe(outcome.report);
    expect(outcome.events.map((event) => event.type)).toEqual(['session', 'command', 'message', 'usage']);
    expect(outcome.events[1]).toMatchObject({ command: expect.stringContaining('fixed.txt'), exitCode: 0 });
    expect(usageOf(outcome)).toEqual([{ type: 'usage', ...model.ledger(), costUsd: null }]);
    // Two turns of the model, and nothing else was asked of it.
    expect(model.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      'POST /v1/responses',
      'POST /v1/responses',
    ]);
    expect(model.requests[0]?.text).toContain('Please fix it: ümlaut 漢字.');
    expect(model.requests[0]?.body).toMatchObject({ text: { format: { type: 'json_schema', strict: true } } });
    expect(JSON.stringify(model.requests[0]?.body)).not.toContain('oneOf');
  });

  it('goes on with the same conversation and counts each turn by itself', async () => {
    model = await startScriptedModel([FIX, FINAL, { do: 'command', command: 'printf again > again.txt' }, FINAL]);
    const agent = agentOf();
    const first = await run(agent, { prompt: 'FIRST-PROMPT' });
    await rm(join(cli.paths.out, 'report.json'));
    const second = await run(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(await work('again.txt')).toBe('again');
    expect(JSON.parse(second.report)).toEqual(REPORT);
    expect(model.calls()).toHaveLength(4);
    const seen = model.calls()[2]?.text ?? '';
    expect(seen.indexOf('FIRST-PROMPT')).toBeGreaterThan(-1);
    expect(seen.indexOf('SECOND-PROMPT')).toBeGreaterThan(seen.indexOf('FIRST-PROMPT'));
    expect(model.calls()[2]?.body).toMatchObject({ text: { format: { type: 'json_schema' } } });
    const expected = {
      type: 'usage',
      inputTokens: 2 * DEFAULT_TURN_USAGE.inputTokens,
      cachedInputTokens: 2 * DEFAULT_TURN_USAGE.cachedInputTokens,
      outputTokens: 2 * DEFAULT_TURN_USAGE.outputTokens,
      costUsd: null,
    };
    expect(usageOf(first)).toEqual([expected]);
    expect(usageOf(second)).toEqual([expected]);
  });

  it('goes on after it was killed in the middle of a turn', async () => {
    model = await startScriptedModel((_request, call) => {
      if (call === 1) return FIX;
      if (call === 2) cli.kill();
      return call === 2 ? { do: 'silent' } : FINAL;
    });
    const agent = agentOf();
    const first = await run(agent, { prompt: 'FIRST-PROMPT' });
    expect(first.code).toBeNull();
    const second = await run(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect(second.code).toBe(0);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
  });

  it.each([
    ['gpt-5.5', 'a model with plain functions'],
    ['house-model', 'a model that codex does not know'],
  ])('works with %s, %s', async (name) => {
    model = await startScriptedModel([FIX, FINAL]);
    const outcome = await run(agentOf({ model: name, effort: 'low' }), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(await work('fixed.txt')).toBe('fixed');
    expect(model.requests[0]?.body).toMatchObject({ model: name });
  });

  it('passes on model, effort and further arguments, in resumed turns as well', async () => {
    model = await startScriptedModel([FINAL]);
    const agent = agentOf({ model: 'gpt-5.5', effort: 'high', extraArgs: ['-c', 'model_verbosity="high"'] });
    const first = await run(agent, { prompt: 'one' });
    await run(agent, { prompt: 'two', session: sessionOf(first), attempt: 2 });
    for (const request of model.calls())
      expect(request.body).toMatchObject({
        model: 'gpt-5.5',
        reasoning: { effort: 'high' },
        text: { verbosity: 'high' },
      });
    expect(model.calls()).toHaveLength(2);
  });

  it('asks for no format without a schema', async () => {
    model = await startScriptedModel([{ do: 'message', text: 'plain' }]);
    const outcome = await run(agentOf({ schema: undefined }), { prompt: 'say' });
    expect(outcome).toMatchObject({ code: 0, report: 'plain' });
    expect(model.requests[0]?.body).not.toHaveProperty('text.format');
  });

  it('ends with exit 1 and a reason when the key is refused', async () => {
    model = await startScriptedModel([FINAL], { key: 'another-key' });
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(1);
    expect(outcome.report).toBe('');
    expect(errorsOf(outcome).at(-1)).toMatchObject({
      message: expect.stringContaining('401'),
      kind: 'auth',
      fatal: true,
    });
    expect(model.calls().length).toBeLessThanOrEqual(5);
  });

  it('leaves no report when it says nothing, though it ends with exit 0', async () => {
    model = await startScriptedModel([{ do: 'nothing' }]);
    expect(await run(agentOf(), { prompt: 'fix' })).toMatchObject({ code: 0, report: '' });
  });

  it('recovers from a stream that is cut once', async () => {
    model = await startScriptedModel([{ do: 'cut' }, FIX, FINAL]);
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.report)).toEqual(REPORT);
    expect(errorsOf(outcome)).toHaveLength(1);
  });

  it('gives up when the provider stays down', async () => {
    model = await startScriptedModel([{ do: 'fail', status: 500 }]);
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(1);
    // Codex words a 500 as high demand: what really happened is for the broker to say.
    expect(errorsOf(outcome).length).toBeGreaterThan(0);
    expect(model.calls().length).toBeLessThanOrEqual(15);
  });

  it('says why it cannot go on with a session that is gone', async () => {
    model = await startScriptedModel([FINAL]);
    const outcome = await run(agentOf(), { prompt: 'x', session: '01a1fc57-dc7b-7900-b550-0eaf711be66c' });
    expect(outcome.code).toBe(1);
    expect(errorsOf(outcome)).toEqual([
      { type: 'error', message: expect.stringContaining('no rollout found'), kind: 'session-lost', fatal: true },
    ]);
    expect(model.requests).toEqual([]);
  });

  it('reads AGENTS.md and runs nothing that the repository configures', async () => {
    await cli.write('AGENTS.md', 'AGENTS-MARKER\n');
    await cli.write(
      '.codex/config.toml',
      `model = "from-the-repository"\n[mcp_servers.evil]\ncommand = "/usr/bin/touch"\nargs = [${JSON.stringify(join(cli.directory, 'EVIL'))}]\n`,
    );
    model = await startScriptedModel([FINAL]);
    const outcome = await run(agentOf(), { prompt: 'look' });
    expect(outcome.code).toBe(0);
    expect(model.requests[0]?.text).toContain('AGENTS-MARKER');
    expect(JSON.stringify(model.requests[0]?.body)).not.toContain('from-the-repository');
    await expect(readFile(join(cli.directory, 'EVIL'))).rejects.toThrow();
  });

  it('takes a prompt of 200 KB', async () => {
    model = await startScriptedModel([FINAL]);
    const prompt = `${'line of a long log\n'.repeat(10_500)}END-MARKER`;
    expect((await run(agentOf(), { prompt })).code).toBe(0);
    expect(model.requests[0]?.text).toContain(prompt);
  });
});
