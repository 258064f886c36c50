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
  /** Default: where rooms have it. */
  readonly workspace?: string;
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

/** What kind of failure an agent's own words are about, as far as they tell. */
export type AgentFailureKind =
  | 'auth'
  | 'quota'
  | 'rate-limit'
  /** The provider is down, or cannot be reached. */
  | 'provider'
  /** The conversation is longer than the model can take. */
  | 'context'
  /** The model, or its provider's filter, declines to answer. */
  | 'refused'
  /** The agent noticed that it goes in circles, or reached a bound of its own on turns. */
  | 'loop'
  /** The conversation that was to be continued is not there. */
  | 'session-lost';

/** What an agent's own stream says, in one form for all agents. Texts are bounded by the stream that makes them. */
export type AgentEvent =
  | { readonly type: 'session'; readonly id: string }
  | { readonly type: 'message'; readonly text: string }
  /** The model thought; what it thought is not kept. */
  | { readonly type: 'reasoning' }
  | { readonly type: 'command'; readonly command: string; readonly exitCode: number | null }
  /** Any other tool. `server`: the MCP server that it belongs to; null for one of the agent's own. `input` is JSON text. */
  | {
      readonly type: 'tool';
      readonly name: string;
      readonly server: string | null;
      readonly input: string;
      /** Null: the stream does not tell. */
      readonly failed: boolean | null;
    }
  | { readonly type: 'file-change'; readonly paths: readonly string[] }
  /** Tokens of this turn alone; several events of one turn add up. `costUsd`: the agent's own estimate; null where it makes none. */
  | {
      readonly type: 'usage';
      readonly inputTokens: number;
      readonly cachedInputTokens: number;
      readonly outputTokens: number;
      readonly costUsd: number | null;
    }
  | {
      readonly type: 'error';
      readonly message: string;
      /** Null: the stream does not tell. */
      readonly kind: AgentFailureKind | null;
      /** True where the turn failed by it, whatever exit code follows. */
      readonly fatal: boolean;
    };

/** Reads an agent's output as it comes. One per turn. Bounded: a line over 1 MiB is dropped and counted. */
export interface AgentStream {
  push(stream: 'stdout' | 'stderr', chunk: Buffer): readonly AgentEvent[];
  end(): readonly AgentEvent[];
  /** The agent's final answer, which holds its report, once the stream has ended; undefined: it gave none. At most 1 MiB. */
  answer(): string | undefined;
}

/** An MCP server as an agent's configuration has to name it. What it may do is decided elsewhere. */
export interface AgentMcpServer {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  readonly transport: /** Streamable HTTP, by way of the broker. */
    | { readonly kind: 'http'; readonly url: string; readonly headers: Readonly<Record<string, string>> }
    /** A program that the agent starts in its room. */
    | { readonly kind: 'stdio'; readonly argv: readonly string[]; readonly env: Readonly<Record<string, string>> };
  /** Names of its tools that the agent may call; null: all. */
  readonly tools: readonly string[] | null;
  /** Milliseconds that one call may take. */
  readonly timeoutMs: number;
}

/** An agent's program as its rooms have it. */
export interface AgentProgram {
  /** What stands before its arguments: absolute in the room; an interpreter first, where it needs one. */
  readonly argv: readonly [string, ...string[]];
  /** What its rooms have to show for it; none for a program that is there anyway. */
  readonly layers: readonly ToolLayer[];
  /** Empty: not known. */
  readonly version: string;
}

/** What every adapter is made from. */
export interface AgentOptions {
  readonly program: AgentProgram;
  readonly provider: ProviderName;
  /** Null: the agent's own default. */
  readonly model: string | null;
  /** Reasoning effort; null: the model's default. */
  readonly effort: string | null;
  /** Further arguments, each one an argument. */
  readonly extraArgs: readonly string[];
  /** JSON Schema of the report; undefined: no report is asked for. */
  readonly schema: unknown;
  /** What the provider may do by itself, by name: `web_search`, `mcp`, … */
  readonly providerTools: readonly string[];
  readonly mcp: readonly AgentMcpServer[];
  /**
   * Instruction files of the base that an agent may follow, relative to the workspace: AGENTS.md, CLAUDE.md and GEMINI.md, at
   * any depth. An agent that does not read one of the first kind by itself is told of it.
   */
  readonly instructions: readonly string[];
  /** Names of `trust-agent-config`: what of the repository's own configuration is not hidden from it. */
  readonly trustedConfig: readonly string[];
  /** Command rules in codex's own syntax; null: none. */
  readonly codexRules: string | null;
  readonly paths: AgentPaths;
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
  /**
   * How the report is handed in: as the agent's last message (which its program may also leave as
   * `/run/cleanroom/out/report.json`), or as that file, written by the agent itself.
   */
  readonly reportChannel: 'answer' | 'file';
  /**
   * Files to write below the room's HOME before a turn: relative path → content.
   * The report schema, if any, is at `/run/cleanroom/in/report.schema.json` in the room, the prompt at `/run/cleanroom/in/prompt.md`.
   */
  homeFiles(turn: AgentTurn): Readonly<Record<string, string>>;
  command(turn: AgentTurn): AgentCommand;
  stream(): AgentStream;
}
