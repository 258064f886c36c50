import { CLAUDE_MCP } from '../agent/claude-config.js';
import { GEMINI_MODEL } from '../agent/gemini.js';
import type { Agent, AgentTurn } from '../agent/types.js';
import { ROOM_PATHS } from '../room/types.js';
import type { Plan } from '../schemas/plan.js';
import { firstStartOf } from '../session/first-start.js';

/** Variables of a turn and its report, of which a person's session has neither. */
const OF_A_TURN = /^CLEANROOM_(ATTEMPT|CORRECTION|PROMPT_FILE|REPORT_)/;

/** What is switched off where nobody sits in front of an agent, and is of use to whoever does. */
const OF_NOBODY: readonly string[] = [
  'CLAUDE_CODE_DISABLE_BACKGROUND_TASKS',
  'CLAUDE_CODE_DISABLE_FILE_CHECKPOINTING',
  'CLAUDE_CODE_DISABLE_FILE_MENTIONS',
  'OPENCODE_DISABLE_TERMINAL_TITLE',
];

/** A turn that nobody takes: what adapters make files and variables from. */
export function personalTurn(endpoint: AgentTurn['endpoint']): AgentTurn {
  return { prompt: '', session: undefined, endpoint, attempt: 1, correction: false };
}

/** What leads an agent to its model, and to the model and effort that the plan names where no file says that. */
export function personalVariables(
  agent: Agent,
  turn: AgentTurn,
  { agent: plan }: Plan,
): Readonly<Record<string, string>> {
  const own = Object.entries(agent.command(turn).env).filter(
    ([name]) => !OF_A_TURN.test(name) && !OF_NOBODY.includes(name),
  );
  return { ...Object.fromEntries(own), ...choices(agent.name, plan) };
}

/** Variables, so that what a person types still wins. The other two agents read them from files. */
function choices(name: string, { model, effort }: Plan['agent']): Readonly<Record<string, string>> {
  switch (name) {
    case 'claude':
      return {
        ...(model === null ? {} : { ANTHROPIC_MODEL: model }),
        ...(effort === null ? {} : { CLAUDE_CODE_EFFORT_LEVEL: effort }),
        // At its first start in a terminal it would fetch a list of plugins.
        CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
      };
    case 'gemini':
      // Its own default asks a further model which one to take, turn by turn.
      return { GEMINI_MODEL: model ?? GEMINI_MODEL };
    default:
      return {};
  }
}

/**
 * The model and effort that the plan names, for an agent that has a person's own login instead of a key: the rest of its
 * settings are theirs.
 */
export function loginVariables(name: string, { agent: { model, effort } }: Plan): Readonly<Record<string, string>> {
  const given = (variable: string, value: string | null) => (value === null ? {} : { [variable]: value });
  switch (name) {
    case 'claude':
      return { ...given('ANTHROPIC_MODEL', model), ...given('CLAUDE_CODE_EFFORT_LEVEL', effort) };
    case 'gemini':
      return given('GEMINI_MODEL', model);
    case 'opencode':
      // It is laid over the person's own settings.
      return given('OPENCODE_CONFIG_CONTENT', model === null ? null : JSON.stringify({ model }));
    default:
      return {};
  }
}

/** What such an agent cannot be told, for the person. */
export function untold(name: string, { agent }: Plan): readonly string[] {
  const what = [
    ...(agent.mcp.length > 0 ? ['MCP servers'] : []),
    ...(agent.effort !== null && (name === 'gemini' || name === 'opencode') ? [`effort ${agent.effort}`] : []),
  ].join(' and ');
  return what === '' ? [] : [`the agent is not told of ${what}: without a key its settings are its own`];
}

/** Codex has no variables for these. What a person types, `--model` too, wins. */
function loginArguments(name: string, { model, effort }: Plan['agent']): readonly string[] {
  if (name !== 'codex') return [];
  const setting = (key: string, value: string | null): readonly string[] =>
    value === null ? [] : ['-c', `${key}=${JSON.stringify(value)}`];
  return [...setting('model', model), ...setting('model_reasoning_effort', effort)];
}

/** Arguments that stand before a person's. @param configured the adapter's files are in HOME */
export function personalArguments(name: string, { agent }: Plan, configured: boolean): readonly string[] {
  const first = firstStartOf(name, ROOM_PATHS.workspace).args;
  if (!configured) return [...first, ...loginArguments(name, agent)];
  // In a terminal codex asks for the dearer tier by itself for some models, which no price of the run's is for.
  const usual = name === 'codex' && !agent.providerTools.includes('service_tier');
  // The other agents find servers in their settings.
  const servers = name === 'claude' && agent.mcp.length > 0;
  return [
    ...first,
    ...(usual ? ['-c', 'features.fast_mode=false'] : []),
    ...(servers ? [`--mcp-config=${ROOM_PATHS.home}/${CLAUDE_MCP}`] : []),
  ];
}
