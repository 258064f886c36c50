import type { Plan } from '../schemas/plan.js';
import type { runHost } from '../support/process.js';
import { createClaudeAgent } from './claude.js';
import { createCodexAgent } from './codex.js';
import { createCommandAgent } from './command.js';
import { createGeminiAgent } from './gemini.js';
import type { Platform } from './npm-packages.js';
import { createOpencodeAgent } from './opencode.js';
import { findProgram } from './program.js';
import { ROOM_PATHS } from './room-paths.js';
import type { Agent, AgentMcpServer, AgentOptions, AgentPaths } from './types.js';

/** The agents that speak a protocol of ours by name. */
export type AgentName = Exclude<Plan['agent']['name'], 'command'>;

/** The versions that the adapters are measured against; a plan may name others. */
export const DEFAULT_VERSIONS: Readonly<Record<AgentName, string>> = {
  codex: '0.169.0',
  claude: '2.1.330',
  gemini: '0.61.0',
  opencode: '1.18.33',
};

const ADAPTERS: Readonly<Record<AgentName, (options: AgentOptions) => Agent>> = {
  codex: createCodexAgent,
  claude: createClaudeAgent,
  gemini: createGeminiAgent,
  opencode: createOpencodeAgent,
};

const PROVIDERS = { codex: 'openai', claude: 'anthropic', gemini: 'gemini', opencode: 'openai' } as const;

export interface AgentSetup {
  /** Absolute directory of installed tools. */
  readonly cacheDirectory: string;
  /** `npm`, or its absolute path. */
  readonly npm: string;
  /** Environment of npm, with HOME, PATH and NPM_CONFIG_* of the person. */
  readonly env: Readonly<Record<string, string>>;
  readonly run: typeof runHost;
  readonly platform: Platform;
  /** Absolute path of the Node of this process, for agents that are programs for Node. */
  readonly node: string;
  /** Finds a program that rooms have by themselves, such as one of their image; undefined: rooms have none of their own. */
  readonly inRoom?: (name: string) => Promise<string | undefined>;
  /** The JSON Schema of the report; undefined: no report is asked for. */
  readonly schema: unknown;
  readonly mcp?: readonly AgentMcpServer[];
  /** Instruction files of the base. */
  readonly instructions?: readonly string[];
  /** Command rules in codex's syntax; undefined: none. */
  readonly codexRules?: string;
  /** For use outside a room. */
  readonly paths?: AgentPaths;
  readonly signal?: AbortSignal;
}

/**
 * The agent that a plan names, installed if need be.
 * @throws CleanroomError as `findProgram`, and `agent.command-empty`
 */
export async function createAgent(agent: Plan['agent'], setup: AgentSetup): Promise<Agent> {
  const paths = setup.paths ?? ROOM_PATHS;
  const { name } = agent;
  if (name === 'command')
    return createCommandAgent({
      argv: agent.argv,
      provider: agent.provider ?? undefined,
      hasSchema: setup.schema !== undefined,
      paths,
    });
  const program = await findProgram(
    name,
    { version: agent.version ?? DEFAULT_VERSIONS[name], program: agent.program },
    setup,
  );
  return ADAPTERS[name]({
    program,
    provider: agent.provider ?? PROVIDERS[name],
    model: agent.model,
    effort: agent.effort,
    extraArgs: agent.argv,
    schema: setup.schema,
    providerTools: agent.providerTools,
    mcp: setup.mcp ?? [],
    instructions: setup.instructions ?? [],
    trustedConfig: agent.trustedConfig,
    codexRules: setup.codexRules || null,
    paths,
  });
}
