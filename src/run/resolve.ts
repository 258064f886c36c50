import { posix } from 'node:path';
import { DEFAULT_VERSIONS } from '../agent/registry.js';
import type { ConfiguredAgents } from '../config/agents.js';
import type { ReadConfig } from '../config/load.js';
import type { SettingsLayer } from '../inputs/layer.js';
import { parseSchema } from '../inputs/report-schema.js';
import { resolveSettings, type Settings } from '../inputs/resolve.js';
import { listed } from '../inputs/scalars.js';
import { type Secrets, secretValues } from '../inputs/secrets.js';
import type { SettingName } from '../inputs/settings.js';
import { buildPlan, planDigest } from '../plan/plan.js';
import { type Manifests, manifestDirectories } from '../plan/verifier.js';
import type { CompiledReportSchema, ReportValidator } from '../report/validate.js';
import { compileRules } from '../rules/compile.js';
import type { CommandRules } from '../rules/types.js';
import type { Plan } from '../schemas/plan.js';
import { reportSchema } from '../schemas/report.js';
import { canonicalJson } from '../support/canonical-json.js';
import { CleanroomError, InputError, type InputProblem } from '../support/errors.js';
import { VERSION } from '../support/version.js';
import { type CommitSource, committedPaths, readCommitted, resolveCommit } from './commits.js';
import { refuseEntrusted } from './entrusted.js';
import { type Gate, withWords } from './gate.js';
import type { HiddenFiles } from './hidden.js';
import { DEFAULT_CONFIG, ifUncommitted, MISTAKEN_CONFIGS, missingDirectory, unreadConfigs } from './mistakes.js';
import {
  compileRunPolicy,
  DEFAULT_POLICIES,
  explainAllowed,
  type PolicyFile,
  type PolicyHost,
  readPolicyFile,
} from './policy.js';

/** What an event or a person says before anything of the repository is read. */
export interface RunRequest {
  readonly layer: SettingsLayer;
  /** Found while reading inputs and event; reported together with everything else. */
  readonly problems: readonly InputProblem[];
  readonly context: Plan['context'];
  /** Named by the event; the `ref` setting wins. */
  readonly workCommit: string | undefined;
  readonly trusted: { readonly ref: string; readonly commit?: string } | undefined;
  readonly defaultCommentKey: string;
  /** The secrets that these settings need, and what is wrong with them. */
  readonly secretsFor: (settings: Settings) => {
    readonly secrets: Secrets;
    readonly problems: readonly InputProblem[];
  };
  /** Who may start it; undefined: anybody, as on a person's own machine. */
  readonly gate?: Gate | undefined;
  /**
   * What a person says of a configuration's word about keys, files and network of theirs; undefined: it counts where a
   * trusted commit was named, by the event or by a setting.
   */
  readonly entrusts?: { readonly yes: boolean; readonly remedy: string };
  /** Changes what the layers say before it is judged; undefined: they stand as they are. */
  readonly adjust?: (found: Pick<ResolvedLayers, 'layers' | 'agents'>) => {
    readonly layers: readonly SettingsLayer[];
    readonly problems: readonly InputProblem[];
  };
}

export interface ResolvedRun {
  readonly settings: Settings;
  readonly plan: Plan;
  readonly planSha256: string;
  /** Compiled at the first call: most runs need it late, or never. */
  readonly validator: () => Promise<ReportValidator>;
  /** Never part of the plan. */
  readonly secrets: Secrets;
  readonly agents: ConfiguredAgents;
  /** Of the hidden verifier; undefined: there is none. Never part of the plan. */
  readonly hidden: HiddenFiles | undefined;
}

const MAX_CONFIG_BYTES = 256 * 1024;
const MAX_PROMPT_BYTES = 256 * 1024;
const MAX_RULES_BYTES = 256 * 1024;
const MAX_SCHEMA_BYTES = 256 * 1024;
const MAX_MANIFEST_BYTES = 1024 * 1024;

/** What the trusted commit and whoever asks say together, before it is judged. */
export interface ResolvedLayers {
  readonly source: Plan['source'];
  /** The strongest first. */
  readonly layers: readonly SettingsLayer[];
  /** How the configuration starts agents for the command `agent`. */
  readonly agents: ConfiguredAgents;
  readonly policyFile: PolicyFile;
  readonly read: Read;
  readonly problems: InputProblem[];
}

/**
 * Finds the commits and reads the files of the trusted one that hold settings.
 * @param given a policy file in place of the committed one
 * @throws InputError when a commit is wrong and something else besides; CleanroomError `commit.*`
 */
export async function resolveLayers(
  request: RunRequest,
  source: CommitSource,
  given?: PolicyFile,
): Promise<ResolvedLayers> {
  const problems: InputProblem[] = [...request.problems];
  const { values } = request.layer;
  const commitOf = (name: string, what: string): Promise<string> =>
    resolveCommit(source, name, what).catch((error: unknown) => {
      // What is known to be wrong already is not held back by a commit that is not to be had.
      if (problems.length === 0 || !(error instanceof CleanroomError)) throw error;
      const hint = error.hint === undefined ? {} : { hint: error.hint };
      if (error.kind === 'usage')
        problems.push({ where: what, given: name, expected: 'a commit of this repository', ...hint });
      throw new InputError(problems);
    });
  const workCommit = await commitOf(values.ref ?? request.workCommit ?? source.checkout.head ?? 'HEAD', 'ref');
  const trustedRef = values['trusted-ref'] ?? request.trusted?.ref ?? workCommit;
  const trustedName = values['trusted-ref'] ?? request.trusted?.commit ?? request.trusted?.ref ?? workCommit;
  const trustedCommit = trustedName === workCommit ? workCommit : await commitOf(trustedName, 'trusted-ref');
  const read = (path: string, maxBytes: number): Promise<Buffer | undefined> =>
    readCommitted(source.store, trustedCommit, path, maxBytes);

  const configPath = values.config ?? DEFAULT_CONFIG;
  const looked = [...DEFAULT_POLICIES, DEFAULT_CONFIG, ...MISTAKEN_CONFIGS];
  const [config, there] = await Promise.all([
    read(configPath, MAX_CONFIG_BYTES),
    committedPaths(source.store, trustedCommit, looked),
  ]);
  const foundPolicy = DEFAULT_POLICIES.filter((path) => there.has(path));
  if (!config && values.config === undefined) problems.push(...unreadConfigs(there));
  else if (!config) {
    problems.push({
      where: request.layer.where('config'),
      given: configPath,
      expected: `a file of the trusted commit ${trustedCommit.slice(0, 12)}`,
      ...(await ifUncommitted(source, configPath)),
    });
  }
  // YAML and JSON Schema cost a fifth of a second to load and compile: only where there is something to read with them.
  const parsed = config
    ? (await import('../config/load.js')).parseConfig(config.toString('utf8'), configPath)
    : undefined;
  problems.push(...(parsed?.problems ?? []));
  const profile = chosenProfile(request.layer, parsed, configPath);
  problems.push(...profile.problems);
  const asked = [request.layer, ...(profile.layer ? [profile.layer] : []), ...(parsed ? [parsed.layer] : [])];
  const policyFile = given ?? (await readPolicyFile(source, trustedCommit, asked, foundPolicy));
  problems.push(...policyFile.problems);
  return {
    source: { workCommit, trustedCommit, trustedRef, config: config ? configPath : null, profile: profile.name },
    layers: policyFile.layer ? [...asked, policyFile.layer] : asked,
    agents: parsed?.agents ?? new Map(),
    policyFile,
    read,
    problems,
  };
}

/** The profile that whoever asks, or the file itself, names. */
function chosenProfile(
  asking: SettingsLayer,
  config: ReadConfig | undefined,
  path: string,
): { readonly name: string | null; readonly layer?: SettingsLayer; readonly problems: readonly InputProblem[] } {
  const layer = asking.values.profile === undefined ? config?.layer : asking;
  const name = layer?.values.profile;
  if (layer === undefined || name === undefined) return { name: null, problems: [] };
  const found = config?.profiles.get(name);
  if (found) return { name, layer: found.layer, problems: found.problems };
  // What cannot be read has said so itself.
  if (config?.layer.invalid.has('profile')) return { name, problems: [] };
  const known = [...(config?.profiles.keys() ?? [])];
  const none = config ? `a profile, but ${path} has none` : `a profile, but the trusted commit has no ${path}`;
  const expected = known.length === 0 ? none : `one of ${listed(known)}`;
  return { name, problems: [{ where: layer.where('profile'), given: name, expected }] };
}

/**
 * Inputs, configuration, policy file and event become one plan.
 * @throws InputError with every problem of all of them; CleanroomError `commit.*`
 */
export async function resolveRun(request: RunRequest, source: CommitSource, host: PolicyHost): Promise<ResolvedRun> {
  const found = await resolveLayers(request, source);
  const { policyFile, read, problems, source: commits, agents } = found;
  const adjusted = request.adjust?.(found);
  const layers = adjusted?.layers ?? found.layers;
  problems.push(...(adjusted?.problems ?? []));
  const { settings, problems: between } = resolveSettings(layers);
  const words = request.gate?.request(settings);
  const { secrets, problems: secretProblems } = request.secretsFor(settings);
  problems.push(...between, ...secretProblems);
  const compiling = compileRunPolicy({ settings, layers, file: policyFile, host, root: source.checkout.root });
  const compiled = await collected(compiling, problems);
  const placeOf = (name: SettingName): string =>
    layers.find((layer) => Object.hasOwn(layer.values, name))?.where(name) ?? name;
  const { root } = source.checkout;
  const servers = await collected(
    explainAllowed(settings['mcp-servers'], placeOf('mcp-servers'), host, root),
    problems,
  );
  const brokered = await collected(
    explainAllowed(settings['brokered-commands'], placeOf('brokered-commands'), host, root),
    problems,
  );

  const { yes, remedy } = request.entrusts ?? vouchedFor(request);
  if (!yes) {
    const { layer: asking } = request;
    const { credentials = [] } = secrets;
    // Of a word, the hosts that it stands for.
    const meant = {
      ...settings,
      'mcp-servers': servers ?? settings['mcp-servers'],
      'brokered-commands': brokered ?? settings['brokered-commands'],
    };
    problems.push(...refuseEntrusted({ asking, layers, settings: meant, policy: compiled, credentials, remedy }));
  }

  const hidden = await hiddenFiles(settings, source, [commits.workCommit, commits.trustedCommit]);
  if (hidden && 'expected' in hidden) problems.push({ where: placeOf('hidden-files'), ...hidden });
  const files = hidden && 'entries' in hidden ? hidden : undefined;
  const directory = await missingDirectory(source.store, commits.workCommit, settings['working-directory']);
  if (directory) problems.push({ where: placeOf('working-directory'), ...directory });
  const missing = (where: SettingName, given: string, expected: string): Promise<number> =>
    ifUncommitted(source, given).then((hint) => problems.push({ where: placeOf(where), given, expected, ...hint }));
  const rules = await readRules(settings, read, problems, missing);
  const prompt = await readPrompt(settings, read, missing);
  const schema = await readSchema(settings, read, missing);
  // Our own schema is known to be good; a person's has to be compiled before anything starts.
  const custom = schema && schema.source !== 'default' ? await compile(schema.value) : undefined;
  if (custom && 'problems' in custom) {
    problems.push({
      where: 'schema',
      given: schema?.source,
      expected: `a JSON Schema: ${custom.problems.join('; ')}`,
    });
  }
  // Last, so that nobody is asked about a run that would not start anyway.
  const sound = problems.length === 0;
  const admitted = await request.gate?.admit({ settings, source: commits, commits: source, where: placeOf, sound });
  problems.push(...(admitted?.problems ?? []));
  if (problems.length > 0 || prompt === undefined || !schema || !compiled || !servers || !brokered)
    throw new InputError(problems);

  const plan = buildPlan({
    tool: VERSION,
    context: { ...request.context, ...(admitted ? { startedBy: admitted.startedBy } : {}) },
    source: commits,
    settings: { ...settings, 'mcp-servers': servers, 'brokered-commands': brokered },
    manifests: await readManifests(settings, read),
    policy: compiled,
    rules,
    prompt: withWords(prompt, words),
    schema,
    ...(files ? { hidden: { sha256: files.sha256, files: files.entries.length, bytes: files.bytes } } : {}),
    agentVersion: agentVersion(settings),
    // An image may hold another version.
    ...(settings.image === null ? { versions: DEFAULT_VERSIONS } : {}),
    defaultCommentKey: request.defaultCommentKey,
  });
  refuseSecrets(plan, secrets);
  const validator = lazyValidator(schema.value, custom);
  return { settings, plan, planSha256: planDigest(plan), validator, secrets, agents, hidden: files };
}

/** A person's own checkout may be anybody's: only who names a trusted commit has said that it is not. */
function vouchedFor({ trusted, layer }: RunRequest): NonNullable<RunRequest['entrusts']> {
  const yes = trusted !== undefined || layer.values['trusted-ref'] !== undefined;
  return { yes, remedy: `name the commit whose configuration you trust: ${layer.where('trusted-ref')}` };
}

/** The files of the hidden verifier, or what is wrong with where they lie; undefined: there are none. */
async function hiddenFiles(
  settings: Settings,
  source: CommitSource,
  commits: readonly string[],
): Promise<HiddenFiles | Omit<InputProblem, 'where'> | undefined> {
  const given = settings['hidden-files'];
  if (settings['hidden-verify'] === null || given === null) return undefined;
  const { readHiddenFiles, shownByCheckout } = await import('./hidden.js');
  const found = await readHiddenFiles(given, source.checkout.root);
  if ('expected' in found) return found;
  const expected = await shownByCheckout(found, source, commits, settings.prepare === 'workspace');
  return expected === undefined ? found : { given, expected };
}

/** Null leaves it to the program that is named, or to the image, which may hold the agent. */
function agentVersion(settings: Settings): string | null {
  if (settings.agent === 'command') return null;
  const open = settings['agent-program'] !== undefined || settings.image !== null;
  return settings['agent-version'] ?? (open ? null : DEFAULT_VERSIONS[settings.agent]);
}

/** What was asked for, or undefined with its problems among the others. */
async function collected<T>(compiling: Promise<T>, problems: InputProblem[]): Promise<T | undefined> {
  try {
    return await compiling;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}

/** The plan is published. A secret that somebody put into a setting must not be. */
function refuseSecrets(plan: Plan, secrets: Secrets): void {
  const text = canonicalJson(plan);
  const leaked = secretValues(secrets).filter(
    ({ value }) => value.length >= 6 && text.includes(JSON.stringify(value).slice(1, -1)),
  );
  if (leaked.length === 0) return;
  throw new InputError(
    [...new Set(leaked.map(({ name }) => name))].map((name) => ({
      where: name,
      given: '(not shown)',
      expected: 'a secret that no other setting holds',
      hint: 'take it out of env, prompt, commands and addresses: rooms and evidence would get it',
    })),
  );
}

async function compile(schema: unknown): Promise<CompiledReportSchema> {
  const { compileReportSchema } = await import('../report/validate.js');
  return compileReportSchema(schema);
}

function lazyValidator(schema: unknown, compiled: CompiledReportSchema | undefined): () => Promise<ReportValidator> {
  let made = compiled;
  return async () => {
    made ??= await compile(schema);
    if ('problems' in made)
      throw new CleanroomError('report.schema', `the report schema is no good: ${made.problems.join('; ')}`);
    return made.validator;
  };
}

/** What `npm test` means is the trusted commit's to say. */
async function readManifests(settings: Settings, read: Read): Promise<Manifests> {
  const found: Record<string, string> = {};
  for (const directory of manifestDirectories(settings)) {
    const bytes = await read(posix.join(directory, 'package.json'), MAX_MANIFEST_BYTES);
    if (bytes) found[directory] = bytes.toString('utf8');
  }
  return found;
}

type Read = (path: string, maxBytes: number) => Promise<Buffer | undefined>;

/** Says that the trusted commit has no such file, or not what it should hold. */
type Missing = (where: SettingName, given: string, expected: string) => Promise<unknown>;

async function readRules(
  settings: Settings,
  read: Read,
  problems: InputProblem[],
  missing: Missing,
): Promise<CommandRules> {
  const files: { path: string; text: string }[] = [];
  for (const path of settings['rules-files']) {
    const bytes = await read(path, MAX_RULES_BYTES);
    if (bytes) files.push({ path, text: bytes.toString('utf8') });
    else await missing('rules-files', path, 'a file of the trusted commit');
  }
  const compiled = compileRules({ lines: settings.rules, files });
  problems.push(...compiled.problems);
  return compiled.rules;
}

async function readPrompt(settings: Settings, read: Read, missing: Missing): Promise<string | undefined> {
  const path = settings['prompt-file'];
  if (path === undefined) return settings.prompt;
  const bytes = await read(path, MAX_PROMPT_BYTES);
  if (bytes && bytes.toString('utf8').trim() !== '') return bytes.toString('utf8');
  await missing('prompt-file', path, 'a file of the trusted commit with the task in it');
  return undefined;
}

async function readSchema(
  settings: Settings,
  read: Read,
  missing: Missing,
): Promise<{ value: Readonly<Record<string, unknown>>; source: string } | undefined> {
  const from = settings.schema;
  if (from === undefined) return { value: reportSchema, source: 'default' };
  if (from.kind === 'inline') return { value: from.schema, source: 'inline' };
  const bytes = await read(from.path, MAX_SCHEMA_BYTES);
  const parsed = bytes && parseSchema(bytes.toString('utf8'));
  if (parsed?.ok) return { value: parsed.value, source: from.path };
  await missing('schema', from.path, 'a file of the trusted commit that holds a JSON Schema');
  return undefined;
}
