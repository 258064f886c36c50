import type { ModelRequest, SpokenTurn, TurnUsage, WireFormat } from '../scripted-model.js';
import { offeredName } from './tool-names.js';

/**
 * OpenAI's chat completions, as a stream or as one answer. The counts come in a last chunk without choices, and only
 * when the request asks for them. Without a `finish_reason` some clients ask again for ever.
 */
export const openaiChat: WireFormat = {
  matches: (method, path) => method === 'POST' && /^(\/[^?]*)?\/chat\/completions(\?|$)/.test(path),
  text: (body) => collectText(body),
  events: (turn, request, usage) => {
    const { delta, finish } = answer(turn, request);
    return [
      chunk(request, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
      chunk(request, [{ index: 0, delta, finish_reason: null }]),
      chunk(request, [{ index: 0, delta: {}, finish_reason: finish }]),
      ...(wantsUsage(request.body) ? [chunk(request, [], wireUsage(usage))] : []),
      'data: [DONE]\n\n',
    ];
  },
  whole: (turn, request, usage) => {
    if (isRecord(request.body) && request.body['stream'] === true) return undefined;
    const { delta, finish } = answer(turn, request);
    const message = { role: 'assistant', content: null, refusal: null, ...delta };
    return JSON.stringify({
      ...head(request),
      object: 'chat.completion',
      choices: [{ index: 0, message, finish_reason: finish }],
      usage: wireUsage(usage),
    });
  },
  opening: (request) => chunk(request, [{ index: 0, delta: { role: 'assistant', content: '' }, finish_reason: null }]),
  delta: (text) => chunk({ call: 0, body: undefined }, [{ index: 0, delta: { content: text }, finish_reason: null }]),
  failure: (status, message) =>
    JSON.stringify({ error: { message, type: ERROR_TYPES.get(status) ?? 'server_error', param: null, code: null } }),
};

const ERROR_TYPES: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request_error'],
  [401, 'invalid_request_error'],
  [403, 'permission_error'],
  [404, 'invalid_request_error'],
  [429, 'rate_limit_error'],
]);

interface Answer {
  readonly delta: Readonly<Record<string, unknown>>;
  readonly finish: 'stop' | 'tool_calls' | 'content_filter';
}

function answer(turn: SpokenTurn, request: ModelRequest): Answer {
  switch (turn.do) {
    case 'nothing':
      return { delta: {}, finish: 'stop' };
    case 'message':
      return { delta: { content: turn.text }, finish: 'stop' };
    case 'refuse':
      return { delta: { refusal: turn.text }, finish: 'content_filter' };
    case 'command': {
      const input = { command: turn.command, description: 'A command of the script' };
      return toolCall(offeredName(offered(request.body), { name: 'bash' }), input, request.call);
    }
    case 'tool':
      return toolCall(offeredName(offered(request.body), turn), turn.input, request.call);
  }
}

function toolCall(name: string, input: unknown, call: number): Answer {
  return {
    delta: {
      tool_calls: [
        { index: 0, id: `call_${call}`, type: 'function', function: { name, arguments: JSON.stringify(input) } },
      ],
    },
    finish: 'tool_calls',
  };
}

/** Names of the functions that the request offers. */
function offered(body: unknown): string[] {
  const tools = isRecord(body) && Array.isArray(body['tools']) ? body['tools'] : [];
  return tools.flatMap((tool: unknown) =>
    isRecord(tool) && isRecord(tool['function']) && typeof tool['function']['name'] === 'string'
      ? [tool['function']['name']]
      : [],
  );
}

function wantsUsage(body: unknown): boolean {
  const options = isRecord(body) ? body['stream_options'] : undefined;
  return isRecord(options) && options['include_usage'] === true;
}

function wireUsage(usage: TurnUsage): Record<string, unknown> {
  return {
    prompt_tokens: usage.inputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedInputTokens },
    completion_tokens: usage.outputTokens,
    completion_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

type Asked = Pick<ModelRequest, 'call' | 'body'>;

function head({ call, body }: Asked): Record<string, unknown> {
  const model = isRecord(body) && typeof body['model'] === 'string' ? body['model'] : 'scripted';
  return { id: `chatcmpl-${call}`, created: 1_700_000_000, model };
}

function chunk(request: Asked, choices: readonly unknown[], usage?: Record<string, unknown>): string {
  const data = { ...head(request), object: 'chat.completion.chunk', choices, ...(usage ? { usage } : {}) };
  return `data: ${JSON.stringify(data)}\n\n`;
}

/** Messages, parts of messages and tool outputs, one per line. */
function collectText(body: unknown): string {
  if (!isRecord(body) || !Array.isArray(body['messages'])) return '';
  const parts: string[] = [];
  for (const message of body['messages']) {
    if (!isRecord(message)) continue;
    const content = message['content'];
    if (typeof content === 'string') parts.push(content);
    else if (Array.isArray(content))
      for (const part of content) if (isRecord(part) && typeof part['text'] === 'string') parts.push(part['text']);
  }
  return parts.join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
