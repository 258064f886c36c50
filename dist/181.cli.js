export const id = 181;
export const ids = [181];
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

/***/ 1181:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  createOpencodeAgent: () => (/* binding */ createOpencodeAgent)
});

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/model-name.js
var model_name = __webpack_require__(73289);
;// CONCATENATED MODULE: ./build/agent/opencode-config.js


/** The only provider that opencode is told of. */
const PROVIDER = 'runner';
/** Libraries that the program holds: nothing is downloaded for them. */
const LIBRARIES = {
    responses: { npm: '@ai-sdk/openai', version: 'v1' },
    openai: { npm: '@ai-sdk/openai-compatible', version: 'v1' },
    anthropic: { npm: '@ai-sdk/anthropic', version: 'v1' },
    gemini: { npm: '@ai-sdk/google', version: 'v1beta' },
};
/**
 * Configuration of opencode 1.18 as JSON text, for `OPENCODE_CONFIG_CONTENT`, which wins over every file. The model is
 * the only one, so that nothing small is asked of another. Off is what leaves the room by itself, what costs time before
 * the first call (language servers, formatters, snapshots), and subagents, whose commands and tokens no event tells of.
 */
function opencodeConfig(config) {
    const model = nameOf({ ...config, model: plainName('model', config.model) });
    const { npm, version } = LIBRARIES[takesResponses(config) ? 'responses' : config.provider];
    return literal({
        model: `${PROVIDER}/${model}`,
        small_model: `${PROVIDER}/${model}`,
        enabled_providers: [PROVIDER],
        share: 'disabled',
        autoupdate: false,
        snapshot: false,
        lsp: false,
        formatter: false,
        instructions: config.instructions,
        permission: permissions(config),
        mcp: Object.fromEntries(config.mcp.map((server) => [server.name, mcpServer(server)])),
        provider: {
            [PROVIDER]: {
                name: PROVIDER,
                npm,
                env: [config.keyVariable],
                options: { baseURL: `${config.url}/${version}` },
                models: { [model]: modelEntry(config, model) },
            },
        },
    });
}
/**
 * Models of OpenAI's own that think unless told not to, which may use tools by Responses alone: in chat completions
 * the provider answers 400. `gpt-35-turbo`, as Azure calls it, is none. Most other servers that speak its formats have
 * chat completions alone.
 */
const THINKING_MODEL = /^gpt-(?:5\.(?:[2-9]|\d\d)|[6-9]|[12]\d(?!\d))/;
/** Older ones that have never been there in chat completions. */
const RESPONSES_ALONE = /^(?:gpt-5(?:\.1)?-(?:codex|pro)|o\d-pro|codex-mini)\b/;
/** The model as its server calls it. */
function nameOf({ provider, model }) {
    return provider === 'openai' && model.startsWith(model_name/* BY_CHAT_COMPLETIONS */.r) ? plainName('model', (0,model_name/* servedName */.Z)(model)) : model;
}
function takesResponses({ provider, model }) {
    return provider === 'openai' && (THINKING_MODEL.test(model) || RESPONSES_ALONE.test(model));
}
/** The variant that makes the model think as hard as asked for. */
function opencodeVariant(effort) {
    return plainName('effort', effort);
}
/** The last pattern that matches decides. */
function permissions(config) {
    const rules = [
        ['*', 'allow'],
        ['task', 'deny'],
        ['skill', config.skills ? 'allow' : 'deny'],
        ['webfetch', config.webFetch ? 'allow' : 'deny'],
        ['websearch', config.webSearch ? 'allow' : 'deny'],
    ];
    for (const { name, tools } of config.mcp) {
        if (tools === null)
            continue;
        rules.push([`${name}_*`, 'deny']);
        for (const tool of tools)
            rules.push([toolName(name, tool), 'allow']);
    }
    return Object.fromEntries(rules);
}
/** How opencode calls a tool of an MCP server; in names that it would take for a pattern nothing is allowed. */
function toolName(server, tool) {
    return `${server}_${tool.replace(/[^a-zA-Z0-9_-]/g, '_')}`;
}
function mcpServer({ transport, timeoutMs }) {
    const common = { enabled: true, timeout: timeoutMs };
    return transport.kind === 'http'
        ? // Asked for authorization, it would look for a server for that, and open a browser.
            { type: 'remote', url: transport.url, headers: transport.headers, oauth: false, ...common }
        : { type: 'local', command: transport.argv, environment: transport.env, ...common };
}
/**
 * What is known of a model: opencode's own catalogue is for providers of its own.
 * @param model as its server calls it
 */
function modelEntry(config, model) {
    const { provider, effort } = config;
    const thinking = effort === null ? {} : { reasoning: true };
    switch (provider) {
        case 'openai':
            if (takesResponses(config))
                return { reasoning: true, ...openaiLimit(model) };
            return {
                ...thinking,
                // Too large for some models, and newer ones refuse the field. Without it the server's own maximum holds.
                options: { max_tokens: null },
                ...(effort === null ? {} : { variants: { [effort]: { reasoningEffort: effort } } }),
                ...openaiLimit(model),
            };
        case 'anthropic':
            return { ...thinking, limit: { context: 200_000, output: /^claude-3-[^7]/.test(model) ? 4096 : 32_000 } };
        case 'gemini':
            return { ...thinking, limit: { context: 1_048_576, output: 32_000 } };
    }
}
/** Near its limit a conversation is summed up. Of a model without one that happens only once a request is too long. */
function openaiLimit(model) {
    // What they share. Some take more, at a higher price from there on.
    if (/^gpt-[5-9]/.test(model))
        return { limit: { context: 400_000, input: 272_000, output: 128_000 } };
    if (/^gpt-4\.1/.test(model))
        return { limit: { context: 1_047_576, output: 32_768 } };
    if (/^gpt-4o/.test(model))
        return { limit: { context: 128_000, output: 16_384 } };
    return {};
}
/** A name that stands in configuration or on a command line. */
function plainName(what, name) {
    if (!/^[A-Za-z0-9][\w.:/@+-]{0,255}$/.test(name))
        throw new errors/* CleanroomError */.P3('agent.value-invalid', `${what} ${JSON.stringify(name)} is no plain name`, {
            hint: `${what} is made of letters, digits and . _ : / @ + -, and begins with a letter or digit`,
            kind: 'usage',
        });
    return name;
}
/** JSON in which `{env:NAME}` and `{file:PATH}`, which opencode would replace before it reads it, mean nothing. */
function literal(config) {
    return JSON.stringify(config).replaceAll(/\{(?=(?:env|file):)/g, '\\u007b');
}

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/agent/event-values.js
var event_values = __webpack_require__(2781);
// EXTERNAL MODULE: ./build/agent/json-lines.js
var json_lines = __webpack_require__(78956);
// EXTERNAL MODULE: ./build/agent/line-stream.js
var line_stream = __webpack_require__(75643);
;// CONCATENATED MODULE: ./build/agent/opencode-failure.js

const MAX_MESSAGE = 4096;
/** An error of opencode 1.18 in its own form: a name, and data with a message and perhaps an HTTP status. */
function failureEvent(error) {
    const name = (0,json_object/* isObject */.G)(error) && typeof error['name'] === 'string' ? error['name'] : '';
    const data = (0,json_object/* isObject */.G)(error) && (0,json_object/* isObject */.G)(error['data']) ? error['data'] : {};
    const said = words(data['message']) || name.slice(0, MAX_MESSAGE) || 'opencode gave no reason';
    const status = typeof data['statusCode'] === 'number' ? data['statusCode'] : null;
    const message = status === null ? said : `${said} (HTTP ${status})`;
    return {
        type: 'error',
        message,
        kind: BY_NAME.get(name) ?? kindOf(status, `${said} ${words(data['responseBody'])}`, data['isRetryable'] === true),
        // A conversation that is too long is summed up and goes on; where it does not, the exit code tells.
        fatal: name !== 'ContextOverflowError',
    };
}
const BY_NAME = new Map([
    ['ProviderAuthError', 'auth'],
    ['ContextOverflowError', 'context'],
    ['ContentFilterError', 'refused'],
]);
/** What the provider really said is judged by the broker. */
function kindOf(status, said, retryable) {
    if (status === null) {
        if (/^Session not found/.test(said))
            return 'session-lost';
        return retryable || /unable to connect|connection refused|socket connection|fetch failed|timed out/i.test(said)
            ? 'provider'
            : null;
    }
    if (status === 402 || /insufficient_quota|credit balance is too low/i.test(said))
        return 'quota';
    if (status === 401 || status === 403)
        return 'auth';
    if (status === 429)
        return 'rate-limit';
    return status >= 500 ? 'provider' : null;
}
function words(value) {
    return typeof value === 'string' ? value.slice(0, MAX_MESSAGE) : '';
}

;// CONCATENATED MODULE: ./build/agent/opencode-stream.js





/** A conversation's id. It comes back as an argument of the next turn, so nothing else is let through. */
const OPENCODE_SESSION = /^ses_[0-9A-Za-z]{8,64}$/;
const MAX_ANSWER = 1024 * 1024;
const MAX_PATHS = 1000;
/** Tools by which opencode itself changes files. */
const FILE_TOOLS = new Set(['edit', 'write', 'apply_patch', 'patch', 'multiedit']);
/** Reads `opencode run --format json`: one event a line on stdout; of stderr only what opencode calls an error. */
class OpencodeStream extends line_stream/* LineStream */.v {
    #servers;
    #session = '';
    #lastError = '';
    /** Texts of the step that is under way, or was the last. */
    #texts = [];
    #textBytes = 0;
    /** Whether that step ended, and the conversation with it. */
    #closed = false;
    /** @param servers names of the MCP servers that the agent was told of */
    constructor(servers) {
        super();
        this.#servers = new Set(servers);
    }
    /** What the model said in its last step. What it says in a step that goes on with tools is talk. */
    answer() {
        const answer = this.#closed ? this.#texts.join('') : '';
        return answer.trim() === '' ? undefined : answer;
    }
    line(line) {
        const event = (0,json_lines/* objectOf */.Xy)(line);
        if (event === undefined)
            return [];
        const events = this.#started(event['sessionID']);
        if (event['type'] === 'error')
            events.push(...this.#failed(event['error']));
        else if ((0,json_object/* isObject */.G)(event['part']))
            events.push(...this.#part(event['type'], event['part']));
        return events;
    }
    /** Every event names its session. */
    #started(id) {
        if (typeof id !== 'string' || id === this.#session || !OPENCODE_SESSION.test(id))
            return [];
        this.#session = id;
        return [{ type: 'session', id }];
    }
    #part(type, part) {
        switch (type) {
            case 'step_start':
                this.#reset();
                return [];
            case 'text':
                return this.#said(part['text']);
            case 'reasoning':
                return [{ type: 'reasoning' }];
            case 'tool_use':
                return this.#tool(part);
            case 'step_finish':
                this.#closed = part['reason'] !== 'tool-calls';
                return usage(part['tokens'], part['cost']);
            default:
                return [];
        }
    }
    #reset() {
        this.#texts = [];
        this.#textBytes = 0;
        this.#closed = false;
    }
    #said(value) {
        if (typeof value !== 'string' || value === '')
            return [];
        this.#textBytes += Buffer.byteLength(value);
        if (this.#textBytes <= MAX_ANSWER)
            this.#texts.push(value);
        return [{ type: 'message', text: (0,event_values/* text */.Qq)(value) }];
    }
    #tool(part) {
        const name = (0,event_values/* text */.Qq)(part['tool']);
        const state = (0,json_object/* isObject */.G)(part['state']) ? part['state'] : {};
        const input = (0,json_object/* isObject */.G)(state['input']) ? state['input'] : {};
        const metadata = (0,json_object/* isObject */.G)(state['metadata']) ? state['metadata'] : {};
        const failed = state['status'] === 'error';
        if (name === 'bash')
            return [{ type: 'command', command: (0,event_values/* text */.Qq)(input['command']), exitCode: (0,event_values/* exitCode */.I$)(metadata['exit']) }];
        if (FILE_TOOLS.has(name) && !failed) {
            const changed = paths(input, metadata);
            if (changed.length > 0)
                return [{ type: 'file-change', paths: changed }];
        }
        // Names of servers hold no underscore, so that the first one ends them.
        const server = name.slice(0, Math.max(0, name.indexOf('_')));
        const known = this.#servers.has(server);
        return [
            {
                type: 'tool',
                name: known ? name.slice(server.length + 1) : name,
                server: known ? server : null,
                input: (0,event_values/* text */.Qq)(JSON.stringify(input)),
                failed,
            },
        ];
    }
    #failed(error) {
        const event = failureEvent(error);
        if (event.message === this.#lastError)
            return [];
        this.#lastError = event.message;
        if (event.fatal)
            this.#reset();
        return [event];
    }
    /** Before a conversation is under way (bad configuration, unknown session) opencode complains on stderr alone. */
    complaint(line) {
        const said = /^Error: (.+)$/.exec(line.replace(/\u001b\[[0-9;]*m/g, ''))?.[1];
        return said === undefined ? [] : this.#failed({ name: 'Complaint', data: { message: said } });
    }
}
/** Tokens of one step; several add up. opencode takes cached tokens out of the input, and thoughts out of the output. */
function usage(tokens, cost) {
    if (!(0,json_object/* isObject */.G)(tokens))
        return [];
    const cache = (0,json_object/* isObject */.G)(tokens['cache']) ? tokens['cache'] : {};
    const cached = (0,event_values/* count */.U9)(cache['read']);
    return [
        {
            type: 'usage',
            inputTokens: (0,event_values/* count */.U9)(tokens['input']) + cached + (0,event_values/* count */.U9)(cache['write']),
            cachedInputTokens: cached,
            outputTokens: (0,event_values/* count */.U9)(tokens['output']) + (0,event_values/* count */.U9)(tokens['reasoning']),
            // It is told of no prices, and then calls everything free.
            costUsd: typeof cost === 'number' && Number.isFinite(cost) && cost > 0 ? cost : null,
        },
    ];
}
function paths(input, metadata) {
    const listed = Array.isArray(metadata['files']) ? metadata['files'].slice(0, MAX_PATHS) : [];
    const named = listed.flatMap((file) => (0,json_object/* isObject */.G)(file) ? [file['movePath'] ?? file['filePath'] ?? file['file'] ?? file['relativePath']] : [file]);
    return (named.length > 0 ? named : [input['filePath']]).flatMap((path) => typeof path === 'string' && path !== '' ? [(0,event_values/* text */.Qq)(path)] : []);
}

// EXTERNAL MODULE: ./build/agent/room-paths.js
var room_paths = __webpack_require__(18998);
// EXTERNAL MODULE: ./build/agent/turn-values.js
var turn_values = __webpack_require__(23390);
;// CONCATENATED MODULE: ./build/agent/opencode.js




/** Holds the dummy key. Not `OPENAI_API_KEY`, which programs that the agent starts would pick up. */
const KEY_VARIABLE = 'CLEANROOM_MODEL_KEY';
const CONFIG_DIRECTORY = '.config/opencode';
const CATALOGUE = `${CONFIG_DIRECTORY}/models.json`;
/** opencode has no model of its own: of each provider one for every day that this version lists, and no preview. */
const DEFAULT_MODELS = { openai: 'gpt-5.6-terra', anthropic: 'claude-sonnet-5', gemini: 'gemini-2.5-pro' };
/**
 * opencode, one conversation over all turns, with one model behind one provider. Nothing of the repository's own
 * configuration acts but what is trusted; of its instructions those of the base are read: the one at the top with the
 * prompt, those further down as soon as a file beside or below them is read.
 */
function createOpencodeAgent(options) {
    const { program } = options;
    return {
        name: 'opencode',
        version: program.version,
        provider: options.provider,
        tools: program.layers,
        schemaInPrompt: options.schema !== undefined,
        reportChannel: 'answer',
        homeFiles: () => HOME_FILES,
        command: (turn) => opencodeCommand(options, turn),
        stream: () => new OpencodeStream(options.mcp.map(({ name }) => name)),
    };
}
/**
 * Before its first call opencode installs its library for plugins into its configuration directory, unless it looks
 * installed; and it fetches a catalogue of models, unless it is told of one.
 */
const HOME_FILES = {
    [CATALOGUE]: '{}\n',
    [`${CONFIG_DIRECTORY}/package.json`]: '{"dependencies":{"@opencode-ai/plugin":"*"}}\n',
    [`${CONFIG_DIRECTORY}/package-lock.json`]: '{"lockfileVersion":3,"packages":{"":{"dependencies":{"@opencode-ai/plugin":"*"}}}}\n',
    [`${CONFIG_DIRECTORY}/node_modules/.empty`]: '',
};
function opencodeCommand(options, turn) {
    const { program, paths, effort, provider, providerTools } = options;
    const endpoint = (0,turn_values/* endpointOf */.X)('opencode', turn);
    const trusted = options.trustedConfig.some((name) => name === 'opencode.json' || name === '.opencode');
    const webSearch = providerTools.includes('web_search');
    const config = opencodeConfig({
        provider,
        url: endpoint.url,
        keyVariable: KEY_VARIABLE,
        model: options.model ?? DEFAULT_MODELS[provider],
        effort,
        mcp: options.mcp,
        // With the repository's configuration its instructions are ignored as well, so they are named again.
        instructions: rootInstructions(options).map((name) => `${paths.workspace ?? room_paths/* ROOM_PATHS */.P.workspace}/${name}`),
        webFetch: providerTools.includes('web_fetch'),
        webSearch,
        skills: options.trustedConfig.includes('.opencode'),
    });
    return {
        argv: [
            ...program.argv,
            'run',
            '--format',
            'json',
            '--auto',
            '--thinking',
            // Without one the model is asked for a title.
            '--title',
            'cleanroom',
            ...(effort === null ? [] : ['--variant', opencodeVariant(effort)]),
            ...(turn.session === undefined ? [] : ['--session', (0,turn_values/* sessionArgument */.g)('opencode', OPENCODE_SESSION, turn.session)]),
            ...options.extraArgs,
        ],
        env: {
            [KEY_VARIABLE]: endpoint.key,
            OPENCODE_CONFIG_CONTENT: config,
            OPENCODE_MODELS_PATH: `${paths.home}/${CATALOGUE}`,
            ...QUIET,
            ...(webSearch ? { OPENCODE_ENABLE_EXA: '1' } : {}),
            ...(trusted ? {} : { OPENCODE_DISABLE_PROJECT_CONFIG: '1', OPENCODE_PURE: '1' }),
            ...(options.trustedConfig.includes('.claude') ? {} : { OPENCODE_DISABLE_EXTERNAL_SKILLS: '1' }),
        },
        stdin: turn.prompt,
    };
}
/** Off: what asks the network by itself, or costs time before the first call. */
const QUIET = Object.fromEntries([
    'OPENCODE_DISABLE_AUTOUPDATE',
    'OPENCODE_DISABLE_MODELS_FETCH',
    'OPENCODE_DISABLE_LSP_DOWNLOAD',
    'OPENCODE_DISABLE_SHARE',
    'OPENCODE_DISABLE_DEFAULT_PLUGINS',
    'OPENCODE_DISABLE_TERMINAL_TITLE',
    'OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER',
].map((name) => [name, '1']));
/** The first of its own kind at the top of the workspace, as opencode chooses by itself. */
function rootInstructions({ instructions }) {
    const first = ['AGENTS.md', 'CLAUDE.md', 'CONTEXT.md'].find((name) => instructions.includes(name));
    return first === undefined ? [] : [first];
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
