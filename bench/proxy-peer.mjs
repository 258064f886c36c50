// Both ends of the proxy bench. `upstream`: answers a byte with a byte, and `N\n` with N bytes. `client PROXYPORT|0 UPSTREAMPORT KIND
// COUNT [BYTES]`: `latency` prints the milliseconds of COUNT new connections one after the other, `bytes` those of COUNT transfers,
// `held` opens COUNT connections at once, has BYTES over each of them, prints `held`, and ends when its input does.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

const [role, ...rest] = process.argv.slice(2);
if (role === 'upstream') upstream();
else await client(...rest);

function upstream() {
  const block = Buffer.alloc(1 << 20, 'x');
  const server = createServer({ noDelay: true }, (socket) => {
    socket.on('error', () => {});
    let asked = '';
    socket.on('data', (chunk) => {
      asked += chunk.toString('latin1');
      const line = /^(\d+)\n/.exec(asked);
      if (line) {
        let left = Number(line[1]);
        const more = () => {
          while (left > 0) {
            const size = Math.min(left, block.length);
            left -= size;
            if (!socket.write(block.subarray(0, size))) return;
          }
        };
        socket.on('drain', more);
        more();
      } else if (asked === '.') socket.write('.');
    });
  });
  server.listen({ port: 0, host: '127.0.0.1', backlog: 511 }, () => process.send(server.address().port));
}

/** A connection to the upstream; through a proxy, by CONNECT. */
async function open(proxyPort, upstreamPort, onBytes) {
  const buffer = Buffer.allocUnsafe(1 << 20);
  let granted = proxyPort === 0;
  let head = '';
  let ready;
  const waiting = new Promise((resolve) => {
    ready = resolve;
  });
  const socket = connect({
    port: proxyPort || upstreamPort,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer,
      callback(size, bytes) {
        if (granted) onBytes(size);
        else {
          head += bytes.latin1Slice(0, size);
          if (head.includes('\r\n\r\n')) {
            if (!head.startsWith('HTTP/1.1 200')) throw new Error(head);
            granted = true;
            ready();
          }
        }
        return true;
      },
    },
  });
  await once(socket, 'connect');
  if (granted) return socket;
  const name = `upstream.test:${upstreamPort}`;
  socket.write(`CONNECT ${name} HTTP/1.1\r\nHost: ${name}\r\n\r\n`);
  await waiting;
  return socket;
}

async function client(proxy, upstreamPort, kind, count, bytes) {
  const transfer = async (size) => {
    let seen = 0;
    let done;
    const all = new Promise((resolve) => {
      done = resolve;
    });
    const socket = await open(Number(proxy), Number(upstreamPort), (got) => {
      seen += got;
      if (seen >= size) done();
    });
    socket.write(kind === 'latency' ? '.' : `${size}\n`);
    await all;
    return socket;
  };
  if (kind === 'held') {
    const sockets = await Promise.all(Array.from({ length: Number(count) }, () => transfer(Number(bytes))));
    process.stdout.write('held\n');
    process.stdin.resume();
    await once(process.stdin, 'end');
    for (const socket of sockets) socket.destroy();
    return;
  }
  const times = [];
  for (let run = 0; run < Number(count); run++) {
    const start = performance.now();
    const socket = await transfer(kind === 'latency' ? 1 : Number(bytes));
    times.push(performance.now() - start);
    socket.destroy();
  }
  process.stdout.write(JSON.stringify(times));
}
