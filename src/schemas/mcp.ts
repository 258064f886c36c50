// Generated from schemas/mcp.schema.json by `npm run generate`. Do not edit.

/**
 * One line of mcp.jsonl: one call of a tool of an MCP server on the host's side.
 */
export interface McpLogRecord {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/mcp/v1';
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
   * The server, as the configuration names it.
   */
  server: string;
  /**
   * The tool, as it was asked for; empty where the request named none.
   */
  tool: string;
  /**
   * The first 4096 characters of its arguments as JSON text.
   */
  arguments: string;
  /**
   * SHA-256 of the whole of that text, before anything was taken out.
   */
  argumentsSha256: string;
  /**
   * allowed: the server answered, whatever it said; failed: it gave no answer that could be passed on.
   */
  verdict: 'allowed' | 'refused' | 'failed';
  /**
   * What allowed or refused it, or what went wrong.
   */
  rule: string;
  /**
   * Whether the server said that the call failed; null: it gave no answer.
   */
  isError: boolean | null;
  /**
   * Bytes of the answer that the room got.
   */
  bytes: number;
  /**
   * Places of the answer where a part of a secret was taken out.
   */
  redactions: number;
  /**
   * Milliseconds from the request to the answer.
   */
  durationMs: number;
}

export const mcpSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "mcp",
  "title": "McpLogRecord",
  "type": "object",
  "description": "One line of mcp.jsonl: one call of a tool of an MCP server on the host's side.",
  "additionalProperties": false,
  "required": [
    "schema",
    "time",
    "room",
    "attempt",
    "server",
    "tool",
    "arguments",
    "argumentsSha256",
    "verdict",
    "rule",
    "isError",
    "bytes",
    "redactions",
    "durationMs"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/mcp/v1",
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
    "server": {
      "type": "string",
      "description": "The server, as the configuration names it."
    },
    "tool": {
      "type": "string",
      "description": "The tool, as it was asked for; empty where the request named none."
    },
    "arguments": {
      "type": "string",
      "description": "The first 4096 characters of its arguments as JSON text."
    },
    "argumentsSha256": {
      "type": "string",
      "description": "SHA-256 of the whole of that text, before anything was taken out."
    },
    "verdict": {
      "enum": [
        "allowed",
        "refused",
        "failed"
      ],
      "description": "allowed: the server answered, whatever it said; failed: it gave no answer that could be passed on."
    },
    "rule": {
      "type": "string",
      "description": "What allowed or refused it, or what went wrong."
    },
    "isError": {
      "type": [
        "boolean",
        "null"
      ],
      "description": "Whether the server said that the call failed; null: it gave no answer."
    },
    "bytes": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes of the answer that the room got."
    },
    "redactions": {
      "type": "integer",
      "minimum": 0,
      "description": "Places of the answer where a part of a secret was taken out."
    },
    "durationMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Milliseconds from the request to the answer."
    }
  }
};
