import type { PublishTarget } from '../publish/types.js';
import type { Plan } from '../schemas/plan.js';

/** What a run's own job publishes about: its pull request, else the branch that it was started for. */
export function ownTarget(
  { pullRequest }: Pick<Plan['context'], 'pullRequest'>,
  commit: string,
  branch: string | null,
): PublishTarget {
  return { pullRequest, commit: pullRequest?.headSha ?? commit, branch };
}
