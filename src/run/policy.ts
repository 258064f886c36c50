import { LayerBuilder, type SettingsLayer } from '../inputs/layer.js';
import type { Settings } from '../inputs/resolve.js';
import type { PolicySetting, RepositoryPolicy } from '../policy/cleanroom-yaml.js';
import { type CompiledPolicy, compilePolicy, type PolicyEntry, wordsOf } from '../policy/compile.js';
import type { Ecosystem, Meanings } from '../policy/words.js';
import { CleanroomError, type InputProblem } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { type CommitSource, readCommitted } from './commits.js';

/** The policy file of the trusted commit; its parts are empty without one. */
export interface PolicyFile {
  readonly path: string | undefined;
  readonly policy: RepositoryPolicy | undefined;
  /** What it says as settings: weaker than inputs, flags and the configuration file. */
  readonly layer: SettingsLayer | undefined;
  readonly problems: readonly InputProblem[];
  /** For the person. */
  readonly notes: readonly string[];
}

/** What words of allow-lists need of the host. */
export interface PolicyHost {
  /** The person's own environment, as far as tools of package registries read it. */
  readonly toolEnvironment: Readonly<Record<string, string>>;
  /** Directories for scratch, best first. */
  readonly temporary: readonly string[];
}

/** Where the file is looked for in the trusted commit, in this order. */
export const DEFAULT_POLICIES = ['cleanroom.yaml', '.buildkite/cleanroom.yaml'] as const;
/** Bytes of the largest policy file. */
export const MAX_POLICY_BYTES = 256 * 1024;
const NOTHING: PolicyFile = { path: undefined, policy: undefined, layer: undefined, problems: [], notes: [] };

/**
 * Reads the policy file.
 * @param layers the settings that may name it, the strongest first
 * @param found what stands at the default places
 */
export async function readPolicyFile(
  source: CommitSource,
  commit: string,
  layers: readonly SettingsLayer[],
  found: readonly string[],
): Promise<PolicyFile> {
  const naming = layers.find((layer) => Object.hasOwn(layer.values, 'policy') || layer.invalid.has('policy'));
  const named = naming?.values.policy;
  if (naming?.invalid.has('policy') || named === null) return NOTHING;
  const path = named ?? found[0];
  if (path === undefined) return NOTHING;
  const bytes = await readBounded(source, commit, path);
  if (!Buffer.isBuffer(bytes)) {
    // A file that cannot be read is not one that is not there: what it would forbid must not be forgotten.
    const there = `a regular file of at most ${MAX_POLICY_BYTES} bytes in the trusted commit ${commit.slice(0, 12)}`;
    if (naming === undefined) return { ...NOTHING, problems: [{ where: path, given: bytes, expected: there }] };
    return { ...NOTHING, problems: [{ where: naming.where('policy'), given: path, expected: `none, or ${there}` }] };
  }
  const file = await parsePolicyFile(bytes.toString('utf8'), path);
  const unread = named === undefined ? found.slice(1) : [];
  return { ...file, notes: unread.map((other) => `${other} is not read, because there is ${path}`) };
}

/** The file, or what is wrong with it. */
async function readBounded(source: CommitSource, commit: string, path: string): Promise<Buffer | string> {
  try {
    const bytes = await readCommitted(source.store, commit, path, MAX_POLICY_BYTES);
    return bytes ?? 'something else than a regular file';
  } catch (error) {
    if (error instanceof CleanroomError && error.code === 'process.output') return 'larger';
    throw error;
  }
}

/** @param path how problems name the file */
export async function parsePolicyFile(text: string, path: string): Promise<PolicyFile> {
  const { readTree } = await import('../config/yaml-tree.js');
  const { readCleanroomYaml } = await import('../policy/cleanroom-yaml.js');
  const tree = readTree(text);
  if (!tree.ok) {
    const problems = tree.faults.map(({ at, message }) => ({
      where: `${path}:${at}`,
      given: 'unreadable',
      expected: 'a mapping in YAML 1.2',
      hint: message.replace(/\s+/g, ' ').slice(0, 200),
    }));
    return { ...NOTHING, path, problems };
  }
  const parsed = readCleanroomYaml(tree.root, path);
  if (!parsed.ok) return { ...NOTHING, path, problems: parsed.problems };
  const { layer, problems } = layerOf(parsed.policy.settings, path);
  return { path, policy: parsed.policy, layer, problems, notes: [] };
}

/** What the file says as settings, judged like any value of them. */
function layerOf(
  settings: readonly PolicySetting[],
  path: string,
): Pick<PolicyFile, 'problems'> & { layer: SettingsLayer } {
  const places = new Map<string, PolicySetting>(settings.map((setting) => [setting.name, setting]));
  const builder = new LayerBuilder((name) => places.get(name)?.where ?? `${path}: ${name}`);
  for (const { name, value } of settings) builder.addValue(name, value);
  const { layer, problems } = builder.build();
  const asWritten = new Map(settings.map(({ where, given }) => [where, given]));
  return {
    layer,
    problems: problems.map((problem) => ({ ...problem, given: asWritten.get(problem.where) ?? problem.given })),
  };
}

/**
 * Joins the lists of the settings with those of the policy file, and asks the host's tools what words mean, where there
 * is one.
 * @param layers all layers that settings came from
 * @throws InputError with every entry that means nothing
 */
export async function compileRunPolicy(from: {
  readonly settings: Settings;
  readonly layers: readonly SettingsLayer[];
  readonly file: PolicyFile;
  readonly host: PolicyHost;
  /** The checkout: no tool is started from it or reads it. */
  readonly root: string;
}): Promise<CompiledPolicy> {
  const { settings, file } = from;
  const listed = (name: 'allow-prepare' | 'allow-agent' | 'allow-proof' | 'allow-private'): PolicyEntry[] => {
    const place = from.layers.find((layer) => Object.hasOwn(layer.values, name))?.where(name) ?? name;
    return settings[name].map((text) => ({ text, from: place }));
  };
  const lists = {
    prepare: [...listed('allow-prepare'), ...(file.policy?.prepare ?? [])],
    agent: [...listed('allow-agent'), ...(file.policy?.agent ?? [])],
    proof: listed('allow-proof'),
    private: listed('allow-private'),
  };
  const words = wordsOf(lists);
  const asked = words.length === 0 ? undefined : await askHost(words, from.host, from.root);
  return compilePolicy({
    ...lists,
    ...(file.policy && file.path !== undefined
      ? { file: { path: file.path, generation: file.policy.generation } }
      : {}),
    ...(asked ? { meanings: asked.meanings } : {}),
    notes: [...file.notes, ...unusedImage(settings, file), ...(asked?.notes ?? [])],
  });
}

/** What the host starts for a room, with an allow-list of its own. */
interface Allowed {
  readonly name: string;
  readonly allow: readonly string[];
}

/**
 * Servers or commands, with the hosts that words of their allow-lists stand for in place of the words.
 * @param from how the setting that they come from is called
 * @throws InputError with every word that means nothing
 */
export async function explainAllowed<T extends Allowed>(
  parts: readonly T[],
  from: string,
  host: PolicyHost,
  root: string,
): Promise<readonly T[]> {
  const none = { prepare: [], proof: [], private: [] };
  const listed = parts.flatMap(({ name, allow }) => allow.map((text) => ({ text, from: `${from}: ${name}.allow` })));
  const words = wordsOf({ ...none, agent: listed });
  if (words.length === 0) return parts;
  const { meanings } = await askHost(words, host, root);
  // All at once first, so that one problem does not hide the others.
  compilePolicy({ ...none, agent: listed, meanings });
  return parts.map((part) => ({ ...part, allow: compilePolicy({ ...none, agent: part.allow, meanings }).agent }));
}

/** A person may say that rooms are of another kind; then they should know what the file had said. */
function unusedImage(settings: Settings, file: PolicyFile): string[] {
  const image = file.policy?.settings.find(({ name }) => name === 'image');
  if (image === undefined || settings.room === 'docker') return [];
  return [`${image.where} has no effect unless rooms are made of it, because room is ${settings.room}`];
}

async function askHost(
  words: readonly Ecosystem[],
  host: PolicyHost,
  root: string,
): Promise<{ meanings: Meanings; notes: string[] }> {
  // Most runs have no word, and load none of this.
  const [{ resolveWords }, { outsideEnvironment }] = await Promise.all([
    import('../policy/ecosystems/resolve.js'),
    import('../policy/ecosystems/outside.js'),
  ]);
  const { env, dropped } = outsideEnvironment(host.toolEnvironment, root);
  const meanings = await resolveWords(words, { run: runHost, env, cwd: '/', temporary: host.temporary[0] ?? '/tmp' });
  const notes = dropped.map((name) => `${name} leads into the checkout, so tools were asked without it`);
  return { meanings, notes };
}
