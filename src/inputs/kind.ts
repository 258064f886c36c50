import type { Json } from '../support/canonical-json.js';

/** What became of one raw value. A failure may say more than its kind does. */
export type Parsed<T> = { readonly ok: true; readonly value: T } | Refusal;

export interface Refusal {
  readonly ok: false;
  /** The part that is wrong, when it is not the whole value; also used to hide what must not be shown. */
  readonly given?: string;
  /** Replaces the expectation of the kind. */
  readonly expected?: string;
  readonly hint?: string;
}

/** How the values of a setting are written, in each of the places where one can be written. */
export interface Kind<T> {
  /** What is accepted, to be read after the word "expected". */
  readonly expected: string;
  /** Stands for a value in the usage text. */
  readonly placeholder: string;
  /** True when a flag may be given more than once. */
  readonly repeatable: boolean;
  /** True when an empty text is a value, not the absence of one. */
  readonly emptyIsValue: boolean;
  /** The shape of a value in the configuration file; `fromValue` decides the rest. */
  readonly schema: { readonly [key: string]: Json };
  /** One text for each time it was given; one alone unless `repeatable`. */
  fromTexts(texts: readonly string[]): Parsed<T>;
  /** A value of the configuration file. */
  fromValue(value: unknown): Parsed<T>;
}

export function accept<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

export function refuse(detail: Omit<Refusal, 'ok'> = {}): Refusal {
  return { ok: false, ...detail };
}

/** Applies a further step to a value that was accepted. */
export function andThen<A, B>(parsed: Parsed<A>, next: (value: A) => Parsed<B>): Parsed<B> {
  return parsed.ok ? next(parsed.value) : parsed;
}

interface ScalarOptions<T> {
  readonly expected: string;
  readonly placeholder: string;
  readonly schema?: { readonly [key: string]: Json };
  readonly emptyIsValue?: boolean;
  parse(text: string): Parsed<T>;
  /** Values of the configuration file that are not strings. */
  other?(value: unknown): Parsed<T>;
}

/** A kind whose values are one text each. */
export function scalar<T>(options: ScalarOptions<T>): Kind<T> {
  return {
    expected: options.expected,
    placeholder: options.placeholder,
    repeatable: false,
    emptyIsValue: options.emptyIsValue ?? false,
    schema: options.schema ?? { type: 'string' },
    fromTexts: (texts) => (texts.length === 1 ? options.parse(texts[0] ?? '') : refuse({ expected: 'one value' })),
    fromValue: (value) => {
      if (typeof value === 'string') return options.parse(value);
      return options.other?.(value) ?? refuse();
    },
  };
}

const SHOWN = 80;

/** A value as an error shows it: one line, bounded. */
export function show(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  const characters = Array.from(text.slice(0, 2 * SHOWN + 2));
  return characters.length <= SHOWN ? text : `${characters.slice(0, SHOWN - 1).join('')}…`;
}
