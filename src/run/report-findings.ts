import type { FindingsFile } from '../schemas/findings.js';
import { isObject, type JsonObject } from '../support/json-object.js';
import { shorten, stripInvisible } from '../support/plain-text.js';
import type { Places } from '../verifier/places.js';

type Finding = FindingsFile['findings'][number];

/** Members that mean the same, in the order in which they are believed. */
const NAMES = {
  path: ['path', 'file', 'filename', 'filePath'],
  start: ['startLine', 'start_line', 'line', 'lineNumber'],
  end: ['endLine', 'end_line'],
  level: ['level', 'severity', 'priority'],
  rule: ['rule', 'ruleId', 'rule_id', 'category', 'code', 'check'],
  title: ['title', 'summary', 'name'],
  message: ['message', 'description', 'detail', 'details', 'body', 'explanation'],
} as const;

const LEVELS: Readonly<Record<string, Finding['level']>> = {
  failure: 'failure',
  error: 'failure',
  critical: 'failure',
  blocker: 'failure',
  fatal: 'failure',
  high: 'failure',
  warning: 'warning',
  warn: 'warning',
  medium: 'warning',
  moderate: 'warning',
  major: 'warning',
  notice: 'notice',
  note: 'notice',
  info: 'notice',
  information: 'notice',
  informational: 'notice',
  low: 'notice',
  minor: 'notice',
  style: 'notice',
  suggestion: 'notice',
};

const MAX_TITLE = 255;
const MAX_MESSAGE = 8000;
const MAX_RULE = 300;
/** Entries of a report that are looked at. */
const MAX_ENTRIES = 10_000;
const MAX_LINE = 10_000_000;

/**
 * The findings of a report: its member `findings` where that is a list of objects that all say something in one of the
 * usual names. Anything else is somebody's own meaning of the word and left alone.
 */
export function reportFindings(report: unknown, places: Places): readonly Finding[] {
  const list = isObject(report) ? report['findings'] : undefined;
  if (!Array.isArray(list)) return [];
  const found = list
    .slice(0, MAX_ENTRIES)
    .map((entry: unknown) => (isObject(entry) ? findingOf(entry, places) : undefined));
  return found.every((finding) => finding !== undefined) ? found : [];
}

function findingOf(entry: JsonObject, places: Places): Finding | undefined {
  const text = (names: readonly string[]): string | undefined => {
    const value = names.map((name) => entry[name]).find((one) => typeof one === 'string' && one.trim() !== '');
    return typeof value === 'string' ? value : undefined;
  };
  const number = (names: readonly string[]): number | undefined => {
    const value = names.map((name) => entry[name]).find((one) => typeof one === 'number' && Number.isSafeInteger(one));
    return typeof value === 'number' && value >= 1 && value <= MAX_LINE ? value : undefined;
  };
  const title = text(NAMES.title);
  const message = text(NAMES.message);
  if (title === undefined && message === undefined) return undefined;
  const rule = text(NAMES.rule);
  const place = placed(text(NAMES.path), number(NAMES.start), number(NAMES.end), places);
  return {
    source: 'report',
    level: LEVELS[(text(NAMES.level) ?? '').trim().toLowerCase()] ?? 'warning',
    rule: rule === undefined ? null : oneLine(rule, MAX_RULE),
    title: oneLine(title ?? message ?? '', MAX_TITLE),
    message: shorten(stripInvisible(message ?? title ?? '').trim(), MAX_MESSAGE),
    ...place,
  };
}

/** `src/a.ts:12` names its line itself. */
function placed(
  said: string | undefined,
  line: number | undefined,
  last: number | undefined,
  places: Places,
): Pick<Finding, 'path' | 'startLine' | 'endLine'> {
  const own = said === undefined ? null : /^(.{1,1000}?):(\d{1,7})(?:-(\d{1,7}))?(?::\d{1,7})?$/.exec(said);
  const path = (own?.[1] === undefined ? undefined : places.file(own[1])) ?? places.file(said ?? '');
  if (path === undefined) return { path: null, startLine: null, endLine: null };
  const start = line ?? (own?.[2] === undefined ? undefined : Math.max(1, Number(own[2])));
  if (start === undefined) return { path, startLine: null, endLine: null };
  const end = last ?? (line === undefined && own?.[3] !== undefined ? Number(own[3]) : start);
  return { path, startLine: start, endLine: Math.max(start, end) };
}

function oneLine(text: string, max: number): string {
  return shorten(stripInvisible(text).replace(/\s+/g, ' ').trim(), max);
}
