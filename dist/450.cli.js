export const id = 450;
export const ids = [450,319,700];
export const modules = {

/***/ 62319:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  E: () => (/* binding */ pullRequestContext),
  y: () => (/* binding */ readContext)
});

// EXTERNAL MODULE: ./build/inputs/kind.js
var kind = __webpack_require__(59920);
// EXTERNAL MODULE: ./build/inputs/payload.js
var inputs_payload = __webpack_require__(38958);
// EXTERNAL MODULE: ./build/inputs/scalars.js
var scalars = __webpack_require__(3237);
// EXTERNAL MODULE: ./build/inputs/accounts.js
var accounts = __webpack_require__(4582);
;// CONCATENATED MODULE: ./build/inputs/starters.js


/** Whom an event names beside its sender, who wrote what it is about. */
const AUTHORS = {
    issue_comment: [['comment.user', 'author of the comment']],
    commit_comment: [['comment.user', 'author of the comment']],
    discussion_comment: [['comment.user', 'author of the comment']],
    pull_request_review: [['review.user', 'author of the review']],
    pull_request_review_comment: [['comment.user', 'author of the comment']],
    workflow_run: [
        ['workflow_run.actor', 'actor of the workflow before'],
        ['workflow_run.triggering_actor', 'who started the workflow before'],
    ],
};
/** Longest comment that GitHub takes, in characters. */
const MAX_COMMENT = 65_536;
/** Who started a run. Nothing is thrown, and nothing here is a decision. */
function readStarters(event, env, payload) {
    const reader = new inputs_payload/* PayloadReader */.E_(payload, 'event payload');
    const found = [];
    const add = (starter) => {
        const at = found.findIndex((other) => isSame(other, starter));
        const other = found[at];
        if (other === undefined)
            found.push(starter);
        else
            found[at] = { ...merged(other, starter), as: [...new Set([...other.as, ...starter.as])] };
    };
    // The payload first: it knows more than a name.
    const paths = AUTHORS[event] ?? [];
    for (const [path, as] of paths) {
        // Older servers do not tell who started the workflow before; all tell who sent the event.
        if (event === 'workflow_run' && reader.raw(path) === undefined)
            continue;
        add({ as: [as], ...account(reader, path) });
    }
    add({ as: ['sender'], ...account(reader, 'sender') });
    add({ as: ['actor'], ...named(env['GITHUB_ACTOR']) });
    // Somebody else, where a run was repeated. Older servers do not tell.
    const again = env['GITHUB_TRIGGERING_ACTOR'];
    if (again !== undefined && again !== '')
        add({ as: ['triggering actor'], ...named(again) });
    const sha = env['GITHUB_SHA'] ?? '';
    const merge = reader.raw('pull_request.merge_commit_sha');
    const body = reader.raw('comment.body');
    const action = reader.raw('action');
    return {
        people: found,
        comment: event === 'issue_comment'
            ? {
                action: typeof action === 'string' ? action : undefined,
                body: typeof body === 'string' ? body.slice(0, MAX_COMMENT) : '',
            }
            : null,
        eventCommit: inputs_payload/* commit */.cd.test(sha) ? sha : null,
        mergeCommit: typeof merge === 'string' && inputs_payload/* commit */.cd.test(merge) ? merge : null,
        upstream: event === 'workflow_run' ? upstream(reader) : null,
    };
}
function upstream(reader) {
    const sha = reader.raw('workflow_run.head_sha');
    if (typeof sha !== 'string' || !inputs_payload/* commit */.cd.test(sha))
        return null;
    const name = (path) => {
        const value = reader.raw(path);
        return typeof value === 'string' && inputs_payload/* repositoryName */.aR.test(value) ? value.toLowerCase() : undefined;
    };
    const [head, own] = [name('workflow_run.head_repository.full_name'), name('repository.full_name')];
    const [headId, ownId] = [reader.raw('workflow_run.head_repository.id'), reader.raw('repository.id')];
    // One that is gone, or that cannot be read, is not known to be ours.
    return { commit: sha, fork: head === undefined || head !== own || headId !== ownId };
}
function account(reader, path) {
    const { login, id, type } = {
        login: reader.raw(`${path}.login`),
        id: reader.raw(`${path}.id`),
        type: reader.raw(`${path}.type`),
    };
    const sound = typeof login === 'string' &&
        (0,accounts/* isLogin */.W5)(login) &&
        typeof id === 'number' &&
        Number.isSafeInteger(id) &&
        id > 0 &&
        typeof type === 'string' &&
        /^[A-Za-z]{1,32}$/.test(type);
    return sound ? { login, id, type } : { login: null, id: undefined, type: undefined };
}
function named(text) {
    return { login: text !== undefined && (0,accounts/* isLogin */.W5)(text) ? text : null, id: undefined, type: undefined };
}
function isSame(a, b) {
    if (a.login === null || b.login === null)
        return a.login === b.login;
    if (!(0,accounts/* sameLogin */.Up)(a.login, b.login))
        return false;
    // A name that was given up and taken by somebody else is not the same account.
    return a.id === undefined || b.id === undefined || (a.id === b.id && a.type === b.type);
}
function merged(a, b) {
    return a.id === undefined ? b : a;
}

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
    const reader = new inputs_payload/* PayloadReader */.E_(payload, 'event payload');
    const event = runner.required('GITHUB_EVENT_NAME', eventName);
    const repository = runner.optional('GITHUB_REPOSITORY', inputs_payload/* repositoryName */.aR) ?? null;
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
        starters: readStarters(event ?? 'unknown', env, payload),
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
    const reader = new inputs_payload/* PayloadReader */.E_({ pull_request: described }, 'answer of GitHub');
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
    return ofCommit(runner, runner.required('GITHUB_SHA', inputs_payload/* commit */.cd));
}
function ofPullRequest(reader) {
    const at = 'pull_request';
    const number = reader.number(`${at}.number`);
    const headSha = reader.text(`${at}.head.sha`, inputs_payload/* commit */.cd);
    const headRef = reader.text(`${at}.head.ref`, inputs_payload/* refName */.P7);
    const baseSha = reader.text(`${at}.base.sha`, inputs_payload/* commit */.cd);
    const baseRef = reader.text(`${at}.base.ref`, inputs_payload/* refName */.P7);
    const baseRepository = reader.text(`${at}.base.repo.full_name`, inputs_payload/* repositoryName */.aR);
    const gone = reader.raw(`${at}.head.repo`) === null;
    const headRepository = gone ? UNKNOWN_REPOSITORY : reader.text(`${at}.head.repo.full_name`, inputs_payload/* repositoryName */.aR);
    if (!number || !headSha || !headRef || !baseSha || !baseRef || !baseRepository || !headRepository)
        return {};
    // GitHub compares names of owners and repositories without case; a name can have been given up and taken again.
    const renamed = reader.raw(`${at}.head.repo.id`) !== reader.raw(`${at}.base.repo.id`);
    const fork = gone || renamed || headRepository.toLowerCase() !== baseRepository.toLowerCase();
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
    return ofCommit(runner, own ? runner.required('GITHUB_SHA', inputs_payload/* commit */.cd) : reader.text('after', inputs_payload/* commit */.cd));
}
/** What a merge queue is about to merge: judged, like a pull request, by what it goes to. */
function ofMergeGroup(reader) {
    const workCommit = reader.text('merge_group.head_sha', inputs_payload/* commit */.cd);
    const baseSha = reader.text('merge_group.base_sha', inputs_payload/* commit */.cd);
    const baseRef = reader.text('merge_group.base_ref', inputs_payload/* refName */.P7);
    if (!workCommit || !baseSha || !baseRef)
        return {};
    return { workCommit, trusted: { ref: baseRef, commit: baseSha } };
}
/** A commit of the repository itself, which whoever may push to it put there. */
function ofCommit(runner, workCommit) {
    const name = runner.optional('GITHUB_REF', inputs_payload/* refName */.P7);
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
    test: (text) => /^[a-z][a-z0-9_]{0,63}$/.test(text),
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


/***/ }),

/***/ 31450:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readCiRun: () => (/* binding */ readCiRun),
/* harmony export */   z: () => (/* binding */ githubOf)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var _inputs_ci_detect_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(12163);
/* harmony import */ var _inputs_context_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(62319);
/* harmony import */ var _inputs_scalars_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3237);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(35921);
/* harmony import */ var _workspace_git_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(82090);
/* harmony import */ var _commits_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(39740);







/** What git may read of the user whose job it is: the keys and helpers that the checkout was made with. */
const GIT_VARIABLES = /^(HOME|XDG_CONFIG_HOME|SSH_AUTH_SOCK|GIT_SSH(_COMMAND|_VARIANT)?|GIT_ASKPASS|SSH_ASKPASS)$/;
/** GitHub's addresses for a repository, by its own host: a token goes to no other. */
function githubOf(repository, env) {
    if (repository === null)
        return undefined;
    const [server, api] = ['GITHUB_SERVER_URL', 'GITHUB_API_URL'].map((name) => {
        const parsed = (0,_inputs_scalars_js__WEBPACK_IMPORTED_MODULE_3__/* .webAddress */ .Dy)().fromTexts([env[name]?.trim() ?? '']);
        return parsed.ok ? parsed.value : undefined;
    });
    if (server !== undefined && api !== undefined && new URL(server).hostname.toLowerCase() === repository.host)
        return { serverUrl: server, apiUrl: api };
    return repository.host === 'github.com' || repository.host === 'ssh.github.com'
        ? { serverUrl: 'https://github.com', apiUrl: 'https://api.github.com' }
        : undefined;
}
/**
 * Completes what a job's variables say: the base of a pull request is the commit that its branch has now, by the
 * repository itself. What cannot be found out is an error, never the head.
 * @throws CleanroomError `commit.fetch`, `github.*`
 */
async function readCiRun(from) {
    const { env, token } = from;
    const ci = (0,_inputs_ci_detect_js__WEBPACK_IMPORTED_MODULE_1__/* .readCi */ .$)(from.system, env);
    const github = githubOf(ci.repository, env);
    const context = {
        event: ci.event,
        repository: ci.repository?.path ?? null,
        serverUrl: github?.serverUrl ?? null,
        apiUrl: github?.apiUrl ?? null,
        runUrl: ci.runUrl,
        actor: ci.actor,
        pullRequest: null,
    };
    const remote = remoteOf(ci, env, github === undefined ? undefined : token);
    const result = {
        gate: forksGate(ci.pullRequest),
        context,
        remote,
        branch: null,
        workCommit: ci.workCommit,
        trusted: undefined,
        problems: ci.problems,
    };
    if (ci.problems.length > 0)
        return result;
    if (ci.pullRequest === undefined) {
        const trusted = ci.workCommit && { ref: ci.ref ?? ci.workCommit, commit: ci.workCommit };
        return { ...result, branch: ci.ref ?? null, trusted: trusted || undefined };
    }
    const workCommit = ci.workCommit ?? (await inCheckout(from.host, 'HEAD'));
    const pull = await withBase(ci.pullRequest, context, token);
    const { baseRef = from.trustedRef } = pull;
    if (workCommit === undefined || baseRef === undefined)
        return { ...result, problems: [unknown(pull, workCommit)] };
    const baseSha = await baseOf({ ...pull, baseRef }, remote, from);
    const { number, headRef, headRepository, fork } = pull;
    return {
        ...result,
        workCommit,
        trusted: { ref: baseRef, commit: baseSha },
        context: {
            ...context,
            pullRequest: { number, headSha: workCommit, headRef, headRepository, baseRef, baseSha, fork },
        },
    };
}
function forksGate(pull) {
    return {
        request: () => undefined,
        admit({ settings }) {
            const refused = pull?.fork === true && settings.forks === 'deny';
            const problem = {
                where: 'the head of the pull request',
                given: pull?.headRepository,
                expected: 'a branch of the repository itself, because forks is deny',
            };
            return Promise.resolve({ startedBy: [], problems: refused ? [problem] : [] });
        },
    };
}
/** Where the system does not tell what a pull request goes to, GitHub does. What was built stays what the system says. */
async function withBase(pull, context, token) {
    if (pull.baseRef !== undefined || context.apiUrl === null || token === undefined)
        return pull;
    const { connect } = await Promise.all(/* import() */[__webpack_require__.e(210), __webpack_require__.e(351), __webpack_require__.e(668), __webpack_require__.e(229), __webpack_require__.e(576), __webpack_require__.e(560), __webpack_require__.e(816)]).then(__webpack_require__.bind(__webpack_require__, 5816));
    const info = await connect(context, token)?.pulls.get(pull.number);
    const found = info && (0,_inputs_context_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestContext */ .E)(info).pullRequest;
    if (!found || found.number !== pull.number)
        return pull;
    const { headRef, headRepository, baseRef, baseSha, fork } = found;
    return { number: pull.number, headRef, headRepository, baseRef, baseSha, fork: fork || pull.fork };
}
async function baseOf(pull, remote, { host, trustedRef }) {
    if (pull.baseSha !== undefined)
        return pull.baseSha;
    const named = trustedRef === undefined ? undefined : await inCheckout(host, trustedRef);
    if (named !== undefined)
        return named;
    if (remote !== undefined)
        return (0,_commits_js__WEBPACK_IMPORTED_MODULE_6__/* .branchHead */ .P)(host, remote, pull.baseRef);
    throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_4__/* .CleanroomError */ .P3('commit.unknown', `nothing says where the branch ${pull.baseRef} can be read`, {
        kind: 'usage',
        hint: 'fetch it and name it with --trusted-ref',
    });
}
function unknown(pull, workCommit) {
    if (workCommit === undefined)
        return { where: '--repo', given: undefined, expected: 'a checkout of the commit that is built' };
    return {
        where: 'environment variable CLEANROOM_BASE_BRANCH',
        given: undefined,
        expected: `the branch that pull request ${pull.number} goes to`,
        hint: 'set it, or GITHUB_TOKEN to one that may read pull requests, or name a commit with --trusted-ref',
    };
}
async function inCheckout(host, name) {
    const words = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`];
    const asked = await (0,_workspace_git_js__WEBPACK_IMPORTED_MODULE_5__/* .runInCheckout */ .tC)(host.repository, host.path, words);
    const found = asked.stdout.toString('utf8').trim();
    return asked.code === 0 && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(found) ? found : undefined;
}
function remoteOf(ci, env, token) {
    if (ci.repository === null)
        return undefined;
    const own = Object.entries(env).flatMap(([name, value]) => value !== undefined && GIT_VARIABLES.test(name) ? [[name, value]] : []);
    const home = env['HOME'] ?? '';
    const config = env['GIT_CONFIG_GLOBAL'] || (home === '' ? '/dev/null' : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(home, '.gitconfig'));
    return {
        url: ci.repository.url,
        token: token ?? ci.login?.password,
        ...(token === undefined && ci.login !== undefined ? { user: ci.login.user } : {}),
        env: {
            ...Object.fromEntries(own),
            GIT_CONFIG_GLOBAL: config,
            GIT_CONFIG_NOSYSTEM: '0',
            GIT_ALLOW_PROTOCOL: 'https:http:ssh:git',
        },
    };
}


/***/ })

};
