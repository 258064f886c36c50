import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { isObject } from './json-object.js';

/**
 * Validators of our own schemas, each compiled when it is first asked for. Compiling is most of the time that reading
 * evidence takes: whoever reads several folders hands the same one to each.
 */
export class Validators {
  readonly #made = new Map<object, ValidateFunction>();
  // Our schemas are checked by tests, and each is used for one or a few documents: neither is worth the time here.
  readonly #ajv = new Ajv2020({
    strict: false,
    allErrors: false,
    meta: false,
    validateSchema: false,
    code: { optimize: false },
  });

  /** @param schema one of the constants of `src/schemas` */
  of<T>(schema: object): ValidateFunction<T> {
    const made = this.#made.get(schema) ?? this.#ajv.compile(schema);
    this.#made.set(schema, made);
    return made as ValidateFunction<T>;
  }

  /**
   * Says whether one of many records of a log is valid. Of kinds that a constant tells apart only the one that a record
   * names is compiled and asked: asking all 23 kinds of journal lines is most of the time that a long journal takes.
   */
  record<T>(schema: object): (value: unknown) => value is T {
    const kinds = kindsOf(schema);
    if (!kinds) return (value): value is T => this.of<T>(schema)(value);
    return (value): value is T => {
      const name = isObject(value) ? value[kinds.key] : undefined;
      const kind = typeof name === 'string' ? kinds.schemas.get(name) : undefined;
      return kind !== undefined && this.of<T>(kind)(value);
    };
  }
}

interface Kinds {
  /** The member that tells them apart. */
  readonly key: string;
  readonly schemas: ReadonlyMap<string, object>;
}

/** The kinds of a union whose members each insist on a constant of their own; undefined: it is none, or refers outside of them. */
function kindsOf(schema: object): Kinds | undefined {
  const { oneOf, ...rest } = schema as { readonly oneOf?: unknown };
  if (!Array.isArray(oneOf) || !oneOf.every(isObject)) return undefined;
  const plain = ['$schema', '$id', 'title', 'description'];
  if (!Object.keys(rest).every((key) => plain.includes(key)) || JSON.stringify(oneOf).includes('"$ref"'))
    return undefined;
  const names = (key: string): readonly unknown[] =>
    oneOf.map(({ required, properties }) => {
      const member = isObject(properties) ? properties[key] : undefined;
      const needed = Array.isArray(required) && required.includes(key);
      return needed && isObject(member) && typeof member['const'] === 'string' ? member['const'] : undefined;
    });
  const [first] = oneOf;
  const key = Object.keys(isObject(first?.['properties']) ? first['properties'] : {}).find((one) => {
    const found = names(one);
    return !found.includes(undefined) && new Set(found).size === found.length;
  });
  if (key === undefined) return undefined;
  return { key, schemas: new Map(names(key).map((name, index) => [String(name), oneOf[index] ?? {}])) };
}
