import { messageOf } from '../support/errors.js';
import { writeCheck } from './check.js';
import { commentMarker, renderComment } from './comment.js';
import { deliver } from './delivery/deliver.js';
import { failureOf, failureWords } from './failure.js';
import type { GitHub } from './github.js';
import { type Outputs, outputsOf, writeOutputs, writeSummary } from './outputs.js';
import { type PublishableEvidence, readEvidence } from './read-evidence.js';
import type { Links } from './sections.js';
import { renderSummary } from './summary.js';
import type { ChannelState, DeliveryState, PublishSettings, PublishTarget } from './types.js';
import type { Verdict } from './verdict-words.js';

export interface PublishRequest {
  readonly evidenceDir: string;
  /** Undefined without a token. */
  readonly github?: GitHub | undefined;
  readonly target: PublishTarget;
  /** Of the publishing job itself. */
  readonly settings: PublishSettings;
  readonly links?: Links | undefined;
  /** The runner's file for outputs. */
  readonly outputFile?: string | undefined;
  /** The runner's file for the job summary. */
  readonly summaryFile?: string | undefined;
}

export interface PublishResult {
  readonly verdict: Verdict;
  readonly green: boolean;
  readonly delivery: DeliveryState;
  readonly comment: ChannelState;
  readonly check: ChannelState;
  readonly outputs: Outputs;
  /** What could not be published; one sentence each. The verdict stands all the same. */
  readonly warnings: readonly string[];
}

/**
 * Shows what a run left, and delivers its change: delivery first, since comment and check say what became of it. Reads
 * the evidence folder and nothing else. Whatever fails on the way to GitHub or to the runner's files is a warning in
 * the result.
 * @throws CleanroomError `evidence.*` when the evidence cannot be trusted or read
 */
export async function publish(request: PublishRequest): Promise<PublishResult> {
  const evidence = await readEvidence(request.evidenceDir);
  const { github, target, settings, links = {} } = request;
  const warnings = [...evidence.warnings];
  const here = settings.where === 'here';
  const later: ChannelState = { state: 'skipped', reason: 'another job publishes' };

  const delivery: DeliveryState = here
    ? await deliver({ evidence, github, target, settings })
    : { state: 'skipped', kind: settings.deliver.kind, reason: later.reason };
  const comment = here ? await writeComment(request, evidence, delivery) : later;
  const check = here ? await writeCheck({ evidence, github, target, settings, delivery, links }) : later;
  if (delivery.state === 'failed') warnings.push(failureWords('Not delivered', delivery));
  if (delivery.state === 'refused') warnings.push(`Not delivered: ${delivery.reason} (${delivery.hint})`);
  if (here) warnings.push(...missing('No comment', comment, settings.comment));
  if (here) warnings.push(...missing('No check run', check, settings.check));

  const attempt = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      warnings.push(messageOf(error));
    }
  };
  const { summaryFile, outputFile } = request;
  if (settings.summary && summaryFile !== undefined) {
    await attempt(writeSummary(summaryFile, renderSummary(evidence, links)));
  }
  const outputs = outputsOf(evidence, { comment, check, delivery });
  if (outputFile !== undefined) await attempt(writeOutputs(outputFile, outputs));

  const { verdict, green } = evidence.verdict;
  return { verdict, green, delivery, comment, check, outputs, warnings };
}

function missing(what: string, state: ChannelState, mode: PublishSettings['comment']): readonly string[] {
  if (state.state === 'failed') return [failureWords(what, state)];
  return state.state === 'skipped' && mode === 'always' ? [`${what}: ${state.reason}`] : [];
}

async function writeComment(
  { github, target, links, settings }: PublishRequest,
  evidence: PublishableEvidence,
  _delivery: DeliveryState,
): Promise<ChannelState> {
  if (settings.comment === 'never') return { state: 'skipped', reason: 'comments are turned off' };
  if (target.pullRequest === null) return { state: 'skipped', reason: 'the run belongs to no pull request' };
  if (github === undefined) return { state: 'skipped', reason: 'there is no GitHub token' };
  if (settings.comment === 'auto' && evidence.verdict.verdict === 'cancelled') {
    return { state: 'skipped', reason: 'the run was cancelled' };
  }
  try {
    const body = renderComment(evidence, { key: settings.commentKey, ...links });
    const result = await github.comments.upsert(target.pullRequest.number, commentMarker(settings.commentKey), body);
    return { state: 'written', ...result };
  } catch (error) {
    return failureOf(error, 'publish.comment');
  }
}
