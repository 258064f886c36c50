import type { McpServer } from '../../mcp/types.js';
import { argumentList, exactCommand } from '../commands.js';
import { type AgentConfigName, agentConfigNames } from '../lists.js';
import { mcpServers } from '../mcp-servers.js';
import { programPath } from '../paths.js';
import { choice, line, webAddress } from '../scalars.js';
import { AGENT_NAMES, EFFORT_NAME, MODEL_NAME } from '../variants.js';
import { open, preset } from './definition.js';

const none: readonly string[] = [];
const noNames: readonly AgentConfigName[] = [];
const noServers: readonly McpServer[] = [];

/** Who does it. */
export const AGENT_SETTINGS = {
  agent: preset(choice(AGENT_NAMES), 'codex', {
    group: 'agent',
    description:
      'Who does the work: `codex` (OpenAI Codex CLI), `claude` (Claude Code), `gemini` (Gemini CLI), `opencode`, or `command` (any program, see `agent-command`).',
  }),
  'agent-version': open(
    line({
      expected: 'an exact version, such as 1.2.3',
      placeholder: 'VERSION',
      max: 64,
      pattern: /^\d{1,6}\.\d{1,6}\.\d{1,6}(?:-[0-9A-Za-z.-]{1,40})?$/,
    }),
    'the version that this release was tested with',
    undefined,
    { group: 'agent', description: 'Exact version of the agent to install.' },
  ),
  'agent-program': open(programPath(), 'the image’s own in docker rooms, else one that is installed', undefined, {
    group: 'agent',
    description: 'Absolute path of the agent’s program as rooms see it, in place of one that is installed from npm.',
  }),
  'agent-command': open(exactCommand(), 'none', undefined, {
    group: 'agent',
    description:
      'The program that works when `agent` is `command`, with its arguments: one command line, or a JSON array. No shell reads it; the prompt comes on its standard input.',
  }),
  'agent-args': open(argumentList(), 'none', none, {
    group: 'agent',
    description: 'Further arguments for the agent, written like `agent-command`.',
  }),
  model: open(
    line({
      expected: 'the name of a model',
      placeholder: 'NAME',
      max: 128,
      pattern: MODEL_NAME,
    }),
    'the agent’s own choice',
    undefined,
    { group: 'agent', description: 'Model that the agent is to use.' },
  ),
  effort: open(
    line({
      expected: 'one lower-case word, such as low, medium or high',
      placeholder: 'LEVEL',
      max: 32,
      pattern: EFFORT_NAME,
    }),
    'the agent’s own choice',
    undefined,
    { group: 'agent', description: 'Reasoning effort that is asked of the model.' },
  ),
  provider: open(
    choice(['openai', 'anthropic', 'gemini', 'none']),
    'the agent’s own; openai for opencode, none for command',
    undefined,
    {
      group: 'agent',
      description: 'Protocol of the model that the room may reach through the broker; `none`: no model.',
    },
  ),
  'model-base-url': open(webAddress(), 'the provider’s public address', undefined, {
    group: 'agent',
    description: 'Address of the model endpoint, up to but without the version part (`/v1`) of its paths.',
  }),
  'mcp-servers': open(mcpServers(), 'none', noServers, {
    group: 'agent',
    description:
      'MCP servers for the agent: a mapping from names to `command` or `url`, or JSON. The host runs or reaches those that need a secret, so that no room sees it. See docs/guides/mcp.md.',
  }),
  'trust-agent-config': open(agentConfigNames(), 'none', noNames, {
    group: 'agent',
    description:
      'Configuration of agents in the repository that the agent may read although it can run code, by name: `.claude`, `.codex`, `.gemini`, `.mcp.json`, `.opencode`, `opencode.json`. It comes from the trusted commit. All else of this kind is hidden from it.',
  }),
};
