import type { ModelPrice } from '../broker/types.js';
import type { BrokeredCommand } from '../commands/types.js';
import type { LimitName } from '../room/types.js';
import type { CommandRule } from '../rules/types.js';
import { brokeredCommands } from './brokered.js';
import { argumentList, exactCommand, prepareStep, scriptOrCommand } from './commands.js';
import type { Kind } from './kind.js';
import { endpoints, globs, limitNames, providerTools, tools, variables } from './lists.js';
import { dollars, prices } from './money.js';
import { gitRef, hostDirectory, optionalFile, repositoryDirectory, repositoryFile } from './paths.js';
import { schemaSource } from './report-schema.js';
import { commandRules, rulesFiles } from './rule-lists.js';
import {
  boolean,
  choice,
  decimal,
  duration,
  imageName,
  integer,
  line,
  paragraph,
  runtimeName,
  size,
  webAddress,
} from './scalars.js';

/** The order in which people read about settings. */
export const GROUPS = ['task', 'agent', 'verifier', 'report', 'limits', 'sandbox', 'source', 'results'] as const;
export type Group = (typeof GROUPS)[number];

/** A setting: an input of the action, a flag of the command line and a key of the configuration file, by one name. */
export interface Definition<T, D> {
  readonly group: Group;
  readonly kind: Kind<T>;
  /** Plain sentences. */
  readonly description: string;
  /** The default, in words or as it would be written. */
  readonly defaultText: string;
  readonly fallback: D;
  /** False for what is needed before the configuration file can be read. */
  readonly inConfig: boolean;
}

interface Meta {
  readonly group: Group;
  readonly description: string;
  readonly inConfig?: boolean;
}

/** A setting with a default that is written like any value of it. */
function preset<T>(kind: Kind<T>, text: string, meta: Meta): Definition<T, T> {
  const parsed = kind.fromTexts([text]);
  if (!parsed.ok) throw new TypeError(`the default ${text} is no value of its setting`);
  return { inConfig: true, ...meta, kind, defaultText: text, fallback: parsed.value };
}

/** A setting whose default is worked out, or is nothing at all. */
function open<T, D>(kind: Kind<T>, defaultText: string, fallback: D, meta: Meta): Definition<T, D> {
  return { inConfig: true, ...meta, kind, defaultText, fallback };
}

const none: readonly string[] = [];
const noLimits: readonly LimitName[] = [];
const noPrices: readonly ModelPrice[] = [];
const noVariables: Readonly<Record<string, string>> = {};
const noRules: readonly CommandRule[] = [];
const noCommands: readonly BrokeredCommand[] = [];

/** Every setting that is no secret. All that says a setting's name or reads its value is derived from here. */
export const SETTINGS = {
  prompt: open(
    paragraph({
      expected: 'a task in words, at most 256 KiB, without control characters',
      placeholder: 'TEXT',
      maxBytes: 262_144,
    }),
    'none',
    undefined,
    { group: 'task', description: 'The task for the agent. Exactly one of `prompt` and `prompt-file` is needed.' },
  ),
  'prompt-file': open(repositoryFile(), 'none', undefined, {
    group: 'task',
    description: 'A file of the trusted commit that holds the task.',
  }),
  'working-directory': preset(repositoryDirectory(), '.', {
    group: 'task',
    description: 'Directory of the repository in which `verify` and `prepare` run.',
  }),

  agent: preset(choice(['codex', 'command']), 'codex', {
    group: 'agent',
    description: 'Who does the work: `codex` (OpenAI Codex CLI), or `command` (any program, see `agent-command`).',
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
      pattern: /^[A-Za-z0-9][A-Za-z0-9._:/@-]*$/,
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
      pattern: /^[a-z][a-z0-9-]*$/,
    }),
    'the agent’s own choice',
    undefined,
    { group: 'agent', description: 'Reasoning effort that is asked of the model.' },
  ),
  provider: open(choice(['openai', 'anthropic', 'gemini', 'none']), 'openai for codex, none for command', undefined, {
    group: 'agent',
    description: 'Protocol of the model that the room may reach through the broker; `none`: no model.',
  }),
  'model-base-url': open(webAddress(), 'the provider’s public address', undefined, {
    group: 'agent',
    description: 'Address of the model endpoint, up to but without the version part (`/v1`) of its paths.',
  }),

  verify: open(scriptOrCommand(), 'no verifier: the report is the result', null, {
    group: 'verifier',
    description:
      'The command whose exit code decides. Text runs as `/bin/sh -e -c` inside the room; a JSON array is run exactly as it stands.',
  }),
  'verify-files': open(globs(), 'the programs and scripts of the repository that `verify` starts', none, {
    group: 'verifier',
    description:
      'Globs of the files that the verifier consists of. They come from the trusted commit and no patch may touch them. `!path` takes out a path that was found in `verify`.',
  }),
  'verify-timeout': preset(duration('1s', '24h'), '10m', {
    group: 'verifier',
    description: 'Time for one run of the verifier.',
  }),
  baseline: preset(choice(['require-red', 'any']), 'require-red', {
    group: 'verifier',
    description:
      'Whether the verifier must fail before the agent starts. With `require-red` a base that passes ends the run with `nothing-to-prove`.',
  }),
  prepare: open(prepareStep(), 'nothing is prepared', null, {
    group: 'verifier',
    description:
      'How dependencies come into the base: a command such as `npm ci`, run once in a room and then frozen, or `workspace` for the ignored files that earlier steps of the job left in the checkout.',
  }),
  'prepare-timeout': preset(duration('1s', '24h'), '10m', { group: 'verifier', description: 'Time for `prepare`.' }),
  protect: open(globs(), 'tests, manifests, lock files, CI, tool and agent configuration', none, {
    group: 'verifier',
    description:
      'Further globs that the patch may not touch; `!glob` takes paths out of the default list. The last match decides.',
  }),

  schema: open(schemaSource(), 'a summary, the changes, and why the agent is blocked if it is', undefined, {
    group: 'report',
    description:
      'JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself.',
  }),
  report: open(choice(['required', 'optional']), 'required without verify or with schema, else optional', undefined, {
    group: 'report',
    description: 'Whether a run can be green without a valid report.',
  }),

  'max-attempts': preset(integer(1, 20), '3', { group: 'limits', description: 'How often the agent may try.' }),
  timeout: preset(duration('1s', '24h'), '30m', { group: 'limits', description: 'Time for the whole run.' }),
  'attempt-timeout': preset(duration('1s', '24h'), '15m', {
    group: 'limits',
    description: 'Time for one attempt, at most `timeout`.',
  }),
  'max-requests': open(integer(1, 999_999_999), 'no limit', null, {
    group: 'limits',
    description: 'Model requests of the whole run, past which it ends with `budget-exhausted`.',
  }),
  'max-tokens': open(integer(1, 999_999_999), 'no limit', null, {
    group: 'limits',
    description:
      'Tokens of the whole run, input and output together. The call that passes it is cut, and the run ends with `budget-exhausted`.',
  }),
  'max-cost-usd': open(dollars(), 'no limit', null, {
    group: 'limits',
    description:
      'US dollars that the model may cost in the whole run, by `prices`. The call that passes it is cut; a request for a model without a price is refused.',
  }),
  prices: open(prices(), 'none', noPrices, {
    group: 'limits',
    description:
      'What models cost, for `max-cost-usd` and the report: `MODEL=INPUT/CACHED/OUTPUT` entries, in US dollars for a million tokens; `*` stands for every other model.',
  }),
  memory: preset(size('64m', '1t'), '4g', { group: 'limits', description: 'Memory of all processes of a room.' }),
  processes: preset(integer(16, 65_536), '1024', { group: 'limits', description: 'Processes of a room at one time.' }),
  cpus: open(decimal(0.1, 1024), 'all of the machine', null, {
    group: 'limits',
    description: 'CPUs’ worth of time for all processes of a room, such as `1.5`.',
  }),
  'disk-size': preset(size('1m', '1t'), '10g', {
    group: 'limits',
    description: 'What a room may add to its workspace, HOME and report directory together.',
  }),
  'disk-files': preset(integer(100, 100_000_000), '1000000', {
    group: 'limits',
    description: 'Files and directories that a room may add there.',
  }),
  'open-files': preset(integer(64, 1_048_576), '4096', {
    group: 'limits',
    description: 'Open files of a process in a room.',
  }),
  'file-size': preset(size('1m', '1t'), '1g', { group: 'limits', description: 'Largest file that a room may write.' }),
  'tmp-size': preset(size('1m', '1t'), '1g', { group: 'limits', description: 'Size of a room’s `/tmp`.' }),
  'max-output': preset(size('64k', '1t'), '2g', {
    group: 'limits',
    description: 'Output of a command in a room, past which it is killed.',
  }),
  'log-size': preset(size('4k', '1g'), '4m', {
    group: 'limits',
    description: 'What is kept of each log: its head and its tail.',
  }),
  'max-patch-size': preset(size('1k', '1g'), '4m', { group: 'limits', description: 'Largest patch.' }),
  'max-patch-files': preset(integer(1, 100_000), '100', { group: 'limits', description: 'Most files in a patch.' }),

  'accept-unenforced': open(limitNames(), 'none', noLimits, {
    group: 'limits',
    description:
      'Limits that a run may start without where nothing enforces them, such as `cpus` without control groups. Otherwise it refuses to start.',
  }),

  room: preset(choice(['auto', 'local', 'docker']), 'auto', {
    group: 'sandbox',
    description:
      'What rooms are made of: `local` (bubblewrap), `docker` (containers of `image`), or `auto` for local rooms where they work, else containers when an image is named.',
  }),
  image: open(imageName(), 'none', null, {
    group: 'sandbox',
    description:
      'Image of docker rooms, by name, digest or id. It must be on this machine: nothing is pulled. See docs/guides/docker-room.md.',
  }),
  'docker-runtime': preset(runtimeName(), 'runc', {
    group: 'sandbox',
    description: 'Runtime of docker rooms, by the name that the daemon knows it by, such as `runsc` for gVisor.',
  }),
  workspace: preset(choice(['auto', 'overlay', 'copy']), 'auto', {
    group: 'sandbox',
    description:
      'How a room gets its tree: `overlay` (nothing is copied), `copy`, or `auto` for the best that works here.',
  }),
  audit: preset(choice(['auto', 'require', 'off']), 'auto', {
    group: 'sandbox',
    description:
      'Whether the kernel is asked for every program that runs in rooms (`exec.jsonl` in the evidence): `auto` where this host lets us, `require` to end the run where it does not, or `off`.',
  }),
  'allow-agent': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description:
      'Exact `host:port` entries that the agent may reach, beside the model. Words stand for the hosts of your own registries: `apt`, `cargo`, `go`, `npm`, `pip`.',
  }),
  'allow-prepare': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description: 'Exact `host:port` entries, or words as in `allow-agent`, that `prepare` may reach.',
  }),
  'allow-proof': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description: 'Exact `host:port` entries, or words as in `allow-agent`, that the verifier may reach.',
  }),
  'allow-private': open(endpoints(), 'nothing', none, {
    group: 'sandbox',
    description:
      'Entries of the lists above that may resolve to private addresses, such as a registry of your own. All others must be public.',
  }),
  'provider-tools': open(providerTools(), 'nothing', none, {
    group: 'sandbox',
    description:
      'What the model’s provider may do by itself, past the allow-lists of rooms, by name: its tools (`web_search`, `mcp`), other fields of requests, and `fetch-urls` for content that a request names by its address. See docs/guides/policy.md.',
  }),
  rules: open(commandRules(), 'none', noRules, {
    group: 'sandbox',
    description:
      'Rules for the commands of the agent: `forbid git push because REASON`, `allow kubectl get`. What is enforced and what is advice: docs/guides/commands.md.',
  }),
  'rules-files': open(rulesFiles(), 'none', none, {
    group: 'sandbox',
    description: 'Files of the trusted commit with further rules, in the syntax of codex’s `.rules` files.',
  }),
  'brokered-commands': open(brokeredCommands(), 'none', noCommands, {
    group: 'sandbox',
    description:
      'Commands that the host runs for the agent with a credential that the room never sees, as far as `rules` allow them: a mapping, or JSON. See docs/guides/commands.md.',
  }),
  tools: open(tools(), 'none', none, {
    group: 'sandbox',
    description: 'Absolute paths of directories of the host that rooms may read, such as a tool cache.',
  }),
  env: open(variables(), 'none', noVariables, {
    group: 'sandbox',
    description: '`NAME=VALUE` entries for every command in a room. They are recorded in the evidence: no secrets.',
  }),

  config: open(repositoryFile(), '.github/cleanroom.yml, if it exists', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Configuration file, read from the trusted commit.',
  }),
  policy: open(optionalFile(), 'cleanroom.yaml, else .buildkite/cleanroom.yaml, if there is one', undefined, {
    group: 'source',
    description:
      'Policy file in Cleanroom’s format, read from the trusted commit, or `none`. Its hosts join the allow-lists; its other keys are weaker than settings.',
  }),
  ref: open(gitRef(), 'what the event names; HEAD on the command line', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Commit that the agent works on.',
  }),
  'trusted-ref': open(gitRef(), 'the base of a pull request, else the commit that is worked on', undefined, {
    group: 'source',
    inConfig: false,
    description: 'Commit that configuration, verifier, schema and agent instructions come from.',
  }),

  evidence: open(hostDirectory(), 'a new directory', undefined, {
    group: 'results',
    description: 'Directory for the evidence of the run. It must be empty or not exist.',
  }),
  comment: preset(choice(['auto', 'always', 'never']), 'auto', {
    group: 'results',
    description:
      'Whether to comment on the pull request: `auto` where there is one and the token may, `always` or fail, or `never`.',
  }),
  'comment-key': open(
    line({
      expected: 'at most 64 letters, digits, dots, hyphens and underscores',
      placeholder: 'KEY',
      max: 64,
      pattern: /^[A-Za-z0-9._-]+$/,
    }),
    'the name of the workflow',
    undefined,
    { group: 'results', description: 'Tells the comments of several workflows on one pull request apart.' },
  ),
  summary: preset(boolean(), 'true', { group: 'results', description: 'Whether to write the job summary.' }),
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
  'github-token': {
    description: 'Token for comments. It is never shown to a room.',
    default: `\${{ github.token }}`,
  },
} as const;

export type SecretName = keyof typeof SECRETS;
