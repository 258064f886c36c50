import { shorten } from '../support/plain-text.js';
import { type Diagnostic, diagnosticsIn, jsonDiagnostics } from './diagnostics.js';
import { placeOf } from './failure-places.js';
import { createFailureWatch } from './failure-watch.js';
import { type Failure, findFailures } from './failures.js';
import { bestOf, type MentionContext, mentionIn } from './mentions.js';
import { readableLines } from './output-lines.js';
import { Places, type PlacesOptions } from './places.js';

/** A failure that a log tells of, and where it points. */
export interface LogFinding {
  readonly level: Diagnostic['level'];
  /** Name of a test, or of a compiler's or linter's rule. */
  readonly rule: string | null;
  readonly title: string;
  readonly message: string;
  /** Relative to the root of the repository; null: the log names none. */
  readonly path: string | null;
  readonly line: number | null;
}

/** UTF-16 units of a log that are read as they are: from its beginning, and from its end. */
const HEAD = 192 * 1024;
const TAIL = 192 * 1024;
const PIECE = 128 * 1024;
const MAX_TITLE = 255;
const MAX_MESSAGE = 4000;
const MAX_LINES = 40;

/**
 * What a log of a command that failed says of lines of the repository: each failed test, and each error of a compiler or
 * a linter; warnings where there is nothing worse. In the log's order, each once. Pure; linear in its input.
 */
export function findingsOf(log: string, options: PlacesOptions): LogFinding[] {
  const lines = linesOf(log);
  const places = new Places(options);
  const all = [...diagnosticsIn(lines, places), ...jsonDiagnostics(log, places)];
  const told = new Set(all.map(({ at }) => at));
  const errors = all.filter(({ level }) => level === 'failure');
  const failures = chosen(findFailures(lines), told, lines, errors.length > 0);
  const worst = errors.length + failures.length > 0 ? errors : all.filter(({ level }) => level === 'warning');
  const packages = packagesOf(lines);
  const found = [
    ...worst.map((one) => ({ at: one.at, finding: ofDiagnostic(one) })),
    ...failures.map((failure, index) => {
      const next = failures[index + 1]?.start ?? lines.length;
      const context: MentionContext = {
        places,
        goPackage: packages.at(named(lines, failure)),
        goModules: packages.common,
      };
      return { at: failure.start, finding: ofFailure(lines, failure, next, context) };
    }),
  ].sort((a, b) => a.at - b.at);
  // Without a runner's report, an error that names no place is the end of one that does.
  const sure =
    failures.some(({ strength }) => strength === 'report') || !found.some(({ finding }) => finding.path !== null);
  const findings = withoutEchoes(found.flatMap(({ finding }) => (sure || finding.path !== null ? [finding] : [])));
  if (findings.some(({ path }) => path !== null)) return findings;
  return withAnyPlace(findings, lines, { places, goPackage: undefined, goModules: packages.common });
}

/** The line in which a Go test is named: what it prints may stand above it, and its package below. */
function named(lines: readonly string[], { start, end }: Failure): number {
  const at = lines.slice(start, end).findIndex((line) => /^\s*--- FAIL: /.test(line));
  return start + Math.max(0, at);
}

/** The failures that say something of their own: the runner's report of each, or, without any, the next best. */
function chosen(
  failures: readonly Failure[],
  told: ReadonlySet<number>,
  lines: readonly string[],
  diagnosed: boolean,
): readonly Failure[] {
  const own = failures.filter(
    ({ start, core }) =>
      !told.has(start) &&
      !core.some((index) => told.has(index)) &&
      !/^error: (?:doc)?test failed/.test(lines[start] ?? ''),
  );
  const reports = own.filter(({ strength }) => strength === 'report');
  if (reports.length > 0 || diagnosed) return reports;
  const errors = own.filter(({ strength }) => strength === 'error');
  return errors.length > 0 ? errors : own.filter(({ strength }) => strength === 'listing');
}

/** Each once, and none that only repeats in other words, or without its place, what another one says. */
function withoutEchoes(findings: readonly LogFinding[]): LogFinding[] {
  const key = ({ path, line, rule, message }: LogFinding): string => [path, line, rule, message].join('\n');
  const unique = [...new Map(findings.map((finding) => [key(finding), finding])).values()];
  const placed = unique.filter(({ line }) => line !== null);
  const rules = new Set(placed.map(({ rule }) => rule));
  const titles = new Set(placed.map(({ path, title }) => `${path}\n${title}`));
  const some = unique.some(({ path }) => path !== null);
  return unique.filter(({ path, line, rule, title }) => {
    if (line !== null) return true;
    if (path !== null) return !titles.has(`${path}\n${title}`);
    // cargo names a test above what it printed; a test fails because one inside of it did.
    return !(some && (rule === title || (rule !== null && rules.has(rule))));
  });
}

/** A log that names places, but not in what was understood as its failures. */
function withAnyPlace(findings: LogFinding[], lines: readonly string[], context: MentionContext): LogFinding[] {
  const mentions = lines.flatMap((line) => mentionIn(line, context) ?? []);
  const place = bestOf(mentions);
  if (!place) return findings;
  const [first, ...rest] = findings;
  if (first) return [{ ...first, path: place.path, line: place.line }, ...rest];
  const at = lines.findIndex((line) => mentionIn(line, context) !== undefined);
  const message = lines.slice(Math.max(0, at - 8), at + 3).join('\n');
  const title =
    lines
      .slice(0, at + 1)
      .findLast((line) => /\b\w*(?:Error|error|[Ff]ail)/.test(line) && !/^\s*>?\s*\d+ \|/.test(line)) ??
    lines[at] ??
    '';
  return [
    {
      level: 'failure',
      rule: null,
      title: shorten(title.trim(), MAX_TITLE),
      message: shorten(message, MAX_MESSAGE),
      path: place.path,
      line: place.line,
    },
  ];
}

function ofDiagnostic({ path, line, level, rule, message }: Diagnostic): LogFinding {
  return { level, rule, title: shorten(message, MAX_TITLE), message: shorten(message, MAX_MESSAGE), path, line };
}

function ofFailure(lines: readonly string[], failure: Failure, next: number, context: MentionContext): LogFinding {
  const { start, name, message, core } = failure;
  const place = placeOf(lines, failure, next, context);
  const shown = core.slice(0, MAX_LINES).map((index) => lines[index] ?? '');
  return {
    level: 'failure',
    rule: name === undefined ? null : shorten(name, MAX_TITLE),
    title: shorten(message ?? name ?? (lines[start] ?? '').trim(), MAX_TITLE),
    message: shorten(shown.join('\n'), MAX_MESSAGE),
    path: place?.path ?? null,
    line: place?.line ?? null,
  };
}

interface Packages {
  /** The Go package whose tests printed a line: it is named after them. */
  readonly at: (line: number) => string | undefined;
  readonly common: string;
}

function packagesOf(lines: readonly string[]): Packages {
  const named = lines.flatMap((line, at) => {
    const name =
      /^(?:FAIL|ok)\s+\t?([\w.~-]+(?:\/[\w.~-]+)*)\s/.exec(`${line} `)?.[1] ??
      /^\?\s+\t?(\S+)\s+\[no test/.exec(line)?.[1];
    return name?.includes('/') || name?.includes('.') ? [{ at, name }] : [];
  });
  const [first, ...rest] = named.map(({ name }) => name.split('/'));
  let common = first ?? [];
  for (const parts of rest) {
    const differs = common.findIndex((part, index) => part !== parts[index]);
    if (differs >= 0) common = common.slice(0, differs);
  }
  return { at: (line) => named.find(({ at }) => at > line)?.name, common: common.join('/') };
}

/** Lines of a log; of a long one its beginning, its end, and what tells of failures between them. */
function linesOf(log: string): string[] {
  if (log.length <= HEAD + TAIL) return readable(log);
  const head = log.slice(0, log.lastIndexOf('\n', HEAD) + 1 || HEAD);
  const tail = log.slice(log.indexOf('\n', log.length - TAIL) + 1 || log.length - TAIL);
  const watch = createFailureWatch();
  const bytes = Buffer.from(log, 'utf8');
  watch.push(bytes);
  const elidedBytes = bytes.length - Buffer.byteLength(head) - Buffer.byteLength(tail);
  const between = watch.parts({ head, elidedBytes }).flatMap(({ text }) => [...readable(text), '']);
  return [...readable(head), '', ...between, ...readable(tail)];
}

function readable(text: string): string[] {
  const lines: string[] = [];
  for (let from = 0; from < text.length; ) {
    const end = text.length - from <= PIECE ? text.length : text.lastIndexOf('\n', from + PIECE) + 1;
    const to = end > from ? end : Math.min(text.length, from + PIECE);
    // A piece may hold more lines than a call takes arguments.
    for (const line of readableLines(text.slice(from, to))) lines.push(line);
    from = to;
  }
  return lines;
}
