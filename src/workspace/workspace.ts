import { chmod, chown, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CleanroomError } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import { type AgentView, agentView, changedIn, clearPlanted, layView, makeRoots, writeIndex } from './agent-view.js';
import { type Base, type BaseOptions, makeBase } from './base.js';
import { type Candidates, collectCandidates, replacedEntries } from './candidates.js';
import { isUnchanged } from './delta.js';
import { freezeTop } from './freeze.js';
import { IgnoreRules } from './ignore.js';
import { LayerWriter } from './layer.js';
import { LowerStack } from './lower-stack.js';
import { mergePatches } from './merge.js';
import { changedLines, describePatch, selectFromPatch } from './patch.js';
import { layPatch } from './patched.js';
import { displayPath } from './paths.js';
import { patchOfDiff } from './restore.js';
import type {
  AgentTop,
  BaseFacts,
  BytePath,
  KeepTop,
  Merge,
  MergeSides,
  OverlayReader,
  OverlayView,
  Patch,
  PatchFile,
  PatchLimits,
  Top,
  Workspace,
  Written,
} from './types.js';
import { writtenOver } from './written.js';

export interface OverlayWorkspaceOptions extends BaseOptions {
  readonly reader: OverlayReader;
}

/** Base and layers as overlayfs lower directories: a top costs what it changes. */
export class OverlayWorkspace implements Workspace {
  private dependencies: string | undefined;
  private collections = 0;
  private readonly views = new WeakMap<Top, AgentView>();

  private constructor(
    private readonly options: OverlayWorkspaceOptions,
    private readonly made: Base,
  ) {}

  /** @throws CleanroomError `git.*`, `workspace.*` */
  static async create(options: OverlayWorkspaceOptions): Promise<OverlayWorkspace> {
    return new OverlayWorkspace(options, await makeBase(options));
  }

  get base(): BaseFacts {
    return this.made.facts;
  }

  openTop(name: string): Promise<Top> {
    return this.top(name, this.lowers());
  }

  merge(sides: MergeSides, limits: PatchLimits): Promise<Merge> {
    return mergePatches(this.options.store, this.base.commit, sides, limits);
  }

  async openAgentTop(name: string, writable: readonly string[] | null, keep?: KeepTop): Promise<AgentTop> {
    const { owner, path, store, checkout } = this.options;
    const base = this.lowers();
    const view = await agentView(this.made.forAgents, this.dependencies, new LowerStack(base));
    const directory = join(this.options.directory, 'views', name);
    const layer = await LayerWriter.create(directory, owner, path);
    await layView(view, layer);
    if (view.tracked.length > 0) {
      await layer.directoryAt('.git');
      const index = { from: join(this.options.directory, 'cover/.git/index'), to: join(directory, '.git/index') };
      await writeIndex(store, view, { ...index, workTree: checkout.root }, owner);
    }
    const fresh = await this.top(name, [directory, ...base]);
    const top = keep ? (await keep(fresh)).top : fresh;
    const { upper, lowers } = overlayOf(top);
    const agentTop: AgentTop = {
      view: top.view,
      hidden: view.hidden.map(displayPath),
      async renew() {
        const planted = await clearPlanted(upper, view);
        await makeRoots([upper, ...lowers], writable ?? [], view, owner);
        return planted;
      },
      async close() {
        await top.close();
        await removeTree(directory);
      },
    };
    this.views.set(agentTop, view);
    return agentTop;
  }

  async openPatched(name: string, patch: Patch, files: readonly PatchFile[]): Promise<Top> {
    const { owner, path, store } = this.options;
    const directory = join(this.options.directory, 'patched', name);
    const layer = await LayerWriter.create(directory, owner, path);
    await layPatch({
      layer,
      store,
      patch,
      files,
      keep: this.dependencies ? new LowerStack([this.dependencies]) : undefined,
    });
    const top = await this.top(name, [directory, ...this.lowers()]);
    return {
      view: top.view,
      async close() {
        await top.close();
        await removeTree(directory);
      },
    };
  }

  changedLines(from: Pick<Patch, 'commit'>, to: Pick<Patch, 'commit'>): Promise<number> {
    return changedLines(this.options.store, from.commit, to.commit);
  }

  select(patch: Patch, files: readonly PatchFile[], limits: PatchLimits): Promise<Patch> {
    return selectFromPatch(this.options.store, this.base.commit, { patch, files, limits });
  }

  async collect(top: Top, limits: PatchLimits): Promise<Patch> {
    const view = overlayOf(top);
    const { store, path, directory } = this.options;
    const agent = this.views.get(top);
    // What an agent is shown otherwise lies in the uppermost layer, and is no part of the base.
    const base = new LowerStack(agent ? view.lowers.slice(1) : view.lowers);
    const commit = this.base.commit;
    const seen = async (candidates: Candidates): Promise<Candidates> =>
      agent ? changedIn(candidates, agent, { store, commit }) : candidates;
    this.collections += 1;
    const ignore = await IgnoreRules.open(
      store,
      join(directory, `ignore-${this.collections}`),
      (file) => base.file(file),
      path,
    );
    try {
      const found = await collectCandidates({
        top: view.upper,
        base,
        baseCommit: commit,
        ignore,
        maxBytes: limits.bytes,
      });
      // Replaced directories are rare, and only the kernel knows them: its answer and the patch without them are made
      // at the same time.
      const [patch, replaced] = await Promise.all([
        seen(found).then((candidates) => describePatch(store, commit, candidates, limits)),
        this.replaced(view, base, found),
      ]);
      if (replaced.length === 0) return patch;
      const all = await seen({ ...found, deletes: [...found.deletes, ...replaced] });
      return await describePatch(store, commit, all, limits);
    } finally {
      await ignore.close();
    }
  }

  readPatch(diff: Buffer, limits: PatchLimits): Promise<Patch | undefined> {
    const { store, directory } = this.options;
    this.collections += 1;
    const index = join(directory, `index-${this.collections}`);
    return patchOfDiff(store, this.base.commit, diff, { limits, index });
  }

  async restore(top: AgentTop, patch: Patch): Promise<void> {
    const { owner, path, store } = this.options;
    const { upper } = overlayOf(top);
    for (const name of await readdir(upper)) await removeTree(join(upper, name));
    const layer = await LayerWriter.create(upper, owner, path);
    const keep = this.dependencies ? new LowerStack([this.dependencies]) : undefined;
    await layPatch({ layer, store, patch, files: patch.files, keep });
  }

  /** The root of an overlay cannot be replaced; any other directory can. */
  private async replaced(view: OverlayView, base: LowerStack, found: Candidates): Promise<BytePath[]> {
    if (found.shared.length === 0) return [];
    return replacedEntries(base, await this.options.reader.list(view, found.shared), found.deletes);
  }

  written(top: Top, wanted: (path: BytePath) => boolean): Promise<Written> {
    const { upper, lowers } = overlayOf(top);
    return writtenOver(upper, new LowerStack(lowers), wanted);
  }

  async freeze(top: Top): Promise<{ entries: number; dropped: readonly string[] }> {
    const view = overlayOf(top);
    const result = await freezeTop(view.upper, this.options.store, this.base.commit);
    this.dependencies = view.upper;
    return result;
  }

  async checkUnchanged(): Promise<string | undefined> {
    const { delta } = this.made;
    if (!delta || (await isUnchanged(delta.options, delta.found))) return undefined;
    return 'files of the checkout changed while the run used them as its base';
  }

  async close(): Promise<void> {
    await removeTree(this.options.directory);
  }

  private lowers(): string[] {
    return [...(this.dependencies ? [this.dependencies] : []), ...this.made.layers];
  }

  private async top(name: string, lowers: readonly string[]): Promise<Top> {
    const directory = join(this.options.directory, 'tops', name);
    const upper = join(directory, 'upper');
    const work = join(directory, 'work');
    const { owner } = this.options;
    for (const path of [upper, work]) {
      await mkdir(path, { recursive: true });
      await chmod(path, 0o755);
      if (owner) await chown(path, owner.uid, owner.gid);
    }
    return { view: { kind: 'overlay', lowers, upper, work }, close: () => removeTree(directory) };
  }
}

function overlayOf(top: Top) {
  if (top.view.kind !== 'overlay')
    throw new CleanroomError('workspace.view', 'a copied tree was given to an overlay workspace');
  return top.view;
}
