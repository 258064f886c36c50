import { messageOf } from '../support/errors.js';
import { type Admission, admit, type Foreign, OWN } from './admission.js';
import { writeCheck } from './check.js';
import { writeCheckAndComment } from './check-and-comment.js';
import type { Annotation } from './checks.js';
import { commentMarker, renderComment } from './comment.js';
import type { GitHost } from './delivery/commit-by-git.js';
import { deliver } from './delivery/deliver.js';
import { failureOf } from './failure.js';
import type { GitHub } from './github.js';
import { annotationsForLog } from './log-annotations.js';
import { type Outputs, outputsOf, writeOutputs, writeSummary } from './outputs.js';
import { type PublishableEvidence, readEvidence } from './read-evidence.js';
import type { Links } from './sections.js';
import { renderSummary, type SummaryOptions } from './summary.js';
import type { ChannelState, DeliveryState, PublishSettings, PublishTarget } from './types.js';
import { publishAgain, undelivered, unwritten } from './unpublished.js';
import type { Validators } from './validators.js';
import type { Verdict } from './verdict-words.js';

export interface PublishRequest {
  readonly evidenceDir: string;
  /** Undefined without a token. */
  readonly github?: GitHub | undefined;
  readonly target: PublishTarget;
  /** What the evidence of another job is held against; undefined: this process made it. */
  readonly foreign?: Foreign | undefined;
  /** Of the publishing job itself. */
  readonly settings: PublishSettings;
  readonly links?: Links | undefined;
  /** For `deliver-sign: git`. */
  readonly gitHost?: GitHost | undefined;
  /** The runner's file for outputs. */
  readonly outputFile?: string | undefined;
  /** The runner's file for the job summary. */
  readonly summaryFile?: string | undefined;
  /** Of earlier calls in this process. */
  readonly validators?: Validators | undefined;
}

export interface PublishResult {
  readonly verdict: Verdict;
  readonly green: boolean;
  readonly delivery: DeliveryState;
  readonly comment: ChannelState;
  readonly check: ChannelState;
  readonly outputs: Outputs;
  /** Findings that the job's log has to show, because no check run does. */
  readonly annotations: readonly Annotation[];
  /** What could not be published; one sentence each. The verdict stands all the same. */
  readonly warnings: readonly string[];
}

/**
 * Shows what a run left, and delivers its change: delivery first, since check and comment say what became of it. Reads
 * the evidence folder and nothing else. Whatever fails on the way to GitHub or to the runner's files is a warning in
 * the result.
 * @throws CleanroomError `evidence.*` when the evidence cannot be trusted or read
 */
export async function publish(request: PublishRequest): Promise<PublishResult> {
  const { github, target, settings, foreign, links = {} } = request;
  const found = await readEvidence(request.evidenceDir, foreign, request.validators);
  const admission = foreign ? admit(found, target, foreign) : OWN;
  const evidence = { ...found, warnings: [...found.warnings, ...admission.notices] };
  const warnings = [...evidence.warnings];
  const here = settings.where === 'here' && admission.hold === undefined;
  const later: ChannelState = { state: 'skipped', reason: admission.hold ?? 'another job publishes' };

  const delivery: DeliveryState = here
    ? (refusedDelivery(admission, settings) ??
      (await deliver({ evidence, github, target, settings, links, gitHost: request.gitHost })))
    : { state: 'skipped', kind: settings.deliver.kind, reason: later.reason };
  const unchecked = here ? admission.check : undefined;
  const shownWith = (checkUrl: string | undefined): SummaryOptions => ({ ...links, checkUrl, delivery, target });
  const { check, comment } = here
    ? await writeCheckAndComment({
        check: async (onTrouble) =>
          unchecked === undefined
            ? writeCheck({ evidence, github, target, settings, delivery, links, onTrouble })
            : { state: 'skipped', reason: unchecked },
        comment: (checkUrl) => writeComment(request, evidence, shownWith(checkUrl)),
      })
    : { check: later, comment: later };
  const written = { comment, check, delivery };
  const outputs = outputsOf(evidence, written);
  const again = publishAgain(written, {
    ...{ evidenceDir: request.evidenceDir, manifestSha256: outputs['manifest-sha256'], foreign: foreign !== undefined },
    ...{ github: github?.client, target, settings },
  });
  const missing = [...(here ? unwritten(written, settings) : []), ...(again === undefined ? [] : [again])];
  warnings.push(...undelivered(written), ...missing);
  if (admission.hold !== undefined) warnings.push(`Nothing was written to GitHub: ${admission.hold}`);

  const attempt = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      warnings.push(messageOf(error));
    }
  };
  const { summaryFile, outputFile } = request;
  if (settings.summary && summaryFile !== undefined) {
    const shown = shownWith(check.state === 'written' ? check.url : undefined);
    await attempt(writeSummary(summaryFile, renderSummary(evidence, { ...shown, unwritten: missing })));
  }
  if (outputFile !== undefined) await attempt(writeOutputs(outputFile, outputs));

  const { verdict, green } = evidence.verdict;
  // What must not become a check run is no annotation either.
  const annotations = here && unchecked === undefined ? annotationsForLog(evidence, check, settings) : [];
  return { verdict, green, delivery, comment, check, outputs, annotations, warnings };
}

/** Of ways of delivery that write to GitHub. */
function refusedDelivery({ delivery }: Admission, { deliver: { kind } }: PublishSettings): DeliveryState | undefined {
  if (delivery === undefined || kind === 'none' || kind === 'artifact') return undefined;
  return { state: 'refused', kind, ...delivery };
}

async function writeComment(
  { github, target, settings }: PublishRequest,
  evidence: PublishableEvidence,
  shown: SummaryOptions,
): Promise<ChannelState> {
  if (settings.comment === 'never') return { state: 'skipped', reason: 'comments are turned off' };
  if (target.pullRequest === null) return { state: 'skipped', reason: 'the run belongs to no pull request' };
  if (github === undefined) return { state: 'skipped', reason: 'there is no GitHub token' };
  if (settings.comment === 'auto' && evidence.verdict.verdict === 'cancelled') {
    return { state: 'skipped', reason: 'the run was cancelled' };
  }
  try {
    const body = renderComment(evidence, { key: settings.commentKey, ...shown });
    const result = await github.comments.upsert(target.pullRequest.number, commentMarker(settings.commentKey), body);
    return { state: 'written', ...result };
  } catch (error) {
    return failureOf(error, 'publish.comment');
  }
}
