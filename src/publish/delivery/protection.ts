import type { GitData, RepositoryInfo } from '../git-data.js';
import { plainLine } from '../neutralise.js';
import { refusal } from './refusal.js';

/**
 * Rules of rulesets that say what commits look like or what must not be done to a branch, and that nothing here does.
 * Whatever else there is, or will be, means that changes of the branch go another way.
 */
const HARMLESS: ReadonlySet<string> = new Set([
  'deletion',
  'non_fast_forward',
  'required_linear_history',
  'required_signatures',
  'commit_message_pattern',
  'commit_author_email_pattern',
  'committer_email_pattern',
  'branch_name_pattern',
  'file_path_restriction',
  'max_file_path_length',
  'file_extension_restriction',
  'max_file_size',
]);

/**
 * Makes sure that a branch may be written to: not the default one, not a protected one. What cannot be told is an error.
 * @param exists whether the branch is there
 * @throws CleanroomError `delivery.refused`, `github.*`
 */
export async function checkBranch(
  git: GitData,
  { defaultBranch }: RepositoryInfo,
  branch: string,
  exists: boolean,
): Promise<void> {
  const shown = plainLine(branch, 100);
  const hint = 'use deliver: pull-request, which has a branch of its own, or suggestions';
  if (branch === defaultBranch) throw refusal(`${shown} is the default branch`, hint);
  const [protectedBranch, rules] = [await git.branchProtected(branch), await git.branchRules(branch)];
  if (protectedBranch === undefined && exists) throw refusal(`the branch ${shown} is gone`, 'run again');
  if (protectedBranch === true) throw refusal(`${shown} is a protected branch`, hint);
  const rule = rules.find((type) => !HARMLESS.has(type) && !(exists && type === 'creation'));
  if (rule !== undefined) throw refusal(`the rule ${plainLine(rule, 60)} protects the branch ${shown}`, hint);
}
