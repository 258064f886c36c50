import type { Writable } from 'node:stream';
import type { Room, RoomCommand, RoomExit } from '../room/types.js';
import { plainOutput } from '../support/plain-stream.js';
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
 * @param shows takes what the install step prints, without what a terminal would act on
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
  const output = plainOutput((text) => void shows.write(text));
  await run(where, start.install, output.onOutput);
  output.end();
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
  show?: RoomCommand['onOutput'],
): Promise<RoomExit> {
  const outputBytes = show ? Number.MAX_SAFE_INTEGER : SILENT_BYTES;
  const onOutput = show ?? (() => {});
  return room.run({ argv, cwd: '', timeoutMs: STEP_MS, outputBytes, onOutput, ...around }, signal);
}
