import { AGENT_SETTINGS } from './agent-line.js';
import { PUBLISHED_SETTINGS } from './publish-inputs.js';
import { PUBLISH_FLAGS } from './publish-line.js';
import { SETTING_NAMES, type SettingName } from './settings.js';
import { SHOW_FLAGS, SHOW_SWITCHES } from './show-line.js';
import { VERIFY_DIGESTS, VERIFY_SETTINGS, VERIFY_SWITCHES } from './verify-line.js';

/** Commands, in the order in which the help lists them. */
export const COMMANDS = [
  'run',
  'plan',
  'init',
  'policy',
  'agent',
  'rooms',
  'demo',
  'doctor',
  'show',
  'verify',
  'publish',
  'help',
  'version',
] as const;
export type CommandName = (typeof COMMANDS)[number];

/** Flags of `run` that name files for a CI system. */
export const RESULT_FILES = ['comment-file', 'code-quality-file', 'junit-file'] as const;

/** The demo brings its own task, verifier and policy. */
const DEMO_SETTINGS: readonly SettingName[] = [
  'agent',
  'agent-version',
  'model',
  'effort',
  'provider',
  'model-base-url',
  'max-attempts',
  'timeout',
  'attempt-timeout',
  'memory',
  'workspace',
  'tools',
  'evidence',
];

/** Flags of each command that are no settings. */
export const OWN_FLAGS: Readonly<Record<CommandName, readonly string[]>> = {
  run: ['json', 'repo', ...RESULT_FILES],
  plan: ['json', 'repo'],
  init: ['json', 'repo', 'write'],
  policy: ['json', 'repo'],
  demo: ['json'],
  agent: ['repo', 'room-id', 'keep', 'dangerously-allow-all', 'trust-credentials', 'patch', 'apply'],
  rooms: ['json', 'all'],
  doctor: ['json'],
  show: ['json', ...SHOW_FLAGS, ...SHOW_SWITCHES],
  verify: ['json', 'repo', ...VERIFY_SWITCHES, ...VERIFY_DIGESTS],
  publish: ['json', ...PUBLISH_FLAGS],
  help: [],
  version: ['json'],
};

/** Settings that are flags of a command. */
export function settingsOf(command: CommandName): readonly SettingName[] {
  if (command === 'demo') return DEMO_SETTINGS;
  if (command === 'agent') return AGENT_SETTINGS;
  if (command === 'run') return SETTING_NAMES;
  if (command === 'verify') return VERIFY_SETTINGS;
  if (command === 'publish') return PUBLISHED_SETTINGS;
  return command === 'plan' || command === 'policy' ? SETTING_NAMES.filter((name) => name !== 'resume') : [];
}
