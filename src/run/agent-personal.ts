import { CLAUDE_MCP } from '../agent/claude-config.js';
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
      return model === null ? {} : { GEMINI_MODEL: model };
    default:
      return {};
  }
}

/** Arguments that stand before a person's. @param configured the adapter's files are in HOME */
export function personalArguments(name: string, { agent }: Plan, configured: boolean): readonly string[] {
  const first = firstStartOf(name, ROOM_PATHS.workspace).args;
  // The other agents find servers in their settings.
  const servers = name === 'claude' && configured && agent.mcp.length > 0;
  return [...first, ...(servers ? [`--mcp-config=${ROOM_PATHS.home}/${CLAUDE_MCP}`] : [])];
}
