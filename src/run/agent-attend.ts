import { constants } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import type { ReadStream, WriteStream } from 'node:tty';
import type { Room, RoomCommand, RoomExit } from '../room/types.js';
import { FIND_MAKER, inTerminal, readMaker } from '../terminal/command.js';
import { STOPPED } from '../terminal/frames.js';
import { resetModes, takeTerminal } from '../terminal/person.js';

/** The person's side: what they type at, and where they read. */
export interface PersonStreams {
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Undefined: standard input or output is no terminal. */
  readonly terminal: { readonly input: ReadStream; readonly output: WriteStream } | undefined;
  /** Of the person's terminal, for the programs in the room. */
  readonly environment: Readonly<Record<string, string>>;
}

/** As a shell's `timeout` says it. */
const EXIT_TIMEOUT = 124;
const FIND_MS = 30_000;

/**
 * Runs a command for a person: in a terminal of the room where they have one, else with its streams passed on. Resolves to
 * its exit code, 128 + n for a signal.
 * @throws CleanroomError `terminal.missing`
 */
export async function attend(
  room: Room,
  command: Omit<RoomCommand, 'stdin' | 'onOutput' | 'outputTaken'>,
  person: PersonStreams,
  host: { readonly process: NodeJS.Process; readonly path: string },
  signal: AbortSignal,
): Promise<number> {
  const output = {
    onOutput: (stream: 'stdout' | 'stderr', chunk: Buffer) => void person[stream].write(chunk),
    outputTaken: (stream: 'stdout' | 'stderr') => drained(person[stream]),
  };
  if (!person.terminal) {
    return exitCode(await room.run({ ...command, ...output, stdin: person.stdin }, signal), signal);
  }
  const printed: Buffer[] = [];
  await room.run(
    {
      argv: FIND_MAKER,
      cwd: '',
      env: {},
      timeoutMs: FIND_MS,
      outputBytes: 64 << 10,
      onOutput: (_stream, chunk) => void printed.push(Buffer.from(chunk)),
    },
    signal,
  );
  if (signal.aborted) return exitCode(undefined, signal);
  const maker = readMaker(Buffer.concat(printed).toString('latin1'));
  const terminal = takeTerminal(person.terminal.input, person.terminal.output, host, signal);
  let exit: RoomExit | undefined;
  try {
    const argv = inTerminal(maker, terminal.size, command.argv);
    const onOutput: RoomCommand['onOutput'] = (stream, chunk) => {
      const stopped = stream === 'stderr' && chunk.includes(STOPPED);
      output.onOutput(stream, stopped ? Buffer.from(chunk.filter((byte) => byte !== STOPPED)) : chunk);
      if (stopped) terminal.suspend();
    };
    exit = await room.run({ ...command, ...output, onOutput, argv, stdin: terminal.frames }, signal);
  } finally {
    terminal.restore();
    if (exit?.end !== 'exited') resetModes(person.terminal.output);
  }
  return exitCode(exit, signal);
}

/** Settles when a stream takes more, or never will; undefined: it does now. */
function drained(stream: Writable): Promise<void> | undefined {
  if (!stream.writableNeedDrain || stream.destroyed) return undefined;
  const signs = ['drain', 'error', 'close'] as const;
  return new Promise((resolve) => {
    const done = (): void => {
      for (const sign of signs) stream.off(sign, done);
      resolve();
    };
    for (const sign of signs) stream.on(sign, done);
  });
}

/** A shell's numbers; undefined: the command never ran, because of the signal. What ended by a limit was killed. */
export function exitCode(exit: RoomExit | undefined, signal: AbortSignal): number {
  switch (exit?.end) {
    case 'exited':
      return exit.code ?? 1;
    case 'signalled':
      return 128 + signalNumber(exit.signal);
    case undefined:
    case 'cancelled':
      return 128 + signalNumber(typeof signal.reason === 'string' ? signal.reason : 'SIGINT');
    case 'timeout':
      return EXIT_TIMEOUT;
    default:
      return 128 + constants.signals.SIGKILL;
  }
}

function signalNumber(name: string | null): number {
  return Object.entries(constants.signals).find(([known]) => known === name)?.[1] ?? constants.signals.SIGTERM;
}
