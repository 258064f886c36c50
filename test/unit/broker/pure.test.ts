import { describe, expect, it } from 'vitest';
import { classifyAddress } from '../../../src/broker/addresses.js';
import { parseAuthority } from '../../../src/broker/authority.js';
import { credentialFilter, maskAll } from '../../../src/broker/credentials.js';
import { KeyFilter, maskKey } from '../../../src/broker/key-filter.js';
import { parseModelTarget } from '../../../src/broker/target.js';

describe('authority', () => {
  it.each([
    ['example.com:443', 'example.com:443'],
    ['EXAMPLE.Com:8443', 'example.com:8443'],
    ['localhost:80', 'localhost:80'],
    ['xn--bcher-kva.example:443', 'xn--bcher-kva.example:443'],
    ['1password.com:443', '1password.com:443'],
  ])('reads %s', (text, expected) => {
    expect(parseAuthority(text)).toMatchObject({ ok: true, authority: { text: expected } });
  });

  it.each([
    '127.0.0.1:443',
    '127.1:443',
    '2130706433:443',
    '0x7f000001:443',
    '0x7f.1:443',
    '0177.0.0.1:443',
    '1.2.3.4.5:443',
    'example.0x:443',
    'example.09:443',
    '[::1]:443',
    '::1:443',
    '[::ffff:127.0.0.1]:443',
    'example.com.:443',
    'example.com..:443',
    '.example.com:443',
    'user@example.com:443',
    'user:pass@example.com:443',
    'ex%61mple.com:443',
    'exämple.com:443',
    'example\u3002com:443',
    'example.com\u0000:443',
    'example.com :443',
    'example.com\t:443',
    'example.com',
    'example.com:',
    'example.com:0',
    'example.com:0443',
    'example.com:65536',
    'example.com:+443',
    'example.com:443:443',
    'example.com:4e2',
    '-example.com:443',
    'exam_ple.com:443',
    '*.example.com:443',
    ':443',
    '',
    `${'a'.repeat(64)}.com:443`,
    `${'a.'.repeat(127)}com:443`,
    'example.com/:443',
    'example.com\\:443',
  ])('refuses %j', (text) => {
    expect(parseAuthority(text).ok).toBe(false);
  });

  it('takes a default port only where one is given', () => {
    expect(parseAuthority('example.com', 80)).toMatchObject({ ok: true, authority: { port: 80 } });
  });
});

describe('addresses', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['1.1.1.1', 'public'],
    ['172.15.255.255', 'public'],
    ['172.32.0.1', 'public'],
    ['100.63.0.1', 'public'],
    ['2606:4700::1111', 'public'],
    ['2001:4860:4860::8888', 'public'],
    ['127.0.0.1', 'private'],
    ['127.255.255.254', 'private'],
    ['10.1.2.3', 'private'],
    ['172.16.0.1', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'private'],
    ['198.18.0.1', 'private'],
    ['::1', 'private'],
    ['fc00::1', 'private'],
    ['fd12::1', 'private'],
    ['0.0.0.0', 'never'],
    ['0.1.2.3', 'never'],
    ['169.254.169.254', 'never'],
    ['168.63.129.16', 'never'],
    ['100.100.100.200', 'never'],
    ['192.0.0.192', 'never'],
    ['224.0.0.1', 'never'],
    ['255.255.255.255', 'never'],
    ['fd00:ec2::254', 'never'],
    ['::', 'never'],
    ['fe80::1', 'never'],
    ['fe80::1%eth0', 'never'],
    ['ff02::1', 'never'],
    ['::ffff:127.0.0.1', 'never'],
    ['::ffff:8.8.8.8', 'never'],
    ['::ffff:7f00:1', 'never'],
    ['::127.0.0.1', 'never'],
    ['64:ff9b::7f00:1', 'never'],
    ['2002:7f00:1::', 'never'],
    ['2001:0:1::', 'never'],
    ['2001:db8::1', 'never'],
    ['not an address', 'never'],
    ['127.1', 'never'],
  ])('%s is %s', (address, expected) => {
    expect(classifyAddress(address)).toBe(expected);
  });
});

describe('model target', () => {
  it('splits path and query and decodes names', () => {
    expect(parseModelTarget('/v1/messages?beta=true&%6bEy=x')).toEqual({
      ok: true,
      target: {
        path: '/v1/messages',
        query: [
          { name: 'beta', text: 'beta=true' },
          { name: 'key', text: '%6bEy=x' },
        ],
      },
    });
  });

  it('knows an encoded colon', () => {
    expect(parseModelTarget('/v1beta/models/m%3AgenerateContent')).toMatchObject({
      target: { path: '/v1beta/models/m:generateContent' },
    });
  });

  it.each([
    '/v1/../v1/responses',
    '/v1/./responses',
    '/v1//responses',
    '//v1/responses',
    '/v1/responses/',
    '/v1%2fresponses',
    '/v1/%2e%2e/responses',
    '/v1/responses%00',
    '/v1/responses%253f',
    '/v1\\responses',
    '/v1/responses#x',
    '/v1/respons\u00e9s',
    '/v1/responses\t',
    '/v1/responses?%zz=1',
  ])('refuses %j', (url) => {
    expect(parseModelTarget(url).ok).toBe(false);
  });
});

describe('key filter', () => {
  const key = 'abcabcabd-key';
  const texts = [`x${key}y`, `${key}${key}`, `abcabc${key}`, 'abcabcabx', `abcabcabd-ke`, '', `aaabcabcabd-kez${key}`];

  it.each(texts)('masks %j at every split', (text) => {
    const expected = text.replaceAll(key, '*'.repeat(key.length));
    for (let first = 0; first <= text.length; first++)
      for (let second = first; second <= text.length; second++) {
        const filter = new KeyFilter(key);
        const parts = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        const out = [...parts.map((part) => filter.push(Buffer.from(part))), filter.end()];
        expect(Buffer.concat(out).toString()).toBe(expected);
      }
  });

  it('holds nothing back that cannot begin the key', () => {
    const filter = new KeyFilter(key);
    expect(filter.push(Buffer.from('data: {}\n\n')).toString()).toBe('data: {}\n\n');
    expect(filter.push(Buffer.from('zabca')).toString()).toBe('z');
  });

  it('does not change the bytes it was given', () => {
    const given = Buffer.from(`-${key}-`);
    new KeyFilter(key).push(given);
    expect(given.toString()).toBe(`-${key}-`);
  });

  it('leaves placeholders of local endpoints alone', () => {
    expect(new KeyFilter('none').push(Buffer.from('none')).toString()).toBe('none');
    expect(maskKey('none', 'none')).toBe('none');
    expect(maskKey(`a ${key}`, key)).toBe('a *************');
  });
});

describe('several secrets of a host', () => {
  const credential = (secrets: readonly string[]) => ({
    endpoint: 'git.test:443',
    pathPrefix: '/',
    authorization: 'Bearer x',
    secrets,
  });
  const short = 'token-0123456789';
  const long = `${short}-and-more`;

  it.each([
    ['the shorter first', [credential([short, long])]],
    ['the longer first', [credential([long]), credential([short])]],
  ])('are masked whole where one begins another: %s', (_, list) => {
    const masked = `a ${'*'.repeat(long.length)} b ${'*'.repeat(short.length)} c`;
    expect(maskAll(`a ${long} b ${short} c`, list)).toBe(masked);
    const filter = credentialFilter(list);
    expect(Buffer.concat([filter.push(Buffer.from(`a ${long} b ${short} c`)), filter.end()]).toString()).toBe(masked);
  });
});
