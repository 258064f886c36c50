import type { InputProblem } from '../../support/errors.js';
import type { RepositoryAddress } from './address.js';

export const CI_SYSTEMS = ['buildkite', 'gitlab', 'jenkins', 'circleci'] as const;
export type CiSystem = (typeof CI_SYSTEMS)[number];

/** A pull or merge request as a CI system's variables tell of it. */
export interface CiPullRequest {
  readonly number: number;
  readonly headRef: string;
  /** `owner/name`; `unknown` where nothing says it, which counts as a fork. */
  readonly headRepository: string;
  readonly fork: boolean;
  /** The branch that it goes to; undefined: the system does not tell. */
  readonly baseRef: string | undefined;
  /** Its commit, where the system tells it. */
  readonly baseSha: string | undefined;
}

/** What a CI system's variables say about a run. Every value was checked. */
export interface CiContext {
  readonly system: CiSystem;
  /** `buildkite:pull_request`, `gitlab:push`, … */
  readonly event: string;
  /** The repository that the result belongs to: for a fork's pull request the one that it goes to. */
  readonly repository: RepositoryAddress | null;
  /** Page of the build; no secret is in it. */
  readonly runUrl: string | null;
  readonly actor: string | null;
  /** What is being built; undefined: the checkout's own head. */
  readonly workCommit: string | undefined;
  /** Branch or tag, where it is about no pull request. */
  readonly ref: string | undefined;
  readonly pullRequest: CiPullRequest | undefined;
  /** Name and password for fetching from the repository by https, where the system hands them to its jobs. */
  readonly login?: { readonly user: string; readonly password: string };
  readonly problems: readonly InputProblem[];
}
