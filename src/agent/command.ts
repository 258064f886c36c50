import type { ProviderName } from '../broker/types.js';
import { CleanroomError } from '../support/errors.js';
import { LineStream } from './line-stream.js';
import { ROOM_PATHS } from './room-paths.js';
import type { Agent, AgentEndpoint, AgentEvent, AgentPaths } from './types.js';

export interface CommandOptions {
  /** Program and arguments; never passed through a shell. */
  readonly argv: readonly string[];
  /** Which wire format its model endpoint speaks; undefined: it gets no model. */
  readonly provider: ProviderName | undefined;
  readonly hasSchema: boolean;
  readonly paths?: AgentPaths;
}

/** Any program as an agent: the prompt on stdin and in a file, the report in a file, every output line a message. */
export function createCommandAgent(options: CommandOptions): Agent {
  const [program, ...args] = options.argv;
  if (program === undefined || program === '')
    throw new CleanroomError('agent.command-empty', 'the agent "command" needs a command line', {
      hint: 'say which program to run',
      kind: 'usage',
    });
  const paths = options.paths ?? ROOM_PATHS;
  return {
    name: 'command',
    version: program,
    provider: options.provider,
    tools: [],
    schemaInPrompt: options.hasSchema,
    reportChannel: 'file',
    homeFiles: () => ({}),
    command: (turn) => ({
      argv: [program, ...args],
      env: {
        CLEANROOM_ATTEMPT: String(turn.attempt),
        CLEANROOM_CORRECTION: String(turn.correction),
        CLEANROOM_PROMPT_FILE: `${paths.input}/prompt.md`,
        CLEANROOM_REPORT_FILE: `${paths.out}/report.json`,
        ...(options.hasSchema ? { CLEANROOM_REPORT_SCHEMA: `${paths.input}/report.schema.json` } : {}),
        ...(turn.endpoint && options.provider ? endpointEnv(turn.endpoint, options.provider) : {}),
      },
      stdin: turn.prompt,
    }),
    stream: () => new CommandStream(),
  };
}

/** The variables by which each provider's own libraries find another address and key. */
function endpointEnv(endpoint: AgentEndpoint, provider: ProviderName): Readonly<Record<string, string>> {
  const common = { CLEANROOM_MODEL_URL: endpoint.url };
  switch (provider) {
    case 'openai':
      return { ...common, OPENAI_BASE_URL: `${endpoint.url}/v1`, OPENAI_API_KEY: endpoint.key };
    case 'anthropic':
      return { ...common, ANTHROPIC_BASE_URL: endpoint.url, ANTHROPIC_API_KEY: endpoint.key };
    case 'gemini':
      return { ...common, GOOGLE_GEMINI_BASE_URL: endpoint.url, GEMINI_API_KEY: endpoint.key };
  }
}

class CommandStream extends LineStream {
  protected override line(line: string): AgentEvent[] {
    return message(line);
  }

  protected override complaint(line: string): AgentEvent[] {
    return message(line);
  }

  /** It writes its report into a file. */
  override answer(): undefined {
    return undefined;
  }
}

function message(line: string): AgentEvent[] {
  return line === '' ? [] : [{ type: 'message', text: line }];
}
