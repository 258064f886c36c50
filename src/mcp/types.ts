/** A value of a variable or header, as the configuration has it. A secret is named, never given. */
export type McpValue =
  | { readonly value: string }
  /** A file of the host. A variable holds the path under which its server finds it, a header its content. */
  | { readonly file: string; readonly prefix: string }
  /** A line of `mcp-secrets`, by its name. */
  | { readonly secret: string; readonly prefix: string };

/** An MCP server of a run. It is a program (`argv`) or an address (`url`), never both. */
export interface McpServer {
  /** Lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Whether the agent starts it in its own room, or the host runs or reaches it. */
  readonly where: 'room' | 'host';
  /** Program, as rooms see it, and arguments; null for a server that has an address. */
  readonly argv: readonly string[] | null;
  /** Where it speaks streamable HTTP; null for a program. */
  readonly url: string | null;
  readonly env: Readonly<Record<string, McpValue>>;
  /** Sent with every request to its address. */
  readonly headers: Readonly<Record<string, McpValue>>;
  /** Names of the tools that may be called; null: all. */
  readonly tools: readonly string[] | null;
  /** Exact `host:port` entries that a program on the host's side may reach. */
  readonly allow: readonly string[];
  /** Milliseconds of one call. */
  readonly timeoutMs: number;
  /** How often a run may call its tools. */
  readonly calls: number;
  /** Bytes of one answer. */
  readonly outputBytes: number;
}

/** A secret that servers on the host's side may be given. */
export interface McpSecret {
  readonly name: string;
  readonly value: string;
}

/** Who asks: known from the line that the request came on. */
export interface McpAsker {
  readonly room: string;
  readonly attempt: number;
}

/** One line of mcp.jsonl: a call of a tool. */
export interface McpRecord {
  readonly time: string;
  /** The room that asked. */
  readonly room: string;
  readonly attempt: number;
  readonly server: string;
  /** As it was asked for; empty where the request named none. */
  readonly tool: string;
  /** The beginning of the arguments as JSON text. */
  readonly arguments: string;
  /** SHA-256 of the whole of that text. */
  readonly argumentsSha256: string;
  readonly verdict: 'allowed' | 'refused' | 'failed';
  /** What allowed or refused it, or what went wrong. */
  readonly rule: string;
  /** Whether the tool itself said that it failed; null: it gave no answer. */
  readonly isError: boolean | null;
  /** Bytes of the answer that the room got. */
  readonly bytes: number;
  /** Places of the answer where a part of a secret was taken out. */
  readonly redactions: number;
  readonly durationMs: number;
}

/** Why a server gave no answer: one text for the room, and one for whoever reads the evidence. */
export class McpFailure extends Error {
  /** What the room may know of it: as long as a server likes, and with what secrets it says. */
  readonly told: string;

  constructor(message: string, told = message) {
    super(message);
    this.told = told;
  }
}

/** The server has forgotten the conversation, and did not act on the request. */
export class McpSessionLost extends McpFailure {}

/** The server answered with an error of JSON-RPC. */
export class McpServerError extends McpFailure {
  readonly code: number;

  constructor(code: number, message: string) {
    super(`the server answered with error ${code}`, message);
    this.code = code;
  }
}
