import type { ModelRequest, SpokenTurn, TurnUsage, WireFormat } from '../scripted-model.js';
import { isOffered, offeredName } from './tool-names.js';

/**
 * OpenAI's Responses API as a stream. Two tool dialects: a plain `exec_command` function, and `code mode`, where the
 * only shell is a custom tool `exec` that takes a script; the tools that a request offers decide.
 */
export const openaiResponses: WireFormat = {
  matches: (method, path) => method === 'POST' && /^(\/[^?]*)?\/responses(\?|$)/.test(path),
  text: (body) => collectText(body),
  events: (turn, request, usage) => {
    const id = `resp_${request.call}`;
    const items = outputItems(turn, request);
    // The filter ends a response that it withholds; whether anything was said before makes no difference.
    const end =
      turn.do === 'refuse'
        ? { status: 'incomplete', incomplete_details: { reason: 'content_filter' } }
        : { status: 'completed' };
    return [
      sse('response.created', { response: created(request) }),
      ...items.flatMap((item, index) => itemEvents(item, index)),
      sse(`response.${end.status}`, { response: { id, ...end, output: items, usage: wireUsage(usage) } }),
    ];
  },
  opening: (request) =>
    sse('response.created', { response: created(request) }) +
    sse('response.output_item.added', {
      output_index: 0,
      item: { type: 'message', id: 'msg_1', role: 'assistant', status: 'in_progress', content: [] },
    }),
  delta: (text) =>
    sse('response.output_text.delta', { item_id: 'msg_1', output_index: 0, content_index: 0, delta: text }),
  failure: (status, message) =>
    JSON.stringify({ error: { message, type: ERROR_TYPES.get(status) ?? 'server_error', param: null, code: null } }),
};

/** What the provider says of a response before there is anything of it; some clients insist on all of these. */
function created({ call, body }: ModelRequest): Record<string, unknown> {
  const model = isRecord(body) && typeof body['model'] === 'string' ? body['model'] : 'scripted';
  return { id: `resp_${call}`, created_at: 1_780_000_000, model };
}

/** An item as it comes: announced, in a delta, and whole. */
function itemEvents(item: Record<string, unknown>, index: number): readonly string[] {
  const at = { output_index: index };
  const done = sse('response.output_item.done', { ...at, item });
  const { type, id, content, arguments: input } = item;
  if (type === 'function_call')
    return [
      sse('response.output_item.added', { ...at, item: { ...item, status: 'in_progress', arguments: '' } }),
      sse('response.function_call_arguments.delta', { ...at, item_id: id, delta: input }),
      done,
    ];
  if (type !== 'message') return [done];
  const texts = (Array.isArray(content) ? content : []).filter(isRecord).flatMap(({ text }) => text ?? []);
  return [
    sse('response.output_item.added', { ...at, item: { ...item, content: [] } }),
    ...texts.map((delta) => sse('response.output_text.delta', { ...at, item_id: id, content_index: 0, delta })),
    done,
  ];
}

const ERROR_TYPES: ReadonlyMap<number, string> = new Map([
  [400, 'invalid_request_error'],
  [401, 'invalid_request_error'],
  [403, 'invalid_request_error'],
  [404, 'invalid_request_error'],
  [429, 'requests'],
]);

function outputItems(turn: SpokenTurn, request: ModelRequest): readonly Record<string, unknown>[] {
  switch (turn.do) {
    case 'nothing':
      return [];
    case 'message':
      return [message(request.call, { type: 'output_text', text: turn.text, annotations: [] })];
    case 'refuse':
      return [message(request.call, { type: 'refusal', refusal: turn.text })];
    case 'command':
      return [shellCall(request, turn.command)];
    case 'tool':
      return [call(request, turn, turn.input)];
  }
}

function message(call: number, part: Record<string, unknown>): Record<string, unknown> {
  return { type: 'message', id: `msg_${call}`, role: 'assistant', status: 'completed', content: [part] };
}

/** Of codex the one, of opencode the other. */
function shellCall(request: ModelRequest, command: string): Record<string, unknown> {
  const names = offeredTools(request.body).map(({ full }) => full);
  if (isOffered(names, { name: 'bash' }))
    return call(request, 'bash', { command, description: 'A step of the script' });
  return call(request, 'exec_command', { cmd: command });
}

/** A call of a function: by itself, or, of a code-mode model, in a script. */
function call(
  request: ModelRequest,
  tool: string | { readonly server?: string; readonly name: string },
  input: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const tools = offeredTools(request.body);
  const wanted = typeof tool === 'string' ? { name: tool } : tool;
  if (tools.some(({ type, name }) => type === 'custom' && name === 'exec')) {
    return {
      type: 'custom_tool_call',
      id: `ctc_${request.call}`,
      call_id: `call_${request.call}`,
      name: 'exec',
      input: codeModeScript(tools, wanted, input),
    };
  }
  const found = tools.find(
    ({ full }) =>
      full ===
      offeredName(
        tools.map((one) => one.full),
        wanted,
      ),
  );
  return {
    type: 'function_call',
    status: 'completed',
    id: `fc_${request.call}`,
    call_id: `call_${request.call}`,
    name: found?.name,
    ...(found?.namespace === undefined ? {} : { namespace: found.namespace }),
    arguments: JSON.stringify(input),
  };
}

interface OfferedTool {
  readonly type: unknown;
  readonly name: string;
  /** Tools of a server come as a group with a name of its own, which a call has to repeat. */
  readonly namespace: string | undefined;
  /** Both in one, as codex itself writes it. */
  readonly full: string;
  readonly description: string;
}

/** What a request offers. Newer models get their tools as an item of the conversation instead of a field of the request. */
function offeredTools(body: unknown): readonly OfferedTool[] {
  if (!isRecord(body)) return [];
  const items = Array.isArray(body['input']) ? body['input'] : [];
  return [body, ...items].flatMap((holder) => toolsOf(holder, undefined));
}

function toolsOf(holder: unknown, namespace: string | undefined): readonly OfferedTool[] {
  if (!isRecord(holder) || !Array.isArray(holder['tools'])) return [];
  return holder['tools'].filter(isRecord).flatMap((tool): readonly OfferedTool[] => {
    const { type, name, description } = tool;
    if (typeof name !== 'string') return [];
    if (type === 'namespace') return namespace === undefined ? toolsOf(tool, name) : [];
    const full = namespace === undefined ? name : `${namespace.replace(/_+$/, '')}__${name}`;
    return [{ type, name, namespace, full, description: typeof description === 'string' ? description : '' }];
  });
}

/**
 * The script that calls a function. Those that the description of `exec` does not mention (codex leaves some out when
 * there are many, and calls that deferred) can be found by the script only.
 */
function codeModeScript(
  tools: readonly OfferedTool[],
  wanted: { readonly server?: string; readonly name: string },
  input: Readonly<Record<string, unknown>>,
): string {
  const described = tools.flatMap(({ description }) =>
    [...description.matchAll(/^### `(\w+)`/gm)].flatMap(([, name]) => name ?? []),
  );
  const args = JSON.stringify(input);
  if (wanted.server === undefined || isOffered(described, wanted))
    return `text(await tools.${offeredName(described, wanted)}(${args}));\n`;
  const ending = `${wanted.server}__${wanted.name}`.replace(/\W/g, '_');
  return [
    `const tool = ALL_TOOLS.find(({ name }) => name.replace(/\\W/g, '_').endsWith(${JSON.stringify(ending)}));`,
    `if (!tool) throw new Error('no tool ${ending}, only ' + ALL_TOOLS.map(({ name }) => name).join(', '));`,
    `text(await tools[tool.name](${args}));\n`,
  ].join('\n');
}

function wireUsage(usage: TurnUsage): Record<string, unknown> {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: { cached_tokens: usage.cachedInputTokens },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

function sse(type: string, data: Record<string, unknown>): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`;
}

/** Instructions, message parts and tool outputs, one per line. */
function collectText(body: unknown): string {
  if (!isRecord(body)) return '';
  const parts: string[] = [];
  if (typeof body['instructions'] === 'string') parts.push(body['instructions']);
  for (const item of Array.isArray(body['input']) ? body['input'] : []) {
    if (!isRecord(item)) continue;
    for (const field of ['content', 'output']) {
      const value = item[field];
      if (typeof value === 'string') parts.push(value);
      else if (Array.isArray(value))
        for (const part of value) if (isRecord(part) && typeof part['text'] === 'string') parts.push(part['text']);
    }
  }
  return parts.join('\n');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
