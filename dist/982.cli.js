export const id = 982;
export const ids = [982];
export const modules = {

/***/ 82982:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describePolicy: () => (/* binding */ describePolicy),
/* harmony export */   explainEndpoint: () => (/* binding */ explainEndpoint),
/* harmony export */   validatePolicy: () => (/* binding */ validatePolicy)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var _inputs_resolve_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(39293);
/* harmony import */ var _policy_endpoint_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(19130);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35921);
/* harmony import */ var _support_remove_tree_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(25783);
/* harmony import */ var _support_workflow_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(71967);
/* harmony import */ var _policy_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6722);
/* harmony import */ var _resolve_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(19868);
/* harmony import */ var _run_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(38437);










/**
 * Compiles the policy that a run with this request would have, without what else a run needs.
 * @throws InputError with every problem of inputs, configuration and policy file; CleanroomError `commit.*`
 */
async function validatePolicy(from) {
    const given = from.file === undefined ? undefined : await readHostFile(from.file);
    const { directory, source } = await (0,_run_js__WEBPACK_IMPORTED_MODULE_7__/* .openStore */ .Ch)(from.host);
    try {
        const resolved = await (0,_resolve_js__WEBPACK_IMPORTED_MODULE_6__/* .resolveLayers */ .h)(from.request, source, given);
        const { layers, policyFile, problems } = resolved;
        // A policy can be judged without a task: the weakest layer brings one.
        const task = { values: { prompt: 'none' }, invalid: new Set(), where: () => 'prompt' };
        const { settings, problems: between } = (0,_inputs_resolve_js__WEBPACK_IMPORTED_MODULE_2__/* .resolveSettings */ .M)([...layers, task]);
        problems.push(...between);
        const compiled = await (0,_policy_js__WEBPACK_IMPORTED_MODULE_5__/* .compileRunPolicy */ .nf)({
            settings,
            layers,
            file: policyFile,
            host: from.host,
            root: source.checkout.root,
        }).catch((error) => {
            if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .InputError */ .dz))
                throw error;
            problems.push(...error.problems);
            return undefined;
        });
        if (problems.length > 0 || !compiled)
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .InputError */ .dz(problems);
        return {
            policy: compiled,
            source: resolved.source,
            because: policyFile.policy?.because,
            settings: settingsOf(resolved),
        };
    }
    finally {
        await (0,_support_remove_tree_js__WEBPACK_IMPORTED_MODULE_4__/* .removeTree */ .d)(directory);
    }
}
/** Bounded, because a person may name anything: a FIFO without a writer must not be waited for, nor a size be believed. */
async function readHostFile(path) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK).catch(() => undefined);
    try {
        const bytes = (await file?.stat())?.isFile() ? await readAtMost(file, _policy_js__WEBPACK_IMPORTED_MODULE_5__/* .MAX_POLICY_BYTES */ .mk) : undefined;
        if (bytes === undefined)
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .InputError */ .dz([
                { where: 'argument of policy validate', given: path, expected: `a file of at most ${_policy_js__WEBPACK_IMPORTED_MODULE_5__/* .MAX_POLICY_BYTES */ .mk} bytes` },
            ]);
        return await (0,_policy_js__WEBPACK_IMPORTED_MODULE_5__/* .parsePolicyFile */ ._6)(bytes.toString('utf8'), path);
    }
    finally {
        await file?.close();
    }
}
/** Undefined: there is more. */
async function readAtMost(file, most) {
    const buffer = Buffer.alloc(most + 1);
    let length = 0;
    for (let read = 1; read > 0 && length <= most; length += read)
        read = (await file?.read(buffer, length, buffer.length - length))?.bytesRead ?? 0;
    return length > most ? undefined : buffer.subarray(0, length);
}
function settingsOf({ layers, policyFile }) {
    return (policyFile.policy?.settings ?? []).map(({ name, value, given, where }) => {
        const text = typeof value === 'string' || typeof value === 'number' ? String(value) : value.join(' ');
        return { name, value: given ?? text, from: where, overriddenBy: strongerThan(policyFile.layer, layers, name) };
    });
}
/** Where a layer above the policy file's says something for a name; null where none does. */
function strongerThan(own, layers, name) {
    const deciding = layers.find((layer) => Object.hasOwn(layer.values, name));
    return deciding === undefined || deciding === own ? null : deciding.where(name);
}
const STAGES = ['prepare', 'agent', 'proof'];
const MAX_LINE = 300;
/** A policy as a person reads it. */
function describePolicy(validated) {
    const { policy, source, because } = validated;
    const named = source.trustedRef !== source.trustedCommit;
    const lines = [
        `trusted commit  ${source.trustedCommit.slice(0, 12)}${named ? ` (${source.trustedRef})` : ''}`,
        `configuration   ${source.config ?? 'none'}`,
        `policy file     ${fileLine(policy, because)}`,
        '',
    ];
    const origins = new Map();
    for (const origin of policy.origins) {
        const key = `${origin.stage} ${origin.entry}`;
        const known = origins.get(key);
        if (known === undefined)
            origins.set(key, [originText(origin)]);
        else
            known.push(originText(origin));
    }
    const near = new Set(policy.private);
    for (const stage of STAGES) {
        lines.push(`${stage} may reach${policy[stage].length === 0 ? ' nothing' : ''}`);
        for (const entry of policy[stage]) {
            lines.push(`  ${entry}${near.has(entry) ? ', may be private' : ''}`);
            for (const origin of origins.get(`${stage} ${entry}`) ?? [])
                lines.push(`      ${origin}`);
        }
    }
    const unused = policy.private.filter((entry) => STAGES.every((stage) => !origins.has(`${stage} ${entry}`)));
    for (const entry of unused)
        lines.push('', `note: allow-private names ${entry}, which no stage may reach`);
    if (validated.settings.length > 0)
        lines.push('', 'settings of the policy file');
    for (const { name, value, from, overriddenBy } of validated.settings) {
        const fate = overriddenBy === null ? '' : `, overridden by ${overriddenBy}`;
        lines.push(`  ${name}: ${value}${fate}`, `      ${from}`);
    }
    if (policy.notes.length > 0)
        lines.push('');
    for (const note of policy.notes)
        lines.push(`note: ${note}`);
    lines.push('', `sha256 ${policy.sha256}`);
    return lines.map((line) => (0,_support_workflow_text_js__WEBPACK_IMPORTED_MODULE_8__/* .neutralLine */ .GH)(line, MAX_LINE)).join('\n');
}
function fileLine(policy, because) {
    if (policy.file === null)
        return 'none';
    const why = because === undefined ? '' : `, because of ${because}`;
    return `${policy.file}, generation ${policy.generation} of Cleanroom's format${why}`;
}
function originText({ from, word, via }) {
    return word === null ? from : `${from}: ${word} (${via})`;
}
/** Who may reach a host, by which rule, and what would allow it to the others. */
function explainEndpoint(policy, text) {
    const parsed = (0,_policy_endpoint_js__WEBPACK_IMPORTED_MODULE_9__/* .parseEndpoint */ .B)(text);
    if (!parsed.ok)
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .InputError */ .dz([{ where: 'argument of policy show', given: parsed.given, expected: parsed.expected }]);
    const { endpoint } = parsed;
    const stages = STAGES.map((stage) => ({
        stage,
        allowed: policy[stage].includes(endpoint),
        rules: policy.origins
            .filter((origin) => origin.stage === stage && origin.entry === endpoint)
            .map(({ from, word, via }) => ({ from, word, via })),
    }));
    const isPrivate = policy.private.includes(endpoint);
    const lines = stages.map(({ stage, allowed }) => {
        const rules = policy.origins.filter((origin) => origin.stage === stage && origin.entry === endpoint);
        const title = stage.padEnd(9);
        if (allowed)
            return `${title}yes, by ${rules.map(originText).join(' and ')}`;
        return `${title}no; this line would allow it: allow-${stage}: ${endpoint}`;
    });
    lines.push(isPrivate
        ? 'It may resolve to private addresses.'
        : `It must resolve to public addresses; for private ones, add: allow-private: ${endpoint}`);
    return {
        json: { endpoint, private: isPrivate, stages },
        text: [endpoint, ...lines].map((line) => (0,_support_workflow_text_js__WEBPACK_IMPORTED_MODULE_8__/* .neutralLine */ .GH)(line, MAX_LINE)).join('\n'),
    };
}


/***/ })

};
