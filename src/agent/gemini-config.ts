import { InputError } from '../support/errors.js';
import type { AgentMcpServer } from './types.js';

export interface GeminiConfig {
  /** As the API names it. */
  readonly model: string;
  /** `minimal`, `low`, `medium` or `high`; null: the model's default. */
  readonly effort: string | null;
  /** What the provider may do by itself. */
  readonly providerTools: readonly string[];
  readonly mcp: readonly AgentMcpServer[];
  /** True where `.gemini` of the repository may run code. */
  readonly trustsRepository: boolean;
}

/** Every built-in tool that needs neither a network nor a person. A tool of tomorrow is not among them. */
const TOOLS: readonly string[] = [
  'list_directory',
  'read_file',
  'grep_search',
  'glob',
  'replace',
  'write_file',
  'run_shell_command',
  'list_background_processes',
  'read_background_output',
  'write_todos',
];
const MCP_TOOLS: readonly string[] = ['list_mcp_resources', 'read_mcp_resource'];

/** Names in `provider-tools` → what the CLI calls the tool, and the preset of its call. */
const PROVIDER_TOOLS: Readonly<
  Record<string, { readonly tool: string; readonly preset: string; readonly field: string }>
> = {
  googlesearch: { tool: 'google_web_search', preset: 'web-search', field: 'googleSearch' },
  urlcontext: { tool: 'web_fetch', preset: 'web-fetch', field: 'urlContext' },
};

/** Presets of calls beside the conversation, each of which has a model of its own unless told otherwise. */
const HELPERS: readonly string[] = [
  'classifier',
  'prompt-completion',
  'fast-ack-helper',
  'edit-corrector',
  'llm-edit-fixer',
  'summarizer-default',
  'summarizer-shell',
  'web-fetch-fallback',
  'next-speaker-checker',
  'context-snapshotter',
  'agent-history-provider-summarizer',
  ...['3-pro', '3-flash', '3.1-flash-lite', '2.5-pro', '2.5-flash', '2.5-flash-lite', 'default'].map(
    (name) => `chat-compression-${name}`,
  ),
];

/**
 * `settings.json` for the Gemini CLI 0.61. Off is what leaves the room by itself (telemetry, statistics, update check),
 * what calls another model than the one that was asked for, and what waits for a person. The repository's own settings
 * would be stronger than these: that they are not read is a matter of the command line.
 */
export function geminiSettings(config: GeminiConfig): string {
  const { trustsRepository, mcp } = config;
  const model = checkedModel(config.model);
  const asked = [...new Set(config.providerTools.map(fold))].flatMap((name) => PROVIDER_TOOLS[name] ?? []);
  const settings = {
    general: {
      enableAutoUpdate: false,
      enableAutoUpdateNotification: false,
      // Conversations are resumed, whatever their age.
      sessionRetention: { enabled: false },
      // With the CLI's own number a provider that is down costs three and a half minutes.
      maxAttempts: 5,
      plan: { enabled: false },
      topicUpdateNarration: false,
    },
    security: {
      // External: the .env files are not read once more, by when the workspace is trusted.
      auth: { selectedType: 'gemini-api-key', useExternal: true },
      folderTrust: { enabled: true },
    },
    privacy: { usageStatisticsEnabled: false },
    telemetry: { enabled: false },
    ide: { enabled: false },
    context: {
      fileName: ['AGENTS.md', 'GEMINI.md'],
      fileFiltering: { respectGeminiIgnore: trustsRepository, enableRecursiveFileSearch: false },
    },
    model: { skipNextSpeakerCheck: true },
    modelConfigs: {
      customAliases: {
        ...Object.fromEntries(HELPERS.map((name) => [name, { extends: 'base', modelConfig: { model } }])),
        // The CLI's own watch for loops stays, but for the part of it that asks two further models from the 30th step
        // on: what it extends does not exist, so that the question fails before it is sent, which counts as "no loop".
        'loop-detection': { extends: 'cleanroom-none', modelConfig: { model } },
        'loop-detection-double-check': { extends: 'cleanroom-none', modelConfig: { model } },
        ...Object.fromEntries(
          asked.map(({ preset, field }) => [
            preset,
            { extends: 'base', modelConfig: { model, generateContentConfig: { tools: [{ [field]: {} }] } } },
          ]),
        ),
      },
      customOverrides:
        config.effort === null
          ? []
          : [
              {
                match: { model },
                modelConfig: { generateContentConfig: { thinkingConfig: thinking(model, config.effort) } },
              },
            ],
      // Else further models would be replaced as well.
      modelIdResolutions: { [model]: { default: model, contexts: [] } },
    },
    tools: {
      // What is not named here is denied, with more weight than a trusted server is allowed.
      core: [
        ...TOOLS,
        ...(mcp.length === 0 ? [] : MCP_TOOLS),
        ...mcp.map(({ name }) => `mcp_${name}_*`),
        ...asked.map(({ tool }) => tool),
      ],
      disableLLMCorrection: true,
      // A command without output is ended by this many seconds; how long an attempt may take is decided elsewhere.
      shell: { enableInteractiveShell: false, inactivityTimeout: 3600 },
    },
    experimental: { enableAgents: false, dynamicModelConfiguration: true },
    skills: { enabled: trustsRepository },
    hooksConfig: { enabled: trustsRepository },
    advanced: { ignoreLocalEnv: !trustsRepository, autoConfigureMemory: false },
    mcpServers: Object.fromEntries(mcp.map((server) => [server.name, mcpServer(server)])),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

function mcpServer({ transport, tools, timeoutMs }: AgentMcpServer): Record<string, unknown> {
  const [program = '', ...args] = transport.kind === 'stdio' ? transport.argv : [];
  return {
    ...(transport.kind === 'http'
      ? { httpUrl: literal(transport.url), headers: table(transport.headers) }
      : { command: literal(program), args: args.map(literal), env: table(transport.env) }),
    ...(tools === null ? {} : { includeTools: tools.map(literal) }),
    timeout: timeoutMs,
    // Nobody is there to be asked; which tools there are is decided elsewhere.
    trust: true,
  };
}

/** The default of a variable that does not exist. */
const DOLLAR = ['$', '{CLEANROOM_NONE:-$}'].join('');

/** The CLI puts variables of its environment in place of `$NAME` in any text of its settings, and has no escape for it. */
function literal(text: string): string {
  return text.split('$').join(DOLLAR);
}

/** Headers and variables are expanded once more, by rules in which a backslash keeps a dollar as it is. */
function table(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value.split('$').join(`\\${DOLLAR}`)]),
  );
}

/** Words of the CLI's that stand for several models, one of which a further model picks. */
const NO_MODEL = /^(?:auto(?:-.*)?|pro|flash|flash-lite|none)$/;

/** Models in whose place the CLI asks a later one, of another price, without a word; no setting prevents it. */
const REPLACED: Readonly<Record<string, string>> = {
  'gemini-3-flash': 'gemini-3.8-flash',
  'gemini-3.5-flash': 'gemini-3.8-flash',
  'gemini-3.1-flash-lite': 'gemini-3.5-flash-lite',
};

function checkedModel(model: string): string {
  const later = Object.hasOwn(REPLACED, model) ? REPLACED[model] : undefined;
  if (later === undefined && !NO_MODEL.test(model)) return model;
  const expected = later ?? 'the name of one model, such as gemini-2.5-pro,';
  const hint = later === undefined ? {} : { hint: `the Gemini CLI would ask ${later} in its place` };
  throw new InputError([{ where: 'model', given: model, expected: `${expected} for gemini`, ...hint }]);
}

/** Tokens to think with, for models that take no level: the provider's own equivalents of these words. */
const BUDGETS: Readonly<Record<string, number>> = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };

function thinking(model: string, effort: string): Record<string, unknown> {
  const budget = Object.hasOwn(BUDGETS, effort) ? BUDGETS[effort] : undefined;
  if (budget === undefined)
    throw new InputError([
      { where: 'effort', given: effort, expected: `one of ${Object.keys(BUDGETS).join(', ')} for gemini` },
    ]);
  return /^gemini-2\./.test(model) ? { thinkingBudget: budget } : { thinkingLevel: effort.toUpperCase() };
}

/** Names of provider tools differ in case, underscores and hyphens only. */
function fold(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, '');
}
