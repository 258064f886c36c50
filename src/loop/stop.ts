import type { BrokerStop } from '../broker/types.js';
import type { VerdictFile } from '../schemas/verdict.js';

export interface StopEnding {
  readonly verdict: VerdictFile['verdict'];
  /** What the person may do. */
  readonly hint: string;
  /** A new conversation may do better: where attempts are left, the next one begins one and the run goes on. */
  readonly fresh: boolean;
}

/** How a run ends whose broker wanted an attempt to end. */
const ENDINGS: Readonly<Record<BrokerStop['reason'], StopEnding>> = {
  auth: ending('check the api-key input and what that key is allowed to use, then run again'),
  'model-unknown': ending('check model and model-base-url, and whether the key may use that model'),
  quota: ending('add credit or raise the spending limit at the provider, or use the key of another account'),
  'rate-limit': ending('run again later, raise timeout and attempt-timeout, or use a key with a higher rate limit'),
  provider: ending(
    'see whether the provider reports an outage, check model-base-url and model-idle-timeout, then run again',
  ),
  context: ending('make the task smaller, or give a model with a larger context', { fresh: true }),
  request: ending(
    'check model and effort, and whether the agent’s version and the endpoint behind model-base-url fit together',
  ),
  endless: ending('run again, or give another model'),
  refused: ending('rephrase the task, or give another model'),
  budget: {
    verdict: 'budget-exhausted',
    hint: 'raise the limit if the task is worth it, or make the task smaller; usage.json in the evidence has the counts',
    fresh: false,
  },
};

export function endingOfStop(stop: Pick<BrokerStop, 'reason'>): StopEnding {
  return ENDINGS[stop.reason];
}

function ending(hint: string, { fresh = false } = {}): StopEnding {
  return { verdict: 'agent-error', hint, fresh };
}
