import type { Plan } from '../schemas/plan.js';
import { createCommandAgent } from './command.js';
import { findProgram } from './program.js';
import { ROOM_PATHS } from './room-paths.js';
import type { AgentName, AgentSetup } from './setup.js';
import type { Agent, AgentOptions, AgentProgram } from './types.js';

export type { AgentName, AgentRooms, AgentSetup } from './setup.js';

/** The versions that the adapters are measured against; a plan may name others. */
export const DEFAULT_VERSIONS: Readonly<Record<AgentName, string>> = {
  codex: '0.169.0',
  claude: '2.1.330',
  gemini: '0.61.0',
  opencode: '1.18.33',
};

type Create = (options: AgentOptions) => Agent;

/** Loaded by name: a run has one of them. */
const ADAPTERS: Readonly<Record<AgentName, () => Promise<Create>>> = {
  codex: async () => (await import('./codex.js')).createCodexAgent,
  claude: async () => (await import('./claude.js')).createClaudeAgent,
  gemini: async () => (await import('./gemini.js')).createGeminiAgent,
  opencode: async () => (await import('./opencode.js')).createOpencodeAgent,
};

const PROVIDERS = { codex: 'openai', claude: 'anthropic', gemini: 'gemini', opencode: 'openai' } as const;

/**
 * The agent that a plan names, installed if need be.
 * @throws CleanroomError as `findProgram`, and `agent.command-empty`
 */
export async function createAgent(agent: Plan['agent'], setup: AgentSetup): Promise<Agent> {
  return (await prepareAgent(agent, setup)).agent;
}

/**
 * The same with the program, for whoever starts it with arguments of their own; undefined for a command.
 * @param given started in place of the agent's own program: nothing is looked for, and nothing installed
 */
export async function prepareAgent(
  agent: Plan['agent'],
  setup: AgentSetup,
  given?: AgentProgram,
): Promise<{ readonly agent: Agent; readonly program: AgentProgram | undefined }> {
  const paths = setup.paths ?? ROOM_PATHS;
  const { name } = agent;
  if (name === 'command') {
    const made = createCommandAgent({
      argv: agent.argv,
      provider: agent.provider ?? undefined,
      hasSchema: setup.schema !== undefined,
      paths,
    });
    return { agent: made, program: given };
  }
  const wanted = { version: agent.version, standard: DEFAULT_VERSIONS[name], program: agent.program };
  const program = given ?? (await findProgram(name, wanted, setup));
  const create = await ADAPTERS[name]();
  const made = create({
    program,
    provider: agent.provider ?? PROVIDERS[name],
    model: agent.model,
    effort: agent.effort,
    extraArgs: agent.argv,
    schema: setup.schema,
    providerTools: agent.providerTools,
    mcp: setup.mcp ?? [],
    instructions: (await setup.instructions) ?? [],
    trustedConfig: agent.trustedConfig,
    codexRules: setup.codexRules || null,
    paths,
  });
  return { agent: made, program };
}
