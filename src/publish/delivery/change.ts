import { sha256 } from '../../support/canonical-json.js';
import { CleanroomError } from '../../support/errors.js';
import { readBounded } from '../bounded-file.js';
import type { PublishableEvidence } from '../read-evidence.js';
import type { PublishSettings } from '../types.js';
import { type FileChange, parsePatch } from './parse-patch.js';
import { IN_EVIDENCE, refusal } from './refusal.js';

/** A change that was proved, as evidence has it. */
export interface VerifiedChange {
  /** The commit that it is a change of. */
  readonly workCommit: string;
  readonly sha256: string;
  /** Its bytes. */
  readonly patch: Buffer;
  readonly files: readonly FileChange[];
  /** A part of it changes what decides: somebody has to look at it first. */
  readonly touchesVerifier: boolean;
}

/** The words of a verdict by which there is nothing to deliver; undefined: there is. */
export function nothingToDeliver({ verdict, patch }: PublishableEvidence): string | undefined {
  if (verdict.verdict !== 'verified' && verdict.verdict !== 'verified-with-verifier-change')
    return 'no change was verified';
  return patch === undefined || patch.bytes === 0 ? 'the run changed nothing' : undefined;
}

/**
 * The change of a verified run, read again from the evidence: its patch must be the very one that the proved attempt
 * recorded, and within the limits.
 * @throws CleanroomError `delivery.refused`, `evidence.*`
 */
export async function readChange(
  evidence: PublishableEvidence,
  { maxBytes, maxFiles }: PublishSettings['deliver'],
): Promise<VerifiedChange> {
  const { verdict, plan, patch, directory } = evidence;
  const proved = verdict.attempts.findLast(({ outcome }) => outcome === 'proved');
  if (!verdict.verified || patch === undefined || proved?.patch.sha256 !== patch.sha256) {
    throw refusal(
      'the patch in the evidence is not the one that was proved',
      'do not use this patch unread: evidence and proof are about different changes',
    );
  }
  if (plan === undefined) {
    throw refusal('the evidence has no plan, so nobody can tell what the change is a change of', IN_EVIDENCE);
  }
  if (patch.bytes > maxBytes) {
    throw refusal(
      `the patch has ${patch.bytes} bytes, the limit is ${maxBytes}`,
      `raise deliver-max-size, or take it from the evidence: ${IN_EVIDENCE}`,
    );
  }
  const file = await readBounded(directory, 'change.patch', maxBytes);
  if (file === undefined || file.truncated || sha256(file.bytes) !== patch.sha256)
    throw new CleanroomError('evidence.digest', 'change.patch was changed while it was read');
  const files = parsePatch(file.bytes);
  const paths = new Set(files.map(({ from, to }) => (to ?? from)?.path));
  if (paths.size > maxFiles) {
    throw refusal(
      `the change is of ${paths.size} files, the limit is ${maxFiles}`,
      `raise deliver-max-files, or take it from the evidence: ${IN_EVIDENCE}`,
    );
  }
  return {
    workCommit: plan.source.workCommit,
    sha256: patch.sha256,
    patch: file.bytes,
    files,
    touchesVerifier: verdict.verdict === 'verified-with-verifier-change',
  };
}
