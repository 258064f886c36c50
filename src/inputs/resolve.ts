import type { ProviderName } from '../broker/types.js';
import type { InputProblem } from '../support/errors.js';
import { BY_CHAT_COMPLETIONS, servedName } from '../support/model-name.js';
import { show } from './kind.js';
import type { SettingsLayer } from './layer.js';
import { listed } from './scalars.js';
import { SETTING_NAMES, SETTINGS, type SettingName, type TableSettings } from './settings.js';
import { type AgentVariant, MODEL_NAME } from './variants.js';
import { type ResolvedVerifier, resolveVerifier } from './verifier-commands.js';

/** Every setting with its final value. */
export interface Settings extends Omit<TableSettings, 'provider' | 'report' | 'candidates' | 'candidate-agents'> {
  /** Of `agent`. */
  readonly provider: ProviderName | 'none';
  readonly candidates: number;
  /** Empty: all as `agent`. */
  readonly 'candidate-agents': readonly ResolvedVariant[];
  readonly report: 'required' | 'optional';
  /** What all settings of verifiers come to; null: there is none. */
  readonly verifier: ResolvedVerifier | null;
}

/** An agent that competes, with everything that it is to use. */
export interface ResolvedVariant extends AgentVariant {
  readonly provider: ProviderName | 'none';
}

export interface ResolvedSettings {
  readonly settings: Settings;
  /** Of rules between settings only; those of single settings came with their layers. */
  readonly problems: readonly InputProblem[];
}

/**
 * Puts layers together, the strongest first, over the defaults, and applies the rules between settings. What a weaker
 * layer says about a choice that a stronger one made differently is dropped, not reported.
 */
export function resolveSettings(layers: readonly SettingsLayer[]): ResolvedSettings {
  const merge = new Merge(layers);

  merge.alternatives('prompt', 'prompt-file');
  const lead = merge.value('candidate-agents')[0]?.agent;
  if (lead !== undefined)
    merge.implies('candidate-agents', 'agent', lead, `${lead}, the first of candidate-agents, or nothing`);
  const variants = merge.value('candidate-agents');
  const commanded = (agent: TableSettings['agent']): boolean =>
    [agent, ...variants.map((variant) => variant.agent)].includes('command');
  merge.companion('agent-command', 'agent', commanded, 'agent to be command with it');
  merge.companion(
    'agent-version',
    'agent',
    (agent) => agent !== 'command',
    'no version for an agent that is a command',
  );
  if (commanded(merge.value('agent'))) merge.needs('agent-command', 'a program, because agent is command', ['agent']);

  merge.companion(
    'agent-program',
    'agent',
    (agent) => agent !== 'command',
    'agent-command instead, because agent is command',
  );
  merge.alone('agent-program', 'agent-version', 'no version of an agent whose program is named');

  merge.alone('resume', 'evidence', 'nothing with resume, whose directory goes on');

  const agent = merge.value('agent');
  const spoken = PROTOCOLS[agent];
  const provider = merge.value('provider') ?? spoken[0];
  if (!spoken.includes(provider) && merge.sound('agent', 'provider'))
    merge.report('provider', `${listed(spoken)}, which ${agent} speaks`);
  merge.companion(
    'model-base-url',
    provider === 'none' ? 'provider' : 'agent',
    () => provider !== 'none',
    'a provider other than none with it',
  );

  const efforts = EFFORTS[agent];
  const effort = merge.value('effort');
  if (effort !== undefined && efforts !== undefined && !efforts.includes(effort) && merge.sound('agent', 'effort'))
    merge.report('effort', `${listed(efforts)}, which ${agent} knows`);
  for (const variant of variants) {
    const known = EFFORTS[variant.agent];
    if (variant.effort !== undefined && known !== undefined && !known.includes(variant.effort))
      merge.report('candidate-agents', `effort of ${variant.agent} to be ${listed(known)}`);
  }
  const resolved = variants.map((variant): ResolvedVariant => {
    const same = variant.agent === agent;
    const speaks = PROTOCOLS[variant.agent];
    // One endpoint and one key serve all agents that speak the same.
    const shared = same || (variant.agent !== 'command' && speaks.includes(provider));
    return {
      agent: variant.agent,
      model: variant.model ?? (same ? merge.value('model') : undefined),
      effort: variant.effort ?? (same ? effort : undefined),
      provider: shared ? provider : speaks[0],
    };
  });
  const candidates = merge.value('candidates') ?? Math.max(1, variants.length);

  const verified = requireVerifier(merge);
  for (const name of ['hidden-files', 'hidden-feedback'] as const)
    merge.companion(name, 'hidden-verify', (hidden) => hidden !== null, 'hidden-verify to be set with it');
  if (merge.value('hidden-verify') !== null)
    merge.needs('hidden-files', 'a directory, because hidden-verify is set', ['hidden-verify']);
  merge.companion('build-timeout', 'build', (build) => build !== null, 'build to be set with it');
  merge.companion('prepare-timeout', 'prepare', isCommand, 'prepare to be a command with it');
  merge.companion('allow-prepare', 'prepare', isCommand, 'prepare to be a command with it');

  if (candidates > 1 && !verified && merge.sound('candidates', 'candidate-agents', 'verify'))
    merge.report(
      merge.value('candidates') === null ? 'candidate-agents' : 'candidates',
      'verify to be set with it, because only a verifier can choose',
    );
  const report = merge.value('report') ?? (!verified || merge.value('schema') !== undefined ? 'required' : 'optional');
  if (!verified && report === 'optional' && merge.sound(...VERIFIERS, 'report'))
    merge.report('report', 'required, because without verify nothing else is checked');

  if (merge.value('tasks') !== null && merge.sound('tasks')) {
    if (!verified && merge.sound(...VERIFIERS))
      merge.report('tasks', 'verify to be set with it, because that alone decides about the whole');
    if (candidates > 1 && merge.sound('candidates', 'candidate-agents')) merge.report('tasks', 'no candidates with it');
    if (merge.value('verify-edits') !== 'deny' && merge.sound('verify-edits'))
      merge.report('tasks', 'verify-edits to be deny with it');
    if (verified && report === 'required' && merge.sound('report', 'schema'))
      merge.report('tasks', 'report to be optional, because each task has one of its own');
  }

  const prices = merge.value('prices');
  const alone = { agent, model: merge.value('model'), effort, provider };
  const workers = variants.length === 0 ? [alone] : resolved;
  if (merge.sound('agent', 'provider', 'model', 'candidate-agents'))
    for (const { model } of workers.filter(isMisnamed))
      merge.report(
        model === alone.model ? 'model' : 'candidate-agents',
        `${BY_CHAT_COMPLETIONS}NAME for opencode with provider openai alone`,
        model,
      );
  const models = workers.map(({ model }) => model && servedName(model));
  const unpriced = models.find(
    (model) =>
      model !== undefined &&
      !prices.some((price) => price.model === '*' || price.model.toLowerCase() === model.toLowerCase()),
  );
  if (merge.value('max-cost-usd') !== null && merge.sound('max-cost-usd', 'prices', 'model')) {
    if (prices.length === 0) merge.report('max-cost-usd', 'prices with it, because without them nothing is counted');
    else if (unpriced !== undefined)
      merge.report('prices', `an entry for ${unpriced} or for *, because max-cost-usd is set`);
  }

  for (const name of WITHIN_TIMEOUT) merge.within(name, 'timeout');
  const { verifier, problems } = resolveVerifier(merge.values());
  if (merge.sound(...VERIFIERS, 'verify-args', 'verify-values', 'env', 'timeout', 'working-directory'))
    for (const { setting, given, expected } of problems) merge.report(setting, expected, given);

  return {
    settings: { ...merge.values(), provider, report, candidates, 'candidate-agents': resolved, verifier },
    problems: merge.problems,
  };
}

/** Where nobody would take the words before the model's name for what they are. */
function isMisnamed({ agent, provider, model = '' }: ResolvedVariant): boolean {
  if (agent === 'command' || !model.startsWith(BY_CHAT_COMPLETIONS)) return false;
  return !(agent === 'opencode' && provider === 'openai' && MODEL_NAME.test(servedName(model)));
}

const WITHIN_TIMEOUT = ['attempt-timeout', 'verify-timeout', 'build-timeout', 'prepare-timeout'] as const;

/** The settings any one of which makes a verifier. */
const VERIFIERS = ['verify', 'verify-preset', 'verifiers'] as const;

/** Whether anything verifies; what means nothing without that is refused where nothing does. */
function requireVerifier(merge: Merge): boolean {
  merge.alone('verify', 'verify-preset', 'only one of verify and verify-preset; verifiers can hold both');
  const simple = merge.value('verify') !== null || merge.value('verify-preset') !== undefined;
  const verified = simple || merge.value('verifiers').length > 0;
  const said = 'verify to be set with it';
  merge.companionOfAny('verify-args', ['verify', 'verify-preset'], simple, said);
  for (const name of [
    'verify-files',
    'verify-timeout',
    'verify-mode',
    'verify-values',
    'verify-edits',
    'hidden-verify',
    'confirm-runs',
    'execution-floor',
    'verify-instrument',
    'build',
    'baseline',
    'allow-proof',
  ] as const)
    merge.companionOfAny(name, VERIFIERS, verified, said);
  return verified;
}

/** The protocols that an agent speaks, its own choice first. */
const PROTOCOLS: Readonly<Record<TableSettings['agent'], readonly [Settings['provider'], ...Settings['provider'][]]>> =
  {
    codex: ['openai'],
    claude: ['anthropic'],
    gemini: ['gemini'],
    opencode: ['openai', 'anthropic', 'gemini'],
    command: ['none', 'openai', 'anthropic', 'gemini'],
  };

/** Efforts of agents that would pass over any other one without a word. Those of the rest are their model's to judge. */
const EFFORTS: Readonly<Partial<Record<TableSettings['agent'], readonly string[]>>> = {
  claude: ['low', 'medium', 'high', 'xhigh', 'max'],
  gemini: ['minimal', 'low', 'medium', 'high'],
};

function isCommand(prepare: TableSettings['prepare']): boolean {
  return prepare !== null && prepare !== 'workspace';
}

class Merge {
  readonly problems: InputProblem[] = [];
  readonly #layers: readonly SettingsLayer[];
  /** The layer that decides a setting; the number of layers for a default. */
  readonly #rank = new Map<SettingName, number>();
  readonly #values: Record<string, unknown> = {};

  constructor(layers: readonly SettingsLayer[]) {
    this.#layers = layers;
    for (const name of SETTING_NAMES) {
      const found = layers.findIndex((layer) => Object.hasOwn(layer.values, name) || layer.invalid.has(name));
      this.#rank.set(name, found < 0 ? layers.length : found);
      const layer = layers[found];
      this.#values[name] =
        layer !== undefined && Object.hasOwn(layer.values, name) ? layer.values[name] : SETTINGS[name].fallback;
    }
  }

  values(): TableSettings {
    // Sound because every name of the table has its value from a layer or from the table.
    return { ...this.#values } as unknown as TableSettings;
  }

  value<Name extends SettingName>(name: Name): TableSettings[Name] {
    return this.#values[name] as TableSettings[Name];
  }

  /** True when none of them was given with a bad value. */
  sound(...names: SettingName[]): boolean {
    return names.every((name) => this.#layers[this.#rankOf(name)]?.invalid.has(name) !== true);
  }

  /** @param part of the value, where not all of it is wrong */
  report(name: SettingName, expected: string, part?: string): void {
    // What nobody said is for whoever asks to say, not for the configuration file.
    const layer = this.#layers[this.#given(name) ? this.#rankOf(name) : 0];
    const given = part ?? (this.#given(name) ? shown(this.#values[name]) : undefined);
    this.problems.push({ where: layer?.where(name) ?? name, given, expected });
  }

  /** Exactly one of the two, and the stronger layer's. */
  alternatives(first: SettingName, second: SettingName): void {
    const [a, b] = [this.#rankOf(first), this.#rankOf(second)];
    if (this.#given(first) && this.#given(second)) {
      if (a < b) this.#drop(second);
      else if (b < a) this.#drop(first);
      else if (this.sound(first, second)) this.report(second, `only one of ${first} and ${second}`);
    } else if (!this.#given(first) && !this.#given(second)) this.report(first, `one of ${first} and ${second}`);
  }

  /** `name` has a meaning only where `other` is as `suits` says. */
  companion<Other extends SettingName>(
    name: SettingName,
    other: Other,
    suits: (value: TableSettings[Other]) => boolean,
    expected: string,
  ): void {
    if (!this.#given(name) || !this.sound(other) || suits(this.value(other))) return;
    if (this.#rankOf(name) > this.#rankOf(other)) this.#drop(name);
    else if (this.sound(name)) this.report(name, expected);
  }

  /** `name` has a meaning only where `others` come to something together. */
  companionOfAny(name: SettingName, others: readonly SettingName[], met: boolean, expected: string): void {
    if (!this.#given(name) || met || !this.sound(...others)) return;
    if (others.some((other) => this.#rankOf(name) > this.#rankOf(other))) this.#drop(name);
    else if (this.sound(name)) this.report(name, expected);
  }

  /** Two settings that say the same in two ways: the stronger layer's counts. */
  alone(first: SettingName, second: SettingName, expected: string): void {
    const [a, b] = [this.#rankOf(first), this.#rankOf(second)];
    if (!this.#given(first) || !this.#given(second)) return;
    if (a < b) this.#drop(second);
    else if (b < a) this.#drop(first);
    else if (this.sound(first, second)) this.report(second, expected);
  }

  /** What one setting says of another: where both were given otherwise, the stronger layer's counts. */
  implies<Other extends SettingName>(
    name: SettingName,
    other: Other,
    value: TableSettings[Other],
    expected: string,
  ): void {
    if (this.value(other) === value) return;
    const [a, b] = [this.#rankOf(name), this.#rankOf(other)];
    if (a < b) {
      this.#values[other] = value;
      this.#rank.set(other, a);
    } else if (b < a) this.#drop(name);
    else if (this.sound(name, other)) this.report(other, expected);
  }

  needs(name: SettingName, expected: string, because: readonly SettingName[]): void {
    if (!this.#given(name) && this.sound(...because)) {
      const layer = this.#layers[this.#rankOf(because[0] ?? name)];
      this.problems.push({ where: layer?.where(name) ?? name, given: undefined, expected });
    }
  }

  /** A duration that was given must fit into another; a default is shortened to fit. */
  within(name: (typeof WITHIN_TIMEOUT)[number], whole: 'timeout'): void {
    if (this.value(name) <= this.value(whole) || !this.sound(name, whole)) return;
    if (this.#given(name) && this.#rankOf(name) <= this.#rankOf(whole))
      this.report(name, `at most ${whole}, which is ${seconds(this.value(whole))}`);
    else this.#values[name] = this.value(whole);
  }

  #rankOf(name: SettingName): number {
    return this.#rank.get(name) ?? this.#layers.length;
  }

  #given(name: SettingName): boolean {
    return this.#rankOf(name) < this.#layers.length;
  }

  #drop(name: SettingName): void {
    this.#rank.set(name, this.#layers.length);
    this.#values[name] = SETTINGS[name].fallback;
  }
}

function seconds(milliseconds: number): string {
  return `${milliseconds / 1000}s`;
}

/** A parsed value, roughly as it was written. */
function shown(value: unknown): string {
  if (typeof value === 'number' && value % 1000 === 0) return seconds(value);
  if (value !== null && typeof value === 'object' && 'display' in value) return show(value.display);
  return show(value);
}
