import { shorten, stripEscapes, stripInvisible } from '../support/plain-text.js';

/** UTF-16 units of text that are looked at; callers keep far less. */
const MAX_TEXT = 256 * 1024;
const MAX_LINE = 500;

const LEADING_TIME =
  /^\[?(?:\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?\]?(?=[\s|:-]|$)/;
const DURATION_IN_PARENTHESES = /([([])\s?\d{1,9}(?:\.\d{1,9})?\s?(?:ms|s|m|min|sec|seconds)\s?([)\]])/g;
const DURATION_FIELD =
  /\b(duration_ms:?|time=|real|user|sys|in)(\s{0,8})\d{1,9}(?:\.\d{1,9})?(?:m\d{1,2}\.\d{1,9}s|\s?m?s\b|$)/g;

/**
 * Lines of a program's output as a person would have seen them: no escape sequences, a progress line in its last state,
 * nothing invisible, long lines cut. Times that differ from run to run are replaced, so that equal failures read equal.
 */
export function readableLines(text: string): string[] {
  const lines = stripEscapes(text.slice(0, MAX_TEXT)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line) => withoutTimes(breakMarkers(shorten(stripInvisible(lastState(line)), MAX_LINE).trimEnd())));
}

/** What a terminal shows of a line that was drawn several times over itself. */
function lastState(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

function withoutTimes(line: string): string {
  return line
    .replace(LEADING_TIME, '<time>')
    .replace(DURATION_IN_PARENTHESES, '$1<duration>$2')
    .replace(DURATION_FIELD, '$1$2<duration>');
}

/** Text may not look like the hidden markers of our comments, nor need a fence of absurd length. */
function breakMarkers(line: string): string {
  return line.replaceAll('<!--', '<! --').replace(/`{9,}/g, '````````');
}

/** Runs of equal lines become one and a count. */
export function foldRepeats(lines: readonly string[]): string[] {
  const out: string[] = [];
  let repeats = 0;
  const count = (): void => {
    if (repeats > 0) out.push(repeats === 1 ? (out.at(-1) ?? '') : `… repeated ${repeats} times`);
    repeats = 0;
  };
  for (const [index, line] of lines.entries()) {
    if (index > 0 && line === lines[index - 1]) {
      repeats++;
      continue;
    }
    count();
    out.push(line);
  }
  count();
  return out;
}

const FAILURE =
  /\b(?:errors?|\w{0,40}Error|fail(?:s|ed|ure|ures|ing)?|assert\w{0,20}|\w{0,40}Exception|exception|panic(?:ked)?|traceback|not ok|expected|fatal|cannot|segmentation fault|undefined reference)\b|[✗✖✘×]|^>?\s{0,16}E\s/i;
const NO_FAILURE =
  /\b(?:0|no) (?:errors?|fail\w{0,10})\b|\b(?:errors?|fail\w{0,10})[:=]?\s{0,8}0\b|^\s{0,16}(?:ok\b|✓|✔|√)/i;

/** Whether a line tells of a failure. A guess by words, over a line of bounded length. */
export function looksLikeFailure(line: string): boolean {
  return FAILURE.test(line) && !NO_FAILURE.test(line);
}
