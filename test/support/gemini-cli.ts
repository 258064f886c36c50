import { createGeminiAgent } from '../../src/agent/gemini.js';
import type { Agent, AgentOptions, AgentProgram } from '../../src/agent/types.js';
import { REQUEST_GRAMMARS } from '../../src/broker/request-grammar.js';
import { RequestReader } from '../../src/broker/request-reader.js';
import { reportSchema } from '../../src/schemas/report.js';
import type { AgentCli } from './agent-cli.js';
import { agentOptions } from './agent-options.js';
import type { ModelRequest, ScriptedModel, Turn } from './scripted-model.js';

/* What tests of the real Gemini CLI, outside a room, have in common. */

export const REPORT = { summary: 'done', changes: [{ path: 'fixed.txt', why: 'asked' }], blocked: null };
export const FINAL: Turn = { do: 'message', text: JSON.stringify(REPORT) };
export const FIX: Turn = { do: 'command', command: 'printf fixed > fixed.txt; printf "%s" "$PATH" > path.txt' };
const ENDPOINT = /^POST \/v1beta\/models\/[^/]+:streamGenerateContent\?alt=sse$/;

/** The adapter over a program, in the directories of a test. */
export function geminiAgent(program: AgentProgram, { paths }: AgentCli, options: Partial<AgentOptions> = {}): Agent {
  return createGeminiAgent(agentOptions({ program, provider: 'gemini', schema: reportSchema, paths, ...options }));
}

interface Body {
  readonly tools: readonly { readonly functionDeclarations: readonly { readonly name: string }[] }[];
  readonly generationConfig: Readonly<Record<string, unknown>>;
}
export const bodyOf = (request: ModelRequest | undefined): Body => request?.body as Body;
export const toolsOf = (request: ModelRequest | undefined): string[] =>
  bodyOf(request).tools.flatMap(({ functionDeclarations }) => functionDeclarations.map(({ name }) => name));

/** What the broker would not let through. */
export function refusedByBroker(requests: readonly ModelRequest[]): unknown[] {
  return requests.flatMap(({ body }): readonly unknown[] => {
    const reader = new RequestReader(REQUEST_GRAMMARS.gemini, []);
    reader.push(Buffer.from(JSON.stringify(body)));
    return reader.complete ? reader.facts().refused : ['not complete'];
  });
}

/** Requests that are no call of this model. */
export const strayRequests = (model: ScriptedModel | undefined, name: string): string[] =>
  (model?.requests ?? [])
    .map(({ method, path }) => `${method} ${path}`)
    .filter((line) => !ENDPOINT.test(line) || !line.includes(`/${name}:`));
