// Generated from schemas/journal.schema.json by `npm run generate`. Do not edit.

/**
 * One line of journal.jsonl: what happened, in order, written as it happens.
 */
export type JournalRecord =
  | RunStartedEvent
  | RunResumedEvent
  | RunPlannedEvent
  | BaseReadyEvent
  | AgentViewEvent
  | RoomOpenedEvent
  | RoomClosedEvent
  | CommandFinishedEvent
  | PrepareFrozenEvent
  | AttemptStartedEvent
  | AttemptFinishedEvent
  | ProgressCheckedEvent
  | PatchCollectedEvent
  | PatchRefusedEvent
  | ReportCheckedEvent
  | ProofFinishedEvent
  | BrokerStopEvent
  | NoticeEvent
  | RunFinishedEvent
  | AuditFinishedEvent
  | ProbesFinishedEvent
  | RulesAppliedEvent
  | McpStartedEvent
  | McpEndedEvent
  | RulesViolatedEvent;

/**
 * The run began.
 */
export interface RunStartedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'run.started';
  /**
   * Version.
   */
  tool: string;
  /**
   * Version of Node.
   */
  node: string;
  /**
   * Operating system and architecture.
   */
  platform: string;
}
/**
 * The run goes on after its process was killed, or after it ended without a result.
 */
export interface RunResumedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'run.resumed';
  /**
   * 2: the first time.
   */
  life: number;
  /**
   * Lines of the journal that were there.
   */
  kept: number;
  /**
   * Bytes of lines that were cut, and of files that were half written.
   */
  droppedBytes: number;
  /**
   * Turns of agents whose results were there and are not repeated.
   */
  turns: number;
  /**
   * Failed proofs that were there and are not repeated.
   */
  proofs: number;
  /**
   * Wall time of the earlier lives, which counts for the limit.
   */
  spentMs: number;
}
/**
 * The plan is fixed.
 */
export interface RunPlannedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'run.planned';
  /**
   * Digest of plan.json.
   */
  planSha256: string;
}
/**
 * Base and layers are there.
 */
export interface BaseReadyEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'base.ready';
  /**
   * How trees are laid out.
   */
  workspace: 'overlay' | 'copy';
  /**
   * The user's checkout itself, or files written from git objects.
   */
  source: 'checkout' | 'objects';
  /**
   * Files of the base.
   */
  files: number;
  /**
   * Git tree of the base.
   */
  tree: string;
  /**
   * Paths taken from the trusted ref because the work commit has them otherwise.
   *
   * Items: A path.
   */
  overlaid: string[];
  /**
   * Paths of the checkout that rooms do not see.
   *
   * Items: A path.
   */
  masked: string[];
  /**
   * Files that agents follow, as agents see them.
   *
   * Items: One file.
   */
  instructions: {
    /**
     * Its path.
     */
    path: string;
    /**
     * Digest of its content.
     */
    sha256: string;
    /**
     * Size.
     */
    bytes: number;
  }[];
  /**
   * Wall time.
   */
  durationMs: number;
}
/**
 * What the next room of the agent shows otherwise than a proof.
 */
export interface AgentViewEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'agent.view';
  /**
   * Its name.
   */
  room: string;
  /**
   * Agent configuration of the repository that it does not show.
   *
   * Items: A path, or how many more there are.
   */
  hidden: string[];
  /**
   * Agent configuration that an earlier room of the agent made, which was taken out.
   *
   * Items: A path, or how many more there are.
   */
  removed: string[];
  /**
   * Directories that it may write; null: all of the workspace.
   */
  writable: string[] | null;
}
/**
 * A room is ready.
 */
export interface RoomOpenedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'room.opened';
  /**
   * Its name.
   */
  room: string;
  /**
   * What for.
   */
  stage: 'prepare' | 'agent' | 'proof';
}
/**
 * A room is gone.
 */
export interface RoomClosedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'room.closed';
  /**
   * Its name.
   */
  room: string;
}
/**
 * A command in a room ended.
 */
export interface CommandFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'command.finished';
  /**
   * Its name.
   */
  room: string;
  /**
   * What ran.
   *
   * Items: An argument.
   */
  argv: string[];
  /**
   * Why it ended.
   */
  end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
  /**
   * Exit code.
   */
  exitCode: number | null;
  /**
   * Signal.
   */
  signal: string | null;
  /**
   * Wall time.
   */
  durationMs: number;
  /**
   * Bytes printed.
   */
  outputBytes: number;
  /**
   * Limits that were reached, whether or not the command ended by one.
   *
   * Items: Name of a limit.
   */
  limits: string[];
  /**
   * Path of the output in the evidence.
   */
  log: string;
}
/**
 * The dependency layer is fixed.
 */
export interface PrepareFrozenEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'prepare.frozen';
  /**
   * Files and folders in it.
   */
  entries: number;
  /**
   * Changes of tracked files that were not kept.
   *
   * Items: A path.
   */
  dropped: string[];
}
/**
 * The agent was called.
 */
export interface AttemptStartedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'attempt.started';
  /**
   * Number.
   */
  attempt: number;
  /**
   * Whether the conversation goes on.
   */
  resumed: boolean;
  /**
   * Digest of what it was told.
   */
  promptSha256: string;
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
}
/**
 * The attempt is judged.
 */
export interface AttemptFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'attempt.finished';
  /**
   * Number.
   */
  attempt: number;
  /**
   * How the attempt ended.
   */
  outcome: 'proved' | 'failed' | 'refused' | 'report-invalid' | 'blocked' | 'agent-error' | 'reported' | 'cut';
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
}
/**
 * What an attempt came to was compared with the earlier ones.
 */
export interface ProgressCheckedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'progress.checked';
  /**
   * Number.
   */
  attempt: number;
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
  /**
   * Whether it came to something that no earlier attempt of the conversation had come to.
   */
  progress: boolean;
  /**
   * Fingerprint of what failed; null: nothing that could be compared.
   */
  failure: string | null;
  /**
   * Fingerprint of the agent’s steps; null: it told of none.
   */
  steps: string | null;
  /**
   * Attempts in a row without progress, with the first of them.
   */
  streak: number;
  /**
   * Why it is stuck, in a sentence; null: it is not.
   */
  stuck: string | null;
}
/**
 * The host compared the trees.
 */
export interface PatchCollectedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'patch.collected';
  /**
   * Number.
   */
  attempt: number;
  /**
   * Files.
   */
  files: number;
  /**
   * Size of the patch.
   */
  bytes: number;
  /**
   * Digest.
   */
  sha256: string | null;
  /**
   * Changed paths that the base ignores and the patch leaves out.
   */
  ignored: number;
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
}
/**
 * The patch broke a rule.
 */
export interface PatchRefusedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'patch.refused';
  /**
   * Number.
   */
  attempt: number;
  /**
   * Why the patch was refused; empty when it was not.
   *
   * Items: One refusal.
   */
  refusals: {
    /**
     * The path; bytes that are not UTF-8 are escaped.
     */
    path: string;
    /**
     * Why, in a sentence.
     */
    reason: string;
  }[];
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
}
/**
 * The report was validated.
 */
export interface ReportCheckedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'report.checked';
  /**
   * Number.
   */
  attempt: number;
  /**
   * What the validation said.
   */
  state: 'valid' | 'invalid' | 'missing';
  /**
   * What is wrong with it.
   *
   * Items: path: expected …, got …
   */
  errors: string[];
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
}
/**
 * The verifier ran in a pristine room.
 */
export interface ProofFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'proof.finished';
  /**
   * Number; 0 for the baseline.
   */
  attempt: number;
  /**
   * Name.
   */
  room: string;
  /**
   * Result.
   */
  passed: boolean;
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
  /**
   * 1, or the number of a confirmation.
   */
  run: number;
}
/**
 * The broker ended an attempt.
 */
export interface BrokerStopEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'broker.stop';
  /**
   * Name.
   */
  room: string;
  /**
   * Kind.
   */
  reason:
    | 'auth'
    | 'budget'
    | 'quota'
    | 'rate-limit'
    | 'provider'
    | 'model-unknown'
    | 'context'
    | 'request'
    | 'endless'
    | 'refused';
  /**
   * HTTP status of the provider; null where it gave no answer, or the broker itself refused.
   */
  status: number | null;
  /**
   * For a person.
   */
  message: string;
}
/**
 * Something a reader should know.
 */
export interface NoticeEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'notice';
  /**
   * A sentence.
   */
  text: string;
}
/**
 * The verdict.
 */
export interface RunFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'run.finished';
  /**
   * How it ended.
   */
  verdict:
    | 'verified'
    | 'verified-with-verifier-change'
    | 'nothing-to-prove'
    | 'blocked'
    | 'attempts-exhausted'
    | 'time-exhausted'
    | 'budget-exhausted'
    | 'no-progress'
    | 'report-invalid'
    | 'policy-violation'
    | 'agent-error'
    | 'infra-error'
    | 'cancelled'
    | 'reported';
  /**
   * One sentence.
   */
  reason: string;
}
/**
 * What the kernel saw of a command in a room.
 */
export interface AuditFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'audit.finished';
  /**
   * Its name.
   */
  room: string;
  /**
   * Programs started.
   */
  execs: number;
  /**
   * Processes ended.
   */
  exits: number;
  /**
   * Connections asked for.
   */
  connects: number;
  /**
   * Events that are not in exec.jsonl.
   */
  dropped: number;
}
/**
 * A room was looked at before its agent started.
 */
export interface ProbesFinishedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'probes.finished';
  /**
   * Its name.
   */
  room: string;
  /**
   * Number.
   */
  attempt: number;
  /**
   * Probes that passed.
   */
  passed: number;
  /**
   * Names of those that did not.
   *
   * Items: A name.
   */
  failed: string[];
  /**
   * Wall time, the room's start included.
   */
  durationMs: number;
}
/**
 * The rules for commands were laid over a room of the agent.
 */
export interface RulesAppliedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'rules.applied';
  /**
   * Its name.
   */
  room: string;
  /**
   * What holds each rule in this room.
   */
  rules: {
    /**
     * The rule, as a person would write it.
     */
    rule: string;
    /**
     * Where it was said.
     */
    source: string;
    /**
     * enforced: the program cannot be started by its name; watched: starting it ends the room; advice: the agent was told; grant: it allows a brokered command, and the host decides.
     */
    level: 'enforced' | 'watched' | 'advice' | 'grant';
    /**
     * How, and what it does not stop.
     */
    note: string;
  }[];
  /**
   * Commands that the host runs for the room.
   *
   * Items: Name.
   */
  brokered: string[];
}
/**
 * The program of an MCP server on the host's side is started in a room of its own.
 */
export interface McpStartedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'mcp.started';
  /**
   * Name of the MCP server.
   */
  server: string;
  /**
   * The room of its own, as exec.jsonl names it.
   */
  room: string;
  /**
   * What runs.
   *
   * Items: An argument.
   */
  argv: string[];
}
/**
 * The program of an MCP server on the host's side is gone with its room.
 */
export interface McpEndedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'mcp.ended';
  /**
   * Name of the MCP server.
   */
  server: string;
  /**
   * The room of its own, as exec.jsonl names it.
   */
  room: string;
  /**
   * Why it ended; null: it never ran.
   */
  end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled' | null;
  /**
   * Exit code.
   */
  exitCode: number | null;
  /**
   * Signal.
   */
  signal: string | null;
  /**
   * Wall time.
   */
  durationMs: number;
}
/**
 * A program was started that a rule forbids; the room was ended.
 */
export interface RulesViolatedEvent {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/journal/v1';
  /**
   * Counts from 1 without gaps.
   */
  seq: number;
  /**
   * ISO 8601 with milliseconds.
   */
  time: string;
  /**
   * What happened.
   */
  event: 'rules.violated';
  /**
   * Its name.
   */
  room: string;
  /**
   * The rule, as a person would write it.
   */
  rule: string;
  /**
   * Why it forbids.
   */
  justification: string;
  /**
   * The path that was given to the kernel.
   */
  exe: string;
  /**
   * As the program saw it.
   *
   * Items: Argument.
   */
  argv: string[];
}

export const journalSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "journal",
  "title": "JournalRecord",
  "description": "One line of journal.jsonl: what happened, in order, written as it happens.",
  "oneOf": [
    {
      "type": "object",
      "description": "The run began.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "tool",
        "node",
        "platform"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "run.started",
          "description": "What happened."
        },
        "tool": {
          "type": "string",
          "description": "Version."
        },
        "node": {
          "type": "string",
          "description": "Version of Node."
        },
        "platform": {
          "type": "string",
          "description": "Operating system and architecture."
        }
      },
      "title": "RunStartedEvent"
    },
    {
      "type": "object",
      "description": "The run goes on after its process was killed, or after it ended without a result.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "life",
        "kept",
        "droppedBytes",
        "turns",
        "proofs",
        "spentMs"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "run.resumed",
          "description": "What happened."
        },
        "life": {
          "type": "integer",
          "minimum": 2,
          "description": "2: the first time."
        },
        "kept": {
          "type": "integer",
          "minimum": 0,
          "description": "Lines of the journal that were there."
        },
        "droppedBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes of lines that were cut, and of files that were half written."
        },
        "turns": {
          "type": "integer",
          "minimum": 0,
          "description": "Turns of agents whose results were there and are not repeated."
        },
        "proofs": {
          "type": "integer",
          "minimum": 0,
          "description": "Failed proofs that were there and are not repeated."
        },
        "spentMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time of the earlier lives, which counts for the limit."
        }
      },
      "title": "RunResumedEvent"
    },
    {
      "type": "object",
      "description": "The plan is fixed.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "planSha256"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "run.planned",
          "description": "What happened."
        },
        "planSha256": {
          "type": "string",
          "description": "Digest of plan.json.",
          "pattern": "^[0-9a-f]{64}$"
        }
      },
      "title": "RunPlannedEvent"
    },
    {
      "type": "object",
      "description": "Base and layers are there.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "workspace",
        "source",
        "files",
        "tree",
        "overlaid",
        "masked",
        "instructions",
        "durationMs"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "base.ready",
          "description": "What happened."
        },
        "workspace": {
          "enum": [
            "overlay",
            "copy"
          ],
          "description": "How trees are laid out."
        },
        "source": {
          "enum": [
            "checkout",
            "objects"
          ],
          "description": "The user's checkout itself, or files written from git objects."
        },
        "files": {
          "type": "integer",
          "minimum": 0,
          "description": "Files of the base."
        },
        "tree": {
          "type": "string",
          "description": "Git tree of the base.",
          "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
        },
        "overlaid": {
          "type": "array",
          "description": "Paths taken from the trusted ref because the work commit has them otherwise.",
          "items": {
            "type": "string",
            "description": "A path."
          }
        },
        "masked": {
          "type": "array",
          "description": "Paths of the checkout that rooms do not see.",
          "items": {
            "type": "string",
            "description": "A path."
          }
        },
        "instructions": {
          "type": "array",
          "description": "Files that agents follow, as agents see them.",
          "items": {
            "type": "object",
            "description": "One file.",
            "additionalProperties": false,
            "required": [
              "path",
              "sha256",
              "bytes"
            ],
            "properties": {
              "path": {
                "type": "string",
                "description": "Its path."
              },
              "sha256": {
                "type": "string",
                "description": "Digest of its content.",
                "pattern": "^[0-9a-f]{64}$"
              },
              "bytes": {
                "type": "integer",
                "minimum": 0,
                "description": "Size."
              }
            }
          }
        },
        "durationMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time."
        }
      },
      "title": "BaseReadyEvent"
    },
    {
      "type": "object",
      "description": "What the next room of the agent shows otherwise than a proof.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "hidden",
        "removed",
        "writable"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "agent.view",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "hidden": {
          "type": "array",
          "description": "Agent configuration of the repository that it does not show.",
          "items": {
            "type": "string",
            "description": "A path, or how many more there are."
          }
        },
        "removed": {
          "type": "array",
          "description": "Agent configuration that an earlier room of the agent made, which was taken out.",
          "items": {
            "type": "string",
            "description": "A path, or how many more there are."
          }
        },
        "writable": {
          "type": [
            "array",
            "null"
          ],
          "description": "Directories that it may write; null: all of the workspace.",
          "items": {
            "type": "string",
            "description": "A path."
          }
        }
      },
      "title": "AgentViewEvent"
    },
    {
      "type": "object",
      "description": "A room is ready.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "stage"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "room.opened",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "stage": {
          "enum": [
            "prepare",
            "agent",
            "proof"
          ],
          "description": "What for."
        }
      },
      "title": "RoomOpenedEvent"
    },
    {
      "type": "object",
      "description": "A room is gone.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "room.closed",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        }
      },
      "title": "RoomClosedEvent"
    },
    {
      "type": "object",
      "description": "A command in a room ended.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "argv",
        "end",
        "exitCode",
        "signal",
        "durationMs",
        "outputBytes",
        "limits",
        "log"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "command.finished",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "argv": {
          "type": "array",
          "description": "What ran.",
          "items": {
            "type": "string",
            "description": "An argument."
          }
        },
        "end": {
          "enum": [
            "exited",
            "signalled",
            "timeout",
            "output-limit",
            "memory-limit",
            "disk-limit",
            "cancelled"
          ],
          "description": "Why it ended."
        },
        "exitCode": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Exit code."
        },
        "signal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Signal."
        },
        "durationMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time."
        },
        "outputBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes printed."
        },
        "limits": {
          "type": "array",
          "description": "Limits that were reached, whether or not the command ended by one.",
          "items": {
            "type": "string",
            "description": "Name of a limit."
          }
        },
        "log": {
          "type": "string",
          "description": "Path of the output in the evidence."
        }
      },
      "title": "CommandFinishedEvent"
    },
    {
      "type": "object",
      "description": "The dependency layer is fixed.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "entries",
        "dropped"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "prepare.frozen",
          "description": "What happened."
        },
        "entries": {
          "type": "integer",
          "minimum": 0,
          "description": "Files and folders in it."
        },
        "dropped": {
          "type": "array",
          "description": "Changes of tracked files that were not kept.",
          "items": {
            "type": "string",
            "description": "A path."
          }
        }
      },
      "title": "PrepareFrozenEvent"
    },
    {
      "type": "object",
      "description": "The agent was called.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "resumed",
        "promptSha256",
        "worker"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "attempt.started",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "resumed": {
          "type": "boolean",
          "description": "Whether the conversation goes on."
        },
        "promptSha256": {
          "type": "string",
          "description": "Digest of what it was told.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        }
      },
      "title": "AttemptStartedEvent"
    },
    {
      "type": "object",
      "description": "The attempt is judged.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "outcome",
        "worker"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "attempt.finished",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "outcome": {
          "enum": [
            "proved",
            "failed",
            "refused",
            "report-invalid",
            "blocked",
            "agent-error",
            "reported",
            "cut"
          ],
          "description": "How the attempt ended."
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        }
      },
      "title": "AttemptFinishedEvent"
    },
    {
      "type": "object",
      "description": "What an attempt came to was compared with the earlier ones.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "worker",
        "progress",
        "failure",
        "steps",
        "streak",
        "stuck"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "progress.checked",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Number."
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        },
        "progress": {
          "type": "boolean",
          "description": "Whether it came to something that no earlier attempt of the conversation had come to."
        },
        "failure": {
          "type": [
            "string",
            "null"
          ],
          "description": "Fingerprint of what failed; null: nothing that could be compared."
        },
        "steps": {
          "type": [
            "string",
            "null"
          ],
          "description": "Fingerprint of the agent’s steps; null: it told of none."
        },
        "streak": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempts in a row without progress, with the first of them."
        },
        "stuck": {
          "type": [
            "string",
            "null"
          ],
          "description": "Why it is stuck, in a sentence; null: it is not."
        }
      },
      "title": "ProgressCheckedEvent"
    },
    {
      "type": "object",
      "description": "The host compared the trees.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "files",
        "bytes",
        "sha256",
        "ignored",
        "worker"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "patch.collected",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "files": {
          "type": "integer",
          "minimum": 0,
          "description": "Files."
        },
        "bytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Size of the patch."
        },
        "sha256": {
          "type": [
            "string",
            "null"
          ],
          "description": "Digest.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "ignored": {
          "type": "integer",
          "minimum": 0,
          "description": "Changed paths that the base ignores and the patch leaves out."
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        }
      },
      "title": "PatchCollectedEvent"
    },
    {
      "type": "object",
      "description": "The patch broke a rule.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "refusals",
        "worker"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "patch.refused",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "refusals": {
          "type": "array",
          "description": "Why the patch was refused; empty when it was not.",
          "items": {
            "type": "object",
            "description": "One refusal.",
            "additionalProperties": false,
            "required": [
              "path",
              "reason"
            ],
            "properties": {
              "path": {
                "type": "string",
                "description": "The path; bytes that are not UTF-8 are escaped."
              },
              "reason": {
                "type": "string",
                "description": "Why, in a sentence."
              }
            }
          }
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        }
      },
      "title": "PatchRefusedEvent"
    },
    {
      "type": "object",
      "description": "The report was validated.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "state",
        "errors",
        "worker"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "report.checked",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "state": {
          "enum": [
            "valid",
            "invalid",
            "missing"
          ],
          "description": "What the validation said."
        },
        "errors": {
          "type": "array",
          "description": "What is wrong with it.",
          "items": {
            "type": "string",
            "description": "path: expected …, got …"
          }
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        }
      },
      "title": "ReportCheckedEvent"
    },
    {
      "type": "object",
      "description": "The verifier ran in a pristine room.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "attempt",
        "room",
        "passed",
        "worker",
        "run"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "proof.finished",
          "description": "What happened."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number; 0 for the baseline."
        },
        "room": {
          "type": "string",
          "description": "Name."
        },
        "passed": {
          "type": "boolean",
          "description": "Result."
        },
        "worker": {
          "type": [
            "string",
            "null"
          ],
          "description": "The worker; null where there is one alone."
        },
        "run": {
          "type": "integer",
          "minimum": 1,
          "description": "1, or the number of a confirmation."
        }
      },
      "title": "ProofFinishedEvent"
    },
    {
      "type": "object",
      "description": "The broker ended an attempt.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "reason",
        "status",
        "message"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "broker.stop",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Name."
        },
        "reason": {
          "enum": [
            "auth",
            "budget",
            "quota",
            "rate-limit",
            "provider",
            "model-unknown",
            "context",
            "request",
            "endless",
            "refused"
          ],
          "description": "Kind."
        },
        "status": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "HTTP status of the provider; null where it gave no answer, or the broker itself refused."
        },
        "message": {
          "type": "string",
          "description": "For a person."
        }
      },
      "title": "BrokerStopEvent"
    },
    {
      "type": "object",
      "description": "Something a reader should know.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "text"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "notice",
          "description": "What happened."
        },
        "text": {
          "type": "string",
          "description": "A sentence."
        }
      },
      "title": "NoticeEvent"
    },
    {
      "type": "object",
      "description": "The verdict.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "verdict",
        "reason"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "run.finished",
          "description": "What happened."
        },
        "verdict": {
          "enum": [
            "verified",
            "verified-with-verifier-change",
            "nothing-to-prove",
            "blocked",
            "attempts-exhausted",
            "time-exhausted",
            "budget-exhausted",
            "no-progress",
            "report-invalid",
            "policy-violation",
            "agent-error",
            "infra-error",
            "cancelled",
            "reported"
          ],
          "description": "How it ended."
        },
        "reason": {
          "type": "string",
          "description": "One sentence."
        }
      },
      "title": "RunFinishedEvent"
    },
    {
      "type": "object",
      "description": "What the kernel saw of a command in a room.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "execs",
        "exits",
        "connects",
        "dropped"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "audit.finished",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "execs": {
          "type": "integer",
          "minimum": 0,
          "description": "Programs started."
        },
        "exits": {
          "type": "integer",
          "minimum": 0,
          "description": "Processes ended."
        },
        "connects": {
          "type": "integer",
          "minimum": 0,
          "description": "Connections asked for."
        },
        "dropped": {
          "type": "integer",
          "minimum": 0,
          "description": "Events that are not in exec.jsonl."
        }
      },
      "title": "AuditFinishedEvent"
    },
    {
      "type": "object",
      "description": "A room was looked at before its agent started.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "attempt",
        "passed",
        "failed",
        "durationMs"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "probes.finished",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "attempt": {
          "type": "integer",
          "minimum": 0,
          "description": "Number."
        },
        "passed": {
          "type": "integer",
          "minimum": 0,
          "description": "Probes that passed."
        },
        "failed": {
          "type": "array",
          "description": "Names of those that did not.",
          "items": {
            "type": "string",
            "description": "A name."
          }
        },
        "durationMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time, the room's start included."
        }
      },
      "title": "ProbesFinishedEvent"
    },
    {
      "type": "object",
      "description": "The rules for commands were laid over a room of the agent.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "rules",
        "brokered"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "rules.applied",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "rules": {
          "type": "array",
          "description": "What holds each rule in this room.",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": [
              "rule",
              "source",
              "level",
              "note"
            ],
            "properties": {
              "rule": {
                "type": "string",
                "description": "The rule, as a person would write it."
              },
              "source": {
                "type": "string",
                "description": "Where it was said."
              },
              "level": {
                "enum": [
                  "enforced",
                  "watched",
                  "advice",
                  "grant"
                ],
                "description": "enforced: the program cannot be started by its name; watched: starting it ends the room; advice: the agent was told; grant: it allows a brokered command, and the host decides."
              },
              "note": {
                "type": "string",
                "description": "How, and what it does not stop."
              }
            }
          }
        },
        "brokered": {
          "type": "array",
          "description": "Commands that the host runs for the room.",
          "items": {
            "type": "string",
            "description": "Name."
          }
        }
      },
      "title": "RulesAppliedEvent"
    },
    {
      "type": "object",
      "description": "The program of an MCP server on the host's side is started in a room of its own.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "server",
        "room",
        "argv"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "mcp.started",
          "description": "What happened."
        },
        "server": {
          "type": "string",
          "description": "Name of the MCP server."
        },
        "room": {
          "type": "string",
          "description": "The room of its own, as exec.jsonl names it."
        },
        "argv": {
          "type": "array",
          "description": "What runs.",
          "items": {
            "type": "string",
            "description": "An argument."
          }
        }
      },
      "title": "McpStartedEvent"
    },
    {
      "type": "object",
      "description": "The program of an MCP server on the host's side is gone with its room.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "server",
        "room",
        "end",
        "exitCode",
        "signal",
        "durationMs"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "mcp.ended",
          "description": "What happened."
        },
        "server": {
          "type": "string",
          "description": "Name of the MCP server."
        },
        "room": {
          "type": "string",
          "description": "The room of its own, as exec.jsonl names it."
        },
        "end": {
          "enum": [
            "exited",
            "signalled",
            "timeout",
            "output-limit",
            "memory-limit",
            "disk-limit",
            "cancelled",
            null
          ],
          "description": "Why it ended; null: it never ran."
        },
        "exitCode": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Exit code."
        },
        "signal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Signal."
        },
        "durationMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time."
        }
      },
      "title": "McpEndedEvent"
    },
    {
      "type": "object",
      "description": "A program was started that a rule forbids; the room was ended.",
      "additionalProperties": false,
      "required": [
        "schema",
        "seq",
        "time",
        "event",
        "room",
        "rule",
        "justification",
        "exe",
        "argv"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/journal/v1",
          "description": "Format of the line."
        },
        "seq": {
          "type": "integer",
          "minimum": 0,
          "description": "Counts from 1 without gaps."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601 with milliseconds."
        },
        "event": {
          "const": "rules.violated",
          "description": "What happened."
        },
        "room": {
          "type": "string",
          "description": "Its name."
        },
        "rule": {
          "type": "string",
          "description": "The rule, as a person would write it."
        },
        "justification": {
          "type": "string",
          "description": "Why it forbids."
        },
        "exe": {
          "type": "string",
          "description": "The path that was given to the kernel."
        },
        "argv": {
          "type": "array",
          "description": "As the program saw it.",
          "items": {
            "type": "string",
            "description": "Argument."
          }
        }
      },
      "title": "RulesViolatedEvent"
    }
  ]
};
