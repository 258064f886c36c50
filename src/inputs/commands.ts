import { accept, andThen, type Kind, type Parsed, refuse, scalar, show } from './kind.js';
import { jsonStrings } from './lists.js';
import { lines } from './scalars.js';
import { joinWords, splitWords } from './shell-words.js';

/** A command: exact arguments, and how a person would type it. */
export interface Command {
  readonly argv: readonly [string, ...string[]];
  readonly display: string;
}

/** The text of a command that a shell reads; undefined for exact arguments. */
export function scriptOf({ argv, display }: Command): string | undefined {
  const [program, , , text] = argv;
  // An argv that was written out is shown with its program.
  return program === '/bin/sh' && argv.length === 4 && text === display ? text : undefined;
}

const MAX_BYTES = 64 * 1024;
const MAX_WORDS = 1024;
const BY_SHELL = "put it into sh -c '…' to have a shell do that";

/** A program and its arguments that no shell ever sees. */
export function exactCommand(): Kind<Command> {
  return scalar<Command>({
    expected: 'a program and its arguments, as one command line or as a JSON array of strings',
    placeholder: 'COMMAND',
    schema: TEXT_OR_LIST,
    parse: (raw) => andThen(words(raw), asCommand),
    other: (value) => andThen(wordList(value), asCommand),
  });
}

/** Arguments alone, written like a command. */
export function argumentList(): Kind<readonly string[]> {
  return scalar<readonly string[]>({
    expected: 'arguments, as one command line or as a JSON array of strings',
    placeholder: 'ARGS',
    schema: TEXT_OR_LIST,
    parse: words,
    other: wordList,
  });
}

const TEXT_OR_LIST = { type: ['string', 'array'], items: { type: 'string' } } as const;

/** Text for `/bin/sh -e -c` inside a room, or an exact argv; null when it is empty. */
export function scriptOrCommand(): Kind<Command | null> {
  return scalar<Command | null>({
    expected: 'a command for /bin/sh, or a JSON array of a program and its arguments',
    placeholder: 'COMMAND',
    schema: TEXT_OR_LIST,
    emptyIsValue: true,
    parse: script,
    other: (value) => (Array.isArray(value) && value.length === 0 ? accept(null) : andThen(wordList(value), asCommand)),
  });
}

/** Like `scriptOrCommand`, and the word `workspace` for itself. */
export function prepareStep(): Kind<Command | 'workspace' | null> {
  const command = scriptOrCommand();
  return {
    ...command,
    expected: `workspace, ${command.expected}`,
    fromTexts: (texts) =>
      texts.length === 1 && texts[0]?.trim() === 'workspace' ? accept('workspace') : command.fromTexts(texts),
    fromValue: (value) => (value === 'workspace' ? accept('workspace') : command.fromValue(value)),
  };
}

function script(raw: string): Parsed<Command | null> {
  if (raw.trim() === '') return accept(null);
  // `["` begins no sensible shell command, so a broken array is an error; `[ "$x" = y ]` begins one.
  if (/^\s*\[/.test(raw)) {
    const array = jsonStrings(raw);
    if (array !== undefined) return andThen(wordList(array), asCommand);
    if (/^\s*\["/.test(raw)) return refuse({ expected: 'a JSON array of strings' });
  }
  return andThen(lines(raw, MAX_BYTES), (text) =>
    accept({ argv: ['/bin/sh', '-e', '-c', text] as const, display: text }),
  );
}

function words(raw: string): Parsed<readonly string[]> {
  const text = raw.trim();
  if (text === '') return refuse();
  if (text.startsWith('[')) {
    const array = jsonStrings(text);
    return array === undefined ? refuse({ expected: 'a JSON array of strings' }) : wordList(array);
  }
  return andThen(lines(text, MAX_BYTES), (line) => {
    const split = splitWords(line);
    if (split.ok) return wordList(split.words);
    const what = show(split.given);
    if (split.reason === 'unclosed') return refuse({ expected: `quotes that are closed (there is none for ${what})` });
    if (split.reason === 'operator')
      return refuse({ expected: `one command without the shell operator ${what}`, hint: BY_SHELL });
    return refuse({
      expected: `words without shell expansion (here: ${what})`,
      hint: `quote it to mean the characters, or ${BY_SHELL}`,
    });
  });
}

function wordList(value: unknown): Parsed<readonly string[]> {
  if (!Array.isArray(value)) return refuse();
  const other = value.find((item) => typeof item !== 'string');
  if (other !== undefined) return refuse({ given: show(other), expected: 'a list of strings' });
  const list: readonly string[] = value;
  const bytes = list.reduce((sum, word) => sum + Buffer.byteLength(word), 0);
  if (list.length > MAX_WORDS || bytes > MAX_BYTES)
    return refuse({ given: `${list.length} words`, expected: `at most ${MAX_WORDS} words and ${MAX_BYTES} bytes` });
  if (list.some((word) => /[\0-\x08\x0b-\x1f\x7f]/.test(word)))
    return refuse({ expected: 'words without control characters' });
  return accept(list);
}

function asCommand(list: readonly string[]): Parsed<Command> {
  const [program, ...rest] = list;
  if (program === undefined || program.trim() === '') return refuse();
  // A shell would take it for a variable; as a program it can only fail, with an error that explains nothing.
  if (/^[A-Za-z_]\w*=/.test(program))
    return refuse({
      expected: `a program first, not the variable ${show(program)}`,
      hint: 'use the setting env, or env NAME=VALUE program',
    });
  return accept({ argv: [program, ...rest], display: joinWords(list) });
}
