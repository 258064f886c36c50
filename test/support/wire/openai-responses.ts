import type { ModelRequest, SpokenTurn, TurnUsage, WireFormat } from '../scripted-model.js';

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
    return [
      sse('response.created', { response: { id } }),
      ...items.map((item, index) => sse('response.output_item.done', { output_index: index, item })),
      sse('response.completed', { response: { id, status: 'completed', output: items, usage: wireUsage(usage) } }),
    ];
  },
  opening: (request) => sse('response.created', { response: { id: `resp_${request.call}` } }),
  delta: (text) =>
    sse('response.output_text.delta', { item_id: 'msg_1', output_index: 0, content_index: 0, delta: text }),
};

function outputItems(turn: SpokenTurn, request: ModelRequest): readonly Record<string, unknown>[] {
  switch (turn.do) {
    case 'nothing':
      return [];
    case 'message':
      return [
        {
          type: 'message',
          id: `msg_${request.call}`,
          role: 'assistant',
          status: 'completed',
          content: [{ type: 'output_text', text: turn.text, annotations: [] }],
        },
      ];
    case 'command':
      return [
        isCodeMode(request.body) ? codeModeCall(turn.command, request.call) : functionCall(turn.command, request.call),
      ];
  }
}

function functionCall(command: string, call: number): Record<string, unknown> {
  return {
    type: 'function_call',
    id: `fc_${call}`,
    call_id: `call_${call}`,
    name: 'exec_command',
    arguments: JSON.stringify({ cmd: command }),
  };
}

function codeModeCall(command: string, call: number): Record<string, unknown> {
  return {
    type: 'custom_tool_call',
    id: `ctc_${call}`,
    call_id: `call_${call}`,
    name: 'exec',
    input: `const result = await tools.exec_command(${JSON.stringify({ cmd: command })});\ntext(result);\n`,
  };
}

/** True when the request offers a custom tool `exec`, which is how a code-mode model reaches its shell. */
function isCodeMode(body: unknown): boolean {
  if (!isRecord(body)) return false;
  // Newer models get their tools as an item of the conversation instead of a field of the request.
  const items = Array.isArray(body['input']) ? body['input'] : [];
  return [body, ...items].some((holder) => offersExec(holder, 3));
}

/** Tools may be grouped in namespaces. */
function offersExec(holder: unknown, depth: number): boolean {
  if (depth === 0 || !isRecord(holder) || !Array.isArray(holder['tools'])) return false;
  return holder['tools'].some(
    (tool) => isRecord(tool) && ((tool['type'] === 'custom' && tool['name'] === 'exec') || offersExec(tool, depth - 1)),
  );
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
