import type { Writable } from 'node:stream';
import type { Room, RoomCommand, RoomExit } from '../room/types.js';
import { type AgentStart, endedWell } from './agent-program.js';

const STEP_MS = 60 * 60_000;
const SILENT_BYTES = 1 << 20;

/** A room in which something is to be done before its agent starts. */
export interface StepRoom extends Pick<RoomCommand, 'listener'> {
  readonly room: Pick<Room, 'run'>;
  readonly env: RoomCommand['env'];
  readonly signal: AbortSignal;
}

/**
 * Whether the agent is there. Its install step runs only where its test fails, and then the test again.
 * @param shows what the install step prints
 */
export async function isReady(
  where: StepRoom,
  start: Pick<AgentStart, 'test' | 'install'>,
  shows: Writable,
  say: (text: string) => void,
): Promise<boolean> {
  if (await passes(where, start.test)) return true;
  if (start.install === undefined || where.signal.aborted) return false;
  say('the agent is not there: running its install step');
  await run(where, start.install, (chunk) => void shows.write(chunk));
  return passes(where, start.test);
}

/** Whether a command ends well. What it prints is for nobody. */
export async function passes(where: StepRoom, argv: RoomCommand['argv']): Promise<boolean> {
  return endedWell(await run(where, argv));
}

/** A command without input. */
function run(
  { room, signal, ...around }: StepRoom,
  argv: RoomCommand['argv'],
  show?: (chunk: Buffer) => void,
): Promise<RoomExit> {
  const outputBytes = show ? Number.MAX_SAFE_INTEGER : SILENT_BYTES;
  const onOutput: RoomCommand['onOutput'] = (_stream, chunk) => show?.(chunk);
  return room.run({ argv, cwd: '', timeoutMs: STEP_MS, outputBytes, onOutput, ...around }, signal);
}
