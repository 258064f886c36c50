import { afterEach, describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { ProviderName } from '../../../src/broker/types.js';
import { SETTINGS } from '../../../src/inputs/settings.js';
import { Line, NONCE, Upstream } from './line.js';
import { AGENT_REQUESTS, ask, ESCAPES, type Escape, PATHS } from './provider-tools-table.js';

/* What a request may ask of the provider itself, over real sockets. */

const open: { close(): unknown }[] = [];
const keep = <T extends { close(): unknown }>(part: T): T => {
  open.push(part);
  return part;
};
afterEach(async () => {
  await Promise.all(open.splice(0).map((part) => part.close()));
});

const roomOf = async (
  provider: ProviderName,
  options: Partial<BrokerOptions> = {},
): Promise<{ room: Line; upstream: Upstream }> => {
  const upstream = keep(await Upstream.start());
  const room = await Line.open({}, { baseUrl: upstream.url, provider, ...options });
  keep(room.broker);
  return { room, upstream };
};
const message = (answer: { body: string }): string => JSON.parse(answer.body).error.message;

describe.each(ESCAPES)('$provider: $what', ({ provider, body, name, path }: Escape) => {
  it('is refused before the request is whole, in the log, and shown with what allows it', async () => {
    const { room, upstream } = await roomOf(provider);
    const answer = await ask(room, provider, body, { path });
    expect(answer.status).toBe(400);
    expect(upstream.seen).toEqual([]);
    expect(message(answer)).toContain(name === null ? 'leave it out' : `allow it with provider-tools: ${name}`);
    const reason = message(answer);
    expect(await room.logged(1)).toMatchObject([{ verdict: 'denied', status: 400, kind: 'model' }]);
    expect(reason).toContain(room.records[0]?.rule);
    expect(room.session.denials()).toMatchObject([
      {
        host: `POST ${(path ?? PATHS[provider]).split('?')[0]}`,
        allow: name === null ? [] : name.split(', ').map((one) => `provider-tools: ${one}`),
      },
    ]);
    expect(room.stops).toEqual([]);
  });

  it.skipIf(name === null)('passes byte for byte where its name is allowed', async () => {
    const providerTools = (name ?? '').split(', ');
    expect(SETTINGS['provider-tools'].kind.fromValue(providerTools)).toMatchObject({ ok: true });
    const { room, upstream } = await roomOf(provider, { providerTools });
    expect((await ask(room, provider, body, { path })).status).toBe(200);
    expect(upstream.seen[0]?.body).toBe(body);
  });

  it.skipIf(name === null)('is refused where another name is allowed', async () => {
    const { room, upstream } = await roomOf(provider, { providerTools: ['something_else'] });
    expect((await ask(room, provider, body, { path })).status).toBe(400);
    expect(upstream.seen).toEqual([]);
  });
});

describe('a request of', () => {
  it.each(AGENT_REQUESTS)('$agent passes byte for byte', async ({ provider, path, body }) => {
    const { room, upstream } = await roomOf(provider);
    expect((await ask(room, provider, body, { path })).status).toBe(200);
    expect(upstream.seen[0]?.body).toBe(body);
    expect(upstream.seen[0]?.headers['content-type']).toBe('application/json');
  });
});

describe('a tool of the provider', () => {
  const LATE = '{"model":"m","input":"INPUT","tools":[{"type":"function","name":"f"},{"type":"web_search"}]}';

  it('is found behind megabytes, byte by byte, and never makes a whole request', async () => {
    const { room, upstream } = await roomOf('openai');
    const body = LATE.replace('INPUT', 'x'.repeat(5 * 1024 * 1024));
    const headers = { 'transfer-encoding': 'chunked' };
    expect((await ask(room, 'openai', body, { headers })).status).toBe(400);
    expect(upstream.seen).toEqual([]);
    // The line is as good as before.
    expect((await ask(room, 'openai', '{"model":"m"}')).status).toBe(200);
    const request = room.request(PATHS.openai, { method: 'POST', headers: { authorization: `Bearer ${NONCE}` } });
    const answered = new Promise<number | undefined>((done) =>
      request.once('response', (response) => done(response.resume().statusCode)),
    );
    for (const byte of LATE) {
      request.write(byte);
      await new Promise((next) => setImmediate(next));
    }
    expect(await answered).toBe(400);
    request.destroy();
    expect(upstream.seen).toHaveLength(1);
  });

  it('is named with everything else that the request asks for', async () => {
    const { room } = await roomOf('openai');
    const answer = await ask(
      room,
      'openai',
      JSON.stringify({
        ...{ model: 'm', prompt: { id: 'p' }, 'odd field\u202e': 1 },
        input: [{ content: [{ type: 'input_image', image_url: 'https://a.example/x' }] }],
        tools: [{ type: 'web_search_preview_2025_03_11' }, { type: 'mcp', server_url: 'https://a.example' }],
      }),
    );
    expect(message(answer)).toContain(
      'the field prompt, the field odd?field?, content by its address in the field image_url, the tool web_search_preview_2025_03_11, the tool mcp; leave it out, or allow it with provider-tools: fetch-urls, mcp, prompt, web_search',
    );
  });

  it.each([
    ['text/plain', 415],
    ['application/x-protobuf', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=utf-16', 415],
    ['application/json, text/plain', 415],
    ['application/json', 200],
    ['Application/JSON; charset="UTF-8"', 200],
  ])('cannot hide in a body of type %s: %i', async (type, status) => {
    const { room, upstream } = await roomOf('openai');
    expect((await ask(room, 'openai', '{"model":"m"}', { headers: { 'content-type': type } })).status).toBe(status);
    expect(upstream.seen).toHaveLength(status === 200 ? 1 : 0);
  });

  it.each([
    ['is no object', '[{"type":"web_search"}]'],
    ['is cut short', '{"model":"m","tools":[{"type":"web_sea'],
    ['has a mark in front', '\ufeff{"model":"m"}'],
    ['is in UTF-16', Buffer.from('{"model":"m","tools":[{"type":"web_search"}]}', 'utf16le')],
    ['has a second object', '{"model":"m"} {"model":"m","tools":[{"type":"web_search"}]}'],
    ['holds a comment', '{"model":"m"/*"*/,"tools":[{"type":"web_search"}],"x":"*/"}'],
    ['is a form', 'model=m&tools[0][type]=web_search'],
  ])('cannot hide in a body that %s', async (_, body) => {
    const { room, upstream } = await roomOf('openai');
    const answer = await ask(room, 'openai', body);
    expect(answer.status).toBe(400);
    expect(message(answer)).toContain("the request's body must be one JSON object");
    expect(upstream.seen).toEqual([]);
  });
});
