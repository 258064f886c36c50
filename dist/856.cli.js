export const id = 856;
export const ids = [856];
export const modules = {

/***/ 97856:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   codexConfigFor: () => (/* binding */ codexConfigFor)
/* harmony export */ });
/* unused harmony export addToCodexConfig */
/* harmony import */ var smol_toml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3292);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35921);


/**
 * A codex `config.toml` with a trusted project, and what else is missing in it. Its text stays as it is, comments too,
 * wherever that can be: what is added stands before and after it. Whether it says the same and no more is checked by
 * reading it again.
 * @throws InputError when it is no TOML
 */
function addToCodexConfig(text, additions, where) {
    const before = read(text, where);
    const wanted = withAdditions(before, additions);
    const top = Object.entries(wanted)
        .filter(([key, value]) => !Object.hasOwn(before, key) && typeof value === 'string')
        .map(([key, value]) => (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .As)({ [key]: value }));
    const trusted = tableOf(tableOf(before, 'projects'), additions.trust);
    const tables = [
        ...(trusted['trust_level'] === 'trusted' ? [] : [{ projects: { [additions.trust]: { trust_level: 'trusted' } } }]),
        ...(additions.provider && !Object.hasOwn(tableOf(before, 'model_providers'), additions.provider.name)
            ? [{ model_providers: { [additions.provider.name]: additions.provider.table } }]
            : []),
    ].map((table) => (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .As)(table));
    const kept = [...top, text.replace(/\n*$/, '\n'), ...tables.map((table) => `\n${table}`)].join('');
    return same(kept, wanted) ? kept : (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .As)(wanted);
}
/**
 * Codex's configuration for a person in a room: the workspace is trusted, because what of it could run code is hidden, and
 * the room is the sandbox, for codex's own needs namespaces that a room does not grant.
 * @param text the person's, or the one that leads to the broker
 * @param line the one that leads to the broker, where the text is the person's and there is one
 */
function codexConfigFor(text, line, workspace) {
    const own = line === undefined ? {} : read(line, 'codex');
    const name = own['model_provider'];
    const table = typeof name === 'string' ? tableOf(tableOf(own, 'model_providers'), name) : {};
    return addToCodexConfig(text, {
        trust: workspace,
        settings: { sandbox_mode: 'danger-full-access' },
        ...(typeof name === 'string' ? { provider: { name, table } } : {}),
    }, 'config.toml of codex');
}
function withAdditions(before, { trust, settings, provider }) {
    const projects = tableOf(before, 'projects');
    const chosen = provider ? { model_provider: provider.name } : {};
    return {
        ...settings,
        ...chosen,
        ...before,
        projects: { ...projects, [trust]: { ...tableOf(projects, trust), trust_level: 'trusted' } },
        ...(provider
            ? { model_providers: { [provider.name]: provider.table, ...tableOf(before, 'model_providers') } }
            : {}),
    };
}
function read(text, where) {
    try {
        return (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(text, { integersAsBigInt: 'asNeeded' });
    }
    catch (error) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .InputError */ .dz([{ where, given: undefined, expected: `TOML (${(0,_support_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error).split('\n')[0] ?? ''})` }]);
    }
}
function same(text, wanted) {
    try {
        return (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .As)(sorted((0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .parse */ .qg)(text, { integersAsBigInt: 'asNeeded' }))) === (0,smol_toml__WEBPACK_IMPORTED_MODULE_0__/* .stringify */ .As)(sorted(wanted));
    }
    catch {
        return false;
    }
}
/** The same table with its keys in one order, at every depth. */
function sorted(table) {
    return Object.fromEntries(Object.entries(table)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => [key, isTable(value) ? sorted(value) : value]));
}
function tableOf(table, key) {
    const value = Object.hasOwn(table, key) ? table[key] : undefined;
    return isTable(value) ? value : {};
}
function isTable(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);
}


/***/ })

};
