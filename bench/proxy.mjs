// The broker's proxy, from a room's network namespace: what a new connection costs, what it carries beside squid, and what 200
// connections at once do to the host. Squid listens on the host; a room reaches it over socat inside and outside, by a Unix socket, or over
// a relay that listens where the broker does. It is also measured from outside of any room, where nothing stands between.
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bar, row, stats } from './support.mjs';

const HERE = dirname(fileURLToPath(import.meta.url));
const PEER = join(HERE, 'proxy-peer.mjs');
const [BROKER, SOCAT, RELAY] = [7777, 7778, 7779];
/** New connections of one client, and how many of them only warm it up. */
const [CONNECTIONS, WARM_UP] = [500, 150];
const TRANSFERS = 8;
const MEGABYTE = 1e6;

export async function benchProxy(scratch) {
  const directory = join(scratch, 'proxy');
  mkdirSync(directory);
  for (const open of [scratch, directory]) chmodSync(open, 0o755);
  const children = [];
  const keep = (child) => {
    children.push(child);
    return child;
  };
  try {
    const room = keep(
      spawn('unshare', ['-Urn', 'sh', '-c', 'ip link set lo up && echo up && exec sleep 3600'], {
        stdio: ['ignore', 'pipe', 'inherit'],
      }),
    );
    await once(room.stdout, 'data');
    const enter = [
      'nsenter',
      `--user=/proc/${room.pid}/ns/user`,
      `--net=/proc/${room.pid}/ns/net`,
      '--preserve-credentials',
      '--',
    ];
    const upstream = keep(fork(PEER, ['upstream']));
    const [upstreamPort] = await once(upstream, 'message');
    const host = keep(fork(join(HERE, 'proxy-host.mjs')));
    host.send({ enter, upstreamPort, port: BROKER });
    await once(host, 'message');
    const squid = await startSquid(directory, keep);
    if (squid) await bridge(directory, enter, squid, keep);

    const measure = async (inside, ...args) => {
      const [program, ...rest] = [...(inside ? enter : []), process.execPath, PEER, 'client', ...args.map(String)];
      const child = spawn(program, rest, { stdio: ['ignore', 'pipe', 'inherit'] });
      let out = '';
      child.stdout.on('data', (chunk) => {
        out += chunk;
      });
      const [code] = await once(child, 'close');
      if (code !== 0) throw new Error(`the client of ${args.join(' ')} ended with ${code}`);
      return JSON.parse(out);
    };
    const latency = { direct: [], broker: [] };
    for (let round = 0; round < 4; round++) {
      latency.direct.push(...(await measure(false, 0, upstreamPort, 'latency', CONNECTIONS)).slice(WARM_UP));
      latency.broker.push(...(await measure(true, BROKER, upstreamPort, 'latency', CONNECTIONS)).slice(WARM_UP));
    }
    const direct = row('a new connection and a byte, directly', latency.direct);
    const proxied = row('the same from a room through the broker', latency.broker);
    bar('added to a new connection, ms in the median', proxied - direct, 0.7);

    const bytes = 200 * MEGABYTE;
    const ways = [
      ['directly, outside', false, 0],
      ['from a room through the broker', true, BROKER],
      ...(squid
        ? [
            ['from a room through socat and squid', true, SOCAT],
            ['from a room through a relay and squid', true, RELAY],
            ['through squid, outside of any room', false, squid.port],
          ]
        : []),
    ].map(([name, inside, port]) => ({ name, inside, port, times: [] }));
    // In turns, so that whatever else the machine does hits all of them.
    for (let run = 0; run < TRANSFERS; run++)
      for (const way of ways) way.times.push(...(await measure(way.inside, way.port, upstreamPort, 'bytes', 1, bytes)));
    const speed = new Map();
    for (const { name, times } of ways) {
      const megabytes = times.map((ms) => bytes / MEGABYTE / (ms / 1000));
      speed.set(name, row(`200 MB ${name}`, megabytes, 'MB/s'));
    }
    if (squid) {
      const ours = speed.get('from a room through the broker');
      const theirs = Math.max(
        speed.get('from a room through socat and squid'),
        speed.get('from a room through a relay and squid'),
      );
      bar('the best of squid from a room, as a part of the broker', theirs / ours, 1 / 1.5);
      console.log(
        `broker ÷ squid from a room ${(ours / theirs).toFixed(2)}; broker ÷ squid outside of any room ${(ours / speed.get('through squid, outside of any room')).toFixed(2)}`,
      );
    } else console.log('squid is not installed (apt-get install squid socat): not compared');

    const rss = async () => {
      host.send('rss');
      return (await once(host, 'message'))[0] / MEGABYTE;
    };
    const samples = [];
    let finished = false;
    const sampling = (async () => {
      while (!finished) {
        samples.push(await rss());
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    })();
    const [program, ...rest] = [
      ...enter,
      process.execPath,
      PEER,
      'client',
      ...[BROKER, upstreamPort, 'held', 200, 5 * MEGABYTE].map(String),
    ];
    const held = keep(spawn(program, rest, { stdio: ['pipe', 'pipe', 'inherit'] }));
    const start = performance.now();
    const [said] = await once(held.stdout, 'data');
    if (String(said) !== 'held\n') throw new Error('the 200 connections were not held');
    console.log(`200 connections at once, 5 MB over each: ${((performance.now() - start) / 1000).toFixed(1)} s`);
    finished = true;
    await sampling;
    held.stdin.end();
    bar('memory of the host process meanwhile, MB', stats(samples).max, 150);
  } finally {
    for (const child of children) child.kill('SIGKILL');
  }
}

async function startSquid(directory, keep) {
  if (spawnSync('squid', ['-v']).status !== 0 || spawnSync('socat', ['-V']).status !== 0) return undefined;
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address();
  probe.close();
  const [configuration, hosts] = [join(directory, 'squid.conf'), join(directory, 'hosts')];
  writeFileSync(hosts, '127.0.0.1 upstream.test\n');
  writeFileSync(
    configuration,
    [
      `http_port 127.0.0.1:${port}`,
      'http_access allow all',
      'cache deny all',
      'cache_log /dev/null',
      'access_log none',
      'pid_filename none',
      `coredump_dir ${directory}`,
      `hosts_file ${hosts}`,
      'shutdown_lifetime 0 seconds',
      '',
    ].join('\n'),
  );
  keep(spawn('squid', ['-N', '-f', configuration], { stdio: 'ignore' }));
  for (let attempt = 0; attempt < 200; attempt++) {
    if (spawnSync('socat', ['-u', '/dev/null', `TCP:127.0.0.1:${port}`]).status === 0) return { port };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('squid did not start');
}

/** Two ways for a room to reach squid: socat on either side of a Unix socket, and a relay that listens inside and runs outside. */
async function bridge(directory, enter, squid, keep) {
  const path = join(directory, 'squid.sock');
  keep(
    spawn('socat', ['-b', '262144', `UNIX-LISTEN:${path},fork,backlog=511`, `TCP:127.0.0.1:${squid.port},nodelay`], {
      stdio: 'ignore',
    }),
  );
  const [program, ...args] = [
    ...enter,
    'socat',
    '-b',
    '262144',
    `TCP-LISTEN:${SOCAT},fork,backlog=511,nodelay,bind=127.0.0.1`,
    `UNIX-CONNECT:${path}`,
  ];
  keep(spawn(program, args, { stdio: 'ignore' }));
  const relay = keep(fork(join(HERE, 'proxy-relay.mjs')));
  relay.send({ enter, port: RELAY, to: squid.port });
  await once(relay, 'message');
}
