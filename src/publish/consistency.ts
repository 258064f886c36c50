import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';

type Attempt = VerdictFile['attempts'][number];

const VERIFIED: readonly VerdictFile['verdict'][] = ['verified', 'verified-with-verifier-change'];
/** Proofs of a change as it is handed on. Each of them has to pass; others are for the reader. */
const DECIDING: readonly Attempt['proofs'][number]['what'][] = ['patch', 'patch-without-new-tests', 'hidden'];

/**
 * Why a verdict cannot be that of a run, in words to be read after `verdict.json`; undefined: it can. A verdict says
 * the same thing several times, and whoever shows one of them must not be told another: a comment shows the verdict,
 * an output `green`, a table the attempts.
 * @param patchSha256 of change.patch; null: there is none
 */
export function contradiction(
  verdict: VerdictFile,
  plan: Plan | undefined,
  patchSha256: string | null,
): string | undefined {
  const verified = VERIFIED.includes(verdict.verdict);
  if (verdict.verified !== verified) return 'says of the same run that it is verified and that it is not';
  if (verdict.green !== (verified || verdict.verdict === 'reported'))
    return 'says of the same run that it is green and that it is not';
  const { attempts } = verdict;
  if (attempts.some(({ attempt }, index) => attempt <= (attempts[index - 1]?.attempt ?? 0)))
    return 'numbers its attempts in no order';
  if (attempts.some(brokenAttempt)) return 'has an attempt that was proved without a proof that passed';
  const last = attempts.at(-1);
  if (verified) {
    if (last?.outcome !== 'proved') return 'is green, but its last attempt was not proved';
    if (verdict.passingCommand === null) return 'is green, but names no command that passed';
    if (last.patch.sha256 !== patchSha256) return 'is green by a change that is not the one in change.patch';
    if (plan && plan.verifier === null) return 'is green by a verifier, but its plan has none';
    if (plan && plan.baseline !== 'any' && verdict.baseline?.passed === true)
      return 'is green, but its base was green already';
    const changed = last.verifierEdits?.mode === 'allow';
    if (changed !== (verdict.verdict === 'verified-with-verifier-change'))
      return changed
        ? 'does not say that what decides was changed'
        : 'says that what decides was changed, in no attempt';
  }
  if (verdict.verdict === 'reported') {
    if (last?.outcome !== 'reported') return 'is green, but its last attempt handed in no report';
    if (plan && plan.verifier !== null) return 'is green by a report alone, but its plan has a verifier';
  }
  return undefined;
}

function brokenAttempt({ outcome, proofs }: Attempt): boolean {
  if (outcome !== 'proved') return false;
  const deciding = proofs.filter(({ what }) => DECIDING.includes(what));
  return !deciding.some(({ what }) => what === 'patch') || deciding.some(({ passed }) => !passed);
}
