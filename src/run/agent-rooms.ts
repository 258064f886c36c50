import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { AgentRooms } from '../agent/registry.js';
import type { Rooms } from '../room/registry.js';
import type { RoomBackend, RoomLimits } from '../room/types.js';

/** Bytes of an answer; a path or a version is a line. */
const ANSWER_BYTES = 64 * 1024;
const ANSWER_MS = 30_000;

/**
 * What finding an agent's program has to know of a run's rooms. Rooms of an image are asked by running something in one
 * that holds nothing of the run; local rooms show this host, which can be looked at.
 */
export function agentRooms(
  rooms: Pick<Rooms, 'path' | 'shows' | 'scratch' | 'owner'> & { readonly backend: RoomBackend },
  limits: RoomLimits,
  signal: AbortSignal,
): AgentRooms {
  const common = { path: rooms.path, shows: (path: string) => rooms.shows(path) };
  if (rooms.backend.name === 'local') return common;
  let asked = 0;
  return {
    ...common,
    ask: async (argv, layers) => {
      asked += 1;
      const id = `agent-program-${asked}`;
      const workspace = join(rooms.scratch, id);
      await mkdir(workspace);
      if (rooms.owner) await chown(workspace, rooms.owner.uid, rooms.owner.gid);
      const room = await rooms.backend.open({
        id,
        stage: 'agent',
        workspace: { kind: 'directory', path: workspace },
        readOnly: layers.map(({ source, target }) => ({ source, target })),
        limits,
      });
      try {
        const answer: Buffer[] = [];
        const exit = await room.run(
          {
            argv,
            cwd: '',
            env: {},
            stdin: '',
            timeoutMs: ANSWER_MS,
            outputBytes: ANSWER_BYTES,
            onOutput: (stream, chunk) => {
              if (stream === 'stdout') answer.push(Buffer.from(chunk));
            },
          },
          signal,
        );
        return exit.end === 'exited' && exit.code === 0 ? Buffer.concat(answer).toString('utf8') : undefined;
      } finally {
        await room.close();
      }
    },
  };
}
