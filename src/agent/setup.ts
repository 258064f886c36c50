import type { Plan } from '../schemas/plan.js';
import type { runHost } from '../support/process.js';
import type { Platform } from './npm-packages.js';
import type { AgentMcpServer, AgentPaths, ToolLayer } from './types.js';

/** The agents that speak a protocol of ours by name. */
export type AgentName = Exclude<Plan['agent']['name'], 'command'>;

/** Rooms, as far as finding a program in them goes. */
export interface AgentRooms {
  /** PATH inside. */
  readonly path: string;
  /** Whether rooms show a path of the host at the same place. */
  shows(path: string): boolean;
  /**
   * Runs a program in a throw-away room, with these layers, and gives what it printed; undefined: it failed. Only where
   * rooms have a system of their own, such as an image.
   */
  readonly ask?: (argv: readonly [string, ...string[]], layers: readonly ToolLayer[]) => Promise<string | undefined>;
}

export interface AgentSetup {
  /** Absolute directory of installed tools. */
  readonly cacheDirectory: string;
  /** `npm`, or its absolute path. */
  readonly npm: string;
  /** Environment of npm, with HOME, PATH and NPM_CONFIG_* of the person. */
  readonly env: Readonly<Record<string, string>>;
  readonly run: typeof runHost;
  readonly platform: Platform;
  /** Absolute path of the Node of this process, for agents that are programs for Node. */
  readonly node: string;
  /** What is known of the rooms that the agent will run in; undefined: it runs on this host. */
  readonly rooms?: AgentRooms;
  /** Told of what a person should know. */
  readonly onNotice?: (notice: string) => void;
  /** The JSON Schema of the report; undefined: no report is asked for. */
  readonly schema: unknown;
  readonly mcp?: readonly AgentMcpServer[];
  /** Instruction files of the base, which may be found while the agent is installed. */
  readonly instructions?: readonly string[] | Promise<readonly string[]>;
  /** Command rules in codex's syntax; undefined: none. */
  readonly codexRules?: string;
  /** For use outside a room. */
  readonly paths?: AgentPaths;
  readonly signal?: AbortSignal;
}
