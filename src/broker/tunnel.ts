import type { Socket } from 'node:net';
import { errnoOf } from '../support/errors.js';
import type { AccessEntry } from './access.js';
import { readClientHello } from './client-hello.js';
import type { BrokerLimits } from './limits.js';
import type { Refusal } from './refusal.js';
import type { TunnelEnd } from './tunnel-end.js';

export interface TunnelOptions {
  readonly room: Socket;
  /** What the room sent right behind its CONNECT. */
  readonly head: Buffer;
  readonly upstream: TunnelEnd;
  readonly entry: AccessEntry;
  readonly limits: BrokerLimits;
  readonly rule: string;
  /** The name that a TLS ClientHello must carry; undefined: any bytes pass. */
  readonly serverName: string | undefined;
}

/**
 * Grants a CONNECT and carries its bytes until both ends are done. Where a server name is demanded, the upstream
 * gets no byte before the room's ClientHello was read and found to carry it.
 * @returns a refusal that can no longer be answered, since the tunnel was granted; undefined: the record is written
 */
export async function runTunnel(options: TunnelOptions): Promise<Refusal | undefined> {
  const { room, head, entry, limits, serverName } = options;
  const { socket: upstream } = options.upstream;
  upstream.on('error', () => {});
  // A room that said all it had to say is heard to the end; one that was cut off takes its upstream down.
  const roomClosed = (): void => {
    if (room.readableEnded && room.writableFinished) upstream.destroySoon();
    else upstream.destroy();
  };
  room.once('close', roomClosed);
  if (room.destroyed) {
    roomClosed();
    return { verdict: 'failed', status: 502, reason: 'the room closed the connection' };
  }
  entry.status = 200;
  room.write('HTTP/1.1 200 Connection established\r\n\r\n');
  let first = head;
  if (serverName !== undefined) {
    const hello = await awaitHello(room, head, serverName, limits);
    if (!Buffer.isBuffer(hello)) {
      upstream.destroy();
      room.destroy();
      return hello;
    }
    first = hello;
  }
  await relay(options, first);
  return undefined;
}

/** The bytes up to and including a ClientHello for `serverName`, or why there is none. */
function awaitHello(room: Socket, head: Buffer, serverName: string, limits: BrokerLimits): Promise<Buffer | Refusal> {
  return new Promise((resolve) => {
    let bytes: Buffer = Buffer.alloc(0);
    let settled = false;
    const settle = (result: Buffer | Refusal): void => {
      settled = true;
      clearTimeout(timer);
      room.pause();
      room.off('data', onData);
      room.off('end', onEnd);
      room.off('close', onEnd);
      resolve(result);
    };
    const refuse = (verdict: Refusal['verdict'], reason: string): void => settle({ verdict, status: 200, reason });
    const onData = (chunk: Buffer): void => {
      bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
      const hello = readClientHello(bytes);
      if (hello.state === 'more') return;
      if (hello.state === 'refused')
        refuse('denied', `${hello.reason} in a tunnel that must carry TLS for ${serverName}`);
      else if (hello.serverName === undefined)
        refuse('denied', `a TLS ClientHello without a server name, expected ${serverName}`);
      else if (hello.serverName !== serverName) refuse('denied', `the TLS server name is not ${serverName}`);
      else settle(bytes);
    };
    const onEnd = (): void => refuse('failed', 'the tunnel ended before a TLS ClientHello');
    const timer = setTimeout(() => refuse('failed', 'no TLS ClientHello in time'), limits.helloMs);
    if (head.length > 0) onData(head);
    if (settled) return;
    if (room.readableEnded || room.destroyed) {
      onEnd();
      return;
    }
    room.on('data', onData);
    room.on('end', onEnd);
    room.on('close', onEnd);
  });
}

/** Carries the bytes of a granted tunnel and writes its record when both ends are closed. */
function relay(options: TunnelOptions, first: Buffer): Promise<void> {
  const { room, entry, limits, rule } = options;
  const { socket: upstream } = options.upstream;
  return new Promise((resolve) => {
    let problem: string | undefined;
    let open = 2;
    // No timer is touched per read: a tunnel is silent when nothing was counted between two looks at it.
    let seen = -1;
    const watch = setInterval(() => {
      const now = entry.bytesIn + entry.bytesOut + room.writableLength + upstream.writableLength;
      if (now !== seen) {
        seen = now;
        return;
      }
      problem = `the tunnel was silent for ${limits.idleMs} ms`;
      room.destroy();
      upstream.destroy();
    }, limits.idleMs);
    const closed = (): void => {
      open--;
      if (open > 0) return;
      clearInterval(watch);
      options.upstream.close();
      if (problem === undefined) entry.finish('allowed', rule);
      else entry.finish('failed', problem);
      resolve();
    };
    const ends = (from: Socket, to: Socket): void => {
      // A room that sent its last byte with its CONNECT has ended before anybody listened.
      if (from.readableEnded) to.end();
      else from.on('end', () => to.end());
      if (from.closed) closed();
      else from.once('close', closed);
    };
    upstream.on('error', (error) => {
      if (!room.destroyed) problem ??= `the upstream broke the connection (${errnoOf(error) ?? 'error'})`;
    });
    // What the upstream still sent is flushed to the room.
    upstream.once('close', () => room.destroySoon());
    if (first.length > 0) {
      entry.bytesOut += first.length;
      upstream.write(first);
    }
    room.on('data', (chunk: Buffer) => {
      entry.bytesOut += chunk.length;
      if (!upstream.write(chunk)) room.pause();
    });
    upstream.on('drain', () => room.resume());
    ends(room, upstream);
    ends(upstream, room);
    room.resume();
    options.upstream.carry(room, (bytes) => {
      entry.bytesIn += bytes;
    });
    if (upstream.closed) room.destroySoon();
  });
}
