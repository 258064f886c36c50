import type { Room } from '../room/types.js';
import { Ending, type RunState } from './state.js';

interface ProbedCommand {
  readonly room: string;
  readonly attempt: number;
  readonly env: Readonly<Record<string, string>>;
  /** Port of its line to the broker. */
  readonly port: number | undefined;
}

/**
 * Looks around in a room as its agent could, before there is one, and records what was seen.
 * @throws CleanroomError `probe.failed` when the room is not what it has to be
 */
export async function probeBeforeAgent(state: RunState, room: Room, command: ProbedCommand): Promise<void> {
  const { probes, evidence, clock, signal } = state.parts;
  const { attempt } = command;
  const started = clock.monotonic();
  const results = await probes.look(room, { env: command.env, port: command.port, signal });
  if (signal.aborted) throw new Ending('cancelled', 'The run was cancelled.');
  for (const { name, passed, detail } of results) evidence.probe({ room: command.room, attempt, name, passed, detail });
  const failed = results.filter(({ passed }) => !passed);
  evidence.journal('probes.finished', {
    room: command.room,
    attempt,
    passed: results.length - failed.length,
    failed: failed.map(({ name }) => name),
    durationMs: Math.round(clock.monotonic() - started),
  });
  probes.require(command.room, results);
}
