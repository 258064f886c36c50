import type { ProviderName } from '../broker/types.js';
import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import type { SettingsLayer } from './layer.js';
import { listed } from './scalars.js';
import { SETTING_NAMES, SETTINGS, type SettingName, type TableSettings } from './settings.js';

/** Every setting with its final value. */
export interface Settings extends Omit<TableSettings, 'provider' | 'report'> {
  readonly provider: ProviderName | 'none';
  readonly report: 'required' | 'optional';
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
  merge.companion('agent-command', 'agent', (agent) => agent === 'command', 'agent to be command with it');
  merge.companion(
    'agent-version',
    'agent',
    (agent) => agent !== 'command',
    'no version for an agent that is a command',
  );
  if (merge.value('agent') === 'command')
    merge.needs('agent-command', 'a program, because agent is command', ['agent']);

  merge.companion(
    'agent-program',
    'agent',
    (agent) => agent !== 'command',
    'agent-command instead, because agent is command',
  );
  merge.alone('agent-program', 'agent-version', 'no version of an agent whose program is named');

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

  const verifies = (verify: TableSettings['verify']): boolean => verify !== null;
  for (const name of ['verify-files', 'verify-timeout', 'baseline', 'allow-proof'] as const)
    merge.companion(name, 'verify', verifies, 'verify to be set with it');
  merge.companion('prepare-timeout', 'prepare', isCommand, 'prepare to be a command with it');
  merge.companion('allow-prepare', 'prepare', isCommand, 'prepare to be a command with it');

  const verify = merge.value('verify');
  const report =
    merge.value('report') ?? (verify === null || merge.value('schema') !== undefined ? 'required' : 'optional');
  if (verify === null && report === 'optional' && merge.sound('verify', 'report'))
    merge.report('report', 'required, because without verify nothing else is checked');

  const prices = merge.value('prices');
  const model = merge.value('model');
  const priced = prices.some((price) => price.model === '*' || price.model.toLowerCase() === model?.toLowerCase());
  if (merge.value('max-cost-usd') !== null && merge.sound('max-cost-usd', 'prices', 'model')) {
    if (prices.length === 0) merge.report('max-cost-usd', 'prices with it, because without them nothing is counted');
    else if (model !== undefined && !priced)
      merge.report('prices', `an entry for ${model} or for *, because max-cost-usd is set`);
  }

  for (const name of ['attempt-timeout', 'verify-timeout', 'prepare-timeout'] as const) merge.within(name, 'timeout');

  return { settings: { ...merge.values(), provider, report }, problems: merge.problems };
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

  report(name: SettingName, expected: string): void {
    const layer = this.#layers[Math.min(this.#rankOf(name), this.#layers.length - 1)];
    const given = this.#given(name) ? shown(this.#values[name]) : undefined;
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

  /** Two settings that say the same in two ways: the stronger layer's counts. */
  alone(first: SettingName, second: SettingName, expected: string): void {
    const [a, b] = [this.#rankOf(first), this.#rankOf(second)];
    if (!this.#given(first) || !this.#given(second)) return;
    if (a < b) this.#drop(second);
    else if (b < a) this.#drop(first);
    else if (this.sound(first, second)) this.report(second, expected);
  }

  needs(name: SettingName, expected: string, because: readonly SettingName[]): void {
    if (!this.#given(name) && this.sound(...because)) {
      const layer = this.#layers[this.#rankOf(because[0] ?? name)];
      this.problems.push({ where: layer?.where(name) ?? name, given: undefined, expected });
    }
  }

  /** A duration that was given must fit into another; a default is shortened to fit. */
  within(name: 'attempt-timeout' | 'verify-timeout' | 'prepare-timeout', whole: 'timeout'): void {
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
