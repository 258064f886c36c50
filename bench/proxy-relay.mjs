// Carries what comes to a socket that listens inside a network namespace to a port outside: a proxy without the proxy. For the bench.
import { spawn } from 'node:child_process';
import { connect, Server } from 'node:net';

const HAND_OVER = `
const server = require('node:net').createServer();
server.listen({ port: Number(process.argv[1]), host: '127.0.0.1', backlog: 511 }, () => process.send('listening', server, () => process.exit(0)));
`;

process.once('message', ({ enter, port, to }) => {
  const [program, ...args] = [...enter, process.execPath, '-e', HAND_OVER, String(port)];
  const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  child.on('message', (_, server) => {
    if (!(server instanceof Server)) return;
    server.on('connection', (socket) => {
      const upstream = connect({ port: to, host: '127.0.0.1', noDelay: true });
      for (const end of [socket, upstream]) end.on('error', () => {});
      socket.setNoDelay(true);
      socket.pipe(upstream).pipe(socket);
      socket.on('close', () => upstream.destroy());
      upstream.on('close', () => socket.destroy());
    });
    process.send('ready');
  });
});
