// Generated from schemas/session.schema.json by `npm run generate`. Do not edit.

/**
 * A person's use of an agent in a room. It proves nothing: there was no task and no verifier.
 */
export interface SessionFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/session/v1';
  /**
   * Name of the agent, as it was typed.
   */
  agent: string;
  /**
   * Its version; empty where it is not known.
   */
  version: string;
  /**
   * What was typed after the name, as it was handed on.
   */
  arguments: string[];
  /**
   * A person sat at a terminal; else its streams were passed on. What was typed and shown is not recorded.
   */
  terminal: boolean;
  /**
   * ISO 8601.
   */
  startedAt: string;
  /**
   * Milliseconds from the plan to the end of the room.
   */
  durationMs: number;
  /**
   * Of the agent, 128 + n for signal n; null where it was not started.
   */
  exitCode: number | null;
  /**
   * Digest of plan.json.
   */
  planSha256: string;
  /**
   * The commit that the room showed.
   */
  workCommit: string;
  /**
   * What the room was made with.
   */
  room: string;
  /**
   * Name of the kept room; null: it is gone.
   */
  keptRoom: string | null;
  /**
   * What the kernel told of the agent's processes, or why it was not asked.
   */
  audit: string;
  /**
   * The file with the agent's changes; null: it changed nothing, or was not started.
   */
  patch: string | null;
  /**
   * Model use, as the broker counted it.
   */
  usage: {
    /**
     * Model requests that reached the provider.
     */
    requests: number;
    /**
     * Tokens sent, cached ones included.
     */
    inputTokens: number;
    /**
     * Tokens of these that the provider had cached.
     */
    cachedInputTokens: number;
    /**
     * Tokens generated.
     */
    outputTokens: number;
    /**
     * US dollars by the plan's prices; null where a model that was used has none.
     */
    costUsd: number | null;
    /**
     * True where an answer carried no counts, so that its tokens were estimated from its bytes.
     */
    estimated: boolean;
  };
  /**
   * Hosts that the room asked for and was refused.
   */
  denied: {
    /**
     * What was asked for.
     */
    host: string;
    /**
     * Why it was refused.
     */
    reason: string;
  }[];
  /**
   * What the person was told, in order.
   */
  notices: string[];
}

export const sessionSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "session",
  "title": "SessionFile",
  "type": "object",
  "description": "A person's use of an agent in a room. It proves nothing: there was no task and no verifier.",
  "additionalProperties": false,
  "required": [
    "schema",
    "agent",
    "version",
    "arguments",
    "terminal",
    "startedAt",
    "durationMs",
    "exitCode",
    "planSha256",
    "workCommit",
    "room",
    "keptRoom",
    "audit",
    "patch",
    "usage",
    "denied",
    "notices"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/session/v1",
      "description": "Format of this file."
    },
    "agent": {
      "type": "string",
      "description": "Name of the agent, as it was typed."
    },
    "version": {
      "type": "string",
      "description": "Its version; empty where it is not known."
    },
    "arguments": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "description": "What was typed after the name, as it was handed on."
    },
    "terminal": {
      "type": "boolean",
      "description": "A person sat at a terminal; else its streams were passed on. What was typed and shown is not recorded."
    },
    "startedAt": {
      "type": "string",
      "description": "ISO 8601."
    },
    "durationMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Milliseconds from the plan to the end of the room."
    },
    "exitCode": {
      "type": [
        "integer",
        "null"
      ],
      "description": "Of the agent, 128 + n for signal n; null where it was not started."
    },
    "planSha256": {
      "type": "string",
      "description": "Digest of plan.json."
    },
    "workCommit": {
      "type": "string",
      "description": "The commit that the room showed."
    },
    "room": {
      "type": "string",
      "description": "What the room was made with."
    },
    "keptRoom": {
      "type": [
        "string",
        "null"
      ],
      "description": "Name of the kept room; null: it is gone."
    },
    "audit": {
      "type": "string",
      "description": "What the kernel told of the agent's processes, or why it was not asked."
    },
    "patch": {
      "type": [
        "string",
        "null"
      ],
      "description": "The file with the agent's changes; null: it changed nothing, or was not started."
    },
    "usage": {
      "type": "object",
      "description": "Model use, as the broker counted it.",
      "additionalProperties": false,
      "required": [
        "requests",
        "inputTokens",
        "cachedInputTokens",
        "outputTokens",
        "costUsd",
        "estimated"
      ],
      "properties": {
        "requests": {
          "type": "integer",
          "minimum": 0,
          "description": "Model requests that reached the provider."
        },
        "inputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Tokens sent, cached ones included."
        },
        "cachedInputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Tokens of these that the provider had cached."
        },
        "outputTokens": {
          "type": "integer",
          "minimum": 0,
          "description": "Tokens generated."
        },
        "costUsd": {
          "type": [
            "number",
            "null"
          ],
          "minimum": 0,
          "description": "US dollars by the plan's prices; null where a model that was used has none."
        },
        "estimated": {
          "type": "boolean",
          "description": "True where an answer carried no counts, so that its tokens were estimated from its bytes."
        }
      }
    },
    "denied": {
      "type": "array",
      "items": {
        "type": "object",
        "additionalProperties": false,
        "required": [
          "host",
          "reason"
        ],
        "properties": {
          "host": {
            "type": "string",
            "description": "What was asked for."
          },
          "reason": {
            "type": "string",
            "description": "Why it was refused."
          }
        }
      },
      "description": "Hosts that the room asked for and was refused."
    },
    "notices": {
      "type": "array",
      "items": {
        "type": "string"
      },
      "description": "What the person was told, in order."
    }
  }
};
