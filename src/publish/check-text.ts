import { findingsSection } from './annotations.js';
import type { Conclusion } from './checks.js';
import { deliverySection } from './delivery-view.js';
import { guardedSection } from './guarded.js';
import { codeSpan, plainLine } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import {
  attemptsTable,
  deniedSection,
  facts,
  headline,
  type Links,
  noticesSection,
  reportSection,
} from './sections.js';
import { handOverSection } from './stuck-view.js';
import { timeline } from './timeline.js';
import type { DeliveryState } from './types.js';
import { VERDICT_WORDS, type Verdict } from './verdict-words.js';
import { verifierChange } from './verifier-change.js';
import { workersTable } from './workers.js';

/** Of GitHub's 65,535 characters for each; in UTF-8 each of ours may be three bytes, and it says not which it counts. */
const MAX_CHARS = 65_000;
const MAX_BYTES = 65_000;
const MAX_TITLE = 140;
const BOUNDS = {
  verifier: 6000,
  facts: 5000,
  handOver: 6000,
  workers: 6000,
  attempts: 8000,
  report: 12_000,
  findings: 6000,
  guarded: 4000,
  denied: 4000,
  notices: 4000,
} as const;

/** Which commit a check run is written to, and what it may say of it. */
export interface Subject {
  readonly commit: string;
  /** The commit holds what was proved: it was made of it, by this very publication. */
  readonly proved: boolean;
}

/** What each verdict is to branch rules; see ADR 22. Exhaustive: a new verdict does not compile without. */
const CONCLUSIONS: Readonly<Record<Verdict, Conclusion>> = {
  // Proved is the commit together with the change, not the commit.
  verified: 'neutral',
  'verified-with-verifier-change': 'neutral',
  'nothing-to-prove': 'neutral',
  reported: 'neutral',
  blocked: 'action_required',
  'attempts-exhausted': 'failure',
  'time-exhausted': 'timed_out',
  'budget-exhausted': 'failure',
  'no-progress': 'failure',
  'report-invalid': 'failure',
  'policy-violation': 'failure',
  'agent-error': 'failure',
  'infra-error': 'failure',
  cancelled: 'cancelled',
};

/** `success` only on a commit that holds what the unchanged verifier passed on. */
export function conclusionOf(verdict: Verdict, { proved }: Pick<Subject, 'proved'>): Conclusion {
  return verdict === 'verified' && proved ? 'success' : CONCLUSIONS[verdict];
}

/** What a check run says, for a list of them and on its page. */
export function checkOutput(
  evidence: PublishableEvidence,
  subject: Subject,
  delivery: DeliveryState,
  links: Links,
): { readonly title: string; readonly summary: string; readonly text: string } {
  const { verdict } = evidence;
  const verifier = verifierChange(evidence, BOUNDS.verifier);
  const summary = [
    headline(evidence),
    aboutCommit(evidence, subject),
    verifier.first,
    deliverySection(evidence, delivery, links),
    facts(evidence, links, BOUNDS.facts),
    handOverSection(evidence, BOUNDS.handOver),
    workersTable(evidence, BOUNDS.workers),
    attemptsTable(evidence, BOUNDS.attempts),
    timeline(evidence.journal, evidence.verdict.workers),
  ];
  const text = [
    findingsSection(evidence, BOUNDS.findings),
    reportSection(evidence, BOUNDS.report),
    verifier.later,
    guardedSection(evidence, BOUNDS.guarded),
    deniedSection(evidence, BOUNDS.denied),
    noticesSection(evidence, BOUNDS.notices),
  ];
  return { title: titleOf(verdict.verdict, evidence, subject), summary: joined(summary), text: joined(text) };
}

function titleOf(verdict: Verdict, { patch }: PublishableEvidence, { proved }: Subject): string {
  const { sentence } = VERDICT_WORDS[verdict];
  if (!proved && !patch) return plainLine(sentence, MAX_TITLE);
  const where = proved ? 'on this commit, in a pristine room' : 'with a change that is not in this commit';
  if (verdict === 'verified') return `Verified: the verifier passes ${where}.`;
  // A list of checks shows nothing else.
  if (verdict === 'verified-with-verifier-change') return `Verified with a changed verifier: it passes ${where}.`;
  return plainLine(sentence, MAX_TITLE);
}

function aboutCommit({ verdict, patch }: PublishableEvidence, { commit, proved }: Subject): string {
  const name = codeSpan(commit.slice(0, 12));
  if (proved) return `Commit ${name} holds the change that was proved.`;
  if (!verdict.verified || !patch) return '';
  return `**Commit ${name} does not hold the change.** What was proved is the commit together with the patch; the commit alone is what the verifier was failing on, or was not asked about.`;
}

/** Parts as long as they fit; each is bounded, so that more than one too many is seldom. */
function joined(parts: readonly string[]): string {
  let out = '';
  for (const part of parts) {
    if (part === '') continue;
    const next = out === '' ? part : `${out}\n\n${part}`;
    if (next.length > MAX_CHARS || Buffer.byteLength(next) > MAX_BYTES) continue;
    out = next;
  }
  return out;
}
