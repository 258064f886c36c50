import type { RoomSpec } from './types.js';

/** A directory of the host that a room can fill. */
export interface WatchedDirectory {
  readonly path: string;
  /** `all`: everything in it counts; `growth`: what was there at the start does not. */
  readonly counts: 'all' | 'growth';
}

/** Where a room's writes end up on the host's disk. A copied workspace holds the whole tree from the start. */
export function watchedDirectories(spec: RoomSpec): WatchedDirectory[] {
  const { workspace, homeDirectory, outDirectory } = spec;
  return [
    workspace.kind === 'overlay'
      ? { path: workspace.upper, counts: 'all' }
      : { path: workspace.path, counts: 'growth' },
    ...[homeDirectory, outDirectory].flatMap((path): WatchedDirectory[] =>
      path === undefined ? [] : [{ path, counts: 'all' }],
    ),
  ];
}
