import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { keeper, lineOpener } from './keeper.js';
import { KEY, NONCE, Upstream } from './line.js';

/* What a provider answers, and what of it reaches the room. */

const keep = keeper();
const line = lineOpener(keep);

describe('an answer', () => {
  it('passes byte for byte and its usage is counted', async () => {
    const events = `data: {"type":"response.output_text.delta","delta":"\u00e4"}\n\ndata: ${JSON.stringify({
      type: 'response.completed',
      response: { usage: { input_tokens: 12, input_tokens_details: { cached_tokens: 4 }, output_tokens: 3 } },
    })}\n\n`;
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(200, {
          'content-type': 'text/event-stream',
          'x-request-id': 'q',
          'set-cookie': 'a=b',
          'alt-svc': 'h3',
        });
        for (const byte of Buffer.from(events)) response.write(Buffer.from([byte]));
        response.end();
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const answer = await room.responses();
    expect(answer.body).toBe(events);
    expect(answer.headers).toMatchObject({ 'content-type': 'text/event-stream', 'x-request-id': 'q' });
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers).not.toHaveProperty('alt-svc');
    expect(room.session.usage()).toEqual({
      requests: 1,
      inputTokens: 12,
      cachedInputTokens: 4,
      outputTokens: 3,
      costUsd: null,
      estimated: false,
    });
  });

  it.each([400, 404, 429, 500, 503, 529])('with status %i passes with its headers', async (status) => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(status, { 'retry-after': '7', 'content-type': 'application/json' });
        response.end('{"error":{"message":"why"}}');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const answer = await room.responses();
    expect(answer).toMatchObject({ status, body: '{"error":{"message":"why"}}' });
    expect(answer.headers['retry-after']).toBe('7');
    expect(await room.logged(1)).toMatchObject([{ verdict: 'allowed', status }]);
    expect(room.stops).toHaveLength(0);
  });

  it.each([401, 403])('with status %i passes and stops the attempt once', async (status) => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(status);
        response.end(`bad key ${KEY}`);
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const turn = { body: '{"model":"m","tools":[{"type":"function","name":"f"}]}' };
    expect(await room.responses(turn)).toMatchObject({ status, body: `bad key ${'*'.repeat(KEY.length)}` });
    await room.responses(turn);
    await room.logged(2);
    expect(room.stops).toMatchObject([{ reason: 'auth', status }]);
    expect(room.stops[0]?.message).toContain('openai answered');
    expect(room.stops[0]?.message).toContain('api-key');
    expect(JSON.stringify([room.stops, room.records])).not.toContain(KEY);
  });

  it('never holds the key, in headers, body or split anywhere', async () => {
    const text = `a ${KEY} b`;
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(200, { 'x-echo': `Bearer ${KEY}`, 'content-length': text.length });
        const [first, ...rest] = text;
        response.write(first);
        for (const character of rest) response.write(character);
        response.end();
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const answer = await room.responses();
    expect(answer.body).toBe(`a ${'*'.repeat(KEY.length)} b`);
    expect(answer.headers['x-echo']).toBe(`Bearer ${'*'.repeat(KEY.length)}`);
    expect(answer.headers['content-length']).toBe(String(text.length));
  });

  it('that is compressed is refused, since nothing could be seen in it', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(200, { 'content-encoding': 'gzip' });
        response.end('xxxx');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    expect((await room.responses()).status).toBe(502);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', status: 502 }]);
  });

  it('that is cut is cut for the room too, and counts for what came', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        const start = { message: { usage: { input_tokens: 9, output_tokens: 1 } } };
        response.write(`data: ${JSON.stringify(start)}\n\ndata: {"usage":{"output_tokens":5`, () => response.destroy());
      }),
    );
    const room = await line({}, { baseUrl: upstream.url, provider: 'anthropic' });
    const answer = await room.send('/v1/messages', { method: 'POST', headers: { 'x-api-key': NONCE }, body: '{}' });
    expect(answer).toMatchObject({ status: 200, cut: true });
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', status: 200 }]);
    expect(room.session.usage()).toMatchObject({
      inputTokens: 9,
      cachedInputTokens: 0,
      outputTokens: 1,
      estimated: true,
    });
  });

  it('that never begins ends in 504', async () => {
    const upstream = keep(await Upstream.start(() => {}));
    const room = await line({}, { baseUrl: upstream.url, limits: { modelIdleMs: 100 } });
    const answer = await room.responses();
    expect(answer.status).toBe(504);
    expect(answer.body).toContain('silent');
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', status: 504 }]);
    expect(room.session.usage().requests).toBe(1);
  });

  it('that falls silent in the middle is cut', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.write('data: {}\n\n');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url, limits: { modelIdleMs: 900 } });
    expect(await room.responses()).toMatchObject({ status: 200, body: 'data: {}\n\n', cut: true });
    expect((await room.logged(1))[0]?.rule).toContain('silent');
  });

  it('without end is cut by the wall limit', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        const more = (): void => {
          if (!response.destroyed) response.write('data: {}\n\n', () => setImmediate(more));
        };
        more();
      }),
    );
    const room = await line({}, { baseUrl: upstream.url, limits: { wallMs: 900 } });
    expect(await room.responses()).toMatchObject({ status: 200, cut: true });
    expect((await room.logged(1))[0]?.rule).toContain('900 ms');
  });

  it('of nobody ends in 502 and counts as no request', async () => {
    const upstream = await Upstream.start();
    upstream.close();
    const room = await line({}, { baseUrl: upstream.url });
    expect((await room.responses()).status).toBe(502);
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'failed', status: 502, rule: expect.stringContaining('ECONNREFUSED') },
    ]);
    expect(room.session.usage().requests).toBe(0);
  });

  it('of 100 MB is never held: while the room does not read, the upstream stands still', async () => {
    const total = 100 * 1024 * 1024;
    const chunk = Buffer.alloc(256 * 1024, 'x');
    let produced = 0;
    const upstream = keep(
      await Upstream.start((_, response) => {
        const more = (): void => {
          while (produced < total) {
            produced += chunk.length;
            if (!response.write(chunk)) {
              response.once('drain', more);
              return;
            }
          }
          response.end();
        };
        more();
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const request = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    request.end('{}');
    const [message] = await once(request, 'response');
    // Nothing is read here: what the upstream can still send fits into the buffers on the way.
    let before = -1;
    for (let still = 0; still < 20; still = produced === before ? still + 1 : 0) {
      before = produced;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(produced).toBeLessThan(total / 2);
    let read = 0;
    for await (const part of message) read += part.length;
    expect(read).toBe(total);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'allowed', bytesIn: total }]);
  });
});
