import { isObject } from '../support/json-object.js';
import { argumentList, type Command, scriptOrCommand } from './commands.js';
import { accept, type Kind, type Parsed, refuse, show } from './kind.js';
import { list } from './lists.js';
import { fieldReader, jsonText, type MappingProblem, RESERVED, together, VARIABLE } from './mapping.js';
import { repositoryDirectory } from './paths.js';
import { VALUE_NAME } from './placeholders.js';
import { PRESETS, type PresetName } from './presets.js';
import { choice, duration } from './scalars.js';

/** One entry of `verifiers`, as it was written. Exactly one of `run` and `preset` is there. */
export interface VerifierEntry {
  readonly name: string;
  readonly run: Command | null;
  readonly preset: PresetName | null;
  /** May hold placeholders. */
  readonly args: readonly string[];
  /** Null: as the setting `working-directory`. */
  readonly directory: string | null;
  /** Values may hold placeholders. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of the setting `env` that it sees; null: all. */
  readonly envFrom: readonly string[] | null;
  /** Null: as `verify-timeout`. */
  readonly timeoutMs: number | null;
}

/** Part of the names of rooms and logs. */
const NAME = /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
const MAX_VERIFIERS = 20;
const MAX_JSON = 256 * 1024;
const MAX_VALUES = 100;
const MAX_TEXT = 8192;
/** What the room says to a verifier itself. */
const OWN_VARIABLES = /^CLEANROOM_/i;

const FIELDS = {
  run: scriptOrCommand(),
  preset: choice(PRESETS),
  args: argumentList(),
  'working-directory': repositoryDirectory(),
  timeout: duration('1s', '24h'),
} as const;

const TEXT_OR_LIST = { type: ['string', 'array'], items: { type: 'string' } } as const;

const ENTRY_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  properties: {
    run: TEXT_OR_LIST,
    preset: { type: 'string', enum: PRESETS },
    args: TEXT_OR_LIST,
    'working-directory': { type: 'string' },
    env: { type: 'object', additionalProperties: { type: 'string' }, maxProperties: MAX_VALUES },
    'env-from': { type: 'array', items: { type: 'string' }, maxItems: MAX_VALUES },
    timeout: { type: 'string' },
  },
} as const;

/**
 * Verifiers by name, in their order: a mapping from names to commands, or to what else they are; or the same as JSON text.
 * All that is wrong makes one problem.
 */
export function verifiers(): Kind<readonly VerifierEntry[]> {
  return {
    expected: 'a mapping from names to commands, such as {"lint": "npm run lint", "test": {"preset": "npm"}}',
    placeholder: 'JSON',
    repeatable: false,
    emptyIsValue: false,
    schema: {
      type: 'object',
      additionalProperties: { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }, ENTRY_SCHEMA] },
      maxProperties: MAX_VERIFIERS,
    },
    fromTexts: jsonText(read, { maxChars: MAX_JSON }),
    fromValue: read,
  };
}

type Report = (path: string, expected: string) => void;

function read(value: unknown): Parsed<readonly VerifierEntry[]> {
  if (!isObject(value)) return refuse();
  // Names begin with a letter, so that an object keeps them in the order in which they were written.
  const names = Object.keys(value);
  if (names.length > MAX_VERIFIERS)
    return refuse({ given: `${names.length} verifiers`, expected: `at most ${MAX_VERIFIERS} verifiers` });
  const wrong: MappingProblem[] = [];
  const entries = names.map((name) =>
    readEntry(name, value[name], (path, expected) => wrong.push({ path: `${show(name)}${path}`, expected })),
  );
  return wrong.length === 0 ? accept(entries) : together(wrong);
}

function readEntry(name: string, value: unknown, report: Report): VerifierEntry {
  if (!NAME.test(name))
    report('', 'a name of at most 32 lower-case letters, digits and hyphens that begins with a letter');
  const short = typeof value === 'string' || Array.isArray(value);
  const fields = short ? { run: value } : isObject(value) ? value : {};
  if (!short && !isObject(value)) report('', 'a command, or a mapping with the key run or preset');
  for (const key of Object.keys(fields))
    if (!Object.hasOwn(ENTRY_SCHEMA.properties, key))
      report(`.${show(key)}`, `one of the keys ${Object.keys(ENTRY_SCHEMA.properties).join(', ')}`);
  const field = fieldReader(FIELDS, fields, (key, _given, { expected }, kind) =>
    report(short ? '' : `.${key}`, expected ?? kind.expected),
  );
  const run = field('run', null);
  const preset = field('preset', null);
  const both = fields['run'] !== undefined && fields['preset'] !== undefined;
  const neither = fields['run'] === undefined && fields['preset'] === undefined;
  if ((short || isObject(value)) && (both || neither)) report('', 'either run or preset, and not both');
  if (run === null && isEmptyCommand(fields['run'])) report(short ? '' : '.run', 'a command that is not empty');
  return {
    name,
    run,
    preset,
    args: field('args', []),
    directory: field('working-directory', null),
    env: readEnvironment(fields['env'], report),
    envFrom: readNames(fields['env-from'], report),
    timeoutMs: field('timeout', null),
  };
}

function isEmptyCommand(given: unknown): boolean {
  return (typeof given === 'string' && given.trim() === '') || (Array.isArray(given) && given.length === 0);
}

function readEnvironment(value: unknown, report: Report): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isObject(value) || Object.keys(value).length > MAX_VALUES) {
    report('.env', `a mapping from names of variables to at most ${MAX_VALUES} texts`);
    return {};
  }
  const found: Record<string, string> = {};
  for (const [name, given] of Object.entries(value)) {
    const at = `.env.${show(name)}`;
    if (!VARIABLE.test(name) || RESERVED.test(name) || OWN_VARIABLES.test(name))
      report(at, 'a variable that the room does not set itself');
    else if (typeof given !== 'string' || given.length > MAX_TEXT || /[\0-\x08\x0a-\x1f\x7f]/.test(given))
      report(at, 'a text of one line');
    else found[name] = given;
  }
  return found;
}

function readNames(value: unknown, report: Report): readonly string[] | null {
  if (value === undefined) return null;
  const good = Array.isArray(value) && value.length <= MAX_VALUES;
  if (good && value.every((name): name is string => typeof name === 'string' && VARIABLE.test(name)))
    return [...new Set(value)];
  report('.env-from', `a list of at most ${MAX_VALUES} names of the setting env`);
  return [];
}

/** `NAME=VALUE` entries for placeholders. Names of one entry may hold hyphens and dots. */
export function placeholderValues(): Kind<Readonly<Record<string, string>>> {
  return list<readonly [string, string], Readonly<Record<string, string>>>({
    expected: 'NAME=VALUE entries, names of letters, digits, dots, hyphens and underscores that begin with a letter',
    placeholder: 'NAME=VALUE',
    maxItems: MAX_VALUES,
    item: (text) => {
      const at = text.indexOf('=');
      const [name, value] = [text.slice(0, at), text.slice(at + 1)];
      if (at < 0 || !VALUE_NAME.test(name)) return refuse({ given: text });
      if (value.length > MAX_TEXT || /[\0-\x1f\x7f]/.test(value))
        return refuse({ given: `${name}=…`, expected: `a value of one line of at most ${MAX_TEXT} characters` });
      return accept([name, value] as const);
    },
    gather: (items) => {
      const names = items.map(([name]) => name);
      const twice = names.find((name, index) => names.indexOf(name) !== index);
      return twice === undefined
        ? accept(Object.fromEntries(items))
        : refuse({ given: `${twice}=…`, expected: 'each name once' });
    },
  });
}
