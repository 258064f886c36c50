export const id = 828;
export const ids = [828,447];
export const modules = {

/***/ 88828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  compileReportSchema: () => (/* binding */ compileReportSchema)
});

// UNUSED EXPORTS: MAX_REPORT_BYTES, MAX_REPORT_DEPTH, MAX_SCHEMA_LENGTH

// EXTERNAL MODULE: ./node_modules/ajv/dist/ajv.js
var dist_ajv = __webpack_require__(42463);
// EXTERNAL MODULE: ./node_modules/ajv/dist/2019.js
var _2019 = __webpack_require__(60878);
// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(29829);
// EXTERNAL MODULE: ./node_modules/ajv-formats/dist/index.js
var dist = __webpack_require__(82815);
// EXTERNAL MODULE: external "node:vm"
var external_node_vm_ = __webpack_require__(30714);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
;// CONCATENATED MODULE: ./build/support/deadline.js


const script = new external_node_vm_.Script('run()');
/**
 * Runs synchronous code that hostile data may make endless, such as a regular expression that backtracks: V8 ends it at
 * the limit, in whatever loop or match it is. Chosen over a worker thread because it needs no second file in a bundle
 * and no copy of the data, and over a list of bad patterns because it also bounds everything else.
 * @throws CleanroomError `deadline` at the limit; otherwise what `run` throws
 */
function withDeadline(milliseconds, run) {
    let result;
    const guarded = () => {
        try {
            result = { value: run() };
        }
        catch (error) {
            result = { error };
        }
    };
    try {
        // Nothing of the script's own can reach anything: it is the constant above.
        script.runInContext((0,external_node_vm_.createContext)({ run: guarded }), { timeout: milliseconds });
    }
    catch (cause) {
        throw new errors/* CleanroomError */.P3('deadline', `not done within ${milliseconds} ms: ${(0,errors/* messageOf */.bD)(cause)}`, { cause });
    }
    if (result === undefined)
        throw new errors/* CleanroomError */.P3('deadline', `not done within ${milliseconds} ms`);
    if ('error' in result)
        throw result.error;
    return result.value;
}

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/support/plain-text.js
var plain_text = __webpack_require__(27518);
;// CONCATENATED MODULE: ./build/report/errors.js

const MAX_ERRORS = 20;
const MAX_VALUE = 80;
const MAX_PATH = 200;
/** At most twenty distinct sentences, one line each: `/changes/0/path: expected string, got number 5`. */
function describeErrors(errors) {
    const lines = new Set();
    let more = 0;
    for (const error of errors) {
        // The branches' own errors say more than "does not match then".
        if (error.keyword === 'if')
            continue;
        const line = `${(0,plain_text/* shorten */.ml)((0,plain_text/* escapeInvisible */.ts)(error.instancePath), MAX_PATH) || '(report)'}: ${describe(error)}`;
        if (lines.size < MAX_ERRORS - 1)
            lines.add(line);
        else if (!lines.has(line))
            more++;
    }
    if (more > 0)
        lines.add(`and ${more} more`);
    return [...lines];
}
function describe(error) {
    const params = error.params;
    const got = `got ${show(error.data)}`;
    switch (error.keyword) {
        case 'type':
            return `expected ${list(params['type'], ' or ')}, ${got}`;
        case 'required':
            return `required member ${quote(params['missingProperty'])} is missing`;
        case 'additionalProperties':
            return `member ${quote(params['additionalProperty'])} is not allowed`;
        case 'unevaluatedProperties':
            return `member ${quote(params['unevaluatedProperty'])} is not allowed`;
        case 'enum':
            return `expected one of ${list(params['allowedValues'], ', ', true)}, ${got}`;
        case 'const':
            return `expected ${quote(params['allowedValue'])}, ${got}`;
        case 'pattern':
            return `expected text that matches ${quote(params['pattern'])}, ${got}`;
        case 'format':
            return `expected the format ${quote(params['format'])}, ${got}`;
        case 'minLength':
            return `expected at least ${params['limit']} characters, ${got}`;
        case 'maxLength':
            return `expected at most ${params['limit']} characters, ${got}`;
        case 'minItems':
            return `expected at least ${params['limit']} items, ${got}`;
        case 'maxItems':
            return `expected at most ${params['limit']} items, ${got}`;
        case 'minimum':
        case 'maximum':
        case 'exclusiveMinimum':
        case 'exclusiveMaximum':
            return `expected a number ${params['comparison']} ${params['limit']}, ${got}`;
        case 'oneOf':
            return `expected exactly one of the alternatives to match, ${got}`;
        case 'anyOf':
            return `expected one of the alternatives to match, ${got}`;
        case 'false schema':
            return 'nothing is allowed here';
        default:
            return `${(0,plain_text/* shorten */.ml)((0,plain_text/* escapeInvisible */.ts)(error.message ?? error.keyword), MAX_VALUE * 2)}, ${got}`;
    }
}
/** A value with its type, on one line and short. Arrays and objects by their size alone. */
function show(value) {
    if (value === null)
        return 'null';
    if (Array.isArray(value))
        return `array of ${value.length}`;
    if (typeof value === 'object')
        return `object with ${Object.keys(value).length} members`;
    return `${typeof value} ${quote(value)}`;
}
function quote(value) {
    // Cut first: what is quoted may be as long as the report.
    const text = typeof value === 'string' ? JSON.stringify((0,plain_text/* shorten */.ml)(value, MAX_VALUE)) : (JSON.stringify(value) ?? 'undefined');
    return (0,plain_text/* shorten */.ml)((0,plain_text/* escapeInvisible */.ts)(text), MAX_VALUE * 2);
}
function list(value, separator, quoted = false) {
    const items = Array.isArray(value) ? value.slice(0, 20) : [value];
    const text = items.map((item) => (quoted ? quote(item) : String(item))).join(separator);
    return (0,plain_text/* shorten */.ml)(text, MAX_VALUE * 4);
}

// EXTERNAL MODULE: ./build/report/parse.js
var parse = __webpack_require__(32568);
;// CONCATENATED MODULE: ./build/report/validate.js











/** Characters of the largest schema, as JSON. */
const MAX_SCHEMA_LENGTH = 64 * 1024;
const COMPILE_MS = 5_000;
const CHECK_MS = 2_000;
/** Above this a report gets only its first error: collecting all of them could take memory without bound. */
const ALL_ERRORS_BYTES = 32 * 1024;
const DRAFTS = {
    'json-schema.org/draft-07/schema': '7',
    'json-schema.org/draft/2019-09/schema': '2019-09',
    'json-schema.org/draft/2020-12/schema': '2020-12',
};
/**
 * Compiles a JSON Schema of draft 7, 2019-09 or 2020-12, as its `$schema` says (2020-12 without one). References must
 * stay inside the schema: nothing is ever fetched.
 */
function compileReportSchema(schema) {
    if (typeof schema !== 'boolean' && !(0,json_object/* isObject */.G)(schema)) {
        return { problems: ['expected a JSON Schema: an object, true or false'] };
    }
    if (JSON.stringify(schema).length > MAX_SCHEMA_LENGTH) {
        return { problems: [`the schema is longer than ${MAX_SCHEMA_LENGTH} characters`] };
    }
    const draft = draftOf(schema);
    if (draft === undefined) {
        return { problems: ['$schema: expected draft 7, 2019-09 or 2020-12 by its usual address, or no $schema at all'] };
    }
    const warnings = new Set();
    const warn = (message) => {
        if (warnings.size < 20)
            warnings.add(readable(String(message)));
    };
    try {
        return withDeadline(COMPILE_MS, () => {
            const checker = create(draft, { allErrors: true }, () => { });
            if (checker.validateSchema(schema) !== true) {
                const errors = describeErrors(checker.errors ?? []);
                return { problems: errors.map((error) => `schema ${error.replace('(report)', '(root)')}`) };
            }
            // The specification lets a schema hold keywords of others; they are reported, not refused.
            create(draft, { strictSchema: 'log', validateFormats: false }, warn).compile(schema);
            // Two of them: the first is fast and stops at the first error, the second explains small reports in full.
            const first = create(draft, { allErrors: false }, warn).compile(schema);
            const all = create(draft, { allErrors: true }, () => { }).compile(schema);
            return { validator: { draft, warnings: [...warnings], check: (bytes) => check(bytes, first, all) } };
        });
    }
    catch (error) {
        if (error instanceof errors/* CleanroomError */.P3)
            return { problems: [`the schema could not be compiled in ${COMPILE_MS} ms`] };
        return { problems: [readable((0,errors/* messageOf */.bD)(error))] };
    }
}
function check(bytes, first, all) {
    const parsed = (0,parse/* parseReport */.MM)(bytes);
    if (parsed.state === 'missing')
        return parsed;
    if (parsed.state === 'invalid')
        return { state: 'invalid', errors: [readable(parsed.error)] };
    const { value } = parsed;
    try {
        return withDeadline(CHECK_MS, () => {
            if (first(value))
                return { state: 'valid', value };
            let errors = first.errors ?? [];
            if (bytes.length <= ALL_ERRORS_BYTES && !all(value))
                errors = all.errors ?? errors;
            return { state: 'invalid', errors: describeErrors(errors) };
        });
    }
    catch (error) {
        const why = error instanceof errors/* CleanroomError */.P3 && error.code === 'deadline'
            ? `it took longer than ${CHECK_MS} ms; a pattern of the schema may backtrack without end`
            : (0,errors/* messageOf */.bD)(error);
        return { state: 'invalid', errors: [readable(`the report could not be checked: ${why}`)] };
    }
}
function draftOf(schema) {
    if (typeof schema === 'boolean' || !('$schema' in schema))
        return '2020-12';
    if (typeof schema.$schema !== 'string')
        return undefined;
    const address = schema.$schema.replace(/^https?:\/\//, '').replace(/#$/, '');
    return Object.hasOwn(DRAFTS, address) ? DRAFTS[address] : undefined;
}
function create(draft, own, warn) {
    const options = {
        strict: false,
        logger: { log: warn, warn, error: warn },
        verbose: true,
        // Without it a member named like one of Object.prototype's counts as present in every report.
        ownProperties: true,
        validateSchema: false,
        ...own,
    };
    const ajv = draft === '7' ? new dist_ajv.Ajv(options) : draft === '2019-09' ? new _2019.Ajv2019(options) : new _2020.Ajv2020(options);
    dist["default"](ajv);
    return ajv;
}
function readable(text) {
    return (0,plain_text/* shorten */.ml)((0,plain_text/* escapeInvisible */.ts)(text), 400);
}


/***/ })

};
