import { chown, lstat, mkdir, readdir, rm, rmdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { runHost } from '../support/process.js';
import { removeTree } from '../support/remove-tree.js';
import { type AgentView, agentView, changedIn, clearPlanted, makeRoots, writeIndex } from './agent-view.js';
import { type Base, type BaseOptions, makeBase } from './base.js';
import { collectCandidates, replacedEntries } from './candidates.js';
import { IgnoreRules } from './ignore.js';
import { LayerWriter } from './layer.js';
import { LowerStack } from './lower-stack.js';
import { mergePatches } from './merge.js';
import { changedLines, describePatch, selectFromPatch } from './patch.js';
import { displayPath, hostPath, parentOf } from './paths.js';
import { patchOfDiff } from './restore.js';
import type {
  AgentTop,
  BaseFacts,
  BytePath,
  KeepTop,
  Merge,
  MergeSides,
  Patch,
  PatchFile,
  PatchLimits,
  Top,
  Workspace,
  Written,
} from './types.js';
import { changedAfter, changedSince, type Making } from './written.js';

/** When a tree was made, and what of the base it does not have. */
interface Standing extends Making {
  readonly gone: ReadonlySet<BytePath>;
}

/** Base and tops as whole trees, for hosts without overlayfs: the same promises at the price of copying. */
export class CopyWorkspace implements Workspace {
  private collections = 0;
  private readonly views = new WeakMap<Top, AgentView>();
  private readonly standing = new WeakMap<Top, Standing>();
  /** What a prepare command left is in the pristine tree. */
  private frozen = false;

  private constructor(
    private readonly options: BaseOptions,
    private readonly made: Base,
    private pristine: string,
  ) {}

  /** @throws CleanroomError `git.*`, `workspace.*` */
  static async create(options: BaseOptions): Promise<CopyWorkspace> {
    const made = await makeBase({ ...options, overlay: false });
    const [cover, base] = made.layers;
    if (!cover || !base) throw new CleanroomError('workspace.base', 'the base has no tree');
    await copyTree(`${cover}/.`, base, options.path);
    return new CopyWorkspace(options, made, base);
  }

  get base(): BaseFacts {
    return this.made.facts;
  }

  async openTop(name: string): Promise<Top> {
    const path = join(this.options.directory, 'tops', name);
    const fromMs = await this.mark();
    await mkdir(path, { recursive: true });
    if (this.options.owner) await chown(path, this.options.owner.uid, this.options.owner.gid);
    await copyTree(`${this.pristine}/.`, path, this.options.path);
    const top: Top = {
      view: { kind: 'directory', path },
      changedAt: (ctimeMs) => changedAfter(this.standing.get(top) ?? { fromMs, toMs: fromMs }, ctimeMs),
      close: () => removeTree(path),
    };
    await this.stands(top, fromMs, []);
    return top;
  }

  /** Now, by the clock that the kernel writes into inodes. */
  private async mark(): Promise<number> {
    const marker = join(this.options.directory, 'standing');
    await writeFile(marker, '');
    await utimes(marker, 0, 0);
    return (await lstat(marker)).ctimeMs;
  }

  /** Notes when a tree was made, and what of the base a patch took out of it. */
  private async stands(top: Top, fromMs: number, files: readonly PatchFile[]): Promise<void> {
    const gone = new Set(files.filter(({ status }) => status === 'deleted').map(({ path }) => path));
    this.standing.set(top, { fromMs, toMs: await this.mark(), gone });
  }

  written(top: Top, wanted: (path: BytePath) => boolean): Promise<Written> {
    const made = this.standing.get(top) ?? { fromMs: 0, toMs: 0, gone: new Set<BytePath>() };
    const changed = (ctimeMs: number): boolean => changedAfter(made, ctimeMs);
    return changedSince(treeOf(top), new LowerStack([this.pristine]), changed, { wanted, gone: made.gone });
  }

  merge(sides: MergeSides, limits: PatchLimits): Promise<Merge> {
    return mergePatches(this.options.store, this.base.commit, sides, limits);
  }

  async openAgentTop(name: string, writable: readonly string[] | null, keep?: KeepTop): Promise<AgentTop> {
    const { owner, path, store } = this.options;
    const pristine = new LowerStack([this.pristine]);
    const view = await agentView(this.made.forAgents, this.frozen ? this.pristine : undefined, pristine);
    const fresh = await this.openTop(name);
    const { top, taken } = keep ? await keep(fresh) : { top: fresh, taken: false };
    const tree = treeOf(top);
    for (const file of [...view.hidden, ...view.replaced.keys()]) await removeTree(hostPath(tree, file));
    const show = async (): Promise<void> => {
      const writer = await LayerWriter.create(tree, owner, path);
      const own = new LowerStack([tree]);
      for (const [file, content] of view.replaced)
        if (!(await own.lookup(file))) await writer.file(file, '100644', content);
    };
    await show();
    // What an earlier agent did to the index is its own.
    if (view.tracked.length > 0 && !taken) {
      const index = { from: join(this.pristine, '.git/index'), to: join(tree, '.git/index'), workTree: tree };
      await writeIndex(store, view, index, owner);
    }
    const agentTop: AgentTop = {
      ...top,
      hidden: view.hidden.map(displayPath),
      async renew() {
        const planted = await clearPlanted(tree, view);
        await show();
        await makeRoots([tree], writable ?? [], view, owner);
        return planted;
      },
    };
    this.views.set(agentTop, view);
    return agentTop;
  }

  async openPatched(name: string, patch: Patch, files: readonly PatchFile[]): Promise<Top> {
    const top = await this.openTop(name);
    await this.lay(treeOf(top), patch, files);
    await this.stands(top, this.standing.get(top)?.fromMs ?? 0, files);
    return top;
  }

  readPatch(diff: Buffer, limits: PatchLimits): Promise<Patch | undefined> {
    const { store, directory } = this.options;
    this.collections += 1;
    const index = join(directory, `index-${this.collections}`);
    return patchOfDiff(store, this.base.commit, diff, { limits, index });
  }

  restore(top: AgentTop, patch: Patch): Promise<void> {
    return this.lay(treeOf(top), patch, patch.files);
  }

  private async lay(tree: string, patch: Patch, files: readonly PatchFile[]): Promise<void> {
    // Everything that goes, first: a file may take the place of a directory, and the other way round.
    for (const file of files) {
      await clearWay(tree, file.path);
      await rm(hostPath(tree, file.path), { recursive: true, force: true });
      if (file.status === 'deleted') await removeEmptyParents(tree, file.path);
    }
    const writer = await LayerWriter.create(tree, this.options.owner, this.options.path);
    for (const file of files) {
      const content = patch.contents.get(file.path);
      if (file.status !== 'deleted' && content) await writer.file(file.path, file.newMode, content);
    }
  }

  changedLines(from: Pick<Patch, 'commit'>, to: Pick<Patch, 'commit'>): Promise<number> {
    return changedLines(this.options.store, from.commit, to.commit);
  }

  select(patch: Patch, files: readonly PatchFile[], limits: PatchLimits): Promise<Patch> {
    return selectFromPatch(this.options.store, this.base.commit, { patch, files, limits });
  }

  async collect(top: Top, limits: PatchLimits): Promise<Patch> {
    const found = await this.compare(top, limits.bytes);
    return describePatch(this.options.store, this.base.commit, found, limits);
  }

  async freeze(top: Top): Promise<{ entries: number; dropped: readonly string[] }> {
    const tree = treeOf(top);
    const found = await this.compare(top, undefined);
    const dropped: string[] = [];
    let entries = found.ignored;
    const before = new LowerStack([this.pristine]);
    for (const path of [...found.deletes, ...found.writes.map((write) => write.path)]) {
      if (!(await before.lookup(path))) {
        entries += 1;
        continue;
      }
      await rm(hostPath(tree, path), { recursive: true, force: true });
      await restore(this.pristine, tree, path, this.options.path);
      dropped.push(displayPath(path));
    }
    await removeTree(hostPath(tree, '.git'));
    await restore(this.pristine, tree, '.git', this.options.path);
    this.pristine = tree;
    this.frozen = true;
    return { entries, dropped };
  }

  checkUnchanged(): Promise<string | undefined> {
    // The base is our own copy: nothing that happens to the checkout reaches it.
    return Promise.resolve(undefined);
  }

  close(): Promise<void> {
    return removeTree(this.options.directory);
  }

  private async compare(top: Top, maxBytes: number | undefined) {
    const tree = treeOf(top);
    const base = new LowerStack([this.pristine]);
    const { store, path, directory } = this.options;
    this.collections += 1;
    const ignore = await IgnoreRules.open(
      store,
      join(directory, `ignore-${this.collections}`),
      (file) => base.file(file),
      path,
    );
    try {
      const found = await collectCandidates({
        top: tree,
        base,
        baseCommit: this.base.commit,
        ignore,
        maxBytes,
      });
      const merged = await listAll(tree, ['', ...found.shared]);
      const all = { ...found, deletes: [...found.deletes, ...(await replacedEntries(base, merged, found.deletes))] };
      const agent = this.views.get(top);
      return agent ? await changedIn(all, agent, { store, commit: this.base.commit }) : all;
    } finally {
      await ignore.close();
    }
  }
}

function treeOf(top: Top): string {
  if (top.view.kind !== 'directory')
    throw new CleanroomError('workspace.view', 'an overlay was given to a copying workspace');
  return top.view.path;
}

async function listAll(tree: string, directories: readonly BytePath[]): Promise<Map<BytePath, Set<BytePath>>> {
  const listing = new Map<BytePath, Set<BytePath>>();
  for (const directory of directories) {
    const names = await readdir(hostPath(tree, directory), { encoding: 'buffer' });
    listing.set(directory, new Set(names.map((name) => name.toString('latin1'))));
  }
  return listing;
}

/** Takes links and files on the way to a path out of it: prepare may have left a link there, and it leads to the host. */
async function clearWay(tree: string, path: BytePath): Promise<void> {
  const names = path.split('/').slice(0, -1);
  for (let length = 1; length <= names.length; length++) {
    const location = hostPath(tree, names.slice(0, length).join('/'));
    const stats = await lstat(location).catch(() => undefined);
    if (!stats) return;
    if (!stats.isDirectory()) return rm(location, { force: true });
  }
}

async function removeEmptyParents(tree: string, path: BytePath): Promise<void> {
  for (let parent = parentOf(path); parent !== ''; parent = parentOf(parent)) {
    try {
      await rmdir(hostPath(tree, parent));
    } catch {
      return;
    }
  }
}

async function restore(from: string, to: string, path: BytePath, searchPath: string): Promise<void> {
  const target = hostPath(to, parentOf(path));
  if (!(await lstat(target).catch(() => undefined))?.isDirectory()) await mkdir(target, { recursive: true });
  await copy(hostPath(from, path), target, searchPath);
}

async function copyTree(from: string, to: string, searchPath: string): Promise<void> {
  await copy(Buffer.from(from), Buffer.from(to), searchPath);
}

/** `cp -a` keeps owners, modes and links, and clones extents where the file system can. Names go by stdin: they may hold any bytes. */
async function copy(from: Buffer, to: Buffer, searchPath: string): Promise<void> {
  const nul = Buffer.from([0]);
  const stdin = Buffer.concat([from, nul, to, nul]);
  const result = await runHost({
    argv: ['xargs', '-0', 'cp', '-a', '--reflink=auto', '--'],
    env: { PATH: searchPath },
    stdin,
  });
  if (result.code !== 0)
    throw new CleanroomError('workspace.copy', `a tree could not be copied: ${result.stderr.trim().slice(-500)}`);
}
