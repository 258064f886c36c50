import { codexConfig } from './codex-config.js';
import { CODEX_SESSION, CodexStream, CodexTotals } from './codex-stream.js';
import { strictSchema } from './strict-schema.js';
import { endpointOf, sessionArgument } from './turn-values.js';
import type { Agent, AgentCommand, AgentOptions, AgentTurn } from './types.js';

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
export function createCodexAgent(options: AgentOptions): Agent {
  const { program, schema } = options;
  const native = schema === undefined ? undefined : strictSchema(schema);
  const outputSchema = native?.ok ? native.schema : null;
  const totals = new CodexTotals();
  return {
    name: 'codex',
    version: program.version,
    provider: 'openai',
    tools: program.layers,
    // What the provider enforces may be a part of the schema.
    schemaInPrompt: native !== undefined && !(native.ok && native.complete),
    reportChannel: 'answer',
    homeFiles: (turn) => ({
      [CONFIG]: codexConfig({
        baseUrl: `${endpointOf('codex', turn).url}/v1`,
        keyVariable: KEY_VARIABLE,
        model: options.model,
        effort: options.effort,
        webSearch: options.providerTools.includes('web_search'),
        mcp: options.mcp,
      }),
      ...(outputSchema === null ? {} : { [OUTPUT_SCHEMA]: `${JSON.stringify(outputSchema)}\n` }),
      ...(options.codexRules ? { [RULES]: options.codexRules } : {}),
    }),
    command: (turn) => codexCommand(options, outputSchema !== null, turn),
    stream: () => new CodexStream(totals),
  };
}

function codexCommand(options: AgentOptions, withSchema: boolean, turn: AgentTurn): AgentCommand {
  const { program, paths } = options;
  return {
    argv: [
      ...program.argv,
      'exec',
      // `exec` takes more options than `exec resume`, and resumed turns honour those that stand before it.
      ...options.extraArgs,
      ...(turn.session === undefined ? [] : ['resume', sessionArgument('codex', CODEX_SESSION, turn.session)]),
      '--json',
      '--skip-git-repo-check',
      '--dangerously-bypass-approvals-and-sandbox',
      // Of a project that is not trusted codex reads no rules; of its HOME it does.
      ...(options.codexRules ? [] : ['--ignore-rules']),
      ...(!withSchema ? [] : ['--output-schema', `${paths.home}/${OUTPUT_SCHEMA}`]),
      '-o',
      `${paths.out}/report.json`,
      '-',
    ],
    env: { CODEX_HOME: `${paths.home}/.codex`, [KEY_VARIABLE]: endpointOf('codex', turn).key },
    stdin: turn.prompt,
  };
}
