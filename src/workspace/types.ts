import type { WorkspaceView } from '../room/types.js';

export type OverlayView = Extract<WorkspaceView, { kind: 'overlay' }>;

/**
 * A path inside the work tree, relative, `/`-separated, one character per byte (latin1), so that a name with any bytes
 * is a string that compares and maps exactly.
 */
export type BytePath = string;

/** A symbolic link of the base in a protected place, and where in the tree it leads, or another link on its way there. */
export interface LinkedPath {
  /** As globs and readers see it. */
  readonly link: string;
  readonly target: BytePath;
}

export interface BaseFacts {
  /** The user's checkout itself is the lowest layer, or files were written from git's objects. */
  readonly source: 'checkout' | 'objects';
  readonly workspace: 'overlay' | 'copy';
  /** A commit without parents whose tree is what rooms show: the work commit under the trusted ref's files. */
  readonly commit: string;
  readonly tree: string;
  readonly files: number;
  /** Paths taken from the trusted commit because the work commit has them otherwise. */
  readonly overlaid: readonly string[];
  /** Where protected symbolic links lead. */
  readonly linked: readonly LinkedPath[];
  /** Paths of the checkout that rooms do not see. */
  readonly masked: readonly string[];
  /** Instruction files as agents see them, with the digests of their content. */
  readonly instructions: readonly InstructionFile[];
  /** For a person. */
  readonly notices: readonly string[];
}

/** A file that agents follow as instructions. */
export interface InstructionFile {
  /** For a reader. */
  readonly path: string;
  /** Lower-case hex SHA-256 of the content that agents see. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A private, writable tree over base and layers. */
export interface Top {
  readonly view: WorkspaceView;
  /**
   * Of a tree that holds what was there before as well: whether an inode that the kernel changed at this time, in
   * milliseconds since 1970, was changed by a room.
   */
  changedAt?(ctimeMs: number): boolean;
  close(): Promise<void>;
}

/** A top for an agent's rooms, which do not show all of the base. What they do not show is no part of a patch. */
export interface AgentTop extends Top {
  /** Agent configuration, and instruction files of nobody's commit, that its rooms do not show. For a reader. */
  readonly hidden: readonly string[];
  /**
   * Called before every room over it: takes out agent configuration that an earlier room made, so that no turn prepares the
   * next one's surroundings, and makes the directories that the agent may write.
   * @returns what was taken out, for a reader
   * @throws CleanroomError `workspace.writable-roots`, `workspace.agent-config`
   */
  renew(): Promise<readonly string[]>;
}

/** `taken`: the changes of an earlier room are in it already. */
export type KeepTop = (fresh: Top) => Promise<{ readonly top: Top; readonly taken: boolean }>;

export interface PatchFile {
  readonly path: BytePath;
  readonly status: 'added' | 'modified' | 'deleted' | 'type-changed';
  /** Git modes in octal, `000000` where the file is missing. */
  readonly oldMode: string;
  readonly newMode: string;
  /** Lines; null for binary content. */
  readonly added: number | null;
  readonly deleted: number | null;
}

/** What an attempt changed, found by the host from content alone. Hostile until `checkPatch` has passed it. */
export interface Patch {
  /** Commit whose tree is the base with the change. */
  readonly commit: string;
  readonly files: readonly PatchFile[];
  /** For plain `git apply --binary`; empty when nothing changed. */
  readonly diff: Buffer;
  /** Content of every file that the patch writes. */
  readonly contents: ReadonlyMap<BytePath, Buffer>;
  /** Changed paths that the base's own ignore rules leave out. */
  readonly ignored: number;
  /** What cannot be part of a patch, found while collecting. */
  readonly refusals: readonly Refusal[];
}

export interface Refusal {
  /** For a reader: bytes that are not UTF-8 are escaped. */
  readonly path: string;
  readonly reason: string;
}

export interface PatchLimits {
  /** Bytes of the diff, and of all written contents together. */
  readonly bytes: number;
  readonly files: number;
}

/** Two changes of the base that both hold a third one. */
export interface MergeSides {
  /** What both hold; undefined: the base as it is. */
  readonly from: Patch | undefined;
  readonly ours: Patch | undefined;
  readonly theirs: Patch;
}

/** Both changes as one, or the paths that cannot be joined. */
export type Merge =
  | { readonly conflicts: readonly []; readonly patch: Patch }
  | { readonly conflicts: readonly BytePath[]; readonly patch: undefined };

/** What a room wrote over. */
export interface Written {
  /** Sorted; at most as many as asked for. */
  readonly paths: readonly BytePath[];
  /** False: there was too much to look through. */
  readonly whole: boolean;
}

/** Base, layers and tops of one run. */
export interface Workspace {
  readonly base: BaseFacts;
  /** The change that all its tops begin with; undefined: none. */
  readonly over?: Patch;
  /** An empty top over the base. */
  openTop(name: string): Promise<Top>;
  /**
   * An empty top over the base for an agent.
   * @param writable directories that alone its rooms may write; null: everything
   * @param keep puts its changes where they outlive the workspace, or takes up those that are there
   * @throws CleanroomError `workspace.agent-config` when more would have to be hidden than a workspace can
   */
  openAgentTop(name: string, writable: readonly string[] | null, keep?: KeepTop): Promise<AgentTop>;
  /** Joins two changes of the base three ways, by content. */
  merge(sides: MergeSides, limits: PatchLimits): Promise<Merge>;
  /**
   * Files that a top showed at first and that its dead room wrote, removed or replaced, at most 1,000: with an overlay even
   * where their content is as before, in a copied tree where it is not.
   * @param wanted tells which paths matter
   */
  written(top: Top, wanted: (path: BytePath) => boolean): Promise<Written>;
  /** A top over the base with these files of the patch in it. */
  openPatched(name: string, patch: Patch, files: readonly PatchFile[]): Promise<Top>;
  /** Lines that differ between what two patches of this run make of the base, added and deleted together; a binary file counts as one. */
  changedLines(from: Pick<Patch, 'commit'>, to: Pick<Patch, 'commit'>): Promise<number>;
  /** These files of a patch as a patch of their own. Where one takes the place of another that stays out, that one goes. */
  select(patch: Patch, files: readonly PatchFile[], limits: PatchLimits): Promise<Patch>;
  /** Compares a top, whose room is dead, with the base. */
  collect(top: Top, limits: PatchLimits): Promise<Patch>;
  /** The patch that a diff over the base was the text of; undefined where it does not apply. */
  readPatch(diff: Buffer, limits: PatchLimits): Promise<Patch | undefined>;
  /** Puts a patch into an agent's top that no room has seen, in place of another one that was put there. */
  restore(top: AgentTop, patch: Patch): Promise<void>;
  /** Makes what a prepare command left in a top a read-only layer under every later top. Changes of tracked files are dropped. */
  freeze(top: Top): Promise<{ readonly entries: number; readonly dropped: readonly string[] }>;
  /** Undefined while the user's checkout is as it was when the base was made; else what changed. */
  checkUnchanged(): Promise<string | undefined>;
  close(): Promise<void>;
}

/** Reads a dead room's overlay as the kernel shows it: the only exact answer to which directories were replaced. */
export interface OverlayReader {
  /** For each directory (relative, byte path) its entries' names in the merged tree; a directory that is gone is left out. */
  list(view: OverlayView, directories: readonly BytePath[]): Promise<ReadonlyMap<BytePath, ReadonlySet<BytePath>>>;
}

/** The host user that rooms run as; undefined: ourselves. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}
