import type { InputProblem } from '../support/errors.js';
import { type Parsed, show } from './kind.js';
import { definitionOf, type SettingName, type TableSettings } from './settings.js';

/** What one source says: inputs of the action, flags of the command line, or the configuration file. */
export interface SettingsLayer {
  readonly values: Partial<TableSettings>;
  /** Settings that were given with a bad value; rules between settings leave them alone. */
  readonly invalid: ReadonlySet<SettingName>;
  /** How this source names a setting: `input verify`, `--verify`, `.github/cleanroom.yml:3:1: verify`. */
  where(name: SettingName): string;
}

export interface ReadLayer {
  readonly layer: SettingsLayer;
  readonly problems: readonly InputProblem[];
}

/** Collects the settings of one source, good and bad. */
export class LayerBuilder {
  readonly #where: (name: SettingName) => string;
  readonly #values: Record<string, unknown> = {};
  readonly #invalid = new Set<SettingName>();
  readonly #problems: InputProblem[] = [];

  constructor(where: (name: SettingName) => string) {
    this.#where = where;
  }

  /** Takes what was written as text: an input, or the values of a flag in their order. */
  addTexts(name: SettingName, texts: readonly string[]): void {
    this.#add(name, definitionOf(name).kind.fromTexts(texts), texts.join(', '));
  }

  /** Takes a value of a configuration file. */
  addValue(name: SettingName, value: unknown): void {
    this.#add(name, definitionOf(name).kind.fromValue(value), value);
  }

  /** Records a setting whose value was found bad elsewhere. */
  addInvalid(name: SettingName, given: unknown, expected: string): void {
    this.#add(name, { ok: false, expected }, given);
  }

  /** Records a problem that belongs to no setting. */
  addProblem(problem: InputProblem): void {
    this.#problems.push(problem);
  }

  build(): ReadLayer {
    // Sound because each value came from the kind that the table gives for its name.
    const values = this.#values as Partial<TableSettings>;
    return { layer: { values, invalid: this.#invalid, where: this.#where }, problems: this.#problems };
  }

  #add(name: SettingName, parsed: Parsed<unknown>, raw: unknown): void {
    if (parsed.ok) {
      this.#values[name] = parsed.value;
      return;
    }
    this.#invalid.add(name);
    this.#problems.push({
      where: this.#where(name),
      given: show(parsed.given ?? raw),
      expected: parsed.expected ?? definitionOf(name).kind.expected,
      ...(parsed.hint === undefined ? {} : { hint: parsed.hint }),
    });
  }
}
