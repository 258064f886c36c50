export const id = 645;
export const ids = [645];
export const modules = {

/***/ 4645:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  MAX_CONFIG_BYTES: () => (/* binding */ MAX_CONFIG_BYTES),
  parseConfig: () => (/* binding */ parseConfig)
});

// EXTERNAL MODULE: ./build/inputs/kind.js
var kind = __webpack_require__(9920);
// EXTERNAL MODULE: ./build/inputs/layer.js
var inputs_layer = __webpack_require__(1377);
// EXTERNAL MODULE: ./build/inputs/nearest.js
var nearest = __webpack_require__(1410);
// EXTERNAL MODULE: ./build/inputs/settings.js + 3 modules
var settings = __webpack_require__(2208);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
;// CONCATENATED MODULE: ./build/config/yaml.js

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
    const counter = new dist/* LineCounter */.HN();
    const at = (offset) => {
        const { line, col } = counter.linePos(Math.min(offset, text.length));
        return `${Math.max(line, 1)}:${Math.max(col, 1)}`;
    };
    const fault = (offset, message) => ({ ok: false, faults: [{ at: at(offset), message }] });
    const tokens = [...new dist/* Parser */.iX(counter.addNewLine).parse(text)];
    const deep = beyond(tokens, MAX_DEPTH);
    if (deep !== undefined)
        return fault(deep, `Nesting is deeper than ${MAX_DEPTH} levels`);
    // Its own check for repeated keys compares each with each.
    const options = {
        schema: 'core',
        resolveKnownTags: false,
        strict: true,
        stringKeys: true,
        uniqueKeys: false,
        version: '1.2',
    };
    const documents = new dist/* Composer */.Dk(options).compose(tokens, true, text.length);
    const document = documents.next().value ?? undefined;
    if (document === undefined)
        return { ok: true, entries: [] };
    const second = documents.next().value ?? undefined;
    // Warnings too: a tag that is not known would change what a value is.
    const faults = [...document.errors, ...document.warnings].map(({ pos, message }) => ({ offset: pos[0], message }));
    faults.push(...repeatedKeys(document));
    if (second !== undefined)
        faults.push({ offset: second.range[0], message: 'There is more than one document' });
    const { contents } = document;
    if (faults.length === 0 && contents !== null && !(0,dist/* isMap */.jh)(contents) && !((0,dist/* isScalar */.jn)(contents) && contents.value === null))
        faults.push({ offset: contents.range[0], message: 'The document is not a mapping from settings to values' });
    if (faults.length > 0) {
        faults.sort((a, b) => a.offset - b.offset);
        return { ok: false, faults: faults.slice(0, MAX_FAULTS).map((f) => ({ at: at(f.offset), message: f.message })) };
    }
    return { ok: true, entries: (0,dist/* isMap */.jh)(contents) ? entriesOf(contents, document, at) : [] };
}
function entriesOf(map, document, at) {
    return map.items.map(({ key, value }) => ({
        at: at((0,dist/* isNode */.Ll)(key) ? (key.range?.[0] ?? 0) : 0),
        key: (0,dist/* isScalar */.jn)(key) ? String(key.value) : '',
        value: plainValue(value, document),
    }));
}
function plainValue(node, document) {
    if (!(0,dist/* isNode */.Ll)(node))
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
    (0,dist/* visit */.YR)(document, {
        Map(_, map) {
            const seen = new Set();
            for (const { key } of map.items) {
                if (!(0,dist/* isScalar */.jn)(key))
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

;// CONCATENATED MODULE: ./build/config/load.js





/** Bytes of the largest configuration file. */
const MAX_CONFIG_BYTES = 256 * 1024;
const NAMES = settings/* SETTING_NAMES */.OI.filter((name) => (0,settings/* definitionOf */.Fg)(name).inConfig);
/**
 * Reads a configuration file: a YAML 1.2 mapping from settings to values, with an optional `version: 1`. All problems
 * are collected, each with line and column; nothing is thrown.
 * @param path how problems name the file
 */
function parseConfig(text, path) {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_CONFIG_BYTES)
        return unreadable(path, [{ where: path, given: `${bytes} bytes`, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
    const mapping = readMapping(text);
    if (!mapping.ok) {
        const problems = mapping.faults.map(({ at, message }) => ({
            where: `${path}:${at}`,
            given: 'unreadable',
            expected: 'a mapping in YAML 1.2',
            hint: (0,kind/* show */.WU)(message.replace(/\s+/g, ' ')),
        }));
        return unreadable(path, problems);
    }
    const places = new Map(mapping.entries.map(({ key, at }) => [key, `${path}:${at}: ${key}`]));
    const builder = new inputs_layer/* LayerBuilder */.p((name) => places.get(name) ?? `${path}: ${name}`);
    for (const entry of mapping.entries) {
        const { key, value } = entry;
        const problem = keyProblem(entry, `${path}:${entry.at}`);
        if (problem !== undefined)
            builder.addProblem(problem);
        else if (!(0,settings/* isSettingName */.s9)(key))
            continue;
        else if (value.ok)
            builder.addValue(key, value.value);
        else
            builder.addInvalid(key, 'a value with aliases', value.message);
    }
    return builder.build();
}
/** A file of whose settings nothing is known: rules between settings must not take any of them for absent. */
function unreadable(path, problems) {
    const where = (name) => `${path}: ${name}`;
    return { layer: { values: {}, invalid: new Set(NAMES), where }, problems };
}
/** What is wrong with an entry that no setting judges; undefined for one that may go to its setting. */
function keyProblem({ key, value }, place) {
    const where = `${place}: ${(0,kind/* show */.WU)(key)}`;
    if (key === 'version') {
        if (value.ok && value.value === 1)
            return undefined;
        return { where, given: value.ok ? (0,kind/* show */.WU)(value.value) : undefined, expected: '1, the version of this format' };
    }
    if (Object.hasOwn(settings/* SECRETS */.cW, key)) {
        const hint = 'give it to the action as an input, or to the command line by its environment, and replace it';
        return { where, given: '(not shown)', expected: 'no secret in a file', hint };
    }
    if (!(0,settings/* isSettingName */.s9)(key)) {
        const hint = (0,nearest/* didYouMean */.a)(key, NAMES);
        // The value is not shown: it may be a secret under a wrong name.
        return {
            where: `${place}: key`,
            given: (0,kind/* show */.WU)(key),
            expected: 'the name of a setting',
            ...(hint === undefined ? {} : { hint }),
        };
    }
    if ((0,settings/* definitionOf */.Fg)(key).inConfig)
        return undefined;
    return {
        where,
        given: value.ok ? (0,kind/* show */.WU)(value.value) : undefined,
        expected: 'no such key here, because it says where this file is',
        hint: 'give it as an input or a flag',
    };
}


/***/ })

};
