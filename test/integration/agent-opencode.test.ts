import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOpencodeAgent } from '../../src/agent/opencode.js';
import type { Agent, AgentMcpServer, AgentOptions, AgentProgram, AgentTurn } from '../../src/agent/types.js';
import { REQUEST_GRAMMARS } from '../../src/broker/request-grammar.js';
import { RequestReader } from '../../src/broker/request-reader.js';
import { reportSchema } from '../../src/schemas/report.js';
import { type AgentCli, agentCli, eventsOf, outside, sessionOf, type TurnOutcome } from '../support/agent-cli.js';
import { agentOptions } from '../support/agent-options.js';
import { installAgent } from '../support/agents.js';
import type { ScriptedModel, Turn } from '../support/scripted-model.js';
import { DEFAULT_TURN_USAGE, startScriptedModel } from '../support/scripted-model.js';
import { TINY_MCP_SERVER } from '../support/tiny-mcp-server.js';

/** The real CLI, outside a room: its shell tool runs on this machine, so scripts here touch the workspace only. */
const REPORT = { summary: 'done', changes: [{ path: 'fixed.txt', why: 'asked' }], blocked: null };
const FINAL: Turn = { do: 'message', text: JSON.stringify(REPORT) };
const FIX: Turn = { do: 'command', command: 'printf fixed > fixed.txt; printf "%s" "$PATH" > path.txt' };

let opencode: AgentProgram;
let cli: AgentCli;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  opencode = outside(await installAgent('opencode'));
});
beforeEach(async () => {
  cli = await agentCli(() => model?.url ?? '');
  git('init', '-q');
});
afterEach(async () => {
  await cli.dispose();
  await model?.close();
  model = undefined;
});

function git(...args: string[]): void {
  execFileSync('git', args, { cwd: join(cli.directory, 'work'), stdio: 'pipe' });
}

/** Of a server of one's own, which speaks chat completions; with a provider: its default. */
const agentOf = (options: Partial<AgentOptions> = {}): Agent =>
  createOpencodeAgent(
    agentOptions({
      ...{ program: opencode, schema: reportSchema, paths: cli.paths },
      ...(options.provider === undefined ? { model: 'house-model' } : {}),
      ...options,
    }),
  );

const run = (
  agent: Agent,
  turn: Partial<AgentTurn> & { readonly prompt: string },
  wrapper?: readonly string[],
): Promise<TurnOutcome> => cli.turn(agent, turn, wrapper);

function offeredTools(): string[] {
  const body = model?.requests[0]?.body as { tools: { function: { name: string } }[] };
  return body.tools.map((tool) => tool.function.name);
}

/** What the broker would not let through. */
function refusedByBroker(
  requests: readonly { readonly body: unknown }[],
  provider: keyof typeof REQUEST_GRAMMARS = 'openai',
): unknown[] {
  return requests.flatMap(({ body }): readonly unknown[] => {
    const reader = new RequestReader(REQUEST_GRAMMARS[provider], []);
    reader.push(Buffer.from(JSON.stringify(body)));
    return reader.complete ? reader.facts().refused : ['not complete'];
  });
}

describe('the real opencode', () => {
  it('edits by its shell tool, answers, and asks nothing of anybody but its model', async () => {
    model = await startScriptedModel([FIX, FINAL], { key: 'dummy-key' });
    const trace = join(cli.directory, 'trace');
    // Else one of this name would be asked by Responses.
    const agent = agentOf({ model: 'chat-completions:gpt-5.5' });
    const outcome = await run(agent, { prompt: 'Please fix it: ümlaut 漢字 "quoted".' }, [
      'strace',
      '-f',
      '-o',
      trace,
      '-e',
      'trace=connect,sendto,sendmsg,sendmmsg',
    ]);
    expect(outcome.code).toBe(0);
    expect(await cli.read('fixed.txt')).toBe('fixed');
    expect(await cli.read('path.txt')).toBe('/usr/bin:/bin:/room/bin');
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(outcome.events.map((event) => event.type)).toEqual(['session', 'command', 'usage', 'message', 'usage']);
    expect(outcome.events[1]).toMatchObject({ command: expect.stringContaining('fixed.txt'), exitCode: 0 });
    const usage = { type: 'usage', ...DEFAULT_TURN_USAGE, costUsd: null };
    expect(eventsOf(outcome, 'usage')).toEqual([usage, usage]);
    expect(model.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      'POST /v1/chat/completions',
      'POST /v1/chat/completions',
    ]);
    expect(model.requests[0]?.body).toMatchObject({ model: 'gpt-5.5' });
    expect(model.requests[0]?.text).toContain('Please fix it: ümlaut 漢字 "quoted".');
    expect(refusedByBroker(model.requests)).toEqual([]);
    const addresses = (await readFile(trace, 'utf8')).match(/sin6?_port=htons\(\d+\), sin6?_addr=[^}]*/g) ?? [];
    expect(addresses.length).toBeGreaterThan(0);
    const endpoint = `sin_port=htons(${model.port}), sin_addr=inet_addr("127.0.0.1")`;
    expect([...new Set(addresses)]).toEqual([endpoint]);
    // The workspace holds what was asked for, and nothing of the agent's own.
    expect(execFileSync('git', ['status', '--porcelain'], { cwd: join(cli.directory, 'work') }).toString()).toBe(
      '?? fixed.txt\n?? path.txt\n',
    );
  });

  it('goes on with the same conversation and counts each turn by itself', async () => {
    model = await startScriptedModel([FIX, FINAL, { do: 'command', command: 'printf again > again.txt' }, FINAL]);
    const agent = agentOf();
    const first = await run(agent, { prompt: 'FIRST-PROMPT' });
    const second = await run(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(await cli.read('again.txt')).toBe('again');
    expect(JSON.parse(second.answer ?? '')).toEqual(REPORT);
    expect(model.calls()).toHaveLength(4);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
    for (const outcome of [first, second])
      expect(eventsOf(outcome, 'usage')).toEqual(
        Array(2).fill({ type: 'usage', ...DEFAULT_TURN_USAGE, costUsd: null }),
      );
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
    expect(first.answer).toBeUndefined();
    const second = await run(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect(second.code).toBe(0);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
  });

  it('says why it cannot go on with a session that is gone', async () => {
    model = await startScriptedModel([FINAL]);
    const outcome = await run(agentOf(), { prompt: 'x', session: 'ses_e01942355ffeEKCt54SPj90o25' });
    expect(outcome.code).toBe(1);
    expect(eventsOf(outcome, 'error')).toEqual([
      { type: 'error', message: 'Session not found', kind: 'session-lost', fatal: true },
    ]);
    expect(model.requests).toEqual([]);
  });

  it.each([
    // OpenAI refuses tools to its thinking models anywhere else.
    ['gpt-5.5', '/v1/responses', { store: false, reasoning: { effort: 'xhigh' } }],
    ['house/model:7b', '/v1/chat/completions', { max_tokens: null, reasoning_effort: 'xhigh' }],
    ['gpt-5.1', '/v1/chat/completions', { max_tokens: null, reasoning_effort: 'xhigh' }],
  ])('passes on the model %s, effort and further arguments, in resumed turns as well', async (name, path, sent) => {
    model = await startScriptedModel([FINAL]);
    const agent = agentOf({ model: name, effort: 'xhigh', extraArgs: ['--agent', 'build'] });
    const first = await run(agent, { prompt: 'one' });
    await run(agent, { prompt: 'two', session: sessionOf(first), attempt: 2 });
    expect(model.calls()).toHaveLength(2);
    for (const request of model.calls()) expect(request).toMatchObject({ path, body: { model: name, ...sent } });
    expect(refusedByBroker(model.requests)).toEqual([]);
  });

  it('offers the tools of MCP servers that are allowed, one by one, and no others', async () => {
    await cli.write('../server.cjs', TINY_MCP_SERVER);
    const server: AgentMcpServer = {
      name: 'house-tools',
      transport: {
        kind: 'stdio',
        argv: [process.execPath, join(cli.directory, 'server.cjs')],
        env: { GREETING: 'hello {env:HOME}' },
      },
      tools: ['look_up', 'read.all'],
      timeoutMs: 20_000,
    };
    model = await startScriptedModel([
      { do: 'tool', server: 'house-tools', name: 'look_up', input: { word: 'x' } },
      { do: 'tool', server: 'house-tools', name: 'read.all', input: {} },
      FINAL,
    ]);
    const outcome = await run(agentOf({ mcp: [server] }), { prompt: 'look' });
    expect(outcome.code).toBe(0);
    expect(offeredTools().filter((name) => name.startsWith('house'))).toEqual([
      'house-tools_look_up',
      'house-tools_read_all',
    ]);
    expect(eventsOf(outcome, 'tool')).toEqual([
      { type: 'tool', name: 'look_up', server: 'house-tools', input: '{"word":"x"}', failed: false },
      { type: 'tool', name: 'read_all', server: 'house-tools', input: '{}', failed: true },
    ]);
    // Its own substitution of configuration leaves our values alone.
    expect(model.calls()[1]?.text).toContain('SAID hello {env:HOME}');
    expect(offeredTools()).not.toEqual(expect.arrayContaining(['webfetch']));
  });

  it('tells of files that it changes by its own tools', async () => {
    const path = join(cli.directory, 'work', 'made.txt');
    model = await startScriptedModel([
      { do: 'tool', name: 'write', input: { filePath: path, content: 'one\n' } },
      { do: 'tool', name: 'edit', input: { filePath: path, oldString: 'one', newString: 'two' } },
      { do: 'tool', name: 'edit', input: { filePath: path, oldString: 'nowhere', newString: 'two' } },
      FINAL,
    ]);
    const outcome = await run(agentOf({ model: 'house-model' }), { prompt: 'make' });
    expect(await cli.read('made.txt')).toBe('two\n');
    expect(eventsOf(outcome, 'file-change')).toEqual(Array(2).fill({ type: 'file-change', paths: [path] }));
    expect(eventsOf(outcome, 'tool')).toMatchObject([{ name: 'edit', server: null, failed: true }]);
  });

  it.each([
    [{ do: 'fail', status: 401 }, 'auth'],
    [{ do: 'fail', status: 403 }, 'auth'],
    [{ do: 'fail', status: 404 }, null],
    [{ do: 'refuse', text: 'I will not.' }, 'refused'],
  ] as const)('ends with exit 1 and a reason after %j', async (turn, kind) => {
    model = await startScriptedModel([turn]);
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(1);
    expect(outcome.answer).toBeUndefined();
    expect(eventsOf(outcome, 'error')).toMatchObject([{ kind, fatal: true, message: expect.stringMatching(/\w/) }]);
    expect(model.calls()).toHaveLength(1);
  });

  it('sums up a conversation that is too long and goes on, though it ends with exit 1', async () => {
    const error = { message: 'Too many tokens', type: 'invalid_request_error', code: 'context_length_exceeded' };
    const tooLong: Turn = { do: 'fail', status: 400, body: JSON.stringify({ error }) };
    model = await startScriptedModel([FIX, tooLong, { do: 'message', text: 'SUMMARY' }, FINAL]);
    const outcome = await run(agentOf({ model: 'house-model' }), { prompt: 'fix' });
    expect(outcome.code).toBe(1);
    expect(eventsOf(outcome, 'error')).toMatchObject([{ kind: 'context', fatal: false }]);
    expect(model.calls()[3]?.text).toContain('SUMMARY');
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
  });

  it('has no answer when it says nothing, though it ends with exit 0', async () => {
    model = await startScriptedModel([{ do: 'nothing' }]);
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(outcome.answer).toBeUndefined();
  });

  it('recovers from a stream that is cut once', async () => {
    model = await startScriptedModel([{ do: 'cut' }, FIX, FINAL]);
    const outcome = await run(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
  });

  it('reads instructions of the base, the nearest as well, and prefers AGENTS.md to CLAUDE.md', async () => {
    await cli.write('AGENTS.md', 'TOP-AGENTS\n');
    await cli.write('CLAUDE.md', 'TOP-CLAUDE\n');
    await cli.write('part/AGENTS.md', 'PART-AGENTS\n');
    await cli.write('part/CLAUDE.md', 'PART-CLAUDE\n');
    await cli.write('part/deep/file.txt', 'content\n');
    model = await startScriptedModel([
      { do: 'tool', name: 'read', input: { filePath: join(cli.directory, 'work', 'part/deep/file.txt') } },
      FINAL,
    ]);
    const instructions = ['AGENTS.md', 'CLAUDE.md', 'part/AGENTS.md', 'part/CLAUDE.md'];
    const outcome = await run(agentOf({ instructions }), { prompt: 'look' });
    expect(outcome.code).toBe(0);
    const [first = '', second = ''] = model.calls().map(({ text }) => text);
    expect(first).toContain('TOP-AGENTS');
    expect(first).not.toContain('PART-AGENTS');
    expect(second).toContain('PART-AGENTS');
    expect(second).not.toMatch(/TOP-CLAUDE|PART-CLAUDE/);
  });

  it('takes a prompt of 200 KB', async () => {
    model = await startScriptedModel([FINAL]);
    const prompt = `${'line of a long log\n'.repeat(10_500)}END-MARKER`;
    expect((await run(agentOf(), { prompt })).code).toBe(0);
    expect(model.requests[0]?.text).toContain(prompt);
  });

  it.each([
    ['openai', '/v1/responses', 'gpt-5.6-terra'],
    ['anthropic', '/v1/messages', 'claude-sonnet-5'],
    ['gemini', '/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse', 'gemini-2.5-pro'],
  ] as const)('speaks to %s by a library that the program holds', async (provider, path, name) => {
    model = await startScriptedModel([FINAL]);
    const outcome = await run(agentOf({ provider, effort: 'high' }), { prompt: 'Hello there.' });
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(model.requests.map((request) => request.path)).toEqual([path]);
    expect(JSON.stringify([model.requests[0]?.body, path])).toContain(name);
    expect(refusedByBroker(model.requests, provider)).toEqual([]);
    expect(model.ledger()).toMatchObject(DEFAULT_TURN_USAGE);
    const [usage] = eventsOf(outcome, 'usage');
    expect(usage).toEqual({ type: 'usage', ...DEFAULT_TURN_USAGE, costUsd: null });
  });
});
