import { parseArgs } from 'node:util';
import type { InputProblem } from '../support/errors.js';
import { didYouMean } from '../support/nearest.js';
import { type AgentLine, agentArguments, agentLine } from './agent-line.js';
import { COMMANDS, type CommandName, OWN_FLAGS, RESULT_FILES, settingsOf } from './command-names.js';
import { show } from './kind.js';
import { LayerBuilder, type SettingsLayer } from './layer.js';
import { hostDirectory, hostFile } from './paths.js';
import { PUBLISH_FLAGS, type PublishLine, publishLine } from './publish-line.js';
import { HIDDEN, namesSecret } from './secrets.js';
import { isSettingName, SECRETS, SETTING_NAMES } from './settings.js';
import { SHOW_FLAGS, SHOW_SWITCHES, type ShowLine, showLine } from './show-line.js';
import { VERIFY_DIGESTS, VERIFY_SWITCHES, type VerifyLine, verifyLine } from './verify-line.js';

/** What a person typed. */
export type CommandLine =
  | {
      readonly command: 'run' | 'plan' | 'demo';
      readonly json: boolean;
      readonly repo: string;
      /** Files that `run` writes for a CI system, as they were given. */
      readonly files: ResultFileFlags;
      readonly layer: SettingsLayer;
      readonly problems: readonly InputProblem[];
    }
  | {
      readonly command: 'policy';
      readonly action: 'validate' | 'show';
      /** Of `show`, the host that is asked about; of `validate`, a file to judge in place of the committed one. */
      readonly argument: string | undefined;
      readonly json: boolean;
      readonly repo: string;
      readonly layer: SettingsLayer;
      readonly problems: readonly InputProblem[];
    }
  | AgentLine
  | {
      readonly command: 'rooms';
      readonly action: 'list' | 'rm';
      /** Of `rm`: the rooms to remove; null: all. */
      readonly ids: readonly string[] | null;
      readonly json: boolean;
    }
  | { readonly command: 'init'; readonly json: boolean; readonly repo: string; readonly write: boolean }
  | { readonly command: 'doctor' | 'version'; readonly json: boolean }
  | ShowLine
  | VerifyLine
  | PublishLine
  /** `about`: all about this command; without it, what there is. */
  | { readonly command: 'help'; readonly about?: CommandName }
  /** Nothing that can be carried out. */
  | { readonly command: 'invalid'; readonly json: boolean; readonly problems: readonly InputProblem[] };

/** Where the result goes besides the evidence, by flag. */
export type ResultFileFlags = Readonly<Partial<Record<(typeof RESULT_FILES)[number], string>>>;

/** Flags without a value. */
const SWITCHES = [
  'json',
  'keep',
  'dangerously-allow-all',
  'trust-credentials',
  'apply',
  'all',
  'write',
  ...SHOW_SWITCHES,
  ...VERIFY_SWITCHES,
];

interface Flag {
  readonly name: string;
  readonly raw: string;
  readonly value: string | undefined;
  readonly inline: boolean;
}

/** Reads the arguments after the program's name. Every problem is collected; nothing is thrown. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  const tail = agentArguments(argv);
  const { flags, words } = tokens(tail === undefined ? argv : argv.slice(0, argv.length - tail.length));
  const json = flags.some((flag) => flag.name === 'json');
  const [word, ...rest] = words;
  if (flags.some((flag) => flag.name === 'help')) return helpAbout(word);
  if (word === undefined && flags.every((flag) => flag.name === 'json')) return { command: 'help' };
  const command = COMMANDS.find((name) => name === word);
  if (command === undefined) return { command: 'invalid', json, problems: [unknownCommand(word)] };

  const allowed = [...OWN_FLAGS[command], ...settingsOf(command)];
  const builder = new LayerBuilder((name) => `--${name}`);
  const texts = new Map<string, string[]>();
  for (const flag of flags) {
    const problem = flagProblem(flag, command, allowed);
    if (problem !== undefined) builder.addProblem(problem);
    else texts.set(flag.name, [...(texts.get(flag.name) ?? []), flag.value ?? '']);
  }
  const policy = command === 'policy' ? policyAction(rest, builder) : undefined;
  const rooms = command === 'rooms' ? roomsAction(rest, texts.has('all'), builder) : undefined;
  const extra =
    policy?.extra ??
    (command === 'rooms' ? [] : rest.slice(['show', 'verify', 'publish', 'agent', 'help'].includes(command) ? 1 : 0));
  for (const given of extra)
    builder.addProblem({ where: `argument of ${command}`, given: show(given), expected: 'nothing more' });
  if (command === 'help' && rest[0] !== undefined && !isCommand(rest[0]))
    builder.addProblem(unknownCommand(rest[0], 'argument of help'));
  for (const [name, values] of texts) if (isSettingName(name)) builder.addTexts(name, values);

  const repo = directory(texts.get('repo') ?? ['.'], '--repo', builder);
  const readsEvidence = command === 'show' || command === 'verify' || command === 'publish';
  const evidence = readsEvidence ? directory(rest.slice(0, 1), `argument of ${command}`, builder) : '';
  const files = resultFiles(texts, builder);
  const { layer, problems } = builder.build();
  switch (command) {
    case 'run':
    case 'plan':
    case 'demo':
      return { command, json, repo, files, layer, problems };
    case 'policy':
      return {
        command,
        action: policy?.action ?? 'validate',
        argument: policy?.argument,
        json,
        repo,
        layer,
        problems,
      };
    case 'agent':
      return agentLine({ name: rest[0], tail: tail ?? [], texts, repo, layer, problems });
    case 'rooms':
      if (problems.length > 0 || !rooms) return { command: 'invalid', json, problems };
      return { command, ...rooms, json };
    case 'init':
      if (problems.length > 0) return { command: 'invalid', json, problems };
      return { command, json, repo, write: texts.has('write') };
    case 'help':
      return problems.length > 0 ? { command: 'invalid', json, problems } : helpAbout(rest[0]);
    case 'publish':
      return publishLine({ evidence, json, texts, layer, problems });
    case 'verify':
      return verifyLine({ evidence, repo, json, texts, layer, problems });
    case 'show':
      return showLine({ evidence, json, texts, problems });
    default:
      return problems.length > 0 ? { command: 'invalid', json, problems } : { command, json };
  }
}

function tokens(argv: readonly string[]): { flags: Flag[]; words: string[] } {
  const options: Record<string, { type: 'string' | 'boolean'; short?: string; multiple?: boolean }> = {
    help: { type: 'boolean', short: 'h' },
    version: { type: 'boolean' },
    repo: { type: 'string', multiple: true },
    'room-id': { type: 'string', multiple: true },
    patch: { type: 'string', multiple: true },
  };
  for (const name of RESULT_FILES) options[name] = { type: 'string', multiple: true };
  for (const name of [...VERIFY_DIGESTS, ...PUBLISH_FLAGS, ...SHOW_FLAGS])
    options[name] = { type: 'string', multiple: true };
  for (const name of SWITCHES) options[name] = { type: 'boolean' };
  for (const name of SETTING_NAMES) options[name] = { type: 'string', multiple: true };
  const parsed = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const flags: Flag[] = [];
  const words: string[] = [];
  /** A flag that does not exist, and no value yet: what follows is its value, and no argument of ours. */
  let stranger: Flag | undefined;
  for (const token of parsed.tokens) {
    if (token.kind === 'positional') {
      if (stranger === undefined || words.length === 0) words.push(token.value);
      else flags[flags.indexOf(stranger)] = { ...stranger, value: token.value };
      stranger = undefined;
    } else if (token.kind === 'option') {
      const flag = { name: token.name, raw: token.rawName, value: token.value, inline: token.inlineValue === true };
      flags.push(flag);
      stranger = Object.hasOwn(options, flag.name) || flag.value !== undefined ? undefined : flag;
    }
  }
  const version = flags.findIndex((flag) => flag.name === 'version');
  if (version >= 0 && words.length === 0) {
    flags.splice(version, 1);
    words.push('version');
  }
  return { flags, words };
}

/** `policy validate [FILE]`, or `policy show HOST:PORT`. */
function policyAction(
  rest: readonly string[],
  builder: LayerBuilder,
): { readonly action: 'validate' | 'show'; readonly argument: string | undefined; readonly extra: readonly string[] } {
  const [action, argument, ...extra] = rest;
  if (action === 'validate' || (action === 'show' && argument !== undefined)) return { action, argument, extra };
  const where = action === 'show' ? 'argument of policy show' : 'argument of policy';
  const expected = action === 'show' ? 'HOST:PORT' : 'validate [FILE], or show HOST:PORT';
  builder.addProblem({ where, given: action === undefined || action === 'show' ? undefined : show(action), expected });
  return { action: 'validate', argument: undefined, extra: [] };
}

/** `rooms list`, or `rooms rm ID...` or `rooms rm --all`. */
function roomsAction(
  [action, ...ids]: readonly string[],
  all: boolean,
  builder: LayerBuilder,
): { readonly action: 'list' | 'rm'; readonly ids: readonly string[] | null } | undefined {
  const say = (given: string | undefined, expected: string, hint?: string): void => {
    const where = `argument of rooms${action === 'rm' ? ' rm' : ''}`;
    builder.addProblem({ where, given, expected, ...(hint === undefined ? {} : { hint }) });
  };
  if (action === 'list') {
    if (ids.length > 0) say(show(ids.join(' ')), 'nothing after list');
    if (all) builder.addProblem({ where: '--all', given: 'given', expected: 'no such flag with list' });
    return { action, ids: [] };
  }
  if (action === 'rm') {
    if (all && ids.length > 0) say(show(ids.join(' ')), 'either rooms or --all');
    if (!all && ids.length === 0) say(undefined, 'names of rooms, or --all');
    return { action, ids: all ? null : ids };
  }
  if (action === undefined) say(undefined, 'list or rm');
  else say(show(action), 'list or rm', didYouMean(action, ['list', 'rm']));
  return undefined;
}

function flagProblem(flag: Flag, command: CommandName, allowed: readonly string[]): InputProblem | undefined {
  const where = flag.raw;
  const valueless = SWITCHES.includes(flag.name);
  if (valueless && flag.inline) return { where, given: show(flag.value), expected: 'no value' };
  if (!allowed.includes(flag.name)) {
    // A key on a command line is in the process list already; the error need not repeat it.
    const secret = Object.hasOwn(SECRETS, flag.name);
    const hint = secret
      ? 'secrets come from the environment'
      : (didYouMean(flag.name, allowed, '--') ?? `see ${command} --help`);
    const given = namesSecret(flag.name) ? HIDDEN : show(flag.value ?? 'given');
    return { where, given, expected: `a flag of ${command}`, hint };
  }
  if (valueless) return undefined;
  if (flag.value === undefined) return { where, given: undefined, expected: 'a value after it' };
  const swallowed = !flag.inline && /^--[a-z]/.test(flag.value);
  if (!swallowed) return undefined;
  return {
    where,
    given: show(flag.value),
    expected: 'a value',
    hint: `write ${where}=${show(flag.value)} if that is the value`,
  };
}

function isCommand(word: string | undefined): word is CommandName {
  return COMMANDS.some((name) => name === word);
}

function helpAbout(word: string | undefined): CommandLine {
  return isCommand(word) && word !== 'help' ? { command: 'help', about: word } : { command: 'help' };
}

function unknownCommand(word: string | undefined, where = 'command'): InputProblem {
  const hint = word === undefined ? undefined : didYouMean(word, COMMANDS);
  return {
    where,
    given: word === undefined ? undefined : show(word),
    expected: COMMANDS.join(', '),
    ...(hint === undefined ? {} : { hint }),
  };
}

function resultFiles(texts: ReadonlyMap<string, readonly string[]>, builder: LayerBuilder): ResultFileFlags {
  const found: Partial<Record<(typeof RESULT_FILES)[number], string>> = {};
  for (const name of RESULT_FILES) {
    const values = texts.get(name);
    if (values === undefined) continue;
    const kind = hostFile();
    const parsed = kind.fromTexts(values);
    if (parsed.ok) found[name] = parsed.value;
    else
      builder.addProblem({
        where: `--${name}`,
        given: show(values.join(', ')),
        expected: parsed.expected ?? kind.expected,
      });
  }
  return found;
}

function directory(values: readonly string[], where: string, builder: LayerBuilder): string {
  const kind = hostDirectory();
  // Unlike an evidence directory, a repository may be the root of a file system.
  const parsed = values.length === 1 && values[0] === '/' ? { ok: true as const, value: '/' } : kind.fromTexts(values);
  if (parsed.ok) return parsed.value;
  const given = values.length === 0 ? undefined : show(values.join(', '));
  builder.addProblem({
    where,
    given,
    expected: values.length === 0 ? kind.expected : (parsed.expected ?? kind.expected),
  });
  return '';
}
