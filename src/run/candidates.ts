import { createAgent } from '../agent/registry.js';
import type { AgentSetup } from '../agent/setup.js';
import type { Agent } from '../agent/types.js';
import type { Candidates, Prompts } from '../loop/types.js';
import type { Plan } from '../schemas/plan.js';
import { canonicalJson } from '../support/canonical-json.js';

/**
 * The agents of a plan: its own, or one for each candidate. Equal ones are made once.
 * @throws CleanroomError as `createAgent`
 */
export async function createAgents(plan: Plan, setup: AgentSetup): Promise<readonly [Agent, ...Agent[]]> {
  const made = new Map<string, Agent>();
  const agents: Agent[] = [];
  // One after another: what two of them need of npm is fetched once.
  for (const own of plan.candidates?.agents ?? [plan.agent]) {
    const key = canonicalJson(own);
    const agent = made.get(key) ?? (await createAgent({ ...plan.agent, ...own }, setup));
    made.set(key, agent);
    agents.push(agent);
  }
  const [first, ...rest] = agents;
  if (first === undefined) throw new Error('a plan without an agent');
  return [first, ...rest];
}

/** The candidates of a plan; undefined: one agent works alone. */
export function candidatesOf(
  plan: Plan,
  agents: readonly Agent[],
  promptsFor: (agent: Agent) => Prompts,
): Candidates | undefined {
  const { candidates } = plan;
  if (candidates === null) return undefined;
  return {
    select: candidates.select,
    parallel: plan.limits.parallel ?? agents.length,
    workers: agents.map((agent, index) => ({
      name: `c${index + 1}`,
      display: agentWords(agent, candidates.agents[index]),
      parts: { agent: withVariable(agent, 'CLEANROOM_CANDIDATE', String(index + 1)), prompts: promptsFor(agent) },
    })),
  };
}

/** Agents for a reader: each kind once. */
export function teamWords(agents: readonly Agent[]): string {
  return [...new Set(agents.map((agent) => agentWords(agent, undefined)))].join(', ');
}

/** An agent for a reader. What a command is called is nobody's name. */
export function agentWords(
  { name, version, provider }: Agent,
  planned: NonNullable<Plan['candidates']>['agents'][number] | undefined,
): string {
  const own = provider === undefined && name === 'command' ? name : `${name} ${version}`.trim();
  return [own, planned?.model, planned?.effort && `effort ${planned.effort}`].filter(Boolean).join(', ');
}

/** Tells a command which of several workers it is: by that it can take another way, or another seed. */
export function withVariable(agent: Agent, name: string, value: string): Agent {
  if (agent.name !== 'command') return agent;
  return {
    ...agent,
    command(turn) {
      const command = agent.command(turn);
      return { ...command, env: { ...command.env, [name]: value } };
    },
  };
}
