import type { ProviderName } from '../broker/types.js';

/** A host directory with an agent's program, shown read-only in the room. */
export interface ToolLayer {
  readonly source: string;
  readonly target: string;
  readonly version: string;
}

export interface AgentEndpoint {
  /** `http://127.0.0.1:PORT` inside the room. */
  readonly url: string;
  /** The dummy key: opens nothing but this room's line to the broker. */
  readonly key: string;
}

/** Where an agent finds things. In a room these are the constants of `ROOM_PATHS`; outside of one, a test's own. */
export interface AgentPaths {
  readonly home: string;
  readonly input: string;
  readonly out: string;
}

export interface AgentTurn {
  /** What the agent is told this time: the task, or the feedback on its last attempt. */
  readonly prompt: string;
  /** Undefined on the first turn; else the session that the last turn reported. */
  readonly session: string | undefined;
  /** Undefined for an agent that needs no model of ours. */
  readonly endpoint: AgentEndpoint | undefined;
  /** 1, 2, … */
  readonly attempt: number;
  /** True when only the report is to be corrected. */
  readonly correction: boolean;
}

export interface AgentCommand {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  readonly stdin: string;
}

/** What an agent's own stream says, in one form for all agents. */
export type AgentEvent =
  | { readonly type: 'session'; readonly id: string }
  | { readonly type: 'message'; readonly text: string }
  | { readonly type: 'reasoning' }
  | { readonly type: 'command'; readonly command: string; readonly exitCode: number | null }
  | { readonly type: 'file-change'; readonly paths: readonly string[] }
  | {
      readonly type: 'usage';
      readonly inputTokens: number;
      readonly cachedInputTokens: number;
      readonly outputTokens: number;
    }
  | { readonly type: 'error'; readonly message: string };

/** Reads an agent's output as it comes. One per turn. Bounded: a line over 1 MiB is dropped and counted. */
export interface AgentStream {
  push(stream: 'stdout' | 'stderr', chunk: Buffer): readonly AgentEvent[];
  end(): readonly AgentEvent[];
}

/** How one agent is told what to do. Knows no room backend and no host beyond its own HOME directory. */
export interface Agent {
  readonly name: string;
  readonly version: string;
  /** The wire format that it speaks; undefined: it needs no model. */
  readonly provider: ProviderName | undefined;
  readonly tools: readonly ToolLayer[];
  /**
   * True when the prompt has to carry the report schema: the agent has no flag for one, or its provider enforces only
   * a part of this one.
   */
  readonly schemaInPrompt: boolean;
  /** How the report is handed in: as the agent's last message, or as the file `/run/cleanroom/out/report.json` that it writes. */
  readonly reportChannel: 'answer' | 'file';
  /**
   * Files to write below the room's HOME before a turn: relative path → content.
   * The report schema, if any, is at `/run/cleanroom/in/report.schema.json` in the room, the prompt at `/run/cleanroom/in/prompt.md`.
   */
  homeFiles(turn: AgentTurn): Readonly<Record<string, string>>;
  command(turn: AgentTurn): AgentCommand;
  stream(): AgentStream;
}
