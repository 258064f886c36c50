import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { naiveProxy } from '../../support/naive-proxy.js';
import { head, MARK } from './bypass.js';
import { BYPASSES, to } from './bypass-table.js';
import { clientHello } from './hello.js';
import { Line, readText } from './line.js';

/** Whatever comes is answered and kept. */
class Target {
  received = '';
  readonly #peers = new Set<Socket>();
  readonly #server: Server = createServer((socket) => {
    this.#peers.add(socket);
    socket.on('error', () => {});
    socket.on('data', (chunk) => {
      this.received += chunk.toString('latin1');
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\nok');
    });
    socket.on('end', () => socket.end());
  });

  static async start(): Promise<Target> {
    const target = new Target();
    target.#server.listen({ port: 0, host: '::', ipv6Only: false });
    await once(target.#server, 'listening');
    return target;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  close(): void {
    this.#server.close();
    for (const peer of this.#peers) peer.destroy();
  }
}

/** One target and one broker or proxy for each try: nothing of another one arrives late. */
let target: Target;
beforeEach(async () => {
  target = await Target.start();
});
afterEach(() => target.close());

async function send(proxyPort: number, parts: string | readonly string[], done: () => boolean): Promise<void> {
  const socket = connect({ port: proxyPort, host: '127.0.0.1', noDelay: true });
  socket.on('error', () => {});
  let gone = false;
  let answered = false;
  socket.on('close', () => {
    gone = true;
  });
  socket.on('data', () => {
    answered = true;
  });
  const [first = '', ...rest] = typeof parts === 'string' ? [parts] : parts;
  const until = async (reason: () => boolean): Promise<void> => {
    while (!reason() && !gone) await new Promise((resolve) => setImmediate(resolve));
  };
  socket.write(first, 'latin1');
  if (rest.length > 0) await until(() => answered);
  for (const part of rest) {
    socket.write(part, 'latin1');
    await new Promise((resolve) => setImmediate(resolve));
  }
  await until(done);
  socket.destroy();
}

describe('ways around the allow-list', () => {
  it('are many, and each is another one', () => {
    expect(BYPASSES.length).toBeGreaterThanOrEqual(90);
    expect(new Set(BYPASSES.map(({ name }) => name)).size).toBe(BYPASSES.length);
  });

  it.each(BYPASSES.filter(({ unproven }) => unproven === undefined))(
    '$name reaches a server through a proxy without guards',
    async ({ send: bytes }) => {
      const naive = await naiveProxy();
      await send(naive.port, bytes(target.port), () => target.received !== '');
      naive.close();
      expect(target.received).not.toBe('');
    },
  );

  it.each(BYPASSES)('$name is refused', async ({ send: bytes, why, grant, options, tls }) => {
    const allowed = `registry.test:${target.port}`;
    const room = await Line.open(
      { allow: [allowed], ...grant },
      {
        lookup: to('127.0.0.1'),
        allowPrivate: [allowed],
        tlsPorts: tls ? [target.port] : [],
        ...options,
      },
    );
    try {
      await send(room.port, bytes(target.port), () => room.records.length > 0);
      const [record] = await room.logged(1);
      expect(record?.verdict).not.toBe('allowed');
      expect(record?.rule).toMatch(why);
      await room.broker.close();
      expect(target.received).toBe('');
    } finally {
      await room.broker.close();
    }
  });
});

describe('what looks like a way around and is none', () => {
  const open = async (tls = false): Promise<Line> => {
    const allowed = `registry.test:${target.port}`;
    const options = { lookup: to('127.0.0.1'), allowPrivate: [allowed], tlsPorts: tls ? [target.port] : [] };
    return Line.open({ allow: [allowed] }, options);
  };

  it.each([
    ['the name in mixed case', (at: number) => [head(`Registry.TEST:${at}`), MARK], false],
    [
      'a ClientHello with GREASE in records of one byte',
      (at: number) => [head(`registry.test:${at}`), clientHello('registry.test', { grease: true, record: 1 })],
      true,
    ],
    [
      'a ClientHello byte by byte',
      (at: number) => [head(`registry.test:${at}`), ...clientHello('Registry.test')],
      true,
    ],
  ] as const)('%s goes through', async (_, bytes, tls) => {
    const room = await open(tls);
    await send(room.port, bytes(target.port), () => target.received !== '');
    expect(target.received).not.toBe('');
    await room.broker.close();
  });

  it('another Host in a plain request is replaced', async () => {
    const room = await open();
    const text = `GET http://registry.test:${target.port}/ HTTP/1.1\r\nhost: other.test\r\nconnection: close\r\n\r\n`;
    await send(room.port, text, () => target.received !== '');
    expect(target.received).toContain(`host: registry.test:${target.port}\r\n`);
    expect(target.received).not.toContain('other.test');
    await room.broker.close();
  });

  it('a request smuggled behind another one is not sent on', async () => {
    const room = await open();
    const first = `GET http://registry.test:${target.port}/first HTTP/1.1\r\nhost: a\r\n\r\n`;
    await room.raw(`${first}GET http://other.test:${target.port}/second HTTP/1.1\r\nhost: a\r\n\r\n`);
    await room.logged(2);
    expect(target.received).not.toContain('second');
    await room.broker.close();
  });

  it('trailers are not passed on', async () => {
    const room = await open();
    const text = `POST http://registry.test:${target.port}/ HTTP/1.1\r\nhost: a\r\ntrailer: x-evil\r\ntransfer-encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nx-evil: 1\r\n\r\n`;
    const socket = await room.socket();
    socket.write(text);
    await readText(socket, /ok$/);
    expect(target.received).toContain('hi');
    expect(target.received).not.toContain('x-evil');
    socket.destroy();
    await room.broker.close();
  });

  it('a body that never ends does not keep a connection for ever', async () => {
    const allowed = `registry.test:${target.port}`;
    const room = await Line.open(
      { allow: [allowed] },
      { lookup: to('127.0.0.1'), allowPrivate: [allowed], limits: { idleMs: 80 } },
    );
    const socket = await room.socket();
    socket.write(`POST http://registry.test:${target.port}/ HTTP/1.1\r\nhost: a\r\ncontent-length: 100000\r\n\r\nx`);
    await readText(socket);
    expect(await room.logged(1)).toHaveLength(1);
    await room.broker.close();
  });
});

describe('the one that is left', () => {
  it('is another Host inside TLS, under the right server name: the broker does not look there', async () => {
    const allowed = `registry.test:${target.port}`;
    const room = await Line.open(
      { allow: [allowed] },
      { lookup: to('127.0.0.1'), allowPrivate: [allowed], tlsPorts: [target.port] },
    );
    // To the broker, what follows the ClientHello is as good as ciphertext.
    const inside = 'GET / HTTP/1.1\r\nhost: other.test\r\n\r\n';
    await send(room.port, [head(allowed), clientHello('registry.test'), inside], () =>
      target.received.includes('other.test'),
    );
    expect(target.received).toContain('host: other.test');
    await room.broker.close();
    expect(room.records).toMatchObject([{ rule: expect.not.stringMatching(/denied/) }]);
  });
});
