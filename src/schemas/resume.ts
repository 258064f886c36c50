// Generated from schemas/resume.schema.json by `npm run generate`. Do not edit.

/**
 * A file below resume/ in the evidence of a run that has not ended: what the run needs to go on after its process was killed.
 */
export type ResumeRecord = TurnRecord | KeptProofRecord | UsageRecord | RequestRecord;

/**
 * A turn of an agent that has ended.
 */
export interface TurnRecord {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/resume/v1';
  /**
   * Digest of the plan that it belongs to.
   */
  plan: string;
  /**
   * Proves that the same user wrote it on the same machine; null: nothing does.
   */
  seal: string | null;
  /**
   * What is kept.
   */
  kind: 'turn';
  /**
   * Its room.
   */
  room: string;
  /**
   * How its program ended.
   */
  exit: {
    /**
     * Why.
     */
    end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
    /**
     * Exit code.
     */
    code: number | null;
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
     * Limits that were reached.
     *
     * @maxItems 40
     *
     * Items: A limit.
     */
    limits: (
      | 'memory'
      | 'processes'
      | 'cpus'
      | 'disk-size'
      | 'disk-files'
      | 'tmp-size'
      | 'file-size'
      | 'open-files'
      | 'max-output'
      | 'timeout'
    )[];
  };
  /**
   * Its conversation.
   */
  session: string | null;
  /**
   * Model use, as the broker counted it.
   */
  usage: {
    /**
     * Model requests that reached the provider.
     */
    requests: number;
    /**
     * Tokens sent.
     */
    inputTokens: number;
    /**
     * Of these, cached.
     */
    cachedInputTokens: number;
    /**
     * Tokens generated.
     */
    outputTokens: number;
    /**
     * US dollars; null: no price.
     */
    costUsd: number | null;
    /**
     * Whether tokens were estimated.
     */
    estimated: boolean;
  };
  /**
   * Null: none.
   */
  agentUsage: {
    /**
     * Tokens sent.
     */
    inputTokens: number;
    /**
     * Of these, cached.
     */
    cachedInputTokens: number;
    /**
     * Tokens generated.
     */
    outputTokens: number;
    /**
     * US dollars.
     */
    costUsd: number | null;
  } | null;
  /**
   * What failed.
   *
   * @maxItems 60
   *
   * Items: A failure in the agent's words.
   */
  errors: {
    /**
     * Kind of event.
     */
    type: 'error';
    /**
     * What it said.
     */
    message: string;
    /**
     * Whether the turn failed by it.
     */
    fatal: boolean;
    /**
     * What it is about.
     */
    kind: 'auth' | 'quota' | 'rate-limit' | 'provider' | 'context' | 'refused' | 'loop' | 'session-lost' | null;
  }[];
  /**
   * Its last words.
   */
  answer: string | null;
  /**
   * Null: none.
   */
  repetition: {
    /**
     * How often.
     */
    times: number;
    /**
     * One sentence.
     */
    message: string;
  } | null;
  /**
   * Null: none.
   */
  stop: {
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
     * HTTP status.
     */
    status: number | null;
    /**
     * One sentence.
     */
    message: string;
  } | null;
  /**
   * Null: none.
   */
  failing: {
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
     * HTTP status.
     */
    status: number | null;
    /**
     * One sentence.
     */
    message: string;
  } | null;
  /**
   * Null: none.
   */
  violation: {
    /**
     * The rule.
     */
    rule: string;
    /**
     * Why.
     */
    justification: string;
    /**
     * What was started.
     *
     * @maxItems 2100
     *
     * Items: An argument.
     */
    argv: string[];
  } | null;
  /**
   * What it handed in.
   */
  report: {
    /**
     * Whether there was a file.
     */
    state: 'read' | 'missing' | 'refused';
    /**
     * Its content, or why it was not read.
     */
    text: string;
  };
  /**
   * What its room was refused.
   *
   * @maxItems 10000
   *
   * Items: One host.
   */
  denials: {
    /**
     * Host and port.
     */
    host: string;
    /**
     * Why.
     */
    reason: string;
    /**
     * What would allow it.
     *
     * @maxItems 100
     *
     * Items: A line.
     */
    allow: string[];
  }[];
  /**
   * What it changed.
   */
  patch: {
    /**
     * Digest of the diff beside this file; null: nothing changed.
     */
    sha256: string | null;
    /**
     * Changed paths that are ignored.
     */
    ignored: number;
    /**
     * What cannot be in a patch.
     *
     * @maxItems 10000
     *
     * Items: One refusal.
     */
    refusals: {
      /**
       * The path.
       */
      path: string;
      /**
       * Why.
       */
      reason: string;
    }[];
  };
  /**
   * By which turns with the same steps are known.
   */
  steps: string | null;
  /**
   * Whether it went on with a conversation.
   */
  resumed: boolean;
  /**
   * Null: it did not.
   */
  declined: {
    /**
     * What it is about.
     */
    kind: 'contradiction' | 'access' | 'infrastructure' | 'other';
    /**
     * Why.
     */
    reason: string;
    /**
     * What shows it.
     */
    evidence: string;
  } | null;
}
/**
 * A proof that failed.
 */
export interface KeptProofRecord {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/resume/v1';
  /**
   * Digest of the plan that it belongs to.
   */
  plan: string;
  /**
   * Proves that the same user wrote it on the same machine; null: nothing does.
   */
  seal: string | null;
  /**
   * What is kept.
   */
  kind: 'proof';
  /**
   * Of the proof.
   */
  name: string;
  /**
   * As in verdict.json.
   */
  record: {
    [k: string]: unknown;
  };
  /**
   * What the next attempt is told about.
   */
  failure: {
    /**
     * The command.
     */
    display: string;
    /**
     * Exit code.
     */
    exitCode: number | null;
    /**
     * Signal.
     */
    signal: string | null;
    /**
     * Why.
     */
    end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
    /**
     * First output.
     */
    head: string;
    /**
     * Last output.
     */
    tail: string;
    /**
     * Bytes between.
     */
    elidedBytes: number;
    [k: string]: unknown;
  };
  /**
   * What each command executed.
   *
   * @maxItems 1000
   *
   * Items: One command.
   */
  tests: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Counts.
     */
    run: {
      [k: string]: unknown;
    };
  }[];
  /**
   * Digest of what was proved: the diff, its files, the report.
   */
  subject: string;
}
/**
 * Model use of a room, kept after each call.
 */
export interface UsageRecord {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/resume/v1';
  /**
   * Digest of the plan that it belongs to.
   */
  plan: string;
  /**
   * Proves that the same user wrote it on the same machine; null: nothing does.
   */
  seal: string | null;
  /**
   * What is kept.
   */
  kind: 'usage';
  /**
   * The room.
   */
  room: string;
  /**
   * Model use, as the broker counted it.
   */
  usage: {
    /**
     * Model requests that reached the provider.
     */
    requests: number;
    /**
     * Tokens sent.
     */
    inputTokens: number;
    /**
     * Of these, cached.
     */
    cachedInputTokens: number;
    /**
     * Tokens generated.
     */
    outputTokens: number;
    /**
     * US dollars; null: no price.
     */
    costUsd: number | null;
    /**
     * Whether tokens were estimated.
     */
    estimated: boolean;
  };
}
/**
 * What a person typed.
 */
export interface RequestRecord {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/resume/v1';
  /**
   * Digest of the plan that it belongs to.
   */
  plan: string;
  /**
   * Proves that the same user wrote it on the same machine; null: nothing does.
   */
  seal: string | null;
  /**
   * What is kept.
   */
  kind: 'request';
  /**
   * Arguments of the command line.
   *
   * @maxItems 2000
   *
   * Items: An argument.
   */
  argv: string[];
  /**
   * Where.
   */
  directory: string;
}

export const resumeSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "resume",
  "title": "ResumeRecord",
  "description": "A file below resume/ in the evidence of a run that has not ended: what the run needs to go on after its process was killed.",
  "oneOf": [
    {
      "type": "object",
      "description": "A turn of an agent that has ended.",
      "additionalProperties": false,
      "required": [
        "schema",
        "plan",
        "seal",
        "kind",
        "room",
        "exit",
        "session",
        "usage",
        "agentUsage",
        "errors",
        "answer",
        "repetition",
        "stop",
        "failing",
        "violation",
        "report",
        "denials",
        "patch",
        "steps",
        "resumed",
        "declined"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/resume/v1",
          "description": "Format of this file."
        },
        "plan": {
          "type": "string",
          "description": "Digest of the plan that it belongs to.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "seal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Proves that the same user wrote it on the same machine; null: nothing does.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "kind": {
          "const": "turn",
          "description": "What is kept."
        },
        "room": {
          "type": "string",
          "description": "Its room.",
          "maxLength": 200
        },
        "exit": {
          "type": "object",
          "description": "How its program ended.",
          "additionalProperties": false,
          "required": [
            "end",
            "code",
            "signal",
            "durationMs",
            "outputBytes",
            "limits"
          ],
          "properties": {
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
              "description": "Why."
            },
            "code": {
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
              "description": "Signal.",
              "maxLength": 20
            },
            "durationMs": {
              "type": "number",
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
              "maxItems": 40,
              "description": "Limits that were reached.",
              "items": {
                "enum": [
                  "memory",
                  "processes",
                  "cpus",
                  "disk-size",
                  "disk-files",
                  "tmp-size",
                  "file-size",
                  "open-files",
                  "max-output",
                  "timeout"
                ],
                "description": "A limit."
              }
            }
          }
        },
        "session": {
          "type": [
            "string",
            "null"
          ],
          "description": "Its conversation.",
          "maxLength": 2000
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
              "description": "Tokens sent."
            },
            "cachedInputTokens": {
              "type": "integer",
              "minimum": 0,
              "description": "Of these, cached."
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
              "description": "US dollars; null: no price."
            },
            "estimated": {
              "type": "boolean",
              "description": "Whether tokens were estimated."
            }
          }
        },
        "agentUsage": {
          "oneOf": [
            {
              "type": "object",
              "description": "As the agent itself says.",
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
                  "description": "Of these, cached."
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
                  "description": "US dollars."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: none."
        },
        "errors": {
          "type": "array",
          "maxItems": 60,
          "description": "What failed.",
          "items": {
            "type": "object",
            "description": "A failure in the agent's words.",
            "additionalProperties": false,
            "required": [
              "type",
              "message",
              "fatal",
              "kind"
            ],
            "properties": {
              "type": {
                "const": "error",
                "description": "Kind of event."
              },
              "message": {
                "type": "string",
                "description": "What it said."
              },
              "fatal": {
                "type": "boolean",
                "description": "Whether the turn failed by it."
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
                "description": "What it is about."
              }
            }
          }
        },
        "answer": {
          "type": [
            "string",
            "null"
          ],
          "description": "Its last words."
        },
        "repetition": {
          "oneOf": [
            {
              "type": "object",
              "description": "It went in circles.",
              "additionalProperties": false,
              "required": [
                "times",
                "message"
              ],
              "properties": {
                "times": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "How often."
                },
                "message": {
                  "type": "string",
                  "description": "One sentence."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: none."
        },
        "stop": {
          "oneOf": [
            {
              "type": "object",
              "description": "Why the broker wanted the turn to end.",
              "additionalProperties": false,
              "required": [
                "reason",
                "status",
                "message"
              ],
              "properties": {
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
                  "description": "HTTP status."
                },
                "message": {
                  "type": "string",
                  "description": "One sentence."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: none."
        },
        "failing": {
          "oneOf": [
            {
              "type": "object",
              "description": "Why the broker wanted the turn to end.",
              "additionalProperties": false,
              "required": [
                "reason",
                "status",
                "message"
              ],
              "properties": {
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
                  "description": "HTTP status."
                },
                "message": {
                  "type": "string",
                  "description": "One sentence."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: none."
        },
        "violation": {
          "oneOf": [
            {
              "type": "object",
              "description": "A program that a rule forbids.",
              "additionalProperties": false,
              "required": [
                "rule",
                "justification",
                "argv"
              ],
              "properties": {
                "rule": {
                  "type": "string",
                  "description": "The rule."
                },
                "justification": {
                  "type": "string",
                  "description": "Why."
                },
                "argv": {
                  "type": "array",
                  "maxItems": 2100,
                  "description": "What was started.",
                  "items": {
                    "type": "string",
                    "description": "An argument."
                  }
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: none."
        },
        "report": {
          "type": "object",
          "description": "What it handed in.",
          "additionalProperties": false,
          "required": [
            "state",
            "text"
          ],
          "properties": {
            "state": {
              "enum": [
                "read",
                "missing",
                "refused"
              ],
              "description": "Whether there was a file."
            },
            "text": {
              "type": "string",
              "description": "Its content, or why it was not read."
            }
          }
        },
        "denials": {
          "type": "array",
          "maxItems": 10000,
          "description": "What its room was refused.",
          "items": {
            "type": "object",
            "description": "One host.",
            "additionalProperties": false,
            "required": [
              "host",
              "reason",
              "allow"
            ],
            "properties": {
              "host": {
                "type": "string",
                "description": "Host and port."
              },
              "reason": {
                "type": "string",
                "description": "Why."
              },
              "allow": {
                "type": "array",
                "maxItems": 100,
                "description": "What would allow it.",
                "items": {
                  "type": "string",
                  "description": "A line."
                }
              }
            }
          }
        },
        "patch": {
          "type": "object",
          "description": "What it changed.",
          "additionalProperties": false,
          "required": [
            "sha256",
            "ignored",
            "refusals"
          ],
          "properties": {
            "sha256": {
              "type": [
                "string",
                "null"
              ],
              "description": "Digest of the diff beside this file; null: nothing changed.",
              "pattern": "^[0-9a-f]{64}$"
            },
            "ignored": {
              "type": "integer",
              "minimum": 0,
              "description": "Changed paths that are ignored."
            },
            "refusals": {
              "type": "array",
              "maxItems": 10000,
              "description": "What cannot be in a patch.",
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
                    "description": "The path."
                  },
                  "reason": {
                    "type": "string",
                    "description": "Why."
                  }
                }
              }
            }
          }
        },
        "steps": {
          "type": [
            "string",
            "null"
          ],
          "maxLength": 200,
          "description": "By which turns with the same steps are known."
        },
        "resumed": {
          "type": "boolean",
          "description": "Whether it went on with a conversation."
        },
        "declined": {
          "oneOf": [
            {
              "type": "object",
              "description": "Why it says that it cannot go on.",
              "additionalProperties": false,
              "required": [
                "kind",
                "reason",
                "evidence"
              ],
              "properties": {
                "kind": {
                  "enum": [
                    "contradiction",
                    "access",
                    "infrastructure",
                    "other"
                  ],
                  "description": "What it is about."
                },
                "reason": {
                  "type": "string",
                  "description": "Why."
                },
                "evidence": {
                  "type": "string",
                  "description": "What shows it."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: it did not."
        }
      },
      "title": "TurnRecord"
    },
    {
      "type": "object",
      "description": "A proof that failed.",
      "additionalProperties": false,
      "required": [
        "schema",
        "plan",
        "seal",
        "kind",
        "name",
        "record",
        "failure",
        "tests",
        "subject"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/resume/v1",
          "description": "Format of this file."
        },
        "plan": {
          "type": "string",
          "description": "Digest of the plan that it belongs to.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "seal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Proves that the same user wrote it on the same machine; null: nothing does.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "kind": {
          "const": "proof",
          "description": "What is kept."
        },
        "name": {
          "type": "string",
          "description": "Of the proof.",
          "maxLength": 200
        },
        "record": {
          "type": "object",
          "description": "As in verdict.json.",
          "additionalProperties": true
        },
        "failure": {
          "type": "object",
          "description": "What the next attempt is told about.",
          "additionalProperties": true,
          "required": [
            "display",
            "exitCode",
            "signal",
            "end",
            "head",
            "tail",
            "elidedBytes"
          ],
          "properties": {
            "display": {
              "type": "string",
              "description": "The command."
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
              "description": "Why."
            },
            "head": {
              "type": "string",
              "description": "First output."
            },
            "tail": {
              "type": "string",
              "description": "Last output."
            },
            "elidedBytes": {
              "type": "integer",
              "minimum": 0,
              "description": "Bytes between."
            }
          }
        },
        "tests": {
          "type": "array",
          "maxItems": 1000,
          "description": "What each command executed.",
          "items": {
            "type": "object",
            "description": "One command.",
            "additionalProperties": false,
            "required": [
              "name",
              "run"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "Its name."
              },
              "run": {
                "type": "object",
                "description": "Counts.",
                "additionalProperties": true
              }
            }
          }
        },
        "subject": {
          "type": "string",
          "pattern": "^[0-9a-f]{64}$",
          "description": "Digest of what was proved: the diff, its files, the report."
        }
      },
      "title": "KeptProofRecord"
    },
    {
      "type": "object",
      "description": "Model use of a room, kept after each call.",
      "additionalProperties": false,
      "required": [
        "schema",
        "plan",
        "seal",
        "kind",
        "room",
        "usage"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/resume/v1",
          "description": "Format of this file."
        },
        "plan": {
          "type": "string",
          "description": "Digest of the plan that it belongs to.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "seal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Proves that the same user wrote it on the same machine; null: nothing does.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "kind": {
          "const": "usage",
          "description": "What is kept."
        },
        "room": {
          "type": "string",
          "description": "The room.",
          "maxLength": 200
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
              "description": "Tokens sent."
            },
            "cachedInputTokens": {
              "type": "integer",
              "minimum": 0,
              "description": "Of these, cached."
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
              "description": "US dollars; null: no price."
            },
            "estimated": {
              "type": "boolean",
              "description": "Whether tokens were estimated."
            }
          }
        }
      },
      "title": "UsageRecord"
    },
    {
      "type": "object",
      "description": "What a person typed.",
      "additionalProperties": false,
      "required": [
        "schema",
        "plan",
        "seal",
        "kind",
        "argv",
        "directory"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/resume/v1",
          "description": "Format of this file."
        },
        "plan": {
          "type": "string",
          "description": "Digest of the plan that it belongs to.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "seal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Proves that the same user wrote it on the same machine; null: nothing does.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "kind": {
          "const": "request",
          "description": "What is kept."
        },
        "argv": {
          "type": "array",
          "maxItems": 2000,
          "description": "Arguments of the command line.",
          "items": {
            "type": "string",
            "description": "An argument."
          }
        },
        "directory": {
          "type": "string",
          "description": "Where.",
          "maxLength": 4096
        }
      },
      "title": "RequestRecord"
    }
  ]
};
