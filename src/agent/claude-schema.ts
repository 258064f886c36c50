import type { Json } from '../support/canonical-json.js';
import { isObject } from '../support/json-object.js';

/**
 * What Claude Code's structured output takes of a JSON Schema. `complete` is false when rules were left out: the answer
 * then has the right shape, and the rest is for the prompt to say and for the host to check.
 */
export type ClaudeSchema =
  | { readonly ok: true; readonly schema: Readonly<Record<string, Json>>; readonly complete: boolean }
  | { readonly ok: false; readonly problem: string };

const MAX_DEPTH = 50;

/** Say nothing about which values are valid, and may be left out without a loss. */
const SILENT = new Set(['$schema', '$id', '$comment', '$vocabulary', 'deprecated', 'readOnly', 'writeOnly']);
/** Kept as they are: words for the model, and rules that mean the same in every draft since 7. */
const PLAIN = new Set([
  ...['title', 'description', 'default', 'examples', 'type', 'const', 'required'],
  ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]);
const SCHEMA = new Set(['additionalProperties', 'propertyNames', 'contains']);
const SCHEMA_LIST = new Set(['anyOf', 'allOf']);
const SCHEMA_MAP = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
/** Refused by the provider at the top of a tool's input. */
const NOT_AT_ROOT = ['anyOf', 'oneOf', 'allOf', 'not', 'if', 'then', 'else', '$ref'];

/**
 * Claude Code offers its model a tool whose input the schema describes, checks what comes with a validator for draft 7
 * that refuses every keyword it does not know, and looks at no `format`. So rules of later drafts are left out here,
 * and never in a way that would refuse what the whole schema accepts.
 */
export function claudeSchema(schema: unknown): ClaudeSchema {
  try {
    if (!isObject(schema)) throw new Unsupported('it is not an object');
    if (schema['type'] !== 'object') throw new Unsupported('its root is not of the type object');
    const atRoot = NOT_AT_ROOT.filter((key) => Object.hasOwn(schema, key));
    const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !atRoot.includes(key)));
    const { value, exact } = clean(kept, 0);
    checkReferences(value, value);
    return { ok: true, schema: value, complete: exact && atRoot.length === 0 };
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, problem: error.message };
    throw error;
  }
}

class Unsupported extends Error {}

interface Cleaned<T> {
  readonly value: T;
  /** Whether it accepts exactly what the original accepts, and not more. */
  readonly exact: boolean;
}

function clean(schema: Readonly<Record<string, unknown>>, depth: number): Cleaned<Record<string, Json>> {
  if (depth > MAX_DEPTH) throw new Unsupported(`it is nested more than ${MAX_DEPTH} deep`);
  const value: Record<string, Json> = {};
  let exact = true;
  const take = (key: string, cleaned: Cleaned<Json>): void => {
    value[key] = cleaned.value;
    exact &&= cleaned.exact;
  };
  for (const [key, given] of Object.entries(schema)) {
    if (SILENT.has(key) || /^content[A-Z]/.test(key)) continue;
    if (PLAIN.has(key)) value[key] = given as Json;
    else if (SCHEMA.has(key) && !(key === 'contains' && countsMatches(schema))) take(key, cleanAny(given, depth));
    else if (SCHEMA_LIST.has(key)) take(key, cleanList(given, depth));
    else if (SCHEMA_MAP.has(key)) take(key, cleanMap(given, depth));
    // Behind `prefixItems`, and as a list, it means other things in other drafts.
    else if (key === 'items' && !Array.isArray(given) && schema['prefixItems'] === undefined)
      take(key, cleanAny(given, depth));
    else if (key === '$ref') value[key] = reference(given);
    // Draft 7 has no empty list, and none that says a value twice.
    else if (key === 'enum' && Array.isArray(given) && given.length > 0) value[key] = distinct(given as Json[]);
    else if (key === 'oneOf') take(...alternatives(given, schema, depth));
    else if (key === 'not') exact = negation(given, value, depth) && exact;
    else if (key === 'if') exact = condition(schema, value, depth) && exact;
    else if ((key === 'then' || key === 'else') && schema['if'] !== undefined) continue;
    else if (key === 'format') {
      value[key] = given as Json;
      exact = false;
    } else exact = false;
  }
  return { value, exact };
}

function cleanAny(schema: unknown, depth: number): Cleaned<Json> {
  if (typeof schema === 'boolean') return { value: schema, exact: true };
  if (!isObject(schema)) throw new Unsupported('a part of it is no schema');
  return clean(schema, depth + 1);
}

function cleanList(list: unknown, depth: number): Cleaned<Json[]> {
  if (!Array.isArray(list)) throw new Unsupported('a list of schemas is none');
  const parts = list.map((part: unknown) => cleanAny(part, depth));
  return { value: parts.map((part) => part.value), exact: parts.every((part) => part.exact) };
}

function cleanMap(map: unknown, depth: number): Cleaned<Record<string, Json>> {
  if (!isObject(map)) throw new Unsupported('a map of schemas is none');
  const parts = Object.entries(map).map(([name, part]) => [name, cleanAny(part, depth)] as const);
  return {
    value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
    exact: parts.every(([, part]) => part.exact),
  };
}

/** Alternatives that accept more than they should overlap, and "exactly one" would refuse what is valid. */
function alternatives(
  list: unknown,
  schema: Readonly<Record<string, unknown>>,
  depth: number,
): [string, Cleaned<Json>] {
  const parts = cleanList(list, depth);
  if (parts.exact) return ['oneOf', parts];
  if (schema['anyOf'] === undefined) return ['anyOf', parts];
  throw new Unsupported('it has oneOf beside anyOf');
}

/** What accepts more, negated, accepts less. */
function negation(schema: unknown, into: Record<string, Json>, depth: number): boolean {
  const part = cleanAny(schema, depth);
  if (part.exact) into['not'] = part.value;
  return part.exact;
}

/** A condition that is true too often would ask for too much. */
function condition(schema: Readonly<Record<string, unknown>>, into: Record<string, Json>, depth: number): boolean {
  const then = schema['then'] === undefined ? undefined : cleanAny(schema['then'], depth);
  const otherwise = schema['else'] === undefined ? undefined : cleanAny(schema['else'], depth);
  if (then === undefined && otherwise === undefined) return true;
  const part = cleanAny(schema['if'], depth);
  if (!part.exact) return false;
  into['if'] = part.value;
  if (then) into['then'] = then.value;
  if (otherwise) into['else'] = otherwise.value;
  return (then?.exact ?? true) && (otherwise?.exact ?? true);
}

/** Without its bounds, `contains` asks for at least one. */
function countsMatches(schema: Readonly<Record<string, unknown>>): boolean {
  return schema['minContains'] !== undefined || schema['maxContains'] !== undefined;
}

function distinct(values: readonly Json[]): Json[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}

/** What a reference points to may be among what was left out. */
function checkReferences(root: Json, node: Json): void {
  if (Array.isArray(node)) for (const part of node) checkReferences(root, part);
  else if (isObject(node)) {
    const target = node['$ref'];
    if (typeof target === 'string' && !resolves(root, target)) throw new Unsupported(`nothing is left at ${target}`);
    for (const part of Object.values(node)) checkReferences(root, part as Json);
  }
}

function resolves(root: Json, target: string): boolean {
  let at: unknown = root;
  for (const part of target.split('/').slice(1)) {
    const key = decodePointer(part);
    if (key === undefined || typeof at !== 'object' || at === null || !Object.hasOwn(at, key)) return false;
    at = (at as Readonly<Record<string, unknown>>)[key];
  }
  return typeof at === 'boolean' || isObject(at);
}

function decodePointer(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}

function reference(target: unknown): string {
  if (typeof target !== 'string' || !/^#(\/|$)/.test(target))
    throw new Unsupported('it refers to something outside of itself, or by an anchor');
  return target;
}
