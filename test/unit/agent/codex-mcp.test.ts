import { describe, expect, it } from 'vitest';
import { createCodexAgent } from '../../../src/agent/codex.js';
import { agentMcpServers } from '../../../src/run/mcp.js';
import { agentOptions } from '../../support/agent-options.js';
import { aPlan } from '../publish/support/evidence.js';

const TURN = {
  prompt: 'x',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:7777', key: 'k' },
  attempt: 1,
  correction: false,
};

describe('MCP servers for codex', () => {
  it('are in its configuration, whatever their texts hold', () => {
    const agent = createCodexAgent(
      agentOptions({
        program: { argv: ['/opt/codex'], layers: [], version: '0.169.0' },
        mcp: [
          {
            name: 'tracker',
            transport: { kind: 'http', url: 'http://127.0.0.1:7777/cleanroom/mcp/tracker', headers: {} },
            tools: ['search', 'a"b'],
            timeoutMs: 130_500,
          },
          {
            name: 'own-one',
            transport: {
              kind: 'stdio',
              argv: ['node', '/opt/x.js', '--say=a "b"\\\n\t\u007f\u0001\ud800é'],
              env: { A: "b'c", 'X Y': '$HOME' },
            },
            tools: null,
            timeoutMs: 60_000,
          },
        ],
      }),
    );
    const config = agent.homeFiles(TURN)['.codex/config.toml'] ?? '';
    expect(config.slice(config.indexOf('[mcp_servers.'))).toBe(
      [
        '[mcp_servers.tracker]',
        'url = "http://127.0.0.1:7777/cleanroom/mcp/tracker"',
        'http_headers = {  }',
        'enabled_tools = ["search", "a\\"b"]',
        'startup_timeout_sec = 90',
        'tool_timeout_sec = 131',
        '',
        '[mcp_servers.own-one]',
        'command = "node"',
        'args = ["/opt/x.js", "--say=a \\"b\\"\\\\\\n\\t\\u007f\\u0001\ufffdé"]',
        'env = { "A" = "b\'c", "X Y" = "$HOME" }',
        'startup_timeout_sec = 90',
        'tool_timeout_sec = 60',
        '',
      ].join('\n'),
    );
  });
});

describe('MCP servers of a plan', () => {
  it('lead by way of the host, or are started in the room, and say no secret', () => {
    const plan = aPlan();
    const server = {
      argv: null,
      url: null,
      env: {},
      headers: {},
      allow: [],
      calls: 1,
      outputBytes: 1,
      timeoutMs: 1000,
    };
    const mcp = [
      {
        ...server,
        name: 'a',
        where: 'host' as const,
        url: 'https://a.example/',
        tools: ['x'],
        headers: { K: { secret: 'S', prefix: '' } },
      },
      { ...server, name: 'b', where: 'room' as const, argv: ['b', '-c'], env: { A: { value: '1' } }, tools: null },
      {
        ...server,
        name: 'c',
        where: 'host' as const,
        argv: ['c'],
        env: { K: { secret: 'S', prefix: '' } },
        tools: null,
      },
    ];
    expect(agentMcpServers({ ...plan, agent: { ...plan.agent, mcp } })).toEqual([
      {
        name: 'a',
        transport: { kind: 'http', url: 'http://127.0.0.1:7777/cleanroom/mcp/a', headers: {} },
        tools: ['x'],
        timeoutMs: 11_000,
      },
      { name: 'b', transport: { kind: 'stdio', argv: ['b', '-c'], env: { A: '1' } }, tools: null, timeoutMs: 1000 },
      {
        name: 'c',
        transport: { kind: 'http', url: 'http://127.0.0.1:7777/cleanroom/mcp/c', headers: {} },
        tools: null,
        timeoutMs: 11_000,
      },
    ]);
  });
});
