import type { OutgoingHttpHeaders } from 'node:http';
import type { ProviderName } from '../../../src/broker/types.js';
import { type Answer, type Line, NONCE } from './line.js';

/* Ways to have a provider reach out by itself, and requests of agents as they were seen. */

export const PATHS: Readonly<Record<ProviderName, string>> = {
  openai: '/v1/responses',
  anthropic: '/v1/messages?beta=true',
  gemini: '/v1beta/models/m:streamGenerateContent?alt=sse',
};
const KEYS: Readonly<Record<ProviderName, OutgoingHttpHeaders>> = {
  openai: { authorization: `Bearer ${NONCE}` },
  anthropic: { 'x-api-key': NONCE },
  gemini: { 'x-goog-api-key': NONCE },
};

export function ask(
  room: Line,
  provider: ProviderName,
  body: string | Buffer,
  options: { path?: string | undefined; headers?: OutgoingHttpHeaders } = {},
): Promise<Answer> {
  const headers = { ...KEYS[provider], ...options.headers };
  return room.send(options.path ?? PATHS[provider], { method: 'POST', headers, body });
}

export interface Escape {
  readonly provider: ProviderName;
  readonly what: string;
  readonly body: string;
  /** What `provider-tools` must name; null: nothing allows it. */
  readonly name: string | null;
  readonly path?: string | undefined;
}

const URL = 'https://leak.example/?data';
const text = (body: unknown): string => (typeof body === 'string' ? body : JSON.stringify(body));
type Row = readonly [what: string, body: unknown, name: string | null, path?: string];
const rows = (provider: ProviderName, list: readonly Row[]): Escape[] =>
  list.map(([what, body, name, path]) => ({ provider, what, body: text(body), name, path }));

const CHAT = '/v1/chat/completions';
const tools = (...list: unknown[]): object => ({ model: 'm', tools: list });
const input = (...list: unknown[]): object => ({ model: 'm', input: list });
const message = (content: unknown): object => ({ model: 'm', messages: [{ role: 'user', content }] });
const FUNCTION = { type: 'function', name: 'f', parameters: {} };

const OPENAI: readonly Row[] = [
  ...['web_search', 'file_search', 'code_interpreter', 'image_generation', 'mcp', 'shell', 'tool_of_tomorrow'].map(
    (type): Row => [`the tool ${type}`, tools(FUNCTION, { type }), type],
  ),
  ['a tool in preview', tools({ type: 'computer_use_preview' }), 'computer_use'],
  ['a tool of a version', tools({ type: 'web_search_preview_2025_03_11' }), 'web_search'],
  ['a tool before the model', '{"tools":[{"type":"web_search"}],"model":"m"}', 'web_search'],
  ['a tool in a namespace', tools({ type: 'namespace', name: 'n', tools: [{ type: 'mcp' }] }), 'mcp'],
  [
    'a tool deep in namespaces',
    tools({ type: 'namespace', tools: [{ type: 'namespace', tools: [[{ type: 'mcp' }]] }] }),
    'mcp',
  ],
  ['a tool that is no list', { model: 'm', tools: { type: 'web_search' } }, 'web_search'],
  ['a tool by its name alone', tools('web_search'), 'web_search'],
  ['a tool of no plain type', tools({ type: { web_search: {} } }), 'web_search'],
  ['a tool of type null', tools({ type: null }), 'null'],
  ['a tool in capitals', tools({ type: 'Web_Search' }), 'Web_Search'],
  [
    'a tool in an input item',
    input({ type: 'additional_tools', role: 'system', tools: [{ type: 'web_search' }] }),
    'web_search',
  ],
  [
    'a tool in a namespace of an input item',
    input({ type: 'tool_search_output', tools: [{ type: 'namespace', tools: [{ type: 'mcp' }] }] }),
    'mcp',
  ],
  ['a key in escapes', '{"model":"m","\\u0074ools":[{"\\u0074ype":"web_searc\\u0068"}]}', 'web_search'],
  ['a key in capitals', '{"model":"m","TOOLS":[{"Type":"web_search"}]}', 'web_search'],
  ['a key with a long s', '{"model":"m","tool\u017f":[{"type":"web_search"}]}', 'web_search'],
  ['a key twice', '{"tools":[{"type":"web_search"}],"model":"m","tools":[]}', 'web_search'],
  ['a key twice, harmless first', '{"tools":[],"model":"m","tools":[{"type":"web_search"}]}', 'web_search'],
  ['a type twice', '{"tools":[{"type":"function","type":"web_search"}]}', 'web_search'],
  ['a type twice, harmless last', '{"tools":[{"type":"web_search","type":"function"}]}', 'web_search'],
  [
    'a tool behind depth',
    `{"metadata":${'['.repeat(200)}${']'.repeat(200)},"tools":[{"type":"web_search"}]}`,
    'web_search',
  ],
  ['search in chat completions', { model: 'm', messages: [], web_search_options: {} }, 'web_search', CHAT],
  ['a model that searches', { model: 'gpt-4o-search-preview', messages: [] }, 'web_search', CHAT],
  ['a model of a version that searches', { model: 'gpt-5-search-api-2025-10-14', messages: [] }, 'web_search', CHAT],
  ['a model that searches elsewhere', { model: 'a/b:online', messages: [] }, 'web_search', CHAT],
  ['a stored prompt', { model: 'm', prompt: { id: 'pmpt_1', variables: {} } }, 'prompt'],
  ['a stored conversation', { model: 'm', conversation: 'conv_1' }, 'conversation'],
  ['plugins of a gateway', { model: 'm', messages: [], plugins: [{ id: 'web' }] }, 'plugins', CHAT],
  ['search of a gateway', { model: 'm', messages: [], search_parameters: { mode: 'on' } }, 'search_parameters', CHAT],
  ['further models of a gateway', { model: 'm', messages: [], models: ['n'] }, 'models', CHAT],
  ['an unknown field', { model: 'm', field_of_tomorrow: true }, 'field_of_tomorrow'],
  ['a field in odd letters', { model: 'm', 'a b\u0000': 1 }, null],
  ['an image by address', input({ role: 'user', content: [{ type: 'input_image', image_url: URL }] }), 'fetch-urls'],
  [
    'an image by address in an output',
    input({ type: 'function_call_output', output: [{ type: 'input_image', image_url: URL }] }),
    'fetch-urls',
  ],
  [
    'an image by address on a screen',
    input({ type: 'computer_call_output', output: { image_url: URL } }),
    'fetch-urls',
  ],
  [
    'an image by address after data',
    '{"input":[{"content":[{"image_url":"data:,a","image_url":"http://a.example"}]}]}',
    'fetch-urls',
  ],
  ['a file by address', input({ role: 'user', content: [{ type: 'input_file', file_url: URL }] }), 'fetch-urls'],
  ['a file by address as data', input({ content: [{ type: 'input_file', file_data: URL }] }), 'fetch-urls'],
  ['an image by address in chat', message([{ type: 'image_url', image_url: { url: URL } }]), 'fetch-urls', CHAT],
  ['an image by address as a string', message([{ type: 'image_url', image_url: URL }]), 'fetch-urls', CHAT],
  ['an image by a blank and an address', message([{ image_url: { url: ` ${URL}` } }]), 'fetch-urls', CHAT],
  ['an image by address in capitals', message([{ image_url: { url: 'HTTPS://A.EXAMPLE' } }]), 'fetch-urls', CHAT],
  ['a video by address', message([{ type: 'video_url', video_url: { url: URL } }]), 'fetch-urls', CHAT],
  ['a file by address in chat', message([{ type: 'file', file: { file_data: URL } }]), 'fetch-urls', CHAT],
  ['an image at a file', message([{ image_url: { url: 'file:///etc/passwd' } }]), 'fetch-urls', CHAT],
  ['an address that is very long', message([{ image_url: { url: URL + 'x'.repeat(9999) } }]), 'fetch-urls', CHAT],
];

const image = (source: unknown): object => ({ type: 'image', source });
const ANTHROPIC: readonly Row[] = [
  ...['web_search_20250305', 'web_fetch_20250910', 'code_execution_20250825', 'browser_toolset_20260801'].map(
    (type): Row => [
      `the tool ${type}`,
      tools({ name: 'Bash', input_schema: {} }, { type, name: 'x' }),
      type.slice(0, -9),
    ],
  ),
  ['a tool without a version', tools({ type: 'web_search' }), 'web_search'],
  ['a tool set of MCP', tools({ type: 'mcp_toolset', mcp_server_name: 'x' }), 'mcp'],
  ['MCP servers', { model: 'm', mcp_servers: [{ type: 'url', url: URL, name: 'x' }] }, 'mcp'],
  ['MCP servers in escapes', `{"model":"m","mcp\\u005fservers":[{"url":"${URL}"}]}`, 'mcp'],
  ['a container with skills', { model: 'm', container: { skills: [{ skill_id: 'x' }] } }, 'container'],
  ['other models', { model: 'm', fallbacks: [{ model: 'n' }] }, 'fallbacks'],
  [
    'a tool that comes later',
    message([{ type: 'tool_addition', tool: { type: 'tool_definition', definition: { type: 'web_fetch_20250910' } } }]),
    'web_fetch',
  ],
  ['an image by address', message([image({ type: 'url', url: URL })]), 'fetch-urls'],
  ['an image by address without a type', message([image({ url: URL })]), 'fetch-urls'],
  ['an image by a source of tomorrow', message([image({ type: 'bucket', key: 'x' })]), 'fetch-urls'],
  ['a source of two types', '{"messages":[{"content":[{"source":{"type":"base64","type":"url"}}]}]}', 'fetch-urls'],
  ['a document by address', message([{ type: 'document', source: { type: 'url', url: URL } }]), 'fetch-urls'],
  [
    'an image by address in a result',
    message([{ type: 'tool_result', content: [image({ type: 'url', url: URL })] }]),
    'fetch-urls',
  ],
  [
    'an image by address in a document',
    message([{ type: 'document', source: { type: 'content', content: [image({ type: 'url', url: URL })] } }]),
    'fetch-urls',
  ],
  [
    'an image by address in the system prompt',
    { model: 'm', system: [image({ type: 'url', url: URL })] },
    'fetch-urls',
  ],
  [
    'an image by address in a count',
    message([image({ type: 'url', url: URL })]),
    'fetch-urls',
    '/v1/messages/count_tokens',
  ],
];

const parts = (...list: unknown[]): object => ({ contents: [{ role: 'user', parts: list }] });
const FILE = { mimeType: 'image/png', fileUri: URL };
const GEMINI: readonly Row[] = [
  ...[
    'googleSearch',
    'googleSearchRetrieval',
    'urlContext',
    'codeExecution',
    'fileSearch',
    'googleMaps',
    'computerUse',
    'toolOfTomorrow',
  ].map(
    (name): Row => [`the tool ${name}`, { contents: [], tools: [{ functionDeclarations: [] }, { [name]: {} }] }, name],
  ),
  ['a tool in snake case', { tools: [{ google_search: {} }] }, 'google_search'],
  ['a tool beside functions', { tools: [{ functionDeclarations: [{ name: 'f' }], url_context: {} }] }, 'url_context'],
  ['a tool that is no list', { tools: { googleSearch: {} } }, 'googleSearch'],
  ['MCP servers', { tools: [{ mcpServers: [{ streamableHttpTransport: { url: URL } }] }] }, 'mcp'],
  ['a tool in escapes', '{"t\\u006fols":[{"googl\\u0065Search":{}}]}', 'googleSearch'],
  ['a stored cache', { contents: [], cachedContent: 'cachedContents/1' }, 'cachedContent'],
  ['a file by address', parts({ fileData: FILE }), 'fetch-urls'],
  ['a file by address in snake case', parts({ file_data: { file_uri: URL } }), 'fetch-urls'],
  ['a file by address, parts that are no list', { contents: { parts: { fileData: FILE } } }, 'fetch-urls'],
  ['a file by address in a result', parts({ functionResponse: { parts: [{ fileData: FILE }] } }), 'fetch-urls'],
  ['a file by address in the system prompt', { systemInstruction: { parts: [{ fileData: FILE }] } }, 'fetch-urls'],
  [
    'a file by address in a count',
    { generateContentRequest: { contents: [{ parts: [{ fileData: FILE }] }] } },
    'fetch-urls',
    '/v1beta/models/m:countTokens',
  ],
  [
    'a tool in a count',
    { generate_content_request: { tools: [{ googleSearch: {} }] } },
    'googleSearch',
    '/v1beta/models/m:countTokens',
  ],
];

export const ESCAPES: readonly Escape[] = [
  ...rows('openai', OPENAI),
  ...rows('anthropic', ANTHROPIC),
  ...rows('gemini', GEMINI),
];

export interface AgentRequest {
  readonly agent: string;
  readonly provider: ProviderName;
  readonly path?: string | undefined;
  readonly body: string;
}

const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk';
/** Schemas, arguments and outputs in which everything stands that is refused elsewhere. */
const WORDS = {
  type: 'object',
  properties: { url: { type: 'string' }, tools: { type: 'array' }, type: { enum: ['web_search', 'mcp'] } },
  tools: [{ type: 'web_search' }],
  source: { type: 'url', url: URL },
  image_url: URL,
  fileData: { fileUri: URL },
  mcp_servers: [{ url: URL }],
};
const SPOKEN = JSON.stringify(WORDS);
const lean = (name: string): object => ({
  type: 'function',
  name,
  description: SPOKEN,
  strict: false,
  parameters: WORDS,
});
const CODEX = {
  ...{ model: 'm', stream: true, tool_choice: 'auto', parallel_tool_calls: false, store: false },
  reasoning: { effort: 'low', context: 'all_turns' },
  include: ['reasoning.encrypted_content'],
  ...{ prompt_cache_key: 'k', service_tier: 'auto', client_metadata: { turn: SPOKEN } },
  text: { verbosity: 'low', format: { type: 'json_schema', name: 'r', strict: true, schema: WORDS } },
};
const said = (role: string, content: object): object => ({ type: 'message', id: 'm', role, content: [content] });

/** The fields, tools and contents that codex 0.169, claude 2.1, opencode 1.18 and gemini 0.61 were seen to send. */
const AGENTS: readonly (readonly [string, ProviderName, object, string?])[] = [
  [
    'codex, whose tools stand in its input',
    'openai',
    {
      ...CODEX,
      input: [
        {
          ...{ type: 'additional_tools', id: 'a', role: 'developer' },
          tools: [
            {
              type: 'namespace',
              name: 'functions',
              tools: [{ type: 'custom', name: 'exec', format: WORDS }, lean('wait')],
            },
            { type: 'namespace', name: 'clock', description: '', tools: [lean('sleep')] },
          ],
        },
        said('developer', { type: 'input_text', text: SPOKEN }),
        { type: 'custom_tool_call', call_id: 'c', name: 'exec', input: SPOKEN },
        { type: 'function_call', id: 'i', call_id: 'd', name: 'wait', arguments: SPOKEN },
        {
          ...{ type: 'function_call_output', call_id: 'd' },
          output: [{ type: 'input_image', image_url: `data:image/png;base64,${PIXEL.repeat(400)}`, detail: 'high' }],
        },
        { type: 'custom_tool_call_output', call_id: 'c', output: SPOKEN },
        { type: 'reasoning', id: 'r', summary: [{ type: 'summary_text', text: URL }], encrypted_content: 'x' },
        said('assistant', { type: 'output_text', text: URL, annotations: [{ type: 'url_citation', url: URL }] }),
      ],
    },
  ],
  [
    'codex, with tools of its own',
    'openai',
    {
      ...CODEX,
      instructions: SPOKEN,
      previous_response_id: 'r1',
      input: [{ type: 'local_shell_call', action: { type: 'exec', command: ['curl', URL] }, status: 'completed' }],
      tools: [
        ...['exec_command', 'write_stdin', 'view_image'].map(lean),
        { type: 'local_shell' },
        { type: 'tool_search', execution: 'client', description: '', parameters: WORDS },
        { type: 'namespace', name: 'multi_agent_v1', description: '', tools: [lean('spawn_agent')] },
        { type: 'custom', name: 'apply_patch', format: { type: 'grammar', syntax: 'lark', definition: URL } },
      ],
    },
  ],
  [
    'claude',
    'anthropic',
    {
      ...{ model: 'm', max_tokens: 32000, stream: true, metadata: { user_id: SPOKEN } },
      thinking: { type: 'adaptive' },
      context_management: { edits: [{ type: 'clear_thinking_20251015', keep: 'all' }] },
      output_config: { effort: 'high' },
      system: [{ type: 'text', text: SPOKEN, cache_control: { type: 'ephemeral' } }],
      tools: [
        { name: 'WebFetch', description: URL, input_schema: WORDS },
        { name: 'Bash', type: 'custom', input_schema: WORDS, cache_control: { type: 'ephemeral' } },
        ...['bash_20250124', 'text_editor_20250728', 'memory_20250818', 'computer_20251124'].map((type) => ({ type })),
        { type: 'tool_search_tool_regex_20251119', name: 'tool_search_tool_regex' },
      ],
      messages: [
        { role: 'user', content: URL },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'Read', input: WORDS }] },
        {
          role: 'user',
          content: [
            {
              ...{ type: 'tool_result', tool_use_id: 't' },
              content: [image({ type: 'base64', media_type: 'image/png', data: PIXEL }), { type: 'text', text: URL }],
            },
            { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: PIXEL } },
            { type: 'search_result', source: URL, title: 'x', content: [{ type: 'text', text: URL }] },
          ],
        },
      ],
    },
  ],
  ['claude that counts', 'anthropic', { model: 'm', messages: [], tools: [] }, '/v1/messages/count_tokens'],
  [
    'opencode',
    'openai',
    {
      ...{ model: 'm', max_tokens: 8000, tool_choice: 'auto', stream: true, stream_options: { include_usage: true } },
      tools: [{ type: 'function', function: { name: 'webfetch', description: URL, parameters: WORDS } }],
      messages: [
        { role: 'system', content: SPOKEN },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c', type: 'function', function: { arguments: SPOKEN } }],
        },
        { role: 'tool', tool_call_id: 'c', content: SPOKEN },
        {
          role: 'user',
          content: [
            { type: 'text', text: URL },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${PIXEL}` } },
            { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${PIXEL}` } },
            { type: 'file', file: { file_data: PIXEL.repeat(100) } },
          ],
        },
      ],
    },
    CHAT,
  ],
  [
    'gemini',
    'gemini',
    {
      contents: [
        { role: 'user', parts: [{ text: URL }, { inlineData: { mimeType: 'image/png', data: PIXEL } }] },
        {
          role: 'model',
          parts: [{ functionCall: { id: 'c', name: 'read_file', args: WORDS }, thoughtSignature: 'x' }],
        },
        {
          role: 'user',
          parts: [{ functionResponse: { id: 'c', name: 'read_file', response: { output: SPOKEN, ...WORDS } } }],
        },
      ],
      systemInstruction: { role: 'user', parts: [{ text: SPOKEN }] },
      tools: [{ functionDeclarations: [{ name: 'web_fetch', parametersJsonSchema: WORDS }] }],
      generationConfig: { temperature: 0, responseJsonSchema: WORDS, thinkingConfig: { includeThoughts: true } },
      toolConfig: { functionCallingConfig: { mode: 'AUTO' } },
      safetySettings: [],
    },
  ],
  ['gemini that counts', 'gemini', parts({ text: URL }), '/v1beta/models/m:countTokens'],
];

export const AGENT_REQUESTS: readonly AgentRequest[] = AGENTS.map(([agent, provider, body, path]) => ({
  ...{ agent, provider, path },
  body: JSON.stringify(body),
}));
