import { isObject } from '../support/json-object.js';

export interface Kinds {
  /** The member that tells them apart. */
  readonly key: string;
  readonly schemas: ReadonlyMap<string, object>;
}

/** The kinds of a union whose members each insist on a constant of their own; undefined: it is none, or refers outside of them. */
export function kindsOf(schema: object): Kinds | undefined {
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
