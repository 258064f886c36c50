import type { YamlNode } from '../config/yaml-tree.js';
import type { InputProblem } from '../support/errors.js';
import { didYouMean } from '../support/nearest.js';

/** A value of the file with its path (`sandbox.network.allow[0]`). */
export interface Field {
  readonly path: string;
  readonly node: YamlNode;
  /** Where its key or its item begins. */
  readonly at: string;
}

type Handlers = Readonly<Record<string, (field: Field) => void>>;

/** Problems of one file that are shown; one slip can cause any number. */
const MAX_PROBLEMS = 50;

/**
 * Walks a policy file strictly. Whatever is not as a caller asks for becomes a problem with the exact path, and nothing
 * stops at the first.
 */
export class FieldReader {
  readonly problems: InputProblem[] = [];
  readonly #file: string;

  /** @param file how problems name the file */
  constructor(file: string) {
    this.#file = file;
  }

  /** `cleanroom.yaml:7:9: sandbox.network.allow[0]`. */
  where(field: Field): string {
    return `${this.#file}:${field.at}: ${field.path}`;
  }

  /** @param given what is shown in place of the value */
  report(field: Field, expected: string, hint?: string, given = describe(field.node)): void {
    this.#add({ where: this.where(field), given, expected, ...(hint === undefined ? {} : { hint }) });
  }

  /** @param from the field in which it is missing */
  missing(from: Field, path: string, expected: string, hint?: string): void {
    const where = this.where({ ...from, path });
    this.#add({ where, given: undefined, expected, ...(hint === undefined ? {} : { hint }) });
  }

  /**
   * Hands each key of a mapping to its handler; a key without one is a problem. An empty value is the absence of one.
   */
  map(field: Field, handlers: Handlers, expected = 'a mapping'): void {
    if (isEmpty(field.node)) return;
    if (field.node.kind !== 'map') {
      this.report(field, expected);
      return;
    }
    const known = Object.keys(handlers);
    for (const { key, at, value } of field.node.entries) {
      const path = field.path === '' ? key : `${field.path}.${key}`;
      const handler = Object.hasOwn(handlers, key) ? handlers[key] : undefined;
      if (handler !== undefined) handler({ path, node: value, at });
      else this.#unknown(field, key, at, known);
    }
  }

  /** Items of a list; a value that is none, or has too many, is a problem and has no items. */
  list(field: Field, expected: string, max: number): Field[] {
    const { node, path } = field;
    if (isEmpty(node)) return [];
    if (node.kind !== 'list') {
      this.report(field, expected);
      return [];
    }
    if (node.items.length > max) {
      this.report(field, `at most ${max} items`);
      return [];
    }
    return node.items.map((item, index) => ({ path: `${path}[${index}]`, node: item, at: item.at }));
  }

  text(field: Field, expected: string, max: number): string | undefined {
    const { node } = field;
    if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '' && node.value.length <= max)
      return node.value;
    this.report(field, expected);
    return undefined;
  }

  texts(field: Field, expected: string, maxItems: number, maxLength: number): string[] {
    return this.list(field, expected, maxItems).flatMap((item) => this.text(item, 'a text', maxLength) ?? []);
  }

  boolean(field: Field): boolean | undefined {
    const { node } = field;
    if (isEmpty(node)) return undefined;
    if (node.kind === 'scalar' && typeof node.value === 'boolean') return node.value;
    this.report(field, 'true or false', unquote(node));
    return undefined;
  }

  #add(problem: InputProblem): void {
    if (this.problems.length < MAX_PROBLEMS) this.problems.push(problem);
  }

  #unknown(field: Field, key: string, at: string, known: readonly string[]): void {
    const path = field.path === '' ? 'key' : `key of ${field.path}`;
    const hint = didYouMean(key, known) ?? `known here: ${known.join(', ')}`;
    const node: YamlNode = { kind: 'scalar', at, value: key };
    this.report({ path, node, at }, 'a key of Cleanroom 0.11 or older', hint);
  }
}

export function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.value === null;
}

/** For a number or a truth value that quotes made a text. */
export function unquote(node: YamlNode): string | undefined {
  const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
  return /^(?:\d+|true|false)$/.test(text) ? 'write it without quotes' : undefined;
}

const SHOWN = 80;

/** A value as an error shows it; undefined for an empty one. */
export function describe(node: YamlNode): string | undefined {
  if (node.kind === 'alias') return 'an alias';
  if (node.kind === 'map') return `a mapping of ${count(node.entries.length, 'key')}`;
  if (node.kind === 'list') return `a list of ${count(node.items.length, 'item')}`;
  if (node.value === null) return undefined;
  const text = String(node.value);
  const characters = Array.from(text.slice(0, 2 * SHOWN + 2));
  return characters.length <= SHOWN ? text : `${characters.slice(0, SHOWN - 1).join('')}…`;
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
