import type { ModelPrice } from './types.js';
import type { UsagePart } from './usage.js';

const MILLION = 1_000_000;

/**
 * How much of a model's prices one token of a part costs. Anthropic bills what it writes into its cache at 1.25 times the
 * price of input, and at twice that price where it is kept for an hour.
 */
const FACTORS: Readonly<Record<UsagePart, Partial<Record<'input' | 'cachedInput' | 'output', number>>>> = {
  input: { input: 1 },
  'tool-input': { input: 1 },
  'cached-part-of-input': { input: -1, cachedInput: 1 },
  'cache-read': { cachedInput: 1 },
  'cache-write': { input: 1.25 },
  'cache-write-long': { input: 0.75 },
  output: { output: 1 },
  'output-begun': {},
  thoughts: { output: 1 },
};

/** Prices by model, as the person gave them. Names are compared without regard to case. */
export class PriceTable {
  readonly #prices = new Map<string, ModelPrice>();

  constructor(prices: readonly ModelPrice[]) {
    for (const price of prices) this.#prices.set(price.model.toLowerCase(), price);
  }

  /** The price of a model by its name, else the one of `*`. */
  of(model: string | undefined): ModelPrice | undefined {
    return (model === undefined ? undefined : this.named(model)) ?? this.#prices.get('*');
  }

  /** The price of a model that is listed by its own name. */
  named(model: string): ModelPrice | undefined {
    return this.#prices.get(model.toLowerCase());
  }

  /** For each kind of token the highest price of any model; undefined for an empty table. */
  dearest(): ModelPrice | undefined {
    return [...this.#prices.values()].reduce<ModelPrice | undefined>(dearer, undefined);
  }
}

/** For each kind of token the higher price of two models. */
export function dearer(a: ModelPrice | undefined, b: ModelPrice): ModelPrice {
  if (a === undefined) return b;
  return {
    model: b.model,
    input: Math.max(a.input, b.input),
    cachedInput: Math.max(a.cachedInput, b.cachedInput),
    output: Math.max(a.output, b.output),
  };
}

/** US dollars for counts of one model. */
export function costOf(counts: ReadonlyMap<UsagePart, number>, price: ModelPrice): number {
  let sum = 0;
  for (const [part, tokens] of counts) {
    const { input = 0, cachedInput = 0, output = 0 } = FACTORS[part];
    sum += tokens * (input * price.input + cachedInput * price.cachedInput + output * price.output);
  }
  return Math.max(0, sum / MILLION);
}
