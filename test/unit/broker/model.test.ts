import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createBroker } from '../../../src/broker/broker.js';
import type { ProviderName } from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { CleanroomError } from '../../../src/support/errors.js';
import { answerOf, KEY, Line, NONCE, readText, Upstream } from './line.js';

const open: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(part: T): T => {
  open.push(part);
  return part;
};
const line = async (...args: Parameters<typeof Line.open>): Promise<Line> => {
  const made = await Line.open(...args);
  keep(made.broker);
  return made;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

describe('a model request', () => {
  it.each<[ProviderName, string, string, Record<string, string>, string, string]>([
    ['openai', 'POST', '/v1/responses', { authorization: `Bearer ${NONCE}` }, 'authorization', `Bearer ${KEY}`],
    ['openai', 'POST', '/v1/chat/completions', { authorization: `bearer ${NONCE}` }, 'authorization', `Bearer ${KEY}`],
    ['openai', 'GET', '/v1/models', { authorization: `Bearer ${NONCE}` }, 'authorization', `Bearer ${KEY}`],
    ['anthropic', 'POST', '/v1/messages?beta=true', { 'x-api-key': NONCE }, 'x-api-key', KEY],
    ['anthropic', 'POST', '/v1/messages/count_tokens', { 'x-api-key': NONCE }, 'x-api-key', KEY],
    [
      'gemini',
      'POST',
      '/v1beta/models/g-2.5:streamGenerateContent?alt=sse',
      { 'x-goog-api-key': NONCE },
      'x-goog-api-key',
      KEY,
    ],
    ['gemini', 'POST', '/v1beta/models/g:countTokens', { 'x-goog-api-key': NONCE }, 'x-goog-api-key', KEY],
    ['gemini', 'GET', '/v1beta/models', { 'x-goog-api-key': NONCE }, 'x-goog-api-key', KEY],
  ])('of %s goes through: %s %s', async (provider, method, path, headers, keyHeader, value) => {
    const upstream = keep(await Upstream.start((_, response) => response.end('{"ok":1}')));
    const room = await line({}, { baseUrl: `${upstream.url}/prefix/`, provider });
    const body = method === 'POST' ? '{"model":"m"}' : undefined;
    const answer = await room.send(path, { method, headers, ...(body === undefined ? {} : { body }) });
    expect(answer).toMatchObject({ status: 200, body: '{"ok":1}', cut: false });
    expect(upstream.seen).toHaveLength(1);
    expect(upstream.seen[0]).toMatchObject({ method, url: `/prefix${path}`, body: body ?? '' });
    expect(upstream.seen[0]?.headers).toMatchObject({
      [keyHeader]: value,
      host: `127.0.0.1:${upstream.port}`,
      'accept-encoding': 'identity',
    });
    expect(await room.logged(1)).toMatchObject([
      {
        kind: 'model',
        stage: 'agent',
        room: 'attempt-1',
        method,
        host: '127.0.0.1',
        port: upstream.port,
        path: path.split('?')[0],
        verdict: 'allowed',
        status: 200,
        bytesOut: body?.length ?? 0,
        bytesIn: 8,
      },
    ]);
    expect(room.session.usage().requests).toBe(1);
  });

  it('loses every other credential and every header that is not for the provider', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url, provider: 'gemini' });
    await room.send('/v1beta/models/m:generateContent?key=K&%6Bey=K&alt=json&fields=x&$httpMethod=DELETE', {
      method: 'POST',
      headers: {
        'x-goog-api-key': NONCE,
        authorization: 'Bearer stolen',
        'x-api-key': 'stolen',
        cookie: 'a=b',
        'proxy-authorization': 'Basic x',
        'x-goog-fieldmask': 'candidates',
        x_goog_user_project: 'other',
        'x-goog-api-client': 'sdk',
        'x-http-method-override': 'DELETE',
        'x-forwarded-host': 'elsewhere.example',
        te: 'trailers',
        connection: 'keep-alive, x-private, content-length',
        'x-private': '1',
        'keep-alive': 'timeout=9',
        'accept-encoding': 'gzip',
        'x-kept': 'yes',
      },
      body: '{} ',
    });
    const [seen] = upstream.seen;
    expect(seen?.url).toBe('/v1beta/models/m:generateContent?alt=json');
    expect(Object.keys(seen?.headers ?? {}).sort()).toEqual([
      'accept-encoding',
      'connection',
      'content-length',
      'content-type',
      'host',
      'x-goog-api-client',
      'x-goog-api-key',
      'x-kept',
    ]);
    expect(seen?.headers).toMatchObject({ 'x-goog-api-key': KEY, 'content-length': '3', 'x-kept': 'yes' });
  });

  it.each<[string, Record<string, string | string[]>]>([
    ['no key', {}],
    ['another key', { authorization: 'Bearer wrong' }],
    ['the key without its scheme', { authorization: NONCE }],
    ['a longer key', { authorization: `Bearer ${NONCE}x` }],
    ['the real key', { authorization: `Bearer ${KEY}` }],
    ['the key in the wrong header', { 'x-api-key': NONCE }],
  ])('with %s is denied', async (_, headers) => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url });
    const answer = await room.send('/v1/responses', { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(401);
    expect(JSON.parse(answer.body).error.message).toContain('denied');
    expect(upstream.seen).toHaveLength(0);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status: 401 }]);
    expect(room.session.usage().requests).toBe(0);
    expect(room.stops).toHaveLength(0);
  });

  it('with the key given twice is denied', async () => {
    const room = await line({}, { baseUrl: 'http://127.0.0.1:9', provider: 'anthropic' });
    const text = await room.raw(
      `POST /v1/messages HTTP/1.1\r\nhost: a\r\nx-api-key: ${NONCE}\r\nx-api-key: ${NONCE}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1.1 401 /);
  });

  it.each([
    ['GET', '/v1/responses'],
    ['DELETE', '/v1/models'],
    ['HEAD', '/v1/models'],
    ['POST', '/v1/files'],
    ['POST', '/v1/responses/../files'],
    ['POST', '/v1/responses%2f..%2ffiles'],
    ['POST', '//v1/responses'],
    ['POST', '/v1/responses/'],
    ['POST', '/V1/responses'],
    ['POST', '/v1/messages'],
    ['GET', '/'],
    ['GET', '/v1/models/'],
  ])('to %s %s is denied', async (method, path) => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url });
    const answer = await room.send(path, { method, headers: { authorization: `Bearer ${NONCE}` } });
    expect(answer.status).toBe(403);
    expect(upstream.seen).toHaveLength(0);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', method, status: 403 }]);
    expect(room.session.denials()).toMatchObject([{ host: `${method} ${path}` }]);
  });

  it('of a room without a model is denied', async () => {
    const room = await line();
    expect((await room.responses()).status).toBe(403);
  });

  it('goes through many times on one connection', async () => {
    const upstream = keep(await Upstream.start((_, response, body) => response.end(`{"got":${body}}`)));
    const room = await line({}, { baseUrl: upstream.url });
    const socket = await room.socket();
    for (const body of ['{"model":"one"}', '{"model":"two"}', '{"model":"three"}']) {
      socket.write(
        `POST /v1/responses HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${NONCE}\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      );
      expect(await readText(socket, /"got":\{.*\}\}/)).toContain(body);
      socket.removeAllListeners('data');
    }
    socket.destroy();
    expect(await room.logged(3)).toHaveLength(3);
    expect(room.session.usage().requests).toBe(3);
  });

  it('streams in both directions at once', async () => {
    const upstream = keep(await Upstream.start());
    upstream.server.removeAllListeners('request');
    upstream.server.on('request', (request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      request.on('data', (chunk) => response.write(`data: ${chunk}\n\n`));
      request.on('end', () => response.end('data: end\n\n'));
    });
    const room = await line({}, { baseUrl: upstream.url });
    const request = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    request.write('{');
    const [message] = await once(request, 'response');
    expect(String((await once(message, 'data'))[0])).toBe('data: {\n\n');
    request.write('}');
    expect(String((await once(message, 'data'))[0])).toBe('data: }\n\n');
    request.end();
    expect(String((await once(message, 'data'))[0])).toBe('data: end\n\n');
    expect(await room.logged(1)).toMatchObject([{ verdict: 'allowed', bytesOut: 2, bytesIn: 29 }]);
  });

  it('that is too large is refused, announced or not', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url, limits: { requestBodyBytes: 1000 } });
    expect((await room.responses({ body: 'x'.repeat(1001) })).status).toBe(413);
    const chunked = await room.responses({ body: 'x'.repeat(1001), headers: { 'transfer-encoding': 'chunked' } });
    expect(chunked.status).toBe(413);
    expect((await room.responses({ body: `{${' '.repeat(998)}}` })).status).toBe(200);
    expect((await room.logged(3)).map(({ verdict }) => verdict)).toEqual(['denied', 'failed', 'allowed']);
    expect(upstream.seen).toHaveLength(1);
  });
});

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
    const room = await line({}, { baseUrl: upstream.url, limits: { modelIdleMs: 100 } });
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
    const room = await line({}, { baseUrl: upstream.url, limits: { wallMs: 150 } });
    expect(await room.responses()).toMatchObject({ status: 200, cut: true });
    expect((await room.logged(1))[0]?.rule).toContain('150 ms');
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

describe('a room that leaves', () => {
  it('takes its upstream request with it, and is logged once', async () => {
    let gone: Promise<unknown> | undefined;
    const upstream = keep(
      await Upstream.start((_, response) => {
        gone = once(response, 'close');
        response.write('data: {}\n\n');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const request = room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    request.on('error', () => {});
    request.end('{}');
    await once(request, 'response');
    request.destroy();
    await gone;
    expect(await room.logged(1)).toMatchObject([
      { verdict: 'failed', status: 200, rule: 'the room closed the connection' },
    ]);
  });

  it('in the middle of its request body takes the upstream request with it', async () => {
    const upstream = keep(await Upstream.start());
    upstream.server.removeAllListeners('request');
    const room = await line({}, { baseUrl: upstream.url });
    const arrived = once(upstream.server, 'request');
    const socket = await room.socket();
    socket.write(
      `POST /v1/responses HTTP/1.1\r\nhost: a\r\nauthorization: Bearer ${NONCE}\r\ncontent-length: 100\r\n\r\n{"a`,
    );
    const [request] = await arrived;
    request.on('error', () => {});
    const gone = new Promise((closed) => request.once('close', closed));
    await once(request, 'data');
    socket.destroy();
    await gone;
    expect(await room.logged(1)).toMatchObject([{ verdict: 'failed', bytesOut: 3, status: null }]);
  });
});

describe('closing a session', () => {
  it('aborts its requests, logs them and refuses further connections', async () => {
    const gone: Promise<unknown>[] = [];
    const upstream = keep(
      await Upstream.start((_, response) => {
        gone.push(once(response, 'close'));
        response.write('data: {}\n\n');
      }),
    );
    const room = await line({}, { baseUrl: upstream.url });
    const requests = [1, 2].map(() =>
      room.request('/v1/responses', { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } }),
    );
    const answers = requests.map((request) => {
      request.end('{}');
      return answerOf(request);
    });
    await Promise.all(requests.map((request) => once(request, 'response')));
    const { port } = room;
    await room.session.close();
    expect(room.records).toMatchObject([
      { verdict: 'failed', rule: 'the room was closed', status: 200 },
      { verdict: 'failed', rule: 'the room was closed', status: 200 },
    ]);
    await Promise.all(gone);
    expect((await Promise.all(answers)).map(({ cut }) => cut)).toEqual([true, true]);
    const late = connect(port, '127.0.0.1');
    const [error] = await once(late, 'error');
    expect(error.code).toBe('ECONNREFUSED');
    expect(room.records).toHaveLength(2);
    await room.session.close();
  });

  it('leaves other rooms alone', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url });
    const other = room.broker.grant({ room: 'attempt-2', stage: 'agent', attempt: 1, allow: [] });
    await other.close();
    expect((await room.responses()).status).toBe(200);
    await room.broker.close();
    expect(() => room.broker.grant({ room: 'x', stage: 'agent', attempt: 1, allow: [] })).toThrow(CleanroomError);
  });
});

describe('a provider that cannot be used', () => {
  it.each([
    ['no url', 'sk-12345678'],
    ['ftp://example.com', 'sk-12345678'],
    ['https://user:pw@example.com', 'sk-12345678'],
    ['https://example.com/?a=b', 'sk-12345678'],
    ['https://example.com', ''],
    ['https://example.com', 'sk-secret-value\n'],
    ['https://example.com', 'sk secret'],
  ])('is an error that does not name the key: %s %j', (baseUrl, apiKey) => {
    const make = (): unknown =>
      createBroker({ providers: [{ name: 'openai', baseUrl, apiKey }], clock: systemClock, onAccess: () => {} });
    expect(make).toThrow(
      expect.objectContaining({ code: 'broker.provider', message: expect.not.stringContaining('secret') }),
    );
  });

  it('is an error when a room is promised it', async () => {
    const broker = keep(createBroker({ providers: [], clock: systemClock, onAccess: () => {} }));
    expect(() =>
      broker.grant({ room: 'a', stage: 'agent', attempt: 1, allow: [], provider: 'openai', nonce: 'n' }),
    ).toThrow(expect.objectContaining({ code: 'broker.grant' }));
    expect(() =>
      broker.grant({ room: 'a', stage: 'agent', attempt: 1, allow: ['127.0.0.1:80', 'ok.example:1', 'x'] }),
    ).toThrow(expect.objectContaining({ code: 'input.invalid', problems: [expect.anything(), expect.anything()] }));
  });
});
