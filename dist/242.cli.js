export const id = 242;
export const ids = [242];
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

/***/ 27242:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAgentCommand: () => (/* binding */ runAgentCommand)
});

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/lease.js
var lease = __webpack_require__(55906);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: ./build/run/abandoned.js
var abandoned = __webpack_require__(12590);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/room/directories.js
var room_directories = __webpack_require__(84129);
// EXTERNAL MODULE: ./build/room/types.js
var types = __webpack_require__(86163);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/support/redact-secrets.js
var redact_secrets = __webpack_require__(13403);
;// CONCATENATED MODULE: ./build/session/copy-search.js


/** Finds copied credentials in what a room wrote: whole files, and secrets in any of the spellings that a log is searched for. */
class CopySearch {
    forms;
    sizes;
    digests;
    constructor(secrets, marks) {
        this.forms = (0,redact_secrets/* secretForms */.eo)(secrets).map(({ bytes }) => bytes);
        this.sizes = new Set(marks.map(({ bytes }) => bytes));
        this.digests = new Set(marks.map((mark) => mark.sha256));
    }
    /** Paths of the files that hold one, in their content or their name. */
    in(contents) {
        if (this.forms.length + this.sizes.size === 0)
            return [];
        const files = [...contents].map(([path, content]) => ({ path, content, name: Buffer.from(path, 'latin1') }));
        // Once through everything: of many files and many spellings hardly any meet.
        const all = spelled(Buffer.concat(files.flatMap(({ name, content }) => [name, content])));
        const here = this.forms.filter((form) => all.some((bytes) => bytes.includes(form)));
        const holds = (bytes) => here.length > 0 && spelled(bytes).some((text) => here.some((form) => text.includes(form)));
        return files
            .filter(({ name, content }) => this.isCopy(content) || holds(content) || holds(name))
            .map(({ path }) => path);
    }
    isCopy(content) {
        return this.sizes.has(content.length) && this.digests.has((0,canonical_json/* sha256 */.s)(content));
    }
}
/** As they are, and without line ends: base64 comes in lines. */
function spelled(bytes) {
    return [bytes, Buffer.from(bytes.toString('latin1').replace(/[\r\n]+/g, ''), 'latin1')];
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
;// CONCATENATED MODULE: ./build/session/credential-removal.js







/** Marks of files. One that is shorter than any secret is none, and there are many: empty ones, `{}`, `false`. */
function marksOf(contents) {
    return contents
        .filter((content) => content.toString('latin1').trim().length >= redact_secrets/* MIN_SECRET_LENGTH */.vb)
        .map((content) => ({ bytes: content.length, sha256: (0,canonical_json/* sha256 */.s)(content) }));
}
/**
 * Takes credentials out of a dead room's directories: their own places, and every file with the same content elsewhere.
 * Nothing is reached through a link that the room put there, and no mode that it set keeps anything from us.
 * @param home the room's HOME on the host
 * @param targets places below it
 * @param marks of what was copied
 * @param trees further directories of the host that the room could write
 * @throws CleanroomError `rooms.credentials` when something cannot be looked at, and may hold a copy
 */
async function removeCredentials(home, targets, marks, trees) {
    try {
        for (const target of targets)
            await removeBelow(home, target);
        if (marks.length === 0)
            return;
        const sizes = new Set(marks.map(({ bytes }) => bytes));
        const digests = new Set(marks.map((mark) => mark.sha256));
        for (const tree of [home, ...trees])
            await removeCopies(Buffer.from(tree), sizes, digests);
    }
    catch (cause) {
        throw new errors/* CleanroomError */.P3('rooms.credentials', `copied credentials could not be taken out of ${home} (${(0,errors/* errnoOf */.UQ)(cause) ?? 'unknown error'})`, { hint: 'remove the room with `cleanroom-action rooms rm`, and the directory by hand if that fails', cause });
    }
}
/** Removes `home/path`, unless something on the way is no directory: then it is not there. */
async function removeBelow(home, path) {
    const names = path.split('/');
    let at = home;
    for (const [index, name] of names.entries()) {
        at = (0,external_node_path_.join)(at, name);
        if (index === names.length - 1)
            break;
        const entry = await entryOf(at);
        if (!entry?.isDirectory())
            return;
        await permit(at, entry, 0o700);
    }
    if (await entryOf(at))
        await (0,remove_tree/* removeTree */.d)(at);
}
async function removeCopies(directory, sizes, digests) {
    const own = await entryOf(directory);
    if (!own?.isDirectory())
        return;
    await permit(directory, own, 0o500);
    for (const name of await (0,promises_.readdir)(directory, { encoding: 'buffer' })) {
        const path = Buffer.concat([directory, Buffer.from('/'), name]);
        const entry = await entryOf(path);
        if (entry?.isDirectory())
            await removeCopies(path, sizes, digests);
        else if (entry?.isFile() && sizes.has(entry.size)) {
            await permit(path, entry, 0o400);
            if (!digests.has(await digestOf(path, entry.size)))
                continue;
            await permit(directory, own, 0o700);
            await (0,promises_.rm)(path, { force: true });
        }
    }
}
/** Undefined: there is nothing of that name. */
async function entryOf(path) {
    try {
        return await (0,promises_.lstat)(path);
    }
    catch (error) {
        if ((0,errors/* errnoOf */.UQ)(error) === 'ENOENT')
            return undefined;
        throw error;
    }
}
/** Gives us rights that a dead room took from us. @param entry of the path, which is no link */
async function permit(path, entry, rights) {
    if ((entry.mode & rights) !== rights)
        await (0,promises_.chmod)(path, (entry.mode & 0o7777) | rights);
}
async function digestOf(path, size) {
    const handle = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    try {
        const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, 0);
        return (0,canonical_json/* sha256 */.s)(buffer.subarray(0, bytesRead));
    }
    finally {
        await handle.close();
    }
}

;// CONCATENATED MODULE: ./build/run/agent-home.js






const CODEX_CONFIG = '.codex/config.toml';
/** HOME of an agent's room, with what a person has copied into it. */
class AgentHome {
    directory;
    directories;
    credentials;
    kept;
    /** For the person. */
    notes;
    files = {};
    constructor(directory, directories, credentials, kept, refused) {
        this.directory = directory;
        this.directories = directories;
        this.credentials = credentials;
        this.kept = kept;
        const sources = refused.map(({ source }) => source).join(', ');
        const warning = `the repository's configuration asks for copies of ${sources}: not copied; --trust-credentials allows it`;
        this.notes = [...credentials.notes, ...(refused.length === 0 ? [] : [warning])];
    }
    /**
     * @param credentials what is to be copied
     * @param data of a kept room: its HOME stays there
     */
    static async open(from) {
        const { chosen, credentials, data, owner } = from;
        const directories = data === undefined ? from.directories : new room_directories/* HostDirectories */._(data, owner);
        const directory = await directories.writable('home');
        return new AgentHome(directory, directories, credentials, data !== undefined, chosen.refused);
    }
    /** Takes credentials out that a use of a kept room left when it was killed. */
    static clean(data, { credentials, copies }) {
        return removeCredentials((0,external_node_path_.join)(data, 'home'), credentials, copies, [data]);
    }
    /** How many files are copied. */
    get copied() {
        return Object.keys(this.credentials.files).length;
    }
    /** Whether a text is part of what is copied. */
    holds(text) {
        return Object.values(this.credentials.files).some((content) => content.includes(text));
    }
    /** Tells which files of a change hold a copy, or a secret of one. */
    get search() {
        return new CopySearch(this.credentials.secrets, this.marks);
    }
    /** Where they go, below HOME. */
    get targets() {
        return this.credentials.targets;
    }
    /** What tells copies of the copied files from others. */
    get marks() {
        const written = Object.keys(this.credentials.files).flatMap((path) => this.files[path] ?? []);
        return marksOf([...Object.values(this.credentials.files), ...written.map((content) => Buffer.from(content))]);
    }
    /**
     * Puts together what the agent needs, and the copies, which win. Nothing is written yet.
     * @param own of the agent's adapter
     * @param once written only where it is missing
     * @throws InputError for a configuration of codex that is no TOML
     */
    async prepare(own, once) {
        const copied = this.credentials.files;
        for (const [path, content] of Object.entries(once)) {
            if (!(await (0,promises_.lstat)((0,external_node_path_.join)(this.directory, path)).catch(() => undefined)))
                this.files[path] = content;
        }
        Object.assign(this.files, own, copied);
        const config = copied[CODEX_CONFIG]?.toString('utf8') ?? own[CODEX_CONFIG];
        if (config !== undefined) {
            const { codexConfigFor } = await Promise.all(/* import() */[__webpack_require__.e(292), __webpack_require__.e(856)]).then(__webpack_require__.bind(__webpack_require__, 97856));
            const line = copied[CODEX_CONFIG] ? own[CODEX_CONFIG] : undefined;
            this.files[CODEX_CONFIG] = codexConfigFor(config, line, types/* ROOM_PATHS */.P.workspace);
        }
    }
    /** Writes what was prepared. */
    async fill() {
        // A directory of a mapping holds what the mapping has, and nothing that a room put there before.
        if (this.kept)
            await removeCredentials(this.directory, this.targets, [], []);
        await this.directories.put(this.directory, this.files);
    }
    /** Takes the copies out of a kept room, whose processes are dead. @param trees what else of the host it could write */
    async close(trees) {
        if (this.kept)
            await removeCredentials(this.directory, this.targets, this.marks, trees);
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/loop/stage-environment.js
var stage_environment = __webpack_require__(79989);
// EXTERNAL MODULE: ./build/rules/render-codex.js
var render_codex = __webpack_require__(38316);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
;// CONCATENATED MODULE: ./build/session/credential-secrets.js

/** Credentials are small. What is larger is a log, a cache or a program. */
const MAX_FILE_BYTES = 256 * 1024;
/** Each is looked for in some twenty spellings. */
const MAX_VALUES = 100;
/** So many names in one file are no settings. */
const MOST_IN_A_FILE = 1000;
const MAX_DEPTH = 20;
/** A shorter one may be an ordinary word. */
const MIN_LENGTH = 8;
const MAX_LENGTH = 8192;
/** What a member, a key or a variable is called whose value is a secret. */
const SECRET_NAME = /token|secret|passw|passphrase|api[-_.]?key|private[-_.]?key|key-data|credential|cookie|bearer|^_?auth$|authorization$|^(?:access|refresh|key)$/i;
/** Of the same names, what is none. */
const ABOUT_A_SECRET = /(?:type|ur[il]|endpoint|file|path|expir\w*|expires\w*|helper|scopes?|limits?|tokens|count|budget|fingerprint|tokenizer|env|env[-_]?var|key[-_]?id|name|command|process|source|store|issuer|domain|provider)$/i;
/** What stands in the place of a secret: a word, or the name of a variable. Half of a repository would hold it. */
const PLACEHOLDER = /^(?:undefined|password|passphrase|changeme|required|optional|disabled|keychain|postgres|x{8,}|\*{8,}|<.{0,200}>)$/i;
const VARIABLE = /^(?:\$|%|\$?\{)?(?:env[:.])?[A-Z][A-Z0-9]{0,40}(?:_[A-Z0-9]{1,40}){1,20}[%}]?$/;
/** Of a file that is one word: a number, a version, an address for mail, words. */
const NO_SECRET_WORD = /^(?:v?\d{1,20}(?:\.\d{1,20}){0,5}|[\w.+-]{1,80}@[A-Za-z0-9-]{1,80}(?:\.[A-Za-z0-9-]{1,80}){0,8}\.[A-Za-z]{2,20}|[A-Za-z]{1,20}(?:[-_][A-Za-z]{1,20}){0,5})$/;
/** Programs and prose speak of secrets, and seldom hold one: there, only what no word and no expression looks like is one. */
const PROGRAM_OR_PROSE = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|sh|md|mdx|mdc|txt|html?|css|map)$/i;
const EXPRESSION = /^\D*$|[()$<>*`]/;
const PRIVATE_KEY = /-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[^-]{1,65536}-----END/g;
const IN_A_URL = /:\/\/[^\s/:@"']{0,200}:([^\s/@"']{8,500})@/g;
/** `name = value`, `name: value`, and both quoted, as TOML, YAML, INI, shells and npm write them. A value may hold a further one. */
const NAMED = /(?<![A-Za-z0-9_.-])([A-Za-z0-9_.-]{1,80})["']?[ \t]{0,20}[:=][ \t]{0,20}["']?(?:(?:Bearer|Basic|token)[ \t]{1,20})?/gi;
const VALUE = /^[^\s"',;{}[\]]{8,}/;
/** As .netrc writes it, in a file that is one. */
const IS_NETRC = /^[ \t]{0,20}(?:machine[ \t]{1,20}\S{1,300}|default)\s{1,50}(?:login|account|password)[ \t]/m;
const NETRC = /\bpassword[ \t]{1,20}([^\s"']{8,8192})/g;
/** Of a header, before the secret itself. */
const SCHEME = /^(?:Bearer|Basic|token) +(?=\S+$)/i;
/**
 * The secret values in files that a person has copied into a room, as far as their names or their form tell: members of
 * JSON, settings of other formats, passwords in addresses, private keys, and a file that is a single word.
 * @param files path below HOME → content
 */
function secretsOf(files) {
    const found = new Set();
    const notes = [];
    for (const [path, content] of Object.entries(files)) {
        if (content.length > MAX_FILE_BYTES)
            notes.push(`~/${path} is too large to be searched for secrets, which what the agent writes may then hold`);
        else if (!content.includes(0)) {
            const ordinary = PROGRAM_OR_PROSE.test(path) ? EXPRESSION : undefined;
            for (const value of valuesIn(content.toString('utf8')))
                if (![PLACEHOLDER, VARIABLE, ordinary].some((form) => form?.test(value)))
                    found.add(value);
        }
    }
    const values = [...found].filter(({ length }) => length >= MIN_LENGTH && length <= MAX_LENGTH);
    if (values.length > MAX_VALUES)
        notes.push(`the copied files hold ${values.length} secrets; what the agent writes is searched for ${MAX_VALUES}`);
    return { values: values.slice(0, MAX_VALUES), notes };
}
function valuesIn(text) {
    const values = [];
    const json = parsed(text);
    if (json !== undefined)
        fromJson(json, '', values, 0);
    else {
        values.push(...namedIn(text));
        if (IS_NETRC.test(text))
            for (const [, value = ''] of text.matchAll(NETRC))
                values.push(value);
        for (const [key] of text.matchAll(PRIVATE_KEY))
            values.push(key);
        const whole = text.trim();
        if (/^\S+$/.test(whole) && !/[:={]/.test(whole.slice(0, -2)) && !NO_SECRET_WORD.test(whole))
            values.push(whole);
    }
    for (const [, value = ''] of text.matchAll(IN_A_URL))
        values.push(value);
    return values;
}
function namedIn(text) {
    const values = [];
    for (const { 0: whole, 1: name = '', index } of text.matchAll(NAMED)) {
        if (values.length === MOST_IN_A_FILE)
            break;
        if (!isSecret(name))
            continue;
        const at = index + whole.length;
        const [value] = VALUE.exec(text.slice(at, at + MAX_LENGTH)) ?? [];
        if (value !== undefined)
            values.push(value);
    }
    return values;
}
function fromJson(value, name, into, depth) {
    if (typeof value === 'string') {
        const key = value.match(PRIVATE_KEY);
        if (key)
            into.push(...key);
        else if (isSecret(name)) {
            const secret = value.replace(SCHEME, '');
            if (!/\s/.test(secret))
                into.push(secret);
        }
    }
    else if (depth >= MAX_DEPTH)
        return;
    else if (Array.isArray(value))
        for (const item of value)
            fromJson(item, name, into, depth + 1);
    else if ((0,json_object/* isObject */.G)(value))
        for (const [member, content] of Object.entries(value))
            fromJson(content, member, into, depth + 1);
}
function isSecret(name) {
    return SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);
}
function parsed(text) {
    if (!/^\s*[{[]/.test(text))
        return undefined;
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/session/credentials.js





/** Bytes of everything that is copied for one agent. */
const MAX_BYTES = 16 * 1024 * 1024;
const MAX_FILES = 2000;
const credentials_MAX_DEPTH = 32;
/**
 * Reads what is mapped, as bytes: a link is followed to what it leads to, as dotfile managers make them, and never copied as
 * a link. Inside a directory a link may only lead to what is in that directory, wherever it really is. What is missing is
 * skipped with a note.
 * @param home the person's own HOME
 * @throws InputError for a source that is too large or cannot be read
 */
async function readCredentials(mappings, home) {
    const reading = new Reading();
    for (const { source, target } of mappings) {
        const path = source.startsWith('~/') ? (0,external_node_path_.join)(home, source.slice(2)) : source;
        try {
            await reading.take(await (0,promises_.realpath)(path), source, target);
        }
        catch (error) {
            if (error instanceof errors/* InputError */.dz)
                throw error;
            if (['ENOENT', 'ENOTDIR'].includes((0,errors/* errnoOf */.UQ)(error) ?? ''))
                reading.notes.push(`${source} is not there, and was not copied`);
            else
                reading.problems.push({ where: 'credentials', given: source, expected: `a readable file (${(0,errors/* errnoOf */.UQ)(error)})` });
        }
    }
    if (reading.problems.length > 0)
        throw new errors/* InputError */.dz(reading.problems);
    const { files } = reading;
    const secrets = secretsOf(files);
    const notes = [...reading.notes, ...secrets.notes];
    return { files, targets: mappings.map(({ target }) => target), secrets: secrets.values, notes };
}
class Reading {
    files = {};
    notes = [];
    problems = [];
    bytes = 0;
    count = 0;
    /** @param path without a link in it */
    async take(path, source, target) {
        const entry = await (0,promises_.lstat)(path);
        if (entry.isDirectory())
            await this.directory(path, { root: path, source, above: [] }, target);
        else if (entry.isFile())
            await this.file(path, source, target);
        else
            this.notes.push(`${source} is neither a file nor a directory, and was not copied`);
    }
    async directory(path, within, target) {
        const { root, source, above } = within;
        const here = { root, source, above: [...above, path] };
        for (const name of (await (0,promises_.readdir)(path)).sort()) {
            const shown = `${source}/${name}`;
            const inside = `${target}/${name}`;
            const entry = await (0,promises_.lstat)((0,external_node_path_.join)(path, name));
            const real = entry.isSymbolicLink() ? await (0,promises_.realpath)((0,external_node_path_.join)(path, name)).catch(() => undefined) : (0,external_node_path_.join)(path, name);
            if (real === undefined)
                this.notes.push(`${shown} leads nowhere, and was not copied`);
            else if (!real.startsWith(`${root}/`))
                this.notes.push(`${shown} leads out of ${source}, and was not copied`);
            else if (here.above.includes(real))
                this.notes.push(`${shown} leads back to a directory above it, and was not copied`);
            else if (above.length >= credentials_MAX_DEPTH)
                this.notes.push(`${shown} is too deep, and was not copied`);
            else {
                const found = await (0,promises_.lstat)(real);
                if (found.isDirectory())
                    await this.directory(real, { ...here, source: shown, root }, inside);
                else if (found.isFile())
                    await this.file(real, shown, inside);
                else
                    this.notes.push(`${shown} is neither a file nor a directory, and was not copied`);
            }
        }
    }
    async file(path, source, target) {
        // It may have become something else since it was looked at; a FIFO would be waited for.
        const handle = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
        try {
            const entry = await handle.stat();
            if (!entry.isFile())
                return;
            this.count += 1;
            const left = MAX_BYTES - this.bytes;
            if (this.count > MAX_FILES || entry.size > left)
                this.tooLarge(source);
            const buffer = Buffer.alloc(left + 1 < entry.size + 1 ? left + 1 : entry.size + 1);
            let length = 0;
            for (;;) {
                const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
                length += bytesRead;
                if (bytesRead === 0 || length === buffer.length)
                    break;
            }
            if (length > entry.size)
                this.tooLarge(source);
            this.bytes += length;
            this.files[target] = buffer.subarray(0, length);
        }
        finally {
            await handle.close();
        }
    }
    tooLarge(source) {
        throw new errors/* InputError */.dz([
            {
                where: 'credentials',
                given: source,
                expected: `at most ${MAX_FILES} files and ${MAX_BYTES >> 20} MiB in all mappings, none of which grows meanwhile`,
            },
        ]);
    }
}

;// CONCATENATED MODULE: ./build/session/first-start.js
const NOTHING = { files: {}, args: [] };
/**
 * The workspace is trusted, as far as that goes: what of the repository's own configuration could run code is hidden.
 * Gemini is told by an argument, which takes effect when it has passed over settings and `.env` of the workspace.
 */
function firstStartOf(agent, workspace) {
    switch (agent) {
        case 'claude':
            return {
                files: {
                    '.claude.json': `${JSON.stringify({
                        hasCompletedOnboarding: true,
                        bypassPermissionsModeAccepted: true,
                        projects: { [workspace]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
                    })}\n`,
                },
                args: [],
            };
        case 'gemini':
            return { files: {}, args: ['--skip-trust'] };
        default:
            return NOTHING;
    }
}

// EXTERNAL MODULE: ./build/support/broker-port.js
var broker_port = __webpack_require__(14347);
// EXTERNAL MODULE: ./build/support/plain-text.js
var plain_text = __webpack_require__(27518);
// EXTERNAL MODULE: ./build/support/process.js
var process = __webpack_require__(63749);
// EXTERNAL MODULE: ./build/support/random.js
var random = __webpack_require__(55989);
// EXTERNAL MODULE: ./build/support/make-directories.js
var make_directories = __webpack_require__(81962);
// EXTERNAL MODULE: ./build/workspace/git.js
var workspace_git = __webpack_require__(82090);
;// CONCATENATED MODULE: ./build/run/agent-changes.js





/** Paths that fit into a command line of git. */
const MOST_PATHS = 500;
/** What a person is told of an agent's changes, a line each. */
async function keepChanges(from) {
    const { patch, checkout } = from;
    const refused = patch.refusals.map(({ path, reason }) => `not in the patch: ${path}: ${reason}`);
    if (patch.diff.length === 0) {
        if (from.spare !== undefined)
            await write(from.file, patch.diff);
        return { lines: [...refused, 'the agent changed nothing'], asAsked: true };
    }
    const { file, why: unwritten } = await writeSomewhere(from, patch.diff);
    const files = `${patch.files.length} file${patch.files.length === 1 ? '' : 's'}`;
    const lines = [...refused, ...unwritten, `changes of ${files}: ${file}`];
    const asAsked = unwritten.length === 0;
    if (!from.apply)
        return { lines: [...lines, `to have them: git -C ${checkout.root} apply ${file}`], asAsked };
    const why = await apply({ ...from, file });
    if (why === undefined)
        return { lines: [...lines, `applied to ${checkout.root}`], asAsked };
    return { lines: [...lines, `not applied to ${checkout.root}: ${why}`], asAsked: false };
}
/** An agent's work is not lost because a file cannot be written. */
async function writeSomewhere({ file, spare }, diff) {
    try {
        await write(file, diff);
        return { file, why: [] };
    }
    catch (error) {
        if (spare === undefined)
            throw error;
        await write(spare, diff);
        return { file: spare, why: [(0,errors/* messageOf */.bD)(error)] };
    }
}
/** Of a submodule only its commit: inside, another configuration would rule. */
const UNCHANGED = ['--porcelain', '--untracked-files=all', '--ignore-submodules=dirty'];
/** Applies a patch to a checkout whose files are as the room had them at first. Says why it did not. */
async function apply(from) {
    const { patch, checkout, workCommit, path } = from;
    const env = await (0,workspace_git/* withoutFilters */.ml)(checkout.root, path);
    const git = (...args) => (0,workspace_git/* runInCheckout */.tC)(checkout.root, path, args, env);
    const head = await git('rev-parse', '--verify', '--quiet', 'HEAD');
    if (head.stdout.toString('utf8').trim() !== workCommit)
        return 'another commit is checked out by now';
    const names = patch.files.map((entry) => Buffer.from(entry.path, 'latin1').toString('utf8'));
    const paths = names.length > MOST_PATHS || names.some((name) => name.includes('\ufffd')) ? [] : ['--', ...names];
    const status = await git('--literal-pathspecs', 'status', ...UNCHANGED, ...paths);
    if (status.code !== 0)
        return status.stderr.trim().slice(0, 500);
    if (status.stdout.length > 0)
        return 'files of the patch are changed there too';
    const applied = await git('apply', '--binary', '--whitespace=nowarn', '--', from.file);
    return applied.code === 0 ? undefined : applied.stderr.trim().slice(0, 500);
}
async function write(file, content) {
    try {
        (0,make_directories/* makeDirectories */.K)((0,external_node_path_.dirname)(file));
        await (0,promises_.writeFile)(file, content, { mode: 0o600 });
    }
    catch (cause) {
        throw new errors/* CleanroomError */.P3('agent.patch', `the changes could not be written to ${file} (${(0,errors/* messageOf */.bD)(cause)})`, {
            hint: 'name another file with --patch',
            cause,
        });
    }
}

;// CONCATENATED MODULE: ./build/run/agent-errors.js

/** Of a kept room's directory that rooms cannot be built in, what to do; of anything else, itself. */
function unreachable(error, directory) {
    if (!(error instanceof errors/* CleanroomError */.P3) || error.code !== 'room.scratch')
        return error;
    return new errors/* CleanroomError */.P3('rooms.directory', `rooms cannot be kept in ${directory}`, {
        hint: 'set XDG_STATE_HOME to a directory whose parents the user of the rooms may enter',
        cause: error,
    });
}
/** Neither the broker nor the agent has anything to show to the provider. */
function noKey(chosen, provider) {
    const own = { openai: 'OPENAI_API_KEY', anthropic: 'ANTHROPIC_API_KEY', gemini: 'GEMINI_API_KEY' }[provider];
    return new errors/* InputError */.dz([
        {
            where: `environment variable CLEANROOM_API_KEY or ${own}`,
            given: undefined,
            expected: `a key for ${provider}, which stays outside the room`,
            hint: `or map a login of yours with agents.${chosen.name}.credentials`,
        },
    ]);
}

// EXTERNAL MODULE: ./build/evidence/recorder.js + 4 modules
var recorder = __webpack_require__(84918);
// EXTERNAL MODULE: ./build/loop/usage.js
var usage = __webpack_require__(76624);
// EXTERNAL MODULE: ./build/support/own-path.js
var own_path = __webpack_require__(45206);
// EXTERNAL MODULE: ./build/support/redact.js + 1 modules
var redact = __webpack_require__(31470);
// EXTERNAL MODULE: ./build/support/version.js
var version = __webpack_require__(77580);
// EXTERNAL MODULE: ./build/run/commands.js + 3 modules
var run_commands = __webpack_require__(24773);
;// CONCATENATED MODULE: ./build/run/agent-evidence.js






/** The parts of an audit of a session. What a person is told is journaled when it ends, all of it, so not here as well. */
function auditParts(of) {
    const { plan, audit, record, say } = of;
    const journal = (event, data) => {
        if (event !== 'notice')
            record.journal(event, data);
    };
    return { plan, audit, evidence: { exec: (event) => record.exec(event), journal }, progress: { warn: say } };
}
const NOWHERE = {
    journal() { },
    access() { },
    command() { },
    mcp() { },
    exec() { },
    probe() { },
    log: () => ({ write() { } }),
};
const ATTEMPT = 1;
const PATCH = 'change.patch';
/**
 * The record of a person's use of an agent, if they asked for one. It holds what rooms asked for and started, the plan and
 * the change; what was typed and shown is the person's own and is never written.
 */
class SessionEvidence {
    evidence;
    resolved;
    clock;
    notices = [];
    startedAt;
    started;
    patch = null;
    constructor(evidence, resolved, clock) {
        this.evidence = evidence;
        this.resolved = resolved;
        this.clock = clock;
        this.started = clock.monotonic();
        this.startedAt = new Date(clock.now()).toISOString();
    }
    /**
     * @param directory undefined: nobody asked for a record
     * @throws CleanroomError `evidence.directory`, `path.link`
     */
    static async open(from) {
        const { directory, resolved, clock, host } = from;
        if (directory === undefined)
            return new SessionEvidence(undefined, resolved, clock);
        await (0,own_path/* refuseLinks */.U)(directory, from.checkout);
        const redactor = (0,redact/* createRedactor */.lY)([...(await (0,run_commands/* allSecrets */.Xl)(resolved)), ...from.secrets]);
        const evidence = (0,recorder/* createEvidence */.I)({ directory, clock, redactor, logBytes: resolved.plan.limits.logBytes });
        const platform = `${host.platform} ${host.arch}`;
        evidence.journal('run.started', { tool: version/* VERSION */.x, node: host.nodeVersion, platform });
        evidence.writeJson('plan.json', resolved.plan);
        evidence.journal('run.planned', { planSha256: resolved.planSha256 });
        return new SessionEvidence(evidence, resolved, clock);
    }
    /** Absolute; undefined: nothing is recorded. */
    get directory() {
        return this.evidence?.directory;
    }
    get record() {
        return this.evidence ?? NOWHERE;
    }
    /** What a person was told. */
    note(text) {
        this.notices.push(text);
    }
    /** What the room was like before its agent started. */
    probed(room, results, durationMs) {
        for (const { name, passed, detail } of results)
            this.record.probe({ room, attempt: ATTEMPT, name, passed, detail });
        const failed = results.filter(({ passed }) => !passed).map(({ name }) => name);
        const passed = results.length - failed.length;
        this.record.journal('probes.finished', { room, attempt: ATTEMPT, passed, failed, durationMs });
    }
    /** A program broke a rule. */
    violated(room, { exe, argv }, broken) {
        this.record.journal('rules.violated', { room, ...broken, exe, argv: [...argv] });
    }
    /** The agent's changes, if there are any. */
    changed(diff) {
        if (diff.length === 0 || !this.evidence)
            return;
        this.evidence.writeFile(PATCH, diff, { shapes: false });
        this.patch = PATCH;
    }
    /** Writes what the session was, and the manifest over everything. */
    async finish(end) {
        const { evidence, clock } = this;
        if (!evidence)
            return;
        for (const text of this.notices)
            evidence.journal('notice', { text });
        const { plan, planSha256 } = this.resolved;
        const file = {
            schema: 'cleanroom/session/v1',
            ...end,
            startedAt: this.startedAt,
            durationMs: Math.round(clock.monotonic() - this.started),
            planSha256,
            workCommit: plan.source.workCommit,
            patch: this.patch,
            usage: end.usage ?? usage/* NO_USAGE */.yJ,
            denied: end.denied.map(({ host, reason }) => ({ host, reason })),
            notices: this.notices,
        };
        evidence.writeJson('session.json', file);
        await evidence.finish();
    }
}

// EXTERNAL MODULE: ./build/broker/broker.js + 33 modules
var broker = __webpack_require__(76171);
// EXTERNAL MODULE: ./build/run/follow.js
var run_follow = __webpack_require__(25565);
// EXTERNAL MODULE: ./build/run/mcp.js
var run_mcp = __webpack_require__(13686);
// EXTERNAL MODULE: ./build/run/model-provider.js
var model_provider = __webpack_require__(53421);
;// CONCATENATED MODULE: ./build/run/agent-outside.js







/** The broker of a person's session, with the bounds of the plan. */
function sessionBroker(from) {
    const { plan, secrets } = from.resolved;
    return (0,broker/* createBroker */.Y)({
        providers: from.hasModel ? (0,model_provider/* modelProviders */.c)(plan, secrets) : [],
        clock: from.clock,
        onAccess: (access) => from.record.access(access),
        caps: { requests: plan.budget.maxRequests, tokens: plan.budget.maxTokens, costUsd: plan.budget.maxCostUsd },
        prices: plan.budget.prices,
        providerTools: plan.agent.providerTools,
        allowPrivate: plan.policy.private,
        limits: { modelIdleMs: plan.limits.modelIdleMs },
        credentials: secrets.credentials ?? [],
    });
}
/** Brokered commands, command rules and MCP servers of a person's session. @param audit has the kernel tell what rooms start; undefined: it is not asked */
async function hostServices(from) {
    const { resolved, agent, broker, rooms, directories, clock, signal, audit, record, say, onOpen } = from;
    const { plan, secrets } = resolved;
    const follow = (0,run_follow/* followRooms */.S)(auditParts({ audit, record, plan, say }));
    const common = { plan, broker, directories, clock, signal, rooms: rooms.backend, token: random/* token */.S, follow };
    const commands = await (0,run_commands/* prepareCommands */.CV)({
        ...common,
        agent,
        audit: audit !== undefined,
        programs: rooms.path.split(':'),
        shows: (path) => rooms.shows(path),
        onCommand: (command) => record.command(command),
    });
    onOpen(async () => commands?.close());
    const mcp = await (0,run_mcp/* prepareMcp */.Ul)({ ...common, secrets, evidence: record, progress: { note: say } });
    onOpen(async () => mcp?.close());
    const services = (0,run_mcp/* servicesOf */.Yj)(commands, mcp)({ room: 'agent', stage: 'agent', attempt: 1 });
    return { commands, mcp, services };
}

// EXTERNAL MODULE: ./build/agent/claude-config.js + 1 modules
var claude_config = __webpack_require__(53061);
// EXTERNAL MODULE: ./build/agent/gemini.js + 4 modules
var gemini = __webpack_require__(28487);
;// CONCATENATED MODULE: ./build/run/agent-personal.js




/** Variables of a turn and its report, of which a person's session has neither. */
const OF_A_TURN = /^CLEANROOM_(ATTEMPT|CORRECTION|PROMPT_FILE|REPORT_)/;
/** What is switched off where nobody sits in front of an agent, and is of use to whoever does. */
const OF_NOBODY = [
    'CLAUDE_CODE_DISABLE_BACKGROUND_TASKS',
    'CLAUDE_CODE_DISABLE_FILE_CHECKPOINTING',
    'CLAUDE_CODE_DISABLE_FILE_MENTIONS',
    'OPENCODE_DISABLE_TERMINAL_TITLE',
];
/** A turn that nobody takes: what adapters make files and variables from. */
function personalTurn(endpoint) {
    return { prompt: '', session: undefined, endpoint, attempt: 1, correction: false };
}
/** What leads an agent to its model, and to the model and effort that the plan names where no file says that. */
function personalVariables(agent, turn, { agent: plan }) {
    const own = Object.entries(agent.command(turn).env).filter(([name]) => !OF_A_TURN.test(name) && !OF_NOBODY.includes(name));
    return { ...Object.fromEntries(own), ...choices(agent.name, plan) };
}
/** Variables, so that what a person types still wins. The other two agents read them from files. */
function choices(name, { model, effort }) {
    switch (name) {
        case 'claude':
            return {
                ...(model === null ? {} : { ANTHROPIC_MODEL: model }),
                ...(effort === null ? {} : { CLAUDE_CODE_EFFORT_LEVEL: effort }),
                // At its first start in a terminal it would fetch a list of plugins.
                CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1',
            };
        case 'gemini':
            // Its own default asks a further model which one to take, turn by turn.
            return { GEMINI_MODEL: model ?? gemini.GEMINI_MODEL };
        default:
            return {};
    }
}
/**
 * The model and effort that the plan names, for an agent that has a person's own login instead of a key: the rest of its
 * settings are theirs.
 */
function loginVariables(name, { agent: { model, effort } }) {
    const given = (variable, value) => (value === null ? {} : { [variable]: value });
    switch (name) {
        case 'claude':
            return { ...given('ANTHROPIC_MODEL', model), ...given('CLAUDE_CODE_EFFORT_LEVEL', effort) };
        case 'gemini':
            return given('GEMINI_MODEL', model);
        case 'opencode':
            // It is laid over the person's own settings.
            return given('OPENCODE_CONFIG_CONTENT', model === null ? null : JSON.stringify({ model }));
        default:
            return {};
    }
}
/** What such an agent cannot be told, for the person. */
function untold(name, { agent }) {
    const what = [
        ...(agent.mcp.length > 0 ? ['MCP servers'] : []),
        ...(agent.effort !== null && (name === 'gemini' || name === 'opencode') ? [`effort ${agent.effort}`] : []),
    ].join(' and ');
    return what === '' ? [] : [`the agent is not told of ${what}: without a key its settings are its own`];
}
/** Codex has no variables for these. What a person types, `--model` too, wins. */
function loginArguments(name, { model, effort }) {
    if (name !== 'codex')
        return [];
    const setting = (key, value) => value === null ? [] : ['-c', `${key}=${JSON.stringify(value)}`];
    return [...setting('model', model), ...setting('model_reasoning_effort', effort)];
}
/** Arguments that stand before a person's. @param configured the adapter's files are in HOME */
function personalArguments(name, { agent }, configured) {
    const first = firstStartOf(name, types/* ROOM_PATHS */.P.workspace).args;
    if (!configured)
        return [...first, ...loginArguments(name, agent)];
    // In a terminal codex asks for the dearer tier by itself for some models, which no price of the run's is for.
    const usual = name === 'codex' && !agent.providerTools.includes('service_tier');
    // The other agents find servers in their settings.
    const servers = name === 'claude' && agent.mcp.length > 0;
    return [
        ...first,
        ...(usual ? ['-c', 'features.fast_mode=false'] : []),
        ...(servers ? [`--mcp-config=${types/* ROOM_PATHS */.P.home}/${claude_config/* CLAUDE_MCP */.qU}`] : []),
    ];
}

// EXTERNAL MODULE: ./build/loop/audit.js
var loop_audit = __webpack_require__(23272);
// EXTERNAL MODULE: ./build/loop/denial.js
var denial = __webpack_require__(64376);
// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(46193);
;// CONCATENATED MODULE: ./build/support/plain-stream.js


/** Characters of a line that are waited for until it ends. */
const MOST_OF_A_LINE = 16 * 1024;
/**
 * Output of a program that nobody vouches for, for a person's terminal: line by line, so that no escape sequence passes
 * because it came in two pieces. A carriage return ends a line as well, for programs that count up in one.
 */
class PlainStream {
    show;
    #decoder = new external_node_string_decoder_.StringDecoder('utf8');
    #rest = '';
    /** @param show takes text without control characters other than tabs and line ends */
    constructor(show) {
        this.show = show;
    }
    push(chunk) {
        this.#take(this.#decoder.write(chunk), false);
    }
    /** Shows what has no line end yet. */
    end() {
        this.#take(this.#decoder.end(), true);
    }
    #take(text, all) {
        const given = this.#rest + text;
        const lines = Math.max(given.lastIndexOf('\n'), given.lastIndexOf('\r')) + 1;
        const end = all || given.length - lines > MOST_OF_A_LINE ? given.length : lines;
        this.#rest = given.slice(end);
        const plain = (0,plain_text/* stripInvisible */._0)(given.slice(0, end));
        if (plain !== '')
            this.show(plain);
    }
}
/** Both streams of a program as one text; `end` when it has ended. */
function plainOutput(show) {
    const streams = { stdout: new PlainStream(show), stderr: new PlainStream(show) };
    return {
        onOutput: (stream, chunk) => streams[stream].push(chunk),
        end: () => {
            for (const stream of Object.values(streams))
                stream.end();
        },
    };
}

;// CONCATENATED MODULE: ./build/run/agent-prepare.js






const ROOM = 'prepare';
/**
 * Runs the prepare command of the plan, where there is one, in a room of its own with its own allow-list, and puts what it
 * left under every later top, as in a run.
 * @throws CleanroomError `agent.prepare`, `audit.*`
 */
async function prepareTree(place, workspace) {
    const { plan, rooms, broker, env, shows, record, say, signal } = place;
    const followed = auditParts(place);
    const { prepare } = plan;
    if (prepare?.kind !== 'command' || signal.aborted)
        return;
    say(`prepare: ${prepare.display}`);
    const output = plainOutput((text) => void shows.write(text));
    const top = await workspace.openTop(ROOM);
    const session = broker.grant({ room: ROOM, stage: 'prepare', attempt: 0, allow: plan.policy.prepare });
    let exit;
    try {
        const room = await rooms.open({
            id: ROOM,
            stage: 'prepare',
            workspace: top.view,
            readOnly: [],
            limits: plan.limits,
        });
        record.journal('room.opened', { room: ROOM, stage: 'prepare' });
        try {
            const audit = await (0,loop_audit/* auditCommand */.H)(followed, { room: ROOM, stage: 'prepare', attempt: 0 });
            exit = await room.run({
                argv: prepare.argv,
                cwd: prepare.cwd,
                env,
                timeoutMs: prepare.timeoutMs,
                outputBytes: plan.limits.outputBytes,
                onOutput: output.onOutput,
                listener: { port: broker_port/* BROKER_PORT */.u, accept: (server) => session.accept(server) },
                ...(audit ? { pidFiles: audit.pidFiles } : {}),
            }, signal);
            await (0,loop_audit/* endAudit */.R)(followed, ROOM, audit, exit.end === 'cancelled');
        }
        finally {
            output.end();
            await room.close();
            record.journal('room.closed', { room: ROOM });
        }
    }
    finally {
        await session.close();
    }
    if (signal.aborted)
        return;
    if (exit.end !== 'exited' || exit.code !== 0) {
        const [denied] = session.denials();
        throw new errors/* CleanroomError */.P3('agent.prepare', `the prepare command failed: ${howItEnded(exit)}: ${prepare.display}`, {
            hint: denied ? (0,denial/* denialHint */.j)(denied) : "--prepare '' leaves it out",
        });
    }
    const frozen = await workspace.freeze(top);
    record.journal('prepare.frozen', { entries: frozen.entries, dropped: [...frozen.dropped] });
    if (frozen.dropped.length > 0)
        say(`prepare changed ${frozen.dropped.length} tracked files; these changes were dropped`);
}
function howItEnded({ end, code, signal }) {
    if (end === 'exited')
        return `exit code ${code}`;
    if (end === 'signalled')
        return `killed by ${signal}`;
    return end === 'timeout' ? 'it took longer than prepare-timeout' : `a limit ended it (${end})`;
}

// EXTERNAL MODULE: ./build/agent/registry.js + 7 modules
var registry = __webpack_require__(54383);
;// CONCATENATED MODULE: ./build/run/agent-program.js



/** Reasons for which the package of npm cannot be had, and mise may still have it. */
const NOT_TO_BE_HAD = ['agent.offline', 'agent.npm-missing', 'agent.registry-denied', 'agent.node-missing'];
const PACKAGES = {
    codex: '@openai/codex',
    claude: '@anthropic-ai/claude-code',
    gemini: '@google/gemini-cli',
    opencode: 'opencode-ai',
};
/**
 * Finds out how to start the agent. A configured command stands for itself: the built-in test and program no longer apply.
 * Else it is, best first: the program that was named, the image's own, the pinned package of npm in a read-only layer, and
 * where that cannot be had, npm of a Node that mise in the room manages, which needs the registry in the allow-list.
 * @param asks runs a program in a room and says whether it ended well
 */
async function startOf(chosen, plan, setup, asks) {
    const { configured, builtIn } = chosen;
    const command = configured?.command?.argv;
    if (command !== undefined || builtIn === undefined) {
        const argv = command ?? agent_program_unreachable(chosen.name);
        // Its adapter has the variables and files that lead to the model.
        const { agent } = await (0,registry/* prepareAgent */.pO)(plan.agent, setup, { argv, layers: [], version: '' });
        return { agent, argv, ...checks(chosen, argv) };
    }
    try {
        const { agent, program } = await (0,registry/* prepareAgent */.pO)(plan.agent, setup);
        const [first, ...rest] = program?.argv ?? agent_program_unreachable(chosen.name);
        const argv = [first, ...rest, ...personalArguments(builtIn, plan, setup.hasModel)];
        return { agent, argv, ...checks(chosen, argv) };
    }
    catch (error) {
        const missing = error instanceof errors/* CleanroomError */.P3 && NOT_TO_BE_HAD.includes(error.code);
        if (!missing || plan.agent.program !== null || !(await asks(present('mise'))))
            throw error;
        setup.onNotice?.(`${builtIn} could not be installed on this host (${error.message}); mise of the room runs it`);
        const version = plan.agent.version ?? registry/* DEFAULT_VERSIONS */.iX[builtIn];
        const own = personalArguments(builtIn, plan, setup.hasModel);
        const argv = [...throughMise(builtIn, version), ...own];
        const { agent } = await (0,registry/* prepareAgent */.pO)(plan.agent, setup, { argv, layers: [], version });
        return { agent, argv, ...checks(chosen, argv) };
    }
}
/** Node's long-term version by mise, which asks nothing and reads no configuration of the workspace; npm fetches the rest. */
function throughMise(name, version) {
    return [
        'env',
        'MISE_YES=1',
        // Node's own list of releases will do.
        'MISE_USE_VERSIONS_HOST=0',
        ...['mise', '--no-config', 'exec', '-y', 'nodejs@lts', '--'],
        ...['npm', 'exec', '--yes', '--package', `${PACKAGES[name]}@${version}`, '--', name],
    ];
}
function agent_program_unreachable(name) {
    throw new errors/* CleanroomError */.P3('agent.program-missing', `it is not known how ${name} is started`);
}
function checks({ configured }, argv) {
    return { test: configured?.test?.argv ?? present(argv[0]), install: configured?.install?.argv };
}
/** Whether a room has a program; its name is an argument, and never part of a script. */
function present(program) {
    return ['/bin/sh', '-c', 'command -v -- "$1" >/dev/null', 'sh', program];
}
/** A command of a test or an install step that has to end well. */
function endedWell(exit) {
    return exit.end === 'exited' && exit.code === 0;
}

;// CONCATENATED MODULE: ./build/run/agent-record.js
/** What is written down of a kept room before its agent starts. */
function recordOf(of) {
    const { held, line, repository, chosen, plan, tree, home } = of;
    const now = new Date(of.now).toISOString();
    return {
        schema: 'cleanroom/kept-room/v1',
        id: held.id,
        created: held.record?.created ?? now,
        lastUsed: now,
        repository,
        workCommit: plan.source.workCommit,
        trustedCommit: plan.source.trustedCommit,
        agent: chosen.name,
        allow: line.allowAll ? null : [...plan.policy.agent],
        workspace: tree.kind,
        credentials: home.targets,
        copies: home.marks,
    };
}

// EXTERNAL MODULE: ./build/inputs/agent-line.js
var agent_line = __webpack_require__(69736);
// EXTERNAL MODULE: ./build/inputs/settings.js + 18 modules
var settings = __webpack_require__(64568);
// EXTERNAL MODULE: ./build/support/nearest.js
var nearest = __webpack_require__(96730);
;// CONCATENATED MODULE: ./build/run/agent-request.js



const BUILT_IN = ['codex', 'claude', 'gemini', 'opencode'];
/** What of one agent says nothing about another. */
const BOUND_TO_AGENT = [
    'agent-version',
    'agent-program',
    'model',
    'effort',
    'provider',
    'model-base-url',
];
/**
 * @param personal agents of the person's own configuration, which win over the repository's and whose credentials are the
 *   person's to give
 * @param pinned the commits of a kept room
 */
function agentRequest(line, request, personal, pinned) {
    let found;
    const problems = [...request.problems];
    for (const name of pinned ? ['ref', 'trusted-ref'] : []) {
        if (line.layer.values[name] === undefined)
            continue;
        const expected = 'no such flag with --room-id, because a room keeps its commit';
        problems.push({ where: `--${name}`, given: line.layer.values[name], expected });
    }
    const values = pinned ? { ref: pinned.workCommit, 'trusted-ref': pinned.trustedCommit } : {};
    return {
        request: {
            ...request,
            problems,
            layer: { ...line.layer, values: { ...line.layer.values, ...values } },
            entrusts: { yes: line.trustCredentials, remedy: 'say --trust-credentials' },
            adjust(layers) {
                const { chosen, problem } = choose(line, layers.agents, personal);
                found = chosen;
                return { layers: layersFor(chosen, layers.layers), problems: problem ? [problem] : [] };
            },
        },
        chosen() {
            if (!found)
                throw new Error('the request was not resolved');
            return found;
        },
    };
}
function choose(line, repository, personal) {
    const { name } = line;
    const builtIn = BUILT_IN.find((known) => known === name);
    const own = personal.get(name);
    const configured = own ?? repository.get(name);
    const mapped = configured?.credentials ?? [];
    const trusted = own !== undefined || line.trustCredentials;
    const chosen = {
        name,
        builtIn,
        configured,
        credentials: trusted ? mapped : [],
        refused: trusted ? [] : mapped,
    };
    if (name === '' || builtIn !== undefined || configured?.command !== undefined)
        return { chosen };
    if (configured) {
        const problem = { where: `agents.${name}.command`, given: undefined, expected: 'the command that starts it' };
        return { chosen, problem };
    }
    const known = [...new Set([...BUILT_IN, ...personal.keys(), ...repository.keys()])];
    const close = (0,nearest/* nearest */.p)(name, known);
    return {
        chosen,
        problem: {
            where: 'argument of agent',
            given: name.slice(0, 80),
            expected: known.join(', '),
            hint: close === undefined ? 'others are configured under agents' : `did you mean ${close}?`,
        },
    };
}
/**
 * A person in front of an agent is the task and the verifier. What a file says of those, or of another agent, is left out;
 * what it says of rooms, limits and the network counts.
 */
function layersFor(chosen, layers) {
    const [flags, ...weaker] = layers;
    const command = chosen.configured?.command;
    const name = chosen.builtIn ?? 'command';
    const meant = weaker.find((layer) => layer.values.agent !== undefined)?.values.agent ?? 'codex';
    const unprepared = flags?.values.prepare === null || flags?.values.prepare === 'workspace';
    const dropped = [...OF_FLAGS, ...(meant === name ? [] : BOUND_TO_AGENT), ...(unprepared ? OF_PREPARE : [])];
    const forced = {
        values: {
            agent: name,
            prompt: 'A person uses the agent.',
            verify: null,
            ...(name === 'command' ? { 'agent-command': command ?? { argv: ['false'], display: 'false' } } : {}),
        },
        invalid: new Set(),
        where: (setting) => `agent ${chosen.name}: ${setting}`,
    };
    const keeps = (setting) => agent_line/* AGENT_SETTINGS */.mb.includes(setting) && !dropped.includes(setting);
    return [forced, ...(flags ? [flags] : []), ...weaker.map((layer) => only(layer, keeps))];
}
/** Only ever a person's own word: a configuration does not say where files of theirs are written. */
const OF_FLAGS = ['evidence'];
/** Mean nothing without a prepare command, which a person may leave out. */
const OF_PREPARE = ['prepare-timeout', 'allow-prepare'];
function only(layer, keeps) {
    return {
        values: Object.fromEntries(Object.entries(layer.values).filter(([name]) => (0,settings/* isSettingName */.s9)(name) && keeps(name))),
        invalid: new Set([...layer.invalid].filter(keeps)),
        where: (name) => layer.where(name),
    };
}

// EXTERNAL MODULE: ./build/run/agent-rooms.js
var agent_rooms = __webpack_require__(84686);
;// CONCATENATED MODULE: ./build/run/agent-steps.js


const STEP_MS = 60 * 60_000;
const SILENT_BYTES = 1 << 20;
/**
 * Whether the agent is there. Its install step runs only where its test fails, and then the test again.
 * @param shows takes what the install step prints, without what a terminal would act on
 */
async function isReady(where, start, shows, say) {
    if (await passes(where, start.test))
        return true;
    if (start.install === undefined || where.signal.aborted)
        return false;
    say('the agent is not there: running its install step');
    const output = plainOutput((text) => void shows.write(text));
    await run(where, start.install, output.onOutput);
    output.end();
    return passes(where, start.test);
}
/** Whether a command ends well. What it prints is for nobody. */
async function passes(where, argv) {
    return endedWell(await run(where, argv));
}
/** A command without input. */
function run({ room, signal, ...around }, argv, show) {
    const outputBytes = show ? Number.MAX_SAFE_INTEGER : SILENT_BYTES;
    const onOutput = show ?? (() => { });
    return room.run({ argv, cwd: '', timeoutMs: STEP_MS, outputBytes, onOutput, ...around }, signal);
}

// EXTERNAL MODULE: ./build/workspace/paths.js
var paths = __webpack_require__(85902);
// EXTERNAL MODULE: ./build/run/workspace.js + 27 modules
var run_workspace = __webpack_require__(81144);
;// CONCATENATED MODULE: ./build/run/agent-tree.js







/** The tree of an agent's room: the base of its commit, and over it what the agent changed, which a kept room keeps. */
class AgentTree {
    workspace;
    top;
    notes;
    constructor(workspace, top, 
    /** For the person. */
    notes) {
        this.workspace = workspace;
        this.top = top;
        this.notes = notes;
    }
    /** @throws CleanroomError `workspace.*`, `rooms.workspace` */
    static async open(from) {
        const { held, plan, checkout, rooms, path } = from;
        const [workspace, status] = await Promise.all([
            (0,run_workspace/* openWorkspace */.O)(from),
            (0,workspace_git/* withoutFilters */.ml)(checkout.root, path).then((env) => (0,workspace_git/* runInCheckout */.tC)(checkout.root, path, STATUS, env)),
        ]);
        try {
            const { base } = workspace;
            const wanted = held?.record?.workspace;
            if (wanted !== undefined && wanted !== base.workspace) {
                throw new errors/* CleanroomError */.P3('rooms.workspace', `room ${held?.id} has its changes in a tree of kind ${wanted}`, {
                    hint: `workspace: ${wanted} does not work here, or another one was asked for`,
                });
            }
            await from.prepare(workspace);
            const changed = status.stdout.length > 0;
            const commit = plan.source.workCommit.slice(0, 12);
            const note = `the room shows commit ${commit}; what is not committed here is not in it`;
            const keep = held && keepIn(held, rooms.owner);
            const top = await workspace.openAgentTop('agent', plan.room.writable, keep);
            const planted = await top.renew();
            return new AgentTree(workspace, top, [
                ...(changed ? [note] : []),
                ...base.notices,
                ...some('agent configuration of the repository is hidden (trust-agent-config)', top.hidden),
                ...some('agent configuration that the room made was taken out', planted),
            ]);
        }
        catch (error) {
            await workspace.close();
            throw error;
        }
    }
    get view() {
        return this.top.view;
    }
    get kind() {
        return this.workspace.base.workspace;
    }
    /** Paths of instruction files of the base. */
    get instructions() {
        return this.workspace.base.instructions.map(({ path }) => path);
    }
    /** Directories of the host that the room writes. */
    get written() {
        const { view } = this.top;
        return [view.kind === 'overlay' ? view.upper : view.path];
    }
    /**
     * What differs from the base, without files that hold what a person had copied into the room: a patch is passed on. No
     * room may be using it.
     * @returns `withheld`: there are such files, which the patch's refusals name
     */
    async collect(limits, copies) {
        const all = await this.workspace.collect(this.top, limits);
        const refused = new Set(copies.in(all.contents));
        if (refused.size === 0)
            return { patch: all, withheld: false };
        const files = all.files.filter(({ path }) => !refused.has(path));
        const rest = await this.workspace.select(all, files, limits);
        const refusals = [...refused].map((path) => ({ path: (0,paths/* displayPath */.Gt)(path), reason: HOLDS_A_COPY }));
        return { patch: { ...rest, ignored: all.ignored, refusals: [...all.refusals, ...refusals] }, withheld: true };
    }
    async close() {
        await this.top.close();
        await this.workspace.close();
    }
}
const HOLDS_A_COPY = 'it holds a secret of a file that you had copied into the room (credentials); whoever has the patch would have it, too';
/** In a submodule, another configuration would rule. */
const STATUS = ['status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=dirty'];
const SHOWN = 5;
function some(what, paths) {
    if (paths.length === 0)
        return [];
    const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
    return [`${what}: ${paths.slice(0, SHOWN).join(', ')}${more}`];
}
/** The same tree with its changes in the kept room's directory. */
function keepIn(held, owner) {
    return async (fresh) => {
        const { view } = fresh;
        if (view.kind === 'directory') {
            const path = (0,external_node_path_.join)(held.data, 'tree');
            const taken = (await (0,promises_.lstat)(path).catch(() => undefined)) !== undefined;
            if (!taken)
                await (0,promises_.rename)(view.path, path);
            return { taken, top: { view: { kind: 'directory', path }, close: () => fresh.close() } };
        }
        const upper = (0,external_node_path_.join)(held.data, 'upper');
        const work = (0,external_node_path_.join)(held.data, 'work');
        const taken = (await (0,promises_.lstat)(upper).catch(() => undefined)) !== undefined;
        const empty = () => (0,remove_tree/* removeTree */.d)(work);
        await empty();
        for (const path of [upper, work]) {
            await (0,promises_.mkdir)(path, { recursive: true });
            await (0,promises_.chmod)(path, 0o755);
            if (owner)
                await (0,promises_.chown)(path, owner.uid, owner.gid);
        }
        const close = async () => {
            await empty();
            await fresh.close();
        };
        return { taken, top: { view: { ...view, upper, work }, close } };
    };
}

// EXTERNAL MODULE: external "node:os"
var external_node_os_ = __webpack_require__(48161);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
;// CONCATENATED MODULE: ./build/terminal/frames.js

/** Bytes of one frame of what was typed. */
const MOST = 64 * 1024;
/** What the program in the room writes on its standard error when its command was stopped (Ctrl-Z). */
const STOPPED = 0x1a;
/** What the program in the room reads: what is typed, and the sizes of the window, in their order. */
class FrameStream extends external_node_stream_.Transform {
    /** Says that the window has another size. */
    resize(size) {
        if (this.writableEnded || this.destroyed)
            return;
        this.push(sizeFrame(size));
    }
    /** Lets a stopped program go on. */
    goOn() {
        if (this.writableEnded || this.destroyed)
            return;
        this.push(frames_frame('c', Buffer.alloc(0)));
    }
    _transform(chunk, _encoding, done) {
        for (let at = 0; at < chunk.length; at += MOST)
            this.push(dataFrame(chunk.subarray(at, at + MOST)));
        done();
    }
}
function dataFrame(bytes) {
    return frames_frame('d', bytes);
}
function sizeFrame(size) {
    const content = Buffer.alloc(4);
    content.writeUInt16BE(bounded(size.rows), 0);
    content.writeUInt16BE(bounded(size.columns), 2);
    return frames_frame('w', content);
}
/** What a window size can be; 0 would mean that there is none. */
function bounded(cells) {
    return Number.isFinite(cells) ? Math.min(Math.max(Math.trunc(cells), 1), 65_535) : 80;
}
function frames_frame(kind, content) {
    const head = Buffer.alloc(5);
    head.write(kind, 0, 'latin1');
    head.writeUInt32BE(content.length, 1);
    return Buffer.concat([head, content]);
}

;// CONCATENATED MODULE: ./build/terminal/programs.js
/**
 * Programs that make a terminal inside a room and run a command in it, for whichever interpreter the room has. The
 * terminal is of the room's own devpts: the person's never enters the room, so that nothing in it can type into theirs.
 *
 * Arguments: rows, columns, then the command. Standard input: frames of one byte (`d` data, `w` a window size: rows and
 * columns, two bytes each, `c` that a stopped command is to go on), four bytes of length, big-endian, and the content; its
 * end hangs the terminal up. Standard output: what the terminal shows. Standard error: \x1a when the command was stopped,
 * and why it could not be started. The exit code is the command's, 128 + n for a signal, 127 or 126 for one that could not
 * be started. All numbers of ioctl(2) are the same on x64 and arm64. The one in Perl loads no module: small images have
 * none.
 *
 * The command is a job of the session's leader, as it is one of a shell's: a command that leads its session itself cannot
 * be stopped by Ctrl-Z, and one that believes it was waits for ever. The leader stops when the command does.
 */
const PERL_TERMINAL = String.raw `
my ($TCGETS, $TCSETS, $TIOCSCTTY, $TIOCSPGRP, $TIOCSWINSZ, $TIOCGPTN, $TIOCSPTLCK) = (0x5401, 0x5402, 0x540e, 0x5410, 0x5414, 0x80045430, 0x40045431);
my $IUTF8 = 0x4000;
my ($rows, $columns, @command) = @ARGV;
delete $ENV{PERL_BADLANG};
sub fail { my ($what) = @_; print STDERR "terminal: $what: $!\n"; exit 125 }
# The kernel's numbers depend on the machine, which our own program names.
my ($self, $elf);
open($self, '<', '/proc/self/exe') && sysread($self, $elf, 20) == 20 or fail('/proc/self/exe');
my ($setsid, $wait4) = unpack('x18 v', $elf) == 183 ? (157, 260) : (112, 61);
close $self;
# Perl's own waitpid does not tell a process that was stopped from one that ended.
sub waited { my ($pid, $flags) = @_;
  my $status = pack('i', 0);
  my $got = syscall($wait4, $pid, $status, $flags, 0);
  return ($got == $pid, unpack('i', $status));
}
sub stopped { my ($status) = @_; return ($status & 0xff) == 0x7f }
sub code { my ($status) = @_; return $status & 127 ? 128 + ($status & 127) : $status >> 8 }
sub sized { my ($handle, $rows, $columns) = @_; my $size = pack('S4', $rows, $columns, 0, 0); ioctl($handle, $TIOCSWINSZ, $size) }

# O_RDWR and O_NOCTTY.
sysopen(my $master, '/dev/ptmx', 2 | 0x100) or fail('/dev/ptmx');
my $unlock = pack('i', 0);
ioctl($master, $TIOCSPTLCK, $unlock) or fail('unlock');
my $number = pack('I', 0);
ioctl($master, $TIOCGPTN, $number) or fail('number');
my $name = '/dev/pts/' . unpack('I', $number);
# Held open: while nobody has the other end, reading ours fails.
sysopen(my $slave, $name, 2 | 0x100) or fail($name);
my $modes = "\0" x 64;
if (ioctl($slave, $TCGETS, $modes)) {
  my @flags = unpack('L4', $modes);
  substr($modes, 0, 4) = pack('L', $flags[0] | $IUTF8);
  ioctl($slave, $TCSETS, $modes);
}
sized($master, $rows, $columns);

pipe(my $started, my $starting) or fail('pipe');
fcntl($starting, 2, 1);
defined(my $child = fork) or fail('fork');
if (!$child) {
  close $_ for $master, $started;
  syscall($setsid);
  ioctl($slave, $TIOCSCTTY, 0) or fail('controlling terminal');
  $SIG{$_} = 'IGNORE' for qw(PIPE INT QUIT TERM TSTP TTIN TTOU);
  defined(my $job = fork) or fail('fork');
  if (!$job) {
    setpgrp 0, 0;
    ioctl($slave, $TIOCSPGRP, pack('i', $$)) or fail('foreground');
    open(STDIN, '<&', $slave) && open(STDOUT, '>&', $slave) or fail('streams');
    open(STDERR, '>&', $slave) or exit 125;
    $SIG{$_} = 'DEFAULT' for keys %SIG;
    exec { $command[0] } @command;
    syswrite $starting, $! + 0;
    exit 127;
  }
  close $starting;
  $SIG{HUP} = sub { kill 'HUP', -$job; kill 'CONT', -$job };
  while (1) {
    my ($got, $how) = waited($job, 2);
    next if !$got && $! + 0 == 4;
    exit($got ? code($how) : 125) if !$got || !stopped($how);
    kill 'STOP', $$;
    ioctl($slave, $TIOCSPGRP, pack('i', $job));
    kill 'CONT', -$job;
  }
}
close $starting;
my $why = '';
sysread $started, $why, 16;
if ($why ne '') { $! = $why; print STDERR "$command[0]: $!\n"; exit($why == 2 ? 127 : 126) }
close $started;
close $slave;

$SIG{$_} = 'IGNORE' for qw(PIPE HUP INT QUIT TERM TSTP TTIN TTOU);
$SIG{CHLD} = sub {};
fcntl($master, 4, 0x800);
my ($in, $typed, $open, $gone, $status) = ('', '', 1, 0, 0);
# 64 KiB of what was typed and not taken: beyond it no more is read.
my $MOST = 65536;
sub put { my ($bytes) = @_;
  my $at = 0;
  while ($at < length $bytes) {
    my $sent = syswrite STDOUT, $bytes, length($bytes) - $at, $at;
    return if !defined $sent && $! + 0 != 4;
    $at += $sent || 0;
  }
}
sub show { my $got = sysread $master, my $bytes, 65536;
  if ($got) { put($bytes); return 1 }
  # EIO: nobody has the terminal any more.
  return defined $got || $! + 0 == 5 ? 0 : undef;
}
my $shown = 1;
while (1) {
  my ($got, $how) = waited($child, 3);
  if ($got && stopped($how)) { 1 while show(); syswrite STDERR, "\x1a" }
  elsif ($got) { ($gone, $status) = (1, $how) }
  if ($gone) { 1 while show(); last }
  my ($read, $write) = ('', '');
  vec($read, fileno $master, 1) = 1 if $shown;
  vec($read, 0, 1) = 1 if $open && length $typed < $MOST;
  vec($write, fileno $master, 1) = 1 if $typed ne '' && $shown;
  # The end of the command can come between looking for it and waiting here.
  my $ready = select(my $r = $read, my $w = $write, undef, $shown ? 0.2 : 0.02);
  next if $ready <= 0;
  if (vec($r, fileno $master, 1)) { my $more = show(); $shown = 0 if defined $more && !$more }
  if (vec($w, fileno $master, 1)) { my $sent = syswrite $master, $typed; substr($typed, 0, $sent) = '' if $sent }
  if (vec($r, 0, 1)) {
    my $got = sysread STDIN, $in, 65536, length $in;
    if (!$got) {
      next if !defined $got && ($! + 0 == 4 || $! + 0 == 11);
      # The person is gone.
      $open = 0;
      kill 'HUP', -$child;
      kill 'CONT', -$child;
      close $master;
      waitpid $child, 0;
      exit 129;
    }
    while (length $in >= 5) {
      my ($kind, $length) = unpack('a1 N', $in);
      fail('frame') if $length > 1 << 20;
      last if length $in < 5 + $length;
      my $content = substr($in, 5, $length);
      substr($in, 0, 5 + $length) = '';
      if ($kind eq 'd') { $typed .= $content }
      elsif ($kind eq 'w') { sized($master, unpack('n2', $content)) }
      elsif ($kind eq 'c') { kill 'CONT', $child }
    }
  }
}
exit code($status);
`;
/** The same in Python 3, for images that have no Perl. */
const PYTHON_TERMINAL = String.raw `
import errno, fcntl, os, select, signal, struct, sys, termios
rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
def sized(handle, rows, columns): fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack('4H', rows, columns, 0, 0))
try: master, slave = os.openpty()
except OSError as error: sys.stderr.write('terminal: %s\n' % error); os._exit(125)
modes = termios.tcgetattr(slave)
modes[0] |= 0x4000
termios.tcsetattr(slave, termios.TCSANOW, modes)
sized(master, rows, columns)
def code(status): return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
started, starting = os.pipe()
child = os.fork()
if child == 0:
    try:
        os.close(master); os.close(started); os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        kept = ('PIPE', 'INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU')
        for name in kept: signal.signal(getattr(signal, 'SIG' + name), signal.SIG_IGN)
        job = os.fork()
        if job == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(slave, os.getpid())
            for number in range(3): os.dup2(slave, number)
            for name in kept + ('XFSZ',): signal.signal(getattr(signal, 'SIG' + name), signal.SIG_DFL)
            os.execvp(command[0], command)
        os.close(starting)
        def hung(*_):
            for name in (signal.SIGHUP, signal.SIGCONT):
                try: os.killpg(job, name)
                except OSError: pass
        signal.signal(signal.SIGHUP, hung)
        while True:
            _, status = os.waitpid(job, os.WUNTRACED)
            if not os.WIFSTOPPED(status): os._exit(code(status))
            os.kill(os.getpid(), signal.SIGSTOP)
            # Hung up meanwhile: the signal for that is on its way.
            try: os.tcsetpgrp(slave, job)
            except OSError: pass
            os.killpg(job, signal.SIGCONT)
    except OSError as error: os.write(starting, str(error.errno).encode())
    os._exit(127)
os.close(starting)
why = os.read(started, 16)
if why:
    sys.stderr.write('%s: %s\n' % (command[0], os.strerror(int(why)))); sys.stderr.flush()
    os._exit(127 if int(why) == errno.ENOENT else 126)
os.close(slave)
for name in ('HUP', 'INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU', 'PIPE'): signal.signal(getattr(signal, 'SIG' + name), signal.SIG_IGN)
wake, waker = os.pipe()
os.set_blocking(waker, False)
signal.set_wakeup_fd(waker)
signal.signal(signal.SIGCHLD, lambda *_: None)
os.set_blocking(master, False)
def put(data):
    while data:
        try: data = data[os.write(1, data):]
        except OSError: return
def show():
    try: data = os.read(master, 65536)
    except BlockingIOError: return None
    except OSError: return False
    put(data)
    return bool(data)
given, typed, shown = b'', b'', True
while True:
    gone, status = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
    if gone and os.WIFSTOPPED(status):
        while show(): pass
        os.write(2, b'\x1a')
    elif gone:
        while show(): pass
        break
    reading = ([master] if shown else []) + [wake] + ([0] if len(typed) < 65536 else [])
    ready, writable, _ = select.select(reading, [master] if typed and shown else [], [], 1)
    if wake in ready: os.read(wake, 512)
    if master in ready and show() is False: shown = False
    if writable:
        try: typed = typed[os.write(master, typed):]
        except OSError: pass
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            for name in (signal.SIGHUP, signal.SIGCONT):
                try: os.killpg(child, name)
                except OSError: pass
            os.close(master)
            os.waitpid(child, 0)
            os._exit(129)
        given += data
        while len(given) >= 5:
            length = struct.unpack('>I', given[1:5])[0]
            if length > 1 << 20: os._exit(125)
            if len(given) < 5 + length: break
            kind, content, given = given[:1], given[5:5 + length], given[5 + length:]
            if kind == b'd': typed += content
            elif kind == b'w': sized(master, *struct.unpack('>2H', content))
            elif kind == b'c': os.kill(child, signal.SIGCONT)
os._exit(code(status))
`;

;// CONCATENATED MODULE: ./build/terminal/command.js



/**
 * Finds it: run in the room, with the PATH that rooms have by default, it prints a kind and a path.
 */
const FIND_MAKER = [
    '/bin/sh',
    '-c',
    `p=$(command -v perl) && "$p" -e 1 2>/dev/null && echo "perl $p" && exit
p=$(command -v python3) && "$p" -c 'import os, termios' 2>/dev/null && echo "python $p" && exit
exit 1`,
];
/** Reads what `FIND_MAKER` printed. @throws CleanroomError `terminal.missing` */
function readMaker(printed) {
    const match = /^(perl|python) (\/[\x21-\x7e]{1,4000})\n?$/.exec(printed);
    const [, kind, program] = match ?? [];
    if ((kind === 'perl' || kind === 'python') && program !== undefined)
        return { kind, program };
    throw new errors/* CleanroomError */.P3('terminal.missing', 'the room has neither Perl nor Python 3, which make the terminal in it', {
        kind: 'usage',
        hint: 'add one of them to the image, or give the standard input from a pipe or a file',
    });
}
/** The command line that runs another one in a terminal of its own. Its standard input takes frames. */
function inTerminal(maker, size, argv) {
    const size_ = [String(bounded(size.rows)), String(bounded(size.columns))];
    // Perl's own words on a locale that an image lacks are not the command's.
    if (maker.kind === 'perl')
        return ['env', 'PERL_BADLANG=0', maker.program, '-e', PERL_TERMINAL, '--', ...size_, ...argv];
    // Isolated: neither the directory nor variables of the room say what it loads.
    return [maker.program, '-I', '-c', PYTHON_TERMINAL, ...size_, ...argv];
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: ./build/support/process-identity.js
var process_identity = __webpack_require__(83600);
;// CONCATENATED MODULE: ./build/terminal/person.js




/** Of a process that was stopped, and goes on in the foreground. */
const CONTINUED = 'SIGCONT';
/** For what the program showed last, which comes another way than that it was stopped, and for a signal to take effect. */
const SETTLING_MS = 50;
/**
 * What programs switch on in a terminal and leave behind when they are killed: reports of the mouse, bracketed paste,
 * focus reports, another screen, other keys, a hidden cursor, colours.
 */
const RESET = '\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?1004l\x1b[?1049l\x1b[?1l\x1b>\x1b[<u\x1b[?25h\x1b[0m';
/**
 * Takes the person's terminal over: every key goes to the room as it is typed, Ctrl-C and Ctrl-Z too, where the room's own
 * terminal makes signals of them. It is given back at `restore`, and at the end of this process, however it comes about
 * that we are still asked. Somebody may stop this process (`kill -STOP`): when it goes on, whoever had the terminal
 * meanwhile left it in another mode, so it is taken again, and the room's program is made to draw itself anew.
 * @param host with the PATH of stty
 * @param signal ends the session: from then on a terminal that is somebody else's is left alone
 */
function takeTerminal(input, output, host, signal) {
    const { process, path } = host;
    const frames = new FrameStream();
    // A terminal that does not know its size says that it has none.
    const sizeNow = () => ({ rows: output.rows || 24, columns: output.columns || 80 });
    const onResize = () => frames.resize(sizeNow());
    let taken = true;
    const restore = () => {
        if (!taken)
            return;
        taken = false;
        process.off('exit', restore);
        process.off(CONTINUED, onContinue);
        output.off('resize', onResize);
        input.unpipe(frames);
        input.pause();
        // Who was stopped, and is ended before it goes on, would be stopped again: the terminal is the shell's, in its own mode.
        if (inForeground())
            input.setRawMode(false);
        frames.end();
    };
    const take = () => {
        input.setRawMode(true);
        person_plainOutput(input, path);
    };
    const takeAgain = () => {
        // Node leaves a terminal alone that it takes to be in this mode already.
        input.setRawMode(false);
        take();
        const { rows, columns } = sizeNow();
        // Programs draw themselves when the size changes, and the kernel tells them only then.
        frames.resize({ rows, columns: columns > 1 ? columns - 1 : columns + 1 });
        frames.resize({ rows, columns });
    };
    /** In the background it stops us, as the terminal has it; not if we are to end, which we may hear of a little later. */
    const whenOurs = (act) => {
        if (inForeground())
            act();
        else
            setTimeout(() => taken && !signal.aborted && act(), SETTLING_MS);
    };
    const onContinue = () => whenOurs(takeAgain);
    const goOn = () => {
        if (!taken)
            return;
        whenOurs(() => {
            takeAgain();
            frames.goOn();
        });
    };
    const suspend = () => {
        setTimeout(() => {
            if (!taken)
                return;
            input.setRawMode(false);
            // The whole job, as the terminal itself would do it: whoever waits for us, such as npx, is part of it.
            process.kill(0, 'SIGTSTP');
            // Stopped until somebody goes on with us; at once where no shell is there that could, and the kernel ignores it.
            setTimeout(goOn, SETTLING_MS);
        }, SETTLING_MS);
    };
    const size = sizeNow();
    process.on('exit', restore);
    process.on(CONTINUED, onContinue);
    output.on('resize', onResize);
    // There is no terminal any more.
    input.on('error', () => frames.end());
    take();
    input.pipe(frames);
    return { frames, size, suspend, restore };
}
/** Whether the terminal is ours, as far as this system tells. */
function inForeground() {
    let stat;
    try {
        stat = (0,external_node_fs_.readFileSync)('/proc/self/stat', 'latin1');
    }
    catch {
        return true;
    }
    // State, parent, group, session, terminal, the terminal's group.
    const [, , group, , , foreground] = (0,process_identity/* statFields */.qV)(stat);
    // None: nobody else has a terminal that is not the session's own.
    return foreground === '-1' || group === foreground;
}
/**
 * Node's raw mode still turns every line feed into two characters, and the terminal in the room has done that where its
 * program wants it. What Node changed and what this changes is undone together, when raw mode ends.
 */
function person_plainOutput(input, path) {
    (0,external_node_child_process_.spawnSync)('stty', ['-opost'], { stdio: [input, 'ignore', 'ignore'], env: { PATH: path, LC_ALL: 'C' } });
}
/** Undoes what a program that did not end by itself may have switched on. */
function resetModes(output) {
    output.write(RESET);
}

;// CONCATENATED MODULE: ./build/run/agent-attend.js




/** As a shell's `timeout` says it. */
const EXIT_TIMEOUT = 124;
const FIND_MS = 30_000;
/**
 * Runs a command for a person: in a terminal of the room where they have one, else with its streams passed on. Resolves to
 * its exit code, 128 + n for a signal.
 * @throws CleanroomError `terminal.missing`
 */
async function attend(room, command, person, host, signal) {
    const output = {
        onOutput: (stream, chunk) => void person[stream].write(chunk),
        outputTaken: (stream) => drained(person[stream]),
    };
    if (!person.terminal) {
        return exitCode(await room.run({ ...command, ...output, stdin: person.stdin }, signal), signal);
    }
    const printed = [];
    await room.run({
        argv: FIND_MAKER,
        cwd: '',
        env: {},
        timeoutMs: FIND_MS,
        outputBytes: 64 << 10,
        onOutput: (_stream, chunk) => void printed.push(Buffer.from(chunk)),
    }, signal);
    if (signal.aborted)
        return exitCode(undefined, signal);
    const maker = readMaker(Buffer.concat(printed).toString('latin1'));
    const terminal = takeTerminal(person.terminal.input, person.terminal.output, host, signal);
    let exit;
    try {
        const argv = inTerminal(maker, terminal.size, command.argv);
        const onOutput = (stream, chunk) => {
            const stopped = stream === 'stderr' && chunk.includes(STOPPED);
            output.onOutput(stream, stopped ? Buffer.from(chunk.filter((byte) => byte !== STOPPED)) : chunk);
            if (stopped)
                terminal.suspend();
        };
        exit = await room.run({ ...command, ...output, onOutput, argv, stdin: terminal.frames }, signal);
    }
    finally {
        terminal.restore();
        if (exit?.end !== 'exited')
            resetModes(person.terminal.output);
    }
    return exitCode(exit, signal);
}
/** Settles when a stream takes more, or never will; undefined: it does now. */
function drained(stream) {
    if (!stream.writableNeedDrain || stream.destroyed)
        return undefined;
    const signs = ['drain', 'error', 'close'];
    return new Promise((resolve) => {
        const done = () => {
            for (const sign of signs)
                stream.off(sign, done);
            resolve();
        };
        for (const sign of signs)
            stream.on(sign, done);
    });
}
/** A shell's numbers; undefined: the command never ran, because of the signal. What ended by a limit was killed. */
function exitCode(exit, signal) {
    switch (exit?.end) {
        case 'exited':
            return exit.code ?? 1;
        case 'signalled':
            return 128 + signalNumber(exit.signal);
        case undefined:
        case 'cancelled':
            return 128 + signalNumber(typeof signal.reason === 'string' ? signal.reason : 'SIGINT');
        case 'timeout':
            return EXIT_TIMEOUT;
        default:
            return 128 + external_node_os_.constants.signals.SIGKILL;
    }
}
function signalNumber(name) {
    return Object.entries(external_node_os_.constants.signals).find(([known]) => known === name)?.[1] ?? external_node_os_.constants.signals.SIGTERM;
}

// EXTERNAL MODULE: ./build/run/probes.js + 7 modules
var run_probes = __webpack_require__(8740);
;// CONCATENATED MODULE: ./build/run/agent-use.js







/** The agent's room, in the record. */
const AGENT_ROOM = 'agent';
/** Nothing ends a person's session but themselves, unless they say when: 24 days, the longest that a timer takes. */
const NO_TIMEOUT_MS = 2 ** 31 - 1;
/** What a person sees in their own terminal is not cut. */
const NO_OUTPUT_LIMIT = Number.MAX_SAFE_INTEGER;
/** As a shell says that there is no such program. */
const EXIT_MISSING = 127;
/** Looks around in the room, sees to it that the agent is there, and lets the person use it. Resolves to the exit code. */
async function useAgent(standing, using) {
    const { line, person, process, path, evidence, signal, tell } = using;
    const { start, session, room, env, resolved, host } = standing;
    await probe(standing, using);
    const listener = {
        port: broker_port/* BROKER_PORT */.u,
        accept: (server) => session.accept(server),
    };
    if (!(await isReady({ room, env, listener, signal }, start, person.stderr, tell))) {
        if (signal.aborted)
            return exitCode(undefined, signal);
        tell(`${start.argv[0]} is not there${start.install ? ', not even after the install step' : ''}`);
        return EXIT_MISSING;
    }
    // Some agents do not wait for tools that come late.
    await host.mcp?.begin();
    const parts = auditParts({ plan: resolved.plan, audit: standing.audit, record: evidence.record, say: tell });
    const audit = await (0,loop_audit/* auditCommand */.H)(parts, {
        ...{ room: AGENT_ROOM, stage: 'agent', attempt: 1 },
        onAudit(event) {
            const broken = event.kind === 'exec' ? host.commands?.violation(event) : undefined;
            if (event.kind !== 'exec' || !broken)
                return;
            evidence.violated(AGENT_ROOM, event, broken);
            tell(`a rule was broken: ${broken.rule}: ${broken.justification}`);
        },
    });
    const [program, ...first] = start.argv;
    const timed = line.layer.values.timeout !== undefined;
    const command = {
        argv: [program, ...first, ...line.args],
        cwd: '',
        env,
        timeoutMs: timed ? resolved.plan.limits.totalMs : NO_TIMEOUT_MS,
        outputBytes: NO_OUTPUT_LIMIT,
        listener,
        ...(audit ? { pidFiles: audit.pidFiles } : {}),
    };
    using.onAttended();
    try {
        return await attend(room, command, person, { process, path }, signal);
    }
    finally {
        // What is missing of it was told; a person's work is not lost because of it.
        const seen = await audit?.finish();
        if (seen)
            evidence.record.journal('audit.finished', { room: AGENT_ROOM, ...seen });
    }
}
/** As before each stage of a run. A key that a person copies into the room is none that must not be there. */
async function probe({ resolved, rooms, room, env, home }, using) {
    const { plan } = resolved;
    const { signal, clock, evidence } = using;
    const probes = (0,run_probes/* createProbes */.C)({
        description: await rooms.backend.describe(),
        limits: plan.limits,
        writable: plan.room.writable,
        secrets: (await (0,run_commands/* allSecrets */.Xl)(resolved)).filter((secret) => !home.holds(secret)),
    });
    const begun = clock.monotonic();
    const results = await probes.look(room, { env, port: broker_port/* BROKER_PORT */.u, signal });
    if (signal.aborted)
        return;
    evidence.probed(AGENT_ROOM, results, Math.round(clock.monotonic() - begun));
    probes.require('of the agent', results);
}

// EXTERNAL MODULE: ./build/run/audit.js
var audit = __webpack_require__(9577);
// EXTERNAL MODULE: ./build/run/limits.js
var limits = __webpack_require__(87696);
// EXTERNAL MODULE: ./build/run/resolve.js + 7 modules
var resolve = __webpack_require__(19868);
// EXTERNAL MODULE: ./build/run/rooms.js + 10 modules
var run_rooms = __webpack_require__(45223);
;// CONCATENATED MODULE: ./build/run/agent-session.js

































const PATCH_BYTES = 64 << 20;
const PATCH_FILES = 20_000;
/** One use of an agent's room. */
class AgentSession {
    o;
    held;
    checkout;
    source;
    standing;
    home;
    tree;
    record;
    evidence;
    /** In words. */
    audited = 'off';
    exit = null;
    /** The agent has the person's screen, which notes would garble. */
    attended = false;
    late = new Set();
    endings = [];
    constructor(o, held, checkout, source) {
        this.o = o;
        this.held = held;
        this.checkout = checkout;
        this.source = source;
    }
    /** Everything up to the room. @param onScratch told of each directory that is to be removed at the end */
    async open(onScratch) {
        const ground = await this.lay(onScratch);
        const { plan } = ground.resolved;
        const start = await this.find(ground);
        if (!ground.hasModel)
            for (const note of untold(start.agent.name, plan))
                this.say(note);
        this.standing = await this.stand(ground, start);
    }
    /** Runs the agent, then says what became of its changes. */
    async run() {
        const { line, host, patches, clock } = this.o;
        const { standing } = this;
        if (!standing)
            throw new Error('the room is not open');
        const { plan } = standing.resolved;
        const { tree } = standing;
        let code;
        try {
            code = await this.use(standing);
            this.exit = code;
        }
        finally {
            this.attended = false;
            await standing.room.close();
            this.evidence?.record.journal('room.closed', { room: AGENT_ROOM });
            // Before anything is written down that a person may pass on.
            await standing.home.close(tree.written);
        }
        for (const note of this.late)
            this.say(note);
        const bounds = {
            bytes: Math.max(plan.limits.patchBytes, PATCH_BYTES),
            files: Math.max(plan.limits.patchFiles, PATCH_FILES),
        };
        const { patch, withheld } = await tree.collect(bounds, standing.home.search);
        const time = new Date(clock.now()).toISOString().replace(/[:.]/g, '-');
        const own = (0,external_node_path_.join)(patches, `${time}-${line.name}-${(0,external_node_crypto_.randomBytes)(3).toString('hex')}.patch`);
        const { lines, asAsked } = await keepChanges({
            patch,
            file: line.patch ?? own,
            spare: line.patch === undefined ? undefined : own,
            apply: line.apply,
            checkout: this.checkout,
            workCommit: plan.source.workCommit,
            path: host.path,
        });
        for (const text of lines)
            this.say(text);
        this.evidence?.changed(patch.diff);
        if (this.held)
            this.say(`the room is kept: cleanroom-action agent --room-id ${this.held.id} ${line.name}`);
        return code === 0 && (!asAsked || withheld) ? 1 : code;
    }
    /** Ends everything. What a kept room keeps is its files, without credentials. */
    async close() {
        const failures = [];
        const attempt = (end) => Promise.resolve()
            .then(end)
            .catch((error) => void failures.push(error));
        await attempt(() => this.standing?.room.close());
        await attempt(() => this.home?.close(this.tree?.written ?? []));
        // Else the next use takes out what may still be there.
        const clean = failures.length === 0;
        for (const end of this.endings.reverse())
            await attempt(end);
        await attempt(() => this.finishEvidence());
        const { record } = this;
        if (record && clean)
            await attempt(() => this.held?.write({ ...record, credentials: [], copies: [] }));
        if (failures.length > 0)
            throw failures[0];
    }
    say(text) {
        // Names of files, hosts and the repository's settings are in it.
        this.o.person.stderr.write(`cleanroom: ${(0,plain_text/* escapeInvisible */.ts)(text)}\n`);
        this.evidence?.note(text);
    }
    /** Says it when the person can read it. */
    tell(text) {
        if (this.attended)
            this.late.add(text);
        else
            this.say(text);
    }
    async lay(onScratch) {
        const { line, request, host, personal, clock, person, signal } = this.o;
        const { held, checkout, source } = this;
        // Everything of a room that is kept is in one directory.
        const roomHost = held ? { ...host, temporary: [held.data] } : host;
        const asked = agentRequest(line, request, personal, held?.record);
        const detecting = settle((0,run_rooms/* detectLocal */.d)(roomHost, checkout.root));
        const resolving = await settle((0,resolve/* resolveRun */.U)(asked.request, source, host));
        const detected = await detecting;
        if ('value' in detected)
            await onScratch(detected.value.scratch);
        if ('error' in resolving)
            throw resolving.error;
        const local = held && 'error' in detected ? { error: unreachable(detected.error, held.data) } : detected;
        const resolved = resolving.value;
        const { plan, secrets } = resolved;
        const chosen = asked.chosen();
        const credentials = await readCredentials(chosen.credentials, host.home);
        const evidence = await SessionEvidence.open({
            ...{ directory: line.layer.values.evidence, resolved, clock, host, checkout: checkout.root },
            secrets: credentials.secrets,
        });
        this.evidence = evidence;
        const rooms = await (0,run_rooms/* roomsOf */.W)(plan, roomHost, checkout.root, local, {
            leaseSeconds: lease/* SESSION_LEASE_SECONDS */.Qb,
        });
        this.endings.push(async () => rooms.close());
        await onScratch(rooms.scratch);
        if (held && rooms.owner) {
            await (0,promises_.chown)(held.data, rooms.owner.uid, rooms.owner.gid);
            await (0,promises_.chmod)(held.data, 0o700);
        }
        const description = await rooms.backend.describe();
        for (const notice of [...(0,limits/* acceptUnenforced */.K)(plan.limits, description), ...description.weaknesses])
            this.say(notice);
        const root = (0,external_node_path_.join)(rooms.scratch, 'rooms-data');
        await (0,promises_.mkdir)(root, { mode: 0o711 });
        const directories = new room_directories/* HostDirectories */._(root, rooms.owner);
        const home = await AgentHome.open({ chosen, credentials, directories, data: held?.data, owner: rooms.owner });
        this.home = home;
        const { provider, modelBaseUrl } = plan.agent;
        const hasModel = provider !== null && (secrets.apiKey !== undefined || modelBaseUrl !== null);
        if (provider !== null && !hasModel && home.copied === 0)
            throw noKey(chosen, provider);
        const { record } = evidence;
        const broker = sessionBroker({ resolved, clock, record, hasModel });
        this.endings.push(() => broker.close());
        const env = this.network(resolved, plan.policy.prepare);
        const say = (text) => this.tell(text);
        const audit = await this.startAudit(resolved, rooms);
        const place = { plan, rooms: rooms.backend, broker, env, shows: person.stderr, record, audit, say, signal };
        const from = { plan, checkout, source, rooms, path: host.path, held };
        const tree = await AgentTree.open({ ...from, prepare: (workspace) => prepareTree(place, workspace) });
        this.tree = tree;
        this.endings.push(() => tree.close());
        for (const note of [...tree.notes, ...home.notes])
            this.say(note);
        return { resolved, chosen, rooms, directories, broker, audit, tree, home, hasModel };
    }
    find(ground) {
        const { host, signal } = this.o;
        const { resolved, chosen, rooms, tree } = ground;
        const { plan } = resolved;
        return startOf(chosen, plan, {
            cacheDirectory: host.toolCache,
            npm: 'npm',
            env: host.npmEnvironment,
            run: process/* runHost */.K,
            platform: { os: host.platform, arch: host.arch },
            node: host.nodePath,
            rooms: (0,agent_rooms/* agentRooms */.e)(rooms, plan.limits, signal),
            onNotice: (notice) => this.say(notice),
            schema: undefined,
            mcp: (0,run_mcp/* agentMcpServers */.oS)(plan),
            instructions: tree.instructions,
            codexRules: (0,render_codex/* renderCodexRules */.F)(plan.commands),
            signal,
            hasModel: ground.hasModel,
        }, async (argv) => {
            const room = await this.openRoom(ground, []);
            try {
                return await passes({ room, env: {}, signal }, argv);
            }
            finally {
                await room.close();
            }
        });
    }
    async stand(ground, start) {
        const { line, clock, signal, person } = this.o;
        const { resolved, rooms, directories, home, hasModel, chosen, tree, broker, audit } = ground;
        const { plan } = resolved;
        const { agent } = start;
        const record = this.recorder;
        const services = await hostServices({
            ...{ resolved, agent, broker, rooms, directories, clock, signal, record, audit },
            say: (text) => this.tell(text),
            onOpen: (close) => void this.endings.push(close),
        });
        const key = (0,random/* roomKey */.D)();
        const turn = personalTurn(hasModel ? { url: `http://127.0.0.1:${broker_port/* BROKER_PORT */.u}`, key } : undefined);
        await home.prepare(hasModel ? agent.homeFiles(turn) : {}, firstStartOf(agent.name, types/* ROOM_PATHS */.P.workspace).files);
        if (this.held) {
            const repository = this.checkout.root;
            this.record = recordOf({ held: this.held, line, now: clock.now(), repository, chosen, plan, tree, home });
            // Before a credential is there: whoever comes after a kill knows what to remove.
            await this.held.write(this.record);
        }
        await home.fill();
        const provider = hasModel ? (plan.agent.provider ?? undefined) : undefined;
        const session = broker.grant({
            room: AGENT_ROOM,
            stage: 'agent',
            attempt: 1,
            allow: plan.policy.agent,
            ...(line.allowAll ? { everything: true } : {}),
            ...(provider === undefined ? {} : { provider, nonce: key }),
            services: services.services,
            onStop: (why) => this.tell(why.message),
            onNote: (note) => this.tell(note),
        });
        this.endings.push(async () => {
            for (const { host, reason } of session.denials())
                this.say(`refused: ${reason.startsWith(host) ? '' : `${host}: `}${reason}`);
            await session.close();
        });
        const room = await this.openRoom(ground, [...agent.tools, ...(services.commands?.readOnly ?? [])]);
        record.journal('room.opened', { room: AGENT_ROOM, stage: 'agent' });
        const env = {
            ...person.environment,
            ...plan.room.env,
            ...this.network(resolved, plan.policy.agent),
            ...(hasModel ? personalVariables(agent, turn, plan) : loginVariables(agent.name, plan)),
        };
        return { ...ground, start, host: services, session, room, env };
    }
    get recorder() {
        if (!this.evidence)
            throw new Error('the plan is not known');
        return this.evidence.record;
    }
    /** The variables by which programs of a stage find the broker. */
    network({ plan, secrets }, allow) {
        const credentialled = (secrets.credentials ?? []).map(({ endpoint, pathPrefix }) => ({ endpoint, pathPrefix }));
        return (0,stage_environment/* stageEnvironment */._)({ port: broker_port/* BROKER_PORT */.u, allow, credentialled, own: plan.room.env });
    }
    /** Only with a record: elsewhere nobody would read what the kernel tells. */
    async startAudit(resolved, rooms) {
        const { host, clock } = this.o;
        if (this.evidence?.directory === undefined)
            return undefined;
        const { arch, path } = host;
        const description = await rooms.backend.describe();
        const wanted = resolved.plan.room.audit;
        const found = await (0,audit/* startAudit */.K)({ wanted, detected: rooms, arch, path, description, clock, early: undefined });
        this.audited = found.words;
        this.endings.push(async () => found.auditor?.close());
        if (found.notice !== undefined)
            this.say(found.notice);
        return found.auditor;
    }
    use(standing) {
        const { line, host, person, process, clock, signal } = this.o;
        const { evidence } = this;
        if (!evidence)
            throw new Error('the plan is not known');
        return useAgent(standing, {
            ...{ line, person, process, path: host.path, clock, evidence, signal },
            tell: (text) => this.tell(text),
            onAttended: () => {
                this.attended = person.terminal !== undefined;
            },
        });
    }
    async finishEvidence() {
        const { evidence, standing, held, o } = this;
        if (!evidence)
            return;
        const { name, args } = o.line;
        await evidence.finish({
            agent: name,
            version: standing?.start.agent.version ?? '',
            arguments: [...args],
            terminal: o.person.terminal !== undefined,
            exitCode: this.exit,
            room: standing ? (await standing.rooms.backend.describe()).version : '',
            keptRoom: held?.id ?? null,
            audit: this.audited,
            usage: standing?.session.usage(),
            denied: standing?.session.denials() ?? [],
        });
        if (evidence.directory !== undefined)
            o.person.stderr.write(`cleanroom: evidence: ${(0,plain_text/* escapeInvisible */.ts)(evidence.directory)}\n`);
    }
    openRoom({ rooms, tree, home, resolved }, readOnly) {
        const { limits, room } = resolved.plan;
        return rooms.backend.open({
            id: AGENT_ROOM,
            stage: 'agent',
            workspace: tree.view,
            homeDirectory: home.directory,
            readOnly,
            limits,
            ...(room.writable === null ? {} : { writable: [...room.writable, '.git'] }),
        });
    }
}
/** The failure of one of several things at once must wait for the others. */
async function settle(promise) {
    return promise.then((value) => ({ value }), (error) => ({ error }));
}

// EXTERNAL MODULE: ./build/run/run.js + 17 modules
var run_run = __webpack_require__(38437);
;// CONCATENATED MODULE: ./build/run/agent-command.js







/**
 * Runs an agent in a room, with the person at its terminal or with its streams passed on, and says afterwards where its
 * changes are. Resolves to the exit code: the agent's own, 128 + n for a signal, 127 where it is not there, and 1 where all
 * went well but its changes could not be applied.
 * @throws InputError, CleanroomError
 */
async function runAgentCommand(options) {
    const { line, host } = options;
    if (line.problems.length > 0)
        throw new errors/* InputError */.dz(line.problems);
    const { directory, source, checkout } = await (0,run_run/* openStore */.Ch)(host);
    const scratch = [directory];
    let held;
    try {
        held = await holdRoom(options, checkout.root);
        const session = new AgentSession(options, held, checkout, source);
        // Nothing waits for it: what an earlier run left behind is in nobody's way.
        const swept = (0,abandoned/* removeAbandoned */.jU)(host.temporary, host.uid).catch(() => { });
        try {
            await session.open(async (path) => {
                if (scratch.includes(path))
                    return;
                scratch.push(path);
                await (0,abandoned/* recordOwner */.rq)(directory, scratch.slice(1), lease/* SESSION_LEASE_SECONDS */.Qb);
            });
            return await session.run();
        }
        finally {
            await session.close();
            await swept;
        }
    }
    finally {
        await Promise.all(scratch.map((path) => (0,remove_tree/* removeTree */.d)(path).catch(() => { })));
        // One that never stood is of no use to anybody.
        if (held && !held.record && !(await options.kept.has(held.id)))
            await held.remove();
        await held?.release();
    }
}
/** The kept room that was asked for, without what a use of it left that was killed; undefined: it is not to be kept. */
async function holdRoom({ line, kept }, repository) {
    const { roomId } = line;
    if (roomId === undefined)
        return line.keep ? kept.create() : undefined;
    const held = await kept.open(roomId);
    try {
        const { record } = held;
        if (record === undefined) {
            throw new errors/* CleanroomError */.P3('rooms.unused', `room ${roomId} was never ready`, {
                kind: 'usage',
                hint: `remove it: cleanroom-action rooms rm ${roomId}`,
            });
        }
        if (record.repository !== repository) {
            throw new errors/* CleanroomError */.P3('rooms.repository', `room ${roomId} is one of ${record.repository}`, {
                kind: 'usage',
                hint: 'run the command there, or name that place with --repo',
            });
        }
        await held.sweep();
        await AgentHome.clean(held.data, record);
        return held;
    }
    catch (error) {
        await held.release();
        throw error;
    }
}


/***/ })

};
