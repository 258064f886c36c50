import type { Broker } from '../broker/types.js';
import type { FollowRoom } from '../commands/follow.js';
import { ROOM_CREDENTIALS } from '../commands/paths.js';
import type { CommandDirectories } from '../commands/run.js';
import type { RoomBackend, RoomExit, RoomLimits } from '../room/types.js';
import { BROKER_PORT } from '../support/broker-port.js';
import { longestMessage } from './client.js';
import { StdioTransport } from './stdio-transport.js';
import { McpFailure, type McpServer } from './types.js';

export interface ProgramSurroundings {
  readonly rooms: RoomBackend;
  readonly broker: Pick<Broker, 'grant'>;
  readonly directories: CommandDirectories;
  readonly limits: RoomLimits;
  /** Environment in which programs find the room's way out. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Text that cannot be guessed, fit for a file name. */
  readonly token: () => string;
  /** Milliseconds that a program may run: the whole run. */
  readonly totalMs: number;
  /** Undefined: nothing asks the kernel what runs in rooms. */
  readonly follow?: FollowRoom | undefined;
  /** Told of each program when its room stands (`exit` is undefined), and when it is gone (null: it never ran). */
  readonly onProgram?: ((server: string, room: string, exit: RoomExit | null | undefined) => void) | undefined;
}

export interface ServerProgram {
  /** Names the room in evidence. */
  readonly id: string;
  readonly server: McpServer;
  /** Variables, with their secrets in them. */
  readonly env: Readonly<Record<string, string>>;
  /** Variable → content of the file whose path it is to hold. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** What the program prints beside its messages. */
  readonly onLog: (chunk: Buffer) => void;
  /** Told of a host that it asked for in vain, some milliseconds before it is gone. */
  readonly onDenied: (host: string) => void;
}

/** Hosts of which the person is told; all are in the access log. */
const MAX_TOLD = 5;
/** Bytes that a program may print in its life; it is ended past it. */
const OUTPUT_BYTES = 1 << 30;

/**
 * Starts a server's program in a room of its own: an empty workspace, its credentials in its environment or in files
 * below a name that nobody can guess, and a way out to its own hosts alone. The room is gone when the transport is closed.
 */
export async function startProgram(from: ProgramSurroundings, program: ServerProgram): Promise<StdioTransport> {
  const { server, id } = program;
  const [file, ...args] = server.argv ?? [];
  if (file === undefined) throw new McpFailure(`${server.name} has no program`);
  const made: string[] = [];
  const remove = async (): Promise<void> => {
    for (const directory of made) await from.directories.remove(directory);
  };
  const keep = (directory: string): string => {
    made.push(directory);
    return directory;
  };
  try {
    const workspace = keep(await from.directories.writable(`${id}-workspace`));
    const held = keep(await from.directories.readable(`${id}-credentials`, Object.fromEntries(program.files)));
    const secret = `${ROOM_CREDENTIALS}/${from.token()}`;
    const names = [...program.files.keys()];
    const room = await from.rooms.open({
      id,
      stage: 'agent',
      workspace: { kind: 'directory', path: workspace },
      readOnly: names.map((name) => ({ source: `${held}/${name}`, target: `${secret}/${name}` })),
      limits: from.limits,
    });
    const session = from.broker.grant({ room: id, stage: 'agent', attempt: 0, allow: server.allow });
    let exit: RoomExit | null = null;
    const finish = async (): Promise<void> => {
      for (const { host } of session.denials().slice(0, MAX_TOLD)) program.onDenied(host);
      await session.close();
      await room.close();
      await remove();
      from.onProgram?.(server.name, id, exit);
    };
    const followed = await from.follow?.({ room: id, stage: 'agent', attempt: 0 }).catch(async (error: unknown) => {
      await finish();
      throw error;
    });
    from.onProgram?.(server.name, id, undefined);
    return new StdioTransport(({ stdin, onStdout, signal }) => {
      const running = room
        .run(
          {
            argv: [file, ...args],
            cwd: '',
            env: {
              ...from.proxy,
              ...program.env,
              ...Object.fromEntries(names.map((name) => [name, `${secret}/${name}`])),
            },
            stdin,
            timeoutMs: from.totalMs,
            outputBytes: OUTPUT_BYTES,
            onOutput: (stream, chunk) => (stream === 'stdout' ? onStdout(chunk) : program.onLog(chunk)),
            listener: { port: BROKER_PORT, accept: (listening) => session.accept(listening) },
            ...(followed ? { pidFiles: followed.pidFiles } : {}),
          },
          signal,
        )
        .then(async (ended) => {
          exit = ended;
          await followed?.finish(ended);
          return words(ended);
        })
        // Where it never ran: its FIFOs must not stay.
        .finally(() => followed?.finish(undefined).catch(() => {}));
      return { ended: running.finally(finish) };
    }, longestMessage(server.outputBytes));
  } catch (error) {
    await remove();
    throw error;
  }
}

/** What shells and launchers end with where there was nothing to run. */
const HINTS: ReadonlyMap<number | null, string> = new Map([
  [126, ', as of a program that may not be run in its room'],
  [127, ', as of a program that is not in its room: give its whole path, and what it needs in tools'],
]);

function words(exit: RoomExit): string {
  if (exit.end === 'exited') return `exit code ${exit.code}${HINTS.get(exit.code) ?? ''}`;
  return exit.end === 'signalled' ? `by ${exit.signal}` : exit.end;
}
