export const id = 631;
export const ids = [631];
export const modules = {

/***/ 2180:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   SS: () => (/* binding */ codeSpan),
/* harmony export */   h0: () => (/* binding */ plainLine),
/* harmony export */   ln: () => (/* binding */ inlineText),
/* harmony export */   zW: () => (/* binding */ fencedBlock)
/* harmony export */ });
/* unused harmony exports INLINE_MAX_CHARS, visible */
/**
 * Makes hostile text inert in GitHub's Markdown.
 *
 * Inline text is written with numeric character references: CommonMark never reads one as structure, and they mean the
 * same inside raw HTML. GitHub looks for mentions, references and addresses in the *rendered* text, after references are
 * decoded; those patterns are broken by a zero-width space, which it does not match across.
 */
/** Characters of one inline value that a reader sees, unless the caller says otherwise. */
const INLINE_MAX_CHARS = 300;
/** Written size may exceed the visible size by this factor before the text is cut. */
const MAX_GROWTH = 4;
/** Longest run of back-ticks that a fenced block keeps whole; the fence itself is one longer than the longest run. */
const MAX_BACKTICK_RUN = 16;
const ZERO_WIDTH_SPACE = '\u200b';
const BREAK = '&#8203;';
/** ASCII punctuation that Markdown, HTML, a table or a mathematical expression could read as structure. */
const STRUCTURAL = new Set('&<>"\'`*_{}[]()#+!|~@$^=\\');
/** Format characters, fillers that show nothing, variation selectors of the supplement: shown by their number. */
const INVISIBLE = /[\p{Cf}\p{Co}\u115f\u1160\u3164\uffa0]|\u034f|\u17b4|\u17b5|[\u{e0100}-\u{e01ef}]/u;
const MARK_PILE = /(\p{M}{4})\p{M}+/gu;
const VARIATION_SELECTORS = /[\ufe00-\ufe0f]/gu;
/**
 * One visible form for every character that is not meant to be seen: control pictures for C0, the code point for C1,
 * bidirectional overrides, zero-width and private characters. Keeps line feeds and tabs.
 */
function visible(text) {
    let out = '';
    for (const char of text.replace(/\r\n/g, '\n').replace(VARIATION_SELECTORS, '').replace(MARK_PILE, '$1')) {
        const code = char.codePointAt(0) ?? 0;
        if (char === '\n' || char === '\t')
            out += char;
        else if (code < 0x20)
            out += String.fromCharCode(0x2400 + code);
        else if (code === 0x7f)
            out += '\u2421';
        else if (code >= 0xd800 && code <= 0xdfff)
            out += '\ufffd';
        else if ((code >= 0x80 && code < 0xa0) || code === 0x2028 || code === 0x2029 || INVISIBLE.test(char))
            out += `‹U+${code.toString(16).toUpperCase().padStart(4, '0')}›`;
        else
            out += char;
    }
    return out;
}
/** The first `max` visible characters on one line, with an ellipsis where more followed. Not Markdown: for logs and outputs. */
function plainLine(text, max = INLINE_MAX_CHARS) {
    // Four units per character are enough to fill `max` characters, whatever is collapsed; a longer prefix is wasted work.
    const prefix = text.slice(0, max * 4 + 16);
    const line = visible(prefix.replace(/[\s\u0085]+/gu, ' ').trim());
    const chars = [...line];
    const cut = chars.length > max || prefix.length < text.length;
    return cut ? `${chars.slice(0, max).join('').trimEnd()}…` : line;
}
function reference(char) {
    return `&#${char.codePointAt(0) ?? 0xfffd};`;
}
/** Joins pieces until the written size is spent. */
function within(pieces, max) {
    let out = '';
    for (const piece of pieces) {
        if (out.length + piece.length > max)
            return `${out}…`;
        out += piece;
    }
    return out;
}
function* prosePieces(line) {
    let before = '';
    for (let index = 0; index < line.length;) {
        const char = String.fromCodePoint(line.codePointAt(index) ?? 0);
        const rest = line.slice(index + char.length, index + char.length + 3);
        if (char === '@' || char === '#')
            yield `${reference(char)}${BREAK}`;
        // The form that GitHub documents for a dollar sign that is not mathematics.
        else if (char === '$')
            yield '<span>&#36;</span>';
        else if (char === ':' && (rest.startsWith('//') || rest.startsWith(':')))
            yield `&#58;${BREAK}`;
        else if (char === '.' && /www$/i.test(before))
            yield `${BREAK}&#46;`;
        else if (char === '-' && /gh$/i.test(before) && /^\d/.test(rest))
            yield `-${BREAK}`;
        else if (STRUCTURAL.has(char))
            yield reference(char);
        // A first character that is no letter could begin a list, a heading's underline, a table or a rule.
        else if (index === 0 && char.length === 1 && char < '\u0080' && !/[A-Za-z]/.test(char))
            yield reference(char);
        else
            yield char;
        before = (before + char).slice(-3);
        index += char.length;
    }
}
/**
 * Hostile text as one line of plain prose, for a sentence, a list item or a table cell.
 * @param max characters that a reader sees; more is cut with an ellipsis
 */
function inlineText(text, max = INLINE_MAX_CHARS) {
    return within(prosePieces(plainLine(text, max)), max * MAX_GROWTH + 64);
}
function* codePieces(line) {
    let before = '';
    for (const char of line) {
        // Two elements, two text nodes: an address is never seen as one, and nothing is added to what a person copies.
        if (char === '@')
            yield '<span>&#64;</span>';
        else if (char === ':' || (char === '.' && /www$/i.test(before)) || STRUCTURAL.has(char))
            yield reference(char);
        else
            yield char;
        before = (before + char).slice(-3);
    }
}
/**
 * Hostile text as inline code that a person can copy: a command, a path, a digest, `host:port`. Works in table cells
 * and inside HTML; GitHub links nothing within `<code>`.
 * @param max characters that a reader sees; more is cut with an ellipsis
 */
function codeSpan(text, max = INLINE_MAX_CHARS) {
    const line = plainLine(text, max);
    return line === '' ? '<code> </code>' : `<code>${within(codePieces(line), max * MAX_GROWTH * 2 + 64)}</code>`;
}
/**
 * What is read even inside a fence: runner commands, should anybody print the document, and the hidden markers by which
 * other tools find the comments that they overwrite.
 */
function defuseCommands(text) {
    return text
        .replace(/<!(?=--)/g, `<!${ZERO_WIDTH_SPACE}`)
        .replace(/^([^\S\n]*):(?=:)/gm, `$1:${ZERO_WIDTH_SPACE}`)
        .replace(/##(?=\[)/g, `##${ZERO_WIDTH_SPACE}`);
}
/**
 * Hostile text as a fenced block, fence included, cut at a line's end so that the result is at most `max` UTF-16 units.
 * Needs a blank line before and after it. Empty when not even the fence fits.
 */
function fencedBlock(text, language, max) {
    const overhead = 2 * (MAX_BACKTICK_RUN + 1) + language.length + 2;
    const room = max - overhead;
    if (room <= 0)
        return { markdown: '', omitted: text.length };
    let kept = text.length > room ? text.slice(0, room) : text;
    let body = defuse(kept);
    // Making characters visible lengthens text, never more than ninefold: a few halvings are enough.
    while (body.length > room && kept.length > 0) {
        kept = kept.slice(0, Math.floor(Math.min(kept.length - 1, (kept.length * room) / body.length)));
        body = defuse(kept);
    }
    if (kept.length < text.length) {
        const lastLine = kept.lastIndexOf('\n');
        kept = lastLine > 0 ? kept.slice(0, lastLine + 1) : kept;
        body = defuse(kept);
    }
    let longest = 2;
    for (const [run] of body.matchAll(/`+/g))
        longest = Math.max(longest, run.length);
    const fence = '`'.repeat(longest + 1);
    const end = body === '' || body.endsWith('\n') ? '' : '\n';
    return { markdown: `${fence}${language}\n${body}${end}${fence}`, omitted: text.length - kept.length };
}
function defuse(text) {
    return defuseCommands(visible(text)).replace(new RegExp(`\`{${MAX_BACKTICK_RUN}}(?=\`)`, 'g'), (run) => `${run}${ZERO_WIDTH_SPACE}`);
}


/***/ }),

/***/ 631:
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

;// CONCATENATED MODULE: ./build/schemas/journal.js
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

;// CONCATENATED MODULE: ./build/schemas/manifest.js
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
        "verifier",
        "baseline",
        "prepare",
        "policy",
        "commands",
        "protect",
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
                "patchBytes",
                "patchFiles"
            ],
            "properties": {
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
                    "attempt",
                    "broker",
                    "agent",
                    "agreement",
                    "difference",
                    "reason"
                ],
                "properties": {
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

;// CONCATENATED MODULE: ./build/schemas/verdict.js
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
                    "patch"
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
                    }
                }
            }
        }
    },
    "$defs": {
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
                        "hidden-base",
                        "hidden"
                    ],
                    "description": "What the room held: the base, with the patch, with the patch less its new tests, with only the patch’s changes of the verifier; or the hidden verifier on base or patch."
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
                    "type": "object",
                    "description": "Model use of this attempt.",
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
    const verdict = parse('verdict.json', verdictFile, ajv.compile(verdictSchema));
    const plan = await optional('plan.json', MAX_PLAN_BYTES, planSchema);
    const usage = await optional('usage.json', MAX_USAGE_BYTES, usageSchema);
    if (plan && !plan.digests.includes(verdict.planSha256 ?? ''))
        throw digestError('plan.json', 'verdict.json');
    if (!plan && verdict.planSha256 !== null)
        warnings.push('The plan that the verdict names is not in the evidence.');
    const patch = await readPatch();
    const report = await readReport();
    const journal = await readLines('journal.jsonl', ajv.compile(journalSchema));
    const commands = await readLines('commands.jsonl', ajv.compile(commandSchema));
    const mcp = await readLines('mcp.jsonl', ajv.compile(mcpSchema));
    return {
        directory,
        verdict,
        plan: plan?.value,
        usage: usage?.value,
        patch,
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
    async function readPatch() {
        if (!named('change.patch', verdict.patch))
            return undefined;
        const file = await whole('change.patch', MAX_PATCH_BYTES);
        if (!file) {
            warnings.push('The patch that the verdict names is not in the evidence.');
            return undefined;
        }
        const digest = (0,canonical_json/* sha256 */.s)(file.bytes);
        if (!verdict.attempts.some((attempt) => attempt.patch.sha256 === digest)) {
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
    const manifest = parse('manifest.json', file, ajv.compile(manifestSchema));
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
