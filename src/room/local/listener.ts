import { type ChildProcess, spawn } from 'node:child_process';
import { Server } from 'node:net';
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
  /** The chain that built the room: where an ordinary user's rooms get their network's owner from. */
  readonly chainPid: number;
  readonly port: number;
  readonly nodePath: string;
  readonly path: string;
  accept(server: Server): void;
}

const LISTEN_TIMEOUT_MS = 20_000;

/** Listens and hands the socket to its parent over Node's own channel. */
const HAND_OVER = `
const server = require('node:net').createServer();
server.on('error', (error) => { process.stderr.write(error.message); process.exit(1); });
server.listen(Number(process.argv[1]), '127.0.0.1', () => process.send('listening', server, () => process.exit(0)));
`;

/** @throws CleanroomError `room.listener` */
export function openListener(options: ListenerOptions): Promise<RoomListener> {
  const { identity, pid, port } = options;
  const enter = ['nsenter', `--net=/proc/${pid}/ns/net`];
  const listen = [options.nodePath, '-e', HAND_OVER, String(port)];
  // Only the chain's own user namespace has power over the room's network; the payload's is a child of the one that owns it.
  const user = [`--user=/proc/${options.chainPid}/ns/user`, '--preserve-credentials'];
  const sudo = identity.kind === 'root-setup' && identity.sudo;
  const command = sudo
    ? // sudo closes every descriptor but the first three and clears the environment: the channel takes the place of stdin.
      [
        ...['sudo', '-n', '--', ...enter, '--setuid', String(identity.uid), '--setgid', String(identity.gid)],
        ...['--', 'env', 'NODE_CHANNEL_FD=0', ...listen],
      ]
    : [...enter, ...(identity.kind === 'self' ? user : []), '--', ...listen];
  const [program, ...args] = command;
  const child = spawn(program ?? '', args, {
    env: { PATH: options.path },
    stdio: sudo ? ['ipc', 'ignore', 'pipe'] : ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return settle(child, (resolve) => {
    child.on('message', (_message, handle) => {
      if (!(handle instanceof Server)) return;
      options.accept(handle);
      resolve({ close: () => void handle.close() });
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
