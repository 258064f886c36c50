export const id = 408;
export const ids = [408];
export const modules = {

/***/ 48408:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  runAgain: () => (/* binding */ runAgain)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/agent/command.js
var command = __webpack_require__(30879);
// EXTERNAL MODULE: ./build/broker/broker.js + 33 modules
var broker_broker = __webpack_require__(76171);
// EXTERNAL MODULE: ./build/evidence/recorder.js + 4 modules
var recorder = __webpack_require__(84918);
// EXTERNAL MODULE: ./build/loop/baseline.js
var baseline = __webpack_require__(63248);
// EXTERNAL MODULE: ./build/loop/confirm.js
var loop_confirm = __webpack_require__(13419);
// EXTERNAL MODULE: ./build/loop/judge.js
var judge = __webpack_require__(4208);
// EXTERNAL MODULE: ./build/loop/loop.js + 20 modules
var loop = __webpack_require__(55867);
// EXTERNAL MODULE: ./build/loop/state.js
var loop_state = __webpack_require__(58210);
// EXTERNAL MODULE: ./build/loop/verifier-edits.js
var verifier_edits = __webpack_require__(32649);
;// CONCATENATED MODULE: ./build/loop/again.js






/**
 * Makes the base as the run did, with its prepare command, and proves a change of it by all that the run would have
 * proved it by: protected paths, new tests, floor, confirmations, hidden verifier. No agent takes part.
 * @param change undefined: the base alone is looked at
 * @throws Ending when the time is over, it was cancelled, or the prepare command failed; CleanroomError when a part failed
 */
async function proveAgain(parts, change) {
    const state = new loop_state/* RunState */.l(parts);
    await (0,loop/* prepare */.iA)(state);
    await (0,baseline/* isGreenBase */.H)(state);
    const { tree } = parts.workspace.base;
    const proved = change && (await proveRecorded(state, change));
    const changed = await parts.workspace.checkUnchanged();
    if (changed)
        throw new loop_state/* Ending */._('infra-error', `The proof does not count: ${changed}.`);
    return { tree, baseline: state.baseline, change: proved };
}
async function proveRecorded(state, change) {
    const { plan, workspace } = state.parts;
    const { attempt, diff } = change;
    const refused = (summary) => ({ outcome: 'refused', summary, verifierChanged: false, proofs: [] });
    const limits = { bytes: plan.limits.patchBytes, files: plan.limits.patchFiles };
    const nothing = {
        commit: workspace.base.commit,
        files: [],
        diff: Buffer.alloc(0),
        contents: new Map(),
        ignored: 0,
        refusals: [],
    };
    const whole = diff.length === 0 ? nothing : await workspace.readPatch(diff, limits);
    if (!whole)
        return refused('The patch does not apply to the base.');
    if (whole.diff.length > 0 && !whole.diff.equals(diff))
        return refused('The patch is not written as a run writes it.');
    const { patch, check, edits } = await (0,verifier_edits/* settleEdits */.pL)(state, attempt, whole, state.parts.checkPatch(whole));
    // What a run left out of its change is not in it.
    if (edits?.mode === 'report')
        return refused('The patch changes what decides, which the run would have left out.');
    const judged = await (0,judge/* judge */.S)(state, {
        attempt,
        patch,
        check,
        edits,
        report: reportOf(change),
        blocked: undefined,
        stop: undefined,
        violation: undefined,
        trouble: undefined,
    });
    let { outcome, summary } = judged;
    const proofs = [...judged.proofs];
    for (const task of outcome === 'proved' ? change.tasks : []) {
        const proof = await (0,loop_confirm/* confirm */.lJ)(state.fork(task.name, { plan: task.plan }), { name: 'joint', what: 'patch', change: { patch, files: patch.files }, report: undefined, attempt }, plan.proof.confirmRuns);
        proofs.push(...proof.records);
        if (!proof.failure)
            continue;
        outcome = 'failed';
        summary = `The verifier of ${task.name} fails: ${state.parts.feedback.failureLine(proof.failure)}`;
        break;
    }
    return { outcome, summary, verifierChanged: edits?.mode === 'allow', proofs };
}
function reportOf({ report }) {
    const common = { errors: [], corrected: false };
    if (!report)
        return { ...common, state: 'missing', bytes: undefined, value: undefined };
    return { ...common, state: 'valid', bytes: Buffer.from(JSON.stringify(report.value)), value: report.value };
}

// EXTERNAL MODULE: ./build/room/directories.js
var room_directories = __webpack_require__(84129);
// EXTERNAL MODULE: ./build/support/canonical-json.js
var canonical_json = __webpack_require__(59589);
// EXTERNAL MODULE: ./build/support/close-all.js
var close_all = __webpack_require__(30258);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/random.js
var random = __webpack_require__(55989);
// EXTERNAL MODULE: ./build/support/redact.js + 1 modules
var redact = __webpack_require__(31470);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: ./build/run/hidden-run.js
var hidden_run = __webpack_require__(21692);
// EXTERNAL MODULE: ./build/run/judging.js + 4 modules
var judging = __webpack_require__(63313);
// EXTERNAL MODULE: ./build/run/limits.js
var limits = __webpack_require__(87696);
// EXTERNAL MODULE: ./build/run/probes.js + 7 modules
var probes = __webpack_require__(8740);
// EXTERNAL MODULE: ./build/run/prompts.js + 1 modules
var prompts = __webpack_require__(48253);
// EXTERNAL MODULE: ./build/run/results.js + 17 modules
var results = __webpack_require__(64618);
// EXTERNAL MODULE: ./build/run/rooms.js + 10 modules
var run_rooms = __webpack_require__(45223);
// EXTERNAL MODULE: ./build/run/workspace.js + 27 modules
var run_workspace = __webpack_require__(81144);
;// CONCATENATED MODULE: ./build/run/verify-proof.js





















/**
 * Builds the base of a plan and proves a change of it in pristine rooms of this machine, by the parts that runs have. No
 * agent is started, no credential is there, and what is written down meanwhile is thrown away.
 */
async function runAgain(options) {
    const { plan, host, checkout, source, hidden, clock, progress, signal } = options;
    const local = await (0,run_rooms/* detectLocal */.d)(host, checkout.root).then((value) => ({ value }), (error) => ({ error }));
    const scratch = 'value' in local ? [local.value.scratch] : [];
    const record = await (0,promises_.mkdtemp)((0,external_node_path_.join)(host.temporary[0] ?? '/tmp', 'cleanroom-verify-'));
    scratch.push(record);
    try {
        const opened = await (0,run_rooms/* roomsOf */.W)(plan, host, checkout.root, local);
        if (!scratch.includes(opened.scratch))
            scratch.push(opened.scratch);
        const rooms = await (0,hidden_run/* keptHidden */.xG)(opened, { hidden, plan }, record, checkout.root);
        const closers = [async () => opened.close()];
        try {
            const { backend, owner } = rooms;
            const description = await backend.describe();
            for (const notice of (0,limits/* acceptUnenforced */.K)(plan.limits, description))
                progress.warn(notice);
            const workspace = await (0,run_workspace/* openWorkspace */.O)({ plan, checkout, source, rooms, path: host.path });
            closers.unshift(async () => workspace.close());
            const evidence = (0,recorder/* createEvidence */.I)({
                directory: (0,external_node_path_.join)(record, 'evidence'),
                clock,
                redactor: (0,redact/* createRedactor */.lY)([]),
                logBytes: plan.limits.logBytes,
            });
            closers.unshift(async () => void (await evidence.finish()));
            const broker = (0,broker_broker/* createBroker */.Y)({
                providers: [],
                clock,
                onAccess: (line) => evidence.access(line),
                allowPrivate: plan.policy.private,
            });
            closers.unshift(async () => broker.close());
            const root = (0,external_node_path_.join)(rooms.scratch, hidden_run/* ROOMS_DATA */.CW);
            await (0,promises_.mkdir)(root, { mode: 0o711 });
            const directories = new room_directories/* HostDirectories */._(root, owner);
            // Nobody starts it.
            const agent = (0,command/* createCommandAgent */.Z)({ argv: ['false'], provider: undefined, hasSchema: false });
            const proved = await proveAgain({
                plan,
                agent,
                rooms: backend,
                workspace,
                broker,
                audit: undefined,
                probes: (0,probes/* createProbes */.C)({ description, limits: plan.limits, writable: plan.room.writable, secrets: [] }),
                evidence,
                reports: NO_REPORTS,
                prompts: (0,prompts/* promptsFor */.R)(plan, agent),
                ...(0,judging/* judging */.R)(plan, workspace),
                results: (0,results/* resultsOf */.q)(plan, directories, progress, {
                    backend: backend.name,
                    path: host.path,
                    checkout: checkout.root,
                }),
                hiddenFiles: hidden && (0,hidden_run/* hiddenCopy */.k5)(hidden, directories),
                directories,
                progress,
                clock,
                credentialled: [],
                nonce: random/* roomKey */.D,
                digest: canonical_json/* sha256 */.s,
                signal,
                deadline: clock.monotonic() + plan.limits.totalMs,
            }, options.change);
            return { ...proved, room: description };
        }
        finally {
            await (0,close_all/* closeAll */.S)(closers);
        }
    }
    finally {
        await Promise.all(scratch.map((path) => (0,remove_tree/* removeTree */.d)(path).catch(() => { })));
    }
}
const never = () => {
    throw new errors/* CleanroomError */.P3('verify.agent', 'no agent takes part in a verification');
};
const NO_REPORTS = {
    read: never,
    check: never,
    blockedReason: () => undefined,
    blockedAnswer: () => undefined,
    readBlocked: () => undefined,
};


/***/ })

};
