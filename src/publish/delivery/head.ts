import type { PullRequestInfo } from '../github.js';
import type { Delivery } from './delivery.js';
import { refusal } from './refusal.js';
import { moved } from './write-commit.js';

/** The pull request that a change is for, as it is now. @throws CleanroomError `delivery.refused`, `github.*` */
export async function openPull({ github, target }: Delivery): Promise<PullRequestInfo> {
  if (target.pullRequest === null) {
    throw refusal('the run belongs to no pull request', 'use deliver: pull-request for runs on a branch, or artifact');
  }
  const pull = await github.pulls.get(target.pullRequest.number);
  if (!pull.open) throw refusal('the pull request is closed', 'open it again and run again');
  return pull;
}

/** @throws CleanroomError `delivery.refused` when commits were pushed after the one that was worked on */
export function checkHead({ change }: Delivery, ...heads: readonly (string | undefined)[]): void {
  if (heads.some((head) => head !== change.workCommit)) throw moved();
}

/** A fork's branch cannot be written to, and its commits have no place on a branch of this repository. */
export function checkOwnHead({ target, settings }: Delivery, pull: PullRequestInfo): void {
  if (!pull.fork && target.pullRequest?.fork !== true) return;
  throw refusal(
    'the pull request comes from a fork',
    settings.kind === 'commit'
      ? 'this token may not push to a fork: use deliver: suggestions or artifact for pull requests from forks'
      : 'a branch here that holds a fork’s commits would give them the rights of this repository: use deliver: suggestions or artifact for pull requests from forks',
  );
}
