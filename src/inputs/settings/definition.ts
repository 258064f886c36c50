import type { Kind } from '../kind.js';

/** The order in which people read about settings. */
export const GROUPS = [
  'task',
  'agent',
  'verifier',
  'report',
  'limits',
  'sandbox',
  'source',
  'results',
  'publish',
  'gate',
] as const;
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
export function preset<T>(kind: Kind<T>, text: string, meta: Meta): Definition<T, T> {
  const parsed = kind.fromTexts([text]);
  if (!parsed.ok) throw new TypeError(`the default ${text} is no value of its setting`);
  return { inConfig: true, ...meta, kind, defaultText: text, fallback: parsed.value };
}

/** A setting whose default is worked out, or is nothing at all. */
export function open<T, D>(kind: Kind<T>, defaultText: string, fallback: D, meta: Meta): Definition<T, D> {
  return { inConfig: true, ...meta, kind, defaultText, fallback };
}
