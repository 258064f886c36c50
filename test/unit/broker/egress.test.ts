import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import { connectTo, egressLab, loopback } from './egress-lab.js';
import { Line, readText, Upstream } from './line.js';

const { keep, line, echo } = egressLab();

describe('CONNECT', () => {
  it('carries bytes both ways, those sent with it included, and half-closed ends', async () => {
    const target = await echo();
    const room = await line(target.port);
    const socket = await room.socket();
    socket.write(`${connectTo(`registry.test:${target.port}`)}early `);
    socket.end('late');
    const text = await readText(socket);
    expect(text).toBe('HTTP/1.1 200 Connection established\r\n\r\nEARLY LATEBYE');
    expect(await room.logged(1)).toMatchObject([
      {
        kind: 'connect',
        method: 'CONNECT',
        host: 'registry.test',
        port: target.port,
        attempt: 1,
        path: '',
        verdict: 'allowed',
        rule: `allow registry.test:${target.port}`,
        status: 200,
        bytesOut: 10,
        bytesIn: 13,
      },
    ]);
  });

  it('reaches every name where a person lifted the filter, but for private addresses and what is no name', async () => {
    const target = await echo();
    const other = `other.test:${target.port}`;
    const lifted = await line(target.port, { allow: [], everything: true }, { allowPrivate: [other] });
    expect(await lifted.raw(`${connectTo(other)}hi`, /HI/)).toContain('HI');
    const name = `registry.test:${target.port}`;
    expect(await lifted.raw(connectTo(name), /allow-private/)).toMatch(/^HTTP\/1.1 403 /);
    expect(await lifted.raw(connectTo(`127.0.0.1:${target.port}`), /only names/)).toMatch(/^HTTP\/1.1 403 /);
    const filtered = await line(target.port, { allow: [] }, { allowPrivate: [other] });
    expect(await filtered.raw(connectTo(other), /allow-list/)).toMatch(/^HTTP\/1.1 403 /);
  });

  it('compares in lower case and works without a Host header', async () => {
    const target = await echo();
    const room = await line(target.port);
    const text = await room.raw(`${connectTo(`Registry.TEST:${target.port}`, '')}hi`, /HI/);
    expect(text).toContain('HI');
  });

  it.each<[string, (port: number) => string]>([
    ['another host', (port) => connectTo(`other.test:${port}`)],
    ['another port', (port) => connectTo(`registry.test:${port + 1}`)],
    ['a subdomain', (port) => connectTo(`a.registry.test:${port}`)],
    ['a parent domain', (port) => connectTo(`test:${port}`)],
    ['a suffix', (port) => connectTo(`evil-registry.test:${port}`)],
    ['the address', (port) => connectTo(`127.0.0.1:${port}`)],
    ['a short address', (port) => connectTo(`127.1:${port}`)],
    ['a decimal address', (port) => connectTo(`2130706433:${port}`)],
    ['a hexadecimal address', (port) => connectTo(`0x7f000001:${port}`)],
    ['an octal address', (port) => connectTo(`0177.0.0.1:${port}`)],
    ['an IPv6 address', (port) => connectTo(`[::1]:${port}`)],
    ['a mapped address', (port) => connectTo(`[::ffff:127.0.0.1]:${port}`)],
    ['a trailing dot', (port) => connectTo(`registry.test.:${port}`)],
    ['user information', (port) => connectTo(`registry.test@other.test:${port}`)],
    ['user information in front', (port) => connectTo(`x@registry.test:${port}`)],
    ['percent-encoding', (port) => connectTo(`registry%2etest:${port}`)],
    ['no port', () => connectTo('registry.test')],
    ['a port with a leading zero', (port) => connectTo(`registry.test:0${port}`)],
    ['another Host header', (port) => connectTo(`registry.test:${port}`, 'host: other.test\r\n')],
    [
      'two Host headers',
      (port) => connectTo(`registry.test:${port}`, `host: registry.test\r\nhost: registry.test\r\n`),
    ],
  ])('to %s is denied', async (_, request) => {
    const target = await echo();
    const room = await line(target.port);
    const text = await room.raw(request(target.port));
    expect(text).toMatch(/^HTTP\/1\.1 403 Forbidden \(cleanroom: [\x20-\x7e]+\)\r\n/);
    expect(text).toMatch(/\r\n\r\ncleanroom: denied: [^\n]+\n$/);
    expect(await room.logged(1)).toMatchObject([{ kind: 'connect', verdict: 'denied', status: 403 }]);
    expect(room.session.denials()).toHaveLength(1);
    expect(target.sockets).toHaveLength(0);
  });

  it('tells the line that would permit it, once per host', async () => {
    const room = await line(1, { stage: 'prepare' });
    const text = await room.raw(connectTo('Other.test:443'));
    await room.raw(connectTo('other.test:443'));
    expect(text).toContain('allow-prepare: other.test:443');
    expect(room.session.denials()).toMatchObject([
      { host: 'other.test:443', allow: ['allow-prepare: other.test:443'] },
    ]);
    expect(await room.logged(2)).toHaveLength(2);
  });

  it('keeps a bounded list of denials', async () => {
    const room = await line(1, {}, { limits: { denials: 3 } });
    for (let port = 1; port <= 5; port++) await room.raw(connectTo(`other.test:${port}`));
    expect(room.session.denials()).toHaveLength(3);
  });

  it.each([
    ['loopback', '127.0.0.1'],
    ['private', '10.0.0.1'],
    ['metadata', '169.254.169.254'],
    ['carrier', '100.64.0.1'],
    ['mapped', '::ffff:127.0.0.1'],
    ['IPv6 loopback', '::1'],
    ['IPv6 local', 'fd00::1'],
    ['unspecified', '0.0.0.0'],
  ])('to a name that resolves to a %s address is denied', async (_, address) => {
    const target = await echo();
    const room = await line(target.port, {}, { allowPrivate: [], lookup: async () => [{ address, family: 4 }] });
    expect(await room.raw(connectTo(`registry.test:${target.port}`))).toContain('not public');
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status: 403 }]);
    expect(target.sockets).toHaveLength(0);
  });

  it('to a name with one bad address among good ones is denied', async () => {
    const addresses = [
      { address: '8.8.8.8', family: 4 },
      { address: '127.0.0.1', family: 4 },
    ];
    const room = await line(443, {}, { allowPrivate: [], lookup: async () => addresses });
    expect(await room.raw(connectTo('registry.test:443'))).toMatch(/ 403 /);
  });

  it('never dials metadata, even for a name that is listed as private', async () => {
    const room = await line(80, {}, { lookup: async () => [{ address: '169.254.169.254', family: 4 }] });
    expect(await room.raw(connectTo('registry.test:80'))).toMatch(/ 403 /);
  });

  it('resolves once, and dials what it checked', async () => {
    const target = await echo();
    let asked = 0;
    const lookup: NonNullable<BrokerOptions['lookup']> = async () => {
      asked++;
      return [{ address: asked === 1 ? '127.0.0.1' : '169.254.169.254', family: 4 }];
    };
    const room = await line(target.port, {}, { lookup });
    expect(await room.raw(`${connectTo(`registry.test:${target.port}`)}x`, /X/)).toContain('X');
    expect(asked).toBe(1);
  });

  it('asks no resolver about what is not allowed', async () => {
    let asked = 0;
    const lookup: NonNullable<BrokerOptions['lookup']> = async () => {
      asked++;
      return [];
    };
    const room = await line(443, {}, { lookup });
    await room.raw(connectTo('secret-data.other.test:443'));
    expect(asked).toBe(0);
  });

  it('to a name that does not resolve, in time or at all, fails with 502', async () => {
    const missing = await line(
      443,
      {},
      { lookup: () => Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' })) },
    );
    expect(await missing.raw(connectTo('registry.test:443'))).toMatch(/ 502 [\s\S]*ENOTFOUND/);
    const silent = await line(443, {}, { lookup: () => new Promise(() => {}), limits: { resolveMs: 50 } });
    expect(await silent.raw(connectTo('registry.test:443'))).toMatch(/ 502 /);
    expect(await silent.logged(1)).toMatchObject([{ verdict: 'failed', status: 502 }]);
    expect(silent.session.denials()).toHaveLength(0);
  });

  it('to a closed port fails with 502', async () => {
    const upstream = await Upstream.start();
    upstream.close();
    const room = await line(upstream.port);
    expect(await room.raw(connectTo(`registry.test:${upstream.port}`))).toMatch(/ 502 [\s\S]*ECONNREFUSED/);
  });

  it('is logged once when the room leaves while the name is being resolved', async () => {
    let asked: () => void = () => {};
    const asking = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const lookup: NonNullable<BrokerOptions['lookup']> = () => {
      asked();
      return new Promise(() => {});
    };
    const room = await line(443, {}, { lookup });
    const socket = await room.socket();
    socket.write(connectTo('registry.test:443'));
    await asking;
    await room.session.close();
    expect(room.records).toMatchObject([{ verdict: 'failed', rule: 'the room was closed' }]);
  });

  it('ends with its session', async () => {
    const target = await echo();
    const room = await line(target.port);
    const socket = await room.socket();
    socket.write(`${connectTo(`registry.test:${target.port}`)}x`);
    await new Promise<void>((resolve) => socket.on('data', (chunk) => String(chunk).includes('X') && resolve()));
    const [upstream] = target.sockets;
    const gone = Promise.all([once(socket, 'end'), once(upstream!, 'close')]);
    await room.session.close();
    await gone;
    expect(room.records).toMatchObject([{ verdict: 'failed', rule: 'the room was closed', bytesOut: 1, bytesIn: 1 }]);
  });

  it('loses and mixes up nothing when several rooms’ readers are slow', async () => {
    const size = 12 * 1024 * 1024;
    const servers: { port: number; fill: number }[] = [];
    for (const fill of [1, 2, 3]) {
      // Every block is another one, so that a buffer that is used too early shows.
      const server = createServer((socket) => {
        socket.on('error', () => {});
        for (let at = 0; at < size; at += 65_536) socket.write(Buffer.alloc(65_536, (at / 65_536) * 3 + fill));
        socket.end();
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      keep({ close: () => server.close() });
      servers.push({ port: (server.address() as AddressInfo).port, fill });
    }
    const allow = servers.map(({ port }) => `registry.test:${port}`);
    const room = await Line.open({ allow }, { lookup: loopback, allowPrivate: allow });
    keep(room.broker);
    const wrong = await Promise.all(
      servers.map(async ({ port, fill }) => {
        const socket = await room.socket();
        socket.write(connectTo(`registry.test:${port}`));
        let [seen, bad, head] = [0, 0, ''];
        for await (const chunk of socket as AsyncIterable<Buffer>) {
          let bytes = chunk;
          if (!head.endsWith('\r\n\r\n')) {
            const end = bytes.indexOf('\r\n\r\n') + 4;
            head += bytes.subarray(0, end).toString();
            bytes = bytes.subarray(end);
          }
          for (let at = 0; at < bytes.length; at += 509) {
            const expected = (Math.floor((seen + at) / 65_536) * 3 + fill) & 255;
            if (bytes[at] !== expected) bad++;
          }
          seen += bytes.length;
          await new Promise((resolve) => setImmediate(resolve));
        }
        return { bad, seen };
      }),
    );
    expect(wrong).toEqual(servers.map(() => ({ bad: 0, seen: size })));
  });

  it('is cut when it is silent', async () => {
    const target = await echo();
    const room = await line(target.port, {}, { limits: { idleMs: 500 } });
    await room.raw(connectTo(`registry.test:${target.port}`));
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', rule: expect.stringContaining('silent') }]);
  });

  it('is logged when the upstream breaks it', async () => {
    const target = await echo();
    const room = await line(target.port);
    const socket = await room.socket();
    socket.write(`${connectTo(`registry.test:${target.port}`)}x`);
    await new Promise<void>((resolve) => socket.on('data', (chunk) => String(chunk).includes('X') && resolve()));
    target.sockets[0]?.resetAndDestroy();
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', rule: expect.stringContaining('ECONNRESET') }]);
  });
});
