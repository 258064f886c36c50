import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Agent, AgentMcpServer, AgentOptions, AgentProgram } from '../../src/agent/types.js';
import { type AgentCli, agentCli, eventsOf, outside, sessionOf } from '../support/agent-cli.js';
import { installAgent } from '../support/agents.js';
import {
  bodyOf,
  FINAL,
  FIX,
  geminiAgent,
  REPORT,
  refusedByBroker,
  strayRequests,
  toolsOf,
} from '../support/gemini-cli.js';
import { startMcpServer } from '../support/mcp-http-server.js';
import type { ScriptedModel, Turn } from '../support/scripted-model.js';
import { DEFAULT_TURN_USAGE, startScriptedModel } from '../support/scripted-model.js';
import { googleError } from '../support/wire/gemini-generate.js';

/** The real CLI, outside a room: its shell tool runs on this machine, so scripts here touch the workspace only. */
const EVERYTHING = resolve('node_modules/@modelcontextprotocol/server-everything/dist/index.js');
/** Nothing of it may be put in place of anything. */
const DOLLARS = ['a $5, $b $PATH, $', '{HOME} and `x`'].join('');

let gemini: AgentProgram;
let cli: AgentCli;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  gemini = outside(await installAgent('gemini'));
});
beforeEach(async () => {
  cli = await agentCli(() => model?.url ?? '');
});
afterEach(async () => {
  await cli.dispose();
  await model?.close();
  model = undefined;
});

const agentOf = (options: Partial<AgentOptions> = {}): Agent => geminiAgent(gemini, cli, options);

describe('the real Gemini CLI', () => {
  it('edits by its shell tool, answers, and asks nothing of anybody but its model', async () => {
    model = await startScriptedModel([FIX, FINAL], { key: 'dummy-key' });
    const trace = join(cli.directory, 'trace');
    const wrapper = ['strace', '-f', '-o', trace, '-e', 'trace=connect,sendto,sendmsg,sendmmsg'];
    const outcome = await cli.turn(agentOf(), { prompt: 'Please fix it: ümlaut 漢字 "quoted".' }, wrapper);
    expect(outcome.code).toBe(0);
    expect(await cli.read('fixed.txt')).toBe('fixed');
    expect(await cli.read('path.txt')).toBe('/usr/bin:/bin:/room/bin');
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(outcome.events.map((event) => event.type)).toEqual(['session', 'command', 'message', 'usage']);
    expect(outcome.events[1]).toMatchObject({ command: expect.stringContaining('fixed.txt'), exitCode: null });
    expect(eventsOf(outcome, 'usage')).toEqual([{ type: 'usage', ...model.ledger(), costUsd: null }]);
    expect(model.calls()).toHaveLength(2);
    expect(strayRequests(model, 'gemini-2.5-pro')).toEqual([]);
    expect(model.requests[0]?.text).toContain('Please fix it: ümlaut 漢字 "quoted".');
    expect(refusedByBroker(model.requests)).toEqual([]);
    const addresses = (await readFile(trace, 'utf8')).match(/sin6?_port=htons\(\d+\), sin6?_addr=[^}]*/g) ?? [];
    const itsModel = `sin_port=htons(${model.port}), sin_addr=inet_addr("127.0.0.1")`;
    expect([...new Set(addresses)]).toEqual([itsModel]);
  });

  it('has no tool that needs a network or a person, unless the provider may search', async () => {
    model = await startScriptedModel([FINAL]);
    await cli.turn(agentOf(), { prompt: 'look' });
    expect(toolsOf(model.requests[0])).toEqual([
      'list_directory',
      'read_file',
      'grep_search',
      'glob',
      'replace',
      'write_file',
      'run_shell_command',
      'list_background_processes',
      'read_background_output',
      'write_todos',
    ]);
    const search: Turn = { do: 'tool', name: 'google_web_search', input: { query: 'anything' } };
    await model.close();
    model = await startScriptedModel([search, { do: 'message', text: 'FOUND' }, FINAL]);
    const outcome = await cli.turn(agentOf({ providerTools: ['google_search'] }), { prompt: 'look' });
    expect(eventsOf(outcome, 'tool')).toEqual([
      { type: 'tool', name: 'google_web_search', server: null, input: '{"query":"anything"}', failed: false },
    ]);
    // The search is a call of the same model, and it is what the broker has to allow by name.
    expect(model.requests[1]?.path).toBe('/v1beta/models/gemini-2.5-pro:generateContent');
    expect(refusedByBroker(model.requests)).toEqual([expect.objectContaining({ name: 'googleSearch' })]);
  });

  it('edits by its file tools and says which files', async () => {
    await cli.write('old.txt', 'one\ntwo\n');
    const file = (name: string): string => join(cli.directory, 'work', name);
    model = await startScriptedModel([
      { do: 'tool', name: 'write_file', input: { file_path: file('new.txt'), content: 'new\n' } },
      {
        do: 'tool',
        name: 'replace',
        input: { file_path: file('old.txt'), instruction: 'x', old_string: 'two', new_string: '2' },
      },
      {
        do: 'tool',
        name: 'replace',
        input: { file_path: file('old.txt'), instruction: 'x', old_string: 'none', new_string: '3' },
      },
      { do: 'command', command: 'exit 3' },
      FINAL,
    ]);
    const outcome = await cli.turn(agentOf(), { prompt: 'edit' });
    expect([await cli.read('new.txt'), await cli.read('old.txt')]).toEqual(['new\n', 'one\n2\n']);
    expect(eventsOf(outcome, 'file-change').map(({ paths }) => paths)).toEqual([[file('new.txt')], [file('old.txt')]]);
    expect(eventsOf(outcome, 'tool')).toMatchObject([{ name: 'replace', server: null, failed: true }]);
    expect(eventsOf(outcome, 'command')).toEqual([{ type: 'command', command: 'exit 3', exitCode: 3 }]);
    expect(model.calls()).toHaveLength(5);
  });

  it('goes on with the same conversation and counts each turn by itself', async () => {
    model = await startScriptedModel([FIX, FINAL, { do: 'command', command: 'printf again > again.txt' }, FINAL]);
    const agent = agentOf();
    const first = await cli.turn(agent, { prompt: 'FIRST-PROMPT' });
    const second = await cli.turn(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(await cli.read('again.txt')).toBe('again');
    expect(JSON.parse(second.answer ?? '')).toEqual(REPORT);
    expect(model.calls()).toHaveLength(4);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*fixed\.txt|FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
    const usage = {
      type: 'usage',
      inputTokens: 2 * DEFAULT_TURN_USAGE.inputTokens,
      cachedInputTokens: 2 * DEFAULT_TURN_USAGE.cachedInputTokens,
      outputTokens: 2 * DEFAULT_TURN_USAGE.outputTokens,
      costUsd: null,
    };
    expect(eventsOf(first, 'usage')).toEqual([usage]);
    expect(eventsOf(second, 'usage')).toEqual([usage]);
    expect(refusedByBroker(model.requests)).toEqual([]);
  });

  it.each([
    ['between two calls', 2],
    ['in its first call', 1],
  ])('goes on after it was killed %s', async (_when, at) => {
    model = await startScriptedModel((_request, call) => {
      if (call === at) cli.kill();
      return call === at ? { do: 'silent' } : call < at ? FIX : FINAL;
    });
    const agent = agentOf();
    const first = await cli.turn(agent, { prompt: 'FIRST-PROMPT' });
    expect(first.code).toBeNull();
    const second = await cli.turn(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect(second.code).toBe(0);
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(model.calls().at(-1)?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
  });

  it('goes on after it was killed in the middle of a command', async () => {
    const command = 'touch begun; sleep 300';
    model = await startScriptedModel((_request, call) => (call === 1 ? { do: 'command', command } : FINAL));
    const agent = agentOf();
    const turn = cli.turn(agent, { prompt: 'FIRST-PROMPT' });
    await vi.waitFor(() => cli.read('begun'), { timeout: 120_000 }).finally(() => cli.kill());
    const first = await turn;
    expect(eventsOf(first, 'command')).toEqual([{ type: 'command', command, exitCode: null }]);
    const second = await cli.turn(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect(second.code).toBe(0);
    expect(JSON.parse(second.answer ?? '')).toEqual(REPORT);
  });

  it('says why it cannot go on with a session that is gone', async () => {
    model = await startScriptedModel([FINAL]);
    const outcome = await cli.turn(agentOf(), { prompt: 'x', session: '01a1fc57-dc7b-7900-b550-0eaf711be66c' });
    expect(outcome.code).toBe(42);
    expect(eventsOf(outcome, 'error')).toMatchObject([{ kind: 'session-lost', fatal: true }]);
    expect(model.requests).toEqual([]);
  });

  it.each([
    ['gemini-2.5-flash', 'low', { thinkingBudget: 1024 }],
    ['gemini-3-pro-preview', 'low', { thinkingLevel: 'LOW' }],
    ['gemini-3.8-flash', null, { thinkingLevel: 'HIGH' }],
    ['gemini-3.5-flash-lite', 'minimal', { thinkingLevel: 'MINIMAL' }],
    ['gemini-3-flash-preview', 'medium', { thinkingLevel: 'MEDIUM' }],
    ['house-model', 'high', { thinkingLevel: 'HIGH' }],
  ])('asks %s with the effort %s, in resumed turns as well', async (name, effort, thinking) => {
    model = await startScriptedModel([FINAL]);
    const agent = agentOf({ model: name, effort });
    const first = await cli.turn(agent, { prompt: 'one' });
    await cli.turn(agent, { prompt: 'two', session: sessionOf(first), attempt: 2 });
    expect(model.calls()).toHaveLength(2);
    expect(strayRequests(model, name)).toEqual([]);
    for (const request of model.calls())
      expect(bodyOf(request).generationConfig['thinkingConfig']).toEqual({ includeThoughts: true, ...thinking });
  });

  it('passes further arguments on, and says which one is wrong', async () => {
    model = await startScriptedModel([FINAL]);
    await cli.turn(agentOf({ extraArgs: ['--include-directories', cli.paths.input] }), { prompt: 'look' });
    expect(model.requests[0]?.text).toContain(cli.paths.input);
    const outcome = await cli.turn(agentOf({ extraArgs: ['--unheard-of'] }), { prompt: 'look' });
    expect(outcome.code).toBe(1);
    expect(eventsOf(outcome, 'error')).toMatchObject([{ message: expect.stringContaining('unheard-of'), fatal: true }]);
  });

  it('takes a prompt as it is: long, like a command, or with names of files', async () => {
    await cli.write('secret.txt', 'CONTENT-OF-A-FILE');
    model = await startScriptedModel([FINAL]);
    const long = `${'line of a long log\n'.repeat(10_500)}END-MARKER`;
    await cli.turn(agentOf(), { prompt: long });
    expect(model.requests[0]?.text).toContain(long);
    await cli.turn(agentOf(), { prompt: '/help with @secret.txt, @./ and me@example.org' });
    expect(model.requests[1]?.text).toContain('/help with \\@secret.txt, \\@./ and me\\@example.org');
    expect(model.requests[1]?.text).not.toContain('CONTENT-OF-A-FILE');
    await cli.turn(agentOf(), { prompt: '/help' });
    expect(model.requests[2]?.text).toContain('\n/help');
  });

  it('reads AGENTS.md and GEMINI.md, the nearest last, but not CLAUDE.md', async () => {
    for (const [path, text] of [
      ['AGENTS.md', 'ROOT-AGENTS'],
      ['GEMINI.md', 'ROOT-GEMINI'],
      ['CLAUDE.md', 'ROOT-CLAUDE'],
      ['deep/er/AGENTS.md', 'DEEP-AGENTS'],
      ['deep/GEMINI.md', 'DEEP-GEMINI'],
      ['other/AGENTS.md', 'OTHER-AGENTS'],
      ['deep/er/file.txt', 'content'],
    ] as const)
      await cli.write(path, `${text}\n`);
    const file_path = join(cli.directory, 'work/deep/er/file.txt');
    model = await startScriptedModel([{ do: 'tool', name: 'read_file', input: { file_path } }, FINAL]);
    await cli.turn(agentOf(), { prompt: 'look' });
    const [first, second] = model.calls().map(({ text }) => text);
    expect(first).toContain('ROOT-AGENTS');
    expect(first).toContain('ROOT-GEMINI');
    expect(first).not.toMatch(/ROOT-CLAUDE|DEEP-|OTHER-/);
    expect(second).toMatch(/ROOT-(.|\n)*DEEP-GEMINI(.|\n)*DEEP-AGENTS/);
    expect(second).not.toMatch(/ROOT-CLAUDE|OTHER-/);
  });
});

describe('MCP servers of the real Gemini CLI', () => {
  const EVERY: AgentMcpServer = {
    name: 'every-thing',
    transport: {
      kind: 'stdio',
      argv: [process.execPath, EVERYTHING],
      env: { TELL: DOLLARS, SECOND_KEY: 'kept' },
    },
    tools: ['echo', 'get-env'],
    timeoutMs: 60_000,
  };

  it('calls a program’s tools, of which only those are there that may be called', async () => {
    model = await startScriptedModel([
      { do: 'tool', server: 'every-thing', name: 'echo', input: { message: 'HELLO-MCP' } },
      { do: 'tool', server: 'every-thing', name: 'get-env', input: {} },
      FINAL,
    ]);
    const outcome = await cli.turn(agentOf({ mcp: [EVERY] }), { prompt: 'call it' });
    expect(outcome.code).toBe(0);
    expect(toolsOf(model.requests[0]).filter((name) => name.startsWith('mcp_'))).toEqual([
      'mcp_every-thing_echo',
      'mcp_every-thing_get-env',
    ]);
    expect(eventsOf(outcome, 'tool')).toEqual([
      { type: 'tool', name: 'echo', server: 'every-thing', input: '{"message":"HELLO-MCP"}', failed: false },
      { type: 'tool', name: 'get-env', server: 'every-thing', input: '{}', failed: false },
    ]);
    expect(model.requests[1]?.text).toContain('HELLO-MCP');
    expect(model.requests[2]?.text).toContain(JSON.stringify(DOLLARS));
    expect(model.requests[2]?.text).toContain('"SECOND_KEY": "kept"');
    expect(refusedByBroker(model.requests)).toEqual([]);
  });

  it('calls a server over HTTP, with its headers', async () => {
    const value = `Bearer ${DOLLARS}`;
    const server = await startMcpServer({ header: 'x-room-key', value });
    try {
      model = await startScriptedModel([{ do: 'tool', server: 'remote', name: 'headers', input: {} }, FINAL]);
      const url = `http://127.0.0.1:${server.port}/mcp/a$b`;
      const transport = { kind: 'http', url, headers: { 'x-room-key': value } } as const;
      const mcp = [{ name: 'remote', transport, tools: null, timeoutMs: 60_000 }];
      const outcome = await cli.turn(agentOf({ mcp }), { prompt: 'call it' });
      expect(eventsOf(outcome, 'tool')).toMatchObject([{ name: 'headers', server: 'remote', failed: false }]);
      expect(model.requests[1]?.text).toContain('x-room-key');
      expect(outcome.code).toBe(0);
    } finally {
      await server.close();
    }
  });
});

describe('failures of the real Gemini CLI', () => {
  const fail = (status: number, message = 'x'): Turn => ({ do: 'fail', status, body: googleError(status, message) });

  it.each([
    ['401', [fail(401)], 145, 'auth'],
    ['403', [fail(403)], 147, 'auth'],
    ['a key that Google does not know', [fail(400, 'API key not valid. Please pass a valid API key.')], 144, 'auth'],
    ['too long a conversation', [fail(400, 'The input token count (9) exceeds the maximum of tokens')], 144, 'context'],
    ['a cut stream', [{ do: 'cut' }], 1, 'provider'],
    ['a blocked prompt', [{ do: 'refuse', text: 'no' }], 0, 'refused'],
    ['a blocked answer', [FIX, { do: 'refuse', text: 'no' }], 0, 'refused'],
    ['text without end', [{ do: 'endless' }], 0, 'loop'],
  ] satisfies [string, [Turn, ...Turn[]], number, string][])(
    'ends the turn for %s',
    async (_what, script, code, kind) => {
      model = await startScriptedModel(script);
      const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
      expect(outcome.code).toBe(code);
      expect(eventsOf(outcome, 'error').filter(({ fatal }) => fatal)).toMatchObject([{ kind }]);
      expect(outcome.answer).toBeUndefined();
      expect(model.calls().length).toBeLessThanOrEqual(6);
      expect(strayRequests(model, 'gemini-2.5-pro')).toEqual([]);
    },
  );

  it('asks again after 429 and tells of it', async () => {
    model = await startScriptedModel([{ do: 'fail', status: 429, body: googleError(429, 'slow down', 1) }, FIX, FINAL]);
    const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(eventsOf(outcome, 'error')).toMatchObject([{ kind: 'rate-limit', fatal: false }]);
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
  });

  it('has no answer when the model says nothing', async () => {
    model = await startScriptedModel([FIX, { do: 'nothing' }]);
    const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
    expect(outcome.answer).toBeUndefined();
  });

  it('asks no further model in a long turn', async () => {
    model = await startScriptedModel((_request, call) =>
      call > 45 ? FINAL : { do: 'command', command: `echo step ${call} >> steps.txt` },
    );
    const outcome = await cli.turn(agentOf(), { prompt: 'many steps' });
    expect(outcome.code).toBe(0);
    expect(model.calls()).toHaveLength(46);
    expect(strayRequests(model, 'gemini-2.5-pro')).toEqual([]);
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
  });
});
