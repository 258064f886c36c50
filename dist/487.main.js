export const id = 487;
export const ids = [487];
export const modules = {

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

/***/ 8487:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  GEMINI_MODEL: () => (/* binding */ GEMINI_MODEL),
  createGeminiAgent: () => (/* binding */ createGeminiAgent)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(5921);
;// CONCATENATED MODULE: ./build/agent/gemini-config.js

/** Every built-in tool that needs neither a network nor a person. A tool of tomorrow is not among them. */
const TOOLS = [
    'list_directory',
    'read_file',
    'grep_search',
    'glob',
    'replace',
    'write_file',
    'run_shell_command',
    'list_background_processes',
    'read_background_output',
    'write_todos',
];
const MCP_TOOLS = ['list_mcp_resources', 'read_mcp_resource'];
/** Names in `provider-tools` → what the CLI calls the tool, and the preset of its call. */
const PROVIDER_TOOLS = {
    googlesearch: { tool: 'google_web_search', preset: 'web-search', field: 'googleSearch' },
    urlcontext: { tool: 'web_fetch', preset: 'web-fetch', field: 'urlContext' },
};
/** Presets of calls beside the conversation, each of which has a model of its own unless told otherwise. */
const HELPERS = [
    'classifier',
    'prompt-completion',
    'fast-ack-helper',
    'edit-corrector',
    'llm-edit-fixer',
    'summarizer-default',
    'summarizer-shell',
    'web-fetch-fallback',
    'next-speaker-checker',
    'context-snapshotter',
    'agent-history-provider-summarizer',
    ...['3-pro', '3-flash', '3.1-flash-lite', '2.5-pro', '2.5-flash', '2.5-flash-lite', 'default'].map((name) => `chat-compression-${name}`),
];
/**
 * `settings.json` for the Gemini CLI 0.61. Off is what leaves the room by itself (telemetry, statistics, update check),
 * what calls another model than the one that was asked for, and what waits for a person. The repository's own settings
 * would be stronger than these: that they are not read is a matter of the command line.
 */
function geminiSettings(config) {
    const { trustsRepository, mcp } = config;
    const model = checkedModel(config.model);
    const asked = [...new Set(config.providerTools.map(fold))].flatMap((name) => PROVIDER_TOOLS[name] ?? []);
    const settings = {
        general: {
            enableAutoUpdate: false,
            enableAutoUpdateNotification: false,
            // Conversations are resumed, whatever their age.
            sessionRetention: { enabled: false },
            // With the CLI's own number a provider that is down costs three and a half minutes.
            maxAttempts: 5,
            plan: { enabled: false },
            topicUpdateNarration: false,
        },
        security: {
            // External: the .env files are not read once more, by when the workspace is trusted.
            auth: { selectedType: 'gemini-api-key', useExternal: true },
            folderTrust: { enabled: true },
        },
        privacy: { usageStatisticsEnabled: false },
        telemetry: { enabled: false },
        ide: { enabled: false },
        context: {
            fileName: ['AGENTS.md', 'GEMINI.md'],
            fileFiltering: { respectGeminiIgnore: trustsRepository, enableRecursiveFileSearch: false },
        },
        model: { skipNextSpeakerCheck: true },
        modelConfigs: {
            customAliases: {
                ...Object.fromEntries(HELPERS.map((name) => [name, { extends: 'base', modelConfig: { model } }])),
                // The CLI's own watch for loops stays, but for the part of it that asks two further models from the 30th step
                // on: what it extends does not exist, so that the question fails before it is sent, which counts as "no loop".
                'loop-detection': { extends: 'cleanroom-none', modelConfig: { model } },
                'loop-detection-double-check': { extends: 'cleanroom-none', modelConfig: { model } },
                ...Object.fromEntries(asked.map(({ preset, field }) => [
                    preset,
                    { extends: 'base', modelConfig: { model, generateContentConfig: { tools: [{ [field]: {} }] } } },
                ])),
            },
            customOverrides: config.effort === null
                ? []
                : [
                    {
                        match: { model },
                        modelConfig: { generateContentConfig: { thinkingConfig: thinking(model, config.effort) } },
                    },
                ],
            // Else further models would be replaced as well.
            modelIdResolutions: { [model]: { default: model, contexts: [] } },
        },
        tools: {
            // What is not named here is denied, with more weight than a trusted server is allowed.
            core: [
                ...TOOLS,
                ...(mcp.length === 0 ? [] : MCP_TOOLS),
                ...mcp.map(({ name }) => `mcp_${name}_*`),
                ...asked.map(({ tool }) => tool),
            ],
            disableLLMCorrection: true,
            // A command without output is ended by this many seconds; how long an attempt may take is decided elsewhere.
            shell: { enableInteractiveShell: false, inactivityTimeout: 3600 },
        },
        experimental: { enableAgents: false, dynamicModelConfiguration: true },
        skills: { enabled: trustsRepository },
        hooksConfig: { enabled: trustsRepository },
        advanced: { ignoreLocalEnv: !trustsRepository, autoConfigureMemory: false },
        mcpServers: Object.fromEntries(mcp.map((server) => [server.name, mcpServer(server)])),
    };
    return `${JSON.stringify(settings, null, 2)}\n`;
}
function mcpServer({ transport, tools, timeoutMs }) {
    const [program = '', ...args] = transport.kind === 'stdio' ? transport.argv : [];
    return {
        ...(transport.kind === 'http'
            ? { httpUrl: literal(transport.url), headers: table(transport.headers) }
            : { command: literal(program), args: args.map(literal), env: table(transport.env) }),
        ...(tools === null ? {} : { includeTools: tools.map(literal) }),
        timeout: timeoutMs,
        // Nobody is there to be asked; which tools there are is decided elsewhere.
        trust: true,
    };
}
/** The default of a variable that does not exist. */
const DOLLAR = ['$', '{CLEANROOM_NONE:-$}'].join('');
/** The CLI puts variables of its environment in place of `$NAME` in any text of its settings, and has no escape for it. */
function literal(text) {
    return text.split('$').join(DOLLAR);
}
/** Headers and variables are expanded once more, by rules in which a backslash keeps a dollar as it is. */
function table(values) {
    return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.split('$').join(`\\${DOLLAR}`)]));
}
/** Words of the CLI's that stand for several models, one of which a further model picks. */
const NO_MODEL = /^(?:auto(?:-.*)?|pro|flash|flash-lite|none)$/;
/** Models in whose place the CLI asks a later one, of another price, without a word; no setting prevents it. */
const REPLACED = {
    'gemini-3-flash': 'gemini-3.8-flash',
    'gemini-3.5-flash': 'gemini-3.8-flash',
    'gemini-3.1-flash-lite': 'gemini-3.5-flash-lite',
};
function checkedModel(model) {
    const later = Object.hasOwn(REPLACED, model) ? REPLACED[model] : undefined;
    if (later === undefined && !NO_MODEL.test(model))
        return model;
    const expected = later ?? 'the name of one model, such as gemini-2.5-pro,';
    const hint = later === undefined ? {} : { hint: `the Gemini CLI would ask ${later} in its place` };
    throw new errors/* InputError */.dz([{ where: 'model', given: model, expected: `${expected} for gemini`, ...hint }]);
}
/** Tokens to think with, for models that take no level: the provider's own equivalents of these words. */
const BUDGETS = { minimal: 1024, low: 1024, medium: 8192, high: 24_576 };
function thinking(model, effort) {
    const budget = Object.hasOwn(BUDGETS, effort) ? BUDGETS[effort] : undefined;
    if (budget === undefined)
        throw new errors/* InputError */.dz([
            { where: 'effort', given: effort, expected: `one of ${Object.keys(BUDGETS).join(', ')} for gemini` },
        ]);
    return /^gemini-2\./.test(model) ? { thinkingBudget: budget } : { thinkingLevel: effort.toUpperCase() };
}
/** Names of provider tools differ in case, underscores and hyphens only. */
function fold(name) {
    return name.toLowerCase().replaceAll(/[_-]/g, '');
}

;// CONCATENATED MODULE: ./build/agent/gemini-resume.js
/** Below the room's HOME; beside the folder of conversations. */
const RESUME_PROGRAM = '.gemini/cleanroom-resume.mjs';
/**
 * A program that the Gemini CLI's Node runs before the CLI goes on with a conversation. The CLI (0.60, 0.61) writes the
 * outcome of each tool down twice, with the call and as a message, and reads both, so that the provider gets two
 * answers to one call and refuses the request (google-gemini/gemini-cli#29365). The program takes the first one out of
 * the record wherever the second one is there, and out of a call the outcomes of its neighbours.
 *
 * @param session of `GEMINI_SESSION`
 */
function resumeProgram(session) {
    return PROGRAM.replace('SESSION', () => JSON.stringify(session));
}
const PROGRAM = `import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What the CLI starts has no use for this program.
if (process.env.NODE_OPTIONS === '--import=' + fileURLToPath(import.meta.url)) delete process.env.NODE_OPTIONS;

const session = SESSION;
const projects = new URL('tmp/', import.meta.url);

for (const project of names(projects)) {
  const chats = new URL(encodeURIComponent(project) + '/chats/', projects);
  for (const name of names(chats)) {
    if (!name.endsWith('-' + session.slice(0, 8) + '.jsonl')) continue;
    const file = new URL(encodeURIComponent(name), chats);
    const mended = new URL(encodeURIComponent(name) + '.mended', chats);
    writeFileSync(mended, mend(readFileSync(file, 'utf8')));
    renameSync(mended, file);
  }
}

function names(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function mend(text) {
  const lines = text.split('\\n').map((line) => ({ line, record: parse(line) }));
  const messages = lines.flatMap(({ record }) => [record, ...list(record?.$set?.messages)]);
  const told = new Set(
    messages
      .filter((message) => message?.type === 'user')
      .flatMap((message) => list(message.content))
      .map((part) => part?.functionResponse?.id)
      .filter((id) => typeof id === 'string'),
  );
  for (const message of messages)
    for (const call of list(message?.toolCalls)) {
      if (told.has(call?.id)) delete call.result;
      else if (Array.isArray(call?.result))
        call.result = call.result.filter((part) => (part?.functionResponse?.id ?? call.id) === call.id);
    }
  return lines.map(({ line, record }) => (record === undefined ? line : JSON.stringify(record))).join('\\n');
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function list(value) {
  return Array.isArray(value) ? value : [];
}
`;

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(3506);
// EXTERNAL MODULE: ./build/agent/event-values.js
var event_values = __webpack_require__(2781);
;// CONCATENATED MODULE: ./build/agent/gemini-message.js
const MAX_LENGTH = 1024 * 1024;
/** Puts a message together that comes in pieces, of which there may be no end. */
class GeminiMessage {
    #pieces = [];
    #length = 0;
    add(piece) {
        if (this.#length <= MAX_LENGTH)
            this.#pieces.push(piece.slice(0, MAX_LENGTH));
        this.#length += piece.length;
    }
    /** What was said since the last time; `whole`: nothing of it was left out. */
    take() {
        const text = this.#pieces.join('').slice(0, MAX_LENGTH);
        const whole = this.#length <= MAX_LENGTH;
        this.#pieces = [];
        this.#length = 0;
        return { text, whole };
    }
}

// EXTERNAL MODULE: ./build/agent/json-lines.js
var json_lines = __webpack_require__(8956);
// EXTERNAL MODULE: ./build/agent/line-stream.js
var line_stream = __webpack_require__(5643);
;// CONCATENATED MODULE: ./build/agent/gemini-stream.js





/** Session ids are UUIDs. They come back as an argument of the next turn, so nothing else is let through. */
const GEMINI_SESSION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** Calls of tools that are under way at a time; there are a few. */
const MAX_CALLS = 1000;
/**
 * Reads `gemini --output-format stream-json`: one event a line on stdout. A call of a tool is told when its result is
 * there, or when the stream ends without. What happens before a conversation begins (bad arguments, unknown session)
 * is told on stderr alone, and so is each time that the CLI asks a provider again.
 */
class GeminiStream extends line_stream/* LineStream */.v {
    #servers;
    #calls = new Map();
    #message = new GeminiMessage();
    #answer;
    /** The model said or called something since it was last asked. */
    #spoke = false;
    #begun = false;
    #failed = false;
    /** @param servers names of MCP servers: a tool's own name alone does not tell where its server's name ends */
    constructor(servers) {
        super();
        // A longer name may begin with a shorter one.
        this.#servers = [...servers].sort((a, b) => b.length - a.length);
    }
    answer() {
        return this.#failed ? undefined : this.#answer;
    }
    rest() {
        return [...this.#endMessage(), ...[...this.#calls.keys()].flatMap((id) => this.#result({ tool_id: id }))];
    }
    line(line) {
        const event = (0,json_lines/* objectOf */.Xy)(line);
        switch (event?.['type']) {
            case 'init':
                return this.#started(event['session_id']);
            case 'message':
                if (event['role'] === 'assistant' && typeof event['content'] === 'string')
                    this.#say(event['content']);
                return [];
            case 'tool_use':
                return [...this.#endMessage(), ...this.#use(event)];
            case 'tool_result':
                return [...this.#endMessage(), ...this.#result(event)];
            case 'error':
                return [...this.#endMessage(), ...this.#error((0,event_values/* text */.Qq)(event['message']), event['severity'])];
            case 'result':
                return [...this.#endMessage(), ...this.#ended(event)];
            default:
                return [];
        }
    }
    #started(id) {
        this.#begun = true;
        return typeof id === 'string' && GEMINI_SESSION.test(id) ? [{ type: 'session', id }] : [];
    }
    /** Messages come in pieces. */
    #say(piece) {
        this.#message.add(piece);
        if (piece !== '')
            this.#spoke = true;
    }
    #endMessage() {
        const message = this.#message.take();
        if (message.text.trim() === '')
            return [];
        // The last message of a turn is its answer; what it says before is talk.
        this.#answer = message.whole ? message.text : undefined;
        return [{ type: 'message', text: message.text.slice(0, event_values/* MAX_TEXT */.lG) }];
    }
    #use(event) {
        const id = event['tool_id'];
        this.#spoke = true;
        if (typeof id !== 'string')
            return [];
        // An id that comes again belongs to a new call.
        const earlier = this.#calls.has(id) ? this.#result({ tool_id: id }) : [];
        if (this.#calls.size >= MAX_CALLS)
            return earlier;
        const input = event['parameters'];
        this.#calls.set(id.slice(0, event_values/* MAX_TEXT */.lG), { name: (0,event_values/* text */.Qq)(event['tool_name']), input: (0,json_object/* isObject */.G)(input) ? input : {} });
        return earlier;
    }
    #result(event) {
        const id = typeof event['tool_id'] === 'string' ? event['tool_id'].slice(0, event_values/* MAX_TEXT */.lG) : '';
        const call = this.#calls.get(id);
        this.#calls.delete(id);
        this.#spoke = false;
        if (call === undefined)
            return [];
        const failed = event['status'] === 'error' ? true : event['status'] === 'success' ? false : null;
        if (call.name === 'run_shell_command')
            return [{ type: 'command', command: (0,event_values/* text */.Qq)(call.input['command']), exitCode: exitCode(event['output']) }];
        if ((call.name === 'write_file' || call.name === 'replace') && failed === false)
            return [{ type: 'file-change', paths: [(0,event_values/* text */.Qq)(call.input['file_path'])] }];
        return [{ type: 'tool', ...this.#origin(call.name), input: (0,event_values/* text */.Qq)(JSON.stringify(call.input)), failed }];
    }
    /** Tools of MCP servers are called `mcp_SERVER_TOOL`. */
    #origin(name) {
        if (!name.startsWith('mcp_'))
            return { name, server: null };
        const rest = name.slice('mcp_'.length);
        const server = this.#servers.find((known) => rest.startsWith(`${known}_`)) ?? /^[^_]+(?=_)/.exec(rest)?.[0];
        return server === undefined ? { name, server: null } : { name: rest.slice(server.length + 1), server };
    }
    #ended(event) {
        const usage = usageOf(event['stats']);
        const error = (0,json_object/* isObject */.G)(event['error']) ? event['error']['message'] : undefined;
        // Some failures were told by an event of their own.
        const silent = event['status'] !== 'error' || (error === undefined && this.#failed);
        return [...(silent ? [] : this.#fail((0,event_values/* text */.Qq)(error) || 'gemini gave no reason')), ...usage];
    }
    /** The end of a turn that went in circles is called a warning, and the exit code is 0. */
    #error(said, severity) {
        if (severity !== 'error' && !/^Loop detected/.test(said))
            return [error(said, failureKind(said), false)];
        return this.#fail(said || 'gemini gave no reason');
    }
    #fail(said) {
        this.#failed = true;
        // A prompt that was blocked has no answer at all, which is all that the CLI sees of it.
        const blocked = /ended without a finish reason/i.test(said) && !this.#spoke;
        if (blocked)
            return [error(`${said} (a prompt that the provider blocks looks like this)`, 'refused', true)];
        return [error(said, failureKind(said), true)];
    }
    complaint(line) {
        // With the provider's words alone, without a status, it is a limit of some kind that is waited for.
        if (/^Attempt \d+ failed: /.test(line))
            return [error(line, failureKind(line) ?? 'rate-limit', false)];
        if (/^Attempt \d+ failed/.test(line))
            return [error(line, failureKind(line), false)];
        if (this.#begun || !STARTUP_FAILURE.test(line))
            return [];
        return this.#fail((0,event_values/* text */.Qq)(line));
    }
}
/** Words by which the CLI says that there will be no conversation. */
const STARTUP_FAILURE = /^(?:Error resuming session|Error in |Unknown arguments?:|Invalid values|Not enough arguments|Invalid auth method|No input provided|An unexpected critical error|The current folder is not trusted|Cannot use |The flags )|API_KEY|auth method/i;
/** Told by the words of 0.61; what the provider said is judged by the broker. */
function failureKind(said) {
    if (/error resuming session/i.test(said))
        return 'session-lost';
    if (/loop detected|max(?:imum)? session turns/i.test(said))
        return 'loop';
    if (/blocked due to/i.test(said))
        return 'refused';
    if (/input token count|token limit|context window/i.test(said))
        return 'context';
    if (/api.?key|UNAUTHENTICATED|PERMISSION_DENIED|auth method|"code":\s*40[13]\b/i.test(said))
        return 'auth';
    if (/exhausted your .*quota|exceeded your current quota|daily quota/i.test(said))
        return 'quota';
    if (/RESOURCE_EXHAUSTED|rate limit|"code":\s*429|please wait and try again|suggested retry|status 429/i.test(said))
        return 'rate-limit';
    if (/"code":\s*5\d\d|status 5\d\d|UNAVAILABLE|INTERNAL|terminated|fetch failed|ECONN|EPIPE|socket|premature|ended without a finish reason|empty response/i.test(said))
        return 'provider';
    return null;
}
function error(message, kind, fatal) {
    return { type: 'error', message: message.slice(0, event_values/* MAX_TEXT */.lG), kind, fatal };
}
/** Each process of the CLI counts from zero. What the model thought is in the total only. */
function usageOf(stats) {
    if (!(0,json_object/* isObject */.G)(stats))
        return [];
    const inputTokens = (0,event_values/* count */.U9)(stats['input_tokens']);
    const outputTokens = Math.max((0,event_values/* count */.U9)(stats['output_tokens']), (0,event_values/* count */.U9)(stats['total_tokens']) - inputTokens);
    return [{ type: 'usage', inputTokens, cachedInputTokens: (0,event_values/* count */.U9)(stats['cached']), outputTokens, costUsd: null }];
}
/** Of a command's end only one that failed without a word is told. */
function exitCode(output) {
    const code = typeof output === 'string' ? /^Command exited with code: (\d{1,3})$/.exec(output)?.[1] : undefined;
    return code === undefined ? null : Number(code);
}

// EXTERNAL MODULE: ./build/agent/turn-values.js
var turn_values = __webpack_require__(3390);
;// CONCATENATED MODULE: ./build/agent/gemini.js





/** What a plan without a model means. The CLI's own choice would ask a further model for each turn which one to take. */
const GEMINI_MODEL = 'gemini-2.5-pro';
const HOME = '.gemini';
/**
 * Google's Gemini CLI, one conversation over all turns. The room is the sandbox. There is no flag for a schema, so the
 * prompt carries the report's.
 */
function createGeminiAgent(options) {
    const { program } = options;
    const settings = geminiSettings({
        model: options.model ?? GEMINI_MODEL,
        effort: options.effort,
        providerTools: options.providerTools,
        mcp: options.mcp,
        trustsRepository: trustsRepository(options),
    });
    return {
        name: 'gemini',
        version: program.version,
        provider: 'gemini',
        tools: program.layers,
        schemaInPrompt: options.schema !== undefined,
        reportChannel: 'answer',
        homeFiles: ({ session }) => ({
            [`${HOME}/settings.json`]: settings,
            ...(session === undefined
                ? {}
                : { [RESUME_PROGRAM]: resumeProgram((0,turn_values/* sessionArgument */.g)('gemini', GEMINI_SESSION, session)) }),
        }),
        command: (turn) => geminiCommand(options, turn),
        stream: () => new GeminiStream(options.mcp.map(({ name }) => name)),
    };
}
function geminiCommand(options, turn) {
    const { program, paths } = options;
    const { url, key } = (0,turn_values/* endpointOf */.X)('gemini', turn);
    const trusted = trustsRepository(options);
    const [first, ...rest] = program.argv;
    const preload = turn.session === undefined ? [] : [`--import=${paths.home}/${RESUME_PROGRAM}`];
    return {
        argv: [
            first,
            // An interpreter takes it as an argument; a program that starts one by itself hands the variable on to it.
            ...(rest.length === 0 ? [] : preload),
            ...rest,
            ...options.extraArgs,
            ...(turn.session === undefined ? [] : ['--resume', (0,turn_values/* sessionArgument */.g)('gemini', GEMINI_SESSION, turn.session)]),
            '--output-format',
            'stream-json',
            '--model',
            options.model ?? GEMINI_MODEL,
            '--approval-mode',
            'yolo',
            // The workspace has to be trusted, or its instructions are not read. This flag takes effect when the settings and
            // .env files of a workspace that is not trusted have been passed over; the variable would before.
            ...(trusted ? [] : ['--skip-trust']),
            '--extensions',
            'none',
            ...(trusted ? [] : ['--allowed-mcp-server-names', allowedServers(options)]),
        ],
        env: {
            GOOGLE_GEMINI_BASE_URL: url,
            GEMINI_API_KEY: key,
            GEMINI_CLI_HOME: paths.home,
            // Files of the machine that are stronger than ours; these do not exist.
            GEMINI_CLI_SYSTEM_SETTINGS_PATH: `${paths.home}/${HOME}/none/settings.json`,
            GEMINI_CLI_SYSTEM_DEFAULTS_PATH: `${paths.home}/${HOME}/none/system-defaults.json`,
            // Else it starts itself again as a child with more memory.
            GEMINI_CLI_NO_RELAUNCH: 'true',
            // Commands run without a terminal of their own; a library for one is not even looked for.
            GEMINI_PTY_INFO: 'child_process',
            NO_BROWSER: 'true',
            ...(rest.length === 0 && preload[0] !== undefined ? { NODE_OPTIONS: preload[0] } : {}),
            ...(trusted ? { GEMINI_CLI_TRUST_WORKSPACE: 'true' } : {}),
        },
        stdin: promptText(turn.prompt),
    };
}
/**
 * The CLI reads a prompt of its own kind of markup even from its standard input: `@path` puts the content of files
 * into the conversation, and ends the turn where that fails; `/name` at the start is a command to the CLI itself.
 * What a verifier printed must do neither.
 */
function promptText(prompt) {
    const escaped = prompt.replaceAll(/(?<!\\)@(?=[^\s,;!?()[\]{}])/g, '\\@');
    const note = escaped === prompt ? '' : 'Note: in this message, \\@ stands for a plain @.\n\n';
    const text = `${note}${escaped}`;
    return text.startsWith('/') ? `\n${text}` : text;
}
/** An empty list would mean all of them, and a name that can be guessed is a name that a server can have. */
function allowedServers({ mcp }) {
    return mcp.length === 0 ? (0,external_node_crypto_.randomUUID)() : mcp.map(({ name }) => name).join(',');
}
function trustsRepository(options) {
    return options.trustedConfig.includes('.gemini');
}


/***/ }),

/***/ 3390:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ endpointOf),
/* harmony export */   g: () => (/* binding */ sessionArgument)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5921);

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
