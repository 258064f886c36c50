import type { BrokerGrant, BrokerSession } from '../broker/types.js';
import type { EvidenceLog } from '../evidence/recorder.js';
import type { RoomCommand, RoomExit, RoomSpec, Stage } from '../room/types.js';
import { createLineSplitter } from '../support/line-splitter.js';
import type { Top } from '../workspace/types.js';
import { Ending, type RunState } from './state.js';

/** The loopback port inside a room on which the broker listens. */
export const BROKER_PORT = 7777;

export interface StageCommand {
  readonly room: string;
  readonly stage: Stage;
  readonly top: Top;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly stdin?: string;
  readonly timeoutMs: number;
  readonly log: string;
  readonly homeDirectory?: string;
  readonly outDirectory?: string;
  readonly readOnly: RoomSpec['readOnly'];
  /** What the room may ask of the broker; undefined: it has no line to it. */
  readonly grant?: Omit<BrokerGrant, 'room' | 'stage'>;
  /** Ends the command early; the run goes on. */
  readonly stop?: AbortSignal;
  /** Instead of printing the raw lines. */
  onOutput?(stream: 'stdout' | 'stderr', chunk: Buffer): void;
}

export interface StageResult {
  readonly exit: RoomExit;
  readonly log: EvidenceLog;
  readonly session: BrokerSession | undefined;
}

/**
 * Runs one command in a room of its own over a top and records it. The room is gone when the promise settles.
 * @throws Ending when the run was cancelled or its time is over
 */
export async function runStage(state: RunState, command: StageCommand): Promise<StageResult> {
  const { plan, rooms, evidence, broker, progress, signal } = state.parts;
  if (signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
  const timeoutMs = state.remaining(command.timeoutMs);
  if (timeoutMs <= 0) throw timeIsOver(state);
  const { limits } = plan;
  const room = await rooms.open({
    id: command.room,
    stage: command.stage,
    workspace: command.top.view,
    readOnly: command.readOnly,
    limits,
    ...(command.homeDirectory === undefined ? {} : { homeDirectory: command.homeDirectory }),
    ...(command.outDirectory === undefined ? {} : { outDirectory: command.outDirectory }),
  });
  evidence.journal('room.opened', { room: command.room, stage: command.stage });
  const log = evidence.log(command.log);
  const session = command.grant && broker.grant({ ...command.grant, room: command.room, stage: command.stage });
  const lines = createLineSplitter({ onLine: (line) => progress.output(line) });
  try {
    const wanted: RoomCommand = {
      argv: command.argv,
      cwd: command.cwd,
      env: { ...plan.room.env, ...command.env },
      ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
      timeoutMs,
      outputBytes: limits.outputBytes,
      onOutput(stream, chunk) {
        log.write(chunk);
        if (command.onOutput) command.onOutput(stream, chunk);
        else lines.push(chunk);
      },
      ...(session ? { listener: { port: BROKER_PORT, accept: (server) => session.accept(server) } } : {}),
    };
    const exit = await room.run(wanted, command.stop ? AbortSignal.any([signal, command.stop]) : signal);
    lines.end();
    await log.finish();
    state.workMs += exit.durationMs;
    evidence.journal('command.finished', {
      room: command.room,
      argv: [...command.argv],
      end: exit.end,
      exitCode: exit.code,
      signal: exit.signal,
      durationMs: Math.round(exit.durationMs),
      outputBytes: exit.outputBytes,
      log: log.path,
    });
    if (exit.end === 'cancelled' && signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
    return { exit, log, session };
  } finally {
    await session?.close();
    if (session) state.deny(session.denials());
    await room.close();
    evidence.journal('room.closed', { room: command.room });
  }
}

export function timeIsOver(state: RunState): Ending {
  const minutes = Math.round(state.parts.plan.limits.totalMs / 6000) / 10;
  return new Ending(
    'time-exhausted',
    `The run did not reach its goal within ${minutes} minutes.`,
    'raise the timeout input, or make the task smaller',
  );
}
