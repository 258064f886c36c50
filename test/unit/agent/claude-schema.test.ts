import { Ajv } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { claudeSchema } from '../../../src/agent/claude-schema.js';
import { reportSchema } from '../../../src/schemas/report.js';

/** As Claude Code 2.1 compiles it: draft 7, no unknown keyword, no look at formats. */
const strict = () => new Ajv({ strictSchema: true, strictTypes: false, strictTuples: false, validateFormats: false });
const whole = () => new Ajv2020({ strict: false, validateFormats: false });
const text = { type: 'string' };
/** Under its own name, `then` would make a thenable of the object. */
const condition = (test: object, consequence: object) => ({ if: test, ...Object.fromEntries([['then', consequence]]) });
const object = (properties: object, more: object = {}) => ({ type: 'object', properties, ...more });

describe('claudeSchema', () => {
  it('takes what both know as it is', () => {
    const schema = object(
      {
        name: { ...text, minLength: 2, pattern: '^x', title: 'Name', default: 'xx' },
        list: { type: 'array', items: { oneOf: [text, { type: 'integer', minimum: 3 }] }, uniqueItems: true },
        other: { ...condition({ type: 'string' }, { minLength: 1 }), else: false, not: { const: 'no' } },
        ref: { $ref: '#/$defs/part' },
      },
      { required: ['name'], additionalProperties: false, $defs: { part: { enum: ['a', 1, null] } } },
    );
    expect(claudeSchema(schema)).toEqual({ ok: true, schema, complete: true });
  });

  it.each([
    [
      'its own dialect',
      { $schema: 'https://json-schema.org/draft/2020-12/schema', $id: 'https://example.org/x' },
      true,
    ],
    ['a keyword of a later draft', { dependentRequired: { a: ['b'] } }, false],
    ['an unknown keyword', { 'x-unknown': 1 }, false],
    ['alternatives at its root', { anyOf: [{ required: ['a'] }] }, false],
    ['a format', { properties: { a: { ...text, format: 'date' } } }, false],
    ['a tuple', { properties: { a: { type: 'array', prefixItems: [text], items: false } } }, false],
    ['a tuple of draft 7', { properties: { a: { type: 'array', items: [text] } } }, false],
    ['a count of matches', { properties: { a: { type: 'array', contains: text, minContains: 0 } } }, false],
    ['values twice', { properties: { a: { enum: [1, 1, 'x', { b: 1 }, { b: 1 }] } } }, true],
    ['no values at all', { properties: { a: { enum: [] } } }, false],
    ['a condition without a consequence', { properties: { a: { if: text } } }, true],
  ])('of one with %s leaves out what is not known', (_what, more, complete) => {
    const result = claudeSchema({ ...object({ a: {}, b: {} }), ...more });
    expect(result).toMatchObject({ ok: true, complete });
    if (result.ok) expect(() => strict().compile(result.schema)).not.toThrow();
  });

  // What is left out must never refuse a value that the whole schema accepts.
  it.each([
    ['not', { not: { type: 'string', unevaluatedItems: false, dependentRequired: {} } }, 1],
    ['not, narrowed by a later keyword', { not: { dependentRequired: { a: ['b'] } } }, { a: 1 }],
    ['oneOf', { oneOf: [{ type: 'object', dependentRequired: { a: ['b'] } }, { required: ['a'] }] }, { a: 1 }],
    ['if', condition({ dependentRequired: { a: ['b'] } }, { required: ['z'] }), { a: 1 }],
    ['prefixItems', { type: 'array', prefixItems: [text], items: { type: 'integer' } }, ['a', 1]],
    ['minContains', { type: 'array', contains: text, minContains: 0 }, [1]],
    ['a nested not', { not: { not: { dependentRequired: { a: ['b'] } } } }, { a: 1, b: 1 }],
  ])('accepts what the whole accepts: %s', (_what, part, value) => {
    const schema = object({ x: part });
    expect(whole().validate(schema, { x: value })).toBe(true);
    const result = claudeSchema(schema);
    expect(result).toMatchObject({ ok: true, complete: false });
    if (result.ok) expect(strict().validate(result.schema, { x: value })).toBe(true);
  });

  it.each([
    ['no object', true],
    ['no schema at all', null],
    ['another root', { type: 'array' }],
    ['an open root', { properties: {} }],
    ['several types at its root', { type: ['object', 'null'] }],
    ['a reference outside', object({ a: { $ref: 'https://example.org/x' } })],
    ['a reference to nothing', object({ a: { $ref: '#/$defs/none' } })],
    [
      'a reference to what is left out',
      object({ a: { $ref: '#/dependentSchemas/x' } }, { dependentSchemas: { x: text } }),
    ],
    ['an anchor', object({ a: { $ref: '#name' } })],
    ['a part that is no schema', object({ a: 1 })],
    ['alternatives that are no list', object({ a: { anyOf: {} } })],
    ['oneOf that cannot be anyOf', object({ a: { anyOf: [text], oneOf: [{ format: 'date' }] } })],
  ])('refuses %s', (_what, schema) => {
    expect(claudeSchema(schema)).toMatchObject({ ok: false, problem: expect.any(String) });
  });

  it('refuses a nesting that would take it down', () => {
    let schema: object = text;
    for (let depth = 0; depth < 10_000; depth += 1) schema = { type: 'array', items: schema };
    expect(claudeSchema(object({ a: schema }))).toMatchObject({ ok: false });
  });

  it('takes the default report', () => {
    const result = claudeSchema(reportSchema);
    expect(result.ok).toBe(true);
    if (result.ok) expect(() => strict().compile(result.schema)).not.toThrow();
  });
});
