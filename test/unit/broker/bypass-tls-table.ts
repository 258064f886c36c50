import { type Bypass, head, MARK } from './bypass.js';
import { clientHello } from './hello.js';

/** Ways around the server name, inside a tunnel that must carry TLS for its host. */
export const TLS_BYPASSES: readonly Bypass[] = [
  ...(
    [
      ['plain HTTP', () => `GET /${MARK} HTTP/1.1\r\nhost: other.test\r\n\r\n`, /^not TLS/],
      ['SSH', () => `SSH-2.0-${MARK}\r\n`, /^not TLS/],
      ['HTTP/2 with prior knowledge', () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', /^not TLS/],
      ['another server name', () => clientHello('other.test'), /server name is not registry\.test/],
      ['a server name that ends like it', () => clientHello('x.registry.test'), /server name is not registry\.test/],
      ['a server name with a trailing dot', () => clientHello('registry.test.'), /server name is not registry\.test/],
      [
        'a server name with a NUL',
        () => clientHello('registry.test\0.other.test'),
        /server name is not registry\.test/,
      ],
      ['an address as server name', () => clientHello('127.0.0.1'), /server name is not registry\.test/],
      ['no server name', () => clientHello(), /without a server name/],
      ['an empty server name', () => clientHello(''), /malformed TLS server name/],
      [
        'two server names in one list',
        () => clientHello('registry.test', { second: 'other.test' }),
        /malformed TLS server name/,
      ],
      [
        'two lists of server names',
        () => clientHello('registry.test', { again: 'other.test' }),
        /malformed TLS server name/,
      ],
      [
        'another server name behind GREASE and ECH',
        () => clientHello('public.test', { grease: true, ech: true }),
        /server name is not registry\.test/,
      ],
      ['a ClientHello of SSL 2', () => '\x80\x2e\x01\x03\x01\x00\x15\x00\x00\x00\x10', /^not TLS/],
      [
        'a record of another kind first',
        () => `\x15\x03\x01\x00\x02\x01\x00${clientHello('registry.test')}`,
        /^not TLS/,
      ],
      ['a ServerHello', () => clientHello('registry.test').replace(/^(.{5})\x01/s, '$1\x02'), /not a TLS ClientHello/],
      [
        'a ClientHello that is too long',
        () => clientHello('registry.test', { padding: 17_000 }),
        /too long|malformed TLS record/,
      ],
      ['an extension past the end', () => clientHello('registry.test', { overrun: 3 }), /malformed TLS/],
      [
        'another server name in records of one byte',
        () => clientHello('other.test', { record: 1 }),
        /server name is not registry\.test/,
      ],
    ] as const
  ).map(([name, bytes, why]) => ({
    name: `a tunnel with ${name}`,
    send: (port: number) => [head(`registry.test:${port}`), bytes()],
    why,
    tls: true,
  })),
  {
    name: 'a tunnel with another server name, byte by byte',
    send: (port) => [head(`registry.test:${port}`), ...clientHello('other.test')],
    why: /server name is not registry\.test/,
    tls: true,
  },
  {
    name: 'a tunnel with another server name that came with its CONNECT',
    send: (port) => `${head(`registry.test:${port}`)}${clientHello('other.test')}`,
    why: /server name is not registry\.test/,
    tls: true,
  },
  {
    name: 'a tunnel with half a ClientHello',
    send: (port) => [head(`registry.test:${port}`), clientHello('registry.test').slice(0, 60)],
    options: { limits: { helloMs: 80 } },
    why: /no TLS ClientHello in time/,
    tls: true,
  },
];
