import { CleanroomError } from '../support/errors.js';
import { CLAUDE_MCP, claudeFiles, DOLLAR } from './claude-config.js';
import { claudeSchema } from './claude-schema.js';
import { CLAUDE_SESSION, ClaudeStream } from './claude-stream.js';
import { endpointOf, sessionArgument } from './turn-values.js';
import type { Agent, AgentCommand, AgentOptions, AgentTurn } from './types.js';

/** What Claude Code 2.1 takes for an effort. Of another one it warns, and goes on with its default. */
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];

/** Tools that work on files and run commands. Left out is what plans, schedules, delegates or reaches for the network. */
const TOOLS = ['Bash', 'Edit', 'Glob', 'Grep', 'NotebookEdit', 'Read', 'Write'];
const PROVIDER_TOOLS = [
  ['web_search', 'WebSearch'],
  ['web_fetch', 'WebFetch'],
] as const;

/** The longest argument that Linux takes is 128 KiB. */
const MAX_SCHEMA_BYTES = 100_000;

const ENVIRONMENT: Readonly<Record<string, string>> = {
  // Nothing but model calls: no update, telemetry, error reports, feature flags, announcements.
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_ERROR_REPORTING: '1',
  DISABLE_TELEMETRY: '1',
  // Requests as every server of this protocol knows them.
  CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
  // Else tools of MCP servers come only after the model has searched for them.
  ENABLE_TOOL_SEARCH: 'false',
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  // What goes on in the background would not survive the turn.
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
  CLAUDE_CODE_DISABLE_CRON: '1',
  CLAUDE_CODE_DISABLE_FILE_CHECKPOINTING: '1',
  // A prompt quotes output of programs; an `@path` in it would put that file into the conversation.
  CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
  // With its own ten, a provider that is down costs three minutes.
  CLAUDE_CODE_MAX_RETRIES: '6',
  // The report is checked, and sent back if need be, by whoever runs the agent.
  MAX_STRUCTURED_OUTPUT_RETRIES: '3',
  // It refuses to run without questions for root, unless it is told that this is a sandbox.
  IS_SANDBOX: '1',
};

/**
 * Anthropic's Claude Code, one conversation over all turns. Of the repository it reads only the instruction files that
 * it is told of: settings, hooks, MCP servers, skills and local notes are passed over, unless they are trusted by name.
 */
export function createClaudeAgent(options: AgentOptions): Agent {
  const { program, schema, effort } = options;
  if (effort !== null && !EFFORTS.includes(effort))
    throw new CleanroomError('agent.value-invalid', `effort ${JSON.stringify(effort)} is none that claude knows`, {
      hint: `give one of ${EFFORTS.join(', ')}`,
      kind: 'usage',
    });
  const native = schema === undefined ? undefined : claudeSchema(schema);
  const text = native?.ok ? JSON.stringify(native.schema) : undefined;
  const flag = text !== undefined && Buffer.byteLength(text) <= MAX_SCHEMA_BYTES ? text : undefined;
  return {
    name: 'claude',
    version: program.version,
    provider: 'anthropic',
    tools: program.layers,
    // What it enforces may be a part of the schema.
    schemaInPrompt: native !== undefined && !(native.ok && native.complete && flag !== undefined),
    reportChannel: 'answer',
    homeFiles: (turn) => claudeFiles(options, endpointOf('claude', turn).key),
    command: (turn) => claudeCommand(options, flag, turn),
    stream: () => new ClaudeStream(),
  };
}

function claudeCommand(options: AgentOptions, schema: string | undefined, turn: AgentTurn): AgentCommand {
  const { program, paths, model, effort, trustedConfig, mcp } = options;
  const trusts = trustedConfig.includes('.claude') || trustedConfig.includes('.mcp.json');
  const tools = [
    ...TOOLS,
    ...PROVIDER_TOOLS.flatMap(([name, tool]) => (options.providerTools.includes(name) ? tool : [])),
  ];
  const timeouts = mcp.map(({ timeoutMs }) => timeoutMs);
  return {
    argv: [
      ...program.argv,
      '--print',
      '--output-format=stream-json',
      '--verbose',
      '--dangerously-skip-permissions',
      '--disable-slash-commands',
      // Without the project's settings it reads no instruction file by itself either: those are told to it.
      `--setting-sources=${trusts ? 'user,project' : 'user'}`,
      ...(trustedConfig.includes('.mcp.json') ? [] : ['--strict-mcp-config']),
      ...(mcp.length === 0 ? [] : [`--mcp-config=${paths.home}/${CLAUDE_MCP}`]),
      `--tools=${tools.join(',')}`,
      ...(model === null ? [] : [`--model=${model}`]),
      ...(effort === null ? [] : [`--effort=${effort}`]),
      ...(schema === undefined ? [] : [`--json-schema=${schema}`]),
      ...(turn.session === undefined ? [] : [`--resume=${sessionArgument('claude', CLAUDE_SESSION, turn.session)}`]),
      // Of an option that is given twice the last one counts.
      ...options.extraArgs,
    ],
    env: {
      ...ENVIRONMENT,
      ANTHROPIC_BASE_URL: endpointOf('claude', turn).url,
      ...(timeouts.length === 0 ? {} : { MCP_TOOL_TIMEOUT: String(Math.max(...timeouts)), [DOLLAR]: '$' }),
    },
    // A first character of `/` would make the prompt a command of its own.
    stdin: turn.prompt.startsWith('/') ? `\n${turn.prompt}` : turn.prompt,
  };
}
