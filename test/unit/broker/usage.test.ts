import { describe, expect, it } from 'vitest';
import { PROVIDERS } from '../../../src/broker/providers.js';
import type { ProviderName } from '../../../src/broker/types.js';
import { tokensOf, UsageReader } from '../../../src/broker/usage.js';

const sse = (...events: unknown[]): string => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');

const responsesUsage = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 100 },
  output_tokens: 33,
  total_tokens: 153,
};
const chatUsage = { prompt_tokens: 50, prompt_tokens_details: { cached_tokens: 20 }, completion_tokens: 7 };
const geminiUsage = {
  promptTokenCount: 40,
  cachedContentTokenCount: 10,
  candidatesTokenCount: 5,
  thoughtsTokenCount: 6,
};
const trap = { usage: { input_tokens: 9e6, output_tokens: 9e6 } };

const cases: readonly [string, ProviderName, string, [number, number, number]][] = [
  [
    'responses, streamed',
    'openai',
    sse(
      { type: 'response.created', response: { id: 'r', usage: null } },
      { type: 'response.output_item.done', item: { ...trap, text: '"usage":{"input_tokens":5}' } },
      { type: 'response.completed', response: { id: 'r', output: [trap], usage: responsesUsage } },
    ),
    [120, 100, 33],
  ],
  ['responses, one answer', 'openai', JSON.stringify({ output: [trap], usage: responsesUsage }), [120, 100, 33]],
  [
    'chat completions, streamed',
    'openai',
    `${sse({ choices: [{ delta: { content: '\\"}' } }], usage: null }, { choices: [], usage: chatUsage })}data: [DONE]\n\n`,
    [50, 20, 7],
  ],
  ['chat completions, one answer', 'openai', JSON.stringify({ usage: chatUsage }, null, 2), [50, 20, 7]],
  [
    'messages, streamed',
    'anthropic',
    `event: message_start\r\n${sse({
      type: 'message_start',
      message: {
        usage: { input_tokens: 10, cache_read_input_tokens: 200, cache_creation_input_tokens: 3, output_tokens: 1 },
      },
    }).replaceAll(
      '\n',
      '\r\n',
    )}event: message_delta\r\ndata:{"type":"message_delta","usage":{"output_tokens":12}}\r\n\r\n${sse({
      type: 'message_delta',
      usage: { output_tokens: 44 },
    })}`,
    [213, 200, 44],
  ],
  [
    'messages, one answer',
    'anthropic',
    JSON.stringify({ content: [trap], usage: { input_tokens: 5, cache_read_input_tokens: 6, output_tokens: 7 } }),
    [11, 6, 7],
  ],
  [
    'gemini, streamed',
    'gemini',
    sse({ usageMetadata: { promptTokenCount: 40, candidatesTokenCount: 2 } }, { usageMetadata: geminiUsage }),
    [40, 10, 11],
  ],
  [
    'gemini, array',
    'gemini',
    JSON.stringify([{ usageMetadata: { promptTokenCount: 40 } }, { usageMetadata: geminiUsage }]),
    [40, 10, 11],
  ],
  ['gemini, one answer', 'gemini', JSON.stringify({ usageMetadata: geminiUsage }), [40, 10, 11]],
];

function count(provider: ProviderName, chunks: readonly Buffer[]): [number, number, number] {
  const reader = new UsageReader({ paths: PROVIDERS[provider].usage });
  for (const chunk of chunks) reader.push(chunk);
  const { inputTokens, cachedInputTokens, outputTokens } = tokensOf(reader.counts);
  return [inputTokens, cachedInputTokens, outputTokens];
}

describe.each(cases)('%s', (_, provider, text, expected) => {
  const bytes = Buffer.from(text);

  it('is counted at every split', () => {
    for (let at = 0; at <= bytes.length; at++)
      expect(count(provider, [bytes.subarray(0, at), bytes.subarray(at)])).toEqual(expected);
  });

  it('is counted byte by byte', () => {
    expect(
      count(
        provider,
        [...bytes].map((byte) => Buffer.from([byte])),
      ),
    ).toEqual(expected);
  });

  it('never counts more than was sent when it is cut', () => {
    for (let at = 0; at <= bytes.length; at++)
      for (const [index, sum] of count(provider, [bytes.subarray(0, at)]).entries())
        expect(sum).toBeLessThanOrEqual(expected[index]!);
  });
});

describe('usage', () => {
  it('counts behind an event of any size in constant memory', () => {
    const huge = JSON.stringify({ instructions: 'x'.repeat(3 * 1024 * 1024), usage: responsesUsage });
    expect(count('openai', [Buffer.from(sse({ response: JSON.parse(huge) }))])).toEqual([120, 100, 33]);
  });

  it('never takes a count back', () => {
    const text = sse(
      { usageMetadata: geminiUsage },
      { usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 0 } },
    );
    expect(count('gemini', [Buffer.from(text)])).toEqual([40, 10, 11]);
  });

  it('counts behind nesting of any depth', () => {
    const deep = `{"tools":${'['.repeat(20_000)}{"a":1}${']'.repeat(20_000)},"usage":{"input_tokens":4,"output_tokens":2}}`;
    expect(count('openai', [Buffer.from(deep)])).toEqual([4, 0, 2]);
  });

  it('keeps what a cut stream had said', () => {
    const start = sse({ message: { usage: { input_tokens: 10, cache_read_input_tokens: 5, output_tokens: 1 } } });
    expect(count('anthropic', [Buffer.from(`${start}data: {"usage":{"output_tokens":4`)])).toEqual([15, 5, 0]);
  });

  it.each(['-7', '1.5', '1e400', '1000000001', '99999999999999999999', '"7"', 'true', 'null'])(
    'ignores %s',
    (value) => {
      expect(count('openai', [Buffer.from(`{"usage":{"output_tokens":${value}}}`)])).toEqual([0, 0, 0]);
    },
  );

  it('measures what the model wrote in each format, and no more than that', () => {
    const texts: readonly [ProviderName, string][] = [
      ['openai', sse({ type: 'response.output_text.delta', delta: 'h\u00e9llo', item_id: 'm' })],
      ['openai', sse({ id: 'c', choices: [{ delta: { content: 'hello', role: 'assistant' } }] })],
      ['openai', sse({ choices: [{ delta: { tool_calls: [{ function: { arguments: '{"a":1}' } }] } }] })],
      ['openai', JSON.stringify({ choices: [{ message: { content: 'hello' } }] })],
      ['anthropic', sse({ type: 'content_block_delta', delta: { type: 'text_delta', text: 'hello' } })],
      ['gemini', sse({ candidates: [{ content: { parts: [{ text: 'hello' }], role: 'model' } }] })],
      ['gemini', JSON.stringify([{ candidates: [{ content: { parts: [{ text: 'hello' }] } }] }])],
    ];
    const written = texts.map(([provider, text]) => {
      const bytes = Buffer.from(text);
      const { usage: paths, texts: known } = PROVIDERS[provider];
      return Array.from({ length: bytes.length }, (_, at) => {
        const reader = new UsageReader({ paths, texts: known });
        reader.push(bytes.subarray(0, at));
        reader.push(bytes.subarray(at));
        return reader.written;
      });
    });
    const spelt = [6, 5, 9, 5, 5, 5, 5];
    for (const [index, all] of written.entries())
      for (const one of all) expect(one).toEqual({ bytes: spelt[index], pieces: 1 });
  });

  it.each(['', 'plain text', '\ufeff', '}}}]]]{"usage":', '{"usage":{"output_tokens":[1,{"a":2}]}}', '[[[1,2,3]]]'])(
    'bears %j',
    (text) => {
      expect(count('openai', [Buffer.from(text)])).toEqual([0, 0, 0]);
    },
  );
});
