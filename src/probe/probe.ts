import type { Server } from 'node:net';
import type { Room, RoomExit } from '../room/types.js';
import { ROOM_PATHS } from '../room/types.js';
import { CleanroomError } from '../support/errors.js';
import { token } from '../support/random.js';
import { readFacts } from './facts.js';
import { judge } from './judge.js';
import { PROBE_SCRIPT } from './script.js';
import type { ProbeExpectations, ProbeResult } from './types.js';

export interface ProbeRequest {
  /** As the command that comes after it has it. */
  readonly env: Readonly<Record<string, string>>;
  readonly expected: ProbeExpectations;
  readonly signal: AbortSignal;
}

const TIMEOUT_MS = 10_000;
const OUTPUT_BYTES = 24 * 1024 * 1024;

/** Directories that every room may write. */
export const WRITABLE: readonly string[] = [
  ROOM_PATHS.workspace,
  ROOM_PATHS.home,
  ROOM_PATHS.out,
  '/tmp',
  '/var/tmp',
  '/dev/shm',
  '/dev/mqueue',
  '/dev/pts',
];

/** What a room may write whose workspace is read-only but for some directories; null: all of it. */
export function writablePlaces(roots: readonly string[] | null): readonly string[] {
  if (roots === null) return WRITABLE;
  const { workspace } = ROOM_PATHS;
  return [
    ...WRITABLE.filter((path) => path !== workspace),
    ...[...roots, '.git'].map((root) => `${workspace}/${root}`),
  ];
}

/** Looks around in a room as the command that will run in it could, and judges what it saw. */
export async function probeRoom(room: Room, request: ProbeRequest): Promise<readonly ProbeResult[]> {
  const nonce = token();
  const output: Buffer[] = [];
  const servers: Server[] = [];
  const { port } = request.expected;
  let exit: RoomExit;
  try {
    exit = await room.run(
      {
        argv: ['/bin/sh', '-c', PROBE_SCRIPT, 'probe', nonce, ROOM_PATHS.workspace, port === undefined ? '0' : '1'],
        cwd: '',
        env: request.env,
        timeoutMs: TIMEOUT_MS,
        outputBytes: OUTPUT_BYTES,
        onOutput(stream, chunk) {
          if (stream === 'stdout') output.push(chunk);
        },
        // It has to be there and be seen; nothing is said over it.
        ...(port === undefined
          ? {}
          : {
              listener: {
                port,
                accept(server: Server) {
                  servers.push(server);
                  server.on('connection', (socket) => socket.destroy());
                },
              },
            }),
      },
      request.signal,
    );
  } finally {
    for (const server of servers) server.close();
  }
  const results = judge(readFacts(Buffer.concat(output), nonce), request.expected);
  if (exit.end === 'exited') return results;
  const detail =
    exit.end === 'timeout' ? `it took longer than ${TIMEOUT_MS / 1000} seconds` : `it ended by ${exit.end}`;
  return results.map((result) => (result.name === 'completed' ? { ...result, passed: false, detail } : result));
}

/** @throws CleanroomError `probe.failed` with the first probe that failed, what was seen and what to do */
export function requireProbes(room: string, results: readonly ProbeResult[]): void {
  const failed = results.filter(({ passed }) => !passed);
  const [first] = failed;
  if (!first) return;
  const more =
    failed.length > 1
      ? ` (and ${failed.length - 1} more: ${failed
          .slice(1)
          .map(({ name }) => name)
          .join(', ')})`
      : '';
  throw new CleanroomError(
    'probe.failed',
    `the room ${room} is not what it has to be, so no agent was started: ${first.name}: ${first.detail}${more}`,
    { hint: HINTS[first.name] ?? 'run doctor on this machine, and see probes.jsonl in the evidence' },
  );
}

const HINTS: Readonly<Partial<Record<ProbeResult['name'], string>>> = {
  environment: 'take the secret out of verify, agent and tool settings: the broker adds it outside of the room',
  files: 'take the secret out of the repository and of what prepare leaves, and replace it where it was published',
};
