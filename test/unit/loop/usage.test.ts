import { describe, expect, it } from 'vitest';
import type { BrokerUsage } from '../../../src/broker/types.js';
import { compareUsage, NO_USAGE, sumUsage } from '../../../src/loop/usage.js';

const broker = (rest: Partial<BrokerUsage> = {}): BrokerUsage => ({
  ...NO_USAGE,
  requests: 2,
  inputTokens: 2000,
  cachedInputTokens: 800,
  outputTokens: 100,
  ...rest,
});
const agent = (inputTokens: number, cachedInputTokens: number, outputTokens: number) => ({
  inputTokens,
  cachedInputTokens,
  outputTokens,
});

describe('the agent’s own figures', () => {
  it('are equal whatever it says of money', () => {
    expect(compareUsage(broker({ costUsd: 7 }), agent(2000, 800, 100))).toEqual({
      agreement: 'equal',
      difference: null,
      reason: null,
    });
  });

  it('are unknown where it said nothing', () => {
    expect(compareUsage(broker(), null)).toEqual({ agreement: 'unknown', difference: null, reason: null });
  });

  it.each<[BrokerUsage, ReturnType<typeof agent>, ReturnType<typeof agent>, RegExp]>([
    [broker(), agent(1000, 400, 50), agent(1000, 400, 50), /left calls out/],
    [broker({ estimated: true }), agent(1000, 400, 50), agent(1000, 400, 50), /^a call was cut/],
    [broker(), agent(2001, 800, 100), agent(-1, 0, 0), /counts more/],
    [broker(), agent(1000, 900, 50), agent(1000, -100, 50), /counts more/],
  ])('%j differ from %j by %j', (counted, said, difference, words) => {
    expect(compareUsage(counted, said)).toEqual({
      agreement: 'differs',
      difference,
      reason: expect.stringMatching(words),
    });
  });
});

it('sums of millionths have no noise, and a part without a price leaves none', () => {
  expect(sumUsage([broker({ costUsd: 0.1 }), broker({ costUsd: 0.2, estimated: true })])).toEqual({
    ...{ requests: 4, inputTokens: 4000, cachedInputTokens: 1600, outputTokens: 200 },
    ...{ costUsd: 0.3, estimated: true },
  });
  expect(sumUsage([broker({ costUsd: 0.1 }), broker({ costUsd: null })]).costUsd).toBeNull();
  expect(sumUsage([])).toEqual(NO_USAGE);
});
