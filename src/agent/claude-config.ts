import { quotedWord } from '../support/shell-word.js';
import { memoryFiles } from './claude-memory.js';
import type { AgentMcpServer, AgentOptions } from './types.js';

const SETTINGS = '.claude/settings.json';
/** Has to be set, to `$`, where there are MCP servers. */
export const DOLLAR = 'CLEANROOM_DOLLAR';
/** The MCP servers of a run, below HOME. */
export const CLAUDE_MCP = '.claude/cleanroom-mcp.json';

/** Everything that Claude Code reads of its HOME: settings, MCP servers, and memory that points to the instructions. */
export function claudeFiles(options: AgentOptions, key: string): Readonly<Record<string, string>> {
  return {
    [SETTINGS]: `${JSON.stringify(settings(options, key), null, 2)}\n`,
    ...(options.mcp.length === 0 ? {} : { [CLAUDE_MCP]: `${JSON.stringify(mcpConfig(options.mcp), null, 2)}\n` }),
    ...memoryFiles(options),
  };
}

function settings({ mcp }: AgentOptions, key: string): Readonly<Record<string, unknown>> {
  const hooks = mcp.flatMap(toolFilter);
  return {
    // Not in a variable: programs that the agent starts would pick it up.
    apiKeyHelper: `printf %s ${quotedWord(key)}`,
    attribution: { commit: '', pr: '' },
    cleanupPeriodDays: 365,
    // It asks the vendor about every address first.
    skipWebFetchPreflight: true,
    // AGENTS.md is told of like all other instructions, whether there is a CLAUDE.md or not.
    enabledPlugins: Object.fromEntries(BUILTIN_PLUGINS.map((name) => [`${name}@builtin`, false])),
    ...(hooks.length === 0 ? {} : { hooks: { PreToolUse: hooks } }),
  };
}

const BUILTIN_PLUGINS = ['cc-plugin-agents-md', 'cc-plugin-plugin-authoring', 'cc-plugin-privacy'];

/** There is no setting for "only these tools": a hook refuses every other one of the server. */
function toolFilter({ name, tools }: AgentMcpServer): object[] {
  if (tools === null) return [];
  const others = tools.length === 0 ? '' : `(?!(?:${tools.map(escapeRegExp).join('|')})$)`;
  return [
    {
      matcher: `mcp__${escapeRegExp(name)}__${others}.*`,
      hooks: [{ type: 'command', command: "echo 'This run does not allow this tool.' >&2; exit 2" }],
    },
  ];
}

function mcpConfig(servers: readonly AgentMcpServer[]): object {
  return {
    mcpServers: Object.fromEntries(
      servers.map(({ name, transport, timeoutMs: timeout }) => [
        name,
        transport.kind === 'http'
          ? { type: 'http', url: literal(transport.url), headers: literals(transport.headers), timeout }
          : {
              type: 'stdio',
              command: literal(transport.argv[0] ?? ''),
              args: transport.argv.slice(1).map(literal),
              env: literals(transport.env),
              timeout,
            },
      ]),
    ),
  };
}

/** `${NAME}` is replaced by a variable of the agent's environment, once; so a variable stands for the dollar sign. */
function literal(text: string): string {
  return text.replaceAll('${', `\${${DOLLAR}}{`);
}

function literals(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
