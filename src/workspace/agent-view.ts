import type { Stats } from 'node:fs';
import { chmod, chown, copyFile, mkdir, opendir, readFile } from 'node:fs/promises';
import { CleanroomError, errnoOf } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import type { AgentNames } from './agent-files.js';
import type { AgentBase } from './base.js';
import type { Candidates } from './candidates.js';
import type { Store } from './git.js';
import { type Import, withoutImports } from './imports.js';
import type { LayerWriter } from './layer.js';
import { LowerStack } from './lower-stack.js';
import { displayPath, hostPath, joinPath, parentOf } from './paths.js';
import { splitPaths } from './raw-diff.js';
import type { BytePath, Owner } from './types.js';

/** How an agent's rooms show the base otherwise than it is. */
export interface AgentView {
  readonly names: AgentNames;
  /** None of them inside another one. */
  readonly hidden: readonly BytePath[];
  readonly replaced: ReadonlyMap<BytePath, Buffer>;
  /** Files of the base's commit that are hidden or replaced. */
  readonly tracked: readonly BytePath[];
}

/** More than any repository has; each costs an entry of a layer. */
const MAX_HIDDEN = 5000;
/** Files and folders of a tree that are looked at: more than `disk-files` lets a room add, unless somebody raised it far. */
const MAX_ENTRIES = 2_000_000;
/** The kernel takes 4095 bytes, and the host's own directories come before. */
const MAX_PATH_BYTES = 2048;

/** Where packages lie: no agent starts in one, and they hold most of the files that there are. */
const PACKAGES = new Set([
  'node_modules',
  'bower_components',
  'site-packages',
  'vendor',
  '.venv',
  'venv',
  '.tox',
  '.yarn',
]);

/**
 * Works out what an agent does not see.
 * @param made a tree of a dead room that lies over the base, whose files are nobody's commit
 * @param shown the base with all of its layers
 * @throws CleanroomError `workspace.agent-config`
 */
export async function agentView(base: AgentBase, made: string | undefined, shown: LowerStack): Promise<AgentView> {
  const { names, config, untracked, told, led } = base;
  const committed = new Set([...base.instructions, ...told]);
  const found =
    made === undefined ? [] : (await findIn(made, names, { told, led })).filter((path) => !committed.has(path));
  const wanted = new Set<BytePath>();
  for (const path of [...config, ...untracked, ...found]) wanted.add(names.configOf(path) ?? path);
  const replaced = new Map<BytePath, Buffer>();
  for (const [path, content] of base.replaced) {
    if (content === null) wanted.add(path);
    else replaced.set(path, content);
  }
  for (const { path, text, imports } of base.unsettled) {
    const made: Import[] = [];
    for (const one of imports) if (await anyShown(one.missing, shown)) made.push(one);
    if (made.length > 0) replaced.set(path, Buffer.from(withoutImports(text, made)));
  }
  if (wanted.size > MAX_HIDDEN) throw tooMuch(`more than ${MAX_HIDDEN} files and folders`);
  const hidden: BytePath[] = [];
  for (const path of [...wanted].sort()) {
    // A layer that hides something where nothing is would show it as a file that cannot be opened.
    if ((await shown.lookup(path)) && !within(path, wanted)) hidden.push(path);
  }
  const tracked = new Set([...config, ...base.replaced.keys(), ...replaced.keys()]);
  return { names, hidden, replaced, tracked: [...tracked] };
}

/**
 * Whether one of these paths, which no commit has, is there: somebody made it who is not to speak to agents. A link on
 * the way may lead to it, or to any other file.
 */
async function anyShown(paths: readonly string[], shown: LowerStack): Promise<boolean> {
  for (const path of paths) {
    const parts = Buffer.from(path, 'utf8').toString('latin1').split('/');
    for (let length = 1; length <= parts.length; length++) {
      const entry = await shown.lookup(parts.slice(0, length).join('/'));
      if (!entry) break;
      if (!entry.stats.isDirectory()) return true;
    }
  }
  return false;
}

/**
 * Files and folders of a dead room's tree that agents look at by themselves. What is found is not looked into.
 * @param folders what the base has in instruction folders, in which the rest is found; undefined: they are not looked for
 */
async function findIn(
  tree: string,
  names: AgentNames,
  folders: Pick<AgentBase, 'told' | 'led'> | undefined,
): Promise<BytePath[]> {
  const led = [...new Set(folders?.led)].map((folder) => `${folder}/`);
  const isLed = (path: BytePath): boolean => led.some((folder) => path.startsWith(folder));
  const leads = (path: BytePath): boolean => led.some((folder) => folder.startsWith(`${path}/`));
  const found: BytePath[] = [];
  let seen = 0;
  for (let level: BytePath[] = ['']; level.length > 0; ) {
    const next: BytePath[] = [];
    for (const directory of level) {
      for await (const entry of await openTree(hostPath(tree, directory))) {
        seen += 1;
        if (seen > MAX_ENTRIES) throw tooMuch(`more than ${MAX_ENTRIES} files and folders to look at`);
        const name = Buffer.from(entry.name).toString('latin1');
        const path = joinPath(directory, name);
        // A whiteout shows nothing.
        if (path === '.git' || entry.isCharacterDevice() || path.length > MAX_PATH_BYTES) continue;
        if (names.isConfig(name) || (!entry.isDirectory() && names.isInstruction(path))) found.push(path);
        else if (folders?.told.has(path) === false && (names.isTold(path) || isLed(path))) found.push(path);
        else if (entry.isDirectory() && (!PACKAGES.has(name) || leads(path) || isLed(path))) next.push(path);
      }
    }
    level = next;
  }
  return found;
}

/** Opens a directory whatever mode its author, who is dead, gave it. */
async function openTree(path: Buffer) {
  const open = () => opendir(path, { encoding: 'buffer', bufferSize: 256 } as never);
  return open().catch(async (error: unknown) => {
    if (errnoOf(error) !== 'EACCES') throw error;
    await chmod(path, 0o700);
    return open();
  });
}

/** Writes what an agent sees otherwise into a layer over the base. */
export async function layView(view: AgentView, layer: LayerWriter): Promise<void> {
  for (const [path, content] of view.replaced) await layer.file(path, '100644', content);
  for (const path of view.hidden) await layer.hide(path);
}

/**
 * An index in which git does not miss hidden files, nor take replaced ones for changed: an agent would report that, or
 * repair it. @param from the base's index @param to a file that is made
 */
export async function writeIndex(
  store: Store,
  view: AgentView,
  files: { readonly from: string; readonly to: string; readonly workTree: string },
  owner: Owner | undefined,
): Promise<void> {
  await copyFile(files.from, files.to);
  await store.run(['update-index', '--skip-worktree', '-z', '--stdin'], {
    index: files.to,
    workTree: files.workTree,
    input: Buffer.from(view.tracked.map((path) => `${path}\0`).join(''), 'latin1'),
  });
  if (owner) await chown(files.to, owner.uid, owner.gid);
}

/** Takes out of a dead room's own tree what it made in the place of hidden things. */
export async function clearPlanted(tree: string, view: AgentView): Promise<string[]> {
  const found = (await findIn(tree, view.names, undefined)).filter((path) => view.names.configOf(path) !== undefined);
  const planted = new Set(found);
  // Every part of a path is looked at: one that the room made a link would lead to the host.
  const own = new LowerStack([tree]);
  for (const path of [...view.hidden, ...view.replaced.keys()]) {
    const entry = await own.lookup(path);
    if (entry && !(await isOurs(entry, view.replaced.get(path)))) planted.add(path);
  }
  for (const path of planted) await removeTree(hostPath(tree, path));
  return [...planted].map(displayPath);
}

async function isOurs(
  { stats, location }: { readonly stats: Stats; readonly location: Buffer },
  ours: Buffer | undefined,
): Promise<boolean> {
  if (ours === undefined || !stats.isFile() || stats.size !== ours.length) return false;
  // A mode that keeps us from reading is not ours.
  return readFile(location).then(
    (content) => content.equals(ours),
    () => false,
  );
}

/**
 * Makes the directories that an agent may write where the base does not have them; an empty one is no part of a patch.
 * @param layers the tree, topmost first; in the first one directories are made
 * @throws CleanroomError `workspace.writable-roots`
 */
export async function makeRoots(
  layers: readonly [string, ...string[]],
  roots: readonly string[],
  view: AgentView,
  owner: Owner | undefined,
): Promise<void> {
  for (const root of roots) {
    if (view.names.configOf(root) !== undefined)
      throw badRoot(root, 'is agent configuration, which is hidden', 'name it in trust-agent-config, or leave it out');
    const parts = Buffer.from(root, 'utf8').toString('latin1').split('/');
    for (let length = 1; length <= parts.length; length++) {
      const path = parts.slice(0, length).join('/');
      const entry = await new LowerStack(layers).lookup(path);
      if (entry && !entry.stats.isDirectory()) {
        const what = entry.stats.isSymbolicLink() ? 'a link' : 'no directory';
        throw badRoot(root, `leads through ${displayPath(path)}, which is ${what} in the base`);
      }
      const own = hostPath(layers[0], path);
      const made = await mkdir(own).then(
        () => true,
        (error: unknown) => {
          if (errnoOf(error) === 'EEXIST') return false;
          throw error;
        },
      );
      if (!made) continue;
      await chmod(own, 0o755);
      if (owner) await chown(own, owner.uid, owner.gid);
    }
  }
}

const badRoot = (
  root: string,
  problem: string,
  hint = 'name directories of the repository, as they are',
): CleanroomError =>
  new CleanroomError('workspace.writable-roots', `writable-roots: ${JSON.stringify(root)} ${problem}`, {
    kind: 'usage',
    hint,
  });

/** What a room over the view changed. What it was not shown, it cannot have removed. */
export async function changedIn(
  found: Candidates,
  view: AgentView,
  base: { readonly store: Store; readonly commit: string },
): Promise<Candidates> {
  const hidden = new Set(view.hidden);
  const above = new Set<BytePath>();
  for (const path of hidden) for (let at = parentOf(path); at !== ''; at = parentOf(at)) above.add(at);
  const deletes = found.deletes.filter((path) => !hidden.has(path) && !within(path, hidden));
  const whole = deletes.filter((path) => above.has(path));
  const expanded = whole.length === 0 ? deletes : await expand(deletes, new Set(whole), hidden, base);
  const writes = found.writes.filter(({ path, mode, content }) => {
    const ours = view.replaced.get(path);
    return !(ours !== undefined && mode === '100644' && ours.equals(content));
  });
  return { ...found, writes, deletes: expanded };
}

/** A folder that was removed holds hidden files: all others of it are gone. */
async function expand(
  deletes: readonly BytePath[],
  whole: ReadonlySet<BytePath>,
  hidden: ReadonlySet<BytePath>,
  { store, commit }: { readonly store: Store; readonly commit: string },
): Promise<BytePath[]> {
  const listed = await store.run(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit], { maxBytes: 1 << 28 });
  const gone = splitPaths(listed.stdout).filter(
    (path) => within(path, whole) && !hidden.has(path) && !within(path, hidden),
  );
  return [...deletes.filter((path) => !whole.has(path)), ...gone];
}

/** Whether a path lies in one of these. */
function within(path: BytePath, folders: ReadonlySet<BytePath>): boolean {
  for (let at = parentOf(path); at !== ''; at = parentOf(at)) if (folders.has(at)) return true;
  return false;
}

const tooMuch = (what: string): CleanroomError =>
  new CleanroomError('workspace.agent-config', `agent configuration cannot be hidden: there are ${what}`, {
    hint: 'take it out of the repository, or name what agents may read in trust-agent-config',
  });
