export const id = 320;
export const ids = [320];
export const modules = {

/***/ 97320:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readCleanroomYaml: () => (/* binding */ readCleanroomYaml)
});

// EXTERNAL MODULE: ./build/support/nearest.js
var nearest = __webpack_require__(96730);
;// CONCATENATED MODULE: ./build/policy/fields.js

/** Problems of one file that are shown; one slip can cause any number. */
const MAX_PROBLEMS = 50;
/**
 * Walks a policy file strictly. Whatever is not as a caller asks for becomes a problem with the exact path, and nothing
 * stops at the first.
 */
class FieldReader {
    problems = [];
    #file;
    /** @param file how problems name the file */
    constructor(file) {
        this.#file = file;
    }
    /** `cleanroom.yaml:7:9: sandbox.network.allow[0]`. */
    where(field) {
        return `${this.#file}:${field.at}: ${field.path}`;
    }
    /** @param given what is shown in place of the value */
    report(field, expected, hint, given = describe(field.node)) {
        this.#add({ where: this.where(field), given, expected, ...(hint === undefined ? {} : { hint }) });
    }
    /** @param from the field in which it is missing */
    missing(from, path, expected, hint) {
        const where = this.where({ ...from, path });
        this.#add({ where, given: undefined, expected, ...(hint === undefined ? {} : { hint }) });
    }
    /**
     * Hands each key of a mapping to its handler; a key without one is a problem. An empty value is the absence of one.
     */
    map(field, handlers, expected = 'a mapping') {
        if (isEmpty(field.node))
            return;
        if (field.node.kind !== 'map') {
            this.report(field, expected);
            return;
        }
        const known = Object.keys(handlers);
        for (const { key, at, value } of field.node.entries) {
            const path = field.path === '' ? key : `${field.path}.${key}`;
            const handler = Object.hasOwn(handlers, key) ? handlers[key] : undefined;
            if (handler !== undefined)
                handler({ path, node: value, at });
            else
                this.#unknown(field, key, at, known);
        }
    }
    /** Items of a list; a value that is none, or has too many, is a problem and has no items. */
    list(field, expected, max) {
        const { node, path } = field;
        if (isEmpty(node))
            return [];
        if (node.kind !== 'list') {
            this.report(field, expected);
            return [];
        }
        if (node.items.length > max) {
            this.report(field, `at most ${max} items`);
            return [];
        }
        return node.items.map((item, index) => ({ path: `${path}[${index}]`, node: item, at: item.at }));
    }
    text(field, expected, max) {
        const { node } = field;
        if (node.kind === 'scalar' && typeof node.value === 'string' && node.value !== '' && node.value.length <= max)
            return node.value;
        this.report(field, expected);
        return undefined;
    }
    texts(field, expected, maxItems, maxLength) {
        return this.list(field, expected, maxItems).flatMap((item) => this.text(item, 'a text', maxLength) ?? []);
    }
    boolean(field) {
        const { node } = field;
        if (isEmpty(node))
            return undefined;
        if (node.kind === 'scalar' && typeof node.value === 'boolean')
            return node.value;
        this.report(field, 'true or false', unquote(node));
        return undefined;
    }
    #add(problem) {
        if (this.problems.length < MAX_PROBLEMS)
            this.problems.push(problem);
    }
    #unknown(field, key, at, known) {
        const path = field.path === '' ? 'key' : `key of ${field.path}`;
        const hint = (0,nearest/* didYouMean */.a)(key, known) ?? `known here: ${known.join(', ')}`;
        const node = { kind: 'scalar', at, value: key };
        this.report({ path, node, at }, 'a key of Cleanroom 0.11 or older', hint);
    }
}
function isEmpty(node) {
    return node.kind === 'scalar' && node.value === null;
}
/** For a number or a truth value that quotes made a text. */
function unquote(node) {
    const text = node.kind === 'scalar' && typeof node.value === 'string' ? node.value : '';
    return /^(?:\d+|true|false)$/.test(text) ? 'write it without quotes' : undefined;
}
const SHOWN = 80;
/** A value as an error shows it; undefined for an empty one. */
function describe(node) {
    if (node.kind === 'alias')
        return 'an alias';
    if (node.kind === 'map')
        return `a mapping of ${count(node.entries.length, 'key')}`;
    if (node.kind === 'list')
        return `a list of ${count(node.items.length, 'item')}`;
    if (node.value === null)
        return undefined;
    const text = String(node.value);
    const characters = Array.from(text.slice(0, 2 * SHOWN + 2));
    return characters.length <= SHOWN ? text : `${characters.slice(0, SHOWN - 1).join('')}…`;
}
function count(n, noun) {
    return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

// EXTERNAL MODULE: ./build/policy/endpoint.js
var endpoint = __webpack_require__(19130);
// EXTERNAL MODULE: ./build/policy/words.js
var words = __webpack_require__(16274);
;// CONCATENATED MODULE: ./build/policy/network.js



const MAX_RULES = 500;
const MAX_PORTS = 50;
const RULES = 'a list of HOST:PORT texts and of mappings with host and ports';
/** Reads `sandbox.network`. Whatever it says, anything that is not named stays out of reach. */
function readNetwork(read, network, uses) {
    let everywhere;
    const stages = [];
    const rules = { prepare: [], agent: [] };
    const stage = (use) => (field) => {
        uses('D', field.path);
        stages.push(field);
        read.map(field, { allow: use });
    };
    read.map(network, {
        default: (field) => {
            const { node } = field;
            if (isEmpty(node) || (node.kind === 'scalar' && node.value === 'deny'))
                return;
            read.report(field, 'deny', 'name what may be reached under allow; nothing can lift the filter from a file');
        },
        allow: (field) => {
            everywhere = field;
            const list = readRules(read, field, uses);
            rules.prepare.push(...list);
            rules.agent.push(...list);
        },
        dependencies: stage((field) => rules.prepare.push(...readRules(read, field, uses))),
        services: stage((field) => {
            if (readRules(read, field, uses).length > 0)
                read.report(field, 'no entries, because runs here have no services stage', 'take them out');
        }),
        execution: stage((field) => rules.agent.push(...readRules(read, field, uses))),
    });
    if (everywhere !== undefined)
        for (const field of stages)
            read.report(field, 'either network.allow, which is for all stages, or lists of single stages, not both', 'move the entries of network.allow into the stages that need them');
    return rules;
}
function readRules(read, field, uses) {
    const { node } = field;
    if (node.kind === 'scalar' && typeof node.value === 'string')
        return readText(read, field, node.value, uses);
    return read.list(field, RULES, MAX_RULES).flatMap((item) => {
        if (item.node.kind === 'map')
            return readMapping(read, item);
        if (item.node.kind === 'scalar' && typeof item.node.value === 'string')
            return readText(read, item, item.node.value, uses);
        read.report(item, 'HOST:PORT, or a mapping with host and ports');
        return [];
    });
}
function readText(read, field, text, uses) {
    uses('D', field.path);
    const from = read.where(field);
    if ((0,words/* asEcosystem */.B9)(text) !== undefined)
        return [{ text, from }];
    const parsed = (0,endpoint/* parseEndpoint */.B)(text);
    if (parsed.ok)
        return [{ text: parsed.endpoint, from }];
    read.report(field, parsed.expected, (0,words/* wordHint */.Ut)(text), parsed.given);
    return [];
}
function readMapping(read, item) {
    let host;
    let ports;
    read.map(item, { host: (field) => (host = field), ports: (field) => (ports = field) });
    const from = read.where(item);
    if (host === undefined || isEmpty(host.node)) {
        read.missing(host ?? item, `${item.path}.host`, 'a host name');
        host = undefined;
    }
    const numbers = readPorts(read, item, ports);
    const name = host === undefined ? undefined : read.text(host, 'a host name', 260);
    if (host === undefined || name === undefined)
        return [];
    if (/^[^:@/]+:\d+$/.test(name)) {
        read.report(host, 'a host name without a port', 'ports stand under ports');
        return [];
    }
    // Judged once, with a port that is known to be good: a bad port is the port's problem.
    const probe = (0,endpoint/* parseEndpoint */.B)(`${name.trim()}:443`);
    if (!probe.ok) {
        const expected = probe.expected.replace('host:port', 'a host name').replace(/,? and a port$/, '');
        read.report(host, expected, undefined, probe.given.replace(/:443$/, ''));
        return [];
    }
    const bare = probe.endpoint.replace(/:443$/, '');
    return numbers.map((port) => ({ text: `${bare}:${port}`, from }));
}
function readPorts(read, item, ports) {
    const expected = 'a list of at least one port';
    const hint = 'such as ports: [443]';
    if (ports === undefined || isEmpty(ports.node)) {
        read.missing(ports ?? item, `${item.path}.ports`, expected, hint);
        return [];
    }
    if (ports.node.kind === 'list' && ports.node.items.length === 0)
        read.report(ports, expected, hint);
    const numbers = read.list(ports, expected, MAX_PORTS).flatMap((field) => {
        const value = field.node.kind === 'scalar' ? field.node.value : undefined;
        if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65_535)
            return [value];
        read.report(field, 'a port from 1 to 65535', unquote(field.node));
        return [];
    });
    return [...new Set(numbers)].sort((a, b) => a - b);
}

;// CONCATENATED MODULE: ./build/policy/sizes.js
const SIZE = /^(\d{1,15}(?:\.\d{1,3})?)\s*([a-z]*)$/;
/** Cleanroom's units: with a `b` alone powers of 1000, else of 1024. */
const UNITS = {
    '': 1,
    b: 1,
    kb: 1000,
    mb: 1000 ** 2,
    gb: 1000 ** 3,
    tb: 1000 ** 4,
    k: 1024,
    kib: 1024,
    m: 1024 ** 2,
    mib: 1024 ** 2,
    g: 1024 ** 3,
    gib: 1024 ** 3,
    t: 1024 ** 4,
    tib: 1024 ** 4,
};
/** Bytes of a size as Cleanroom writes it, rounded down; undefined when it is none. */
function parseSize(value) {
    if (typeof value === 'number')
        return Number.isSafeInteger(value) && value > 0 ? value : undefined;
    const match = typeof value === 'string' ? SIZE.exec(value.trim().toLowerCase()) : null;
    const unit = match === null ? undefined : UNITS[match[2] ?? ''];
    if (match === null || unit === undefined)
        return undefined;
    const bytes = Math.floor(Number(match[1]) * unit);
    return Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined;
}

// EXTERNAL MODULE: ./build/support/shell-word.js
var shell_word = __webpack_require__(73963);
;// CONCATENATED MODULE: ./build/policy/steps.js


const MAX_TEXT = 16_384;
const MAX_BLOCKS = 50;
const COMMAND = 'a command as text for a shell, or as a list of a program and its arguments';
/** Reads `sandbox.dependencies` of every generation as one step; undefined without a command. */
function readDependencies(read, field, uses) {
    if (field.node.kind === 'list') {
        uses('D', field.path);
        return joined(field, readBlocks(read, field));
    }
    let single;
    let blocks;
    let command;
    read.map(field, {
        command: (value) => {
            command = value;
        },
        // Files that a cached result depends on. Nothing is cached between runs here, so it is always fresh.
        key: (value) => read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) }),
        reuse: (value) => {
            uses('C', value.path);
            const { node } = value;
            if (!isEmpty(node) && !(node.kind === 'scalar' && (node.value === 'exact' || node.value === 'portable')))
                read.report(value, 'exact or portable');
        },
        blocks: (value) => {
            uses('D', value.path);
            blocks = readBlocks(read, value);
        },
    }, 'a mapping with command, or a list of blocks');
    if (command !== undefined && blocks !== undefined)
        read.report(command, 'either command or blocks, not both', 'make the command the first block');
    if (command !== undefined) {
        const step = readCommand(read, command);
        if (step !== undefined)
            single = { command: step, env: [] };
    }
    return joined(command ?? field, single ? [single] : (blocks ?? []));
}
function readBlocks(read, field) {
    return read.list(field, 'a list of blocks', MAX_BLOCKS).flatMap((item) => {
        let command;
        let env = [];
        if (item.node.kind !== 'map') {
            read.report(item, 'a mapping with name and command');
            return [];
        }
        read.map(item, {
            name: (value) => void read.text(value, 'a name', 200),
            command: (value) => {
                command = value;
            },
            // What a block reads decides when a cached result is stale; there is none.
            inputs: (value) => read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) }),
            env: (value) => {
                env = readVariables(read, value);
            },
            outputs: (value) => read.map(value, { dirs: (paths) => readOutputs(read, paths), files: (paths) => readOutputs(read, paths) }),
        });
        if (command === undefined || isEmpty(command.node)) {
            read.missing(item, `${item.path}.command`, COMMAND);
            return [];
        }
        const step = readCommand(read, command);
        return step === undefined ? [] : [{ command: step, env }];
    });
}
function readCommand(read, field) {
    const { node } = field;
    if (isEmpty(node))
        return undefined;
    if (node.kind !== 'list')
        return read.text(field, COMMAND, MAX_TEXT);
    const before = read.problems.length;
    const words = read.texts(field, COMMAND, 500, MAX_TEXT);
    if (words.length === 0 && read.problems.length === before)
        read.report(field, COMMAND);
    return words.length === 0 || read.problems.length > before ? undefined : words;
}
function readVariables(read, field) {
    const found = [];
    if (isEmpty(field.node))
        return found;
    if (field.node.kind !== 'map') {
        read.report(field, 'a mapping from names to texts');
        return found;
    }
    for (const { key, at, value } of field.node.entries) {
        const path = `${field.path}.${key}`;
        if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(key))
            read.report({ path: field.path, node: { kind: 'scalar', at, value: key }, at }, 'names of letters, digits and underscores');
        // The value is not shown: it may be what should not have been written there.
        else if (value.kind !== 'scalar' || value.value === null)
            read.report({ path, node: value, at }, 'a text', undefined, '(not shown)');
        else
            found.push([key, String(value.value)]);
    }
    return found.sort(([a], [b]) => (a < b ? -1 : 1));
}
/** What `prepare` leaves is kept where it lies in the workspace, and nowhere else. */
function readOutputs(read, field) {
    for (const item of read.list(field, 'a list of paths', 500)) {
        const path = read.text(item, 'a path', 1024);
        if (path === undefined)
            continue;
        const inside = path === '/workspace' || path.startsWith('/workspace/') || !/^[/$~]/.test(path);
        if (!inside || path.split('/').includes('..'))
            read.report(item, 'a path in the workspace, because nothing else of a prepare step is kept', 'have the command put its results below the workspace, for example by a cache directory of the tool');
    }
}
/** One step for all blocks, in their order. */
function joined(field, blocks) {
    const [first] = blocks;
    if (first === undefined)
        return undefined;
    if (blocks.length === 1 && first.env.length === 0)
        return { step: first.command, field };
    return { step: blocks.map(script).join('\n'), field };
}
function script({ command, env }) {
    const argv = typeof command === 'string' ? ['/bin/sh', '-e', '-c', command] : command;
    const words = env.length === 0 ? argv : ['env', ...env.map(([name, value]) => `${name}=${value}`), ...argv];
    return words.map(shell_word/* shellWord */.r).join(' ');
}

;// CONCATENATED MODULE: ./build/policy/cleanroom-yaml.js




const NEWER = 'a policy file of Cleanroom 0.11 or older (generations A to D)';
const NEWER_HINT = 'this is the format of the new Cleanroom (generation E): keep a file for both under another name and say policy: PATH, or policy: none';
const COMPONENT = '[a-z0-9]+(?:(?:\\.|_{1,2}|-+)[a-z0-9]+)*';
const REGISTRY = '[a-z0-9]+(?:[.-][a-z0-9]+)*(?::\\d{1,5})?';
const IMAGE = new RegExp(`^(?:${REGISTRY}/)?${COMPONENT}(?:/${COMPONENT})*@sha256:[0-9a-f]{64}$`);
const ORDER = ['A', 'B', 'C', 'D'];
/**
 * Reads Cleanroom's policy file, generations A to D together. It is refused unless a run here does all that it says:
 * unknown keys, and keys that ask for what rooms here do not have, are problems. Pure.
 * @param file how problems name it
 */
function readCleanroomYaml(root, file) {
    const read = new FieldReader(file);
    const reader = new PolicyFile(read);
    const policy = reader.read({ path: '', node: root, at: root.at });
    return read.problems.length > 0 ? { ok: false, problems: inOrder(read.problems) } : { ok: true, policy };
}
/** As the file has them, so that a person can go through it from the top. */
function inOrder(problems) {
    const place = ({ where }) => {
        const [, line = '0', column = '0'] = /:(\d+):(\d+): /.exec(where) ?? [];
        return Number(line) * 1e6 + Number(column);
    };
    return [...problems].sort((a, b) => place(a) - place(b));
}
class PolicyFile {
    #read;
    #settings = [];
    #network = { prepare: [], agent: [] };
    #generation = 'A';
    #because;
    constructor(read) {
        this.#read = read;
    }
    read(root) {
        const read = this.#read;
        let version;
        read.map(root, {
            version: (field) => {
                version = field;
            },
            repository: this.#at('B', (field) => this.#repository(field)),
            expose: this.#at('D', (field) => this.#absent(field, 'a port of the room to the outside')),
            sandbox: (field) => this.#sandbox(field),
        });
        if (version === undefined || isEmpty(version.node))
            read.missing(version ?? root, 'version', '1', 'every generation of the format says version: 1');
        else if (version.node.kind !== 'scalar' || version.node.value !== 1)
            read.report(version, '1, the only version of this format', unquote(version.node));
        return {
            generation: this.#generation,
            because: this.#because,
            prepare: this.#network.prepare,
            agent: this.#network.agent,
            settings: this.#settings,
        };
    }
    #uses = (generation, path) => {
        if (ORDER.indexOf(generation) <= ORDER.indexOf(this.#generation))
            return;
        this.#generation = generation;
        this.#because = path;
    };
    #at(generation, handler) {
        return (field) => {
            this.#uses(generation, field.path);
            handler(field);
        };
    }
    #sandbox(field) {
        const read = this.#read;
        let hint = NEWER_HINT;
        const newer = (value) => {
            read.report(value, NEWER, hint);
            hint = undefined;
        };
        read.map(field, {
            image: (image) => read.map(image, { ref: (ref) => this.#image(ref) }),
            network: (network) => {
                this.#network = readNetwork(read, network, this.#uses);
            },
            resources: this.#at('C', (resources) => read.map(resources, {
                vcpus: (value) => this.#number(value),
                memory: (value) => this.#size(value, 'memory'),
                disk: (value) => this.#size(value, 'disk-size'),
            })),
            dependencies: this.#at('B', (value) => {
                const found = readDependencies(read, value, this.#uses);
                if (found !== undefined)
                    this.#prepare(found.step, found.field);
            }),
            services: (services) => this.#services(services),
            docker: this.#at('D', (docker) => read.map(docker, { required: (value) => this.#noDocker(value) })),
            run: this.#at('B', (run) => read.map(run, {
                before: (value) => this.#absent(value, 'a command before each of the agent’s', 'put it into dependencies.command or verify'),
            })),
            warmup: newer,
            mediation: newer,
        });
    }
    #repository(field) {
        const read = this.#read;
        const only = (value, is, why) => {
            const { node } = value;
            if (isEmpty(node) || (node.kind === 'scalar' && node.value === is))
                return;
            read.report(value, `${is}, because ${why}`, 'take it out');
        };
        read.map(field, {
            enabled: (value) => {
                if (read.boolean(value) === false)
                    read.report(value, 'true, because a room always holds the work commit', 'take it out');
            },
            mode: (value) => only(value, 'current-repo', 'a room always holds the work commit'),
            remote: (value) => only(value, 'origin', 'the work commit comes from the checkout of the job'),
            path: (value) => only(value, '/workspace', 'that is where every room has its workspace'),
            submodules: (value) => {
                if (read.boolean(value) === true)
                    read.report(value, 'false, because submodules are empty directories in a room', 'take it out');
            },
        });
    }
    #image(field) {
        if (isEmpty(field.node))
            return;
        const ref = this.#read.text(field, 'an image by its digest, REPOSITORY@sha256:… with 64 hex digits', 1024);
        if (ref === undefined)
            return;
        if (IMAGE.test(ref)) {
            this.#set('image', ref, field);
            // Another kind of room would run the same commands over other programs than the file says.
            this.#set('room', 'docker', field, 'docker');
        }
        else
            this.#read.report(field, 'an image by its digest, REPOSITORY@sha256:… with 64 hex digits', 'a tag can be moved to another image');
    }
    #number(field) {
        const { node } = field;
        if (isEmpty(node))
            return;
        if (node.kind === 'scalar' && typeof node.value === 'number' && Number.isInteger(node.value) && node.value > 0)
            this.#set('cpus', String(node.value), field);
        else
            this.#read.report(field, 'a whole number of CPUs from 1', unquote(node));
    }
    #size(field, name) {
        const { node } = field;
        if (isEmpty(node))
            return;
        const bytes = node.kind === 'scalar' ? parseSize(node.value) : undefined;
        if (bytes !== undefined)
            this.#set(name, bytes, field);
        else
            this.#read.report(field, 'a size in bytes or with a unit: 4gb is 4·1000³ bytes, 4g and 4gib are 4·1024³');
    }
    #services(field) {
        const read = this.#read;
        const none = (value) => {
            this.#uses('C', value.path);
            this.#absent(value, 'services beside the agent');
        };
        if (field.node.kind === 'list') {
            this.#uses('D', field.path);
            if (field.node.items.length > 0)
                this.#absent(field, 'services beside the agent');
            return;
        }
        read.map(field, {
            docker: (docker) => read.map(docker, { required: (value) => this.#noDocker(value) }),
            command: none,
            key: (value) => {
                this.#uses('C', value.path);
                read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) });
            },
            reuse: () => { },
            blocks: (value) => {
                this.#uses('D', value.path);
                if (value.node.kind !== 'list' || value.node.items.length > 0)
                    none(value);
            },
        });
    }
    #noDocker(field) {
        if (this.#read.boolean(field) === true)
            this.#read.report(field, 'false, because a room holds no Docker daemon', 'run what needs Docker in another job');
    }
    /** A key that asks for what there is not; nothing is lost where it is empty. */
    #absent(field, what, hint = 'take it out, or say policy: none') {
        if (isEmpty(field.node))
            return;
        this.#read.report(field, `nothing, because runs here have no such thing: ${what}`, hint);
    }
    #prepare(step, field) {
        // As a setting, this one word means something else.
        const value = step === 'workspace' ? ['/bin/sh', '-e', '-c', step] : step;
        this.#set('prepare', value, field, typeof step === 'string' ? step : step.join(' '));
    }
    #set(name, value, field, given = describe(field.node)) {
        this.#settings.push({ name, value, given, where: this.#read.where(field) });
    }
}


/***/ })

};
