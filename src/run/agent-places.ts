import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ConfiguredAgents } from '../config/agents.js';
import { KeptRooms } from '../session/kept-rooms.js';
import { errnoOf, InputError } from '../support/errors.js';
import type { HostEnvironment } from './run.js';

type Environment = Readonly<Record<string, string | undefined>>;

const MAX_CONFIG_BYTES = 256 * 1024;
/** Of a person's terminal, for programs in the room. */
const TERMINAL_VARIABLES = /^(TERM|COLORTERM|NO_COLOR|FORCE_COLOR|COLUMNS|LINES)$/;

/** Where a person's own files of ours are. */
export interface PersonalPlaces {
  /** Kept rooms. */
  readonly kept: KeptRooms;
  /** Changes of agents. */
  readonly patches: string;
  /** The person's own configuration, which holds agents. */
  readonly config: string;
}

/** @param env the environment of a composition root */
export function placesOf(env: Environment, host: Pick<HostEnvironment, 'uid' | 'home' | 'path'>): PersonalPlaces {
  // Root's rooms run as another user, who may not enter root's HOME.
  const state = absolute(env['XDG_STATE_HOME']) ?? (host.uid === 0 ? '/var/lib' : join(host.home, '.local', 'state'));
  const config = absolute(env['XDG_CONFIG_HOME']) ?? join(host.home, '.config');
  const root = join(state, 'cleanroom-action');
  return {
    kept: new KeptRooms(join(root, 'rooms'), host.path, host.uid === 0),
    patches: join(root, 'patches'),
    config: join(config, 'cleanroom-action', 'config.yml'),
  };
}

/** Agents of the person's own configuration; none without one. @throws InputError */
export async function readPersonalAgents(path: string): Promise<ConfiguredAgents> {
  let text: string;
  try {
    if ((await stat(path)).size > MAX_CONFIG_BYTES)
      throw new InputError([{ where: path, given: undefined, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EACCES'].includes(errnoOf(error) ?? '')) return new Map();
    throw error;
  }
  const { parseConfig } = await import('../config/load.js');
  const { agents, layer, problems } = parseConfig(text, path);
  const others = Object.keys(layer.values).map((name) => ({
    where: `${path}: ${name}`,
    given: undefined,
    expected: 'nothing but agents: a repository has its own settings',
  }));
  if (problems.length + others.length > 0) throw new InputError([...problems, ...others]);
  return agents;
}

/** What programs in a room are told of the person's terminal. */
export function terminalVariables(env: Environment): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value !== undefined && TERMINAL_VARIABLES.test(name) && /^[\x20-\x7e]{0,200}$/.test(value) ? [[name, value]] : [],
    ),
  );
}

function absolute(path: string | undefined): string | undefined {
  return path?.startsWith('/') ? path : undefined;
}
