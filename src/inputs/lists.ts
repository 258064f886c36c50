import { parseEndpoint } from '../policy/endpoint.js';
import { asEcosystem, ECOSYSTEMS, wordHint } from '../policy/words.js';
import { LIMIT_NAMES, type LimitName } from '../room/types.js';
import { accept, type Kind, type Parsed, refuse, show } from './kind.js';
import { insidePath, toolDirectory } from './paths.js';
import { listed } from './scalars.js';

export interface ListOptions<T, R> {
  readonly expected: string;
  readonly placeholder: string;
  readonly maxItems: number;
  item(text: string): Parsed<T>;
  /** Makes the value of all items; may refuse items that do not go together. */
  gather(items: readonly T[]): Parsed<R>;
}

/**
 * Several values: one a line or a JSON array in an input, one for each flag on the command line, a list in the
 * configuration file. All items that are wrong make one problem.
 */
export function list<T, R>(options: ListOptions<T, R>): Kind<R> {
  const read = (items: readonly string[]): Parsed<R> => {
    if (items.length > options.maxItems)
      return refuse({ given: `${items.length} items`, expected: `at most ${options.maxItems} items` });
    const good: T[] = [];
    const bad: (Parsed<T> & { ok: false; given: string })[] = [];
    for (const text of items) {
      const parsed = options.item(text);
      if (parsed.ok) good.push(parsed.value);
      else bad.push({ ...parsed, given: parsed.given ?? text });
    }
    const [first] = bad;
    if (first === undefined) return options.gather(good);
    return refuse({ ...first, given: bad.map((refusal) => show(refusal.given)).join(', ') });
  };
  return {
    expected: options.expected,
    placeholder: options.placeholder,
    repeatable: true,
    emptyIsValue: false,
    schema: { type: 'array', items: { type: 'string' }, maxItems: options.maxItems },
    fromTexts: (texts) => {
      const items: string[] = [];
      for (const text of texts) {
        const split = splitItems(text);
        if (split === undefined) return refuse({ given: show(text), expected: 'a JSON array of strings' });
        items.push(...split);
      }
      return items.length === 0 ? refuse() : read(items);
    },
    fromValue: (value) => {
      // As an input has it: what is expected would name the very text that was given.
      if (typeof value === 'string' && value.length <= 200)
        return refuse({ hint: `here it is a list: ${JSON.stringify(splitItems(value) ?? [value])}` });
      if (!Array.isArray(value)) return refuse();
      const other = value.find((item) => typeof item !== 'string');
      return other === undefined ? read(value) : refuse({ given: show(other), expected: 'a list of strings' });
    },
  };
}

/** Items of a text: of a JSON array, else its lines that are not empty; undefined for a broken JSON array. */
function splitItems(text: string): string[] | undefined {
  if (/^\s*\[\s*["\]]/.test(text)) return jsonStrings(text);
  return text
    .split('\n')
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** The strings of a JSON array; undefined when the text is anything else. */
export function jsonStrings(text: string): string[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}

const GLOB_EXPECTED =
  'globs relative to the root of the repository, such as test/** or **/*.snap; a leading ! takes out';

/**
 * One glob, in a form that a matcher can be trusted with: no extended groups, and few enough wildcards that matching a
 * hostile path takes no time worth mentioning.
 */
export function parseGlob(raw: string): Parsed<string> {
  const text = raw.trim();
  const glob = text.replace(/^!/, '').replace(/^(?:\.\/)+/, '');
  if (glob === '' || text.length > 256 || /[\p{Cc}\p{Cf}\\()!]/u.test(glob) || glob.startsWith('/')) return refuse();
  if (glob.endsWith('/')) return refuse({ hint: `for everything below it write ${glob}**` });
  const segments = glob.split('/');
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..')) return refuse();
  const crowded = segments.some((segment) => segment !== '**' && (segment.match(/\*+/g)?.length ?? 0) > 3);
  const doubles = segments.filter((segment) => segment === '**').length;
  if (crowded || doubles > 3) return refuse({ expected: 'at most 3 * in a part and at most 3 ** in a glob' });
  if (!balanced(glob)) return refuse({ expected: 'a glob with at most 2 {} and 4 [], closed and not nested' });
  return accept(text.startsWith('!') ? `!${glob}` : glob);
}

function balanced(glob: string): boolean {
  const shape = glob.replace(/[^{}[\]]/g, '');
  return (
    /^(?:\{\}|\[\])*$/.test(shape) &&
    shape.split('{}').length <= 3 &&
    shape.split('[]').length <= 5 &&
    !/\{[^}]*\.\./.test(glob)
  );
}

export function globs(): Kind<readonly string[]> {
  return list({
    expected: GLOB_EXPECTED,
    placeholder: 'GLOB',
    maxItems: 200,
    item: parseGlob,
    gather: (items) => accept(items),
  });
}

/** `host:port` entries, and the words that stand for the hosts of a person's own registries. */
export function endpoints(): Kind<readonly string[]> {
  return list({
    expected: `exact host:port entries, such as files.example.com:443, or words: ${listed(ECOSYSTEMS)}`,
    placeholder: 'HOST:PORT|WORD',
    maxItems: 200,
    item: (text): Parsed<string> => {
      const word = asEcosystem(text);
      if (word !== undefined) return accept(word);
      const parsed = parseEndpoint(text);
      if (parsed.ok) return accept(parsed.endpoint);
      const { given, expected } = parsed;
      const hint = wordHint(text);
      return refuse({ given, expected, ...(hint === undefined ? {} : { hint }) });
    },
    gather: (items) => accept([...new Set(items)].sort()),
  });
}

/** Limits of a room, by the names of their settings. */
export function limitNames(): Kind<readonly LimitName[]> {
  return list<LimitName, readonly LimitName[]>({
    expected: `names of limits: ${listed(LIMIT_NAMES)}`,
    placeholder: 'LIMIT',
    maxItems: LIMIT_NAMES.length,
    item: (text) => {
      const found = LIMIT_NAMES.find((name) => name === text);
      return found === undefined ? refuse({ given: text }) : accept(found);
    },
    gather: (items) => accept([...new Set(items)]),
  });
}

const PROVIDER_TOOL_NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,63}$/;

/** Names of what a model's provider may do by itself. */
export function providerTools(): Kind<readonly string[]> {
  return list({
    expected: 'names of tools and fields as the provider spells them, such as web_search or mcp, or fetch-urls',
    placeholder: 'NAME',
    maxItems: 50,
    item: (text) => (PROVIDER_TOOL_NAME.test(text) ? accept(text) : refuse({ given: text })),
    gather: (items) => accept([...new Set(items)].sort()),
  });
}

/** Directories of the repository. A directory inside another one of them is left out. */
export function repositoryDirectories(): Kind<readonly string[]> {
  return list({
    expected: 'directories of the repository, relative to its root, without ".."',
    placeholder: 'DIR',
    maxItems: 50,
    item: (text): Parsed<string> => {
      const path = insidePath(text);
      if (path === undefined || path === '.') return refuse({ given: text });
      const git = path.split('/').some((part) => part.toLowerCase() === '.git');
      return git ? refuse({ given: text, expected: 'directories outside .git' }) : accept(path);
    },
    gather: (items) => {
      const all = [...new Set(items)].sort();
      return accept(all.filter((path) => !all.some((other) => path.startsWith(`${other}/`))));
    },
  });
}

/** Configuration of agents in a repository that can run code when an agent starts there. */
export const AGENT_CONFIG_NAMES = ['.claude', '.codex', '.gemini', '.mcp.json', '.opencode', 'opencode.json'] as const;
export type AgentConfigName = (typeof AGENT_CONFIG_NAMES)[number];

export function agentConfigNames(): Kind<readonly AgentConfigName[]> {
  return list<AgentConfigName, readonly AgentConfigName[]>({
    expected: `names of agent configuration: ${listed(AGENT_CONFIG_NAMES)}`,
    placeholder: 'NAME',
    maxItems: AGENT_CONFIG_NAMES.length,
    item: (text) => {
      const found = AGENT_CONFIG_NAMES.find((name) => name === text);
      return found === undefined ? refuse({ given: text }) : accept(found);
    },
    gather: (items) => accept([...new Set(items)].sort()),
  });
}

/** Directories of the host. */
export function tools(): Kind<readonly string[]> {
  return list({
    expected: 'absolute paths of directories of this machine, without ".."',
    placeholder: 'DIR',
    maxItems: 50,
    item: toolDirectory,
    gather: (items) => accept([...new Set(items)].sort()),
  });
}

const RESERVED = ['HOME', 'PATH', 'TMPDIR', 'USER'];
const VARIABLE = /^[A-Za-z_][A-Za-z0-9_]{0,127}$/;

/** NAME=VALUE entries. Errors show names alone: a value may be what should not have been given here. */
export function variables(): Kind<Readonly<Record<string, string>>> {
  return list<readonly [string, string], Readonly<Record<string, string>>>({
    expected: 'NAME=VALUE entries, names of letters, digits and underscores',
    placeholder: 'NAME=VALUE',
    maxItems: 200,
    item: (text) => {
      const at = text.indexOf('=');
      const name = at < 0 ? text : text.slice(0, at);
      const given = at < 0 ? show(text) : `${show(name)}=…`;
      if (at < 0 || !VARIABLE.test(name)) return refuse({ given });
      if (RESERVED.includes(name.toUpperCase()))
        return refuse({ given, expected: `any name but ${RESERVED.join(', ')}, which the room sets` });
      const value = text.slice(at + 1);
      if (value.length > 32_768 || /[\0-\x08\x0a-\x1f\x7f]/.test(value))
        return refuse({ given, expected: 'a value of at most 32768 characters without control characters' });
      return accept([name, value] as const);
    },
    gather: (items) => {
      const names = items.map(([name]) => name);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      if (twice !== undefined) return refuse({ given: `${twice}=…`, expected: 'each name once' });
      return accept(Object.fromEntries(items));
    },
  });
}
