import { describe, expect, it } from 'vitest';
import { createClaudeAgent } from '../../../src/agent/claude.js';
import type { AgentTurn } from '../../../src/agent/types.js';
import { agentOptions } from '../../support/agent-options.js';

const SESSION = '01a1fc56-0f72-7433-851f-055a3771c64a';
const turn: AgentTurn = {
  prompt: 'do it; $(rm -rf /)',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:8080', key: "dummy'key" },
  attempt: 1,
  correction: false,
};
const schema = { type: 'object', required: ['ok'], properties: { ok: { type: 'boolean' } } };
const options = agentOptions({
  program: { argv: ['/opt/cleanroom/claude/claude'], layers: [], version: '2.1.330' },
  provider: 'anthropic',
});
const argvOf = (more: Partial<typeof options>, of: Partial<AgentTurn> = {}) =>
  createClaudeAgent({ ...options, ...more }).command({ ...turn, ...of }).argv;
const filesOf = (more: Partial<typeof options>) => createClaudeAgent({ ...options, ...more }).homeFiles(turn);
const settingsOf = (more: Partial<typeof options>) => JSON.parse(filesOf(more)['.claude/settings.json'] ?? '');

describe('createClaudeAgent', () => {
  it('starts a conversation', () => {
    const command = createClaudeAgent({
      ...options,
      model: 'm',
      effort: 'xhigh',
      schema,
      extraArgs: ['--x', 'a b'],
    }).command(turn);
    expect(command.argv).toEqual([
      '/opt/cleanroom/claude/claude',
      '--print',
      '--output-format=stream-json',
      '--verbose',
      '--dangerously-skip-permissions',
      '--disable-slash-commands',
      '--setting-sources=user',
      '--strict-mcp-config',
      '--tools=Bash,Edit,Glob,Grep,NotebookEdit,Read,Write',
      '--model=m',
      '--effort=xhigh',
      `--json-schema=${JSON.stringify(schema)}`,
      '--x',
      'a b',
    ]);
    expect(command.stdin).toBe(turn.prompt);
    expect(command.env).toMatchObject({ ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080' });
    expect(JSON.stringify(command)).not.toContain('dummy');
  });

  it('goes on with a conversation', () => {
    expect(argvOf({}, { session: SESSION, attempt: 2 }).at(-1)).toBe(`--resume=${SESSION}`);
  });

  it.each(['--last', 'name', `${SESSION} x`, `${SESSION}\n`, ''])('does not pass on the session %j', (session) => {
    expect(() => argvOf({}, { session })).toThrow(expect.objectContaining({ code: 'agent.session-invalid' }));
  });

  it('needs an endpoint', () => {
    expect(() => argvOf({}, { endpoint: undefined })).toThrow(
      expect.objectContaining({ code: 'agent.endpoint-missing' }),
    );
  });

  it.each(['minimal', 'HIGH', '', 'low '])('refuses the effort %j, which would be passed over', (effort) => {
    expect(() => argvOf({ effort })).toThrow(expect.objectContaining({ code: 'agent.value-invalid', kind: 'usage' }));
  });

  it.each([
    [undefined, false, false],
    [schema, true, false],
    [{ ...schema, dependentRequired: {} }, true, true],
    [{ type: 'array' }, false, true],
    [{ ...schema, description: 'x'.repeat(100_000) }, false, true],
  ])('with the schema %j decides between flag and prompt', (given, flag, prompt) => {
    const agent = createClaudeAgent({ ...options, schema: given });
    expect(agent.command(turn).argv.some((argument) => argument.startsWith('--json-schema='))).toBe(flag);
    expect(agent.schemaInPrompt).toBe(prompt);
  });

  it('offers tools of the provider by name only', () => {
    expect(argvOf({ providerTools: ['web_search', 'mcp'] })).toContainEqual(
      expect.stringMatching(/^--tools=.*,WebSearch$/),
    );
    expect(argvOf({}).join(' ')).not.toContain('Web');
  });

  it.each([
    [[], 'user', true],
    [['.codex'], 'user', true],
    [['.claude'], 'user,project', true],
    [['.mcp.json'], 'user,project', false],
  ])('with %j trusted reads the settings of %s', (trustedConfig, sources, strict) => {
    const argv = argvOf({ trustedConfig });
    expect(argv).toContain(`--setting-sources=${sources}`);
    expect(argv.includes('--strict-mcp-config')).toBe(strict);
  });

  it('hands over the key so that no shell reads more into it', () => {
    expect(settingsOf({}).apiKeyHelper).toBe(`printf %s 'dummy'\\''key'`);
  });

  it.each(['/clear', '//x'])('keeps the prompt %j from being a command', (prompt) => {
    expect(createClaudeAgent(options).command({ ...turn, prompt }).stdin).toBe(`\n${prompt}`);
  });
});

describe('MCP servers of claude', () => {
  const http = {
    name: 'a-b',
    transport: { kind: 'http', url: 'http://127.0.0.1:8080/mcp/a-b', headers: { Authorization: 'Bearer x' } },
    tools: ['get.it', 'b'],
    timeoutMs: 5000,
  } as const;
  const stdio = {
    name: 'c',
    transport: { kind: 'stdio', argv: ['/usr/bin/node', `${'$'}{X}`], env: { A: `${'$'}1 ${'$'}{B}` } },
    tools: null,
    timeoutMs: 9000,
  } as const;

  it('are configured in a file', () => {
    const files = filesOf({ mcp: [http, stdio] });
    expect(JSON.parse(files['.claude/cleanroom-mcp.json'] ?? '')).toEqual({
      mcpServers: {
        'a-b': { type: 'http', url: http.transport.url, headers: http.transport.headers, timeout: 5000 },
        c: {
          type: 'stdio',
          command: '/usr/bin/node',
          args: [`${'$'}{CLEANROOM_DOLLAR}{X}`],
          env: { A: `${'$'}1 ${'$'}{CLEANROOM_DOLLAR}{B}` },
          timeout: 9000,
        },
      },
    });
    const { argv, env } = createClaudeAgent({ ...options, mcp: [http, stdio] }).command(turn);
    expect(argv).toContain('--mcp-config=/home/agent/.claude/cleanroom-mcp.json');
    expect(env).toMatchObject({ MCP_TOOL_TIMEOUT: '9000', CLEANROOM_DOLLAR: '$' });
  });

  it('are asked for nothing that is not allowed', () => {
    const [hook] = settingsOf({ mcp: [http, stdio] }).hooks.PreToolUse;
    const refused = (name: string) => new RegExp(`^(?:${hook.matcher})$`).test(name);
    expect(['mcp__a-b__get.it', 'mcp__a-b__b', 'mcp__c__x', 'Bash'].filter(refused)).toEqual([]);
    expect(['mcp__a-b__getXit', 'mcp__a-b__bb', 'mcp__a-b__', 'mcp__a-b__b_'].filter(refused)).toHaveLength(4);
    expect(settingsOf({ mcp: [stdio] }).hooks).toBeUndefined();
    const [none] = settingsOf({ mcp: [{ ...stdio, tools: [] }] }).hooks.PreToolUse;
    expect(new RegExp(`^(?:${none.matcher})$`).test('mcp__c__x')).toBe(true);
  });
});

describe('instructions for claude', () => {
  const MEMORY = '.claude/CLAUDE.md';
  const rulesOf = (files: Readonly<Record<string, string>>) =>
    Object.entries(files).flatMap(([path, text]) => (path.startsWith('.claude/rules/') ? [text] : []));

  it('are none where the repository has none', () => {
    expect(Object.keys(filesOf({ instructions: ['GEMINI.md'] }))).toEqual(['.claude/settings.json']);
  });

  it('are imported into its memory, with a rule for every directory', () => {
    const files = filesOf({
      instructions: ['AGENTS.md', 'CLAUDE.md', 'a/b/AGENTS.md', 'a/b/CLAUDE.md', 'c/AGENTS.md'],
    });
    expect(files[MEMORY]?.match(/^@.*/gm)).toEqual(
      ['AGENTS.md', 'CLAUDE.md', 'a/b/AGENTS.md', 'a/b/CLAUDE.md', 'c/AGENTS.md'].map((path) => `@/workspace/${path}`),
    );
    const rules = rulesOf(files);
    expect(rules).toHaveLength(2);
    expect(rules[0]).toMatch(/^---\npaths:\n {2}- "a\/b\/\*\*"\n---\n/);
    expect(rules[0]).toContain('/workspace/a/b/AGENTS.md and /workspace/a/b/CLAUDE.md');
  });

  it('leave CLAUDE.md to an agent that reads it by itself', () => {
    const instructions = ['AGENTS.md', 'CLAUDE.md', 'CLAUDE.local.md', 'a/CLAUDE.md', 'NOTCLAUDE.md'];
    const files = filesOf({ instructions, trustedConfig: ['.claude'] });
    expect(files[MEMORY]?.match(/^@.*/gm)).toEqual(['@/workspace/AGENTS.md', '@/workspace/CLAUDE.local.md']);
    expect(rulesOf(files)).toEqual([]);
  });

  it('are only pointed to where there are many', () => {
    const many = Array.from({ length: 600 }, (_, index) => `d${index}/AGENTS.md`);
    const files = filesOf({ instructions: ['AGENTS.md', ...many] });
    expect(files[MEMORY]?.match(/^@.*/gm)).toEqual(['@/workspace/AGENTS.md']);
    expect(rulesOf(files)).toHaveLength(500);
  });

  it('come from no name that a glob or an import would read otherwise', () => {
    const files = filesOf({ instructions: ['a b/AGENTS.md', 'x{*}/CLAUDE.md', 'new\nline/AGENTS.md'] });
    expect(files[MEMORY]).not.toMatch(/^@|^line/m);
    expect(files[MEMORY]).toContain('Read this one yourself: "/workspace/a b/AGENTS.md"');
    expect(rulesOf(files)).toEqual([]);
  });
});
