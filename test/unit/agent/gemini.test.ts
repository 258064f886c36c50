import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createGeminiAgent, GEMINI_MODEL } from '../../../src/agent/gemini.js';
import type { AgentMcpServer, AgentOptions, AgentTurn } from '../../../src/agent/types.js';
import { InputError } from '../../../src/support/errors.js';
import { agentOptions } from '../../support/agent-options.js';

const SESSION = '7d186809-31c4-4aac-990a-0b25acb9ae16';
const turn: AgentTurn = {
  prompt: 'do it; $(rm -rf /)',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:8080', key: 'dummy-key' },
  attempt: 1,
  correction: false,
};
const options = agentOptions({
  program: { argv: ['node', '/opt/cleanroom/gemini/bundle/gemini.js'], layers: [], version: '0.61.0' },
  provider: 'gemini',
});
const server = (name: string): AgentMcpServer => ({
  name,
  transport: { kind: 'http', url: `http://127.0.0.1:8080/${name}`, headers: {} },
  tools: ['look_up'],
  timeoutMs: 5000,
});

function settings(change: Partial<AgentOptions> = {}) {
  const agent = createGeminiAgent({ ...options, ...change });
  return JSON.parse(agent.homeFiles(turn)['.gemini/settings.json'] ?? '');
}

describe('createGeminiAgent', () => {
  it('starts a conversation', () => {
    const { argv, env, stdin } = createGeminiAgent({ ...options, model: 'm-1', extraArgs: ['--debug'] }).command(turn);
    expect(argv.slice(0, -1)).toEqual([
      'node',
      '/opt/cleanroom/gemini/bundle/gemini.js',
      '--debug',
      '--output-format',
      'stream-json',
      '--model',
      'm-1',
      '--approval-mode',
      'yolo',
      '--skip-trust',
      '--extensions',
      'none',
      '--allowed-mcp-server-names',
    ]);
    // No server can be called what nobody can guess.
    expect(argv.at(-1)).toMatch(/^[0-9a-f-]{36}$/);
    expect(env).toMatchObject({ GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:8080', GEMINI_API_KEY: 'dummy-key' });
    expect(env).not.toHaveProperty('GEMINI_CLI_TRUST_WORKSPACE');
    expect(env).not.toHaveProperty('NODE_OPTIONS');
    expect(stdin).toBe('do it; $(rm -rf /)');
  });

  it('names a model in any case', () => {
    expect(createGeminiAgent(options).command(turn).argv.join(' ')).toContain(` --model ${GEMINI_MODEL} `);
  });

  it('goes on with a conversation', () => {
    const resumed = { ...turn, session: SESSION, attempt: 2 };
    const program = '--import=/home/agent/.gemini/cleanroom-resume.mjs';
    const agent = createGeminiAgent(options);
    const { argv, env } = agent.command(resumed);
    expect(argv.slice(0, 5)).toEqual(['node', program, '/opt/cleanroom/gemini/bundle/gemini.js', '--resume', SESSION]);
    expect(env).not.toHaveProperty('NODE_OPTIONS');
    expect(Object.keys(agent.homeFiles(resumed))).toEqual(['.gemini/settings.json', '.gemini/cleanroom-resume.mjs']);
    expect(Object.keys(agent.homeFiles(turn))).toEqual(['.gemini/settings.json']);
    // A program that is no argument of an interpreter is told by its environment.
    const own = createGeminiAgent({ ...options, program: { argv: ['/usr/bin/gemini'], layers: [], version: '' } });
    expect(own.command(resumed)).toMatchObject({
      argv: expect.not.arrayContaining([program]),
      env: { NODE_OPTIONS: program },
    });
  });

  it('takes no session that is none, and no turn without an endpoint', () => {
    const agent = createGeminiAgent(options);
    for (const session of ['latest', '5', '--yolo', `${SESSION}\n`, ''])
      expect(() => agent.command({ ...turn, session })).toThrow('is no gemini session');
    expect(() => agent.homeFiles({ ...turn, session: '"; process.exit(); "' })).toThrow('is no gemini session');
    expect(() => agent.command({ ...turn, endpoint: undefined })).toThrow('needs a model endpoint');
  });

  it.each([
    ['mail me@x.org or @types/node, \\@kept, @, and @', 'mail me\\@x.org or \\@types/node, \\@kept, @, and @'],
    ['@"a b"', '\\@"a b"'],
  ])('lets no word of a prompt name a file: %s', (prompt, expected) => {
    const { stdin } = createGeminiAgent(options).command({ ...turn, prompt });
    expect(stdin.endsWith(`\n\n${expected}`)).toBe(true);
    expect(stdin).toMatch(/^Note: /);
  });

  it('lets no prompt be a command to the CLI', () => {
    const stdin = (prompt: string): string => createGeminiAgent(options).command({ ...turn, prompt }).stdin;
    expect(stdin('/quit')).toBe('\n/quit');
    expect(stdin('see /quit')).toBe('see /quit');
  });

  it('carries the schema in the prompt, where there is one', () => {
    expect(createGeminiAgent(options).schemaInPrompt).toBe(false);
    expect(createGeminiAgent({ ...options, schema: {} }).schemaInPrompt).toBe(true);
  });

  it('switches off what leaves the room by itself', () => {
    expect(settings()).toMatchObject({
      general: { enableAutoUpdate: false },
      privacy: { usageStatisticsEnabled: false },
      telemetry: { enabled: false },
      experimental: { enableAgents: false },
      skills: { enabled: false },
      hooksConfig: { enabled: false },
      mcpServers: {},
    });
  });

  it('asks no other model than the one that was named', () => {
    const aliases: Record<string, { modelConfig: { model: string } }> = settings({ model: 'm-1' }).modelConfigs
      .customAliases;
    expect(Object.keys(aliases)).toEqual(expect.arrayContaining(['chat-compression-default', 'classifier']));
    expect([...new Set(Object.values(aliases).map(({ modelConfig }) => modelConfig.model))]).toEqual(['m-1']);
  });

  it.each(['auto', 'pro', 'flash', 'flash-lite', 'auto-gemini-3'])('takes no word for several models: %s', (model) => {
    expect(() => createGeminiAgent({ ...options, model })).toThrow(InputError);
  });

  it('takes no model in whose place another one would be asked', () => {
    const words = /gemini-3\.5-flash".*expected gemini-3\.8-flash for gemini \(the Gemini CLI would ask/;
    expect(() => createGeminiAgent({ ...options, model: 'gemini-3.5-flash' })).toThrow(words);
  });

  it('offers a provider’s tool only where it may be used', () => {
    const tools = (providerTools: string[]): string[] => settings({ providerTools }).tools.core.slice(10);
    expect(tools([])).toEqual([]);
    expect(tools(['mcp', 'web_search'])).toEqual([]);
    expect(tools(['google_search'])).toEqual(['google_web_search']);
    expect(tools(['urlContext', 'googleSearch', 'google-search'])).toEqual(['web_fetch', 'google_web_search']);
  });

  it('puts effort into words or into tokens, as the model takes it', () => {
    const thinking = (model: string | null, effort: string) =>
      settings({ model, effort }).modelConfigs.customOverrides[0].modelConfig.generateContentConfig.thinkingConfig;
    expect(thinking(null, 'medium')).toEqual({ thinkingBudget: 8192 });
    expect(thinking('gemini-3-pro-preview', 'medium')).toEqual({ thinkingLevel: 'MEDIUM' });
    expect(settings().modelConfigs.customOverrides).toEqual([]);
    for (const effort of ['xhigh', 'constructor', ''])
      expect(() => createGeminiAgent({ ...options, effort })).toThrow(InputError);
  });

  it('names MCP servers in the settings and on the command line', () => {
    const mcp = [server('one'), { ...server('two'), tools: null }];
    expect(
      createGeminiAgent({ ...options, mcp })
        .command(turn)
        .argv.at(-1),
    ).toBe('one,two');
    const { mcpServers } = settings({ mcp });
    const url = 'http://127.0.0.1:8080/one';
    expect(mcpServers.one).toEqual({
      httpUrl: url,
      headers: {},
      includeTools: ['look_up'],
      timeout: 5000,
      trust: true,
    });
    expect(mcpServers.two).not.toHaveProperty('includeTools');
  });

  it('lets the repository’s own configuration act only where it is trusted by name', () => {
    const trustedConfig = ['.gemini'];
    const { argv, env } = createGeminiAgent({ ...options, trustedConfig }).command(turn);
    expect(argv).not.toContain('--skip-trust');
    expect(argv).not.toContain('--allowed-mcp-server-names');
    expect(env).toMatchObject({ GEMINI_CLI_TRUST_WORKSPACE: 'true' });
    expect(settings({ trustedConfig })).toMatchObject({ hooksConfig: { enabled: true }, skills: { enabled: true } });
    expect(createGeminiAgent({ ...options, trustedConfig: ['.claude'] }).command(turn).argv).toContain('--skip-trust');
  });
});

describe('the program before a resumed turn', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'gemini-home-'));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const response = (id: string) => ({ functionResponse: { id, name: 'x', response: { output: id } } });

  /** Runs it over the lines of a conversation. */
  function mended(lines: readonly unknown[], name = `session-2026-11-21T14-24-${SESSION.slice(0, 8)}.jsonl`): string[] {
    const chats = join(home, '.gemini/tmp/a b%/chats');
    mkdirSync(chats, { recursive: true });
    const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    writeFileSync(join(chats, name), `${text}\n`);
    const files = createGeminiAgent(options).homeFiles({ ...turn, session: SESSION });
    for (const [path, content] of Object.entries(files)) writeFileSync(join(home, path), content);
    const program = `--import=${join(home, '.gemini/cleanroom-resume.mjs')}`;
    const said = execFileSync(process.execPath, ['-p', 'String(process.env.NODE_OPTIONS)'], {
      env: { NODE_OPTIONS: program },
    });
    expect(said.toString().trim()).toBe('undefined');
    expect(readdirSync(chats)).toEqual([name]);
    return readFileSync(join(chats, name), 'utf8').trimEnd().split('\n');
  }

  it('leaves one outcome for each call', () => {
    const calls = [
      { id: 'a', name: 'x', args: {}, result: [response('a'), response('b')] },
      { id: 'b', name: 'x', args: {}, result: [response('a'), response('b')] },
    ];
    const lines = mended([
      { sessionId: SESSION, kind: 'main' },
      { $set: { messages: [{ type: 'user', content: [{ text: 'hello' }] }] } },
      { type: 'gemini', content: '', toolCalls: calls },
      { type: 'user', content: [response('a'), response('b')] },
      // Killed before its outcome became a message.
      { type: 'gemini', content: '', toolCalls: [{ id: 'c', result: [response('c'), response('b')] }] },
      'not JSON {',
    ]);
    const [, , both, , last, broken] = lines;
    expect(JSON.parse(both ?? '').toolCalls).toEqual([
      { id: 'a', name: 'x', args: {} },
      { id: 'b', name: 'x', args: {} },
    ]);
    expect(JSON.parse(last ?? '').toolCalls).toEqual([{ id: 'c', result: [response('c')] }]);
    expect(broken).toBe('not JSON {');
  });

  it.each([[[null, 5, '[]', { type: 'user', content: 'text' }, { toolCalls: 'x' }, { toolCalls: [null, 5] }]]])(
    'stands any record',
    (lines) => {
      expect(mended(lines)).toHaveLength(lines.length);
    },
  );

  it('leaves other conversations alone', () => {
    const line = JSON.stringify({ toolCalls: [{ id: 'a', result: [response('b')] }] });
    expect(mended([line], 'session-2026-11-21T14-24-00000000.jsonl')).toEqual([line]);
  });
});
