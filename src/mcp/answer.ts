import { isObject } from '../support/json-object.js';
import { createRedactor, REDACTED } from '../support/redact.js';
import { McpFailure } from './types.js';

/** A tool as a room gets to know it. */
export interface McpTool {
  readonly name: string;
  readonly [key: string]: unknown;
}

/** What a room gets of a call. */
export interface McpCallResult {
  readonly content: readonly Readonly<Record<string, unknown>>[];
  readonly structuredContent?: Readonly<Record<string, unknown>>;
  readonly isError: boolean;
}

/** Of what a server says of a tool, what a client may need. Icons are addresses, and `_meta` could be anything. */
const TOOL_FIELDS = ['name', 'title', 'description', 'inputSchema', 'outputSchema', 'annotations'] as const;
const MAX_BLOCKS = 1000;

/** The tools of one page of a server's list. @throws McpFailure */
export function readTools(result: unknown): { readonly tools: readonly McpTool[]; readonly next: string | undefined } {
  if (!isObject(result) || !Array.isArray(result['tools'])) throw new McpFailure('its list of tools is none');
  const tools = result['tools'].map((tool: unknown): McpTool => {
    if (!isObject(tool) || typeof tool['name'] !== 'string' || !isObject(tool['inputSchema']))
      throw new McpFailure('its list holds something that is no tool');
    const kept = TOOL_FIELDS.flatMap((field) => (Object.hasOwn(tool, field) ? [[field, tool[field]] as const] : []));
    return { ...Object.fromEntries(kept), name: tool['name'] };
  });
  const next = result['nextCursor'];
  return { tools, next: typeof next === 'string' && next !== '' ? next : undefined };
}

/** The result of a call, in the shape that is passed on. @throws McpFailure */
export function readCallResult(result: unknown): McpCallResult {
  if (!isObject(result)) throw new McpFailure('its answer is none');
  const { content = [], structuredContent, isError } = result;
  if (!Array.isArray(content) || content.length > MAX_BLOCKS || !content.every(isObject))
    throw new McpFailure(`its answer is no list of at most ${MAX_BLOCKS} blocks`);
  return {
    content: content.map(({ _meta: _, ...block }) => block),
    ...(isObject(structuredContent) ? { structuredContent } : {}),
    isError: isError === true,
  };
}

/** A result that says what went wrong, in a form that reaches the model. */
export function errorResult(text: string): McpCallResult {
  return { content: [{ type: 'text', text }], isError: true };
}

export interface AnswerRedactor {
  /** A copy without the secrets, and how many places were changed. What merely looks like a secret stays. */
  json<T>(value: T): { readonly value: T; readonly redactions: number };
  text(text: string): string;
}

/** Takes the secrets of a server out of what it answers. */
export function answerRedactor(secrets: readonly string[]): AnswerRedactor {
  const redactor = createRedactor(secrets);
  let redactions = 0;
  const text = (given: string): string => {
    const found = redactor.bytes(Buffer.from(given, 'utf8'), { shapes: false });
    redactions += found.redactions;
    return found.redactions === 0 ? given : found.bytes.toString('utf8');
  };
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return text(value);
    // A secret may be all digits.
    if (typeof value === 'number') return text(String(value)) === String(value) ? value : REDACTED;
    if (Array.isArray(value)) return value.map(walk);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [text(key), walk(member)]));
  };
  return {
    text: (given) => text(given),
    json(value) {
      redactions = 0;
      // Most answers hold nothing to take out, and one look at all of it is enough to know.
      if (redactor.bytes(Buffer.from(JSON.stringify(value), 'utf8'), { shapes: false }).redactions === 0)
        return { value, redactions: 0 };
      // The shape stays, only texts change.
      return { value: walk(value) as typeof value, redactions };
    },
  };
}
