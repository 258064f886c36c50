export const id = 867;
export const ids = [867];
export const modules = {

/***/ 2867:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   prepareDemo: () => (/* binding */ prepareDemo)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var _inputs_layer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(71377);
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(35921);
/* harmony import */ var _support_process_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(63749);





/** Makes the demo's repository and the settings of a run over it. */
async function prepareDemo(source) {
    const { directory, path, layer } = source;
    const task = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'task.md'), 'utf8').catch((cause) => {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .CleanroomError */ .P3('demo.missing', `the demo's files are not at ${directory}`, {
            cause,
            kind: 'usage',
            hint: 'run dist/cli.js inside a clone of the repository',
        });
    });
    const repository = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdtemp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(source.temporary, 'cleanroom-demo-'));
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.cp)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'repo'), repository, { recursive: true });
    const git = [
        'git',
        '-c',
        'init.defaultBranch=main',
        '-c',
        'user.name=demo',
        '-c',
        'user.email=demo@localhost',
        '-c',
        'core.hooksPath=/dev/null',
        '-c',
        'commit.gpgsign=false',
    ];
    for (const args of [
        ['init', '-q'],
        ['add', '-A'],
        ['commit', '-q', '-m', 'A library with a bug'],
    ]) {
        const result = await (0,_support_process_js__WEBPACK_IMPORTED_MODULE_4__/* .runHost */ .K)({
            argv: [...git, '-C', repository, ...args],
            env: { PATH: path, HOME: '/nonexistent', GIT_CONFIG_NOSYSTEM: '1' },
        });
        if (result.code !== 0)
            throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_3__/* .CleanroomError */ .P3('demo.git', `git could not make the demo's repository: ${result.stderr.trim()}`);
    }
    const { agent } = layer.values;
    const scripted = agent === undefined || agent === 'command';
    const builder = new _inputs_layer_js__WEBPACK_IMPORTED_MODULE_2__/* .LayerBuilder */ .p((name) => `demo's ${name}`);
    builder.addTexts('prompt', [task]);
    builder.addTexts('verify', [JSON.stringify([source.nodePath, '--test'])]);
    builder.addTexts('schema', [await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'report.schema.json'), 'utf8')]);
    if (scripted) {
        builder.addTexts('agent', ['command']);
        builder.addTexts('agent-command', [JSON.stringify([source.nodePath, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'agent.mjs')])]);
        builder.addTexts('tools', [directory]);
    }
    const { layer: own } = builder.build();
    const values = {
        ...own.values,
        ...layer.values,
        ...(scripted ? { agent: own.values.agent } : {}),
    };
    return { repository, scripted, layer: { values, invalid: layer.invalid, where: layer.where } };
}


/***/ })

};
