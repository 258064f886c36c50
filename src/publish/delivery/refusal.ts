import { CleanroomError } from '../../support/errors.js';

/** A delivery that must not be: becomes the state `refused`. Both texts are our own words, with hostile parts made plain. */
export function refusal(reason: string, hint: string): CleanroomError {
  return new CleanroomError('delivery.refused', reason, { hint });
}

export const IN_EVIDENCE = 'the change is change.patch in the evidence: apply it by hand with git apply';

/** The patch is not of the one form that a run writes, or does not fit its base. */
export function misfit(reason: string): CleanroomError {
  return refusal(reason, 'nothing was delivered; look at change.patch in the evidence before it is used in any way');
}
