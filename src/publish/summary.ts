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
import { timeline } from './timeline.js';
import type { DeliveryState, PublishTarget } from './types.js';
import { unwrittenSection } from './unpublished.js';
import { verifierChange } from './verifier-change.js';
import { workersTable } from './workers.js';

/** GitHub's limit on one step's summary, in bytes. */
export const MAX_SUMMARY_BYTES = 1024 * 1024;

/** UTF-16 units; three bytes of UTF-8 each at most, so the whole stays well below the limit. */
const MAX_SUMMARY_CHARS = 300_000;
const BOUNDS = {
  facts: 20_000,
  handOver: 14_000,
  verifier: 60_000,
  workers: 10_000,
  attempts: 30_000,
  report: 60_000,
  failing: 10_000,
  guarded: 10_000,
  denied: 10_000,
  notices: 10_000,
  details: 6000,
} as const;

export interface SummaryOptions extends Links {
  readonly delivery?: DeliveryState | undefined;
  readonly target?: PublishTarget | undefined;
  /** What was to be written to GitHub and was not, one sentence each. */
  readonly unwritten?: readonly string[] | undefined;
}

/** The job summary of a run: what the comment says, with more room and a drawing of the phases. */
export function renderSummary(evidence: PublishableEvidence, options: SummaryOptions = {}): string {
  const verifier = verifierChange(evidence, BOUNDS.verifier);
  const before = [
    headline(evidence),
    movedHead(evidence, options.target),
    unwrittenSection(options.unwritten ?? []),
    verifier.first,
    deliverySection(evidence, options.delivery, options),
    facts(evidence, options, BOUNDS.facts),
    failingSection(evidence, BOUNDS.failing),
    handOverSection(evidence, BOUNDS.handOver),
    verifier.later,
    guardedSection(evidence, BOUNDS.guarded),
    workersTable(evidence, BOUNDS.workers),
    attemptsTable(evidence, BOUNDS.attempts),
    timeline(evidence.journal, evidence.verdict.workers),
    reportSection(evidence, BOUNDS.report),
    deniedSection(evidence, BOUNDS.denied),
    noticesSection(evidence, BOUNDS.notices),
    detailsSection(evidence, BOUNDS.details),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
  const patch = patchSection(evidence, MAX_SUMMARY_CHARS - before.length - 4);
  return patch === '' ? `${before}\n` : `${before}\n\n${patch}\n`;
}
