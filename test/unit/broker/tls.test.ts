import { execFileSync, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Duplex } from 'node:stream';
import tls from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { MAX_CLIENT_HELLO, readClientHello } from '../../../src/broker/client-hello.js';
import type { BrokerLimits } from '../../../src/broker/limits.js';
import { Line, readText } from './line.js';

/** The bytes that Node's own TLS client begins with. */
async function hello(servername?: string): Promise<Buffer> {
  return await new Promise((resolve) => {
    const wire = new Duplex({ read() {}, write: (chunk: Buffer) => resolve(chunk) });
    const client = tls.connect({ socket: wire, ...(servername === undefined ? {} : { servername }) });
    client.on('error', () => {});
  });
}

/** The same handshake message in records of `size` bytes. */
function refragment(record: Buffer, size: number): Buffer {
  const message = record.subarray(5);
  const parts: Buffer[] = [];
  for (let at = 0; at < message.length; at += size) {
    const part = message.subarray(at, at + size);
    parts.push(Buffer.from([22, 3, 1, part.length >> 8, part.length & 255]), part);
  }
  return Buffer.concat(parts);
}

describe('a ClientHello', () => {
  it('gives its server name once it is whole', async () => {
    const bytes = await hello('Registry.test');
    for (let length = 0; length < bytes.length; length++)
      expect(readClientHello(bytes.subarray(0, length))).toEqual({ state: 'more' });
    expect(readClientHello(bytes)).toEqual({ state: 'hello', serverName: 'registry.test' });
    expect(readClientHello(Buffer.concat([bytes, Buffer.from('more')]))).toMatchObject({ serverName: 'registry.test' });
  });

  it.each([1, 3, 50])('gives it from records of %i bytes', async (size) => {
    expect(readClientHello(refragment(await hello('registry.test'), size))).toMatchObject({
      serverName: 'registry.test',
    });
  });

  it('may have no server name', async () => {
    expect(readClientHello(await hello())).toEqual({ state: 'hello', serverName: undefined });
  });

  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['other bytes', () => Buffer.from('GET / HTTP/1.1\r\n')],
    ['SSH', () => Buffer.from('SSH-2.0-x\r\n')],
    ['another record type', (bytes) => Buffer.concat([Buffer.from([23]), bytes.subarray(1)])],
    ['another version', (bytes) => Buffer.concat([Buffer.from([22, 2]), bytes.subarray(2)])],
    ['an empty record', () => Buffer.from([22, 3, 1, 0, 0])],
    ['a ServerHello', (bytes) => Buffer.concat([bytes.subarray(0, 5), Buffer.from([2]), bytes.subarray(6)])],
    ['an endless message', () => Buffer.from([22, 3, 1, 0, 4, 1, 255, 255, 255])],
    [
      'a long prelude',
      () =>
        Buffer.concat(
          Array.from({ length: MAX_CLIENT_HELLO / 6 + 1 }, () => Buffer.from([22, 3, 1, 0, 1, 1])),
        ).subarray(0, MAX_CLIENT_HELLO),
    ],
    ['a short extension list', (bytes) => shorten(bytes)],
  ])('is refused when it is %s', async (_, change) => {
    expect(readClientHello(change(await hello('registry.test'))).state).toBe('refused');
  });

  it('never throws and never names another host when bytes are changed', async () => {
    const bytes = await hello('registry.test');
    for (let at = 0; at < bytes.length; at++)
      for (const value of [0, 1, 127, 255]) {
        const changed = Buffer.from(bytes);
        changed[at] = value;
        expect(['more', 'hello', 'refused']).toContain(readClientHello(changed).state);
      }
  });
});

/** The message says that it is one byte shorter than its extensions. */
function shorten(bytes: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  changed.writeUIntBE(changed.readUIntBE(6, 3) - 1, 6, 3);
  return changed;
}

const openssl = spawnSync('openssl', ['version']).status === 0;

describe.skipIf(!openssl)('a tunnel that must carry TLS (needs openssl for a certificate)', () => {
  let folder = '';
  let server: tls.Server;
  let port = 0;
  const upstreams: Socket[] = [];
  const lines: Line[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'broker-tls-'));
    const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
    const make = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    execFileSync('openssl', [...make, '-subj', '/CN=registry.test', '-keyout', key, '-out', cert], { stdio: 'ignore' });
    server = tls.createServer({ key: readFileSync(key), cert: readFileSync(cert) }, (socket) => {
      socket.on('error', () => {});
      socket.on('data', (chunk) => socket.write(String(chunk).toUpperCase()));
      socket.on('end', () => socket.end());
    });
    server.on('connection', (socket) => upstreams.push(socket));
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await Promise.all(lines.splice(0).map((line) => line.broker.close()));
    upstreams.splice(0);
  });

  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function tunnel(limits: Partial<BrokerLimits> = {}, head = ''): Promise<{ room: Line; socket: Socket }> {
    const allowed = `registry.test:${port}`;
    const room = await Line.open(
      { allow: [allowed] },
      {
        allowPrivate: [allowed],
        tlsPorts: [port],
        lookup: async () => [{ address: '127.0.0.1', family: 4 }],
        limits,
      },
    );
    lines.push(room);
    const socket = await room.socket();
    socket.write(`CONNECT ${allowed} HTTP/1.1\r\n\r\n${head}`, 'latin1');
    expect(String((await once(socket, 'data'))[0])).toBe('HTTP/1.1 200 Connection established\r\n\r\n');
    return { room, socket };
  }

  it('carries TLS with the right server name to its end', async () => {
    const { room, socket } = await tunnel();
    const client = tls.connect({ socket, servername: 'registry.test', rejectUnauthorized: false });
    await once(client, 'secureConnect');
    client.write('hello');
    expect(String((await once(client, 'data'))[0])).toBe('HELLO');
    client.end();
    client.resume();
    const [record] = await room.logged(1);
    expect(record).toMatchObject({ kind: 'connect', verdict: 'allowed', status: 200 });
    expect(record?.bytesOut).toBeGreaterThan(200);
    expect(record?.bytesIn).toBeGreaterThan(500);
  });

  it.each<[string, () => Promise<Buffer> | Buffer, RegExp]>([
    ['another server name', () => hello('other.test'), /server name is not registry\.test/],
    ['no server name', () => hello(), /without a server name/],
    ['no TLS', () => Buffer.from('GET / HTTP/1.1\r\n\r\n'), /not TLS/],
    ['HTTP/2 prior knowledge', () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'), /not TLS/],
  ])('is cut on %s, and the upstream gets no byte', async (_, bytes, reason) => {
    const { room, socket } = await tunnel();
    socket.write(await bytes());
    expect(await readText(socket)).toBe('');
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'denied', rule: expect.stringMatching(reason), bytesOut: 0 },
    ]);
    expect(room.session.denials()).toHaveLength(1);
    expect(upstreams.map((upstream) => upstream.bytesRead)).toEqual([0]);
  });

  it('reads a ClientHello that came with the CONNECT', async () => {
    const { room, socket } = await tunnel({}, (await hello('other.test')).toString('latin1'));
    expect(await readText(socket)).toBe('');
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied' }]);
  });

  it('is cut when no ClientHello comes in time', async () => {
    const { room, socket } = await tunnel({ helloMs: 60 });
    socket.write((await hello('registry.test')).subarray(0, 20));
    await readText(socket);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', rule: 'no TLS ClientHello in time' }]);
  });

  it('is not what a provider with a foreign certificate gets: the key is not sent', async () => {
    const room = await Line.open({}, { baseUrl: `https://localhost:${port}` });
    lines.push(room);
    const answer = await room.responses();
    expect(answer.status).toBe(502);
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'failed', rule: expect.stringContaining('DEPTH_ZERO_SELF_SIGNED_CERT') },
    ]);
    expect(room.session.usage().requests).toBe(0);
  });

  it('is no denial when the room only knocks', async () => {
    const { room, socket } = await tunnel();
    socket.end();
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed' }]);
    expect(room.session.denials()).toEqual([]);
  });
});
