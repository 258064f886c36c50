export const id = 668;
export const ids = [668];
export const modules = {

/***/ 16052:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ journalSchema)
/* harmony export */ });
// Generated from schemas/journal.schema.json by `npm run generate`. Do not edit.
const journalSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "journal",
    "title": "JournalRecord",
    "description": "One line of journal.jsonl: what happened, in order, written as it happens.",
    "oneOf": [
        {
            "type": "object",
            "description": "The run began.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "tool",
                "node",
                "platform"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "run.started",
                    "description": "What happened."
                },
                "tool": {
                    "type": "string",
                    "description": "Version."
                },
                "node": {
                    "type": "string",
                    "description": "Version of Node."
                },
                "platform": {
                    "type": "string",
                    "description": "Operating system and architecture."
                }
            },
            "title": "RunStartedEvent"
        },
        {
            "type": "object",
            "description": "The run goes on after its process was killed, or after it ended without a result.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "life",
                "kept",
                "droppedBytes",
                "turns",
                "proofs",
                "spentMs"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "run.resumed",
                    "description": "What happened."
                },
                "life": {
                    "type": "integer",
                    "minimum": 2,
                    "description": "2: the first time."
                },
                "kept": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Lines of the journal that were there."
                },
                "droppedBytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Bytes of lines that were cut, and of files that were half written."
                },
                "turns": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Turns of agents whose results were there and are not repeated."
                },
                "proofs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Failed proofs that were there and are not repeated."
                },
                "spentMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time of the earlier lives, which counts for the limit."
                }
            },
            "title": "RunResumedEvent"
        },
        {
            "type": "object",
            "description": "The plan is fixed.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "planSha256"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "run.planned",
                    "description": "What happened."
                },
                "planSha256": {
                    "type": "string",
                    "description": "Digest of plan.json.",
                    "pattern": "^[0-9a-f]{64}$"
                }
            },
            "title": "RunPlannedEvent"
        },
        {
            "type": "object",
            "description": "Base and layers are there.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "workspace",
                "source",
                "files",
                "tree",
                "overlaid",
                "masked",
                "instructions",
                "durationMs"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "base.ready",
                    "description": "What happened."
                },
                "workspace": {
                    "enum": [
                        "overlay",
                        "copy"
                    ],
                    "description": "How trees are laid out."
                },
                "source": {
                    "enum": [
                        "checkout",
                        "objects"
                    ],
                    "description": "The user's checkout itself, or files written from git objects."
                },
                "files": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Files of the base."
                },
                "tree": {
                    "type": "string",
                    "description": "Git tree of the base.",
                    "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                },
                "overlaid": {
                    "type": "array",
                    "description": "Paths taken from the trusted ref because the work commit has them otherwise.",
                    "items": {
                        "type": "string",
                        "description": "A path."
                    }
                },
                "masked": {
                    "type": "array",
                    "description": "Paths of the checkout that rooms do not see.",
                    "items": {
                        "type": "string",
                        "description": "A path."
                    }
                },
                "instructions": {
                    "type": "array",
                    "description": "Files that agents follow, as agents see them.",
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
                "durationMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time."
                }
            },
            "title": "BaseReadyEvent"
        },
        {
            "type": "object",
            "description": "What the next room of the agent shows otherwise than a proof.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "hidden",
                "removed",
                "writable"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "agent.view",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "hidden": {
                    "type": "array",
                    "description": "Agent configuration of the repository that it does not show.",
                    "items": {
                        "type": "string",
                        "description": "A path, or how many more there are."
                    }
                },
                "removed": {
                    "type": "array",
                    "description": "Agent configuration that an earlier room of the agent made, which was taken out.",
                    "items": {
                        "type": "string",
                        "description": "A path, or how many more there are."
                    }
                },
                "writable": {
                    "type": [
                        "array",
                        "null"
                    ],
                    "description": "Directories that it may write; null: all of the workspace.",
                    "items": {
                        "type": "string",
                        "description": "A path."
                    }
                }
            },
            "title": "AgentViewEvent"
        },
        {
            "type": "object",
            "description": "A room is ready.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "stage"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "room.opened",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "stage": {
                    "enum": [
                        "prepare",
                        "agent",
                        "proof"
                    ],
                    "description": "What for."
                }
            },
            "title": "RoomOpenedEvent"
        },
        {
            "type": "object",
            "description": "A room is gone.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "room.closed",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                }
            },
            "title": "RoomClosedEvent"
        },
        {
            "type": "object",
            "description": "A command in a room ended.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "argv",
                "end",
                "exitCode",
                "signal",
                "durationMs",
                "outputBytes",
                "limits",
                "log"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "command.finished",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "argv": {
                    "type": "array",
                    "description": "What ran.",
                    "items": {
                        "type": "string",
                        "description": "An argument."
                    }
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
                "signal": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Signal."
                },
                "durationMs": {
                    "type": "integer",
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
                    "description": "Limits that were reached, whether or not the command ended by one.",
                    "items": {
                        "type": "string",
                        "description": "Name of a limit."
                    }
                },
                "log": {
                    "type": "string",
                    "description": "Path of the output in the evidence."
                }
            },
            "title": "CommandFinishedEvent"
        },
        {
            "type": "object",
            "description": "The dependency layer is fixed.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "entries",
                "dropped"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "prepare.frozen",
                    "description": "What happened."
                },
                "entries": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Files and folders in it."
                },
                "dropped": {
                    "type": "array",
                    "description": "Changes of tracked files that were not kept.",
                    "items": {
                        "type": "string",
                        "description": "A path."
                    }
                }
            },
            "title": "PrepareFrozenEvent"
        },
        {
            "type": "object",
            "description": "The agent was called.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "resumed",
                "promptSha256",
                "worker"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "attempt.started",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
                },
                "resumed": {
                    "type": "boolean",
                    "description": "Whether the conversation goes on."
                },
                "promptSha256": {
                    "type": "string",
                    "description": "Digest of what it was told.",
                    "pattern": "^[0-9a-f]{64}$"
                },
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                }
            },
            "title": "AttemptStartedEvent"
        },
        {
            "type": "object",
            "description": "The attempt is judged.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "outcome",
                "worker"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "attempt.finished",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
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
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                }
            },
            "title": "AttemptFinishedEvent"
        },
        {
            "type": "object",
            "description": "What an attempt came to was compared with the earlier ones.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "worker",
                "progress",
                "failure",
                "steps",
                "streak",
                "stuck"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "progress.checked",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Number."
                },
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                },
                "progress": {
                    "type": "boolean",
                    "description": "Whether it came to something that no earlier attempt of the conversation had come to."
                },
                "failure": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Fingerprint of what failed; null: nothing that could be compared."
                },
                "steps": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Fingerprint of the agent’s steps; null: it told of none."
                },
                "streak": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempts in a row without progress, with the first of them."
                },
                "stuck": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Why it is stuck, in a sentence; null: it is not."
                }
            },
            "title": "ProgressCheckedEvent"
        },
        {
            "type": "object",
            "description": "The host compared the trees.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "files",
                "bytes",
                "sha256",
                "ignored",
                "worker"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "patch.collected",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
                },
                "files": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Files."
                },
                "bytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Size of the patch."
                },
                "sha256": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Digest.",
                    "pattern": "^[0-9a-f]{64}$"
                },
                "ignored": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Changed paths that the base ignores and the patch leaves out."
                },
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                }
            },
            "title": "PatchCollectedEvent"
        },
        {
            "type": "object",
            "description": "The patch broke a rule.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "refusals",
                "worker"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "patch.refused",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
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
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                }
            },
            "title": "PatchRefusedEvent"
        },
        {
            "type": "object",
            "description": "The report was validated.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "state",
                "errors",
                "worker"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "report.checked",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
                },
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
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                }
            },
            "title": "ReportCheckedEvent"
        },
        {
            "type": "object",
            "description": "The verifier ran in a pristine room.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "attempt",
                "room",
                "passed",
                "worker",
                "run"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "proof.finished",
                    "description": "What happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number; 0 for the baseline."
                },
                "room": {
                    "type": "string",
                    "description": "Name."
                },
                "passed": {
                    "type": "boolean",
                    "description": "Result."
                },
                "worker": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The worker; null where there is one alone."
                },
                "run": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "1, or the number of a confirmation."
                }
            },
            "title": "ProofFinishedEvent"
        },
        {
            "type": "object",
            "description": "The broker ended an attempt.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "reason",
                "status",
                "message"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "broker.stop",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Name."
                },
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
                    "description": "HTTP status of the provider; null where it gave no answer, or the broker itself refused."
                },
                "message": {
                    "type": "string",
                    "description": "For a person."
                }
            },
            "title": "BrokerStopEvent"
        },
        {
            "type": "object",
            "description": "Something a reader should know.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "text"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "notice",
                    "description": "What happened."
                },
                "text": {
                    "type": "string",
                    "description": "A sentence."
                }
            },
            "title": "NoticeEvent"
        },
        {
            "type": "object",
            "description": "The verdict.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "verdict",
                "reason"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "run.finished",
                    "description": "What happened."
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
                },
                "reason": {
                    "type": "string",
                    "description": "One sentence."
                }
            },
            "title": "RunFinishedEvent"
        },
        {
            "type": "object",
            "description": "What the kernel saw of a command in a room.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "execs",
                "exits",
                "connects",
                "dropped"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "audit.finished",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "execs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Programs started."
                },
                "exits": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Processes ended."
                },
                "connects": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Connections asked for."
                },
                "dropped": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Events that are not in exec.jsonl."
                }
            },
            "title": "AuditFinishedEvent"
        },
        {
            "type": "object",
            "description": "A room was looked at before its agent started.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "attempt",
                "passed",
                "failed",
                "durationMs"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "probes.finished",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Number."
                },
                "passed": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Probes that passed."
                },
                "failed": {
                    "type": "array",
                    "description": "Names of those that did not.",
                    "items": {
                        "type": "string",
                        "description": "A name."
                    }
                },
                "durationMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time, the room's start included."
                }
            },
            "title": "ProbesFinishedEvent"
        },
        {
            "type": "object",
            "description": "The rules for commands were laid over a room of the agent.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "rules",
                "brokered"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "rules.applied",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "rules": {
                    "type": "array",
                    "description": "What holds each rule in this room.",
                    "items": {
                        "type": "object",
                        "additionalProperties": false,
                        "required": [
                            "rule",
                            "source",
                            "level",
                            "note"
                        ],
                        "properties": {
                            "rule": {
                                "type": "string",
                                "description": "The rule, as a person would write it."
                            },
                            "source": {
                                "type": "string",
                                "description": "Where it was said."
                            },
                            "level": {
                                "enum": [
                                    "enforced",
                                    "watched",
                                    "advice",
                                    "grant"
                                ],
                                "description": "enforced: the program cannot be started by its name; watched: starting it ends the room; advice: the agent was told; grant: it allows a brokered command, and the host decides."
                            },
                            "note": {
                                "type": "string",
                                "description": "How, and what it does not stop."
                            }
                        }
                    }
                },
                "brokered": {
                    "type": "array",
                    "description": "Commands that the host runs for the room.",
                    "items": {
                        "type": "string",
                        "description": "Name."
                    }
                }
            },
            "title": "RulesAppliedEvent"
        },
        {
            "type": "object",
            "description": "The program of an MCP server on the host's side is started in a room of its own.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "server",
                "room",
                "argv"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "mcp.started",
                    "description": "What happened."
                },
                "server": {
                    "type": "string",
                    "description": "Name of the MCP server."
                },
                "room": {
                    "type": "string",
                    "description": "The room of its own, as exec.jsonl names it."
                },
                "argv": {
                    "type": "array",
                    "description": "What runs.",
                    "items": {
                        "type": "string",
                        "description": "An argument."
                    }
                }
            },
            "title": "McpStartedEvent"
        },
        {
            "type": "object",
            "description": "The program of an MCP server on the host's side is gone with its room.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "server",
                "room",
                "end",
                "exitCode",
                "signal",
                "durationMs"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "mcp.ended",
                    "description": "What happened."
                },
                "server": {
                    "type": "string",
                    "description": "Name of the MCP server."
                },
                "room": {
                    "type": "string",
                    "description": "The room of its own, as exec.jsonl names it."
                },
                "end": {
                    "enum": [
                        "exited",
                        "signalled",
                        "timeout",
                        "output-limit",
                        "memory-limit",
                        "disk-limit",
                        "cancelled",
                        null
                    ],
                    "description": "Why it ended; null: it never ran."
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
                "durationMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Wall time."
                }
            },
            "title": "McpEndedEvent"
        },
        {
            "type": "object",
            "description": "A program was started that a rule forbids; the room was ended.",
            "additionalProperties": false,
            "required": [
                "schema",
                "seq",
                "time",
                "event",
                "room",
                "rule",
                "justification",
                "exe",
                "argv"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/journal/v1",
                    "description": "Format of the line."
                },
                "seq": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Counts from 1 without gaps."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601 with milliseconds."
                },
                "event": {
                    "const": "rules.violated",
                    "description": "What happened."
                },
                "room": {
                    "type": "string",
                    "description": "Its name."
                },
                "rule": {
                    "type": "string",
                    "description": "The rule, as a person would write it."
                },
                "justification": {
                    "type": "string",
                    "description": "Why it forbids."
                },
                "exe": {
                    "type": "string",
                    "description": "The path that was given to the kernel."
                },
                "argv": {
                    "type": "array",
                    "description": "As the program saw it.",
                    "items": {
                        "type": "string",
                        "description": "Argument."
                    }
                }
            },
            "title": "RulesViolatedEvent"
        }
    ]
};


/***/ }),

/***/ 870:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ manifestSchema)
/* harmony export */ });
// Generated from schemas/manifest.schema.json by `npm run generate`. Do not edit.
const manifestSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "manifest",
    "title": "Manifest",
    "type": "object",
    "description": "Digest of every other file of the evidence.",
    "additionalProperties": false,
    "required": [
        "schema",
        "files"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/manifest/v1",
            "description": "Format of this file."
        },
        "files": {
            "type": "array",
            "description": "Sorted by path.",
            "items": {
                "type": "object",
                "description": "A file.",
                "additionalProperties": false,
                "required": [
                    "path",
                    "bytes",
                    "sha256"
                ],
                "properties": {
                    "path": {
                        "type": "string",
                        "description": "Relative, with /."
                    },
                    "bytes": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Size."
                    },
                    "sha256": {
                        "type": "string",
                        "description": "Digest.",
                        "pattern": "^[0-9a-f]{64}$"
                    }
                }
            }
        }
    }
};


/***/ }),

/***/ 72370:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ verdictSchema)
/* harmony export */ });
// Generated from schemas/verdict.schema.json by `npm run generate`. Do not edit.
const verdictSchema = {
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


/***/ })

};
