type Schema = Readonly<Record<string, unknown>>;

/** What fits a pattern or a format where the hostile text does not. */
const PLAIN = [
  'a'.repeat(40),
  'a'.repeat(64),
  '2026-01-02T03:04:05.000Z',
  'a',
  '1.2.3',
  'logs/a.log',
  'change.patch',
  'a.json',
  'tests/a.json',
  'host.example:443',
  'A',
  '/a',
  '1',
];

/**
 * A document that a schema permits with `text` in every place that may hold it: in every field, in keys that are
 * free, in one item of every list. Where a schema has several forms, `form` chooses among them.
 * @throws Error where no such document is found, so that a field is never left out unnoticed
 */
export function fill(schema: unknown, text: string, form = 0): unknown {
  const root = schema as Schema;
  return sample(root, root, text, form);
}

/** Number of forms of the outermost `oneOf` or `anyOf`. */
export function formsOf(schema: unknown): number {
  const { oneOf, anyOf } = schema as Schema;
  const list = oneOf ?? anyOf;
  return Array.isArray(list) ? list.length : 1;
}

function sample(schema: Schema, root: Schema, text: string, form: number): unknown {
  const { $ref, oneOf, anyOf, allOf, enum: values, type } = schema;
  if (typeof $ref === 'string') return sample(resolve($ref, root), root, text, form);
  if (Array.isArray(allOf) && schema['properties'] === undefined) {
    return Object.assign({}, ...allOf.map((part) => sample(part as Schema, root, text, form)));
  }
  const forms = (oneOf ?? anyOf) as readonly Schema[] | undefined;
  if (forms) {
    // The form with the most in it: not the one that says that there is nothing.
    const filled = forms.filter((one) => one['type'] !== 'null' && one['const'] !== null);
    return sample(filled[form % filled.length] ?? forms[0] ?? {}, root, text, 0);
  }
  if ('const' in schema) return schema['const'];
  if (Array.isArray(values)) return values[form % values.length];
  const kinds = (Array.isArray(type) ? type : [type]) as readonly unknown[];
  if (kinds.includes('object') || schema['properties']) return object(schema, root, text, form);
  if (kinds.includes('array')) return [sample((schema['items'] ?? {}) as Schema, root, text, form)];
  if (kinds.includes('string')) return string(schema, text);
  if (kinds.includes('integer') || kinds.includes('number')) return Number(schema['minimum'] ?? 1);
  if (kinds.includes('boolean')) return true;
  if (kinds.includes('null')) return null;
  return text;
}

function object(schema: Schema, root: Schema, text: string, form: number): unknown {
  const properties = Object.entries((schema['properties'] ?? {}) as Readonly<Record<string, Schema>>);
  const made = Object.fromEntries(properties.map(([name, inner]) => [name, sample(inner, root, text, form)]));
  const rest = schema['additionalProperties'];
  if (typeof rest === 'object' && rest !== null) {
    const names = (schema['propertyNames'] ?? {}) as Schema;
    made[string({ ...names, type: 'string' }, text)] = sample(rest as Schema, root, text, form);
  }
  return made;
}

function string({ pattern, minLength, maxLength }: Schema, text: string): string {
  const shape = typeof pattern === 'string' ? new RegExp(pattern, 'u') : /(?:)/;
  const least = typeof minLength === 'number' ? minLength : 0;
  const most = typeof maxLength === 'number' ? maxLength : Number.POSITIVE_INFINITY;
  const found = [text, text.slice(0, most / 2), ...PLAIN].find(
    (candidate) => candidate.length >= least && candidate.length <= most && shape.test(candidate),
  );
  if (found === undefined) throw new Error(`nothing fits ${String(pattern)}`);
  return found;
}

function resolve(reference: string, root: Schema): Schema {
  const path = reference.replace(/^#\//, '').split('/');
  return path.reduce<Schema>((inner, key) => inner[key] as Schema, root);
}
