import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { BrokerGrant } from '../../../src/broker/types.js';
import { KEY, Line, NONCE, readText, Upstream } from './line.js';

const open: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(part: T): T => {
  open.push(part);
  return part;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

const loopback: NonNullable<BrokerOptions['lookup']> = async () => [{ address: '127.0.0.1', family: 4 }];

/** A room that may reach `registry.test` at `port`, which is this machine. */
async function line(
  port: number,
  grant: Partial<BrokerGrant> = {},
  options: Partial<Pick<BrokerOptions, 'lookup' | 'allowPrivate' | 'limits'>> = {},
): Promise<Line> {
  const allowed = `registry.test:${port}`;
  const room = await Line.open(
    { allow: [allowed], ...grant },
    { lookup: loopback, allowPrivate: [allowed], ...options },
  );
  keep(room.broker);
  return room;
}

/** Sends back in upper case what comes; `seen` holds the bytes. */
async function echo(): Promise<{ port: number; seen: () => string; sockets: Socket[] }> {
  let seen = '';
  const sockets: Socket[] = [];
  const server: Server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      seen += chunk.toString('latin1');
      socket.write(chunk.toString('latin1').toUpperCase());
    });
    socket.on('end', () => socket.end('BYE'));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  keep({
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  });
  return { port: (server.address() as AddressInfo).port, seen: () => seen, sockets };
}

const connectTo = (authority: string, headers = `host: ${authority}\r\n`): string =>
  `CONNECT ${authority} HTTP/1.1\r\n${headers}\r\n`;

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
    const room = await line(target.port, {}, { limits: { idleMs: 80 } });
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

describe('plain HTTP', () => {
  it('goes through with its Host rewritten and without credentials', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.end('package')));
    const room = await line(upstream.port);
    const answer = await room.send(`http://Registry.test:${upstream.port}/a/b?c=d&key=kept`, {
      method: 'POST',
      headers: { host: 'other.test', authorization: 'Basic x', cookie: 'a=b', 'proxy-authorization': 'x', 'x-a': 'b' },
      body: 'data',
    });
    expect(answer).toMatchObject({ status: 200, body: 'package' });
    expect(upstream.seen).toMatchObject([{ method: 'POST', url: '/a/b?c=d&key=kept', body: 'data' }]);
    expect(upstream.seen[0]?.headers).toMatchObject({ host: `registry.test:${upstream.port}`, 'x-a': 'b' });
    for (const name of ['authorization', 'cookie', 'proxy-authorization'])
      expect(upstream.seen[0]?.headers).not.toHaveProperty(name);
    expect(await room.logged(1)).toMatchObject([
      {
        kind: 'http',
        method: 'POST',
        host: 'registry.test',
        port: upstream.port,
        path: '/a/b',
        verdict: 'allowed',
        status: 200,
        bytesOut: 4,
        bytesIn: 7,
      },
    ]);
    expect(JSON.stringify(room.records)).not.toContain('c=d');
  });

  it('goes without what servers behind a gateway read as a credential or an override', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.end()));
    const room = await line(upstream.port);
    const names = ['x_api_key', 'x_http_method_override', 'X_Original_URL', 'x-forwarded_host', 'content_length'];
    const headers = Object.fromEntries([...names, 'my_own'].map((name) => [name, 'kept']));
    await room.send(`http://registry.test:${upstream.port}/`, { headers });
    const seen = Object.entries(upstream.seen[0]?.headers ?? {}).filter(([, value]) => value === 'kept');
    expect(seen).toEqual([['my_own', 'kept']]);
  });

  it.each([
    ['another host', 'http://other.test/', 403],
    ['another port', 'http://registry.test/', 403],
    ['an address', 'http://127.0.0.1:PORT/', 403],
    ['user information', 'http://a:b@registry.test:PORT/', 403],
    ['https', 'https://registry.test:PORT/', 403],
    ['ftp', 'ftp://registry.test:PORT/', 403],
    ['a fragment', 'http://registry.test:PORT/#a', 403],
    ['a backslash', 'http://registry.test:PORT\\@other.test/', 400],
    ['no host', 'http:///x', 403],
    ['an asterisk', '*', 403],
  ])('to %s is denied', async (_, url, status) => {
    const upstream = keep(await Upstream.start());
    const room = await line(upstream.port);
    const method = url === '*' ? 'OPTIONS' : 'GET';
    const text = await room.raw(
      `${method} ${url.replace('PORT', String(upstream.port))} HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n`,
    );
    expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status }]);
    expect(upstream.seen).toHaveLength(0);
  });

  it('refuses Upgrade, two Hosts and unknown expectations, on every kind of request', async () => {
    const upstream = keep(await Upstream.start());
    const room = await Line.open(
      { allow: [`registry.test:${upstream.port}`] },
      { lookup: loopback, allowPrivate: [`registry.test:${upstream.port}`], baseUrl: upstream.url },
    );
    keep(room.broker);
    const targets = [`http://registry.test:${upstream.port}/`, '/v1/models'];
    for (const target of targets)
      for (const header of ['connection: upgrade\r\nupgrade: websocket', 'host: b', 'expect: magic']) {
        const text = await room.raw(
          `GET ${target} HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${NONCE}\r\n${header}\r\n\r\n`,
          /denied: [\s\S]*\n/,
        );
        expect(text).toMatch(/^HTTP\/1.1 403 /);
      }
    expect(upstream.seen).toHaveLength(0);
    expect(await room.logged(6)).toHaveLength(6);
  });

  it('never carries the key of a provider', async () => {
    const upstream = keep(await Upstream.start());
    const room = await Line.open(
      { allow: [`registry.test:${upstream.port}`] },
      { lookup: loopback, allowPrivate: [`registry.test:${upstream.port}`], baseUrl: upstream.url },
    );
    keep(room.broker);
    await room.send(`http://registry.test:${upstream.port}/v1/models`, {
      headers: { authorization: `Bearer ${NONCE}` },
    });
    expect(JSON.stringify(upstream.seen)).not.toContain(KEY);
    expect(upstream.seen).toHaveLength(1);
  });

  it('asks the policy anew for each address', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line(upstream.port, {}, { allowPrivate: [] });
    expect((await room.send(`http://registry.test:${upstream.port}/`)).body).toContain('not public');
    expect(upstream.seen).toHaveLength(0);
  });
});

describe('a connection', () => {
  it.each([
    ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
    ['TLS', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03'],
    ['noise', '\x00\x00\x00\r\n\r\n'],
    ['two lengths', 'POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n'],
    [
      'length and chunks',
      'POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n',
    ],
    ['a folded header', 'GET / HTTP/1.1\r\nhost : a\r\n\r\n'],
  ])('that speaks %s is refused and logged once', async (_, bytes) => {
    const room = await line(1);
    expect(await room.raw(bytes)).toMatch(/^HTTP\/1.1 400 /);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status: 400 }]);
  });

  it('with too large headers gets 431', async () => {
    const room = await line(1, {}, { limits: { headerBytes: 2048 } });
    expect(await room.raw(`GET / HTTP/1.1\r\nhost: a\r\nx: ${'y'.repeat(4096)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 431 /);
  });

  it('that does not complete its headers is cut and logged; a silent one is only cut', async () => {
    const room = await line(1, {}, { limits: { headersMs: 60 } });
    await Promise.all([room.raw('GET / HTTP/1.1\r\nhost:'), room.raw('')]);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', rule: expect.stringContaining('60 ms') }]);
    expect(room.records).toHaveLength(1);
  });

  it('that idles after a request is cut', async () => {
    const room = await line(1, {}, { limits: { headersMs: 40, keepAliveMs: 40 } });
    const socket = await room.socket();
    socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(await readText(socket, /denied: .*\n/)).toMatch(/^HTTP\/1.1 403 /);
    socket.write('GET');
    await once(socket, 'end');
    expect(await room.logged(2)).toHaveLength(2);
  });

  it('that sends a second request before the answer is cut, and each is logged', async () => {
    const upstream = keep(await Upstream.start(() => {}));
    const room = await line(upstream.port);
    const request = `GET http://registry.test:${upstream.port}/ HTTP/1.1\r\nhost: a\r\n\r\n`;
    expect(await room.raw(request + request)).toBe('');
    const records = await room.logged(2);
    expect(records.map(({ verdict }) => verdict).sort()).toEqual(['denied', 'failed']);
  });

  it('beyond the limit is cut while the others live', async () => {
    const target = await echo();
    const room = await line(target.port, {}, { limits: { connections: 2 } });
    const sockets = [await room.socket(), await room.socket()];
    for (const socket of sockets) {
      socket.write(`${connectTo(`registry.test:${target.port}`)}x`);
      expect(await readText(socket, /X/)).toContain('X');
    }
    const third = await room.raw('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
    expect(third).toBe('');
    for (const socket of sockets) {
      socket.write('y');
      expect(await readText(socket, /Y/)).toContain('Y');
      socket.destroy();
    }
    expect(room.records[0]).toMatchObject({ verdict: 'denied', rule: expect.stringContaining('2 connections') });
  });

  it('that asks for nothing gives way to one that may, the model’s before all', async () => {
    const target = await echo();
    const upstream = keep(await Upstream.start((_, response) => response.end('{}')));
    const endpoint = `registry.test:${target.port}`;
    const room = await Line.open(
      { allow: [endpoint] },
      { lookup: loopback, allowPrivate: [endpoint], limits: { connections: 16 }, baseUrl: upstream.url },
    );
    keep(room.broker);
    // Slow ones, far more than there is place for; and as many tunnels as may be.
    const slow = await Promise.all(Array.from({ length: 40 }, () => room.socket()));
    for (const socket of slow) socket.write('GET / HTTP/1.1\r\nx:');
    const tunnels: Socket[] = [];
    for (let count = 0; count < 14; count++) {
      const socket = await room.socket();
      socket.write(`${connectTo(endpoint)}x`);
      expect(await readText(socket, /X/)).toContain('X');
      tunnels.push(socket);
    }
    expect(await room.raw(connectTo(endpoint))).toContain('more than 14 connections to hosts');
    for (let count = 0; count < 5; count++) expect((await room.responses()).status).toBe(200);
    for (const socket of [...slow, ...tunnels]) socket.destroy();
  });

  it.each([
    ['a refusal', connectTo('nobody.test:443')],
    ['an error', '\x00\x01\x02\r\n\r\n'],
  ])('that was told %s, and waits, keeps no place', async (_, bytes) => {
    const upstream = keep(await Upstream.start((_, response) => response.end('{}')));
    const room = await Line.open({}, { limits: { connections: 16, drainMs: 60_000 }, baseUrl: upstream.url });
    keep(room.broker);
    const sockets = await Promise.all(Array.from({ length: 40 }, () => room.socket()));
    for (const socket of sockets) socket.write(bytes);
    await room.logged(16);
    expect((await room.responses()).status).toBe(200);
    for (const socket of sockets) socket.destroy();
  });

  it('that does not take our answers is cut', async () => {
    const room = await line(1, {}, { limits: { drainMs: 50 } });
    // The buffers of a Unix socket are small and do not grow.
    const folder = mkdtempSync(join(tmpdir(), 'answers-'));
    const server = createServer();
    room.session.accept(server);
    server.listen(join(folder, 'room.sock'));
    await once(server, 'listening');
    const accepted = once(server, 'connection') as Promise<[Socket]>;
    const socket = connect(join(folder, 'room.sock'));
    socket.on('error', () => {});
    const [inside] = await accepted;
    socket.pause();
    for (let count = 1; inside.writableLength === 0; count++) {
      socket.write(`GET http://${'a'.repeat(60)}.test/ HTTP/1.1\r\n\r\n`);
      await room.logged(count);
      await new Promise((done) => setImmediate(done));
    }
    await once(inside, 'close');
    expect(room.records.every(({ rule }) => rule.includes('allow-list'))).toBe(true);
    socket.destroy();
    rmSync(folder, { recursive: true });
  });

  it('of a room that asks too often ends the session', async () => {
    const room = await line(1, {}, { limits: { requests: 2 } });
    for (let count = 0; count < 3; count++) await room.raw('GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
    expect(room.records.map(({ rule }) => rule)[2]).toContain('more than 2 requests');
    expect(room.server.listening).toBe(false);
    expect(room.records).toHaveLength(3);
  });

  it('200 at once are held', async () => {
    const target = await echo();
    const room = await line(target.port);
    const sockets = await Promise.all(Array.from({ length: 200 }, () => room.socket()));
    const texts = await Promise.all(
      sockets.map((socket, index) => {
        socket.write(`${connectTo(`registry.test:${target.port}`)}n${index}.`);
        return readText(socket, /N\d+\./);
      }),
    );
    expect(texts.every((text, index) => text.endsWith(`N${index}.`))).toBe(true);
    for (const socket of sockets) socket.destroy();
    expect(await room.logged(200)).toHaveLength(200);
  });
});
