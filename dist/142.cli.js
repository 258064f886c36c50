export const id = 142;
export const ids = [142];
export const modules = {

/***/ 11142:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   describeRooms: () => (/* binding */ describeRooms),
/* harmony export */   removeRooms: () => (/* binding */ removeRooms)
/* harmony export */ });
/* harmony import */ var _support_errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35921);

/** Kept rooms as `rooms list` prints them. */
function describeRooms(rooms) {
    if (rooms.length === 0)
        return 'No room is kept.';
    const rows = rooms.map((room) => [
        room.id,
        room.agent,
        room.workCommit.slice(0, 12),
        room.lastUsed.replace(/\.\d+Z$/, 'Z'),
        room.inUse ? 'in use' : '',
        room.repository,
    ]);
    const table = [['ROOM', 'AGENT', 'COMMIT', 'LAST USED', '', 'REPOSITORY'], ...rows];
    const widths = (table[0] ?? []).map((_, column) => Math.max(...table.map((row) => (row[column] ?? '').length)));
    return table
        .map((row) => row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd())
        .join('\n');
}
/**
 * Removes rooms that nobody uses; null: all of them.
 * @throws CleanroomError for the first that cannot be removed, when all others are gone
 */
async function removeRooms(kept, ids) {
    const removed = [];
    let failure;
    for (const id of ids ?? (await kept.ids())) {
        try {
            await kept.remove(id);
            removed.push(id);
        }
        catch (error) {
            failure ??= error;
        }
    }
    if (failure instanceof _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3 && removed.length > 0) {
        throw new _support_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .CleanroomError */ .P3(failure.code, `${failure.message}; removed: ${removed.join(', ')}`, {
            kind: failure.kind,
            ...(failure.hint === undefined ? {} : { hint: failure.hint }),
        });
    }
    if (failure !== undefined)
        throw failure;
    return removed;
}


/***/ })

};
