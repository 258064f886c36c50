import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { createBroker } from '../../src/broker/broker.js';
import type { AccessRecord } from '../../src/broker/types.js';
import type { FollowRoom } from '../../src/commands/follow.js';
import { stageEnvironment } from '../../src/loop/stage-environment.js';
import { type McpOptions, openMcp } from '../../src/mcp/open.js';
import type { McpRecord, McpSecret, McpServer } from '../../src/mcp/types.js';
import { HostDirectories } from '../../src/room/directories.js';
import { BROKER_PORT } from '../../src/support/broker-port.js';
import { systemClock } from '../../src/support/clock.js';
import { localLab } from './local-room.js';
import { type Outcome, type RoomLab, run, withRoom } from './room-conformance.js';

const MODULES = resolve(import.meta.dirname, '../../node_modules');
const CLIENT = resolve(import.meta.dirname, 'mcp-client.mjs');
/** Real servers from npm, as rooms that see `node_modules` have them. */
export const EVERYTHING = join(MODULES, '@modelcontextprotocol/server-everything/dist/index.js');
export const MEMORY = join(MODULES, '@modelcontextprotocol/server-memory/dist/index.js');
export const MCP_MODULES = MODULES;

/** A server of the host's side with the usual limits. */
export function mcpServer(server: Partial<McpServer> & Pick<McpServer, 'name'>): McpServer {
  return {
    where: 'host',
    argv: null,
    url: null,
    env: {},
    headers: {},
    tools: null,
    allow: [],
    timeoutMs: 60_000,
    calls: 100,
    outputBytes: 256 << 10,
    ...server,
  };
}

/** What the client in a room found, one for each step. */
export type Found = Readonly<Record<string, unknown>>;

/** Names of the tools of a list, sorted. */
export function toolNames(list: Found | undefined): string[] {
  return ((list?.['tools'] ?? []) as readonly { readonly name: string }[]).map(({ name }) => name).sort();
}

/** The text of the first block of a call's answer. */
export function textOf(answer: Found | undefined): string {
  return ((answer?.['content'] ?? []) as readonly { readonly text?: string }[])[0]?.text ?? '';
}

export interface McpLab {
  readonly records: McpRecord[];
  readonly access: AccessRecord[];
  readonly notes: string[];
  /** What the servers' programs printed beside their messages. */
  readonly log: Buffer[];
  /** Directories of the host that rooms see, below it. */
  readonly root: string;
  /** Takes the steps with a real client in an agent's room. */
  ask(server: string, steps: readonly (readonly unknown[])[], signal?: AbortSignal): Promise<Found[]>;
  /** Runs a script in an agent's room whose line leads to the servers. */
  inRoom(script: string, signal?: AbortSignal): Promise<Outcome>;
  /** Ends every server. */
  close(): Promise<void>;
  dispose(): Promise<void>;
}

/** Rooms of another backend than the local one, which show `node_modules`. */
export type McpRooms = RoomLab & {
  readonly host: { readonly scratch: string; readonly identity: { readonly uid: number; readonly gid: number } };
};

/** Real rooms, a real broker, and these servers behind it. */
export async function mcpLab(
  servers: readonly McpServer[],
  secrets: readonly McpSecret[] = [],
  options: Partial<McpOptions> = {},
  rooms?: McpRooms,
  follow?: FollowRoom,
): Promise<McpLab> {
  const lab = rooms ?? (await localLab({ tools: [MODULES] }));
  const { identity } = lab.host;
  const root = join(lab.host.scratch, 'data');
  await mkdir(root, { mode: 0o711 });
  const directories = new HostDirectories(root, 'kind' in identity && identity.kind === 'self' ? undefined : identity);
  const records: McpRecord[] = [];
  const access: AccessRecord[] = [];
  const notes: string[] = [];
  const logged = new Set<string>();
  const log: Buffer[] = [];
  const broker = createBroker({ providers: [], clock: systemClock, onAccess: (record) => access.push(record) });
  const proxy = stageEnvironment({ port: BROKER_PORT, allow: [], credentialled: [], own: {} });
  const mcp = await openMcp({
    servers,
    secrets,
    allowPrivate: [],
    clock: systemClock,
    signal: new AbortController().signal,
    onCall: (record) => records.push(record),
    onNote: (note) => notes.push(note),
    onLog: (server, chunk) => {
      logged.add(server);
      log.push(chunk);
    },
    logOf: (server) => (logged.has(server) ? `logs/mcp-${server}.log` : undefined),
    programs: {
      rooms: lab.backend,
      broker,
      directories,
      limits: lab.limits,
      proxy,
      token: () => randomBytes(16).toString('hex'),
      totalMs: 600_000,
      follow,
    },
    ...options,
  });
  const inRoom: McpLab['inRoom'] = async (script, signal) =>
    withRoom(lab, { readOnly: [{ source: CLIENT, target: join(MODULES, '../mcp-client.mjs') }] }, async (room) => {
      const session = broker.grant({
        room: room.id,
        stage: 'agent',
        attempt: 3,
        allow: [],
        services: { mcp: mcp.serviceFor({ room: room.id, attempt: 3 }) },
      });
      try {
        return await run(room, script, {
          env: proxy,
          listener: { port: BROKER_PORT, accept: (server) => session.accept(server) },
          ...(signal ? { signal } : {}),
        });
      } finally {
        await session.close();
      }
    });
  return {
    records,
    access,
    notes,
    log,
    root,
    inRoom,
    async ask(server, steps, signal) {
      const url = `http://127.0.0.1:${BROKER_PORT}/cleanroom/mcp/${server}`;
      const quoted = JSON.stringify(steps).replaceAll("'", "'\\''");
      const client = join(MODULES, '../mcp-client.mjs');
      const { stdout, stderr } = await inRoom(`node ${client} ${url} '${quoted}'`, signal);
      if (stdout === '') throw new Error(stderr);
      return JSON.parse(stdout) as Found[];
    },
    close: () => mcp.close(),
    async dispose() {
      await mcp.close();
      await broker.close();
      if (rooms === undefined) await lab.dispose();
    },
  };
}
