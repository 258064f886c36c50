export const id = 931;
export const ids = [931];
export const modules = {

/***/ 1931:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   examine: () => (/* binding */ examine)
/* harmony export */ });
/* unused harmony exports missingPrograms, hasSudo */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var _room_local_backend_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1601);
/* harmony import */ var _room_local_host_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(630);
/* harmony import */ var _room_local_system_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(5437);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(5921);
/* harmony import */ var _support_process_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(3749);
/* harmony import */ var _support_remove_tree_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(5783);








const LIMITS = { memoryBytes: 1 << 30, processes: 64, fileBytes: 1 << 26, openFiles: 256, tmpBytes: 1 << 26 };
/** Says what this machine can do, by doing it. */
async function examine(host) {
    const findings = [];
    const say = (name, state, detail, mend = null) => void findings.push({ name, state, detail, mend });
    const major = Number(/^v(\d+)/.exec(host.nodeVersion)?.[1] ?? 0);
    say('Node.js', major >= 20 ? 'ok' : 'missing', host.nodeVersion, major >= 20 ? null : 'install Node.js 20 or newer');
    say('operating system', host.platform === 'linux' ? 'ok' : 'missing', `${host.platform} ${host.arch}`, host.platform === 'linux' ? null : 'local rooms need Linux: use a Linux machine, VM or runner');
    const missing = [];
    for (const [program, debian] of Object.entries({ git: 'git', ..._room_local_host_js__WEBPACK_IMPORTED_MODULE_3__/* .NEEDED_PROGRAMS */ .e4 })) {
        const found = await (0,_room_local_host_js__WEBPACK_IMPORTED_MODULE_3__/* .findProgram */ .Kp)(program, host.path);
        if (!found)
            missing.push(debian);
        say(program, found ? 'ok' : 'missing', found ?? 'not found in PATH', found ? null : `sudo apt-get install -y ${debian}`);
    }
    const npm = await (0,_room_local_host_js__WEBPACK_IMPORTED_MODULE_3__/* .findProgram */ .Kp)('npm', host.path);
    say('npm', npm ? 'ok' : 'weak', npm ?? 'not found: only agent: command can run', npm ? null : 'install npm, which comes with Node.js');
    if (missing.length === 0)
        await examineRoom(host, say);
    return findings;
}
async function examineRoom(host, say) {
    const parent = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(host.temporary[0] ?? '/tmp', 'cleanroom-doctor-'));
    const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(parent, 'checkout-'));
    const scratch = [parent];
    try {
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'file'), 'x');
        const owner = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(directory);
        const facts = {
            ...host,
            checkout: directory,
            checkoutOwner: { uid: owner.uid, gid: owner.gid },
            scratchParents: host.temporary,
        };
        const identity = await (0,_room_local_host_js__WEBPACK_IMPORTED_MODULE_3__/* .chooseIdentity */ .yn)(facts);
        say('identity', 'ok', {
            self: 'an ordinary user in user namespaces',
            dropped: 'root, dropped to an unprivileged user',
            'root-setup': 'root builds rooms, payloads are dropped inside',
        }[identity.kind]);
        const found = await (0,_room_local_host_js__WEBPACK_IMPORTED_MODULE_3__/* .detectHost */ .k3)(facts);
        scratch.push(found.scratch);
        say('overlayfs', found.overlay ? 'ok' : 'weak', found.overlay ? `works in ${found.scratch}` : 'does not work: trees are copied', found.overlay ? null : 'set TMPDIR to a directory on ext4, xfs or btrfs');
        say('control groups', found.cgroup === 'rlimit' ? 'weak' : 'ok', found.cgroup === 'rlimit' ? 'not writable: memory is limited for each process' : found.cgroup, found.cgroup === 'rlimit' ? 'run as root to limit the memory of whole rooms' : null);
        const prefix = await (0,_room_local_system_js__WEBPACK_IMPORTED_MODULE_4__/* .toolPrefix */ .z0)(host.nodePath, host.home);
        const backend = new _room_local_backend_js__WEBPACK_IMPORTED_MODULE_2__/* .LocalBackend */ .i({
            host: found,
            hostPath: host.path,
            tools: prefix ? [prefix] : [],
            nodePath: host.nodePath,
        });
        const tree = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(found.scratch, 'tree');
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(tree, { mode: 0o755 });
        const room = await backend.open({
            id: 'doctor',
            stage: 'agent',
            workspace: { kind: 'directory', path: tree },
            readOnly: [],
            limits: LIMITS,
        });
        const started = performance.now();
        const exit = await room.run({
            argv: ['/bin/sh', '-c', 'exit 7'],
            cwd: '',
            env: {},
            timeoutMs: 20_000,
            outputBytes: 1 << 16,
            onOutput() { },
            listener: { port: 7777, accept: (server) => server.close() },
        }, new AbortController().signal);
        await room.close();
        const good = exit.end === 'exited' && exit.code === 7;
        say('a room', good ? 'ok' : 'missing', good
            ? `built, entered and destroyed in ${Math.round(performance.now() - started)} ms`
            : `ended unexpectedly: ${exit.end}`);
    }
    catch (error) {
        say('a room', 'missing', (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error), error instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .CleanroomError */ .P3 ? (error.hint ?? null) : null);
    }
    finally {
        await Promise.all(scratch.map((path) => (0,_support_remove_tree_js__WEBPACK_IMPORTED_MODULE_7__/* .removeTree */ .d)(path)));
    }
}
/** Installs bubblewrap where a runner lacks it and lets us; a person at a laptop is told the command instead. */
async function missingPrograms(path) {
    const packages = [];
    for (const [program, debian] of Object.entries(NEEDED_PROGRAMS))
        if (!(await findProgram(program, path)))
            packages.push(debian);
    return [...new Set(packages)];
}
/** Whether `sudo` needs no password here. */
async function hasSudo(path) {
    return runHost({ argv: ['sudo', '-n', 'true'], env: { PATH: path } }).then((result) => result.code === 0, () => false);
}


/***/ })

};
