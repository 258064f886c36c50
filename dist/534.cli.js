export const id = 534;
export const ids = [534];
export const modules = {

/***/ 82534:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   tasksAgain: () => (/* binding */ tasksAgain)
/* harmony export */ });
/* harmony import */ var _inputs_shell_words_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(79830);
/* harmony import */ var _tasks_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(20788);


/**
 * The tasks of a run, as its plan has them, or as its planner made them up: those are in the evidence alone, so neither the plan's
 * digest nor a configuration vouches for them.
 * @param own the plan as it is carried out again
 */
function tasksAgain({ plan, verdict, planned }, own) {
    const with_ = (list) => list.map((task) => ({ name: task.name, plan: (0,_tasks_js__WEBPACK_IMPORTED_MODULE_0__/* .planOf */ .XC)(own, task, []) }));
    if (plan.tasks === null)
        return { tasks: [], findings: [], words: [] };
    if (plan.tasks.source === 'config')
        return { tasks: with_(plan.tasks.list), findings: [], words: [] };
    const none = (state, detail) => ({
        tasks: [],
        findings: [{ check: 'tasks', state, detail }],
        words: [],
    });
    const list = (0,_tasks_js__WEBPACK_IMPORTED_MODULE_0__/* .readPlanned */ .Hf)(plan, planned);
    if (typeof list === 'string')
        return none('not-checked', `the verifiers of the tasks were not run: tasks.json does not hold them: ${list}`);
    const merged = verdict.workers.flatMap(({ name, chosen }) => chosen && name !== 'planner' ? name.replace(/-again$/, '') : []);
    const names = list.map(({ name }) => name);
    if (names.sort().join() !== [...new Set(merged)].sort().join())
        return none('failed', `tasks.json has ${names.join(', ')}, and the verdict has ${merged.join(', ') || 'none'}`);
    return {
        tasks: with_(list),
        findings: [
            {
                check: 'tasks',
                state: 'ok',
                detail: `the verifiers of ${names.join(', ')}, which an agent made up, run besides that of the run, as tasks.json has them`,
            },
        ],
        words: list.map(({ name, verifier }) => `runs to verify ${name}, by an agent's word: ${(0,_inputs_shell_words_js__WEBPACK_IMPORTED_MODULE_1__/* .joinWords */ .yZ)(verifier.argv)}`),
    };
}


/***/ })

};
