// Generated from schemas/transcript.schema.json by `npm run generate`. Do not edit.

/**
 * One line of transcript.jsonl: what an agent's own stream told of a turn, in one form for all agents. Redacted.
 */
export type TranscriptRecord =
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'turn';
      /**
       * Whether an earlier conversation goes on.
       */
      resumed: boolean;
      /**
       * Whether only the report is to be corrected.
       */
      correction: boolean;
      /**
       * What the agent was told.
       */
      prompt: string;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'session';
      /**
       * The agent's own name for it.
       */
      id: string;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'message';
      /**
       * Its words.
       */
      text: string;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'reasoning';
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'command';
      /**
       * The command line.
       */
      command: string;
      /**
       * Its exit code; null where the agent does not tell.
       */
      exitCode: number | null;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'tool';
      /**
       * Name of the tool.
       */
      name: string;
      /**
       * MCP server that it belongs to; null for one of the agent's own.
       */
      server: string | null;
      /**
       * Its arguments, JSON text, bounded.
       */
      input: string;
      /**
       * Whether it failed; null where the agent does not tell.
       */
      failed: boolean | null;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'file-change';
      /**
       * The files.
       *
       * Items: A path, as the agent wrote it.
       */
      paths: string[];
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'usage';
      /**
       * Input, cached tokens included.
       */
      inputTokens: number;
      /**
       * Of them cached.
       */
      cachedInputTokens: number;
      /**
       * Output.
       */
      outputTokens: number;
      /**
       * US dollars by the agent's own prices; null: it has none.
       */
      costUsd: number | null;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'error';
      /**
       * Its words.
       */
      message: string;
      /**
       * What kind of failure it is, as far as the words tell.
       */
      kind: 'auth' | 'quota' | 'rate-limit' | 'provider' | 'context' | 'refused' | 'loop' | 'session-lost' | null;
      /**
       * Whether the turn failed by it.
       */
      fatal: boolean;
    }
  | {
      /**
       * Format of the line.
       */
      schema: 'cleanroom/transcript/v1';
      /**
       * ISO 8601, when it was read.
       */
      time: string;
      /**
       * The room in which it was said.
       */
      room: string;
      /**
       * Attempt, from 1.
       */
      attempt: number;
      /**
       * Who said it.
       */
      agent: string;
      /**
       * What kind of line it is.
       */
      type: 'end';
      /**
       * How its command ended: exited, signalled, timeout, …
       */
      end: string;
      /**
       * Exit code; null unless it exited.
       */
      exitCode: number | null;
    };

export const transcriptSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "transcript",
  "title": "TranscriptRecord",
  "description": "One line of transcript.jsonl: what an agent's own stream told of a turn, in one form for all agents. Redacted.",
  "oneOf": [
    {
      "type": "object",
      "description": "A turn began.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "resumed",
        "correction",
        "prompt"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "turn",
          "description": "What kind of line it is."
        },
        "resumed": {
          "type": "boolean",
          "description": "Whether an earlier conversation goes on."
        },
        "correction": {
          "type": "boolean",
          "description": "Whether only the report is to be corrected."
        },
        "prompt": {
          "type": "string",
          "description": "What the agent was told."
        }
      }
    },
    {
      "type": "object",
      "description": "The conversation has a name, by which it can be resumed.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "id"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "session",
          "description": "What kind of line it is."
        },
        "id": {
          "type": "string",
          "description": "The agent's own name for it."
        }
      }
    },
    {
      "type": "object",
      "description": "The agent said something.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "text"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "message",
          "description": "What kind of line it is."
        },
        "text": {
          "type": "string",
          "description": "Its words."
        }
      }
    },
    {
      "type": "object",
      "description": "The model thought; what it thought is not kept.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "reasoning",
          "description": "What kind of line it is."
        }
      }
    },
    {
      "type": "object",
      "description": "The agent ran a command by its shell tool.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "command",
        "exitCode"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "command",
          "description": "What kind of line it is."
        },
        "command": {
          "type": "string",
          "description": "The command line."
        },
        "exitCode": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Its exit code; null where the agent does not tell."
        }
      }
    },
    {
      "type": "object",
      "description": "The agent used another tool.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "name",
        "server",
        "input",
        "failed"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "tool",
          "description": "What kind of line it is."
        },
        "name": {
          "type": "string",
          "description": "Name of the tool."
        },
        "server": {
          "type": [
            "string",
            "null"
          ],
          "description": "MCP server that it belongs to; null for one of the agent's own."
        },
        "input": {
          "type": "string",
          "description": "Its arguments, JSON text, bounded."
        },
        "failed": {
          "type": [
            "boolean",
            "null"
          ],
          "description": "Whether it failed; null where the agent does not tell."
        }
      }
    },
    {
      "type": "object",
      "description": "The agent says that it changed files.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "paths"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "file-change",
          "description": "What kind of line it is."
        },
        "paths": {
          "type": "array",
          "description": "The files.",
          "items": {
            "type": "string",
            "description": "A path, as the agent wrote it."
          }
        }
      }
    },
    {
      "type": "object",
      "description": "Tokens, as the agent counts them.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "inputTokens",
        "cachedInputTokens",
        "outputTokens",
        "costUsd"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "usage",
          "description": "What kind of line it is."
        },
        "inputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Input, cached tokens included."
        },
        "cachedInputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Of them cached."
        },
        "outputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Output."
        },
        "costUsd": {
          "type": [
            "number",
            "null"
          ],
          "description": "US dollars by the agent's own prices; null: it has none."
        }
      }
    },
    {
      "type": "object",
      "description": "Something failed, in the agent's words.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "message",
        "kind",
        "fatal"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "error",
          "description": "What kind of line it is."
        },
        "message": {
          "type": "string",
          "description": "Its words."
        },
        "kind": {
          "enum": [
            "auth",
            "quota",
            "rate-limit",
            "provider",
            "context",
            "refused",
            "loop",
            "session-lost",
            null
          ],
          "description": "What kind of failure it is, as far as the words tell."
        },
        "fatal": {
          "type": "boolean",
          "description": "Whether the turn failed by it."
        }
      }
    },
    {
      "type": "object",
      "description": "The turn ended.",
      "additionalProperties": false,
      "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "agent",
        "type",
        "end",
        "exitCode"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/transcript/v1",
          "description": "Format of the line."
        },
        "time": {
          "type": "string",
          "description": "ISO 8601, when it was read."
        },
        "room": {
          "type": "string",
          "description": "The room in which it was said."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempt, from 1."
        },
        "agent": {
          "type": "string",
          "description": "Who said it."
        },
        "type": {
          "const": "end",
          "description": "What kind of line it is."
        },
        "end": {
          "type": "string",
          "description": "How its command ended: exited, signalled, timeout, …"
        },
        "exitCode": {
          "type": [
            "integer",
            "null"
          ],
          "description": "Exit code; null unless it exited."
        }
      }
    }
  ]
};
