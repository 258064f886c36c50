import { randomUUID } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { CleanroomError, messageOf } from '../support/errors.js';
import { OF_RESULT, PREDICATE_TYPE } from '../support/result-files.js';
import { plainLine } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { MAX_SUMMARY_BYTES } from './summary.js';
import type { ChannelState, DeliveryState } from './types.js';

/*
 * Written here and not by @actions/core: its setOutput and summary take their files from the environment, and print a
 * workflow command to the log where the variable is missing; publishing also runs outside of GitHub, and tests run side
 * by side.
 */

/** Largest report, in bytes of UTF-8, that is given as an output. */
export const MAX_REPORT_OUTPUT_BYTES = 64 * 1024;

/** The step's outputs. All are text; what does not exist is empty. */
export interface Outputs {
  readonly verdict: string;
  readonly green: 'true' | 'false';
  readonly verified: 'true' | 'false';
  readonly attempts: string;
  /** Path of the evidence folder. */
  readonly evidence: string;
  /** Path of the patch. */
  readonly patch: string;
  /** JSON text of the report, or `{"omitted": …, "path": …}` where it is too large. */
  readonly report: string;
  readonly 'passing-command': string;
  readonly 'plan-sha256': string;
  /** The verdict's reason in one line. */
  readonly summary: string;
  readonly 'comment-url': string;
  readonly 'check-url': string;
  /** What became of the change: `delivered`, `skipped`, `refused` or `failed`. */
  readonly delivery: DeliveryState['state'];
  /** Page of the review, commit or pull request that delivers it. */
  readonly 'delivery-url': string;
  /** Paths of files of the evidence. */
  readonly 'report-page': string;
  readonly sarif: string;
  /** Named as the inputs of `actions/attest` that they are for. */
  readonly 'predicate-type': string;
  readonly 'predicate-path': string;
  readonly 'subject-checksums': string;
  /** Digest of the manifest, and so of the whole evidence: what a publishing job checks an artifact against. */
  readonly 'manifest-sha256': string;
}

/** How each way of publishing went. */
export interface Channels {
  readonly comment: ChannelState;
  readonly check: ChannelState;
  readonly delivery: DeliveryState;
}

export function outputsOf(evidence: PublishableEvidence, { comment, check, delivery }: Channels): Outputs {
  const { verdict, report, patch, directory } = evidence;
  const path = (name: string): string => `${directory.replace(/\/+$/, '')}/${name}`;
  const present = (name: string): string => (evidence.files.has(name) ? path(name) : '');
  const json = report === undefined ? '' : JSON.stringify(JSON.parse(report.text));
  return {
    verdict: verdict.verdict,
    green: verdict.green ? 'true' : 'false',
    verified: verdict.verified ? 'true' : 'false',
    attempts: String(verdict.attempts.length),
    evidence: directory,
    patch: patch ? path('change.patch') : '',
    report:
      Buffer.byteLength(json) > MAX_REPORT_OUTPUT_BYTES
        ? JSON.stringify({ omitted: `larger than ${MAX_REPORT_OUTPUT_BYTES} bytes`, path: path('report.json') })
        : json,
    'passing-command': verdict.passingCommand ?? '',
    'plan-sha256': verdict.planSha256 ?? '',
    summary: plainLine(verdict.reason, 1000),
    'comment-url': comment.state === 'written' ? comment.url : '',
    'check-url': check.state === 'written' ? check.url : '',
    delivery: delivery.state,
    'delivery-url': delivery.state === 'delivered' ? delivery.url : '',
    'report-page': present(OF_RESULT.page),
    sarif: present(OF_RESULT.sarif),
    'predicate-type': evidence.files.has(OF_RESULT.predicate) ? PREDICATE_TYPE : '',
    'predicate-path': present(OF_RESULT.predicate),
    'subject-checksums': present(OF_RESULT.subjects),
    'manifest-sha256': evidence.manifestSha256,
  };
}

/**
 * Outputs in the runner's file form. Every value stands between lines of a delimiter that nobody can foresee and that
 * does not occur in it, so no value can end early and set another output.
 * @param newDelimiter called again while its last one occurs in the value
 */
export function formatOutputs(outputs: Outputs, newDelimiter: () => string = randomDelimiter): string {
  return Object.entries(outputs)
    .map(([name, value]: [string, string]) => {
      let delimiter = newDelimiter();
      while (value.includes(delimiter)) delimiter = newDelimiter();
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join('');
}

function randomDelimiter(): string {
  return `cleanroom_${randomUUID()}`;
}

/** Appends the outputs to the runner's file (`GITHUB_OUTPUT`). */
export async function writeOutputs(file: string, outputs: Outputs): Promise<void> {
  await append(file, formatOutputs(outputs), 'outputs');
}

/** Appends Markdown to the runner's file (`GITHUB_STEP_SUMMARY`). */
export async function writeSummary(file: string, markdown: string): Promise<void> {
  if (Buffer.byteLength(markdown) > MAX_SUMMARY_BYTES) {
    throw new CleanroomError('publish.summary', `the job summary is larger than ${MAX_SUMMARY_BYTES} bytes`);
  }
  await append(file, `${markdown}\n`, 'summary');
}

async function append(file: string, text: string, what: string): Promise<void> {
  try {
    await appendFile(file, text, 'utf8');
  } catch (cause) {
    throw new CleanroomError(`publish.${what}`, `cannot write the ${what} of the step: ${messageOf(cause)}`, { cause });
  }
}
