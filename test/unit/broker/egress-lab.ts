import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { BrokerGrant } from '../../../src/broker/types.js';
import { keeper } from './keeper.js';
import { Line } from './line.js';

export interface EgressLab {
  /** Closes a part when the test is over. */
  readonly keep: ReturnType<typeof keeper>;
  /** A room that may reach `registry.test` at `port`, which is this machine. */
  line(
    port: number,
    grant?: Partial<BrokerGrant>,
    options?: Partial<Pick<BrokerOptions, 'lookup' | 'allowPrivate' | 'limits'>>,
  ): Promise<Line>;
  /** Sends back in upper case what comes; `seen` holds the bytes. */
  echo(): Promise<{ port: number; seen: () => string; sockets: Socket[] }>;
}

export const loopback: NonNullable<BrokerOptions['lookup']> = async () => [{ address: '127.0.0.1', family: 4 }];

export const connectTo = (authority: string, headers = `host: ${authority}\r\n`): string =>
  `CONNECT ${authority} HTTP/1.1\r\n${headers}\r\n`;

/** Rooms and hosts of a test file's tests. */
export function egressLab(): EgressLab {
  const keep = keeper();
  return {
    keep,
    line: async (port, grant = {}, options = {}) => {
      const allowed = `registry.test:${port}`;
      const room = await Line.open(
        { allow: [allowed], ...grant },
        { lookup: loopback, allowPrivate: [allowed], ...options },
      );
      keep(room.broker);
      return room;
    },
    echo: async () => {
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
    },
  };
}
