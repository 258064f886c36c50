export const id = 984;
export const ids = [984];
export const modules = {

/***/ 5984:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readEvidence: () => (/* binding */ readEvidence)
});

// UNUSED EXPORTS: MAX_LOG_BYTES, MAX_LOG_LINES, MAX_MANIFEST_BYTES, MAX_PATCH_BYTES, MAX_PLAN_BYTES, MAX_REPORT_BYTES, MAX_USAGE_BYTES, MAX_VERDICT_BYTES

// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(9829);
;// CONCATENATED MODULE: ./build/schemas/command.js
// Generated from schemas/command.schema.json by `npm run generate`. Do not edit.
const commandSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "command",
    "title": "CommandLogRecord",
    "type": "object",
    "description": "One line of commands.jsonl: one request of a room for a brokered command.",
    "additionalProperties": false,
    "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "argv",
        "ran",
        "verdict",
        "rule",
        "exitCode",
        "files",
        "stdinBytes",
        "stdoutBytes",
        "stderrBytes",
        "redactions",
        "durationMs"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/command/v1",
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
        "argv": {
            "type": "array",
            "description": "As it was asked for, the program first.",
            "items": {
                "type": "string",
                "description": "Argument."
            }
        },
        "ran": {
            "type": [
                "array",
                "null"
            ],
            "description": "As it ran, the program first; null when it did not.",
            "items": {
                "type": "string",
                "description": "Argument."
            }
        },
        "verdict": {
            "enum": [
                "allowed",
                "refused",
                "failed"
            ],
            "description": "allowed: it ran to its end, whatever its exit code; failed: it was cut off or could not run."
        },
        "rule": {
            "type": "string",
            "description": "The rule that decided, or what went wrong."
        },
        "exitCode": {
            "type": "integer",
            "minimum": 0,
            "description": "What the room was told."
        },
        "files": {
            "type": "array",
            "description": "Files of the room that were sent along.",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                    "path",
                    "bytes"
                ],
                "properties": {
                    "path": {
                        "type": "string",
                        "description": "As the room has it."
                    },
                    "bytes": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Size."
                    }
                }
            }
        },
        "stdinBytes": {
            "type": "integer",
            "minimum": 0,
            "description": "Bytes of standard input that were sent along."
        },
        "stdoutBytes": {
            "type": "integer",
            "minimum": 0,
            "description": "Bytes that the room got."
        },
        "stderrBytes": {
            "type": "integer",
            "minimum": 0,
            "description": "Bytes that the room got."
        },
        "redactions": {
            "type": "integer",
            "minimum": 0,
            "description": "Places of the output where a part of a credential was taken out."
        },
        "durationMs": {
            "type": "integer",
            "minimum": 0,
            "description": "Wall time."
        }
    }
};

// EXTERNAL MODULE: ./build/schemas/journal.js
var schemas_journal = __webpack_require__(6052);
// EXTERNAL MODULE: ./build/schemas/manifest.js
var schemas_manifest = __webpack_require__(870);
;// CONCATENATED MODULE: ./build/schemas/mcp.js
// Generated from schemas/mcp.schema.json by `npm run generate`. Do not edit.
const mcpSchema = {
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

;// CONCATENATED MODULE: ./build/schemas/plan.js
// Generated from schemas/plan.schema.json by `npm run generate`. Do not edit.
const planSchema = {
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
        "candidates",
        "tasks",
        "verifier",
        "baseline",
        "prepare",
        "policy",
        "commands",
        "protect",
        "proof",
        "report",
        "limits",
        "budget",
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
                "config",
                "profile"
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
                },
                "profile": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Profile of the config file that was used; null: none."
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
                "program",
                "argv",
                "model",
                "effort",
                "provider",
                "modelBaseUrl",
                "providerTools",
                "trustedConfig",
                "mcp"
            ],
            "properties": {
                "name": {
                    "enum": [
                        "codex",
                        "claude",
                        "gemini",
                        "opencode",
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
                "program": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Absolute path of its program in the room; null: the room's own or an installed one."
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
                },
                "providerTools": {
                    "type": "array",
                    "description": "What the provider may do by itself for a room, past its allow-lists: names of tools and fields, and fetch-urls.",
                    "items": {
                        "type": "string",
                        "description": "A name."
                    }
                },
                "trustedConfig": {
                    "type": "array",
                    "description": "Configuration of agents in the repository that is not hidden from it, by name.",
                    "items": {
                        "enum": [
                            ".claude",
                            ".codex",
                            ".gemini",
                            ".mcp.json",
                            ".opencode",
                            "opencode.json"
                        ],
                        "description": "A name."
                    }
                },
                "mcp": {
                    "type": "array",
                    "description": "MCP servers. Secrets are named, never given.",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                            "name",
                            "where",
                            "argv",
                            "url",
                            "env",
                            "headers",
                            "tools",
                            "allow",
                            "timeoutMs",
                            "calls",
                            "outputBytes"
                        ],
                        "properties": {
                            "name": {
                                "type": "string",
                                "description": "As agents know it."
                            },
                            "where": {
                                "enum": [
                                    "room",
                                    "host"
                                ],
                                "description": "Whether the agent starts it in its own room, or the host runs or reaches it."
                            },
                            "argv": {
                                "type": [
                                    "array",
                                    "null"
                                ],
                                "description": "Program and arguments; null: it has an address.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "url": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "Its address; null: it is a program."
                            },
                            "env": {
                                "type": "object",
                                "description": "Its environment: texts, paths of files on the host, and names of secrets.",
                                "additionalProperties": {
                                    "anyOf": [
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "value"
                                            ],
                                            "properties": {
                                                "value": {
                                                    "type": "string"
                                                }
                                            }
                                        },
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "file",
                                                "prefix"
                                            ],
                                            "properties": {
                                                "file": {
                                                    "type": "string"
                                                },
                                                "prefix": {
                                                    "type": "string"
                                                }
                                            }
                                        },
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "secret",
                                                "prefix"
                                            ],
                                            "properties": {
                                                "secret": {
                                                    "type": "string"
                                                },
                                                "prefix": {
                                                    "type": "string"
                                                }
                                            }
                                        }
                                    ]
                                }
                            },
                            "headers": {
                                "type": "object",
                                "description": "Sent with every request, in the same form.",
                                "additionalProperties": {
                                    "anyOf": [
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "value"
                                            ],
                                            "properties": {
                                                "value": {
                                                    "type": "string"
                                                }
                                            }
                                        },
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "file",
                                                "prefix"
                                            ],
                                            "properties": {
                                                "file": {
                                                    "type": "string"
                                                },
                                                "prefix": {
                                                    "type": "string"
                                                }
                                            }
                                        },
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "secret",
                                                "prefix"
                                            ],
                                            "properties": {
                                                "secret": {
                                                    "type": "string"
                                                },
                                                "prefix": {
                                                    "type": "string"
                                                }
                                            }
                                        }
                                    ]
                                }
                            },
                            "tools": {
                                "type": [
                                    "array",
                                    "null"
                                ],
                                "description": "Names of the tools that may be called; null: all.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "allow": {
                                "type": "array",
                                "description": "host:port entries that a program on the host's side may reach.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "timeoutMs": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "Milliseconds of one call."
                            },
                            "calls": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "How often a run may call its tools."
                            },
                            "outputBytes": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "Bytes of one answer."
                            }
                        }
                    }
                }
            }
        },
        "candidates": {
            "oneOf": [
                {
                    "type": "object",
                    "title": "PlannedCandidates",
                    "description": "Agents that do the same task side by side.",
                    "additionalProperties": false,
                    "required": [
                        "select",
                        "agents"
                    ],
                    "properties": {
                        "select": {
                            "enum": [
                                "first",
                                "smallest-patch",
                                "all"
                            ],
                            "description": "Which verified change is the run's."
                        },
                        "agents": {
                            "type": "array",
                            "description": "One for each candidate, at least two.",
                            "items": {
                                "type": "object",
                                "description": "What it has of its own; all else is as in agent.",
                                "additionalProperties": false,
                                "required": [
                                    "name",
                                    "version",
                                    "program",
                                    "argv",
                                    "model",
                                    "effort",
                                    "provider"
                                ],
                                "properties": {
                                    "name": {
                                        "enum": [
                                            "codex",
                                            "claude",
                                            "gemini",
                                            "opencode",
                                            "command"
                                        ],
                                        "description": "The agent."
                                    },
                                    "version": {
                                        "type": [
                                            "string",
                                            "null"
                                        ],
                                        "description": "Pinned version."
                                    },
                                    "program": {
                                        "type": [
                                            "string",
                                            "null"
                                        ],
                                        "description": "Absolute path of its program in the room."
                                    },
                                    "argv": {
                                        "type": "array",
                                        "description": "Command line, or extra arguments.",
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
                                        "description": "Model."
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
                                        "description": "Wire format of its model endpoint."
                                    }
                                }
                            }
                        }
                    }
                },
                {
                    "type": "null"
                }
            ]
        },
        "tasks": {
            "oneOf": [
                {
                    "type": "object",
                    "title": "PlannedTasks",
                    "description": "Parts of the task, for a worker each.",
                    "additionalProperties": false,
                    "required": [
                        "source",
                        "list"
                    ],
                    "properties": {
                        "source": {
                            "enum": [
                                "config",
                                "planner"
                            ],
                            "description": "Who makes the list: the configuration, or an agent in its first turn."
                        },
                        "list": {
                            "type": "array",
                            "description": "In the order in which their changes are merged; empty where a planner makes it.",
                            "items": {
                                "type": "object",
                                "title": "PlannedTask",
                                "description": "One part.",
                                "additionalProperties": false,
                                "required": [
                                    "name",
                                    "prompt",
                                    "depends",
                                    "verifier"
                                ],
                                "properties": {
                                    "name": {
                                        "type": "string",
                                        "description": "Name of its worker."
                                    },
                                    "prompt": {
                                        "type": "string",
                                        "description": "What is to be done."
                                    },
                                    "depends": {
                                        "type": "array",
                                        "description": "Tasks before it whose changes it finds made.",
                                        "items": {
                                            "type": "string",
                                            "description": "A name."
                                        }
                                    },
                                    "verifier": {
                                        "type": "object",
                                        "description": "What shows that this part is done.",
                                        "additionalProperties": false,
                                        "required": [
                                            "argv",
                                            "display",
                                            "cwd",
                                            "timeoutMs"
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
                                            "timeoutMs": {
                                                "type": "integer",
                                                "minimum": 0,
                                                "description": "Wall time of one run in milliseconds."
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                },
                {
                    "type": "null"
                }
            ]
        },
        "verifier": {
            "oneOf": [
                {
                    "type": "object",
                    "description": "What decides: every command has to exit with 0.",
                    "additionalProperties": false,
                    "required": [
                        "display",
                        "mode",
                        "files",
                        "build",
                        "commands"
                    ],
                    "properties": {
                        "display": {
                            "type": "string",
                            "description": "All commands as a person would type them."
                        },
                        "mode": {
                            "enum": [
                                "sequence",
                                "parallel"
                            ],
                            "description": "One after another, in rooms of their own, until one fails; or all at once."
                        },
                        "files": {
                            "type": "array",
                            "description": "Globs of the files that the verifier consists of; taken from the trusted ref.",
                            "items": {
                                "type": "string",
                                "description": "A glob."
                            }
                        },
                        "build": {
                            "oneOf": [
                                {
                                    "type": "object",
                                    "description": "Run in every room of the verifier before its command.",
                                    "additionalProperties": false,
                                    "required": [
                                        "argv",
                                        "display",
                                        "cwd",
                                        "timeoutMs"
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
                                        "timeoutMs": {
                                            "type": "integer",
                                            "minimum": 0,
                                            "description": "Wall time of one run in milliseconds."
                                        }
                                    }
                                },
                                {
                                    "type": "null"
                                }
                            ],
                            "description": "Null: nothing is built."
                        },
                        "commands": {
                            "type": "array",
                            "description": "In order.",
                            "minItems": 1,
                            "items": {
                                "type": "object",
                                "description": "One command of the verifier.",
                                "additionalProperties": false,
                                "required": [
                                    "name",
                                    "argv",
                                    "display",
                                    "cwd",
                                    "env",
                                    "timeoutMs"
                                ],
                                "properties": {
                                    "name": {
                                        "type": "string",
                                        "description": "Name in evidence and messages: letters, digits and hyphens."
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
                                    "env": {
                                        "type": "object",
                                        "additionalProperties": {
                                            "type": "string"
                                        },
                                        "description": "Environment of the verifier."
                                    },
                                    "envFrom": {
                                        "type": [
                                            "array",
                                            "null"
                                        ],
                                        "items": {
                                            "type": "string",
                                            "description": "Name of a variable."
                                        },
                                        "description": "Variables of all rooms that it sees, by name; null or absent: all."
                                    },
                                    "timeoutMs": {
                                        "type": "integer",
                                        "minimum": 0,
                                        "description": "Wall time of one run in milliseconds."
                                    }
                                }
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
                "file",
                "generation",
                "prepare",
                "agent",
                "proof",
                "private",
                "origins",
                "notes",
                "sha256"
            ],
            "properties": {
                "file": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Path of the policy file in the trusted commit; null without one."
                },
                "generation": {
                    "enum": [
                        "A",
                        "B",
                        "C",
                        "D",
                        null
                    ],
                    "description": "Generation of Cleanroom's format that the policy file was recognised as; null without one."
                },
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
                "origins": {
                    "type": "array",
                    "description": "Where each entry of the lists comes from. An entry that was written twice is here twice.",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                            "stage",
                            "entry",
                            "from",
                            "word",
                            "via"
                        ],
                        "properties": {
                            "stage": {
                                "enum": [
                                    "prepare",
                                    "agent",
                                    "proof",
                                    "private"
                                ],
                                "description": "The list."
                            },
                            "entry": {
                                "type": "string",
                                "description": "host:port"
                            },
                            "from": {
                                "type": "string",
                                "description": "Setting, or place in a file."
                            },
                            "word": {
                                "enum": [
                                    "apt",
                                    "cargo",
                                    "go",
                                    "npm",
                                    "pip",
                                    null
                                ],
                                "description": "The word that stands for it there; null: it was written out."
                            },
                            "via": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "What of the tool's configuration on the host names it; null without a word."
                            }
                        }
                    }
                },
                "notes": {
                    "type": "array",
                    "description": "What the policy file or a word does not decide here.",
                    "items": {
                        "type": "string",
                        "description": "A sentence."
                    }
                },
                "sha256": {
                    "type": "string",
                    "description": "Digest of the four lists.",
                    "pattern": "^[0-9a-f]{64}$"
                }
            }
        },
        "commands": {
            "type": "object",
            "description": "What is said of the agent's commands, and those that the host runs for it.",
            "additionalProperties": false,
            "required": [
                "rules",
                "hostExecutables",
                "brokered"
            ],
            "properties": {
                "rules": {
                    "type": "array",
                    "description": "Rules, the strictest first.",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                            "decision",
                            "pattern",
                            "with",
                            "without",
                            "justification",
                            "source"
                        ],
                        "properties": {
                            "decision": {
                                "enum": [
                                    "allow",
                                    "prompt",
                                    "forbid"
                                ],
                                "description": "What it says; prompt forbids where nobody can be asked."
                            },
                            "pattern": {
                                "type": "array",
                                "description": "For each place from the program on: the words that may stand there.",
                                "items": {
                                    "type": "array",
                                    "items": {
                                        "type": "string"
                                    }
                                }
                            },
                            "with": {
                                "type": "array",
                                "description": "Options that the command has.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "without": {
                                "type": "array",
                                "description": "Options that it has not.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "justification": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "Why."
                            },
                            "source": {
                                "type": "string",
                                "description": "Where it was said."
                            }
                        }
                    }
                },
                "hostExecutables": {
                    "type": "object",
                    "description": "By name of a program: the only absolute paths under which rules for the bare name count.",
                    "additionalProperties": {
                        "type": "array",
                        "items": {
                            "type": "string"
                        }
                    }
                },
                "brokered": {
                    "type": "array",
                    "description": "Commands that run outside of the room that asks for them.",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                            "name",
                            "argv",
                            "env",
                            "allow",
                            "timeoutMs",
                            "outputBytes",
                            "stdin",
                            "calls"
                        ],
                        "properties": {
                            "name": {
                                "type": "string",
                                "description": "As rooms call it."
                            },
                            "argv": {
                                "type": "array",
                                "description": "Program and first arguments.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "env": {
                                "type": "object",
                                "description": "Its environment: texts, and paths of credential files on the host.",
                                "additionalProperties": {
                                    "anyOf": [
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "value"
                                            ],
                                            "properties": {
                                                "value": {
                                                    "type": "string"
                                                }
                                            }
                                        },
                                        {
                                            "type": "object",
                                            "additionalProperties": false,
                                            "required": [
                                                "file"
                                            ],
                                            "properties": {
                                                "file": {
                                                    "type": "string"
                                                }
                                            }
                                        }
                                    ]
                                }
                            },
                            "allow": {
                                "type": "array",
                                "description": "host:port entries that it may reach.",
                                "items": {
                                    "type": "string"
                                }
                            },
                            "timeoutMs": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "Time for one call."
                            },
                            "outputBytes": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "Output of one call."
                            },
                            "stdin": {
                                "enum": [
                                    "asked",
                                    "always",
                                    "never"
                                ],
                                "description": "When its standard input is sent along."
                            },
                            "calls": {
                                "type": "integer",
                                "minimum": 1,
                                "description": "How often a run may call it."
                            }
                        }
                    }
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
        "proof": {
            "type": "object",
            "description": "What else a change has to pass, and what it may change of what decides.",
            "additionalProperties": false,
            "required": [
                "verifierEdits",
                "refused",
                "confirmRuns",
                "floor",
                "instrument",
                "hidden"
            ],
            "properties": {
                "verifierEdits": {
                    "enum": [
                        "deny",
                        "report",
                        "allow"
                    ],
                    "description": "What becomes of changes to protected paths: the patch is refused, they are left out of it, or they are in it and it has to pass more."
                },
                "refused": {
                    "type": "array",
                    "description": "Those of the protected globs that a patch may never touch; the last match decides.",
                    "items": {
                        "type": "string",
                        "description": "A glob."
                    }
                },
                "confirmRuns": {
                    "type": "integer",
                    "minimum": 1,
                    "maximum": 20,
                    "description": "How often the proof has to pass."
                },
                "floor": {
                    "enum": [
                        "enforce",
                        "report",
                        "off"
                    ],
                    "description": "Whether a proof has to execute what the base executed."
                },
                "instrument": {
                    "enum": [
                        "auto",
                        "off"
                    ],
                    "description": "Whether processes of the verifier say how they ended and what they executed."
                },
                "hidden": {
                    "oneOf": [
                        {
                            "type": "object",
                            "description": "The hidden verifier. Of its files only the digest is known here.",
                            "additionalProperties": false,
                            "required": [
                                "argv",
                                "display",
                                "cwd",
                                "timeoutMs",
                                "directory",
                                "sha256",
                                "files",
                                "bytes",
                                "feedback"
                            ],
                            "properties": {
                                "argv": {
                                    "type": "array",
                                    "description": "Program and arguments.",
                                    "minItems": 1,
                                    "items": {
                                        "type": "string",
                                        "description": "An argument."
                                    }
                                },
                                "display": {
                                    "type": "string",
                                    "description": "As a person would type it."
                                },
                                "cwd": {
                                    "type": "string",
                                    "description": "Relative to the workspace; empty: its root."
                                },
                                "timeoutMs": {
                                    "type": "integer",
                                    "minimum": 1,
                                    "description": "Time for one run."
                                },
                                "directory": {
                                    "type": "string",
                                    "description": "Its files on the host, as they were named."
                                },
                                "sha256": {
                                    "type": "string",
                                    "description": "Digest of the paths, modes and contents of its files.",
                                    "pattern": "^[0-9a-f]{64}$"
                                },
                                "files": {
                                    "type": "integer",
                                    "minimum": 1,
                                    "description": "How many there are."
                                },
                                "bytes": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "Their size together."
                                },
                                "feedback": {
                                    "enum": [
                                        "pass-fail",
                                        "names"
                                    ],
                                    "description": "What the agent is told of a failure: only that, or the names of failed tests too."
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
                "parallel",
                "modelIdleMs",
                "totalMs",
                "attemptMs",
                "memoryBytes",
                "processes",
                "fileBytes",
                "openFiles",
                "tmpBytes",
                "cpus",
                "diskBytes",
                "diskFiles",
                "acceptUnenforced",
                "outputBytes",
                "logBytes",
                "feedbackBytes",
                "patchBytes",
                "patchFiles"
            ],
            "properties": {
                "parallel": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 1,
                    "description": "Workers at the same time; null: all of them."
                },
                "maxAttempts": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempts."
                },
                "modelIdleMs": {
                    "type": "integer",
                    "minimum": 1000,
                    "description": "Longest silence in the middle of a model's answer."
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
                "cpus": {
                    "type": [
                        "number",
                        "null"
                    ],
                    "exclusiveMinimum": 0,
                    "description": "CPUs' worth of time; null: all."
                },
                "diskBytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "What a room may add to its workspace, HOME and report directory."
                },
                "diskFiles": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Files and directories that it may add there."
                },
                "acceptUnenforced": {
                    "type": "array",
                    "description": "Limits that the run starts without where nothing enforces them.",
                    "items": {
                        "type": "string",
                        "description": "Name of a limit."
                    }
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
                "feedbackBytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Bytes that the next attempt is told at most of a failed verifier."
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
        "stuck": {
            "type": "object",
            "description": "What is done about an agent that does not get on; absent: nothing.",
            "additionalProperties": false,
            "required": [
                "after",
                "restarts",
                "diffLines"
            ],
            "properties": {
                "after": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Attempts in a row without progress; 0: nobody looks."
                },
                "restarts": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How often a fresh conversation is begun with a snapshot then."
                },
                "diffLines": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Lines that such an attempt may change of what it found."
                }
            }
        },
        "budget": {
            "type": "object",
            "description": "Hard caps on the use of the model, over all rooms of the run together.",
            "additionalProperties": false,
            "required": [
                "maxRequests",
                "maxTokens",
                "maxCostUsd",
                "prices"
            ],
            "properties": {
                "maxRequests": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 1,
                    "description": "Model requests; null: no cap."
                },
                "maxTokens": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 1,
                    "description": "Input and output tokens together; null: no cap."
                },
                "maxCostUsd": {
                    "type": [
                        "number",
                        "null"
                    ],
                    "exclusiveMinimum": 0,
                    "description": "US dollars by the prices; null: no cap."
                },
                "prices": {
                    "type": "array",
                    "description": "What models cost.",
                    "items": {
                        "type": "object",
                        "description": "One model, in US dollars for a million tokens.",
                        "additionalProperties": false,
                        "required": [
                            "model",
                            "input",
                            "cachedInput",
                            "output"
                        ],
                        "properties": {
                            "model": {
                                "type": "string",
                                "description": "Name as requests carry it; * is every other model."
                            },
                            "input": {
                                "type": "number",
                                "minimum": 0,
                                "description": "Input."
                            },
                            "cachedInput": {
                                "type": "number",
                                "minimum": 0,
                                "description": "Input that the provider had cached."
                            },
                            "output": {
                                "type": "number",
                                "minimum": 0,
                                "description": "Output."
                            }
                        }
                    }
                }
            }
        },
        "room": {
            "type": "object",
            "description": "The sandbox.",
            "additionalProperties": false,
            "required": [
                "backend",
                "image",
                "runtime",
                "workspace",
                "audit",
                "tools",
                "writable",
                "env"
            ],
            "properties": {
                "backend": {
                    "enum": [
                        "auto",
                        "local",
                        "docker"
                    ],
                    "description": "Kind of room; auto: what works here. The verdict names what it was."
                },
                "image": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Image of docker rooms, as it was named; null: none."
                },
                "runtime": {
                    "type": "string",
                    "description": "Runtime of docker rooms, as its daemon names it."
                },
                "workspace": {
                    "enum": [
                        "auto",
                        "overlay",
                        "copy"
                    ],
                    "description": "How the tree is laid out."
                },
                "audit": {
                    "enum": [
                        "auto",
                        "require",
                        "off"
                    ],
                    "description": "Whether the kernel is asked what runs in rooms."
                },
                "tools": {
                    "type": "array",
                    "description": "Further host directories that rooms may read.",
                    "items": {
                        "type": "string",
                        "description": "Absolute path."
                    }
                },
                "writable": {
                    "type": [
                        "array",
                        "null"
                    ],
                    "description": "Directories of the workspace that the agent may change; null: all of it.",
                    "items": {
                        "type": "string",
                        "description": "Relative to the root of the repository."
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

;// CONCATENATED MODULE: ./build/schemas/usage.js
// Generated from schemas/usage.schema.json by `npm run generate`. Do not edit.
const usageSchema = {
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

// EXTERNAL MODULE: ./build/schemas/verdict.js
var schemas_verdict = __webpack_require__(2370);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(9589);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(5921);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./build/publish/bounded-file.js




/**
 * Reads the first bytes of a regular file directly in a directory; never follows a link, never blocks on a pipe.
 * @param name a plain file name
 * @param maxBytes no more than this is read or held
 * @returns undefined when there is no such file
 * @throws CleanroomError `evidence.unsafe-file` for anything but a regular file, `evidence.unreadable`
 */
async function readBounded(directory, name, maxBytes) {
    let handle;
    try {
        handle = await (0,promises_.open)((0,external_node_path_.join)(directory, name), external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    }
    catch (cause) {
        const errno = (0,errors/* errnoOf */.UQ)(cause);
        if (errno === 'ENOENT')
            return undefined;
        if (errno === 'ELOOP' || errno === 'ENXIO')
            throw unsafeFile(name, cause);
        throw new errors/* CleanroomError */.P3('evidence.unreadable', `cannot read ${name} of the evidence: ${errno ?? 'unknown error'}`, {
            hint: 'check that the evidence folder was copied whole and is readable by this user',
            cause,
        });
    }
    try {
        if (!(await handle.stat()).isFile())
            throw unsafeFile(name);
        const buffer = Buffer.allocUnsafe(64 * 1024);
        const chunks = [];
        let total = 0;
        for (;;) {
            const { bytesRead } = await handle.read(buffer, 0, Math.min(buffer.length, maxBytes + 1 - total), null);
            if (bytesRead === 0)
                return { bytes: Buffer.concat(chunks), truncated: false };
            total += bytesRead;
            if (total > maxBytes) {
                chunks.push(Buffer.from(buffer.subarray(0, bytesRead - 1)));
                return { bytes: Buffer.concat(chunks), truncated: true };
            }
            chunks.push(Buffer.from(buffer.subarray(0, bytesRead)));
        }
    }
    finally {
        await handle.close();
    }
}
function unsafeFile(name, cause) {
    return new errors/* CleanroomError */.P3('evidence.unsafe-file', `${name} of the evidence is not a regular file`, {
        hint: 'evidence holds plain files only; do not publish this folder',
        cause,
    });
}

// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(2180);
;// CONCATENATED MODULE: ./build/publish/read-evidence.js












const MIB = 1024 * 1024;
/** Largest files that are accepted, in bytes. A run's own limits are smaller; these protect the publisher. */
const MAX_VERDICT_BYTES = 16 * MIB;
const MAX_PLAN_BYTES = 4 * MIB;
const MAX_USAGE_BYTES = 4 * MIB;
const MAX_MANIFEST_BYTES = 4 * MIB;
const MAX_REPORT_BYTES = 4 * MIB;
/** A patch above this is refused: its digest could not be checked. */
const MAX_PATCH_BYTES = 64 * MIB;
/** Of the journal, this much is read from the start; what follows is left out of the timeline. */
const MAX_LOG_BYTES = 4 * MIB;
/** Lines of it. */
const MAX_LOG_LINES = 20_000;
/**
 * Reads what a run left, as input from an enemy: regular files of bounded size, valid by their schemas, with the digests
 * that verdict and manifest give for them. Only `verdict.json` must be there.
 * @throws CleanroomError `evidence.missing`, `evidence.unsafe-file`, `evidence.unreadable`, `evidence.too-large`,
 * `evidence.malformed`, `evidence.invalid`, `evidence.digest`
 */
async function readEvidence(directory) {
    const ajv = new _2020.Ajv2020({ strict: false, allErrors: false });
    const warnings = [];
    const manifest = await readManifest(directory, ajv);
    const whole = async (name, maxBytes) => {
        const file = await readBounded(directory, name, maxBytes);
        if (file?.truncated) {
            throw new errors/* CleanroomError */.P3('evidence.too-large', `${name} of the evidence is larger than ${maxBytes} bytes`, {
                hint: 'no run writes files of this size; do not publish this folder',
            });
        }
        const expected = manifest?.get(name);
        if (manifest && file && expected !== (0,canonical_json/* sha256 */.s)(file.bytes))
            throw digestError(name, 'manifest.json');
        if (expected !== undefined && !file) {
            throw new errors/* CleanroomError */.P3('evidence.missing', `${name} is in the manifest but not in the evidence`);
        }
        return file;
    };
    const verdictFile = await whole('verdict.json', MAX_VERDICT_BYTES);
    if (!verdictFile) {
        throw new errors/* CleanroomError */.P3('evidence.missing', 'the evidence has no verdict.json: the run did not end by itself', {
            hint: 'look at the journal for how far it came, and at the log of the job for why it stopped',
        });
    }
    const verdict = parse('verdict.json', verdictFile, ajv.compile(schemas_verdict/* verdictSchema */.$));
    const plan = await optional('plan.json', MAX_PLAN_BYTES, planSchema);
    const usage = await optional('usage.json', MAX_USAGE_BYTES, usageSchema);
    if (plan && !plan.digests.includes(verdict.planSha256 ?? ''))
        throw digestError('plan.json', 'verdict.json');
    if (!plan && verdict.planSha256 !== null)
        warnings.push('The plan that the verdict names is not in the evidence.');
    const patch = await readPatch('change.patch', verdict.patch, verdict.attempts.map((attempt) => attempt.patch.sha256));
    const verifierPatch = await readPatch('verifier.patch', verdict.verifierPatch ?? null, verdict.attempts.map((attempt) => attempt.verifierEdits?.sha256 ?? null));
    const report = await readReport();
    const journal = await readLines('journal.jsonl', ajv.compile(schemas_journal/* journalSchema */.B));
    const commands = await readLines('commands.jsonl', ajv.compile(commandSchema));
    const mcp = await readLines('mcp.jsonl', ajv.compile(mcpSchema));
    return {
        directory,
        verdict,
        plan: plan?.value,
        usage: usage?.value,
        patch,
        ...(verifierPatch ? { verifierPatch } : {}),
        report,
        reportSchema: plan?.value.report.schema ?? true,
        journal,
        commands,
        mcp,
        warnings,
    };
    async function optional(name, maxBytes, schema) {
        const file = await whole(name, maxBytes);
        if (!file)
            return undefined;
        const value = parse(name, file, ajv.compile(schema));
        // A digest may be of the file or of the one canonical spelling of its content.
        return { value, digests: [(0,canonical_json/* sha256 */.s)(file.bytes), (0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(value))] };
    }
    async function readPatch(name, given, recorded) {
        if (!named(name, given))
            return undefined;
        const file = await whole(name, MAX_PATCH_BYTES);
        if (!file) {
            warnings.push('The patch that the verdict names is not in the evidence.');
            return undefined;
        }
        const digest = (0,canonical_json/* sha256 */.s)(file.bytes);
        if (!recorded.includes(digest)) {
            warnings.push('The patch in the evidence is not the one that any attempt recorded. Do not apply it unread.');
        }
        return { text: file.bytes.toString('utf8'), bytes: file.bytes.length, sha256: digest };
    }
    async function readReport() {
        if (!named('report.json', verdict.report))
            return undefined;
        const file = await whole('report.json', MAX_REPORT_BYTES);
        if (!file) {
            warnings.push('The report that the verdict names is not in the evidence.');
            return undefined;
        }
        return { value: parseJson('report.json', file), text: file.bytes.toString('utf8') };
    }
    async function readLines(name, validate) {
        const file = await readBounded(directory, name, MAX_LOG_BYTES);
        if (!file)
            return [];
        if (manifest && !file.truncated && manifest.get(name) !== (0,canonical_json/* sha256 */.s)(file.bytes))
            throw digestError(name, 'manifest.json');
        const lines = file.bytes.toString('utf8').split('\n', MAX_LOG_LINES + 1);
        const valid = lines.slice(0, MAX_LOG_LINES).flatMap((line) => {
            const value = line === '' ? undefined : tryParse(line);
            return value !== undefined && validate(value) ? [value] : [];
        });
        if (file.truncated || lines.length > MAX_LOG_LINES) {
            warnings.push(`Only the beginning of ${name} was read: it is longer than a publisher reads.`);
        }
        return valid;
    }
}
/** A verdict names its files; any other name than the fixed one is not ours. */
function named(expected, actual) {
    if (actual === null)
        return false;
    if (actual === expected)
        return true;
    throw new errors/* CleanroomError */.P3('evidence.invalid', `verdict.json names a file of its own choice in place of ${expected}`, {
        hint: 'do not publish this folder',
    });
}
async function readManifest(directory, ajv) {
    const file = await readBounded(directory, 'manifest.json', MAX_MANIFEST_BYTES);
    if (!file)
        return undefined;
    if (file.truncated) {
        throw new errors/* CleanroomError */.P3('evidence.too-large', `manifest.json is larger than ${MAX_MANIFEST_BYTES} bytes`);
    }
    const manifest = parse('manifest.json', file, ajv.compile(schemas_manifest/* manifestSchema */.r));
    return new Map(manifest.files.map((entry) => [entry.path, entry.sha256]));
}
function tryParse(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
function parseJson(name, file) {
    try {
        return JSON.parse(file.bytes.toString('utf8'));
    }
    catch (cause) {
        // The parser's own message quotes the file.
        throw new errors/* CleanroomError */.P3('evidence.malformed', `${name} of the evidence is not JSON`, { cause });
    }
}
function parse(name, file, validate) {
    const value = parseJson(name, file);
    if (validate(value))
        return value;
    const [first] = validate.errors ?? [];
    const where = first?.instancePath === '' || first === undefined ? 'the document' : (0,neutralise/* plainLine */.h0)(first.instancePath, 120);
    throw new errors/* CleanroomError */.P3('evidence.invalid', `${name} of the evidence does not match its schema: ${where} ${(0,neutralise/* plainLine */.h0)(first?.message ?? 'is not valid')}`, { hint: 'publish with the version of cleanroom-action that made the run' });
}
function digestError(name, by) {
    return new errors/* CleanroomError */.P3('evidence.digest', `${name} is not the file that ${by} gives the digest of`, {
        hint: 'the evidence was changed after the run; do not publish this folder',
    });
}


/***/ })

};
