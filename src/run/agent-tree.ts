import { chmod, chown, lstat, mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { WorkspaceView } from '../room/types.js';
import type { CopySearch } from '../session/copy-search.js';
import type { HeldRoom } from '../session/kept-rooms.js';
import { CleanroomError } from '../support/errors.js';
import { removeTree } from '../support/remove-tree.js';
import { runInCheckout, withoutFilters } from '../workspace/git.js';
import { displayPath } from '../workspace/paths.js';
import type { AgentTop, KeepTop, Patch, PatchLimits, Workspace } from '../workspace/types.js';
import { openWorkspace, type WorkspaceSource } from './workspace.js';

/** The tree of an agent's room: the base of its commit, and over it what the agent changed, which a kept room keeps. */
export class AgentTree {
  private constructor(
    private readonly workspace: Workspace,
    private readonly top: AgentTop,
    /** For the person. */
    readonly notes: readonly string[],
  ) {}

  /** @throws CleanroomError `workspace.*`, `rooms.workspace` */
  static async open(
    from: WorkspaceSource & {
      readonly held: HeldRoom | undefined;
      /** Puts under the tree what has to be there first. */
      readonly prepare: (workspace: Workspace) => Promise<void>;
    },
  ): Promise<AgentTree> {
    const { held, plan, checkout, rooms, path } = from;
    const [workspace, status] = await Promise.all([
      openWorkspace(from),
      withoutFilters(checkout.root, path).then((env) => runInCheckout(checkout.root, path, STATUS, env)),
    ]);
    try {
      const { base } = workspace;
      const wanted = held?.record?.workspace;
      if (wanted !== undefined && wanted !== base.workspace) {
        throw new CleanroomError('rooms.workspace', `room ${held?.id} has its changes in a tree of kind ${wanted}`, {
          hint: `workspace: ${wanted} does not work here, or another one was asked for`,
        });
      }
      await from.prepare(workspace);
      const changed = status.stdout.length > 0;
      const commit = plan.source.workCommit.slice(0, 12);
      const note = `the room shows commit ${commit}; what is not committed here is not in it`;
      const keep = held && keepIn(held, rooms.owner);
      const top = await workspace.openAgentTop('agent', plan.room.writable, keep);
      const planted = await top.renew();
      return new AgentTree(workspace, top, [
        ...(changed ? [note] : []),
        ...base.notices,
        ...some('agent configuration of the repository is hidden (trust-agent-config)', top.hidden),
        ...some('agent configuration that the room made was taken out', planted),
      ]);
    } catch (error) {
      await workspace.close();
      throw error;
    }
  }

  get view(): WorkspaceView {
    return this.top.view;
  }

  get kind(): 'overlay' | 'copy' {
    return this.workspace.base.workspace;
  }

  /** Paths of instruction files of the base. */
  get instructions(): readonly string[] {
    return this.workspace.base.instructions.map(({ path }) => path);
  }

  /** Directories of the host that the room writes. */
  get written(): readonly string[] {
    const { view } = this.top;
    return [view.kind === 'overlay' ? view.upper : view.path];
  }

  /**
   * What differs from the base, without files that hold what a person had copied into the room: a patch is passed on. No
   * room may be using it.
   * @returns `withheld`: there are such files, which the patch's refusals name
   */
  async collect(
    limits: PatchLimits,
    copies: CopySearch,
  ): Promise<{ readonly patch: Patch; readonly withheld: boolean }> {
    const all = await this.workspace.collect(this.top, limits);
    const refused = new Set(copies.in(all.contents));
    if (refused.size === 0) return { patch: all, withheld: false };
    const files = all.files.filter(({ path }) => !refused.has(path));
    const rest = await this.workspace.select(all, files, limits);
    const refusals = [...refused].map((path) => ({ path: displayPath(path), reason: HOLDS_A_COPY }));
    return { patch: { ...rest, ignored: all.ignored, refusals: [...all.refusals, ...refusals] }, withheld: true };
  }

  async close(): Promise<void> {
    await this.top.close();
    await this.workspace.close();
  }
}

const HOLDS_A_COPY =
  'it holds a secret of a file that you had copied into the room (credentials); whoever has the patch would have it, too';

/** In a submodule, another configuration would rule. */
const STATUS = ['status', '--porcelain', '--untracked-files=normal', '--ignore-submodules=dirty'];

const SHOWN = 5;

function some(what: string, paths: readonly string[]): string[] {
  if (paths.length === 0) return [];
  const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
  return [`${what}: ${paths.slice(0, SHOWN).join(', ')}${more}`];
}

/** The same tree with its changes in the kept room's directory. */
function keepIn(held: HeldRoom, owner: { readonly uid: number; readonly gid: number } | undefined): KeepTop {
  return async (fresh) => {
    const { view } = fresh;
    if (view.kind === 'directory') {
      const path = join(held.data, 'tree');
      const taken = (await lstat(path).catch(() => undefined)) !== undefined;
      if (!taken) await rename(view.path, path);
      return { taken, top: { view: { kind: 'directory', path }, close: () => fresh.close() } };
    }
    const upper = join(held.data, 'upper');
    const work = join(held.data, 'work');
    const taken = (await lstat(upper).catch(() => undefined)) !== undefined;
    const empty = (): Promise<void> => removeTree(work);
    await empty();
    for (const path of [upper, work]) {
      await mkdir(path, { recursive: true });
      await chmod(path, 0o755);
      if (owner) await chown(path, owner.uid, owner.gid);
    }
    const close = async (): Promise<void> => {
      await empty();
      await fresh.close();
    };
    return { taken, top: { view: { ...view, upper, work }, close } };
  };
}
