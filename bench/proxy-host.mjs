// The host's side of the proxy bench: a broker with one room's grant, on a socket that listens inside a network namespace. Speaks to
// its parent by IPC: `{ namespace, upstreamPort, node }` in, `ready` out, then `rss` in, kilobytes out.
import { spawn } from 'node:child_process';
import { Server } from 'node:net';
import { join } from 'node:path';
import { ROOT } from './support.mjs';

const { createBroker } = await import(join(ROOT, 'build/broker/broker.js'));
// What a run has loaded beside the broker counts as well.
await import(join(ROOT, 'build/run/run.js'));

const HAND_OVER = `
const server = require('node:net').createServer();
server.listen({ port: Number(process.argv[1]), host: '127.0.0.1', backlog: 511 }, () => process.send('listening', server, () => process.exit(0)));
`;

process.once('message', ({ enter, upstreamPort, port }) => {
  const allowed = `upstream.test:${upstreamPort}`;
  const broker = createBroker({
    providers: [],
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    onAccess: () => {},
    lookup: async () => [{ address: '127.0.0.1', family: 4 }],
    allowPrivate: [allowed],
  });
  const session = broker.grant({ room: 'bench', stage: 'agent', attempt: 1, allow: [allowed] });
  const [program, ...args] = [...enter, process.execPath, '-e', HAND_OVER, String(port)];
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (_, server) => {
    if (!(server instanceof Server)) return;
    session.accept(server);
    process.send('ready');
  });
  process.on('message', () => process.send(process.memoryUsage.rss()));
});
