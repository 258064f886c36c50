import type { ProviderName } from '../../../src/broker/types.js';
import { type Answer, type Line, NONCE } from './line.js';

/** One of the four wire formats, as an agent's own conversation speaks it: with a tool, as a stream. */
export interface Wire {
  readonly name: string;
  readonly provider: ProviderName;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

const json = { 'content-type': 'application/json' };
const bearer = { ...json, authorization: `Bearer ${NONCE}` };

export const WIRES: readonly Wire[] = [
  {
    name: 'responses',
    provider: 'openai',
    path: '/v1/responses',
    headers: bearer,
    body: { model: 'm-1', stream: true, tools: [{ type: 'function', name: 'exec_command' }] },
  },
  {
    name: 'chat completions',
    provider: 'openai',
    path: '/v1/chat/completions',
    headers: bearer,
    body: {
      model: 'm-1',
      stream: true,
      stream_options: { include_usage: true },
      tools: [{ type: 'function', function: { name: 'bash' } }],
    },
  },
  {
    name: 'messages',
    provider: 'anthropic',
    path: '/v1/messages?beta=true',
    headers: { ...json, 'x-api-key': NONCE },
    body: { model: 'm-1', stream: true, max_tokens: 1000, tools: [{ name: 'Bash', input_schema: {} }], messages: [] },
  },
  {
    name: 'generateContent',
    provider: 'gemini',
    path: '/v1beta/models/m-1:streamGenerateContent?alt=sse',
    headers: { ...json, 'x-goog-api-key': NONCE },
    body: { contents: [], tools: [{ functionDeclarations: [{ name: 'run_shell_command' }] }] },
  },
];

/** One call to its end. `main` false: without tools, as what an agent asks beside its conversation. */
export function ask(
  room: Line,
  wire: Wire,
  options: { readonly main?: boolean; readonly text?: string } = {},
): Promise<Answer> {
  const { tools, ...rest } = wire.body;
  const body = options.main === false ? rest : { ...rest, tools };
  const text =
    options.text === undefined
      ? {}
      : wire.provider === 'gemini'
        ? { contents: [{ parts: [{ text: options.text }] }] }
        : { metadata: { note: options.text } };
  return room.send(wire.path, {
    method: 'POST',
    headers: { ...wire.headers },
    body: JSON.stringify({ ...body, ...text }),
  });
}
