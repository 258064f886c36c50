import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, formatRecords, parse, parseRecords } from '../src/index.js';

test('writes rows', () => {
  assert.equal(format([['a', 1], [null, undefined]]), 'a,1\r\n,\r\n');
});

test('quotes what needs it and nothing else', () => {
  assert.equal(format([['a b', 'a,b', 'say "hi"']], { newline: '\n' }), 'a b,"a,b","say ""hi"""\n');
});

test('writes records under one header', () => {
  assert.equal(formatRecords([{ a: 1 }, { b: 2 }], { newline: '\n' }), 'a,b\n1,\n,2\n');
  assert.equal(formatRecords([]), '');
});

test('writes what it reads', () => {
  const rows = [['id', 'note'], ['1', 'two\nlines'], ['2', 'say "hi", then\r\nleave'], ['3', '']];
  assert.deepEqual(parse(format(rows)), rows);
  assert.deepEqual(parseRecords(formatRecords([{ a: 'x\ny', b: '1' }])), [{ a: 'x\ny', b: '1' }]);
});
