import type { BrokerStop } from '../broker/types.js';
import type { Verdict } from './types.js';

/** How a run ends whose broker wanted an attempt to end, and what the person may do. */
const ENDINGS: Readonly<Record<BrokerStop['reason'], { readonly verdict: Verdict; readonly hint: string }>> = {
  auth: { verdict: 'agent-error', hint: 'check the api-key input, then run again' },
  quota: {
    verdict: 'agent-error',
    hint: 'add credit or raise the spending limit at the provider, or use the key of another account',
  },
  'rate-limit': {
    verdict: 'agent-error',
    hint: 'run again later, raise timeout and attempt-timeout, or use a key with a higher rate limit',
  },
  provider: {
    verdict: 'agent-error',
    hint: 'see whether the provider reports an outage, check model-base-url, then run again',
  },
  budget: {
    verdict: 'budget-exhausted',
    hint: 'raise the limit if the task is worth it, or make the task smaller; usage.json in the evidence has the counts',
  },
};

export function endingOfStop(stop: BrokerStop): { readonly verdict: Verdict; readonly hint: string } {
  return ENDINGS[stop.reason];
}
