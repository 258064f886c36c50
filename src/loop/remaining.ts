import type { Remaining } from '../agent/prompt.js';
import type { RunState } from './state.js';
import type { CapUse } from './stuck.js';
import type { AttemptRecord } from './types.js';

/** What the agent is told of what is left. @param attempt the one that is about to begin */
export function remainingFor(state: RunState, attempt: number): Remaining {
  const { plan, broker } = state.parts;
  const { maxRequests, maxTokens, maxCostUsd } = plan.budget;
  const spent = broker.spent();
  const left = (cap: number | null, used: number): Remaining['tokens'] =>
    cap === null ? null : { left: Math.max(0, cap - used), of: cap };
  const runMs = Math.max(0, state.remaining(plan.limits.totalMs));
  return {
    attempt,
    maxAttempts: plan.verifier ? plan.limits.maxAttempts : 1,
    runMs,
    attemptMs: Math.min(plan.limits.attemptMs, runMs),
    requests: left(maxRequests, spent.requests),
    tokens: left(maxTokens, spent.tokens),
    costUsd: left(maxCostUsd, spent.costUsd),
  };
}

/** What an attempt took of the caps that a shorter conversation would save, and what is left of them. */
export function capsAfter(state: RunState, { usage }: Pick<AttemptRecord, 'usage'>): CapUse[] {
  const { maxTokens, maxCostUsd } = state.parts.plan.budget;
  const spent = state.parts.broker.spent();
  const uses: (CapUse & { readonly cap: number | null })[] = [
    {
      setting: 'max-tokens',
      cap: maxTokens,
      left: (maxTokens ?? 0) - spent.tokens,
      taken: usage.inputTokens + usage.outputTokens,
    },
    { setting: 'max-cost-usd', cap: maxCostUsd, left: (maxCostUsd ?? 0) - spent.costUsd, taken: usage.costUsd ?? 0 },
  ];
  return uses.flatMap(({ cap, ...use }) => (cap === null ? [] : [use]));
}
