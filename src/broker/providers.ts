import { REQUEST_GRAMMARS, type RequestGrammar } from './request-grammar.js';
import type { ProviderName } from './types.js';
import type { UsagePaths } from './usage.js';

export interface ModelRoute {
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** Where the model is named: in the body, or in the path as the group `model`; null: the request is not billed. */
  readonly model: 'body' | 'path' | null;
}

/** What the broker knows of a provider's wire format. A further provider is a further row. */
export interface ProviderWire {
  /** Everything that a room may call; paths are matched whole, after `parseModelTarget`. */
  readonly routes: readonly ModelRoute[];
  /** The header that carries the key, lower case, and what stands before the key in it. */
  readonly keyHeader: string;
  readonly keyPrefix: '' | 'Bearer ';
  /** Query parameters that go on, by lower-case name; undefined: all but credentials. */
  readonly query?: Readonly<Record<string, RegExp>>;
  /** Headers with this prefix do not go on, but for those listed. */
  readonly ownHeaders?: { readonly prefix: string; readonly except: readonly string[] };
  /** What a request's body may say. */
  readonly request: RequestGrammar;
  readonly usage: UsagePaths;
  /** Paths in an answer of what the model wrote, for an estimate where the counts are missing. */
  readonly texts: ReadonlySet<string>;
  /** Paths in an answer of the model that gave it. */
  readonly models: ReadonlySet<string>;
  /** Paths of short strings by which the model, or a filter before it, declines to answer, and what they say then. */
  readonly refusals: Readonly<Record<string, RegExp>>;
}

const GEMINI_REFUSAL =
  /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|IMAGE_SAFETY|IMAGE_PROHIBITED_CONTENT|IMAGE_RECITATION)$/;

export const PROVIDERS: Readonly<Record<ProviderName, ProviderWire>> = {
  openai: {
    routes: [
      { method: 'POST', path: /^\/v1\/responses$/, model: 'body' },
      { method: 'POST', path: /^\/v1\/chat\/completions$/, model: 'body' },
      { method: 'GET', path: /^\/v1\/models$/, model: null },
    ],
    keyHeader: 'authorization',
    keyPrefix: 'Bearer ',
    request: REQUEST_GRAMMARS.openai,
    usage: {
      // Responses: inside events, and as a single answer.
      'response.usage.input_tokens': 'input',
      'response.usage.input_tokens_details.cached_tokens': 'cached-part-of-input',
      'response.usage.output_tokens': 'output',
      'usage.input_tokens': 'input',
      'usage.input_tokens_details.cached_tokens': 'cached-part-of-input',
      'usage.output_tokens': 'output',
      // Chat completions.
      'usage.prompt_tokens': 'input',
      'usage.prompt_tokens_details.cached_tokens': 'cached-part-of-input',
      'usage.completion_tokens': 'output',
    },
    texts: new Set([
      'delta',
      'output.[].content.[].text',
      'choices.[].delta.content',
      'choices.[].delta.reasoning_content',
      'choices.[].delta.tool_calls.[].function.arguments',
      'choices.[].message.content',
      'choices.[].message.reasoning_content',
      'choices.[].message.tool_calls.[].function.arguments',
    ]),
    models: new Set(['model', 'response.model']),
    refusals: {
      type: /^response\.refusal\.(?:delta|done)$/,
      'item.content.[].type': /^refusal$/,
      'output.[].content.[].type': /^refusal$/,
      'response.incomplete_details.reason': /^content_filter$/,
      'incomplete_details.reason': /^content_filter$/,
      'choices.[].finish_reason': /^content_filter$/,
      'choices.[].delta.refusal': /./,
      'choices.[].message.refusal': /./,
    },
  },
  anthropic: {
    routes: [
      { method: 'POST', path: /^\/v1\/messages$/, model: 'body' },
      { method: 'POST', path: /^\/v1\/messages\/count_tokens$/, model: null },
    ],
    keyHeader: 'x-api-key',
    keyPrefix: '',
    request: REQUEST_GRAMMARS.anthropic,
    usage: {
      'message.usage.input_tokens': 'input',
      'message.usage.cache_read_input_tokens': 'cache-read',
      'message.usage.cache_creation_input_tokens': 'cache-write',
      'message.usage.output_tokens': 'output-begun',
      'usage.input_tokens': 'input',
      'usage.cache_read_input_tokens': 'cache-read',
      'usage.cache_creation_input_tokens': 'cache-write',
      'usage.output_tokens': 'output',
      'message.usage.cache_creation.ephemeral_1h_input_tokens': 'cache-write-long',
      'usage.cache_creation.ephemeral_1h_input_tokens': 'cache-write-long',
    },
    texts: new Set(['delta.text', 'delta.thinking', 'delta.partial_json', 'content.[].text', 'content.[].thinking']),
    models: new Set(['model', 'message.model']),
    refusals: { 'delta.stop_reason': /^refusal$/, 'message.stop_reason': /^refusal$/, stop_reason: /^refusal$/ },
  },
  gemini: {
    routes: [
      {
        method: 'POST',
        path: /^\/v1beta\/models\/(?<model>[A-Za-z0-9._-]+):(?:generateContent|streamGenerateContent)$/,
        model: 'path',
      },
      { method: 'POST', path: /^\/v1beta\/models\/[A-Za-z0-9._-]+:countTokens$/, model: null },
      { method: 'GET', path: /^\/v1beta\/models(?:\/[A-Za-z0-9._-]+)?$/, model: null },
    ],
    keyHeader: 'x-goog-api-key',
    keyPrefix: '',
    request: REQUEST_GRAMMARS.gemini,
    // Google's system parameters and headers can override method, headers and credentials, and can leave the usage
    // out of an answer ($httpMethod, $httpHeaders, fields, alt=proto, X-Goog-FieldMask): only the harmless go on.
    query: { alt: /^(?:sse|json)$/, pagesize: /^[0-9]{1,6}$/, pagetoken: /^[\x21-\x7e]{1,2048}$/ },
    ownHeaders: { prefix: 'x-goog-', except: ['x-goog-api-client'] },
    usage: geminiUsage(['usageMetadata', '[].usageMetadata']),
    texts: new Set(['candidates.[].content.parts.[].text', '[].candidates.[].content.parts.[].text']),
    models: new Set(['modelVersion', '[].modelVersion']),
    refusals: Object.fromEntries(
      ['', '[].'].flatMap((prefix) => [
        [`${prefix}promptFeedback.blockReason`, /^(?!BLOCK_REASON_UNSPECIFIED$)./],
        [`${prefix}candidates.[].finishReason`, GEMINI_REFUSAL],
      ]),
    ),
  },
};

function geminiUsage(prefixes: readonly string[]): UsagePaths {
  const paths: Record<string, UsagePaths[string]> = {};
  for (const prefix of prefixes) {
    paths[`${prefix}.promptTokenCount`] = 'input';
    paths[`${prefix}.toolUsePromptTokenCount`] = 'tool-input';
    paths[`${prefix}.cachedContentTokenCount`] = 'cached-part-of-input';
    paths[`${prefix}.candidatesTokenCount`] = 'output';
    paths[`${prefix}.thoughtsTokenCount`] = 'thoughts';
  }
  return paths;
}
