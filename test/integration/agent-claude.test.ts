import { access, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createClaudeAgent } from '../../src/agent/claude.js';
import type { Agent, AgentMcpServer, AgentOptions, AgentProgram } from '../../src/agent/types.js';
import { reportSchema } from '../../src/schemas/report.js';
import { type AgentCli, agentCli, eventsOf, outside, sessionOf } from '../support/agent-cli.js';
import { agentOptions } from '../support/agent-options.js';
import { installAgent } from '../support/agents.js';
import type { ScriptedModel, Turn } from '../support/scripted-model.js';
import { DEFAULT_TURN_USAGE, startScriptedModel } from '../support/scripted-model.js';

/** The real CLI, outside a room: its shell tool runs on this machine, so scripts here touch the workspace only. */
const REPORT = { summary: 'done', changes: [{ path: 'fixed.txt', why: 'asked' }], blocked: null };
const FINAL: Turn = { do: 'message', text: JSON.stringify(REPORT) };
const SAY: Turn = { do: 'message', text: 'That is all.' };
const FIX: Turn = { do: 'command', command: 'printf fixed > fixed.txt; printf "%s" "$PATH" > path.txt' };
/** Claude replaces variables in the configuration of MCP servers. */
const LITERAL = `a ${'$'}{HOME} b`;
const command = (text: string): Turn => ({ do: 'command', command: text });

let claude: AgentProgram;
let cli: AgentCli;
let model: ScriptedModel | undefined;

beforeAll(async () => {
  claude = outside(await installAgent('claude'));
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
  createClaudeAgent(
    agentOptions({
      program: claude,
      provider: 'anthropic',
      schema: reportSchema,
      paths: { ...cli.paths, workspace: join(cli.directory, 'work') },
      ...options,
    }),
  );
const toolsOf = (request: { readonly body: unknown } | undefined) =>
  (request?.body as { tools?: { name: string }[] } | undefined)?.tools?.map(({ name }) => name) ?? [];
const everything = (options: Partial<AgentMcpServer> = {}): AgentMcpServer => ({
  name: 'every-thing',
  transport: {
    kind: 'stdio',
    argv: [process.execPath, join(process.cwd(), 'node_modules/@modelcontextprotocol/server-everything/dist/index.js')],
    env: { MARKER: LITERAL },
  },
  tools: null,
  timeoutMs: 10_000,
  ...options,
});

describe('the real claude', () => {
  it('edits by its shell tool and hands in the report by its own tool', async () => {
    await cli.write('mentioned.txt', 'MENTIONED-CONTENT');
    model = await startScriptedModel([FIX, FINAL], { key: 'dummy-key' });
    const outcome = await cli.turn(agentOf(), { prompt: 'Please fix it: ümlaut 漢字 @mentioned.txt.' });
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(await cli.read('fixed.txt')).toBe('fixed');
    expect(await cli.read('path.txt')).toBe('/usr/bin:/bin:/room/bin');
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(outcome.events.map((event) => event.type)).toEqual(['session', 'command', 'usage']);
    expect(outcome.events[1]).toMatchObject({ command: expect.stringContaining('fixed.txt'), exitCode: 0 });
    expect(eventsOf(outcome, 'usage')).toEqual([
      { type: 'usage', ...model.ledger(), costUsd: expect.closeTo(0.00696, 3) },
    ]);
    // Two turns of the model, and nothing else was asked of it.
    expect(model.requests.map((request) => `${request.method} ${request.path}`)).toEqual([
      'POST /v1/messages?beta=true',
      'POST /v1/messages?beta=true',
    ]);
    expect(model.requests[0]?.text).toContain('Please fix it: ümlaut 漢字 @mentioned.txt.');
    expect(model.requests[0]?.text).not.toContain('MENTIONED-CONTENT');
    expect(toolsOf(model.requests[0])).toEqual([
      ...['Bash', 'Edit', 'Glob', 'Grep', 'NotebookEdit', 'Read', 'StructuredOutput', 'Write'],
    ]);
  });

  it('tells files, exit codes and failures apart', async () => {
    await cli.write('a.txt', 'old\n');
    const path = join(cli.directory, 'work', 'a.txt');
    model = await startScriptedModel([
      command('exit 3'),
      { do: 'tool', name: 'Read', input: { file_path: path } },
      { do: 'tool', name: 'Edit', input: { file_path: path, old_string: 'old', new_string: 'new' } },
      { do: 'tool', name: 'Edit', input: { file_path: path, old_string: 'absent', new_string: 'new' } },
      SAY,
    ]);
    const outcome = await cli.turn(agentOf({ schema: undefined }), { prompt: 'go' });
    expect(await cli.read('a.txt')).toBe('new\n');
    expect(outcome.events.slice(1, -1)).toEqual([
      { type: 'command', command: 'exit 3', exitCode: 3 },
      expect.objectContaining({ type: 'tool', name: 'Read', server: null, failed: false }),
      { type: 'file-change', paths: [path] },
      expect.objectContaining({ type: 'tool', name: 'Edit', failed: true }),
      { type: 'message', text: 'That is all.' },
    ]);
    expect(outcome.answer).toBe('That is all.');
    expect(toolsOf(model.requests[0])).not.toContain('StructuredOutput');
  });

  it('goes on with the same conversation and counts each turn by itself', async () => {
    model = await startScriptedModel([FIX, FINAL, command('printf again > again.txt'), FINAL]);
    const agent = agentOf();
    const first = await cli.turn(agent, { prompt: 'FIRST-PROMPT' });
    const second = await cli.turn(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect([first.code, second.code]).toEqual([0, 0]);
    expect(sessionOf(second)).toBe(sessionOf(first));
    expect(await cli.read('again.txt')).toBe('again');
    expect(JSON.parse(second.answer ?? '')).toEqual(REPORT);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
    const expected = {
      type: 'usage',
      inputTokens: 2 * DEFAULT_TURN_USAGE.inputTokens,
      cachedInputTokens: 2 * DEFAULT_TURN_USAGE.cachedInputTokens,
      outputTokens: 2 * DEFAULT_TURN_USAGE.outputTokens,
      costUsd: expect.closeTo(0.00696, 3),
    };
    expect(eventsOf(first, 'usage')).toEqual([expected]);
    expect(eventsOf(second, 'usage')).toEqual([expected]);
  });

  it('goes on after it was killed in the middle of a turn', async () => {
    model = await startScriptedModel((_request, call) => {
      if (call === 1) return FIX;
      if (call === 2) cli.kill();
      return call === 2 ? { do: 'silent' } : FINAL;
    });
    const agent = agentOf();
    const first = await cli.turn(agent, { prompt: 'FIRST-PROMPT' });
    expect(first).toMatchObject({ code: null, answer: undefined });
    const second = await cli.turn(agent, { prompt: 'SECOND-PROMPT', session: sessionOf(first), attempt: 2 });
    expect(second.code).toBe(0);
    expect(model.calls()[2]?.text).toMatch(/FIRST-PROMPT(.|\n)*SECOND-PROMPT/);
    expect(eventsOf(second, 'usage')).toMatchObject([{ inputTokens: DEFAULT_TURN_USAGE.inputTokens }]);
  });

  it('says why it cannot go on with a session that is gone', async () => {
    model = await startScriptedModel([FINAL]);
    const outcome = await cli.turn(agentOf(), { prompt: 'x', session: '01a1fc57-dc7b-7900-b550-0eaf711be66c' });
    expect(outcome.code).toBe(1);
    expect(eventsOf(outcome, 'error')).toEqual([
      { type: 'error', message: expect.stringContaining('No conversation found'), kind: 'session-lost', fatal: true },
    ]);
    expect(sessionOf(outcome)).toBeUndefined();
    expect(model.requests).toEqual([]);
  });

  it('passes on model, effort and further arguments, in resumed turns as well', async () => {
    model = await startScriptedModel([FINAL]);
    const agent = agentOf({
      model: 'house-model',
      effort: 'high',
      extraArgs: ['--append-system-prompt', 'EXTRA-WORDS'],
    });
    const first = await cli.turn(agent, { prompt: 'one' });
    await cli.turn(agent, { prompt: 'two', session: sessionOf(first), attempt: 2 });
    expect(model.calls()).toHaveLength(2);
    for (const request of model.calls()) {
      expect(request.body).toMatchObject({ model: 'house-model', output_config: { effort: 'high' } });
      expect(request.text).toContain('EXTRA-WORDS');
    }
  });

  it.each([
    ['text', { do: 'message', text: 'I am done.' } as Turn, 'I am done.', 0],
    ['JSON that breaks the schema', { do: 'message', text: '{"summary":1}' } as Turn, '{"summary":1}', 1],
    ['nothing', { do: 'nothing' } as Turn, undefined, 0],
  ])('gives the last words of a model that hands in %s', async (_what, turn, answer, code) => {
    model = await startScriptedModel([turn]);
    const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
    expect(outcome).toMatchObject({ answer, code });
    expect(eventsOf(outcome, 'error').filter(({ fatal }) => fatal)).toEqual([]);
    expect(model.calls().length).toBeLessThanOrEqual(4);
    expect(eventsOf(outcome, 'usage')).toMatchObject([model.ledger()]);
  });

  it('takes a report that is right the second time', async () => {
    model = await startScriptedModel([{ do: 'message', text: '{"summary":1}' }, FINAL]);
    const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(eventsOf(outcome, 'tool')).toMatchObject([{ name: 'StructuredOutput', failed: true }]);
  });

  it.each([
    ['a refused key', { do: 'fail', status: 401 }, 'auth'],
    ['a limit that lifts in an hour', { do: 'fail', status: 429, headers: { 'retry-after': '3600' } }, 'rate-limit'],
    ['a refusal', { do: 'refuse', text: 'No.' }, 'refused'],
    [
      'a conversation that is too long',
      {
        do: 'fail',
        status: 400,
        body: '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 250000 tokens > 200000 maximum"}}',
      },
      'context',
    ],
    [
      'an empty account',
      {
        do: 'fail',
        status: 400,
        body: '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}',
      },
      'quota',
    ],
    ['a provider that is down', { do: 'fail', status: 500 }, 'provider'],
    ['connections that break', { do: 'reset' }, 'provider'],
  ] as const)('tells %s', async (_what, turn, kind) => {
    model = await startScriptedModel([turn]);
    // The last of several of the same option counts, and of a variable the one of the turn: fewer calls are enough here.
    const agent = agentOf({ schema: undefined });
    const hasty: Agent = {
      ...agent,
      command: (of) => ({ ...agent.command(of), env: { ...agent.command(of).env, CLAUDE_CODE_MAX_RETRIES: '1' } }),
    };
    const outcome = await cli.turn(hasty, { prompt: 'fix' });
    expect(outcome).toMatchObject({ code: 1, answer: undefined });
    expect(eventsOf(outcome, 'error').at(-1)).toMatchObject({ kind, fatal: true });
  });

  it('recovers from a stream that is cut once', async () => {
    model = await startScriptedModel([{ do: 'cut' }, FIX, FINAL]);
    const outcome = await cli.turn(agentOf(), { prompt: 'fix' });
    expect(outcome.code).toBe(0);
    expect(JSON.parse(outcome.answer ?? '')).toEqual(REPORT);
    expect(eventsOf(outcome, 'error')).toMatchObject([{ kind: 'provider', fatal: false }]);
    expect(eventsOf(outcome, 'usage')).toMatchObject([model.ledger()]);
  });

  it('searches the web at its provider, where that is allowed', async () => {
    model = await startScriptedModel([{ do: 'tool', name: 'WebSearch', input: { query: 'hello' } }, SAY]);
    await cli.turn(agentOf({ schema: undefined, providerTools: ['web_search'] }), { prompt: 'go' });
    // By the name under which the broker lets it pass.
    expect(model.requests[1]?.body).toMatchObject({ tools: [{ type: 'web_search_20250305' }] });
  });

  it('keeps the key from the programs that it starts', async () => {
    model = await startScriptedModel([command('env > env.txt'), SAY], { key: 'dummy-key' });
    await cli.turn(agentOf({ schema: undefined }), { prompt: 'fix' });
    expect(await cli.read('env.txt')).toContain('PATH=');
    expect(await cli.read('env.txt')).not.toContain('dummy-key');
  });

  it.each(['/clear', '/compact now', '!touch evil', '#remember'])('takes the prompt %j for words', async (prompt) => {
    model = await startScriptedModel([SAY]);
    const outcome = await cli.turn(agentOf({ schema: undefined }), { prompt });
    expect(outcome.answer).toBe('That is all.');
    expect(model.requests[0]?.text).toContain(prompt);
  });

  it('takes a prompt of 200 KB', async () => {
    model = await startScriptedModel([FINAL]);
    const prompt = `${'line of a long log\n'.repeat(10_500)}END-MARKER`;
    expect((await cli.turn(agentOf(), { prompt })).code).toBe(0);
    expect(model.requests[0]?.text).toContain(prompt);
  });
});

describe('what the real claude reads of a repository', () => {
  const evil = (name: string) => `touch ${join(cli.directory, `EVIL-${name}`)}`;
  const happened = async (name: string): Promise<boolean> =>
    access(join(cli.directory, `EVIL-${name}`)).then(
      () => true,
      () => false,
    );

  async function hostileRepository(): Promise<void> {
    const hook = (name: string) => [{ hooks: [{ type: 'command', command: evil(name) }] }];
    await cli.write(
      '.claude/settings.json',
      JSON.stringify({
        hooks: { SessionStart: hook('start'), PreToolUse: hook('tool'), Stop: hook('stop') },
        apiKeyHelper: `${evil('key')}; echo k`,
        statusLine: { type: 'command', command: evil('status') },
        env: { EVIL: 'EVIL-ENV' },
        model: 'evil-model',
      }),
    );
    await cli.write('.claude/settings.local.json', JSON.stringify({ hooks: { SessionStart: hook('local') } }));
    await cli.write(
      '.mcp.json',
      JSON.stringify({ mcpServers: { evil: { command: '/bin/sh', args: ['-c', evil('mcp')] } } }),
    );
    await cli.write('.claude/CLAUDE.md', 'MARK-DOT');
    await cli.write('.claude/rules/rule.md', 'MARK-RULE');
    await cli.write('.claude/skills/evil/SKILL.md', '---\nname: evil\ndescription: MARK-SKILL\n---\n');
    await cli.write('.claude/agents/evil.md', '---\nname: evil\ndescription: MARK-AGENT\n---\n');
    await cli.write('CLAUDE.local.md', 'MARK-LOCAL');
    await cli.write('CLAUDE.md', 'MARK-CLAUDE');
    await cli.write('AGENTS.md', 'MARK-AGENTS');
    await cli.write('packages/one/CLAUDE.md', 'MARK-ONE');
    await cli.write('packages/two/AGENTS.md', 'MARK-TWO');
    await cli.write('packages/two/file.txt', 'content');
    await cli.write('elsewhere/AGENTS.md', 'MARK-UNLISTED');
  }
  const seen = () => new Set(model?.calls().flatMap(({ text }) => text.match(/(?:MARK|EVIL)-[A-Z]+/g) ?? []));
  const INSTRUCTIONS = ['AGENTS.md', 'CLAUDE.md', 'packages/one/CLAUDE.md', 'packages/two/AGENTS.md'];
  const reading = (): [Turn, ...Turn[]] => [
    { do: 'tool', name: 'Read', input: { file_path: join(cli.directory, 'work/packages/two/file.txt') } },
    command('echo "[$EVIL]"'),
    SAY,
  ];

  it('reads the instruction files that it is told of, and nothing else', async () => {
    await hostileRepository();
    model = await startScriptedModel(reading());
    const outcome = await cli.turn(agentOf({ schema: undefined, instructions: INSTRUCTIONS }), { prompt: 'go' });
    expect(outcome.code).toBe(0);
    expect(seen()).toEqual(new Set(['MARK-CLAUDE', 'MARK-AGENTS', 'MARK-ONE', 'MARK-TWO']));
    // Once it reads a file below, it is told which instructions are the nearest.
    const rule = 'For files below packages/two/ the instructions in';
    expect(model.calls().map(({ text }) => text.includes(rule))).toEqual([false, true, true]);
    for (const name of ['start', 'tool', 'stop', 'local', 'key', 'status', 'mcp'])
      expect(await happened(name)).toBe(false);
    expect(model.calls()[0]?.body).not.toMatchObject({ model: 'evil-model' });
  });

  it('is told of no instructions where there are none', async () => {
    await hostileRepository();
    model = await startScriptedModel(reading());
    await cli.turn(agentOf({ schema: undefined }), { prompt: 'go' });
    expect(seen()).toEqual(new Set());
  });

  it('uses the settings of a repository whose .claude is trusted', async () => {
    await hostileRepository();
    await writeFile(join(cli.directory, 'work/.claude/settings.json'), JSON.stringify({ env: { EVIL: 'EVIL-ENV' } }));
    model = await startScriptedModel(reading());
    await cli.turn(agentOf({ schema: undefined, instructions: INSTRUCTIONS, trustedConfig: ['.claude'] }), {
      prompt: 'go',
    });
    expect(seen()).toEqual(new Set(['EVIL-ENV', 'MARK-CLAUDE', 'MARK-DOT', 'MARK-RULE', 'MARK-AGENTS', 'MARK-TWO']));
    expect(await happened('mcp')).toBe(false);
  });

  it('starts the MCP servers of a repository whose .mcp.json is trusted', async () => {
    await hostileRepository();
    model = await startScriptedModel([SAY]);
    await cli.turn(agentOf({ schema: undefined, trustedConfig: ['.mcp.json'] }), { prompt: 'go' });
    expect(await happened('mcp')).toBe(true);
  });
});

describe('MCP servers of the real claude', () => {
  it('are offered and called, with their variables as they were given', async () => {
    model = await startScriptedModel([
      { do: 'tool', server: 'every-thing', name: 'echo', input: { message: 'hello' } },
      { do: 'tool', server: 'every-thing', name: 'get-env', input: {} },
      SAY,
    ]);
    const outcome = await cli.turn(agentOf({ schema: undefined, mcp: [everything()] }), { prompt: 'go' });
    expect(eventsOf(outcome, 'tool')).toEqual([
      { type: 'tool', name: 'echo', server: 'every-thing', input: '{"message":"hello"}', failed: false },
      { type: 'tool', name: 'get-env', server: 'every-thing', input: '{}', failed: false },
    ]);
    expect(model.calls()[2]?.text).toContain(LITERAL);
  });

  it('are asked for the allowed tools only', async () => {
    model = await startScriptedModel([
      { do: 'tool', server: 'every-thing', name: 'echo', input: { message: 'hello' } },
      { do: 'tool', server: 'every-thing', name: 'get-sum', input: { a: 1, b: 2 } },
      SAY,
    ]);
    const mcp = [everything({ tools: ['get-sum'] })];
    const outcome = await cli.turn(agentOf({ schema: undefined, mcp }), { prompt: 'go' });
    expect(eventsOf(outcome, 'tool')).toMatchObject([
      { name: 'echo', failed: true },
      { name: 'get-sum', failed: false },
    ]);
    expect(model.calls()[1]?.text).toContain('This run does not allow this tool.');
  });
});

describe('the network of the real claude', () => {
  it('is one address: that of its model', async () => {
    model = await startScriptedModel([FIX, FINAL]);
    const log = join(cli.directory, 'strace');
    const wrapper = ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg', '-s', '0', '-o', log];
    const outcome = await cli.turn(agentOf(), { prompt: 'go' }, wrapper);
    expect(outcome.code).toBe(0);
    const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => /AF_INET|sin6?_addr/.test(line));
    const port = `sin_port=htons(${model.port})`;
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !(line.includes(port) && line.includes('"127.0.0.1"')))).toEqual([]);
  });
});
