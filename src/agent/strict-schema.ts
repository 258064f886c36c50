import type { Json } from '../support/canonical-json.js';
import { isObject } from '../support/json-object.js';

/**
 * What OpenAI's structured output takes of a JSON Schema.
 * `complete` is false when rules were left out that the provider may not know (lengths, patterns, ranges):
 * the answer then has the right shape, and the rest is for the prompt to say and for the host to check.
 */
export type StrictSchema =
  | { readonly ok: true; readonly schema: Readonly<Record<string, Json>>; readonly complete: boolean }
  | { readonly ok: false; readonly problem: string };

/** Limits of the provider's documentation of structured output; depth with the root as 1. */
const MAX_DEPTH = 10;
const MAX_PROPERTIES = 5000;
const MAX_ENUM_VALUES = 1000;
const MAX_TEXT = 120_000;

const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);

/** Say nothing about which values are valid. */
const ANNOTATIONS = new Set([
  '$schema',
  '$id',
  '$comment',
  'title',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
]);

/** Narrow a value without changing its shape. Support differs by model and keyword value, so the host alone checks them. */
const CONSTRAINTS = new Set([
  'minLength',
  'maxLength',
  'pattern',
  'format',
  'contentEncoding',
  'contentMediaType',
  'minimum',
  'maximum',
  'exclusiveMinimum',
  'exclusiveMaximum',
  'multipleOf',
  'minItems',
  'maxItems',
  'uniqueItems',
]);

const STRUCTURE = new Set([
  'type',
  'properties',
  'required',
  'additionalProperties',
  'items',
  'anyOf',
  'oneOf',
  'enum',
  'const',
  '$ref',
  '$defs',
  'definitions',
  'description',
]);

class Unsupported extends Error {}

/**
 * The part of a report schema that the provider can enforce, or why there is none: strict mode demands
 * `additionalProperties: false` and every property in `required`, and knows no `allOf`, `not`, `if` or
 * `patternProperties`. Every answer that the original accepts, the result accepts too, but for an optional property
 * that may be null: that has to be said.
 */
export function strictSchema(schema: unknown): StrictSchema {
  try {
    const walk = new Walk(schema);
    return { ok: true, schema: walk.root(), complete: walk.complete };
  } catch (error) {
    if (error instanceof Unsupported) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Why the provider's strict mode cannot take this schema; undefined when it can. */
export function strictSchemaProblem(schema: unknown): string | undefined {
  const result = strictSchema(schema);
  return result.ok ? undefined : result.problem;
}

class Walk {
  complete = true;
  #properties = 0;
  #enumValues = 0;
  #text = 0;
  readonly #definitionsKey: '$defs' | 'definitions';

  constructor(private readonly schema: unknown) {
    this.#definitionsKey = isObject(schema) && schema['definitions'] !== undefined ? 'definitions' : '$defs';
  }

  root(): Readonly<Record<string, Json>> {
    if (!isObject(this.schema)) throw new Unsupported('the root is not an object schema');
    if (this.schema['type'] !== 'object') throw new Unsupported('the root has to have "type": "object"');
    for (const key of ['anyOf', 'oneOf', '$ref'])
      if (this.schema[key] !== undefined) throw new Unsupported(`the root may not use ${key}`);
    if (this.schema['$defs'] !== undefined && this.schema['definitions'] !== undefined)
      throw new Unsupported('the root has both $defs and definitions');
    const result = { ...this.#node(this.schema, '#', 1) };
    const definitions = this.schema[this.#definitionsKey];
    if (isObject(definitions)) {
      const entries = Object.entries(definitions).map(([name, definition]): [string, Json] => {
        this.#count(name);
        return [name, this.#node(definition, `#/${this.#definitionsKey}/${name}`, 1)];
      });
      result['$defs'] = Object.fromEntries(entries);
    }
    return result;
  }

  #node(schema: unknown, path: string, depth: number): Record<string, Json> {
    if (depth > MAX_DEPTH) throw new Unsupported(`${path} is nested more than ${MAX_DEPTH} levels deep`);
    if (!isObject(schema)) throw new Unsupported(`${path} is not an object`);
    for (const key of Object.keys(schema)) {
      if (CONSTRAINTS.has(key)) this.complete = false;
      else if (!STRUCTURE.has(key) && !ANNOTATIONS.has(key)) throw new Unsupported(`${path} uses ${key}`);
      if ((key === '$defs' || key === 'definitions') && path !== '#')
        throw new Unsupported(`${path} defines schemas below the root`);
    }
    if (schema['$ref'] !== undefined) return this.#reference(schema, path);
    const result: Record<string, Json> = {};
    if (typeof schema['description'] === 'string') result['description'] = schema['description'];
    const branches = schema['anyOf'] ?? schema['oneOf'];
    if (branches !== undefined) return this.#union(schema, branches, result, path, depth);
    const types = this.#types(schema, path);
    result['type'] = types.length === 1 && types[0] !== undefined ? types[0] : types;
    if (schema['enum'] !== undefined) result['enum'] = this.#scalars(schema['enum'], path);
    // `const` is an `enum` of one, which every version of strict mode knows.
    else if (schema['const'] !== undefined) result['enum'] = this.#scalars([schema['const']], path);
    if (types.includes('object')) this.#object(schema, result, path, depth);
    if (types.includes('array')) {
      if (schema['items'] === undefined) throw new Unsupported(`${path} is an array without items`);
      result['items'] = this.#node(schema['items'], `${path}/items`, depth + 1);
    }
    return result;
  }

  #object(schema: Readonly<Record<string, unknown>>, result: Record<string, Json>, path: string, depth: number): void {
    if (schema['additionalProperties'] !== false) throw new Unsupported(`${path} lacks "additionalProperties": false`);
    const properties = schema['properties'] ?? {};
    if (!isObject(properties)) throw new Unsupported(`${path}/properties is not an object`);
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    const names = Object.keys(properties);
    // Where null says the same as nothing, it can be asked for.
    const optional = names.find((name) => !required.includes(name) && !takesNull(properties[name]));
    if (optional !== undefined)
      throw new Unsupported(`${path}/properties/${optional} is optional; strict mode requires every property`);
    if (required.some((name) => typeof name !== 'string' || !names.includes(name)))
      throw new Unsupported(`${path} requires a property that it does not define`);
    this.#properties += names.length;
    if (this.#properties > MAX_PROPERTIES) throw new Unsupported(`there are more than ${MAX_PROPERTIES} properties`);
    for (const name of names) this.#count(name);
    result['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, property]) => [
        name,
        this.#node(property, `${path}/properties/${name}`, depth + 1),
      ]),
    );
    result['required'] = names;
    result['additionalProperties'] = false;
  }

  #union(
    schema: Readonly<Record<string, unknown>>,
    branches: unknown,
    result: Record<string, Json>,
    path: string,
    depth: number,
  ): Record<string, Json> {
    const beside = Object.keys(schema).filter(
      (key) => !ANNOTATIONS.has(key) && key !== 'description' && key !== 'anyOf' && key !== 'oneOf',
    );
    if (beside.length > 0 || (schema['anyOf'] !== undefined && schema['oneOf'] !== undefined))
      throw new Unsupported(`${path} combines alternatives with other keywords`);
    if (!Array.isArray(branches) || branches.length === 0) throw new Unsupported(`${path} has no alternatives`);
    // `anyOf` accepts all that `oneOf` accepts; the host still insists on exactly one.
    const nodes = branches.map((branch, index) => this.#node(branch, `${path}/${index}`, depth));
    // The provider tells object alternatives apart by their first key and refuses those that share it.
    const firstKeys = nodes.flatMap((node) =>
      isObject(node['properties']) ? Object.keys(node['properties']).slice(0, 1) : [],
    );
    if (new Set(firstKeys).size !== firstKeys.length)
      throw new Unsupported(`${path} has object alternatives with the same first property`);
    result['anyOf'] = nodes;
    return result;
  }

  #reference(schema: Readonly<Record<string, unknown>>, path: string): Record<string, Json> {
    const reference = schema['$ref'];
    const beside = Object.keys(schema).filter(
      (key) => key !== '$ref' && key !== 'description' && !ANNOTATIONS.has(key),
    );
    if (beside.length > 0) throw new Unsupported(`${path} has keywords beside $ref`);
    if (reference === '#') return { $ref: '#' };
    const prefix = `#/${this.#definitionsKey}/`;
    const definitions = isObject(this.schema) ? this.schema[this.#definitionsKey] : undefined;
    const name = typeof reference === 'string' && reference.startsWith(prefix) ? reference.slice(prefix.length) : '';
    // A name that needs escapes in a JSON pointer is nothing that a report needs.
    if (!/^[A-Za-z0-9_.-]+$/.test(name) || !isObject(definitions) || !Object.hasOwn(definitions, name))
      throw new Unsupported(`${path} refers to something other than a definition of the root`);
    return { $ref: `#/$defs/${name}` };
  }

  #types(schema: Readonly<Record<string, unknown>>, path: string): string[] {
    const given = schema['type'];
    const types = Array.isArray(given) ? given : given === undefined ? inferTypes(schema) : [given];
    if (types.length === 0) throw new Unsupported(`${path} has no type`);
    return types.map((type) => {
      if (typeof type !== 'string' || !TYPES.has(type)) throw new Unsupported(`${path} has an unknown type`);
      return type;
    });
  }

  #scalars(values: unknown, path: string): Json[] {
    if (!Array.isArray(values)) throw new Unsupported(`${path}/enum is not a list`);
    this.#enumValues += values.length;
    if (this.#enumValues > MAX_ENUM_VALUES) throw new Unsupported(`there are more than ${MAX_ENUM_VALUES} enum values`);
    return values.map((value: unknown) => {
      if (typeof value === 'string') this.#count(value);
      if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
        return value;
      throw new Unsupported(`${path} has an enum value that is no scalar`);
    });
  }

  #count(text: string): void {
    this.#text += text.length;
    if (this.#text > MAX_TEXT) throw new Unsupported(`names and enum values are longer than ${MAX_TEXT} characters`);
  }
}

function takesNull(schema: unknown): boolean {
  if (!isObject(schema)) return false;
  const { type, enum: values } = schema;
  const named = type === 'null' || (Array.isArray(type) && type.includes('null'));
  return named && (values === undefined || (Array.isArray(values) && values.includes(null)));
}

/** Strict mode wants a type beside `enum` and `const`; schemas often leave it out. */
function inferTypes(schema: Readonly<Record<string, unknown>>): string[] {
  const values = Array.isArray(schema['enum'])
    ? schema['enum']
    : schema['const'] === undefined
      ? []
      : [schema['const']];
  const types = values.map((value: unknown) =>
    value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value,
  );
  return [...new Set(types)];
}
