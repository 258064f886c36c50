export const id = 235;
export const ids = [235];
export const modules = {

/***/ 5235:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   MAX_CONFIG_BYTES: () => (/* binding */ MAX_CONFIG_BYTES),
/* harmony export */   parseConfig: () => (/* binding */ parseConfig)
/* harmony export */ });
/* harmony import */ var _inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(9920);
/* harmony import */ var _inputs_layer_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1377);
/* harmony import */ var _inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2262);
/* harmony import */ var _support_nearest_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6730);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5252);





/** Bytes of the largest configuration file. */
const MAX_CONFIG_BYTES = 256 * 1024;
const NAMES = _inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .SETTING_NAMES */ .OI.filter((name) => (0,_inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .definitionOf */ .Fg)(name).inConfig);
/**
 * Reads a configuration file: a YAML 1.2 mapping from settings to values, with an optional `version: 1`. All problems
 * are collected, each with line and column; nothing is thrown.
 * @param path how problems name the file
 */
function parseConfig(text, path) {
    const bytes = Buffer.byteLength(text);
    if (bytes > MAX_CONFIG_BYTES)
        return unreadable(path, [{ where: path, given: `${bytes} bytes`, expected: `at most ${MAX_CONFIG_BYTES} bytes` }]);
    const mapping = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_2__/* .readMapping */ .v)(text);
    if (!mapping.ok) {
        const problems = mapping.faults.map(({ at, message }) => ({
            where: `${path}:${at}`,
            given: 'unreadable',
            expected: 'a mapping in YAML 1.2',
            hint: (0,_inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .WU)(message.replace(/\s+/g, ' ')),
        }));
        return unreadable(path, problems);
    }
    const places = new Map(mapping.entries.map(({ key, at }) => [key, `${path}:${at}: ${key}`]));
    const builder = new _inputs_layer_js__WEBPACK_IMPORTED_MODULE_0__/* .LayerBuilder */ .p((name) => places.get(name) ?? `${path}: ${name}`);
    for (const entry of mapping.entries) {
        const { key, value } = entry;
        const problem = keyProblem(entry, `${path}:${entry.at}`);
        if (problem !== undefined)
            builder.addProblem(problem);
        else if (!(0,_inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .isSettingName */ .s9)(key))
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
    const where = `${place}: ${(0,_inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .WU)(key)}`;
    if (key === 'version') {
        if (value.ok && value.value === 1)
            return undefined;
        return { where, given: value.ok ? (0,_inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .WU)(value.value) : undefined, expected: '1, the version of this format' };
    }
    if (Object.hasOwn(_inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .SECRETS */ .cW, key)) {
        const hint = 'give it to the action as an input, or to the command line by its environment, and replace it';
        return { where, given: '(not shown)', expected: 'no secret in a file', hint };
    }
    if (!(0,_inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .isSettingName */ .s9)(key)) {
        const hint = (0,_support_nearest_js__WEBPACK_IMPORTED_MODULE_4__/* .didYouMean */ .a)(key, NAMES);
        // The value is not shown: it may be a secret under a wrong name.
        return {
            where: `${place}: key`,
            given: (0,_inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .WU)(key),
            expected: 'the name of a setting',
            ...(hint === undefined ? {} : { hint }),
        };
    }
    if ((0,_inputs_settings_js__WEBPACK_IMPORTED_MODULE_1__/* .definitionOf */ .Fg)(key).inConfig)
        return undefined;
    return {
        where,
        given: value.ok ? (0,_inputs_kind_js__WEBPACK_IMPORTED_MODULE_3__/* .show */ .WU)(value.value) : undefined,
        expected: 'no such key here, because it says where this file is',
        hint: 'give it as an input or a flag',
    };
}


/***/ }),

/***/ 5252:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   r: () => (/* binding */ composeMapping),
/* harmony export */   v: () => (/* binding */ readMapping)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);

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
