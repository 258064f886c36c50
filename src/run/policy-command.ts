import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { SettingsLayer } from '../inputs/layer.js';
import { resolveSettings } from '../inputs/resolve.js';
import type { PolicySetting } from '../policy/cleanroom-yaml.js';
import type { CompiledPolicy } from '../policy/compile.js';
import { parseEndpoint } from '../policy/endpoint.js';
import type { Plan } from '../schemas/plan.js';
import { InputError } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import { neutralLine } from '../support/workflow-text.js';
import { compileRunPolicy, MAX_POLICY_BYTES, type PolicyFile, parsePolicyFile } from './policy.js';
import { type ResolvedLayers, type RunRequest, resolveLayers } from './resolve.js';
import { type HostEnvironment, openStore } from './run.js';

export interface ValidatedPolicy {
  readonly policy: CompiledPolicy;
  readonly source: Plan['source'];
  /** The key of the policy file that no older generation has. */
  readonly because: string | undefined;
  /** What else the policy file sets. */
  readonly settings: readonly {
    readonly name: string;
    readonly value: string;
    readonly from: string;
    /** The stronger place that says otherwise; null: it is used. */
    readonly overriddenBy: string | null;
  }[];
}

/**
 * Compiles the policy that a run with this request would have, without what else a run needs.
 * @throws InputError with every problem of inputs, configuration and policy file; CleanroomError `commit.*`
 */
export async function validatePolicy(from: {
  readonly request: RunRequest;
  readonly host: HostEnvironment;
  /** A file of the host that is judged in place of the committed one. */
  readonly file?: string | undefined;
}): Promise<ValidatedPolicy> {
  const given = from.file === undefined ? undefined : await readHostFile(from.file);
  const { directory, source } = await openStore(from.host);
  try {
    const resolved = await resolveLayers(from.request, source, given);
    const { layers, policyFile, problems } = resolved;
    // A policy can be judged without a task: the weakest layer brings one.
    const task = { values: { prompt: 'none' }, invalid: new Set<never>(), where: () => 'prompt' };
    const { settings, problems: between } = resolveSettings([...layers, task]);
    problems.push(...between);
    const compiled = await compileRunPolicy({
      settings,
      layers,
      file: policyFile,
      host: from.host,
      root: source.checkout.root,
    }).catch((error: unknown) => {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return undefined;
    });
    if (problems.length > 0 || !compiled) throw new InputError(problems);
    return {
      policy: compiled,
      source: resolved.source,
      because: policyFile.policy?.because,
      settings: settingsOf(resolved),
    };
  } finally {
    await removeTree(directory);
  }
}

/** Bounded, because a person may name anything: a FIFO without a writer must not be waited for, nor a size be believed. */
async function readHostFile(path: string): Promise<PolicyFile> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => undefined);
  try {
    const bytes = (await file?.stat())?.isFile() ? await readAtMost(file, MAX_POLICY_BYTES) : undefined;
    if (bytes === undefined)
      throw new InputError([
        { where: 'argument of policy validate', given: path, expected: `a file of at most ${MAX_POLICY_BYTES} bytes` },
      ]);
    return await parsePolicyFile(bytes.toString('utf8'), path);
  } finally {
    await file?.close();
  }
}

/** Undefined: there is more. */
async function readAtMost(file: FileHandle | undefined, most: number): Promise<Buffer | undefined> {
  const buffer = Buffer.alloc(most + 1);
  let length = 0;
  for (let read = 1; read > 0 && length <= most; length += read)
    read = (await file?.read(buffer, length, buffer.length - length))?.bytesRead ?? 0;
  return length > most ? undefined : buffer.subarray(0, length);
}

function settingsOf({ layers, policyFile }: ResolvedLayers): ValidatedPolicy['settings'] {
  return (policyFile.policy?.settings ?? []).map(({ name, value, given, where }) => {
    const text = typeof value === 'string' || typeof value === 'number' ? String(value) : value.join(' ');
    return { name, value: given ?? text, from: where, overriddenBy: strongerThan(policyFile.layer, layers, name) };
  });
}

/** Where a layer above the policy file's says something for a name; null where none does. */
function strongerThan(
  own: SettingsLayer | undefined,
  layers: readonly SettingsLayer[],
  name: PolicySetting['name'],
): string | null {
  const deciding = layers.find((layer) => Object.hasOwn(layer.values, name));
  return deciding === undefined || deciding === own ? null : deciding.where(name);
}

const STAGES = ['prepare', 'agent', 'proof'] as const;
const MAX_LINE = 300;

/** A policy as a person reads it. */
export function describePolicy(validated: ValidatedPolicy): string {
  const { policy, source, because } = validated;
  const named = source.trustedRef !== source.trustedCommit;
  const lines = [
    `trusted commit  ${source.trustedCommit.slice(0, 12)}${named ? ` (${source.trustedRef})` : ''}`,
    `configuration   ${source.config ?? 'none'}`,
    `policy file     ${fileLine(policy, because)}`,
    '',
  ];
  const origins = new Map<string, string[]>();
  for (const origin of policy.origins) {
    const key = `${origin.stage} ${origin.entry}`;
    const known = origins.get(key);
    if (known === undefined) origins.set(key, [originText(origin)]);
    else known.push(originText(origin));
  }
  const near = new Set(policy.private);
  for (const stage of STAGES) {
    lines.push(`${stage} may reach${policy[stage].length === 0 ? ' nothing' : ''}`);
    for (const entry of policy[stage]) {
      lines.push(`  ${entry}${near.has(entry) ? ', may be private' : ''}`);
      for (const origin of origins.get(`${stage} ${entry}`) ?? []) lines.push(`      ${origin}`);
    }
  }
  const unused = policy.private.filter((entry) => STAGES.every((stage) => !origins.has(`${stage} ${entry}`)));
  for (const entry of unused) lines.push('', `note: allow-private names ${entry}, which no stage may reach`);
  if (validated.settings.length > 0) lines.push('', 'settings of the policy file');
  for (const { name, value, from, overriddenBy } of validated.settings) {
    const fate = overriddenBy === null ? '' : `, overridden by ${overriddenBy}`;
    lines.push(`  ${name}: ${value}${fate}`, `      ${from}`);
  }
  if (policy.notes.length > 0) lines.push('');
  for (const note of policy.notes) lines.push(`note: ${note}`);
  lines.push('', `sha256 ${policy.sha256}`);
  return lines.map((line) => neutralLine(line, MAX_LINE)).join('\n');
}

function fileLine(policy: CompiledPolicy, because: string | undefined): string {
  if (policy.file === null) return 'none';
  const why = because === undefined ? '' : `, because of ${because}`;
  return `${policy.file}, generation ${policy.generation} of Cleanroom's format${why}`;
}

function originText({ from, word, via }: CompiledPolicy['origins'][number]): string {
  return word === null ? from : `${from}: ${word} (${via})`;
}

/** Who may reach a host, by which rule, and what would allow it to the others. */
export function explainEndpoint(
  policy: CompiledPolicy,
  text: string,
): { readonly json: unknown; readonly text: string } {
  const parsed = parseEndpoint(text);
  if (!parsed.ok)
    throw new InputError([{ where: 'argument of policy show', given: parsed.given, expected: parsed.expected }]);
  const { endpoint } = parsed;
  const stages = STAGES.map((stage) => ({
    stage,
    allowed: policy[stage].includes(endpoint),
    rules: policy.origins
      .filter((origin) => origin.stage === stage && origin.entry === endpoint)
      .map(({ from, word, via }) => ({ from, word, via })),
  }));
  const isPrivate = policy.private.includes(endpoint);
  const lines = stages.map(({ stage, allowed }) => {
    const rules = policy.origins.filter((origin) => origin.stage === stage && origin.entry === endpoint);
    const title = stage.padEnd(9);
    if (allowed) return `${title}yes, by ${rules.map(originText).join(' and ')}`;
    return `${title}no; this line would allow it: allow-${stage}: ${endpoint}`;
  });
  lines.push(
    isPrivate
      ? 'It may resolve to private addresses.'
      : `It must resolve to public addresses; for private ones, add: allow-private: ${endpoint}`,
  );
  return {
    json: { endpoint, private: isPrivate, stages },
    text: [endpoint, ...lines].map((line) => neutralLine(line, MAX_LINE)).join('\n'),
  };
}
