import { AGENT_SETTINGS } from './settings/agent.js';
import type { Definition } from './settings/definition.js';
import { GATE_SETTINGS } from './settings/gate.js';
import { LIMITS_SETTINGS } from './settings/limits.js';
import { PROOF_SETTINGS } from './settings/proof.js';
import { PUBLISH_SETTINGS } from './settings/publish.js';
import { REPORT_SETTINGS } from './settings/report.js';
import { RESULTS_SETTINGS } from './settings/results.js';
import { SANDBOX_SETTINGS } from './settings/sandbox.js';
import { SOURCE_SETTINGS } from './settings/source.js';
import { TASK_SETTINGS } from './settings/task.js';
import { VERIFIER_SETTINGS } from './settings/verifier.js';
import { WORKER_SETTINGS } from './settings/workers.js';

export { type Definition, GROUPS, type Group } from './settings/definition.js';

/** Every setting that is no secret. All that says a setting's name or reads its value is derived from here. */
export const SETTINGS = {
  ...TASK_SETTINGS,
  ...AGENT_SETTINGS,
  ...WORKER_SETTINGS,
  ...VERIFIER_SETTINGS,
  ...PROOF_SETTINGS,
  ...REPORT_SETTINGS,
  ...LIMITS_SETTINGS,
  ...SANDBOX_SETTINGS,
  ...SOURCE_SETTINGS,
  ...RESULTS_SETTINGS,
  ...PUBLISH_SETTINGS,
  ...GATE_SETTINGS,
};

export type SettingName = keyof typeof SETTINGS;
type ValueOf<S> = S extends Definition<infer T, infer D> ? T | D : never;

/** A value for every setting, as the table alone gives it. */
export type TableSettings = { readonly [Name in SettingName]: ValueOf<(typeof SETTINGS)[Name]> };

export const SETTING_NAMES: readonly SettingName[] = Object.keys(SETTINGS).filter(isSettingName);

export function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(SETTINGS, name);
}

/** The definition of a setting whose value's type does not matter to the caller. */
export function definitionOf(name: SettingName): Definition<unknown, unknown> {
  return SETTINGS[name];
}

/** Secrets: inputs of the action alone, never a flag and never a key of a file. */
export const SECRETS = {
  'api-key': {
    description: 'Key for the model. It stays with the broker on the host; the room holds a dummy.',
    default: '',
  },
  credentials: {
    description:
      'Credentials for private Git servers and registries that rooms may reach, one a line: `https://USER:TOKEN@HOST/PATH/`, or `https://:TOKEN@HOST/PATH/` for a bearer token. The broker adds them, for reading alone; no room sees them.',
    default: '',
  },
  'mcp-secrets': {
    description:
      'Secrets for MCP servers on the host’s side, one a line: `NAME=VALUE`. `mcp-servers` names them; no room of the agent sees them.',
    default: '',
  },
  'github-token': {
    description: 'Token for comments. It is never shown to a room.',
    default: `\${{ github.token }}`,
  },
} as const;

export type SecretName = keyof typeof SECRETS;
