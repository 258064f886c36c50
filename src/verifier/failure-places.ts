import type { Failure } from './failures.js';
import { bestOf, type Mention, type MentionContext, mentionIn, tapPlace } from './mentions.js';

/** Lines above a failure among which its place may stand, where it names none itself. */
const ABOVE = 40;
/** Lines of a TAP result's details. */
const MAX_DETAILS = 400;

const AVA =
  /^\s{2}(?:Difference \(|Error thrown in test|Rejected promise|Test finished without|Value .{0,60}:|Timed out)/;
const GO = /^\s{0,40}--- FAIL: /;
const TAP = /^\s{0,80}not ok\b/;
/** A runner's own result: what is printed above it belongs to another test. */
const RESULT =
  /^\s*(?:ok \d|not ok\b|TAP version|✔ |✓ |(?:=== (?:RUN|CONT|PAUSE)|--- (?:PASS|FAIL|SKIP))\b)|^(?:FAIL|ok|PASS|\?)\b/;

/**
 * Where a failure points: the place that says most of those in its lines, or above them where a runner explains before
 * it names.
 * @param next where the failure after this one begins
 */
export function placeOf(
  lines: readonly string[],
  failure: Failure,
  next: number,
  context: MentionContext,
): Mention | undefined {
  const { start, name } = failure;
  const end = TAP.test(lines[start] ?? '') ? endOfDetails(lines, failure, next) : failure.end;
  const from = ownStart(lines, start, end);
  const within = mentions(lines, from.at, end, context);
  const best = bestOf(
    from.before === undefined ? within : [...within, ...mentions(lines, from.before, from.at, context)],
  );
  const special = specialPlace(lines, start, context);
  if (special) return special;
  if (best && best.aim !== 'file' && !isSilent(failure)) return best;
  // What a file that cannot be run printed stands above the runner's word that it failed.
  const above = isSilent(failure) || TAP.test(lines[start] ?? '') ? placeAbove(lines, start, context) : undefined;
  if (above === undefined && best === undefined && TAP.test(lines[start] ?? '')) return ofParent(lines, end, context);
  if (above && (above.aim !== 'file' || best === undefined)) return above;
  return best ?? (name === undefined ? undefined : fileOf(name, context));
}

/** A runner that says no more than that a file failed. */
function isSilent({ message }: Failure): boolean {
  return message !== undefined && /^'?test failed'?$/.test(message);
}

function mentions(lines: readonly string[], from: number, to: number, context: MentionContext): Mention[] {
  const found: Mention[] = [];
  for (let at = from; at < to; at += 1) {
    const mention = tapPlace(lines[at] ?? '', lines[at + 1] ?? '', context) ?? mentionIn(lines[at] ?? '', context);
    if (mention) found.push(mention);
  }
  return found;
}

/** Where what belongs to this failure begins; lines before it, where a runner prints them there, come second. */
function ownStart(lines: readonly string[], start: number, end: number): { at: number; before?: number } {
  // node:test says above a failure where its test begins.
  if (/^\s*test at /.test(lines[start - 1] ?? '')) return { at: start - 1 };
  for (let at = start; at < Math.min(end, start + 14); at += 1) {
    const line = lines[at] ?? '';
    if (AVA.test(line)) {
      // Its title, and where it is known its place, stand above; below the place of the failure before.
      const own = lines.slice(start, at);
      const place = own.findLastIndex((one) => /^\s{2}\S{1,400}:\d{1,7}$/.test(one));
      const before = own.findLastIndex((one) => /^\s*(?:─$|› )/.test(one));
      return { at: start + (place > before ? place : before + 1) };
    }
    if (GO.test(line)) {
      const other = lines.slice(start, at).findLastIndex((one) => RESULT.test(one));
      return { at, before: start + other + 1 };
    }
  }
  return { at: start };
}

function endOfDetails(lines: readonly string[], { start, end }: Pick<Failure, 'start' | 'end'>, next: number): number {
  const limit = Math.min(lines.length, Math.max(end, next), start + MAX_DETAILS);
  for (let at = start + 1; at < limit; at += 1) {
    if (/^\s*\.\.\.$/.test(lines[at] ?? '')) return at;
    if (at > start + 1 && TAP.test(lines[at] ?? '')) return at;
  }
  return end;
}

/** A TAP result without a place of its own lies in a test that has one. */
function ofParent(lines: readonly string[], end: number, context: MentionContext): Mention | undefined {
  const at = lines.slice(end, end + 12).findIndex((line) => TAP.test(line));
  if (at < 0) return undefined;
  const parent = end + at;
  const details = endOfDetails(lines, { start: parent, end: parent }, lines.length);
  return bestOf(mentions(lines, parent, details, context));
}

function specialPlace(lines: readonly string[], start: number, context: MentionContext): Mention | undefined {
  // node prints the place of what it cannot parse above the error, and its own loader's stack below.
  if (/^\s*SyntaxError\b/.test(lines[start] ?? '')) return firstLine(lines, start - 8, start, context);
  // The lines of an example in documentation count from its own beginning.
  for (let at = start; at >= Math.max(0, start - 6); at -= 1) {
    const line = lines[at] ?? '';
    if (/^---- \S+\.rs - .*\(line \d+\) stdout ----$/.test(line)) return mentionIn(line, context);
  }
  return undefined;
}

/** `path:12` alone in a line. */
function firstLine(lines: readonly string[], from: number, to: number, context: MentionContext): Mention | undefined {
  for (let at = Math.max(0, from); at < to; at += 1) {
    const found = /^(?: Exception during run: )?(\S+\.\w{1,8}:\d+)$/.exec(lines[at] ?? '')?.[1];
    if (found !== undefined) return mentionIn(found, context);
  }
  return undefined;
}

function placeAbove(lines: readonly string[], start: number, context: MentionContext): Mention | undefined {
  let from = Math.max(0, start - ABOVE);
  for (let at = start - 1; at >= from; at -= 1) {
    if (!RESULT.test(lines[at] ?? '')) continue;
    from = at + 1;
    break;
  }
  return firstLine(lines, from, start, context) ?? bestOf(mentions(lines, from, start, context));
}

function fileOf(name: string, { places }: MentionContext): Mention | undefined {
  const said = /^(?:.* > )?(\S{1,400}\.[A-Za-z]\w{0,7})$/.exec(name)?.[1];
  const path = said === undefined ? undefined : places.file(said);
  return path === undefined ? undefined : { path, line: null, aim: 'file', last: false };
}
