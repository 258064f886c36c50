export const id = 949;
export const ids = [949];
export const modules = {

/***/ 90354:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AD: () => (/* binding */ isPlaced),
/* harmony export */   Ih: () => (/* binding */ annotationsOf),
/* harmony export */   WT: () => (/* binding */ findingsSection)
/* harmony export */ });
/* unused harmony export MAX_ANNOTATIONS */
/* harmony import */ var _support_repository_path_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(70964);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);



/** Annotations of one check run: ten requests. What is past it is in the evidence. */
const MAX_ANNOTATIONS = 500;
/** GitHub's own bounds are 255 characters and 64 KB. */
const MAX_TITLE = 200;
const MAX_MESSAGE = 8000;
function isPlaced(finding) {
    return finding.path !== null && (0,_support_repository_path_js__WEBPACK_IMPORTED_MODULE_1__/* .isRepositoryPath */ .o)(finding.path);
}
/** The findings that have a place, worst first where there are too many, as GitHub takes them. */
function annotationsOf(evidence) {
    const placed = (evidence.findings?.findings ?? []).filter(isPlaced);
    const levels = ['failure', 'warning', 'notice'];
    const chosen = placed.length <= MAX_ANNOTATIONS ? placed : levels.flatMap((level) => placed.filter((one) => one.level === level));
    return chosen.slice(0, MAX_ANNOTATIONS).map(({ path, startLine, endLine, level, title, message, rule }) => {
        // GitHub knows no annotation of a whole file.
        const start = startLine ?? 1;
        const words = (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .visible */ .RK)(message).trim().slice(0, MAX_MESSAGE);
        return {
            path,
            start_line: start,
            end_line: Math.max(start, endLine ?? start),
            annotation_level: level,
            title: (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(title, MAX_TITLE) || (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(rule ?? '', MAX_TITLE) || 'Finding',
            message: words === '' ? (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(title, MAX_TITLE) || 'No words' : words,
        };
    });
}
/** How many there are, and those that have no place, as Markdown of at most `max` UTF-16 units. */
function findingsSection(evidence, max) {
    const { findings = [], omitted = 0 } = evidence.findings ?? {};
    if (findings.length === 0)
        return '';
    const placed = findings.filter(isPlaced);
    const shown = Math.min(placed.length, MAX_ANNOTATIONS);
    const rest = findings.length - shown + omitted - (findings.length - placed.length);
    const head = [
        `**Findings**: ${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(findings.length + omitted, 'finding')}, ${shown} at lines of files`,
        rest > 0 ? `; ${rest} more are in findings.json of the evidence` : '',
    ].join('');
    const lines = findings
        .filter((finding) => !isPlaced(finding))
        .map(({ level, title, rule, message }) => {
        const name = rule === null || rule === title ? '' : ` ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(rule, 100)}`;
        const more = message === '' || message === title ? '' : `: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(message, 200)}`;
        return `- ${level}${name} ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(title, 150)}${more}`;
    });
    if (lines.length === 0)
        return head;
    return `${head}\n\n${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .fitLines */ .RV)(lines, max - head.length - 2, (omit) => `- …and ${omit} more`)}`;
}


/***/ }),

/***/ 63684:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ apiUrlOf)
/* harmony export */ });
/**
 * Address of the REST API of a GitHub whose web address is known, for jobs that name no other: github.com, GitHub with data
 * residency, or GitHub Enterprise Server.
 * @param serverUrl null: github.com
 * @see https://docs.github.com/en/enterprise-server/rest/enterprise-admin
 */
function apiUrlOf(serverUrl) {
    const { protocol, host } = new URL(serverUrl ?? 'https://github.com');
    if (host === 'github.com')
        return 'https://api.github.com';
    return host.endsWith('.ghe.com') ? `${protocol}//api.${host}` : `${protocol}//${host}/api/v3`;
}


/***/ }),

/***/ 81561:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ql: () => (/* binding */ commentMarker),
/* harmony export */   wQ: () => (/* binding */ renderComment)
/* harmony export */ });
/* unused harmony export MAX_COMMENT_CHARS */
/* harmony import */ var _support_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(59589);
/* harmony import */ var _delivery_view_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(73658);
/* harmony import */ var _failing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(85768);
/* harmony import */ var _guarded_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(52820);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(41314);
/* harmony import */ var _stuck_view_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(85096);
/* harmony import */ var _verifier_change_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(42009);
/* harmony import */ var _workers_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(15307);








/** GitHub's limit on a comment, in characters; counted here in UTF-16 units, which are never fewer. */
const MAX_COMMENT_CHARS = 65_536;
/** Bounds of the sections, in UTF-16 units. With the headline they leave room for a patch of 2,000. */
const BOUNDS = {
    facts: 7000,
    handOver: 6000,
    verifier: 8000,
    workers: 4000,
    attempts: 8000,
    report: 8000,
    failing: 3000,
    guarded: 4000,
    denied: 4000,
    notices: 3000,
    details: 3000,
};
/**
 * The first line of a comment, by which it is found again. A key that an HTML comment could not hold is replaced by
 * letters of it and a digest, so that two keys never share a marker.
 */
function commentMarker(key) {
    const plain = /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(key) && key.length <= 64;
    const name = plain ? key : `${key.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}.${(0,_support_canonical_json_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(key).slice(0, 16)}`;
    return `<!-- cleanroom-action:${name} -->`;
}
/** The comment of a run, at most {@link MAX_COMMENT_CHARS} long, with every hostile text inert. */
function renderComment(evidence, options) {
    const verifier = (0,_verifier_change_js__WEBPACK_IMPORTED_MODULE_6__/* .verifierChange */ .x)(evidence, BOUNDS.verifier);
    const denied = (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .deniedSection */ .jZ)(evidence, BOUNDS.denied);
    const { green } = evidence.verdict;
    const sections = [
        `${commentMarker(options.key)}\n${(0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .headline */ .Pl)(evidence)}`,
        (0,_delivery_view_js__WEBPACK_IMPORTED_MODULE_1__/* .movedHead */ .Q)(evidence, options.target),
        verifier.first,
        (0,_delivery_view_js__WEBPACK_IMPORTED_MODULE_1__/* .deliverySection */ .c)(evidence, options.delivery, options),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .facts */ .Ix)(evidence, options, BOUNDS.facts),
        (0,_failing_js__WEBPACK_IMPORTED_MODULE_2__/* .failingSection */ .I)(evidence, BOUNDS.failing),
        (0,_stuck_view_js__WEBPACK_IMPORTED_MODULE_5__/* .handOverSection */ .p)(evidence, BOUNDS.handOver),
        verifier.later,
        // What was out of reach is often why a run is not green.
        green ? '' : denied,
        (0,_guarded_js__WEBPACK_IMPORTED_MODULE_3__/* .guardedSection */ .Ic)(evidence, BOUNDS.guarded),
        (0,_workers_js__WEBPACK_IMPORTED_MODULE_7__/* .workersTable */ .Q)(evidence, BOUNDS.workers),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .attemptsTable */ .$b)(evidence, BOUNDS.attempts),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .reportSection */ .iZ)(evidence, BOUNDS.report),
        green ? denied : '',
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .noticesSection */ .Z8)(evidence, BOUNDS.notices),
        (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .detailsSection */ .Il)(evidence, BOUNDS.details),
    ].filter((section) => section !== '');
    const before = sections.join('\n\n');
    const patch = (0,_sections_js__WEBPACK_IMPORTED_MODULE_4__/* .patchSection */ .Ij)(evidence, MAX_COMMENT_CHARS - before.length - 4);
    return patch === '' ? `${before}\n` : `${before}\n\n${patch}\n`;
}


/***/ }),

/***/ 35794:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   U: () => (/* binding */ createOnce)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35921);

/**
 * Creates something once, over a line on which answers get lost: looks, creates, and after a creation of unknown outcome
 * waits and looks again before it repeats. Where GitHub refuses a second one itself (a branch, a pull request), a refusal
 * is followed by a last look, since an earlier request or another job may have been first.
 * @throws CleanroomError `github.*`
 */
async function createOnce({ client, budget, create, accepts, find }) {
    for (let unanswered = 0;; unanswered += 1) {
        const there = await find();
        if (there !== undefined)
            return { value: there, created: unanswered > 0, unanswered };
        const outcome = await client
            .once(create, budget, (data) => accepts(data) !== undefined)
            .catch(async (error) => {
            const other = error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3 && error.code === 'github.rejected' ? await find() : undefined;
            if (other === undefined)
                throw error;
            return { kind: 'there', value: other };
        });
        if (outcome.kind === 'there')
            return { value: outcome.value, created: unanswered > 0, unanswered };
        const value = outcome.kind === 'done' ? accepts(outcome.data) : undefined;
        if (value !== undefined)
            return { value, created: true, unanswered };
        const why = outcome.kind === 'lost' ? outcome.why : 'the response is incomplete';
        await client.pause(create, budget, unanswered + 1, why, outcome.kind === 'lost' ? outcome.waitMs : undefined);
    }
}


/***/ }),

/***/ 73658:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ movedHead),
/* harmony export */   c: () => (/* binding */ deliverySection)
/* harmony export */ });
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41314);


const WAYS = {
    none: 'not at all',
    artifact: 'in the evidence',
    suggestions: 'as suggestions',
    commit: 'as a commit',
    'pull-request': 'as a pull request',
};
/** What became of the change, in one line; empty where there is none to be had. */
function deliverySection({ verdict, patch }, delivery, links) {
    switch (delivery?.state) {
        case 'delivered': {
            const to = (0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)('Look at it', delivery.url);
            return `**Delivered**: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.words, 400)}${to === '' ? '' : ` ${to}`}`;
        }
        case 'refused':
            return `**Not delivered** ${WAYS[delivery.kind]}: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.reason, 400)}. **What to do:** ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.hint, 400)}`;
        case 'failed': {
            const hint = delivery.hint === undefined ? '' : ` **What to do:** ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.hint, 400)}`;
            return `**Not delivered** ${WAYS[delivery.kind]}: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.message, 400)}.${hint}`;
        }
        default: {
            if (!verdict.verified || patch === undefined || delivery?.kind === 'none')
                return '';
            const why = delivery && delivery.kind !== 'artifact' ? ` (${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(delivery.reason, 200)})` : '';
            const evidence = (0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .link */ .nf)('evidence', links.artifactUrl) || 'evidence';
            return `**To take it over**${why}: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)('git apply change.patch')}, with the file from the ${evidence}`;
        }
    }
}
/** Says so where the head of the pull request is not what was worked on, by what the job's own event knows of it. */
function movedHead({ plan }, target) {
    const head = target?.pullRequest?.headSha;
    const worked = plan?.source.workCommit;
    if (head === undefined || worked === undefined || head === worked)
        return '';
    return `**Made for another commit**: the run worked on ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(worked.slice(0, 12))}, and the head of this pull request is ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(head.slice(0, 12))}. It says nothing about what came between.`;
}


/***/ }),

/***/ 85768:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ failingSection)
/* harmony export */ });
/* harmony import */ var _annotations_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90354);
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(32180);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(41314);




/** Failures that are shown; the page and findings.json have the others. */
const MAX_FAILURES = 10;
/** Characters that a reader sees of a failure's name, words and place: as many as there is room for its line. */
const SIZES = [
    { name: 150, title: 250, place: 200 },
    { name: 40, title: 80, place: 80 },
    { name: 0, title: 12, place: 6 },
];
/**
 * What the verifier said last, a line for each failure with its place; of one that the verdict's reason says, the place
 * alone. Empty where the run is green, or where the reason says all of it.
 */
function failingSection({ verdict, findings }, max) {
    if (verdict.green || verdict.verdict === 'nothing-to-prove' || findings === undefined)
        return '';
    const attempts = [...verdict.attempts, ...verdict.workers.flatMap((worker) => worker.attempts)];
    // Else the base is all that was asked about.
    if (!attempts.some(({ proofs }) => proofs.some(({ passed }) => !passed)))
        return '';
    const all = findings.findings.filter(({ source, level }) => source === 'verifier' && level === 'failure');
    const [only] = all;
    if (only === undefined)
        return '';
    const reason = verdict.reason.slice(0, 500);
    if (all.length === 1 && (0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .says */ .FA)(reason, only.title)) {
        if (!(0,_annotations_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlaced */ .AD)(only) || (0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .says */ .FA)(reason, placeOf(only)))
            return '';
        return `**Where it fails**: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .codeSpan */ .SS)(placeOf(only), SIZES[0].place)}`;
    }
    const head = '**What fails still**\n\n';
    const room = max - head.length - 100;
    const shown = linesOf(all.slice(0, MAX_FAILURES), room - 200);
    const left = all.length - shown.length;
    let cut = false;
    const body = (0,_format_js__WEBPACK_IMPORTED_MODULE_3__/* .fitLines */ .RV)(shown, room, (omitted) => {
        cut = true;
        return more(omitted + left);
    });
    return `${head}${body}${left > 0 && !cut ? `\n${more(left)}` : ''}`;
}
/** Text that has to be escaped grows: where all of them do not fit, none takes the room of another. */
function linesOf(failures, room) {
    const whole = failures.map((failure) => line(failure, SIZES[0]));
    if (whole.reduce((sum, { length }) => sum + length + 1, 0) <= room)
        return whole;
    const share = Math.floor(room / failures.length) - 1;
    return failures.map((failure) => {
        const fits = SIZES.find((size) => line(failure, size).length <= share) ?? SIZES[2];
        return line(failure, fits);
    });
}
function line(finding, size) {
    const { title, rule } = finding;
    const named = size.name > 0 && rule !== null && rule !== title && !(0,_sections_js__WEBPACK_IMPORTED_MODULE_2__/* .says */ .FA)(title, rule);
    const name = named ? `${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineWords */ .rP)(rule, size.name)}: ` : '';
    const place = (0,_annotations_js__WEBPACK_IMPORTED_MODULE_0__/* .isPlaced */ .AD)(finding) ? ` (${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .codeSpan */ .SS)(placeOf(finding), size.place)})` : '';
    return `- ${name}${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_1__/* .inlineWords */ .rP)(title, size.title) || 'A failure without words'}${place}`;
}
function placeOf({ path, startLine }) {
    return `${path}${startLine === null ? '' : `:${startLine}`}`;
}
function more(omitted) {
    return `- …and ${omitted} more in findings.json of the evidence`;
}


/***/ }),

/***/ 98908:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   N_: () => (/* binding */ toCheckRun),
/* harmony export */   OA: () => (/* binding */ fields),
/* harmony export */   Qq: () => (/* binding */ text),
/* harmony export */   T5: () => (/* binding */ toComment),
/* harmony export */   TH: () => (/* binding */ idOf),
/* harmony export */   c$: () => (/* binding */ toPullRequest)
/* harmony export */ });
/*
 * Answers of GitHub, narrowed to what is used. Undefined: not of the expected form, as after a body that broke off.
 */
/** What an answer holds by name; undefined for what holds nothing. */
function fields(value) {
    return typeof value === 'object' && value !== null ? value : undefined;
}
/** Undefined for anything else. */
function text(value) {
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
        body: text(comment['body']) ?? '',
        url: text(comment['html_url']) ?? '',
        createdAt: text(comment['created_at']) ?? '',
        author: userId === undefined
            ? undefined
            : { id: userId, login: text(user?.['login']) ?? '', type: text(user?.['type']) ?? '' },
        viaApp: fields(comment['performed_via_github_app']) !== undefined,
    };
}
function toCheckRun(value) {
    const run = fields(value);
    const id = idOf(value);
    const output = fields(run?.['output']);
    // An answer that broke off has no output.
    if (!run || id === undefined || !output)
        return undefined;
    return {
        id,
        url: text(run['html_url']) ?? '',
        externalId: text(run['external_id']) ?? '',
        status: text(run['status']) ?? '',
        conclusion: text(run['conclusion']) ?? '',
        detailsUrl: text(run['details_url']) ?? '',
        title: text(output['title']) ?? '',
        summary: text(output['summary']) ?? '',
        text: text(output['text']) ?? '',
    };
}
function toPullRequest(value) {
    const pull = fields(value);
    const head = fields(pull?.['head']);
    const base = fields(pull?.['base']);
    const number = pull?.['number'];
    const headSha = text(head?.['sha']);
    const headRef = text(head?.['ref']);
    const baseSha = text(base?.['sha']);
    const baseRef = text(base?.['ref']);
    const baseRepository = text(fields(base?.['repo'])?.['full_name']);
    const headRepository = text(fields(head?.['repo'])?.['full_name']) ?? null;
    if (typeof number !== 'number' || !headSha || !headRef || !baseSha || !baseRef || !baseRepository)
        return undefined;
    const fork = headRepository?.toLowerCase() !== baseRepository.toLowerCase();
    const open = pull?.['state'] === 'open';
    return { number, headSha, headRef, headRepository, baseSha, baseRef, baseRepository, fork, open };
}


/***/ }),

/***/ 52820:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ic: () => (/* binding */ guardedSection),
/* harmony export */   v: () => (/* binding */ hiddenFromRooms),
/* harmony export */   v4: () => (/* binding */ trustedName)
/* harmony export */ });
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);


const MAX_PATHS = 20;
const MAX_PATHS_IN_LINE = 8;
/**
 * What was kept from the agent and what it tried against a rule: refused paths, files that were taken from the trusted
 * commit, configuration that the agent did not see. Empty when there is nothing to say.
 */
function guardedSection({ verdict, plan, journal }, max) {
    const base = journal.find((record) => record.event === 'base.ready');
    const overlaid = base?.event === 'base.ready' ? base.overlaid : [];
    const refusals = verdict.attempts.at(-1)?.refusals ?? [];
    const trusted = trustedName(plan);
    const lines = [
        ...refusals
            .slice(0, MAX_PATHS)
            .map(({ path, reason }) => `- ⛔ Refused: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(path, 200)} ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(reason, 200)}`),
        ...(refusals.length > MAX_PATHS ? [`- …and ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(refusals.length - MAX_PATHS, 'more refused path')}`] : []),
        ...(overlaid.length > 0
            ? [`- Taken from the trusted commit${trusted}, not from the change under test: ${paths(overlaid)}`]
            : []),
        // Where no agent was started, there was nobody to hide it from.
        ...(verdict.hiddenConfig.length > 0 && verdict.verdict !== 'nothing-to-prove'
            ? [`- Configuration of agents, hidden from the agent: ${paths(verdict.hiddenConfig)}`]
            : []),
    ];
    if (lines.length === 0)
        return '';
    // What is usual and alone is no list.
    const usual = lines.length === 1 && refusals.length === 0 ? lines[0]?.slice(2) : undefined;
    if (usual !== undefined && usual.length <= max)
        return usual;
    const head = '**Protected and hidden**\n\n';
    return `${head}${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .fitLines */ .RV)(lines, max - head.length, (omitted) => `- …and ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(omitted, 'more line')}`)}`;
}
/** The ref that the trusted commit was found by, behind it; empty where that is the commit itself. */
function trustedName(plan) {
    const { trustedRef = '', trustedCommit = '' } = plan?.source ?? {};
    return trustedRef === trustedCommit ? '' : ` (${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(trustedRef, 100)})`;
}
/** Files of the checkout that no room had, as a row of the details: what is not committed is none of a reviewer's. */
function hiddenFromRooms({ journal, }) {
    const base = journal.find((record) => record.event === 'base.ready');
    // No room ever has that one: nothing about this run.
    const masked = base?.event === 'base.ready' ? base.masked.filter((path) => path !== '.git') : [];
    return masked.length > 0 ? [['Hidden from rooms', paths(masked)]] : [];
}
function paths(list) {
    const shown = list.slice(0, MAX_PATHS_IN_LINE).map((path) => (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(path, 100));
    return `${shown.join(', ')}${list.length > shown.length ? ` and ${list.length - shown.length} more` : ''}`;
}


/***/ }),

/***/ 1946:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  m: () => (/* binding */ publish)
});

// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
;// CONCATENATED MODULE: ./build/publish/admission.js

/** Of evidence that this process made itself. */
const OWN = { hold: undefined, check: undefined, delivery: undefined, notices: [] };
/**
 * Holds what evidence says it is about against what the publishing job is about.
 * @throws CleanroomError `evidence.other` when it belongs to another repository, pull request or commit
 */
function admit({ plan }, target, foreign) {
    if (!plan)
        throw other('names no plan, and so nothing that it is about');
    const { context, source } = plan;
    if (context.repository?.toLowerCase() !== foreign.repository?.toLowerCase())
        throw other('is of a run in another repository');
    const { pullRequest } = target;
    const said = context.pullRequest?.number;
    const head = context.pullRequest?.headSha ?? source.workCommit;
    if (foreign.commit !== undefined && foreign.commit !== head)
        throw other(`is of a run for commit ${head}, and this job is about ${foreign.commit}`);
    const { hold } = foreign;
    if (hold === undefined) {
        if (said !== undefined && said !== pullRequest?.number) {
            const here = pullRequest === null ? 'no pull request' : `pull request ${pullRequest.number}`;
            throw other(`is of a run for pull request ${said}, and this job is about ${here}`);
        }
        // A run that knew of no pull request belongs to the one whose head it worked on.
        if (said === undefined && pullRequest !== null && source.workCommit !== pullRequest.headSha)
            throw other(`is of a run for commit ${source.workCommit}, which is not the head of pull request ${pullRequest.number}`);
    }
    const notices = [];
    let delivery;
    let check;
    if (foreign.manifestSha256 === undefined) {
        // Whoever can replace an artifact can make one that agrees with itself.
        delivery = {
            reason: 'nobody but the evidence itself says that it is what the run wrote',
            hint: 'give manifest-sha256, the output of the run’s own job',
        };
    }
    if (hold === undefined && target.commit !== source.workCommit) {
        // Comments say by themselves that the head of their pull request is another one.
        check = 'the run worked on another commit than this job is about';
        delivery = { reason: check, hint: 'run again on the commit as it is now' };
    }
    if (foreign.forgeable) {
        check = 'the pull request itself defined the job that made the evidence, and branch rules may judge by a check run';
        notices.push('The pull request itself defined the job that made this evidence, so its author may have written all of it. Nothing here was checked by a job of this repository’s own.');
        delivery = {
            reason: 'the pull request itself defined the job that made the evidence',
            hint: 'start the run by pull_request_target or a comment to have its change delivered; see docs/guides/publish.md',
        };
    }
    return { hold, check, delivery, notices };
}
function other(how) {
    return new errors/* CleanroomError */.P3('evidence.other', `the evidence ${how}`, {
        hint: 'download the artifact of the run that this job belongs to, and publish nothing else',
    });
}

// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/publish/annotations.js
var publish_annotations = __webpack_require__(90354);
// EXTERNAL MODULE: ./build/publish/delivery-view.js
var delivery_view = __webpack_require__(73658);
// EXTERNAL MODULE: ./build/publish/guarded.js
var guarded = __webpack_require__(52820);
// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
// EXTERNAL MODULE: ./build/publish/sections.js + 3 modules
var sections = __webpack_require__(41314);
// EXTERNAL MODULE: ./build/publish/stuck-view.js
var stuck_view = __webpack_require__(85096);
// EXTERNAL MODULE: ./build/publish/format.js
var format = __webpack_require__(80141);
;// CONCATENATED MODULE: ./build/publish/timeline.js

/** Bars of the drawing; of a longer run the first ones are drawn. */
const MAX_TIMELINE_BARS = 60;
/**
 * A Mermaid gantt chart of a run's phases, or an empty string when the journal has none. Labels are made of fixed words
 * and numbers; no text of the journal enters the drawing. Candidates and tasks have the numbers of their rows in the table.
 */
function timeline(journal, workers = []) {
    const { bars, resumed } = phases(journal, workers);
    if (bars.length === 0)
        return '';
    const shown = bars.slice(0, MAX_TIMELINE_BARS);
    const long = shown.some((bar) => bar.startMs + bar.durationMs >= 3_600_000);
    const lines = [
        '**Timeline**',
        '',
        '```mermaid',
        // Names of sections are longer where there are several workers.
        ...(workers.length > 0 ? ['%%{init: {"gantt": {"leftPadding": 150}}}%%'] : []),
        'gantt',
        '    dateFormat x',
        `    axisFormat ${long ? '%H:%M' : '%M:%S'}`,
        '    todayMarker off',
        `    tickInterval ${tickOf(Math.max(...shown.map((bar) => bar.startMs + bar.durationMs)))}`,
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
    if (resumed > 0)
        lines.push('', `The run was resumed ${(0,format/* plural */.LS)(resumed, 'time')}; the pauses are left out.`);
    return lines.join('\n');
}
/** The distance of two ticks that leaves at most ten of them, so that none has the words of the next. */
function tickOf(length) {
    const seconds = [1, 2, 5, 10, 20, 30].find((step) => length / 1000 / step <= 10);
    if (seconds !== undefined)
        return `${seconds}second`;
    const minutes = [1, 2, 5, 10, 20, 30].find((step) => length / 60_000 / step <= 10);
    return minutes === undefined ? `${Math.ceil(length / 36_000_000)}hour` : `${minutes}minute`;
}
function phases(journal, table) {
    const rooms = [];
    const bases = [];
    // By worker; its rooms carry its name, of which the drawing shows the number alone.
    const attempts = new Map();
    const open = new Set();
    const latest = new Map();
    const workerOf = (room) => [...attempts.keys()]
        .filter((name) => name !== null && room.startsWith(`${name}-`))
        .reduce((long, name) => ((name?.length ?? 0) > (long?.length ?? 0) ? name : long), null);
    let origin;
    let now = 0;
    let resumed = 0;
    for (const record of journal) {
        const at = Date.parse(record.time);
        if (!Number.isFinite(at))
            continue;
        origin ??= at;
        if (record.event === 'run.resumed') {
            resumed += 1;
            for (const room of open)
                room.to = now;
            open.clear();
            origin = at - now;
        }
        // A clock that is set back takes nothing from what went before.
        origin = Math.min(origin, at - now);
        now = at - origin;
        if (record.event === 'base.ready') {
            const durationMs = Math.min(record.durationMs, now);
            bases.push({ section: 'Base', label: 'base', startMs: now - durationMs, durationMs, failed: false });
        }
        else if (record.event === 'attempt.started') {
            // A journal of an earlier version knows of no workers.
            const worker = record.worker ?? null;
            attempts.set(worker, record.attempt);
            // A room may stand before its attempt begins.
            for (const room of open)
                if (room.stage === 'agent' && workerOf(room.name) === worker)
                    Object.assign(room, { attempt: record.attempt, from: now, worker });
        }
        else if (record.event === 'room.opened') {
            const worker = workerOf(record.room);
            const attempt = attempts.get(worker) ?? 0;
            const { room: name, stage } = record;
            const room = { name, stage, from: now, to: undefined, worker, attempt, passed: undefined };
            rooms.push(room);
            open.add(room);
            latest.set(name, room);
        }
        else if (record.event === 'room.closed') {
            const room = latest.get(record.room);
            if (room && open.delete(room))
                room.to = now;
        }
        else if (record.event === 'proof.finished') {
            // It is told when its room is gone.
            const room = latest.get(record.room);
            if (room)
                Object.assign(room, { passed: record.passed, attempt: record.attempt, worker: record.worker ?? null });
        }
    }
    const seen = [...attempts.keys()].filter((name) => name !== null);
    const listed = table.map(({ name }) => name);
    // A run that was killed may have workers that no table has.
    const workers = [...listed, ...seen.filter((name) => !listed.includes(name))];
    const word = table.length === 0 ? 'Worker' : table.some(({ kind }) => kind === 'task') ? 'Task' : 'Candidate';
    const bars = rooms
        // It stood ready, and the run ended before its agent was to start.
        .filter(({ attempt, stage }) => attempt > 0 || stage !== 'agent')
        .map(({ name, stage, from, to, worker, attempt, passed }) => ({
        section: sectionOf(stage, attempt, worker, workers, word),
        label: labelOf(name, stage, attempt),
        startMs: from,
        durationMs: (to ?? now) - from,
        // The baseline is meant to fail.
        failed: passed === false && attempt > 0,
    }));
    const all = [...bases, ...bars].sort((a, b) => a.startMs - b.startMs);
    if (workers.length === 0)
        return { bars: all, resumed };
    // Workers overlap, and a section is drawn in one piece.
    const sections = [...new Set(all.map(({ section }) => section))];
    return { bars: sections.flatMap((section) => all.filter((bar) => bar.section === section)), resumed };
}
function sectionOf(stage, attempt, worker, workers, word) {
    if (attempt === 0 || stage === 'prepare')
        return 'Base';
    const number = workers.indexOf(worker) + 1;
    if (number > 0)
        return `${word} ${number} attempt ${Math.min(attempt, 999_999)}`;
    return workers.length > 0 ? 'Merged change' : `Attempt ${Math.min(attempt, 999_999)}`;
}
/** Names of rooms are fixed words and numbers behind the worker's. */
function labelOf(name, stage, attempt) {
    if (stage !== 'proof')
        return stage;
    const kind = /(?:^|-)hidden-(?:base|\d+)$/.test(name) ? 'hidden ' : /-joint$/.test(name) ? 'joint ' : '';
    return `${kind}${attempt === 0 ? 'baseline' : 'proof'}`;
}

// EXTERNAL MODULE: ./build/publish/verdict-words.js
var verdict_words = __webpack_require__(58001);
// EXTERNAL MODULE: ./build/publish/verifier-change.js
var verifier_change = __webpack_require__(42009);
// EXTERNAL MODULE: ./build/publish/workers.js
var workers = __webpack_require__(15307);
;// CONCATENATED MODULE: ./build/publish/check-text.js










/** Of GitHub's 65,535 characters for each; in UTF-8 each of ours may be three bytes, and it says not which it counts. */
const MAX_CHARS = 65_000;
const MAX_BYTES = 65_000;
const MAX_TITLE = 140;
const BOUNDS = {
    verifier: 6000,
    facts: 5000,
    handOver: 6000,
    workers: 6000,
    attempts: 8000,
    report: 12_000,
    findings: 6000,
    guarded: 4000,
    denied: 4000,
    notices: 4000,
};
/** What each verdict is to branch rules; see ADR 22. Exhaustive: a new verdict does not compile without. */
const CONCLUSIONS = {
    // Proved is the commit together with the change, not the commit.
    verified: 'neutral',
    'verified-with-verifier-change': 'neutral',
    'nothing-to-prove': 'neutral',
    reported: 'neutral',
    blocked: 'action_required',
    'attempts-exhausted': 'failure',
    'time-exhausted': 'timed_out',
    'budget-exhausted': 'failure',
    'no-progress': 'failure',
    'report-invalid': 'failure',
    'policy-violation': 'failure',
    'agent-error': 'failure',
    'infra-error': 'failure',
    cancelled: 'cancelled',
};
/** `success` only on a commit that holds what the unchanged verifier passed on. */
function conclusionOf(verdict, { proved }) {
    return verdict === 'verified' && proved ? 'success' : CONCLUSIONS[verdict];
}
/** What a check run says, for a list of them and on its page. */
function checkOutput(evidence, subject, delivery, links) {
    const { verdict } = evidence;
    const verifier = (0,verifier_change/* verifierChange */.x)(evidence, BOUNDS.verifier);
    const summary = [
        (0,sections/* headline */.Pl)(evidence),
        aboutCommit(evidence, subject),
        verifier.first,
        (0,delivery_view/* deliverySection */.c)(evidence, delivery, links),
        (0,sections/* facts */.Ix)(evidence, links, BOUNDS.facts),
        (0,stuck_view/* handOverSection */.p)(evidence, BOUNDS.handOver),
        (0,workers/* workersTable */.Q)(evidence, BOUNDS.workers),
        (0,sections/* attemptsTable */.$b)(evidence, BOUNDS.attempts),
        timeline(evidence.journal, evidence.verdict.workers),
    ];
    const text = [
        (0,publish_annotations/* findingsSection */.WT)(evidence, BOUNDS.findings),
        (0,sections/* reportSection */.iZ)(evidence, BOUNDS.report),
        verifier.later,
        (0,guarded/* guardedSection */.Ic)(evidence, BOUNDS.guarded),
        (0,sections/* deniedSection */.jZ)(evidence, BOUNDS.denied),
        (0,sections/* noticesSection */.Z8)(evidence, BOUNDS.notices),
    ];
    return { title: titleOf(verdict.verdict, evidence, subject), summary: joined(summary), text: joined(text) };
}
function titleOf(verdict, { patch }, { proved }) {
    const { sentence } = verdict_words/* VERDICT_WORDS */._[verdict];
    if (!proved && !patch)
        return (0,neutralise/* plainLine */.h0)(sentence, MAX_TITLE);
    const where = proved ? 'on this commit, in a pristine room' : 'with a change that is not in this commit';
    if (verdict === 'verified')
        return `Verified: the verifier passes ${where}.`;
    // A list of checks shows nothing else.
    if (verdict === 'verified-with-verifier-change')
        return `Verified with a changed verifier: it passes ${where}.`;
    return (0,neutralise/* plainLine */.h0)(sentence, MAX_TITLE);
}
function aboutCommit({ verdict, patch }, { commit, proved }) {
    const name = (0,neutralise/* codeSpan */.SS)(commit.slice(0, 12));
    if (proved)
        return `Commit ${name} holds the change that was proved.`;
    if (!verdict.verified || !patch)
        return '';
    return `**Commit ${name} does not hold the change.** What was proved is the commit together with the patch; the commit alone is what the verifier was failing on, or was not asked about.`;
}
/** Parts as long as they fit; each is bounded, so that more than one too many is seldom. */
function joined(parts) {
    let out = '';
    for (const part of parts) {
        if (part === '')
            continue;
        const next = out === '' ? part : `${out}\n\n${part}`;
        if (next.length > MAX_CHARS || Buffer.byteLength(next) > MAX_BYTES)
            continue;
        out = next;
    }
    return out;
}

;// CONCATENATED MODULE: ./build/publish/failure.js

/** An error on the way to GitHub as a state. */
function failureOf(error, code) {
    const known = error instanceof errors/* CleanroomError */.P3;
    return {
        state: 'failed',
        code: known ? error.code : code,
        message: (0,errors/* messageOf */.bD)(error),
        hint: known ? error.hint : undefined,
    };
}
/** A failure as one sentence for a warning. */
function failureWords(what, { message, hint }) {
    return `${what}: ${message}${hint === undefined ? '' : ` (${hint})`}`;
}

;// CONCATENATED MODULE: ./build/publish/check.js




/** Writes the one check run of a result; see {@link ChannelState}. Throws nothing. */
async function writeCheck(request) {
    const { github, settings, onTrouble } = request;
    if (settings.check === 'never')
        return skipped('check runs are turned off');
    if (github === undefined)
        return skipped('there is no GitHub token');
    const subject = subjectOf(request);
    if ('reason' in subject)
        return skipped(subject.reason);
    try {
        return { state: 'written', ...(await github.checks.upsert(contentOf(request, subject), onTrouble)) };
    }
    catch (error) {
        const failure = failureOf(error, 'publish.check');
        const refused = ['github.forbidden', 'github.not-found'].includes(failure.code);
        // A token of `contents: read` is what most jobs have, and the summary says the same.
        if (settings.check === 'auto' && refused)
            return skipped('the token may not write check runs (checks: write)');
        return failure;
    }
}
function skipped(reason) {
    return { state: 'skipped', reason };
}
/**
 * The commit that a check run is about: the one that was worked on, or, where this publication put the change onto the
 * branch, the one that it made. Never a commit that nobody looked at, such as a head that moved.
 */
function subjectOf({ evidence, target, delivery }) {
    const { commit } = target;
    if (commit === null)
        return { reason: 'the run belongs to no commit' };
    if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
        return { reason: 'the event names no commit by its digest' };
    const worked = evidence.plan?.source.workCommit;
    if (worked === undefined) {
        // A run that failed before its plan was about what the event is about; one that is green has a plan.
        return evidence.verdict.green
            ? { reason: 'the evidence has no plan, which says what commit was worked on' }
            : { commit, proved: false };
    }
    if (worked !== commit) {
        return { reason: `the run worked on commit ${worked.slice(0, 12)}, and the event is about ${commit.slice(0, 12)}` };
    }
    const made = delivery.state === 'delivered' && delivery.kind === 'commit' ? delivery.commit : undefined;
    return made === undefined ? { commit, proved: false } : { commit: made, proved: true };
}
function contentOf({ evidence, settings, delivery, links }, subject) {
    const { verdict } = evidence;
    const annotations = (0,publish_annotations/* annotationsOf */.Ih)(evidence);
    const started = Date.parse(verdict.startedAt);
    const from = Number.isFinite(started) ? started : 0;
    return {
        headSha: subject.commit,
        name: settings.checkName,
        // Another run on this commit with other annotations gets a check run of its own, which takes this one's place.
        externalId: `cleanroom-action:1:${settings.commentKey}:${(0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(annotations)).slice(0, 16)}`,
        conclusion: conclusionOf(verdict.verdict, subject),
        output: checkOutput(evidence, subject, delivery, links),
        annotations,
        detailsUrl: links.runUrl,
        startedAt: time(from),
        completedAt: time(from + verdict.durationMs),
    };
}
function time(ms) {
    const bounded = Math.min(Math.max(0, ms), Date.UTC(9999, 0));
    return new Date(bounded).toISOString().replace(/\.\d+Z$/, 'Z');
}

;// CONCATENATED MODULE: ./build/publish/check-and-comment.js
/**
 * Writes check run and comment, one after the other as GitHub asks for, and the check run first: the comment leads to
 * it. Where GitHub fails at the check run, which may go on for minutes, reviewers get the comment in the meantime, and
 * it gets the link later. A limit is another matter: it counts for both.
 */
async function writeCheckAndComment({ check: writeCheck, comment: writeComment }) {
    let early;
    const check = await writeCheck(async () => {
        early ??= await writeComment(undefined);
    });
    const checkUrl = check.state === 'written' ? check.url : undefined;
    // Without a link to add, only a failure is worth another request, and none where GitHub was away for both all along.
    const away = (state) => state.state === 'failed' && state.code === 'github.unavailable';
    if (early && checkUrl === undefined && (early.state !== 'failed' || (away(early) && away(check))))
        return { check, comment: early };
    const late = await writeComment(checkUrl);
    if (early?.state !== 'written')
        return { check, comment: late };
    // It is there, and says all but where the check run is.
    if (late.state !== 'written')
        return { check, comment: early };
    return { check, comment: { ...late, action: early.action === 'created' ? 'created' : 'updated' } };
}

// EXTERNAL MODULE: ./build/publish/comment.js
var comment = __webpack_require__(81561);
// EXTERNAL MODULE: ./build/publish/bounded-file.js
var bounded_file = __webpack_require__(55200);
// EXTERNAL MODULE: external "node:zlib"
var external_node_zlib_ = __webpack_require__(38522);
;// CONCATENATED MODULE: ./build/publish/delivery/refusal.js

/** A delivery that must not be: becomes the state `refused`. Both texts are our own words, with hostile parts made plain. */
function refusal(reason, hint) {
    return new errors/* CleanroomError */.P3('delivery.refused', reason, { hint });
}
const IN_EVIDENCE = 'the change is change.patch in the evidence: apply it by hand with git apply';
/** The patch is not of the one form that a run writes, or does not fit its base. */
function misfit(reason) {
    return refusal(reason, 'nothing was delivered; look at change.patch in the evidence before it is used in any way');
}

;// CONCATENATED MODULE: ./build/publish/delivery/binary-patch.js


const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~';
const DIGITS = new Map([...ALPHABET].map((character, index) => [character, index]));
/**
 * Data of `GIT binary patch`: lines of base 85, each with its length before it, over a zlib stream.
 * @param size bytes that it must hold
 * @throws CleanroomError `delivery.refused`
 */
function decodeBinary(lines, size) {
    const packed = Buffer.concat(lines.map(decodeLine));
    let data;
    try {
        data = (0,external_node_zlib_.inflateSync)(packed, { maxOutputLength: Math.max(1, size) });
    }
    catch {
        throw misfit('binary data of the patch cannot be unpacked to the size that it gives');
    }
    if (data.length !== size)
        throw misfit('binary data of the patch is not of the size that it gives');
    return data;
}
function decodeLine(line) {
    const first = line.charCodeAt(0);
    const length = /^[A-Z]/.test(line) ? first - 64 : /^[a-z]/.test(line) ? first - 70 : 0;
    const groups = Math.ceil(length / 4);
    if (length === 0 || line.length !== 1 + groups * 5)
        throw misfit('a line of binary data has a wrong length');
    const out = Buffer.alloc(groups * 4);
    for (let group = 0; group < groups; group += 1) {
        let value = 0;
        for (const character of line.slice(1 + group * 5, 6 + group * 5)) {
            const digit = DIGITS.get(character);
            if (digit === undefined)
                throw misfit('a line of binary data holds a character that none can');
            value = value * 85 + digit;
        }
        if (value > 0xffff_ffff)
            throw misfit('a line of binary data holds a number that is too large');
        out.writeUInt32BE(value, group * 4);
    }
    return out.subarray(0, length);
}
/**
 * Makes a content of another one by git's delta: copies of the old one and bytes of its own.
 * @param maxBytes the result is not larger
 * @throws CleanroomError `delivery.refused`
 */
function applyDelta(old, delta, maxBytes) {
    let at = 0;
    const byte = () => {
        const value = delta[at];
        if (value === undefined)
            throw misfit('a binary delta of the patch ends too early');
        at += 1;
        return value;
    };
    const size = () => {
        let value = 0;
        for (let shift = 0;; shift += 7) {
            const part = byte();
            value += (part & 0x7f) * 2 ** shift;
            if (part < 0x80)
                return value;
            if (shift > 40)
                throw misfit('a binary delta of the patch gives a size that is too large');
        }
    };
    if (size() !== old.length)
        throw misfit('a binary delta of the patch is over another content');
    const length = size();
    if (length > maxBytes)
        throw misfit(`a file of the patch is larger than ${maxBytes} bytes`);
    const out = Buffer.alloc(length);
    let filled = 0;
    while (at < delta.length) {
        const command = byte();
        let part;
        if (command >= 0x80) {
            const read = (mask, shift) => ((command & mask) === 0 ? 0 : byte() * 2 ** shift);
            const offset = read(1, 0) + read(2, 8) + read(4, 16) + read(8, 24);
            const count = read(16, 0) + read(32, 8) + read(64, 16) || 0x10000;
            if (offset + count > old.length)
                throw misfit('a binary delta of the patch copies what is not there');
            part = old.subarray(offset, offset + count);
        }
        else {
            if (command === 0 || at + command > delta.length)
                throw misfit('a binary delta of the patch is malformed');
            part = delta.subarray(at, at + command);
            at += command;
        }
        if (filled + part.length > length)
            throw misfit('a binary delta of the patch gives more than it says');
        filled += part.copy(out, filled);
    }
    if (filled !== length)
        throw misfit('a binary delta of the patch gives less than it says');
    return out;
}

;// CONCATENATED MODULE: ./build/publish/delivery/parse-patch.js



/** Bytes of a binary file before or after, or of a delta between the two. */
const MAX_BACK_BYTES = 64 * 1024 * 1024;
const NULL_ID = '0'.repeat(40);
const ID = '[0-9a-f]{40}';
/**
 * Reads a patch as `git diff --binary --full-index` writes it and nothing else: a line that is not understood is an
 * error, since git might understand it.
 * @param patch its bytes
 * @throws CleanroomError `delivery.refused`
 */
function parsePatch(patch) {
    const cursor = new Cursor(patch);
    const files = [];
    while (!cursor.done)
        files.push(readFile(cursor));
    return files;
}
class Cursor {
    #text;
    #at = 0;
    number = 1;
    constructor(patch) {
        this.#text = patch.toString('latin1');
    }
    get done() {
        return this.#at >= this.#text.length;
    }
    /** The line, without its line feed; undefined at the end. */
    peek() {
        if (this.done)
            return undefined;
        const end = this.#text.indexOf('\n', this.#at);
        return this.#text.slice(this.#at, end === -1 ? undefined : end);
    }
    next() {
        const line = this.peek();
        if (line === undefined)
            throw misfit('the patch ends in the middle of a file');
        // Git ends every line of a patch: without the line feed something was cut off.
        if (this.#at + line.length >= this.#text.length)
            throw misfit('the patch ends in the middle of a line');
        this.#at += line.length + 1;
        this.number += 1;
        return line;
    }
    /** Takes the line if it has this form. */
    match(pattern) {
        const match = pattern.exec(this.peek() ?? '');
        if (match)
            this.next();
        return match ?? undefined;
    }
    fail(what) {
        throw misfit(`line ${this.number} of the patch ${what}: ${(0,neutralise/* plainLine */.h0)(this.peek() ?? 'its end', 80)}`);
    }
}
function readFile(cursor) {
    const header = cursor.match(/^diff --git (.+)$/)?.[1];
    if (header === undefined)
        cursor.fail('is not the start of a file');
    const oldMode = cursor.match(/^old mode ([0-7]{6})$/)?.[1];
    const newMode = oldMode === undefined ? undefined : cursor.match(/^new mode ([0-7]{6})$/)?.[1];
    if (oldMode !== undefined && newMode === undefined)
        cursor.fail('does not say the new mode');
    const deleted = oldMode === undefined ? cursor.match(/^deleted file mode ([0-7]{6})$/)?.[1] : undefined;
    const added = oldMode === undefined && deleted === undefined ? cursor.match(/^new file mode ([0-7]{6})$/)?.[1] : undefined;
    const moved = readMove(cursor, header, deleted !== undefined || added !== undefined);
    const index = cursor.match(new RegExp(`^index (${ID})\\.\\.(${ID})(?: ([0-7]{6}))?$`));
    const names = moved ?? sameNames(cursor, header);
    const whole = deleted ?? added ?? oldMode;
    if ((index?.[3] !== undefined) !== (index !== undefined && whole === undefined))
        cursor.fail('gives no clear mode');
    // A file that only moved has no index line, and so no mode: it keeps what the base has.
    const kept = whole === undefined && index === undefined;
    if (kept && moved === undefined)
        cursor.fail('changes nothing');
    const before = added !== undefined ? undefined : (deleted ?? oldMode ?? index?.[3]);
    const after = deleted !== undefined ? undefined : (added ?? newMode ?? index?.[3]);
    const ids = index === undefined ? undefined : { from: index[1] ?? '', to: index[2] ?? '' };
    if (ids && (ids.from === NULL_ID) !== (added !== undefined))
        cursor.fail('has an old id that cannot be');
    if (ids && (ids.to === NULL_ID) !== (deleted !== undefined))
        cursor.fail('has a new id that cannot be');
    if (!ids && (added !== undefined || deleted !== undefined))
        cursor.fail('gives no ids');
    const from = added !== undefined ? undefined : { path: names.from, mode: kept ? KEPT : fileMode(before, names.from) };
    const to = deleted !== undefined ? undefined : { path: names.to, mode: kept ? KEPT : fileMode(after, names.to) };
    const body = ids === undefined ? { kind: 'none' } : readBody(cursor, names, from, to);
    return { from, to, copy: moved?.copy ?? false, ids, body };
}
/** Stands for the base's mode until that is known; links move as regular files do. */
const KEPT = '100644';
/** Whether the modes of a change are those of the base: it moves a file and says nothing else. */
function keepsMode({ ids, from, to }) {
    return ids === undefined && from !== undefined && to !== undefined && from.path !== to.path && from.mode === to.mode;
}
function readMove(cursor, header, whole) {
    if (!cursor.match(/^similarity index (\d{1,3})%$/))
        return undefined;
    if (whole)
        cursor.fail('moves a file that is new or deleted');
    const from = cursor.match(/^(rename|copy) from (.+)$/);
    const to = cursor.match(/^(rename|copy) to (.+)$/);
    if (!from?.[2] || !to?.[2] || from[1] !== to[1])
        cursor.fail('does not say what is moved to where');
    const raw = { from: prefixed('a', from[2]), to: prefixed('b', to[2]) };
    if (header !== `${raw.from} ${raw.to}`)
        cursor.fail('follows a header of other names');
    return { from: unquote(cursor, from[2]), to: unquote(cursor, to[2]), raw, copy: from[1] === 'copy' };
}
/** Both names of a header are the same one. */
function sameNames(cursor, header) {
    const half = (header.length - 1) / 2;
    const raw = { from: header.slice(0, half), to: header.slice(half + 1) };
    const path = (name, prefix) => name.startsWith(`"${prefix}/`) ? `"${name.slice(3)}` : name.startsWith(`${prefix}/`) ? name.slice(2) : '';
    const from = path(raw.from, 'a');
    if (header[half] !== ' ' || from === '' || from !== path(raw.to, 'b'))
        cursor.fail('follows a header of unclear names');
    const name = unquote(cursor, from);
    return { from: name, to: name, raw };
}
function prefixed(prefix, name) {
    return name.startsWith('"') ? `"${prefix}/${name.slice(1)}` : `${prefix}/${name}`;
}
const ESCAPES = {
    a: '\x07',
    b: '\b',
    t: '\t',
    n: '\n',
    v: '\v',
    f: '\f',
    r: '\r',
    '"': '"',
    '\\': '\\',
};
/** A name as git writes it, C-quoted where it has unusual bytes. */
function unquote(cursor, raw) {
    let bytes = raw;
    if (raw.startsWith('"')) {
        if (!/^"(?:[^"\\]|\\[abtnvfr"\\]|\\[0-3][0-7]{2})*"$/.test(raw))
            cursor.fail('follows a name that is quoted wrongly');
        bytes = raw
            .slice(1, -1)
            .replace(/\\([0-7]{3}|.)/g, (_, code) => ESCAPES[code] ?? String.fromCharCode(Number.parseInt(code, 8)));
    }
    const buffer = Buffer.from(bytes, 'latin1');
    const path = buffer.toString('utf8');
    if (!Buffer.from(path, 'utf8').equals(buffer))
        throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} is no name in UTF-8`);
    return path;
}
function fileMode(mode, path) {
    if (mode === '100644' || mode === '100755' || mode === '120000')
        return mode;
    const what = mode === '160000' ? 'a submodule' : `a file of mode ${mode ?? 'unknown'}`;
    throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} is ${what}; only files and symbolic links are delivered`);
}
function readBody(cursor, names, from, to) {
    if (cursor.match(/^GIT binary patch$/)) {
        const forward = readBinary(cursor);
        // The way back. Nobody here goes it, but git refuses a patch where it is damaged.
        const back = readBinary(cursor);
        if (back.size > MAX_BACK_BYTES)
            cursor.fail('follows binary data of a file that is too large');
        decodeBinary(back.lines, back.size);
        return { kind: 'binary', ...forward };
    }
    // Names with a space are followed by a tab, so that they end somewhere.
    const named = (name) => (name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name);
    const old = from === undefined ? '/dev/null' : named(names.raw.from);
    const now = to === undefined ? '/dev/null' : named(names.raw.to);
    if (cursor.peek() === `--- ${old}`) {
        cursor.next();
        if (cursor.peek() !== `+++ ${now}`)
            cursor.fail('names another file than its header');
        cursor.next();
        return { kind: 'hunks', hunks: readHunks(cursor) };
    }
    // An empty file has no lines to show.
    if (from === undefined || to === undefined)
        return { kind: 'hunks', hunks: [] };
    return cursor.fail('is not the change that was announced');
}
const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: .*)?$/s;
function readHunks(cursor) {
    const hunks = [];
    for (let match = cursor.match(HUNK); match; match = cursor.match(HUNK)) {
        let oldLeft = Number(match[2] ?? 1);
        let newLeft = Number(match[4] ?? 1);
        const lines = [];
        while (oldLeft > 0 || newLeft > 0) {
            const line = cursor.next();
            const kind = line[0];
            if (kind !== ' ' && kind !== '-' && kind !== '+')
                cursor.fail('follows a line that no hunk has');
            if (kind !== '+')
                oldLeft -= 1;
            if (kind !== '-')
                newLeft -= 1;
            if (oldLeft < 0 || newLeft < 0)
                cursor.fail('follows a line too many');
            const ends = cursor.match(/^\\ No newline at end of file$/) === undefined;
            lines.push({ kind, text: ends ? `${line.slice(1)}\n` : line.slice(1) });
        }
        if (lines.length === 0)
            cursor.fail('follows an empty hunk');
        hunks.push({ oldStart: Number(match[1]), newStart: Number(match[3]), lines });
    }
    if (hunks.length === 0)
        cursor.fail('is no hunk');
    return hunks;
}
function readBinary(cursor) {
    const match = cursor.match(/^(literal|delta) (\d{1,12})$/);
    if (!match)
        cursor.fail('does not say how the binary data is meant');
    const lines = [];
    for (let line = cursor.next(); line !== ''; line = cursor.next())
        lines.push(line);
    return { method: match[1] === 'delta' ? 'delta' : 'literal', size: Number(match[2]), lines };
}

;// CONCATENATED MODULE: ./build/publish/delivery/change.js





/** The words of a verdict by which there is nothing to deliver; undefined: there is. */
function nothingToDeliver({ verdict, patch }) {
    if (verdict.verdict !== 'verified' && verdict.verdict !== 'verified-with-verifier-change')
        return 'no change was verified';
    return patch === undefined || patch.bytes === 0 ? 'the run changed nothing' : undefined;
}
/**
 * The change of a verified run, read again from the evidence: its patch must be the very one that the proved attempt
 * recorded, and within the limits.
 * @throws CleanroomError `delivery.refused`, `evidence.*`
 */
async function readChange(evidence, { maxBytes, maxFiles }) {
    const { verdict, plan, patch, directory } = evidence;
    const proved = verdict.attempts.findLast(({ outcome }) => outcome === 'proved');
    if (!verdict.verified || patch === undefined || proved?.patch.sha256 !== patch.sha256) {
        throw refusal('the patch in the evidence is not the one that was proved', 'do not use this patch unread: evidence and proof are about different changes');
    }
    if (plan === undefined) {
        throw refusal('the evidence has no plan, so nobody can tell what the change is a change of', IN_EVIDENCE);
    }
    if (patch.bytes > maxBytes) {
        throw refusal(`the patch has ${patch.bytes} bytes, the limit is ${maxBytes}`, `raise deliver-max-size, or take it from the evidence: ${IN_EVIDENCE}`);
    }
    const file = await (0,bounded_file/* readBounded */.C)(directory, 'change.patch', maxBytes);
    if (file === undefined || file.truncated || (0,canonical_json/* sha256 */.s)(file.bytes) !== patch.sha256)
        throw new errors/* CleanroomError */.P3('evidence.digest', 'change.patch was changed while it was read');
    const files = parsePatch(file.bytes);
    const paths = new Set(files.map(({ from, to }) => (to ?? from)?.path));
    if (paths.size > maxFiles) {
        throw refusal(`the change is of ${paths.size} files, the limit is ${maxFiles}`, `raise deliver-max-files, or take it from the evidence: ${IN_EVIDENCE}`);
    }
    return {
        workCommit: plan.source.workCommit,
        sha256: patch.sha256,
        patch: file.bytes,
        files,
        touchesVerifier: verdict.verdict === 'verified-with-verifier-change',
    };
}

;// CONCATENATED MODULE: ./build/publish/delivery/write-commit.js


/** A text file up to this size travels within the request for the tree: GitHub counts requests that create. */
const MAX_INLINE_BYTES = 256 * 1024;
const MAX_INLINE_TOTAL = 4 * 1024 * 1024;
/** Ends of a request to move a branch after which the branch itself has to tell. */
const UNCLEAR = new Set(['github.rejected', 'github.unavailable', 'github.rate-limit']);
/** Makes a commit by GitHub's API, which signs it. What GitHub made must be what was computed here. */
async function writeByApi(git, base, next, message, parents) {
    const tree = await git.createTree(base.tree, await entriesOf(git, next));
    if (tree !== next.id) {
        throw refusal('the tree that GitHub made is not the commit that was worked on with the patch', 'nothing points to it; apply change.patch of the evidence by hand');
    }
    const commit = await git.createCommit({ message, tree, parents });
    if (commit.tree !== tree || commit.parents.join() !== parents.join())
        throw new errors/* CleanroomError */.P3('github.response', 'the commit that GitHub made is not the one that was asked for');
    return commit;
}
async function entriesOf(git, { writes, deletes }) {
    const entries = deletes.map((path) => ({ path, mode: '100644', type: 'blob', sha: null }));
    let inline = 0;
    for (const { path, mode, id, content } of writes) {
        const text = content && inline + content.length <= MAX_INLINE_TOTAL ? asText(content) : undefined;
        if (text !== undefined && content) {
            inline += content.length;
            entries.push({ path, mode, type: 'blob', content: text });
        }
        else
            entries.push({ path, mode, type: 'blob', sha: await blobOf(git, { path, mode, id, content }) });
    }
    return entries;
}
/** Content that survives being a text in JSON. */
function asText(content) {
    if (content.length === 0 || content.length > MAX_INLINE_BYTES || content.includes(0))
        return undefined;
    const text = content.toString('utf8');
    return Buffer.from(text, 'utf8').equals(content) ? text : undefined;
}
async function blobOf(git, { id, content }) {
    if (content === undefined)
        return id;
    const made = await git.createBlob(content);
    if (made === id)
        return id;
    throw new errors/* CleanroomError */.P3('github.response', 'the file that GitHub stored is not the one that was sent');
}
/**
 * Puts a commit on a branch that is at `from` (undefined: there is none), one of its parents. Nothing is forced, and a
 * branch that is anywhere else by then stays where it is, also one that was set back.
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
async function advance(git, branch, commit, from) {
    try {
        await git.advance(branch, commit.id, from);
    }
    catch (error) {
        // Also after errors of the server, which GitHub gives in place of words about a branch that has moved, and after a
        // limit, which may have come behind an answer that got lost.
        const unclear = error instanceof errors/* CleanroomError */.P3 && UNCLEAR.has(error.code);
        if (!unclear || !(await settle(git, branch, commit, from)))
            throw withWay(error);
    }
}
/** A GitHub that cannot move a branch under a condition does not do it without one: git can. */
function withWay(error) {
    // A token without the right is told of by the same name, and by another code.
    const unknown = error instanceof errors/* CleanroomError */.P3 && error.code === 'github.rejected';
    if (!unknown || !/\bupdateRefs\b|\bUpdateRefsInput\b/.test(error.message))
        return error;
    return new errors/* CleanroomError */.P3(error.code, error.message, {
        hint: 'this GitHub is too old to move a branch only where nobody else moved it: set deliver-sign to git, which can',
        cause: error,
    });
}
/**
 * After a failure to put a commit on a branch: whether the branch took it all the same and the answer got lost. False
 * where it is as it was.
 * @throws CleanroomError `delivery.refused` when it moved; `github.*`
 */
async function settle(git, branch, commit, from) {
    const tip = await git.tip(branch);
    if (tip === commit.id)
        return true;
    // Somebody may have gone on from it already.
    if (tip !== undefined && (await git.recentCommits(branch)).some(({ id }) => id === commit.id))
        return true;
    if (tip === from)
        return false;
    throw moved();
}
function moved() {
    return refusal('the branch has moved since the run began: the change was proved on another commit', 'run again on the new head; nothing was delivered');
}

;// CONCATENATED MODULE: ./build/publish/delivery/head.js


/** The pull request that a change is for, as it is now. @throws CleanroomError `delivery.refused`, `github.*` */
async function openPull({ github, target }) {
    if (target.pullRequest === null) {
        throw refusal('the run belongs to no pull request', 'use deliver: pull-request for runs on a branch, or artifact');
    }
    const pull = await github.pulls.get(target.pullRequest.number);
    if (!pull.open)
        throw refusal('the pull request is closed', 'open it again and run again');
    return pull;
}
/** @throws CleanroomError `delivery.refused` when commits were pushed after the one that was worked on */
function checkHead({ change }, ...heads) {
    if (heads.some((head) => head !== change.workCommit))
        throw moved();
}
/** A fork's branch cannot be written to, and its commits have no place on a branch of this repository. */
function checkOwnHead({ target, settings }, pull) {
    if (!pull.fork && target.pullRequest?.fork !== true)
        return;
    throw refusal('the pull request comes from a fork', settings.kind === 'commit'
        ? 'this token may not push to a fork: use deliver: suggestions or artifact for pull requests from forks'
        : 'a branch here that holds a fork’s commits would give them the rights of this repository: use deliver: suggestions or artifact for pull requests from forks');
}

;// CONCATENATED MODULE: ./build/publish/delivery/messages.js



/** The trailer by which a branch's commit is known to be ours. */
const PATCH_TRAILER = 'Cleanroom-Patch';
const SENTENCE = 'The verifier passes with it in a pristine room.';
/** {@link commitMessage}, whole. */
const OURS = new RegExp(`^Apply verified change ([0-9a-f]{12})\\n\\n${SENTENCE.replace('.', '\\.')}\\n\\n${PATCH_TRAILER}: \\1[0-9a-f]{52}\\nCleanroom-Base: ([0-9a-f]{40})(?:\\nCleanroom-Run: \\S+)?\\n*$`);
const RUN_URL = /^https?:\/\/[\w.:-]+\/[\w./-]+$/;
/** First line of the body of every pull request that is ours. */
const PULL_MARKER = '<!-- cleanroom-action:delivery -->';
/** Digest as people read it. */
function shortDigest(sha256) {
    return sha256.slice(0, 12);
}
/** The message of a delivered commit. Nothing in it comes from the agent, the repository or a pull request. */
function commitMessage({ sha256, workCommit }, { runUrl }) {
    const trailers = [
        `${PATCH_TRAILER}: ${sha256}`,
        `Cleanroom-Base: ${workCommit}`,
        ...(runUrl !== undefined && runUrl.length <= 500 && RUN_URL.test(runUrl) ? [`Cleanroom-Run: ${runUrl}`] : []),
    ];
    return `Apply verified change ${shortDigest(sha256)}\n\n${SENTENCE}\n\n${trailers.join('\n')}\n`;
}
/**
 * Whether a commit was made here, for any change, as we made it: what people squash or rebase keeps the words, and has a
 * title or parents of its own.
 */
function isOurs({ message, parents }) {
    const base = OURS.exec(message)?.[2];
    return base !== undefined && parents.includes(base);
}
/** The hidden line of a pull request or review that tells which change it delivers. */
function digestMarker(sha256) {
    return `<!-- cleanroom-patch:${sha256} -->`;
}
/** A name for a branch of our own. */
function branchName(change, about) {
    const subject = 'pull' in about
        ? `pr-${about.pull}`
        : about.branch
            .replace(/[^A-Za-z0-9]+/g, '-')
            .replace(/^-+|-+$/g, '')
            .slice(0, 40) || 'branch';
    return `cleanroom/${subject}-${shortDigest(change.sha256)}`;
}
/** Title of the pull request of a change. */
function pullTitle(about) {
    // A plain number: a reference would write into the other pull request's history.
    return 'pull' in about
        ? `Verified change for pull request ${about.pull}`
        : `Verified change for ${about.branch.replace(/[^A-Za-z0-9._/-]+/g, '-').slice(0, 80)}`;
}
/** Body of the pull request of a change: the same sections as the comment's, every hostile text inert. */
function pullBody(evidence, change, links, about) {
    const verifier = (0,verifier_change/* verifierChange */.x)(evidence, 8000);
    const where = 'pull' in about
        ? `This change is for pull request ${about.pull}, and goes into its branch.`
        : `This change is for the branch ${(0,neutralise/* codeSpan */.SS)(about.branch, 100)}.`;
    return [
        PULL_MARKER,
        (0,sections/* headline */.Pl)(evidence),
        `${where} It was proved on commit ${(0,neutralise/* codeSpan */.SS)(change.workCommit)} and is the patch ${(0,neutralise/* codeSpan */.SS)(change.sha256)}. Workflows may not have run on it: a commit that is pushed with a workflow’s own token starts none.`,
        verifier.first,
        (0,sections/* facts */.Ix)(evidence, links, 7000),
        verifier.later,
        (0,sections/* reportSection */.iZ)(evidence, 8000),
        (0,sections/* noticesSection */.Z8)(evidence, 4000),
        (0,sections/* detailsSection */.Il)(evidence, 4000),
        digestMarker(change.sha256),
    ]
        .filter((section) => section !== '')
        .join('\n\n');
}

// EXTERNAL MODULE: ./build/support/git-paths.js
var git_paths = __webpack_require__(68745);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
;// CONCATENATED MODULE: ./build/publish/delivery/git-objects.js

const DIRECTORY = '040000';
/** Git's name for a content. */
function blobId(content) {
    return objectId('blob', content);
}
/** Git's name for a directory with these entries. */
function treeId(entries) {
    // Git sorts a directory as if its name ended in a slash.
    const sorted = [...entries]
        .map((entry) => ({ entry, key: Buffer.from(entry.mode === DIRECTORY ? `${entry.name}/` : entry.name, 'utf8') }))
        .sort((a, b) => Buffer.compare(a.key, b.key));
    const content = sorted.flatMap(({ entry: { mode, name, id } }) => [
        Buffer.from(`${mode.replace(/^0+/, '')} ${name}\0`, 'utf8'),
        Buffer.from(id, 'hex'),
    ]);
    return objectId('tree', Buffer.concat(content));
}
function objectId(type, content) {
    // SHA-1 is what git names objects by; what must not be forged is bound by SHA-256 elsewhere.
    return (0,external_node_crypto_.createHash)('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}

;// CONCATENATED MODULE: ./build/publish/delivery/apply-patch.js




/** Bytes of one file after a change, at most. */
const MAX_CONTENT_BYTES = 48 * 1024 * 1024;
/**
 * The content of a file after its change: every context line, every position and both ids have to be right.
 * @param old content before; empty for a new file
 * @returns empty for a deleted file
 * @throws CleanroomError `delivery.refused`
 */
function applyChange(change, old) {
    const { ids, body, from, to } = change;
    const name = (0,neutralise/* plainLine */.h0)(to?.path ?? from?.path ?? '', 120);
    if (ids === undefined)
        return old;
    if (from !== undefined && blobId(old) !== ids.from)
        throw misfit(`${name} is not as the patch expects it`);
    const made = make(body, old, name);
    const right = to === undefined ? made.length === 0 : blobId(made) === ids.to;
    if (!right)
        throw misfit(`${name} would not become what the patch says`);
    return made;
}
function make(body, old, name) {
    if (body.kind === 'none')
        return old;
    if (body.kind === 'hunks')
        return applyHunks(body.hunks, old, name);
    if (body.size > MAX_CONTENT_BYTES)
        throw misfit(`${name} is larger than ${MAX_CONTENT_BYTES} bytes`);
    const data = decodeBinary(body.lines, body.size);
    return body.method === 'literal' ? data : applyDelta(old, data, MAX_CONTENT_BYTES);
}
/** Lines with their line feeds, one character per byte. */
function linesOf(content) {
    const text = content.toString('latin1');
    return text === '' ? [] : text.split(/(?<=\n)/);
}
function applyHunks(hunks, old, name) {
    const before = linesOf(old);
    const after = [];
    let at = 0;
    for (const { oldStart, newStart, lines } of hunks) {
        const removed = lines.some(({ kind }) => kind !== '+');
        const added = lines.some(({ kind }) => kind !== '-');
        const start = removed ? oldStart - 1 : oldStart;
        if (start < at || start > before.length)
            throw misfit(`a hunk of ${name} is out of its place`);
        for (; at < start; at += 1)
            after.push(before[at] ?? '');
        if (after.length !== (added ? newStart - 1 : newStart))
            throw misfit(`a hunk of ${name} is out of its place`);
        for (const { kind, text } of lines) {
            if (kind !== '+') {
                if (before[at] !== text)
                    throw misfit(`line ${at + 1} of ${name} is not as the patch expects it`);
                at += 1;
            }
            if (kind !== '-')
                after.push(text);
        }
    }
    for (; at < before.length; at += 1)
        after.push(before[at] ?? '');
    return Buffer.from(after.join(''), 'latin1');
}

;// CONCATENATED MODULE: ./build/publish/delivery/next-tree.js






const next_tree_DIRECTORY = '040000';
/** Bytes of all files that are written: a small patch unpacks to much more. */
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;
/** Files that are read at the same time. */
const SIDE_BY_SIDE = 8;
const FILES = new Set(['100644', '100755', '120000']);
/**
 * Applies a patch to a tree: each file must be there as the patch says, or not be there, and no name on the way to it may
 * be a link. Only directories that are touched are read.
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
async function nextTree(from, root, changes) {
    checkPaths(changes);
    const objects = readOnce(from);
    const base = new Directory(await readTree(objects, root));
    const writes = [];
    const deletes = [];
    let total = 0;
    for (let at = 0; at < changes.length; at += SIDE_BY_SIDE) {
        const some = changes.slice(at, at + SIDE_BY_SIDE).map((change) => written(objects, base, change));
        // All of them end before an error of one is told: nothing goes on behind the back of what comes next.
        for (const made of await Promise.allSettled(some)) {
            if (made.status === 'rejected')
                throw made.reason;
            if (made.value === undefined)
                continue;
            writes.push(made.value);
            total += made.value.content?.length ?? 0;
        }
        if (total > MAX_TOTAL_BYTES) {
            throw refusal(`the changed files have more than ${MAX_TOTAL_BYTES} bytes together`, 'nothing was delivered; apply change.patch of the evidence by hand');
        }
    }
    for (const { from, copy } of changes) {
        if (from === undefined || copy)
            continue;
        const { parent, name } = await locate(objects, base, from.path);
        // The same file may be a deleted and a new one: a link in place of a file.
        parent.entries.delete(name);
        deletes.push(from.path);
    }
    base.prune();
    for (const { path, mode, id } of writes)
        await put(objects, base, path, { mode, id });
    if (base.entries.size === 0)
        throw refusal('nothing would be left of the repository', 'no such change is delivered');
    const paths = new Set(writes.map(({ path }) => path));
    // What a written file or folder takes the place of goes with that.
    const gone = deletes.filter((path) => !paths.has(path) && ![...paths].some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)));
    return { id: base.id(), writes, deletes: gone };
}
/** A directory that two files lie in is asked for once, also when both ask at the same time. */
function readOnce(objects) {
    const trees = new Map();
    return {
        tree(id) {
            const asked = trees.get(id) ?? objects.tree(id);
            trees.set(id, asked);
            return asked;
        },
        blob: (id) => objects.blob(id),
    };
}
/**
 * One file as it is to be; undefined: it is deleted. Files are looked at side by side, so this changes nothing of the tree
 * in work: it only looks into directories.
 */
async function written(objects, base, change) {
    const { from, to } = change;
    const old = from === undefined ? undefined : await entryOf(objects, base, change);
    if (to === undefined) {
        if (old)
            applyChange(change, await readBlob(objects, old.id));
        return undefined;
    }
    const mode = keepsMode(change) && old ? modeOf(old, to.path) : to.mode;
    const before = old === undefined ? Buffer.alloc(0) : change.ids || mode === '120000' ? await readBlob(objects, old.id) : undefined;
    const content = before && applyChange(change, before);
    if (mode === '120000') {
        const problem = (0,git_paths/* linkProblem */.k)(to.path, content?.toString('latin1') ?? '');
        if (problem !== undefined)
            throw refusal(`${(0,neutralise/* plainLine */.h0)(to.path, 120)} ${problem}`, 'no such link is delivered');
        // GitHub may follow it to what it takes for workflows.
        if (/^\.github$/i.test(to.path))
            throw refusal('.github is a symbolic link', 'no such link is delivered');
    }
    const id = content === undefined ? (old?.id ?? '') : blobId(content);
    return { path: to.path, mode, id, content: id === old?.id ? undefined : content };
}
/** Names that no delivered file may have, and files that are named twice. */
function checkPaths(changes) {
    const removed = new Set();
    const written = new Set();
    const once = (seen, path) => {
        if (seen.has(path))
            throw misfit(`the patch changes ${(0,neutralise/* plainLine */.h0)(path, 120)} twice`);
        seen.add(path);
    };
    for (const { from, to, copy } of changes) {
        for (const side of [from, to])
            if (side)
                checkPath(side.path);
        if (from && !copy)
            once(removed, from.path);
        if (to)
            once(written, to.path);
    }
}
function checkPath(path) {
    const parts = path.split('/');
    const shown = (0,neutralise/* plainLine */.h0)(path, 120);
    if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
        throw misfit(`${shown} is no path of a file in a repository`);
    if (parts.some(git_paths/* isGitName */.M))
        throw refusal(`${shown} lies in .git`, 'no such file is delivered');
    if (isWorkflow(path)) {
        throw refusal(`${shown} is a workflow`, 'a workflow decides what runs with which token, and GitHub lets no workflow’s token change one: a person has to apply this change from the evidence');
    }
}
/** Whether a path is what GitHub may start jobs by. */
function isWorkflow(path) {
    return /^\.github\/workflows(\/|$)/i.test(path);
}
/** A directory of the tree in work; what was not looked into is only an entry. */
class Directory {
    entries;
    constructor(entries) {
        this.entries = new Map(entries.map((entry) => [entry.name, entry]));
    }
    /** Takes out directories without entries: git has none. */
    prune() {
        for (const [name, entry] of this.entries) {
            if (!(entry instanceof Directory))
                continue;
            entry.prune();
            if (entry.entries.size === 0)
                this.entries.delete(name);
        }
    }
    id() {
        return treeId([...this.entries].map(([name, entry]) => entry instanceof Directory ? { name, mode: next_tree_DIRECTORY, id: entry.id() } : entry));
    }
}
/** The directory that a path lies in. With `make`, directories that are missing are made. */
async function locate(objects, root, path, make = false) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let parent = root;
    for (const part of parts) {
        let child = parent.entries.get(part);
        if (child === undefined && make)
            child = new Directory([]);
        else if (child !== undefined && !(child instanceof Directory) && child.mode === next_tree_DIRECTORY)
            child = new Directory(await readTree(objects, child.id));
        if (!(child instanceof Directory)) {
            const what = child === undefined ? 'missing' : child.mode === '120000' ? 'a symbolic link' : 'no directory';
            throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} cannot be reached: ${(0,neutralise/* plainLine */.h0)(part, 80)} is ${what} in the work commit`);
        }
        parent.entries.set(part, child);
        parent = child;
    }
    return { parent, name };
}
async function entryOf(objects, root, change) {
    const { from, ids } = change;
    const path = from?.path ?? '';
    const { parent, name } = await locate(objects, root, path);
    const entry = parent.entries.get(name);
    if (entry === undefined || entry instanceof Directory || !FILES.has(entry.mode))
        throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} is no file of the work commit`);
    const expected = keepsMode(change) ? entry.mode : from?.mode;
    if (entry.mode !== expected || (ids && entry.id !== ids.from)) {
        throw refusal(`${(0,neutralise/* plainLine */.h0)(path, 120)} is not in the work commit as the patch expects it`, 'the run may have laid the trusted branch’s version over it: merge that branch first, or apply the change by hand');
    }
    return entry;
}
async function put(objects, root, path, file) {
    const { parent, name } = await locate(objects, root, path, true);
    if (parent.entries.has(name))
        throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} is new in the patch and is in the work commit`);
    parent.entries.set(name, { name, ...file });
}
function modeOf({ mode }, path) {
    if (mode === '100644' || mode === '100755' || mode === '120000')
        return mode;
    throw misfit(`${(0,neutralise/* plainLine */.h0)(path, 120)} is no file of the work commit`);
}
async function readTree(objects, id) {
    const entries = await objects.tree(id);
    if (treeId(entries) === id)
        return entries;
    throw refusal('a directory of the work commit is not as GitHub lists it: names that are not UTF-8, or an incomplete list', 'apply change.patch of the evidence by hand');
}
async function readBlob(objects, id) {
    const content = await objects.blob(id);
    if (blobId(content) !== id)
        throw misfit('a file of the work commit is not what GitHub gives for it');
    return content;
}

;// CONCATENATED MODULE: ./build/publish/delivery/protection.js


/**
 * Rules of rulesets that say what commits look like or what must not be done to a branch, and that nothing here does.
 * Whatever else there is, or will be, means that changes of the branch go another way.
 */
const HARMLESS = new Set([
    'deletion',
    'non_fast_forward',
    'required_linear_history',
    'required_signatures',
    'commit_message_pattern',
    'commit_author_email_pattern',
    'committer_email_pattern',
    'branch_name_pattern',
    'file_path_restriction',
    'max_file_path_length',
    'file_extension_restriction',
    'max_file_size',
]);
/**
 * Makes sure that a branch may be written to: not the default one, not a protected one. What cannot be told is an error.
 * @param exists whether the branch is there
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
async function checkBranch(git, { defaultBranch }, branch, exists) {
    const shown = (0,neutralise/* plainLine */.h0)(branch, 100);
    const hint = 'use deliver: pull-request, which has a branch of its own, or suggestions';
    if (branch === defaultBranch)
        throw refusal(`${shown} is the default branch`, hint);
    const [protectedBranch, rules] = [await git.branchProtected(branch), await git.branchRules(branch)];
    if (protectedBranch === undefined && exists)
        throw refusal(`the branch ${shown} is gone`, 'run again');
    if (protectedBranch === true)
        throw refusal(`${shown} is a protected branch`, hint);
    const rule = rules.find((type) => !HARMLESS.has(type) && !(exists && type === 'creation'));
    if (rule !== undefined)
        throw refusal(`the rule ${(0,neutralise/* plainLine */.h0)(rule, 60)} protects the branch ${shown}`, hint);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/process.js
var process = __webpack_require__(63749);
;// CONCATENATED MODULE: ./build/publish/delivery/commit-by-git.js







const TIMEOUT_MS = 120_000;
const PUSHES = 3;
/** Nothing asks, nothing is started but what signs. */
const QUIET = [
    'core.hooksPath=/dev/null',
    'credential.helper=',
    'core.askPass=',
    'gc.auto=0',
    'maintenance.auto=false',
    'core.fsmonitor=false',
];
/**
 * Makes commits with git of this host, in an empty repository of its own: git applies the patch itself, and the tree must
 * be the one that was computed. A push names what the branch must be at, so that a branch that moved is never overwritten.
 */
class GitCommitter {
    #host;
    #github;
    #directory;
    constructor(host, github, directory) {
        this.#host = host;
        this.#github = github;
        this.#directory = directory;
    }
    static async open(host, github) {
        const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(host.tempDir, 'cleanroom-delivery-'));
        const committer = new GitCommitter(host, github, directory);
        try {
            await committer.#git(['init', '--quiet', '--bare', '--template=', '.']);
        }
        catch (error) {
            await committer.close();
            throw error;
        }
        return committer;
    }
    async write({ base, next, patch }, message, parents) {
        for (const parent of new Set([base.id, ...parents]))
            await this.#git(['fetch', '--quiet', '--depth=1', '--no-tags', '--', this.#host.url, parent], { remote: true });
        await this.#git(['read-tree', base.id]);
        await this.#git(['apply', '--cached', '--binary', '--whitespace=nowarn', '-'], { stdin: patch });
        const tree = (await this.#git(['write-tree'])).stdout.toString('utf8').trim();
        if (tree !== next.id) {
            throw refusal('the tree that git made is not the commit that was worked on with the patch', 'nothing was pushed; apply change.patch of the evidence by hand');
        }
        const args = ['commit-tree', '-S', ...parents.flatMap((parent) => ['-p', parent]), '-F', '-', tree];
        const made = await this.#git(args, { stdin: message, hint: SIGN_HINT });
        const id = made.stdout.toString('utf8').trim();
        return { id, tree, parents, message, url: '' };
    }
    async advance(branch, commit, from) {
        const ref = `refs/heads/${branch}`;
        // A lease on the parent forces nothing: the commit follows from it, and any other state of the branch refuses it.
        const lease = `--force-with-lease=${ref}:${from ?? ''}`;
        const push = ['push', '--quiet', '--no-verify', lease, '--', this.#host.url, `${commit.id}:${ref}`];
        for (let attempt = 1;; attempt += 1) {
            try {
                await this.#git(push, { remote: true, hint: PUSH_HINT });
                break;
            }
            catch (error) {
                const there = await settle(this.#github.git, branch, commit, from);
                if (there)
                    break;
                if (attempt >= PUSHES)
                    throw error;
            }
        }
        return this.#github.git.commit(commit.id);
    }
    async close() {
        await (0,promises_.rm)(this.#directory, { recursive: true, force: true });
    }
    async #git(args, call = {}) {
        const result = await (0,process/* runHost */.K)({
            argv: ['git', ...QUIET.flatMap((setting) => ['-c', setting]), ...args],
            cwd: this.#directory,
            env: {
                ...this.#host.env,
                GIT_DIR: this.#directory,
                GIT_TERMINAL_PROMPT: '0',
                // GitHub has no other one, whatever the user's configuration says of new repositories.
                GIT_DEFAULT_HASH: 'sha1',
                LC_ALL: 'C',
                ...(call.remote ? authorization(this.#host) : {}),
            },
            timeoutMs: TIMEOUT_MS,
            ...(call.stdin === undefined ? {} : { stdin: call.stdin }),
        });
        if (result.code === 0)
            return result;
        throw new errors/* CleanroomError */.P3('delivery.git', `git ${args[0] ?? ''} failed (exit code ${result.code}): ${(0,neutralise/* plainLine */.h0)(result.stderr.trim().slice(-400), 400)}`, { hint: call.hint ?? 'see the message of git; the change is change.patch in the evidence' });
    }
}
const SIGN_HINT = 'deliver-sign: git needs user.name, user.email and a signing key (user.signingKey, gpg.format) in the git configuration of this host, and nobody to ask for a passphrase';
const PUSH_HINT = 'the token needs the permission `contents: write`';
/** The token travels in git's environment: not in an argument, not in a file; and over https alone. */
function authorization({ url, token }) {
    if (token === undefined || !url.startsWith('https:'))
        return {};
    const value = Buffer.from(`x-access-token:${token}`).toString('base64');
    return {
        GIT_CONFIG_COUNT: '1',
        GIT_CONFIG_KEY_0: `http.${url}.extraheader`,
        GIT_CONFIG_VALUE_0: `AUTHORIZATION: basic ${value}`,
    };
}

;// CONCATENATED MODULE: ./build/publish/delivery/committer.js

/** GitHub's own API, which signs what names no author. */
function apiCommitter(git) {
    return {
        write: ({ base, next }, message, parents) => writeByApi(git, base, next, message, parents),
        async advance(branch, commit, from) {
            await advance(git, branch, commit, from);
            return commit;
        },
        async close() { },
    };
}

;// CONCATENATED MODULE: ./build/publish/delivery/with-committer.js



/** Does some work with who makes commits, as `deliver-sign` says. */
async function withCommitter({ github, settings, gitHost }, work) {
    if (settings.sign === 'github')
        return work(apiCommitter(github.git));
    if (gitHost === undefined) {
        throw refusal('there is no git here that could sign the commit', 'publish from a job of the repository, or set deliver-sign to github');
    }
    const committer = await GitCommitter.open(gitHost, github);
    try {
        return await work(committer);
    }
    finally {
        await committer.close();
    }
}

;// CONCATENATED MODULE: ./build/publish/delivery/deliver-commit.js








/** A change as one commit on top of the branch of its pull request, in this repository. */
async function deliverCommit(delivery) {
    const { github, change, links } = delivery;
    const { git } = github;
    if (change.touchesVerifier) {
        throw refusal('a part of the change is a change of what decides', 'use deliver: pull-request (it begins as a draft) or suggestions, so that somebody reads that part first');
    }
    const pull = await openPull(delivery);
    checkOwnHead(delivery, pull);
    const base = await git.commit(change.workCommit);
    const next = await nextTree(git, base.tree, change.files);
    const tip = await git.tip(pull.headRef);
    const earlier = async () => (await git.recentCommits(pull.headRef)).find((commit) => delivers(commit, change.workCommit, next));
    if (tip !== change.workCommit && tip !== undefined) {
        const found = await earlier();
        if (found)
            return state(pull.headRef, found);
    }
    checkHead(delivery, tip, pull.headSha);
    await checkBranch(git, await git.repository(), pull.headRef, true);
    const content = { base, next, patch: change.patch };
    const commit = await withCommitter(delivery, async (committer) => {
        const made = await committer.write(content, commitMessage(change, links), [change.workCommit]);
        try {
            return await committer.advance(pull.headRef, made, tip);
        }
        catch (error) {
            // Another job, or a request of an earlier one, may have delivered the same change in the same moment.
            const other = error instanceof errors/* CleanroomError */.P3 && error.code === 'delivery.refused' ? await earlier() : undefined;
            if (other)
                return other;
            throw error;
        }
    });
    return state(pull.headRef, commit);
}
/** Whether a commit is the delivery: the very tree, on top of the very commit. Who made it does not matter. */
function delivers({ tree, parents }, workCommit, next) {
    return tree === next.id && parents.includes(workCommit);
}
function state(branch, { id, url }) {
    const words = `The change is commit ${id.slice(0, 10)} on the branch ${(0,neutralise/* plainLine */.h0)(branch, 100)}.`;
    return { state: 'delivered', kind: 'commit', url, words, branch, commit: id };
}

;// CONCATENATED MODULE: ./build/publish/delivery/deliver-pull.js










/** A change as a pull request of its own, from a branch of its own. */
async function deliverPull(delivery) {
    const { evidence, github, change, settings, links } = delivery;
    const { git } = github;
    const about = await aboutOf(delivery);
    const branch = settings.branch ?? branchName(change, about);
    if (branch === about.base || branch === about.target) {
        throw refusal(`${(0,neutralise/* plainLine */.h0)(branch, 100)} is the branch that the ${branch === about.base ? 'change' : 'pull request'} is for`, 'give deliver-branch another name, or leave it out');
    }
    const base = await git.commit(change.workCommit);
    const next = await nextTree(git, base.tree, change.files);
    const repository = await git.repository();
    const wanted = {
        owner: repository.owner,
        head: branch,
        base: about.base,
        title: pullTitle(about),
        body: pullBody(evidence, change, links, about),
        draft: settings.draft || change.touchesVerifier,
        marker: PULL_MARKER,
        digest: digestMarker(change.sha256),
    };
    const closed = await github.deliveredPulls.closed(wanted);
    if (closed) {
        const words = `The change was delivered as pull request ${closed.number}, which is closed.`;
        return { state: 'delivered', kind: 'pull-request', url: closed.url, words, branch };
    }
    const tip = await git.tip(branch);
    await checkBranch(git, repository, branch, tip !== undefined);
    const there = tip === undefined ? undefined : await git.commit(tip);
    const done = there !== undefined && delivers(there, change.workCommit, next);
    if (there && !done && change.touchesVerifier)
        await checkNotReady(github, wanted);
    const commit = there && done
        ? there
        : await withCommitter(delivery, (committer) => deliver_pull_put(github, committer, {
            branch,
            there,
            content: { base, next, patch: change.patch },
            message: commitMessage(change, links),
        }));
    const { pull, action } = await bring(github, wanted);
    const verb = { created: 'is', updated: 'is now', unchanged: 'is' }[action];
    const words = `The change ${verb} pull request ${pull.number} from the branch ${(0,neutralise/* plainLine */.h0)(branch, 100)}.`;
    return { state: 'delivered', kind: 'pull-request', url: pull.url, words, branch, commit: commit.id };
}
async function aboutOf(delivery) {
    const { github, target, change } = delivery;
    const { git } = github;
    if (target.pullRequest === null) {
        const { branch } = target;
        if (branch === null)
            throw refusal('the run belongs to no branch', 'use deliver: artifact for tags and commits');
        // It may have gone on: then GitHub tells whether the change still merges.
        if (!(await git.holds(branch, change.workCommit)))
            throw moved();
        return { branch, base: branch };
    }
    const pull = await openPull(delivery);
    checkOwnHead(delivery, pull);
    checkHead(delivery, await git.tip(pull.headRef), pull.headSha);
    return { pull: pull.number, base: pull.headRef, target: pull.baseRef };
}
/** A change of what decides is never put where somebody has called ready what was there before. */
async function checkNotReady(github, wanted) {
    const ready = await github.deliveredPulls.ready(wanted);
    if (!ready)
        return;
    throw refusal(`a part of the change is a change of what decides, and pull request ${ready.number} from the branch ${(0,neutralise/* plainLine */.h0)(wanted.head, 100)} is no draft`, `make pull request ${ready.number} a draft, or leave deliver-branch out, so that somebody reads that part first`);
}
/**
 * Puts the change on its branch. An earlier change that we put there stays in the branch's history: the new commit has
 * both as parents, so that nothing is forced, and its tree is that of the new change alone.
 */
async function deliver_pull_put({ git }, committer, { branch, there, content, message }) {
    const workCommit = content.base.id;
    if (there && !isOurs(there)) {
        throw refusal(`the branch ${(0,neutralise/* plainLine */.h0)(branch, 100)} is there already, and its last commit is not ours`, 'delete the branch, or give deliver-branch another name');
    }
    const commit = await committer.write(content, message, there ? [there.id, workCommit] : [workCommit]);
    try {
        return await committer.advance(branch, commit, there?.id);
    }
    catch (error) {
        // Another job may have delivered the same change in the same moment.
        const tip = error instanceof errors/* CleanroomError */.P3 && error.code === 'delivery.refused' ? await git.tip(branch) : undefined;
        const other = tip === undefined ? undefined : await git.commit(tip);
        if (other && other.tree === commit.tree && other.parents.includes(workCommit))
            return other;
        throw error;
    }
}
async function bring(github, wanted) {
    try {
        return await github.deliveredPulls.bring(wanted);
    }
    catch (error) {
        if (!(error instanceof errors/* CleanroomError */.P3))
            throw error;
        const hint = hintFor(error, wanted);
        if (hint === undefined)
            throw error;
        throw new errors/* CleanroomError */.P3(error.code, error.message, { hint, cause: error });
    }
}
function hintFor({ code, message }, { draft, head }) {
    const branch = `the change is on the branch ${(0,neutralise/* plainLine */.h0)(head, 100)}`;
    if (code === 'github.forbidden') {
        return `${branch}; the token needs the permission \`pull-requests: write\`, and a workflow’s own token the setting "Allow GitHub Actions to create and approve pull requests" of the repository (Settings, Actions, General)`;
    }
    if (code === 'github.rejected' && draft && /draft/i.test(message))
        return `${branch}; this repository has no draft pull requests: set deliver-draft to false`;
    return undefined;
}

// EXTERNAL MODULE: ./build/publish/reviews.js
var reviews = __webpack_require__(45265);
;// CONCATENATED MODULE: ./build/publish/delivery/suggestions.js


/** Suggestions of one review: more are not read, and GitHub takes long for them. */
const MAX_SUGGESTIONS = 50;
/** Of one suggestion, in UTF-16 units; GitHub's limit on a comment is 65,536. */
const MAX_SUGGESTION_CHARS = 30_000;
/**
 * A change as suggestions on the right side of a pull request's diff, as far as they fit: both ends of what is replaced
 * must lie in one hunk of it, and what it shows there must be what the change is of. Everything else is left.
 */
function suggestionsFor(files, diff) {
    const comments = [];
    const left = [];
    for (const file of files) {
        const path = (file.to ?? file.from)?.path ?? '';
        if (file.body.kind !== 'hunks' || file.body.hunks.length === 0) {
            left.push({ path, diff: wholeFile(file) });
            continue;
        }
        const target = plainEdit(file) && !isWorkflow(path)
            ? diff.find((entry) => entry.path === path && entry.id === file.ids?.from)
            : undefined;
        const shown = target && rightLines(target.patch);
        for (const hunk of file.body.hunks) {
            for (const block of blocksOf(hunk)) {
                const body = shown && fits(block, shown) ? suggestion(block) : undefined;
                if (body === undefined || comments.length >= MAX_SUGGESTIONS)
                    left.push({ path, diff: block.diff });
                else {
                    const line = block.start + block.old.length - 1;
                    comments.push({ path, startLine: block.start < line ? block.start : undefined, line, body });
                }
            }
        }
    }
    return { comments, left };
}
/** Lines are changed, and nothing else of the file. */
function plainEdit({ from, to }) {
    return (from !== undefined && to !== undefined && from.path === to.path && from.mode === to.mode && to.mode !== '120000');
}
function wholeFile({ from, to, body }) {
    const what = from === undefined ? 'new file' : to === undefined ? 'deleted file' : 'changed file';
    const moved = from && to && from.path !== to.path ? `moved from ${from.path}` : what;
    return `${moved}${body.kind === 'binary' ? ', binary' : ''}${to ? `, mode ${to.mode}` : ''}\n`;
}
function blocksOf({ oldStart, lines }) {
    const blocks = [];
    let number = lines.some(({ kind }) => kind !== '+') ? oldStart : oldStart + 1;
    let free = number;
    for (let at = 0; at < lines.length;) {
        let end = at;
        while (end < lines.length && lines[end]?.kind !== ' ')
            end += 1;
        if (end > at) {
            const block = blockOf(lines, at, end, { number, free });
            blocks.push(block);
            free = block.start + block.old.length;
        }
        number += lines.slice(at, end + 1).filter(({ kind }) => kind !== '+').length;
        at = end + 1;
    }
    return blocks;
}
/** @param place number of the first line, and the first line that no earlier block replaces */
function blockOf(lines, at, end, { number, free }) {
    const changed = lines.slice(at, end);
    const texts = (kind) => changed.filter((line) => line.kind === kind).map(({ text }) => text);
    const [old, now] = [texts('-'), texts('+')];
    const diff = `@@ line ${number} @@\n${lines
        .slice(Math.max(0, at - 3), end + 3)
        .map(({ kind, text }) => `${kind}${utf8(text) ?? text}${text.endsWith('\n') ? '' : '\n'}`)
        .join('')}`;
    if (old.length > 0)
        return { start: number, old, now, diff };
    const before = lines[at - 1]?.text;
    const after = lines[end]?.text;
    if (before !== undefined && number > free)
        return { start: number - 1, old: [before], now: [before, ...now], diff };
    if (after !== undefined)
        return { start: number, old: [after], now: [...now, after], diff };
    return { start: number, old, now, diff };
}
function rightLines(patch) {
    const shown = new Map();
    let hunk = 0;
    let number = 0;
    for (const line of patch.split('\n')) {
        const start = /^@@ -\d+(?:,\d+)? \+(\d{1,9})(?:,\d+)? @@/.exec(line);
        if (start) {
            hunk += 1;
            number = Number(start[1]);
        }
        else if (hunk > 0 && (line.startsWith(' ') || line.startsWith('+'))) {
            shown.set(number, { hunk, text: line.slice(1) });
            number += 1;
        }
    }
    return shown;
}
function fits({ start, old }, shown) {
    const first = shown.get(start);
    if (old.length === 0 || first === undefined)
        return false;
    return old.every((text, index) => {
        const line = shown.get(start + index);
        return line?.hunk === first.hunk && `${line.text}\n` === utf8(text);
    });
}
/** The block that GitHub puts in place of the lines, byte for byte; undefined: it could not hold them. */
function suggestion({ old, now }) {
    const text = utf8(now.join(''));
    // Without a last line feed, with other line ends or with what a reader would not see, it might become something else.
    if (text === undefined || now.some((line) => !line.endsWith('\n')) || (0,neutralise/* visible */.RK)(text) !== text)
        return undefined;
    if ([...old, ...now].some((line) => line.includes('\r')))
        return undefined;
    if (text.length > MAX_SUGGESTION_CHARS)
        return undefined;
    const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
    const fence = '`'.repeat(longest + 1);
    return `${fence}suggestion\n${text}${fence}`;
}
/** Bytes as the text that they are; undefined where they are none. */
function utf8(bytes) {
    const buffer = Buffer.from(bytes, 'latin1');
    const text = buffer.toString('utf8');
    return Buffer.from(text, 'utf8').equals(buffer) ? text : undefined;
}

;// CONCATENATED MODULE: ./build/publish/delivery/deliver-suggestions.js








/** Of what is left, in UTF-16 units; GitHub's limit on a review is 65,536. */
const MAX_LEFT_CHARS = 40_000;
/** A change as suggestions of one review, which comments and never approves. */
async function deliverSuggestions(delivery) {
    const { github, change } = delivery;
    const pull = await openPull(delivery);
    checkHead(delivery, pull.headSha);
    const diff = await github.reviews.files(pull.number);
    const found = suggestionsFor(change.files, diff);
    const { comments, left } = found;
    if (comments.length === 0) {
        throw refusal(diff.length < reviews/* MAX_DIFFED_FILES */.E
            ? 'no part of the change fits lines that the pull request changes'
            : `no part of the change fits lines of the first ${reviews/* MAX_DIFFED_FILES */.E} files that the pull request changes, and GitHub lists no more`, 'use deliver: commit or pull-request; the change is change.patch in the evidence');
    }
    const review = await github.reviews.comment(pull.number, {
        commit: change.workCommit,
        marker: `<!-- cleanroom-action:suggestions:${change.sha256} -->`,
        body: reviewBody(delivery, found),
        comments,
    });
    const parts = comments.length + left.length;
    const words = left.length === 0
        ? `The change is ${(0,format/* plural */.LS)(parts, 'suggestion')} of a review; apply all of them together.`
        : `${comments.length} of the ${parts} parts of the change are suggestions of a review; the others are in its text.`;
    return { state: 'delivered', kind: 'suggestions', url: review.url, words };
}
function reviewBody({ evidence, change }, { comments, left }) {
    const all = comments.length + left.length;
    const head = left.length === 0
        ? `A verified change, as ${(0,format/* plural */.LS)(all, 'suggestion')}. Apply all of them in one batch: the verifier passed with the whole of it.`
        : `${comments.length} of the ${all} parts of a verified change, as suggestions. The others fit no lines that this pull request changes and are below. **Without them it is not the change that the verifier passed with.**`;
    const digest = `It is the patch ${(0,neutralise/* codeSpan */.SS)(change.sha256)} on commit ${(0,neutralise/* codeSpan */.SS)(change.workCommit)}.`;
    const { first } = change.touchesVerifier ? (0,verifier_change/* verifierChange */.x)(evidence, 8000) : { first: '' };
    return [head, digest, first, leftSection(left, change.sha256)].filter((section) => section !== '').join('\n\n');
}
function leftSection(left, sha256) {
    if (left.length === 0)
        return '';
    const text = left.map(({ path, diff }) => `${path}\n${diff}`).join('\n');
    const block = (0,neutralise/* fencedBlock */.zW)(text, 'diff', MAX_LEFT_CHARS);
    const cut = block.omitted > 0
        ? `\n\nCut here: ${block.omitted} more characters. The whole patch ${shortDigest(sha256)} is change.patch in the evidence.`
        : '';
    return `<details><summary>Parts that are no suggestions</summary>\n\n${block.markdown}${cut}\n\n</details>`;
}

;// CONCATENATED MODULE: ./build/publish/delivery/deliver.js







/**
 * Milliseconds of all requests of one delivery, waiting included. With as many calls as a change has files, each with time
 * of its own, nobody could tell when a publishing job ends.
 */
const DELIVERY_MS = 200_000;
/** Delivers a verified change as the settings say; see {@link DeliveryState}. Throws nothing. */
async function deliver(request) {
    const { kind } = request.settings.deliver;
    try {
        return await attempt(request);
    }
    catch (error) {
        if (error instanceof errors/* CleanroomError */.P3 && error.code === 'delivery.refused')
            return { state: 'refused', kind, reason: error.message, hint: error.hint ?? IN_EVIDENCE };
        return { ...failureOf(error, 'publish.delivery'), kind };
    }
}
async function attempt(request) {
    const { evidence, github, target, settings, links = {}, gitHost } = request;
    const { kind } = settings.deliver;
    if (kind === 'none')
        return { state: 'skipped', kind, reason: 'delivery is turned off' };
    const nothing = nothingToDeliver(evidence);
    if (nothing !== undefined)
        return { state: 'skipped', kind, reason: nothing };
    if (kind === 'artifact')
        return { state: 'skipped', kind, reason: 'the change stays in the evidence' };
    if (github === undefined)
        throw refusal('there is no GitHub token', 'give the job a token (github-token), or set deliver to artifact');
    const change = await readChange(evidence, settings.deliver);
    if (change.workCommit !== (target.pullRequest?.headSha ?? target.commit)) {
        throw refusal('the evidence is about another commit than the event of this job', 'publish from the workflow run that the evidence is of, and let it work on the head of the pull request');
    }
    const bounded = github.within(DELIVERY_MS);
    const delivery = { evidence, github: bounded, target, settings: settings.deliver, links, change, gitHost };
    switch (kind) {
        case 'suggestions':
            return deliverSuggestions(delivery);
        case 'commit':
            return deliverCommit(delivery);
        case 'pull-request':
            return deliverPull(delivery);
    }
}

;// CONCATENATED MODULE: ./build/publish/log-annotations.js


/** GitHub shows this many annotations of each level that one step writes to its log. */
const MAX_SHOWN = 10;
const MAX_MESSAGE = 1000;
/** The findings that the log of the job has to show, because no check run shows them. */
function annotationsForLog(evidence, check, { check: wanted }) {
    if (check.state === 'written' || wanted === 'never')
        return [];
    const all = (0,publish_annotations/* annotationsOf */.Ih)(evidence);
    return ['failure', 'warning', 'notice'].flatMap((level) => all.filter((one) => one.annotation_level === level).slice(0, MAX_SHOWN));
}
/** Writes annotations as workflow commands: one line each, without anything that could be another command. */
function annotateLog(annotations, log) {
    for (const { path, start_line, end_line, annotation_level, title, message } of annotations) {
        const place = { title: neutralLine(title, 200), file: path, startLine: start_line, endLine: end_line };
        const text = neutralLine(message, MAX_MESSAGE);
        if (annotation_level === 'failure')
            log.error(text, place);
        else if (annotation_level === 'warning')
            log.warning(text, place);
        else
            log.notice(text, place);
    }
}

// EXTERNAL MODULE: ./build/support/result-files.js
var result_files = __webpack_require__(43317);
// EXTERNAL MODULE: ./build/publish/failing.js
var failing = __webpack_require__(85768);
// EXTERNAL MODULE: ./build/support/check-name.js
var check_name = __webpack_require__(93494);
// EXTERNAL MODULE: ./build/support/shell-word.js
var shell_word = __webpack_require__(73963);
// EXTERNAL MODULE: ./build/publish/api-url.js
var api_url = __webpack_require__(63684);
;// CONCATENATED MODULE: ./build/publish/unpublished.js





/** Which of comment and check run were to be written and were not; one sentence each. */
function unwritten({ comment, check }, settings) {
    return [...missing('No comment', comment, settings.comment), ...missing('No check run', check, settings.check)];
}
/** Why the change was to be delivered and was not, in one sentence. */
function undelivered({ delivery }) {
    if (delivery.state === 'failed')
        return [failureWords('Not delivered', delivery)];
    return delivery.state === 'refused' ? [`Not delivered: ${delivery.reason} (${delivery.hint})`] : [];
}
function missing(what, state, mode) {
    if (state.state === 'failed')
        return [failureWords(what, state)];
    return state.state === 'skipped' && mode === 'always' ? [`${what}: ${state.reason}`] : [];
}
/** Failures that time mends; after the others something has to be changed first, which their hints say. */
const PASSING = ['github.unavailable', 'github.rate-limit'];
/**
 * How to publish once more what GitHub did not take, without another run of the agent; undefined: there is no such thing, or
 * it would fail again. What was written stays as it is then.
 */
function publishAgain(written, again) {
    const { github, target, settings, manifestSha256 } = again;
    // By hand there is no branch that it would be about.
    const deliverable = again.foreign || target.pullRequest !== null;
    const passing = (state) => state.state === 'failed' && PASSING.includes(state.code);
    const failed = passing(written.comment) || passing(written.check) || (passing(written.delivery) && deliverable);
    if (!failed || github === undefined)
        return undefined;
    // By hand nobody would say whose word the evidence is.
    if (again.foreign)
        return 'To publish again without another run of the agent, run this job again.';
    const about = aboutWords(target);
    if (about === undefined)
        return undefined;
    const words = [
        ...['cleanroom-action', 'publish', again.evidenceDir, '--github-repository', github.repository, ...about],
        ...(manifestSha256 === '' ? [] : ['--manifest-sha256', manifestSha256]),
        ...channelWords(settings),
        ...(written.delivery.state === 'failed' && deliverable ? deliveryWords(settings.deliver) : []),
    ];
    // Else the token of another GitHub would go to github.com.
    const place = github.apiUrl === (0,api_url/* apiUrlOf */.p)(null) ? '' : `GITHUB_API_URL=${(0,shell_word/* shellWord */.r)(github.apiUrl)} `;
    const line = `${place}${words.map(shell_word/* shellWord */.r).join(' ')}`;
    return `To publish again without another run of the agent, with the evidence or a download of its artifact: \`${line}\``;
}
function aboutWords({ pullRequest, commit }) {
    if (pullRequest)
        return ['--pull-request', `${pullRequest.number}`];
    return commit === null ? undefined : ['--commit', commit];
}
/** The settings of comment and check run that a line says for them to be the same ones. */
function channelWords({ comment, commentKey, check, checkName }) {
    return [
        ...(comment === 'auto' ? [] : ['--comment', comment]),
        ...['--comment-key', commentKey],
        ...(check === 'auto' ? [] : ['--check', check]),
        ...(checkName === (0,check_name/* usualCheckName */.o)(commentKey) ? [] : ['--check-name', checkName]),
    ];
}
/** A limit that is the usual one is said as well: nothing here knows which one that is. */
function deliveryWords({ kind, branch, draft, sign, maxFiles, maxBytes, }) {
    return [
        ...['--deliver', kind],
        ...(branch === null ? [] : ['--deliver-branch', branch]),
        ...(kind === 'pull-request' && !draft ? ['--deliver-draft', 'false'] : []),
        ...(sign === 'github' ? [] : ['--deliver-sign', sign]),
        ...['--deliver-max-files', `${maxFiles}`, '--deliver-max-size', `${maxBytes}`],
    ];
}
/** Such sentences for the job summary; empty where all is written. */
function unwrittenSection(words) {
    if (words.length === 0)
        return '';
    return `**Not written to GitHub**\n\n${words.map((text) => `- ${(0,neutralise/* inlineWords */.rP)(text, 1200)}`).join('\n')}`;
}

;// CONCATENATED MODULE: ./build/publish/summary.js









/** GitHub's limit on one step's summary, in bytes. */
const MAX_SUMMARY_BYTES = 1024 * 1024;
/** UTF-16 units; three bytes of UTF-8 each at most, so the whole stays well below the limit. */
const MAX_SUMMARY_CHARS = 300_000;
const summary_BOUNDS = {
    facts: 20_000,
    handOver: 14_000,
    verifier: 60_000,
    workers: 10_000,
    attempts: 30_000,
    report: 60_000,
    failing: 10_000,
    guarded: 10_000,
    denied: 10_000,
    notices: 10_000,
    details: 6000,
};
/** The job summary of a run: what the comment says, with more room and a drawing of the phases. */
function renderSummary(evidence, options = {}) {
    const verifier = (0,verifier_change/* verifierChange */.x)(evidence, summary_BOUNDS.verifier);
    const before = [
        (0,sections/* headline */.Pl)(evidence),
        (0,delivery_view/* movedHead */.Q)(evidence, options.target),
        unwrittenSection(options.unwritten ?? []),
        verifier.first,
        (0,delivery_view/* deliverySection */.c)(evidence, options.delivery, options),
        (0,sections/* facts */.Ix)(evidence, options, summary_BOUNDS.facts),
        (0,failing/* failingSection */.I)(evidence, summary_BOUNDS.failing),
        (0,stuck_view/* handOverSection */.p)(evidence, summary_BOUNDS.handOver),
        verifier.later,
        (0,guarded/* guardedSection */.Ic)(evidence, summary_BOUNDS.guarded),
        (0,workers/* workersTable */.Q)(evidence, summary_BOUNDS.workers),
        (0,sections/* attemptsTable */.$b)(evidence, summary_BOUNDS.attempts),
        timeline(evidence.journal, evidence.verdict.workers),
        (0,sections/* reportSection */.iZ)(evidence, summary_BOUNDS.report),
        (0,sections/* deniedSection */.jZ)(evidence, summary_BOUNDS.denied),
        (0,sections/* noticesSection */.Z8)(evidence, summary_BOUNDS.notices),
        (0,sections/* detailsSection */.Il)(evidence, summary_BOUNDS.details),
    ]
        .filter((section) => section !== '')
        .join('\n\n');
    const patch = (0,sections/* patchSection */.Ij)(evidence, MAX_SUMMARY_CHARS - before.length - 4);
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
function outputsOf(evidence, { comment, check, delivery }) {
    const { verdict, report, patch, directory } = evidence;
    const path = (name) => `${directory.replace(/\/+$/, '')}/${name}`;
    const present = (name) => (evidence.files.has(name) ? path(name) : '');
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
        'comment-url': comment.state === 'written' ? comment.url : '',
        'check-url': check.state === 'written' ? check.url : '',
        delivery: delivery.state,
        'delivery-url': delivery.state === 'delivered' ? delivery.url : '',
        'report-page': present(result_files/* OF_RESULT */.I.page),
        sarif: present(result_files/* OF_RESULT */.I.sarif),
        'predicate-type': evidence.files.has(result_files/* OF_RESULT */.I.predicate) ? result_files/* PREDICATE_TYPE */.T : '',
        'predicate-path': present(result_files/* OF_RESULT */.I.predicate),
        'subject-checksums': present(result_files/* OF_RESULT */.I.subjects),
        'manifest-sha256': evidence.manifestSha256,
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

// EXTERNAL MODULE: ./build/publish/read-evidence.js + 1 modules
var read_evidence = __webpack_require__(4578);
;// CONCATENATED MODULE: ./build/publish/publish.js












/**
 * Shows what a run left, and delivers its change: delivery first, since check and comment say what became of it. Reads
 * the evidence folder and nothing else. Whatever fails on the way to GitHub or to the runner's files is a warning in
 * the result.
 * @throws CleanroomError `evidence.*` when the evidence cannot be trusted or read
 */
async function publish(request) {
    const { github, target, settings, foreign, links = {} } = request;
    const found = await (0,read_evidence.readEvidence)(request.evidenceDir, foreign, request.validators);
    const admission = foreign ? admit(found, target, foreign) : OWN;
    const evidence = { ...found, warnings: [...found.warnings, ...admission.notices] };
    const warnings = [...evidence.warnings];
    const here = settings.where === 'here' && admission.hold === undefined;
    const later = { state: 'skipped', reason: admission.hold ?? 'another job publishes' };
    const delivery = here
        ? (refusedDelivery(admission, settings) ??
            (await deliver({ evidence, github, target, settings, links, gitHost: request.gitHost })))
        : { state: 'skipped', kind: settings.deliver.kind, reason: later.reason };
    const unchecked = here ? admission.check : undefined;
    const shownWith = (checkUrl) => ({ ...links, checkUrl, delivery, target });
    const { check, comment } = here
        ? await writeCheckAndComment({
            check: async (onTrouble) => unchecked === undefined
                ? writeCheck({ evidence, github, target, settings, delivery, links, onTrouble })
                : { state: 'skipped', reason: unchecked },
            comment: (checkUrl) => writeComment(request, evidence, shownWith(checkUrl)),
        })
        : { check: later, comment: later };
    const written = { comment, check, delivery };
    const outputs = outputsOf(evidence, written);
    const again = publishAgain(written, {
        ...{ evidenceDir: request.evidenceDir, manifestSha256: outputs['manifest-sha256'], foreign: foreign !== undefined },
        ...{ github: github?.client, target, settings },
    });
    const missing = [...(here ? unwritten(written, settings) : []), ...(again === undefined ? [] : [again])];
    warnings.push(...undelivered(written), ...missing);
    if (admission.hold !== undefined)
        warnings.push(`Nothing was written to GitHub: ${admission.hold}`);
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
        const shown = shownWith(check.state === 'written' ? check.url : undefined);
        await attempt(writeSummary(summaryFile, renderSummary(evidence, { ...shown, unwritten: missing })));
    }
    if (outputFile !== undefined)
        await attempt(writeOutputs(outputFile, outputs));
    const { verdict, green } = evidence.verdict;
    // What must not become a check run is no annotation either.
    const annotations = here && unchecked === undefined ? annotationsForLog(evidence, check, settings) : [];
    return { verdict, green, delivery, comment, check, outputs, annotations, warnings };
}
/** Of ways of delivery that write to GitHub. */
function refusedDelivery({ delivery }, { deliver: { kind } }) {
    if (delivery === undefined || kind === 'none' || kind === 'artifact')
        return undefined;
    return { state: 'refused', kind, ...delivery };
}
async function writeComment({ github, target, settings }, evidence, shown) {
    if (settings.comment === 'never')
        return { state: 'skipped', reason: 'comments are turned off' };
    if (target.pullRequest === null)
        return { state: 'skipped', reason: 'the run belongs to no pull request' };
    if (github === undefined)
        return { state: 'skipped', reason: 'there is no GitHub token' };
    if (settings.comment === 'auto' && evidence.verdict.verdict === 'cancelled') {
        return { state: 'skipped', reason: 'the run was cancelled' };
    }
    try {
        const body = (0,comment/* renderComment */.wQ)(evidence, { key: settings.commentKey, ...shown });
        const result = await github.comments.upsert(target.pullRequest.number, (0,comment/* commentMarker */.Ql)(settings.commentKey), body);
        return { state: 'written', ...result };
    }
    catch (error) {
        return failureOf(error, 'publish.comment');
    }
}


/***/ }),

/***/ 45265:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ MAX_DIFFED_FILES),
/* harmony export */   K: () => (/* binding */ Reviews)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35921);
/* harmony import */ var _create_once_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(35794);
/* harmony import */ var _github_shapes_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(98908);



const PER_PAGE = 100;
/** Pages that are read of reviews, and of files of a pull request. */
const MAX_PAGES = 30;
/** Files of a pull request that GitHub lists; it says nothing of the others. */
const MAX_DIFFED_FILES = 3000;
const PERMISSION = 'pull-requests: write';
/**
 * Reviews of one repository's pull requests. They comment: what GitHub calls the event of a review is no parameter of
 * anything here, so none of ours approves a change or asks for one, whoever asks and whatever a run says.
 */
class Reviews {
    #client;
    constructor(client) {
        this.#client = client;
    }
    /**
     * Writes a review, once: one whose body starts with the marker is left as it is. It is a draft first, of which GitHub
     * lets an account have only one for each pull request, and then submitted: so however many requests get lost, people
     * see one review.
     * @throws CleanroomError `github.*`
     */
    async comment(pull, review) {
        const budget = this.#client.budget();
        const made = await (0,_create_once_js__WEBPACK_IMPORTED_MODULE_1__/* .createOnce */ .U)({
            client: this.#client,
            budget,
            create: {
                route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
                parameters: {
                    pull_number: pull,
                    commit_id: review.commit,
                    body: `${review.marker}\n${review.body}`,
                    comments: review.comments.map(({ path, startLine, line, body }) => ({
                        path,
                        line,
                        side: 'RIGHT',
                        ...(startLine === undefined ? {} : { start_line: startLine, start_side: 'RIGHT' }),
                        body,
                    })),
                },
                permission: PERMISSION,
                doing: 'write the review',
            },
            accepts: toReview,
            find: async () => (await this.#find(pull, review.marker, budget))[0],
        });
        const submitted = made.value.pending ? await this.#submit(pull, made.value, review.marker, budget) : made.value;
        if (made.unanswered > 0)
            await this.#removeDrafts(pull, review.marker, budget);
        return submitted;
    }
    /** Files of a pull request's diff, as they are now: {@link MAX_DIFFED_FILES} at most. @throws CleanroomError `github.*` */
    async files(pull) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
            permission: 'pull-requests: read',
            doing: 'read the diff of the pull request',
        };
        return (await this.#list(call, pull, this.#client.budget())).flatMap((entry) => toFile(entry) ?? []);
    }
    async #submit(pull, review, marker, budget) {
        const call = {
            route: 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/events',
            parameters: { pull_number: pull, review_id: review.id, event: 'COMMENT' },
            permission: PERMISSION,
            doing: 'submit the review',
        };
        for (let attempt = 1;; attempt += 1) {
            const found = async () => {
                const [first] = await this.#find(pull, marker, budget);
                return first && !first.pending ? first : undefined;
            };
            const outcome = await this.#client
                .once(call, budget, (data) => toReview(data)?.pending === false)
                .catch(async (error) => {
                // An earlier request may have submitted it.
                const other = error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3 ? await found() : undefined;
                if (!other)
                    throw error;
                return { kind: 'done', data: undefined };
            });
            if (outcome.kind === 'done')
                return { ...review, pending: false };
            await this.#client.pause(call, budget, attempt, outcome.why, outcome.waitMs);
            if (await found())
                return { ...review, pending: false };
        }
    }
    /** Reviews with the marker, those first that people see. */
    async #find(pull, marker, budget) {
        const call = {
            route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
            permission: PERMISSION,
            doing: 'list the reviews',
        };
        const found = (await this.#list(call, pull, budget)).filter((entry) => bodyOf(entry).startsWith(marker));
        return found.flatMap((entry) => toReview(entry) ?? []).sort((a, b) => Number(a.pending) - Number(b.pending));
    }
    /** A draft that a late request made once the review was there. That nobody else sees it: a failure counts for nothing. */
    async #removeDrafts(pull, marker, budget) {
        try {
            for (const { id, pending } of await this.#find(pull, marker, budget)) {
                if (!pending)
                    continue;
                const call = {
                    route: 'DELETE /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
                    parameters: { pull_number: pull, review_id: id },
                    permission: PERMISSION,
                    doing: 'remove a second draft of the review',
                };
                await this.#client.read(call, budget, () => true);
            }
        }
        catch (error) {
            if (!(error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3))
                throw error;
        }
    }
    async #list(call, pull, budget) {
        const all = [];
        for (let page = 1; page <= MAX_PAGES; page += 1) {
            const parameters = { pull_number: pull, per_page: PER_PAGE, page };
            const { data, headers } = await this.#client.read({ ...call, parameters }, budget, Array.isArray);
            all.push(...(Array.isArray(data) ? data : []));
            if (!/rel="next"/.test(headers['link'] ?? ''))
                return all;
        }
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3('github.too-many-pages', `cannot ${call.doing}: there are more than ${MAX_PAGES * PER_PAGE}`);
    }
}
function property(value, name) {
    const found = typeof value === 'object' && value !== null ? value[name] : undefined;
    return typeof found === 'string' ? found : undefined;
}
function bodyOf(value) {
    return property(value, 'body') ?? '';
}
function toReview(value) {
    const id = (0,_github_shapes_js__WEBPACK_IMPORTED_MODULE_2__/* .idOf */ .TH)(value);
    const state = property(value, 'state');
    if (id === undefined || state === undefined)
        return undefined;
    return { id, url: property(value, 'html_url') ?? '', pending: state === 'PENDING' };
}
function toFile(value) {
    const path = property(value, 'filename');
    const id = property(value, 'sha');
    return path === undefined || id === undefined ? undefined : { path, id, patch: property(value, 'patch') ?? '' };
}


/***/ }),

/***/ 41314:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  $b: () => (/* binding */ attemptsTable),
  jZ: () => (/* binding */ deniedSection),
  Il: () => (/* binding */ detailsSection),
  Ix: () => (/* binding */ facts),
  Pl: () => (/* binding */ headline),
  nf: () => (/* binding */ sections_link),
  Z8: () => (/* binding */ noticesSection),
  Ij: () => (/* binding */ patchSection),
  iZ: () => (/* binding */ reportSection),
  FA: () => (/* binding */ says)
});

// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
// EXTERNAL MODULE: ./build/support/result-files.js
var result_files = __webpack_require__(43317);
// EXTERNAL MODULE: ./build/publish/format.js
var format = __webpack_require__(80141);
// EXTERNAL MODULE: ./build/publish/guarded.js
var guarded = __webpack_require__(52820);
// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
// EXTERNAL MODULE: ./build/publish/patch-stats.js + 1 modules
var patch_stats = __webpack_require__(75269);
;// CONCATENATED MODULE: ./build/publish/field-label.js
/** A member's name as words for a reader: `changed_files` → `Changed files`; empty where it holds no letter of one. */
function fieldLabel(key) {
    const words = key
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/[_-]+/g, ' ')
        .trim();
    return words.charAt(0).toUpperCase() + words.slice(1).toLowerCase();
}

;// CONCATENATED MODULE: ./build/publish/report-view.js



/** Nested lists deeper than this are shown as one line of JSON. */
const MAX_DEPTH = 4;
const MAX_ROWS = 30;
/** Rows of a table that are seen at once; the others are folded. */
const OPEN_ROWS = 8;
const MAX_COLUMNS = 8;
const MAX_ITEMS = 30;
const MAX_KEYS = 40;
const MAX_LINES_OF_TEXT = 30;
const TEXT_CHARS = 2000;
const CELL_CHARS = 300;
const LABEL_CHARS = 80;
const DESCRIPTION_CHARS = 160;
const MAX_REFERENCES = 16;
/** A line by itself behind what is folded. */
const END_OF_FOLD = '</details>';
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
        if (!(0,json_object/* isObject */.G)(report))
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
            return value.every(json_object/* isObject */.G)
                ? [explained, '', ...this.#table(value, schema)]
                : [explained, '', ...this.#items(value, schema, 0)];
        }
        if ((0,json_object/* isObject */.G)(value))
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
        const head = [
            cells(kept.map((key) => (0,neutralise/* inlineText */.ln)(label(key, this.#resolve(propertySchema(first, key), undefined)), LABEL_CHARS))),
            cells(kept.map(() => '---')),
        ];
        const body = shown.map((row) => cells(kept.map((key) => (Object.hasOwn(row, key) ? scalar(row[key], CELL_CHARS) : ''))));
        const open = body.length > OPEN_ROWS + 2 ? OPEN_ROWS : body.length;
        const folded = body.slice(open);
        const lines = [
            ...head,
            ...body.slice(0, open),
            ...(folded.length > 0
                ? ['', `<details><summary>${folded.length} more rows</summary>`, '', ...head, ...folded, '', END_OF_FOLD]
                : []),
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
        let node = (0,json_object/* isObject */.G)(schema) ? schema : {};
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
            ].filter(json_object/* isObject */.G);
            if (next.length === 0)
                return node;
            const merged = next.map((part) => properties(part));
            node = Object.assign({}, ...next, rest);
            node = { ...node, properties: Object.assign({}, ...merged, properties(rest)) };
        }
        return node;
    }
    #accepts(branch, value) {
        if (!(0,json_object/* isObject */.G)(branch))
            return branch === true;
        const target = typeof branch['$ref'] === 'string' ? this.#lookup(branch['$ref']) : branch;
        const type = (0,json_object/* isObject */.G)(target) ? target['type'] : undefined;
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
function properties(node) {
    return (0,json_object/* isObject */.G)(node['properties']) ? node['properties'] : {};
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
    return fieldLabel((0,neutralise/* plainLine */.h0)(key, LABEL_CHARS)) || '(no name)';
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
// EXTERNAL MODULE: ./build/publish/verdict-words.js
var verdict_words = __webpack_require__(58001);
// EXTERNAL MODULE: ./build/publish/verifier-change.js
var verifier_change = __webpack_require__(42009);
;// CONCATENATED MODULE: ./build/publish/sections.js











/*
 * The parts that comment and summary are made of. Each takes its own bound in UTF-16 units, keeps to it whatever the
 * evidence holds, and is an empty string when there is nothing to say.
 */
/** One for each stage, and one for a private address. */
const MAX_ALLOW_LINES = 4;
const MAX_HOSTS = 30;
const MAX_NOTICES = 30;
const MAX_ERRORS = 20;
/** Rows of a long attempts table that are shown from its start and from its end. */
const EDGE_ROWS = 10;
/** Files of a change that are named; the patch has the others. */
const MAX_FILES = 8;
/** UTF-16 units of a part of the report that is kept whole where a long one before it is cut. */
const SHORT_BLOCK = 600;
function headline({ verdict }) {
    const { icon, sentence } = verdict_words/* VERDICT_WORDS */._[verdict.verdict];
    const parts = [`### ${icon} ${sentence}`];
    if (!says(sentence, verdict.reason) && !restates(verdict))
        parts.push((0,neutralise/* inlineWords */.rP)(verdict.reason, 600));
    if (verdict.verdict === 'nothing-to-prove') {
        parts.push('No model was asked, nothing was changed and there is nothing to review here.');
        if (verdict.hint !== null)
            parts.push(`If a failure was expected: ${(0,neutralise/* inlineWords */.rP)(verdict.hint, 400)}`);
    }
    else if (verdict.hint !== null && !showsVerifierChange(verdict) && !listsAsError(verdict, verdict.hint))
        parts.push(`**What to do:** ${(0,neutralise/* inlineWords */.rP)(verdict.hint, 400)}`);
    return parts.filter((part) => part !== '').join('\n\n');
}
/** Whether the part that the hint says to read stands next to it. */
function showsVerifierChange({ verdict, attempts }) {
    return verdict === 'verified-with-verifier-change' && attempts.at(-1)?.verifierEdits?.mode === 'allow';
}
/** Whether the hint is what the report's section lists as wrong with it, which says that there is something to do. */
function listsAsError({ verdict, attempts }, hint) {
    const report = attempts.at(-1)?.report;
    return verdict === 'report-invalid' && report?.state === 'invalid' && report.errors.slice(0, 1).includes(hint);
}
/** Whether the reason says the passing command and the attempt, and nothing that the rest does not say. */
function restates(verdict) {
    const { passingCommand, attempts, reason } = verdict;
    const attempt = attempts.at(-1)?.attempt;
    if (passingCommand === null || attempt === undefined || reason.length > 1000)
        return false;
    const usual = `${passingCommand} passed in a pristine room on attempt ${attempt}`;
    const end = showsVerifierChange(verdict) ? reason.indexOf(', but the change touches what decides') : -1;
    return words(end === -1 ? reason : reason.slice(0, end)) === words(usual);
}
function words(text) {
    return text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, ' ')
        .trim();
}
/** Whether a sentence holds these words already. */
function says(sentence, said) {
    return said.length <= 400 && ` ${words(sentence)} `.includes(` ${words(said)} `);
}
function facts(evidence, links, max) {
    const { verdict, plan, files } = evidence;
    const proved = verdict.attempts.findLast((attempt) => attempt.outcome === 'proved');
    const confirmed = proved?.confirmations;
    const lines = [];
    if (verdict.passingCommand !== null) {
        const runs = confirmed && confirmed.runs > 1 ? ` (${confirmed.passed} of ${(0,format/* plural */.LS)(confirmed.runs, 'run')})` : '';
        lines.push(`- Passing command: ${(0,neutralise/* codeSpan */.SS)(verdict.passingCommand, 500)}${runs}`);
    }
    else if (plan?.verifier) {
        const passes = verdict.verdict === 'nothing-to-prove' ? 'Passes already' : 'Verifier';
        lines.push(`- ${passes}: ${(0,neutralise/* codeSpan */.SS)(plan.verifier.display, 500)}`);
    }
    lines.push(...changeLines(evidence, Math.floor(max / 2)));
    const seen = [...(0,verifier_change/* proofFacts */.c)(evidence), ...(0,test_words/* testFacts */.aA)(verdict)];
    const cost = (0,format/* costWords */.fL)(evidence.usage?.total.costUsd ?? null);
    const end = [
        `- Took ${(0,format/* duration */.p0)(verdict.durationMs)}${effort(evidence)}${cost}`,
        ...seeAlso(links, files.has(result_files/* OF_RESULT */.I.page)),
    ];
    const used = [...lines, ...end].reduce((sum, line) => sum + line.length + 1, 0);
    const list = (0,format/* fitLines */.RV)(seen, max - used, (omitted) => `- …and ${(0,format/* plural */.LS)(omitted, 'more fact')} in verdict.json`);
    return [...lines, ...(list === '' ? [] : [list]), ...end].join('\n');
}
/** How often who tried; nothing where no agent was started. */
function effort({ verdict, patch }) {
    const { workers } = verdict;
    const attempts = workers.length > 0 ? workers.flatMap((worker) => worker.attempts) : verdict.attempts;
    if (attempts.length === 0 && workers.length === 0 && patch === undefined)
        return '';
    const team = workers.length === 0 ? '' : `, ${(0,format/* plural */.LS)(workers.length, workers[0]?.kind === 'task' ? 'task' : 'candidate')}`;
    const tried = attempts.length === 0 ? '' : `, ${(0,format/* plural */.LS)(attempts.length, 'attempt')}`;
    const agent = verdict.agent === null ? '' : `, agent ${(0,neutralise/* inlineText */.ln)(verdict.agent, 80)}`;
    return `${team}${tried}${agent}`;
}
function seeAlso({ artifactUrl, runUrl, checkUrl }, page) {
    const evidence = sections_link('evidence', artifactUrl);
    const report = page ? ` (open ${(0,neutralise/* codeSpan */.SS)(result_files/* OF_RESULT */.I.page)} in it first)` : '';
    const to = [evidence === '' ? '' : `${evidence}${report}`, sections_link('run', runUrl), sections_link('check', checkUrl)];
    const there = to.filter((entry) => entry !== '');
    if (there.length === 0)
        return page ? [`- Two minutes of reading: ${(0,neutralise/* codeSpan */.SS)(result_files/* OF_RESULT */.I.page)} in the evidence`] : [];
    return [`- See the ${there.slice(0, -1).join(', the ')}${there.length > 1 ? ' and the ' : ''}${there.at(-1) ?? ''}`];
}
/** Addresses come from the caller, never from evidence; one that is no plain web address is left out. */
function sections_link(label, url) {
    return url !== undefined && url.length <= 500 && /^https?:\/\/[\w.:-]+\/[\w./?=&%~+-]*(?:#[\w-]+)?$/.test(url)
        ? `[${label}](${url})`
        : '';
}
/** What changed: its size, and the files below it; a line each. */
function changeLines({ verdict, patch }, max) {
    if (!patch)
        return [];
    const stats = (0,patch_stats/* statsOf */.L)(patch);
    const title = changeTitle(verdict);
    if (stats.totalFiles === 1 && stats.files[0])
        return [`- ${title}: ${fileWords(stats.files[0])}`];
    const shown = stats.files.slice(0, MAX_FILES).map((file) => `  - ${fileWords(file)}`);
    const more = (omitted) => `  - …and ${(0,format/* plural */.LS)(stats.totalFiles - shown.length + omitted, 'more file')}`;
    const list = (0,format/* fitLines */.RV)(shown, max, more);
    const rest = stats.totalFiles > shown.length && !list.includes('  - …and') ? [more(0)] : [];
    return [`- ${title}: ${sizeWords(stats)}`, ...(list === '' ? [] : [list]), ...rest];
}
function changeTitle({ verified }) {
    return verified ? 'Change' : 'Last change, not verified';
}
function fileWords({ path, binary, added, deleted }) {
    return `${(0,neutralise/* codeSpan */.SS)(path, 200)} ${binary ? 'binary' : `+${(0,format/* exact */.e0)(added)} −${(0,format/* exact */.e0)(deleted)}`}`;
}
function sizeWords({ totalFiles, added, deleted }) {
    return `${(0,format/* plural */.LS)(totalFiles, 'file')}, +${(0,format/* exact */.e0)(added)} −${(0,format/* exact */.e0)(deleted)}`;
}
function attemptsTable({ verdict, usage }, max) {
    const { attempts } = verdict;
    if (attempts.length === 0)
        return '';
    const used = attempts.some(({ usage: { inputTokens, outputTokens } }) => inputTokens + outputTokens > 0);
    const priced = attempts.some(({ usage }) => costOf(usage.costUsd) !== '');
    const row = (attempt, index) => {
        const again = index > 0 && attempts[index - 1]?.summary === attempt.summary;
        // The headline has the reason, as far as it is shown for certain.
        const said = !verdict.green && says(verdict.reason.slice(0, 500), attempt.summary);
        const time = attempt.agent.durationMs + attempt.proofs.reduce((sum, proof) => sum + proof.durationMs, 0);
        const { inputTokens, outputTokens, costUsd } = attempt.usage;
        const cells = [
            attempt.attempt,
            (0,format/* unbroken */.D_)(verdict_words/* OUTCOME_WORDS */.n[attempt.outcome]),
            // Before the figures: a narrow screen shows the first columns.
            again ? 'the same' : said ? 'as said above' : (0,neutralise/* inlineWords */.rP)(attempt.summary, 200),
            (0,format/* unbroken */.D_)((0,format/* duration */.p0)(time)),
            ...(used
                ? [inputTokens + outputTokens === 0 ? '–' : (0,format/* unbroken */.D_)(`${(0,format/* count */.U9)(inputTokens)} in, ${(0,format/* count */.U9)(outputTokens)} out`)]
                : []),
            ...(priced ? [(0,format/* unbroken */.D_)(costOf(costUsd)) || '–'] : []),
        ];
        return `| ${cells.join(' | ')} |`;
    };
    const wide = `${used ? ' |' : ''}${priced ? ' |' : ''}`;
    const long = attempts.length > 2 * EDGE_ROWS + 1;
    const rows = long
        ? [
            ...attempts.slice(0, EDGE_ROWS).map(row),
            `| … | ${attempts.length - 2 * EDGE_ROWS} more | | |${wide}`,
            ...attempts.slice(-EDGE_ROWS).map((attempt, index) => row(attempt, attempts.length - EDGE_ROWS + index)),
        ]
        : attempts.map(row);
    const label = attemptsLabel(verdict);
    const head = `${label}| Attempt | Outcome | What happened | Time |${used ? ' Tokens |' : ''}${priced ? ' Cost |' : ''}\n|---:|---|---|---:|${used ? '---:|' : ''}${priced ? '---:|' : ''}\n`;
    const body = (0,format/* fitLines */.RV)(rows, max - head.length - 200, (omitted) => `| … | ${omitted} more rows | | |${wide}`);
    const total = usage?.total;
    const sum = total && total.requests > 0
        ? `\n\n${(0,format/* plural */.LS)(total.requests, 'model request')}: ${(0,format/* count */.U9)(total.inputTokens)} tokens in (${(0,format/* count */.U9)(total.cachedInputTokens)} cached), ${(0,format/* count */.U9)(total.outputTokens)} out${(0,format/* costWords */.fL)(total.costUsd)}.${total.estimated ? ' Where the provider gave no counts, tokens are estimated.' : ''}`
        : '';
    return `${head}${body}${sum}`;
}
/** Whose attempts these are, where there were several agents. */
function attemptsLabel({ workers }) {
    if (workers.length === 0)
        return '';
    const chosen = workers.find((worker) => worker.chosen);
    const whose = workers[0]?.kind === 'task' || !chosen ? 'Attempts at the whole' : `Attempts of ${(0,neutralise/* inlineText */.ln)(chosen.name, 64)}`;
    return `**${whose}**\n\n`;
}
function costOf(usd) {
    return (0,format/* costWords */.fL)(usd).replace(/^, /, '');
}
function reportSection({ verdict, report, reportSchema }, max) {
    const last = verdict.attempts.at(-1)?.report;
    const invalid = last?.state === 'invalid';
    if (!report && !invalid)
        return '';
    // Whatever it says, nobody has checked it but by the verifier.
    const head = `#### The agent’s report${verdict.green ? '' : ' (what it claims was not verified)'}`;
    const errors = invalid
        ? [
            'It does not match its schema:',
            (0,format/* fitLines */.RV)(last.errors.slice(0, MAX_ERRORS).map((error) => `- ${(0,neutralise/* inlineText */.ln)(error, 300)}`), Math.floor(max / 3), (omitted) => `- …and ${omitted} more`),
        ]
        : [];
    const used = head.length + errors.reduce((sum, part) => sum + part.length + 2, 0);
    const blocks = report ? reportBlocks(withoutBlocked(report.value, verdict), reportSchema) : [];
    const body = fitBlocks(blocks, max - used - 250);
    return [head, ...errors, body].filter((part) => part !== '').join('\n\n');
}
/** What the agent is blocked by has a part of its own. */
function withoutBlocked(report, { verdict, blocked }) {
    return verdict === 'blocked' && blocked && (0,json_object/* isObject */.G)(report) ? { ...report, blocked: null } : report;
}
/**
 * As many blocks as fit; of the first that does not, its first lines, as a table is cut at a row. It leaves room for short
 * ones behind it, which may say more than its last rows.
 */
function fitBlocks(blocks, max) {
    const whole = blocks.join('\n\n');
    if (whole.length <= max)
        return whole;
    const kept = [];
    let left = max - 200;
    let lines = 0;
    let cut = 0;
    for (const [index, block] of blocks.entries()) {
        const later = blocks
            .slice(index + 1)
            .filter(({ length }) => length <= SHORT_BLOCK)
            .reduce((sum, { length }) => sum + length + 2, 0);
        // Short ones have their room; of many of them some are left out.
        const mine = block.length <= SHORT_BLOCK ? left : Math.max(left - later, Math.floor(left / 2));
        if (block.length + 2 <= mine) {
            kept.push(block);
            left -= block.length + 2;
        }
        else if (cut === 0) {
            cut = 1;
            const part = firstLines(block, mine);
            if (part === undefined)
                continue;
            kept.push(part.text);
            lines = part.omitted;
            left -= part.text.length + 2;
        }
    }
    const more = blocks.length - kept.length;
    const rest = [...(lines > 0 ? [(0,format/* plural */.LS)(lines, 'more line')] : []), ...(more > 0 ? [(0,format/* plural */.LS)(more, 'more part')] : [])];
    return [...kept, `…and ${rest.join(' and ')} in report.json.`].join('\n\n');
}
/** A line that is none of a reader's. */
const NO_ROW = /^(?:|<.*>|\|(?: --- \|)+)$/;
/** What of a block fits, cut at a line's end; undefined where that says nothing. What is folded ends all the same. */
function firstLines(block, max) {
    const lines = block.split('\n');
    const room = max - END_OF_FOLD.length - 4;
    let fits = 0;
    for (let used = 0; fits < lines.length; fits += 1) {
        used += (lines[fits]?.length ?? 0) + 1;
        if (used > room)
            break;
    }
    const fold = lines.slice(0, fits).findLastIndex((line) => line.startsWith('<details>'));
    let open = fold !== -1 && !lines.slice(fold, fits).includes(END_OF_FOLD);
    // The head of a table without a row.
    if (open && fits - fold <= 4) {
        fits = fold;
        open = false;
    }
    // A label, a blank line and a table's two: less says nothing.
    if (fits <= 4)
        return undefined;
    const text = [...lines.slice(0, fits), ...(open ? ['', END_OF_FOLD] : [])].join('\n');
    const head = lines.find((line) => line.startsWith('| '));
    const omitted = lines.slice(fits).filter((line) => line !== head && !NO_ROW.test(line)).length;
    return { text, omitted };
}
function deniedSection({ verdict }, max) {
    if (verdict.denied.length === 0)
        return '';
    const shown = verdict.denied.slice(0, MAX_HOSTS);
    const lines = shown.map(({ host, reason, allow }) => {
        // The reason of a refused host ends with the very lines, for those who have no table.
        const why = allow.length > 0 ? (reason.split('; to permit it, ', 1)[0] ?? reason) : reason;
        const options = allow.slice(0, MAX_ALLOW_LINES).map((line) => (0,neutralise/* codeSpan */.SS)(line, 300));
        return `| ${(0,neutralise/* codeSpan */.SS)(host, 150)} | ${(0,neutralise/* inlineText */.ln)(why, 150)} | ${options.join(' and ')} |`;
    });
    const head = '**Asked for and denied**\n\n| Host | Why | Lines that would allow it |\n|---|---|---|\n';
    const body = (0,format/* fitLines */.RV)(lines, max - head.length - 100, (omitted) => `| … | ${omitted} more | |`);
    const rest = verdict.denied.length > shown.length ? `\n| … | ${verdict.denied.length - shown.length} more hosts | |` : '';
    return `${head}${body}${rest}`;
}
function noticesSection(evidence, max) {
    const { verdict, warnings } = evidence;
    const weaknesses = verdict.room?.weaknesses ?? [];
    const all = [
        ...warnings.map((text) => `- ${(0,neutralise/* inlineText */.ln)(text)}`),
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
    const { verdict, plan, patch } = evidence;
    const rows = [
        ...(plan
            ? [
                ['Work commit', (0,neutralise/* codeSpan */.SS)(plan.source.workCommit)],
                ['Trusted commit', `${(0,neutralise/* codeSpan */.SS)(plan.source.trustedCommit)}${(0,guarded/* trustedName */.v4)(plan)}`],
                ['Policy digest', (0,neutralise/* codeSpan */.SS)(plan.policy.sha256)],
                ['Report schema digest', (0,neutralise/* codeSpan */.SS)(plan.report.sha256)],
                ['Tool', (0,neutralise/* inlineText */.ln)(plan.tool, 60)],
            ]
            : []),
        ...(verdict.planSha256 === null ? [] : [['Plan digest', (0,neutralise/* codeSpan */.SS)(verdict.planSha256)]]),
        ...(patch ? [['Patch digest', (0,neutralise/* codeSpan */.SS)(patch.sha256)]] : []),
        ...roomRows(evidence),
        ...(verdict.instructions.length > 0 ? [['Instructions', digests(verdict.instructions)]] : []),
        ...(plan?.room.writable ? [['The agent could write', paths(plan.room.writable)]] : []),
        ...(0,guarded/* hiddenFromRooms */.v)(evidence),
    ];
    if (rows.length === 0)
        return '';
    const head = '<details><summary>Plan, policy and digests</summary>\n\n| | |\n|---|---|\n';
    const body = (0,format/* fitLines */.RV)(rows.map(([name, value]) => `| ${name} | ${value} |`), max - head.length - 20, (omitted) => `| … | ${omitted} more rows |`);
    return `${head}${body}\n\n</details>`;
}
function paths(list) {
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
    const head = `<details><summary>Patch: ${sizeWords((0,patch_stats/* statsOf */.L)(patch))}</summary>\n\n`;
    const tail = '\n\n</details>';
    const noticeRoom = 200;
    const block = (0,neutralise/* fencedBlock */.zW)(patch.text, 'diff', max - head.length - tail.length - noticeRoom);
    if (block.markdown === '')
        return max > 200 ? `The patch (${(0,format/* exact */.e0)(patch.bytes)} bytes) does not fit here: see change.patch.` : '';
    const notice = block.omitted > 0
        ? `\n\nCut here: ${(0,format/* exact */.e0)(block.omitted)} more characters of ${(0,format/* exact */.e0)(patch.bytes)} bytes. The whole patch is change.patch in the evidence.`
        : '';
    return `${head}${block.markdown}${notice}${tail}`;
}


/***/ }),

/***/ 85096:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   p: () => (/* binding */ handOverSection)
/* harmony export */ });
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);
/* harmony import */ var _sections_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(41314);



const CHECKS = {
    confirmed: '✔️ Confirmed by the run',
    unconfirmed: 'Not confirmed by the run',
    contradicted: '✖️ Contradicted by the run',
};
const KINDS = {
    contradiction: 'the task contradicts itself or the verifier',
    access: 'something needed cannot be reached',
    infrastructure: 'the surroundings are broken',
    other: 'another reason',
};
/**
 * What a person goes on from: where the run was stuck, or what its agent says is in the way; empty where neither is.
 * What the headline says already, by the verdict's reason and hint, is not said again.
 */
function handOverSection({ verdict }, max) {
    const { stuck, blocked } = verdict;
    // As far as it is shown for certain.
    const said = `${verdict.reason.slice(0, 500)} ${verdict.hint?.slice(0, 350) ?? ''}`;
    const lines = [];
    if (verdict.verdict === 'blocked' && blocked) {
        lines.push('**Blocked**', '', `- Why: ${KINDS[blocked.kind]}`, ...((0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(said, blocked.reason) ? [] : [`- The agent says: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(blocked.reason, 1000)}`]));
        if (blocked.evidence !== '')
            lines.push(`- Its evidence: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(blocked.evidence, 1500)}`);
        if (blocked.check === 'unconfirmed' || !(0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(said, blocked.note))
            lines.push(`- ${CHECKS[blocked.check]}: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineWords */ .rP)(blocked.note, 400)}`);
    }
    if (stuck && !verdict.green && verdict.verdict !== 'blocked') {
        const notes = stuck.snapshot.replace(/json$/, 'md');
        const refused = verdict.attempts.at(-1)?.outcome === 'refused';
        const facts = [
            ...((0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(said, stuck.message) ? [] : [`- After attempt ${stuck.attempt}: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineWords */ .rP)(stuck.message, 400)}`]),
            // A patch that was refused was not judged: what failed was something before it.
            ...(stuck.command === null || refused
                ? []
                : [
                    `- Last failing command: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(stuck.command, 500)}${stuck.log === null ? '' : `, output in ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(stuck.log, 200)}`}`,
                ]),
            ...(stuck.failure === null || refused || (0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(`${said} ${stuck.next.slice(0, 500)}`, stuck.failure)
                ? []
                : [`- It says: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(stuck.failure, 400)}`]),
            ...((0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(said, nextOf(stuck)) ? [] : [`- The smallest next change: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineWords */ .rP)(stuck.next, 600)}`]),
            ...((0,_sections_js__WEBPACK_IMPORTED_MODULE_1__/* .says */ .FA)(said, notes) ? [] : [`- All of it: ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(notes, 200)} in the evidence`]),
        ];
        // One fact is no list.
        if (facts.length === 1)
            lines.push(facts[0]?.slice(2) ?? '');
        else if (facts.length > 1)
            lines.push('**Where it was stuck**', '', ...facts);
    }
    return (0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .fitLines */ .RV)(lines, max, (omitted) => `- …and ${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(omitted, 'more line')} in verdict.json`);
}
/** Without the failure that it ends with, which stands by itself. */
function nextOf({ next, failure }) {
    return failure === null ? next : next.replace(` It says: ${failure}`, '');
}


/***/ }),

/***/ 58001:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ VERDICT_WORDS),
/* harmony export */   n: () => (/* binding */ OUTCOME_WORDS)
/* harmony export */ });
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


/***/ }),

/***/ 42009:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ proofFacts),
/* harmony export */   x: () => (/* binding */ verifierChange)
/* harmony export */ });
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);


const MAX_FILES = 20;
const MAX_NAMES = 10;
/** What the run says of a change of what decides. It comes first where that change is a part of what was verified. */
function verifierChange({ verdict, verifierPatch }, max) {
    const edits = verdict.attempts.at(-1)?.verifierEdits;
    if (!edits)
        return { first: '', later: '' };
    const taken = edits.mode === 'allow';
    const title = taken ? '#### What decides was changed' : '**Left out: changes to what decides**';
    const words = taken
        ? takenWords(verdict.verdict, edits)
        : 'They are no part of the change below, and nothing was proved with them.';
    const shown = edits.files
        .slice(0, MAX_FILES)
        .map(({ path, status, glob, trusted }) => `- ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(path, 200)} ${status} (protected by ${(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .codeSpan */ .SS)(glob, 100)}${trusted ? ', on top of the trusted commit’s version' : ''})`);
    const head = `${title}\n\n${words}\n\n`;
    const list = (0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .fitLines */ .RV)(shown, Math.floor(max / 3), (omitted) => `- …and ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(omitted, 'more file')}`);
    const more = edits.files.length > MAX_FILES ? `\n- …and ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(edits.files.length - MAX_FILES, 'more file')}` : '';
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
    return `The verdict is worth as much as this part. On the base the changed verifier fails, as it has to. ${unchanged}`;
}
function diffOf({ text, bytes }, max, open) {
    const block = (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .fencedBlock */ .zW)(text, 'diff', max);
    if (block.markdown === '')
        return '\n\nIts diff does not fit here: see verifier.patch in the evidence.';
    const cut = block.omitted > 0
        ? `\n\nCut here: ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .exact */ .e0)(block.omitted)} more characters of ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .exact */ .e0)(bytes)} bytes. The whole of it is verifier.patch in the evidence.`
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
        ...(runs && runs.passed < runs.runs ? [`- The proof passed in ${runs.passed} of ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(runs.runs, 'run')}`] : []),
        ...(runs && runs.flaky.length > 0 ? [`- Flaky: ${names(runs.flaky)}`] : []),
        ...(base ? [`- The base failed in ${base.runs - base.passed} of ${(0,_format_js__WEBPACK_IMPORTED_MODULE_1__/* .plural */ .LS)(base.runs, 'run')}`] : []),
        ...(base && base.flaky.length > 0 ? [`- Flaky on the base: ${names(base.flaky)}`] : []),
    ];
}
function names(flaky) {
    const shown = flaky.slice(0, MAX_NAMES).map((name) => (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(name, 120));
    return `${shown.join(', ')}${flaky.length > shown.length ? ` and ${flaky.length - shown.length} more` : ''}`;
}


/***/ }),

/***/ 15307:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ workersTable)
/* harmony export */ });
/* harmony import */ var _format_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(80141);
/* harmony import */ var _neutralise_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(32180);
/* harmony import */ var _verdict_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58001);



/** Every agent of a run that had several: what it came to, its change and what it used. Empty where one did all. */
function workersTable({ verdict }, max) {
    const { workers } = verdict;
    if (workers.length === 0)
        return '';
    const tasks = workers.some(({ kind }) => kind === 'task');
    const title = tasks ? 'Tasks' : 'Candidates';
    // A column in which all rows say the same says nothing.
    const shown = {
        agent: new Set(workers.map(({ agent }) => agent)).size > 1,
        tokens: workers.some(({ usage }) => usage.inputTokens + usage.outputTokens > 0),
    };
    const names = [tasks ? 'Task' : 'Candidate', ...(shown.agent ? ['Agent'] : []), 'Ending', 'Change', 'Attempts'];
    const columns = [...names, ...(shown.tokens ? ['Tokens'] : []), 'What happened'];
    const rule = columns.map((name) => (name === 'Attempts' ? '---:' : '---'));
    const head = `**${title}**\n\n| ${columns.join(' | ')} |\n|${rule.join('|')}|\n`;
    const rest = ' |'.repeat(columns.length - 2);
    const body = (0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .fitLines */ .RV)(workers.map((worker, index) => row(worker, shown, workers[index - 1])), max - head.length - 100, (omitted) => `| … | ${omitted} more |${rest}`);
    return `${head}${body}`;
}
function row(worker, shown, before) {
    const { inputTokens, outputTokens, costUsd } = worker.usage;
    const name = (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(worker.name, 64);
    const { icon } = _verdict_words_js__WEBPACK_IMPORTED_MODULE_1__/* .VERDICT_WORDS */ ._[worker.verdict];
    const cells = [
        worker.chosen ? `**${name}**${worker.kind === 'task' ? '' : ', taken'}` : name,
        ...(shown.agent ? [(0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineText */ .ln)(worker.agent, 80)] : []),
        `${icon} ${worker.verdict.replaceAll('-', ' ')}`,
        changeOf(worker),
        worker.attempts.length,
        ...(shown.tokens
            ? [
                inputTokens + outputTokens === 0
                    ? '–'
                    : `${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .unbroken */ .D_)(`${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(inputTokens)} in, ${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .count */ .U9)(outputTokens)} out`)}${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .costWords */ .fL)(costUsd)}`,
            ]
            : []),
        before?.reason === worker.reason ? 'the same' : (0,_neutralise_js__WEBPACK_IMPORTED_MODULE_0__/* .inlineWords */ .rP)(worker.reason, 160),
    ];
    return `| ${cells.join(' | ')} |`;
}
/** The size of its last change, in words. */
function changeOf({ attempts }) {
    const patch = attempts.at(-1)?.patch;
    return patch === undefined || patch.bytes === 0
        ? '–'
        : (0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .unbroken */ .D_)(`${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(patch.files, 'file')}, +${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .exact */ .e0)(patch.added)} −${(0,_format_js__WEBPACK_IMPORTED_MODULE_2__/* .exact */ .e0)(patch.deleted)}`);
}


/***/ }),

/***/ 76205:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ gitHostOf)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48161);

/** What git, and the program that signs for it, take from the environment: never a token. */
const PASSED = [
    'PATH',
    'HOME',
    'XDG_CONFIG_HOME',
    'GIT_CONFIG_GLOBAL',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_NOSYSTEM',
    'GIT_SSL_CAINFO',
    'GIT_AUTHOR_NAME',
    'GIT_AUTHOR_EMAIL',
    'GIT_COMMITTER_NAME',
    'GIT_COMMITTER_EMAIL',
    'GNUPGHOME',
    'SSH_AUTH_SOCK',
    'SSL_CERT_FILE',
    'SSL_CERT_DIR',
    'http_proxy',
    'https_proxy',
    'HTTPS_PROXY',
    'no_proxy',
    'NO_PROXY',
];
/**
 * Git of this host for `deliver-sign: git`; undefined where the repository's address is not known.
 * @param remote where commits of the repository come from
 */
function gitHostOf(env, remote) {
    if (remote === undefined)
        return undefined;
    const passed = PASSED.flatMap((name) => {
        const value = env[name];
        return value === undefined ? [] : [[name, value]];
    });
    return { ...remote, env: Object.fromEntries(passed), tempDir: env['RUNNER_TEMP'] || (0,node_os__WEBPACK_IMPORTED_MODULE_0__.tmpdir)() };
}


/***/ }),

/***/ 16150:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ ownTarget)
/* harmony export */ });
/** What a run's own job publishes about: its pull request, else the branch that it was started for. */
function ownTarget({ pullRequest }, commit, branch) {
    return { pullRequest, commit: pullRequest?.headSha ?? commit, branch };
}


/***/ })

};
