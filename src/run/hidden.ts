import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, realpath, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { HIDDEN_DIRECTORY } from '../loop/hidden.js';
import type { Rooms } from '../room/registry.js';
import type { RoomBackend, RoomSpec } from '../room/types.js';
import { sha256 } from '../support/canonical-json.js';
import { CleanroomError, errnoOf, type InputProblem } from '../support/errors.js';
import type { CommitSource } from './commits.js';

/** The files of the hidden verifier as they were when the run was planned. */
export interface HiddenFiles {
  /** Real path of the directory of the host. */
  readonly directory: string;
  /** Digest of the paths, modes and contents. */
  readonly sha256: string;
  readonly bytes: number;
  readonly entries: readonly { readonly path: string; readonly mode: 0o444 | 0o555; readonly content: Buffer }[];
}

const MAX_FILES = 5000;
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_DEPTH = 32;

/**
 * Reads the files of the hidden verifier, once: what rooms of it see is what the plan has the digest of.
 * @param given absolute, or relative to the checkout
 * @returns what is wrong with it, where something is
 */
export async function readHiddenFiles(given: string, root: string): Promise<HiddenFiles | Omit<InputProblem, 'where'>> {
  const path = resolve(root, given);
  const wrong = (expected: string): Omit<InputProblem, 'where'> => ({ given, expected });
  const directory = await realpath(path).catch(() => undefined);
  if (directory === undefined || !(await stat(directory)).isDirectory())
    return wrong('a directory of this machine that is there');
  const entries: HiddenFiles['entries'][number][] = [];
  let bytes = 0;
  let problem: string | undefined;
  const walk = async (at: string, depth: number): Promise<void> => {
    if (depth > MAX_DEPTH) problem = `directories at most ${MAX_DEPTH} deep`;
    for (const name of (await readdir(join(directory, at))).sort()) {
      if (problem !== undefined) return;
      const inside = at === '' ? name : `${at}/${name}`;
      // A checkout's own directory may hold a token.
      if (name === '.git') continue;
      const entry = await lstat(join(directory, inside));
      if (entry.isDirectory()) await walk(inside, depth + 1);
      else if (!entry.isFile()) problem = `regular files and directories alone, but ${inside} is something else`;
      else {
        const content = await readFile(join(directory, inside), MAX_BYTES - bytes);
        bytes += content?.length ?? 0;
        if (content === undefined || entries.length >= MAX_FILES)
          problem = `at most ${MAX_FILES} files of ${MAX_BYTES / 1024 / 1024} MiB together`;
        else entries.push({ path: inside, mode: (entry.mode & 0o111) === 0 ? 0o444 : 0o555, content });
      }
    }
  };
  await walk('', 0);
  if (problem !== undefined) return wrong(problem);
  if (entries.length === 0) return wrong('a directory that holds the files of hidden-verify');
  const lines = entries.map(({ path, mode, content }) => `${mode.toString(8)} ${sha256(content)} ${path}\n`);
  return { directory, sha256: sha256(lines.sort().join('')), bytes, entries };
}

/** Undefined when it is larger. */
async function readFile(path: string, maxBytes: number): Promise<Buffer | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const status = await file.stat();
    if (!status.isFile() || status.size > maxBytes) return undefined;
    const content = await file.readFile();
    return content.length > maxBytes ? undefined : content;
  } finally {
    await file.close();
  }
}

/** Why a directory inside the checkout is no place for hidden files; undefined: it is, or it lies elsewhere. */
export async function shownByCheckout(
  { directory }: Pick<HiddenFiles, 'directory'>,
  source: Pick<CommitSource, 'checkout' | 'store'>,
  commits: readonly string[],
  keepsIgnored: boolean,
): Promise<string | undefined> {
  const root = await realpath(source.checkout.root);
  if (await liesIn(root, directory)) return 'a directory that does not hold the checkout';
  if (!(await liesIn(directory, root))) return undefined;
  const path = relative(root, directory);
  for (const commit of new Set(commits)) {
    const found = await source.store.run(['ls-tree', '-z', '--name-only', '--full-tree', commit, '--', path]);
    if (found.stdout.length > 0) return `a directory that is not committed: ${commit.slice(0, 12)} has it`;
  }
  return keepsIgnored
    ? 'a directory outside of the checkout, because prepare: workspace shows ignored files of it'
    : undefined;
}

/** Writes the files where the rooms of the hidden verifier show them from. */
export async function writeHiddenFiles({ entries }: HiddenFiles, directory: string): Promise<void> {
  for (const { path, mode, content } of entries) {
    const target = join(directory, path);
    let at = directory;
    for (const part of path.split('/').slice(0, -1)) {
      at = join(at, part);
      await mkdir(at, { recursive: true });
      await chmod(at, 0o755);
    }
    await writeFile(target, content, { flag: 'wx' });
    await chmod(target, mode);
  }
}

export interface Secrecy {
  /** Directories of the host that no room may show any part of: the files, their copy, the evidence. */
  readonly places: readonly string[];
  /** The one of them that rooms of the hidden verifier show. */
  readonly copy: string;
  /** The user's checkout, of which rooms show what is committed; the files' own place is judged before. */
  readonly checkout: string;
  /** Whether rooms show its ignored files too, as they are at any moment. */
  readonly keepsIgnored: boolean;
}

/**
 * Rooms of which none shows the hidden verifier's files, but for its own. A directory is known by its inode, so that
 * neither links nor bind mounts lead around it.
 * @throws CleanroomError `hidden.visible` when every room would show them; later the same for a single room
 */
export async function keepHidden(rooms: Rooms, secrecy: Secrecy): Promise<Rooms> {
  const { places, checkout, keepsIgnored } = secrecy;
  await refuseShown([...rooms.shown, ...(keepsIgnored ? [checkout] : [])], places, 'every room');
  const { backend } = rooms;
  const guarded: Rooms['backend'] = {
    name: backend.name,
    describe: () => backend.describe(),
    list: (view, directories) => backend.list(view, directories),
    async open(spec) {
      await refuseShown(sourcesOf(spec, secrecy), secrecy.places, `the room ${spec.id}`);
      return backend.open(spec);
    },
  } satisfies RoomBackend & { list: Rooms['backend']['list'] };
  return { ...rooms, backend: guarded };
}

function sourcesOf(spec: RoomSpec, { copy, checkout }: Secrecy): string[] {
  const { workspace, stage } = spec;
  const own = (mount: RoomSpec['readOnly'][number]): boolean =>
    stage === 'proof' && mount.source === copy && mount.target === HIDDEN_DIRECTORY;
  return [
    ...spec.readOnly.filter((mount) => !own(mount)).map(({ source }) => source),
    ...[spec.homeDirectory, spec.outDirectory].filter((path) => path !== undefined),
    ...(workspace.kind === 'directory'
      ? [workspace.path]
      : [...workspace.lowers.filter((path) => path !== checkout), workspace.upper]),
  ];
}

async function refuseShown(sources: readonly string[], places: readonly string[], who: string): Promise<void> {
  for (const place of places) {
    for (const source of sources) {
      if (!(await liesIn(place, source)) && !(await liesIn(source, place))) continue;
      throw new CleanroomError(
        'hidden.visible',
        `${who} would show the hidden verifier: ${source} and ${place} overlap`,
        {
          hint: 'move hidden-files, or evidence, to a directory that no mount, tool or layer shows',
          kind: 'usage',
        },
      );
    }
  }
}

/** Whether a path is, or lies below, a directory, whatever either is called. Nothing lies in what is not there. */
async function liesIn(path: string, directory: string): Promise<boolean> {
  const wanted = await idOf(directory);
  if (wanted === undefined) return false;
  const real = await realpath(path).catch(() => undefined);
  for (let at = real; at !== undefined; at = at === '/' ? undefined : dirname(at))
    if ((await idOf(at)) === wanted) return true;
  return false;
}

async function idOf(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return undefined;
    throw error;
  }
}
