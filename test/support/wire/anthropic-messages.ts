import type { ModelRequest, SpokenTurn, TurnUsage, WireFormat } from '../scripted-model.js';
import { isOffered, offeredName } from './tool-names.js';

/** The tool by which Claude Code has its model hand in an answer that follows a schema. */
const ANSWER_TOOL = 'StructuredOutput';

/**
 * Anthropic's Messages API, as a stream or as one answer, and its counter of tokens. A message that is a JSON object is
 * handed in by `StructuredOutput` where a request offers that, as a model would.
 */
export const anthropicMessages: WireFormat = {
  matches: (method, path) => method === 'POST' && /^(\/[^?]*)?\/messages(\?|$)/.test(path),
  text: (body) => collectText(body),
  events: (turn, request, usage) => {
    const { content, stop } = answer(turn, request);
    return [
      // What goes in is known at once, what comes out only at the end.
      start(request, { ...wireUsage(usage), output_tokens: 1 }),
      ...content.flatMap((block, index) => blockEvents(block, index)),
      sse('message_delta', {
        delta: { stop_reason: stop, stop_sequence: null, ...stopDetails(stop) },
        usage: wireUsage(usage),
      }),
      sse('message_stop', {}),
    ];
  },
  whole: (turn, request, usage) => {
    if (isRecord(request.body) && request.body['stream'] === true) return undefined;
    const { content, stop } = answer(turn, request);
    return JSON.stringify({
      ...head(request),
      content,
      stop_reason: stop,
      ...stopDetails(stop),
      usage: wireUsage(usage),
    });
  },
  opening: (request) =>
    start(request, wireUsage({ inputTokens: 0, cachedInputTokens: 0, outputTokens: 0 })) +
    sse('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }),
  delta: (text) => sse('content_block_delta', { index: 0, delta: { type: 'text_delta', text } }),
  failure: (status, message) =>
    JSON.stringify({
      type: 'error',
      error: { type: ERROR_TYPES.get(status) ?? 'api_error', message },
      request_id: 'req_scripted',
    }),
};

const ERROR_TYPES: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request_error'],
  [401, 'authentication_error'],
  [402, 'billing_error'],
  [403, 'permission_error'],
  [404, 'not_found_error'],
  [413, 'request_too_large'],
  [429, 'rate_limit_error'],
  [529, 'overloaded_error'],
]);

type Block =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'tool_use'; readonly id: string; readonly name: string; readonly input: unknown };

interface Answer {
  readonly content: readonly Block[];
  readonly stop: 'end_turn' | 'tool_use' | 'refusal';
}

function answer(turn: SpokenTurn, request: ModelRequest): Answer {
  switch (turn.do) {
    case 'nothing':
      return { content: [], stop: 'end_turn' };
    case 'refuse':
      return { content: turn.text === '' ? [] : [{ type: 'text', text: turn.text }], stop: 'refusal' };
    case 'message': {
      const report = jsonObject(turn.text);
      if (report === undefined || !isOffered(offered(request.body), { name: ANSWER_TOOL }))
        return { content: [{ type: 'text', text: turn.text }], stop: 'end_turn' };
      return toolUse(ANSWER_TOOL, report, request);
    }
    case 'command':
      return toolUse(
        offeredName(offered(request.body), { name: 'Bash' }),
        { command: turn.command, description: 'A command of the script' },
        request,
      );
    case 'tool':
      return toolUse(offeredName(offered(request.body), turn), turn.input, request);
  }
}

function toolUse(name: string, input: unknown, request: ModelRequest): Answer {
  return { content: [{ type: 'tool_use', id: `toolu_${request.call}`, name, input }], stop: 'tool_use' };
}

function blockEvents(block: Block, index: number): string[] {
  const [begun, delta] =
    block.type === 'text'
      ? [
          { ...block, text: '' },
          { type: 'text_delta', text: block.text },
        ]
      : [
          { ...block, input: {} },
          { type: 'input_json_delta', partial_json: JSON.stringify(block.input) },
        ];
  return [
    sse('content_block_start', { index, content_block: begun }),
    sse('content_block_delta', { index, delta }),
    sse('content_block_stop', { index }),
  ];
}

function stopDetails(stop: Answer['stop']): Record<string, unknown> {
  return stop === 'refusal' ? { stop_details: { type: 'refusal', category: null, explanation: null } } : {};
}

/** Names of the tools that the request offers. */
function offered(body: unknown): string[] {
  const tools = isRecord(body) && Array.isArray(body['tools']) ? body['tools'] : [];
  return tools.flatMap((tool: unknown) => (isRecord(tool) && typeof tool['name'] === 'string' ? [tool['name']] : []));
}

/** The provider counts what came from its cache apart. */
function wireUsage(usage: TurnUsage): Record<string, unknown> {
  return {
    input_tokens: usage.inputTokens - usage.cachedInputTokens,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: usage.cachedInputTokens,
    output_tokens: usage.outputTokens,
  };
}

function head({ call, body }: Pick<ModelRequest, 'call' | 'body'>): Record<string, unknown> {
  const model = isRecord(body) && typeof body['model'] === 'string' ? body['model'] : 'scripted';
  return {
    id: `msg_${call}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
  };
}

function start(request: ModelRequest, usage: Record<string, unknown>): string {
  return sse('message_start', { message: { ...head(request), usage } });
}

function sse(type: string, data: Record<string, unknown>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Instructions, messages and outputs of tools, one per line. */
function collectText(body: unknown): string {
  if (!isRecord(body)) return '';
  const messages = Array.isArray(body['messages']) ? body['messages'] : [];
  return [body['system'], ...messages.map((message: unknown) => (isRecord(message) ? message['content'] : undefined))]
    .flatMap((content) => texts(content, 4))
    .join('\n');
}

/** A text, or a list of blocks, of which results of tools hold lists again. */
function texts(content: unknown, depth: number): string[] {
  if (typeof content === 'string') return [content];
  if (!Array.isArray(content) || depth === 0) return [];
  return content.flatMap((block: unknown) => {
    if (!isRecord(block)) return [];
    return typeof block['text'] === 'string' ? [block['text']] : texts(block['content'], depth - 1);
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
