import { CleanroomError } from '../../support/errors.js';
import type { CommitInfo } from '../git-data.js';
import { plainLine } from '../neutralise.js';
import type { DeliveryState } from '../types.js';
import type { Delivery } from './delivery.js';
import { checkHead, checkOwnHead, openPull } from './head.js';
import { commitMessage } from './messages.js';
import { type NextTree, nextTree } from './next-tree.js';
import { checkBranch } from './protection.js';
import { refusal } from './refusal.js';
import { withCommitter } from './with-committer.js';

/** A change as one commit on top of the branch of its pull request, in this repository. */
export async function deliverCommit(delivery: Delivery): Promise<DeliveryState> {
  const { github, change, links } = delivery;
  const { git } = github;
  if (change.touchesVerifier) {
    throw refusal(
      'a part of the change is a change of what decides',
      'use deliver: pull-request (it begins as a draft) or suggestions, so that somebody reads that part first',
    );
  }
  const pull = await openPull(delivery);
  checkOwnHead(delivery, pull);
  const base = await git.commit(change.workCommit);
  const next = await nextTree(git, base.tree, change.files);
  const tip = await git.tip(pull.headRef);
  const earlier = async (): Promise<CommitInfo | undefined> =>
    (await git.recentCommits(pull.headRef)).find((commit) => delivers(commit, change.workCommit, next));
  if (tip !== change.workCommit && tip !== undefined) {
    const found = await earlier();
    if (found) return state(pull.headRef, found);
  }
  checkHead(delivery, tip, pull.headSha);
  await checkBranch(git, await git.repository(), pull.headRef, true);
  const content = { base, next, patch: change.patch };
  const commit = await withCommitter(delivery, async (committer) => {
    const made = await committer.write(content, commitMessage(change, links), [change.workCommit]);
    try {
      return await committer.advance(pull.headRef, made, tip);
    } catch (error) {
      // Another job, or a request of an earlier one, may have delivered the same change in the same moment.
      const other = error instanceof CleanroomError && error.code === 'delivery.refused' ? await earlier() : undefined;
      if (other) return other;
      throw error;
    }
  });
  return state(pull.headRef, commit);
}

/** Whether a commit is the delivery: the very tree, on top of the very commit. Who made it does not matter. */
export function delivers({ tree, parents }: CommitInfo, workCommit: string, next: NextTree): boolean {
  return tree === next.id && parents.includes(workCommit);
}

function state(branch: string, { id, url }: CommitInfo): DeliveryState {
  const words = `The change is commit ${id.slice(0, 10)} on the branch ${plainLine(branch, 100)}.`;
  return { state: 'delivered', kind: 'commit', url, words, branch, commit: id };
}
