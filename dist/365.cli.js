export const id = 365;
export const ids = [365];
export const modules = {

/***/ 84365:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readTree: () => (/* binding */ readTree)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(38815);
/* harmony import */ var _yaml_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(95252);


/**
 * Reads text as one YAML 1.2 document that is a mapping, and keeps the place of everything in it. Bounded like
 * `readMapping`; aliases are not followed. Never throws.
 */
function readTree(text) {
    const composed = (0,_yaml_js__WEBPACK_IMPORTED_MODULE_1__/* .composeMapping */ .r)(text);
    if (!composed.ok)
        return composed;
    const { contents, at } = composed;
    const place = (node, otherwise) => (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node) && node.range ? at(node.range[0]) : otherwise;
    const convert = (node, otherwise) => {
        const here = place(node, otherwise);
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node)) {
            const entries = node.items.map(({ key, value }) => {
                const keyAt = place(key, here);
                return { key: (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key) ? String(key.value) : '', at: keyAt, value: convert(value, keyAt) };
            });
            return { kind: 'map', at: here, entries };
        }
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
            return { kind: 'list', at: here, items: node.items.map((item) => convert(item, here)) };
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isNode */ .Ll)(node))
            return { kind: 'scalar', at: here, value: null };
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(node))
            return { kind: 'alias', at: here };
        return { kind: 'scalar', at: here, value: plain(node.value) };
    };
    const root = contents === null ? undefined : convert(contents.map, '1:1');
    return { ok: true, root: root?.kind === 'map' ? root : { kind: 'map', at: '1:1', entries: [] } };
}
/** Values of the core schema are these; anything else is read as its text. */
function plain(value) {
    if (value === null || value === undefined)
        return null;
    return typeof value === 'number' || typeof value === 'boolean' ? value : String(value);
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
