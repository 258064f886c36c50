import { usualCheckName } from '../support/check-name.js';
import { shellWord } from '../support/shell-word.js';
import { apiUrlOf } from './api-url.js';
import { failureWords } from './failure.js';
import { inlineWords } from './neutralise.js';
import type { ChannelState, DeliveryState, PublishSettings, PublishTarget } from './types.js';

export interface Written {
  readonly comment: ChannelState;
  readonly check: ChannelState;
  readonly delivery: DeliveryState;
}

/** Which of comment and check run were to be written and were not; one sentence each. */
export function unwritten({ comment, check }: Written, settings: PublishSettings): readonly string[] {
  return [...missing('No comment', comment, settings.comment), ...missing('No check run', check, settings.check)];
}

/** Why the change was to be delivered and was not, in one sentence. */
export function undelivered({ delivery }: Written): readonly string[] {
  if (delivery.state === 'failed') return [failureWords('Not delivered', delivery)];
  return delivery.state === 'refused' ? [`Not delivered: ${delivery.reason} (${delivery.hint})`] : [];
}

function missing(what: string, state: ChannelState, mode: PublishSettings['comment']): readonly string[] {
  if (state.state === 'failed') return [failureWords(what, state)];
  return state.state === 'skipped' && mode === 'always' ? [`${what}: ${state.reason}`] : [];
}

export interface Again {
  readonly evidenceDir: string;
  /** What was written to; undefined: nothing was. */
  readonly github: { readonly repository: string; readonly apiUrl: string } | undefined;
  readonly target: PublishTarget;
  readonly settings: PublishSettings;
  readonly manifestSha256: string;
  /** Whether another job made the evidence. */
  readonly foreign: boolean;
}

/** Failures that time mends; after the others something has to be changed first, which their hints say. */
const PASSING: readonly string[] = ['github.unavailable', 'github.rate-limit'];

/**
 * How to publish once more what GitHub did not take, without another run of the agent; undefined: there is no such thing, or
 * it would fail again. What was written stays as it is then.
 */
export function publishAgain(written: Written, again: Again): string | undefined {
  const { github, target, settings, manifestSha256 } = again;
  // By hand there is no branch that it would be about.
  const deliverable = again.foreign || target.pullRequest !== null;
  const passing = (state: ChannelState | DeliveryState): boolean =>
    state.state === 'failed' && PASSING.includes(state.code);
  const failed = passing(written.comment) || passing(written.check) || (passing(written.delivery) && deliverable);
  if (!failed || github === undefined) return undefined;
  // By hand nobody would say whose word the evidence is.
  if (again.foreign) return 'To publish again without another run of the agent, run this job again.';
  const about = aboutWords(target);
  if (about === undefined) return undefined;
  const words = [
    ...['cleanroom-action', 'publish', again.evidenceDir, '--github-repository', github.repository, ...about],
    ...(manifestSha256 === '' ? [] : ['--manifest-sha256', manifestSha256]),
    ...channelWords(settings),
    ...(written.delivery.state === 'failed' && deliverable ? deliveryWords(settings.deliver) : []),
  ];
  // Else the token of another GitHub would go to github.com.
  const place = github.apiUrl === apiUrlOf(null) ? '' : `GITHUB_API_URL=${shellWord(github.apiUrl)} `;
  const line = `${place}${words.map(shellWord).join(' ')}`;
  return `To publish again without another run of the agent, with the evidence or a download of its artifact: \`${line}\``;
}

function aboutWords({ pullRequest, commit }: PublishTarget): readonly string[] | undefined {
  if (pullRequest) return ['--pull-request', `${pullRequest.number}`];
  return commit === null ? undefined : ['--commit', commit];
}

/** The settings of comment and check run that a line says for them to be the same ones. */
function channelWords({ comment, commentKey, check, checkName }: PublishSettings): readonly string[] {
  return [
    ...(comment === 'auto' ? [] : ['--comment', comment]),
    ...['--comment-key', commentKey],
    ...(check === 'auto' ? [] : ['--check', check]),
    ...(checkName === usualCheckName(commentKey) ? [] : ['--check-name', checkName]),
  ];
}

/** A limit that is the usual one is said as well: nothing here knows which one that is. */
function deliveryWords({
  kind,
  branch,
  draft,
  sign,
  maxFiles,
  maxBytes,
}: PublishSettings['deliver']): readonly string[] {
  return [
    ...['--deliver', kind],
    ...(branch === null ? [] : ['--deliver-branch', branch]),
    ...(kind === 'pull-request' && !draft ? ['--deliver-draft', 'false'] : []),
    ...(sign === 'github' ? [] : ['--deliver-sign', sign]),
    ...['--deliver-max-files', `${maxFiles}`, '--deliver-max-size', `${maxBytes}`],
  ];
}

/** Such sentences for the job summary; empty where all is written. */
export function unwrittenSection(words: readonly string[]): string {
  if (words.length === 0) return '';
  return `**Not written to GitHub**\n\n${words.map((text) => `- ${inlineWords(text, 1200)}`).join('\n')}`;
}
