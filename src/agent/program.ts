import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { installNpmAgent } from './install.js';
import { nodeForRooms } from './node-program.js';
import {
  CLAUDE_PACKAGE,
  CODEX_PACKAGE,
  GEMINI_PACKAGE,
  type NpmAgentPackage,
  OPENCODE_PACKAGE,
  type Platform,
} from './npm-packages.js';
import { systemOf } from './platform.js';
import type { AgentName, AgentRooms, AgentSetup } from './setup.js';
import type { AgentProgram } from './types.js';

/** What of a plan decides which program it is. */
export interface WantedProgram {
  /** Asked for by name: no other will do. Null: none was. */
  readonly version: string | null;
  /** Installed where no version was asked for, and rooms have no program of their own. */
  readonly standard?: string;
  /** Absolute in the room; null: to be found. */
  readonly program: string | null;
}

const PACKAGES: Readonly<Record<AgentName, NpmAgentPackage>> = {
  codex: CODEX_PACKAGE,
  claude: CLAUDE_PACKAGE,
  gemini: GEMINI_PACKAGE,
  opencode: OPENCODE_PACKAGE,
};

/**
 * The program of an agent, best first: the one that was named; what the rooms' image holds, where no version was asked
 * for; the package of npm, installed once; and, without a network, one of the host's that rooms show anyway.
 * @throws CleanroomError as `installNpmAgent`, `agent.node-missing`, and `agent.version-missing` when neither says a version
 */
export async function findProgram(name: AgentName, wanted: WantedProgram, setup: AgentSetup): Promise<AgentProgram> {
  const { rooms } = setup;
  if (wanted.program !== null)
    return { argv: [wanted.program], layers: [], version: await versionInRoom(wanted.program, rooms) };
  if (wanted.version === null && rooms?.ask !== undefined) {
    const own = await programInRoom(name, rooms.ask);
    if (own !== undefined) return { argv: [own], layers: [], version: await versionInRoom(own, rooms) };
  }
  const version = wanted.version ?? wanted.standard;
  if (version === undefined) throw new CleanroomError('agent.version-missing', `no version of ${name} is known`);
  try {
    return await installed(name, version, setup);
  } catch (error) {
    const own = wanted.version === null ? await offline(name, error, rooms) : undefined;
    if (own === undefined) throw error;
    setup.onNotice?.(
      `${name} ${version} could not be installed, for there is no network: ${own} of this machine is used`,
    );
    return { argv: [own], layers: [], version: '' };
  }
}

async function installed(name: AgentName, version: string, setup: AgentSetup): Promise<AgentProgram> {
  const { cacheDirectory, npm, env, run, signal } = setup;
  const platform: Platform = { ...setup.platform, ...(await systemOf(setup.platform, setup.rooms?.ask)) };
  const agent = PACKAGES[name];
  const layout = agent.layout(platform);
  // Before hundreds of megabytes are fetched for nothing.
  const node = layout.runtime === 'node' ? await nodeForRooms(name, setup) : undefined;
  const layer = await installNpmAgent({
    ...{ package: agent, version, cacheDirectory, npm, env, run, platform },
    ...(signal ? { signal } : {}),
  });
  const program = join(layer.target, layout.program);
  if (node === undefined) return { argv: [program], layers: [layer], version: layer.version };
  return { argv: [node.program, program], layers: [layer, ...node.layers], version: layer.version };
}

/** The host's own, where npm cannot reach its registry and rooms show the program where it lies. */
async function offline(name: string, error: unknown, rooms: AgentRooms | undefined): Promise<string | undefined> {
  const without = error instanceof CleanroomError && ['agent.offline', 'agent.npm-missing'].includes(error.code);
  if (!without || rooms === undefined || rooms.ask !== undefined) return undefined;
  for (const directory of rooms.path.split(':')) {
    const path = join(directory, name);
    const found = directory.startsWith('/') && (await executable(path));
    // A link out of what rooms show would be broken in them.
    if (found && rooms.shows(path) && rooms.shows(await realpath(path))) return path;
  }
  return undefined;
}

function executable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

async function programInRoom(name: string, ask: NonNullable<AgentRooms['ask']>): Promise<string | undefined> {
  const path = (await ask(['/bin/sh', '-c', 'command -v -- "$1"', 'sh', name], []))?.trim() ?? '';
  // What a shell says of an alias or a function is no path; neither is anything with a control character.
  return /^\/[\x21-\x7e]{1,4000}$/.test(path) ? path : undefined;
}

async function versionInRoom(program: string, rooms: AgentRooms | undefined): Promise<string> {
  const said = await rooms?.ask?.([program, '--version'], []);
  return /\d{1,9}(?:\.\d{1,9}){1,3}(?:-[0-9A-Za-z.-]{1,64})?/.exec(said ?? '')?.[0] ?? '';
}
