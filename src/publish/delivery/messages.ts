import type { CommitInfo } from '../git-data.js';
import { codeSpan } from '../neutralise.js';
import type { PublishableEvidence } from '../read-evidence.js';
import { detailsSection, facts, headline, type Links, noticesSection, reportSection } from '../sections.js';
import { verifierChange } from '../verifier-change.js';
import type { VerifiedChange } from './change.js';

/** The trailer by which a branch's commit is known to be ours. */
const PATCH_TRAILER = 'Cleanroom-Patch';
const SENTENCE = 'The verifier passes with it in a pristine room.';
/** {@link commitMessage}, whole. */
const OURS = new RegExp(
  `^Apply verified change ([0-9a-f]{12})\\n\\n${SENTENCE.replace('.', '\\.')}\\n\\n${PATCH_TRAILER}: \\1[0-9a-f]{52}\\nCleanroom-Base: ([0-9a-f]{40})(?:\\nCleanroom-Run: \\S+)?\\n*$`,
);
const RUN_URL = /^https?:\/\/[\w.:-]+\/[\w./-]+$/;
/** First line of the body of every pull request that is ours. */
export const PULL_MARKER = '<!-- cleanroom-action:delivery -->';

/** Digest as people read it. */
export function shortDigest(sha256: string): string {
  return sha256.slice(0, 12);
}

/** The message of a delivered commit. Nothing in it comes from the agent, the repository or a pull request. */
export function commitMessage({ sha256, workCommit }: VerifiedChange, { runUrl }: Links): string {
  const trailers = [
    `${PATCH_TRAILER}: ${sha256}`,
    `Cleanroom-Base: ${workCommit}`,
    ...(runUrl !== undefined && runUrl.length <= 500 && RUN_URL.test(runUrl) ? [`Cleanroom-Run: ${runUrl}`] : []),
  ];
  return `Apply verified change ${shortDigest(sha256)}\n\n${SENTENCE}\n\n${trailers.join('\n')}\n`;
}

/**
 * Whether a commit was made here, for any change, as we made it: what people squash or rebase keeps the words, and has a
 * title or parents of its own.
 */
export function isOurs({ message, parents }: Pick<CommitInfo, 'message' | 'parents'>): boolean {
  const base = OURS.exec(message)?.[2];
  return base !== undefined && parents.includes(base);
}

/** The hidden line of a pull request or review that tells which change it delivers. */
export function digestMarker(sha256: string): string {
  return `<!-- cleanroom-patch:${sha256} -->`;
}

/** A name for a branch of our own. */
export function branchName(
  change: VerifiedChange,
  about: { readonly pull: number } | { readonly branch: string },
): string {
  const subject =
    'pull' in about
      ? `pr-${about.pull}`
      : about.branch
          .replace(/[^A-Za-z0-9]+/g, '-')
          .replace(/^-+|-+$/g, '')
          .slice(0, 40) || 'branch';
  return `cleanroom/${subject}-${shortDigest(change.sha256)}`;
}

/** Title of the pull request of a change. */
export function pullTitle(about: { readonly pull: number } | { readonly branch: string }): string {
  // A plain number: a reference would write into the other pull request's history.
  return 'pull' in about
    ? `Verified change for pull request ${about.pull}`
    : `Verified change for ${about.branch.replace(/[^A-Za-z0-9._/-]+/g, '-').slice(0, 80)}`;
}

/** Body of the pull request of a change: the same sections as the comment's, every hostile text inert. */
export function pullBody(
  evidence: PublishableEvidence,
  change: VerifiedChange,
  links: Links,
  about: { readonly pull: number } | { readonly branch: string },
): string {
  const verifier = verifierChange(evidence, 8000);
  const where =
    'pull' in about
      ? `This change is for pull request ${about.pull}, and goes into its branch.`
      : `This change is for the branch ${codeSpan(about.branch, 100)}.`;
  return [
    PULL_MARKER,
    headline(evidence),
    `${where} It was proved on commit ${codeSpan(change.workCommit)} and is the patch ${codeSpan(change.sha256)}. Workflows may not have run on it: a commit that is pushed with a workflow’s own token starts none.`,
    verifier.first,
    facts(evidence, links, 7000),
    verifier.later,
    reportSection(evidence, 8000),
    noticesSection(evidence, 4000),
    detailsSection(evidence, 4000),
    digestMarker(change.sha256),
  ]
    .filter((section) => section !== '')
    .join('\n\n');
}
