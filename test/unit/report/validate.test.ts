import { describe, expect, it } from 'vitest';
import { blockedAnswer, blockedReason } from '../../../src/report/blocked.js';
import { compileReportSchema, type ReportCheck, type ReportValidator } from '../../../src/report/validate.js';
import { reportSchema } from '../../../src/schemas/report.js';

const compile = (schema: unknown): ReportValidator => {
  const compiled = compileReportSchema(schema);
  if ('problems' in compiled) throw new Error(compiled.problems.join('\n'));
  return compiled.validator;
};
const problems = (schema: unknown): readonly string[] => {
  const compiled = compileReportSchema(schema);
  return 'problems' in compiled ? compiled.problems : [];
};
const check = (schema: unknown, value: unknown): ReportCheck =>
  compile(schema).check(Buffer.from(JSON.stringify(value)));
const errors = (schema: unknown, value: unknown): readonly string[] => {
  const result = check(schema, value);
  return result.state === 'invalid' ? result.errors : [];
};

const GOOD = { summary: 'fixed', changes: [{ path: 'a.js', why: 'off by one' }], blocked: null };
const standard = compile(reportSchema);

describe('schemas', () => {
  it.each([
    ['http://json-schema.org/draft-07/schema#', '7'],
    ['http://json-schema.org/draft-07/schema', '7'],
    ['https://json-schema.org/draft/2019-09/schema', '2019-09'],
    ['https://json-schema.org/draft/2020-12/schema', '2020-12'],
  ])('$schema %s is draft %s', ($schema, draft) => {
    expect(compile({ $schema, type: 'object' }).draft).toBe(draft);
  });

  it('follows the rules of the draft', () => {
    const tuple = { items: [{ type: 'string' }], additionalItems: false };
    expect(check({ $schema: 'http://json-schema.org/draft-07/schema#', ...tuple }, ['a', 1]).state).toBe('invalid');
    expect(check({ prefixItems: [{ type: 'string' }], items: false }, ['a', 1]).state).toBe('invalid');
    expect(compile({}).draft).toBe('2020-12');
  });

  it.each([
    ['another draft', { $schema: 'http://json-schema.org/draft-04/schema#' }, '$schema: expected draft 7'],
    ['a name of Object.prototype', { $schema: 'constructor' }, '$schema: expected draft 7'],
    ['no schema', 'text', 'expected a JSON Schema'],
    ['a wrong keyword value', { type: 'strin' }, 'schema /type: expected one of'],
    ['a wrong shape', { properties: [] }, 'schema /properties: expected object, got array of 0'],
    ['a remote reference', { $ref: 'https://example.invalid/other.json' }, "can't resolve reference"],
    ['a broken pattern', { pattern: '(' }, 'Invalid regular expression: /(/u'],
    ['too much', { description: 'x'.repeat(70_000) }, 'longer than 65536'],
  ])('refuses %s', (_name, schema, text) => {
    expect(problems(schema).join('\n')).toContain(text);
  });

  it('names keywords that it does not know', () => {
    expect(compile({ type: 'object', requierd: ['a'] }).warnings.join()).toContain('requierd');
    expect(standard.warnings).toEqual([]);
  });

  it('resolves references inside the schema', () => {
    const schema = { $defs: { name: { type: 'string' } }, properties: { a: { $ref: '#/$defs/name' } } };
    expect(errors(schema, { a: 1 })).toEqual(['/a: expected string, got number 1']);
  });
});

describe('what an agent may leave', () => {
  const json = JSON.stringify(GOOD, null, 2);
  it.each([
    ['JSON', json],
    ['a byte order mark, twice', `\ufeff\ufeff${json}\n`],
    ['a fence', `\`\`\`json\n${json}\n\`\`\``],
    ['prose and a fence', `Here is my report:\n\n\`\`\`json\n${json}\n\`\`\`\nThat is all.`],
    ['two fences', `\`\`\`json\n{"summary": 1}\n\`\`\`\nNo:\n\`\`\`json\n${json}\n\`\`\``],
    ['prose before', `I looked at {braces} first.\nDone.\n${json}\n`],
    ['one line of prose', `Report: ${JSON.stringify(GOOD)}`],
  ])('takes %s', (_name, text) => {
    expect(standard.check(Buffer.from(text))).toEqual({ state: 'valid', value: GOOD });
  });

  it.each([
    ['nothing', ''],
    ['white space', ' \r\n\t'],
    ['a lone mark', '\ufeff'],
  ])('%s is missing', (_name, text) => {
    expect(standard.check(Buffer.from(text))).toEqual({ state: 'missing' });
  });

  it.each([
    ['plain text', 'All done, the tests pass.', 'not JSON but text'],
    ['broken JSON', '{"summary": "x",}', 'not valid JSON'],
    ['cut JSON', json.slice(0, -5), 'not valid JSON'],
    ['JSON with text behind it', `${json}\nall done`, 'not valid JSON'],
    ['too much', JSON.stringify('x'.repeat(300_000)), 'more than the 262144 allowed'],
    ['too deep', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 'nested deeper than 64'],
    ['too deep after prose', `see:\n${'{"a":'.repeat(100)}1${'}'.repeat(100)}`, 'nested deeper than 64'],
    ['brackets and nothing else', '{['.repeat(100_000), 'nested deeper than 64'],
  ])('refuses %s', (_name, text, expected) => {
    expect(standard.check(Buffer.from(text))).toEqual({
      state: 'invalid',
      errors: [expect.stringContaining(expected)],
    });
  });

  it('refuses what is not UTF-8', () => {
    const result = standard.check(Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(result).toEqual({ state: 'invalid', errors: ['the report is not UTF-8 text'] });
  });

  it('counts brackets inside strings as text', () => {
    expect(standard.check(Buffer.from(JSON.stringify({ ...GOOD, summary: '[{"\\'.repeat(200) }))).state).toBe('valid');
  });
});

describe('errors', () => {
  it('name path, expectation and value', () => {
    expect(
      errors(reportSchema, { summary: '', changes: [{ path: 5, why: 'x', extra: 1 }, 'text'], blocked: null }),
    ).toEqual([
      '/summary: expected at least 1 characters, got string ""',
      '/changes/0: member "extra" is not allowed',
      '/changes/0/path: expected string, got number 5',
      '/changes/1: expected object, got string "text"',
    ]);
    expect(errors(reportSchema, [])).toEqual(['(report): expected object, got array of 0']);
    expect(errors({ required: ['a'] }, {})).toEqual(['(report): required member "a" is missing']);
    expect(errors({ type: ['string', 'null'] }, { a: 1 })).toEqual([
      '(report): expected string or null, got object with 1 members',
    ]);
    expect(errors({ enum: ['a', 'b'] }, 'c')).toEqual(['(report): expected one of "a", "b", got string "c"']);
    expect(errors({ format: 'date' }, 'soon')).toEqual(['(report): expected the format "date", got string "soon"']);
    expect(errors({ minimum: 3 }, 2)).toEqual(['(report): expected a number >= 3, got number 2']);
  });

  it('show no control characters and cut values', () => {
    const key = 'a\n::error::x\u001b[31m\u200b';
    const [line] = errors({ additionalProperties: { type: 'number' } }, { [key]: `\u202e\r${'y'.repeat(10_000)}` });
    expect(line).toMatch(/^[\x20-\x7e…]{1,400}$/);
    expect(line).toContain('a\\n::error::x\\u{1b}[31m\\u{200b}');
  });

  it('are at most twenty, and say how many more', () => {
    const list = errors(
      { items: { type: 'string' } },
      Array.from({ length: 100 }, (_, i) => i),
    );
    expect(list).toHaveLength(20);
    expect(list.at(-1)).toBe('and 81 more');
  });

  it('of a large report are its first', () => {
    const list = errors(
      { items: { type: 'string' } },
      Array.from({ length: 50_000 }, () => 1),
    );
    expect(list).toEqual(['/0: expected string, got number 1']);
  });
});

describe('hostile reports', () => {
  it('a pattern that backtracks without end is cut off and is not green', () => {
    expect(errors({ pattern: '^(a+)+$' }, `${'a'.repeat(60)}b`).join()).toContain('longer than 2000 ms');
  });

  it('members named like those of Object.prototype count only when they are there', () => {
    expect(errors({ required: ['toString', 'constructor'] }, {})).toHaveLength(2);
    const text = '{"__proto__": {"summary": "x"}, "changes": [], "blocked": null}';
    expect(standard.check(Buffer.from(text))).toMatchObject({
      state: 'invalid',
      errors: [expect.stringContaining('"summary" is missing'), expect.stringContaining('"__proto__" is not allowed')],
    });
  });
});

describe('blockedReason', () => {
  it.each([
    [
      { ...GOOD, blocked: { reason: 'no access', evidence: '403' } },
      { kind: 'other', reason: 'no access', evidence: '403' },
    ],
    [{ blocked: { kind: 'access', reason: ' no access\n' } }, { kind: 'access', reason: 'no access', evidence: '' }],
    [{ blocked: { kind: 'toString', reason: 'x' } }, { kind: 'other', reason: 'x', evidence: '' }],
    [GOOD, undefined],
    [{ blocked: { reason: ' ' } }, undefined],
    [{ blocked: 'yes' }, undefined],
    [{ blocked: [] }, undefined],
    [[], undefined],
    [null, undefined],
    [JSON.parse('{"__proto__": {"blocked": {"reason": "x"}}}'), undefined],
  ])('%j', (report, expected) => {
    expect(blockedReason(report)).toEqual(expected);
  });
});

describe('blockedAnswer', () => {
  const words = { kind: 'contradiction', reason: 'Both cannot hold.', evidence: 'test/a.js' };
  const read = (value: unknown, file = false) => blockedAnswer(Buffer.from(JSON.stringify(value)), { file });

  it('takes an answer that says so and nothing else', () => {
    expect(read({ blocked: words })).toEqual(words);
    expect(read({ blocked: words, summary: 'x' })).toBeUndefined();
    expect(read(words)).toBeUndefined();
    expect(read({ blocked: {} })).toBeUndefined();
    expect(blockedAnswer(Buffer.from('I am blocked.'))).toBeUndefined();
  });

  it('takes the file for that in either form', () => {
    expect(read({ blocked: words }, true)).toEqual(words);
    expect(read(words, true)).toEqual(words);
    expect(read({ summary: 'x' }, true)).toBeUndefined();
    expect(read([words], true)).toBeUndefined();
  });
});
