import { normalize } from 'node:path/posix';
import type { BrokeredCommand } from '../commands/types.js';
import { isObject } from '../support/json-object.js';
import { argumentList } from './commands.js';
import { accept, type Kind, type Parsed, type Refusal, refuse, show } from './kind.js';
import { endpoints } from './lists.js';
import { fieldReader, isFilePath, jsonText, RESERVED, VARIABLE } from './mapping.js';
import { choice, duration, integer, size } from './scalars.js';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;
const MAX_COMMANDS = 20;
const MAX_JSON = 64 * 1024;
const NOT_SHOWN = '(not shown)';

const DEFAULTS = { timeout: '2m', output: '4m', stdin: 'asked', calls: 200 } as const;

const FIELDS = {
  timeout: duration('1s', '1h'),
  output: size('1k', '16m'),
  stdin: choice(['asked', 'always', 'never']),
  calls: integer(1, 10_000),
  allow: endpoints(),
  command: argumentList(),
} as const;

/** JSON Schema of one command in the configuration file. */
const COMMAND_SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['command'],
  properties: {
    command: { type: ['string', 'array'], items: { type: 'string' } },
    env: {
      type: 'object',
      additionalProperties: {
        anyOf: [
          { type: 'string' },
          {
            type: 'object',
            additionalProperties: false,
            required: ['file'],
            properties: { file: { type: 'string' } },
          },
        ],
      },
    },
    allow: { type: 'array', items: { type: 'string' } },
    timeout: { type: 'string' },
    output: { type: ['string', 'integer'] },
    stdin: { enum: ['asked', 'always', 'never'] },
    calls: { type: 'integer', minimum: 1, maximum: 10_000 },
  },
} as const;

/**
 * Commands that the host runs for a room: a mapping from their names to what they are, or the same as JSON text. All
 * that is wrong makes one problem.
 */
export function brokeredCommands(): Kind<readonly BrokeredCommand[]> {
  return {
    expected: 'a mapping from names to commands, such as {"kubectl": {"command": "/usr/bin/kubectl"}}',
    placeholder: 'JSON',
    repeatable: false,
    emptyIsValue: false,
    schema: { type: 'object', additionalProperties: COMMAND_SCHEMA, maxProperties: MAX_COMMANDS },
    // What was given may hold a secret in a wrong place.
    fromTexts: jsonText(read, { maxChars: MAX_JSON, given: NOT_SHOWN }),
    fromValue: read,
  };
}

function read(value: unknown): Parsed<readonly BrokeredCommand[]> {
  if (!isObject(value)) return refuse({ given: NOT_SHOWN });
  const names = Object.keys(value);
  if (names.length > MAX_COMMANDS)
    return refuse({ given: `${names.length} commands`, expected: `at most ${MAX_COMMANDS} commands` });
  const wrong: { readonly path: string; readonly refusal: Refusal }[] = [];
  const commands = names
    .sort()
    .map((name) => readCommand(name, value[name], (path, refusal) => wrong.push({ path: `${name}${path}`, refusal })));
  const [first] = wrong;
  if (first === undefined) return accept(commands);
  return refuse({
    given: wrong
      .map(({ path, refusal }) => `${path}${refusal.given === undefined ? '' : ` ${refusal.given}`}`)
      .join(', ')
      .slice(0, 500),
    expected: first.refusal.expected ?? `what ${first.path} has to be`,
    ...(first.refusal.hint === undefined ? {} : { hint: first.refusal.hint }),
  });
}

type Report = (path: string, refusal: Refusal) => void;

function readCommand(name: string, value: unknown, report: Report): BrokeredCommand {
  if (!NAME.test(name))
    report('', refuse({ expected: 'names of lower-case letters, digits, dots, hyphens and underscores' }));
  const fields = isObject(value) ? value : {};
  if (!isObject(value)) report('', refuse({ expected: 'a mapping with the key command' }));
  for (const key of Object.keys(fields))
    if (!Object.hasOwn(COMMAND_SCHEMA.properties, key))
      report(`.${key}`, refuse({ expected: `only the keys ${Object.keys(COMMAND_SCHEMA.properties).join(', ')}` }));
  const field = fieldReader(FIELDS, fields, (key, given, { expected }, kind) =>
    report(`.${key}`, refuse({ given: show(given), expected: expected ?? kind.expected })),
  );
  const argv = field('command', undefined);
  const [program = ''] = argv ?? [];
  if (fields['command'] === undefined || (argv !== undefined && !isProgram(program)))
    report(
      '.command',
      refuse({
        ...(argv === undefined ? {} : { given: show(program) }),
        expected: 'the absolute path of a program, and its first arguments',
      }),
    );
  return {
    name,
    argv: argv ?? [],
    env: readEnvironment(fields['env'], report),
    allow: field('allow', []),
    timeoutMs: field('timeout', fixed(FIELDS.timeout, DEFAULTS.timeout)),
    outputBytes: field('output', fixed(FIELDS.output, DEFAULTS.output)),
    stdin: field('stdin', DEFAULTS.stdin),
    calls: field('calls', DEFAULTS.calls),
  };
}

function fixed(kind: Kind<number>, text: string): number {
  const parsed = kind.fromTexts([text]);
  if (!parsed.ok) throw new TypeError(`the default ${text} is no value of its field`);
  return parsed.value;
}

function readEnvironment(value: unknown, report: Report): BrokeredCommand['env'] {
  if (value === undefined) return {};
  if (!isObject(value)) {
    report('.env', refuse({ expected: 'a mapping from names to texts and files' }));
    return {};
  }
  const found: Record<string, { readonly value: string } | { readonly file: string }> = {};
  for (const [name, given] of Object.entries(value)) {
    const at = `.env.${show(name)}`;
    if (!VARIABLE.test(name) || RESERVED.test(name))
      report(at, refuse({ expected: 'names of letters, digits and underscores that the room does not set itself' }));
    else if (typeof given === 'string' && given.length <= 32_768 && !/[\0-\x08\x0a-\x1f\x7f]/.test(given))
      found[name] = { value: given };
    else if (
      isObject(given) &&
      Object.keys(given).length === 1 &&
      typeof given['file'] === 'string' &&
      isFilePath(given['file'])
    )
      found[name] = { file: normalize(given['file']) };
    // The value is not shown: it may be a secret.
    else report(at, refuse({ expected: 'a text, or {"file": "/absolute/path"} for a file with the credential' }));
  }
  return found;
}

function isProgram(path: string): boolean {
  return isFilePath(path) && normalize(path) === path;
}
