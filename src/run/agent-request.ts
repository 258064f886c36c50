import type { AgentName } from '../agent/registry.js';
import type { ConfiguredAgent, ConfiguredAgents, CredentialMapping } from '../config/agents.js';
import { AGENT_SETTINGS, type AgentLine } from '../inputs/agent-line.js';
import type { SettingsLayer } from '../inputs/layer.js';
import { isSettingName, type SettingName } from '../inputs/settings.js';
import type { InputProblem } from '../support/errors.js';
import { nearest } from '../support/nearest.js';
import type { RunRequest } from './resolve.js';

const BUILT_IN: readonly AgentName[] = ['codex', 'claude', 'gemini', 'opencode'];

/** What of one agent says nothing about another. */
const BOUND_TO_AGENT: readonly SettingName[] = [
  'agent-version',
  'agent-program',
  'model',
  'effort',
  'provider',
  'model-base-url',
];

/** The agent that a person named, once the configuration is known. */
export interface ChosenAgent {
  readonly name: string;
  readonly builtIn: AgentName | undefined;
  readonly configured: ConfiguredAgent | undefined;
  /** What is to be copied. */
  readonly credentials: readonly CredentialMapping[];
  /** What the repository's configuration would have copied, and may not. */
  readonly refused: readonly CredentialMapping[];
}

/** The request for the plan of an agent's room, and the agent, known as soon as the request was resolved. */
export interface AgentRequest {
  readonly request: RunRequest;
  chosen(): ChosenAgent;
}

/**
 * @param personal agents of the person's own configuration, which win over the repository's and whose credentials are the
 *   person's to give
 * @param pinned the commits of a kept room
 */
export function agentRequest(
  line: AgentLine,
  request: RunRequest,
  personal: ConfiguredAgents,
  pinned: { readonly workCommit: string; readonly trustedCommit: string } | undefined,
): AgentRequest {
  let found: ChosenAgent | undefined;
  const problems = [...request.problems];
  for (const name of pinned ? (['ref', 'trusted-ref'] as const) : []) {
    if (line.layer.values[name] === undefined) continue;
    const expected = 'no such flag with --room-id, because a room keeps its commit';
    problems.push({ where: `--${name}`, given: line.layer.values[name], expected });
  }
  const values = pinned ? { ref: pinned.workCommit, 'trusted-ref': pinned.trustedCommit } : {};
  return {
    request: {
      ...request,
      problems,
      layer: { ...line.layer, values: { ...line.layer.values, ...values } },
      entrusts: { yes: line.trustCredentials, remedy: 'say --trust-credentials' },
      adjust(layers) {
        const { chosen, problem } = choose(line, layers.agents, personal);
        found = chosen;
        return { layers: layersFor(chosen, layers.layers), problems: problem ? [problem] : [] };
      },
    },
    chosen() {
      if (!found) throw new Error('the request was not resolved');
      return found;
    },
  };
}

function choose(
  line: AgentLine,
  repository: ConfiguredAgents,
  personal: ConfiguredAgents,
): { readonly chosen: ChosenAgent; readonly problem?: InputProblem } {
  const { name } = line;
  const builtIn = BUILT_IN.find((known) => known === name);
  const own = personal.get(name);
  const configured = own ?? repository.get(name);
  const mapped = configured?.credentials ?? [];
  const trusted = own !== undefined || line.trustCredentials;
  const chosen = {
    name,
    builtIn,
    configured,
    credentials: trusted ? mapped : [],
    refused: trusted ? [] : mapped,
  };
  if (name === '' || builtIn !== undefined || configured?.command !== undefined) return { chosen };
  if (configured) {
    const problem = { where: `agents.${name}.command`, given: undefined, expected: 'the command that starts it' };
    return { chosen, problem };
  }
  const known = [...new Set([...BUILT_IN, ...personal.keys(), ...repository.keys()])];
  const close = nearest(name, known);
  return {
    chosen,
    problem: {
      where: 'argument of agent',
      given: name.slice(0, 80),
      expected: known.join(', '),
      hint: close === undefined ? 'others are configured under agents' : `did you mean ${close}?`,
    },
  };
}

/**
 * A person in front of an agent is the task and the verifier. What a file says of those, or of another agent, is left out;
 * what it says of rooms, limits and the network counts.
 */
function layersFor(chosen: ChosenAgent, layers: readonly SettingsLayer[]): readonly SettingsLayer[] {
  const [flags, ...weaker] = layers;
  const command = chosen.configured?.command;
  const name = chosen.builtIn ?? 'command';
  const meant = weaker.find((layer) => layer.values.agent !== undefined)?.values.agent ?? 'codex';
  const unprepared = flags?.values.prepare === null || flags?.values.prepare === 'workspace';
  const dropped = [...OF_FLAGS, ...(meant === name ? [] : BOUND_TO_AGENT), ...(unprepared ? OF_PREPARE : [])];
  const forced: SettingsLayer = {
    values: {
      agent: name,
      prompt: 'A person uses the agent.',
      verify: null,
      ...(name === 'command' ? { 'agent-command': command ?? { argv: ['false'], display: 'false' } } : {}),
    },
    invalid: new Set(),
    where: (setting) => `agent ${chosen.name}: ${setting}`,
  };
  const keeps = (setting: SettingName): boolean => AGENT_SETTINGS.includes(setting) && !dropped.includes(setting);
  return [forced, ...(flags ? [flags] : []), ...weaker.map((layer) => only(layer, keeps))];
}

/** Only ever a person's own word: a configuration does not say where files of theirs are written. */
const OF_FLAGS: readonly SettingName[] = ['evidence'];
/** Mean nothing without a prepare command, which a person may leave out. */
const OF_PREPARE: readonly SettingName[] = ['prepare-timeout', 'allow-prepare'];

function only(layer: SettingsLayer, keeps: (name: SettingName) => boolean): SettingsLayer {
  return {
    values: Object.fromEntries(Object.entries(layer.values).filter(([name]) => isSettingName(name) && keeps(name))),
    invalid: new Set([...layer.invalid].filter(keeps)),
    where: (name) => layer.where(name),
  };
}
