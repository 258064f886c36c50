import { posix } from 'node:path';
import { type Command, exactCommand, scriptOrCommand } from '../inputs/commands.js';
import { type Kind, show } from '../inputs/kind.js';
import type { InputProblem } from '../support/errors.js';
import { isObject } from '../support/json-object.js';
import { didYouMean } from '../support/nearest.js';

/** A file or directory of the host that an agent's rooms get a copy of. */
export interface CredentialMapping {
  /** Absolute, or beginning with `~/` for the person's own HOME. */
  readonly source: string;
  /** Relative to the room's HOME. */
  readonly target: string;
}

/** How `agent NAME` starts an agent. */
export interface ConfiguredAgent {
  /** Undefined: the built-in way of that name. */
  readonly command: Command | undefined;
  /** Says by its exit code whether the agent is there. */
  readonly test: Command | undefined;
  /** Runs only where the test fails. */
  readonly install: Command | undefined;
  readonly credentials: readonly CredentialMapping[];
}

export type ConfiguredAgents = ReadonlyMap<string, ConfiguredAgent>;

const NAME = /^[a-z0-9][a-z0-9-]{0,63}$/;
const KEYS = ['command', 'test', 'install', 'credentials'] as const;
const MOST_CREDENTIALS = 64;
/** HOME of every room, as targets may write it. */
const HOME = '/home/agent';

const COMMAND_KINDS: Readonly<Record<'command' | 'test' | 'install', Kind<Command> | Kind<Command | null>>> = {
  command: exactCommand(),
  test: scriptOrCommand(),
  install: scriptOrCommand(),
};

/** Reads the mapping `agents`. All problems are collected. @param where how problems name it */
export function readAgents(
  value: unknown,
  where: string,
): { readonly agents: ConfiguredAgents; readonly problems: readonly InputProblem[] } {
  const problems: InputProblem[] = [];
  const agents = new Map<string, ConfiguredAgent>();
  if (!isObject(value)) {
    problems.push({ where, given: show(value), expected: 'a mapping from names of agents to how each is started' });
    return { agents, problems };
  }
  for (const [name, given] of Object.entries(value)) {
    if (!NAME.test(name))
      problems.push({ where, given: show(name), expected: 'names of lower-case letters, digits and hyphens' });
    else agents.set(name, readAgent(given, `${where}.${name}`, problems));
  }
  return { agents, problems };
}

function readAgent(value: unknown, where: string, problems: InputProblem[]): ConfiguredAgent {
  const nothing = { command: undefined, test: undefined, install: undefined, credentials: [] };
  if (!isObject(value)) {
    problems.push({ where, given: show(value), expected: `a mapping of ${KEYS.join(', ')}` });
    return nothing;
  }
  for (const key of Object.keys(value)) {
    if (KEYS.some((known) => known === key)) continue;
    const hint = didYouMean(key, KEYS);
    problems.push({ where: `${where}: key`, given: show(key), expected: KEYS.join(', '), ...(hint ? { hint } : {}) });
  }
  const command = (key: 'command' | 'test' | 'install'): Command | undefined => {
    if (!Object.hasOwn(value, key)) return undefined;
    const kind = COMMAND_KINDS[key];
    const given = value[key];
    const parsed = typeof given === 'string' ? kind.fromTexts([given]) : kind.fromValue(given);
    if (parsed.ok && parsed.value !== null) return parsed.value;
    problems.push({
      where: `${where}.${key}`,
      given: show(parsed.ok ? given : (parsed.given ?? given)),
      expected: (parsed.ok ? undefined : parsed.expected) ?? kind.expected,
      ...(parsed.ok || parsed.hint === undefined ? {} : { hint: parsed.hint }),
    });
    return undefined;
  };
  return {
    command: command('command'),
    test: command('test'),
    install: command('install'),
    credentials: Object.hasOwn(value, 'credentials')
      ? readMappings(value['credentials'], `${where}.credentials`, problems)
      : [],
  };
}

function readMappings(value: unknown, where: string, problems: InputProblem[]): CredentialMapping[] {
  if (!Array.isArray(value) || value.length > MOST_CREDENTIALS) {
    const expected = `a list of at most ${MOST_CREDENTIALS} mappings of source and target`;
    problems.push({ where, given: show(value), expected });
    return [];
  }
  const found: CredentialMapping[] = [];
  for (const [index, item] of value.entries()) {
    const place = `${where}[${index}]`;
    if (!isObject(item) || Object.keys(item).some((key) => key !== 'source' && key !== 'target')) {
      problems.push({ where: place, given: show(item), expected: 'a mapping of source and target, and nothing else' });
      continue;
    }
    const source = readSource(item['source']);
    const target = readTarget(item['target']);
    if (source === undefined)
      problems.push({
        where: `${place}.source`,
        given: item['source'] === undefined ? undefined : show(item['source']),
        expected: 'a path of the host that begins with / or ~/',
      });
    if (target === undefined)
      problems.push({
        where: `${place}.target`,
        given: item['target'] === undefined ? undefined : show(item['target']),
        expected: "a path below the room's HOME, such as ~/.codex/auth.json, without ..",
      });
    if (source === undefined || target === undefined) continue;
    const twice = found.find(({ target: other }) => nested(other, target) || nested(target, other));
    if (twice)
      problems.push({
        where: `${place}.target`,
        given: show(item['target']),
        expected: `a path apart from that of another mapping, ~/${twice.target}`,
      });
    else found.push({ source, target });
  }
  return found;
}

function nested(outer: string, inner: string): boolean {
  return inner === outer || inner.startsWith(`${outer}/`);
}

function readSource(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4096 || value.includes('\0')) return undefined;
  return /^(~\/|\/)./.test(value) ? value : undefined;
}

function readTarget(value: unknown): string | undefined {
  if (typeof value !== 'string' || value.length > 4096 || /[\0-\x1f\x7f]/.test(value)) return undefined;
  const below = value.startsWith('~/')
    ? value.slice(2)
    : value.startsWith(`${HOME}/`)
      ? value.slice(HOME.length + 1)
      : value;
  // Said before normalising, which would make `a/../../b` look harmless or not by chance.
  if (below.startsWith('/') || below.startsWith('~') || below.split('/').includes('..')) return undefined;
  const path = posix.normalize(below).replace(/\/$/, '');
  return path === '.' || path === '' ? undefined : path;
}

/** The schema of the mapping, for editors. */
export const AGENTS_SCHEMA = {
  type: 'object',
  description:
    'How `cleanroom-action agent NAME` starts agents, by name: built-in ones in another way, or others. Default: none.',
  propertyNames: { pattern: NAME.source },
  additionalProperties: {
    type: 'object',
    additionalProperties: false,
    properties: {
      command: {
        ...COMMAND_KINDS.command.schema,
        description: 'Program and first arguments; what is typed after the name follows. Default: the built-in way.',
      },
      test: {
        ...COMMAND_KINDS.test.schema,
        description: 'Run in the room; exit code 0: the agent is there. Default: whether the command’s first word is.',
      },
      install: {
        ...COMMAND_KINDS.install.schema,
        description: 'Run in the room where the test fails. Default: nothing.',
      },
      credentials: {
        type: 'array',
        maxItems: MOST_CREDENTIALS,
        description:
          'Files and directories of the host that the room gets copies of. From a repository’s file only with --trust-credentials. Default: none.',
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['source', 'target'],
          properties: {
            source: { type: 'string', description: 'Path on the host, beginning with / or ~/.' },
            target: { type: 'string', description: 'Path below the room’s HOME.' },
          },
        },
      },
    },
  },
} as const;
