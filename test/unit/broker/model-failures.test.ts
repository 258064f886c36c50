import { describe, expect, it } from 'vitest';
import type { BrokerOptions } from '../../../src/broker/broker.js';
import type { BrokerGrant, BrokerStop } from '../../../src/broker/types.js';
import { systemClock } from '../../../src/support/clock.js';
import { type Script, type ScriptedModel, startScriptedModel, type Turn } from '../../support/scripted-model.js';
import { keeper } from './keeper.js';
import { KEY, Line, Upstream } from './line.js';
import { ask, WIRES, type Wire } from './wires.js';

/* Every kind of failure in every wire format: what the agent gets, what the person is told, and that nothing hangs. */

const keep = keeper();

const SAY: Turn = { do: 'message', text: 'Done.' };
const CALL: Turn = { do: 'command', command: 'true' };

interface Scene {
  readonly model: ScriptedModel;
  readonly room: Line;
  readonly notes: string[];
}

async function scene(
  wire: Wire,
  script: Script,
  options: Partial<BrokerOptions> = {},
  grant: Partial<BrokerGrant> = {},
): Promise<Scene> {
  const model = keep(await startScriptedModel(script));
  const notes: string[] = [];
  const room = await Line.open(
    { onNote: (note) => notes.push(note), ...grant },
    { baseUrl: model.url, provider: wire.provider, ...options },
  );
  keep(room.broker);
  return { model, room, notes };
}

/** Asks so often, and says after which call the attempt was ended. */
async function askUntilStopped(room: Line, wire: Wire, most: number): Promise<number | undefined> {
  for (let call = 1; call <= most; call++) {
    await ask(room, wire);
    await room.logged(call);
    if (room.stops.length > 0) return call;
  }
  return undefined;
}

const body = (error: Readonly<Record<string, unknown>>): string => JSON.stringify({ type: 'error', error });

describe.each(WIRES)('$name: a provider', (wire) => {
  const name = wire.provider;

  it.each<[string, Turn, BrokerStop['reason'], number, RegExp]>([
    [
      'refuses the key',
      { do: 'fail', status: 401 },
      'auth',
      1,
      /answered 401.*: the key was not accepted; check the api-key/,
    ],
    [
      'forbids the key something',
      { do: 'fail', status: 403 },
      'auth',
      1,
      /answered 403.*: the key may not do this.*; check the api-key/,
    ],
    ['wants money', { do: 'fail', status: 402 }, 'quota', 1, /answered 402.*no credit left.*; add credit/],
    [
      'has no such model',
      { do: 'fail', status: 404 },
      'model-unknown',
      1,
      /answered 404.*: it has no model m-1, or nothing is at \/v1.*; check model, model-base-url/,
    ],
    [
      'finds the conversation too long',
      { do: 'fail', status: 400, body: body({ code: 'context_length_exceeded', message: 'too long' }) },
      'context',
      2,
      /the conversation is longer than the model can take \(“too long”\); make the task smaller/,
    ],
    [
      'finds it too long in words alone',
      { do: 'fail', status: 400, body: body({ message: 'prompt is too long: 2 tokens > 1 maximum' }) },
      'context',
      2,
      /longer than the model can take/,
    ],
    [
      'does not take a parameter',
      { do: 'fail', status: 400, body: body({ message: 'effort must not be \u001b[31m"max"' }) },
      'request',
      2,
      /does not take the agent’s request \(“effort must not be "max"”\); check model and effort/,
    ],
    [
      'is down',
      { do: 'fail', status: 503 },
      'provider',
      20,
      /failed 20 times in a row \(the last time it answered 503\); see whether/,
    ],
    [
      'cuts every stream',
      { do: 'cut' },
      'provider',
      20,
      /failed 20 times in a row \(the last time it broke off its answer: \w+ cut its answer\)/,
    ],
    [
      'closes every connection',
      { do: 'reset' },
      'provider',
      20,
      /failed 20 times in a row \(the last time it gave no answer: /,
    ],
    [
      'is asked too often',
      { do: 'fail', status: 429 },
      'rate-limit',
      20,
      /failed 20 times in a row \(the last time it answered 429\); run again later/,
    ],
    [
      'asks to wait for longer than there is time',
      { do: 'fail', status: 429, headers: { 'retry-after': '3600' } },
      'rate-limit',
      1,
      /answered 429.* and asks to wait 60 min, but only .* are left/,
    ],
    [
      'is silent within its answers',
      { do: 'silent' },
      'provider',
      2,
      /sent nothing for 150 ms, 2 times in a row; .*model-idle-timeout/,
    ],
    [
      'is silent before its answers',
      { do: 'silent', mute: true },
      'provider',
      2,
      /sent nothing for 150 ms, 2 times in a row/,
    ],
    [
      'never ends its answer',
      { do: 'endless' },
      'endless',
      1,
      /gave an endless answer: it wrote more than 0\.1 MiB of text, more than any model does; run again, or give/,
    ],
    [
      'declines to answer',
      { do: 'refuse', text: 'No.' },
      'refused',
      3,
      /declined to answer 3 times in a row.*; rephrase the task/,
    ],
  ])('that %s', async (_, turn, reason, calls, words) => {
    // Short only where something is silent: a busy machine is slow to read.
    const limits = { modelIdleMs: turn.do === 'silent' ? 150 : 60_000, answerTextBytes: 100 * 1024 };
    const deadline = systemClock.monotonic() + 600_000;
    const { room, model } = await scene(wire, [turn], { limits }, { deadline });
    expect(await askUntilStopped(room, wire, calls)).toBe(calls);
    expect(model.requests).toHaveLength(calls);
    expect(room.stops).toMatchObject([{ reason, message: expect.stringMatching(words) }]);
    expect(room.stops[0]?.message).toMatch(new RegExp(`^${name} [\\x20-\\x7e’“”…]+$`));
    if (reason !== 'endless') expect(room.session.failing()).toEqual(room.stops[0]);
    expect(JSON.stringify([room.stops, room.records])).not.toContain(KEY);
  });

  it('that sends a few bytes for ever is cut as well', async () => {
    // Comments of events, as some servers send them to keep a connection open: nothing of them is text.
    const limits = { answerBytes: 64 * 1024 };
    const upstream = keep(
      await Upstream.start((_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(': keep-alive\n\n'));
        };
        response.on('drain', more);
        more();
      }),
    );
    const room = await Line.open({}, { baseUrl: upstream.url, provider: name, limits });
    keep(room.broker);
    expect((await ask(room, wire)).cut).toBe(true);
    expect(room.stops).toMatchObject([
      {
        reason: 'endless',
        message: expect.stringContaining(`${name} gave an endless answer: it sent more than 0.06 MiB,`),
      },
    ]);
  });

  it('that fails in the middle of its stream, with status 200', async () => {
    const error = { type: 'overloaded_error', code: 'overloaded_error', message: 'busy' };
    const event =
      name === 'gemini'
        ? { error: { code: 503, message: 'busy', status: 'UNAVAILABLE' } }
        : wire.name === 'responses'
          ? { type: 'response.failed', response: { error } }
          : { type: 'error', error };
    const upstream = keep(await Upstream.start((_, response) => response.end(`data: ${JSON.stringify(event)}\n\n`)));
    const room = await Line.open({}, { baseUrl: upstream.url, provider: name });
    keep(room.broker);
    await ask(room, wire);
    await room.logged(1);
    expect(room.stops).toEqual([]);
    expect(room.session.failing()).toMatchObject({ reason: 'provider' });
  });

  it('that recovers is in nobody’s way', async () => {
    const limits = { modelIdleMs: 1000 };
    const script: Turn[] = [
      { do: 'silent' },
      SAY,
      { do: 'cut' },
      { do: 'fail', status: 500 },
      { do: 'silent' },
      CALL,
      { do: 'fail', status: 400, body: body({ code: 'context_length_exceeded' }) },
      SAY,
      { do: 'refuse', text: 'No.' },
      { do: 'refuse', text: 'No.' },
      SAY,
      { do: 'fail', status: 429, headers: { 'retry-after': '1' } },
      { do: 'refuse', text: 'No.' },
      SAY,
    ];
    const { room, notes, model } = await scene(
      wire,
      script as [Turn, ...Turn[]],
      { limits },
      { deadline: systemClock.monotonic() + 60_000 },
    );
    expect(await askUntilStopped(room, wire, script.length)).toBeUndefined();
    expect(room.session.failing()).toBeUndefined();
    const silent = `${name} sent nothing for 1.0 s: the call was cut, and the agent may ask again`;
    expect(notes.filter((note) => note === silent)).toHaveLength(2);
    expect(notes.filter((note) => note.startsWith(`${name} declined to answer`))).toHaveLength(3);
    expect(notes.filter((note) => note.includes('asks to wait 1.0 s'))).toHaveLength(1);
    expect(model.requests).toHaveLength(script.length);
  });

  it('that has no model for what is asked beside the conversation is in nobody’s way', async () => {
    const { room, model } = await scene(wire, (_, call) => (call % 2 === 1 ? { do: 'fail', status: 404 } : SAY));
    for (let call = 1; call <= 12; call++) {
      await ask(room, wire, { main: call % 2 === 0 });
      await room.logged(call);
    }
    expect(room.stops).toEqual([]);
    expect(room.session.failing()).toBeUndefined();
    expect(model.requests).toHaveLength(12);
  });

  it('that fails what has no conversation is why it came to nothing', async () => {
    const { room } = await scene(wire, [{ do: 'fail', status: 404 }]);
    await ask(room, wire, { main: false });
    await room.logged(1);
    expect(room.stops).toEqual([]);
    expect(room.session.failing()).toMatchObject({ reason: 'model-unknown', status: 404 });
  });

  it('whose address nobody answers at is given up soon', async () => {
    const upstream = await Upstream.start();
    upstream.close();
    const room = await Line.open({}, { baseUrl: upstream.url, provider: name });
    keep(room.broker);
    const answer = await ask(room, wire);
    // In the words of the provider's own errors, so that its clients can show it.
    expect(answer.status).toBe(502);
    expect(JSON.parse(answer.body)).toMatchObject({ error: { message: expect.stringContaining('(ECONNREFUSED)') } });
    for (let call = 2; call <= 5; call++) await ask(room, wire);
    await room.logged(5);
    expect(room.stops).toMatchObject([
      {
        reason: 'provider',
        status: null,
        message: expect.stringMatching(/failed 5 times in a row .*ECONNREFUSED.*model-base-url/),
      },
    ]);
  });

  it('is asked nothing that is refused here, and the refusal reads like one of its own', async () => {
    const { room, model } = await scene(wire, [SAY], { caps: { requests: 1, tokens: null, costUsd: null } });
    await ask(room, wire);
    const { status, body: text, headers } = await ask(room, wire);
    expect(status).toBe(400);
    // Libraries of OpenAI and Anthropic obey it.
    expect(headers['x-should-retry']).toBe('false');
    const message = expect.stringMatching(/^cleanroom: denied: The budget is used up: max-requests is 1/);
    expect(JSON.parse(text)).toEqual(
      {
        openai: { error: { message, type: 'cleanroom_denied', param: null, code: 'cleanroom_denied' } },
        anthropic: { type: 'error', error: { type: 'cleanroom_denied', message } },
        gemini: { error: { code: 400, message, status: 'INVALID_ARGUMENT' } },
      }[name],
    );
    expect(model.requests).toHaveLength(1);
  });

  it('never has its key in a message, also where it says it back', async () => {
    const words = `bad key ${KEY} for effort ${'x'.repeat(230)}${KEY}`;
    const { room } = await scene(wire, [{ do: 'fail', status: 400, body: body({ message: words }) }]);
    expect(await askUntilStopped(room, wire, 2)).toBe(2);
    expect(room.stops[0]?.message).toContain('bad key ****');
    // Nor a part of it, where the words are too long.
    expect(room.stops[0]?.message).not.toContain(KEY.slice(0, 6));
  });
});

it('tools that are an item of the conversation are those of a conversation', async () => {
  const [wire] = WIRES;
  if (wire === undefined) throw new Error('no wire');
  const { room } = await scene(wire, [{ do: 'fail', status: 404 }]);
  const input = [{ type: 'additional_tools', tools: [{ type: 'function', name: 'exec' }] }];
  await ask(room, { ...wire, body: { model: 'm-1', stream: true, input } });
  await room.logged(1);
  expect(room.stops).toMatchObject([{ reason: 'model-unknown' }]);
});

it('a room that takes nothing is not the provider’s silence', async () => {
  const [wire] = WIRES;
  if (wire === undefined) throw new Error('no wire');
  const piece = `data: ${'x'.repeat(64 * 1024)}\n\n`;
  const upstream = keep(
    await Upstream.start((_, response) => {
      const more = (): void => {
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', more);
      more();
    }),
  );
  const room = await Line.open({}, { baseUrl: upstream.url, limits: { modelIdleMs: 900 } });
  keep(room.broker);
  for (let call = 1; call <= 2; call++) {
    const request = room.request(wire.path, { method: 'POST', headers: { ...wire.headers } });
    request.on('error', () => {});
    // The answer is never read.
    request.on('response', (response) => response.pause());
    request.end(JSON.stringify(wire.body));
    await room.logged(call);
    request.destroy();
  }
  expect(room.records.map(({ rule }) => rule)).toEqual(
    Array.from({ length: 2 }, () => 'the room took nothing of the answer for 900 ms'),
  );
  expect(room.stops).toEqual([]);
});

it('a room that does not send its request is not the provider’s silence', async () => {
  const [wire] = WIRES;
  if (wire === undefined) throw new Error('no wire');
  const upstream = keep(await Upstream.start(() => {}));
  const room = await Line.open({}, { baseUrl: upstream.url, limits: { modelIdleMs: 900 } });
  keep(room.broker);
  for (let call = 1; call <= 2; call++) {
    const headers = { ...wire.headers, 'content-length': '1000' };
    const request = room.request(wire.path, { method: 'POST', headers });
    request.on('error', () => {});
    request.write('{"model":"m-1",');
    await room.logged(call);
    request.destroy();
  }
  expect(room.records.map(({ rule }) => rule)).toEqual(
    Array.from({ length: 2 }, () => 'the room sent nothing of its request for 900 ms'),
  );
  expect(room.stops).toEqual([]);
  expect(room.session.failing()).toBeUndefined();
});
