export const id = 197;
export const ids = [197,450];
export const modules = {

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
        // A build by hand or by schedule may name its branch alone: its commit is the one that the job checked out.
        const workCommit = ci.workCommit ?? (ci.ref && (await inCheckout(from.host, 'HEAD')));
        const trusted = workCommit && { ref: ci.ref ?? workCommit, commit: workCommit };
        return { ...result, branch: ci.ref ?? null, workCommit: workCommit || undefined, trusted: trusted || undefined };
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
    const { connect } = await Promise.all(/* import() */[__webpack_require__.e(210), __webpack_require__.e(668), __webpack_require__.e(703), __webpack_require__.e(578), __webpack_require__.e(949), __webpack_require__.e(845)]).then(__webpack_require__.bind(__webpack_require__, 13845));
    const info = await connect(context, token)?.pulls.get(pull.number);
    const found = info && (0,_inputs_context_js__WEBPACK_IMPORTED_MODULE_2__/* .pullRequestContext */ .EG)(info).pullRequest;
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


/***/ }),

/***/ 93197:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  describePublished: () => (/* binding */ describePublished),
  runPublishCommand: () => (/* binding */ runPublishCommand)
});

// EXTERNAL MODULE: ./build/inputs/ci/detect.js + 7 modules
var detect = __webpack_require__(12163);
// EXTERNAL MODULE: ./build/inputs/scalars.js
var scalars = __webpack_require__(3237);
// EXTERNAL MODULE: ./build/publish/api-url.js
var api_url = __webpack_require__(63684);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/run/ci-context.js
var ci_context = __webpack_require__(31450);
// EXTERNAL MODULE: ./build/run/exit-code.js
var exit_code = __webpack_require__(5680);
// EXTERNAL MODULE: ./build/run/git-host.js
var git_host = __webpack_require__(76205);
// EXTERNAL MODULE: ./build/run/github-run.js + 11 modules
var github_run = __webpack_require__(13845);
;// CONCATENATED MODULE: ./build/inputs/comment-key.js
/** A workflow's name as a key of comments: in the characters that a marker allows. */
function commentKeyOf(workflow) {
    const key = (workflow ?? '')
        .replace(/[^A-Za-z0-9._-]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 64);
    return key === '' ? 'default' : key;
}

// EXTERNAL MODULE: ./build/inputs/publish-inputs.js
var publish_inputs = __webpack_require__(43285);
// EXTERNAL MODULE: ./build/publish/publish.js + 29 modules
var publish = __webpack_require__(1946);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/run/publish-folder.js



/** Entries of a download that are looked at. */
const MAX_ENTRIES = 1000;
/**
 * The evidence in a folder that an artifact was unpacked to: the folder itself, or the only one in it that is evidence.
 * @throws CleanroomError `evidence.missing`, `evidence.unreadable`
 */
async function findEvidence(directory) {
    if (await isEvidence(directory))
        return directory;
    const found = [];
    try {
        let entries = 0;
        for await (const entry of await (0,promises_.opendir)(directory)) {
            entries += 1;
            if (entries > MAX_ENTRIES)
                break;
            const path = (0,external_node_path_.join)(directory, entry.name);
            if (entry.isDirectory() && (await isEvidence(path)))
                found.push(path);
        }
    }
    catch (cause) {
        throw new errors/* CleanroomError */.P3('evidence.unreadable', `cannot read ${directory}: ${(0,errors/* errnoOf */.UQ)(cause) ?? 'unknown error'}`, {
            hint: 'download the artifact of the run to this folder first',
            cause,
        });
    }
    const [only, ...others] = found;
    if (only !== undefined && others.length === 0)
        return only;
    if (only === undefined)
        throw new errors/* CleanroomError */.P3('evidence.missing', `there is no evidence in ${directory}`, {
            hint: 'download the artifact of the run to this folder; a run that was killed leaves none',
        });
    throw new errors/* CleanroomError */.P3('evidence.missing', `${directory} holds the evidence of ${found.length} runs`, {
        hint: 'name the folder of one of them, and publish each in a step of its own',
    });
}
async function isEvidence(directory) {
    for (const name of ['manifest.json', 'verdict.json']) {
        const entry = await (0,promises_.lstat)((0,external_node_path_.join)(directory, name)).catch(() => undefined);
        if (entry?.isFile())
            return true;
    }
    return false;
}

;// CONCATENATED MODULE: ./build/run/publish-job.js






/**
 * Publishes the evidence of another job: what is said where comes from this job's inputs, what it is about from its
 * event, and the evidence is input from an enemy.
 * @throws CleanroomError `evidence.*`; InputError
 */
async function publishEvidence(job) {
    const { inputs, found, token } = job;
    const directory = await findEvidence(inputs.evidence ?? '');
    const artifactUrl = inputs.artifactUrl;
    // Another job said it: it may lead to nothing but an artifact of this repository.
    const artifacts = `${found.serverUrl ?? ''}/${found.repository ?? ''}/actions/runs/`;
    if (artifactUrl !== undefined && !isArtifact(artifactUrl, artifacts)) {
        throw new errors/* InputError */.dz([
            {
                where: 'artifact-url',
                given: JSON.stringify(artifactUrl.slice(0, 200)),
                expected: `${artifacts}RUN/artifacts/NUMBER`,
            },
        ]);
    }
    return (0,publish/* publish */.m)({
        evidenceDir: directory,
        github: (0,github_run.connect)(found, token),
        target: found.target,
        foreign: {
            manifestSha256: inputs.manifestSha256,
            repository: found.repository,
            commit: found.commit,
            hold: found.hold,
            forgeable: found.forgeable,
        },
        settings: (0,publish_inputs/* publishSettings */.nR)(inputs.layer, commentKeyOf(found.workflow)),
        links: {
            ...(artifactUrl === undefined ? {} : { artifactUrl }),
            ...(found.runUrl === null ? {} : { runUrl: found.runUrl }),
        },
        gitHost: job.gitHost,
        outputFile: job.outputFile,
        summaryFile: job.summaryFile,
    });
}
function isArtifact(url, prefix) {
    return url.startsWith(prefix) && /^\d{1,20}\/artifacts\/\d{1,20}$/.test(url.slice(prefix.length));
}

// EXTERNAL MODULE: ./build/inputs/context.js + 1 modules
var inputs_context = __webpack_require__(62319);
// EXTERNAL MODULE: ./build/inputs/payload.js
var inputs_payload = __webpack_require__(38958);
;// CONCATENATED MODULE: ./build/inputs/triggering-run.js

/** Events that run the workflow file of the pull request itself, and not the default branch's. */
const OF_THE_PULL_REQUEST = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
/** Events whose runs are about the commit that GitHub calls their head. */
const ABOUT_THEIR_HEAD = ['pull_request', 'push', 'merge_group'];
const eventName = {
    test: (text) => /^[a-z][a-z_]{0,63}$/.test(text),
    expected: 'the name of an event',
};
/** Reads the payload of `workflow_run`: GitHub's own words, but branch names are anybody's. Nothing is thrown. */
function readTriggeringRun(payload) {
    const at = 'workflow_run';
    const reader = new inputs_payload/* PayloadReader */.E_(payload, 'event payload');
    const id = reader.number(`${at}.id`);
    const event = reader.text(`${at}.event`, eventName);
    const headSha = reader.text(`${at}.head_sha`, inputs_payload/* commit */.cd);
    const headBranch = (reader.raw(`${at}.head_branch`) ?? null) === null ? null : reader.text(`${at}.head_branch`, inputs_payload/* refName */.P7);
    const gone = (reader.raw(`${at}.head_repository`) ?? null) === null;
    const headRepository = gone ? null : reader.text(`${at}.head_repository.full_name`, inputs_payload/* repositoryName */.aR);
    const own = reader.text('repository.full_name', inputs_payload/* repositoryName */.aR);
    const complete = id && event && headSha && own && headBranch !== undefined && headRepository !== undefined;
    if (!complete)
        return { run: undefined, problems: reader.problems };
    // A name can have been given up and taken again; a number cannot.
    const renamed = reader.raw(`${at}.head_repository.id`) !== reader.raw('repository.id');
    const fork = headRepository === null || renamed || headRepository.toLowerCase() !== own.toLowerCase();
    const forgeable = fork && OF_THE_PULL_REQUEST.includes(event);
    return { run: { id, event, headSha, headBranch, headRepository, fork, forgeable }, problems: reader.problems };
}

;// CONCATENATED MODULE: ./build/run/publish-target.js




/**
 * Finds what a job in a workflow is about. The evidence is not looked at.
 * @throws InputError with every problem of event and inputs; CleanroomError `github.*`
 */
async function targetOfEvent({ env, payload, token, named }) {
    const event = (0,inputs_context/* readContext */.yI)(env, payload);
    const { context } = event;
    const triggered = context.event === 'workflow_run' ? readTriggeringRun(payload) : undefined;
    const problems = [...event.problems, ...(triggered?.problems ?? [])];
    if (context.event === 'local' || context.repository === null) {
        problems.push({ where: 'event', given: undefined, expected: 'a job of a workflow of GitHub' });
    }
    const own = context.pullRequest?.number ?? event.lookup?.pullRequest;
    if (named.number !== undefined && own !== undefined && named.number !== own) {
        problems.push({
            where: named.where,
            given: `${named.number}`,
            expected: `${own}, which the event is about, or nothing`,
        });
    }
    const github = (0,github_run.connect)(context, token);
    const asked = own === undefined ? named.number : event.lookup?.pullRequest;
    const asks = asked !== undefined || triggered?.run !== undefined;
    if (asks && !github && problems.length === 0)
        problems.push({
            where: 'github-token',
            given: undefined,
            expected: 'a token with pull-requests: read, to find the pull request',
        });
    if (problems.length > 0)
        throw new errors/* InputError */.dz(problems);
    const base = {
        repository: context.repository,
        apiUrl: context.apiUrl,
        serverUrl: context.serverUrl,
        workflow: event.workflow,
    };
    if (triggered?.run && github) {
        const { run } = triggered;
        const runUrl = runAddress(context, run.id);
        return { ...base, runUrl, forgeable: run.forgeable, ...(await ofTriggeringRun(run, github, named.number)) };
    }
    const pullRequest = asked !== undefined && github ? await describePullRequest(asked, github, named.where) : context.pullRequest;
    const commit = pullRequest === null ? event.workCommit : pullRequest.headSha;
    return {
        ...base,
        runUrl: context.runUrl,
        forgeable: false,
        target: {
            pullRequest,
            commit: commit ?? null,
            branch: pullRequest === null ? (/^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null) : null,
        },
        // What GitHub answered just now may be younger than what the run worked on.
        commit: asked === undefined ? commit : undefined,
    };
}
/** Of a pull request's run: the one whose head is the commit that it ran for. A number that is named has to agree. */
async function ofTriggeringRun(run, github, named) {
    const { headSha, headBranch, headRepository } = run;
    const none = (hold) => ({
        target: { pullRequest: null, commit: null, branch: null },
        commit: undefined,
        hold,
    });
    if (!ABOUT_THEIR_HEAD.includes(run.event)) {
        // Its head is a commit of the default branch, and says nothing of what was worked on.
        if (named === undefined)
            return none(`the event ${run.event} of the run names no pull request; say it with pull-request, or publish in the same workflow`);
        const pullRequest = await describePullRequest(named, github, 'pull-request');
        return { target: { pullRequest, commit: pullRequest?.headSha ?? null, branch: null }, commit: undefined };
    }
    const open = headRepository === null || headBranch === null
        ? []
        : await github.pulls.openFrom(headRepository, headBranch, headSha);
    const fitting = open.filter(({ number }) => named === undefined || number === named);
    const [found, ...others] = fitting;
    if (found && others.length > 0) {
        const numbers = fitting.map(({ number }) => number).join(', ');
        return none(`several pull requests have this head (${numbers}); say which one with pull-request`);
    }
    if (found) {
        const { pullRequest, problems } = (0,inputs_context/* pullRequestContext */.EG)(found);
        if (problems.length > 0)
            throw new errors/* InputError */.dz(problems);
        return { target: { pullRequest, commit: headSha, branch: null }, commit: headSha };
    }
    if (run.event !== 'pull_request' && named === undefined)
        return { target: { pullRequest: null, commit: headSha, branch: headBranch }, commit: headSha };
    return none(`no open pull request has the commit ${headSha.slice(0, 12)} of the run as its head: it was closed, or somebody has pushed to it since`);
}
/** An open pull request as GitHub describes it now. @throws InputError, CleanroomError `github.*` */
async function describePullRequest(number, github, where) {
    const info = await github.pulls.get(number);
    const { pullRequest, problems } = (0,inputs_context/* pullRequestContext */.EG)(info);
    const closed = info.open
        ? []
        : [{ where, given: `${number}`, expected: 'an open pull request', hint: 'it was closed or merged' }];
    if (problems.length > 0 || closed.length > 0)
        throw new errors/* InputError */.dz([...problems, ...closed]);
    return pullRequest;
}
function runAddress({ serverUrl, repository }, id) {
    return serverUrl === null || repository === null ? null : `${serverUrl}/${repository}/actions/runs/${id}`;
}

;// CONCATENATED MODULE: ./build/run/publish-command.js










/**
 * Publishes evidence to GitHub from any shell: what it is about comes from the flags, else from the CI system's own
 * variables, and in a workflow of GitHub from its event.
 * @throws InputError; CleanroomError `evidence.*`, `github.*`
 */
async function runPublishCommand(line, env, token) {
    if (line.problems.length > 0)
        throw new errors/* InputError */.dz(line.problems);
    const { inputs, repository, commit } = line;
    const inWorkflow = Boolean(env['GITHUB_EVENT_NAME']) && repository === undefined && commit === undefined;
    const named = { number: inputs.pullRequest, where: '--pull-request' };
    const found = inWorkflow
        ? await targetOfEvent({ env, payload: await (0,github_run.readPayload)(env), token, named })
        : await targetOfFlags(line, env, token);
    const { serverUrl } = found;
    const remote = serverUrl && found.repository ? { url: `${serverUrl}/${found.repository}.git`, token } : undefined;
    const published = await publishEvidence({
        inputs,
        found,
        token,
        gitHost: (0,git_host/* gitHostOf */.M)(env, remote),
        outputFile: env['GITHUB_OUTPUT'] || undefined,
        summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
    });
    const { comment, check } = inputs.layer.values;
    const missing = (comment === 'always' && published.comment.state !== 'written') ||
        (check === 'always' && published.check.state !== 'written') ||
        published.delivery.state === 'failed';
    const verdict = inputs.failOnVerdict ? (0,exit_code/* exitCodeOf */.FO)(published.verdict) : exit_code/* EXIT */.dc.green;
    return { published, code: missing ? exit_code/* EXIT */.dc.infrastructure : verdict };
}
async function targetOfFlags(line, env, token) {
    const { system } = line.repository === undefined ? (0,detect/* detectCi */.A)(env) : {};
    const ci = system === undefined ? undefined : (0,detect/* readCi */.$)(system, env);
    const onGitHub = (0,ci_context/* githubOf */.z)(ci?.repository ?? null, env);
    const problems = [...(ci?.problems ?? [])];
    const repository = line.repository ?? (onGitHub && ci?.repository?.path) ?? (env['GITHUB_REPOSITORY'] || undefined);
    const number = line.inputs.pullRequest ?? ci?.pullRequest?.number;
    const commit = line.commit ?? ci?.workCommit;
    const say = (where, expected) => void problems.push({ where, given: undefined, expected });
    if (repository === undefined)
        say('--github-repository', 'owner/name of a repository on GitHub');
    if (number === undefined && commit === undefined)
        say('--pull-request or --commit', 'what the evidence is about');
    if (token === undefined)
        say('environment variable GITHUB_TOKEN', 'a token that may write to the repository');
    if (problems.length > 0)
        throw new errors/* InputError */.dz(problems);
    const serverUrl = onGitHub?.serverUrl ?? address(env['GITHUB_SERVER_URL']) ?? 'https://github.com';
    const place = {
        repository: repository ?? null,
        serverUrl,
        apiUrl: onGitHub?.apiUrl ?? address(env['GITHUB_API_URL']) ?? (0,api_url/* apiUrlOf */.p)(serverUrl),
    };
    const github = (0,github_run.connect)(place, token);
    const pullRequest = number !== undefined && github ? await describePullRequest(number, github, '--pull-request') : null;
    return {
        ...place,
        runUrl: ci?.runUrl ?? null,
        workflow: undefined,
        commit,
        forgeable: false,
        target: {
            pullRequest,
            commit: pullRequest?.headSha ?? commit ?? null,
            branch: pullRequest === null ? (ci?.ref ?? null) : null,
        },
    };
}
function address(text) {
    const parsed = (0,scalars/* webAddress */.Dy)().fromTexts([text?.trim() ?? '']);
    return parsed.ok ? parsed.value : undefined;
}
/** What was published, for a person. */
function describePublished({ verdict, outputs, comment, check, delivery }) {
    const word = (name, state) => `${name}: ${state.state === 'written' ? state.url : state.state === 'skipped' ? `none, ${state.reason}` : state.message}`;
    const delivered = delivery.state === 'delivered' ? delivery.url : delivery.state === 'failed' ? delivery.message : delivery.reason;
    return [
        `${verdict}: ${outputs.summary}`,
        word('comment', comment),
        word('check run', check),
        `delivery (${delivery.kind}): ${delivery.state}, ${delivered}`,
    ].join('\n');
}


/***/ })

};
