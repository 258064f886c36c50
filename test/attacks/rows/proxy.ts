import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { systemClock } from '../../../src/support/clock.js';
import type { Attack, Ground } from '../suite/types.js';

/** The one host that the policy names. */
const ALLOWED = 'registry.test';

const rows: readonly { id: string; tries: string; guard: string; authority(ground: Ground): string }[] = [
  {
    id: 'proxy-loopback',
    tries: "reach a port of the host's loopback by name through the proxy",
    guard: 'only listed host:port pairs',
    authority: ({ site }) => `localhost:${site.tcp4}`,
  },
  {
    id: 'proxy-number',
    tries: 'the same by an address written as one number',
    guard: 'addresses are refused in any spelling',
    authority: ({ site }) => `2130706433:${site.tcp4}`,
  },
  {
    id: 'proxy-user-info',
    tries: 'the same behind an allowed name before an @',
    guard: 'strict reading of authorities',
    authority: ({ site }) => `${ALLOWED}:443@127.0.0.1:${site.tcp4}`,
  },
  {
    id: 'proxy-rebinding',
    tries: 'the same by an allowed name that resolves to loopback',
    guard: 'the address that is dialled is checked',
    authority: ({ site }) => `${ALLOWED}:${site.tcp4}`,
  },
  {
    id: 'proxy-suffix',
    tries: 'the same by a name that ends like an allowed one',
    guard: 'exact comparison of names',
    authority: ({ site }) => `evil-${ALLOWED}:${site.tcp4}`,
  },
];

export const PROXY: readonly Attack[] = rows.map(({ id, tries, guard, authority }) => ({
  ...{ id, area: 'proxy', tries, guard },
  careless: async (ground) => through(await carelessProxy(), authority(ground), ground),
  async ours(ground) {
    const { createBroker } = await import('../../../src/broker/broker.js');
    const broker = createBroker({
      providers: [],
      clock: systemClock,
      onAccess: () => {},
      lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    });
    const session = broker.grant({
      room: 'attempt-1',
      stage: 'agent',
      attempt: 1,
      allow: [`${ALLOWED}:${ground.site.tcp4}`, `${ALLOWED}:443`],
    });
    const server = createServer();
    session.accept(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    try {
      return await through(server, authority(ground), ground);
    } finally {
      await broker.close();
    }
  },
}));

/** Checks that the text of the request names an allowed host somewhere near its end, or is not forbidden by name; then dials. */
async function carelessProxy(): Promise<Server> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', async (data: Buffer) => {
      const authority = /^CONNECT (\S+)/.exec(data.toString('latin1'))?.[1] ?? '';
      const [host = '', port = ''] = (authority.split('@').at(-1) ?? '').split(':');
      if (/^(127\.|10\.)/.test(authority)) return socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
      const address = host.endsWith('.test')
        ? '127.0.0.1'
        : (await lookup(host, 4).catch(() => ({ address: '127.0.0.1' }))).address;
      const target = connect(Number(port), address, () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        target.pipe(socket);
        socket.pipe(target);
      });
      target.on('error', () => socket.destroy());
      return undefined;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function through(server: Server, authority: string, { site }: Ground): Promise<boolean> {
  const socket: Socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.on('error', () => {});
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`);
  let got = '';
  socket.on('data', (chunk) => {
    got += chunk.toString('latin1');
    // The host's server speaks when it is spoken to.
    if (got.includes(' 200 ')) socket.write('hello');
  });
  socket.setTimeout(20_000, () => socket.destroy());
  await once(socket, 'close');
  server.close();
  return got.includes(site.served.tcp);
}
