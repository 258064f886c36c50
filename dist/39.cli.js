export const id = 39;
export const ids = [39];
export const modules = {

/***/ 55039:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  examine: () => (/* binding */ examine)
});

// UNUSED EXPORTS: hasSudo, missingPrograms

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./build/room/local/backend.js + 6 modules
var local_backend = __webpack_require__(27604);
// EXTERNAL MODULE: ./build/room/local/host.js
var local_host = __webpack_require__(40630);
// EXTERNAL MODULE: ./build/room/local/system.js
var system = __webpack_require__(45437);
// EXTERNAL MODULE: ./build/support/clock.js
var clock = __webpack_require__(4374);
// EXTERNAL MODULE: ./build/support/errors.js
var errors = __webpack_require__(35921);
// EXTERNAL MODULE: ./build/support/process.js
var support_process = __webpack_require__(63749);
// EXTERNAL MODULE: ./build/support/remove-tree.js
var remove_tree = __webpack_require__(25783);
// EXTERNAL MODULE: ./build/run/audit.js
var audit = __webpack_require__(9577);
// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(58500);
// EXTERNAL MODULE: ./build/room/docker/cli.js
var docker_cli = __webpack_require__(55917);
// EXTERNAL MODULE: ./build/room/docker/owner.js
var owner = __webpack_require__(71796);
// EXTERNAL MODULE: ./build/room/local/cgroup.js
var cgroup = __webpack_require__(50728);
// EXTERNAL MODULE: ./build/support/lease.js
var support_lease = __webpack_require__(55906);
// EXTERNAL MODULE: ./build/support/process-identity.js
var process_identity = __webpack_require__(83600);
// EXTERNAL MODULE: ./build/run/abandoned.js
var abandoned = __webpack_require__(12590);
;// CONCATENATED MODULE: ./build/run/clean-up.js












/** For a docker daemon in all, whatever there is to remove: the next run tries again. */
const DOCKER_MS = 10_000;
/** For the kernel, to end what was killed. */
const ENDING_MS = 3000;
/**
 * Removes what a run that was killed left on this host: its process, if it is still there, its directories, control groups,
 * containers and volumes, and those of other runs whose leases are over. Rooms and their mounts end with the process.
 * Nothing is thrown.
 * @param state what the run noted for us; other steps could have written it
 * @param program the file that such a process runs: nothing else is ended
 * @param dockerMs for all that docker is asked
 */
async function cleanUp(host, state, program, dockerMs = DOCKER_MS) {
    const removed = [];
    const warnings = [];
    const attempt = async (work) => {
        try {
            removed.push(...(await work()));
        }
        catch (error) {
            warnings.push((0,errors/* messageOf */.bD)(error));
        }
    };
    const temporary = host.temporary.map((path) => (0,external_node_path_.resolve)(path));
    await attempt(() => endProcess(state.owner, program));
    await attempt(() => removeNamed(state.scratch, temporary, warnings));
    await attempt(() => (0,abandoned/* removeAbandoned */.jU)(temporary, host.uid));
    await attempt(() => (0,cgroup/* removeAbandonedGroups */.ve)(host.uid === 0, host.path));
    await attempt(async () => {
        const docker = await (0,local_host/* findProgram */.Kp)('docker', host.path);
        if (docker === undefined)
            return [];
        return (0,owner/* removeAbandoned */.jU)(new docker_cli/* DockerCli */.V(docker, host.dockerEnvironment, dockerMs, performance.now() + dockerMs));
    });
    return { removed, warnings };
}
/** A runner that lost sight of the step may have left its process; our rooms end with it. */
async function endProcess(owner, program) {
    const lease = (0,support_lease/* parseLease */.QM)(owner);
    if (lease === undefined || (await (0,process_identity/* hasEnded */.hY)(lease)) !== false)
        return [];
    const words = (await (0,promises_.readFile)(`/proc/${lease.pid}/cmdline`, 'utf8').catch(() => '')).split('\0');
    if (!words.includes(program))
        return [];
    process.kill(lease.pid, 'SIGKILL');
    const end = performance.now() + ENDING_MS;
    while ((await (0,process_identity/* hasEnded */.hY)(lease)) === false && performance.now() < end)
        await (0,external_node_timers_promises_.setTimeout)(20);
    return [`process ${lease.pid}`];
}
async function removeNamed(state, temporary, warnings) {
    if (state === '')
        return [];
    const parsed = JSON.parse(state);
    const directories = Array.isArray(parsed) ? parsed.filter((path) => typeof path === 'string') : [];
    const removed = [];
    for (const directory of directories) {
        // Only directories of ours, where a run makes them.
        const ours = (0,external_node_path_.resolve)(directory) === directory && (0,abandoned/* isScratch */.$h)(directory, temporary);
        if (!ours)
            warnings.push(`${JSON.stringify(directory)} is no directory of a run and stays`);
        else if (await exists(directory)) {
            // One that stays, such as one with a mount in it, keeps no other.
            await (0,remove_tree/* removeTree */.d)(directory).then(() => removed.push(directory), (error) => warnings.push((0,errors/* messageOf */.bD)(error)));
        }
    }
    return removed;
}
function exists(path) {
    return (0,promises_.lstat)(path).then(() => true, () => false);
}

// EXTERNAL MODULE: ./build/room/docker/host.js
var docker_host = __webpack_require__(30301);
;// CONCATENATED MODULE: ./build/run/doctor-docker.js




/** Says whether docker rooms could be had here, and of what. They are never needed where local rooms work. */
async function examineDocker(host) {
    const program = await (0,local_host/* findProgram */.Kp)('docker', host.path);
    if (program === undefined)
        return [{ name: 'docker', state: 'weak', detail: 'not found in PATH: only local rooms', mend: null }];
    const cli = new docker_cli/* DockerCli */.V(program, host.dockerEnvironment);
    try {
        const daemon = await (0,docker_host/* inspectDaemon */.XE)(cli);
        const images = (await cli.run(['image', 'ls', '--quiet'])).split('\n').filter((line) => line !== '');
        return [
            { name: 'docker', state: 'ok', detail: `daemon ${daemon.version}, ${daemon.cgroup}`, mend: null },
            ...runtimes(daemon),
            {
                name: 'docker images',
                state: images.length > 0 ? 'ok' : 'weak',
                detail: images.length > 0 ? `${new Set(images).size} on this machine` : 'none on this machine',
                mend: images.length > 0 ? null : 'docker pull one that holds what the agent and the verifier need',
            },
        ];
    }
    catch (error) {
        const mend = error instanceof errors/* CleanroomError */.P3 ? (error.hint ?? null) : null;
        return [{ name: 'docker', state: 'weak', detail: (0,errors/* messageOf */.bD)(error), mend }];
    }
}
function runtimes(daemon) {
    return Object.keys(daemon.runtimes)
        .filter((name) => name === docker_host/* DEFAULT_RUNTIME */.JA || (0,docker_host/* chooseRuntime */._u)(daemon, name).gvisor)
        .map((name) => {
        const { gvisor, hostSockets } = (0,docker_host/* chooseRuntime */._u)(daemon, name);
        return {
            name: `docker runtime ${name}`,
            state: hostSockets ? 'ok' : 'weak',
            detail: !gvisor
                ? "the host's kernel"
                : hostSockets
                    ? 'gVisor'
                    : 'gVisor, but no line to the broker reaches its network',
            mend: hostSockets ? null : 'add --network=host to its runtimeArgs in daemon.json',
        };
    });
}

// EXTERNAL MODULE: ./build/run/probes.js + 7 modules
var run_probes = __webpack_require__(8740);
;// CONCATENATED MODULE: ./build/run/doctor.js













const LIMITS = {
    memoryBytes: 1 << 30,
    processes: 64,
    fileBytes: 1 << 26,
    openFiles: 256,
    tmpBytes: 1 << 26,
    cpus: null,
    diskBytes: 1 << 26,
    diskFiles: 1000,
};
const NO_RUN = { scratch: '', owner: '' };
/** For a docker daemon that may not be there. */
const CLEAN_MS = 3000;
/** Says what this machine can do, by doing it. What runs left that were killed goes, and is named. */
async function examine(host) {
    const findings = [];
    const say = (name, state, detail, mend = null) => void findings.push({ name, state, detail, mend });
    const major = Number(/^v(\d+)/.exec(host.nodeVersion)?.[1] ?? 0);
    say('Node.js', major >= 20 ? 'ok' : 'missing', host.nodeVersion, major >= 20 ? null : 'install Node.js 20 or newer');
    say('operating system', host.platform === 'linux' ? 'ok' : 'missing', `${host.platform} ${host.arch}`, host.platform === 'linux' ? null : 'local rooms need Linux: use a Linux machine, VM or runner');
    const missing = [];
    for (const [program, debian] of Object.entries({ git: 'git', ...local_host/* NEEDED_PROGRAMS */.e4 })) {
        const found = await (0,local_host/* findProgram */.Kp)(program, host.path);
        if (!found)
            missing.push(debian);
        say(program, found ? 'ok' : 'missing', found ?? 'not found in PATH', found ? null : `sudo apt-get install -y ${debian}`);
    }
    const npm = await (0,local_host/* findProgram */.Kp)('npm', host.path);
    say('npm', npm ? 'ok' : 'weak', npm ?? 'not found: only agent: command can run', npm ? null : 'install npm, which comes with Node.js');
    const { removed } = await cleanUp(host, NO_RUN, '', CLEAN_MS);
    say('left by killed runs', 'ok', removed.length === 0 ? 'nothing' : `removed now: ${removed.join(', ')}`);
    if (missing.length === 0)
        await examineRoom(host, say);
    findings.push(...(await examineDocker(host)));
    return findings;
}
async function examineRoom(host, say) {
    const parent = await (0,promises_.mkdtemp)((0,external_node_path_.join)(host.temporary[0] ?? '/tmp', 'cleanroom-doctor-'));
    const directory = await (0,promises_.mkdtemp)((0,external_node_path_.join)(parent, 'checkout-'));
    const scratch = [parent];
    try {
        await (0,promises_.writeFile)((0,external_node_path_.join)(directory, 'file'), 'x');
        const owner = await (0,promises_.stat)(directory);
        const facts = {
            ...host,
            checkout: directory,
            checkoutOwner: { uid: owner.uid, gid: owner.gid },
            scratchParents: host.temporary,
        };
        const identity = await (0,local_host/* chooseIdentity */.yn)(facts);
        say('identity', 'ok', {
            self: 'an ordinary user in user namespaces',
            dropped: 'root, dropped to an unprivileged user',
            'root-setup': 'root builds rooms, payloads are dropped inside',
        }[identity.kind]);
        const found = await (0,local_host/* detectHost */.k3)(facts);
        scratch.push(found.scratch);
        say('overlayfs', found.overlay ? 'ok' : 'weak', found.overlay ? `works in ${found.scratch}` : 'does not work: trees are copied', found.overlay ? null : 'set TMPDIR to a directory on ext4, xfs or btrfs');
        say('control groups', found.cgroups.support === 'rlimit' ? 'weak' : 'ok', found.cgroups.support === 'rlimit' ? 'not writable: memory is limited for each process' : found.cgroups.support, found.cgroups.support === 'rlimit' ? 'run as root to limit the memory of whole rooms' : null);
        const prefix = await (0,system/* toolPrefix */.z0)(host.nodePath, host.home);
        const backend = new local_backend/* LocalBackend */.i({
            host: found,
            hostPath: host.path,
            tools: prefix ? [prefix] : [],
        });
        const tree = (0,external_node_path_.join)(found.scratch, 'tree');
        await (0,promises_.mkdir)(tree, { mode: 0o755 });
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
        const description = await backend.describe();
        const probes = await (0,run_probes/* createProbes */.C)({ description, limits: LIMITS, writable: null, secrets: [] }).look(room, {
            env: {},
            port: 7777,
            signal: new AbortController().signal,
        });
        await room.close();
        const good = exit.end === 'exited' && exit.code === 7;
        say('a room', good ? 'ok' : 'missing', good
            ? `built, entered and destroyed in ${Math.round(performance.now() - started)} ms`
            : `ended unexpectedly: ${exit.end}`);
        const failed = probes.filter(({ passed }) => !passed);
        say('probes of a room', failed.length === 0 ? 'ok' : 'missing', failed.length === 0
            ? `${probes.length} passed`
            : failed.map(({ name, detail }) => `${name}: ${detail}`).join('; '), failed.length === 0 ? null : 'runs end with infra-error here: use another machine, or run as another user');
        const { auditor, words } = await (0,audit/* startAudit */.K)({
            wanted: 'auto',
            detected: found,
            arch: host.arch,
            path: host.path,
            description,
            clock: clock/* systemClock */.m,
            early: undefined,
        });
        const seesAll = auditor?.ability.connects === true;
        await auditor?.close();
        say('kernel audit', seesAll ? 'ok' : 'weak', words, seesAll ? null : 'run as root on a kernel with BPF and /sys/kernel/btf/vmlinux, outside of containers');
    }
    catch (error) {
        say('a room', 'missing', (0,errors/* messageOf */.bD)(error), error instanceof errors/* CleanroomError */.P3 ? (error.hint ?? null) : null);
    }
    finally {
        await Promise.all(scratch.map((path) => (0,remove_tree/* removeTree */.d)(path)));
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
