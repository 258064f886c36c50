import { shorten, stripEscapes, stripInvisible } from '../support/plain-text.js';

/** UTF-16 units of one text that are looked at; callers keep far less. */
const MAX_TEXT = 256 * 1024;
const MAX_LINE = 500;

const LEADING_TIME =
  /^\[?(?:\d{4}-\d{2}-\d{2}[T ])?\d{2}:\d{2}:\d{2}(?:[.,]\d{1,9})?(?:Z|[+-]\d{2}:?\d{2})?\]?(?=[\s|:-]|$)/;
const DURATION_IN_PARENTHESES = /([([])\s?\d{1,9}(?:\.\d{1,9})?\s?(?:ms|s|m|min|sec|seconds)\s?([)\]])/g;
const DURATION_FIELD =
  /\b(duration_ms:?|time=|Time(?: elapsed)?:|Duration|Start at|real|user|sys|(?<!timed out )in)(\s{0,8})\d{1,9}(?:[.:]\d{1,9}){0,2}(?:m\d{1,2}\.\d{1,9}s|\s?m?s\b|$)/g;
/** A duration at the end of a line that a runner lists a test in: `✓ adds 3ms`. */
const DURATION_AT_END = /^(\s{0,40}[✓✔√×✗✖✘↓] .{0,400}\S)\s{1,8}\d{1,9}(?:\.\d{1,9})?\s?m?s$/;

/**
 * Lines of a program's output as a person would have seen them: no escape sequences, a progress line in its last state,
 * nothing invisible, long lines cut. Times that differ from run to run are replaced, so that equal failures read equal.
 */
export function readableLines(text: string): string[] {
  const lines = stripEscapes(text.slice(0, MAX_TEXT)).split('\n');
  if (lines.at(-1) === '') lines.pop();
  const seen = lines.map(visible);
  return seen.map((line, index) => withoutTimes(line.length > MAX_LINE ? cut(line, index, seen) : line));
}

/** One line, with escape sequences or without. */
export function readableLine(line: string): string {
  return withoutTimes(shorten(visible(line), MAX_LINE));
}

function visible(line: string): string {
  // Most lines need nothing done.
  if (line.length <= MAX_LINE && /^(?:[\w /#=>*'",.:()[\]-]*[\w/#=>*'",.:()[\]-])?$/.test(line)) return line;
  return stripInvisible(lastState(goOutput(line))).trimEnd();
}

/** Lines on either side among which a long one's counterpart is looked for: what was expected, what was there. */
const REACH = 3;
const SAME_AT_LEAST = 100;

/** The beginning of a long line, or where it first differs from a long line near it that begins alike. */
function cut(line: string, index: number, lines: readonly string[]): string {
  const text = (from: string): string => from.replace(/^\s*(?:[-+]|\w{1,20}:)?\s*/, '');
  const own = text(line);
  let same = 0;
  for (let i = Math.max(0, index - REACH); i <= index + REACH; i++) {
    const other = i === index ? '' : (lines[i] ?? '');
    if (other.length > MAX_LINE) same = Math.max(same, commonLength(own, text(other)));
  }
  if (same < SAME_AT_LEAST || same >= own.length) return shorten(line, MAX_LINE);
  const label = line.slice(0, line.length - own.length);
  const before = Math.min(same, MAX_LINE / 4);
  return shorten(`${label.slice(0, 40)}… ${own.slice(same - before)}`, MAX_LINE);
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a.charCodeAt(length) === b.charCodeAt(length)) length++;
  return length;
}

/** What a terminal shows of a line that was drawn several times over itself. */
function lastState(line: string): string {
  const trimmed = line.replace(/\r+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('\r') + 1);
}

/** What go test prints, where it is asked for a line of JSON for each line: that is six times as long. */
function goOutput(line: string): string {
  if (!line.startsWith('{"') || !/^\{"(?:Time|ImportPath)":"/.test(line) || line.length > 64 * 1024) return line;
  try {
    const event: unknown = JSON.parse(line);
    if (typeof event !== 'object' || event === null || !('Action' in event)) return line;
    return 'Output' in event && typeof event.Output === 'string'
      ? event.Output.replace(/\n$/, '').replaceAll('\n', ' ')
      : '';
  } catch {
    return line;
  }
}

function withoutTimes(line: string): string {
  return line
    .replace(LEADING_TIME, '<time>')
    .replace(DURATION_IN_PARENTHESES, '$1<duration>$2')
    .replace(DURATION_FIELD, '$1$2<duration>')
    .replace(DURATION_AT_END, '$1');
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

/** A stack frame, in the words of JavaScript, Java, Rust, Go and Python. */
const FRAME =
  /^\s{0,40}(?:at \S|❯ .{0,300}:\d+:\d+$|\d{1,4}: +(?:0x[\da-f]+ - )?[\w<]|File "[^"]{1,400}", line \d+|\/\S{1,400}\.go:\d+ \+0x|\.{3} \d+ (?:more|common))/;
/** One in Go's words, `pkg.(*Type).method(...)`, which ends with a parenthesis: that is asked first, for it is cheap. */
const CALL = /^\s{0,40}[\w./*()-]{1,300}\(/;
/** Of these, the ones that no change to a repository can help: of the runtime, its test runners, and dependencies. */
const FOREIGN =
  /node_modules\/|\bnode:|<anonymous>\)?$|\/site-packages\/|\/lib\/python\d|<frozen |\/rustc\/|\b(?:core|std|alloc|test|rust_begin_unwind|__rust\w*)::|\bat (?:java\.|jdk\.|sun\.|org\.(?:junit|apache\.maven|opentest4j|gradle|testng)\.)|\/go\/src\/|\b(?:testing\.tRunner|runtime\.\w+|created by testing\.)|^\s*\.{3} \d+ (?:more|common)/;

/** Whether a line is a frame of a stack. */
export function isFrame(line: string): boolean {
  return (FRAME.test(line) || (line.endsWith(')') && CALL.test(line))) && !/^\s*at: /.test(line);
}

/** Runs of at least two stack frames outside of the repository become a count; with what a frame quotes below it. */
export function foldFrames(lines: readonly string[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; ) {
    const end = foreignEnd(lines, at);
    if (end - at >= 2) {
      out.push(`${/^\s*/.exec(lines[at] ?? '')?.[0] ?? ''}… ${end - at} lines of stack outside of the repository`);
      at = end;
    } else {
      out.push(lines[at] ?? '');
      at++;
    }
  }
  return out;
}

function foreignEnd(lines: readonly string[], start: number): number {
  let at = start;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (!isFrame(line) || !FOREIGN.test(line)) break;
    at++;
    // Python quotes the source below a frame, with marks below that; Rust says the place below the function.
    const python = /^\s*File "/.test(line);
    const indent = line.length - line.trimStart().length;
    for (let quoted = 0; quoted < (python ? 2 : 1); quoted++) {
      const next = lines[at] ?? '';
      const deeper = next.length - next.trimStart().length > indent;
      if (!deeper || !(python || /^\s*at \//.test(next)) || /^\s*File "/.test(next)) break;
      at++;
    }
  }
  return at;
}

const FAILURE =
  /\b(?:errors?|\w{0,40}Error|fail(?:s|ed|ure|ures|ing)?|assert\w{0,20}|\w{0,40}Exception|exception|panic(?:ked)?|traceback|not ok|expected|fatal|cannot|segmentation fault|undefined reference)\b|[✗✖✘×]|^>?\s{0,16}E\s/i;
const NO_FAILURE =
  /\b(?:0|no) (?:errors?|fail\w{0,10})\b|\b(?:errors?|fail\w{0,10})[:=]?\s{0,8}0\b|^\s{0,16}(?:ok\b|✓|✔|√)/i;

/** Whether a line tells of a failure. A guess by words, over a line of bounded length. */
export function looksLikeFailure(line: string): boolean {
  return FAILURE.test(line) && !NO_FAILURE.test(line);
}
