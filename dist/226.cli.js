export const id = 226;
export const ids = [226];
export const modules = {

/***/ 93845:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   showVerification: () => (/* binding */ showVerification)
/* harmony export */ });
/* harmony import */ var _support_workflow_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(71967);

const MAX_LINE = 500;
const WORDS = { ok: 'ok', failed: 'FAILED', 'not-checked': 'open', skipped: 'skipped' };
/** A verification for a person. Everything in it may be somebody's hostile text. */
function showVerification(found) {
    const width = Math.max(...found.findings.map(({ check }) => check.length));
    const lines = found.findings.flatMap(({ check, state, detail, problems, hint }) => [
        `${WORDS[state].padEnd(8)}${check.padEnd(width)}  ${detail}`,
        ...(problems ?? []).map((problem) => `${' '.repeat(8 + width)}  - ${problem}`),
        ...(hint === undefined ? [] : [`${' '.repeat(8 + width)}  → ${hint}`]),
    ]);
    lines.push('', ...closing(found));
    return lines.map((line) => (0,_support_workflow_text_js__WEBPACK_IMPORTED_MODULE_0__/* .neutralLine */ .GH)(line, MAX_LINE)).join('\n');
}
function closing({ state, verdict, verifier, planSha256, manifestSha256, relativeTo }) {
    const claim = verdict === null ? 'There is no verdict.' : `The evidence says: ${verdict}.`;
    const result = {
        ok: `${claim} All that was checked agrees.`,
        failed: `${claim} It does not hold.`,
        'not-checked': `${claim} Not all of it could be checked.`,
    }[state];
    if (planSha256 === null)
        return [result];
    const decides = verifier === null ? 'there is no verifier' : `the verifier is ${JSON.stringify(verifier)}`;
    const vouched = relativeTo.length === 0
        ? `This is relative to its own plan, which says that ${decides}. Whoever could write the whole folder could have written that as well: compare the digests with the outputs of the job or with an attestation, and give them as --plan-sha256 and --manifest-sha256.`
        : `By its plan ${decides}; for that stands: ${relativeTo.join(', ')}.`;
    return [
        result,
        vouched,
        `plan      ${planSha256}`,
        ...(manifestSha256 === null ? [] : [`manifest  ${manifestSha256}`]),
    ];
}


/***/ })

};
