export const id = 528;
export const ids = [528];
export const modules = {

/***/ 26528:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  publishCi: () => (/* binding */ publishCi),
  writeResultFiles: () => (/* binding */ writeResultFiles)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
// EXTERNAL MODULE: ./build/publish/verdict-words.js
var verdict_words = __webpack_require__(58001);
;// CONCATENATED MODULE: ./build/publish/ci-files.js



/** Of the five that GitLab knows. */
const SEVERITY = { failure: 'major', warning: 'minor', notice: 'info' };
const MAX_DESCRIPTION = 500;
const MAX_TEXT = 8000;
/**
 * The findings as a report of GitLab's code quality; those that name no line are left out, as GitLab shows none without.
 * A fingerprint does not depend on the line, so that a finding stays the same when lines above it change.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
function codeQuality(findings) {
    const seen = new Map();
    const entries = (findings?.findings ?? []).flatMap((finding) => {
        const { path, startLine, endLine } = finding;
        if (path === null || startLine === null)
            return [];
        const same = (0,canonical_json/* sha256 */.s)(JSON.stringify([finding.source, finding.rule, path, finding.title, finding.message]));
        const before = seen.get(same) ?? 0;
        seen.set(same, before + 1);
        return [
            {
                description: (0,neutralise/* plainLine */.h0)(described(finding), MAX_DESCRIPTION) || 'no description',
                check_name: (0,neutralise/* plainLine */.h0)(finding.rule ?? '', 200) || finding.source,
                fingerprint: before === 0 ? same : (0,canonical_json/* sha256 */.s)(`${same} ${before}`),
                severity: SEVERITY[finding.level],
                location: { path: (0,neutralise/* visible */.RK)(path), lines: { begin: startLine, end: endLine ?? startLine } },
            },
        ];
    });
    return `${JSON.stringify(entries, null, 2)}\n`;
}
function described({ title, message }) {
    return title === '' || message.startsWith(title) ? message : `${title}: ${message}`;
}
/**
 * The run as JUnit's XML, which Jenkins, CircleCI and GitLab show as tests: the verdict, and each finding. A finding
 * fails where the run is not green; nothing of a green run does.
 */
function junitXml(evidence) {
    const { verdict, findings } = evidence;
    const words = `${verdict.verdict}: ${verdict.reason}${verdict.hint ? ` (${verdict.hint})` : ''}`;
    const neutral = verdict.verdict === 'nothing-to-prove';
    const bad = !verdict.green && !neutral;
    const seconds = (verdict.durationMs / 1000).toFixed(3);
    const sentence = verdict_words/* VERDICT_WORDS */._[verdict.verdict].sentence;
    const ofRun = bad
        ? ci_files_element('failure', { message: sentence, type: verdict.verdict }, words)
        : neutral
            ? ci_files_element('skipped', { message: sentence })
            : ci_files_element('system-out', {}, words);
    const cases = [ci_files_element('testcase', { classname: 'cleanroom-action', name: 'verdict', time: seconds }, ofRun, true)];
    let failures = bad ? 1 : 0;
    for (const finding of findings?.findings ?? []) {
        const place = finding.path === null ? '' : `${finding.path}${finding.startLine === null ? '' : `:${finding.startLine}`}`;
        const text = [place, finding.message].filter((part) => part !== '').join('\n');
        const failed = bad && finding.level === 'failure';
        if (failed)
            failures += 1;
        const inside = failed
            ? ci_files_element('failure', { message: (0,neutralise/* plainLine */.h0)(finding.title), type: finding.level }, text)
            : ci_files_element('system-out', {}, text);
        const attributes = { classname: (0,neutralise/* plainLine */.h0)(finding.path ?? finding.source), name: (0,neutralise/* plainLine */.h0)(finding.title) };
        cases.push(ci_files_element('testcase', { ...attributes, time: '0' }, inside, true));
    }
    const counts = { tests: String(cases.length), failures: String(failures), skipped: neutral ? '1' : '0' };
    const suite = ci_files_element('testsuite', { name: 'cleanroom-action', ...counts, errors: '0', time: seconds }, cases.join(''), true);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${ci_files_element('testsuites', {}, suite, true)}`;
}
function ci_files_element(name, attributes, content = '', markup = false) {
    const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
    const inside = markup ? `\n${content}` : escaped((0,neutralise/* visible */.RK)(content.slice(0, MAX_TEXT)));
    return `<${name}${given.join('')}>${inside}</${name}>\n`;
}
/** What XML 1.0 takes; control characters are visible ones by now, and what else it refuses is left out. */
function escaped(text) {
    return text
        .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
        .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

// EXTERNAL MODULE: ./build/publish/comment.js
var comment = __webpack_require__(81561);
;// CONCATENATED MODULE: ./build/publish/ci-markdown.js

/**
 * What no reader turns into more: blocks of code, code in a line. Everything else of a comment writes hostile `!`, `~`, `&`,
 * `^` and `$` as references, which GitLab decodes before it looks for requests, labels, epics, alerts and snippets.
 */
const SIGNS = /^(`{3,})[^\n]*\n[\s\S]*?^\1$|<code>[\s\S]*?<\/code>|&#(?:33|36|38|94|126);/gm;
const BREAK = '&#8203;';
/** GitLab takes a line for an action where a fence of more than three signs holds one of three. No patch has such a line. */
const ACTION = /^([^\S\n]*)(?=\/)/gm;
/** The comment for systems other than GitHub, with hostile text inert in their Markdown too. */
function renderCiComment(evidence, key, links) {
    return breakSigns((0,comment/* renderComment */.wQ)(evidence, { key, ...links }));
}
/** Breaks what GitLab would take for a reference. Exported for its test. */
function breakSigns(markdown) {
    return markdown.replace(SIGNS, (found) => {
        if (found.startsWith('&#'))
            return `${found}${BREAK}`;
        return found.startsWith('`') ? found.replace(ACTION, '$1\u200b') : found;
    });
}

// EXTERNAL MODULE: ./build/publish/publish.js + 29 modules
var publish = __webpack_require__(1946);
// EXTERNAL MODULE: ./build/publish/read-evidence.js + 1 modules
var read_evidence = __webpack_require__(4578);
// EXTERNAL MODULE: ./build/room/local/host.js
var host = __webpack_require__(40630);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/make-directories.js
var make_directories = __webpack_require__(81962);
// EXTERNAL MODULE: ./build/support/own-path.js
var own_path = __webpack_require__(45206);
// EXTERNAL MODULE: ./build/support/process.js
var process = __webpack_require__(63749);
// EXTERNAL MODULE: ./build/run/checkout.js
var checkout = __webpack_require__(56760);
// EXTERNAL MODULE: ./build/run/git-host.js
var git_host = __webpack_require__(76205);
// EXTERNAL MODULE: ./build/run/own-target.js
var own_target = __webpack_require__(16150);
;// CONCATENATED MODULE: ./build/run/ci-publish.js














const ANNOTATE_MS = 60_000;
/** What `buildkite-agent` reads: its job, its token, how to reach its service. */
const AGENT_VARIABLES = /^(PATH|HOME|BUILDKITE(_.*)?|https?_proxy|no_proxy|all_proxy|ssl_cert_(file|dir))$/i;
/**
 * Publishes a run of a job of another CI system: to GitHub where the repository is there, as an annotation on Buildkite.
 * What fails is a warning in the result.
 * @throws CleanroomError `evidence.*`
 */
async function publishCi(options) {
    const { context, settings, env } = options;
    // A token for GitHub is for repositories on GitHub: elsewhere one of the same name is somebody else's.
    const github = context.apiUrl === null ? undefined : (await __webpack_require__.e(/* import() */ 845).then(__webpack_require__.bind(__webpack_require__, 13845))).connect(context, options.token);
    const result = await (0,publish/* publish */.m)({
        evidenceDir: options.evidence,
        github,
        target: (0,own_target/* ownTarget */.O)(context, options.commit, options.branch),
        settings,
        links: linksOf(context),
        gitHost: (0,git_host/* gitHostOf */.M)(env, remoteOf(context, options.token)),
    });
    const extra = [];
    if (options.system === 'buildkite' && settings.summary) {
        const failed = await annotate(options, settings.commentKey, linksOf(context));
        if (failed !== undefined)
            extra.push(failed);
    }
    return { ...result, warnings: [...result.warnings, ...extra] };
}
/**
 * Writes the files that were asked for, whichever system asks, also for a run that is not green.
 * @throws CleanroomError `evidence.*`, `path.link`; errors of the file system
 */
async function writeResultFiles(files, from) {
    if (Object.values(files).every((path) => path === undefined))
        return;
    const evidence = await (0,read_evidence.readEvidence)(from.evidence);
    const make = [
        [files.comment, () => renderCiComment(evidence, from.commentKey, linksOf(from.context))],
        [files.codeQuality, () => codeQuality(evidence.findings)],
        [files.junit, () => junitXml(evidence)],
    ];
    for (const [path, text] of make) {
        if (path === undefined)
            continue;
        await (0,own_path/* refuseLinks */.U)(path, from.checkout);
        (0,make_directories/* makeDirectories */.K)((0,external_node_path_.dirname)(path));
        // What was there, a link or a pipe perhaps, is replaced and not written to.
        await (0,promises_.rm)(path, { force: true });
        await (0,promises_.writeFile)(path, text(), { flag: 'wx' });
    }
}
function linksOf({ runUrl }) {
    return runUrl === null ? {} : { runUrl };
}
/**
 * Shows the result on the build's page; a job that runs the same again replaces it.
 * @returns what went wrong
 * @see https://buildkite.com/docs/agent/cli/reference/annotate
 */
async function annotate(from, key, links) {
    try {
        const evidence = await (0,read_evidence.readEvidence)(from.evidence);
        const chosen = Object.entries(from.env).filter((entry) => entry[1] !== undefined && AGENT_VARIABLES.test(entry[0]));
        const all = Object.fromEntries(chosen);
        // Others tell where the checkout is, and stay: only programs are looked for.
        const { PATH = '' } = (0,checkout/* outsideCheckout */.m)({ PATH: all['PATH'] ?? '' }, from.checkout);
        const program = await (0,host/* findProgram */.Kp)('buildkite-agent', PATH);
        if (program === undefined)
            return 'No annotation: buildkite-agent is not on PATH outside the checkout';
        const style = styleOf(evidence.verdict);
        const result = await (0,process/* runHost */.K)({
            argv: [program, 'annotate', '--style', style, '--context', `cleanroom-${key}`],
            // Nothing of the checkout is where it starts: it reads a configuration of its own.
            cwd: '/',
            env: { ...all, PATH },
            stdin: renderCiComment(evidence, key, links),
            timeoutMs: ANNOTATE_MS,
            maxBytes: 1024 * 1024,
        });
        if (result.code === 0)
            return undefined;
        return `No annotation: buildkite-agent ended with ${result.code}: ${result.stderr.trim().slice(-300)}`;
    }
    catch (error) {
        return `No annotation: ${(0,errors/* messageOf */.bD)(error)}`;
    }
}
function styleOf({ verdict, green }) {
    if (verdict === 'verified-with-verifier-change')
        return 'warning';
    if (verdict === 'nothing-to-prove' || verdict === 'cancelled' || verdict === 'reported')
        return 'info';
    return green ? 'success' : 'error';
}
/** Where commits of a repository on GitHub go to; undefined elsewhere. */
function remoteOf({ apiUrl, serverUrl, repository }, token) {
    if (apiUrl === null || serverUrl === null || repository === null)
        return undefined;
    return { url: `${serverUrl}/${repository}.git`, token };
}


/***/ })

};
