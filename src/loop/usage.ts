import type { BrokerUsage } from '../broker/types.js';

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
      // Sums of millionths, without the noise of binary fractions.
      costUsd:
        sum.costUsd === null || part.costUsd === null ? null : Math.round((sum.costUsd + part.costUsd) * 1e6) / 1e6,
      estimated: sum.estimated || part.estimated,
    }),
    NO_USAGE,
  );
}
