export const id = 337;
export const ids = [337];
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

/***/ 37337:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  exitCodeOfVerification: () => (/* binding */ exitCodeOfVerification),
  verifyEvidence: () => (/* binding */ verifyEvidence)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/evidence/names.js
var names = __webpack_require__(91040);
// EXTERNAL MODULE: ./build/evidence/read-regular.js
var read_regular = __webpack_require__(93551);
;// CONCATENATED MODULE: ./build/evidence/folder.js








/** More than a run makes, so that a folder of somebody else cannot keep its reader busy for ever. */
const MAX_ENTRIES = 20_000;
const MAX_DEPTH = 8;
const MAX_BYTES = 4 * 1024 ** 3;
const MAX_MANIFEST = 4 * 1024 * 1024;
const MAX_PROBLEMS = 50;
/**
 * Looks through an evidence folder as through an enemy's: no link is followed, and what is read is bounded.
 * @throws CleanroomError `evidence.missing` when it is no directory
 */
async function readFolder(directory) {
    const root = await (0,promises_.lstat)(directory).catch(() => undefined);
    if (!root?.isDirectory())
        throw new errors/* CleanroomError */.P3('evidence.missing', `${directory} is no directory`, {
            kind: 'usage',
            hint: 'name the evidence folder of a run, as `run` printed it or an artifact holds it',
        });
    const files = new Map();
    const problems = [];
    let entries = 0;
    let bytes = 0;
    const say = (path, why) => {
        if (problems.length < MAX_PROBLEMS)
            problems.push(`${show(path)} ${why}`);
    };
    const walk = async (prefix, depth) => {
        const found = await (0,promises_.readdir)((0,external_node_path_.join)(directory, prefix), { withFileTypes: true });
        for (const { name } of found.sort((one, other) => (one.name < other.name ? -1 : 1))) {
            const path = prefix === '' ? name : `${prefix}/${name}`;
            entries += 1;
            if (entries > MAX_ENTRIES)
                return say(prefix || '.', `holds more than ${MAX_ENTRIES} files`);
            const entry = await (0,promises_.lstat)((0,external_node_path_.join)(directory, path)).catch(() => undefined);
            if (name.startsWith('.'))
                say(path, 'is hidden, and no run writes such a name');
            else if (!entry)
                say(path, 'cannot be read');
            else if (entry.isDirectory()) {
                if (depth >= MAX_DEPTH)
                    say(path, `is more than ${MAX_DEPTH} folders deep`);
                else
                    await walk(path, depth + 1);
            }
            else if (!entry.isFile())
                say(path, 'is no regular file');
            else if (path !== names/* EVIDENCE_FILES */.o.manifest) {
                bytes += entry.size;
                if (bytes > MAX_BYTES)
                    return say('.', `holds more than ${MAX_BYTES} bytes`);
                files.set(path, await digest((0,external_node_path_.join)(directory, path), entry.size));
            }
        }
    };
    await walk('', 0);
    return {
        files,
        manifest: (0,read_regular/* readRegular */.V)((0,external_node_path_.join)(directory, names/* EVIDENCE_FILES */.o.manifest), MAX_MANIFEST),
        problems,
        read(path, maxBytes) {
            const known = files.get(path);
            if (known === undefined)
                return undefined;
            const found = (0,read_regular/* readRegular */.V)((0,external_node_path_.join)(directory, path), maxBytes);
            if (found !== undefined && (0,canonical_json/* sha256 */.s)(found) !== known)
                throw new errors/* CleanroomError */.P3('evidence.changed', `${show(path)} changed while the evidence was read`);
            return found;
        },
    };
}
/** Differences between a folder and its manifest, a sentence each; empty: they agree. */
function manifestDiffers({ files }, manifest) {
    const problems = [];
    const listed = new Map(manifest.files.map((file) => [file.path, file]));
    if (listed.size !== manifest.files.length)
        problems.push('manifest.json names a file twice');
    for (const [path, { sha256: expected }] of listed) {
        const found = files.get(path);
        if (found === undefined)
            problems.push(`${show(path)} is missing`);
        else if (found !== expected)
            problems.push(`${show(path)} has changed`);
    }
    for (const path of files.keys())
        if (!listed.has(path))
            problems.push(`${show(path)} is not in the manifest`);
    return problems.slice(0, MAX_PROBLEMS);
}
/** Of no more than its size at first: it may be written meanwhile. */
async function digest(path, size) {
    const hash = (0,external_node_crypto_.createHash)('sha256');
    const file = await (0,promises_.open)(path, external_node_fs_.constants.O_RDONLY | external_node_fs_.constants.O_NOFOLLOW | external_node_fs_.constants.O_NONBLOCK);
    if (size === 0) {
        await file.close();
        return hash.digest('hex');
    }
    // The stream closes the file, also when reading fails.
    for await (const chunk of file.createReadStream({ end: size - 1 }))
        hash.update(chunk);
    return hash.digest('hex');
}
function show(path) {
    return JSON.stringify(path.slice(0, 200));
}

// EXTERNAL MODULE: ./build/inputs/commands.js
var commands = __webpack_require__(7528);
// EXTERNAL MODULE: ./build/inputs/shell-words.js
var shell_words = __webpack_require__(79830);
// EXTERNAL MODULE: ./build/loop/state.js
var state = __webpack_require__(58210);
// EXTERNAL MODULE: ./build/support/progress-lines.js + 1 modules
var progress_lines = __webpack_require__(57145);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: ./build/run/exit-code.js
var exit_code = __webpack_require__(5680);
// EXTERNAL MODULE: ./build/run/store.js
var store = __webpack_require__(63295);
;// CONCATENATED MODULE: ./build/run/verify-bounds.js
const MIB = 1024 ** 2;
const GIB = 1024 ** 3;
/** What a plan that nobody vouches for may ask of this machine. */
const CEILINGS = {
    memoryBytes: 16 * GIB,
    processes: 8192,
    fileBytes: 16 * GIB,
    openFiles: 65_536,
    tmpBytes: 8 * GIB,
    diskBytes: 32 * GIB,
    diskFiles: 2_000_000,
    outputBytes: GIB,
    logBytes: 64 * MIB,
    feedbackBytes: MIB,
    patchBytes: 256 * MIB,
    patchFiles: 100_000,
};
/**
 * Why a plan of evidence is not carried out: what it would reach, show or start that whoever verifies has not said yes to.
 * Rooms keep the rest in.
 */
function refusedOf(plan, { anchored, network }) {
    const { prepare, policy, room, limits } = plan;
    const hosts = [...(prepare?.kind === 'command' ? policy.prepare : []), ...(plan.verifier ? policy.proof : [])];
    return [
        ...(network || hosts.length === 0
            ? []
            : [`rooms would reach ${[...new Set(hosts)].slice(0, 20).join(', ')}: say yes with --allow-network`]),
        ...(anchored
            ? []
            : [
                ...(prepare?.kind === 'workspace'
                    ? ['rooms would show ignored files of the checkout (prepare: workspace)']
                    : []),
                ...(room.tools.length > 0 ? [`rooms would show ${room.tools.slice(0, 20).join(', ')} of this machine`] : []),
                ...(room.backend === 'docker' || room.image !== null
                    ? [`rooms would be made of the image ${room.image}`]
                    : []),
                ...(network && policy.private.length > 0
                    ? [`rooms would reach private addresses: ${policy.private.slice(0, 20).join(', ')}`]
                    : []),
                ...endless(plan),
                ...(limits.acceptUnenforced.length > 0 ? ['limits would not be enforced (accept-unenforced)'] : []),
            ].map((reason) => `${reason}: name the plan with --plan-sha256, or the manifest with --manifest-sha256`)),
    ];
}
const MAX_GLOBS = 2000;
/** Globs become regular expressions of this process, where nothing bounds the time that they take. */
function endless({ protect, proof, verifier }) {
    const globs = [...protect, ...proof.refused, ...(verifier?.files ?? [])];
    const slow = globs.find((glob) => !isQuick(glob));
    return [
        ...(globs.length > MAX_GLOBS ? [`it has ${globs.length} globs, more than ${MAX_GLOBS}`] : []),
        ...(slow === undefined ? [] : [`the glob ${JSON.stringify(slow.slice(0, 100))} may take for ever`]),
    ];
}
/** Few wildcards, none of which repeats a group: each more is one more power of the length of a path. */
function isQuick(glob) {
    const stars = (text) => text.match(/\*+/g)?.length ?? 0;
    const segments = glob.split('/');
    const across = segments.filter((segment) => segment.includes('**')).length;
    return (glob.length <= 1000 &&
        across <= 2 &&
        segments.every((segment) => stars(segment) <= 3) &&
        (glob.match(/\{/g)?.length ?? 0) <= 3 &&
        !/\(|[\])}]\+/.test(glob));
}
/** The plan as it is carried out again: one change and its proof, nothing of agents, and bounded. */
function planAgain(plan, { confirmRuns, hidden, network, totalMs }) {
    const ceilings = Object.entries(CEILINGS);
    const bounded = ceilings.map(([name, most]) => [name, Math.min(plan.limits[name], most)]);
    return {
        ...plan,
        candidates: null,
        tasks: null,
        agent: { ...plan.agent, mcp: [] },
        commands: { ...plan.commands, brokered: [] },
        policy: network ? plan.policy : { ...plan.policy, prepare: [], proof: [], private: [] },
        proof: { ...plan.proof, confirmRuns, hidden: hidden ? plan.proof.hidden : null },
        limits: { ...plan.limits, ...Object.fromEntries(bounded), totalMs },
        room: { ...plan.room, audit: 'off' },
    };
}

;// CONCATENATED MODULE: ./build/run/verify-finding.js
/** A check with all that it found wrong. */
function judged(check, ok, problems) {
    if (problems.length === 0)
        return { check, state: 'ok', detail: ok };
    return {
        check,
        state: 'failed',
        detail: `${problems.length} thing${problems.length === 1 ? ' is' : 's are'} wrong`,
        problems,
    };
}

// EXTERNAL MODULE: ./build/inputs/layer.js
var inputs_layer = __webpack_require__(71377);
// EXTERNAL MODULE: ./build/inputs/resolve.js + 1 modules
var resolve = __webpack_require__(39293);
// EXTERNAL MODULE: ./build/plan/tasks.js
var tasks = __webpack_require__(19540);
// EXTERNAL MODULE: ./build/plan/verifier.js + 2 modules
var plan_verifier = __webpack_require__(10817);
// EXTERNAL MODULE: ./build/run/commits.js
var commits = __webpack_require__(39740);
// EXTERNAL MODULE: ./build/run/resolve.js + 7 modules
var run_resolve = __webpack_require__(19868);
;// CONCATENATED MODULE: ./build/run/verify-plan.js









/** Digests that somebody knows from elsewhere: an attestation, the outputs of a job. */
function checkDigests(asked, found) {
    return ['plan', 'manifest'].flatMap((what) => {
        const wanted = asked[`${what}Sha256`];
        if (wanted === undefined)
            return [];
        const is = found[what] ?? 'not there';
        return [
            judged(`${what}-sha256`, `the ${what} has the digest that was given`, is === wanted ? [] : [`the ${what} is ${is}, not ${wanted}`]),
        ];
    });
}
/**
 * Compares a plan with a repository that its reader trusts.
 * @param anchored a digest from outside says that it is the plan that was followed
 */
async function checkPlan(plan, asked, source, anchored) {
    const findings = [];
    const { workCommit, trustedCommit } = plan.source;
    const missing = [];
    for (const [what, commit] of [
        ['work', workCommit],
        ['trusted', trustedCommit],
    ])
        if (!(await known(source, commit)))
            missing.push(`the ${what} commit ${commit} is not in the repository`);
    const found = `the repository has the work commit ${workCommit.slice(0, 12)} and the trusted commit ${trustedCommit.slice(0, 12)}`;
    findings.push(missing.length === 0
        ? judged('commits', found, [])
        : {
            ...{ check: 'commits', state: 'not-checked', detail: missing.join('; ') },
            hint: 'fetch them, or name another repository with --repo',
        });
    const commits = missing.length === 0;
    if (commits) {
        if (asked.trustedRef !== undefined)
            findings.push(await isHeld(source, trustedCommit, asked.trustedRef));
        if (asked.ref !== undefined)
            findings.push(await isCommit(source, workCommit, asked.ref));
        findings.push(await checkConfig(plan, source, anchored));
    }
    return { findings, commits };
}
async function known(source, commit) {
    return (await source.store.commit(commit)) === commit;
}
async function isHeld(source, commit, ref) {
    try {
        const head = await (0,commits/* resolveCommit */.WL)(source, ref, '--trusted-ref');
        const { code } = await source.store.run(['merge-base', '--is-ancestor', commit, head], { allow: [0, 1, 128] });
        return judged('trusted-ref', `the trusted commit is ${commit === head ? 'that of' : 'in the history of'} ${ref}`, code === 0
            ? []
            : [`the trusted commit ${commit} is not in the history of ${ref}, as far as the repository has it`]);
    }
    catch (error) {
        return { check: 'trusted-ref', state: 'not-checked', detail: (0,errors/* messageOf */.bD)(error) };
    }
}
async function isCommit(source, commit, ref) {
    try {
        const head = await (0,commits/* resolveCommit */.WL)(source, ref, '--ref');
        return judged('ref', `the change is made to ${ref}`, commit === head ? [] : [`the change is made to ${commit}, and ${ref} is ${head}`]);
    }
    catch (error) {
        return { check: 'ref', state: 'not-checked', detail: (0,errors/* messageOf */.bD)(error) };
    }
}
/** Settings of the file that decide what a proof is worth, and what they come to in a plan. */
const DECIDING = [
    [
        [
            'verify',
            'verify-preset',
            'verifiers',
            'verify-args',
            'verify-values',
            'verify-mode',
            'verify-files',
            'build',
            'build-timeout',
            'verify-timeout',
        ],
        'the verifier',
        ({ verifier }) => verifier,
    ],
    [['baseline'], 'baseline', ({ baseline }) => baseline],
    [['verify-edits'], 'verify-edits', ({ proof }) => proof.verifierEdits],
    [['confirm-runs'], 'confirm-runs', ({ proof }) => proof.confirmRuns],
    [['execution-floor'], 'execution-floor', ({ proof }) => proof.floor],
];
/** What the trusted commit's own configuration says of the proof, if it says anything. */
async function checkConfig(plan, source, anchored) {
    const check = 'config';
    try {
        const own = await configured(plan, source);
        if (!own)
            return {
                check,
                state: 'skipped',
                detail: 'the trusted commit has no configuration: what decided is what the plan says',
            };
        const said = DECIDING.filter(([names]) => names.some((name) => own.said.has(name)));
        if (said.length === 0)
            return {
                check,
                state: 'skipped',
                detail: 'the configuration of the trusted commit says nothing of the proof: what decided is what the plan says',
            };
        const problems = said
            .filter(([, , pick]) => (0,canonical_json/* canonicalJson */.d)(pick(plan)) !== (0,canonical_json/* canonicalJson */.d)(pick(own.plan)))
            .map(([, what]) => `${what} of the plan is not as ${plan.source.config ?? 'the configuration'} of the trusted commit has it`);
        const words = said.map(([, what]) => what).join(', ');
        if (problems.length === 0)
            return judged(check, `of the configuration of the trusted commit: ${words}`, []);
        if (anchored)
            return {
                check,
                state: 'skipped',
                detail: `inputs or flags said otherwise than the configuration: ${problems.join('; ')}`,
            };
        return {
            ...judged(check, '', problems),
            hint: 'if the inputs of the run said otherwise, name its plan with --plan-sha256',
        };
    }
    catch (error) {
        return {
            check,
            state: 'not-checked',
            detail: `the configuration of the trusted commit cannot be read: ${(0,errors/* messageOf */.bD)(error)}`,
        };
    }
}
async function configured(plan, source) {
    const builder = new inputs_layer/* LayerBuilder */.p((name) => name);
    const { config, profile, workCommit, trustedCommit } = plan.source;
    builder.addTexts('ref', [workCommit]);
    builder.addTexts('trusted-ref', [trustedCommit]);
    if (config !== null)
        builder.addTexts('config', [config]);
    if (profile !== null)
        builder.addTexts('profile', [profile]);
    const { layer, problems } = builder.build();
    const found = await (0,run_resolve/* resolveLayers */.h)({
        layer,
        problems,
        context: plan.context,
        workCommit: undefined,
        trusted: undefined,
        defaultCommentKey: 'default',
        secretsFor: () => ({ secrets: {}, problems: [] }),
    }, source);
    if (found.source.config === null)
        return undefined;
    const layers = found.layers.filter((one) => one !== layer);
    const said = new Set(layers.flatMap(({ values }) => Object.keys(values)));
    const { settings } = (0,resolve/* resolveSettings */.M)(layers);
    const manifests = await manifestsOf(settings, source, trustedCommit);
    const verifier = (0,plan_verifier/* planVerifier */.Y)(settings, manifests);
    const { files } = (0,tasks/* planTasks */.s)(settings, manifests);
    return {
        said,
        plan: {
            verifier: verifier && { ...verifier, files: [...verifier.files, ...files] },
            baseline: settings.baseline,
            proof: {
                verifierEdits: settings['verify-edits'],
                confirmRuns: settings['confirm-runs'],
                floor: settings['execution-floor'],
            },
        },
    };
}
const verify_plan_MAX_MANIFEST = 1024 * 1024;
async function manifestsOf(settings, source, commit) {
    const found = {};
    for (const directory of (0,plan_verifier/* manifestDirectories */.v)(settings)) {
        const path = directory === '' ? 'package.json' : `${directory}/package.json`;
        const bytes = await (0,commits/* readCommitted */.r3)(source.store, commit, path, verify_plan_MAX_MANIFEST);
        if (bytes)
            found[directory] = bytes.toString('utf8');
    }
    return found;
}

// EXTERNAL MODULE: ./node_modules/ajv/dist/2020.js
var _2020 = __webpack_require__(29829);
// EXTERNAL MODULE: ./build/evidence/contradictions.js
var contradictions = __webpack_require__(29932);
;// CONCATENATED MODULE: ./build/evidence/consistency.js

const consistency_MAX_PROBLEMS = 20;
/** How a run can end whose attempts are not all in the verdict, because a part of it failed or it was ended from outside. */
const CUT = new Set(['infra-error', 'cancelled', 'time-exhausted']);
/** Where verdict and journal tell of a run differently, a sentence each, at most 20. Pure. */
function journalDisagrees({ plan, verdict, journal }) {
    const problems = [];
    const of = (event) => journal.filter((record) => record.event === event);
    const differs = (what, one, other) => {
        if (one !== other)
            problems.push(`${what} is ${consistency_short(one)} in the verdict and ${consistency_short(other)} in the journal`);
    };
    const end = of('run.finished').at(-1);
    differs('the verdict', verdict.verdict, end?.verdict);
    differs('the reason', verdict.reason.slice(0, 2000), end?.reason.slice(0, 2000));
    differs('the digest of the plan', verdict.planSha256, of('run.planned').at(-1)?.planSha256);
    const begun = of('run.started')[0];
    if (begun && begun.tool !== plan.tool)
        problems.push(`the journal was begun by version ${consistency_short(begun.tool)}, the plan by ${consistency_short(plan.tool)}`);
    const attempts = attemptsOf(plan, verdict);
    const proofs = [...(0,contradictions/* baselinesOf */.G)(verdict), ...attempts.flatMap(({ attempt }) => attempt.proofs)];
    const finished = of('proof.finished');
    const commands = of('command.finished');
    for (const proof of proofs)
        problems.push(...proofDisagrees(proof, finished, commands));
    for (const told of attempts)
        problems.push(...attemptDisagrees(told, journal, plan));
    if (!CUT.has(verdict.verdict)) {
        const resumed = of('run.resumed').length > 0;
        const known = new Set(attempts.map(({ worker, attempt }) => `${worker ?? ''} ${attempt.attempt}`));
        for (const { worker, attempt } of of('attempt.finished'))
            if (!known.has(`${worker ?? ''} ${attempt}`))
                problems.push(`attempt ${attempt} of ${worker ?? 'the run'} is in the journal alone`);
        // Of each task the run on its own base is in the journal alone; of earlier lives what passed was proved again.
        const rooms = new Set(proofs.map(({ room }) => room));
        for (const { room, attempt, worker } of finished)
            if (!resumed && !rooms.has(room) && !(attempt === 0 && worker !== null))
                problems.push(`a proof in ${consistency_short(room)} is in the journal alone`);
    }
    return problems.slice(0, consistency_MAX_PROBLEMS);
}
/** All attempts of a run. Those of the candidate whose change it is stand in the verdict twice. */
function attemptsOf(plan, verdict) {
    const workers = verdict.workers.flatMap(({ name, attempts }) => attempts.map((attempt) => ({ worker: name, attempt })));
    if (plan.candidates !== null)
        return workers;
    return [...verdict.attempts.map((attempt) => ({ worker: null, attempt })), ...workers];
}
function proofDisagrees(proof, finished, commands) {
    const { room, run, passed } = proof;
    if (!finished.some((line) => line.room === room && line.run === run && line.passed === passed))
        return [`that the proof in ${consistency_short(room)} ${passed ? 'passed' : 'failed'} is in the verdict alone`];
    return proof.commands.flatMap((command) => {
        const name = proof.commands.length === 1 ? [room, `${room}.${command.name}`] : [`${room}.${command.name}`];
        const found = commands.some((line) => name.includes(line.room) &&
            line.log === command.log &&
            line.end === command.end &&
            line.exitCode === command.exitCode);
        return found ? [] : [`how ${consistency_short(command.name)} ended in ${consistency_short(room)} is in the verdict alone`];
    });
}
function attemptDisagrees({ worker, attempt }, journal, plan) {
    const problems = [];
    const who = `attempt ${attempt.attempt} of ${worker ?? 'the run'}`;
    const joint = plan.tasks !== null && worker === null;
    const find = (event) => journal.findLast((record) => record.event === event && record.worker === worker && record.attempt === attempt.attempt);
    const same = (what, one, other) => {
        if (one !== other)
            problems.push(`${what} of ${who} is ${consistency_short(one)} in the verdict and ${consistency_short(other)} in the journal`);
    };
    const patch = find('patch.collected');
    same('the digest of the patch', attempt.patch.sha256, patch?.sha256);
    same('the size of the patch', attempt.patch.bytes, patch?.bytes);
    same('the number of files', attempt.patch.files, patch?.files);
    same('the outcome', attempt.outcome, find('attempt.finished')?.outcome);
    const rooms = [`attempt-${attempt.attempt}`, `attempt-${attempt.attempt}-fresh`].map((room) => worker === null ? room : `${worker}-${room}`);
    const ends = journal.filter((record) => record.event === 'command.finished' && rooms.includes(record.room));
    if (!joint && !ends.some(({ end, exitCode }) => end === attempt.agent.end && exitCode === attempt.agent.exitCode))
        problems.push(`how the agent ended in ${who} is in the verdict alone`);
    if (!joint)
        same('the state of the report', attempt.report.state, find('report.checked')?.state);
    return problems;
}
/** Where the counts of model use do not add up, a sentence each, at most 20. Pure. */
function usageContradicts({ plan, verdict, usage }) {
    const problems = [];
    for (const key of ['requests', 'inputTokens', 'cachedInputTokens', 'outputTokens']) {
        const sum = usage.attempts.reduce((total, { broker }) => total + broker[key], 0);
        if (sum !== usage.total[key])
            problems.push(`${key} of all attempts are ${sum}, and in total ${usage.total[key]}`);
    }
    for (const { worker, attempt } of attemptsOf(plan, verdict)) {
        const entry = usage.attempts.find((one) => one.worker === worker && one.attempt === attempt.attempt);
        const used = entry?.broker ?? NOTHING;
        if (!sameUsage(used, attempt.usage))
            problems.push(`the usage of attempt ${attempt.attempt} of ${worker ?? 'the run'} is not the same in usage.json and in the verdict`);
    }
    return problems.slice(0, consistency_MAX_PROBLEMS);
}
const NOTHING = {
    requests: 0,
    inputTokens: 0,
    cachedInputTokens: 0,
    outputTokens: 0,
    costUsd: 0,
    estimated: false,
};
function sameUsage(one, other) {
    return ['requests', 'inputTokens', 'cachedInputTokens', 'outputTokens'].every((key) => one[key] === other[key]);
}
function consistency_short(value) {
    return (JSON.stringify(value) ?? 'nothing').slice(0, 120);
}

;// CONCATENATED MODULE: ./build/evidence/journal-order.js
const journal_order_MAX_PROBLEMS = 20;
/** Milliseconds that a clock goes back by before it is worth a word: it is set right by less all the time. */
const WORTH_SAYING_MS = 1000;
/**
 * What is wrong with the order of a journal's lines, `line 7: …` each, at most 20; empty: a run can have gone so. Pure.
 * Times have no part in it: the clock of a machine that was paused or restored is set meanwhile, by whatever it takes.
 * Lines are taken as they are: that each has its form and its number is for whoever reads them.
 */
function journalProblems(records, options) {
    const order = new Order(options);
    for (const record of records)
        order.take(record);
    order.end();
    return order.problems.slice(0, journal_order_MAX_PROBLEMS);
}
/** Where the clock of the run went back, and by how many milliseconds. Another life may have another machine. Pure. */
function clockSetBack(records) {
    const steps = [];
    let last = Number.NEGATIVE_INFINITY;
    for (const { event, seq, time } of records) {
        const now = Date.parse(time);
        if (Number.isNaN(now))
            continue;
        if (event !== 'run.resumed' && last - now > WORTH_SAYING_MS)
            steps.push({ seq, ms: last - now });
        last = now;
    }
    return steps;
}
class Order {
    problems = [];
    #options;
    #seq = 0;
    #life = 1;
    #started = false;
    #planned = false;
    /** Of this life. */
    #based = false;
    #baseline = false;
    #finished;
    /** Rooms that stand. */
    #open = new Map();
    /** Rooms of proofs that are gone, in which a command ended. */
    #proved = new Set();
    #ended = new Set();
    #attempts = new Map();
    constructor(options) {
        this.#options = options;
    }
    take(record) {
        this.#seq = record.seq;
        if (Number.isNaN(Date.parse(record.time)))
            this.#say('its time is none');
        if (this.#finished && record.event !== 'notice' && record.event !== 'run.resumed')
            this.#say(`${record.event} comes after run.finished`);
        if (!this.#started && record.event !== 'run.started') {
            this.#say(`${record.event} comes before run.started`);
            this.#started = true;
        }
        this.#event(record);
    }
    end() {
        if (!this.#finished)
            this.problems.push('the last line: the run has not come to run.finished');
        if (!this.#planned)
            this.problems.push('the last line: the run was never planned');
    }
    #say(text) {
        this.problems.push(`line ${this.#seq}: ${text}`);
    }
    #event(record) {
        switch (record.event) {
            case 'run.started':
                if (this.#started)
                    this.#say('the run starts again');
                this.#started = true;
                return;
            case 'run.resumed':
                this.#resumed(record);
                return;
            case 'run.planned':
                if (this.#planned)
                    this.#say('the run is planned again');
                this.#planned = true;
                return;
            case 'base.ready':
                if (!this.#planned)
                    this.#say('a base before a plan');
                if (this.#based)
                    this.#say('the base is made again');
                this.#based = true;
                return;
            case 'room.opened':
                if (!this.#based)
                    this.#say(`room ${record.room} opens before there is a base`);
                if (this.#open.has(record.room))
                    this.#say(`room ${record.room} opens twice`);
                if (record.stage === 'proof')
                    this.#proofOpens(record.room);
                this.#open.set(record.room, record.stage);
                this.#proved.delete(record.room);
                this.#ended.delete(record.room);
                return;
            case 'command.finished':
                if (!this.#open.has(record.room))
                    this.#say(`a command ends in room ${record.room}, which does not stand`);
                this.#ended.add(record.room);
                return;
            case 'room.closed':
                this.#closed(record.room);
                return;
            case 'prepare.frozen':
                if (!this.#ended.has('prepare') || this.#open.has('prepare'))
                    this.#say('prepare is frozen before it ended');
                return;
            case 'attempt.started':
                if (this.#options.verifier && !this.#baseline)
                    this.#say('an agent starts before the verifier ran on the base');
                this.#attempt(record.worker, record.attempt, true);
                return;
            case 'report.checked':
                this.#of(record, 'report').checked = true;
                return;
            case 'patch.collected':
                this.#collected(record);
                return;
            case 'patch.refused':
                if (!this.#of(record, 'refusal').collected)
                    this.#say('a patch is refused before it is collected');
                return;
            case 'attempt.finished':
                this.#attemptFinished(record);
                return;
            case 'proof.finished':
                this.#proof(record);
                return;
            case 'run.finished':
                if (record.verdict !== 'infra-error')
                    for (const room of this.#open.keys())
                        this.#say(`room ${room} still stands when the run ends`);
                if (!this.#planned)
                    this.#say('the run ends before it was planned');
                this.#finished = record;
                return;
            default:
                return;
        }
    }
    /** What stood is gone, and the base is made anew; attempts that had ended stay. */
    #resumed(record) {
        if (record.life !== this.#life + 1)
            this.#say(`life ${record.life} follows life ${this.#life}`);
        if (record.kept > record.seq - 1)
            this.#say('more lines are kept than there were');
        this.#life = record.life;
        this.#based = false;
        this.#finished = undefined;
        this.#open.clear();
        this.#ended.clear();
        this.#proved.clear();
    }
    #closed(room) {
        const stage = this.#open.get(room);
        if (stage === undefined)
            this.#say(`room ${room} closes, which does not stand`);
        this.#open.delete(room);
        if (stage === 'proof' && this.#ended.has(room))
            this.#proved.add(room);
    }
    #attempt(worker, attempt, begins) {
        const key = `${worker ?? ''} ${attempt}`;
        const known = this.#attempts.get(key);
        // No agent made the attempt that joins tasks; one of an earlier life may not be told of again.
        const silent = (this.#options.tasks && worker === null) || this.#life > 1;
        if (!known && !begins && !silent)
            this.#say(`attempt ${attempt} of ${worker ?? 'the run'} was never started`);
        if (!known && attempt > 1 && !silent && !this.#attempts.has(`${worker ?? ''} ${attempt - 1}`))
            this.#say(`attempt ${attempt} of ${worker ?? 'the run'} starts without the one before it`);
        const made = known ?? { checked: false, collected: false, finished: false };
        this.#attempts.set(key, made);
        return made;
    }
    #of({ worker, attempt }, what) {
        const found = this.#attempt(worker, attempt, false);
        if (found.finished && this.#life === 1)
            this.#say(`a ${what} of attempt ${attempt}, which had ended`);
        return found;
    }
    #collected(record) {
        const found = this.#of(record, 'patch');
        const joint = this.#options.tasks && record.worker === null;
        if (!found.checked && !joint)
            this.#say(`the patch of attempt ${record.attempt} comes before its report`);
        const room = `${record.worker === null ? '' : `${record.worker}-`}attempt-${record.attempt}`;
        if (!joint && this.#life === 1 && !this.#ended.has(room))
            this.#say(`the patch of attempt ${record.attempt} comes before the end of its agent`);
        if (found.collected && this.#life === 1)
            this.#say(`the patch of attempt ${record.attempt} is collected twice`);
        found.collected = true;
    }
    #attemptFinished(record) {
        const found = this.#of(record, 'second end');
        if (!found.collected)
            this.#say(`attempt ${record.attempt} ends before its patch was collected`);
        found.finished = true;
    }
    /** A change is proved when it is there. What tasks are called may look like the name of a proof. */
    #proofOpens(room) {
        const [, worker = '', attempt] = /^(?:(.+)-)?proof-(\d+)(?![\d])/.exec(room) ?? [];
        if (attempt === undefined || this.#options.tasks || this.#life > 1)
            return;
        if (!this.#attempts.get(`${worker} ${attempt}`)?.collected)
            this.#say(`room ${room} opens before there is a patch`);
    }
    #proof(record) {
        const { room, attempt, worker } = record;
        if (!this.#ranIn(room))
            this.#say(`a proof ends in ${room}, where no verifier has run and gone`);
        if (attempt === 0) {
            this.#baseline = true;
            return;
        }
        // With what the others changed, the verifier of each task runs once more, also of one that had nothing to do.
        if (this.#options.tasks && worker !== null && room.startsWith(`${worker}-joint`))
            return;
        if (!this.#of(record, 'proof').collected)
            this.#say(`attempt ${attempt} is proved before its patch is collected`);
    }
    /** Whether there was such a room, or one for each command of the verifier, called `ROOM.COMMAND`. */
    #ranIn(room) {
        if (this.#proved.has(room))
            return true;
        for (const name of this.#proved)
            if (name.startsWith(`${room}.`))
                return true;
        return false;
    }
}

// EXTERNAL MODULE: ./build/evidence/statement.js
var statement = __webpack_require__(43829);
// EXTERNAL MODULE: ./build/publish/strict-json.js
var strict_json = __webpack_require__(54074);
;// CONCATENATED MODULE: ./build/schemas/access.js
// Generated from schemas/access.schema.json by `npm run generate`. Do not edit.
const accessSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "access",
    "title": "AccessLogRecord",
    "type": "object",
    "description": "One line of access.jsonl: one decision of the broker.",
    "additionalProperties": false,
    "required": [
        "schema",
        "time",
        "stage",
        "room",
        "attempt",
        "kind",
        "method",
        "host",
        "port",
        "path",
        "verdict",
        "rule",
        "status",
        "bytesOut",
        "bytesIn",
        "durationMs"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/access/v1",
            "description": "Format of the line."
        },
        "time": {
            "type": "string",
            "description": "ISO 8601."
        },
        "stage": {
            "enum": [
                "prepare",
                "agent",
                "proof"
            ],
            "description": "Stage."
        },
        "room": {
            "type": "string",
            "description": "The room that asked."
        },
        "attempt": {
            "type": "integer",
            "minimum": 0,
            "description": "The attempt that the room belongs to; 0: before the first."
        },
        "kind": {
            "enum": [
                "model",
                "connect",
                "http",
                "service"
            ],
            "description": "Kind."
        },
        "method": {
            "type": "string",
            "description": "HTTP method."
        },
        "host": {
            "type": "string",
            "description": "Host that was asked for, as far as it could be read; else the text as it came."
        },
        "port": {
            "type": [
                "integer",
                "null"
            ],
            "minimum": 1,
            "maximum": 65535,
            "description": "Port; null where none could be read."
        },
        "path": {
            "type": "string",
            "description": "Path without query."
        },
        "verdict": {
            "enum": [
                "allowed",
                "denied",
                "failed"
            ],
            "description": "Decision."
        },
        "rule": {
            "type": "string",
            "description": "Why."
        },
        "status": {
            "type": [
                "integer",
                "null"
            ],
            "minimum": 0,
            "description": "HTTP status."
        },
        "bytesOut": {
            "type": "integer",
            "minimum": 0,
            "description": "Bytes to the upstream."
        },
        "bytesIn": {
            "type": "integer",
            "minimum": 0,
            "description": "Bytes from it."
        },
        "durationMs": {
            "type": "integer",
            "minimum": 0,
            "description": "Wall time."
        }
    }
};

// EXTERNAL MODULE: ./build/schemas/command.js
var command = __webpack_require__(15098);
;// CONCATENATED MODULE: ./build/schemas/exec.js
// Generated from schemas/exec.schema.json by `npm run generate`. Do not edit.
const execSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "exec",
    "title": "ExecRecord",
    "description": "One line of exec.jsonl: a program was started, a process ended, or a connection was asked for in a room. Seen by the kernel.",
    "oneOf": [
        {
            "type": "object",
            "description": "A program was started.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "stage",
                "room",
                "attempt",
                "kind",
                "pid",
                "parentPid",
                "roomPid",
                "uid",
                "exe",
                "argv",
                "argvCut"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/exec/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, from the kernel's clock at the moment of the event."
                },
                "stage": {
                    "enum": [
                        "prepare",
                        "agent",
                        "proof"
                    ],
                    "description": "Stage."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Attempt that the room belongs to; 0: before the first."
                },
                "kind": {
                    "const": "exec",
                    "description": "What happened."
                },
                "pid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Process, as the host numbers it."
                },
                "parentPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Its parent, as the host numbers it."
                },
                "roomPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The process as the room numbers it."
                },
                "uid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "User, as the host numbers it."
                },
                "exe": {
                    "type": "string",
                    "description": "Path that was given to the kernel; for a script the script."
                },
                "argv": {
                    "type": "array",
                    "description": "Arguments as the program sees them; for a script the interpreter's.",
                    "items": {
                        "type": "string",
                        "description": "An argument; what is no UTF-8 is replaced."
                    }
                },
                "argvCut": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Bytes of argv that are not shown."
                }
            },
            "title": "ExecutedProgram"
        },
        {
            "type": "object",
            "description": "A process ended.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "stage",
                "room",
                "attempt",
                "kind",
                "pid",
                "parentPid",
                "roomPid",
                "uid",
                "code",
                "signal"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/exec/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, from the kernel's clock at the moment of the event."
                },
                "stage": {
                    "enum": [
                        "prepare",
                        "agent",
                        "proof"
                    ],
                    "description": "Stage."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Attempt that the room belongs to; 0: before the first."
                },
                "kind": {
                    "const": "exit",
                    "description": "What happened."
                },
                "pid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Process, as the host numbers it."
                },
                "parentPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Its parent, as the host numbers it."
                },
                "roomPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The process as the room numbers it."
                },
                "uid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "User, as the host numbers it."
                },
                "code": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 0,
                    "description": "Exit code; null where a signal ended it."
                },
                "signal": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Signal that ended it."
                }
            },
            "title": "EndedProcess"
        },
        {
            "type": "object",
            "description": "A program asked for a connection, whether it came about or not.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "stage",
                "room",
                "attempt",
                "kind",
                "pid",
                "parentPid",
                "roomPid",
                "uid",
                "family",
                "address",
                "port"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/exec/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, from the kernel's clock at the moment of the event."
                },
                "stage": {
                    "enum": [
                        "prepare",
                        "agent",
                        "proof"
                    ],
                    "description": "Stage."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it happened."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Attempt that the room belongs to; 0: before the first."
                },
                "kind": {
                    "const": "connect",
                    "description": "What happened."
                },
                "pid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Process, as the host numbers it."
                },
                "parentPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Its parent, as the host numbers it."
                },
                "roomPid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "The process as the room numbers it."
                },
                "uid": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "User, as the host numbers it."
                },
                "family": {
                    "enum": [
                        "inet",
                        "inet6",
                        "unix",
                        "unspec",
                        "other"
                    ],
                    "description": "Kind of address."
                },
                "address": {
                    "type": "string",
                    "description": "IP address, or path of a unix socket (abstract ones begin with @); empty where there is none."
                },
                "port": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 0,
                    "description": "Port."
                }
            },
            "title": "AskedConnection"
        }
    ]
};

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
;// CONCATENATED MODULE: ./build/schemas/probes.js
// Generated from schemas/probes.schema.json by `npm run generate`. Do not edit.
const probesSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "probes",
    "title": "ProbeRecord",
    "type": "object",
    "description": "One line of probes.jsonl: one thing that was looked at in an attempt's room before its agent started.",
    "additionalProperties": false,
    "required": [
        "schema",
        "time",
        "room",
        "attempt",
        "name",
        "passed",
        "detail"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/probes/v1",
            "description": "Format of the line."
        },
        "time": {
            "type": "string",
            "description": "ISO 8601."
        },
        "room": {
            "type": "string",
            "description": "The room."
        },
        "attempt": {
            "type": "integer",
            "minimum": 0,
            "description": "Attempt that the room belongs to; 0: none."
        },
        "name": {
            "type": "string",
            "description": "What was looked at."
        },
        "passed": {
            "type": "boolean",
            "description": "Whether it was as it has to be."
        },
        "detail": {
            "type": "string",
            "description": "What was seen. Never a secret."
        }
    }
};

;// CONCATENATED MODULE: ./build/schemas/snapshot.js
// Generated from schemas/snapshot.schema.json by `npm run generate`. Do not edit.
const snapshotSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "snapshot",
    "title": "SnapshotFile",
    "type": "object",
    "description": "Where a worker stood when it was stuck: what a fresh conversation, or a person, goes on from.",
    "additionalProperties": false,
    "required": [
        "schema",
        "worker",
        "attempt",
        "kind",
        "message",
        "streak",
        "task",
        "agent",
        "room",
        "environment",
        "base",
        "command",
        "output",
        "failure",
        "patch",
        "files",
        "tried",
        "next"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/snapshot/v1",
            "description": "Format of this file."
        },
        "worker": {
            "type": [
                "string",
                "null"
            ],
            "description": "The worker; null where there is one alone."
        },
        "attempt": {
            "type": "integer",
            "minimum": 1,
            "description": "The attempt after which it was taken."
        },
        "kind": {
            "enum": [
                "no-progress",
                "circles",
                "context",
                "budget"
            ],
            "description": "What the worker was stuck in."
        },
        "message": {
            "type": "string",
            "description": "The same in one sentence."
        },
        "streak": {
            "type": "integer",
            "minimum": 1,
            "description": "Attempts in a row without progress, with the first of them."
        },
        "task": {
            "type": "string",
            "description": "The prompt, cut."
        },
        "agent": {
            "type": "object",
            "description": "Who worked.",
            "additionalProperties": false,
            "required": [
                "name",
                "version",
                "model"
            ],
            "properties": {
                "name": {
                    "type": "string",
                    "description": "Name."
                },
                "version": {
                    "type": "string",
                    "description": "Version; empty: not known."
                },
                "model": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Model; null: the agent’s own default."
                }
            }
        },
        "room": {
            "type": "object",
            "description": "Where it worked.",
            "additionalProperties": false,
            "required": [
                "backend",
                "name"
            ],
            "properties": {
                "backend": {
                    "type": "string",
                    "description": "Kind of room."
                },
                "name": {
                    "type": "string",
                    "description": "The room of the last turn."
                }
            }
        },
        "environment": {
            "type": "object",
            "description": "What its rooms had.",
            "additionalProperties": false,
            "required": [
                "variables",
                "agentHosts",
                "proofHosts",
                "refusedHosts",
                "writable",
                "memoryBytes",
                "attemptMs"
            ],
            "properties": {
                "variables": {
                    "type": "array",
                    "description": "Names of the variables that the plan sets.",
                    "items": {
                        "type": "string",
                        "description": "A name."
                    }
                },
                "agentHosts": {
                    "type": "array",
                    "description": "Hosts that the agent could reach.",
                    "items": {
                        "type": "string",
                        "description": "host:port."
                    }
                },
                "proofHosts": {
                    "type": "array",
                    "description": "Hosts that the verifier could reach.",
                    "items": {
                        "type": "string",
                        "description": "host:port."
                    }
                },
                "refusedHosts": {
                    "type": "array",
                    "description": "Hosts that rooms were refused.",
                    "items": {
                        "type": "string",
                        "description": "host:port."
                    }
                },
                "writable": {
                    "type": [
                        "array",
                        "null"
                    ],
                    "description": "Directories that alone could be written; null: all.",
                    "items": {
                        "type": "string",
                        "description": "A path."
                    }
                },
                "memoryBytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Memory of a room."
                },
                "attemptMs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Time of an attempt."
                }
            }
        },
        "base": {
            "type": "object",
            "description": "What the change is relative to.",
            "additionalProperties": false,
            "required": [
                "workCommit",
                "trustedCommit",
                "tree"
            ],
            "properties": {
                "workCommit": {
                    "type": "string",
                    "description": "The commit that the agent works on."
                },
                "trustedCommit": {
                    "type": "string",
                    "description": "The commit that the verifier comes from."
                },
                "tree": {
                    "type": "string",
                    "description": "The tree of both together, as rooms show it."
                }
            }
        },
        "command": {
            "oneOf": [
                {
                    "type": "object",
                    "description": "The last command of the verifier that failed, exactly.",
                    "additionalProperties": false,
                    "required": [
                        "display",
                        "argv",
                        "cwd",
                        "end",
                        "exitCode",
                        "signal",
                        "room",
                        "log"
                    ],
                    "properties": {
                        "display": {
                            "type": "string",
                            "description": "As a person would type it."
                        },
                        "argv": {
                            "type": "array",
                            "description": "Its words.",
                            "items": {
                                "type": "string",
                                "description": "A word."
                            }
                        },
                        "cwd": {
                            "type": "string",
                            "description": "Directory below the workspace; empty: the workspace itself."
                        },
                        "end": {
                            "type": "string",
                            "description": "Why it ended."
                        },
                        "exitCode": {
                            "type": [
                                "integer",
                                "null"
                            ],
                            "description": "Exit code, when it exited."
                        },
                        "signal": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Signal, when there was one."
                        },
                        "room": {
                            "type": "string",
                            "description": "Name of its room."
                        },
                        "log": {
                            "type": "string",
                            "description": "Path of its output in the evidence."
                        }
                    }
                },
                {
                    "type": "null"
                }
            ],
            "description": "Null: the verifier has not run on a change."
        },
        "output": {
            "type": "object",
            "description": "What that command printed, standard output and error as they came.",
            "additionalProperties": false,
            "required": [
                "head",
                "tail",
                "elidedBytes",
                "withheld"
            ],
            "properties": {
                "head": {
                    "type": "string",
                    "description": "The beginning."
                },
                "tail": {
                    "type": "string",
                    "description": "The end; empty where the beginning is all."
                },
                "elidedBytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Bytes between the two, about."
                },
                "withheld": {
                    "type": "boolean",
                    "description": "True: the output of a hidden verifier, which is in its log alone."
                }
            }
        },
        "failure": {
            "type": "object",
            "description": "What failed.",
            "additionalProperties": false,
            "required": [
                "fingerprint",
                "line",
                "failed",
                "tests"
            ],
            "properties": {
                "fingerprint": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "By which equal failures are known; null: nothing that could be compared."
                },
                "line": {
                    "type": "string",
                    "description": "In one line."
                },
                "failed": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 0,
                    "description": "Failed tests; null: not known."
                },
                "tests": {
                    "type": "array",
                    "description": "Names of the first of them.",
                    "items": {
                        "type": "string",
                        "description": "A name."
                    }
                }
            }
        },
        "patch": {
            "type": "object",
            "description": "The change so far, relative to the base.",
            "additionalProperties": false,
            "required": [
                "path",
                "sha256",
                "bytes"
            ],
            "properties": {
                "path": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Its path in the evidence; null: nothing is changed."
                },
                "sha256": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "Its digest."
                },
                "bytes": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Its size."
                }
            }
        },
        "files": {
            "type": "array",
            "description": "Files that the change touches; the first 100.",
            "items": {
                "type": "object",
                "description": "One file.",
                "additionalProperties": false,
                "required": [
                    "path",
                    "status",
                    "added",
                    "deleted"
                ],
                "properties": {
                    "path": {
                        "type": "string",
                        "description": "Its path."
                    },
                    "status": {
                        "type": "string",
                        "description": "added, modified, deleted or type-changed."
                    },
                    "added": {
                        "type": [
                            "integer",
                            "null"
                        ],
                        "minimum": 0,
                        "description": "Lines; null: it is binary."
                    },
                    "deleted": {
                        "type": [
                            "integer",
                            "null"
                        ],
                        "minimum": 0,
                        "description": "Lines; null: it is binary."
                    }
                }
            }
        },
        "tried": {
            "type": "array",
            "description": "The attempts so far.",
            "items": {
                "type": "object",
                "description": "One attempt.",
                "additionalProperties": false,
                "required": [
                    "attempt",
                    "outcome",
                    "summary",
                    "fresh",
                    "files",
                    "added",
                    "deleted"
                ],
                "properties": {
                    "attempt": {
                        "type": "integer",
                        "minimum": 1,
                        "description": "Number."
                    },
                    "outcome": {
                        "type": "string",
                        "description": "What it came to."
                    },
                    "summary": {
                        "type": "string",
                        "description": "In one line."
                    },
                    "fresh": {
                        "type": "boolean",
                        "description": "Whether its conversation was begun anew, from a snapshot."
                    },
                    "files": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Files that its change touches."
                    },
                    "added": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Lines."
                    },
                    "deleted": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Lines."
                    }
                }
            }
        },
        "next": {
            "type": "object",
            "description": "The one smallest change to try next.",
            "additionalProperties": false,
            "required": [
                "text",
                "from",
                "file",
                "line"
            ],
            "properties": {
                "text": {
                    "type": "string",
                    "description": "In words."
                },
                "from": {
                    "enum": [
                        "agent",
                        "failure"
                    ],
                    "description": "Whether the agent said so, or the first failure does."
                },
                "file": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "File that the first failure names."
                },
                "line": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 1,
                    "description": "Line in it."
                }
            }
        }
    }
};

;// CONCATENATED MODULE: ./build/schemas/statement.js
// Generated from schemas/statement.schema.json by `npm run generate`. Do not edit.
const statementSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "statement",
    "title": "Statement",
    "type": "object",
    "description": "In-toto Statement v1 over the results of a run. Nothing in it is a claim of its own: each value is recomputed from the rest of the evidence.",
    "additionalProperties": false,
    "required": [
        "_type",
        "subject",
        "predicateType",
        "predicate"
    ],
    "properties": {
        "_type": {
            "const": "https://in-toto.io/Statement/v1",
            "description": "Format of the statement."
        },
        "subject": {
            "type": "array",
            "description": "Files that it is about, by name.",
            "items": {
                "$ref": "#/$defs/subject"
            },
            "minItems": 1
        },
        "predicateType": {
            "const": "urn:cleanroom-action:run:v1",
            "description": "Format of the predicate."
        },
        "predicate": {
            "$ref": "#/$defs/predicate"
        }
    },
    "$defs": {
        "subject": {
            "title": "StatementSubject",
            "type": "object",
            "description": "A file of the evidence.",
            "additionalProperties": false,
            "required": [
                "name",
                "digest"
            ],
            "properties": {
                "name": {
                    "type": "string",
                    "description": "Its name."
                },
                "digest": {
                    "type": "object",
                    "description": "Its digest.",
                    "additionalProperties": false,
                    "required": [
                        "sha256"
                    ],
                    "properties": {
                        "sha256": {
                            "type": "string",
                            "description": "SHA-256.",
                            "pattern": "^[0-9a-f]{64}$"
                        }
                    }
                }
            }
        },
        "predicate": {
            "title": "RunPredicate",
            "type": "object",
            "description": "How a run went, every value of it as the other files of the evidence have it.",
            "additionalProperties": false,
            "required": [
                "schema",
                "tool",
                "startedAt",
                "finishedAt",
                "asked",
                "base",
                "plan",
                "verifier",
                "room",
                "agents",
                "agent",
                "attempts",
                "workers",
                "usage",
                "proof",
                "result"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/predicate/v1",
                    "description": "Format of the predicate."
                },
                "tool": {
                    "type": "object",
                    "description": "What made the run.",
                    "additionalProperties": false,
                    "required": [
                        "name",
                        "version"
                    ],
                    "properties": {
                        "name": {
                            "const": "cleanroom-action",
                            "description": "This project."
                        },
                        "version": {
                            "type": "string",
                            "description": "Version."
                        }
                    }
                },
                "startedAt": {
                    "type": "string",
                    "description": "When the run began, ISO 8601."
                },
                "finishedAt": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "When it ended, ISO 8601; null: not known."
                },
                "asked": {
                    "type": "object",
                    "description": "Who asked for it.",
                    "additionalProperties": false,
                    "required": [
                        "event",
                        "repository",
                        "serverUrl",
                        "actor",
                        "runUrl",
                        "pullRequest",
                        "startedBy",
                        "promptSha256"
                    ],
                    "properties": {
                        "event": {
                            "type": "string",
                            "description": "Event of the workflow; local on the command line."
                        },
                        "repository": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "owner/name; null when unknown."
                        },
                        "serverUrl": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Web address of the server."
                        },
                        "actor": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Who triggered it."
                        },
                        "runUrl": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Page of the workflow run."
                        },
                        "pullRequest": {
                            "oneOf": [
                                {
                                    "type": "object",
                                    "description": "The pull request that it belongs to.",
                                    "additionalProperties": false,
                                    "required": [
                                        "number",
                                        "headSha",
                                        "headRepository",
                                        "baseRef",
                                        "baseSha"
                                    ],
                                    "properties": {
                                        "number": {
                                            "type": "integer",
                                            "minimum": 1,
                                            "description": "Its number."
                                        },
                                        "headSha": {
                                            "type": "string",
                                            "description": "Its head.",
                                            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                                        },
                                        "headRepository": {
                                            "type": "string",
                                            "description": "Repository of the head."
                                        },
                                        "baseRef": {
                                            "type": "string",
                                            "description": "Branch that it goes to."
                                        },
                                        "baseSha": {
                                            "type": "string",
                                            "description": "Commit of that branch.",
                                            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                                        }
                                    }
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "startedBy": {
                            "oneOf": [
                                {
                                    "type": "array",
                                    "description": "Everybody who had a part in its start; null: not known.",
                                    "items": {
                                        "type": "object",
                                        "description": "An account.",
                                        "additionalProperties": false,
                                        "required": [
                                            "login",
                                            "as",
                                            "rule"
                                        ],
                                        "properties": {
                                            "login": {
                                                "type": "string",
                                                "description": "Its name."
                                            },
                                            "as": {
                                                "type": "array",
                                                "description": "What it is to the event.",
                                                "items": {
                                                    "type": "string",
                                                    "description": "A role."
                                                }
                                            },
                                            "rule": {
                                                "type": "string",
                                                "description": "What lets it in."
                                            }
                                        }
                                    }
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "promptSha256": {
                            "type": "string",
                            "description": "Digest of the task.",
                            "pattern": "^[0-9a-f]{64}$"
                        }
                    }
                },
                "base": {
                    "type": "object",
                    "description": "What the change is made to.",
                    "additionalProperties": false,
                    "required": [
                        "workCommit",
                        "trustedCommit",
                        "trustedRef",
                        "tree"
                    ],
                    "properties": {
                        "workCommit": {
                            "type": "string",
                            "description": "Commit that was worked on.",
                            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                        },
                        "trustedCommit": {
                            "type": "string",
                            "description": "Commit that verifier, configuration and instructions come from.",
                            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                        },
                        "trustedRef": {
                            "type": "string",
                            "description": "How that was named."
                        },
                        "tree": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Git tree of the work commit under the trusted files; null: it was never made.",
                            "pattern": "^([0-9a-f]{40}|[0-9a-f]{64})$"
                        }
                    }
                },
                "plan": {
                    "type": "object",
                    "description": "Everything that decided how the run went.",
                    "additionalProperties": false,
                    "required": [
                        "sha256",
                        "config",
                        "profile",
                        "policySha256",
                        "policyFile",
                        "reportSchemaSha256",
                        "protectSha256"
                    ],
                    "properties": {
                        "sha256": {
                            "type": "string",
                            "description": "Digest of the plan’s canonical JSON.",
                            "pattern": "^[0-9a-f]{64}$"
                        },
                        "config": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Path of the configuration in the trusted commit."
                        },
                        "profile": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "Profile of it."
                        },
                        "policySha256": {
                            "type": "string",
                            "description": "Digest of what rooms could reach.",
                            "pattern": "^[0-9a-f]{64}$"
                        },
                        "policyFile": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "File that the policy comes from."
                        },
                        "reportSchemaSha256": {
                            "type": "string",
                            "description": "Digest of the schema of the report.",
                            "pattern": "^[0-9a-f]{64}$"
                        },
                        "protectSha256": {
                            "type": "string",
                            "description": "Digest of the list of protected paths.",
                            "pattern": "^[0-9a-f]{64}$"
                        }
                    }
                },
                "verifier": {
                    "oneOf": [
                        {
                            "type": "object",
                            "description": "What decided; null: nothing but the schema of the report.",
                            "additionalProperties": false,
                            "required": [
                                "command",
                                "sha256",
                                "files",
                                "baseline",
                                "edits",
                                "confirmRuns",
                                "floor",
                                "hidden"
                            ],
                            "properties": {
                                "command": {
                                    "type": "string",
                                    "description": "As it was given."
                                },
                                "sha256": {
                                    "type": "string",
                                    "description": "Digest of its commands, its build and the globs of its files; the trusted commit has the files.",
                                    "pattern": "^[0-9a-f]{64}$"
                                },
                                "files": {
                                    "type": "array",
                                    "description": "Globs of its own files.",
                                    "items": {
                                        "type": "string",
                                        "description": "A glob."
                                    }
                                },
                                "baseline": {
                                    "enum": [
                                        "require-red",
                                        "any"
                                    ],
                                    "description": "Whether it had to fail on the base."
                                },
                                "edits": {
                                    "enum": [
                                        "deny",
                                        "report",
                                        "allow"
                                    ],
                                    "description": "What became of changes to it."
                                },
                                "confirmRuns": {
                                    "type": "integer",
                                    "minimum": 1,
                                    "description": "How often it had to pass."
                                },
                                "floor": {
                                    "enum": [
                                        "enforce",
                                        "report",
                                        "off"
                                    ],
                                    "description": "Whether it had to execute what it executes on the base."
                                },
                                "hidden": {
                                    "oneOf": [
                                        {
                                            "type": "object",
                                            "description": "A second one, which the agent could not see.",
                                            "additionalProperties": false,
                                            "required": [
                                                "sha256",
                                                "files"
                                            ],
                                            "properties": {
                                                "sha256": {
                                                    "type": "string",
                                                    "description": "Digest of its files.",
                                                    "pattern": "^[0-9a-f]{64}$"
                                                },
                                                "files": {
                                                    "type": "integer",
                                                    "minimum": 0,
                                                    "description": "How many there are."
                                                }
                                            }
                                        },
                                        {
                                            "type": "null"
                                        }
                                    ]
                                }
                            }
                        },
                        {
                            "type": "null"
                        }
                    ]
                },
                "room": {
                    "oneOf": [
                        {
                            "type": "object",
                            "description": "Where everything ran; null: no room was opened.",
                            "additionalProperties": false,
                            "required": [
                                "backend",
                                "identity",
                                "version",
                                "audit",
                                "weaknesses"
                            ],
                            "properties": {
                                "backend": {
                                    "type": "string",
                                    "description": "Kind of room."
                                },
                                "identity": {
                                    "type": "string",
                                    "description": "User in it."
                                },
                                "version": {
                                    "type": "string",
                                    "description": "Program and version."
                                },
                                "image": {
                                    "type": "object",
                                    "description": "What containers were made of.",
                                    "additionalProperties": false,
                                    "required": [
                                        "id",
                                        "digests"
                                    ],
                                    "properties": {
                                        "id": {
                                            "type": "string",
                                            "maxLength": 200,
                                            "description": "By which its daemon knew it: sha256:…"
                                        },
                                        "digests": {
                                            "type": "array",
                                            "description": "By which registries know it: NAME@sha256:…; empty: none does.",
                                            "items": {
                                                "type": "string",
                                                "maxLength": 500,
                                                "description": "Name and digest."
                                            }
                                        }
                                    }
                                },
                                "audit": {
                                    "type": "string",
                                    "description": "What the kernel told of it."
                                },
                                "weaknesses": {
                                    "type": "array",
                                    "description": "What it does not keep apart.",
                                    "items": {
                                        "type": "string",
                                        "description": "A sentence."
                                    }
                                }
                            }
                        },
                        {
                            "type": "null"
                        }
                    ]
                },
                "agents": {
                    "type": "array",
                    "description": "Who worked, the run’s own or one for each candidate.",
                    "items": {
                        "type": "object",
                        "description": "An agent.",
                        "additionalProperties": false,
                        "required": [
                            "name",
                            "version",
                            "model",
                            "provider"
                        ],
                        "properties": {
                            "name": {
                                "type": "string",
                                "description": "Its name."
                            },
                            "version": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "Pinned version; null: what the room has."
                            },
                            "model": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "Model; null: the agent’s default."
                            },
                            "provider": {
                                "type": [
                                    "string",
                                    "null"
                                ],
                                "description": "Provider of the model."
                            }
                        }
                    }
                },
                "agent": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "The agents as they were found, in words."
                },
                "attempts": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Attempts of the worker whose change it is."
                },
                "workers": {
                    "type": "array",
                    "description": "Of several, each.",
                    "items": {
                        "type": "object",
                        "description": "A worker.",
                        "additionalProperties": false,
                        "required": [
                            "name",
                            "kind",
                            "verdict",
                            "chosen",
                            "attempts"
                        ],
                        "properties": {
                            "name": {
                                "type": "string",
                                "description": "Its name."
                            },
                            "kind": {
                                "enum": [
                                    "candidate",
                                    "task"
                                ],
                                "description": "What it did."
                            },
                            "verdict": {
                                "type": "string",
                                "description": "How it ended."
                            },
                            "chosen": {
                                "type": "boolean",
                                "description": "Whether its change is the run’s, or part of it."
                            },
                            "attempts": {
                                "type": "integer",
                                "minimum": 0,
                                "description": "Its attempts."
                            }
                        }
                    }
                },
                "usage": {
                    "type": "object",
                    "description": "Model use of the whole run, as the broker counted it.",
                    "additionalProperties": false,
                    "required": [
                        "requests",
                        "inputTokens",
                        "cachedInputTokens",
                        "outputTokens",
                        "costUsd",
                        "estimated"
                    ],
                    "properties": {
                        "requests": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "Requests."
                        },
                        "inputTokens": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "Tokens in."
                        },
                        "cachedInputTokens": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "Of these from a cache."
                        },
                        "outputTokens": {
                            "type": "integer",
                            "minimum": 0,
                            "description": "Tokens out."
                        },
                        "costUsd": {
                            "type": [
                                "number",
                                "null"
                            ],
                            "minimum": 0,
                            "description": "US dollars; null: not known."
                        },
                        "estimated": {
                            "type": "boolean",
                            "description": "Whether part of it is an estimate."
                        }
                    }
                },
                "proof": {
                    "type": "object",
                    "description": "What pristine rooms said.",
                    "additionalProperties": false,
                    "required": [
                        "baseline",
                        "baselineRuns",
                        "proofs",
                        "confirmations",
                        "hidden",
                        "verifierEdits",
                        "report"
                    ],
                    "properties": {
                        "baseline": {
                            "oneOf": [
                                {
                                    "$ref": "#/$defs/proof"
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "baselineRuns": {
                            "oneOf": [
                                {
                                    "$ref": "#/$defs/runs"
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "proofs": {
                            "type": "array",
                            "description": "Of the last attempt, in order.",
                            "items": {
                                "$ref": "#/$defs/proof"
                            }
                        },
                        "confirmations": {
                            "oneOf": [
                                {
                                    "$ref": "#/$defs/runs"
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "hidden": {
                            "enum": [
                                "passed",
                                "failed",
                                "not-run",
                                null
                            ],
                            "description": "What the hidden verifier said; null: there is none."
                        },
                        "verifierEdits": {
                            "oneOf": [
                                {
                                    "type": "object",
                                    "description": "Changes of what decides.",
                                    "additionalProperties": false,
                                    "required": [
                                        "mode",
                                        "sha256",
                                        "unchangedPasses"
                                    ],
                                    "properties": {
                                        "mode": {
                                            "enum": [
                                                "report",
                                                "allow"
                                            ],
                                            "description": "Left out, or part of the change."
                                        },
                                        "sha256": {
                                            "type": "string",
                                            "description": "Digest of these alone.",
                                            "pattern": "^[0-9a-f]{64}$"
                                        },
                                        "unchangedPasses": {
                                            "type": [
                                                "boolean",
                                                "null"
                                            ],
                                            "description": "Whether the verifier as it was passes too; null: not tried."
                                        }
                                    }
                                },
                                {
                                    "type": "null"
                                }
                            ]
                        },
                        "report": {
                            "enum": [
                                "valid",
                                "invalid",
                                "missing",
                                null
                            ],
                            "description": "What its schema said of the report; null: there was no attempt."
                        }
                    }
                },
                "result": {
                    "type": "object",
                    "description": "How it ended.",
                    "additionalProperties": false,
                    "required": [
                        "verdict",
                        "green",
                        "verified",
                        "passingCommand"
                    ],
                    "properties": {
                        "verdict": {
                            "type": "string",
                            "description": "The verdict."
                        },
                        "green": {
                            "type": "boolean",
                            "description": "Whether it is green."
                        },
                        "verified": {
                            "type": "boolean",
                            "description": "Whether a pristine room proved the change."
                        },
                        "passingCommand": {
                            "type": [
                                "string",
                                "null"
                            ],
                            "description": "What passed."
                        }
                    }
                }
            }
        },
        "proof": {
            "title": "StatedProof",
            "type": "object",
            "description": "One run of the verifier in a pristine room.",
            "additionalProperties": false,
            "required": [
                "room",
                "what",
                "run",
                "passed",
                "end",
                "exitCode",
                "tests"
            ],
            "properties": {
                "room": {
                    "type": "string",
                    "description": "Name of the room."
                },
                "what": {
                    "type": "string",
                    "description": "What it held."
                },
                "run": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "1, or the number of a confirmation."
                },
                "passed": {
                    "type": "boolean",
                    "description": "Whether it passed."
                },
                "end": {
                    "type": "string",
                    "description": "Why it ended."
                },
                "exitCode": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "minimum": 0,
                    "description": "Exit code."
                },
                "tests": {
                    "oneOf": [
                        {
                            "type": "object",
                            "description": "What was executed, as far as it could be counted.",
                            "additionalProperties": false,
                            "required": [
                                "executed",
                                "passed",
                                "failed",
                                "skipped",
                                "assertions"
                            ],
                            "properties": {
                                "executed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "Tests that passed or failed."
                                },
                                "passed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "That passed."
                                },
                                "failed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "That failed."
                                },
                                "skipped": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "That were skipped."
                                },
                                "assertions": {
                                    "type": [
                                        "integer",
                                        "null"
                                    ],
                                    "minimum": 0,
                                    "description": "Assertions."
                                }
                            }
                        },
                        {
                            "type": "null"
                        }
                    ]
                }
            }
        },
        "runs": {
            "title": "StatedRuns",
            "type": "object",
            "description": "The same, repeated.",
            "additionalProperties": false,
            "required": [
                "wanted",
                "runs",
                "passed"
            ],
            "properties": {
                "wanted": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "How often it was to be."
                },
                "runs": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How often it was."
                },
                "passed": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "How often it passed."
                }
            }
        }
    }
};

;// CONCATENATED MODULE: ./build/schemas/tests.js
// Generated from schemas/tests.schema.json by `npm run generate`. Do not edit.
const testsSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "tests",
    "title": "TestsFile",
    "type": "object",
    "description": "What the commands of one proof executed, as far as their results could be read. Written from what hostile processes say.",
    "additionalProperties": false,
    "required": [
        "schema",
        "room",
        "commands"
    ],
    "properties": {
        "schema": {
            "const": "cleanroom/tests/v1",
            "description": "Format of this file."
        },
        "room": {
            "type": "string",
            "description": "Name of the proof."
        },
        "commands": {
            "type": "array",
            "description": "Commands of the verifier of which something could be read.",
            "items": {
                "type": "object",
                "description": "One command.",
                "additionalProperties": false,
                "required": [
                    "name",
                    "sources",
                    "passed",
                    "failed",
                    "skipped",
                    "assertions",
                    "durationMs",
                    "failedNames",
                    "files",
                    "incidents"
                ],
                "properties": {
                    "name": {
                        "type": "string",
                        "description": "Its name."
                    },
                    "sources": {
                        "type": "array",
                        "description": "Formats that the totals are of.",
                        "items": {
                            "enum": [
                                "junit",
                                "vitest",
                                "jest",
                                "pytest",
                                "unittest",
                                "go",
                                "tap",
                                "node",
                                "text"
                            ],
                            "description": "A format."
                        }
                    },
                    "passed": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Tests that passed."
                    },
                    "failed": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Tests that failed."
                    },
                    "skipped": {
                        "type": "integer",
                        "minimum": 0,
                        "description": "Tests that were skipped or left to be done."
                    },
                    "assertions": {
                        "type": [
                            "integer",
                            "null"
                        ],
                        "minimum": 0,
                        "description": "Assertions; null: not counted."
                    },
                    "durationMs": {
                        "type": [
                            "number",
                            "null"
                        ],
                        "minimum": 0,
                        "description": "Time, as the runner says; null: it does not."
                    },
                    "failedNames": {
                        "type": "array",
                        "description": "The first that failed.",
                        "items": {
                            "type": "string",
                            "description": "A name."
                        }
                    },
                    "files": {
                        "type": "array",
                        "description": "By test file, suite or package, as the runner reports.",
                        "items": {
                            "type": "object",
                            "description": "One of them.",
                            "additionalProperties": false,
                            "required": [
                                "file",
                                "passed",
                                "failed",
                                "skipped",
                                "assertions"
                            ],
                            "properties": {
                                "file": {
                                    "type": "string",
                                    "description": "As the runner names it."
                                },
                                "passed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "Tests that passed."
                                },
                                "failed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "Tests that failed."
                                },
                                "skipped": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "Tests that did not run."
                                },
                                "assertions": {
                                    "type": [
                                        "integer",
                                        "null"
                                    ],
                                    "minimum": 0,
                                    "description": "Assertions; null: not counted."
                                }
                            }
                        }
                    },
                    "incidents": {
                        "type": "array",
                        "description": "Who ended, or replaced what decides in, a process of tests. Findings are those by files that the patch changes and that the base does not have.",
                        "items": {
                            "type": "object",
                            "description": "One of them.",
                            "additionalProperties": false,
                            "required": [
                                "file",
                                "message"
                            ],
                            "properties": {
                                "file": {
                                    "type": "string",
                                    "description": "Who did it."
                                },
                                "message": {
                                    "type": "string",
                                    "description": "What."
                                },
                                "written": {
                                    "type": "boolean",
                                    "description": "The run itself wrote that file."
                                }
                            }
                        }
                    },
                    "counts": {
                        "type": "array",
                        "description": "The same counts by format.",
                        "items": {
                            "type": "object",
                            "description": "One format.",
                            "additionalProperties": false,
                            "required": [
                                "source",
                                "runner",
                                "passed",
                                "failed",
                                "skipped",
                                "unit",
                                "complete"
                            ],
                            "properties": {
                                "source": {
                                    "enum": [
                                        "junit",
                                        "vitest",
                                        "jest",
                                        "pytest",
                                        "unittest",
                                        "go",
                                        "tap",
                                        "node",
                                        "text"
                                    ],
                                    "description": "The format."
                                },
                                "runner": {
                                    "type": [
                                        "string",
                                        "null"
                                    ],
                                    "description": "The runner whose printed summary it is."
                                },
                                "passed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "What passed."
                                },
                                "failed": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "What failed."
                                },
                                "skipped": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "What did not run."
                                },
                                "unit": {
                                    "enum": [
                                        "tests",
                                        "assertions",
                                        "summary"
                                    ],
                                    "description": "What is counted."
                                },
                                "complete": {
                                    "type": [
                                        "boolean",
                                        "null"
                                    ],
                                    "description": "Whether the end of the results was seen; null: the format has none."
                                }
                            }
                        }
                    },
                    "processes": {
                        "type": "array",
                        "description": "Node processes that ran tests, by main script.",
                        "items": {
                            "type": "object",
                            "description": "One script.",
                            "additionalProperties": false,
                            "required": [
                                "main",
                                "started",
                                "ended"
                            ],
                            "properties": {
                                "main": {
                                    "type": "string",
                                    "description": "Its path."
                                },
                                "started": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "How many started."
                                },
                                "ended": {
                                    "type": "integer",
                                    "minimum": 0,
                                    "description": "How many of them said how they ended."
                                }
                            }
                        }
                    }
                }
            }
        }
    }
};

;// CONCATENATED MODULE: ./build/schemas/transcript.js
// Generated from schemas/transcript.schema.json by `npm run generate`. Do not edit.
const transcriptSchema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "transcript",
    "title": "TranscriptRecord",
    "description": "One line of transcript.jsonl: what an agent's own stream told of a turn, in one form for all agents. Redacted.",
    "oneOf": [
        {
            "type": "object",
            "description": "A turn began.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "resumed",
                "correction",
                "prompt"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "turn",
                    "description": "What kind of line it is."
                },
                "resumed": {
                    "type": "boolean",
                    "description": "Whether an earlier conversation goes on."
                },
                "correction": {
                    "type": "boolean",
                    "description": "Whether only the report is to be corrected."
                },
                "prompt": {
                    "type": "string",
                    "description": "What the agent was told."
                }
            }
        },
        {
            "type": "object",
            "description": "The conversation has a name, by which it can be resumed.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "id"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "session",
                    "description": "What kind of line it is."
                },
                "id": {
                    "type": "string",
                    "description": "The agent's own name for it."
                }
            }
        },
        {
            "type": "object",
            "description": "The agent said something.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "text"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "message",
                    "description": "What kind of line it is."
                },
                "text": {
                    "type": "string",
                    "description": "Its words."
                }
            }
        },
        {
            "type": "object",
            "description": "The model thought; what it thought is not kept.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "reasoning",
                    "description": "What kind of line it is."
                }
            }
        },
        {
            "type": "object",
            "description": "The agent ran a command by its shell tool.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "command",
                "exitCode"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "command",
                    "description": "What kind of line it is."
                },
                "command": {
                    "type": "string",
                    "description": "The command line."
                },
                "exitCode": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "description": "Its exit code; null where the agent does not tell."
                }
            }
        },
        {
            "type": "object",
            "description": "The agent used another tool.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "name",
                "server",
                "input",
                "failed"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "tool",
                    "description": "What kind of line it is."
                },
                "name": {
                    "type": "string",
                    "description": "Name of the tool."
                },
                "server": {
                    "type": [
                        "string",
                        "null"
                    ],
                    "description": "MCP server that it belongs to; null for one of the agent's own."
                },
                "input": {
                    "type": "string",
                    "description": "Its arguments, JSON text, bounded."
                },
                "failed": {
                    "type": [
                        "boolean",
                        "null"
                    ],
                    "description": "Whether it failed; null where the agent does not tell."
                }
            }
        },
        {
            "type": "object",
            "description": "The agent says that it changed files.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "paths"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "file-change",
                    "description": "What kind of line it is."
                },
                "paths": {
                    "type": "array",
                    "description": "The files.",
                    "items": {
                        "type": "string",
                        "description": "A path, as the agent wrote it."
                    }
                }
            }
        },
        {
            "type": "object",
            "description": "Tokens, as the agent counts them.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "inputTokens",
                "cachedInputTokens",
                "outputTokens",
                "costUsd"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "usage",
                    "description": "What kind of line it is."
                },
                "inputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Input, cached tokens included."
                },
                "cachedInputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Of them cached."
                },
                "outputTokens": {
                    "type": "integer",
                    "minimum": 0,
                    "description": "Output."
                },
                "costUsd": {
                    "type": [
                        "number",
                        "null"
                    ],
                    "description": "US dollars by the agent's own prices; null: it has none."
                }
            }
        },
        {
            "type": "object",
            "description": "Something failed, in the agent's words.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "message",
                "kind",
                "fatal"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "error",
                    "description": "What kind of line it is."
                },
                "message": {
                    "type": "string",
                    "description": "Its words."
                },
                "kind": {
                    "enum": [
                        "auth",
                        "quota",
                        "rate-limit",
                        "provider",
                        "context",
                        "refused",
                        "loop",
                        "session-lost",
                        null
                    ],
                    "description": "What kind of failure it is, as far as the words tell."
                },
                "fatal": {
                    "type": "boolean",
                    "description": "Whether the turn failed by it."
                }
            }
        },
        {
            "type": "object",
            "description": "The turn ended.",
            "additionalProperties": false,
            "required": [
                "schema",
                "time",
                "room",
                "attempt",
                "agent",
                "type",
                "end",
                "exitCode"
            ],
            "properties": {
                "schema": {
                    "const": "cleanroom/transcript/v1",
                    "description": "Format of the line."
                },
                "time": {
                    "type": "string",
                    "description": "ISO 8601, when it was read."
                },
                "room": {
                    "type": "string",
                    "description": "The room in which it was said."
                },
                "attempt": {
                    "type": "integer",
                    "minimum": 1,
                    "description": "Attempt, from 1."
                },
                "agent": {
                    "type": "string",
                    "description": "Who said it."
                },
                "type": {
                    "const": "end",
                    "description": "What kind of line it is."
                },
                "end": {
                    "type": "string",
                    "description": "How its command ended: exited, signalled, timeout, …"
                },
                "exitCode": {
                    "type": [
                        "integer",
                        "null"
                    ],
                    "description": "Exit code; null unless it exited."
                }
            }
        }
    ]
};

// EXTERNAL MODULE: ./build/schemas/usage.js
var usage = __webpack_require__(71436);
// EXTERNAL MODULE: ./build/schemas/verdict.js
var verdict = __webpack_require__(72370);
// EXTERNAL MODULE: ./build/support/redact.js + 1 modules
var redact = __webpack_require__(31470);
;// CONCATENATED MODULE: ./build/run/verify-record.js




























const verify_record_MIB = 1024 * 1024;
const MAX_JSON = 16 * verify_record_MIB;
const MAX_LINES = 64 * verify_record_MIB;
const MAX_PATCH = 256 * verify_record_MIB;
const verify_record_MAX_PROBLEMS = 20;
const LINES = {
    [names/* EVIDENCE_FILES */.o.access]: accessSchema,
    [names/* EVIDENCE_FILES */.o.commands]: command/* commandSchema */.r,
    [names/* EVIDENCE_FILES */.o.mcp]: mcp/* mcpSchema */.s,
    [names/* EVIDENCE_FILES */.o.exec]: execSchema,
    [names/* EVIDENCE_FILES */.o.probes]: probesSchema,
    [names/* EVIDENCE_FILES */.o.transcript]: transcriptSchema,
    [names/* EVIDENCE_FILES */.o.journal]: journal/* journalSchema */.B,
};
const DOCUMENTS = [
    [/^plan\.json$/, plan/* planSchema */.F],
    [/^verdict\.json$/, verdict/* verdictSchema */.$],
    [/^usage\.json$/, usage/* usageSchema */.h],
    [/^findings\.json$/, findings/* findingsSchema */.Q],
    [/^statement\.json$/, statementSchema],
    [/^tests\/[^/]+\.json$/, testsSchema],
    [/^(?:workers\/[^/]+\/)?snapshot\.json$/, snapshotSchema],
];
/** Checks what a folder says against itself. Nothing in it is run. */
async function checkRecord(folder) {
    const ajv = new _2020.Ajv2020({ strict: false });
    const findings = [];
    const manifest = await readManifest(folder, ajv);
    findings.push(manifest.finding);
    const forms = new Forms(folder, ajv);
    findings.push(judged('formats', `${forms.checked} files are of their formats`, forms.problems));
    const { plan, verdict, usage, journal } = forms;
    const manifestSha256 = folder.manifest && (0,canonical_json/* sha256 */.s)(folder.manifest);
    if (!plan || !verdict || !usage || !journal) {
        const missing = Object.entries({
            'plan.json': plan,
            'verdict.json': verdict,
            'usage.json': usage,
            'journal.jsonl': journal,
        });
        const names = missing
            .filter(([, value]) => value === undefined)
            .map(([name]) => `${name} is not there as a run writes it`);
        findings.push(judged('run', '', names));
        return { findings, record: undefined, manifestSha256 };
    }
    const of = { plan, verdict, usage, journal };
    findings.push(planFinding(of));
    const order = journalProblems(journal, { verifier: plan.verifier !== null, tasks: plan.tasks !== null });
    findings.push(judged('journal', `${journal.length} lines are in an order that a run can have${steps(journal)}`, order));
    findings.push(judged('record', 'verdict and journal tell of the same run', journalDisagrees(of)));
    findings.push(judged('verdict', `the verdict ${verdict.verdict} follows from what is recorded`, (0,contradictions/* verdictContradicts */.A)(of)));
    findings.push(judged('usage', 'the counts of model use add up', usageContradicts(of)));
    const patch = folder.read('change.patch', MAX_PATCH);
    findings.push(patchFinding(folder, of, patch));
    const report = readReport(folder);
    findings.push(await reportFinding(of, report));
    findings.push(statementFinding(folder));
    const planned = parsed(folder.read('tasks.json', verify_record_MIB) ?? '');
    return { findings, record: { ...of, patch, report, planned }, manifestSha256 };
}
/** A machine that is paused, or asks for the time late, has its clock set: no forgery, and a reader of times has to know. */
function steps(journal) {
    const back = clockSetBack(journal);
    const [first] = back;
    if (first === undefined)
        return '';
    const more = back.length > 1 ? `, and ${back.length - 1} more time${back.length > 2 ? 's' : ''}` : '';
    return `; its clock was set back by ${(0,progress_lines/* formatDuration */.a3)(first.ms)} at line ${first.seq}${more}`;
}
async function readManifest(folder, ajv) {
    const { manifest: bytes, files } = folder;
    const value = bytes && parsed(bytes);
    const validate = ajv.compile(manifest/* manifestSchema */.r);
    if (!validate(value))
        return {
            finding: judged('manifest', '', [
                bytes
                    ? 'manifest.json is not of its format'
                    : 'there is no manifest.json: the run did not end, or it was taken out',
                ...folder.problems,
            ]),
        };
    const problems = [...folder.problems, ...manifestDiffers(folder, value)];
    return {
        finding: judged('manifest', `${files.size} files are those of the manifest, and there is no other`, problems),
    };
}
/** Reads every file by its format, as far as it has one. */
class Forms {
    folder;
    ajv;
    checked = 0;
    problems = [];
    plan;
    verdict;
    usage;
    journal;
    #compiled = new Map();
    constructor(folder, ajv) {
        this.folder = folder;
        this.ajv = ajv;
        const found = new Map();
        for (const path of folder.files.keys()) {
            const lines = Object.hasOwn(LINES, path) ? LINES[path] : undefined;
            const schema = DOCUMENTS.find(([name]) => name.test(path))?.[1];
            if (lines)
                found.set(path, this.#lines(path, lines));
            else if (schema)
                found.set(path, this.#document(path, schema));
        }
        this.plan = found.get('plan.json');
        this.verdict = found.get('verdict.json');
        this.usage = found.get('usage.json');
        this.journal = found.get(names/* EVIDENCE_FILES */.o.journal);
    }
    #say(problem) {
        if (this.problems.length < verify_record_MAX_PROBLEMS)
            this.problems.push(problem);
    }
    #validate(schema) {
        const known = this.#compiled.get(schema) ?? this.ajv.compile(schema);
        this.#compiled.set(schema, known);
        return known;
    }
    #document(path, schema) {
        this.checked += 1;
        const bytes = this.folder.read(path, MAX_JSON);
        const value = bytes && parsed(bytes);
        const validate = this.#validate(schema);
        if (validate(value))
            return value;
        this.#say(`${path} is not of its format${value === undefined ? '' : `: ${faultOf(validate)}`}`);
        return undefined;
    }
    /** All lines, or undefined where one is wrong. */
    #lines(path, schema) {
        this.checked += 1;
        const text = this.folder.read(path, MAX_LINES)?.toString('utf8');
        if (text === undefined) {
            this.#say(`${path} is larger than ${MAX_LINES} bytes`);
            return undefined;
        }
        if (text !== '' && !text.endsWith('\n'))
            this.#say(`${path}: the last line is cut`);
        const validate = this.#validate(schema);
        const before = this.problems.length;
        const values = [];
        // Millions of lines that are wrong are no more worth reading than twenty.
        for (let start = 0; this.problems.length < verify_record_MAX_PROBLEMS;) {
            const end = text.indexOf('\n', start);
            if (end < 0)
                break;
            const value = parsed(text.slice(start, end));
            values.push(value);
            if (!validate(value))
                this.#say(`${path}: line ${values.length} is not of its format`);
            else if (path === names/* EVIDENCE_FILES */.o.journal && value.seq !== values.length)
                this.#say(`${path}: line ${values.length} has the number ${value.seq}`);
            start = end + 1;
        }
        return this.problems.length === before && before < verify_record_MAX_PROBLEMS ? values : undefined;
    }
}
function planFinding({ plan, verdict, journal }) {
    const own = (0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(plan));
    const told = journal.findLast((record) => record.event === 'run.planned')?.planSha256;
    if (own === verdict.planSha256 && own === told)
        return { check: 'plan', state: 'ok', detail: `the plan is ${own}` };
    if ((0,canonical_json/* canonicalJson */.d)(plan).includes(redact/* REDACTED */.XF))
        return {
            check: 'plan',
            state: 'not-checked',
            detail: 'something was taken out of plan.json because it looks like a secret, so that its digest cannot be compared',
            hint: 'take what looks like a secret out of the settings, and run again',
        };
    return judged('plan', '', [
        `plan.json has the digest ${own}, and the verdict names ${verdict.planSha256}, the journal ${told}`,
    ]);
}
function patchFinding(folder, { verdict, plan, journal }, patch) {
    const problems = [];
    const last = verdict.attempts.at(-1);
    const own = (name, expected) => {
        const found = folder.files.get(name);
        if (found !== undefined && found !== expected)
            problems.push(`${name} is ${found}, and its attempt recorded ${expected ?? 'none'}`);
    };
    // Tasks that were not all done leave what was merged until then, which is no attempt's.
    const partial = plan.tasks !== null && last === undefined;
    if (verdict.patch !== null && patch === undefined)
        problems.push('the verdict names a patch, which is not there');
    // A run that went on may have left one when it ended before.
    const left = verdict.patch === null && patch !== undefined;
    if (left && !journal.some(({ event }) => event === 'run.resumed'))
        problems.push('there is a patch that the verdict does not name');
    // An attempt that was cut in its proof stands in the journal alone.
    const cut = CUT.has(verdict.verdict)
        ? journal.findLast((record) => record.event === 'patch.collected' && record.worker === null)
        : undefined;
    const expected = cut?.event === 'patch.collected' ? cut.sha256 : last?.patch.sha256;
    if (!partial)
        own('change.patch', expected);
    own('verifier.patch', last?.verifierEdits?.sha256);
    for (const { worker, attempts } of [
        { worker: null, attempts: verdict.attempts },
        ...verdict.workers.map(({ name, attempts }) => ({ worker: name, attempts })),
    ])
        for (const { attempt, patch: recorded, outcome } of attempts) {
            const name = `attempts/${attempt}/change.patch`;
            if (outcome !== 'refused')
                own(worker === null ? name : `workers/${worker}/${name}`, recorded.sha256);
        }
    return judged('patch', patch ? `the patch is that of the last attempt: ${(0,canonical_json/* sha256 */.s)(patch)}` : 'there is no patch', problems);
}
function readReport(folder) {
    const bytes = folder.read('report.json', MAX_JSON);
    return bytes && { value: parsed(bytes) };
}
async function reportFinding({ plan, verdict }, report) {
    const problems = [];
    if ((0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(plan.report.schema)) !== plan.report.sha256)
        problems.push('the schema of the report is not the one that the plan has the digest of');
    if ((verdict.report !== null) !== (report !== undefined))
        problems.push(`the verdict names ${verdict.report === null ? 'no report' : 'a report'}, and ${report ? 'one' : 'none'} is there`);
    if (report) {
        const { compileReportSchema } = await Promise.all(/* import() */[__webpack_require__.e(316), __webpack_require__.e(447)]).then(__webpack_require__.bind(__webpack_require__, 88828));
        const compiled = await compileReportSchema(plan.report.schema);
        if ('problems' in compiled)
            problems.push(...compiled.problems.map((problem) => `the schema of the report: ${problem}`));
        else {
            const check = compiled.validator.check(Buffer.from(JSON.stringify(report.value) ?? ''));
            if (check.state !== 'valid')
                problems.push(`report.json is ${check.state}`, ...(check.state === 'invalid' ? check.errors : []));
        }
        if (verdict.attempts.length > 0 && verdict.attempts.at(-1)?.report.state !== 'valid')
            problems.push('the last attempt has no valid report, but there is one');
    }
    return judged('report', report ? 'the report satisfies the schema of the plan' : 'there is no report', problems);
}
/** A statement holds nothing but what follows from the rest. */
function statementFinding(folder) {
    try {
        const files = (0,statement/* statementFiles */.Fc)((name, maxBytes) => folder.read(name, maxBytes));
        const problems = ['statement', 'predicate', 'subjects'].flatMap((what) => {
            const name = statement/* STATEMENT_FILES */.oC[what];
            const found = folder.read(name, MAX_JSON)?.toString('utf8');
            if (found === undefined)
                return [`${name} is missing`];
            return found === files[what] ? [] : [`${name} is not what the rest of the evidence comes to`];
        });
        return judged('statement', 'the statement is what the rest of the evidence comes to, byte for byte', problems);
    }
    catch (error) {
        return judged('statement', '', [(0,errors/* messageOf */.bD)(error)]);
    }
}
/** Undefined: no JSON, or deeper than any run writes, where whatever walks through it would come to the end of the stack. */
function parsed(json) {
    const read = (0,strict_json/* parseStrict */.z)(json.toString(), { unique: false });
    return read.ok ? read.value : undefined;
}
function faultOf({ errors }) {
    const [first] = errors ?? [];
    return `${first?.instancePath || 'the document'} ${first?.message ?? 'is wrong'}`.slice(0, 300);
}

;// CONCATENATED MODULE: ./build/run/verify-room.js
const ID = /^sha256:[0-9a-f]{12,64}$/;
/** A reader may give it to a shell. */
const DIGEST = /^[a-z0-9][a-z0-9._/:-]*@sha256:[0-9a-f]{64}$/;
/** Evidence of version 0.1 may name an image here alone, by the beginning of its id. */
const IN_VERSION = /, image (sha256:[0-9a-f]{12})$/;
/**
 * Whether a change was proved again in what it was proved in: rooms of that kind, of that image. A proof of another image
 * says nothing of the one that was recorded.
 * @param recorded of the verdict; null: the run opened no room
 */
function sameRooms(recorded, here) {
    if (recorded === null)
        return [];
    const check = 'room';
    if (recorded.backend !== here.backend)
        return [
            {
                ...{ check, state: 'not-checked' },
                detail: `the run had ${recorded.backend} rooms, and was proved again in ${here.backend} ones`,
                hint: `verify where there are ${recorded.backend} rooms: cleanroom-action doctor says what is missing`,
            },
        ];
    const was = verify_room_known(recorded.image) ?? partOf(recorded.version);
    if (here.image === undefined || was === undefined)
        return [{ check, state: 'ok', detail: `${here.backend} rooms, as they were` }];
    const shared = was.digests.find((digest) => here.image?.digests.map(digestOf).includes(digestOf(digest)));
    if (here.image.id.startsWith(was.id) || shared !== undefined)
        return [
            { check, state: 'ok', detail: `${here.backend} rooms of the image ${shared ?? here.image.id}, as they were` },
        ];
    return [
        {
            ...{ check, state: 'not-checked' },
            detail: `the image is another: the run had ${nameOf(was)}, and ${here.image.name} is ${nameOf(here.image)} here`,
            hint: was.digests[0] === undefined
                ? `load the image that the run had (docker save, docker load), and give it the name ${here.image.name}`
                : `if you trust it, docker pull ${was.digests[0]}, and give it the name ${here.image.name} (docker tag)`,
        },
    ];
}
/** What a daemon can have said. Forged, the beginning of every id would be any image's. */
function verify_room_known(image) {
    if (!image)
        return undefined;
    return { id: ID.test(image.id) ? image.id : 'none', digests: image.digests.filter((digest) => DIGEST.test(digest)) };
}
function partOf(version) {
    const id = IN_VERSION.exec(version)?.[1];
    return id === undefined ? undefined : { id, digests: [] };
}
/** Of `NAME@sha256:…`: the same content may have come under another name. */
function digestOf(reference) {
    return reference.slice(reference.lastIndexOf('@') + 1);
}
function nameOf({ id, digests }) {
    return digests[0] === undefined ? id : `${id} (${digests[0]})`;
}

;// CONCATENATED MODULE: ./build/run/verify.js















/** For what a plan makes this machine do, unless the person gives it more or less. */
const DEFAULT_MS = 3_600_000;
/** Verdicts of which a proof can say something, by what its attempt came to. */
const OF_PROOF = new Set(['proved', 'failed', 'refused', 'report-invalid']);
/**
 * Checks recorded evidence as an enemy's: against itself, against a repository, and by proving its change again.
 * @throws CleanroomError `evidence.missing` when there is no such folder
 */
async function verifyEvidence(options) {
    const { line } = options;
    const folder = await readFolder(line.evidence);
    const { findings: own, record, manifestSha256 } = await checkRecord(folder);
    const plan = record?.plan;
    const planSha256 = plan && (0,canonical_json/* sha256 */.s)((0,canonical_json/* canonicalJson */.d)(plan));
    const digests = checkDigests(line, { plan: planSha256, manifest: manifestSha256 });
    const anchored = digests.length > 0 && digests.every(({ state }) => state === 'ok');
    const findings = [...own, ...digests];
    if (record)
        findings.push(...(await outside(options, record, anchored)));
    const has = (state) => findings.some((finding) => finding.state === state);
    const vouching = ['plan-sha256', 'manifest-sha256', 'trusted-ref', 'config'];
    return {
        schema: 'cleanroom/verification/v1',
        state: has('failed') ? 'failed' : has('not-checked') ? 'not-checked' : 'ok',
        verdict: record?.verdict.verdict ?? null,
        planSha256: planSha256 ?? null,
        manifestSha256: manifestSha256 ?? null,
        verifier: plan?.verifier ? startedBy(plan.verifier) : null,
        relativeTo: findings
            .filter(({ check, state }) => state === 'ok' && vouching.includes(check))
            .map(({ check }) => check),
        findings,
    };
}
/** `ok` 0, `failed` 1, `not-checked` 3. */
function exitCodeOfVerification({ state }) {
    return state === 'ok' ? exit_code/* EXIT */.dc.green : state === 'failed' ? exit_code/* EXIT */.dc.notGreen : exit_code/* EXIT */.dc.infrastructure;
}
/** Compares with the repository, and proves again. */
async function outside(options, record, anchored) {
    const { line, host } = options;
    let directory;
    try {
        const opened = await (0,store/* openStore */.C)(host);
        directory = opened.directory;
        const { findings, commits } = await checkPlan(record.plan, line, opened.source, anchored);
        if (line.noProof)
            return [...findings, { check: 'proof', state: 'skipped', detail: 'nothing was run (--no-proof)' }];
        if (!commits)
            return [...findings, unproved('the commits are not there')];
        return [...findings, ...(await again(options, record, { ...opened, anchored }))];
    }
    catch (error) {
        if (options.signal.aborted)
            throw error;
        const state = line.noProof && line.ref === undefined && line.trustedRef === undefined ? 'skipped' : 'not-checked';
        const hint = error instanceof errors/* CleanroomError */.P3 && error.hint !== undefined ? { hint: error.hint } : {};
        return [{ check: line.noProof ? 'repository' : 'proof', state, detail: (0,errors/* messageOf */.bD)(error), ...hint }];
    }
    finally {
        if (directory !== undefined)
            await (0,remove_tree/* removeTree */.d)(directory);
    }
}
async function again(options, record, from) {
    const { line, host, progress } = options;
    const { plan, verdict } = record;
    if (!plan.verifier)
        return [skipped('the plan has no verifier: the schema of the report is all that was checked')];
    const wanted = verdict.verdict === 'nothing-to-prove' ? undefined : changeOf(record);
    if (verdict.verdict !== 'nothing-to-prove' && wanted === undefined)
        return [skipped(`no proof decided about the verdict ${verdict.verdict}`)];
    const refused = refusedOf(plan, { anchored: from.anchored, network: line.allowNetwork });
    if (refused.length > 0)
        return [{ ...unproved('the plan asks for more than it may have'), problems: refused }];
    const hidden = await hiddenOf(options, plan, from.checkout.root);
    const findings = [...hidden.findings];
    const own = planAgain(plan, {
        anchored: from.anchored,
        network: line.allowNetwork,
        confirmRuns: line.confirmRuns ?? 1,
        hidden: hidden.files !== undefined,
        totalMs: line.timeoutMs ?? DEFAULT_MS,
    });
    const [{ runAgain }, { tasksAgain }] = await Promise.all([__webpack_require__.e(/* import() */ 408).then(__webpack_require__.bind(__webpack_require__, 48408)), __webpack_require__.e(/* import() */ 534).then(__webpack_require__.bind(__webpack_require__, 82534))]);
    const tasks = wanted && tasksAgain(record, own);
    findings.push(...(tasks?.findings ?? []));
    for (const words of [...willRun(own), ...(tasks?.words ?? [])])
        progress.note(words);
    const within = (0,progress_lines/* formatDuration */.a3)(own.limits.totalMs);
    progress.note(`ends after ${within} at the latest (--timeout)`);
    try {
        const result = await runAgain({
            ...{ plan: own, host, hidden: hidden.files, progress, clock: options.clock, signal: options.signal },
            ...{ checkout: from.checkout, source: from.source },
            change: wanted && { ...wanted, tasks: tasks?.tasks ?? [] },
        });
        return [...findings, ...compare(record, result, hidden.files !== undefined)];
    }
    catch (error) {
        if (options.signal.aborted)
            throw error;
        if (error instanceof state/* Ending */._ && error.verdict === 'time-exhausted')
            return [...findings, { ...unproved(`it was not done within ${within}`), hint: 'give it more with --timeout' }];
        const hint = error instanceof state/* Ending */._ || error instanceof errors/* CleanroomError */.P3 ? error.hint : undefined;
        return [...findings, { ...unproved((0,errors/* messageOf */.bD)(error)), ...(hint ? { hint } : {}) }];
    }
}
function skipped(detail) {
    return { check: 'proof', state: 'skipped', detail };
}
function unproved(detail) {
    return { check: 'proof', state: 'not-checked', detail: `nothing was proved again: ${detail}` };
}
/** The change about which the last proof decided; undefined: none did. */
function changeOf({ verdict, patch, report, plan }) {
    const last = verdict.attempts.at(-1);
    if (!last || !OF_PROOF.has(last.outcome))
        return undefined;
    // What was refused as it was collected, or for what the agent did, is no longer what it was.
    if (last.outcome === 'refused' && last.proofs.length === 0 && !verdict.green)
        return undefined;
    if (plan.tasks !== null && verdict.patch === null)
        return undefined;
    return { attempt: last.attempt, diff: patch ?? Buffer.alloc(0), report };
}
async function hiddenOf({ line }, plan, root) {
    const { hidden } = plan.proof;
    if (hidden === null)
        return { files: undefined, findings: [] };
    const none = (finding) => ({
        files: undefined,
        findings: [{ check: 'hidden', ...finding }],
    });
    if (line.hiddenFiles === undefined)
        return none({
            state: 'not-checked',
            detail: 'the hidden verifier was not run: its files are not in the evidence',
            hint: 'name the directory that holds them with --hidden-files',
        });
    const { readHiddenFiles } = await __webpack_require__.e(/* import() */ 588).then(__webpack_require__.bind(__webpack_require__, 17588));
    const found = await readHiddenFiles(line.hiddenFiles, root);
    if ('expected' in found)
        return none({ state: 'not-checked', detail: `--hidden-files is no good: expected ${found.expected}` });
    if (found.sha256 !== hidden.sha256)
        return none({
            state: 'failed',
            detail: `the hidden files are ${found.sha256}, and the plan has the digest ${hidden.sha256}`,
        });
    return {
        files: found,
        findings: [{ check: 'hidden', state: 'ok', detail: 'the hidden files are those of the plan' }],
    };
}
/** A command by what is started: its `display` is a text of whoever wrote the plan. */
function wordsOf({ argv, display }) {
    const [program = '', ...rest] = argv;
    return (0,commands/* scriptOf */.Fl)({ argv: [program, ...rest], display }) ?? (0,shell_words/* joinWords */.yZ)(argv);
}
function startedBy({ build, commands }) {
    return [...(build ? [build] : []), ...commands].map(wordsOf).join('; ');
}
/** What of a hostile plan is about to run, for the person who asked for it. */
function willRun(plan) {
    const { prepare, policy, verifier } = plan;
    const hosts = (list) => (list.length === 0 ? 'no network' : `reaches ${list.join(', ')}`);
    return [
        ...(prepare?.kind === 'command' ? [`runs to prepare: ${wordsOf(prepare)} (${hosts(policy.prepare)})`] : []),
        ...(verifier?.build ? [`runs to build: ${wordsOf(verifier.build)}`] : []),
        `runs to verify: ${verifier ? startedBy(verifier) : 'nothing'} (${hosts(policy.proof)})`,
    ];
}
/** The verdict of the evidence beside what pristine rooms say now. */
function compare({ verdict, journal }, result, hidden) {
    const { baseline, change, room } = result;
    const recorded = journal.findLast((record) => record.event === 'base.ready')?.tree;
    const findings = [
        ...sameRooms(verdict.room, room),
        judged('base', `the commits make the base that was recorded: ${result.tree}`, recorded === result.tree
            ? []
            : [`the commits make the base ${result.tree}, and the run recorded ${recorded ?? 'none'}`]),
    ];
    const green = baseline?.passed === true;
    const was = verdict.baseline?.passed === true;
    if (verdict.baseline)
        findings.push(judged('baseline', `the verifier ${green ? 'passes' : 'fails'} on the base, as it did`, green === was
            ? []
            : [
                `the verifier ${green ? 'passes' : 'fails'} on the base, and the run recorded that it ${was ? 'passed' : 'failed'}`,
            ]));
    if (!change)
        return findings;
    const last = verdict.attempts.at(-1);
    if (last?.hidden === 'failed' && !hidden)
        return [...findings, unproved('what failed was the hidden verifier, whose files are not there')];
    const before = classOf(last?.outcome ?? 'failed', last?.verifierEdits?.mode === 'allow');
    const now = classOf(change.outcome, change.verifierChanged);
    const problems = before === now ? [] : [`the change ${now} now, and the run recorded that it ${before}: ${change.summary}`];
    findings.push(judged('proof', `in ${change.proofs.length} pristine room${change.proofs.length === 1 ? '' : 's'} (${room.version}, ${room.identity}) the change ${now}, as it did`, problems));
    return findings;
}
function classOf(outcome, verifierChanged) {
    switch (outcome) {
        case 'proved':
            return verifierChanged ? 'passes by a changed verifier' : 'passes';
        case 'refused':
            return 'is refused';
        case 'report-invalid':
            return 'passes without a valid report';
        default:
            return 'fails';
    }
}


/***/ })

};
