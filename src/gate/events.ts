/** Started by nobody from outside, and by nobody in particular: by the clock, or by the queue that write access fills. */
const BY_NOBODY: readonly string[] = ['schedule', 'merge_group'];

/** Which only somebody with write access to the repository can cause. */
const BY_WRITERS: readonly string[] = [
  'branch_protection_rule',
  'create',
  'delete',
  'deployment',
  'deployment_status',
  'public',
  'push',
  'release',
  'repository_dispatch',
  'workflow_dispatch',
];

/** Whose runs for forks get no secret, and a token that only reads. */
const WITHOUT_SECRETS: readonly string[] = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];

/** Whose runs for Dependabot get Dependabot's secrets alone, and a token that only reads. */
const WITHOUT_SECRETS_FOR_DEPENDABOT: readonly string[] = [
  ...WITHOUT_SECRETS,
  'create',
  'deployment',
  'deployment_status',
  'push',
];

/** What it takes to cause an event: nobody, write access, or no more than an account. An unknown one takes no more. */
export function causedBy(event: string): 'nobody' | 'writer' | 'anybody' {
  if (BY_NOBODY.includes(event)) return 'nobody';
  return BY_WRITERS.includes(event) ? 'writer' : 'anybody';
}

/** True where a run has the secrets and the token of the repository although it is about a fork. */
export function isPrivileged(event: string): boolean {
  return !WITHOUT_SECRETS.includes(event);
}

/** Why an event has no secrets; undefined where it has them. */
export function secretsWithheld(
  event: string,
  { fork, actor }: { readonly fork: boolean; readonly actor: string | null },
): string | undefined {
  if (actor?.toLowerCase() === 'dependabot[bot]' && WITHOUT_SECRETS_FOR_DEPENDABOT.includes(event))
    return 'GitHub gives runs that Dependabot starts no other secrets than those under Settings, Secrets, Dependabot: put the key there, or start the run by a label or a comment of somebody with write access';
  if (fork && WITHOUT_SECRETS.includes(event))
    return 'GitHub gives no secrets to pull requests from forks: use examples/workflows/fork-pull-request.yml, where somebody with write access starts the run';
  return undefined;
}
