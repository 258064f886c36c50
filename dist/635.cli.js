export const id = 635;
export const ids = [635,501];
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

/***/ 3635:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  CommandBroker: () => (/* binding */ CommandBroker)
});

// EXTERNAL MODULE: ./build/rules/words.js
var words = __webpack_require__(87557);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/rules/judge.js + 1 modules
var judge = __webpack_require__(9840);
;// CONCATENATED MODULE: ./build/commands/decide.js


const MAX_SHOWN = 20;
/** Whether a brokered command may run: an allowing rule must match and none may forbid. Nothing is allowed by silence. */
function decide(rules, name, args) {
    const { decision, rule } = (0,judge/* judge */.S)(rules, [name, ...args]);
    if (rule === undefined)
        return { allowed: false, rule: 'no rule allows it', message: silence(rules, name) };
    if (decision !== 'allow')
        return { allowed: false, rule: (0,words/* describeRule */.I)(rule), message: (0,words/* refusalOf */.O)(rule) };
    return { allowed: true, rule, args: firm(rule, args) };
}
/**
 * The arguments as they run: options that the rule insists on stand directly behind what it matched. Where they stood,
 * an option before them could take them for its value.
 */
function firm(rule, args) {
    const prefix = rule.pattern.length - 1;
    return [...args.slice(0, prefix), ...rule.with, ...args.slice(prefix)];
}
function silence(rules, name) {
    const allowed = rules.rules.filter((rule) => rule.decision === 'allow' && rule.pattern[0]?.includes(name) === true);
    if (allowed.length === 0)
        return 'no rule of this run allows it, whatever its arguments';
    const list = allowed.slice(0, MAX_SHOWN).map((rule) => (0,words/* describeRule */.I)(rule).replace(/^allow /, ''));
    const more = allowed.length > MAX_SHOWN ? `, and ${allowed.length - MAX_SHOWN} more` : '';
    return `no rule of this run allows it. A command must begin so: ${list.join('; ')}${more}. Options that the rule asks for must be written exactly so and only once`;
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/broker-port.js
var broker_port = __webpack_require__(14347);
// EXTERNAL MODULE: ./build/support/redact.js + 1 modules
var redact = __webpack_require__(31470);
// EXTERNAL MODULE: ./build/commands/credentials.js
var commands_credentials = __webpack_require__(84501);
// EXTERNAL MODULE: ./build/commands/paths.js
var paths = __webpack_require__(59207);
// EXTERNAL MODULE: ./build/commands/types.js
var types = __webpack_require__(66910);
;// CONCATENATED MODULE: ./build/commands/run.js







/**
 * Runs a command in a room of its own: the files that were sent are its workspace, the credential is bound read-only
 * below a name that nobody can guess, and its way out leads to its own hosts alone.
 * @throws CleanroomError when the room or a credential file is not to be had, or `audit.*` where the plan requires an audit
 */
async function runCommand(from, run, signal) {
    const { command, request } = run;
    const made = [];
    const keep = (directory) => {
        made.push(directory);
        return directory;
    };
    try {
        const workspace = keep(await from.directories.writable(`${run.id}-workspace`));
        const cwd = relative(request.cwd) ?? '';
        await from.directories.put(workspace, workspaceFiles(request, cwd));
        const beside = [...request.files].filter(([path]) => relative(path) === undefined);
        const loose = keep(await from.directories.readable(`${run.id}-tmp`, Object.fromEntries(beside.map(([, bytes], at) => [`${at}`, bytes]))));
        const credentials = [...(await readCredentials(command))];
        const held = keep(await from.directories.readable(`${run.id}-credentials`, Object.fromEntries(credentials)));
        const secret = `${paths/* ROOM_CREDENTIALS */.xP}/${from.token()}`;
        const session = from.broker.grant({ room: run.id, stage: run.stage, attempt: run.attempt, allow: command.allow });
        const room = await from.rooms
            .open({
            id: run.id,
            stage: run.stage,
            workspace: { kind: 'directory', path: workspace },
            readOnly: [
                ...credentials.map(([name]) => ({ source: `${held}/${name}`, target: `${secret}/${name}` })),
                ...beside.map(([path], at) => ({ source: `${loose}/${at}`, target: path })),
            ],
            limits: from.limits,
        })
            .catch(async (error) => {
            await session.close();
            throw error;
        });
        const output = { stdout: [], stderr: [] };
        let followed;
        try {
            followed = await from.follow?.({ room: run.id, stage: run.stage, attempt: run.attempt });
            const [program = '', ...first] = command.argv;
            const exit = await room.run({
                argv: [program, ...first, ...run.args],
                cwd,
                env: { ...from.proxy, ...environment(command, secret) },
                ...(request.stdin === undefined ? {} : { stdin: request.stdin }),
                timeoutMs: command.timeoutMs,
                outputBytes: command.outputBytes,
                onOutput: (stream, chunk) => void output[stream].push(chunk),
                listener: { port: broker_port/* BROKER_PORT */.u, accept: (server) => session.accept(server) },
                ...(followed ? { pidFiles: followed.pidFiles } : {}),
            }, signal);
            await followed?.finish(exit);
            return {
                exit,
                ...answerOf(command, exit, output, credentials.map(([, content]) => content)),
            };
        }
        finally {
            await followed?.finish(undefined).catch(() => { });
            await session.close();
            await room.close();
        }
    }
    finally {
        for (const directory of made)
            await from.directories.remove(directory);
    }
}
async function readCredentials(command) {
    const found = new Map();
    for (const [name, value] of Object.entries(command.env))
        if ('file' in value)
            found.set(name, await (0,commands_credentials.readCredential)(value.file, command.name));
    return found;
}
function environment(command, secret) {
    return Object.fromEntries(Object.entries(command.env).map(([name, value]) => [name, 'file' in value ? `${secret}/${name}` : value.value]));
}
/** Relative to the workspace; undefined for what is elsewhere. */
function relative(path) {
    const found = external_node_path_.posix.relative(paths/* ROOM_WORKSPACE */.Uf, path);
    return found === '..' || found.startsWith('../') ? undefined : found;
}
function workspaceFiles(request, cwd) {
    const files = [...request.files].flatMap(([path, content]) => {
        const name = relative(path);
        return name === undefined ? [] : [[name, content]];
    });
    // The directory has to be there, whatever is in it.
    const empty = cwd !== '' && !files.some(([name]) => name.startsWith(`${cwd}/`));
    return Object.fromEntries([...files, ...(empty ? [[`${cwd}/.cleanroom`, Buffer.alloc(0)]] : [])]);
}
function answerOf(command, exit, output, credentials) {
    const redactor = (0,redact/* createRedactor */.lY)(credentials.flatMap(commands_credentials.secretValues));
    // What merely looks like a credential stays: the room gets the bytes of the command.
    const stdout = redactor.bytes(Buffer.concat(output.stdout), { shapes: false });
    const stderr = redactor.bytes(Buffer.concat(output.stderr), { shapes: false });
    const { exitCode, remark } = ending(command, exit);
    return {
        exitCode,
        stdout: stdout.bytes,
        stderr: remark === undefined
            ? stderr.bytes
            : Buffer.concat([stderr.bytes, Buffer.from(`cleanroom: ${command.name}: ${remark}\n`)]),
        redactions: stdout.redactions + stderr.redactions,
    };
}
function ending(command, exit) {
    switch (exit.end) {
        case 'exited':
            return { exitCode: exit.code ?? types/* EXIT */.d.failed };
        case 'signalled':
            return { exitCode: 128 + (exit.signal === null ? 0 : (external_node_os_.constants.signals[exit.signal] ?? 0)) };
        case 'timeout':
            return { exitCode: types/* EXIT */.d.timeout, remark: `it did not end within ${command.timeoutMs / 1000} seconds` };
        case 'output-limit':
            return { exitCode: types/* EXIT */.d.failed, remark: `it printed more than ${command.outputBytes} bytes` };
        default:
            return { exitCode: types/* EXIT */.d.failed, remark: `it was ended: ${exit.end}` };
    }
}

// EXTERNAL MODULE: external "node:path/posix"
var posix_ = __webpack_require__(53916);
;// CONCATENATED MODULE: ./build/commands/wire.js


/** Why a request is none. */
class BadRequest extends Error {
}
/** Reads a body whole. @throws BadRequest past the limit or when the room hangs up */
async function readBody(request) {
    const chunks = [];
    let bytes = 0;
    const iterator = request.iterator({ destroyOnReturn: false });
    try {
        for await (const chunk of iterator) {
            bytes += chunk.length;
            if (bytes > types/* REQUEST_LIMITS */.P.bytes)
                throw new BadRequest(`more than ${types/* REQUEST_LIMITS */.P.bytes >> 20} MiB were sent`);
            chunks.push(chunk);
        }
    }
    catch (error) {
        throw error instanceof BadRequest ? error : new BadRequest('the request was cut short');
    }
    return Buffer.concat(chunks);
}
/**
 * The form that a shell without any tool can write: `KIND LENGTH\n` and that many bytes, one after another; a file has
 * two lengths, of its path and of its content. `end 0` is last.
 * @throws BadRequest
 */
function decodeRequest(body) {
    let at = 0;
    let cwd;
    let stdin;
    const args = [];
    let argsBytes = 0;
    const files = new Map();
    const take = (length) => {
        if (at + length > body.length)
            throw new BadRequest('a part is shorter than it says');
        at += length;
        return body.subarray(at - length, at);
    };
    for (;;) {
        const end = body.indexOf(10, at);
        const head = end < 0 || end - at > 64 ? '' : body.toString('latin1', at, end);
        const match = /^(cwd|arg|file|stdin|end) (\d{1,9})(?: (\d{1,9}))?$/.exec(head);
        if (match === null)
            throw new BadRequest('it is not in the form of the shim');
        at = end + 1;
        const [, kind, length, second] = match;
        if ((kind === 'file') !== (second !== undefined))
            throw new BadRequest('it is not in the form of the shim');
        const bytes = take(Number(length));
        if (kind === 'end')
            break;
        if (kind === 'cwd')
            cwd = wire_text(bytes);
        else if (kind === 'stdin')
            stdin = wire_text(bounded(bytes, types/* REQUEST_LIMITS */.P.stdinBytes, 'standard input'), 'standard input');
        else if (kind === 'arg') {
            args.push(wire_text(bounded(bytes, types/* REQUEST_LIMITS */.P.argBytes, 'an argument')));
            argsBytes += bytes.length;
            if (args.length > types/* REQUEST_LIMITS */.P.args)
                throw new BadRequest(`more than ${types/* REQUEST_LIMITS */.P.args} arguments`);
            if (argsBytes > types/* REQUEST_LIMITS */.P.argsBytes)
                throw new BadRequest(`the arguments have more than ${types/* REQUEST_LIMITS */.P.argsBytes} bytes together`);
        }
        else {
            const path = visiblePath(wire_text(bytes));
            const content = bounded(take(Number(second)), types/* REQUEST_LIMITS */.P.fileBytes, 'a file');
            if (path !== undefined)
                files.set(path, content);
            if (files.size > types/* REQUEST_LIMITS */.P.files)
                throw new BadRequest(`more than ${types/* REQUEST_LIMITS */.P.files} files`);
        }
    }
    if (at !== body.length || cwd === undefined)
        throw new BadRequest('it is not in the form of the shim');
    for (const path of files.keys())
        for (const other of files.keys())
            if (other.startsWith(`${path}/`))
                throw new BadRequest(`${path} is a file and a directory`);
    return { cwd: (0,posix_.normalize)(cwd), args, stdin, files };
}
/**
 * Files come along because an argument names them: as it is, after `=` or a short option, or between commas. Any other
 * could be one that the command reads by itself, such as the configuration of its directory.
 * @throws BadRequest
 */
function checkNamed({ cwd, args, files }) {
    const named = new Set(args
        .flatMap((word) => {
        const value = /^[^=]*=(.*)$/s.exec(word)?.[1] ?? /^-[^-](.+)$/s.exec(word)?.[1];
        return [word, ...(value ? [value] : []), ...(value || word).split(',')];
    })
        .map((path) => (0,posix_.normalize)(path.startsWith('/') ? path : `${cwd}/${path}`)));
    for (const path of files.keys())
        if (!named.has(path))
            throw new BadRequest(`no argument names ${path}`);
}
/** Where a file may be put in another room: where the asking one has it, if that is a place for work. */
function visiblePath(raw) {
    const path = (0,posix_.normalize)(raw);
    const parts = path.split('/').slice(1);
    const top = parts[0];
    if (!raw.startsWith('/') || path.length > 1024 || parts.length < 2)
        return undefined;
    if ((top !== 'workspace' && top !== 'tmp') || parts.some((part) => part === '' || part === '..' || part.length > 255))
        return undefined;
    return path;
}
function bounded(bytes, max, what) {
    if (bytes.length > max)
        throw new BadRequest(`${what} has more than ${max} bytes`);
    return bytes;
}
/** Arguments and paths that are no UTF-8 could not be checked as they would be run. */
function wire_text(bytes, what = 'an argument or path') {
    const read = bytes.toString('utf8');
    if (read.includes('\0') || !Buffer.from(read, 'utf8').equals(bytes))
        throw new BadRequest(`${what} is no UTF-8 text`);
    return read;
}

;// CONCATENATED MODULE: ./build/commands/service.js






/** Commands of all rooms of a run that run at one time. */
const MAX_PARALLEL = 4;
/** Those that run, and those whose outputs wait in our memory to be read. */
const MAX_UNREAD = 8;
/** Requests of all rooms that are read at one time; others wait, outside of our memory. */
const MAX_READING = 4;
/** Requests of a run, refused ones too: each is a line of evidence. */
const MAX_REQUESTS = 10_000;
/** Of the lines of all requests of a run. Nothing runs that the evidence has no place for; it takes twice as much. */
const MAX_RECORD_BYTES = 16 << 20;
/** Runs brokered commands for the rooms of a run. One per run. */
class CommandBroker {
    #options;
    #calls = new Map();
    #running = 0;
    #unread = 0;
    #reading = 0;
    #waiting = [];
    #requests = 0;
    #recorded = 0;
    #rooms = 0;
    #open = new Set();
    constructor(options) {
        this.#options = options;
    }
    /** What one room may ask, for its grant. */
    serviceFor(asker) {
        return {
            handle: (request, reply, path) => {
                const handled = this.#handle(asker, request, reply, path);
                this.#open.add(handled);
                void handled.finally(() => this.#open.delete(handled));
                return handled;
            },
        };
    }
    /** Waits until every command is over and its room gone. One whose asker is gone ends at once. */
    async close() {
        while (this.#open.size > 0)
            await Promise.allSettled(this.#open);
    }
    async #handle(asker, request, reply, path) {
        const { clock } = this.#options;
        const started = clock.monotonic();
        const time = new Date(clock.now()).toISOString();
        // Also when it was answered whole.
        const gone = new AbortController();
        reply.once('close', () => gone.abort());
        const command = this.#options.commands.find(({ name }) => name === path);
        this.#requests += 1;
        const full = this.#requests > MAX_REQUESTS || this.#recorded > MAX_RECORD_BYTES;
        let sent;
        let result;
        try {
            if (command === undefined || request.method !== 'POST')
                result = refused('no command of that name is brokered in this run');
            else if (full)
                result = refused('the run asked so often that there is no place left to record it');
            else {
                sent = await this.#read(request);
                result = await this.#answer(asker, command, sent, gone.signal);
            }
        }
        catch (error) {
            // Only a request that is none is told to the room.
            result = error instanceof BadRequest ? refused(`the request is refused: ${error.message}`) : notRun(error);
        }
        if (command !== undefined && !full) {
            const record = {
                time,
                room: asker.room,
                attempt: asker.attempt,
                argv: [command.name, ...(sent?.args ?? [])],
                ran: result.ran,
                ...(result.ranIn === undefined ? {} : { ranIn: result.ranIn }),
                verdict: result.verdict,
                rule: result.rule,
                exitCode: result.exitCode,
                files: [...(sent?.files ?? [])].map(([file, content]) => ({ path: file, bytes: content.length })),
                stdinBytes: Buffer.byteLength(sent?.stdin ?? ''),
                stdoutBytes: result.stdout.length,
                stderrBytes: result.stderr.length,
                redactions: result.redactions,
                durationMs: Math.max(0, Math.round(clock.monotonic() - started)),
            };
            this.#recorded += Buffer.byteLength(JSON.stringify(record));
            this.#options.onCommand(record);
        }
        send(reply, command?.name ?? 'command', result);
        return { verdict: result.verdict === 'refused' ? 'denied' : result.verdict, rule: result.rule };
    }
    async #read(request) {
        if (this.#reading >= MAX_READING)
            await new Promise((resolve) => this.#waiting.push(resolve));
        else
            this.#reading += 1;
        try {
            const sent = decodeRequest(await readBody(request));
            checkNamed(sent);
            return sent;
        }
        finally {
            // Whoever waits takes our place.
            const next = this.#waiting.shift();
            if (next === undefined)
                this.#reading -= 1;
            else
                next();
        }
    }
    async #answer(asker, command, request, gone) {
        const { rules, signal } = this.#options;
        const decision = decide(rules, command.name, request.args);
        if (!decision.allowed)
            return refused(decision.message, decision.rule);
        if (request.cwd !== '/workspace' && !request.cwd.startsWith('/workspace/'))
            return refused('start it in /workspace or below: nothing else is shown to the command');
        const calls = this.#calls.get(command.name) ?? 0;
        if (calls >= command.calls)
            return refused(`it was called ${command.calls} times, which is all that this run may`);
        if (this.#running >= MAX_PARALLEL)
            return refused(`more than ${MAX_PARALLEL} brokered commands at one time`);
        if (this.#unread >= MAX_UNREAD)
            return refused('read the outputs of the commands that ran before');
        this.#calls.set(command.name, calls + 1);
        this.#running += 1;
        this.#unread += 1;
        const read = () => {
            this.#unread -= 1;
        };
        if (gone.aborted)
            read();
        else
            gone.addEventListener('abort', read, { once: true });
        this.#rooms += 1;
        const id = `command-${this.#rooms}`;
        try {
            const run = {
                id,
                stage: asker.stage,
                attempt: asker.attempt,
                command,
                args: decision.args,
                request,
            };
            const outcome = await runCommand(this.#options, run, AbortSignal.any([signal, gone]));
            return {
                ...outcome,
                ran: [command.name, ...decision.args],
                ranIn: id,
                verdict: outcome.exit.end === 'exited' ? 'allowed' : 'failed',
                rule: outcome.exit.end === 'exited'
                    ? (0,words/* describeRule */.I)(decision.rule)
                    : `${(0,words/* describeRule */.I)(decision.rule)}; it ended by ${outcome.exit.end}`,
            };
        }
        catch (error) {
            // It ran, and what it did is not known whole: nobody may take it for one that did not.
            const ran = error instanceof errors/* CleanroomError */.P3 && error.code === 'audit.incomplete';
            return { ...notRun(error), ...(ran ? { ran: [command.name, ...decision.args] } : {}), ranIn: id };
        }
        finally {
            this.#running -= 1;
        }
    }
}
function refused(message, rule = message) {
    const stderr = Buffer.from(`refused: ${message}`);
    return {
        exitCode: types/* EXIT */.d.refused,
        stdout: Buffer.alloc(0),
        stderr,
        ran: null,
        verdict: 'refused',
        rule,
        redactions: 0,
    };
}
function failed(message, rule) {
    const stderr = Buffer.from(message);
    return { exitCode: types/* EXIT */.d.failed, stdout: Buffer.alloc(0), stderr, ran: null, verdict: 'failed', rule, redactions: 0 };
}
/** Errors may speak of the host, and only a person is told of that. */
function notRun(error) {
    return failed('the host could not run it; the person who reads the evidence is told why', (0,errors/* messageOf */.bD)(error));
}
function send(reply, name, result) {
    if (reply.destroyed || reply.headersSent)
        return;
    // Our own words are one line and say whose they are.
    const stderr = result.ran === null ? Buffer.from(`cleanroom: ${name}: ${result.stderr.toString('utf8')}\n`) : result.stderr;
    reply.writeHead(200, {
        'content-type': 'application/octet-stream',
        'content-length': result.stdout.length + stderr.length,
        'x-cleanroom-exit': result.exitCode,
        'x-cleanroom-stdout': result.stdout.length,
        'x-cleanroom-stderr': stderr.length,
        connection: 'close',
    });
    reply.write(result.stdout);
    reply.end(stderr);
}


/***/ }),

/***/ 66910:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ REQUEST_LIMITS),
/* harmony export */   d: () => (/* binding */ EXIT)
/* harmony export */ });
/** Exit codes of our own, as a shell and timeout(1) count. */
const EXIT = { failed: 125, refused: 126, timeout: 124 };
/** What one request may hold. */
const REQUEST_LIMITS = {
    bytes: 16 << 20,
    args: 512,
    /** Of one, and of all together: so that no line of evidence has to be cut. */
    argBytes: 16 << 10,
    argsBytes: 64 << 10,
    files: 64,
    fileBytes: 8 << 20,
    stdinBytes: 8 << 20,
};


/***/ })

};
