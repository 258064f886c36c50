import { describe, expect, it } from 'vitest';
import { classify, type ProviderAnswer } from '../../../src/broker/classify.js';
import { FailureWatch, MOST_FAILURES_IN_A_ROW } from '../../../src/broker/failures.js';
import { parseRetryAfter, parseRetryDelay } from '../../../src/broker/retry-after.js';

const answer = (
  status: number | null,
  errors: Readonly<Record<string, string>> = {},
  rest: Partial<ProviderAnswer> = {},
): ProviderAnswer => ({
  status,
  failure: undefined,
  retryAfterMs: undefined,
  errors: new Map(Object.entries(errors)),
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
    [undefined, 200, {}],
    [undefined, 200, { message: 'credit balance is too low' }],
    [undefined, 400, { type: 'invalid_request_error' }],
    [undefined, 404, { code: 'model_not_found' }],
    [undefined, 413, {}],
    [undefined, null, {}],
  ])('%s: %s %j', (kind, status, errors) => {
    expect(classify(answer(status, errors))).toBe(kind);
  });

  it('and no answer at all is the provider’s', () => {
    expect(classify(answer(null, {}, { failure: 'openai failed (ECONNREFUSED)' }))).toBe('provider');
  });
});

describe('the person is told', () => {
  it.each<[ProviderAnswer, string, RegExp, RegExp]>([
    [answer(401), 'auth', /^openai answered 401: the key was not accepted; /, /check the api-key input/],
    [answer(403), 'auth', /^openai answered 403: the key may not do this; /, /check the api-key input/],
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
      message: expect.stringMatching(/asks to wait 1 min 1 s, but only 1 min 0 s are left for this attempt; run again/),
    });
    expect(watch.judge('openai', answer(503, {}, { retryAfterMs: 61_000 }), 60_000).stop?.reason).toBe('provider');
    const note = 'openai answered 429 and asks to wait 1 min 1 s';
    expect(watch.judge('openai', late, 61_000)).toEqual({ note });
    expect(watch.judge('openai', late, undefined)).toEqual({ note });
  });

  it.each<[number | null, string]>([
    [429, 'rate-limit'],
    [500, 'provider'],
    [null, 'provider'],
  ])('that %s came too often in a row, and only in a row', (status, reason) => {
    const watch = new FailureWatch();
    const failure = answer(status, {}, { failure: status === null ? 'it failed (ECONNRESET)' : undefined });
    for (let count = 1; count < MOST_FAILURES_IN_A_ROW; count++) expect(watch.judge('p', failure, 1)).toEqual({});
    expect(watch.judge('p', answer(200), 1)).toEqual({});
    for (let count = 1; count < MOST_FAILURES_IN_A_ROW; count++) expect(watch.judge('p', failure, 1)).toEqual({});
    // A room that left says nothing of the provider.
    expect(watch.judge('p', answer(null), 1)).toEqual({});
    const { stop } = watch.judge('p', failure, 1);
    expect(stop).toMatchObject({ reason, status });
    expect(stop?.message).toMatch(
      /^p failed 20 times in a row \(the last time it (answered|gave no answer: it failed)/,
    );
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
});
