import type { HeldRoom } from '../session/kept-rooms.js';
import { CleanroomError, InputError } from '../support/errors.js';
import { SESSION_LEASE_SECONDS } from '../support/lease.js';
import { removeTree } from '../support/remove-tree.js';
import { recordOwner, removeAbandoned } from './abandoned.js';
import { AgentHome } from './agent-home.js';
import { type AgentCommandOptions, AgentSession } from './agent-session.js';
import { openStore } from './run.js';

/**
 * Runs an agent in a room, with the person at its terminal or with its streams passed on, and says afterwards where its
 * changes are. Resolves to the exit code: the agent's own, 128 + n for a signal, 127 where it is not there, and 1 where all
 * went well but its changes could not be applied.
 * @throws InputError, CleanroomError
 */
export async function runAgentCommand(options: AgentCommandOptions): Promise<number> {
  const { line, host } = options;
  if (line.problems.length > 0) throw new InputError(line.problems);
  const { directory, source, checkout } = await openStore(host);
  const scratch = [directory];
  let held: HeldRoom | undefined;
  try {
    held = await holdRoom(options, checkout.root);
    const session = new AgentSession(options, held, checkout, source);
    // Nothing waits for it: what an earlier run left behind is in nobody's way.
    const swept = removeAbandoned(host.temporary, host.uid).catch(() => {});
    try {
      await session.open(async (path) => {
        if (scratch.includes(path)) return;
        scratch.push(path);
        await recordOwner(directory, scratch.slice(1), SESSION_LEASE_SECONDS);
      });
      return await session.run();
    } finally {
      await session.close();
      await swept;
    }
  } finally {
    await Promise.all(scratch.map((path) => removeTree(path).catch(() => {})));
    // One that never stood is of no use to anybody.
    if (held && !held.record && !(await options.kept.has(held.id))) await held.remove();
    await held?.release();
  }
}

/** The kept room that was asked for, without what a use of it left that was killed; undefined: it is not to be kept. */
async function holdRoom({ line, kept }: AgentCommandOptions, repository: string): Promise<HeldRoom | undefined> {
  const { roomId } = line;
  if (roomId === undefined) return line.keep ? kept.create() : undefined;
  const held = await kept.open(roomId);
  try {
    const { record } = held;
    if (record === undefined) {
      throw new CleanroomError('rooms.unused', `room ${roomId} was never ready`, {
        kind: 'usage',
        hint: `remove it: cleanroom-action rooms rm ${roomId}`,
      });
    }
    if (record.repository !== repository) {
      throw new CleanroomError('rooms.repository', `room ${roomId} is one of ${record.repository}`, {
        kind: 'usage',
        hint: 'run the command there, or name that place with --repo',
      });
    }
    await held.sweep();
    await AgentHome.clean(held.data, record);
    return held;
  } catch (error) {
    await held.release();
    throw error;
  }
}
