import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createBroker } from '../../../src/broker/broker.js';
import type { ProviderName } from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { keeper, lineOpener } from './keeper.js';
import { KEY, NONCE, readText, Upstream } from './line.js';

const keep = keeper();
const line = lineOpener(keep);

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

  it.each<[ProviderName, string, string, string]>([
    ['anthropic', '/v1/messages', 'x-api-key', NONCE],
    // Of this one Node keeps the first, and says nothing of another.
    ['openai', '/v1/responses', 'authorization', `Bearer ${NONCE}`],
  ])('with the key given twice is denied: %s', async (provider, path, header, key) => {
    const room = await line({ provider }, { baseUrl: 'http://127.0.0.1:9', provider });
    const text = await room.raw(
      `POST ${path} HTTP/1.1\r\nhost: a\r\n${header}: ${key}\r\n${header}: ${key}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n`,
    );
    expect(text).toMatch(/^HTTP\/1.1 401 /);
  });

  it('loses credentials in its query, and keeps the rest of it', async () => {
    const upstream = keep(await Upstream.start());
    const room = await line({}, { baseUrl: upstream.url });
    const query = 'api-version=1&key=K&API_KEY=K&access%5Ftoken=K&token=K&include=a';
    const headers = { authorization: `Bearer ${NONCE}` };
    await room.send(`/v1/responses?${query}`, { method: 'POST', headers, body: '{}' });
    expect(upstream.seen.map(({ url }) => url)).toEqual(['/v1/responses?api-version=1&include=a']);
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
