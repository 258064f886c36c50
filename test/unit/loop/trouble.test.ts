import { describe, expect, it } from 'vitest';
import type { AgentFailureKind } from '../../../src/agent/types.js';
import { type AgentError, type TroubleKind, type TurnFacts, troubleOf } from '../../../src/loop/trouble.js';
import type { RoomExit } from '../../../src/room/types.js';

const exit = (rest: Partial<RoomExit> = {}): TurnFacts['exit'] => ({
  end: 'exited',
  code: 0,
  signal: null,
  limits: [],
  ...rest,
});
const ended = (end: RoomExit['end'], rest: Partial<RoomExit> = {}) => exit({ end, code: null, ...rest });
const said = (message: string, kind: AgentFailureKind | null = null, fatal = false): AgentError => ({
  type: 'error',
  message,
  kind,
  fatal,
});
const facts = (rest: Partial<TurnFacts> = {}): TurnFacts => ({
  exit: exit(),
  errors: [],
  stop: undefined,
  failing: undefined,
  repetition: undefined,
  answered: true,
  ...rest,
});

describe('a turn went well when', () => {
  it.each<[string, Partial<TurnFacts>]>([
    ['it ended with an answer', {}],
    ['it ended, of an agent that gives none', { answered: undefined }],
    ['it ended with an answer all the same', { failing: { reason: 'provider', status: 500, message: 'x' } }],
    [
      'it summed up what was too long, and answered',
      { exit: exit({ code: 1 }), errors: [said('too long', 'context')] },
    ],
    ['it got over an error', { errors: [said('stream disconnected', 'provider')] }],
  ])('%s', (_, rest) => {
    expect(troubleOf(facts(rest))).toBeUndefined();
  });
});

it('is a crash where what was too long got no answer, or was the end', () => {
  const code = { exit: exit({ code: 1 }) };
  expect(troubleOf(facts({ ...code, errors: [said('too long', 'context')], answered: false }))?.kind).toBe('context');
  expect(troubleOf(facts({ ...code, errors: [said('too long', 'context', true)] }))?.kind).toBe('context');
});

describe('the trouble with a turn is', () => {
  it.each<[TroubleKind, Partial<TurnFacts>, string, RegExp, boolean]>([
    ['timeout', { exit: ended('timeout') }, 'The agent did not end within its time.', /attempt-timeout/, false],
    [
      'timeout',
      { exit: ended('timeout'), failing: { reason: 'rate-limit', status: 429, message: 'p answered 429; run again' } },
      'The agent did not end within its time. Before that, p answered 429; run again.',
      /attempt-timeout/,
      false,
    ],
    ['memory', { exit: ended('memory-limit') }, 'The agent used more memory than its room has.', /memory/, false],
    [
      'disk',
      { exit: ended('disk-limit', { limits: ['disk-size', 'disk-files'] }) },
      'The agent filled its room: it reached disk-size and disk-files.',
      /raise the limit/,
      false,
    ],
    ['output', { exit: ended('output-limit') }, 'The agent printed more than its room may print.', /max-output/, false],
    ['killed', { exit: ended('signalled', { signal: 'SIGSEGV' }) }, 'The agent was killed by SIGSEGV.', /log/, false],
    [
      'context',
      {
        // Gemini's exit code for a status of 400 is 144.
        exit: ended('signalled', { signal: 'SIGSTKFLT' }),
        failing: { reason: 'context', status: 400, message: 'p answered 400: it is too long; make it smaller' },
      },
      'The agent ended with an error: p answered 400: it is too long; make it smaller.',
      /smaller/,
      true,
    ],
    [
      'provider',
      { exit: ended('signalled', { signal: 'SIGSTKFLT' }), errors: [said('it is down', 'provider', true)] },
      'The agent ended with an error: it is down.',
      /outage/,
      false,
    ],
    [
      'killed',
      { exit: ended('signalled', { signal: 'SIGKILL' }), errors: [said('asking again', 'provider')] },
      'The agent was killed by SIGKILL.',
      /log/,
      false,
    ],
    ['cancelled', { exit: ended('cancelled') }, 'The agent was ended.', /run again/, false],
    ['crashed', { exit: exit({ code: 137 }) }, 'The agent ended with exit code 137.', /log/, false],
    [
      'crashed',
      { exit: exit({ code: 1 }), errors: [said('TypeError: x\n  at y')] },
      'The agent ended with exit code 1: TypeError: x at y.',
      /log/,
      false,
    ],
    [
      'provider',
      { exit: exit({ code: 1 }), errors: [said('unexpected status 500', 'provider'), said('gave up')] },
      'The agent ended with exit code 1: unexpected status 500.',
      /outage/,
      false,
    ],
    [
      'context',
      {
        exit: exit({ code: 1 }),
        errors: [said('retrying', 'provider'), said('prompt is too long', 'context', true), said('bye', 'auth')],
      },
      'The agent ended with exit code 1: prompt is too long.',
      /larger context/,
      true,
    ],
    [
      'session-lost',
      { exit: exit({ code: 42 }), errors: [said('Error: no such session', 'session-lost', true)] },
      'The agent ended with exit code 42: Error: no such session.',
      /conversation/,
      true,
    ],
    ['failed', { errors: [said('it broke', null, true)] }, 'The agent’s turn failed: it broke.', /log/, false],
    [
      'auth',
      { errors: [said('401', 'auth', true)], answered: false },
      'The agent’s turn failed: 401.',
      /api-key/,
      false,
    ],
    [
      'loop',
      { errors: [said('Loop detected', 'loop', true)] },
      'The agent’s turn failed: Loop detected.',
      /prompt/,
      true,
    ],
    ['no-answer', { answered: false }, 'The agent ended without an answer.', /log/, false],
    ['no-answer', { answered: false, errors: [said('', null)] }, 'The agent ended without an answer.', /log/, false],
    [
      'refused',
      { answered: false, errors: [said('I cannot help with that', 'refused')] },
      'The agent ended without an answer: I cannot help with that.',
      /rephrase/,
      false,
    ],
    [
      'loop',
      { exit: ended('cancelled'), repetition: { times: 12, message: 'The agent went in circles.' } },
      'The agent went in circles.',
      /prompt/,
      true,
    ],
    [
      'quota',
      {
        exit: ended('cancelled'),
        stop: { reason: 'quota', status: 402, message: 'openai answered 402; add credit' },
        errors: [said('payment required', 'auth', true)],
      },
      'openai answered 402; add credit',
      /add credit/,
      false,
    ],
    // The broker knows better than the agent what was wrong with the provider.
    [
      'provider',
      {
        exit: exit({ code: 1 }),
        failing: { reason: 'provider', status: 500, message: 'openai failed 6 times in a row' },
        errors: [said('I am confused', 'auth', true)],
      },
      'The agent ended with exit code 1: openai failed 6 times in a row.',
      /outage/,
      false,
    ],
    [
      'refused',
      { answered: true, failing: { reason: 'refused', status: 200, message: 'gemini declined to answer (SAFETY)' } },
      'The agent came to no answer: gemini declined to answer (SAFETY).',
      /rephrase/,
      false,
    ],
    [
      'context',
      { exit: ended('cancelled'), stop: { reason: 'context', status: 400, message: 'too long' } },
      'too long',
      /larger context/,
      true,
    ],
  ])('%s: %j', (kind, rest, message, hint, fresh) => {
    expect(troubleOf(facts(rest))).toEqual({ kind, message, hint: expect.stringMatching(hint), fresh });
  });
});

it('an agent’s words come on one line, without what cannot be seen, and not all of them', () => {
  const { message } = troubleOf(
    facts({ exit: exit({ code: 1 }), errors: [said(`\u001b[31ma\n\n\tb\u202e${'x'.repeat(9000)}`)] }),
  ) ?? { message: '' };
  expect(message).toMatch(/^The agent ended with exit code 1: a bx+…$/);
  expect(message.length).toBeLessThan(500);
});
