import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { strictSchema, strictSchemaProblem } from '../../../src/agent/strict-schema.js';
import { reportSchema } from '../../../src/schemas/report.js';

const object = (properties: Record<string, unknown>, more: Record<string, unknown> = {}) => ({
  type: 'object',
  additionalProperties: false,
  required: Object.keys(properties),
  properties,
  ...more,
});

describe('strictSchema', () => {
  const text = { type: 'string' };

  it('takes the default report schema and leaves out what strict mode does not know', () => {
    const result = strictSchema(reportSchema);
    if (!result.ok) throw new Error(result.problem);
    expect(result.complete).toBe(false);
    expect(JSON.stringify(result.schema)).not.toMatch(/\$schema|\$id|oneOf|minLength|maxLength|title/);
    const validate = new Ajv2020().compile(result.schema);
    const blocked = { kind: 'access', reason: 'r', evidence: 'e' };
    expect(validate({ summary: 's', changes: [{ path: 'a', why: 'b' }], blocked: null, next: null })).toBe(true);
    expect(validate({ summary: 's', changes: [], blocked, next: 'Look at a.js.' })).toBe(true);
    expect(validate({ summary: 's', changes: [], blocked: { ...blocked, kind: null }, next: null })).toBe(true);
    expect(validate({ summary: 's', changes: [], blocked: { ...blocked, kind: 'x' }, next: null })).toBe(false);
    expect(validate({ summary: 's', changes: [], blocked: {}, next: null })).toBe(false);
    expect(validate({ summary: 's', changes: [], next: null })).toBe(false);
  });

  it('asks for an optional property where null says the same as nothing', () => {
    const optional = (property: object) => strictSchema({ ...object({ a: property, b: text }), required: ['b'] });
    expect(optional({ type: ['string', 'null'] })).toMatchObject({ ok: true, schema: { required: ['a', 'b'] } });
    expect(optional({ type: ['string', 'null'], enum: ['x', null] }).ok).toBe(true);
    expect(optional({ type: ['string', 'null'], enum: ['x'] }).ok).toBe(false);
  });

  it('keeps a schema that needs no change complete', () => {
    const schema = object({
      verdict: { type: 'string', enum: ['a', 'b'] },
      list: { type: 'array', items: { type: ['string', 'null'] } },
    });
    expect(strictSchema(schema)).toEqual({ ok: true, schema, complete: true });
  });

  it('spells const and untyped enums so that every version of strict mode knows them', () => {
    const result = strictSchema(object({ kind: { const: 'x' }, level: { enum: [1, 'high', null] } }));
    expect(result).toMatchObject({
      ok: true,
      schema: {
        properties: {
          kind: { type: 'string', enum: ['x'] },
          level: { type: ['number', 'string', 'null'], enum: [1, 'high', null] },
        },
      },
    });
  });

  it('keeps definitions, recursion and references to them', () => {
    const result = strictSchema({
      ...object({
        tree: { $ref: '#/definitions/node', description: 'dropped' },
        self: { anyOf: [{ $ref: '#' }, { type: 'null' }] },
      }),
      definitions: { node: object({ children: { type: 'array', items: { $ref: '#/definitions/node' } } }) },
    });
    if (!result.ok) throw new Error(result.problem);
    expect(result.schema['properties']).toMatchObject({ tree: { $ref: '#/$defs/node' } });
    const validate = new Ajv2020().compile(result.schema);
    expect(validate({ tree: { children: [{ children: [] }] }, self: null })).toBe(true);
    expect(validate({ tree: { children: [{}] }, self: null })).toBe(false);
  });

  let deep: Record<string, unknown> = text;
  for (let level = 0; level < 10; level += 1) deep = object({ next: deep });
  it.each<[string, unknown, RegExp]>([
    ['a boolean', true, /root is not an object/],
    ['an array root', { type: 'array', items: text }, /root has to have/],
    ['a union root', { type: 'object', anyOf: [object({})] }, /root may not use anyOf/],
    ['an optional property', { ...object({ a: text }), required: [] }, /#\/properties\/a is optional/],
    ['open objects', { type: 'object', properties: {} }, /lacks "additionalProperties": false/],
    ['additionalProperties as a schema', { ...object({}), additionalProperties: text }, /lacks/],
    ['open objects below', object({ a: { type: 'object', properties: {} } }), /#\/properties\/a lacks/],
    ['a required name without a property', { ...object({}), required: ['x'] }, /does not define/],
    ['allOf', object({ a: { allOf: [text] } }), /uses allOf/],
    ['if', { ...object({ a: text }), if: {} }, /# uses if/],
    ['patternProperties', { ...object({}), patternProperties: {} }, /uses patternProperties/],
    ['prefixItems', object({ a: { type: 'array', prefixItems: [text], items: text } }), /uses prefixItems/],
    ['an array of anything', object({ a: { type: 'array' } }), /array without items/],
    ['no type', object({ a: { description: 'anything' } }), /has no type/],
    ['an unknown type', object({ a: { type: 'file' } }), /unknown type/],
    ['a schema that is true', object({ a: true }), /is not an object/],
    ['a reference elsewhere', object({ a: { $ref: 'https://example.test/x' } }), /other than a definition/],
    [
      'a reference to an inherited name',
      { ...object({ a: { $ref: '#/$defs/toString' } }), $defs: {} },
      /other than a definition/,
    ],
    ['keywords beside anyOf', object({ a: { anyOf: [text], type: 'string' } }), /combines alternatives/],
    [
      'alternatives that share a first property',
      object({ a: { anyOf: [object({ k: text }), object({ k: text, z: text })] } }),
      /same first property/,
    ],
    ['an enum of objects', object({ a: { type: 'object', enum: [{}], additionalProperties: false } }), /no scalar/],
    ['deep nesting', deep, /nested more than 10/],
    ['many enum values', object({ a: { enum: Array.from({ length: 1001 }, (_, i) => i) } }), /more than 1000 enum/],
    [
      'many properties',
      object(Object.fromEntries(Array.from({ length: 5001 }, (_, i) => [`p${i}`, text]))),
      /more than 5000/,
    ],
    ['long names', object({ ['x'.repeat(120_001)]: text }), /longer than 120000/],
  ])('refuses %s', (_name, schema, problem) => {
    expect(strictSchemaProblem(schema)).toMatch(problem);
  });

  it('accepts every answer that the original accepts', () => {
    const original = object({
      code: { type: 'string', minLength: 2, pattern: '^a' },
      n: { oneOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }] },
    });
    const result = strictSchema(original);
    if (!result.ok) throw new Error(result.problem);
    const ajv = new Ajv2020();
    for (const answer of [
      { code: 'ab', n: 1 },
      { code: 'abc', n: null },
    ]) {
      expect(ajv.validate(original, answer)).toBe(true);
      expect(ajv.validate(result.schema, answer)).toBe(true);
    }
  });
});
