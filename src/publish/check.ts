import { canonicalJson, sha256 } from '../support/canonical-json.js';
import { annotationsOf } from './annotations.js';
import { checkOutput, conclusionOf, type Subject } from './check-text.js';
import type { CheckContent } from './checks.js';
import { failureOf } from './failure.js';
import type { GitHub } from './github.js';
import type { PublishableEvidence } from './read-evidence.js';
import type { Links } from './sections.js';
import type { ChannelState, DeliveryState, PublishSettings, PublishTarget } from './types.js';

export interface CheckRequest {
  readonly evidence: PublishableEvidence;
  /** Undefined without a token. */
  readonly github: GitHub | undefined;
  readonly target: PublishTarget;
  readonly settings: PublishSettings;
  readonly delivery: DeliveryState;
  readonly links: Links;
  /** Called before its requests wait for a GitHub that fails. */
  readonly onTrouble?: (() => Promise<void>) | undefined;
}

/** Writes the one check run of a result; see {@link ChannelState}. Throws nothing. */
export async function writeCheck(request: CheckRequest): Promise<ChannelState> {
  const { github, settings, onTrouble } = request;
  if (settings.check === 'never') return skipped('check runs are turned off');
  if (github === undefined) return skipped('there is no GitHub token');
  const subject = subjectOf(request);
  if ('reason' in subject) return skipped(subject.reason);
  try {
    return { state: 'written', ...(await github.checks.upsert(contentOf(request, subject), onTrouble)) };
  } catch (error) {
    const failure = failureOf(error, 'publish.check');
    const refused = ['github.forbidden', 'github.not-found'].includes(failure.code);
    // A token of `contents: read` is what most jobs have, and the summary says the same.
    if (settings.check === 'auto' && refused) return skipped('the token may not write check runs (checks: write)');
    return failure;
  }
}

function skipped(reason: string): ChannelState {
  return { state: 'skipped', reason };
}

/**
 * The commit that a check run is about: the one that was worked on, or, where this publication put the change onto the
 * branch, the one that it made. Never a commit that nobody looked at, such as a head that moved.
 */
function subjectOf({ evidence, target, delivery }: CheckRequest): Subject | { readonly reason: string } {
  const { commit } = target;
  if (commit === null) return { reason: 'the run belongs to no commit' };
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return { reason: 'the event names no commit by its digest' };
  const worked = evidence.plan?.source.workCommit;
  if (worked === undefined) {
    // A run that failed before its plan was about what the event is about; one that is green has a plan.
    return evidence.verdict.green
      ? { reason: 'the evidence has no plan, which says what commit was worked on' }
      : { commit, proved: false };
  }
  if (worked !== commit) {
    return { reason: `the run worked on commit ${worked.slice(0, 12)}, and the event is about ${commit.slice(0, 12)}` };
  }
  const made = delivery.state === 'delivered' && delivery.kind === 'commit' ? delivery.commit : undefined;
  return made === undefined ? { commit, proved: false } : { commit: made, proved: true };
}

function contentOf({ evidence, settings, delivery, links }: CheckRequest, subject: Subject): CheckContent {
  const { verdict } = evidence;
  const annotations = annotationsOf(evidence);
  const started = Date.parse(verdict.startedAt);
  const from = Number.isFinite(started) ? started : 0;
  return {
    headSha: subject.commit,
    name: settings.checkName,
    // Another run on this commit with other annotations gets a check run of its own, which takes this one's place.
    externalId: `cleanroom-action:1:${settings.commentKey}:${sha256(canonicalJson(annotations)).slice(0, 16)}`,
    conclusion: conclusionOf(verdict.verdict, subject),
    output: checkOutput(evidence, subject, delivery, links),
    annotations,
    detailsUrl: links.runUrl,
    startedAt: time(from),
    completedAt: time(from + verdict.durationMs),
  };
}

function time(ms: number): string {
  const bounded = Math.min(Math.max(0, ms), Date.UTC(9999, 0));
  return new Date(bounded).toISOString().replace(/\.\d+Z$/, 'Z');
}
