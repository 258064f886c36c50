export const id = 578;
export const ids = [578];
export const modules = {

/***/ 29932:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ verdictContradicts),
/* harmony export */   G: () => (/* binding */ baselinesOf)
/* harmony export */ });
const MAX_PROBLEMS = 20;
const VERIFIED = ['verified', 'verified-with-verifier-change'];
/** Proofs of a change as it is handed on. Each of them has to pass; others are for the reader. */
const DECIDING = ['patch', 'patch-without-new-tests', 'hidden'];
/**
 * Where a verdict contradicts itself or its plan, a sentence each, at most 20; empty: a run can have ended so. A verdict
 * says the same thing several times, and whoever shows or uses one of them must not be told another: a comment shows
 * the verdict, an output `green`, a table the attempts. Pure: both `verify` and publishing ask it.
 */
function verdictContradicts({ plan, verdict, patchSha256 }) {
    const problems = [];
    const say = (holds, problem) => {
        if (!holds)
            problems.push(problem);
    };
    const { verdict: name, attempts, baseline } = verdict;
    const last = attempts.at(-1);
    const verified = VERIFIED.includes(name);
    say(verdict.verified === verified, `verified is ${verdict.verified} beside the verdict ${name}`);
    say(verdict.green === (verified || name === 'reported'), `green is ${verdict.green} beside the verdict ${name}`);
    say(verdict.room === null || plan.room.backend === 'auto' || verdict.room.backend === plan.room.backend, `its rooms are ${verdict.room?.backend} ones, and the plan has ${plan.room.backend} ones`);
    say(attempts.every(({ attempt }, index) => attempt > (attempts[index - 1]?.attempt ?? 0)), 'its attempts are numbered in no order');
    for (const attempt of attempts)
        problems.push(...attemptContradicts(attempt, plan));
    for (const proof of baselinesOf(verdict))
        problems.push(...proofContradicts(proof));
    for (const { proofs } of verdict.workers.flatMap((worker) => worker.attempts))
        problems.push(...proofs.flatMap(proofContradicts));
    if (verified)
        problems.push(...verifiedContradicts(verdict, plan, patchSha256));
    if (name === 'nothing-to-prove') {
        say(baseline?.passed === true, 'there was nothing to prove, but the base was not green');
        say(attempts.length === 0, 'there was nothing to prove, but an agent worked');
    }
    if (name === 'reported') {
        say(plan.verifier === null, 'it is reported, but the plan has a verifier');
        say(last?.outcome === 'reported' && last.report.state === 'valid', 'it is reported without a valid report');
    }
    if (name === 'blocked')
        say(verdict.blocked !== undefined, 'it is blocked by nothing');
    if (name === 'attempts-exhausted')
        say(last?.outcome !== 'proved' || plan.tasks !== null, 'the attempts are exhausted, but the last one was proved');
    // The attempts of the candidate whose change it is stand there twice.
    return [...new Set(problems)].slice(0, MAX_PROBLEMS);
}
/** How the verifier ended on the base, every time. */
function baselinesOf({ baseline, baselineRuns }) {
    return baselineRuns ?? (baseline ? [baseline] : []);
}
function verifiedContradicts({ verdict: name, attempts, baseline, passingCommand, patch }, plan, patchSha256) {
    const problems = [];
    const say = (holds, problem) => {
        if (!holds)
            problems.push(problem);
    };
    const last = attempts.at(-1);
    say(plan.verifier !== null, 'it is verified, but the plan has no verifier');
    say(passingCommand !== null, 'it is verified, but names no command that passed');
    say(passingCommand === (plan.verifier?.display ?? null), 'it is verified by another command than the verifier of the plan');
    say(plan.baseline === 'any' || baseline?.passed === false, 'it is verified, but the base was not red');
    if (last === undefined)
        return [...problems, 'it is verified, but has no attempt'];
    say(last.outcome === 'proved', `it is verified, but the last attempt ended ${last.outcome}`);
    say(last.refusals.length === 0, 'it is verified, but the patch was refused');
    const deciding = last.proofs.filter(({ what }) => DECIDING.includes(what));
    say(deciding.every(({ passed }) => passed), 'it is verified, but a proof failed');
    const runs = deciding.filter(({ what }) => what === 'patch').length;
    say(runs > 0, 'it is verified, but nothing was proved');
    say(runs >= plan.proof.confirmRuns, `it is verified after ${runs} of ${plan.proof.confirmRuns} runs`);
    say(plan.proof.hidden === null || last.hidden === 'passed', 'it is verified without the hidden verifier');
    say(!plan.report.required || last.report.state === 'valid', 'it is verified without the report that is required');
    const edited = last.verifierEdits?.mode === 'allow';
    say(edited === (name === 'verified-with-verifier-change'), `the verdict is ${name}, and the verifier ${edited ? 'changed' : 'did not change'}`);
    say(last.patch.bytes === 0 || patch === 'change.patch', 'it is verified, but has no change.patch');
    say(patchSha256 === undefined || last.patch.sha256 === patchSha256, 'it is verified by a change that is not the one in change.patch');
    return problems;
}
function attemptContradicts({ attempt, outcome, proofs }, plan) {
    const problems = proofs.flatMap(proofContradicts);
    if (outcome === 'proved') {
        const deciding = proofs.filter(({ what }) => DECIDING.includes(what));
        if (!deciding.some(({ what }) => what === 'patch') || deciding.some(({ passed }) => !passed))
            problems.push(`attempt ${attempt} was proved without a proof that passed`);
    }
    // Of tasks the merged change has the run's verifier, and each part one of its own.
    const names = plan.tasks === null ? (plan.verifier?.commands ?? []).map((command) => command.name) : [];
    for (const { what, passed, room, commands } of proofs)
        if (passed && (what === 'patch' || what === 'patch-without-new-tests'))
            if (!names.every((name) => commands.some((command) => command.name === name)))
                problems.push(`the proof in ${JSON.stringify(room)} passed without all commands of the plan`);
    return problems;
}
/** Of one proof: it passed where all that it ran exited with 0, and only there. */
function proofContradicts({ room, passed, commands }) {
    const problems = [];
    if (passed && !(commands.length > 0 && commands.every((command) => command.passed)))
        problems.push(`the proof in ${JSON.stringify(room)} passed, but not all of its commands did`);
    for (const { name, passed: green, end, exitCode } of commands)
        if (green && !(end === 'exited' && exitCode === 0))
            problems.push(`${JSON.stringify(name)} in ${JSON.stringify(room)} passed with exit code ${exitCode}`);
    return problems;
}


/***/ }),

/***/ 75269:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ statsOf)
});

// UNUSED EXPORTS: patchStats

;// CONCATENATED MODULE: ./build/support/diff-text.js
/** Lines of a text, one at a time, so that a large patch is not held twice. */
function* diffLines(text) {
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
/** The path of `diff --git a/x b/x`: both halves are the same unless a `rename to` line follows. */
function headerPath(line) {
    const rest = line.slice('diff --git '.length);
    return withoutPrefix(rest.slice(Math.floor(rest.length / 2) + 1));
}
/** A path without git's `a/` or `b/`, quoted or not. */
function withoutPrefix(path) {
    return path.replace(/^("?)[ab]\//, '$1');
}

;// CONCATENATED MODULE: ./build/publish/patch-stats.js

/** Files that are shown of a patch. */
const MAX_FILES = 20;
/** Counts of a patch, as they were taken when it was read. */
function statsOf({ text, stats, }) {
    return stats ?? patchStats(text, MAX_FILES);
}
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
    for (const line of diffLines(patch)) {
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


/***/ }),

/***/ 4578:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readEvidence: () => (/* binding */ readEvidence)
});

// UNUSED EXPORTS: MAX_FINDINGS_BYTES, MAX_LOG_BYTES, MAX_LOG_LINES, MAX_MANIFEST_BYTES, MAX_PATCH_BYTES, MAX_PLAN_BYTES, MAX_REPORT_BYTES, MAX_USAGE_BYTES, MAX_VERDICT_BYTES

// EXTERNAL MODULE: ./build/evidence/contradictions.js
var contradictions = __webpack_require__(29932);
// EXTERNAL MODULE: ./build/schemas/command.js
var command = __webpack_require__(15098);
// EXTERNAL MODULE: ./build/schemas/findings.js
var schemas_findings = __webpack_require__(43629);
// EXTERNAL MODULE: ./build/schemas/journal.js
var schemas_journal = __webpack_require__(16052);
// EXTERNAL MODULE: ./build/schemas/manifest.js
var schemas_manifest = __webpack_require__(870);
// EXTERNAL MODULE: ./build/schemas/mcp.js
var schemas_mcp = __webpack_require__(10739);
// EXTERNAL MODULE: ./build/schemas/plan.js
var schemas_plan = __webpack_require__(45760);
// EXTERNAL MODULE: ./build/schemas/usage.js
var schemas_usage = __webpack_require__(71436);
// EXTERNAL MODULE: ./build/schemas/verdict.js
var schemas_verdict = __webpack_require__(72370);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/result-files.js
var result_files = __webpack_require__(43317);
// EXTERNAL MODULE: ./build/publish/bounded-file.js
var bounded_file = __webpack_require__(55200);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./build/publish/check-folder.js





/** Of a whole folder; a run's own limits are far below. */
const MAX_FOLDER_BYTES = 2 * 1024 * 1024 * 1024;
const MAX_FOLDER_ENTRIES = 50_000;
const MAX_FOLDER_DEPTH = 8;
/**
 * Compares every file of a folder that came from another job with its manifest: nothing but plain files and folders,
 * nothing too large, and each listed file with the size and digest that it is listed with.
 * @returns what a reader should know, one sentence each: listed files that are not there, and files that nobody listed
 * @throws CleanroomError `evidence.unsafe-file`, `evidence.too-large`, `evidence.digest`, `evidence.invalid`
 */
async function checkFolder(directory, manifest) {
    const listed = new Map(manifest.map((entry) => [entry.path, entry]));
    if (listed.size !== manifest.length || manifest.some(({ path }) => !isPlainPath(path))) {
        throw new errors/* CleanroomError */.P3('evidence.invalid', 'manifest.json of the evidence lists names that no run writes', {
            hint: 'do not publish this folder',
        });
    }
    const present = new Map(await filesOf(directory));
    let unlisted = 0;
    for (const [path, bytes] of present) {
        const entry = listed.get(path);
        if (entry === undefined)
            unlisted += path === 'manifest.json' ? 0 : 1;
        else if (entry.bytes !== bytes || entry.sha256 !== (await digestOf(directory, path, bytes)))
            throw changed(path);
    }
    const missing = manifest.filter(({ path }) => !present.has(path)).length;
    return [
        ...(missing > 0 ? [`The run wrote ${missing} more files than this copy of its evidence has.`] : []),
        ...(unlisted > 0 ? [`Nobody looked at ${unlisted} files in the folder that the run did not write.`] : []),
    ];
}
/** Paths and sizes of everything below a folder. Nothing is followed. */
async function filesOf(directory) {
    const found = [];
    let entries = 0;
    let total = 0;
    const visit = async (prefix, depth) => {
        if (depth > MAX_FOLDER_DEPTH)
            throw tooLarge(`folders more than ${MAX_FOLDER_DEPTH} levels deep`);
        for await (const { name } of await (0,promises_.opendir)((0,external_node_path_.join)(directory, prefix))) {
            entries += 1;
            if (entries > MAX_FOLDER_ENTRIES)
                throw tooLarge(`more than ${MAX_FOLDER_ENTRIES} files`);
            const path = prefix === '' ? name : `${prefix}/${name}`;
            const entry = await (0,promises_.lstat)((0,external_node_path_.join)(directory, path));
            if (entry.isDirectory())
                await visit(path, depth + 1);
            // A second name of a file may be anywhere on this machine, and what it holds may be changed there.
            else if (!entry.isFile() || entry.nlink > 1)
                throw unsafe();
            else {
                total += entry.size;
                if (total > MAX_FOLDER_BYTES)
                    throw tooLarge(`more than ${MAX_FOLDER_BYTES} bytes`);
                found.push([path, entry.size]);
            }
        }
    };
    await visit('', 1);
    return found;
}
/** @returns undefined when there is more or less of the file than it was listed with */
async function digestOf(directory, path, bytes) {
    const file = await (0,promises_.open)((0,external_node_path_.join)(directory, path), external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK).catch(() => {
        throw unsafe();
    });
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const buffer = Buffer.allocUnsafe(256 * 1024);
    try {
        let read = 0;
        for (;;) {
            const { bytesRead } = await file.read(buffer, 0, buffer.length, null);
            read += bytesRead;
            if (read > bytes)
                return undefined;
            if (bytesRead === 0)
                return read === bytes ? hash.digest('hex') : undefined;
            hash.update(buffer.subarray(0, bytesRead));
        }
    }
    finally {
        await file.close();
    }
}
/** Relative, with no part that leads elsewhere, and nothing that an error or a log would have to hide. */
function isPlainPath(path) {
    return path !== 'manifest.json' && path.length <= 1000 && path.split('/').every((part) => PART.test(part));
}
const PART = /^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/;
function unsafe() {
    return new errors/* CleanroomError */.P3('evidence.unsafe-file', 'the evidence holds something else than plain files of its own', {
        hint: 'links, pipes and devices are no evidence; do not publish this folder',
    });
}
function changed(path) {
    return new errors/* CleanroomError */.P3('evidence.digest', `${path} is not the file that manifest.json gives the digest of`, {
        hint: 'the evidence was changed after the run; do not publish this folder',
    });
}
function tooLarge(what) {
    return new errors/* CleanroomError */.P3('evidence.too-large', `the evidence holds ${what}`, {
        hint: 'no run writes as much; do not publish this folder',
    });
}

// EXTERNAL MODULE: ./build/publish/neutralise.js
var neutralise = __webpack_require__(32180);
// EXTERNAL MODULE: ./build/publish/patch-stats.js + 1 modules
var patch_stats = __webpack_require__(75269);
// EXTERNAL MODULE: ./build/publish/strict-json.js
var strict_json = __webpack_require__(54074);
// EXTERNAL MODULE: ./build/publish/validators.js + 2 modules
var publish_validators = __webpack_require__(49578);
;// CONCATENATED MODULE: ./build/publish/read-evidence.js


















const MIB = 1024 * 1024;
/** Largest files that are accepted, in bytes. A run's own limits are smaller; these protect the publisher. */
const MAX_VERDICT_BYTES = 16 * MIB;
const MAX_PLAN_BYTES = 4 * MIB;
const MAX_USAGE_BYTES = 4 * MIB;
const MAX_MANIFEST_BYTES = 4 * MIB;
const MAX_FINDINGS_BYTES = 16 * MIB;
const MAX_REPORT_BYTES = 4 * MIB;
/** A patch above this is refused: its digest could not be checked. */
const MAX_PATCH_BYTES = 64 * MIB;
/** Of the journal, this much is read from the start; what follows is left out of the timeline. */
const MAX_LOG_BYTES = 4 * MIB;
/** Lines of it. */
const MAX_LOG_LINES = 20_000;
/**
 * Reads what a run left, as input from an enemy: regular files of bounded size, valid by their schemas, with the digests
 * that verdict and manifest give for them. Of a run of this very process only `verdict.json` must be there.
 * @param foreign the folder comes from another job: it must be complete, every file in it as the manifest lists it, and
 * a verdict that its own attempts bear out
 * @param given validators of earlier calls, which need not be made again
 * @throws CleanroomError `evidence.missing`, `evidence.unsafe-file`, `evidence.unreadable`, `evidence.too-large`,
 * `evidence.malformed`, `evidence.invalid`, `evidence.digest`
 */
async function readEvidence(directory, foreign, given) {
    const validators = given ?? (await publish_validators/* Validators */.k.ready());
    const warnings = [];
    const { manifest, entries, manifestSha256 } = await readManifest(directory, validators);
    if (foreign) {
        if (!manifest) {
            throw new errors/* CleanroomError */.P3('evidence.missing', 'the evidence has no manifest.json: the run did not come to its end', {
                hint: 'what is there can be read with the command show, but not published by another job',
            });
        }
        if (foreign.manifestSha256 !== undefined && foreign.manifestSha256 !== manifestSha256)
            throw digestError('manifest.json', 'the job of the run');
        warnings.push(...(await checkFolder(directory, entries)));
    }
    const whole = async (name, maxBytes) => {
        const file = await (0,bounded_file/* readBounded */.C)(directory, name, maxBytes);
        if (file?.truncated) {
            throw new errors/* CleanroomError */.P3('evidence.too-large', `${name} of the evidence is larger than ${maxBytes} bytes`, {
                hint: 'no run writes files of this size; do not publish this folder',
            });
        }
        const expected = manifest?.get(name);
        if (manifest && file && expected !== (0,canonical_json/* sha256 */.s)(file.bytes))
            throw digestError(name, 'manifest.json');
        if (expected !== undefined && !file) {
            throw new errors/* CleanroomError */.P3('evidence.missing', `${name} is in the manifest but not in the evidence`);
        }
        return file;
    };
    const verdictFile = await whole('verdict.json', MAX_VERDICT_BYTES);
    if (!verdictFile) {
        throw new errors/* CleanroomError */.P3('evidence.missing', 'the evidence has no verdict.json: the run did not end by itself', {
            hint: 'look at the journal for how far it came, and at the log of the job for why it stopped',
        });
    }
    const verdict = parse('verdict.json', verdictFile, validators.of(schemas_verdict/* verdictSchema */.$));
    const plan = await optional('plan.json', MAX_PLAN_BYTES, schemas_plan/* planSchema */.F);
    const usage = await optional('usage.json', MAX_USAGE_BYTES, schemas_usage/* usageSchema */.h);
    const findings = await optional(result_files/* OF_RESULT */.I.findings, MAX_FINDINGS_BYTES, schemas_findings/* findingsSchema */.Q);
    if (plan && !plan.digests.includes(verdict.planSha256 ?? ''))
        throw digestError('plan.json', 'verdict.json');
    if (!plan && verdict.planSha256 !== null)
        warnings.push('The plan that the verdict names is not in the evidence.');
    const patch = await readPatch('change.patch', verdict.patch, verdict.attempts.map((attempt) => attempt.patch.sha256));
    const verifierPatch = await readPatch('verifier.patch', verdict.verifierPatch ?? null, verdict.attempts.map((attempt) => attempt.verifierEdits?.sha256 ?? null));
    const report = await readReport();
    if (foreign) {
        const [why] = plan
            ? (0,contradictions/* verdictContradicts */.A)({ plan: plan.value, verdict, patchSha256: patch?.sha256 ?? null })
            : ['there is no plan'];
        if (why !== undefined) {
            throw new errors/* CleanroomError */.P3('evidence.invalid', `verdict.json of the evidence is not that of a run: ${(0,neutralise/* plainLine */.h0)(why, 300)}`, { hint: 'no run ends so; do not publish this folder' });
        }
    }
    const journal = await readLines('journal.jsonl', schemas_journal/* journalSchema */.B);
    if (foreign && journal.some(({ seq }, index) => seq !== index + 1)) {
        throw new errors/* CleanroomError */.P3('evidence.invalid', 'journal.jsonl of the evidence has lines out of order, or lacks some', {
            hint: 'do not publish this folder',
        });
    }
    const commands = await readLines('commands.jsonl', command/* commandSchema */.r);
    const mcp = await readLines('mcp.jsonl', schemas_mcp/* mcpSchema */.s);
    return {
        directory,
        files: manifest ?? new Map(),
        manifestSha256,
        verdict,
        plan: plan?.value,
        usage: usage?.value,
        findings: findings?.value,
        patch,
        ...(verifierPatch ? { verifierPatch } : {}),
        report,
        reportSchema: plan?.value.report.schema ?? true,
        journal,
        commands,
        mcp,
        warnings,
    };
    async function optional(name, maxBytes, schema) {
        const file = await whole(name, maxBytes);
        if (!file)
            return undefined;
        const value = parse(name, file, validators.of(schema));
        // A digest may be of the file or of the one canonical spelling of its content.
        return { value, digests: [(0,canonical_json/* sha256 */.s)(file.bytes), (0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(value))] };
    }
    async function readPatch(name, given, recorded) {
        if (!named(name, given))
            return undefined;
        const file = await whole(name, MAX_PATCH_BYTES);
        if (!file) {
            warnings.push('The patch that the verdict names is not in the evidence.');
            return undefined;
        }
        const digest = (0,canonical_json/* sha256 */.s)(file.bytes);
        // A change that was cut in its attempt, or is a part of a task's, is of no attempt; it says that it is unproved.
        if (!recorded.includes(digest) && verdict.verified) {
            warnings.push('The patch in the evidence is not the one that any attempt recorded. Do not apply it unread.');
        }
        const text = file.bytes.toString('utf8');
        return { text, bytes: file.bytes.length, sha256: digest, stats: (0,patch_stats/* statsOf */.L)({ text }) };
    }
    async function readReport() {
        if (!named('report.json', verdict.report))
            return undefined;
        const file = await whole('report.json', MAX_REPORT_BYTES);
        if (!file) {
            warnings.push('The report that the verdict names is not in the evidence.');
            return undefined;
        }
        // Written by an agent: what it says twice is its own affair.
        const value = parseJson('report.json', file, { unique: false });
        return { value, text: file.bytes.toString('utf8') };
    }
    async function readLines(name, schema) {
        const file = await (0,bounded_file/* readBounded */.C)(directory, name, MAX_LOG_BYTES);
        if (!file)
            return [];
        const validate = validators.record(schema);
        if (manifest && !file.truncated && manifest.get(name) !== (0,canonical_json/* sha256 */.s)(file.bytes))
            throw digestError(name, 'manifest.json');
        const lines = file.bytes.toString('utf8').split('\n', MAX_LOG_LINES + 1);
        const valid = lines.slice(0, MAX_LOG_LINES).flatMap((line) => {
            const value = line === '' ? undefined : tryParse(line);
            return value !== undefined && validate(value) ? [value] : [];
        });
        if (file.truncated || lines.length > MAX_LOG_LINES) {
            warnings.push(`Only the beginning of ${name} was read: it is longer than a publisher reads.`);
        }
        return valid;
    }
}
/** A verdict names its files; any other name than the fixed one is not ours. */
function named(expected, actual) {
    if (actual === null)
        return false;
    if (actual === expected)
        return true;
    throw new errors/* CleanroomError */.P3('evidence.invalid', `verdict.json names a file of its own choice in place of ${expected}`, {
        hint: 'do not publish this folder',
    });
}
async function readManifest(directory, validators) {
    const file = await (0,bounded_file/* readBounded */.C)(directory, 'manifest.json', MAX_MANIFEST_BYTES);
    if (!file)
        return { manifest: undefined, entries: [], manifestSha256: '' };
    if (file.truncated) {
        throw new errors/* CleanroomError */.P3('evidence.too-large', `manifest.json is larger than ${MAX_MANIFEST_BYTES} bytes`);
    }
    const manifest = parse('manifest.json', file, validators.of(schemas_manifest/* manifestSchema */.r));
    const files = new Map(manifest.files.map((entry) => [entry.path, entry.sha256]));
    return { manifest: files, entries: manifest.files, manifestSha256: (0,canonical_json/* sha256 */.s)(file.bytes) };
}
function tryParse(line) {
    const parsed = (0,strict_json/* parseStrict */.z)(line, { unique: false });
    return parsed.ok ? parsed.value : undefined;
}
function parseJson(name, file, options) {
    const parsed = (0,strict_json/* parseStrict */.z)(file.bytes.toString('utf8'), options);
    if (parsed.ok)
        return parsed.value;
    throw new errors/* CleanroomError */.P3('evidence.malformed', `${name} of the evidence ${parsed.why}`);
}
function parse(name, file, validate) {
    const value = parseJson(name, file);
    if (validate(value))
        return value;
    const [first] = validate.errors ?? [];
    const where = first?.instancePath === '' || first === undefined ? 'the document' : (0,neutralise/* plainLine */.h0)(first.instancePath, 120);
    throw new errors/* CleanroomError */.P3('evidence.invalid', `${name} of the evidence does not match its schema: ${where} ${(0,neutralise/* plainLine */.h0)(first?.message ?? 'is not valid')}`, { hint: 'publish with the version of cleanroom-action that made the run' });
}
function digestError(name, by) {
    return new errors/* CleanroomError */.P3('evidence.digest', `${name} is not the file that ${by} gives the digest of`, {
        hint: 'the evidence was changed after the run; do not publish this folder',
    });
}


/***/ }),

/***/ 49578:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  k: () => (/* binding */ Validators)
});

// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(29829);
// EXTERNAL MODULE: ./build/support/json-object.js
var json_object = __webpack_require__(93506);
;// CONCATENATED MODULE: ./build/publish/kinds.js

/** The kinds of a union whose members each insist on a constant of their own; undefined: it is none, or refers outside of them. */
function kindsOf(schema) {
    const { oneOf, ...rest } = schema;
    if (!Array.isArray(oneOf) || !oneOf.every(json_object/* isObject */.G))
        return undefined;
    const plain = ['$schema', '$id', 'title', 'description'];
    if (!Object.keys(rest).every((key) => plain.includes(key)) || JSON.stringify(oneOf).includes('"$ref"'))
        return undefined;
    const names = (key) => oneOf.map(({ required, properties }) => {
        const member = (0,json_object/* isObject */.G)(properties) ? properties[key] : undefined;
        const needed = Array.isArray(required) && required.includes(key);
        return needed && (0,json_object/* isObject */.G)(member) && typeof member['const'] === 'string' ? member['const'] : undefined;
    });
    const [first] = oneOf;
    const key = Object.keys((0,json_object/* isObject */.G)(first?.['properties']) ? first['properties'] : {}).find((one) => {
        const found = names(one);
        return !found.includes(undefined) && new Set(found).size === found.length;
    });
    if (key === undefined)
        return undefined;
    return { key, schemas: new Map(names(key).map((name, index) => [String(name), oneOf[index] ?? {}])) };
}

// EXTERNAL MODULE: ./build/schemas/command.js
var command = __webpack_require__(15098);
// EXTERNAL MODULE: ./build/schemas/findings.js
var findings = __webpack_require__(43629);
// EXTERNAL MODULE: ./build/schemas/journal.js
var journal = __webpack_require__(16052);
// EXTERNAL MODULE: ./build/schemas/manifest.js
var manifest = __webpack_require__(870);
// EXTERNAL MODULE: ./build/schemas/mcp.js
var mcp = __webpack_require__(10739);
// EXTERNAL MODULE: ./build/schemas/plan.js
var plan = __webpack_require__(45760);
// EXTERNAL MODULE: ./build/schemas/usage.js
var usage = __webpack_require__(71436);
// EXTERNAL MODULE: ./build/schemas/verdict.js
var verdict = __webpack_require__(72370);
;// CONCATENATED MODULE: ./build/publish/validated-schemas.js









// Our schemas are checked by tests, and each is used for one or a few documents: neither is worth the time here. Shared
// functions and loops are shorter than the same code in every place.
const AJV_OPTIONS = {
    strict: false,
    allErrors: false,
    meta: false,
    validateSchema: false,
    inlineRefs: false,
    loopRequired: 1,
    loopEnum: 1,
    code: { optimize: false },
};
/** What evidence is validated by, each under a name of its own; of a union the kinds that its records are told apart by. */
const SCHEMAS = new Map(Object.entries({
    manifest: manifest/* manifestSchema */.r,
    verdict: verdict/* verdictSchema */.$,
    plan: plan/* planSchema */.F,
    usage: usage/* usageSchema */.h,
    findings: findings/* findingsSchema */.Q,
    journal: journal/* journalSchema */.B,
    command: command/* commandSchema */.r,
    mcp: mcp/* mcpSchema */.s,
}).flatMap(([name, schema]) => {
    const kinds = kindsOf(schema)?.schemas;
    return kinds ? [...kinds].map(([kind, one]) => [`${name} ${kind}`, one]) : [[name, schema]];
}));

;// CONCATENATED MODULE: ./build/publish/validators.js




/**
 * Validators of our own schemas: those that a build compiled, and else each compiled when it is first asked for.
 * Compiling is most of the time that reading evidence takes: whoever reads several folders hands the same one to each.
 */
class Validators {
    #made = new Map();
    #ajv;
    /** @param compiled by the names of {@link SCHEMAS} */
    constructor(compiled = new Map()) {
        for (const [name, schema] of SCHEMAS) {
            const made = compiled.get(name);
            if (made)
                this.#made.set(schema, made);
        }
    }
    /** With those that this build has. They are loaded here, and by nobody who validates nothing. */
    static async ready() {
        return new Validators((await __webpack_require__.e(/* import() */ 389).then(__webpack_require__.bind(__webpack_require__, 89389))).COMPILED);
    }
    /** @param schema one of the constants of `src/schemas` */
    of(schema) {
        let made = this.#made.get(schema);
        if (!made) {
            this.#ajv ??= new _2020.Ajv2020(AJV_OPTIONS);
            made = this.#ajv.compile(schema);
            this.#made.set(schema, made);
        }
        return made;
    }
    /**
     * Says whether one of many records of a log is valid. Of kinds that a constant tells apart only the one that a record
     * names is compiled and asked: asking all 23 kinds of journal lines is most of the time that a long journal takes.
     */
    record(schema) {
        const kinds = kindsOf(schema);
        if (!kinds)
            return (value) => this.of(schema)(value);
        return (value) => {
            const name = (0,json_object/* isObject */.G)(value) ? value[kinds.key] : undefined;
            const kind = typeof name === 'string' ? kinds.schemas.get(name) : undefined;
            return kind !== undefined && this.of(kind)(value);
        };
    }
}


/***/ })

};
