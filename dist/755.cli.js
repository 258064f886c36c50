export const id = 755;
export const ids = [755];
export const modules = {

/***/ 97755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   storedRequest: () => (/* binding */ storedRequest)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _evidence_read_regular_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(93551);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35921);
/* harmony import */ var _resume_record_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(46221);
/* harmony import */ var _resume_seal_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(39301);






const MAX_BYTES = 4 << 20;
/**
 * What was typed when the run of an evidence folder began. It decides everything, also whom a key is sent to, so it is only
 * believed where this user wrote it on this machine. Whether the folder is one that a run can go on in is not looked at:
 * what was typed makes a plan, and that has to be the folder's.
 * @returns undefined where nothing was kept
 * @throws CleanroomError `resume.request`
 */
async function storedRequest(directory, keyFile, uid) {
    const text = readRequest(directory);
    if (text === undefined)
        return undefined;
    const refuse = (why) => new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .CleanroomError */ .P3('resume.request', `the run in ${directory} ${why}`, {
        kind: 'usage',
        hint: 'give the flags of that run again, beside --resume',
    });
    const seal = await (0,_resume_seal_js__WEBPACK_IMPORTED_MODULE_5__/* .openSeal */ .I)(keyFile, uid);
    const found = sealed(text, (words, given) => seal?.matches(words, given) === true);
    if (!found)
        throw refuse('was not begun by you on this machine, so what was typed then is not taken over');
    const { argv, directory: from } = found;
    const there = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(from).catch(() => undefined);
    if (!there?.isDirectory())
        throw refuse(`was begun in ${from}, which is no directory any more`);
    return { argv, directory: from };
}
function readRequest(directory) {
    try {
        return (0,_evidence_read_regular_js__WEBPACK_IMPORTED_MODULE_2__/* .readRegular */ .V)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'resume/request.json'), MAX_BYTES)?.toString('utf8');
    }
    catch {
        return undefined;
    }
}
/** Undefined: it is no record of this user's. One that is has the form that it was written in. */
function sealed(text, matches) {
    try {
        const { seal, ...rest } = JSON.parse(text);
        if (rest.kind !== 'request' || typeof seal !== 'string')
            return undefined;
        return matches((0,_resume_record_js__WEBPACK_IMPORTED_MODULE_4__/* .sealText */ .N9)('request', rest), seal) ? { ...rest, seal } : undefined;
    }
    catch {
        return undefined;
    }
}


/***/ })

};
