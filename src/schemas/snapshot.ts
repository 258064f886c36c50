// Generated from schemas/snapshot.schema.json by `npm run generate`. Do not edit.

/**
 * Where a worker stood when it was stuck: what a fresh conversation, or a person, goes on from.
 */
export interface SnapshotFile {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/snapshot/v1';
  /**
   * The worker; null where there is one alone.
   */
  worker: string | null;
  /**
   * The attempt after which it was taken.
   */
  attempt: number;
  /**
   * What the worker was stuck in.
   */
  kind: 'no-progress' | 'circles' | 'context' | 'budget';
  /**
   * The same in one sentence.
   */
  message: string;
  /**
   * Attempts in a row without progress, with the first of them.
   */
  streak: number;
  /**
   * The prompt, cut.
   */
  task: string;
  /**
   * Who worked.
   */
  agent: {
    /**
     * Name.
     */
    name: string;
    /**
     * Version; empty: not known.
     */
    version: string;
    /**
     * Model; null: the agent’s own default.
     */
    model: string | null;
  };
  /**
   * Where it worked.
   */
  room: {
    /**
     * Kind of room.
     */
    backend: string;
    /**
     * The room of the last turn.
     */
    name: string;
  };
  /**
   * What its rooms had.
   */
  environment: {
    /**
     * Names of the variables that the plan sets.
     *
     * Items: A name.
     */
    variables: string[];
    /**
     * Hosts that the agent could reach.
     *
     * Items: host:port.
     */
    agentHosts: string[];
    /**
     * Hosts that the verifier could reach.
     *
     * Items: host:port.
     */
    proofHosts: string[];
    /**
     * Hosts that rooms were refused.
     *
     * Items: host:port.
     */
    refusedHosts: string[];
    /**
     * Directories that alone could be written; null: all.
     */
    writable: string[] | null;
    /**
     * Memory of a room.
     */
    memoryBytes: number;
    /**
     * Time of an attempt.
     */
    attemptMs: number;
  };
  /**
   * What the change is relative to.
   */
  base: {
    /**
     * The commit that the agent works on.
     */
    workCommit: string;
    /**
     * The commit that the verifier comes from.
     */
    trustedCommit: string;
    /**
     * The tree of both together, as rooms show it.
     */
    tree: string;
  };
  /**
   * Null: the verifier has not run on a change.
   */
  command: {
    /**
     * As a person would type it.
     */
    display: string;
    /**
     * Its words.
     *
     * Items: A word.
     */
    argv: string[];
    /**
     * Directory below the workspace; empty: the workspace itself.
     */
    cwd: string;
    /**
     * Why it ended.
     */
    end: string;
    /**
     * Exit code, when it exited.
     */
    exitCode: number | null;
    /**
     * Signal, when there was one.
     */
    signal: string | null;
    /**
     * Name of its room.
     */
    room: string;
    /**
     * Path of its output in the evidence.
     */
    log: string;
  } | null;
  /**
   * What that command printed, standard output and error as they came.
   */
  output: {
    /**
     * The beginning.
     */
    head: string;
    /**
     * The end; empty where the beginning is all.
     */
    tail: string;
    /**
     * Bytes between the two, about.
     */
    elidedBytes: number;
    /**
     * True: the output of a hidden verifier, which is in its log alone.
     */
    withheld: boolean;
  };
  /**
   * What failed.
   */
  failure: {
    /**
     * By which equal failures are known; null: nothing that could be compared.
     */
    fingerprint: string | null;
    /**
     * In one line.
     */
    line: string;
    /**
     * Failed tests; null: not known.
     */
    failed: number | null;
    /**
     * Names of the first of them.
     *
     * Items: A name.
     */
    tests: string[];
  };
  /**
   * The change so far, relative to the base.
   */
  patch: {
    /**
     * Its path in the evidence; null: nothing is changed.
     */
    path: string | null;
    /**
     * Its digest.
     */
    sha256: string | null;
    /**
     * Its size.
     */
    bytes: number;
  };
  /**
   * Files that the change touches; the first 100.
   *
   * Items: One file.
   */
  files: {
    /**
     * Its path.
     */
    path: string;
    /**
     * added, modified, deleted or type-changed.
     */
    status: string;
    /**
     * Lines; null: it is binary.
     */
    added: number | null;
    /**
     * Lines; null: it is binary.
     */
    deleted: number | null;
  }[];
  /**
   * The attempts so far.
   *
   * Items: One attempt.
   */
  tried: {
    /**
     * Number.
     */
    attempt: number;
    /**
     * What it came to.
     */
    outcome: string;
    /**
     * In one line.
     */
    summary: string;
    /**
     * Whether its conversation was begun anew, from a snapshot.
     */
    fresh: boolean;
    /**
     * Files that its change touches.
     */
    files: number;
    /**
     * Lines.
     */
    added: number;
    /**
     * Lines.
     */
    deleted: number;
  }[];
  /**
   * The one smallest change to try next.
   */
  next: {
    /**
     * In words.
     */
    text: string;
    /**
     * Whether the agent said so, or the first failure does.
     */
    from: 'agent' | 'failure';
    /**
     * File that the first failure names.
     */
    file: string | null;
    /**
     * Line in it.
     */
    line: number | null;
  };
}

export const snapshotSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "snapshot",
  "title": "SnapshotFile",
  "type": "object",
  "description": "Where a worker stood when it was stuck: what a fresh conversation, or a person, goes on from.",
  "additionalProperties": false,
  "required": [
    "schema",
    "worker",
    "attempt",
    "kind",
    "message",
    "streak",
    "task",
    "agent",
    "room",
    "environment",
    "base",
    "command",
    "output",
    "failure",
    "patch",
    "files",
    "tried",
    "next"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/snapshot/v1",
      "description": "Format of this file."
    },
    "worker": {
      "type": [
        "string",
        "null"
      ],
      "description": "The worker; null where there is one alone."
    },
    "attempt": {
      "type": "integer",
      "minimum": 1,
      "description": "The attempt after which it was taken."
    },
    "kind": {
      "enum": [
        "no-progress",
        "circles",
        "context",
        "budget"
      ],
      "description": "What the worker was stuck in."
    },
    "message": {
      "type": "string",
      "description": "The same in one sentence."
    },
    "streak": {
      "type": "integer",
      "minimum": 1,
      "description": "Attempts in a row without progress, with the first of them."
    },
    "task": {
      "type": "string",
      "description": "The prompt, cut."
    },
    "agent": {
      "type": "object",
      "description": "Who worked.",
      "additionalProperties": false,
      "required": [
        "name",
        "version",
        "model"
      ],
      "properties": {
        "name": {
          "type": "string",
          "description": "Name."
        },
        "version": {
          "type": "string",
          "description": "Version; empty: not known."
        },
        "model": {
          "type": [
            "string",
            "null"
          ],
          "description": "Model; null: the agent’s own default."
        }
      }
    },
    "room": {
      "type": "object",
      "description": "Where it worked.",
      "additionalProperties": false,
      "required": [
        "backend",
        "name"
      ],
      "properties": {
        "backend": {
          "type": "string",
          "description": "Kind of room."
        },
        "name": {
          "type": "string",
          "description": "The room of the last turn."
        }
      }
    },
    "environment": {
      "type": "object",
      "description": "What its rooms had.",
      "additionalProperties": false,
      "required": [
        "variables",
        "agentHosts",
        "proofHosts",
        "refusedHosts",
        "writable",
        "memoryBytes",
        "attemptMs"
      ],
      "properties": {
        "variables": {
          "type": "array",
          "description": "Names of the variables that the plan sets.",
          "items": {
            "type": "string",
            "description": "A name."
          }
        },
        "agentHosts": {
          "type": "array",
          "description": "Hosts that the agent could reach.",
          "items": {
            "type": "string",
            "description": "host:port."
          }
        },
        "proofHosts": {
          "type": "array",
          "description": "Hosts that the verifier could reach.",
          "items": {
            "type": "string",
            "description": "host:port."
          }
        },
        "refusedHosts": {
          "type": "array",
          "description": "Hosts that rooms were refused.",
          "items": {
            "type": "string",
            "description": "host:port."
          }
        },
        "writable": {
          "type": [
            "array",
            "null"
          ],
          "description": "Directories that alone could be written; null: all.",
          "items": {
            "type": "string",
            "description": "A path."
          }
        },
        "memoryBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Memory of a room."
        },
        "attemptMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Time of an attempt."
        }
      }
    },
    "base": {
      "type": "object",
      "description": "What the change is relative to.",
      "additionalProperties": false,
      "required": [
        "workCommit",
        "trustedCommit",
        "tree"
      ],
      "properties": {
        "workCommit": {
          "type": "string",
          "description": "The commit that the agent works on."
        },
        "trustedCommit": {
          "type": "string",
          "description": "The commit that the verifier comes from."
        },
        "tree": {
          "type": "string",
          "description": "The tree of both together, as rooms show it."
        }
      }
    },
    "command": {
      "oneOf": [
        {
          "type": "object",
          "description": "The last command of the verifier that failed, exactly.",
          "additionalProperties": false,
          "required": [
            "display",
            "argv",
            "cwd",
            "end",
            "exitCode",
            "signal",
            "room",
            "log"
          ],
          "properties": {
            "display": {
              "type": "string",
              "description": "As a person would type it."
            },
            "argv": {
              "type": "array",
              "description": "Its words.",
              "items": {
                "type": "string",
                "description": "A word."
              }
            },
            "cwd": {
              "type": "string",
              "description": "Directory below the workspace; empty: the workspace itself."
            },
            "end": {
              "type": "string",
              "description": "Why it ended."
            },
            "exitCode": {
              "type": [
                "integer",
                "null"
              ],
              "description": "Exit code, when it exited."
            },
            "signal": {
              "type": [
                "string",
                "null"
              ],
              "description": "Signal, when there was one."
            },
            "room": {
              "type": "string",
              "description": "Name of its room."
            },
            "log": {
              "type": "string",
              "description": "Path of its output in the evidence."
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "Null: the verifier has not run on a change."
    },
    "output": {
      "type": "object",
      "description": "What that command printed, standard output and error as they came.",
      "additionalProperties": false,
      "required": [
        "head",
        "tail",
        "elidedBytes",
        "withheld"
      ],
      "properties": {
        "head": {
          "type": "string",
          "description": "The beginning."
        },
        "tail": {
          "type": "string",
          "description": "The end; empty where the beginning is all."
        },
        "elidedBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes between the two, about."
        },
        "withheld": {
          "type": "boolean",
          "description": "True: the output of a hidden verifier, which is in its log alone."
        }
      }
    },
    "failure": {
      "type": "object",
      "description": "What failed.",
      "additionalProperties": false,
      "required": [
        "fingerprint",
        "line",
        "failed",
        "tests"
      ],
      "properties": {
        "fingerprint": {
          "type": [
            "string",
            "null"
          ],
          "description": "By which equal failures are known; null: nothing that could be compared."
        },
        "line": {
          "type": "string",
          "description": "In one line."
        },
        "failed": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 0,
          "description": "Failed tests; null: not known."
        },
        "tests": {
          "type": "array",
          "description": "Names of the first of them.",
          "items": {
            "type": "string",
            "description": "A name."
          }
        }
      }
    },
    "patch": {
      "type": "object",
      "description": "The change so far, relative to the base.",
      "additionalProperties": false,
      "required": [
        "path",
        "sha256",
        "bytes"
      ],
      "properties": {
        "path": {
          "type": [
            "string",
            "null"
          ],
          "description": "Its path in the evidence; null: nothing is changed."
        },
        "sha256": {
          "type": [
            "string",
            "null"
          ],
          "description": "Its digest."
        },
        "bytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Its size."
        }
      }
    },
    "files": {
      "type": "array",
      "description": "Files that the change touches; the first 100.",
      "items": {
        "type": "object",
        "description": "One file.",
        "additionalProperties": false,
        "required": [
          "path",
          "status",
          "added",
          "deleted"
        ],
        "properties": {
          "path": {
            "type": "string",
            "description": "Its path."
          },
          "status": {
            "type": "string",
            "description": "added, modified, deleted or type-changed."
          },
          "added": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "description": "Lines; null: it is binary."
          },
          "deleted": {
            "type": [
              "integer",
              "null"
            ],
            "minimum": 0,
            "description": "Lines; null: it is binary."
          }
        }
      }
    },
    "tried": {
      "type": "array",
      "description": "The attempts so far.",
      "items": {
        "type": "object",
        "description": "One attempt.",
        "additionalProperties": false,
        "required": [
          "attempt",
          "outcome",
          "summary",
          "fresh",
          "files",
          "added",
          "deleted"
        ],
        "properties": {
          "attempt": {
            "type": "integer",
            "minimum": 1,
            "description": "Number."
          },
          "outcome": {
            "type": "string",
            "description": "What it came to."
          },
          "summary": {
            "type": "string",
            "description": "In one line."
          },
          "fresh": {
            "type": "boolean",
            "description": "Whether its conversation was begun anew, from a snapshot."
          },
          "files": {
            "type": "integer",
            "minimum": 0,
            "description": "Files that its change touches."
          },
          "added": {
            "type": "integer",
            "minimum": 0,
            "description": "Lines."
          },
          "deleted": {
            "type": "integer",
            "minimum": 0,
            "description": "Lines."
          }
        }
      }
    },
    "next": {
      "type": "object",
      "description": "The one smallest change to try next.",
      "additionalProperties": false,
      "required": [
        "text",
        "from",
        "file",
        "line"
      ],
      "properties": {
        "text": {
          "type": "string",
          "description": "In words."
        },
        "from": {
          "enum": [
            "agent",
            "failure"
          ],
          "description": "Whether the agent said so, or the first failure does."
        },
        "file": {
          "type": [
            "string",
            "null"
          ],
          "description": "File that the first failure names."
        },
        "line": {
          "type": [
            "integer",
            "null"
          ],
          "minimum": 1,
          "description": "Line in it."
        }
      }
    }
  }
};
