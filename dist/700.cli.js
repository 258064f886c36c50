export const id = 700;
export const ids = [700,319];
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


/***/ })

};
