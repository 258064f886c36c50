import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { protectsPath } from '../loop/check-patch.js';
import { INSTRUCTION_PATTERNS } from '../plan/protected.js';
import type { Rooms } from '../room/registry.js';
import type { Plan } from '../schemas/plan.js';
import { CleanroomError } from '../support/errors.js';
import { CopyWorkspace } from '../workspace/copy.js';
import type { CheckoutFacts } from '../workspace/git.js';
import { globPath } from '../workspace/paths.js';
import type { Workspace } from '../workspace/types.js';
import { OverlayWorkspace } from '../workspace/workspace.js';
import type { CommitSource } from './commits.js';

/** What the base of a run is made from. */
export interface WorkspaceSource {
  readonly plan: Plan;
  readonly checkout: CheckoutFacts;
  readonly source: CommitSource;
  readonly rooms: Rooms;
  /** PATH of git. */
  readonly path: string;
}

/** What tools keep for themselves between runs, and write over whatever they are asked. */
const CACHES = ['!**/node_modules/.{cache,vite,vite-temp,vitest,nyc_output}/**', '!**/__pycache__/**'];

/** Tells the paths, byte for byte, that the code under test must not write over while it is tested. */
export function protectedPaths({ protect }: Plan): (path: string) => boolean {
  const decides = protectsPath([...protect, ...CACHES]);
  return (path) => decides(globPath(path));
}

/** The base of a run, and where its rooms get their trees from. @throws CleanroomError `workspace.*` */
export async function openWorkspace(from: WorkspaceSource): Promise<Workspace> {
  const { plan, checkout, source, rooms } = from;
  const wanted = plan.room.workspace;
  if (wanted === 'overlay' && !rooms.overlay) {
    throw new CleanroomError(
      'workspace.no-overlay',
      'workspace: overlay was asked for, but overlayfs does not work here',
      {
        hint: 'use workspace: auto or copy, or set TMPDIR to a directory on ext4, xfs or btrfs',
      },
    );
  }
  const overlay = wanted !== 'copy' && rooms.overlay;
  const owner = await stat(checkout.root);
  const directory = join(rooms.scratch, 'workspace');
  await mkdir(directory, { mode: 0o711 });
  const common = {
    directory,
    checkout,
    store: source.store,
    workCommit: plan.source.workCommit,
    trustedCommit: plan.source.trustedCommit,
    trustedFiles: [...INSTRUCTION_PATTERNS, ...(plan.verifier?.files ?? [])],
    watched: protectsPath(plan.protect),
    checkoutUsable: rooms.checkoutUsable,
    keepIgnored: plan.prepare?.kind === 'workspace',
    trustedConfig: plan.agent.trustedConfig,
    owner: rooms.owner,
    checkoutOwner: { uid: owner.uid, gid: owner.gid },
    path: from.path,
  };
  if (!overlay) return CopyWorkspace.create({ ...common, overlay: false });
  return OverlayWorkspace.create({ ...common, overlay: true, reader: rooms.backend });
}
