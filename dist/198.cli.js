export const id = 198;
export const ids = [198];
export const modules = {

/***/ 53061:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  qU: () => (/* binding */ CLAUDE_MCP),
  hr: () => (/* binding */ DOLLAR),
  UY: () => (/* binding */ claudeFiles)
});

// EXTERNAL MODULE: ./build/support/shell-word.js
var shell_word = __webpack_require__(73963);
// EXTERNAL MODULE: ./build/agent/room-paths.js
var room_paths = __webpack_require__(18998);
;// CONCATENATED MODULE: ./build/agent/claude-memory.js

const MEMORY = '.claude/CLAUDE.md';
const RULES = '.claude/rules/cleanroom';
/** More files than these are not put into every conversation, only pointed to where they apply. */
const MAX_IMPORTED = 16;
/** Beyond this number the agent has to find them by itself. */
const MAX_RULES = 500;
/** Names that globs and imports take literally. */
const PLAIN = /^[\w./-]+$/;
/**
 * Memory of the user that imports the instruction files of the repository: the one place from which Claude Code reads
 * instructions while the project's settings are left alone. Files of subdirectories get a rule that appears as soon as
 * a file below that directory is read, for the nearest instructions win.
 */
function memoryFiles(options) {
    const files = instructionsOf(options);
    if (files.length === 0)
        return {};
    const root = options.paths.workspace ?? room_paths/* ROOM_PATHS */.P.workspace;
    const nested = new Map();
    for (const path of files) {
        const directory = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '';
        nested.set(directory, [...(nested.get(directory) ?? []), path]);
    }
    const top = nested.get('') ?? [];
    nested.delete('');
    const below = [...nested].slice(0, MAX_RULES);
    const imported = files.length <= MAX_IMPORTED ? files : top;
    const unplain = files.filter((path) => !PLAIN.test(path));
    const memory = [
        '# Instructions of the repository',
        '',
        `The repository in ${root} has instruction files. Each one is for the files in its own directory and below; where`,
        'two of them disagree, the one that is nearest to the file at hand wins, and what the task says wins over both.',
        '',
        ...imported.filter((path) => PLAIN.test(path)).map((path) => `@${root}/${path}`),
        ...unplain.slice(0, MAX_IMPORTED).map((path) => `Read this one yourself: ${JSON.stringify(`${root}/${path}`)}`),
        '',
    ].join('\n');
    const rules = below
        .filter(([directory]) => PLAIN.test(directory))
        .map(([directory, paths], index) => [`${RULES}/${index + 1}.md`, rule(root, directory, paths)]);
    return { [MEMORY]: memory, ...Object.fromEntries(rules) };
}
/** With the project's settings it reads CLAUDE.md by itself, but no local notes. */
function instructionsOf({ instructions, trustedConfig }) {
    const native = trustedConfig.includes('.claude') || trustedConfig.includes('.mcp.json');
    const names = native ? /(^|\/)(AGENTS|CLAUDE\.local)\.md$/ : /(^|\/)(AGENTS|CLAUDE|CLAUDE\.local)\.md$/;
    return instructions.filter((path) => names.test(path));
}
function rule(root, directory, paths) {
    const named = paths.map((path) => `${root}/${path}`).join(' and ');
    return [
        '---',
        'paths:',
        `  - ${JSON.stringify(`${directory}/**`)}`,
        '---',
        '',
        `For files below ${directory}/ the instructions in ${named} count, before those of directories above.`,
        'Read what you do not know of it yet.',
        '',
    ].join('\n');
}

;// CONCATENATED MODULE: ./build/agent/claude-config.js


const SETTINGS = '.claude/settings.json';
/** Has to be set, to `$`, where there are MCP servers. */
const DOLLAR = 'CLEANROOM_DOLLAR';
/** The MCP servers of a run, below HOME. */
const CLAUDE_MCP = '.claude/cleanroom-mcp.json';
/** Everything that Claude Code reads of its HOME: settings, MCP servers, and memory that points to the instructions. */
function claudeFiles(options, key) {
    return {
        [SETTINGS]: `${JSON.stringify(settings(options, key), null, 2)}\n`,
        ...(options.mcp.length === 0 ? {} : { [CLAUDE_MCP]: `${JSON.stringify(mcpConfig(options.mcp), null, 2)}\n` }),
        ...memoryFiles(options),
    };
}
function settings({ mcp }, key) {
    const hooks = mcp.flatMap(toolFilter);
    return {
        // Not in a variable: programs that the agent starts would pick it up.
        apiKeyHelper: `printf %s ${(0,shell_word/* quotedWord */.l)(key)}`,
        attribution: { commit: '', pr: '' },
        cleanupPeriodDays: 365,
        // It asks the vendor about every address first.
        skipWebFetchPreflight: true,
        // AGENTS.md is told of like all other instructions, whether there is a CLAUDE.md or not.
        enabledPlugins: Object.fromEntries(BUILTIN_PLUGINS.map((name) => [`${name}@builtin`, false])),
        ...(hooks.length === 0 ? {} : { hooks: { PreToolUse: hooks } }),
    };
}
const BUILTIN_PLUGINS = ['cc-plugin-agents-md', 'cc-plugin-plugin-authoring', 'cc-plugin-privacy'];
/** There is no setting for "only these tools": a hook refuses every other one of the server. */
function toolFilter({ name, tools }) {
    if (tools === null)
        return [];
    const others = tools.length === 0 ? '' : `(?!(?:${tools.map(escapeRegExp).join('|')})$)`;
    return [
        {
            matcher: `mcp__${escapeRegExp(name)}__${others}.*`,
            hooks: [{ type: 'command', command: "echo 'This run does not allow this tool.' >&2; exit 2" }],
        },
    ];
}
function mcpConfig(servers) {
    return {
        mcpServers: Object.fromEntries(servers.map(({ name, transport, timeoutMs: timeout }) => [
            name,
            transport.kind === 'http'
                ? { type: 'http', url: literal(transport.url), headers: literals(transport.headers), timeout }
                : {
                    type: 'stdio',
                    command: literal(transport.argv[0] ?? ''),
                    args: transport.argv.slice(1).map(literal),
                    env: literals(transport.env),
                    timeout,
                },
        ])),
    };
}
/** `${NAME}` is replaced by a variable of the agent's environment, once; so a variable stands for the dollar sign. */
function literal(text) {
    return text.replaceAll('${', `\${${DOLLAR}}{`);
}
function literals(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, literal(value)]));
}
function escapeRegExp(text) {
    return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}


/***/ }),

/***/ 54198:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createClaudeAgent: () => (/* binding */ createClaudeAgent)
});

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/agent/claude-config.js + 1 modules
var claude_config = __webpack_require__(53061);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
;// CONCATENATED MODULE: ./build/agent/claude-schema.js

const MAX_DEPTH = 50;
/** Say nothing about which values are valid, and may be left out without a loss. */
const SILENT = new Set(['$schema', '$id', '$comment', '$vocabulary', 'deprecated', 'readOnly', 'writeOnly']);
/** Kept as they are: words for the model, and rules that mean the same in every draft since 7. */
const PLAIN = new Set([
    ...['title', 'description', 'default', 'examples', 'type', 'const', 'required'],
    ...['minLength', 'maxLength', 'pattern', 'minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
    ...['minItems', 'maxItems', 'uniqueItems', 'minProperties', 'maxProperties'],
]);
const SCHEMA = new Set(['additionalProperties', 'propertyNames', 'contains']);
const SCHEMA_LIST = new Set(['anyOf', 'allOf']);
const SCHEMA_MAP = new Set(['properties', 'patternProperties', '$defs', 'definitions']);
/** Refused by the provider at the top of a tool's input. */
const NOT_AT_ROOT = ['anyOf', 'oneOf', 'allOf', 'not', 'if', 'then', 'else', '$ref'];
/**
 * Claude Code offers its model a tool whose input the schema describes, checks what comes with a validator for draft 7
 * that refuses every keyword it does not know, and looks at no `format`. So rules of later drafts are left out here,
 * and never in a way that would refuse what the whole schema accepts.
 */
function claudeSchema(schema) {
    try {
        if (!(0,json_object/* isObject */.G)(schema))
            throw new Unsupported('it is not an object');
        if (schema['type'] !== 'object')
            throw new Unsupported('its root is not of the type object');
        const atRoot = NOT_AT_ROOT.filter((key) => Object.hasOwn(schema, key));
        const kept = Object.fromEntries(Object.entries(schema).filter(([key]) => !atRoot.includes(key)));
        const { value, exact } = clean(kept, 0);
        checkReferences(value, value);
        return { ok: true, schema: value, complete: exact && atRoot.length === 0 };
    }
    catch (error) {
        if (error instanceof Unsupported)
            return { ok: false, problem: error.message };
        throw error;
    }
}
class Unsupported extends Error {
}
function clean(schema, depth) {
    if (depth > MAX_DEPTH)
        throw new Unsupported(`it is nested more than ${MAX_DEPTH} deep`);
    const value = {};
    let exact = true;
    const take = (key, cleaned) => {
        value[key] = cleaned.value;
        exact &&= cleaned.exact;
    };
    for (const [key, given] of Object.entries(schema)) {
        if (SILENT.has(key) || /^content[A-Z]/.test(key))
            continue;
        if (PLAIN.has(key))
            value[key] = given;
        else if (SCHEMA.has(key) && !(key === 'contains' && countsMatches(schema)))
            take(key, cleanAny(given, depth));
        else if (SCHEMA_LIST.has(key))
            take(key, cleanList(given, depth));
        else if (SCHEMA_MAP.has(key))
            take(key, cleanMap(given, depth));
        // Behind `prefixItems`, and as a list, it means other things in other drafts.
        else if (key === 'items' && !Array.isArray(given) && schema['prefixItems'] === undefined)
            take(key, cleanAny(given, depth));
        else if (key === '$ref')
            value[key] = reference(given);
        // Draft 7 has no empty list, and none that says a value twice.
        else if (key === 'enum' && Array.isArray(given) && given.length > 0)
            value[key] = distinct(given);
        else if (key === 'oneOf')
            take(...alternatives(given, schema, depth));
        else if (key === 'not')
            exact = negation(given, value, depth) && exact;
        else if (key === 'if')
            exact = condition(schema, value, depth) && exact;
        else if ((key === 'then' || key === 'else') && schema['if'] !== undefined)
            continue;
        else if (key === 'format') {
            value[key] = given;
            exact = false;
        }
        else
            exact = false;
    }
    return { value, exact };
}
function cleanAny(schema, depth) {
    if (typeof schema === 'boolean')
        return { value: schema, exact: true };
    if (!(0,json_object/* isObject */.G)(schema))
        throw new Unsupported('a part of it is no schema');
    return clean(schema, depth + 1);
}
function cleanList(list, depth) {
    if (!Array.isArray(list))
        throw new Unsupported('a list of schemas is none');
    const parts = list.map((part) => cleanAny(part, depth));
    return { value: parts.map((part) => part.value), exact: parts.every((part) => part.exact) };
}
function cleanMap(map, depth) {
    if (!(0,json_object/* isObject */.G)(map))
        throw new Unsupported('a map of schemas is none');
    const parts = Object.entries(map).map(([name, part]) => [name, cleanAny(part, depth)]);
    return {
        value: Object.fromEntries(parts.map(([name, part]) => [name, part.value])),
        exact: parts.every(([, part]) => part.exact),
    };
}
/** Alternatives that accept more than they should overlap, and "exactly one" would refuse what is valid. */
function alternatives(list, schema, depth) {
    const parts = cleanList(list, depth);
    if (parts.exact)
        return ['oneOf', parts];
    if (schema['anyOf'] === undefined)
        return ['anyOf', parts];
    throw new Unsupported('it has oneOf beside anyOf');
}
/** What accepts more, negated, accepts less. */
function negation(schema, into, depth) {
    const part = cleanAny(schema, depth);
    if (part.exact)
        into['not'] = part.value;
    return part.exact;
}
/** A condition that is true too often would ask for too much. */
function condition(schema, into, depth) {
    const then = schema['then'] === undefined ? undefined : cleanAny(schema['then'], depth);
    const otherwise = schema['else'] === undefined ? undefined : cleanAny(schema['else'], depth);
    if (then === undefined && otherwise === undefined)
        return true;
    const part = cleanAny(schema['if'], depth);
    if (!part.exact)
        return false;
    into['if'] = part.value;
    if (then)
        into['then'] = then.value;
    if (otherwise)
        into['else'] = otherwise.value;
    return (then?.exact ?? true) && (otherwise?.exact ?? true);
}
/** Without its bounds, `contains` asks for at least one. */
function countsMatches(schema) {
    return schema['minContains'] !== undefined || schema['maxContains'] !== undefined;
}
function distinct(values) {
    return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
/** What a reference points to may be among what was left out. */
function checkReferences(root, node) {
    if (Array.isArray(node))
        for (const part of node)
            checkReferences(root, part);
    else if ((0,json_object/* isObject */.G)(node)) {
        const target = node['$ref'];
        if (typeof target === 'string' && !resolves(root, target))
            throw new Unsupported(`nothing is left at ${target}`);
        for (const part of Object.values(node))
            checkReferences(root, part);
    }
}
function resolves(root, target) {
    let at = root;
    for (const part of target.split('/').slice(1)) {
        const key = decodePointer(part);
        if (key === undefined || typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
            return false;
        at = at[key];
    }
    return typeof at === 'boolean' || (0,json_object/* isObject */.G)(at);
}
function decodePointer(part) {
    try {
        return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    }
    catch {
        return undefined;
    }
}
function reference(target) {
    if (typeof target !== 'string' || !/^#(\/|$)/.test(target))
        throw new Unsupported('it refers to something outside of itself, or by an anchor');
    return target;
}

;// CONCATENATED MODULE: ./build/agent/claude-failure.js
const WORDS = new Map([
    ['authentication_failed', 'auth'],
    ['oauth_org_not_allowed', 'auth'],
    ['billing_error', 'quota'],
    ['rate_limit', 'rate-limit'],
    ['overloaded', 'provider'],
    ['server_error', 'provider'],
]);
const REASONS = new Map([
    ['prompt_too_long', 'context'],
    ['max_turns', 'loop'],
]);
/** Told by Claude Code 2.1's own words; what the provider said is judged by the broker. */
function claudeFailure({ status, word, reason = '', said = '' }) {
    if (/^No conversation found with session ID\b/.test(said))
        return 'session-lost';
    const known = REASONS.get(reason) ?? WORDS.get(word);
    if (known !== undefined)
        return known;
    if (status === 401 || status === 403)
        return 'auth';
    if (status === 402)
        return 'quota';
    if (status === 429)
        return 'rate-limit';
    if (status !== null && status >= 500)
        return 'provider';
    // A call that got no answer at all.
    return status === null && (word === 'unknown' || /\b(ECONN|ETIMEDOUT|ENOTFOUND)/.test(said)) ? 'provider' : null;
}

// EXTERNAL MODULE: ./build/agent/event-values.js
var event_values = __webpack_require__(2781);
;// CONCATENATED MODULE: ./build/agent/claude-tools.js


const MAX_REPORT = 1024 * 1024;
/** Calls whose result has not come. */
const MAX_OPEN = 1000;
/** The tool that hands in an answer which follows a schema. */
const ANSWER_TOOL = 'StructuredOutput';
const FILE_TOOLS = new Map([
    ['Edit', 'file_path'],
    ['MultiEdit', 'file_path'],
    ['Write', 'file_path'],
    ['NotebookEdit', 'notebook_path'],
]);
/** Calls of tools, whose beginning and end are two events, as one. */
class ClaudeTools {
    #open = new Map();
    #report;
    /** The last answer that was handed in by a tool, accepted or not. */
    get report() {
        return this.#report;
    }
    begin(block) {
        const { id, name, input } = block;
        if (typeof id !== 'string' || typeof name !== 'string' || this.#open.size >= MAX_OPEN)
            return;
        this.#open.set(id, { name, input });
        if (name === ANSWER_TOOL) {
            const report = JSON.stringify(input ?? null);
            this.#report = Buffer.byteLength(report) > MAX_REPORT ? undefined : report;
        }
    }
    /** @param detail what the program adds for its own use, such as an interpretation of an exit code */
    result(block, detail) {
        const id = block['tool_use_id'];
        if (block['type'] !== 'tool_result' || typeof id !== 'string')
            return [];
        const call = this.#open.get(id);
        if (call === undefined)
            return [];
        this.#open.delete(id);
        const failed = block['is_error'] === true;
        return this.#event(call, failed, () => exitCode(failed, contentOf(block['content']), detail));
    }
    /** Calls that the end of the turn cut off. */
    end() {
        const events = [...this.#open.values()].flatMap((call) => this.#event(call, null, () => null));
        this.#open.clear();
        return events;
    }
    #event({ name, input }, failed, code) {
        const given = (0,json_object/* isObject */.G)(input) ? input : {};
        if (name === 'Bash')
            return [{ type: 'command', command: (0,event_values/* text */.Qq)(given['command']), exitCode: code() }];
        // The answer itself is no step of the work; one that was refused is.
        if (name === ANSWER_TOOL && failed !== true)
            return [];
        const path = FILE_TOOLS.get(name);
        if (path !== undefined && failed === false)
            return [{ type: 'file-change', paths: [(0,event_values/* text */.Qq)(given[path])] }];
        // A server's name holds no two underscores in a row.
        const mcp = /^mcp__([^_]+(?:_[^_]+)*)__(.+)$/s.exec(name);
        return [
            {
                type: 'tool',
                name: (0,event_values/* text */.Qq)(mcp?.[2] ?? name),
                server: mcp?.[1]?.slice(0, event_values/* MAX_TEXT */.lG) ?? null,
                input: (0,event_values/* text */.Qq)(JSON.stringify(input ?? null)),
                failed,
            },
        ];
    }
}
/** The shell tool fails where its command does, with the exit code in front; some codes it takes for no failure. */
function exitCode(failed, content, detail) {
    if (failed) {
        const code = /^Exit code (\d{1,3})(?!\d)/.exec(content)?.[1];
        return code === undefined ? null : Number(code);
    }
    if (!(0,json_object/* isObject */.G)(detail))
        return 0;
    return detail['interrupted'] === true || typeof detail['returnCodeInterpretation'] === 'string' ? null : 0;
}
function contentOf(content) {
    if (typeof content === 'string')
        return content;
    const [first] = Array.isArray(content) ? content : [];
    return (0,json_object/* isObject */.G)(first) ? (0,event_values/* text */.Qq)(first['text']) : '';
}

// EXTERNAL MODULE: ./build/agent/json-lines.js
var json_lines = __webpack_require__(78956);
// EXTERNAL MODULE: ./build/agent/line-stream.js
var line_stream = __webpack_require__(75643);
;// CONCATENATED MODULE: ./build/agent/claude-stream.js






/** Session ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
const CLAUDE_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_ANSWER = 1024 * 1024;
/** Reads `claude --print --output-format=stream-json`: one event a line; of stderr only lines that begin with `error`. */
class ClaudeStream extends line_stream/* LineStream */.v {
    #tools = new ClaudeTools();
    #session = '';
    /** The word for the last failed call of the model, such as `rate_limit`. */
    #failed = '';
    #answer;
    answer() {
        return this.#answer;
    }
    rest() {
        return [...this.#tools.end()];
    }
    line(line) {
        const event = (0,json_lines/* objectOf */.Xy)(line);
        switch (event?.['type']) {
            case 'system':
                return this.#system(event);
            case 'assistant':
                return this.#assistant(event);
            case 'user':
                return blocks(event).flatMap((block) => this.#tools.result(block, event['tool_use_result']));
            case 'result':
                return this.#result(event);
            default:
                return [];
        }
    }
    #system(event) {
        if (event['subtype'] === 'init')
            return this.#started(event['session_id']);
        // It asks again, and goes on if that helps.
        if (event['subtype'] === 'api_retry') {
            const word = (0,event_values/* text */.Qq)(event['error']);
            const status = typeof event['error_status'] === 'number' ? event['error_status'] : null;
            const message = `the model did not answer (${[status ?? 'no status', word].filter(Boolean).join(', ')}); asking again`;
            return [{ type: 'error', message, kind: claudeFailure({ status, word }), fatal: false }];
        }
        return [];
    }
    #started(id) {
        // Begun again within one turn, after a compaction for instance, it is the same conversation.
        if (typeof id !== 'string' || !CLAUDE_SESSION.test(id) || id === this.#session)
            return [];
        this.#session = id;
        return [{ type: 'session', id }];
    }
    #assistant(event) {
        if (event['is_api_error_message'] === true || typeof event['error'] === 'string') {
            // Its text comes once more, as the result.
            this.#failed = (0,event_values/* text */.Qq)(event['error']);
            return [];
        }
        return blocks(event).flatMap((block) => {
            switch (block['type']) {
                case 'text': {
                    const said = (0,event_values/* text */.Qq)(block['text']);
                    return said === '' || isSynthetic(event) ? [] : [{ type: 'message', text: said }];
                }
                case 'thinking':
                case 'redacted_thinking':
                    return [{ type: 'reasoning' }];
                case 'tool_use':
                    this.#tools.begin(block);
                    return [];
                default:
                    return [];
            }
        });
    }
    /** The end of a turn. `subtype` says success of a turn whose model failed as well, and so does exit code 0. */
    #result(event) {
        const said = typeof event['result'] === 'string' ? event['result'] : '';
        const failed = event['is_error'] === true || event['subtype'] !== 'success' || event['stop_reason'] === 'refusal';
        // Its own checks of a report are not the last word: the report that it refused is one.
        const refusedReport = event['terminal_reason'] === 'structured_output_retry_exhausted';
        this.#answer = failed ? undefined : answerOf(event['structured_output'], said);
        if (refusedReport)
            this.#answer = this.#tools.report;
        return [...usage(event), ...(failed ? [this.#failure(event, said, !refusedReport)] : [])];
    }
    #failure(event, said, fatal) {
        const errors = Array.isArray(event['errors']) ? event['errors'].slice(0, 8).map(event_values/* text */.Qq).join('; ') : '';
        const reason = (0,event_values/* text */.Qq)(event['terminal_reason']);
        const message = (said || errors || reason || (0,event_values/* text */.Qq)(event['subtype'])).slice(0, event_values/* MAX_TEXT */.lG) || 'claude gave no reason';
        const status = typeof event['api_error_status'] === 'number' ? event['api_error_status'] : null;
        const refused = event['stop_reason'] === 'refusal';
        return {
            type: 'error',
            message,
            kind: refused ? 'refused' : claudeFailure({ status, word: this.#failed, reason, said: message }),
            fatal,
        };
    }
    /** Before a conversation starts (an unknown option, a schema that it does not take) it complains on stderr alone. */
    complaint(line) {
        return /^error\b/i.test(line) ? [{ type: 'error', message: (0,event_values/* text */.Qq)(line), kind: null, fatal: true }] : [];
    }
}
/**
 * What this turn used. `modelUsage` and `total_cost_usd` count over the whole conversation, and `usage` leaves out calls
 * whose answer was thrown away. Versions that do not tell apart are taken at `usage`.
 */
function usage(event) {
    const since = event['model_usage_since_last_result'];
    if ((0,json_object/* isObject */.G)(since)) {
        const models = Object.values(since).filter(json_object/* isObject */.G);
        const sum = (key) => models.reduce((total, model) => total + (0,event_values/* count */.U9)(model[key]), 0);
        const cached = sum('cacheReadInputTokens');
        return [
            {
                type: 'usage',
                inputTokens: sum('inputTokens') + cached + sum('cacheCreationInputTokens'),
                cachedInputTokens: cached,
                outputTokens: sum('outputTokens'),
                costUsd: models.reduce((total, model) => total + amount(model['costUSD']), 0),
            },
        ];
    }
    const own = event['usage'];
    if (!(0,json_object/* isObject */.G)(own))
        return [];
    const cached = (0,event_values/* count */.U9)(own['cache_read_input_tokens']);
    return [
        {
            type: 'usage',
            inputTokens: (0,event_values/* count */.U9)(own['input_tokens']) + cached + (0,event_values/* count */.U9)(own['cache_creation_input_tokens']),
            cachedInputTokens: cached,
            outputTokens: (0,event_values/* count */.U9)(own['output_tokens']),
            costUsd: null,
        },
    ];
}
function answerOf(structured, said) {
    const answer = structured === undefined || structured === null ? said : JSON.stringify(structured);
    return answer === '' || Buffer.byteLength(answer) > MAX_ANSWER ? undefined : answer;
}
function blocks(event) {
    const message = event['message'];
    const content = (0,json_object/* isObject */.G)(message) ? message['content'] : undefined;
    return Array.isArray(content) ? content.filter(json_object/* isObject */.G) : [];
}
/** What the program itself says in the model's place. */
function isSynthetic(event) {
    return (0,json_object/* isObject */.G)(event['message']) && event['message']['model'] === '<synthetic>';
}
function amount(value) {
    return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0;
}

// EXTERNAL MODULE: ./build/agent/turn-values.js
var turn_values = __webpack_require__(23390);
;// CONCATENATED MODULE: ./build/agent/claude.js





/** What Claude Code 2.1 takes for an effort. Of another one it warns, and goes on with its default. */
const EFFORTS = ['low', 'medium', 'high', 'xhigh', 'max'];
/** Tools that work on files and run commands. Left out is what plans, schedules, delegates or reaches for the network. */
const TOOLS = ['Bash', 'Edit', 'Glob', 'Grep', 'NotebookEdit', 'Read', 'Write'];
const PROVIDER_TOOLS = [
    ['web_search', 'WebSearch'],
    ['web_fetch', 'WebFetch'],
];
/** The longest argument that Linux takes is 128 KiB. */
const MAX_SCHEMA_BYTES = 100_000;
const ENVIRONMENT = {
    // Nothing but model calls: no update, telemetry, error reports, feature flags, announcements.
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    DISABLE_ERROR_REPORTING: '1',
    DISABLE_TELEMETRY: '1',
    // Requests as every server of this protocol knows them.
    CLAUDE_CODE_DISABLE_EXPERIMENTAL_BETAS: '1',
    // Else tools of MCP servers come only after the model has searched for them.
    ENABLE_TOOL_SEARCH: 'false',
    CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
    // What goes on in the background would not survive the turn.
    CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
    CLAUDE_CODE_DISABLE_CRON: '1',
    CLAUDE_CODE_DISABLE_FILE_CHECKPOINTING: '1',
    // A prompt quotes output of programs; an `@path` in it would put that file into the conversation.
    CLAUDE_CODE_DISABLE_FILE_MENTIONS: '1',
    // With its own ten, a provider that is down costs three minutes.
    CLAUDE_CODE_MAX_RETRIES: '6',
    // The report is checked, and sent back if need be, by whoever runs the agent.
    MAX_STRUCTURED_OUTPUT_RETRIES: '3',
    // It refuses to run without questions for root, unless it is told that this is a sandbox.
    IS_SANDBOX: '1',
};
/**
 * Anthropic's Claude Code, one conversation over all turns. Of the repository it reads only the instruction files that
 * it is told of: settings, hooks, MCP servers, skills and local notes are passed over, unless they are trusted by name.
 */
function createClaudeAgent(options) {
    const { program, schema, effort } = options;
    if (effort !== null && !EFFORTS.includes(effort))
        throw new errors/* CleanroomError */.P3('agent.value-invalid', `effort ${JSON.stringify(effort)} is none that claude knows`, {
            hint: `give one of ${EFFORTS.join(', ')}`,
            kind: 'usage',
        });
    const native = schema === undefined ? undefined : claudeSchema(schema);
    const text = native?.ok ? JSON.stringify(native.schema) : undefined;
    const flag = text !== undefined && Buffer.byteLength(text) <= MAX_SCHEMA_BYTES ? text : undefined;
    return {
        name: 'claude',
        version: program.version,
        provider: 'anthropic',
        tools: program.layers,
        // What it enforces may be a part of the schema.
        schemaInPrompt: native !== undefined && !(native.ok && native.complete && flag !== undefined),
        reportChannel: 'answer',
        homeFiles: (turn) => (0,claude_config/* claudeFiles */.UY)(options, (0,turn_values/* endpointOf */.X)('claude', turn).key),
        command: (turn) => claudeCommand(options, flag, turn),
        stream: () => new ClaudeStream(),
    };
}
function claudeCommand(options, schema, turn) {
    const { program, paths, model, effort, trustedConfig, mcp } = options;
    const trusts = trustedConfig.includes('.claude') || trustedConfig.includes('.mcp.json');
    const tools = [
        ...TOOLS,
        ...PROVIDER_TOOLS.flatMap(([name, tool]) => (options.providerTools.includes(name) ? tool : [])),
    ];
    const timeouts = mcp.map(({ timeoutMs }) => timeoutMs);
    return {
        argv: [
            ...program.argv,
            '--print',
            '--output-format=stream-json',
            '--verbose',
            '--dangerously-skip-permissions',
            '--disable-slash-commands',
            // Without the project's settings it reads no instruction file by itself either: those are told to it.
            `--setting-sources=${trusts ? 'user,project' : 'user'}`,
            ...(trustedConfig.includes('.mcp.json') ? [] : ['--strict-mcp-config']),
            ...(mcp.length === 0 ? [] : [`--mcp-config=${paths.home}/${claude_config/* CLAUDE_MCP */.qU}`]),
            `--tools=${tools.join(',')}`,
            ...(model === null ? [] : [`--model=${model}`]),
            ...(effort === null ? [] : [`--effort=${effort}`]),
            ...(schema === undefined ? [] : [`--json-schema=${schema}`]),
            ...(turn.session === undefined ? [] : [`--resume=${(0,turn_values/* sessionArgument */.g)('claude', CLAUDE_SESSION, turn.session)}`]),
            // Of an option that is given twice the last one counts.
            ...options.extraArgs,
        ],
        env: {
            ...ENVIRONMENT,
            ANTHROPIC_BASE_URL: (0,turn_values/* endpointOf */.X)('claude', turn).url,
            ...(timeouts.length === 0 ? {} : { MCP_TOOL_TIMEOUT: String(Math.max(...timeouts)), [claude_config/* DOLLAR */.hr]: '$' }),
        },
        // A first character of `/` would make the prompt a command of its own.
        stdin: turn.prompt.startsWith('/') ? `\n${turn.prompt}` : turn.prompt,
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
