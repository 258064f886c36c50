import { shorten, stripInvisible } from './plain-text.js';

/**
 * The runner of GitHub Actions acts on `##[command]` anywhere in a line and on `::command::` where a line begins, spaces
 * aside; its lines also end at a bare CR. Other CI systems know `##vso[…]` and `##teamcity[…]`.
 */
const HASH_COMMAND = /##(?=[A-Za-z]{0,32}\[)/g;
const LINE_ENDS = /\r\n|\r|\n|\u0085|\u2028|\u2029/;
const LEADING_COMMAND = /^(\s*):(?=:)/;

/** What stands before every line that something in a room printed; no command of any runner begins with it. */
export const OUTPUT_MARK = '│ ';

/** The lines of hostile text, each as `neutralLine` gives it. */
export function neutralLines(text: string, maxLength: number): readonly string[] {
  return text.split(LINE_ENDS).map((line) => neutralLine(line, maxLength));
}

/**
 * One line that no runner, terminal or reader takes for more than text: escape sequences and invisible characters are
 * gone, line ends are spaces, command spellings are broken, and it has at most `maxLength` UTF-16 units.
 */
export function neutralLine(text: string, maxLength: number): string {
  // Cut first: the work must not depend on what a room prints. Escapes may take most of a line, hence the factor.
  const line = stripInvisible(text.slice(0, maxLength * 8).replace(/[\r\n\u0085\u2028\u2029]+/g, ' '));
  // Cut before breaking up: a `##[` that the cut would complete cannot arise, and the mark for the cut is no `#`.
  return breakCommands(shorten(line, maxLength));
}

/** Breaks command spellings and changes nothing else. For a single line. */
export function breakCommands(line: string): string {
  return line.replace(HASH_COMMAND, '# #').replace(LEADING_COMMAND, '$1: ');
}

/** The message part of a workflow command of our own. */
export function commandData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}
