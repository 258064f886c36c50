import { constants } from 'node:os';
import { posix } from 'node:path';
import type { Broker } from '../broker/types.js';
import type { RoomBackend, RoomExit, RoomLimits, Stage } from '../room/types.js';
import { BROKER_PORT } from '../support/broker-port.js';
import { createRedactor } from '../support/redact.js';
import { readCredential, secretValues } from './credentials.js';
import type { FollowedRoom, FollowRoom } from './follow.js';
import { ROOM_CREDENTIALS, ROOM_WORKSPACE } from './paths.js';
import { type BrokeredCommand, type CommandAnswer, type CommandRequest, EXIT } from './types.js';

/** Directories of the host that rooms see. */
export interface CommandDirectories {
  writable(name: string): Promise<string>;
  readable(name: string, files: Readonly<Record<string, string | Buffer>>): Promise<string>;
  put(directory: string, files: Readonly<Record<string, string | Buffer>>): Promise<void>;
  remove(directory: string): Promise<void>;
}

export interface CommandSurroundings {
  readonly rooms: RoomBackend;
  readonly broker: Pick<Broker, 'grant'>;
  readonly directories: CommandDirectories;
  readonly limits: RoomLimits;
  /** Environment in which programs find the room's way out. */
  readonly proxy: Readonly<Record<string, string>>;
  /** Text that cannot be guessed, fit for a file name. */
  readonly token: () => string;
  /** Undefined: nothing asks the kernel what runs in rooms. */
  readonly follow?: FollowRoom | undefined;
}

export interface CommandRun {
  /** Names the room in evidence. */
  readonly id: string;
  readonly stage: Stage;
  readonly attempt: number;
  readonly command: BrokeredCommand;
  /** Checked and made firm by the rules. */
  readonly args: readonly string[];
  readonly request: CommandRequest;
}

export interface CommandOutcome extends CommandAnswer {
  readonly exit: RoomExit;
  readonly redactions: number;
}

/**
 * Runs a command in a room of its own: the files that were sent are its workspace, the credential is bound read-only
 * below a name that nobody can guess, and its way out leads to its own hosts alone.
 * @throws CleanroomError when the room or a credential file is not to be had, or `audit.*` where the plan requires an audit
 */
export async function runCommand(
  from: CommandSurroundings,
  run: CommandRun,
  signal: AbortSignal,
): Promise<CommandOutcome> {
  const { command, request } = run;
  const made: string[] = [];
  const keep = (directory: string): string => {
    made.push(directory);
    return directory;
  };
  try {
    const workspace = keep(await from.directories.writable(`${run.id}-workspace`));
    const cwd = relative(request.cwd) ?? '';
    await from.directories.put(workspace, workspaceFiles(request, cwd));
    const beside = [...request.files].filter(([path]) => relative(path) === undefined);
    const loose = keep(
      await from.directories.readable(
        `${run.id}-tmp`,
        Object.fromEntries(beside.map(([, bytes], at) => [`${at}`, bytes])),
      ),
    );
    const credentials = [...(await readCredentials(command))];
    const held = keep(await from.directories.readable(`${run.id}-credentials`, Object.fromEntries(credentials)));
    const secret = `${ROOM_CREDENTIALS}/${from.token()}`;
    const session = from.broker.grant({ room: run.id, stage: run.stage, attempt: run.attempt, allow: command.allow });
    const room = await from.rooms
      .open({
        id: run.id,
        stage: run.stage,
        workspace: { kind: 'directory', path: workspace },
        readOnly: [
          ...credentials.map(([name]) => ({ source: `${held}/${name}`, target: `${secret}/${name}` })),
          ...beside.map(([path], at) => ({ source: `${loose}/${at}`, target: path })),
        ],
        limits: from.limits,
      })
      .catch(async (error: unknown) => {
        await session.close();
        throw error;
      });
    const output: Record<'stdout' | 'stderr', Buffer[]> = { stdout: [], stderr: [] };
    let followed: FollowedRoom | undefined;
    try {
      followed = await from.follow?.({ room: run.id, stage: run.stage, attempt: run.attempt });
      const [program = '', ...first] = command.argv;
      const exit = await room.run(
        {
          argv: [program, ...first, ...run.args],
          cwd,
          env: { ...from.proxy, ...environment(command, secret) },
          ...(request.stdin === undefined ? {} : { stdin: request.stdin }),
          timeoutMs: command.timeoutMs,
          outputBytes: command.outputBytes,
          onOutput: (stream, chunk) => void output[stream].push(chunk),
          listener: { port: BROKER_PORT, accept: (server) => session.accept(server) },
          ...(followed ? { pidFiles: followed.pidFiles } : {}),
        },
        signal,
      );
      await followed?.finish(exit);
      return {
        exit,
        ...answerOf(
          command,
          exit,
          output,
          credentials.map(([, content]) => content),
        ),
      };
    } finally {
      await followed?.finish(undefined).catch(() => {});
      await session.close();
      await room.close();
    }
  } finally {
    for (const directory of made) await from.directories.remove(directory);
  }
}

async function readCredentials(command: BrokeredCommand): Promise<Map<string, Buffer>> {
  const found = new Map<string, Buffer>();
  for (const [name, value] of Object.entries(command.env))
    if ('file' in value) found.set(name, await readCredential(value.file, command.name));
  return found;
}

function environment(command: BrokeredCommand, secret: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(command.env).map(([name, value]) => [name, 'file' in value ? `${secret}/${name}` : value.value]),
  );
}

/** Relative to the workspace; undefined for what is elsewhere. */
function relative(path: string): string | undefined {
  const found = posix.relative(ROOM_WORKSPACE, path);
  return found === '..' || found.startsWith('../') ? undefined : found;
}

function workspaceFiles(request: CommandRequest, cwd: string): Record<string, Buffer> {
  const files = [...request.files].flatMap(([path, content]) => {
    const name = relative(path);
    return name === undefined ? [] : [[name, content] as const];
  });
  // The directory has to be there, whatever is in it.
  const empty = cwd !== '' && !files.some(([name]) => name.startsWith(`${cwd}/`));
  return Object.fromEntries([...files, ...(empty ? [[`${cwd}/.cleanroom`, Buffer.alloc(0)] as const] : [])]);
}

function answerOf(
  command: BrokeredCommand,
  exit: RoomExit,
  output: Readonly<Record<'stdout' | 'stderr', readonly Buffer[]>>,
  credentials: readonly Buffer[],
): CommandAnswer & { readonly redactions: number } {
  const redactor = createRedactor(credentials.flatMap(secretValues));
  // What merely looks like a credential stays: the room gets the bytes of the command.
  const stdout = redactor.bytes(Buffer.concat(output.stdout), { shapes: false });
  const stderr = redactor.bytes(Buffer.concat(output.stderr), { shapes: false });
  const { exitCode, remark } = ending(command, exit);
  return {
    exitCode,
    stdout: stdout.bytes,
    stderr:
      remark === undefined
        ? stderr.bytes
        : Buffer.concat([stderr.bytes, Buffer.from(`cleanroom: ${command.name}: ${remark}\n`)]),
    redactions: stdout.redactions + stderr.redactions,
  };
}

function ending(command: BrokeredCommand, exit: RoomExit): { readonly exitCode: number; readonly remark?: string } {
  switch (exit.end) {
    case 'exited':
      return { exitCode: exit.code ?? EXIT.failed };
    case 'signalled':
      return { exitCode: 128 + (exit.signal === null ? 0 : (constants.signals[exit.signal as NodeJS.Signals] ?? 0)) };
    case 'timeout':
      return { exitCode: EXIT.timeout, remark: `it did not end within ${command.timeoutMs / 1000} seconds` };
    case 'output-limit':
      return { exitCode: EXIT.failed, remark: `it printed more than ${command.outputBytes} bytes` };
    default:
      return { exitCode: EXIT.failed, remark: `it was ended: ${exit.end}` };
  }
}
