import type { ProviderName } from './types.js';
import type { UsagePaths } from './usage.js';

/** What the broker knows of a provider's wire format. A further provider is a further row. */
export interface ProviderWire {
  /** Everything that a room may call; paths are matched whole, after `parseModelTarget`. */
  readonly routes: readonly { readonly method: 'GET' | 'POST'; readonly path: RegExp }[];
  /** The header that carries the key, lower case, and what stands before the key in it. */
  readonly keyHeader: string;
  readonly keyPrefix: '' | 'Bearer ';
  /** Query parameters that go on, by lower-case name; undefined: all but credentials. */
  readonly query?: Readonly<Record<string, RegExp>>;
  /** Headers with this prefix do not go on, but for those listed. */
  readonly ownHeaders?: { readonly prefix: string; readonly except: readonly string[] };
  readonly usage: UsagePaths;
}

export const PROVIDERS: Readonly<Record<ProviderName, ProviderWire>> = {
  openai: {
    routes: [
      { method: 'POST', path: /^\/v1\/responses$/ },
      { method: 'POST', path: /^\/v1\/chat\/completions$/ },
      { method: 'GET', path: /^\/v1\/models$/ },
    ],
    keyHeader: 'authorization',
    keyPrefix: 'Bearer ',
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
  },
  anthropic: {
    routes: [
      { method: 'POST', path: /^\/v1\/messages$/ },
      { method: 'POST', path: /^\/v1\/messages\/count_tokens$/ },
    ],
    keyHeader: 'x-api-key',
    keyPrefix: '',
    usage: {
      'message.usage.input_tokens': 'input',
      'message.usage.cache_read_input_tokens': 'cache-read',
      'message.usage.cache_creation_input_tokens': 'cache-write',
      'message.usage.output_tokens': 'output',
      'usage.input_tokens': 'input',
      'usage.cache_read_input_tokens': 'cache-read',
      'usage.cache_creation_input_tokens': 'cache-write',
      'usage.output_tokens': 'output',
    },
  },
  gemini: {
    routes: [
      {
        method: 'POST',
        path: /^\/v1beta\/models\/[A-Za-z0-9._-]+:(?:generateContent|streamGenerateContent|countTokens)$/,
      },
      { method: 'GET', path: /^\/v1beta\/models(?:\/[A-Za-z0-9._-]+)?$/ },
    ],
    keyHeader: 'x-goog-api-key',
    keyPrefix: '',
    // Google's system parameters and headers can override method, headers and credentials, and can leave the usage
    // out of an answer ($httpMethod, $httpHeaders, fields, alt=proto, X-Goog-FieldMask): only the harmless go on.
    query: { alt: /^(?:sse|json)$/, pagesize: /^[0-9]{1,6}$/, pagetoken: /^[\x21-\x7e]{1,2048}$/ },
    ownHeaders: { prefix: 'x-goog-', except: ['x-goog-api-client'] },
    usage: geminiUsage(['usageMetadata', '[].usageMetadata']),
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
