// Generated from schemas/probes.schema.json by `npm run generate`. Do not edit.

/**
 * One line of probes.jsonl: one thing that was looked at in an attempt's room before its agent started.
 */
export interface ProbeRecord {
  /**
   * Format of the line.
   */
  schema: 'cleanroom/probes/v1';
  /**
   * ISO 8601.
   */
  time: string;
  /**
   * The room.
   */
  room: string;
  /**
   * Attempt that the room belongs to; 0: none.
   */
  attempt: number;
  /**
   * What was looked at.
   */
  name: string;
  /**
   * Whether it was as it has to be.
   */
  passed: boolean;
  /**
   * What was seen. Never a secret.
   */
  detail: string;
}

export const probesSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "probes",
  "title": "ProbeRecord",
  "type": "object",
  "description": "One line of probes.jsonl: one thing that was looked at in an attempt's room before its agent started.",
  "additionalProperties": false,
  "required": [
    "schema",
    "time",
    "room",
    "attempt",
    "name",
    "passed",
    "detail"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/probes/v1",
      "description": "Format of the line."
    },
    "time": {
      "type": "string",
      "description": "ISO 8601."
    },
    "room": {
      "type": "string",
      "description": "The room."
    },
    "attempt": {
      "type": "integer",
      "minimum": 0,
      "description": "Attempt that the room belongs to; 0: none."
    },
    "name": {
      "type": "string",
      "description": "What was looked at."
    },
    "passed": {
      "type": "boolean",
      "description": "Whether it was as it has to be."
    },
    "detail": {
      "type": "string",
      "description": "What was seen. Never a secret."
    }
  }
};
