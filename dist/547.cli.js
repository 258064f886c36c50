export const id = 547;
export const ids = [547];
export const modules = {

/***/ 45547:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  MAX_CONFIG_BYTES: () => (/* binding */ MAX_CONFIG_BYTES),
  parseConfig: () => (/* binding */ parseConfig)
});

// EXTERNAL MODULE: ./build/inputs/kind.js
var inputs_kind = __webpack_require__(59920);
// EXTERNAL MODULE: ./build/inputs/layer.js
var inputs_layer = __webpack_require__(71377);
// EXTERNAL MODULE: ./build/inputs/settings.js + 18 modules
var inputs_settings = __webpack_require__(64568);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/support/nearest.js
var nearest = __webpack_require__(96730);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/inputs/commands.js
var commands = __webpack_require__(7528);
;// CONCATENATED MODULE: ./build/config/agents.js





const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const KEYS = ['command', 'test', 'install', 'credentials'];
const MOST_CREDENTIALS = 64;
/** HOME of every room, as targets may write it. */
const HOME = '/home/agent';
const COMMAND_KINDS = {
    command: (0,commands/* exactCommand */.FC)(),
    test: (0,commands/* scriptOrCommand */.iE)(),
    install: (0,commands/* scriptOrCommand */.iE)(),
};
/** Reads the mapping `agents`. All problems are collected. @param where how problems name it */
function readAgents(value, where) {
    const problems = [];
    const agents = new Map();
    if (!(0,json_object/* isObject */.G)(value)) {
        problems.push({ where, given: (0,inputs_kind/* show */.WU)(value), expected: 'a mapping from names of agents to how each is started' });
        return { agents, problems };
    }
    for (const [name, given] of Object.entries(value)) {
        if (!NAME.test(name))
            problems.push({ where, given: (0,inputs_kind/* show */.WU)(name), expected: 'names of lower-case letters, digits and hyphens' });
        else
            agents.set(name, readAgent(given, `${where}.${name}`, problems));
    }
    return { agents, problems };
}
function readAgent(value, where, problems) {
    const nothing = { command: undefined, test: undefined, install: undefined, credentials: [] };
    if (!(0,json_object/* isObject */.G)(value)) {
        problems.push({ where, given: (0,inputs_kind/* show */.WU)(value), expected: `a mapping of ${KEYS.join(', ')}` });
        return nothing;
    }
    for (const key of Object.keys(value)) {
        if (KEYS.some((known) => known === key))
            continue;
        const hint = (0,nearest/* didYouMean */.a)(key, KEYS);
        problems.push({ where: `${where}: key`, given: (0,inputs_kind/* show */.WU)(key), expected: KEYS.join(', '), ...(hint ? { hint } : {}) });
    }
    const command = (key) => {
        if (!Object.hasOwn(value, key))
            return undefined;
        const kind = COMMAND_KINDS[key];
        const given = value[key];
        const parsed = typeof given === 'string' ? kind.fromTexts([given]) : kind.fromValue(given);
        if (parsed.ok && parsed.value !== null)
            return parsed.value;
        problems.push({
            where: `${where}.${key}`,
            given: (0,inputs_kind/* show */.WU)(parsed.ok ? given : (parsed.given ?? given)),
            expected: (parsed.ok ? undefined : parsed.expected) ?? kind.expected,
            ...(parsed.ok || parsed.hint === undefined ? {} : { hint: parsed.hint }),
        });
        return undefined;
    };
    return {
        command: command('command'),
        test: command('test'),
        install: command('install'),
        credentials: Object.hasOwn(value, 'credentials')
            ? readMappings(value['credentials'], `${where}.credentials`, problems)
            : [],
    };
}
function readMappings(value, where, problems) {
    if (!Array.isArray(value) || value.length > MOST_CREDENTIALS) {
        const expected = `a list of at most ${MOST_CREDENTIALS} mappings of source and target`;
        problems.push({ where, given: (0,inputs_kind/* show */.WU)(value), expected });
        return [];
    }
    const found = [];
    for (const [index, item] of value.entries()) {
        const place = `${where}[${index}]`;
        if (!(0,json_object/* isObject */.G)(item) || Object.keys(item).some((key) => key !== 'source' && key !== 'target')) {
            problems.push({ where: place, given: (0,inputs_kind/* show */.WU)(item), expected: 'a mapping of source and target, and nothing else' });
            continue;
        }
        const source = readSource(item['source']);
        const target = readTarget(item['target']);
        if (source === undefined)
            problems.push({
                where: `${place}.source`,
                given: item['source'] === undefined ? undefined : (0,inputs_kind/* show */.WU)(item['source']),
                expected: 'a path of the host that begins with / or ~/',
            });
        if (target === undefined)
            problems.push({
                where: `${place}.target`,
                given: item['target'] === undefined ? undefined : (0,inputs_kind/* show */.WU)(item['target']),
                expected: "a path below the room's HOME, such as ~/.codex/auth.json, without ..",
            });
        if (source === undefined || target === undefined)
            continue;
        const twice = found.find(({ target: other }) => nested(other, target) || nested(target, other));
        if (twice)
            problems.push({
                where: `${place}.target`,
                given: (0,inputs_kind/* show */.WU)(item['target']),
                expected: `a path apart from that of another mapping, ~/${twice.target}`,
            });
        else
            found.push({ source, target });
    }
    return found;
}
function nested(outer, inner) {
    return inner === outer || inner.startsWith(`${outer}/`);
}
function readSource(value) {
    if (typeof value !== 'string' || value.length > 4096 || value.includes('\0'))
        return undefined;
    return /^(~\/|\/)./.test(value) ? value : undefined;
}
function readTarget(value) {
    if (typeof value !== 'string' || value.length > 4096 || /[\0-\x1f\x7f]/.test(value))
        return undefined;
    const below = value.startsWith('~/')
        ? value.slice(2)
        : value.startsWith(`${HOME}/`)
            ? value.slice(HOME.length + 1)
            : value;
    // Said before normalising, which would make `a/../../b` look harmless or not by chance.
    if (below.startsWith('/') || below.startsWith('~') || below.split('/').includes('..'))
        return undefined;
    const path = external_node_path_.posix.normalize(below).replace(/\/$/, '');
    return path === '.' || path === '' ? undefined : path;
}
/** The schema of the mapping, for editors. */
const agents_AGENTS_SCHEMA = {
    type: 'object',
    description: 'How `cleanroom-action agent NAME` starts agents, by name: built-in ones in another way, or others. Default: none.',
    propertyNames: { pattern: NAME.source },
    additionalProperties: {
        type: 'object',
        additionalProperties: false,
        properties: {
            command: {
                ...COMMAND_KINDS.command.schema,
                description: 'Program and first arguments; what is typed after the name follows. Default: the built-in way.',
            },
            test: {
                ...COMMAND_KINDS.test.schema,
                description: 'Run in the room; exit code 0: the agent is there. Default: whether the command’s first word is.',
            },
            install: {
                ...COMMAND_KINDS.install.schema,
                description: 'Run in the room where the test fails. Default: nothing.',
            },
            credentials: {
                type: 'array',
                maxItems: MOST_CREDENTIALS,
                description: 'Files and directories of the host that the room gets copies of. From a repository’s file only with --trust-credentials. Default: none.',
                items: {
                    type: 'object',
                    additionalProperties: false,
                    required: ['source', 'target'],
                    properties: {
                        source: { type: 'string', description: 'Path on the host, beginning with / or ~/.' },
                        target: { type: 'string', description: 'Path below the room’s HOME.' },
                    },
                },
            },
        },
    },
};

;// CONCATENATED MODULE: ./build/config/schema.js


/** Settings that a profile may hold: what a file may, but for the choice of a profile. */
const PROFILE_NAMES = inputs_settings/* SETTING_NAMES */.OI.filter((name) => (0,inputs_settings/* definitionOf */.Fg)(name).inConfig && name !== 'profile');
/** The schema of the configuration file as the table of settings gives it. `schemas/config.schema.json` is this. */
function buildConfigSchema() {
    const properties = {
        version: { const: 1, description: 'Version of this format. Optional.' },
    };
    for (const name of SETTING_NAMES) {
        const { inConfig, kind } = definitionOf(name);
        if (inConfig)
            properties[name] = { ...kind.schema, description: describeSetting(name) };
    }
    properties['agents'] = AGENTS_SCHEMA;
    properties['profiles'] = {
        type: 'object',
        description: 'Named bundles of the settings of this file, of which `profile` chooses one. Default: none.',
        additionalProperties: {
            type: 'object',
            additionalProperties: false,
            properties: Object.fromEntries(PROFILE_NAMES.map((name) => [name, { ...definitionOf(name).kind.schema, description: describeSetting(name) }])),
        },
    };
    return {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: 'config',
        title: 'ConfigFile',
        type: 'object',
        description: 'Settings of cleanroom-action in a repository. Every key is an input of the action by the same name.',
        additionalProperties: false,
        properties,
    };
}
/** What a setting is for and what it is when it is not given, as files for people say it. */
function describeSetting(name) {
    const { description, defaultText, fallback } = definitionOf(name);
    // A default that is a value of its own, not a sentence about one.
    const literal = ['string', 'number', 'boolean'].includes(typeof fallback);
    return `${description} Default: ${literal ? `\`${defaultText}\`` : defaultText}.`;
}

// EXTERNAL MODULE: ./build/config/yaml.js
var yaml = __webpack_require__(95252);
;// CONCATENATED MODULE: ./build/config/load.js








/** Bytes of the largest configuration file. */
const MAX_CONFIG_BYTES = 256 * 1024;
const NAMES = inputs_settings/* SETTING_NAMES */.OI.filter((name) => (0,inputs_settings/* definitionOf */.Fg)(name).inConfig);
/**
 * Reads a configuration file: a YAML 1.2 mapping from settings to values, with an optional `version: 1` and optional
 * `profiles`. All problems are collected, each with line and column; nothing is thrown.
 * @param path how problems name the file
 */
function parseConfig(text, path) {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_CONFIG_BYTES)
        return unreadable(path, [{ where: path, given: `${bytes} bytes`, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
    const mapping = (0,yaml/* readMapping */.v)(text);
    if (!mapping.ok) {
        const problems = mapping.faults.map(({ at, message }) => ({
            where: `${path}:${at}`,
            given: 'unreadable',
            expected: 'a mapping in YAML 1.2',
            hint: (0,inputs_kind/* show */.WU)(message.replace(/\s+/g, ' ')),
        }));
        return unreadable(path, problems);
    }
    const places = new Map(mapping.entries.map(({ key, at }) => [key, `${path}:${at}: ${key}`]));
    const builder = new inputs_layer/* LayerBuilder */.p((name) => places.get(name) ?? `${path}: ${name}`);
    let profiles = new Map();
    let agents = new Map();
    for (const entry of mapping.entries) {
        const { key, value } = entry;
        if (key === 'profiles') {
            const read = readProfiles(entry, path);
            for (const problem of read.problems)
                builder.addProblem(problem);
            profiles = read.profiles;
            continue;
        }
        if (key === 'agents' && value.ok) {
            const read = readAgents(value.value, `${path}:${entry.at}: agents`);
            for (const problem of read.problems)
                builder.addProblem(problem);
            agents = read.agents;
            continue;
        }
        const problem = keyProblem(entry, `${path}:${entry.at}`, NAMES);
        if (problem !== undefined)
            builder.addProblem(problem);
        else if (!(0,inputs_settings/* isSettingName */.s9)(key))
            continue;
        else if (value.ok)
            builder.addValue(key, value.value);
        else
            builder.addInvalid(key, 'a value with aliases', value.message);
    }
    return { ...builder.build(), profiles, agents };
}
const PROFILE = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
/** A profile is read like the file that it stands in; its problems name the line of `profiles`, and its path below it. */
function readProfiles({ at, value }, path) {
    const where = `${path}:${at}: profiles`;
    const expected = 'a mapping from names to mappings of settings';
    const profiles = new Map();
    if (!value.ok)
        return { profiles, problems: [{ where, given: value.message, expected }] };
    if (!(0,json_object/* isObject */.G)(value.value))
        return { profiles, problems: [{ where, given: (0,inputs_kind/* show */.WU)(value.value), expected }] };
    const problems = [];
    for (const [name, settings] of Object.entries(value.value)) {
        if (PROFILE.test(name))
            profiles.set(name, readProfile(settings, `${where}.${name}`, at));
        else
            problems.push({ where, given: (0,inputs_kind/* show */.WU)(name), expected: 'names of letters, digits, dots, hyphens and underscores' });
    }
    return { profiles, problems };
}
function readProfile(settings, where, at) {
    const builder = new inputs_layer/* LayerBuilder */.p((setting) => `${where}.${setting}`);
    // Like a file that is empty.
    if (settings === null)
        return builder.build();
    if (!(0,json_object/* isObject */.G)(settings)) {
        builder.addProblem({ where, given: (0,inputs_kind/* show */.WU)(settings), expected: 'a mapping of settings' });
        return builder.build();
    }
    for (const [key, given] of Object.entries(settings)) {
        const problem = keyProblem({ at, key, value: { ok: true, value: given } }, where, PROFILE_NAMES);
        if (problem !== undefined)
            builder.addProblem(problem);
        else if ((0,inputs_settings/* isSettingName */.s9)(key))
            builder.addValue(key, given);
    }
    return builder.build();
}
/** A file of whose settings nothing is known: rules between settings must not take any of them for absent. */
function unreadable(path, problems) {
    const where = (name) => `${path}: ${name}`;
    return { layer: { values: {}, invalid: new Set(NAMES), where }, problems, profiles: new Map(), agents: new Map() };
}
/** What is wrong with an entry that no setting judges; undefined for one that may go to its setting. */
function keyProblem({ key, value }, place, names) {
    const where = `${place}: ${(0,inputs_kind/* show */.WU)(key)}`;
    if (key === 'version' && names === NAMES) {
        if (value.ok && value.value === 1)
            return undefined;
        return { where, given: value.ok ? (0,inputs_kind/* show */.WU)(value.value) : undefined, expected: '1, the version of this format' };
    }
    if (Object.hasOwn(inputs_settings/* SECRETS */.cW, key)) {
        const hint = 'give it to the action as an input, or to the command line by its environment, and replace it';
        return { where, given: '(not shown)', expected: 'no secret in a file', hint };
    }
    if (!(0,inputs_settings/* isSettingName */.s9)(key)) {
        const hint = (0,nearest/* didYouMean */.a)(key, names);
        // The value is not shown: it may be a secret under a wrong name.
        return {
            where: `${place}: key`,
            given: (0,inputs_kind/* show */.WU)(key),
            expected: 'the name of a setting',
            ...(hint === undefined ? {} : { hint }),
        };
    }
    if (names.includes(key))
        return undefined;
    if ((0,inputs_settings/* definitionOf */.Fg)(key).inConfig)
        return { where, given: value.ok ? (0,inputs_kind/* show */.WU)(value.value) : undefined, expected: 'no such key in a profile' };
    return {
        where,
        given: value.ok ? (0,inputs_kind/* show */.WU)(value.value) : undefined,
        expected: 'no such key here, because it says where this file is',
        hint: 'give it as an input or a flag',
    };
}


/***/ }),

/***/ 95252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ composeMapping),
/* harmony export */   v: () => (/* binding */ readMapping)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);

/** Levels of the deepest file. The composer recurses, and very deep blocks abort the process inside its regular expressions. */
const MAX_DEPTH = 100;
/** How often aliases may repeat a value, as `yaml` counts. */
const MAX_ALIASES = 50;
/** Errors of one file that are reported; one slip can cause any number. */
const MAX_FAULTS = 20;
/**
 * Reads text as one YAML 1.2 document that is a mapping with text for keys, each once; an empty document has none.
 * Takes time and memory in proportion to the text, whatever it holds, and never throws.
 */
function readMapping(text) {
    const composed = composeMapping(text);
    if (!composed.ok)
        return composed;
    const { contents, at } = composed;
    return { ok: true, entries: contents === null ? [] : entriesOf(contents.map, contents.document, at) };
}
/** What `readMapping` reads, before its values are made. */
function composeMapping(text) {
    const counter = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    const at = (offset) => {
        const { line, col } = counter.linePos(Math.min(offset, text.length));
        return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
    };
    const tokens = [...new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Parser */ .iX(counter.addNewLine).parse(text)];
    const deep = beyond(tokens, MAX_DEPTH);
    if (deep !== undefined)
        return { ok: false, faults: [{ at: at(deep), message: `Nesting is deeper than ${MAX_DEPTH} levels` }] };
    // Its own check for repeated keys compares each with each.
    const options = {
        schema: 'core',
        resolveKnownTags: false,
        strict: true,
        stringKeys: true,
        uniqueKeys: false,
        version: '1.2',
    };
    const documents = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .Composer */ .Dk(options).compose(tokens, true, text.length);
    const document = documents.next().value ?? undefined;
    if (document === undefined)
        return { ok: true, contents: null, at };
    const second = documents.next().value ?? undefined;
    // Warnings too: a tag that is not known would change what a value is.
    const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ offset: pos[0], message }));
    faults.push(...repeatedKeys(document));
    if (second !== undefined)
        faults.push({ offset: second.range[0], message: 'There is more than one document' });
    const { contents } = document;
    if (faults.length === 0 && contents !== null && !(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(contents) && !((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(contents) && contents.value === null))
        faults.push({ offset: contents.range[0], message: 'The document is not a mapping from settings to values' });
    if (faults.length > 0) {
        faults.sort((a, b) => a.offset - b.offset);
        return { ok: false, faults: faults.slice(0, MAX_FAULTS).map((f) => ({ at: at(f.offset), message: f.message })) };
    }
    return { ok: true, contents: (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(contents) ? { map: contents, document } : null, at };
}
function entriesOf(map, document, at) {
    return map.items.map(({ key, value }) => ({
        at: at((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(key) ? (key.range?.[0] ?? 0) : 0),
        key: (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? String(key.value) : '',
        value: plainValue(value, document),
    }));
}
function plainValue(node, document) {
    if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node))
        return { ok: true, value: null };
    try {
        const value = node.toJS(document, { maxAliasCount: MAX_ALIASES });
        // An alias within its own anchor makes a value that holds itself.
        JSON.stringify(value);
        return { ok: true, value };
    }
    catch (error) {
        const unresolved = error instanceof ReferenceError && error.message.startsWith('Unresolved alias');
        return {
            ok: false,
            message: unresolved ? 'aliases of anchors that stand before them' : 'a value without that many aliases',
        };
    }
}
function repeatedKeys(document) {
    const found = [];
    (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .visit */ .YR)(document, {
        Map(_, map) {
            const seen = new Set();
            for (const { key } of map.items) {
                if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key))
                    continue;
                if (seen.has(key.value))
                    found.push({ offset: key.range?.[0] ?? 0, message: 'Map keys must be unique' });
                seen.add(key.value);
            }
        },
    });
    return found;
}
/** Where nesting passes the limit; undefined when it does not. Level by level, so that depth cannot exhaust the stack. */
function beyond(tokens, limit) {
    let level = tokens;
    for (let depth = 0;; depth += 1) {
        const [first] = level;
        if (first === undefined)
            return undefined;
        if (depth > limit)
            return 'offset' in first ? first.offset : 0;
        level = level.flatMap(children);
    }
}
function children(token) {
    if (token.type === 'document')
        return token.value === undefined ? [] : [token.value];
    if (!('items' in token))
        return [];
    return token.items.flatMap((item) => [item.key, item.value]).filter((child) => child !== undefined && child !== null);
}


/***/ })

};
