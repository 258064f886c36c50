import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, Server } from 'node:net';
import { CleanroomError } from '../../support/errors.js';
import type { Identity } from './launch.js';

/**
 * Puts a listening socket into a room's network namespace and the accepting end of it on the host, while the payload
 * is still held back. Nothing of ours runs inside the room and nothing stands between its connections and the broker.
 */
export interface RoomListener {
  close(): void;
}

export interface ListenerOptions {
  readonly identity: Identity;
  /** The payload's pid as the host sees it. */
  readonly pid: number;
  readonly port: number;
  readonly nodePath: string;
  readonly path: string;
  /** Only for sudo: a socket path of ours that a relay may connect to. */
  readonly socketPath: string;
  accept(server: Server): void;
}

const LISTEN_TIMEOUT_MS = 20_000;

/** Listens and hands the socket to its parent over Node's own channel. */
const HAND_OVER = `
const server = require('node:net').createServer();
server.on('error', (error) => { process.stderr.write(error.message); process.exit(1); });
server.listen(Number(process.argv[1]), '127.0.0.1', () => process.send('listening', server, () => process.exit(0)));
`;

/** sudo closes descriptors, so there a small process outside the room's pid namespace carries the bytes. */
const RELAY = `
const net = require('node:net');
const server = net.createServer({ allowHalfOpen: true }, (inside) => {
  const outside = net.connect({ path: process.argv[2], allowHalfOpen: true });
  inside.pipe(outside); outside.pipe(inside);
  inside.on('error', () => outside.destroy()); outside.on('error', () => inside.destroy());
});
server.on('error', (error) => { process.stderr.write(error.message); process.exit(1); });
server.listen(Number(process.argv[1]), '127.0.0.1', () => process.stdout.write('listening'));
process.stdin.resume().on('end', () => process.exit(0));
`;

/** @throws CleanroomError `room.listener` */
export function openListener(options: ListenerOptions): Promise<RoomListener> {
  const { identity, pid, port } = options;
  const enter = [
    'nsenter',
    '--target',
    String(pid),
    ...(identity.kind === 'self' ? ['--user', '--preserve-credentials'] : []),
    '--net',
    '--',
  ];
  const env = { PATH: options.path };
  if (identity.kind === 'root-setup' && identity.sudo) return relay(options, enter);
  const [program, ...args] = [...enter, options.nodePath, '-e', HAND_OVER, String(port)];
  const child = spawn(program ?? '', args, { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  return settle(child, (resolve) => {
    child.on('message', (_message, handle) => {
      if (!(handle instanceof Server)) return;
      options.accept(handle);
      resolve({ close: () => void handle.close() });
    });
  });
}

async function relay(options: ListenerOptions, enter: readonly string[]): Promise<RoomListener> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.socketPath, resolve);
  });
  options.accept(server);
  const args = ['-n', '--', ...enter, options.nodePath, '-e', RELAY, String(options.port), options.socketPath];
  const child = spawn('sudo', args, { env: { PATH: options.path }, stdio: ['pipe', 'pipe', 'pipe'] });
  return settle(child, (resolve) => {
    child.stdout?.once('data', () => {
      resolve({
        close() {
          child.stdin?.end();
          server.close();
        },
      });
    });
  });
}

/** One promise for a helper that either listens or fails, with a bound on the wait. */
function settle(
  child: ChildProcess,
  listen: (resolve: (listener: RoomListener) => void) => void,
): Promise<RoomListener> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (message: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(new CleanroomError('room.listener', `the room's line to the broker could not be opened: ${message}`));
    };
    const timer = setTimeout(() => fail(`no answer within ${LISTEN_TIMEOUT_MS} ms`), LISTEN_TIMEOUT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => {
      if (code !== 0) fail(said.trim() || `exit code ${code}`);
    });
    listen((listener) => {
      clearTimeout(timer);
      resolve(listener);
    });
  });
}
