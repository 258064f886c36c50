export const id = 755;
export const ids = [755];
export const modules = {

/***/ 7755:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   storedRequest: () => (/* binding */ storedRequest)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(5921);
/* harmony import */ var _resume_folder_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(8831);
/* harmony import */ var _resume_owner_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2009);
/* harmony import */ var _resume_seal_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9301);






/**
 * What was typed when the run of an evidence folder began. It decides everything, also whom a key is sent to, so it is only
 * believed where this user wrote it on this machine.
 * @returns undefined where nothing was kept
 * @throws CleanroomError `resume.request`, and as `readEarlier`
 */
async function storedRequest(directory, keyFile, uid) {
    const seal = await (0,_resume_seal_js__WEBPACK_IMPORTED_MODULE_5__/* .openSeal */ .I)(keyFile, uid);
    const release = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'journal.jsonl')) ? await (0,_resume_owner_js__WEBPACK_IMPORTED_MODULE_4__/* .ownFolder */ .v)(directory) : async () => { };
    const earlier = await (0,_resume_folder_js__WEBPACK_IMPORTED_MODULE_3__.readEarlier)(directory, seal).finally(release);
    const found = earlier?.kept.get('request');
    if (found?.record.kind !== 'request')
        return undefined;
    if (!found.sealed || found.record.plan !== earlier?.planSha256) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .CleanroomError */ .P3('resume.request', `the run in ${directory} was not begun by you on this machine, so what was typed then is not taken over`, { kind: 'usage', hint: 'give the flags of that run again, beside --resume' });
    }
    const { argv, directory: from } = found.record;
    return { argv, directory: from };
}


/***/ })

};
