import type { JsonNode } from './json-walk.js';
import { foldName, type ProviderWishes } from './provider-tools.js';
import type { ProviderName } from './types.js';

/** Told of what a request says. */
export interface RequestFindings {
  /** Undefined: what stands there names no model. */
  model(name: string | undefined): void;
  background(): void;
  /** It goes on from what the provider has stored of an earlier one. */
  stored(): void;
  /** It offers tools. */
  offersTools(): void;
  readonly wishes: ProviderWishes;
}

/** The nodes of a request's body. */
export type RequestGrammar = (findings: RequestFindings) => JsonNode;

/**
 * What may stand where in a model request. At the places by which a provider can be made to act (fields of the request,
 * types of tools, sources of content) only what is known to be harmless passes, so that a tool of tomorrow does not.
 * Schemas, arguments of calls and outputs as text are looked into nowhere: in them such names mean nothing.
 */
export const REQUEST_GRAMMARS: Readonly<Record<ProviderName, RequestGrammar>> = { openai, anthropic, gemini };

/** Fields of Responses and of chat completions, and of servers that speak them, which have the provider do nothing. */
const OPENAI_FIELDS = folded(
  // Both.
  'metadata moderation parallel_tool_calls prompt_cache_key prompt_cache_options prompt_cache_retention',
  'safety_identifier store stream stream_options temperature tool_choice top_logprobs top_p user verbosity',
  // Responses. `prompt` and `conversation` are left out: what is stored at the provider may name tools.
  'context_management include instructions max_output_tokens max_tool_calls reasoning text',
  'truncation client_metadata',
  // Chat completions.
  'audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens modalities n',
  'presence_penalty reasoning_effort response_format seed stop',
  // Servers of others.
  'top_k min_p top_a repetition_penalty chat_template_kwargs thinking enable_thinking thinking_budget',
  'include_reasoning usage',
);

/** Types of tools that the agent runs, and the search among a request's own tools. */
const OPENAI_TOOLS = new Set(['function', 'custom', 'local_shell', 'apply_patch', 'namespace', 'tool_search']);

/** Models that search by themselves. */
const SEARCHING_MODEL = /-search-(?:preview|api)\b|:online$/;

function openai({ model, background, stored, offersTools, wishes }: RequestFindings): JsonNode {
  // Newer models have their tools as an item of the conversation.
  const tools = noted(offersTools, {
    scalar: ({ value }) => wishes.tool(String(value)),
    field: (name): JsonNode | undefined => {
      const known = foldName(name);
      if (known === 'tools') return tools;
      return known === 'type' ? toolType((type) => OPENAI_TOOLS.has(type), wishes) : undefined;
    },
  });
  const content: JsonNode = {
    field: (name) => {
      switch (foldName(name)) {
        case 'tools':
          return tools;
        case 'content':
        case 'output':
        case 'file':
          return content;
        case 'filedata':
          return base64(name, wishes);
        default:
          return isAddress(name) ? address(name, wishes) : undefined;
      }
    },
  };
  return request(OPENAI_FIELDS, wishes, {
    model: {
      scalar: ({ value, whole }) => {
        const text = typeof value === 'string' && whole ? value : undefined;
        model(text);
        if (text !== undefined && SEARCHING_MODEL.test(text)) wishes.tool('web_search');
      },
    },
    background: {
      scalar: ({ value }) => {
        if (value !== false && value !== null) background();
      },
      field: () => {
        background();
        return undefined;
      },
    },
    previousresponseid: {
      scalar: ({ value }) => {
        if (value !== null) stored();
      },
    },
    servicetier: priced('service_tier', /^(?:auto|default|standard|flex|batch)$/, wishes),
    input: content,
    messages: content,
    prediction: content,
    tools,
  });
}

/** `mcp_servers`, `container` (skills) and `fallbacks` (other models) are left out. */
const ANTHROPIC_FIELDS = folded(
  'billing_policy cache_control compaction context_management diagnostics max_tokens metadata',
  'output_config output_format stop_sequences stream temperature thinking tool_choice top_k top_p betas',
);
const ANTHROPIC_TOOL =
  /^(?:custom|(?:bash|text_editor|computer|memory)_\d{8}|tool_search_tool_(?:regex|bm25)(?:_\d{8})?)$/;
const ANTHROPIC_SOURCES = new Set(['base64', 'text', 'content', 'file']);

function anthropic({ model, offersTools, wishes }: RequestFindings): JsonNode {
  const tools = noted(offersTools, {
    scalar: ({ value }) => wishes.tool(String(value)),
    field: (name) =>
      foldName(name) === 'type' ? toolType((type) => ANTHROPIC_TOOL.test(type), wishes, true) : undefined,
  });
  const change: JsonNode = { field: (name) => (foldName(name) === 'definition' ? tools : undefined) };
  const sourceType: JsonNode = {
    scalar: ({ value }) => {
      if (typeof value !== 'string' || !ANTHROPIC_SOURCES.has(value)) wishes.url('source');
    },
  };
  const source: JsonNode = {
    field: (name) => {
      const known = foldName(name);
      if (known === 'type') return sourceType;
      if (known === 'content') return content;
      return isAddress(name) ? address(`source.${name}`, wishes) : undefined;
    },
  };
  const content: JsonNode = {
    field: (name) => {
      switch (foldName(name)) {
        case 'source':
          return source;
        case 'content':
          return content;
        case 'tools':
          return tools;
        case 'tool':
          return change;
        default:
          return undefined;
      }
    },
  };
  return request(ANTHROPIC_FIELDS, wishes, {
    model: { scalar: ({ value, whole }) => model(typeof value === 'string' && whole ? value : undefined) },
    servicetier: priced('service_tier', /^(?:auto|standard_only|standard|batch)$/, wishes),
    speed: priced('speed', /^standard$/, wishes),
    inferencegeo: priced('inference_geo', /^(?:global|not_available)$/, wishes),
    messages: content,
    system: content,
    tools,
  });
}

/** `cachedContent` is left out: what is stored at the provider may hold tools. */
const GEMINI_FIELDS = folded('model toolConfig safetySettings generationConfig labels');
const GEMINI_TOOL = foldName('functionDeclarations');

function gemini({ offersTools, wishes }: RequestFindings): JsonNode {
  const tools = noted(offersTools, {
    scalar: ({ value }) => wishes.tool(String(value)),
    field: (name) => {
      if (foldName(name) !== GEMINI_TOOL) wishes.tool(name);
      return undefined;
    },
  });
  const content: JsonNode = {
    field: (name) => {
      switch (foldName(name)) {
        case 'parts':
        case 'filedata':
        case 'functionresponse':
          return content;
        default:
          return isAddress(name) ? address(name, wishes) : undefined;
      }
    },
  };
  // A count of tokens may hold the whole request that it is about.
  const root: JsonNode = request(GEMINI_FIELDS, wishes, {
    contents: content,
    systeminstruction: content,
    servicetier: priced('service_tier', /^(?:service_tier_)?(?:unspecified|standard|flex|batch)$/i, wishes),
    generatecontentrequest: { field: (name) => root.field?.(name) },
    tools,
  });
  return root;
}

/** A request: fields to look into, fields that are known, and all others, which are refused. */
function request(
  known: ReadonlySet<string>,
  wishes: ProviderWishes,
  nodes: Readonly<Record<string, JsonNode>>,
): JsonNode {
  return {
    field: (name) => {
      const key = foldName(name);
      if (Object.hasOwn(nodes, key)) return nodes[key];
      if (!known.has(key)) wishes.field(name);
      return undefined;
    },
  };
}

/** The same node; tells that there is an object in its place. */
function noted(onObject: () => void, node: JsonNode): JsonNode {
  return {
    ...node,
    field: (name) => {
      onObject();
      return node.field?.(name);
    },
  };
}

function toolType(isHarmless: (type: string) => boolean, wishes: ProviderWishes, mayBeNull = false): JsonNode {
  return {
    scalar: ({ value, whole }) => {
      if (value === null && mayBeNull) return;
      if (typeof value !== 'string' || !whole || !isHarmless(value)) wishes.tool(String(value));
    },
    // A type that is an object is no type that anybody knows.
    field: (name) => {
      wishes.tool(name);
      return undefined;
    },
  };
}

/** A choice between prices, of which the harmless are not above the usual one. */
function priced(field: string, harmless: RegExp, wishes: ProviderWishes): JsonNode {
  return {
    scalar: ({ value, whole }) => {
      if (value === null) return;
      if (typeof value !== 'string' || !whole || !harmless.test(value)) wishes.price(field, String(value));
    },
    field: (name) => {
      wishes.price(field, name);
      return undefined;
    },
  };
}

function isAddress(name: string): boolean {
  return /ur[il]s?$/.test(foldName(name));
}

/** An address, or an object with one. `data:` holds its content itself. */
function address(field: string, wishes: ProviderWishes): JsonNode {
  const node: JsonNode = {
    scalar: ({ value }) => {
      if (typeof value === 'string' && value !== '' && !value.startsWith('data:')) wishes.url(field);
    },
    field: (name) => (isAddress(name) ? node : undefined),
  };
  return node;
}

/** Content in base64, or as `data:`; some servers take an address as well. */
function base64(field: string, wishes: ProviderWishes): JsonNode {
  return {
    scalar: ({ value }) => {
      if (typeof value === 'string' && !/^(?:data:|[\w+/=-]*$)/.test(value)) wishes.url(field);
    },
  };
}

function folded(...names: readonly string[]): ReadonlySet<string> {
  return new Set(names.flatMap((line) => line.split(' ')).map(foldName));
}
