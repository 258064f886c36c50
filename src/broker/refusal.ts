/** Why something did not go through. A denial is the policy's word, a failure the network's. */
export interface Refusal {
  readonly verdict: 'denied' | 'failed';
  readonly status: number;
  readonly reason: string;
}
