import { sha256 } from '../support/canonical-json.js';
import { deliverySection, movedHead } from './delivery-view.js';
import { failingSection } from './failing.js';
import { guardedSection } from './guarded.js';
import type { PublishableEvidence } from './read-evidence.js';
import {
  attemptsTable,
  deniedSection,
  detailsSection,
  facts,
  headline,
  type Links,
  noticesSection,
  patchSection,
  reportSection,
} from './sections.js';
import { handOverSection } from './stuck-view.js';
import type { DeliveryState, PublishTarget } from './types.js';
import { verifierChange } from './verifier-change.js';
import { workersTable } from './workers.js';

/** GitHub's limit on a comment, in characters; counted here in UTF-16 units, which are never fewer. */
export const MAX_COMMENT_CHARS = 65_536;

/** Bounds of the sections, in UTF-16 units. With the headline they leave room for a patch of 2,000. */
const BOUNDS = {
  facts: 7000,
  handOver: 6000,
  verifier: 8000,
  workers: 4000,
  attempts: 8000,
  report: 8000,
  failing: 3000,
  guarded: 4000,
  denied: 4000,
  notices: 3000,
  details: 3000,
} as const;

export interface CommentOptions extends Links {
  /** Tells the comments of several workflows on one pull request apart. */
  readonly key: string;
  /** What became of the change; undefined: it was not tried. */
  readonly delivery?: DeliveryState | undefined;
  /** Where it is shown. */
  readonly target?: PublishTarget | undefined;
}

/**
 * The first line of a comment, by which it is found again. A key that an HTML comment could not hold is replaced by
 * letters of it and a digest, so that two keys never share a marker.
 */
export function commentMarker(key: string): string {
  const plain = /^[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*$/.test(key) && key.length <= 64;
  const name = plain ? key : `${key.replace(/[^A-Za-z0-9]/g, '').slice(0, 20)}.${sha256(key).slice(0, 16)}`;
  return `<!-- cleanroom-action:${name} -->`;
}

/** The comment of a run, at most {@link MAX_COMMENT_CHARS} long, with every hostile text inert. */
export function renderComment(evidence: PublishableEvidence, options: CommentOptions): string {
  const verifier = verifierChange(evidence, BOUNDS.verifier);
  const denied = deniedSection(evidence, BOUNDS.denied);
  const { green } = evidence.verdict;
  const sections = [
    `${commentMarker(options.key)}\n${headline(evidence)}`,
    movedHead(evidence, options.target),
    verifier.first,
    deliverySection(evidence, options.delivery, options),
    facts(evidence, options, BOUNDS.facts),
    failingSection(evidence, BOUNDS.failing),
    handOverSection(evidence, BOUNDS.handOver),
    verifier.later,
    // What was out of reach is often why a run is not green.
    green ? '' : denied,
    guardedSection(evidence, BOUNDS.guarded),
    workersTable(evidence, BOUNDS.workers),
    attemptsTable(evidence, BOUNDS.attempts),
    reportSection(evidence, BOUNDS.report),
    green ? denied : '',
    noticesSection(evidence, BOUNDS.notices),
    detailsSection(evidence, BOUNDS.details),
  ].filter((section) => section !== '');
  const before = sections.join('\n\n');
  const patch = patchSection(evidence, MAX_COMMENT_CHARS - before.length - 4);
  return patch === '' ? `${before}\n` : `${before}\n\n${patch}\n`;
}
