import { describe, expect, it } from 'vitest';
import { JsonScalars, PathTree } from '../../../src/broker/json-scalars.js';
import { REQUEST_GRAMMARS } from '../../../src/broker/request-grammar.js';
import { RequestReader } from '../../../src/broker/request-reader.js';

const PATHS = new PathTree(
  ['a', 'b', 'b.c.[]', 'b.c.[].d', 'e', 'text', 'usage', 'model'].map((path) => [path, 'value'] as const),
);

/** Everything that is reported of a text that comes in two pieces. */
function read(text: string, at: number, maxString = 40): [string, unknown][] {
  const seen: [string, unknown][] = [];
  const scalars = new JsonScalars({
    paths: PATHS,
    maxString,
    onValue: (path, value) => void seen.push([path, value]),
  });
  const bytes = Buffer.from(text);
  scalars.push(bytes.subarray(0, at));
  scalars.push(bytes.subarray(at));
  return seen;
}

const all = (text: string, maxString?: number): [string, unknown][] => {
  const whole = read(text, 0, maxString);
  for (let at = 1; at <= Buffer.byteLength(text); at++) expect(read(text, at, maxString)).toEqual(whole);
  return whole;
};

describe('scalars of a JSON text', () => {
  it('come with their paths, however the text is cut', () => {
    expect(all('{"a":1,"b":{"c":[true,null,"x",{"d":-2.5E+3}]},"skip":"no","e":"\\u00e4\\n\\"é"}')).toEqual([
      ['a', 1],
      ['b.c.[]', true],
      ['b.c.[]', null],
      ['b.c.[]', 'x'],
      ['b.c.[].d', -2500],
      ['e', 'ä\n"é'],
    ]);
  });

  it('have keys with their escapes resolved', () => {
    expect(all('{"mod\\u0065l":"m","\\u006dodel":"n"}')).toEqual([
      ['model', 'm'],
      ['model', 'n'],
    ]);
  });

  it('are unreadable where they are too long', () => {
    expect(all('{"a":"12345","b":"1234"}', 4)).toEqual([
      ['a', undefined],
      ['b', '1234'],
    ]);
  });

  it('come from texts side by side', () => {
    expect(all('{"a":1}\n{"a":2,"z":{"a":3}}[{"a":4}] {"a":5}')).toEqual([
      ['a', 1],
      ['a', 2],
      ['a', 5],
    ]);
  });

  it('are not read out of strings, keys or words cut short', () => {
    expect(all('{"text":"{\\"usage\\":1}\\\\","usage":12')).toEqual([['text', '{"usage":1}\\']]);
  });
});

describe('a request', () => {
  const facts = (text: string | Buffer): unknown => {
    const bytes = Buffer.from(text as string);
    const results = Array.from({ length: bytes.length + 1 }, (_, at) => {
      const reader = new RequestReader(REQUEST_GRAMMARS.openai, []);
      reader.push(bytes.subarray(0, at));
      reader.push(bytes.subarray(at));
      const { model, background } = reader.facts();
      return { model, background, complete: reader.complete };
    });
    for (const result of results) expect(result).toEqual(results[0]);
    return results[0];
  };

  it.each<[string, string | undefined]>([
    ['{"model":"m-1","input":[{"model":"other"}]}', 'm-1'],
    ['{"input":{"model":"other"},"model":"m-1"}', 'm-1'],
    ['{"model":"m-1","model":"m-1"}', 'm-1'],
    ['{"mod\\u0065l":"m-1"}', 'm-1'],
    ['{"model":"m-1","model":"m-2"}', undefined],
    ['{"model":"m-1","MODEL":"m-2"}', undefined],
    ['{"model":"m-1","m\\u006fdel":"m-2"}', undefined],
    ['{"model":"m-1","model":null}', undefined],
    ['{"model":7}', undefined],
    ['{"model":{"id":"m-1"}}', undefined],
    ['{}', undefined],
    [`{"model":"${'x'.repeat(300)}"}`, undefined],
  ])('%s is for %s', (text, model) => {
    expect(facts(text)).toEqual({ model, background: false, complete: true });
  });

  it('in another encoding names no model', () => {
    expect(facts(Buffer.from('{"model":"m-1"}', 'utf16le'))).toMatchObject({ model: undefined });
  });

  it.each([
    ['{"background":true}', true],
    ['{"b\\u0061ckground":true}', true],
    ['{"bac\u212aground":true}', true],
    ['{"background":1}', true],
    ['{"background":"yes"}', true],
    ['{"background":true,"background":false}', true],
    ['{"background":false}', false],
    ['{"background":null}', false],
    ['{"input":{"background":true}}', false],
  ])('%s goes on behind our back: %s', (text, background) => {
    expect(facts(text)).toMatchObject({ background });
  });

  it('is complete with its last brace, and not before', () => {
    const reader = new RequestReader(REQUEST_GRAMMARS.openai, []);
    reader.push(Buffer.from('{"a":[{"b":"}"}]'));
    expect(reader.complete).toBe(false);
    reader.push(Buffer.from('}'));
    expect(reader.complete).toBe(true);
  });
});
