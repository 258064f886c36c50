import { describe, expect, it } from 'vitest';
import { Budget, type BudgetCall } from '../../../src/broker/budget.js';
import { costOf, PriceTable } from '../../../src/broker/prices.js';
import type { BrokerCaps, BrokerStop } from '../../../src/broker/types.js';

const caps = (set: Partial<BrokerCaps>): BrokerCaps => ({ requests: null, tokens: null, costUsd: null, ...set });
const PRICES = new PriceTable([
  { model: 'small', input: 1, cachedInput: 0.1, output: 4 },
  { model: 'Large', input: 10, cachedInput: 1, output: 40 },
]);

/** Settles what is settled already. */
async function now<T>(promise: Promise<T>): Promise<T | 'waits'> {
  return await Promise.race([promise, new Promise<'waits'>((done) => setImmediate(() => done('waits')))]);
}

async function enter(budget: Budget, bytes = 1000, billed = true): Promise<BudgetCall> {
  const result = await now(budget.enter(bytes, billed));
  if (result === 'waits' || 'message' in result) throw new Error(`not let in: ${JSON.stringify(result)}`);
  return result;
}

describe('a budget', () => {
  it('of requests is exact, also for requests at one time', async () => {
    const budget = new Budget(caps({ requests: 2 }), PRICES);
    const stops: BrokerStop[] = [];
    budget.onExhausted((stop) => stops.push(stop));
    const [first, second] = [await enter(budget), await enter(budget)];
    first.reached();
    const third = budget.enter(0, true);
    // The second may still fail to reach the provider.
    expect(await now(third)).toBe('waits');
    expect(stops).toEqual([]);
    second.reached();
    expect(await third).toMatchObject({ reason: 'budget', status: null });
    expect(await budget.enter(0, false)).toMatchObject({
      message: expect.stringContaining('max-requests is 2 and 2 model requests were made; raise max-requests'),
    });
    expect(stops).toHaveLength(1);
    expect(budget.exhausted).toBe(stops[0]);
  });

  it('gives a request that never reached the provider back', async () => {
    const budget = new Budget(caps({ requests: 1 }), PRICES);
    const first = await enter(budget);
    const second = budget.enter(0, true);
    expect(await now(second)).toBe('waits');
    first.leave();
    expect(await now(second)).toHaveProperty('reached');
  });

  it('of tokens ends what runs as soon as it is passed, and lets nothing in once it is reached', async () => {
    const budget = new Budget(caps({ tokens: 1000 }), PRICES);
    const stops: BrokerStop[] = [];
    budget.onExhausted((stop) => stops.push(stop));
    const call = await enter(budget);
    call.use(1000, null);
    expect(stops).toEqual([]);
    call.use(1001, null);
    expect(stops).toHaveLength(1);
    expect(stops[0]?.message).toContain('max-tokens is 1000 and 1001 tokens were used; raise max-tokens');
    const exact = new Budget(caps({ tokens: 1000 }), PRICES);
    const last = await enter(exact);
    last.use(1000, null);
    last.leave();
    expect(await exact.enter(0, true)).toMatchObject({ reason: 'budget' });
  });

  it('of money likewise', async () => {
    const budget = new Budget(caps({ costUsd: 0.5 }), PRICES);
    const call = await enter(budget);
    call.use(1, 0.4);
    call.use(2, 0.3);
    expect(budget.exhausted).toBeUndefined();
    call.use(3, 0.5000021);
    expect(budget.exhausted?.message).toContain(
      'max-cost-usd is 0.5 and model calls for 0.500002 US dollars were made; raise max-cost-usd',
    );
  });

  it('lets nothing in once the money is spent to the cent', async () => {
    const budget = new Budget(caps({ costUsd: 0.5 }), PRICES);
    const call = await enter(budget);
    call.use(1, 0.5);
    expect(budget.exhausted).toBeUndefined();
    call.leave();
    expect(await budget.enter(0, true)).toMatchObject({ message: expect.stringContaining('max-cost-usd is 0.5') });
  });

  it.each<[string, Partial<BrokerCaps>]>([
    ['requests', { requests: 3 }],
    ['tokens', { tokens: 70 }],
    ['money', { costUsd: 0.25 }],
  ])('of %s goes on from what earlier lives of the run have used', async (_, set) => {
    const spent = {
      requests: 3,
      inputTokens: 40,
      cachedInputTokens: 10,
      outputTokens: 30,
      costUsd: 0.25,
      estimated: false,
    };
    const budget = new Budget(caps(set), PRICES, spent);
    expect(budget.spent()).toEqual({ requests: 3, tokens: 70, costUsd: 0.25 });
    expect(await budget.enter(0, true)).toMatchObject({ reason: 'budget' });
    const unknown = new Budget(caps({}), PRICES, { ...spent, costUsd: null });
    expect(unknown.spent()).toMatchObject({ costUsd: 0 });
  });

  it('counts what a call uses once it is over no more', async () => {
    const budget = new Budget(caps({ tokens: 100 }), PRICES);
    const call = await enter(budget);
    call.use(10, 0);
    call.leave();
    call.use(1000, 1000);
    call.leave();
    expect(budget.spent()).toMatchObject({ tokens: 10, costUsd: 0 });
    expect(await now(budget.enter(0, true))).toHaveProperty('leave');
  });

  it.each<[string, Partial<BrokerCaps>, number]>([
    ['tokens', { tokens: 300_000 }, 2],
    ['money', { costUsd: 12 }, 2],
    ['money and tokens', { costUsd: 1000, tokens: 200_000 }, 1],
    ['requests alone', { requests: 9 }, 9],
  ])('of %s lets so many in beside each other that it cannot be passed by more than one', async (_, set, most) => {
    const budget = new Budget(caps(set), PRICES);
    const open = Array.from({ length: 9 }, () => budget.enter(1000, true));
    const states = await Promise.all(open.map(now));
    expect(states.filter((state) => state !== 'waits')).toHaveLength(most);
    // A call that was cheaper than feared makes room for the next, in order.
    const first = states[0];
    if (most < 9 && first !== undefined && first !== 'waits' && !('message' in first)) {
      first.use(10, 0.001);
      first.leave();
      expect(await now(open[most] as Promise<unknown>)).toHaveProperty('leave');
    }
  });

  it('of money takes a token for every byte that a request has', async () => {
    // 100 kB at 10 dollars a million beside what a model may write at 40: 6.24 for a call, of which an open one is kept too.
    const budget = new Budget(caps({ costUsd: 11 }), PRICES);
    await enter(budget, 1);
    const small = budget.enter(1, true);
    expect(await now(small)).toHaveProperty('leave');
    const large = new Budget(caps({ costUsd: 11 }), PRICES);
    await enter(large, 100_000);
    expect(await now(large.enter(100_000, true))).toBe('waits');
  });

  it('refuses those that wait once it is used up', async () => {
    const budget = new Budget(caps({ tokens: 100 }), PRICES);
    const call = await enter(budget);
    const waiting = [budget.enter(1, true), budget.enter(1, true)];
    expect(await now(Promise.race(waiting))).toBe('waits');
    call.use(101, null);
    expect(await Promise.all(waiting)).toMatchObject([{ reason: 'budget' }, { reason: 'budget' }]);
  });

  it('without caps never waits', async () => {
    const budget = new Budget(caps({}), new PriceTable([]));
    for (let count = 0; count < 500; count++) (await enter(budget, 1 << 26)).use(1e9, 1e9);
    expect(budget.exhausted).toBeUndefined();
  });

  it('forgets who no longer listens', async () => {
    const budget = new Budget(caps({ requests: 0 }), PRICES);
    let told = 0;
    budget.onExhausted(() => told++)();
    expect(await budget.enter(0, true)).toMatchObject({ reason: 'budget' });
    expect(told).toBe(0);
  });
});

describe('a price', () => {
  it('is found by name without regard to case, or is the one of *', () => {
    expect(PRICES.of('LARGE')?.input).toBe(10);
    expect(PRICES.of('other')).toBeUndefined();
    const table = new PriceTable([...'ab'].map((model) => ({ model, input: 1, cachedInput: 1, output: 1 })));
    expect(new PriceTable([{ model: '*', input: 9, cachedInput: 9, output: 9 }]).of('a')?.input).toBe(9);
    expect(table.of(undefined)).toBeUndefined();
  });

  it('counts every token once, at its own price', () => {
    const price = { model: 'm', input: 10, cachedInput: 1, output: 40 };
    const cost = (counts: Record<string, number>): number => costOf(new Map(Object.entries(counts)) as never, price);
    expect(cost({ input: 1e6 })).toBe(10);
    expect(cost({ input: 1e6, 'cached-part-of-input': 9e5, output: 1e5 })).toBeCloseTo(1 + 0.9 + 4, 9);
    expect(cost({ input: 1e5, 'cache-read': 9e5, output: 1e5, thoughts: 1e5 })).toBeCloseTo(1 + 0.9 + 8, 9);
    expect(cost({ 'cache-write': 1e6 })).toBe(12.5);
    expect(cost({ 'cache-write': 1e6, 'cache-write-long': 1e6 })).toBe(20);
  });
});

describe('what was spent', () => {
  it('is told of calls that are under way as well', async () => {
    const budget = new Budget(caps({}), PRICES);
    expect(budget.spent()).toEqual({ requests: 0, tokens: 0, costUsd: 0 });
    const call = await enter(budget);
    call.reached();
    call.use(1000, 0.25);
    call.use(1500, 0.5);
    expect(budget.spent()).toEqual({ requests: 1, tokens: 1500, costUsd: 0.5 });
    call.leave();
    expect(budget.spent()).toEqual({ requests: 1, tokens: 1500, costUsd: 0.5 });
  });
});
