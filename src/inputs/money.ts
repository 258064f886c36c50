import type { ModelPrice } from '../broker/types.js';
import { accept, type Kind, type Parsed, refuse, scalar, show } from './kind.js';
import { list } from './lists.js';

/** Six places: a token of the cheapest model costs more than a millionth of a cent. */
const AMOUNT = /^(?:0|[1-9]\d{0,6})(?:\.\d{1,6})?$/;
const MODEL = /^(?:\*|[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127})$/;

/** An amount of US dollars, more than nothing. */
export function dollars(): Kind<number> {
  const positive = (value: number): Parsed<number> => (value > 0 && value < 1e7 ? accept(value) : refuse());
  return scalar<number>({
    expected: 'an amount of US dollars more than 0, such as 2.50',
    placeholder: 'USD',
    schema: { type: ['string', 'number'] },
    parse: (raw) => (AMOUNT.test(raw.trim()) ? positive(Number(raw.trim())) : refuse()),
    other: (value) => (typeof value === 'number' && AMOUNT.test(String(value)) ? positive(value) : refuse()),
  });
}

/** Prices of models, in US dollars for a million tokens. */
export function prices(): Kind<readonly ModelPrice[]> {
  return list<ModelPrice, readonly ModelPrice[]>({
    expected:
      'MODEL=INPUT/CACHED/OUTPUT entries in US dollars for a million tokens, such as some-model=1.25/0.125/10; * is every other model',
    placeholder: 'MODEL=I/C/O',
    maxItems: 200,
    item: (text) => {
      const at = text.indexOf('=');
      const model = text.slice(0, Math.max(0, at)).trim();
      const amounts = text
        .slice(at + 1)
        .split('/')
        .map((amount) => amount.trim());
      const [input, cachedInput, output, ...more] = amounts.map(Number);
      if (!MODEL.test(model) || more.length > 0 || !amounts.every((amount) => AMOUNT.test(amount))) return refuse();
      if (input === undefined || cachedInput === undefined || output === undefined) return refuse();
      return accept({ model, input, cachedInput, output });
    },
    gather: (items) => {
      // As the broker compares them.
      const names = items.map(({ model }) => model.toLowerCase());
      const twice = items.find((_, index) => names.indexOf(names[index] ?? '') !== index);
      if (twice !== undefined) return refuse({ given: show(twice.model), expected: 'each model once, in any case' });
      return accept([...items].sort((a, b) => (a.model < b.model ? -1 : 1)));
    },
  });
}
