import { type ChildProcess, spawn } from 'node:child_process';
import { Server } from 'node:net';
import { CleanroomError } from '../../support/errors.js';
import type { RoomCommand } from '../types.js';

/** Who may enter a container's network namespace here: root, sudo that asks for no password, or nobody. */
export type Entering = 'root' | 'sudo' | 'none';

export interface RoomLine {
  close(): void;
}

export interface ListenerOptions {
  readonly entering: Entering;
  /** The container's first process as the host sees it. */
  readonly pid: number;
  readonly listener: NonNullable<RoomCommand['listener']>;
  /** PATH of nsenter, perl and sudo. */
  readonly path: string;
  readonly arch: string;
}

const TIMEOUT_MS = 20_000;
/** The number of sendmsg(2). */
const SENDMSG: Readonly<Record<string, number>> = { x64: 46, arm64: 211 };

/**
 * Listens on the loopback of the network that it was started in, hands the socket to its parent over Node's channel in
 * Node's own words, and leaves when the parent has closed it. $ARGV: port, the channel's descriptor, number of sendmsg(2).
 */
const HAND_OVER = String.raw`
use strict;
my ($port, $channel, $sendmsg) = map { $_ + 0 } @ARGV;
socket(my $socket, 2, 1, 0) or die "socket: $!\n";
bind($socket, pack('S n C4 x8', 2, $port, 127, 0, 0, 1)) && listen($socket, 511)
  or die "listen on $port: $!\n";
my $text = qq({"cmd":"NODE_HANDLE","type":"net.Server","msg":"listening"}\n);
my $vector = pack('P Q', $text, length $text);
my $rights = pack('Q l l l x4', 20, 1, 1, fileno $socket);
my $header = pack('Q L x4 P Q P Q l x4', 0, 0, $vector, 1, $rights, length $rights, 0);
syscall($sendmsg, $channel, $header, 0) >= 0 or die "hand over: $!\n";
close $socket;
open(my $line, '<&=', $channel) or die "channel: $!\n";
1 while sysread $line, my $rest, 4096;
`;

/**
 * Puts a listening socket into a container's network and its accepting end on the host, while the payload is held back.
 * @throws CleanroomError `room.listener`
 */
export function openListener(options: ListenerOptions): Promise<RoomLine> {
  const { entering, pid, listener, path } = options;
  const sendmsg = SENDMSG[options.arch];
  if (entering === 'none' || sendmsg === undefined) {
    throw new CleanroomError('room.listener', "a container's line to the broker can be opened by root only", {
      kind: 'usage',
      hint: 'run as root, or let sudo work without a password',
    });
  }
  const sudo = entering === 'sudo';
  // sudo closes every descriptor but the first three: the channel takes the place of standard input.
  const channel = sudo ? 0 : 3;
  const command = ['nsenter', `--net=/proc/${pid}/ns/net`, '--', 'perl', '-e', HAND_OVER];
  const argv = [...(sudo ? ['sudo', '-n', '--'] : []), ...command, listener.port, channel, sendmsg].map(String);
  const [program, ...args] = argv;
  const child = spawn(program ?? '', args, {
    env: { PATH: path, LC_ALL: 'C' },
    stdio: sudo ? ['ipc', 'ignore', 'pipe'] : ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  return settle(child, (server) => listener.accept(server));
}

function settle(child: ChildProcess, accept: (server: Server) => void): Promise<RoomLine> {
  return new Promise((resolve, reject) => {
    let said = '';
    const fail = (message: string): void => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      reject(
        new CleanroomError('room.listener', `the room's line to the broker could not be opened: ${message}`, {
          hint: 'run `cleanroom-action doctor`',
        }),
      );
    };
    const timer = setTimeout(() => fail(`no answer within ${TIMEOUT_MS} ms`), TIMEOUT_MS);
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString('utf8')).slice(-2000);
    });
    child.on('error', (error) => fail(error.message));
    child.on('close', (code) => fail(said.trim() || `exit code ${code}`));
    child.on('message', (_message, handle) => {
      if (!(handle instanceof Server)) return;
      clearTimeout(timer);
      accept(handle);
      if (child.connected) child.disconnect();
      resolve({ close: () => void handle.close() });
    });
  });
}
