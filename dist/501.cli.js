export const id = 501;
export const ids = [501];
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


/***/ })

};
