import { isGitName, linkProblem } from '../../support/git-paths.js';
import { plainLine } from '../neutralise.js';
import { applyChange } from './apply-patch.js';
import { blobId, type TreeEntry, treeId } from './git-objects.js';
import { type FileChange, type FileMode, keepsMode } from './parse-patch.js';
import { misfit, refusal } from './refusal.js';

/** Where the objects of the work commit come from. What it says is checked by its ids. */
export interface ObjectReader {
  /** Entries of one directory. */
  tree(id: string): Promise<readonly TreeEntry[]>;
  blob(id: string): Promise<Buffer>;
}

/** A file as it is to be. Content is undefined where the repository has it already. */
export interface WrittenFile {
  readonly path: string;
  readonly mode: FileMode;
  readonly id: string;
  readonly content: Buffer | undefined;
}

/** The work commit's tree with the patch in it, and nothing else. */
export interface NextTree {
  /** Its id, computed here. */
  readonly id: string;
  readonly writes: readonly WrittenFile[];
  readonly deletes: readonly string[];
}

const DIRECTORY = '040000';
/** Bytes of all files that are written: a small patch unpacks to much more. */
const MAX_TOTAL_BYTES = 128 * 1024 * 1024;
/** Files that are read at the same time. */
const SIDE_BY_SIDE = 8;
const FILES: ReadonlySet<string> = new Set<FileMode>(['100644', '100755', '120000']);

/**
 * Applies a patch to a tree: each file must be there as the patch says, or not be there, and no name on the way to it may
 * be a link. Only directories that are touched are read.
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
export async function nextTree(from: ObjectReader, root: string, changes: readonly FileChange[]): Promise<NextTree> {
  checkPaths(changes);
  const objects = readOnce(from);
  const base = new Directory(await readTree(objects, root));
  const writes: WrittenFile[] = [];
  const deletes: string[] = [];
  let total = 0;
  for (let at = 0; at < changes.length; at += SIDE_BY_SIDE) {
    const some = changes.slice(at, at + SIDE_BY_SIDE).map((change) => written(objects, base, change));
    // All of them end before an error of one is told: nothing goes on behind the back of what comes next.
    for (const made of await Promise.allSettled(some)) {
      if (made.status === 'rejected') throw made.reason;
      if (made.value === undefined) continue;
      writes.push(made.value);
      total += made.value.content?.length ?? 0;
    }
    if (total > MAX_TOTAL_BYTES) {
      throw refusal(
        `the changed files have more than ${MAX_TOTAL_BYTES} bytes together`,
        'nothing was delivered; apply change.patch of the evidence by hand',
      );
    }
  }
  for (const { from, copy } of changes) {
    if (from === undefined || copy) continue;
    const { parent, name } = await locate(objects, base, from.path);
    // The same file may be a deleted and a new one: a link in place of a file.
    parent.entries.delete(name);
    deletes.push(from.path);
  }
  base.prune();
  for (const { path, mode, id } of writes) await put(objects, base, path, { mode, id });
  if (base.entries.size === 0) throw refusal('nothing would be left of the repository', 'no such change is delivered');
  const paths = new Set(writes.map(({ path }) => path));
  // What a written file or folder takes the place of goes with that.
  const gone = deletes.filter(
    (path) =>
      !paths.has(path) && ![...paths].some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`)),
  );
  return { id: base.id(), writes, deletes: gone };
}

/** A directory that two files lie in is asked for once, also when both ask at the same time. */
function readOnce(objects: ObjectReader): ObjectReader {
  const trees = new Map<string, Promise<readonly TreeEntry[]>>();
  return {
    tree(id) {
      const asked = trees.get(id) ?? objects.tree(id);
      trees.set(id, asked);
      return asked;
    },
    blob: (id) => objects.blob(id),
  };
}

/**
 * One file as it is to be; undefined: it is deleted. Files are looked at side by side, so this changes nothing of the tree
 * in work: it only looks into directories.
 */
async function written(objects: ObjectReader, base: Directory, change: FileChange): Promise<WrittenFile | undefined> {
  const { from, to } = change;
  const old = from === undefined ? undefined : await entryOf(objects, base, change);
  if (to === undefined) {
    if (old) applyChange(change, await readBlob(objects, old.id));
    return undefined;
  }
  const mode = keepsMode(change) && old ? modeOf(old, to.path) : to.mode;
  const before =
    old === undefined ? Buffer.alloc(0) : change.ids || mode === '120000' ? await readBlob(objects, old.id) : undefined;
  const content = before && applyChange(change, before);
  if (mode === '120000') {
    const problem = linkProblem(to.path, content?.toString('latin1') ?? '');
    if (problem !== undefined) throw refusal(`${plainLine(to.path, 120)} ${problem}`, 'no such link is delivered');
    // GitHub may follow it to what it takes for workflows.
    if (/^\.github$/i.test(to.path)) throw refusal('.github is a symbolic link', 'no such link is delivered');
  }
  const id = content === undefined ? (old?.id ?? '') : blobId(content);
  return { path: to.path, mode, id, content: id === old?.id ? undefined : content };
}

/** Names that no delivered file may have, and files that are named twice. */
function checkPaths(changes: readonly FileChange[]): void {
  const removed = new Set<string>();
  const written = new Set<string>();
  const once = (seen: Set<string>, path: string): void => {
    if (seen.has(path)) throw misfit(`the patch changes ${plainLine(path, 120)} twice`);
    seen.add(path);
  };
  for (const { from, to, copy } of changes) {
    for (const side of [from, to]) if (side) checkPath(side.path);
    if (from && !copy) once(removed, from.path);
    if (to) once(written, to.path);
  }
}

function checkPath(path: string): void {
  const parts = path.split('/');
  const shown = plainLine(path, 120);
  if (parts.some((part) => part === '' || part === '.' || part === '..' || part.includes('\0')))
    throw misfit(`${shown} is no path of a file in a repository`);
  if (parts.some(isGitName)) throw refusal(`${shown} lies in .git`, 'no such file is delivered');
  if (isWorkflow(path)) {
    throw refusal(
      `${shown} is a workflow`,
      'a workflow decides what runs with which token, and GitHub lets no workflow’s token change one: a person has to apply this change from the evidence',
    );
  }
}

/** Whether a path is what GitHub may start jobs by. */
export function isWorkflow(path: string): boolean {
  return /^\.github\/workflows(\/|$)/i.test(path);
}

/** A directory of the tree in work; what was not looked into is only an entry. */
class Directory {
  readonly entries: Map<string, TreeEntry | Directory>;

  constructor(entries: readonly TreeEntry[]) {
    this.entries = new Map(entries.map((entry) => [entry.name, entry]));
  }

  /** Takes out directories without entries: git has none. */
  prune(): void {
    for (const [name, entry] of this.entries) {
      if (!(entry instanceof Directory)) continue;
      entry.prune();
      if (entry.entries.size === 0) this.entries.delete(name);
    }
  }

  id(): string {
    return treeId(
      [...this.entries].map(([name, entry]) =>
        entry instanceof Directory ? { name, mode: DIRECTORY, id: entry.id() } : entry,
      ),
    );
  }
}

/** The directory that a path lies in. With `make`, directories that are missing are made. */
async function locate(
  objects: ObjectReader,
  root: Directory,
  path: string,
  make = false,
): Promise<{ parent: Directory; name: string }> {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  let parent = root;
  for (const part of parts) {
    let child = parent.entries.get(part);
    if (child === undefined && make) child = new Directory([]);
    else if (child !== undefined && !(child instanceof Directory) && child.mode === DIRECTORY)
      child = new Directory(await readTree(objects, child.id));
    if (!(child instanceof Directory)) {
      const what = child === undefined ? 'missing' : child.mode === '120000' ? 'a symbolic link' : 'no directory';
      throw misfit(`${plainLine(path, 120)} cannot be reached: ${plainLine(part, 80)} is ${what} in the work commit`);
    }
    parent.entries.set(part, child);
    parent = child;
  }
  return { parent, name };
}

async function entryOf(objects: ObjectReader, root: Directory, change: FileChange): Promise<TreeEntry> {
  const { from, ids } = change;
  const path = from?.path ?? '';
  const { parent, name } = await locate(objects, root, path);
  const entry = parent.entries.get(name);
  if (entry === undefined || entry instanceof Directory || !FILES.has(entry.mode))
    throw misfit(`${plainLine(path, 120)} is no file of the work commit`);
  const expected = keepsMode(change) ? entry.mode : from?.mode;
  if (entry.mode !== expected || (ids && entry.id !== ids.from)) {
    throw refusal(
      `${plainLine(path, 120)} is not in the work commit as the patch expects it`,
      'the run may have laid the trusted branch’s version over it: merge that branch first, or apply the change by hand',
    );
  }
  return entry;
}

async function put(
  objects: ObjectReader,
  root: Directory,
  path: string,
  file: { readonly mode: string; readonly id: string },
): Promise<void> {
  const { parent, name } = await locate(objects, root, path, true);
  if (parent.entries.has(name)) throw misfit(`${plainLine(path, 120)} is new in the patch and is in the work commit`);
  parent.entries.set(name, { name, ...file });
}

function modeOf({ mode }: TreeEntry, path: string): FileMode {
  if (mode === '100644' || mode === '100755' || mode === '120000') return mode;
  throw misfit(`${plainLine(path, 120)} is no file of the work commit`);
}

async function readTree(objects: ObjectReader, id: string): Promise<readonly TreeEntry[]> {
  const entries = await objects.tree(id);
  if (treeId(entries) === id) return entries;
  throw refusal(
    'a directory of the work commit is not as GitHub lists it: names that are not UTF-8, or an incomplete list',
    'apply change.patch of the evidence by hand',
  );
}

async function readBlob(objects: ObjectReader, id: string): Promise<Buffer> {
  const content = await objects.blob(id);
  if (blobId(content) !== id) throw misfit('a file of the work commit is not what GitHub gives for it');
  return content;
}
