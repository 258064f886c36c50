/** A command that a room may ask for and that runs outside of it, with a credential that the room never sees. */
export interface BrokeredCommand {
  /** As the room calls it. */
  readonly name: string;
  /** Absolute program, as rooms see it, and its first arguments. */
  readonly argv: readonly string[];
  /** Its whole environment beside what every room has; a file's content is held by the host. */
  readonly env: Readonly<Record<string, { readonly value: string } | { readonly file: string }>>;
  /** Exact `host:port` entries that it may reach. */
  readonly allow: readonly string[];
  readonly timeoutMs: number;
  /** Bytes of both outputs together. */
  readonly outputBytes: number;
  /** `asked`: only where an argument says so, such as `-` or `--filename=-`. */
  readonly stdin: 'asked' | 'always' | 'never';
  /** How often a run may call it. */
  readonly calls: number;
}

/** What a room asks for. Everything in it is hostile. */
export interface CommandRequest {
  /** Working directory, absolute. */
  readonly cwd: string;
  /** Arguments without the program. */
  readonly args: readonly string[];
  /** Text; undefined: none. */
  readonly stdin: string | undefined;
  /** Absolute path in the room → content. */
  readonly files: ReadonlyMap<string, Buffer>;
}

/** What the room is answered. */
export interface CommandAnswer {
  readonly exitCode: number;
  readonly stdout: Buffer;
  readonly stderr: Buffer;
}

/** One line of commands.jsonl. */
export interface CommandRecord {
  readonly time: string;
  /** The room that asked. */
  readonly room: string;
  readonly attempt: number;
  /** As it was asked for, the program first. */
  readonly argv: readonly string[];
  /** As it ran; null when it did not. */
  readonly ran: readonly string[] | null;
  /** The room that was made for it. */
  readonly ranIn?: string;
  readonly verdict: 'allowed' | 'refused' | 'failed';
  /** The rule that decided, or what went wrong. */
  readonly rule: string;
  readonly exitCode: number;
  /** Files that were sent along. */
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly stdinBytes: number;
  readonly stdoutBytes: number;
  readonly stderrBytes: number;
  /** Places of the output where a part of a credential was taken out. */
  readonly redactions: number;
  readonly durationMs: number;
}

/** Exit codes of our own, as a shell and timeout(1) count. */
export const EXIT = { failed: 125, refused: 126, timeout: 124 } as const;

/** What one request may hold. */
export const REQUEST_LIMITS = {
  bytes: 16 << 20,
  args: 512,
  /** Of one, and of all together: so that no line of evidence has to be cut. */
  argBytes: 16 << 10,
  argsBytes: 64 << 10,
  files: 64,
  fileBytes: 8 << 20,
  stdinBytes: 8 << 20,
} as const;
