import type { Json } from '../support/canonical-json.js';
import { CleanroomError } from '../support/errors.js';
import { codexConfig } from './codex-config.js';
import { CODEX_SESSION, CodexStream, CodexTotals } from './codex-stream.js';
import { ROOM_PATHS } from './room-paths.js';
import type { Agent, AgentCommand, AgentPaths, AgentTurn, ToolLayer } from './types.js';

export interface CodexOptions {
  readonly tool: ToolLayer;
  /** Null: codex's own default. */
  readonly model: string | null;
  /** Reasoning effort; null: the model's default. */
  readonly effort: string | null;
  /** Further arguments of `codex exec`, each one an argument. */
  readonly extraArgs: readonly string[];
  /** What the provider shall enforce of the report schema; null: nothing. */
  readonly outputSchema: Readonly<Record<string, Json>> | null;
  /** True when the prompt has to carry the schema, because the provider enforces none or a part of it. */
  readonly schemaInPrompt: boolean;
  /** Command rules in codex's own syntax; null: none, and those of its HOME are not read. */
  readonly rules?: string | null;
  /** The provider may search the web for it; default: it may not. */
  readonly webSearch?: boolean;
  readonly paths?: AgentPaths;
}

/** Holds the dummy key. Not `OPENAI_API_KEY`, which programs that the agent starts would pick up. */
const KEY_VARIABLE = 'CLEANROOM_MODEL_KEY';
const CONFIG = '.codex/config.toml';
const OUTPUT_SCHEMA = '.codex/report.schema.json';
const RULES = '.codex/rules/cleanroom.rules';

/**
 * OpenAI's codex, one conversation over all turns. The room is the sandbox: codex's own needs namespaces that a room
 * does not grant, so it is switched off. On a turn without a final message, and on a failed one, codex leaves an
 * *empty* report file.
 */
export function createCodexAgent(options: CodexOptions): Agent {
  const paths = options.paths ?? ROOM_PATHS;
  const totals = new CodexTotals();
  return {
    name: 'codex',
    version: options.tool.version,
    provider: 'openai',
    tools: [options.tool],
    schemaInPrompt: options.schemaInPrompt,
    reportChannel: 'answer',
    homeFiles: (turn) => ({
      [CONFIG]: codexConfig({
        baseUrl: `${endpointOf(turn).url}/v1`,
        keyVariable: KEY_VARIABLE,
        model: options.model,
        effort: options.effort,
        webSearch: options.webSearch ?? false,
      }),
      ...(options.outputSchema === null ? {} : { [OUTPUT_SCHEMA]: `${JSON.stringify(options.outputSchema)}\n` }),
      ...(hasRules(options) ? { [RULES]: options.rules } : {}),
    }),
    command: (turn) => codexCommand(options, paths, turn),
    stream: () => new CodexStream(totals),
  };
}

function hasRules(options: CodexOptions): options is CodexOptions & { readonly rules: string } {
  return typeof options.rules === 'string' && options.rules !== '';
}

function codexCommand(options: CodexOptions, paths: AgentPaths, turn: AgentTurn): AgentCommand {
  return {
    argv: [
      `${options.tool.target}/bin/codex`,
      'exec',
      // `exec` takes more options than `exec resume`, and resumed turns honour those that stand before it.
      ...options.extraArgs,
      ...(turn.session === undefined ? [] : ['resume', sessionArgument(turn.session)]),
      '--json',
      '--skip-git-repo-check',
      '--dangerously-bypass-approvals-and-sandbox',
      // Of a project that is not trusted codex reads no rules; of its HOME it does.
      ...(hasRules(options) ? [] : ['--ignore-rules']),
      ...(options.outputSchema === null ? [] : ['--output-schema', `${paths.home}/${OUTPUT_SCHEMA}`]),
      '-o',
      `${paths.out}/report.json`,
      '-',
    ],
    env: { CODEX_HOME: `${paths.home}/.codex`, [KEY_VARIABLE]: endpointOf(turn).key },
    stdin: turn.prompt,
  };
}

function endpointOf(turn: AgentTurn): NonNullable<AgentTurn['endpoint']> {
  if (turn.endpoint === undefined)
    throw new CleanroomError('agent.endpoint-missing', 'codex needs a model endpoint', {
      hint: 'give a model provider and its key',
    });
  return turn.endpoint;
}

function sessionArgument(session: string): string {
  if (!CODEX_SESSION.test(session))
    throw new CleanroomError('agent.session-invalid', `${JSON.stringify(session)} is no codex session`);
  return session;
}
