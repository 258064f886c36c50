import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { BrokerUsage, ModelPrice } from '../../../src/broker/types.js';
import {
  type Script,
  type ScriptedModel,
  startScriptedModel,
  type Turn,
  type TurnUsage,
} from '../../support/scripted-model.js';
import { Line } from './line.js';
import { ask, WIRES, type Wire } from './wires.js';

/* Money and tokens in every wire format: counted exactly, and never more than one call past a cap. */

const open: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(part: T): T => {
  open.push(part);
  return part;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

const PRICES: readonly ModelPrice[] = [{ model: '*', input: 10, cachedInput: 1, output: 100 }];

async function scene(
  wire: Wire,
  script: Script,
  options: Partial<BrokerOptions> = {},
): Promise<{ readonly model: ScriptedModel; readonly room: Line }> {
  const model = keep(await startScriptedModel(script));
  const room = await Line.open({}, { baseUrl: model.url, provider: wire.provider, prices: PRICES, ...options });
  keep(room.broker);
  return { model, room };
}

const costOf = ({ inputTokens, cachedInputTokens, outputTokens }: TurnUsage): number =>
  ((inputTokens - cachedInputTokens) * 10 + cachedInputTokens + outputTokens * 100) / 1e6;

const said = (inputTokens: number, cachedInputTokens: number, outputTokens: number): Turn => ({
  do: 'message',
  text: 'All of it.',
  usage: { inputTokens, cachedInputTokens, outputTokens },
});

const capped = (costUsd: number) => ({ requests: null, tokens: null, costUsd });

/** The same choices in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

/** The most that one call of the mix costs: the dearest turn, which is more than any estimate of one that was cut. */
const DEAREST = { inputTokens: 5000, cachedInputTokens: 0, outputTokens: 500 };

function mixed(random: () => number): Turn {
  const kind = random();
  const inputTokens = Math.floor(random() * DEAREST.inputTokens);
  const usage = {
    inputTokens,
    cachedInputTokens: Math.floor(random() * inputTokens),
    outputTokens: Math.floor(random() * DEAREST.outputTokens),
  };
  const turn = { do: 'message', text: 'x'.repeat(Math.floor(random() * 300)), usage } as const;
  if (kind < 0.15) return { do: 'cut', after: Math.floor(random() * 600), turn };
  if (kind < 0.2) return { do: 'cut' };
  if (kind < 0.25) return { do: 'reset' };
  if (kind < 0.35) return { do: 'fail', status: 500 };
  if (kind < 0.45) return { do: 'slow', pauseMs: 2, turn };
  return turn;
}

describe.each(WIRES)('$name:', (wire) => {
  it('what is counted is what the provider says, to the token and the millionth', async () => {
    const turns: [Turn, ...Turn[]] = [
      said(1000, 400, 50),
      said(7, 7, 1),
      { do: 'command', command: 'true', usage: { inputTokens: 12345, cachedInputTokens: 12000, outputTokens: 3 } },
      {
        do: 'slow',
        pauseMs: 1,
        turn: { do: 'message', text: 'x', usage: { inputTokens: 5, cachedInputTokens: 0, outputTokens: 2 } },
      },
      { do: 'fail', status: 429 },
      { do: 'refuse', text: 'No.', usage: { inputTokens: 100, cachedInputTokens: 0, outputTokens: 4 } },
      { do: 'nothing', usage: { inputTokens: 10, cachedInputTokens: 1, outputTokens: 1 } },
    ];
    const { room, model } = await scene(wire, turns);
    for (const _ of turns) await ask(room, wire);
    await room.logged(turns.length);
    const ledger = model.ledger();
    expect(room.session.usage()).toEqual({
      requests: turns.length,
      ...ledger,
      costUsd: Math.round(costOf(ledger) * 1e6) / 1e6,
      estimated: false,
    });
  });

  it('the call that passes a cap is the last, one after another', async () => {
    const { room, model } = await scene(wire, [said(1000, 400, 50)], { caps: capped(0.03) });
    for (let call = 1; call <= 6; call++) await ask(room, wire);
    await room.logged(6);
    expect(model.requests).toHaveLength(3);
    expect(room.session.usage()).toMatchObject({ requests: 3, costUsd: 0.0342 });
    expect(room.stops).toMatchObject([{ reason: 'budget', message: expect.stringContaining('for 0.0342 US dollars') }]);
  });

  it('and so it is where all of them come at once', async () => {
    const { room, model } = await scene(wire, [said(1000, 400, 50)], { caps: capped(0.03) });
    await Promise.all(Array.from({ length: 12 }, () => ask(room, wire)));
    await room.logged(12);
    expect(model.requests).toHaveLength(3);
    expect(room.session.usage()).toMatchObject({ requests: 3, costUsd: 0.0342 });
  });

  it('calls that are cut cost something, and end the run as well', async () => {
    // 300 bytes of a request are 100 tokens: about a tenth of a cent, and something for what was written.
    const { room, model } = await scene(wire, [{ do: 'cut' }], { caps: capped(0.01) });
    for (let call = 1; call <= 19; call++) await ask(room, wire, { text: 'y'.repeat(300) });
    await room.logged(19);
    const usage = room.session.usage();
    expect(usage).toMatchObject({ requests: model.requests.length, estimated: true });
    expect(room.stops).toMatchObject([{ reason: 'budget' }]);
    const each = (usage.costUsd ?? Number.NaN) / usage.requests;
    expect(each).toBeGreaterThan(0.001);
    expect(usage.costUsd).toBeGreaterThanOrEqual(0.01);
    expect(usage.costUsd).toBeLessThanOrEqual(0.01 + each);
  });

  it.each(Array.from({ length: 8 }, (_, seed) => seed + 1))(
    'four at a time, cut, failed, cached and slow, never pass a cap by more than one call (mix %i)',
    async (seed) => {
      const random = numbers(seed);
      const cap = 0.2 + random();
      const { room, model } = await scene(wire, () => mixed(random), {
        caps: capped(cap),
        limits: { modelIdleMs: 2000 },
      });
      const sizes = numbers(seed + 100);
      const work = async (): Promise<void> => {
        for (let call = 0; call < 400 && room.stops.length === 0; call++)
          await ask(room, wire, { text: 'z'.repeat(Math.floor(sizes() * 2000)) });
      };
      await Promise.all([work(), work(), work(), work()]);
      await room.logged(model.requests.length);
      expect(room.stops).toMatchObject([{ reason: 'budget' }]);
      const asked = model.requests.length;
      expect((await ask(room, wire)).status).toBe(400);
      expect(model.requests).toHaveLength(asked);
      const { costUsd, inputTokens } = room.session.usage() as BrokerUsage & { readonly costUsd: number };
      expect(costUsd).toBeGreaterThanOrEqual(cap);
      expect(costUsd).toBeLessThanOrEqual(cap + costOf(DEAREST));
      // Nothing that the provider has counted is missing.
      expect(inputTokens).toBeGreaterThanOrEqual(model.ledger().inputTokens);
    },
  );
});

it('chat completions without counts are estimated, and end the run as well', async () => {
  const wire = WIRES.find(({ name }) => name === 'chat completions');
  if (wire === undefined) throw new Error('no such wire');
  const { stream_options: _, ...body } = wire.body;
  const { room, model } = await scene(wire, [{ do: 'message', text: 'x'.repeat(3000) }], { caps: capped(0.3) });
  for (let call = 1; call <= 6; call++) await ask(room, { ...wire, body });
  await room.logged(6);
  // A token for three bytes: 1000 of output, 0.1 dollars.
  expect(model.requests).toHaveLength(3);
  const { costUsd, estimated } = room.session.usage();
  expect(estimated).toBe(true);
  expect(costUsd).toBeGreaterThanOrEqual(0.3);
  expect(costUsd).toBeLessThan(0.4);
});
