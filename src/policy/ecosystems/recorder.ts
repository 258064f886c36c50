import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { token } from '../../support/random.js';

/** A proxy of the person's own, by which the recorder itself goes out. */
export interface Upstream {
  readonly host: string;
  readonly port: number;
  /** The whole value of `proxy-authorization`. */
  readonly authorization: string | undefined;
}

export interface Recorder {
  /** For a proxy variable; with a password, so that no other user of the machine can use it. */
  readonly url: string;
  /** Every URL origin that was asked for, in order, each once. */
  asked(): readonly string[];
  close(): Promise<void>;
}

/** Bytes that pass in all, enough for a registry's configuration and far from a repository. */
const MAX_BYTES = 512 * 1024;

/**
 * A proxy on loopback that writes down who is asked for, and lets little through.
 * @param upstreamFor the proxy for a host; undefined: none, it is reached directly
 */
export async function startRecorder(upstreamFor: (host: string) => Upstream | undefined): Promise<Recorder> {
  const origins = new Set<string>();
  const sockets = new Set<Duplex>();
  const password = token();
  const secret = `Basic ${Buffer.from(`recorder:${password}`).toString('base64')}`;
  let passed = 0;
  const watch = (socket: Duplex): void => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk: Buffer) => {
      passed += chunk.length;
      if (passed > MAX_BYTES) for (const open of sockets) open.destroy();
    });
  };

  const onRequest = (room: IncomingMessage, reply: ServerResponse): void => {
    const url = URL.canParse(room.url ?? '') ? new URL(room.url ?? '') : undefined;
    if (room.headers['proxy-authorization'] !== secret || url?.protocol !== 'http:') {
      reply.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
      return;
    }
    origins.add(url.origin);
    const upstream = upstreamFor(url.hostname);
    const { 'proxy-authorization': _, ...headers } = room.headers;
    const outgoing = request({
      host: upstream?.host ?? url.hostname,
      port: upstream?.port ?? (url.port || 80),
      method: room.method,
      path: upstream ? url.href : `${url.pathname}${url.search}`,
      headers: { ...headers, ...(upstream?.authorization ? { 'proxy-authorization': upstream.authorization } : {}) },
    });
    outgoing.on('socket', watch);
    outgoing.on('response', (response) => {
      reply.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(reply);
      response.on('error', () => reply.destroy());
    });
    outgoing.on('error', () => (reply.headersSent ? reply.destroy() : reply.writeHead(502).end()));
    room.pipe(outgoing);
  };

  const onConnect = (room: IncomingMessage, client: Duplex, head: Buffer): void => {
    watch(client);
    const target = URL.canParse(`https://${room.url}`) ? new URL(`https://${room.url}`) : undefined;
    if (room.headers['proxy-authorization'] !== secret || target === undefined) {
      client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
      return;
    }
    origins.add(target.origin);
    const port = Number(target.port || 443);
    const join = (socket: Socket | Duplex): void => {
      watch(socket);
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      if (head.length > 0) socket.write(head);
      socket.pipe(client).pipe(socket);
    };
    const fail = (): void => void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    const upstream = upstreamFor(target.hostname);
    if (upstream === undefined) {
      const direct = connect(port, target.hostname);
      direct.once('error', fail);
      direct.once('connect', () => join(direct));
      client.on('close', () => direct.destroy());
      return;
    }
    const path = `${target.hostname}:${port}`;
    const asking = request({
      host: upstream.host,
      port: upstream.port,
      method: 'CONNECT',
      path,
      headers: {
        host: path,
        ...(upstream.authorization ? { 'proxy-authorization': upstream.authorization } : {}),
      },
    });
    asking.on('connect', (response, socket, early) => {
      if (response.statusCode !== 200) {
        socket.destroy();
        fail();
        return;
      }
      if (early.length > 0) socket.unshift(early);
      join(socket);
    });
    client.on('close', () => asking.destroy());
    asking.on('response', fail);
    asking.on('error', fail);
    asking.end();
  };

  const server = createServer(onRequest);
  server.on('connect', onConnect);
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://recorder:${password}@127.0.0.1:${port}`,
    asked: () => [...origins],
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}
