import type { BrokerUsage, TokenUsage } from '../broker/types.js';
import type { UsageFile } from '../schemas/usage.js';

export const NO_USAGE: BrokerUsage = {
  requests: 0,
  inputTokens: 0,
  cachedInputTokens: 0,
  outputTokens: 0,
  costUsd: 0,
  estimated: false,
};

/** Model use of several rooms together. A part without a price leaves the whole without one. */
export function sumUsage(parts: readonly BrokerUsage[]): BrokerUsage {
  return parts.reduce(
    (sum, part) => ({
      requests: sum.requests + part.requests,
      inputTokens: sum.inputTokens + part.inputTokens,
      cachedInputTokens: sum.cachedInputTokens + part.cachedInputTokens,
      outputTokens: sum.outputTokens + part.outputTokens,
      costUsd: addCosts(sum.costUsd, part.costUsd),
      estimated: sum.estimated || part.estimated,
    }),
    NO_USAGE,
  );
}

/** US dollars together; null where one of them is not known. Sums of millionths, without the noise of binary fractions. */
export function addCosts(one: number | null, other: number | null): number | null {
  return one === null || other === null ? null : Math.round((one + other) * 1e6) / 1e6;
}

export type Agreement = Pick<UsageFile['attempts'][number], 'agreement' | 'difference' | 'reason'>;

/** Whether an agent counted what the broker did. Money is not compared: an agent has prices of its own. */
export function compareUsage(broker: BrokerUsage, agent: TokenUsage | null): Agreement {
  if (agent === null) return { agreement: 'unknown', difference: null, reason: null };
  const difference = {
    inputTokens: broker.inputTokens - agent.inputTokens,
    cachedInputTokens: broker.cachedInputTokens - agent.cachedInputTokens,
    outputTokens: broker.outputTokens - agent.outputTokens,
  };
  const parts = Object.values(difference);
  if (parts.every((part) => part === 0)) return { agreement: 'equal', difference: null, reason: null };
  return { agreement: 'differs', difference, reason: reasonOf(parts, broker.estimated) };
}

function reasonOf(parts: readonly number[], estimated: boolean): string {
  if (estimated)
    return 'a call was cut, or carried no counts, so that the broker estimated it; most agents leave such a call out';
  if (parts.every((part) => part >= 0))
    return 'the agent left calls out, such as those that failed in their middle, that it made for itself (a title, a summary), or that it made before it was ended';
  return 'the agent counts more than its calls of this attempt reported; the broker’s figures are those of the provider';
}
