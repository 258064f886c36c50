export const id = 14;
export const ids = [14];
export const modules = {

/***/ 98014:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   outsideEnvironment: () => (/* binding */ outsideEnvironment)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);


/**
 * An environment in which nothing leads into the checkout: a pull request can put a program named `npm` there, or a
 * configuration that names its own registry.
 * @param root the checkout, an absolute path
 * @returns the variables that are left, and the names of those that were taken out
 */
function outsideEnvironment(env, root) {
    const tops = [root, resolved(root)];
    const inside = (path) => [path, resolved(path)].some((one) => tops.some((top) => one === top || one.startsWith(top + node_path__WEBPACK_IMPORTED_MODULE_1__.sep)));
    const dropped = [];
    const left = Object.entries(env).flatMap(([name, value]) => {
        if (name === 'PATH') {
            // A relative directory is one below whatever the current one is.
            const directories = value.split(node_path__WEBPACK_IMPORTED_MODULE_1__.delimiter).filter((path) => (0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(path) && !inside(path));
            return [[name, directories.join(node_path__WEBPACK_IMPORTED_MODULE_1__.delimiter)]];
        }
        if ((0,node_path__WEBPACK_IMPORTED_MODULE_1__.isAbsolute)(value) && inside(value)) {
            dropped.push(name);
            return [];
        }
        return [[name, value]];
    });
    return { env: Object.fromEntries(left), dropped };
}
function resolved(path) {
    try {
        return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.realpathSync)(path);
    }
    catch {
        return path;
    }
}


/***/ })

};
