/** Why an agent says that the task cannot or should not be done. */
export interface Blocked {
  readonly reason: string;
  /** Empty when it gave none. */
  readonly evidence: string;
}

/**
 * Reads `{"blocked": {"reason": …, "evidence": …}}` from a valid report. A schema of the user's own need not know it;
 * anything but an object with a reason means that the agent is not blocked.
 */
export function blockedReason(report: unknown): Blocked | undefined {
  const blocked = member(report, 'blocked');
  const reason = member(blocked, 'reason');
  const evidence = member(blocked, 'evidence');
  if (typeof reason !== 'string' || reason.trim() === '') return undefined;
  return { reason, evidence: typeof evidence === 'string' ? evidence : '' };
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return Object.getOwnPropertyDescriptor(value, key)?.value;
}
