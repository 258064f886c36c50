// Generated from schemas/plan.schema.json by `npm run generate`. Do not edit.

/**
 * Everything that decides how a run goes, compiled once from inputs, config and event. It holds no secret.
 */
export interface Plan {
  /**
   * Format of this file.
   */
  schema: 'cleanroom/plan/v1';
  /**
   * Version of cleanroom-action.
   */
  tool: string;
  /**
   * Where the run comes from.
   */
  context: {
    /**
     * pull_request, push, workflow_dispatch, schedule, issue_comment, …; local on the command line.
     */
    event: string;
    /**
     * owner/name; null when unknown.
     */
    repository: string | null;
    /**
     * GitHub's web address.
     */
    serverUrl: string | null;
    /**
     * GitHub's REST address.
     */
    apiUrl: string | null;
    /**
     * Page of the workflow run.
     */
    runUrl: string | null;
    /**
     * Who triggered it.
     */
    actor: string | null;
    pullRequest: {
      /**
       * Its number.
       */
      number: number;
      /**
       * Its head.
       */
      headSha: string;
      /**
       * Branch of the head.
       */
      headRef: string;
      /**
       * owner/name of the head; differs from the base for a fork.
       */
      headRepository: string;
      /**
       * Branch that it goes to.
       */
      baseRef: string;
      /**
       * Commit of that branch.
       */
      baseSha: string;
      /**
       * True when head and base are different repositories.
       */
      fork: boolean;
    } | null;
  };
  /**
   * What is worked on and who is trusted.
   */
  source: {
    /**
     * What the agent works on.
     */
    workCommit: string;
    /**
     * Where config, verifier, schema and instructions come from.
     */
    trustedCommit: string;
    /**
     * How the trusted commit was named.
     */
    trustedRef: string;
    /**
     * Path of the config file in the trusted commit; null without one.
     */
    config: string | null;
  };
  /**
   * The task.
   */
  prompt: {
    /**
     * As the agent gets it.
     */
    text: string;
    /**
     * Digest of the text.
     */
    sha256: string;
  };
  /**
   * Who works.
   */
  agent: {
    /**
     * The agent.
     */
    name: 'codex' | 'command';
    /**
     * Pinned version; null for a command.
     */
    version: string | null;
    /**
     * The command line of agent "command", or extra arguments of the others.
     *
     * Items: An argument.
     */
    argv: string[];
    /**
     * Model; null: the agent's own default.
     */
    model: string | null;
    /**
     * Reasoning effort.
     */
    effort: string | null;
    /**
     * Wire format of the model endpoint; null: no model access.
     */
    provider: 'openai' | 'anthropic' | 'gemini' | null;
    /**
     * Where model requests go.
     */
    modelBaseUrl: string | null;
  };
  /**
   * Null: no verifier, the report is the result.
   */
  verifier: {
    /**
     * Program and arguments.
     *
     * @minItems 1
     *
     * Items: An argument.
     */
    argv: [string, ...string[]];
    /**
     * The command as a person would type it.
     */
    display: string;
    /**
     * Directory below the workspace; empty: its root.
     */
    cwd: string;
    /**
     * Environment of the verifier.
     */
    env: {
      [k: string]: string;
    };
    /**
     * Wall time of one run in milliseconds.
     */
    timeoutMs: number;
    /**
     * Globs of the files that the verifier consists of; taken from the trusted ref.
     *
     * Items: A glob.
     */
    files: string[];
  } | null;
  /**
   * Whether a green base ends the run.
   */
  baseline: 'require-red' | 'any';
  /**
   * How dependencies get into the base; null: not at all.
   */
  prepare:
    | {
        /**
         * By command.
         */
        kind: 'command';
        /**
         * Program and arguments.
         *
         * @minItems 1
         *
         * Items: An argument.
         */
        argv: [string, ...string[]];
        /**
         * The command as a person would type it.
         */
        display: string;
        /**
         * Directory below the workspace; empty: its root.
         */
        cwd: string;
        /**
         * Wall time of one run in milliseconds.
         */
        timeoutMs: number;
      }
    | {
        /**
         * From the checkout.
         */
        kind: 'workspace';
      }
    | null;
  /**
   * What each stage may reach.
   */
  policy: {
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    prepare: string[];
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    agent: string[];
    /**
     * host:port entries.
     *
     * Items: host:port
     */
    proof: string[];
    /**
     * Entries of the lists that may resolve to private addresses.
     *
     * Items: host:port
     */
    private: string[];
    /**
     * Digest of the four lists.
     */
    sha256: string;
  };
  /**
   * Globs that the patch may not touch; a leading ! takes paths out again. The last match decides.
   *
   * Items: A glob.
   */
  protect: string[];
  /**
   * What the agent's structured output must be.
   */
  report: {
    /**
     * JSON Schema.
     */
    schema: {} | boolean;
    /**
     * Digest of the schema.
     */
    sha256: string;
    /**
     * default, inline, or the path in the trusted commit.
     */
    source: string;
    /**
     * Largest report.
     */
    maxBytes: number;
    /**
     * False: a run with a verifier may end without a report.
     */
    required: boolean;
  };
  /**
   * Hard limits.
   */
  limits: {
    /**
     * Attempts.
     */
    maxAttempts: number;
    /**
     * Wall time of the whole run.
     */
    totalMs: number;
    /**
     * Wall time of one attempt.
     */
    attemptMs: number;
    /**
     * Memory of a room.
     */
    memoryBytes: number;
    /**
     * Processes of a room.
     */
    processes: number;
    /**
     * Largest file that a room may write.
     */
    fileBytes: number;
    /**
     * Open files per process.
     */
    openFiles: number;
    /**
     * Size of a room's /tmp.
     */
    tmpBytes: number;
    /**
     * Output after which a command is killed.
     */
    outputBytes: number;
    /**
     * Bytes kept of each log, head and tail.
     */
    logBytes: number;
    /**
     * Largest patch.
     */
    patchBytes: number;
    /**
     * Most files in a patch.
     */
    patchFiles: number;
  };
  /**
   * The sandbox.
   */
  room: {
    /**
     * Kind of room.
     */
    backend: 'local';
    /**
     * How the tree is laid out.
     */
    workspace: 'auto' | 'overlay' | 'copy';
    /**
     * Further host directories that rooms may read.
     *
     * Items: Absolute path.
     */
    tools: string[];
    /**
     * Environment of every command in a room. No secrets.
     */
    env: {
      [k: string]: string;
    };
  };
  /**
   * What is shown where.
   */
  publish: {
    /**
     * When to comment.
     */
    comment: 'auto' | 'always' | 'never';
    /**
     * Tells comments of several workflows apart.
     */
    commentKey: string;
    /**
     * Write the job summary.
     */
    summary: boolean;
  };
}

export const planSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "plan",
  "title": "Plan",
  "type": "object",
  "description": "Everything that decides how a run goes, compiled once from inputs, config and event. It holds no secret.",
  "additionalProperties": false,
  "required": [
    "schema",
    "tool",
    "context",
    "source",
    "prompt",
    "agent",
    "verifier",
    "baseline",
    "prepare",
    "policy",
    "protect",
    "report",
    "limits",
    "room",
    "publish"
  ],
  "properties": {
    "schema": {
      "const": "cleanroom/plan/v1",
      "description": "Format of this file."
    },
    "tool": {
      "type": "string",
      "description": "Version of cleanroom-action."
    },
    "context": {
      "type": "object",
      "description": "Where the run comes from.",
      "additionalProperties": false,
      "required": [
        "event",
        "repository",
        "serverUrl",
        "apiUrl",
        "runUrl",
        "actor",
        "pullRequest"
      ],
      "properties": {
        "event": {
          "type": "string",
          "description": "pull_request, push, workflow_dispatch, schedule, issue_comment, …; local on the command line."
        },
        "repository": {
          "type": [
            "string",
            "null"
          ],
          "description": "owner/name; null when unknown."
        },
        "serverUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "GitHub's web address."
        },
        "apiUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "GitHub's REST address."
        },
        "runUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "Page of the workflow run."
        },
        "actor": {
          "type": [
            "string",
            "null"
          ],
          "description": "Who triggered it."
        },
        "pullRequest": {
          "oneOf": [
            {
              "type": "object",
              "description": "The pull request that the run belongs to.",
              "additionalProperties": false,
              "required": [
                "number",
                "headSha",
                "headRef",
                "headRepository",
                "baseRef",
                "baseSha",
                "fork"
              ],
              "properties": {
                "number": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "Its number."
                },
                "headSha": {
                  "type": "string",
                  "description": "Its head.",
                  "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                },
                "headRef": {
                  "type": "string",
                  "description": "Branch of the head."
                },
                "headRepository": {
                  "type": "string",
                  "description": "owner/name of the head; differs from the base for a fork."
                },
                "baseRef": {
                  "type": "string",
                  "description": "Branch that it goes to."
                },
                "baseSha": {
                  "type": "string",
                  "description": "Commit of that branch.",
                  "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                },
                "fork": {
                  "type": "boolean",
                  "description": "True when head and base are different repositories."
                }
              }
            },
            {
              "type": "null"
            }
          ]
        }
      }
    },
    "source": {
      "type": "object",
      "description": "What is worked on and who is trusted.",
      "additionalProperties": false,
      "required": [
        "workCommit",
        "trustedCommit",
        "trustedRef",
        "config"
      ],
      "properties": {
        "workCommit": {
          "type": "string",
          "description": "What the agent works on.",
          "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
        },
        "trustedCommit": {
          "type": "string",
          "description": "Where config, verifier, schema and instructions come from.",
          "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
        },
        "trustedRef": {
          "type": "string",
          "description": "How the trusted commit was named."
        },
        "config": {
          "type": [
            "string",
            "null"
          ],
          "description": "Path of the config file in the trusted commit; null without one."
        }
      }
    },
    "prompt": {
      "type": "object",
      "description": "The task.",
      "additionalProperties": false,
      "required": [
        "text",
        "sha256"
      ],
      "properties": {
        "text": {
          "type": "string",
          "description": "As the agent gets it."
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the text.",
          "pattern": "^[0-9a-f]{64}$"
        }
      }
    },
    "agent": {
      "type": "object",
      "description": "Who works.",
      "additionalProperties": false,
      "required": [
        "name",
        "version",
        "argv",
        "model",
        "effort",
        "provider",
        "modelBaseUrl"
      ],
      "properties": {
        "name": {
          "enum": [
            "codex",
            "command"
          ],
          "description": "The agent."
        },
        "version": {
          "type": [
            "string",
            "null"
          ],
          "description": "Pinned version; null for a command."
        },
        "argv": {
          "type": "array",
          "description": "The command line of agent \"command\", or extra arguments of the others.",
          "items": {
            "type": "string",
            "description": "An argument."
          }
        },
        "model": {
          "type": [
            "string",
            "null"
          ],
          "description": "Model; null: the agent's own default."
        },
        "effort": {
          "type": [
            "string",
            "null"
          ],
          "description": "Reasoning effort."
        },
        "provider": {
          "enum": [
            "openai",
            "anthropic",
            "gemini",
            null
          ],
          "description": "Wire format of the model endpoint; null: no model access."
        },
        "modelBaseUrl": {
          "type": [
            "string",
            "null"
          ],
          "description": "Where model requests go."
        }
      }
    },
    "verifier": {
      "oneOf": [
        {
          "type": "object",
          "description": "The command whose exit code decides.",
          "additionalProperties": false,
          "required": [
            "argv",
            "display",
            "cwd",
            "env",
            "timeoutMs",
            "files"
          ],
          "properties": {
            "argv": {
              "type": "array",
              "description": "Program and arguments.",
              "items": {
                "type": "string",
                "description": "An argument."
              },
              "minItems": 1
            },
            "display": {
              "type": "string",
              "description": "The command as a person would type it."
            },
            "cwd": {
              "type": "string",
              "description": "Directory below the workspace; empty: its root."
            },
            "env": {
              "type": "object",
              "additionalProperties": {
                "type": "string"
              },
              "description": "Environment of the verifier."
            },
            "timeoutMs": {
              "type": "integer",
              "minimum": 0,
              "description": "Wall time of one run in milliseconds."
            },
            "files": {
              "type": "array",
              "description": "Globs of the files that the verifier consists of; taken from the trusted ref.",
              "items": {
                "type": "string",
                "description": "A glob."
              }
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "Null: no verifier, the report is the result."
    },
    "baseline": {
      "enum": [
        "require-red",
        "any"
      ],
      "description": "Whether a green base ends the run."
    },
    "prepare": {
      "oneOf": [
        {
          "type": "object",
          "description": "A command run once with the prepare stage's network; what it leaves is frozen.",
          "additionalProperties": false,
          "required": [
            "kind",
            "argv",
            "display",
            "timeoutMs",
            "cwd"
          ],
          "properties": {
            "kind": {
              "const": "command",
              "description": "By command."
            },
            "argv": {
              "type": "array",
              "description": "Program and arguments.",
              "items": {
                "type": "string",
                "description": "An argument."
              },
              "minItems": 1
            },
            "display": {
              "type": "string",
              "description": "The command as a person would type it."
            },
            "cwd": {
              "type": "string",
              "description": "Directory below the workspace; empty: its root."
            },
            "timeoutMs": {
              "type": "integer",
              "minimum": 0,
              "description": "Wall time of one run in milliseconds."
            }
          }
        },
        {
          "type": "object",
          "description": "Ignored files of the checkout.",
          "additionalProperties": false,
          "required": [
            "kind"
          ],
          "properties": {
            "kind": {
              "const": "workspace",
              "description": "From the checkout."
            }
          }
        },
        {
          "type": "null"
        }
      ],
      "description": "How dependencies get into the base; null: not at all."
    },
    "policy": {
      "type": "object",
      "description": "What each stage may reach.",
      "additionalProperties": false,
      "required": [
        "prepare",
        "agent",
        "proof",
        "private",
        "sha256"
      ],
      "properties": {
        "prepare": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "agent": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "proof": {
          "type": "array",
          "description": "host:port entries.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "private": {
          "type": "array",
          "description": "Entries of the lists that may resolve to private addresses.",
          "items": {
            "type": "string",
            "description": "host:port"
          }
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the four lists.",
          "pattern": "^[0-9a-f]{64}$"
        }
      }
    },
    "protect": {
      "type": "array",
      "description": "Globs that the patch may not touch; a leading ! takes paths out again. The last match decides.",
      "items": {
        "type": "string",
        "description": "A glob."
      }
    },
    "report": {
      "type": "object",
      "description": "What the agent's structured output must be.",
      "additionalProperties": false,
      "required": [
        "schema",
        "sha256",
        "source",
        "maxBytes",
        "required"
      ],
      "properties": {
        "schema": {
          "type": [
            "object",
            "boolean"
          ],
          "description": "JSON Schema."
        },
        "sha256": {
          "type": "string",
          "description": "Digest of the schema.",
          "pattern": "^[0-9a-f]{64}$"
        },
        "source": {
          "type": "string",
          "description": "default, inline, or the path in the trusted commit."
        },
        "maxBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest report."
        },
        "required": {
          "type": "boolean",
          "description": "False: a run with a verifier may end without a report."
        }
      }
    },
    "limits": {
      "type": "object",
      "description": "Hard limits.",
      "additionalProperties": false,
      "required": [
        "maxAttempts",
        "totalMs",
        "attemptMs",
        "memoryBytes",
        "processes",
        "fileBytes",
        "openFiles",
        "tmpBytes",
        "outputBytes",
        "logBytes",
        "patchBytes",
        "patchFiles"
      ],
      "properties": {
        "maxAttempts": {
          "type": "integer",
          "minimum": 1,
          "description": "Attempts."
        },
        "totalMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time of the whole run."
        },
        "attemptMs": {
          "type": "integer",
          "minimum": 0,
          "description": "Wall time of one attempt."
        },
        "memoryBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Memory of a room."
        },
        "processes": {
          "type": "integer",
          "minimum": 0,
          "description": "Processes of a room."
        },
        "fileBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest file that a room may write."
        },
        "openFiles": {
          "type": "integer",
          "minimum": 0,
          "description": "Open files per process."
        },
        "tmpBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Size of a room's /tmp."
        },
        "outputBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Output after which a command is killed."
        },
        "logBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Bytes kept of each log, head and tail."
        },
        "patchBytes": {
          "type": "integer",
          "minimum": 0,
          "description": "Largest patch."
        },
        "patchFiles": {
          "type": "integer",
          "minimum": 0,
          "description": "Most files in a patch."
        }
      }
    },
    "room": {
      "type": "object",
      "description": "The sandbox.",
      "additionalProperties": false,
      "required": [
        "backend",
        "workspace",
        "tools",
        "env"
      ],
      "properties": {
        "backend": {
          "enum": [
            "local"
          ],
          "description": "Kind of room."
        },
        "workspace": {
          "enum": [
            "auto",
            "overlay",
            "copy"
          ],
          "description": "How the tree is laid out."
        },
        "tools": {
          "type": "array",
          "description": "Further host directories that rooms may read.",
          "items": {
            "type": "string",
            "description": "Absolute path."
          }
        },
        "env": {
          "type": "object",
          "additionalProperties": {
            "type": "string"
          },
          "description": "Environment of every command in a room. No secrets."
        }
      }
    },
    "publish": {
      "type": "object",
      "description": "What is shown where.",
      "additionalProperties": false,
      "required": [
        "comment",
        "commentKey",
        "summary"
      ],
      "properties": {
        "comment": {
          "enum": [
            "auto",
            "always",
            "never"
          ],
          "description": "When to comment."
        },
        "commentKey": {
          "type": "string",
          "description": "Tells comments of several workflows apart."
        },
        "summary": {
          "type": "boolean",
          "description": "Write the job summary."
        }
      }
    }
  }
};
