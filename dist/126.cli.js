export const id = 126;
export const ids = [126,501];
export const modules = {

/***/ 84501:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readCredential: () => (/* binding */ readCredential),
/* harmony export */   secretValues: () => (/* binding */ secretValues)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(38815);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35921);




/** Bytes of the largest credential file. */
const MAX_CREDENTIAL = 1 << 20;
/** Keys of a kubeconfig, and of files like it, whose values are no secrets and are needed in every message. */
const PUBLIC_KEYS = /^(apiVersion|kind|server|name|cluster|user|namespace|current-context|certificate-authority(-data)?|client-certificate(-data)?|tls-server-name|preferences|command|interactiveMode)$/;
const MIN_VALUE = 6;
/** @throws CleanroomError `command.credential` */
async function readCredential(path, command) {
    const refuse = (why) => new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .CleanroomError */ .P3('command.credential', `the credential file ${path} of ${command} cannot be used: ${why}`, {
        hint: 'write it in an earlier step of the job, and name it by its absolute path',
        kind: 'usage',
    });
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK).catch((error) => {
        throw refuse((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .messageOf */ .bD)(error));
    });
    try {
        const status = await file.stat();
        if (!status.isFile())
            throw refuse('it is no regular file');
        if (status.size > MAX_CREDENTIAL)
            throw refuse(`it has more than ${MAX_CREDENTIAL} bytes`);
        const { bytesRead, buffer } = await file.read(Buffer.alloc(MAX_CREDENTIAL + 1), 0, MAX_CREDENTIAL + 1, 0);
        if (bytesRead > MAX_CREDENTIAL)
            throw refuse(`it has more than ${MAX_CREDENTIAL} bytes`);
        return Buffer.from(buffer.subarray(0, bytesRead));
    }
    finally {
        await file.close();
    }
}
/**
 * Every value of a credential file that must not be shown: the scalars of YAML and JSON but for what such files call
 * server, cluster, user and the like; of other files, every word. Also what they are base64 of.
 */
function secretValues(content) {
    const text = content.toString('utf8');
    const found = new Set();
    const add = (value) => {
        if (value.trim().length < MIN_VALUE)
            return;
        found.add(value.trim());
        if (value.length < 16 || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(value))
            return;
        const decoded = Buffer.from(value, 'base64').toString('utf8');
        // Only text: the bytes of anything else would be replaced, and could not be found.
        if (!/[\ufffd\0]/.test(decoded))
            found.add(decoded);
    };
    const structure = structureOf(text);
    if (structure === undefined)
        for (const word of text.split(/[\s"'`=:,;]+/))
            add(word);
    else
        walk(structure, add, 0);
    return [...found];
}
function structureOf(text) {
    try {
        // Every scalar as it is written: a number would lose digits, and so a token that looks like one.
        const value = (0,yaml__WEBPACK_IMPORTED_MODULE_2__/* .parse */ .qg)(text, { maxAliasCount: 100, logLevel: 'error', schema: 'failsafe' });
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
function walk(value, add, depth) {
    if (depth > 50)
        return;
    if (typeof value === 'string')
        add(value);
    else if (Array.isArray(value))
        for (const item of value)
            walk(item, add, depth + 1);
    else if (typeof value === 'object' && value !== null) {
        for (const [key, member] of Object.entries(value)) {
            if (!(PUBLIC_KEYS.test(key) && typeof member === 'string'))
                walk(member, add, depth + 1);
        }
    }
}


/***/ }),

/***/ 64126:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  openMcp: () => (/* binding */ openMcp),
  secretsOfFiles: () => (/* binding */ secretsOfFiles)
});

// EXTERNAL MODULE: ./build/commands/credentials.js
var credentials = __webpack_require__(84501);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/support/redact.js + 1 modules
var redact = __webpack_require__(31470);
;// CONCATENATED MODULE: ./build/mcp/types.js
/** Why a server gave no answer: one text for the room, and one for whoever reads the evidence. */
class McpFailure extends Error {
    /** What the room may know of it: as long as a server likes, and with what secrets it says. */
    told;
    constructor(message, told = message) {
        super(message);
        this.told = told;
    }
}
/** The server has forgotten the conversation, and did not act on the request. */
class McpSessionLost extends McpFailure {
}
/** The server answered with an error of JSON-RPC. */
class McpServerError extends McpFailure {
    code;
    constructor(code, message) {
        super(`the server answered with error ${code}`, message);
        this.code = code;
    }
}

;// CONCATENATED MODULE: ./build/mcp/answer.js



/** Of what a server says of a tool, what a client may need. Icons are addresses, and `_meta` could be anything. */
const TOOL_FIELDS = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'];
const MAX_BLOCKS = 1000;
/** The tools of one page of a server's list. @throws McpFailure */
function readTools(result) {
    if (!(0,json_object/* isObject */.G)(result) || !Array.isArray(result['tools']))
        throw new McpFailure('its list of tools is none');
    const tools = result['tools'].map((tool) => {
        if (!(0,json_object/* isObject */.G)(tool) || typeof tool['name'] !== 'string' || !(0,json_object/* isObject */.G)(tool['inputSchema']))
            throw new McpFailure('its list holds something that is no tool');
        const kept = TOOL_FIELDS.flatMap((field) => (Object.hasOwn(tool, field) ? [[field, tool[field]]] : []));
        return { ...Object.fromEntries(kept), name: tool['name'] };
    });
    const next = result['nextCursor'];
    return { tools, next: typeof next === 'string' && next !== '' ? next : undefined };
}
/** The result of a call, in the shape that is passed on. @throws McpFailure */
function readCallResult(result) {
    if (!(0,json_object/* isObject */.G)(result))
        throw new McpFailure('its answer is none');
    const { content = [], structuredContent, isError } = result;
    if (!Array.isArray(content) || content.length > MAX_BLOCKS || !content.every(json_object/* isObject */.G))
        throw new McpFailure(`its answer is no list of at most ${MAX_BLOCKS} blocks`);
    return {
        content: content.map(({ _meta: _, ...block }) => block),
        ...((0,json_object/* isObject */.G)(structuredContent) ? { structuredContent } : {}),
        isError: isError === true,
    };
}
/** A result that says what went wrong, in a form that reaches the model. */
function errorResult(text) {
    return { content: [{ type: 'text', text }], isError: true };
}
/** Takes the secrets of a server out of what it answers. */
function answerRedactor(secrets) {
    const redactor = (0,redact/* createRedactor */.lY)(secrets);
    let redactions = 0;
    const text = (given) => {
        const found = redactor.bytes(Buffer.from(given, 'utf8'), { shapes: false });
        redactions += found.redactions;
        return found.redactions === 0 ? given : found.bytes.toString('utf8');
    };
    const walk = (value) => {
        if (typeof value === 'string')
            return text(value);
        // A secret may be all digits.
        if (typeof value === 'number')
            return text(String(value)) === String(value) ? value : redact/* REDACTED */.XF;
        if (Array.isArray(value))
            return value.map(walk);
        if (!(0,json_object/* isObject */.G)(value))
            return value;
        return Object.fromEntries(Object.entries(value).map(([key, member]) => [text(key), walk(member)]));
    };
    return {
        text: (given) => text(given),
        json(value) {
            redactions = 0;
            // Most answers hold nothing to take out, and one look at all of it is enough to know.
            if (redactor.bytes(Buffer.from(JSON.stringify(value), 'utf8'), { shapes: false }).redactions === 0)
                return { value, redactions: 0 };
            // The shape stays, only texts change.
            return { value: walk(value), redactions };
        },
    };
}

// EXTERNAL MODULE: ./build/support/version.js
var support_version = __webpack_require__(77580);
;// CONCATENATED MODULE: ./build/mcp/client.js




/** Versions of MCP that are spoken, the newest first. What differs between them is in nothing that is passed on. */
const PROTOCOL_VERSIONS = [
    '2025-11-25',
    '2025-06-18',
    '2025-03-26',
    '2024-11-05',
];
/** Bytes of the longest message of a server whose answers may have so many. */
function longestMessage(outputBytes) {
    return Math.max(outputBytes, LIST_BYTES) + ENVELOPE_BYTES;
}
const START_MS = 60_000;
const LIST_MS = 30_000;
/** Of a list of tools. */
const LIST_BYTES = 2 << 20;
/** What an answer has around the part that is passed on. */
const ENVELOPE_BYTES = 64 << 10;
const MAX_PAGES = 20;
const MAX_TOOLS = 500;
/** One conversation with a server: the host is its client, and offers it nothing that it could ask for. */
class McpClient {
    info;
    #transport;
    #tools;
    constructor(transport, info) {
        this.info = info;
        this.#transport = transport;
        transport.onNotification = (method) => {
            if (method === 'notifications/tools/list_changed')
                this.#tools = undefined;
        };
    }
    /** @throws McpFailure when the server does not begin in a minute, or speaks no version of ours */
    static async connect(transport, signal) {
        const hello = {
            protocolVersion: PROTOCOL_VERSIONS[0],
            capabilities: {},
            clientInfo: { name: 'cleanroom-action', version: support_version/* VERSION */.x },
        };
        const result = await within(signal, START_MS, 'it did not begin', (timed) => transport.request('initialize', hello, { signal: timed, maxBytes: LIST_BYTES }));
        const version = (0,json_object/* isObject */.G)(result) ? result['protocolVersion'] : undefined;
        if (!(0,json_object/* isObject */.G)(result) || typeof version !== 'string' || !PROTOCOL_VERSIONS.includes(version))
            throw new McpFailure(`it speaks none of the versions ${PROTOCOL_VERSIONS.join(', ')} of MCP`);
        const said = (0,json_object/* isObject */.G)(result['serverInfo']) ? result['serverInfo'] : {};
        const { instructions } = result;
        transport.agreed(version);
        transport.notify('notifications/initialized');
        return new McpClient(transport, {
            serverInfo: { name: textOf(said['name']), version: textOf(said['version']) },
            instructions: textOf(instructions),
        });
    }
    /** Every tool of the server; asked once, and again when the server says that they have changed. @throws McpFailure */
    tools(signal) {
        this.#tools ??= within(signal, LIST_MS, 'it did not list its tools', (timed) => this.#list(timed)).catch((error) => {
            this.#tools = undefined;
            throw error;
        });
        return this.#tools;
    }
    async #list(signal) {
        const tools = [];
        const options = { signal, maxBytes: LIST_BYTES };
        let cursor;
        let bytes = 0;
        for (let page = 0; page < MAX_PAGES; page++) {
            const result = await this.#transport.request('tools/list', cursor === undefined ? {} : { cursor }, options);
            const read = readTools(result);
            tools.push(...read.tools);
            bytes += Buffer.byteLength(JSON.stringify(read.tools));
            if (tools.length > MAX_TOOLS || bytes > LIST_BYTES)
                throw new McpFailure(`it has more than ${MAX_TOOLS} tools, or more than ${LIST_BYTES} bytes of them`);
            if (read.next === undefined)
                return tools;
            cursor = read.next;
        }
        throw new McpFailure(`its list of tools has more than ${MAX_PAGES} pages`);
    }
    /** @throws McpFailure, McpServerError */
    async call(tool, args, limits) {
        const params = { name: tool, arguments: args };
        const { signal, timeoutMs, maxBytes } = limits;
        return readCallResult(await within(signal, timeoutMs, 'it did not answer', (timed) => this.#transport.request('tools/call', params, { signal: timed, maxBytes: maxBytes + ENVELOPE_BYTES })));
    }
}
/** Gives an action a signal that also fires when the time is over, and then says so. */
async function within(signal, ms, what, action) {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new McpFailure(`${what} within ${ms / 1000} seconds`)), ms);
    try {
        return await action(AbortSignal.any([signal, late.signal]));
    }
    finally {
        clearTimeout(timer);
    }
}
function textOf(value) {
    return typeof value === 'string' ? value : '';
}

;// CONCATENATED MODULE: ./build/mcp/connection.js



/** How often a server is begun anew after it was lost. */
const MAX_RESTARTS = 9;
/** The one conversation that a run has with a server, begun anew when it was lost. */
class McpConnection {
    #open;
    #stop = new AbortController();
    #signal;
    #onLost;
    #client;
    /** Beginnings that are not over, of which all but the last are failing. */
    #beginnings = new Set();
    #current;
    /** Those that are not gone, of which all but the last are ending. */
    #transports = new Set();
    /** Why it could not begin, each reason once. */
    #told = new Set();
    #begun = 0;
    #closed = false;
    /**
     * @param open makes a fresh way to the server
     * @param onLost told why a conversation could not begin
     */
    constructor(open, signal, onLost) {
        this.#open = open;
        this.#signal = AbortSignal.any([signal, this.#stop.signal]);
        this.#onLost = onLost;
    }
    /** @throws McpFailure when it cannot be had */
    client() {
        if (this.#begun > MAX_RESTARTS && this.#client === undefined)
            return Promise.reject(new McpFailure(`it was begun ${this.#begun} times, and is not begun again`));
        if (this.#client !== undefined)
            return this.#client;
        const client = this.#begin().catch((error) => {
            // While this one ended, another may have begun.
            if (this.#client === client)
                this.#client = undefined;
            const failure = error instanceof McpFailure ? error : new McpFailure((0,errors/* messageOf */.bD)(error), NOT_STARTED);
            if (!this.#closed && !this.#told.has(failure.message))
                this.#onLost(failure.message);
            this.#told.add(failure.message);
            throw failure;
        });
        this.#client = client;
        this.#beginnings.add(client);
        const over = () => void this.#beginnings.delete(client);
        client.then(over, over);
        return client;
    }
    async close() {
        this.#closed = true;
        this.#stop.abort();
        await Promise.allSettled(this.#beginnings);
        await Promise.all([...this.#transports].map((transport) => transport.close()));
    }
    async #begin() {
        if (this.#closed)
            throw new McpFailure('the run is over');
        this.#begun += 1;
        const transport = await this.#open();
        this.#transports.add(transport);
        void transport.closed.then(() => this.#lost(transport));
        try {
            this.#current = transport;
            return await McpClient.connect(transport, this.#signal);
        }
        catch (error) {
            await transport.close();
            throw error;
        }
    }
    async #lost(transport) {
        if (this.#current === transport)
            this.#client = undefined;
        await transport.close();
        this.#transports.delete(transport);
    }
}
const NOT_STARTED = 'the host could not start it; the person who reads the evidence is told why';

// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./build/broker/addresses.js
var addresses = __webpack_require__(31596);
// EXTERNAL MODULE: ./build/broker/dial.js + 1 modules
var dial = __webpack_require__(54239);
// EXTERNAL MODULE: ./build/broker/limits.js
var limits = __webpack_require__(44906);
// EXTERNAL MODULE: ./build/broker/secure-upstream.js
var secure_upstream = __webpack_require__(80161);
// EXTERNAL MODULE: ./build/broker/json-walk.js
var json_walk = __webpack_require__(95436);
;// CONCATENATED MODULE: ./build/mcp/json-rpc.js


const RPC = { parse: -32_700, request: -32_600, method: -32_601, params: -32_602, internal: -32_603 };
const MAX_ID = 256;
const MAX_NAME = 256;
/**
 * Judges the body of a room's request. It must be one strict JSON object: no batch, no further text, at most 256 levels.
 * Of names that it has twice the last counts, here and in what goes on, because that is written anew.
 */
function judgeMessage(body) {
    const parsed = readObject(body);
    if (typeof parsed === 'string')
        return refuse(null, RPC.parse, parsed);
    const { jsonrpc, method, params } = parsed;
    const id = readId(parsed['id']);
    if (jsonrpc !== '2.0')
        return refuse(id ?? null, RPC.request, 'jsonrpc is not 2.0');
    if (typeof method !== 'string')
        return refuse(id ?? null, RPC.request, 'there is no method: this server asks nothing, and takes no answers');
    if (Object.hasOwn(parsed, 'id') && id === undefined)
        return refuse(null, RPC.request, `id must be a whole number or a text of at most ${MAX_ID} characters`);
    if (method.startsWith('notifications/')) {
        if (id !== undefined)
            return refuse(id, RPC.request, 'a notification has no id');
        const cancelled = method === 'notifications/cancelled' && (0,json_object/* isObject */.G)(params) ? readId(params['requestId']) : undefined;
        return cancelled === undefined ? { kind: 'notification', method } : { kind: 'cancel', id: cancelled };
    }
    if (id === undefined)
        return refuse(null, RPC.request, 'a request needs an id');
    if (params !== undefined && !(0,json_object/* isObject */.G)(params))
        return refuse(id, RPC.params, 'params must be an object');
    switch (method) {
        case 'initialize': {
            const version = params?.['protocolVersion'];
            return { kind: 'initialize', id, version: typeof version === 'string' ? version.slice(0, 64) : '' };
        }
        case 'ping':
            return { kind: 'ping', id };
        case 'tools/list':
            return { kind: 'list', id };
        case 'tools/call':
            return readCall(id, params ?? {});
        default:
            return refuse(id, RPC.method, `${method.slice(0, 100)} is not passed on: only tools are`);
    }
}
function readCall(id, params) {
    const { name, arguments: args = {} } = params;
    if (typeof name !== 'string' || name === '' || name.length > MAX_NAME)
        return { ...refuse(id, RPC.params, `name must be a text of at most ${MAX_NAME} characters`), tool: '' };
    if (!(0,json_object/* isObject */.G)(args))
        return { ...refuse(id, RPC.params, 'arguments must be an object'), tool: name };
    return { kind: 'call', id, tool: name, args };
}
/** The object that the bytes are, or why they are none. */
function readObject(bytes) {
    if (bytes.subarray(0, 64).toString('latin1').trimStart().startsWith('['))
        return 'batches are not accepted';
    const walk = new json_walk/* JsonWalk */.e({});
    walk.push(bytes);
    if (walk.fault !== undefined || !walk.complete)
        return `it is no JSON object: ${walk.fault ?? 'it is cut short'}`;
    try {
        const value = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
        return (0,json_object/* isObject */.G)(value) ? value : 'it is no JSON object';
    }
    catch {
        return 'it is no JSON object in UTF-8';
    }
}
function readId(value) {
    if (typeof value === 'string' && value.length <= MAX_ID)
        return value;
    return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}
function errorMessage(id, code, message) {
    return { jsonrpc: '2.0', id, error: { code, message } };
}
function resultMessage(id, result) {
    return { jsonrpc: '2.0', id, result };
}
function refuse(id, code, reason) {
    return { kind: 'refused', id, code, reason };
}

;// CONCATENATED MODULE: ./build/mcp/http-answer.js



/** Characters of an address that a person is told. */
const MAX_ADDRESS = 1024;
/** Of a body that says what was wrong with a request. */
const COMPLAINT_BYTES = 64 << 10;
function mediaType({ headers }) {
    return (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase();
}
/** Says where to, for a person: what the person then writes is an address that was chosen. */
function redirection({ headers }, status, from) {
    const told = `it redirects (status ${status}), which is not followed`;
    const { location } = headers;
    const to = location !== undefined && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
    if (to === undefined || !/^https?:$/.test(to.protocol))
        return new McpFailure(told);
    const address = `${to.origin}${to.pathname}`;
    if (address.length > MAX_ADDRESS)
        return new McpFailure(told);
    return new McpFailure(`${told}: where that is right, write ${address} as its url`, told);
}
/**
 * @param hasHeaders whether it was sent a credential, for all we know
 */
function refusal({ headers }, status, hasHeaders) {
    const why = hasHeaders
        ? `it does not accept the credential of the run (status ${status})`
        : `it wants a credential (status ${status}), and there is none in its headers`;
    if (!/\bresource_metadata\s*=|\bauthorization_uri\s*=/i.test(headers['www-authenticate'] ?? ''))
        return new McpFailure(why);
    const offer = 'it offers a sign-in with a browser, for which a run has nobody: put a token into its headers';
    return new McpFailure(`${why}; ${offer}`, why);
}
/** What a JSON body says of an error, whole; empty: nothing that can be told. */
async function wordsOf(answer) {
    if (mediaType(answer) !== 'application/json')
        return '';
    const error = await wholeBody(answer, COMPLAINT_BYTES).then((body) => body['error'], () => undefined);
    return (0,json_object/* isObject */.G)(error) && typeof error['message'] === 'string' ? error['message'] : '';
}
/** A JSON object. @throws McpFailure for one that is none, or too large */
async function wholeBody(answer, maxBytes) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of answer) {
        bytes += chunk.length;
        if (bytes > maxBytes)
            throw new McpFailure(`its answer had more than ${maxBytes} bytes`);
        chunks.push(chunk);
    }
    const message = readObject(Buffer.concat(chunks));
    if (typeof message === 'string')
        throw new McpFailure(`its answer is no message: ${message}`);
    return message;
}

;// CONCATENATED MODULE: ./build/mcp/messages.js



/** The result of an answer to our request. @throws McpFailure, McpServerError */
function resultOf(message, id) {
    if (message['id'] !== id)
        throw new McpFailure('it answered another request than the one that was sent');
    const { error } = message;
    if (error !== undefined && error !== null) {
        const fields = (0,json_object/* isObject */.G)(error) ? error : {};
        const code = typeof fields['code'] === 'number' ? fields['code'] : RPC.internal;
        const text = typeof fields['message'] === 'string' ? fields['message'] : 'no reason was given';
        throw new McpServerError(code, text);
    }
    return message['result'];
}
/** What a server gets that asks its client for something. Some end the conversation without a sign of life. */
function replyTo(method) {
    if (method === 'ping')
        return { result: {} };
    return { error: { code: RPC.method, message: `${method.slice(0, 100)} is not offered by this client` } };
}

;// CONCATENATED MODULE: ./build/mcp/sse.js

const LF = 10;
/** Characters of an id that is sent back. */
const sse_MAX_ID = 1024;
/**
 * Reads streams of server-sent events, one after another: the data of each message, in bounded memory. Comments, events
 * of other names, and those without data, which only say where a stream can be gone on with, are left out.
 */
class EventReader {
    #maxBytes;
    #line = [];
    #lineBytes = 0;
    #data = [];
    #dataBytes = 0;
    #name = '';
    /** Of the event that is being read: what was not read whole must not count as received. */
    #next;
    #id;
    #retryMs;
    /** @param maxBytes of one event */
    constructor(maxBytes) {
        this.#maxBytes = maxBytes;
    }
    /** The id of the last event that was read whole and had one, fit for a header; undefined: no stream can be gone on with. */
    get lastId() {
        return this.#id;
    }
    /** Milliseconds that the server wants us to wait before we ask for more; undefined: it did not say. */
    get retryMs() {
        return this.#retryMs;
    }
    /** Another stream begins. What the last one said in part is forgotten. */
    begin() {
        this.#line = [];
        this.#lineBytes = 0;
        this.#endEvent();
    }
    /** The data of the messages that end in this chunk. @throws McpFailure for one that is too large */
    push(chunk) {
        const events = [];
        let at = 0;
        for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, at)) {
            this.#keep(chunk.subarray(at, end));
            at = end + 1;
            const event = this.#endLine();
            if (event !== undefined)
                events.push(event);
        }
        this.#keep(chunk.subarray(at));
        return events;
    }
    #keep(bytes) {
        this.#lineBytes += bytes.length;
        if (this.#lineBytes + this.#dataBytes > this.#maxBytes)
            throw new McpFailure(`an answer had more than ${this.#maxBytes} bytes`);
        if (bytes.length > 0)
            this.#line.push(bytes);
    }
    /** The data of the event that ends with this line. */
    #endLine() {
        const line = Buffer.concat(this.#line).toString('utf8').replace(/\r$/, '');
        this.#line = [];
        this.#lineBytes = 0;
        if (line === '') {
            const data = this.#data.join('\n');
            const isMessage = data !== '' && (this.#name === '' || this.#name === 'message');
            this.#id = this.#next ?? this.#id;
            this.#endEvent();
            return isMessage ? data : undefined;
        }
        const colon = line.indexOf(':');
        const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
        switch (colon < 0 ? line : line.slice(0, colon)) {
            case 'data':
                this.#dataBytes += Buffer.byteLength(value) + 1;
                this.#data.push(value);
                break;
            case 'event':
                this.#name = value;
                break;
            case 'id':
                if (value.length <= sse_MAX_ID && /^[\x21-\x7e]+$/.test(value))
                    this.#next = value;
                break;
            case 'retry':
                if (/^\d{1,9}$/.test(value))
                    this.#retryMs = Number(value);
                break;
        }
        return undefined;
    }
    #endEvent() {
        this.#data = [];
        this.#dataBytes = 0;
        this.#name = '';
        this.#next = undefined;
    }
}

;// CONCATENATED MODULE: ./build/mcp/transport.js

/** What an aborted wait rejects with. */
function abortFailure(signal) {
    return signal.reason instanceof McpFailure ? signal.reason : new McpFailure('it was cancelled');
}

;// CONCATENATED MODULE: ./build/mcp/http-transport.js














/** What comes beside an answer on one stream: progress, logs. */
const BESIDE_BYTES = 4 << 20;
/** Requests of the server on one stream, each of which is refused. */
const MAX_ASKED = 16;
const MAX_SESSION = 1024;
/** How often the rest of one answer is asked for. */
const MAX_RESUMED = 100;
/** Milliseconds before that, whatever the server wants. */
const RESUME_MS = { least: 100, usual: 1000, most: 10_000 };
/**
 * A server that speaks streamable HTTP, reached from the host: one connection for each request, its certificate
 * verified, no redirect followed, nothing but public addresses unless they were named.
 */
class HttpTransport {
    #o;
    #url;
    #gone = new AbortController();
    closed;
    onNotification;
    /** Requests whose answer has not come. */
    #asked = new Set();
    #session;
    /** The server has forgotten the session. */
    #forgotten = false;
    #version;
    /** The server was told that the conversation has begun: what is asked before that is refused by some. */
    #begun = Promise.resolve();
    #ids = 0;
    #lost = () => { };
    constructor(options) {
        this.#o = options;
        this.#url = new URL(options.url);
        this.closed = new Promise((resolve) => {
            this.#lost = resolve;
        });
    }
    request(method, params, options) {
        const asked = this.#request(method, params, options);
        this.#asked.add(asked);
        const over = () => void this.#asked.delete(asked);
        asked.then(over, over);
        return asked;
    }
    async #request(method, params, options) {
        this.#ids += 1;
        const id = this.#ids;
        const signal = AbortSignal.any([options.signal, this.#gone.signal]);
        await beforeAborted(this.#begun, signal);
        const answer = await this.#send('POST', { jsonrpc: '2.0', id, method, params }, signal);
        try {
            if (method === 'initialize') {
                const session = answer.headers['mcp-session-id'];
                if (typeof session === 'string' && session.length <= MAX_SESSION && /^[\x21-\x7e]+$/.test(session))
                    this.#session = session;
            }
            const type = mediaType(answer);
            if (type === 'text/event-stream')
                return await this.#fromStreams(answer, id, options.maxBytes, signal);
            if (type !== 'application/json')
                throw new McpFailure('its answer is neither JSON nor a stream of events');
            return resultOf(await wholeBody(answer, options.maxBytes), id);
        }
        catch (error) {
            if (signal.aborted) {
                if (method === 'tools/call')
                    this.notify('notifications/cancelled', { requestId: id });
                throw abortFailure(signal);
            }
            throw error instanceof McpFailure ? error : new McpFailure('it ended its answer before it was whole');
        }
        finally {
            answer.destroy();
        }
    }
    notify(method, params) {
        const posted = this.#post({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
        if (method === 'notifications/initialized')
            this.#begun = posted;
    }
    agreed(version) {
        this.#version = version;
    }
    async close() {
        if (this.#forgotten) {
            // Whatever else was on its way hears of that too, and may be asked again. Who does not wait for it closes once more.
            this.#forgotten = false;
            await Promise.allSettled(this.#asked);
        }
        if (this.#session !== undefined && !this.#gone.signal.aborted) {
            const answer = await this.#send('DELETE', undefined, AbortSignal.timeout(2000)).catch(() => undefined);
            answer?.destroy();
            this.#session = undefined;
        }
        this.#gone.abort(new McpFailure('its session is over'));
        this.#lost();
    }
    /** Never rejects. */
    #post(message) {
        const signal = AbortSignal.any([AbortSignal.timeout(10_000), this.#gone.signal]);
        return this.#send('POST', message, signal).then((answer) => void answer.destroy(), () => { });
    }
    /**
     * Reads events until the answer is among them. A server may end a stream at any time and, where it gave its events ids,
     * have us ask for the rest.
     */
    async #fromStreams(first, id, maxBytes, signal) {
        const stream = { reader: new EventReader(maxBytes), id, maxBytes, bytes: 0, asked: 0 };
        let answer = first;
        for (let resumed = 0;; resumed++) {
            try {
                const found = await this.#fromStream(answer, stream);
                if (found !== undefined)
                    return found.result;
            }
            catch (error) {
                // A connection that failed can be gone on with as well.
                if (error instanceof McpFailure || signal.aborted)
                    throw error;
            }
            finally {
                answer.destroy();
            }
            const { lastId, retryMs = RESUME_MS.usual } = stream.reader;
            if (lastId === undefined || resumed >= MAX_RESUMED)
                throw new McpFailure('it ended its answer before it was whole');
            await beforeAborted((0,promises_.setTimeout)(Math.min(Math.max(retryMs, RESUME_MS.least), RESUME_MS.most), undefined, { signal }), signal);
            stream.reader.begin();
            answer = await this.#send('GET', undefined, signal, { 'last-event-id': lastId }).catch((error) => {
                if (signal.aborted)
                    throw error;
                // It has acted on the request, so that nothing may ask for the whole of it again.
                const why = error instanceof McpFailure ? error.message : 'it failed';
                throw new McpFailure(`it ended its answer before it was whole; asked for the rest, ${why}`);
            });
            if (mediaType(answer) !== 'text/event-stream') {
                answer.destroy();
                throw new McpFailure('it ended its answer before it was whole, and what it sent for the rest is no stream');
            }
        }
    }
    /** The result, in an object; undefined: the stream ended without it. */
    async #fromStream(answer, stream) {
        const { reader, id, maxBytes } = stream;
        for await (const chunk of answer) {
            stream.bytes += chunk.length;
            if (stream.bytes > maxBytes + BESIDE_BYTES)
                throw new McpFailure('it sent too much beside its answer');
            for (const data of reader.push(chunk)) {
                const message = readObject(Buffer.from(data, 'utf8'));
                if (typeof message === 'string')
                    throw new McpFailure(`it sent a message that is none: ${message}`);
                const { method } = message;
                if (typeof method !== 'string') {
                    if (message['id'] === id)
                        return { result: resultOf(message, id) };
                }
                else if (message['id'] === undefined)
                    this.onNotification?.(method);
                else {
                    // It may ask for nothing: no sampling, no questions to a person, no roots.
                    stream.asked += 1;
                    if (stream.asked > MAX_ASKED)
                        throw new McpFailure('it asks too much of its client');
                    void this.#post({ jsonrpc: '2.0', id: readId(message['id']) ?? null, ...replyTo(method) });
                }
            }
        }
        return undefined;
    }
    async #send(method, message, signal, more = {}) {
        const url = this.#url;
        const body = message === undefined ? undefined : Buffer.from(JSON.stringify(message), 'utf8');
        const socket = await this.#connect(signal);
        // What the server is asked in is what it may have forgotten, whatever came of it meanwhile.
        const session = this.#session;
        const upstream = (0,external_node_http_.request)({
            createConnection: () => socket,
            method,
            path: url.pathname,
            maxHeaderSize: limits/* DEFAULT_LIMITS */.d.headerBytes,
            headers: {
                ...this.#o.headers,
                host: url.host,
                'user-agent': 'cleanroom-action',
                accept: method === 'GET' ? 'text/event-stream' : 'application/json, text/event-stream',
                ...more,
                'accept-encoding': 'identity',
                ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': body.length }),
                ...(session === undefined ? {} : { 'mcp-session-id': session }),
                ...(this.#version === undefined ? {} : { 'mcp-protocol-version': this.#version }),
            },
        });
        upstream.end(body);
        const answer = await responseOf(upstream, signal);
        try {
            const problem = await this.#complaint(answer, session);
            if (problem === undefined)
                return answer;
            throw problem;
        }
        catch (error) {
            answer.destroy();
            throw signal.aborted ? abortFailure(signal) : error;
        }
    }
    async #complaint(answer, session) {
        const status = answer.statusCode ?? 0;
        const coding = answer.headers['content-encoding'];
        if (coding !== undefined && coding.trim().toLowerCase() !== 'identity')
            return new McpFailure('it compressed its answer although it was asked not to');
        if (status >= 200 && status < 300)
            return undefined;
        if (status === 401 || status === 403)
            return refusal(answer, status, Object.keys(this.#o.headers).length > 0);
        if (status >= 300 && status < 400)
            return redirection(answer, status, this.#url);
        const said = await wordsOf(answer);
        // The session is over on its side; the next request begins another one. Some say so with another status than they should.
        if (session !== undefined && (status === 404 || (status === 400 && /\bsession\b/i.test(said)))) {
            if (this.#session === session)
                this.#forgotten = true;
            this.#session = undefined;
            this.#lost();
            return new McpSessionLost('it has forgotten its session');
        }
        const hint = status === 405 ? '; it may speak the older transport, with two addresses, which is not spoken here' : '';
        const failure = `it answered with status ${status}${hint}`;
        return new McpFailure(failure, said === '' ? failure : `${failure}: ${said}`);
    }
    async #connect(signal) {
        const { hostname, port, protocol } = this.#url;
        const clear = protocol === 'http:';
        const host = hostname.replace(/^\[|\]$/g, '');
        const number = port === '' ? (clear ? 80 : 443) : Number(port);
        const authority = { host, port: number, text: `${host}:${number}` };
        // Whoever writes an address has named it.
        const named = (0,external_node_net_.isIP)(host) !== 0 || host === 'localhost' || this.#o.allowPrivate.has(authority.text);
        let isPublic = false;
        const lookup = async (name) => {
            const found = await (this.#o.lookup ?? dial/* systemLookup */.O)(name);
            isPublic = clear && found.some(({ address }) => (0,addresses/* classifyAddress */.D)(address) !== 'private');
            return isPublic ? [] : found;
        };
        const dialled = await (0,dial/* dial */.z)(authority, { lookup, allowPrivate: named, limits: limits/* DEFAULT_LIMITS */.d, signal });
        if (signal.aborted) {
            if (dialled.ok)
                dialled.socket.destroy();
            throw abortFailure(signal);
        }
        const unreachable = 'it cannot be reached; the person who reads the evidence is told why';
        if (isPublic)
            throw new McpFailure('plain http leads to a public address: give its url with https', unreachable);
        if (!dialled.ok) {
            const hint = dialled.private ? `; to permit it, have ${authority.text} in allow-private` : '';
            throw new McpFailure(`${dialled.reason}${hint}`, unreachable);
        }
        if (clear)
            return dialled.socket;
        const { socket } = dialled;
        const cut = () => void socket.destroy();
        signal.addEventListener('abort', cut, { once: true });
        const result = await (0,secure_upstream/* secure */.e)(socket, authority, limits/* DEFAULT_LIMITS */.d, this.#o.authorities);
        signal.removeEventListener('abort', cut);
        if (!('reason' in result))
            return result;
        throw signal.aborted ? abortFailure(signal) : new McpFailure(result.reason, unreachable);
    }
}
/** The head of the answer. From then on the signal ends its body. */
function responseOf(upstream, signal) {
    return new Promise((resolve, reject) => {
        const onAbort = () => {
            upstream.destroy();
            reject(abortFailure(signal));
        };
        upstream.once('close', () => {
            signal.removeEventListener('abort', onAbort);
            // A change of protocols, for one, ends it without an error.
            reject(new McpFailure('it closed the connection without an answer'));
        });
        upstream.on('error', (error) => reject(new McpFailure(`the connection failed (${(0,errors/* errnoOf */.UQ)(error) ?? 'protocol error'})`)));
        upstream.once('response', (answer) => {
            // Whoever reads it sees its end; nobody may.
            answer.on('error', () => { });
            resolve(answer);
        });
        if (signal.aborted)
            onAbort();
        else
            signal.addEventListener('abort', onAbort, { once: true });
    });
}
/** @throws McpFailure when the signal fires before it has settled */
function beforeAborted(wanted, signal) {
    return new Promise((resolve, reject) => {
        const onAbort = () => reject(abortFailure(signal));
        const over = () => {
            signal.removeEventListener('abort', onAbort);
            resolve();
        };
        if (signal.aborted)
            onAbort();
        else
            signal.addEventListener('abort', onAbort, { once: true });
        wanted.then(over, over);
    });
}

// EXTERNAL MODULE: ./build/commands/paths.js
var paths = __webpack_require__(59207);
// EXTERNAL MODULE: ./build/support/broker-port.js
var broker_port = __webpack_require__(14347);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./build/mcp/stdio-transport.js






const stdio_transport_LF = 10;
/** Requests of the server, each of which is refused. */
const stdio_transport_MAX_ASKED = 1000;
/** What the program has not read yet. */
const MAX_UNREAD = 16 << 20;
/** A server that speaks over standard input and output, one message a line. */
class StdioTransport {
    closed;
    /** The program is gone, and with it everything that was made for it. */
    #gone;
    #settleClosed = () => { };
    onNotification;
    #stdin = new external_node_stream_.PassThrough();
    #stop = new AbortController();
    #pending = new Map();
    #lineLimit;
    #ids = 0;
    #asked = 0;
    #line = [];
    #lineBytes = 0;
    /** Reads the id of a line that is too long to be kept. */
    #walk;
    #walkedId;
    #over;
    /** @param lineLimit bytes of the longest message that is kept */
    constructor(start, lineLimit) {
        this.#lineLimit = lineLimit;
        this.#stdin.on('error', () => { });
        this.closed = new Promise((resolve) => {
            this.#settleClosed = resolve;
        });
        const { ended } = start({
            stdin: this.#stdin,
            onStdout: (chunk) => this.#read(chunk),
            signal: this.#stop.signal,
        });
        this.#gone = ended.then((why) => this.#end(new McpFailure(`its program ended: ${why}`, 'its program ended')), (error) => this.#end(error instanceof McpFailure ? error : new McpFailure(String(error), 'its program ended')));
    }
    request(method, params, { signal, maxBytes }) {
        if (this.#over !== undefined)
            return Promise.reject(this.#over);
        if (signal.aborted)
            return Promise.reject(abortFailure(signal));
        this.#ids += 1;
        const id = this.#ids;
        return new Promise((resolve, reject) => {
            const onAbort = () => {
                this.#pending.delete(id);
                if (method === 'tools/call')
                    this.notify('notifications/cancelled', { requestId: id });
                reject(abortFailure(signal));
            };
            const done = () => signal.removeEventListener('abort', onAbort);
            signal.addEventListener('abort', onAbort, { once: true });
            this.#pending.set(id, {
                maxBytes,
                resolve: (result) => {
                    done();
                    resolve(result);
                },
                reject: (error) => {
                    done();
                    reject(error);
                },
            });
            this.#write({ jsonrpc: '2.0', id, method, params });
        });
    }
    notify(method, params) {
        this.#write({ jsonrpc: '2.0', method, ...(params === undefined ? {} : { params }) });
    }
    agreed() { }
    async close() {
        this.#end(new McpFailure('the run is over'));
        this.#stop.abort();
        await this.#gone;
    }
    #write(message) {
        if (this.#over !== undefined)
            return;
        this.#stdin.write(`${JSON.stringify(message)}\n`);
        if (this.#stdin.writableLength + this.#stdin.readableLength > MAX_UNREAD)
            this.#fail(new McpFailure('its program does not read what it is sent'));
    }
    #fail(why) {
        this.#end(why);
        this.#stop.abort();
    }
    #end(why) {
        this.#over ??= why;
        this.#settleClosed();
        this.#stdin.end();
        for (const [id, pending] of [...this.#pending]) {
            this.#pending.delete(id);
            pending.reject(this.#over);
        }
    }
    #read(chunk) {
        let at = 0;
        for (let end = chunk.indexOf(stdio_transport_LF); end !== -1; end = chunk.indexOf(stdio_transport_LF, at)) {
            this.#keep(chunk.subarray(at, end));
            at = end + 1;
            this.#endLine();
        }
        this.#keep(chunk.subarray(at));
    }
    #keep(bytes) {
        if (bytes.length === 0)
            return;
        this.#lineBytes += bytes.length;
        if (this.#walk === undefined && this.#lineBytes <= this.#lineLimit) {
            this.#line.push(bytes);
            return;
        }
        // Too long to be kept: only whose answer it is matters now.
        if (this.#walk === undefined) {
            const id = {
                scalar: ({ value }) => {
                    this.#walkedId = readId(value);
                },
            };
            this.#walk = new json_walk/* JsonWalk */.e({ field: (name) => (name === 'id' ? id : undefined) });
            for (const kept of this.#line)
                this.#walk.push(kept);
            this.#line = [];
        }
        this.#walk.push(bytes);
    }
    #endLine() {
        const bytes = this.#lineBytes;
        const line = Buffer.concat(this.#line);
        const walkedId = this.#walk === undefined ? undefined : this.#walkedId;
        this.#line = [];
        this.#lineBytes = 0;
        this.#walk = undefined;
        this.#walkedId = undefined;
        if (bytes > this.#lineLimit) {
            this.#settle(walkedId, (pending) => pending.reject(tooLong(pending)));
            return;
        }
        if (line.toString('latin1').trim() === '')
            return;
        const message = readObject(line);
        // Programs print other things too; what is no message is nobody's answer.
        if (typeof message === 'string')
            return;
        const { method } = message;
        if (typeof method !== 'string') {
            this.#settle(readId(message['id']), (pending, id) => {
                if (bytes > pending.maxBytes)
                    return pending.reject(tooLong(pending));
                try {
                    pending.resolve(resultOf(message, id));
                }
                catch (error) {
                    pending.reject(error instanceof McpFailure ? error : new McpFailure(String(error)));
                }
            });
        }
        else if (message['id'] === undefined)
            this.onNotification?.(method);
        else {
            // It may ask for nothing: no sampling, no questions to a person, no roots.
            this.#asked += 1;
            if (this.#asked > stdio_transport_MAX_ASKED)
                this.#fail(new McpFailure('it asks too much of its client'));
            else
                this.#write({ jsonrpc: '2.0', id: readId(message['id']) ?? null, ...replyTo(method) });
        }
    }
    #settle(id, action) {
        const pending = id === undefined ? undefined : this.#pending.get(id);
        if (id === undefined || pending === undefined)
            return;
        this.#pending.delete(id);
        action(pending, id);
    }
}
function tooLong({ maxBytes }) {
    return new McpFailure(`its answer had more than ${maxBytes} bytes`);
}

;// CONCATENATED MODULE: ./build/mcp/room-program.js





/** Hosts of which the person is told; all are in the access log. */
const MAX_TOLD = 5;
/** Bytes that a program may print in its life; it is ended past it. */
const OUTPUT_BYTES = 1 << 30;
/**
 * Starts a server's program in a room of its own: an empty workspace, its credentials in its environment or in files
 * below a name that nobody can guess, and a way out to its own hosts alone. The room is gone when the transport is closed.
 */
async function startProgram(from, program) {
    const { server, id } = program;
    const [file, ...args] = server.argv ?? [];
    if (file === undefined)
        throw new McpFailure(`${server.name} has no program`);
    const made = [];
    const remove = async () => {
        for (const directory of made)
            await from.directories.remove(directory);
    };
    const keep = (directory) => {
        made.push(directory);
        return directory;
    };
    try {
        const workspace = keep(await from.directories.writable(`${id}-workspace`));
        const held = keep(await from.directories.readable(`${id}-credentials`, Object.fromEntries(program.files)));
        const secret = `${paths/* ROOM_CREDENTIALS */.xP}/${from.token()}`;
        const names = [...program.files.keys()];
        const room = await from.rooms.open({
            id,
            stage: 'agent',
            workspace: { kind: 'directory', path: workspace },
            readOnly: names.map((name) => ({ source: `${held}/${name}`, target: `${secret}/${name}` })),
            limits: from.limits,
        });
        const session = from.broker.grant({ room: id, stage: 'agent', attempt: 0, allow: server.allow });
        let exit = null;
        const finish = async () => {
            for (const { host } of session.denials().slice(0, MAX_TOLD))
                program.onDenied(host);
            await session.close();
            await room.close();
            await remove();
            from.onProgram?.(server.name, id, exit);
        };
        const followed = await from.follow?.({ room: id, stage: 'agent', attempt: 0 }).catch(async (error) => {
            await finish();
            throw error;
        });
        from.onProgram?.(server.name, id, undefined);
        return new StdioTransport(({ stdin, onStdout, signal }) => {
            const running = room
                .run({
                argv: [file, ...args],
                cwd: '',
                env: {
                    ...from.proxy,
                    ...program.env,
                    ...Object.fromEntries(names.map((name) => [name, `${secret}/${name}`])),
                },
                stdin,
                timeoutMs: from.totalMs,
                outputBytes: OUTPUT_BYTES,
                onOutput: (stream, chunk) => (stream === 'stdout' ? onStdout(chunk) : program.onLog(chunk)),
                listener: { port: broker_port/* BROKER_PORT */.u, accept: (listening) => session.accept(listening) },
                ...(followed ? { pidFiles: followed.pidFiles } : {}),
            }, signal)
                .then(async (ended) => {
                exit = ended;
                await followed?.finish(ended);
                return words(ended);
            })
                // Where it never ran: its FIFOs must not stay.
                .finally(() => followed?.finish(undefined).catch(() => { }));
            return { ended: running.finally(finish) };
        }, longestMessage(server.outputBytes));
    }
    catch (error) {
        await remove();
        throw error;
    }
}
/** What shells and launchers end with where there was nothing to run. */
const HINTS = new Map([
    [126, ', as of a program that may not be run in its room'],
    [127, ', as of a program that is not in its room: give its whole path, and what it needs in tools'],
]);
function words(exit) {
    if (exit.end === 'exited')
        return `exit code ${exit.code}${HINTS.get(exit.code) ?? ''}`;
    return exit.end === 'signalled' ? `by ${exit.signal}` : exit.end;
}

// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
;// CONCATENATED MODULE: ./build/mcp/reply.js
/** Why a body is none. */
class BadBody extends Error {
}
/** Reads a body whole. @throws BadBody past the limit or when the room hangs up */
async function readBody(request, maxBytes) {
    const chunks = [];
    let bytes = 0;
    try {
        for await (const chunk of request.iterator({ destroyOnReturn: false })) {
            bytes += chunk.length;
            if (bytes > maxBytes)
                throw new BadBody(`more than ${maxBytes} bytes were sent`);
            chunks.push(chunk);
        }
    }
    catch (error) {
        throw error instanceof BadBody ? error : new BadBody('the request was cut short');
    }
    return Buffer.concat(chunks);
}
/** Milliseconds before an answer that is not there yet becomes a stream, and between its signs of life. */
const SIGN_OF_LIFE_MS = 10_000;
/**
 * The answer to one request: JSON where it comes soon, else a stream of events whose only event it is, kept alive in the
 * meantime. Clients that wait for the head of an answer for some minutes alone would give a slow tool up.
 */
class Reply {
    #reply;
    #timer;
    /** @param mayStream whether the client takes a stream of events */
    constructor(reply, mayStream, signMs = SIGN_OF_LIFE_MS) {
        this.#reply = reply;
        this.#timer = setInterval(() => {
            if (!mayStream || reply.destroyed)
                return;
            if (!reply.headersSent)
                reply.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
            reply.write(': still at it\n\n');
        }, signMs);
        reply.once('close', () => clearInterval(this.#timer));
    }
    /** Bytes of the message. */
    send(message, status = 200) {
        clearInterval(this.#timer);
        const text = JSON.stringify(message);
        const bytes = Buffer.byteLength(text);
        if (this.#reply.destroyed)
            return bytes;
        if (this.#reply.headersSent)
            this.#reply.end(`event: message\ndata: ${text}\n\n`);
        else {
            this.#reply.writeHead(status, { 'content-type': 'application/json', 'content-length': bytes });
            this.#reply.end(text);
        }
        return bytes;
    }
    /** Nothing is said beside the status. */
    empty(status) {
        clearInterval(this.#timer);
        if (this.#reply.destroyed || this.#reply.headersSent)
            return;
        this.#reply.writeHead(status, { 'content-length': 0, ...(status === 405 ? { allow: 'POST' } : {}) });
        this.#reply.end();
    }
}

;// CONCATENATED MODULE: ./build/mcp/service.js







const MAX_BODY = 4 << 20;
/** Requests of all rooms that are read at one time; others are refused. */
const MAX_READING = 16;
/** Calls of all rooms that wait for their answer, or whose answer waits to be read. */
const MAX_OPEN = 16;
/** Calls of a run, refused ones too: each is a line of evidence. */
const MAX_CALLS = 20_000;
/** Of all their lines. Nothing is called that the evidence has no place for. */
const MAX_RECORD_BYTES = 16 << 20;
/** Characters of the arguments in the evidence. */
const MAX_ARGUMENTS = 4096;
/** Lists of tools, and what servers say of themselves, that wait to be read: all clients of a room that begin together. */
const MAX_LISTS = 40;
/** Characters of a server's error, name and instructions that go on. Cut without their secrets: a part of one is not found. */
const service_MAX_TOLD = 2000;
const service_MAX_NAME = 200;
const MAX_INSTRUCTIONS = 16 << 10;
/**
 * The servers of a run as its rooms see them: streamable HTTP without sessions below `/cleanroom/mcp/NAME`. It speaks for
 * itself on both sides, so nothing passes that was not read: a room gets the tools that it may call, their answers
 * without secrets, and nothing else of a server. One per run.
 */
class McpBroker {
    #o;
    #servers;
    #calls = new Map();
    #open = new Set();
    #missed = new Set();
    #begun;
    #reading = 0;
    #waiting = 0;
    #lists = 0;
    #asked = 0;
    #recorded = 0;
    constructor(options) {
        this.#o = options;
        this.#servers = new Map(options.servers.map((server) => [server.server.name, server]));
    }
    /**
     * Has all servers begin, once, and settles when each has or cannot, of which the person is told: some agents do not wait
     * for tools that come late.
     */
    begin() {
        this.#begun ??= Promise.allSettled([...this.#servers.values()].map(({ connection }) => connection.client())).then(() => { });
        return this.#begun;
    }
    /** What one room may ask, for its grant. */
    serviceFor(asker) {
        void this.begin();
        const running = new Map();
        return {
            handle: (request, reply, path) => {
                const handled = this.#handle({ asker, running }, request, reply, path);
                this.#open.add(handled);
                void handled.finally(() => this.#open.delete(handled));
                return handled;
            },
        };
    }
    /** Waits until every call is over and every server gone. */
    async close() {
        // What waits for a server to begin would wait on.
        const closed = Promise.all([...this.#servers.values()].map(({ connection }) => connection.close()));
        while (this.#open.size > 0)
            await Promise.allSettled(this.#open);
        await closed;
    }
    async #handle(line, request, reply, path) {
        const answer = new Reply(reply, /text\/event-stream/i.test(request.headers.accept ?? ''));
        const host = this.#servers.get(path);
        if (host === undefined) {
            answer.send(errorMessage(null, RPC.request, 'cleanroom: no such server is reached by way of the host'), 404);
            return { verdict: 'denied', rule: 'no such MCP server is on the host’s side' };
        }
        const { name } = host.server;
        if (request.method !== 'POST') {
            // Clients ask whether there is a stream, and end sessions. There is none of either.
            answer.empty(405);
            return { verdict: 'allowed', rule: `${name}: no stream and no session is offered` };
        }
        const body = await this.#read(request);
        const message = typeof body === 'string'
            ? { kind: 'refused', id: null, code: RPC.request, reason: body }
            : judgeMessage(body);
        if (message.kind === 'refused')
            return this.#refuse(line, host, answer, message);
        try {
            return await this.#answer(line, host, message, answer, reply);
        }
        catch (error) {
            const { told, message: why } = error instanceof McpFailure ? error : new McpFailure((0,errors/* messageOf */.bD)(error), 'it failed');
            if ('id' in message)
                answer.send(errorMessage(message.id, RPC.internal, `cleanroom: ${name}: ${shortly(host, told)}`));
            return { verdict: 'failed', rule: `${name}: ${why}` };
        }
    }
    async #answer(line, host, message, answer, reply) {
        const { server, connection, redactor } = host;
        const allowed = (what) => ({ verdict: 'allowed', rule: `${server.name}: ${what}` });
        switch (message.kind) {
            case 'initialize': {
                this.#takePlace(reply);
                const { info } = await connection.client();
                const { value } = redactor.json(info);
                const protocolVersion = PROTOCOL_VERSIONS.includes(message.version) ? message.version : PROTOCOL_VERSIONS[0];
                const { name, version } = value.serverInfo;
                const serverInfo = { name: name.slice(0, service_MAX_NAME), version: version.slice(0, service_MAX_NAME) };
                const instructions = value.instructions.slice(0, MAX_INSTRUCTIONS);
                const words = instructions === '' ? {} : { instructions };
                answer.send(resultMessage(message.id, { protocolVersion, capabilities: { tools: {} }, serverInfo, ...words }));
                return allowed('initialize');
            }
            case 'ping':
                answer.send(resultMessage(message.id, {}));
                return allowed('ping');
            case 'list': {
                this.#takePlace(reply);
                const tools = await again(async () => (await connection.client()).tools(this.#o.signal));
                const { tools: names } = server;
                for (const name of names ?? [])
                    if (!tools.some((tool) => tool.name === name))
                        this.#miss(server.name, name);
                const shown = names === null ? tools : tools.filter((tool) => names.includes(tool.name));
                answer.send(resultMessage(message.id, { tools: redactor.json(shown).value }));
                return allowed(`tools/list, ${shown.length} of ${tools.length}`);
            }
            case 'call':
                return await this.#call(line, host, message, answer, reply);
            case 'cancel':
                line.running.get(keyOf(server, message.id))?.abort(new McpFailure('the agent cancelled it'));
                answer.empty(202);
                return allowed('cancelled');
            default:
                answer.empty(202);
                return allowed('a notification, which goes nowhere');
        }
    }
    async #call(line, host, call, answer, reply) {
        const { server, connection, redactor } = host;
        const started = this.#start(call.args);
        const { clock, signal } = this.#o;
        const refusal = this.#refusalOf(line, server, call);
        if (refusal !== undefined)
            return this.#refuse(line, host, answer, { kind: 'refused', id: call.id, code: RPC.params, reason: refusal, tool: call.tool }, started);
        this.#calls.set(server.name, (this.#calls.get(server.name) ?? 0) + 1);
        const gone = new AbortController();
        // Nobody would hear of the end of what has ended already.
        if (reply.destroyed)
            gone.abort(new McpFailure('the room hung up'));
        else {
            this.#waiting += 1;
            // Also when it was answered whole.
            reply.once('close', () => {
                this.#waiting -= 1;
                gone.abort(new McpFailure('the room hung up'));
            });
        }
        const key = keyOf(server, call.id);
        line.running.set(key, gone);
        let result;
        let verdict = 'allowed';
        let rule = server.tools === null ? 'all its tools are allowed' : 'the tool is allowed';
        let isError = null;
        try {
            const limits = {
                timeoutMs: server.timeoutMs,
                maxBytes: server.outputBytes,
                signal: AbortSignal.any([signal, gone.signal]),
            };
            result = await again(async () => (await connection.client()).call(call.tool, call.args, limits));
            isError = result.isError;
            if (Buffer.byteLength(JSON.stringify(result)) > server.outputBytes)
                throw new McpFailure(`its answer had more than ${server.outputBytes} bytes`);
        }
        catch (error) {
            const failure = error instanceof McpFailure ? error : new McpFailure((0,errors/* messageOf */.bD)(error), 'it failed');
            isError = failure instanceof McpServerError ? true : null;
            if (isError === null)
                verdict = 'failed';
            if (isError === null)
                rule = failure.message;
            result = errorResult(`cleanroom: ${server.name}: ${shortly(host, failure.told)}`);
        }
        finally {
            line.running.delete(key);
        }
        const clean = redactor.json(result);
        const bytes = answer.send(resultMessage(call.id, clean.value));
        this.#record(line, server, call.tool, started, {
            verdict,
            rule,
            isError,
            bytes,
            redactions: clean.redactions,
            durationMs: Math.max(0, Math.round(clock.monotonic() - started.at)),
        });
        return { verdict, rule: `${server.name}: ${call.tool}: ${rule}` };
    }
    #refusalOf({ running }, server, { tool, id }) {
        if (server.tools !== null && !server.tools.includes(tool))
            return `${tool} is not among the tools that this run allows: ${server.tools.join(', ') || 'none'}`;
        if (this.#isFull)
            return 'the run called so often that there is no place left to record it';
        if (running.has(keyOf(server, id)))
            return 'a call of the same id is not over yet';
        if ((this.#calls.get(server.name) ?? 0) >= server.calls)
            return `its tools were called ${server.calls} times, which is all that this run may`;
        if (this.#waiting >= MAX_OPEN)
            return `more than ${MAX_OPEN} calls at one time`;
        return undefined;
    }
    /** There is no place left to record a call. */
    get #isFull() {
        return this.#asked >= MAX_CALLS || this.#recorded >= MAX_RECORD_BYTES;
    }
    /** For an answer that no call counts. @throws McpFailure where too many of them wait to be read */
    #takePlace(reply) {
        if (this.#lists >= MAX_LISTS)
            throw new McpFailure(`more than ${MAX_LISTS} lists of tools at one time`);
        if (reply.destroyed)
            throw new McpFailure('the room hung up');
        this.#lists += 1;
        reply.once('close', () => {
            this.#lists -= 1;
        });
    }
    #refuse(line, host, answer, refusal, started = this.#start({})) {
        const { name } = host.server;
        const { id, code, reason, tool } = refusal;
        const bytes = answer.send(errorMessage(id, code, `cleanroom: ${name}: refused: ${reason}`), id === null ? 400 : 200);
        if (tool !== undefined)
            this.#record(line, host.server, tool, started, {
                verdict: 'refused',
                rule: reason,
                isError: null,
                bytes,
                redactions: 0,
                durationMs: 0,
            });
        // Clients ask for what a server may have; that this one has it not is an answer, and nothing that a person could allow.
        return { verdict: code === RPC.method ? 'allowed' : 'denied', rule: `${name}: ${reason}` };
    }
    async #read(request) {
        if (this.#reading >= MAX_READING)
            return `more than ${MAX_READING} requests at one time`;
        this.#reading += 1;
        try {
            return await readBody(request, MAX_BODY);
        }
        catch (error) {
            return error instanceof BadBody ? error.message : 'the request could not be read';
        }
        finally {
            this.#reading -= 1;
        }
    }
    #start(args) {
        const { clock } = this.#o;
        return { time: new Date(clock.now()).toISOString(), at: clock.monotonic(), args: JSON.stringify(args) };
    }
    #record({ asker }, { name }, tool, { time, args }, rest) {
        // What was called has its line, also where it was let in beside the last that there was a place for.
        if (rest.verdict === 'refused' && this.#isFull)
            return;
        this.#asked += 1;
        const record = {
            time,
            room: asker.room,
            attempt: asker.attempt,
            server: name,
            tool,
            arguments: args.slice(0, MAX_ARGUMENTS),
            argumentsSha256: (0,canonical_json/* sha256 */.s)(args),
            ...rest,
        };
        this.#recorded += Buffer.byteLength(JSON.stringify(record));
        this.#o.onCall(record);
    }
    /** A name that the configuration allows and the server does not have, once. */
    #miss(server, tool) {
        const key = `${server}/${tool}`;
        if (this.#missed.has(key))
            return;
        this.#missed.add(key);
        this.#o.onNote(`the MCP server ${server} has no tool ${tool}, which its configuration allows`);
    }
}
/** A room has a client for each server, and each of them counts its own ids. */
function keyOf({ name }, id) {
    return JSON.stringify([name, id]);
}
/** Asks once more where the server has forgotten the conversation, and so did nothing. */
function again(ask) {
    return ask().catch((error) => {
        if (error instanceof McpSessionLost)
            return ask();
        throw error;
    });
}
function shortly({ redactor }, told) {
    return redactor.text(told).slice(0, service_MAX_TOLD);
}

;// CONCATENATED MODULE: ./build/mcp/open.js







/**
 * Makes the servers of the host's side ready. None is started or asked before there is a room that may need it.
 * @throws CleanroomError `command.credential` for a file, `mcp.secret` for a secret that is not to be had
 */
async function openMcp(options) {
    const { clock, onCall, onNote, signal } = options;
    const all = options.secrets.map(({ value }) => value);
    const servers = [];
    for (const server of options.servers) {
        const files = await readFiles(server);
        const redactor = answerRedactor([...all, ...[...files.values()].flatMap(secretsIn)]);
        const open = open_opener(options, server, files);
        const connection = new McpConnection(open, signal, (why) => {
            const log = options.logOf?.(server.name);
            const where = log === undefined ? '' : `; what it printed is in ${log}`;
            onNote(`the MCP server ${server.name} cannot be used: ${redactor.text(why)}${where}`);
        });
        servers.push({ server, connection, redactor });
    }
    return new McpBroker({ servers, clock, onCall, onNote, signal });
}
/** Every secret that files of these servers hold. @throws CleanroomError `command.credential` */
async function secretsOfFiles(servers) {
    const found = [];
    for (const server of servers)
        for (const content of (await readFiles(server)).values())
            found.push(...secretsIn(content));
    return found;
}
/** A header may carry the whole of a file, a program any value in it. */
function secretsIn(content) {
    return [...(0,credentials.secretValues)(content), content.toString('utf8').trim()];
}
/** Key of the setting → content. A variable and a header cannot have one name: a server has only one of both. */
async function readFiles({ name, env, headers }) {
    const files = new Map();
    for (const [key, value] of [...Object.entries(env), ...Object.entries(headers)])
        if ('file' in value)
            files.set(key, await (0,credentials.readCredential)(value.file, name));
    return files;
}
function open_opener(options, server, files) {
    const { lookup, authorities, allowPrivate, programs, secrets, onLog, onNote } = options;
    const { name, url } = server;
    if (url === null) {
        const texts = Object.entries(server.env).filter(([key]) => !files.has(key));
        const env = Object.fromEntries(texts.map(([key, value]) => [key, open_textOf(server, value, undefined, secrets)]));
        let begun = 0;
        return () => {
            begun += 1;
            return startProgram(programs, {
                id: `mcp-${name}${begun === 1 ? '' : `-${begun}`}`,
                server,
                env,
                files,
                onLog: (chunk) => onLog(name, chunk),
                onDenied: (host) => onNote(`the MCP server ${name} could not reach ${host}: its allow has to name it, and allow-private if it is private`),
            });
        };
    }
    const headers = Object.fromEntries(Object.entries(server.headers).map(([key, value]) => [key, open_textOf(server, value, files.get(key), secrets)]));
    return async () => new HttpTransport({
        url,
        headers,
        allowPrivate: new Set(allowPrivate),
        ...(lookup === undefined ? {} : { lookup }),
        ...(authorities === undefined ? {} : { authorities }),
    });
}
function open_textOf({ name }, value, file, secrets) {
    if ('value' in value)
        return value.value;
    const text = 'file' in value ? file?.toString('utf8').trim() : secrets.find((one) => one.name === value.secret)?.value;
    if (text === undefined || !/^[\t\x20-\x7e]*$/.test(text))
        throw new errors/* CleanroomError */.P3('mcp.secret', `a credential of the MCP server ${name} ${text === undefined ? 'was not given' : 'holds line ends or characters outside ASCII'}`, { hint: 'write it on one line, in mcp-secrets or in its file', kind: 'usage' });
    return `${value.prefix}${text}`;
}


/***/ })

};
