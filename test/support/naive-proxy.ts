import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { domainToASCII } from 'node:url';

/**
 * A proxy without one guard: it takes what it is told the way lenient software does, resolves it, and dials it. It shows
 * that a bypass works where nothing stands in its way. Names that end in `.test` are this machine.
 */
export async function naiveProxy(): Promise<{ readonly port: number; close(): void }> {
  const sockets = new Set<Socket>();
  const server = createServer((room) => {
    sockets.add(room);
    room.on('error', () => {});
    let head = '';
    let upstream: Socket | undefined;
    room.on('data', (chunk: Buffer) => {
      if (upstream !== undefined) {
        upstream.write(chunk);
        return;
      }
      head += chunk.toString('latin1');
      const connected = /^CONNECT +(.*?) +HTTP\/1\.[01]\r?\n(?:.*\r?\n)*?\r?\n/s.exec(head);
      const asked = connected ? undefined : /^[A-Z]+ +(\S+)/.exec(head);
      const [, authority = ''] = connected ?? /^\w+:\/\/([^/?#]*)/.exec(asked?.[1] ?? '') ?? [];
      if (authority === '' || (!connected && !head.includes('\n'))) return;
      const rest = connected ? head.slice(connected[0].length) : head;
      upstream = dialLeniently(authority);
      sockets.add(upstream);
      if (connected) room.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.write(rest, 'latin1');
      upstream.pipe(room);
      upstream.on('close', () => room.destroy());
    });
    room.on('end', () => upstream?.end());
    room.on('close', () => upstream?.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function dialLeniently(authority: string): Socket {
  const bare = unescape(authority.slice(authority.lastIndexOf('@') + 1)).replace(/[\0\s].*(?=:\d+$)/, '');
  const colon = bare.lastIndexOf(':');
  const port = Number(bare.slice(colon + 1));
  const name = bare.slice(0, colon).replace(/^\[|\]$/g, '');
  const host = name.includes(':') ? name : domainToASCII(name).replace(/\.+$/, '') || name;
  const socket = connect({
    host,
    port,
    autoSelectFamily: false,
    lookup: (asked, _, done) => {
      if (/(^|\.)(test|xn--[a-z0-9-]+)$/.test(asked)) done(null, '127.0.0.1', 4);
      else
        lookup(asked).then(
          ({ address, family }) => done(null, address, family),
          (error) => done(error, '', 4),
        );
    },
  });
  socket.on('error', () => {});
  return socket;
}
