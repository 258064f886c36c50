// Generated from schemas/statement.schema.json by `npm run generate`. Do not edit.

/**
 * In-toto Statement v1 over the results of a run. Nothing in it is a claim of its own: each value is recomputed from the rest of the evidence.
 */
export interface Statement {
  /**
   * Format of the statement.
   */
  _type: 'https://in-toto.io/Statement/v1';
  /**
   * Files that it is about, by name.
   *
   * @minItems 1
   */
  subject: [StatementSubject, ...StatementSubject[]];
  /**
   * Format of the predicate.
   */
  predicateType: 'urn:cleanroom-action:run:v1';
  predicate: RunPredicate;
}
/**
 * A file of the evidence.
 */
export interface StatementSubject {
  /**
   * Its name.
   */
  name: string;
  /**
   * Its digest.
   */
  digest: {
    /**
     * SHA-256.
     */
    sha256: string;
  };
}
/**
 * How a run went, every value of it as the other files of the evidence have it.
 */
export interface RunPredicate {
  /**
   * Format of the predicate.
   */
  schema: 'cleanroom/predicate/v1';
  /**
   * What made the run.
   */
  tool: {
    /**
     * This project.
     */
    name: 'cleanroom-action';
    /**
     * Version.
     */
    version: string;
  };
  /**
   * When the run began, ISO 8601.
   */
  startedAt: string;
  /**
   * When it ended, ISO 8601; null: not known.
   */
  finishedAt: string | null;
  /**
   * Who asked for it.
   */
  asked: {
    /**
     * Event of the workflow; local on the command line.
     */
    event: string;
    /**
     * owner/name; null when unknown.
     */
    repository: string | null;
    /**
     * Web address of the server.
     */
    serverUrl: string | null;
    /**
     * Who triggered it.
     */
    actor: string | null;
    /**
     * Page of the workflow run.
     */
    runUrl: string | null;
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
       * Repository of the head.
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
    } | null;
    startedBy:
      | {
          /**
           * Its name.
           */
          login: string;
          /**
           * What it is to the event.
           *
           * Items: A role.
           */
          as: string[];
          /**
           * What lets it in.
           */
          rule: string;
        }[]
      | null;
    /**
     * Digest of the task.
     */
    promptSha256: string;
  };
  /**
   * What the change is made to.
   */
  base: {
    /**
     * Commit that was worked on.
     */
    workCommit: string;
    /**
     * Commit that verifier, configuration and instructions come from.
     */
    trustedCommit: string;
    /**
     * How that was named.
     */
    trustedRef: string;
    /**
     * Git tree of the work commit under the trusted files; null: it was never made.
     */
    tree: string | null;
  };
  /**
   * Everything that decided how the run went.
   */
  plan: {
    /**
     * Digest of the plan’s canonical JSON.
     */
    sha256: string;
    /**
     * Path of the configuration in the trusted commit.
     */
    config: string | null;
    /**
     * Profile of it.
     */
    profile: string | null;
    /**
     * Digest of what rooms could reach.
     */
    policySha256: string;
    /**
     * File that the policy comes from.
     */
    policyFile: string | null;
    /**
     * Digest of the schema of the report.
     */
    reportSchemaSha256: string;
    /**
     * Digest of the list of protected paths.
     */
    protectSha256: string;
  };
  verifier: {
    /**
     * As it was given.
     */
    command: string;
    /**
     * Digest of its commands, its build and the globs of its files; the trusted commit has the files.
     */
    sha256: string;
    /**
     * Globs of its own files.
     *
     * Items: A glob.
     */
    files: string[];
    /**
     * Whether it had to fail on the base.
     */
    baseline: 'require-red' | 'any';
    /**
     * What became of changes to it.
     */
    edits: 'deny' | 'report' | 'allow';
    /**
     * How often it had to pass.
     */
    confirmRuns: number;
    /**
     * Whether it had to execute what it executes on the base.
     */
    floor: 'enforce' | 'report' | 'off';
    hidden: {
      /**
       * Digest of its files.
       */
      sha256: string;
      /**
       * How many there are.
       */
      files: number;
    } | null;
  } | null;
  room: {
    /**
     * Kind of room.
     */
    backend: string;
    /**
     * User in it.
     */
    identity: string;
    /**
     * Program and version.
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
     * What the kernel told of it.
     */
    audit: string;
    /**
     * What it does not keep apart.
     *
     * Items: A sentence.
     */
    weaknesses: string[];
  } | null;
  /**
   * Who worked, the run’s own or one for each candidate.
   *
   * Items: An agent.
   */
  agents: {
    /**
     * Its name.
     */
    name: string;
    /**
     * Pinned version; null: what the room has.
     */
    version: string | null;
    /**
     * Model; null: the agent’s default.
     */
    model: string | null;
    /**
     * Provider of the model.
     */
    provider: string | null;
  }[];
  /**
   * The agents as they were found, in words.
   */
  agent: string | null;
  /**
   * Attempts of the worker whose change it is.
   */
  attempts: number;
  /**
   * Of several, each.
   *
   * Items: A worker.
   */
  workers: {
    /**
     * Its name.
     */
    name: string;
    /**
     * What it did.
     */
    kind: 'candidate' | 'task';
    /**
     * How it ended.
     */
    verdict: string;
    /**
     * Whether its change is the run’s, or part of it.
     */
    chosen: boolean;
    /**
     * Its attempts.
     */
    attempts: number;
  }[];
  /**
   * Model use of the whole run, as the broker counted it.
   */
  usage: {
    /**
     * Requests.
     */
    requests: number;
    /**
     * Tokens in.
     */
    inputTokens: number;
    /**
     * Of these from a cache.
     */
    cachedInputTokens: number;
    /**
     * Tokens out.
     */
    outputTokens: number;
    /**
     * US dollars; null: not known.
     */
    costUsd: number | null;
    /**
     * Whether part of it is an estimate.
     */
    estimated: boolean;
  };
  /**
   * What pristine rooms said.
   */
  proof: {
    baseline: StatedProof | null;
    baselineRuns: StatedRuns | null;
    /**
     * Of the last attempt, in order.
     */
    proofs: StatedProof[];
    confirmations: StatedRuns | null;
    /**
     * What the hidden verifier said; null: there is none.
     */
    hidden: 'passed' | 'failed' | 'not-run' | null;
    verifierEdits: {
      /**
       * Left out, or part of the change.
       */
      mode: 'report' | 'allow';
      /**
       * Digest of these alone.
       */
      sha256: string;
      /**
       * Whether the verifier as it was passes too; null: not tried.
       */
      unchangedPasses: boolean | null;
    } | null;
    /**
     * What its schema said of the report; null: there was no attempt.
     */
    report: 'valid' | 'invalid' | 'missing' | null;
  };
  /**
   * How it ended.
   */
  result: {
    /**
     * The verdict.
     */
    verdict: string;
    /**
     * Whether it is green.
     */
    green: boolean;
    /**
     * Whether a pristine room proved the change.
     */
    verified: boolean;
    /**
     * What passed.
     */
    passingCommand: string | null;
  };
}
/**
 * One run of the verifier in a pristine room.
 */
export interface StatedProof {
  /**
   * Name of the room.
   */
  room: string;
  /**
   * What it held.
   */
  what: string;
  /**
   * 1, or the number of a confirmation.
   */
  run: number;
  /**
   * Whether it passed.
   */
  passed: boolean;
  /**
   * Why it ended.
   */
  end: string;
  /**
   * Exit code.
   */
  exitCode: number | null;
  tests: {
    /**
     * Tests that passed or failed.
     */
    executed: number;
    /**
     * That passed.
     */
    passed: number;
    /**
     * That failed.
     */
    failed: number;
    /**
     * That were skipped.
     */
    skipped: number;
    /**
     * Assertions.
     */
    assertions: number | null;
  } | null;
}
/**
 * The same, repeated.
 */
export interface StatedRuns {
  /**
   * How often it was to be.
   */
  wanted: number;
  /**
   * How often it was.
   */
  runs: number;
  /**
   * How often it passed.
   */
  passed: number;
}

export const statementSchema: Readonly<Record<string, unknown>> = {
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "$id": "statement",
  "title": "Statement",
  "type": "object",
  "description": "In-toto Statement v1 over the results of a run. Nothing in it is a claim of its own: each value is recomputed from the rest of the evidence.",
  "additionalProperties": false,
  "required": [
    "_type",
    "subject",
    "predicateType",
    "predicate"
  ],
  "properties": {
    "_type": {
      "const": "https://in-toto.io/Statement/v1",
      "description": "Format of the statement."
    },
    "subject": {
      "type": "array",
      "description": "Files that it is about, by name.",
      "items": {
        "$ref": "#/$defs/subject"
      },
      "minItems": 1
    },
    "predicateType": {
      "const": "urn:cleanroom-action:run:v1",
      "description": "Format of the predicate."
    },
    "predicate": {
      "$ref": "#/$defs/predicate"
    }
  },
  "$defs": {
    "subject": {
      "title": "StatementSubject",
      "type": "object",
      "description": "A file of the evidence.",
      "additionalProperties": false,
      "required": [
        "name",
        "digest"
      ],
      "properties": {
        "name": {
          "type": "string",
          "description": "Its name."
        },
        "digest": {
          "type": "object",
          "description": "Its digest.",
          "additionalProperties": false,
          "required": [
            "sha256"
          ],
          "properties": {
            "sha256": {
              "type": "string",
              "description": "SHA-256.",
              "pattern": "^[0-9a-f]{64}$"
            }
          }
        }
      }
    },
    "predicate": {
      "title": "RunPredicate",
      "type": "object",
      "description": "How a run went, every value of it as the other files of the evidence have it.",
      "additionalProperties": false,
      "required": [
        "schema",
        "tool",
        "startedAt",
        "finishedAt",
        "asked",
        "base",
        "plan",
        "verifier",
        "room",
        "agents",
        "agent",
        "attempts",
        "workers",
        "usage",
        "proof",
        "result"
      ],
      "properties": {
        "schema": {
          "const": "cleanroom/predicate/v1",
          "description": "Format of the predicate."
        },
        "tool": {
          "type": "object",
          "description": "What made the run.",
          "additionalProperties": false,
          "required": [
            "name",
            "version"
          ],
          "properties": {
            "name": {
              "const": "cleanroom-action",
              "description": "This project."
            },
            "version": {
              "type": "string",
              "description": "Version."
            }
          }
        },
        "startedAt": {
          "type": "string",
          "description": "When the run began, ISO 8601."
        },
        "finishedAt": {
          "type": [
            "string",
            "null"
          ],
          "description": "When it ended, ISO 8601; null: not known."
        },
        "asked": {
          "type": "object",
          "description": "Who asked for it.",
          "additionalProperties": false,
          "required": [
            "event",
            "repository",
            "serverUrl",
            "actor",
            "runUrl",
            "pullRequest",
            "startedBy",
            "promptSha256"
          ],
          "properties": {
            "event": {
              "type": "string",
              "description": "Event of the workflow; local on the command line."
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
              "description": "Web address of the server."
            },
            "actor": {
              "type": [
                "string",
                "null"
              ],
              "description": "Who triggered it."
            },
            "runUrl": {
              "type": [
                "string",
                "null"
              ],
              "description": "Page of the workflow run."
            },
            "pullRequest": {
              "oneOf": [
                {
                  "type": "object",
                  "description": "The pull request that it belongs to.",
                  "additionalProperties": false,
                  "required": [
                    "number",
                    "headSha",
                    "headRepository",
                    "baseRef",
                    "baseSha"
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
                    "headRepository": {
                      "type": "string",
                      "description": "Repository of the head."
                    },
                    "baseRef": {
                      "type": "string",
                      "description": "Branch that it goes to."
                    },
                    "baseSha": {
                      "type": "string",
                      "description": "Commit of that branch.",
                      "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                    }
                  }
                },
                {
                  "type": "null"
                }
              ]
            },
            "startedBy": {
              "oneOf": [
                {
                  "type": "array",
                  "description": "Everybody who had a part in its start; null: not known.",
                  "items": {
                    "type": "object",
                    "description": "An account.",
                    "additionalProperties": false,
                    "required": [
                      "login",
                      "as",
                      "rule"
                    ],
                    "properties": {
                      "login": {
                        "type": "string",
                        "description": "Its name."
                      },
                      "as": {
                        "type": "array",
                        "description": "What it is to the event.",
                        "items": {
                          "type": "string",
                          "description": "A role."
                        }
                      },
                      "rule": {
                        "type": "string",
                        "description": "What lets it in."
                      }
                    }
                  }
                },
                {
                  "type": "null"
                }
              ]
            },
            "promptSha256": {
              "type": "string",
              "description": "Digest of the task.",
              "pattern": "^[0-9a-f]{64}$"
            }
          }
        },
        "base": {
          "type": "object",
          "description": "What the change is made to.",
          "additionalProperties": false,
          "required": [
            "workCommit",
            "trustedCommit",
            "trustedRef",
            "tree"
          ],
          "properties": {
            "workCommit": {
              "type": "string",
              "description": "Commit that was worked on.",
              "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
            },
            "trustedCommit": {
              "type": "string",
              "description": "Commit that verifier, configuration and instructions come from.",
              "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
            },
            "trustedRef": {
              "type": "string",
              "description": "How that was named."
            },
            "tree": {
              "type": [
                "string",
                "null"
              ],
              "description": "Git tree of the work commit under the trusted files; null: it was never made.",
              "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
            }
          }
        },
        "plan": {
          "type": "object",
          "description": "Everything that decided how the run went.",
          "additionalProperties": false,
          "required": [
            "sha256",
            "config",
            "profile",
            "policySha256",
            "policyFile",
            "reportSchemaSha256",
            "protectSha256"
          ],
          "properties": {
            "sha256": {
              "type": "string",
              "description": "Digest of the plan’s canonical JSON.",
              "pattern": "^[0-9a-f]{64}$"
            },
            "config": {
              "type": [
                "string",
                "null"
              ],
              "description": "Path of the configuration in the trusted commit."
            },
            "profile": {
              "type": [
                "string",
                "null"
              ],
              "description": "Profile of it."
            },
            "policySha256": {
              "type": "string",
              "description": "Digest of what rooms could reach.",
              "pattern": "^[0-9a-f]{64}$"
            },
            "policyFile": {
              "type": [
                "string",
                "null"
              ],
              "description": "File that the policy comes from."
            },
            "reportSchemaSha256": {
              "type": "string",
              "description": "Digest of the schema of the report.",
              "pattern": "^[0-9a-f]{64}$"
            },
            "protectSha256": {
              "type": "string",
              "description": "Digest of the list of protected paths.",
              "pattern": "^[0-9a-f]{64}$"
            }
          }
        },
        "verifier": {
          "oneOf": [
            {
              "type": "object",
              "description": "What decided; null: nothing but the schema of the report.",
              "additionalProperties": false,
              "required": [
                "command",
                "sha256",
                "files",
                "baseline",
                "edits",
                "confirmRuns",
                "floor",
                "hidden"
              ],
              "properties": {
                "command": {
                  "type": "string",
                  "description": "As it was given."
                },
                "sha256": {
                  "type": "string",
                  "description": "Digest of its commands, its build and the globs of its files; the trusted commit has the files.",
                  "pattern": "^[0-9a-f]{64}$"
                },
                "files": {
                  "type": "array",
                  "description": "Globs of its own files.",
                  "items": {
                    "type": "string",
                    "description": "A glob."
                  }
                },
                "baseline": {
                  "enum": [
                    "require-red",
                    "any"
                  ],
                  "description": "Whether it had to fail on the base."
                },
                "edits": {
                  "enum": [
                    "deny",
                    "report",
                    "allow"
                  ],
                  "description": "What became of changes to it."
                },
                "confirmRuns": {
                  "type": "integer",
                  "minimum": 1,
                  "description": "How often it had to pass."
                },
                "floor": {
                  "enum": [
                    "enforce",
                    "report",
                    "off"
                  ],
                  "description": "Whether it had to execute what it executes on the base."
                },
                "hidden": {
                  "oneOf": [
                    {
                      "type": "object",
                      "description": "A second one, which the agent could not see.",
                      "additionalProperties": false,
                      "required": [
                        "sha256",
                        "files"
                      ],
                      "properties": {
                        "sha256": {
                          "type": "string",
                          "description": "Digest of its files.",
                          "pattern": "^[0-9a-f]{64}$"
                        },
                        "files": {
                          "type": "integer",
                          "minimum": 0,
                          "description": "How many there are."
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
            {
              "type": "null"
            }
          ]
        },
        "room": {
          "oneOf": [
            {
              "type": "object",
              "description": "Where everything ran; null: no room was opened.",
              "additionalProperties": false,
              "required": [
                "backend",
                "identity",
                "version",
                "audit",
                "weaknesses"
              ],
              "properties": {
                "backend": {
                  "type": "string",
                  "description": "Kind of room."
                },
                "identity": {
                  "type": "string",
                  "description": "User in it."
                },
                "version": {
                  "type": "string",
                  "description": "Program and version."
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
                "audit": {
                  "type": "string",
                  "description": "What the kernel told of it."
                },
                "weaknesses": {
                  "type": "array",
                  "description": "What it does not keep apart.",
                  "items": {
                    "type": "string",
                    "description": "A sentence."
                  }
                }
              }
            },
            {
              "type": "null"
            }
          ]
        },
        "agents": {
          "type": "array",
          "description": "Who worked, the run’s own or one for each candidate.",
          "items": {
            "type": "object",
            "description": "An agent.",
            "additionalProperties": false,
            "required": [
              "name",
              "version",
              "model",
              "provider"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "Its name."
              },
              "version": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Pinned version; null: what the room has."
              },
              "model": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Model; null: the agent’s default."
              },
              "provider": {
                "type": [
                  "string",
                  "null"
                ],
                "description": "Provider of the model."
              }
            }
          }
        },
        "agent": {
          "type": [
            "string",
            "null"
          ],
          "description": "The agents as they were found, in words."
        },
        "attempts": {
          "type": "integer",
          "minimum": 0,
          "description": "Attempts of the worker whose change it is."
        },
        "workers": {
          "type": "array",
          "description": "Of several, each.",
          "items": {
            "type": "object",
            "description": "A worker.",
            "additionalProperties": false,
            "required": [
              "name",
              "kind",
              "verdict",
              "chosen",
              "attempts"
            ],
            "properties": {
              "name": {
                "type": "string",
                "description": "Its name."
              },
              "kind": {
                "enum": [
                  "candidate",
                  "task"
                ],
                "description": "What it did."
              },
              "verdict": {
                "type": "string",
                "description": "How it ended."
              },
              "chosen": {
                "type": "boolean",
                "description": "Whether its change is the run’s, or part of it."
              },
              "attempts": {
                "type": "integer",
                "minimum": 0,
                "description": "Its attempts."
              }
            }
          }
        },
        "usage": {
          "type": "object",
          "description": "Model use of the whole run, as the broker counted it.",
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
              "description": "Requests."
            },
            "inputTokens": {
              "type": "integer",
              "minimum": 0,
              "description": "Tokens in."
            },
            "cachedInputTokens": {
              "type": "integer",
              "minimum": 0,
              "description": "Of these from a cache."
            },
            "outputTokens": {
              "type": "integer",
              "minimum": 0,
              "description": "Tokens out."
            },
            "costUsd": {
              "type": [
                "number",
                "null"
              ],
              "minimum": 0,
              "description": "US dollars; null: not known."
            },
            "estimated": {
              "type": "boolean",
              "description": "Whether part of it is an estimate."
            }
          }
        },
        "proof": {
          "type": "object",
          "description": "What pristine rooms said.",
          "additionalProperties": false,
          "required": [
            "baseline",
            "baselineRuns",
            "proofs",
            "confirmations",
            "hidden",
            "verifierEdits",
            "report"
          ],
          "properties": {
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
              "oneOf": [
                {
                  "$ref": "#/$defs/runs"
                },
                {
                  "type": "null"
                }
              ]
            },
            "proofs": {
              "type": "array",
              "description": "Of the last attempt, in order.",
              "items": {
                "$ref": "#/$defs/proof"
              }
            },
            "confirmations": {
              "oneOf": [
                {
                  "$ref": "#/$defs/runs"
                },
                {
                  "type": "null"
                }
              ]
            },
            "hidden": {
              "enum": [
                "passed",
                "failed",
                "not-run",
                null
              ],
              "description": "What the hidden verifier said; null: there is none."
            },
            "verifierEdits": {
              "oneOf": [
                {
                  "type": "object",
                  "description": "Changes of what decides.",
                  "additionalProperties": false,
                  "required": [
                    "mode",
                    "sha256",
                    "unchangedPasses"
                  ],
                  "properties": {
                    "mode": {
                      "enum": [
                        "report",
                        "allow"
                      ],
                      "description": "Left out, or part of the change."
                    },
                    "sha256": {
                      "type": "string",
                      "description": "Digest of these alone.",
                      "pattern": "^[0-9a-f]{64}$"
                    },
                    "unchangedPasses": {
                      "type": [
                        "boolean",
                        "null"
                      ],
                      "description": "Whether the verifier as it was passes too; null: not tried."
                    }
                  }
                },
                {
                  "type": "null"
                }
              ]
            },
            "report": {
              "enum": [
                "valid",
                "invalid",
                "missing",
                null
              ],
              "description": "What its schema said of the report; null: there was no attempt."
            }
          }
        },
        "result": {
          "type": "object",
          "description": "How it ended.",
          "additionalProperties": false,
          "required": [
            "verdict",
            "green",
            "verified",
            "passingCommand"
          ],
          "properties": {
            "verdict": {
              "type": "string",
              "description": "The verdict."
            },
            "green": {
              "type": "boolean",
              "description": "Whether it is green."
            },
            "verified": {
              "type": "boolean",
              "description": "Whether a pristine room proved the change."
            },
            "passingCommand": {
              "type": [
                "string",
                "null"
              ],
              "description": "What passed."
            }
          }
        }
      }
    },
    "proof": {
      "title": "StatedProof",
      "type": "object",
      "description": "One run of the verifier in a pristine room.",
      "additionalProperties": false,
      "required": [
        "room",
        "what",
        "run",
        "passed",
        "end",
        "exitCode",
        "tests"
      ],
      "properties": {
        "room": {
          "type": "string",
          "description": "Name of the room."
        },
        "what": {
          "type": "string",
          "description": "What it held."
        },
        "run": {
          "type": "integer",
          "minimum": 1,
          "description": "1, or the number of a confirmation."
        },
        "passed": {
          "type": "boolean",
          "description": "Whether it passed."
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
          "minimum": 0,
          "description": "Exit code."
        },
        "tests": {
          "oneOf": [
            {
              "type": "object",
              "description": "What was executed, as far as it could be counted.",
              "additionalProperties": false,
              "required": [
                "executed",
                "passed",
                "failed",
                "skipped",
                "assertions"
              ],
              "properties": {
                "executed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "Tests that passed or failed."
                },
                "passed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "That passed."
                },
                "failed": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "That failed."
                },
                "skipped": {
                  "type": "integer",
                  "minimum": 0,
                  "description": "That were skipped."
                },
                "assertions": {
                  "type": [
                    "integer",
                    "null"
                  ],
                  "minimum": 0,
                  "description": "Assertions."
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
    "runs": {
      "title": "StatedRuns",
      "type": "object",
      "description": "The same, repeated.",
      "additionalProperties": false,
      "required": [
        "wanted",
        "runs",
        "passed"
      ],
      "properties": {
        "wanted": {
          "type": "integer",
          "minimum": 1,
          "description": "How often it was to be."
        },
        "runs": {
          "type": "integer",
          "minimum": 0,
          "description": "How often it was."
        },
        "passed": {
          "type": "integer",
          "minimum": 0,
          "description": "How often it passed."
        }
      }
    }
  }
};
