import { isIP } from 'node:net';
import { normalize } from 'node:path/posix';
import type { McpServer, McpValue } from '../mcp/types.js';
import { isObject } from '../support/json-object.js';
import { argumentList } from './commands.js';
import { accept, type Kind, type Parsed, refuse } from './kind.js';
import { endpoints } from './lists.js';
import { fieldReader, isFilePath, jsonText, type MappingProblem, RESERVED, together, VARIABLE } from './mapping.js';
import { choice, duration, integer, size } from './scalars.js';

/** Agents make names of tools from it, some of which may have 64 characters. */
const NAME = /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const HEADER = /^(?!__proto__$)[A-Za-z0-9!#$%&'*+.^_`|~-]{1,128}$/;
/** What the host says itself, or what would change the meaning of the request. */
const OWN_HEADERS =
  /^(host|connection|content-(length|type|encoding)|transfer-encoding|upgrade|te|trailer|expect|accept(-encoding)?|keep-alive|proxy-.*|mcp-.*|last-event-id)$/i;
const TOOL = /^[A-Za-z0-9_][A-Za-z0-9_./:-]{0,127}$/;
const MAX_SERVERS = 20;
const MAX_TOOLS = 200;
const MAX_VALUES = 50;
const MAX_JSON = 64 * 1024;
const MAX_TEXT = 8192;

const FIELDS = {
  command: argumentList(),
  allow: endpoints(),
  where: choice(['room', 'host']),
  timeout: duration('1s', '1h'),
  output: size('1k', '8m'),
  calls: integer(1, 10_000),
} as const;

const DEFAULTS = { timeoutMs: 120_000, outputBytes: 1 << 20, calls: 200 } as const;

const VALUE_SCHEMA = {
  anyOf: [
    { type: 'string' },
    {
      type: 'object',
      additionalProperties: false,
      properties: { file: { type: 'string' }, secret: { type: 'string' }, prefix: { type: 'string' } },
    },
  ],
} as const;

/** JSON Schema of one server in the configuration file. */
const SERVER_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    command: { type: ['string', 'array'], items: { type: 'string' } },
    url: { type: 'string' },
    env: { type: 'object', additionalProperties: VALUE_SCHEMA },
    headers: { type: 'object', additionalProperties: VALUE_SCHEMA },
    tools: { type: 'array', items: { type: 'string' }, maxItems: MAX_TOOLS },
    where: { enum: ['room', 'host'] },
    allow: { type: 'array', items: { type: 'string' } },
    timeout: { type: 'string' },
    calls: { type: 'integer', minimum: 1, maximum: 10_000 },
    output: { type: ['string', 'integer'] },
  },
} as const;

/**
 * MCP servers for the agent: a mapping from their names to what they are, or the same as JSON text. All that is wrong
 * makes one problem, and no value is repeated in it: it may be a secret in a wrong place.
 */
export function mcpServers(): Kind<readonly McpServer[]> {
  return {
    expected: 'a mapping from names to servers, such as {"memory": {"command": ["mcp-server-memory"]}}',
    placeholder: 'JSON',
    repeatable: false,
    emptyIsValue: false,
    schema: { type: 'object', additionalProperties: SERVER_SCHEMA, maxProperties: MAX_SERVERS },
    fromTexts: jsonText(read, { maxChars: MAX_JSON, given: NOT_SHOWN }),
    fromValue: read,
  };
}

const NOT_SHOWN = '(not shown)';
type Report = (path: string, expected: string) => void;

function read(value: unknown): Parsed<readonly McpServer[]> {
  if (!isObject(value)) return refuse({ given: NOT_SHOWN });
  const names = Object.keys(value);
  if (names.length > MAX_SERVERS)
    return refuse({ given: `${names.length} servers`, expected: `at most ${MAX_SERVERS} servers` });
  const wrong: MappingProblem[] = [];
  const servers = names
    .sort()
    .map((name) =>
      readServer(name, value[name], (path, expected) => wrong.push({ path: `${shown(name)}${path}`, expected })),
    );
  return wrong.length === 0 ? accept(servers) : together(wrong);
}

function readServer(name: string, value: unknown, report: Report): McpServer {
  if (!NAME.test(name))
    report('', 'a name of at most 32 lower-case letters, digits and hyphens that begins with a letter');
  const fields = isObject(value) ? value : {};
  if (!isObject(value)) report('', 'a mapping with the key command or url');
  for (const key of Object.keys(fields))
    if (!Object.hasOwn(SERVER_SCHEMA.properties, key))
      report(`.${shown(key)}`, `one of the keys ${Object.keys(SERVER_SCHEMA.properties).join(', ')}`);
  // What is said of this very value may repeat a part of it.
  const field = fieldReader(FIELDS, fields, (key, _given, _refusal, kind) => report(`.${key}`, kind.expected));
  const given = (key: keyof typeof SERVER_SCHEMA.properties): boolean => fields[key] !== undefined;
  const argv = field('command', null);
  const url = readUrl(fields['url'], report);
  if (isObject(value) && given('command') === given('url')) report('', 'either command or url, and not both');
  if (argv?.length === 0) report('.command', 'a program and its arguments');
  const env = readValues(fields['env'], 'env', report);
  const headers = readValues(fields['headers'], 'headers', report);
  const secret = [...Object.values(env), ...Object.values(headers)].some((one) => !('value' in one));
  const where = field('where', given('url') || secret ? 'host' : 'room');
  if (where === 'room') {
    if (given('url')) report('.where', 'host, because a server with an address is reached from the host’s side');
    if (secret) report('.where', 'host, because no secret may enter the agent’s room');
    for (const key of ['allow', 'calls', 'output'] as const)
      if (given(key))
        report(`.${key}`, 'nothing for a server in the agent’s room, where the host cannot hold it to that');
  }
  if (given('url'))
    for (const key of ['env', 'allow'] as const) if (given(key)) report(`.${key}`, 'nothing beside url');
  if (given('command') && given('headers')) report('.headers', 'nothing beside command');
  return {
    name,
    where,
    argv,
    url,
    env,
    headers,
    tools: readTools(fields['tools'], report),
    allow: field('allow', []),
    timeoutMs: field('timeout', DEFAULTS.timeoutMs),
    calls: field('calls', DEFAULTS.calls),
    outputBytes: field('output', DEFAULTS.outputBytes),
  };
}

/** The address as it is sent, its last slash included. Whether plain http leads to a private place is known when it is dialled. */
function readUrl(value: unknown, report: Report): string | null {
  if (value === undefined) return null;
  const text = typeof value === 'string' && value.length <= 2048 && /^[\x21-\x7e]+$/.test(value) ? value : '';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (
    url === undefined ||
    !/^https?:$/.test(url.protocol) ||
    /[\\?#]/.test(text) ||
    url.username + url.password !== ''
  ) {
    report('.url', 'an http or https URL without user name, password, query or fragment');
    return null;
  }
  if (url.protocol === 'https:' && isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0)
    report('.url', 'a host name, because certificates are for names');
  return url.href;
}

function readTools(value: unknown, report: Report): McpServer['tools'] {
  if (value === undefined) return null;
  const expected = `a list of at most ${MAX_TOOLS} names of tools`;
  if (!Array.isArray(value) || value.length > MAX_TOOLS) {
    report('.tools', expected);
    return [];
  }
  const names = value.filter((name): name is string => typeof name === 'string' && TOOL.test(name));
  if (names.length < value.length) report('.tools', `${expected}: letters, digits and _-./:`);
  return [...new Set(names)];
}

function readValues(value: unknown, key: 'env' | 'headers', report: Report): Readonly<Record<string, McpValue>> {
  if (value === undefined) return {};
  const what = key === 'env' ? 'a mapping from names of variables' : 'a mapping from names of headers';
  if (!isObject(value) || Object.keys(value).length > MAX_VALUES) {
    report(`.${key}`, `${what} to at most ${MAX_VALUES} values`);
    return {};
  }
  const found: Record<string, McpValue> = {};
  for (const [name, given] of Object.entries(value)) {
    const at = `.${key}.${shown(name)}`;
    const parsed = readValue(given, key);
    if (key === 'env' ? !VARIABLE.test(name) || RESERVED.test(name) : !HEADER.test(name) || OWN_HEADERS.test(name))
      report(
        at,
        key === 'env' ? 'a variable that the room does not set itself' : 'a header that the host does not send itself',
      );
    else if (typeof parsed === 'string') report(at, parsed);
    else found[name] = parsed;
  }
  return found;
}

/** A value, or what was expected in its place. */
function readValue(value: unknown, key: 'env' | 'headers'): McpValue | string {
  const expected = 'a text, {"file": "/absolute/path"}, or {"secret": "NAME"} for a line of mcp-secrets';
  const fits = (text: string): boolean => isText(text) && (key === 'env' || /^[\t\x20-\x7e]*$/.test(text));
  if (typeof value === 'string')
    return fits(value) ? { value } : `a text of one line${key === 'env' ? '' : ' in ASCII'}`;
  if (!isObject(value)) return expected;
  const { file, secret, prefix = '', ...others } = value;
  if (Object.keys(others).length > 0 || typeof prefix !== 'string' || !fits(prefix)) return expected;
  if (file !== undefined && secret === undefined) {
    if (typeof file !== 'string' || !isFilePath(file)) return 'the absolute path of a file';
    if (key === 'env' && prefix !== '') return 'no prefix, because the variable holds the path of the file';
    return { file: normalize(file), prefix };
  }
  if (typeof secret !== 'string' || file !== undefined) return expected;
  return VARIABLE.test(secret) ? { secret, prefix } : 'the name of a secret, of letters, digits and underscores';
}

function isText(text: string): boolean {
  return text.length <= MAX_TEXT && !/[\0-\x08\x0a-\x1f\x7f]/.test(text);
}

/** A name in a problem. One that is none may be anything. */
function shown(name: string): string {
  return /^[A-Za-z0-9_.-]{1,64}$/.test(name) ? name : '(a name that is not shown)';
}
