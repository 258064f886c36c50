import type { ModelRequest, SpokenTurn, TurnUsage, WireFormat } from '../scripted-model.js';
import { offeredName } from './tool-names.js';

/** The shell tool of the agent that speaks this format. */
const SHELL = 'run_shell_command';

/** Google's generateContent, as a stream (`:streamGenerateContent?alt=sse`) and whole (`:generateContent`). */
export const geminiGenerate: WireFormat = {
  matches: (method, path) =>
    method === 'POST' && /^(\/[^?]*)?\/models\/[^/?:]+:(streamGenerateContent|generateContent)(\?|$)/.test(path),
  text: collectText,
  events: (turn, request, usage) =>
    answers(turn, request).map((answer, index, all) =>
      sse({
        ...answer,
        // As the real one: a count in every event, of which the last holds.
        usageMetadata: wireUsage(index === all.length - 1 ? usage : { ...usage, outputTokens: 0 }),
        ...identity(request),
      }),
    ),
  whole: (turn, request, usage) => {
    if (!/:generateContent(\?|$)/.test(request.path)) return undefined;
    // A message comes in pieces when it is streamed.
    const body =
      turn.do === 'message'
        ? { candidates: [candidate([{ text: turn.text }], 'STOP')] }
        : (answers(turn, request).at(-1) ?? {});
    return JSON.stringify({ ...body, usageMetadata: wireUsage(usage), ...identity(request) });
  },
  opening: (request) => sse({ candidates: [candidate([{ text: 'I' }])], ...identity(request) }),
  delta: (text) => sse({ candidates: [candidate([{ text }])] }),
  failure: (status, message) => googleError(status, message),
  objection: (body) =>
    list(field(body, 'contents')).every((content, index, all) => answersAllCalls(all[index - 1], content))
      ? undefined
      : 'Please ensure that the number of function response parts is equal to the number of function call parts of the function call turn.',
};

type Part = Readonly<Record<string, unknown>>;

/** What stands in each event of a turn. */
function answers(turn: SpokenTurn, request: ModelRequest): readonly Record<string, unknown>[] {
  switch (turn.do) {
    case 'command':
      return [{ candidates: [candidate([call(SHELL, { command: turn.command }, request)], 'STOP')] }];
    case 'tool':
      return [
        { candidates: [candidate([call(offeredName(offered(request.body), turn), turn.input, request)], 'STOP')] },
      ];
    case 'message': {
      const middle = Math.floor(turn.text.length / 2);
      return [
        { candidates: [candidate([{ text: turn.text.slice(0, middle) }])] },
        { candidates: [candidate([{ text: turn.text.slice(middle) }], 'STOP')] },
      ];
    }
    case 'nothing':
      return [{ candidates: [candidate([{ text: '' }], 'STOP')] }];
    // A prompt is blocked before the model sees it, an answer when the model has begun it.
    case 'refuse':
      return hasOutput(request.body)
        ? [{ candidates: [{ finishReason: 'SAFETY', finishMessage: turn.text, index: 0 }] }]
        : [{ promptFeedback: { blockReason: 'PROHIBITED_CONTENT', blockReasonMessage: turn.text } }];
  }
}

function candidate(parts: readonly Part[], finishReason?: string): Record<string, unknown> {
  return { content: { role: 'model', parts }, ...(finishReason === undefined ? {} : { finishReason }), index: 0 };
}

function call(name: string, args: Readonly<Record<string, unknown>>, request: ModelRequest): Part {
  return { functionCall: { id: `call_${request.call}`, name, args }, thoughtSignature: 'c2lnbmF0dXJl' };
}

function identity(request: ModelRequest): Record<string, unknown> {
  const model = /\/models\/([^/?:]+):/.exec(request.path)?.[1];
  return { modelVersion: model, responseId: `response_${request.call}` };
}

/** Half of the output are thoughts, which are counted by themselves. */
function wireUsage(usage: TurnUsage): Record<string, unknown> {
  const thoughts = Math.floor(usage.outputTokens / 2);
  return {
    promptTokenCount: usage.inputTokens,
    cachedContentTokenCount: usage.cachedInputTokens,
    candidatesTokenCount: usage.outputTokens - thoughts,
    thoughtsTokenCount: thoughts,
    totalTokenCount: usage.inputTokens + usage.outputTokens,
  };
}

/** The status that Google names beside a code. */
const STATUS: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  500: 'INTERNAL',
  503: 'UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

/** A refused request in Google's words. `retrySeconds`: what RetryInfo says; undefined: there is none. */
export function googleError(code: number, message: string, retrySeconds?: number): string {
  const retry = { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: `${retrySeconds}s` };
  const details = retrySeconds === undefined ? {} : { details: [retry] };
  return JSON.stringify({ error: { code, message, status: STATUS[code] ?? 'UNKNOWN', ...details } });
}

function sse(data: Record<string, unknown>): string {
  return `data: ${JSON.stringify(data)}\r\n\r\n`;
}

/** Names of the functions that a request offers. */
function offered(body: unknown): string[] {
  return list(field(body, 'tools'))
    .flatMap((tool) => list(field(tool, 'functionDeclarations')))
    .flatMap((declaration) => {
      const name = field(declaration, 'name');
      return typeof name === 'string' ? [name] : [];
    });
}

/** The real provider takes exactly one answer to each call of a tool, in the message behind it. */
function answersAllCalls(before: unknown, content: unknown): boolean {
  const count = (message: unknown, name: string): number =>
    parts(message).filter((part) => field(part, name) !== undefined).length;
  const answers = count(content, 'functionResponse');
  return answers === 0 ? count(before, 'functionCall') === 0 : answers === count(before, 'functionCall');
}

/** True when a request brings what a tool gave. */
function hasOutput(body: unknown): boolean {
  return parts(list(field(body, 'contents')).at(-1)).some((part) => field(part, 'functionResponse') !== undefined);
}

/** Instructions, message parts and what tools gave, one per line. */
function collectText(body: unknown): string {
  return [field(body, 'systemInstruction'), ...list(field(body, 'contents'))]
    .flatMap(parts)
    .flatMap((part) => {
      const text = field(part, 'text');
      const output = field(field(part, 'functionResponse'), 'response');
      return [...(typeof text === 'string' ? [text] : []), ...strings(output)];
    })
    .join('\n');
}

function parts(content: unknown): readonly unknown[] {
  return list(field(content, 'parts'));
}

/** All strings in a value, at any depth. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(strings);
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
