export const id = 505;
export const ids = [505];
export const modules = {

/***/ 49578:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ Validators)
});

// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(29829);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
;// CONCATENATED MODULE: ./build/publish/kinds.js

/** The kinds of a union whose members each insist on a constant of their own; undefined: it is none, or refers outside of them. */
function kindsOf(schema) {
    const { oneOf, ...rest } = schema;
    if (!Array.isArray(oneOf) || !oneOf.every(json_object/* isObject */.G))
        return undefined;
    const plain = ['$schema', '$id', 'title', 'description'];
    if (!Object.keys(rest).every((key) => plain.includes(key)) || JSON.stringify(oneOf).includes('"$ref"'))
        return undefined;
    const names = (key) => oneOf.map(({ required, properties }) => {
        const member = (0,json_object/* isObject */.G)(properties) ? properties[key] : undefined;
        const needed = Array.isArray(required) && required.includes(key);
        return needed && (0,json_object/* isObject */.G)(member) && typeof member['const'] === 'string' ? member['const'] : undefined;
    });
    const [first] = oneOf;
    const key = Object.keys((0,json_object/* isObject */.G)(first?.['properties']) ? first['properties'] : {}).find((one) => {
        const found = names(one);
        return !found.includes(undefined) && new Set(found).size === found.length;
    });
    if (key === undefined)
        return undefined;
    return { key, schemas: new Map(names(key).map((name, index) => [String(name), oneOf[index] ?? {}])) };
}

// EXTERNAL MODULE: ./build/schemas/command.js
var command = __webpack_require__(15098);
// EXTERNAL MODULE: ./build/schemas/findings.js
var findings = __webpack_require__(43629);
// EXTERNAL MODULE: ./build/schemas/journal.js
var journal = __webpack_require__(16052);
// EXTERNAL MODULE: ./build/schemas/manifest.js
var manifest = __webpack_require__(870);
// EXTERNAL MODULE: ./build/schemas/mcp.js
var mcp = __webpack_require__(10739);
// EXTERNAL MODULE: ./build/schemas/plan.js
var plan = __webpack_require__(45760);
// EXTERNAL MODULE: ./build/schemas/usage.js
var usage = __webpack_require__(71436);
// EXTERNAL MODULE: ./build/schemas/verdict.js
var verdict = __webpack_require__(72370);
;// CONCATENATED MODULE: ./build/publish/validated-schemas.js









// Our schemas are checked by tests, and each is used for one or a few documents: neither is worth the time here. Shared
// functions and loops are shorter than the same code in every place.
const AJV_OPTIONS = {
    strict: false,
    allErrors: false,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    loopRequired: 1,
    loopEnum: 1,
    code: { optimize: false },
};
/** What evidence is validated by, each under a name of its own; of a union the kinds that its records are told apart by. */
const SCHEMAS = new Map(Object.entries({
    manifest: manifest/* manifestSchema */.r,
    verdict: verdict/* verdictSchema */.$,
    plan: plan/* planSchema */.F,
    usage: usage/* usageSchema */.h,
    findings: findings/* findingsSchema */.Q,
    journal: journal/* journalSchema */.B,
    command: command/* commandSchema */.r,
    mcp: mcp/* mcpSchema */.s,
}).flatMap(([name, schema]) => {
    const kinds = kindsOf(schema)?.schemas;
    return kinds ? [...kinds].map(([kind, one]) => [`${name} ${kind}`, one]) : [[name, schema]];
}));

;// CONCATENATED MODULE: ./build/publish/validators.js




/**
 * Validators of our own schemas: those that a build compiled, and else each compiled when it is first asked for.
 * Compiling is most of the time that reading evidence takes: whoever reads several folders hands the same one to each.
 */
class Validators {
    #made = new Map();
    #ajv;
    /** @param compiled by the names of {@link SCHEMAS} */
    constructor(compiled = new Map()) {
        for (const [name, schema] of SCHEMAS) {
            const made = compiled.get(name);
            if (made)
                this.#made.set(schema, made);
        }
    }
    /** With those that this build has. They are loaded here, and by nobody who validates nothing. */
    static async ready() {
        return new Validators((await __webpack_require__.e(/* import() */ 389).then(__webpack_require__.bind(__webpack_require__, 89389))).COMPILED);
    }
    /** @param schema one of the constants of `src/schemas` */
    of(schema) {
        let made = this.#made.get(schema);
        if (!made) {
            this.#ajv ??= new _2020.Ajv2020(AJV_OPTIONS);
            made = this.#ajv.compile(schema);
            this.#made.set(schema, made);
        }
        return made;
    }
    /**
     * Says whether one of many records of a log is valid. Of kinds that a constant tells apart only the one that a record
     * names is compiled and asked: asking all 23 kinds of journal lines is most of the time that a long journal takes.
     */
    record(schema) {
        const kinds = kindsOf(schema);
        if (!kinds)
            return (value) => this.of(schema)(value);
        return (value) => {
            const name = (0,json_object/* isObject */.G)(value) ? value[kinds.key] : undefined;
            const kind = typeof name === 'string' ? kinds.schemas.get(name) : undefined;
            return kind !== undefined && this.of(kind)(value);
        };
    }
}


/***/ }),

/***/ 71505:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  showSession: () => (/* binding */ showSession)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/publish/bounded-file.js
var bounded_file = __webpack_require__(55200);
// EXTERNAL MODULE: ./build/publish/format.js
var format = __webpack_require__(80141);
// EXTERNAL MODULE: ./build/publish/strict-json.js
var strict_json = __webpack_require__(54074);
// EXTERNAL MODULE: ./build/publish/validators.js + 2 modules
var validators = __webpack_require__(49578);
;// CONCATENATED MODULE: ./build/schemas/session.js
// Generated from schemas/session.schema.json by `npm run generate`. Do not edit.
const sessionSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "session",
    "title": "SessionFile",
    "type": "object",
    "description": "A person's use of an agent in a room. It proves nothing: there was no task and no verifier.",
    "additionalProperties": false,
    "required": [
        "schema",
        "agent",
        "version",
        "arguments",
        "terminal",
        "startedAt",
        "durationMs",
        "exitCode",
        "planSha256",
        "workCommit",
        "room",
        "keptRoom",
        "audit",
        "patch",
        "usage",
        "denied",
        "notices"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/session/v1",
            "description": "Format of this file."
        },
        "agent": {
            "type": "string",
            "description": "Name of the agent, as it was typed."
        },
        "version": {
            "type": "string",
            "description": "Its version; empty where it is not known."
        },
        "arguments": {
            "type": "array",
            "items": {
                "type": "string"
            },
            "description": "What was typed after the name, as it was handed on."
        },
        "terminal": {
            "type": "boolean",
            "description": "A person sat at a terminal; else its streams were passed on. What was typed and shown is not recorded."
        },
        "startedAt": {
            "type": "string",
            "description": "ISO 8601."
        },
        "durationMs": {
            "type": "integer",
            "minimum": 0,
            "description": "Milliseconds from the plan to the end of the room."
        },
        "exitCode": {
            "type": [
                "integer",
                "null"
            ],
            "description": "Of the agent, 128 + n for signal n; null where it was not started."
        },
        "planSha256": {
            "type": "string",
            "description": "Digest of plan.json."
        },
        "workCommit": {
            "type": "string",
            "description": "The commit that the room showed."
        },
        "room": {
            "type": "string",
            "description": "What the room was made with."
        },
        "keptRoom": {
            "type": [
                "string",
                "null"
            ],
            "description": "Name of the kept room; null: it is gone."
        },
        "audit": {
            "type": "string",
            "description": "What the kernel told of the agent's processes, or why it was not asked."
        },
        "patch": {
            "type": [
                "string",
                "null"
            ],
            "description": "The file with the agent's changes; null: it changed nothing, or was not started."
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
        "denied": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": false,
                "required": [
                    "host",
                    "reason"
                ],
                "properties": {
                    "host": {
                        "type": "string",
                        "description": "What was asked for."
                    },
                    "reason": {
                        "type": "string",
                        "description": "Why it was refused."
                    }
                }
            },
            "description": "Hosts that the room asked for and was refused."
        },
        "notices": {
            "type": "array",
            "items": {
                "type": "string"
            },
            "description": "What the person was told, in order."
        }
    }
};

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/progress-lines.js + 1 modules
var progress_lines = __webpack_require__(57145);
// EXTERNAL MODULE: ./build/support/workflow-text.js
var workflow_text = __webpack_require__(71967);
;// CONCATENATED MODULE: ./build/run/show-session.js










const SESSION = 'session.json';
const MAX_BYTES = 4 << 20;
const MAX_LINE = 500;
/**
 * The record of a person's use of an agent, in words or as JSON; undefined where a folder holds none. Everything in it is
 * hostile text.
 * @throws CleanroomError `evidence.*`
 */
async function showSession(directory, json) {
    if (!(await (0,promises_.lstat)((0,external_node_path_.join)(directory, SESSION)).catch(() => undefined)))
        return undefined;
    const file = await (0,bounded_file/* readBounded */.C)(directory, SESSION, MAX_BYTES);
    if (file === undefined || file.truncated)
        throw damaged(`is missing, or larger than ${MAX_BYTES} bytes`);
    const parsed = (0,strict_json/* parseStrict */.z)(file.bytes.toString('utf8'));
    if (!parsed.ok)
        throw damaged(parsed.why);
    const { value } = parsed;
    if (!new validators/* Validators */.k().of(sessionSchema)(value))
        throw damaged('does not match its schema');
    if (json)
        return JSON.stringify({ ...value, evidence: directory });
    return describe(value, directory)
        .map((line) => (0,workflow_text/* neutralLine */.GH)(line, MAX_LINE))
        .join('\n');
}
function describe(session, directory) {
    const { agent, version, exitCode, usage, patch, denied, notices, keptRoom } = session;
    const end = exitCode === null ? 'it was not started' : `exit code ${exitCode}`;
    const cost = usage.costUsd === null ? '' : `, $${usage.costUsd.toFixed(2)}`;
    return [
        `a person's use of ${agent}${version === '' ? '' : ` ${version}`}: ${end}. Nothing was verified.`,
        `arguments ${session.arguments.length === 0 ? 'none' : JSON.stringify(session.arguments)}`,
        `commit    ${session.workCommit}`,
        `room      ${session.room}${keptRoom === null ? '' : `, kept as ${keptRoom}`}`,
        `audit     ${session.audit}`,
        `time      ${(0,progress_lines/* formatDuration */.a3)(session.durationMs)}, from ${session.startedAt}`,
        `model     ${(0,format/* plural */.LS)(usage.requests, 'call')}, ${usage.inputTokens} + ${usage.outputTokens} tokens${cost}`,
        `change    ${patch === null ? 'none' : (0,external_node_path_.join)(directory, patch)}`,
        ...denied.map(({ host, reason }) => `denied    ${host}: ${reason}`),
        ...notices.map((notice) => `note      ${notice}`),
        `evidence  ${directory}`,
    ];
}
function damaged(why) {
    return new errors/* CleanroomError */.P3('evidence.malformed', `${SESSION} of the evidence ${why}`);
}


/***/ })

};
