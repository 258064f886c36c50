import { realpath } from 'node:fs/promises';
import { CleanroomError } from '../support/errors.js';
import { ROOM_PATHS } from './room-paths.js';
import type { AgentRooms, AgentSetup } from './setup.js';
import type { ToolLayer } from './types.js';

/** The oldest Node that agents made for Node run on. */
const MIN_NODE = 20;

/**
 * A Node in the room for an agent that is a program for Node. Rooms of this host's system use the Node of this process;
 * rooms of an image their own, where it is new enough, else the file of this process's, if it runs there.
 * @throws CleanroomError `agent.node-missing`
 */
export async function nodeForRooms(
  agent: string,
  { node, rooms }: Pick<AgentSetup, 'node' | 'rooms'>,
): Promise<{ readonly program: string; readonly layers: readonly ToolLayer[] }> {
  const real = await realpath(node);
  if (rooms === undefined || (rooms.ask === undefined && rooms.shows(real))) return { program: real, layers: [] };
  const layer: ToolLayer = { source: real, target: `${ROOM_PATHS.tools}/node`, version: '' };
  if (rooms.ask === undefined) return { program: layer.target, layers: [layer] };
  if (await works(['node'], [], rooms.ask)) return { program: 'node', layers: [] };
  if (await works([layer.target], [layer], rooms.ask)) return { program: layer.target, layers: [layer] };
  throw new CleanroomError(
    'agent.node-missing',
    `${agent} needs Node.js ${MIN_NODE} or newer, which the image lacks, and this machine's (${real}) does not run in it`,
    { hint: 'put Node.js into the image, or name the agent’s program in it by agent-program' },
  );
}

async function works(
  argv: readonly [string],
  layers: readonly ToolLayer[],
  ask: NonNullable<AgentRooms['ask']>,
): Promise<boolean> {
  const version = /^v(\d{1,4})\./.exec((await ask([...argv, '--version'], layers)) ?? '')?.[1];
  return version !== undefined && Number(version) >= MIN_NODE;
}
