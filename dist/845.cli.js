export const id = 845;
export const ids = [845];
export const modules = {

/***/ 13845:
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
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./build/inputs/context.js + 1 modules
var context = __webpack_require__(62319);
// EXTERNAL MODULE: ./build/publish/api-url.js
var api_url = __webpack_require__(63684);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/publish/github-shapes.js
var github_shapes = __webpack_require__(98908);
;// CONCATENATED MODULE: ./build/publish/access.js


const LEVELS = (/* unused pure expression or super */ null && (['none', 'read', 'triage', 'write', 'maintain', 'admin']));
/** Who may do what in one repository, and who belongs to which team. */
class Access {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /** An account by its name. @throws CleanroomError `github.*` */
    async account(login) {
        const call = {
            route: 'GET /users/{username}',
            parameters: { username: login },
            permission: 'metadata: read',
            doing: `look up the account ${login}`,
        };
        const { data } = await this.#client.read(call, this.#client.budget(), (data) => toAccount(data) !== undefined);
        const account = toAccount(data);
        if (!account || account.login.toLowerCase() !== login.toLowerCase())
            throw unknownForm(call.doing);
        return account;
    }
    /** Access of somebody to the repository; `none` also where GitHub knows no such account. @throws CleanroomError `github.*` */
    async permission(login) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
            parameters: { username: login },
            permission: 'metadata: read',
            doing: `ask what access ${login} has`,
        };
        const found = await this.#found(call, (data) => toLevel(data) !== undefined);
        if (found === undefined)
            return { level: 'none', account: undefined };
        const level = toLevel(found);
        const account = toAccount(field(found, 'user'));
        if (level === undefined)
            throw unknownForm(call.doing);
        // An answer about nobody, or about somebody else, is none.
        if (account?.login.toLowerCase() !== login.toLowerCase())
            return { level: 'none', account };
        return { level, account };
    }
    /** Whether somebody is an active member of a team. @throws CleanroomError `github.*` */
    async isMember(org, team, login) {
        const call = {
            route: 'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
            parameters: { org, team_slug: team, username: login },
            permission: 'members: read',
            doing: `ask whether ${login} is in the team ${org}/${team} (the token of a workflow may not: give github-token one of an app)`,
        };
        const found = await this.#found(call, (data) => typeof field(data, 'state') === 'string');
        return found !== undefined && field(found, 'state') === 'active';
    }
    /** What GitHub answers; undefined where it knows nothing of the kind. */
    async #found(call, accepts) {
        try {
            return (await this.#client.read(call, this.#client.budget(), accepts)).data;
        }
        catch (error) {
            if (error instanceof errors/* CleanroomError */.P3 && error.code === 'github.not-found')
                return undefined;
            throw error;
        }
    }
}
function field(value, name) {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
}
function toAccount(value) {
    const [login, id, type] = [field(value, 'login'), (0,github_shapes/* idOf */.TH)(value), field(value, 'type')];
    return typeof login === 'string' && id !== undefined && typeof type === 'string' ? { login, id, type } : undefined;
}
/**
 * `permission` knows four levels, and counts a role of an organisation's own as the one that it was made from;
 * `role_name` tells `maintain` and `triage` apart from them.
 */
function toLevel(value) {
    const [permission, role] = [field(value, 'permission'), field(value, 'role_name')];
    if (permission === 'write')
        return role === 'maintain' ? 'maintain' : 'write';
    if (permission === 'read')
        return role === 'triage' ? 'triage' : 'read';
    return permission === 'admin' || permission === 'none' ? permission : undefined;
}
function unknownForm(doing) {
    return new errors/* CleanroomError */.P3('github.response', `cannot ${doing}: GitHub answered in an unknown form`);
}

// EXTERNAL MODULE: ./build/publish/create-once.js
var create_once = __webpack_require__(35794);
;// CONCATENATED MODULE: ./build/publish/checks.js



/** GitHub takes no more annotations in one request. */
const ANNOTATIONS_PER_REQUEST = 50;
const PER_PAGE = 100;
/** Pages of runs of one name on one commit, and of annotations of one run, that are looked through. */
const MAX_PAGES = 20;
const PERMISSION = 'checks: write';
const SUPERSEDED = 'Superseded';
/** Check runs of one repository. Only an app's token may write them, which that of a workflow is. */
class Checks {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /**
     * Makes the one check run of this commit, name and external id say this: updates it, or creates it. After a lost
     * response it looks before it writes again, since GitHub appends the annotations of every request, and has no way to
     * remove a check run or an annotation. Of twins that came to be all the same, the newest is the one that GitHub shows,
     * and so the one that is made whole; the older ones then say that they are superseded.
     * @param onTrouble see {@link Budget}
     * @throws CleanroomError `github.*`
     */
    async upsert(check, onTrouble) {
        const budget = this.#client.budget(onTrouble);
        const notOurs = new Set();
        const first = check.annotations.slice(0, ANNOTATIONS_PER_REQUEST);
        const create = {
            route: 'POST /repos/{owner}/{repo}/check-runs',
            parameters: {
                ...bodyOf(check, first),
                head_sha: check.headSha,
            },
            permission: PERMISSION,
            doing: 'create the check run',
        };
        const find = async () => {
            const [newest, ...older] = await this.#find(check, notOurs, budget);
            return newest && [newest, ...older];
        };
        let anyCreated = false;
        for (;;) {
            const made = await (0,create_once/* createOnce */.U)({
                client: this.#client,
                budget,
                create,
                accepts: (data) => {
                    const run = (0,github_shapes/* toCheckRun */.N_)(data);
                    return run && [run];
                },
                find,
            });
            const { created, unanswered } = made;
            anyCreated ||= created;
            // A request without an answer may have come through after the one with an answer.
            const [run, ...older] = created && unanswered > 0 ? ((await find()) ?? made.value) : made.value;
            try {
                const known = created && unanswered === 0 ? first.length : undefined;
                const action = await this.#bring(run, check, known, budget);
                const twins = unanswered > 0 ? await this.#lookAgain(find, older) : older;
                // One that came to be while this one was made whole is what GitHub shows now.
                if (twins.some(({ id }) => id > run.id))
                    continue;
                await this.#supersede(twins, run, budget);
                return { id: run.id, url: run.url, action: anyCreated ? 'created' : action };
            }
            catch (error) {
                // Any app may choose any external id: one that is not ours to change is none of ours.
                const refused = error instanceof errors/* CleanroomError */.P3 && ['github.forbidden', 'github.not-found'].includes(error.code);
                if (!refused || created || notOurs.has(run.id))
                    throw error;
                notOurs.add(run.id);
            }
        }
    }
    /** All that are there by now. The one that counts is whole: a failure to look for twins takes nothing from that. */
    async #lookAgain(find, older) {
        try {
            return (await find()) ?? older;
        }
        catch (error) {
            if (!(error instanceof errors/* CleanroomError */.P3))
                throw error;
            return older;
        }
    }
    /** Lets older twins of a run decide nothing and say why. What cannot be changed is left: the next call looks again. */
    async #supersede(twins, { id: newest }, budget) {
        const output = {
            title: SUPERSEDED,
            summary: `Superseded by check run ${newest} of this commit, which says the same: GitHub took a request twice whose answer got lost.`,
        };
        for (const { id, title, conclusion } of twins) {
            if (id >= newest || (title === SUPERSEDED && conclusion === 'neutral'))
                continue;
            const call = {
                route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
                parameters: { check_run_id: id, status: 'completed', conclusion: 'neutral', output },
                permission: PERMISSION,
                doing: 'take back a second check run',
            };
            try {
                await this.#client.read(call, budget, (data) => (0,github_shapes/* toCheckRun */.N_)(data)?.id === id);
            }
            catch (error) {
                if (!(error instanceof errors/* CleanroomError */.P3))
                    throw error;
            }
        }
    }
    /** Newest first. */
    async #find(check, notOurs, budget) {
        const found = [];
        for (let page = 1; page <= MAX_PAGES; page += 1) {
            const { data, headers } = await this.#client.read({
                route: 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
                parameters: { ref: check.headSha, check_name: check.name, filter: 'all', per_page: PER_PAGE, page },
                permission: PERMISSION,
                doing: 'list the check runs of the commit',
            }, budget, (answer) => runsOf(answer) !== undefined);
            const runs = (runsOf(data) ?? []).flatMap((entry) => (0,github_shapes/* toCheckRun */.N_)(entry) ?? []);
            found.push(...runs.filter(({ id, externalId }) => externalId === check.externalId && !notOurs.has(id)));
            if (!/rel="next"/.test(headers['link'] ?? ''))
                break;
        }
        return found.sort((a, b) => b.id - a.id);
    }
    /**
     * Completes text and annotations of a run.
     * @param known annotations that it surely has, and no more; undefined: to be counted
     */
    async #bring(run, check, known, budget) {
        const { annotations } = check;
        const count = () => this.#count(run.id, budget);
        let written = annotations.length === 0 ? 0 : (known ?? (await count()));
        let same = saysTheSame(run, check);
        const action = same && written >= annotations.length ? 'unchanged' : 'updated';
        for (let attempt = 1; !same || written < annotations.length;) {
            const batch = annotations.slice(written, written + ANNOTATIONS_PER_REQUEST);
            const update = {
                route: 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
                parameters: { check_run_id: run.id, ...bodyOf(check, batch) },
                permission: PERMISSION,
                doing: 'update the check run',
            };
            const outcome = await this.#client.once(update, budget, (data) => (0,github_shapes/* toCheckRun */.N_)(data)?.id === run.id);
            if (outcome.kind === 'done') {
                same = true;
                written += batch.length;
                attempt = 1;
                continue;
            }
            await this.#client.pause(update, budget, attempt, outcome.why, outcome.waitMs);
            attempt += 1;
            const now = batch.length === 0 ? written : await count();
            // The text goes with the annotations. Where there were none, saying it once more does no harm.
            if (now > written)
                same = true;
            written = now;
        }
        return action;
    }
    async #count(id, budget) {
        for (let page = 1, count = 0;; page += 1) {
            const { data, headers } = await this.#client.read({
                route: 'GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations',
                parameters: { check_run_id: id, per_page: PER_PAGE, page },
                permission: PERMISSION,
                doing: 'count the annotations of the check run',
            }, budget, Array.isArray);
            count += Array.isArray(data) ? data.length : 0;
            if (page >= MAX_PAGES || !/rel="next"/.test(headers['link'] ?? ''))
                return count;
        }
    }
}
function bodyOf(check, annotations) {
    const { name, externalId, conclusion, output, detailsUrl, startedAt, completedAt } = check;
    return {
        name,
        external_id: externalId,
        status: 'completed',
        conclusion,
        started_at: startedAt,
        completed_at: completedAt,
        ...(detailsUrl === undefined ? {} : { details_url: detailsUrl }),
        output: { ...output, ...(annotations.length > 0 ? { annotations } : {}) },
    };
}
function runsOf(data) {
    const runs = typeof data === 'object' && data !== null && 'check_runs' in data ? data.check_runs : undefined;
    return Array.isArray(runs) ? runs : undefined;
}
function saysTheSame(run, { conclusion, output, detailsUrl }) {
    return (run.status === 'completed' &&
        run.conclusion === conclusion &&
        sameText(run.title, output.title) &&
        sameText(run.summary, output.summary) &&
        sameText(run.text, output.text ?? '') &&
        (detailsUrl === undefined || run.detailsUrl === detailsUrl));
}
/** GitHub may store line ends and trailing white space in its own way. */
function sameText(a, b) {
    return a.replace(/\r\n/g, '\n').trim() === b.replace(/\r\n/g, '\n').trim();
}

;// CONCATENATED MODULE: ./build/publish/comments.js



const comments_PER_PAGE = 100;
/** Pages of comments that are searched; with more, no comment is written rather than a second one. */
const comments_MAX_PAGES = 100;
/** A list that does not yet hold what was just created is read again, so many times at most. */
const MAX_LOOKS = 3;
/** Comments of one repository's issues and pull requests. */
class Comments {
    #client;
    #identity;
    constructor(client) {
        this.#client = client;
    }
    /**
     * Makes the one comment that starts with `marker` say `body`: updates the token's own, or creates it. A marker in
     * anybody else's comment means nothing; an app's token may not ask whose it is, so another bot's is told by GitHub's
     * refusal to change it. After a lost response it looks before it writes again, and twins that a late request or
     * another job left are removed (the oldest stays).
     * @throws CleanroomError `github.*`
     */
    async upsert(issueNumber, marker, body) {
        const budget = this.#client.budget();
        const others = new Set();
        let refused;
        const find = () => this.#find(issueNumber, marker, others, budget);
        const create = {
            route: 'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
            parameters: { issue_number: issueNumber, body },
            permission: 'pull-requests: write',
            doing: 'create the comment',
        };
        for (let attempt = 1;;) {
            const { value, created } = await (0,create_once/* createOnce */.U)({
                client: this.#client,
                budget,
                create,
                accepts: (data) => {
                    const comment = (0,github_shapes/* toComment */.T5)(data);
                    return comment && [comment];
                },
                find: async () => {
                    const found = await find();
                    return found.length > 0 ? found : undefined;
                },
            });
            const [comment] = value;
            if (!comment)
                throw new errors/* CleanroomError */.P3('github.response', 'GitHub described a comment in an unknown form');
            if (created && others.has(comment.author?.id ?? 0)) {
                // Its author is ours, and so was what may not be changed: with this one there would be one more after every run.
                await this.#remove([comment], budget);
                throw refused;
            }
            const known = created ? await this.#lookAgain(comment, find, create, budget) : value;
            try {
                const result = await this.#settle(known, body, budget, attempt === 1);
                if (result)
                    return created ? { ...result, action: 'created' } : result;
            }
            catch (error) {
                const author = isAnothers(error) ? known[0]?.author : undefined;
                if (author === undefined || others.has(author.id) || created)
                    throw error;
                // Of a person it is known which comments are theirs.
                if ((await this.#whoAmI(budget)).kind === 'user')
                    throw error;
                refused = error;
                others.add(author.id);
                continue;
            }
            // Somebody deleted it between the two requests.
            await this.#client.pause(create, budget, attempt, 'the comment is deleted again and again');
            attempt += 1;
        }
    }
    /**
     * After a creation: the comment and its twins, oldest first, from a list that is new enough to hold it. It is there
     * in any case: a failure to look for twins takes nothing from that, and the next call looks again.
     */
    async #lookAgain(comment, find, create, budget) {
        try {
            for (let look = 1;; look += 1) {
                const found = await find();
                if (found.some(({ id }) => id === comment.id))
                    return found;
                // An older one of this token that the first look missed, as when comments before it were being deleted.
                if (look === MAX_LOOKS)
                    return [...found, comment].sort((a, b) => a.id - b.id);
                await this.#client.pause(create, budget, look, 'the list does not hold it');
            }
        }
        catch (error) {
            if (!(error instanceof errors/* CleanroomError */.P3))
                throw error;
            return [comment];
        }
    }
    /** The oldest stays and gets the text, the others go; undefined when the oldest is gone and may be. */
    async #settle([oldest, ...twins], body, budget, mayBeGone) {
        const result = oldest && (await this.#bring(oldest, body, budget, mayBeGone));
        if (result)
            await this.#remove(twins, budget);
        return result;
    }
    /**
     * Own comments with the marker, oldest first. All pages are searched: a request that took effect late may have left a
     * twin behind any number of others.
     * @param others accounts whose comments are none of ours
     */
    async #find(issueNumber, marker, others, budget) {
        const marked = [];
        for (let page = 1;; page += 1) {
            const { comments, last } = await this.#page(issueNumber, page, budget);
            marked.push(...comments.filter((comment) => comment.body.startsWith(marker)));
            if (last)
                break;
            if (page < comments_MAX_PAGES)
                continue;
            if (marked.length > 0)
                break;
            throw new errors/* CleanroomError */.P3('github.too-many-comments', `more than ${comments_MAX_PAGES * comments_PER_PAGE} comments to search`, {
                hint: 'set comment to never for this conversation, or start a new pull request',
            });
        }
        if (marked.length === 0)
            return [];
        const identity = await this.#whoAmI(budget);
        const [first, ...rest] = marked
            .filter((comment) => isOwn(comment, identity) && !others.has(comment.author?.id ?? 0))
            .sort((a, b) => a.id - b.id);
        return first ? [first, ...rest.filter((comment) => comment.author?.id === first.author?.id)] : [];
    }
    async #page(issueNumber, page, budget) {
        const { data, headers } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
            parameters: { issue_number: issueNumber, per_page: comments_PER_PAGE, page },
            permission: 'pull-requests: write',
            doing: 'list the comments',
        }, budget, Array.isArray);
        const entries = Array.isArray(data) ? data : [];
        // Something on the way may take the links out: a full page is not the last one before an emptier one was seen.
        const last = entries.length < comments_PER_PAGE && !/rel="next"/.test(headers['link'] ?? '');
        return { comments: entries.flatMap((entry) => (0,github_shapes/* toComment */.T5)(entry) ?? []), last };
    }
    /** Updates a comment where its text differs; undefined when it is gone and may be. */
    async #bring(comment, body, budget, mayBeGone) {
        const { id, url } = comment;
        if (comments_sameText(comment.body, body))
            return { id, url, action: 'unchanged' };
        try {
            await this.#client.read({
                route: 'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}',
                parameters: { comment_id: id, body },
                permission: 'pull-requests: write',
                doing: 'update the comment',
            }, budget, (data) => (0,github_shapes/* toComment */.T5)(data)?.id === id);
            return { id, url, action: 'updated' };
        }
        catch (error) {
            // A second time it is a token that may not.
            if (mayBeGone && error instanceof errors/* CleanroomError */.P3 && error.code === 'github.not-found')
                return undefined;
            throw error;
        }
    }
    /** Removes what it can: the comment says what it should, and the next call looks for twins again. */
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
                if (!(error instanceof errors/* CleanroomError */.P3))
                    throw error;
                // Gone is what was wanted; of the others none would fare better.
                if (error.code !== 'github.not-found')
                    return;
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
            const { data } = await this.#client.read(call, budget, (data) => (0,github_shapes/* idOf */.TH)(data) !== undefined);
            const id = (0,github_shapes/* idOf */.TH)(data);
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
/** What GitHub says of a comment that a token may not change though it may write its own. */
function isAnothers(error) {
    // Where a conversation is locked, or a repository archived, no comment can be written at all.
    return (error instanceof errors/* CleanroomError */.P3 &&
        error.code === 'github.forbidden' &&
        !/\b(?:un)?lock(?:ed)?\b|\barchived\b/i.test(error.message));
}
/** GitHub may store line ends and trailing white space in its own way. */
function comments_sameText(a, b) {
    return a.replace(/\r\n/g, '\n').trimEnd() === b.replace(/\r\n/g, '\n').trimEnd();
}

;// CONCATENATED MODULE: ./build/publish/delivered-pulls.js


const delivered_pulls_PER_PAGE = 100;
const delivered_pulls_PERMISSION = 'pull-requests: write';
/** Pull requests of our own branches in one repository. */
class DeliveredPulls {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /**
     * The one open pull request from a branch: brought up to date where its text is ours, or made. GitHub itself allows no
     * second one.
     * @throws CleanroomError `github.*`
     */
    async bring(wanted) {
        const budget = this.#client.budget();
        const { head, base, title, body, draft } = wanted;
        const made = await (0,create_once/* createOnce */.U)({
            client: this.#client,
            budget,
            create: {
                route: 'POST /repos/{owner}/{repo}/pulls',
                parameters: { head, base, title, body, draft, maintainer_can_modify: false },
                permission: delivered_pulls_PERMISSION,
                doing: 'make the pull request',
            },
            accepts: toPull,
            find: async () => (await this.#from(wanted, budget)).find((pull) => pull.open),
        });
        const pull = made.value;
        if (made.created)
            return { pull, action: 'created' };
        const same = pull.title === title && pull.body.replace(/\r\n/g, '\n').trimEnd() === body.trimEnd();
        if (same || !pull.body.startsWith(wanted.marker))
            return { pull, action: 'unchanged' };
        const { data } = await this.#client.read({
            route: 'PATCH /repos/{owner}/{repo}/pulls/{pull_number}',
            parameters: { pull_number: pull.number, title, body },
            permission: delivered_pulls_PERMISSION,
            doing: 'update the pull request',
        }, budget, (data) => toPull(data)?.number === pull.number);
        const updated = toPull(data);
        if (!updated)
            throw new errors/* CleanroomError */.P3('github.response', 'GitHub described the pull request in an unknown form');
        return { pull: updated, action: 'updated' };
    }
    /**
     * One that delivered this very change and was closed or merged, while none is open: somebody has decided about it.
     * @throws CleanroomError `github.*`
     */
    async closed(wanted) {
        const all = await this.#from(wanted, this.#client.budget());
        if (all.some((pull) => pull.open))
            return undefined;
        return all.find(({ body }) => body.startsWith(wanted.marker) && body.includes(wanted.digest));
    }
    /**
     * An open one from the branch, whatever it goes into, that is no draft: what is put on the branch could be merged at once.
     * @throws CleanroomError `github.*`
     */
    async ready(wanted) {
        return (await this.#ofBranch(wanted, this.#client.budget())).find(({ open, draft }) => open && !draft);
    }
    async #from(wanted, budget) {
        return (await this.#ofBranch(wanted, budget)).filter(({ baseRef }) => baseRef === wanted.base);
    }
    async #ofBranch({ owner, head }, budget) {
        const { data } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/pulls',
            parameters: { state: 'all', head: `${owner}:${head}`, per_page: delivered_pulls_PER_PAGE },
            permission: delivered_pulls_PERMISSION,
            doing: 'look for the pull request',
        }, budget, Array.isArray);
        return (Array.isArray(data) ? data : []).flatMap((entry) => toPull(entry) ?? []);
    }
}
function toPull(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const { number, html_url: url, state, draft, title, body, base } = value;
    const baseRef = typeof base === 'object' && base !== null && 'ref' in base ? base.ref : undefined;
    if (typeof number !== 'number' || typeof url !== 'string' || typeof title !== 'string')
        return undefined;
    if (typeof state !== 'string' || typeof baseRef !== 'string')
        return undefined;
    const words = typeof body === 'string' ? body : '';
    return { number, url, open: state === 'open', draft: draft === true, title, body: words, baseRef };
}

;// CONCATENATED MODULE: ./build/publish/budget.js
/** The time that one piece of work on GitHub may take: its requests, and the waiting between them. */
class Budget {
    #clock;
    #onTrouble;
    #endsAt;
    /**
     * @param endsAt of the monotonic clock
     * @param onTrouble called before a wait for a GitHub that fails or does not answer, for what should not have to wait as
     * well; not before one that a limit asks for, which counts for everything
     */
    constructor(clock, endsAt, onTrouble) {
        this.#clock = clock;
        this.#endsAt = endsAt;
        this.#onTrouble = onTrouble;
    }
    /** Milliseconds; 0 when it is spent. */
    get left() {
        return Math.max(0, this.#endsAt - this.#clock.monotonic());
    }
    /** Lets other work go first. The time that it takes is not this one's: a GitHub that stalls would eat up the shares of both. */
    async trouble() {
        if (this.#onTrouble === undefined)
            return;
        const began = this.#clock.monotonic();
        await this.#onTrouble();
        this.#endsAt += this.#clock.monotonic() - began;
    }
}

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
;// CONCATENATED MODULE: ./build/publish/graphql.js

/** What the REST API answers with for errors that GraphQL answers with 200 and a type. */
const STATUS = new Map([
    ['FORBIDDEN', 403],
    ['INSUFFICIENT_SCOPES', 403],
    ['NOT_FOUND', 404],
    ['RATE_LIMITED', 429],
]);
const LIMIT = /rate limit|abuse detection/i;
/** Errors of the server have no type, and say that it might have been a time-out. */
const SERVER = /something went wrong|timed? ?-?out|try again|unavailable/i;
/**
 * Address of GraphQL beside a REST API: GitHub Enterprise Server has both below `/api`, and others at their root.
 * @param apiUrl without a trailing slash
 */
function graphqlUrlOf(apiUrl) {
    return `${apiUrl.replace(/\/api\/v3$/, '/api')}/graphql`;
}
/**
 * What an answer of GraphQL says of a failure, in the terms of the REST API; undefined: of none. GraphQL says most with
 * status 200, and carries nothing out where it names an error.
 */
function graphqlFailure(body, headers) {
    const errors = (0,json_object/* isObject */.G)(body) ? body['errors'] : undefined;
    if (!Array.isArray(errors) || errors.length === 0)
        return undefined;
    const known = errors.filter(json_object/* isObject */.G);
    const message = known
        .map((error) => error['message'])
        .filter((words) => typeof words === 'string')
        .join('; ');
    const types = known.map((error) => error['type']).filter((type) => typeof type === 'string');
    const named = types.map((type) => STATUS.get(type)).find((status) => status !== undefined);
    if (named !== undefined)
        return { status: named, headers, message };
    if (LIMIT.test(message))
        return { status: 429, headers, message };
    return { status: types.length === 0 && SERVER.test(message) ? 502 : 422, headers, message };
}

// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
;// CONCATENATED MODULE: ./build/publish/retry.js
const DEFAULT_RETRY_POLICY = {
    // So many fit into the time where each fails at once: an outage of two minutes is nothing rare.
    maxAttempts: 10,
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
    // Times that GitHub names are by its own clock, of which every answer tells.
    const sent = Date.parse(headers['date'] ?? '');
    const now = Number.isFinite(sent) ? sent : clock.now();
    const after = retryAfterMs(headers['retry-after'], now);
    if (status === undefined || status === 408 || status >= 500)
        return { kind: 'unknown', waitMs: after };
    const words = /secondary rate limit|rate limit exceeded|abuse detection/i.test(message.slice(0, 2000));
    const spent = headers['x-ratelimit-remaining'] === '0';
    const limited = status === 429 || (status === 403 && (headers['retry-after'] !== undefined || spent || words));
    if (!limited)
        return { kind: 'refused' };
    if (after !== undefined)
        return { kind: 'limited', waitMs: after };
    const reset = Number(headers['x-ratelimit-reset'] ?? Number.NaN);
    if (spent && Number.isFinite(reset))
        return { kind: 'limited', waitMs: Math.max(1000, reset * 1000 - now) };
    return { kind: 'limited', waitMs: words ? SECONDARY_LIMIT_MS : undefined };
}
/** Seconds, or an HTTP date. */
function retryAfterMs(value, now) {
    if (value === undefined)
        return undefined;
    if (/^\d{1,9}$/.test(value.trim()))
        return Number(value) * 1000;
    const date = Date.parse(value);
    return Number.isFinite(date) ? Math.max(0, date - now) : undefined;
}
/** Milliseconds before attempt `next` (2, 3, …) when the server named no time. */
function backOff(policy, next, random) {
    const delay = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (next - 2));
    return delay + Math.floor(delay * 0.25 * random());
}

;// CONCATENATED MODULE: ./build/publish/github-client.js





/** Milliseconds for a last look at what came of a request that took all the time of its work. */
const LAST_LOOK_MS = 30_000;
/** Route of {@link GitHubCall}s to GraphQL, with the parameters `query` and `variables`. */
const GRAPHQL = 'POST /graphql';
/**
 * One repository of GitHub: requests with bounded time, size and number of attempts. It knows limits, lost responses
 * and permissions, and nothing of comments.
 */
class GitHubClient {
    #octokit;
    #options;
    #owner;
    #name;
    #graphqlUrl;
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
        this.#graphqlUrl = graphqlUrlOf(this.apiUrl);
    }
    /** `owner/name` */
    get repository() {
        return this.#options.repository;
    }
    /** Without a slash at its end. */
    get apiUrl() {
        return this.#options.apiUrl.replace(/\/+$/, '');
    }
    /**
     * Starts the clock of one call. It ends with the work that it belongs to; one that begins behind that, or shortly before,
     * has half a minute more, together with all others.
     * @param onTrouble see {@link Budget}
     */
    budget(onTrouble) {
        const { clock, endsAt = Number.POSITIVE_INFINITY } = this.#options;
        const now = clock.monotonic();
        const last = now > endsAt - LAST_LOOK_MS ? endsAt + LAST_LOOK_MS : endsAt;
        return new Budget(clock, Math.min(now + this.retry.totalMs, last), onTrouble);
    }
    /** For requests that may be said twice: waits and repeats until there is an answer. */
    async read(call, budget, accepts) {
        for (let attempt = 1;; attempt += 1) {
            const outcome = await this.once(call, budget, accepts);
            if (outcome.kind === 'done')
                return outcome;
            await this.pause(call, budget, attempt, outcome.why, outcome.waitMs);
        }
    }
    /**
     * For requests that must not be said twice: repeats only what GitHub refused because of a limit.
     * @throws CleanroomError `github.unauthorized`, `github.forbidden`, `github.not-found`, `github.rejected`,
     * `github.rate-limit`, `github.moved`
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
                return { kind: 'lost', why: describe(result.failure), waitMs: kind.waitMs };
            await this.#wait(call, budget, attempt, kind.waitMs, describe(result.failure), 'github.rate-limit');
        }
    }
    /**
     * Waits before attempt `attempt + 1` of a call whose outcome is unknown, longer from attempt to attempt.
     * @param waitMs as GitHub asks for at least
     * @throws CleanroomError `github.unavailable` when there are no attempts left, or not the time
     */
    async pause(call, budget, attempt, why, waitMs) {
        await budget.trouble();
        await this.#wait(call, budget, attempt, waitMs, why, 'github.unavailable');
    }
    async #wait(call, budget, attempt, waitMs, why, code) {
        // Who names a second each time would have all attempts in ten, and an outage lasts longer.
        const wait = Math.max(waitMs ?? 0, backOff(this.retry, attempt + 1, this.#options.random));
        // What began without time would be broken off, and nobody knew what came of it.
        if (attempt >= this.retry.maxAttempts || wait >= budget.left) {
            const asked = waitMs !== undefined && waitMs >= budget.left;
            throw new errors/* CleanroomError */.P3(code, `cannot ${call.doing}: ${why}`, {
                hint: code === 'github.rate-limit'
                    ? asked
                        ? `GitHub asks to wait ${Math.ceil(waitMs / 1000)} s, longer than this may take: do it again later`
                        : 'GitHub refused it for its limits again and again: do it again later'
                    : 'GitHub could not be reached or failed repeatedly: do it again later',
            });
        }
        await this.#options.sleep(wait);
    }
    async #send(call, budget) {
        const { token, apiUrl } = this.#options;
        this.#octokit ??= Promise.all(/* import() */[__webpack_require__.e(351), __webpack_require__.e(900)]).then(__webpack_require__.bind(__webpack_require__, 2900)).then(({ createOctokit }) => createOctokit(token, apiUrl));
        const octokit = await this.#octokit;
        const { left } = budget;
        // It would be cut before there can be an answer, and may take effect all the same.
        if (left === 0)
            return { failure: { status: undefined, headers: {}, message: 'its time is over, nothing was sent' } };
        const signal = AbortSignal.timeout(Math.ceil(Math.min(this.retry.requestTimeoutMs, left)));
        try {
            const graphql = call.route === GRAPHQL;
            const { data, headers } = await octokit.request(graphql ? `POST ${this.#graphqlUrl}` : call.route, {
                // What a route does not name would become a query.
                ...(call.route.includes('{owner}/{repo}') ? { owner: this.#owner, repo: this.#name } : {}),
                ...call.parameters,
                request: { signal },
            });
            const response = { data, headers: plainHeaders(headers) };
            const failure = graphql ? graphqlFailure(response.data, response.headers) : undefined;
            return failure ? { failure } : { response };
        }
        catch (error) {
            const cause = error instanceof Error ? error.cause : undefined;
            // Ours, from below: asked again it would say the same.
            if (cause instanceof errors/* CleanroomError */.P3 && cause.code === 'github.moved')
                throw new errors/* CleanroomError */.P3(cause.code, `cannot ${call.doing}: ${cause.message}`, { hint: cause.hint ?? '' });
            return { failure: failureOf(error) };
        }
    }
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
    const permission = /via a GitHub App/i.test(failure.message)
        ? 'only the token of a workflow or of a GitHub App may do that, and no personal one'
        : `the token needs the permission \`${call.permission}\`${said}`;
    switch (failure.status) {
        case 401:
            return new errors/* CleanroomError */.P3('github.unauthorized', message, {
                hint: `the token is not valid or has expired; ${permission}`,
            });
        case 403:
            return new errors/* CleanroomError */.P3('github.forbidden', message, {
                hint: /\block(?:ed)?\b/i.test(failure.message)
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

;// CONCATENATED MODULE: ./build/publish/git-data.js



/** Commits of a branch that are searched for one of ours: what was pushed since a run ended is less. */
const RECENT_COMMITS = 100;
/** Rules of a branch that are read, by pages; with more of them nothing is written. */
const RULES_PER_PAGE = 100;
const MAX_RULE_PAGES = 10;
/** REST has no condition on what a reference is at; this moves it from there or not at all. */
const UPDATE_REFS = `mutation ($input: UpdateRefsInput!) {
  updateRefs(input: $input) {
    clientMutationId
  }
}`;
const WRITE = 'contents: write';
const READ = 'contents: read';
/** Objects and branches of one repository. Nothing here forces or deletes. */
class GitData {
    #client;
    #nodeId;
    constructor(client) {
        this.#client = client;
    }
    async repository() {
        const call = { route: 'GET /repos/{owner}/{repo}', permission: 'metadata: read', doing: 'read the repository' };
        const info = await this.#read(call, (data) => {
            const defaultBranch = (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(data)?.['default_branch']);
            const owner = (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)((0,github_shapes/* fields */.OA)(data)?.['owner'])?.['login']);
            const nodeId = (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(data)?.['node_id']);
            return defaultBranch === undefined || owner === undefined || nodeId === undefined
                ? undefined
                : { defaultBranch, owner, nodeId };
        });
        this.#nodeId = info.nodeId;
        return info;
    }
    /** Whether a classic protection is on a branch; undefined: there is no such branch. */
    async branchProtected(branch) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/branches/{branch}',
            parameters: { branch },
            permission: READ,
            doing: 'read the branch’s protection',
        };
        return orMissing(this.#read(call, (data) => {
            const found = (0,github_shapes/* fields */.OA)(data)?.['protected'];
            return typeof found === 'boolean' ? found : undefined;
        }));
    }
    /**
     * Types of the rules that rulesets put on a branch, whether or not it exists.
     * @throws CleanroomError `github.too-many-pages` where there are more than are read
     */
    async branchRules(branch) {
        const types = (data) => Array.isArray(data) ? data.map((rule) => (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(rule)?.['type']) ?? 'unknown') : undefined;
        const all = [];
        try {
            for (let page = 1; page <= MAX_RULE_PAGES; page += 1) {
                const found = await this.#read({
                    route: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
                    parameters: { branch, per_page: RULES_PER_PAGE, page },
                    permission: 'metadata: read',
                    doing: 'read the rules of the branch',
                }, types);
                all.push(...found);
                // Without a look at links, which something on the way may take out: only a page that is not full is the last.
                if (found.length < RULES_PER_PAGE)
                    return all;
            }
        }
        catch (error) {
            // What GitHub answers for a private repository whose plan has no rulesets: there are none.
            const none = error instanceof errors/* CleanroomError */.P3 && /Upgrade to GitHub /.test(error.message);
            if (none && error.code === 'github.forbidden')
                return [];
            throw error;
        }
        throw new errors/* CleanroomError */.P3('github.too-many-pages', `cannot read the rules of the branch: there are more than ${MAX_RULE_PAGES * RULES_PER_PAGE}`, { hint: 'nothing is written to a branch whose rules are not known; use deliver: suggestions or artifact' });
    }
    /** The commit that a branch is at; undefined: there is no such branch. */
    async tip(branch) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/git/ref/{ref}',
            parameters: { ref: `heads/${branch}` },
            permission: READ,
            doing: 'read the branch',
        };
        return orMissing(this.#read(call, (data) => ((0,github_shapes/* fields */.OA)(data)?.['ref'] === `refs/heads/${branch}` ? refTarget(data) : undefined)));
    }
    async commit(id) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}',
            parameters: { commit_sha: id },
            permission: READ,
            doing: 'read a commit',
        };
        return this.#read(call, toCommit);
    }
    /** The newest commits that a branch holds, newest first; none of one that is gone. */
    async recentCommits(branch) {
        // By its id: as a name it might also be a tag.
        const tip = await this.tip(branch);
        if (tip === undefined)
            return [];
        const call = {
            route: 'GET /repos/{owner}/{repo}/commits',
            parameters: { sha: tip, per_page: RECENT_COMMITS },
            permission: READ,
            doing: 'list the commits of the branch',
        };
        const listed = (data) => Array.isArray(data) ? data.flatMap((entry) => toListed(entry) ?? []) : undefined;
        return (await orMissing(this.#read(call, listed))) ?? [];
    }
    /** Whether a branch holds a commit. */
    async holds(branch, commit) {
        const tip = await this.tip(branch);
        if (tip === undefined)
            return false;
        const call = {
            route: 'GET /repos/{owner}/{repo}/compare/{basehead}',
            // The files of a comparison are on its first page alone.
            parameters: { basehead: `${commit}...${tip}`, per_page: 1, page: 2 },
            permission: READ,
            doing: 'compare the branch with the commit that was worked on',
        };
        const status = await this.#read(call, (data) => (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(data)?.['status']));
        return status === 'ahead' || status === 'identical';
    }
    /** Entries of one directory. */
    async tree(id) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/git/trees/{tree_sha}',
            parameters: { tree_sha: id },
            permission: READ,
            doing: 'list a directory of the work commit',
        };
        return this.#read(call, toEntries);
    }
    async blob(id) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/git/blobs/{file_sha}',
            parameters: { file_sha: id },
            permission: READ,
            doing: 'read a file of the work commit',
        };
        return this.#read(call, (data) => {
            const blob = (0,github_shapes/* fields */.OA)(data);
            const content = (0,github_shapes/* text */.Qq)(blob?.['content']);
            return blob?.['encoding'] === 'base64' && content !== undefined ? Buffer.from(content, 'base64') : undefined;
        });
    }
    // An object that is written twice is one object, and one that nothing leads to is thrown away by GitHub.
    /** @returns its id */
    createBlob(content) {
        const call = {
            route: 'POST /repos/{owner}/{repo}/git/blobs',
            parameters: { content: content.toString('base64'), encoding: 'base64' },
            permission: WRITE,
            doing: 'write a file',
        };
        return this.#read(call, shaOf);
    }
    /** @returns its id */
    createTree(base, entries) {
        const call = {
            route: 'POST /repos/{owner}/{repo}/git/trees',
            parameters: { base_tree: base, tree: entries },
            permission: WRITE,
            doing: 'write the changed directories',
        };
        return this.#read(call, shaOf);
    }
    /** A commit by the token's own account: GitHub signs it, since no author is named. */
    createCommit(commit) {
        const { message, tree, parents } = commit;
        const call = {
            route: 'POST /repos/{owner}/{repo}/git/commits',
            parameters: { message, tree, parents },
            permission: WRITE,
            doing: 'write the commit',
        };
        return this.#read(call, toCommit);
    }
    /**
     * Moves a branch forward from one commit to another, or makes the branch: where it is at any other commit (or there
     * already) by the time that GitHub does it, nothing happens. May be said twice: the second time it is refused.
     * @param from undefined: there is no such branch
     * @throws CleanroomError `github.rejected` where the branch is somewhere else, or GitHub does not know such a move
     */
    async advance(branch, commit, from) {
        const ref = `refs/heads/${branch}`;
        if (from === undefined) {
            const call = {
                route: 'POST /repos/{owner}/{repo}/git/refs',
                parameters: { ref, sha: commit },
                permission: WRITE,
                doing: 'make the branch',
            };
            await this.#read(call, (data) => (refTarget(data) === commit ? true : undefined));
            return;
        }
        const refUpdates = [{ name: ref, beforeOid: from, afterOid: commit, force: false }];
        const repositoryId = this.#nodeId ?? (await this.repository()).nodeId;
        const call = {
            route: GRAPHQL,
            // An answer that names the commit is one to this request, and no other.
            parameters: {
                query: UPDATE_REFS,
                variables: { input: { repositoryId, refUpdates, clientMutationId: commit } },
            },
            permission: WRITE,
            doing: 'move the branch',
        };
        await this.#read(call, (data) => {
            const done = (0,github_shapes/* fields */.OA)((0,github_shapes/* fields */.OA)((0,github_shapes/* fields */.OA)(data)?.['data'])?.['updateRefs']);
            return done?.['clientMutationId'] === commit ? true : undefined;
        });
    }
    async #read(call, accepts) {
        const { data } = await this.#client.read(call, this.#client.budget(), (data) => accepts(data) !== undefined);
        const value = accepts(data);
        if (value === undefined)
            throw new errors/* CleanroomError */.P3('github.response', 'GitHub answered in an unknown form');
        return value;
    }
}
async function orMissing(work) {
    try {
        return await work;
    }
    catch (error) {
        if (error instanceof errors/* CleanroomError */.P3 && error.code === 'github.not-found')
            return undefined;
        throw error;
    }
}
function idIn(value) {
    return typeof value === 'string' && /^[0-9a-f]{40}$/.test(value) ? value : undefined;
}
function shaOf(value) {
    return idIn((0,github_shapes/* fields */.OA)(value)?.['sha']);
}
function refTarget(value) {
    const object = (0,github_shapes/* fields */.OA)((0,github_shapes/* fields */.OA)(value)?.['object']);
    return object?.['type'] === 'commit' ? shaOf(object) : undefined;
}
function toCommit(value) {
    const commit = (0,github_shapes/* fields */.OA)(value);
    const id = shaOf(value);
    const tree = shaOf(commit?.['tree']);
    const message = (0,github_shapes/* text */.Qq)(commit?.['message']);
    const parents = Array.isArray(commit?.['parents']) ? commit['parents'].map(shaOf) : undefined;
    if (id === undefined || tree === undefined || message === undefined || !parents)
        return undefined;
    const known = parents.filter((parent) => parent !== undefined);
    if (known.length !== parents.length)
        return undefined;
    return { id, tree, message, parents: known, url: (0,github_shapes/* text */.Qq)(commit?.['html_url']) ?? '' };
}
/** A commit as the list of a branch shows it: message and tree lie one level deeper. */
function toListed(value) {
    const outer = (0,github_shapes/* fields */.OA)(value);
    const inner = (0,github_shapes/* fields */.OA)(outer?.['commit']);
    return toCommit({ ...outer, tree: inner?.['tree'], message: inner?.['message'] });
}
function toEntries(value) {
    const entries = (0,github_shapes/* fields */.OA)(value)?.['tree'];
    if ((0,github_shapes/* fields */.OA)(value)?.['truncated'] !== false || !Array.isArray(entries))
        return undefined;
    const known = entries.flatMap((entry) => {
        const name = (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(entry)?.['path']);
        const mode = (0,github_shapes/* text */.Qq)((0,github_shapes/* fields */.OA)(entry)?.['mode']);
        const id = shaOf(entry);
        return name !== undefined && mode !== undefined && id !== undefined ? [{ name, mode, id }] : [];
    });
    return known.length === entries.length ? known : undefined;
}

;// CONCATENATED MODULE: ./build/publish/pulls.js


/** Pull requests of one repository. */
class Pulls {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /** Head and base of a pull request, as they are now. @throws CleanroomError `github.*` */
    async get(number) {
        const { data } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}',
            parameters: { pull_number: number },
            permission: 'pull-requests: read',
            doing: `read pull request ${number}`,
        }, this.#client.budget(), (data) => (0,github_shapes/* toPullRequest */.c$)(data) !== undefined);
        const info = (0,github_shapes/* toPullRequest */.c$)(data);
        if (!info)
            throw new errors/* CleanroomError */.P3('github.response', 'GitHub described the pull request in an unknown form');
        return info;
    }
    /**
     * Open pull requests from a branch whose head is exactly this commit, in the order of their numbers.
     * @param headRepository `owner/name` of the branch
     * @throws CleanroomError `github.*`
     */
    async openFrom(headRepository, branch, headSha) {
        const owner = headRepository.split('/')[0] ?? '';
        const { data } = await this.#client.read({
            route: 'GET /repos/{owner}/{repo}/pulls',
            parameters: { state: 'open', head: `${owner}:${branch}`, per_page: 100 },
            permission: 'pull-requests: read',
            doing: 'look for the pull request of the run',
        }, this.#client.budget(), Array.isArray);
        return (Array.isArray(data) ? data : [])
            .map(github_shapes/* toPullRequest */.c$)
            .filter((info) => info !== undefined)
            .filter((info) => info.open && info.headSha === headSha && info.headRef === branch)
            .filter((info) => info.headRepository?.toLowerCase() === headRepository.toLowerCase())
            .sort((one, other) => one.number - other.number);
    }
}

// EXTERNAL MODULE: ./build/publish/reviews.js
var reviews = __webpack_require__(45265);
;// CONCATENATED MODULE: ./build/publish/github.js








/** One repository of GitHub, by kinds of things. The token never leaves its client but in requests. */
class GitHub {
    client;
    access;
    checks;
    comments;
    deliveredPulls;
    git;
    pulls;
    reviews;
    #options;
    constructor(options) {
        this.#options = options;
        this.client = new GitHubClient(options);
        this.access = new Access(this.client);
        this.checks = new Checks(this.client);
        this.comments = new Comments(this.client);
        this.deliveredPulls = new DeliveredPulls(this.client);
        this.git = new GitData(this.client);
        this.pulls = new Pulls(this.client);
        this.reviews = new reviews/* Reviews */.K(this.client);
    }
    /** The same repository, for work that ends after so many milliseconds and a last look, however many calls it makes. */
    within(ms) {
        return new GitHub({ ...this.#options, endsAt: this.#options.clock.monotonic() + ms });
    }
}

// EXTERNAL MODULE: ./build/publish/publish.js + 29 modules
var publish = __webpack_require__(1946);
// EXTERNAL MODULE: ./build/support/clock.js
var clock = __webpack_require__(4374);
// EXTERNAL MODULE: ./build/run/git-host.js
var git_host = __webpack_require__(76205);
// EXTERNAL MODULE: ./build/run/own-target.js
var own_target = __webpack_require__(16150);
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
        apiUrl: context.apiUrl ?? (0,api_url/* apiUrlOf */.p)(context.serverUrl),
        repository: context.repository,
        clock: clock/* systemClock */.m,
        sleep: (milliseconds) => (0,external_node_timers_promises_.setTimeout)(milliseconds),
        random: Math.random,
    });
}
/** What the event says, completed by a question to GitHub where it only names a pull request. */
async function readEvent(env, token) {
    const event = (0,context/* readContext */.yI)(env, await readPayload(env));
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
    const found = (0,context/* pullRequestContext */.EG)(await github.pulls.get(event.lookup.pullRequest));
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
/** The branch that an event is about; null for a tag. */
function branchOf(env) {
    return /^refs\/heads\/(.+)$/.exec(env['GITHUB_REF'] ?? '')?.[1] ?? null;
}
/** Publishes an evidence folder as the runner's files, comment, check run and delivery. */
function publishRun(options) {
    const { env, context } = options;
    return (0,publish/* publish */.m)({
        evidenceDir: options.evidence,
        github: connect(context, options.token),
        target: (0,own_target/* ownTarget */.O)(context, options.commit, context.pullRequest === null ? branchOf(env) : null),
        settings: options.settings,
        links: context.runUrl === null ? {} : { runUrl: context.runUrl },
        gitHost: (0,git_host/* gitHostOf */.M)(env, remoteOf(env, options.token)),
        outputFile: env['GITHUB_OUTPUT'] || undefined,
        summaryFile: env['GITHUB_STEP_SUMMARY'] || undefined,
    });
}


/***/ })

};
