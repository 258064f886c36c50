// Generated from schemas/usage.schema.json by `npm run generate`. Do not edit.

/**
 * Model use of a run, as the broker counted it.
 */
export interface UsageFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/usage/v1';
  /**
   * All attempts.
   */
  total: {
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
   * In order.
   *
   * Items: One attempt.
   */
  attempts: {
    /**
     * The worker; null where there is one alone.
     */
    worker: string | null;
    /**
     * Number.
     */
    attempt: number;
    /**
     * As the broker counted.
     */
    broker: {
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
    agent: {
      /**
       * Tokens sent.
       */
      inputTokens: number;
      /**
       * Cached.
       */
      cachedInputTokens: number;
      /**
       * Generated.
       */
      outputTokens: number;
      /**
       * US dollars by prices of the agent's own, which need not be the plan's; null where it gives none.
       */
      costUsd: number | null;
    } | null;
    /**
     * Whether broker and agent counted the same tokens; unknown where the agent said nothing.
     */
    agreement: 'equal' | 'differs' | 'unknown';
    difference: {
      /**
       * Tokens sent.
       */
      inputTokens: number;
      /**
       * Cached.
       */
      cachedInputTokens: number;
      /**
       * Generated.
       */
      outputTokens: number;
    } | null;
    /**
     * What a difference may come from, for a person; null unless they differ.
     */
    reason: string | null;
  }[];
}

export const usageSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "usage",
  "title": "UsageFile",
  "type": "object",
  "description": "Model use of a run, as the broker counted it.",
  "additionalProperties": false,
  "required": [
    "schema",
    "total",
    "attempts"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/usage/v1",
      "description": "Format of this file."
    },
    "total": {
      "type": "object",
      "description": "All attempts.",
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
    "attempts": {
      "type": "array",
      "description": "In order.",
      "items": {
        "type": "object",
        "description": "One attempt.",
        "additionalProperties": false,
        "required": [
          "worker",
          "attempt",
          "broker",
          "agent",
          "agreement",
          "difference",
          "reason"
        ],
        "properties": {
          "worker": {
            "type": [
              "string",
              "null"
            ],
            "description": "The worker; null where there is one alone."
          },
          "attempt": {
            "type": "integer",
            "minimum": 0,
            "description": "Number."
          },
          "broker": {
            "type": "object",
            "description": "As the broker counted.",
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
          "agent": {
            "oneOf": [
              {
                "type": "object",
                "description": "As the agent itself said.",
                "additionalProperties": false,
                "required": [
                  "inputTokens",
                  "cachedInputTokens",
                  "outputTokens",
                  "costUsd"
                ],
                "properties": {
                  "inputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Tokens sent."
                  },
                  "cachedInputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Cached."
                  },
                  "outputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Generated."
                  },
                  "costUsd": {
                    "type": [
                      "number",
                      "null"
                    ],
                    "minimum": 0,
                    "description": "US dollars by prices of the agent's own, which need not be the plan's; null where it gives none."
                  }
                }
              },
              {
                "type": "null"
              }
            ]
          },
          "agreement": {
            "enum": [
              "equal",
              "differs",
              "unknown"
            ],
            "description": "Whether broker and agent counted the same tokens; unknown where the agent said nothing."
          },
          "difference": {
            "oneOf": [
              {
                "type": "object",
                "description": "The broker's counts less the agent's; null unless they differ.",
                "additionalProperties": false,
                "required": [
                  "inputTokens",
                  "cachedInputTokens",
                  "outputTokens"
                ],
                "properties": {
                  "inputTokens": {
                    "type": "integer",
                    "description": "Tokens sent."
                  },
                  "cachedInputTokens": {
                    "type": "integer",
                    "description": "Cached."
                  },
                  "outputTokens": {
                    "type": "integer",
                    "description": "Generated."
                  }
                }
              },
              {
                "type": "null"
              }
            ]
          },
          "reason": {
            "type": [
              "string",
              "null"
            ],
            "description": "What a difference may come from, for a person; null unless they differ."
          }
        }
      }
    }
  }
};
