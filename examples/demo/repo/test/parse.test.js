import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CsvError, parse, parseRecords } from '../src/index.js';

test('reads rows and fields', () => {
  assert.deepEqual(parse('a,b\n1,2\n'), [['a', 'b'], ['1', '2']]);
});

test('has no rows for empty text', () => {
  assert.deepEqual(parse(''), []);
});

test('keeps empty fields', () => {
  assert.deepEqual(parse(',a,\n'), [['', 'a', '']]);
});

test('needs no line end after the last row', () => {
  assert.deepEqual(parse('a,b\n1,2'), [['a', 'b'], ['1', '2']]);
});

test('reads separators and doubled quotes in a quoted field', () => {
  assert.deepEqual(parse('"a,b","say ""hi"""\n'), [['a,b', 'say "hi"']]);
});

test('takes another separator', () => {
  assert.deepEqual(parse('a;b,c\n', { separator: ';' }), [['a', 'b,c']]);
  assert.throws(() => parse('', { separator: '"' }), TypeError);
});

test('reads records by the names in the first row', () => {
  assert.deepEqual(parseRecords('name,age\nAda,36\nAlan\n'), [{ name: 'Ada', age: '36' }, { name: 'Alan' }]);
});

test('says where a quote is never closed', () => {
  assert.throws(() => parse('a\n"b'), (error) => error instanceof CsvError && error.line === 2);
});

test('reads lines that end with CRLF', () => {
  assert.deepEqual(parse('a,b\r\n1,2\r\n'), [['a', 'b'], ['1', '2']]);
});

test('reads a quoted field that spans lines', () => {
  assert.deepEqual(parse('id,note\n1,"first\nsecond"\n2,x\n'), [['id', 'note'], ['1', 'first\nsecond'], ['2', 'x']]);
});

test('keeps CRLF within a quoted field', () => {
  assert.deepEqual(parse('"a\r\nb",c\r\n'), [['a\r\nb', 'c']]);
});

test('keeps an empty line within a quoted field', () => {
  assert.deepEqual(parse('"a\n\nb"\n'), [['a\n\nb']]);
});

test('says on which line a quote starts that is never closed', () => {
  assert.throws(() => parse('a\n"b\nc\n'), (error) => error instanceof CsvError && error.line === 2);
});

test('leaves out a byte order mark', () => {
  assert.deepEqual(parseRecords('\uFEFFid\n1\n'), [{ id: '1' }]);
});
