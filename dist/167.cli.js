export const id = 167;
export const ids = [167];
export const modules = {

/***/ 8167:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connect: () => (/* binding */ connect),
  publishRun: () => (/* binding */ publishRun),
  readEvent: () => (/* binding */ readEvent),
  readPayload: () => (/* binding */ readPayload),
  remoteOf: () => (/* binding */ remoteOf)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./build/inputs/kind.js
var kind = __webpack_require__(9920);
// EXTERNAL MODULE: ./build/inputs/paths.js
var paths = __webpack_require__(2164);
;// CONCATENATED MODULE: ./build/inputs/payload.js


/** `-` and `.` are no first letters of an owner; `.` and `..` are no repositories. */
const REPOSITORY = /^[A-Za-z0-9_][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;
/** SHA-1 or SHA-256, but not the zeros that stand for no commit. */
const COMMIT = /^(?!0+$)(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
/** Tests for values, each with what it expects, to be read after that word. */
const commit = {
    test: (text) => COMMIT.test(text),
    expected: 'a commit, 40 or 64 hexadecimal digits',
};
const repositoryName = { test: (text) => REPOSITORY.test(text), expected: 'owner/name' };
const refName = { test: paths/* isGitRef */.c3, expected: 'the name of a branch or tag' };
/**
 * Reads fields of a JSON document that anybody may have filled. A field that is not what it must be becomes a problem
 * and reads as undefined.
 */
class PayloadReader {
    problems = [];
    #root;
    #label;
    /** @param label what errors call the document: `event payload` */
    constructor(root, label) {
        this.#root = root;
        this.#label = label;
    }
    /** The value at a dotted path, without a check; undefined when there is none. Own members only. */
    raw(path) {
        let value = this.#root;
        for (const key of path.split('.')) {
            if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key))
                return undefined;
            value = value[key];
        }
        return value;
    }
    text(path, { test, expected }) {
        const value = this.raw(path);
        if (typeof value === 'string' && test(value))
            return value;
        this.report(path, expected);
        return undefined;
    }
    /** A positive whole number, such as that of a pull request. */
    number(path) {
        const value = this.raw(path);
        if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
            return value;
        this.report(path, 'a positive whole number');
        return undefined;
    }
    report(path, expected, hint) {
        const value = this.raw(path);
        this.problems.push({
            where: `${this.#label}: ${path}`,
            given: value === undefined ? undefined : brief(value),
            expected,
            ...(hint === undefined ? {} : { hint }),
        });
    }
}
/** What an error shows of a value. Objects are as large and deep as their author likes, so they are not spelled out. */
function brief(value) {
    if (Array.isArray(value))
        return 'a list';
    return typeof value === 'object' && value !== null ? 'an object' : (0,kind/* show */.WU)(value);
}

// EXTERNAL MODULE: ./build/inputs/scalars.js
var scalars = __webpack_require__(3237);
;// CONCATENATED MODULE: ./build/inputs/context.js



/** `head.repo` is null when a fork was deleted. */
const UNKNOWN_REPOSITORY = 'unknown';
/** Events whose payload describes a pull request. GITHUB_SHA is its merge commit there: content of the author's. */
const OF_PULL_REQUEST = ['pull_request', 'pull_request_target', 'pull_request_review', 'pull_request_review_comment'];
const LOCAL = {
    event: 'local',
    repository: null,
    serverUrl: null,
    apiUrl: null,
    runUrl: null,
    actor: null,
    pullRequest: null,
};
/**
 * Reads where a run comes from. The environment is the runner's, but a pull request's author writes much of the payload,
 * so every field that is used is checked. Nothing is thrown.
 * @param payload the parsed file that GITHUB_EVENT_PATH names; undefined without one
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */
function readContext(env, payload) {
    if ((env['GITHUB_EVENT_NAME']?.trim() ?? '') === '' && env['GITHUB_ACTIONS'] !== 'true')
        return { context: LOCAL, workflow: undefined, problems: [] };
    const runner = new Variables(env);
    const reader = new PayloadReader(payload, 'event payload');
    const event = runner.required('GITHUB_EVENT_NAME', eventName);
    const repository = runner.optional('GITHUB_REPOSITORY', repositoryName) ?? null;
    const serverUrl = runner.address('GITHUB_SERVER_URL') ?? null;
    const apiUrl = runner.address('GITHUB_API_URL') ?? null;
    const run = env['GITHUB_RUN_ID'] ?? '';
    const runUrl = serverUrl !== null && repository !== null && /^\d{1,20}$/.test(run)
        ? `${serverUrl}/${repository}/actions/runs/${run}`
        : null;
    const actor = env['GITHUB_ACTOR'] ?? '';
    const { pullRequest, ...source } = event === undefined ? {} : sourceOf(event, runner, reader);
    return {
        context: {
            event: event ?? 'unknown',
            repository,
            serverUrl,
            apiUrl,
            runUrl,
            // Bots are written `name[bot]`; users that an enterprise manages have an underscore.
            actor: /^[A-Za-z0-9_-]{1,100}(?:\[bot\])?$/.test(actor) ? actor : null,
            pullRequest: pullRequest ?? null,
        },
        ...source,
        workflow: workflowName(env['GITHUB_WORKFLOW']),
        problems: [...runner.problems, ...reader.problems],
    };
}
/** Puts what GitHub answered about a pull request into the form of a context; checked like a payload. */
function pullRequestContext(info) {
    const repo = (name) => (name === null ? null : { full_name: name });
    const described = {
        number: info.number,
        head: { sha: info.headSha, ref: info.headRef, repo: repo(info.headRepository) },
        base: { sha: info.baseSha, ref: info.baseRef, repo: repo(info.baseRepository) },
    };
    const reader = new PayloadReader({ pull_request: described }, 'answer of GitHub');
    return { pullRequest: null, ...ofPullRequest(reader), problems: reader.problems };
}
function sourceOf(event, runner, reader) {
    if (OF_PULL_REQUEST.includes(event))
        return ofPullRequest(reader);
    if (event === 'push')
        return ofPush(runner, reader);
    if (event === 'merge_group')
        return ofMergeGroup(reader);
    if (event === 'issue_comment') {
        const number = reader.number('issue.number');
        if (number === undefined)
            return {};
        // Whatever marks the issue as a pull request, GitHub itself is to say what it is.
        if ((reader.raw('issue.pull_request') ?? null) !== null)
            return { lookup: { pullRequest: number } };
    }
    return ofCommit(runner, runner.required('GITHUB_SHA', commit));
}
function ofPullRequest(reader) {
    const at = 'pull_request';
    const number = reader.number(`${at}.number`);
    const headSha = reader.text(`${at}.head.sha`, commit);
    const headRef = reader.text(`${at}.head.ref`, refName);
    const baseSha = reader.text(`${at}.base.sha`, commit);
    const baseRef = reader.text(`${at}.base.ref`, refName);
    const baseRepository = reader.text(`${at}.base.repo.full_name`, repositoryName);
    const gone = reader.raw(`${at}.head.repo`) === null;
    const headRepository = gone ? UNKNOWN_REPOSITORY : reader.text(`${at}.head.repo.full_name`, repositoryName);
    if (!number || !headSha || !headRef || !baseSha || !baseRef || !baseRepository || !headRepository)
        return {};
    // GitHub compares names of owners and repositories without case.
    const fork = headRepository.toLowerCase() !== baseRepository.toLowerCase();
    return {
        pullRequest: { number, headSha, headRef, headRepository, baseRef, baseSha, fork },
        workCommit: headSha,
        trusted: { ref: baseRef, commit: baseSha },
    };
}
function ofPush(runner, reader) {
    const after = reader.raw('after') ?? null;
    if (reader.raw('deleted') === true || (typeof after === 'string' && /^0+$/.test(after))) {
        reader.report('after', 'a commit that was pushed', 'a deleted branch or tag has nothing to work on');
        return {};
    }
    const pushed = reader.raw('ref');
    // For an annotated tag `after` is the tag's own object, and GITHUB_SHA the commit.
    const tag = typeof pushed === 'string' && pushed.startsWith('refs/tags/');
    const own = after === null || tag;
    return ofCommit(runner, own ? runner.required('GITHUB_SHA', commit) : reader.text('after', commit));
}
/** What a merge queue is about to merge: judged, like a pull request, by what it goes to. */
function ofMergeGroup(reader) {
    const workCommit = reader.text('merge_group.head_sha', commit);
    const baseSha = reader.text('merge_group.base_sha', commit);
    const baseRef = reader.text('merge_group.base_ref', refName);
    if (!workCommit || !baseSha || !baseRef)
        return {};
    return { workCommit, trusted: { ref: baseRef, commit: baseSha } };
}
/** A commit of the repository itself, which whoever may push to it put there. */
function ofCommit(runner, workCommit) {
    const name = runner.optional('GITHUB_REF', refName);
    if (workCommit === undefined)
        return {};
    if (name?.startsWith('refs/pull/')) {
        // Of an event that we do not know: its commit is a pull request's, and nothing says what to trust.
        runner.report('GITHUB_REF', name, 'an event that says which commit to trust');
        return {};
    }
    return { workCommit, trusted: { ref: name ?? workCommit, commit: workCommit } };
}
const eventName = {
    test: (text) => /^[a-z][a-z_]{0,63}$/.test(text),
    expected: 'the name of an event',
};
/** Takes variables of the runner, and notes what is wrong with them. */
class Variables {
    problems = [];
    #env;
    constructor(env) {
        this.#env = env;
    }
    required(name, { test, expected }) {
        const value = this.#env[name]?.trim() ?? '';
        if (test(value))
            return value;
        this.report(name, value === '' ? undefined : value, expected);
        return undefined;
    }
    optional(name, check) {
        return (this.#env[name] ?? '').trim() === '' ? undefined : this.required(name, check);
    }
    address(name) {
        const value = this.#env[name]?.trim() ?? '';
        if (value === '')
            return undefined;
        const kind = (0,scalars/* webAddress */.Dy)();
        const parsed = kind.fromTexts([value]);
        if (parsed.ok)
            return parsed.value;
        // An address can hold a password, and the kind says what of it may be shown.
        this.report(name, parsed.given ?? value, parsed.expected ?? kind.expected);
        return undefined;
    }
    report(name, given, expected) {
        const shown = given === undefined ? undefined : (0,kind/* show */.WU)(given);
        this.problems.push({ where: `environment variable ${name}`, given: shown, expected });
    }
}
/** One line of at most 200 characters; a workflow without a name has its path. */
function workflowName(value) {
    const text = value?.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, ' ').trim();
    return text === undefined || text === '' ? undefined : Array.from(text.slice(0, 400)).slice(0, 200).join('');
}

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(5921);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/github.js
var github = __webpack_require__(1351);
// EXTERNAL MODULE: ./node_modules/@actions/github/lib/utils.js + 20 modules
var utils = __webpack_require__(8665);
;// CONCATENATED MODULE: ./build/publish/bounded-fetch.js

/** Bytes of one response that are read. A page of 100 comments of the largest size is about 20 MB. */
const MAX_RESPONSE_BYTES = 64 * 1024 * 1024;
/** A `fetch` whose response ends with an error once it is larger than `maxBytes`. */
function boundedFetch(inner, maxBytes = MAX_RESPONSE_BYTES) {
    return async (input, init) => {
        const response = await inner(input, init);
        if (response.body === null)
            return response;
        let total = 0;
        const limit = new TransformStream({
            transform(chunk, controller) {
                total += chunk.byteLength;
                if (total > maxBytes)
                    controller.error(new errors/* CleanroomError */.P3('github.response', `a response is larger than ${maxBytes} bytes`));
                else
                    controller.enqueue(chunk);
            },
        });
        const body = response.body.pipeThrough(limit);
        const bounded = new Response(body, {
            status: response.status,
            statusText: response.statusText,
            headers: response.headers,
        });
        Object.defineProperty(bounded, 'url', { value: response.url });
        return bounded;
    };
}

// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(2180);
;// CONCATENATED MODULE: ./build/publish/retry.js
const DEFAULT_RETRY_POLICY = {
    maxAttempts: 6,
    totalMs: 180_000,
    baseDelayMs: 1000,
    maxDelayMs: 30_000,
    requestTimeoutMs: 30_000,
};
/** GitHub asks to wait at least this long after a secondary limit that names no time. */
const SECONDARY_LIMIT_MS = 60_000;
/** Sorts a failure. 403 is a limit or a refusal: headers and, at last, the words of GitHub tell. */
function classify(failure, clock) {
    const { status, headers, message } = failure;
    if (status === undefined || status === 408 || status >= 500)
        return { kind: 'unknown' };
    const words = /secondary rate limit|rate limit exceeded|abuse detection/i.test(message.slice(0, 2000));
    const spent = headers['x-ratelimit-remaining'] === '0';
    const limited = status === 429 || (status === 403 && (headers['retry-after'] !== undefined || spent || words));
    if (!limited)
        return { kind: 'refused' };
    const after = retryAfterMs(headers['retry-after'], clock);
    if (after !== undefined)
        return { kind: 'limited', waitMs: after };
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    if (spent && Number.isFinite(reset))
        return { kind: 'limited', waitMs: Math.max(1000, reset * 1000 - clock.now()) };
    return { kind: 'limited', waitMs: words ? SECONDARY_LIMIT_MS : undefined };
}
/** Seconds, or an HTTP date. */
function retryAfterMs(value, clock) {
    if (value === undefined)
        return undefined;
    if (/^\d{1,9}$/.test(value.trim()))
        return Number(value) * 1000;
    const date = Date.parse(value);
    return Number.isFinite(date) ? Math.max(0, date - clock.now()) : undefined;
}
/** Milliseconds before attempt `next` (2, 3, …) when the server named no time. */
function backOff(policy, next, random) {
    const delay = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (next - 2));
    return delay + Math.floor(delay * 0.25 * random());
}

;// CONCATENATED MODULE: ./build/publish/github-client.js






/**
 * One repository of GitHub: requests with bounded time, size and number of attempts. It knows limits, lost responses
 * and permissions, and nothing of comments.
 */
class GitHubClient {
    #octokit;
    #options;
    #owner;
    #name;
    retry;
    constructor(options) {
        const match = /^([A-Za-z0-9][A-Za-z0-9-]*|[A-Za-z0-9_.-]+)\/([A-Za-z0-9_.-]+)$/.exec(options.repository);
        if (!match?.[1] || !match[2]) {
            throw new errors/* CleanroomError */.P3('github.repository', 'the repository is not of the form owner/name', { kind: 'usage' });
        }
        this.#options = options;
        this.#owner = match[1];
        this.#name = match[2];
        this.retry = options.retry ?? DEFAULT_RETRY_POLICY;
        const silent = () => { };
        this.#octokit = (0,github/* getOctokit */.Q)(options.token, {
            baseUrl: options.apiUrl.replace(/\/+$/, ''),
            log: { debug: silent, info: silent, warn: silent, error: silent },
            request: { fetch: boundedFetch(transport(options.apiUrl)) },
        });
    }
    /** Starts the clock of one call. */
    budget() {
        return { endsAt: this.#options.clock.monotonic() + this.retry.totalMs };
    }
    /** For requests that may be said twice: waits and repeats until there is an answer. */
    async read(call, budget, accepts) {
        for (let attempt = 1;; attempt += 1) {
            const outcome = await this.once(call, budget, accepts);
            if (outcome.kind === 'done')
                return outcome;
            await this.pause(call, budget, attempt, outcome.why);
        }
    }
    /**
     * For requests that must not be said twice: repeats only what GitHub refused because of a limit.
     * @throws CleanroomError `github.unauthorized`, `github.forbidden`, `github.not-found`, `github.rejected`,
     * `github.rate-limit`, `github.unavailable`
     */
    async once(call, budget, accepts) {
        for (let attempt = 1;; attempt += 1) {
            const result = await this.#send(call, budget);
            if ('response' in result) {
                // A body that broke off is read as an empty one.
                if (accepts(result.response.data))
                    return { kind: 'done', ...result.response };
                return { kind: 'lost', why: 'the response is incomplete' };
            }
            const kind = classify(result.failure, this.#options.clock);
            if (kind.kind === 'refused')
                throw refusal(call, result.failure);
            if (kind.kind === 'unknown')
                return { kind: 'lost', why: describe(result.failure) };
            await this.#wait(call, budget, attempt, kind.waitMs, describe(result.failure), 'github.rate-limit');
        }
    }
    /** Waits before attempt `attempt + 1` of a call whose outcome is unknown. */
    async pause(call, budget, attempt, why) {
        await this.#wait(call, budget, attempt, undefined, why, 'github.unavailable');
    }
    async #wait(call, budget, attempt, waitMs, why, code) {
        const wait = waitMs ?? backOff(this.retry, attempt + 1, this.#options.random);
        const left = budget.endsAt - this.#options.clock.monotonic();
        if (attempt >= this.retry.maxAttempts || wait > left) {
            const seconds = Math.ceil(wait / 1000);
            throw new errors/* CleanroomError */.P3(code, `cannot ${call.doing}: ${why}`, {
                hint: code === 'github.rate-limit'
                    ? `GitHub asks to wait ${seconds} s, longer than publishing may take; publish the evidence again later`
                    : 'GitHub could not be reached or failed repeatedly; publish the evidence again later',
            });
        }
        await this.#options.sleep(wait);
    }
    async #send(call, budget) {
        const left = Math.max(1, budget.endsAt - this.#options.clock.monotonic());
        const signal = AbortSignal.timeout(Math.ceil(Math.min(this.retry.requestTimeoutMs, left)));
        try {
            const { data, headers } = await this.#octokit.request(call.route, {
                // What a route does not name would become a query.
                ...(call.route.includes('{owner}/{repo}') ? { owner: this.#owner, repo: this.#name } : {}),
                ...call.parameters,
                request: { signal },
            });
            return { response: { data, headers: plainHeaders(headers) } };
        }
        catch (error) {
            return { failure: failureOf(error) };
        }
    }
}
/** A runner's proxy settings count, but not on the way to this very machine. */
function transport(apiUrl) {
    const local = /^https?:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?(\/|$)/.test(apiUrl);
    const proxied = utils/* defaults */.NT.request?.fetch;
    return local || typeof proxied !== 'function' ? globalThis.fetch : proxied;
}
function plainHeaders(headers) {
    return Object.fromEntries(Object.entries(headers).map(([name, value]) => [
        name.toLowerCase(),
        value === undefined ? undefined : String(value),
    ]));
}
function failureOf(error) {
    const response = error instanceof Error && 'response' in error ? error.response : undefined;
    if (typeof response !== 'object' || response === null || !('status' in response) || !('headers' in response)) {
        return { status: undefined, headers: {}, message: (0,errors/* messageOf */.bD)(error) };
    }
    const { status, headers } = response;
    return {
        status: typeof status === 'number' ? status : undefined,
        headers: typeof headers === 'object' && headers !== null ? plainHeaders(headers) : {},
        message: (0,errors/* messageOf */.bD)(error),
    };
}
function describe({ status, message }) {
    const words = (0,neutralise/* plainLine */.h0)(message, 200);
    return status === undefined ? `no response (${words})` : `GitHub answered ${status} (${words})`;
}
function refusal(call, failure) {
    const message = `cannot ${call.doing}: ${describe(failure)}`;
    const accepted = failure.headers['x-accepted-github-permissions'];
    const said = accepted === undefined ? '' : ` (GitHub accepts: ${(0,neutralise/* plainLine */.h0)(accepted, 120)})`;
    const permission = `the token needs the permission \`${call.permission}\`${said}`;
    switch (failure.status) {
        case 401:
            return new errors/* CleanroomError */.P3('github.unauthorized', message, {
                hint: `the token is not valid or has expired; ${permission}`,
            });
        case 403:
            return new errors/* CleanroomError */.P3('github.forbidden', message, {
                hint: /lock/i.test(failure.message)
                    ? 'the conversation is locked: unlock it, or set comment to never'
                    : permission,
            });
        case 404:
            return new errors/* CleanroomError */.P3('github.not-found', message, {
                hint: `check repository and number; a token that may not see them gets the same answer: ${permission}`,
            });
        default:
            return new errors/* CleanroomError */.P3('github.rejected', message, { hint: permission });
    }
}

;// CONCATENATED MODULE: ./build/publish/github-shapes.js
/*
 * Answers of GitHub, narrowed to what is used. Undefined: not of the expected form, as after a body that broke off.
 */
function fields(value) {
    return typeof value === 'object' && value !== null ? value : undefined;
}
function github_shapes_text(value) {
    return typeof value === 'string' ? value : undefined;
}
/** The positive integer id of an object. */
function idOf(value) {
    const id = fields(value)?.['id'];
    return typeof id === 'number' && Number.isSafeInteger(id) && id > 0 ? id : undefined;
}
function toComment(value) {
    const comment = fields(value);
    const id = idOf(value);
    if (!comment || id === undefined)
        return undefined;
    const user = fields(comment['user']);
    const userId = idOf(user);
    return {
        id,
        body: github_shapes_text(comment['body']) ?? '',
        url: github_shapes_text(comment['html_url']) ?? '',
        createdAt: github_shapes_text(comment['created_at']) ?? '',
        author: userId === undefined
            ? undefined
            : { id: userId, login: github_shapes_text(user?.['login']) ?? '', type: github_shapes_text(user?.['type']) ?? '' },
        viaApp: fields(comment['performed_via_github_app']) !== undefined,
    };
}
function toPullRequest(value) {
    const pull = fields(value);
    const head = fields(pull?.['head']);
    const base = fields(pull?.['base']);
    const number = pull?.['number'];
    const headSha = github_shapes_text(head?.['sha']);
    const headRef = github_shapes_text(head?.['ref']);
    const baseSha = github_shapes_text(base?.['sha']);
    const baseRef = github_shapes_text(base?.['ref']);
    const baseRepository = github_shapes_text(fields(base?.['repo'])?.['full_name']);
    const headRepository = github_shapes_text(fields(head?.['repo'])?.['full_name']) ?? null;
    if (typeof number !== 'number' || !headSha || !headRef || !baseSha || !baseRef || !baseRepository)
        return undefined;
    const fork = headRepository?.toLowerCase() !== baseRepository.toLowerCase();
    const open = pull?.['state'] === 'open';
    return { number, headSha, headRef, headRepository, baseSha, baseRef, baseRepository, fork, open };
}

;// CONCATENATED MODULE: ./build/publish/github.js



const PER_PAGE = 100;
/** Pages of comments that are searched; with more, no comment is written rather than a second one. */
const MAX_PAGES = 100;
/** A twin that another job or a lost request wrote is not older than this, in milliseconds. */
const TWIN_AGE_MS = 15 * 60 * 1000;
/** Comments and pull requests of one repository. The token never leaves this object but in requests. */
class GitHub {
    #client;
    #identity;
    constructor(options) {
        this.#client = new GitHubClient(options);
    }
    /**
     * Makes the one comment that starts with `marker` say `body`: updates the token's own, or creates it. A marker in
     * anybody else's comment means nothing. After a lost response it looks before it writes again, and twins that a late
     * request or another job left are removed (the oldest stays).
     * @throws CleanroomError `github.*`
     */
    async upsertComment(issueNumber, marker, body) {
        const budget = this.#client.budget();
        const create = {
            route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
            parameters: { issue_number: issueNumber, body },
            permission: 'pull-requests: write',
            doing: 'create the comment',
        };
        let posted = false;
        for (let attempt = 1;; attempt += 1) {
            const [existing, ...twins] = await this.#find(issueNumber, marker, budget);
            if (existing) {
                const result = await this.#bring(existing, body, budget, attempt === 1);
                if (result) {
                    await this.#remove(twins, budget);
                    return posted ? { ...result, action: 'created' } : result;
                }
                // Somebody deleted it between the two requests.
            }
            else {
                const outcome = await this.#client.once(create, budget, (data) => toComment(data) !== undefined);
                const created = outcome.kind === 'done' ? toComment(outcome.data) : undefined;
                if (created)
                    return await this.#settleOrKeep(issueNumber, marker, body, created, budget);
                posted = true;
            }
            await this.#client.pause(create, budget, attempt, 'the outcome of the last request is unknown');
        }
    }
    /** Head and base of a pull request, for events that do not carry them. */
    async pullRequest(number) {
        const { data } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
            parameters: { pull_number: number },
            permission: 'pull-requests: read',
            doing: `read pull request ${number}`,
        }, this.#client.budget(), (data) => toPullRequest(data) !== undefined);
        const info = toPullRequest(data);
        if (!info)
            throw new errors/* CleanroomError */.P3('github.response', 'GitHub described the pull request in an unknown form');
        return info;
    }
    /** Own comments with the marker, oldest first, from the first page that has any. */
    async #find(issueNumber, marker, budget) {
        for (let page = 1; page <= MAX_PAGES; page += 1) {
            const { comments, last } = await this.#page(issueNumber, { page }, budget);
            const marked = comments.filter((comment) => comment.body.startsWith(marker));
            if (marked.length > 0) {
                const identity = await this.#whoAmI(budget);
                const [first, ...rest] = marked.filter((comment) => isOwn(comment, identity)).sort((a, b) => a.id - b.id);
                if (first)
                    return [first, ...rest.filter((comment) => comment.author?.id === first.author?.id)];
            }
            if (last)
                return [];
        }
        throw new errors/* CleanroomError */.P3('github.too-many-comments', `more than ${MAX_PAGES * PER_PAGE} comments to search`, {
            hint: 'set comment to never for this conversation, or start a new pull request',
        });
    }
    async #page(issueNumber, query, budget) {
        const { data, headers } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
            parameters: { issue_number: issueNumber, per_page: PER_PAGE, ...query },
            permission: 'pull-requests: write',
            doing: 'list the comments',
        }, budget, Array.isArray);
        const comments = (Array.isArray(data) ? data : []).flatMap((entry) => toComment(entry) ?? []);
        return { comments, last: !/rel="next"/.test(headers['link'] ?? '') };
    }
    /** Updates a comment where its text differs; undefined when it is gone and may be. */
    async #bring(comment, body, budget, mayBeGone) {
        const { id, url } = comment;
        if (sameText(comment.body, body))
            return { id, url, action: 'unchanged' };
        try {
            await this.#client.read({
                route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
                parameters: { comment_id: id, body },
                permission: 'pull-requests: write',
                doing: 'update the comment',
            }, budget, (data) => toComment(data)?.id === id);
            return { id, url, action: 'updated' };
        }
        catch (error) {
            // A second time it is a token that may not.
            if (mayBeGone && error instanceof errors/* CleanroomError */.P3 && error.code === 'github.not-found')
                return undefined;
            throw error;
        }
    }
    /** The comment is there: a failure to look for twins takes nothing from that, and the next call looks again. */
    async #settleOrKeep(issueNumber, marker, body, created, budget) {
        try {
            return await this.#settle(issueNumber, marker, body, created, budget);
        }
        catch (error) {
            if (!(error instanceof errors/* CleanroomError */.P3))
                throw error;
            return { id: created.id, url: created.url, action: 'created' };
        }
    }
    /** After a creation: if there are twins, the oldest stays and gets the text. */
    async #settle(issueNumber, marker, body, created, budget) {
        const result = { id: created.id, url: created.url, action: 'created' };
        const at = Date.parse(created.createdAt);
        if (!Number.isFinite(at) || created.author === undefined)
            return result;
        const since = new Date(at - TWIN_AGE_MS).toISOString().replace(/\.\d+Z$/, 'Z');
        const { comments } = await this.#page(issueNumber, { since }, budget);
        const [oldest, ...twins] = comments
            .filter((comment) => comment.body.startsWith(marker) && comment.author?.id === created.author?.id)
            .sort((a, b) => a.id - b.id);
        if (!oldest || twins.length === 0)
            return result;
        const kept = await this.#bring(oldest, body, budget, true);
        if (!kept)
            return result;
        await this.#remove(twins, budget);
        return { ...kept, action: 'created' };
    }
    async #remove(comments, budget) {
        for (const { id } of comments) {
            try {
                await this.#client.read({
                    route: 'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}',
                    parameters: { comment_id: id },
                    permission: 'pull-requests: write',
                    doing: 'remove a second comment',
                }, budget, () => true);
            }
            catch (error) {
                // Gone is what was wanted.
                if (!(error instanceof errors/* CleanroomError */.P3 && error.code === 'github.not-found'))
                    throw error;
            }
        }
    }
    #whoAmI(budget) {
        this.#identity ??= this.#ask(budget);
        return this.#identity;
    }
    async #ask(budget) {
        try {
            const call = {
                route: 'GET /user',
                permission: 'pull-requests: write',
                doing: 'ask whose token this is',
            };
            const { data } = await this.#client.read(call, budget, (data) => idOf(data) !== undefined);
            const id = idOf(data);
            return id === undefined ? { kind: 'app' } : { kind: 'user', id };
        }
        catch (error) {
            if (error instanceof errors/* CleanroomError */.P3 && ['github.forbidden', 'github.not-found'].includes(error.code))
                return { kind: 'app' };
            this.#identity = undefined;
            throw error;
        }
    }
}
/**
 * Whether a comment with our marker is ours. Only GitHub makes accounts of type Bot with a name in `[bot]`, and only a
 * person's own comment can be made through an app by type User: neither can be had by pasting a marker.
 */
function isOwn(comment, identity) {
    const { author, viaApp } = comment;
    if (!author)
        return false;
    if (identity.kind === 'user')
        return author.id === identity.id;
    return author.type === 'Bot' && author.login.endsWith('[bot]') && (viaApp || author.login === 'github-actions[bot]');
}
/** GitHub may store line ends and trailing white space in its own way. */
function sameText(a, b) {
    return a.replace(/\r\n/g, '\n').trimEnd() === b.replace(/\r\n/g, '\n').trimEnd();
}

// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(9589);
// EXTERNAL MODULE: ./build/publish/format.js
var format = __webpack_require__(141);
;// CONCATENATED MODULE: ./build/publish/patch-stats.js
/**
 * Counts files and lines of a patch. Line counts of a hunk's header decide what is content, so that a line `+++ x` that
 * a change adds is not taken for a header.
 */
function patchStats(patch, maxFiles) {
    const files = [];
    let totalFiles = 0;
    let added = 0;
    let deleted = 0;
    let current;
    let oldLeft = 0;
    let newLeft = 0;
    for (const line of lines(patch)) {
        if (oldLeft > 0 || newLeft > 0) {
            const kind = line[0];
            if (kind === '\\')
                continue;
            if (kind !== '+')
                oldLeft -= 1;
            if (kind !== '-')
                newLeft -= 1;
            if (kind === '+')
                added += 1;
            if (kind === '-')
                deleted += 1;
            if (current && kind === '+')
                current.added += 1;
            if (current && kind === '-')
                current.deleted += 1;
            continue;
        }
        if (line.startsWith('diff --git ')) {
            totalFiles += 1;
            current = { path: headerPath(line), added: 0, deleted: 0, binary: false };
            if (files.length < maxFiles)
                files.push(current);
            continue;
        }
        const hunk = /^@@ -\d{1,9}(?:,(\d{1,9}))? \+\d{1,9}(?:,(\d{1,9}))? @@/.exec(line);
        if (hunk) {
            oldLeft = Number(hunk[1] ?? 1);
            newLeft = Number(hunk[2] ?? 1);
        }
        else if (current && (line.startsWith('GIT binary patch') || line.startsWith('Binary files '))) {
            current.binary = true;
        }
        else if (current && (line.startsWith('+++ ') || line.startsWith('--- '))) {
            const path = line.slice(4).replace(/\t$/, '');
            if (path !== '/dev/null')
                current.path = withoutPrefix(path);
        }
        else if (current && (line.startsWith('rename to ') || line.startsWith('copy to '))) {
            current.path = line.slice(line.indexOf(' to ') + 4);
        }
    }
    return { files, totalFiles, added, deleted };
}
/** One line at a time, so that a large patch is not held twice. */
function* lines(text) {
    for (let start = 0; start < text.length;) {
        const end = text.indexOf('\n', start);
        if (end === -1) {
            yield text.slice(start);
            return;
        }
        yield text.slice(start, end);
        start = end + 1;
    }
}
/** `diff --git a/x b/x`: both halves are the same path unless a `rename to` line follows. */
function headerPath(line) {
    const rest = line.slice('diff --git '.length);
    return withoutPrefix(rest.slice(Math.floor(rest.length / 2) + 1));
}
function withoutPrefix(path) {
    return path.replace(/^("?)[ab]\//, '$1');
}

;// CONCATENATED MODULE: ./build/publish/report-view.js

/** Nested lists deeper than this are shown as one line of JSON. */
const MAX_DEPTH = 4;
const MAX_ROWS = 30;
const MAX_COLUMNS = 8;
const MAX_ITEMS = 30;
const MAX_KEYS = 40;
const MAX_LINES_OF_TEXT = 30;
const TEXT_CHARS = 2000;
const CELL_CHARS = 300;
const LABEL_CHARS = 80;
const DESCRIPTION_CHARS = 160;
const MAX_REFERENCES = 16;
/**
 * A report as Markdown, drawn from its schema: titles are labels, descriptions explain tables and lists, an array of
 * objects becomes a table, an object a list. Both report and schema are hostile; every list is bounded and says how much
 * it leaves out.
 * @returns blocks to be joined by blank lines; any prefix of them is well-formed Markdown
 */
function reportBlocks(report, schema) {
    return new ReportView(schema).blocks(report);
}
class ReportView {
    #root;
    constructor(schema) {
        this.#root = schema;
    }
    blocks(report) {
        const node = this.#resolve(this.#root, report);
        if (!isObject(report))
            return [this.#labelled('Report', this.#description(node), report, this.#root).join('\n')];
        const { keys, omitted } = this.#keys(report, node);
        const blocks = keys.map((key) => {
            const child = propertySchema(node, key);
            const resolved = this.#resolve(child, report[key]);
            return this.#labelled(label(key, resolved), this.#description(resolved), report[key], child).join('\n');
        });
        return omitted > 0 ? [...blocks, `…and ${omitted} more members.`] : blocks;
    }
    /** A top-level member: a label, and below it a table, a list or text. */
    #labelled(name, description, value, schema) {
        const heading = `**${(0,neutralise/* inlineText */.ln)(name, LABEL_CHARS)}**`;
        const explained = description === '' ? heading : `${heading} · ${(0,neutralise/* inlineText */.ln)(description, DESCRIPTION_CHARS)}`;
        if (Array.isArray(value)) {
            if (value.length === 0)
                return [`${heading}: none`];
            return value.every(isObject)
                ? [explained, '', ...this.#table(value, schema)]
                : [explained, '', ...this.#items(value, schema, 0)];
        }
        if (isObject(value))
            return [explained, '', ...this.#members(value, schema, 0)];
        if (typeof value === 'string' && value.includes('\n'))
            return [heading, '', report_view_text(value)];
        return [`${heading}: ${scalar(value, TEXT_CHARS)}`];
    }
    #table(rows, schema) {
        const first = this.#resolve(itemSchema(this.#resolve(schema, rows)), rows[0]);
        const shown = rows.slice(0, MAX_ROWS);
        const named = Object.keys(properties(first));
        const present = [...new Set(shown.flatMap((row) => Object.keys(row).slice(0, MAX_KEYS)))];
        const columns = [...named.filter((key) => present.includes(key)), ...present.filter((key) => !named.includes(key))];
        const kept = columns.slice(0, MAX_COLUMNS);
        if (kept.length === 0)
            return [`${rows.length} empty entries.`];
        const cells = (values) => `| ${values.join(' | ')} |`;
        const lines = [
            cells(kept.map((key) => (0,neutralise/* inlineText */.ln)(label(key, this.#resolve(propertySchema(first, key), undefined)), LABEL_CHARS))),
            cells(kept.map(() => '---')),
            ...shown.map((row) => cells(kept.map((key) => (Object.hasOwn(row, key) ? scalar(row[key], CELL_CHARS) : '')))),
        ];
        const missing = [
            ...(rows.length > shown.length ? [`${rows.length - shown.length} more rows`] : []),
            ...(columns.length > kept.length ? [`${columns.length - kept.length} more columns`] : []),
        ];
        return missing.length > 0 ? [...lines, '', `…and ${missing.join(', ')} in the report.`] : lines;
    }
    #members(value, schema, depth) {
        const node = this.#resolve(schema, value);
        const { keys, omitted } = this.#keys(value, node);
        const lines = keys.flatMap((key) => {
            const child = propertySchema(node, key);
            const name = `**${(0,neutralise/* inlineText */.ln)(label(key, this.#resolve(child, value[key])), LABEL_CHARS)}**`;
            return this.#entry(`${name}: `, value[key], child, depth);
        });
        return omitted > 0 ? [...lines, `${indent(depth)}- …and ${omitted} more`] : lines;
    }
    #items(values, schema, depth) {
        const child = itemSchema(this.#resolve(schema, values));
        const lines = values.slice(0, MAX_ITEMS).flatMap((value) => this.#entry('', value, child, depth));
        return values.length > MAX_ITEMS ? [...lines, `${indent(depth)}- …and ${values.length - MAX_ITEMS} more`] : lines;
    }
    #entry(prefix, value, schema, depth) {
        const bullet = `${indent(depth)}- `;
        const nested = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
        if (!nested || depth + 1 >= MAX_DEPTH)
            return [`${bullet}${prefix}${scalar(value, CELL_CHARS)}`];
        const head = `${bullet}${prefix === '' ? 'entry:' : prefix.trimEnd()}`;
        return Array.isArray(value)
            ? [head, ...this.#items(value, schema, depth + 1)]
            : [head, ...this.#members(value, schema, depth + 1)];
    }
    /** Members in the schema's order, then the others; nulls say nothing and are left out. */
    #keys(value, node) {
        const named = Object.keys(properties(node)).filter((key) => Object.hasOwn(value, key));
        const known = new Set(named);
        const all = [...named, ...Object.keys(value).filter((key) => !known.has(key))].filter((key) => value[key] !== null);
        return { keys: all.slice(0, MAX_KEYS), omitted: Math.max(0, all.length - MAX_KEYS) };
    }
    #description(node) {
        return typeof node['description'] === 'string' ? node['description'] : '';
    }
    /**
     * The schema object that describes a value: local references followed, the branch of `oneOf`/`anyOf` that takes the
     * value's type, members of `allOf` merged. Outer titles and descriptions win.
     */
    #resolve(schema, value) {
        let node = isObject(schema) ? schema : {};
        for (let step = 0; step < MAX_REFERENCES; step += 1) {
            const { $ref, oneOf, anyOf, allOf, ...rest } = node;
            const next = [
                ...(typeof $ref === 'string' ? [this.#lookup($ref)] : []),
                ...[oneOf, anyOf].flatMap((branches) => Array.isArray(branches)
                    ? branches
                        .slice(0, MAX_KEYS)
                        .filter((branch) => this.#accepts(branch, value))
                        .slice(0, 1)
                    : []),
                ...(Array.isArray(allOf) ? allOf.slice(0, MAX_KEYS) : []),
            ].filter(isObject);
            if (next.length === 0)
                return node;
            const merged = next.map((part) => properties(part));
            node = Object.assign({}, ...next, rest);
            node = { ...node, properties: Object.assign({}, ...merged, properties(rest)) };
        }
        return node;
    }
    #accepts(branch, value) {
        if (!isObject(branch))
            return branch === true;
        const target = typeof branch['$ref'] === 'string' ? this.#lookup(branch['$ref']) : branch;
        const type = isObject(target) ? target['type'] : undefined;
        if (type === undefined)
            return true;
        const actual = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
        return [type].flat().some((name) => name === actual || (name === 'integer' && actual === 'number'));
    }
    /** Local references only: `#/$defs/x`. */
    #lookup(reference) {
        if (reference === '#')
            return this.#root;
        if (!reference.startsWith('#/'))
            return undefined;
        let node = this.#root;
        for (const part of reference.slice(2).split('/', 32)) {
            const key = part.replace(/~1/g, '/').replace(/~0/g, '~');
            if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key))
                return undefined;
            node = node[key];
        }
        return node;
    }
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function properties(node) {
    return isObject(node['properties']) ? node['properties'] : {};
}
function propertySchema(node, key) {
    const named = properties(node);
    return Object.hasOwn(named, key) ? named[key] : node['additionalProperties'];
}
function itemSchema(node) {
    return node['items'];
}
/** The schema's title, else the key as words: `changed_files` → `Changed files`. */
function label(key, node) {
    if (typeof node['title'] === 'string' && node['title'].trim() !== '')
        return node['title'];
    const words = (0,neutralise/* plainLine */.h0)(key, LABEL_CHARS)
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/[_-]+/g, ' ')
        .trim();
    return words === '' ? '(no name)' : words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}
function indent(depth) {
    return '  '.repeat(depth);
}
function scalar(value, max) {
    if (typeof value === 'string')
        return value.trim() === '' ? '(empty)' : (0,neutralise/* inlineText */.ln)(value, max);
    if (typeof value === 'boolean')
        return value ? 'yes' : 'no';
    if (typeof value === 'number')
        return (0,neutralise/* inlineText */.ln)(String(value), 40);
    if (value === null || value === undefined)
        return '–';
    if (Array.isArray(value) && value.length === 0)
        return 'none';
    return (0,neutralise/* codeSpan */.SS)(compactJson(value, max), max);
}
/** Text of several lines, each neutralised, line breaks kept. */
function report_view_text(value) {
    const all = value.slice(0, TEXT_CHARS * 4).split(/\r?\n/);
    const lines = [];
    let left = TEXT_CHARS;
    for (const line of all.slice(0, MAX_LINES_OF_TEXT)) {
        if (left <= 0)
            break;
        const shown = (0,neutralise/* inlineText */.ln)(line, left);
        lines.push(shown);
        left -= Math.max(1, Math.min(line.length, left));
    }
    const whole = lines.length === all.length && value.length <= TEXT_CHARS * 4;
    return `${lines.join('<br>')}${whole ? '' : '<br>…'}`;
}
/** JSON of a value, no longer than needed to fill `max` characters, however large or deep the value is. */
function compactJson(value, max) {
    let out = '';
    const write = (node, depth) => {
        if (out.length > max)
            return;
        if (typeof node !== 'object' || node === null) {
            out += typeof node === 'string' ? JSON.stringify(node.slice(0, max)) : String(node);
        }
        else if (depth > 32)
            out += '…';
        else if (Array.isArray(node)) {
            out += '[';
            for (const [index, item] of node.entries()) {
                if (out.length > max)
                    return;
                out += index === 0 ? '' : ',';
                write(item, depth + 1);
            }
            out += ']';
        }
        else {
            out += '{';
            for (const [index, [key, member]] of Object.entries(node).entries()) {
                if (out.length > max)
                    return;
                out += `${index === 0 ? '' : ','}${JSON.stringify(key.slice(0, max))}:`;
                write(member, depth + 1);
            }
            out += '}';
        }
    };
    write(value, 0);
    return out;
}

;// CONCATENATED MODULE: ./build/publish/room-rows.js


/** How rooms were held, looked into and watched: rows of the details, each a name and a value. */
function roomRows({ verdict, journal, commands, mcp, }) {
    if (!verdict.room)
        return [];
    const { backend, version, identity, audit } = verdict.room;
    const probes = journal.filter((record) => record.event === 'probes.finished');
    const audits = journal.filter((record) => record.event === 'audit.finished');
    const ruled = commandWords(journal, commands);
    return [
        ['Room', (0,neutralise/* inlineText */.ln)(`${backend}, ${version}, ${identity}`, 200)],
        ...(probes.length > 0 ? [['Probes', probeWords(probes)]] : []),
        ['Audit', audits.length > 0 ? auditWords(audits) : (0,neutralise/* inlineText */.ln)(audit, 300)],
        ...(ruled === '' ? [] : [['Commands', ruled]]),
        ...(mcp.length === 0 ? [] : [['MCP', mcpWords(mcp)]]),
    ];
}
function probeWords(probes) {
    const passed = probes.reduce((sum, record) => sum + record.passed, 0);
    const failed = probes.flatMap((record) => record.failed);
    const rooms = `in ${(0,format/* plural */.LS)(probes.length, 'room')}`;
    if (failed.length === 0)
        return `${(0,format/* plural */.LS)(passed, 'probe')} passed ${rooms}`;
    return `${passed} passed, ${failed.length} failed ${rooms}: ${(0,neutralise/* inlineText */.ln)([...new Set(failed)].join(', '), 200)}`;
}
/** How many commands the host ran and refused, and what held the rules for the others. */
function commandWords(journal, commands) {
    const applied = journal.findLast((record) => record.event === 'rules.applied');
    const counted = (of, words) => Object.entries(words)
        .map(([key, word]) => [of.filter((one) => one === key).length, word])
        .filter(([times]) => times > 0)
        .map(([times, word]) => `${times} ${word}`)
        .join(', ');
    const asked = commands.map(({ verdict }) => verdict);
    const calls = counted(asked, { allowed: 'brokered', failed: 'failed', refused: 'refused' });
    const idle = (applied?.brokered.length ?? 0) > 0 ? 'none brokered' : '';
    const rules = counted((applied?.rules ?? []).map(({ level }) => level), {
        enforced: 'enforced',
        watched: 'watched',
        advice: 'advice',
        grant: 'that allow',
    });
    return [calls || idle, rules && `rules: ${rules}`].filter((part) => part !== '').join('; ');
}
/** How often tools of each server were called by way of the host. */
function mcpWords(calls) {
    const servers = [...new Set(calls.map(({ server }) => server))].sort();
    return servers
        .slice(0, 20)
        .map((server) => {
        const of = calls.filter((call) => call.server === server);
        const count = (verdict) => of.filter((call) => call.verdict === verdict).length;
        const others = [
            ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
            ...(count('refused') > 0 ? [`${count('refused')} refused`] : []),
        ];
        const counted = [(0,format/* plural */.LS)(count('allowed'), 'call'), ...others].join(', ');
        return `${(0,neutralise/* inlineText */.ln)(server, 40)}: ${counted}`;
    })
        .join('; ');
}
function auditWords(audits) {
    const sum = (pick) => audits.reduce((total, record) => total + pick(record), 0);
    const dropped = sum((record) => record.dropped);
    const seen = `${(0,format/* plural */.LS)(sum((record) => record.execs), 'program')} and ${(0,format/* plural */.LS)(sum((record) => record.connects), 'connection')} in \`exec.jsonl\``;
    return dropped === 0 ? seen : `${seen}, **${dropped} events missing**`;
}

// EXTERNAL MODULE: ./build/publish/test-words.js
var test_words = __webpack_require__(3082);
;// CONCATENATED MODULE: ./build/publish/verdict-words.js
/** How each verdict is put to a person. Exhaustive: a new verdict does not compile without its words. */
const VERDICT_WORDS = {
    verified: { icon: '✅', sentence: 'Verified: the verifier passes in a pristine room.' },
    'verified-with-verifier-change': {
        icon: '☑️',
        sentence: 'Verified with a changed verifier: it passes, but the change touches what decides. Read that part first.',
    },
    'nothing-to-prove': {
        icon: '⚪',
        sentence: 'Nothing to prove: the verifier passes on the base already, so no agent was started.',
    },
    blocked: { icon: '🚧', sentence: 'Blocked: the agent says that the task cannot or should not be done.' },
    'attempts-exhausted': { icon: '❌', sentence: 'Not verified: every attempt was used and the verifier still fails.' },
    'time-exhausted': { icon: '⏱️', sentence: 'Not verified: the time limit was reached.' },
    'budget-exhausted': { icon: '💸', sentence: 'Not verified: the budget for the model was used up.' },
    'no-progress': { icon: '🔁', sentence: 'Not verified: the attempts stopped making progress.' },
    'report-invalid': { icon: '❌', sentence: 'Not accepted: the report does not match its schema.' },
    'policy-violation': { icon: '⛔', sentence: 'Not accepted: the change breaks a rule of the policy.' },
    'agent-error': { icon: '💥', sentence: 'No result: the agent failed.' },
    'infra-error': {
        icon: '🔌',
        sentence: 'No result: a part that the run needs failed. This says nothing about the code.',
    },
    cancelled: { icon: '🚫', sentence: 'Cancelled before there was a result.' },
    reported: {
        icon: '📋',
        sentence: 'Reported: the report matches its schema. No verifier was asked for, so nothing was proved.',
    },
};
/** How each attempt's outcome is put in a table. */
const OUTCOME_WORDS = {
    proved: '✅ proved',
    failed: '❌ verifier failed',
    refused: '⛔ patch refused',
    'report-invalid': '❌ report invalid',
    blocked: '🚧 blocked',
    'agent-error': '💥 agent failed',
    reported: '📋 reported',
    cut: '✂️ cut short',
};

;// CONCATENATED MODULE: ./build/publish/verifier-change.js


const MAX_FILES = 20;
const MAX_NAMES = 10;
/** What the run says of a change of what decides. It comes first where that change is a part of what was verified. */
function verifierChange({ verdict, verifierPatch }, max) {
    const edits = verdict.attempts.at(-1)?.verifierEdits;
    if (!edits)
        return { first: '', later: '' };
    const taken = edits.mode === 'allow';
    const title = taken ? '### What decides was changed' : '**Left out: changes to what decides**';
    const words = taken
        ? takenWords(verdict.verdict, edits)
        : 'They are no part of the change below, and nothing was proved with them.';
    const shown = edits.files
        .slice(0, MAX_FILES)
        .map(({ path, status, glob, trusted }) => `- ${(0,neutralise/* codeSpan */.SS)(path, 200)} ${status} (protected by ${(0,neutralise/* codeSpan */.SS)(glob, 100)}${trusted ? ', on top of the trusted commit’s version' : ''})`);
    const head = `${title}\n\n${words}\n\n`;
    const list = (0,format/* fitLines */.RV)(shown, Math.floor(max / 3), (omitted) => `- …and ${(0,format/* plural */.LS)(omitted, 'more file')}`);
    const more = edits.files.length > MAX_FILES ? `\n- …and ${(0,format/* plural */.LS)(edits.files.length - MAX_FILES, 'more file')}` : '';
    const diff = verifierPatch ? diffOf(verifierPatch, max - head.length - list.length - more.length - 300, taken) : '';
    const section = `${head}${list}${more}${diff}`;
    return taken ? { first: section, later: '' } : { first: '', later: section };
}
function takenWords(verdict, { unchangedPasses }) {
    if (verdict !== 'verified-with-verifier-change')
        return 'This change was not accepted.';
    const unchanged = unchangedPasses === true
        ? 'As it was, the verifier passes with the rest of the change as well.'
        : 'As it was, the verifier does **not** pass with the rest of the change.';
    return `Read this before everything else: the verdict is worth as much as this part. On the base the changed verifier fails, as it has to. ${unchanged}`;
}
function diffOf({ text, bytes }, max, open) {
    const block = (0,neutralise/* fencedBlock */.zW)(text, 'diff', max);
    if (block.markdown === '')
        return '\n\nIts diff does not fit here: see verifier.patch in the evidence.';
    const cut = block.omitted > 0
        ? `\n\nCut here: ${block.omitted} more characters of ${bytes} bytes. The whole of it is verifier.patch in the evidence.`
        : '';
    if (open)
        return `\n\n${block.markdown}${cut}`;
    return `\n\n<details><summary>Their diff</summary>\n\n${block.markdown}${cut}\n\n</details>`;
}
/** How often the proof was run, what depends on chance, and what the hidden verifier says: a line each. */
function proofFacts({ verdict }) {
    const last = verdict.attempts.at(-1);
    const base = verdict.baselineConfirmations;
    const runs = last?.confirmations;
    return [
        ...(last?.hidden === undefined || last.hidden === 'not-run'
            ? []
            : [`- Hidden verifier: ${last.hidden === 'passed' ? 'passes' : '**fails**'}`]),
        ...(runs && runs.passed < runs.runs ? [`- The proof passed in ${runs.passed} of ${(0,format/* plural */.LS)(runs.runs, 'run')}`] : []),
        ...(runs && runs.flaky.length > 0 ? [`- Flaky: ${names(runs.flaky)}`] : []),
        ...(base ? [`- The base failed in ${base.runs - base.passed} of ${(0,format/* plural */.LS)(base.runs, 'run')}`] : []),
        ...(base && base.flaky.length > 0 ? [`- Flaky on the base: ${names(base.flaky)}`] : []),
    ];
}
function names(flaky) {
    const shown = flaky.slice(0, MAX_NAMES).map((name) => (0,neutralise/* inlineText */.ln)(name, 120));
    return `${shown.join(', ')}${flaky.length > shown.length ? ` and ${flaky.length - shown.length} more` : ''}`;
}

;// CONCATENATED MODULE: ./build/publish/sections.js








/*
 * The parts that comment and summary are made of. Each takes its own bound in UTF-16 units, keeps to it whatever the
 * evidence holds, and is an empty string when there is nothing to say.
 */
const sections_MAX_FILES = 20;
/** One for each stage, and one for a private address. */
const MAX_ALLOW_LINES = 4;
const MAX_HOSTS = 30;
const MAX_NOTICES = 30;
const MAX_ERRORS = 20;
const MAX_PATHS = 20;
/** Rows of a long attempts table that are shown from its start and from its end. */
const EDGE_ROWS = 10;
function headline({ verdict }) {
    const words = VERDICT_WORDS[verdict.verdict];
    const parts = [`### ${words.icon} ${words.sentence}`, (0,neutralise/* inlineText */.ln)(verdict.reason, 600)];
    if (verdict.hint !== null)
        parts.push(`**What to do:** ${(0,neutralise/* inlineText */.ln)(verdict.hint, 400)}`);
    return parts.filter((part) => part !== '').join('\n\n');
}
function facts(evidence, links, max) {
    const { verdict, plan } = evidence;
    const proved = verdict.attempts.findLast((attempt) => attempt.outcome === 'proved');
    const confirmed = proved?.confirmations;
    const lines = [];
    if (verdict.passingCommand !== null) {
        const runs = confirmed && confirmed.runs > 1 ? ` (${confirmed.passed} of ${(0,format/* plural */.LS)(confirmed.runs, 'run')})` : '';
        lines.push(`- Passing command: ${(0,neutralise/* codeSpan */.SS)(verdict.passingCommand, 500)}${runs}`);
    }
    else if (plan?.verifier) {
        lines.push(`- Verifier: ${(0,neutralise/* codeSpan */.SS)(plan.verifier.display, 500)}`);
    }
    const seen = [...proofFacts(evidence), ...(0,test_words/* testFacts */.aA)(verdict)];
    const agent = verdict.agent === null ? '' : `, agent ${(0,neutralise/* inlineText */.ln)(verdict.agent, 80)}`;
    const end = [`- Took ${(0,format/* duration */.p0)(verdict.durationMs)}, ${(0,format/* plural */.LS)(verdict.attempts.length, 'attempt')}${agent}`];
    const to = [sections_link('evidence', links.artifactUrl), sections_link('run', links.runUrl)].filter((entry) => entry !== '');
    if (to.length > 0)
        end.push(`- See the ${to.join(' and the ')}`);
    const used = [...lines, ...end].reduce((sum, line) => sum + line.length + 1, 0);
    const list = (0,format/* fitLines */.RV)(seen, max - used, (omitted) => `- …and ${(0,format/* plural */.LS)(omitted, 'more fact')} in verdict.json`);
    return [...lines, ...(list === '' ? [] : [list]), ...end].join('\n');
}
/** Addresses come from the caller, never from evidence; one that is no plain web address is left out. */
function sections_link(label, url) {
    return url !== undefined && url.length <= 500 && /^https?:\/\/[\w.:-]+\/[\w./?=&%~+-]*$/.test(url)
        ? `[${label}](${url})`
        : '';
}
function changes({ verdict, patch }, max) {
    if (!patch)
        return '';
    const stats = patchStats(patch.text, sections_MAX_FILES);
    const title = verdict.verified ? 'Change' : 'Last change, **not verified**';
    const head = `**${title}**: ${(0,format/* plural */.LS)(stats.totalFiles, 'file')}, +${stats.added} −${stats.deleted}`;
    const lines = stats.files.map((file) => `- ${(0,neutralise/* codeSpan */.SS)(file.path, 200)} ${file.binary ? 'binary' : `+${file.added} −${file.deleted}`}`);
    const more = (omitted) => `- …and ${(0,format/* plural */.LS)(stats.totalFiles - stats.files.length + omitted, 'more file')}`;
    const list = (0,format/* fitLines */.RV)(lines, max - head.length - 250, more);
    const rest = stats.totalFiles > stats.files.length && !list.includes('- …and') ? `\n${more(0)}` : '';
    return `${head}\n\n${list}${rest}`;
}
function attemptsTable({ verdict, usage }, max) {
    const { attempts } = verdict;
    if (attempts.length === 0)
        return '';
    const row = (attempt) => {
        const time = attempt.agent.durationMs + attempt.proofs.reduce((sum, proof) => sum + proof.durationMs, 0);
        const { inputTokens, outputTokens, costUsd } = attempt.usage;
        const tokens = inputTokens + outputTokens === 0
            ? '–'
            : `${(0,format/* count */.U9)(inputTokens)} in, ${(0,format/* count */.U9)(outputTokens)} out${(0,format/* costWords */.fL)(costUsd)}`;
        const cells = [
            attempt.attempt,
            OUTCOME_WORDS[attempt.outcome],
            (0,format/* duration */.p0)(time),
            tokens,
            (0,neutralise/* inlineText */.ln)(attempt.summary, 200),
        ];
        return `| ${cells.join(' | ')} |`;
    };
    const long = attempts.length > 2 * EDGE_ROWS + 1;
    const rows = long
        ? [
            ...attempts.slice(0, EDGE_ROWS).map(row),
            `| … | ${attempts.length - 2 * EDGE_ROWS} more | | | |`,
            ...attempts.slice(-EDGE_ROWS).map(row),
        ]
        : attempts.map(row);
    const head = '| Attempt | Outcome | Time | Tokens | What happened |\n|---:|---|---:|---:|---|\n';
    const body = (0,format/* fitLines */.RV)(rows, max - head.length - 200, (omitted) => `| … | ${omitted} more rows | | | |`);
    const total = usage?.total;
    const sum = total && total.requests > 0
        ? `\n\n${(0,format/* plural */.LS)(total.requests, 'model request')}: ${(0,format/* count */.U9)(total.inputTokens)} tokens in (${(0,format/* count */.U9)(total.cachedInputTokens)} cached), ${(0,format/* count */.U9)(total.outputTokens)} out${(0,format/* costWords */.fL)(total.costUsd)}.${total.estimated ? ' Where the provider gave no counts, tokens are estimated.' : ''}`
        : '';
    return `${head}${body}${sum}`;
}
function reportSection({ verdict, report, reportSchema }, max) {
    const last = verdict.attempts.at(-1)?.report;
    const invalid = last?.state === 'invalid';
    if (!report && !invalid)
        return '';
    const head = '### Report';
    const errors = invalid
        ? [
            'It does not match its schema:',
            (0,format/* fitLines */.RV)(last.errors.slice(0, MAX_ERRORS).map((error) => `- ${(0,neutralise/* inlineText */.ln)(error, 300)}`), Math.floor(max / 3), (omitted) => `- …and ${omitted} more`),
        ]
        : [];
    const used = head.length + errors.reduce((sum, part) => sum + part.length + 2, 0);
    const blocks = report ? reportBlocks(report.value, reportSchema) : [];
    const body = (0,format/* fitLines */.RV)(blocks, max - used - 250, (omitted) => `…and ${(0,format/* plural */.LS)(omitted, 'more part')} in report.json.`, '\n\n');
    return [head, ...errors, body].filter((part) => part !== '').join('\n\n');
}
function deniedSection({ verdict }, max) {
    if (verdict.denied.length === 0)
        return '';
    const shown = verdict.denied.slice(0, MAX_HOSTS);
    const lines = shown.map(({ host, reason, allow }) => {
        const options = allow.slice(0, MAX_ALLOW_LINES).map((line) => (0,neutralise/* codeSpan */.SS)(line, 300));
        return `| ${(0,neutralise/* codeSpan */.SS)(host, 150)} | ${(0,neutralise/* inlineText */.ln)(reason, 150)} | ${options.join(' and ')} |`;
    });
    const head = '**Asked for and denied**\n\n| Host | Why | Lines that would allow it |\n|---|---|---|\n';
    const body = (0,format/* fitLines */.RV)(lines, max - head.length - 100, (omitted) => `| … | ${omitted} more | |`);
    const rest = verdict.denied.length > shown.length ? `\n| … | ${verdict.denied.length - shown.length} more hosts | |` : '';
    return `${head}${body}${rest}`;
}
function noticesSection(evidence, max) {
    const { verdict, warnings } = evidence;
    const refusals = verdict.attempts.at(-1)?.refusals ?? [];
    const weaknesses = verdict.room?.weaknesses ?? [];
    const all = [
        ...warnings.map((text) => `- ${(0,neutralise/* inlineText */.ln)(text)}`),
        ...refusals
            .slice(0, MAX_PATHS)
            .map(({ path, reason }) => `- Refused ${(0,neutralise/* codeSpan */.SS)(path, 200)}: ${(0,neutralise/* inlineText */.ln)(reason, 200)}`),
        ...(refusals.length > MAX_PATHS ? [`- …and ${(0,format/* plural */.LS)(refusals.length - MAX_PATHS, 'more refused path')}`] : []),
        ...weaknesses.slice(0, MAX_NOTICES).map((text) => `- Not enforced by the room: ${(0,neutralise/* inlineText */.ln)(text)}`),
        ...verdict.notices.slice(0, MAX_NOTICES).map((text) => `- ${(0,neutralise/* inlineText */.ln)(text)}`),
        ...(verdict.notices.length > MAX_NOTICES
            ? [`- …and ${(0,format/* plural */.LS)(verdict.notices.length - MAX_NOTICES, 'more notice')}`]
            : []),
    ];
    if (all.length === 0)
        return '';
    return `**Notices**\n\n${(0,format/* fitLines */.RV)(all, max - 20, (omitted) => `- …and ${omitted} more`)}`;
}
function detailsSection(evidence, max) {
    const { verdict, plan, patch, journal } = evidence;
    const base = journal.find((record) => record.event === 'base.ready');
    const rows = [
        ...(plan
            ? [
                ['Work commit', (0,neutralise/* codeSpan */.SS)(plan.source.workCommit)],
                [
                    'Trusted commit',
                    `${(0,neutralise/* codeSpan */.SS)(plan.source.trustedCommit)} (${(0,neutralise/* inlineText */.ln)(plan.source.trustedRef, 100)})`,
                ],
                ['Policy digest', (0,neutralise/* codeSpan */.SS)(plan.policy.sha256)],
                ['Report schema digest', (0,neutralise/* codeSpan */.SS)(plan.report.sha256)],
                ['Tool', (0,neutralise/* inlineText */.ln)(plan.tool, 60)],
            ]
            : []),
        ...(verdict.planSha256 === null ? [] : [['Plan digest', (0,neutralise/* codeSpan */.SS)(verdict.planSha256)]]),
        ...(patch ? [['Patch digest', (0,neutralise/* codeSpan */.SS)(patch.sha256)]] : []),
        ...roomRows(evidence),
        ...(base?.event === 'base.ready' && base.overlaid.length > 0
            ? [['Taken from the trusted commit', sections_paths(base.overlaid)]]
            : []),
        ...(base?.event === 'base.ready' && base.masked.length > 0
            ? [['Hidden from rooms', sections_paths(base.masked)]]
            : []),
        ...(verdict.instructions.length > 0 ? [['Instructions', digests(verdict.instructions)]] : []),
        ...(verdict.hiddenConfig.length > 0 ? [['Hidden from the agent', sections_paths(verdict.hiddenConfig)]] : []),
        ...(plan?.room.writable ? [['The agent could write', sections_paths(plan.room.writable)]] : []),
    ];
    if (rows.length === 0)
        return '';
    const head = '<details><summary>Plan, policy and digests</summary>\n\n| | |\n|---|---|\n';
    const body = (0,format/* fitLines */.RV)(rows.map(([name, value]) => `| ${name} | ${value} |`), max - head.length - 20, (omitted) => `| … | ${omitted} more rows |`);
    return `${head}${body}\n\n</details>`;
}
function sections_paths(list) {
    const shown = list.slice(0, 10).map((path) => (0,neutralise/* codeSpan */.SS)(path, 100));
    return `${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}
function digests(files) {
    const shown = files.slice(0, 10).map(({ path, sha256 }) => `${(0,neutralise/* codeSpan */.SS)(path, 100)} ${(0,neutralise/* codeSpan */.SS)(sha256.slice(0, 12))}`);
    return `${shown.join(', ')}${files.length > shown.length ? ` and ${files.length - shown.length} more` : ''}`;
}
/** The patch, folded; cut at a line's end with a notice when it does not fit. */
function patchSection({ patch }, max) {
    if (!patch)
        return '';
    const head = '<details><summary>Patch</summary>\n\n';
    const tail = '\n\n</details>';
    const noticeRoom = 200;
    const block = (0,neutralise/* fencedBlock */.zW)(patch.text, 'diff', max - head.length - tail.length - noticeRoom);
    if (block.markdown === '')
        return max > 200 ? `The patch (${patch.bytes} bytes) does not fit here: see change.patch.` : '';
    const notice = block.omitted > 0
        ? `\n\nCut here: ${block.omitted} more characters of ${patch.bytes} bytes. The whole patch is change.patch in the evidence.`
        : '';
    return `${head}${block.markdown}${notice}${tail}`;
}

;// CONCATENATED MODULE: ./build/publish/stuck-view.js


const CHECKS = {
    confirmed: '✔️ confirmed by the run',
    unconfirmed: 'not confirmed by the run',
    contradicted: '✖️ contradicted by the run',
};
const KINDS = {
    contradiction: 'the task contradicts itself or the verifier',
    access: 'something needed cannot be reached',
    infrastructure: 'the surroundings are broken',
    other: 'another reason',
};
/** What a person goes on from: where the run was stuck, or what its agent says is in the way; empty where neither is. */
function handOverSection({ verdict }, max) {
    const { stuck, blocked } = verdict;
    const lines = [];
    if (verdict.verdict === 'blocked' && blocked) {
        lines.push('**Blocked**', '', `- By: ${KINDS[blocked.kind]}`, `- The agent says: ${(0,neutralise/* inlineText */.ln)(blocked.reason, 1000)}`);
        if (blocked.evidence !== '')
            lines.push(`- Its evidence: ${(0,neutralise/* inlineText */.ln)(blocked.evidence, 1500)}`);
        lines.push(`- ${CHECKS[blocked.check]}: ${(0,neutralise/* inlineText */.ln)(blocked.note, 400)}`);
    }
    if (stuck && !verdict.green && verdict.verdict !== 'blocked') {
        lines.push('**Where it was stuck**', '', `- After attempt ${stuck.attempt}: ${(0,neutralise/* inlineText */.ln)(stuck.message, 400)}`, ...(stuck.command === null
            ? []
            : [
                `- Last failing command: ${(0,neutralise/* codeSpan */.SS)(stuck.command, 500)}${stuck.log === null ? '' : `, output in ${(0,neutralise/* codeSpan */.SS)(stuck.log, 200)}`}`,
            ]), ...(stuck.failure === null ? [] : [`- It says: ${(0,neutralise/* inlineText */.ln)(stuck.failure, 400)}`]), `- The smallest next change: ${(0,neutralise/* inlineText */.ln)(stuck.next, 600)}`, `- All of it: ${(0,neutralise/* codeSpan */.SS)(stuck.snapshot.replace(/json$/, 'md'), 200)} in the evidence`);
    }
    return (0,format/* fitLines */.RV)(lines, max, (omitted) => `- …and ${(0,format/* plural */.LS)(omitted, 'more line')} in verdict.json`);
}

;// CONCATENATED MODULE: ./build/publish/workers.js



/** Every agent of a run that had several: what it came to, its change and what it used. Empty where one did all. */
function workersTable({ verdict }, max) {
    const { workers } = verdict;
    if (workers.length === 0)
        return '';
    const tasks = workers.some(({ kind }) => kind === 'task');
    const title = tasks ? 'Tasks' : 'Candidates';
    const head = `**${title}**\n\n| ${tasks ? 'Task' : 'Candidate'} | Agent | Ending | Change | Attempts | Tokens | What happened |\n|---|---|---|---|---:|---|---|\n`;
    const body = (0,format/* fitLines */.RV)(workers.map(row), max - head.length - 100, (omitted) => `| … | ${omitted} more | | | | | |`);
    return `${head}${body}`;
}
function row(worker) {
    const { inputTokens, outputTokens, costUsd } = worker.usage;
    const name = (0,neutralise/* inlineText */.ln)(worker.name, 64);
    const { icon } = VERDICT_WORDS[worker.verdict];
    const cells = [
        worker.chosen ? `**${name}**` : name,
        (0,neutralise/* inlineText */.ln)(worker.agent, 80),
        `${icon} ${worker.verdict}`,
        changeOf(worker),
        worker.attempts.length,
        inputTokens + outputTokens === 0
            ? '–'
            : `${(0,format/* count */.U9)(inputTokens)} in, ${(0,format/* count */.U9)(outputTokens)} out${(0,format/* costWords */.fL)(costUsd)}`,
        (0,neutralise/* inlineText */.ln)(worker.reason, 160),
    ];
    return `| ${cells.join(' | ')} |`;
}
/** The size of its last change, in words. */
function changeOf({ attempts }) {
    const patch = attempts.at(-1)?.patch;
    return patch === undefined || patch.bytes === 0
        ? '–'
        : `${(0,format/* plural */.LS)(patch.files, 'file')}, +${patch.added} −${patch.deleted}`;
}

;// CONCATENATED MODULE: ./build/publish/comment.js





/** GitHub's limit on a comment, in characters; counted here in UTF-16 units, which are never fewer. */
const MAX_COMMENT_CHARS = 65_536;
/** Bounds of the sections, in UTF-16 units. With the headline they leave room for a patch of 2,000. */
const BOUNDS = {
    facts: 7000,
    handOver: 6000,
    changes: 5000,
    verifier: 8000,
    workers: 4000,
    attempts: 8000,
    report: 8000,
    denied: 4000,
    notices: 4000,
    details: 4000,
};
/**
 * The first line of a comment, by which it is found again. A key that an HTML comment could not hold is replaced by
 * letters of it and a digest, so that two keys never share a marker.
 */
function commentMarker(key) {
    const plain = /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(key) && key.length <= 64;
    const name = plain ? key : `${key.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}.${(0,canonical_json/* sha256 */.s)(key).slice(0, 16)}`;
    return `<!-- cleanroom-action:${name} -->`;
}
/** The comment of a run, at most {@link MAX_COMMENT_CHARS} long, with every hostile text inert. */
function renderComment(evidence, options) {
    const verifier = verifierChange(evidence, BOUNDS.verifier);
    const sections = [
        `${commentMarker(options.key)}\n${headline(evidence)}`,
        verifier.first,
        facts(evidence, options, BOUNDS.facts),
        handOverSection(evidence, BOUNDS.handOver),
        changes(evidence, BOUNDS.changes),
        verifier.later,
        workersTable(evidence, BOUNDS.workers),
        attemptsTable(evidence, BOUNDS.attempts),
        reportSection(evidence, BOUNDS.report),
        deniedSection(evidence, BOUNDS.denied),
        noticesSection(evidence, BOUNDS.notices),
        detailsSection(evidence, BOUNDS.details),
    ].filter((section) => section !== '');
    const before = sections.join('\n\n');
    const patch = patchSection(evidence, MAX_COMMENT_CHARS - before.length - 4);
    return patch === '' ? `${before}\n` : `${before}\n\n${patch}\n`;
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./build/publish/timeline.js
/** Bars of the drawing; of a longer run the first ones are drawn. */
const MAX_TIMELINE_BARS = 60;
/**
 * A Mermaid gantt chart of a run's phases, or an empty string when the journal has none. Labels are made of fixed words
 * and numbers; no text of the journal enters the drawing.
 */
function timeline(journal) {
    const bars = phases(journal);
    if (bars.length === 0)
        return '';
    const shown = bars.slice(0, MAX_TIMELINE_BARS);
    const long = shown.some((bar) => bar.startMs + bar.durationMs >= 3_600_000);
    const lines = [
        '```mermaid',
        'gantt',
        '    dateFormat x',
        `    axisFormat ${long ? '%H:%M' : '%M:%S'}`,
        '    todayMarker off',
    ];
    let section = '';
    for (const bar of shown) {
        if (bar.section !== section)
            lines.push(`    section ${bar.section}`);
        section = bar.section;
        lines.push(`    ${bar.label} :${bar.failed ? 'crit, ' : ''}${bar.startMs}, ${Math.max(1, bar.durationMs)}ms`);
    }
    lines.push('```');
    if (bars.length > shown.length)
        lines.push('', `…and ${bars.length - shown.length} more phases in the journal.`);
    return lines.join('\n');
}
const STAGES = { prepare: 'prepare', agent: 'agent', proof: 'proof' };
function phases(journal) {
    const origin = millis(journal[0]);
    if (origin === undefined)
        return [];
    const open = new Map();
    const bars = [];
    // By worker; its rooms carry its name, of which the drawing shows the number alone.
    const attempts = new Map();
    const workers = [];
    const workerOf = (room) => workers
        .filter((name) => name !== null)
        .sort((one, other) => other.length - one.length)
        .find((name) => room.startsWith(`${name}-`)) ?? null;
    const sectionOf = (room, attempt) => {
        const number = workers.filter((name) => name !== null).indexOf(workerOf(room) ?? '');
        return number < 0 ? `Attempt ${attempt}` : `Worker ${number + 1} attempt ${attempt}`;
    };
    for (const record of journal) {
        const at = millis(record);
        if (at === undefined || at < origin)
            continue;
        const now = at - origin;
        if (record.event === 'base.ready') {
            const durationMs = Math.min(record.durationMs, now);
            bars.push({ section: 'Base', label: 'base', startMs: now - durationMs, durationMs, failed: false });
        }
        else if (record.event === 'attempt.started') {
            const { attempt } = record;
            // A journal of an earlier version knows of none.
            const worker = record.worker ?? null;
            attempts.set(worker, attempt);
            if (!workers.includes(worker))
                workers.push(worker);
            // A room may stand before its attempt begins.
            for (const [room, bar] of open)
                if (bar.stage === 'agent' && workerOf(room) === worker)
                    open.set(room, { ...bar, attempt, at: now });
        }
        else if (record.event === 'room.opened') {
            const attempt = attempts.get(workerOf(record.room)) ?? 0;
            open.set(record.room, { stage: record.stage, attempt, at: now, failed: false });
        }
        else if (record.event === 'proof.finished') {
            const room = open.get(record.room);
            if (room)
                open.set(record.room, { ...room, attempt: record.attempt, failed: !record.passed });
        }
        else if (record.event === 'room.closed') {
            const room = open.get(record.room);
            if (!room)
                continue;
            open.delete(record.room);
            const number = Math.min(room.attempt, 999_999);
            // It stood ready, and the run ended before its agent was to start.
            if (number === 0 && room.stage === 'agent')
                continue;
            bars.push({
                section: number === 0 || room.stage === 'prepare' ? 'Base' : sectionOf(record.room, number),
                label: number === 0 && room.stage === 'proof' ? 'baseline' : STAGES[room.stage],
                startMs: room.at,
                durationMs: now - room.at,
                // The baseline is meant to fail.
                failed: room.failed && number > 0,
            });
        }
    }
    bars.sort((a, b) => a.startMs - b.startMs);
    if (workers.every((worker) => worker === null))
        return bars;
    // Workers overlap, and a section is drawn in one piece.
    const sections = [...new Set(bars.map(({ section }) => section))];
    return sections.flatMap((section) => bars.filter((bar) => bar.section === section));
}
function millis(record) {
    const at = record === undefined ? Number.NaN : Date.parse(record.time);
    return Number.isFinite(at) ? at : undefined;
}

;// CONCATENATED MODULE: ./build/publish/summary.js





/** GitHub's limit on one step's summary, in bytes. */
const MAX_SUMMARY_BYTES = 1024 * 1024;
/** UTF-16 units; three bytes of UTF-8 each at most, so the whole stays well below the limit. */
const MAX_SUMMARY_CHARS = 300_000;
const summary_BOUNDS = {
    facts: 20_000,
    handOver: 14_000,
    changes: 10_000,
    verifier: 60_000,
    workers: 10_000,
    attempts: 30_000,
    report: 60_000,
    denied: 10_000,
    notices: 10_000,
    details: 6000,
};
/** The job summary of a run: what the comment says, with more room and a drawing of the phases. */
function renderSummary(evidence, links = {}) {
    const verifier = verifierChange(evidence, summary_BOUNDS.verifier);
    const before = [
        headline(evidence),
        verifier.first,
        facts(evidence, links, summary_BOUNDS.facts),
        handOverSection(evidence, summary_BOUNDS.handOver),
        changes(evidence, summary_BOUNDS.changes),
        verifier.later,
        workersTable(evidence, summary_BOUNDS.workers),
        attemptsTable(evidence, summary_BOUNDS.attempts),
        timeline(evidence.journal),
        reportSection(evidence, summary_BOUNDS.report),
        deniedSection(evidence, summary_BOUNDS.denied),
        noticesSection(evidence, summary_BOUNDS.notices),
        detailsSection(evidence, summary_BOUNDS.details),
    ]
        .filter((section) => section !== '')
        .join('\n\n');
    const patch = patchSection(evidence, MAX_SUMMARY_CHARS - before.length - 4);
    return patch === '' ? `${before}\n` : `${before}\n\n${patch}\n`;
}

;// CONCATENATED MODULE: ./build/publish/outputs.js





/*
 * Written here and not by @actions/core: its setOutput and summary take their files from the environment, and print a
 * workflow command to the log where the variable is missing; publishing also runs outside of GitHub, and tests run side
 * by side.
 */
/** Largest report, in bytes of UTF-8, that is given as an output. */
const MAX_REPORT_OUTPUT_BYTES = 64 * 1024;
function outputsOf(evidence, commentUrl) {
    const { verdict, report, patch, directory } = evidence;
    const path = (name) => `${directory.replace(/\/+$/, '')}/${name}`;
    const json = report === undefined ? '' : JSON.stringify(JSON.parse(report.text));
    return {
        verdict: verdict.verdict,
        green: verdict.green ? 'true' : 'false',
        verified: verdict.verified ? 'true' : 'false',
        attempts: String(verdict.attempts.length),
        evidence: directory,
        patch: patch ? path('change.patch') : '',
        report: Buffer.byteLength(json) > MAX_REPORT_OUTPUT_BYTES
            ? JSON.stringify({ omitted: `larger than ${MAX_REPORT_OUTPUT_BYTES} bytes`, path: path('report.json') })
            : json,
        'passing-command': verdict.passingCommand ?? '',
        'plan-sha256': verdict.planSha256 ?? '',
        summary: (0,neutralise/* plainLine */.h0)(verdict.reason, 1000),
        'comment-url': commentUrl,
    };
}
/**
 * Outputs in the runner's file form. Every value stands between lines of a delimiter that nobody can foresee and that
 * does not occur in it, so no value can end early and set another output.
 * @param newDelimiter called again while its last one occurs in the value
 */
function formatOutputs(outputs, newDelimiter = randomDelimiter) {
    return Object.entries(outputs)
        .map(([name, value]) => {
        let delimiter = newDelimiter();
        while (value.includes(delimiter))
            delimiter = newDelimiter();
        return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
        .join('');
}
function randomDelimiter() {
    return `cleanroom_${(0,external_node_crypto_.randomUUID)()}`;
}
/** Appends the outputs to the runner's file (`GITHUB_OUTPUT`). */
async function writeOutputs(file, outputs) {
    await append(file, formatOutputs(outputs), 'outputs');
}
/** Appends Markdown to the runner's file (`GITHUB_STEP_SUMMARY`). */
async function writeSummary(file, markdown) {
    if (Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES) {
        throw new errors/* CleanroomError */.P3('publish.summary', `the job summary is larger than ${MAX_SUMMARY_BYTES} bytes`);
    }
    await append(file, `${markdown}\n`, 'summary');
}
async function append(file, text, what) {
    try {
        await (0,promises_.appendFile)(file, text, 'utf8');
    }
    catch (cause) {
        throw new errors/* CleanroomError */.P3(`publish.${what}`, `cannot write the ${what} of the step: ${(0,errors/* messageOf */.bD)(cause)}`, { cause });
    }
}

// EXTERNAL MODULE: ./build/publish/read-evidence.js + 5 modules
var read_evidence = __webpack_require__(5984);
;// CONCATENATED MODULE: ./build/publish/publish.js





const DEFAULT_SETTINGS = { comment: 'auto', commentKey: 'default', summary: true };
/**
 * Shows what a run left: comment, job summary, outputs. Reads the evidence folder and nothing else. Whatever fails on
 * the way to GitHub or to the runner's files is a warning in the result.
 * @throws CleanroomError `evidence.*` when the evidence cannot be trusted or read
 */
async function publish(request) {
    const evidence = await (0,read_evidence.readEvidence)(request.evidenceDir);
    const settings = request.settings ?? evidence.plan?.publish ?? DEFAULT_SETTINGS;
    const warnings = [...evidence.warnings];
    const comment = await writeComment(request, settings, evidence);
    if (comment.state === 'failed') {
        const hint = comment.hint === undefined ? '' : ` (${comment.hint})`;
        warnings.push(`No comment: ${comment.message}${hint}`);
    }
    else if (comment.state === 'skipped' && settings.comment === 'always') {
        warnings.push(`No comment: ${comment.reason}`);
    }
    const attempt = async (work) => {
        try {
            await work;
        }
        catch (error) {
            warnings.push((0,errors/* messageOf */.bD)(error));
        }
    };
    const { summaryFile, outputFile } = request;
    if (settings.summary && summaryFile !== undefined) {
        await attempt(writeSummary(summaryFile, renderSummary(evidence, request.links)));
    }
    const outputs = outputsOf(evidence, comment.state === 'written' ? comment.url : '');
    if (outputFile !== undefined)
        await attempt(writeOutputs(outputFile, outputs));
    return { verdict: evidence.verdict.verdict, green: evidence.verdict.green, comment, outputs, warnings };
}
async function writeComment({ github, pullRequest, links }, settings, evidence) {
    if (settings.comment === 'never')
        return { state: 'skipped', reason: 'comments are turned off' };
    if (pullRequest === undefined)
        return { state: 'skipped', reason: 'the run belongs to no pull request' };
    if (github === undefined)
        return { state: 'skipped', reason: 'there is no GitHub token' };
    if (settings.comment === 'auto' && evidence.verdict.verdict === 'cancelled') {
        return { state: 'skipped', reason: 'the run was cancelled' };
    }
    try {
        const body = renderComment(evidence, { key: settings.commentKey, ...links });
        const result = await github.upsertComment(pullRequest, commentMarker(settings.commentKey), body);
        return { state: 'written', ...result };
    }
    catch (error) {
        const known = error instanceof errors/* CleanroomError */.P3;
        return {
            state: 'failed',
            code: known ? error.code : 'publish.comment',
            message: (0,errors/* messageOf */.bD)(error),
            hint: known ? error.hint : undefined,
        };
    }
}

// EXTERNAL MODULE: ./build/support/clock.js
var clock = __webpack_require__(4374);
;// CONCATENATED MODULE: ./build/run/github-run.js







/** GitHub's own bound for a webhook payload. */
const MAX_PAYLOAD_BYTES = 25 * 1024 * 1024;
/** The event's payload as JSON; undefined without one. Anything in it is hostile. */
async function readPayload(env) {
    const path = env['GITHUB_EVENT_PATH'];
    if (!path)
        return undefined;
    const file = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY).catch(() => undefined);
    if (!file)
        return undefined;
    try {
        const { size } = await file.stat();
        if (size > MAX_PAYLOAD_BYTES)
            return undefined;
        return JSON.parse(await file.readFile('utf8'));
    }
    catch {
        return undefined;
    }
    finally {
        await file.close();
    }
}
/** The API of the repository that a workflow runs in; undefined without a token or a repository. */
function connect(context, token) {
    if (token === undefined || context.repository === null)
        return undefined;
    return new GitHub({
        token,
        apiUrl: context.apiUrl ?? 'https://api.github.com',
        repository: context.repository,
        clock: clock/* systemClock */.m,
        sleep: (milliseconds) => (0,external_node_timers_promises_.setTimeout)(milliseconds),
        random: Math.random,
    });
}
/** What the event says, completed by a question to GitHub where it only names a pull request. */
async function readEvent(env, token) {
    const event = readContext(env, await readPayload(env));
    if (!event.lookup)
        return event;
    const github = connect(event.context, token);
    if (!github) {
        const problem = {
            where: 'input github-token',
            given: undefined,
            expected: `a token that may read pull request ${event.lookup.pullRequest}`,
        };
        return { ...event, problems: [...event.problems, problem] };
    }
    const found = pullRequestContext(await github.pullRequest(event.lookup.pullRequest));
    return {
        ...event,
        context: { ...event.context, pullRequest: found.pullRequest },
        ...(found.workCommit === undefined ? {} : { workCommit: found.workCommit }),
        ...(found.trusted === undefined ? {} : { trusted: found.trusted }),
        problems: [...event.problems, ...found.problems],
    };
}
/** Where commits that a checkout lacks come from. */
function remoteOf(env, token) {
    const server = env['GITHUB_SERVER_URL'];
    const repository = env['GITHUB_REPOSITORY'];
    if (!server || !repository || !/^[\w.-]+\/[\w.-]+$/.test(repository))
        return undefined;
    return { url: `${server}/${repository}.git`, token };
}
/** Publishes an evidence folder as the runner's files and the pull request's comment. */
function publishRun(options) {
    const { env, context } = options;
    return publish({
        evidenceDir: options.evidence,
        github: connect(context, options.token),
        pullRequest: context.pullRequest?.number,
        settings: options.settings,
        links: context.runUrl === null ? {} : { runUrl: context.runUrl },
        outputFile: env['GITHUB_OUTPUT'] || undefined,
        summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
    });
}


/***/ })

};
