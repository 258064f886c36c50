import { randomUUID } from 'node:crypto';
import { geminiSettings } from './gemini-config.js';
import { RESUME_PROGRAM, resumeProgram } from './gemini-resume.js';
import { GEMINI_SESSION, GeminiStream } from './gemini-stream.js';
import { endpointOf, sessionArgument } from './turn-values.js';
import type { Agent, AgentCommand, AgentOptions, AgentTurn } from './types.js';

/** What a plan without a model means. The CLI's own choice would ask a further model for each turn which one to take. */
export const GEMINI_MODEL = 'gemini-2.5-pro';

const HOME = '.gemini';

/**
 * Google's Gemini CLI, one conversation over all turns. The room is the sandbox. There is no flag for a schema, so the
 * prompt carries the report's.
 */
export function createGeminiAgent(options: AgentOptions): Agent {
  const { program } = options;
  const settings = geminiSettings({
    model: options.model ?? GEMINI_MODEL,
    effort: options.effort,
    providerTools: options.providerTools,
    mcp: options.mcp,
    trustsRepository: trustsRepository(options),
  });
  return {
    name: 'gemini',
    version: program.version,
    provider: 'gemini',
    tools: program.layers,
    schemaInPrompt: options.schema !== undefined,
    reportChannel: 'answer',
    homeFiles: ({ session }) => ({
      [`${HOME}/settings.json`]: settings,
      ...(session === undefined
        ? {}
        : { [RESUME_PROGRAM]: resumeProgram(sessionArgument('gemini', GEMINI_SESSION, session)) }),
    }),
    command: (turn) => geminiCommand(options, turn),
    stream: () => new GeminiStream(options.mcp.map(({ name }) => name)),
  };
}

function geminiCommand(options: AgentOptions, turn: AgentTurn): AgentCommand {
  const { program, paths } = options;
  const { url, key } = endpointOf('gemini', turn);
  const trusted = trustsRepository(options);
  const [first, ...rest] = program.argv;
  const preload = turn.session === undefined ? [] : [`--import=${paths.home}/${RESUME_PROGRAM}`];
  return {
    argv: [
      first,
      // An interpreter takes it as an argument; a program that starts one by itself hands the variable on to it.
      ...(rest.length === 0 ? [] : preload),
      ...rest,
      ...options.extraArgs,
      ...(turn.session === undefined ? [] : ['--resume', sessionArgument('gemini', GEMINI_SESSION, turn.session)]),
      '--output-format',
      'stream-json',
      '--model',
      options.model ?? GEMINI_MODEL,
      '--approval-mode',
      'yolo',
      // The workspace has to be trusted, or its instructions are not read. This flag takes effect when the settings and
      // .env files of a workspace that is not trusted have been passed over; the variable would before.
      ...(trusted ? [] : ['--skip-trust']),
      '--extensions',
      'none',
      ...(trusted ? [] : ['--allowed-mcp-server-names', allowedServers(options)]),
    ],
    env: {
      GOOGLE_GEMINI_BASE_URL: url,
      GEMINI_API_KEY: key,
      GEMINI_CLI_HOME: paths.home,
      // Files of the machine that are stronger than ours; these do not exist.
      GEMINI_CLI_SYSTEM_SETTINGS_PATH: `${paths.home}/${HOME}/none/settings.json`,
      GEMINI_CLI_SYSTEM_DEFAULTS_PATH: `${paths.home}/${HOME}/none/system-defaults.json`,
      // Else it starts itself again as a child with more memory.
      GEMINI_CLI_NO_RELAUNCH: 'true',
      // Commands run without a terminal of their own; a library for one is not even looked for.
      GEMINI_PTY_INFO: 'child_process',
      NO_BROWSER: 'true',
      ...(rest.length === 0 && preload[0] !== undefined ? { NODE_OPTIONS: preload[0] } : {}),
      ...(trusted ? { GEMINI_CLI_TRUST_WORKSPACE: 'true' } : {}),
    },
    stdin: promptText(turn.prompt),
  };
}

/**
 * The CLI reads a prompt of its own kind of markup even from its standard input: `@path` puts the content of files
 * into the conversation, and ends the turn where that fails; `/name` at the start is a command to the CLI itself.
 * What a verifier printed must do neither.
 */
function promptText(prompt: string): string {
  const escaped = prompt.replaceAll(/(?<!\\)@(?=[^\s,;!?()[\]{}])/g, '\\@');
  const note = escaped === prompt ? '' : 'Note: in this message, \\@ stands for a plain @.\n\n';
  const text = `${note}${escaped}`;
  return text.startsWith('/') ? `\n${text}` : text;
}

/** An empty list would mean all of them, and a name that can be guessed is a name that a server can have. */
function allowedServers({ mcp }: AgentOptions): string {
  return mcp.length === 0 ? randomUUID() : mcp.map(({ name }) => name).join(',');
}

function trustsRepository(options: AgentOptions): boolean {
  return options.trustedConfig.includes('.gemini');
}
