import type { AuditEvent, RoomAudit } from '../audit/types.js';
import type { BrokerGrant, BrokerSession } from '../broker/types.js';
import type { EvidenceLog } from '../evidence/recorder.js';
import type { Room, RoomCommand, RoomExit, RoomSpec, Stage } from '../room/types.js';
import { BROKER_PORT } from '../support/broker-port.js';
import { createLineSplitter } from '../support/line-splitter.js';
import { formatDuration } from '../support/progress-lines.js';
import type { Top } from '../workspace/types.js';
import { auditCommand, endAudit } from './audit.js';
import { probeBeforeAgent } from './probes.js';
import { Ending, type RunState } from './state.js';

export interface StageCommand {
  readonly room: string;
  readonly stage: Stage;
  /** 0: before the first. */
  readonly attempt: number;
  readonly top: Top;
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Names of the variables of all rooms that it sees beside its own; undefined: all. */
  readonly inherit?: readonly string[] | undefined;
  readonly stdin?: string;
  readonly timeoutMs: number;
  readonly log: string;
  readonly homeDirectory?: string;
  readonly outDirectory?: string;
  /** Directories of the workspace that alone may be written; undefined: all of it. */
  readonly writable?: readonly string[];
  readonly readOnly: RoomSpec['readOnly'];
  /** What the room may ask of the broker; undefined: it has no line to it. */
  readonly grant?: Omit<BrokerGrant, 'room' | 'stage' | 'attempt' | 'deadline'>;
  /** The room stays for another command; whoever opened it closes it. */
  readonly keepRoom?: boolean;
  /** What it prints, and the hosts that it is refused, are for the evidence alone. */
  readonly quiet?: boolean;
  /** Stands before its lines where several commands print at the same time. */
  readonly label?: string;
  /** Ends the command early; the run goes on. */
  readonly stop?: AbortSignal;
  /** Is given all redacted output; complete when `runStage` returns. */
  onText?(data: Uint8Array): void;
  /** Beside printing the raw lines. */
  onChunk?(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  /** Instead of printing the raw lines. */
  onOutput?(stream: 'stdout' | 'stderr', chunk: Buffer): void;
  /** Called when all of the room is gone, before the journal says that the command ended; not for a cancelled run. */
  onEnd?(exit: RoomExit, session: BrokerSession | undefined): Promise<void>;
  /** What the kernel tells of the room's processes, some milliseconds late; never called where it cannot be asked. */
  onAudit?(event: AuditEvent): void;
}

export interface StageResult {
  readonly exit: RoomExit;
  readonly log: EvidenceLog;
  readonly session: BrokerSession | undefined;
}

/** A room that stands for a command, and was looked at where the command is the agent's. */
export interface OpenStage {
  readonly room: Room;
  /** Removes it before the journal is told so. */
  end(): Promise<void>;
  /** Removes it, whether its command ran or not. */
  close(): Promise<void>;
}

/**
 * Opens the room of a command, and looks around in it before an agent may.
 * @throws CleanroomError `room.*`, `probe.failed`; Ending when the run was cancelled or its time is over
 */
export async function openStage(state: RunState, command: StageCommand): Promise<OpenStage> {
  const { plan, rooms, evidence, signal } = state.parts;
  if (signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
  if (state.remaining(command.timeoutMs) <= 0) throw timeIsOver(state);
  const room = await rooms.open({
    id: command.room,
    stage: command.stage,
    workspace: command.top.view,
    readOnly: command.readOnly,
    limits: plan.limits,
    ...(command.homeDirectory === undefined ? {} : { homeDirectory: command.homeDirectory }),
    ...(command.outDirectory === undefined ? {} : { outDirectory: command.outDirectory }),
    ...(command.writable === undefined ? {} : { writable: command.writable }),
  });
  evidence.journal('room.opened', { room: command.room, stage: command.stage });
  let ending: Promise<void> | undefined;
  const end = (): Promise<void> => {
    ending ??= room.close();
    return ending;
  };
  const close = async (): Promise<void> => {
    await end();
    evidence.journal('room.closed', { room: command.room });
  };
  if (command.stage !== 'agent') return { room, end, close };
  try {
    const port = command.grant && BROKER_PORT;
    await probeBeforeAgent(state, room, { ...command, env: environmentOf(state, command), port });
  } catch (error) {
    await close();
    throw error;
  }
  return { room, end, close };
}

/** The variables of all rooms, or those of them that a command may see. */
export function inherited(state: RunState, names: readonly string[] | undefined): Readonly<Record<string, string>> {
  const all = state.parts.plan.room.env;
  return names === undefined ? all : Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

function environmentOf(state: RunState, command: StageCommand): Readonly<Record<string, string>> {
  return { ...inherited(state, command.inherit), ...command.env };
}

/**
 * Runs one command in a room of its own over a top and records it. The room is gone when the promise settles,
 * unless it is to be kept.
 * @param opened its room, where that stands already
 * @throws CleanroomError as `openStage`; Ending when the run was cancelled or its time is over
 */
export async function runStage(state: RunState, command: StageCommand, opened?: OpenStage): Promise<StageResult> {
  const { plan, evidence, broker, progress, signal } = state.parts;
  const { limits } = plan;
  const stage = opened ?? (await openStage(state, command));
  const { room: name, attempt } = command;
  let session: BrokerSession | undefined;
  let audit: RoomAudit | undefined;
  try {
    if (signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
    const timeoutMs = state.remaining(command.timeoutMs);
    if (timeoutMs <= 0) throw timeIsOver(state);
    const log = evidence.log(command.log, (data) => command.onText?.(data));
    const deadline = state.parts.clock.monotonic() + timeoutMs;
    const grant = command.grant && { ...command.grant, room: name, stage: command.stage, attempt, deadline };
    session = grant && broker.grant(grant);
    const before = command.label === undefined ? '' : `${command.label}: `;
    const lines = createLineSplitter({ onLine: (line) => progress.output(`${before}${line}`) });
    audit = await auditCommand(state.parts, command);
    const wanted: RoomCommand = {
      argv: command.argv,
      cwd: command.cwd,
      env: environmentOf(state, command),
      ...(command.stdin === undefined ? {} : { stdin: command.stdin }),
      timeoutMs,
      outputBytes: limits.outputBytes,
      ...(audit ? { pidFiles: audit.pidFiles } : {}),
      onOutput(stream, chunk) {
        log.write(chunk);
        command.onChunk?.(stream, chunk);
        if (command.onOutput) command.onOutput(stream, chunk);
        else if (!command.quiet) lines.push(chunk);
      },
      ...(session ? { listener: { port: BROKER_PORT, accept: (server) => session?.accept(server) } } : {}),
    };
    const exit = await stage.room.run(wanted, command.stop ? AbortSignal.any([signal, command.stop]) : signal);
    lines.end();
    const cancelled = exit.end === 'cancelled' && signal.aborted;
    await endAudit(state.parts, command.room, audit, cancelled);
    await log.finish();
    state.worked(exit.durationMs);
    if (command.onEnd && !cancelled) {
      await session?.close();
      await stage.end();
      await command.onEnd(exit, session);
    }
    evidence.journal('command.finished', {
      room: command.room,
      argv: [...command.argv],
      end: exit.end,
      exitCode: exit.code,
      signal: exit.signal,
      durationMs: Math.round(exit.durationMs),
      outputBytes: exit.outputBytes,
      limits: [...exit.limits],
      log: log.path,
    });
    if (cancelled) throw new Ending('cancelled', 'The run was cancelled.');
    return { exit, log, session };
  } finally {
    try {
      // Where the command could not run: its FIFOs must not stay.
      await audit?.finish();
      await session?.close();
      if (session) {
        if (!command.quiet) state.deny(session.denials());
        state.spend(attempt, session.usage());
      }
    } finally {
      if (!command.keepRoom) await stage.close();
    }
  }
}

export function timeIsOver(state: RunState): Ending {
  return new Ending(
    'time-exhausted',
    `The run did not reach its goal within its timeout of ${formatDuration(state.parts.plan.limits.totalMs)}.`,
    'raise the timeout input, or make the task smaller',
  );
}
