import { describe, expect, it } from 'vitest';
import { classify, type ProviderAnswer } from '../../../src/broker/classify.js';
import { FailureWatch, MOST_FAILURES_IN_A_ROW } from '../../../src/broker/failures.js';
import { parseRetryAfter, parseRetryAfterMs, parseRetryDelay } from '../../../src/broker/retry-after.js';

const answer = (
  status: number | null,
  errors: Readonly<Record<string, string>> = {},
  rest: Partial<ProviderAnswer> = {},
): ProviderAnswer => ({
  status,
  failure: undefined,
  complete: status !== null,
  retryAfterMs: undefined,
  errors: new Map(Object.entries(errors)),
  billed: true,
  main: true,
  path: '/v1/messages',
  model: 'm-1',
  connected: true,
  silentMs: undefined,
  refusal: undefined,
  ...rest,
});

describe('a failure is of a kind', () => {
  it.each<[string | undefined, number | null, Record<string, string>]>([
    ['auth', 401, {}],
    ['auth', 403, { type: 'permission_error' }],
    ['auth', 400, { reason: 'API_KEY_INVALID', status: 'INVALID_ARGUMENT' }],
    ['quota', 402, {}],
    ['quota', 429, { code: 'insufficient_quota' }],
    ['quota', 403, { type: 'billing_error' }],
    ['quota', 400, { type: 'invalid_request_error', message: 'Your credit balance is too low to access the API.' }],
    ['quota', 429, { status: 'RESOURCE_EXHAUSTED', quotaId: 'GenerateRequestsPerDayPerProjectPerModel-FreeTier' }],
    // In a stream that began well.
    ['quota', 200, { code: 'insufficient_quota' }],
    ['rate-limit', 429, { code: 'rate_limit_exceeded' }],
    ['rate-limit', 429, { status: 'RESOURCE_EXHAUSTED', quotaId: 'GenerateRequestsPerMinutePerProjectPerModel' }],
    ['provider', 500, {}],
    ['provider', 503, {}],
    ['provider', 529, { type: 'overloaded_error' }],
    // What becomes of one in a stream that began well.
    ['rate-limit', 200, { code: 'rate_limit_exceeded' }],
    ['provider', 200, { type: 'overloaded_error' }],
    ['provider', 200, { code: 'server_error' }],
    ['request', 200, { code: 'invalid_prompt' }],
    ['provider', 200, { status: 'UNAVAILABLE', message: 'overloaded' }],
    ['rate-limit', 200, { status: 'RESOURCE_EXHAUSTED' }],
    ['request', 200, { status: 'INVALID_ARGUMENT' }],
    ['context', 200, { code: 'context_length_exceeded' }],
    ['refused', 200, { code: 'content_filter' }],
    ['context', 400, { code: 'context_length_exceeded', type: 'invalid_request_error' }],
    ['context', 400, { message: 'prompt is too long: 208310 tokens > 200000 maximum', type: 'invalid_request_error' }],
    ['context', 400, { message: 'input length and `max_tokens` exceed context limit: 199000 + 21333 > 200000' }],
    [
      'context',
      400,
      {
        status: 'INVALID_ARGUMENT',
        message: 'The input token count (1200000) exceeds the maximum number of tokens allowed (1048576).',
      },
    ],
    ['context', 400, { message: "This model's maximum context length is 8192 tokens. However, you requested 9000" }],
    ['context', 400, { message: 'the request exceeds the available context size' }],
    ['context', 413, { type: 'request_too_large' }],
    ['context', 400, { error: 'Your input exceeds the context window of this model.' }],
    ['refused', 400, { code: 'content_filter' }],
    ['model-unknown', 404, { code: 'model_not_found' }],
    ['model-unknown', 404, { error: 'model "m" not found' }],
    ['request', 400, { type: 'invalid_request_error', message: 'Unsupported value: reasoning.effort' }],
    ['request', 405, {}],
    ['request', 422, { detail: 'no' }],
    ['provider', 408, {}],
    ['provider', 409, {}],
    [undefined, 200, {}],
    [undefined, 200, { message: 'credit balance is too low' }],
    [undefined, 200, { message: 'prompt is too long' }],
    [undefined, null, {}],
  ])('%s: %s %j', (kind, status, errors) => {
    expect(classify(answer(status, errors))).toBe(kind);
  });

  it('and no answer at all is the provider’s', () => {
    expect(classify(answer(null, {}, { failure: 'openai failed (ECONNREFUSED)' }))).toBe('provider');
  });

  it('and so is an answer that breaks off', () => {
    expect(classify(answer(200, {}, { failure: 'openai cut its answer' }))).toBe('provider');
  });
});

describe('the person is told', () => {
  it.each<[ProviderAnswer, string, RegExp, RegExp]>([
    [answer(401), 'auth', /^openai answered 401: the key was not accepted; /, /check the api-key input/],
    [answer(403), 'auth', /^openai answered 403: the key may not do this; /, /check the api-key input/],
    [
      answer(403, { message: 'Your organization must be verified.' }),
      'auth',
      /^openai answered 403: the key may not do this \(“Your organization must be verified\.”\); /,
      /check the api-key input/,
    ],
    // It may hold a part of the key.
    [
      answer(401, { message: 'Incorrect key sk-ab…yz' }),
      'auth',
      /^openai answered 401: the key was not accepted; /,
      /./,
    ],
    [
      answer(401, {}, { keyless: true }),
      'auth',
      /401: it wants a key, and none was given; /,
      /check the api-key input/,
    ],
    [answer(429, { code: 'insufficient_quota' }), 'quota', /429 \(insufficient_quota\)/, /add credit/],
    [answer(400, { reason: 'API_KEY_INVALID' }), 'auth', /400 \(API_KEY_INVALID\): the key was not/, /api-key/],
  ])('of %j at once', (failure, reason, what, doing) => {
    const { stop } = new FailureWatch().judge('openai', failure, 60_000);
    expect(stop).toMatchObject({ reason, status: failure.status });
    expect(stop?.message).toMatch(what);
    expect(stop?.message).toMatch(doing);
  });

  it('nothing of a provider’s odd words', () => {
    const { stop } = new FailureWatch().judge('openai', answer(401, { code: 'a\u001b[31m b' }), undefined);
    expect(stop?.message).toMatch(/^openai answered 401: /);
  });

  it('that a wait is longer than what is left, and of one that is not', () => {
    const watch = new FailureWatch();
    const late = answer(429, {}, { retryAfterMs: 61_000 });
    expect(watch.judge('openai', late, 60_000).stop).toMatchObject({
      reason: 'rate-limit',
      status: 429,
      message: expect.stringMatching(/asks to wait 1 min 1 s, but only 1 min are left for this attempt; run again/),
    });
    expect(watch.judge('openai', answer(503, {}, { retryAfterMs: 61_000 }), 60_000).stop?.reason).toBe('provider');
    for (const left of [61_000, undefined]) {
      const told = watch.judge('openai', late, left);
      expect(told).toEqual({
        note: 'openai answered 429 and asks to wait 1 min 1 s',
        failing: expect.objectContaining({ reason: 'rate-limit' }),
      });
    }
  });

  it.each<[number | null, string, Partial<ProviderAnswer>]>([
    [429, 'rate-limit', {}],
    [500, 'provider', {}],
    [200, 'provider', { failure: 'p cut its answer', complete: false }],
    [null, 'provider', { failure: 'it failed (ECONNRESET)' }],
  ])('that %s came too often in a row, and only in a row', (status, reason, rest) => {
    const watch = new FailureWatch();
    const failure = answer(status, {}, rest);
    const fail = () => watch.judge('p', failure, 1);
    for (let count = 1; count < MOST_FAILURES_IN_A_ROW; count++) expect(fail().stop).toBeUndefined();
    expect(watch.judge('p', answer(200), 1)).toEqual({});
    for (let count = 1; count < MOST_FAILURES_IN_A_ROW; count++) expect(fail().stop).toBeUndefined();
    // A room that left says nothing of the provider, in the middle of an answer or before; neither does a list of models.
    expect(watch.judge('p', answer(null), 1)).toEqual({});
    expect(watch.judge('p', answer(200, {}, { complete: false }), 1)).toEqual({});
    expect(watch.judge('p', answer(200, {}, { billed: false }), 1)).toEqual({});
    expect(watch.judge('p', answer(500, {}, { billed: false }), 1)).toEqual({});
    const { stop, failing } = fail();
    expect(stop).toMatchObject({ reason, status });
    expect(failing).toEqual(stop);
    expect(stop?.message).toMatch(
      /^p failed 20 times in a row \(the last time it (answered|broke off its answer: p cut|gave no answer: it failed)/,
    );
  });

  it('sooner where nobody has ever taken a connection', () => {
    const refused = answer(null, {}, { failure: 'p failed (ECONNREFUSED)', connected: false });
    const watch = new FailureWatch();
    const told = Array.from({ length: 5 }, () => watch.judge('p', refused, 1).stop?.message);
    expect(told).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      expect.stringMatching(/^p failed 5 times in a row/),
    ]);
    const reached = new FailureWatch();
    reached.judge('p', answer(200), 1);
    expect(Array.from({ length: 19 }, () => reached.judge('p', refused, 1).stop)).not.toContainEqual(expect.anything());
  });

  it('of a silence, and ended by a second one in a row', () => {
    const silent = answer(200, {}, { failure: 'p was silent', complete: false, silentMs: 300_000 });
    const watch = new FailureWatch();
    const first = {
      note: 'p sent nothing for 5 min: the call was cut, and the agent may ask again',
      failing: expect.objectContaining({ reason: 'provider' }),
    };
    expect(watch.judge('p', silent, 1)).toEqual(first);
    watch.judge('p', answer(200), 1);
    expect(watch.judge('p', silent, 1)).toEqual(first);
    expect(watch.judge('p', silent, 1).stop).toEqual({
      reason: 'provider',
      status: 200,
      message:
        'p sent nothing for 5 min, 2 times in a row; see whether the provider reports an outage, or raise model-idle-timeout',
    });
  });

  it('of the conversation, whatever comes of what is asked beside it', () => {
    const silent = answer(200, {}, { failure: 'p was silent', complete: false, silentMs: 300_000 });
    const beside = { main: false };
    const watch = new FailureWatch();
    watch.judge('p', silent, 1);
    expect(watch.judge('p', answer(200, {}, beside), 1)).toEqual({});
    expect(watch.judge('p', silent, 1).stop?.message).toMatch(/2 times in a row/);

    const failing = new FailureWatch();
    for (let count = 1; count < MOST_FAILURES_IN_A_ROW; count++) {
      expect(failing.judge('p', answer(500), 1).stop).toBeUndefined();
      failing.judge('p', answer(200, {}, beside), 1);
    }
    expect(failing.judge('p', answer(500), 1).stop?.reason).toBe('provider');

    const waiting = new FailureWatch();
    waiting.judge('p', answer(200), 1);
    const late = answer(429, {}, { ...beside, retryAfterMs: 3_600_000 });
    expect(waiting.judge('p', late, 1000).stop).toBeUndefined();
    for (let count = 2; count < MOST_FAILURES_IN_A_ROW; count++)
      expect(waiting.judge('p', late, 1000).stop).toBeUndefined();
    // The provider is there for the conversation.
    expect(waiting.judge('p', answer(200), 1)).toEqual({});
    expect(waiting.judge('p', late, 1000).stop).toBeUndefined();
    // Where nothing else is known, it is the conversation.
    expect(new FailureWatch().judge('p', late, 1000).stop?.reason).toBe('rate-limit');
  });

  it('at once that there is no such model, with the provider’s own words', () => {
    const gone = answer(404, { code: 'model_not_found', message: `no\n${'x'.repeat(500)}` });
    const { stop } = new FailureWatch().judge('openai', gone, 1);
    expect(stop).toMatchObject({ reason: 'model-unknown', status: 404 });
    expect(stop?.message).toMatch(
      /^openai answered 404 \(model_not_found\): it has no model m-1 \(“no x{296}…”\); check model, model-base-url and which models the key may use$/,
    );
  });

  it.each<[string, RegExp]>([
    ['/v1/messages', /: it has no model m-1, or nothing is at \/v1\/messages; check model, [^;]*$/],
    ['/v1/resp onses', /, or nothing is at that path; check/],
    [
      '/v1/responses',
      /, or nothing is at \/v1\/responses; check .* use; where the endpoint has chat completions alone, give agent opencode with model chat-completions:m-1$/,
    ],
  ])('that there may be nothing at %s, and what to give instead', (path, words) => {
    expect(new FailureWatch().judge('openai', answer(404, {}, { path }), 1).stop?.message).toMatch(words);
  });

  it.each<[string, ProviderAnswer, RegExp]>([
    [
      'context',
      answer(400, { code: 'context_length_exceeded' }),
      /longer than the model can take; make the task smaller/,
    ],
    [
      'request',
      answer(400, { message: 'bad effort' }),
      /does not take the agent’s request \(“bad effort”\); check model/,
    ],
  ])('of %s, when the agent does not get over it', (reason, failure, words) => {
    const watch = new FailureWatch();
    const { failing, ...rest } = watch.judge('p', failure, 1);
    expect(rest).toEqual({});
    expect(failing).toMatchObject({ reason, message: expect.stringMatching(words) });
    // It got over it.
    expect(watch.judge('p', answer(200), 1)).toEqual({});
    expect(watch.judge('p', failure, 1).stop).toBeUndefined();
    // What it asks beside its conversation does not count, well or not.
    const beside = { main: false };
    expect(watch.judge('p', answer(200, {}, beside), 1)).toEqual({});
    expect(watch.judge('p', { ...failure, ...beside }, 1).stop).toBeUndefined();
    expect(watch.judge('p', answer(404, {}, beside), 1).stop).toBeUndefined();
    expect(watch.judge('p', answer(403, {}, beside), 1).stop).toBeUndefined();
    expect(watch.judge('p', failure, 1).stop).toEqual(failing);
  });

  it('of refusals, and ended by the third in a row', () => {
    const refusal = answer(200, {}, { refusal: 'SAFETY' });
    const watch = new FailureWatch();
    const note = 'gemini declined to answer (SAFETY)';
    expect(watch.judge('gemini', refusal, 1)).toMatchObject({ note });
    expect(watch.judge('gemini', refusal, 1)).toMatchObject({ note });
    expect(watch.judge('gemini', answer(200), 1)).toEqual({});
    watch.judge('gemini', refusal, 1);
    watch.judge('gemini', refusal, 1);
    expect(watch.judge('gemini', refusal, 1).stop).toEqual({
      reason: 'refused',
      status: 200,
      message: 'gemini declined to answer 3 times in a row (SAFETY); rephrase the task, or give another model',
    });
  });

  it('of an odd refusal without its words', () => {
    const refusal = answer(200, {}, { refusal: 'I am sorry, but I cannot.' });
    expect(new FailureWatch().judge('p', refusal, 1).note).toBe('p declined to answer');
  });

  it('nothing of what is missing beside a model’s turn, but of a key that is refused', () => {
    const beside = { billed: false, main: false };
    const watch = new FailureWatch();
    for (const status of [403, 404, 400, 413, 429, 503])
      expect(watch.judge('p', answer(status, {}, beside), 1)).toEqual({});
    expect(watch.judge('p', answer(401, {}, beside), 1).stop?.reason).toBe('auth');
    expect(watch.judge('p', answer(402, {}, beside), 1).stop?.reason).toBe('quota');
  });

  it('of waits a bounded number of times', () => {
    const watch = new FailureWatch();
    let notes = 0;
    for (let count = 0; count < 100; count++) {
      if (watch.judge('p', answer(429, {}, { retryAfterMs: 10 }), 1000).note !== undefined) notes++;
      watch.judge('p', answer(200), 1000);
    }
    expect(notes).toBe(20);
  });
});

describe('retry-after', () => {
  const now = Date.UTC(2026, 10, 21, 11, 0, 0);
  it.each<[string | undefined, number | undefined]>([
    ['0', 0],
    ['7', 7000],
    [' 1.5 ', 1500],
    ['Sat, 21 Nov 2026 11:01:00 GMT', 60_000],
    ['Sat, 21 Nov 2026 10:00:00 GMT', 0],
    ['Saturday, 21-Nov-26 11:01:00 GMT', undefined],
    ['2026-11-21T11:01:00Z', undefined],
    ['-5', undefined],
    ['1e9', undefined],
    ['99999999999', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %s ms', (value, ms) => {
    expect(parseRetryAfter(value, now)).toBe(ms);
  });

  it.each([
    ['37s', 37_000],
    ['0.25s', 250],
    ['37', undefined],
    ['-1s', undefined],
  ])('of Google: %s is %s ms', (value, ms) => {
    expect(parseRetryDelay(value)).toBe(ms);
  });

  it.each([
    ['1500', 1500],
    ['0.4', 0],
    ['-1', undefined],
    ['soon', undefined],
    [undefined, undefined],
  ])('in milliseconds: %s is %s', (value, ms) => {
    expect(parseRetryAfterMs(value)).toBe(ms);
  });
});
