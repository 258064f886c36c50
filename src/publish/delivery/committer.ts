import type { CommitInfo, GitData } from '../git-data.js';
import type { NextTree } from './next-tree.js';
import { advance, writeByApi } from './write-commit.js';

/** What a commit is made of. */
export interface CommitContent {
  /** The work commit. */
  readonly base: CommitInfo;
  /** Its tree with the patch. */
  readonly next: NextTree;
  /** Bytes of the patch. */
  readonly patch: Buffer;
}

/** Who makes delivered commits, and signs them. */
export interface Committer {
  /** Makes a commit that is on no branch yet. */
  write(content: CommitContent, message: string, parents: readonly string[]): Promise<CommitInfo>;
  /**
   * Puts a commit on a branch that is at `from`, one of its parents; undefined: there is no such branch yet.
   * @throws CleanroomError `delivery.refused` when the branch is not there; `github.*`, `delivery.git`
   */
  advance(branch: string, commit: CommitInfo, from: string | undefined): Promise<CommitInfo>;
  close(): Promise<void>;
}

/** GitHub's own API, which signs what names no author. */
export function apiCommitter(git: GitData): Committer {
  return {
    write: ({ base, next }, message, parents) => writeByApi(git, base, next, message, parents),
    async advance(branch, commit, from) {
      await advance(git, branch, commit, from);
      return commit;
    },
    async close() {},
  };
}
