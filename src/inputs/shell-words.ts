import { shellWord } from '../support/shell-word.js';

/** Words of a command line, or the piece of it that only a shell could carry out. */
export type SplitWords =
  | { readonly ok: true; readonly words: readonly string[] }
  | { readonly ok: false; readonly given: string; readonly reason: 'operator' | 'expansion' | 'unclosed' };

// POSIX.1-2024, Shell Command Language, 2.2 Quoting and 2.10 Shell Grammar.
const OPERATORS = '|&;<>()\n';
const EXPANSIONS = '$`*?[';
const ESCAPED_IN_DOUBLE_QUOTES = '$`"\\';

type Piece = { readonly words: string[]; readonly problem: (SplitWords & { ok: false }) | undefined };

/**
 * Splits a command line as a POSIX shell would: blanks, single and double quotes, backslashes. Nothing is expanded or
 * carried out; where a shell would do that, the answer says so.
 */
export function splitWords(text: string): SplitWords {
  const { words, problem } = scan(text, true);
  return problem ?? { ok: true, words };
}

/** The words of shell text, operators taken as blanks and expansions left as they stand. Never fails. */
export function looseWords(text: string): readonly string[] {
  return scan(text, false).words;
}

function scan(text: string, strict: boolean): Piece {
  const words: string[] = [];
  let word: string | undefined;
  let problem: Piece['problem'];
  const trouble = (reason: 'operator' | 'expansion' | 'unclosed', at: number, length: number): void => {
    if (strict) problem ??= { ok: false, given: text.slice(at, at + length), reason };
  };
  const finish = (): void => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  let at = 0;
  while (at < text.length && problem === undefined) {
    const character = text.charAt(at);
    if (character === ' ' || character === '\t') finish();
    else if (OPERATORS.includes(character)) {
      trouble('operator', at, text.charAt(at + 1) === character ? 2 : 1);
      finish();
    } else if (character === '\\') {
      if (at + 1 >= text.length) trouble('unclosed', at, 1);
      // A backslash before a line feed joins two lines.
      else if (text.charAt(at + 1) !== '\n') word = (word ?? '') + text.charAt(at + 1);
      at += 1;
    } else if (character === "'") {
      const end = text.indexOf("'", at + 1);
      if (end < 0) trouble('unclosed', at, 20);
      word = (word ?? '') + text.slice(at + 1, end < 0 ? undefined : end);
      at = end < 0 ? text.length : end;
    } else if (character === '"') {
      const quoted = doubleQuoted(text, at);
      if (quoted.end === undefined) trouble('unclosed', at, 20);
      else if (quoted.expansion !== undefined) trouble('expansion', quoted.expansion, 12);
      word = (word ?? '') + quoted.value;
      at = quoted.end ?? text.length;
    } else {
      const starts = word === undefined && (character === '#' || character === '~');
      if (starts || EXPANSIONS.includes(character)) trouble('expansion', at, text.startsWith('$(', at) ? 2 : 12);
      word = (word ?? '') + character;
    }
    at += 1;
  }
  finish();
  return { words, problem };
}

interface Quoted {
  readonly value: string;
  /** Where the closing quote is; undefined without one. */
  readonly end: number | undefined;
  /** Where a shell would have put something in; undefined when nowhere. */
  readonly expansion: number | undefined;
}

function doubleQuoted(text: string, start: number): Quoted {
  let value = '';
  let expansion: number | undefined;
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { value, end: at, expansion };
    if (character === '\\' && text.charAt(at + 1) === '\n') at += 1;
    else if (character === '\\' && at + 1 < text.length && ESCAPED_IN_DOUBLE_QUOTES.includes(text.charAt(at + 1))) {
      at += 1;
      value += text.charAt(at);
    } else {
      if (character === '`' || (character === '$' && /[A-Za-z0-9_({@*#?$!-]/.test(text.charAt(at + 1))))
        expansion ??= at;
      value += character;
    }
  }
  return { value, end: undefined, expansion };
}

/** The command line of an argv: what a person could paste into a shell. */
export function joinWords(argv: readonly string[]): string {
  return argv.map(shellWord).join(' ');
}
