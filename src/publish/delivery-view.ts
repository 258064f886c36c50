import { codeSpan, inlineText } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { type Links, link } from './sections.js';
import type { DeliveryState, PublishTarget } from './types.js';

const WAYS: Readonly<Record<DeliveryState['kind'], string>> = {
  none: 'not at all',
  artifact: 'in the evidence',
  suggestions: 'as suggestions',
  commit: 'as a commit',
  'pull-request': 'as a pull request',
};

/** What became of the change, in one line; empty where there is none to be had. */
export function deliverySection(
  { verdict, patch }: PublishableEvidence,
  delivery: DeliveryState | undefined,
  links: Links,
): string {
  switch (delivery?.state) {
    case 'delivered': {
      const to = link('Look at it', delivery.url);
      return `**Delivered**: ${inlineText(delivery.words, 400)}${to === '' ? '' : ` ${to}`}`;
    }
    case 'refused':
      return `**Not delivered** ${WAYS[delivery.kind]}: ${inlineText(delivery.reason, 400)}. **What to do:** ${inlineText(delivery.hint, 400)}`;
    case 'failed': {
      const hint = delivery.hint === undefined ? '' : ` **What to do:** ${inlineText(delivery.hint, 400)}`;
      return `**Not delivered** ${WAYS[delivery.kind]}: ${inlineText(delivery.message, 400)}.${hint}`;
    }
    default: {
      if (!verdict.verified || patch === undefined || delivery?.kind === 'none') return '';
      const why = delivery && delivery.kind !== 'artifact' ? ` (${inlineText(delivery.reason, 200)})` : '';
      const evidence = link('evidence', links.artifactUrl) || 'evidence';
      return `**To take it over**${why}: ${codeSpan('git apply change.patch')}, with the file from the ${evidence}`;
    }
  }
}

/** Says so where the head of the pull request is not what was worked on, by what the job's own event knows of it. */
export function movedHead({ plan }: PublishableEvidence, target: PublishTarget | undefined): string {
  const head = target?.pullRequest?.headSha;
  const worked = plan?.source.workCommit;
  if (head === undefined || worked === undefined || head === worked) return '';
  return `**Made for another commit**: the run worked on ${codeSpan(worked.slice(0, 12))}, and the head of this pull request is ${codeSpan(head.slice(0, 12))}. It says nothing about what came between.`;
}
