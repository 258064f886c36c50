import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectTo, egressLab, loopback } from './egress-lab.js';
import { Line, readText, Upstream } from './line.js';

/* Connections of a room to the broker, whatever they are for: how many, how long, and in what order. */

const { keep, line, echo } = egressLab();

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
    const room = await line(1, {}, { limits: { headersMs: 600 } });
    await Promise.all([room.raw('GET / HTTP/1.1\r\nhost:'), room.raw('')]);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', rule: expect.stringContaining('600 ms') }]);
    expect(room.records).toHaveLength(1);
  });

  it('that idles after a request is cut', async () => {
    const room = await line(1, {}, { limits: { headersMs: 600, keepAliveMs: 600 } });
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
