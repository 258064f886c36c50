import { commentKeyOf } from '../inputs/comment-key.js';
import type { PublishInputs } from '../inputs/publish-inputs.js';
import { publishSettings } from '../inputs/publish-inputs.js';
import type { GitHost } from '../publish/delivery/commit-by-git.js';
import { type PublishResult, publish } from '../publish/publish.js';
import { InputError } from '../support/errors.js';
import { connect } from './github-run.js';
import { findEvidence } from './publish-folder.js';
import type { FoundTarget } from './publish-target.js';

export interface PublishJob {
  readonly inputs: PublishInputs;
  readonly found: FoundTarget;
  readonly token: string | undefined;
  /** The runner's files for outputs and summary. */
  readonly outputFile: string | undefined;
  readonly summaryFile: string | undefined;
  /** For `deliver-sign: git`. */
  readonly gitHost?: GitHost | undefined;
}

/**
 * Publishes the evidence of another job: what is said where comes from this job's inputs, what it is about from its
 * event, and the evidence is input from an enemy.
 * @throws CleanroomError `evidence.*`; InputError
 */
export async function publishEvidence(job: PublishJob): Promise<PublishResult> {
  const { inputs, found, token } = job;
  const directory = await findEvidence(inputs.evidence ?? '');
  const artifactUrl = inputs.artifactUrl;
  // Another job said it: it may lead to nothing but an artifact of this repository.
  const artifacts = `${found.serverUrl ?? ''}/${found.repository ?? ''}/actions/runs/`;
  if (artifactUrl !== undefined && !isArtifact(artifactUrl, artifacts)) {
    throw new InputError([
      {
        where: 'artifact-url',
        given: JSON.stringify(artifactUrl.slice(0, 200)),
        expected: `${artifacts}RUN/artifacts/NUMBER`,
      },
    ]);
  }
  return publish({
    evidenceDir: directory,
    github: connect(found, token),
    target: found.target,
    foreign: {
      manifestSha256: inputs.manifestSha256,
      repository: found.repository,
      commit: found.commit,
      hold: found.hold,
      forgeable: found.forgeable,
    },
    settings: publishSettings(inputs.layer, commentKeyOf(found.workflow)),
    links: {
      ...(artifactUrl === undefined ? {} : { artifactUrl }),
      ...(found.runUrl === null ? {} : { runUrl: found.runUrl }),
    },
    gitHost: job.gitHost,
    outputFile: job.outputFile,
    summaryFile: job.summaryFile,
  });
}

function isArtifact(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && /^\d{1,20}\/artifacts\/\d{1,20}$/.test(url.slice(prefix.length));
}
