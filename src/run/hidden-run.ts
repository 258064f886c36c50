import { join } from 'node:path';
import type { HostDirectories } from '../room/directories.js';
import type { Rooms } from '../room/registry.js';
import type { HiddenFiles } from './hidden.js';
import type { ResolvedRun } from './resolve.js';

/** Directories of a run's scratch: what its rooms read and write beside their trees, and in there the hidden files. */
export const ROOMS_DATA = 'rooms-data';
const HIDDEN_COPY = 'hidden';

/** Rooms that show nothing of a hidden verifier, where there is one. @throws CleanroomError `hidden.visible` */
export async function keptHidden(
  rooms: Rooms,
  { hidden, plan }: Pick<ResolvedRun, 'hidden' | 'plan'>,
  evidence: string,
  checkout: string,
): Promise<Rooms> {
  if (!hidden) return rooms;
  const { keepHidden } = await import('./hidden.js');
  const copy = join(rooms.scratch, ROOMS_DATA, HIDDEN_COPY);
  const places = [hidden.directory, copy, evidence];
  return keepHidden(rooms, { places, copy, checkout, keepsIgnored: plan.prepare?.kind === 'workspace' });
}

/** Writes the hidden verifier's files when they are asked for first. */
export function hiddenCopy(files: HiddenFiles, directories: HostDirectories): () => Promise<string> {
  let written: Promise<string> | undefined;
  const write = async (): Promise<string> => {
    const { writeHiddenFiles } = await import('./hidden.js');
    const directory = await directories.writable(HIDDEN_COPY);
    await writeHiddenFiles(files, directory);
    return directory;
  };
  return () => {
    written ??= write();
    return written;
  };
}
