import { CleanroomError } from '../support/errors.js';
import type { PublishableEvidence } from './read-evidence.js';
import type { PublishTarget } from './types.js';

/** What another job's evidence is held against: all of it said by the publishing job's own event and inputs. */
export interface Foreign {
  /** Digest of the manifest as the run's own job said it; undefined: nobody said it. */
  readonly manifestSha256: string | undefined;
  /** `owner/name` that is written to. */
  readonly repository: string | null;
  /** Commit that the publishing job's own event names as the one that was worked on; undefined: it names none. */
  readonly commit: string | undefined;
  /** Why nothing may be written to GitHub, in one sentence; undefined: it may. */
  readonly hold?: string | undefined;
  /** Whoever opened the pull request wrote the workflow that made the evidence: it can say whatever they like. */
  readonly forgeable: boolean;
}

/** What may be done with evidence. Each reason is a sentence; undefined: nothing speaks against it. */
export interface Admission {
  /** Against everything that is written to GitHub. */
  readonly hold: string | undefined;
  /** Against a check run, by which branch rules may judge. */
  readonly check: string | undefined;
  /** Against handing the change on. */
  readonly delivery: { readonly reason: string; readonly hint: string } | undefined;
  /** For readers of what is written. */
  readonly notices: readonly string[];
}

/** Of evidence that this process made itself. */
export const OWN: Admission = { hold: undefined, check: undefined, delivery: undefined, notices: [] };

/**
 * Holds what evidence says it is about against what the publishing job is about.
 * @throws CleanroomError `evidence.other` when it belongs to another repository, pull request or commit
 */
export function admit({ plan }: PublishableEvidence, target: PublishTarget, foreign: Foreign): Admission {
  if (!plan) throw other('names no plan, and so nothing that it is about');
  const { context, source } = plan;
  if (context.repository?.toLowerCase() !== foreign.repository?.toLowerCase())
    throw other('is of a run in another repository');
  const { pullRequest } = target;
  const said = context.pullRequest?.number;
  const head = context.pullRequest?.headSha ?? source.workCommit;
  if (foreign.commit !== undefined && foreign.commit !== head)
    throw other(`is of a run for commit ${head}, and this job is about ${foreign.commit}`);
  const { hold } = foreign;
  if (hold === undefined) {
    if (said !== undefined && said !== pullRequest?.number) {
      const here = pullRequest === null ? 'no pull request' : `pull request ${pullRequest.number}`;
      throw other(`is of a run for pull request ${said}, and this job is about ${here}`);
    }
    // A run that knew of no pull request belongs to the one whose head it worked on.
    if (said === undefined && pullRequest !== null && source.workCommit !== pullRequest.headSha)
      throw other(
        `is of a run for commit ${source.workCommit}, which is not the head of pull request ${pullRequest.number}`,
      );
  }
  const notices: string[] = [];
  let delivery: Admission['delivery'];
  let check: string | undefined;
  if (foreign.manifestSha256 === undefined) {
    // Whoever can replace an artifact can make one that agrees with itself.
    delivery = {
      reason: 'nobody but the evidence itself says that it is what the run wrote',
      hint: 'give manifest-sha256, the output of the run’s own job',
    };
  }
  if (hold === undefined && target.commit !== source.workCommit) {
    // Comments say by themselves that the head of their pull request is another one.
    check = 'the run worked on another commit than this job is about';
    delivery = { reason: check, hint: 'run again on the commit as it is now' };
  }
  if (foreign.forgeable) {
    check = 'the pull request itself defined the job that made the evidence, and branch rules may judge by a check run';
    notices.push(
      'The pull request itself defined the job that made this evidence, so its author may have written all of it. Nothing here was checked by a job of this repository’s own.',
    );
    delivery = {
      reason: 'the pull request itself defined the job that made the evidence',
      hint: 'start the run by pull_request_target or a comment to have its change delivered; see docs/guides/publish.md',
    };
  }
  return { hold, check, delivery, notices };
}

function other(how: string): CleanroomError {
  return new CleanroomError('evidence.other', `the evidence ${how}`, {
    hint: 'download the artifact of the run that this job belongs to, and publish nothing else',
  });
}
