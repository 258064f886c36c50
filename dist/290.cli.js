export const id = 290;
export const ids = [290];
export const modules = {

/***/ 69290:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createCodexAgent: () => (/* binding */ createCodexAgent)
});

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
;// CONCATENATED MODULE: ./build/agent/codex-config.js

/**
 * `config.toml` for codex 0.169. A provider of our own, because the built-in one tries a websocket first and ignores
 * `OPENAI_BASE_URL`. Everything that would leave the room by itself is off: update check, analytics, feedback,
 * plugins, connectors, model list. `[projects]` is left out on purpose: a project without an entry has its
 * `.codex/config.toml` ignored and its AGENTS.md read, whereas "untrusted" would drop AGENTS.md as well.
 */
function codexConfig(config) {
    return [
        ...(config.model === null ? [] : [`model = ${tomlString(config.model)}`]),
        ...(config.effort === null ? [] : [`model_reasoning_effort = ${tomlString(config.effort)}`]),
        'model_provider = "runner"',
        'check_for_update_on_startup = false',
        'cli_auth_credentials_store = "file"',
        // A login shell reads /etc/profile, which puts another PATH in place of the room's.
        'allow_login_shell = false',
        // The provider searches on its side, past the room's policy; the broker refuses it too.
        `web_search = "${config.webSearch ? 'live' : 'disabled'}"`,
        '',
        '[analytics]',
        'enabled = false',
        '',
        '[feedback]',
        'enabled = false',
        '',
        '[otel]',
        'exporter = "none"',
        '',
        '[history]',
        'persistence = "none"',
        '',
        '[skills.bundled]',
        'enabled = false',
        '',
        '[agents]',
        'enabled = false',
        '',
        '[features]',
        ...FEATURES_OFF.map((feature) => `${feature} = false`),
        '',
        '[model_providers.runner]',
        'name = "runner"',
        `base_url = ${tomlString(config.baseUrl)}`,
        `env_key = ${tomlString(config.keyVariable)}`,
        'wire_api = "responses"',
        // With codex's own numbers a provider that is down costs 30 calls and half a minute.
        'request_max_retries = 2',
        'stream_max_retries = 4',
        // Silence is for the broker to judge, whose limit is at most an hour.
        'stream_idle_timeout_ms = 3660000',
        '',
        ...config.mcp.flatMap(mcpServer),
    ].join('\n');
}
/** Seconds in which a server has to begin; a program may have to be fetched first. */
const MCP_START_S = 90;
function mcpServer({ name, transport, tools, timeoutMs }) {
    const table = (values) => `{ ${Object.entries(values)
        .map(([key, value]) => `${tomlText(key)} = ${tomlText(value)}`)
        .join(', ')} }`;
    const list = (values) => `[${values.map(tomlText).join(', ')}]`;
    const [program = '', ...args] = transport.kind === 'stdio' ? transport.argv : [];
    return [
        // Letters, digits and hyphens: a bare key.
        `[mcp_servers.${name}]`,
        ...(transport.kind === 'http'
            ? [`url = ${tomlText(transport.url)}`, `http_headers = ${table(transport.headers)}`]
            : [`command = ${tomlText(program)}`, `args = ${list(args)}`, `env = ${table(transport.env)}`]),
        ...(tools === null ? [] : [`enabled_tools = ${list(tools)}`]),
        `startup_timeout_sec = ${MCP_START_S}`,
        `tool_timeout_sec = ${Math.ceil(timeoutMs / 1000)}`,
        '',
    ];
}
const FEATURES_OFF = [
    'plugins',
    'remote_plugin',
    'apps',
    'hooks',
    'memories',
    'goals',
    'image_generation',
    'browser_use',
    'computer_use',
    'in_app_browser',
    'tool_suggest',
    'skill_search',
    'skill_mcp_dependency_install',
    'workspace_dependencies',
    'shell_snapshot',
    'sleep_tool',
    // Asks the provider for a list of models before the first turn.
    'api_key_model_discovery',
    // The broker reads requests; a compressed one would be opaque to it.
    'enable_request_compression',
    'system_proxy_fallback',
    // On, a port that nobody listens on is waited for without end.
    'unbounded_connection_retries',
];
/** Any text as a TOML basic string. JSON has no escape for DEL, and TOML none for half a character. */
function tomlText(value) {
    return JSON.stringify(value.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('\x7f', '\\u007f');
}
/** A TOML basic string. JSON's escapes are TOML's, but for what TOML has no spelling of. */
function tomlString(value) {
    if (/[\u0000-\u001f\u007f]|\p{Surrogate}/u.test(value))
        throw new errors/* CleanroomError */.P3('agent.value-invalid', `${JSON.stringify(value)} holds a control character`, {
            hint: 'model and effort are plain names',
            kind: 'usage',
        });
    return JSON.stringify(value);
}

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/agent/event-values.js
var event_values = __webpack_require__(2781);
// EXTERNAL MODULE: ./build/agent/json-lines.js
var json_lines = __webpack_require__(78956);
// EXTERNAL MODULE: ./build/agent/line-stream.js
var line_stream = __webpack_require__(75643);
;// CONCATENATED MODULE: ./build/agent/codex-stream.js




/** Thread ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
const CODEX_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const ZERO = { inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 };
const MAX_PATHS = 1000;
/**
 * The last totals of each thread. Codex counts over the whole thread, so a resumed turn's own figures are the
 * difference. What a killed turn used shows up in the next turn of the same thread: the sum stays right.
 */
class CodexTotals {
    #byThread = new Map();
    /** What this turn used, given the totals that codex printed at its end. */
    turn(thread, totals) {
        const before = this.#byThread.get(thread) ?? ZERO;
        this.#byThread.set(thread, totals);
        // Totals that shrank belong to another count than the one remembered.
        const continued = totals.inputTokens >= before.inputTokens &&
            totals.cachedInputTokens >= before.cachedInputTokens &&
            totals.outputTokens >= before.outputTokens;
        if (!continued)
            return totals;
        return {
            inputTokens: totals.inputTokens - before.inputTokens,
            cachedInputTokens: totals.cachedInputTokens - before.cachedInputTokens,
            outputTokens: totals.outputTokens - before.outputTokens,
        };
    }
}
/** Reads `codex exec --json`: one event a line on stdout; of stderr only lines that begin with `Error`. */
class CodexStream extends line_stream/* LineStream */.v {
    #totals;
    #thread = '';
    #lastError = '';
    #answer;
    constructor(totals) {
        super();
        this.#totals = totals;
    }
    answer() {
        return this.#answer;
    }
    line(line) {
        const event = (0,json_lines/* objectOf */.Xy)(line);
        switch (event?.['type']) {
            case 'thread.started':
                return this.#started(event['thread_id']);
            case 'item.completed':
                return (0,json_object/* isObject */.G)(event['item']) ? this.#item(event['item']) : [];
            case 'turn.completed':
                return this.#completed(event['usage']);
            case 'turn.failed':
                return this.#error((0,json_object/* isObject */.G)(event['error']) ? event['error']['message'] : undefined, true);
            // It may ask again and go on.
            case 'error':
                return this.#error(event['message'], false);
            default:
                return [];
        }
    }
    #item(item) {
        // The last message of a turn is its answer; what it says before is talk.
        if (item['type'] === 'agent_message' && typeof item['text'] === 'string')
            this.#answer = item['text'];
        return itemEvents(item);
    }
    #started(id) {
        if (typeof id !== 'string' || !CODEX_SESSION.test(id))
            return [];
        this.#thread = id;
        return [{ type: 'session', id }];
    }
    #completed(usage) {
        if (!(0,json_object/* isObject */.G)(usage))
            return [];
        const totals = {
            inputTokens: (0,event_values/* count */.U9)(usage['input_tokens']),
            cachedInputTokens: (0,event_values/* count */.U9)(usage['cached_input_tokens']),
            outputTokens: (0,event_values/* count */.U9)(usage['output_tokens']),
        };
        return [{ type: 'usage', ...this.#totals.turn(this.#thread, totals), costUsd: null }];
    }
    /** A failed turn repeats the message of the error before it; only that it is the end is new. */
    #error(message, fatal) {
        const said = (0,event_values/* text */.Qq)(message) || 'codex gave no reason';
        if (said === this.#lastError && !fatal)
            return [];
        this.#lastError = said;
        if (fatal)
            this.#answer = undefined;
        return [{ type: 'error', message: said, kind: failureKind(said), fatal }];
    }
    /** Before a thread starts (bad configuration, unknown session) codex complains on stderr alone. */
    complaint(line) {
        return /^Error\b/.test(line) ? this.#error(line, true) : [];
    }
}
/** Told by codex 0.169's own words; what the provider said is judged by the broker. */
function failureKind(said) {
    if (/no rollout found|thread not found/i.test(said))
        return 'session-lost';
    if (/context window|context_length_exceeded/i.test(said))
        return 'context';
    if (/unexpected status 401|unexpected status 403/i.test(said))
        return 'auth';
    if (/quota exceeded|insufficient_quota/i.test(said))
        return 'quota';
    if (/unexpected status 429|rate limit/i.test(said))
        return 'rate-limit';
    if (/unexpected status 5\d\d|stream disconnected|connection (?:failed|refused)/i.test(said))
        return 'provider';
    return null;
}
function itemEvents(item) {
    switch (item['type']) {
        case 'agent_message':
            return [{ type: 'message', text: (0,event_values/* text */.Qq)(item['text']) }];
        case 'reasoning':
            return [{ type: 'reasoning' }];
        case 'command_execution':
            return [{ type: 'command', command: (0,event_values/* text */.Qq)(item['command']), exitCode: (0,event_values/* exitCode */.I$)(item['exit_code']) }];
        case 'mcp_tool_call':
            return [
                {
                    type: 'tool',
                    name: (0,event_values/* text */.Qq)(item['tool']),
                    server: (0,event_values/* text */.Qq)(item['server']),
                    input: (0,event_values/* text */.Qq)(JSON.stringify(item['arguments'] ?? null)),
                    failed: item['status'] === 'failed',
                },
            ];
        case 'file_change':
            return [{ type: 'file-change', paths: paths(item['changes']) }];
        // An item of type error is a warning; the turn goes on.
        case 'error':
            return [{ type: 'message', text: `warning: ${(0,event_values/* text */.Qq)(item['message'])}` }];
        default:
            return [];
    }
}
function paths(changes) {
    if (!Array.isArray(changes))
        return [];
    return changes
        .slice(0, MAX_PATHS)
        .flatMap((change) => (0,json_object/* isObject */.G)(change) && typeof change['path'] === 'string' ? [(0,event_values/* text */.Qq)(change['path'])] : []);
}

;// CONCATENATED MODULE: ./build/agent/strict-schema.js

/** Limits of the provider's documentation of structured output; depth with the root as 1. */
const MAX_DEPTH = 10;
const MAX_PROPERTIES = 5000;
const MAX_ENUM_VALUES = 1000;
const MAX_TEXT = 120_000;
const TYPES = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null']);
/** Say nothing about which values are valid. */
const ANNOTATIONS = new Set([
    '$schema',
    '$id',
    '$comment',
    'title',
    'default',
    'examples',
    'deprecated',
    'readOnly',
    'writeOnly',
]);
/** Narrow a value without changing its shape. Support differs by model and keyword value, so the host alone checks them. */
const CONSTRAINTS = new Set([
    'minLength',
    'maxLength',
    'pattern',
    'format',
    'contentEncoding',
    'contentMediaType',
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minItems',
    'maxItems',
    'uniqueItems',
]);
const STRUCTURE = new Set([
    'type',
    'properties',
    'required',
    'additionalProperties',
    'items',
    'anyOf',
    'oneOf',
    'enum',
    'const',
    '$ref',
    '$defs',
    'definitions',
    'description',
]);
class Unsupported extends Error {
}
/**
 * The part of a report schema that the provider can enforce, or why there is none: strict mode demands
 * `additionalProperties: false` and every property in `required`, and knows no `allOf`, `not`, `if` or
 * `patternProperties`. Every answer that the original accepts, the result accepts too, but for an optional property
 * that may be null: that has to be said.
 */
function strictSchema(schema) {
    try {
        const walk = new Walk(schema);
        return { ok: true, schema: walk.root(), complete: walk.complete };
    }
    catch (error) {
        if (error instanceof Unsupported)
            return { ok: false, problem: error.message };
        throw error;
    }
}
/** Why the provider's strict mode cannot take this schema; undefined when it can. */
function strictSchemaProblem(schema) {
    const result = strictSchema(schema);
    return result.ok ? undefined : result.problem;
}
class Walk {
    schema;
    complete = true;
    #properties = 0;
    #enumValues = 0;
    #text = 0;
    #definitionsKey;
    constructor(schema) {
        this.schema = schema;
        this.#definitionsKey = (0,json_object/* isObject */.G)(schema) && schema['definitions'] !== undefined ? 'definitions' : '$defs';
    }
    root() {
        if (!(0,json_object/* isObject */.G)(this.schema))
            throw new Unsupported('the root is not an object schema');
        if (this.schema['type'] !== 'object')
            throw new Unsupported('the root has to have "type": "object"');
        for (const key of ['anyOf', 'oneOf', '$ref'])
            if (this.schema[key] !== undefined)
                throw new Unsupported(`the root may not use ${key}`);
        if (this.schema['$defs'] !== undefined && this.schema['definitions'] !== undefined)
            throw new Unsupported('the root has both $defs and definitions');
        const result = { ...this.#node(this.schema, '#', 1) };
        const definitions = this.schema[this.#definitionsKey];
        if ((0,json_object/* isObject */.G)(definitions)) {
            const entries = Object.entries(definitions).map(([name, definition]) => {
                this.#count(name);
                return [name, this.#node(definition, `#/${this.#definitionsKey}/${name}`, 1)];
            });
            result['$defs'] = Object.fromEntries(entries);
        }
        return result;
    }
    #node(schema, path, depth) {
        if (depth > MAX_DEPTH)
            throw new Unsupported(`${path} is nested more than ${MAX_DEPTH} levels deep`);
        if (!(0,json_object/* isObject */.G)(schema))
            throw new Unsupported(`${path} is not an object`);
        for (const key of Object.keys(schema)) {
            if (CONSTRAINTS.has(key))
                this.complete = false;
            else if (!STRUCTURE.has(key) && !ANNOTATIONS.has(key))
                throw new Unsupported(`${path} uses ${key}`);
            if ((key === '$defs' || key === 'definitions') && path !== '#')
                throw new Unsupported(`${path} defines schemas below the root`);
        }
        if (schema['$ref'] !== undefined)
            return this.#reference(schema, path);
        const result = {};
        if (typeof schema['description'] === 'string')
            result['description'] = schema['description'];
        const branches = schema['anyOf'] ?? schema['oneOf'];
        if (branches !== undefined)
            return this.#union(schema, branches, result, path, depth);
        const types = this.#types(schema, path);
        result['type'] = types.length === 1 && types[0] !== undefined ? types[0] : types;
        if (schema['enum'] !== undefined)
            result['enum'] = this.#scalars(schema['enum'], path);
        // `const` is an `enum` of one, which every version of strict mode knows.
        else if (schema['const'] !== undefined)
            result['enum'] = this.#scalars([schema['const']], path);
        if (types.includes('object'))
            this.#object(schema, result, path, depth);
        if (types.includes('array')) {
            if (schema['items'] === undefined)
                throw new Unsupported(`${path} is an array without items`);
            result['items'] = this.#node(schema['items'], `${path}/items`, depth + 1);
        }
        return result;
    }
    #object(schema, result, path, depth) {
        if (schema['additionalProperties'] !== false)
            throw new Unsupported(`${path} lacks "additionalProperties": false`);
        const properties = schema['properties'] ?? {};
        if (!(0,json_object/* isObject */.G)(properties))
            throw new Unsupported(`${path}/properties is not an object`);
        const required = Array.isArray(schema['required']) ? schema['required'] : [];
        const names = Object.keys(properties);
        // Where null says the same as nothing, it can be asked for.
        const optional = names.find((name) => !required.includes(name) && !takesNull(properties[name]));
        if (optional !== undefined)
            throw new Unsupported(`${path}/properties/${optional} is optional; strict mode requires every property`);
        if (required.some((name) => typeof name !== 'string' || !names.includes(name)))
            throw new Unsupported(`${path} requires a property that it does not define`);
        this.#properties += names.length;
        if (this.#properties > MAX_PROPERTIES)
            throw new Unsupported(`there are more than ${MAX_PROPERTIES} properties`);
        for (const name of names)
            this.#count(name);
        result['properties'] = Object.fromEntries(Object.entries(properties).map(([name, property]) => [
            name,
            this.#node(property, `${path}/properties/${name}`, depth + 1),
        ]));
        result['required'] = names;
        result['additionalProperties'] = false;
    }
    #union(schema, branches, result, path, depth) {
        const beside = Object.keys(schema).filter((key) => !ANNOTATIONS.has(key) && key !== 'description' && key !== 'anyOf' && key !== 'oneOf');
        if (beside.length > 0 || (schema['anyOf'] !== undefined && schema['oneOf'] !== undefined))
            throw new Unsupported(`${path} combines alternatives with other keywords`);
        if (!Array.isArray(branches) || branches.length === 0)
            throw new Unsupported(`${path} has no alternatives`);
        // `anyOf` accepts all that `oneOf` accepts; the host still insists on exactly one.
        const nodes = branches.map((branch, index) => this.#node(branch, `${path}/${index}`, depth));
        // The provider tells object alternatives apart by their first key and refuses those that share it.
        const firstKeys = nodes.flatMap((node) => (0,json_object/* isObject */.G)(node['properties']) ? Object.keys(node['properties']).slice(0, 1) : []);
        if (new Set(firstKeys).size !== firstKeys.length)
            throw new Unsupported(`${path} has object alternatives with the same first property`);
        result['anyOf'] = nodes;
        return result;
    }
    #reference(schema, path) {
        const reference = schema['$ref'];
        const beside = Object.keys(schema).filter((key) => key !== '$ref' && key !== 'description' && !ANNOTATIONS.has(key));
        if (beside.length > 0)
            throw new Unsupported(`${path} has keywords beside $ref`);
        if (reference === '#')
            return { $ref: '#' };
        const prefix = `#/${this.#definitionsKey}/`;
        const definitions = (0,json_object/* isObject */.G)(this.schema) ? this.schema[this.#definitionsKey] : undefined;
        const name = typeof reference === 'string' && reference.startsWith(prefix) ? reference.slice(prefix.length) : '';
        // A name that needs escapes in a JSON pointer is nothing that a report needs.
        if (!/^[A-Za-z0-9_.-]+$/.test(name) || !(0,json_object/* isObject */.G)(definitions) || !Object.hasOwn(definitions, name))
            throw new Unsupported(`${path} refers to something other than a definition of the root`);
        return { $ref: `#/$defs/${name}` };
    }
    #types(schema, path) {
        const given = schema['type'];
        const types = Array.isArray(given) ? given : given === undefined ? inferTypes(schema) : [given];
        if (types.length === 0)
            throw new Unsupported(`${path} has no type`);
        return types.map((type) => {
            if (typeof type !== 'string' || !TYPES.has(type))
                throw new Unsupported(`${path} has an unknown type`);
            return type;
        });
    }
    #scalars(values, path) {
        if (!Array.isArray(values))
            throw new Unsupported(`${path}/enum is not a list`);
        this.#enumValues += values.length;
        if (this.#enumValues > MAX_ENUM_VALUES)
            throw new Unsupported(`there are more than ${MAX_ENUM_VALUES} enum values`);
        return values.map((value) => {
            if (typeof value === 'string')
                this.#count(value);
            if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
                return value;
            throw new Unsupported(`${path} has an enum value that is no scalar`);
        });
    }
    #count(text) {
        this.#text += text.length;
        if (this.#text > MAX_TEXT)
            throw new Unsupported(`names and enum values are longer than ${MAX_TEXT} characters`);
    }
}
function takesNull(schema) {
    if (!(0,json_object/* isObject */.G)(schema))
        return false;
    const { type, enum: values } = schema;
    const named = type === 'null' || (Array.isArray(type) && type.includes('null'));
    return named && (values === undefined || (Array.isArray(values) && values.includes(null)));
}
/** Strict mode wants a type beside `enum` and `const`; schemas often leave it out. */
function inferTypes(schema) {
    const values = Array.isArray(schema['enum'])
        ? schema['enum']
        : schema['const'] === undefined
            ? []
            : [schema['const']];
    const types = values.map((value) => value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value);
    return [...new Set(types)];
}

// EXTERNAL MODULE: ./build/agent/turn-values.js
var turn_values = __webpack_require__(23390);
;// CONCATENATED MODULE: ./build/agent/codex.js




/** Holds the dummy key. Not `OPENAI_API_KEY`, which programs that the agent starts would pick up. */
const KEY_VARIABLE = 'CLEANROOM_MODEL_KEY';
const CONFIG = '.codex/config.toml';
const OUTPUT_SCHEMA = '.codex/report.schema.json';
const RULES = '.codex/rules/cleanroom.rules';
/**
 * OpenAI's codex, one conversation over all turns. The room is the sandbox: codex's own needs namespaces that a room
 * does not grant, so it is switched off. On a turn without a final message, and on a failed one, codex leaves an
 * *empty* report file.
 */
function createCodexAgent(options) {
    const { program, schema } = options;
    const native = schema === undefined ? undefined : strictSchema(schema);
    const outputSchema = native?.ok ? native.schema : null;
    const totals = new CodexTotals();
    return {
        name: 'codex',
        version: program.version,
        provider: 'openai',
        tools: program.layers,
        // What the provider enforces may be a part of the schema.
        schemaInPrompt: native !== undefined && !(native.ok && native.complete),
        reportChannel: 'answer',
        homeFiles: (turn) => ({
            [CONFIG]: codexConfig({
                baseUrl: `${(0,turn_values/* endpointOf */.X)('codex', turn).url}/v1`,
                keyVariable: KEY_VARIABLE,
                model: options.model,
                effort: options.effort,
                webSearch: options.providerTools.includes('web_search'),
                mcp: options.mcp,
            }),
            ...(outputSchema === null ? {} : { [OUTPUT_SCHEMA]: `${JSON.stringify(outputSchema)}\n` }),
            ...(options.codexRules ? { [RULES]: options.codexRules } : {}),
        }),
        command: (turn) => codexCommand(options, outputSchema !== null, turn),
        stream: () => new CodexStream(totals),
    };
}
function codexCommand(options, withSchema, turn) {
    const { program, paths } = options;
    return {
        argv: [
            ...program.argv,
            'exec',
            // `exec` takes more options than `exec resume`, and resumed turns honour those that stand before it.
            ...options.extraArgs,
            ...(turn.session === undefined ? [] : ['resume', (0,turn_values/* sessionArgument */.g)('codex', CODEX_SESSION, turn.session)]),
            '--json',
            '--skip-git-repo-check',
            '--dangerously-bypass-approvals-and-sandbox',
            // Of a project that is not trusted codex reads no rules; of its HOME it does.
            ...(options.codexRules ? [] : ['--ignore-rules']),
            ...(!withSchema ? [] : ['--output-schema', `${paths.home}/${OUTPUT_SCHEMA}`]),
            '-o',
            `${paths.out}/report.json`,
            '-',
        ],
        env: { CODEX_HOME: `${paths.home}/.codex`, [KEY_VARIABLE]: (0,turn_values/* endpointOf */.X)('codex', turn).key },
        stdin: turn.prompt,
    };
}


/***/ }),

/***/ 2781:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I$: () => (/* binding */ exitCode),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   U9: () => (/* binding */ count),
/* harmony export */   lG: () => (/* binding */ MAX_TEXT)
/* harmony export */ });
/* What an agent's program prints, as far as it is what it should be. */
/** Characters of a text in an event, past which it is cut. */
const MAX_TEXT = 64 * 1024;
/** Empty for what is no text. */
function text(value) {
    return typeof value === 'string' ? value.slice(0, MAX_TEXT) : '';
}
/** Null for what is no whole number. */
function exitCode(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : null;
}
/** Zero for what cannot be a count. */
function count(value) {
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : 0;
}


/***/ }),

/***/ 23390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ endpointOf),
/* harmony export */   g: () => (/* binding */ sessionArgument)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35921);

/** The model of a turn. @throws CleanroomError `agent.endpoint-missing` */
function endpointOf(agent, turn) {
    if (turn.endpoint === undefined)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3('agent.endpoint-missing', `${agent} needs a model endpoint`, {
            hint: 'give a model provider and its key',
        });
    return turn.endpoint;
}
/** A session as an argument: nothing but what the agent itself makes is let through. @throws CleanroomError `agent.session-invalid` */
function sessionArgument(agent, pattern, session) {
    if (!pattern.test(session))
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3('agent.session-invalid', `${JSON.stringify(session)} is no ${agent} session`);
    return session;
}


/***/ })

};
