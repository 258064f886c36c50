// Generated from schemas/verdict.schema.json by `npm run generate`. Do not edit.

/**
 * How it ended.
 */
export type Verdict =
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
 * How a run ended. Written once, last but the manifest.
 */
export interface VerdictFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/verdict/v1';
  /**
   * How the run ended.
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
   * True for verified, verified-with-verifier-change and reported.
   */
  green: boolean;
  /**
   * True when a pristine room said so.
   */
  verified: boolean;
  /**
   * One plain sentence.
   */
  reason: string;
  /**
   * What a person can do next.
   */
  hint: string | null;
  /**
   * ISO 8601.
   */
  startedAt: string;
  /**
   * Wall time of the run.
   */
  durationMs: number;
  /**
   * Of this, neither agent nor prepare nor verifier.
   */
  overheadMs: number;
  /**
   * Digest of the plan; null when the run ended before there was one.
   */
  planSha256: string | null;
  /**
   * Agent and version for a reader.
   */
  agent: string | null;
  room: {
    /**
     * Kind.
     */
    backend: string;
    /**
     * How the payload's identity is made.
     */
    identity: string;
    /**
     * Version of the sandbox program.
     */
    version: string;
    /**
     * What containers were made of.
     */
    image?: {
      /**
       * By which its daemon knew it: sha256:…
       */
      id: string;
      /**
       * By which registries know it: NAME@sha256:…; empty: none does.
       *
       * Items: Name and digest.
       */
      digests: string[];
    };
    /**
     * What enforces each limit.
     */
    limits: {
      [k: string]: string;
    };
    /**
     * What the kernel was asked to tell of rooms: `exec, exit, connect`, `off`, or `not available: why`.
     */
    audit: string;
    /**
     * What could not be enforced.
     *
     * Items: In words.
     */
    weaknesses: string[];
  } | null;
  /**
   * The exact command that passed in a pristine room.
   */
  passingCommand: string | null;
  baseline: Proof | null;
  /**
   * Every run of the verifier on the base, where it was to fail more than once.
   */
  baselineRuns?: Proof[];
  baselineConfirmations?: Confirmations;
  /**
   * Of the worker whose result this is, in order.
   */
  attempts: Attempt[];
  /**
   * Path of the patch in the evidence.
   */
  patch: string | null;
  /**
   * Path in the evidence of the change of what decides: left out of the patch, or a part of it.
   */
  verifierPatch?: string | null;
  /**
   * Path of the report in the evidence.
   */
  report: string | null;
  /**
   * What rooms asked for and did not get.
   *
   * Items: A refusal.
   */
  denied: {
    /**
     * host:port.
     */
    host: string;
    /**
     * Why.
     */
    reason: string;
    /**
     * The lines of the configuration, or inputs, that would allow it; empty where none would.
     *
     * Items: NAME: host:port.
     */
    allow: string[];
  }[];
  /**
   * Files that the agent follows, with the digests of what it sees.
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
   * Agent configuration of the repository that the agent was not shown.
   *
   * Items: A path, or how many more there are.
   */
  hiddenConfig: string[];
  /**
   * What a worker was stuck in, when last it was; absent where it never was.
   */
  stuck?: {
    /**
     * no-progress: the same failure, patch or steps again; circles: the agent repeated a step; context: the conversation became too long; budget: what is left of it is less than an attempt took.
     */
    kind: 'no-progress' | 'circles' | 'context' | 'budget';
    /**
     * One sentence.
     */
    message: string;
    /**
     * The attempt after which it was seen.
     */
    attempt: number;
    /**
     * Path of the snapshot in the evidence; the same for a person has the ending .md.
     */
    snapshot: string;
    /**
     * The last command of the verifier that failed.
     */
    command: string | null;
    /**
     * What failed, in one line.
     */
    failure: string | null;
    /**
     * Path of its output in the evidence.
     */
    log: string | null;
    /**
     * Files that the change touches.
     */
    files: number;
    /**
     * The one smallest change to try next.
     */
    next: string;
  };
  /**
   * What the agent said, where it said that it cannot or should not go on.
   */
  blocked?: {
    /**
     * What it is blocked by, as it says.
     */
    kind: 'contradiction' | 'access' | 'infrastructure' | 'other';
    /**
     * In its words.
     */
    reason: string;
    /**
     * What shows it, in its words; empty: nothing.
     */
    evidence: string;
    /**
     * What the run itself has seen of it.
     */
    check: 'confirmed' | 'unconfirmed' | 'contradicted';
    /**
     * What that is, in one sentence.
     */
    note: string;
  };
  /**
   * Things a reader should know.
   *
   * Items: A sentence.
   */
  notices: string[];
  /**
   * All workers of a run with candidates or tasks; empty where one agent did all.
   *
   * Items: One agent with rooms of its own.
   */
  workers: {
    /**
     * c1, c2, … or the name of a task.
     */
    name: string;
    /**
     * Whether it competed with the others or did a part.
     */
    kind: 'candidate' | 'task';
    /**
     * Agent, version and model for a reader.
     */
    agent: string;
    verdict: Verdict;
    /**
     * One plain sentence.
     */
    reason: string;
    /**
     * Whether its change is (part of) the run’s.
     */
    chosen: boolean;
    /**
     * In order.
     */
    attempts: Attempt[];
    /**
     * Path of its patch in the evidence.
     */
    patch: string | null;
    usage: Usage;
  }[];
}
/**
 * One run of the verifier in a pristine room.
 */
export interface Proof {
  /**
   * Name of the room.
   */
  room: string;
  /**
   * What the room held: the base, with the patch, with the patch less its new tests, with only the patch’s changes of the verifier, with all but these; or the hidden verifier on base or patch.
   */
  what:
    | 'base'
    | 'patch'
    | 'patch-without-new-tests'
    | 'base-with-verifier-change'
    | 'patch-without-verifier-change'
    | 'hidden-base'
    | 'hidden';
  /**
   * Exit code 0 and no signal.
   */
  passed: boolean;
  /**
   * Why the command ended.
   */
  end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
  /**
   * Exit code, when it exited.
   */
  exitCode: number | null;
  /**
   * Signal, when there was one.
   */
  signal: string | null;
  /**
   * Wall time.
   */
  durationMs: number;
  /**
   * Limits that were reached, whether or not the command ended by one.
   *
   * Items: Name of a limit.
   */
  limits: string[];
  /**
   * Path of its output in the evidence.
   */
  log: string;
  /**
   * 1, or the number of a confirmation from 2 on.
   */
  run: number;
  /**
   * Name of the command whose end this is: the first that failed, else the last.
   */
  command: string;
  /**
   * Each command that ran.
   *
   * Items: One command.
   */
  commands: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Exit code 0 and no signal.
     */
    passed: boolean;
    /**
     * Why the command ended.
     */
    end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
    /**
     * Exit code, when it exited.
     */
    exitCode: number | null;
    /**
     * Signal, when there was one.
     */
    signal: string | null;
    /**
     * Wall time.
     */
    durationMs: number;
    /**
     * What was built in its room before it; absent: nothing. Where that failed, the command never ran, and its end is that of the build.
     */
    build?: {
      /**
       * Why the build ended.
       */
      end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
      /**
       * Exit code, when it exited.
       */
      exitCode: number | null;
      /**
       * Signal, when there was one.
       */
      signal: string | null;
      /**
       * Wall time.
       */
      durationMs: number;
      /**
       * Path of its output in the evidence.
       */
      log: string;
    };
    /**
     * Path of its output in the evidence.
     */
    log: string;
    /**
     * Limits that were reached, whether or not the command ended by one.
     *
     * Items: Name of a limit.
     */
    limits: string[];
  }[];
  /**
   * Null: no results could be read.
   */
  tests: {
    /**
     * Formats that were read.
     *
     * Items: junit, tap, …
     */
    sources: string[];
    /**
     * Tests that passed or failed.
     */
    executed: number;
    /**
     * Tests that passed.
     */
    passed: number;
    /**
     * Tests that failed.
     */
    failed: number;
    /**
     * Tests that were skipped or left to be done.
     */
    skipped: number;
    /**
     * Assertions, where they can be counted.
     */
    assertions: number | null;
    /**
     * The first that failed.
     *
     * Items: Name of a test.
     */
    failedNames: string[];
    /**
     * Detail by file, in the evidence.
     */
    file: string | null;
  } | null;
  /**
   * Where less was executed than on the base, or results contradict the exit code.
   *
   * Items: A sentence.
   */
  floor: string[];
}
/**
 * What they came to together.
 */
export interface Confirmations {
  /**
   * How many were asked for.
   */
  wanted: number;
  /**
   * How many there were, until the result was clear.
   */
  runs: number;
  /**
   * How many of these passed.
   */
  passed: number;
  /**
   * Tests that passed in one and failed in another, as far as results could be read; at most 100.
   *
   * Items: Name of a test.
   */
  flaky: string[];
}
/**
 * One invocation of the agent and what came of it.
 */
export interface Attempt {
  /**
   * 1, 2, …
   */
  attempt: number;
  /**
   * How the agent's process ended.
   */
  agent: {
    /**
     * Why it ended.
     */
    end: 'exited' | 'signalled' | 'timeout' | 'output-limit' | 'memory-limit' | 'disk-limit' | 'cancelled';
    /**
     * Exit code, when it exited.
     */
    exitCode: number | null;
    /**
     * Wall time.
     */
    durationMs: number;
    /**
     * Limits that were reached, whether or not the command ended by one.
     *
     * Items: Name of a limit.
     */
    limits: string[];
    /**
     * The conversation.
     */
    session: string | null;
  };
  /**
   * The change after this attempt, relative to the base.
   */
  patch: {
    /**
     * Files touched.
     */
    files: number;
    /**
     * Lines added.
     */
    added: number;
    /**
     * Lines deleted.
     */
    deleted: number;
    /**
     * Size.
     */
    bytes: number;
    /**
     * Digest of the patch; null when empty.
     */
    sha256: string | null;
  };
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
   * The structured output.
   */
  report: {
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
     * Whether the correction turn was used.
     */
    corrected: boolean;
  };
  /**
   * Runs of the verifier in pristine rooms.
   */
  proofs: Proof[];
  usage: Usage;
  /**
   * How the attempt ended.
   */
  outcome: 'proved' | 'failed' | 'refused' | 'report-invalid' | 'blocked' | 'agent-error' | 'reported' | 'cut';
  /**
   * One line for a table.
   */
  summary: string;
  /**
   * Whether its conversation was begun anew, from a snapshot.
   */
  fresh: boolean;
  confirmations?: Confirmations1;
  /**
   * What the hidden verifier said, where there is one.
   */
  hidden?: 'passed' | 'failed' | 'not-run';
  /**
   * What the agent changed of what decides, where verify-edits does not refuse it.
   */
  verifierEdits?: {
    /**
     * Left out of the patch, or part of it.
     */
    mode: 'report' | 'allow';
    /**
     * The files; at most 200.
     */
    files: {
      /**
       * Its path; bytes that are not UTF-8 are escaped.
       */
      path: string;
      /**
       * What was done to it.
       */
      status: 'added' | 'modified' | 'deleted' | 'type-changed';
      /**
       * The glob that protects it.
       */
      glob: string;
      /**
       * Whether the edit is made to the trusted commit’s version, which the work commit has otherwise.
       */
      trusted: boolean;
    }[];
    /**
     * Path in the evidence of these edits alone.
     */
    patch: string;
    /**
     * Its digest.
     */
    sha256: string;
    /**
     * Whether the verifier as it was passes with the rest of the change; null: not tried.
     */
    unchangedPasses: boolean | null;
  };
}
/**
 * Model use, as the broker counted it.
 */
export interface Usage {
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
}
/**
 * How often the last proof was run, where it was to pass more than once.
 */
export interface Confirmations1 {
  /**
   * How many were asked for.
   */
  wanted: number;
  /**
   * How many there were, until the result was clear.
   */
  runs: number;
  /**
   * How many of these passed.
   */
  passed: number;
  /**
   * Tests that passed in one and failed in another, as far as results could be read; at most 100.
   *
   * Items: Name of a test.
   */
  flaky: string[];
}

export const verdictSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "verdict",
  "title": "VerdictFile",
  "type": "object",
  "description": "How a run ended. Written once, last but the manifest.",
  "additionalProperties": false,
  "required": [
    "schema",
    "verdict",
    "green",
    "verified",
    "reason",
    "hint",
    "startedAt",
    "durationMs",
    "overheadMs",
    "planSha256",
    "agent",
    "room",
    "passingCommand",
    "baseline",
    "attempts",
    "patch",
    "report",
    "denied",
    "instructions",
    "hiddenConfig",
    "notices",
    "workers"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/verdict/v1",
      "description": "Format of this file."
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
      "description": "How the run ended."
    },
    "green": {
      "type": "boolean",
      "description": "True for verified, verified-with-verifier-change and reported."
    },
    "verified": {
      "type": "boolean",
      "description": "True when a pristine room said so."
    },
    "reason": {
      "type": "string",
      "description": "One plain sentence."
    },
    "hint": {
      "type": [
        "string",
        "null"
      ],
      "description": "What a person can do next."
    },
    "startedAt": {
      "type": "string",
      "description": "ISO 8601."
    },
    "durationMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Wall time of the run."
    },
    "overheadMs": {
      "type": "integer",
      "minimum": 0,
      "description": "Of this, neither agent nor prepare nor verifier."
    },
    "planSha256": {
      "type": [
        "string",
        "null"
      ],
      "description": "Digest of the plan; null when the run ended before there was one.",
      "pattern": "^[0-9a-f]{64}$"
    },
    "agent": {
      "type": [
        "string",
        "null"
      ],
      "description": "Agent and version for a reader."
    },
    "room": {
      "oneOf": [
        {
          "type": "object",
          "description": "How strongly rooms were held.",
          "additionalProperties": false,
          "required": [
            "backend",
            "identity",
            "version",
            "limits",
            "weaknesses",
            "audit"
          ],
          "properties": {
            "backend": {
              "type": "string",
              "description": "Kind."
            },
            "identity": {
              "type": "string",
              "description": "How the payload's identity is made."
            },
            "version": {
              "type": "string",
              "description": "Version of the sandbox program."
            },
            "image": {
              "type": "object",
              "description": "What containers were made of.",
              "additionalProperties": false,
              "required": [
                "id",
                "digests"
              ],
              "properties": {
                "id": {
                  "type": "string",
                  "maxLength": 200,
                  "description": "By which its daemon knew it: sha256:…"
                },
                "digests": {
                  "type": "array",
                  "description": "By which registries know it: NAME@sha256:…; empty: none does.",
                  "items": {
                    "type": "string",
                    "maxLength": 500,
                    "description": "Name and digest."
                  }
                }
              }
            },
            "limits": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              },
              "description": "What enforces each limit."
            },
            "audit": {
              "type": "string",
              "description": "What the kernel was asked to tell of rooms: `exec, exit, connect`, `off`, or `not available: why`."
            },
            "weaknesses": {
              "type": "array",
              "description": "What could not be enforced.",
              "items": {
                "type": "string",
                "description": "In words."
              }
            }
          }
        },
        {
          "type": "null"
        }
      ]
    },
    "passingCommand": {
      "type": [
        "string",
        "null"
      ],
      "description": "The exact command that passed in a pristine room."
    },
    "baseline": {
      "oneOf": [
        {
          "$ref": "#/$defs/proof"
        },
        {
          "type": "null"
        }
      ]
    },
    "baselineRuns": {
      "type": "array",
      "description": "Every run of the verifier on the base, where it was to fail more than once.",
      "items": {
        "$ref": "#/$defs/proof"
      }
    },
    "baselineConfirmations": {
      "$ref": "#/$defs/confirmations",
      "description": "What they came to together."
    },
    "attempts": {
      "type": "array",
      "description": "Of the worker whose result this is, in order.",
      "items": {
        "$ref": "#/$defs/attempt"
      }
    },
    "patch": {
      "type": [
        "string",
        "null"
      ],
      "description": "Path of the patch in the evidence."
    },
    "verifierPatch": {
      "type": [
        "string",
        "null"
      ],
      "description": "Path in the evidence of the change of what decides: left out of the patch, or a part of it."
    },
    "report": {
      "type": [
        "string",
        "null"
      ],
      "description": "Path of the report in the evidence."
    },
    "denied": {
      "type": "array",
      "description": "What rooms asked for and did not get.",
      "items": {
        "type": "object",
        "description": "A refusal.",
        "additionalProperties": false,
        "required": [
          "host",
          "reason",
          "allow"
        ],
        "properties": {
          "host": {
            "type": "string",
            "description": "host:port."
          },
          "reason": {
            "type": "string",
            "description": "Why."
          },
          "allow": {
            "type": "array",
            "description": "The lines of the configuration, or inputs, that would allow it; empty where none would.",
            "items": {
              "type": "string",
              "description": "NAME: host:port."
            }
          }
        }
      }
    },
    "instructions": {
      "type": "array",
      "description": "Files that the agent follows, with the digests of what it sees.",
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
    "hiddenConfig": {
      "type": "array",
      "description": "Agent configuration of the repository that the agent was not shown.",
      "items": {
        "type": "string",
        "description": "A path, or how many more there are."
      }
    },
    "stuck": {
      "type": "object",
      "description": "What a worker was stuck in, when last it was; absent where it never was.",
      "additionalProperties": false,
      "required": [
        "kind",
        "message",
        "attempt",
        "snapshot",
        "failure",
        "command",
        "log",
        "files",
        "next"
      ],
      "properties": {
        "kind": {
          "enum": [
            "no-progress",
            "circles",
            "context",
            "budget"
          ],
          "description": "no-progress: the same failure, patch or steps again; circles: the agent repeated a step; context: the conversation became too long; budget: what is left of it is less than an attempt took."
        },
        "message": {
          "type": "string",
          "description": "One sentence."
        },
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "The attempt after which it was seen."
        },
        "snapshot": {
          "type": "string",
          "description": "Path of the snapshot in the evidence; the same for a person has the ending .md."
        },
        "command": {
          "type": [
            "string",
            "null"
          ],
          "description": "The last command of the verifier that failed."
        },
        "failure": {
          "type": [
            "string",
            "null"
          ],
          "description": "What failed, in one line."
        },
        "log": {
          "type": [
            "string",
            "null"
          ],
          "description": "Path of its output in the evidence."
        },
        "files": {
          "type": "integer",
          "minimum": 0,
          "description": "Files that the change touches."
        },
        "next": {
          "type": "string",
          "description": "The one smallest change to try next."
        }
      }
    },
    "blocked": {
      "type": "object",
      "description": "What the agent said, where it said that it cannot or should not go on.",
      "additionalProperties": false,
      "required": [
        "kind",
        "reason",
        "evidence",
        "check",
        "note"
      ],
      "properties": {
        "kind": {
          "enum": [
            "contradiction",
            "access",
            "infrastructure",
            "other"
          ],
          "description": "What it is blocked by, as it says."
        },
        "reason": {
          "type": "string",
          "description": "In its words."
        },
        "evidence": {
          "type": "string",
          "description": "What shows it, in its words; empty: nothing."
        },
        "check": {
          "enum": [
            "confirmed",
            "unconfirmed",
            "contradicted"
          ],
          "description": "What the run itself has seen of it."
        },
        "note": {
          "type": "string",
          "description": "What that is, in one sentence."
        }
      }
    },
    "notices": {
      "type": "array",
      "description": "Things a reader should know.",
      "items": {
        "type": "string",
        "description": "A sentence."
      }
    },
    "workers": {
      "type": "array",
      "description": "All workers of a run with candidates or tasks; empty where one agent did all.",
      "items": {
        "type": "object",
        "description": "One agent with rooms of its own.",
        "additionalProperties": false,
        "required": [
          "name",
          "kind",
          "agent",
          "verdict",
          "reason",
          "chosen",
          "attempts",
          "patch",
          "usage"
        ],
        "properties": {
          "name": {
            "type": "string",
            "description": "c1, c2, … or the name of a task."
          },
          "kind": {
            "enum": [
              "candidate",
              "task"
            ],
            "description": "Whether it competed with the others or did a part."
          },
          "agent": {
            "type": "string",
            "description": "Agent, version and model for a reader."
          },
          "verdict": {
            "$ref": "#/$defs/verdict"
          },
          "reason": {
            "type": "string",
            "description": "One plain sentence."
          },
          "chosen": {
            "type": "boolean",
            "description": "Whether its change is (part of) the run’s."
          },
          "attempts": {
            "type": "array",
            "description": "In order.",
            "items": {
              "$ref": "#/$defs/attempt"
            }
          },
          "patch": {
            "type": [
              "string",
              "null"
            ],
            "description": "Path of its patch in the evidence."
          },
          "usage": {
            "$ref": "#/$defs/usage"
          }
        }
      }
    }
  },
  "$defs": {
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
    "proof": {
      "type": "object",
      "description": "One run of the verifier in a pristine room.",
      "additionalProperties": false,
      "required": [
        "room",
        "what",
        "run",
        "passed",
        "command",
        "end",
        "exitCode",
        "signal",
        "durationMs",
        "log",
        "limits",
        "commands",
        "tests",
        "floor"
      ],
      "properties": {
        "room": {
          "type": "string",
          "description": "Name of the room."
        },
        "what": {
          "enum": [
            "base",
            "patch",
            "patch-without-new-tests",
            "base-with-verifier-change",
            "patch-without-verifier-change",
            "hidden-base",
            "hidden"
          ],
          "description": "What the room held: the base, with the patch, with the patch less its new tests, with only the patch’s changes of the verifier, with all but these; or the hidden verifier on base or patch."
        },
        "passed": {
          "type": "boolean",
          "description": "Exit code 0 and no signal."
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
          "description": "Why the command ended."
        },
        "exitCode": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Exit code, when it exited."
        },
        "signal": {
          "type": [
            "string",
            "null"
          ],
          "description": "Signal, when there was one."
        },
        "durationMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time."
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
          "description": "Path of its output in the evidence."
        },
        "run": {
          "type": "integer",
          "minimum": 1,
          "description": "1, or the number of a confirmation from 2 on."
        },
        "command": {
          "type": "string",
          "description": "Name of the command whose end this is: the first that failed, else the last."
        },
        "commands": {
          "type": "array",
          "description": "Each command that ran.",
          "items": {
            "type": "object",
            "description": "One command.",
            "additionalProperties": false,
            "required": [
              "name",
              "passed",
              "end",
              "exitCode",
              "signal",
              "durationMs",
              "log",
              "limits"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "Its name."
              },
              "passed": {
                "type": "boolean",
                "description": "Exit code 0 and no signal."
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
                "description": "Why the command ended."
              },
              "exitCode": {
                "type": [
                  "integer",
                  "null"
                ],
                "minimum": 0,
                "description": "Exit code, when it exited."
              },
              "signal": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Signal, when there was one."
              },
              "durationMs": {
                "type": "integer",
                "minimum": 0,
                "description": "Wall time."
              },
              "build": {
                "type": "object",
                "description": "What was built in its room before it; absent: nothing. Where that failed, the command never ran, and its end is that of the build.",
                "additionalProperties": false,
                "required": [
                  "end",
                  "exitCode",
                  "signal",
                  "durationMs",
                  "log"
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
                    "description": "Why the build ended."
                  },
                  "exitCode": {
                    "type": [
                      "integer",
                      "null"
                    ],
                    "minimum": 0,
                    "description": "Exit code, when it exited."
                  },
                  "signal": {
                    "type": [
                      "string",
                      "null"
                    ],
                    "description": "Signal, when there was one."
                  },
                  "durationMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time."
                  },
                  "log": {
                    "type": "string",
                    "description": "Path of its output in the evidence."
                  }
                }
              },
              "log": {
                "type": "string",
                "description": "Path of its output in the evidence."
              },
              "limits": {
                "type": "array",
                "description": "Limits that were reached, whether or not the command ended by one.",
                "items": {
                  "type": "string",
                  "description": "Name of a limit."
                }
              }
            }
          }
        },
        "tests": {
          "oneOf": [
            {
              "type": "object",
              "description": "What was executed, as far as results could be read.",
              "additionalProperties": false,
              "required": [
                "sources",
                "executed",
                "passed",
                "failed",
                "skipped",
                "assertions",
                "failedNames",
                "file"
              ],
              "properties": {
                "sources": {
                  "type": "array",
                  "description": "Formats that were read.",
                  "items": {
                    "type": "string",
                    "description": "junit, tap, …"
                  }
                },
                "executed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that passed or failed."
                },
                "passed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that passed."
                },
                "failed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that failed."
                },
                "skipped": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that were skipped or left to be done."
                },
                "assertions": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0,
                  "description": "Assertions, where they can be counted."
                },
                "failedNames": {
                  "type": "array",
                  "description": "The first that failed.",
                  "items": {
                    "type": "string",
                    "description": "Name of a test."
                  }
                },
                "file": {
                  "type": [
                    "string",
                    "null"
                  ],
                  "description": "Detail by file, in the evidence."
                }
              }
            },
            {
              "type": "null"
            }
          ],
          "description": "Null: no results could be read."
        },
        "floor": {
          "type": "array",
          "description": "Where less was executed than on the base, or results contradict the exit code.",
          "items": {
            "type": "string",
            "description": "A sentence."
          }
        }
      }
    },
    "attempt": {
      "type": "object",
      "description": "One invocation of the agent and what came of it.",
      "additionalProperties": false,
      "required": [
        "attempt",
        "agent",
        "patch",
        "refusals",
        "report",
        "proofs",
        "usage",
        "outcome",
        "summary",
        "fresh"
      ],
      "properties": {
        "attempt": {
          "type": "integer",
          "minimum": 1,
          "description": "1, 2, …"
        },
        "agent": {
          "type": "object",
          "description": "How the agent's process ended.",
          "additionalProperties": false,
          "required": [
            "end",
            "exitCode",
            "durationMs",
            "session",
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
              "description": "Why it ended."
            },
            "exitCode": {
              "type": [
                "integer",
                "null"
              ],
              "minimum": 0,
              "description": "Exit code, when it exited."
            },
            "durationMs": {
              "type": "integer",
              "minimum": 0,
              "description": "Wall time."
            },
            "limits": {
              "type": "array",
              "description": "Limits that were reached, whether or not the command ended by one.",
              "items": {
                "type": "string",
                "description": "Name of a limit."
              }
            },
            "session": {
              "type": [
                "string",
                "null"
              ],
              "description": "The conversation."
            }
          }
        },
        "patch": {
          "type": "object",
          "description": "The change after this attempt, relative to the base.",
          "additionalProperties": false,
          "required": [
            "files",
            "added",
            "deleted",
            "bytes",
            "sha256"
          ],
          "properties": {
            "files": {
              "type": "integer",
              "minimum": 0,
              "description": "Files touched."
            },
            "added": {
              "type": "integer",
              "minimum": 0,
              "description": "Lines added."
            },
            "deleted": {
              "type": "integer",
              "minimum": 0,
              "description": "Lines deleted."
            },
            "bytes": {
              "type": "integer",
              "minimum": 0,
              "description": "Size."
            },
            "sha256": {
              "type": [
                "string",
                "null"
              ],
              "description": "Digest of the patch; null when empty.",
              "pattern": "^[0-9a-f]{64}$"
            }
          }
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
        "report": {
          "type": "object",
          "description": "The structured output.",
          "additionalProperties": false,
          "required": [
            "state",
            "errors",
            "corrected"
          ],
          "properties": {
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
            "corrected": {
              "type": "boolean",
              "description": "Whether the correction turn was used."
            }
          }
        },
        "proofs": {
          "type": "array",
          "description": "Runs of the verifier in pristine rooms.",
          "items": {
            "$ref": "#/$defs/proof"
          }
        },
        "usage": {
          "$ref": "#/$defs/usage"
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
        "summary": {
          "type": "string",
          "description": "One line for a table."
        },
        "fresh": {
          "type": "boolean",
          "description": "Whether its conversation was begun anew, from a snapshot."
        },
        "confirmations": {
          "$ref": "#/$defs/confirmations",
          "description": "How often the last proof was run, where it was to pass more than once."
        },
        "hidden": {
          "enum": [
            "passed",
            "failed",
            "not-run"
          ],
          "description": "What the hidden verifier said, where there is one."
        },
        "verifierEdits": {
          "type": "object",
          "description": "What the agent changed of what decides, where verify-edits does not refuse it.",
          "additionalProperties": false,
          "required": [
            "mode",
            "files",
            "patch",
            "sha256",
            "unchangedPasses"
          ],
          "properties": {
            "mode": {
              "enum": [
                "report",
                "allow"
              ],
              "description": "Left out of the patch, or part of it."
            },
            "files": {
              "type": "array",
              "description": "The files; at most 200.",
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                  "path",
                  "status",
                  "glob",
                  "trusted"
                ],
                "properties": {
                  "path": {
                    "type": "string",
                    "description": "Its path; bytes that are not UTF-8 are escaped."
                  },
                  "status": {
                    "enum": [
                      "added",
                      "modified",
                      "deleted",
                      "type-changed"
                    ],
                    "description": "What was done to it."
                  },
                  "glob": {
                    "type": "string",
                    "description": "The glob that protects it."
                  },
                  "trusted": {
                    "type": "boolean",
                    "description": "Whether the edit is made to the trusted commit’s version, which the work commit has otherwise."
                  }
                }
              }
            },
            "patch": {
              "type": "string",
              "description": "Path in the evidence of these edits alone."
            },
            "sha256": {
              "type": "string",
              "description": "Its digest.",
              "pattern": "^[0-9a-f]{64}$"
            },
            "unchangedPasses": {
              "type": [
                "boolean",
                "null"
              ],
              "description": "Whether the verifier as it was passes with the rest of the change; null: not tried."
            }
          }
        }
      }
    },
    "confirmations": {
      "type": "object",
      "description": "The same proof, repeated in fresh rooms.",
      "additionalProperties": false,
      "required": [
        "wanted",
        "runs",
        "passed",
        "flaky"
      ],
      "properties": {
        "wanted": {
          "type": "integer",
          "minimum": 1,
          "description": "How many were asked for."
        },
        "runs": {
          "type": "integer",
          "minimum": 0,
          "description": "How many there were, until the result was clear."
        },
        "passed": {
          "type": "integer",
          "minimum": 0,
          "description": "How many of these passed."
        },
        "flaky": {
          "type": "array",
          "description": "Tests that passed in one and failed in another, as far as results could be read; at most 100.",
          "items": {
            "type": "string",
            "description": "Name of a test."
          }
        }
      }
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
    }
  }
};
