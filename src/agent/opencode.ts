import { opencodeConfig, opencodeVariant } from './opencode-config.js';
import { OPENCODE_SESSION, OpencodeStream } from './opencode-stream.js';
import { ROOM_PATHS } from './room-paths.js';
import { endpointOf, sessionArgument } from './turn-values.js';
import type { Agent, AgentCommand, AgentOptions, AgentTurn } from './types.js';

/** Holds the dummy key. Not `OPENAI_API_KEY`, which programs that the agent starts would pick up. */
const KEY_VARIABLE = 'CLEANROOM_MODEL_KEY';
const CONFIG_DIRECTORY = '.config/opencode';
const CATALOGUE = `${CONFIG_DIRECTORY}/models.json`;

/** opencode has no model of its own: of each provider one for every day that this version lists, and no preview. */
const DEFAULT_MODELS = { openai: 'gpt-5.6-terra', anthropic: 'claude-sonnet-5', gemini: 'gemini-2.5-pro' } as const;

/**
 * opencode, one conversation over all turns, with one model behind one provider. Nothing of the repository's own
 * configuration acts but what is trusted; of its instructions those of the base are read: the one at the top with the
 * prompt, those further down as soon as a file beside or below them is read.
 */
export function createOpencodeAgent(options: AgentOptions): Agent {
  const { program } = options;
  return {
    name: 'opencode',
    version: program.version,
    provider: options.provider,
    tools: program.layers,
    schemaInPrompt: options.schema !== undefined,
    reportChannel: 'answer',
    homeFiles: () => HOME_FILES,
    command: (turn) => opencodeCommand(options, turn),
    stream: () => new OpencodeStream(options.mcp.map(({ name }) => name)),
  };
}

/**
 * Before its first call opencode installs its library for plugins into its configuration directory, unless it looks
 * installed; and it fetches a catalogue of models, unless it is told of one.
 */
const HOME_FILES: Readonly<Record<string, string>> = {
  [CATALOGUE]: '{}\n',
  [`${CONFIG_DIRECTORY}/package.json`]: '{"dependencies":{"@opencode-ai/plugin":"*"}}\n',
  [`${CONFIG_DIRECTORY}/package-lock.json`]:
    '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}\n',
  [`${CONFIG_DIRECTORY}/node_modules/.empty`]: '',
};

function opencodeCommand(options: AgentOptions, turn: AgentTurn): AgentCommand {
  const { program, paths, effort, provider, providerTools } = options;
  const endpoint = endpointOf('opencode', turn);
  const trusted = options.trustedConfig.some((name) => name === 'opencode.json' || name === '.opencode');
  const webSearch = providerTools.includes('web_search');
  const config = opencodeConfig({
    provider,
    url: endpoint.url,
    keyVariable: KEY_VARIABLE,
    model: options.model ?? DEFAULT_MODELS[provider],
    effort,
    mcp: options.mcp,
    // With the repository's configuration its instructions are ignored as well, so they are named again.
    instructions: rootInstructions(options).map((name) => `${paths.workspace ?? ROOM_PATHS.workspace}/${name}`),
    webFetch: providerTools.includes('web_fetch'),
    webSearch,
    skills: options.trustedConfig.includes('.opencode'),
  });
  return {
    argv: [
      ...program.argv,
      'run',
      '--format',
      'json',
      '--auto',
      '--thinking',
      // Without one the model is asked for a title.
      '--title',
      'cleanroom',
      ...(effort === null ? [] : ['--variant', opencodeVariant(effort)]),
      ...(turn.session === undefined ? [] : ['--session', sessionArgument('opencode', OPENCODE_SESSION, turn.session)]),
      ...options.extraArgs,
    ],
    env: {
      [KEY_VARIABLE]: endpoint.key,
      OPENCODE_CONFIG_CONTENT: config,
      OPENCODE_MODELS_PATH: `${paths.home}/${CATALOGUE}`,
      ...QUIET,
      ...(webSearch ? { OPENCODE_ENABLE_EXA: '1' } : {}),
      ...(trusted ? {} : { OPENCODE_DISABLE_PROJECT_CONFIG: '1', OPENCODE_PURE: '1' }),
      ...(options.trustedConfig.includes('.claude') ? {} : { OPENCODE_DISABLE_EXTERNAL_SKILLS: '1' }),
    },
    stdin: turn.prompt,
  };
}

/** Off: what asks the network by itself, or costs time before the first call. */
const QUIET: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'OPENCODE_DISABLE_AUTOUPDATE',
    'OPENCODE_DISABLE_MODELS_FETCH',
    'OPENCODE_DISABLE_LSP_DOWNLOAD',
    'OPENCODE_DISABLE_SHARE',
    'OPENCODE_DISABLE_DEFAULT_PLUGINS',
    'OPENCODE_DISABLE_TERMINAL_TITLE',
    'OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER',
  ].map((name) => [name, '1']),
);

/** The first of its own kind at the top of the workspace, as opencode chooses by itself. */
function rootInstructions({ instructions }: AgentOptions): readonly string[] {
  const first = ['AGENTS.md', 'CLAUDE.md', 'CONTEXT.md'].find((name) => instructions.includes(name));
  return first === undefined ? [] : [first];
}
