import { describe, expect, it } from 'vitest';
import { createCodexAgent } from '../../../src/agent/codex.js';
import type { AgentTurn } from '../../../src/agent/types.js';
import { agentOptions } from '../../support/agent-options.js';

const SESSION = '01a1fc56-0f72-7433-851f-055a3771c64a';
const turn: AgentTurn = {
  prompt: 'do it; $(rm -rf /)',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:8080', key: 'dummy-key' },
  attempt: 1,
  correction: false,
};
const schema = {
  type: 'object',
  additionalProperties: false,
  required: ['ok'],
  properties: { ok: { type: 'boolean' } },
};
const options = agentOptions({
  program: { argv: ['/opt/cleanroom/codex/bin/codex'], layers: [], version: '0.169.0' },
  model: 'gpt-x',
  effort: 'high',
  extraArgs: ['-c', 'a="b c"'],
  schema,
});

describe('createCodexAgent', () => {
  it.each([
    [[], 'disabled'],
    [['mcp'], 'disabled'],
    [['web_search'], 'live'],
  ])('with the provider’s tools %j writes %s', (providerTools, value) => {
    const files = createCodexAgent({ ...options, providerTools }).homeFiles(turn);
    expect(files?.['.codex/config.toml']).toContain(`\nweb_search = "${value}"\n`);
  });

  it('starts a conversation', () => {
    expect(createCodexAgent(options).command(turn)).toEqual({
      argv: [
        '/opt/cleanroom/codex/bin/codex',
        'exec',
        '-c',
        'a="b c"',
        '--json',
        '--skip-git-repo-check',
        '--dangerously-bypass-approvals-and-sandbox',
        '--ignore-rules',
        '--output-schema',
        '/home/agent/.codex/report.schema.json',
        '-o',
        '/run/cleanroom/out/report.json',
        '-',
      ],
      env: { CODEX_HOME: '/home/agent/.codex', CLEANROOM_MODEL_KEY: 'dummy-key' },
      stdin: 'do it; $(rm -rf /)',
    });
  });

  it('goes on with a conversation', () => {
    const { argv } = createCodexAgent(options).command({ ...turn, session: SESSION, attempt: 2 });
    expect(argv.slice(0, 6)).toEqual(['/opt/cleanroom/codex/bin/codex', 'exec', '-c', 'a="b c"', 'resume', SESSION]);
  });

  it.each(['--last', 'name', `${SESSION} x`, `${SESSION}\n`, ''])('does not pass on the session %j', (session) => {
    expect(() => createCodexAgent(options).command({ ...turn, session })).toThrow(
      expect.objectContaining({ code: 'agent.session-invalid' }),
    );
  });

  it('leaves out what is not asked for', () => {
    const agent = createCodexAgent({ ...options, model: null, effort: null, extraArgs: [], schema: undefined });
    expect(agent.command(turn).argv).not.toContain('--output-schema');
    expect(Object.keys(agent.homeFiles(turn))).toEqual(['.codex/config.toml']);
    expect(agent.homeFiles(turn)['.codex/config.toml']).not.toMatch(/^model =|model_reasoning_effort/m);
  });

  it('writes configuration below HOME, without the key', () => {
    const files = createCodexAgent({ ...options, model: 'a"b\\c' }).homeFiles(turn);
    expect(Object.keys(files)).toEqual(['.codex/config.toml', '.codex/report.schema.json']);
    expect(files['.codex/config.toml']).toContain('model = "a\\"b\\\\c"\nmodel_reasoning_effort = "high"\n');
    expect(files['.codex/config.toml']).toContain('base_url = "http://127.0.0.1:8080/v1"');
    expect(JSON.stringify(files)).not.toContain('dummy-key');
    expect(JSON.parse(files['.codex/report.schema.json'] ?? '')).toEqual(schema);
  });

  it.each(['a\nb = 1', 'a\u0000', '\ud800', '\u007f'])('refuses the model %j', (model) => {
    expect(() => createCodexAgent({ ...options, model }).homeFiles(turn)).toThrow(
      expect.objectContaining({ code: 'agent.value-invalid', kind: 'usage' }),
    );
  });

  it('needs an endpoint', () => {
    expect(() => createCodexAgent(options).command({ ...turn, endpoint: undefined })).toThrow(
      expect.objectContaining({ code: 'agent.endpoint-missing' }),
    );
  });
});
