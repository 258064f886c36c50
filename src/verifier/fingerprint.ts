import { createHash } from 'node:crypto';
import { shorten, stripInvisible } from '../support/plain-text.js';
import { failureLine, firstMessage } from './feedback.js';
import { looksLikeFailure, readableLines } from './output-lines.js';
import type { FailedRun } from './types.js';

/** What of a failed run can be compared with another, and where to look first. Made of hostile text, bounded. */
export interface FailureMark {
  /** Equal for failures that differ in values, paths, times and addresses alone. */
  readonly fingerprint: string;
  /** The first failure, in the same form. */
  readonly first: string;
  /** The first failure in one line, with its test where that is known; empty where nothing may be shown. */
  readonly line: string;
  /** Failed tests; null: not known. */
  readonly failed: number | null;
  /** Names of the first of them. */
  readonly tests: readonly string[];
  /** The first place in the repository that the failure names; null: none. */
  readonly place: { readonly file: string; readonly line: number } | null;
}

/** Lines that stand for a failure whose tests have no names. */
const MAX_TELLING = 40;
/** Where nothing tells of a failure, the last lines do. */
const LAST_LINES = 5;
const MAX_KINDS = 10;
const MAX_NAMES = 20;
const MAX_LINE = 300;
const MAX_NAME = 200;

/** Tells what failed. Pure; linear in what the run printed. */
export function markFailure(run: FailedRun): FailureMark {
  const lines = linesOf(run).map((line) => stripInvisible(line).trim());
  const telling = lines.filter(looksLikeFailure);
  const names = run.tests?.failedNames ?? [];
  const floor = (run.floor ?? []).map(({ message }) => message);
  // Of a hidden verifier the words that stand for it are all that there is.
  const told =
    run.withheld !== undefined
      ? [run.withheld]
      : telling.length > 0
        ? telling
        : lines.filter((line) => line !== '').slice(-LAST_LINES);
  const first = names[0] ?? floor[0] ?? told[0] ?? '';
  const kinds = kindsOf(telling);
  // One test may hold many checks: a later one that fails is another failure.
  const message = names.length > 0 ? withoutValues((firstMessage(run) ?? '').replace(QUOTED, '<text>')) : '';
  const hidden = run.withheld !== undefined;
  const failed = run.tests !== undefined && run.tests.failed > 0 ? run.tests.failed : null;
  const end = [run.end, run.exitCode, run.signal];
  const what =
    names.length > 0
      ? ['tests', failed, [...names].sort(), kinds, message]
      : floor.length > 0
        ? ['floor', floor.map(withoutValues)]
        : ['lines', [...new Set([...told, ...titlesOf(lines)].map(withoutValues))].slice(0, MAX_TELLING).sort()];
  return {
    fingerprint: createHash('sha256')
      .update(JSON.stringify([run.display, ...end, ...what]))
      .digest('hex')
      .slice(0, 16),
    first: JSON.stringify(names.length > 0 ? [names[0], kinds[0] ?? null, message] : [withoutValues(first)]),
    line: hidden ? '' : failureLine(run, MAX_LINE),
    failed,
    tests: hidden ? [] : names.slice(0, MAX_NAMES).map((name) => shorten(stripInvisible(name), MAX_NAME)),
    place: hidden ? null : placeIn(telling.length > 0 ? lines.slice(lines.indexOf(telling[0] ?? '')) : lines),
  };
}

/** Whole lines alone: where exactly a long output is cut differs from run to run. */
function linesOf({ head, tail, elidedBytes, parts }: FailedRun): string[] {
  if (elidedBytes === 0) return [...readableLines(head), ...readableLines(tail)];
  const between = (parts ?? []).flatMap(({ text }) => readableLines(text));
  return [...readableLines(head).slice(0, -1), ...between, ...readableLines(tail).slice(1)];
}

/** Names of the tests that failed, where a runner says them on a line before: in TAP many failures read alike. */
function titlesOf(lines: readonly string[]): string[] {
  const titles: string[] = [];
  let title: string | undefined;
  for (const line of lines) {
    if (line.startsWith('# ')) title = line;
    if (!line.startsWith('not ok') || title === undefined) continue;
    titles.push(title);
    if (titles.length >= MAX_TELLING) break;
  }
  return titles;
}

/** In a message, what was expected and what was there. */
const QUOTED = /'[^']{0,300}'|"[^"]{0,300}"|`[^`]{0,300}`/g;
const TEMPORARY = /(?:\/private)?\/(?:tmp|var\/tmp|var\/folders)\/[^\s'"`):,;]{1,200}/g;
const UUID = /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi;
const HEXADECIMAL = /\b(?:0x[0-9a-f]{1,64}|(?=[a-f]{0,63}\d)[0-9a-f]{7,128})\b/gi;
const DIRECTORIES = /(?<![\w.@+-])(?:file:\/\/)?(?:\/[\w.@+-]{1,100}){1,40}\/(?=[\w.@+-])/g;
/** A code such as TS2304 or E0308 names the error. */
const CODE_OR_NUMBER = /\b[A-Z]{1,4}\d{3,5}\b|\d+(?:[.,:]\d+)*/g;

/** A line without what differs from run to run: places of files on the disk, times, addresses, ports and other numbers. */
export function withoutValues(line: string): string {
  return line
    .replace(TEMPORARY, '<temporary>')
    .replace(UUID, '<id>')
    .replace(HEXADECIMAL, '<hex>')
    .replace(DIRECTORIES, '')
    .replace(CODE_OR_NUMBER, (found) => (/^\d/.test(found) ? '<n>' : found))
    .replace(/\s+/g, ' ')
    .trim();
}

const KIND = /\b(?:[A-Z][A-Za-z0-9_]{0,60}(?:Error|Exception|Panic)|panic|SIG[A-Z]{2,8}|E[A-Z]{4,20})\b/g;

/** Names of the errors in order: equal tests that fail with another error have come further, or less far. */
function kindsOf(lines: readonly string[]): string[] {
  const kinds = new Set<string>();
  for (const line of lines) {
    for (const [kind] of line.matchAll(KIND)) kinds.add(kind);
    if (kinds.size >= MAX_KINDS) break;
  }
  return [...kinds].slice(0, MAX_KINDS);
}

const PLACES = [
  /((?:[\w@.+-]{1,100}\/){0,20}[\w@+-][\w@.+-]{0,100}\.[A-Za-z]{1,6}):(\d{1,7})\b/,
  /File "([^"]{1,300})", line (\d{1,7})/,
  /((?:[\w@.+-]{1,100}\/){0,20}[\w@+-][\w@.+-]{0,100}\.[A-Za-z]{1,6})\((\d{1,7}),\d{1,7}\)/,
];
/** Not the repository's own: an address, or a file of a tool. */
const FOREIGN = /(?:^|\/)(?:node_modules|site-packages|dist-packages|\.cargo|go\/pkg|usr|internal)\/|^node:|^\d+\.\d+/;
const WORKSPACE = /^(?:file:\/\/)?\/?workspace\//;

function placeIn(lines: readonly string[]): FailureMark['place'] {
  for (const line of lines.slice(0, 200)) {
    if (/\bnode:internal|https?:\/\//.test(line)) continue;
    for (const pattern of PLACES) {
      const [, file, number] = pattern.exec(line) ?? [];
      if (file === undefined || FOREIGN.test(file)) continue;
      const inside = file.replace(WORKSPACE, '').replace(/^\.\//, '');
      if (inside.startsWith('/') || inside.includes('..')) continue;
      return { file: shorten(inside, MAX_NAME), line: Math.max(1, Number(number)) };
    }
  }
  return null;
}
