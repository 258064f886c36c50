import type { BrokerOptions } from '../../../src/broker/broker.js';
import { type Bypass, head, MARK } from './bypass.js';
import { TLS_BYPASSES } from './bypass-tls-table.js';

/** A tunnel and a word through it. */
const tunnel = (authority: (port: number) => string, more?: (port: number) => string) => (port: number) =>
  `${head(authority(port), more?.(port))}${MARK}`;
const request = (port: number, more = '', line = `GET http://registry.test:${port}/${MARK} HTTP/1.1`): string =>
  `${line}\r\nhost: registry.test:${port}\r\nconnection: close\r\n${more}\r\n`;
export const to =
  (address: string, family = 4): NonNullable<BrokerOptions['lookup']> =>
  async () => [{ address, family }];
const ADDRESS = /^IP addresses are not allowed/;
const UNLISTED = /is not in the allow-list/;
const NAME = /is not a DNS name/;
const ASCII = /characters outside ASCII|not an HTTP\/1\.1 request/;
const NO_HTTP = /not an HTTP\/1\.1 request/;
const NO_SUCH_HERE = 'nothing of this machine has that address';

export const BYPASSES: readonly Bypass[] = [
  // The address instead of the name, in every spelling that a resolver reads.
  ...[
    '127.0.0.1',
    '127.1',
    '127.0.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '0X7F.1',
    '017700000001',
    '0177.0.0.01',
    '127.0.0.1.',
    '0.0.0.0',
    '0',
  ].map((text) => ({
    name: `the address as ${text}`,
    send: tunnel((port) => `${text}:${port}`),
    why: text.endsWith('.') ? /a trailing dot/ : ADDRESS,
  })),
  ...['[::1]', '[0:0:0:0:0:0:0:1]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::]', '::1'].map((text) => ({
    name: `the address as ${text}`,
    send: tunnel((port) => `${text}:${port}`),
    why: ADDRESS,
  })),
  { name: 'an address with a zone', send: tunnel((port) => `[::1%25lo]:${port}`), why: /percent-encoding/ },
  {
    name: 'the address in full-width digits',
    send: tunnel((port) => `１２７.0.0.1:${port}`),
    why: ASCII,
    unproven: 'sent as Latin-1',
  },
  {
    name: 'the address by a plain request',
    send: (port) => request(port, '', `GET http://127.0.0.1:${port}/${MARK} HTTP/1.1`),
    why: ADDRESS,
  },
  {
    name: 'a decimal address by a plain request',
    send: (port) => request(port, '', `GET http://2130706433:${port}/${MARK} HTTP/1.1`),
    why: ADDRESS,
  },

  // Other names.
  { name: 'another host', send: tunnel((port) => `other.test:${port}`), why: UNLISTED },
  {
    name: 'another port',
    send: tunnel((port) => `registry.test:${port}`),
    grant: { allow: ['registry.test:443'] },
    why: UNLISTED,
  },
  { name: 'a subdomain', send: tunnel((port) => `a.registry.test:${port}`), why: UNLISTED },
  { name: 'a name that ends like it', send: tunnel((port) => `evil-registry.test:${port}`), why: UNLISTED },
  { name: 'a name that begins like it', send: tunnel((port) => `registry.test.evil.test:${port}`), why: UNLISTED },
  { name: 'its parent', send: tunnel((port) => `test:${port}`), why: UNLISTED },
  { name: 'localhost', send: tunnel((port) => `localhost:${port}`), why: UNLISTED },
  { name: 'a trailing dot', send: tunnel((port) => `registry.test.:${port}`), why: /trailing dot/ },
  { name: 'two trailing dots', send: tunnel((port) => `registry.test..:${port}`), why: /trailing dot/ },
  {
    name: 'a wildcard',
    send: tunnel((port) => `*.registry.test:${port}`),
    why: NAME,
    unproven: 'no resolver knows a wildcard',
  },
  { name: 'an underscore', send: tunnel((port) => `registry_x.test:${port}`), why: NAME },
  {
    name: 'a name of Cyrillic letters in UTF-8',
    send: tunnel((port) => `${Buffer.from('rеgistry.test').toString('latin1')}:${port}`),
    why: ASCII,
  },
  { name: 'its punycode', send: tunnel((port) => `xn--rgistry-1of.test:${port}`), why: UNLISTED },
  {
    name: 'an ideographic full stop',
    send: tunnel((port) => `registry${Buffer.from('。').toString('latin1')}test:${port}`),
    why: ASCII,
    unproven: 'sent as Latin-1',
  },
  { name: 'percent-encoding', send: tunnel((port) => `registry%2etest:${port}`), why: /percent-encoding/ },
  { name: 'a percent-encoded address', send: tunnel((port) => `%31%32%37.0.0.1:${port}`), why: /percent-encoding/ },
  {
    name: 'user information that looks like the host',
    send: tunnel((port) => `registry.test:80@other.test:${port}`),
    why: /user information/,
  },
  { name: 'user information', send: tunnel((port) => `a:b@registry.test:${port}`), why: /user information/ },
  {
    name: 'user information in a plain request',
    send: (port) => request(port, '', `GET http://registry.test@other.test:${port}/${MARK} HTTP/1.1`),
    why: /user information/,
  },
  {
    name: 'no port',
    send: tunnel(() => 'registry.test'),
    why: /a port from 1 to 65535/,
    unproven: 'nothing says where to',
  },
  { name: 'a port with a zero in front', send: tunnel((port) => `registry.test:0${port}`), why: /a port from 1/ },
  {
    name: 'a port beyond 16 bits that wraps',
    send: tunnel((port) => `registry.test:${port + 65_536}`),
    why: /a port from 1/,
    unproven: 'Node refuses such ports',
  },
  { name: 'two ports', send: tunnel((port) => `registry.test:443:${port}`), why: ADDRESS, unproven: 'read as IPv6' },
  { name: 'a NUL in the name', send: tunnel((port) => `other.test\0.registry.test:${port}`), why: NO_HTTP },
  { name: 'a tab in the name', send: tunnel((port) => `other.test\tregistry.test:${port}`), why: NO_HTTP },
  { name: 'a bare CR in the target', send: tunnel((port) => `other.test\rregistry.test:${port}`), why: NO_HTTP },
  {
    name: 'a line feed in the target',
    send: tunnel((port) => `other.test:${port}\nregistry.test:${port}`),
    why: NO_HTTP,
    unproven: 'two lines to anybody',
  },
  {
    name: 'a slash in the authority',
    send: tunnel((port) => `other.test/registry.test:${port}`),
    why: /is not a DNS name|not an HTTP/,
    unproven: 'no such name',
  },
  {
    name: 'a backslash',
    send: (port) => request(port, '', `GET http://registry.test\\@other.test:${port}/${MARK} HTTP/1.1`),
    why: /user information|DNS name|HTTP\/1\.1/,
  },
  { name: 'the broker itself, by name', send: tunnel((port) => `localhost:${port}`), why: UNLISTED },

  // A name of the policy that leads elsewhere.
  ...(
    [
      ['loopback', '127.0.0.1'],
      ['another loopback', '127.8.8.8'],
      ['IPv6 loopback', '::1'],
      ['unspecified', '0.0.0.0'],
    ] as const
  ).map(([what, address]) => ({
    name: `a name that resolves to a ${what} address`,
    send: tunnel((port) => `registry.test:${port}`),
    options: { allowPrivate: [], lookup: to(address) },
    why: /not public/,
  })),
  ...(
    [
      ['private', '10.1.2.3'],
      ['private', '172.20.0.1'],
      ['private', '192.168.1.1'],
      ['carrier', '100.64.0.1'],
      ['link-local', '169.254.1.1'],
      ['metadata', '169.254.169.254'],
      ['metadata', '168.63.129.16'],
      ['metadata', '100.100.100.200'],
      ['metadata', 'fd00:ec2::254'],
      ['multicast', '224.0.0.1'],
      ['broadcast', '255.255.255.255'],
      ['IPv6 local', 'fd12::1'],
      ['IPv6 link-local', 'fe80::1'],
      ['IPv6 multicast', 'ff02::1'],
      ['mapped', '::ffff:127.0.0.1'],
      ['compatible', '::7f00:1'],
      ['NAT64', '64:ff9b::7f00:1'],
      ['6to4', '2002:7f00:1::'],
      ['Teredo', '2001:0:7f00:1::'],
      ['documentation', '203.0.113.1'],
    ] as const
  ).map(([what, address]) => ({
    name: `a name that resolves to the ${what} address ${address}`,
    send: tunnel((port) => `registry.test:${port}`),
    options: { allowPrivate: [], lookup: to(address) },
    why: /not public/,
    unproven: NO_SUCH_HERE,
  })),
  {
    name: 'a metadata address under a name that may be private',
    send: tunnel((port) => `registry.test:${port}`),
    options: { lookup: to('169.254.169.254') },
    why: /not public/,
    unproven: NO_SUCH_HERE,
  },
  {
    name: 'one bad address among good ones',
    send: tunnel((port) => `registry.test:${port}`),
    options: { allowPrivate: [], lookup: async () => [...(await to('8.8.8.8')('')), ...(await to('127.0.0.1')(''))] },
    why: /not public/,
  },
  {
    name: 'a name that resolves to a name in place of an address',
    send: tunnel((port) => `registry.test:${port}`),
    options: { allowPrivate: [], lookup: to('localhost') },
    why: /not public/,
  },

  // What the request says beside its target.
  {
    name: 'another Host than CONNECT',
    send: tunnel(
      (port) => `registry.test:${port}`,
      (port) => `host: other.test:${port}\r\n`,
    ),
    why: /names another host/,
  },
  {
    name: 'another port in Host than in CONNECT',
    send: tunnel(
      (port) => `registry.test:${port}`,
      () => 'host: registry.test:80\r\n',
    ),
    why: /names another host/,
  },
  {
    name: 'two Hosts',
    send: tunnel(
      (port) => `registry.test:${port}`,
      (port) => `host: registry.test:${port}\r\nhost: other.test\r\n`,
    ),
    why: /more than one Host/,
  },
  {
    name: 'two Hosts in a plain request',
    send: (port) => request(port, 'host: other.test\r\n'),
    why: /more than one Host/,
  },
  {
    name: 'https in a plain request',
    send: (port) => request(port, '', `GET https://registry.test:${port}/${MARK} HTTP/1.1`),
    why: /must be CONNECT or name an http/,
  },
  {
    name: 'another scheme',
    send: (port) => request(port, '', `GET ftp://registry.test:${port}/${MARK} HTTP/1.1`),
    why: /must be CONNECT or name an http/,
  },
  {
    name: 'a fragment',
    send: (port) => request(port, '', `GET http://registry.test:${port}/${MARK}#x HTTP/1.1`),
    why: /characters that are not allowed/,
  },
  {
    name: 'Upgrade',
    send: (port) => request(port, 'connection: upgrade\r\nupgrade: websocket\r\n'),
    why: /Upgrade is not allowed/,
  },
  {
    name: 'Upgrade to h2c',
    send: (port) =>
      request(port, 'connection: upgrade, http2-settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABk\r\n'),
    why: /Upgrade is not allowed/,
  },
  {
    name: 'TRACE',
    send: (port) => request(port, '', `TRACE http://registry.test:${port}/${MARK} HTTP/1.1`),
    why: /TRACE is not allowed/,
  },
  {
    name: 'a strange expectation',
    send: (port) => request(port, 'expect: something\r\n'),
    why: /expectation is not supported/,
  },
  {
    name: 'HTTP/2 with prior knowledge',
    send: () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    why: NO_HTTP,
    unproven: 'names no host',
  },
  { name: 'HTTP/0.9', send: (port) => `GET http://registry.test:${port}/${MARK}\r\n\r\n`, why: NO_HTTP },
  {
    name: 'TLS to the proxy',
    send: () => '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
    why: NO_HTTP,
    unproven: 'names no host',
  },
  { name: 'SOCKS', send: () => '\x05\x01\x00', why: NO_HTTP, unproven: 'names no host' },

  // Framing by which two readers see different requests.
  {
    name: 'a length and chunks',
    send: (port) =>
      `${request(port, 'content-length: 5\r\ntransfer-encoding: chunked\r\n', `POST http://registry.test:${port}/${MARK} HTTP/1.1`)}0\r\n\r\nGET /x`,
    why: NO_HTTP,
  },
  {
    name: 'two lengths',
    send: (port) =>
      request(port, 'content-length: 1\r\ncontent-length: 2\r\n', `POST http://registry.test:${port}/${MARK} HTTP/1.1`),
    why: NO_HTTP,
  },
  {
    name: 'a length with a sign',
    send: (port) => request(port, 'content-length: +5\r\n', `POST http://registry.test:${port}/${MARK} HTTP/1.1`),
    why: NO_HTTP,
  },
  {
    name: 'chunks with something behind',
    send: (port) =>
      request(port, 'transfer-encoding: chunked, identity\r\n', `POST http://registry.test:${port}/${MARK} HTTP/1.1`),
    why: NO_HTTP,
  },
  {
    name: 'chunks under another spelling',
    send: (port) =>
      request(port, 'transfer-encoding: xchunked\r\n', `POST http://registry.test:${port}/${MARK} HTTP/1.1`),
    why: /transfer coding other than chunked/,
  },
  { name: 'a blank before the colon', send: (port) => request(port, 'content-length : 5\r\n'), why: NO_HTTP },
  { name: 'a folded header', send: (port) => request(port, 'x: a\r\n b\r\n'), why: NO_HTTP },
  { name: 'bare line feeds', send: (port) => request(port).replaceAll('\r\n', '\n'), why: NO_HTTP },
  { name: 'a bare CR in a header', send: (port) => request(port, 'x: a\rhost: other.test\r\n'), why: NO_HTTP },
  { name: 'a NUL in a header', send: (port) => request(port, 'x: a\0b\r\n'), why: NO_HTTP },
  {
    name: 'headers that are too large',
    send: (port) => request(port, `x: ${'y'.repeat(40_000)}\r\n`),
    why: /headers are too large/,
  },
  {
    name: 'a target that is too long',
    send: (port) => request(port, '', `GET http://registry.test:${port}/${MARK}${'y'.repeat(40_000)} HTTP/1.1`),
    why: /headers are too large/,
  },
  {
    name: 'too many headers',
    send: (port) => request(port, Array.from({ length: 300 }, (_, at) => `h${at}: x\r\n`).join('')),
    why: /more than 256 headers/,
  },
  {
    name: 'a head that never ends',
    send: (port) => request(port).slice(0, -2),
    options: { limits: { headersMs: 600 } },
    why: /no complete request within/,
  },
  ...TLS_BYPASSES,
];
