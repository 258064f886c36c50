/** Why something did not go through. A denial is the policy's word, a failure the network's. */
export interface Refusal {
  readonly verdict: 'denied' | 'failed';
  readonly status: number;
  readonly reason: string;
  /** The lines of the configuration that would allow it. */
  readonly allow?: readonly string[];
}

export function denied(reason: string, allow?: readonly string[]): Refusal {
  return { verdict: 'denied', status: 403, reason, ...(allow === undefined ? {} : { allow }) };
}
