export const id = 452;
export const ids = [452];
export const modules = {

/***/ 63452:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  resolveWords: () => (/* binding */ resolveWords)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/policy/endpoint.js
var policy_endpoint = __webpack_require__(19130);
;// CONCATENATED MODULE: ./build/policy/ecosystems/ask.js



/** Why a tool could not be asked, to be read after "these tools can explain:". */
class Unasked extends Error {
}
const TIMEOUT_MS = 15_000;
const MAX_BYTES = 1024 * 1024;
const MAX_ENTRIES = 100;
/**
 * The standard output of a tool.
 * @throws Unasked when it is missing, fails, hangs or prints too much
 */
async function ask(host, argv, env = {}) {
    const { code, stdout, stderr } = await start(host, argv, env);
    if (code === 0)
        return stdout.toString('utf8');
    const said = stderr.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
    throw new Unasked(`${shown(argv)} failed with exit code ${code}${said === '' ? '' : `: ${plain(said)}`}`);
}
/** Like `ask`, with any exit code. */
async function start(host, argv, env = {}) {
    const timeoutMs = host.timeoutMs ?? TIMEOUT_MS;
    const command = { argv, cwd: host.cwd, env: { ...host.env, ...env }, maxBytes: MAX_BYTES, timeoutMs };
    try {
        return await host.run(command);
    }
    catch (error) {
        if (!(error instanceof errors/* CleanroomError */.P3))
            throw error;
        if (error.code === 'process.timeout')
            throw new Unasked(`${shown(argv)} did not answer within ${timeoutMs / 1000} seconds`);
        if (error.code === 'process.output')
            throw new Unasked(`${shown(argv)} printed more than ${MAX_BYTES} bytes`);
        throw new Unasked(`${argv[0]} is not installed, or not on PATH outside the checkout`);
    }
}
/** The entries that sources stand for. What no room can reach is a note, and alone it is a failure. */
function meaningOf(answer) {
    const found = new Map();
    const left = [];
    for (const { url, via } of answer.sources) {
        const read = entryOf(url);
        if (read.ok)
            found.set(`${read.entry} ${via}`, { entry: read.entry, via });
        else
            left.push(`${via}: ${read.why}`);
    }
    const entries = [...found.values()];
    const notes = [...new Set([...left, ...answer.notes])];
    if (entries.length === 0)
        return { ok: false, reason: notes.length > 0 ? notes.join('; ') : 'its configuration names no host' };
    if (entries.length > MAX_ENTRIES)
        return { ok: false, reason: `it names more than ${MAX_ENTRIES} sources` };
    return { ok: true, entries, notes };
}
const PORTS = { 'http:': 80, 'https:': 443 };
/** `host:port` of a URL. Of a URL that has none, only the scheme is shown: the rest may hold a secret. */
function entryOf(text) {
    const url = URL.canParse(text) ? new URL(text) : undefined;
    const standard = url === undefined ? undefined : PORTS[url.protocol];
    if (url === undefined || standard === undefined)
        return { ok: false, why: `${url?.protocol ?? 'what it names'} leads to no host that a room could ask` };
    const endpoint = `${url.hostname}:${url.port === '' ? standard : url.port}`;
    const parsed = (0,policy_endpoint/* parseEndpoint */.B)(endpoint);
    if (parsed.ok)
        return { ok: true, entry: parsed.endpoint };
    return { ok: false, why: `${endpoint} cannot be allowed, expected ${parsed.expected}` };
}
function shown(argv) {
    return argv
        .slice(0, 3)
        .filter((word) => word.length < 40 && !word.includes('\n'))
        .join(' ');
}
/** A tool's last words without control characters and without what stands before an @ in an address. */
function plain(text) {
    return text.replace(/\p{Cc}/gu, ' ').replace(/\/\/[^\s/@]*@/g, '//…@');
}
/** A JSON object of a tool's output. */
function jsonObject(text, tool) {
    const value = (0,json_object/* parseObject */.l)(text);
    if (value)
        return value;
    throw new Unasked(`${tool} printed something else than its configuration as JSON`);
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/apt.js



const MAX_MIRROR_LIST = 64 * 1024;
/** The sites of apt's sources, and of the mirror lists that they name on this machine. */
async function askApt(host) {
    // Without release information it lists what apt would fetch; else only what it has fetched already.
    const text = await ask(host, ['apt-get', 'indextargets', '--no-release-info', '--format', '$(SITE)']);
    const sites = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
    const sources = [];
    const notes = [];
    for (const site of sites) {
        const list = /^mirror\+file:(?:\/\/)?(\/.*)$/.exec(site)?.[1];
        if (list !== undefined && (0,external_node_path_.isAbsolute)(list))
            sources.push(...(await mirrors(list)));
        else if (/^mirror(?:\+https?)?:/.test(site)) {
            sources.push({ url: site.replace(/^mirror\+/, '').replace(/^mirror:/, 'http:'), via: 'apt mirror list' });
            notes.push('a mirror list on another host names mirrors that are not known here');
        }
        else
            sources.push({ url: site, via: 'apt sources' });
    }
    return { sources, notes };
}
/** One URL a line, with options after it. */
async function mirrors(path) {
    const file = await (0,promises_.open)(path).catch(() => undefined);
    if (file === undefined)
        return [];
    try {
        const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_MIRROR_LIST), 0, MAX_MIRROR_LIST, 0);
        return buffer
            .subarray(0, bytesRead)
            .toString('utf8')
            .split('\n')
            .map((line) => line.trim().split(/\s/)[0] ?? '')
            .filter((url) => url !== '' && !url.startsWith('#'))
            .map((url) => ({ url, via: `apt mirror list ${path}` }));
    }
    finally {
        await file.close();
    }
}

// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __webpack_require__(37067);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __webpack_require__(77030);
// EXTERNAL MODULE: ./build/support/random.js
var random = __webpack_require__(55989);
;// CONCATENATED MODULE: ./build/policy/ecosystems/recorder.js



/** Bytes that pass in all, enough for a registry's configuration and far from a repository. */
const recorder_MAX_BYTES = 512 * 1024;
/**
 * A proxy on loopback that writes down who is asked for, and lets little through.
 * @param upstreamFor the proxy for a host; undefined: none, it is reached directly
 */
async function startRecorder(upstreamFor) {
    const origins = new Set();
    const sockets = new Set();
    const password = (0,random/* token */.S)();
    const secret = `Basic ${Buffer.from(`recorder:${password}`).toString('base64')}`;
    let passed = 0;
    const watch = (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        socket.on('error', () => socket.destroy());
        socket.on('data', (chunk) => {
            passed += chunk.length;
            if (passed > recorder_MAX_BYTES)
                for (const open of sockets)
                    open.destroy();
        });
    };
    const onRequest = (room, reply) => {
        const url = URL.canParse(room.url ?? '') ? new URL(room.url ?? '') : undefined;
        if (room.headers['proxy-authorization'] !== secret || url?.protocol !== 'http:') {
            reply.writeHead(407, { 'proxy-authenticate': 'Basic' }).end();
            return;
        }
        origins.add(url.origin);
        const upstream = upstreamFor(url.hostname);
        const { 'proxy-authorization': _, ...headers } = room.headers;
        const outgoing = (0,external_node_http_.request)({
            host: upstream?.host ?? url.hostname,
            port: upstream?.port ?? (url.port || 80),
            method: room.method,
            path: upstream ? url.href : `${url.pathname}${url.search}`,
            headers: { ...headers, ...(upstream?.authorization ? { 'proxy-authorization': upstream.authorization } : {}) },
        });
        outgoing.on('socket', watch);
        outgoing.on('response', (response) => {
            reply.writeHead(response.statusCode ?? 502, response.headers);
            response.pipe(reply);
            response.on('error', () => reply.destroy());
        });
        outgoing.on('error', () => (reply.headersSent ? reply.destroy() : reply.writeHead(502).end()));
        room.pipe(outgoing);
    };
    const onConnect = (room, client, head) => {
        watch(client);
        const target = URL.canParse(`https://${room.url}`) ? new URL(`https://${room.url}`) : undefined;
        if (room.headers['proxy-authorization'] !== secret || target === undefined) {
            client.end('HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic\r\n\r\n');
            return;
        }
        origins.add(target.origin);
        const port = Number(target.port || 443);
        const join = (socket) => {
            watch(socket);
            client.write('HTTP/1.1 200 OK\r\n\r\n');
            if (head.length > 0)
                socket.write(head);
            socket.pipe(client).pipe(socket);
        };
        const fail = () => void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        const upstream = upstreamFor(target.hostname);
        if (upstream === undefined) {
            const direct = (0,external_node_net_.connect)(port, target.hostname);
            direct.once('error', fail);
            direct.once('connect', () => join(direct));
            client.on('close', () => direct.destroy());
            return;
        }
        const path = `${target.hostname}:${port}`;
        const asking = (0,external_node_http_.request)({
            host: upstream.host,
            port: upstream.port,
            method: 'CONNECT',
            path,
            headers: {
                host: path,
                ...(upstream.authorization ? { 'proxy-authorization': upstream.authorization } : {}),
            },
        });
        asking.on('connect', (response, socket, early) => {
            if (response.statusCode !== 200) {
                socket.destroy();
                fail();
                return;
            }
            if (early.length > 0)
                socket.unshift(early);
            join(socket);
        });
        client.on('close', () => asking.destroy());
        asking.on('response', fail);
        asking.on('error', fail);
        asking.end();
    };
    const server = (0,external_node_http_.createServer)(onRequest);
    server.on('connect', onConnect);
    server.on('connection', (socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
    });
    await new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address();
    return {
        url: `http://recorder:${password}@127.0.0.1:${port}`,
        asked: () => [...origins],
        close: () => new Promise((resolve) => {
            for (const socket of sockets)
                socket.destroy();
            server.close(() => resolve());
        }),
    };
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/cargo.js






const MAX_REGISTRIES = 10;
const MAX_CONFIG_BYTES = 64 * 1024;
/** No crate has this name: cargo reads a registry's configuration, and then finds nothing. */
const CRATE = 'cleanroom-asks-where-crates-come-from';
/**
 * The registries of cargo. It has no command that says what it was built with, so it is told to look a crate up in
 * each, through a proxy that writes down whom it asks; the registry's own configuration then says where its crates are.
 * It works over a copy of the person's configuration in a directory of its own.
 */
async function askCargo(host) {
    const config = await configuration(host);
    const registries = (0,json_object/* isObject */.G)(config['registries']) ? Object.entries(config['registries']) : [];
    const named = registries.flatMap(([name, value]) => ((0,json_object/* isObject */.G)(value) && 'index' in value ? [name] : []));
    if (named.length > MAX_REGISTRIES)
        throw new Unasked(`cargo has more than ${MAX_REGISTRIES} registries`);
    const http = (0,json_object/* isObject */.G)(config['http']) ? config['http'] : {};
    const proxy = typeof http['proxy'] === 'string' ? http['proxy'] : undefined;
    const answers = await Promise.all([undefined, ...named].map((name) => lookUp(host, name, proxy)));
    return { sources: answers.flatMap(({ sources }) => sources), notes: answers.flatMap(({ notes }) => notes) };
}
/** cargo's configuration with its environment; empty where this cargo does not say. */
async function configuration(host) {
    // Reading the configuration is an unstable command, and a missing cargo is found out by the look-up.
    const argv = ['cargo', '-Z', 'unstable-options', 'config', 'get', '--format', 'json'];
    const { code, stdout } = await start(host, [...argv], { RUSTC_BOOTSTRAP: '1' });
    return code === 0 ? jsonObject(stdout.toString('utf8'), 'cargo') : {};
}
async function lookUp(host, registry, proxy) {
    const label = registry === undefined ? 'cargo default registry' : `cargo registries.${registry}`;
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(host.temporary, 'cleanroom-cargo-'));
    const recorder = await startRecorder((name) => upstreamOf(host.env, proxy, name));
    try {
        const home = await ownHome(host, directory);
        const manifest = await project(directory, registry);
        const { NO_PROXY: _, no_proxy: __, ...env } = host.env;
        await start({ ...host, env }, ['cargo', 'generate-lockfile', '--manifest-path', manifest], {
            CARGO_HOME: home,
            CARGO_HTTP_PROXY: recorder.url,
            CARGO_HTTP_TIMEOUT: '5',
            CARGO_NET_RETRY: '0',
            CARGO_NET_OFFLINE: 'false',
            CARGO_NET_GIT_FETCH_WITH_CLI: 'false',
            CARGO_TERM_COLOR: 'never',
        });
        const sources = recorder.asked().map((url) => ({ url, via: label }));
        const downloads = await downloadAddresses(home);
        if (sources.length === 0)
            return { sources, notes: [`${label} asks no host: it is a directory, or its configuration is broken`] };
        const unknown = downloads.length === 0 ? [`${label} did not answer, so its host for crates is not known`] : [];
        return { sources: [...sources, ...downloads.map((url) => ({ url, via: `${label}, crates` }))], notes: unknown };
    }
    finally {
        await recorder.close();
        await (0,remove_tree/* removeTree */.d)(directory);
    }
}
/** A home with the person's configuration and credentials, and nothing that was downloaded before. */
async function ownHome(host, directory) {
    const from = host.env['CARGO_HOME'] ?? (0,external_node_path_.join)(host.env['HOME'] ?? '/nonexistent', '.cargo');
    const home = (0,external_node_path_.join)(directory, 'home');
    await (0,promises_.mkdir)(home);
    for (const name of ['config.toml', 'config', 'credentials.toml', 'credentials']) {
        const there = await (0,promises_.lstat)((0,external_node_path_.join)(from, name)).catch(() => undefined);
        if (there !== undefined)
            await (0,promises_.symlink)((0,external_node_path_.join)(from, name), (0,external_node_path_.join)(home, name));
    }
    return home;
}
async function project(directory, registry) {
    const root = (0,external_node_path_.join)(directory, 'project');
    await (0,promises_.mkdir)((0,external_node_path_.join)(root, 'src'), { recursive: true });
    await (0,promises_.writeFile)((0,external_node_path_.join)(root, 'src', 'lib.rs'), '');
    const from = registry === undefined ? '' : `, registry = ${JSON.stringify(registry)}`;
    const lines = [
        '[package]\nname = "probe"\nversion = "0.0.0"\nedition = "2021"\n',
        // Its own workspace: a manifest further up is nobody's business here.
        '[workspace]\n',
        `[dependencies]\n${CRATE} = { version = "*"${from} }\n`,
    ];
    const manifest = (0,external_node_path_.join)(root, 'Cargo.toml');
    await (0,promises_.writeFile)(manifest, lines.join('\n'));
    return manifest;
}
/** Where crates are downloaded, as the indexes say that cargo has just read. */
async function downloadAddresses(home) {
    const indexes = (0,external_node_path_.join)(home, 'registry', 'index');
    const names = await (0,promises_.readdir)(indexes).catch(() => []);
    const found = [];
    for (const name of names) {
        const path = (0,external_node_path_.join)(indexes, name, 'config.json');
        const stats = await (0,promises_.lstat)(path).catch(() => undefined);
        if (!stats?.isFile() || stats.size > MAX_CONFIG_BYTES)
            continue;
        const { dl } = jsonObject(await (0,promises_.readFile)(path, 'utf8'), 'a cargo registry');
        if (typeof dl === 'string')
            found.push(dl);
    }
    return found;
}
/** The proxy of the person for a host, as curl would choose it. */
function upstreamOf(env, configured, host) {
    const spared = (env['no_proxy'] ?? env['NO_PROXY'] ?? '').split(',').map((item) => item.trim().replace(/^\./, ''));
    if (spared.some((name) => name === '*' || (name !== '' && (host === name || host.endsWith(`.${name}`)))))
        return;
    const text = env['CARGO_HTTP_PROXY'] ??
        configured ??
        env['HTTPS_PROXY'] ??
        env['https_proxy'] ??
        env['http_proxy'] ??
        env['ALL_PROXY'] ??
        env['all_proxy'];
    if (text === undefined || text === '')
        return undefined;
    const address = text.includes('://') ? text : `http://${text}`;
    const url = URL.canParse(address) ? new URL(address) : undefined;
    if (url?.protocol !== 'http:')
        return undefined;
    const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return {
        host: url.hostname,
        port: Number(url.port || 80),
        authorization: user === ':' ? undefined : `Basic ${Buffer.from(user).toString('base64')}`,
    };
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/go.js

/** The module proxies and the checksum database of `go env`. */
async function askGo(host) {
    // With a toolchain of its own to fetch, go would do that first.
    const text = await ask(host, ['go', 'env', '-json', 'GOPROXY', 'GOSUMDB', 'GOPRIVATE', 'GONOPROXY'], {
        GOTOOLCHAIN: 'local',
    });
    const env = jsonObject(text, 'go');
    const read = (name) => (typeof env[name] === 'string' ? env[name].trim() : '');
    const sources = [];
    const notes = [];
    for (const proxy of read('GOPROXY').split(/[,|]/)) {
        const name = proxy.trim();
        if (name === 'direct')
            notes.push('GOPROXY=direct: modules that no proxy has come from hosts of their own');
        else if (name === 'off')
            notes.push('GOPROXY=off: go downloads nothing more');
        else if (name !== '')
            sources.push({ url: name, via: 'go env GOPROXY' });
    }
    const sum = read('GOSUMDB');
    // Its name, or its name and its key, perhaps followed by its address.
    const [name = '', url] = sum.split(/\s+/);
    if (sources.length > 0 && sum !== '' && sum !== 'off')
        sources.push({ url: url ?? `https://${name.replace(/\+.*$/, '')}/`, via: 'go env GOSUMDB' });
    if (read('GOPRIVATE') !== '' || read('GONOPROXY') !== '')
        notes.push('GOPRIVATE or GONOPROXY: these modules come from hosts of their own');
    return { sources, notes };
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/npm.js

/** A setting in force, its value quoted as JSON; those that another one overrides stand behind a semicolon. */
const SETTING = /^((?:@[^\s:=]+:)?registry) = (".*")/;
/** The registry and the scoped registries of npm's configuration: the user's and the host's, never a project's. */
async function askNpm(host) {
    // As text: the JSON form leaves out every address that holds a password, this one only the password.
    const text = await ask(host, ['npm', 'config', 'list', '--long'], {
        npm_config_loglevel: 'error',
        npm_config_json: 'false',
    });
    const sources = text.split('\n').flatMap((line) => {
        const [, key, quoted] = SETTING.exec(line) ?? [];
        const url = quoted === undefined ? undefined : unquoted(quoted);
        return key === undefined || url === undefined ? [] : [{ url, via: `npm config ${key}` }];
    });
    if (sources.length === 0)
        throw new Unasked('npm config list names no registry');
    return { sources, notes: [] };
}
function unquoted(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'string' ? value : undefined;
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/pip.js

/** What `pip install` would use, by pip's own reading of its files, its environment and its defaults. */
const PROGRAM = `
import importlib.util, json, sys
if importlib.util.find_spec("pip") is None:
    print('{"pip": false}')
    sys.exit()
from pip._internal.commands import create_command
from pip._internal.models.index import PyPI
options, _ = create_command("install").parse_args([])
print(json.dumps({
    "index": None if options.no_index else options.index_url,
    "extra": [] if options.no_index else list(options.extra_index_urls or []),
    "links": list(options.find_links or []),
    "public": PyPI.netloc,
    "files": PyPI.file_storage_domain,
}))
`;
/** The indexes and link pages of pip's configuration, and the host that keeps the files of the index pip knows itself. */
async function askPip(host) {
    const said = await options(host);
    const texts = (value) => Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
    const sources = [];
    const notes = [];
    if (typeof said['index'] === 'string')
        sources.push({ url: said['index'], via: 'pip index-url' });
    for (const url of texts(said['extra']))
        sources.push({ url, via: 'pip extra-index-url' });
    for (const url of texts(said['links'])) {
        if (/^https?:/i.test(url))
            sources.push({ url, via: 'pip find-links' });
        else
            notes.push('pip find-links also names files of this machine, which a room may not have');
    }
    const { public: known, files } = said;
    const isKnown = ({ url }) => URL.canParse(url) && new URL(url).host === known;
    const others = sources.some((source) => !isKnown(source));
    if (typeof files === 'string' && files !== '' && sources.some(isKnown))
        sources.push({ url: `https://${files}/`, via: 'pip’s own file host of that index' });
    if (others)
        notes.push('an index may keep its files on another host; a refusal in the run names it');
    return { sources, notes };
}
/** What the first interpreter says that has pip. */
async function options(host) {
    let failure;
    for (const name of ['python3', 'python']) {
        try {
            const argv = [name, '-c', PROGRAM];
            const said = jsonObject(await ask(host, [...argv], { PIP_DISABLE_PIP_VERSION_CHECK: '1' }), 'pip');
            if (said['pip'] !== false)
                return said;
            failure ??= new Unasked(`${name} has no pip`);
        }
        catch (error) {
            if (!(error instanceof Unasked))
                throw error;
            failure ??= error;
        }
    }
    throw failure;
}

;// CONCATENATED MODULE: ./build/policy/ecosystems/resolve.js






const ASK = {
    apt: askApt,
    cargo: askCargo,
    go: askGo,
    npm: askNpm,
    pip: askPip,
};
/**
 * Asks the tools of the host, all at once, what the words mean to the person who runs us. A tool that is missing, fails
 * or hangs makes its word one without a meaning; nothing is guessed.
 */
async function resolveWords(words, host) {
    const meaning = async (word) => {
        try {
            return meaningOf(await ASK[word](host));
        }
        catch (error) {
            if (error instanceof Unasked)
                return { ok: false, reason: error.message };
            throw error;
        }
    };
    return new Map(await Promise.all(words.map(async (word) => [word, await meaning(word)])));
}


/***/ })

};
