export const id = 588;
export const ids = [588];
export const modules = {

/***/ 17588:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   keepHidden: () => (/* binding */ keepHidden),
/* harmony export */   readHiddenFiles: () => (/* binding */ readHiddenFiles),
/* harmony export */   shownByCheckout: () => (/* binding */ shownByCheckout),
/* harmony export */   writeHiddenFiles: () => (/* binding */ writeHiddenFiles)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(76760);
/* harmony import */ var _loop_hidden_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(13495);
/* harmony import */ var _support_canonical_json_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(59589);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(35921);






const MAX_FILES = 5000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 32;
/**
 * Reads the files of the hidden verifier, once: what rooms of it see is what the plan has the digest of.
 * @param given absolute, or relative to the checkout
 * @returns what is wrong with it, where something is
 */
async function readHiddenFiles(given, root) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.resolve)(root, given);
    const wrong = (expected) => ({ given, expected });
    const directory = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(path).catch(() => undefined);
    if (directory === undefined || !(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(directory)).isDirectory())
        return wrong('a directory of this machine that is there');
    const entries = [];
    let bytes = 0;
    let problem;
    const walk = async (at, depth) => {
        if (depth > MAX_DEPTH)
            problem = `directories at most ${MAX_DEPTH} deep`;
        for (const name of (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, at))).sort()) {
            if (problem !== undefined)
                return;
            const inside = at === '' ? name : `${at}/${name}`;
            // A checkout's own directory may hold a token.
            if (name === '.git')
                continue;
            const entry = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.lstat)((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, inside));
            if (entry.isDirectory())
                await walk(inside, depth + 1);
            else if (!entry.isFile())
                problem = `regular files and directories alone, but ${inside} is something else`;
            else {
                const content = await readFile((0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, inside), MAX_BYTES - bytes);
                bytes += content?.length ?? 0;
                if (content === undefined || entries.length >= MAX_FILES)
                    problem = `at most ${MAX_FILES} files of ${MAX_BYTES / 1024 / 1024} MiB together`;
                else
                    entries.push({ path: inside, mode: (entry.mode & 0o111) === 0 ? 0o444 : 0o555, content });
            }
        }
    };
    await walk('', 0);
    if (problem !== undefined)
        return wrong(problem);
    if (entries.length === 0)
        return wrong('a directory that holds the files of hidden-verify');
    const lines = entries.map(({ path, mode, content }) => `${mode.toString(8)} ${(0,_support_canonical_json_js__WEBPACK_IMPORTED_MODULE_4__/* .sha256 */ .s)(content)} ${path}\n`);
    return { directory, sha256: (0,_support_canonical_json_js__WEBPACK_IMPORTED_MODULE_4__/* .sha256 */ .s)(lines.sort().join('')), bytes, entries };
}
/** Undefined when it is larger. */
async function readFile(path, maxBytes) {
    const file = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.open)(path, node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_RDONLY | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NOFOLLOW | node_fs__WEBPACK_IMPORTED_MODULE_0__.constants.O_NONBLOCK);
    try {
        const status = await file.stat();
        if (!status.isFile() || status.size > maxBytes)
            return undefined;
        const content = await file.readFile();
        return content.length > maxBytes ? undefined : content;
    }
    finally {
        await file.close();
    }
}
/** Why a directory inside the checkout is no place for hidden files; undefined: it is, or it lies elsewhere. */
async function shownByCheckout({ directory }, source, commits, keepsIgnored) {
    const root = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(source.checkout.root);
    if (await liesIn(root, directory))
        return 'a directory that does not hold the checkout';
    if (!(await liesIn(directory, root)))
        return undefined;
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.relative)(root, directory);
    for (const commit of new Set(commits)) {
        const found = await source.store.run(['ls-tree', '-z', '--name-only', '--full-tree', commit, '--', path]);
        if (found.stdout.length > 0)
            return `a directory that is not committed: ${commit.slice(0, 12)} has it`;
    }
    return keepsIgnored
        ? 'a directory outside of the checkout, because prepare: workspace shows ignored files of it'
        : undefined;
}
/** Writes the files where the rooms of the hidden verifier show them from. */
async function writeHiddenFiles({ entries }, directory) {
    for (const { path, mode, content } of entries) {
        const target = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(directory, path);
        let at = directory;
        for (const part of path.split('/').slice(0, -1)) {
            at = (0,node_path__WEBPACK_IMPORTED_MODULE_2__.join)(at, part);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.mkdir)(at, { recursive: true });
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.chmod)(at, 0o755);
        }
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.writeFile)(target, content, { flag: 'wx' });
        await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.chmod)(target, mode);
    }
}
/**
 * Rooms of which none shows the hidden verifier's files, but for its own. A directory is known by its inode, so that
 * neither links nor bind mounts lead around it.
 * @throws CleanroomError `hidden.visible` when every room would show them; later the same for a single room
 */
async function keepHidden(rooms, secrecy) {
    const { places, checkout, keepsIgnored } = secrecy;
    await refuseShown([...rooms.shown, ...(keepsIgnored ? [checkout] : [])], places, 'every room');
    const { backend } = rooms;
    const guarded = {
        name: backend.name,
        describe: () => backend.describe(),
        list: (view, directories) => backend.list(view, directories),
        async open(spec) {
            await refuseShown(sourcesOf(spec, secrecy), secrecy.places, `the room ${spec.id}`);
            return backend.open(spec);
        },
    };
    return { ...rooms, backend: guarded };
}
function sourcesOf(spec, { copy, checkout }) {
    const { workspace, stage } = spec;
    const own = (mount) => stage === 'proof' && mount.source === copy && mount.target === _loop_hidden_js__WEBPACK_IMPORTED_MODULE_3__/* .HIDDEN_DIRECTORY */ .d;
    return [
        ...spec.readOnly.filter((mount) => !own(mount)).map(({ source }) => source),
        ...[spec.homeDirectory, spec.outDirectory].filter((path) => path !== undefined),
        ...(workspace.kind === 'directory'
            ? [workspace.path]
            : [...workspace.lowers.filter((path) => path !== checkout), workspace.upper]),
    ];
}
async function refuseShown(sources, places, who) {
    for (const place of places) {
        for (const source of sources) {
            if (!(await liesIn(place, source)) && !(await liesIn(source, place)))
                continue;
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .CleanroomError */ .P3('hidden.visible', `${who} would show the hidden verifier: ${source} and ${place} overlap`, {
                hint: 'move hidden-files, or evidence, to a directory that no mount, tool or layer shows',
                kind: 'usage',
            });
        }
    }
}
/** Whether a path is, or lies below, a directory, whatever either is called. Nothing lies in what is not there. */
async function liesIn(path, directory) {
    const wanted = await idOf(directory);
    if (wanted === undefined)
        return false;
    const real = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.realpath)(path).catch(() => undefined);
    for (let at = real; at !== undefined; at = at === '/' ? undefined : (0,node_path__WEBPACK_IMPORTED_MODULE_2__.dirname)(at))
        if ((await idOf(at)) === wanted)
            return true;
    return false;
}
async function idOf(path) {
    try {
        const { dev, ino } = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.stat)(path, { bigint: true });
        return `${dev}:${ino}`;
    }
    catch (error) {
        if ((0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .errnoOf */ .UQ)(error) === 'ENOENT' || (0,_support_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .errnoOf */ .UQ)(error) === 'ENOTDIR')
            return undefined;
        throw error;
    }
}


/***/ })

};
