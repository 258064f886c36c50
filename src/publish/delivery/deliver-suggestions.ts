import { plural } from '../format.js';
import { codeSpan, fencedBlock } from '../neutralise.js';
import { MAX_DIFFED_FILES } from '../reviews.js';
import type { DeliveryState } from '../types.js';
import { verifierChange } from '../verifier-change.js';
import type { Delivery } from './delivery.js';
import { checkHead, openPull } from './head.js';
import { shortDigest } from './messages.js';
import { refusal } from './refusal.js';
import { type LeftPart, type Suggestions, suggestionsFor } from './suggestions.js';

/** Of what is left, in UTF-16 units; GitHub's limit on a review is 65,536. */
const MAX_LEFT_CHARS = 40_000;

/** A change as suggestions of one review, which comments and never approves. */
export async function deliverSuggestions(delivery: Delivery): Promise<DeliveryState> {
  const { github, change } = delivery;
  const pull = await openPull(delivery);
  checkHead(delivery, pull.headSha);
  const diff = await github.reviews.files(pull.number);
  const found = suggestionsFor(change.files, diff);
  const { comments, left } = found;
  if (comments.length === 0) {
    throw refusal(
      diff.length < MAX_DIFFED_FILES
        ? 'no part of the change fits lines that the pull request changes'
        : `no part of the change fits lines of the first ${MAX_DIFFED_FILES} files that the pull request changes, and GitHub lists no more`,
      'use deliver: commit or pull-request; the change is change.patch in the evidence',
    );
  }
  const review = await github.reviews.comment(pull.number, {
    commit: change.workCommit,
    marker: `<!-- cleanroom-action:suggestions:${change.sha256} -->`,
    body: reviewBody(delivery, found),
    comments,
  });
  const parts = comments.length + left.length;
  const words =
    left.length === 0
      ? `The change is ${plural(parts, 'suggestion')} of a review; apply all of them together.`
      : `${comments.length} of the ${parts} parts of the change are suggestions of a review; the others are in its text.`;
  return { state: 'delivered', kind: 'suggestions', url: review.url, words };
}

function reviewBody({ evidence, change }: Delivery, { comments, left }: Suggestions): string {
  const all = comments.length + left.length;
  const head =
    left.length === 0
      ? `A verified change, as ${plural(all, 'suggestion')}. Apply all of them in one batch: the verifier passed with the whole of it.`
      : `${comments.length} of the ${all} parts of a verified change, as suggestions. The others fit no lines that this pull request changes and are below. **Without them it is not the change that the verifier passed with.**`;
  const digest = `It is the patch ${codeSpan(change.sha256)} on commit ${codeSpan(change.workCommit)}.`;
  const { first } = change.touchesVerifier ? verifierChange(evidence, 8000) : { first: '' };
  return [head, digest, first, leftSection(left, change.sha256)].filter((section) => section !== '').join('\n\n');
}

function leftSection(left: readonly LeftPart[], sha256: string): string {
  if (left.length === 0) return '';
  const text = left.map(({ path, diff }) => `${path}\n${diff}`).join('\n');
  const block = fencedBlock(text, 'diff', MAX_LEFT_CHARS);
  const cut =
    block.omitted > 0
      ? `\n\nCut here: ${block.omitted} more characters. The whole patch ${shortDigest(sha256)} is change.patch in the evidence.`
      : '';
  return `<details><summary>Parts that are no suggestions</summary>\n\n${block.markdown}${cut}\n\n</details>`;
}
