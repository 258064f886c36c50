import type { KeptRooms, ListedRoom } from '../session/kept-rooms.js';
import { CleanroomError } from '../support/errors.js';

/** Kept rooms as `rooms list` prints them. */
export function describeRooms(rooms: readonly ListedRoom[]): string {
  if (rooms.length === 0) return 'No room is kept.';
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
    .map((row) =>
      row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/**
 * Removes rooms that nobody uses; null: all of them.
 * @throws CleanroomError for the first that cannot be removed, when all others are gone
 */
export async function removeRooms(kept: KeptRooms, ids: readonly string[] | null): Promise<readonly string[]> {
  const removed: string[] = [];
  let failure: unknown;
  for (const id of ids ?? (await kept.ids())) {
    try {
      await kept.remove(id);
      removed.push(id);
    } catch (error) {
      failure ??= error;
    }
  }
  if (failure instanceof CleanroomError && removed.length > 0) {
    throw new CleanroomError(failure.code, `${failure.message}; removed: ${removed.join(', ')}`, {
      kind: failure.kind,
      ...(failure.hint === undefined ? {} : { hint: failure.hint }),
    });
  }
  if (failure !== undefined) throw failure;
  return removed;
}
