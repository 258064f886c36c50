import { CleanroomError } from '../../support/errors.js';
import { failureOf } from '../failure.js';
import type { GitHub } from '../github.js';
import type { PublishableEvidence } from '../read-evidence.js';
import type { Links } from '../sections.js';
import type { DeliveryState, PublishSettings, PublishTarget } from '../types.js';
import { nothingToDeliver, readChange } from './change.js';
import type { GitHost } from './commit-by-git.js';
import { deliverCommit } from './deliver-commit.js';
import { deliverPull } from './deliver-pull.js';
import { deliverSuggestions } from './deliver-suggestions.js';
import type { Delivery } from './delivery.js';
import { IN_EVIDENCE, refusal } from './refusal.js';

export interface DeliveryRequest {
  readonly evidence: PublishableEvidence;
  /** Undefined without a token. */
  readonly github: GitHub | undefined;
  readonly target: PublishTarget;
  readonly settings: PublishSettings;
  readonly links?: Links | undefined;
  /** For `deliver-sign: git`. */
  readonly gitHost?: GitHost | undefined;
}

/**
 * Milliseconds of all requests of one delivery, waiting included. With as many calls as a change has files, each with time
 * of its own, nobody could tell when a publishing job ends.
 */
const DELIVERY_MS = 200_000;

/** Delivers a verified change as the settings say; see {@link DeliveryState}. Throws nothing. */
export async function deliver(request: DeliveryRequest): Promise<DeliveryState> {
  const { kind } = request.settings.deliver;
  try {
    return await attempt(request);
  } catch (error) {
    if (error instanceof CleanroomError && error.code === 'delivery.refused')
      return { state: 'refused', kind, reason: error.message, hint: error.hint ?? IN_EVIDENCE };
    return { ...failureOf(error, 'publish.delivery'), kind };
  }
}

async function attempt(request: DeliveryRequest): Promise<DeliveryState> {
  const { evidence, github, target, settings, links = {}, gitHost } = request;
  const { kind } = settings.deliver;
  if (kind === 'none') return { state: 'skipped', kind, reason: 'delivery is turned off' };
  const nothing = nothingToDeliver(evidence);
  if (nothing !== undefined) return { state: 'skipped', kind, reason: nothing };
  if (kind === 'artifact') return { state: 'skipped', kind, reason: 'the change stays in the evidence' };
  if (github === undefined)
    throw refusal('there is no GitHub token', 'give the job a token (github-token), or set deliver to artifact');
  const change = await readChange(evidence, settings.deliver);
  if (change.workCommit !== (target.pullRequest?.headSha ?? target.commit)) {
    throw refusal(
      'the evidence is about another commit than the event of this job',
      'publish from the workflow run that the evidence is of, and let it work on the head of the pull request',
    );
  }
  const bounded = github.within(DELIVERY_MS);
  const delivery: Delivery = { evidence, github: bounded, target, settings: settings.deliver, links, change, gitHost };
  switch (kind) {
    case 'suggestions':
      return deliverSuggestions(delivery);
    case 'commit':
      return deliverCommit(delivery);
    case 'pull-request':
      return deliverPull(delivery);
  }
}
