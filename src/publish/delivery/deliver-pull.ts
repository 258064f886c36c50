import { CleanroomError } from '../../support/errors.js';
import type { NewPull, PulledIn } from '../delivered-pulls.js';
import type { CommitInfo } from '../git-data.js';
import type { GitHub } from '../github.js';
import { plainLine } from '../neutralise.js';
import type { DeliveryState } from '../types.js';
import type { CommitContent, Committer } from './committer.js';
import { delivers } from './deliver-commit.js';
import type { Delivery } from './delivery.js';
import { checkHead, checkOwnHead, openPull } from './head.js';
import { branchName, commitMessage, digestMarker, isOurs, PULL_MARKER, pullBody, pullTitle } from './messages.js';
import { nextTree } from './next-tree.js';
import { checkBranch } from './protection.js';
import { refusal } from './refusal.js';
import { withCommitter } from './with-committer.js';
import { moved } from './write-commit.js';

/** What a pull request is for, and the branch that it goes into. */
type About = ({ readonly pull: number } | { readonly branch: string }) & {
  readonly base: string;
  /** What that branch itself goes into, if it is a pull request's. */
  readonly target?: string;
};

/** A change as a pull request of its own, from a branch of its own. */
export async function deliverPull(delivery: Delivery): Promise<DeliveryState> {
  const { evidence, github, change, settings, links } = delivery;
  const { git } = github;
  const about = await aboutOf(delivery);
  const branch = settings.branch ?? branchName(change, about);
  if (branch === about.base || branch === about.target) {
    throw refusal(
      `${plainLine(branch, 100)} is the branch that the ${branch === about.base ? 'change' : 'pull request'} is for`,
      'give deliver-branch another name, or leave it out',
    );
  }
  const base = await git.commit(change.workCommit);
  const next = await nextTree(git, base.tree, change.files);
  const repository = await git.repository();
  const wanted: NewPull = {
    owner: repository.owner,
    head: branch,
    base: about.base,
    title: pullTitle(about),
    body: pullBody(evidence, change, links, about),
    draft: settings.draft || change.touchesVerifier,
    marker: PULL_MARKER,
    digest: digestMarker(change.sha256),
  };
  const closed = await github.deliveredPulls.closed(wanted);
  if (closed) {
    const words = `The change was delivered as pull request ${closed.number}, which is closed.`;
    return { state: 'delivered', kind: 'pull-request', url: closed.url, words, branch };
  }
  const tip = await git.tip(branch);
  await checkBranch(git, repository, branch, tip !== undefined);
  const there = tip === undefined ? undefined : await git.commit(tip);
  const done = there !== undefined && delivers(there, change.workCommit, next);
  if (there && !done && change.touchesVerifier) await checkNotReady(github, wanted);
  const commit =
    there && done
      ? there
      : await withCommitter(delivery, (committer) =>
          put(github, committer, {
            branch,
            there,
            content: { base, next, patch: change.patch },
            message: commitMessage(change, links),
          }),
        );
  const { pull, action } = await bring(github, wanted);
  const verb = { created: 'is', updated: 'is now', unchanged: 'is' }[action];
  const words = `The change ${verb} pull request ${pull.number} from the branch ${plainLine(branch, 100)}.`;
  return { state: 'delivered', kind: 'pull-request', url: pull.url, words, branch, commit: commit.id };
}

async function aboutOf(delivery: Delivery): Promise<About> {
  const { github, target, change } = delivery;
  const { git } = github;
  if (target.pullRequest === null) {
    const { branch } = target;
    if (branch === null) throw refusal('the run belongs to no branch', 'use deliver: artifact for tags and commits');
    // It may have gone on: then GitHub tells whether the change still merges.
    if (!(await git.holds(branch, change.workCommit))) throw moved();
    return { branch, base: branch };
  }
  const pull = await openPull(delivery);
  checkOwnHead(delivery, pull);
  checkHead(delivery, await git.tip(pull.headRef), pull.headSha);
  return { pull: pull.number, base: pull.headRef, target: pull.baseRef };
}

/** A change of what decides is never put where somebody has called ready what was there before. */
async function checkNotReady(github: GitHub, wanted: NewPull): Promise<void> {
  const ready = await github.deliveredPulls.ready(wanted);
  if (!ready) return;
  throw refusal(
    `a part of the change is a change of what decides, and pull request ${ready.number} from the branch ${plainLine(wanted.head, 100)} is no draft`,
    `make pull request ${ready.number} a draft, or leave deliver-branch out, so that somebody reads that part first`,
  );
}

interface Put {
  readonly branch: string;
  /** What the branch is at; undefined: it is to be made. */
  readonly there: CommitInfo | undefined;
  readonly content: CommitContent;
  readonly message: string;
}

/**
 * Puts the change on its branch. An earlier change that we put there stays in the branch's history: the new commit has
 * both as parents, so that nothing is forced, and its tree is that of the new change alone.
 */
async function put(
  { git }: GitHub,
  committer: Committer,
  { branch, there, content, message }: Put,
): Promise<CommitInfo> {
  const workCommit = content.base.id;
  if (there && !isOurs(there)) {
    throw refusal(
      `the branch ${plainLine(branch, 100)} is there already, and its last commit is not ours`,
      'delete the branch, or give deliver-branch another name',
    );
  }
  const commit = await committer.write(content, message, there ? [there.id, workCommit] : [workCommit]);
  try {
    return await committer.advance(branch, commit, there?.id);
  } catch (error) {
    // Another job may have delivered the same change in the same moment.
    const tip =
      error instanceof CleanroomError && error.code === 'delivery.refused' ? await git.tip(branch) : undefined;
    const other = tip === undefined ? undefined : await git.commit(tip);
    if (other && other.tree === commit.tree && other.parents.includes(workCommit)) return other;
    throw error;
  }
}

async function bring(github: GitHub, wanted: NewPull): Promise<PulledIn> {
  try {
    return await github.deliveredPulls.bring(wanted);
  } catch (error) {
    if (!(error instanceof CleanroomError)) throw error;
    const hint = hintFor(error, wanted);
    if (hint === undefined) throw error;
    throw new CleanroomError(error.code, error.message, { hint, cause: error });
  }
}

function hintFor({ code, message }: CleanroomError, { draft, head }: NewPull): string | undefined {
  const branch = `the change is on the branch ${plainLine(head, 100)}`;
  if (code === 'github.forbidden') {
    return `${branch}; the token needs the permission \`pull-requests: write\`, and a workflow’s own token the setting "Allow GitHub Actions to create and approve pull requests" of the repository (Settings, Actions, General)`;
  }
  if (code === 'github.rejected' && draft && /draft/i.test(message))
    return `${branch}; this repository has no draft pull requests: set deliver-draft to false`;
  return undefined;
}
