import { describe, expect, it } from 'vitest';
import { type JsonNode, JsonWalk } from '../../../src/broker/json-walk.js';

/** Everything that is seen of a text which comes in two pieces; `opaque` is a field that nobody looks into. */
function walk(text: string | Buffer, at: number): unknown {
  const bytes = Buffer.from(text as string);
  const seen: unknown[] = [];
  const node = (path: string): JsonNode => ({
    field: (name) => (name === 'opaque' ? undefined : node(`${path}/${name}`)),
    scalar: ({ value, whole }) => void seen.push([path, typeof value === 'string' ? value.slice(0, 60) : value, whole]),
  });
  const json = new JsonWalk(node(''));
  json.push(bytes.subarray(0, at));
  json.push(bytes.subarray(at));
  return { seen, fault: json.fault, complete: json.complete };
}

const all = (text: string | Buffer): unknown => {
  const whole = walk(text, 0);
  for (let at = 1; at <= Buffer.byteLength(text); at++) expect(walk(text, at)).toEqual(whole);
  return whole;
};

describe('a JSON object', () => {
  it('is seen with the places of its scalars, however it is cut', () => {
    const text =
      '{ "a":-2.5E+3, "b":[true,[null,{"c":"\\u00e4\\n\\"é"}],{}], "a":"", "opaque":{"a":["]","}\\\\",{"b":1}]},"\\u0061":[]}\n';
    expect(all(text)).toEqual({
      seen: [
        ['/a', -2500, true],
        ['/b', true, true],
        ['/b', null, true],
        ['/b/c', 'ä\n"é', true],
        ['/a', '', true],
      ],
      fault: undefined,
      complete: true,
    });
  });

  it.each([`${'x'.repeat(400)}`, `${'é'.repeat(300)}`, `${'\\n'.repeat(200)}`, `y${'\\u00e4'.repeat(99)}`])(
    'tells the beginning of a long string',
    (text) => {
      const beginning = (JSON.parse(`"${text}"`) as string).slice(0, 60);
      expect(all(`{"a":"${text}"}`)).toEqual({
        seen: [['/a', expect.stringContaining(beginning.slice(0, 40)), false]],
        fault: undefined,
        complete: true,
      });
    },
  );

  it('is not complete before its end', () => {
    expect(all('{"a":{"b":"}"}')).toMatchObject({ fault: undefined, complete: false });
  });

  it('may be as deep as 256 levels, in constant memory', () => {
    const deep = (levels: number): string => `{"opaque":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`;
    expect(walk(deep(256), 0)).toMatchObject({ fault: undefined, complete: true });
    expect(walk(deep(257), 0)).toMatchObject({ fault: 'more than 256 levels', complete: false });
    expect(walk(`{"opaque":${'['.repeat(1e6)}`, 0)).toMatchObject({ fault: 'more than 256 levels' });
  });

  it.each<[string, string | Buffer]>([
    ['an array', '[{"a":1}]'],
    ['a scalar', '"a"'],
    ['a byte order mark', '\ufeff{"a":1}'],
    ['UTF-16', Buffer.from('{"a":1}', 'utf16le')],
    ['UTF-16 with a mark', Buffer.from('\ufeff{"a":1}', 'utf16le')],
    ['a comment', '{"a":1/*,"b":2*/}'],
    ['a comment in an opaque value', '{"opaque":[1,//"]}\n2]}'],
    ['single quotes', "{'a':1}"],
    ['a bare name', '{a:1}'],
    ['a comma too many', '{"a":[1,],"b":{}}'],
    ['a comma too many in an object', '{"a":1,}'],
    ['no comma', '{"a":1 "b":2}'],
    ['no colon', '{"a" 1}'],
    ['a value without a name', '{"a":1,{"b":2}}'],
    ['brackets that do not fit', '{"a":[1}]'],
    ['not a number', '{"a":NaN}'],
    ['a number of another base', '{"opaque":0x10}'],
    ['a leading zero', '{"a":01}'],
    ['a very long number', `{"a":${'1'.repeat(65)}}`],
    ['a word of other letters', '{"a":True}'],
    ['two words', '{"a":true false}'],
    ['a control character in a string', '{"opaque":"a\nb"}'],
    ['a control character in a name', '{"a\u0000":1}'],
    ['a broken escape in a name', '{"\\x61":1}'],
    ['a name that is no UTF-8', Buffer.from([0x7b, 0x22, 0x61, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['a second object', '{"a":1}{"a":2}'],
    ['text behind it', '{"a":1} x'],
    ['an end too many', '{"a":1}}'],
    ['a NUL behind it', '{"a":1}\u0000'],
  ])('has no %s', (_, text) => {
    expect(all(text)).toMatchObject({ fault: expect.any(String), complete: false });
  });
});
