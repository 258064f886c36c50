export const id = 450;
export const ids = [450];
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


/***/ })

};
