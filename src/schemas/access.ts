// Generated from schemas/access.schema.json by `npm run generate`. Do not edit.

/**
 * One line of access.jsonl: one decision of the broker.
 */
export interface AccessLogRecord {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/access/v1';
  /**
   * ISO 8601.
   */
  time: string;
  /**
   * Stage.
   */
  stage: 'prepare' | 'agent' | 'proof';
  /**
   * The room that asked.
   */
  room: string;
  /**
   * The attempt that the room belongs to; 0: before the first.
   */
  attempt: number;
  /**
   * Kind.
   */
  kind: 'model' | 'connect' | 'http' | 'service';
  /**
   * HTTP method.
   */
  method: string;
  /**
   * Host that was asked for, as far as it could be read; else the text as it came.
   */
  host: string;
  /**
   * Port; null where none could be read.
   */
  port: number | null;
  /**
   * Path without query.
   */
  path: string;
  /**
   * Decision.
   */
  verdict: 'allowed' | 'denied' | 'failed';
  /**
   * Why.
   */
  rule: string;
  /**
   * HTTP status.
   */
  status: number | null;
  /**
   * Bytes to the upstream.
   */
  bytesOut: number;
  /**
   * Bytes from it.
   */
  bytesIn: number;
  /**
   * Wall time.
   */
  durationMs: number;
}

export const accessSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "access",
  "title": "AccessLogRecord",
  "type": "object",
  "description": "One line of access.jsonl: one decision of the broker.",
  "additionalProperties": false,
  "required": [
    "schema",
    "time",
    "stage",
    "room",
    "attempt",
    "kind",
    "method",
    "host",
    "port",
    "path",
    "verdict",
    "rule",
    "status",
    "bytesOut",
    "bytesIn",
    "durationMs"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/access/v1",
      "description": "Format of the line."
    },
    "time": {
      "type": "string",
      "description": "ISO 8601."
    },
    "stage": {
      "enum": [
        "prepare",
        "agent",
        "proof"
      ],
      "description": "Stage."
    },
    "room": {
      "type": "string",
      "description": "The room that asked."
    },
    "attempt": {
      "type": "integer",
      "minimum": 0,
      "description": "The attempt that the room belongs to; 0: before the first."
    },
    "kind": {
      "enum": [
        "model",
        "connect",
        "http",
        "service"
      ],
      "description": "Kind."
    },
    "method": {
      "type": "string",
      "description": "HTTP method."
    },
    "host": {
      "type": "string",
      "description": "Host that was asked for, as far as it could be read; else the text as it came."
    },
    "port": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 1,
      "maximum": 65535,
      "description": "Port; null where none could be read."
    },
    "path": {
      "type": "string",
      "description": "Path without query."
    },
    "verdict": {
      "enum": [
        "allowed",
        "denied",
        "failed"
      ],
      "description": "Decision."
    },
    "rule": {
      "type": "string",
      "description": "Why."
    },
    "status": {
      "type": [
        "integer",
        "null"
      ],
      "minimum": 0,
      "description": "HTTP status."
    },
    "bytesOut": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes to the upstream."
    },
    "bytesIn": {
      "type": "integer",
      "minimum": 0,
      "description": "Bytes from it."
    },
    "durationMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Wall time."
    }
  }
};
