export const id = 831;
export const ids = [831];
export const modules = {

/***/ 28831:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readEarlier: () => (/* binding */ readEarlier)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(29829);
// EXTERNAL MODULE: ./build/evidence/manifest.js
var evidence_manifest = __webpack_require__(16191);
// EXTERNAL MODULE: ./build/schemas/journal.js
var journal = __webpack_require__(16052);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/evidence/read-regular.js
var read_regular = __webpack_require__(93551);
;// CONCATENATED MODULE: ./build/evidence/read.js




/** Bytes of the largest journal that is read. */
const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;
/**
 * Reads journal.jsonl of a run that may have been killed, or whose folder may come from elsewhere: every line is
 * checked against its schema, and `seq` must count from 1 without a gap.
 * @throws CleanroomError `evidence.journal` for anything but a cut last line
 */
function readJournal(path) {
    const text = readBounded(path);
    const complete = text.lastIndexOf('\n') + 1;
    const lines = complete === 0 ? [] : text.slice(0, complete - 1).split('\n');
    const validate = new _2020.Ajv2020({ strict: false }).compile(journal/* journalSchema */.B);
    const records = lines.map((line, index) => {
        const record = parse(line);
        if (validate(record) && record.seq === index + 1)
            return record;
        throw new errors/* CleanroomError */.P3('evidence.journal', `${path}: line ${index + 1} is no journal record: ${faultOf(record, index + 1)}`, { hint: 'the file was changed after it was written, or by another version' });
    });
    return { records, torn: complete < text.length };
}
/** The first field that is wrong, as far as one can be named. */
function faultOf(record, seq) {
    if (record === null || typeof record !== 'object')
        return 'it is no JSON object';
    const fields = record;
    const wanted = [
        ['schema', 'cleanroom/journal/v1'],
        ['seq', seq],
    ];
    for (const [name, expected] of wanted) {
        if (fields[name] === expected)
            continue;
        const given = JSON.stringify(fields[name])?.slice(0, 100) ?? 'nothing';
        return `${name} is ${given}, not ${JSON.stringify(expected)}`;
    }
    return `its fields are not those of ${JSON.stringify(fields['event'])?.slice(0, 100) ?? 'an event'}`;
}
function parse(line) {
    try {
        return JSON.parse(line);
    }
    catch {
        return undefined;
    }
}
function readBounded(path) {
    const fail = (why, cause) => new errors/* CleanroomError */.P3('evidence.journal', `cannot read ${path}: ${why}`, { cause });
    try {
        const bytes = (0,read_regular/* readRegular */.V)(path, MAX_JOURNAL_BYTES);
        if (bytes)
            return bytes.toString('utf8');
    }
    catch (cause) {
        throw fail((0,errors/* messageOf */.bD)(cause), cause);
    }
    throw fail(`it is no regular file of at most ${MAX_JOURNAL_BYTES} bytes`);
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./build/evidence/names.js
var names = __webpack_require__(91040);
;// CONCATENATED MODULE: ./build/evidence/repair.js





/** More entries than a run makes, and deeper than it goes. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;
const TEMPORARY = /^\.\d{1,9}\.tmp$/;
const CHUNK = 1 << 20;
/** Names at the top that are never those of folders. */
const OF_FILES = /\.(?:jsonl?|patch|md)$/;
/**
 * Looks at a folder that is to be written on, which may come from an artifact: only directories and regular files with
 * one name, all of them ours, so that no write goes anywhere else.
 * @returns sizes of its half-written files
 * @throws CleanroomError `evidence.unsafe-file`
 */
async function inspectFolder(directory) {
    const uid = process.getuid?.();
    const temporaries = [];
    let seen = 0;
    const refuse = (path, why) => new errors/* CleanroomError */.P3('evidence.unsafe-file', `${JSON.stringify(path)} of the evidence ${why}`, {
        kind: 'usage',
        hint: 'go on with the folder as the run left it, or begin a new run',
    });
    const walk = async (prefix, depth) => {
        const entries = await (0,promises_.readdir)((0,external_node_path_.join)(directory, prefix), { withFileTypes: true });
        for (const { name } of entries) {
            const path = prefix === '' ? name : `${prefix}/${name}`;
            seen += 1;
            if (seen > MAX_ENTRIES)
                throw refuse(prefix || '.', `holds more than ${MAX_ENTRIES} files`);
            // A name that is no UTF-8 is none that this finds again.
            const entry = await (0,promises_.lstat)((0,external_node_path_.join)(directory, path)).catch(() => undefined);
            if (!entry)
                throw refuse(path, 'cannot be read');
            if (uid !== undefined && entry.uid !== uid)
                throw refuse(path, 'belongs to another user');
            if (entry.isDirectory()) {
                if (prefix === '' && OF_FILES.test(name))
                    throw refuse(path, 'is no regular file');
                if (depth >= MAX_DEPTH)
                    throw refuse(path, `is more than ${MAX_DEPTH} folders deep`);
                await walk(path, depth + 1);
            }
            else if (!entry.isFile())
                throw refuse(path, 'is no regular file');
            else if (entry.nlink !== 1)
                throw refuse(path, 'has more than one name');
            else if (TEMPORARY.test(name))
                temporaries.push(path);
        }
    };
    const root = await (0,promises_.lstat)(directory);
    if (!root.isDirectory())
        throw refuse('.', 'is no directory');
    if (uid !== undefined && root.uid !== uid)
        throw refuse('.', 'belongs to another user');
    await walk('', 0);
    return { temporaries };
}
/**
 * Takes out what a killed process had half written: temporaries, and the ends of files of lines that are no complete line.
 */
async function repairFolder(directory, temporaries) {
    let droppedBytes = 0;
    for (const path of temporaries) {
        droppedBytes += (await (0,promises_.lstat)((0,external_node_path_.join)(directory, path))).size;
        await (0,promises_.rm)((0,external_node_path_.join)(directory, path), { force: true });
    }
    const lines = new Map();
    for (const name of Object.values(names/* EVIDENCE_FILES */.o)) {
        if (!name.endsWith('.jsonl'))
            continue;
        const path = (0,external_node_path_.join)(directory, name);
        const entry = await (0,promises_.lstat)(path).catch(() => undefined);
        if (!entry)
            continue;
        const found = await countLines(path);
        if (entry.size > found.bytes)
            await (0,promises_.truncate)(path, found.bytes);
        droppedBytes += entry.size - found.bytes;
        lines.set(name, found);
    }
    return { lines, droppedBytes };
}
/** Complete lines of a file, and the bytes up to the end of the last one. */
async function countLines(path) {
    const file = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW);
    try {
        const buffer = Buffer.allocUnsafe(CHUNK);
        let lines = 0;
        let bytes = 0;
        for (let offset = 0;;) {
            const { bytesRead } = await file.read(buffer, 0, CHUNK, offset);
            if (bytesRead === 0)
                return { lines, bytes };
            const data = buffer.subarray(0, bytesRead);
            for (let at = data.indexOf(10); at >= 0; at = data.indexOf(10, at + 1)) {
                lines += 1;
                bytes = offset + at + 1;
            }
            offset += bytesRead;
        }
    }
    finally {
        await file.close();
    }
}

// EXTERNAL MODULE: ./build/schemas/manifest.js
var schemas_manifest = __webpack_require__(870);
;// CONCATENATED MODULE: ./build/schemas/resume.js
// Generated from schemas/resume.schema.json by `npm run generate`. Do not edit.
const resumeSchema = {
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

// EXTERNAL MODULE: ./build/schemas/verdict.js
var schemas_verdict = __webpack_require__(72370);
// EXTERNAL MODULE: ./build/support/version.js
var version = __webpack_require__(77580);
// EXTERNAL MODULE: ./build/run/resume-record.js
var resume_record = __webpack_require__(46221);
;// CONCATENATED MODULE: ./build/run/resume-folder.js













const MAX_VERDICT_BYTES = 16 << 20;
const MAX_MANIFEST_BYTES = 16 << 20;
/** A turn holds a report, and its JSON may need six bytes for one. */
const MAX_RECORD_BYTES = 64 << 20;
const MAX_RECORDS = 5000;
/** Of all records together: they are held in memory. */
const MAX_RECORDS_BYTES = 256 << 20;
/** What the end of a run writes. */
const ENDINGS = [
    'manifest.json',
    'verdict.json',
    'usage.json',
    'change.patch',
    'verifier.patch',
    'report.json',
    'snapshot.json',
];
/**
 * Reads a folder that a run is to go on in. It may come from an artifact: all of it is input from an enemy.
 * @returns undefined where there is nothing: no folder, or an empty one
 * @throws CleanroomError `resume.ended`, `resume.version`, `resume.record`, `evidence.journal`, `evidence.unsafe-file`,
 * `evidence.digest`
 */
async function readEarlier(directory, seal) {
    const names = await (0,promises_.readdir)(directory).catch((error) => {
        if (['ENOENT', 'ENOTDIR'].includes((0,errors/* errnoOf */.UQ)(error) ?? ''))
            return undefined;
        throw noRun(directory, (0,errors/* messageOf */.bD)(error));
    });
    if (names === undefined || names.every((name) => name.startsWith('.owner.'))) {
        const entry = await (0,promises_.lstat)(directory).catch(() => undefined);
        if (entry !== undefined && !entry.isDirectory())
            throw noRun(directory, 'it is no directory');
        return undefined;
    }
    const { temporaries } = await inspectFolder(directory);
    if (!names.includes('journal.jsonl'))
        throw noRun(directory, 'it has no journal.jsonl');
    const ajv = new _2020.Ajv2020({ strict: false });
    if (names.includes('manifest.json'))
        await checkEnded(directory, ajv);
    const { records } = readJournal((0,external_node_path_.join)(directory, 'journal.jsonl'));
    const [first] = records;
    if (first !== undefined && first.event !== 'run.started')
        throw noRun(directory, `journal.jsonl:1: event is ${JSON.stringify(first.event)}, not "run.started"`);
    if (first !== undefined && first.tool !== version/* VERSION */.x) {
        throw new errors/* CleanroomError */.P3('resume.version', `journal.jsonl:1: tool is ${JSON.stringify(first.tool.slice(0, 100))}, not ${JSON.stringify(version/* VERSION */.x)}`, { kind: 'usage', hint: 'go on with the version that began the run, or begin a new one' });
    }
    const plans = new Set(records.flatMap((line) => (line.event === 'run.planned' ? [line.planSha256] : [])));
    if (plans.size > 1)
        throw noRun(directory, 'journal.jsonl: planSha256 is not the same in all of it');
    const [planSha256] = plans;
    const life = 2 + records.filter(({ event }) => event === 'run.resumed').length;
    return {
        directory,
        journal: records,
        planSha256,
        startedAt: first?.time,
        spentMs: spent(records),
        life,
        kept: await readRecords(directory, { ajv, seal, planSha256 }),
        async repair() {
            for (const name of ENDINGS)
                await (0,promises_.rm)((0,external_node_path_.join)(directory, name), { force: true });
            const { lines, droppedBytes } = await repairFolder(directory, temporaries);
            return { life, lines, droppedBytes };
        },
    };
}
/** @throws unless the run was cancelled, or a part of it failed */
async function checkEnded(directory, ajv) {
    const manifest = readJson(directory, 'manifest.json', MAX_MANIFEST_BYTES);
    const verdict = readJson(directory, 'verdict.json', MAX_VERDICT_BYTES);
    if (!ajv.compile(schemas_manifest/* manifestSchema */.r)(manifest))
        throw noRun(directory, 'manifest.json is not valid');
    if (!ajv.compile(schemas_verdict/* verdictSchema */.$)(verdict))
        throw noRun(directory, 'verdict.json is not valid');
    if (!(0,resume_record/* isResumable */.bE)(verdict.verdict)) {
        throw new errors/* CleanroomError */.P3('resume.ended', `the run in ${directory} has ended: ${verdict.verdict}`, {
            kind: 'usage',
            hint: 'see it with show, and begin a new run for another result',
        });
    }
    const [problem] = await (0,evidence_manifest/* checkManifest */.K)(directory, manifest);
    if (problem !== undefined) {
        throw new errors/* CleanroomError */.P3('evidence.digest', `the evidence is not what its manifest says: ${problem}`, {
            kind: 'usage',
            hint: 'it was changed after the run; begin a new one',
        });
    }
}
async function readRecords(directory, from) {
    const kept = new Map();
    const files = (await (0,promises_.readdir)((0,external_node_path_.join)(directory, 'resume')).catch(() => [])).filter((name) => name.endsWith('.json'));
    if (files.length > MAX_RECORDS)
        throw noRun(directory, `resume/ holds more than ${MAX_RECORDS} records`);
    if (files.length === 0)
        return kept;
    const validate = from.ajv.compile(resumeSchema);
    // Of its own, because a validator may know the verdict's schema already.
    const proof = new _2020.Ajv2020({ strict: false }).addSchema(schemas_verdict/* verdictSchema */.$).compile({ $ref: 'verdict#/$defs/proof' });
    const sizes = await Promise.all(files.map((file) => (0,promises_.lstat)((0,external_node_path_.join)(directory, 'resume', file))));
    if (sizes.reduce((sum, { size }) => sum + size, 0) > MAX_RECORDS_BYTES)
        throw noRun(directory, `the records in resume/ hold more than ${MAX_RECORDS_BYTES} bytes`);
    for (const file of files) {
        const path = `resume/${file}`;
        const value = readJson(directory, path, MAX_RECORD_BYTES);
        if (!validate(value))
            throw badRecord(path, resume_folder_faultOf(value, validate.errors));
        if (value.kind === 'proof' && !proof(value.record))
            throw badRecord(path, resume_folder_faultOf(value, proof.errors));
        const name = file.slice(0, -'.json'.length);
        if ((0,resume_record/* nameOf */.Vb)(value) !== name)
            throw badRecord(path, `it is of ${JSON.stringify((0,resume_record/* nameOf */.Vb)(value).slice(0, 100))}`);
        if (value.kind !== 'request' && value.plan !== from.planSha256)
            throw badRecord(path, 'plan is not that of the journal');
        const { seal, ...rest } = value;
        const sealed = seal !== null && from.seal?.matches((0,resume_record/* sealText */.N9)(name, rest), seal) === true;
        kept.set(name, { record: value, sealed });
    }
    return kept;
}
/** Time from line to line of each life. Where the clock was set back, none went by. */
function spent(records) {
    let total = 0;
    let last;
    for (const { event, time } of records) {
        const at = Date.parse(time);
        if (!Number.isFinite(at))
            continue;
        if (last !== undefined && event !== 'run.resumed')
            total += Math.max(0, at - last);
        last = at;
    }
    return total;
}
function readJson(directory, name, maxBytes) {
    const bytes = (0,read_regular/* readRegular */.V)((0,external_node_path_.join)(directory, name), maxBytes);
    if (bytes === undefined)
        throw noRun(directory, `${name} is missing, or larger than ${maxBytes} bytes`);
    try {
        return JSON.parse(bytes.toString('utf8'));
    }
    catch {
        throw noRun(directory, `${name} is no JSON`);
    }
}
function resume_folder_faultOf(value, errors) {
    const kinds = ['turn', 'proof', 'usage', 'request'];
    const kind = value !== null && typeof value === 'object' ? value['kind'] : undefined;
    const own = (errors ?? []).filter(({ schemaPath }) => schemaPath.startsWith(`#/oneOf/${kinds.indexOf(String(kind))}/`));
    const [first] = own.length > 0 ? own : (errors ?? []);
    if (first === undefined)
        return 'it is not valid';
    const field = first.instancePath === '' ? 'the document' : JSON.stringify(first.instancePath.slice(0, 200));
    return `${field} ${first.message ?? 'is not valid'}`;
}
function badRecord(path, why) {
    return new errors/* CleanroomError */.P3('resume.record', `${path} of the evidence is no record of this run: ${why}`, {
        kind: 'usage',
        hint: 'it was changed after it was written; begin a new run',
    });
}
function noRun(directory, why) {
    return new errors/* CleanroomError */.P3('resume.folder', `${directory} holds no run that can go on: ${why}`, {
        kind: 'usage',
        hint: 'name the evidence folder of a run that was interrupted, or begin a new run',
    });
}


/***/ })

};
