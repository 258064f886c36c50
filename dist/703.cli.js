export const id = 703;
export const ids = [703];
export const modules = {

/***/ 54074:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ parseStrict)
/* harmony export */ });
/* unused harmony export MAX_JSON_DEPTH */
/** Lists and objects within each other, at most: a report may have 64, and a plan holds the schema of one. */
const MAX_JSON_DEPTH = 200;
/**
 * Reads JSON that anybody may have written: refuses what is nested so deeply that a reader could run out of stack.
 * @param options `unique`: also refuses objects that name a member twice, since two readers could see two documents
 * @returns a reason in our own words, to be read after the file's name; it quotes nothing
 */
function parseStrict(text, { unique = true } = {}) {
    const why = shapeProblem(text, unique);
    if (why !== undefined)
        return { ok: false, why };
    try {
        return { ok: true, value: JSON.parse(text) };
    }
    catch {
        // The parser's own message quotes the text.
        return { ok: false, why: 'is not JSON' };
    }
}
/** Looks at strings and brackets alone: whether the rest is JSON is the parser's business. */
function shapeProblem(text, unique) {
    /** Of each open object whose names count these, of all else undefined. */
    const open = [];
    let name = false;
    for (let at = 0; at < text.length; at += 1) {
        switch (text.charCodeAt(at)) {
            case 0x22: {
                const end = endOfString(text, at);
                if (end < 0)
                    return 'is not JSON';
                const names = open.at(-1);
                if (name && names) {
                    const raw = text.slice(at, end + 1);
                    const spelled = raw.includes('\\') ? unescaped(raw) : raw.slice(1, -1);
                    if (spelled === undefined)
                        return 'is not JSON';
                    if (names.has(spelled))
                        return 'names a member of an object twice';
                    // Members of that name are set on no object that is read here.
                    if (spelled === '__proto__')
                        return 'names a member that no run writes';
                    names.add(spelled);
                }
                name = false;
                at = end;
                break;
            }
            case 0x7b: // {
                open.push(unique ? new Set() : undefined);
                name = unique;
                break;
            case 0x5b: // [
                open.push(undefined);
                name = false;
                break;
            case 0x7d: // }
            case 0x5d: // ]
                open.pop();
                name = false;
                break;
            case 0x2c: // ,
                name = open.at(-1) !== undefined;
                break;
        }
        if (open.length > MAX_JSON_DEPTH)
            return `is nested more than ${MAX_JSON_DEPTH} levels deep`;
    }
    return undefined;
}
/** Index of the closing quote; -1: there is none. */
function endOfString(text, start) {
    // By searches, which are several times as fast as a look at each character.
    for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
        let before = at - 1;
        while (text.charCodeAt(before) === 0x5c)
            before -= 1;
        if ((at - 1 - before) % 2 === 0)
            return at;
    }
    return -1;
}
function unescaped(raw) {
    try {
        const value = JSON.parse(raw);
        return typeof value === 'string' ? value : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 15098:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ commandSchema)
/* harmony export */ });
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
        "ranIn": {
            "type": "string",
            "description": "The room that was made for it, as exec.jsonl names it; missing when none was."
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


/***/ }),

/***/ 43629:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ findingsSchema)
/* harmony export */ });
// Generated from schemas/findings.schema.json by `npm run generate`. Do not edit.
const findingsSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "findings",
    "title": "FindingsFile",
    "type": "object",
    "description": "What the verifier's last failures and the report's findings say of lines of the repository. Made from hostile text: bounded, and to be neutralised wherever it is shown.",
    "additionalProperties": false,
    "required": [
        "schema",
        "findings",
        "omitted"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/findings/v1",
            "description": "Format of this file."
        },
        "omitted": {
            "type": "integer",
            "description": "Findings past the bound.",
            "minimum": 0
        },
        "findings": {
            "type": "array",
            "description": "At most 1000, in order: the verifier's, then the report's.",
            "maxItems": 1000,
            "items": {
                "type": "object",
                "description": "One finding.",
                "additionalProperties": false,
                "required": [
                    "source",
                    "level",
                    "rule",
                    "title",
                    "message",
                    "path",
                    "startLine",
                    "endLine"
                ],
                "properties": {
                    "source": {
                        "enum": [
                            "verifier",
                            "report"
                        ],
                        "description": "Who says it."
                    },
                    "level": {
                        "enum": [
                            "failure",
                            "warning",
                            "notice"
                        ],
                        "description": "As annotations of check runs have it."
                    },
                    "rule": {
                        "type": [
                            "string",
                            "null"
                        ],
                        "description": "Name of a test, or what the report calls its rule; null: none.",
                        "maxLength": 300
                    },
                    "title": {
                        "type": "string",
                        "description": "In a few words.",
                        "maxLength": 255
                    },
                    "message": {
                        "type": "string",
                        "description": "What is wrong; may have several lines.",
                        "maxLength": 8000
                    },
                    "path": {
                        "type": [
                            "string",
                            "null"
                        ],
                        "description": "File of the repository, relative to its root, with `/`; null: none that is one.",
                        "maxLength": 1000
                    },
                    "startLine": {
                        "type": [
                            "integer",
                            "null"
                        ],
                        "description": "From 1; null with no path, or of a whole file.",
                        "minimum": 1
                    },
                    "endLine": {
                        "type": [
                            "integer",
                            "null"
                        ],
                        "description": "From startLine; null where that is.",
                        "minimum": 1
                    }
                }
            }
        }
    }
};


/***/ }),

/***/ 10739:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ mcpSchema)
/* harmony export */ });
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


/***/ }),

/***/ 45760:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ planSchema)
/* harmony export */ });
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
                "startedBy": {
                    "type": "array",
                    "description": "Everybody who had a part in the start of the run in a workflow, and why each may; empty: an event of nobody's, such as schedule.",
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
                                    "description": "actor, triggering actor, sender, author of the comment, …"
                                }
                            },
                            "rule": {
                                "type": "string",
                                "description": "What lets it in: write access, allow-users, …"
                            }
                        }
                    }
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
                "where",
                "comment",
                "commentKey",
                "summary",
                "check",
                "checkName",
                "deliver"
            ],
            "properties": {
                "where": {
                    "enum": [
                        "here",
                        "later"
                    ],
                    "description": "here: by the job of the run; later: by another job, from the evidence."
                },
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
                },
                "check": {
                    "enum": [
                        "auto",
                        "always",
                        "never"
                    ],
                    "description": "When to write a check run."
                },
                "checkName": {
                    "type": "string",
                    "description": "Name of the check run."
                },
                "deliver": {
                    "type": "object",
                    "description": "What becomes of a verified change.",
                    "additionalProperties": false,
                    "required": [
                        "kind",
                        "branch",
                        "draft",
                        "sign",
                        "maxFiles",
                        "maxBytes"
                    ],
                    "properties": {
                        "kind": {
                            "enum": [
                                "none",
                                "artifact",
                                "suggestions",
                                "commit",
                                "pull-request"
                            ],
                            "description": "none: nothing; artifact: it is in the evidence; suggestions: of a review; commit: to the pull request's branch; pull-request: one of its own."
                        },
                        "branch": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Branch of its own for a pull request; null: named after what it is for."
                        },
                        "draft": {
                            "type": "boolean",
                            "description": "Whether such a pull request is a draft."
                        },
                        "sign": {
                            "enum": [
                                "github",
                                "git"
                            ],
                            "description": "Who makes the commit, and signs it: GitHub's API, or git on this host with its own configuration."
                        },
                        "maxFiles": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "Files of a change that is delivered, at most."
                        },
                        "maxBytes": {
                            "type": "integer",
                            "minimum": 1,
                            "description": "Bytes of its patch, at most."
                        }
                    }
                }
            }
        }
    }
};


/***/ }),

/***/ 71436:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ usageSchema)
/* harmony export */ });
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


/***/ })

};
