import { describe, expect, it } from 'vitest';
import { createOpencodeAgent } from '../../../src/agent/opencode.js';
import type { AgentMcpServer, AgentOptions, AgentTurn } from '../../../src/agent/types.js';
import { agentOptions } from '../../support/agent-options.js';

const SESSION = 'ses_e018ace6effeQuI6tmiwQL3AUU';
const turn: AgentTurn = {
  prompt: 'do it; $(rm -rf /)',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:8080', key: 'dummy-key' },
  attempt: 1,
  correction: false,
};
const program = { argv: ['/opt/cleanroom/opencode/bin/opencode'], layers: [], version: '1.18.33' } as const;
const agentOf = (options: Partial<AgentOptions> = {}) => createOpencodeAgent(agentOptions({ program, ...options }));
const envOf = (options: Partial<AgentOptions> = {}) => agentOf(options).command(turn).env;
const configOf = (options: Partial<AgentOptions> = {}) => JSON.parse(envOf(options)['OPENCODE_CONFIG_CONTENT'] ?? '');
const mcp = (server: Partial<AgentMcpServer>): AgentMcpServer => ({
  name: 'house',
  transport: { kind: 'stdio', argv: ['/bin/tool', '--x'], env: { A: 'b' } },
  tools: null,
  timeoutMs: 5000,
  ...server,
});

describe('createOpencodeAgent', () => {
  it('starts a conversation', () => {
    const { argv, stdin, env } = agentOf({ effort: 'high', extraArgs: ['--agent', 'a b'] }).command(turn);
    expect(argv).toEqual([
      '/opt/cleanroom/opencode/bin/opencode',
      'run',
      '--format',
      'json',
      '--auto',
      '--thinking',
      '--title',
      'cleanroom',
      '--variant',
      'high',
      '--agent',
      'a b',
    ]);
    expect(stdin).toBe('do it; $(rm -rf /)');
    expect(env).toMatchObject({
      CLEANROOM_MODEL_KEY: 'dummy-key',
      OPENCODE_MODELS_PATH: '/home/agent/.config/opencode/models.json',
      OPENCODE_DISABLE_PROJECT_CONFIG: '1',
      OPENCODE_DISABLE_AUTOUPDATE: '1',
      OPENCODE_DISABLE_MODELS_FETCH: '1',
      OPENCODE_DISABLE_EXTERNAL_SKILLS: '1',
      OPENCODE_PURE: '1',
    });
    // Programs that the agent starts would take it for theirs.
    expect(Object.keys(env).filter((name) => /^npm_config|^OPENAI|PROXY/i.test(name))).toEqual([]);
  });

  it('goes on with a conversation', () => {
    const { argv } = agentOf().command({ ...turn, session: SESSION, attempt: 2 });
    expect(argv.slice(-2)).toEqual(['--session', SESSION]);
  });

  it.each(['--continue', 'name', `${SESSION} x`, `${SESSION}\n`, ''])('does not pass on the session %j', (session) => {
    expect(() => agentOf().command({ ...turn, session })).toThrow(
      expect.objectContaining({ code: 'agent.session-invalid' }),
    );
  });

  it.each([
    ['openai', '@ai-sdk/openai-compatible', 'http://127.0.0.1:8080/v1'],
    ['anthropic', '@ai-sdk/anthropic', 'http://127.0.0.1:8080/v1'],
    ['gemini', '@ai-sdk/google', 'http://127.0.0.1:8080/v1beta'],
  ] as const)('configures one provider and one model for %s', (provider, npm, baseURL) => {
    const config = configOf({ provider, model: 'house/model:7b' });
    expect(config).toMatchObject({
      model: 'runner/house/model:7b',
      small_model: 'runner/house/model:7b',
      enabled_providers: ['runner'],
      share: 'disabled',
      autoupdate: false,
      provider: { runner: { npm, env: ['CLEANROOM_MODEL_KEY'], options: { baseURL } } },
    });
    expect(Object.keys(config.provider.runner.models)).toEqual(['house/model:7b']);
  });

  it.each([
    ['@ai-sdk/openai', ['gpt-5.2', 'gpt-5.10', 'gpt-5.5-pro', 'gpt-6', 'gpt-10', 'gpt-5.6-terra']],
    ['@ai-sdk/openai', ['gpt-5-codex', 'gpt-5.1-codex-max', 'gpt-5-pro', 'o3-pro', 'codex-mini-latest']],
    ['@ai-sdk/openai-compatible', ['gpt-35-turbo', 'gpt-3.5-turbo', 'gpt-4o', 'gpt-4.1', 'gpt-5', 'gpt-5.1', 'o3']],
    ['@ai-sdk/openai-compatible', ['gpt-oss-20b', 'openai/gpt-5.5', 'ft:gpt-4.1:house', 'gpt-5-production']],
  ])('asks by %s for %j', (npm, models) => {
    const asked = models.map((model) => configOf({ provider: 'openai', model }).provider.runner.npm);
    expect(asked).toEqual(models.map(() => npm));
    expect(models.map((model) => configOf({ provider: 'anthropic', model }).provider.runner.npm)).toEqual(
      models.map(() => '@ai-sdk/anthropic'),
    );
  });

  it('asks by chat completions for a model of any name where that is said', () => {
    const config = configOf({ provider: 'openai', model: 'chat-completions:gpt-5.5', effort: 'high' });
    expect(config).toMatchObject({ model: 'runner/gpt-5.5', small_model: 'runner/gpt-5.5' });
    expect(config.provider.runner).toMatchObject({
      npm: '@ai-sdk/openai-compatible',
      models: { 'gpt-5.5': { variants: { high: { reasoningEffort: 'high' } }, limit: { context: 400_000 } } },
    });
    expect(() => configOf({ model: 'chat-completions:' })).toThrow(/model "" is no plain name/);
    // Of another provider it is a name like any other.
    expect(configOf({ provider: 'gemini', model: 'chat-completions:x' }).model).toBe('runner/chat-completions:x');
  });

  it('names a model of its own where none is asked for', () => {
    for (const provider of ['openai', 'anthropic', 'gemini'] as const)
      expect(configOf({ provider }).model).toMatch(/^runner\/(gpt|claude|gemini)-/);
  });

  it('passes on any effort to a model that it does not know', () => {
    expect(configOf({ model: 'house', effort: 'xhigh' }).provider.runner.models.house).toEqual({
      reasoning: true,
      options: { max_tokens: null },
      variants: { xhigh: { reasoningEffort: 'xhigh' } },
    });
  });

  it.each(['a\nb', '--help', 'a b', '', '{env:HOME}', '\ud800'])('refuses the model and the effort %j', (value) => {
    for (const options of [{ model: value }, { effort: value }])
      expect(() => envOf(options)).toThrow(expect.objectContaining({ code: 'agent.value-invalid', kind: 'usage' }));
  });

  it('writes below HOME alone, without the key', () => {
    const files = agentOf().homeFiles(turn);
    expect(Object.keys(files).every((path) => path.startsWith('.config/opencode/'))).toBe(true);
    expect(JSON.stringify([files, configOf()])).not.toContain('dummy-key');
    expect(JSON.stringify(agentOf().command(turn).argv)).not.toContain('dummy-key');
  });

  it('renders MCP servers of both kinds, and allows their tools one by one', () => {
    const { mcp: servers, permission } = configOf({
      mcp: [
        mcp({ name: 'local', tools: ['read', 'a.b'] }),
        mcp({
          name: 'remote',
          transport: { kind: 'http', url: 'http://127.0.0.1:9/mcp', headers: { authorization: 'Bearer x' } },
        }),
        mcp({ name: 'mute', tools: [] }),
      ],
    });
    expect(servers).toMatchObject({
      local: { type: 'local', command: ['/bin/tool', '--x'], environment: { A: 'b' }, enabled: true, timeout: 5000 },
      remote: {
        type: 'remote',
        url: 'http://127.0.0.1:9/mcp',
        headers: { authorization: 'Bearer x' },
        oauth: false,
        enabled: true,
        timeout: 5000,
      },
    });
    // The last one that matches decides.
    expect(Object.entries(permission)).toEqual([
      ['*', 'allow'],
      ['task', 'deny'],
      ['skill', 'deny'],
      ['webfetch', 'deny'],
      ['websearch', 'deny'],
      ['local_*', 'deny'],
      ['local_read', 'allow'],
      ['local_a_b', 'allow'],
      ['mute_*', 'deny'],
    ]);
  });

  it('leaves values alone that opencode would replace', () => {
    const argv = ['/bin/tool', '{env:HOME}', '\\{file:/etc/passwd}', '{other:x}'];
    const options = { mcp: [mcp({ transport: { kind: 'stdio', argv, env: { '{env:A}': '{file:~/x}' } } })] };
    const raw = envOf(options)['OPENCODE_CONFIG_CONTENT'] ?? '';
    expect(raw).not.toMatch(/\{(env|file):/);
    expect(configOf(options).mcp.house).toMatchObject({ command: argv, environment: { '{env:A}': '{file:~/x}' } });
  });

  it.each([
    [['web_fetch'], { webfetch: 'allow', websearch: 'deny' }, undefined],
    [['web_search'], { webfetch: 'deny', websearch: 'allow' }, '1'],
  ])('with provider tools %j allows %j', (providerTools, permission, exa) => {
    expect(configOf({ providerTools }).permission).toMatchObject(permission);
    expect(envOf({ providerTools })['OPENCODE_ENABLE_EXA']).toBe(exa);
  });

  it.each([
    [['src/AGENTS.md', 'CLAUDE.md', 'AGENTS.md'], ['/workspace/AGENTS.md']],
    [['CLAUDE.md', 'src/AGENTS.md'], ['/workspace/CLAUDE.md']],
    [['src/AGENTS.md', 'GEMINI.md'], []],
  ])('of the instructions %j names %j, which it would not read otherwise', (instructions, named) => {
    expect(configOf({ instructions }).instructions).toEqual(named);
  });

  it.each([
    [['opencode.json'], [undefined, undefined, '1', 'deny']],
    [['.opencode'], [undefined, undefined, '1', 'allow']],
    [['.claude'], ['1', '1', undefined, 'deny']],
    [['.codex'], ['1', '1', '1', 'deny']],
  ])('with %j trusted reads no more than that', (trustedConfig, expected) => {
    const env = envOf({ trustedConfig });
    expect([
      env['OPENCODE_DISABLE_PROJECT_CONFIG'],
      env['OPENCODE_PURE'],
      env['OPENCODE_DISABLE_EXTERNAL_SKILLS'],
      configOf({ trustedConfig }).permission.skill,
    ]).toEqual(expected);
  });

  it('puts the schema of a report into the prompt, for there is no flag', () => {
    expect(agentOf({ schema: { type: 'object' } })).toMatchObject({ schemaInPrompt: true, reportChannel: 'answer' });
    expect(agentOf()).toMatchObject({ schemaInPrompt: false, provider: 'openai', version: '1.18.33' });
    expect(agentOf({ provider: 'gemini' }).provider).toBe('gemini');
  });

  it('needs an endpoint', () => {
    expect(() => agentOf().command({ ...turn, endpoint: undefined })).toThrow(
      expect.objectContaining({ code: 'agent.endpoint-missing' }),
    );
  });
});
