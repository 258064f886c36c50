// Generated from schemas/command.schema.json by `npm run generate`. Do not edit.

/**
 * One line of commands.jsonl: one request of a room for a brokered command.
 */
export interface CommandLogRecord {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/command/v1';
  /**
   * ISO 8601, when it was asked for.
   */
  time: string;
  /**
   * The room that asked.
   */
  room: string;
  /**
   * The attempt that the room belongs to.
   */
  attempt: number;
  /**
   * As it was asked for, the program first.
   *
   * Items: Argument.
   */
  argv: string[];
  /**
   * As it ran, the program first; null when it did not.
   */
  ran: string[] | null;
  /**
   * The room that was made for it, as exec.jsonl names it; missing when none was.
   */
  ranIn?: string;
  /**
   * allowed: it ran to its end, whatever its exit code; failed: it was cut off or could not run.
   */
  verdict: 'allowed' | 'refused' | 'failed';
  /**
   * The rule that decided, or what went wrong.
   */
  rule: string;
  /**
   * What the room was told.
   */
  exitCode: number;
  /**
   * Files of the room that were sent along.
   */
  files: {
    /**
     * As the room has it.
     */
    path: string;
    /**
     * Size.
     */
    bytes: number;
  }[];
  /**
   * Bytes of standard input that were sent along.
   */
  stdinBytes: number;
  /**
   * Bytes that the room got.
   */
  stdoutBytes: number;
  /**
   * Bytes that the room got.
   */
  stderrBytes: number;
  /**
   * Places of the output where a part of a credential was taken out.
   */
  redactions: number;
  /**
   * Wall time.
   */
  durationMs: number;
}

export const commandSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "command",
  "title": "CommandLogRecord",
  "type": "object",
  "description": "One line of commands.jsonl: one request of a room for a brokered command.",
  "additionalProperties": false,
  "required": [
    "schema",
    "time",
    "room",
    "attempt",
    "argv",
    "ran",
    "verdict",
    "rule",
    "exitCode",
    "files",
    "stdinBytes",
    "stdoutBytes",
    "stderrBytes",
    "redactions",
    "durationMs"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/command/v1",
      "description": "Format of the line."
    },
    "time": {
      "type": "string",
      "description": "ISO 8601, when it was asked for."
    },
    "room": {
      "type": "string",
      "description": "The room that asked."
    },
    "attempt": {
      "type": "integer",
      "minimum": 0,
      "description": "The attempt that the room belongs to."
    },
    "argv": {
      "type": "array",
      "description": "As it was asked for, the program first.",
      "items": {
        "type": "string",
        "description": "Argument."
      }
    },
    "ran": {
      "type": [
        "array",
        "null"
      ],
      "description": "As it ran, the program first; null when it did not.",
      "items": {
        "type": "string",
        "description": "Argument."
      }
    },
    "ranIn": {
      "type": "string",
      "description": "The room that was made for it, as exec.jsonl names it; missing when none was."
    },
    "verdict": {
      "enum": [
        "allowed",
        "refused",
        "failed"
      ],
      "description": "allowed: it ran to its end, whatever its exit code; failed: it was cut off or could not run."
    },
    "rule": {
      "type": "string",
      "description": "The rule that decided, or what went wrong."
    },
    "exitCode": {
      "type": "integer",
      "minimum": 0,
      "description": "What the room was told."
    },
    "files": {
      "type": "array",
      "description": "Files of the room that were sent along.",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "path",
          "bytes"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "As the room has it."
          },
          "bytes": {
            "type": "integer",
            "minimum": 0,
            "description": "Size."
          }
        }
      }
    },
    "stdinBytes": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes of standard input that were sent along."
    },
    "stdoutBytes": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes that the room got."
    },
    "stderrBytes": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes that the room got."
    },
    "redactions": {
      "type": "integer",
      "minimum": 0,
      "description": "Places of the output where a part of a credential was taken out."
    },
    "durationMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Wall time."
    }
  }
};
