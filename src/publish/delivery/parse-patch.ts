import { plainLine } from '../neutralise.js';
import { decodeBinary } from './binary-patch.js';
import { misfit } from './refusal.js';

/** Modes that a delivered file may have: regular, executable, symbolic link. */
export type FileMode = '100644' | '100755' | '120000';

/** One side of a changed file. Paths are relative, `/`-separated, and exactly what their bytes say in UTF-8. */
export interface FileSide {
  readonly path: string;
  readonly mode: FileMode;
}

/** A line of a hunk. Text is one character per byte, with its line feed; without one at a file's end that has none. */
export interface HunkLine {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
}

export interface Hunk {
  /** First line of the old file, from 1; of an insertion the line before it. */
  readonly oldStart: number;
  readonly newStart: number;
  readonly lines: readonly HunkLine[];
}

/** `none`: the content stays. Binary data is what lies between the header and the blank line, one string per line. */
export type Body =
  | { readonly kind: 'none' }
  | { readonly kind: 'hunks'; readonly hunks: readonly Hunk[] }
  | {
      readonly kind: 'binary';
      readonly method: 'literal' | 'delta';
      readonly size: number;
      readonly lines: readonly string[];
    };

/** One file of a patch. */
export interface FileChange {
  /** Undefined: the file is new. */
  readonly from: FileSide | undefined;
  /** Undefined: the file is deleted. */
  readonly to: FileSide | undefined;
  /** The file at `from.path` stays as it is. */
  readonly copy: boolean;
  /** Ids of the contents; undefined where the patch has none because the content stays. */
  readonly ids: { readonly from: string; readonly to: string } | undefined;
  readonly body: Body;
}

/** Bytes of a binary file before or after, or of a delta between the two. */
const MAX_BACK_BYTES = 64 * 1024 * 1024;
const NULL_ID = '0'.repeat(40);
const ID = '[0-9a-f]{40}';

/**
 * Reads a patch as `git diff --binary --full-index` writes it and nothing else: a line that is not understood is an
 * error, since git might understand it.
 * @param patch its bytes
 * @throws CleanroomError `delivery.refused`
 */
export function parsePatch(patch: Buffer): readonly FileChange[] {
  const cursor = new Cursor(patch);
  const files: FileChange[] = [];
  while (!cursor.done) files.push(readFile(cursor));
  return files;
}

class Cursor {
  readonly #text: string;
  #at = 0;
  number = 1;

  constructor(patch: Buffer) {
    this.#text = patch.toString('latin1');
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  /** The line, without its line feed; undefined at the end. */
  peek(): string | undefined {
    if (this.done) return undefined;
    const end = this.#text.indexOf('\n', this.#at);
    return this.#text.slice(this.#at, end === -1 ? undefined : end);
  }

  next(): string {
    const line = this.peek();
    if (line === undefined) throw misfit('the patch ends in the middle of a file');
    // Git ends every line of a patch: without the line feed something was cut off.
    if (this.#at + line.length >= this.#text.length) throw misfit('the patch ends in the middle of a line');
    this.#at += line.length + 1;
    this.number += 1;
    return line;
  }

  /** Takes the line if it has this form. */
  match(pattern: RegExp): RegExpExecArray | undefined {
    const match = pattern.exec(this.peek() ?? '');
    if (match) this.next();
    return match ?? undefined;
  }

  fail(what: string): never {
    throw misfit(`line ${this.number} of the patch ${what}: ${plainLine(this.peek() ?? 'its end', 80)}`);
  }
}

function readFile(cursor: Cursor): FileChange {
  const header = cursor.match(/^diff --git (.+)$/)?.[1];
  if (header === undefined) cursor.fail('is not the start of a file');
  const oldMode = cursor.match(/^old mode ([0-7]{6})$/)?.[1];
  const newMode = oldMode === undefined ? undefined : cursor.match(/^new mode ([0-7]{6})$/)?.[1];
  if (oldMode !== undefined && newMode === undefined) cursor.fail('does not say the new mode');
  const deleted = oldMode === undefined ? cursor.match(/^deleted file mode ([0-7]{6})$/)?.[1] : undefined;
  const added =
    oldMode === undefined && deleted === undefined ? cursor.match(/^new file mode ([0-7]{6})$/)?.[1] : undefined;
  const moved = readMove(cursor, header, deleted !== undefined || added !== undefined);
  const index = cursor.match(new RegExp(`^index (${ID})\\.\\.(${ID})(?: ([0-7]{6}))?$`));
  const names = moved ?? sameNames(cursor, header);

  const whole = deleted ?? added ?? oldMode;
  if ((index?.[3] !== undefined) !== (index !== undefined && whole === undefined)) cursor.fail('gives no clear mode');
  // A file that only moved has no index line, and so no mode: it keeps what the base has.
  const kept = whole === undefined && index === undefined;
  if (kept && moved === undefined) cursor.fail('changes nothing');
  const before = added !== undefined ? undefined : (deleted ?? oldMode ?? index?.[3]);
  const after = deleted !== undefined ? undefined : (added ?? newMode ?? index?.[3]);
  const ids = index === undefined ? undefined : { from: index[1] ?? '', to: index[2] ?? '' };
  if (ids && (ids.from === NULL_ID) !== (added !== undefined)) cursor.fail('has an old id that cannot be');
  if (ids && (ids.to === NULL_ID) !== (deleted !== undefined)) cursor.fail('has a new id that cannot be');
  if (!ids && (added !== undefined || deleted !== undefined)) cursor.fail('gives no ids');
  const from = added !== undefined ? undefined : { path: names.from, mode: kept ? KEPT : fileMode(before, names.from) };
  const to = deleted !== undefined ? undefined : { path: names.to, mode: kept ? KEPT : fileMode(after, names.to) };
  const body = ids === undefined ? ({ kind: 'none' } as const) : readBody(cursor, names, from, to);
  return { from, to, copy: moved?.copy ?? false, ids, body };
}

/** Stands for the base's mode until that is known; links move as regular files do. */
const KEPT: FileMode = '100644';

/** Whether the modes of a change are those of the base: it moves a file and says nothing else. */
export function keepsMode({ ids, from, to }: FileChange): boolean {
  return ids === undefined && from !== undefined && to !== undefined && from.path !== to.path && from.mode === to.mode;
}

interface Names {
  readonly from: string;
  readonly to: string;
  /** As they stand in the patch, for comparison with the lines before the hunks. */
  readonly raw: { readonly from: string; readonly to: string };
}

function readMove(cursor: Cursor, header: string, whole: boolean): (Names & { readonly copy: boolean }) | undefined {
  if (!cursor.match(/^similarity index (\d{1,3})%$/)) return undefined;
  if (whole) cursor.fail('moves a file that is new or deleted');
  const from = cursor.match(/^(rename|copy) from (.+)$/);
  const to = cursor.match(/^(rename|copy) to (.+)$/);
  if (!from?.[2] || !to?.[2] || from[1] !== to[1]) cursor.fail('does not say what is moved to where');
  const raw = { from: prefixed('a', from[2]), to: prefixed('b', to[2]) };
  if (header !== `${raw.from} ${raw.to}`) cursor.fail('follows a header of other names');
  return { from: unquote(cursor, from[2]), to: unquote(cursor, to[2]), raw, copy: from[1] === 'copy' };
}

/** Both names of a header are the same one. */
function sameNames(cursor: Cursor, header: string): Names {
  const half = (header.length - 1) / 2;
  const raw = { from: header.slice(0, half), to: header.slice(half + 1) };
  const path = (name: string, prefix: string): string =>
    name.startsWith(`"${prefix}/`) ? `"${name.slice(3)}` : name.startsWith(`${prefix}/`) ? name.slice(2) : '';
  const from = path(raw.from, 'a');
  if (header[half] !== ' ' || from === '' || from !== path(raw.to, 'b'))
    cursor.fail('follows a header of unclear names');
  const name = unquote(cursor, from);
  return { from: name, to: name, raw };
}

function prefixed(prefix: 'a' | 'b', name: string): string {
  return name.startsWith('"') ? `"${prefix}/${name.slice(1)}` : `${prefix}/${name}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  '"': '"',
  '\\': '\\',
};

/** A name as git writes it, C-quoted where it has unusual bytes. */
function unquote(cursor: Cursor, raw: string): string {
  let bytes = raw;
  if (raw.startsWith('"')) {
    if (!/^"(?:[^"\\]|\\[abtnvfr"\\]|\\[0-3][0-7]{2})*"$/.test(raw))
      cursor.fail('follows a name that is quoted wrongly');
    bytes = raw
      .slice(1, -1)
      .replace(/\\([0-7]{3}|.)/g, (_, code: string) => ESCAPES[code] ?? String.fromCharCode(Number.parseInt(code, 8)));
  }
  const buffer = Buffer.from(bytes, 'latin1');
  const path = buffer.toString('utf8');
  if (!Buffer.from(path, 'utf8').equals(buffer)) throw misfit(`${plainLine(path, 120)} is no name in UTF-8`);
  return path;
}

function fileMode(mode: string | undefined, path: string): FileMode {
  if (mode === '100644' || mode === '100755' || mode === '120000') return mode;
  const what = mode === '160000' ? 'a submodule' : `a file of mode ${mode ?? 'unknown'}`;
  throw misfit(`${plainLine(path, 120)} is ${what}; only files and symbolic links are delivered`);
}

function readBody(
  cursor: Cursor,
  names: Names,
  from: FileSide | undefined,
  to: FileSide | undefined,
): FileChange['body'] {
  if (cursor.match(/^GIT binary patch$/)) {
    const forward = readBinary(cursor);
    // The way back. Nobody here goes it, but git refuses a patch where it is damaged.
    const back = readBinary(cursor);
    if (back.size > MAX_BACK_BYTES) cursor.fail('follows binary data of a file that is too large');
    decodeBinary(back.lines, back.size);
    return { kind: 'binary', ...forward };
  }
  // Names with a space are followed by a tab, so that they end somewhere.
  const named = (name: string): string => (name.includes(' ') && !name.startsWith('"') ? `${name}\t` : name);
  const old = from === undefined ? '/dev/null' : named(names.raw.from);
  const now = to === undefined ? '/dev/null' : named(names.raw.to);
  if (cursor.peek() === `--- ${old}`) {
    cursor.next();
    if (cursor.peek() !== `+++ ${now}`) cursor.fail('names another file than its header');
    cursor.next();
    return { kind: 'hunks', hunks: readHunks(cursor) };
  }
  // An empty file has no lines to show.
  if (from === undefined || to === undefined) return { kind: 'hunks', hunks: [] };
  return cursor.fail('is not the change that was announced');
}

const HUNK = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@(?: .*)?$/s;

function readHunks(cursor: Cursor): readonly Hunk[] {
  const hunks: Hunk[] = [];
  for (let match = cursor.match(HUNK); match; match = cursor.match(HUNK)) {
    let oldLeft = Number(match[2] ?? 1);
    let newLeft = Number(match[4] ?? 1);
    const lines: HunkLine[] = [];
    while (oldLeft > 0 || newLeft > 0) {
      const line = cursor.next();
      const kind = line[0];
      if (kind !== ' ' && kind !== '-' && kind !== '+') cursor.fail('follows a line that no hunk has');
      if (kind !== '+') oldLeft -= 1;
      if (kind !== '-') newLeft -= 1;
      if (oldLeft < 0 || newLeft < 0) cursor.fail('follows a line too many');
      const ends = cursor.match(/^\\ No newline at end of file$/) === undefined;
      lines.push({ kind, text: ends ? `${line.slice(1)}\n` : line.slice(1) });
    }
    if (lines.length === 0) cursor.fail('follows an empty hunk');
    hunks.push({ oldStart: Number(match[1]), newStart: Number(match[3]), lines });
  }
  if (hunks.length === 0) cursor.fail('is no hunk');
  return hunks;
}

function readBinary(cursor: Cursor): Omit<Extract<Body, { kind: 'binary' }>, 'kind'> {
  const match = cursor.match(/^(literal|delta) (\d{1,12})$/);
  if (!match) cursor.fail('does not say how the binary data is meant');
  const lines: string[] = [];
  for (let line = cursor.next(); line !== ''; line = cursor.next()) lines.push(line);
  return { method: match[1] === 'delta' ? 'delta' : 'literal', size: Number(match[2]), lines };
}
