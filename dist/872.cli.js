export const id = 872;
export const ids = [872];
export const modules = {

/***/ 55872:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  placesOf: () => (/* binding */ placesOf),
  readPersonalAgents: () => (/* binding */ readPersonalAgents),
  terminalVariables: () => (/* binding */ terminalVariables)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:events"
var external_node_events_ = __webpack_require__(78474);
;// CONCATENATED MODULE: ./build/session/lock.js



/**
 * Takes a lock of the kernel's on a file, after a second at most; undefined when somebody has it. It is held by a process that ends with its input,
 * hence with us, however we end.
 * @throws CleanroomError `rooms.lock`
 */
async function takeLock(file, path, wait = true) {
    // Somebody may only be looking whether it is free.
    const child = (0,external_node_child_process_.spawn)('flock', [...(wait ? ['-w', '1'] : ['-n']), file, 'cat'], {
        env: { PATH: path, LC_ALL: 'C' },
        stdio: ['pipe', 'pipe', 'ignore'],
        // A person's Ctrl-C is for us to see.
        detached: true,
    });
    const ended = new Promise((resolve) => {
        child.once('error', resolve);
        child.once('close', (code) => resolve(code ?? -1));
    });
    child.stdin.on('error', () => { });
    child.stdin.write('held\n');
    // What it is told it says back, once it has the lock.
    const outcome = await Promise.race([(0,external_node_events_.once)(child.stdout, 'data').then(() => 'held'), ended]);
    if (outcome === 'held') {
        return {
            release: async () => {
                child.stdin.end();
                await ended;
            },
        };
    }
    if (outcome === 1)
        return undefined;
    const why = typeof outcome === 'number' ? `exit code ${outcome}` : outcome.message;
    throw new errors/* CleanroomError */.P3('rooms.lock', `${file} could not be locked with flock (${why})`, {
        hint: 'sudo apt-get install -y util-linux',
    });
}

;// CONCATENATED MODULE: ./build/session/kept-rooms.js






const ID = /^cr-[0-9a-f]{12}$/;
/** Directories that rooms are built in. */
const SCRATCH = /^cleanroom-[A-Za-z0-9]{6}$/;
const MAX_RECORD_BYTES = 1024 * 1024;
/**
 * Rooms that outlive their command: directories, and no process. One directory each, which nobody else may enter.
 * Whoever uses one holds its lock, which the kernel gives back however its holder ends.
 */
class KeptRooms {
    root;
    path;
    passable;
    /**
     * @param root absolute, in a directory that is ours as well; made at the first use
     * @param path PATH of flock
     * @param passable rooms run as another user, who has to get through the directories above
     */
    constructor(root, path, passable) {
        this.root = root;
        this.path = path;
        this.passable = passable;
    }
    /** Makes a room and holds it. */
    async create() {
        await (0,promises_.mkdir)(this.root, { recursive: true });
        for (const path of [(0,external_node_path_.dirname)(this.root), this.root])
            await (0,promises_.chmod)(path, this.passable ? 0o711 : 0o700);
        const id = `cr-${(0,external_node_crypto_.randomBytes)(6).toString('hex')}`;
        const directory = (0,external_node_path_.join)(this.root, id);
        await (0,promises_.mkdir)(directory);
        await (0,promises_.chmod)(directory, this.passable ? 0o711 : 0o700);
        // Handed over to the rooms' user as soon as that is known.
        await (0,promises_.mkdir)((0,external_node_path_.join)(directory, 'data'), { mode: this.passable ? 0o711 : 0o700 });
        return this.hold(id);
    }
    /** Holds a room that is there. @throws CleanroomError `rooms.unknown`, `rooms.in-use`, `rooms.record` */
    async open(id) {
        if (!ID.test(id) || !(await this.exists(id)))
            throw unknown(id);
        return this.hold(id);
    }
    /** Every room with a record that can be read, the one used last first; `ids` names the others too. */
    async list() {
        const found = [];
        for (const id of await this.ids()) {
            const record = await this.read(id).catch(() => undefined);
            if (record)
                found.push({ ...record, inUse: await this.inUse(id) });
        }
        return found.sort((a, b) => (a.lastUsed < b.lastUsed ? 1 : -1));
    }
    /** Names of all, also of such as have no record. */
    async ids() {
        const names = await (0,promises_.readdir)(this.root).catch((error) => {
            if ((0,errors/* errnoOf */.UQ)(error) === 'ENOENT')
                return [];
            throw error;
        });
        return names.filter((name) => ID.test(name)).sort();
    }
    /** Whether it has a record. */
    async has(id) {
        return (await this.read(id).catch(() => undefined)) !== undefined;
    }
    async exists(id) {
        const entry = await (0,promises_.lstat)((0,external_node_path_.join)(this.root, id)).catch(() => undefined);
        return entry?.isDirectory() ?? false;
    }
    async inUse(id) {
        const lock = await takeLock((0,external_node_path_.join)(this.root, id, 'lock'), this.path, false);
        await lock?.release();
        return lock === undefined;
    }
    /** Removes a room that nobody uses, whatever its record says. @throws CleanroomError `rooms.unknown`, `rooms.in-use` */
    async remove(id) {
        if (!ID.test(id) || !(await this.exists(id)))
            throw unknown(id);
        const held = await this.hold(id, false);
        try {
            await held.remove();
        }
        finally {
            await held.release();
        }
    }
    async hold(id, read = true) {
        const directory = (0,external_node_path_.join)(this.root, id);
        const lock = await takeLock((0,external_node_path_.join)(directory, 'lock'), this.path);
        if (!lock) {
            throw new errors/* CleanroomError */.P3('rooms.in-use', `room ${id} is in use`, {
                kind: 'usage',
                hint: 'wait until its agent has ended',
            });
        }
        try {
            // Whoever had the lock may have removed it meanwhile.
            if (!(await this.exists(id)))
                throw unknown(id);
            const record = read ? await this.read(id) : undefined;
            return this.held(id, record, lock);
        }
        catch (error) {
            await lock.release();
            throw error;
        }
    }
    held(id, record, lock) {
        const directory = (0,external_node_path_.join)(this.root, id);
        return {
            id,
            record,
            data: (0,external_node_path_.join)(directory, 'data'),
            write: async (next) => {
                const path = (0,external_node_path_.join)(directory, 'record.json');
                await (0,promises_.writeFile)(`${path}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
                await (0,promises_.rename)(`${path}.new`, path);
            },
            sweep: async () => {
                const data = (0,external_node_path_.join)(directory, 'data');
                for (const name of await (0,promises_.readdir)(data))
                    if (SCRATCH.test(name))
                        await (0,remove_tree/* removeTree */.d)((0,external_node_path_.join)(data, name));
            },
            remove: async () => {
                // What is left of one that cannot be removed whole can still be seen and removed later.
                await (0,remove_tree/* removeTree */.d)((0,external_node_path_.join)(directory, 'data'));
                await (0,promises_.rm)(directory, { recursive: true, force: true });
            },
            release: () => lock.release(),
        };
    }
    /** @throws CleanroomError `rooms.record` */
    async read(id) {
        const path = (0,external_node_path_.join)(this.root, id, 'record.json');
        let text;
        try {
            const file = await (0,promises_.open)(path, promises_.constants.O_RDONLY | promises_.constants.O_NOFOLLOW);
            try {
                if ((await file.stat()).size > MAX_RECORD_BYTES)
                    throw damaged(id);
                text = await file.readFile('utf8');
            }
            finally {
                await file.close();
            }
        }
        catch (error) {
            if ((0,errors/* errnoOf */.UQ)(error) === 'ENOENT')
                return undefined;
            throw error;
        }
        const value = parse(text);
        if (!isRecord(value) || value.id !== id)
            throw damaged(id);
        return value;
    }
}
function unknown(id) {
    return new errors/* CleanroomError */.P3('rooms.unknown', `there is no kept room ${JSON.stringify(id.slice(0, 80))}`, {
        kind: 'usage',
        hint: '`cleanroom-action rooms list` says which there are',
    });
}
function damaged(id) {
    return new errors/* CleanroomError */.P3('rooms.record', `the record of room ${id} is damaged`, {
        hint: `remove it: cleanroom-action rooms rm ${id}`,
    });
}
function parse(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
function isRecord(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const record = value;
    const texts = (list) => Array.isArray(list) && list.every((item) => typeof item === 'string');
    return (record['schema'] === 'cleanroom/kept-room/v1' &&
        ['id', 'created', 'lastUsed', 'repository', 'workCommit', 'trustedCommit', 'agent'].every((key) => typeof record[key] === 'string') &&
        (record['allow'] === null || texts(record['allow'])) &&
        (record['workspace'] === 'overlay' || record['workspace'] === 'copy') &&
        texts(record['credentials']) &&
        Array.isArray(record['copies']) &&
        record['copies'].every(isMark));
}
function isMark(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    const { bytes, sha256 } = value;
    return Number.isSafeInteger(bytes) && typeof sha256 === 'string';
}

;// CONCATENATED MODULE: ./build/run/agent-places.js




const MAX_CONFIG_BYTES = 256 * 1024;
/** Of a person's terminal, for programs in the room. */
const TERMINAL_VARIABLES = /^(TERM|COLORTERM|NO_COLOR|FORCE_COLOR|COLUMNS|LINES)$/;
/** @param env the environment of a composition root */
function placesOf(env, host) {
    // Root's rooms run as another user, who may not enter root's HOME.
    const state = absolute(env['XDG_STATE_HOME']) ?? (host.uid === 0 ? '/var/lib' : (0,external_node_path_.join)(host.home, '.local', 'state'));
    const config = absolute(env['XDG_CONFIG_HOME']) ?? (0,external_node_path_.join)(host.home, '.config');
    const root = (0,external_node_path_.join)(state, 'cleanroom-action');
    return {
        kept: new KeptRooms((0,external_node_path_.join)(root, 'rooms'), host.path, host.uid === 0),
        patches: (0,external_node_path_.join)(root, 'patches'),
        config: (0,external_node_path_.join)(config, 'cleanroom-action', 'config.yml'),
    };
}
/** Agents of the person's own configuration; none without one. @throws InputError */
async function readPersonalAgents(path) {
    let text;
    try {
        if ((await (0,promises_.stat)(path)).size > MAX_CONFIG_BYTES)
            throw new errors/* InputError */.dz([{ where: path, given: undefined, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
        text = await (0,promises_.readFile)(path, 'utf8');
    }
    catch (error) {
        if (['ENOENT', 'ENOTDIR', 'EACCES'].includes((0,errors/* errnoOf */.UQ)(error) ?? ''))
            return new Map();
        throw error;
    }
    const { parseConfig } = await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(547)]).then(__webpack_require__.bind(__webpack_require__, 45547));
    const { agents, layer, problems } = parseConfig(text, path);
    const others = Object.keys(layer.values).map((name) => ({
        where: `${path}: ${name}`,
        given: undefined,
        expected: 'nothing but agents: a repository has its own settings',
    }));
    if (problems.length + others.length > 0)
        throw new errors/* InputError */.dz([...problems, ...others]);
    return agents;
}
/** What programs in a room are told of the person's terminal. */
function terminalVariables(env) {
    return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => value !== undefined && TERMINAL_VARIABLES.test(name) && /^[\x20-\x7e]{0,200}$/.test(value) ? [[name, value]] : []));
}
function absolute(path) {
    return path?.startsWith('/') ? path : undefined;
}


/***/ })

};
