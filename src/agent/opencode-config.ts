import type { ProviderName } from '../broker/types.js';
import { CleanroomError } from '../support/errors.js';
import { BY_CHAT_COMPLETIONS, servedName } from '../support/model-name.js';
import type { AgentMcpServer } from './types.js';

export interface OpencodeConfig {
  readonly provider: ProviderName;
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  /** Environment variable that holds the key. */
  readonly keyVariable: string;
  readonly model: string;
  /** Null: the model's own default. */
  readonly effort: string | null;
  readonly mcp: readonly AgentMcpServer[];
  /** Absolute paths of files that go into the system prompt. */
  readonly instructions: readonly string[];
  /** True where the agent may fetch pages by itself. */
  readonly webFetch: boolean;
  readonly webSearch: boolean;
  /** True where skills of the repository are trusted. */
  readonly skills: boolean;
}

/** The only provider that opencode is told of. */
const PROVIDER = 'runner';

/** Libraries that the program holds: nothing is downloaded for them. */
const LIBRARIES: Readonly<
  Record<ProviderName | 'responses', { readonly npm: string; readonly version: 'v1' | 'v1beta' }>
> = {
  responses: { npm: '@ai-sdk/openai', version: 'v1' },
  openai: { npm: '@ai-sdk/openai-compatible', version: 'v1' },
  anthropic: { npm: '@ai-sdk/anthropic', version: 'v1' },
  gemini: { npm: '@ai-sdk/google', version: 'v1beta' },
};

/**
 * Configuration of opencode 1.18 as JSON text, for `OPENCODE_CONFIG_CONTENT`, which wins over every file. The model is
 * the only one, so that nothing small is asked of another. Off is what leaves the room by itself, what costs time before
 * the first call (language servers, formatters, snapshots), and subagents, whose commands and tokens no event tells of.
 */
export function opencodeConfig(config: OpencodeConfig): string {
  const model = nameOf({ ...config, model: plainName('model', config.model) });
  const { npm, version } = LIBRARIES[takesResponses(config) ? 'responses' : config.provider];
  return literal({
    model: `${PROVIDER}/${model}`,
    small_model: `${PROVIDER}/${model}`,
    enabled_providers: [PROVIDER],
    share: 'disabled',
    autoupdate: false,
    snapshot: false,
    lsp: false,
    formatter: false,
    instructions: config.instructions,
    permission: permissions(config),
    mcp: Object.fromEntries(config.mcp.map((server) => [server.name, mcpServer(server)])),
    provider: {
      [PROVIDER]: {
        name: PROVIDER,
        npm,
        env: [config.keyVariable],
        options: { baseURL: `${config.url}/${version}` },
        models: { [model]: modelEntry(config, model) },
      },
    },
  });
}

/**
 * Models of OpenAI's own that think unless told not to, which may use tools by Responses alone: in chat completions
 * the provider answers 400. `gpt-35-turbo`, as Azure calls it, is none. Most other servers that speak its formats have
 * chat completions alone.
 */
const THINKING_MODEL = /^gpt-(?:5\.(?:[2-9]|\d\d)|[6-9]|[12]\d(?!\d))/;
/** Older ones that have never been there in chat completions. */
const RESPONSES_ALONE = /^(?:gpt-5(?:\.1)?-(?:codex|pro)|o\d-pro|codex-mini)\b/;

/** The model as its server calls it. */
function nameOf({ provider, model }: OpencodeConfig): string {
  return provider === 'openai' && model.startsWith(BY_CHAT_COMPLETIONS) ? plainName('model', servedName(model)) : model;
}

function takesResponses({ provider, model }: OpencodeConfig): boolean {
  return provider === 'openai' && (THINKING_MODEL.test(model) || RESPONSES_ALONE.test(model));
}

/** The variant that makes the model think as hard as asked for. */
export function opencodeVariant(effort: string): string {
  return plainName('effort', effort);
}

/** The last pattern that matches decides. */
function permissions(config: OpencodeConfig): Record<string, 'allow' | 'deny'> {
  const rules: [string, 'allow' | 'deny'][] = [
    ['*', 'allow'],
    ['task', 'deny'],
    ['skill', config.skills ? 'allow' : 'deny'],
    ['webfetch', config.webFetch ? 'allow' : 'deny'],
    ['websearch', config.webSearch ? 'allow' : 'deny'],
  ];
  for (const { name, tools } of config.mcp) {
    if (tools === null) continue;
    rules.push([`${name}_*`, 'deny']);
    for (const tool of tools) rules.push([toolName(name, tool), 'allow']);
  }
  return Object.fromEntries(rules);
}

/** How opencode calls a tool of an MCP server; in names that it would take for a pattern nothing is allowed. */
export function toolName(server: string, tool: string): string {
  return `${server}_${tool.replace(/[^a-zA-Z0-9_-]/g, '_')}`;
}

function mcpServer({ transport, timeoutMs }: AgentMcpServer): Record<string, unknown> {
  const common = { enabled: true, timeout: timeoutMs };
  return transport.kind === 'http'
    ? // Asked for authorization, it would look for a server for that, and open a browser.
      { type: 'remote', url: transport.url, headers: transport.headers, oauth: false, ...common }
    : { type: 'local', command: transport.argv, environment: transport.env, ...common };
}

/**
 * What is known of a model: opencode's own catalogue is for providers of its own.
 * @param model as its server calls it
 */
function modelEntry(config: OpencodeConfig, model: string): Record<string, unknown> {
  const { provider, effort } = config;
  const thinking = effort === null ? {} : { reasoning: true };
  switch (provider) {
    case 'openai':
      if (takesResponses(config)) return { reasoning: true, ...openaiLimit(model) };
      return {
        ...thinking,
        // Too large for some models, and newer ones refuse the field. Without it the server's own maximum holds.
        options: { max_tokens: null },
        ...(effort === null ? {} : { variants: { [effort]: { reasoningEffort: effort } } }),
        ...openaiLimit(model),
      };
    case 'anthropic':
      return { ...thinking, limit: { context: 200_000, output: /^claude-3-[^7]/.test(model) ? 4096 : 32_000 } };
    case 'gemini':
      return { ...thinking, limit: { context: 1_048_576, output: 32_000 } };
  }
}

/** Near its limit a conversation is summed up. Of a model without one that happens only once a request is too long. */
function openaiLimit(model: string): Record<string, unknown> {
  // What they share. Some take more, at a higher price from there on.
  if (/^gpt-[5-9]/.test(model)) return { limit: { context: 400_000, input: 272_000, output: 128_000 } };
  if (/^gpt-4\.1/.test(model)) return { limit: { context: 1_047_576, output: 32_768 } };
  if (/^gpt-4o/.test(model)) return { limit: { context: 128_000, output: 16_384 } };
  return {};
}

/** A name that stands in configuration or on a command line. */
function plainName(what: string, name: string): string {
  if (!/^[A-Za-z0-9][\w.:/@+-]{0,255}$/.test(name))
    throw new CleanroomError('agent.value-invalid', `${what} ${JSON.stringify(name)} is no plain name`, {
      hint: `${what} is made of letters, digits and . _ : / @ + -, and begins with a letter or digit`,
      kind: 'usage',
    });
  return name;
}

/** JSON in which `{env:NAME}` and `{file:PATH}`, which opencode would replace before it reads it, mean nothing. */
function literal(config: Record<string, unknown>): string {
  return JSON.stringify(config).replaceAll(/\{(?=(?:env|file):)/g, '\\u007b');
}
