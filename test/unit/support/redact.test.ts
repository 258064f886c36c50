import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createRedactor, REDACTED } from '../../../src/support/redact.js';

const SECRET = 'p4ss/w0rd+"quoted"\\and=more';
const alnum = (n: number): string => 'aB3dE5fG7hJ9kL1mN2pQ4rS6tU8vW0xY'.repeat(4).slice(0, n);
const pem = [
  '-----BEGIN RSA PRIVATE KEY-----',
  ...Array.from({ length: 20 }, () => randomBytes(48).toString('base64')),
  '-----END RSA PRIVATE KEY-----',
].join('\n');
const jwt = `eyJhbGciOiJIUzI1NiJ9.eyJ${alnum(60)}.${alnum(43)}`;

/** Built at run time, so that no scanner takes this file for a leak. */
const tokens: Readonly<Record<string, string>> = {
  'GitHub classic': `ghp_${alnum(36)}`,
  'GitHub app': `ghs_${alnum(36)}`,
  'GitHub oauth': `gho_${alnum(36)}`,
  'GitHub user': `ghu_${alnum(36)}`,
  'GitHub refresh': `ghr_${alnum(76)}`,
  'GitHub fine-grained': `github_pat_${alnum(22)}_${alnum(59)}`,
  'OpenAI project': `sk-proj-${alnum(20)}_${alnum(40)}-${alnum(30)}`,
  'OpenAI legacy': `sk-${alnum(48)}`,
  Anthropic: `sk-ant-api03-${alnum(50)}-${alnum(40)}AA`,
  Google: `AIza${alnum(35)}`,
  AWS: 'AKIAIOSFODNN7EXAMPLE',
  Slack: `xoxb-123456789012-${alnum(24)}`,
  npm: `npm_${alnum(36)}`,
  JWT: jwt,
};

describe('shapes', () => {
  it.each(Object.entries(tokens))('%s', (_name, token) => {
    const redactor = createRedactor([]);
    expect(redactor.text(`before ${token} after\n`)).toBe(`before ${REDACTED} after\n`);
    expect(redactor.text(JSON.stringify({ log: `line\n${token}` }))).toBe(`{"log":"line\\n${REDACTED}"}`);
  });

  it('keeps the word Bearer and takes the token', () => {
    expect(createRedactor([]).text(`Authorization: Bearer ${alnum(40)}==\r\n`)).toBe(
      `Authorization: Bearer ${REDACTED}\r\n`,
    );
  });

  it('takes a PEM key over lines and in JSON', () => {
    const redactor = createRedactor([]);
    expect(redactor.text(`a\n${pem}\nb`)).toBe(`a\n${REDACTED}\nb`);
    expect(redactor.text(JSON.stringify({ key: pem, rest: 1 }))).toBe(`{"key":"${REDACTED}","rest":1}`);
  });

  it('hides no more than 32 KiB after a lone BEGIN line', () => {
    const text = createRedactor([]).text(`-----BEGIN PRIVATE KEY-----\n${'x\n'.repeat(20_000)}THE END`);
    expect(text.length).toBeGreaterThan(7_000);
    expect(text.endsWith('THE END')).toBe(true);
  });

  it.each([
    'const disk-encryption-with-a-long-kebab-name = 1',
    'task-running-in-the-background-of-things',
    'ok 12 - the bearer of bad news',
    'eyJ2ZXJzaW9uIjozLCJzb3VyY2VzIjpbXX0=',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----',
    'commit 7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069',
  ])('leaves %j alone', (text) => {
    expect(createRedactor(['unrelated-secret']).text(text)).toBe(text);
  });
});

describe('registered secrets', () => {
  const redactor = createRedactor([SECRET]);
  const embedded = (lead: string): string => Buffer.from(`${lead}${SECRET}tail`).toString('base64');

  it.each([
    ['plain', SECRET],
    ['JSON', JSON.stringify(SECRET)],
    ['JSON in JSON', JSON.stringify(JSON.stringify(SECRET))],
    ['URL', encodeURIComponent(SECRET)],
    ['URL, lower case', encodeURIComponent(SECRET).replace(/%../g, (code) => code.toLowerCase())],
    ['base64', Buffer.from(SECRET).toString('base64')],
    ['base64url', Buffer.from(SECRET).toString('base64url')],
    ['base64, aligned at 1', embedded('x')],
    ['base64, aligned at 2', embedded('user:xy')],
    ['base64, aligned at 0', embedded('abc')],
  ])('in %s', (_name, text) => {
    const out = redactor.text(`<<${text}>>`);
    expect(out).toContain(REDACTED);
    // What is left of a base64 spelling carries at most a few bits of its first and last character.
    const left = out.replace('<<', '').replace('>>', '').replace(REDACTED, '');
    expect(Buffer.from(left, 'base64').toString('latin1')).not.toContain(SECRET.slice(2, 6));
    expect(out).not.toContain('w0rd');
  });

  it('finds the lines of a secret of several lines', () => {
    const lines = ['first-line-of-the-secret', 'second-line-of-the-secret'];
    expect(createRedactor([`${lines.join('\n')}\n`]).text(`${lines[1]}|${lines[0]}`)).toBe(`${REDACTED}|${REDACTED}`);
  });

  it('merges secrets that overlap, and leaves nothing of either', () => {
    expect(createRedactor(['abcdefgh', 'efghijkl']).text('xabcdefghijklx')).toBe(`x${REDACTED}x`);
  });

  it('ignores values under six characters and counts them', () => {
    const short = createRedactor(['abc', '  no  ', 'long-enough']);
    expect(short.ignored).toBe(2);
    expect(short.text('abc no long-enough')).toBe(`abc no ${REDACTED}`);
  });

  it('walks values and keys, keeps __proto__ a key, and sees numbers', () => {
    const digits = createRedactor([SECRET, '1234567890']);
    const value: unknown = JSON.parse(
      `{"a":[${JSON.stringify(SECRET)},1234567890,12],"__proto__":{"x":true},"n":null}`,
    );
    expect(JSON.stringify(digits.json(value))).toBe(
      `{"a":["${REDACTED}","${REDACTED}",12],"__proto__":{"x":true},"n":null}`,
    );
    expect(digits.json({ [`key ${SECRET}`]: undefined, [SECRET]: 1 })).toEqual({ [REDACTED]: 1 });
  });

  it('can leave shapes alone, for bytes that must stay usable', () => {
    const token = tokens['AWS'] ?? '';
    expect(redactor.bytes(Buffer.from(`+key = ${token}\n`), { shapes: false })).toEqual({
      bytes: Buffer.from(`+key = ${token}\n`),
      redactions: 0,
    });
    expect(redactor.bytes(Buffer.from(`+${SECRET} ${token}\n`), { shapes: false })).toEqual({
      bytes: Buffer.from(`+${REDACTED} ${token}\n`),
      redactions: 1,
    });
  });
});

describe('streams', () => {
  const secrets = [SECRET, 'aabaabaabaac', 'zzzzzzzz', `multi-line-secret-one\n${'second-line'.repeat(3)}`];
  const redactor = createRedactor(secrets);
  const corpus = Buffer.from(
    [
      'plain line',
      ...Object.values(tokens),
      ...secrets,
      ...secrets.map((secret) => Buffer.from(secret).toString('base64')),
      'zzzzzzzzzzzzzzzzzzzzzz',
      'aabaabaabaabaabaabaac',
      `Authorization: bearer ${alnum(100)}`,
      pem,
      `{"k":"${pem.replaceAll('\n', '\\n')}"}`,
      'a line without its end, ghp_short and -----BEGIN',
    ].join('\n'),
  );
  const whole = redactor.bytes(corpus).bytes.toString('latin1');

  const streamed = (sizes: () => number): string => {
    const stream = redactor.stream();
    const out: Buffer[] = [];
    for (let at = 0; at < corpus.length; ) {
      const size = sizes();
      // A copy that is wiped afterwards: the stream may keep nothing of a caller's buffer.
      const chunk = Buffer.from(corpus.subarray(at, at + size));
      out.push(Buffer.from(stream.push(chunk)));
      chunk.fill(0);
      at += size;
    }
    out.push(stream.end());
    return Buffer.concat(out).toString('latin1');
  };

  it('leaves nothing secret in the whole', () => {
    for (const secret of [...secrets, ...Object.values(tokens)]) expect(whole).not.toContain(secret);
    expect(whole).toContain('plain line');
    expect(whole.endsWith('a line without its end, ghp_short and -----BEGIN')).toBe(true);
  });

  it.each([1, 2, 3, 5, 7, 16, 61, 256])('gives the same for chunks of %i bytes', (size) => {
    expect(streamed(() => size)).toBe(whole);
  });

  it('gives the same for two chunks, wherever the cut', () => {
    for (let cut = 1; cut < corpus.length; cut++) {
      const sizes = [cut, corpus.length - cut];
      expect(streamed(() => sizes.shift() ?? 1)).toBe(whole);
    }
  });

  it('holds back less than 1 KiB of a line that never ends', () => {
    const stream = redactor.stream();
    let given = 0;
    for (let i = 0; i < 64; i++) given += stream.push(Buffer.alloc(4096, 'abcdefghij ')).length;
    expect(64 * 4096 - given).toBeLessThan(1024);
  });

  it('swallows a token of any length and keeps nothing of it', () => {
    const stream = redactor.stream();
    const out = [stream.push(Buffer.from(`ghp_${alnum(36)}`))];
    for (let i = 0; i < 100; i++) out.push(stream.push(Buffer.alloc(65_536, 'a')));
    out.push(stream.push(Buffer.from(' after\n')), stream.end());
    expect(Buffer.concat(out).toString()).toBe(`${REDACTED} after\n`);
  });

  it('passes any bytes through', () => {
    const bytes = randomBytes(100_000);
    expect(createRedactor(['some-secret']).bytes(bytes).bytes.equals(bytes)).toBe(true);
  });
});
