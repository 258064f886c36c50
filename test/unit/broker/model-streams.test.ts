import { createHash, randomInt } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import type { BrokerGrant, ProviderName } from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { keeper, lineOpener } from './keeper.js';
import { type Answer, KEY, type Line, type LineOptions, NONCE, Upstream } from './line.js';

/* Streams of all wire formats: untouched while they run, ended when they stall or never end, judged when they fail. */

const keep = keeper();
const open = lineOpener(keep);
const line = (options: LineOptions, grant?: Partial<BrokerGrant>): Promise<Line> => open(grant, options);

interface Format {
  readonly name: string;
  readonly provider: ProviderName;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly delta: (text: string) => string;
  readonly counts: string;
}

const data = (value: unknown): string => `data: ${JSON.stringify(value)}`;
const FORMATS: readonly Format[] = [
  {
    name: 'responses',
    provider: 'openai',
    path: '/v1/responses',
    headers: { authorization: `Bearer ${NONCE}` },
    delta: (delta) => data({ type: 'response.output_text.delta', delta }),
    counts: data({
      type: 'response.completed',
      response: { usage: { input_tokens: 70, input_tokens_details: { cached_tokens: 10 }, output_tokens: 7 } },
    }),
  },
  {
    name: 'chat completions',
    provider: 'openai',
    path: '/v1/chat/completions',
    headers: { authorization: `Bearer ${NONCE}` },
    delta: (content) => data({ choices: [{ delta: { content } }] }),
    counts: data({
      choices: [],
      usage: { prompt_tokens: 70, prompt_tokens_details: { cached_tokens: 10 }, completion_tokens: 7 },
    }),
  },
  {
    name: 'messages',
    provider: 'anthropic',
    path: '/v1/messages?beta=true',
    headers: { 'x-api-key': NONCE },
    delta: (text) => `event: content_block_delta\r\n${data({ delta: { type: 'text_delta', text } })}`,
    counts: `event: message_delta\r\n${data({ usage: { input_tokens: 60, cache_read_input_tokens: 10, output_tokens: 7 } })}`,
  },
  {
    name: 'generateContent',
    provider: 'gemini',
    path: '/v1beta/models/m:streamGenerateContent?alt=sse',
    headers: { 'x-goog-api-key': NONCE },
    delta: (text) => data({ candidates: [{ content: { parts: [{ text }] } }] }),
    counts: data({
      usageMetadata: {
        promptTokenCount: 70,
        cachedContentTokenCount: 10,
        candidatesTokenCount: 4,
        thoughtsTokenCount: 3,
      },
    }),
  },
];

const ask = (room: Line, format: Format, body: string | Buffer = '{"model":"m"}'): Promise<Answer> =>
  room.send(format.path, { method: 'POST', headers: { ...format.headers }, body });

const sha = (bytes: string | Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Writes each piece by itself, so that the broker reads pieces as they are cut here. */
async function pour(response: ServerResponse, bytes: Buffer, cuts: readonly number[]): Promise<void> {
  let from = 0;
  for (const cut of [...cuts, bytes.length]) {
    if (response.destroyed) return;
    await new Promise<void>((done) => response.write(bytes.subarray(from, cut), () => setImmediate(done)));
    from = cut;
  }
  response.end();
}

describe.each([...FORMATS])('a stream of $name', (format) => {
  it.each(['\n', '\r\n', '\r'])('with line ends %j passes byte for byte, however it is cut', async (end) => {
    // Two, three and four bytes a character, half a key, and escapes.
    const texts = ['ä€𝄞', KEY.slice(0, 20), '"\\\u2028', 'x'.repeat(5000), '{"usage":{"input_tokens":9}}'];
    const events = [...texts.map(format.delta), format.counts, 'data: [DONE]', ': a comment'];
    const text = events.map((event) => `${event.replaceAll('\r\n', end)}${end}${end}`).join('');
    const bytes = Buffer.from(text);
    const cuts = [
      // Every byte of the first events, and of the counts.
      ...Array.from({ length: 200 }, (_, at) => at + 1),
      ...Array.from({ length: 40 }, () => randomInt(201, bytes.length - 200)).sort((a, b) => a - b),
      ...Array.from({ length: 199 }, (_, at) => bytes.length - 199 + at),
    ];
    const sent = Buffer.from(
      JSON.stringify(
        format.provider === 'gemini'
          ? { contents: [{ parts: [{ text: 'ö𝄞'.repeat(2000) }] }] }
          : { model: 'm', messages: [{ role: 'user', content: 'ö𝄞'.repeat(2000) }] },
      ),
    );
    const upstream = keep(await Upstream.start((_, response) => void pour(response, bytes, cuts)));
    const room = await line({
      baseUrl: upstream.url,
      provider: format.provider,
      caps: { requests: 9, tokens: 1e6, costUsd: 9 },
      prices: [{ model: '*', input: 1, cachedInput: 1, output: 1 }],
    });
    const answer = await ask(room, format, sent);
    expect(answer.cut).toBe(false);
    expect(sha(answer.body)).toBe(sha(bytes));
    expect(sha(upstream.seen[0]?.body ?? '')).toBe(sha(sent));
    expect(room.session.usage()).toEqual({
      ...{ requests: 1, inputTokens: 70, cachedInputTokens: 10, outputTokens: 7, estimated: false },
      costUsd: 0.000077,
    });
  });

  it('that falls silent is cut after the idle limit', async () => {
    const opening = `${format.delta('hm')}\n\n`;
    const upstream = keep(await Upstream.start((_, response) => void response.write(opening)));
    const room = await line({ baseUrl: upstream.url, provider: format.provider, limits: { modelIdleMs: 900 } });
    expect(await ask(room, format)).toMatchObject({ status: 200, cut: true, body: opening });
    expect((await room.logged(1))[0]).toMatchObject({
      verdict: 'failed',
      rule: expect.stringContaining('was silent for 900 ms'),
    });
    expect(room.session.usage()).toMatchObject({ inputTokens: 5, outputTokens: 1, estimated: true });
  });

  it('that drips for ever is cut after the wall limit', async () => {
    const upstream = keep(
      await Upstream.start((_, response) => {
        const timer = setInterval(() => response.write(`${format.delta('.')}\n\n`), 5);
        response.once('close', () => clearInterval(timer));
      }),
    );
    const limits = { wallMs: 900, modelIdleMs: 60_000 };
    const room = await line({ baseUrl: upstream.url, provider: format.provider, limits });
    expect(await ask(room, format)).toMatchObject({ status: 200, cut: true });
    expect((await room.logged(1))[0]?.rule).toContain('took more than 900 ms');
  });

  it('of one event without end is not held', async () => {
    const chunk = Buffer.alloc(256 * 1024, 'z');
    let left = 160;
    let leftAtFirst = 0;
    const upstream = keep(
      await Upstream.start((_, response) => {
        response.write('data: {"text":"');
        const more = (): void => {
          while (left > 0) {
            left--;
            if (!response.write(chunk)) return;
          }
          response.end(`"}\n\n${format.counts}\n\n`);
        };
        response.on('drain', more);
        more();
      }),
    );
    const room = await line({ baseUrl: upstream.url, provider: format.provider });
    const request = room.request(format.path, { method: 'POST', headers: { ...format.headers } });
    request.end('{"model":"m"}');
    const read = await new Promise<number>((done) => {
      request.once('response', (message) => {
        let bytes = 0;
        message.once('data', () => {
          leftAtFirst = left;
        });
        message.on('data', (part: Buffer) => {
          bytes += part.length;
        });
        message.once('close', () => done(bytes));
      });
    });
    expect(read).toBeGreaterThan(40 * 1024 * 1024);
    // The room had its beginning while most of it was still to be made.
    expect(leftAtFirst).toBeGreaterThan(80);
    await room.logged(1);
    expect(room.session.usage()).toMatchObject({ inputTokens: 70, outputTokens: 7, estimated: false });
  });
});

describe('a failing provider', () => {
  const failing = async (
    status: number,
    body: string,
    headers: Record<string, string> = {},
    once = false,
  ): Promise<Upstream> => {
    let calls = 0;
    return keep(
      await Upstream.start((_, response) => {
        calls++;
        response.writeHead(once && calls > 1 ? 200 : status, { 'content-type': 'application/json', ...headers });
        response.end(body);
      }),
    );
  };
  const [responses, , messages, gemini] = FORMATS as [Format, Format, Format, Format];

  it.each<[string, Format, number, string, string, RegExp]>([
    [
      'a bad key of Google’s',
      gemini,
      400,
      JSON.stringify({
        error: {
          code: 400,
          message: 'API key not valid. Please pass a valid API key.',
          status: 'INVALID_ARGUMENT',
          details: [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'API_KEY_INVALID' }],
        },
      }),
      'auth',
      /^gemini answered 400 \(API_KEY_INVALID\): the key was not accepted; check the api-key input/,
    ],
    [
      'a bad key of Google’s, in a stream of JSON',
      gemini,
      400,
      JSON.stringify([{ error: { details: [{ reason: 'API_KEY_INVALID' }] } }], null, 2),
      'auth',
      /^gemini answered 400/,
    ],
    [
      'no credit left',
      responses,
      429,
      '{"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}',
      'quota',
      /^openai answered 429 \(insufficient_quota\): the account behind the key has no credit left/,
    ],
    [
      'no credit left, in Anthropic’s words',
      messages,
      400,
      '{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API."}}',
      'quota',
      /^anthropic answered 400 .*no credit left/,
    ],
    ['a payment that is due', responses, 402, '', 'quota', /^openai answered 402: .*add credit/],
    [
      'no credit left, in a stream that began well',
      responses,
      200,
      'data: {"type":"response.failed","response":{"error":{"code":"insufficient_quota","message":"no"}}}\n\n',
      'quota',
      /^openai answered 200 \(insufficient_quota\): .*no credit/,
    ],
  ])(
    'with %s ends the attempt once, and the agent has the answer as it was',
    async (_, format, status, body, reason, words) => {
      const upstream = await failing(status, body);
      const room = await line({ baseUrl: upstream.url, provider: format.provider });
      expect(await ask(room, format)).toMatchObject({ status, body, cut: false });
      await ask(room, format);
      await room.logged(2);
      expect(room.stops).toMatchObject([{ reason, status, message: expect.stringMatching(words) }]);
    },
  );

  it.each([
    ['seconds', () => '7200'],
    ['a date', () => new Date(Date.now() + 7_200_000).toUTCString()],
  ])('that asks for a longer wait than there is time ends the attempt: %s', async (_, header) => {
    const upstream = await failing(429, '{"error":{"message":"slow down"}}', { 'retry-after': header() });
    const deadline = systemClock.monotonic() + 600_000;
    const room = await line({ baseUrl: upstream.url }, { deadline });
    const answer = await ask(room, responses);
    expect(answer.headers['retry-after']).toBeDefined();
    await room.logged(1);
    expect(room.stops).toMatchObject([
      {
        reason: 'rate-limit',
        status: 429,
        message: expect.stringMatching(/asks to wait 1(1[0-9]|20) min.* only (9|10) min/),
      },
    ]);
  });

  it('that asks for a wait which there is time for is obeyed, and the person told', async () => {
    const notes: string[] = [];
    const upstream = await failing(429, '{}', { 'retry-after': '30' }, true);
    const deadline = systemClock.monotonic() + 600_000;
    const room = await line({ baseUrl: upstream.url }, { deadline, onNote: (note) => notes.push(note) });
    expect((await ask(room, responses)).headers['retry-after']).toBe('30');
    expect((await ask(room, responses)).status).toBe(200);
    const [first, second] = await room.logged(2);
    expect(first).toMatchObject({ verdict: 'allowed', rule: 'provider openai (asked to wait 30 s)' });
    expect(second?.rule).toBe('provider openai');
    expect(notes).toEqual(['openai answered 429 and asks to wait 30.0 s']);
    expect(room.stops).toEqual([]);
  });

  it('of Google says in its body how long to wait', async () => {
    const body = JSON.stringify({ error: { code: 429, details: [{ retryDelay: '3600s' }] } });
    const upstream = await failing(429, body);
    const deadline = systemClock.monotonic() + 60_000;
    const room = await line({ baseUrl: upstream.url, provider: 'gemini' }, { deadline });
    await ask(room, gemini);
    await room.logged(1);
    expect(room.stops).toMatchObject([{ reason: 'rate-limit', message: expect.stringContaining('60 min') }]);
  });

  it.each<[number, string]>([
    [429, 'rate-limit'],
    [503, 'provider'],
  ])('again and again with %i ends the attempt after a bounded number, over all rooms', async (status, reason) => {
    const upstream = await failing(status, '{}');
    const room = await line({ baseUrl: upstream.url });
    for (let count = 0; count < 19; count++) await ask(room, responses);
    await room.logged(19);
    expect(room.stops).toEqual([]);
    await ask(room, responses);
    await room.logged(20);
    expect(room.stops).toMatchObject([
      { reason, status, message: expect.stringContaining('failed 20 times in a row') },
    ]);
  });

  it('that nobody reaches counts as failing, and a room that leaves does not', async () => {
    const upstream = await Upstream.start();
    upstream.close();
    const room = await line({ baseUrl: upstream.url });
    for (let count = 0; count < 20; count++) await ask(room, responses);
    await room.logged(20);
    expect(room.stops).toMatchObject([
      {
        reason: 'provider',
        status: null,
        message: expect.stringContaining('gave no answer: openai failed (ECONNREFUSED)'),
      },
    ]);
    const silent = keep(await Upstream.start(() => {}));
    const other = await line({ baseUrl: silent.url });
    for (let count = 0; count < 21; count++) {
      const request = other.request('/v1/responses', { method: 'POST', headers: { ...responses.headers } });
      request.on('error', () => {});
      request.end('{}');
      while (silent.seen.length <= count) await new Promise((done) => setTimeout(done, 2));
      request.destroy();
      await other.logged(count + 1);
    }
    expect(other.stops).toEqual([]);
  });
});
