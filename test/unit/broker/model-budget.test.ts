import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import type { BrokerCaps, ProviderName } from '../../../src/broker/types.js';
import { BODY, costLab, NO_CAPS, PRICES, usage } from './cost-lab.js';
import { type Answer, answerOf, NONCE, Upstream } from './line.js';

/* The caps, over real sockets. */

const { keep, line, upstreamOf } = costLab();
const message = (answer: Answer): string => JSON.parse(answer.body).error.message;

describe('a cap', () => {
  it('on requests refuses the next one and stops once, in every room', async () => {
    const upstream = await upstreamOf(usage(10, 5));
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, requests: 2 } });
    const stops: string[] = [];
    room.broker.grant({
      ...{ room: 'attempt-2', stage: 'agent', attempt: 2, allow: [], provider: 'openai', nonce: 'n' },
      onStop: ({ reason }) => stops.push(reason),
    });
    expect((await room.responses({ body: BODY })).status).toBe(200);
    expect((await room.responses({ body: BODY })).status).toBe(200);
    expect(room.stops).toEqual([]);
    const refused = await room.responses({ body: BODY });
    expect(refused.status).toBe(400);
    expect(message(refused)).toContain('max-requests is 2 and 2 model requests were made; raise max-requests');
    expect((await room.responses({ body: BODY })).status).toBe(400);
    expect(upstream.seen).toHaveLength(2);
    expect(room.stops).toMatchObject([{ reason: 'budget', status: null }]);
    expect(stops).toEqual(['budget']);
    expect((await room.logged(4)).map(({ verdict, status }) => [verdict, status])).toEqual([
      ['allowed', 200],
      ['allowed', 200],
      ['denied', 400],
      ['denied', 400],
    ]);
    expect(room.session.usage()).toMatchObject({ requests: 2, inputTokens: 20, outputTokens: 10, estimated: false });
    // A room that opens afterwards is told as soon as it asks.
    const late: string[] = [];
    const session = room.broker.grant({
      ...{ room: 'attempt-3', stage: 'agent', attempt: 3, allow: [], provider: 'openai', nonce: NONCE },
      onStop: ({ reason }) => late.push(reason),
    });
    const server = keep(createServer());
    session.accept(server);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${NONCE}` };
    const ask = (): Promise<Answer> => room.send('/v1/models', { port, headers });
    expect([(await ask()).status, (await ask()).status]).toEqual([400, 400]);
    expect(late).toEqual(['budget']);
  });

  it.each<[string, BrokerCaps, RegExp]>([
    ['tokens', { ...NO_CAPS, tokens: 1500 }, /max-tokens is 1500 and 2100 tokens were used/],
    ['money', { ...NO_CAPS, costUsd: 0.02 }, /max-cost-usd is 0\.02 and model calls for 0\.03 US dollars were made/],
  ])('on %s cuts the call that passes it, before the agent has it', async (_, caps, words) => {
    const upstream = await upstreamOf(usage(1000, 50));
    const room = await line({ baseUrl: upstream.url, caps, prices: PRICES });
    expect(await room.responses({ body: BODY })).toMatchObject({ status: 200, cut: false });
    const cut = await room.responses({ body: BODY });
    expect(cut).toMatchObject({ body: '', cut: true });
    expect(room.stops).toMatchObject([{ reason: 'budget', message: expect.stringMatching(words) }]);
    expect((await room.responses({ body: BODY })).status).toBe(400);
    expect(upstream.seen).toHaveLength(2);
    expect((await room.logged(3))[1]).toMatchObject({ verdict: 'failed', rule: expect.stringMatching(words) });
    expect(room.session.usage()).toEqual({
      ...{ requests: 2, inputTokens: 2000, cachedInputTokens: 0, outputTokens: 100 },
      // More may have been under way when it was cut.
      ...{ costUsd: 0.03, estimated: true },
    });
  });

  it.each<[ProviderName, string, Record<string, string>, string[], number]>([
    [
      'anthropic',
      '/v1/messages',
      { 'x-api-key': NONCE },
      [
        'event: message_start\r\ndata: {"message":{"usage":{"input_tokens":90,"output_tokens":1}}}\r\n\r\n',
        'data: {"type":"message_delta","usage":{"output_tokens":11}}\n\n',
      ],
      101,
    ],
    [
      'gemini',
      '/v1beta/models/m-1:streamGenerateContent?alt=sse',
      { 'x-goog-api-key': NONCE },
      [
        'data: {"usageMetadata":{"promptTokenCount":60,"candidatesTokenCount":1}}\n\n',
        'data: {"usageMetadata":{"promptTokenCount":60,"candidatesTokenCount":30,"thoughtsTokenCount":11}}\n\n',
      ],
      101,
    ],
    [
      'openai',
      '/v1/chat/completions',
      { authorization: `Bearer ${NONCE}` },
      ['data: {"choices":[]}\n\n', 'data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":1}}\n\n'],
      101,
    ],
    [
      'openai',
      '/v1/responses',
      { authorization: `Bearer ${NONCE}` },
      [
        'data: {"type":"response.created"}\n\n',
        'data: {"response":{"usage":{"input_tokens":100,"output_tokens":1}}}\n\n',
      ],
      101,
    ],
  ])('on tokens cuts a stream of %s %s in its middle', async (provider, path, headers, events, total) => {
    let gone: Promise<unknown> = Promise.resolve();
    let more = (): void => {};
    const upstream = keep(
      await Upstream.start((_, response) => {
        gone = once(response, 'close');
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        response.write(events[0]);
        more = () => response.write(events[1]);
      }),
    );
    const room = await line({ baseUrl: upstream.url, provider, caps: { ...NO_CAPS, tokens: 100 } });
    const request = room.request(path, { method: 'POST', headers });
    // The second one comes when the first is with the agent; the stream never ends.
    request.on('error', () => {});
    request.end(BODY);
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    let body = '';
    response.on('error', () => {});
    response.on('data', (chunk: Buffer) => {
      if (body === '') more();
      body += chunk;
    });
    await new Promise((done) => response.once('close', done));
    expect([response.statusCode, response.complete, body]).toEqual([200, false, events[0]]);
    await gone;
    expect(room.stops).toMatchObject([{ reason: 'budget', message: expect.stringContaining(`${total} tokens`) }]);
  });

  it('on tokens cuts an endless stream that carries no counts', async () => {
    const delta = `data: ${JSON.stringify({ type: 'response.output_text.delta', delta: 'and so on '.repeat(20) })}\n\n`;
    const upstream = keep(
      await Upstream.start((_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(delta));
        };
        response.on('drain', more);
        more();
      }),
    );
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, tokens: 10_000 } });
    const answer = await room.responses({ body: BODY });
    expect(answer.cut).toBe(true);
    // 8 bytes of text for a token while it runs, and what was read at once when it was cut.
    expect(answer.body.length).toBeLessThan(200_000);
    expect(room.stops).toMatchObject([{ reason: 'budget', message: expect.stringContaining('max-tokens is 10000') }]);
    expect(room.session.usage()).toMatchObject({ estimated: true });
  });

  it('ends the calls of other rooms as well', async () => {
    const upstream = keep(
      await Upstream.start((_, response, body) => {
        if (body.includes('slow')) response.write('data: {}\n\n');
        else response.end(usage(300_000, 1));
      }),
    );
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, tokens: 570_000 } });
    const slow = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    const ended = answerOf(slow);
    slow.setHeader('content-length', 17);
    slow.end('{"model":"slow!"}');
    await once(slow, 'response');
    expect(await room.responses({ body: BODY })).toMatchObject({ cut: false });
    expect(await room.responses({ body: BODY })).toMatchObject({ cut: true });
    expect(await ended).toMatchObject({ cut: true, body: 'data: {}\n\n' });
    expect(upstream.seen).toHaveLength(3);
    expect(room.stops).toHaveLength(1);
  });

  it('lets calls wait for each other where it is near', async () => {
    let running = 0;
    let most = 0;
    const upstream = keep(
      await Upstream.start((_, response) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running--;
          response.end(usage(100, 1));
        }, 10);
      }),
    );
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, tokens: 10_000 } });
    const answers = await Promise.all([1, 2, 3, 4].map(() => room.responses({ body: BODY })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(most).toBe(1);
    expect(room.stops).toEqual([]);
  });

  it('takes a request that does not say how long it is for the longest', async () => {
    const answers: (() => void)[] = [];
    const upstream = keep(await Upstream.start((_, response) => answers.push(() => response.end(usage(100, 1)))));
    // Room for two short calls, and for no long one beside a short one.
    const room = await line({ baseUrl: upstream.url, caps: { ...NO_CAPS, tokens: 400_000 } });
    const first = room.responses({ body: BODY });
    while (answers.length < 1) await new Promise(setImmediate);
    const long = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    const second = answerOf(long);
    long.write(BODY);
    long.end();
    await new Promise((wake) => setTimeout(wake, 100));
    expect(upstream.seen).toHaveLength(1);
    answers[0]?.();
    expect((await first).status).toBe(200);
    while (answers.length < 2) await new Promise(setImmediate);
    answers[1]?.();
    expect((await second).status).toBe(200);
  });
});

describe('a request under a cap on money', () => {
  const caps = { ...NO_CAPS, costUsd: 100 };

  it.each<[string, string, RegExp]>([
    ['of a model without a price', '{"model":"m-2"}', /prices has no entry for the model m-2 and none for \*/],
    ['without a model', '{"input":"hi"}', /the model that the request is for cannot be told/],
    ['for two models', '{"model":"m-1","Model":"m-2"}', /cannot be told/],
    ['with a model in odd letters', '{"model":"m\\u0000\\u202e2"}', /the model m\?\?2 and none/],
    ['that is no JSON', 'model=m-1', /must be one JSON object/],
  ])('%s is refused before it has gone out', async (_, body, words) => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url, caps, prices: PRICES });
    const answer = await room.responses({ body });
    expect(answer.status).toBe(400);
    expect(message(answer)).toMatch(words);
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'denied', status: 400, rule: expect.stringMatching(words) },
    ]);
    expect(room.session.denials()).toMatchObject([{ host: 'POST /v1/responses' }]);
    expect(upstream.seen).toEqual([]);
    expect(room.stops).toEqual([]);
    // The line is as good as before.
    expect((await room.responses({ body: BODY })).status).toBe(200);
  });

  it('of Gemini is judged by its path', async () => {
    const upstream = await upstreamOf('{"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":10}}');
    const room = await line({ baseUrl: upstream.url, provider: 'gemini', caps, prices: PRICES });
    const ask = (path: string): Promise<Answer> =>
      room.send(path, { method: 'POST', headers: { 'x-goog-api-key': NONCE }, body: '{"model":"m-1"}' });
    expect((await ask('/v1beta/models/m-2:generateContent')).status).toBe(400);
    expect((await ask('/v1beta/models/m-1:generateContent')).status).toBe(200);
    expect((await ask('/v1beta/models/m-2:countTokens')).status).toBe(200);
    expect(room.session.usage()).toMatchObject({ requests: 2, costUsd: 0.002 });
  });

  it('that was refused is in nobody’s way', async () => {
    const upstream = await upstreamOf('{"usageMetadata":{"promptTokenCount":100,"candidatesTokenCount":10}}');
    // So near that a call must be the only one.
    const near = { ...NO_CAPS, costUsd: 1 };
    const room = await line({ baseUrl: upstream.url, provider: 'gemini', caps: near, prices: PRICES });
    const ask = (model: string): Promise<Answer> =>
      room.send(`/v1beta/models/${model}:generateContent`, {
        method: 'POST',
        headers: { 'x-goog-api-key': NONCE },
        body: '{}',
      });
    expect((await ask('m-2')).status).toBe(400);
    expect((await ask('m-1')).status).toBe(200);
  });

  it('whose model stands behind everything else is read without being held', async () => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url, caps, prices: PRICES });
    const body = JSON.stringify({ input: 'x'.repeat(3 * 1024 * 1024), model: 'm-1' });
    expect((await room.responses({ body, headers: { 'transfer-encoding': 'chunked' } })).status).toBe(200);
    expect(upstream.seen[0]?.body).toBe(body);
    expect((await room.responses({ body: body.replace('m-1', 'm-2') })).status).toBe(400);
    expect(upstream.seen).toHaveLength(1);
  });

  it('that is compressed is refused, with or without a cap', async () => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url });
    const answer = await room.responses({ body: BODY, headers: { 'content-encoding': 'gzip' } });
    expect(answer.status).toBe(415);
    expect(upstream.seen).toEqual([]);
  });

  it('that would go on in the background is refused, with or without a cap', async () => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url });
    const answer = await room.responses({ body: '{"model":"m-1","b\\u0061ckground":true}' });
    expect(answer.status).toBe(400);
    expect(message(answer)).toContain('background: true');
    expect(upstream.seen).toEqual([]);
  });
});

describe('a request that goes on from what the provider has stored', () => {
  const body = '{"model":"m-1","previous\\u005fresponse_id":"resp_1"}';

  it.each([
    ['tokens', { requests: null, tokens: 1000, costUsd: null }],
    ['money', { requests: null, tokens: null, costUsd: 1 }],
  ])('is refused where %s are capped: it does not show its size', async (_, caps) => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url, caps, prices: PRICES });
    const answer = await room.responses({ body });
    expect(answer.status).toBe(400);
    expect(message(answer)).toContain('previous_response_id');
    expect(upstream.seen).toEqual([]);
  });

  it('passes otherwise, and where there is none', async () => {
    const upstream = await upstreamOf(usage(1, 1));
    const room = await line({ baseUrl: upstream.url });
    expect((await room.responses({ body })).status).toBe(200);
    expect((await room.responses({ body: '{"model":"m-1","previous_response_id":null}' })).status).toBe(200);
  });
});
