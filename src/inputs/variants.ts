import { accept, type Kind, type Parsed, refuse } from './kind.js';
import { list } from './lists.js';
import { listed } from './scalars.js';

/** The agents that there are. */
export const AGENT_NAMES = ['codex', 'claude', 'gemini', 'opencode', 'command'] as const;
export type AgentChoice = (typeof AGENT_NAMES)[number];

/** A model's name, as every agent's configuration takes it. */
export const MODEL_NAME = /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/;
export const EFFORT_NAME = /^[a-z][a-z0-9-]*$/;

/** One line of `candidate-agents`. What it leaves out is as for the run, where that has the same agent. */
export interface AgentVariant {
  readonly agent: AgentChoice;
  readonly model: string | undefined;
  readonly effort: string | undefined;
}

/** Most workers of a run. */
export const MAX_WORKERS = 16;

/** Agents that compete: `AGENT [model=NAME] [effort=LEVEL]`, one for each entry. */
export function agentVariants(): Kind<readonly AgentVariant[]> {
  return list<AgentVariant, readonly AgentVariant[]>({
    expected: `AGENT [model=NAME] [effort=LEVEL], where AGENT is one of ${listed(AGENT_NAMES)}`,
    placeholder: 'AGENT [model=NAME] [effort=LEVEL]',
    maxItems: MAX_WORKERS,
    item: parseVariant,
    gather: (items) => accept(items),
  });
}

/** Reads one agent with what it is to use. */
export function parseVariant(text: string): Parsed<AgentVariant> {
  const [name, ...rest] = text.trim().split(/\s+/);
  const agent = AGENT_NAMES.find((known) => known === name);
  if (agent === undefined) return refuse();
  const found = new Map<string, string>();
  for (const part of rest) {
    const at = part.indexOf('=');
    const [key, value] = [part.slice(0, at), part.slice(at + 1)];
    const good =
      (key === 'model' && value.length <= 128 && MODEL_NAME.test(value)) ||
      (key === 'effort' && value.length <= 32 && EFFORT_NAME.test(value));
    if (at < 0 || !good || found.has(key)) return refuse();
    found.set(key, value);
  }
  return accept({ agent, model: found.get('model'), effort: found.get('effort') });
}
