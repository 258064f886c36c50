import type { InputProblem } from '../support/errors.js';
import { commit, PayloadReader, refName, repositoryName } from './payload.js';

/** The workflow run that started one of `workflow_run`. */
export interface TriggeringRun {
  readonly id: number;
  /** What started it: `pull_request`. */
  readonly event: string;
  readonly headSha: string;
  /** Null for a tag or a commit. */
  readonly headBranch: string | null;
  /** owner/name; null when it was deleted. */
  readonly headRepository: string | null;
  readonly fork: boolean;
  /** True when it ran the workflow file of a pull request from a fork, so that whoever opened that wrote the job. */
  readonly forgeable: boolean;
}

/** Events that run the workflow file of the pull request itself, and not the default branch's. */
const OF_THE_PULL_REQUEST = ['pull_request', 'pull_request_review', 'pull_request_review_comment'];
/** Events whose runs are about the commit that GitHub calls their head. */
export const ABOUT_THEIR_HEAD: readonly string[] = ['pull_request', 'push', 'merge_group'];

const eventName = {
  test: (text: string): boolean => /^[a-z][a-z_]{0,63}$/.test(text),
  expected: 'the name of an event',
};

/** Reads the payload of `workflow_run`: GitHub's own words, but branch names are anybody's. Nothing is thrown. */
export function readTriggeringRun(payload: unknown): {
  readonly run: TriggeringRun | undefined;
  readonly problems: readonly InputProblem[];
} {
  const at = 'workflow_run';
  const reader = new PayloadReader(payload, 'event payload');
  const id = reader.number(`${at}.id`);
  const event = reader.text(`${at}.event`, eventName);
  const headSha = reader.text(`${at}.head_sha`, commit);
  const headBranch =
    (reader.raw(`${at}.head_branch`) ?? null) === null ? null : reader.text(`${at}.head_branch`, refName);
  const gone = (reader.raw(`${at}.head_repository`) ?? null) === null;
  const headRepository = gone ? null : reader.text(`${at}.head_repository.full_name`, repositoryName);
  const own = reader.text('repository.full_name', repositoryName);
  const complete = id && event && headSha && own && headBranch !== undefined && headRepository !== undefined;
  if (!complete) return { run: undefined, problems: reader.problems };
  // A name can have been given up and taken again; a number cannot.
  const renamed = reader.raw(`${at}.head_repository.id`) !== reader.raw('repository.id');
  const fork = headRepository === null || renamed || headRepository.toLowerCase() !== own.toLowerCase();
  const forgeable = fork && OF_THE_PULL_REQUEST.includes(event);
  return { run: { id, event, headSha, headBranch, headRepository, fork, forgeable }, problems: reader.problems };
}
