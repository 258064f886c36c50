import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { ProviderName } from '../../../src/broker/types.js';
import { BODY, costLab, NO_CAPS, PRICES, usage } from './cost-lab.js';
import { type Answer, type Line, NONCE, Upstream } from './line.js';

/* The prices and the counts, over real sockets. */

const { keep, line, upstreamOf } = costLab();

describe('costs', () => {
  it.each<[string, string, number | null]>([
    ['of the model that was asked for', '{"model":"m-1"}', 0.0001 + 0.0009 + 0.005],
    ['of the dearer model that answered', '{"model":"m-1","user":"answer as m-1-large"}', 0.0002 + 0.0018 + 0.01],
    [
      'and of the dearer model that was asked for',
      '{"model":"m-1-large","user":"answer as m-1"}',
      0.0002 + 0.0018 + 0.01,
    ],
    ['of an alias for a model without a price', '{"model":"m-1","user":"answer as m-1-2026"}', 0.0001 + 0.0009 + 0.005],
    ['of a model without a price', '{"model":"m-2"}', null],
  ])('are those %s', async (_, body, costUsd) => {
    const upstream = await upstreamOf((text) => {
      const as = /answer as ([\w-]+)/.exec(text)?.[1];
      return JSON.stringify({ ...(as ? { model: as } : {}), ...JSON.parse(usage(1000, 50, 900)) }).replace(
        // The counts come in an order in which the whole input is seen before its cached part.
        /"input_tokens":100\b/,
        '"input_tokens":1000',
      );
    });
    // 100 tokens at 10, 900 at 1, 50 at 100 dollars a million: the cap is just above.
    const room = await line({ baseUrl: upstream.url, prices: PRICES });
    expect((await room.responses({ body })).status).toBe(200);
    const found = room.session.usage().costUsd;
    if (costUsd === null) expect(found).toBeNull();
    else expect(found).toBeCloseTo(costUsd + (body.includes('large') ? 0.0018 : 0.0009), 9);
  });

  it('are not known any more once a model without a price was used', async () => {
    const upstream = await upstreamOf(usage(1000, 50));
    const room = await line({ baseUrl: upstream.url, prices: PRICES });
    const costs: unknown[] = [];
    for (const model of ['m-1', 'm-2', 'm-1']) {
      await room.responses({ body: `{"model":"${model}"}` });
      costs.push(room.session.usage().costUsd);
    }
    expect(costs).toEqual([0.015, null, null]);
    expect(room.session.usage()).toMatchObject({ requests: 3, inputTokens: 3000, outputTokens: 150 });
  });

  it('are never below nothing, whatever part of the input a provider says that it had cached', async () => {
    const upstream = await upstreamOf(usage(10, 0, 1_000_000));
    const room = await line({ baseUrl: upstream.url, prices: PRICES });
    await room.responses({ body: BODY });
    expect(room.session.usage().costUsd).toBe(0);
    expect(room.broker.spent().costUsd).toBe(0);
  });

  it('do not pass a cap for counts of which half has come', async () => {
    const [first, second] = ['{"usage":{"input_tokens":1000,', '"input_tokens_details":{"cached_tokens":1000}}}'];
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.write(first);
        setTimeout(() => response.end(second), 20);
      }),
    );
    // 0.01 for 1000 tokens, 0.001 as they were cached.
    const room = await line({ baseUrl: upstream.url, prices: PRICES, caps: { ...NO_CAPS, costUsd: 0.005 } });
    expect(await room.responses({ body: BODY })).toMatchObject({ cut: false, body: first + second });
    expect(room.session.usage()).toMatchObject({ costUsd: 0.001, estimated: false });
  });
});

/** Prices by which an answer costs more than its model's. */
describe('a request under a cap on money', () => {
  const WIRES: Readonly<Record<ProviderName, readonly [path: string, headers: Record<string, string>]>> = {
    openai: ['/v1/responses', { authorization: `Bearer ${NONCE}` }],
    anthropic: ['/v1/messages', { 'x-api-key': NONCE }],
    gemini: ['/v1beta/models/m-1:generateContent', { 'x-goog-api-key': NONCE }],
  };
  const ask = async (
    provider: ProviderName,
    fields: object,
    options: Partial<BrokerOptions> = {},
  ): Promise<{ status: number; body: string; denials: unknown }> => {
    const upstream = await upstreamOf('{}');
    const room = await line({ baseUrl: upstream.url, provider, prices: PRICES, ...options }, { provider });
    const [path, headers] = WIRES[provider];
    const body = JSON.stringify({ ...(provider === 'gemini' ? {} : { model: 'm-1' }), ...fields });
    const answer = await room.send(path, { method: 'POST', headers, body });
    expect(upstream.seen).toHaveLength(answer.status === 200 ? 1 : 0);
    return { status: answer.status, body: answer.body, denials: room.session.denials() };
  };
  const MONEY = { ...NO_CAPS, costUsd: 1 };
  const dear: readonly [ProviderName, object, string][] = [
    ['openai', { service_tier: 'priority' }, 'service_tier: priority'],
    ['openai', { SERVICE_TIER: 'fast' }, 'service_tier: fast'],
    ['openai', { service_tier: { tier: 'priority' } }, 'service_tier: tier'],
    ['anthropic', { service_tier: 'priority' }, 'service_tier: priority'],
    ['anthropic', { speed: 'fast' }, 'speed: fast'],
    ['anthropic', { inference_geo: 'us' }, 'inference_geo: us'],
    ['gemini', { serviceTier: 'priority' }, 'service_tier: priority'],
    ['gemini', { service_tier: 'SERVICE_TIER_PRIORITY' }, 'service_tier: SERVICE_TIER_PRIORITY'],
  ];

  it.each(dear)('may not take another price than the usual one: %s %j', async (provider, fields, words) => {
    const { status, body, denials } = await ask(provider, fields, { caps: MONEY });
    expect(status).toBe(400);
    expect(body).toContain(
      `max-cost-usd is set, and the request asks for what may cost more than the usual price: ${words}`,
    );
    const name = words.split(':')[0];
    expect(denials).toMatchObject([{ allow: [`provider-tools: ${name}`] }]);
    expect((await ask(provider, fields, { caps: MONEY, providerTools: [`${name}`] })).status).toBe(200);
    expect((await ask(provider, fields)).status).toBe(200);
  });

  it.each<[ProviderName, object]>([
    ['openai', { service_tier: null }],
    ['openai', { service_tier: 'auto' }],
    ['openai', { service_tier: 'flex' }],
    ['anthropic', { service_tier: 'auto', speed: 'standard' }],
    ['anthropic', { service_tier: 'standard_only', inference_geo: 'global' }],
    ['gemini', { serviceTier: 'standard' }],
  ])('may name the usual price, or a lower one: %s %j', async (provider, fields) => {
    expect((await ask(provider, fields, { caps: MONEY })).status).toBe(200);
  });
});

describe('an answer without counts', () => {
  const chat = (room: Line, body = BODY): Promise<Answer> =>
    room.send('/v1/chat/completions', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` }, body });
  const piece = (content: string): string => `data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`;

  it('is estimated from what was sent and what was written', async () => {
    const upstream = await upstreamOf(`${piece('hello world!')}${piece('a')}data: [DONE]\n\n`);
    const room = await line({ baseUrl: upstream.url, prices: PRICES });
    await chat(room, `${BODY}${' '.repeat(285)}`);
    expect(room.session.usage()).toEqual({
      ...{ requests: 1, inputTokens: 100, cachedInputTokens: 0, outputTokens: 5, estimated: true },
      costUsd: 0.0015,
    });
  });

  it('counts what was written into fields that nobody knows', async () => {
    const other = `data: ${JSON.stringify({ choices: [{ delta: { field_of_tomorrow: 'x' } }] })}\n\n`;
    const upstream = await upstreamOf(`${piece('a')}${other.repeat(60)}`);
    const room = await line({ baseUrl: upstream.url });
    await chat(room);
    expect(room.session.usage()).toMatchObject({ outputTokens: 61, estimated: true });
  });

  it('in unknown words counts whole', async () => {
    const upstream = await upstreamOf('x'.repeat(300));
    const room = await line({ baseUrl: upstream.url });
    await chat(room);
    expect(room.session.usage()).toMatchObject({ inputTokens: 5, outputTokens: 100, estimated: true });
  });

  const messages = (room: Line): Promise<Answer> =>
    room.send('/v1/messages', {
      method: 'POST',
      headers: { 'x-api-key': NONCE },
      body: `${BODY}${' '.repeat(285)}`,
    });
  const START = `data: ${JSON.stringify({ type: 'message_start', message: { usage: { input_tokens: 40, output_tokens: 2 } } })}\n\n`;
  const wrote = (text: string): string => `data: ${JSON.stringify({ delta: { text } })}\n\n`;
  const END = `data: ${JSON.stringify({ type: 'message_delta', usage: { output_tokens: 9 } })}\n\n`;

  it.each<[string, string, object]>([
    [
      'at its end, in good order',
      START + wrote('z'.repeat(300)),
      { inputTokens: 40, outputTokens: 100, estimated: true },
    ],
    ['at its beginning', wrote('z'.repeat(300)) + END, { inputTokens: 100, outputTokens: 100, estimated: true }],
    ['and without words', START, { inputTokens: 40, outputTokens: 0, estimated: false }],
    ['in nothing', START + wrote('z'.repeat(300)) + END, { inputTokens: 40, outputTokens: 9, estimated: false }],
  ])('%s is estimated for that part', async (_, body, expected) => {
    const upstream = await upstreamOf(body);
    const room = await line({ baseUrl: upstream.url, provider: 'anthropic' }, { provider: 'anthropic' });
    expect((await messages(room)).cut).toBe(false);
    expect(room.session.usage()).toMatchObject(expected);
  });

  it('that is cut is estimated beside the thoughts that were counted', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        const parts = [{ text: 'z'.repeat(300) }];
        const usageMetadata = { promptTokenCount: 40, thoughtsTokenCount: 70 };
        response.write(`data: ${JSON.stringify({ candidates: [{ content: { parts } }], usageMetadata })}\n\n`, () =>
          response.destroy(),
        );
      }),
    );
    const room = await line({ baseUrl: upstream.url, provider: 'gemini' }, { provider: 'gemini' });
    const headers = { 'x-goog-api-key': NONCE };
    const path = '/v1beta/models/m-1:streamGenerateContent?alt=sse';
    expect((await room.send(path, { method: 'POST', headers, body: '{}' })).cut).toBe(true);
    // What was written, thoughts included, had 300 bytes.
    expect(room.session.usage()).toMatchObject({ inputTokens: 40, outputTokens: 100, estimated: true });
  });

  it.each(['-5', '0.5', '1e999', '9007199254740991', '"1"', 'null', 'NaN', '[7]'])(
    'but %s in their place is one',
    async (count) => {
      const upstream = await upstreamOf(`{"usage":{"input_tokens":${count},"output_tokens":${count}}}`);
      const room = await line({ baseUrl: upstream.url, prices: PRICES, caps: { ...NO_CAPS, costUsd: 1 } });
      await room.responses({ body: `${BODY}${' '.repeat(285)}` });
      const used = room.session.usage();
      expect(used).toMatchObject({ inputTokens: 100, estimated: true });
      expect(used.outputTokens).toBeLessThan(50);
      expect(used.costUsd).toBeGreaterThan(0);
      expect(room.stops).toEqual([]);
    },
  );

  it('passes a cap by what one call wrote', async () => {
    const upstream = await upstreamOf(piece('x'.repeat(600)));
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, tokens: 150 } });
    expect((await chat(room)).cut).toBe(false);
    expect(room.stops).toMatchObject([{ reason: 'budget', message: expect.stringContaining('205 tokens') }]);
  });

  it.each([400, 404, 429, 500])('and with status %i costs nothing', async (status) => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(status);
        response.end('{"error":{"message":"no"}}');
      }),
    );
    const room = await line({ baseUrl: upstream.url });
    await chat(room);
    expect(room.session.usage()).toMatchObject({ requests: 1, inputTokens: 0, outputTokens: 0, estimated: false });
  });

  it('because the provider hung up counts what it had got', async () => {
    const upstream = keep(await Upstream.start((_, response) => response.destroy()));
    const room = await line({ baseUrl: upstream.url });
    expect((await chat(room, `${BODY}${' '.repeat(285)}`)).status).toBe(502);
    expect(room.session.usage()).toMatchObject({ requests: 1, inputTokens: 100, outputTokens: 0, estimated: true });
  });

  it('because the room left counts all the same', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.write(piece('y'.repeat(300)));
      }),
    );
    const room = await line({ baseUrl: upstream.url });
    const request = room.request('/v1/chat/completions', {
      method: 'POST',
      headers: { authorization: `Bearer ${NONCE}` },
    });
    request.on('error', () => {});
    request.end(`${BODY}${' '.repeat(285)}`);
    const [response] = await once(request, 'response');
    await once(response, 'data');
    request.destroy();
    await room.logged(1);
    expect(room.session.usage()).toMatchObject({ inputTokens: 100, outputTokens: 100, estimated: true });
  });
});
