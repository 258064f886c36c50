import { describe, expect, it } from 'vitest';
import { REQUEST_LIMITS } from '../../../src/commands/types.js';
import { checkNamed, decodeRequest } from '../../../src/commands/wire.js';

const part = (kind: string, ...texts: (string | Buffer)[]) => {
  const bytes = texts.map((text) => Buffer.from(text as string));
  return Buffer.concat([Buffer.from(`${kind} ${bytes.map(({ length }) => length).join(' ')}\n`), ...bytes]);
};
const body = (...parts: Buffer[]) => Buffer.concat([part('cwd', '/workspace'), ...parts, part('end', '')]);
const END = part('end', '');

describe('a request for a command', () => {
  it('is read as it was written', () => {
    const request = decodeRequest(
      body(part('arg', 'a b\n'), part('arg', ''), part('file', '/workspace/./x/../y', 'c\0'), part('stdin', 'in')),
    );
    expect(request).toEqual({
      cwd: '/workspace',
      args: ['a b\n', ''],
      stdin: 'in',
      files: new Map([['/workspace/y', Buffer.from('c\0')]]),
    });
  });

  it.each([
    '/etc/passwd',
    '/workspace/../etc/passwd',
    '/workspace',
    '/workspace/',
    'x',
    '/tmp',
    '/run/cleanroom/x',
    `/workspace/${'x'.repeat(300)}`,
    '//workspace/../etc/x',
  ])('drops a file at %s, which would be in the way of something else', (path) => {
    expect(decodeRequest(body(part('file', path, 'x'))).files.size).toBe(0);
  });

  it.each([
    ['x'],
    ['./d/../x'],
    ['/workspace/x'],
    ['-fx'],
    ['-f=x'],
    ['--file=x'],
    ['--files=a,x'],
    ['a,x,b'],
    ['--from-file=../workspace/x'],
  ])('may hold a file that %s names', (word) => {
    expect(() => checkNamed(decodeRequest(body(part('arg', word), part('file', '/workspace/x', ''))))).not.toThrow();
  });

  it.each([
    ['x', '/workspace/.git/config'],
    ['d/x', '/workspace/x'],
    ['--file=x', '/tmp/x'],
    ['', '/workspace/x'],
    ['.', '/workspace/x'],
  ])('may not hold a file that no argument names: %j and %s', (word, path) => {
    expect(() => checkNamed(decodeRequest(body(part('arg', word), part('file', path, ''))))).toThrow(
      `no argument names ${path}`,
    );
  });

  it.each([
    ['nothing', Buffer.alloc(0)],
    ['no end', part('cwd', '/workspace')],
    ['something behind its end', Buffer.concat([body(), Buffer.from('x')])],
    ['no directory', END],
    ['an unknown part', body(part('what', 'x'))],
    ['a part that is too short', Buffer.concat([part('cwd', '/'), Buffer.from('arg 100\nx')])],
    ['a file without content', body(part('file', '/workspace/x'))],
    ['two lengths too many', body(part('arg', 'x', 'y'))],
    ['a negative length', Buffer.from('cwd -1\n')],
    ['a huge length', Buffer.from('cwd 99999999999\n')],
    ['a NUL in an argument', body(part('arg', 'a\0b'))],
    ['bytes that are no text', body(part('arg', Buffer.from([0xff, 0xfe])))],
    ['too many arguments', body(...Array.from({ length: REQUEST_LIMITS.args + 1 }, () => part('arg', 'x')))],
    ['an argument that is too long', body(part('arg', 'x'.repeat(REQUEST_LIMITS.argBytes + 1)))],
    [
      'arguments that are too long together',
      body(...Array.from({ length: 5 }, () => part('arg', 'x'.repeat(REQUEST_LIMITS.argBytes)))),
    ],
    [
      'too many files',
      body(...Array.from({ length: REQUEST_LIMITS.files + 1 }, (_, index) => part('file', `/tmp/${index}`, 'x'))),
    ],
    ['a file that is too large', body(part('file', '/tmp/x', Buffer.alloc(REQUEST_LIMITS.fileBytes + 1)))],
    ['a file below a file', body(part('file', '/tmp/x', ''), part('file', '/tmp/x/y', ''))],
    ['a long line without an end', Buffer.from('x'.repeat(1000))],
  ])('is refused with %s', (_what, bytes) => {
    expect(() => decodeRequest(bytes)).toThrow();
  });
});
