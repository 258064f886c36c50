import { CleanroomError } from '../support/errors.js';
import type { AgentMcpServer } from './types.js';

export interface CodexConfig {
  /** `http://127.0.0.1:PORT/v1` */
  readonly baseUrl: string;
  /** Environment variable that holds the key. */
  readonly keyVariable: string;
  /** Null: codex's own default. */
  readonly model: string | null;
  readonly effort: string | null;
  /** True where the run lets the provider search the web, past the room's policy. */
  readonly webSearch: boolean;
  readonly mcp: readonly AgentMcpServer[];
}

/**
 * `config.toml` for codex 0.169. A provider of our own, because the built-in one tries a websocket first and ignores
 * `OPENAI_BASE_URL`. Everything that would leave the room by itself is off: update check, analytics, feedback,
 * plugins, connectors, model list. `[projects]` is left out on purpose: a project without an entry has its
 * `.codex/config.toml` ignored and its AGENTS.md read, whereas "untrusted" would drop AGENTS.md as well.
 */
export function codexConfig(config: CodexConfig): string {
  return [
    ...(config.model === null ? [] : [`model = ${tomlString(config.model)}`]),
    ...(config.effort === null ? [] : [`model_reasoning_effort = ${tomlString(config.effort)}`]),
    'model_provider = "runner"',
    'check_for_update_on_startup = false',
    'cli_auth_credentials_store = "file"',
    // A login shell reads /etc/profile, which puts another PATH in place of the room's.
    'allow_login_shell = false',
    // The provider searches on its side, past the room's policy; the broker refuses it too.
    `web_search = "${config.webSearch ? 'live' : 'disabled'}"`,
    '',
    '[analytics]',
    'enabled = false',
    '',
    '[feedback]',
    'enabled = false',
    '',
    '[otel]',
    'exporter = "none"',
    '',
    '[history]',
    'persistence = "none"',
    '',
    '[skills.bundled]',
    'enabled = false',
    '',
    '[agents]',
    'enabled = false',
    '',
    '[features]',
    ...FEATURES_OFF.map((feature) => `${feature} = false`),
    '',
    '[model_providers.runner]',
    'name = "runner"',
    `base_url = ${tomlString(config.baseUrl)}`,
    `env_key = ${tomlString(config.keyVariable)}`,
    'wire_api = "responses"',
    // With codex's own numbers a provider that is down costs 30 calls and half a minute.
    'request_max_retries = 2',
    'stream_max_retries = 4',
    // Silence is for the broker to judge, whose limit is at most an hour.
    'stream_idle_timeout_ms = 3660000',
    '',
    ...config.mcp.flatMap(mcpServer),
  ].join('\n');
}

/** Seconds in which a server has to begin; a program may have to be fetched first. */
const MCP_START_S = 90;

function mcpServer({ name, transport, tools, timeoutMs }: AgentMcpServer): string[] {
  const table = (values: Readonly<Record<string, string>>): string =>
    `{ ${Object.entries(values)
      .map(([key, value]) => `${tomlText(key)} = ${tomlText(value)}`)
      .join(', ')} }`;
  const list = (values: readonly string[]): string => `[${values.map(tomlText).join(', ')}]`;
  const [program = '', ...args] = transport.kind === 'stdio' ? transport.argv : [];
  return [
    // Letters, digits and hyphens: a bare key.
    `[mcp_servers.${name}]`,
    ...(transport.kind === 'http'
      ? [`url = ${tomlText(transport.url)}`, `http_headers = ${table(transport.headers)}`]
      : [`command = ${tomlText(program)}`, `args = ${list(args)}`, `env = ${table(transport.env)}`]),
    ...(tools === null ? [] : [`enabled_tools = ${list(tools)}`]),
    `startup_timeout_sec = ${MCP_START_S}`,
    `tool_timeout_sec = ${Math.ceil(timeoutMs / 1000)}`,
    '',
  ];
}

const FEATURES_OFF: readonly string[] = [
  'plugins',
  'remote_plugin',
  'apps',
  'hooks',
  'memories',
  'goals',
  'image_generation',
  'browser_use',
  'computer_use',
  'in_app_browser',
  'tool_suggest',
  'skill_search',
  'skill_mcp_dependency_install',
  'workspace_dependencies',
  'shell_snapshot',
  'sleep_tool',
  // Asks the provider for a list of models before the first turn.
  'api_key_model_discovery',
  // The broker reads requests; a compressed one would be opaque to it.
  'enable_request_compression',
  'system_proxy_fallback',
  // On, a port that nobody listens on is waited for without end.
  'unbounded_connection_retries',
];

/** Any text as a TOML basic string. JSON has no escape for DEL, and TOML none for half a character. */
function tomlText(value: string): string {
  return JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('\x7f', '\\u007f');
}

/** A TOML basic string. JSON's escapes are TOML's, but for what TOML has no spelling of. */
function tomlString(value: string): string {
  if (/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value))
    throw new CleanroomError('agent.value-invalid', `${JSON.stringify(value)} holds a control character`, {
      hint: 'model and effort are plain names',
      kind: 'usage',
    });
  return JSON.stringify(value);
}
