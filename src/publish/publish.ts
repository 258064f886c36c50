import type { Plan } from '../schemas/plan.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { commentMarker, renderComment } from './comment.js';
import type { CommentResult, GitHub } from './github.js';
import { type Outputs, outputsOf, writeOutputs, writeSummary } from './outputs.js';
import { type PublishableEvidence, readEvidence } from './read-evidence.js';
import type { Links } from './sections.js';
import { renderSummary } from './summary.js';
import type { Verdict } from './verdict-words.js';

/** What is shown where; as in a plan. */
export type PublishSettings = Plan['publish'];

const DEFAULT_SETTINGS: PublishSettings = { comment: 'auto', commentKey: 'default', summary: true };

export interface PublishRequest {
  readonly evidenceDir: string;
  /** Undefined without a token. */
  readonly github?: GitHub | undefined;
  /** Number of the pull request to comment on. Said by the caller's own event, never by the evidence. */
  readonly pullRequest?: number | undefined;
  /** Undefined: as the plan in the evidence says. */
  readonly settings?: PublishSettings | undefined;
  readonly links?: Links | undefined;
  /** The runner's file for outputs. */
  readonly outputFile?: string | undefined;
  /** The runner's file for the job summary. */
  readonly summaryFile?: string | undefined;
}

export type CommentState =
  | ({ readonly state: 'written' } & CommentResult)
  | { readonly state: 'skipped'; readonly reason: string }
  | { readonly state: 'failed'; readonly code: string; readonly message: string; readonly hint: string | undefined };

export interface PublishResult {
  readonly verdict: Verdict;
  readonly green: boolean;
  readonly comment: CommentState;
  readonly outputs: Outputs;
  /** What could not be published; one sentence each. The verdict stands all the same. */
  readonly warnings: readonly string[];
}

/**
 * Shows what a run left: comment, job summary, outputs. Reads the evidence folder and nothing else. Whatever fails on
 * the way to GitHub or to the runner's files is a warning in the result.
 * @throws CleanroomError `evidence.*` when the evidence cannot be trusted or read
 */
export async function publish(request: PublishRequest): Promise<PublishResult> {
  const evidence = await readEvidence(request.evidenceDir);
  const settings = request.settings ?? evidence.plan?.publish ?? DEFAULT_SETTINGS;
  const warnings = [...evidence.warnings];

  const comment = await writeComment(request, settings, evidence);
  if (comment.state === 'failed') {
    const hint = comment.hint === undefined ? '' : ` (${comment.hint})`;
    warnings.push(`No comment: ${comment.message}${hint}`);
  } else if (comment.state === 'skipped' && settings.comment === 'always') {
    warnings.push(`No comment: ${comment.reason}`);
  }

  const attempt = async (work: Promise<void>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      warnings.push(messageOf(error));
    }
  };
  const { summaryFile, outputFile } = request;
  if (settings.summary && summaryFile !== undefined) {
    await attempt(writeSummary(summaryFile, renderSummary(evidence, request.links)));
  }
  const outputs = outputsOf(evidence, comment.state === 'written' ? comment.url : '');
  if (outputFile !== undefined) await attempt(writeOutputs(outputFile, outputs));

  return { verdict: evidence.verdict.verdict, green: evidence.verdict.green, comment, outputs, warnings };
}

async function writeComment(
  { github, pullRequest, links }: PublishRequest,
  settings: PublishSettings,
  evidence: PublishableEvidence,
): Promise<CommentState> {
  if (settings.comment === 'never') return { state: 'skipped', reason: 'comments are turned off' };
  if (pullRequest === undefined) return { state: 'skipped', reason: 'the run belongs to no pull request' };
  if (github === undefined) return { state: 'skipped', reason: 'there is no GitHub token' };
  if (settings.comment === 'auto' && evidence.verdict.verdict === 'cancelled') {
    return { state: 'skipped', reason: 'the run was cancelled' };
  }
  try {
    const body = renderComment(evidence, { key: settings.commentKey, ...links });
    const result = await github.upsertComment(pullRequest, commentMarker(settings.commentKey), body);
    return { state: 'written', ...result };
  } catch (error) {
    const known = error instanceof CleanroomError;
    return {
      state: 'failed',
      code: known ? error.code : 'publish.comment',
      message: messageOf(error),
      hint: known ? error.hint : undefined,
    };
  }
}
